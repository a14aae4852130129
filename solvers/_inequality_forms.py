"""The forms that linear inequalities come in, each with the space of its numbers and signs.

Most are forms of linear equations with a sign; the solution begins or ends where the equation's is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from itertools import product

from synth.solvers import _linear_forms as linear
from synth.solvers._form import Form, between, sizes
from synth.solvers._linear_moves import Chain
from synth.solvers._linear_side import ONE, UNKNOWN, Side, Term, term

HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


Strata = dict[str, tuple[Form[Chain], ...]]


def _signed(level: int, *names: str) -> Strata:
    """Return forms of equations with one of the four signs."""
    strata: Strata = {}
    for name in names:
        (form,) = linear.FORMS[level][name]
        strata[name] = (Form(name, _with_sign(form), (*form.values, tuple(HOLDS))),)
    return strata


def _with_sign(form: Form[linear.Sides]) -> Callable[..., Chain]:
    return lambda *numbers: Chain(form.build(*numbers[:-1]), (numbers[-1],))


def _with_difference(form: Form[linear.Sides]) -> Callable[..., Chain]:
    return lambda *numbers: Chain(form.build(*numbers[:-1], numbers[-1][0]), (numbers[-1][1],))


def _without_rest(name: str, *, true: bool) -> Strata:
    """Return inequalities in which the unknown drops out, and that are true or false then."""
    forms = []
    for form, most in linear.without_rest(4):
        ends = product(between(-most, most), HOLDS)
        values = tuple((end, sign) for end, sign in ends if HOLDS[sign](0, end) == true)
        forms.append(Form(f"{name}, {form.name}", _with_difference(form), (*form.values, values)))
    return {name: tuple(forms)}


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

FORMS: dict[int, Strata] = {
    1: _signed(1, "addition", "subtraction", "multiplication", "division"),
    2: _signed(2, "two steps", "fraction", "like terms", "both sides"),
    3: {
        **_signed(3, "parentheses", "two parentheses", "fractions"),
        "double": (Form("double", _double, (sizes(2, 12), sizes(1, 30), _INTERVALS, _SIGNS)),),
        "double with parentheses": (
            Form(
                "double with parentheses",
                _double_group,
                (sizes(2, 9), sizes(1, 9), sizes(1, 15), _INTERVALS, _SIGNS),
            ),
        ),
        "double with a quotient": (
            Form(
                "double with a quotient",
                _double_quotient,
                (sizes(2, 5), sizes(1, 12), tuple(range(2, 10)), _INTERVALS, _SIGNS),
            ),
        ),
    },
    4: {
        **_signed(4, "nested", "quotients", "sum of quotients", "mixed"),
        **_without_rest("no solution", true=False),
        **_without_rest("all numbers", true=True),
    },
}
BUILD = {
    (level, form.name): form.build
    for level, strata in FORMS.items()
    for forms in strata.values()
    for form in forms
}
