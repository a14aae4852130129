"""Errors planted by hand in good divisions, each with the fault that it earns."""

from __future__ import annotations

import pytest
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row

# A division, the column, what is changed to what, and the fault.
PLANTED = [
    ("4785 / 12", "question", "4785", "4785000", "the question does not read as one about two numbers"),
    (
        "4785 / 12",
        "question",
        " Give the quotient and the remainder.",
        "",
        "the question does not say that a remainder is wanted, and there is one",
    ),
    (
        "4776 / 12",
        "question",
        "?",
        "? Give the quotient and the remainder.",
        "the question asks for a remainder, and there is none",
    ),
    ("4785 / 12", "canonical", "4785 / 12", "12 / 4785", "the canonical text does not name"),
    ("4785 / 12", "reasoning", "Take 47", "Take 4", "step 1 does not follow: its numbers are not those"),
    ("4785 / 12", "reasoning", "3 * 12 = 36", "2 * 12 = 24", "the digit to write is 3"),
    ("4785 / 12", "reasoning", "3 * 12 = 36", "3 * 12 = 35", "the digit to write is 3"),
    ("4785 / 12", "reasoning", "47 - 36 = 11", "47 - 36 = 12", "step 1 does not follow: 11 is left"),
    ("4785 / 12", "reasoning", "Write 3", "Write 4", "step 1 does not follow: the digit to write is 3"),
    ("4785 / 12", "reasoning", "Bring down 8", "Bring down 5", "its numbers are not those"),
    ("4785 / 12", "reasoning", "make 118", "make 108", "step 2 does not follow: its numbers are not those"),
    ("4785 / 12", "reasoning", "118 - 108", "118 - 106", "step 2 does not follow: 10 is left"),
    ("4785 / 12", "reasoning", "9 is left. Write 8.", "9 is left.", "step 3 does not read"),
    ("4785 / 12", "reasoning", "2. Bring", "3. Bring", "step 2 is missing, or does not begin as step 2"),
    ("3605 / 12", "reasoning", "less than 12", "less than 13", "its numbers are not those"),
    ("3605 / 12", "reasoning", "Write 0", "Write 1", "step 2 does not follow: the digit to write is 0"),
    ("3605 / 12", "reasoning", "and nothing is", "and 36 - 36 = 0 is", "step 1 does not read as a step"),
    ("4785 / 12", "answer", "398 remainder 9", "398", "the answer is not the quotient with the remainder 9"),
    ("4785 / 12", "answer", "398 remainder 9", "397 remainder 21", "not the quotient with the remainder 9"),
    ("4776 / 12", "answer", "398", "398 remainder 0", "the answer is not 398"),
    ("4785 / 12", "solution", "9 is left", "8 is left", "the solution does not say the result of the steps"),
    ("4785 / 12", "solution", "read 398", "read 389", "the solution does not say the result of the steps"),
    ("60 / 8", "reasoning", "7 * 8 = 56", "6 * 8 = 48", "step 1 does not follow: its numbers are not those"),
    ("60 / 8", "reasoning", "60 - 56 = 4", "60 - 56 = 5", "step 1 does not follow: 4 is left"),
    ("60 / 8", "reasoning", "less than 8", "less than 7", "its numbers are not those"),
    ("60 / 8", "reasoning", "7 * 8", "8 * 8", "step 1 does not follow: the result is 7"),
    ("56 / 8", "reasoning", "exactly 7", "exactly 8", "step 1 does not follow: the result is 7"),
    ("56 / 8", "reasoning", "so 8 goes", "so 7 goes", "step 1 does not follow: its numbers are not those"),
    ("5 / 8", "reasoning", "and 5 is left", "and 8 is left", "step 1 does not follow: 5 is left"),
    ("5 / 1", "reasoning", "divided by 1", "divided by 2", "step 1 does not read as a step of this method"),
]  # fmt: skip


def made(text: str) -> Row:
    family = find("division")
    row = attempted(family, family.grammar.parse(text), 0)
    assert isinstance(row, Row)
    assert family.check(row).accepted
    return row


@pytest.mark.parametrize(("text", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(text: str, column: str, old: str, new: str, fault: str) -> None:
    assert fault in refused(made(text), column, old, new)


def test_a_division_by_zero_is_refused() -> None:
    row = made("5 / 1")
    for column in ("question", "canonical", "group", "payload"):
        text = getattr(row, column)
        end = {"question": "1?", "payload": "1]}"}.get(column, "1")
        assert text.endswith(end)
        object.__setattr__(row, column, text[: -len(end)] + "0" + end[1:])
    assert find("division").check(row).fault == "the question divides by 0"
