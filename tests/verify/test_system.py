"""Systems of linear equations: what the checker refuses, and with which fault."""

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
from synth.verify.system import check, score

ELSE = ', or else "no solution" or "infinitely many solutions"'


def row(level: int, answer: str, canonical: str, asked: str, given: tuple[str, ...], *lines: str) -> Row:
    """Return a row of the family, written by hand."""
    names = sorted(set(re.findall("[a-z]", " ".join(given))))
    form = ", ".join(f"{name} = number" for name in names)
    equations = [f"({number}) {text}" for number, text in enumerate(given, 1)]
    words = {
        "no solution": "The system has no solution.",
        "infinitely many solutions": "The system has infinitely many solutions.",
    }
    solutions = {"no solution": "none", "infinitely many solutions": "many"}.get(answer, "one")
    ending = f'Answer in the form "{form}", with whole numbers or fractions in lowest terms'
    return Row(
        id="system/0.0@00000000",
        family="system",
        domain="math",
        level=level,
        skills=(),
        language="en",
        question="\n".join([asked, *equations, f"{ending}{ELSE if level > 2 else ''}."]),
        reasoning="\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)),
        solution=words.get(answer, f"The solution is {answer}."),
        answer=answer,
        tests="",
        canonical=canonical,
        group=f"system:{canonical}",
        payload=dump_payload({"unknowns": names, "solutions": solutions, "steps": len(lines)}),
        checks=(),
        provenance=Provenance("", "", "", "", 0, ""),
    )


SKILLS = {
    "elimination": ("substitution", "elimination", "checking a solution"),
    "substitution": ("substitution", "checking a solution"),
    "none": ("elimination", "systems without one solution"),
    "line": ("elimination", "systems without one solution"),
    "space": ("elimination", "systems without one solution"),
}

GOOD = {
    "elimination": row(
        3,
        "x = -1, y = 3",
        "-1 4 0 = 0 0 -7; 3 2 0 = 0 0 7",
        "Solve for x and y:",
        ("2x + 3y = 7", "4x - y = -7"),
        "Multiply (2) by 3: (3) 12x - 3y = -21.",
        "Add (1) and (3): (4) 14x = -14.",
        "Divide (4) by 14: (5) x = -1.",
        "Put x = -1 from (5) into (2): (6) -4 - y = -7.",
        "Add 4 to both sides of (6): (7) -y = -3.",
        "Multiply (7) by -1: (8) y = 3.",
        "Check (1): the left side is 2 * (-1) + 3 * 3 = -2 + 9 = 7 and the right side is 7.",
        "Check (2): the left side is 4 * (-1) - 3 = -4 - 3 = -7 and the right side is -7.",
    ),
    "substitution": row(
        2,
        "a = 2, b = 3",
        "-2 3 0 = 0 0 0; 1 0 0 = 0 2 -1",
        "Which numbers a and b solve both equations?",
        ("b = 2a - 1", "3a - 2b = 0"),
        "Put b = 2a - 1 from (1) into (2): (3) 3a - 2(2a - 1) = 0.",
        "Multiply out the parentheses in (3): (4) 3a - 4a + 2 = 0.",
        "Combine like terms in (4): (5) -a + 2 = 0.",
        "Subtract 2 from both sides of (5): (6) -a = -2.",
        "Multiply (6) by -1: (7) a = 2.",
        "Put a = 2 from (7) into (1): (8) b = 4 - 1.",
        "Combine like terms in (8): (9) b = 3.",
        "Check (1): the left side is 3 and the right side is 2 * 2 - 1 = 4 - 1 = 3.",
        "Check (2): the left side is 3 * 2 - 2 * 3 = 6 - 6 = 0 and the right side is 0.",
    ),
    "none": row(
        3,
        "no solution",
        "-2 1 0 = 0 0 3; -4 2 0 = 0 0 7",
        "Find m and n so that both equations hold:",
        ("m - 2n = 3", "2m - 4n = 7"),
        "Multiply (1) by 2: (3) 2m - 4n = 6.",
        "Subtract (2) from (3): (4) 0 = -1.",
        "Equation (4) is false for all m and n, so the system has no solution.",
    ),
    "line": row(
        3,
        "infinitely many solutions",
        "-2 1 0 = 0 0 3; -4 2 0 = 0 0 6",
        "Solve the system of equations:",
        ("m - 2n = 3", "2m - 4n = 6"),
        "Multiply (1) by 2: (3) 2m - 4n = 6.",
        "Subtract (2) from (3): (4) 0 = 0.",
        "Equation (4) is true for all m and n. Only (1) is left, which gives m for every number n, "
        "so there are infinitely many solutions.",
    ),
    "space": row(
        4,
        "infinitely many solutions",
        "-1 1 1 0 = 0 0 0 2; 1 1 1 0 = 0 0 0 6; 1 3 3 0 = 0 0 0 14",
        "Find all numbers x, y and z that satisfy all three equations:",
        ("x + y + z = 6", "x + y - z = 2", "3x + 3y + z = 14"),
        "Add (1) and (2): (4) 2x + 2y = 8.",
        "Subtract (1) from (3): (5) 2x + 2y = 8.",
        "Subtract (5) from (4): (6) 0 = 0.",
        "Equation (6) is true for all x, y and z. Only (1) and (4) are left: for every number y, (4) gives "
        "x, and (1) then gives z, so there are infinitely many solutions.",
    ),
}
GOOD = {name: replace(made, skills=SKILLS[name]) for name, made in GOOD.items()}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_row_is_accepted(name: str) -> None:
    assert check(GOOD[name]).fault == ""


