"""The spaces of the family `expression`: expressions of so many operations, counted by their value.

A composite state is (operations, weak or strong sign at the root, parentheses or none, signs); `signs` is 0
for + and - alone, 1 with * and without /, 2 with /. Each expression has one tree, whose root is one of a
state's alternatives, so that counts are exact and ranks closed. Leaves are 1 to 20 as addends, 2 to 12 as
factors and divisors, 4 to 144 as dividends; no result on the way is below 1 or above MOST.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.grammar import Grammar, Node, Space, load
from synth.kernels.make.expression import (
    ADD,
    CLOSE,
    DIVIDE,
    LEAVES,
    MOST_TOKENS,
    MULTIPLY,
    OPEN,
    SUBTRACT,
    count_values,
    unrank,
)

MOST = 400
MOST_OPERATIONS = 6
ADDENDS, FACTORS, DIVIDENDS = (1, 20), (2, 12), (4, 144)
_SIGNS = {"sum": ADD, "difference": SUBTRACT, "product": MULTIPLY, "quotient": DIVIDE}
_TEXTS = {ADD: " + ", SUBTRACT: " - ", MULTIPLY: " * ", DIVIDE: " / ", OPEN: "(", CLOSE: ")"}


class Alternative(NamedTuple):
    """A sign with the states of its sides; `enclosed` has bit 1 for parentheses left, 2 right."""

    sign: int
    left: int
    right: int
    enclosed: int


class Tables(NamedTuple):
    """What the kernels unrank by; see kernels/make/expression.py."""

    counts: NDArray[np.int64]
    first: NDArray[np.int64]
    signs: NDArray[np.int64]
    lefts: NDArray[np.int64]
    rights: NDArray[np.int64]
    enclosed: NDArray[np.int64]
    running: NDArray[np.int64]
    places: dict[Alternative, int]


class State(NamedTuple):
    """A set of expressions with operations."""

    operations: int
    strong: bool
    enclosed: bool
    signs: int

    @property
    def number(self) -> int:
        """Return the state's place in the tables."""
        return LEAVES + (self.operations - 1) * 12 + 6 * self.strong + 3 * self.enclosed + self.signs


def joined(sign: int, left: State | None, right: State | None) -> tuple[State, Alternative]:
    """Return the state of an operation on two sides, None for leaves, and the alternative that it is."""
    strong = sign in (MULTIPLY, DIVIDE)
    marks = 0
    if left and strong and not left.strong:
        marks |= 1
    if right and (strong or not right.strong):
        marks |= 2
    sides = [side for side in (left, right) if side]
    own = {MULTIPLY: 1, DIVIDE: 2}.get(sign, 0)
    state = State(
        1 + sum(side.operations for side in sides),
        strong,
        bool(marks) or any(side.enclosed for side in sides),
        max(own, *(side.signs for side in sides), 0),
    )
    leaves = (2 if sign == DIVIDE else 1, 1) if strong else (0, 0)
    numbers = [side.number if side else leaf for side, leaf in zip((left, right), leaves, strict=True)]
    return state, Alternative(sign, numbers[0], numbers[1], marks)


@cache
def tables() -> Tables:
    """Return the tables of all states, made once for each process."""
    sides: dict[int, list[State | None]] = {0: [None]}
    found: dict[int, list[Alternative]] = {}
    for operations in range(1, MOST_OPERATIONS + 1):
        for before in range(operations):
            choices = product(_SIGNS.values(), sides[before], sides[operations - 1 - before])
            for sign, left, right in choices:
                state, alternative = joined(sign, left, right)
                found.setdefault(state.number, []).append(alternative)
        kinds = product((False, True), (False, True), (0, 1, 2))
        states = [State(operations, strong, enclosed, signs) for strong, enclosed, signs in kinds]
        sides[operations] = [state for state in states if state.number in found]
    total = LEAVES + 12 * MOST_OPERATIONS
    alternatives = [one for state in range(total) for one in found.get(state, ())]
    sizes = [len(found.get(state, ())) for state in range(total)]
    first = np.array([0, *np.cumsum(sizes)], np.int64)
    columns = np.array(alternatives, np.int64).T.copy()
    counts = np.zeros((total, MOST + 1), np.int64)
    for leaf, (low, high) in enumerate((ADDENDS, FACTORS, DIVIDENDS)):
        counts[leaf, low : high + 1] = 1
    running = np.zeros((len(alternatives), MOST + 1), np.int64)
    count_values(counts, first, columns[0], columns[1], columns[2], running)
    places = {alternative: place for place, alternative in enumerate(alternatives)}
    signs, lefts, rights, enclosed = columns
    return Tables(counts, first, signs, lefts, rights, enclosed, running, places)


