"""Truth values for the third decider: every case tried, and the stages in which a formula is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from logic_reading import Formula, Misread, sides

Values = np.ndarray[Any, np.dtype[np.bool_]]  # a formula's value in each case


class Cases:
    """All cases over some atoms, tried one and all."""

    def __init__(self, names: Sequence[str]) -> None:
        numbers = np.arange(1 << len(names))
        self.columns: dict[str, Values] = {
            name: (numbers >> i & 1).astype(bool) for i, name in enumerate(names)
        }
        self.columns["false"] = np.zeros(len(numbers), bool)
        self.every = np.ones(len(numbers), bool)
        self.known: dict[Formula, Values] = {}

    def values(self, formula: Formula) -> Values:
        """Return the formula's value in each case; Misread if it has an atom that the cases have not."""
        if formula not in self.known:
            stack: list[Values] = []
            for token in formula:
                if token == "not":
                    stack.append(~stack.pop())
                elif token in _TRUTH:
                    right, left = stack.pop(), stack.pop()
                    stack.append(_TRUTH[token](left, right))
                elif token in self.columns:
                    stack.append(self.columns[token])
                else:
                    raise Misread(f"{token} is not in the question")
            (self.known[formula],) = stack
        return self.known[formula]

    def all(self, formulas: Iterable[Formula]) -> Values:
        """Return in which cases all the formulas are true."""
        held = self.every
        for formula in formulas:
            held = held & self.values(formula)
        return held

    def entails(self, formulas: Iterable[Formula], conclusion: Formula) -> bool:
        """Return whether the conclusion is true wherever the formulas are."""
        return not (self.all(formulas) & ~self.values(conclusion)).any()


_TRUTH: dict[str, Callable[[Values, Values], Values]] = {
    "and": lambda left, right: left & right,
    "or": lambda left, right: left | right,
    "implies": lambda left, right: ~left | right,
    "iff": lambda left, right: left == right,
}


def filled(formula: Formula, case: dict[str, bool]) -> Formula:
    """Return the formula with the values of a case for its atoms."""
    return tuple(str(case[token]).lower() if token in case else token for token in formula)


def closed(formula: Formula) -> bool:
    """Return the value of a formula over true and false."""
    *_, last = stages(formula)
    return last == "true"


def stages(formula: Formula) -> Iterator[str]:
    """Yield the formula, and it again with all innermost connectives simplified, until a value is left."""
    yield written(formula)
    while len(formula) > 1:
        formula = _simplified(formula)
        yield written(formula)


def _simplified(formula: Formula) -> Formula:
    inner = sides(formula)
    if any(len(side) > 1 for side in inner):
        return (*(token for side in inner for token in _simplified(side)), formula[-1])
    if not inner:
        return formula
    given = [np.array(side == ("true",)) for side in inner]
    value = not given[0] if len(given) == 1 else bool(_TRUTH[formula[-1]](given[0], given[1]))
    return ("true",) if value else ("false",)


def written(formula: Formula, inside: bool = False) -> str:
    """Return the formal sentence of a formula, without its full stop."""
    inner = [written(side, True) for side in sides(formula)]
    if len(inner) < 2:
        return f"not {inner[0]}" if inner else formula[0]
    text = f" {formula[-1]} ".join(inner)
    return f"({text})" if inside else text
