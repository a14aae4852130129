"""Text written and read by kernels: what one writes the other reads, and nothing else."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.kernels.jit import bare, kernel
from synth.kernels.make.text import (
    column_of,
    literals,
    phrases,
    put,
    put_byte,
    put_number,
    put_padded,
    put_phrase,
    room,
)
from synth.kernels.read.text import (
    MISS,
    SLOTS,
    column,
    match,
    match_byte,
    match_number,
    patterns,
    read_integer,
    read_number,
    read_pattern,
    words,
)

numbers = st.integers(-(10**18) + 1, 10**18 - 1)
ascii_texts = st.text(st.characters(codec="ascii"), max_size=80)


@kernel
def _written(values, texts, table, out, ends):
    out, texts, table = bare(out), bare(texts), bare(table)
    at = 0
    for row in range(len(values)):
        at = put(out, at, texts.pool, texts.bounds, row)
        at = put_byte(out, at, 32)
        at = put_phrase(out, at, table, row % (len(table.first) - 1), values)
        at = put_byte(out, at, 32)
        at = put_number(out, at, values[row])
        ends[row + 1] = at


@given(st.lists(st.tuples(numbers, ascii_texts), min_size=2, max_size=8))
def test_rows_are_written_as_python_would(rows) -> None:
    values = np.array([number for number, _ in rows], np.int64)
    texts = literals([text for _, text in rows])
    templates = ["{1} and {0}, {1} again", "none"]
    out, ends = room(len(rows), 250), np.zeros(len(rows) + 1, np.int32)
    _written(values, texts, phrases(templates), out, ends)
    made = column_of(out, ends)
    made.validate(full=True)
    told = [template.format(*values) for template in templates]
    assert made.to_pylist() == [f"{text} {told[row % 2]} {number}" for row, (number, text) in enumerate(rows)]


@kernel
def _padded(value, digits, out):
    return put_padded(bare(out), 0, value, digits)


def test_padded_numbers_keep_their_zeros() -> None:
    out = room(1, 20)
    assert bytes(out[: _padded(45, 5, out)]) == b"00045"
    assert bytes(out[: _padded(45, 1, out)]) == b"5"


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="make smaller batches"):
        room(10**6, 3000)
    with pytest.raises(UnicodeEncodeError):
        literals(["\u00e9"])
    with pytest.raises(ValueError, match="a brace"):
        phrases(["{zero}"])
    with pytest.raises(ValueError, match="stands twice"):
        patterns(["{0} is {0}"])
    with pytest.raises(TypeError, match="int64"):
        column(pa.array([1]))


@kernel
def _read(data, at, end, reader, value, table):
    data, table = bare(data), bare(table)
    if reader == 0:
        return read_number(data, at, end, value)
    if reader == 1:
        return read_integer(data, at, end, value)
    if reader == 2:
        return np.int64(0), match_number(data, at, end, value)
    if reader == 3:
        return np.int64(0), match(data, at, end, table, value)
    return np.int64(0), match_byte(data, at, end, value)


NO_WORDS = words([""])


def run(text: str, reader: int, value: int, table=NO_WORDS) -> tuple[int, int]:
    """Return what a reader finds at the beginning of a text, which stands between other digits."""
    data = np.frombuffer(b"12" + text.encode() + b"34", np.uint8)
    found, at = _read(data, 2, len(data) - 2, reader, value, table)
    return found, at - 2 if at != MISS else MISS


@pytest.mark.parametrize(
    ("text", "limit", "value", "at"),
    [
        ("0", 6, 0, 1),
        ("999999", 6, 999999, 6),
        ("10 ", 6, 10, 2),
        ("7x", 1, 7, 1),
        ("", 6, None, MISS),
        ("x7", 6, None, MISS),
        ("-7", 6, None, MISS),
        ("07", 6, None, MISS),
        ("00", 6, None, MISS),
        ("1234567", 6, None, MISS),
        ("9" * 18, 18, 10**18 - 1, 18),
        ("9" * 19, 18, None, MISS),
        ("1" * 200, 18, None, MISS),
    ],
)
def test_natural_numbers_have_no_leading_zeros_and_a_limit(text, limit, value, at) -> None:
    found, place = run(text, 0, limit)
    assert place == at
    if value is not None:
        assert found == value


@given(numbers, st.sampled_from(["", " ", ".", "x", "-"]))
def test_whole_numbers_are_read_back_and_matched(number: int, rest: str) -> None:
    text = f"{number}{rest}"
    assert run(text, 1, 18) == (number, len(str(number)))
    assert run(text, 2, number) == (0, len(str(number)))
    assert run(text, 2, number + 1 if number < 10**18 - 1 else 0)[1] == MISS


@pytest.mark.parametrize("text", ["-0", "-", "--1", "-01", "+1", ""])
def test_what_is_no_whole_number_is_a_miss(text: str) -> None:
    assert run(text, 1, 18)[1] == MISS


@given(ascii_texts, ascii_texts)
def test_a_literal_matches_where_the_text_begins_with_it(text: str, literal: str) -> None:
    assert run(text, 3, 1, words(["", literal]))[1] == (len(literal) if text.startswith(literal) else MISS)
    assert run(literal + text, 3, 1, words(["", literal]))[1] == len(literal)


def test_a_byte_is_read_within_the_row_alone() -> None:
    assert run("a", 4, ord("a"))[1] == 1
    assert run("", 4, ord("3"))[1] == MISS


@kernel
def _clause(data, at, end, clauses, clause, values):
    return read_pattern(bare(data), at, end, bare(clauses), clause, bare(values))


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**18 - 1), st.data())
def test_a_clause_is_read_as_it_was_written_and_not_when_a_letter_differs(a, b, data) -> None:
    said = data.draw(st.sampled_from(["{0} + {1} = ", "So {1} from {0}.", "{0}{1}", "nothing at all"]))
    clauses = patterns(["{0}", said])
    text = said.format(a, b)
    read = np.zeros(2 * SLOTS, np.int64)
    line = np.frombuffer(f"9{text}9".encode(), np.uint8)
    at = _clause(line, 1, len(line) - 1, clauses, 1, read)
    if said == "{0}{1}":
        assert at == MISS
        return
    assert at == len(line) - 1
    if "{0}" in said:
        assert (read[0], read[1]) == (a, b)
        assert text[: read[SLOTS] - 1].endswith(str(a))
    place = data.draw(st.integers(0, len(text) - 1))
    changed = bytearray(line)
    changed[1 + place] ^= 64
    assert _clause(np.frombuffer(changed, np.uint8), 1, len(line) - 1, clauses, 1, read) == MISS


@given(st.lists(st.none() | st.text(max_size=5), max_size=9), st.integers(0, 9), st.integers(0, 9))
def test_columns_are_read_whatever_slice_of_an_array_they_are(texts, offset, length) -> None:
    array = pa.array(texts, pa.string()).slice(min(offset, len(texts)), length)
    for given_as in (array, pa.chunked_array([array, array]), array.cast(pa.large_string())):
        read = column(given_as)
        found = [
            bytes(read.data[read.starts[row] : read.starts[row + 1]]).decode()
            for row in range(len(read.starts) - 1)
        ]
        assert found == [text or "" for text in given_as.to_pylist()]
