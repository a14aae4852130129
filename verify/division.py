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
from synth.verify._arithmetic import Reader, same_number

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
_PARTS = re.compile(r"(\S{1,20}) +(?:remainder|rem|r|R) *(\S{1,20})", re.ASCII)


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row of a batch of `synth.row.SCHEMA`, "" if it is accepted."""
    return _READER.faults(batch)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's number, or its quotient and remainder, else 0.0.

    Spaces around and commas in a number do not count, and "remainder" may be "r".
    """
    given, right = _parts(answer), _parts(row.answer)
    if given and right:
        return same_number(given[1], right[1]) * same_number(given[2], right[2])
    return same_number(answer, row.answer)


def _parts(answer: str) -> re.Match[str] | None:
    return _PARTS.fullmatch(answer.strip()) if isinstance(answer, str) else None


def _quotient(a: int, b: int) -> str:
    from sympy import Integer, floor

    quotient = floor(Integer(a) / Integer(b))
    remainder = Integer(a) - quotient * b
    return f"{quotient} remainder {remainder}" if remainder else str(quotient)


_READER = Reader(
    "division",
    "/",
    False,
    (*EXACT_WORDINGS, *REMAINDER_WORDINGS),
    read_quotients,
    CLAUSES,
    QUOTIENT_FAULTS,
    _quotient,
)
