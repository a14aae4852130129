"""Rows of expressions read from bytes, by two methods side by side, which makes it long.

The question is valued, and each step rewrites the line before it. The methods share no code: `_value` values
an expression with two stacks (Dijkstra's shunting yard); `_next_operation` finds, by nesting and precedence
alone, which operation a step has to carry out and which bytes its result replaces. The first judges the
answer and what each step leaves, the second the steps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, inner, kernel, part
from synth.kernels.read.text import (
    BLANK,
    BREAK,
    DOT,
    MISS,
    Column,
    Words,
    match,
    match_byte,
    match_number,
    read_number,
    same,
    says_number,
    words,
)
from synth.kernels.read.verdict import (
    ANSWER,
    BEGINNING,
    CANONICAL,
    END,
    FAULTS,
    GROUP,
    LEVEL,
    PAYLOAD,
    QUESTION,
    RESULT,
    RIGHT,
    SKILLS,
    SOLUTION,
    Faults,
    Rows,
)

MOST_DIGITS = 4
"""Digits of the longest number of a row."""
MOST_SIGNS = 6
"""Operations of the longest expression."""

EXPRESSION_FAULTS = (
    "the question has no expression that can be read",
    "a result in the question is below 1, above 9999, or not whole",
    "the question has nothing to work out",
    "step {step} does not carry out the operation that is next",
    "step {step} does not leave what the step before left, with the result in its place",
    "step {step} leaves another value than the question's",
    "step {step} does not go on, or end, as a step does",
)
_EXPRESSION, _LIMIT, _EMPTY, _OPERATION, _LEFT, _INVARIANT, _MARK = range(
    len(FAULTS), len(FAULTS) + len(EXPRESSION_FAULTS)
)

QUESTIONS = (
    ("Evaluate ", "."),
    ("Work out ", "."),
    ("Calculate ", "."),
    ("What is ", "?"),
    ("Find the value of ", "."),
    ("What does ", " come to?"),
)
"""What stands before the expression, and behind it."""
_SKILLS = (
    "order of operations",
    "order of operations; parentheses",
    "order of operations; exact division",
    "order of operations; parentheses; exact division",
)
TEXTS = words(
    [
        " = ",
        ", which leaves ",
        "expression:",
        "{}",
        *_SKILLS,
        *(part for question in QUESTIONS for part in question),
    ]
)
_IS, _LEAVES, _PREFIX, _PAYLOAD, _SKILL, _ASKED = 0, 1, 2, 3, 4, 8
"""Places in the table of texts."""

_DEEP = 16
"""Pending signs and parentheses, and pending numbers, of an expression."""


@part
def _rank(sign: Integer) -> Integer:
    """Return how tightly a sign binds; 0 for an opening parenthesis."""
    if sign == 42 or sign == 47:
        return 2
    if sign == 43 or sign == 45:
        return 1
    return 0


@part
def _done(sign: Integer, x: Integer, y: Integer) -> Integer:
    """Return x sign y, or MISS where it is not a whole number from 1 of at most MOST_DIGITS digits."""
    value = np.int64(0)
    if sign == 43:
        value = x + y
    elif sign == 45:
        value = x - y
    elif sign == 42:
        value = x * y
    elif y > 0 and x % y == 0:
        value = x // y
    return value if 0 < value < 10**MOST_DIGITS else np.int64(MISS)


@inner
def _value(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    numbers: NDArray[np.int64],
    signs: NDArray[np.int64],
) -> tuple[Integer, Integer]:
    """Return what the expression data[at:end] comes to, and its number of operations.

    The value is MISS if the bytes are no expression of at most MOST_SIGNS operations, with numbers from 1 and
    a blank on each side of a sign, and MISS - 1 if a result is out of bounds or a quotient not whole.
    """
    pending = waiting = operations = np.int64(0)
    wanted = True
    while at < end:
        if wanted and data[at] == 40:
            if waiting == _DEEP:
                return np.int64(MISS), operations
            signs[waiting] = 40
            waiting += 1
            at += 1
        elif wanted:
            value, at = read_number(data, at, end, MOST_DIGITS)
            if at < 0 or value == 0:
                return np.int64(MISS), operations
            numbers[pending] = value
            pending += 1
            wanted = False
        else:
            closing = data[at] == 41
            sign = np.int64(41)
            if not closing:
                if end - at < 4 or data[at] != 32 or data[at + 2] != 32:
                    return np.int64(MISS), operations
                sign = np.int64(data[at + 1])
                operations += 1
                if _rank(sign) == 0 or operations > MOST_SIGNS:
                    return np.int64(MISS), operations
            while (
                waiting > 0
                and signs[waiting - 1] != 40
                and (closing or _rank(signs[waiting - 1]) >= _rank(sign))
            ):
                waiting -= 1
                pending -= 1
                value = _done(signs[waiting], numbers[pending - 1], numbers[pending])
                if value < 0:
                    return np.int64(MISS - 1), operations
                numbers[pending - 1] = value
            if closing:
                if waiting == 0:
                    return np.int64(MISS), operations
                waiting -= 1
                at += 1
            else:
                if waiting == _DEEP:
                    return np.int64(MISS), operations
                signs[waiting] = sign
                waiting += 1
                at += 3
                wanted = True
    if wanted:
        return np.int64(MISS), operations
    while waiting > 0:
        waiting -= 1
        if signs[waiting] == 40:
            return np.int64(MISS), operations
        pending -= 1
        value = _done(signs[waiting], numbers[pending - 1], numbers[pending])
        if value < 0:
            return np.int64(MISS - 1), operations
        numbers[pending - 1] = value
    return numbers[0], operations


@part
def _is_digit(byte: Integer) -> Integer:
    return 48 <= byte <= 57


@part
def _next_operation(
    data: NDArray[np.uint8], begin: Integer, end: Integer, opened: NDArray[np.int64]
) -> tuple[Integer, Integer, Integer]:
    """Return the place of the sign to carry out next in a good expression, and the bytes of its two sides.

    Signs are ordered by the turn in which their parentheses close, then by precedence, then from the left.
    MISS if there is no sign in the parentheses that close first.
    """
    depth = np.int64(0)
    best = np.int64(MISS)
    closed = False
    # opened[d] is the first sign at depth d since its parenthesis; a strong sign there replaces a weak one.
    opened[0] = MISS
    for at in range(begin, end):
        byte = data[at]
        if byte == 40:
            depth += 1
            opened[depth] = MISS
        elif byte == 41:
            if not closed:
                best = opened[depth]
                closed = True
            depth -= 1
        elif not closed and byte != 32 and not _is_digit(byte):
            known = opened[depth]
            if known < 0 or _rank(byte) > _rank(data[known]):
                opened[depth] = at
    if not closed:
        best = opened[0]
    if best < 0:
        return np.int64(MISS), best, best
    low, high = best - 1, best + 2
    while low > begin and _is_digit(data[low - 1]):
        low -= 1
    while high < end and _is_digit(data[high]):
        high += 1
    return best, low, high


@part
def _repeats(
    column: Column, row: Integer, at: Integer, data: NDArray[np.uint8], begin: Integer, stop: Integer
) -> Integer:
    """Return the place behind data[begin:stop] in a row's text, or MISS."""
    length = stop - begin
    if (
        at < 0
        or np.int64(column.starts[row + 1]) - at < length
        or not same(column.data, at, data, begin, length)
    ):
        return np.int64(MISS)
    return at + length


