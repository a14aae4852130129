"""Differences as a pupil writes them: facts by counting or by way of ten, the others in columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import bare, kernel
from synth.kernels.make.arithmetic import Sheet, put_line
from synth.kernels.make.text import (
    Literals,
    Phrases,
    digits_of,
    put,
    put_number,
    put_padded,
    put_phrase,
)

PHRASES = (
    "column.both",
    "column.both and debt",
    "column.both, borrowed",
    "column.both and debt, borrowed",
    "column.rest",
    "column.one and debt",
    "column.one and debt, borrowed",
    "fact.zero",
    "fact.itself",
    "fact.next",
    "fact.back",
    "fact.on",
    "fact.steps",
    "fact.split",
    "fact.ten",
    "fact.remainder",
    "turn.negative",
    "solution.difference(columns)",
    "solution.difference(fact)",
    "solution.difference(negative, columns)",
    "solution.difference(negative, fact)",
)
"""What the phrases before the questions say, in order; the dotted names are those of subtraction.toml."""

_BOTH, _BORROWED, _REST_DOWN, _ONE, _ONE_BORROWED = 0, 2, 4, 5, 6
_ZERO, _ITSELF, _NEXT, _BACK, _ON, _STEPS, _SPLIT = range(7, 14)
_TURN, _COLUMNS, _FACT = 16, 17, 18

LONGEST = 600
"""Bytes of the reasoning at most."""

FACT, BORROW_FREE, BORROWING = range(3)
"""What a row exercises; 3 more where the difference is negative."""


@kernel
def write_differences(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    texts: Phrases,
    words: Literals,
    reasoning: Sheet,
    solution: Sheet,
    answer: Sheet,
    exercised: NDArray[np.int8],
) -> None:
    """Write the steps, the solution and the answer of a - b for natural numbers of up to 6 digits."""
    a, b, exercised, texts, words = bare(a), bare(b), bare(exercised), bare(texts), bare(words)
    (out, ends), (solutions, solution_ends) = bare(reasoning), bare(solution)
    answers, answer_ends = bare(answer)
    at = said = told = np.int64(0)
    values = np.empty(5, np.int64)
    for i in range(len(a)):
        high, low = max(a[i], b[i]), min(a[i], b[i])
        negative = np.int64(a[i] < b[i])
        difference = np.int64(0)
        size, other = digits_of(high), digits_of(low)
        values[0], values[1] = high, low
        line = np.int64(1)
        if negative:
            at = put_line(out, at, line)
            at = put_phrase(out, at, texts, _TURN, values)
            line += 1
        fact = other == 1 and high - low <= 9
        at = put_line(out, at, line)
        if fact:
            kind = np.int64(FACT)
            difference = high - low
            values[2], values[3], values[4] = high - 10, 10 - difference, difference
            if low == 0:
                at = put_phrase(out, at, texts, _ZERO, values)
            elif difference == 0:
                at = put_phrase(out, at, texts, _ITSELF, values)
            elif high > 10:
                for turn in range(3):
                    if turn:
                        at = put_line(out, at, line + turn)
                    at = put_phrase(out, at, texts, _SPLIT + turn, values)
            elif difference == 1 and low > 1:
                at = put_phrase(out, at, texts, _NEXT, values)
            else:
                back = low <= difference
                at = put_phrase(out, at, texts, _BACK if back else _ON, values)
                for count in range(1, (low if back else difference) + 1):
                    at = put_number(out, at, high - count if back else low + count)
                    out[at] = 44
                    out[at + 1] = 32
                    at += 2
                out[at - 2] = 46
                at -= 1
                if not back:
                    at = put_phrase(out, at, texts, _STEPS, values)
        else:
            kind = np.int64(BORROW_FREE)
            rest, other_rest = high, low
            debt = np.int64(0)
            weight = np.int64(1)
            for column in range(size):
                if column:
                    at = put_line(out, at, line + column)
                single = column >= other
                if single and not debt:
                    values[0] = rest
                    difference += rest * weight
                    at = put_phrase(out, at, texts, _REST_DOWN, values)
                    break
                digit, other_digit = rest % 10, other_rest % 10
                rest //= 10
                other_rest //= 10
                left = digit - other_digit - debt
                said_as = np.int64(_ONE) if single else _BOTH + debt
                debt = np.int64(left < 0)
                if debt:
                    kind = np.int64(BORROWING)
                    left += 10
                    said_as = np.int64(_ONE_BORROWED) if single else said_as + _BORROWED
                values[0], values[1], values[2], values[3] = digit, other_digit, left, digit + 10
                difference += left * weight
                weight *= 10
                at = put(out, at, words.pool, words.bounds, column)
                at = put_phrase(out, at, texts, said_as, values)
        ends[i + 1] = at
        exercised[i] = kind + 3 * negative
        values[0], values[1], values[2], values[3] = high, low, difference, difference
        concluded = np.int64(_FACT if fact else _COLUMNS) + 2 * negative
        for k in range(texts.first[concluded], texts.first[concluded + 1]):
            said = put(solutions, said, texts.pool, texts.bounds, k)
            if texts.slot[k] == 2:
                said = put_padded(solutions, said, difference, size)
            elif texts.slot[k] >= 0:
                said = put_number(solutions, said, values[texts.slot[k]])
        solution_ends[i + 1] = said
        told = put_number(answers, told, -difference if negative else difference)
        answer_ends[i + 1] = told
