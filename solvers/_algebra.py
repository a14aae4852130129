"""Algebra written as text: numbers, terms, sums, products and quotients, by docs/algebra.md.

A text returned here is an expression of that page. Exact rational numbers come in, as `int` or `Fraction`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

Rational = int | Fraction


def number(value: Rational) -> str:
    """Return a number in lowest terms.

    >>> number(-3), number(Fraction(-6, 8))
    ('-3', '-3/4')
    """
    return str(value)


def term(coefficient: Rational, unit: str) -> str:
    """Return a coefficient times a unit: a letter, a power, something in parentheses, or "" for the number 1.

    >>> term(1, "x"), term(-1, "x^2"), term(3, "(x - 1)"), term(Fraction(-1, 2), "x"), term(5, "")
    ('x', '-x^2', '3(x - 1)', '-(1/2)x', '5')
    """
    if not unit:
        return str(coefficient)
    if coefficient == 1:
        return unit
    if coefficient == -1:
        return f"-{unit}"
    text = str(coefficient)
    if "/" not in text:
        return text + unit
    return f"-({text[1:]}){unit}" if text[0] == "-" else f"({text}){unit}"


def joined(terms: Iterable[str]) -> str:
    """Return the sum of some terms, a minus in front of one becoming the sign between two; "0" for none.

    >>> joined(["3x", "-4", "2(x - 1)"])
    '3x - 4 + 2(x - 1)'
    """
    text = ""
    for one in terms:
        if not text:
            text = one
        elif one[0] == "-":
            text += f" - {one[1:]}"
        else:
            text += f" + {one}"
    return text or "0"


def total(parts: Iterable[tuple[Rational, str]]) -> str:
    """Return the sum of coefficients times units, without those that are zero.

    >>> total([(1, "x^2"), (-5, "x"), (0, "y"), (6, "")])
    'x^2 - 5x + 6'
    """
    return joined(term(coefficient, unit) for coefficient, unit in parts if coefficient)


def polynomial(coefficients: Sequence[Rational], letter: str = "x") -> str:
    """Return a polynomial in canonical form; the coefficients come with the highest power first.

    >>> polynomial([1, -5, 6]), polynomial([-1, Fraction(1, 2)]), polynomial([0])
    ('x^2 - 5x + 6', '-x + 1/2', '0')
    """
    degree = len(coefficients) - 1
    return total((value, power(letter, degree - place)) for place, value in enumerate(coefficients))


def power(base: str, exponent: int) -> str:
    """Return a power of a letter or of something in parentheses; "" for exponent 0.

    >>> power("x", 2), power("(x - 1)", 1), power("x", 0)
    ('x^2', '(x - 1)', '')
    """
    if exponent < 2:
        return base * exponent
    return f"{base}^{exponent}"


def product(factors: Iterable[Rational]) -> str:
    """Return numbers joined by " * ", all but the first in parentheses where they are negative or fractions.

    >>> product([2, -3]), product([Fraction(-1, 2), 4]), product([2, Fraction(3, 4)])
    ('2 * (-3)', '-(1/2) * 4', '2 * (3/4)')
    """
    texts = [str(value) for value in factors]
    first, rest = texts[0], [f"({text})" if text[0] == "-" or "/" in text else text for text in texts[1:]]
    if rest and "/" in first:
        first = f"-({first[1:]})" if first[0] == "-" else f"({first})"
    return " * ".join([first, *rest])
