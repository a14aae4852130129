"""Counts by depth are the numbers of distinct strings, by a brute force that shares nothing with the core."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from synth.grammar import load
from synth.grammar.source import bundled

MOST_LISTED = 4000


def test_the_counts_by_depth_are_these(case: Any) -> None:
    assert tuple(case.grammar.count(depth) for depth in range(len(case.counts))) == case.counts


def test_the_counts_are_the_numbers_of_distinct_trees_that_brute_force_finds(case: Any) -> None:
    assert case.grammar.count(case.depth) == len(case.naive.trees)


def test_the_texts_are_the_trees_that_brute_force_finds_each_once_with_fewest_tokens(case: Any) -> None:
    texts = [tree.text() for tree in case.grammar.space(case.depth)]
    assert len(set(texts)) == len(texts)
    read = {case.naive.read(text): text for text in texts}
    assert read.keys() == case.naive.trees.keys()
    for shape, found in case.naive.trees.items():
        assert len(case.naive.tokens(read[shape])) == len(found.tokens)


def test_depth_and_size_are_those_that_brute_force_finds(case: Any) -> None:
    for tree in case.grammar.space(case.depth):
        found = case.naive.trees[case.naive.read(tree.text())]
        assert (tree.depth(), tree.size()) == (max(found.height, 0), found.size)


def test_exactly_a_depth_is_the_difference_of_two_bounds(case: Any) -> None:
    for depth in range(len(case.counts)):
        count = case.grammar.count(depth) - case.grammar.count(depth - 1)
        if count:
            space = case.grammar.space(depth, exact=True)
            assert space.count() == count
            assert {space[0].depth(), space[count - 1].depth()} == {depth}


def _small(text: str) -> str:
    """Return a grammar with one word for each regular expression, and two atoms and premises for many."""
    words = count(70)
    lines = [line for line in text.splitlines() if not re.search(r'"([r-y])" -> \1\b', line)]
    lines = [re.sub(r"^([A-Z]+)(\.[0-9]+)?: /.*/$", rf'\1: "{next(words)}"', line) for line in lines]
    return "\n".join(lines).replace("~0..9", "~0..1")


@pytest.mark.parametrize("name", sorted(bundled()))
def test_each_rule_of_a_bundled_grammar_made_small_counts_what_brute_force_finds(
    name: str, naive: Any, tmp_path: Path
) -> None:
    small = _small(bundled()[name].read_text())
    (tmp_path / name).write_text(small)
    compared = 0
    for rule in re.findall(r"^[?!]?([a-z][a-z0-9_]*)(?:\.[0-9]+)?\s*:", small, re.M):
        grammar = load(str(tmp_path / name), start=rule)
        for depth in range(2):
            if not 0 < grammar.count(depth) <= MOST_LISTED:
                continue
            listed = naive(small, depth, 3, {}, start=rule)
            texts = [tree.text() for tree in grammar.space(depth)]
            assert len(set(texts)) == grammar.count(depth) == len(listed.trees)
            assert {listed.read(text) for text in texts} == listed.trees.keys()
            compared += 1
    assert compared > 1


def test_the_whole_logic_grammar_counts_arguments_of_the_formulas_that_brute_force_finds(naive: Any) -> None:
    path = bundled()["logic.lark"]
    for depth in range(2):
        formulas = len(naive(path.read_text(), depth, 3, {}, start="formula").trees)
        assert load(str(path), start="formula").count(depth) == formulas
        # One to ten premises and a conclusion.
        assert load("logic.lark").count(depth) == sum(formulas**n for n in range(2, 12))
