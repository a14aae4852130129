"""What a row says of common divisors, common multiples, powers and inverses: text by kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, inner, kernel
from synth.kernels.make.arithmetic import Sheet, put_line
from synth.kernels.make.text import Literals, Phrases, put, put_byte, put_number, put_phrase

GCD, LCM, POWER, INVERSE = range(4)
"""Kinds of rows."""
LONGEST = {
    "question": 160,
    "reasoning": 9_000,
    "solution": 200,
    "answer": 20,
    "canonical": 60,
    "group": 70,
    "payload": 80,
}
"""What a text needs at most, in bytes, for numbers of nine digits, whichever phrase stands for another."""
PHRASES = (
    "euclid.division",
    "euclid.exact",
    "euclid.common",
    "euclid.quotient",
    "euclid.product",
    "power.idea",
    "power.square",
    "power.leaves",
    "power.more",
    "power.stop",
    "inverse.first",
    "inverse.later",
    "inverse.minus",
    "inverse.reduced",
    "inverse.check",
    "solution.gcd",
    "solution.lcm",
    "solution.power",
    "solution.inverse",
)
"""The phrases of the family's file that kernels write, in the order of the names below."""
(
    DIVISION,
    EXACT,
    COMMON,
    QUOTIENT,
    PRODUCT,
    IDEA,
    SQUARE,
    LEAVES,
    MORE,
    STOP,
    FIRST,
    LATER,
    MINUS,
    REDUCED,
    CHECK,
    SAID,
) = np.arange(16)

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


@kernel
def name(
    kind: Integer,
    numbers: tuple[Numbers, Numbers, Numbers],
    phrase: Numbers,
    texts: Phrases,
    marks: Literals,
    question: Sheet,
    canonical: Sheet,
    group: Sheet,
    payload: Sheet,
) -> None:
    """Write the questions, and what names the problem; the marks are what stands before the numbers."""
    (first, second, third), phrase, texts, marks = bare(numbers), bare(phrase), bare(texts), bare(marks)
    questions, question_ends = bare(question)
    sheets = (bare(canonical), bare(group), bare(payload))
    q = np.int64(0)
    at = np.zeros(3, np.int64)
    count = 3 if kind == POWER else 2
    for i in range(len(first)):
        values = (first[i], second[i], third[i], (third[i] if kind == POWER else second[i]) - 1)
        q = put_phrase(questions, q, texts, phrase[i], values)
        question_ends[i + 1] = q
        for column in range(3):
            out, ends = sheets[column]
            place = put(out, at[column], marks.pool, marks.bounds, column)
            for k in range(count):
                if k:
                    place = put_byte(out, place, 44 if column == 2 else 32)
                place = put_number(out, place, values[k])
            if column == 2:
                place = put_byte(out, put_byte(out, place, 93), 125)
            at[column] = place
            ends[i + 1] = place


@kernel
def write(
    kind: Integer,
    numbers: tuple[Numbers, Numbers, Numbers],
    texts: Phrases,
    reasoning: Sheet,
    solution: Sheet,
    answer: Sheet,
) -> None:
    """Write the rows: of a >= b; of powers above the first of a < m; of the inverse of a, 1 < a < m."""
    (first, second, third), texts = bare(numbers), bare(texts)
    (out, reasons), (said, said_ends), (told, told_ends) = bare(reasoning), bare(solution), bare(answer)
    r = s = t = np.int64(0)
    for i in range(len(first)):
        a, b, c = first[i], second[i], third[i]
        if kind == POWER:
            found, r = _raised(a, b, c, texts, out, r)
            s = put_phrase(said, s, texts, SAID + kind, (a, b, c, found))
        elif kind == INVERSE:
            found, r = _inverted(a, b, texts, out, r)
            s = put_phrase(said, s, texts, SAID + kind, (a, b, found))
        else:
            found, r = _divided(kind, a, b, texts, out, r)
            s = put_phrase(said, s, texts, SAID + kind, (a, b, found))
        t = put_number(told, t, found)
        reasons[i + 1], said_ends[i + 1], told_ends[i + 1] = r, s, t


@inner
def _divided(kind: Any, a: Any, b: Any, texts: Phrases, out: Bytes, at: Any) -> tuple[Any, Any]:
    """Write Euclid's algorithm, for a multiple what follows from it; return the result and the place."""
    larger, smaller = a, b
    line = 1
    while True:
        rest = larger % smaller
        at = put_line(out, at, line)
        line += 1
        values = (larger, larger // smaller, smaller, rest)
        at = put_phrase(out, at, texts, DIVISION if rest else EXACT, values)
        if rest == 0:
            break
        larger, smaller = smaller, rest
    if kind == GCD:
        return smaller, at
    at = put_phrase(out, put_line(out, at, line), texts, COMMON, (smaller, smaller))
    line += 1
    part = a // smaller
    if smaller > 1:
        at = put_phrase(out, put_line(out, at, line), texts, QUOTIENT, (a, smaller, part))
        line += 1
    at = put_phrase(out, put_line(out, at, line), texts, PRODUCT, (part, b, part * b))
    return part * b, at


@inner
def _raised(a: Any, exponent: Any, m: Any, texts: Phrases, out: Bytes, at: Any) -> tuple[Any, Any]:
    """Write the powers whose exponents are the leading binary digits of the exponent."""
    bits = 0
    while exponent >> bits:
        bits += 1
    at = put_phrase(out, put_line(out, at, 1), texts, IDEA, (a, m))
    x = a
    for k in range(bits - 2, -1, -1):
        square = x * x
        at = put_line(out, at, bits - k)
        at = put_phrase(out, at, texts, SQUARE, (a, exponent >> k, x, square))
        x = square % m
        if square >= m:
            at = put_phrase(out, at, texts, LEAVES, (square // m, m, x))
        if (exponent >> k) % 2:
            product = x * a
            at = put_phrase(out, at, texts, MORE, (x, a, product))
            x = product % m
            if product >= m:
                at = put_phrase(out, at, texts, LEAVES, (product // m, m, x))
        at = put_phrase(out, at, texts, STOP, (x, x))
    return x, at


@inner
def _inverted(a: Any, m: Any, texts: Phrases, out: Bytes, at: Any) -> tuple[Any, Any]:
    """Write Euclid's algorithm with each remainder as a multiple of a modulo m, down to the remainder 1."""
    larger, smaller = m, a
    before, now = np.int64(0), np.int64(1)
    line = 1
    while smaller > 1:
        quotient = larger // smaller
        rest = larger % smaller
        following = before - quotient * now
        phrase = FIRST if line == 1 else MINUS if now < 0 else LATER
        values = (larger, quotient, smaller, rest, before, now, following, a, m)
        at = put_phrase(out, put_line(out, at, line), texts, phrase, values)
        line += 1
        larger, smaller = smaller, rest
        before, now = now, following
    found = now
    if now < 0:
        found = now + m
        at = put_phrase(out, put_line(out, at, line), texts, REDUCED, (now, found, m))
        line += 1
    product = found * a
    return found, put_phrase(out, put_line(out, at, line), texts, CHECK, (found, a, product, product // m, m))
