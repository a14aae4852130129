"""Syllogisms: what the checker refuses, and by which fault."""

# ruff: noqa: E501 (rows and faults are written as they are)

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from deciders.syllogism import right

from synth.families import find
from synth.line import Line
from synth.row import Row
from synth.verify import _syllogism_decision as decision
from synth.verify._columns import Fault
from synth.verify._syllogism_reading import read_chain, read_question

MEMBERS = "Assume that every class named here has at least one member."
TAIL = f'An argument is valid if its conclusion is true in every case in which all its premises are true. "Some" means "at least one". {MEMBERS}'
VALID = f"""Premises:
1. No runners are poets.
2. All tailors are poets.
Conclusion: Some tailors are not runners.
Is this argument valid or invalid?
{TAIL}"""
PROOF = """3. No poets are runners. [conversion: 1]
4. No tailors are runners. [Celarent: 3, 2]
5. Some tailors are not runners. [subalternation: 4]"""
INVALID = VALID.replace("No runners", "All runners")
CASE = """3. Let Ann and Ben be the only people. Runners: Ann and Ben. Poets: Ann and Ben. Tailors: Ben. [case]
4. Premise 1 is true: the runners are Ann and Ben, who are both poets. [evaluation: 3]
5. Premise 2 is true: the only tailor is Ben, who is a poet. [evaluation: 3]
6. Every class has a member. [evaluation: 3]
7. The conclusion is false: the only tailor is Ben, who is a runner. [evaluation: 3]"""


@cache
def model_row() -> Row:
    return Line(find("syllogism"), 1, 0, stratum="valid or invalid, import").take(0)[0]


def valid(**changes: str) -> Row:
    row = replace(
        model_row(),
        question=VALID,
        reasoning=PROOF,
        solution="The argument is valid. Line 5 is the conclusion, proved from premises 1 and 2.",
        answer="valid",
        payload='{"edit":""}',
        skills=("conversion", "subalternation", "celarent"),
        canonical="members A>, E< therefore O",
        group="syllogism:members A>, E< therefore O",
    )
    return replace(row, **changes)


def invalid(**changes: str) -> Row:
    row = replace(
        valid(),
        question=INVALID,
        reasoning=CASE,
        solution="The argument is invalid. In the case of line 3 all premises are true and the conclusion is false.",
        answer="invalid",
        skills=("countermodel",),
        canonical="members A>, A< therefore O",
        group="syllogism:members A>, A< therefore O",
    )
    return replace(row, **changes)


def fault(row: Row) -> str:
    verdict = find("syllogism").check(row)
    assert not verdict.accepted
    return verdict.fault


