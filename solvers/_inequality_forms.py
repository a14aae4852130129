"""The forms that linear inequalities come in, each with the space of its numbers and signs.

Most are forms of linear equations with a sign; the solution begins or ends where the equation's is.
"""

from __future__ import annotations

import operator
from itertools import product
from typing import Any

from synth.solvers import _linear_forms as linear
from synth.solvers._form import Form, sizes
from synth.solvers._linear_forms import Sides
from synth.solvers._linear_moves import Chain
from synth.solvers._linear_side import ONE, UNKNOWN, Side, Term, term

HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def _signed(level: int, name: str) -> Form[Chain]:
    """Return a form of equations with one of the four signs."""
    form = next(form for form in linear.FORMS[level] if form.name == name)

    def build(*numbers: Any) -> Chain:
        return Chain(form.build(*numbers[:-1]), (numbers[-1],))

    return Form(name, build, (*form.values, tuple(HOLDS)))


def _without_rest(name: str, *, true: bool) -> Form[Chain]:
    """Return nested inequalities in which the unknown drops out, and that are true or false then."""
    form = next(form for form in linear.FORMS[4] if form.name == "all numbers")

    def build(*numbers: Any) -> Chain:
        difference, sign = numbers[-1]
        sides: Sides = form.build(*numbers[:-1], difference)
        return Chain(sides, (sign,))

    ends = product(range(-20, 21), HOLDS)
    return Form(
        name,
        build,
        (*form.values[:-1], tuple((end, sign) for end, sign in ends if HOLDS[sign](0, end) == true)),
    )


def _between(middle: Side, ends: tuple[int, int], signs: tuple[str, str]) -> Chain:
    """Return a double inequality; its ends are given where the solution begins and where it ends."""
    low, high = sorted(ends)
    if ends[0] > ends[1]:
        signs = signs[::-1]
    return Chain(((term(low),), middle, (term(high),)), signs)


def _double(slope: int, constant: int, interval: tuple[int, int], signs: tuple[str, str]) -> Chain:
    """Return the double inequality of slope x + constant whose solutions lie between two numbers."""
    first, last = (slope * end + constant for end in interval)
    middle = Term(slope, 1, UNKNOWN), Term(constant, 1, ONE)
    return _between(middle, (first, last), signs)


def _double_group(
    factor: int, inner: int, constant: int, interval: tuple[int, int], signs: tuple[str, str]
) -> Chain:
    """Return that of factor(x + inner) + constant."""
    first, last = (factor * (end + inner) + constant for end in interval)
    group = Term(factor, 1, (Term(1, 1, UNKNOWN), Term(inner, 1, ONE)))
    middle = (group, Term(constant, 1, ONE))
    return _between(middle, (first, last), signs)


def _double_quotient(
    slope: int, constant: int, divisor: int, ends: tuple[int, int], signs: tuple[str, str]
) -> Chain:
    """Return that of (slope x + constant)/divisor between two whole numbers."""
    middle = (Term(1, divisor, (Term(slope, 1, UNKNOWN), Term(constant, 1, ONE))),)
    return Chain(((term(ends[0]),), middle, (term(ends[1]),)), signs)


_INTERVALS = tuple((low, high) for low in range(-15, 15) for high in range(low + 1, min(low + 16, 16)))
_SIGNS = tuple(product(("<", "<="), repeat=2))

FORMS: dict[int, tuple[Form[Chain], ...]] = {
    1: tuple(_signed(1, name) for name in ("addition", "subtraction", "multiplication", "division")),
    2: tuple(_signed(2, name) for name in ("two steps", "fraction", "like terms", "both sides")),
    3: (
        _signed(3, "parentheses"),
        _signed(3, "two parentheses"),
        _signed(3, "fractions"),
        Form("double", _double, (sizes(2, 12), sizes(1, 30), _INTERVALS, _SIGNS)),
        Form(
            "double with parentheses",
            _double_group,
            (sizes(2, 9), sizes(1, 9), sizes(1, 15), _INTERVALS, _SIGNS),
        ),
    ),
    4: (
        _signed(4, "nested"),
        _signed(4, "quotients"),
        _signed(4, "sum of quotients"),
        _signed(4, "mixed"),
        Form(
            "double with a quotient",
            _double_quotient,
            (sizes(2, 5), sizes(1, 12), tuple(range(2, 10)), _INTERVALS, _SIGNS),
        ),
        _without_rest("no solution", true=False),
        _without_rest("all numbers", true=True),
    ),
}
BUILD = {(level, form.name): form.build for level, forms in FORMS.items() for form in forms}
