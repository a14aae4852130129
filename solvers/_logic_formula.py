"""Formulas of propositional logic as nested tuples: read off a tree, written, their truth tables.

An atom is its number, 0..9 for p q r s t u v w x y; any other formula is (connective, left, right), where the
right part of a negation is 0 and means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from synth.grammar import Node, Tree
from synth.kernels.make.rules import AND, IFF, IMPLIES, NOT, OR

Formula: TypeAlias = "int | tuple[int, Formula, Formula]"

LETTERS = "pqrstuvwxy"
WORDS = {NOT: "not", AND: "and", OR: "or", IMPLIES: "implies", IFF: "iff"}
_CONNECTIVES = {word: number for number, word in WORDS.items()}


def negate(formula: Formula) -> Formula:
    """Return the formula with a "not" in front."""
    return (NOT, formula, 0)


def opposite(formula: Formula) -> Formula:
    """Return the formula without its outer "not" if it has one, else with one in front."""
    if isinstance(formula, tuple) and formula[0] == NOT:
        return formula[1]
    return (NOT, formula, 0)


def read(tree: Tree) -> tuple[tuple[Formula, ...], Formula]:
    """Return the premises and the conclusion of an argument of the grammar."""
    *premises, conclusion = (from_node(child) for child in tree.node().children if isinstance(child, Node))
    return tuple(premises), conclusion


def from_node(node: Node) -> Formula:
    """Return the formula of a tree's node."""
    parts = [from_node(child) for child in node.children if isinstance(child, Node)]
    if not parts:
        return LETTERS.index(node.name)
    return (_CONNECTIVES[node.name], parts[0], parts[1] if len(parts) > 1 else 0)


@lru_cache(maxsize=1 << 14)
def to_node(formula: Formula) -> Node:
    """Return the node of the grammar that the formula is."""
    if isinstance(formula, int):
        return Node(LETTERS[formula])
    connective, left, right = formula
    if connective == NOT:
        return Node("not", (to_node(left),))
    return Node(WORDS[connective], (to_node(left), to_node(right)))


def write(formula: Formula, names: Sequence[str] = LETTERS) -> str:
    """Return the formula in the formal surface, without a full stop.

    >>> write((IMPLIES, 0, (AND, 1, (NOT, 2, 0))))
    'p implies (q and not r)'
    """
    if isinstance(formula, int):
        return names[formula]
    connective, left, right = formula
    if connective == NOT:
        return "not " + _operand(left, names)
    return f"{_operand(left, names)} {WORDS[connective]} {_operand(right, names)}"


def _operand(formula: Formula, names: Sequence[str]) -> str:
    text = write(formula, names)
    return f"({text})" if isinstance(formula, tuple) and formula[0] != NOT else text


def atoms(formulas: Iterable[Formula]) -> tuple[int, ...]:
    """Return the atoms in order of first appearance."""
    found: dict[int, None] = {}
    todo = list(formulas)[::-1]
    while todo:
        formula = todo.pop()
        if isinstance(formula, int):
            found[formula] = None
        else:
            if formula[0] != NOT:
                todo.append(formula[2])
            todo.append(formula[1])
    return tuple(found)


class Tables:
    """Truth tables over some atoms, as whole numbers: bit v is the value in the v-th of the 2**k cases.

    Case v makes the i-th atom true if bit i of v is set.
    """

    def __init__(self, atoms: Sequence[int]) -> None:
        self.atoms = tuple(atoms)
        self.cases = 1 << len(self.atoms)
        self.full = (1 << self.cases) - 1
        self._known: dict[Formula, int] = dict(zip(self.atoms, _columns(len(self.atoms)), strict=True))

    def of(self, formula: Formula) -> int:
        """Return the table of a formula over these atoms."""
        known = self._known.get(formula)
        if known is not None:
            return known
        assert not isinstance(formula, int)
        connective, left, right = formula
        a = self.of(left)
        if connective == NOT:
            table = self.full ^ a
        else:
            b = self.of(right)
            if connective == AND:
                table = a & b
            elif connective == OR:
                table = a | b
            elif connective == IMPLIES:
                table = self.full ^ a | b
            else:
                table = self.full ^ a ^ b
        self._known[formula] = table
        return table


@lru_cache(maxsize=16)
def _columns(count: int) -> tuple[int, ...]:
    """Return the tables of `count` atoms."""
    cases = 1 << count
    return tuple(sum(1 << v for v in range(cases) if v >> i & 1) for i in range(count))


def closure(formulas: Iterable[Formula]) -> dict[Formula, int]:
    """Return the subformulas and their opposites, each with its number; parts come before wholes."""
    found: dict[Formula, None] = {}
    todo = list(formulas)
    while todo:
        formula = todo.pop()
        # What is met again moves to the end: then, read backwards, parts come first.
        found.pop(formula, None)
        found[formula] = None
        if isinstance(formula, tuple):
            todo.append(formula[1])
            if formula[0] != NOT:
                todo.append(formula[2])
    parts = list(reversed(found))
    return {formula: number for number, formula in enumerate(dict.fromkeys([*parts, *map(opposite, parts)]))}
