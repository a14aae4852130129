"""The forms that linear equations and inequalities come in, each with the space of its numbers.

A form is a function from whole numbers to two sides. Its numbers are chosen so that different numbers are
different problems, also when the order of sides and of terms does not count, and so that the solution is
what the level says.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import gcd, lcm

from synth.solvers._form import Form, between, sizes
from synth.solvers._linear_side import UNKNOWN, Side, Term, term

Sides = tuple[Side, Side]


def _side(*terms: Term) -> Side:
    """Return the terms that are not zero, or the number 0."""
    return tuple(one for one in terms if one.top) or (term(0),)


def _x(top: int, bottom: int = 1) -> Term:
    return term(top, UNKNOWN, bottom)


def _linear(slope: int, constant: int) -> Side:
    return _side(_x(slope), term(constant))


def _addition(added: int, solution: int) -> Sides:
    return _side(_x(1), term(added)), _side(term(solution + added))


def _multiplication(factor: int, solution: int) -> Sides:
    return (_x(factor),), (term(factor * solution),)


def _division(divisor: int, quotient: int) -> Sides:
    return _side(_over(divisor)), (term(quotient),)


def _over(divisor: int) -> Term:
    return _x(1, divisor) if divisor > 0 else _x(-1, -divisor)


def _two_steps(slope: int, constant: int, solution: int) -> Sides:
    return _linear(slope, constant), (term(slope * solution + constant),)


def _fraction(divisor: int, constant: int, quotient: int) -> Sides:
    return _side(_over(divisor), term(constant)), (term(quotient + constant),)


def _like_terms(slopes: tuple[int, int], constant: int, solution: int) -> Sides:
    first, second = slopes
    return _side(_x(first), term(constant), _x(second)), (term((first + second) * solution + constant),)


def _both_sides(slopes: tuple[int, int], constant: int, solution: int) -> Sides:
    first, second = slopes
    return _linear(first, constant), _linear(second, (first - second) * solution + constant)


def _parentheses(factor: int, inner: int, slope: int, constant: int, rest: int, solution: int) -> Sides:
    """Return factor(x + inner) + slope x + constant, and a side whose slope is less by `rest`."""
    left = _side(term(factor, _linear(1, inner)), _x(slope), term(constant))
    return left, _linear(factor + slope - rest, factor * inner + constant + rest * solution)


def _without_rest(factor: int, inner: int, slope: int, constant: int, difference: int) -> Sides:
    """Return two sides of equal slope; the right is greater by the difference."""
    left = _side(term(factor, _linear(1, inner)), _x(slope), term(constant))
    return left, _linear(factor + slope, factor * inner + constant + difference)


def _two_parentheses(factors: tuple[int, int], inner: int, other: int, constant: int) -> Sides:
    left, right = factors
    return (term(left, _linear(1, inner)),), (term(right, _linear(1, other)), term(constant))


def _fractions(fractions: tuple[Fraction, Fraction], multiple: int, constant: int) -> Sides:
    """Return two sides with fractions of the unknown; the solution is a multiple of both denominators."""
    first, second = fractions
    solution = multiple * lcm(first.denominator, second.denominator)
    right = int((first - second) * solution) + constant
    return _side(_part(first), term(constant)), _side(_part(second), term(right))


def _part(fraction: Fraction) -> Term:
    return _x(fraction.numerator, fraction.denominator)


def _nested(factor: int, group: tuple[int, int, int], slope: int, rest: int, difference: int) -> Sides:
    """Return factor(middle(x + inner) + added) + slope x, and a side whose slope is less by `rest`.

    The number on the right is greater by the difference, so that its size does not tell how many solutions
    there are.
    """
    middle, inner, added = group
    outer = _side(term(middle, _linear(1, inner)), term(added))
    right = factor * (middle * inner + added) + difference
    return _side(term(factor, outer), _x(slope)), _linear(factor * middle + slope - rest, right)


def _nested_without_rest(factor: int, group: tuple[int, int, int], slope: int, difference: int) -> Sides:
    return _nested(factor, group, slope, 0, difference)


def _quotients(parts: tuple[Fraction, ...], first: int, second: int) -> Sides:
    (left, right), (over, under) = parts[:2], (int(part) for part in parts[2:])
    return _quotient(left, over, first), _quotient(right, under, second)


def _quotient(slope: Fraction, divisor: int, constant: int) -> Side:
    """Return (slope * divisor x + constant)/divisor."""
    return (term(1, _linear(int(slope * divisor), constant), divisor),)


def _sum_of_quotients(parts: tuple[Fraction, ...], first: int, second: int, total: int) -> Sides:
    (left, right), (over, under) = parts[:2], (int(part) for part in parts[2:])
    one, another = _quotient(left, over, first)[0], _quotient(abs(right), under, second)[0]
    if right < 0:
        another = Term(-another.top, another.bottom, another.body)
    return (one, another), (term(total),)


def _mixed(fractions: tuple[Fraction, Fraction], inner: int, constant: int) -> Sides:
    first, second = fractions
    left = term(first.numerator, _linear(1, inner), first.denominator)
    return (left,), _side(_part(second), term(constant))


def _proper(top: int, bottom: int) -> list[Fraction]:
    """Return the fractions with numerators up to `top` and denominators of 2 to `bottom`, in order."""
    pairs = product(range(1, top + 1), range(2, bottom + 1))
    return sorted(Fraction(*pair) for pair in pairs if gcd(*pair) == 1)


def _slopes_of_quotients(*, signed: bool) -> Iterator[tuple[Fraction, Fraction, int, int]]:
    """Yield two slopes and their denominators as written, where the solution's denominator stays small.

    The slopes are of two sides, or of two terms that are added or, `signed`, subtracted.
    """
    for over, under, top, other in product(range(2, 10), range(2, 10), range(1, 6), range(1, 6)):
        first, second = Fraction(top, over), Fraction(other, under)
        for sign in (1, -1) if signed else (-1,):
            rest = (first + sign * second) * lcm(over, under)
            ordered = over < under or (signed and sign < 0 and over > under)
            if ordered and 1 <= abs(rest) <= 6:
                yield first, second if not signed else sign * second, over, under


def _pairs_of_slopes() -> tuple[tuple[int, int], ...]:
    slopes = sizes(1, 12)
    return tuple((first, second) for first in slopes for second in slopes if first > second)


def _added_slopes() -> tuple[tuple[int, int], ...]:
    slopes = sizes(1, 12)
    return tuple(
        (first, second) for first in slopes for second in slopes if first >= second and first + second
    )


def _factors() -> tuple[tuple[int, int], ...]:
    factors = sizes(2, 9)
    return tuple((left, right) for left in factors for right in factors if 1 <= abs(left - right) <= 6)


def _groups() -> tuple[tuple[int, int, int], ...]:
    """Return what stands inside outer parentheses: middle(x + inner) + added, with a number left."""
    triples = product(sizes(2, 5), sizes(1, 9), sizes(1, 9))
    return tuple((middle, inner, added) for middle, inner, added in triples if middle * inner + added)


def _mixed_fractions() -> tuple[tuple[Fraction, Fraction], ...]:
    pairs = product(_proper(5, 9), _proper(5, 9))
    return tuple(
        (first, second)
        for first, second in pairs
        if 1 <= abs(first - second) * lcm(first.denominator, second.denominator) <= 6
    )


def _fraction_pairs() -> tuple[tuple[Fraction, Fraction], ...]:
    fractions = _proper(5, 12)
    return tuple((first, second) for first in fractions for second in fractions if first > second)


_DIGIT, _DOZEN, _SCORE = sizes(1, 9), sizes(1, 12), sizes(1, 20)
_GROUP = (sizes(2, 9), _DIGIT, _DIGIT, between(-15, 15))
_NEST = (sizes(2, 5), _groups(), _DIGIT)

FORMS: dict[int, tuple[Form[Sides], ...]] = {
    1: (
        Form("addition", _addition, (between(1, 150), between(-100, 200))),
        Form("subtraction", _addition, (between(-150, -1), between(-100, 200))),
        Form("multiplication", _multiplication, (sizes(2, 60), between(-150, 150))),
        Form("division", _division, (sizes(2, 60), between(-150, 150))),
    ),
    2: (
        Form("two steps", _two_steps, ((*sizes(2, 20), -1), sizes(1, 60), between(-40, 40))),
        Form("fraction", _fraction, (sizes(2, 20), sizes(1, 60), between(-40, 40))),
        Form("like terms", _like_terms, (_added_slopes(), sizes(1, 40), between(-20, 20))),
        Form("both sides", _both_sides, (_pairs_of_slopes(), sizes(1, 40), between(-20, 20))),
    ),
    3: (
        Form("parentheses", _parentheses, (*_GROUP, _DIGIT, between(-12, 12))),
        Form("two parentheses", _two_parentheses, (_factors(), _DIGIT, _DIGIT, _SCORE)),
        Form("fractions", _fractions, (_fraction_pairs(), _DOZEN, between(-20, 20))),
        Form("no solution", _without_rest, (*_GROUP, sizes(1, 60))),
        Form("all numbers", _without_rest, (*_GROUP, (0,))),
    ),
    4: (
        Form("nested", _nested, (*_NEST, sizes(1, 6), between(-20, 20))),
        Form("quotients", _quotients, (tuple(_slopes_of_quotients(signed=False)), _DOZEN, _DOZEN)),
        Form(
            "sum of quotients",
            _sum_of_quotients,
            (tuple(_slopes_of_quotients(signed=True)), _DOZEN, _DOZEN, between(-12, 12)),
        ),
        Form("mixed", _mixed, (_mixed_fractions(), _DOZEN, _DOZEN)),
        Form("no solution", _nested_without_rest, (*_NEST, _SCORE)),
        Form("all numbers", _nested_without_rest, (*_NEST, (0,))),
    ),
}
BUILD = {(level, form.name): form.build for level, forms in FORMS.items() for form in forms}
