"""Text written by kernels: literals, numbers and phrases into a byte buffer that Arrow then takes over.

A kernel writes the rows of a column one after the other into one `uint8` array and keeps where each ends:
```
out, ends = room(rows, most), np.zeros(rows + 1, np.int32)    # in Python
at = put(out, at, pool, bounds, PLUS)                          # in the kernel, arrays made `bare` at its top
at = put_number(out, at, value)
ends[row + 1] = at
column = column_of(out, ends)                                  # in Python: a StringArray, nothing copied
```
Every function of the kernel's side returns the place behind what it wrote. All text is ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.kernels.jit import BLOCK, Integer, inner, move, part

LONGEST = 1 << 31
"""What the offsets of a StringArray can hold, in bytes."""


class Literals(NamedTuple):
    """Texts as bytes: text k is pool[bounds[k]:bounds[k + 1]]; `pool` ends with BLOCK idle bytes."""

    pool: NDArray[np.uint8]
    bounds: NDArray[np.int64]


class Phrases(NamedTuple):
    """Phrases with slots, as bytes.

    Phrase k is the parts first[k]:first[k + 1]; part i writes text i of (pool, bounds), then the value of
    slot[i], or nothing where that is -1 (the last part of each phrase).
    """

    pool: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    slot: NDArray[np.int64]
    first: NDArray[np.int64]


def literals(texts: Iterable[str]) -> Literals:
    """Return the texts as a table; raise UnicodeEncodeError where one is not ASCII.

    >>> literals(["a", "bc"]).bounds.tolist()
    [0, 1, 3]
    """
    encoded = [text.encode("ascii") for text in texts]
    bounds = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(text) for text in encoded], out=bounds[1:])
    pool = np.frombuffer(b"".join(encoded) + bytes(BLOCK), np.uint8).copy()
    return Literals(pool, bounds)


def phrases(templates: Sequence[str]) -> Phrases:
    """Return phrases whose slots are written {0}, {1}, ...; a phrase may repeat or leave out a slot.

    >>> phrases(["Add {1} to {0}."]).slot.tolist()
    [1, 0, -1]
    """
    texts: list[str] = []
    slots: list[int] = []
    first = [0]
    for template in templates:
        pieces = re.split(r"\{([0-9]+)\}", template)
        if any("{" in piece or "}" in piece for piece in pieces[::2]):
            raise ValueError(f"a brace of {template!r} is not that of a slot such as {{0}}")
        texts += pieces[::2]
        slots += [int(slot) for slot in pieces[1::2]] + [-1]
        first.append(len(texts))
    return Phrases(*literals(texts), np.array(slots, np.int64), np.array(first, np.int64))


def room(rows: int, most: int) -> NDArray[np.uint8]:
    """Return an array for the rows of a column of at most `most` bytes each, with the slack `put` needs.

    Only what is written costs memory. Raises ValueError where offsets could not count the bytes.
    """
    size = rows * most + 2 * BLOCK
    if size >= LONGEST:
        raise ValueError(f"{rows} rows of up to {most} bytes do not fit one column: make smaller batches")
    return np.empty(size, np.uint8)


def column_of(out: NDArray[np.uint8], ends: NDArray[np.int32]) -> pa.StringArray:
    """Return the texts out[ends[k]:ends[k + 1]] as a column that shares the arrays' memory.

    Who calls it vouches that the bytes are ASCII, and writes to them no more.
    """
    rows = len(ends) - 1
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(out[: int(ends[-1])])]
    return pa.Array.from_buffers(pa.string(), rows, buffers, null_count=0)


@part
def put(
    out: NDArray[np.uint8], at: Integer, pool: NDArray[np.uint8], bounds: NDArray[np.int64], text: Integer
) -> Integer:
    """Write a literal by its number; it may spoil up to BLOCK bytes behind, which what follows overwrites."""
    begin = bounds[text]
    length = bounds[text + 1] - begin
    for k in range(0, length, BLOCK):
        move(out, at + k, pool, begin + k)
    return at + length


@part
def put_byte(out: NDArray[np.uint8], at: Integer, byte: Integer) -> Integer:
    """Write one byte."""
    out[at] = byte
    return at + 1


@part
def digits_of(value: Integer) -> Integer:
    """Return the number of digits of a natural number below 10^18; 0 has one."""
    digits = 1
    bound = np.int64(10)
    while value >= bound:
        digits += 1
        bound *= 10
    return digits


@inner
def put_number(out: NDArray[np.uint8], at: Integer, value: Integer) -> Integer:
    """Write a whole number above -10^18 and below 10^18, with a minus sign before a negative one."""
    if value < 0:
        out[at] = 45
        at += 1
        value = -value
    end = at + digits_of(value)
    place = end
    while place > at:
        place -= 1
        rest = value // 10
        out[place] = 48 + (value - 10 * rest)
        value = rest
    return end


@inner
def put_padded(out: NDArray[np.uint8], at: Integer, value: Integer, digits: Integer) -> Integer:
    """Write the last `digits` digits of a natural number, zeros in front included."""
    place = at + digits
    while place > at:
        place -= 1
        rest = value // 10
        out[place] = 48 + (value - 10 * rest)
        value = rest
    return at + digits


@part
def put_phrase(out: NDArray[np.uint8], at: Integer, texts: Phrases, phrase: Integer, values: Any) -> Integer:
    """Write a phrase by its number; `values`, an array or a tuple, are the whole numbers for its slots."""
    for k in range(texts.first[phrase], texts.first[phrase + 1]):
        at = put(out, at, texts.pool, texts.bounds, k)
        if texts.slot[k] >= 0:
            at = put_number(out, at, values[texts.slot[k]])
    return at