TERMS = "the terms are not those that the operation makes"


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("elimination", "12x - 3y = -21", "12x - 3y = -20", f"line 1: {TERMS}"),
        ("elimination", "(3) 12x - 3y", "(4) 12x - 3y", "line 1 does not give its equation the next number"),
        ("elimination", "Multiply (2)", "Multiply (1)", f"line 1: {TERMS}"),
        ("elimination", "Multiply (2)", "Multiply (9)", "line 1: an equation is named that there is not"),
        (
            "elimination",
            "Multiply (2) by 3",
            "Multiply (2) by 1",
            "line 1: an equation is multiplied by a fraction",
        ),
        ("elimination", "Add (1) and (3)", "Subtract (3) from (1)", f"line 2: {TERMS}"),
        ("elimination", "Add (1) and (3)", "Add (3) and (1)", "line 2: equations are added in another order"),
        ("elimination", "Add (1) and (3)", "Add (3) and (3)", "or one is named twice"),
        ("elimination", "Divide (4) by 14", "Divide (4) by -14", f"line 3: {TERMS}"),
        ("elimination", "Put x = -1 from (5)", "Put x = -1 from (4)", "equation (4) does not say x = -1"),
        ("elimination", "Put x = -1 from (5)", "Put x = 1 from (5)", "equation (5) does not say x = 1"),
        ("elimination", "into (2): (6)", "into (1): (6)", f"line 4: {TERMS}"),
        ("elimination", "-4 - y = -7.", "-y - 4 = -7.", f"line 4: {TERMS}"),
        ("elimination", "Add 4 to", "Add -4 to", "line 5: what is moved is not positive"),
        ("elimination", "(8) y = 3.", "(8) y = 4.", f"line 6: {TERMS}"),
        ("elimination", "Check (1)", "Check (2)", "a line is not the check of equation (1)"),
        ("elimination", "= -2 + 9 = 7", "= 7", "'7' is not what the expression before it becomes"),
        ("elimination", "7 and the right side is 7", "7 and the right side is 8", "'8' is not what"),
        ("substitution", "3a - 2(2a - 1)", "3a - 4a + 2", f"line 1: {TERMS}"),
        ("substitution", "(5) -a + 2", "(5) 2 - a", f"line 3: {TERMS}"),
        (
            "substitution",
            "2 * 2 - 1 = 4 - 1 = 3",
            "4 - 1 = 3",
            "is not what the expression before it becomes",
        ),
        ("none", "Equation (4) is false", "Equation (4) is true", "the last line does not say what"),
        ("none", "Equation (4) is false", "Equation (3) is false", "the last line does not say what"),
        ("line", "Only (1) is left", "Only (2) is left", "the last line does not say how"),
        (
            "line",
            "gives m for every number n",
            "gives n for every number m",
            "the last line does not say how",
        ),
        (
            "space",
            "(4) gives x, and (1) then gives z",
            "(4) gives x, and (1) then gives y",
            "does not say how",
        ),
        ("space", "Only (1) and (4)", "Only (1) and (5)", "the last line does not say how"),
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


def test_an_equation_that_nothing_uses_is_refused() -> None:
    lines = [line.partition(". ")[2] for line in GOOD["none"].reasoning.split("\n")]
    idle = [*lines[:1], "Multiply (2) by 3: (4) 6m - 12n = 21.", "Subtract (2) from (3): (5) 0 = -1."]
    end = lines[2].replace("(4)", "(5)")
    assert again("none", *idle, end) == "equation (4) is not used"


def test_a_step_that_brings_back_an_equation_is_refused() -> None:
    lines = [line.partition(". ")[2] for line in GOOD["none"].reasoning.split("\n")]
    more = [lines[0], "Divide (3) by 2: (4) m - 2n = 3."]
    assert again("none", *more, lines[2]) == "line 2 makes an equation that stood before"


