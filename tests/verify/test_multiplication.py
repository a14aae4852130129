"""Errors planted by hand in good products, each with the fault that it earns."""

from __future__ import annotations

import pytest
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row

# A product, the column, what is changed to what, and the fault.
PLANTED = [
    ("385 * 7", "question", "*", "+", "the question does not read as one about two numbers"),
    ("7 * 385", "canonical", "385 * 7", "7 * 385", "the canonical text does not name the question's problem"),
    ("385 * 7", "reasoning", "5 * 7 = 35", "5 * 7 = 36", "step 1 does not follow: the result is 35"),
    ("385 * 7", "reasoning", "write 5, carry 3", "write 3, carry 5", "the digit to write is 5"),
    ("385 * 7", "reasoning", "write 5, carry 3", "write 5, carry 2", "the carry out of the column is 3"),
    ("385 * 7", "reasoning", "35, write 5, carry 3", "35", "the carry out of the column is 3"),
    ("385 * 7", "reasoning", "8 * 7 + 3 = 59", "8 * 7 + 2 = 59", "the carry into the column is 3"),
    ("385 * 7", "reasoning", "8 * 7 + 3 = 59", "8 * 7 = 59", "the carry into the column is 3"),
    ("385 * 7", "reasoning", "8 * 7", "7 * 8", "step 2 does not follow: its numbers are not those"),
    ("385 * 7", "reasoning", "3 * 7 + 5 = 26.", "3 * 7 + 5 = 26", "step 3 does not read"),
    ("385 * 7", "reasoning", "\n3. Hundreds: 3 * 7 + 5 = 26.", "", "step 3 is missing"),
    ("385 * 407", "reasoning", "400 + 7", "400 + 70", "step 1 does not follow: 7 belongs here"),
    ("385 * 407", "reasoning", "400 + 7", "400 + 0 + 7", "step 1 does not follow: 7 belongs here"),
    ("385 * 407", "reasoning", "Split 407", "Split 385", "step 1 does not follow: its numbers are not those"),
    ("385 * 407", "reasoning", "+ 32000", "+ 3200", "step 2 does not follow: 32000 belongs here"),
    ("385 * 407", "reasoning", "= 154000.", "= 154001.", "step 2 does not follow: the result is 154000"),
    ("385 * 407", "reasoning", "120000 + 32000 + 2000 = ", "", "step 2 does not follow: 120000 belongs here"),
    ("385 * 407", "reasoning", "385 * 7 =", "385 * 8 =", "step 3 does not follow: its numbers are not those"),
    ("385 * 407", "reasoning", "4. 154000 + 2695", "4. 2695 + 154000", "its numbers are not those"),
    ("385 * 407", "reasoning", "= 156695", "= 156696", "step 4 does not follow: the result is 156695"),
    ("385 * 407", "reasoning", "= 156695.", "= 156695.\n5. Done.", "the reasoning goes on after step 4"),
    ("385 * 100", "reasoning", "= 38500", "= 30000 + 8000 + 500 = 38500", "38500 belongs here"),
    ("385 * 407", "answer", "156695", "156,695", "the answer is not 156695"),
    ("385 * 407", "solution", "156695", "156696", "the solution does not say the result of the steps"),
    ("3 * 8", "reasoning", "8, 16, 24", "8, 16", "step 1 does not follow: the result is 24"),
    ("3 * 8", "reasoning", "8, 16, 24", "8, 15, 24", "step 1 does not follow: the result is 24"),
    ("3 * 8", "reasoning", "steps of 8, 3 times", "steps of 3, 8 times", "its numbers are not those"),
    ("2 * 8", "reasoning", "8 + 8 = 16", "8 + 8 = 18", "step 1 does not follow: the result is 16"),
    ("2 * 8", "reasoning", "8 + 8 = 16", "9 + 8 = 16", "step 1 does not follow: its numbers are not those"),
    ("1 * 8", "reasoning", "product is 8", "product is 1", "its numbers are not those"),
    ("0 * 8", "reasoning", "times 0 is 0", "times 0 is 8", "step 1 does not read as a step of this method"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(text: str, column: str, old: str, new: str, fault: str) -> None:
    family = find("multiplication")
    row = attempted(family, family.grammar.parse(text), 0)
    assert isinstance(row, Row)
    assert family.check(row).accepted
    assert fault in refused(row, column, old, new)
