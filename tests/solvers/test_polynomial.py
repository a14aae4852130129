"""Polynomials: strata hold distinct problems of their level, counted; trees are solved or say why not."""

from __future__ import annotations

from math import gcd

import pytest

from synth.grammar import load
from synth.row import Dropped
from synth.solvers import polynomial
from synth.solvers._polynomial_space import Pairs, problem
from synth.solvers._polynomial_steps import asked

STRATA = [(level, name) for level in polynomial.LEVELS for name in polynomial.strata(level)]


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_stratum_holds_its_level_and_each_problem_once(level: int, name: str) -> None:
    space = polynomial.strata(level)[name]
    seen = set()
    for place in range(min(300, space.count())):
        rank = space.permute(9, place)
        element = space[rank]
        assert space.rank(element) == rank
        solution = polynomial.solve(element, 0)
        assert solution.level == level
        seen.add(solution.canonical)
    assert len(seen) == min(300, space.count())


def test_problems_of_different_strata_are_different() -> None:
    seen: dict[tuple[str, tuple[str, str]], str] = {}
    for level, name in STRATA:
        space = polynomial.strata(level)[name]
        for rank in range(min(700, space.count())):
            made = problem(space[space.permute(2, rank)])
            key = (made.task, asked(made, "x"))
            assert seen.setdefault(key, f"{level} {name}") == f"{level} {name}"


def test_strata_are_counted_by_brute_force() -> None:
    strata = polynomial.strata(2)
    quadratics = sum(1 for a in range(-9, 10) for b in range(-9, 10) for c in range(-9, 10) if a and (b or c))
    assert polynomial.strata(1)["add"].count() == quadratics * (quadratics - 1) // 2
    assert strata["factor a quadratic"].count() == 60 * 59 // 2 - 30
    primitive = [(b, a) for b in range(1, 10) for a in range(1, 10) if gcd(a, b) == 1]
    assert strata["factor a difference of squares"].count() == len(primitive)
    assert strata["factor a square"].count() == 2 * len(primitive)
    assert strata["factor out a single term"].count() == 11 * 3 * 2 * len(primitive)


def test_pairs_are_all_the_pairs() -> None:
    space = Pairs(polynomial.strata(2)["factor a square"])
    first = [space[rank] for rank in range(6)]
    assert [space.rank(pair) for pair in first] == list(range(6))
    many = 110
    assert space.count() == many * (many - 1) // 2
    assert len({space[rank] for rank in range(space.count())}) == space.count()


def test_a_letter_and_a_phrase_do_not_change_the_canonical() -> None:
    for level, name in STRATA:
        element = polynomial.strata(level)[name][3]
        made = {
            polynomial.solve(element, variant).canonical for variant in range(polynomial.variants(element))
        }
        assert len(made) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("evaluate x^2 - 3 x at x = -2", "10"),
        ("add x^2 + 1 and x - 1", "x^2 + x"),
        ("subtract x + 1 from x + 3", "2"),
        ("expand (x + 1)^2", "x^2 + 2x + 1"),
        ("expand (3 x)(x + 1)", "3x^2 + 3x"),
        ("factor 3 x^3 - 12 x", "3x(x - 2)(x + 2)"),
        ("factor x^3 - 3 x^2 - 9 x + 27", "(x - 3)^2(x + 3)"),
        ("factor x^4 + 5 x^2 + 6", "(x^2 + 2)(x^2 + 3)"),
        ("factor -x^2 + 4 x - 4", "-(x - 2)^2"),
    ],
)
def test_a_tree_of_the_grammar_is_solved(text: str, answer: str) -> None:
    assert polynomial.solve(load("polynomial.lark").parse(text), 0).answer == answer


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("factor x^2 + x + 1", "the polynomial is irreducible"),
        ("factor 3 x^2", "a single term is factored already"),
        ("factor x^3 + x + 1", "no method of this family"),
        ("expand (x + 1)(3 x)", "the last factor is a single term"),
    ],
)
def test_a_tree_that_makes_no_row_says_why(text: str, reason: str) -> None:
    with pytest.raises(Dropped, match=reason):
        polynomial.solve(load("polynomial.lark").parse(text), 0)
