"""The checkers of the four operations: nothing that is changed in a row passes, whatever a batch holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from synth.families import find
from synth.line import Line
from synth.row import SCHEMA, Row, from_batch, to_batch
from synth.verify import addition, division, multiplication, subtraction

CHECKERS = {
    "addition": addition,
    "subtraction": subtraction,
    "multiplication": multiplication,
    "division": division,
}
NAMES = list(CHECKERS)
COLUMNS = ("question", "reasoning", "solution", "answer", "canonical", "group", "payload")


def sample(name: str, seed: int = 0) -> list[Row]:
    """Return a row of each stratum of a family."""
    family = find(name)
    return [
        row
        for level in family.levels
        for stratum in family.strata(level)
        for row in Line(family, level, seed, stratum=stratum).take(0)
    ]


def changed(text: str) -> Iterator[str]:
    """Yield the text with any one digit another, any other character another, gone, doubled or swapped."""
    for place, letter in enumerate(text):
        for other in "0123456789" if letter.isdecimal() else "0aZ -.\n":
            yield text[:place] + other + text[place + 1 :]
        yield text[:place] + text[place + 1 :]
        yield text[:place] + letter + text[place:]
        yield text[:place] + text[place + 1 : place + 2] + letter + text[place + 2 :]
    lines = text.split("\n")
    for place in range(len(lines)):
        yield "\n".join(lines[:place] + lines[place + 1 :])
        yield "\n".join(lines[: place + 1] + lines[place:])
    for more in ("\n", " ", ".", "0", "\u0660", "\u00e9"):
        yield text + more
        yield more + text


def with_column(row: Row, name: str, texts: list[str]) -> pa.RecordBatch:
    """Return a batch of the row with one column that says something else each time."""
    batch = to_batch([row]).take(pa.array(np.zeros(len(texts), np.int32)))
    place = SCHEMA.get_field_index(name)
    return batch.set_column(place, SCHEMA.field(place), pa.array(texts, pa.string()))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_with_a_change_passes(name: str) -> None:
    for row in sample(name):
        for column in COLUMNS:
            right = getattr(row, column)
            texts = [text for text in dict.fromkeys(changed(right)) if text != right]
            faults = CHECKERS[name].check_batch(with_column(row, column, [right, *texts])).to_pylist()
            assert faults[0] == ""
            passed = [text for text, fault in zip(texts, faults[1:], strict=True) if not fault]
            assert passed == [], (row.id, column)


@pytest.mark.parametrize("name", NAMES)
def test_a_column_of_another_type_is_a_fault(name: str) -> None:
    row = sample(name)[0]
    for column, value in (("question", 3), ("level", 10**30), ("answer", "\ud800"), ("provenance", None)):
        verdict = find(name).check(replace(row, **{column: value}))  # type: ignore[arg-type]
        assert verdict.fault == "a column does not hold what the schema says"


@pytest.mark.parametrize("name", NAMES)
def test_batches_are_judged_row_by_row_whatever_their_slice(name: str) -> None:
    good = sample(name, 1)
    mixed = [
        replace(row, answer=row.answer + "1") if place % 3 == 0 else row for place, row in enumerate(good)
    ]
    batch = to_batch(mixed)
    faults = CHECKERS[name].check_batch(batch).to_pylist()
    assert [bool(fault) for fault in faults] == [place % 3 == 0 for place in range(len(mixed))]
    assert faults == [find(name).check(row).fault for row in mixed]
    for low, high in ((0, 0), (1, 2), (2, len(mixed)), (len(mixed), len(mixed))):
        sliced = batch.slice(low, high - low)
        assert CHECKERS[name].check_batch(sliced).to_pylist() == faults[low:high]
    assert list(from_batch(batch)) == mixed


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_text_scores_nothing(name: str) -> None:
    row = sample(name)[0]
    assert CHECKERS[name].score(5, row) == 0.0  # type: ignore[arg-type]
    assert CHECKERS[name].score("5", replace(row, answer=5)) == 0.0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "right", "score"),
    [
        ("1234", "1234", 1.0),
        (" 1234\n", "1234", 1.0),
        ("1,234", "1234", 1.0),
        ("1,234,567", "1234567", 1.0),
        ("-1,234", "-1234", 1.0),
        ("-5", "-5", 1.0),
        ("0", "0", 1.0),
        ("-0", "0", 0.0),
        ("00", "0", 0.0),
        ("01234", "1234", 0.0),
        ("12,34", "1234", 0.0),
        ("1,2345", "12345", 0.0),
        ("+5", "5", 0.0),
        ("5.0", "5", 0.0),
        ("5.", "5", 1.0),
        ("5..", "5", 0.0),
        ("5 5", "55", 0.0),
        ("\u0665", "5", 0.0),
        ("", "", 0.0),
        ("9" * 5000, "9" * 5000, 0.0),
    ],
)
def test_numbers_score_only_if_they_are_the_same(given: str, right: str, score: float) -> None:
    assert CHECKERS["addition"].score(given, replace(sample("addition")[0], answer=right)) == score


@pytest.mark.parametrize(
    ("given", "right", "score"),
    [
        ("7 remainder 4", "7 remainder 4", 1.0),
        (" 7  remainder 4 ", "7 remainder 4", 1.0),
        ("7 r 4", "7 remainder 4", 1.0),
        ("7 R4", "7 remainder 4", 1.0),
        ("1,234 rem 4", "1234 remainder 4", 1.0),
        ("7 remainder 5", "7 remainder 4", 0.0),
        ("4 remainder 7", "7 remainder 4", 0.0),
        ("7", "7 remainder 4", 0.0),
        ("7 remainder 0", "7", 0.0),
        ("7", "7", 1.0),
        ("74", "7 remainder 4", 0.0),
        ("7 remainder", "7 remainder 4", 0.0),
        ("7 remainder 4 remainder 4", "7 remainder 4", 0.0),
    ],
)
def test_quotients_score_with_their_remainders(given: str, right: str, score: float) -> None:
    row = replace(sample("division")[0], answer=right)
    assert division.score(given, row) == score
    assert division.score(right, replace(row, answer=given)) == score
