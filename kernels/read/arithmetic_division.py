"""Divisions read: each step against the digits of the question and against machine integers.

Two ways to the quotient that share no step: the digits that the steps write, one for each digit of the
question that is brought down, put together; and the proof that quotient * divisor + remainder is the
dividend, with the remainder below the divisor, for the numbers read as wholes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, inner, kernel
from synth.kernels.read.arithmetic import Asked, next_line, says, size_of
from synth.kernels.read.text import (
    Patterns,
    Values,
    read_pattern,
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

QUOTIENT_FAULTS = (
    "the question divides by 0",
    "the question does not say that a remainder is wanted, and there is one",
    "the question asks for a remainder, and there is none",
    "step {step} does not follow: {detail} is left",
    "step {step} does not follow: the digit to write is {detail}",
    "the answer is not the quotient with the remainder {detail}",
)
_NO_DIVISOR, _UNASKED, _NO_REMAINDER, _LEFT, _WRITE, _REMAINDER = range(
    len(FAULTS), len(FAULTS) + len(QUOTIENT_FAULTS)
)

EXACT_WORDINGS = (
    "What is {0} / {1}?",
    "Work out {0} / {1}.",
    "Calculate {0} / {1}.",
    "What is {0} divided by {1}?",
    "How much is {0} divided by {1}?",
    "Divide {0} by {1}.",
    "How many times does {1} go into {0}?",
    "What is the quotient of {0} and {1}?",
    "Find the quotient of {0} and {1}.",
    "What do you get when you divide {0} by {1}?",
)
"""The questions that want a quotient alone; those that want a remainder too are longer."""

CLAUSES = (
    "{7}. 0 divided by any number but 0 is 0.",
    "{7}. Any number divided by 1 is itself.",
    "{7}. Any number but 0 divided by itself is 1.",
    "{7}. {0} is less than {1}, so the quotient is 0 and {2} is left.",
    "{7}. {2} * {1} = {0}, so {3} goes into {4} exactly {5} times.",
    "{7}. {2} * {1} = {4} fits into {0}; {5} - {6} = {3} is left, which is less than {8}.",
    "{7}. Take {0}: ",
    "{7}. Bring down {5} to make {0}: ",
    "it is less than {1}. Write 0.",
    "{2} * {1} = {4}, and nothing is left. Write {3}.",
    "{2} * {1} = {4}, and {5} - {6} = {3} is left. Write {0}.",
    "{0} / {1} = {2}.",
    "So {0} / {1} = {2}.",
    "So {0} / {1} = {2} remainder {3}.",
    "Together the digits read {4}, so {0} / {1} = {2}.",
    "Together the digits read {4}, and {5} is left, so {0} / {1} = {2} remainder {3}.",
    "{2}",
    "{2} remainder {3}",
    "division facts",
    "division facts; remainders",
    "long division",
    "long division; remainders",
)
(
    _ZERO,
    _ONE,
    _ITSELF,
    _BELOW,
    _EXACT,
    _FITS,
    _TAKE,
    _DOWN,
    _NONE,
    _WHOLE,
    _PART,
    _SO,
    _DIGITS,
    _ANSWER,
    _SKILL,
) = (*range(11), 12, 14, 16, 18)


@inner
def _read_fact(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    dividend: Integer,
    divisor: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer]:
    """Return (code, step, detail) of the one step about a quotient of one digit, or a divisor 1."""
    quotient = dividend // divisor
    product = quotient * divisor
    rest = dividend - product
    if dividend == 0:
        clause = _ZERO
    elif divisor == 1:
        clause = _ONE
    elif dividend == divisor:
        clause = _ITSELF
    elif quotient == 0:
        clause = _BELOW
    elif rest == 0:
        clause = _EXACT
    else:
        clause = _FITS
    values[7] = 0
    at = read_pattern(data, at, end, clauses, clause, values)
    if at < 0 or values[7] != 1:
        return (WORDING if values[7] == 1 else BEGINNING), 1, 0
    if clause >= _BELOW and (values[0] != dividend or values[1] != divisor):
        return NUMBERS, 1, 0
    if clause == _BELOW and values[2] != dividend:
        return _LEFT, 1, dividend
    if clause == _EXACT:
        if values[3] != divisor or values[4] != dividend:
            return NUMBERS, 1, 0
        if values[2] != quotient or values[5] != quotient:
            return RESULT, 1, quotient
    if clause == _FITS:
        if values[5] != dividend or values[4] != values[6] or values[8] != divisor:
            return NUMBERS, 1, 0
        if values[2] != quotient or values[4] != product:
            return RESULT, 1, quotient
        if values[3] != rest:
            return _LEFT, 1, rest
    return (RIGHT if at == end else END), 1, 0


@inner
def _read_digits(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    question: NDArray[np.uint8],
    dividend_end: Integer,
    dividend: Integer,
    divisor: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer, Integer, Integer]:
    """Return (code, step, detail, the number that the digits make, what is left) of a long division."""
    quotient = left = np.int64(0)
    step = np.int64(0)
    for place in range(size_of(dividend) - 1, -1, -1):
        digit = np.int64(question[dividend_end - 1 - place]) - 48
        left = 10 * left + digit
        if left < divisor and step == 0:
            continue
        step += 1
        at = next_line(data, at, end, step)
        values[5] = digit
        at = read_pattern(data, at, end, clauses, _TAKE if step == 1 else _DOWN, values)
        if at < 0 or values[7] != step:
            return BEGINNING, step, 0, quotient, left
        if values[0] != left or values[5] != digit:
            return NUMBERS, step, 0, quotient, left
        if left < divisor:
            at = read_pattern(data, at, end, clauses, _NONE, values)
            if at < 0:
                return _WRITE, step, 0, quotient, left
            if values[1] != divisor:
                return NUMBERS, step, 0, quotient, left
            written, rest = np.int64(0), left
        else:
            # What machine integers say of this leading part of the dividend.
            rest = dividend // 10**place % divisor
            written = dividend // 10**place // divisor % 10
            at = read_pattern(data, at, end, clauses, _WHOLE if rest == 0 else _PART, values)
            if at < 0:
                return WORDING, step, 0, quotient, left
            if values[1] != divisor or (rest and values[5] != left):
                return NUMBERS, step, 0, quotient, left
            if values[2] * divisor != values[4] or values[2] != written:
                return _WRITE, step, written, quotient, left
            if rest and (values[6] != values[4] or left - values[4] != values[3] or values[3] != rest):
                return _LEFT, step, rest, quotient, left
            if rest == 0 and values[4] != left:
                return _LEFT, step, 0, quotient, left
            if (values[0] if rest else values[3]) != values[2]:
                return _WRITE, step, written, quotient, left
            rest = left - values[4]
        quotient = 10 * quotient + written
        left = rest
    return (RIGHT if at == end else END), step, 0, quotient, left


@kernel
def read_quotients(rows: Rows, clauses: Patterns, asked: Asked, faults: Faults) -> None:
    """Check level, steps, solution, answer and skills of the rows that have no fault yet."""
    rows, clauses, asked, faults = bare(rows), bare(clauses), bare(asked), bare(faults)
    code, steps, details, values = faults.code, faults.step, faults.detail, asked.values
    data, starts = rows.reasoning.data, rows.reasoning.starts
    for i in range(len(code)):
        if code[i] != RIGHT:
            continue
        dividend, divisor = asked.a[i], asked.b[i]
        if divisor == 0:
            code[i] = _NO_DIVISOR
            continue
        quotient = dividend // divisor
        rest = dividend % divisor
        remains = np.int64(rest > 0)
        if remains != np.int64(asked.wording[i] >= len(EXACT_WORDINGS)):
            code[i] = _UNASKED if remains else _NO_REMAINDER
            continue
        fact = divisor == 1 or quotient < 10
        level = 1 if divisor == 1 or quotient == 0 or (fact and divisor < 10) else 2 if divisor < 10 else 3
        if rows.level[i] != level:
            code[i], details[i] = LEVEL, level
            continue
        at, end = np.int64(starts[i]), np.int64(starts[i + 1])
        made, left = quotient, rest
        if fact:
            code[i], steps[i], details[i] = _read_fact(data, at, end, clauses, dividend, divisor, values)
        else:
            code[i], steps[i], details[i], made, left = _read_digits(
                data, at, end, clauses, rows.question.data, asked.a_end[i], dividend, divisor, values
            )
        if code[i] != RIGHT:
            continue
        if made * divisor + left != dividend or left < 0 or left >= divisor:
            code[i], details[i] = RESULT, quotient
            continue
        values[2], values[3] = made, left
        right = says(rows.answer, i, clauses, _ANSWER + remains, 0, 0, values)
        if not right or values[2] != made or values[3] != left:
            code[i], details[i] = (_REMAINDER, rest) if remains else (ANSWER, quotient)
            continue
        said_as = (_SO if fact else _DIGITS) + remains
        values[2], values[3], values[4], values[5] = made, left, made, left
        right = says(rows.solution, i, clauses, said_as, dividend, divisor, values)
        right &= values[2] == made and values[3] == left and values[4] == made and values[5] == left
        if not right:
            code[i] = SOLUTION
            continue
        skill = _SKILL + (0 if fact and divisor < 10 else 2) + remains
        if not says(rows.skills, i, clauses, skill, 0, 0, values):
            code[i] = SKILLS