def test_rows_written_by_hand_are_accepted() -> None:
    for row in (valid(), invalid()):
        assert find("syllogism").check(row).checks == ("z3", "cells", "rules")
        assert right(row)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[Celarent: 3, 2]", "[Celarent: 2, 3]", "line 4 does not follow by Celarent from what it cites"),
        ("[Celarent: 3, 2]", "[Ferio: 3, 2]", "line 4 does not follow by Ferio from what it cites"),
        ("[Celarent: 3, 2]", "[Camestres: 1, 2]", "line 4 does not follow by Camestres from what it cites"),
        ("[subalternation: 4]", "[conversion: 4]", "line 5 does not follow by conversion from what it cites"),
        ("[conversion: 1]", "[conversion: 2]", "line 3 does not follow by conversion from what it cites"),
        ("[subalternation: 4]", "[subalternation: 5]", "line 5 does not cite earlier lines"),
        ("No poets", "All poets", "line 3 does not follow by conversion from what it cites"),
        (
            "No poets are runners",
            "No poets are bakers",
            "line 3 names the class 'bakers', which the question does not",
        ),
        ("4. No tailors are runners.", "4. No tailors are runners", "line 4 has no full stop"),
        ("3. No poets are runners", "3. No runners are poets", "line 3 says what an earlier line says"),
        ("5. Some", "6. Some", "line 5 of the reasoning is not there or not a line"),
        (
            "\n5. Some tailors are not runners. [subalternation: 4]",
            "",
            "a conclusion that follows is not derived",
        ),
        (
            "[subalternation: 4]",
            "[subalternation: 4]\n6. No runners are tailors. [conversion: 4]",
            "line 6 is not a conclusion that follows",
        ),
        (
            "4. No tailors are runners. [Celarent: 3, 2]\n5. Some tailors are not runners. [subalternation: 4]",
            "4. Some poets are not runners. [subalternation: 3]\n5. No tailors are runners. [Celarent: 3, 2]\n"
            "6. Some tailors are not runners. [subalternation: 5]",
            "line 4 is of no use",
        ),
        (
            "[subalternation: 4]",
            "[subalternation: 4]\n6. Let Ann be the only person. Runners: Ann. Poets: none. Tailors: none. [case]",
            "line 6 is of no use",
        ),
    ],
)
def test_a_wrong_derivation_is_refused_by_its_fault(old: str, new: str, expected: str) -> None:
    assert old in PROOF
    assert fault(valid(reasoning=PROOF.replace(old, new))) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "[evaluation: 3]",
            "[evaluation: 2]",
            "line 4 does not begin with 'Premise 1 is true:', or cites another line than 3",
        ),
        (
            "Tailors: Ben",
            "Tailors: Ann",
            "line 5 does not say who the tailors are, and what they are or are not",
        ),
        ("Poets: Ann and Ben", "Poets: Ben and Ann", "line 3 does not say who the poets are"),
        ("Poets: Ann and Ben", "Poets: Ann", "line 4 is wrong: it is not so in the case of line 3"),
        ("Poets: Ann and Ben. ", "", "line 3 does not list every class"),
        (
            "Runners: Ann and Ben",
            "Runners: Ann",
            "line 4 does not say who the runners are, and what they are or are not",
        ),
        ("only people", "only person", "line 3 does not list people"),
        (
            "Tailors: Ben",
            "Tailors: none",
            "line 5 does not say who the tailors are, and what they are or are not",
        ),
        (
            "who are both poets",
            "who are all poets",
            "line 4 does not say who the runners are, and what they are or are not",
        ),
        (
            "6. Every class has a member. [evaluation: 3]\n7.",
            "6.",
            "line 6 does not say that every class has a member",
        ),
        (
            "7. The conclusion is false",
            "7. The conclusion is true",
            "the case of line 3 makes no conclusion false",
        ),
        (
            "who is a runner",
            "who is not a runner",
            "line 7 does not say who the tailors are, and what they are or are not",
        ),
    ],
)
def test_a_wrong_case_is_refused_by_its_fault(old: str, new: str, expected: str) -> None:
    assert old in CASE
    assert fault(invalid(reasoning=CASE.replace(old, new, 1))) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Some tailors are not", "All tailors are not", "the conclusion is not a categorical statement"),
        ("All tailors are poets", "All tailors are tailors", "premise 2 is not a categorical statement"),
        ("All tailors are poets.", "All tailors are poets", "premise 2 has no full stop"),
        ("All tailors are poets", "No runners are poets", "premise 2 is there twice"),
        (
            "All tailors are poets",
            "All tailors are bakers",
            "the answer is 'valid', and it should be 'invalid'",
        ),
        (
            "No runners are poets",
            "Some runners are poets",
            "the answer is 'valid', and it should be 'invalid'",
        ),
        ("Is this argument", "Is that argument", "the question does not ask whether a conclusion follows"),
        (
            "Premises:",
            "Premise:",
            "the question is not a numbered list of premises with what is asked of them",
        ),
        ("at least one member.", "more than one member.", "the conventions are not those of a syllogism"),
        ("2. All", "3. All", "the question is not a numbered list of premises with what is asked of them"),
        (
            MEMBERS,
            'Do not assume that a class has members: if there are no X, then "All X are Y" and "No X are Y" are true.',
            "the answer is 'valid', and it should be 'invalid'",
        ),
    ],
)
def test_a_question_that_says_something_else_is_refused_by_its_fault(
    old: str, new: str, expected: str
) -> None:
    assert old in VALID
    assert fault(valid(question=VALID.replace(old, new))) == expected


