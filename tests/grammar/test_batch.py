"""Batches: the kernels give what the core gives, for scattered, contiguous and shuffled ranks, and back."""

from __future__ import annotations

import tracemalloc
from itertools import chain
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from synth.grammar import Choice, Grammar, InputError, Mapped, load
from synth.grammar import batch as batch_module
from synth.grammar import engine as engine_module
from synth.grammar.batch import (
    parse_batch,
    permuted,
    stream,
    texts,
    verify_batch,
    why_not_compiled,
)
from synth.grammar.engine import rank_of
from synth.grammar.errors import CountTooLarge, NotInSpace
from synth.grammar.permutation import draw
from synth.grammar.tables import LIMIT, WriteTables, useful_height
from synth.grammar.writer import Writer

LARGE = 1 << 130

OWN = {
    # Word lists that a separator parts, and a word that stands first or last.
    "words": (
        'start: item+\nitem: NAME | item2 -> two\nitem2: NAME "x" NAME2\nNAME: /[a-c]{1,2}/\n'
        'NAME2: "u".."w"\n%ignore " "\n'
    ),
    # Parts that can be empty stand between tokens that melt.
    "gaps": 'start: "a" gap "b" (start | gap "c")\ngap: | "d" -> one | "," -> two\n%ignore " "\n',
    # A separator of several bytes, and letters of several bytes.
    "letters": 'start: "é" start "é" -> pair | "ß" -> one | "zz" start -> more\n%ignore "\\u2192\\u2192"\n',
}


@pytest.fixture(autouse=True)
def kernels_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "FEW_WRITTEN", -1)
    monkeypatch.setattr(engine_module, "FEW_READ", -1)


@pytest.fixture(scope="module", params=OWN)
def own(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Grammar:
    path = tmp_path_factory.mktemp("own") / f"{request.param}.lark"
    path.write_text(OWN[request.param])
    return load(str(path))


@pytest.fixture(scope="module")
def logic() -> Grammar:
    return load("logic.lark")


def ends_of(grammar: Grammar) -> list[int]:
    """Return the counts of some depths, up to ones that no machine integer holds."""
    found = []
    for depth in range(30):
        count = grammar.count(depth)
        if count and count not in found:
            found.append(count)
        if count > LARGE or (depth > 10 and grammar.counts.finished):
            break
    return found


def some(count: int, seed: int = 0) -> list[int]:
    return [0, count - 1, *(draw(seed, i, count) for i in range(60))]


def check(grammar: Grammar) -> None:
    for count in ends_of(grammar):
        ranks = some(count)
        wanted = [grammar.unrank(rank).text() for rank in ranks]
        given = np.array(ranks, np.uint64) if count < LIMIT else ranks
        array = texts(grammar, given)
        array.validate(full=True)
        assert array.to_pylist() == wanted
        for low in (0, draw(1, 0, count), max(count - 40, 0)):
            window = range(low, min(low + 40, count))
            assert texts(grammar, window).to_pylist() == [grammar.unrank(rank).text() for rank in window]
        if not grammar.ambiguous:
            assert list(parse_batch(grammar, array)) == ranks
            assert verify_batch(grammar, array, given).all()


def test_kernels_write_and_read_what_the_core_does(case: Any) -> None:
    assert why_not_compiled(case.grammar) == ""
    check(case.grammar)


def test_separators_empty_parts_and_long_letters(own: Grammar) -> None:
    assert why_not_compiled(own) == ""
    check(own)


def test_the_logic_grammar(logic: Grammar) -> None:
    check(logic)


def test_every_text_of_a_small_depth_reads_back_as_its_rank(case: Any) -> None:
    count = case.grammar.count(case.depth)
    back = parse_batch(case.grammar, texts(case.grammar, range(count)))
    assert (np.asarray(back) == np.arange(count)).all()


def test_broken_texts_are_judged_as_lark_judges_them(case: Any) -> None:
    grammar = case.grammar
    count = ends_of(grammar)[min(2, len(ends_of(grammar)) - 1)]
    whole = texts(grammar, some(count, 3)).to_pylist()
    broken = []
    for i in range(400):
        text = whole[draw(4, i, len(whole))]
        if not text:
            continue
        at = draw(5, i, len(text))
        other = text[draw(6, i, len(text))] if i % 3 else chr(32 + draw(7, i, 95))
        broken.append(
            [text[:at] + other + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + other + text[at:]][
                i % 4 % 3
            ]
        )
    found = list(parse_batch(grammar, pa.array(broken, pa.string())))
    assert found == [rank_of(grammar, text) for text in broken]
    assert -1 in found


def test_a_flipped_byte_never_passes_for_the_text(case: Any) -> None:
    grammar = case.grammar
    ranks = some(ends_of(grammar)[-1], 8)
    good = texts(grammar, ranks).to_pylist()
    flipped = []
    for i, text in enumerate(good):
        at = draw(9, i, max(len(text), 1))
        flipped.append(text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :] if text else "~")
    judged = verify_batch(grammar, pa.array(flipped), ranks)
    assert judged.tolist() == [
        rank_of(grammar, text) == rank for text, rank in zip(flipped, ranks, strict=True)
    ]
    assert verify_batch(grammar, pa.array(good), ranks).all()


