"""Products read: each step against the digits of the question and against machine integers.

Two ways to the product that share no step: the products of single digits, taken from the bytes of the
question and added up as the steps say; and a * b of the numbers read as wholes, whose parts tell every carry.
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

PRODUCT_FAULTS = (
    "step {step} does not follow: the carry into the column is {detail}",
    "step {step} does not follow: the digit to write is {detail}",
    "step {step} does not follow: the carry out of the column is {detail}",
    "step {step} does not follow: {detail} belongs here",
)
_CARRY_IN, _WRITE, _CARRY_OUT, _PART = range(len(FAULTS), len(FAULTS) + len(PRODUCT_FAULTS))

_PLACES = ("Ones", "Tens", "Hundreds", "Thousands", "Ten thousands", "Hundred thousands")
_FORMS = (
    "{0} * {1} = {2}.",
    "{0} * {1} + {4} = {2}.",
    "{0} * {1} = {2}, write {3}, carry {5}.",
    "{0} * {1} + {4} = {2}, write {3}, carry {5}.",
)

CLAUSES = (
    *(f"{{7}}. {place}: {form}" for place in _PLACES for form in _FORMS),
    "{7}. ",
    "{7}. Any number times 0 is 0.",
    "{7}. Any number times 1 is itself, so the product is {0}.",
    "{7}. Double {0}: {1} + {2} = {3}.",
    "{7}. Count in steps of {0}, {1} times: {2}",
    "{7}. Split {0}: {1} = {2}",
    " + {2}",
    "{7}. {0} * {1} = {2}",
    " = {3}.",
    "{7}. {0} + {1} = {2}.",
    "Together the digits read {3}, so {0} * {1} = {2}.",
    "So {0} * {1} = {2}.",
    "multiplication facts",
    "column multiplication",
    "column multiplication; carrying",
    "partial products",
)
_NUMBER, _ZERO, _ONE, _DOUBLE, _COUNT, _SPLIT, _AND, _PRODUCT, _IS, _SUM, _TOGETHER, _SO, _FACT = range(
    24, 37
)


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
    """Return (code, step, detail) of the one step about two digits, or about a factor 0 or 1."""
    values[7] = 0
    values[0], values[1] = high, low
    at = read_pattern(data, at, end, clauses, _ZERO + min(low, 3), values)
    if at < 0 or values[7] != 1:
        return (WORDING if values[7] == 1 else BEGINNING), 1, 0
    if values[0] != high or (low > 2 and values[1] != low):
        return NUMBERS, 1, 0
    if low == 2:
        if values[1] != high or values[2] != high:
            return NUMBERS, 1, 0
        if values[3] != high + high:
            return RESULT, 1, high + high
    if low > 2:
        reached = high
        if values[2] != reached:
            return RESULT, 1, high * low
        for _ in range(low - 1):
            reached += high
            at = match_byte(data, at, end, COMMA)
            at = match_byte(data, at, end, BLANK)
            at = match_number(data, at, end, reached)
        at = match_byte(data, at, end, DOT)
        if at < 0:
            return RESULT, 1, high * low
    return (RIGHT if at == end else END), 1, 0


@inner
def _other_form(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    column: Integer,
    carry: Integer,
    out: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer]:
    """Return (code, step, detail) of a step that does not read as it should."""
    step = column + 1
    values[7] = 0
    if read_pattern(data, at, end, clauses, _NUMBER, values) < 0 or values[7] != step:
        return BEGINNING, step, 0
    for form in range(4):
        if read_pattern(data, at, end, clauses, 4 * column + form, values) >= 0:
            if (form & 1) != (carry > 0):
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
    high_end: Integer,
    high: Integer,
    low: Integer,
    values: Values,
) -> tuple[Integer, Integer, Integer, Integer, Integer]:
    """Return (code, step, detail, the number that the digits make, whether there was a carry)."""
    size = size_of(high)
    made = np.int64(0)
    weight = np.int64(1)
    carry = np.int64(0)
    carried = np.int64(0)
    for column in range(size):
        step = column + 1
        at = next_line(data, at, end, step)
        # What machine integers say of the carry into this column.
        into = high % weight * low // weight
        if into != carry:
            return _CARRY_IN, step, into, made, carried
        digit = np.int64(question[high_end - step]) - 48
        total = digit * low + carry
        out = total // 10
        writes = np.int64(out > 0 and step < size)
        begin = at
        values[4] = carry
        clause = 4 * column + np.int64(carry > 0) + 2 * writes
        at = read_pattern(data, at, end, clauses, clause, values)
        if at < 0:
            code, step, detail = _other_form(data, begin, end, clauses, column, carry, out * writes, values)
            return code, step, detail, made, carried
        if values[7] != step:
            return BEGINNING, step, 0, made, carried
        if values[0] != digit or values[1] != low:
            return NUMBERS, step, 0, made, carried
        if values[4] != carry:
            return _CARRY_IN, step, carry, made, carried
        if values[2] != total:
            return RESULT, step, total, made, carried
        carried |= np.int64(out > 0)
        if writes:
            if values[3] != total % 10:
                return _WRITE, step, total % 10, made, carried
            if values[5] != out:
                return _CARRY_OUT, step, out, made, carried
            made += values[3] * weight
            carry = values[5]
        else:
            made += values[2] * weight
            carry = np.int64(0)
        weight *= 10
    return (RIGHT if at == end else END), size, 0, made, carried


@inner
def _read_parts(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    clauses: Patterns,
    question: NDArray[np.uint8],
    whole_end: Integer,
    shared_end: Integer,
    whole: Integer,
    shared: Integer,
    values: Values,
    products: Values,
) -> tuple[Integer, Integer, Integer, Integer]:
    """Return (code, step, detail, the sum of the products) of a product by the parts of `shared`."""
    size, other = size_of(whole), size_of(shared)
    parts = digits = np.int64(0)
    for place in range(other):
        parts += np.int64(question[shared_end - 1 - place] != 48)
    for place in range(size):
        digits += np.int64(question[whole_end - 1 - place] != 48)
    step = np.int64(1)
    if parts > 1:
        clause = _SPLIT
        for place in range(other - 1, -1, -1):
            digit = np.int64(question[shared_end - 1 - place]) - 48
            if digit == 0:
                continue
            at = read_pattern(data, at, end, clauses, clause, values)
            if at < 0 or values[7] != 1:
                return BEGINNING, 1, 0, 0
            if values[0] != shared or values[1] != shared:
                return NUMBERS, 1, 0, 0
            if values[2] != digit * 10**place:
                return _PART, 1, digit * 10**place, 0
            clause = _AND
        at = match_byte(data, at, end, DOT)
        if at < 0:
            return WORDING, 1, 0, 0
        step += 1
    found = np.int64(0)
    for place in range(other - 1, -1, -1):
        digit = np.int64(question[shared_end - 1 - place]) - 48
        factor = digit * 10**place
        if factor == 0:
            continue
        # One digit, or a factor such as 100: the product is plain without its parts.
        plain = digits == 1 or digit == 1
        at = next_line(data, at, end, step)
        clause = _PRODUCT
        total = np.int64(0)
        for column in range(size - 1, -1, -1):
            term = (np.int64(question[whole_end - 1 - column]) - 48) * factor * 10**column
            if term == 0:
                continue
            if digit == 1:
                term = whole * factor
            at = read_pattern(data, at, end, clauses, clause, values)
            if at < 0 or values[7] != step:
                return BEGINNING, step, 0, 0
            if values[0] != whole or values[1] != factor:
                return NUMBERS, step, 0, 0
            if values[2] != term:
                return _PART, step, term, 0
            total += values[2]
            clause = _AND
            if plain:
                break
        values[3] = total
        if not plain:
            at = read_pattern(data, at, end, clauses, _IS, values)
        else:
            at = match_byte(data, at, end, DOT)
        if at < 0:
            return WORDING, step, 0, 0
        # What machine integers say of this part.
        if values[3] != total or total != whole * factor:
            return RESULT, step, whole * factor, 0
        products[found] = values[3]
        found += 1
        step += 1
    reached = products[0]
    for k in range(1, found):
        at = next_line(data, at, end, step)
        at = read_pattern(data, at, end, clauses, _SUM, values)
        if at < 0 or values[7] != step:
            return BEGINNING, step, 0, 0
        if values[0] != reached or values[1] != products[k]:
            return NUMBERS, step, 0, 0
        reached += products[k]
        if values[2] != reached:
            return RESULT, step, reached, 0
        step += 1
    return (RIGHT if at == end else END), step - 1, 0, reached


@kernel
def read_products(rows: Rows, clauses: Patterns, asked: Asked, faults: Faults) -> None:
    """Check level, steps, solution, answer and skills of the rows that have no fault yet."""
    rows, clauses, asked, faults = bare(rows), bare(clauses), bare(asked), bare(faults)
    code, steps, details, values = faults.code, faults.step, faults.detail, asked.values
    data, starts = rows.reasoning.data, rows.reasoning.starts
    products = np.zeros(6, np.int64)
    for i in range(len(code)):
        if code[i] != RIGHT:
            continue
        a, b = asked.a[i], asked.b[i]
        high, low = max(a, b), min(a, b)
        fact = low < 2 or high < 10
        level = 1 if fact else 2 if low < 10 else 3 if low < 100 else 4
        if rows.level[i] != level:
            code[i], details[i] = LEVEL, level
            continue
        product = a * b
        at, end = np.int64(starts[i]), np.int64(starts[i + 1])
        made, skill = product, np.int64(0)
        if fact:
            code[i], steps[i], details[i] = _read_fact(data, at, end, clauses, high, low, values)
        elif level == 2:
            high_end = asked.a_end[i] if a > b else asked.b_end[i]
            code[i], steps[i], details[i], made, carried = _read_columns(
                data, at, end, clauses, rows.question.data, high_end, high, low, values
            )
            skill = 1 + carried
        else:
            whole, shared, whole_end, shared_end = a, b, asked.a_end[i], asked.b_end[i]
            if size_of(b) > size_of(a):
                whole, shared, whole_end, shared_end = b, a, asked.b_end[i], asked.a_end[i]
            code[i], steps[i], details[i], made = _read_parts(
                data,
                at,
                end,
                clauses,
                rows.question.data,
                whole_end,
                shared_end,
                whole,
                shared,
                values,
                products,
            )
            skill = np.int64(3)
        if code[i] != RIGHT:
            continue
        if made != product:
            code[i], details[i] = RESULT, product
            continue
        if not says_number(rows.answer, i, product):
            code[i], details[i] = ANSWER, product
            continue
        values[2] = values[3] = product
        said_as = _TOGETHER if level == 2 else _SO
        right = says(rows.solution, i, clauses, said_as, a, b, values)
        if not right or values[2] != product or values[3] != product:
            code[i] = SOLUTION
        elif not says(rows.skills, i, clauses, _FACT + skill, 0, 0, values):
            code[i] = SKILLS
