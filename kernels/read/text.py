"""Text read by kernels: literals matched and numbers read from the bytes of Arrow columns.

A kernel walks the bytes data[at:end] of a row. Each reader returns the place behind what it read, or MISS
(-1) where the text says something else; so readers chain, and one test at the end of a clause is enough:
```
at = match(data, at, end, words, ADD)
value, at = read_number(data, at, end, 6)
if at < 0: ...
```
A clause with several numbers is read by one call, which compiles and runs faster than many small ones:
```
clauses = patterns(["{0} + {1} = {2}."])                               # in Python
at = read_pattern(data, at, end, clauses, SUM, values)     # then values[0], values[1], values[2]
```
Readers never look outside data[at:end]. No byte is skipped: a row is read in full when at == end. Tables and
columns should be `bare`, made so once at the top of a kernel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from synth.kernels.jit import Integer, inner, part

MISS = -1
"""The place that a reader returns when it does not find what it looks for."""

MOST_DIGITS = 18
"""Digits of the longest number that a machine integer holds whatever they are."""

SLOTS = 16
"""How many numbers a clause of `Patterns` may hold."""

Values = NDArray[np.int64]
"""What `read_pattern` reads, and where: 2 * SLOTS numbers."""

BREAK, BLANK, COMMA, DOT, EQUALS, HAT = np.frombuffer(b"\n ,.=^", np.uint8)


class Column(NamedTuple):
    """The texts of a column: row k is data[starts[k]:starts[k + 1]]."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int32]


class Words(NamedTuple):
    """Texts to match: text k is pool[bounds[k]:bounds[k + 1]]."""

    pool: NDArray[np.uint8]
    bounds: NDArray[np.int64]


def words(texts: Iterable[str]) -> Words:
    """Return the texts as a table; raise UnicodeEncodeError where one is not ASCII.

    >>> bytes(words(["ab", "c"]).pool)
    b'abc'
    """
    encoded = [text.encode("ascii") for text in texts]
    bounds = np.array([0, *(len(text) for text in encoded)], np.int64).cumsum()
    return Words(np.frombuffer(b"".join(encoded) or b"\0", np.uint8).copy(), bounds)


class Patterns(NamedTuple):
    """Clauses with numbers in them: the pieces of clause k begin at pieces[pieces[k]].

    A piece is three numbers: where its literal begins in `pool`, how long it is, and the slot of the number
    behind it, or -1 at the end of the clause.
    """

    pool: NDArray[np.uint8]
    pieces: NDArray[np.int64]


def patterns(clauses: Iterable[str]) -> Patterns:
    """Return clauses whose numbers are written {0} to {15}, each once, as `read_pattern` reads them.

    >>> patterns(["{1} from {0}"]).pieces.tolist()
    [1, 0, 0, 1, 0, 6, 0, 6, 0, -1]
    """
    clauses = tuple(clauses)
    pool = b""
    pieces: list[int] = []
    first = []
    for clause in clauses:
        first.append(len(clauses) + len(pieces))
        slots = re.findall(r"\{([0-9]+)\}", clause)
        if len(set(slots)) < len(slots):
            raise ValueError(f"a number of {clause!r} stands twice: the first of the two would go unread")
        for literal, slot in re.findall(r"(.*?)(?:\{([0-9]+)\}|\Z)", clause, re.DOTALL):
            pieces += [len(pool), len(literal), int(slot) if slot else -1]
            pool += literal.encode("ascii")
            if not slot:
                break
    return Patterns(np.frombuffer(pool or b"\0", np.uint8).copy(), np.array(first + pieces, np.int64))


def column(array: pa.Array | pa.ChunkedArray) -> Column:
    """Return the texts of a string column, sliced or not, without copying their bytes.

    The data begins where the underlying buffer does, so `starts` need not begin with 0. What stands where the
    column has no value means nothing. Raises TypeError for a column of something else than texts.
    """
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type):
        array = array.cast(pa.string())
    if not pa.types.is_string(array.type):
        raise TypeError(f"a column of {array.type} holds no texts")
    rows = len(array)
    _, offsets, data = array.buffers()
    if rows == 0:
        return Column(np.zeros(0, np.uint8), np.zeros(1, np.int32))
    starts = np.frombuffer(offsets, np.int32, rows + 1, 4 * array.offset)
    taken = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)
    return Column(taken, starts)


