"""The forms that systems of linear equations come in, each with the space of its numbers.

Unknowns are numbered from 0, and get their letters later, in any order; the order of the equations is free as
well. So no two choices of a form's numbers are the same system up to the order of unknowns and of equations.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations, product
from math import gcd
from typing import Any, NamedTuple, TypeAlias

from synth.solvers._form import Form, between, sizes

Pair: TypeAlias = tuple[int, int]
Triple: TypeAlias = tuple[int, int, int]
Row: TypeAlias = tuple[tuple[int, ...], int]
"""The factors of the unknowns, and the number on the right."""


class Given(NamedTuple):
    """A system in standard form; with a slope, the first equation says what the unknown 1 is by 0."""

    rows: tuple[Row, ...]
    slope: int | None = None


def _value(first: int, factors: tuple[int, int], second: int) -> Given:
    """Return x = first, and an equation in both unknowns."""
    return Given((((1, 0), first), (factors, factors[0] * first + factors[1] * second)))


def _substitution(numbers: tuple[int, int, int], constant: int, solution: int) -> Given:
    """Return y = slope x + constant, and an equation in both."""
    slope, first, second = numbers
    other = slope * solution + constant
    return Given((((-slope, 1), constant), ((first, second), first * solution + second * other)), slope)


def _elimination(matrix: tuple[int, int, int, int], first: int, second: int) -> Given:
    a, b, c, d = matrix
    return Given((((a, b), a * first + b * second), ((c, d), c * first + d * second)))


def _crossing(numbers: tuple[int, Pair, int, Pair], first: int, second: int) -> Given:
    """Return multiples of two left sides that have no common factor; they meet in one point."""
    one, (a, b), other, (c, d) = numbers
    return Given(
        (
            ((one * a, one * b), one * (a * first + b * second)),
            ((other * c, other * d), other * (c * first + d * second)),
        )
    )


def _fractions(numbers: tuple[int, Pair, int, Pair], first: int, second: int) -> Given:
    """Return a system whose solution is not integral: one beside an integral solution's."""
    rows = _crossing(numbers, first, second).rows
    factors, right = rows[0]
    return Given(((factors, right + numbers[0]), rows[1]))


def _parallel(line: tuple[int, Pair, int], places: tuple[int, int]) -> Given:
    """Return two multiples of one left side; the places are those of the right sides among its values."""
    one, pair, other = line
    values = _values(pair)
    first, second = (values[place] for place in places)
    return Given(
        (
            (tuple(one * factor for factor in pair), one * first),
            (tuple(other * factor for factor in pair), other * second),
        )
    )


