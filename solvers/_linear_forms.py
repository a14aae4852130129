"""The forms that linear equations and inequalities come in, each with the space of its numbers.

A form is a function from whole numbers to two sides. Its numbers are chosen so that different numbers are
different problems, also when the order of sides and of terms does not count, and so that the solution is
what the level says.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
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


def _parentheses(factor: int, inner: int, slope: int, rest: int, middle: int, solution: int) -> Sides:
    """Return factor(x + inner) + slope x + a number, and a side whose slope is less by `rest`.

    What the numbers differ by is shared out between them, so that neither is the larger for it.
    """
    return _grouped(factor, inner, slope, rest, middle, rest * solution)


def _parentheses_without_rest(factor: int, inner: int, slope: int, middle: int, difference: int) -> Sides:
    """Return two sides of equal slope; the right is greater by the difference."""
    return _grouped(factor, inner, slope, 0, middle, difference)


def _grouped(factor: int, inner: int, slope: int, rest: int, middle: int, difference: int) -> Sides:
    constant = middle - difference // 2
    left = _side(term(factor, _linear(1, inner)), _x(slope), term(constant))
    return left, _linear(factor + slope - rest, factor * inner + constant + difference)


def _two_parentheses(numbers: tuple[int, int, int], inner: int, other: int, difference: int) -> Sides:
    """Return left(x + inner) + slope x, and right(x + other) with what makes it greater by the difference."""
    left, right, slope = numbers
    constant = left * inner - right * other + difference
    return (
        (term(left, _linear(1, inner)), _x(slope)),
        _side(term(right, _linear(1, other)), term(constant)),
    )


def _fractions(slopes: tuple[Fraction, Fraction, Fraction], constants: tuple[int, int], times: int) -> Sides:
    """Return two fractions of the unknown and two numbers, and a third fraction and a number.

    The solution is the opposite of `times` the third fraction's denominator.
    """
    first, second, third = slopes
    rest = int((third - first - second) * third.denominator)
    return _fractions_without_rest(slopes, constants, rest * times)


def _fractions_without_rest(
    slopes: tuple[Fraction, Fraction, Fraction], constants: tuple[int, int], difference: int
) -> Sides:
    first, second, third = slopes
    left = (_part(first), term(constants[0]), _part(second), term(constants[1]))
    return left, _side(_part(third), term(sum(constants) + difference))


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


def _quotients(numbers: tuple[int, int, int, int, int, int, int], difference: int) -> Sides:
    """Return (top x + constant)/bottom, and another quotient and a number.

    The number over the second bar is greater by the difference than what makes the sides equal at 0, and 13
    stands in for the difference that would leave none there.
    """
    top, bottom, constant, other, under, times, added = numbers
    even = times * (constant - under * added)
    right = even + difference or even + (13 if difference > 0 else -13)
    return _quotient(top, constant, bottom), (
        *_quotient(times * other, right, times * under),
        term(added),
    )


def _quotient(slope: int, constant: int, divisor: int) -> Side:
    """Return (slope x + constant)/divisor; without a constant a fraction of the unknown."""
    if not constant:
        return (_x(slope, divisor),)
    return (term(1, _linear(slope, constant), divisor),)


def _sum_of_quotients(
    parts: tuple[Fraction, Fraction, int, int, int, int], first: int, second: int, difference: int
) -> Sides:
    """Return two quotients, the second added or taken away, and one over the least common denominator."""
    left, right, over, under, sign, rest = parts
    bottom = lcm(over, under)
    one, another = _quotient(int(left * over), first, over), _quotient(int(right * under), second, under)
    slope = int((left + sign * right) * bottom) - rest
    constant = bottom // over * first + sign * (bottom // under) * second + difference
    taken = tuple(Term(sign * part.top, part.bottom, part.body) for part in another)
    return (*one, *taken), _quotient(slope, constant, bottom)


def _mixed(numbers: tuple[int, int, int, int], inner: int, constant: int, difference: int) -> Sides:
    """Return top(x + a multiple of bottom)/bottom + slope x + constant, and a fraction of x with a number."""
    top, bottom, slope, other = numbers
    left = (term(top, _linear(1, bottom * inner), bottom), _x(slope), term(constant))
    return left, _side(_x(other, bottom), term(top * inner + constant + difference))


def _proper(top: int, bottom: int) -> list[Fraction]:
    """Return the fractions with numerators up to `top` and denominators of 2 to `bottom`, in order."""
    pairs = product(range(1, top + 1), range(2, bottom + 1))
    return sorted(Fraction(*pair) for pair in pairs if gcd(*pair) == 1)


def _slopes_of_fractions(*, rest: bool) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Yield two slopes, and a third with their least common denominator: their sum, or one near it."""
    for first, second in product(_proper(5, 6), repeat=2):
        for sign in (1, -1):
            whole = first + sign * second
            bottom = lcm(first.denominator, second.denominator)
            if first.denominator < second.denominator and whole.denominator == bottom <= 12:
                tops = [whole.numerator + step for step in (*_TRIPLE, 5, -5)] if rest else [whole.numerator]
                for top in tops:
                    if top and gcd(top, bottom) == 1:
                        yield first, sign * second, Fraction(top, bottom)