class Expressions(Space[str]):
    """Expressions, as texts, of so many operations, with or without parentheses, and of a kind of signs.

    Those with a weak sign at the root come first, then by value.
    """

    def __init__(self, operations: int, enclosed: bool, signs: int) -> None:
        self.kind = (operations, enclosed, signs)
        self.roots = [State(operations, strong, enclosed, signs) for strong in (False, True)]
        self._numbers = np.array([root.number for root in self.roots], np.int64)
        held = tables().counts[self._numbers].ravel()
        self._before = np.concatenate((np.zeros(1, np.int64), np.cumsum(held)))

    def count(self) -> int:
        """Return the number of expressions."""
        return int(self._before[-1])

    def tokens(self, ranks: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the tokens of the expressions of ranks, a row each, and how many there are."""
        made = np.empty((len(ranks), MOST_TOKENS), np.int32)
        lengths = np.empty(len(ranks), np.int64)
        known = tables()
        unrank(ranks, self._numbers, self._before, *known[:-1], made, lengths)
        return made, lengths

    def unrank(self, rank: int) -> str:
        """Return the expression of a rank."""
        made, lengths = self.tokens(np.array([rank], np.int64))
        return "".join(_TEXTS.get(token, str(token)) for token in made[0, : lengths[0]].tolist())

    def rank(self, element: str) -> int:
        """Return the rank of an expression's text."""
        state, value, rank = _placed(_grammar().parse(element).node())
        assert state is not None
        root = self.roots.index(state)
        return int(self._before[root * (MOST + 1) + value]) + rank


@cache
def _grammar() -> Grammar:
    return load("expression.lark")


def _placed(node: Node) -> tuple[State | None, int, int]:
    """Return the state of a tree (None for a number), what it comes to, and its rank among its like."""
    if node.name == "number":
        return None, int(str(node.children[0])), 0
    known = tables()
    (left, x, before), (right, y, after) = (_placed(side) for side in node.children if isinstance(side, Node))
    sign = _SIGNS[node.name]
    state, alternative = joined(sign, left, right)
    value = {ADD: x + y, SUBTRACT: x - y, MULTIPLY: x * y, DIVIDE: x // y}[sign]
    place = known.places[alternative]
    rank = int(known.running[place - 1, value]) if place > known.first[state.number] else 0
    lefts, rights = known.counts[alternative.left], known.counts[alternative.right]
    for smaller in range(1, x):
        whole, other = {
            ADD: (True, value - smaller),
            SUBTRACT: (True, smaller - value),
            MULTIPLY: (value % smaller == 0, value // smaller),
            DIVIDE: (smaller % value == 0, smaller // value),
        }[sign]
        least = 1 if sign in (ADD, SUBTRACT) else 2
        if whole and least <= other <= MOST and smaller >= least:
            rank += int(lefts[smaller]) * int(rights[other])
    return state, value, rank + before * int(rights[y]) + after


def tokens_of(text: str) -> list[int]:
    """Return the tokens of an expression's text, blanks or none between them."""
    codes = {said.strip(): code for code, said in _TEXTS.items()}
    spaced = text
    for mark in codes:
        spaced = spaced.replace(mark, f" {mark} ")
    return [codes[word] if word in codes else int(word) for word in spaced.split()]
