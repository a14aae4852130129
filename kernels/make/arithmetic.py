"""What the rows of the four operations have alike: the question, and the columns that name the problem."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part
from synth.kernels.make.text import Literals, Phrases, put, put_byte, put_number, put_phrase, room

LONGEST = {"question": 200, "canonical": 20, "group": 40, "payload": 40, "solution": 120, "answer": 30}
"""What a text of a column needs at most, in bytes; the length of the reasoning depends on the operation."""

SIGN, GROUP, PAYLOAD = range(3)
"""The literals of `write_frame`: the sign with its blanks, the group's beginning, the payload's beginning."""


class Sheet(NamedTuple):
    """The texts of a column as they are written: text k is bytes[ends[k]:ends[k + 1]]."""

    bytes: NDArray[np.uint8]
    ends: NDArray[np.int32]


def sheet(rows: int, most: int) -> Sheet:
    """Return an empty column for texts of at most `most` bytes."""
    return Sheet(room(rows, most), np.zeros(rows + 1, np.int32))


@part
def put_line(out: NDArray[np.uint8], at: Integer, line: Integer) -> Integer:
    """Begin line 1, 2, ... of the reasoning with its number; a line break parts it from the one before."""
    if line > 1:
        at = put_byte(out, at, 10)
    at = put_number(out, at, line)
    out[at] = 46
    out[at + 1] = 32
    return at + 2


@kernel
def draw(a: NDArray[np.int64], b: NDArray[np.int64], variants: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for each problem and variant one of two choices, as evenly as by the toss of a coin.

    The mixing of splitmix64 (Steele, Lea and Flood, 2014).
    """
    a, b, variants = bare(a), bare(b), bare(variants)
    choices = np.empty(len(a), np.bool_)
    for i in range(len(a)):
        z = np.uint64(a[i]) * np.uint64(1 << 20) + np.uint64(b[i])
        z = (z << np.uint64(8)) + np.uint64(variants[i]) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        choices[i] = (z ^ (z >> np.uint64(31))) & np.uint64(1)
    return choices


@kernel
def write_frame(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    commutes: bool,
    phrase: NDArray[np.int64],
    texts: Phrases,
    marks: Literals,
    question: Sheet,
    canonical: Sheet,
    group: Sheet,
    payload: Sheet,
) -> None:
    """Write what names the problems a ? b: the larger operand first in `canonical` if they commute."""
    a, b, phrase, texts, marks = bare(a), bare(b), bare(phrase), bare(texts), bare(marks)
    (questions, question_ends), (canonicals, canonical_ends) = bare(question), bare(canonical)
    (groups, group_ends), (payloads, payload_ends) = bare(group), bare(payload)
    asked = named = kept = told = np.int64(0)
    values = np.empty(2, np.int64)
    for i in range(len(a)):
        x, y = a[i], b[i]
        values[0], values[1] = x, y
        asked = put_phrase(questions, asked, texts, phrase[i], values)
        question_ends[i + 1] = asked
        told = put(payloads, told, marks.pool, marks.bounds, PAYLOAD)
        told = put_number(payloads, told, x)
        told = put_byte(payloads, told, 44)
        told = put_number(payloads, told, y)
        payloads[told] = 93
        payloads[told + 1] = 125
        told += 2
        payload_ends[i + 1] = told
        if commutes and x < y:
            x, y = y, x
        kept = put(groups, kept, marks.pool, marks.bounds, GROUP)
        begin = named
        named = put_number(canonicals, named, x)
        named = put(canonicals, named, marks.pool, marks.bounds, SIGN)
        named = put_number(canonicals, named, y)
        canonical_ends[i + 1] = named
        for k in range(begin, named):
            groups[kept] = canonicals[k]
            kept += 1
        group_ends[i + 1] = kept
