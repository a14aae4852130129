"""What a grammar has compiled so far, and the choice between Python and the kernels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .errors import NotInSpace
from .writer import Writer

if TYPE_CHECKING:
    from .grammar import Grammar
    from .reading import ReadTables
    from .tables import WriteTables

Ranks: TypeAlias = "range | Sequence[int] | NDArray[Any]"

FEW_WRITTEN = 20_000
FEW_READ = 2_000
"""Up to so many in all, Python is done before the compiled code would have been loaded."""

READ_HEIGHT = 64
READ_BITS = 4096
"""Where the tables for reading end, in levels and bits of the counts, unless the counts end sooner."""

STACK = 1024
LOG = 1 << 16


class Engine:
    """Writes and reads the texts of one grammar; holds no reference to it, so that it can be forgotten."""

    def __init__(self, grammar: Grammar) -> None:
        self._writer = Writer(grammar.loaded, grammar.counts, grammar.separators)
        self._counts = grammar.counts
        self._start = grammar.rules.start
        self._compiled = grammar.compiled
        self._loaded = grammar.loaded
        self._ambiguous = grammar.ambiguous
        self._asked_texts = 0
        self._asked_ranks = 0
        self._write_tables: WriteTables | None = None
        self._read_tables: ReadTables | None = None
        self._not_written: str | None = None
        self._not_read: str | None = None
        self._mean = 64.0

    # Writing

    def expect_texts(self, count: int) -> None:
        """Say that so many texts will be asked for, so that the kernel is worth loading for the first."""
        if self._asked_texts + count > FEW_WRITTEN:
            self._asked_texts = FEW_WRITTEN + 1

    def why_not_written(self) -> str:
        """Return why the kernel cannot write this grammar's texts, "" if it can."""
        from .tables import why_not_written

        if self._not_written is None:
            self._not_written = why_not_written(self._writer)
        return self._not_written

    def texts(self, ranks: Ranks) -> pa.LargeStringArray:
        """Return the texts of ranks; raise NotInSpace."""
        count = len(ranks)
        if not count:
            return pa.array([], pa.large_string())
        low, high = _ends(ranks)
        if low < 0:
            raise NotInSpace(f"rank {low} is negative: ranks start at 0")
        self._counts.block_of(self._start, high)
        self._asked_texts += count
        if self._asked_texts <= FEW_WRITTEN or self.why_not_written():
            if self._asked_texts > FEW_WRITTEN // 20:
                self._writer.make_tables()
            write, start = self._writer.text, self._start
            return pa.array([write(start, int(rank)) for rank in ranks], pa.large_string())
        tables = self._tables_for(high)
        if _counts_up(ranks, low, high):
            return self._run(tables, low, count)
        return self._scattered(tables, ranks, high)

    def _tables_for(self, rank: int) -> WriteTables:
        from .tables import WriteTables, useful_height

        height = useful_height(self._writer, rank)
        if self._write_tables is None or self._write_tables.height < height:
            self._write_tables = WriteTables(self._writer, height)
        return self._write_tables

    def _scattered(self, tables: WriteTables, ranks: Ranks, high: int) -> pa.LargeStringArray:
        from synth.kernels.unrank import write

        count = len(ranks)
        if high < tables.limits[self._start]:
            ops = np.full(count, self._start, np.int32)
            values = as_array(ranks)
            bounds = np.arange(count + 1)
        else:
            op_list: list[int] = []
            value_list: list[int] = []
            ends = [0]
            for rank in ranks:
                tables.split(self._start, int(rank), op_list, value_list)
                ends.append(len(op_list))
            ops, values = np.array(op_list, np.int32), np.array(value_list, np.uint64)
            bounds = np.array(ends, np.int64)
        buffer = _Buffer(count, self._mean)
        done = 0
        while done < count:
            done = write(ops, values, bounds, done, tables.arrays, buffer.bytes, buffer.ends, *buffer.stacks)
            done = buffer.grown(done, count)
        self._mean = buffer.mean(count)
        return buffer.array(count)

    def _run(self, tables: WriteTables, low: int, count: int) -> pa.LargeStringArray:
        from synth.kernels.unrank import write_run

        buffer = _Buffer(count, self._mean)
        done = 0
        while done < count:
            ops: list[int] = []
            values: list[int] = []
            spine, run = tables.split(self._start, low + done, ops, values)
            run = min(run, count - done)
            ops_array, values_array = np.array(ops, np.int32), np.array(values, np.uint64)
            at = 0
            while at < run:
                at = write_run(
                    ops_array,
                    values_array,
                    spine,
                    at,
                    run,
                    tables.arrays,
                    buffer.bytes,
                    buffer.ends[done : done + run + 1],
                    *buffer.stacks,
                )
                at = buffer.grown(at, run, done)
            done += run
        self._mean = buffer.mean(count)
        return buffer.array(count)

    # Reading

    def why_not_read(self) -> str:
        """Return why the kernel cannot read this grammar's texts, "" if it can."""
        from .reading import ReadTables
        from .scanning import Unreadable

        if self._not_read is None:
            self._not_read = "it is ambiguous" if self._ambiguous else ""
            if not self._not_read:
                try:
                    self._read_tables = ReadTables(
                        self._compiled, self._loaded, self._counts, self._read_height()
                    )
                except Unreadable as error:
                    self._not_read = str(error)
        return self._not_read

    def _read_height(self) -> int:
        """Return a height up to which counts are cheap to have."""
        counts, symbols = self._counts, range(len(self._counts.rules.symbols))
        for height in range(READ_HEIGHT):
            largest = max(counts.count(symbol, height) for symbol in symbols)
            if counts.finished or largest.bit_length() > READ_BITS:
                return height
        return READ_HEIGHT

    def ranks(self, grammar: Grammar, array: pa.Array | pa.ChunkedArray) -> NDArray[np.int64] | list[int]:
        """Return the rank of each text, -1 for one that is no sentence of the space."""
        if array.null_count:
            raise ValueError(f"{array.null_count} of the texts are null")
        count = len(array)
        self._asked_ranks += count
        found: NDArray[np.int64] = np.empty(count, np.int64)
        large: dict[int, int] = {}
        if self._asked_ranks <= FEW_READ or self.why_not_read():
            for i, text in enumerate(array.to_pylist()):
                large[i] = rank_of(grammar, text)
        elif count:
            self._read(grammar, array, found, large)
        if any(rank >= 1 << 63 for rank in large.values()):
            return [large.get(i, rank) for i, rank in enumerate(found.tolist())]
        for i, rank in large.items():
            found[i] = rank
        return found

    def _read(
        self,
        grammar: Grammar,
        array: pa.Array | pa.ChunkedArray,
        found: NDArray[np.int64],
        large: dict[int, int],
    ) -> None:
        """Put ranks into `found`, and into `large` those that the kernel leaves to Python."""
        from synth.kernels.parse import LOGGED, ROWS, UNDECIDED, parse

        tables = self._read_tables
        assert tables is not None
        bounds, data = _buffers(array)
        longest = int(np.max(np.diff(bounds)))
        work = np.empty((ROWS, 2 * longest + tables.widest + 64), np.int64)
        log = np.empty(LOG, np.int64)
        used = np.zeros(2, np.int64)
        done = 0
        while done < len(found):
            began = done
            done = parse(data, bounds, began, tables.arrays, found, log, used, work)
            logged = np.flatnonzero(found[began:done] <= LOGGED) + began
            entries = log[: used[0]].tolist() if len(logged) else []
            for i in logged.tolist():
                large[i] = tables.assemble(entries, LOGGED - int(found[i]))
            if done == began:
                log = np.empty(2 * len(log), np.int64)
            used[:] = 0
        for i in np.flatnonzero(found == UNDECIDED).tolist():
            large[i] = rank_of(grammar, data[bounds[i] : bounds[i + 1]].tobytes().decode())


