"""The kernels' own promises: they stop where room ends, go on where they stopped, and count no references."""

from __future__ import annotations

import sys
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from synth.grammar import Grammar, load
from synth.grammar.permutation import permute as permute_one
from synth.grammar.permutation import round_keys, sides
from synth.grammar.reading import ReadTables
from synth.grammar.tables import WriteTables
from synth.grammar.writer import Writer
from synth.kernels.parse import LOGGED, REFUSED, ROWS, UNDECIDED, parse
from synth.kernels.permutation import permute
from synth.kernels.unrank import GUIDE, SLACK, guide_key, write, write_run

COUNT = 300


@pytest.fixture(scope="module")
def grammar(tmp_path_factory: pytest.TempPathFactory) -> Grammar:
    path = tmp_path_factory.mktemp("unrank") / "tree.lark"
    path.write_text('start: "p" -> p | "no" start -> no | "(" start "or" start ")" -> or\n%ignore " "\n')
    return load(str(path))


@pytest.fixture(scope="module")
def tables(grammar: Grammar) -> WriteTables:
    return WriteTables(Writer(grammar.loaded, grammar.counts, grammar.separators), 6)


def ranks_of(grammar: Grammar) -> NDArray[np.uint64]:
    return (np.arange(COUNT, dtype=np.uint64) * np.uint64(grammar.count(6) // COUNT)) + np.uint64(3)


def written(
    grammar: Grammar, tables: WriteTables, ranks: NDArray[np.uint64], room: int, stack: int
) -> tuple[list[str], int]:
    """Return the texts and how often the kernel stopped, growing what was too small by a little."""
    ops = np.full(len(ranks), grammar.rules.start, np.int32)
    bounds, ends = np.arange(len(ranks) + 1), np.zeros(len(ranks) + 1, np.int64)
    out = np.empty(room, np.uint8)
    done = stops = 0
    while done < len(ranks):
        stacks = np.empty(stack, np.int32), np.empty(stack, np.uint64)
        done = write(ops, ranks, bounds, done, tables.arrays, out, ends, *stacks)
        if done < 0:
            done, stack, stops = -done - 1, stack + 1, stops + 1
        elif done < len(ranks):
            out, stops = np.concatenate((out, np.empty(500, np.uint8))), stops + 1
    return [out[a:b].tobytes().decode() for a, b in pairwise(ends)], stops


def test_short_buffers_and_stacks_cost_turns_and_nothing_else(grammar: Grammar, tables: WriteTables) -> None:
    ranks = ranks_of(grammar)
    wanted = [grammar.unrank(int(rank)).text() for rank in ranks]
    assert written(grammar, tables, ranks, 1 << 20, 100) == (wanted, 0)
    found, stops = written(grammar, tables, ranks, SLACK, 1)
    assert found == wanted
    assert stops > 10


def test_nothing_is_written_past_the_buffer(grammar: Grammar, tables: WriteTables) -> None:
    ranks = ranks_of(grammar)
    guarded = np.full(5000, 7, np.uint8)
    ends = np.zeros(COUNT + 1, np.int64)
    ops, bounds = np.full(COUNT, grammar.rules.start, np.int32), np.arange(COUNT + 1)
    stacks = np.empty(100, np.int32), np.empty(100, np.uint64)
    done = write(ops, ranks, bounds, 0, tables.arrays, guarded[:2000], ends, *stacks)
    assert 0 < done < COUNT
    assert (guarded[2000:] == 7).all()
    ends[:] = 0
    done = write_run(ops[:1], ranks[5:6], 0, 0, COUNT, tables.arrays, guarded[:2000], ends, *stacks)
    assert 0 < done < COUNT
    assert (guarded[2000:] == 7).all()


def test_a_run_is_the_ranks_one_by_one(grammar: Grammar, tables: WriteTables) -> None:
    low = grammar.count(4) - 150
    ranks = np.arange(low, low + COUNT, dtype=np.uint64)
    wanted, _ = written(grammar, tables, ranks, 1 << 20, 100)
    out, ends = np.empty(SLACK + 100, np.uint8), np.zeros(COUNT + 1, np.int64)
    done = 0
    while done < COUNT:
        stacks = np.empty(100, np.int32), np.empty(100, np.uint64)
        ops = np.array([grammar.rules.start], np.int32)
        done = write_run(ops, ranks[:1], 0, done, COUNT, tables.arrays, out, ends, *stacks)
        out = np.concatenate((out, np.empty(300, np.uint8)))
    assert [out[a:b].tobytes().decode() for a, b in pairwise(ends)] == wanted


def test_the_guide_never_skips_a_block(grammar: Grammar, tables: WriteTables) -> None:
    arrays = tables.arrays
    for symbol, blocks in enumerate(grammar.counts.blocks):
        starts = [block.start for block in blocks if block.start < tables.limits[symbol]]
        for rank in {near for start in starts for near in (start - 1, start, start + 1) if near >= 0}:
            key = guide_key(np.uint64(rank))
            assert 0 <= key < GUIDE
            assert int(arrays.block_start[arrays.guide[symbol, key]]) <= rank
    assert guide_key(np.uint64(2**63 - 2)) < GUIDE


def test_no_reference_is_lost_or_kept(grammar: Grammar, tables: WriteTables) -> None:
    ranks = ranks_of(grammar)
    before = [sys.getrefcount(array) for array in (*tables.arrays, ranks)]
    for _ in range(5):
        written(grammar, tables, ranks, 1 << 20, 100)
    assert [sys.getrefcount(array) for array in (*tables.arrays, ranks)] == before


def test_a_full_log_and_a_short_stack(grammar: Grammar) -> None:
    read = ReadTables(grammar.compiled, grammar.loaded, grammar.counts, 2)
    ranks = [grammar.count(5) + 7 * i for i in range(20)]
    wanted = [grammar.unrank(rank).text() for rank in ranks]
    data = np.frombuffer("".join([*wanted, "(p or no)", "é"]).encode(), np.uint8)
    lengths = [len(text.encode()) for text in [*wanted, "(p or no)", "é"]]
    bounds = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    found, log, used = np.zeros(22, np.int64), np.empty(250, np.int64), np.zeros(2, np.int64)
    work = np.empty((ROWS, 500), np.int64)
    done, turns, assembled = 0, 0, []
    while done < len(found):
        began = done
        done = parse(data, bounds, began, read.arrays, found, log, used, work)
        assert done > began
        entries = log[: used[0]].tolist()
        assembled += [read.assemble(entries, LOGGED - r) for r in found[began:done].tolist() if r <= LOGGED]
        used[:], turns = 0, turns + 1
    assert assembled == ranks
    assert found[20:].tolist() == [REFUSED, UNDECIDED]
    assert turns > 2
    parse(
        data, bounds, 0, read.arrays, found, np.empty(1 << 16, np.int64), used, np.empty((ROWS, 8), np.int64)
    )
    assert found[0] == UNDECIDED


@pytest.mark.parametrize("n", [1, 2, 10, 57, 2**31 + 11, 2**62 - 1])
def test_the_permutation_is_that_of_the_grammar(n: int) -> None:
    for seed in (0, 9):
        low = max(0, n - 50)
        into = np.empty(n - low, np.uint64)
        permute(low, n, *sides(n), np.array(round_keys(seed, n), np.uint64), into)
        assert into.tolist() == [permute_one(seed, i, n) for i in range(low, n)]
