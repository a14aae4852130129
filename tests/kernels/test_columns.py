"""Columns by the batch: hashes, names and choices are those that Python works out one by one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.grammar.permutation import choices, mix64
from synth.kernels.columns import hashes, joined, names, repeated, tight
from synth.kernels.permutation import choose
from synth.row import base36

texts = st.lists(st.text(max_size=9), max_size=9)
small = st.integers(0, 2**62 - 1)


def slow_hash(text: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in text:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return mix64(value)


@given(texts, st.integers(0, 9))
def test_hashes_are_fnv_mixed_also_of_a_slice(held: list[str], cut: int) -> None:
    for column in (pa.array(held, pa.string()), pa.array([text.encode() for text in held], pa.binary())):
        assert hashes(column.slice(cut)).tolist() == [slow_hash(text.encode()) for text in held[cut:]]


def test_hashes_of_texts_that_are_alike_fall_anywhere() -> None:
    column = pa.array([f"{a}+{b}" for a in range(300) for b in range(300)])
    keys = hashes(column)
    assert len(np.unique(keys)) == len(keys)
    for bit in range(64):
        ones = int((keys >> np.uint64(bit) & np.uint64(1)).sum())
        assert abs(ones - len(keys) / 2) < 5 * len(keys) ** 0.5 / 2


@given(texts, st.integers(0, 9))
def test_joined_texts_stand_on_a_line_each(held: list[str], cut: int) -> None:
    column = pa.array(held, pa.string()).slice(cut)
    assert joined(column).tobytes() == "".join(f"{text}\n" for text in held[cut:]).encode()


@given(
    st.lists(st.tuples(small, small), max_size=9), st.text("abc/", max_size=5), st.text("@09af", max_size=9)
)
def test_names_are_written_in_base_36(numbers: list[tuple[int, int]], head: str, tail: str) -> None:
    numbers += [(36**power + step, 36**power + step) for power in range(12) for step in (-1, 0)]
    ranks = np.array([rank for rank, _ in numbers], np.uint64)
    variants = np.array([variant for _, variant in numbers], np.int64)
    ids, high, low = (column.to_pylist() for column in names(head, ranks, variants, tail))
    assert high == [base36(rank) for rank, _ in numbers]
    assert low == [base36(variant) for _, variant in numbers]
    assert ids == [f"{head}{a}.{b}{tail}" for a, b in zip(high, low, strict=True)]


@given(st.lists(st.text(max_size=3), max_size=3), st.integers(0, 4))
def test_a_list_is_repeated(held: list[str], rows: int) -> None:
    column = repeated(held, rows)
    column.validate(full=True)
    assert column.type == pa.list_(pa.string())
    assert column.to_pylist() == [held] * rows
    for text in held:
        assert repeated(text, rows).to_pylist() == [text] * rows


@given(texts, st.binary(max_size=9))
def test_a_tight_column_says_the_same_and_holds_nothing_else(held: list[str], idle: bytes) -> None:
    content = "".join(held).encode()
    ends = np.cumsum([0, *(len(text.encode()) for text in held)]).astype(np.int32)
    column = pa.StringArray.from_buffers(len(held), pa.py_buffer(ends), pa.py_buffer(content + idle))
    assert tight(column).to_pylist() == held
    assert (tight(column).buffers()[2] or b"") == content


@given(
    st.integers(0, 2**64 - 1),
    st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=9),
    st.integers(1, 2**32 - 1),
    st.integers(1, 20),
)
def test_choices_are_those_that_python_makes(key: int, ranks: list[int], n: int, count: int) -> None:
    count = min(n, count)
    into = np.empty((len(ranks), count), np.int64)
    choose(np.uint64(key), np.array(ranks, np.uint64), n, into)
    assert into.tolist() == [choices(key, rank, n, count) for rank in ranks]


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**200), st.integers(1, 2**80), st.integers(1, 40))
def test_choices_are_distinct_and_as_many_as_there_are(key: int, rank: int, n: int, count: int) -> None:
    found = choices(key, rank, n, count)
    assert len(set(found)) == len(found) == min(n, count)
    assert all(0 <= choice < n for choice in found)
    assert choices(key, rank, n, 1) == found[:1]


@pytest.mark.parametrize("n", [7, 2**40 + 1])
@pytest.mark.parametrize("scale", [1, 2**64])
def test_first_choices_are_spread_evenly(n: int, scale: int) -> None:
    """Ranks that differ in high digits alone are told apart too."""
    drawn = np.array([choices(5, rank * scale, n, 1)[0] for rank in range(7000)])
    counts = np.bincount(drawn * 7 // n, minlength=7)
    assert abs(counts - 1000).max() < 150
