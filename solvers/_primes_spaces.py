"""What the rows about primes are drawn from: numbers by digits and by how they factor, counted and ranked."""

from __future__ import annotations

from abc import abstractmethod
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.grammar import Space
from synth.grammar.errors import NotInSpace
from synth.kernels.make.prime_ranks import before, select, tallied, wheel
from synth.kernels.primes import listed, packed, pi

LARGEST = 1000
"""Prime factors are below, where a number is to be factored."""
KNOWN = 31
"""Prime factors up to here make the smooth part of a large number."""
SMOOTH = 5000
"""Smooth parts are below."""

Numbers = NDArray[np.int64]


class Asked(NamedTuple):
    """What is asked, by its name in the grammar, and of which number."""

    kind: str
    number: int


class Asking(Space[Asked]):
    """One question about every number of a set."""

    kind: str

    @abstractmethod
    def numbers(self, ranks: Numbers) -> Numbers:
        """Return the numbers of ranks in 0..count()-1."""

    @abstractmethod
    def place(self, number: int) -> int:
        """Return what the rank of a number is if it has one."""

    def unrank(self, rank: int) -> Asked:
        """Return the question of a rank."""
        return Asked(self.kind, int(self.numbers(np.array([rank], np.int64))[0]))

    def rank(self, element: Asked) -> int:
        """Return the rank of a question; raise NotInSpace if it is not here."""
        if element.kind == self.kind and 0 < element.number < 10**9:
            rank = self.place(element.number)
            if 0 <= rank < self.count() and self.unrank(rank) == element:
                return rank
        raise NotInSpace(f"{element.number} is not in this stratum")


class Listed(Asking):
    """The numbers of an array, ascending."""

    def __init__(self, kind: str, numbers: Numbers) -> None:
        self.kind = kind
        self._numbers = numbers

    def count(self) -> int:
        """Return the number of numbers."""
        return len(self._numbers)

    def numbers(self, ranks: Numbers) -> Numbers:
        """Return the numbers at these places."""
        return self._numbers[ranks]

    def place(self, number: int) -> int:
        """Return the place where the number is or would be."""
        return int(np.searchsorted(self._numbers, number))


class Large(Asking):
    """The primes of an interval below 10^9, or as many composite numbers that 2, 3 and 5 do not divide.

    The composite ones are spread evenly: the r-th is the floor(r * composites / primes)-th of all.
    """

    kind = "primality"

    def __init__(self, low: int, high: int, prime: bool) -> None:
        self._prime = prime
        self._primes = pi(high) - pi(low)
        self._composites = wheel(high) - wheel(low) - self._primes
        # The sieve does not hold 2, 3 and 5.
        self._ones = pi(low) - 3
        self._zeros = wheel(low) - self._ones

    def count(self) -> int:
        """Return the number of primes."""
        return self._primes

    def numbers(self, ranks: Numbers) -> Numbers:
        """Return the numbers at these places."""
        if self._prime:
            return select(*_sieve(), ranks + self._ones, True)
        return select(*_sieve(), ranks * self._composites // self._primes + self._zeros, False)

    def place(self, number: int) -> int:
        """Return the place where the number is or would be."""
        ones = before(*_sieve(), number)
        if self._prime:
            return ones - self._ones
        return -(-(wheel(number) - ones - self._zeros) * self._primes // self._composites)


class Smooth(Asking):
    """Numbers of so many digits: a smooth part times one or two primes between KNOWN and LARGEST."""

    def __init__(self, kind: str, digits: int) -> None:
        self.kind = kind
        self._parts, self._rest = _parts()
        ends = [np.searchsorted(self._rest, -(-(10**power) // self._parts)) for power in (digits - 1, digits)]
        self._first = ends[0]
        self._before = np.concatenate([[0], np.cumsum(ends[1] - ends[0])])

    def count(self) -> int:
        """Return the number of products."""
        return int(self._before[-1])

    def numbers(self, ranks: Numbers) -> Numbers:
        """Return the products of these ranks: by smooth part, then by the rest."""
        part = np.searchsorted(self._before, ranks, "right") - 1
        found: Numbers = self._parts[part] * self._rest[self._first[part] + ranks - self._before[part]]
        return found

    def place(self, number: int) -> int:
        """Return the place where the number is or would be."""
        smooth, rest = 1, number
        for p in listed(2, KNOWN + 1).tolist():
            while rest % p == 0:
                rest //= p
                smooth *= p
        part = int(np.searchsorted(self._parts, smooth))
        if part == len(self._parts) or self._parts[part] != smooth:
            return -1
        return int(self._before[part] + np.searchsorted(self._rest, rest) - self._first[part])


@cache
def _sieve() -> tuple[NDArray[np.uint64], Numbers]:
    """Return the sieve of all numbers of nine digits and its counts: 35 MB, made in a tenth of a second."""
    words = packed(10**9)
    return words, tallied(words)


@cache
def _parts() -> tuple[Numbers, Numbers]:
    """Return the smooth parts, and the products of one or two larger primes, ascending."""
    largest, _ = factored(SMOOTH)
    primes = listed(KNOWN + 1, LARGEST)
    pairs = np.triu_indices(len(primes))
    rest = np.sort(np.concatenate([primes, primes[pairs[0]] * primes[pairs[1]]]))
    return np.flatnonzero((largest > 1) & (largest <= KNOWN)), rest


@cache
def factored(bound: int) -> tuple[Numbers, Numbers]:
    """Return for the numbers below a bound the largest prime factor, and the number of prime factors.

    The former is 0 for 0 and 1; the latter counts a repeated prime as often as it divides.
    """
    largest = np.zeros(bound, np.int64)
    many = np.zeros(bound, np.int64)
    for p in listed(2, bound).tolist():
        largest[p::p] = p
        power = p
        while power < bound:
            many[power::power] += 1
            power *= p
    largest[0] = many[0] = 0
    return largest, many


@cache
def tried(digits: int, prime: bool) -> Listed:
    """Return the primes from 11 on of at most three digits, or of four, or as many composite numbers.

    The composite ones end in 1, 3, 7 or 9, as primes do, and are spread evenly.
    """
    low, high = (11, 1000) if digits == 3 else (10 ** (digits - 1), 10**digits)
    primes = listed(low, high)
    if prime:
        return Listed("primality", primes)
    numbers = np.arange(low, high)
    alike = np.setdiff1d(numbers[(numbers % 2 > 0) & (numbers % 5 > 0)], primes)
    return Listed("primality", alike[np.arange(len(primes)) * len(alike) // len(primes)])


@cache
def composite(kind: str, low: int, high: int, least: int = 2) -> Listed:
    """Return the numbers of an interval with so many prime factors at least, all below LARGEST."""
    largest, many = factored(high)
    return Listed(kind, low + np.flatnonzero((many[low:] >= least) & (largest[low:] < LARGEST)))
