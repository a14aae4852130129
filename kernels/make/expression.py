"""Expressions of whole numbers: counted by value, made from ranks, and written with their steps as text.

A state is a set of expressions (a leaf of some kind, or so many operations of one precedence with or without
parentheses and signs); counts[state, v] says how many of them come to v. An alternative of a state is a sign
with the states of its two sides. A rank is resolved from the root down: the alternative, the value of the
left side, the ranks of both sides. A made expression is a row of tokens: numbers, and negative codes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part
from synth.kernels.make.text import put, put_byte, put_number

ADD, SUBTRACT, MULTIPLY, DIVIDE, OPEN, CLOSE = -1, -2, -3, -4, -5, -6
"""Tokens that are no numbers."""

LEAVES = 3
"""The first states, which are leaves: addends, factors (and divisors), dividends."""

MOST_TOKENS = 24
"""Six operations have 7 numbers, 6 signs and at most 10 parentheses."""

SIGNS, LEAVING, EQUALS, STOP, PREFIX = 0, 4, 5, 6, 7
"""Places in the table of texts: four signs, what leads to the rest, two marks, then the group's prefix."""
ASKED = 8
"""The first question's beginning; its end follows, then the next question's."""

_DEEPEST = 64
"""Pending parts of an expression on the way down: at most seven for each operation."""


