"""Differences of two whole numbers: the checker, by docs/subtraction.md, sharing nothing with the solver."""

from __future__ import annotations

import pyarrow as pa

from synth.kernels.read.arithmetic_subtraction import CLAUSES, DIFFERENCE_FAULTS, read_differences
from synth.row import Row, Verdict, check_alone
from synth.verify._arithmetic import operation
from synth.verify._score import scored

CHECKS = ("columns", "machine integers")

WORDINGS = (
    "What is {0} - {1}?",
    "Work out {0} - {1}.",
    "Calculate {0} - {1}.",
    "What is {0} minus {1}?",
    "How much is {0} minus {1}?",
    "Subtract {1} from {0}.",
    "What do you get when you subtract {1} from {0}?",
    "Which number is {1} less than {0}?",
    "What must be added to {1} to get {0}?",
)
NATURAL = (
    "Take {1} away from {0}.",
    "What is left when {1} is taken away from {0}?",
    "Find the difference between {0} and {1}.",
)
"""Questions that make no sense, or mean another number, where the second number is the larger."""


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row of a batch of `synth.row.SCHEMA`, "" if it is accepted."""
    return _READER.faults(batch)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's number, else 0.0."""
    return scored(answer, row)


def _difference(a: int, b: int) -> str:
    from sympy import Integer

    return str(Integer(a) - Integer(b))


_READER = operation(
    "subtraction",
    "-",
    WORDINGS,
    read_differences,
    CLAUSES,
    DIFFERENCE_FAULTS,
    _difference,
    natural=NATURAL,
)
