"""Truth tables: what the strata of each level hold.

Formulas of a size are numbered by shape, connectives, letters and negations, and the columns of all are
worked out at once; a stratum is those numbers whose columns are wanted. Letters are numbered in the order in
which they occur first (a second formula takes those of the first): no two elements differ by names alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.grammar import Choice, Product, Space, Sum
from synth.grammar.errors import NotInSpace
from synth.solvers._truth_table_formula import CONNECTIVES, Formula, letter_columns

Element = tuple[str, Any]
Shape = tuple["Shape", "Shape"] | None
Columns = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Condition = Callable[[Columns], NDArray[np.bool_]]

SIZES = {"small": (2, 3, 4), "middle": (3, 4), "long": (4, 5), "large": (5,)}
MOST_NEGATIONS = {2: 2, 3: 2, 4: 3, 5: 2}
"""By the number of letters that are written: how many times `not` may stand inside a formula.

It may also stand before the whole, which makes a contradiction of a tautology: there are as many of both.
"""
MOST_ROWS = 4
"""That a normal form describes."""


class Numbered:
    """The formulas in which letters stand at so many places, each number one formula, with their columns."""

    def __init__(self, places: int, letters: int, first: bool) -> None:
        self.letters = letters
        self.shapes = _shapes(places)
        self.signs = list(product(range(len(CONNECTIVES)), repeat=places - 1))
        self.names = _names(places, letters, first)
        self.negations = [
            frozenset((*whole, *chosen))
            for whole in ((), (0,))
            for many in range(MOST_NEGATIONS[places] + 1)
            for chosen in combinations(range(1, 2 * places - 1), many)
        ]
        self.sizes = (len(self.shapes), len(self.signs), len(self.names), len(self.negations))
        self.columns, self.plain = self._columns(places)

    def _columns(self, places: int) -> tuple[Columns, NDArray[np.bool_]]:
        """Return the columns of all formulas by number, and whether no literal is joined with itself."""
        every = np.uint8((1 << (1 << self.letters)) - 1)
        letters = np.array(letter_columns(self.letters), np.uint8)
        named = letters[np.array(self.names)]
        nodes = range(2 * places - 1)
        turned = np.array([[every * (node in one) for one in self.negations] for node in nodes], np.uint8)
        found = np.empty(self.sizes, np.uint8)
        plain = np.empty(self.sizes, bool)
        for number, shape in enumerate(self.shapes):
            plain[number] = _is_plain(shape, named, turned)
            for which, signs in enumerate(self.signs):
                found[number, which] = _evaluated(shape, list(signs), named, turned, every)
        return found.reshape(-1), plain.reshape(-1)

    def outlines(self, numbers: Numbers) -> Numbers:
        """Return a number for what is seen of each formula at a glance.

        That is its connectives from the outermost in, its letters in order, whether it begins with a negation
        of the whole, and how many negations stand before letters and before parentheses.
        """
        rest, negations = np.divmod(numbers, self.sizes[3])
        rest, names = np.divmod(rest, self.sizes[2])
        shapes, signs = np.divmod(rest, self.sizes[1])
        many = np.array([len(one) for one in self.negations])
        whole = np.array([0 in one for one in self.negations])
        literals = np.array(
            [[len(one & leaves) for one in self.negations] for leaves in map(_leaves, self.shapes)]
        )
        radix = int(many.max()) + 1
        seen = (signs * self.sizes[2] + names) * 2 + whole[negations]
        found: Numbers = np.ravel_multi_index(
            (seen, many[negations], literals[shapes, negations]), (int(seen.max()) + 1, radix, radix)
        )
        return found

    def formula(self, number: int) -> Formula:
        """Return the formula of a number."""
        digits = []
        for size in reversed(self.sizes):
            number, digit = divmod(number, size)
            digits.append(digit)
        negations, names, signs, shape = digits
        return _built(
            self.shapes[shape],
            list(self.signs[signs]),
            list(self.names[names]),
            self.negations[negations],
            [0],
        )


class Chosen(Space[tuple[Any, ...]]):
    """Some numbers of formulas, ascending, with their places and letters."""

    def __init__(self, places: int, letters: int, numbers: Numbers) -> None:
        self._head = (places, letters)
        self._numbers = numbers

    def count(self) -> int:
        """Return how many formulas there are."""
        return len(self._numbers)

    def unrank(self, rank: int) -> tuple[int, ...]:
        """Return places, letters and number."""
        return (*self._head, int(self._numbers[rank]))

    def rank(self, element: tuple[int, ...]) -> int:
        """Return the place of a formula among those chosen."""
        place = int(np.searchsorted(self._numbers, element[-1]))
        if element[:-1] != self._head or place == len(self._numbers) or self._numbers[place] != element[-1]:
            raise NotInSpace(f"{element!r} is not in the space")
        return place


class Compared(Space[tuple[int, int, int]]):
    """Pairs of a formula of three places for letters and one of four, whose columns differ in the bits given.

    An element is the number of letters and the numbers of the two formulas.
    """

    def __init__(self, letters: int, changes: tuple[int, ...]) -> None:
        self._letters, self._changes = letters, changes
        self._one, self._other = (
            _by_column(numbered(places, letters, first)) for places, first in ((3, True), (4, False))
        )
        many = 1 << (1 << letters)
        self._cells = [(column, change) for column in range(many) for change in changes]
        counts = [
            self._size(self._one, column) * self._size(self._other, column ^ change)
            for column, change in self._cells
        ]
        self._starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])

    @staticmethod
    def _size(table: tuple[Numbers, Numbers], column: int) -> int:
        return int(table[1][column + 1] - table[1][column])

    def count(self) -> int:
        """Return how many pairs there are."""
        return int(self._starts[-1])

    def unrank(self, rank: int) -> tuple[int, int, int]:
        """Return the number of letters and the numbers of the formulas."""
        cell = int(np.searchsorted(self._starts, rank, side="right")) - 1
        column, change = self._cells[cell]
        numbers, starts = self._other
        first, second = divmod(rank - int(self._starts[cell]), self._size(self._other, column ^ change))
        one = int(self._one[0][self._one[1][column] + first])
        return self._letters, one, int(numbers[starts[column ^ change] + second])

    def rank(self, element: tuple[int, int, int]) -> int:
        """Return the place of a pair."""
        letters, one, other = element
        column = int(numbered(3, self._letters, True).columns[one])
        change = column ^ int(numbered(4, self._letters, False).columns[other])
        if letters != self._letters or change not in self._changes:
            raise NotInSpace(f"{element!r} is not in the space")
        cell = column * len(self._changes) + self._changes.index(change)
        first = _place(self._one, column, one)
        second = _place(self._other, column ^ change, other)
        return int(self._starts[cell]) + first * self._size(self._other, column ^ change) + second


@cache
def numbered(places: int, letters: int, first: bool) -> Numbered:
    """Return the formulas of a size; with `first` the letters are numbered as they occur."""
    return Numbered(places, letters, first)


@cache
def strata(level: int) -> Mapping[str, Space[Element]]:
    """Return the strata of a level."""
    found: dict[str, Space[Any]] = {}
    if level == 1:
        found["two letters"] = _task("table", "small", 2, _any)
    elif level == 2:
        found["three letters"] = _task("table", "middle", 3, _any)
        found |= _classified("long", 2)
    elif level == 3:
        found |= _comparisons(2)
        found["disjunctive normal form"] = _task("disjunctive", "middle", 3, _few_true)
        found["conjunctive normal form"] = _task("conjunctive", "middle", 3, _few_false)
    else:
        found |= _classified("large", 3)
        found |= _comparisons(3)
    return found


def formulas(element: Element) -> tuple[Formula, ...]:
    """Return the formulas of an element."""
    task, chosen = element
    if task == "compare":
        letters, one, other = chosen
        return numbered(3, letters, True).formula(one), numbered(4, letters, False).formula(other)
    _, (places, letters, number) = chosen
    return (numbered(places, letters, True).formula(number),)


def _task(task: str, size: str, letters: int, keeps: Condition) -> Space[Element]:
    """Return the plain formulas of some sizes whose columns pass a condition."""
    chosen = []
    for places in SIZES[size]:
        those = numbered(places, letters, True)
        chosen.append(Chosen(places, letters, np.flatnonzero(keeps(those.columns) & those.plain)))
    return Product(Choice((task,)), Sum(*chosen))


def _classified(size: str, letters: int) -> dict[str, Space[Element]]:
    """Return tautologies, contradictions, and formulas that are T, or F, in just one row.

    Of all that look alike at a glance (see `Numbered.outlines`) there are as many of each kind.
    """
    every = (1 << (1 << letters)) - 1
    ones = [1 << row for row in range(1 << letters)]
    kinds = {
        "tautology": np.array([every], np.uint8),
        "contradiction": np.array([0], np.uint8),
        "contingent": np.array([*ones, *(every ^ one for one in ones)], np.uint8),
    }
    chosen: dict[str, list[Chosen]] = {name: [] for name in kinds}
    for places in SIZES[size]:
        those = numbered(places, letters, True)
        found = [np.flatnonzero(np.isin(those.columns, kind) & those.plain) for kind in kinds.values()]
        for name, numbers in zip(kinds, _alike([(one, those.outlines(one)) for one in found]), strict=True):
            chosen[name].append(Chosen(places, letters, numbers))
    return {name: Product(Choice(("classify",)), Sum(*spaces)) for name, spaces in chosen.items()}


def _alike(kinds: list[tuple[Numbers, Numbers]]) -> list[Numbers]:
    """Return of each kind as many numbers of each outline as the kind that has fewest of it, evenly spread.

    A kind is numbers, ascending, and the outline of each.
    """
    highest = max(int(outlines.max()) for _, outlines in kinds) + 1
    counts = [np.bincount(outlines, minlength=highest) for _, outlines in kinds]
    fewest = np.minimum.reduce(counts)
    kept = []
    for (numbers, outlines), many in zip(kinds, counts, strict=True):
        order = np.argsort(outlines, kind="stable")
        of = outlines[order]
        place = np.arange(len(of)) - (np.cumsum(many) - many)[of]
        take = (place + 1) * fewest[of] // many[of] > place * fewest[of] // many[of]
        kept.append(np.sort(numbers[order][take]))
    return kept


def _comparisons(letters: int) -> dict[str, Space[Element]]:
    changes = tuple(1 << row for row in range(1 << letters))
    return {
        "equivalent": Product(Choice(("compare",)), Compared(letters, (0,))),
        "not equivalent": Product(Choice(("compare",)), Compared(letters, changes)),
    }


def _any(columns: Columns) -> NDArray[np.bool_]:
    return np.ones(len(columns), bool)


def _few_true(columns: Columns) -> NDArray[np.bool_]:
    return (columns > 0) & (np.bitwise_count(columns) <= MOST_ROWS)


def _few_false(columns: Columns) -> NDArray[np.bool_]:
    return _few_true(~columns)


def _shapes(places: int) -> list[Shape]:
    if places == 1:
        return [None]
    return [
        (left, right) for cut in range(1, places) for left in _shapes(cut) for right in _shapes(places - cut)
    ]


def _leaves(shape: Shape) -> frozenset[int]:
    """Return which nodes of a shape are letters, numbered as they come."""
    found: list[bool] = []

    def walk(node: Shape) -> None:
        found.append(node is None)
        for part in node or ():
            walk(part)

    walk(shape)
    return frozenset(place for place, leaf in enumerate(found) if leaf)


def _names(places: int, letters: int, first: bool) -> list[tuple[int, ...]]:
    """Return the ways to write all the letters at some places; with `first`, each new one is the next."""
    found = []
    for names in product(range(letters), repeat=places):
        new = list(dict.fromkeys(names))
        if len(new) == letters and (not first or new == sorted(new)):
            found.append(names)
    return found


def _evaluated(shape: Shape, signs: list[int], named: Columns, turned: Columns, every: np.uint8) -> Columns:
    """Return the columns for all names and negations, one after the other."""
    state = [0, 0]

    def walk(node: Shape) -> Columns:
        own = state[0]
        state[0] += 1
        if node is None:
            state[1] += 1
            value = named[:, state[1] - 1 : state[1]]
        else:
            sign = CONNECTIVES[signs.pop(0)]
            left, right = walk(node[0]), walk(node[1])
            if sign == "and":
                value = left & right
            elif sign == "or":
                value = left | right
            else:
                value = (every ^ left) | right if sign == "implies" else every ^ left ^ right
        turn: Columns = turned[own]
        return value ^ turn

    return walk(shape)


def _is_plain(shape: Shape, named: Columns, turned: Columns) -> NDArray[np.bool_]:
    """Return for all names and negations whether no literal is joined with itself."""
    state = [0, 0]
    plain = np.ones((len(named), turned.shape[1]), bool)

    def walk(node: Shape) -> Columns | None:
        """Return the columns of a literal, None for two formulas that are joined."""
        own = state[0]
        state[0] += 1
        if node is None:
            state[1] += 1
            literal: Columns = named[:, state[1] - 1 : state[1]] ^ turned[own]
            return literal
        left, right = walk(node[0]), walk(node[1])
        if left is not None and right is not None:
            plain[left == right] = False
        return None

    walk(shape)
    return plain


def _built(
    shape: Shape, signs: list[int], names: list[int], negations: frozenset[int], node: list[int]
) -> Formula:
    """Return a formula; nodes are numbered as they come, and signs and names used up."""
    own = node[0]
    node[0] += 1
    formula: Formula
    if shape is None:
        formula = names.pop(0)
    else:
        sign = CONNECTIVES[signs.pop(0)]
        left = _built(shape[0], signs, names, negations, node)
        formula = (sign, left, _built(shape[1], signs, names, negations, node))
    return ("not", formula) if own in negations else formula


def _by_column(those: Numbered) -> tuple[Numbers, Numbers]:
    """Return the numbers of plain formulas by their columns, and where those of each column begin."""
    numbers = np.flatnonzero(those.plain)
    numbers = numbers[np.argsort(those.columns[numbers], kind="stable")]
    return numbers, np.searchsorted(those.columns[numbers], np.arange(257))


def _place(table: tuple[Numbers, Numbers], column: int, number: int) -> int:
    """Return the place of a formula among those of its column."""
    low, high = int(table[1][column]), int(table[1][column + 1])
    return int(np.searchsorted(table[0][low:high], number))