def test_checks_and_ends_may_not_be_left_out() -> None:
    for name in GOOD:
        lines = [line.partition(". ")[2] for line in GOOD[name].reasoning.split("\n")]
        assert again(name, *lines[:-1])
    lines = [line.partition(". ")[2] for line in GOOD["elimination"].reasoning.split("\n")]
    assert again("elimination", *lines[:-1]) == (
        "the last lines are not a check of each equation of the question"
    )
    assert again("elimination", *lines[:3], *lines[6:]) == (
        "the steps do not end with just one value for each unknown, and the right one"
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"answer": "no solution"}, "the answer is 'no solution', not 'x = -1, y = 3'"),
        ({"answer": "y = 3, x = -1"}, "the answer is 'y = 3, x = -1', not 'x = -1, y = 3'"),
        ({"solution": "It is solved."}, "the solution does not state the answer"),
        ({"level": 2}, "the level is 2, not 3"),
        ({"skills": ()}, "the skills are"),
        ({"canonical": "1 1"}, "the canonical is "),
        ({"group": "system:0"}, "the group is "),
        ({"payload": "{}"}, "the payload does not fit the row"),
        ({"language": "de"}, "the language is 'de'"),
        ({"family": "linear"}, "the family is 'linear'"),
        ({"domain": "logic"}, "the domain is 'logic'"),
        ({"reasoning": None}, "the reasoning is not a text"),
        ({"question": "Solve for x and y:"}, "two or three equations"),
        ({"question": GOOD["elimination"].question.replace("(2)", "(3)")}, "is not equation (2)"),
        (
            {"question": GOOD["elimination"].question.replace("x and y", "y and x")},
            "the question's first line",
        ),
        ({"question": GOOD["elimination"].question.replace("2x + 3y = 7", "3y + 2x = 7")}, "of the forms"),
        ({"question": GOOD["elimination"].question.replace("2x", "z")}, "of the forms"),
        ({"question": GOOD["elimination"].question.replace("= 7", "= 8")}, "line 2: the terms"),
        ({"question": GOOD["elimination"].question.replace("lowest", "low")}, "the form of the answer"),
    ],
)
def test_a_column_that_does_not_fit_is_refused(change: dict[str, object], fault: str) -> None:
    verdict = check(replace(GOOD["elimination"], **change))  # type: ignore[arg-type]
    assert fault in verdict.fault
    assert not verdict.undecided


def test_the_answer_scores_in_any_order() -> None:
    for given in ("x = -1, y = 3", "y = 3, x = -1", "x=-1,y=3", " x = -1, y = 3.\n"):
        assert score(given, GOOD["elimination"]) == 1.0
    for given in (
        "x = 3, y = -1",
        "x = -1",
        "-1, 3",
        "x = -1, y = 3, z = 0",
        "x = -1 y = 3",
        "no solution",
        "",
    ):
        assert score(given, GOOD["elimination"]) == 0.0
    assert score("no solution", GOOD["none"]) == 1.0
    assert score("no solution", GOOD["line"]) == 0.0


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_answer_is_that_of_determinants(level: int) -> None:
    """By the question's text: factors by putting in unit vectors, and then Cramer's rule."""
    for one in islice(synth.rows("system", level, seed=5), 40):
        names = json.loads(one.payload)["unknowns"]
        rows = []
        for text in re.findall(r"^\([123]\) (.*)$", one.question, re.M):
            left, right = text.split(" = ")
            zero = dict.fromkeys(names, Fraction(0))
            ends = [
                value(left, at) - value(right, at)
                for at in (zero, *({**zero, n: Fraction(1)} for n in names))
            ]
            rows.append([*(end - ends[0] for end in ends[1:]), -ends[0]])
        whole = determinant([row[:-1] for row in rows])
        swapped = [
            determinant([[*row[:place], row[-1], *row[place + 1 : -1]] for row in rows])
            for place in range(len(names))
        ]
        if whole:
            parts = zip(names, swapped, strict=True)
            assert one.answer == ", ".join(f"{name} = {part / whole}" for name, part in parts)
        elif any(swapped):
            assert one.answer == "no solution"
        else:
            assert one.answer == "infinitely many solutions"


def determinant(matrix: list[list[Fraction]]) -> Fraction:
    if len(matrix) == 1:
        return matrix[0][0]
    minors = ([row[:place] + row[place + 1 :] for row in matrix[1:]] for place in range(len(matrix)))
    return sum(
        ((-1) ** place * matrix[0][place] * determinant(minor) for place, minor in enumerate(minors)),
        Fraction(0),
    )
