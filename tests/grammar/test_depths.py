"""Trees as deep as a text is long: nothing recurses."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from synth.grammar import load
from synth.grammar.errors import CountTooLarge

DEPTH = 20_000


@pytest.fixture(scope="module")
def deep(fixtures: Any) -> Any:
    return load(str(fixtures / "deep.lark"))


@pytest.mark.parametrize("side", [0, 1])
def test_a_deep_tree_is_unranked_ranked_written_and_measured(deep: Any, side: int) -> None:
    assert sys.getrecursionlimit() < DEPTH
    assert deep.count(DEPTH) == 2 * (DEPTH + 1)
    rank = 2 * DEPTH + side
    tree = deep.unrank(rank)
    assert tree.rank() == rank
    assert tree.depth() == DEPTH
    assert tree.text() == ("x" + "a" * DEPTH if side == 0 else "b" * DEPTH + "y")


@pytest.mark.parametrize("side", [0, 1])
def test_a_deep_text_is_parsed_made_into_nodes_and_built(deep: Any, side: int) -> None:
    tree = deep.unrank(2 * DEPTH + side)
    assert deep.parse(tree.text()) == tree
    node = tree.node()
    assert deep.build(node) == tree
    levels = 0
    while node.children:
        node = node.children[0]
        levels += 1
    # The start rule makes the node at the top.
    assert levels == DEPTH + 1


def test_a_deep_tree_of_a_grammar_that_branches_is_written_and_parsed(cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    text = "not " * DEPTH + "p"
    tree = grammar.parse(text)
    assert tree.text() == text
    assert (tree.depth(), tree.size()) == (DEPTH, DEPTH + 1)
    assert grammar.build(tree.node()) == tree
    with pytest.raises(CountTooLarge, match="the deepest bound that can be counted is"):
        tree.rank()
    # What passed the budget leaves the lower levels as they were.
    assert [grammar.count(depth) for depth in range(4)] == [4, 56, 9468, 268_938_544]
    assert grammar.unrank(268_938_543).rank() == 268_938_543