@part
def _asked(column: Column, row: Integer, texts: Words) -> tuple[Integer, Integer]:
    """Return where the expression of a question begins and ends; MISS if it is no question for one."""
    at, end = np.int64(column.starts[row]), np.int64(column.starts[row + 1])
    for k in range(_ASKED, len(texts.bounds) - 1, 2):
        begin = match(column.data, at, end, texts, k)
        length = texts.bounds[k + 2] - texts.bounds[k + 1]
        if (
            begin >= 0
            and end - begin > length
            and same(column.data, end - length, texts.pool, texts.bounds[k + 1], length)
        ):
            return begin, end - length
    return np.int64(MISS), np.int64(MISS)


@kernel
def judge(texts: Words, rows: Rows, faults: Faults) -> None:
    """Give each row that has no fault yet the first one that it has."""
    texts, rows, faults = bare(texts), bare(rows), bare(faults)
    code, steps, details = faults.code, faults.step, faults.detail
    numbers, signs, opened = (
        np.empty(_DEEP, np.int64),
        np.empty(_DEEP, np.int64),
        np.empty(_DEEP + 1, np.int64),
    )
    data = rows.question.data
    for row in range(len(code)):
        if code[row] != RIGHT:
            continue
        begin, stop = _asked(rows.question, row, texts)
        if begin < 0:
            code[row] = QUESTION
            continue
        result, operations = _value(data, begin, stop, numbers, signs)
        if result < 0:
            code[row] = _EXPRESSION if result == MISS else _LIMIT
            continue
        if operations == 0:
            code[row] = _EMPTY
            continue
        level = max(1, min(operations - 1, 4))
        skill = np.int64(0)
        for place in range(begin, stop):
            skill |= np.int64(data[place] == 40) | 2 * np.int64(data[place] == 47)
        # The texts that repeat the question's expression, then those that follow from it.
        at = _repeats(rows.canonical, row, np.int64(rows.canonical.starts[row]), data, begin, stop)
        if at != rows.canonical.starts[row + 1]:
            code[row] = CANONICAL
            continue
        end = np.int64(rows.group.starts[row + 1])
        at = match(rows.group.data, np.int64(rows.group.starts[row]), end, texts, _PREFIX)
        if _repeats(rows.group, row, at, data, begin, stop) != end:
            code[row] = GROUP
            continue
        end = np.int64(rows.payload.starts[row + 1])
        if match(rows.payload.data, np.int64(rows.payload.starts[row]), end, texts, _PAYLOAD) != end:
            code[row] = PAYLOAD
            continue
        if rows.level[row] != level:
            code[row], details[row] = LEVEL, level
            continue
        end = np.int64(rows.skills.starts[row + 1])
        if match(rows.skills.data, np.int64(rows.skills.starts[row]), end, texts, _SKILL + skill) != end:
            code[row] = SKILLS
            continue
        end = np.int64(rows.solution.starts[row + 1])
        at = _repeats(rows.solution, row, np.int64(rows.solution.starts[row]), data, begin, stop)
        at = match(rows.solution.data, at, end, texts, _IS)
        at = match_number(rows.solution.data, at, end, result)
        if match_byte(rows.solution.data, at, end, DOT) != end:
            code[row] = SOLUTION
            continue
        if not says_number(rows.answer, row, result):
            code[row], details[row] = ANSWER, result
            continue
        at, end = np.int64(rows.reasoning.starts[row]), np.int64(rows.reasoning.starts[row + 1])
        code[row], steps[row], details[row] = _steps(
            data, begin, stop, rows.reasoning.data, at, end, texts, result, operations, numbers, signs, opened
        )


