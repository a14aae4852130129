"""Errors planted by hand in the steps of good logic rows, each with the fault that it earns."""

from __future__ import annotations

import pytest
from logic_rows import GOOD
from planting import refused

# A row, the column, what is changed to what, and a part of the fault that it earns.
PLANTED = [
    # digits and cites
    ("modus ponens", "reasoning", "1, 2]", "1]", "line 3 does not follow from line 1 by modus ponens"),
    ("modus ponens", "reasoning", "1, 2]", "1, 3]", "line 3 cites line 3, which does not come before it"),
    ("modus ponens", "reasoning", "1, 2]", "2, 1]", "line 3 does not cite its lines in ascending order"),
    ("modus ponens", "reasoning", "1, 2]", "1, 1]", "line 3 does not cite its lines in ascending order"),
    ("modus ponens", "reasoning", ": 1, 2]", "]", "line 3 cites '', which is no line"),
    ("modus ponens", "reasoning", "3. q", "4. q", "line 3 has the number 4"),
    (
        "refuted with an idle premise",
        "reasoning",
        "1, 3]",
        "1, 2]",
        "line 4 does not follow from lines 1 and 2 by modus tollens",
    ),
    (
        "refuted with an idle premise",
        "reasoning",
        "1, 3]",
        "1, 2, 3]",
        "does not follow from lines 1, 2 and 3",
    ),
    (
        "cases",
        "reasoning",
        "5. r. [modus ponens: 2, 4]",
        "5. r. [modus ponens: 3, 4]",
        "line 5 does not follow",
    ),
    # rules
    (
        "modus ponens",
        "reasoning",
        "modus ponens",
        "modus tollens",
        "line 3 does not follow from lines 1 and 2",
    ),
    ("modus ponens", "reasoning", "modus ponens", "common sense", "line 3 names no rule of the table"),
    ("modus ponens", "reasoning", " [modus ponens: 1, 2]", "", "line 3 is not a step that I can read"),
    # formulas
    ("reductio", "reasoning", "5. not q", "5. q", "line 5 states again what line 4 states"),
    ("cases", "reasoning", "5. r. ", "5. s. ", "line 5 does not follow from lines 2 and 4 by modus ponens"),
    ("cases", "reasoning", "6. r or s", "6. s or r", "line 6 states neither a part of the premises"),
    ("cases", "reasoning", "6. r or s", "6. r and s", "line 6 states neither a part of the premises"),
    ("biconditionals", "reasoning", "5. not p", "5. p", "line 5 does not follow from lines 1 and 4"),
    ("modus ponens", "reasoning", "3. q.", "3. (q).", "line 3 is not a sentence that I can read"),
    ("modus ponens", "reasoning", "3. q.", "3. w.", "line 3 names 'w', which the question does not"),
    # the structure of a proof
    (
        "English",
        "reasoning",
        "5. Ann sings. [disjunctive syllogism: 1, 2]\n6. Bob carries the box. [modus ponens: 3, 5]\n"
        "7. The door is not open. [not both: 4, 6]",
        "5. The door is not open. [not both: 1, 4]",
        "line 5 does not follow from lines 1 and 4 by not both",
    ),
    (
        "a premise on both sides of two ways",
        "reasoning",
        "6. q. [modus ponens: 3, 4]\n7. q or t. [addition: 6]",
        "6. q or t. [addition: 5]",
        "line 6 does not follow from line 5 by addition",
    ),
    ("reductio", "reasoning", "  3. Suppose", "3. Suppose", "line 3 is indented by 0 spaces, not by 2"),
    ("reductio", "reasoning", "  4. q", "4. q", "line 4 is indented by 0 spaces, not by 2"),
    (
        "reductio",
        "reasoning",
        "\n7. not p. [reductio: 3-6]",
        "",
        "the sub-proof that opens in line 3 is not closed",
    ),
    ("reductio", "reasoning", "3-6]", "4-6]", "line 7 cites 4-6, which is not a sub-proof that it may close"),
    ("reductio", "reasoning", "3-6]", "3-5]", "line 7 cites 3-5, which is not a sub-proof that it may close"),
    (
        "reductio",
        "reasoning",
        "[reductio: 3-6]",
        "[modus tollens: 1, 5]",
        "line 7 is indented by 0 spaces, not by 2",
    ),
    (
        "reductio",
        "reasoning",
        "Contradiction. [contradiction: 4, 5]",
        "not p. [modus tollens: 1, 5]",
        "line 7 does",
    ),
    (
        "reductio",
        "reasoning",
        "3. Suppose p. [assumption]",
        "3. Suppose p. [assumption: 1]",
        "is an assumption and",
    ),
    (
        "cases",
        "reasoning",
        "[cases: 1, 4-6, 7-9]",
        "[cases: 1, 7-9]",
        "does not follow from lines 1 and 7-9 by cases",
    ),
    (
        "nested sub-proofs",
        "reasoning",
        "8. p implies (q implies r). [conditional proof: 3-7]",
        "8. p implies (q implies r). [true consequent: 7]",
        "line 8 is indented by 0 spaces, not by 2",
    ),
    (
        "nested sub-proofs",
        "reasoning",
        "  7. q implies r. [conditional proof: 4-6]",
        "  7. q implies r. [true consequent: 6]",
        "line 7 is indented by 2 spaces, not by 4",
    ),
    (
        "nested sub-proofs",
        "reasoning",
        "8. p implies (q implies r). [conditional proof: 3-7]",
        "8. p implies (q implies r). [conditional proof: 3-7]\n9. r. [modus ponens: 1, 5]",
        "line 9 cites line 5, which is inside a closed sub-proof",
    ),
    (
        "biconditionals",
        "reasoning",
        "5. not p",
        "5. not not q. [double negation: 4]\n6. not p",
        "line 5 states neither a part of the premises",
    ),
    (
        "inconsistent",
        "reasoning",
        "5. Contradiction. [contradiction: 2, 4]",
        "5. q. [simplification: 1]\n6. Contradiction. [contradiction: 2, 4]",
        "line 5 is not used",
    ),
    (
        "inconsistent",
        "reasoning",
        "\n5. Contradiction. [contradiction: 2, 4]",
        "",
        "the last line, 4, does not state a contradiction",
    ),
    ("the conclusion is a premise", "reasoning", "premise: 1", "premise: 2", "does not restate a premise"),
    (
        "modus ponens",
        "reasoning",
        "3. q. [modus ponens: 1, 2]",
        "3. p. [premise: 2]\n4. q. [modus ponens: 1, 3]",
        "the goal is no premise: the proof is not the step that restates it",
    ),
    (
        "a premise on both sides of two ways",
        "reasoning",
        "6. q. [modus ponens: 3, 4]\n",
        "6. q. [modus ponens: 1, 2]\n",
        "the solution is not",
    ),
    (
        "a tautology that is a premise",
        "reasoning",
        "[conditional proof: 3-3]",
        "[premise: 1]",
        "line 4 is indented",
    ),
    (
        "the conclusion is a premise",
        "question",
        "2. not r.",
        "2. (p or q) and r.",
        "the payload's 'idle' is [2], not []",
    ),
    # a longer proof than there need be
    (
        "cases",
        "reasoning",
        "  6. r or s. [addition: 5]\n  7. Suppose q. [assumption]\n  8. s. [modus ponens: 3, 7]\n"
        "  9. r or s. [addition: 8]\n10. r or s. [cases: 1, 4-6, 7-9]",
        "  6. r or s. [addition: 5]\n  7. Suppose q. [assumption]\n  8. s. [modus ponens: 3, 7]\n"
        "  9. r or s. [addition: 8]\n10. r or s. [dilemma: 1, 6, 9]",
        "line 10 is indented by 0 spaces, not by 2",
    ),
    # the words for a formula
    (
        "English, a sub-proof",
        "reasoning",
        "8. If Ann does not sing, then it is cold.",
        "8. It is cold if Ann does not sing.",
        "line 8 says in other words what the question says: 'It is cold if Ann",
    ),
    (
        "English, a sub-proof",
        "reasoning",
        "6. Both Bob carries the box and it is cold.",
        "6. Bob carries the box and it is cold.",
        "line 6 does not say in a clause what the question does not state: 'Bob carries",
    ),
    (
        "English, a sub-proof",
        "reasoning",
        "4. Suppose Ann does not sing.",
        "4. Suppose Ann does not sing and it is cold.",
        "line 4 is not a sentence that I can read, 'and' stands where it should end",
    ),
    (
        "English",
        "question",
        "Conclusion: The door is not open.",
        "5. If Ann sings, then Bob carries the box.\nConclusion: The door is not open.",
        "premise 5 says in other words what the question says before: 'If Ann",
    ),
    (
        "English, claims among claims",
        "reasoning",
        "5. The claims that the lamp is on and that Bob goes home are both true or both false.",
        "5. The lamp is on if and only if Bob goes home.",
        "line 5 does not say in a clause what the question does not state: 'The lamp is on if and",
    ),
    # claims left open
    (
        "English, claims among claims",
        "question",
        " is true are both true or both false",
        " are both true or both false",
        "premise 1 is not a sentence that I can read, 'is true' is missing before 'are'",
    ),
    (
        "English, claims among claims",
        "question",
        " is true are both true or both false",
        " is true",
        "premise 1 is not a sentence that I can read, 'are both true or both false' is missing",
    ),
    (
        "English, claims among claims",
        "reasoning",
        " are both true or both false. [equivalence",
        ". [equivalence",
        "line 5 is not a sentence that I can read, 'are both true or both false' is missing",
    ),
    (
        "English, unknown",
        "question",
        "and that Bob does not go home are both true",
        "and Bob does not go home are both true",
        "premise 1 is not a sentence that I can read, 'and that' is missing",
    ),
]


@pytest.mark.parametrize(("name", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_is_refused_by_its_fault(
    name: str, column: str, old: str, new: str, fault: str
) -> None:
    assert fault in refused(GOOD[name], column, old, new)
