"""The logic checker: good rows pass, planted errors do not, and the verdict says what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace

import orjson
import pytest
from logic_rows import GOOD
from logic_truth import is_sound
from planting import KINDS, plant

from synth.row import Row, dump_payload, from_batch, to_batch
from synth.verify.logic import CHECKS, LABELS, check, score

FORMAL = [name for name, row in GOOD.items() if '"surface":"formal"' in row.payload]


@pytest.mark.parametrize("name", GOOD)
def test_a_row_written_by_hand_is_accepted(name: str) -> None:
    verdict = check(GOOD[name])
    assert verdict.fault == ""
    assert verdict.accepted
    assert verdict.checks == CHECKS


def test_rows_are_accepted_after_a_round_trip_through_arrow() -> None:
    assert all(check(row).accepted for row in from_batch(to_batch(list(GOOD.values()))))


def test_every_answer_is_among_the_rows_written_by_hand() -> None:
    assert {row.answer for row in GOOD.values()} == set(LABELS)


@pytest.mark.parametrize("name", FORMAL)
def test_the_third_decider_finds_the_rows_written_by_hand_sound(name: str) -> None:
    assert is_sound(GOOD[name])


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
        "two cases with 3 premises take 10 lines",
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
        "entailed, refuted",
        "refuted, entailed",
        "asks none of the contract's questions",
    ),
    ("modus ponens", "question", '"or" includes', '"or" excludes', "first convention is not the contract's"),
    ("modus ponens", "question", '"entailed" if', '"refuted" if', "second convention is not the contract's"),
    ("English", "question", '"if" says', '"implies" says', "premise 1 is not a sentence that I can read"),
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


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("language", "python", "the language is 'python', not 'en'"),
        ("domain", "math", "the domain is 'math', not 'logic'"),
        ("family", "sums", "the family is 'sums', not 'logic'"),
        ("tests", "[]", "the tests is '[]', not ''"),
        ("level", 0, "the level is 0, not 1 to 4"),
        ("level", 5, "the level is 5, not 1 to 4"),
        ("level", True, "the level is True, not 1 to 4"),
        ("question", None, "the question is not a text"),
        ("answer", "entailed\n", "the answer has white space at the end of a line"),
    ],
)
def test_a_wrong_column_is_refused_by_its_fault(column: str, value: object, fault: str) -> None:
    assert check(replace(GOOD["modus ponens"], **{column: value})).fault == fault


def test_no_text_may_hold_what_is_not_printable_ascii() -> None:
    for column in ("question", "reasoning", "solution", "payload"):
        for letter in ("é", "\t", "\r", "\x00", "\x7f", " \n"):
            row = GOOD["modus ponens"]
            assert f"the {column} has" in check(replace(row, **{column: getattr(row, column) + letter})).fault


def test_a_longer_proof_is_refused_where_it_claims_to_be_the_shortest() -> None:
    row = GOOD["biconditionals"]
    reasoning = """\
4. q. [biconditional: 2, 3]
  5. Suppose p. [assumption]
  6. not q. [biconditional: 1, 5]
  7. Contradiction. [contradiction: 4, 6]
