"""Ranks straight to text, with Python's integers: any depth, no code and no tree in between.

The texts of all low ranks of each symbol stand in a table, so a deep tree is a few of them between fixed
tokens. Writes what `grammar.unrank(rank).text()` returns, byte for byte.
"""

from __future__ import annotations

from typing import NamedTuple

from .abstract import Loaded
from .counts import Counts
from .rules import Alternative, Counted, Fixed
from .surface import Separators, fixed_texts

TABLED = 12_000
"""The most texts of one symbol that are tabled."""

TABLED_IN_ALL = 50_000
TABLED_HEIGHT = 64
TABLED_BITS = 4096
NOTHING = -1


class Piece(NamedTuple):
    """A text with the terminals at its ends, NOTHING if it is empty."""

    text: str
    first: int
    last: int


class Word(NamedTuple):
    """A counted token in an alternative; told from Fixed pieces and Sub symbols by its type."""

    terminal: int


Item = Piece | tuple[int, int]
"""A piece, or a symbol and a rank of it."""

EMPTY = Piece("", NOTHING, NOTHING)


class Writer:
    """Writes the texts of one grammar by rank."""

    def __init__(self, loaded: Loaded, counts: Counts, separators: Separators) -> None:
        self.counts = counts
        self.terminals = loaded.terminals
        self.separator = separators.text or ""
        texts = fixed_texts(loaded)
        self._fixed = [Piece(text, i, i) for i, text in enumerate(texts)]
        self.needed = [[False] * (len(texts) + 1) for _ in range(len(texts) + 1)]
        for first, second in sorted(separators.needed):
            self.needed[first][second] = True
        self.tables: list[list[Piece]] = [[] for _ in loaded.rules.symbols]
        self.parts = [
            [self._parts(alternative) for alternative in symbol.alternatives]
            for symbol in loaded.rules.symbols
        ]
        self._backwards = [[tuple(reversed(parts)) for parts in symbol] for symbol in self.parts]
        self._tabled = False

    def text(self, symbol: int, rank: int) -> str:
        """Return the text of a rank; raise NotInSpace if the symbol has no such rank."""
        return self.join([(symbol, rank)])

    def join(self, items: list[Item]) -> str:
        """Return the text of items that follow one another."""
        stack: list[Item] = items[::-1]
        needed, separator, tables = self.needed, self.separator, self.tables
        written: list[str] = []
        melts = needed[NOTHING]
        while stack:
            item = stack.pop()
            if len(item) == 2:
                table = tables[item[0]]
                if item[1] >= len(table):
                    self._expand(item[0], item[1], stack)
                    continue
                item = table[item[1]]
            text, first, last = item
            if text:
                if melts[first]:
                    written.append(separator)
                written.append(text)
                melts = needed[last]
        return "".join(written)

    def _expand(self, symbol: int, rank: int, stack: list[Item]) -> None:
        """Put the parts of a tree on the stack, the first on top."""
        block = self.counts.block_of(symbol, rank)
        rank -= block.start
        digits = block.digits
        at = len(digits)
        for part in self._backwards[symbol][block.alternative]:
            if isinstance(part, Piece):
                stack.append(part)
                continue
            at -= 1
            radix, offset = digits[at]
            rank, digit = divmod(rank, radix) if at else (0, rank)
            digit += offset
            stack.append((part, digit) if isinstance(part, int) else self.word(part.terminal, digit))

    def word(self, terminal: int, number: int) -> Piece:
        """Return a word of a counted terminal."""
        return Piece(self.terminals[terminal].word(number), terminal, terminal)

    def make_tables(self) -> None:
        """Table the texts of each symbol, level by level, while they are few; done once."""
        if self._tabled:
            return
        self._tabled = True
        counts, order = self.counts, self.counts.rules.order
        open_symbols = set(order)
        room = TABLED_IN_ALL
        for height in range(-1, TABLED_HEIGHT):
            counts.grow(height)
            for symbol in order:
                count = counts.count(symbol, height)
                more = count - len(self.tables[symbol])
                if symbol not in open_symbols or not more:
                    continue
                if count > TABLED or more > room:
                    open_symbols.discard(symbol)
                    continue
                room -= more
                self.tables[symbol] += [
                    self._piece(symbol, rank) for rank in range(len(self.tables[symbol]), count)
                ]
            largest = max(counts.count(symbol, height) for symbol in order)
            if not open_symbols or counts.finished or largest.bit_length() > TABLED_BITS:
                break

    def _piece(self, symbol: int, rank: int) -> Piece:
        items: list[Item] = [(symbol, rank)]
        pieces: list[Piece] = []
        while items:
            item = items.pop()
            if len(item) == 3:
                pieces.append(item)
            elif item[1] < len(self.tables[item[0]]):
                pieces.append(self.tables[item[0]][item[1]])
            else:
                self._expand(item[0], item[1], items)
        return self.melded(pieces)

    def melded(self, pieces: list[Piece]) -> Piece:
        """Return pieces as one, separators written between them."""
        full = [piece for piece in pieces if piece.text]
        if not full:
            return EMPTY
        return Piece(self.join(list(full)), full[0].first, full[-1].last)

    def _parts(self, alternative: Alternative) -> tuple[Piece | Word | int, ...]:
        """Return the parts of an alternative, its neighbouring fixed tokens as one piece."""
        parts: list[Piece | Word | int] = []
        run: list[Piece] = []
        for part in alternative.parts:
            if isinstance(part, Fixed):
                run.append(self._fixed[part.terminal])
                continue
            if run:
                parts.append(self.melded(run))
                run = []
            parts.append(Word(part.terminal) if isinstance(part, Counted) else part.symbol)
        if run:
            parts.append(self.melded(run))
        return tuple(parts)