@inner
def _steps(
    former: NDArray[np.uint8],
    begin: Integer,
    stop: Integer,
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    texts: Words,
    asked: Integer,
    held: Integer,
    numbers: NDArray[np.int64],
    signs: NDArray[np.int64],
    opened: NDArray[np.int64],
) -> tuple[Integer, Integer, Integer]:
    """Return the first fault of the steps data[at:end], the step that has it, and what its result is.

    Each carries out the next operation of the expression former[begin:stop], which is that of the question
    and then what the step before leaves.
    """
    result = np.int64(0)
    for step in range(1, held + 1):
        at = match_number(data, at, end, step)
        at = match_byte(data, at, end, DOT)
        at = match_byte(data, at, end, BLANK)
        if at < 0:
            return BEGINNING, step, result
        sign, low, high = _next_operation(former, begin, stop, opened)
        if sign < 0 or end - at <= high - low or not same(data, at, former, low, high - low):
            return _OPERATION, step, result
        x, _ = read_number(data, at, end, MOST_DIGITS)
        y, _ = read_number(data, at + (sign + 2 - low), end, MOST_DIGITS)
        result = _done(np.int64(former[sign]), x, y)
        at = match(data, at + high - low, end, texts, _IS)
        digits = at
        at = match_number(data, at, end, result)
        if result < 0 or at < 0:
            return RESULT, step, result
        width = at - digits
        if step < held:
            at = match(data, at, end, texts, _LEAVES)
            if at < 0:
                return _MARK, step, result
            # What is left: the bytes before the operation, the result's digits, the bytes behind it.
            if low > begin and high < stop and former[low - 1] == 40 and former[high] == 41:
                low -= 1
                high += 1
            before, behind = low - begin, stop - high
            left = before + width + behind
            if (
                end - at <= left
                or not same(data, at, former, begin, before)
                or not same(data, at + before, data, digits, width)
                or not same(data, at + before + width, former, high, behind)
            ):
                return _LEFT, step, result
            former, begin, stop = data, at, at + left
            at = stop
            value, _ = _value(former, begin, stop, numbers, signs)
            if value != asked:
                return _INVARIANT, step, result
        elif result != asked:
            return _INVARIANT, step, result
        at = match_byte(data, at, end, DOT)
        if step < held:
            at = match_byte(data, at, end, BREAK)
        if at < 0:
            return _MARK, step, result
    if at != end:
        return END, held, result
    return RIGHT, held, result
