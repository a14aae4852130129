"""k-paths: how many there are, which a tree has, and sets of trees that have them all."""

from __future__ import annotations

from typing import Any

import pytest

from synth.grammar import InputError, Node


def chains(node: Node, k: int) -> set[tuple[Any, ...]]:
    """Return the chains of k nodes below any node, by name and place, found by walking."""
    found: set[tuple[Any, ...]] = set()

    def walk(one: Node, above: tuple[Any, ...]) -> None:
        here = (*above, one.name)
        names = here[-(2 * k - 1) :]
        if len(names) == 2 * k - 1:
            found.add(names)
        for place, child in enumerate(one.children):
            assert isinstance(child, Node)
            walk(child, (*here, place))

    walk(node, ())
    return found


@pytest.mark.parametrize(("k", "goals"), [(1, 8), (2, 56), (3, 392), (4, 2_744)])
def test_the_reference_grammar_has_these_paths_and_a_covering_set_has_all(
    cases: dict[str, Any], k: int, goals: int
) -> None:
    grammar = cases["reference"].grammar
    paths = grammar.paths(4, k)
    assert len(paths.goals) == goals
    cover = list(paths.cover(1))
    assert paths.coverage(cover).covered == goals
    assert paths.coverage(cover).share == 1.0
    assert len(cover) <= {1: 8, 2: 30, 3: 100, 4: 700}[k]
    # Counted anew by walking nodes: `start` makes none here, and no part is spliced.
    assert len(set().union(*(chains(tree.node(), k) for tree in cover))) == goals
    assert all(tree.depth() <= 4 for tree in cover)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_a_tree_has_as_many_paths_as_walking_finds(cases: dict[str, Any], k: int) -> None:
    grammar = cases["reference"].grammar
    paths = grammar.paths(5, k)
    for i in range(100):
        tree = grammar.unrank(grammar.space(5).sample(3, i))
        assert len(paths.paths(tree)) == len(chains(tree.node(), k))
        assert paths.paths(tree) <= paths.goals.keys()


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_goals_are_the_paths_that_all_trees_have_together(case: Any, k: int) -> None:
    paths = case.grammar.paths(case.depth, k)
    shown = set().union(*(paths.paths(tree) for tree in case.grammar.space(case.depth)))
    assert shown == paths.goals.keys()
    cover = list(paths.cover(7))
    assert paths.coverage(cover).covered == len(paths.goals)
    assert [tree.text() for tree in paths.cover(7)] == [tree.text() for tree in cover]


def test_nothing_covers_nothing_and_half_the_set_covers_less(cases: dict[str, Any]) -> None:
    paths = cases["reference"].grammar.paths(4, 3)
    cover = list(paths.cover(0))
    assert paths.coverage([]).covered == 0
    assert 0 < paths.coverage(cover[: len(cover) // 2]).share < 1


def test_a_path_of_no_nodes_or_of_too_many_is_refused(cases: dict[str, Any]) -> None:
    for k in (0, -1, 99):
        with pytest.raises(InputError, match=f"k = {k}: a path has 1 to"):
            cases["reference"].grammar.paths(4, k)


def test_a_space_covers_and_measures_within_its_own_bound(cases: dict[str, Any]) -> None:
    space = cases["reference"].grammar.space(3)
    cover = list(space.cover(2, seed=4))
    assert all(tree.depth() <= 3 for tree in cover)
    assert space.coverage(cover, 2).share == 1.0
    assert space.coverage([space[0]], 2).covered == 0
