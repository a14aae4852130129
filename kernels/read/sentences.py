"""Sentences with the numbers that a checker expects in them, read from the rows of columns.

A sentence is a clause of `Patterns` in which # may stand for the next number. As in `kernels/read/text.py`,
each reader returns the place behind what it read, or MISS, so that readers chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count as counted
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import inner
from synth.kernels.read.text import MISS, MOST_DIGITS, Column, Patterns, patterns, read_number, same

Numbers = NDArray[np.int64]

BASIC = {"line": "#. ", "break": "\n", "comma": ", ", "and": " and "}
"""The sentences that a table begins with."""
_LINE, _BREAK, _COMMA, _AND = np.arange(len(BASIC))
ZERO = np.int64(0)
"""An idle number of a sentence."""


def sentences(texts: Iterable[str]) -> Patterns:
    """Return the table of sentences.

    >>> sentences(["# is # is #", "yes"]).pieces.tolist()
    [2, 14, 0, 0, 0, 0, 4, 1, 4, 4, 2, 8, 0, -1, 8, 3, -1]
    """
    numbered = []
    for text in texts:
        slots = counted()
        first, *rest = text.split("#")
        numbered.append(first + "".join(f"{{{next(slots)}}}{piece}" for piece in rest))
    return patterns(numbered)


@inner
def begin(column: Column, row: Any) -> Any:
    """Return the place where a row's text begins."""
    return np.int64(column.starts[row])


@inner
def see(column: Column, row: Any, at: Any, text: Patterns, sentence: Any, numbers: Any) -> Any:
    """Return the place behind a sentence with these numbers, of which there are enough."""
    data, end = column.data, np.int64(column.starts[row + 1])
    pool, pieces = text.pool, text.pieces
    piece = pieces[sentence]
    while at >= 0:
        start, length, slot = pieces[piece], pieces[piece + 1], pieces[piece + 2]
        if end - at < length or not same(data, at, pool, start, length):
            return np.int64(MISS)
        at += length
        if slot < 0:
            return at
        found, at = read_number(data, at, end, MOST_DIGITS)
        if found != numbers[slot]:
            return np.int64(MISS)
        piece += 3
    return np.int64(MISS)


@inner
def see_one(column: Column, row: Any, at: Any, text: Patterns, sentence: Any, n: Any) -> Any:
    """Return the place behind a sentence that names no number but this one, up to five times."""
    return see(column, row, at, text, sentence, (n, n, n, n, n))


@inner
def says(column: Column, row: Any, text: Patterns, sentence: Any, numbers: Any) -> Any:
    """Return whether the whole text of a row is a sentence with these numbers."""
    return see(column, row, begin(column, row), text, sentence, numbers) == column.starts[row + 1]


@inner
def read(column: Column, row: Any, at: Any) -> tuple[Any, Any]:
    """Return the number that stands here and the place behind it."""
    return read_number(column.data, at, np.int64(column.starts[row + 1]), MOST_DIGITS)


@inner
def see_line(column: Column, row: Any, at: Any, text: Patterns, line: Any) -> Any:
    """Return the place behind the number of a line, and the line break before it."""
    if line > 1:
        at = see_one(column, row, at, text, _BREAK, line)
    return see_one(column, row, at, text, _LINE, line)


@inner
def see_list(
    column: Column, row: Any, at: Any, text: Patterns, numbers: Numbers, count: Any, spoken: Any
) -> Any:
    """Return the place behind numbers with commas, in a sentence with "and" before the last."""
    for k in range(count):
        if k:
            at = see_one(column, row, at, text, _AND if spoken and k == count - 1 else _COMMA, ZERO)
        found, at = read(column, row, at)
        if found != numbers[k]:
            return np.int64(MISS)
    return at