8. not p. [reductio: 5-7]"""
    longer = replace(
        row,
        reasoning=reasoning,
        solution=row.solution.replace("Line 5", "Line 8"),
        payload=row.payload.replace('"steps":2', '"steps":5'),
    )
    assert is_sound(longer)
    assert check(longer).fault == "the proof has 5 steps, and there is one with fewer"


def test_a_goal_that_is_a_premise_is_restated_and_not_derived() -> None:
    row = GOOD["the conclusion is a premise"]
    derived = replace(
        row,
        question=row.question.replace("2. not r.", "2. (p or q) and r."),
        reasoning="3. p or q. [simplification: 2]",
        solution=row.solution.replace("premise 1", "premise 2"),
        payload=row.payload.replace('"premises":[1]', '"premises":[2]').replace('"idle":[2]', '"idle":[]'),
    )
    assert is_sound(derived)
    assert check(derived).fault == "the goal is a premise: the proof is not the step that restates it"


def test_a_proof_may_come_upon_a_premise_only_if_it_does_not_use_it() -> None:
    row = GOOD["a tautology that is a premise"]
    again = replace(
        row,
        question=row.question.replace("2. q.", "2. q and q.").replace(
            "Conclusion: p implies p", "Conclusion: r or q"
        ),
        reasoning="3. q. [simplification: 2]\n4. q and q. [conjunction: 3]\n5. r or q. [addition: 3]",
    )
    assert check(again).fault == "line 4 is not used"
    again = replace(
        again, reasoning=again.reasoning.replace("5. r or q. [addition: 3]", "5. r or q. [addition: 4]")
    )
    assert check(again).fault == "line 5 does not follow from line 4 by addition"
    again = replace(
        again,
        reasoning="3. q. [simplification: 2]\n4. q and q. [conjunction: 3]\n5. q. [simplification: 4]",
    )
    assert check(again).fault == "line 5 states again what line 3 states"
    again = replace(
        again,
        question=again.question.replace("r or q", "r or (q and q)"),
        reasoning="3. q. [simplification: 2]\n4. q and q. [conjunction: 3]\n5. r or (q and q). [addition: 4]",
    )
    assert check(again).fault == "line 4 states again what line 2 states"


def test_premises_that_the_proof_could_do_without_are_refused() -> None:
    row = GOOD["modus ponens"]
    needless = replace(
        row,
        question=row.question.replace("2. p.", "2. p.\n3. q or p.\n4. (p and p) implies q."),
        reasoning="5. p and p. [conjunction: 2]\n6. q. [modus ponens: 4, 5]",
        solution=row.solution.replace("Line 3", "Line 6").replace("1 and 2", "2 and 4"),
        payload=dump_payload({**orjson.loads(row.payload), "premises": [2, 4], "steps": 2}),
    )
    # Premises 2 and 4 are a minimal set, but premises 1 and 2 prove it in one step.
    assert check(needless).fault == "the proof has 2 steps, and there is one with fewer"
    tautology = replace(
        GOOD["a tautology"],
        question=GOOD["a tautology"].question.replace("p or q", "r"),
        reasoning="2. r implies r. [true consequent: 1]",
        solution="The conclusion is entailed. Line 2 states it, proved from premise 1.",
    )
    assert check(tautology).fault == "the proof uses premise 1, which are not a minimal set"


def test_accepted_rows_stay_sound_whatever_is_planted() -> None:
    answers = [row.answer for row in GOOD.values()]
    refused = dict.fromkeys(KINDS, 0)
    for name in FORMAL:
        for kind in KINDS:
            for seed in range(60):
                planted = plant(GOOD[name], kind, seed, answers)
                if planted is None:
                    continue
                if check(planted).accepted:
                    assert is_sound(planted), (name, kind, seed)
                else:
                    refused[kind] += 1
    assert min(refused.values()) > 150, refused


def test_an_english_row_survives_planting_only_by_a_new_name_for_a_clause_used_once() -> None:
    answers = [row.answer for row in GOOD.values()]
    survivors = 0
    for name in GOOD.keys() - set(FORMAL):
        row = GOOD[name]
        for kind in KINDS:
            for seed in range(40):
                planted = plant(row, kind, seed, answers)
                if planted is None or not check(planted).accepted:
                    continue
                survivors += 1
                before = re.findall(r"[\w']+", row.question + row.reasoning)
                after = re.findall(r"[\w']+", planted.question + planted.reasoning)
                assert kind in ("noise", "question word"), (name, kind, seed)
                changed = [one for one, other in zip(before, after, strict=True) if one != other]
                assert all(before.count(word) <= 2 for word in changed), (name, kind, seed, changed)
    assert survivors < 20


def test_only_the_label_alone_earns_a_point() -> None:
    row = GOOD["modus ponens"]
    for answer in (
        "entailed",
        "Entailed.",
        " ENTAILED \n",
        "The answer is entailed.",
        "the answer is entailed",
    ):
        assert score(answer, row) == 1.0
    for answer in (
        "",
        ".",
        "not entailed",
        "entailed..",
        "entailed or refuted",
        "unentailed",
        "entailed" * 1000,
    ):
        assert score(answer, row) == 0.0
    for answer in ("refuted", "unknown", "inconsistent", "the conclusion is entailed", "ENTAİLED", "\x00"):
        assert score(answer, row) == 0.0
    for other in GOOD.values():
        assert score(row.answer, other) == float(row.answer == other.answer)
        assert score(other.answer, other) == 1.0
    assert score("", replace(row, answer="")) == 0.0
    assert score("junk", replace(row, answer="junk")) == 0.0


def test_a_row_beyond_the_limits_is_undecided() -> None:
    row: Row = GOOD["modus ponens"]
    many = "\n".join(f"{number}. p." for number in range(1, 14))
    verdict = check(replace(row, question=row.question.replace("1. p implies q.\n2. p.", many)))
    assert verdict.undecided
    assert not verdict.accepted
    long = check(replace(row, reasoning="\n".join(["3. q. [modus ponens: 1, 2]"] * 501)))
    assert long.undecided
