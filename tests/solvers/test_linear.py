"""Linear equations: the spaces that rows come from."""

from __future__ import annotations

import re

import numpy as np
import pytest

from synth.solvers.linear import LEVELS, solve, strata, variants

TRIED = 200


@pytest.mark.parametrize("level", LEVELS)
def test_every_rank_is_another_problem_of_its_level(level: int) -> None:
    seen = {}
    for name, space in strata(level).items():
        for place in range(TRIED):
            rank = space.permute(3, place)
            assert space.rank(space[rank]) == rank
            solved = solve(space[rank], 7)
            assert solved.level == level
            assert seen.setdefault(solved.canonical, (name, rank)) == (name, rank)


def test_a_small_corner_of_a_stratum_has_no_problem_twice() -> None:
    for level in LEVELS:
        for space in strata(level).values():
            found = [solve(element, 0).canonical for element in space.iterate(0, 150)]
            assert len(set(found)) == len(found)


@pytest.mark.parametrize("level", LEVELS)
def test_letter_phrase_and_order_do_not_make_another_problem(level: int) -> None:
    for space in strata(level).values():
        element = space[space.count() // 2]
        made = [solve(element, variant) for variant in range(0, variants(element), 7)]
        assert len({one.canonical for one in made}) == 1
        assert len({one.question for one in made}) == len(made)


def test_solutions_are_integers_in_the_lower_levels() -> None:
    for level in (1, 2):
        for space in strata(level).values():
            answers = [solve(space[space.permute(1, place)], 0).answer for place in range(100)]
            assert not [answer for answer in answers if "/" in answer]


@pytest.mark.parametrize("level", [3, 4])
def test_the_look_of_an_equation_does_not_tell_how_many_solutions_it_has(level: int) -> None:
    looks: dict[str, list[tuple[float, ...]]] = {"one": [], "none": [], "all": []}
    for space in strata(level).values():
        for place in range(400):
            element = space[space.permute(7, place)]
            solved = solve(element, place % variants(element))
            text = solved.question.partition(" Answer")[0]
            numbers = [int(number) for number in re.findall("[0-9]+", text)]
            look = ("/" in text, text.count("("), text.count("-"), len(numbers), max(numbers), sum(numbers))
            looks[str(solved.payload["solutions"])].append(look)
    means = {name: np.array(found, float).mean(axis=0) for name, found in looks.items()}
    for name in ("none", "all"):
        assert np.allclose(means[name], means["one"], rtol=0.2), (name, means)
