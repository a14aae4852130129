"""Rows of expressions read from bytes: the question is valued, and each step rewrites the line before it.

Two methods that share no code: `_value` values an expression with two stacks (Dijkstra's shunting yard);
`_next_operation` finds, by nesting and precedence alone, which operation a step has to carry out and which
bytes its result replaces. The first judges the answer and what each step leaves, the second the steps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part
from synth.kernels.read.text import MISS, match, match_byte, match_number, read_number, same

MOST_DIGITS = 4
"""Digits of the longest number of a row."""
MOST_SIGNS = 6
"""Operations of the longest expression."""

GOOD, QUESTION, EXPRESSION, LIMIT, NUMBER, OPERATION, RESULT, LEFT, INVARIANT, MARK, MORE = range(11)
SOLUTION, ANSWER, CANONICAL, GROUP, EMPTY = range(11, 16)
"""Faults, in the order in which they are looked for; verify/expression.py words them."""

EQUALS, LEAVES, STOP_LINE, PREFIX = 0, 1, 2, 3
"""Places in the table of texts, before the questions."""
ASKED = 4

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


@kernel
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


@kernel
def read_rows(
    question: NDArray[np.uint8],
    question_starts: NDArray[np.int32],
    reasoning: NDArray[np.uint8],
    reasoning_starts: NDArray[np.int32],
    solution: NDArray[np.uint8],
    solution_starts: NDArray[np.int32],
    answer: NDArray[np.uint8],
    answer_starts: NDArray[np.int32],
    canonical: NDArray[np.uint8],
    canonical_starts: NDArray[np.int32],
    group: NDArray[np.uint8],
    group_starts: NDArray[np.int32],
    pool: NDArray[np.uint8],
    bounds: NDArray[np.int64],
    faults: NDArray[np.int8],
    places: NDArray[np.int64],
    operations: NDArray[np.int64],
) -> None:
    """Write the first fault of each row, the step that has it, and the number of operations of the question.

    pool and bounds are the table of texts whose places are named at the top; the questions' beginnings and
    ends follow one another.
    """
    question, reasoning, solution, answer = bare(question), bare(reasoning), bare(solution), bare(answer)
    canonical, group, pool, bounds = bare(canonical), bare(group), bare(pool), bare(bounds)
    numbers, signs, opened = (
        np.empty(_DEEP, np.int64),
        np.empty(_DEEP, np.int64),
        np.empty(_DEEP + 1, np.int64),
    )
    texts = len(bounds) - 1
    for row in range(len(faults)):
        places[row] = 0
        operations[row] = 0
        # The question.
        at, end = np.int64(question_starts[row]), np.int64(question_starts[row + 1])
        begin = stop = np.int64(MISS)
        for k in range(ASKED, texts, 2):
            here = match(question, at, end, pool, bounds, k)
            length = bounds[k + 2] - bounds[k + 1]
            if (
                here >= 0
                and end - here > length
                and same(question, end - length, pool, bounds[k + 1], length)
            ):
                begin, stop = here, end - length
                break
        if begin < 0:
            faults[row] = QUESTION
            continue
        asked, held = _value(question, begin, stop, numbers, signs)
        operations[row] = held
        if asked < 0:
            faults[row] = EXPRESSION if asked == MISS else LIMIT
            continue
        if held == 0:
            faults[row] = EMPTY
            continue
        # The other texts that repeat the question's expression.
        length = stop - begin
        at, end = np.int64(canonical_starts[row]), np.int64(canonical_starts[row + 1])
        if end - at != length or not same(canonical, at, question, begin, length):
            faults[row] = CANONICAL
            continue
        at, end = np.int64(group_starts[row]), np.int64(group_starts[row + 1])
        at = match(group, at, end, pool, bounds, PREFIX)
        if at < 0 or end - at != length or not same(group, at, question, begin, length):
            faults[row] = GROUP
            continue
        at, end = np.int64(solution_starts[row]), np.int64(solution_starts[row + 1])
        good = end - at > length and same(solution, at, question, begin, length)
        at = match(solution, at + length, end, pool, bounds, EQUALS) if good else np.int64(MISS)
        at = match_number(solution, at, end, asked)
        at = match_byte(solution, at, end, 46)
        if at != end:
            faults[row] = SOLUTION
            continue
        at, end = np.int64(answer_starts[row]), np.int64(answer_starts[row + 1])
        if match_number(answer, at, end, asked) != end:
            faults[row] = ANSWER
            continue
        faults[row], places[row] = _steps(
            question, begin, stop, reasoning, reasoning_starts[row], reasoning_starts[row + 1],
            pool, bounds, asked, held, numbers, signs, opened,
        )  # fmt: skip


@kernel
def _steps(
    former: NDArray[np.uint8],
    begin: Integer,
    stop: Integer,
    data: NDArray[np.uint8],
    start: Integer,
    finish: Integer,
    pool: NDArray[np.uint8],
    bounds: NDArray[np.int64],
    asked: Integer,
    held: Integer,
    numbers: NDArray[np.int64],
    signs: NDArray[np.int64],
    opened: NDArray[np.int64],
) -> tuple[Integer, Integer]:
    """Return the first fault of the steps data[start:finish] and the step that has it.

    Each carries out the next operation of the expression former[begin:stop], which is that of the question
    and then what the step before leaves.
    """
    at, end = np.int64(start), np.int64(finish)
    for step in range(1, held + 1):
        at = match_number(data, at, end, step)
        at = match_byte(data, at, end, 46)
        at = match_byte(data, at, end, 32)
        if at < 0:
            return NUMBER, step
        sign, low, high = _next_operation(former, begin, stop, opened)
        if sign < 0 or end - at <= high - low or not same(data, at, former, low, high - low):
            return OPERATION, step
        x, _ = read_number(data, at, end, MOST_DIGITS)
        y, _ = read_number(data, at + (sign + 2 - low), end, MOST_DIGITS)
        result = _done(np.int64(former[sign]), x, y)
        at = match(data, at + high - low, end, pool, bounds, EQUALS)
        digits = at
        at = match_number(data, at, end, result)
        if result < 0 or at < 0:
            return RESULT, step
        width = at - digits
        if step < held:
            at = match(data, at, end, pool, bounds, LEAVES)
            if at < 0:
                return MARK, step
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
                return LEFT, step
            former, begin, stop = data, at, at + left
            at = stop
            value, _ = _value(former, begin, stop, numbers, signs)
            if value != asked:
                return INVARIANT, step
        elif result != asked:
            return INVARIANT, step
        at = match_byte(data, at, end, 46)
        if step < held:
            at = match_byte(data, at, end, 10)
        if at < 0:
            return MARK, step
    if at != end:
        return MORE, held
    return GOOD, held
