"""At most so many elements of a space, evenly spread."""

from __future__ import annotations

from math import gcd
from typing import TypeVar

from synth.grammar import Space
from synth.grammar.errors import NotInSpace

T = TypeVar("T")


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
