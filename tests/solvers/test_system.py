"""Systems of linear equations: the spaces that rows come from."""

from __future__ import annotations

import re

import numpy as np
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


@pytest.mark.parametrize("level", [3, 4])
def test_the_numbers_of_a_system_do_not_tell_how_many_solutions_it_has(level: int) -> None:
    looks: dict[str, list[tuple[float, ...]]] = {"one": [], "none": [], "many": []}
    for space in strata(level).values():
        for place in range(500):
            element = space[space.permute(7, place)]
            solved = solve(element, place % variants(element))
            lines = [line[4:] for line in solved.question.split("\n")[1:-1]]
            factors, rights = (
                [int(n) for line in lines for n in re.findall("[0-9]+", line.split(" = ")[side])]
                for side in (0, 1)
            )
            look = (max(factors), sum(factors), max(rights), sum(rights), "".join(lines).count("-"))
            looks[str(solved.payload["solutions"])].append(look)
    means = {name: np.array(found, float).mean(axis=0) for name, found in looks.items()}
    for name in ("none", "many"):
        assert np.allclose(means[name], means["one"], rtol=0.2), (name, means)
