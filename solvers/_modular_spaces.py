"""What the rows about common divisors, powers and inverses are drawn from: tuples of numbers."""

from __future__ import annotations

from abc import abstractmethod
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.grammar import Space
from synth.grammar.errors import NotInSpace
from synth.solvers._primes_spaces import Large

REDUCED = 1000
"""Two numbers divided by their greatest common divisor are below."""
EXPONENTS = {2: (5, 100), 3: (5, 100)}
BASES = (2, 100)
"""Bases of powers modulo a large number."""
LARGE_EXPONENTS = (100, 10_000)
FACTORS = (2, 10_000)
"""Numbers to be inverted modulo a large prime."""

Numbers = NDArray[np.int64]
Columns = tuple[Numbers, Numbers, Numbers]


class Asked(NamedTuple):
    """What is asked, by its name in the grammar, and of which numbers."""

    kind: str
    numbers: tuple[int, ...]


class Asking(Space[Asked]):
    """One question about every tuple of a set."""

    kind: str

    @abstractmethod
    def columns(self, ranks: Numbers) -> Columns:
        """Return the numbers of ranks in 0..count()-1; the third column is idle where there are two."""

    @abstractmethod
    def place(self, *numbers: int) -> int:
        """Return what the rank of numbers is if they have one."""

    def unrank(self, rank: int) -> Asked:
        """Return the question of a rank."""
        found = self.columns(np.array([rank], np.int64))
        return Asked(self.kind, tuple(int(column[0]) for column in found[: 3 if self.kind == "power" else 2]))

    def rank(self, element: Asked) -> int:
        """Return the rank of a question; raise NotInSpace if it is not here."""
        if element.kind == self.kind and all(0 < number < 10**9 for number in element.numbers):
            rank = self.place(*element.numbers)
            if 0 <= rank < self.count() and self.unrank(rank) == element:
                return rank
        raise NotInSpace(f"{element} is not in this stratum")


