"""Recurrences against plain iteration, and the spaces of questions."""

from __future__ import annotations

from itertools import islice

import pytest

from synth.grammar import load
from synth.line import rows
from synth.row import Dropped
from synth.solvers.recurrence import LEVELS, Asked, solve, strata

STRATA = [(level, name) for level in LEVELS for name in strata(level)]


def plain(asked: Asked) -> int:
    a, b = asked.first, asked.second
    for _ in range(asked.place - 1):
        a, b = b, asked.p * b + asked.q * a
        if asked.modulus:
            b %= asked.modulus
    return b


@pytest.mark.parametrize(("level", "stratum"), STRATA)
def test_numbers_are_those_of_plain_iteration(level: int, stratum: str) -> None:
    space = strata(level)[stratum]
    for place in range(20 if level == 4 else 150):
        asked = space[space.permute(3, place)]
        solution = solve(asked, place % 3)
        assert solution.answer == str(plain(asked))
        assert solution.level == level


@pytest.mark.parametrize(("level", "stratum"), STRATA)
def test_ranks_and_questions_are_each_others_inverse(level: int, stratum: str) -> None:
    space = strata(level)[stratum]
    for rank in (0, space.count() - 1, *(space.permute(4, place) for place in range(100))):
        assert space.rank(space[rank]) == rank


def test_fibonacci_numbers_are_those_of_the_table() -> None:
    """OEIS A000045: F(100) = 354224848179261915075."""
    assert solve(Asked(1, 1, 0, 1, 100, 997), 0).answer == str(354224848179261915075 % 997)
    assert solve(Asked(1, 1, 0, 1, 12), 0).answer == "144"


def test_rows_are_short_enough() -> None:
    for level in LEVELS:
        for row in islice(rows("recurrence", level, seed=2), 60):
            assert len(row.question) + len(row.reasoning) + len(row.solution) < 3_500


def test_a_sequence_of_zeros_makes_no_row() -> None:
    with pytest.raises(Dropped, match="0"):
        solve(load("recurrence.lark").parse("near 2 3 0 0 at 5"), 0)
