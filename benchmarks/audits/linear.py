"""The audit of linear equations."""

from __future__ import annotations

from fractions import Fraction

from audits._relations import ALL, LETTER, NONE, asked, checked, ended, followed, level, truth
from audits._row import Row, need, steps
from audits._terms import coefficients, parts, plus

ASKED = (
    rf"Solve for (?P<x>{LETTER}): (?P<e>[^?.]+)\.",
    rf"Solve the equation (?P<e>[^?.]+) for (?P<x>{LETTER})\.",
    rf"Find (?P<x>{LETTER}): (?P<e>[^?.]+)\.",
    rf"What is (?P<x>{LETTER}) if (?P<e>[^?.]+)\?",
    rf"Which numbers? (?P<x>{LETTER}) satisf(?:y|ies) (?P<e>[^?.]+)\?",
    rf"Find (?:the number|all numbers) (?P<x>{LETTER}) for which (?P<e>[^?.]+)\.",
    rf"Find every number (?P<x>{LETTER}) such that (?P<e>[^?.]+)\.",
    rf"Determine all solutions (?P<x>{LETTER}) of the equation (?P<e>[^?.]+)\.",
)


def audit(row: Row) -> None:
    """Multiply both sides out, and put the one solution that their difference leaves into the question.

    Every line must be what its operation makes of the line before.
    """
    letter, equation, conventions = asked(row, ASKED)
    answer = row.answer
    sides, signs = parts(equation)
    need(signs == ["="], "an equation is due")
    last, rest, work = followed(steps(row), equation)
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
    need(answer == wanted and row.solution == told, f"the answer is {wanted}, not {answer}")
    single = equation.count(letter) == 1
    need(row.level == level(equation, letter, "" if slope else wanted, work, single), "the level")
    form = f'Answer in the form "{letter} = number", with a whole number or a fraction in lowest terms; '
    form += f'if there is no solution, answer "{NONE}", and if every number is a solution, answer "{ALL}".'
    need(conventions == ("" if row.level < 3 else form), "the conventions")
