"""Errors planted by hand in good percent rows, each with the fault that it earns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row


def row(text: str, variant: int = 0) -> Row:
    family = find("percent")
    made = attempted(family, family.grammar.parse(text), variant)
    assert isinstance(made, Row), made
    assert family.check(made).fault == ""
    return made


OF, SHARE, UP, WHOLE = "15% of 84", "12.6 as % of 84", "84 + 15%", "15% of ? is 12.6"
RISE, BEFORE, TWO, TOTAL = "84 rises to 96.6", "? - 20% is 64", "100 + 20% - 15%", "? - 20% - 10%"

# A problem, the column, what is changed to what, and a part of the fault that it earns.
PLANTED = [
    (OF, "group", "percent:", "percent:0", "the group is "),
    (OF, "question", "What is", "Guess", "not one about percent"),
    (OF, "question", "15%", "16%", "step 1 is not the percentage as a product"),
    (OF, "question", "84", "84.0", "not one about percent"),
    (OF, "question", "84", "84.5", "should be whole"),
    (OF, "question", "15%", "100%", "not one about percent"),
    (OF, "question", "Give the exact number.", "Give the exact answer with a percent sign.", "another form"),
    (OF, "question", " Give the exact number.", "", "not one about percent"),
    (OF, "reasoning", "1200 + 60", "1200 + 70", "step 2 is not the product"),
    (OF, "reasoning", "= 12.6", "= 1.26", "step 3 is not the hundredth part"),
    (OF, "solution", "12.6", "12.7", "the solution is not"),
    (OF, "answer", "12.6", "12.6%", "the answer is"),
    (OF, "canonical", "of 15 84", "of 84 15", "the canonical is"),
    (SHARE, "question", "What percent of 84 is 12.6", "What percent of 12.6 is 84", "should be whole"),
    (SHARE, "reasoning", "12.6 * 100 / 84", "84 * 100 / 12.6", "step 1 is not the share"),
    (SHARE, "answer", "15%", "15", "the answer is"),
    (UP, "question", "Increase", "Decrease", "step 4 is not the changed number"),
    (UP, "reasoning", "84 + 12.6", "84 - 12.6", "step 4 is not the changed number"),
    (WHOLE, "reasoning", "12.6 * 100 = 1260", "12.6 * 100 = 126", "step 2 is not the hundredfold"),
    (WHOLE, "reasoning", "1260 / 15 = 84", "1260 / 15 = 85", "step 3 is not the quotient"),
    (RISE, "question", "rises from 84 to 96.6", "rises from 96 to 84.6", "does not change that way"),
    (RISE, "question", "does it rise", "does it fall", "not one about percent"),
    (RISE, "reasoning", "As a percentage of 84", "As a percentage of 96.6", "step 2 is not the share"),
    (BEFORE, "reasoning", "100% - 20% = 80%", "100% + 20% = 120%", "step 1 is not what is left of 100%"),
    (BEFORE, "solution", "decreased", "increased", "the solution is not"),
    (TWO, "question", "decrease the result", "increase the result", "not one about percent"),
    (TWO, "reasoning", "15% of 120", "15% of 100", "step 5 is not the percentage as a product"),
    (
        TOTAL,
        "reasoning",
        "falls by 100 - 72 = 28",
        "falls by 20 + 10 = 30",
        "step 6 is not the change in all",
    ),
    (TOTAL, "answer", "28%", "30%", "the answer is"),
]


@pytest.mark.parametrize(("text", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(text: str, column: str, old: str, new: str, fault: str) -> None:
    assert fault in refused(row(text), column, old, new)


def test_a_level_that_is_not_the_problems_is_refused() -> None:
    assert find("percent").check(replace(row(OF), level=2)).fault == "the level is 2, not 1"


@pytest.mark.parametrize("answer", ["12.60", "12.6 %", "0.126", "1260%", "12.6 or 13", "-12.6"])
def test_only_the_answer_scores(answer: str) -> None:
    assert find("percent").score(answer, row(OF)) == 0.0
    assert find("percent").score(" 12.6.\n", row(OF)) == 1.0
    assert find("percent").score("15%.", row(SHARE)) == 1.0
