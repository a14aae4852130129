"""Sentences with numbers in them, read from the rows of columns.

A sentence is known by its place in a table, where # stands for a number. As in `kernels/read/text.py`, each
reader returns the place behind what it read, or MISS, so that readers chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import bare, kernel
from synth.kernels.read.text import MISS, Column, match, read_number, words

Numbers = NDArray[np.int64]

BASIC = {"line": "#. ", "break": "\n", "comma": ", ", "and": " and "}
"""The sentences that a table begins with."""
LINE, BREAK, COMMA, AND = np.arange(len(BASIC))
ZERO = np.int64(0)
"""An idle number of a sentence. It is no literal, nor are their places: Numba would compile for each."""


class Sentences(NamedTuple):
    """Sentences as their pieces between numbers: those of sentence k are first[k]:first[k + 1]."""

    pool: NDArray[np.uint8]
    bounds: Numbers
    first: Numbers


def sentences(texts: Iterable[str]) -> Sentences:
    """Return the table of sentences.

    >>> sentences(["# is prime.", "yes"]).first.tolist()
    [0, 2, 3]
    """
    pieces = [text.split("#") for text in texts]
    first = np.array([0, *map(len, pieces)], np.int64).cumsum()
    return Sentences(*words(piece for some in pieces for piece in some), first)


@kernel
def bare_column(column: Column) -> Column:
    """Return a column whose arrays count no references."""
    return Column(bare(column.data), bare(column.starts), bare(column.held))


@kernel
def bare_sentences(text: Sentences) -> Sentences:
    """Return a table whose arrays count no references."""
    return Sentences(bare(text.pool), bare(text.bounds), bare(text.first))


@kernel
def begin(column: Column, row: Any) -> Any:
    """Return the place where a row's text begins."""
    return np.int64(column.starts[row])


@kernel
def see(column: Column, row: Any, at: Any, text: Sentences, sentence: Any, numbers: Any) -> Any:
    """Return the place behind a sentence with these numbers, of which there are enough."""
    end = column.starts[row + 1]
    first = text.first[sentence]
    last = text.first[sentence + 1] - 1
    for k in range(first, last):
        at = match(column.data, at, end, text.pool, text.bounds, k)
        found, at = read_number(column.data, at, end, 18)
        if found != numbers[k - first]:
            return np.int64(MISS)
    return match(column.data, at, end, text.pool, text.bounds, last)


@kernel
def see_one(column: Column, row: Any, at: Any, text: Sentences, sentence: Any, n: Any) -> Any:
    """Return the place behind a sentence that names no number but this one, up to six times."""
    return see(column, row, at, text, sentence, (n, n, n, n, n, n))


@kernel
def says(column: Column, row: Any, text: Sentences, sentence: Any, n: Any) -> Any:
    """Return whether the whole text of a row is a sentence that names no number but this one."""
    return see_one(column, row, begin(column, row), text, sentence, n) == column.starts[row + 1]


@kernel
def read(column: Column, row: Any, at: Any) -> tuple[Any, Any]:
    """Return the number that stands here and the place behind it."""
    return read_number(column.data, at, column.starts[row + 1], 18)


@kernel
def see_line(column: Column, row: Any, at: Any, text: Sentences, line: Any) -> Any:
    """Return the place behind the number of a line, and the line break before it."""
    line = np.int64(line)
    if line > 1:
        at = see_one(column, row, at, text, BREAK, line)
    return see_one(column, row, at, text, LINE, line)


@kernel
def see_list(
    column: Column, row: Any, at: Any, text: Sentences, numbers: Numbers, count: Any, spoken: Any
) -> Any:
    """Return the place behind numbers with commas, in a sentence with "and" before the last."""
    for k in range(count):
        if k:
            at = see_one(column, row, at, text, AND if spoken and k == count - 1 else COMMA, ZERO)
        found, at = read(column, row, at)
        if found != numbers[k]:
            return np.int64(MISS)
    return at


@kernel
def asked(column: Column, row: Any, text: Sentences, first: Any, count: Any, found: Numbers) -> Any:
    """Return which sentence from `first` on a question is, and put its numbers into `found`; -1 for none."""
    end = column.starts[row + 1]
    for sentence in range(first, first + count):
        at = begin(column, row)
        last = text.first[sentence + 1] - 1
        for k in range(text.first[sentence], last):
            at = match(column.data, at, end, text.pool, text.bounds, k)
            found[k - text.first[sentence]], at = read_number(column.data, at, end, 9)
        if match(column.data, at, end, text.pool, text.bounds, last) == end:
            return sentence - first
    return -1
