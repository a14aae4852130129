"""Products of two whole numbers: the checker, by docs/multiplication.md, sharing nothing with the solver."""

from __future__ import annotations

import pyarrow as pa

from synth.kernels.read.arithmetic_multiplication import CLAUSES, PRODUCT_FAULTS, read_products
from synth.row import Row, Verdict, check_alone
from synth.verify._arithmetic import operation
from synth.verify._score import scored

CHECKS = ("digit products", "machine integers")

WORDINGS = (
    "What is {0} * {1}?",
    "Work out {0} * {1}.",
    "Calculate {0} * {1}.",
    "What is {0} times {1}?",
    "How much is {0} times {1}?",
    "What is {0} multiplied by {1}?",
    "Multiply {0} by {1}.",
    "Multiply {0} and {1}.",
    "Find the product of {0} and {1}.",
    "What is the product of {0} and {1}?",
    "What do you get when you multiply {0} by {1}?",
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


def _product(a: int, b: int) -> str:
    from sympy import Integer

    return str(Integer(a) * Integer(b))


_READER = operation(
    "multiplication", "*", WORDINGS, read_products, CLAUSES, PRODUCT_FAULTS, _product, commutes=True
)
