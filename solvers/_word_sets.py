"""Spaces of sets: several pairs or numbers whose order does not matter, some under a condition."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate
from math import comb
from typing import Any, Generic, TypeVar

from synth.grammar import Space
from synth.grammar.errors import NotInSpace

T = TypeVar("T")


class Subsets(Space[tuple[Any, ...]]):
    """The sets of k of the given values, each in the values' order, numbered as binomial sums.

    >>> Subsets("abcd", 2)[5]
    ('c', 'd')
    """

    def __init__(self, values: Sequence[Any], k: int) -> None:
        self._values, self._k = tuple(values), k
        self._places = {value: place for place, value in enumerate(self._values)}

    def count(self) -> int:
        """Return the binomial coefficient."""
        return comb(len(self._values), self._k)

    def unrank(self, rank: int) -> tuple[Any, ...]:
        """Return the set of a rank."""
        chosen = []
        for k in range(self._k, 0, -1):
            low, high = k - 1, len(self._values)
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if comb(middle, k) <= rank else (low, middle)
            rank -= comb(low, k)
            chosen.append(self._values[low])
        return tuple(reversed(chosen))

    def rank(self, element: tuple[Any, ...]) -> int:
        """Return the rank of a set that is given in order."""
        places = [self._places.get(value, -1) for value in element]
        if len(places) != self._k or places != sorted(set(places)) or places[0] < 0:
            raise NotInSpace(f"not {self._k} of the values in their order")
        return sum(comb(place, k) for k, place in enumerate(places, 1))


class Dependent(Space[tuple[Any, ...]], Generic[T]):
    """Each head followed by each of its tails: (*head, tail)."""

    def __init__(
        self, heads: Sequence[tuple[Any, ...]], tails: Callable[[tuple[Any, ...]], Sequence[T]]
    ) -> None:
        self._heads, self._tails = heads, tails

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(self._tails(head)) for head in self._heads), initial=0))

    @cached_property
    def _ranks(self) -> dict[tuple[Any, ...], int]:
        return {head: place for place, head in enumerate(self._heads)}

    def count(self) -> int:
        """Return the number of pairs."""
        return self._starts[-1]

    def unrank(self, rank: int) -> tuple[Any, ...]:
        """Return the pair of a rank."""
        place = bisect_right(self._starts, rank) - 1
        head = self._heads[place]
        return (*head, self._tails(head)[rank - self._starts[place]])

    def rank(self, element: tuple[Any, ...]) -> int:
        """Return the rank of a pair."""
        *head, last = element
        place = self._ranks.get(tuple(head), -1)
        tails = self._tails(tuple(head)) if place >= 0 else ()
        if last not in tails:
            raise NotInSpace("not one of the heads with one of its tails")
        return self._starts[place] + tails.index(last)


class Union(Space[T]):
    """The elements of several spaces that share none, one space after the other."""

    def __init__(self, *spaces: Space[T]) -> None:
        self._spaces = spaces

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((space.count() for space in self._spaces), initial=0))

    def count(self) -> int:
        """Return the sum of the counts."""
        return self._starts[-1]

    def unrank(self, rank: int) -> T:
        """Return the element of a rank."""
        which = bisect_right(self._starts, rank) - 1
        return self._spaces[which].unrank(rank - self._starts[which])

    def rank(self, element: T) -> int:
        """Return the rank of an element in the space that holds it."""
        for start, space in zip(self._starts, self._spaces, strict=False):
            try:
                return start + space.rank(element)
            except NotInSpace:
                continue
        raise NotInSpace("none of the spaces holds this element")
