"""Ranks to text, by the batch: the mixed-radix digits of each rank choose pieces of text, which are copied.

A rank of a symbol lies in a block (one alternative, with a radix for each of its parts); ranks below the
symbol's cut have their whole text in a table. A terminal number stands at either end of a piece: between
two neighbours that would melt goes the separator.
Source: the recursive method (Nijenhuis and Wilf, 1978) on an explicit stack.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import BLOCK, Integer, bare, kernel, move

SLACK = 4 * BLOCK
"""Free bytes that every buffer keeps at its end."""

GUIDE = 512
"""Entries of the guide of a symbol: one for each binary exponent of a rank and 3 bits of its mantissa."""


class Tables(NamedTuple):
    """What a grammar compiles to for writing.

    A part of an alternative is a symbol (>= 0), a fixed piece (-1; `arg` is its number) or a word of a list
    (-2; `arg` is the number of the list's first piece). `blocks` of a symbol end with a sentinel, and
    `guide[symbol, key]` is the block of the least rank of that key.
    """

    pool: NDArray[np.uint8]
    pieces: NDArray[np.int32]  # start, length, first terminal, last terminal
    cut: NDArray[np.uint64]
    low: NDArray[np.int64]
    guide: NDArray[np.int32]
    block_start: NDArray[np.uint64]
    block_alternative: NDArray[np.int32]
    block_digit: NDArray[np.int32]
    radix: NDArray[np.uint64]
    offset: NDArray[np.uint64]
    part_low: NDArray[np.int32]
    part_high: NDArray[np.int32]
    part_op: NDArray[np.int32]
    part_arg: NDArray[np.int64]
    needed: NDArray[np.uint8]
    separator: NDArray[np.uint8]


@kernel
def guide_key(rank: Integer) -> Integer:
    """Return the key of a rank below 2^63; it never falls as the rank grows."""
    return (np.float64(np.uint64(rank) + np.uint64(1)).view(np.int64) >> 49) - (1023 << 3)


@kernel
def write(
    ops: NDArray[np.int32],
    values: NDArray[np.uint64],
    bounds: NDArray[np.int64],
    begin: Integer,
    tables: Tables,
    out: NDArray[np.uint8],
    ends: NDArray[np.int64],
    stack_op: NDArray[np.int32],
    stack_value: NDArray[np.uint64],
) -> Integer:
    """Write string i = begin, begin + 1, ... of the items bounds[i]:bounds[i + 1]; return where it stopped.

    An item is a symbol and a rank of it, or -1 and the number of a piece. `ends[i + 1]` is the end of
    string i in `out`, `ends[begin]` is given. It stops early where `out` may be too short, and returns
    -1 - i where the stack is.
    """
    out, ends = bare(out), bare(ends)
    pool, pieces, cut, low = bare(tables.pool), bare(tables.pieces), bare(tables.cut), bare(tables.low)
    starts, alternatives = bare(tables.block_start), bare(tables.block_alternative)
    digits, guide = bare(tables.block_digit), bare(tables.guide)
    radix, offset = bare(tables.radix), bare(tables.offset)
    part_low, part_high = bare(tables.part_low), bare(tables.part_high)
    part_op, part_arg = bare(tables.part_op), bare(tables.part_arg)
    needed, separator = bare(tables.needed), bare(tables.separator)
    stack_op, stack_value = bare(stack_op), bare(stack_value)
    gap = len(separator)
    nothing = len(needed) - 1
    room = len(out) - SLACK
    at: Integer = ends[begin]
    for i in range(begin, len(bounds) - 1):
        before = nothing
        for item in range(bounds[i], bounds[i + 1]):
            stack_op[0] = ops[item]
            stack_value[0] = values[item]
            top = 1
            while top:
                top -= 1
                symbol = stack_op[top]
                value = stack_value[top]
                piece = np.int64(value)
                if symbol >= 0:
                    if value >= cut[symbol]:
                        block = guide[symbol, guide_key(value)]
                        while starts[block + 1] <= value:
                            block += 1
                        value -= starts[block]
                        alternative = alternatives[block]
                        first = part_low[alternative]
                        last = part_high[alternative]
                        digit = digits[block + 1]
                        if top + last - first > len(stack_op):
                            return -i - 1
                        for part in range(last - 1, first - 1, -1):
                            op = part_op[part]
                            if op == -1:
                                stack_op[top] = -1
                                stack_value[top] = part_arg[part]
                            else:
                                digit -= 1
                                if digit == digits[block]:
                                    rest = value
                                else:
                                    quotient = value // radix[digit]
                                    rest = value - quotient * radix[digit]
                                    value = quotient
                                stack_op[top] = max(op, -1)
                                stack_value[top] = rest + offset[digit] + np.uint64(part_arg[part])
                            top += 1
                        continue
                    piece += low[symbol]
                length = pieces[piece, 1]
                if length == 0:
                    continue
                if at + length > room:
                    return i
                if needed[before, pieces[piece, 2]]:
                    for k in range(gap):
                        out[at + k] = separator[k]
                    at += gap
                source = np.int64(pieces[piece, 0])
                for k in range(0, length, BLOCK):
                    move(out, at + k, pool, source + k)
                at += length
                before = pieces[piece, 3]
        ends[i + 1] = at
    return len(bounds) - 1


@kernel
def write_run(
    ops: NDArray[np.int32],
    values: NDArray[np.uint64],
    spine: Integer,
    begin: Integer,
    end: Integer,
    tables: Tables,
    out: NDArray[np.uint8],
    ends: NDArray[np.int64],
    stack_op: NDArray[np.int32],
    stack_value: NDArray[np.uint64],
) -> Integer:
    """Write string i for i in begin..end-1: the items, with i added to the value of item `spine`.

    Returns where it stopped, as `write` does. Neighbours differ in their least digit alone for as long as
    that digit's piece stands in a table: all before it is copied from the string before, all after as well.
    """
    out, ends = bare(out), bare(ends)
    pool, pieces, cut, low = bare(tables.pool), bare(tables.pieces), bare(tables.cut), bare(tables.low)
    starts, alternatives = bare(tables.block_start), bare(tables.block_alternative)
    digits, guide = bare(tables.block_digit), bare(tables.guide)
    radix, offset = bare(tables.radix), bare(tables.offset)
    part_low, part_high = bare(tables.part_low), bare(tables.part_high)
    part_op, part_arg = bare(tables.part_op), bare(tables.part_arg)
    needed, separator = bare(tables.needed), bare(tables.separator)
    stack_op, stack_value = bare(stack_op), bare(stack_value)
    gap = len(separator)
    nothing = len(needed) - 1
    room = len(out) - SLACK
    at: Integer = ends[begin]
    i = begin
    while i < end:
        before = nothing
        run = 1
        least: Integer = np.int64(0)  # the piece of the least digit, once it is found
        least_at: Integer = np.int64(-1)
        least_before: Integer = np.int64(-1)
        tail_at = np.int64(-1)  # where the text behind that piece begins, without its separator
        tail_first = np.int64(nothing)
        for item in range(len(ops)):
            stack_op[0] = ops[item]
            stack_value[0] = values[item]
            mark = -1
            limit = np.uint64(0)
            if item == spine:
                mark = 0
                stack_value[0] += np.uint64(i)
                limit = values[item] + np.uint64(end)
            top = 1
            while top:
                top -= 1
                symbol = stack_op[top]
                value = stack_value[top]
                piece = np.int64(value)
                is_least = top == mark
                if symbol >= 0:
                    if value >= cut[symbol]:
                        block = guide[symbol, guide_key(value)]
                        while starts[block + 1] <= value:
                            block += 1
                        value -= starts[block]
                        alternative = alternatives[block]
                        first = part_low[alternative]
                        last = part_high[alternative]
                        digit = digits[block + 1]
                        if is_least:
                            mark = -1
                        if top + last - first > len(stack_op):
                            return -i - 1
                        for part in range(last - 1, first - 1, -1):
                            op = part_op[part]
                            if op == -1:
                                stack_op[top] = -1
                                stack_value[top] = part_arg[part]
                            else:
                                digit -= 1
                                quotient = value // radix[digit]
                                rest = value - quotient * radix[digit]
                                value = quotient
                                if is_least and mark < 0:
                                    mark = top
                                    limit = radix[digit] + offset[digit] + np.uint64(part_arg[part])
                                stack_op[top] = max(op, -1)
                                stack_value[top] = rest + offset[digit] + np.uint64(part_arg[part])
                            top += 1
                        continue
                    piece += low[symbol]
                if is_least:
                    mark = -1
                    if symbol >= 0:
                        limit = min(limit, cut[symbol])
                    run = min(np.int64(limit - value), end - i)
                    least, least_at, least_before = piece, at, np.int64(before)
                length = pieces[piece, 1]
                if length == 0:
                    continue
                if at + length > room:
                    return i
                if needed[before, pieces[piece, 2]]:
                    for k in range(gap):
                        out[at + k] = separator[k]
                    at += gap
                if least_at >= 0 and tail_at < 0 and not is_least:
                    tail_at, tail_first = at, np.int64(pieces[piece, 2])
                source = np.int64(pieces[piece, 0])
                for k in range(0, length, BLOCK):
                    move(out, at + k, pool, source + k)
                at += length
                before = pieces[piece, 3]
        ends[i + 1] = at
        if run > 1:
            head = least_at - ends[i]
            tail = at - tail_at if tail_at >= 0 else np.int64(0)
            head_at: Integer = ends[i]
            for _ in range(1, run):
                i += 1
                least += 1
                length = np.int64(pieces[least, 1])
                if at + head + length + tail > room:
                    return i
                for k in range(0, head, BLOCK):
                    move(out, at + k, out, head_at + k)
                at += head
                last_terminal = least_before
                if length:
                    if needed[last_terminal, pieces[least, 2]]:
                        for k in range(gap):
                            out[at + k] = separator[k]
                        at += gap
                    source = np.int64(pieces[least, 0])
                    for k in range(0, length, BLOCK):
                        move(out, at + k, pool, source + k)
                    at += length
                    last_terminal = np.int64(pieces[least, 3])
                if tail:
                    if needed[last_terminal, tail_first]:
                        for k in range(gap):
                            out[at + k] = separator[k]
                        at += gap
                    for k in range(0, tail, BLOCK):
                        move(out, at + k, out, tail_at + k)
                    at += tail
                ends[i + 1] = at
        i += 1
    return end
