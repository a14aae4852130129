"""What the families of exact numbers share: spaces of subsets and pairs, tables, Euclid, spelled products."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import comb, gcd
from typing import Generic, TypeVar

from synth.grammar import Space

T = TypeVar("T")


class Subsets(Space[tuple[int, ...]]):
    """The subsets of `size` of the numbers 1..n, each ascending, ordered by their largest number first.

    >>> list(Subsets(3, 2))
    [(1, 2), (1, 3), (2, 3)]
    """

    def __init__(self, n: int, size: int) -> None:
        self._n, self._size = n, size

    def count(self) -> int:
        """Return n over size."""
        return comb(self._n, self._size)

    def unrank(self, rank: int) -> tuple[int, ...]:
        """Return the subset whose combinatorial number is the rank."""
        chosen = []
        for size in range(self._size, 0, -1):
            low, high = size - 1, self._n
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if comb(middle, size) <= rank else (low, middle)
            chosen.append(low + 1)
            rank -= comb(low, size)
        return tuple(reversed(chosen))

    def rank(self, element: tuple[int, ...]) -> int:
        """Return the combinatorial number of an ascending subset."""
        return sum(comb(number - 1, size) for size, number in enumerate(element, 1))


class Below(Space[tuple[int, int]]):
    """Pairs (i, j) with 0 <= i < limits[j], counted and ranked by the running sum of the limits.

    >>> list(Below([0, 1, 2]))
    [(0, 1), (0, 2), (1, 2)]
    """

    def __init__(self, limits: Sequence[int]) -> None:
        self._starts = tuple(accumulate(limits, initial=0))

    def count(self) -> int:
        """Return the sum of the limits."""
        return self._starts[-1]

    def unrank(self, rank: int) -> tuple[int, int]:
        """Return the pair whose second place's interval holds the rank."""
        j = bisect_right(self._starts, rank) - 1
        return rank - self._starts[j], j

    def rank(self, element: tuple[int, int]) -> int:
        """Return the start of the second place's interval, and the first place."""
        i, j = element
        return self._starts[j] + i


class Table(Generic[T]):
    """Distinct values in an order, and each value's place."""

    def __init__(self, values: Sequence[T]) -> None:
        self.values = tuple(values)
        self.places = {value: place for place, value in enumerate(self.values)}

    def __len__(self) -> int:
        return len(self.values)


def lowest(top: int, most: int) -> list[tuple[int, int]]:
    """Return the fractions (n, d) in lowest terms with 2 <= d <= most and n < top * d, by d and then n."""
    return [(n, d) for d in range(2, most + 1) for n in range(1, top * d) if gcd(n, d) == 1]


def euclid(a: int, b: int) -> tuple[str, int]:
    """Return the divisions that find the greatest common divisor of two numbers from 2, and the divisor.

    The last division is the first that leaves 0 or 1.

    >>> euclid(40, 180)
    ('180 = 40 * 4 + 20, 40 = 20 * 2', 20)
    """
    a, b = max(a, b), min(a, b)
    steps = []
    while b > 1:
        quotient, rest = divmod(a, b)
        steps.append(f"{a} = {b} * {quotient}" + (f" + {rest}" if rest else ""))
        a, b = b, rest
    return ", ".join(steps), b or a


def spelled_product(a: int, b: int) -> str:
    """Return a product with what each digit of the second factor adds to it.

    >>> spelled_product(12, 34)
    '12 * 34 = 12 * 30 + 12 * 4 = 360 + 48 = 408'
    """
    parts = [int(digit) * 10**place for place, digit in enumerate(reversed(str(b))) if digit != "0"][::-1]
    inner = ""
    if len(parts) > 1:
        inner = " + ".join(f"{a} * {part}" for part in parts) + " = "
        inner += " + ".join(str(a * part) for part in parts) + " = "
    return f"{a} * {b} = {inner}{a * b}"