class _Buffer:
    """Room for texts that grows, and the kernel's stacks."""

    def __init__(self, count: int, mean: float) -> None:
        from synth.kernels.unrank import SLACK

        self.bytes = np.empty(int(count * mean * 1.1) + 4096 + SLACK, np.uint8)
        self.ends = np.zeros(count + 1, np.int64)
        self.stacks = np.empty(STACK, np.int32), np.empty(STACK, np.uint64)

    def grown(self, done: int, count: int, first: int = 0) -> int:
        """Make room if the kernel stopped before `count`; return where it goes on."""
        if done < 0:
            done = -done - 1
            room = 2 * len(self.stacks[0])
            self.stacks = np.empty(room, np.int32), np.empty(room, np.uint64)
        elif done < count:
            kept = self.ends[first + done]
            larger = np.empty(2 * len(self.bytes), np.uint8)
            larger[:kept] = self.bytes[:kept]
            self.bytes = larger
        return done

    def mean(self, count: int) -> float:
        """Return the mean length of the texts."""
        return float(self.ends[count]) / count

    def array(self, count: int) -> pa.LargeStringArray:
        """Return the texts without copying them."""
        written = pa.py_buffer(self.bytes).slice(0, int(self.ends[count]))
        return pa.LargeStringArray.from_buffers(count, pa.py_buffer(self.ends), written)


def rank_of(grammar: Grammar, text: str) -> int:
    """Return the rank that Lark's parser finds for a text, -1 if it is no sentence of the space."""
    try:
        return grammar.rank(grammar.parse(text))
    except NotInSpace:
        return -1


def as_array(ranks: Ranks) -> NDArray[np.uint64]:
    """Return ranks below 2^64 as an array."""
    if isinstance(ranks, range):
        step = np.uint64(ranks.step % (1 << 64))
        return np.arange(len(ranks), dtype=np.uint64) * step + np.uint64(ranks.start)
    return np.asarray(ranks, np.uint64)


def _ends(ranks: Ranks) -> tuple[int, int]:
    if isinstance(ranks, range):
        return min(ranks[0], ranks[-1]), max(ranks[0], ranks[-1])
    if isinstance(ranks, np.ndarray):
        return int(ranks.min()), int(ranks.max())
    return int(min(ranks)), int(max(ranks))


def _counts_up(ranks: Ranks, low: int, high: int) -> bool:
    if high - low != len(ranks) - 1:
        return False
    if isinstance(ranks, range):
        return ranks.step == 1
    if isinstance(ranks, np.ndarray) and ranks.dtype != object:
        return bool((np.diff(ranks) == 1).all())
    return all(int(rank) == low + i for i, rank in enumerate(ranks))


def _buffers(array: pa.Array | pa.ChunkedArray) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return the bounds and bytes of texts."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    array = array.cast(pa.large_string())
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return bounds, np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
