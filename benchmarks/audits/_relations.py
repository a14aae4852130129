"""Equations and inequalities with one unknown: how they are asked, and operations on all sides followed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from audits._row import Refused, Row, matched, need
from audits._terms import (
    RELATION,
    Terms,
    canonical_number,
    chain,
    constant,
    number,
    parts,
    plus,
    product,
    put,
    read,
    value,
)

SIGNS = {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
MIRROR = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
NONE, ALL = "no solution", "all numbers"
LETTER = "[a-z]"


def asked(row: Row, forms: Iterable[str]) -> tuple[str, str, str]:
    """Return the letter, the relation and the conventions of a question of one of these forms."""
    for form in forms:
        if found := re.match(form, row.question, re.ASCII):
            return found["x"], found["e"], row.question[found.end() :].strip()
    raise Refused("a question of no known wording")


def level(relation: str, letter: str, others: str, steps: int, single: bool) -> int:
    """Return the level that the family's page gives a relation."""
    depth, deepest = 0, 0
    for sign in relation:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    if deepest > 1 or ")/" in relation:
        return 4
    if deepest or len(re.findall(rf"{letter}/", relation)) > 1 or others:
        return 3
    return 1 if single and steps == 1 else 2


def followed(lines: list[str], relation: str) -> tuple[str, list[str], int]:
    """Follow the operations on all sides; return the last relation, the lines after, and how many worked."""
    sides, signs = parts(relation)
    work = 0
    while lines:
        found = re.fullmatch(r"([^:]+): (.+)", lines[0], re.ASCII)
        if not found or found[1] == "Check" or not RELATION.search(found[2]):
            break
        operation, relation = found[1], found[2]
        new_sides, new_signs = parts(relation)
        where = r"(?:both sides|each side|all three parts|each part)"
        if adds := re.fullmatch(rf"(Add|Subtract) (.+) (?:to|from) {where}", operation):
            need(" to " in operation if adds[1] == "Add" else " from " in operation, operation)
            change = read(adds[2])
            wanted = [plus(side, change, 1 if adds[1] == "Add" else -1) for side in sides]
            need(change and value_sign(change) > 0, f"{operation} with what is not positive")
        elif turns := re.fullmatch(
            rf"(Multiply|Divide) {where} by (.+?)( and reverse (?:the inequality|both inequalities))?",
            operation,
        ):
            factor = value(turns[2])
            factor = factor if turns[1] == "Multiply" else 1 / factor
            wanted = [product(side, number(factor)) for side in sides]
            need(bool(turns[3]) == (factor < 0 and signs[0] != "="), f"{operation}: the signs")
            signs = [MIRROR[sign] for sign in signs] if factor < 0 else signs
        elif operation in ("Swap the sides", "Read it from right to left"):
            wanted, signs = sides[::-1], [MIRROR[sign] for sign in signs[::-1]]
        else:
            matched(
                "Multiply out the (inner )?parentheses|Combine like terms( inside the parentheses)?",
                operation,
            )
            wanted = sides
        need(("part" in operation and "parentheses" not in operation) <= (len(sides) == 3), operation)
        need(new_sides == wanted and new_signs == signs, f"not what {operation} makes: {relation}")
        sides, lines = new_sides, lines[1:]
        work += not operation.startswith(("Swap", "Read"))
    return relation, lines, work


def value_sign(change: Terms) -> Fraction:
    """Return the factor of the only term there is."""
    need(len(change) == 1, "one term is due")
    return next(iter(change.values()))


def truth(relation: str, letter: str, at: Fraction) -> bool:
    """Tell whether a relation holds with a number in place of the letter."""
    sides, signs = parts(relation)
    values = [constant(put(side, letter, number(at))) for side in sides]
    return all(SIGNS[sign](a, b) for sign, a, b in zip(signs, values, values[1:], strict=False))


def ended(line: str, last: str, letter: str, answer: str) -> None:
    """Check the line that says that a statement without the unknown is true or false."""
    holds = truth(last, letter, Fraction(0))
    need(letter not in last and holds == (answer == ALL), f"{last} does not say {answer}")
    what = "true" if holds else "false"
    end = "every number is a solution" if holds else "there is no solution"
    need(line == f"The statement {last} is {what} for every {letter}, so {end}", f"the last line: {line}")


def checked(line: str, name: str, sides: list[Terms], found: dict[str, Fraction]) -> None:
    """Check that a line works both sides out at the solution, to the same number."""
    told = matched(rf"{name} the left side is (.+) and the right side is (.+)", line)
    for text, side in zip((told[1], told[2]), sides, strict=True):
        for letter, at in found.items():
            side = put(side, letter, number(at))
        need(chain(text) == constant(side), f"{text} is not the side at the solution")
        need(canonical_number(text.split(" = ")[-1]), f"{text} does not end in a number")
    need(chain(told[1]) == chain(told[2]), "the sides differ")
