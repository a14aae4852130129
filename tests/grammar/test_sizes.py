"""Trees by size, alone and within a depth, against brute force and a recurrence."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from synth.grammar import InputError
from synth.grammar.errors import EmptySpace, NotInSpace
from synth.grammar.permutation import draw


def test_sizes_within_a_depth_are_those_that_brute_force_finds(case: Any) -> None:
    sizes = Counter(found.size for found in case.naive.trees.values())
    space = case.grammar.sized(0, max(sizes), case.depth)
    assert {size: count for size, count in space.by_size().items() if count} == dict(sizes)
    trees = list(space)
    assert {tree.text() for tree in trees} == {tree.text() for tree in case.grammar.space(case.depth)}
    assert [tree.size() for tree in trees] == sorted(sizes.elements())
    assert [space.rank(tree) for tree in trees] == list(range(space.count()))


def test_sizes_without_a_depth_follow_the_recurrence_of_the_reference_grammar(cases: dict[str, Any]) -> None:
    # An atom; a negation; three ways to join two formulas.
    expected = [0, 4]
    for size in range(2, 41):
        pairs = sum(expected[left] * expected[size - 1 - left] for left in range(1, size - 1))
        expected.append(expected[size - 1] + 3 * pairs)
    space = cases["reference"].grammar.sized(1, 40)
    assert space.by_size() == dict(enumerate(expected[1:], 1))
    assert space.count() == sum(expected)
    for i in range(100):
        rank = draw(5, i, space.count())
        assert space.rank(space[rank]) == rank
        assert 1 <= space[rank].size() <= 40


def test_depth_and_size_together_are_the_whole_space_of_a_depth(cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    # A full tree of depth 3 has 15 nodes.
    sizes = grammar.sized(1, 15, 3).by_size()
    assert sum(sizes.values()) == grammar.count(3)
    assert sizes[15] == 3**7 * 4**8
    assert grammar.sized(1, 15, 3).count() == grammar.sized(1, 99, 3).count()


def test_an_interval_of_sizes_is_cut_out_of_a_longer_one(cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    whole, middle = grammar.sized(1, 7), grammar.sized(3, 5)
    first = grammar.sized(1, 2).count()
    assert [tree.text() for tree in middle] == [
        tree.text() for tree in whole.iterate(first, first + middle.count())
    ]


def test_what_is_outside_the_sizes_is_refused(cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    with pytest.raises(NotInSpace, match="size 1, outside 2:3"):
        grammar.sized(2, 3).rank(grammar.parse("p"))
    with pytest.raises(EmptySpace, match="no tree of size 0:0"):
        grammar.sized(0, 0)
    with pytest.raises(EmptySpace, match="no tree of size 8:9 and depth at most 2"):
        grammar.sized(8, 9, 2)
    with pytest.raises(InputError, match="size 3:2 is no interval"):
        grammar.sized(3, 2)
