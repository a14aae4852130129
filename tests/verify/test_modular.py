"""The checker of modular: planted errors have their faults, and answers are those of plain counting."""

from __future__ import annotations

import json

import pytest
from planting import refused

from synth.families import find
from synth.line import row_of, rows
from synth.row import Row, base36
from synth.solvers._modular_spaces import Asked

PLACES = {(level, name): start for start, level, name in find("modular").places()}


def row(level: int, stratum: str, *numbers: int, look: int = 0) -> Row:
    """Return the row of numbers in a presentation."""
    family = find("modular")
    asked = Asked(stratum.partition(",")[0], numbers)
    rank = PLACES[level, stratum] + family.space(level, stratum).rank(asked)
    return row_of(f"modular/{base36(rank)}.{look}@{family.fingerprint[:8]}")


GCD = row(2, "gcd, 4 digits", 6318, 1430)
LCM = row(2, "lcm, 4 digits", 6318, 1430, look=1)
COPRIME = row(1, "lcm", 59, 44)
POWER = row(2, "power, 2 digits", 48, 68, 65, look=2)
INVERSE = row(2, "inverse, 2 digits", 28, 33, look=2)
REDUCED = row(3, "inverse, 8 digits", 8013, 58679501)

PLANTED = [
    (GCD, "question", "6318 and 1430", "1430 and 6318", "question"),
    (GCD, "question", "6318", "06318", "question"),
    (GCD, "question", "6318", "6320", "canonical"),
    (GCD, "reasoning", "4 * 1430 + 598", "3 * 1430 + 2028", "step 1"),
    (GCD, "reasoning", "5. 130 = 1 * 104 + 26", "5. 130 = 1 * 104 + 36", "step 5"),
    (GCD, "reasoning", "\n6. 104 = 4 * 26.", "", "step 6"),
    (GCD, "reasoning", "6. 104 = 4 * 26.", "6. 104 = 4 * 26 + 0.", "step 6"),
    (GCD, "reasoning", "4 * 26.", "4 * 26.\n7. 26 = 1 * 26.", "after step 6"),
    (GCD, "solution", "26", "13", "solution"),
    (GCD, "answer", "26", "2", "answer"),
    (GCD, "payload", "[6318,1430]", "[1430,6318]", "payload"),
    (GCD, "group", "modular", "module", "group"),
    (LCM, "question", "1430 and 6318", "6318 and 1430", "question"),
    (LCM, "reasoning", "divisor is 26", "divisor is 13", "step 7"),
    (LCM, "reasoning", "8. 6318 / 26 = 243.", "8. 6318 / 26 = 234.", "step 8"),
    (LCM, "reasoning", "243 * 1430", "1430 * 243", "step 9"),
    (LCM, "answer", "347490", "9034740", "answer"),
    (COPRIME, "reasoning", "6. 59 * 44 = 2596.", "6. 59 / 1 = 59.", "step 6"),
    (POWER, "question", "to 64", "to 65", "question"),
    (POWER, "reasoning", " = 35 * 65 + 29", " = 34 * 65 + 94", "step 2"),
    (POWER, "reasoning", "6. 48^34: 3 * 3 = 9.", "6. 48^34: 3 * 3 = 9 = 0 * 65 + 9.", "step 6"),
    (POWER, "reasoning", "; 61 * 48 = 2928 = 45 * 65 + 3", "", "step 5"),
    (POWER, "reasoning", "48^17", "48^16", "step 5"),
    (POWER, "reasoning", "1. Modulo 65, each", "1. Modulo 56, each", "step 1"),
    (POWER, "answer", "16", "81", "answer"),
    (INVERSE, "question", "1 to 32", "1 to 33", "question"),
    (INVERSE, "reasoning", "5 is -1 * 28", "5 is 1 * 28", "step 1"),
    (INVERSE, "reasoning", "(1 - 5 * (-1)) * 28 = 6", "(1 - 5 * -1) * 28 = 6", "step 2"),
    (INVERSE, "reasoning", "-7 * 28", "-8 * 28", "step 3"),
    (INVERSE, "reasoning", "\n5. 13 * 28 = 364 = 11 * 33 + 1.", "", "step 5"),
    (INVERSE, "answer", "13", "46", "answer"),
    (REDUCED, "reasoning", "6. -2914569 is 55764932", "6. -2914569 is 55764931", "step 6"),
    (REDUCED, "solution", "55764932", "-2914569", "solution"),
]


@pytest.mark.parametrize(("good", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_has_its_fault(good: Row, column: str, old: str, new: str, fault: str) -> None:
    assert find("modular").check(good).accepted
    assert fault in refused(good, column, old, new)


def test_answers_are_those_of_plain_counting() -> None:
    """Independent of both sides: each answer against the definition, for numbers of up to four digits."""
    seen = set()
    for level in (1, 2):
        for place, found in enumerate(rows("modular", level, seed=3)):
            if place == 300:
                break
            numbers, answer = json.loads(found.payload)["numbers"], int(found.answer)
            kind = found.canonical.partition(" ")[0]
            if max(numbers) >= 10_000:
                continue
            a, b = numbers[:2]
            if kind == "gcd":
                assert answer == max(d for d in range(1, b + 1) if a % d == b % d == 0)
            elif kind == "lcm":
                assert answer == next(a * k for k in range(1, b + 1) if a * k % b == 0)
            elif kind == "power":
                assert answer == a**b % numbers[2]
            else:
                assert [answer] == [x for x in range(1, b) if a * x % b == 1]
            seen.add(kind)
    assert seen == {"gcd", "lcm", "power", "inverse"}
