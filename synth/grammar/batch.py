"""Texts and ranks by the batch, as Arrow: one interface over three speeds with equal results.

A few texts are made by Python's integers (`Writer`), since compiled code takes longer to load than they do.
Many are made by a kernel, from tables of the grammar's blocks; ranks of 2^63 and more are split by Python
into subtrees whose ranks the kernel holds. What a kernel cannot do (`why_not_compiled` says what) is done
the slow way. Reading back is likewise: Lark for a few texts, the kernel over Lark's own tables for many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.errors import InputError

from .engine import Engine, Ranks, as_array
from .errors import NotInSpace
from .grammar import Grammar, GrammarSpace
from .permutation import SMALL, round_keys, sides
from .space import Space
from .tree import Tree

BATCH = 8192
"""Rows of a batch unless told: enough to forget the call, few enough to stay in a core's cache."""

FEW_PERMUTED = 50_000
"""Up to so many, Python is done before the compiled code would have been loaded."""

_ENGINES: WeakKeyDictionary[Grammar, Engine] = WeakKeyDictionary()


def texts(grammar: Grammar, ranks: Ranks) -> pa.LargeStringArray:
    """Return the texts of ranks, as `grammar.unrank(rank).text()` gives them.

    A range with step 1, or an array that counts up by 1, is made faster than other ranks. Raises NotInSpace.
    """
    return _engine(grammar).texts(ranks)


def permuted(space: Space[Any], seed: int, low: int, high: int) -> NDArray[np.uint64] | list[int]:
    """Return the places low..high-1 of the order that `seed` gives to a space, as `space.permute` does.

    An array if the space has fewer than 2^62 elements, else a list. Raises NotInSpace.
    """
    _refuse_outside(space.count(), low, high)
    return _permuted(space, seed, low, high, few=high - low <= FEW_PERMUTED)


def parse_batch(grammar: Grammar, array: pa.Array | pa.ChunkedArray) -> NDArray[np.int64] | list[int]:
    """Return the rank of each text, -1 for one that is no sentence of the space.

    The texts are read from their bytes by the grammar's own scanner and parser. The ranks are an array if
    all are below 2^63, else a list. Raises ValueError for a null, LalrConflict for an ambiguous grammar.
    """
    return _engine(grammar).ranks(grammar, array)


def verify_batch(grammar: Grammar, array: pa.Array | pa.ChunkedArray, ranks: Ranks) -> NDArray[np.bool_]:
    """Return for each text whether it is a sentence and has this rank."""
    if len(array) != len(ranks):
        raise ValueError(f"{len(array)} texts cannot have {len(ranks)} ranks")
    found = parse_batch(grammar, array)
    if isinstance(found, list):
        return np.array([got == int(rank) for got, rank in zip(found, ranks, strict=True)], np.bool_)
    if isinstance(ranks, range):
        ranks = as_array(ranks)
    wanted = np.asarray(ranks)
    if wanted.dtype == object:
        return np.array([int(got) == rank for got, rank in zip(found, ranks, strict=True)], np.bool_)
    same: NDArray[np.bool_] = (
        (found >= 0) & (found.astype(np.uint64) == wanted.astype(np.uint64)) & (wanted >= 0)
    )
    return same


def stream(
    space: Space[Tree], low: int, high: int, order: str = "rank", seed: int = 0, batch_size: int = BATCH
) -> Iterator[pa.RecordBatch]:
    """Yield places low..high-1 of a space, in rank order or shuffled, as batches with `rank` and `text`.

    The rank of a grammar's tree is the one that no bound changes, else the place in the space; the column is
    uint64 if every rank of the space fits, else decimal text. Memory is that of one batch. Raises
    InputError or NotInSpace at once.
    """
    if order not in ("rank", "shuffled"):
        raise InputError(f"order {order}: give rank or shuffled")
    if batch_size < 1:
        raise InputError(f"batches of {batch_size} rows do not exist: give a whole number from 1")
    _refuse_outside(space.count(), low, high)
    return _batches(space, low, high, order, seed, batch_size)


def why_not_compiled(grammar: Grammar) -> str:
    """Return why a kernel cannot write or read this grammar's texts, "" if it can do both."""
    engine = _engine(grammar)
    return engine.why_not_written() or engine.why_not_read()


def _batches(
    space: Space[Tree], low: int, high: int, order: str, seed: int, batch_size: int
) -> Iterator[pa.RecordBatch]:
    first = space.first if isinstance(space, GrammarSpace) else 0
    fits = first + space.count() <= 1 << 64
    schema = pa.schema(
        [
            pa.field("rank", pa.uint64() if fits else pa.string(), nullable=False),
            pa.field("text", pa.large_string(), nullable=False),
        ]
    )
    if isinstance(space, GrammarSpace):
        _engine(space.grammar).expect_texts(high - low)
    few = high - low <= FEW_PERMUTED
    for begin in range(low, high, batch_size):
        end = min(begin + batch_size, high)
        places: Ranks = range(begin, end)
        if order == "shuffled":
            places = _permuted(space, seed, begin, end, few=few)
        if isinstance(space, GrammarSpace):
            ranks = _moved(places, first)
            column = texts(space.grammar, ranks)
        else:
            ranks = places
            column = pa.array([space[int(place)].text() for place in places], pa.large_string())
        shown = as_array(ranks) if fits else [str(rank) for rank in ranks]
        yield pa.RecordBatch.from_arrays([pa.array(shown, schema.field(0).type), column], schema=schema)


def _permuted(
    space: Space[Any], seed: int, low: int, high: int, *, few: bool
) -> NDArray[np.uint64] | list[int]:
    count = space.count()
    if count >= SMALL:
        return [space.permute(seed, i) for i in range(low, high)]
    if few:
        return np.array([space.permute(seed, i) for i in range(low, high)], np.uint64)
    from synth.kernels.permutation import permute

    places = np.empty(high - low, np.uint64)
    keys = np.array(round_keys(seed, count), np.uint64)
    permute(low, count, *sides(count), keys, places)
    return places


def _moved(places: Ranks, first: int) -> Ranks:
    if isinstance(places, range):
        return range(places.start + first, places.stop + first)
    if isinstance(places, np.ndarray) and first < 1 << 63:
        return places + np.uint64(first)
    return [int(place) + first for place in places]


def _refuse_outside(count: int, low: int, high: int) -> None:
    if not 0 <= low <= high <= count:
        raise NotInSpace(f"the interval {low}:{high} is not within 0:{count}")


def _engine(grammar: Grammar) -> Engine:
    if grammar not in _ENGINES:
        _ENGINES[grammar] = Engine(grammar)
    return _ENGINES[grammar]
