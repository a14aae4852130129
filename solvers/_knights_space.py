"""The space of puzzles with one solution: statements of different types, in the order of the types.

People have no names here: person i makes the statement that is i-th by its type. No two statements are of one
type, so no two puzzles of the space are the same under other names. Puzzles are found by extending all
beginnings, held as arrays; where there are too many, some that are evenly spread. A statement is a start if
it tells by itself what somebody is; a puzzle without one is solved by supposing something.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.grammar import Space
from synth.grammar.errors import NotInSpace
from synth.solvers._knights_statements import PLACES, Statement, fitting, is_start, statements

MOST = 120_000
"""The most beginnings, without the last statement, that are kept."""

Puzzle = tuple[Statement, ...]
Array = NDArray[Any]


class Puzzles(Space[Puzzle]):
    """The puzzles of so many people that have one solution, and a start or none."""

    def __init__(self, count: int, started: bool) -> None:
        self._people, self._started = count, started
        self._said = [
            [one for one in statements(person, count) if started or not is_start(one, person, count)]
            for person in range(count)
        ]
        self._starting = [
            np.array([is_start(one, person, count) for one in said], bool)
            for person, said in enumerate(self._said)
        ]
        self._types = [np.array([PLACES[one.form, one.kinds] for one in said]) for said in self._said]
        self._masks = [
            np.array([fitting(one, person, count) for one in said], np.uint32)
            for person, said in enumerate(self._said)
        ]

    @cached_property
    def _beginnings(self) -> tuple[Array, Array]:
        """Return the beginnings, ascending, as rows of numbers of statements, and the worlds they leave."""
        rows = np.arange(len(self._said[0]), dtype=np.int16)[:, None]
        left = self._masks[0]
        for person in range(1, self._people - 1):
            found = []
            types = self._types[person - 1][rows[:, -1]]
            for number, (kind, mask) in enumerate(zip(self._types[person], self._masks[person], strict=True)):
                at = np.flatnonzero((types < kind) & (left & mask != 0))
                found.append(
                    (np.column_stack([rows[at], np.full(len(at), number, np.int16)]), left[at] & mask)
                )
            rows = np.concatenate([one for one, _ in found])
            left = np.concatenate([one for _, one in found])
            most = MOST if person == self._people - 2 else MOST // 3
            if len(rows) > most:
                kept = np.arange(most) * len(rows) // most
                rows, left = rows[kept], left[kept]
            order = np.lexsort(rows.T[::-1])
            rows, left = rows[order], left[order]
        return rows, left

    @cached_property
    def _starts(self) -> Array:
        """Return the rank of each beginning's first puzzle, and the count."""
        rows, left = self._beginnings
        counts = np.zeros(len(rows), np.int64)
        types = self._types[-2][rows[:, -1]]
        open_ones = self._open(rows)
        for number, (kind, mask) in enumerate(zip(self._types[-1], self._masks[-1], strict=True)):
            worlds = left & mask
            single = (worlds != 0) & (worlds & (worlds - np.uint32(1)) == 0)
            counts += (types < kind) & single & (open_ones | self._starting[-1][number])
        return np.concatenate([[0], np.cumsum(counts)])

    def _open(self, rows: Array) -> Array:
        """Return for each beginning whether it can end with a statement that is no start."""
        if not self._started:
            return np.ones(len(rows), bool)
        starting: Array = np.zeros(len(rows), bool)
        for person in range(self._people - 1):
            starting |= self._starting[person][rows[:, person]]
        return starting

    def _endings(self, row: Sequence[int], worlds: int) -> list[int]:
        """Return the last statements that leave one world."""
        kind = self._types[-2][row[-1]]
        left = worlds & self._masks[-1].astype(np.int64)
        single = (left != 0) & (left & (left - 1) == 0) & (self._types[-1] > kind)
        if not self._open(np.array([row]))[0]:
            single &= self._starting[-1]
        return [int(one) for one in np.flatnonzero(single)]

    def count(self) -> int:
        """Return the number of puzzles."""
        return int(self._starts[-1])

    def unrank(self, rank: int) -> Puzzle:
        """Return the puzzle of a rank."""
        place = int(np.searchsorted(self._starts, rank, "right")) - 1
        row = self._beginnings[0][place]
        last = self._endings(row, int(self._beginnings[1][place]))[rank - int(self._starts[place])]
        return tuple(said[number] for said, number in zip(self._said, (*row, last), strict=True))

    def rank(self, element: Puzzle) -> int:
        """Return the rank of a puzzle."""
        if len(element) != self._people or any(
            one not in said for one, said in zip(element, self._said, strict=True)
        ):
            raise NotInSpace("the puzzle's statements are not those of the space")
        *row, last = (said.index(one) for one, said in zip(element, self._said, strict=True))
        rows, left = self._beginnings
        low, high = 0, len(rows)
        for column, number in enumerate(row):
            held = rows[low:high, column]
            low, high = (
                low + int(np.searchsorted(held, number, "left")),
                low + int(np.searchsorted(held, number, "right")),
            )
        if low == high:
            raise NotInSpace("the puzzle's beginning is not among those that the space keeps")
        endings = self._endings(row, int(left[low]))
        if last not in endings:
            raise NotInSpace("the puzzle has not just one solution")
        return int(self._starts[low]) + endings.index(last)


@cache
def puzzles(count: int, started: bool) -> Puzzles:
    """Return the space of the puzzles of so many people, with a start or without."""
    return Puzzles(count, started)
