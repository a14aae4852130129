"""Percent: the spaces hold each problem once, and answers agree with floating point."""

from __future__ import annotations

import pytest

from synth.families import find
from synth.line import attempted
from synth.row import Row
from synth.solvers import percent
from synth.solvers._decimal_problem import Decimal
from synth.solvers.percent import Problem

STRATA = [(level, name) for level in percent.LEVELS for name in percent.strata(level)]


def worth(kind: str, numbers: tuple[Decimal, ...]) -> float:
    """Return the answer of a problem in floating point."""
    a, b, *rest = (number.digits / 10**number.places for number in numbers)
    c = rest[0] if rest else 0.0
    return {
        "of": lambda: b * a / 100,
        "share": lambda: a / b * 100,
        "increase": lambda: a * (1 + b / 100),
        "decrease": lambda: a * (1 - b / 100),
        "whole": lambda: b / (a / 100),
        "rise": lambda: (b / a - 1) * 100,
        "fall": lambda: (1 - b / a) * 100,
        "before_rise": lambda: b / (1 + a / 100),
        "before_fall": lambda: b / (1 - a / 100),
        "total_rise": lambda: ((1 + a / 100) * (1 + b / 100) - 1) * 100,
        "total_fall": lambda: (1 - (1 - a / 100) * (1 - b / 100)) * 100,
        "rise_rise": lambda: a * (1 + b / 100) * (1 + c / 100),
        "rise_fall": lambda: a * (1 + b / 100) * (1 - c / 100),
        "fall_rise": lambda: a * (1 - b / 100) * (1 + c / 100),
        "fall_fall": lambda: a * (1 - b / 100) * (1 - c / 100),
    }[kind]()


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_problem_has_one_rank_and_each_rank_another_problem(level: int, name: str) -> None:
    space = percent.strata(level)[name]
    ranks = [0, space.count() - 1, *(space.permute(13, place) for place in range(200))]
    assert [space.rank(space[rank]) for rank in ranks] == ranks
    assert len({percent.solve(space[rank], 0).canonical for rank in ranks}) == len(set(ranks))


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_the_answer_is_what_floating_point_finds(level: int, name: str) -> None:
    space = percent.strata(level)[name]
    for place in range(100):
        problem: Problem = space[space.permute(14, place)]
        found = percent.solve(problem, 0)
        assert abs(float(found.answer.rstrip("%")) - worth(*problem)) < 1e-6
        assert found.answer.endswith("%") == (percent._looks(problem.kind)[0][1].endswith("percent sign."))
        assert found.level == level


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_every_variant_is_the_same_problem_asked_in_another_way(level: int, name: str) -> None:
    problem = percent.strata(level)[name][7]
    made = [percent.solve(problem, variant) for variant in range(percent.variants(problem))]
    assert len({solution.question for solution in made}) == len(made)
    assert len({(solution.canonical, solution.answer, solution.reasoning) for solution in made}) == 1


def test_trees_without_a_row_say_why() -> None:
    family = find("percent")
    reasons = {
        attempted(family, family.grammar.parse(text), 0)
        for text in ("120% of 7", "10% of 7.5", "12 as % of 7", "20 rises to 10", "20 falls to 30")
    }
    assert reasons == {
        "a percentage is not a whole number below 100",
        "a number to divide by, or to take a percentage of, is not whole",
        "the answer is not a whole number",
        "the number does not change that way",
    }


def test_trees_of_the_grammar_make_rows_that_pass() -> None:
    family = find("percent")
    for text in (
        "1% of 1",
        "7 as % of 7",
        "7.5% of ? is 3",
        "50% of ? is 4.5",
        "4 rises to 10",
        "? + 99% is 1.99",
    ):
        row = attempted(family, family.grammar.parse(text), 0)
        assert not isinstance(row, Row) or family.check(row).fault == ""
        assert isinstance(row, Row) == (text != "7.5% of ? is 3")
