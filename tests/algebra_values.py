"""School algebra at numbers, for tests: a small reader that shares nothing with solvers or checkers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction


def value(text: str, at: Mapping[str, Fraction]) -> Fraction:
    """Return the value of an expression; a factor at the side of another is multiplied, before any bar.

    >>> value("2(x - 1)/3 + 4", {"x": Fraction(5, 2)})
    Fraction(5, 1)
    """
    tokens = re.findall(r"[0-9]+|[a-z]|[-+*/()]", text)
    found = _sum(tokens, at)
    assert not tokens, text
    return found


def _sum(tokens: list[str], at: Mapping[str, Fraction]) -> Fraction:
    total = Fraction(0)
    sign = -1 if tokens[0] == "-" else 1
    if sign < 0:
        tokens.pop(0)
    while True:
        total += sign * _product(tokens, at)
        if not tokens or tokens[0] not in "+-":
            return total
        sign = -1 if tokens.pop(0) == "-" else 1


def _product(tokens: list[str], at: Mapping[str, Fraction]) -> Fraction:
    product = _factor(tokens, at)
    while tokens and tokens[0] not in "+-)":
        if tokens[0] == "/":
            tokens.pop(0)
            product /= _factor(tokens, at)
        else:
            if tokens[0] == "*":
                tokens.pop(0)
            product *= _factor(tokens, at)
    return product


def _factor(tokens: list[str], at: Mapping[str, Fraction]) -> Fraction:
    token = tokens.pop(0)
    if token == "(":
        found = _sum(tokens, at)
        assert tokens.pop(0) == ")"
        return found
    return at[token] if token.isalpha() else Fraction(token)
