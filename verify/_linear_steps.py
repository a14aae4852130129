"""One step in the solution of a linear equation or inequality: what it says, and whether that is right.

A statement is two sides with a sign between them, or three with two. The step's terms are followed one by one
in Python's fractions; that the sides are what the operation makes is decided anew in SymPy's polynomials.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, NamedTuple

from sympy.polys.rings import PolyElement

from synth.verify._algebra import Chain, letters, read_chain, read_expression
from synth.verify._algebra_rings import Ring
from synth.verify._linear_sides import (
    Misread,
    Piece,
    Rational,
    Side,
    gathered,
    gathered_inside,
    is_group,
    is_nested,
    opened,
    opened_inside,
    plain,
    side_of,
    times,
    total,
)

MOST_LINES = 20
STATEMENT = "(?P<statement>[^,;:?.]{3,200})"
_OPERAND = "(?P<operand>[^:]{1,60})"
_IDLE = re.compile(r"\*|-0\b|\(\(|\(-?[0-9a-z/]*\)|(?:^|[=<>] )\([^()]*\)(?:$| [=<>])")
_LINE = re.compile(r"(?P<number>[1-9][0-9]?)\. (?P<text>.+)")


class Statement(NamedTuple):
    """A statement as it was read, its sides term by term, and its sides as SymPy's polynomials."""

    read: Chain
    sides: tuple[Side, ...]
    elements: tuple[PolyElement[Any], ...]


class Step(NamedTuple):
    """An operation, what it takes, whether it turns the signs, and the statement that it makes."""

    name: str
    operand: str
    turns: bool
    statement: Statement


class Wording:
    """The sentences of a family's steps: how it names its sides, exchanges them, and says that signs turn."""

    def __init__(self, sides: str, swap: str, turned: str = "") -> None:
        turn = f"(?P<turn>{turned})?" if turned else "(?P<turn>)"
        self._sentences = tuple(
            (name, re.compile(rf"{sentence}: {STATEMENT}\."))
            for name, sentence in (
                ("add", rf"Add {_OPERAND} to {sides}"),
                ("subtract", rf"Subtract {_OPERAND} from {sides}"),
                ("multiply", rf"Multiply {sides} by (?P<operand>-?[0-9/]{{1,40}}){turn}"),
                ("divide", rf"Divide {sides} by (?P<operand>-?[0-9/]{{1,40}}){turn}"),
                ("open inside", "Multiply out the inner parentheses"),
                ("gather inside", "Combine like terms inside the parentheses"),
                ("open", "Multiply out the parentheses"),
                ("gather", "Combine like terms"),
                ("swap", swap),
            )
        )

    def read(self, text: str, letter: str, ring: Ring) -> Step:
        """Return the step that a line states; raise Misread for a line that states none."""
        for name, sentence in self._sentences:
            match = sentence.fullmatch(text)
            if match:
                parts = match.groupdict()
                statement = read_statement(parts["statement"], letter, ring)
                return Step(name, parts.get("operand", ""), bool(parts.get("turn")), statement)
        raise Misread(f"{text[:60]!r} names no operation")


def numbered(reasoning: str) -> list[str]:
    """Return the lines of the reasoning without their numbers, which run from 1."""
    lines = reasoning.split("\n")
    if len(lines) > MOST_LINES:
        raise Misread(f"the reasoning has more than {MOST_LINES} lines")
    texts = []
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None or match["number"] != str(number):
            raise Misread(f"line {number} of the reasoning does not begin with its number")
        texts.append(match["text"])
    return texts


def read_statement(text: str, letter: str, ring: Ring) -> Statement:
    """Return the statement of a text, which has no other letter."""
    read = read_chain(text)
    if not read.signs or not set(letters(*read.parts)) <= {letter}:
        raise Misread(f"{text[:60]!r} is no statement about {letter}")
    if _IDLE.search(text):
        raise Misread(f"{text[:60]!r} has a sign or parentheses that nothing needs")
    sides = tuple(side_of(part) for part in read.parts)
    return Statement(read, sides, tuple(ring.element(part) for part in read.parts))


