"""Errors planted by hand in good sums, each with the fault that it earns."""

from __future__ import annotations

import pytest
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row

# A sum, the column, what is changed to what, and the fault.
PLANTED = [
    ("47 + 385", "question", "385", "0385", "the question does not read as one about two numbers"),
    ("47 + 385", "question", "385", "385385385", "the question does not read as one about two numbers"),
    ("47 + 385", "question", "+", "-", "the question does not read as one about two numbers"),
    ("47 + 385", "question", "385", "386", "the canonical text does not name the question's problem"),
    ("47 + 385", "canonical", "385 + 47", "47 + 385", "the canonical text does not name"),
    ("47 + 385", "group", "addition:", "", "the group is not that of the question's problem"),
    ("47 + 385", "payload", "47,385", "385,47", "the payload is not that of the question's problem"),
    ("47 + 385", "reasoning", "1. Ones", "2. Ones", "step 1 is missing, or does not begin as step 1"),
    ("47 + 385", "reasoning", "2. Tens", "2. Hundreds", "step 2 does not read as a step of this method"),
    ("47 + 385", "reasoning", "7 + 5 = 12", "5 + 7 = 12", "its numbers are not those of the problem"),
    ("47 + 385", "reasoning", "7 + 5 = 12", "7 + 5 = 13", "step 1 does not follow: the result is 12"),
    ("47 + 385", "reasoning", "write 2", "write 1", "step 1 does not follow: the digit to write is 2"),
    ("47 + 385", "reasoning", "12, write 2, carry 1", "12", "the carry out of the column is 1"),
    ("47 + 385", "reasoning", "4 + 8 + 1 = 13", "4 + 8 = 12", "the carry into the column is 1"),
    ("47 + 385", "reasoning", "3 + 1 = 4", "3 = 3", "step 3 does not read as a step of this method"),
    ("47 + 385", "reasoning", "3 + 1 = 4.", "3 + 1 = 4. ", "goes on after step 3"),
    ("47 + 385", "reasoning", "3 + 1 = 4.", "3 + 1 = 4, write 4, carry 1.", "the carry out of the column"),
    ("42 + 385", "reasoning", "2 + 5 = 7", "2 + 5 + 1 = 8", "the carry into the column is 0"),
    ("47 + 2385", "reasoning", "4. Bring down 2.", "4. Bring down 3.", "the result is 2"),
    ("47 + 2385", "reasoning", "\n4. Bring down 2.", "", "step 4 is missing, or does not begin as step 4"),
    ("47 + 385", "answer", "432", "431", "the answer is not 432"),
    ("47 + 385", "solution", "read 432", "read 431", "the solution does not say the result of the steps"),
    ("47 + 385", "solution", "47 + 385 = 432", "385 + 47 = 432", "the solution does not say the result"),
    ("8 + 5", "reasoning", "5 = 2 + 3", "5 = 1 + 4", "step 1 does not follow: its numbers are not those"),
    ("8 + 5", "reasoning", "2. 8 + 2 = 10", "2. 8 + 3 = 11", "its numbers are not those"),
    ("8 + 5", "reasoning", "10 + 3 = 13", "10 + 3 = 14", "step 3 does not follow: the result is 13"),
    ("8 + 5", "reasoning", "2. 8", "3. 8", "step 2 is missing, or does not begin as step 2"),
    ("5 + 3", "reasoning", "6, 7, 8", "6, 7", "step 1 does not follow: the result is 8"),
    ("5 + 3", "reasoning", "6, 7, 8", "7, 8", "step 1 does not follow: its numbers are not those"),
    ("5 + 3", "reasoning", "Count on 3 from 5", "Count on 5 from 3", "its numbers are not those"),
    ("5 + 0", "reasoning", "other, 5", "other, 0", "step 1 does not follow: the result is 5"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(text: str, column: str, old: str, new: str, fault: str) -> None:
    family = find("addition")
    row = attempted(family, family.grammar.parse(text), 0)
    assert isinstance(row, Row)
    assert family.check(row).accepted
    assert fault in refused(row, column, old, new)