def test_premises_that_contradict_one_another_are_refused() -> None:
    question = VALID.replace(
        "Conclusion:", "3. All bakers are runners.\n4. All bakers are poets.\nConclusion:"
    )
    assert fault(valid(question=question, level=2)).startswith("the premises contradict")  # type: ignore[arg-type]


def test_a_derivation_from_more_than_it_needs_is_refused() -> None:
    question = VALID.replace(
        "Conclusion:", "3. All tailors are bakers.\n4. All bakers are poets.\nConclusion:"
    ).replace("2. All tailors", "2. Some tailors")
    proof = """5. All tailors are poets. [Barbara: 4, 3]
6. Some poets are tailors. [conversion: 2]
7. Some tailors are poets. [subalternation: 5]"""
    assert fault(valid(question=question, reasoning=proof, level=2)).startswith("line 7 says what")  # type: ignore[arg-type]
    question = question.replace("2. Some tailors are poets", "2. All tailors are poets")
    proof = """5. No poets are runners. [conversion: 1]
6. Some tailors are poets. [subalternation: 2]
7. Some tailors are bakers. [subalternation: 3]
8. Some bakers are tailors. [conversion: 7]
9. No bakers are runners. [Celarent: 5, 4]
10. No tailors are runners. [Celarent: 9, 3]
11. Some tailors are not runners. [Ferio: 5, 6]"""
    assert fault(valid(question=question, reasoning=proof, level=2)) == "line 8 is of no use"  # type: ignore[arg-type]


def test_a_level_that_is_not_the_chain_s_is_refused() -> None:
    assert fault(valid(level=2)) == "the level is 2, not 1"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("All bakers are smiths.", "not about just one class"),
        ("All tailors are runners.", "lead one way"),
        ("All runners are bakers.\n4. All bakers are tailors.", "lead one way"),
    ],
)
def test_premises_that_are_no_chain_with_what_hangs_on_it_are_refused(more: str, expected: str) -> None:
    argument = read_question(VALID.replace("Conclusion:", f"3. {more}\nConclusion:"))
    with pytest.raises(Fault, match=expected):
        read_chain(argument)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ('In the twin premise 1 is "All runners are poets", and the answer is "invalid".', ""),
        (
            'In the twin premise 1 is "All runners are poets", and the answer is "valid".',
            "the payload gives the twin a wrong answer",
        ),
        (
            'In the twin premise 1 is "No poets are runners", and the answer is "valid".',
            "the payload gives the twin a wrong answer",
        ),
        (
            'In the twin premise 1 is "All poets are runners", and the answer is "invalid".',
            "the twin's premise is not one edit away from the row's",
        ),
        (
            'In the twin premise 3 is "All runners are poets", and the answer is "invalid".',
            "the payload does not say how the twin differs",
        ),
    ],
)
def test_the_twin_is_checked(edit: str, expected: str) -> None:
    quoted = edit.replace('"', '\\"')
    assert find("syllogism").check(valid(payload=f'{{"edit":"{quoted}"}}')).fault == expected


def test_deciders_that_disagree_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.verify.syllogism.z3_consistent", lambda *_: True)
    assert fault(valid()) == "Z3 and the masks of cells do not agree on what follows"


def test_z3_and_masks_agree_whatever_the_statements() -> None:
    for seed in range(300):
        statements = []
        for place in range(4):
            digits = (seed * 7919 + place * 104_729) % 4096
            one, other = digits % 5, digits // 5 % 5
            if one != other:
                statements.append(("AEIO"[digits // 25 % 4], one, other))
        for members in (True, False):
            assert decision.consistent(statements, 5, members) == decision.z3_consistent(
                statements, 5, members
            )


def test_no_good_row_is_refused_and_the_third_decider_agrees() -> None:
    family = find("syllogism")
    for level in family.levels:
        for stratum in family.strata(level):
            line = Line(family, level, 11, stratum=stratum)
            rows = [row for place in range(15) for row in line.take(place)]
            assert line.tally.faults == []
            if level < 3:
                assert all(right(row) for row in rows)
