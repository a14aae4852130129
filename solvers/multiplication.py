"""Products of two whole numbers: the solver. What a row says is laid down in docs/multiplication.md."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.grammar import Tree
from synth.kernels.make import arithmetic_multiplication as kernels
from synth.kernels.make.arithmetic_spaces import RECTANGLE, TRIANGLE
from synth.row import Solution
from synth.solvers._arithmetic import Operation, Pair, Stratum, Writer, operands, span

REVISION = 1
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("multiplication facts", "column multiplication", "carrying", "partial products")
PREREQUISITES = ("addition",)
LEVELS = {
    1: "one-digit facts",
    2: "two to six digits times one digit, in columns",
    3: "a factor of two digits, by partial products",
    4: "factors of three to six digits, by partial products",
}
MEMBERS = 1


def _all(size: int, other: int) -> Stratum:
    return Stratum((TRIANGLE if size == other else RECTANGLE, *span(size), *span(other)))


_STRATA: Mapping[int, Mapping[str, Stratum]] = {
    1: {"1 and 1 digits": _all(1, 1)},
    2: {f"{size} and 1 digits": Stratum((RECTANGLE, *span(size), 2, 9)) for size in range(2, 7)},
    3: {f"{size} and 2 digits": _all(size, 2) for size in range(2, 7)},
    4: {
        f"{size} and {other} digits": _all(size, other)
        for size in range(3, 7)
        for other in range(3, size + 1)
    },
}
_OPERATION = Operation(
    Writer(
        "multiplication",
        "*",
        True,
        kernels.LONGEST,
        kernels.PHRASES,
        (
            ("multiplication facts",),
            ("column multiplication",),
            ("column multiplication", "carrying"),
            ("partial products",),
        ),
        kernels.write_products,
    ),
    _STRATA,
    lambda a, b: "product",
)


def strata(level: int) -> Mapping[str, Stratum]:
    """Return the unordered pairs of a level by their numbers of digits."""
    return _STRATA[level]


def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    return _OPERATION.fingerprint(REVISION)


def variants(element: Tree | Pair) -> int:
    """Return the number of questions that ask for a product."""
    return _OPERATION.variants(0, 0)


def variant_count(level: int, stratum: str) -> int:
    """Return the number of variants of each product of a stratum."""
    return _OPERATION.variants(0, 0)


def solve(element: Tree | Pair, variant: int) -> Solution:
    """Return the row of a product; a sentence keeps its order, a pair takes the one that the variant says."""
    if isinstance(element, Tree):
        a, b = operands(element, "*")
        return _OPERATION.solution(a, b, _level(a, b), variant, ordered=True)
    return _OPERATION.solution(element.a, element.b, _level(*element), variant, ordered=False)


def solve_batch(
    level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
) -> pa.RecordBatch:
    """Return the rows of ranks of a stratum in their variants, as `solve` makes them."""
    return _OPERATION.batch(level, stratum, ranks, variants)


def _level(a: int, b: int) -> int:
    high, low = max(a, b), min(a, b)
    if low < 2 or high < 10:
        return 1
    return 2 if low < 10 else 3 if low < 100 else 4
