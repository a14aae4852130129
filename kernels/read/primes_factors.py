"""Rows about factors and divisors, read and recomputed: division from below, divisors by trying all."""

from __future__ import annotations

from typing import Any

import numpy as np

from synth.kernels.jit import inner
from synth.kernels.read.primes_text import (
    ARE,
    BARE,
    CHOICES,
    DIVIDES,
    DIVISORS,
    FACTORISATION,
    FIRST,
    IS,
    KNOWN,
    LARGEST,
    MANY,
    NEXT,
    NUMBER,
    OPENED,
    PRIMES,
    PROVEN,
    SAID_DIVISORS,
    SAID_NUMBER,
    SPLIT,
    STOP,
    TIMES,
    TO,
)
from synth.kernels.read.sentences import ZERO, Numbers, begin, read, see, see_line, see_list, see_one
from synth.kernels.read.text import MISS, Column, Patterns
from synth.kernels.read.verdict import OTHER_RESULT, RIGHT, STEP, UNFIT, ended


@inner
def factored(
    kind: Any,
    n: Any,
    row: Any,
    reasons: Column,
    said: Column,
    told: Column,
    text: Patterns,
    lists: tuple[Numbers, Numbers],
) -> tuple[Any, Any]:
    """Return the fault of a factorisation and of what follows for the divisors."""
    divided, listed = lists
    size = 0
    rest = n
    for p in PRIMES:
        if p >= LARGEST:
            break
        while rest % p == 0:
            divided[size] = p
            size += 1
            rest //= p
    least = 2 if kind == FACTORISATION else 3
    if rest > 1 or size < least or (kind == DIVISORS and n >= 10_000):
        return UNFIT, 0
    at = begin(reasons, row)
    s, a = begin(said, row), begin(told, row)
    rest = n
    line = 1
    for k in range(size - 1):
        at = see_line(reasons, row, at, text, line)
        at = see(reasons, row, at, text, SPLIT, (rest, divided[k], rest // divided[k], ZERO, ZERO))
        if at < 0:
            return STEP, line
        rest //= divided[k]
        line += 1
    for k in range(size):
        p = divided[k]
        if p < KNOWN or (k and divided[k - 1] == p):
            continue
        last = 0
        while PRIMES[last] * PRIMES[last] <= p:
            last += 1
        bound = PRIMES[last]
        at = see_line(reasons, row, at, text, line)
        at = see(reasons, row, at, text, PROVEN, (p, bound, bound * bound, p, ZERO))
        at = see_list(reasons, row, at, text, PRIMES, last, True)
        at = see_one(reasons, row, at, text, DIVIDES, p)
        if at < 0:
            return STEP, line
        line += 1
    if kind == FACTORISATION:
        s = _product(said, row, see_one(said, row, s, text, IS, n), text, divided, size)
        s = see_one(said, row, s, text, STOP, n)
        a = _product(told, row, a, text, divided, size)
        return ended(row, at, reasons, line - 1, s, said, a, told)
    at = see_one(reasons, row, see_line(reasons, row, at, text, line), text, IS, n)
    at = see_one(reasons, row, _product(reasons, row, at, text, divided, size), text, STOP, n)
    if at < 0:
        return STEP, line
    line += 1
    if kind == NUMBER:
        at = see_one(reasons, row, see_line(reasons, row, at, text, line), text, CHOICES, n)
        count, at = _exponents(reasons, row, at, text, divided, size)
        at = see_one(reasons, row, at, text, MANY, count)
        s = see(said, row, s, text, SAID_NUMBER, (n, count, ZERO, ZERO, ZERO))
        found, a = read(told, row, a)
        if found != count:
            a = np.int64(MISS)
        fault, step = ended(row, at, reasons, line, s, said, a, told)
        return (OTHER_RESULT if fault == RIGHT and _many(n) != count else fault), step
    count = 0
    for k in range(size):
        if k + 1 < size and divided[k + 1] == divided[k]:
            continue
        part = np.int64(1)
        for place in range(k + 1):
            part *= divided[place]
        count = 0
        for d in range(1, part + 1):
            if part % d == 0:
                listed[count] = d
                count += 1
        at = see_line(reasons, row, at, text, line)
        at = see_one(reasons, row, at, text, FIRST if divided[k] == divided[0] else NEXT, n)
        at = see_one(reasons, row, _product(reasons, row, at, text, divided, k + 1), text, ARE, n)
        at = see_one(reasons, row, see_list(reasons, row, at, text, listed, count, True), text, STOP, n)
        if at < 0:
            return STEP, line
        line += 1
    s = see_list(said, row, see_one(said, row, s, text, SAID_DIVISORS, n), text, listed, count, True)
    s = see_one(said, row, s, text, STOP, n)
    a = see_list(told, row, a, text, listed, count, False)
    fault, step = ended(row, at, reasons, line - 1, s, said, a, told)
    return (OTHER_RESULT if fault == RIGHT and _many(n) != count else fault), step


@inner
def _many(n: Any) -> Any:
    """Return the number of divisors of a number without prime factors from 1000 on, prime by prime."""
    many = np.int64(1)
    for p in PRIMES:
        if p >= LARGEST or n == 1:
            break
        before = many
        while n % p == 0:
            n //= p
            many += before
    return many


@inner
def _product(column: Column, row: Any, at: Any, text: Patterns, divided: Numbers, size: Any) -> Any:
    """Return the place behind the primes as a product of powers, or MISS."""
    k = 0
    while k < size:
        if k:
            at = see_one(column, row, at, text, TIMES, ZERO)
        end = k
        while end < size and divided[end] == divided[k]:
            end += 1
        found, at = read(column, row, at)
        if found != divided[k]:
            return np.int64(MISS)
        if end - k > 1:
            at = see_one(column, row, at, text, TO, end - k)
        k = end
    return at


@inner
def _exponents(
    column: Column, row: Any, at: Any, text: Patterns, divided: Numbers, size: Any
) -> tuple[Any, Any]:
    """Return the product of the exponents, each with 1 added, and the place behind it, or MISS."""
    count = np.int64(1)
    k = 0
    while k < size:
        if k:
            at = see_one(column, row, at, text, TIMES, ZERO)
        end = k
        while end < size and divided[end] == divided[k]:
            end += 1
        at = see_one(column, row, at, text, BARE if end == size and k == 0 else OPENED, end - k)
        count *= end - k + 1
        k = end
    return count, at
