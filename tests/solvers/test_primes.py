"""Spaces of numbers against plain definitions, and batches against single rows."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import factorint, isprime

from synth.grammar import load
from synth.grammar.errors import NotInSpace
from synth.kernels.primes import listed
from synth.row import Dropped
from synth.solvers._primes_spaces import Asked
from synth.solvers.primes import LEVELS, solve, solve_batch, strata, variant_count, variants

STRATA = [(level, name) for level in LEVELS for name in strata(level)]


def numbers(level: int, stratum: str, count: int = 10**9) -> list[int]:
    space = strata(level)[stratum]
    return space.numbers(np.arange(min(count, space.count()))).tolist()


@pytest.mark.parametrize(("level", "stratum"), STRATA)
def test_ranks_and_numbers_are_each_others_inverse(level: int, stratum: str) -> None:
    space = strata(level)[stratum]
    for place in range(50):
        rank = space.permute(1, place)
        assert space.rank(space[rank]) == rank
    for rank in (0, space.count() - 1):
        assert space.rank(space[rank]) == rank
    with pytest.raises(NotInSpace):
        space.rank(Asked(space.kind, 1))


@pytest.mark.parametrize("level", [1, 2, 4])
def test_primes_and_composite_numbers_are_equally_many(level: int) -> None:
    held = strata(level)
    for name, space in held.items():
        if name.startswith("prime"):
            assert held[name.replace("prime", "composite", 1)].count() == space.count()


@pytest.mark.parametrize(
    ("level", "digits", "ending"), [(1, "", range(11, 1000)), (2, "", range(1000, 10**4))]
)
def test_small_primes_are_all_there_are(level: int, digits: str, ending: range) -> None:
    assert numbers(level, "prime") == [n for n in ending if isprime(n)]
    composite = numbers(level, "composite")
    assert composite == sorted(set(composite))
    assert set(composite) <= {n for n in ending if n % 2 and n % 5 and not isprime(n)}


def test_large_primes_are_those_of_the_sieve() -> None:
    assert numbers(4, "prime") == listed(10**4, 10**5).tolist()


def test_large_composite_numbers_are_spread_over_all() -> None:
    held = numbers(4, "composite")
    every = [n for n in range(10**4, 10**5) if n % 2 and n % 3 and n % 5 and not isprime(n)]
    assert held == [every[rank * len(every) // len(held)] for rank in range(len(held))]


@pytest.mark.parametrize(
    ("level", "stratum", "ending", "least"),
    [
        (1, "factors", range(4, 1000), 2),
        (1, "divisors", range(8, 1000), 3),
        (2, "factors", range(1000, 10**5), 2),
        (2, "divisors", range(1000, 10**4), 3),
        (2, "number of divisors", range(1000, 10**5), 3),
    ],
)
def test_numbers_to_factor_are_all_that_fit(level: int, stratum: str, ending: range, least: int) -> None:
    held = numbers(level, stratum)
    assert held == sorted(set(held))
    some = ending[:: max(1, len(ending) // 4000)]
    for n in some:
        factors = factorint(n)
        fits = sum(factors.values()) >= least and max(factors, default=0) < 1000
        assert (
            strata(level)[stratum].place(n) < len(held) and held[strata(level)[stratum].place(n)] == n
        ) == fits


@pytest.mark.parametrize("digits", [6, 7, 8, 9])
def test_smooth_numbers_are_distinct_and_factor_as_said(digits: int) -> None:
    space = strata(3)[f"factors, {digits} digits"]
    assert space.count() == strata(3)[f"number of divisors, {digits} digits"].count()
    ranks = np.array([space.permute(5, place) for place in range(500)])
    held = space.numbers(ranks).tolist()
    assert len(set(held)) == 500
    for n in held:
        large = {p: k for p, k in factorint(n).items() if p > 31}
        assert len(str(n)) == digits
        assert 1 <= sum(large.values()) <= 2
        assert max(large) < 1000
    if digits == 6:
        everything = space.numbers(np.arange(space.count()))
        assert len(np.unique(everything)) == space.count()


@pytest.mark.parametrize(("level", "stratum"), STRATA)
def test_a_batch_is_made_of_the_rows_of_its_ranks(level: int, stratum: str) -> None:
    space = strata(level)[stratum]
    ranks = np.array([space.permute(9, place) for place in range(8)])
    looks = np.arange(8) % variant_count(level, stratum)
    batch = solve_batch(level, stratum, ranks, looks).to_pylist()
    for rank, look, row in zip(ranks.tolist(), looks.tolist(), batch, strict=True):
        solution = solve(space[rank], look)
        assert variants(space[rank]) == variant_count(level, stratum)
        assert row.pop("payload") == f'{{"number":{solution.payload["number"]}}}'
        assert row == {name: getattr(solution, name) for name in row} | {"skills": list(solution.skills)}
        assert solution.level == level


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("prime 10005", "2, 3 or 5"),
        ("prime 100003", "more than a page"),
        ("factors 97", "prime"),
        ("factors 2018", "1000 or more"),
        ("divisors 10", "product of two"),
        ("divisors 65536", "too many"),
    ],
)
def test_a_sentence_that_makes_no_row_says_why(sentence: str, reason: str) -> None:
    with pytest.raises(Dropped, match=reason):
        solve(load("primes.lark").parse(sentence), 0)
