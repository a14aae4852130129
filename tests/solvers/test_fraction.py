"""Fractions: the spaces hold each problem once, and the answers agree with floating point."""

from __future__ import annotations

import ast
import re
from itertools import combinations, islice
from math import gcd

import pytest

from synth.families import find
from synth.line import attempted
from synth.solvers import fraction
from synth.solvers._fraction_problem import Problem
from synth.solvers._rational import Below, Subsets, euclid

STRATA = [(level, name) for level in fraction.LEVELS for name in fraction.strata(level)]


def drawn(level: int, name: str, count: int) -> list[Problem]:
    space = fraction.strata(level)[name]
    return [space[space.permute(11, place)] for place in range(count)]


def worth(text: str) -> float:
    """Return what an expression with mixed numbers comes to, by Python's syntax tree and floating point."""

    def of(node: ast.expr) -> float:
        if isinstance(node, ast.Constant):
            return float(node.value)  # type: ignore[arg-type]
        assert isinstance(node, ast.BinOp)
        left, right = of(node.left), of(node.right)
        return {ast.Add: left + right, ast.Sub: left - right, ast.Mult: left * right}.get(
            type(node.op), left / (right or 1.0)
        )

    fixed = re.sub(r"(\d+) (\d+)/(\d+)", r"(\1 + \2/\3)", text)
    return of(ast.parse(re.sub(r"(?<![\d)] )(\d+/\d+)", r"(\1)", fixed), mode="eval").body)


@pytest.mark.parametrize(("n", "size"), [(5, 2), (7, 3), (4, 4), (6, 1)])
def test_subsets_are_each_one_once(n: int, size: int) -> None:
    space = Subsets(n, size)
    found = list(space)
    assert sorted(found) == list(combinations(range(1, n + 1), size))
    assert [space.rank(chosen) for chosen in found] == list(range(len(found)))


def test_pairs_below_limits_are_each_one_once() -> None:
    limits = [0, 3, 0, 2, 1]
    space = Below(limits)
    assert list(space) == [(i, j) for j, limit in enumerate(limits) for i in range(limit)]
    assert [space.rank(pair) for pair in space] == list(range(6))


def test_euclid_finds_the_greatest_common_divisor() -> None:
    for a in range(2, 60):
        for b in range(2, 60):
            assert euclid(a, b)[1] == gcd(a, b)


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_problem_has_one_rank_and_each_rank_another_problem(level: int, name: str) -> None:
    space = fraction.strata(level)[name]
    problems = drawn(level, name, 60)
    assert [space[space.rank(problem)] for problem in problems] == problems
    found = {fraction.solve(problem, 0).canonical for problem in problems}
    assert len(found) == len(problems)


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_every_variant_is_the_same_problem_asked_in_another_way(level: int, name: str) -> None:
    (problem,) = drawn(level, name, 1)
    made = [fraction.solve(problem, variant) for variant in range(fraction.variants(problem))]
    assert len({solution.question for solution in made}) == len(made)
    assert len({(solution.canonical, solution.answer, solution.level) for solution in made}) == 1


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_the_answer_is_in_lowest_terms_and_near_what_floating_point_finds(level: int, name: str) -> None:
    for problem in drawn(level, name, 40):
        solution = fraction.solve(problem, 0)
        expression, _, answer = solution.solution.rstrip(".").rpartition(" = ")
        assert answer == solution.answer
        sign, whole, top, bottom = re.fullmatch(r"(-?)(?:(\d+)(?: |$))?(?:(\d+)/(\d+))?", answer).groups()  # type: ignore[union-attr]
        value = int(whole or 0) + (int(top) / int(bottom) if top else 0)
        assert abs(worth(expression) - (-value if sign else value)) < 1e-9
        if top:
            assert int(bottom) > 1
            assert gcd(int(top), int(bottom)) == 1
            assert not whole or int(top) < int(bottom)


def test_level_one_strata_hold_what_counting_by_hand_finds() -> None:
    strata = fraction.strata(1)
    lowest = sum(gcd(n, d) == 1 for d in range(2, 61) for n in range(1, 2 * d))
    assert strata["simplify"].count() == lowest * 15
    pairs = sum(low < high for d in range(2, 101) for high in range(1, d) for low in range(1, d))
    assert strata["sum of equal denominators"].count() == pairs


def test_trees_without_a_row_say_why() -> None:
    family = find("fraction")
    reasons = {
        reason
        for text in (
            "simplify 1/2",
            "simplify 6/3",
            "1/2 + 2 7/3",
            "1/2 + 1/3 + 1/4 + 1/5",
            "(1/2 - 2/3) * 3/4",
            "(1/2 + 1/3) * (1/4 + 1/5)",
        )
        if isinstance(reason := attempted(family, family.grammar.parse(text), 0), str)
    }
    assert reasons == {
        "the fraction is in lowest terms, or a whole number",
        "there are more than two operations",
        "the fraction of a mixed number is not below 1",
        "a result on the way is zero or negative",
    }


def test_shuffled_trees_of_the_grammar_make_rows_that_pass() -> None:
    family = find("fraction")
    space = family.grammar.space(1)
    tried = (attempted(family, space[space.sample(3, i)], 0) for i in range(500))
    rows = list(islice((row for row in tried if not isinstance(row, str)), 30))
    assert len(rows) == 30
    assert [family.check(row).fault for row in rows] == [""] * 30
