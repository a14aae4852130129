"""Deduction: what the checker refuses, and by which fault."""

# ruff: noqa: E501 (rows and faults are written as they are)

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from deciders.deduction import right

from synth.families import find
from synth.line import Line
from synth.row import Row, Verdict

TAIL = """Does the conclusion follow from the premises?
Answer "entailed" if the conclusion is true in every case in which all the premises are true, "refuted" if it is false in every such case, and "unknown" if neither."""
QUESTION = f"""Premises:
1. Ann is tall.
2. Everyone who is tall is patient.
3. No one who is patient and not busy is famous.
4. Ann is not busy.
5. Ben is famous.
Conclusion: Ann is famous.
{TAIL}"""
PROOF = """6. If Ann is tall, then Ann is patient. [universal instantiation: 2]
7. Ann is patient. [modus ponens: 1, 6]
8. If Ann is patient and not busy, then Ann is not famous. [universal instantiation: 3]
9. Ann is not famous. [modus ponens: 4, 7, 8]"""
OPEN = QUESTION.replace("Everyone who is tall", "Everyone who is not tall")
CASES = """6. Case A: let Ann and Ben be the only people. Tall: Ann and Ben. Patient: none. Busy: none. Famous: Ann and Ben. [case]
7. Premise 1 is true: Ann is tall. [evaluation: 6]
8. Premise 2 is true: no one is not tall. [evaluation: 6]
9. Premise 3 is true: no one is patient and not busy. [evaluation: 6]
10. Premise 4 is true: Ann is not busy. [evaluation: 6]
11. Premise 5 is true: Ben is famous. [evaluation: 6]
12. The conclusion is true: Ann is famous. [evaluation: 6]
13. Case B: as case A, but patient: Ann; famous: Ben. [case: 6]
14. Premise 2 is true: no one is not tall. [evaluation: 13]
15. Premise 3 is true: only Ann is patient and not busy; Ann is not famous. [evaluation: 13]
16. Premise 5 is true: Ben is famous. [evaluation: 13]
17. The conclusion is false: Ann is not famous. [evaluation: 13]"""


@cache
def model_row() -> Row:
    return Line(find("deduction"), 2, 0, stratum="2 steps, 1 idle").take(0)[0]


