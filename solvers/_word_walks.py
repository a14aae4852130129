"""Spaces of stories of events: a quantity walks from state to state, and every walk has a rank.

A story is a tuple of items, each a word with its numbers: ("has", 30), ("gain", 12), ("share", 3). The
walks of a number of steps from a state are counted by a table over states, so that counts are exact and the
rank of a walk is a sum of counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeAlias

from synth.grammar import Space
from synth.grammar.errors import NotInSpace

Item: TypeAlias = tuple[Any, ...]
Story: TypeAlias = tuple[Item, ...]
Move: TypeAlias = tuple[Item, int]
"""An item and the state that it leads to."""

_LONGER = {"packs": 2, "part": 2, "parts": 2, "percent": 2, "off": 2, "up": 2}
_ENDS = frozenset(("last", "sum", "now", "in", "ago", "take"))


def cost(item: Item) -> int:
    """Return the number of steps that it takes to work an event out; an ending is none."""
    return 0 if item[0] in _ENDS else _LONGER.get(item[0], 1)


def events(state: int, words: frozenset[str], most: int, low: int, high: int) -> list[Move]:
    """Return the events that may befall a quantity, which stays from low to high, by most at a time."""
    found: list[Move] = []
    if "gain" in words:
        found += [(("gain", n), state + n) for n in range(2, most + 1)]
    if "loss" in words:
        found += [(("loss", n), state - n) for n in range(2, most + 1)]
    if "packs" in words:
        found += [(("packs", k, n), state + k * n) for k in range(2, 9) for n in range(3, 13)]
    if "grow" in words:
        found += [(("grow", k), state * k) for k in (2, 3, 4, 5)]
    if "share" in words:
        found += [(("share", k), state // k) for k in range(2, 10) if state % k == 0]
    if "part" in words:
        found += [(("part", k), state - state // k) for k in range(2, 11) if state % k == 0]
    if "parts" in words:
        found += [
            (("parts", n, k), state - state // k * n)
            for k, n in ((3, 2), (4, 3), (5, 2), (5, 3), (5, 4), (6, 5), (8, 3), (8, 5), (10, 3), (10, 7))
            if state % k == 0
        ]
    if "percent" in words:
        found += [
            (("percent", p), state - state * p // 100)
            for p in (5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 75, 80, 90)
            if state * p % 100 == 0
        ]
    return [move for move in found if low <= move[1] <= high]


def discounts(state: int, low: int, high: int) -> list[Move]:
    """Return how a price may change by a percentage, and stay whole and from low to high."""
    found: list[Move] = []
    for percent in (5, 10, 15, 20, 25, 30, 40, 50):
        change, rest = divmod(state * percent, 100)
        if not rest:
            found += [(("off", percent), state - change), (("up", percent), state + change)]
    return [move for move in found if low <= move[1] <= high]


def relations(state: int, words: tuple[str, str], most: int, low: int, high: int) -> list[Move]:
    """Return how a number may be given by another: so many more, so many fewer, so many times as many."""
    more, fewer = words
    found: list[Move] = [((more, n), state + n) for n in range(2, most + 1)]
    found += [((fewer, n), state - n) for n in range(2, most + 1)]
    found += [(("multiple", k), state * k) for k in range(2, 7)]
    return [move for move in found if low <= move[1] <= high]


_Key: TypeAlias = tuple[int, int, bool, str]
"""Steps to go, the state, whether a needed word has occurred, the last event's word if that matters."""


