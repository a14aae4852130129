"""The sieve against SymPy and FLINT: counts and lists, at every edge of a byte, a strip and a window."""

from __future__ import annotations

import numpy as np
import pytest
from flint import fmpz
from sympy import primerange

from synth.kernels.primes import (
    BLOCK,
    FAR,
    LIMIT,
    MANY,
    STRIP,
    WHEEL,
    WIDEST,
    WINDOW,
    count,
    listed,
    packed,
    pi,
    segments,
)

PI = {10**3: 168, 10**6: 78_498, 10**8: 5_761_455, 2**31: 105_097_565}
"""Numbers of primes below, from the tables (OEIS A007053, A006880)."""


@pytest.mark.parametrize(("bound", "primes"), PI.items())
def test_counts_are_those_of_the_tables(bound: int, primes: int) -> None:
    assert count(0, bound) == primes


def test_small_intervals_are_those_of_sympy() -> None:
    for low in range(130):
        for high in range(low, 130):
            assert listed(low, high).tolist() == list(primerange(low, high))


@pytest.mark.parametrize(
    "edge", [8 * WHEEL, STRIP * WHEEL, BLOCK * WHEEL, WINDOW * WHEEL, 2 * WINDOW * WHEEL]
)
def test_edges_are_no_different(edge: int) -> None:
    for low, high in ((0, 1), (-40, 40), (-1, 1), (-7, 31), (0, 100_000), (-100_000, 1)):
        low, high = max(0, edge + low), edge + high
        assert listed(low, high).tolist() == list(primerange(low, high))


@pytest.mark.parametrize(
    "low", [FAR - 5000, MANY * MANY - 5000, 10**13, 10**15 + 1, (1 << 53) - 99, LIMIT - 2000]
)
def test_large_numbers_are_prime_as_flint_says(low: int) -> None:
    high = min(low + 10_000, LIMIT)
    numbers = np.arange(low, high)
    expected = [n for n in numbers.tolist() if fmpz(n).is_prime()]
    assert listed(low, high).tolist() == expected
    assert count(low, high) == len(expected)


def test_a_wide_window_agrees_with_its_parts() -> None:
    low = 10**13 - 10**13 % WHEEL
    cut = low + WIDEST * WHEEL - 12_345
    high = low + WIDEST * WHEEL + 54_321
    assert count(low, high) == count(low, cut) + count(cut, high)


def test_counting_without_finding_agrees() -> None:
    assert [pi(n) for n in range(2_000)] == [count(0, n + 1) for n in range(2_000)]
    for n in (10**6, 10**6 + 3, 999_983, 2**24 - 1, 12_345_678, 10**8, 99_980_001):
        assert pi(n) == count(0, n + 1)
    assert pi(10**11) == 4_118_054_813
    for n in (-1, 1 << 48):
        with pytest.raises(ValueError, match=str(n)):
            pi(n)


@pytest.mark.parametrize("bound", [0, 7, 239, 240, 1_000_003, 16 * WINDOW * 2])
def test_the_sieve_itself_holds_the_primes(bound: int) -> None:
    bits = np.unpackbits(packed(bound).view(np.uint8), bitorder="little")
    places = np.flatnonzero(bits)
    residues = np.array([1, 7, 11, 13, 17, 19, 23, 29])
    assert (30 * (places // 8) + residues[places % 8]).tolist() == listed(6, max(bound, 6)).tolist()


def test_threads_change_nothing() -> None:
    assert count(10**6, 3 * 10**8, threads=3) == count(10**6, 3 * 10**8)
    assert (listed(5, 10**7, threads=2) == listed(5, 10**7)).all()


def test_segments_are_the_list_in_parts() -> None:
    parts = list(segments(0, 2 * 10**7))
    assert len(parts) == 3
    assert (np.concatenate(parts) == listed(0, 2 * 10**7)).all()


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (5, 4), (0, LIMIT + 1)])
def test_what_is_no_interval_is_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match=f"not for {low} and {high}"):
        count(low, high)
