"""Linear inequalities: what the checker refuses, and with which fault."""

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
from synth.verify.inequality import check, score

TWO = ' Answer in the form "x < number", with <, <=, > or >= and a whole number or a fraction in lowest terms'
THREE = (
    ' Answer in the form "number < x < number", with < or <= for each sign and whole numbers or fractions '
    "in lowest terms"
)
OPEN = (
    '; if there is no solution, answer "no solution", and if every number is a solution, answer "all numbers"'
)
HOLDS = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def row(level: int, answer: str, canonical: str, asked: str, *lines: str) -> Row:
    """Return a row of the family about x, written by hand."""
    words = {"no solution": "The inequality has no solution.", "all numbers": "Every number is a solution."}
    solutions = {"no solution": "none", "all numbers": "all"}.get(answer, "one")
    form = THREE if len(re.findall("[<>]", asked)) == 2 else TWO
    return Row(
        id="inequality/0.0@00000000",
        family="inequality",
        domain="math",
        level=level,
        skills=(),
        language="en",
        question=f"{asked}{form}{OPEN if level > 3 else ''}.",
        reasoning="\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)),
        solution=words.get(answer, f"The solutions are all numbers x with {answer}."),
        answer=answer,
        tests="",
        canonical=canonical,
        group=f"inequality:{canonical}",
        payload=dump_payload({"unknown": "x", "solutions": solutions, "steps": len(lines)}),
        checks=(),
        provenance=Provenance("", "", "", "", 0, ""),
    )


SKILLS = {
    "turned": ("inverse operations", "reversing an inequality"),
    "both sides": ("inverse operations", "unknown on both sides"),
    "double": ("inverse operations", "reversing an inequality", "double inequalities"),
    "none": (
        "inverse operations",
        "unknown on both sides",
        "parentheses",
        "inequalities without a boundary",
    ),
}

GOOD = {
    "turned": row(
        2,
        "x < 5",
        "-11 < -3x 4",
        "For which numbers x is -11 < 4 - 3x?",
        "Subtract 4 from both sides: -15 < -3x.",
        "Divide both sides by -3 and reverse the inequality: 5 > x.",
        "Read it from right to left: x < 5.",
    ),
    "both sides": row(
        2,
        "x >= 7/2",
        "-6 4x >= 1 2x",
        "Solve for x: 4x - 6 >= 2x + 1.",
        "Subtract 2x from each side: 2x - 6 >= 1.",
        "Add 6 to each side: 2x >= 7.",
        "Divide each side by 2: x >= 7/2.",
    ),
    "double": row(
        3,
        "-1 < x <= 3",
        "-5 <= -2x 1 < 3",
        "Find all numbers x such that -5 <= 1 - 2x < 3.",
        "Subtract 1 from all three parts: -6 <= -2x < 2.",
        "Divide all three parts by -2 and reverse both inequalities: 3 >= x > -1.",
        "Read it from right to left: -1 < x <= 3.",
    ),
    "none": row(
        4,
        "no solution",
        "2 2x > 2(x + 1)",
        "Which numbers x satisfy 2(x + 1) < 2x + 2?",
        "Multiply out the parentheses: 2x + 2 < 2x + 2.",
        "Subtract 2x from both sides: 2 < 2.",
        "The statement 2 < 2 is false for every x, so there is no solution.",
    ),
}
GOOD = {name: replace(made, skills=SKILLS[name]) for name, made in GOOD.items()}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_row_is_accepted(name: str) -> None:
    assert check(GOOD[name]).fault == ""


TERMS = "the terms are not those that the operation makes"
SIGNS = "the signs are not those that the operation makes"
TURN = "an inequality is reversed without need, or is not where it has to be"


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("turned", " and reverse the inequality: 5 > x", ": 5 > x", f"line 2: {TURN}"),
        ("turned", " and reverse the inequality: 5 > x", ": 5 < x", f"line 2: {TURN}"),
        ("turned", "inequality: 5 > x", "inequality: 5 < x", f"line 2: {SIGNS}"),
        ("turned", "reverse the inequality: 5 > x", "reverse both inequalities: 5 > x", "names no operation"),
        ("turned", "-15 < -3x", "-15 <= -3x", f"line 1: {SIGNS}"),
        ("turned", "-15 < -3x", "-15 = -3x", f"line 1: {SIGNS}"),
        ("turned", "left: x < 5", "left: x > 5", f"line 3: {SIGNS}"),
        ("turned", "Read it from right to left", "Swap the sides", "names no operation"),
        ("turned", "Subtract 4", "Subtract 5", f"line 1: {TERMS}"),
        ("turned", "-15 < -3x", "-3x > -15", f"line 1: {TERMS}"),
        ("both sides", "by 2: x", "by 2 and reverse the inequality: x", f"line 3: {TURN}"),
        ("both sides", "7/2", "14/4", "line 3: a fraction is not in lowest terms"),
        ("both sides", "2x >= 7.", "2x >= 7 >= 7.", "line 2: an inequality has another number of parts"),
        ("double", "both inequalities: 3 >= x > -1", "both inequalities: 3 > x >= -1", f"line 2: {SIGNS}"),
        ("double", "-6 <= -2x < 2", "-6 <= -2x < 3", f"line 1: {TERMS}"),
        ("double", "all three parts: -6", "both sides: -6", "names no operation"),
        ("none", "is false", "is true", "the last line does not say what the last inequality means"),
        ("none", "statement 2 < 2", "statement 2 < 3", "the last line does not say"),
        ("none", "2x + 2 < 2x + 2.", "2x + 2 < 2 + 2x.", f"line 1: {TERMS}"),
    ],
)
def test_a_wrong_line_is_refused_by_its_fault(name: str, old: str, new: str, fault: str) -> None:
    assert old in GOOD[name].reasoning
    verdict = check(replace(GOOD[name], reasoning=GOOD[name].reasoning.replace(old, new, 1)))
    assert fault in verdict.fault
    assert not verdict.undecided


