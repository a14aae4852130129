"""The lines of a word problem: their arithmetic, and the equation that gives x."""

from __future__ import annotations

import re
from fractions import Fraction

from audits._row import Refused

Form = tuple[Fraction, Fraction]  # a*x + b
EQUAL = re.compile(r"[-+*/()x0-9 ]*[x0-9)] = [-+*/()x0-9 ]*[x0-9)]")
SIDES = re.compile(r"(Add|Subtract|Multiply|Divide|Expand)\b.*: (.*)\.")


def worked(lines: list[str], x: Fraction, expected: list[Fraction]) -> None:
    """Refuse a line whose arithmetic is wrong, or values other than the story's.

    >>> worked(["After buying 2 more stamps, Ann has 3 + 2 = 6 stamps."], Fraction(5), [Fraction(5)])
    Traceback (most recent call last):
    audits._row.Refused: 3 + 2 = 6 is wrong
    """
    found: list[Fraction] = []
    last: str | None = None
    unknown = lines[0].startswith("Let x be ")
    for line in lines:
        if line.startswith("Let x be"):
            continue
        equation = None
        chain = line
        if move := SIDES.fullmatch(line):
            equation, chain = move[2], ""
        elif after := re.fullmatch(r".*(?:, so| when) ([-+*/()0-9 ]*\bx\b.* = .*|.* = .*\bx\b.*)\.", line):
            equation, chain = after[1], ""
        if equation is not None:
            left, right = map(form, equation.split(" = "))
            if left[0] * x + left[1] != right[0] * x + right[1] or left[0] == right[0]:
                raise Refused(f"{equation} is not solved by {x}")
            last = equation
            continue
        if hit := re.search(EQUAL, chain):
            left, right = map(form, hit[0].strip().split(" = "))
            if left != right:
                raise Refused(f"{hit[0].strip()} is wrong")
            value = right
        elif hit := re.search(r"[0-9]+ - x|(?:[0-9]+\*)?\bx\b(?: [-+] [0-9]+)*", chain):
            value = form(hit[0])
        else:
            raise Refused(f"no arithmetic in: {line}")
        found.append(value[0] * x + value[1])
    if unknown and last not in {f"x = {x}", f"{x} = x"}:
        raise Refused("the last equation does not give x")
    if found != expected:
        raise Refused(
            f"the lines come to {[int(v) for v in found]}, the story to {[str(v) for v in expected]}"
        )


def form(text: str) -> Form:
    """Return a*x + b for an expression, by recursive descent.

    >>> form("3*(x - 25) + 4 / 2")
    (Fraction(3, 1), Fraction(-73, 1))
    """
    parts = tokens(text)
    value, end = added(parts, 0)
    if end != len(parts) or re.sub(r"[-+*/()x0-9 ]", "", text):
        raise Refused(f"no expression: {text}")
    return value


def tokens(text: str) -> list[str]:
    """Return numbers, x and signs."""
    return re.findall(r"[0-9]+|[-+*/()x]", text, re.ASCII)


def added(parts: list[str], at: int) -> tuple[Form, int]:
    """Read a sum from a place on."""
    (a, b), at = multiplied(parts, at)
    while at < len(parts) and parts[at] in "+-":
        sign = 1 if parts[at] == "+" else -1
        (c, d), at = multiplied(parts, at + 1)
        a, b = a + sign * c, b + sign * d
    return (a, b), at


def multiplied(parts: list[str], at: int) -> tuple[Form, int]:
    """Read a product from a place on."""
    (a, b), at = atom(parts, at)
    while at < len(parts) and parts[at] in "*/":
        sign = parts[at]
        (c, d), at = atom(parts, at + 1)
        if sign == "/":
            if c or not d:
                raise Refused("a division by x or 0")
            a, b = a / d, b / d
        elif a and c:
            raise Refused("x times x")
        else:
            a, b = a * d + b * c, b * d
    return (a, b), at


def atom(parts: list[str], at: int) -> tuple[Form, int]:
    """Read a number, x or a parenthesis from a place on."""
    if at >= len(parts):
        raise Refused("an expression breaks off")
    if parts[at] == "(":
        value, at = added(parts, at + 1)
        if at >= len(parts) or parts[at] != ")":
            raise Refused("a parenthesis stays open")
        return value, at + 1
    if parts[at] == "x":
        return (Fraction(1), Fraction(0)), at + 1
    if not parts[at].isdigit() or (len(parts[at]) > 1 and parts[at][0] == "0"):
        raise Refused("no number where one is due")
    return (Fraction(0), Fraction(int(parts[at]))), at + 1
