"""Rank to code and code to rank, without recursion.

A code lists, in prefix order, the rule of each node and the value of each counted token.
"""

from __future__ import annotations

from math import isqrt
from typing import TypeAlias

from .counts import Block, Counts
from .errors import NotInSpace
from .rules import Alternative, Counted, Rules, Sub

Code = tuple[int, ...]
Nested: TypeAlias = "list[int | Nested]"


class Ranking:
    """The bijection between the ranks and the codes of each symbol."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.rules: Rules = counts.rules
        self.places = [
            {alt.rule: place for place, alt in enumerate(symbol.alternatives)}
            for symbol in self.rules.symbols
        ]
        # Per alternative, last part first: (-1 for a counted token, else the symbol).
        self._backwards = [
            [
                tuple(
                    part.symbol if isinstance(part, Sub) else -1
                    for part in reversed(alt.parts)
                    if not _is_fixed(part)
                )
                for alt in symbol.alternatives
            ]
            for symbol in self.rules.symbols
        ]
        self._numbers = [[alt.rule for alt in symbol.alternatives] for symbol in self.rules.symbols]

    def unrank(self, symbol: int, rank: int) -> Code:
        """Return the code of a rank; raise NotInSpace if the symbol has no such rank."""
        code: list[int] = []
        stack = [(symbol, rank)]
        block_of, backwards, numbers = self.counts.block_of, self._backwards, self._numbers
        while stack:
            here, rank = stack.pop()
            if here < 0:
                code.append(rank)
                continue
            block = block_of(here, rank)
            place = block.alternative
            code.append(numbers[here][place])
            rank -= block.start
            if block.pair:
                child = backwards[here][place][0]
                low, high = unordered(block, rank)
                stack.append((child, high))
                stack.append((child, low))
                continue
            digits = block.digits
            at = len(digits)
            for part in backwards[here][place]:
                at -= 1
                radix, offset = digits[at]
                rank, digit = divmod(rank, radix)
                stack.append((part, digit + offset))
        return tuple(code)

    def rank(self, symbol: int, code: Code) -> int:
        """Return the rank of a code; raise NotInSpace if it is not one of the symbol's."""
        return self.rank_nodes(self.walk(symbol, code))

    def rank_nodes(self, nodes: list[tuple[int, int, list[int]]]) -> int:
        """Return the rank of a tree given as `walk` gives it: symbol, alternative, values of each node."""
        done: list[tuple[int, int]] = []
        for here, place, values in reversed(nodes):
            alt = self.rules.symbols[here].alternatives[place]
            subs = alt.subs()
            children = [done.pop() for _ in subs]
            deepest, height = 0, -1
            for turn, (_, below) in enumerate(children):
                if below > height:
                    deepest, height = turn, below
            height = alt.cost + height if subs else alt.cost - 1
            done.append((self._place(here, place, alt, values, children, deepest, height), height))
        return done[0][0]

    def _place(
        self,
        symbol: int,
        place: int,
        alt: Alternative,
        values: list[int],
        children: list[tuple[int, int]],
        deepest: int,
        height: int,
    ) -> int:
        self.counts.grow(height)
        if alt.commutative:
            low, high = sorted(rank for rank, _ in children)
            block = self.counts.found[symbol][height, place, 0]
            below = block.digits[0][1]
            return block.start + high * (high + 1) // 2 + low - below * (below + 1) // 2
        block = self.counts.found[symbol][height, place, deepest]
        rank, at, child, value = 0, 0, 0, 0
        for part in alt.parts:
            if isinstance(part, Counted):
                digit = values[value]
                value += 1
            elif isinstance(part, Sub):
                digit = children[child][0]
                child += 1
            else:
                continue
            radix, offset = block.digits[at]
            at += 1
            rank = rank * radix + digit - offset
        return block.start + rank

    def walk(self, symbol: int, code: Code) -> list[tuple[int, int, list[int]]]:
        """Return (symbol, alternative, token values) of each node in prefix order.

        Raises NotInSpace if the code is not a whole tree of the symbol.
        """
        nodes: list[tuple[int, int, list[int]]] = []
        stack: list[tuple[int, list[int]]] = [(symbol, [])]
        at = 0
        sizes = self.rules.sizes
        try:
            while stack:
                here, values = stack.pop()
                number = code[at]
                at += 1
                if here < 0:
                    if not 0 <= number < sizes[-here - 1]:
                        raise NotInSpace(f"{number} is not a value of token number {-here - 1}")
                    values.append(number)
                    continue
                place = self.places[here][number]
                own: list[int] = []
                nodes.append((here, place, own))
                for part in reversed(self.rules.symbols[here].alternatives[place].parts):
                    if isinstance(part, Counted):
                        stack.append((-part.terminal - 1, own))
                    elif isinstance(part, Sub):
                        stack.append((part.symbol, own))
        except (IndexError, KeyError):
            raise NotInSpace("the code is not a tree of this grammar") from None
        if at != len(code):
            raise NotInSpace(f"the code goes on after the tree's end: {len(code) - at} numbers too many")
        return nodes

    def measures(self, symbol: int, code: Code) -> tuple[int, int]:
        """Return (depth, size): the height with 0 as the least, and the number of nodes that cost a level."""
        heights: list[int] = []
        size = 0
        for here, place, _ in reversed(self.walk(symbol, code)):
            alt = self.rules.symbols[here].alternatives[place]
            below = max((heights.pop() for _ in alt.subs()), default=-1)
            heights.append(below + alt.cost)
            size += alt.cost
        return max(heights[0], 0), size


def unordered(block: Block, rank: int) -> tuple[int, int]:
    """Return the pair a <= b of a place in a block of unordered pairs, which are numbered by b, then a."""
    below = block.digits[0][1]
    index = rank + below * (below + 1) // 2
    high = (isqrt(8 * index + 1) - 1) // 2
    return index - high * (high + 1) // 2, high


def _is_fixed(part: object) -> bool:
    return not isinstance(part, Counted | Sub)


def flat(nested: Nested) -> Code:
    """Return the numbers of a nested list in order, without recursion."""
    code: list[int] = []
    stack = [iter(nested)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, list):
                stack.append(iter(item))
                break
            code.append(item)
        else:
            stack.pop()
    return tuple(code)
