"""Synth on the reference grammar: the settings of `enumeration.py` beside those of its peers.

Depth 4 is 217 million billion formulas with 29 nodes and 115 characters in the mean. `shuffled` walks the
whole space in a keyed order, which is what a data set takes its rows from; `rank order` starts at a third of
it. The streams are those that the commands use; what is compiled is compiled before the clock starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow as pa
from peers import Batch, Peer, Stream

from synth.grammar import Grammar, load
from synth.grammar.batch import permuted, stream, texts, verify_batch
from synth.grammar.writer import Writer

NAME = "synth-engine"
REFERENCE = Path(__file__).with_name("reference.lark")
CHUNK = 2048
HELD = 60_000


def trees(depth: int) -> Stream:
    """Trees by random access, and the text of each: big integers, no table, no kernel."""
    space = _reference().space(depth)

    def made() -> Iterator[Batch]:
        for low in range(0, space.count(), CHUNK):
            yield [space[rank].text() for rank in permuted(space, 1, low, low + CHUNK)]

    return made


def big_integers(depth: int) -> Stream:
    """Texts by random access in Python alone, from ranks that are given: any depth."""
    grammar = _reference()
    space = grammar.space(depth)
    ranks = [space.permute(1, i) for i in range(HELD)]
    writer = Writer(grammar.loaded, grammar.counts, grammar.separators)
    writer.make_tables()
    write, start = writer.text, grammar.rules.start
    return lambda: (
        [write(start, rank) for rank in islice(ranks, low, low + CHUNK)] for low in range(0, HELD, CHUNK)
    )


def arrow(depth: int, order: str) -> Stream:
    """Arrow batches of rank and text, as `synth enumerate` makes them."""
    space = _reference().space(depth)
    low = space.count() // 3 if order == "rank" else 0
    return lambda: (batch["text"] for batch in stream(space, low, space.count(), order, 1))


def parse_back(depth: int) -> Stream:
    """Every text of a batch read again from its bytes, its rank compared; the texts are made beforehand."""
    grammar = _reference()
    space = grammar.space(depth)
    held = list(islice(stream(space, 0, space.count(), "shuffled", 1), HELD // CHUNK))
    pairs = [(batch["text"], batch["rank"].to_numpy()) for batch in held]

    def checked() -> Iterator[Batch]:
        for array, ranks in pairs:
            yield _verified(grammar, array, ranks)

    return checked


def written_and_parsed_back(depth: int) -> Stream:
    """Shuffled Arrow batches, each text of which is read again: what a careful run costs."""
    grammar = _reference()
    space = grammar.space(depth)

    def checked() -> Iterator[Batch]:
        for batch in stream(space, 0, space.count(), "shuffled", 1):
            yield _verified(grammar, batch["text"], batch["rank"].to_numpy())

    return checked


def _verified(grammar: Grammar, array: pa.Array, ranks: object) -> Batch:
    if not verify_batch(grammar, array, ranks).all():
        raise RuntimeError("a text was not read back as its rank")
    return array


def _reference() -> Grammar:
    """Return the grammar, with its kernels loaded."""
    grammar = load(str(REFERENCE))
    verify_batch(grammar, texts(grammar, range(30_000)), range(30_000))
    return grammar


SYNTH: list[Peer] = [
    (NAME, "unrank and write one tree, depth 4", partial(trees, 4)),
    (NAME, "big integers, depth 4", partial(big_integers, 4)),
    (NAME, "big integers, depth 6", partial(big_integers, 6)),
    (NAME, "Arrow, shuffled, depth 4", partial(arrow, 4, "shuffled")),
    (NAME, "Arrow, shuffled, depth 5", partial(arrow, 5, "shuffled")),
    (NAME, "Arrow, shuffled, depth 6", partial(arrow, 6, "shuffled")),
    (NAME, "Arrow, rank order, depth 4", partial(arrow, 4, "rank")),
    (NAME, "Arrow, rank order, depth 6", partial(arrow, 6, "rank")),
    (NAME, "parse-back alone, from bytes, depth 4", partial(parse_back, 4)),
    (NAME, "Arrow, shuffled, each parsed back, depth 4", partial(written_and_parsed_back, 4)),
]
