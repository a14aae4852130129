"""The forms that systems of linear equations come in, each with the space of its numbers.

Unknowns are numbered from 0, and get their letters later, in any order; the order of the equations is free as
well. So no two choices of a form's numbers are the same system up to the order of unknowns and of equations.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from math import gcd
from typing import Any, NamedTuple

from synth.solvers._form import Form, between, sizes

Row = tuple[tuple[int, ...], int]
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


def _fractions(matrix: tuple[int, int, int, int], first: int, second: int) -> Given:
    """Return a system whose solution is not integral: one beside an integral solution's."""
    a, b, c, d = matrix
    determinant = a * d - b * c
    up, down = (0, 1) if d % determinant == 0 == c % determinant else (1, 0)
    return Given((((a, b), a * first + b * second + up), ((c, d), c * first + d * second + down)))


def _parallel(lines: tuple[int, int, int, int], constant: int, difference: int) -> Given:
    """Return two multiples of one left side; the second right side is off by the difference."""
    first, second, one, other = lines
    return Given(
        (
            ((one * first, one * second), one * constant),
            ((other * first, other * second), other * constant + difference),
        )
    )


def _three(columns: tuple[int, ...], last: tuple[int, int], skipping: int, values: tuple[int, ...]) -> Given:
    """Return three equations; the last factor is the one that `skipping` numbers, past the singular one."""
    a, b, c, d, e, f = columns
    g, h = last
    minors = (b * f - c * e, c * d - a * f, a * e - b * d)
    singular, rest = divmod(-(g * minors[0] + h * minors[1]), minors[2])
    k = skipping
    if not rest and singular == k:
        k = _SPARE
    return Given(
        tuple(
            (row, sum(factor * value for factor, value in zip(row, values, strict=True)))
            for row in ((a, d, g), (b, e, h), (c, f, k))
        )
    )


def _dependent(
    columns: tuple[tuple[int, int], ...], times: int, first: int, second: int, difference: int
) -> Given:
    """Return three equations, the third the first plus a multiple of the second, but for the difference."""
    one, two = zip(*columns, strict=True)
    third = tuple(a + times * b for a, b in columns)
    return Given(((one, first), (two, second), (third, first + times * second + difference)))


_SPARE = 5
"""A factor that stands in for the one that would leave no single solution."""


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


def _lines() -> Iterator[tuple[int, int, int, int]]:
    """Yield a left side without common factor, and two multiples of it; no two are the same up to order."""
    for first, second in product(between(1, 7), sizes(2, 7)):
        if first < abs(second) and gcd(first, second) == 1:
            for one, other in combinations(sizes(1, 5), 2):
                if max(abs(one), abs(other)) * abs(second) <= 24:
                    yield first, second, one, other


def _columns() -> Iterator[tuple[int, ...]]:
    """Yield two columns of a 3 by 3 matrix: the first ascending, and the upper 2 by 2 part regular."""
    for first in combinations(sizes(1, 4), 3):
        for second in product(sizes(1, 4), repeat=3):
            if first[0] * second[1] != first[1] * second[0]:
                yield (*first, *second)


def _dependent_columns(times: int) -> Iterator[tuple[tuple[int, int], ...]]:
    pairs = [(a, b) for a, b in product(sizes(1, 3), repeat=2) if a + times * b]
    for first, second, third in combinations(pairs, 3):
        (a, b), (c, d), (e, f) = first, second, third
        if a * d != b * c or a * f != b * e:
            yield first, second, third


_FACTORS = tuple(product(sizes(1, 9), sizes(1, 9)))
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
        hard = tuple(matrix for matrix in _matrices(7) if not _simple(matrix))
        small = tuple(m for m in hard if 2 <= abs(m[0] * m[3] - m[1] * m[2]) <= 6)
        lines = tuple(_lines())
        return (
            Form("elimination", _elimination, (hard, _ROOTS, _ROOTS)),
            Form("fractions", _fractions, (small, _ROOTS, _ROOTS)),
            Form("no solution", _parallel, (lines, between(-60, 60), sizes(1, 20))),
            Form("infinitely many solutions", _parallel, (lines, between(-60, 60), (0,))),
        )
    values = tuple(combinations(between(-9, 9), 3))
    dependent = tuple(_dependent_columns(2))
    constants = (between(-20, 20), between(-20, 20))
    return (
        Form("three unknowns", _three, (tuple(_columns()), _PAIRS, sizes(1, 4), values)),
        Form("no solution", _dependent, (dependent, (2,), *constants, sizes(1, 9))),
        Form("infinitely many solutions", _dependent, (dependent, (2,), *constants, (0,))),
    )


_PAIRS = tuple(product(sizes(1, 4), repeat=2))


def build(level: int, name: str, *numbers: Any) -> Given:
    """Return the system of an element."""
    return next(form for form in forms(level) if form.name == name).build(*numbers)
