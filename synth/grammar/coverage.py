"""Coverage of k-paths: which chains of k nodes, with the places that join them, a set of trees shows.

A path is (rule, place, rule, place, ..., rule): from each node to one of its children. The place tells the
child's position, through the parts that make no node. This is the only definition of the usual three that
sees "`not` as the second operand of `implies`". Source: Havrikov and Zeller, "Systematically covering input
structure" (ASE 2019), with the child's position added.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from synth.errors import InputError

from .permutation import draw
from .ranking import Code, Nested, flat
from .rules import Alternative, Counted, Sub
from .tree import Tree

if TYPE_CHECKING:
    from .grammar import Grammar

Place = tuple[int, ...]
Path = tuple["int | Place", ...]
# From the root: (symbol, alternative, number of the subtree to go on in, -1 at the end).
Steps = tuple[tuple[int, int, int], ...]

GOAL_LIMIT = 2_000_000
LONGEST_PATH = 12
CANDIDATES = 8


@dataclass(frozen=True)
class Coverage:
    """How many of the reachable k-paths are covered."""

    k: int
    depth: int
    covered: int
    goals: int

    @property
    def share(self) -> float:
        """Return covered / goals, 1.0 if there is nothing to cover."""
        return self.covered / self.goals if self.goals else 1.0


class KPaths:
    """The k-paths of a grammar's trees of at most a depth: the goals, what trees cover, a covering set."""

    def __init__(self, grammar: Grammar, depth: int, k: int) -> None:
        if not 1 <= k <= LONGEST_PATH:
            raise InputError(f"k = {k}: a path has 1 to {LONGEST_PATH} nodes")
        grammar.space(depth)
        self.grammar = grammar
        self.depth = depth
        self.k = k
        self._symbols = grammar.rules.symbols
        self._named = [bool(rule.name) for rule in grammar.rules.rules]
        self._least = [self._least_height(symbol) for symbol in range(len(self._symbols))]
        self._routes = self._all_routes()

    @cached_property
    def goals(self) -> dict[Path, Steps]:
        """Return every path that some tree has, in a fixed order, with steps from the root that show it."""
        found: dict[Path, Steps] = {}
        for symbol, (room, route) in self._routes.items():
            for place, alt in enumerate(self._symbols[symbol].alternatives):
                if self._named[alt.rule] and self._fits(alt, room):
                    self._extend(found, (alt.rule,), (*route, (symbol, place, -1)), room, 1)
        return found

    def paths(self, tree: Tree) -> set[Path]:
        """Return the k-paths of one tree."""
        above: list[tuple[int, Place] | None] = []
        rules: list[int] = []
        found: set[Path] = set()
        pending: list[tuple[int, Place] | None] = [None]
        for symbol, place, _ in self.grammar.ranking.walk(self.grammar.rules.start, tree.code):
            alt = self._symbols[symbol].alternatives[place]
            here = pending.pop()
            subs = len(alt.subs())
            if not self._named[alt.rule]:
                if here is None:
                    pending.extend([None] * subs)
                else:
                    node, chain = here
                    pending.extend((node, (*chain, alt.rule, turn)) for turn in reversed(range(subs)))
                continue
            above.append(here)
            rules.append(alt.rule)
            number = len(rules) - 1
            path: Path = (alt.rule,)
            at = number
            for _ in range(self.k - 1):
                upper = above[at]
                if upper is None:
                    break
                at, chain = upper
                path = (rules[at], chain, *path)
            else:
                found.add(path)
            pending.extend((number, (turn,)) for turn in reversed(range(subs)))
        return found

    def coverage(self, trees: Iterable[Tree]) -> Coverage:
        """Return how many of the goals the trees cover."""
        left = set(self.goals)
        for tree in trees:
            left -= self.paths(tree)
        return Coverage(self.k, self.depth, len(self.goals) - len(left), len(self.goals))

    def cover(self, seed: int = 0) -> Iterator[Tree]:
        """Yield a small set of trees that covers every goal.

        Each tree holds the next open path, the rest is drawn uniformly; of a few drawn trees the one that
        covers most is kept.
        """
        left = set(self.goals)
        for number, (path, steps) in enumerate(self.goals.items()):
            if path in left:
                drawn = [
                    Tree(self.grammar, self._grown(steps, draw(seed, CANDIDATES * number + turn, 1 << 62)))
                    for turn in range(CANDIDATES)
                ]
                gains = [left & self.paths(tree) for tree in drawn]
                best = max(range(CANDIDATES), key=lambda turn: len(gains[turn]))
                left -= gains[best]
                yield drawn[best]

    def _least_height(self, symbol: int) -> int:
        height = -1
        while not self.grammar.counts.count(symbol, height) and height <= self.depth:
            height += 1
        return height

    def _fits(self, alt: Alternative, room: int) -> bool:
        """Return whether a tree of this alternative can be at most `room` high."""
        subs = alt.subs()
        if not subs:
            return alt.cost - 1 <= room
        return all(self._least[sub] <= room - alt.cost for sub in subs)

    def _all_routes(self) -> dict[int, tuple[int, Steps]]:
        """Return for each symbol the most room that it can have in a tree, and the steps that lead to it."""
        routes: dict[int, tuple[int, Steps]] = {self.grammar.rules.start: (self.depth, ())}
        queue = deque(routes)
        while queue:
            symbol = queue.popleft()
            room, route = routes[symbol]
            for place, alt in enumerate(self._symbols[symbol].alternatives):
                if not self._fits(alt, room):
                    continue
                for turn, sub in enumerate(alt.subs()):
                    if sub not in routes or routes[sub][0] < room - alt.cost:
                        routes[sub] = (room - alt.cost, (*route, (symbol, place, turn)))
                        queue.append(sub)
        return routes

    def _extend(self, found: dict[Path, Steps], path: Path, steps: Steps, room: int, length: int) -> None:
        if length == self.k:
            found.setdefault(path, steps)
            if len(found) > GOAL_LIMIT:
                raise InputError(
                    f"there are more than {GOAL_LIMIT} paths of {self.k} nodes; give a smaller k"
                )
            return
        symbol, place, _ = steps[-1]
        alt = self._symbols[symbol].alternatives[place]
        for turn, sub in enumerate(alt.subs()):
            joined = (*steps[:-1], (symbol, place, turn))
            self._descend(found, path, (turn,), joined, sub, room - alt.cost, length)

    def _descend(
        self,
        found: dict[Path, Steps],
        path: Path,
        chain: Place,
        steps: Steps,
        symbol: int,
        room: int,
        length: int,
    ) -> None:
        """Go on to the nodes that a symbol can start with, through the parts that make none."""
        for place, alt in enumerate(self._symbols[symbol].alternatives):
            if not self._fits(alt, room):
                continue
            if self._named[alt.rule]:
                longer = (*path, chain, alt.rule)
                self._extend(found, longer, (*steps, (symbol, place, -1)), room, length + 1)
                continue
            for turn, sub in enumerate(alt.subs()):
                joined = (*steps, (symbol, place, turn))
                self._descend(found, path, (*chain, alt.rule, turn), joined, sub, room - alt.cost, length)

    def _grown(self, steps: Steps, seed: int) -> Code:
        """Return the code of a tree with these steps from its root, all else drawn uniformly."""
        nested: list[Nested] = [[]]
        room, drawn = self.depth, 0
        hole = nested[0]
        sizes = self.grammar.rules.sizes
        for symbol, place, turn in steps:
            alt = self._symbols[symbol].alternatives[place]
            hole.append(alt.rule)
            room -= alt.cost
            child, deeper = 0, hole
            for part in alt.parts:
                drawn += 1
                if isinstance(part, Counted):
                    hole.append(draw(seed, drawn, sizes[part.terminal]))
                elif isinstance(part, Sub):
                    if child == turn:
                        deeper = []
                        hole.append(deeper)
                    else:
                        rank = draw(seed, drawn, self.grammar.counts.count(part.symbol, room))
                        hole.extend(self.grammar.ranking.unrank(part.symbol, rank))
                    child += 1
            hole = deeper
        return flat(nested[0])
