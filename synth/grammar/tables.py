"""A grammar compiled for the writing kernel: its blocks, digits and pieces of text as arrays."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from synth.kernels.jit import BLOCK
from synth.kernels.unrank import GUIDE, SLACK, Tables

from .counts import Block
from .rules import Sub
from .writer import Piece, Writer

LIMIT = (1 << 63) - 1
"""Ranks below this are the kernel's."""

HIGHEST = 512
"""The highest level that is compiled; a level of trees above it is split by Python."""

Parts: TypeAlias = tuple[tuple[int, int], ...]


class WriteTables:
    """The kernel's tables up to a height, and what splits larger ranks into those that the tables hold.

    `limits[symbol]` is the least rank that the tables do not hold. `backwards[symbol][alternative]` has
    (operation, argument) of each part as in `Tables`, the last part first.
    """

    def __init__(self, writer: Writer, height: int) -> None:
        writer.make_tables()
        self.height = height
        self.counts = writer.counts
        self.counts.grow(height)
        self._pieces: list[Piece] = []
        lists = {
            terminal: self._add([writer.word(terminal, i) for i in range(count)])
            for terminal, count in enumerate(self.counts.rules.sizes)
            if terminal in _counted(writer)
        }
        low = [self._add(table) for table in writer.tables]
        self.backwards: list[list[Parts]] = []
        for symbol in writer.parts:
            self.backwards.append([])
            for parts in symbol:
                ops = [
                    (part, 0)
                    if isinstance(part, int)
                    else (-1, self._add([part]))
                    if isinstance(part, Piece)
                    else (-2, lists[part.terminal])
                    for part in parts
                ]
                self.backwards[-1].append(tuple(reversed(ops)))
        self.limits = [0] * len(writer.parts)
        cut = [len(table) for table in writer.tables]
        self.arrays = self._arrays(writer, cut, low)

    def _add(self, pieces: list[Piece]) -> int:
        self._pieces += pieces
        return len(self._pieces) - len(pieces)

    def _arrays(self, writer: Writer, cut: list[int], low: list[int]) -> Tables:
        texts = [piece.text.encode() for piece in self._pieces]
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        nothing = len(writer.terminals)
        rows = np.empty((len(texts), 4), np.int32)
        rows[:, 0] = np.cumsum(lengths) - lengths
        rows[:, 1] = lengths
        rows[:, 2] = [piece.first if piece.text else nothing for piece in self._pieces]
        rows[:, 3] = [piece.last if piece.text else nothing for piece in self._pieces]
        starts: list[int] = []
        alternatives: list[int] = []
        digit_at = [0]
        digits: list[tuple[int, int]] = []
        part_low = [0]
        ops: list[int] = []
        arguments: list[int] = []
        guide = np.zeros((len(self.backwards), GUIDE), np.int32)
        for symbol, own in enumerate(self.backwards):
            first = len(part_low) - 1
            for parts in own:
                for op, argument in reversed(parts):
                    ops.append(op)
                    arguments.append(argument)
                part_low.append(len(ops))
            blocks, self.limits[symbol] = self._fitting(symbol)
            own_starts = [block.start for block in blocks]
            if blocks:
                guide[symbol] = _guide(own_starts) + len(starts)
            for block in blocks:
                starts.append(block.start)
                alternatives.append(first + block.alternative)
                digits += block.digits
                digit_at.append(len(digits))
            starts.append(LIMIT)
            alternatives.append(0)
            digit_at.append(len(digits))
        separator = writer.separator.encode()
        return Tables(
            pool=np.frombuffer(b"".join(texts) + bytes(2 * BLOCK), np.uint8),
            pieces=rows,
            cut=np.array([min(c, limit) for c, limit in zip(cut, self.limits, strict=True)], np.uint64),
            low=np.array(low, np.int64),
            guide=guide,
            block_start=np.array(starts, np.uint64),
            block_alternative=np.array(alternatives, np.int32),
            block_digit=np.array(digit_at, np.int32),
            radix=np.array([radix for radix, _ in digits] or [1], np.uint64),
            offset=np.array([offset for _, offset in digits] or [0], np.uint64),
            part_low=np.array(part_low[:-1], np.int32),
            part_high=np.array(part_low[1:], np.int32),
            part_op=np.array(ops, np.int32),
            part_arg=np.array(arguments, np.int64),
            needed=np.array(writer.needed, np.uint8),
            separator=np.frombuffer(separator, np.uint8) if separator else np.zeros(0, np.uint8),
        )

    def _fitting(self, symbol: int) -> tuple[list[Block], int]:
        """Return the first blocks whose every number is below LIMIT, and where they end."""
        kept: list[Block] = []
        end = 0
        for block in self.counts.blocks[symbol]:
            size = 1
            for radix, _ in block.digits:
                size *= radix
            highest = max((radix + offset for radix, offset in block.digits), default=0)
            if block.height > self.height or max(block.start + size, highest) > LIMIT:
                break
            kept.append(block)
            end = block.start + size
        return kept, end

    def split(self, symbol: int, rank: int, ops: list[int], values: list[int]) -> tuple[int, int]:
        """Append the items that the kernel writes for a rank of whatever size.

        Returns the place of the item with the least digit, counted from the first one appended, and how
        many ranks differ from this one in that digit alone and follow it (this one among them).
        """
        limits, backwards, block_of = self.limits, self.backwards, self.counts.block_of
        stack = [(symbol, rank)]
        first, mark, end = len(ops), 0, LIMIT
        least, run = 0, 1
        while stack:
            symbol, value = stack.pop()
            spine = len(stack) == mark
            if symbol < 0 or value < limits[symbol]:
                if spine:
                    end = min(end, limits[symbol]) if symbol >= 0 else end
                    mark, least, run = -1, len(ops) - first, end - value
                ops.append(symbol)
                values.append(value)
                continue
            block = block_of(symbol, value)
            value -= block.start
            at = len(block.digits)
            if spine:
                mark = -1
            for op, argument in backwards[symbol][block.alternative]:
                if op == -1:
                    stack.append((-1, argument))
                    continue
                if spine and mark < 0:
                    mark, end = len(stack), sum(block.digits[-1]) + argument
                at -= 1
                radix, offset = block.digits[at]
                value, digit = divmod(value, radix) if at else (0, value)
                stack.append((max(op, -1), digit + offset + argument))
        return least, run


