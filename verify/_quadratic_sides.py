"""Quadratic equations as the checker reads them: sides, as text and as polynomials, and factored forms."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property

from synth.verify._algebra_forms import Coefficients, coefficients, polynomial_text
from synth.verify._columns import Fault


class Sides:
    """An equation as a line states it: the texts of its sides, and the polynomials that they are."""

    def __init__(self, text: str, letter: str) -> None:
        self.text, self.letter = text, letter
        parts = text.split(" = ")
        if len(parts) != 2:
            raise Fault(f"{text!r} is not an equation")
        self.left_text, self.right_text = parts
        self.left, self.right = (coefficients(part, letter) for part in parts)
        if max(len(self.left), len(self.right)) > 3:
            raise Fault(f"{text!r} is not quadratic")

    @cached_property
    def difference(self) -> Coefficients:
        """Return the left side minus the right side."""
        return added(self.left, self.right, -1)

    def is_canonical(self, left: bool) -> bool:
        """Return True if a side is a canonical polynomial."""
        if left:
            return self.left_text == polynomial_text(self.left, self.letter)
        return self.right_text == polynomial_text(self.right, self.letter)


def added(one: Coefficients, other: Coefficients, sign: int = 1) -> Coefficients:
    """Return one polynomial plus or minus another."""
    length = max(len(one), len(other))
    long_one, long_other = (part + (Fraction(0),) * (length - len(part)) for part in (one, other))
    total = [first + sign * second for first, second in zip(long_one, long_other, strict=True)]
    while total and not total[-1]:
        total.pop()
    return tuple(total)


def scaled(one: Coefficients, by: Fraction) -> Coefficients:
    """Return a polynomial times a number other than 0."""
    return tuple(part * by for part in one)


def signed(number: Fraction | int) -> str:
    """Return a factor that is not the first: a negative number stands in parentheses."""
    return f"({number})" if number < 0 else str(number)


def factor_texts(text: str, letter: str) -> tuple[str, ...] | None:
    """Return the linear factors of a product as it is written; two that are equal for a square.

    None if it is not a product of linear factors in canonical form.
    """
    match = _PRODUCT.fullmatch(text)
    if match is None:
        return None
    found = (
        (match["base"], match["base"]) if match["base"] else (match["mono"] or match["first"], match["last"])
    )
    for factor in found:
        known = coefficients(factor, letter)
        if len(known) != 2 or polynomial_text(known, letter) != factor:
            return None
        if (factor == match["mono"]) == bool(known[0]) or any(part.denominator > 1 for part in known):
            return None
    return found


_PRODUCT = re.compile(
    r"(?:(?P<mono>-?[0-9]*[a-z])|\((?P<first>[^()]+)\))\((?P<last>[^()]+)\)|\((?P<base>[^()]+)\)\^2", re.ASCII
)
