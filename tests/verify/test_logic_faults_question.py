"""Errors planted by hand in all but the reasoning of good logic rows, each with the fault that it earns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from logic_rows import ENGLISH, GOOD
from planting import refused

from synth.verify.logic import check

WORDS = ENGLISH.split("\n")[1]
# A row, the column, what is changed to what, and a part of the fault that it earns.
PLANTED = [
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
    ("modus ponens", "question", '"implies" is', '"if" is', "convention 1 is not the contract's: 'Every"),
    ("modus ponens", "question", "covers just", "covers all", "convention 1 is not the contract's: 'Every"),
    ("English", "question", "false only where X", "true only where X", "convention 1 is not the contract's"),
    ("English", "question", '"or" includes', '"or" excludes', "convention 1 is not the contract's: 'Every"),
    ("English", "question", '"Y if X"', '"X if Y"', "convention 2 is not the contract's: '\"X if Y"),
    ("English", "question", '"X only if Y", ', "", "convention 2 is not the contract's: '\"Y if X"),
    ("English", "question", '"iff" for "both', '"iff" for "not both', "convention 2 is not the contract's"),
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
    assert fault in refused(GOOD[name], column, old, new)


def test_a_twin_beyond_the_limits_is_undecided() -> None:
    row = GOOD["English"]
    many = "Ann sings"
    for letter in "ABCDEFGHIJKL":
        many = f"either item {letter} is new or {many}"
    verdict = check(replace(row, payload=row.payload.replace("The lamp is on", many[0].upper() + many[1:])))
    assert verdict.undecided
    assert "the twin has more than" in verdict.fault
