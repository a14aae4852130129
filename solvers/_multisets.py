"""Multisets as a space: how many there are of some size, and which has which rank."""

from __future__ import annotations

from math import comb

from synth.grammar import Space
from synth.grammar.errors import NotInSpace


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
