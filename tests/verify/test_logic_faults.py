"""Errors planted by hand in good rows of the logic family, each with the fault that it earns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from logic_rows import ENGLISH, GOOD

from synth.verify.logic import check

WORDS = ENGLISH.split("\n")[1]
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
        "line 10 reads 'true implies (true or false)' where stage 1 of the evaluation is 'true implies (true or",
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
    # the question
    (
        "modus ponens",
        "question",
        "conclusion follow from the premises",
        "premises follow from the conclusion",
        "asks none of the contract's questions",
    ),
    (
        "modus ponens",
        "question",
        "Does the conclusion follow from the premises?",
        "Is the conclusion entailed, refuted or unknown?",
        "asks none of the contract's questions",
    ),
    (
        "modus ponens",
        "question",
        '"or" includes',
        '"or" excludes',
        "convention 1 is not the contract's: 'Every",
    ),
    (
        "modus ponens",
        "question",
        '"entailed" if',
        '"refuted" if',
        "convention 2 is not the contract's: 'If no",
    ),
    ("modus ponens", "question", '"implies" says', '"if" says', "convention 1 is not the contract's: 'Every"),
    ("English", "question", '"if" says', '"implies" says', "convention 1 is not the contract's: 'Every"),
    ("English", "question", '"or" includes', '"or" excludes', "convention 1 is not the contract's: 'Every"),
    ("English", "question", '"Y if X"', '"X if Y"', "convention 2 is not the contract's: '\"X if Y"),
    ("English", "question", '"X only if Y", ', "", "convention 2 is not the contract's: '\"Y if X"),
    ("English", "question", '"iff" for if and only if', '"iff" for or', "convention 2 is not the contract's"),
    ("English", "question", '"entailed" if', '"refuted" if', "convention 3 is not the contract's: 'If no"),
    (
        "English",
        "question",
        'answer "inconsistent"',
        'answer "unknown"',
        "convention 3 is not the contract's",
    ),
    ("English", "question", f"{WORDS}\n", "", "convention 1 is not the contract's"),
    ("English", "question", f"{WORDS}\n", f"{WORDS}\n{WORDS}\n", "convention 1 is not the contract's"),
    (
        "modus ponens",
        "question",
        "\nIf no case",
        f"\n{WORDS}\nIf no case",
        "convention 1 is not the contract's",
    ),
    ("modus ponens", "question", "2. p.", "3. p.", "premise 2 does not begin with its number"),
    ("modus ponens", "question", "2. p.", "2. p", "premise 2 does not end with a full stop"),
    (
        "modus ponens",
        "question",
        "2. p.",
        "2. not p.",
        "the answer is 'entailed', but truth table finds 'unknown'",
    ),
    (
        "modus ponens",
        "question",
        "p implies q",
        "q implies p",
        "the answer is 'entailed', but truth table finds",
    ),
    (
        "modus ponens",
        "question",
        "p implies q",
        "p iff q",
        "line 3 does not follow from lines 1 and 2 by modus",
    ),
    (
        "reductio",
        "question",
        "p implies not q",
        "p implies q",
        "the answer is 'entailed', but truth table finds",
    ),
    (
        "English",
        "question",
        "is not on",
        "is on",
        "the answer is 'entailed', but truth table finds 'unknown'",
    ),
    (
        "English",
        "question",
        "if Ann sings",
        "only if Ann sings",
        "the answer is 'entailed', but truth table finds",
    ),
    (
        "English",
        "question",
        "Either the lamp",
        "Either The lamp",
        "'The' has a capital letter inside the sentence",
    ),
    ("English", "question", "if Ann sings", "if ann sings", "premise 3 spells 'Ann sings' as 'ann sings'"),
    (
        "English",
        "reasoning",
        "5. Ann sings",
        "5. Ann swims",
        "line 5 names 'ann swims', which the question does not",
    ),
    (
        "English",
        "reasoning",
        "5. Ann sings",
        "5. Ann does not sing",
        "line 5 does not follow from lines 1 and 2",
    ),
    ("English", "reasoning", "5. Ann sings", "5. Ann does not sings", "line 5 names 'ann singses'"),
    # the solution
    ("modus ponens", "solution", "Line 3", "Line 2", "the solution is not"),
    ("modus ponens", "solution", "premises 1 and 2", "premise 1", "the solution is not"),
    ("modus ponens", "solution", "states it", "states its opposite", "the solution is not"),
    ("nine steps", "solution", " A shorter proof may exist.", "", "the solution is not"),
    ("unknown", "solution", "true in case A", "true in case B", "the solution is not"),
    # the answer and the payload
    (
        "modus ponens",
        "answer",
        "entailed",
        "refuted",
        "the answer is 'refuted', but truth table finds 'entailed'",
    ),
    ("unknown", "answer", "unknown", "entailed", "the answer is 'entailed', but truth table finds 'unknown'"),
    ("modus ponens", "answer", "entailed", "Entailed", "the answer is 'Entailed', which is no label"),
    (
        "modus ponens",
        "payload",
        '"surface":"formal"',
        '"surface":"english"',
        "the payload's surface is 'english'",
    ),
    (
        "modus ponens",
        "payload",
        '"premises":[1,2]',
        '"premises":[1]',
        "the payload's 'premises' is [1], not [1, 2]",
    ),
    ("modus ponens", "payload", '"idle":[]', '"idle":[2]', "the payload's 'idle' is [2], not []"),
    ("modus ponens", "payload", '"steps":1', '"steps":2', "the payload's 'steps' is 2, not 1"),
    (
        "modus ponens",
        "payload",
        '"shortest":true',
        '"shortest":false',
        "the payload's 'shortest' is False, not True",
    ),
    (
        "nine steps",
        "payload",
        '"shortest":false',
        '"shortest":true',
        "the payload's 'shortest' is True, not False",
    ),
    ("modus ponens", "payload", '"steps":1', '"steps":true', "the payload's 'steps' is not of the type int"),
    ("modus ponens", "payload", '"steps":1,', "", "the payload lacks the key 'steps'"),
    ("modus ponens", "payload", '"edit"', '"edit":"x","edit"', "the payload is not written with sorted keys"),
    ("modus ponens", "payload", "[1,2]", "[1,true]", "lists something that is not the number of a premise"),
    ("modus ponens", "payload", "{", "[", "the payload is not JSON"),
    ("unknown", "payload", '"idle":[]', '"idle":[3]', "the payload's 'idle' is [3], not []"),
    (
        "unknown",
        "payload",
        '"shortest":false',
        '"shortest":true',
        "the payload's 'shortest' is True, not False",
    ),
    ("English", "payload", '"2s"', '""', "the payload's 'twin' and 'edit' do not both name a twin"),
    (
        "modus ponens",
        "payload",
        '"twin":""',
        '"twin":"4"',
        "the payload's 'twin' and 'edit' do not both name",
    ),
    ("English", "payload", "unknown", "refuted", "gives the twin the answer 'refuted', but it has 'unknown'"),
    ("English", "payload", "premise 2", "premise 9", "the payload's 'edit' does not replace premise 9"),
    ("English", "payload", "lamp is on", "lamp is not on", "'edit' does not replace premise 2 by another"),
    ("English", "payload", 'is \\"The', 'is \\"the', "the payload's 'edit' is not a sentence that I can"),
    (
        "English",
        "payload",
        "twin premise 2",
        "twin line 2",
        "the payload's 'edit' is not a sentence that leads",
    ),
    (
        "English",
        "payload",
        'premise 2 is \\"The lamp is on',
        'the conclusion is the opposite, \\"Ann sings',
        "the payload's 'edit' does not state the opposite of the conclusion",
    ),
    (
        "English",
        "payload",
        'premise 2 is \\"The lamp is on',
        'premise 1 is \\"Ann sings',
        "gives the twin the answer 'unknown', but it has 'entailed'",
    ),
]


@pytest.mark.parametrize(("name", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_is_refused_by_its_fault(
    name: str, column: str, old: str, new: str, fault: str
) -> None:
    row = GOOD[name]
    assert old in getattr(row, column)
    verdict = check(replace(row, **{column: getattr(row, column).replace(old, new, 1)}))
    assert fault in verdict.fault
    assert not verdict.accepted


def test_a_twin_beyond_the_limits_is_undecided() -> None:
    row = GOOD["English"]
    many = "Ann sings"
    for letter in "ABCDEFGHIJKL":
        many = f"either item {letter} is new or {many}"
    verdict = check(replace(row, payload=row.payload.replace("The lamp is on", many[0].upper() + many[1:])))
    assert verdict.undecided
    assert "the twin has more than" in verdict.fault
