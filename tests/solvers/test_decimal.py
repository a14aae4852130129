"""Decimals: the spaces hold each problem once, and what is solved agrees with floating point."""

from __future__ import annotations

import ast
import operator
import re

import pytest

from synth.families import find
from synth.line import attempted
from synth.row import Row
from synth.solvers import decimal
from synth.solvers._decimal_problem import Decimal, Problem, written

STRATA = [(level, name) for level in decimal.LEVELS for name in decimal.strata(level)]
WORK = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def drawn(level: int, name: str, count: int) -> list[Problem]:
    space = decimal.strata(level)[name]
    return [space[space.permute(12, place)] for place in range(count)]


def worth(text: str) -> float:
    """Return what an expression comes to, by Python's syntax tree and floating point."""

    def of(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return WORK[type(node.op)](of(node.left), of(node.right))
        assert isinstance(node, ast.Constant)
        return float(node.value)  # type: ignore[arg-type]

    return of(ast.parse(text, mode="eval").body)


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_problem_has_one_rank_and_each_rank_another_problem(level: int, name: str) -> None:
    space = decimal.strata(level)[name]
    ranks = [0, space.count() - 1, *(space.permute(13, place) for place in range(100))]
    assert [space.rank(space[rank]) for rank in ranks] == ranks
    found = [decimal.solve(space[rank], 0).canonical for rank in ranks]
    assert len(set(found)) == len(set(ranks))


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_every_variant_is_the_same_problem_asked_in_another_way(level: int, name: str) -> None:
    (problem,) = drawn(level, name, 1)
    made = [decimal.solve(problem, variant) for variant in range(decimal.variants(problem))]
    assert len({solution.question for solution in made}) == len(made)
    assert len({(solution.canonical, solution.answer, solution.level) for solution in made}) == 1


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_the_answer_is_near_what_floating_point_finds(level: int, name: str) -> None:
    for problem in drawn(level, name, 60):
        solution = decimal.solve(problem, 1)
        expression, answer = re.split(r" = | rounded to .* is ", solution.solution.rstrip("."))
        assert answer == solution.answer
        places = len(answer.partition(".")[2])
        if problem.keep < 0:
            assert abs(worth(expression) - float(answer)) < 1e-9 * max(1, abs(float(answer)))
            assert not places or answer[-1] != "0"
        else:
            assert places == problem.keep
            assert -0.5 - 1e-6 <= (worth(expression) - float(answer)) * 10**places < 0.5 + 1e-6


def test_numbers_are_written_with_their_places() -> None:
    facts = {(5, 0): "5", (5, 1): "0.5", (1205, 2): "12.05", (-7, 3): "-0.007", (0, 2): "0.00"}
    assert {key: written(*key) for key in facts} == facts
    assert Decimal(1200, 3).lowered() == Decimal(12, 1)


def test_halves_go_up() -> None:
    family = find("decimal")
    facts = {
        "round 0.45 to 1": "0.5",
        "round 2.5 to 0": "3",
        "round 0.95 to 1": "1.0",
        "round 1.449 to 1": "1.4",
    }
    found = {}
    for text in facts:
        row = attempted(family, family.grammar.parse(text), 0)
        assert isinstance(row, Row)
        assert family.check(row).fault == ""
        found[text] = row.answer
    assert found == facts


def test_trees_without_a_row_say_why() -> None:
    family = find("decimal")
    reasons = {
        reason
        for text in (
            "3 + 4",
            "round 0.5 to 2",
            "1 / 3",
            "0.5 + 0.2 + 0.3 + 0.4",
            "0.5 * (0.2 - 0.3)",
            "(0.5 + 0.1) * (0.2 + 0.3)",
            "999.9999 * 999.9999",
        )
        if isinstance(reason := attempted(family, family.grammar.parse(text), 0), str)
    }
    assert reasons == {
        "no number has a point",
        "there is nothing to round, or a number below zero",
        "a quotient does not end within four places",
        "there are more than two operations",
        "a result on the way is zero or negative",
        "the numbers become too long",
    }


def test_shuffled_trees_of_the_grammar_make_rows_that_pass() -> None:
    family = find("decimal")
    space = family.grammar.space(0)
    tried = [attempted(family, space[space.sample(5, i)], 0) for i in range(600)]
    rows = [row for row in tried if isinstance(row, Row)]
    assert len(rows) > 30
    assert [family.check(row).fault for row in rows] == [""] * len(rows)
