"""Differences of two whole numbers: the solver. What a row says is laid down in docs/subtraction.md."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.grammar import Tree
from synth.kernels.make import arithmetic_subtraction as kernels
from synth.kernels.make.arithmetic_spaces import (
    BORROW_FREE,
    BORROWING,
    CORNER,
    RECTANGLE,
    STRICT,
    TRIANGLE,
)
from synth.row import Solution
from synth.solvers._arithmetic import Numbers, Operation, Pair, Stratum, Writer, operands, span

REVISION = 1
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("subtraction facts", "column subtraction", "borrowing", "negative differences")
PREREQUISITES = ("addition",)
LEVELS = {
    1: "facts: the differences of up to 9 from numbers up to 18",
    2: "columns of up to three digits",
    3: "columns of four to six digits",
    4: "negative differences, one to six digits",
}
MEMBERS = 1

_FACTS = 45
"""Borrowing from 10 to 19 leaves a digit: these come first in the order of their stratum, and are level 1."""


def _turned(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    return y, x


def _negative(size: int, other: int) -> Stratum:
    kind = STRICT if size == other else RECTANGLE
    return Stratum((kind, *span(size), *span(other)), problem=_turned, place=lambda a, b: (b, a))


_STRATA: Mapping[int, Mapping[str, Stratum]] = {
    1: {
        "from 0 to 9": Stratum((TRIANGLE, *span(1), *span(1))),
        "from 10 to 18": Stratum((CORNER, 10, 18, 1, 9)),
    },
    2: {
        f"{size} and {other} digits, {name}": Stratum(
            (kind, *span(size), *span(other)), _FACTS if (kind, size, other) == (BORROWING, 2, 1) else 0
        )
        for size in (2, 3)
        for other in range(1, size + 1)
        for name, kind in (("no borrowing", BORROW_FREE), ("borrowing", BORROWING))
    },
    3: {
        f"{size} and {other} digits": Stratum(
            (TRIANGLE if size == other else RECTANGLE, *span(size), *span(other))
        )
        for size in (4, 5, 6)
        for other in range(1, size + 1)
    },
    4: {
        f"{other} and {size} digits": _negative(size, other)
        for size in range(1, 7)
        for other in range(1, size + 1)
    },
}
_FACT, _COLUMNS, _BORROWS, _BELOW = (
    ("subtraction facts",),
    ("column subtraction",),
    ("column subtraction", "borrowing"),
    ("negative differences",),
)
_OPERATION = Operation(
    Writer(
        "subtraction",
        "-",
        False,
        kernels.LONGEST,
        kernels.PHRASES,
        (_FACT, _COLUMNS, _BORROWS, _FACT + _BELOW, _COLUMNS + _BELOW, _BORROWS + _BELOW),
        kernels.write_differences,
    ),
    _STRATA,
    lambda a, b: "difference(negative)" if a < b else "difference(natural)",
)


def strata(level: int) -> Mapping[str, Stratum]:
    """Return the ordered pairs of a level by their numbers of digits, and in level 2 by borrowing."""
    return _STRATA[level]


def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    return _OPERATION.fingerprint(REVISION)


def variants(element: Tree | Pair) -> int:
    """Return the number of questions that ask for a difference."""
    return _OPERATION.variants(*(operands(element, "-") if isinstance(element, Tree) else element))


def variant_count(level: int, stratum: str) -> int:
    """Return the number of variants of each difference of a stratum."""
    return _OPERATION.variants(0, int(level == 4))


def solve(element: Tree | Pair, variant: int) -> Solution:
    """Return the row of a difference."""
    a, b = operands(element, "-") if isinstance(element, Tree) else element
    return _OPERATION.solution(a, b, _level(a, b), variant, ordered=True)


def solve_batch(
    level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
) -> pa.RecordBatch:
    """Return the rows of ranks of a stratum in their variants, as `solve` makes them."""
    return _OPERATION.batch(level, stratum, ranks, variants)


def _level(a: int, b: int) -> int:
    if a < b:
        return 4
    if b < 10 and a - b < 10:
        return 1
    return 2 if a < 1000 else 3
