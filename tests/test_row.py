"""The row: what goes into a batch, a record or a file comes back, and a verdict is one of three."""

from __future__ import annotations

import io
import json
from dataclasses import fields, replace
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth import rows
from synth.row import (
    SCHEMA,
    Provenance,
    Row,
    Verdict,
    dump_payload,
    from_batch,
    from_record,
    to_batch,
    to_record,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
texts = st.lists(text, max_size=3).map(tuple)
any_row = st.builds(
    Row,
    **{field.name: text for field in fields(Row)}
    | {"level": st.integers(-128, 127), "skills": texts, "checks": texts}
    | {
        "provenance": st.builds(
            Provenance,
            **{field.name: text for field in fields(Provenance)} | {"seed": st.integers(-(2**63), 2**63 - 1)},
        )
    },
)


@given(st.lists(any_row, max_size=4))
def test_rows_come_back_from_a_batch(held: list[Row]) -> None:
    batch = to_batch(held)
    assert batch.schema == SCHEMA
    assert list(from_batch(batch)) == held


@given(any_row)
def test_a_row_comes_back_from_a_record_and_from_json(row: Row) -> None:
    record = to_record(row)
    assert list(record) == SCHEMA.names
    assert from_record(record) == row
    assert from_record(json.loads(json.dumps(record))) == row


def test_rows_come_back_from_a_file() -> None:
    held = list(islice(rows("parity", 1), 20))
    file = io.BytesIO()
    pq.write_table(pa.table(to_batch(held)), file)
    assert list(from_batch(pq.read_table(file))) == held


def test_the_fields_of_a_row_are_the_columns() -> None:
    assert [field.name for field in fields(Row)] == SCHEMA.names
    assert [field.name for field in fields(Provenance)] == [
        field.name for field in SCHEMA.field("provenance").type
    ]


def test_a_missing_column_is_named() -> None:
    batch = to_batch(list(islice(rows("parity", 1), 1)))
    with pytest.raises(KeyError, match="answer"):
        list(from_batch(pa.table(batch).drop_columns(["answer"])))


def test_a_level_that_is_too_large_is_refused() -> None:
    row = next(rows("parity", 1))
    with pytest.raises(pa.ArrowInvalid):
        to_batch([replace(row, level=128)])


def test_equal_payloads_are_equal_texts() -> None:
    assert dump_payload({"b": 1, "a": [2]}) == dump_payload({"a": [2], "b": 1}) == '{"a":[2],"b":1}'


@pytest.mark.parametrize(
    ("verdict", "accepted"),
    [
        (Verdict(checks=("a", "b")), True),
        (Verdict(fault="step 1 is wrong"), False),
        (Verdict(undecided=True), False),
        (Verdict(fault="step 1 is wrong", undecided=True), False),
    ],
)
def test_only_a_verdict_without_fault_or_doubt_accepts(verdict: Verdict, accepted: bool) -> None:
    assert verdict.accepted == accepted
