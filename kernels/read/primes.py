"""Rows about primes and divisors, read and recomputed: the kernel of the checker. See docs/primes.md.

Each row is read from its bytes with the sentences of `primes_text.py`. A number that the row computes
is tested by multiplying back, and the result is found once more by another algorithm: what was decided by
trial division by the strong test, what by the strong test by trial division, factors by division from below.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import bare, kernel
from synth.kernels.read.primes_factors import factored
from synth.kernels.read.primes_text import (
    ALL,
    BASES,
    BOUND,
    CANONICAL_TEXT,
    FACTORISATION,
    GROUP_TEXT,
    INDEED,
    MINUS,
    MODULO,
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
    REMAINDER,
    SAID_COMPOSITE,
    SAID_PRIME,
    SAID_TWO,
    SKILLS_TEXT,
    SO_NOT,
    SQUARED,
    STOP,
    TWO,
    YES,
)
from synth.kernels.read.sentences import (
    ZERO,
    Sentences,
    asked,
    bare_sentences,
    read,
    says,
    see,
    see_line,
    see_one,
)
from synth.kernels.read.text import MISS, Column, match_byte, match_number, read_number
from synth.kernels.read.verdict import (
    CANONICAL,
    FINE,
    GROUP,
    LEVEL,
    NO_TEXT,
    OTHER,
    PAYLOAD,
    QUESTION,
    SKILLS,
    STEP,
    UNFIT,
    Texts,
    bare_texts,
    ended,
    held,
    is_sampled,
)


@kernel
def judge(
    texts: Texts,
    level: NDArray[np.int8],
    sentences: Sentences,
    faults: NDArray[np.int8],
    steps: NDArray[np.int32],
    sampled: NDArray[np.bool_],
) -> None:
    """Write for each row its fault, the step that is at fault, and whether SymPy is to see it."""
    texts, text = bare_texts(texts), bare_sentences(sentences)
    level, faults, steps, sampled = bare(level), bare(faults), bare(steps), bare(sampled)
    reasons, said, told = texts.reasoning, texts.solution, texts.answer
    found = np.empty(6, np.int64)
    lists = (np.empty(64, np.int64), np.empty(200, np.int64))
    for i in range(len(faults)):
        if not held(texts, i):
            faults[i] = NO_TEXT
            continue
        kind = asked(texts.question, i, text, QUESTION_TEXT, len(QUESTIONS), found) // 4
        n = found[0]
        if kind < 0 or n < 2:
            faults[i] = QUESTION
            continue
        sampled[i] = is_sampled(n)
        large = kind == PRIMALITY and n >= 10_000
        skill = large if kind == PRIMALITY else 2 if kind == FACTORISATION else 3
        if level[i] != _level(kind, n):
            faults[i] = LEVEL
        elif not says(texts.canonical, i, text, CANONICAL_TEXT + kind, n):
            faults[i] = CANONICAL
        elif not says(texts.group, i, text, GROUP_TEXT + kind, n):
            faults[i] = GROUP
        elif not says(texts.payload, i, text, PAYLOAD_TEXT, n):
            faults[i] = PAYLOAD
        elif not says(texts.skills, i, text, SKILLS_TEXT + skill, n):
            faults[i] = SKILLS
        elif large:
            faults[i], steps[i] = _tested(n, i, reasons, said, told, text)
        elif kind == PRIMALITY:
            faults[i], steps[i] = _tried(n, i, reasons, said, told, text)
        else:
            faults[i], steps[i] = factored(kind, n, i, reasons, said, told, text, lists)


@kernel
def _level(kind: Any, n: Any) -> Any:
    if n < 1_000:
        return 1
    if kind == PRIMALITY:
        return 2 if n < 10_000 else 4
    return 2 if n < 100_000 else 3


@kernel
def _tried(n: Any, row: Any, reasons: Column, said: Column, told: Column, text: Sentences) -> tuple[Any, Any]:
    """Return the fault of a trial division."""
    last = 0
    while PRIMES[last] * PRIMES[last] <= n:
        last += 1
    bound = PRIMES[last]
    s, a = np.int64(said.starts[row]), np.int64(told.starts[row])
    at = see_line(reasons, row, np.int64(reasons.starts[row]), text, 1)
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
            return (OTHER if fault == FINE and _strong(n) else fault), step
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
    return (OTHER if fault == FINE and not _strong(n) else fault), step


@kernel
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


@kernel
def _tested(
    n: Any, row: Any, reasons: Column, said: Column, told: Column, text: Sentences
) -> tuple[Any, Any]:
    """Return the fault of a strong test."""
    factor = np.int64(0)
    for p in PRIMES:
        if p * p > n:
            break
        if np.uint32(n) % np.uint32(p) == np.uint32(0):
            factor = p
            break
    if 0 < factor < 7:
        return UNFIT, 0
    size = 0 if n < 1373653 else 1 if n < 25326001 else 2
    twos = 1
    while (n - 1) % (1 << (twos + 1)) == 0:
        twos += 1
    odd = (n - 1) >> twos
    s, a = np.int64(said.starts[row]), np.int64(told.starts[row])
    at = see_line(reasons, row, np.int64(reasons.starts[row]), text, 1)
    if twos == 1:
        at = see(reasons, row, at, text, ONCE, (n, odd, ZERO, ZERO, ZERO))
    else:
        at = see(reasons, row, at, text, ODD, (n, twos, odd, ZERO, ZERO))
    if at < 0:
        return STEP, 1
    at = see_one(reasons, row, see_line(reasons, row, at, text, 2), text, TWO + size, n)
    if at < 0:
        return STEP, 2
    line = 3
    for base in BASES[size]:
        if base == 0:
            break
        at = see_one(reasons, row, see_line(reasons, row, at, text, line), text, MODULO, n)
        bits = 0
        while odd >> bits:
            bits += 1
        x = np.int64(1)
        for k in range(bits - 1, -1, -1):
            exponent = odd >> k
            x, at = _next(reasons, row, at, base, exponent, x, exponent % 2 == 1, n, k == 0)
            if at < 0:
                return STEP, line
        line += 1
        exponent, y = odd, x
        if x != 1 and x != n - 1 and twos > 1:
            at = see_one(reasons, row, see_line(reasons, row, at, text, line), text, SQUARED, n)
            for k in range(1, twos):
                exponent *= 2
                # Reading stops at -1 or at the last square: what follows tells which.
                known = y * y % n
                y, at = _next(reasons, row, at, base, exponent, y, False, n, known == n - 1 or k == twos - 1)
                if at < 0:
                    return STEP, line
                if y == n - 1:
                    break
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
                return OTHER, line
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
    s = see_one(said, row, s, text, SAID_TWO + size, n)
    a = see_one(told, row, a, text, YES, n)
    fault, step = ended(row, at, reasons, line, s, said, a, told)
    return (OTHER if fault == FINE and factor else fault), step


@kernel
def _next(
    column: Column,
    row: Any,
    at: Any,
    base: Any,
    exponent: Any,
    x: Any,
    more: Any,
    n: Any,
    last: Any,
) -> tuple[Any, Any]:
    """Return the power that follows x and the place behind: its square, times the base if `more`."""
    # Most of a row is this, so it is read without tables: base^exponent = y, and a comma or a full stop.
    data, end = column.data, column.starts[row + 1]
    at = match_number(data, at, end, base)
    at = match_byte(data, at, end, 94)
    at = match_number(data, at, end, exponent)
    at = match_byte(data, at, end, 32)
    at = match_byte(data, at, end, 61)
    at = match_byte(data, at, end, 32)
    y, at = read_number(data, at, end, 9)
    if at < 0 or y >= n:
        return y, np.int64(MISS)
    square = x * x % n
    if y != (square * base % n if more else square):
        return y, np.int64(MISS)
    if last:
        return y, match_byte(data, at, end, 46)
    at = match_byte(data, at, end, 44)
    return y, match_byte(data, at, end, 32)