def _numbers_of_quotients(*, rest: bool) -> Iterator[tuple[int, int, int, int, int, int, int]]:
    """Yield the numbers of a quotient, and of another beside a number, whose slope is unequal with a rest.

    The second is expanded by 2 or 3, so that equal slopes do not look it.
    """
    fractions = [(top, bottom) for bottom in range(2, 7) for top in range(1, 6) if gcd(top, bottom) == 1]
    for (top, bottom), (other, under), times in product(fractions, fractions, (2, 3)):
        distance = times * abs(top * under - other * bottom)
        if times * under <= 12 and (1 <= distance <= 6 if rest else not distance):
            for constant, added in product(sizes(1, 9), sizes(1, 5)):
                if constant != under * added:
                    yield top, bottom, constant, other, under, times, added


def _slopes_of_sums(rests: tuple[int, ...]) -> Iterator[tuple[Fraction, Fraction, int, int, int, int]]:
    """Yield two slopes, their denominators as written, the sign between them, and what is left of them."""
    bottoms = product(range(2, 7), repeat=2)
    for (over, under), top, other, sign, rest in product(bottoms, range(1, 5), range(1, 5), (1, -1), rests):
        left, right = Fraction(top, over), Fraction(other, under)
        bottom = lcm(over, under)
        ordered = over < under or (sign < 0 and over > under)
        whole = (left + sign * right) * bottom
        if ordered and bottom <= 12 and gcd(top, over) == gcd(other, under) == 1 and whole and whole != rest:
            yield left, right, over, under, sign, rest


def _slopes_of_mixed(rests: tuple[int, ...]) -> Iterator[tuple[int, int, int, int]]:
    """Yield a fraction's numbers, a slope, and the top of their sum over the same bottom, but for a rest."""
    for top, bottom, slope, rest in product(range(1, 6), range(2, 7), sizes(1, 4), rests):
        other = top + slope * bottom - rest
        if other and gcd(top, bottom) == gcd(other, bottom) == 1:
            yield top, bottom, slope, other


def _pairs_of_slopes() -> tuple[tuple[int, int], ...]:
    slopes = sizes(1, 12)
    return tuple((first, second) for first in slopes for second in slopes if first > second)


def _added_slopes() -> tuple[tuple[int, int], ...]:
    slopes = sizes(1, 12)
    return tuple(
        (first, second) for first in slopes for second in slopes if first >= second and first + second
    )


def _factors(rests: tuple[int, ...]) -> tuple[tuple[int, int, int], ...]:
    """Return factors of two parentheses, and a slope that makes the left greater by a rest."""
    triples = (
        (left, right, right - left + rest) for left, right in product(sizes(2, 6), repeat=2) for rest in rests
    )
    return tuple(triple for triple in triples if 1 <= abs(triple[2]) <= 9)


def _groups() -> tuple[tuple[int, int, int], ...]:
    """Return what stands inside outer parentheses: middle(x + inner) + added, with a number left."""
    triples = product(sizes(2, 5), sizes(1, 9), sizes(1, 9))
    return tuple((middle, inner, added) for middle, inner, added in triples if middle * inner + added)


