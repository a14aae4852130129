"""Sums as a pupil writes them: one-digit facts by counting on or by making ten, the others in columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import bare, kernel
from synth.kernels.make.arithmetic import Sheet, put_line
from synth.kernels.make.text import Literals, Phrases, digits_of, put, put_number, put_phrase

PHRASES = (
    "column.both",
    "column.both and carry",
    "column.both, carried",
    "column.both and carry, carried",
    "column.rest",
    "column.one and carry",
    "column.one and carry, carried",
    "fact.zero",
    "fact.count",
    "fact.split",
    "fact.ten",
    "fact.rest",
    "solution.sum(columns)",
    "solution.sum(fact)",
)
"""What the phrases before the questions say, in order; the dotted names are those of addition.toml."""

_BOTH, _CARRIED, _REST_DOWN, _ONE, _ONE_CARRIED = 0, 2, 4, 5, 6
_ZERO, _COUNT, _SPLIT, _TEN, _REST, _COLUMNS, _FACT = range(7, 14)

LONGEST = 420
"""Bytes of the reasoning at most."""

FACT, CARRY_FREE, CARRYING = range(3)
"""What a row exercises."""


@kernel
def write_sums(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    texts: Phrases,
    words: Literals,
    reasoning: Sheet,
    solution: Sheet,
    answer: Sheet,
    exercised: NDArray[np.int8],
) -> None:
    """Write the steps, the solution and the answer of a + b for natural numbers of up to 6 digits."""
    a, b, exercised, texts, words = bare(a), bare(b), bare(exercised), bare(texts), bare(words)
    (out, ends), (solutions, solution_ends) = bare(reasoning), bare(solution)
    answers, answer_ends = bare(answer)
    at = said = told = np.int64(0)
    values = np.empty(5, np.int64)
    for i in range(len(a)):
        x, y = a[i], b[i]
        total = np.int64(0)
        size, other = digits_of(x), digits_of(y)
        if size == 1 and other == 1:
            exercised[i] = FACT
            high, low = max(x, y), min(x, y)
            total = high + low
            at = put_line(out, at, 1)
            values[0], values[1] = high, low
            if low == 0:
                at = put_phrase(out, at, texts, _ZERO, values)
            elif total <= 10:
                at = put_phrase(out, at, texts, _COUNT, values)
                for count in range(high + 1, total + 1):
                    at = put_number(out, at, count)
                    out[at] = 44
                    out[at + 1] = 32
                    at += 2
                out[at - 2] = 46
                at -= 1
            else:
                values[2] = 10 - high
                values[3] = total - 10
                values[4] = total
                for line in range(3):
                    if line:
                        at = put_line(out, at, line + 1)
                    at = put_phrase(out, at, texts, _SPLIT + line, values)
        else:
            exercised[i] = CARRY_FREE
            rest, other_rest = x, y
            carry = np.int64(0)
            weight = np.int64(1)
            columns = max(size, other)
            for column in range(columns):
                single = column >= size or column >= other
                if single and not carry:
                    values[0] = rest + other_rest
                    total += values[0] * weight
                    at = put_line(out, at, column + 1)
                    at = put_phrase(out, at, texts, _REST_DOWN, values)
                    break
                digit, other_digit = rest % 10, other_rest % 10
                rest //= 10
                other_rest //= 10
                one = digit + other_digit + carry
                values[0], values[1], values[2], values[3] = digit, other_digit, one, one % 10
                said_as = _BOTH + carry
                if single:
                    said_as = np.int64(_ONE)
                    values[0] = digit + other_digit
                total += one % 10 * weight
                weight *= 10
                carry = np.int64(one > 9)
                if carry:
                    exercised[i] = CARRYING
                    if column + 1 == columns:
                        total += weight
                    else:
                        said_as = np.int64(_ONE_CARRIED) if single else said_as + _CARRIED
                at = put_line(out, at, column + 1)
                at = put(out, at, words.pool, words.bounds, column)
                at = put_phrase(out, at, texts, said_as, values)
        ends[i + 1] = at
        values[0], values[1], values[2] = x, y, total
        concluded = _FACT if exercised[i] == FACT else _COLUMNS
        said = put_phrase(solutions, said, texts, concluded, values)
        solution_ends[i + 1] = said
        told = put_number(answers, told, total)
        answer_ends[i + 1] = told
