"""Linear equations: what the checker refuses, and with which fault."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from itertools import islice

import pytest
from algebra_values import value

import synth
from synth.row import Provenance, Row, dump_payload
from synth.verify.linear import check, score


def row(level: int, answer: str, canonical: str, question: str, *lines: str) -> Row:
    """Return a row of the family, written by hand; levels from 3 on have the conventions."""
    letter = re.findall(r"(?<![a-z])[a-z](?![a-z])", question)[0]
    if level > 2:
        question += (
            f' Answer in the form "{letter} = number", with a whole number or a fraction in lowest terms; '
            'if there is no solution, answer "no solution", and if every number is a solution, '
            'answer "all numbers".'
        )
    words = {"no solution": "The equation has no solution.", "all numbers": "Every number is a solution."}
    solutions = {"no solution": "none", "all numbers": "all"}.get(answer, "one")
    return Row(
        id="linear/0.0@00000000",
        family="linear",
        domain="math",
        level=level,
        skills=(),
        language="en",
        question=question,
        reasoning="\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)),
        solution=words.get(answer, f"The solution is {answer}."),
        answer=answer,
        tests="",
        canonical=canonical,
        group=f"linear:{canonical}",
        payload=dump_payload({"unknown": letter, "solutions": solutions, "steps": len(lines)}),
        checks=(),
        provenance=Provenance("", "", "", "", 0, ""),
    )


SKILLS = {
    "zero over a number": ("clearing fractions", "checking a solution"),
    "two steps": ("inverse operations", "checking a solution"),
    "minus": ("inverse operations", "checking a solution"),
    "nested": (
        "inverse operations",
        "unknown on both sides",
        "like terms",
        "parentheses",
        "equations without one solution",
    ),
    "none": (
        "inverse operations",
        "unknown on both sides",
        "parentheses",
        "equations without one solution",
    ),
    "quotients": (
        "inverse operations",
        "unknown on both sides",
        "parentheses",
        "clearing fractions",
        "checking a solution",
    ),
}

GOOD = {
    "zero over a number": row(
        1,
        "z = 0",
        "-x/19 = 0",
        "What is z if 0 = -z/19?",
        "Multiply each side by -19: 0 = z.",
        "Swap the sides: z = 0.",
        "Check: for z = 0 the left side is 0 and the right side is -0/19 = 0.",
    ),
    "two steps": row(
        2,
        "n = -5",
        "-26 = -6 4x",
        "What is n if 4n - 6 = -26?",
        "Add 6 to both sides: 4n = -20.",
        "Divide each side by 4: n = -5.",
        "Check: for n = -5 the left side is 4 * (-5) - 6 = -20 - 6 = -26 and the right side is -26.",
    ),
    "minus": row(
        2,
        "x = 3/2",
        "-x 4 = 5/2",
        "Find x: 5/2 = 4 - x.",
        "Subtract 4 from both sides: -3/2 = -x.",
        "Multiply both sides by -1: 3/2 = x.",
        "Swap the sides: x = 3/2.",
        "Check: for x = 3/2 the left side is 5/2 and the right side is 4 - 3/2 = 5/2.",
    ),
    "nested": row(
        4,
        "all numbers",
        "-x 3(2(x - 1) + 4) = 5x 6",
        "Solve for x: 3(2(x - 1) + 4) - x = 5x + 6.",
        "Multiply out the inner parentheses: 3(2x - 2 + 4) - x = 5x + 6.",
        "Combine like terms inside the parentheses: 3(2x + 2) - x = 5x + 6.",
        "Multiply out the parentheses: 6x + 6 - x = 5x + 6.",
        "Combine like terms: 5x + 6 = 5x + 6.",
        "Subtract 5x from both sides: 6 = 6.",
        "The statement 6 = 6 is true for every x, so every number is a solution.",
    ),
    "none": row(
        3,
        "no solution",
        "2(x + 5) = 2x 7",
        "Which numbers x satisfy 2(x + 5) = 7 + 2x?",
        "Multiply out the parentheses: 2x + 10 = 7 + 2x.",
        "Subtract 2x from both sides: 10 = 7.",
        "The statement 10 = 7 is false for every x, so there is no solution.",
    ),
    "quotients": row(
        4,
        "x = 17/3",
        "(x + 5)/8 = (x - 3)/2",
        "Find all numbers x for which (x - 3)/2 = (x + 5)/8.",
        "Multiply both sides by 8: 4(x - 3) = x + 5.",
        "Multiply out the parentheses: 4x - 12 = x + 5.",
        "Subtract x from both sides: 3x - 12 = 5.",
        "Add 12 to both sides: 3x = 17.",
        "Divide both sides by 3: x = 17/3.",
        "Check: for x = 17/3 the left side is (17/3 - 3)/2 = (8/3)/2 = 4/3 and the right side is "
        "(17/3 + 5)/8 = (32/3)/8 = 4/3.",
    ),
}
GOOD = {name: replace(made, skills=SKILLS[name]) for name, made in GOOD.items()}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_row_is_accepted(name: str) -> None:
    assert check(GOOD[name]).fault == ""


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "two steps",
            "Add 6 to",
            "Subtract 6 from",
            "line 1: the terms are not those that the operation makes",
        ),
        ("two steps", "Add 6", "Add -6", "line 1: what is added or subtracted is not one positive term"),
        ("two steps", "Add 6", "Take 6", "line 1: 'Take 6 to both sides: 4n = -20.' names no operation"),
        ("two steps", "2. Divide", "3. Divide", "line 2 of the reasoning does not begin with its number"),
        ("two steps", "4n = -20.\n2. Divide each side by 4: ", "", "line 1: the terms are not those"),
        ("two steps", " = -20 - 6", "", "'-26' is not what the expression before it becomes"),
        ("two steps", "-26 and", "-026 and", "is written in another way"),
        ("two steps", "4 * (-5) - 6 =", "4 * -5 - 6 =", "a number, a letter or a parenthesis is missing"),
        (
            "two steps",
            "4 * (-5) - 6 = ",
            "",
            "'-20 - 6' is not what the expression before it becomes",
        ),
        ("two steps", "is -26.", "is -26 = -26.", "one of them stands twice"),
        ("minus", "Multiply both sides by -1", "Divide both sides by -1", "a divisor is not a whole number"),
        ("minus", "3/2 = x.\n3. Swap the sides: ", "", "line 2: the terms are not those"),
        ("minus", "-3/2 = -x", "-6/4 = -x", "line 1: a fraction is not in lowest terms"),
        ("nested", "out the inner", "out the", "before the inner ones"),
        ("nested", " inside the parentheses: 3(2x", ": 3(2x", "line 2: the terms are not those"),
        ("nested", "6x + 6 - x =", "6 + 6x - x =", "line 3: the terms are not those"),
        ("nested", "6x + 6 - x = 5x + 6.\n4. Combine like terms: ", "", "line 3: the terms are not those"),
        ("nested", "is true for", "is false for", "the last line does not say what the last equation means"),
        ("none", "10 = 7.\n", "7 = 10.\n", "line 2: the terms are not those"),
        ("none", "statement 10 = 7", "statement 10 = 8", "the last line does not say"),
        ("quotients", "by 8: 4(x - 3)", "by 16: 8(x - 3)", "line 1: the terms are not those"),
        ("quotients", "= x + 5", "= (x + 5)", "has a sign or parentheses that nothing needs"),
        ("quotients", "x = 17/3 the", "x = 17/2 the", "the last line does not put the solution in"),
        ("quotients", "(8/3)/2 = ", "", "'4/3' is not what the expression before it becomes"),
        ("quotients", "Subtract x", "Subtract y", "what is added or subtracted is not one positive term"),
        ("quotients", "3x = 17.", "3y = 17.", "line 4: '3y = 17' is no statement about x"),
    ],
)
def test_a_wrong_line_is_refused_by_its_fault(name: str, old: str, new: str, fault: str) -> None:
    """The lines are numbered again, so that a line left out is not refused for its number alone."""
    text = GOOD[name].reasoning
    assert old in text
    lines = text.replace(old, new, 1).split("\n")
    if len(lines) < text.count("\n") + 1:
        lines = [re.sub("^[0-9]+", str(number), line) for number, line in enumerate(lines, 1)]
    verdict = check(replace(GOOD[name], reasoning="\n".join(lines)))
    assert fault in verdict.fault
    assert not verdict.undecided


def test_a_step_that_brings_back_an_equation_is_refused() -> None:
    lines = GOOD["two steps"].reasoning.split("\n")
    more = [
        lines[0],
        "2. Subtract 6 from both sides: 4n - 6 = -26.",
        "3. Add 6 to both sides: 4n = -20.",
        "4. Divide each side by 4: n = -5.",
        lines[2].replace("3.", "5.", 1),
    ]
    spoiled = replace(GOOD["two steps"], reasoning="\n".join(more))
    assert check(spoiled).fault == "line 2 states no equation, or one that stood before"


def test_steps_go_on_to_the_end_and_stop_there() -> None:
    good = GOOD["two steps"]
    first, second, third = good.reasoning.split("\n")
    short = f"{first}\n{third.replace('3.', '2.', 1)}"
    assert "line 1 neither frees the unknown nor is without it" in check(replace(good, reasoning=short)).fault
    long = f"{first}\n{second}\n3. Add 1 to both sides: n + 1 = -4.\n{third.replace('3.', '4.', 1)}"
    assert "line 3 is a step, and there is nothing left" in check(replace(good, reasoning=long)).fault


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"answer": "no solution"}, "the answer is 'no solution', not 'n = -5'"),
        ({"answer": "-5"}, "the answer is '-5', not 'n = -5'"),
        ({"solution": "It is solved."}, "the solution does not state the answer"),
        ({"level": 3}, "the level is 3, not 2"),
        ({"skills": ()}, "the skills are"),
        ({"canonical": "x = 1"}, "the canonical is "),
        ({"group": "linear:0"}, "the group is "),
        ({"payload": "{}"}, "the payload does not fit the row"),
        ({"language": "de"}, "the language is 'de'"),
        ({"tests": "[]"}, "the tests is '[]'"),
        ({"family": "system"}, "the family is 'system'"),
        ({"domain": "logic"}, "the domain is 'logic'"),
        ({"reasoning": None}, "the reasoning is not a text"),
        ({"question": "What is n if 4n - 6 = -26? "}, "the question is not one of the family's"),
        ({"question": "What is m if 4n - 6 = -26?"}, "is no statement about m"),
        ({"question": "What is n if 4n - 6 = -25?"}, "line 1: the terms are not those"),
        ({"question": "Solve for x: x^2 = 4."}, "a term is neither a number nor a multiple"),
        ({"question": "Solve for x: 2x/4 = 4."}, "a fraction is not in lowest terms"),
        ({"question": f"Solve for x: x = 1{'0' * 60}."}, "digits"),
        ({"question": "Solve for x: x/0 = 4."}, "a denominator is not a whole number from 2 on"),
        ({"question": "Solve for x: 4 = 4."}, "no equation with the unknown x"),
    ],
)
def test_a_column_that_does_not_fit_is_refused(change: dict[str, object], fault: str) -> None:
    verdict = check(replace(GOOD["two steps"], **change))  # type: ignore[arg-type]
    assert fault in verdict.fault
    assert not verdict.undecided


def test_the_answer_scores_with_or_without_its_letter() -> None:
    for given in ("n = -5", "-5", "n=-5", " n = -5.\n"):
        assert score(given, GOOD["two steps"]) == 1.0
    for given in ("x = -5", "-5/1", "n = -50", "-5 -5", "no solution", "-5.0", "n = 5", "", "n ="):
        assert score(given, GOOD["two steps"]) == 0.0
    assert score("no solution", GOOD["none"]) == 1.0
    assert score("all numbers", GOOD["none"]) == 0.0


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_answer_solves_the_question_and_nothing_else_does(level: int) -> None:
    """By the question's text at two numbers: the line through the two differences tells all."""
    for one in islice(synth.rows("linear", level, seed=5), 60):
        letter = json.loads(one.payload)["unknown"]
        sentence = re.split(r"[.?]", one.question)[0]
        equation = re.split(r": |if |which |that |satisf(?:y|ies) |equation ", sentence)[-1].partition(
            " for "
        )[0]
        left, right = equation.split(" = ")
        ends = [value(left, {letter: at}) - value(right, {letter: at}) for at in (Fraction(0), Fraction(1))]
        slope = ends[1] - ends[0]
        if slope:
            assert one.answer == f"{letter} = {-ends[0] / slope}"
        else:
            assert one.answer == ("no solution" if ends[0] else "all numbers")
