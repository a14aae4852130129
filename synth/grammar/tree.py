"""Trees: one sentence of a grammar, flat.

A tree is a tuple of whole numbers in prefix order: for each node the number of its rule, then, part by
part, the value of each counted token and the code of each subtree. Equal codes are equal trees, and no
operation recurses, so depth is bounded by memory alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .grammar import Grammar


class Node(NamedTuple):
    """A node as a solver reads it: the constructor's name, then its subtrees and kept tokens in order."""

    name: str
    children: tuple[Node | str, ...] = ()


class Tree:
    """One abstract tree of a grammar; immutable, compared by its code."""

    __slots__ = ("code", "grammar")

    def __init__(self, grammar: Grammar, code: tuple[int, ...]) -> None:
        self.grammar = grammar
        self.code = code

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tree) and self.code == other.code and self.grammar is other.grammar

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        return f"Tree({self.text()!r})"

    def text(self) -> str:
        """Return the one string of this tree: cheapest chains, separators only where needed."""
        return self.grammar.write(self.code)

    def rank(self) -> int:
        """Return the tree's rank in its grammar; it does not depend on any bound."""
        return self.grammar.rank(self)

    def depth(self) -> int:
        """Return the depth: 0 for a node without subtrees, else 1 + the deepest subtree."""
        return self.grammar.depth(self.code)

    def size(self) -> int:
        """Return the number of nodes; the start rule and transparent rules are none."""
        return self.grammar.size(self.code)

    def node(self) -> Node:
        """Return the tree as nested nodes."""
        return self.grammar.node(self.code)
