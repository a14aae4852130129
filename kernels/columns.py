"""Columns of text, whole batches at once: hashed, made of numbers, repeated.

Arrow columns go in and come out; nothing is copied on the way but what is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part
from synth.kernels.permutation import mix

_POWERS = np.array([36**i for i in range(1, 12)], np.uint64)
_LONGEST = 12
"""Digits in base 36 of the largest number below 2^62."""


def hashes(column: pa.Array) -> NDArray[np.uint64]:
    """Return 64 well-mixed bits for each text of a column of strings or binaries without nulls.

    FNV-1a (Fowler, Noll and Vo, 1991), finished by splitmix64.
    """
    offsets, data = buffers(column)
    into = np.empty(len(column), np.uint64)
    _hash(offsets, data, into)
    return into


def buffers(column: pa.Array) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return the offsets and the bytes of a column of strings or binaries without nulls."""
    _, offsets, data = column.buffers()
    if not len(column):
        return np.zeros(1, np.int32), np.zeros(1, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return bounds, np.frombuffer(data or b"\0", np.uint8)


def joined(column: pa.Array) -> NDArray[np.uint8]:
    """Return the bytes of all texts of a column, each with a line feed behind it."""
    offsets, data = buffers(column)
    into = np.empty(int(offsets[-1] - offsets[0]) + len(column), np.uint8)
    _join(offsets, data, into)
    return into


def tight(column: pa.Array) -> pa.Array:
    """Return a column whose buffer of text holds nothing else: what is idle would be written to files."""
    if not pa.types.is_string(column.type) or column.offset:
        return column
    valid, offsets, data = column.buffers()
    end = int(np.frombuffer(offsets, np.int32)[len(column)]) if len(column) else 0
    if data is None or data.size == end:
        return column
    return pa.Array.from_buffers(column.type, len(column), [valid, offsets, data.slice(0, end)])


def names(
    head: str, ranks: NDArray[np.uint64], variants: NDArray[np.int64], tail: str
) -> tuple[pa.StringArray, pa.StringArray, pa.StringArray]:
    """Return the ids `head` rank `.` variant `tail`, and ranks and variants alone, in base 36.

    Ranks and variants are below 2^62; head and tail are ASCII.
    """
    rows = len(ranks)
    first, last = (np.frombuffer(text.encode("ascii"), np.uint8) for text in (head, tail))
    room = len(first) + len(last) + 2 * _LONGEST + 1
    columns = [(np.empty(rows * size, np.uint8), np.zeros(rows + 1, np.int32)) for size in (room, 12, 12)]
    (ids, id_ends), (high, high_ends), (low, low_ends) = columns
    _name(first, ranks, variants, last, _POWERS, ids, id_ends, high, high_ends, low, low_ends)
    id_column, rank_column, variant_column = (_column(out, ends) for out, ends in columns)
    return id_column, rank_column, variant_column


def repeated(value: str | Sequence[str], rows: int) -> pa.Array:
    """Return a column that holds the same text, or the same list of texts, in every row."""
    texts = (value,) if isinstance(value, str) else tuple(value)
    places = np.tile(np.arange(len(texts), dtype=np.int32), rows)
    column: Any = pa.array(texts, pa.string()).take(pa.array(places))
    if isinstance(value, str):
        return column
    ends = np.arange(rows + 1, dtype=np.int32) * np.int32(len(texts))
    return pa.ListArray.from_arrays(ends, column)


def _column(out: NDArray[np.uint8], ends: NDArray[np.int32]) -> pa.StringArray:
    text = pa.py_buffer(out[: int(ends[-1])])
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), text, null_count=0)


@kernel
def _hash(offsets: NDArray[np.int32], data: NDArray[np.uint8], into: NDArray[np.uint64]) -> None:
    offsets, data, into = bare(offsets), bare(data), bare(into)
    for row in range(len(into)):
        value = np.uint64(0xCBF29CE484222325)
        for place in range(offsets[row], offsets[row + 1]):
            value = (value ^ np.uint64(data[place])) * np.uint64(0x100000001B3)
        into[row] = mix(value)


@kernel
def _join(offsets: NDArray[np.int32], data: NDArray[np.uint8], into: NDArray[np.uint8]) -> None:
    offsets, data, into = bare(offsets), bare(data), bare(into)
    at = 0
    for row in range(len(offsets) - 1):
        for place in range(offsets[row], offsets[row + 1]):
            into[at] = data[place]
            at += 1
        into[at] = 10
        at += 1


@part
def _digits(value: Integer, powers: NDArray[np.uint64]) -> Integer:
    """Return how many digits a number has in base 36."""
    count = 1
    while count <= len(powers) and value >= powers[count - 1]:
        count += 1
    return count


@part
def _put(value: Integer, count: Integer, out: NDArray[np.uint8], at: Integer) -> Integer:
    """Write so many digits of a number in base 36; return the place behind them."""
    for place in range(at + count - 1, at - 1, -1):
        rest = value // np.uint64(36)
        digit = np.uint8(value - rest * np.uint64(36))
        out[place] = digit + (np.uint8(48) if digit < 10 else np.uint8(87))
        value = rest
    return at + count


@part
def _copy(text: NDArray[np.uint8], out: NDArray[np.uint8], at: Integer) -> Integer:
    for place in range(len(text)):
        out[at + place] = text[place]
    return at + len(text)


@kernel
def _name(
    head: NDArray[np.uint8],
    ranks: NDArray[np.uint64],
    variants: NDArray[np.int64],
    tail: NDArray[np.uint8],
    powers: NDArray[np.uint64],
    ids: NDArray[np.uint8],
    id_ends: NDArray[np.int32],
    high: NDArray[np.uint8],
    high_ends: NDArray[np.int32],
    low: NDArray[np.uint8],
    low_ends: NDArray[np.int32],
) -> None:
    head, ranks, variants, tail, powers = bare(head), bare(ranks), bare(variants), bare(tail), bare(powers)
    ids, high, low = bare(ids), bare(high), bare(low)
    id_ends, high_ends, low_ends = bare(id_ends), bare(high_ends), bare(low_ends)
    at = 0
    above = 0
    below = 0
    for row in range(len(ranks)):
        rank, variant = ranks[row], np.uint64(variants[row])
        size = _digits(rank, powers)
        above = _put(rank, size, high, above)
        at = _put(rank, size, ids, _copy(head, ids, at))
        ids[at] = 46
        size = _digits(variant, powers)
        below = _put(variant, size, low, below)
        at = _copy(tail, ids, _put(variant, size, ids, at + 1))
        id_ends[row + 1], high_ends[row + 1], low_ends[row + 1] = at, above, below
