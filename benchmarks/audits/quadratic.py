"""The audit of quadratic equations."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from math import gcd, isqrt

from audits._row import Row, matched, need, steps
from audits._terms import (
    Terms,
    asked,
    canonical_number,
    chain,
    coefficients,
    number,
    parts,
    plus,
    product,
    put,
    read,
    root,
    value,
)

BEGINNINGS = {
    "factoring": ("by factoring", "By factoring", "Use factoring to solve"),
    "square": ("by completing the square", "By completing the square", "Complete the square to solve"),
    "formula": (
        "with the quadratic formula",
        "With the quadratic formula",
        "Use the quadratic formula to solve",
    ),
}
WAYS: dict[str, tuple[str, ...]] = {
    "any": (
        "Solve {e}.",
        "Find all real solutions of {e}.",
        "Which real numbers {x} satisfy {e}?",
        "Solve the equation {e} over the real numbers.",
    ),
    **{
        way: (
            f"Solve {{e}} {by}.",
            f"Find all real solutions of {{e}} {by}.",
            f"{begin}, find the real numbers {{x}} that satisfy {{e}}.",
            f"{use} the equation {{e}}.",
        )
        for way, (by, begin, use) in BEGINNINGS.items()
    },
}
SOLVED = (
    "Give the real solutions in simplest exact form, from smallest to largest, "
    'joined by "or"; if there are none, answer "no real solution".'
)


def audit(row: Row) -> None:
    """Put the roots into the equation, exactly, and count them by the discriminant.

    Every line must keep the solutions, and be what its operation makes of the line before.
    """
    first, end = row.question.split("\n")
    need(end == SOLVED, "the conventions")
    way, told = asked(first, WAYS)
    letter = (re.findall("[a-z]", told["e"]))[0]
    need(told.get("x", letter) == letter, "the letter")
    sides, _ = parts(told["e"])
    c, b, a = coefficients(plus(sides[0], sides[1], -1), letter, 2)
    need(a, "no quadratic equation")
    inner, answer = b * b - 4 * a * c, row.answer
    texts = (
        []
        if answer == "no real solution"
        else [one.removeprefix(f"{letter} = ") for one in answer.split(" or ")]
    )
    need(len(texts) == (inner > 0) + (inner >= 0), f"not {len(texts)} solutions")
    roots = [read(text) for text in texts]
    for text, one in zip(texts, roots, strict=True):
        simplest(text)
        need(put(sides[0], letter, one) == put(sides[1], letter, one), f"{text} is no solution")
    need(all(near(x) < near(y) for x, y in pairwise(roots)), "the order")
    wanted = " or ".join(f"{letter} = {text}" for text in texts) or "no real solution"
    need(answer == wanted, f"the answer is {wanted}")
    said = ["The equation has no real solution.", f"The only real solution is {wanted}."]
    said += [f"The real solutions are {wanted.replace(' or ', ' and ')}."]
    need(row.solution == said[len(texts)], "the solution")
    high = [max((len(letters) for letters, _ in side), default=0) for side in sides]
    tidy = way == "factoring" and "(" not in told["e"] and {high[0], high[1]} <= {0, 1, 2} and abs(a) == 1
    need(row.level == 2 if tidy and a * (high[0] - high[1]) > 0 else row.level == 3, "the level")
    need(f'"asked":"{way}"' in row.payload, "the way in the payload")
    followed(steps(row), told["e"], letter, roots, wanted)


def solutions(equation: str, letter: str) -> list[Terms]:
    """Return the real solutions of an equation of degree 1 or 2, the least first."""
    sides, signs = parts(equation)
    need(signs == ["="], f"an equation is due: {equation}")
    difference = plus(sides[0], sides[1], -1)
    if any(radicand > 1 for _, radicand in difference):
        slope = difference.pop((letter, 1), Fraction(0))
        need(slope and all(not letters for letters, _ in difference), f"no linear equation: {equation}")
        return [product(difference, number(-1 / slope))]
    c, b, a = coefficients(difference, letter, 2)
    if not a:
        need(b, f"no equation in {letter}: {equation}")
        return [number(-c / b)]
    inner = b * b - 4 * a * c
    if inner < 0:
        return []
    step, middle = product(root(inner), number(1 / (2 * abs(a)))), number(-b / (2 * a))
    return [plus(middle, step, -1), plus(middle, step)] if inner else [middle]


def distinct(equations: str, letter: str) -> list[Terms]:
    """Return the solutions of equations joined by "or", each once."""
    found: list[Terms] = []
    for equation in equations.split(" or "):
        found += [one for one in solutions(equation, letter) if one not in found]
    return found


def simplest(text: str) -> None:
    """Check that a root is written in simplest form."""
    if canonical_number(text):
        return
    form = r"(?:(?P<p>-?[1-9][0-9]*) [+-] |-?)(?P<q>[1-9][0-9]*)?sqrt\((?P<m>[0-9]+)\)"
    found = re.fullmatch(rf"\({form}\)/(?P<d>[0-9]+)", text) or matched(rf"{form}(?:/(?P<d>[0-9]+))?", text)
    p, q, d = (int(found[name] or other) for name, other in (("p", 0), ("q", 1), ("d", 1)))
    need(gcd(p, q, d) == 1 and found["q"] != "1" and found["d"] != "1", f"{text} is not simplest")
    need(bool(p) == text.startswith("(") or d == 1, f"{text} without its parentheses")
    need(read(f"sqrt({found['m']})") == {("", int(found["m"])): 1}, f"{text}: the root is not simplest")


def near(terms: Terms) -> Fraction:
    """Return a number with roots to 30 digits."""
    return sum((v * Fraction(isqrt(r * 10**60), 10**30) for (_, r), v in terms.items()), Fraction(0))


def followed(lines: list[str], equation: str, letter: str, roots: list[Terms], answer: str) -> None:
    """Check that each line does what it says to the equation, and keeps its solutions."""
    sides, _ = parts(equation)
    last = equation
    for line in lines:
        if line.endswith("so there is no real solution"):
            matched(
                "(A square is never negative|The discriminant is negative), so there is no real solution",
                line,
            )
            last = "no real solution"
            continue
        c, b, a = coefficients(plus(sides[0], sides[1], -1), letter, 2) if sides else [Fraction(0)] * 3
        if found := re.fullmatch(
            r"The numbers (\S+) and (\S+) have the product (.+) and the sum (\S+)", line
        ):
            m, n = value(found[1]), value(found[2])
            need((m * n, m + n) == (chain(found[3]), value(found[4])) == (a * c, b), line)
        elif found := re.fullmatch(r"Half of the coefficient (\S+) is (\S+), and its square is (\S+)", line):
            half = value(found[2])
            need(value(found[1]) == b and half == b / 2 and value(found[3]) == half**2, line)
        elif found := re.fullmatch(r"The root is (\S+ = \S+)", line):
            left, right = found[1].split(" = ")
            need(read(left) == read(right) and len(read(right)) == 1, line)
        elif found := re.fullmatch(
            r"With a = (\S+), b = (\S+) and c = (\S+), the discriminant is b\^2 - 4ac = (.+)", line
        ):
            need([value(found[k]) for k in (1, 2, 3)] == [a, b, c], line)
            need(chain(found[4]) == b * b - 4 * a * c, line)
        elif found := re.fullmatch(
            r"The discriminant is (positive|0), so the quadratic formula gives(| one solution:) ([a-z] = .+)",
            line,
        ):
            need((len(roots) == 2) == (found[1] == "positive") == (not found[2]), line)
            need(distinct(found[3], letter) == roots, line)
            sides, last = [], found[3]
        elif found := re.fullmatch(r"So ([^:]+)", line):
            need(distinct(found[1], letter) == roots, line)
            last = found[1]
        else:
            operation, last = matched(r"([^:]+): (.+)", line).groups()
            need(
                sorted(map(near, distinct(last, letter))) == sorted(map(near, roots)),
                f"other solutions: {line}",
            )
            sides = operated(operation, last, sides, letter)
    need(last == answer, f"the steps end at {last}")


def operated(operation: str, equation: str, sides: list[Terms], letter: str) -> list[Terms]:
    """Check the operation of a line, and return the sides of its equation; nothing if there are several."""
    if " or " in equation or not sides:
        return []
    new, _ = parts(equation)
    wanted = sides
    if found := re.fullmatch(r"(Subtract|Add) (.+) (from|to) both sides", operation):
        need((found[1] == "Add") == (found[3] == "to"), operation)
        wanted = [plus(side, read(found[2]), 1 if found[1] == "Add" else -1) for side in sides]
    elif found := re.fullmatch(r"(Divide|Multiply) both sides by (\S+)", operation):
        factor = value(found[2]) if found[1] == "Multiply" else 1 / value(found[2])
        wanted = [product(side, number(factor)) for side in sides]
    elif operation == "Swap the sides":
        wanted = sides[::-1]
    elif operation.startswith(("A square is 0", "Solve for")):
        return []
    need(new == wanted, f"not what {operation} makes: {equation}")
    return new
