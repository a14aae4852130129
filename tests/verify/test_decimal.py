"""Errors planted by hand in good decimal rows, each with the fault that it earns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row


def row(text: str, variant: int = 0) -> Row:
    family = find("decimal")
    made = attempted(family, family.grammar.parse(text), variant)
    assert isinstance(made, Row), made
    assert family.check(made).fault == ""
    return made


SUM, BELOW, PRODUCT, WHOLE = "12.3 + 0.45", "1.2 - 3.4", "3.7 * 2.45", "1.25 * 8"
QUOTIENT, ROUND, ROUNDED, TWO = "7.35 / 2.1", "round 3.4567 to 2", "round 3.7 * 2.45 to 1", "0.5 + 1.5 * 0.3"

# A problem, the column, what is changed to what, and a part of the fault that it earns.
PLANTED = [
    (SUM, "group", "decimal:", "decimal:0", "the group is "),
    (SUM, "question", "12.3 + 0.45", "0.45 + 12.3", "step 1 is not both numbers in one unit"),
    (SUM, "question", "12.3", "12.30", "a needless zero"),
    (SUM, "question", "12.3", "012.3", "cannot be read from place 1"),
    (SUM, "question", "12.3", "12.3.", "cannot be read"),
    (SUM, "question", "0.45", "0.45678", "more than 4 places"),
    (SUM, "question", "12.3 + 0.45", "12 + 45", "step 1 is not the result"),
    (SUM, "question", "12.3", "(12.3", "lacks a closing parenthesis"),
    (SUM, "question", "12.3", "(12.3)", "should be written"),
    (SUM, "solution", "0.45", "(0.45)", "should be written"),
    (SUM, "question", "12.3", "-12.3", "negative number"),
    (SUM, "question", "Work out", "Guess", "not one about decimals"),
    (SUM, "question", "exact result", "result", "does not say what the answer looks like"),
    (SUM, "reasoning", "1230 hundredths", "123 hundredths", "step 1 is not both numbers in one unit"),
    (SUM, "reasoning", "1230 hundredths", "1230 tenths", "step 1 is not both numbers in one unit"),
    (SUM, "reasoning", "= 1275.", "= 1276.", "step 2 is not the result in that unit"),
    (SUM, "reasoning", "= 12.75", "= 127.5", "step 3 is not the result as a decimal"),
    (SUM, "solution", "12.75", "12.7", "the solution does not end with '= 12.75.'"),
    (SUM, "solution", "0.45", "0.54", "another problem"),
    (SUM, "answer", "12.75", "12.750", "the answer is '12.750', not '12.75'"),
    (SUM, "canonical", "0.45", "0.5", "the canonical is"),
    (BELOW, "reasoning", "-22.", "22.", "step 2 is not the result in that unit"),
    (BELOW, "answer", "-2.2", "2.2", "the answer is"),
    (PRODUCT, "reasoning", "7400 + 1480", "7400 + 1490", "step 1 is not the product without the points"),
    (PRODUCT, "reasoning", "has 1 + 2 = 3", "has 2 + 1 = 3", "step 2 is not the place of the point"),
    (PRODUCT, "reasoning", "9.065", "90.65", "step 2 is not the place of the point"),
    (WHOLE, "reasoning", "10.00 = 10", "10.00", "step 2 is not the place of the point"),
    (QUOTIENT, "reasoning", "by 10,", "by 100,", "step 1 is not the division by a whole number"),
    (QUOTIENT, "reasoning", "630 + 105", "630 + 115", "step 2 is not the quotient in a unit"),
    (ROUND, "question", "2 decimal places", "1 decimal place", "step 1 is not where the number is cut"),
    (ROUND, "question", "2 decimal places", "4 decimal places", "does not say what to round"),
    (ROUND, "question", "3.4567", "3.45", "nothing to round"),
    (ROUND, "question", "3.4567", "3.4567 + 1", "does not say what to round"),
    (ROUND, "reasoning", "digit is 6", "digit is 7", "step 1 is not where the number is cut"),
    (ROUND, "reasoning", "= 3.46", "= 3.47", "step 2 is not the rounding up"),
    (ROUND, "answer", "3.46", "3.45", "the answer is"),
    (ROUNDED, "question", "3.7 * 2.45", "3.7", "nothing to work out before it is rounded"),
    (ROUNDED, "solution", "1 decimal place", "2 decimal places", "the solution does not end with"),
    (TWO, "reasoning", "remains is 0.5 + 0.45", "remains is 0.45 + 0.5", "something else remains"),
    (TWO, "reasoning", "What remains", "What is left", "does not say what remains"),
]


@pytest.mark.parametrize(("text", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(text: str, column: str, old: str, new: str, fault: str) -> None:
    assert fault in refused(row(text), column, old, new)


def test_a_level_that_is_not_the_problems_is_refused() -> None:
    assert find("decimal").check(replace(row(SUM), level=1)).fault == "the level is 1, not 2"


def test_a_question_of_three_operations_is_refused() -> None:
    asked = row(SUM).question.replace("12.3 +", "12.3 + 1.1 + 1.2 +")
    assert "more than two operations" in find("decimal").check(replace(row(SUM), question=asked)).fault


@pytest.mark.parametrize("answer", ["12.750", "012.75", "12,75", "1275/100", "12.75 or 1", "-12.75"])
def test_only_the_answer_scores(answer: str) -> None:
    assert find("decimal").score(answer, row(SUM)) == 0.0
    assert find("decimal").score(" 12.75.\n", row(SUM)) == 1.0
