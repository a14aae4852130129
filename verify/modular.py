"""Common divisors and multiples, powers and inverses: the checker. It reads rows by docs/modular.md.

Every step is recomputed, and the result is found by another algorithm: common divisors by halving and
subtracting, powers from the lowest binary digit, inverses by their product. SymPy sees one row in a thousand.
"""

from __future__ import annotations

from functools import partial

import pyarrow as pa

from synth.kernels.read.modular import judge
from synth.kernels.read.modular_text import GCD, LCM, POWER, QUESTIONS, SENTENCES
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
    """Return 1.0 if the answer is the row's number, else 0.0."""
    return scored(answer, row)


def _asked(question: str) -> tuple[int, tuple[int, ...]]:
    """Return kind and numbers of a question, no numbers if it is none of this family."""
    wording, numbers = _read(question)
    return wording // 4, numbers


def _by_sympy(question: str) -> str:
    """Return the answer that SymPy gives."""
    import sympy

    kind, numbers = _asked(question)
    if kind == POWER:
        return str(sympy.Integer(numbers[0]) ** numbers[1] % numbers[2])
    a, b = numbers[:2]
    if kind == GCD:
        return str(sympy.igcd(a, b))
    return str(sympy.ilcm(a, b) if kind == LCM else sympy.mod_inverse(a, b))


_READER = Reader("modular", "numbers of up to nine digits", partial(judge, SENTENCES), (), _by_sympy)
