"""Primes, factors and divisors of one number: the solver. What a row says is laid down in docs/primes.md."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from xxhash import xxh3_128_hexdigest

from synth.grammar import Tree, load
from synth.kernels.columns import repeated
from synth.kernels.factors import MOST_FACTORS, factor
from synth.kernels.make import primes as kernels
from synth.kernels.make.arithmetic import sheet
from synth.kernels.make.text import column_of, literals
from synth.row import Dropped, Solution
from synth.solvers._batches import batch_of, wordings
from synth.solvers._primes_spaces import (
    KNOWN,
    LARGEST,
    SMOOTH,
    Asked,
    Asking,
    Large,
    Smooth,
    composite,
    tried,
)

REVISION = 4
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("trial division", "primality", "Miller-Rabin test", "prime factorisation", "divisors")
PREREQUISITES = ("multiplication", "division")
LEVELS = {
    1: "numbers of two or three digits",
    2: "numbers of four or five digits",
    3: "factors and number of divisors, six to nine digits",
    4: "primality of numbers of five digits",
}
MEMBERS = 1
DIGITS = 9

_TRAINS: Mapping[int, tuple[str, ...]] = {
    kernels.TRIAL: ("primality", "trial division"),
    kernels.STRONG: ("primality", "Miller-Rabin test"),
    kernels.FACTORS: ("prime factorisation",),
    kernels.DIVISORS: ("prime factorisation", "divisors"),
    kernels.COUNT: ("prime factorisation", "divisors"),
}
_WRITERS = {
    "factorisation": kernels.FACTORS,
    "divisors": kernels.DIVISORS,
    "number_of_divisors": kernels.COUNT,
}
_TRIED = 10_000
"""Numbers below are decided by trial division."""
_wordings = partial(wordings, "primes", kernels.PHRASES)


@cache
def strata(level: int) -> Mapping[str, Asking]:
    """Return the questions of a level; of primes and of composite numbers there are as many."""
    if level == 1:
        return {
            "prime": tried(3, True),
            "composite": tried(3, False),
            "factors": composite("factorisation", 4, 1000),
            "divisors": composite("divisors", 8, 1000, 3),
        }
    if level == 2:
        return {
            "prime": tried(4, True),
            "composite": tried(4, False),
            "factors": composite("factorisation", 1000, 100_000),
            "divisors": composite("divisors", 1000, 10_000, 3),
            "number of divisors": composite("number_of_divisors", 1000, 100_000, 3),
        }
    if level == 3:
        return {
            f"{name}, {digits} digits": Smooth(kind, digits)
            for name, kind in (("factors", "factorisation"), ("number of divisors", "number_of_divisors"))
            for digits in range(6, DIGITS + 1)
        }
    return {
        name: Large(_TRIED, kernels.TESTED, prime) for name, prime in (("prime", True), ("composite", False))
    }


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    counts = [(level, name, space.count()) for level in LEVELS for name, space in strata(level).items()]
    bounds = (KNOWN, LARGEST, SMOOTH, _TRIED)
    text = f"{load('primes.lark').fingerprint} {counts} {bounds} {_wordings().digest} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Asked) -> int:
    """Return the number of ways to ask."""
    kind = _asked(element).kind if isinstance(element, Tree) else element.kind
    return _wordings().many[kind]


def variant_count(level: int, stratum: str) -> int:
    """Return the number of variants of each number of a stratum."""
    return _wordings().many[strata(level)[stratum].kind]


def solve(element: Tree | Asked, variant: int) -> Solution:
    """Return the row of a question; raise Dropped for a number that its method is not for."""
    asked = _asked(element) if isinstance(element, Tree) else element
    batch = _rows(
        asked.kind, _level(asked), np.array([asked.number], np.int64), np.array([variant], np.int64)
    )
    row: dict[str, Any] = batch.to_pylist()[0]
    return Solution(**{**row, "skills": tuple(row["skills"]), "payload": {"number": asked.number}})


def solve_batch(
    level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
) -> pa.RecordBatch:
    """Return the rows of ranks of a stratum in their variants, as `solve` makes them."""
    space = strata(level)[stratum]
    return _rows(space.kind, level, space.numbers(ranks), variants)


def _asked(tree: Tree) -> Asked:
    return Asked(tree.node().name, int(tree.text().partition(" ")[2]))


def _level(asked: Asked) -> int:
    """Return the level of a question; raise Dropped where its method does not fit the number."""
    kind, n = asked
    if kind == "primality":
        if n >= _TRIED and not (n % 2 and n % 3 and n % 5):
            raise Dropped("a large number that 2, 3 or 5 divides is too plainly no prime")
        if n >= kernels.TESTED:
            raise Dropped("the test of a number of six digits or more fills more than a page")
        return 1 if n < 1000 else 2 if n < _TRIED else 4
    found = np.zeros(MOST_FACTORS, np.uint64)
    size = factor(np.uint64(n), found)
    if found[size - 1] >= LARGEST:
        raise Dropped(f"the number has a prime factor of {LARGEST} or more")
    if size < 2:
        raise Dropped("the number is prime")
    if kind == "factorisation":
        return 1 if n < 1000 else 2 if n < 100_000 else 3
    if size < 3:
        raise Dropped("the number is a product of two primes, so its divisors are plain")
    if kind == "number_of_divisors":
        return 2 if n < 100_000 else 3
    if n >= 10_000:
        raise Dropped("the divisors of a number of five digits or more are too many to list")
    return 1 if n < 1000 else 2


def _rows(kind: str, level: int, numbers: NDArray[np.int64], variants: NDArray[np.int64]) -> pa.RecordBatch:
    """Return the rows that ask one thing of numbers of one level."""
    rows = len(numbers)
    texts = _wordings()
    writer = _WRITERS.get(kind, kernels.STRONG if level == 4 else kernels.TRIAL)
    sheets = {name: sheet(rows, most) for name, most in kernels.LONGEST.items()}
    word = kind.replace("_", " ")
    marks = literals([f"{word} ", f"primes:{word} ", '{"number":'])
    named = [sheets[name] for name in ("question", "canonical", "group", "payload")]
    kernels.name(numbers, variants + texts.first[kind], texts.phrases, marks, *named)
    written = [sheets[name] for name in ("reasoning", "solution", "answer")]
    kernels.write(writer, numbers, texts.phrases, *written)
    return batch_of(
        {name: column_of(*one) for name, one in sheets.items()}, level, repeated(_TRAINS[writer], rows)
    )