class Walk(Space[Story]):
    """The stories of a number of steps: an opening, events, an ending.

    `needs` names words one of which has to occur; where `varied`, no event follows one of its own kind.
    Where the opening tells no number, `start` finds the first state from a story, or raises ValueError.
    """

    def __init__(
        self,
        opening: str,
        states: range,
        steps: Sequence[int],
        moves: Callable[[int], list[Move]],
        ending: Callable[[int], Sequence[Story]],
        needs: frozenset[str] = frozenset(),
        start: Callable[[Story], int] | None = None,
        varied: bool = False,
    ) -> None:
        self._opening, self._states, self._steps, self._needs = opening, states, steps, needs
        self._moves, self._ending, self._start, self._varied = moves, ending, start, varied
        self._listed: dict[int, list[tuple[Item, int, int]]] = {}
        self._tables: dict[_Key, int] = {}

    def count(self) -> int:
        """Return the number of stories."""
        return self._starts[-1]

    @cached_property
    def _first_of(self) -> list[tuple[int, int]]:
        return [(steps, state) for steps in self._steps for state in self._states]

    @cached_property
    def _starts(self) -> list[int]:
        counts = (self._after(steps, state, not self._needs, "") for steps, state in self._first_of)
        return list(accumulate(counts, initial=0))

    def _of(self, state: int) -> list[tuple[Item, int, int]]:
        if state not in self._listed:
            self._listed[state] = [(item, after, cost(item)) for item, after in self._moves(state)]
        return self._listed[state]

    def _after(self, steps: int, state: int, met: bool, last: str) -> int:
        """Return the number of ways on from a state with so many steps to go, after an event of a kind."""
        key = (steps, state, met, last)
        if key not in self._tables:
            if steps == 0:
                self._tables[key] = len(self._ending(state)) if met else 0
            else:
                self._tables[key] = sum(self._after(*way) for _, way in self._ways(*key))
        return self._tables[key]

    def _ways(self, steps: int, state: int, met: bool, last: str) -> Iterator[tuple[Item, _Key]]:
        """Yield the events that may come next, each with what is to go after it."""
        for item, after, taken in self._of(state):
            word = item[0]
            if taken <= steps and word != last:
                yield item, (steps - taken, after, met or word in self._needs, word if self._varied else "")

    def _chosen(self, key: _Key, rank: int) -> tuple[Item, _Key, int]:
        """Return the event that a rank falls to, what is to go after it, and the rank among its ways on."""
        for item, way in self._ways(*key):
            ways = self._after(*way)
            if rank < ways:
                return item, way, rank
            rank -= ways
        raise AssertionError("the rank is below the count")

    def unrank(self, rank: int) -> Story:
        """Return the story of a rank."""
        place = bisect_right(self._starts, rank) - 1
        rank -= self._starts[place]
        steps, state = self._first_of[place]
        story: list[Item] = [(self._opening,) if self._start else (self._opening, state)]
        key = (steps, state, not self._needs, "")
        while key[0]:
            item, key, rank = self._chosen(key, rank)
            story.append(item)
        return (*story, *self._ending(key[1])[rank])

    def rank(self, element: Story) -> int:
        """Return the rank of a story."""
        state = self._first(element)
        steps = sum(map(cost, element[1:]))
        if steps not in self._steps:
            raise NotInSpace(f"a story of {steps} steps is not one of this space")
        rank = self._starts[self._first_of.index((steps, state))]
        key, place = (steps, state, not self._needs, ""), 1
        while key[0]:
            for item, way in self._ways(*key):
                if place < len(element) and item == element[place]:
                    break
                rank += self._after(*way)
            else:
                raise NotInSpace(f"event {place} of the story is not one of this space")
            key, place = way, place + 1
        endings = [tuple(ending) for ending in self._ending(key[1])]
        if not key[2] or element[place:] not in endings:
            raise NotInSpace("the story does not end as those of this space do")
        return rank + endings.index(element[place:])

    def _first(self, element: Story) -> int:
        head = element[0]
        state = 0
        if head[0] == self._opening:
            if self._start and len(head) == 1:
                try:
                    state = self._start(element)
                except ValueError as error:
                    raise NotInSpace(str(error)) from None
            elif not self._start and len(head) == 2:
                state = head[1]
        if state not in self._states:
            raise NotInSpace("the story opens unlike those of this space")
        return state


def line(items: Sequence[Item]) -> tuple[int, int]:
    """Return a and b where events or relations take x to a * x + b."""
    a, b = 1, 0
    for item in items:
        a, b = _applied(item, a, b)
    return a, b


def _applied(item: Item, a: int, b: int) -> tuple[int, int]:
    match item:
        case ("gain" | "more" | "older", n):
            return a, b + n
        case ("loss" | "fewer" | "younger", n):
            return a, b - n
        case ("packs", k, n):
            return a, b + k * n
        case ("grow" | "multiple", k):
            return a * k, b * k
    raise ValueError(f"{item[0]} is no event of a story whose start is asked for")


def before(story: Story) -> int:
    """Return the number that a story starts with, from what it becomes; raise ValueError if none is whole."""
    a, b = line(story[1:-1])
    return _whole(a, story[-1], b)


def least(story: Story) -> int:
    """Return the first number of a chain that tells the sum; raise ValueError if none is whole."""
    a, b = total(story[1:-1])
    return _whole(a, story[-1], b)


def total(chain: Sequence[Item]) -> tuple[int, int]:
    """Return a and b where the numbers of a chain that starts with x have the sum a * x + b."""
    forms = [line(chain[:place]) for place in range(len(chain) + 1)]
    return sum(a for a, _ in forms), sum(b for _, b in forms)


def _whole(a: int, known: Item, b: int) -> int:
    if len(known) != 2:
        raise ValueError("the story does not tell what comes of it")
    x, rest = divmod(known[1] - b, a)
    if rest:
        raise ValueError("no whole number comes to what the story tells")
    return int(x)
