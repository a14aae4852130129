"""Errors planted in expression rows, each with its fault, and bytes that no reader may stumble over."""

from __future__ import annotations

import random
from dataclasses import replace

import pyarrow as pa
import pytest
from deciders.expression import right
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row, to_batch
from synth.verify import expression as checker


def row(text: str, variant: int = 0) -> Row:
    family = find("expression")
    made = attempted(family, family.grammar.parse(text), variant)
    assert isinstance(made, Row), made
    assert family.check(made).fault == ""
    return made


DIVIDED = "60 / (11 - 6) + 2 * 7"
NESTED = "20 - (3 + (9 - 4) * 2)"

# An expression, the column, what is changed to what, and a part of the fault that it earns.
PLANTED = [
    (DIVIDED, "question", "Evaluate", "Guess", "does not read as one about an expression"),
    (DIVIDED, "question", "60 /", "060 /", "no expression that can be read"),
    (DIVIDED, "question", "60 / (", "60 / ((", "no expression that can be read"),
    (DIVIDED, "question", "60 / ", "60/", "no expression that can be read"),
    (DIVIDED, "question", "60", "61", "not whole"),
    (DIVIDED, "question", "(11 - 6)", "(6 - 11)", "below 1"),
    (DIVIDED, "question", "2 * 7", "7 * 2", "the canonical text does not name"),
    (DIVIDED, "canonical", "60", "61", "the canonical text does not name"),
    (DIVIDED, "group", "60", "61", "the group is not"),
    (DIVIDED, "group", "expression:", "", "the group is not"),
    (DIVIDED, "solution", "= 26", "= 27", "the solution does not say"),
    (DIVIDED, "solution", "26.", "26", "the solution does not say"),
    (DIVIDED, "answer", "26", "27", "the answer is not"),
    (DIVIDED, "answer", "26", "026", "the answer is not"),
    (DIVIDED, "reasoning", "1. 11 - 6 = 5", "1. 11 - 6 = 4", "step 1 does not follow: the result is 5"),
    (DIVIDED, "reasoning", "1. ", "2. ", "step 1 is missing, or does not begin as step 1"),
    (DIVIDED, "reasoning", "1. 11 - 6 = 5", "1. 2 * 7 = 14", "step 1 does not carry out"),
    (DIVIDED, "reasoning", "leaves 60 / 5 +", "leaves 60 / 5 -", "step 1 does not leave"),
    (DIVIDED, "reasoning", "leaves 60 / 5 +", "leaves 60 / (5) +", "step 1 does not leave"),
    (DIVIDED, "reasoning", "which leaves 12 + 2", "which leaves 13 + 2", "step 2 does not leave"),
    (DIVIDED, "reasoning", ", which leaves 12 + 14", "", "step 3 does not go on"),
    (DIVIDED, "reasoning", "12 + 14 = 26.", "12 + 14 = 26", "step 4 does not go on, or end"),
    (DIVIDED, "reasoning", "12 + 14 = 26.", "12 + 14 = 26.\n5. 26 = 26.", "goes on after step 4"),
    (DIVIDED, "reasoning", "12 + 14 = 26.", "12 + 14 = 26. ", "goes on after step 4"),
    (DIVIDED, "payload", "{}", '{"a":1}', "the payload is not that of the question's problem"),
    (DIVIDED, "tests", "", "x", "the tests are not empty"),
    (NESTED, "reasoning", "1. 9 - 4 = 5", "1. 3 + 9 = 12", "step 1 does not carry out"),
    (NESTED, "reasoning", "leaves 20 - (3 + 5 * 2)", "leaves 20 - 3 + 5 * 2", "step 1 does not leave"),
    (NESTED, "reasoning", "2. 5 * 2 = 10", "2. 3 + 5 = 8", "step 2 does not carry out"),
]


