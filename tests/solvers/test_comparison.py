"""Comparison: the spaces hold each problem once, signs have strata of their own, and answers are right."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import permutations
from math import gcd

import pytest

from synth.families import find
from synth.line import attempted
from synth.row import Row
from synth.solvers import comparison

STRATA = [(level, name) for level in comparison.LEVELS for name in comparison.strata(level)]


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_problem_has_one_rank_and_each_rank_another_problem(level: int, name: str) -> None:
    space = comparison.strata(level)[name]
    ranks = [0, space.count() - 1, *(space.permute(15, place) for place in range(200))]
    assert [space.rank(space[rank]) for rank in ranks] == ranks
    made = [comparison.solve(space[rank], 0) for rank in ranks]
    assert len({solution.canonical for solution in made}) == len(set(ranks))
    assert {solution.level for solution in made} == {level}


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_every_variant_is_the_same_problem_asked_in_another_way(level: int, name: str) -> None:
    space = comparison.strata(level)[name]
    for place in range(3):
        problem = space[space.permute(16, place)]
        made = [comparison.solve(problem, variant) for variant in range(comparison.variants(problem))]
        assert len({solution.question for solution in made}) == len(made)
        assert len({(solution.canonical, solution.group) for solution in made}) == 1
        assert len({tuple(map(Fraction, _numbers(solution.answer))) for solution in made}) == 1


def _numbers(answer: str) -> list[str]:
    return [] if answer in "<=>" else answer.split(", ")


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_the_answer_is_what_fractions_find(level: int, name: str) -> None:
    space = comparison.strata(level)[name]
    for place in range(100):
        problem = space[space.permute(17, place)]
        worths = [Fraction(str(number)) for number in problem.numbers]
        answer = comparison.solve(problem, 0).answer
        if problem.kind == "compare":
            first, second = worths
            assert answer == "<=>"[(first > second) - (first < second) + 1]
            assert name.endswith(answer)
        elif problem.kind in ("larger", "smaller"):
            assert Fraction(answer) == (max if problem.kind == "larger" else min)(worths)
        else:
            order = sorted(worths, reverse=problem.kind == "descending")
            assert [Fraction(number) for number in answer.split(", ")] == order


def test_two_unlike_numbers_are_two_problems_of_one_group() -> None:
    strata = comparison.strata(2)
    less, more = (comparison.solve(strata[f"fractions, {sign}"][1234], 0) for sign in "<>")
    assert less.canonical != more.canonical
    assert less.group == more.group
    assert (less.answer, more.answer) == ("<", ">")


def test_fractions_of_every_sign_have_the_same_denominators_and_common_factors_as_often() -> None:
    counts = []
    for sign in "<>=":
        held: Counter[tuple[int, int, int, int]] = Counter()
        for problem in comparison.strata(2)[f"fractions, {sign}"]:
            for one, other in permutations(problem.numbers) if sign == "=" else (problem.numbers,):
                common = gcd(one.top, one.bottom), gcd(other.top, other.bottom)
                held[(one.bottom, other.bottom, *common)] += 1
        counts.append(held)
    assert counts[0] == counts[1] == counts[2]


def test_decimals_of_every_sign_have_zeros_as_often() -> None:
    shares = []
    for sign in "<>=":
        space = comparison.strata(1)[f"decimals, {sign}"]
        held: Counter[tuple[int, int]] = Counter()
        for place in range(3000):
            problem = space[space.permute(3, place)]
            said = comparison.solve(problem, place % comparison.variants(problem)).question
            texts = re.findall(r"[0-9]\.[0-9]+", said)
            held[tuple(len(text.rstrip("0")) - len(text) for text in texts)] += 1  # type: ignore[index]
        shares.append(held)
    for ends in {(0, -1), (0, -2), (-1, 0), (-2, 0)}:
        assert all(650 < held[ends] < 850 for held in shares)


def test_trees_without_a_row_say_why() -> None:
    family = find("comparison")
    reasons = {
        attempted(family, family.grammar.parse(text), 0)
        for text in (
            "5 ? 5",
            "larger 0.5, 0.50",
            "ascending 1, 2, 3",
            "ascending 0.5, 1/2, 0.4",
            "larger 1/3, 0.5",
            "smaller 0.0, 1",
            "ascending 1/97, 1/89, 1/83",
        )
    }
    assert reasons == {
        "a number is named twice",
        "two numbers are equal",
        "whole numbers alone are compared in pairs",
        "a fraction has no decimal of five places",
        "a number is 0",
        "the common denominator becomes too large",
    }


def test_trees_of_the_grammar_make_rows_that_pass() -> None:
    family = find("comparison")
    texts = (
        "9 ? 10",
        "7 ? 3",
        "3/12 ? 5/12",
        "2 ? 1/2",
        "larger 1.50, 1.5001",
        "descending 1/2, 0.25, 3, 0.125",
    )
    for text in texts:
        row = attempted(family, family.grammar.parse(text), 0)
        assert isinstance(row, Row), row
        assert family.check(row).fault == ""
