"""Every bundled grammar, as a user enumerates it: ranks, texts, shards and orders go there and back."""

from __future__ import annotations

from functools import cache

import pytest

from synth.grammar import Grammar, GrammarSpace, load
from synth.grammar.permutation import draw
from synth.grammar.source import bundled

DEPTHS = range(6)
SAMPLES = 60


@cache
def grammar(name: str) -> Grammar:
    return load(name)


def spaces(name: str) -> list[GrammarSpace]:
    """The spaces of the first three depths that have trees."""
    found = [grammar(name).space(depth) for depth in DEPTHS if grammar(name).count(depth)]
    assert found
    return found[:3]


@pytest.mark.parametrize("name", sorted(bundled()))
def test_ranks_and_texts_go_there_and_back(name: str) -> None:
    for space in spaces(name):
        for place in range(SAMPLES):
            rank = draw(17, place, space.count())
            tree = space[rank]
            assert space.rank(tree) == tree.rank() == rank
            assert grammar(name).parse(tree.text()) == tree


@pytest.mark.parametrize("name", sorted(bundled()))
def test_shards_partition_and_neighbours_differ(name: str) -> None:
    for space in spaces(name):
        ends = [space.shard(number, 7) for number in range(7)]
        assert [low for low, _ in ends] == [0, *(high for _, high in ends[:-1])]
        assert ends[-1][1] == space.count()
        first = [tree.text() for tree in space.iterate(0, min(SAMPLES, space.count()))]
        assert len(set(first)) == len(first)


@pytest.mark.parametrize("name", sorted(bundled()))
def test_the_shuffled_order_is_a_permutation(name: str) -> None:
    for space in spaces(name):
        places = min(2000, space.count())
        ranks = [space.permute(5, place) for place in range(places)]
        assert len(set(ranks)) == places
        assert 0 <= min(ranks) <= max(ranks) < space.count()
        if places == space.count():
            assert sorted(ranks) == list(range(places))
