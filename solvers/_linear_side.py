"""Linear expressions in one unknown as they stand on a page: terms, parentheses, fraction bars, in order.

A `Term` is a fraction times a body: the number 1, the unknown, or a side in parentheses. Shared by the
families `linear` and `inequality`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple, TypeAlias

from synth.solvers._algebra import Rational, joined

ONE = ""
UNKNOWN = "x"


class Term(NamedTuple):
    """`top` over `bottom`, in lowest terms with a positive bottom, times the body."""

    top: int
    bottom: int
    body: str | Side


Side: TypeAlias = tuple[Term, ...]


def term(top: int, body: str | Side = ONE, bottom: int = 1) -> Term:
    """Return a term in lowest terms."""
    shared = gcd(top, bottom)
    return Term(top // shared, bottom // shared, body)


def write(side: Side, letter: str) -> str:
    """Return a side as text.

    >>> write((term(2, (term(1, UNKNOWN), term(-1))), term(-3, UNKNOWN, 4), term(5)), "y")
    '2(y - 1) - 3y/4 + 5'
    """
    return joined([_write(one, letter) for one in side])


def _write(one: Term, letter: str) -> str:
    top, bottom, body = one
    if body == ONE:
        return str(top) if bottom == 1 else f"{top}/{bottom}"
    base = letter if body == UNKNOWN else f"({write(body, letter)})"  # type: ignore[arg-type]
    text = f"{top}{base}" if abs(top) != 1 else base if top == 1 else f"-{base}"
    return text if bottom == 1 else f"{text}/{bottom}"


def value(side: Side) -> tuple[Fraction, Fraction]:
    """Return the coefficient of the unknown and the constant.

    >>> value((term(2, (term(1, UNKNOWN), term(-1))), term(1, UNKNOWN, 2)))
    (Fraction(5, 2), Fraction(-2, 1))
    """
    slope = constant = Fraction(0)
    for top, bottom, body in side:
        if body == ONE:
            constant += Fraction(top, bottom)
        elif body == UNKNOWN:
            slope += Fraction(top, bottom)
        else:
            inner = value(body)  # type: ignore[arg-type]
            slope += Fraction(top, bottom) * inner[0]
            constant += Fraction(top, bottom) * inner[1]
    return slope, constant


def plain(slope: Rational, constant: Rational) -> Side:
    """Return the side with at most one term of each kind, the unknown first; 0 if there is none."""
    side = []
    if slope:
        side.append(Term(slope.numerator, slope.denominator, UNKNOWN))
    if constant or not slope:
        side.append(Term(constant.numerator, constant.denominator, ONE))
    return tuple(side)


def denominator(side: Side) -> int:
    """Return the least common multiple of the denominators under unknowns and parentheses."""
    return lcm(*(bottom for _, bottom, body in side if body != ONE), 1)


def bars(side: Side) -> int:
    """Return the number of terms with the unknown that have a denominator."""
    return sum(bottom > 1 for _, bottom, body in side if body != ONE)


def scaled(side: Side, factor: Rational) -> Side:
    """Return each term times a number; parentheses that are left without a factor are opened."""
    terms: list[Term] = []
    for one in side:
        changed = term(one.top * factor.numerator, one.body, one.bottom * factor.denominator)
        if changed.top == changed.bottom == 1 and isinstance(changed.body, tuple):
            terms += changed.body
        else:
            terms.append(changed)
    return tuple(terms)


def nested(side: Side) -> bool:
    """Return True if parentheses stand inside parentheses."""
    return any(isinstance(body, tuple) and grouped(body) for _, _, body in side)


def grouped(side: Side) -> bool:
    """Return True if there are parentheses."""
    return any(isinstance(body, tuple) for _, _, body in side)


def expanded(side: Side) -> Side:
    """Return the side with its parentheses multiplied out, term by term and in order, one layer."""
    terms: list[Term] = []
    for one in side:
        if isinstance(one.body, tuple):
            terms += scaled(one.body, Fraction(one.top, one.bottom))
        else:
            terms.append(one)
    return tuple(terms)


def inside(side: Side, change: Callable[[Side], Side]) -> Side:
    """Return the side with the contents of its parentheses changed."""
    return tuple(
        Term(one.top, one.bottom, change(one.body)) if isinstance(one.body, tuple) else one for one in side
    )


def combined(side: Side) -> Side:
    """Return the side with like terms added up, the unknown first; unchanged if no two terms are alike."""
    if len({one.body for one in side}) == len(side):
        return side
    return plain(*value(side))
