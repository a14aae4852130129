"""The audit of linear inequalities, single and double."""

from __future__ import annotations

import itertools
from fractions import Fraction

from audits._relations import ALL, LETTER, NONE, asked, ended, followed, level, truth
from audits._row import Row, matched, need, steps
from audits._terms import canonical_number, coefficients, parts, plus, value

ASKED = (
    rf"Solve for (?P<x>{LETTER}): (?P<e>[^?.]+)\.",
    rf"Solve the inequality (?P<e>[^?.]+) for (?P<x>{LETTER})\.",
    rf"Find all numbers (?P<x>{LETTER}) such that (?P<e>[^?.]+)\.",
    rf"Which numbers (?P<x>{LETTER}) satisfy (?P<e>[^?.]+)\?",
    rf"For which numbers (?P<x>{LETTER}) is (?P<e>[^?.]+)\?",
)


def audit(row: Row) -> None:
    """Find where the sides are equal, and try numbers at, between and beside those places.

    Every line must be what its operation makes of the line before, with its signs reversed where they should.
    """
    letter, relation, conventions = asked(row, ASKED)
    answer = row.answer
    sides, signs = parts(relation)
    need(len({sign[0] for sign in signs}) == 1 and len(sides) in (2, 3), "the signs")
    last, rest, work = followed(steps(row), relation)
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
    need(row.solution == told, "the solution")
    wanted = 4 if answer in (NONE, ALL) else level(relation, letter, "", work, relation.count(letter) == 1)
    wanted = 3 if len(sides) == 3 else wanted
    need(row.level == wanted, f"the level is {wanted}")
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
