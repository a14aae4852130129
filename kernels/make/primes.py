"""What a row says of one number, from its primality to its divisors: text by kernels. See docs/primes.md.

A writer appends reasoning, solution and answer of one number to three columns, and returns where each ends.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.kernels.factors import MOST_FACTORS, divisors, factor
from synth.kernels.jit import Integer, bare, inner, kernel
from synth.kernels.make.arithmetic import Sheet, put_line
from synth.kernels.make.text import Literals, Phrases, put, put_byte, put_number

TRIAL, STRONG, FACTORS, DIVISORS, COUNT = range(5)
"""Kinds of rows: primality of small and of large numbers, factorisation, divisors, their number."""
LONGEST = {
    "question": 160,
    "reasoning": 20_000,
    "solution": 600,
    "answer": 500,
    "canonical": 40,
    "group": 50,
    "payload": 40,
}
"""What a text needs at most, in bytes, for numbers of nine digits, whichever phrase stands for another."""

PHRASES = (
    "trial.bound", "trial.remainder", "trial.divides", "trial.none",
    "strong.once", "strong.odd", "strong.two", "strong.base", "strong.square",
    "strong.reduced", "strong.more", "strong.stop", "strong.one", "strong.minus", "strong.neither",
    "strong.never", "strong.shown", "strong.all",
    "factors.split", "factors.proven", "factors.powers", "factors.first", "factors.next", "factors.choices",
    "solution.trial", "solution.two", "solution.composite",
    "solution.factors", "solution.divisors", "solution.count",
)  # fmt: skip
"""The phrases of the family's file that kernels write, in the order of the names below."""
(
    BOUND, REMAINDER, DIVIDES, NONE,
    ONCE, ODD, TWO, BASE, SQUARE,
    REDUCED, MORE, STOP, ONE, MINUS, NEITHER, NEVER, SHOWN, ALL,
    SPLIT, PROVEN, POWERS, FIRST, NEXT, CHOICES,
    SAID_TRIAL, SAID_TWO, SAID_COMPOSITE,
    SAID_FACTORS, SAID_DIVISORS, SAID_COUNT,
) = np.arange(len(PHRASES))  # fmt: skip
_ZERO = np.int64(0)
"""An idle number of a phrase. It is no literal, nor are their places: Numba would compile for each."""

KNOWN = 100
"""Primes below are known; that a larger factor is prime is shown."""
TESTED = 100_000
"""Numbers below fit on a page. Odd composite ones fail the test to base 2 or 3, as do all below 1373653:
Pomerance, Selfridge and Wagstaff (1980).
"""
_PRIMES = np.array([p for p in range(2, 1000) if all(p % d for d in range(2, p))], np.int64)
_AND = np.frombuffer(b" and ", np.uint8)
_YES = np.frombuffer(b"yes", np.uint8)
_NO = np.frombuffer(b"no", np.uint8)
_TEXT = 4
"""The first slot that holds a text."""

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Ends = tuple[Any, Any, Any]


@kernel
def write(
    kind: Integer, numbers: Numbers, texts: Phrases, reasoning: Sheet, solution: Sheet, answer: Sheet
) -> None:
    """Write the rows of numbers: composite ones for all kinds but the first two."""
    numbers = bare(numbers)
    phrases = bare(texts)
    (reasons, reason_ends), (said, said_ends), (told, told_ends) = (
        bare(reasoning),
        bare(solution),
        bare(answer),
    )
    out = (reasons, said, told)
    found = np.zeros(MOST_FACTORS, np.uint64)
    scratch = (np.empty(2000, np.uint8), np.empty(2000, np.uint8))
    r = s = a = np.int64(0)
    for i in range(len(numbers)):
        n = numbers[i]
        if kind == TRIAL:
            r, s, a = _tried(n, phrases, out, r, s, a, scratch)
        elif kind == STRONG:
            r, s, a = _tested(n, phrases, out, r, s, a, scratch, found)
        else:
            r, s, a = _factored(kind, n, phrases, out, r, s, a, scratch, found)
        reason_ends[i + 1], said_ends[i + 1], told_ends[i + 1] = r, s, a


