"""Random formulas and arguments for the tests of the logic solver."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from synth.kernels.make.rules import AND, IFF, IMPLIES, NOT, OR


def formulas(atoms: int = 4, size: int = 6) -> st.SearchStrategy[Any]:
    """Formulas over so many atoms with at most so many of them in it."""
    return st.recursive(
        st.integers(0, atoms - 1),
        lambda part: st.one_of(
            part.map(lambda f: (NOT, f, 0)), st.tuples(st.sampled_from((AND, OR, IMPLIES, IFF)), part, part)
        ),
        max_leaves=size,
    )


def arguments(atoms: int = 4, size: int = 5, premises: int = 4) -> st.SearchStrategy[tuple[tuple[Any, ...], Any]]:
    """Premises and a conclusion."""
    return st.tuples(st.lists(formulas(atoms, size), max_size=premises).map(tuple), formulas(atoms, size))


def value(formula: Any, case: dict[int, bool]) -> bool:
    """The truth value of a formula, by the definition."""
    if isinstance(formula, int):
        return case[formula]
    connective, left, right = formula
    a = value(left, case)
    if connective == NOT:
        return not a
    b = value(right, case)
    return {AND: a and b, OR: a or b, IMPLIES: b or not a, IFF: a == b}[connective]
