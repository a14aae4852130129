"""Spaces that several families are built from, besides the grammar's: grids, multisets, spread parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import comb, gcd
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from synth.grammar import Space
from synth.grammar.errors import NotInSpace

Point = tuple[int, ...]
T = TypeVar("T")


class Kept(Space[Point]):
    """The points of a grid that a condition keeps, in the order of the grid; the last axis varies fastest.

    The condition gets an array for each axis, shaped so that they spread over the grid.

    >>> pairs = Kept([range(-1, 2), range(3)], lambda x, y: x < y)
    >>> pairs.count(), pairs[0], pairs.rank((0, 2))
    (6, (-1, 0), 4)
    """

    def __init__(self, axes: Sequence[range], keeps: Callable[..., NDArray[np.bool_]]) -> None:
        self._axes = tuple(axes)
        self._shape = tuple(len(axis) for axis in axes)
        open_axes = np.ix_(*(np.array(axis, np.int64) for axis in axes))
        mask = np.broadcast_to(keeps(*open_axes), self._shape)
        self._places: NDArray[np.int64] = np.flatnonzero(mask).astype(np.int64)

    def count(self) -> int:
        """Return the number of kept points."""
        return len(self._places)

    def unrank(self, rank: int) -> Point:
        """Return the kept point at this place."""
        place = int(self._places[rank])
        point = []
        for axis in reversed(self._axes):
            place, digit = divmod(place, len(axis))
            point.append(axis[digit])
        return tuple(reversed(point))

    def rank(self, element: Any) -> int:
        """Return the place of a kept point; raise NotInSpace for any other."""
        place = 0
        if len(element) == len(self._axes) and all(
            value in axis for value, axis in zip(element, self._axes, strict=True)
        ):
            for value, axis in zip(element, self._axes, strict=True):
                place = place * len(axis) + axis.index(value)
            at = int(np.searchsorted(self._places, place))
            if at < len(self._places) and self._places[at] == place:
                return at
        raise NotInSpace(f"{element!r} is not in the space")


class Multisets(Space[tuple[int, ...]]):
    """The multisets of some size of the numbers below a radix, as ascending tuples.

    >>> [Multisets(3, 2)[rank] for rank in range(6)]
    [(0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2)]
    """

    def __init__(self, radix: int, size: int) -> None:
        self._radix, self._size = radix, size

    def count(self) -> int:
        """Return the number of multisets."""
        return comb(self._radix + self._size - 1, self._size)

    def unrank(self, rank: int) -> tuple[int, ...]:
        """Return the multiset whose combinatorial number is the rank."""
        found = []
        top = self._radix + self._size - 1
        for size in range(self._size, 0, -1):
            while comb(top, size) > rank:
                top -= 1
            found.append(top - size + 1)
            rank -= comb(top, size)
        found.reverse()
        return tuple(found)

    def rank(self, element: tuple[int, ...]) -> int:
        """Return the combinatorial number of an ascending tuple."""
        if len(element) != self._size or any(not 0 <= number < self._radix for number in element):
            raise NotInSpace(f"{element} is no multiset of {self._size} numbers below {self._radix}")
        return sum(comb(number + place, place + 1) for place, number in enumerate(element))


class Spread(Space[T]):
    """At most `cap` elements of a space: rank i is i times a step, modulo the count.

    Keeps the larger parts of a sum from drowning the smaller ones.

    >>> from synth.grammar import Choice
    >>> list(Spread(Choice("abcdefg"), 3))
    ['a', 'f', 'd']
    """

    def __init__(self, space: Space[T], cap: int) -> None:
        self._space = space
        self._whole = space.count()
        self._cap = cap
        step = int(self._whole * 0.6180339887498949) | 1
        while gcd(step, self._whole) > 1:
            step += 2
        self._step, self._back = step, pow(step, -1, self._whole)

    def count(self) -> int:
        """Return the number of elements kept."""
        return min(self._whole, self._cap)

    def unrank(self, rank: int) -> T:
        """Return the element of a rank."""
        return self._space.unrank(rank * self._step % self._whole)

    def rank(self, element: T) -> int:
        """Return the rank of an element."""
        rank = self._space.rank(element) * self._back % self._whole
        if rank >= self.count():
            raise NotInSpace("the element is not among those that the space keeps")
        return rank
