"""Spaces of the trees whose attribute has one value: truth tables, sets of atoms, sizes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from synth.grammar import InputError, Node
from synth.grammar.errors import NotInSpace

TABLES = {"p": 0xFF00, "q": 0xF0F0, "r": 0xCCCC, "s": 0xAAAA}
ALL = 0xFFFF


def table(name: str, values: tuple[int, ...]) -> int:
    """Return the truth table of a formula over four atoms, as a number of sixteen bits."""
    match name:
        case "not":
            return ALL ^ values[0]
        case "and":
            return values[0] & values[1]
        case "or":
            return values[0] | values[1]
        case "implies":
            return (ALL ^ values[0]) | values[1]
    return TABLES[name]


def atoms(name: str, values: tuple[frozenset[str], ...]) -> frozenset[str]:
    return frozenset([name]) if name in TABLES else frozenset().union(*values)


def parity(name: str, values: tuple[int, ...]) -> int:
    return (1 + sum(values)) % 2


def of(attribute: Any, node: Node) -> Any:
    """Return the attribute of a whole tree."""
    return attribute(
        node.name, tuple(of(attribute, child) for child in node.children if isinstance(child, Node))
    )


@pytest.mark.parametrize("attribute", [table, atoms, parity])
def test_the_counts_by_an_attribute_are_those_of_looking_at_every_tree(
    cases: dict[str, Any], attribute: Any
) -> None:
    grammar = cases["reference"].grammar
    spaces = grammar.by_attribute(attribute, 2)
    looked = Counter(of(attribute, tree.node()) for tree in grammar.space(2))
    assert {value: space.count() for value, space in spaces.items()} == looked
    for value, space in spaces.items():
        trees = list(space)
        assert {of(attribute, tree.node()) for tree in trees} == {value}
        assert [space.rank(tree) for tree in trees] == list(range(space.count()))


def test_an_attribute_is_counted_in_every_fixture_through_parts_that_make_no_node(case: Any) -> None:
    spaces = case.grammar.by_attribute(parity, case.depth)
    looked = Counter(of(parity, tree.node()) for tree in case.grammar.space(case.depth))
    assert {value: space.count() for value, space in spaces.items()} == looked


def test_tautologies_are_counted_and_drawn_where_nobody_could_look(cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    spaces = grammar.by_attribute(lambda name, values: table(name, values) & 0x8001, 4)
    # The truth of a formula where all four atoms are true, and where all are false.
    assert sum(space.count() for space in spaces.values()) == grammar.count(4)
    both = spaces[0x8001]
    for i in range(50):
        rank = both.sample(2, i)
        assert of(table, both[rank].node()) & 0x8001 == 0x8001
        assert both.rank(both[rank]) == rank


def test_a_tree_of_another_value_or_too_deep_is_refused(cases: dict[str, Any]) -> None:
    grammar = cases["reference"].grammar
    spaces = grammar.by_attribute(atoms, 1)
    with pytest.raises(NotInSpace):
        spaces[frozenset("p")].rank(grammar.parse("q"))
    with pytest.raises(NotInSpace):
        spaces[frozenset("p")].rank(grammar.parse("not not p"))
    with pytest.raises(NotInSpace, match="deeper than 1"):
        grammar.by_attribute(parity, 1)[1].rank(grammar.parse("not not p"))


def test_an_attribute_with_too_many_values_is_refused(cases: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        cases["reference"].grammar.by_attribute(lambda name, values: (name, values), 3)