@cache
def _values(pair: Pair) -> tuple[int, ...]:
    """Return different values of a left side, spread as those at all the integral solutions of the level.

    They are every so-manieth of all values in their order, so that right sides of parallel lines are no
    larger and no smaller than those of lines that meet.
    """
    every = sorted(pair[0] * first + pair[1] * second for first, second in product(_NEAR, repeat=2))
    return tuple(every[_STEP // 2 :: _STEP])


def _three(plane: tuple[Triple, Triple], third: Triple, signs: Triple, values: tuple[int, ...]) -> Given:
    """Return three equations of which two columns lie in a plane, and the third column does not."""
    return _written((*plane, third), signs, values)


def _dependent(columns: tuple[Triple, ...], signs: Triple, point: tuple[int, int], beside: int) -> Given:
    """Return three equations whose columns lie in a plane; the first right side is off by `beside`."""
    given = _written(columns, signs, (*point, 0))
    (factors, right), *others = given.rows
    return Given(((factors, right + beside), *others))


def _written(columns: tuple[Triple, ...], signs: Triple, values: tuple[int, ...]) -> Given:
    """Return the equations of the columns, each equation times its sign, that the values solve."""
    rows = []
    for row, sign in zip(zip(*columns, strict=True), signs, strict=True):
        right = sum(factor * value for factor, value in zip(row, values, strict=True))
        rows.append((tuple(sign * factor for factor in row), sign * right))
    return Given(tuple(rows))


def _factor_triples() -> tuple[tuple[int, int, int], ...]:
    triples = product(sizes(2, 6), sizes(1, 5), sizes(1, 5))
    return tuple((slope, a, b) for slope, a, b in triples if a + b * slope)


@cache
def _matrices(most: int) -> tuple[tuple[int, int, int, int], ...]:
    """Return the regular 2 by 2 matrices that are first among those with rows or columns swapped.

    Those that come back to themselves when both are swapped are left out.
    """
    found = []
    for a, b, c, d in product(sizes(1, most), repeat=4):
        swapped = ((c, d, a, b), (b, a, d, c), (d, c, b, a))
        if a * d != b * c and (a, b, c, d) < min(swapped):
            found.append((a, b, c, d))
    return tuple(found)


def _simple(matrix: tuple[int, int, int, int]) -> bool:
    """Return True if an unknown has equal or opposite factors."""
    a, b, c, d = matrix
    return abs(a) == abs(c) or abs(b) == abs(d)


def _pairs() -> tuple[Pair, ...]:
    """Return factors of two unknowns without a common factor, the first positive and the smaller."""
    return tuple(
        (first, second)
        for first, second in product(between(1, 4), sizes(2, 5))
        if first < abs(second) and gcd(first, second) == 1 and (first, abs(second)) != (1, 2)
    )


_MULTIPLES = tuple((one, other) for one, other in product(sizes(1, 5), repeat=2) if abs(one) < abs(other))


def _lines() -> tuple[tuple[int, Pair, int], ...]:
    """Return a left side, and what it is multiplied by in two equations."""
    return tuple((one, pair, other) for pair in _pairs() for one, other in _MULTIPLES)


@cache
def _crossings(*, small: bool) -> tuple[tuple[int, Pair, int, Pair], ...]:
    """Return multiples of two left sides of lines that meet, where no unknown has factors of equal size.

    Those of parallel lines are such multiples too, so that no equation alone tells whether the lines meet.
    """
    seconds = [pair for one in _pairs() for pair in (one, one[::-1])]
    found = []
    for (a, b), (c, d), (one, other) in product(_pairs(), seconds, _MULTIPLES):
        distance = abs(a * d - b * c)
        equal = abs(one * a) == abs(other * c) or abs(one * b) == abs(other * d)
        if not equal and (2 <= distance <= 6 if small else distance):
            found.append((one, (a, b), other, (c, d)))
    return tuple(found)


def _plane() -> tuple[Triple, ...]:
    """Return columns in which the first factor and twice the second come to three times the third.

    The weights 1, 2 and 3 say which equation is which; an average of two is no larger than they are.
    """
    return tuple(
        (first, second, (first + 2 * second) // 3)
        for first, second in product(sizes(1, _TALLEST), repeat=2)
        if first != second and (first - second) % 3 == 0 and first + 2 * second
    )


@cache
def _in_plane(count: int) -> tuple[tuple[Triple, ...], ...]:
    """Return so many columns of the plane, in order, where neither columns nor equations are multiples."""
    return tuple(
        columns
        for columns in combinations(_plane(), count)
        if all(map(_apart, combinations(columns, 2)))
        and (count == 2 or all(map(_apart, combinations(tuple(zip(*columns, strict=True)), 2))))
    )


def _apart(pair: tuple[tuple[int, ...], ...]) -> bool:
    """Return True unless one is a multiple of the other."""
    one, other = pair
    return any(one[i] * other[j] != one[j] * other[i] for i, j in combinations(range(len(one)), 2))


def _beside_plane() -> tuple[Triple, ...]:
    """Return columns outside of the plane with the numbers of its own, in any order and with any signs."""
    found = {
        (signs[0] * a, signs[1] * b, signs[2] * c)
        for column in _plane()
        for a, b, c in permutations(column)
        for signs in _SIGNS
    }
    return tuple(sorted(column for column in found if column[0] + 2 * column[1] != 3 * column[2]))


_FACTORS = tuple(product(sizes(1, 9), sizes(1, 9)))
_NEAR = between(-10, 10)
_STEP = 7
"""No value of a left side of level 3 comes more often than this."""
_TALLEST = 5
_SIGNS = tuple(product((1, -1), (1, -1), (1,)))
"""Of the first two equations; the signs of all three say nothing more, as those of a plane's columns vary."""
_ROOTS = between(-12, 12)


@cache
def forms(level: int) -> tuple[Form[Given], ...]:
    """Return the forms of a level."""
    if level == 1:
        return (Form("one value given", _value, (between(-20, 20), _FACTORS, between(-20, 20))),)
    if level == 2:
        simple = tuple(matrix for matrix in _matrices(7) if _simple(matrix))
        return (
            Form("substitution", _substitution, (_factor_triples(), sizes(1, 12), between(-15, 15))),
            Form("sum or difference", _elimination, (simple, _ROOTS, _ROOTS)),
        )
    if level == 3:
        places = range(len(_values(_pairs()[0])))
        different = tuple((one, other) for one in places for other in places if 0 < abs(one - other) <= 10)
        return (
            Form("elimination", _crossing, (_crossings(small=False), _NEAR, _NEAR)),
            Form("fractions", _fractions, (_crossings(small=True), _NEAR, _NEAR)),
            Form("no solution", _parallel, (_lines(), different)),
            Form("infinitely many solutions", _parallel, (_lines(), tuple((one, one) for one in places))),
        )
    pairs = tuple(pair[::turn] for pair in _in_plane(2) for turn in (1, -1))
    values = tuple(combinations(between(-9, 9), 3))
    points = tuple(product(between(-12, 12), repeat=2))
    dependent = (_in_plane(3), _SIGNS, points)
    return (
        Form("three unknowns", _three, (pairs, _beside_plane(), _SIGNS, values)),
        Form("no solution", _dependent, (*dependent, sizes(1, 9))),
        Form("infinitely many solutions", _dependent, (*dependent, (0,))),
    )


def build(level: int, name: str, *numbers: Any) -> Given:
    """Return the system of an element."""
    return next(form for form in forms(level) if form.name == name).build(*numbers)
