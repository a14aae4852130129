"""Ranks: a bijection that no bound changes, there and back, through texts and nodes, small and large."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from lark import Lark, Token

from synth.grammar import Choice, InputError, Tree, load
from synth.grammar.errors import NotInSpace
from synth.grammar.permutation import draw
from synth.grammar.report import same_shapes

LARGE = 10**40


def small(case: Any) -> list[Tree]:
    return list(case.grammar.space(case.depth))


def large(case: Any) -> list[tuple[int, Tree]]:
    """Return trees of ranks far above what can be listed, or of the whole space if it ends before."""
    grammar = case.grammar
    depth = case.depth
    while depth < 30 and grammar.count(depth) < LARGE and not grammar.counts.finished:
        depth += 1
    ranks = [draw(11, i, grammar.count(depth)) for i in range(40)]
    return [(rank, grammar.unrank(rank)) for rank in ranks]


def test_the_rank_of_a_tree_is_the_rank_it_was_made_from(case: Any) -> None:
    assert [tree.rank() for tree in small(case)] == list(range(case.grammar.count(case.depth)))
    for rank, tree in large(case):
        assert tree.rank() == rank


def test_ranks_do_not_depend_on_the_bound(case: Any) -> None:
    deeper = case.grammar.space(case.depth + 2)
    for rank, tree in enumerate(small(case)):
        assert deeper[rank] == tree
        assert deeper.rank(tree) == rank


def test_trees_come_in_the_order_of_their_depths(case: Any) -> None:
    depths = [tree.depth() for tree in small(case)]
    assert depths == sorted(depths)
    assert all(
        case.grammar.count(tree.depth() - 1) <= rank < case.grammar.count(tree.depth())
        for rank, tree in large(case)
    )


def test_every_text_parses_back_to_its_tree(case: Any) -> None:
    for tree in [*small(case), *(tree for _, tree in large(case))]:
        assert case.grammar.parse(tree.text()) == tree


def test_lark_alone_reads_every_text_with_as_many_tokens_as_were_written(case: Any) -> None:
    for _, tree in large(case):
        text = tree.text()
        assert case.naive.read(text) is not None
        assert case.naive.tokens(text) == [word for _, word in case.grammar.words(tree.code)]


def test_nodes_build_the_tree_that_they_came_from(case: Any) -> None:
    lost = 0
    for tree in [*small(case)[:2000], *(tree for _, tree in large(case))]:
        built = case.grammar.build(tree.node())
        assert built.node() == tree.node()
        lost += built != tree
    # Two constructors of one shape are the one thing that nodes do not tell apart, and the report says so.
    assert bool(lost) == bool(same_shapes(case.grammar.rules))


@pytest.mark.parametrize(
    "name", ["reference", "precedence", "lists", "optional", "templates", "aliases", "dangling"]
)
def test_nodes_have_the_shape_of_larks_own_trees(cases: dict[str, Any], name: str) -> None:
    case = cases[name]
    lark = Lark(case.text, parser="lalr", maybe_placeholders=False)

    def shape(tree: Any) -> Any:
        if isinstance(tree, Token):
            return str(tree)
        return (str(tree.data), tuple(map(shape, tree.children)))

    for tree in small(case)[:3000]:
        assert nested(tree.node()) == shape(lark.parse(tree.text()))


def nested(node: Any) -> Any:
    return node if isinstance(node, str) else (node.name, tuple(map(nested, node.children)))


def test_a_rank_or_tree_outside_is_refused(cases: dict[str, Any]) -> None:
    space = cases["reference"].grammar.space(1)
    with pytest.raises(NotInSpace, match="rank 56 is outside the space: it has 56 elements, from 0"):
        space[56]
    with pytest.raises(NotInSpace, match="rank -1 is outside"):
        space[-1]
    with pytest.raises(NotInSpace, match="the tree has depth 2, the space holds at most 1"):
        space.rank(cases["reference"].grammar.unrank(56))
    with pytest.raises(NotInSpace, match="rank 6 is outside: there are 6 trees in all"):
        cases["finite"].grammar.unrank(6)


def test_the_fingerprint_changes_with_whatever_changes_ranks(cases: dict[str, Any], fixtures: Any) -> None:
    path = str(fixtures / "lists.lark")
    prints = [
        load(path, repeat=2).fingerprint,
        load(path, repeat=3).fingerprint,
        load(str(fixtures / "words.lark"), terminals={"NAME": 1, "PLACE": 1}).fingerprint,
        load(str(fixtures / "words.lark"), terminals={"NAME": 2, "PLACE": 1}).fingerprint,
        load(str(fixtures / "words.lark"), terminals={"NAME": 1, "PLACE": ("Mars", "x")}).fingerprint,
        load(str(fixtures / "words.lark"), terminals={"NAME": 1, "PLACE": ("x", "Mars")}).fingerprint,
        *(case.grammar.fingerprint for case in cases.values() if case.name not in ("lists", "words")),
    ]
    assert len(set(prints)) == len(prints)
    assert load(path, repeat=2).fingerprint == prints[0]


def test_comments_and_layout_do_not_change_the_fingerprint(cases: dict[str, Any], tmp_path: Any) -> None:
    case = cases["precedence"]
    moved = tmp_path / "precedence.lark"
    moved.write_text("// Another comment.\n\n" + case.text.replace("    ", "  "))
    assert load(str(moved)).fingerprint == case.grammar.fingerprint


def test_shards_partition_the_ranks(case: Any) -> None:
    space = case.grammar.space(case.depth)
    for n in (1, 2, 3, 7, space.count() + 3):
        ends = [space.shard(i, n) for i in range(n)]
        assert ends[0][0] == 0
        assert ends[-1][1] == space.count()
        assert all(a[1] == b[0] for a, b in pairwise(ends))
        sizes = {high - low for low, high in ends}
        assert max(sizes) - min(sizes) <= 1


def test_a_shard_that_does_not_exist_is_refused(cases: dict[str, Any]) -> None:
    space = cases["reference"].grammar.space(1)
    for i, n in ((3, 3), (-1, 3), (0, 0), (0, -2)):
        with pytest.raises(InputError, match=f"shard {i}/{n} does not exist"):
            space.shard(i, n)


def test_a_choice_of_equal_values_is_refused() -> None:
    with pytest.raises(ValueError, match="distinct"):
        Choice("aba")
