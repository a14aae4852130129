"""Products as a pupil writes them: facts by counting, one digit in columns, several by partial products."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, inner, kernel, part
from synth.kernels.make.arithmetic import Sheet, put_line
from synth.kernels.make.text import Literals, Phrases, digits_of, put, put_number, put_phrase

PHRASES = (
    "fact.zero",
    "fact.one",
    "fact.double",
    "fact.count",
    "column.plain",
    "column.and carry",
    "column.carried",
    "column.and carry, carried",
    "part.split",
    "part.product",
    "part.sum",
    "solution.product(columns)",
    "solution.product",
)
"""What the phrases before the questions say, in order; the dotted names are those of multiplication.toml."""

_ZERO, _ONE, _DOUBLE, _COUNT, _COLUMN, _SPLIT, _PRODUCT, _SUM, _COLUMNS, _SO = 0, 1, 2, 3, 4, 8, 9, 10, 11, 12

LONGEST = 1400
"""Bytes of the reasoning at most."""

FACT, CARRY_FREE, CARRYING, PARTS = range(4)
"""What a row exercises."""


@part
def _joined(out: NDArray[np.uint8], at: Integer, byte: Integer) -> Integer:
    """Write a sign or an equals sign with a blank on either side."""
    out[at] = 32
    out[at + 1] = byte
    out[at + 2] = 32
    return at + 3


@inner
def _put_parts(out: NDArray[np.uint8], at: Integer, number: Integer, factor: Integer) -> Integer:
    """Write the products of a factor with each digit of a number that is not 0, in its place, as a sum."""
    weight = np.int64(1)
    while weight * 10 <= number:
        weight *= 10
    first = True
    while weight:
        digit = number // weight % 10
        if digit:
            if not first:
                at = _joined(out, at, 43)
            first = False
            at = put_number(out, at, digit * weight * factor)
        weight //= 10
    return at


@part
def _parts_of(number: Integer) -> Integer:
    """Return how many digits of a number are not 0."""
    count = np.int64(0)
    while number:
        count += np.int64(number % 10 != 0)
        number //= 10
    return count


@kernel
def write_products(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    texts: Phrases,
    words: Literals,
    reasoning: Sheet,
    solution: Sheet,
    answer: Sheet,
    exercised: NDArray[np.int8],
) -> None:
    """Write the steps, the solution and the answer of a * b for natural numbers of up to 6 digits."""
    a, b, exercised, texts, words = bare(a), bare(b), bare(exercised), bare(texts), bare(words)
    (out, ends), (solutions, solution_ends) = bare(reasoning), bare(solution)
    answers, answer_ends = bare(answer)
    at = said = told = np.int64(0)
    values = np.empty(6, np.int64)
    for i in range(len(a)):
        high, low = max(a[i], b[i]), min(a[i], b[i])
        product = np.int64(0)
        values[0], values[1] = high, low
        concluded = _SO
        at = put_line(out, at, 1)
        if low < 2 or high < 10:
            exercised[i] = FACT
            for _ in range(low):
                product += high
            values[2] = product
            at = put_phrase(out, at, texts, min(low, _COUNT), values)
            if low > 2:
                for count in range(1, low + 1):
                    at = put_number(out, at, count * high)
                    out[at] = 44
                    out[at + 1] = 32
                    at += 2
                out[at - 2] = 46
                at -= 1
        elif low < 10:
            exercised[i] = CARRY_FREE
            concluded = _COLUMNS
            rest = high
            carry = np.int64(0)
            weight = np.int64(1)
            columns = digits_of(high)
            for column in range(columns):
                if column:
                    at = put_line(out, at, column + 1)
                at = put(out, at, words.pool, words.bounds, column)
                digit = rest % 10
                rest //= 10
                made = digit * low + carry
                values[0], values[2], values[3], values[4], values[5] = (
                    digit,
                    made,
                    made % 10,
                    carry,
                    made // 10,
                )
                said_as = _COLUMN + np.int64(carry > 0)
                carry = made // 10
                if carry:
                    exercised[i] = CARRYING
                if column + 1 == columns:
                    product += made * weight
                else:
                    product += made % 10 * weight
                    said_as += 2 * np.int64(carry > 0)
                weight *= 10
                at = put_phrase(out, at, texts, said_as, values)
        else:
            exercised[i] = PARTS
            whole, shared = a[i], b[i]
            if digits_of(shared) > digits_of(whole):
                whole, shared = shared, whole
            parts = _parts_of(shared)
            several = _parts_of(whole) > 1
            line = np.int64(1)
            if parts > 1:
                values[0] = shared
                at = put_phrase(out, at, texts, _SPLIT, values)
                at = _put_parts(out, at, shared, 1)
                out[at] = 46
                at += 1
                line += 1
            weight = np.int64(1)
            while weight * 10 <= shared:
                weight *= 10
            heaviest = weight
            while weight:
                digit = shared // weight % 10
                if digit:
                    if line > 1:
                        at = put_line(out, at, line)
                    line += 1
                    values[0], values[1] = whole, digit * weight
                    at = put_phrase(out, at, texts, _PRODUCT, values)
                    if several and digit > 1:
                        at = _put_parts(out, at, whole, digit * weight)
                        at = _joined(out, at, 61)
                    at = put_number(out, at, whole * digit * weight)
                    out[at] = 46
                    at += 1
                weight //= 10
            weight = heaviest
            while weight:
                digit = shared // weight % 10
                if digit:
                    values[0], values[1] = product, whole * digit * weight
                    if product:
                        at = put_line(out, at, line)
                        line += 1
                        at = put_phrase(out, at, texts, _SUM, values)
                        at = put_number(out, at, product + values[1])
                        out[at] = 46
                        at += 1
                    product += values[1]
                weight //= 10
        ends[i + 1] = at
        values[0], values[1], values[2] = a[i], b[i], product
        said = put_phrase(solutions, said, texts, concluded, values)
        solution_ends[i + 1] = said
        told = put_number(answers, told, product)
        answer_ends[i + 1] = told
