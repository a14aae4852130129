"""Errors planted by hand in the two cases of unknown rows, each with the fault that it earns."""

from __future__ import annotations

import pytest
from logic_rows import GOOD
from planting import refused

# A row, the column, what is changed to what, and a part of the fault that it earns.
PLANTED = [
    # evaluations
    ("unknown", "reasoning", "q false, r true. [case]", "q false. [case]", "line 4 gives 'r' no value"),
    ("unknown", "reasoning", "r true. [case]", "r true, r true. [case]", "line 4 gives 'r' a value twice"),
    (
        "unknown",
        "reasoning",
        "r true. [case]",
        "r true, s true. [case]",
        "line 4 names 's', which the question",
    ),
    (
        "unknown",
        "reasoning",
        "q false, r true. [case]",
        "q true, r false. [case]",
        "line 5 reads 'true implies (false",
    ),
    (
        "unknown",
        "reasoning",
        "= true implies true = true",
        "= true",
        "line 5 reads 'true' where stage 2",
    ),
    ("unknown", "reasoning", "(false or true)", "(true or false)", "line 5 reads"),
    (
        "unknown",
        "reasoning",
        "not (false and true) = not false",
        "not (false and true) = not true",
        "line 7 reads",
    ),
    ("unknown", "reasoning", "[evaluation: 4]\n7", "[evaluation: 9]\n7", "line 6 is not"),
    (
        "unknown",
        "reasoning",
        "\n6. Premise 2: true. [evaluation: 4]",
        "",
        'line 6 is not "6. Premise 2: ... [evaluation: 4]"',
    ),
    (
        "unknown",
        "reasoning",
        GOOD["unknown"].reasoning.partition("7. Premise 3")[2],
        "",
        "two cases with 3 premises take at least 7 lines, not 4",
    ),
    (
        "unknown",
        "reasoning",
        "p true, q false, r true. [case]",
        "q false, p true, r true. [case]",
        "line 4 does not name the atoms in the order of the question",
    ),
    ("unknown", "reasoning", "p true, q false", "p, q false", "line 4 is not a case that I can read"),
    # case B
    (
        "unknown",
        "reasoning",
        "but q true, r false",
        "but p true, q true, r false",
        "line 9 gives 'p' the value that it has in case A",
    ),
    (
        "English, unknown",
        "reasoning",
        "does not sing, Bob goes home",
        "does not sing, the lamp is on, Bob goes home",
        "line 7 gives 'the lamp is on' the value that it has in case A",
    ),
    (
        "unknown",
        "reasoning",
        "but q true, r false",
        "but r false, q true",
        "line 9 does not name the atoms in the order of the question",
    ),
    (
        "English, unknown",
        "reasoning",
        "Bob goes home, it is not cold",
        "it is not cold, Bob goes home",
        "line 7 does not name the atoms in the order of the question",
    ),
    (
        "unknown",
        "reasoning",
        "but q true, r false",
        "but q true, q true, r false",
        "line 9 gives 'q' a value twice",
    ),
    (
        "unknown",
        "reasoning",
        "but q true, r false",
        "but q true, r false, s true",
        "line 9 names 's', which the question does not",
    ),
    (
        "unknown",
        "reasoning",
        "but q true, r false",
        "but q true",
        "line 10 reads 'true implies (true or false)' where stage 1 of the evaluation is",
    ),
    (
        "unknown",
        "reasoning",
        "as case A, but q true, r false. [case: 4]",
        "p true, q true, r false. [case]",
        'line 9 is not "9. Case B: as case A, but ... [case: 4]"',
    ),
    ("unknown", "reasoning", "as case A, but q true, r false.", "as case A.", 'line 9 is not "9. Case B: as'),
    ("unknown", "reasoning", "but q true, r false.", "but .", "line 9 is not a case that I can read"),
    (
        "unknown",
        "reasoning",
        "[case: 4]",
        "[case: 3]",
        'line 9 is not "9. Case B: as case A, but ... [case: 4]"',
    ),
    (
        "unknown",
        "reasoning",
        "[case: 4]",
        "[case]",
        'line 9 is not "9. Case B: as case A, but ... [case: 4]"',
    ),
    (
        "unknown",
        "reasoning",
        "\n11. Premise 3: not (true and false) = not false = true. [evaluation: 9]\n12.",
        "\n11.",
        "case B touches 2 premises: two cases take 9 lines, not 8",
    ),
    (
        "unknown",
        "reasoning",
        "11. Premise 3: not (true and false) = not false = true. [evaluation: 9]\n12.",
        "11. Premise 2: true. [evaluation: 9]\n12. Premise 3: not (true and false) = not false = true. "
        "[evaluation: 9]\n13.",
        "case B touches 2 premises: two cases take 9 lines, not 10",
    ),
    (
        "unknown",
        "reasoning",
        "11. Premise 3: not (true and false) = not false = true. [evaluation: 9]",
        "11. Premise 2: true. [evaluation: 9]",
        'line 11 is not "11. Premise 3: ... [evaluation: 9]"',
    ),
    (
        "unknown",
        "reasoning",
        "10. Premise 1: true implies (true or false) = true implies true = true. [evaluation: 9]\n"
        "11. Premise 3: not (true and false) = not false = true. [evaluation: 9]",
        "10. Premise 3: not (true and false) = not false = true. [evaluation: 9]\n"
        "11. Premise 1: true implies (true or false) = true implies true = true. [evaluation: 9]",
        'line 10 is not "10. Premise 1: ... [evaluation: 9]"',
    ),
    (
        "unknown",
        "reasoning",
        "[evaluation: 9]\n12",
        "[evaluation: 4]\n12",
        'line 11 is not "11. Premise 3: ...',
    ),
    (
        "unknown, a case B that touches no premise",
        "reasoning",
        "8. Conclusion",
        "8. Premise 2: true. [evaluation: 7]\n9. Conclusion",
        "case B touches 0 premises: two cases take 6 lines, not 7",
    ),
    (
        "unknown, a case B that touches no premise",
        "reasoning",
        "\n8. Conclusion: false or false = false. [evaluation: 7]",
        "",
        "two cases with 2 premises take at least 6 lines, not 5",
    ),
    (
        "unknown, a case B that touches no premise",
        "reasoning",
        "r false, q true, p true. [case]\n4. Premise 1: not false iff true = true iff true = true. "
        "[evaluation: 3]\n5. Premise 2: true. [evaluation: 3]\n6. Conclusion: true or false = true.",
        "r false, q true, p false. [case]\n4. Premise 1: not false iff true = true iff true = true. "
        "[evaluation: 3]\n5. Premise 2: true. [evaluation: 3]\n6. Conclusion: false or false = false.",
        "conclusion is false in case A (line 6)",
    ),
    (
        "unknown, a case B that touches no premise",
        "reasoning",
        "p false. [case: 3]\n8. Conclusion: false or false = false. [evaluation: 7]",
        "r true. [case: 3]\n8. Premise 1: not true iff true = false iff true = false. [evaluation: 7]\n"
        "9. Conclusion: true or true = true. [evaluation: 7]",
        "premise 1 is false in case B (line 8)",
    ),
    (
        "English, unknown",
        "reasoning",
        "Bob does not go home, it",
        "it is false that Bob goes home, it",
        "line 3 is not a case that I can read",
    ),
    (
        "English, unknown",
        "reasoning",
        "on, Bob does not go home, it is cold. [case]",
        "on, Bob does not go home, both it is cold and Ann sings. [case]",
        "line 3 is not a case that I can read",
    ),
    (
        "English, unknown",
        "reasoning",
        "but Ann does",
        "but ann does",
        "line 7 spells 'Ann sings' as 'ann sings'",
    ),
    ("unknown", "reasoning", "4. Case A", "4. Case B", "line 4 is not"),
    (
        "unknown, simplified side by side",
        "reasoning",
        "(true and not true) = false iff (true and false) =",
        "(true and false) =",
        "where stage 2 of the evaluation is",
    ),
]


@pytest.mark.parametrize(("name", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_is_refused_by_its_fault(
    name: str, column: str, old: str, new: str, fault: str
) -> None:
    assert fault in refused(GOOD[name], column, old, new)
