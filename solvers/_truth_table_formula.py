"""Formulas for truth tables: their text, their columns, and the lines of a table.

A formula is the number of its letter, ("not", formula), or (connective, formula, formula). A column is the
bits of a whole number: the lowest is the last row, the highest the first, in which all letters are true.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from synth.grammar import Node, Tree

Formula = int | tuple["str | Formula", ...]

CONNECTIVES = ("and", "or", "implies", "iff")
LETTERS = ("pqr", "xyz", "stu", "kmn", "uvw")
_NAMES = {"p": 0, "q": 1, "r": 2}


def text(formula: Formula, letters: str) -> str:
    """Return a formula as it is written."""
    if isinstance(formula, int):
        return letters[formula]
    if formula[0] == "not":
        return f"not {inside(formula[1], letters)}"
    connective, left, right = formula
    return f"{inside(left, letters)} {connective} {inside(right, letters)}"


def inside(formula: str | Formula, letters: str) -> str:
    """Return a formula as it stands in another: two that are joined come in parentheses."""
    assert not isinstance(formula, str)
    whole = text(formula, letters)
    return f"({whole})" if isinstance(formula, tuple) and formula[0] != "not" else whole


def parts(formula: Formula) -> list[Formula]:
    """Return the formula's parts but letters, each once, parts before wholes, and the formula itself."""
    found: dict[Formula, None] = {}

    def add(one: str | Formula) -> None:
        if isinstance(one, tuple):
            for part in one[1:]:
                add(part)
            found.setdefault(one)

    add(formula)
    return list(found)


def letters_of(*formulas: Formula) -> list[int]:
    """Return the letters in the order in which they occur first."""
    found: dict[int, None] = {}

    def add(one: str | Formula) -> None:
        if isinstance(one, int):
            found.setdefault(one)
        elif isinstance(one, tuple):
            for part in one[1:]:
                add(part)

    for formula in formulas:
        add(formula)
    return list(found)


def renamed(formula: Formula, names: Sequence[int]) -> Formula:
    """Return the formula with each letter replaced by its place among some."""
    if isinstance(formula, int):
        return names.index(formula)
    return (formula[0], *(renamed(part, names) for part in formula[1:] if not isinstance(part, str)))


@lru_cache(maxsize=16)
def letter_columns(count: int) -> tuple[int, ...]:
    """Return the columns of some letters: the first is true in the upper half of the rows.

    >>> [format(column, "04b") for column in letter_columns(2)]
    ['1100', '1010']
    """
    rows = 1 << count
    every = (1 << rows) - 1
    return tuple(every // ((1 << (rows >> one + 1)) + 1) << (rows >> one + 1) for one in range(count))


def column(formula: Formula, count: int) -> int:
    """Return the column of a formula over so many letters."""
    every = (1 << (1 << count)) - 1
    if isinstance(formula, int):
        return letter_columns(count)[formula]
    values = [column(part, count) for part in formula[1:] if not isinstance(part, str)]
    if formula[0] == "not":
        return every ^ values[0]
    left, right = values
    if formula[0] == "and":
        return left & right
    if formula[0] == "or":
        return left | right
    return (every ^ left) | right if formula[0] == "implies" else every ^ left ^ right


def word(value: int, rows: int) -> str:
    """Return a column as it is written, from the first row to the last."""
    return format(value, f"0{rows}b").replace("1", "T").replace("0", "F")


def row_names(count: int) -> list[str]:
    """Return the values of the letters in each row.

    >>> row_names(2)
    ['TT', 'TF', 'FT', 'FF']
    """
    return [word((1 << count) - 1 - row, count) for row in range(1 << count)]


def from_tree(tree: Tree) -> tuple[str, tuple[Formula, ...]]:
    """Return the task and the formulas of a tree, with letters numbered as they occur."""
    (task,) = tree.node().children
    assert isinstance(task, Node)
    formulas = [_formula(child) for child in task.children]
    names = letters_of(*formulas)
    return task.name, tuple(renamed(formula, names) for formula in formulas)


def _formula(node: Node | str) -> Formula:
    assert isinstance(node, Node)
    if node.name in _NAMES:
        return _NAMES[node.name]
    return (node.name, *(_formula(child) for child in node.children))
