"""An expression at given numbers, worked out round by round: what a checker expects of a check line.

A shape is what an expression is once the numbers stand in it. A number with its sign and a fraction in lowest
terms are one number, and a minus before a number is the number's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import TypeAlias

from synth.verify._algebra import Letter, Node, Number, Product, Quotient, Sum, Unreadable, read_expression

MOST_ROUNDS = 20
_ODD = re.compile(r"[0-9]\(-?[0-9/]+\)|\([0-9]+\)|-0[0-9]|= -0(?= =|$)")  # 9(-2), (5), -07, a value of -0


@dataclass(frozen=True, slots=True)
class _Times:
    factors: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class _Over:
    top: Shape
    bottom: Shape


@dataclass(frozen=True, slots=True)
class _Terms:
    signed: tuple[tuple[int, Shape], ...]


Values: TypeAlias = Mapping[str, Fraction]
Shape: TypeAlias = Fraction | _Times | _Over | _Terms


def value_of(chain: str, node: Node, at: Values) -> Fraction:
    """Return the value at the end of a chain of equal texts; the first is the expression at the numbers.

    Raises Unreadable, with the fault, if a text is not what a round makes of the one before.
    """
    texts = chain.split(" = ")
    if len(set(texts)) < len(texts) or len(texts) > MOST_ROUNDS:
        raise Unreadable("a value is worked out in too many texts, or one of them stands twice")
    if _ODD.search(chain):
        raise Unreadable("a value is written in another way than the page says")
    expected = _shape(node, at)
    for number, text in enumerate(texts):
        if number:
            expected = _round(expected)
        if _shape(read_expression(text), {}) != expected:
            raise Unreadable(f"{text!r} is not what the expression before it becomes")
    if not isinstance(expected, Fraction):
        raise Unreadable(f"{texts[-1]!r} is not a value")
    return expected


def _shape(node: Node, at: Values) -> Shape:
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Letter) and node.name in at:
        return at[node.name]
    if isinstance(node, Product):
        return _Times(tuple(_shape(factor, at) for factor in node.factors))
    if isinstance(node, Quotient):
        return _quotient(_shape(node.top, at), _shape(node.bottom, at))
    if isinstance(node, Sum):
        return _sum([(sign, _shape(part, at)) for sign, part in node.terms])
    raise Unreadable("a value has something else than numbers, sums, products and quotients")


def _quotient(top: Shape, bottom: Shape) -> Shape:
    if isinstance(top, Fraction) and isinstance(bottom, Fraction):
        whole = top.denominator == bottom.denominator == 1 and bottom > 1
        if whole and gcd(top.numerator, bottom.numerator) == 1:
            return top / bottom
        if top < 0:
            return _Terms(((-1, _Over(-top, bottom)),))
    return _Over(top, bottom)


def _sum(terms: list[tuple[int, Shape]]) -> Shape:
    """Return a sum with each minus where it belongs; a single number is no sum."""
    found: list[tuple[int, Shape]] = []
    for sign, one in terms:
        if isinstance(one, Fraction):
            found.append((1, sign * one))
        elif isinstance(one, _Terms) and len(one.signed) == 1:
            ((inner, part),) = one.signed
            found.append((sign * inner, part))
        else:
            found.append((sign, one))
    return found[0][1] if len(found) == 1 and found[0][0] == 1 else _Terms(tuple(found))


def _round(shape: Shape) -> Shape:
    """Return the shape with all done that has only numbers in it."""
    if isinstance(shape, _Terms):
        numbers = [one for _, one in shape.signed if isinstance(one, Fraction)]
        if len(numbers) == len(shape.signed):
            return sum(
                (sign * one for (sign, _), one in zip(shape.signed, numbers, strict=True)), Fraction(0)
            )
        return _sum([(sign, _round(one)) for sign, one in shape.signed])
    if isinstance(shape, _Over):
        if isinstance(shape.top, Fraction) and isinstance(shape.bottom, Fraction):
            if not shape.bottom:
                raise Unreadable("a number is divided by zero")
            return shape.top / shape.bottom
        return _quotient(_round(shape.top), _round(shape.bottom))
    if isinstance(shape, _Times):
        product = Fraction(1)
        for one in shape.factors:
            if not isinstance(one, Fraction):
                return _Times(tuple(_round(factor) for factor in shape.factors))
            product *= one
        return product
    return shape
