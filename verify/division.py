"""Divisions of two whole numbers: the checker, by docs/division.md, sharing nothing with the solver."""

from __future__ import annotations

import re

import pyarrow as pa

from synth.kernels.read.arithmetic_division import (
    CLAUSES,
    EXACT_WORDINGS,
    QUOTIENT_FAULTS,
    read_quotients,
)
from synth.row import Row, Verdict, check_alone
from synth.verify._arithmetic import operation
from synth.verify._score import scored

CHECKS = ("digit by digit", "machine integers")

REMAINDER_WORDINGS = (
    "What is {0} / {1}? Give the quotient and the remainder.",
    "Work out {0} / {1} with a remainder.",
    "Calculate the quotient and the remainder of {0} / {1}.",
    "What is {0} divided by {1}, as a whole number and a remainder?",
    "Divide {0} by {1}. Give the quotient and the remainder.",
    "How many times does {1} go into {0}, and what is the remainder?",
    "What are the quotient and the remainder when {0} is divided by {1}?",
    "Find the quotient and the remainder when {0} is divided by {1}.",
    "What do you get when you divide {0} by {1} with a remainder?",
)
_PARTS = re.compile("([0-9]{1,20}) (?:remainder|rem|r) ?([0-9]{1,20})")


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row of a batch of `synth.row.SCHEMA`, "" if it is accepted."""
    return _READER.faults(batch)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's number, or its quotient and remainder, also after "r" or "rem"; else 0.0."""
    return scored(answer, row, _is_same)


def _is_same(given: str, gold: str) -> bool:
    parts, right = _PARTS.fullmatch(given), _PARTS.fullmatch(gold)
    return parts is not None and right is not None and parts.groups() == right.groups()


def _quotient(a: int, b: int) -> str:
    from sympy import Integer, floor

    quotient = floor(Integer(a) / Integer(b))
    remainder = Integer(a) - quotient * b
    return f"{quotient} remainder {remainder}" if remainder else str(quotient)


_READER = operation(
    "division",
    "/",
    (*EXACT_WORDINGS, *REMAINDER_WORDINGS),
    read_quotients,
    CLAUSES,
    QUOTIENT_FAULTS,
    _quotient,
)
