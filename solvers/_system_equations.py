"""Equations of a linear system: two sides of terms in several unknowns, and what is done to them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd
from typing import NamedTuple, TypeAlias

from synth.solvers import _algebra as algebra
from synth.solvers._algebra import Rational, joined

ONE = ""


class Term(NamedTuple):
    """A factor of the number 1, of an unknown, or of a side in parentheses."""

    factor: Rational
    body: str | Side


Side: TypeAlias = tuple[Term, ...]


class Equation(NamedTuple):
    """Two sides; those of standard form have the unknowns on the left and a number on the right."""

    left: Side
    right: Side

    def text(self) -> str:
        """Return the equation as text."""
        return f"{write(self.left)} = {write(self.right)}"


def write(side: Side) -> str:
    """Return a side as text.

    >>> write((Term(3, "x"), Term(-2, (Term(1, "y"), Term(-4, ONE)))))
    '3x - 2(y - 4)'
    """
    return joined(
        [algebra.term(factor, body if isinstance(body, str) else f"({write(body)})") for factor, body in side]
    )


def standard(factors: Mapping[str, Rational], number: Rational) -> Equation:
    """Return the equation in standard form; 0 stands where no unknown is left."""
    left = tuple(Term(factors[name], name) for name in sorted(factors) if factors[name])
    return Equation(left or (Term(0, ONE),), (Term(number, ONE),))


def factors(equation: Equation) -> dict[str, Rational]:
    """Return the factors of the unknowns of an equation in standard form."""
    return {body: factor for factor, body in equation.left if isinstance(body, str) and body}


def number(equation: Equation) -> Rational:
    """Return the right side of an equation in standard form."""
    return equation.right[0].factor


def combination(first: Equation, second: Equation, sign: int) -> Equation:
    """Return the sum (1) or difference (-1) of two equations in standard form."""
    sums = factors(first)
    for name, factor in factors(second).items():
        sums[name] = sums.get(name, 0) + sign * factor
    return standard(sums, number(first) + sign * number(second))


def scaled(equation: Equation, by: Rational) -> Equation:
    """Return an equation in standard form with every factor multiplied."""
    return standard(
        {name: whole(f * by) for name, f in factors(equation).items()}, whole(number(equation) * by)
    )


def common_factor(equation: Equation) -> int:
    """Return the greatest number that divides an equation in standard form with whole numbers."""
    return gcd(*(int(factor) for factor in factors(equation).values()), int(number(equation)))


def divided(equation: Equation) -> Equation:
    """Return an equation in standard form with whole numbers, divided by their common factor."""
    return scaled(equation, Fraction(1, common_factor(equation)))


def whole(value: Rational) -> Rational:
    """Return an integral value as an int."""
    return value.numerator if value.denominator == 1 else value


def put(equation: Equation, values: Mapping[str, Side]) -> Equation:
    """Return the equation with unknowns replaced in place; what becomes 0 is left out."""
    return Equation(*(_put(side, values) for side in equation))


def _put(side: Side, values: Mapping[str, Side]) -> Side:
    terms: list[Term] = []
    for one in side:
        value = values.get(one.body) if isinstance(one.body, str) else None
        if value is None:
            terms.append(one)
        elif len(value) == 1 and value[0].body == ONE:
            terms.append(Term(whole(one.factor * value[0].factor), ONE))
        elif one.factor == 1:
            terms.extend(value)
        else:
            terms.append(Term(one.factor, value))
    return tuple(one for one in terms if one.factor) or (Term(0, ONE),)


def expanded(side: Side) -> Side:
    """Return the side with its parentheses multiplied out, in place."""
    terms: list[Term] = []
    for one in side:
        if isinstance(one.body, tuple):
            terms.extend(Term(one.factor * inner.factor, inner.body) for inner in one.body)
        else:
            terms.append(one)
    return tuple(terms)


def combined(side: Side) -> Side:
    """Return the unknowns in the order of the alphabet, then the number; unchanged if no terms are alike."""
    if len({one.body for one in side}) == len(side):
        return side
    totals: dict[str, Rational] = {}
    for factor, body in side:
        assert isinstance(body, str)
        totals[body] = whole(totals.get(body, 0) + factor)
    names = [name for name in sorted(totals) if name and totals[name]]
    terms = [Term(totals[name], name) for name in names]
    if totals.get(ONE, 0) or not terms:
        terms.append(Term(totals.get(ONE, 0), ONE))
    return tuple(terms)


def evaluation(side: Side, values: Mapping[str, Rational]) -> list[str]:
    """Return the texts from a side with numbers put in to its value.

    >>> evaluation((Term(2, "x"), Term(-3, "y"), Term(1, ONE)), {"x": -1, "y": 2})
    ['2 * (-1) - 3 * 2 + 1', '-2 - 6 + 1', '-7']
    >>> evaluation((Term(-1, "x"), Term(-3, "y")), {"x": 0, "y": 0})
    ['0 - 3 * 0', '0 - 0', '0']
    >>> evaluation((Term(-3, "x"), Term(-1, "y")), {"x": 0, "y": 2})
    ['-3 * 0 - 2', '0 - 2', '-2']
    """
    first, results = "", []
    for factor, body in side:
        value = _factor(body, values)
        result = whole(factor * value)
        if body == ONE:
            sign, text = factor < 0, str(abs(factor))
        elif abs(factor) == 1:
            sign, text = factor < 0 and bool(first or value), str(value)
            if value < 0 and (first or sign):
                text = f"({text})"
        else:
            sign, text = factor < 0, algebra.product([size(factor), value])
        results.append("-0" if first and sign and not result else str(result))
        if sign:
            first += " - " if first else "-"
        elif first:
            first += " + "
        first += text
    worked = [joined(results)] if any(abs(one.factor) != 1 for one in side if one.body) else []
    texts = [first]
    for text in (*worked, str(whole(_total(side, values)))):
        if text != texts[-1]:
            texts.append(text)
    return texts


def _total(side: Side, values: Mapping[str, Rational]) -> Fraction:
    return sum((Fraction(one.factor * _factor(one.body, values)) for one in side), Fraction(0))


def _factor(body: str | Side, values: Mapping[str, Rational]) -> Rational:
    """Return the number that a body is; sides that are worked out have no parentheses."""
    assert isinstance(body, str)
    return values[body] if body else 1


def least_factors(first: Rational, second: Rational) -> tuple[int, int]:
    """Return the least natural numbers that two factors are multiplied by to become equal in size."""
    one, other = int(size(first)), int(size(second))
    shared = gcd(one, other)
    return other // shared, one // shared


def size(value: Rational) -> Rational:
    """Return a number without its sign."""
    return value if value >= 0 else -value
