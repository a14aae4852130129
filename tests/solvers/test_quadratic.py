"""Quadratic equations: strata hold distinct problems of the kind that they name, and trees are solved."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from math import isqrt

import pytest

from synth.grammar import load
from synth.row import Dropped
from synth.solvers import quadratic
from synth.solvers._quadratic_equation import roots, square_free, surd
from synth.solvers._quadratic_space import equation

STRATA = [(level, name) for level in quadratic.LEVELS for name in quadratic.strata(level)]


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_stratum_holds_its_kind_and_each_problem_once(level: int, name: str) -> None:
    space = quadratic.strata(level)[name]
    seen = set()
    for place in range(min(400, space.count())):
        rank = space.permute(5, place)
        element = space[rank]
        assert space.rank(element) == rank
        made = equation(element)
        kind = roots(made.standard).kind
        seen.add((made.way, made.text("x")))
        if level == 2:
            assert kind in ("integer roots", "double root")
            assert made.way == "factoring"
        else:
            asked, _, wanted = name.rpartition(", ")
            assert asked.startswith("standard" if made.way == "any" else made.way)
            assert wanted == kind or (wanted, kind) == ("rational roots", "integer roots")
        assert quadratic.solve(element, 0).level == level
    assert len(seen) == min(400, space.count())


def test_the_small_strata_are_counted_by_hand() -> None:
    counts = {name: space.count() for name, space in quadratic.strata(2).items()}
    pairs = {bound: 2 * bound * (2 * bound - 1) // 2 - bound for bound in (50, 30)}
    assert counts["two integer roots"] == pairs[50]
    assert counts["double root"] == counts["zero as a root"] == 100
    assert counts["opposite roots"] == 50
    assert counts["standard form first"] == pairs[30] * (25 * 61 - 1)


def test_the_grid_of_coefficients_is_counted_by_brute_force() -> None:
    count = 0
    for a in range(1, 5):
        for b in (*range(-30, 0), *range(1, 31)):
            for c in (*range(-90, 0), *range(1, 91)):
                value = b * b - 4 * a * c
                count += value > 0 and isqrt(value) ** 2 != value
    assert quadratic.strata(3)["square, irrational roots"].count() == count


@pytest.mark.parametrize("number", [0, 1, 2, 12, 49, 72, 1000, 9973])
def test_a_root_is_simplified(number: int) -> None:
    outside, inside = square_free(number)
    assert outside * outside * inside == number
    assert all(inside % (d * d) for d in range(2, isqrt(inside) + 1))


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((6, -2, 5, 4), "(3 - sqrt(5))/2"),
        ((0, -4, 3, 2), "-2sqrt(3)"),
        ((0, 3, 2, 6), "sqrt(2)/2"),
        ((-4, 2, 7, 2), "-2 + sqrt(7)"),
        ((5, 2, 1, 4), "7/4"),
    ],
)
def test_a_surd_is_written_in_simplest_form(parts: tuple[int, int, int, int], text: str) -> None:
    assert surd(*parts) == text


def test_trees_are_solved_or_say_why_not() -> None:
    grammar = load("quadratic.lark")
    dropped, solved = set(), {}
    for rank in islice((grammar.space(2).permute(1, place) for place in range(10**6)), 400):
        tree = grammar.unrank(rank)
        try:
            solved[tree.text()] = quadratic.solve(tree, 0).answer
        except Dropped as reason:
            dropped.add(str(reason))
    assert dropped == {"the left side has no factors with whole numbers"}
    assert len(solved) > 250
    for text, answer in list(solved.items())[:100]:
        left, right = text.partition(":")[2].split("=")
        for part in answer.split(" or "):
            if "sqrt" not in part and part != "no real solution":
                x = float(Fraction(part.partition(" = ")[2]))
                assert value(left, x) == pytest.approx(value(right, x), rel=1e-6, abs=1e-6)


def value(side: str, x: float) -> float:
    """Return the value of a side as the grammar writes it, by a reader of the test's own."""
    side = side.strip()
    if side.endswith(")^2") and side.count("(") == 1:
        return value(side[1:-3], x) ** 2
    if side.endswith(")"):
        first, _, second = side.rpartition("(")
        first = first.strip()
        return value(first[1:-1] if first.startswith("(") else first, x) * value(second[:-1], x)
    total = 0.0
    for term in side.replace(" ", "").replace("-", "+-").split("+"):
        if term:
            number, unit, power = term.partition("x")
            factor = {"": 1.0, "-": -1.0}.get(number) if unit else float(number)
            total += (float(number) if factor is None else factor) * (
                x ** (2 if power else 1) if unit else 1.0
            )
    return total


def test_zero_equations_are_dropped() -> None:
    grammar = load("quadratic.lark")
    with pytest.raises(Dropped, match="not quadratic"):
        quadratic.solve(grammar.parse("any: x^2 = x^2"), 0)
