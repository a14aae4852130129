"""Linear expressions in one unknown, term by term: what a checker compares when a step says how terms change.

A piece is an exact factor and what it is a factor of: the number 1, the unknown, or a side in parentheses.
Shared by the checkers of `linear` and `inequality`.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import NamedTuple, TypeAlias

from synth.verify._algebra import Letter, Node, Number, Product, Quotient, Sum

MOST_PIECES = 30


class Misread(ValueError):
    """Raised for an expression that is not of the family; the message is a fault."""


Rational: TypeAlias = int | Fraction
"""A whole number may be an int, which is faster; the two kinds are equal where their values are."""


class Piece(NamedTuple):
    """A factor of the number 1 (None), of the unknown (its letter), or of a side."""

    factor: Rational
    of: str | Side | None


Side: TypeAlias = tuple[Piece, ...]


def side_of(node: Node) -> Side:
    """Return the pieces of an expression in their order.

    Raises Misread for anything but numbers, one unknown and parentheses with factors, in lowest terms.
    """
    terms = node.terms if isinstance(node, Sum) else ((1, node),)
    if len(terms) > MOST_PIECES:
        raise Misread(f"a side has more than {MOST_PIECES} terms")
    pieces = []
    for sign, one in terms:
        factor, of = _piece(one)
        if isinstance(of, tuple) and factor == sign == 1:
            raise Misread("parentheses have neither a factor nor a minus")
        pieces.append(Piece(sign * factor, of))
    if len(pieces) > 1 and not all(piece.factor for piece in pieces):
        raise Misread("a sum has the term 0")
    return tuple(pieces)


def _piece(node: Node) -> Piece:
    """Return a term without its sign."""
    if not isinstance(node, Quotient):
        top, of = _product(node)
        return Piece(top, of)
    top, of = _product(node.top)
    if not isinstance(node.bottom, Number) or node.bottom.value < 2:
        raise Misread("a denominator is not a whole number from 2 on")
    if gcd(top, node.bottom.value) > 1:
        raise Misread("a fraction is not in lowest terms")
    return Piece(Fraction(top, node.bottom.value), of)


def _product(node: Node) -> tuple[int, str | Side | None]:
    if isinstance(node, Number):
        return node.value, None
    if isinstance(node, Letter):
        return 1, node.name
    if isinstance(node, Sum) and len(node.terms) > 1:
        return 1, side_of(node)
    if isinstance(node, Product) and len(node.factors) == 2:
        first, second = node.factors
        if isinstance(first, Number) and first.value > 1 and not isinstance(second, (Number, Product)):
            top, of = _product(second)
            if top == 1 and of is not None:
                return first.value, of
    raise Misread("a term is neither a number nor a multiple of the unknown or of parentheses")


def is_group(piece: Piece) -> bool:
    """Return True for parentheses."""
    return isinstance(piece.of, tuple)


def is_nested(side: Side) -> bool:
    """Return True if there are parentheses inside parentheses."""
    return any(isinstance(piece.of, tuple) and any(map(is_group, piece.of)) for piece in side)


def total(side: Side) -> tuple[Rational, Rational]:
    """Return the factor of the unknown and the number, all in all."""
    slope: Rational = 0
    number: Rational = 0
    for factor, of in side:
        if of is None:
            number += factor
        elif isinstance(of, tuple):
            inner = total(of)
            slope, number = slope + factor * inner[0], number + factor * inner[1]
        else:
            slope += factor
    return slope, number


def plain(slope: Rational, number: Rational, letter: str) -> Side:
    """Return what is left if like terms are put together: the unknown, then the number, and 0 if neither."""
    found = [Piece(slope, letter)] if slope else []
    if number or not slope:
        found.append(Piece(number, None))
    return tuple(found)


def times(side: Side, factor: Rational) -> Side:
    """Return every piece times a number, in place; parentheses that lose their factor are opened."""
    found: list[Piece] = []
    for piece in side:
        changed = piece.factor * factor
        if changed == 1 and isinstance(piece.of, tuple):
            found.extend(piece.of)
        else:
            found.append(Piece(changed, piece.of))
    return tuple(found)


def opened(side: Side) -> Side:
    """Return the side with its parentheses multiplied out, one layer, in place."""
    found: list[Piece] = []
    for piece in side:
        if isinstance(piece.of, tuple):
            found.extend(Piece(piece.factor * one.factor, one.of) for one in piece.of)
        else:
            found.append(piece)
    return tuple(found)


def opened_inside(side: Side) -> Side:
    """Return the side with the parentheses inside parentheses multiplied out."""
    return tuple(
        Piece(piece.factor, opened(piece.of)) if isinstance(piece.of, tuple) else piece for piece in side
    )


def gathered(side: Side, letter: str) -> Side:
    """Return the plain side if two terms are alike, else the side as it is."""
    kinds = [piece.of for piece in side]
    if any(map(is_group, side)) or len(set(kinds)) == len(kinds):
        return side
    return plain(*total(side), letter)


def gathered_inside(side: Side, letter: str) -> Side:
    """Return the side with like terms put together inside its parentheses."""
    return tuple(
        Piece(piece.factor, gathered(piece.of, letter)) if isinstance(piece.of, tuple) else piece
        for piece in side
    )
