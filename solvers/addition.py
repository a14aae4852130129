"""Sums of two whole numbers: the solver. What a row says is laid down in docs/addition.md."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.grammar import Tree
from synth.kernels.make import arithmetic_addition as kernels
from synth.kernels.make.arithmetic_spaces import CARRY_FREE, CARRYING, RECTANGLE, TRIANGLE
from synth.row import Solution
from synth.solvers._arithmetic import Operation, Pair, Stratum, Writer, operands, span

REVISION = 1
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("addition facts", "column addition", "carrying")
PREREQUISITES: tuple[str, ...] = ()
LEVELS = {
    1: "one-digit facts",
    2: "columns of up to three digits",
    3: "columns of four to six digits",
}
MEMBERS = 1


def _all(size: int, other: int) -> Stratum:
    kind = TRIANGLE if size == other else RECTANGLE
    return Stratum((kind, *span(size), *span(other)))


_STRATA: Mapping[int, Mapping[str, Stratum]] = {
    1: {"1 and 1 digits": _all(1, 1)},
    2: {
        f"{size} and {other} digits, {name}": Stratum((kind, *span(size), *span(other)))
        for size in (2, 3)
        for other in range(1, size + 1)
        for name, kind in (("no carry", CARRY_FREE), ("carries", CARRYING))
    },
    3: {
        f"{size} and {other} digits": _all(size, other) for size in (4, 5, 6) for other in range(1, size + 1)
    },
}
_OPERATION = Operation(
    Writer(
        "addition",
        "+",
        True,
        kernels.LONGEST,
        kernels.PHRASES,
        (("addition facts",), ("column addition",), ("column addition", "carrying")),
        kernels.write_sums,
    ),
    _STRATA,
    lambda a, b: "sum",
)


def strata(level: int) -> Mapping[str, Stratum]:
    """Return the unordered pairs of a level by their numbers of digits, and in level 2 by carrying."""
    return _STRATA[level]


def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    return _OPERATION.fingerprint(REVISION)


def variants(element: Tree | Pair) -> int:
    """Return the number of questions that ask for a sum."""
    return _OPERATION.variants(0, 0)


def variant_count(level: int, stratum: str) -> int:
    """Return the number of variants of each sum of a stratum."""
    return _OPERATION.variants(0, 0)


def solve(element: Tree | Pair, variant: int) -> Solution:
    """Return the row of a sum; a sentence keeps its order, a pair takes the one that the variant gives it."""
    if isinstance(element, Tree):
        a, b = operands(element, "+")
        return _OPERATION.solution(a, b, _level(a, b), variant, ordered=True)
    return _OPERATION.solution(element.a, element.b, _level(*element), variant, ordered=False)


def solve_batch(
    level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
) -> pa.RecordBatch:
    """Return the rows of ranks of a stratum in their variants, as `solve` makes them."""
    return _OPERATION.batch(level, stratum, ranks, variants)


def _level(a: int, b: int) -> int:
    larger = max(a, b)
    return 1 if larger < 10 else 2 if larger < 1000 else 3
