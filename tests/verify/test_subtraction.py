"""Errors planted by hand in good differences, each with the fault that it earns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planting import refused

from synth.families import find
from synth.line import attempted
from synth.row import Row

# A difference, the column, what is changed to what, and the fault.
PLANTED = [
    ("403 - 158", "question", "403 - 158", "158 - 403", "the canonical text does not name"),
    ("403 - 158", "canonical", "403 - 158", "158 - 403", "the canonical text does not name"),
    ("403 - 158", "reasoning", "13 - 8 = 5", "13 - 8 = 6", "step 1 does not follow: the result is 5"),
    ("403 - 158", "reasoning", "1: 13 - 8", "1: 12 - 8", "after borrowing, the digit counts 13"),
    ("403 - 158", "reasoning", "13 - 8", "13 - 7", "step 1 does not follow: its numbers are not those"),
    (
        "403 - 158",
        "reasoning",
        "0 - 5 - 1 is below 0, so borrow 1: 10 - 5 - 1 = 4",
        "0 - 5 is below 0, so borrow 1: 10 - 5 = 5",
        "step 2 does not follow: the column on the right borrowed 1",
    ),
    (
        "403 - 158",
        "reasoning",
        "0 - 5 - 1 is below 0, so borrow 1: 10 - 5 - 1 = 4",
        "0 - 5 - 1 = 4",
        "step 2 does not follow: the column has to borrow 1",
    ),
    ("403 - 158", "reasoning", "3. Hundreds", "3. Tens", "step 3 does not read as a step of this method"),
    ("403 - 158", "reasoning", "\n3. Hundreds: 4 - 1 - 1 = 2.", "", "step 3 is missing"),
    ("403 - 158", "reasoning", "4 - 1 - 1 = 2.", "4 - 1 - 1 = 2.\n4. So it is.", "goes on after step 3"),
    ("403 - 398", "solution", "005", "05", "the solution does not say the result of the steps"),
    ("403 - 158", "answer", "245", "-245", "the answer is not 245"),
    ("158 - 403", "answer", "-245", "245", "the answer is not -245"),
    ("158 - 403", "solution", "-245", "245", "the solution does not say the result of the steps"),
    ("158 - 403", "solution", "= 245 and", "= 244 and", "the solution does not say the result of the steps"),
    ("158 - 403", "reasoning", "158 is less", "157 is less", "its numbers are not those"),
    ("158 - 403", "reasoning", "-(403 - 158)", "-(158 - 403)", "its numbers are not those"),
    ("158 - 403", "reasoning", "2. Ones", "3. Ones", "step 2 is missing, or does not begin as step 2"),
    ("4725 - 13", "reasoning", "Bring down 47", "Bring down 46", "step 3 does not follow: the result is 47"),
    ("13 - 5", "reasoning", "5 = 3 + 2", "5 = 2 + 3", "step 1 does not follow: its numbers are not those"),
    ("13 - 5", "reasoning", "13 - 3 = 10", "13 - 3 = 9", "step 2 does not follow: the result is 10"),
    ("13 - 5", "reasoning", "10 - 2 = 8", "10 - 2 = 7", "step 3 does not follow: the result is 8"),
    ("9 - 2", "reasoning", "8, 7", "8, 7, 6", "step 1 does not follow: the result is 7"),
    ("9 - 7", "reasoning", "8, 9.", "8.", "step 1 does not follow: the result is 2"),
    ("9 - 7", "reasoning", "2 steps", "3 steps", "step 1 does not follow: the result is 2"),
    ("8 - 7", "reasoning", "after 7", "after 6", "step 1 does not follow: its numbers are not those"),
    ("8 - 0", "reasoning", "difference is 8", "difference is 0", "its numbers are not those"),
]  # fmt: skip


def made(text: str) -> Row:
    family = find("subtraction")
    row = attempted(family, family.grammar.parse(text), 0)
    assert isinstance(row, Row)
    assert family.check(row).accepted
    return row


@pytest.mark.parametrize(("text", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_earns_its_fault(text: str, column: str, old: str, new: str, fault: str) -> None:
    assert fault in refused(made(text), column, old, new)


def test_nothing_is_left_of_a_smaller_number() -> None:
    """What asks for something left, or for a difference whose sign is open, is no question at level 4."""
    for wording in (
        "Take {1} away from {0}.",
        "What is left when {1} is taken away from {0}?",
        "Find the difference between {0} and {1}.",
    ):
        natural = replace(made("403 - 158"), question=wording.format(403, 158))
        assert find("subtraction").check(natural).accepted
        negative = replace(made("158 - 403"), question=wording.format(158, 403))
        assert find("subtraction").check(negative).fault.startswith("the question does not read as one")
