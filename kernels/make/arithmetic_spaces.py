"""Spaces of two whole numbers by their digits: rank to pair and pair to rank, in closed form.

Pairs (a, b) stand in the order of the grammar's sentences: by a, then by b. A space is a row of numbers
`form`: kind, low and high end of a, low and high end of b, inclusive. Where a kind looks at columns, the
ends are those of all numbers of so many digits; a has two digits or more, and b no more than a.
Source: the recursive method of unranking (Nijenhuis and Wilf, 1978), digit by digit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part
from synth.kernels.make.text import digits_of

(
    RECTANGLE,  # every a with every b
    TRIANGLE,  # b <= a, of one range
    STRICT,  # b < a, of one range
    CARRY_FREE,  # b <= a, and no column of a + b passes 9
    CARRYING,  # b <= a, and a column of a + b passes 9
    BORROW_FREE,  # b <= a, and no digit of b is above the one of a in its column
    BORROWING,  # b <= a, and a digit of b is above the one of a in its column
    CORNER,  # a - b is at most the difference of the high ends; as many b as a, so the last a has one b
    REMAINDERS,  # (d, n) with n no multiple of d: a is d, and b the whole part of n / d
) = range(9)

_PAIRS = 55
"""Pairs of digits whose sum is at most 9; as many have the second at most the first."""
_TENS = 10 ** np.arange(12)
_FREE = _PAIRS ** np.arange(10)
_EQUAL = 5 ** np.arange(10)  # pairs of equal digits whose sum is at most 9, column by column


@part
def _root(number: Integer) -> Integer:
    """Return the whole part of the square root of a natural number below 2^52."""
    root = np.int64(np.sqrt(np.float64(number)))
    while root * root > number:
        root -= 1
    while (root + 1) * (root + 1) <= number:
        root += 1
    return root


@part
def _triangular(number: Integer) -> Integer:
    return number * (number + 1) // 2


@part
def _above(rank: Integer) -> Integer:
    """Return the greatest number whose triangular number is at most the rank."""
    return (_root(8 * rank + 1) - 1) // 2


@part
def _digit(number: Integer, column: Integer) -> Integer:
    return number // _TENS[column] % 10


@part
def _choices(adding: Integer, digit: Integer, leading: Integer) -> Integer:
    """Return how many digits of b leave a column with this digit of a alone; a leading digit is not 0."""
    return (10 - digit if adding else digit + 1) - leading


@part
def _lower_choices(adding: Integer, digit: Integer, leading: Integer) -> Integer:
    """Return how many of them are below the digit of a."""
    return (min(digit, 10 - digit) if adding else digit) - leading


@part
def _stays(adding: Integer, digit: Integer, leading: Integer) -> Integer:
    """Return 1 if the digit of a itself is one of them."""
    return np.int64((2 * digit <= 9 or not adding) and digit >= leading)


@kernel
def _walk(
    kind: Integer, size: Integer, other: Integer, finding: Integer, a: Integer, b: Integer, rank: Integer
) -> tuple[Integer, Integer, Integer]:
    """Return (a, b, what is left of the rank) if `finding`, else (a, b, rank), for a kind by columns.

    `size` and `other` are the numbers of digits of a and b. Each digit in turn is the one whose block of
    pairs holds the rank; the blocks of lower digits are counted off, or counted up.
    """
    adding = np.int64(kind in (CARRY_FREE, CARRYING))
    wanting = np.int64(kind in (CARRYING, BORROWING))
    even = size == other
    if not finding:
        rank = np.int64(0)
    low = _TENS[other - 1] if other > 1 else np.int64(0)
    many = _TENS[other] - low
    # The digits of b so far that are free of carries: below those of a (or b is shorter), and equal to them.
    free = np.int64(not even)
    tight = np.int64(even)
    prefix = np.int64(0)
    for column in range(size - 1, -1, -1):
        after = _TENS[column]
        leading = np.int64(column == other - 1 and other > 1)
        first = np.int64(column == size - 1 and size > 1)
        last = np.int64(9) if finding else _digit(a, column)
        for digit in range(first, last + 1):
            if column >= other:
                new_free, new_tight = free, tight
                below = after // _TENS[other] * (_PAIRS - 10 * np.int64(other > 1))
                below *= _FREE[other - 1]
                count = new_free * below
            else:
                new_free = free * _choices(adding, digit, leading)
                new_free += tight * _lower_choices(adding, digit, leading)
                new_tight = tight * _stays(adding, digit, leading)
                every = _FREE[column]
                equal = (every + _EQUAL[column]) // 2 if adding else every
                count = new_free * every + new_tight * equal
            if wanting:
                least = (prefix * 10 + digit) * after
                whole = many * after
                if even:
                    whole = _triangular(least + after - low) - _triangular(least - low)
                count = whole - count
            if finding and rank < count:
                break
            if not finding and digit == last:
                break
            rank = rank - count if finding else rank + count
        free, tight = new_free, new_tight
        prefix = prefix * 10 + digit
    a = prefix
    found = np.int64(0)
    clean = np.int64(1)  # no carry so far
    tied = np.int64(even)  # b's digits so far are a's
    for column in range(other - 1, -1, -1):
        digit = _digit(a, column)
        after = _TENS[column]
        last = np.int64(9) if finding else _digit(b, column)
        every = np.int64(1)  # free completions of b without a carry
        equal = np.int64(1)  # those not above a
        for lower in range(column):
            below = _digit(a, lower)
            if adding:
                equal = _lower_choices(adding, below, 0) * every + _stays(adding, below, 0) * equal
            every *= _choices(adding, below, 0)
        if not adding:
            equal = every
        for chosen in range(np.int64(column == other - 1 and other > 1), last + 1):
            fits = chosen <= 9 - digit if adding else chosen <= digit
            count = np.int64(0)
            if clean and fits:
                count = equal if tied and chosen == digit else every
            if tied and chosen > digit:
                count = np.int64(0)
            elif wanting:
                count = (a % after + 1 if tied and chosen == digit else after) - count
            if finding and rank < count:
                break
            if not finding and chosen == last:
                break
            rank = rank - count if finding else rank + count
        clean = clean * np.int64(chosen <= 9 - digit if adding else chosen <= digit)
        tied = tied * np.int64(chosen == digit)
        found = found * 10 + chosen
    return a, found, rank


@kernel
def count(form: NDArray[np.int64]) -> Integer:
    """Return the number of pairs of a space."""
    kind, a_low, a_high, b_low, b_high = form
    if kind == RECTANGLE:
        return (a_high - a_low + 1) * (b_high - b_low + 1)
    if kind in (TRIANGLE, CORNER):
        return _triangular(a_high - a_low + 1)
    if kind == STRICT:
        return _triangular(a_high - a_low)
    if kind == REMAINDERS:
        return (_triangular(a_high - 1) - _triangular(a_low - 2)) * (b_high - b_low + 1)
    size, other = digits_of(a_high), digits_of(b_high)
    adding = np.int64(kind in (CARRY_FREE, CARRYING))
    tops = np.int64(45 if other > 1 else 55)
    if size > other:
        free = 9 * _TENS[size - other - 1] * tops * _FREE[other - 1]
        whole = (a_high - a_low + 1) * (b_high - b_low + 1)
    else:
        # Of the leading digits 1..9: 36 pairs with a sum up to 9, of which (1, 1) to (4, 4) are equal.
        free = 45 * _FREE[size - 1]
        if adding:
            free = (36 * _FREE[size - 1] + 4 * _EQUAL[size - 1]) // 2
        whole = _triangular(a_high - a_low + 1)
    return whole - free if kind in (CARRYING, BORROWING) else free


@kernel
def unrank(
    form: NDArray[np.int64], ranks: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64]
) -> None:
    """Put the pairs of ranks, which the caller has checked, into two arrays."""
    ranks, a, b = bare(ranks), bare(a), bare(b)
    kind, a_low, a_high, b_low, b_high = form
    size, other = digits_of(a_high), digits_of(b_high)
    many = b_high - b_low + 1
    for i in range(len(ranks)):
        rank = ranks[i]
        if kind == RECTANGLE:
            a[i] = a_low + rank // many
            b[i] = b_low + rank % many
        elif kind == TRIANGLE:
            step = _above(rank)
            a[i] = a_low + step
            b[i] = a_low + rank - _triangular(step)
        elif kind == STRICT:
            step = _above(rank)
            a[i] = a_low + step + 1
            b[i] = a_low + rank - _triangular(step)
        elif kind == CORNER:
            rank = _triangular(many) - 1 - rank
            step = _above(rank)
            a[i] = a_high - step
            b[i] = b_high - rank + _triangular(step)
        elif kind == REMAINDERS:
            rest = rank // many + _triangular(a_low - 2)
            divisor = _above(rest) + 2
            rest = rank - many * (_triangular(divisor - 2) - _triangular(a_low - 2))
            a[i] = divisor
            b[i] = (b_low + rest // (divisor - 1)) * divisor + 1 + rest % (divisor - 1)
        else:
            a[i], b[i], _ = _walk(kind, size, other, 1, 0, 0, rank)


@kernel
def rank_of(form: NDArray[np.int64], a: Integer, b: Integer) -> Integer:
    """Return the rank of a pair, or -1 if the space does not hold it."""
    kind, a_low, a_high, b_low, b_high = form
    many = b_high - b_low + 1
    if a < a_low or a > a_high:
        return np.int64(-1)
    if kind == REMAINDERS:
        quotient, rest = b // a, b % a
        if quotient < b_low or quotient > b_high or rest == 0:
            return np.int64(-1)
        before = many * (_triangular(a - 2) - _triangular(a_low - 2))
        return before + (quotient - b_low) * (a - 1) + rest - 1
    if b < b_low or b > b_high:
        return np.int64(-1)
    if kind == RECTANGLE:
        return (a - a_low) * many + b - b_low
    if kind == CORNER:
        return _triangular(many) - 1 - _triangular(a_high - a) - (b_high - b)
    if b > a or (kind == STRICT and b == a):
        return np.int64(-1)
    if kind == TRIANGLE:
        return _triangular(a - a_low) + b - a_low
    if kind == STRICT:
        return _triangular(a - a_low - 1) + b - a_low
    _, _, rank = _walk(kind, digits_of(a_high), digits_of(b_high), 0, a, b, 0)
    return rank
