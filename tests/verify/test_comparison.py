"""Errors planted by hand in good comparison rows, each with the fault that it earns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row
from synth.verify._columns import Fault
from synth.verify.comparison import _check_line


def row(text: str, variant: int = 0) -> Row:
    family = find("comparison")
    made = attempted(family, family.grammar.parse(text), variant)
    assert isinstance(made, Row), made
    assert family.check(made).fault == ""
    return made


SIGN, WHOLE, LENGTH, EQUAL = "5/12 ? 7/18", "larger 37303, 37013", "9 ? 10", "0.5 ? 0.50"
BOTH, LIST, LIKE = "smaller 33/40, 0.9", "ascending 1.82, 1.073, 1.5", "3/12 ? 5/12"

# A problem, the column, what is changed to what, and a part of the fault that it earns.
PLANTED = [
    (SIGN, "group", "comparison:", "comparison:0", "the group is "),
    (SIGN, "question", "5/12 and 7/18", "7/18 and 5/12", "step 1 is not the common denominator"),
    (SIGN, "question", "5/12", "5/1", "denominator below 2"),
    (SIGN, "question", "5/12", "5/012", "is not a number of the question"),
    (SIGN, "question", "Answer with the sign alone.", "Answer.", "not one about numbers to compare"),
    (SIGN, "question", "between", "beside", "not one about numbers to compare"),
    (SIGN, "reasoning", "is 36", "is 72", "step 1 is not the common denominator"),
    (SIGN, "reasoning", "14/36", "15/36", "step 2 is not the fractions over the common denominator"),
    (SIGN, "reasoning", "15 > 14", "14 < 15", "step 3 is not the comparison"),
    (SIGN, "solution", ">", "<", "the solution is not"),
    (SIGN, "answer", ">", "<", "the answer is '<', not '>'"),
    (SIGN, "canonical", "5/12 7/18", "7/18 5/12", "the canonical is"),
    (WHOLE, "question", "larger", "smaller", "the answer is"),
    (WHOLE, "question", "37303 or 37013", "37013 or 37303", "step 2 is not the first digits that differ"),
    (WHOLE, "question", "37013", "37303", "names a number twice"),
    (WHOLE, "question", "37013", "037013", "is not a number of the question"),
    (WHOLE, "reasoning", "5 digits", "6 digits", "step 1 is not the number of digits"),
    (WHOLE, "reasoning", "hundreds: 3 and 0", "tens: 0 and 1", "step 2 is not the first digits that differ"),
    (WHOLE, "answer", "37303", "37013", "the answer is"),
    (LENGTH, "reasoning", "10 has 2", "10 has 3", "step 1 is not the numbers of digits"),
    (EQUAL, "question", "0.50", "0.5", "names a number twice"),
    (EQUAL, "question", "0.50", "0.00", "the number 0"),
    (EQUAL, "reasoning", "0.50 = 50", "0.50 = 5", "step 1 is not the numbers in one unit"),
    (EQUAL, "answer", "=", ">", "the answer is"),
    (BOTH, "reasoning", "= 0.825", "= 0.852", "step 1 is not the fractions as decimals"),
    (BOTH, "question", "0.9", "0.825", "step 2 is not the numbers in one unit"),
    (LIST, "question", "1.82, 1.073 and 1.5", "1.82 and 1.5", "has 2 numbers to put in order"),
    (LIST, "question", "1.82, 1.073", "1.073, 1.82", "step 1 is not the numbers in one unit"),
    (LIST, "question", "smallest to largest", "largest to smallest", "step 2 is not the order"),
    (LIST, "reasoning", "1073 < 1500", "1500 < 1073", "step 2 is not the order"),
    (LIST, "answer", "1.073, 1.5, 1.82", "1.073, 1.82, 1.5", "the answer is"),
    (LIKE, "reasoning", "denominator 12", "denominator 24", "step 1 is not the common denominator"),
]


@pytest.mark.parametrize(("text", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(text: str, column: str, old: str, new: str, fault: str) -> None:
    assert fault in refused(row(text), column, old, new)


def test_a_level_that_is_not_the_problems_is_refused() -> None:
    assert find("comparison").check(replace(row(SIGN), level=1)).fault == "the level is 1, not 2"


@pytest.mark.parametrize(
    "text",
    [
        "27/54 = (27 * 26)/1404 = 703/1404.",
        "702 > 783, so 27/54 < 29/52.",
        "702 < 783, so 27/54 > 29/52.",
        "0.45 = 45 thousandths.",
        "1.1 < 1.3 < 1.2.",
        "33/40 = (33 * 25)/1000 = 0.826.",
    ],
)
def test_a_line_that_says_something_false_is_refused(text: str) -> None:
    with pytest.raises(Fault, match="which is false"):
        _check_line(text, "step 1")


@pytest.mark.parametrize("answer", ["> <", ">=", "5/12", "greater", "5/12 > 7/18", "="])
def test_only_the_answer_scores(answer: str) -> None:
    assert find("comparison").score(answer, row(SIGN)) == 0.0
    assert find("comparison").score(" >.\n", row(SIGN)) == 1.0
