"""Knights and knaves: what the checker refuses, and by which fault."""

# ruff: noqa: E501 (rows and faults are written as they are)

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from deciders.knights import right

from synth.families import find
from synth.line import Line
from synth.row import Row
from synth.verify import _knights_reading as reading
from synth.verify.proof.entailment import decide

FORM = 'Answer in the form "X is a knight, Y is a knave", with everyone in the order in which they were introduced.'
QUESTION = f"""Everyone on an island is either a knight, who always tells the truth, or a knave, who always lies. You meet Ann, Ben and Clara.
Ann says: "Exactly two of us are knights."
Ben says: "Ann is a knave and Clara is a knave."
Clara says: "If Ann is a knight, then Ben is a knight."
Who is a knight and who is a knave?
"If X, then Y" is false only if X is true and Y is false. "Of us" refers to all three of them. {FORM}"""
STEPS = """1. Suppose Clara is a knave. [assumption]
  2. Clara lies, so Ann is a knight. [statement of Clara: 1]
  3. Clara lies, so Ben is a knave. [statement of Clara: 1]
  4. Ann tells the truth, but what Ann says is false: a contradiction. [statement of Ann: 1, 2, 3]
5. So Clara is a knight. [reductio: 1-4]
6. What Ben says is false, so Ben is a knave. [statement of Ben: 5]
7. Clara tells the truth, so Ann is a knave. [statement of Clara: 5, 6]"""
ANSWER = "Ann is a knave, Ben is a knave, Clara is a knight"
SENTENCE = "knave 1 and knave 2; if knight 1 then knight 2; exactly 2 knight"
SOLUTION = "Ann is a knave, by line 7; Ben is a knave, by line 6; Clara is a knight, by line 5."


@cache
def model_row() -> Row:
    return Line(find("knights"), 2, 0, stratum="by supposing").take(0)[0]


def written(**changes: object) -> Row:
    row = replace(
        model_row(),
        question=QUESTION,
        reasoning=STEPS,
        solution=SOLUTION,
        answer=ANSWER,
        skills=("truth and lies", "case analysis", "reductio", "counting", "conditionals", "conjunction"),
        canonical=SENTENCE,
        group=f"knights:{SENTENCE}",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def fault(row: Row) -> str:
    verdict = find("knights").check(row)
    assert not verdict.accepted
    return verdict.fault


def test_a_row_written_by_hand_is_accepted() -> None:
    assert find("knights").check(written()).checks == ("assignments", "z3", "steps")
    assert right(written())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "1. Suppose Clara is a knave. [assumption]",
            "1. Suppose Clara is a knave. [premise]",
            "line 1 supposes what is known, or is not called an assumption",
        ),
        ("1. Suppose Clara", "1. Suppose Dora", "line 1 is about Dora, who is not there"),
        (
            "Clara lies, so Ann is a knight",
            "Clara lies, so Ann is a knave",
            "line 2 does not follow from what it cites",
        ),
        ("Clara lies, so Ann", "Clara tells the truth, so Ann", "line 2 does not cite what Clara is"),
        (
            "so Ann is a knight. [statement of Clara: 1]",
            "so Ann is a knight. [statement of Clara]",
            "line 2 does not cite what Clara is",
        ),
        (
            "so Ann is a knight. [statement of Clara: 1]",
            "so Ann is a knight. [statement of Ben: 1]",
            "line 2 does not cite what Ben is",
        ),
        (
            "3. Clara lies, so Ben is a knave. [statement of Clara: 1]",
            "3. Clara lies, so Ben is a knave. [statement of Clara: 1, 2]",
            "line 3 cites line 2 without need",
        ),
        (
            "[statement of Ann: 1, 2, 3]",
            "[statement of Ann: 2, 3]",
            "line 4 does not follow from what it cites",
        ),
        (
            "[statement of Ann: 1, 2, 3]",
            "[statement of Ann: 1, 3, 2]",
            "line 4 does not cite lines that hold where it stands",
        ),
        (
            "[statement of Ann: 1, 2, 3]",
            "[statement of Ann: 1, 2, 5]",
            "line 4 does not cite lines that hold where it stands",
        ),
        (
            "Ann tells the truth, but what Ann says is false",
            "Ann lies, but what Ann says is true",
            "line 4 does not cite what Ann is",
        ),
        ("[reductio: 1-4]", "[reductio: 1-3]", "line 5 does not conclude from the contradiction of line 4"),
        (
            "5. So Clara is a knight",
            "5. So Clara is a knave",
            "line 5 is not the opposite of what line 1 supposes",
        ),
        ("5. So Clara", "  5. So Clara", "line 5 is not indented as its suppositions ask"),
        ("  3. Clara", "3. Clara", "line 3 is not indented as its suppositions ask"),
        (
            "6. What Ben says is false, so Ben is a knave",
            "6. What Ben says is true, so Ben is a knight",
            "line 6 is wrong about what Ben says",
        ),
        (
            "6. What Ben says is false, so",
            "6. If Ben were a knight, what Ben says would be false, so",
            "line 6 supposes something of Ben without need",
        ),
        ("[statement of Ben: 5]", "[statement of Ben]", "line 6 is wrong about what Ben says"),
        (
            "[statement of Clara: 5, 6]",
            "[statement of Clara: 2, 5]",
            "line 7 does not cite lines that hold where it stands",
        ),
        (
            "7. Clara tells the truth, so Ann is a knave. [statement of Clara: 5, 6]",
            "7. Whether Clara tells the truth or lies, Ann is a knave. [statement of Clara: 6]",
            "line 7 leaves open what Clara is, or is about Clara",
        ),
        (
            "\n7. Clara tells the truth, so Ann is a knave. [statement of Clara: 5, 6]",
            "",
            "the reasoning does not say what Ann is",
        ),
        (
            "7. Clara tells the truth, so Ann is a knave. [statement of Clara: 5, 6]",
            "7. Clara tells the truth, so Ben is a knave. [statement of Clara: 5]",
            "line 7 tells what is known of Ben",
        ),
    ],
)
def test_a_wrong_line_is_refused_by_its_fault(old: str, new: str, expected: str) -> None:
    assert old in STEPS
    assert fault(written(reasoning=STEPS.replace(old, new, 1))) == expected


