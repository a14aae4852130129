"""Linear inequalities: the spaces that rows come from."""

from __future__ import annotations

import re

import numpy as np
import pytest

from synth.solvers.inequality import LEVELS, solve, strata, variants

TRIED = 150


@pytest.mark.parametrize("level", LEVELS)
def test_every_rank_is_another_problem_of_its_level(level: int) -> None:
    seen = {}
    for name, space in strata(level).items():
        for rank in [space.permute(3, place) for place in range(TRIED)] + list(range(TRIED)):
            assert space.rank(space[rank]) == rank
            solved = solve(space[rank], 7)
            assert solved.level == level
            assert seen.setdefault(solved.canonical, (name, rank)) == (name, rank)


@pytest.mark.parametrize("level", LEVELS)
def test_letter_phrase_and_direction_do_not_make_another_problem(level: int) -> None:
    for space in strata(level).values():
        element = space[space.count() // 3]
        made = [solve(element, variant) for variant in range(0, variants(element), 11)]
        assert len({one.canonical for one in made}) == 1
        assert len({one.question for one in made}) > len(made) // 3


def test_strata_have_the_solutions_that_their_names_say() -> None:
    for level in LEVELS:
        for name, space in strata(level).items():
            for place in range(60):
                answer = solve(space[space.permute(2, place)], 0).answer
                if name in ("no solution", "all numbers"):
                    assert answer == name
                else:
                    assert answer.count("<") + answer.count(">") == (2 if name.startswith("double") else 1)


def test_the_look_of_an_inequality_does_not_tell_how_many_solutions_it_has() -> None:
    looks: dict[str, list[tuple[float, ...]]] = {"one": [], "none": [], "all": []}
    for space in strata(4).values():
        for place in range(400):
            element = space[space.permute(7, place)]
            solved = solve(element, place % variants(element))
            text = solved.question.partition(" Answer")[0]
            numbers = [int(number) for number in re.findall("[0-9]+", text)]
            signs = text.count("<") + text.count(">")
            look = (
                signs,
                "/" in text,
                text.count("("),
                text.count("-"),
                len(numbers),
                max(numbers),
                sum(numbers),
            )
            looks[str(solved.payload["solutions"])].append(look)
    means = {name: np.array(found, float).mean(axis=0) for name, found in looks.items()}
    for name in ("none", "all"):
        assert np.allclose(means[name], means["one"], rtol=0.2), (name, means)
