"""Whole-number expressions of several operations: the checker. It reads a row by docs/expression.md.

Rows are read in batches by `kernels/read/expression.py`, which names the two methods. One row in a thousand,
chosen by a keyed hash of its id, is valued again by SymPy from another reader's tree.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xxhash
from numpy.typing import NDArray

from synth.kernels.read.expression import (
    ANSWER,
    CANONICAL,
    EMPTY,
    EXPRESSION,
    GOOD,
    GROUP,
    INVARIANT,
    LEFT,
    LIMIT,
    MARK,
    MORE,
    NUMBER,
    OPERATION,
    QUESTION,
    RESULT,
    SOLUTION,
    read_rows,
)
from synth.kernels.read.text import column, words
from synth.row import Row, Verdict, check_alone
from synth.verify._columns import Fault
from synth.verify._rational import rational, read, same_text, value

CHECKS = ("rewriting", "shunting yard")
QUESTIONS = (
    ("Evaluate ", "."),
    ("Work out ", "."),
    ("Calculate ", "."),
    ("What is ", "?"),
    ("Find the value of ", "."),
    ("What does ", " come to?"),
)
SAMPLED = 1_000
"""SymPy values one row in so many."""
_KEY = 0x5EED

_READ = ("question", "reasoning", "solution", "answer", "canonical", "group")
_TEXTS = words(
    [" = ", ", which leaves ", ".\n", "expression:", *(part for question in QUESTIONS for part in question)]
)
_PLAIN = {"family": "expression", "domain": "math", "language": "en", "tests": "", "payload": "{}"}
_LEVELS = np.array([0, 1, 1, 2, 3, 4, 4], np.int8)
"""The level of an expression by the number of its operations."""
_FAULTS = {
    QUESTION: "the question is not one for an expression",
    EXPRESSION: "the question has no expression that can be read",
    LIMIT: "a result in the question is below 1, above 9999, or not whole",
    EMPTY: "the question has nothing to work out",
    NUMBER: "step {} is missing or does not begin with its number",
    OPERATION: "step {} does not carry out the operation that is next",
    RESULT: "step {} has a wrong result",
    LEFT: "step {} does not leave what the step before left, with the result in its place",
    INVARIANT: "step {} leaves another value than the question's",
    MARK: "step {} does not go on, or end, as a step does",
    MORE: "the reasoning goes on after step {}, where nothing is left to do",
    SOLUTION: "the solution is not the question's expression with what it comes to",
    ANSWER: "the answer is not what the expression comes to",
    CANONICAL: "the canonical is not the question's expression",
    GROUP: "the group is not that of the expression",
}


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row of a batch of `synth.row.SCHEMA`, and nothing for one that is right."""
    rows = batch.num_rows
    held = [column(batch[name]) for name in _READ]
    question, reasoning, solution, answer, canonical, group = held
    codes, steps, operations = np.empty(rows, np.int8), np.empty(rows, np.int64), np.empty(rows, np.int64)
    read_rows(
        question.data, question.starts, reasoning.data, reasoning.starts, solution.data, solution.starts,
        answer.data, answer.starts, canonical.data, canonical.starts, group.data, group.starts,
        _TEXTS.pool, _TEXTS.bounds, codes, steps, operations,
    )  # fmt: skip
    faults = {int(row): _FAULTS[int(codes[row])].format(steps[row]) for row in np.flatnonzero(codes != GOOD)}
    for number in _sampled(batch["id"], codes == GOOD):
        _check_sympy(number, batch["solution"][number].as_py(), faults)
    levels = batch["level"].to_numpy(zero_copy_only=False)
    for row in np.flatnonzero((codes == GOOD) & (levels != _LEVELS[np.minimum(operations, 6)])):
        faults[int(row)] = f"the level is {levels[row]}, not {_LEVELS[operations[row]]}"
    for name, text in _PLAIN.items():
        right = pc.fill_null(pc.equal(batch[name], text), False).to_numpy(zero_copy_only=False)
        for row in np.flatnonzero(~right):
            faults[int(row)] = f"the {name} is not {text!r}"
    for name, one in zip(_READ, held, strict=True):
        for row in np.flatnonzero(~one.held):
            faults[int(row)] = f"the {name} is missing"
    if not faults:
        return pa.repeat(pa.scalar(""), rows)
    return pa.array([faults.get(row, "") for row in range(rows)], pa.string())


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's number, else 0.0."""
    return same_text(answer, row)


def _sampled(ids: Any, good: NDArray[np.bool_]) -> list[int]:
    """Return the rows that SymPy values: those whose id has a keyed hash divisible by SAMPLED."""
    return [
        number
        for number, name in enumerate(ids.to_pylist())
        if good[number] and name is not None and not xxhash.xxh3_64_intdigest(name.encode(), _KEY) % SAMPLED
    ]


def _check_sympy(number: int, solution: str, faults: dict[int, str]) -> None:
    """Note a fault unless SymPy's rationals find what a solution says that its expression comes to."""
    asked, _, found = re.sub(r"\.$", "", solution).partition(" = ")
    try:
        worth = value(read(asked), rational)
    except Fault as fault:
        faults[number] = str(fault)
        return
    if str(worth) != found:
        faults[number] = f"the expression comes to {found}, but sympy finds {worth}"
