"""Primes, factors and divisors of one number: the checker. It reads rows by docs/primes.md, in whole batches.

Every step is recomputed by multiplying back, and the result is found by another algorithm: what trial
division decided by the strong test, what that test decided by trial division, factors and divisors from
below. SymPy sees one row in a thousand.
"""

from __future__ import annotations

from functools import partial

import pyarrow as pa

from synth.kernels.read.primes import judge
from synth.kernels.read.primes_text import FACTORISATION, NUMBER, PRIMALITY, QUESTIONS, SENTENCES
from synth.row import Row, Verdict, check_alone
from synth.verify._batches import Reader, reading
from synth.verify._score import scored

CHECKS = ("steps", "another algorithm")

_read = reading(QUESTIONS)


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row of a batch of `synth.row.SCHEMA`, "" if it is accepted."""
    return _READER.faults(batch)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's answer, else 0.0."""
    return scored(answer, row)


def _asked(question: str) -> tuple[int, int]:
    """Return the kind of the question and its number, 0 if it is no question of this family."""
    wording, numbers = _read(question)
    return wording // 4, numbers[0] if numbers else 0


def _by_sympy(question: str) -> str:
    """Return the answer that SymPy gives."""
    import sympy

    kind, n = _asked(question)
    if kind == PRIMALITY:
        return "yes" if sympy.isprime(n) else "no"
    if kind == NUMBER:
        return str(sympy.divisor_count(n))
    if kind == FACTORISATION:
        factors = sorted(sympy.factorint(n).items())
        return " * ".join(f"{p}^{k}" if k > 1 else f"{p}" for p, k in factors)
    return ", ".join(map(str, sympy.divisors(n)))


_READER = Reader("primes", "one number of up to nine digits", partial(judge, SENTENCES), (), _by_sympy)
