"""Truth tables as whole numbers: bit r of a column is the formula's value in row r of the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from synth.verify.proof.formula import Formula


@lru_cache(maxsize=32)
def columns(count: int) -> tuple[int, ...]:
    """Return the columns of `count` atoms: atom i is true in the rows whose bit i is set.

    >>> [bin(column) for column in columns(2)]
    ['0b1010', '0b1100']
    """
    rows = 1 << count
    every = (1 << rows) - 1
    return tuple(every // ((1 << (1 << i)) + 1) << (1 << i) for i in range(count))


class Table:
    """The truth table over some atoms.

    >>> from synth.verify.proof.formula import Formulas
    >>> pool = Formulas()
    >>> p, q = pool.atom("p"), pool.atom("q")
    >>> table = Table([p, q])
    >>> table.entails([pool.joined("implies", p, q), p], q)
    True
    >>> table.entails([pool.joined("implies", p, q), q], p)
    False
    """

    def __init__(self, atoms: Sequence[Formula]) -> None:
        self.every = (1 << (1 << len(atoms))) - 1
        self._columns = dict(zip(atoms, columns(len(atoms)), strict=True))

    def column(self, formula: Formula) -> int:
        """Return the column of a formula over the table's atoms; KeyError if it has another atom."""
        found = self._columns.get(formula)
        if found is not None:
            return found
        connective = formula.connective
        if connective == "not" and formula.left is not None:
            value = self.every ^ self.column(formula.left)
        elif formula.left is None or formula.right is None:
            raise KeyError(formula.name)
        else:
            left, right = self.column(formula.left), self.column(formula.right)
            if connective == "and":
                value = left & right
            elif connective == "or":
                value = left | right
            elif connective == "implies":
                value = self.every ^ left | right
            else:
                value = self.every ^ left ^ right
        self._columns[formula] = value
        return value

    def conjunction(self, formulas: Iterable[Formula]) -> int:
        """Return the rows in which all the formulas are true."""
        rows = self.every
        for formula in formulas:
            rows &= self.column(formula)
        return rows

    def entails(self, formulas: Iterable[Formula], conclusion: Formula) -> bool:
        """Return whether the conclusion is true in every row in which all the formulas are."""
        return not self.conjunction(formulas) & ~self.column(conclusion)


def minimal_sets(columns: Sequence[int], refuted: int) -> list[int]:
    """Return the minimal sets of columns that have no row of `refuted` in common, as bit masks, ascending.

    With the premises' columns, and the rows where a goal is false, these are the goal's minimal sets of
    premises. The cost grows as 2 to the number of columns at worst.

    >>> minimal_sets([0b0011, 0b0101, 0b0001], 0b1110)
    [3, 4]
    """
    together = [-1]  # what all columns from some place on have in common, from the last place down
    for column in reversed(columns):
        together.append(together[-1] & column)
    together.reverse()
    found: list[int] = []

    def choose(place: int, left: int, chosen: int) -> None:
        """Extend a choice among the columns before `place` that has the rows `left` in common."""
        if not left:
            if all(_common(columns, chosen ^ 1 << one, refuted) for one in range(place) if chosen >> one & 1):
                found.append(chosen)
        elif not left & together[place]:
            choose(place + 1, left, chosen)
            if left & columns[place] != left:  # else it is of no use beside the others
                choose(place + 1, left & columns[place], chosen | 1 << place)

    choose(0, refuted, 0)
    return sorted(found)


def _common(columns: Sequence[int], chosen: int, rows: int) -> int:
    """Return those of the rows that all chosen columns hold."""
    for place, column in enumerate(columns):
        if chosen >> place & 1:
            rows &= column
    return rows
