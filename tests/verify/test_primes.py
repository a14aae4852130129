"""The checker of primes: planted errors have their faults, and answers are those of plain counting."""

from __future__ import annotations

import re

import pytest
from planting import refused

from synth.families import find
from synth.line import row_of, rows
from synth.row import Row, base36
from synth.solvers._primes_spaces import Asked

PLACES = {(level, name): start for start, level, name in find("primes").places()}


def row(level: int, stratum: str, kind: str, number: int) -> Row:
    """Return the row of a number in the first presentation."""
    family = find("primes")
    rank = PLACES[level, stratum] + family.space(level, stratum).rank(Asked(kind, number))
    return row_of(f"primes/{base36(rank)}.0@{family.fingerprint[:8]}")


SMALL = row(1, "prime", "primality", 173)
COMPOSITE = row(1, "composite", "primality", 261)
LARGE = row(4, "prime", "primality", 14503)
FAILS = row(4, "composite", "primality", 15433)
FACTORS = row(2, "factors", "factorisation", 71853)
DIVISORS = row(1, "divisors", "divisors", 684)
NUMBER = row(2, "number of divisors", "number_of_divisors", 96513)

PLANTED = [
    (SMALL, "question", "173", "179", "canonical"),
    (SMALL, "question", "Is 173 a", "Is 0173 a", "question"),
    (SMALL, "question", "yes or no", "no or yes", "question"),
    (SMALL, "reasoning", "17^2 = 289", "17^2 = 279", "step 1"),
    (SMALL, "reasoning", "173 = 7 * 24 + 5", "173 = 7 * 23 + 12", "step 5"),
    (SMALL, "reasoning", "173 = 7 * 24 + 5", "173 = 7 * 24 + 4", "step 5"),
    (SMALL, "reasoning", "8. No prime", "8. no prime", "step 8"),
    (SMALL, "reasoning", "\n8. No prime below 17 divides 173, so 173 is prime.", "", "step 8"),
    (SMALL, "solution", "below 17", "below 13", "solution"),
    (SMALL, "answer", "yes", "no", "answer"),
    (SMALL, "answer", "yes", "yes ", "answer"),
    (SMALL, "group", "primes", "prime", "group"),
    (SMALL, "payload", "173", "174", "payload"),
    (SMALL, "payload", "{", "{ ", "payload"),
    (SMALL, "language", "en", "fr", "language"),
    (SMALL, "domain", "math", "code", "domain"),
    (SMALL, "tests", "", "x", "tests"),
    (COMPOSITE, "reasoning", "261 = 3 * 87", "261 = 3 * 78", "step 3"),
    (COMPOSITE, "reasoning", "87, so 261 is not prime.", "87, so 261 is not prime.\n", "after step 3"),
    (COMPOSITE, "solution", "3 * 87", "9 * 29", "solution"),
    (LARGE, "reasoning", "2 * 7251", "2^1 * 7251", "step 1"),
    (LARGE, "reasoning", "below 1373653", "below 1373654", "step 2"),
    (LARGE, "reasoning", "modulo 14503: each", "modulo 14501: each", "step 3"),
    (LARGE, "reasoning", "2 * 7251. So 14503 passes", "2 * 7251. So 14503 fails", "step 1"),
    (LARGE, "reasoning", "2^14: ", "2^15: ", "step 6"),
    (LARGE, "reasoning", "6975 * 6975 = 48650625", "6957 * 6957 = 48650625", "step 9"),
    (LARGE, "reasoning", " = 3354 * 14503 + 7563", ", which leaves 7563", "step 9"),
    (LARGE, "reasoning", "3354 * 14503 + 7563", "3353 * 14503 + 22066", "step 9"),
    (LARGE, "reasoning", " = 1 * 14503 + 623", " = 1 * 14503 + 624", "step 9"),
    (LARGE, "reasoning", "3. Base 2 modulo 14503", "3. Base 3 modulo 14503", "step 3"),
    (LARGE, "reasoning", "30. 3^7251 is 14502, which is -1", "30. 3^7251 is 1", "step 30"),
    (LARGE, "solution", "2 and 3", "2, 3 and 5", "solution"),
    (FAILS, "reasoning", "b^1929 to b^7716", "b^1929 to b^3858", "step 1"),
    (FAILS, "reasoning", "\n15. 2^7716: 5822 * 5822 = 33895684 = 2196 * 15433 + 4816.", "", "step 15"),
    (FAILS, "reasoning", "11 * 1403", "23 * 671", "step 17"),
    (FAILS, "reasoning", "\n17. Indeed 15433 = 11 * 1403.", "", "step 17"),
    (FAILS, "answer", "no", "yes", "answer"),
    (FACTORS, "reasoning", "3 * 23951", "3 * 23591", "step 1"),
    (FACTORS, "reasoning", "43 * 557", "557 * 43", "step 2"),
    (FACTORS, "reasoning", "13, 17, 19 and 23", "13, 17 and 19", "step 3"),
    (FACTORS, "reasoning", "29^2 = 841", "23^2 = 529", "step 3"),
    (FACTORS, "solution", "43 * 557", "557 * 43", "solution"),
    (FACTORS, "answer", "3 * 43 * 557", "3 * 23951", "answer"),
    (DIVISORS, "reasoning", "1, 2 and 4", "1 and 4", "step 6"),
    (DIVISORS, "reasoning", "2^2 * 3^2 * 19.", "2^2 * 3^2 * 19^1.", "step 5"),
    (DIVISORS, "solution", "342 and 684", "342, 684", "solution"),
    (DIVISORS, "answer", ", 684", "", "answer"),
    (NUMBER, "reasoning", "= 8 choices", "= 6 choices", "step 5"),
    (NUMBER, "reasoning", "(1 + 1) * (1 + 1) * (1 + 1)", "(1 + 1) * (2 + 1) * (1 + 1)", "step 5"),
    (NUMBER, "answer", "8", "80", "answer"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_is_refused_by_its_fault(
    good: Row, column: str, old: str, new: str, fault: str
) -> None:
    assert find("primes").check(good).accepted
    assert fault in refused(good, column, old, new)


def test_answers_are_those_of_plain_counting() -> None:
    """Independent of both sides: each answer against the definition, up to five digits."""
    seen = set()
    for level in (1, 2):
        for place, found in enumerate(rows("primes", level, seed=3)):
            if place == 250:
                break
            (number,) = (int(n) for n in re.findall(r"[0-9]+", found.question.replace("2^3", "")))
            divisors = [d for d in range(1, number + 1) if number % d == 0]
            if found.canonical.startswith("primality"):
                assert found.answer == ("yes" if len(divisors) == 2 else "no")
            elif found.canonical.startswith("divisors"):
                assert found.answer == ", ".join(map(str, divisors))
            elif found.canonical.startswith("number"):
                assert found.answer == str(len(divisors))
            elif found.canonical.startswith("factor"):
                product = 1
                for part in found.answer.split(" * "):
                    prime, _, exponent = part.partition("^")
                    assert all(int(prime) % d for d in range(2, int(prime)))
                    product *= int(prime) ** int(exponent or 1)
                assert product == number
            seen.add(found.canonical.split(" ")[0])
    assert seen == {"primality", "divisors", "number", "factorisation"}


def test_strong_pseudoprimes_to_base_two_fail_at_a_later_base() -> None:
    """2047 is too small to be asked so; 42799 and 65281 pass base 2."""
    from synth.grammar import load
    from synth.line import enumerated

    for number in (42799, 65281):
        found = enumerated(find("primes"), load("primes.lark").parse(f"prime {number}"), 0)
        assert find("primes").check(found).accepted
        assert found.answer == "no"
        assert "base 3 and is not prime" in found.reasoning
