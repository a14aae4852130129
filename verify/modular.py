"""Common divisors and multiples, powers and inverses: the checker. It reads rows by docs/modular.md.

Every step is recomputed, and the result is found by another algorithm: common divisors by halving and
subtracting, powers from the lowest binary digit, inverses by their product. SymPy sees one row in a thousand.
"""

from __future__ import annotations

import re
from math import gcd, lcm

import numpy as np
import pyarrow as pa

from synth.kernels.read.modular import EXPONENTS, judge
from synth.kernels.read.modular_text import (
    BOUND_FIRST,
    GCD,
    LCM,
    POWER,
    QUESTIONS,
    SENTENCES,
)
from synth.row import Row, Verdict, check_alone
from synth.verify._batches import also, levels_of, texts_of, with_plain_columns

CHECKS = ("steps", "another algorithm")

_QUESTIONS = [re.compile(re.escape(text).replace(r"\#", "([1-9][0-9]{0,8})")) for text in QUESTIONS]


def check(row: Row) -> Verdict:
    """Accept a row whose steps lead to the answer of its question."""
    return check_alone(row, check_batch, CHECKS)


def check_batch(batch: pa.RecordBatch) -> pa.StringArray:
    """Return the fault of each row, nothing for one that is accepted."""
    rows = batch.num_rows
    faults, steps = np.zeros(rows, np.int8), np.zeros(rows, np.int32)
    sampled = np.zeros(rows, np.bool_)
    judge(texts_of(batch), levels_of(batch), SENTENCES, faults, steps, sampled)
    said = with_plain_columns(batch, "modular", faults, steps)
    return also(batch, said, sampled, _by_sympy)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the right answer, but for space around it; else 0.0."""
    kind, numbers = _asked(row.question)
    try:
        right = _answer(kind, numbers)
    except (ValueError, IndexError):
        return 0.0
    return float(answer.strip() == str(right))


def _asked(question: str) -> tuple[int, tuple[int, ...]]:
    """Return kind and numbers of a question, no numbers if it is none of this family."""
    for place, pattern in enumerate(_QUESTIONS):
        found = pattern.fullmatch(question)
        if found:
            numbers = tuple(map(int, found.groups()))
            return place // 4, numbers[1:] if place >= BOUND_FIRST else numbers
    return GCD, ()


def _answer(kind: int, numbers: tuple[int, ...]) -> int:
    """Return the answer; raise IndexError or ValueError where there is none."""
    if kind == POWER:
        if numbers[1] >= EXPONENTS:
            raise ValueError("the exponent is too large")
        return pow(numbers[0], numbers[1], numbers[2])
    a, b = numbers[:2]
    if kind == GCD:
        return gcd(a, b)
    return lcm(a, b) if kind == LCM else pow(a, -1, b)


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
