"""Rows about common divisors, powers and inverses, read and recomputed: the kernel of the checker.

Each line is read from its bytes and recomputed. The result is found once more by another
algorithm: common divisors by halving and subtracting (Stein 1967), powers from the lowest binary digit, and
an inverse by the product that defines it. See docs/modular.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import bare, kernel
from synth.kernels.read.modular_text import (
    BOUND_FIRST,
    CANONICAL_TEXT,
    CHECK,
    COMMON,
    DIVISION,
    EXACT,
    FIRST,
    GCD,
    GROUP_TEXT,
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
    SMALLER_FIRST,
    SQUARE,
    STOP,
)
from synth.kernels.read.sentences import (
    ZERO,
    Sentences,
    asked,
    bare_sentences,
    begin,
    says,
    see,
    see_line,
    see_one,
)
from synth.kernels.read.text import Column
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

EXPONENTS = 10_000
"""Exponents are below."""


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
    found = np.empty(6, np.int64)
    for i in range(len(faults)):
        if not held(texts, i):
            faults[i] = NO_TEXT
            continue
        question = asked(texts.question, i, text, QUESTION_TEXT, len(QUESTIONS), found)
        kind = question // 4
        if question < 0 or not _ordered(question, found):
            faults[i] = QUESTION
            continue
        a, b, c = found[0], found[1], found[2]
        numbers = (a, b, c, a, b)
        sampled[i] = is_sampled(a * 1_000_003 + b)
        if not _fits(kind, a, b, c):
            faults[i] = UNFIT
        elif level[i] != _level(kind, a, b, c):
            faults[i] = LEVEL
        elif not _names(texts.canonical, i, text, CANONICAL_TEXT + kind, numbers):
            faults[i] = CANONICAL
        elif not _names(texts.group, i, text, GROUP_TEXT + kind, numbers):
            faults[i] = GROUP
        elif not _names(texts.payload, i, text, PAYLOAD_TEXT + kind, numbers):
            faults[i] = PAYLOAD
        elif not says(texts.skills, i, text, SKILLS_TEXT + kind, ZERO):
            faults[i] = SKILLS
        elif kind == POWER:
            faults[i], steps[i] = _raised(a, b, c, i, texts, text)
        elif kind == INVERSE:
            faults[i], steps[i] = _inverted(a, b, i, texts, text)
        else:
            faults[i], steps[i] = _divided(kind, a, b, i, texts, text)


@kernel
def _ordered(question: Any, found: Any) -> Any:
    """Put the numbers of a question into the order of the kind; return whether they stand as it says them."""
    kind = question // 4
    if kind == POWER:
        return question < 10 or found[3] == found[2] - 1
    if kind == INVERSE:
        if question >= BOUND_FIRST:
            found[0], found[1], found[2] = found[1], found[2], found[0]
        return found[2] == found[1] - 1
    if question in SMALLER_FIRST:
        found[0], found[1] = found[1], found[0]
    return found[0] >= found[1]


@kernel
def _fits(kind: Any, a: Any, b: Any, c: Any) -> Any:
    """Return whether there is a row of these numbers."""
    if kind == POWER:
        return 1 < a < c and 1 < b < EXPONENTS
    if kind == INVERSE:
        return 1 < a < b and _common(a, b) == 1
    return b > 0


@kernel
def _level(kind: Any, a: Any, b: Any, c: Any) -> Any:
    if kind == POWER:
        return 2 if c < 1000 else 4
    if kind == INVERSE:
        return 2 if b < 1000 else 3
    return 1 if a < 100 else 2 if a < 100_000 else 3


@kernel
def _names(column: Column, row: Any, text: Sentences, sentence: Any, numbers: Any) -> Any:
    """Return whether the whole text of a row is a sentence with these numbers."""
    return see(column, row, begin(column, row), text, sentence, numbers) == column.starts[row + 1]


@kernel
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


@kernel
def _told(texts: Texts, row: Any, text: Sentences, found: Any) -> Any:
    """Return the place behind the answer, or MISS."""
    return see_one(texts.answer, row, begin(texts.answer, row), text, PLAIN_NUMBER, found)


@kernel
def _divided(kind: Any, a: Any, b: Any, row: Any, texts: Texts, text: Sentences) -> tuple[Any, Any]:
    """Return the fault of Euclid's algorithm and of the multiple that follows."""
    reasons = texts.reasoning
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
    said = begin(texts.solution, row)
    said = see(texts.solution, row, said, text, SAID_GCD + kind - GCD, (a, b, found))
    told = _told(texts, row, text, found)
    fault, step = ended(row, at, reasons, line, said, texts.solution, told, texts.answer)
    common = _common(a, b)
    right = found == common if kind == GCD else found % a == 0 and found * common == a * b
    return (OTHER if fault == FINE and not right else fault), step


@kernel
def _raised(a: Any, exponent: Any, m: Any, row: Any, texts: Texts, text: Sentences) -> tuple[Any, Any]:
    """Return the fault of a power."""
    reasons = texts.reasoning
    at = begin(reasons, row)
    bits = 0
    while exponent >> bits:
        bits += 1
    x = a
    line = 0
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
    said = begin(texts.solution, row)
    said = see(texts.solution, row, said, text, SAID_POWER, (a, exponent, x, m))
    told = _told(texts, row, text, x)
    fault, step = ended(row, at, reasons, line, said, texts.solution, told, texts.answer)
    result, factor = np.int64(1), a
    while exponent:
        if exponent % 2:
            result = result * factor % m
        factor = factor * factor % m
        exponent //= 2
    return (OTHER if fault == FINE and result != x else fault), step


@kernel
def _left(product: Any, m: Any, row: Any, at: Any, column: Column, text: Sentences) -> tuple[Any, Any]:
    """Return what a product leaves, and the place behind what the row says of it."""
    if product < m:
        return product, at
    rest = product % m
    return rest, see_one(column, row, at, text, LEAVES, rest)


@kernel
def _inverted(a: Any, m: Any, row: Any, texts: Texts, text: Sentences) -> tuple[Any, Any]:
    """Return the fault of Euclid's algorithm with multiples of a."""
    reasons = texts.reasoning
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
    said = begin(texts.solution, row)
    said = see(texts.solution, row, said, text, SAID_INVERSE, (a, m, found))
    told = _told(texts, row, text, found)
    fault, step = ended(row, at, reasons, line, said, texts.solution, told, texts.answer)
    right = 0 < found < m and found * a % m == 1
    return (OTHER if fault == FINE and not right else fault), step
