"""Spaces of pairs and triples against plain definitions, and batches against single rows."""

from __future__ import annotations

from math import gcd

import numpy as np
import pytest

from synth.grammar import load
from synth.grammar.errors import NotInSpace
from synth.row import Dropped
from synth.solvers._modular_spaces import Asked
from synth.solvers.modular import LEVELS, solve, solve_batch, strata, variant_count, variants

STRATA = [(level, name) for level in LEVELS for name in strata(level)]


def everything(level: int, stratum: str) -> list[tuple[int, ...]]:
    space = strata(level)[stratum]
    columns = space.columns(np.arange(space.count()))
    return list(
        zip(*(column.tolist() for column in columns[: 3 if space.kind == "power" else 2]), strict=True)
    )


@pytest.mark.parametrize(("level", "stratum"), STRATA)
def test_ranks_and_problems_are_each_others_inverse(level: int, stratum: str) -> None:
    space = strata(level)[stratum]
    for place in range(50):
        rank = space.permute(1, place)
        assert space.rank(space[rank]) == rank
    for rank in (0, space.count() - 1):
        assert space.rank(space[rank]) == rank
    with pytest.raises(NotInSpace):
        space.rank(Asked(space.kind, (1, 1, 1) if space.kind == "power" else (1, 1)))


@pytest.mark.parametrize(("level", "stratum", "digits"), [(1, "gcd", 2), (2, "lcm, 3 digits", 3)])
def test_pairs_are_all_there_are_but_for_coprime_ones_which_are_a_quarter(
    level: int, stratum: str, digits: int
) -> None:
    expected = {(a, b) for a in range(10 ** (digits - 1), 10**digits) for b in range(2, a) if a % b}
    found = everything(level, stratum)
    assert len(found) == len(set(found))
    assert set(found) <= expected
    missing = expected - set(found)
    assert all(gcd(a, b) == 1 for a, b in missing)
    coprime = sorted(pair for pair in found if gcd(*pair) == 1)
    assert len(coprime) == len(found) // 4
    middle = 10**digits * 55 // 100
    assert (
        abs(
            sum(a < middle for a, _ in coprime)
            - sum(a < middle for a, _ in missing) * len(coprime) / len(missing)
        )
        < 3
    )


def test_large_pairs_have_a_small_quotient_and_the_digits() -> None:
    for digits in (6, 9):
        space = strata(3)[f"gcd, {digits} digits"]
        ranks = np.array([space.permute(2, place) for place in range(300)])
        for a, b in zip(*(column.tolist() for column in space.columns(ranks)[:2]), strict=True):
            assert len(str(a)) == digits
            assert a % b
            assert a // gcd(a, b) < 1000


def test_small_inverses_and_powers_are_all_there_are() -> None:
    moduli = range(10, 100)
    found = everything(2, "inverse, 2 digits")
    assert len(found) == len(set(found))
    assert set(found) == {(a, m) for m in moduli for a in range(2, m) if gcd(a, m) == 1}
    triples = everything(2, "power, 2 digits")
    assert len(triples) == len(set(triples))
    assert set(triples) == {(a, e, m) for m in moduli for a in range(2, m) for e in range(5, 100)}


@pytest.mark.parametrize(("level", "stratum"), STRATA)
def test_a_batch_is_made_of_the_rows_of_its_ranks(level: int, stratum: str) -> None:
    space = strata(level)[stratum]
    ranks = np.array([space.permute(9, place) for place in range(8)])
    looks = np.arange(8) % variant_count(level, stratum)
    batch = solve_batch(level, stratum, ranks, looks).to_pylist()
    for rank, look, row in zip(ranks.tolist(), looks.tolist(), batch, strict=True):
        solution = solve(space[rank], look)
        assert variants(space[rank]) == variant_count(level, stratum)
        numbers = ",".join(map(str, solution.payload["numbers"]))
        assert row.pop("payload") == f'{{"numbers":[{numbers}]}}'
        assert row == {name: getattr(solution, name) for name in row} | {"skills": list(solution.skills)}
        assert solution.level == level


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("inverse 4 10", "coprime"),
        ("inverse 1 10", "between"),
        ("power 10 3 10", "between"),
        ("power 3 10000 7", "exponent"),
        ("power 3 1 7", "exponent"),
    ],
)
def test_a_sentence_that_makes_no_row_says_why(sentence: str, reason: str) -> None:
    with pytest.raises(Dropped, match=reason):
        solve(load("modular.lark").parse(sentence), 0)
