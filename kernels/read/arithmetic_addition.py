"""Sums read: each step against the digits of the question and against machine integers.

Two ways to the sum that share no step: the digits that the steps write, column by column from the bytes of
the question, put together; and a + b of the numbers read as wholes, whose remainders tell every carry.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, inner, kernel
from synth.kernels.read.arithmetic import Asked, next_line, says, size_of
from synth.kernels.read.text import (
    BLANK,
    COMMA,
    DOT,
    Patterns,
    Values,
    match_byte,
    match_number,
    read_pattern,
    says_number,
)
from synth.kernels.read.verdict import (
    ANSWER,
    BEGINNING,
    END,
    FAULTS,
    LEVEL,
    NUMBERS,
    RESULT,
    RIGHT,
    SKILLS,
    SOLUTION,
    WORDING,
    Faults,
    Rows,
)

SUM_FAULTS = (
    "step {step} does not follow: the carry into the column is {detail}",
    "step {step} does not follow: the digit to write is {detail}",
    "step {step} does not follow: the carry out of the column is {detail}",
)
_CARRY_IN, _WRITE, _CARRY_OUT = range(len(FAULTS), len(FAULTS) + len(SUM_FAULTS))

_PLACES = ("Ones", "Tens", "Hundreds", "Thousands", "Ten thousands", "Hundred thousands")
_FORMS = (
    "{0} + {1} = {2}.",
    "{0} + {1} + 1 = {2}.",
    "{0} + {1} = {2}, write {3}, carry 1.",
    "{0} + {1} + 1 = {2}, write {3}, carry 1.",
    "{0} + 1 = {2}.",
    "{0} + 1 = {2}, write {3}, carry 1.",
)
_ONE, _ONE_CARRIED = 4, 5

CLAUSES = (
    *(f"{{7}}. {place}: {form}" for place in _PLACES for form in _FORMS),
    "{7}. ",
    "{7}. Bring down {0}.",
    "{7}. One of the numbers is 0, so the sum is the other, {0}.",
    "{7}. Count on {1} from {0}: {2}",
    "{7}. To make ten with {0}, split {1}: {4} = {2} + {3}.",
    "{7}. {0} + {2} = {5}.",
    "Together the digits read {3}, so {0} + {1} = {2}.",
    "So {0} + {1} = {2}.",
    "addition facts",
    "column addition",
    "column addition; carrying",
)
_NUMBER, _DOWN, _ZERO, _COUNT, _SPLIT, _EQUATION, _TOGETHER, _SUM, _FACT = range(36, 45)


@inner
def _read_fact(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    high: Integer,
    low: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer]:
    """Return (code, step, detail) of the reasoning about a sum of two digits."""
    values[7] = 0
    if low == 0:
        at = read_pattern(data, at, end, clauses, _ZERO, values)
        if at < 0 or values[7] != 1 or values[0] != high:
            return (RESULT if values[7] == 1 else BEGINNING), 1, high
    elif high + low <= 10:
        at = read_pattern(data, at, end, clauses, _COUNT, values)
        if at < 0 or values[7] != 1:
            return (WORDING if values[7] == 1 else BEGINNING), 1, 0
        if values[0] != high or values[1] != low or values[2] != high + 1:
            return NUMBERS, 1, 0
        for count in range(high + 2, high + low + 1):
            at = match_byte(data, at, end, COMMA)
            at = match_byte(data, at, end, BLANK)
            at = match_number(data, at, end, count)
        at = match_byte(data, at, end, DOT)
        if at < 0:
            return RESULT, 1, high + low
    else:
        at = read_pattern(data, at, end, clauses, _SPLIT, values)
        if at < 0 or values[7] != 1:
            return (WORDING if values[7] == 1 else BEGINNING), 1, 0
        filling, over = values[2], values[3]
        if values[0] != high or values[1] != low or values[4] != low:
            return NUMBERS, 1, 0
        if filling + high != 10 or filling + over != low:
            return NUMBERS, 1, 0
        for step in range(2, 4):
            at = next_line(data, at, end, step)
            at = read_pattern(data, at, end, clauses, _EQUATION, values)
            if at < 0 or values[7] != step:
                return BEGINNING, step, 0
            if values[0] != (high if step == 2 else 10) or values[2] != (filling if step == 2 else over):
                return NUMBERS, step, 0
            if values[5] != values[0] + values[2]:
                return RESULT, step, values[0] + values[2]
    return (RIGHT if at == end else END), values[7], 0


@inner
def _other_form(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    column: Integer,
    single: bool,
    carry: Integer,
    out: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer]:
    """Return (code, step, detail) of a step that does not read as it should."""
    step = column + 1
    values[7] = 0
    if read_pattern(data, at, end, clauses, _NUMBER, values) < 0 or values[7] != step:
        return BEGINNING, step, 0
    for form in range(_ONE if single else 0, 6 if single else _ONE):
        if read_pattern(data, at, end, clauses, 6 * column + form, values) >= 0:
            into = form & 1 if form < _ONE else 1
            if into != carry:
                return _CARRY_IN, step, carry
            return _CARRY_OUT, step, out
    return WORDING, step, 0


@inner
def _read_columns(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    question: NDArray[np.uint8],
    a_end: Integer,
    b_end: Integer,
    a: Integer,
    b: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer, Integer, Integer]:
    """Return (code, step, detail, the number that the digits make, whether there was a carry)."""
    size, other = size_of(a), size_of(b)
    shorter, longer = min(size, other), max(size, other)
    made = np.int64(0)
    weight = np.int64(1)
    carry = np.int64(0)
    carried = np.int64(0)
    for column in range(longer):
        step = column + 1
        at = next_line(data, at, end, step)
        # What machine integers say of the carry into this column.
        if (a % weight + b % weight) // weight != carry:
            return _CARRY_IN, step, 1 - carry, made, carried
        if column >= shorter and not carry:
            at = read_pattern(data, at, end, clauses, _DOWN, values)
            if at < 0 or values[7] != step:
                return BEGINNING, step, 0, made, carried
            if values[0] != max(a, b) // weight:
                return RESULT, step, max(a, b) // weight, made, carried
            made += values[0] * weight
            return (RIGHT if at == end else END), step, 0, made, carried
        digit = np.int64(question[a_end - step]) - 48 if column < size else np.int64(0)
        other_digit = np.int64(question[b_end - step]) - 48 if column < other else np.int64(0)
        total = digit + other_digit + carry
        last = column + 1 == longer
        out = np.int64(total > 9)
        form = carry + 2 * np.int64(out and not last)
        if column >= shorter:
            form = np.int64(_ONE_CARRIED if out and not last else _ONE)
            digit, other_digit = digit + other_digit, np.int64(0)
            values[1] = 0
        begin = at
        at = read_pattern(data, at, end, clauses, 6 * column + form, values)
        if at < 0:
            out = np.int64(out and not last)
            code, step, detail = _other_form(
                data, begin, end, clauses, column, column >= shorter, carry, out, values
            )
            return code, step, detail, made, carried
        if values[7] != step:
            return BEGINNING, step, 0, made, carried
        if values[0] != digit or values[1] != other_digit:
            return NUMBERS, step, 0, made, carried
        if values[2] != total:
            return RESULT, step, total, made, carried
        carried |= out
        if last:
            made += values[2] * weight
        elif out:
            if values[3] != total - 10:
                return _WRITE, step, total - 10, made, carried
            made += values[3] * weight
        else:
            made += values[2] * weight
        carry = out
        weight *= 10
    return (RIGHT if at == end else END), longer, 0, made, carried


@kernel
def read_sums(rows: Rows, clauses: Patterns, asked: Asked, faults: Faults) -> None:
    """Check level, steps, solution, answer and skills of the rows that have no fault yet."""
    rows, clauses, asked, faults = bare(rows), bare(clauses), bare(asked), bare(faults)
    code, steps, details, values = faults.code, faults.step, faults.detail, asked.values
    data, starts = rows.reasoning.data, rows.reasoning.starts
    for i in range(len(code)):
        if code[i] != RIGHT:
            continue
        a, b = asked.a[i], asked.b[i]
        size = max(size_of(a), size_of(b))
        level = 1 if size == 1 else 2 if size <= 3 else 3
        if rows.level[i] != level:
            code[i], details[i] = LEVEL, level
            continue
        total = a + b
        at, end = np.int64(starts[i]), np.int64(starts[i + 1])
        made, carried = total, np.int64(-1)
        if size == 1:
            code[i], steps[i], details[i] = _read_fact(data, at, end, clauses, max(a, b), min(a, b), values)
        else:
            code[i], steps[i], details[i], made, carried = _read_columns(
                data, at, end, clauses, rows.question.data, asked.a_end[i], asked.b_end[i], a, b, values
            )
        if code[i] != RIGHT:
            continue
        if made != total:
            code[i], details[i] = RESULT, total
            continue
        if not says_number(rows.answer, i, total):
            code[i], details[i] = ANSWER, total
            continue
        said_as = _SUM if size == 1 else _TOGETHER
        values[2] = values[3] = total
        right = says(rows.solution, i, clauses, said_as, a, b, values)
        if not right or values[2] != total or values[3] != total:
            code[i] = SOLUTION
        elif not says(rows.skills, i, clauses, _FACT + 1 + carried, 0, 0, values):
            code[i] = SKILLS
