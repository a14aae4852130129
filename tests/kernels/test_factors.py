"""Numbers of up to 64 bits against FLINT and SymPy: primality, factors, divisors."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from flint import fmpz
from sympy import divisors as sympy_divisors
from xxhash import xxh3_64_intdigest

from synth.kernels.factors import MOST_FACTORS, divisors, factor, gcd, is_prime
from synth.kernels.primes import listed

EDGE = [n + d for bits in (16, 31, 32, 33, 53, 62, 63, 64) for n in [1 << bits] for d in range(-40, 40)]
EDGES = [n for n in EDGE if n < 1 << 64]
PSEUDOPRIMES = [
    2047, 1373653, 25326001, 3215031751, 2152302898747, 3474749660383, 341550071728321, 3825123056546413051,
    4759123141, 561, 41041, 825265, 321197185, 5394826801, 9746347772161, 1436697831295441,
]  # fmt: skip
"""Smallest strong pseudoprimes to the first prime bases (Jaeschke 1993) and Carmichael numbers."""


def drawn(count: int, name: str) -> Iterator[int]:
    """Yield numbers of every length up to 64 bits."""
    for place in range(count):
        number = xxh3_64_intdigest(f"{name} {place}".encode())
        yield number >> place % 64


def factored(n: int) -> list[int]:
    found = np.zeros(MOST_FACTORS, np.uint64)
    return [int(p) for p in found[: factor(np.uint64(n), found)]]


def test_every_small_number_is_as_the_sieve_says() -> None:
    primes = set(listed(0, 200_000).tolist())
    assert {n for n in range(200_000) if is_prime(n)} == primes


def test_numbers_of_64_bits_are_as_flint_says() -> None:
    for n in [*drawn(20_000, "prime"), *EDGES, *PSEUDOPRIMES]:
        assert is_prime(np.uint64(n)) == bool(fmpz(n).is_prime()), n


def test_factors_are_those_of_flint() -> None:
    products = [p * q for p, q in zip(drawn(300, "p"), drawn(300, "q"), strict=True) if p * q < 1 << 64]
    squares = [p * p for p in (257, 65537, 4294967291, 2147483647)]
    cubes = [p**3 for p in (257, 1009, 2097143)]
    for n in [*drawn(1_000, "factor"), *products, *EDGES[::7], *PSEUDOPRIMES, *squares, *cubes]:
        if n:
            expected = [int(p) for p, k in fmpz(n).factor() for _ in range(k)]
            assert factored(n) == sorted(expected), n


def test_a_number_of_many_factors_fits() -> None:
    assert factored(1) == []
    assert factored(2**63) == [2] * 63
    assert factored(3**40) == [3] * 40


def test_divisors_are_those_of_sympy() -> None:
    into = np.zeros(200_000, np.uint64)
    for n in [1, 2, 36, 720720, 2**40, 897612484786617600, *filter(None, drawn(200, "divisor"))]:
        found = np.zeros(MOST_FACTORS, np.uint64)
        size = divisors(found, factor(np.uint64(n), found), into)
        assert [int(d) for d in into[:size]] == sympy_divisors(n)


def test_common_divisors_are_those_of_python() -> None:
    pairs = list(zip(drawn(3_000, "a"), drawn(3_000, "b"), strict=True))
    for a, b in [*pairs, (0, 0), (0, 5), (5, 0), (1 << 63, 1 << 40)]:
        assert int(gcd(np.uint64(a), np.uint64(b))) == math.gcd(a, b)


@pytest.mark.parametrize("n", [0, 1, 4, 255, 65535, 65537 * 65537])
def test_what_is_no_prime_is_none(n: int) -> None:
    assert not is_prime(n)