def check_step(step: Step, before: Statement, letter: str, ring: Ring) -> None:
    """Raise Misread, with the fault, unless the operation makes just these sides of those before."""
    if step.statement.sides != _terms(letter, before.sides, step.name, step.operand):
        raise Misread("the terms are not those that the operation makes")
    if not _is_identity(ring, before.elements, step):
        raise Misread("the sides are not those that the operation makes, says SymPy")


def _terms(letter: str, sides: tuple[Side, ...], name: str, operand: str) -> tuple[Side, ...]:
    """Return the sides that an operation makes, by exact fractions."""
    if name == "swap":
        return sides[::-1]
    if name in ("add", "subtract"):
        slope, number = _moved(letter, operand)
        sign = 1 if name == "add" else -1
        if any(any(map(is_group, side)) or gathered(side, letter) != side for side in sides):
            raise Misread("a term is moved before like terms are combined")
        totals = (total(side) for side in sides)
        return tuple(plain(one + sign * slope, other + sign * number, letter) for one, other in totals)
    if name in ("multiply", "divide"):
        factor = factor_of(operand)
        if name == "divide" and (factor.denominator > 1 or factor == -1):
            raise Misread("a divisor is not a whole number other than 0, 1 and -1")
        return tuple(times(side, factor if name == "multiply" else Fraction(1) / factor) for side in sides)
    if name == "open inside":
        return tuple(opened_inside(side) for side in sides)
    if name == "gather inside":
        return tuple(gathered_inside(side, letter) for side in sides)
    if name == "open":
        if any(map(is_nested, sides)):
            raise Misread("the outer parentheses are multiplied out before the inner ones")
        return tuple(opened(side) for side in sides)
    return tuple(gathered(side, letter) for side in sides)


def _moved(letter: str, operand: str) -> tuple[Rational, Rational]:
    """Return the term that is added or subtracted: a positive multiple of the unknown, or number."""
    side = side_of(read_expression(operand))
    if len(side) != 1 or side[0].factor <= 0 or side[0].of not in (None, letter):
        raise Misread("what is added or subtracted is not one positive term")
    return total(side)


def factor_of(operand: str) -> Rational:
    """Return what the sides are multiplied or divided by: a number other than 0 and 1."""
    side = side_of(read_expression(operand))
    if len(side) != 1 or side[0].of is not None or side[0].factor in (0, 1):
        raise Misread("the sides are multiplied or divided by something else than a number, or by 0 or 1")
    return side[0].factor


def _is_identity(ring: Ring, old: tuple[PolyElement[Any], ...], step: Step) -> bool:
    """Return True if the sides are what the operation makes of the sides before, as polynomials."""
    new = step.statement.elements
    if step.name == "swap" or not step.operand:
        return new == (old[::-1] if step.name == "swap" else old)
    by = ring.element(read_expression(step.operand))
    pairs = zip(old, new, strict=True)
    if step.name == "add":
        return all(one + by == other for one, other in pairs)
    if step.name == "subtract":
        return all(one - by == other for one, other in pairs)
    if step.name == "multiply":
        return all(one * by == other for one, other in pairs)
    return all(one == other * by for one, other in pairs)


def is_number(side: Side) -> bool:
    """Return True if a side is one number."""
    return len(side) == 1 and side[0].of is None


def is_unknown(side: Side, letter: str) -> bool:
    """Return True if a side is the unknown alone."""
    return side == (Piece(1, letter),)


def sorted_terms(text: str, letter: str) -> str:
    """Return the terms of a side with x for the letter, in the order of their text, with blanks between.

    >>> sorted_terms("4 - 2(t - 1) + t", "t")
    '-2(x - 1) 4 x'
    """
    terms, depth, start = [], 0, 0
    for place, mark in enumerate(text):
        depth += (mark == "(") - (mark == ")")
        if mark == " " and not depth and text[place + 1] in "+-":
            terms.append(text[start:place])
            start = place + 1
    terms.append(text[start:])
    bare = ("-" * (term[0] == "-") + term[2:] if term[1:2] == " " else term for term in terms)
    return " ".join(sorted(term.replace(letter, "x") for term in bare))
