"""Exact counts by depth, and the order of ranks that they define.

`at_most[symbol][d + 1]` is the number of trees of a symbol of height at most d, from d = -1 (parts that
make no node). Trees are ordered by (height, rule, first child of maximal height, mixed radix), so a rank
does not depend on any bound: those of height at most d are the first `at_most` ones.
Source: the recursive method (Nijenhuis and Wilf, 1978), with blocks by height.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from .errors import CountTooLarge, NotInSpace, shown
from .rules import Alternative, Counted, Rules, Sub

BIT_BUDGET = 1_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """An interval of ranks of one symbol: one height, one alternative, one first deepest child.

    `digits` gives (radix, offset) of each counted part in order; the first is the most significant.
    In a `pair` the two children are unordered: the interval numbers the pairs a <= b, by b.
    """

    start: int
    height: int
    alternative: int
    deepest: int
    digits: tuple[tuple[int, int], ...]
    pair: bool


class Counts:
    """Counts and blocks of an abstract grammar, made level by level as they are asked for."""

    def __init__(self, rules: Rules, name: str) -> None:
        self.rules = rules
        self.name = name
        self.at_most: list[list[int]] = [[0] for _ in rules.symbols]
        self.blocks: list[list[Block]] = [[] for _ in rules.symbols]
        self.starts: list[list[int]] = [[] for _ in rules.symbols]
        self.found: list[dict[tuple[int, int, int], Block]] = [{} for _ in rules.symbols]
        self.height = -2
        self.finished = False

    def count(self, symbol: int, height: int) -> int:
        """Return the number of trees of this symbol of height at most `height`; -2 and below hold none."""
        self.grow(height)
        table = self.at_most[symbol]
        return table[min(height + 2, len(table) - 1)] if height > -2 else 0

    def grow(self, height: int) -> None:
        """Make the counts up to this height; raise CountTooLarge where they pass the bit budget."""
        while self.height < height and not self.finished:
            self._add_level(self.height + 1)

    def block_of(self, symbol: int, rank: int) -> Block:
        """Return the block that holds a rank; raise NotInSpace if the symbol has no such rank."""
        while rank >= self.at_most[symbol][-1]:
            if self.finished:
                total = shown(self.at_most[symbol][-1])
                raise NotInSpace(f"rank {shown(rank)} is outside: there are {total} trees in all")
            self.grow(self.height + 1)
        return self.blocks[symbol][bisect_right(self.starts[symbol], rank) - 1]

    def _add_level(self, height: int) -> None:
        added = 0
        for symbol in self.rules.order:
            start = self.at_most[symbol][-1]
            for place, alt in enumerate(self.rules.symbols[symbol].alternatives):
                for deepest, (digits, pair, size) in enumerate(self._shell(alt, height)):
                    if size:
                        block = Block(start, height, place, deepest, digits, pair)
                        self.blocks[symbol].append(block)
                        self.starts[symbol].append(start)
                        self.found[symbol][height, place, deepest] = block
                        start += size
            if start.bit_length() > BIT_BUDGET:
                for later in self.rules.order:
                    self._cut(later)
                raise CountTooLarge(
                    f"{self.name}: at depth {height} the counts pass {BIT_BUDGET:,} bits; "
                    f"the deepest bound that can be counted is {height - 1}"
                )
            added += start - self.at_most[symbol][-1]
            self.at_most[symbol].append(start)
        self.height = height
        # A tree of height h + 1 has a part of height h, so a level without trees is the last.
        self.finished = not added and height >= 0

    def _cut(self, symbol: int) -> None:
        """Drop what an unfinished level added, so that the lower levels stay usable."""
        del self.at_most[symbol][self.height + 3 :]
        limit = self.at_most[symbol][-1]
        while self.starts[symbol] and self.starts[symbol][-1] >= limit:
            self.starts[symbol].pop()
            block = self.blocks[symbol].pop()
            del self.found[symbol][block.height, block.alternative, block.deepest]

    def _shell(self, alt: Alternative, height: int) -> list[tuple[tuple[tuple[int, int], ...], bool, int]]:
        """Return digits, pair flag and size of each block of an alternative at exactly this height."""
        limit = height - alt.cost
        sizes = self.rules.sizes
        subs = alt.subs()
        if not subs:
            if height != alt.cost - 1:
                return []
            digits = tuple((sizes[part.terminal], 0) for part in alt.parts if isinstance(part, Counted))
            return [(digits, False, _product(digits))]
        if limit < -1:
            return []
        if alt.commutative:
            high, low = self._known(subs[0], limit), self._known(subs[0], limit - 1)
            return [(((high, low),), True, high * (high + 1) // 2 - low * (low + 1) // 2)]
        found = []
        for deepest in range(len(subs)):
            digits_list: list[tuple[int, int]] = []
            child = 0
            for part in alt.parts:
                if isinstance(part, Counted):
                    digits_list.append((sizes[part.terminal], 0))
                elif isinstance(part, Sub):
                    upto = self._known(part.symbol, limit)
                    below = self._known(part.symbol, limit - 1)
                    if child < deepest:
                        digits_list.append((below, 0))
                    elif child == deepest:
                        digits_list.append((upto - below, below))
                    else:
                        digits_list.append((upto, 0))
                    child += 1
            digits = tuple(digits_list)
            found.append((digits, False, _product(digits)))
        return found

    def _known(self, symbol: int, height: int) -> int:
        return self.at_most[symbol][height + 2] if height > -2 else 0


def _product(digits: tuple[tuple[int, int], ...]) -> int:
    size = 1
    for radix, _ in digits:
        size *= radix
    return size
