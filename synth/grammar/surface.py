"""The one string of a tree: its tokens, with a separator only where two would otherwise melt.

For each pair of tokens that can stand side by side, automata decide whether some terminal that the lexer
may try there reads past the end of the first into the second (maximal munch; Reps, "Maximal-munch
tokenization in linear time", 1998, states the problem). If so the canonical ignored string is written
between them, and the same proof is made for that string. Two words melt for a reader even where the lexer
could part them ("ptherefore"), so they are separated as well wherever the grammar has a separator.
"""

from __future__ import annotations

from lark.lexer import TerminalDef

from .abstract import Loaded
from .automaton import Automaton, from_token, from_words, overruns
from .errors import UnsafeTokens
from .rules import Fixed, Rules, Sub
from .source import Compiled, Source
from .terminals import scan_orders


class Separators:
    """Which pairs of terminals need the separator, and what it is."""

    def __init__(self, source: Source, compiled: Compiled, loaded: Loaded) -> None:
        self.source = source
        self.loaded = loaded
        self.text = _separator(compiled)
        self.pairs = adjacent(loaded.rules)
        self._reads = {term.name: _reads(term) for term in compiled.lark.terminals}
        self._scans = scan_orders(compiled)
        self._company = _company(self._scans)
        self._ignored = sorted(compiled.lark.ignore_tokens)
        self.needed = frozenset(pair for pair in sorted(self.pairs) if self._melts(*pair))
        for first, second in sorted(self.needed):
            self._prove(first, second)

    def _melts(self, first: int, second: int) -> bool:
        left, right = self.loaded.terminals[first], self.loaded.terminals[second]
        words = self.text is not None and _ends_in_word(left.language) and _starts_with_word(right.language)
        return words or self._read_past(left.name, left.language, right.language)

    def _read_past(self, name: str, first: Automaton, second: Automaton) -> bool:
        for other in self._company[name]:
            reads = self._reads[other]
            if reads is None or overruns(reads, first, second):
                return True
        return False

    def _prove(self, first: int, second: int) -> None:
        left, right = self.loaded.terminals[first], self.loaded.terminals[second]
        shown = f"'{left.word(0)}' and '{right.word(0)}'"
        if self.text is None:
            message = f'{shown} melt when written side by side; add a separator with %ignore " "'
            raise UnsafeTokens(self.source.at_name(message, left.name))
        gap = from_words([self.text])
        past = self._read_past(left.name, left.language, gap) or self._read_past(
            right.name, gap, right.language
        )
        if past or not self._is_skipped(right.name, self.text):
            message = (
                f"{shown} melt even with {self.text!r} between them; {left.name} or {right.name} can hold it"
            )
            raise UnsafeTokens(self.source.at_name(message, left.name))

    def _is_skipped(self, name: str, gap: str) -> bool:
        """Return whether the lexer takes the gap for ignored wherever it may try this terminal."""
        starts = [gap[:length] for length in range(1, len(gap) + 1)]
        for scanned in self._scans:
            names = [term.name for term in scanned]
            if name in names:
                taken = next(
                    (n for n in names if (r := self._reads[n]) and any(map(r.accepts, starts))), None
                )
                if taken not in self._ignored:
                    return False
        return True


def adjacent(rules: Rules) -> set[tuple[int, int]]:
    """Return the pairs of terminals that can be neighbours in a sentence."""
    empty, first, last = _edges(rules)
    pairs: set[tuple[int, int]] = set()
    for symbol in rules.symbols:
        for alt in symbol.alternatives:
            for at, left in enumerate(alt.parts):
                ends = last[left.symbol] if isinstance(left, Sub) else {left.terminal}
                for right in alt.parts[at + 1 :]:
                    begins = first[right.symbol] if isinstance(right, Sub) else {right.terminal}
                    pairs.update((a, b) for a in ends for b in begins)
                    if not (isinstance(right, Sub) and right.symbol in empty):
                        break
    return pairs


def _edges(rules: Rules) -> tuple[set[int], list[set[int]], list[set[int]]]:
    """Return the symbols that can be empty, and the first and last terminals of each."""
    empty: set[int] = set()
    first: list[set[int]] = [set() for _ in rules.symbols]
    last: list[set[int]] = [set() for _ in rules.symbols]
    changed = True
    while changed:
        changed = False
        for i, symbol in enumerate(rules.symbols):
            for alt in symbol.alternatives:
                if i not in empty and all(isinstance(p, Sub) and p.symbol in empty for p in alt.parts):
                    empty.add(i)
                    changed = True
                for table, parts in ((first, alt.parts), (last, alt.parts[::-1])):
                    for part in parts:
                        new = table[part.symbol] if isinstance(part, Sub) else {part.terminal}
                        if not new <= table[i]:
                            table[i] |= new
                            changed = True
                        if not (isinstance(part, Sub) and part.symbol in empty):
                            break
    return empty, first, last


def fixed_texts(loaded: Loaded) -> list[str]:
    """Return for each terminal the text that a fixed token of it is written with: its first word."""
    used = {
        p.terminal
        for s in loaded.rules.symbols
        for a in s.alternatives
        for p in a.parts
        if isinstance(p, Fixed)
    }
    return [terminal.word(0) if i in used else "" for i, terminal in enumerate(loaded.terminals)]


def _starts_with_word(language: Automaton) -> bool:
    return bool(language.moves) and any(_in_word(char) for char in language.moves[0])


def _ends_in_word(language: Automaton) -> bool:
    return any(
        _in_word(char) and nxt in language.accepting for move in language.moves for char, nxt in move.items()
    )


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _reads(term: TerminalDef) -> Automaton | None:
    try:
        return from_token(term.pattern.to_regexp())
    except ValueError:
        return None


def _company(scans: list[list[TerminalDef]]) -> dict[str, list[str]]:
    """Return for each terminal those that the lexer may try where it may try this one."""
    company: dict[str, set[str]] = {}
    for scanned in scans:
        names = {term.name for term in scanned}
        for name in names:
            company.setdefault(name, set()).update(names)
    return {name: sorted(names) for name, names in company.items()}


def _separator(compiled: Compiled) -> str | None:
    """Return the canonical ignored string: a space if that is ignored, else a new line, else the shortest."""
    terms = [term for term in compiled.lark.terminals if term.name in set(compiled.lark.ignore_tokens)]
    automata = [automaton for term in terms if (automaton := _reads(term)) is not None]
    for text in (" ", "\n", "\t"):
        if any(automaton.accepts(text) for automaton in automata):
            return text
    return min(filter(None, map(_shortest, automata)), key=lambda word: (len(word), word), default=None)


def _shortest(automaton: Automaton) -> str:
    length = next((n for n in range(1, 65) if automaton.count(n)), 0)
    return automaton.word(automaton.words_up_to(length - 1), length) if length else ""
