"""Exact counts by size, and by depth and size together: a second axis of any weight.

A weight is a whole number for each alternative; a tree's weight is the sum over its nodes. With the weight 1
for each node that is a level it is the size; with 1 for each name it is the number of names (quotient.py).
Source: the recursive method (Nijenhuis and Wilf, 1978; Flajolet, Zimmermann and Van Cutsem, 1994).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from synth.errors import InputError

from .errors import EmptySpace, NotInSpace
from .ranking import Code
from .rules import Alternative, Counted, Rules, Sub
from .space import Space
from .tree import Tree

if TYPE_CHECKING:
    from .grammar import Grammar

SIZE_LIMIT = 2_000


@dataclass
class _Layer:
    """Counts of trees of bounded height: `counts[symbol][weight]`, and for each alternative the number of
    ways to fill its parts from a place on, `rest[symbol][alternative][part][weight]`."""

    counts: list[list[int]]
    rest: list[list[list[list[int]]]]


class Weighted:
    """Counts by height and weight; `height` None means that no height is too large (weights must grow)."""

    def __init__(
        self, rules: Rules, weigh: Callable[[Alternative], int], heaviest: int, height: int | None
    ) -> None:
        self.rules = rules
        self.heaviest = heaviest
        self._weights = [[weigh(alt) for alt in symbol.alternatives] for symbol in rules.symbols]
        self._subs = [[alt.subs() for alt in symbol.alternatives] for symbol in rules.symbols]
        self._values = [
            [
                prod(rules.sizes[p.terminal] for p in alt.parts if isinstance(p, Counted))
                for alt in symbol.alternatives
            ]
            for symbol in rules.symbols
        ]
        nothing = self._empty()
        for counts in nothing.counts:
            counts.extend([0] * (heaviest + 1))
        self._layers = [nothing]
        self._unbounded = height is None
        for _ in range(1 if height is None else height + 2):
            self._layers.append(self._grown(self._layers[-1]))

    @property
    def top(self) -> int:
        """The number of the layer of the largest height."""
        return len(self._layers) - 1

    def count(self, symbol: int, weight: int, layer: int | None = None) -> int:
        """Return the number of trees of a symbol of exactly this weight, in the layer (default: the top)."""
        return self._layers[self.top if layer is None else layer].counts[symbol][weight]

    def unrank(self, symbol: int, weight: int, rank: int) -> Code:
        """Return the code of a rank among the trees of exactly this weight."""
        code: list[int] = []
        stack = [(symbol, weight, rank, self.top)]
        while stack:
            here, weight, rank, layer = stack.pop()
            if here < 0:
                code.append(rank)
                continue
            rest = self._layers[layer].rest[here]
            place = 0
            while True:
                left = weight - self._weights[here][place]
                ways = rest[place][0][left] if 0 <= left < len(rest[place][0]) else 0
                if rank < ways:
                    break
                rank -= ways
                place += 1
            alt = self.rules.symbols[here].alternatives[place]
            code.append(alt.rule)
            below = self._below(layer, alt)
            children = []
            for turn, sub in enumerate(self._subs[here][place]):
                counts, after = self._layers[below].counts[sub], rest[place][turn + 1]
                taken = 0
                while rank >= (ways := counts[taken] * after[left - taken]):
                    rank -= ways
                    taken += 1
                child, rank = divmod(rank, after[left - taken])
                children.append((sub, taken, child, below))
                left -= taken
            pending: list[tuple[int, int, int, int]] = []
            for part in reversed(alt.parts):
                if isinstance(part, Counted):
                    rank, value = divmod(rank, self.rules.sizes[part.terminal])
                    pending.append((-1, 0, value, 0))
                elif isinstance(part, Sub):
                    pending.append(children.pop())
            stack.extend(pending)
        return tuple(code)

    def rank(self, nodes: list[tuple[int, int, list[int]]]) -> tuple[int, int]:
        """Return (weight, rank within it) of a tree given by `Ranking.walk`; raise NotInSpace if too deep."""
        layers = self._layers_of(nodes)
        done: list[tuple[int, int]] = []
        for (here, place, values), layer in zip(reversed(nodes), reversed(layers), strict=True):
            alt = self.rules.symbols[here].alternatives[place]
            below = self._below(layer, alt)
            children = [done.pop() for _ in self._subs[here][place]]
            own = self._weights[here][place]
            left = sum(weight for weight, _ in children)
            total = own + left
            if total > self.heaviest or layer < 1:
                raise NotInSpace("the tree is outside the bounds of size and depth")
            rest = self._layers[layer].rest[here]
            rank = 0
            for other in range(place):
                room = total - self._weights[here][other]
                rank += rest[other][0][room] if 0 <= room < len(rest[other][0]) else 0
            for turn, (sub, (taken, child)) in enumerate(zip(self._subs[here][place], children, strict=True)):
                counts, after = self._layers[below].counts[sub], rest[place][turn + 1]
                rank += sum(counts[w] * after[left - w] for w in range(taken))
                rank += child * after[left - taken]
                left -= taken
            digits = 0
            sizes = [self.rules.sizes[p.terminal] for p in alt.parts if isinstance(p, Counted)]
            for size, value in zip(sizes, values, strict=True):
                digits = digits * size + value
            done.append((total, rank + digits))
        return done[0]

    def _layers_of(self, nodes: list[tuple[int, int, list[int]]]) -> list[int]:
        layers: list[int] = []
        pending = [self.top]
        for here, place, _ in nodes:
            layer = pending.pop()
            layers.append(layer)
            below = self._below(layer, self.rules.symbols[here].alternatives[place])
            pending.extend([below] * len(self._subs[here][place]))
        return layers

    def _below(self, layer: int, alt: Alternative) -> int:
        return layer if self._unbounded or not alt.cost else max(layer - 1, 0)

    def _empty(self) -> _Layer:
        counts: list[list[int]] = [[] for _ in self.rules.symbols]
        rest: list[list[list[list[int]]]] = [
            [[[] for _ in range(len(alt.subs()) + 1)] for alt in symbol.alternatives]
            for symbol in self.rules.symbols
        ]
        return _Layer(counts, rest)

    def _grown(self, before: _Layer) -> _Layer:
        layer = self._empty()
        first = len(self._layers) == 1
        for weight in range(self.heaviest + 1):
            for symbol in self.rules.order:
                total = 0
                for place, alt in enumerate(self.rules.symbols[symbol].alternatives):
                    left = weight - self._weights[symbol][place]
                    if left < 0:
                        continue
                    source = layer if self._unbounded or not alt.cost else before
                    if alt.cost and first and not self._unbounded:
                        # Height -1 holds no node that is a level.
                        self._fill_nothing(layer.rest[symbol][place])
                        continue
                    total += self._ways(layer.rest[symbol][place], source, symbol, place, left)
                layer.counts[symbol].append(total)
        return layer

    def _fill_nothing(self, rest: list[list[int]]) -> None:
        for row in rest:
            row.append(0)

    def _ways(self, rest: list[list[int]], source: _Layer, symbol: int, place: int, left: int) -> int:
        """Extend the rows of one alternative to weight `left`, and return the number of ways for it."""
        subs = self._subs[symbol][place]
        rest[len(subs)].append(self._values[symbol][place] if left == 0 else 0)
        for turn in range(len(subs) - 1, -1, -1):
            counts, after = source.counts[subs[turn]], rest[turn + 1]
            rest[turn].append(sum(counts[w] * after[left - w] for w in range(left + 1) if counts[w]))
        return rest[0][left]


class SizedSpace(Space[Tree]):
    """The trees of sizes low..high, and of at most a depth if given; by size, then rule, then parts."""

    def __init__(self, grammar: Grammar, low: int, high: int, depth: int | None = None) -> None:
        if not 0 <= low <= high:
            raise InputError(f"size {low}:{high} is no interval: give low:high with 0 <= low <= high")
        if high > SIZE_LIMIT:
            raise InputError(f"size {high} is above {SIZE_LIMIT}, the largest that is counted")
        if depth is not None and depth < 0:
            raise InputError(f"depth {depth} is negative: give a whole number from 0")
        self.grammar = grammar
        self.low = low
        self._start = grammar.rules.start
        self._weighted = Weighted(grammar.rules, lambda alt: alt.cost, high, depth)
        self._starts = [0]
        for size in range(low, high + 1):
            self._starts.append(self._starts[-1] + self._weighted.count(self._start, size))
        if not self._starts[-1]:
            within = "" if depth is None else f" and depth at most {depth}"
            raise EmptySpace(f"{grammar.name} has no tree of size {low}:{high}{within}")

    def count(self) -> int:
        """Return the exact number of trees."""
        return self._starts[-1]

    def by_size(self) -> dict[int, int]:
        """Return the number of trees of each size."""
        return {
            self.low + i: b - a for i, (a, b) in enumerate(zip(self._starts, self._starts[1:], strict=False))
        }

    def unrank(self, rank: int) -> Tree:
        """Return the tree of this place."""
        size = next(i for i, end in enumerate(self._starts[1:]) if rank < end)
        return Tree(
            self.grammar, self._weighted.unrank(self._start, self.low + size, rank - self._starts[size])
        )

    def rank(self, element: Tree) -> int:
        """Return the place of a tree; raise NotInSpace if it is outside the bounds."""
        size, rank = self._weighted.rank(self.grammar.ranking.walk(self._start, element.code))
        if not self.low <= size < self.low + len(self._starts) - 1:
            raise NotInSpace(
                f"the tree has size {size}, outside {self.low}:{self.low + len(self._starts) - 2}"
            )
        return self._starts[size - self.low] + rank
