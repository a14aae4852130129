"""Divisions as a pupil writes them: facts as products read backwards, and long division digit by digit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import bare, kernel
from synth.kernels.make.arithmetic import Sheet, put_line
from synth.kernels.make.text import Literals, Phrases, put, put_number, put_phrase

PHRASES = (
    "fact.zero",
    "fact.one",
    "fact.itself",
    "fact.below",
    "fact.exact",
    "fact.fits",
    "digit.take",
    "digit.bring down",
    "digit.none",
    "digit.whole",
    "digit.part",
    "solution.quotient(fact)",
    "solution.quotient(fact, remainder)",
    "solution.quotient(digits)",
    "solution.quotient(digits, remainder)",
)
"""What the phrases before the questions say, in order; the dotted names are those of division.toml."""

_ZERO, _ONE, _ITSELF, _BELOW, _EXACT, _FITS, _TAKE, _DOWN, _NONE, _WHOLE, _PART, _SO, _DIGITS = (
    *range(12),
    13,
)

LONGEST = 800
"""Bytes of the reasoning at most."""

FACT, LONG = 0, 2
"""What a row exercises; 1 more where there is a remainder."""


@kernel
def write_quotients(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    texts: Phrases,
    words: Literals,
    reasoning: Sheet,
    solution: Sheet,
    answer: Sheet,
    exercised: NDArray[np.int8],
) -> None:
    """Write the steps, the solution and the answer of a / b for numbers of up to 6 digits, b not 0."""
    a, b, exercised, texts, words = bare(a), bare(b), bare(exercised), bare(texts), bare(words)
    (out, ends), (solutions, solution_ends) = bare(reasoning), bare(solution)
    answers, answer_ends = bare(answer)
    at = said = told = np.int64(0)
    values = np.empty(6, np.int64)
    for i in range(len(a)):
        dividend, divisor = a[i], b[i]
        quotient = left = np.int64(0)
        values[0], values[1] = dividend, divisor
        at = put_line(out, at, 1)
        if divisor == 1 or dividend < 10 * divisor:
            concluded = _SO
            fact = _FITS
            if dividend == 0:
                fact = _ZERO
            elif divisor == 1:
                fact = _ONE
                quotient = dividend
            elif dividend == divisor:
                fact = _ITSELF
                quotient = np.int64(1)
            elif dividend < divisor:
                fact = _BELOW
                left = dividend
            else:
                left = dividend
                while left >= divisor:
                    left -= divisor
                    quotient += 1
                if left == 0:
                    fact = _EXACT
            values[2], values[3], values[4] = quotient, left, dividend - left
            at = put_phrase(out, at, texts, fact, values)
        else:
            concluded = _DIGITS
            weight = np.int64(1)
            while weight * 10 <= dividend:
                weight *= 10
            while dividend // weight < divisor:
                weight //= 10
            line = np.int64(1)
            left = dividend // weight
            values[0], values[5] = left, 0
            while True:
                if line > 1:
                    at = put_line(out, at, line)
                at = put_phrase(out, at, texts, _TAKE if line == 1 else _DOWN, values)
                digit = np.int64(0)
                while left >= divisor:
                    left -= divisor
                    digit += 1
                quotient = 10 * quotient + digit
                values[2], values[3], values[4] = digit, left, values[0] - left
                said_as = _NONE if digit == 0 else _WHOLE if left == 0 else _PART
                at = put_phrase(out, at, texts, said_as, values)
                if weight == 1:
                    break
                weight //= 10
                line += 1
                values[5] = dividend // weight % 10
                left = 10 * left + values[5]
                values[0] = left
        ends[i + 1] = at
        with_remainder = np.int64(left > 0)
        exercised[i] = (LONG if divisor > 9 or concluded == _DIGITS else FACT) + with_remainder
        values[0], values[1], values[2], values[3] = dividend, divisor, quotient, left
        said = put_phrase(solutions, said, texts, concluded + with_remainder, values)
        solution_ends[i + 1] = said
        told = put_number(answers, told, quotient)
        if with_remainder:
            told = put(answers, told, words.pool, words.bounds, 0)
            told = put_number(answers, told, left)
        answer_ends[i + 1] = told
