"""Nested nodes back to a code: the inverse of `Tree.node`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .errors import NotInSpace
from .ranking import Code, Nested, flat
from .rules import Alternative, Counted, Fixed, Sub
from .tree import Node

if TYPE_CHECKING:
    from .grammar import Grammar

Children = tuple[Node | str, ...]


def build_code(grammar: Grammar, node: Node) -> Code:
    """Return the code of nested nodes; the first constructor of a shape is meant. Raises NotInSpace.

    Nodes are matched from the leaves up, so only the parts that make no node recurse, and those are as
    shallow as the grammar's own rules.
    """
    rules = grammar.rules
    matcher = _Matcher(grammar)
    order = [node]
    for one in order:
        order.extend(child for child in one.children if isinstance(child, Node))
    for one in reversed(order):
        matcher.settle(one)
    hidden = all(not rules.rules[alt.rule].name for alt in rules.symbols[rules.start].alternatives)
    whole = node.children if hidden else (node,)
    for code, end in matcher.match(rules.start, whole, 0):
        if end == len(whole):
            return flat(code)
    raise NotInSpace(f"the nodes are no tree of {grammar.name}: '{node.name}' does not fit its rules")


class _Matcher:
    """Matches symbols against lists of children whose own codes are settled."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.rules = grammar.rules
        self.settled: dict[int, dict[int, Nested]] = {}
        self.named: dict[str, list[tuple[int, Alternative]]] = {}
        self.hidden: list[list[Alternative]] = []
        for number, symbol in enumerate(self.rules.symbols):
            self.hidden.append([])
            for alt in symbol.alternatives:
                name = self.rules.rules[alt.rule].name
                if name:
                    self.named.setdefault(name, []).append((number, alt))
                else:
                    self.hidden[number].append(alt)

    def settle(self, node: Node) -> None:
        """Find the node's code for each symbol that it can stand for."""
        codes = self.settled.setdefault(id(node), {})
        for symbol, alt in self.named.get(node.name, ()):
            if symbol in codes:
                continue
            for parts, end in self._parts(alt, 0, node.children, 0):
                if end == len(node.children):
                    codes[symbol] = [alt.rule, *parts]
                    break

    def match(self, symbol: int, children: Children, at: int) -> Iterator[tuple[Nested, int]]:
        """Yield (nested code, next place) for each way that the symbol takes children from place `at`."""
        if at < len(children) and isinstance(children[at], Node):
            code = self.settled[id(children[at])].get(symbol)
            if code is not None:
                yield code, at + 1
        for alt in self.hidden[symbol]:
            for parts, end in self._parts(alt, 0, children, at):
                yield [alt.rule, *parts], end

    def _parts(
        self, alt: Alternative, place: int, children: Children, at: int
    ) -> Iterator[tuple[Nested, int]]:
        if place == len(alt.parts):
            yield [], at
            return
        part = alt.parts[place]
        if isinstance(part, Sub):
            for code, end in self.match(part.symbol, children, at):
                for rest, last in self._parts(alt, place + 1, children, end):
                    yield [code, *rest], last
            return
        if isinstance(part, Fixed) and not part.kept:
            yield from self._parts(alt, place + 1, children, at)
            return
        if at >= len(children) or not isinstance(children[at], str):
            return
        word = str(children[at])
        terminal = self.grammar.loaded.terminals[part.terminal]
        rank = terminal.rank(word)
        if rank is None:
            return
        taken: Nested = [rank] if isinstance(part, Counted) else []
        for rest, last in self._parts(alt, place + 1, children, at + 1):
            yield [*taken, *rest], last