@kernel
def name(
    numbers: Numbers,
    phrase: Numbers,
    texts: Phrases,
    marks: Literals,
    question: Sheet,
    canonical: Sheet,
    group: Sheet,
    payload: Sheet,
) -> None:
    """Write the questions, and what names the problem: the marks are what stands before the number."""
    numbers, phrase = bare(numbers), bare(phrase)
    phrases = bare(texts)
    pool, bounds = bare(marks)
    questions, canonicals = bare(question.bytes), bare(canonical.bytes)
    groups, payloads = bare(group.bytes), bare(payload.bytes)
    ends = (bare(question.ends), bare(canonical.ends), bare(group.ends), bare(payload.ends))
    scratch = (np.empty(1, np.uint8), np.empty(1, np.uint8))
    q = c = g = p = np.int64(0)
    for i in range(len(numbers)):
        n = numbers[i]
        q = _say(questions, q, phrases, phrase[i], (n, _ZERO, _ZERO, _ZERO), scratch, (_ZERO, _ZERO))
        c = put_number(canonicals, put(canonicals, c, pool, bounds, 0), n)
        g = put_number(groups, put(groups, g, pool, bounds, 1), n)
        p = put_byte(payloads, put_number(payloads, put(payloads, p, pool, bounds, 2), n), 125)
        ends[0][i + 1], ends[1][i + 1], ends[2][i + 1], ends[3][i + 1] = q, c, g, p


@inner
def _say(
    out: Bytes,
    at: Integer,
    texts: Phrases,
    phrase: Integer,
    numbers: tuple[Any, Any, Any, Any],
    scratch: tuple[Bytes, Bytes],
    lengths: tuple[Any, Any],
) -> Any:
    """Write a phrase with its numbers and the texts that stand in the scratch."""
    for k in range(texts.first[phrase], texts.first[phrase + 1]):
        at = put(out, at, texts.pool, texts.bounds, k)
        slot = texts.slot[k]
        if slot >= _TEXT:
            for j in range(lengths[slot - _TEXT]):
                out[at + j] = scratch[slot - _TEXT][j]
            at += lengths[slot - _TEXT]
        elif slot >= 0:
            at = put_number(out, at, numbers[slot])
    return at


@inner
def _word(out: Bytes, at: Integer, text: Bytes) -> Any:
    for byte in text:
        out[at] = byte
        at += 1
    return at


