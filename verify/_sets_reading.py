"""Expressions over sets as a checker reads them, and what they hold, worked out in two ways.

An expression is a name or a tuple of an operation and its sides. Its value is a set of elements, found by
operations on sets from the inside out. Apart from that, each name is asked for an element, and
the answers are combined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from synth.verify._columns import Fault

Expression = str | tuple[Any, ...]
BINARY = ("union", "intersect", "minus", "symdiff")
PRIME = "prime"
MOST_TOKENS = 60

_TOKEN = re.compile(r" *([A-Z]|[a-z]+|[()'])")
_ON_SETS: dict[str, Callable[[frozenset[str], frozenset[str]], frozenset[str]]] = {
    "union": frozenset.union,
    "intersect": frozenset.intersection,
    "minus": frozenset.difference,
    "symdiff": frozenset.symmetric_difference,
}


def read_expression(text: str) -> Expression:
    """Return the expression that a text writes, with no parentheses too many; Fault if there is none."""
    tokens: list[str] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or len(tokens) == MOST_TOKENS:
            raise Fault(f"{text[:60]!r} is not an expression")
        tokens.append(match[1])
        place = match.end()
    found, after = _joined(tokens, 0)
    if after != len(tokens) or write(found) != text:
        raise Fault(f"{text[:60]!r} is not an expression")
    return found


def _joined(tokens: list[str], place: int) -> tuple[Expression, int]:
    left, place = _unit(tokens, place)
    if place < len(tokens) and tokens[place] in BINARY:
        right, after = _unit(tokens, place + 1)
        return (tokens[place], left, right), after
    return left, place


def _unit(tokens: list[str], place: int) -> tuple[Expression, int]:
    if place == len(tokens):
        raise Fault("an expression ends too early")
    found: Expression = tokens[place]
    place += 1
    if found == "(":
        found, place = _joined(tokens, place)
        if place == len(tokens) or tokens[place] != ")":
            raise Fault("a parenthesis is not closed")
        place += 1
    elif not "A" <= tokens[place - 1] <= "Z":
        raise Fault(f"an expression has {found[:20]!r} where a set should be")
    while place < len(tokens) and tokens[place] == "'":
        found, place = (PRIME, found), place + 1
    return found, place


def write(expression: Expression) -> str:
    """Return the text of an expression."""
    if isinstance(expression, str):
        return expression
    if expression[0] == PRIME:
        return f"{beside(expression[1])}'"
    return f"{beside(expression[1])} {expression[0]} {beside(expression[2])}"


def beside(expression: Expression) -> str:
    """Return the text of an expression as it stands beside other words."""
    plain = isinstance(expression, str) or expression[0] == PRIME
    return write(expression) if plain else f"({write(expression)})"


def names(expression: Expression) -> list[str]:
    """Return the names in an expression, each once, in their order."""
    if isinstance(expression, str):
        return [expression]
    return list(dict.fromkeys(name for side in expression[1:] for name in names(side)))


def renamed(expression: Expression, new: Mapping[str, str]) -> Expression:
    """Return the expression with other names."""
    if isinstance(expression, str):
        return new[expression]
    return (expression[0], *(renamed(side, new) for side in expression[1:]))


def parts(expression: Expression) -> list[tuple[Any, ...]]:
    """Return the operations in an expression, each once and after its sides, from left to right."""
    found: dict[tuple[Any, ...], None] = {}

    def visit(one: Expression) -> None:
        if isinstance(one, tuple):
            for side in one[1:]:
                visit(side)
            found.setdefault(one)

    visit(expression)
    return list(found)


def value(expression: Expression, sets: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the elements of an expression, by operations on sets; `sets["U"]` is the universe."""
    if isinstance(expression, str):
        return sets[expression]
    if expression[0] == PRIME:
        return sets["U"] - value(expression[1], sets)
    return _ON_SETS[expression[0]](value(expression[1], sets), value(expression[2], sets))


def belongs(element: str, expression: Expression, sets: Mapping[str, frozenset[str]]) -> bool:
    """Return whether an element of the universe is in an expression, by asking each name for it."""
    if isinstance(expression, str):
        return element in sets[expression]
    operation, *sides = expression
    told = [belongs(element, side, sets) for side in sides]
    if operation == PRIME:
        return not told[0]
    if operation == "minus":
        return told[0] and not told[1]
    return {"union": sum(told) >= 1, "intersect": sum(told) == 2, "symdiff": sum(told) == 1}[operation]