_DIGIT, _DOZEN, _SCORE, _TRIPLE = sizes(1, 9), sizes(1, 12), sizes(1, 20), sizes(1, 3)
_GROUP = (sizes(2, 9), _DIGIT, _DIGIT)
_NEST = (sizes(2, 5), _groups(), _DIGIT)
_CONSTANTS = tuple((first, second) for first in _DOZEN for second in _DOZEN if first < second)


@cache
def without_rest(level: int) -> tuple[tuple[Form[Sides], int], ...]:
    """Return the forms of a level with equal slopes on both sides, and how much their numbers may differ by.

    The last of a form's numbers, without values here, is that difference; 0 makes the sides equal.
    """
    if level == 3:
        return (
            (Form("parentheses", _parentheses_without_rest, (*_GROUP, between(-22, 22))), 30),
            (Form("two parentheses", _two_parentheses, (_factors((0,)), _DIGIT, _DIGIT)), 15),
            (
                Form(
                    "fractions",
                    _fractions_without_rest,
                    (tuple(_slopes_of_fractions(rest=False)), _CONSTANTS),
                ),
                10,
            ),
        )
    return (
        (Form("nested", _nested_without_rest, _NEST), 20),
        (Form("quotients", _quotients, (tuple(_numbers_of_quotients(rest=False)),)), 12),
        (Form("sum of quotients", _sum_of_quotients, (tuple(_slopes_of_sums((0,))), _DIGIT, _DIGIT)), 9),
        (Form("mixed", _mixed, (tuple(_slopes_of_mixed((0,))), _TRIPLE, _DOZEN)), 8),
    )


def _ended(level: int) -> dict[str, tuple[Form[Sides], ...]]:
    """Return the strata of a level without just one solution."""

    def ended(name: str, *, least: int) -> tuple[Form[Sides], ...]:
        return tuple(
            Form(f"{name}, {form.name}", form.build, (*form.values, sizes(least, most * least)))
            for form, most in without_rest(level)
        )

    return {"no solution": ended("no solution", least=1), "all numbers": ended("all numbers", least=0)}


def _alone(*forms: Form[Sides]) -> dict[str, tuple[Form[Sides], ...]]:
    """Return strata of one form each."""
    return {form.name: (form,) for form in forms}


FORMS: dict[int, dict[str, tuple[Form[Sides], ...]]] = {
    1: _alone(
        Form("addition", _addition, (between(1, 150), between(-100, 200))),
        Form("subtraction", _addition, (between(-150, -1), between(-100, 200))),
        Form("multiplication", _multiplication, (sizes(2, 60), between(-150, 150))),
        Form("division", _division, (sizes(2, 60), between(-150, 150))),
    ),
    2: _alone(
        Form("two steps", _two_steps, ((*sizes(2, 20), -1), sizes(1, 60), between(-40, 40))),
        Form("fraction", _fraction, (sizes(2, 20), sizes(1, 60), between(-40, 40))),
        Form("like terms", _like_terms, (_added_slopes(), sizes(1, 40), between(-20, 20))),
        Form("both sides", _both_sides, (_pairs_of_slopes(), sizes(1, 40), between(-20, 20))),
    ),
    3: _alone(
        Form("parentheses", _parentheses, (*_GROUP, sizes(1, 5), between(-20, 20), between(-10, 10))),
        Form("two parentheses", _two_parentheses, (_factors(sizes(1, 5)), _DIGIT, _DIGIT, between(-15, 15))),
        Form("fractions", _fractions, (tuple(_slopes_of_fractions(rest=True)), _CONSTANTS, between(-3, 3))),
    )
    | _ended(3),
    4: _alone(
        Form("nested", _nested, (*_NEST, sizes(1, 6), between(-20, 20))),
        Form("quotients", _quotients, (tuple(_numbers_of_quotients(rest=True)), between(-12, 12))),
        Form(
            "sum of quotients",
            _sum_of_quotients,
            (tuple(_slopes_of_sums(_TRIPLE)), _DIGIT, _DIGIT, between(-9, 9)),
        ),
        Form("mixed", _mixed, (tuple(_slopes_of_mixed(sizes(1, 6))), _TRIPLE, _DOZEN, between(-8, 8))),
    )
    | _ended(4),
}
BUILD = {
    (level, form.name): form.build
    for level, strata in FORMS.items()
    for forms in strata.values()
    for form in forms
}
