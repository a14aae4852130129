"""Polynomials: rows written by hand pass, planted errors earn their faults, a calculator agrees."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import islice

import pytest
from planting import refused

from synth.line import rows
from synth.row import Provenance, Row, dump_payload
from synth.verify import polynomial

POWERS = "Give one polynomial with its terms in falling powers of {}."
FACTORS = (
    "Put a numerical factor, if there is one, and a power of {} first; "
    "the order of the other factors does not matter."
)
SAID = {
    "evaluate": "The value is {}.",
    "add": "The sum is {}.",
    "subtract": "The difference is {}.",
    "expand": "The expanded form is {}.",
    "factor": "The factored form is {}.",
}
SKILLS = {
    "evaluate": "evaluation",
    "add": "addition of polynomials",
    "subtract": "subtraction of polynomials",
    "expand": "expanding",
    "factor": "factoring",
}


def written(task: str, level: int, question: str, lines: list[str], answer: str, canonical: str) -> Row:
    """Return a row written by hand."""
    return Row(
        id="polynomial/0.0@00000000", family="polynomial", domain="math", level=level, skills=(SKILLS[task],),
        language="en", question=question,
        reasoning="\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)),
        solution=SAID[task].format(answer), answer=answer, tests="", canonical=f"{task}: {canonical}",
        group=f"polynomial:{task}: {canonical}", payload=dump_payload({"task": task}), checks=(),
        provenance=Provenance("", "", "", "", 0, ""),
    )  # fmt: skip


ROWS = {
    "evaluate": written(
        "evaluate", 1,
        "What is the value of -t^2 + 3t - 4 when t = -2?\nGive a whole number or a fraction in lowest terms.",
        [
            "Substitute -2 for t: -(-2)^2 + 3 * (-2) - 4.",
            "Work out the powers: -4 + 3 * (-2) - 4.",
            "Work out each term: -4 - 6 - 4.",
            "Add: -14.",
        ],
        "-14", "-x^2 + 3x - 4 at x = -2",
    ),
    "add": written(
        "add", 1, f"Simplify (x^2 - 3x) + (-x^2 + x - 1).\n{POWERS.format('x')}",
        ["Group like terms: (1 - 1)x^2 + (-3 + 1)x - 1.", "Add the coefficients: -2x - 1."],
        "-2x - 1", "-x^2 + x - 1 and x^2 - 3x",
    ),
    "subtract": written(
        "subtract", 1, f"Subtract 2y - 3 from y^2 + y.\n{POWERS.format('y')}",
        [
            "Change the sign of each term that is subtracted: y^2 + y - 2y + 3.",
            "Group like terms: y^2 + (1 - 2)y + 3.",
            "Add the coefficients: y^2 - y + 3.",
        ],
        "y^2 - y + 3", "2x - 3 from x^2 + x",
    ),
    "square": written(
        "expand", 2, f"Expand (2x - 3)^2.\n{POWERS.format('x')}",
        [
            "Write the square as a product: (2x - 3)(2x - 3).",
            "Multiply each term of the first factor by each term of the second: 4x^2 - 6x - 6x + 9.",
            "Collect like terms: 4x^2 - 12x + 9.",
        ],
        "4x^2 - 12x + 9", "(2x - 3)^2",
    ),
    "factor": written(
        "factor", 4,
        f"Factor -2n^4 - 4n^3 + 18n^2 + 36n over the integers.\n{FACTORS.format('n')}",
        [
            "The greatest common factor of the terms is 2n, and the first coefficient is negative.",
            "Factor out -2n: -2n(n^3 + 2n^2 - 9n - 18).",
            "Group the terms: -2n((n^3 + 2n^2) + (-9n - 18)).",
            "Factor each group: -2n(n^2(n + 2) - 9(n + 2)).",
            "Factor out n + 2: -2n(n + 2)(n^2 - 9).",
            "Factor the difference of squares: -2n(n - 3)(n + 2)(n + 3).",
        ],
        "-2n(n - 3)(n + 2)(n + 3)", "-2x^4 - 4x^3 + 18x^2 + 36x",
    ),
    "cubes": written(
        "factor", 4, f"Factor 8x^3 + 1 completely over the integers.\n{FACTORS.format('x')}",
        [
            "Write it as a sum of cubes: (2x)^3 + 1^3.",
            "Factor the sum of cubes: (2x + 1)(4x^2 - 2x + 1).",
            "The factor 4x^2 - 2x + 1 is irreducible, "
            "because its discriminant (-2)^2 - 4 * 4 * 1 = -12 is negative.",
        ],
        "(2x + 1)(4x^2 - 2x + 1)", "8x^3 + 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_rows_written_by_hand_are_accepted(name: str) -> None:
    verdict = polynomial.check(ROWS[name])
    assert verdict.fault == ""
    assert verdict.checks == ("sympy", "values", "steps")


@pytest.mark.parametrize(
    ("name", "column", "old", "new", "fault"),
    [
        ("evaluate", "question", "t = -2", "t = 2", "step .* is expected"),
        ("evaluate", "question", "t = -2", "y = -2", "another letter"),
        ("evaluate", "question", "t = -2", "t = -4/2", "not in lowest terms"),
        ("evaluate", "question", "t = -2", "t = 4/0", "none of the family's"),
        ("evaluate", "question", "-t^2 + 3t", "3t - t^2", "not a polynomial in canonical form"),
        ("evaluate", "reasoning", "-(-2)^2", "(-2)^2", "step .*Substitute -2 for t: -"),
        ("evaluate", "reasoning", "3 * (-2) - 4.\n3", "3 * 2 - 4.\n3", "Work out the powers"),
        ("evaluate", "reasoning", "Add: -14", "Add: 14", "step '4. Add: -14.' is expected"),
        ("evaluate", "answer", "-14", "-13", "the answer is '-13'"),
        ("add", "question", "+ (", "- (", "the conventions|step|canonical"),
        ("add", "reasoning", "(-3 + 1)", "(-3 - 1)", "Group like terms"),
        ("add", "solution", "sum", "difference", "the solution is not"),
        ("subtract", "question", "2y - 3 from y^2 + y", "y^2 + y from 2y - 3", "step"),
        ("subtract", "question", "Subtract", "Add", "none of the family's"),
        ("square", "question", "(2x - 3)^2", "(2x + 3)^2", "step"),
        ("square", "question", "powers of x", "powers of y", "the conventions"),
        ("square", "reasoning", "- 6x - 6x", "- 6x + 6x", "step"),
        ("square", "payload", "expand", "factor", "the payload"),
        ("factor", "reasoning", "factor of the terms is 2n", "factor of the terms is 2", "step"),
        ("factor", "reasoning", "2n(n + 2)(n^2 - 9)", "2n(n^2 - 9)(n + 2)", "step"),
        ("factor", "reasoning", "(n - 3)(n + 2)(n + 3)", "(n - 2)(n + 2)(n + 3)", "step"),
        ("factor", "answer", "(n - 3)(n + 2)", "(n + 2)(n - 3)", "the answer is"),
        ("factor", "question", "18n^2", "17n^2", "not one that the family factors"),
        ("factor", "canonical", "-2x^4", "-2n^4", "the canonical is"),
        ("cubes", "reasoning", "= -12 is negative", "= 12 is negative", "step"),
        ("cubes", "reasoning", "is negative", "is not a square", "step"),
        ("cubes", "question", "8x^3 + 1", "x^2 + x + 1", "irreducible or factored already"),
    ],
)  # fmt: skip
def test_a_planted_error_earns_its_fault(name: str, column: str, old: str, new: str, fault: str) -> None:
    assert re.search(fault, refused(ROWS[name], column, old, new))


def test_a_level_that_is_not_the_problem_s_is_refused() -> None:
    assert polynomial.check(replace(ROWS["cubes"], level=3)).fault == "the level is 3, not 4"


def test_a_missing_last_step_is_refused() -> None:
    row = ROWS["cubes"]
    short = replace(row, reasoning="\n".join(row.reasoning.split("\n")[:-1]))
    assert polynomial.check(short).fault == "there are 2 steps, and 3 are expected"


@pytest.mark.parametrize(
    ("answer", "name", "right"),
    [
        ("-14", "evaluate", 1.0),
        ("-14.0", "evaluate", 0.0),
        ("-1 - 2x", "add", 1.0),
        ("-2x", "add", 0.0),
        ("-2y - 1", "add", 0.0),
        ("-x - x - 1", "add", 0.0),
        ("9 - 12x + 4x^2", "square", 1.0),
        ("(2x - 3)^2", "square", 0.0),
        ("-2n(n + 3)(n - 3)(n + 2)", "factor", 1.0),
        ("2n(3 - n)(n + 2)(n + 3)", "factor", 1.0),
        ("-2n(3 - n)(n + 2)(n + 3)", "factor", 0.0),
        ("-2n(n^2 - 9)(n + 2)", "factor", 0.0),
        ("-n(2n - 6)(n + 2)(n + 3)", "factor", 0.0),
        ("-2n(n - 3)(n + 2)", "factor", 0.0),
        ("(1 - 2x + 4x^2)(1 + 2x)", "cubes", 1.0),
        ("(2x + 1)^1(4x^2 - 2x + 1)", "cubes", 0.0),
        ("8x^3 + 1", "cubes", 0.0),
    ],
)
def test_an_answer_scores_for_the_same_terms_or_factors(answer: str, name: str, right: float) -> None:
    assert polynomial.score(answer, ROWS[name]) == right


def test_answers_agree_with_a_calculator_of_the_test_s_own() -> None:
    for level in (1, 2, 3, 4):
        for row in islice(rows("polynomial", level, 3), 120):
            task, _, about = row.canonical.partition(": ")
            letter = next(iter(set(row.answer) & set("xyztnw")), "x")
            answer = row.answer.replace(letter, "x")
            for at in (Fraction(-7, 3), Fraction(1, 2), Fraction(5)):
                if task == "evaluate":
                    about, _, place = about.partition(" at x = ")
                    assert calculated(about, Fraction(place)) == Fraction(row.answer)
                    break
                joint = {"add": " and ", "subtract": " from "}.get(task)
                parts = [calculated(part, at) for part in (about.split(joint) if joint else [about])]
                wanted = {"add": sum(parts), "subtract": parts[-1] - parts[0]}.get(task, parts[0])
                assert calculated(answer, at) == wanted


def calculated(text: str, x: Fraction) -> Fraction:
    """Return the value of an expression in x: shunting-yard over its tokens."""
    tokens = re.findall(r"[0-9]+|x|[-+^()]", text)
    values: list[Fraction] = []
    waiting: list[str] = []
    strength = {"+": 1, "-": 1, "*": 2, "~": 2, "^": 3}

    def settle(least: int) -> None:
        while waiting and waiting[-1] != "(" and strength[waiting[-1]] >= least:
            sign = waiting.pop()
            right = values.pop()
            left = Fraction(0) if sign == "~" else values.pop()
            result = {"+": left + right, "-": left - right, "*": left * right, "~": -right}
            values.append(left ** int(right) if sign == "^" else result[sign])

    before = "("
    for token in tokens:
        if (token in "x(" or token.isdigit()) and (before in "x)" or before.isdigit()):
            settle(2)
            waiting.append("*")
        if token == "(":
            waiting.append(token)
        elif token == ")":
            settle(0)
            waiting.pop()
        elif token in "+-^":
            unary = token == "-" and before == "("
            if not unary:
                settle(strength[token])
            waiting.append("~" if unary else token)
        else:
            values.append(x if token == "x" else Fraction(int(token)))
        before = token
    settle(0)
    (value,) = values
    return value
