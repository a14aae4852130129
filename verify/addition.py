"""Sums of two whole numbers: the checker, by docs/addition.md, sharing nothing with the solver."""

from __future__ import annotations

import pyarrow as pa

from synth.kernels.read.arithmetic_addition import CLAUSES, SUM_FAULTS, read_sums
from synth.row import Row, Verdict, check_alone
from synth.verify._arithmetic import operation
from synth.verify._score import scored

CHECKS = ("columns", "machine integers")

WORDINGS = (
    "What is {0} + {1}?",
    "Work out {0} + {1}.",
    "Calculate {0} + {1}.",
    "What is {0} plus {1}?",
    "How much is {0} plus {1}?",
    "Add {0} and {1}.",
    "Add {1} to {0}.",
    "Find the sum of {0} and {1}.",
    "What is the sum of {0} and {1}?",
    "What do {0} and {1} add up to?",
    "What do you get when you add {0} and {1}?",
    "Which number is {1} more than {0}?",
)


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row of a batch of `synth.row.SCHEMA`, "" if it is accepted."""
    return _READER.faults(batch)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's number, else 0.0."""
    return scored(answer, row)


def _sum(a: int, b: int) -> str:
    from sympy import Integer

    return str(Integer(a) + Integer(b))


_READER = operation("addition", "+", WORDINGS, read_sums, CLAUSES, SUM_FAULTS, _sum, commutes=True)