def _word(typing: Any, array: Any, at: Any) -> Any:
    """Return the eight bytes of array[at:], a byte array, as one number, without a bounds check."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        place = builder.bitcast(builder.gep(source, [arguments[1]]), ir.IntType(64).as_pointer())
        return builder.load(place, align=1)

    return types.uint64(array, types.intp), generate


word: Any = intrinsic(_word)


@part
def same(
    data: NDArray[np.uint8], at: Integer, other: NDArray[np.uint8], begin: Integer, length: Integer
) -> Any:
    """Return whether data[at:] and other[begin:] agree for `length` bytes, which both must have."""
    if length >= 8:
        for k in range(0, length - 8, 8):
            if word(data, at + k) != word(other, begin + k):
                return False
        return word(data, at + length - 8) == word(other, begin + length - 8)
    k = 0
    while k < length and data[at + k] == other[begin + k]:
        k += 1
    return k == length


@part
def match(data: NDArray[np.uint8], at: Integer, end: Integer, texts: Words, text: Integer) -> Integer:
    """Return the place behind a text of `Words`, given by its number, if the row says it here, else MISS.

    From MISS nothing is read.
    """
    begin = texts.bounds[text]
    length = texts.bounds[text + 1] - begin
    if at < 0 or end - at < length or not same(data, at, texts.pool, begin, length):
        return np.int64(MISS)
    return at + length


@part
def match_byte(data: NDArray[np.uint8], at: Integer, end: Integer, byte: Integer) -> Integer:
    """Return the place behind a byte, or MISS."""
    if at < 0 or at >= end or data[at] != byte:
        return np.int64(MISS)
    return at + 1


@part
def read_number(
    data: NDArray[np.uint8], at: Integer, end: Integer, most_digits: Integer
) -> tuple[Integer, Integer]:
    """Return a natural number and the place behind its last digit.

    The place is MISS where no digit stands, where a zero leads other digits, or where there are more digits
    than `most_digits`, which is at most MOST_DIGITS. All the digits that stand here are the number's.
    """
    value = np.int64(0)
    if at < 0:
        return value, np.int64(MISS)
    place = at
    while place < end and 48 <= data[place] <= 57:
        if place - at == most_digits:
            return value, np.int64(MISS)
        value = value * 10 + (np.int64(data[place]) - 48)
        place += 1
    if place == at or (place - at > 1 and data[at] == 48):
        return value, np.int64(MISS)
    return value, place


@part
def read_integer(
    data: NDArray[np.uint8], at: Integer, end: Integer, most_digits: Integer
) -> tuple[Integer, Integer]:
    """Return a whole number, perhaps with a minus sign, and the place behind it; -0 is a MISS."""
    negative = np.int64(0 <= at < end and data[at] == 45)
    value, past = read_number(data, at + negative, end, most_digits)
    if negative:
        return -value, np.int64(MISS) if value == 0 else past
    return value, past


@part
def match_number(data: NDArray[np.uint8], at: Integer, end: Integer, value: Integer) -> Integer:
    """Return the place behind a whole number of at most MOST_DIGITS digits if it stands here, else MISS."""
    found, at = read_integer(data, at, end, MOST_DIGITS)
    if found != value:
        return np.int64(MISS)
    return at


@part
def says_number(column: Column, row: Integer, value: Integer) -> bool:
    """Return whether the whole text of a row is a whole number."""
    end = np.int64(column.starts[row + 1])
    return bool(match_number(column.data, np.int64(column.starts[row]), end, value) == end)


@inner
def read_pattern(
    data: NDArray[np.uint8], at: Integer, end: Integer, clauses: Patterns, clause: Integer, values: Values
) -> Integer:
    """Return the place behind a clause of `Patterns`, or MISS.

    Its numbers, natural ones of at most MOST_DIGITS digits, are put into values[slot], and the places behind
    them into values[SLOTS + slot]; where it is a MISS some may have been put.
    """
    pool, pieces = clauses.pool, clauses.pieces
    piece = pieces[clause]
    while at >= 0:
        begin, length, slot = pieces[piece], pieces[piece + 1], pieces[piece + 2]
        if end - at < length or not same(data, at, pool, begin, length):
            return np.int64(MISS)
        at += length
        if slot < 0:
            return at
        value, at = read_number(data, at, end, MOST_DIGITS)
        values[slot] = value
        values[SLOTS + slot] = at
        piece += 3
    return np.int64(MISS)


@inner
def which(
    column: Column,
    row: Integer,
    clauses: Patterns,
    first: Integer,
    count: Integer,
    below: Integer,
    values: Values,
) -> Integer:
    """Return which clause from number `first` on a row's whole text is, counted from there; MISS for none.

    Its numbers are put into `values` as by `read_pattern`, and each must be below a bound. No clause begins
    with a number.
    """
    start, end = np.int64(column.starts[row]), np.int64(column.starts[row + 1])
    pieces = clauses.pieces
    for k in range(count):
        piece = pieces[first + k]
        # Most clauses differ in their first letter.
        if start == end or column.data[start] != clauses.pool[pieces[piece]]:
            continue
        if read_pattern(column.data, start, end, clauses, first + k, values) == end:
            while pieces[piece + 2] >= 0 and values[pieces[piece + 2]] < below:
                piece += 3
            return k if pieces[piece + 2] < 0 else MISS
    return MISS
