"""Canonical forms of polynomials in one letter, by docs/algebra.md, to compare a row's text with.

A polynomial is its coefficients, from the constant on, without zeros at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from synth.verify._algebra import read_expression
from synth.verify._algebra_rings import ring_in

Coefficients = tuple[Fraction, ...]


@lru_cache(maxsize=4096)
def coefficients(text: str, letter: str) -> Coefficients:
    """Return the coefficients of a text that is a polynomial in one letter with rational numbers.

    Raises Unreadable, Undefined or Beyond for anything else.

    >>> coefficients("(x - 1)(x + 1)", "x")
    (Fraction(-1, 1), Fraction(0, 1), Fraction(1, 1))
    """
    found: list[Fraction] = []
    for (power,), coefficient in ring_in(letter).element(read_expression(text)).items():
        found.extend([Fraction(0)] * (power + 1 - len(found)))
        found[power] = Fraction(int(coefficient.numerator), int(coefficient.denominator))
    return tuple(found)


def polynomial_text(values: Sequence[Fraction], letter: str) -> str:
    """Return the canonical text of a polynomial.

    >>> polynomial_text([Fraction(-1, 2), Fraction(-1), Fraction(3, 4)], "x"), polynomial_text([], "x")
    ('(3/4)x^2 - x - 1/2', '0')
    """
    text = ""
    for power in range(len(values) - 1, -1, -1):
        value = values[power]
        if not value:
            continue
        sign = "-" if value < 0 else "+"
        text += f" {sign} " if text else sign.strip("+")
        text += _size(abs(value), power, letter)
    return text or "0"


def _size(value: Fraction, power: int, letter: str) -> str:
    unit = "" if not power else letter if power == 1 else f"{letter}^{power}"
    if not unit:
        return str(value)
    if value == 1:
        return unit
    return f"{value}{unit}" if value.denominator == 1 else f"({value}){unit}"
