"""Counts by a finite attribute: the product of a grammar with a bottom-up tree automaton.

An attribute gives each node a value that depends on its name and on its children's values alone (a type, a
truth value, the set of names in it). Each symbol is split by value, so that counting, ranking and sampling
hold for one value as for the whole. Source: Comon et al., Tree Automata Techniques and Applications, ch. 1.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from synth.errors import InputError

from .counts import Counts
from .errors import NotInSpace
from .ranking import Ranking
from .rules import Alternative, Counted, Fixed, Part, Rules, Sub, Symbol, order_of_free_parts
from .space import Space
from .tree import Tree

if TYPE_CHECKING:
    from .grammar import Grammar

Value = Hashable
Attribute = Callable[[str, tuple[Any, ...]], Value]

PRODUCT_LIMIT = 200_000


class Split:
    """A grammar split by an attribute, for trees of at most a depth."""

    def __init__(self, grammar: Grammar, attribute: Attribute, depth: int) -> None:
        self.grammar = grammar
        self.attribute = attribute
        self.depth = depth
        rules = grammar.rules
        values = self._reachable(rules)
        self.index: dict[tuple[int, Value], int] = {}
        for symbol, found in enumerate(values):
            for value in found:
                self.index[symbol, value] = len(self.index)
        self.places: dict[tuple[int, int, tuple[Value, ...]], int] = {}
        symbols = self._symbols(rules, values)
        order = order_of_free_parts(symbols)
        assert isinstance(order, tuple)
        split = Rules(symbols, rules.rules, rules.sizes, 0, order)
        self.counts = Counts(split, grammar.name)
        self.ranking = Ranking(self.counts)
        self.values = tuple(values[rules.start])

    def _value(self, rules: Rules, alt: Alternative, children: tuple[Value, ...]) -> Value:
        name = rules.rules[alt.rule].name
        if not name:
            return _Spliced(self._spread(children))
        return self.attribute(name, self._spread(children))

    @staticmethod
    def _spread(children: tuple[Value, ...]) -> tuple[Value, ...]:
        spread: list[Value] = []
        for child in children:
            spread.extend(child.values if isinstance(child, _Spliced) else (child,))
        return tuple(spread)

    def _reachable(self, rules: Rules) -> list[dict[Value, int]]:
        """Return each symbol's values, each with the least height of a tree that has it."""
        values: list[dict[Value, int]] = [{} for _ in rules.symbols]
        for height in range(-1, self.depth + 1):
            for symbol in rules.order:
                for alt in rules.symbols[symbol].alternatives:
                    if alt.subs() or alt.cost - 1 == height:
                        for children in self._children(alt, values, height):
                            values[symbol].setdefault(self._value(rules, alt, children), height)
        return values

    def _children(
        self, alt: Alternative, values: list[dict[Value, int]], height: int
    ) -> Iterator[tuple[Value, ...]]:
        """Yield the values of the parts of trees of at most this height; raise InputError for too many."""
        limit = height - alt.cost
        known = [[value for value, least in values[sub].items() if least <= limit] for sub in alt.subs()]
        if prod(map(len, known)) > PRODUCT_LIMIT:
            raise InputError(
                f"the attribute splits one alternative of {self.grammar.name} into more than "
                f"{PRODUCT_LIMIT}; give it fewer values, or a smaller depth"
            )
        return product(*known)

    def _symbols(self, rules: Rules, values: list[dict[Value, int]]) -> tuple[Symbol, ...]:
        alternatives: list[list[Alternative]] = [[] for _ in self.index]
        for symbol, source in enumerate(rules.symbols):
            for alt in source.alternatives:
                for children in self._children(alt, values, self.depth):
                    own = self.index.get((symbol, self._value(rules, alt, children)))
                    if own is None:
                        continue
                    taken = iter(children)
                    parts = tuple(self._part(part, taken) for part in alt.parts)
                    self.places[own, alt.rule, children] = len(alternatives[own])
                    alternatives[own].append(Alternative(alt.rule, parts, alt.cost))
        names = {number: f"{rules.symbols[s].name}={value}" for (s, value), number in self.index.items()}
        return tuple(Symbol(names[i], tuple(found)) for i, found in enumerate(alternatives))

    def _part(self, part: Part, taken: Any) -> Part:
        return part if isinstance(part, Fixed | Counted) else Sub(self.index[part.symbol, next(taken)])

    def rank(self, tree: Tree) -> tuple[Value, int]:
        """Return the tree's value and its rank among the trees of that value."""
        rules = self.grammar.rules
        nodes = self.grammar.ranking.walk(rules.start, tree.code)
        done: list[Value] = []
        found: list[tuple[int, int, list[int]]] = []
        for symbol, place, tokens in reversed(nodes):
            alt = rules.symbols[symbol].alternatives[place]
            children = tuple(done.pop() for _ in alt.subs())
            value = self._value(rules, alt, children)
            own = self.index.get((symbol, value))
            known = None if own is None else self.places.get((own, alt.rule, children))
            if own is None or known is None:
                raise NotInSpace(f"the tree is deeper than {self.depth}")
            done.append(value)
            found.append((own, known, tokens))
        found.reverse()
        return done[0], self.ranking.rank_nodes(found)


class AttributeSpace(Space[Tree]):
    """The trees of at most a depth whose attribute has one value, by a depth-stable rank of their own."""

    def __init__(self, split: Split, value: Value) -> None:
        self._split = split
        self.value = value
        self._symbol = split.index[split.grammar.rules.start, value]
        self._count = split.counts.count(self._symbol, split.depth)

    def count(self) -> int:
        """Return the exact number of trees with this value."""
        return self._count

    def unrank(self, rank: int) -> Tree:
        """Return the tree of this place."""
        return Tree(self._split.grammar, self._split.ranking.unrank(self._symbol, rank))

    def rank(self, element: Tree) -> int:
        """Return the place of a tree; raise NotInSpace if it is deeper or has another value."""
        value, rank = self._split.rank(element)
        if value != self.value or rank >= self._count:
            raise NotInSpace(f"the tree has the value {value}, not {self.value}, or is too deep")
        return rank


def by_attribute(grammar: Grammar, attribute: Attribute, depth: int) -> dict[Value, AttributeSpace]:
    """Return for each value that occurs up to this depth the space of its trees.

    `attribute(name, values)` gets a node's name and the values of its subtrees; tokens have none. Raises
    InputError if the product of grammar and attribute is too large.
    """
    split = Split(grammar, attribute, depth)
    spaces = {value: AttributeSpace(split, value) for value in split.values}
    return {value: space for value, space in spaces.items() if space.count()}


class _Spliced:
    """The values of a part that makes no node."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[Value, ...]) -> None:
        self.values = values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Spliced) and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.values)

    def __repr__(self) -> str:
        return repr(self.values)
