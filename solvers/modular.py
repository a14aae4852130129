"""Common divisors and multiples, powers and inverses modulo a number: the solver.

What a row says is laid down in docs/modular.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from math import gcd
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from xxhash import xxh3_128_hexdigest

from synth.grammar import Tree, load
from synth.kernels.columns import repeated
from synth.kernels.make import modular as kernels
from synth.kernels.make.arithmetic import sheet
from synth.kernels.make.text import column_of, literals
from synth.row import Dropped, Solution
from synth.solvers._batches import batch_of, wordings
from synth.solvers._modular_spaces import (
    BASES,
    EXPONENTS,
    FACTORS,
    LARGE_EXPONENTS,
    REDUCED,
    Asked,
    Asking,
    Columns,
    LargeInverses,
    LargePowers,
    Pairs,
    SmallInverses,
    SmallPowers,
)

REVISION = 2
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = (
    "Euclid's algorithm",
    "greatest common divisor",
    "least common multiple",
    "modular powers",
    "modular inverses",
)
PREREQUISITES = ("multiplication", "division")
LEVELS = {
    1: "common divisors and multiples of numbers below 100",
    2: "common divisors and multiples, three to five digits; powers and inverses modulo two or three digits",
    3: "common divisors, common multiples and inverses, six to nine digits",
    4: "powers modulo numbers of six to nine digits",
}
MEMBERS = 1

_KINDS = {
    "gcd": kernels.GCD,
    "lcm": kernels.LCM,
    "power": kernels.POWER,
    "inverse": kernels.INVERSE,
}
_TRAINS: Mapping[str, tuple[str, ...]] = {
    "gcd": ("Euclid's algorithm", "greatest common divisor"),
    "lcm": ("Euclid's algorithm", "least common multiple"),
    "power": ("modular powers",),
    "inverse": ("Euclid's algorithm", "modular inverses"),
}
_LARGE = range(6, 10)
_wordings = partial(wordings, "modular", kernels.PHRASES)


@cache
def strata(level: int) -> Mapping[str, Asking]:
    """Return the questions of a level, by the digits of the larger number or of the modulus."""
    if level == 1:
        return {kind: Pairs(kind, 2) for kind in ("gcd", "lcm")}
    if level == 2:
        return {
            **{
                f"{kind}, {digits} digits": Pairs(kind, digits)
                for kind in ("gcd", "lcm")
                for digits in (3, 4, 5)
            },
            **{f"power, {digits} digits": SmallPowers(digits) for digits in (2, 3)},
            **{f"inverse, {digits} digits": SmallInverses(digits) for digits in (2, 3)},
        }
    if level == 3:
        return {
            **{
                f"{kind}, {digits} digits": Pairs(kind, digits)
                for kind in ("gcd", "lcm")
                for digits in _LARGE
            },
            **{f"inverse, {digits} digits": LargeInverses(digits) for digits in _LARGE},
        }
    return {f"power, {digits} digits": LargePowers(digits) for digits in _LARGE}


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    counts = [(level, name, space.count()) for level in LEVELS for name, space in strata(level).items()]
    bounds = (REDUCED, EXPONENTS, BASES, LARGE_EXPONENTS, FACTORS)
    text = f"{load('modular.lark').fingerprint} {counts} {bounds} {_wordings().digest} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Asked) -> int:
    """Return the number of ways to ask."""
    kind = _asked(element).kind if isinstance(element, Tree) else element.kind
    return _wordings().many[kind]


def variant_count(level: int, stratum: str) -> int:
    """Return the number of variants of each question of a stratum."""
    return _wordings().many[strata(level)[stratum].kind]


def solve(element: Tree | Asked, variant: int) -> Solution:
    """Return the row of a question; raise Dropped for numbers of which it makes none."""
    kind, numbers = _asked(element) if isinstance(element, Tree) else element
    level = _level(kind, numbers)
    filled = (*numbers, numbers[-1])[:3]
    columns = tuple(np.array([number], np.int64) for number in filled)
    row: dict[str, Any] = _rows(
        kind, level, (columns[0], columns[1], columns[2]), np.array([variant])
    ).to_pylist()[0]
    return Solution(**{**row, "skills": tuple(row["skills"]), "payload": {"numbers": list(numbers)}})


def solve_batch(
    level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
) -> pa.RecordBatch:
    """Return the rows of ranks of a stratum in their variants, as `solve` makes them."""
    space = strata(level)[stratum]
    return _rows(space.kind, level, space.columns(ranks), variants)


def _asked(tree: Tree) -> Asked:
    """Return what a sentence asks; of two numbers that play one part the larger is first."""
    kind, *numbers = tree.text().split(" ")
    found = tuple(map(int, numbers))
    return Asked(kind, tuple(sorted(found, reverse=True)) if kind in ("gcd", "lcm") else found)


def _level(kind: str, numbers: tuple[int, ...]) -> int:
    """Return the level of a question; raise Dropped for numbers of which it makes no row."""
    largest = numbers[-1]
    if kind in ("gcd", "lcm"):
        return 1 if numbers[0] < 100 else 2 if numbers[0] < 100_000 else 3
    if not 1 < numbers[0] < largest:
        raise Dropped("the number is not between 1 and the modulus")
    if kind == "inverse":
        if gcd(numbers[0], largest) > 1:
            raise Dropped("the number and the modulus are not coprime, so there is no inverse")
        return 2 if largest < 1000 else 3
    if not 2 <= numbers[1] < LARGE_EXPONENTS[1]:
        raise Dropped(f"the exponent is not from 2 to {LARGE_EXPONENTS[1] - 1}")
    return 2 if largest < 1000 else 4


def _rows(kind: str, level: int, numbers: Columns, variants: NDArray[np.int64]) -> pa.RecordBatch:
    """Return the rows that ask one thing of numbers of one level."""
    rows = len(variants)
    texts = _wordings()
    sheets = {name: sheet(rows, most) for name, most in kernels.LONGEST.items()}
    marks = literals([f"{kind} ", f"modular:{kind} ", '{"numbers":['])
    named = [sheets[name] for name in ("question", "canonical", "group", "payload")]
    kernels.name(_KINDS[kind], numbers, variants + texts.first[kind], texts.phrases, marks, *named)
    written = [sheets[name] for name in ("reasoning", "solution", "answer")]
    kernels.write(_KINDS[kind], numbers, texts.phrases, *written)
    return batch_of(
        {name: column_of(*one) for name, one in sheets.items()}, level, repeated(_TRAINS[kind], rows)
    )
