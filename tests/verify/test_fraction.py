"""Errors planted by hand in good fraction rows, each with the fault that it earns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row
from synth.verify._columns import Fault
from synth.verify._rational import check_equations, check_euclid, read, value


def row(text: str, variant: int = 0) -> Row:
    family = find("fraction")
    made = attempted(family, family.grammar.parse(text), variant)
    assert isinstance(made, Row), made
    assert family.check(made).accepted
    return made


ROWS = {
    "sum": "5/12 + 7/18",
    "coprime": "1/2 + 1/3",
    "multiple": "3/4 + 5/8",
    "like": "3/8 + 4/8",
    "whole": "1/6 - 5/30",
    "below zero": "1/4 - 3/4",
    "product": "3/4 * 8/9",
    "quotient": "3/4 / 5/6",
    "mixed": "2 3/4 - 4 1/2",
    "simplify": "simplify 24/36",
    "two": "1/2 + 3/4 * 2/5",
}

# A row, the column, what is changed to what, and a part of the fault that it earns.
PLANTED = [
    ("sum", "group", "fraction:", "fraction:0", "the group is "),
    ("sum", "question", "5/12 + 7/18", "7/18 + 5/12", "step 1 has 12 where 18 is due"),
    ("sum", "question", "Work out", "Guess", "not one about fractions"),
    ("sum", "question", "lowest terms", "any terms", "does not say what the answer looks like"),
    ("sum", "question", "5/12", "5/0", "divides by zero"),
    ("sum", "question", "5/12", "5", "a number that is not a fraction"),
    ("sum", "question", "5/12", "5/1", "should be written"),
    ("sum", "question", "5/12", "(5/12)", "should be written"),
    ("sum", "solution", "5/12 + 7/18", "5/12 + (7/18)", "should be written"),
    ("sum", "question", "5/12", "(5/12", "lacks a closing parenthesis"),
    ("sum", "reasoning", "36 = 12 * 3", "36 = 12 * 4", "step 1 has 4 where 3 is due"),
    (
        "sum",
        "reasoning",
        "multiple of 12 and 18 is 36: 36",
        "multiple of 12 and 18 is 72: 72",
        "has 72 where 36",
    ),
    ("sum", "reasoning", "14/36.", "15/36.", "step 2 has 15 where 14 is due"),
    ("sum", "reasoning", "29/36.", "28/36.", "step 3 has 28 where 29 is due"),
    ("sum", "reasoning", "29 = 7 * 4 + 1", "29 = 7 * 3 + 8", "which is false"),
    ("sum", "reasoning", ", 29 = 7 * 4 + 1", "", "ends before a division leaves 0 or 1"),
    ("sum", "reasoning", "is 1, and 29/36", "is 1, and 28/36", "does not say that 29/36 is in lowest terms"),
    ("sum", "reasoning", "2. ", "3. ", "line 2 of the reasoning does not begin with '2. '"),
    ("sum", "solution", "29/36", "28/36", "the solution does not end with"),
    ("sum", "solution", "5/12 + 7/18", "7/18 + 5/12", "another problem"),
    ("sum", "answer", "29/36", "58/72", "the answer is '58/72', not '29/36'"),
    ("sum", "canonical", "7/18", "5/18", "the canonical is"),
    ("sum", "payload", "{}", '{"a":1}', "the payload is"),
    ("coprime", "reasoning", "2 * 3 = 6", "3 * 2 = 6", "step 1 has 3 where 2 is due"),
    ("multiple", "reasoning", "8 = 4 * 2", "8 = 2 * 4", "step 1 has 2 where 4 is due"),
    ("like", "reasoning", "(3 + 4)", "(4 + 3)", "has 4 where 3 is due"),
    ("whole", "reasoning", "0/30 = 0.", "0/30 = 1.", "is not the value of a fraction of nothing"),
    ("below zero", "reasoning", "-2/4", "2/4", "has 2 where -2 is due"),
    ("below zero", "answer", "-1/2", "1/2", "the answer is"),
    ("product", "reasoning", "(3 * 8)", "(8 * 3)", "has 8 where 3 is due"),
    ("product", "reasoning", "24/36 = (12 * 2)", "24/36 = (6 * 2)", "has 6 where 12 is due"),
    ("quotient", "reasoning", "multiplying by 6/5", "multiplying by 5/6", "has 5 where 6 is due"),
    ("mixed", "reasoning", "(2 * 4 + 3)", "(2 * 4 + 2)", "has 2 where 3 is due"),
    (
        "mixed",
        "reasoning",
        "so -7/4 = -1 3/4",
        "so -7/4 = -2 1/4",
        "has 2 where 1 is due in the mixed number",
    ),
    (
        "mixed",
        "question",
        "whole number, a proper fraction or a mixed number,",
        "whole number,",
        "looks like",
    ),
    ("simplify", "question", "24/36", "2/3", "in lowest terms, or a whole number"),
    ("simplify", "question", "24/36", "24/48", "does not find the greatest common divisor of 24 and 48"),
    ("two", "reasoning", "remains is 1/2 + 3/10", "remains is 3/10 + 1/2", "does not say what remains"),
    ("two", "reasoning", "remains is 1/2 + 3/10.", "remains is 1/2 + 3/10", "does not end with a full stop"),
]


@pytest.mark.parametrize(("name", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(name: str, column: str, old: str, new: str, fault: str) -> None:
    text = ROWS[name]
    family = find("fraction")
    made = attempted(family, family.grammar.parse(text), 0)
    assert isinstance(made, Row)
    assert family.check(made).accepted, family.check(made).fault
    assert fault in refused(made, column, old, new)


def test_a_level_that_is_not_the_problems_is_refused() -> None:
    made = row("1/2 + 1/3")
    assert find("fraction").check(replace(made, level=1)).fault == "the level is 1, not 2"


def test_a_line_too_many_is_refused() -> None:
    made = row("1/2 + 1/3")
    assert "goes on after step" in refused(made, "reasoning", made.reasoning, made.reasoning + "\n5. 1 = 1.")


@pytest.mark.parametrize("answer", ["10/12", "0.8333", "5 / 6", "5/6 or 1/6", "-5/6", "05/6"])
def test_only_the_answer_scores(answer: str) -> None:
    made = row("1/2 + 1/3")
    assert find("fraction").score(answer, made) == 0.0
    assert find("fraction").score(" 5/6.\n", made) == 1.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("8 / 4 / 2", 1), ("-(2 * 3)/(2 * 2)", -1.5)],
)
def test_expressions_are_read_as_they_are_written(text: str, expected: float) -> None:
    assert value(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "1+2",
        "1 + + 2",
        "01",
        "1/0",
        "2 5/4",
        "0 1/2",
        "(1",
        "1)",
        "1 2",
        "(" * 50 + "1" + ")" * 50,
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(Fault):
        read(text)


@pytest.mark.parametrize(
    "text", ["1/2 = 2/5.", "6 = 2 * 3 = 3 * 3.", "so 1/2 + 1/3 = 2/5 and 1 = 1.", "x = 3"]
)
def test_a_false_or_unreadable_equation_is_refused(text: str) -> None:
    with pytest.raises(Fault):
        check_equations(text, "step 1")


@pytest.mark.parametrize(
    "text", ["6 = 4 * 1 + 2", "6 = 4 * 1 + 2, 4 = 2 * 2, 2 = 1 * 2", "6 = 4 * 2 + 2, 4 = 2 * 2"]
)
def test_divisions_that_do_not_follow_are_refused(text: str) -> None:
    with pytest.raises(Fault):
        check_euclid(text, 4, 6, "step 1")
