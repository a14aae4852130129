"""The logic checker never raises, whatever the text, and ends soon."""

from __future__ import annotations

import time
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic_rows import GOOD

from synth.row import Row
from synth.verify.logic import check, score

COLUMNS = ("question", "reasoning", "solution", "answer", "tests", "payload", "language", "domain", "family")
PIECES = """
Premises:|1. |Conclusion: |Suppose |Contradiction.| [assumption]| [case]|p|q|not | and | or | implies |(|)
both |either |if |, then |the claims that | and that | are both true or both false| exactly when |Ann sings|
the lamp is not on|.|just one of the claims that | is true|the claim that | implies that |Neither Ann sings|
each of the claims that |Case B: as case A, but | [case: 4]
does not |.|  |[modus ponens: 1, 2]|[cases: 1, 2-3, 4-5]|[reductio: 3-6]|0|-1|{|}|null|true| = |%s|%d|{0}
""".replace("\n", "|").split("|")
ODDITIES = ["\n", "\x00", "\t", "\u00e9", "\U0001f600", "\ud800", "9" * 30]
JUNK = st.lists(st.sampled_from(PIECES + ODDITIES) | st.text(max_size=5), max_size=30).map("".join)


@given(st.sampled_from(sorted(GOOD)), st.sampled_from(COLUMNS), JUNK)
def test_junk_for_a_column_is_refused(name: str, column: str, junk: str) -> None:
    row = GOOD[name]
    assert check(replace(row, **{column: junk})).accepted is (junk == getattr(row, column))
    assert score(junk, row) in (0.0, 1.0)


@given(
    st.sampled_from(sorted(GOOD)),
    st.sampled_from(COLUMNS[:6]),
    st.integers(0, 3000),
    st.integers(0, 3000),
    JUNK,
)
def test_junk_inside_a_column_is_judged(name: str, column: str, start: int, end: int, junk: str) -> None:
    text = getattr(GOOD[name], column)
    check(replace(GOOD[name], **{column: text[:start] + junk + text[end:]}))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(["edit", "idle", "premises", "shortest", "steps", "surface", "twin", "new"]), VALUES)
def test_a_payload_of_other_types_is_judged(key: str, value: object) -> None:
    row = GOOD["modus ponens"]
    try:
        payload = orjson.dumps({**orjson.loads(row.payload), key: value}, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a lone surrogate
        return
    accepted = check(replace(row, payload=payload.decode())).accepted
    assert accepted is (payload.decode() == row.payload)


@given(
    st.sampled_from(COLUMNS),
    st.none() | st.integers() | st.binary(max_size=5) | st.lists(st.text(max_size=3)),
)
def test_a_column_of_another_type_is_refused(column: str, value: object) -> None:
    assert not check(replace(GOOD["unknown"], **{column: value})).accepted


def monsters() -> list[Row]:
    """Return rows that are too large or too deep in every way that comes to mind."""
    row = GOOD["modus ponens"]
    english = GOOD["English"]
    deep = "(" * 100_000 + "p" + ")" * 100_000
    texts = [
        "x" * 5_000_000,
        "\n" * 1_000_000,
        "1. p.\n" * 300_000,
        deep,
        "[" * 1_000_000,
        "9" * 1_000_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
    ]
    found = [replace(row, **{column: text}) for column in COLUMNS for text in texts]
    inside = [
        "not " * 4_000 + "p",
        "(" * 9_000 + "p",
        "p and " * 3_000 + "p",
        "p implies (" * 400 + "p" + ")" * 400,
    ]
    found += [replace(row, question=row.question.replace("p implies q", text)) for text in inside]
    found += [replace(row, reasoning=row.reasoning.replace("q.", text + ".")) for text in inside]
    clauses = [
        "both " * 3_000,
        "It is not the case that " * 700,
        "If " + "if " * 3_000,
        "Ann sings and " * 900,
        "The claims that " + "the claims that " * 900,
        "Just one of the claims that " + "just one of the claims that " * 700,
        "Each of the claims that " + "each of the claims that " * 700,
        "At least one of the claims that " + "at least one of the claims that " * 700,
        "The claim that " + "the claim that " * 900,
        "Ann sings" + " is true" * 900 + " and ",
    ]
    found += [
        replace(english, question=english.question.replace("Ann sings.", f"{c}Ann sings.")) for c in clauses
    ]
    many = "\n".join(f"{number}. {'pqrstuvwxy'[number % 10]}." for number in range(1, 1_500))
    found.append(replace(row, question=row.question.replace("1. p implies q.\n2. p.", many)))
    atoms = "\n".join(f"{number}. Item {'x' * number} is new." for number in range(1, 150))
    head = english.question.partition("1. ")[0]
    tail = english.question[english.question.index("Conclusion") :]
    found.append(replace(english, question=f"{head}{atoms}\n{tail}"))
    supposed = [f"{'  ' * (n - 2)}{n}. Suppose {'not ' * (n - 3)}q. [assumption]" for n in range(3, 60)]
    found.append(replace(row, reasoning="\n".join(supposed)))
    cites = ", ".join(map(str, range(1, 2_000)))
    found.append(replace(row, reasoning=f"3. q. [cases: {cites}]"))
    found.append(replace(row, reasoning=f"3. q. [cases: {'-' * 20_000}]"))
    for unknown in (GOOD["unknown"], GOOD["English, unknown"]):
        for text in (" [case]", " but "):
            for noise in ("p true, " * 9_000, ", " * 60_000, "Ann sings, " * 9_000, ", not" * 30_000):
                found.append(replace(unknown, reasoning=unknown.reasoning.replace(text, noise + text)))
    return found


def test_monsters_are_refused_at_once() -> None:
    rows = monsters()
    started = time.process_time()
    assert not any(check(row).accepted for row in rows)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("answer", ["x" * 5_000_000, "\x00" * 1_000_000, "entailed" * 1_000_000, "\ud800"])
def test_monstrous_answers_earn_nothing(answer: str) -> None:
    assert score(answer, GOOD["modus ponens"]) == 0.0
