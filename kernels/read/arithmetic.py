"""What the rows of the four operations have alike, read: the question, and what names its problem."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part
from synth.kernels.read.text import (
    BREAK,
    SLOTS,
    Column,
    Patterns,
    Values,
    match_byte,
    read_pattern,
    which,
)
from synth.kernels.read.verdict import CANONICAL, GROUP, PAYLOAD, QUESTION, RIGHT, Faults, Rows

_BELOW = 10**6
"""A question names numbers of up to six digits."""


class Asked(NamedTuple):
    """The numbers {0} and {1} of questions.

    The last digit of a number stands just before `a_end` or `b_end` in the data of the column of questions.
    `wording` is the number of the question's wording, `values` room to read into.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    a_end: NDArray[np.int64]
    b_end: NDArray[np.int64]
    wording: NDArray[np.int64]
    values: Values


def nothing_asked(rows: int) -> Asked:
    """Return room for the problems of so many rows."""
    a, b, a_end, b_end, wording = (np.zeros(rows, np.int64) for _ in range(5))
    return Asked(a, b, a_end, b_end, wording, np.zeros(2 * SLOTS, np.int64))


@part
def size_of(number: Integer) -> Integer:
    """Return how many digits a natural number has."""
    size = 1
    while number > 9:
        number //= 10
        size += 1
    return size


@part
def next_line(data: NDArray[np.uint8], at: Integer, end: Integer, step: Integer) -> Integer:
    """Return where a step begins: behind a line break, unless it is the first; MISS if there is none."""
    if step == 1:
        return at
    return match_byte(data, at, end, BREAK)


@part
def says(
    column: Column, row: Integer, clauses: Patterns, clause: Integer, a: Integer, b: Integer, values: Values
) -> bool:
    """Return whether a text is a clause and no more; a and b are its numbers {0} and {1}, if it has them."""
    values[0], values[1] = a, b
    end = np.int64(column.starts[row + 1])
    at = read_pattern(column.data, np.int64(column.starts[row]), end, clauses, clause, values)
    return bool(at == end and values[0] == a and values[1] == b)


@kernel
def read_question(
    rows: Rows,
    commutes: bool,
    marks: Patterns,
    wordings: Patterns,
    anywhere: Integer,
    asked: Asked,
    faults: Faults,
) -> None:
    """Read the questions, and check the columns that name the problem: `marks` are canonical, group, payload.

    Wordings from number `anywhere` on need a first number that is not below the second.
    """
    rows, marks, wordings, asked, code = (
        bare(rows),
        bare(marks),
        bare(wordings),
        bare(asked),
        bare(faults.code),
    )
    values, wording_count = asked.values, wordings.pieces[0]
    for i in range(len(code)):
        if code[i] != RIGHT:
            continue
        wording = which(rows.question, i, wordings, 0, wording_count, _BELOW, values)
        a, b = values[0], values[1]
        if wording < 0 or (wording >= anywhere and a < b):
            code[i] = QUESTION
            continue
        asked.a[i], asked.b[i], asked.wording[i] = a, b, wording
        asked.a_end[i], asked.b_end[i] = values[SLOTS], values[SLOTS + 1]
        high, low = (b, a) if commutes and a < b else (a, b)
        if not says(rows.canonical, i, marks, 0, high, low, values):
            code[i] = CANONICAL
        elif not says(rows.group, i, marks, 1, high, low, values):
            code[i] = GROUP
        elif not says(rows.payload, i, marks, 2, a, b, values):
            code[i] = PAYLOAD