def test_a_supposition_that_is_left_open_or_of_no_use_is_refused() -> None:
    more = "\n8. Suppose Ann is a knight. [assumption]"
    assert (
        fault(written(reasoning=STEPS + more))
        == "line 8 supposes what is known, or is not called an assumption"
    )
    cut = "\n".join(STEPS.split("\n")[:3])
    assert fault(written(reasoning=cut)) == "the supposition of line 1 is left open"
    idle = STEPS.replace(
        "  2. Clara", "  2. What Ben says is false, so Ben is a knave. [statement of Ben: 1]\n  2. Clara"
    )
    assert fault(written(reasoning=idle)) == "line 2 is wrong about what Ben says"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "You meet Ann, Ben and Clara",
            "You meet Ann, Ben, and Clara",
            "the question does not introduce two to five people who speak in turn",
        ),
        (
            "You meet Ann, Ben and Clara",
            "You meet Ben, Ann and Clara",
            "Ben does not speak when it is their turn",
        ),
        (
            "Exactly two of us are knights",
            "Exactly two of us is a knight",
            "what Ann says has a wrong number",
        ),
        ("Exactly two of us are knights", "Exactly four of us are knights", "what Ann says cannot be read"),
        ("Exactly two of us are knights", "I am a knight", "what Ann says is about the speaker alone"),
        (
            "Exactly two of us are knights",
            "Dora is a knight",
            "what Ann says is about Dora, who is not there",
        ),
        ("Exactly two of us are knights", "Ann is a knight", "what Ann says names the speaker"),
        (
            "Exactly two of us are knights",
            "Ben and Ben are of the same kind",
            "what Ann says compares somebody in a wrong way",
        ),
        (
            "Ann is a knave and Clara is a knave",
            "Ann is a knave and Ann is a knight",
            "what Ben says is twice about one person",
        ),
        (
            "Ann is a knave and Clara is a knave",
            "Ann is a knave or Clara is a knave",
            "the question does not say what its words mean",
        ),
        ("all three of them", "all two of them", "the question does not say what its words mean"),
        (
            "Exactly two of us are knights",
            "Exactly one of us is a knight",
            "the answer should be 'Ann is a knight, Ben is a knave, Clara is a knave'",
        ),
        (
            "then Ben is a knight",
            "then Ben is a knave",
            "the puzzle has several solutions",
        ),
        ("Who is a knight", "Who is the knight", "the question does not ask who is what"),
    ],
)
def test_a_question_that_says_something_else_is_refused_by_its_fault(
    old: str, new: str, expected: str
) -> None:
    assert old in QUESTION
    assert fault(written(question=QUESTION.replace(old, new, 1))) == expected


def test_answer_solution_and_level_are_checked() -> None:
    assert fault(written(answer="Ann is a knight")).startswith("the answer should be")
    assert fault(written(solution=SOLUTION.replace("line 6", "line 7"))).startswith(
        "the solution does not say"
    )
    assert fault(written(level=3)) == "the level is 3, not 2"


def test_deciders_that_disagree_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.verify.knights.decide", lambda *_: (True, True))
    assert fault(written()) == "Z3 and the assignments do not agree"


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_counts_mean_the_same_to_z3_and_in_assignments(count: int) -> None:
    for low, high, kind in product(range(1, count), range(1, count + 1), (True, False)):
        if high not in (low, count):
            continue
        claim = ("count", low, high, kind)
        for world in reading.worlds(count):
            said = reading.formula(claim, 0, count)
            (possible,) = decide(reading.atoms(count), [said], [reading.solution_formula(world)])
            assert possible == (reading.is_true(claim, world) == world[0])