class Pairs(Asking):
    """Pairs g * x > g * y, x and y coprime and y above 1, where the larger number has so many digits.

    All are there whose g is above 1. Of coprime pairs, which would be most where there are few digits, there
    are as many as make a quarter of the whole, evenly spread.
    """

    def __init__(self, kind: str, digits: int) -> None:
        self.kind = kind
        self._starts, self._coprime = _coprime()
        low, high = 10 ** (digits - 1), 10**digits
        x = np.arange(REDUCED)
        divisor = np.maximum(x, 1)
        self._first = np.maximum(2, -(-low // divisor))
        self._many = np.maximum(0, -(-high // divisor) - self._first)
        self._fits = np.diff(self._starts)
        self._before = np.concatenate([[0], np.cumsum(self._many * self._fits)])
        self._shared = int(self._before[-1])
        self._alone, end = (int(self._starts[min(number, REDUCED)]) for number in (low, high))
        self._others = end - self._alone
        self._kept = min(self._others, self._shared // 3)

    def count(self) -> int:
        """Return the number of pairs."""
        return self._shared + self._kept

    def columns(self, ranks: Numbers) -> Columns:
        """Return the larger and the smaller numbers, by x, then g, then y; coprime ones last."""
        shared = np.minimum(ranks, self._shared - 1)
        x = np.searchsorted(self._before, shared, "right") - 1
        g, y = np.divmod(shared - self._before[x], self._fits[x])
        g += self._first[x]
        at = self._starts[x] + y
        last = ranks >= self._shared
        if self._kept:
            alone = self._alone + (ranks - self._shared) * self._others // self._kept
            at = np.where(last, alone, at)
            x = np.where(last, np.searchsorted(self._starts, alone, "right") - 1, x)
            g = np.where(last, 1, g)
        return g * x, g * self._coprime[at], g

    def place(self, *numbers: int) -> int:
        """Return the place where the pair is or would be."""
        a, b = numbers
        g = int(np.gcd(a, b))
        x, y = a // g, b // g
        if x >= REDUCED:
            return -1
        at = int(np.searchsorted(self._coprime[self._starts[x] : self._starts[x + 1]], y))
        if g > 1:
            return int(self._before[x] + (g - self._first[x]) * self._fits[x] + at)
        alone = int(self._starts[x]) + at - self._alone
        return self._shared - (-alone * self._kept // self._others) if 0 <= alone < self._others else -1


class SmallInverses(Asking):
    """A number to invert modulo a coprime number of so many digits."""

    kind = "inverse"

    def __init__(self, digits: int) -> None:
        starts, self._coprime = _coprime()
        self._starts = starts
        self._low, self._high = int(starts[10 ** (digits - 1)]), int(starts[10**digits])

    def count(self) -> int:
        """Return the number of pairs."""
        return self._high - self._low

    def columns(self, ranks: Numbers) -> Columns:
        """Return the numbers and the moduli, by modulus."""
        place = ranks + self._low
        m = np.searchsorted(self._starts, place, "right") - 1
        return self._coprime[place], m, m

    def place(self, *numbers: int) -> int:
        """Return the place where the pair is or would be."""
        a, m = numbers
        if m >= REDUCED:
            return -1
        at = np.searchsorted(self._coprime[self._starts[m] : self._starts[m + 1]], a)
        return int(self._starts[m] + at - self._low)


class LargeInverses(Asking):
    """A number of FACTORS to invert modulo a prime of so many digits."""

    kind = "inverse"

    def __init__(self, digits: int) -> None:
        self._primes = Large(10 ** (digits - 1), 10**digits, True)

    def count(self) -> int:
        """Return the number of pairs."""
        return self._primes.count() * (FACTORS[1] - FACTORS[0])

    def columns(self, ranks: Numbers) -> Columns:
        """Return the numbers and the moduli, by modulus."""
        prime, a = np.divmod(ranks, FACTORS[1] - FACTORS[0])
        m = self._primes.numbers(prime)
        return a + FACTORS[0], m, m

    def place(self, *numbers: int) -> int:
        """Return the place where the pair is or would be."""
        a, m = numbers
        return self._primes.place(m) * (FACTORS[1] - FACTORS[0]) + a - FACTORS[0]


class SmallPowers(Asking):
    """A power modulo a number of so many digits; the base is below the modulus."""

    kind = "power"

    def __init__(self, digits: int) -> None:
        self._low = 10 ** (digits - 1)
        # Moduli from 3 on have a base from 2 on.
        self._before = np.concatenate([[0], np.cumsum(np.arange(self._low, 10**digits) - 2)])
        self._exponents = EXPONENTS[digits]

    def count(self) -> int:
        """Return the number of triples."""
        return int(self._before[-1]) * (self._exponents[1] - self._exponents[0])

    def columns(self, ranks: Numbers) -> Columns:
        """Return bases, exponents and moduli: by modulus, then base, then exponent."""
        pair, exponent = np.divmod(ranks, self._exponents[1] - self._exponents[0])
        m = np.searchsorted(self._before, pair, "right") - 1
        return pair - self._before[m] + 2, exponent + self._exponents[0], m + self._low

    def place(self, *numbers: int) -> int:
        """Return the place where the triple is or would be."""
        a, exponent, m = numbers
        if not self._low <= m < 10 * self._low:
            return -1
        pair = int(self._before[m - self._low]) + a - 2
        return pair * (self._exponents[1] - self._exponents[0]) + exponent - self._exponents[0]


class LargePowers(Asking):
    """A power with a base of BASES and an exponent of LARGE_EXPONENTS modulo a number of so many digits."""

    kind = "power"

    def __init__(self, digits: int) -> None:
        self._low: int = 10 ** (digits - 1)
        self._bases = BASES[1] - BASES[0]
        self._exponents = LARGE_EXPONENTS[1] - LARGE_EXPONENTS[0]

    def count(self) -> int:
        """Return the number of triples."""
        return 9 * self._low * self._bases * self._exponents

    def columns(self, ranks: Numbers) -> Columns:
        """Return bases, exponents and moduli: by modulus, then base, then exponent."""
        pair, exponent = np.divmod(ranks, self._exponents)
        m, a = np.divmod(pair, self._bases)
        return a + BASES[0], exponent + LARGE_EXPONENTS[0], m + self._low

    def place(self, *numbers: int) -> int:
        """Return the place where the triple is or would be."""
        a, exponent, m = numbers
        return (
            ((m - self._low) * self._bases + a - BASES[0]) * self._exponents + exponent - LARGE_EXPONENTS[0]
        )


@cache
def _coprime() -> tuple[Numbers, Numbers]:
    """Return the y from 2 to x - 1 coprime to x, for each x below REDUCED, and where those of an x begin."""
    y, x = np.arange(REDUCED), np.arange(REDUCED)[:, None]
    fits = (np.gcd(x, y) == 1) & (y > 1) & (y < x)
    return np.concatenate([[0], np.cumsum(fits.sum(axis=1))]), np.nonzero(fits)[1].astype(np.int64)
