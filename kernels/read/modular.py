"""Rows about common divisors, powers and inverses, read and recomputed: the kernel of the checker.

Each line is read from its bytes and recomputed. The result is found once more by another
algorithm: common divisors by halving and subtracting (Stein 1967), powers from the lowest binary digit, and
an inverse by the product that defines it. See docs/modular.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from synth.kernels.jit import bare, inner, kernel
from synth.kernels.read.modular_text import (
    BELOW,
    CANONICAL_TEXT,
    CHECK,
    COMMON,
    DIVISION,
    EXACT,
    FIRST,
    GCD,
    GROUP_TEXT,
    IDEA,
    INVERSE,
    LATER,
    LCM,
    LEAVES,
    MINUS,
    MORE_OF_BASE,
    PAYLOAD_TEXT,
    PLAIN_NUMBER,
    POWER,
    PRODUCT,
    QUESTION_TEXT,
    QUESTIONS,
    QUOTIENT,
    REDUCED,
    SAID_GCD,
    SAID_INVERSE,
    SAID_POWER,
    SKILLS_TEXT,
    SQUARE,
    STOP,
)
from synth.kernels.read.sentences import ZERO, begin, says, see, see_line, see_one
from synth.kernels.read.text import SLOTS, Column, Patterns, which
from synth.kernels.read.verdict import (
    CANONICAL,
    GROUP,
    LEVEL,
    OTHER_RESULT,
    PAYLOAD,
    QUESTION,
    RIGHT,
    SKILLS,
    STEP,
    UNFIT,
    Faults,
    Rows,
    ended,
)

EXPONENTS = 10_000
"""Exponents are below."""


@kernel
def judge(text: Patterns, rows: Rows, faults: Faults) -> None:
    """Give each row that has no fault yet the first one that it has."""
    text, rows, faults = bare(text), bare(rows), bare(faults)
    code, steps, details = faults.code, faults.step, faults.detail
    found = np.empty(2 * SLOTS, np.int64)
    for i in range(len(code)):
        if code[i] != RIGHT:
            continue
        question = which(rows.question, i, text, QUESTION_TEXT, len(QUESTIONS), BELOW, found)
        kind = question // 4
        a, b, c = found[0], found[1], found[2]
        if question < 0 or not _asks(question, a, b, c, found[3]):
            code[i] = QUESTION
            continue
        numbers = (a, b, c)
        level = _level(kind, a, b, c)
        if not _fits(kind, a, b, c):
            code[i] = UNFIT
        elif not says(rows.canonical, i, text, CANONICAL_TEXT + kind, numbers):
            code[i] = CANONICAL
        elif not says(rows.group, i, text, GROUP_TEXT + kind, numbers):
            code[i] = GROUP
        elif not says(rows.payload, i, text, PAYLOAD_TEXT + kind, numbers):
            code[i] = PAYLOAD
        elif rows.level[i] != level:
            code[i], details[i] = LEVEL, level
        elif not says(rows.skills, i, text, SKILLS_TEXT + kind, numbers):
            code[i] = SKILLS
        elif kind == POWER:
            code[i], steps[i] = _raised(a, b, c, i, rows, text)
        elif kind == INVERSE:
            code[i], steps[i] = _inverted(a, b, i, rows, text)
        else:
            code[i], steps[i] = _divided(kind, a, b, i, rows, text)


@inner
def _asks(question: Any, a: Any, b: Any, c: Any, last: Any) -> Any:
    """Return whether the numbers of a question stand to each other as its wording has it."""
    kind = question // 4
    if kind == POWER:
        return question % 4 < 2 or last == c - 1
    if kind == INVERSE:
        return c == b - 1
    return a >= b


@inner
def _fits(kind: Any, a: Any, b: Any, c: Any) -> Any:
    """Return whether there is a row of these numbers."""
    if kind == POWER:
        return 1 < a < c and 1 < b < EXPONENTS
    if kind == INVERSE:
        return 1 < a < b and _common(a, b) == 1
    return b > 0


@inner
def _level(kind: Any, a: Any, b: Any, c: Any) -> Any:
    if kind == POWER:
        return 2 if c < 1000 else 4
    if kind == INVERSE:
        return 2 if b < 1000 else 3
    return 1 if a < 100 else 2 if a < 100_000 else 3


@inner
def _common(a: Any, b: Any) -> Any:
    """Return the greatest common divisor of two positive numbers, by halving and subtracting."""
    twos = 0
    while a % 2 == 0 and b % 2 == 0:
        a, b, twos = a // 2, b // 2, twos + 1
    while a != b:
        if a % 2 == 0:
            a //= 2
        elif b % 2 == 0:
            b //= 2
        elif a > b:
            a = (a - b) // 2
        else:
            b = (b - a) // 2
    return a << twos


@inner
def _told(rows: Rows, row: Any, text: Patterns, found: Any) -> Any:
    """Return the place behind the answer, or MISS."""
    return see_one(rows.answer, row, begin(rows.answer, row), text, PLAIN_NUMBER, found)


@inner
def _divided(kind: Any, a: Any, b: Any, row: Any, rows: Rows, text: Patterns) -> tuple[Any, Any]:
    """Return the fault of Euclid's algorithm and of the multiple that follows."""
    reasons = rows.reasoning
    at = begin(reasons, row)
    larger, smaller = a, b
    line = 1
    while True:
        at = see_line(reasons, row, at, text, line)
        rest = larger % smaller
        values = (larger, larger // smaller, smaller, rest)
        at = see(reasons, row, at, text, DIVISION if rest else EXACT, values)
        if at < 0:
            return STEP, line
        if rest == 0:
            break
        larger, smaller = smaller, rest
        line += 1
    found = smaller
    if kind == LCM:
        line += 1
        at = see_one(reasons, row, see_line(reasons, row, at, text, line), text, COMMON, smaller)
        if at < 0:
            return STEP, line
        if smaller > 1:
            line += 1
            at = see_line(reasons, row, at, text, line)
            at = see(reasons, row, at, text, QUOTIENT, (a, smaller, a // smaller))
            if at < 0:
                return STEP, line
        line += 1
        found = a // smaller * b
        at = see_line(reasons, row, at, text, line)
        at = see(reasons, row, at, text, PRODUCT, (a // smaller, b, found))
    said = begin(rows.solution, row)
    said = see(rows.solution, row, said, text, SAID_GCD + kind - GCD, (a, b, found))
    told = _told(rows, row, text, found)
    fault, step = ended(row, at, reasons, line, said, rows.solution, told, rows.answer)
    common = _common(a, b)
    right = found == common if kind == GCD else found % a == 0 and found * common == a * b
    return (OTHER_RESULT if fault == RIGHT and not right else fault), step


@inner
def _raised(a: Any, exponent: Any, m: Any, row: Any, rows: Rows, text: Patterns) -> tuple[Any, Any]:
    """Return the fault of a power."""
    reasons = rows.reasoning
    at = begin(reasons, row)
    bits = 0
    while exponent >> bits:
        bits += 1
    x = a
    line = 1
    at = see(reasons, row, see_line(reasons, row, at, text, line), text, IDEA, (m, a))
    if at < 0:
        return STEP, line
    for k in range(bits - 2, -1, -1):
        line += 1
        at = see_line(reasons, row, at, text, line)
        at = see(reasons, row, at, text, SQUARE, (a, exponent >> k, x, x, x * x))
        x, at = _left(x * x, m, row, at, reasons, text)
        if (exponent >> k) % 2 and at >= 0:
            at = see(reasons, row, at, text, MORE_OF_BASE, (x, a, x * a))
            x, at = _left(x * a, m, row, at, reasons, text)
        at = see_one(reasons, row, at, text, STOP, ZERO)
        if at < 0:
            return STEP, line
    said = begin(rows.solution, row)
    said = see(rows.solution, row, said, text, SAID_POWER, (a, exponent, x, m))
    told = _told(rows, row, text, x)
    fault, step = ended(row, at, reasons, line, said, rows.solution, told, rows.answer)
    result, factor = np.int64(1), a
    while exponent:
        if exponent % 2:
            result = result * factor % m
        factor = factor * factor % m
        exponent //= 2
    return (OTHER_RESULT if fault == RIGHT and result != x else fault), step


@inner
def _left(product: Any, m: Any, row: Any, at: Any, column: Column, text: Patterns) -> tuple[Any, Any]:
    """Return what a product leaves, and the place behind what the row says of it."""
    if product < m:
        return product, at
    rest = product % m
    return rest, see(column, row, at, text, LEAVES, ((product - rest) // m, m, rest))


@inner
def _inverted(a: Any, m: Any, row: Any, rows: Rows, text: Patterns) -> tuple[Any, Any]:
    """Return the fault of Euclid's algorithm with multiples of a."""
    reasons = rows.reasoning
    at = begin(reasons, row)
    larger, smaller = m, a
    before, now = np.int64(0), np.int64(1)
    line = 1
    while smaller > 1:
        q, rest = larger // smaller, larger % smaller
        # The signs alternate: the size is what is read.
        size = before + q * now
        at = see_line(reasons, row, at, text, line)
        if line == 1:
            at = see(reasons, row, at, text, FIRST, (larger, q, smaller, rest, m, rest, size, a))
        else:
            values = (larger, q, smaller, rest, m, rest, before, q, now, a, size, a)
            at = see(reasons, row, at, text, MINUS if line % 2 == 0 else LATER, values)
        signed = size if line % 2 == 0 else -size
        if at < 0 or (signed * a - rest) % m != 0:
            return STEP, line
        larger, smaller = smaller, rest
        before, now = now, size
        line += 1
    found = now
    if line % 2 == 0:
        found = m - now
        at = see_line(reasons, row, at, text, line)
        at = see(reasons, row, at, text, REDUCED, (now, found, m))
        if at < 0:
            return STEP, line
        line += 1
    at = see_line(reasons, row, at, text, line)
    at = see(reasons, row, at, text, CHECK, (found, a, found * a, found * a // m, m))
    said = begin(rows.solution, row)
    said = see(rows.solution, row, said, text, SAID_INVERSE, (a, m, found))
    told = _told(rows, row, text, found)
    fault, step = ended(row, at, reasons, line, said, rows.solution, told, rows.answer)
    right = 0 < found < m and found * a % m == 1
    return (OTHER_RESULT if fault == RIGHT and not right else fault), step