def refuted(**changes: object) -> Row:
    row = replace(
        model_row(),
        question=QUESTION,
        reasoning=PROOF,
        solution="The conclusion is refuted. Line 9 contradicts it, proved from premises 1, 2, 3 and 4.",
        answer="refuted",
        payload='{"edit":""}',
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def unknown(**changes: object) -> Row:
    row = refuted(
        question=OPEN,
        reasoning=CASES,
        solution="The conclusion is unknown. Cases A and B make every premise true; the conclusion is true in case A and false in case B.",
        answer="unknown",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


OTHER = "6. Everyone who is neither patient nor busy is famous."
CHAIN = "from + ponens -, join - + idle other 2 +"
WHOLE = re.sub(r"\b([6-9]|1[0-9])\b", lambda number: str(int(number[0]) + 1), PROOF)
WHOLE_CASES = """7. Case A: let Ann and Ben be the only people. Tall: Ann and Ben. Patient: none. Busy: none. Famous: Ann and Ben. [case]
8. Premise 1 is true: Ann is tall. [evaluation: 7]
9. Premise 2 is true: no one is not tall. [evaluation: 7]
10. Premise 3 is true: no one is patient and not busy. [evaluation: 7]
11. Premise 4 is true: Ann is not busy. [evaluation: 7]
12. Premise 5 is true: Ben is famous. [evaluation: 7]
13. Premise 6 is true: only Ann and Ben are neither patient nor busy; both are famous. [evaluation: 7]
14. The conclusion is true: Ann is famous. [evaluation: 7]
15. Case B: as case A, but patient: Ann; famous: Ben. [case: 7]
16. Premise 2 is true: no one is not tall. [evaluation: 15]
17. Premise 3 is true: only Ann is patient and not busy; Ann is not famous. [evaluation: 15]
18. Premise 5 is true: Ben is famous. [evaluation: 15]
19. Premise 6 is true: only Ben is neither patient nor busy; Ben is famous. [evaluation: 15]
20. The conclusion is false: Ann is not famous. [evaluation: 15]"""


def whole(**changes: object) -> Row:
    """Return a refuted row that is of the family in all that it says: the last inference has its other rule."""
    row = refuted(
        question=QUESTION.replace("Conclusion:", f"{OTHER}\nConclusion:"),
        reasoning=WHOLE,
        solution="The conclusion is refuted. Line 10 contradicts it, proved from premises 1, 2, 3 and 4.",
        level=2,
        skills=("universal instantiation", "modus ponens"),
        canonical=f"{CHAIN} refuted",
        group=f"deduction:{CHAIN} refuted",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def whole_unknown(**changes: object) -> Row:
    row = whole(
        question=whole().question.replace("Everyone who is tall", "No one who is not tall"),
        reasoning=WHOLE_CASES,
        solution=unknown().solution,
        answer="unknown",
        skills=("countermodel",),
        canonical=f"{CHAIN} flip 1",
        group=f"deduction:{CHAIN} flip 1",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def fault(row: Row) -> str:
    verdict = find("deduction").check(row)
    assert not verdict.accepted
    return verdict.fault


def test_rows_written_by_hand_are_accepted() -> None:
    for row in (whole(), whole_unknown()):
        assert find("deduction").check(row) == Verdict(checks=("z3", "truth table", "rules"))
        assert right(row)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "[universal instantiation: 2]",
            "[universal instantiation: 3]",
            "line 6 is not an instance of the rule that it cites",
        ),
        (
            "then Ann is patient",
            "then Ann is not patient",
            "line 6 is not an instance of the rule that it cites",
        ),
        (
            "If Ann is tall, then Ann is patient",
            "If Ann is tall, then Ben is patient",
            "line 6 is not a conditional about one of the people",
        ),
        (
            "If Ann is tall, then Ann is patient",
            "If Dora is tall, then Dora is patient",
            "line 6 is not a conditional about one of the people",
        ),
        (
            "[modus ponens: 1, 6]",
            "[modus ponens: 4, 6]",
            "line 7 does not follow by modus ponens from what it cites",
        ),
        (
            "[modus ponens: 1, 6]",
            "[modus ponens: 1, 4, 6]",
            "line 7 does not follow by modus ponens from what it cites",
        ),
        (
            "[modus ponens: 1, 6]",
            "[modus tollens: 1, 6]",
            "line 7 does not follow by modus tollens from what it cites",
        ),
        ("[modus ponens: 1, 6]", "[guess: 1, 6]", "line 7 names no rule of the table"),
        ("[modus ponens: 1, 6]", "[modus ponens: 6, 1]", "line 7 does not list what it cites in order"),
        ("[modus ponens: 1, 6]", "[modus ponens: 1, 8]", "line 7 does not cite earlier lines"),
        (
            "[modus ponens: 4, 7, 8]",
            "[modus ponens: 7, 8]",
            "line 9 does not follow by modus ponens from what it cites",
        ),
        (
            "9. Ann is not famous",
            "9. Ann is famous",
            "line 9 does not follow by modus ponens from what it cites",
        ),
        ("7. Ann is patient. [", "7. Ann is tall. [", "line 7 says what an earlier line says"),
        ("9. Ann", "10. Ann", "line 9 of the reasoning is not there or not a line"),
        (
            "\n9. Ann is not famous. [modus ponens: 4, 7, 8]",
            "",
            "line 8 is not the conclusion or its opposite",
        ),
        (
            "8. If Ann is patient",
            "8. If Ben is tall, then Ben is patient. [universal instantiation: 2]\n9. If Ann is patient",
            "line 9 does not follow from facts and a conditional",
        ),
    ],
)
def test_a_wrong_derivation_is_refused_by_its_fault(old: str, new: str, expected: str) -> None:
    assert old in PROOF
    changed = PROOF.replace(old, new, 1)
    if expected == "line 9 does not follow from facts and a conditional":
        changed = changed.replace(
            "9. Ann is not famous. [modus ponens: 4, 7, 8]", "10. Ann is not famous. [modus ponens: 4, 7, 9]"
        )
        assert fault(refuted(reasoning=changed)) == "line 8 is of no use"
        return
    assert fault(refuted(reasoning=changed)) == expected


def test_affirming_what_follows_and_denying_the_condition_are_refused() -> None:
    question = OPEN.replace("Everyone who is not tall is patient", "Everyone who is patient is tall")
    proof = PROOF.replace("If Ann is tall, then Ann is patient", "If Ann is patient, then Ann is tall")
    row = refuted(question=question, reasoning=proof)
    assert fault(row) == "the answer is 'refuted', and it should be 'unknown'"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Ann and Ben be the only people",
            "Ben and Ann be the only people",
            "line 6 does not begin with whom the conclusion is about",
        ),
        ("Ann and Ben be the only people", "Ann be the only person", "line 6 does not say who there is"),
        ("Patient: none. Busy: none", "Busy: none. Patient: none", "line 6 does not say who is patient"),
        ("Busy: none. Famous", "Famous", "line 6 does not list who has each quality"),
        ("Tall: Ann and Ben", "Tall: Ann", "line 8 is wrong: the rule is broken in the case"),
        (
            "8. Premise 2 is true: no one is not tall",
            "8. Premise 2 is true: only Ann is not tall",
            "line 8 does not say why premise 2 is true in the case of line 6",
        ),
        (
            "12. The conclusion is true: Ann is famous",
            "12. The conclusion is true: Ben is famous",
            "line 12 does not say what the conclusion is in the case of line 6",
        ),
        (
            "but patient: Ann; famous: Ben",
            "but famous: Ben; patient: Ann",
            "line 13 does not keep the order of case A",
        ),
        (
            "but patient: Ann; famous: Ben",
            "but patient: none; famous: Ben",
            "line 13 changes nothing about patient",
        ),
        (
            "but patient: Ann; famous: Ben",
            "but patient: Ann",
            "line 14 does not say why premise 2 is true in the case of line 13",
        ),
        (
            "15. Premise 3 is true: only Ann is patient and not busy; Ann is not famous",
            "15. Premise 3 is true: no one is patient and not busy",
            "line 15 does not say why premise 3 is true in the case of line 13",
        ),
        (
            "\n16. Premise 5 is true: Ben is famous. [evaluation: 13]\n17.",
            "\n16.",
            "line 16 does not say why premise 5 is true in the case of line 13",
        ),
        (
            "17. The conclusion is false: Ann is not famous. [evaluation: 13]",
            "17. The conclusion is false: Ann is not famous. [evaluation: 13]\n18. Ann is tall. [case]",
            "line 18 is of no use",
        ),
    ],
)
def test_a_wrong_case_is_refused_by_its_fault(old: str, new: str, expected: str) -> None:
    assert old in CASES
    changed = CASES.replace(old, new, 1)
    if old == "but patient: Ann; famous: Ben" and new == "but patient: Ann":
        assert "line 1" in fault(unknown(reasoning=changed))
        return
    if old == "Tall: Ann and Ben":
        assert fault(unknown(reasoning=changed)) == "line 8 is wrong: the rule is broken in the case"
        return
    assert fault(unknown(reasoning=changed)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Everyone who is tall is", "Anyone who is tall is", "premise 2 is neither a fact nor a rule"),
        ("patient and not busy", "not busy and patient", "premise 3 is neither a fact nor a rule"),
        ("patient and not busy", "patient and not patient", "premise 3 is neither a fact nor a rule"),
        ("Ben is famous.", "Ann is tall.", "premise 5 is there twice"),
        ("Ann is not busy", "Ann is not tall", "the premises contradict one another"),
        (
            "Conclusion: Ann is famous",
            "Conclusion: Ann is kind",
            "the premises say nothing of what the conclusion is about",
        ),
        (
            "Conclusion: Ann is famous",
            "Conclusion: Everyone who is tall is famous",
            "the conclusion is not a fact",
        ),
        (
            "Does the conclusion",
            "Could the conclusion",
            "the question does not ask what the premises say, or how to answer",
        ),
        ("No one who", "Everyone who", "the answer is 'refuted', and it should be 'entailed'"),
    ],
)
def test_a_question_that_says_something_else_is_refused_by_its_fault(
    old: str, new: str, expected: str
) -> None:
    assert old in QUESTION
    assert fault(refuted(question=QUESTION.replace(old, new, 1))) == expected


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            'In the twin premise 3 is "Everyone who is patient and not busy is famous", and the answer is "entailed".',
            "",
        ),
        ('In the twin premise 2 is "Everyone who is patient is tall", and the answer is "unknown".', ""),
        (
            'In the twin premise 2 is "Everyone who is patient is tall", and the answer is "refuted".',
            "the payload gives the twin a wrong answer",
        ),
        (
            'In the twin premise 2 is "Everyone who is patient is busy", and the answer is "unknown".',
            "the twin's premise is about other qualities",
        ),
        ('In the twin premise 1 is "Ann is not tall", and the answer is "unknown".', ""),
        ('In the twin premise 1 is "Ann is witty", and the answer is "unknown".', ""),
        (
            'In the twin premise 1 is "Ben is tall", and the answer is "unknown".',
            "the twin's premise is about somebody else",
        ),
        (
            'In the twin premise 1 is "Everyone who is tall is busy", and the answer is "unknown".',
            "the twin's premise is not another rule or fact",
        ),
    ],
)
def test_the_twin_is_checked(edit: str, expected: str) -> None:
    quoted = edit.replace('"', '\\"')
    row = whole(payload=f'{{"edit":"{quoted}"}}', group=f"deduction:{CHAIN} entailed")
    assert find("deduction").check(row).fault == expected


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        (f"{CHAIN} entailed", "is that of another problem"),
        (f"{CHAIN} flip 1", "is that of another problem"),
        ("from - ponens -, join - + idle other 2 + refuted", "is that of another problem"),
        ("from + tollens -, join - + idle other 2 + refuted", "is that of another problem"),
        ("from + ponens -, join + + idle other 2 + refuted", "is that of another problem"),
        ("from + ponens -, join - - idle other 2 + refuted", "is that of another problem"),
        ("from + ponens -, join - + idle other 2 - refuted", "is that of another problem"),
        ("from + ponens -, join - + idle other 1 + refuted", "is that of another problem"),
        ("from + ponens -, join - + idle mine + refuted", "is that of another problem"),
        ("from + ponens -, join - + refuted", "is that of another problem"),
        ("from + ponens - refuted", "there are 2 inferences, unlike the canonical"),
        (f"{CHAIN} swap 2", "does not keep the rules of its sentence"),
        (f"{CHAIN}, rule 0 + + refuted", "does not keep the rules of its sentence"),
        (f"{CHAIN} refuted ", "is not a sentence of the family"),
    ],
)
def test_another_canonical_is_refused(canonical: str, expected: str) -> None:
    assert expected in fault(whole(canonical=canonical, group=f"deduction:{canonical}"))


def test_names_and_order_do_not_matter_to_the_canonical() -> None:
    question, reasoning = whole().question, whole().reasoning
    for old, new in (("Ann", "Tara"), ("patient", "odd"), ("famous", "tidy"), ("busy", "brave")):
        question, reasoning = question.replace(old, new), reasoning.replace(old, new)
    assert find("deduction").check(whole(question=question, reasoning=reasoning)).accepted


@pytest.mark.parametrize("level", [1, 3, 4])
def test_the_level_of_an_unknown_row_is_that_of_its_chain(level: int) -> None:
    assert fault(whole_unknown(level=level)) == f"the level is {level}, not 2"


def test_the_group_is_that_of_the_chain_which_proves_the_conclusion() -> None:
    assert fault(whole(group=f"deduction:{CHAIN} entailed")).startswith("the group is ")
    assert fault(whole_unknown(skills=("modus ponens",))).startswith("the skills are ")


def test_deciders_that_disagree_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.verify.deduction._by_z3", lambda _: (True, True))
    assert fault(refuted()) == "Z3 and the truth table do not agree"
