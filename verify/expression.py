"""Whole-number expressions of several operations: the checker. It reads a row by docs/expression.md.

Rows are read in batches by `kernels/read/expression.py`, which names the two methods. SymPy values one row in
a thousand again, from another reader's tree.
"""

from __future__ import annotations

from functools import partial

import pyarrow as pa

from synth.kernels.read.expression import EXPRESSION_FAULTS, QUESTIONS, TEXTS, judge
from synth.row import Row, Verdict, check_alone
from synth.verify._batches import Reader
from synth.verify._columns import Fault
from synth.verify._rational import rational, read, value
from synth.verify._score import scored

CHECKS = ("rewriting", "shunting yard")


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row of a batch of `synth.row.SCHEMA`, "" if it is accepted."""
    return _READER.faults(batch)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's number, else 0.0."""
    return scored(answer, row)


def _by_sympy(question: str) -> str:
    """Return what SymPy's rationals find that the expression of a question comes to."""
    for before, behind in QUESTIONS:
        if question.startswith(before) and question.endswith(behind):
            try:
                return str(value(read(question[len(before) : -len(behind)]), rational))
            except Fault:
                break
    return "nothing"


_READER = Reader("expression", "an expression", partial(judge, TEXTS), EXPRESSION_FAULTS, _by_sympy)
