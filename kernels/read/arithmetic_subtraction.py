"""Differences read: each step against the digits of the question and against machine integers.

Two ways to the difference that share no step: the digits that the steps write, column by column from the
bytes of the question, put together; and a - b of the numbers read as wholes. For the second, a column borrows
if the number is less from there to the right: no chain of borrows is followed.
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

DIFFERENCE_FAULTS = (
    "step {step} does not follow: the column on the right borrowed {detail}",
    "step {step} does not follow: the column has to borrow {detail}",
    "step {step} does not follow: after borrowing, the digit counts {detail}",
)
_DEBT, _BORROW, _TOP = range(len(FAULTS), len(FAULTS) + len(DIFFERENCE_FAULTS))

_PLACES = ("Ones", "Tens", "Hundreds", "Thousands", "Ten thousands", "Hundred thousands")
_FORMS = (
    "{0} - {1} = {2}.",
    "{0} - {1} - 1 = {2}.",
    "{0} - {1} is below 0, so borrow 1: {3} - {4} = {2}.",
    "{0} - {1} - 1 is below 0, so borrow 1: {3} - {4} - 1 = {2}.",
    "{0} - 1 = {2}.",
    "{0} - 1 is below 0, so borrow 1: {3} - 1 = {2}.",
)
_ONE, _ONE_BORROWED = 4, 5

CLAUSES = (
    *(f"{{7}}. {place}: {form}" for place in _PLACES for form in _FORMS),
    "{7}. ",
    "{7}. Bring down {0}.",
    "{7}. {1} is less than {0}, so {2} - {3} = -({4} - {5}).",
    "{7}. Taking away 0 changes nothing, so the difference is {0}.",
    "{7}. A number minus itself is 0.",
    "{7}. {0} comes right after {1}, so the difference is 1.",
    "{7}. Count back {1} from {0}: {2}",
    "{7}. Count on from {1} to {0}: {2}",
    " That is {3} steps.",
    "{7}. To reach ten from {0}, split {1}: {4} = {2} + {3}.",
    "{7}. {0} - {2} = {5}.",
    "So {0} - {1} = {2}.",
    "So {0} - {1} = {2}, and {3} - {4} = -{5}.",
    "subtraction facts",
    "column subtraction",
    "column subtraction; borrowing",
    "subtraction facts; negative differences",
    "column subtraction; negative differences",
    "column subtraction; borrowing; negative differences",
    *(
        f"Together the digits read {'0' * zeros}{{6}}, so {{0}} - {{1}} = {{2}}{end}"
        for end in (".", " and {3} - {4} = -{5}.")
        for zeros in range(6)
    ),
)
(
    _NUMBER,
    _DOWN,
    _TURN,
    _ZERO,
    _ITSELF,
    _NEXT,
    _BACK,
    _ON,
    _STEPS,
    _SPLIT,
    _EQUATION,
    _SO,
    _SO_NEGATIVE,
    _FACT,
) = range(36, 50)
_TOGETHER = 55


@inner
def _read_fact(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    line: Integer,
    high: Integer,
    low: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer]:
    """Return (code, step, detail) of steps from `line` on about a difference of up to 9."""
    difference = high - low
    on = low > difference
    if low == 0:
        clause = _ZERO
    elif difference == 0:
        clause = _ITSELF
    elif high > 10:
        clause = _SPLIT
    elif difference == 1 and low > 1:
        clause = _NEXT
    else:
        clause = _ON if on else _BACK
    values[0], values[1] = high, low
    at = read_pattern(data, at, end, clauses, clause, values)
    if at < 0 or values[7] != line:
        return (WORDING if at < 0 and values[7] == line else BEGINNING), line, 0
    if values[0] != high or values[1] != low:
        return NUMBERS, line, 0
    if clause == _SPLIT:
        above, below = values[2], values[3]
        if values[4] != low or above + 10 != high or above + below != low:
            return NUMBERS, line, 0
        for turn in range(1, 3):
            at = next_line(data, at, end, line + turn)
            at = read_pattern(data, at, end, clauses, _EQUATION, values)
            if at < 0 or values[7] != line + turn:
                return BEGINNING, line + turn, 0
            if values[0] != (high if turn == 1 else 10) or values[2] != (above if turn == 1 else below):
                return NUMBERS, line + turn, 0
            if values[5] != values[0] - values[2]:
                return RESULT, line + turn, values[0] - values[2]
        line += 2
    elif clause in (_ON, _BACK):
        towards = 1 if on else -1
        reached = (low if on else high) + towards
        if values[2] != reached:
            return NUMBERS, line, 0
        for _ in range((difference if on else low) - 1):
            reached += towards
            at = match_byte(data, at, end, COMMA)
            at = match_byte(data, at, end, BLANK)
            at = match_number(data, at, end, reached)
        at = match_byte(data, at, end, DOT)
        if on and at >= 0:
            at = read_pattern(data, at, end, clauses, _STEPS, values)
            if at >= 0 and values[3] != difference:
                return RESULT, line, difference
        if at < 0:
            return RESULT, line, difference
    return (RIGHT if at == end else END), line, 0


@inner
def _other_form(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    step: Integer,
    column: Integer,
    single: bool,
    debt: Integer,
    borrows: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer]:
    """Return (code, step, detail) of a step that does not read as it should."""
    values[7] = 0
    if read_pattern(data, at, end, clauses, _NUMBER, values) < 0 or values[7] != step:
        return BEGINNING, step, 0
    for form in range(_ONE if single else 0, 6 if single else _ONE):
        if read_pattern(data, at, end, clauses, 6 * column + form, values) >= 0:
            owed = form & 1 if form < _ONE else 1
            if owed != debt:
                return _DEBT, step, debt
            return _BORROW, step, borrows
    return WORDING, step, 0


@inner
def _read_columns(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    question: NDArray[np.uint8],
    high_end: Integer,
    low_end: Integer,
    line: Integer,
    high: Integer,
    low: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer, Integer, Integer]:
    """Return (code, step, detail, the number that the digits make, whether there was a borrow)."""
    size, other = size_of(high), size_of(low)
    made = np.int64(0)
    weight = np.int64(1)
    debt = np.int64(0)
    borrowed = np.int64(0)
    step = line
    for column in range(size):
        step = line + column
        if column:
            at = next_line(data, at, end, step)
        # What machine integers say of the borrow of the column on the right.
        if np.int64(high % weight < low % weight) != debt:
            return _DEBT, step, 1 - debt, made, borrowed
        if column >= other and not debt:
            at = read_pattern(data, at, end, clauses, _DOWN, values)
            if at < 0 or values[7] != step:
                return BEGINNING, step, 0, made, borrowed
            if values[0] != high // weight:
                return RESULT, step, high // weight, made, borrowed
            made += values[0] * weight
            return (RIGHT if at == end else END), step, 0, made, borrowed
        digit = np.int64(question[high_end - 1 - column]) - 48
        other_digit = np.int64(question[low_end - 1 - column]) - 48 if column < other else np.int64(0)
        borrows = np.int64(digit < other_digit + debt)
        form = debt + 2 * borrows
        if column >= other:
            form = np.int64(_ONE_BORROWED if borrows else _ONE)
            values[1] = 0
        if not borrows or column >= other:
            values[4] = other_digit
        begin = at
        at = read_pattern(data, at, end, clauses, 6 * column + form, values)
        if at < 0:
            code, step, detail = _other_form(
                data, begin, end, clauses, step, column, column >= other, debt, borrows, values
            )
            return code, step, detail, made, borrowed
        if values[7] != step:
            return BEGINNING, step, 0, made, borrowed
        if values[0] != digit or values[1] != other_digit or values[4] != other_digit:
            return NUMBERS, step, 0, made, borrowed
        if borrows and values[3] != digit + 10:
            return _TOP, step, digit + 10, made, borrowed
        left = 10 * borrows + digit - other_digit - debt
        if values[2] != left:
            return RESULT, step, left, made, borrowed
        made += values[2] * weight
        debt = borrows
        borrowed |= borrows
        weight *= 10
    return (RIGHT if at == end else END), step, 0, made, borrowed


@kernel
def read_differences(rows: Rows, clauses: Patterns, asked: Asked, faults: Faults) -> None:
    """Check level, steps, solution, answer and skills of the rows that have no fault yet."""
    rows, clauses, asked, faults = bare(rows), bare(clauses), bare(asked), bare(faults)
    code, steps, details, values = faults.code, faults.step, faults.detail, asked.values
    data, starts = rows.reasoning.data, rows.reasoning.starts
    for i in range(len(code)):
        if code[i] != RIGHT:
            continue
        a, b = asked.a[i], asked.b[i]
        negative = np.int64(a < b)
        high, low, high_end, low_end = a, b, asked.a_end[i], asked.b_end[i]
        if negative:
            high, low, high_end, low_end = b, a, asked.b_end[i], asked.a_end[i]
        difference = high - low
        fact = low < 10 and difference < 10
        level = 4 if negative else 1 if fact else 2 if high < 1000 else 3
        if rows.level[i] != level:
            code[i], details[i] = LEVEL, level
            continue
        at, end = np.int64(starts[i]), np.int64(starts[i + 1])
        line = np.int64(1)
        if negative:
            at = read_pattern(data, at, end, clauses, _TURN, values)
            if at < 0 or values[7] != 1:
                code[i], steps[i] = BEGINNING, 1
                continue
            if (
                values[0] != high
                or values[1] != low
                or values[2] != low
                or values[3] != high
                or values[4] != high
                or values[5] != low
            ):
                code[i], steps[i] = NUMBERS, 1
                continue
            line = np.int64(2)
            at = next_line(data, at, end, line)
        made, borrowed = difference, np.int64(-1)
        if fact:
            code[i], steps[i], details[i] = _read_fact(data, at, end, clauses, line, high, low, values)
        else:
            code[i], steps[i], details[i], made, borrowed = _read_columns(
                data, at, end, clauses, rows.question.data, high_end, low_end, line, high, low, values
            )
        if code[i] != RIGHT:
            continue
        if made != difference:
            code[i], details[i] = RESULT, difference
            continue
        if not says_number(rows.answer, i, a - b):
            code[i], details[i] = ANSWER, a - b
            continue
        said_as = _SO + negative
        if not fact:
            said_as = _TOGETHER + 6 * negative + size_of(high) - size_of(difference)
        values[2] = values[5] = values[6] = difference
        values[3], values[4] = low, high
        right = says(rows.solution, i, clauses, said_as, high, low, values)
        right &= values[2] == difference and values[5] == difference and values[6] == difference
        if not right or values[3] != low or values[4] != high:
            code[i] = SOLUTION
            continue
        skill = _FACT + 1 + borrowed + 3 * negative
        if not says(rows.skills, i, clauses, skill, 0, 0, values):
            code[i] = SKILLS