def again(name: str, *lines: str) -> str:
    """Return the fault of a row with other lines of reasoning."""
    text = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    return check(replace(GOOD[name], reasoning=text)).fault


def test_steps_go_on_to_the_end_and_stop_there() -> None:
    lines = [line.partition(". ")[2] for line in GOOD["turned"].reasoning.split("\n")]
    assert again("turned", *lines[:2]) == "the last step neither frees the unknown nor is without it"
    assert "line 4 is a step" in again("turned", *lines, "Add 1 to both sides: x + 1 < 6.")
    assert "stood before" in again("turned", lines[0], "Add 4 to both sides: -11 < -3x + 4.", lines[0])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"answer": "x <= 5"}, "the answer is 'x <= 5', not 'x < 5'"),
        ({"answer": "5 > x"}, "the answer is '5 > x', not 'x < 5'"),
        ({"solution": "It is solved."}, "the solution does not state the answer"),
        ({"level": 1}, "the level is 1, not 2"),
        ({"skills": ()}, "the skills are"),
        ({"canonical": "x < 1"}, "the canonical is "),
        ({"group": "inequality:0"}, "the group is "),
        ({"payload": "{}"}, "the payload does not fit the row"),
        ({"tests": "[]"}, "the tests is '[]'"),
        ({"family": "linear"}, "the family is 'linear'"),
        ({"domain": "logic"}, "the domain is 'logic'"),
        ({"reasoning": None}, "the reasoning is not a text"),
        ({"question": GOOD["turned"].question.replace("-11 <", "-11 <=")}, f"line 1: {SIGNS}"),
        ({"question": GOOD["turned"].question.replace("-11 <", "-11 =")}, "no inequality with the unknown"),
        (
            {"question": GOOD["turned"].question.replace("-11 <", "1 > -11 <")},
            "no inequality with the unknown",
        ),
        ({"question": GOOD["turned"].question.replace("-11 <", "x <")}, "line 1: the terms"),
        ({"question": GOOD["turned"].question.replace(TWO, THREE)}, "the form of the answer"),
        ({"question": "Solve."}, "the question is not one of the family's"),
    ],
)
def test_a_column_that_does_not_fit_is_refused(change: dict[str, object], fault: str) -> None:
    verdict = check(replace(GOOD["turned"], **change))  # type: ignore[arg-type]
    assert fault in verdict.fault
    assert not verdict.undecided


def test_a_double_inequality_holds_between_two_numbers() -> None:
    for ends in ("5 < 1 - 2x < 3", "3 <= 1 - 2x <= 3"):
        changed = GOOD["double"].question.replace("-5 <= 1 - 2x < 3", ends)
        assert "does not hold between two" in check(replace(GOOD["double"], question=changed)).fault


def test_the_answer_scores_from_either_end() -> None:
    for given in ("x < 5", "x<5", "5 > x", " x < 5.\n"):
        assert score(given, GOOD["turned"]) == 1.0
    for given in ("x <= 5", "x > 5", "5 < x", "y < 5", "x < 5/1", "5", "no solution", "x < 5, or not", ""):
        assert score(given, GOOD["turned"]) == 0.0
    for given in ("-1 < x <= 3", "3 >= x > -1", "-1<x<=3"):
        assert score(given, GOOD["double"]) == 1.0
    for given in ("-1 <= x <= 3", "3 > x > -1", "-1 < x >= 3", "x <= 3", "3 <= x < -1"):
        assert score(given, GOOD["double"]) == 0.0
    assert score("no solution", GOOD["none"]) == 1.0
    assert score("all numbers", GOOD["none"]) == 0.0


def holds(text: str, letter: str, at: Fraction) -> bool:
    """Return whether an inequality of two or three parts is true at a number, by its text."""
    first, *rest = re.split(" (<=?|>=?) ", text)
    left = value(first, {letter: at})
    for sign, part in zip(rest[::2], rest[1::2], strict=True):
        right = value(part, {letter: at})
        if not HOLDS[sign](left, right):
            return False
        left = right
    return True


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_question_and_answer_hold_for_the_same_numbers(level: int) -> None:
    """By their texts, at the ends of the answer, beside them, between them and far away."""
    for one in islice(synth.rows("inequality", level, seed=5), 60):
        letter = json.loads(one.payload)["unknown"]
        sentence = re.split(r"[.?] Answer", one.question)[0]
        asked = re.split(r": |number . is |numbers . is |that |satisfy |inequality ", sentence)[-1]
        asked = asked.partition(" for ")[0]
        ends = [Fraction(text) for text in re.findall(r"-?[0-9]+(?:/[0-9]+)?", one.answer)] or [Fraction(0)]
        points = [end + step for end in ends for step in (0, Fraction(1, 1000), Fraction(-1, 1000))]
        for at in (*points, sum(ends) / len(ends), Fraction(10**6), Fraction(-(10**6))):
            right = {"no solution": False, "all numbers": True}.get(one.answer)
            if right is None:
                right = holds(one.answer, letter, at)
            assert holds(asked, letter, at) == right, (one.question, at)
