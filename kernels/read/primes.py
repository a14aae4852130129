"""Rows about primes and divisors, read and recomputed: the kernel of the checker. See docs/primes.md.

Each row is read from its bytes with the sentences of `primes_text.py`. A number that the row computes
is tested by multiplying back, and the result is found once more by another algorithm: what was decided by
trial division by the strong test, what by the strong test by trial division, factors by division from below.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from synth.kernels.jit import bare, inner, kernel
from synth.kernels.read.primes_factors import factored
from synth.kernels.read.primes_text import (
    ALL,
    AMONG,
    BASE,
    BELOW,
    BOUND,
    CANONICAL_TEXT,
    FACTORISATION,
    GROUP_TEXT,
    INDEED,
    MINUS,
    MORE,
    NEITHER,
    NEVER,
    NO,
    NONE,
    ODD,
    ONCE,
    ONE,
    PAYLOAD_TEXT,
    PLUS,
    PRIMALITY,
    PRIMES,
    QUESTION_TEXT,
    QUESTIONS,
    REDUCED,
    REMAINDER,
    SAID_COMPOSITE,
    SAID_PRIME,
    SAID_TWO,
    SKILLS_TEXT,
    SO_NOT,
    SQUARE,
    STOP,
    TESTED,
    TWO,
    YES,
)
from synth.kernels.read.sentences import ZERO, begin, read, says, see, see_line, see_one
from synth.kernels.read.text import (
    SLOTS,
    Column,
    Patterns,
    which,
)
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


@kernel
def judge(text: Patterns, rows: Rows, faults: Faults) -> None:
    """Give each row that has no fault yet the first one that it has."""
    text, rows, faults = bare(text), bare(rows), bare(faults)
    code, steps, details = faults.code, faults.step, faults.detail
    reasons, said, told = rows.reasoning, rows.solution, rows.answer
    found = np.empty(2 * SLOTS, np.int64)
    lists = (np.empty(64, np.int64), np.empty(200, np.int64))
    for i in range(len(code)):
        if code[i] != RIGHT:
            continue
        question = which(rows.question, i, text, QUESTION_TEXT, len(QUESTIONS), BELOW, found)
        kind = question // 4
        n = found[0]
        if question < 0 or n < 2:
            code[i] = QUESTION
            continue
        large = kind == PRIMALITY and n >= 10_000
        skill = np.int64(large if kind == PRIMALITY else 2 if kind == FACTORISATION else 3)
        level = _level(kind, n)
        if not says(rows.canonical, i, text, CANONICAL_TEXT + kind, (n, n, n, n, n)):
            code[i] = CANONICAL
        elif not says(rows.group, i, text, GROUP_TEXT + kind, (n, n, n, n, n)):
            code[i] = GROUP
        elif not says(rows.payload, i, text, PAYLOAD_TEXT, (n, n, n, n, n)):
            code[i] = PAYLOAD
        elif rows.level[i] != level:
            code[i], details[i] = LEVEL, level
        elif not says(rows.skills, i, text, SKILLS_TEXT + skill, (n, n, n, n, n)):
            code[i] = SKILLS
        elif large:
            code[i], steps[i] = _tested(n, i, reasons, said, told, text)
        elif kind == PRIMALITY:
            code[i], steps[i] = _tried(n, i, reasons, said, told, text)
        else:
            code[i], steps[i] = factored(kind, n, i, reasons, said, told, text, lists)


@inner
def _level(kind: Any, n: Any) -> Any:
    if n < 1_000:
        return 1
    if kind == PRIMALITY:
        return 2 if n < 10_000 else 4
    return 2 if n < 100_000 else 3


@inner
def _tried(n: Any, row: Any, reasons: Column, said: Column, told: Column, text: Patterns) -> tuple[Any, Any]:
    """Return the fault of a trial division."""
    last = 0
    while PRIMES[last] * PRIMES[last] <= n:
        last += 1
    bound = PRIMES[last]
    s, a = begin(said, row), begin(told, row)
    at = see_line(reasons, row, begin(reasons, row), text, 1)
    at = see(reasons, row, at, text, BOUND, (bound, bound * bound, n, n, bound))
    if at < 0:
        return STEP, 1
    line = 2
    for k in range(last):
        p = PRIMES[k]
        at = see(
            reasons, row, see_line(reasons, row, at, text, line), text, REMAINDER, (n, p, ZERO, ZERO, ZERO)
        )
        quotient, at = read(reasons, row, at)
        if at >= 0 and quotient < n and p * quotient == n:
            at = see_one(reasons, row, at, text, SO_NOT, n)
            s = see(said, row, s, text, SAID_COMPOSITE, (n, p, quotient, ZERO, ZERO))
            a = see_one(told, row, a, text, NO, n)
            fault, step = ended(row, at, reasons, line, s, said, a, told)
            return (OTHER_RESULT if fault == RIGHT and _strong(n) else fault), step
        rest, at = read(reasons, row, see_one(reasons, row, at, text, PLUS, n))
        if at < 0 or quotient >= n or not 0 < rest < p or p * quotient + rest != n:
            return STEP, line
        at = see_one(reasons, row, at, text, STOP, n)
        if at < 0:
            return STEP, line
        line += 1
    at = see(reasons, row, see_line(reasons, row, at, text, line), text, NONE, (bound, n, n, ZERO, ZERO))
    s = see(said, row, s, text, SAID_PRIME, (n, bound, bound, n, ZERO))
    a = see_one(told, row, a, text, YES, n)
    fault, step = ended(row, at, reasons, line, s, said, a, told)
    return (OTHER_RESULT if fault == RIGHT and not _strong(n) else fault), step


@inner
def _strong(n: Any) -> Any:
    """Return whether a number below 10^6 is prime, by the strong test to bases 2 and 3."""
    if n < 4 or n % 2 == 0:
        return n == 2 or n == 3
    for base in (2, 3):
        odd = n - 1
        twos = 0
        while odd % 2 == 0:
            odd //= 2
            twos += 1
        x = np.int64(1)
        for _ in range(odd):
            x = x * base % n
        passed = x == 1
        for _ in range(twos):
            passed = passed or x == n - 1
            x = x * x % n
        if not passed:
            return False
    return True


@inner
def _tested(n: Any, row: Any, reasons: Column, said: Column, told: Column, text: Patterns) -> tuple[Any, Any]:
    """Return the fault of a strong test."""
    factor = np.int64(0)
    for p in PRIMES:
        if p * p > n:
            break
        if np.uint32(n) % np.uint32(p) == np.uint32(0):
            factor = p
            break
    if 0 < factor < 7 or n >= TESTED:
        return UNFIT, 0
    twos = 1
    while (n - 1) % (1 << (twos + 1)) == 0:
        twos += 1
    odd = (n - 1) >> twos
    s, a = begin(said, row), begin(told, row)
    at = see_line(reasons, row, begin(reasons, row), text, 1)
    if twos == 1:
        at = see(reasons, row, at, text, ONCE, (n, odd, n, odd, n))
    else:
        at = see(reasons, row, at, text, ODD, (n, twos, odd, n, n))
        at = see(reasons, row, at, text, AMONG, (odd, odd, n // 2, ZERO, ZERO))
    if at < 0:
        return STEP, 1
    at = see_one(reasons, row, see_line(reasons, row, at, text, 2), text, TWO, n)
    if at < 0:
        return STEP, 2
    line = 3
    for base in range(2, 4):
        at = see_line(reasons, row, at, text, line)
        at = see(reasons, row, at, text, BASE, (base, n, base, ZERO, ZERO))
        if at < 0:
            return STEP, line
        line += 1
        bits = 0
        while odd >> bits:
            bits += 1
        x = np.int64(base)
        for k in range(bits - 2, -1, -1):
            exponent = odd >> k
            at = see_line(reasons, row, at, text, line)
            x, at = _next(reasons, row, at, text, base, exponent, x, exponent % 2 == 1, n)
            if at < 0:
                return STEP, line
            line += 1
        exponent, y = odd, x
        if x != 1:
            for _ in range(1, twos):
                if y == n - 1:
                    break
                exponent *= 2
                at = see_line(reasons, row, at, text, line)
                y, at = _next(reasons, row, at, text, base, exponent, y, False, n)
                if at < 0:
                    return STEP, line
                line += 1
        at = see_line(reasons, row, at, text, line)
        if x == 1:
            at = see(reasons, row, at, text, ONE, (base, odd, n, base, ZERO))
        elif y == n - 1:
            at = see(reasons, row, at, text, MINUS, (base, exponent, y, n, base))
        else:
            sentence = NEITHER if twos == 1 else NEVER
            at = see(reasons, row, at, text, sentence, (base, odd, n, base, ZERO))
            if at < 0:
                return STEP, line
            if factor == 0:
                return OTHER_RESULT, line
            line += 1
            at = see_line(reasons, row, at, text, line)
            at = see(reasons, row, at, text, INDEED, (n, factor, n // factor, ZERO, ZERO))
            s = see(said, row, s, text, SAID_COMPOSITE, (n, factor, n // factor, ZERO, ZERO))
            a = see_one(told, row, a, text, NO, n)
            return ended(row, at, reasons, line, s, said, a, told)
        if at < 0:
            return STEP, line
        line += 1
    at = see_one(reasons, row, see_line(reasons, row, at, text, line), text, ALL, n)
    s = see_one(said, row, s, text, SAID_TWO, n)
    a = see_one(told, row, a, text, YES, n)
    fault, step = ended(row, at, reasons, line, s, said, a, told)
    return (OTHER_RESULT if fault == RIGHT and factor else fault), step


@inner
def _next(
    column: Column,
    row: Any,
    at: Any,
    text: Patterns,
    base: Any,
    exponent: Any,
    x: Any,
    more: Any,
    n: Any,
) -> tuple[Any, Any]:
    """Return the power that follows x and the place behind: its square, times the base if `more`."""
    at = see(column, row, at, text, SQUARE, (base, exponent, x, x, x * x))
    x, at = _left(column, row, at, text, x * x, n)
    if more:
        at = see(column, row, at, text, MORE, (x, base, x * base, ZERO, ZERO))
        x, at = _left(column, row, at, text, x * base, n)
    return x, see_one(column, row, at, text, STOP, n)


@inner
def _left(column: Column, row: Any, at: Any, text: Patterns, product: Any, n: Any) -> tuple[Any, Any]:
    """Return what a product leaves, and the place behind the quotient if the product is not below n."""
    rest = product % n
    if product >= n:
        at = see(column, row, at, text, REDUCED, ((product - rest) // n, n, rest, ZERO, ZERO))
    return rest, at
