"""Systems of linear equations: the spaces that rows come from."""

from __future__ import annotations

import pytest

from synth.solvers.system import LEVELS, solve, strata, variants

TRIED = 150


@pytest.mark.parametrize("level", LEVELS)
def test_every_rank_is_another_problem_of_its_level(level: int) -> None:
    seen = {}
    for name, space in strata(level).items():
        ranks = [space.permute(3, place) for place in range(TRIED)] + list(range(TRIED))
        for rank in ranks:
            assert space.rank(space[rank]) == rank
            solved = solve(space[rank], 7)
            assert solved.level == level
            assert seen.setdefault(solved.canonical, (name, rank)) == (name, rank)


@pytest.mark.parametrize("level", LEVELS)
def test_letters_phrase_and_orders_do_not_make_another_problem(level: int) -> None:
    for space in strata(level).values():
        element = space[space.count() // 3]
        made = [solve(element, variant) for variant in range(0, variants(element), 13)]
        assert len({one.canonical for one in made}) == 1
        assert len({one.question for one in made}) == len(made)


def test_strata_have_the_solutions_that_their_names_say() -> None:
    for level in LEVELS:
        for name, space in strata(level).items():
            for place in range(100):
                solved = solve(space[space.permute(2, place)], 0)
                if name in ("no solution", "infinitely many solutions"):
                    assert solved.answer == name
                else:
                    assert solved.answer.count("=") == (3 if level == 4 else 2)
                    assert ("/" in solved.answer) == (name == "fractions")
