"""Divisions of two whole numbers: the solver. What a row says is laid down in docs/division.md."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.grammar import Tree
from synth.kernels.make import arithmetic_division as kernels
from synth.kernels.make.arithmetic_spaces import RECTANGLE, REMAINDERS
from synth.row import Dropped, Solution
from synth.solvers._arithmetic import Numbers, Operation, Pair, Stratum, Writer, operands, span

REVISION = 1
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("division facts", "long division", "remainders")
PREREQUISITES = ("subtraction", "multiplication")
LEVELS = {
    1: "facts: a quotient of one digit, with or without a remainder",
    2: "long division by one digit",
    3: "long division by two or three digits",
}
MEMBERS = 1


def _multiplied(divisor: Numbers, quotient: Numbers) -> tuple[Numbers, Numbers]:
    return divisor * quotient, divisor


def _turned(divisor: Numbers, dividend: Numbers) -> tuple[Numbers, Numbers]:
    return dividend, divisor


def _exact(low: int, high: int, quotients: tuple[int, int]) -> Stratum:
    return Stratum(
        (RECTANGLE, low, high, *quotients),
        problem=_multiplied,
        place=lambda a, b: (b, a // b if b else -1),
    )


def _with_remainder(low: int, high: int, quotients: tuple[int, int]) -> Stratum:
    return Stratum((REMAINDERS, low, high, *quotients), problem=_turned, place=lambda a, b: (b, a))


_STRATA: Mapping[int, Mapping[str, Stratum]] = {
    1: {"exact": _exact(1, 9, span(1)), "remainder": _with_remainder(2, 9, span(1))},
    2: {
        f"{digits}-digit quotient, {name}": made(2, 9, span(digits))
        for digits in (2, 3, 4, 5)
        for name, made in (("exact", _exact), ("remainder", _with_remainder))
    },
    3: {
        f"by {size} digits, {digits}-digit quotient, {name}": made(*span(size), (max(1, low), high))
        for size in (2, 3)
        for digits in range(1, 7 - size)
        for low, high in (span(digits),)
        for name, made in (("exact", _exact), ("remainder", _with_remainder))
    },
}
_FACT, _LONG, _LEFT = ("division facts",), ("long division",), ("remainders",)
_OPERATION = Operation(
    Writer(
        "division",
        "/",
        False,
        kernels.LONGEST,
        kernels.PHRASES,
        (_FACT, _FACT + _LEFT, _LONG, _LONG + _LEFT),
        kernels.write_quotients,
    ),
    _STRATA,
    lambda a, b: "remainder" if b and a % b else "exact",
)


def strata(level: int) -> Mapping[str, Stratum]:
    """Return the problems of a level by the digits of divisor and quotient, exact ones apart."""
    return _STRATA[level]


def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    return _OPERATION.fingerprint(REVISION)


def variants(element: Tree | Pair) -> int:
    """Return the number of questions that ask for a quotient, or for quotient and remainder."""
    return _OPERATION.variants(*(operands(element, "/") if isinstance(element, Tree) else element))


def variant_count(level: int, stratum: str) -> int:
    """Return the number of variants of each division of a stratum."""
    return _OPERATION.variants(*_STRATA[level][stratum].unrank(0))


def solve(element: Tree | Pair, variant: int) -> Solution:
    """Return the row of a division; raise Dropped for a division by 0."""
    a, b = operands(element, "/") if isinstance(element, Tree) else element
    if b == 0:
        raise Dropped("division by 0 has no result")
    return _OPERATION.solution(a, b, _level(a, b), variant, ordered=True)


def solve_batch(
    level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
) -> pa.RecordBatch:
    """Return the rows of ranks of a stratum in their variants, as `solve` makes them."""
    return _OPERATION.batch(level, stratum, ranks, variants)


def _level(a: int, b: int) -> int:
    if b == 1 or a < b or (b < 10 and a < 10 * b):
        return 1
    return 2 if b < 10 else 3