@inner
def _tried(
    n: Any,
    texts: Phrases,
    out: tuple[Bytes, Bytes, Bytes],
    r: Any,
    s: Any,
    a: Any,
    scratch: tuple[Bytes, Bytes],
) -> Ends:
    """Write the trial division of a number below 1,000,000."""
    none = (_ZERO, _ZERO)
    last = 0
    while _PRIMES[last] * _PRIMES[last] <= n:
        last += 1
    bound = _PRIMES[last]
    r = put_line(out[0], r, 1)
    r = _say(out[0], r, texts, BOUND, (n, bound, bound * bound, _ZERO), scratch, none)
    for k in range(last):
        p = _PRIMES[k]
        r = put_line(out[0], r, k + 2)
        values = (n, p, n // p, n % p)
        if n % p == 0:
            r = _say(out[0], r, texts, DIVIDES, values, scratch, none)
            s = _say(out[1], s, texts, SAID_COMPOSITE, values, scratch, none)
            return r, s, _word(out[2], a, _NO)
        r = _say(out[0], r, texts, REMAINDER, values, scratch, none)
    r = put_line(out[0], r, last + 2)
    r = _say(out[0], r, texts, NONE, (n, bound, _ZERO, _ZERO), scratch, none)
    s = _say(out[1], s, texts, SAID_TRIAL, (n, bound, _ZERO, _ZERO), scratch, none)
    return r, s, _word(out[2], a, _YES)


@inner
def _tested(
    n: Any,
    texts: Phrases,
    out: tuple[Bytes, Bytes, Bytes],
    r: Any,
    s: Any,
    a: Any,
    scratch: tuple[Bytes, Bytes],
    found: Any,
) -> Ends:
    """Write the strong test of an odd number below TESTED to bases 2 and 3."""
    none = (_ZERO, _ZERO)
    twos = 0
    odd = n - 1
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    r = put_line(out[0], r, 1)
    r = _say(out[0], r, texts, ONCE if twos == 1 else ODD, (n, twos, odd, n // 2), scratch, none)
    r = put_line(out[0], r, 2)
    r = _say(out[0], r, texts, TWO, (n, _ZERO, _ZERO, _ZERO), scratch, none)
    line = 3
    for base in range(2, 4):
        r = put_line(out[0], r, line)
        r = _say(out[0], r, texts, BASE, (n, base, _ZERO, _ZERO), scratch, none)
        line += 1
        bits = 0
        while odd >> bits:
            bits += 1
        x = np.int64(base)
        for k in range(bits - 2, -1, -1):
            x, r = _squared(n, base, odd >> k, x, (odd >> k) % 2, line, texts, out[0], r, scratch)
            line += 1
        first, exponent = x, odd
        passed = x == 1 or x == n - 1
        while not passed and exponent < n // 2:
            exponent *= 2
            x, r = _squared(n, base, exponent, x, 0, line, texts, out[0], r, scratch)
            line += 1
            passed = x == n - 1
        r = put_line(out[0], r, line)
        line += 1
        if passed:
            said = ONE if x == 1 else MINUS
            r = _say(out[0], r, texts, said, (n, base, exponent, x), scratch, none)
            continue
        said = NEITHER if twos == 1 else NEVER
        r = _say(out[0], r, texts, said, (n, base, odd, first), scratch, none)
        factor(np.uint64(n), found)
        p = np.int64(found[0])
        r = put_line(out[0], r, line)
        r = _say(out[0], r, texts, SHOWN, (n, p, n // p, _ZERO), scratch, none)
        s = _say(out[1], s, texts, SAID_COMPOSITE, (n, p, n // p, _ZERO), scratch, none)
        return r, s, _word(out[2], a, _NO)
    r = put_line(out[0], r, line)
    r = _say(out[0], r, texts, ALL, (n, _ZERO, _ZERO, _ZERO), scratch, none)
    s = _say(out[1], s, texts, SAID_TWO, (n, _ZERO, _ZERO, _ZERO), scratch, none)
    return r, s, _word(out[2], a, _YES)


@inner
def _squared(
    n: Any,
    base: Any,
    exponent: Any,
    x: Any,
    more: Any,
    line: Any,
    texts: Phrases,
    out: Bytes,
    at: Any,
    scratch: tuple[Bytes, Bytes],
) -> tuple[Any, Any]:
    """Write the line of a power: the square of the one before, times the base if `more`; return the power."""
    none = (_ZERO, _ZERO)
    product = x * x
    at = put_line(out, at, line)
    at = _say(out, at, texts, SQUARE, (base, exponent, x, product), scratch, none)
    x = product % n
    if product >= n:
        at = _say(out, at, texts, REDUCED, (product // n, n, x, _ZERO), scratch, none)
    if more:
        product = x * base
        at = _say(out, at, texts, MORE, (x, base, product, _ZERO), scratch, none)
        x = product % n
        if product >= n:
            at = _say(out, at, texts, REDUCED, (product // n, n, x, _ZERO), scratch, none)
    return x, _say(out, at, texts, STOP, (_ZERO, _ZERO, _ZERO, _ZERO), scratch, none)


@kernel
def _factored(
    kind: Any,
    n: Any,
    texts: Phrases,
    out: tuple[Bytes, Bytes, Bytes],
    r: Any,
    s: Any,
    a: Any,
    scratch: tuple[Bytes, Bytes],
    found: Any,
) -> Ends:
    """Write how a composite number with prime factors below 1000 factors, and what follows."""
    size = factor(np.uint64(n), found)
    rest = n
    for k in range(size - 1):
        p = np.int64(found[k])
        r = put_line(out[0], r, k + 1)
        r = _say(out[0], r, texts, SPLIT, (rest, p, rest // p, _ZERO), scratch, (_ZERO, _ZERO))
        rest //= p
    line = size
    for k in range(size):
        p = np.int64(found[k])
        if p < KNOWN or (k and found[k] == found[k - 1]):
            continue
        last = 0
        while _PRIMES[last] * _PRIMES[last] <= p:
            last += 1
        bound = _PRIMES[last]
        length = _listed(scratch[0], _PRIMES, last, True)
        r = put_line(out[0], r, line)
        r = _say(out[0], r, texts, PROVEN, (p, bound, bound * bound, _ZERO), scratch, (length, _ZERO))
        line += 1
    if kind == FACTORS:
        length = _product(scratch[0], found, size)
        s = _say(out[1], s, texts, SAID_FACTORS, (n, _ZERO, _ZERO, _ZERO), scratch, (length, _ZERO))
        return r, s, _product(out[2], found, size, a)
    length = _product(scratch[0], found, size)
    r = put_line(out[0], r, line)
    r = _say(out[0], r, texts, POWERS, (n, _ZERO, _ZERO, _ZERO), scratch, (length, _ZERO))
    line += 1
    if kind == COUNT:
        length, count = _choices(scratch[0], found, size)
        r = put_line(out[0], r, line)
        r = _say(out[0], r, texts, CHOICES, (n, count, _ZERO, _ZERO), scratch, (length, _ZERO))
        s = _say(out[1], s, texts, SAID_COUNT, (n, count, _ZERO, _ZERO), scratch, (_ZERO, _ZERO))
        return r, s, put_number(out[2], a, count)
    into = np.empty(2000, np.uint64)
    count = 0
    lengths = (_ZERO, _ZERO)
    for k in range(size):
        if k + 1 < size and found[k + 1] == found[k]:
            continue
        count = divisors(found, k + 1, into)
        lengths = (_product(scratch[0], found, k + 1), _listed(scratch[1], into, count, True))
        r = put_line(out[0], r, line)
        said = NEXT if found[k] != found[0] else FIRST
        r = _say(out[0], r, texts, said, (n, _ZERO, _ZERO, _ZERO), scratch, lengths)
        line += 1
    s = _say(out[1], s, texts, SAID_DIVISORS, (n, _ZERO, _ZERO, _ZERO), scratch, lengths)
    return r, s, a + _listed(out[2][a:], into, count, False)


@inner
def _listed(out: Bytes, numbers: Any, count: Any, spoken: Any) -> Any:
    """Write numbers with commas, in a sentence with "and" before the last, and return the length."""
    at = np.int64(0)
    for k in range(count):
        if k and spoken and k == count - 1:
            at = _word(out, at, _AND)
        elif k:
            at = put_byte(out, put_byte(out, at, 44), 32)
        at = put_number(out, at, np.int64(numbers[k]))
    return at


@inner
def _product(out: Bytes, found: Any, size: Any, at: Any = 0) -> Any:
    """Write primes as a product of powers, and return where it ends."""
    at = np.int64(at)
    k = 0
    while k < size:
        if k:
            at = put_byte(out, put_byte(out, put_byte(out, at, 32), 42), 32)
        end = k
        while end < size and found[end] == found[k]:
            end += 1
        at = put_number(out, at, np.int64(found[k]))
        if end - k > 1:
            at = put_number(out, put_byte(out, at, 94), end - k)
        k = end
    return at


@inner
def _choices(out: Bytes, found: Any, size: Any) -> tuple[Any, Any]:
    """Write the product of the exponents, each with 1 added; return the length and the product."""
    at = np.int64(0)
    count = np.int64(1)
    k = 0
    single = found[0] == found[size - 1]
    while k < size:
        end = k
        while end < size and found[end] == found[k]:
            end += 1
        if k:
            at = put_byte(out, put_byte(out, put_byte(out, at, 32), 42), 32)
        if not single:
            at = put_byte(out, at, 40)
        at = put_number(out, at, end - k)
        for byte in (32, 43, 32, 49):
            at = put_byte(out, at, byte)
        if not single:
            at = put_byte(out, at, 41)
        count *= end - k + 1
        k = end
    return at, count
