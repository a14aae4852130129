"""The checkers' reader of algebra: what it reads, what it refuses, and what SymPy and Z3 make of it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.verify._algebra import (
    Beyond,
    Undefined,
    Unreadable,
    read_chain,
    read_expression,
    read_relation,
    value,
)
from synth.verify._algebra_forms import coefficients, polynomial_text
from synth.verify._algebra_rings import ring_of
from synth.verify._algebra_z3 import follows, possible

VALUES = {"x": Fraction(3, 2), "y": Fraction(-2)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3x", Fraction(9, 2)),
        ("-x^2", Fraction(-9, 4)),
        ("2(x - 1)", 1),
        ("(x + 1)(x - 2)", Fraction(-5, 4)),
        ("3x/4", Fraction(9, 8)),
        ("(3/4)x", Fraction(9, 8)),
        ("-(1/2)x + 1", Fraction(1, 4)),
        ("2 * 3/4", Fraction(3, 2)),
        ("2xy^2", 12),
        ("1/(2x)", Fraction(1, 3)),
        ("2^3 * (-3)^2", 72),
        ("x - (y - 1)", Fraction(9, 2)),
        ("2sqrt(9/4)", 3),
        ("4 * (-2) + 1 - 7", -14),
    ],
)
def test_an_expression_has_the_value_that_a_reader_gives_it(text: str, expected: Fraction) -> None:
    node = read_expression(text)
    assert value(node, VALUES) == expected
    ring = ring_of(node)
    numbers = {
        name: ring.ring.ground_new(ring.ring.domain(one.numerator, one.denominator))
        for name, one in VALUES.items()
    }
    if text != "1/(2x)":
        known = Fraction(expected)
        assert ring.element(node, numbers) == ring.ring.domain(known.numerator, known.denominator)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1/2x", "something follows a denominator at character 4"),
        ("x/2 * 3", "a product goes on after a denominator"),
        ("x+1", "neither an operation nor a relation"),
        ("3 x", "neither an operation nor a relation"),
        ("x2", "neither an operation nor a relation"),
        ("3 * -2", "a number, a letter or a parenthesis is missing"),
        ("", "is missing at character 1"),
        ("(x", "a closing parenthesis is missing"),
        ("x)", "neither an operation nor a relation"),
        ("01", "a number begins with 0"),
        ("x^1", "an exponent is not from 2"),
        ("x^21", "an exponent is not from 2"),
        ("2^3x", "a power of a number"),
        ("9" * 25, "more than 24 digits"),
        ("9" * 401, "more than 400 characters"),
        ("(" * 13 + "x" + ")" * 13, "nested more than 12 deep"),
        ("x = 2", "an expression has no '='"),
        ("x \u0663", "neither an operation"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(text: str, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault.replace("(", r"\(")):
        read_expression(text)


def test_an_expression_that_would_grow_is_refused() -> None:
    for text in ("((x + y + z + t + w)^9)^9", "(10^20)^20 * (10^20)^20", "(((x + 1)^20)^20)^20"):
        with pytest.raises(Beyond):
            read_expression(text)


@pytest.mark.parametrize("text", ["1/0", "1/(x - x)", "sqrt(-1)", "1/(sqrt(2) - sqrt(2))"])
def test_what_has_no_value_is_undefined(text: str) -> None:
    node = read_expression(text)
    with pytest.raises(Undefined):
        ring_of(node).element(node)


def test_a_chain_keeps_its_signs() -> None:
    assert read_chain("0 <= x < 2").signs == ("<=", "<")
    assert read_relation("x != 2").sign == "!="
    with pytest.raises(Unreadable):
        read_relation("1 < x < 2")


@settings(max_examples=300, deadline=None)
@given(st.text("xy0123456789+-*/^()= <sqrt", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        node = read_expression(text)
        ring_of(node).element(node)
    except (Unreadable, Undefined, Beyond):
        pass


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("(x + 1)(x - 2)", "x^2 - x - 2", True),
        ("(x + 1)(x - 2)", "x^2 - x + 2", False),
        ("(x + y)^3", "x^3 + 3x^2y + 3xy^2 + y^3", True),
        ("sqrt(12)", "2sqrt(3)", True),
        ("sqrt(2)sqrt(3)", "sqrt(6)", True),
        ("sqrt(2) + sqrt(3)", "sqrt(5)", False),
        ("1/(1 + sqrt(2))", "sqrt(2) - 1", True),
        ("1/(sqrt(2) + sqrt(3) + sqrt(5))", "(2sqrt(3) + 3sqrt(2) - sqrt(30))/12", True),
        ("sqrt(5/4)", "sqrt(5)/2", True),
        ("((1 + sqrt(5))/2)^2", "(3 + sqrt(5))/2", True),
    ],
)
def test_identities_are_decided(left: str, right: str, equal: bool) -> None:
    sides = read_expression(left), read_expression(right)
    ring = ring_of(*sides)
    assert (ring.element(sides[0]) == ring.element(sides[1])) is equal


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["x^2 = 2", "x > 0", "x != sqrt(2)"], False),
        (["x^2 = 2", "x != sqrt(2)"], True),
        (["x^2 - 3x + 1 = 0", "x != (3 + sqrt(5))/2", "x != (3 - sqrt(5))/2"], False),
        (["x^2 - 3x + 1 = 0", "x != (3 + sqrt(5))/2", "x != (3 - sqrt(7))/2"], True),
        (["x^2 + x + 1 = 0"], False),
        (["2x + 1 < 5", "x >= 2"], False),
    ],
)
def test_z3_finds_whether_relations_hold_together(texts: list[str], expected: bool) -> None:
    assert possible([read_relation(text) for text in texts]) is expected


def test_z3_takes_one_of_several() -> None:
    clause = [read_relation("x < -1"), read_relation("x > 1")]
    assert possible([clause, read_relation("x^2 <= 1")]) is False
    assert possible([clause, read_relation("x^2 <= 2")]) is True


def test_z3_gives_no_meaning_to_what_has_none() -> None:
    with pytest.raises(Undefined):
        possible([read_relation("x = sqrt(-1)")])
    with pytest.raises(Undefined):
        possible([read_relation("x = 1/0")])
    with pytest.raises(Beyond):
        possible([read_relation("1/x = 1")])
    assert follows([read_relation("x = 2")], read_relation("x^2 = 4")) is True
    assert follows([read_relation("x^2 = 4")], read_relation("x = 2")) is False


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fractions(-20, 20, max_denominator=9), max_size=4))
def test_a_canonical_polynomial_reads_back(values: list[Fraction]) -> None:
    while values and not values[-1]:
        values.pop()
    assert coefficients(polynomial_text(values, "x"), "x") == tuple(values)
