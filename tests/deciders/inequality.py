"""The third decider of inequalities: every line of a row holds at the same numbers as the question."""

from __future__ import annotations

import operator
import re
from fractions import Fraction
from itertools import pairwise

from synth.row import Row

_HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_TOKENS = re.compile(r"[0-9]+|[-+*/()]")
_STATEMENT = r"[-+*/()0-9a-z ]+(?: [<>]=? [-+*/()0-9a-z ]+){1,2}"
_ASKED = re.compile(
    rf"(?:Solve for (?P<a>[a-z]): (?P<p>{_STATEMENT})\."
    rf"|Solve the inequality (?P<q>{_STATEMENT}) for (?P<b>[a-z])\."
    rf"|Find all numbers (?P<c>[a-z]) such that (?P<r>{_STATEMENT})\."
    rf"|Which numbers (?P<d>[a-z]) satisfy (?P<s>{_STATEMENT})\?"
    rf"|For which numbers (?P<e>[a-z]) is (?P<t>{_STATEMENT})\?) Answer in the form .*"
)
_LINE = re.compile(rf"[0-9]+\. [A-Z][^:]*: (?P<statement>{_STATEMENT})\.")
_FIXED = {"no solution": False, "all numbers": True}


def right(row: Row) -> bool:
    """Return whether question, lines and answer hold at the same numbers, near the ends and far from them."""
    asked = _ASKED.fullmatch(row.question)
    if asked is None:
        return False
    letter = next(asked[name] for name in "abcde" if asked[name])
    statement = next(asked[name] for name in "pqrst" if asked[name])
    ends = [Fraction(text) for text in re.findall(r"-?[0-9]+(?:/[0-9]+)?", row.answer)] or [Fraction(0)]
    near = (Fraction(0), Fraction(1, 97), Fraction(1), Fraction(50), Fraction(10**6))
    points = [end + sign * step for end in ends for step in near for sign in (1, -1)]
    try:
        holds = _truth(statement, letter, points)
        said = _FIXED.get(row.answer)
        if holds != ([said] * len(points) if said is not None else _truth(row.answer, letter, points)):
            return False
        lines = row.reasoning.split("\n")
        read = [_LINE.fullmatch(line) for line in (lines if said is None else lines[:-1])]
        return all(line and _truth(line["statement"], letter, points) == holds for line in read)
    except (ValueError, ZeroDivisionError):
        return False


def _truth(statement: str, letter: str, points: list[Fraction]) -> list[bool]:
    """Return whether a statement holds at each of the points; raise ValueError if it cannot be read."""
    first, *rest = re.split(r" ([<>]=?) ", statement)
    found = []
    for point in points:
        values = [_value(side, letter, point) for side in (first, *rest[1::2])]
        signs = [_HOLDS[sign] for sign in rest[::2]]
        found.append(all(sign(*pair) for sign, pair in zip(signs, pairwise(values), strict=True)))
    return found


def _value(side: str, letter: str, at: Fraction) -> Fraction:
    """Return the value of a side at a number, worked out from left to right."""
    text = re.sub(rf"(?<=[0-9)])(?=[{letter}(])", "*", side).replace(
        letter, f"({at.numerator}/{at.denominator})"
    )
    tokens = [*_TOKENS.findall(text), "end"]
    if "".join(tokens) != text.replace(" ", "") + "end":
        raise ValueError(f"{side!r} is no side with the unknown {letter}")
    found = _sum(tokens)
    if tokens != ["end"]:
        raise ValueError(f"{side!r} does not end where it should")
    return found


def _sum(tokens: list[str]) -> Fraction:
    total = Fraction(0)
    sign = "+" if tokens[0] != "-" else tokens.pop(0)
    while True:
        part = _product(tokens)
        total += part if sign == "+" else -part
        if tokens[0] not in "+-":
            return total
        sign = tokens.pop(0)


def _product(tokens: list[str]) -> Fraction:
    total = _factor(tokens)
    while tokens[0] in "*/":
        total = total * _factor(tokens) if tokens.pop(0) == "*" else total / _factor(tokens)
    return total


def _factor(tokens: list[str]) -> Fraction:
    token = tokens.pop(0)
    if token == "(":
        inside = _sum(tokens)
        if tokens.pop(0) != ")":
            raise ValueError("a parenthesis does not close")
        return inside
    if not token.isdigit():
        raise ValueError(f"{token} stands where a number should")
    return Fraction(int(token))