@kernel
def count_values(
    counts: NDArray[np.int64],
    first: NDArray[np.int64],
    signs: NDArray[np.int64],
    lefts: NDArray[np.int64],
    rights: NDArray[np.int64],
    running: NDArray[np.int64],
) -> None:
    """Fill counts[state, v] of all states but leaves, whose counts are given; states follow what they hold.

    running[a, v] becomes the number of expressions of value v by a state's alternatives up to a. Differences
    and quotients have a positive result, and no factor, divisor or quotient is 1.
    """
    states, most = counts.shape[0], counts.shape[1] - 1
    for state in range(LEAVES, states):
        for a in range(first[state], first[state + 1]):
            left, right = counts[lefts[a]], counts[rights[a]]
            into = running[a]
            if a > first[state]:
                into[:] = running[a - 1]
            if signs[a] == ADD:
                for x in range(1, most):
                    if left[x] > 0:
                        for y in range(1, most + 1 - x):
                            into[x + y] += left[x] * right[y]
            elif signs[a] == SUBTRACT:
                for x in range(2, most + 1):
                    if left[x] > 0:
                        for y in range(1, x):
                            into[x - y] += left[x] * right[y]
            elif signs[a] == MULTIPLY:
                for x in range(2, most // 2 + 1):
                    if left[x] > 0:
                        for y in range(2, most // x + 1):
                            into[x * y] += left[x] * right[y]
            else:
                for value in range(2, most // 2 + 1):
                    for y in range(2, most // value + 1):
                        into[value] += left[value * y] * right[y]
        if first[state + 1] > first[state]:
            counts[state, :] = running[first[state + 1] - 1]


@part
def _other(sign: Integer, value: Integer, x: Integer) -> Integer:
    """Return the right side that makes a value with x on the left, or 0 if there is none."""
    y = np.int64(0)
    if sign == ADD:
        y = value - x
    elif sign == SUBTRACT:
        y = x - value
    elif sign == MULTIPLY:
        if x > 1 and value % x == 0 and value > x:
            y = value // x
    elif value > 1 and x % value == 0 and x > value:
        y = x // value
    return max(y, np.int64(0))


@kernel
def unrank(
    ranks: NDArray[np.int64],
    roots: NDArray[np.int64],
    before: NDArray[np.int64],
    counts: NDArray[np.int64],
    first: NDArray[np.int64],
    signs: NDArray[np.int64],
    lefts: NDArray[np.int64],
    rights: NDArray[np.int64],
    enclosed: NDArray[np.int64],
    running: NDArray[np.int64],
    tokens: NDArray[np.int32],
    lengths: NDArray[np.int64],
) -> None:
    """Write the tokens of the expressions of ranks in the union of the root states, by state and then value.

    before[k] is the number of expressions of the first k pairs of a root and a value. enclosed[a] has bit 1
    where the left side of an alternative stands in parentheses, bit 2 for the right.
    """
    most = counts.shape[1] - 1
    state_of = np.empty(_DEEPEST, np.int64)
    value_of = np.empty(_DEEPEST, np.int64)
    rank_of = np.empty(_DEEPEST, np.int64)
    for row in range(len(ranks)):
        root = np.searchsorted(before, ranks[row], side="right") - 1
        state_of[0] = roots[root // (most + 1)]
        value_of[0] = root % (most + 1)
        rank_of[0] = ranks[row] - before[root]
        pending = 1
        length = 0
        while pending > 0:
            pending -= 1
            state, value, rank = state_of[pending], value_of[pending], rank_of[pending]
            if state < LEAVES:
                # A leaf is written as its value, a token as its negative code.
                tokens[row, length] = value
                length += 1
                continue
            low, high = first[state], first[state + 1]
            while low < high:
                middle = (low + high) // 2
                if running[middle, value] > rank:
                    high = middle
                else:
                    low = middle + 1
            if low > first[state]:
                rank -= running[low - 1, value]
            sign = signs[low]
            left, right = counts[lefts[low]], counts[rights[low]]
            x = np.int64(0)
            y = np.int64(0)
            block = np.int64(0)
            while rank >= block:
                rank -= block
                x += 1
                y = _other(sign, value, x)
                block = left[x] * right[y] if 0 < y <= most else np.int64(0)
            # Last in, first out: the right side first.
            if enclosed[low] & 2:
                state_of[pending], value_of[pending] = 0, CLOSE
                pending += 1
            state_of[pending], value_of[pending], rank_of[pending] = rights[low], y, rank % right[y]
            pending += 1
            if enclosed[low] & 2:
                state_of[pending], value_of[pending] = 0, OPEN
                pending += 1
            state_of[pending], value_of[pending] = 0, sign
            pending += 1
            if enclosed[low] & 1:
                state_of[pending], value_of[pending] = 0, CLOSE
                pending += 1
            state_of[pending], value_of[pending], rank_of[pending] = lefts[low], x, rank // right[y]
            pending += 1
            if enclosed[low] & 1:
                state_of[pending], value_of[pending] = 0, OPEN
                pending += 1
        lengths[row] = length


@part
def _put_tokens(
    out: NDArray[np.uint8],
    at: Integer,
    tokens: NDArray[np.int32],
    length: Integer,
    pool: NDArray[np.uint8],
    bounds: NDArray[np.int64],
) -> Integer:
    """Write tokens as text."""
    for k in range(length):
        token = np.int64(tokens[k])
        if token >= 0:
            at = put_number(out, at, token)
        elif token == OPEN:
            at = put_byte(out, at, 40)
        elif token == CLOSE:
            at = put_byte(out, at, 41)
        else:
            at = put(out, at, pool, bounds, SIGNS - 1 - token)
    return at


@part
def _next(tokens: NDArray[np.int32], length: Integer) -> tuple[Integer, Integer, Integer]:
    """Return the place of the operation that is next, and the interval of tokens that its result replaces.

    It is in the first parentheses that hold no others, else anywhere: there the first product or quotient
    from the left, else the first sum or difference.
    """
    low, high = 0, length
    for k in range(length):
        if tokens[k] == OPEN:
            low = k + 1
        elif tokens[k] == CLOSE:
            high = k
            break
    place = low + 1
    for k in range(low + 1, high, 2):
        if tokens[k] == MULTIPLY or tokens[k] == DIVIDE:
            place = k
            break
    if high - low == 3 and high < length:
        return place, low - 1, high + 1
    return place, place - 1, place + 2


@part
def _result(sign: Integer, x: Integer, y: Integer) -> Integer:
    if sign == ADD:
        return x + y
    if sign == SUBTRACT:
        return x - y
    if sign == MULTIPLY:
        return x * y
    return x // y


@kernel
def write(
    tokens: NDArray[np.int32],
    lengths: NDArray[np.int64],
    variants: NDArray[np.int64],
    pool: NDArray[np.uint8],
    bounds: NDArray[np.int64],
    question: NDArray[np.uint8],
    reasoning: NDArray[np.uint8],
    solution: NDArray[np.uint8],
    answer: NDArray[np.uint8],
    canonical: NDArray[np.uint8],
    group: NDArray[np.uint8],
    ends: NDArray[np.int32],
) -> None:
    """Write six columns, whose ends are the rows of `ends`, of expressions given as tokens.

    `pool` and `bounds` hold the texts whose places are named at the top. The tokens are used up.
    """
    pool, bounds, question, reasoning = bare(pool), bare(bounds), bare(question), bare(reasoning)
    solution, answer, canonical, group = bare(solution), bare(answer), bare(canonical), bare(group)
    asked = reasoned = solved = answered = named = grouped = np.int64(0)
    for row in range(len(lengths)):
        current = tokens[row]
        length = lengths[row]
        beginning = ASKED + 2 * variants[row]
        asked = put(question, asked, pool, bounds, beginning)
        asked = _put_tokens(question, asked, current, length, pool, bounds)
        asked = put(question, asked, pool, bounds, beginning + 1)
        named = _put_tokens(canonical, named, current, length, pool, bounds)
        grouped = put(group, grouped, pool, bounds, PREFIX)
        grouped = _put_tokens(group, grouped, current, length, pool, bounds)
        solved = _put_tokens(solution, solved, current, length, pool, bounds)
        step = 0
        while length > 1:
            step += 1
            if step > 1:
                reasoned = put_byte(reasoning, reasoned, 10)
            reasoned = put_byte(reasoning, reasoned, 48 + step)
            reasoned = put_byte(reasoning, reasoned, 46)
            reasoned = put_byte(reasoning, reasoned, 32)
            place, low, high = _next(current, length)
            reasoned = _put_tokens(reasoning, reasoned, current[place - 1 :], 3, pool, bounds)
            result = _result(current[place], np.int64(current[place - 1]), np.int64(current[place + 1]))
            reasoned = put(reasoning, reasoned, pool, bounds, EQUALS)
            reasoned = put_number(reasoning, reasoned, result)
            current[low] = result
            for k in range(high, length):
                current[low + 1 + k - high] = current[k]
            length -= high - low - 1
            if length > 1:
                reasoned = put(reasoning, reasoned, pool, bounds, LEAVING)
                reasoned = _put_tokens(reasoning, reasoned, current, length, pool, bounds)
            reasoned = put(reasoning, reasoned, pool, bounds, STOP)
        solved = put(solution, solved, pool, bounds, EQUALS)
        solved = put_number(solution, solved, np.int64(current[0]))
        solved = put(solution, solved, pool, bounds, STOP)
        answered = put_number(answer, answered, np.int64(current[0]))
        ends[0, row + 1] = asked
        ends[1, row + 1] = reasoned
        ends[2, row + 1] = solved
        ends[3, row + 1] = answered
        ends[4, row + 1] = named
        ends[5, row + 1] = grouped