def why_not_written(writer: Writer) -> str:
    """Return why the kernel cannot write this grammar's texts, "" if it can."""
    for terminal in sorted(_counted(writer)):
        if writer.terminals[terminal].words is None:
            name, count = writer.terminals[terminal].name, writer.terminals[terminal].count()
            return f"{name} has {count:,} words, too many for a table"
    if len(writer.separator.encode()) > SLACK // 4:
        return "its separator is too long"
    return ""


def useful_height(writer: Writer, rank: int) -> int:
    """Return the height that tables need for the ranks up to this one of the start symbol."""
    counts, start = writer.counts, writer.counts.rules.start
    used = {
        part.symbol
        for s in counts.rules.symbols
        for a in s.alternatives
        for part in a.parts
        if isinstance(part, Sub)
    } | {start}
    height = -1
    while height < HIGHEST and counts.count(start, height) <= rank and not counts.finished:
        if all(counts.count(symbol, height) > LIMIT for symbol in used):
            break
        height += 1
    return height


def _counted(writer: Writer) -> set[int]:
    return {
        part.terminal
        for symbol in writer.parts
        for parts in symbol
        for part in parts
        if not isinstance(part, int | Piece)
    }


def _guide(starts: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return for each key the last block that starts at or before the key's least rank."""
    keys = ((np.array(starts, np.uint64) + np.uint64(1)).astype(np.float64).view(np.int64) >> 49) - (
        1023 << 3
    )
    # A start with the same key may lie after the key's least rank, so the block before it is the safe one.
    return np.maximum(np.searchsorted(keys, np.arange(GUIDE), side="left") - 1, 0)