def test_a_fault_in_the_tables_that_write_is_caught_by_those_that_read(cases: dict[str, Any]) -> None:
    grammar = load(str(cases["reference"].path))
    ranks = np.array(some(grammar.count(4), 1), np.uint64)
    good = texts(grammar, ranks)
    tables = batch_module._engine(grammar)._write_tables
    assert tables is not None
    pool = tables.arrays.pool.copy()
    pool[np.flatnonzero(pool == ord("p"))[::50]] = ord("q")
    tables.arrays = tables.arrays._replace(pool=pool)
    faulty = texts(grammar, ranks)
    same = [a == b for a, b in zip(good.to_pylist(), faulty.to_pylist(), strict=True)]
    assert 0 < sum(same) < len(same)
    assert verify_batch(grammar, faulty, ranks).tolist() == same


def test_a_byte_above_127_is_left_to_lark() -> None:
    grammar = load("logic.lark")
    assert list(parse_batch(grammar, pa.array(["p therefore é", "p therefore q"]))) == [
        -1,
        grammar.parse("p therefore q").rank(),
    ]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_the_batch_size_changes_nothing(size: int, cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    low = grammar.count(3) - 50
    whole = texts(grammar, range(low, low + 100)).to_pylist()
    parts = [
        texts(grammar, range(at, min(at + size, low + 100))).to_pylist() for at in range(low, low + 100, size)
    ]
    assert list(chain.from_iterable(parts)) == whole
    space = grammar.space(4)
    shuffled = [
        list(zip(*batch.to_pydict().values(), strict=True))
        for batch in stream(space, 5, 105, "shuffled", 3, size)
    ]
    assert list(chain.from_iterable(shuffled)) == [
        (r, space[r].text()) for r in (space.permute(3, i) for i in range(5, 105))
    ]


def test_arrays_that_count_up_ranges_and_lists_are_one_thing(cases: dict[str, Any]) -> None:
    grammar = cases["precedence"].grammar
    wanted = texts(grammar, range(500, 900))
    assert texts(grammar, np.arange(500, 900)).equals(wanted)
    assert texts(grammar, list(range(500, 900))).equals(wanted)
    assert texts(grammar, range(899, 499, -1)).to_pylist() == wanted.to_pylist()[::-1]


def test_few_texts_are_made_without_kernels_and_are_the_same(
    cases: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(cases["lists"].path)
    fast = texts(load(path), range(2000))
    monkeypatch.setattr(engine_module, "FEW_WRITTEN", 10_000)
    monkeypatch.setattr(engine_module, "FEW_READ", 10_000)
    slow = load(path)
    assert texts(slow, range(2000)).equals(fast)
    assert list(parse_batch(slow, fast)) == list(range(2000))


def test_an_empty_batch(cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    empty = texts(grammar, [])
    assert (len(empty), empty.type) == (0, pa.large_string())
    assert len(parse_batch(grammar, empty)) == 0
    assert len(verify_batch(grammar, empty, [])) == 0
    assert list(stream(grammar.space(2), 7, 7)) == []
    assert len(permuted(grammar.space(2), 1, 7, 7)) == 0


def test_the_texts_of_the_writer_are_those_of_trees(case: Any) -> None:
    grammar = case.grammar
    writer = Writer(grammar.loaded, grammar.counts, grammar.separators)
    ranks = [rank for count in ends_of(grammar) for rank in some(count, 2)]
    wanted = [grammar.unrank(rank).text() for rank in ranks]
    assert [writer.text(grammar.rules.start, rank) for rank in ranks] == wanted
    writer.make_tables()
    assert [writer.text(grammar.rules.start, rank) for rank in ranks] == wanted


def test_no_table_holds_a_number_of_2_to_the_63(case: Any) -> None:
    grammar = case.grammar
    writer = Writer(grammar.loaded, grammar.counts, grammar.separators)
    tables = WriteTables(writer, useful_height(writer, ends_of(grammar)[-1]))
    for symbol, limit in enumerate(tables.limits):
        held = [block for block in grammar.counts.blocks[symbol] if block.start < limit]
        for block in held:
            assert block.start + prod(radix for radix, _ in block.digits) <= limit <= LIMIT
            assert all(radix + offset <= LIMIT for radix, offset in block.digits)
    limit = tables.limits[grammar.rules.start]
    if limit < grammar.count(tables.height):
        edge = range(limit - 5, limit + 5)
        wanted = [grammar.unrank(rank).text() for rank in edge]
        assert texts(grammar, edge).to_pylist() == wanted
        assert texts(grammar, list(edge)[::-1]).to_pylist() == wanted[::-1]


def test_ranks_outside_are_refused(cases: dict[str, Any]) -> None:
    finite, reference = cases["finite"].grammar, cases["reference"].grammar
    with pytest.raises(NotInSpace, match="rank -1 is negative"):
        texts(reference, [3, -1])
    with pytest.raises(NotInSpace, match="there are 6 trees in all"):
        texts(finite, range(7))
    with pytest.raises(NotInSpace, match="5:1000 is not within 0:56"):
        stream(reference.space(1), 5, 1000)
    with pytest.raises(InputError, match="order sorted: give rank or shuffled"):
        stream(reference.space(1), 0, 1, "sorted")
    with pytest.raises(InputError, match="batches of 0 rows"):
        stream(reference.space(1), 0, 1, batch_size=0)
    with pytest.raises(ValueError, match="1 of the texts are null"):
        parse_batch(reference, pa.array(["p", None]))
    with pytest.raises(ValueError, match="1 texts cannot have 2 ranks"):
        verify_batch(reference, pa.array(["p"]), [0, 1])


@pytest.mark.parametrize("count", [1, 2, 3, 1000, 2**31, 2**61 + 1, 2**62 - 1, 2**62, 2**70])
def test_the_shuffled_order_is_that_of_the_space(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.grammar.batch.FEW_PERMUTED", -1)
    space = Numbers(count)
    for seed in (0, 1, 2**70):
        for low in (0, max(0, count // 2 - 100), max(0, count - 200)):
            high = min(low + 200, count)
            places = permuted(space, seed, low, high)
            assert [int(place) for place in places] == [space.permute(seed, i) for i in range(low, high)]


def test_a_stream_of_another_space_has_its_places(cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    chosen = Mapped(Choice((5, 50)), grammar.unrank, lambda tree: tree.rank())
    (batch,) = stream(chosen, 0, 2)
    assert batch.to_pydict() == {
        "rank": [0, 1],
        "text": [grammar.unrank(5).text(), grammar.unrank(50).text()],
    }


def test_ranks_too_large_for_a_column_are_decimal_text(cases: dict[str, Any]) -> None:
    space = cases["reference"].grammar.space(5, exact=True)
    for order in ("rank", "shuffled"):
        (batch,) = stream(space, 0, 30, order, 2)
        places = range(30) if order == "rank" else [space.permute(2, i) for i in range(30)]
        assert batch["rank"].to_pylist() == [str(space.first + place) for place in places]
        assert batch["text"].to_pylist() == [space[place].text() for place in places]


def test_a_stream_keeps_no_batch(cases: dict[str, Any]) -> None:
    space = cases["reference"].grammar.space(4)
    for batch in stream(space, 0, 20_000):
        assert batch.num_rows
    peaks = []
    for rows in (40_000, 400_000):
        tracemalloc.start()
        assert sum(batch.num_rows for batch in stream(space, 10**12, 10**12 + rows)) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


def test_a_terminal_with_too_many_words_is_written_and_read_the_slow_way(tmp_path: Path) -> None:
    path = tmp_path / "long.lark"
    path.write_text('start: NAME "=" NAME\nNAME: /[a-z]{1,5}/\n')
    grammar = load(str(path))
    assert why_not_compiled(grammar) == "NAME has 12,356,630 words, too many for a table"
    check(grammar)


def test_what_re_alone_can_read_is_left_to_lark(tmp_path: Path) -> None:
    path = tmp_path / "ahead.lark"
    path.write_text("start: NAME\nNAME: /a(?!c)|b/\n")
    grammar = load(str(path), terminals={"NAME": ("a", "b")})
    assert why_not_compiled(grammar) == "/a(?!c)|b/ is not a plain regular expression"
    check(grammar)


def test_an_ambiguous_grammar_is_written_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "both.lark"
    path.write_text('start: start "+" start -> plus | "a" -> a\n')
    grammar = load(str(path), ambiguous=True)
    assert why_not_compiled(grammar) == "it is ambiguous"
    check(grammar)
    with pytest.raises(InputError, match="no single tree"):
        parse_batch(grammar, pa.array(["a"]))


def test_a_hundred_thousand_words_go_through_tables(tmp_path: Path) -> None:
    listed = tuple(f"w{i}" for i in range(100_000))
    path = tmp_path / "many.lark"
    path.write_text('start: WORD "," WORD\nWORD: /w[0-9]+/\n')
    grammar = load(str(path), terminals={"WORD": listed})
    assert why_not_compiled(grammar) == ""
    check(grammar)
    assert list(parse_batch(grammar, pa.array(["w5,w100000", "w5,w99999"]))) == [-1, 599_999]


def test_a_text_deeper_than_every_table_has_its_rank(cases: dict[str, Any]) -> None:
    grammar = cases["deep"].grammar
    deep = "x" + 300 * "a"
    assert list(parse_batch(grammar, pa.array([deep]))) == [grammar.parse(deep).rank()]
    assert texts(grammar, [grammar.parse(deep).rank()]).to_pylist() == [deep]


def test_a_text_whose_rank_cannot_be_counted_says_so(cases: dict[str, Any]) -> None:
    deep = 40 * "(" + "p" + 40 * " and q)"
    with pytest.raises(CountTooLarge):
        parse_batch(cases["reference"].grammar, pa.array([deep]))


class Numbers(Mapped[int, int]):
    """The numbers below a count that no list holds."""

    def __init__(self, count: int) -> None:
        self._size = count

    def count(self) -> int:
        return self._size
