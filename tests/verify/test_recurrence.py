"""The checker of recurrences: planted errors have their faults."""

from __future__ import annotations

import pytest
from planting import refused

from synth.families import find
from synth.grammar import load
from synth.line import enumerated
from synth.row import Row


def row(sentence: str, look: int = 0) -> Row:
    return enumerated(find("recurrence"), load("recurrence.lark").parse(sentence), look)


NEAR = row("near 4 -3 -5 20 at 6")
ALONE = row("near 1 -2 1 7 at 7", 1)
MINUS = row("near -1 -1 -9 -4 at 5", 2)
FAR = row("far 4 5 3 9 at 46740 modulo 386", 1)
FIBONACCI = row("far 1 1 0 1 at 839 modulo 68")

PLANTED = [
    (NEAR, "question", "a(0) = -5", "a(0) = 5", "step 1"),
    (NEAR, "question", "4 * a(n - 1)", "4 * a(n - 2)", "question"),
    (NEAR, "question", "a(6)?", "a(7)?", "6 are needed"),
    (NEAR, "question", "a(6)?", "a(06)?", "question"),
    (NEAR, "reasoning", "3 * (-5) = 95", "3 * 5 = 65", "step 1"),
    (NEAR, "reasoning", "a(4) = 4 * 320 - 3 * 95 = 995", "a(4) = 4 * 320 - 3 * 95 = 959", "step 3"),
    (NEAR, "reasoning", "\n5. a(6) = 4 * 3020 - 3 * 995 = 9095.", "", "4 steps, and 5 are needed"),
    (NEAR, "solution", "9095", "9096", "solution"),
    (NEAR, "answer", "9095", "3020", "answer"),
    (NEAR, "payload", '"place":6', '"place":7', "payload"),
    (NEAR, "canonical", "4 -3", "4 3", "canonical"),
    (ALONE, "reasoning", "-9 - 2 * 5", "(-9) - 2 * 5", "step 3"),
    (MINUS, "reasoning", "-(-4) - (-9)", "-(-4) + (-9)", "step 1"),
    (FAR, "question", "from 0 to 385", "from 0 to 386", "question"),
    (FAR, "reasoning", "5 * u^2 + v^2", "4 * u^2 + v^2", "step 3"),
    (FAR, "reasoning", "a(2) = 4 * a(1) + 5 * a(0)", "a(2) = 4 * a(0) + 5 * a(1)", "step 1"),
    (FAR, "reasoning", "(4 * u + v) * a(1)", "(4 * u + 2 * v) * a(1)", "step 2"),
    (FAR, "reasoning", "division by 386", "division by 385", "step 4"),
    (FAR, "reasoning", "which leave 135 and 134", "which leave 135 and 520", "step 8"),
    (FAR, "reasoning", "a(11): ", "a(12): ", "step 10"),
    (FAR, "reasoning", "= 3867, which leaves 7", "= 3867", "step 28"),
    (FAR, "answer", "7", "393", "answer"),
    (FIBONACCI, "reasoning", "v = 1.", "v = 1 = 1.", "step 7"),
    (FIBONACCI, "group", "recurrence", "recurrences", "group"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_has_its_fault(good: Row, column: str, old: str, new: str, fault: str) -> None:
    assert find("recurrence").check(good).accepted
    assert fault in refused(good, column, old, new)


@pytest.mark.parametrize(
    "question",
    [
        "Let a(0) = 0, a(1) = 0 and a(n) = a(n - 1) + a(n - 2) for n >= 2. Find a(5).",
        "Let a(0) = 0, a(1) = 1 and a(n) = a(n - 1) + a(n - 2) for n >= 2. Find a(99999).",
        "Let a(0) = 0, a(1) = 1 and a(n) = a(n - 1) - a(n - 2) for n >= 2. "
        "Find a(50) modulo 11, a number from 0 to 10.",
    ],
)
def test_what_is_not_asked_has_no_answer(question: str) -> None:
    from dataclasses import replace

    spoiled = replace(NEAR, question=question)
    assert find("recurrence").check(spoiled).fault
    assert find("recurrence").score("0", spoiled) == 0.0
