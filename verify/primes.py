"""Primes, factors and divisors of one number: the checker. It reads rows by docs/primes.md, in whole batches.

Every step is recomputed by multiplying back, and the result is found by another algorithm: what trial
division decided by the strong test, what that test decided by trial division, factors and divisors from
below. SymPy sees one row in a thousand.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pyarrow as pa

from synth.kernels.read.primes import judge
from synth.kernels.read.primes_text import FACTORISATION, NUMBER, PRIMALITY, QUESTIONS, SENTENCES
from synth.row import Row, Verdict, check_alone
from synth.verify._batches import also, levels_of, texts_of, with_plain_columns

CHECKS = ("steps", "another algorithm")

_QUESTIONS = [
    (place // 4, re.compile(re.escape(text).replace(r"\#", "([1-9][0-9]{0,8})")))
    for place, text in enumerate(QUESTIONS)
]


def check(row: Row) -> Verdict:
    """Accept a row whose steps decide its question."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row, nothing for one that is accepted."""
    rows = batch.num_rows
    faults, steps = np.zeros(rows, np.int8), np.zeros(rows, np.int32)
    sampled = np.zeros(rows, np.bool_)
    judge(texts_of(batch), levels_of(batch), SENTENCES, faults, steps, sampled)
    said = with_plain_columns(batch, "primes", faults, steps)
    return also(batch, said, sampled, _by_sympy)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the right answer, but for space around it; else 0.0."""
    kind, n = _asked(row.question)
    return float(n > 1 and answer.strip() == _answer(kind, n))


def _asked(question: str) -> tuple[int, int]:
    """Return the kind of the question and its number, 0 if it is no question of this family."""
    for kind, pattern in _QUESTIONS:
        found = pattern.fullmatch(question)
        if found:
            return kind, int(found[1])
    return 0, 0


@cache
def _answer(kind: int, n: int) -> str:
    """Return the answer, by division from below."""
    factors: dict[int, int] = {}
    rest, d = n, 2
    while d * d <= rest:
        while rest % d == 0:
            factors[d] = factors.get(d, 0) + 1
            rest //= d
        d += 1 + d % 2
    if rest > 1:
        factors[rest] = factors.get(rest, 0) + 1
    return _said(kind, n, factors)


def _said(kind: int, n: int, factors: dict[int, int]) -> str:
    if kind == PRIMALITY:
        return "yes" if factors == {n: 1} else "no"
    if kind == FACTORISATION:
        return " * ".join(f"{p}^{k}" if k > 1 else f"{p}" for p, k in sorted(factors.items()))
    divisors = {1}
    for p, k in factors.items():
        divisors = {d * p**i for d in divisors for i in range(k + 1)}
    return str(len(divisors)) if kind == NUMBER else ", ".join(map(str, sorted(divisors)))


def _by_sympy(question: str) -> str:
    """Return the answer that SymPy gives."""
    import sympy

    kind, n = _asked(question)
    if kind == PRIMALITY:
        return "yes" if sympy.isprime(n) else "no"
    if kind == NUMBER:
        return str(sympy.divisor_count(n))
    if kind == FACTORISATION:
        return _said(kind, n, sympy.factorint(n))
    return ", ".join(map(str, sympy.divisors(n)))
