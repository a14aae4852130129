"""Countermodels: a few people, each with the classes that they are in, decided by masks of cells.

A cell is a set of classes, as a whole number; a mask of cells has a bit for each. A universal statement
removes cells, a particular one asks for a person in one of some cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from synth.solvers._cells import cells_of
from synth.solvers._syllogism_proof import Statement

OPPOSITE = {"A": "O", "O": "A", "E": "I", "I": "E"}
"""The kind of the statement that is true just where one of a kind is false."""


def model(statements: Sequence[Statement], classes: int, members: bool) -> tuple[int, ...] | None:
    """Return the cells of a few people with whom all statements are true; None if there are no such people.

    `members` asks for a person in every class. There is always at least one person.
    """
    columns = cells_of(classes)
    allowed = (1 << (1 << classes)) - 1
    wanted = []
    for kind, subject, predicate in statements:
        both = columns[subject] & columns[predicate]
        if kind == "A":
            allowed &= ~(columns[subject] ^ both)
        elif kind == "E":
            allowed &= ~both
        else:
            wanted.append(both if kind == "I" else columns[subject] ^ both)
    if members:
        wanted.extend(columns)
    cells = []
    while True:
        chosen = allowed
        left = []
        for mask in wanted:
            if chosen & mask:
                chosen &= mask
            elif not allowed & mask:
                return None
            else:
                left.append(mask)
        cells.append((chosen & -chosen).bit_length() - 1)
        if not left:
            return tuple(cells)
        wanted = left


@lru_cache(maxsize=256)
def false_cases(
    premises: tuple[Statement, ...], conclusions: tuple[Statement, ...], classes: int, members: bool
) -> tuple[tuple[tuple[int, ...], tuple[Statement, ...]], ...]:
    """Return cases in which the premises are true, each with those of the conclusions that it makes false.

    Every conclusion is false in one of them, and in no more; AssertionError if one of them follows.
    """
    cases = []
    left = conclusions
    while left:
        refuted: tuple[Statement, ...] = ()
        cells: tuple[int, ...] = ()
        for said in left:
            wanted = [(OPPOSITE[kind], subject, predicate) for kind, subject, predicate in (*refuted, said)]
            found = model((*premises, *wanted), classes, members)
            if found is not None:
                refuted, cells = (*refuted, said), found
        if not refuted:
            raise AssertionError(f"{left} follow from {premises}")
        cases.append((cells, refuted))
        left = tuple(said for said in left if said not in refuted)
    return tuple(cases)