@pytest.mark.parametrize(("text", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(text: str, column: str, old: str, new: str, fault: str) -> None:
    assert fault in refused(row(text), column, old, new)


def test_a_level_that_is_not_the_expressions_is_refused() -> None:
    assert find("expression").check(replace(row(NESTED), level=1)).fault == "the level is not 3"


def test_parentheses_around_one_number_are_refused() -> None:
    made = row("3 + 4")
    wrong = {
        name: getattr(made, name).replace("3 + 4", "(3) + 4") for name in ("question", "canonical", "group")
    }
    wrong |= {name: getattr(made, name).replace("3 + 4", "(3) + 4") for name in ("solution", "reasoning")}
    skills = (*made.skills, "parentheses")
    fault = find("expression").check(replace(made, skills=skills, **wrong)).fault
    assert fault == "step 1 does not carry out the operation that is next"


def test_a_batch_has_a_fault_for_each_wrong_row_and_none_for_the_others() -> None:
    good = [row(text) for text in (DIVIDED, NESTED, "2 + 3 * 4", "(2 + 3) * 4")]
    spoiled = [good[0], replace(good[1], answer="9"), good[2], replace(good[3], family="logic")]
    batch = to_batch(spoiled)
    faults = checker.check_batch(batch).to_pylist()
    assert [bool(fault) for fault in faults] == [False, True, False, True]
    assert checker.check_batch(batch.slice(1, 2)).to_pylist() == faults[1:3]
    missing = batch.set_column(7, pa.field("reasoning", pa.string()), pa.array([None] * 4, pa.string()))
    assert all(checker.check_batch(missing).to_pylist())


def test_every_row_changed_in_one_place_is_refused_or_right() -> None:
    """The reader of bytes and a reader by regular expressions agree on thousands of changed rows."""
    draw = random.Random(7)
    letters = "0123456789+-*/() .=,\nw"
    changed = []
    for text in (DIVIDED, NESTED, "144 / 12 / 3 * (5 + 6) - 1 - 2", "(1 + 2) * (3 + 4) * (5 - 2)"):
        made = row(text)
        for _ in range(700):
            field = draw.choice(("question", "reasoning", "solution", "answer"))
            said = getattr(made, field)
            at, end = (draw.randrange(len(said) + 1) for _ in range(2))
            if abs(at - end) > 3:
                end = at
            new = "".join(draw.choice(letters) for _ in range(draw.randrange(4)))
            changed.append(replace(made, **{field: said[: min(at, end)] + new + said[max(at, end) :]}))
    faults = checker.check_batch(to_batch(changed)).to_pylist()
    for one, fault in zip(changed, faults, strict=True):
        canonical = one.canonical in one.question
        assert (not fault) == (right(one) and canonical), (one, fault)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 40 + "1 + 2" + ")" * 40,
        "1 + 2" + " + 1" * 4000,
        "9" * 5000 + " + 1",
        "9999 * 9999",
        "(1 + 2",
        "1 + 2)",
        "() + 1",
        "1 + ",
        "1 - 1",
        "5 / 0",
        "",
    ],
)
def test_what_is_no_expression_or_too_large_is_refused(text: str) -> None:
    made = replace(row("1 + 2"), question=f"Evaluate {text}.", canonical=text, group=f"expression:{text}")
    assert find("expression").check(made).fault.startswith(("the question", "a result in the question"))


def test_sympy_refuses_what_it_cannot_read() -> None:
    assert checker._READER.sympy("Evaluate 2 + 3 * 4.") == "14"
    assert checker._READER.sympy("Evaluate 2 + 3 * .") == "nothing"
    assert checker._READER.sympy("Guess 2 + 3.") == "nothing"


@pytest.mark.parametrize("answer", ["26.0", "+26", "2 6", "26 or 27", "twenty-six"])
def test_only_the_number_scores(answer: str) -> None:
    assert find("expression").score(answer, row(DIVIDED)) == 0.0
    assert find("expression").score(" 26.\n", row(DIVIDED)) == 1.0
