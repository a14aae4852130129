"""Audits of linear equations and inequalities, by code that shares nothing with synth."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from audit_terms import (
    RELATION,
    Row,
    Terms,
    Unread,
    canonical_number,
    chain,
    coefficients,
    constant,
    matched,
    need,
    number,
    numbered,
    parts,
    plus,
    product,
    put,
    read,
    value,
)

SIGNS = {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
MIRROR = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
NONE, ALL, MANY = "no solution", "all numbers", "infinitely many solutions"
LETTER = "[a-z]"
ASKED = {
    "linear": (
        rf"Solve for (?P<x>{LETTER}): (?P<e>[^?.]+)\.",
        rf"Solve the equation (?P<e>[^?.]+) for (?P<x>{LETTER})\.",
        rf"Find (?P<x>{LETTER}): (?P<e>[^?.]+)\.",
        rf"What is (?P<x>{LETTER}) if (?P<e>[^?.]+)\?",
        rf"Which numbers? (?P<x>{LETTER}) satisf(?:y|ies) (?P<e>[^?.]+)\?",
        rf"Find (?:the number|all numbers) (?P<x>{LETTER}) for which (?P<e>[^?.]+)\.",
        rf"Find every number (?P<x>{LETTER}) such that (?P<e>[^?.]+)\.",
        rf"Determine all solutions (?P<x>{LETTER}) of the equation (?P<e>[^?.]+)\.",
    ),
    "inequality": (
        rf"Solve for (?P<x>{LETTER}): (?P<e>[^?.]+)\.",
        rf"Solve the inequality (?P<e>[^?.]+) for (?P<x>{LETTER})\.",
        rf"Find all numbers (?P<x>{LETTER}) such that (?P<e>[^?.]+)\.",
        rf"Which numbers (?P<x>{LETTER}) satisfy (?P<e>[^?.]+)\?",
        rf"For which numbers (?P<x>{LETTER}) is (?P<e>[^?.]+)\?",
    ),
}


def question(row: Row, family: str) -> tuple[str, str, str]:
    """Return the letter, the relation and the conventions of a question."""
    for form in ASKED[family]:
        if found := re.match(form, str(row["question"]), re.ASCII):
            return found["x"], found["e"], str(row["question"])[found.end() :].strip()
    raise Unread("a question of no known wording")


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


def linear(row: Row) -> None:
    """Solve a linear equation by its values at 0 and 1, and follow every line."""
    letter, equation, conventions = question(row, "linear")
    answer = str(row["answer"])
    sides, signs = parts(equation)
    need(signs == ["="], "an equation is due")
    last, rest, work = followed(numbered(row), equation)
    below, slope = coefficients(plus(sides[0], sides[1], -1), letter, 1)
    need(
        all(truth(equation, letter, Fraction(at)) == (below + slope * at == 0) for at in range(-3, 4)), "line"
    )
    if slope:
        wanted = f"{letter} = {-below / slope}"
        need(truth(equation, letter, -below / slope), "the solution does not hold")
        need(last == wanted and len(rest) == 1, f"the steps end at {last}")
        checked(rest[0], f"Check: for {wanted}", sides, {letter: -below / slope})
        told = f"The solution is {wanted}."
    else:
        wanted = NONE if below else ALL
        need(len(rest) == 1, "one last line is due")
        ended(rest[0], last, letter, answer)
        told = "The equation has no solution." if below else "Every number is a solution."
    need(answer == wanted and row["solution"] == told, f"the answer is {wanted}, not {answer}")
    single = equation.count(letter) == 1
    need(row["level"] == level(equation, letter, "" if slope else wanted, work, single), "the level")
    form = f'Answer in the form "{letter} = number", with a whole number or a fraction in lowest terms; '
    form += f'if there is no solution, answer "{NONE}", and if every number is a solution, answer "{ALL}".'
    need(conventions == ("" if int(str(row["level"])) < 3 else form), "the conventions")


def inequality(row: Row) -> None:
    """Find where the sides are equal, try numbers on both sides of each such place, and follow every line."""
    letter, relation, conventions = question(row, "inequality")
    answer = str(row["answer"])
    sides, signs = parts(relation)
    need(len({sign[0] for sign in signs}) == 1 and len(sides) in (2, 3), "the signs")
    last, rest, work = followed(numbered(row), relation)
    ends = []
    for left, right in itertools.pairwise(sides):
        below, slope = coefficients(plus(left, right, -1), letter, 1)
        ends += [-below / slope] if slope else []
    tries = {Fraction(0), sum(ends, Fraction(0)) / 2, *ends, *(end + by for end in ends for by in (-1, 1))}
    tries |= {end + Fraction(by, 10**9) for end in ends for by in (-1, 1)}
    if answer in (NONE, ALL):
        need(not ends, "there are places where the sides are equal")
        need(truth(relation, letter, Fraction(0)) == (answer == ALL), f"the answer is not {answer}")
        need(len(rest) == 1, "one last line is due")
        ended(rest[0], last, letter, answer)
        told = "The inequality has no solution." if answer == NONE else "Every number is a solution."
    else:
        end = r"-?[0-9]+(?:/[0-9]+)?"
        if len(sides) == 2:
            found = matched(rf"{letter} (?:<|<=|>|>=) ({end})", answer)
        else:
            found = matched(rf"({end}) <=? {letter} <=? ({end})", answer)
            need(value(found[1]) < value(found[2]), "the ends")
        need(sorted(map(value, found.groups())) == sorted(set(ends)), f"the ends of {answer}")
        need(all(canonical_number(one) for one in found.groups()), f"the numbers of {answer}")
        need(all(truth(relation, letter, at) == truth(answer, letter, at) for at in tries), f"not {answer}")
        need(last == answer and not rest, f"the steps end at {last}")
        told = f"The solutions are all numbers {letter} with {answer}."
    need(row["solution"] == told, "the solution")
    other = answer if answer in (NONE, ALL) else "three" if len(sides) == 3 else ""
    wanted = 4 if answer in (NONE, ALL) else level(relation, letter, other, work, relation.count(letter) == 1)
    need(row["level"] == wanted, f"the level is {wanted}")
    form = f'Answer in the form "{letter} < number", with <, <=, > or >= and a whole number or a fraction'
    if len(sides) == 3:
        form = (
            f'Answer in the form "number < {letter} < number", with < or <= for each sign and whole numbers '
        )
        form += "or fractions"
    form += " in lowest terms"
    if wanted == 4:
        form += (
            f'; if there is no solution, answer "{NONE}", and if every number is a solution, answer "{ALL}"'
        )
    need(conventions == form + ".", "the conventions")
