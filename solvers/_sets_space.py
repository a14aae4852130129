"""The spaces of sets: which plans each stratum has, and how many elements or people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from synth.grammar import Choice, Mapped, Product, Space, Sum
from synth.solvers._sets_expression import (
    OPERATIONS,
    Expression,
    Plan,
    Problem,
    Problems,
    expressions,
)
from synth.solvers._sets_survey import LEVELS, Survey
from synth.solvers._spaces import Spread

MOST_PLANS = 120
"""Of longer expressions so many are taken for a stratum, evenly spread."""
CAP = 1 << 22
"""The most problems of one number of elements in a stratum."""
_SIZES = {1: (5, 6, 7, 8, 9, 10), 2: (6, 7, 8, 9), 3: (6, 7, 8, 9), 4: (7, 8, 9, 10)}
_PEOPLE = {2: range(2, 25), 3: range(1, 13)}
_NAMES = {
    "union": "union",
    "intersect": "intersection",
    "minus": "difference",
    "symdiff": "symmetric difference",
}
_COUNTED = {"count": "number of elements", "subsets": "number of subsets"}


class Lengths(Space[Problem]):
    """The problems of some plans with several numbers of elements, one after another."""

    def __init__(self, plans: Sequence[Plan], sizes: Sequence[int]) -> None:
        self._places = {size: place for place, size in enumerate(sizes)}
        self._sum = Sum(*(Spread(Problems(plans, size), CAP) for size in sizes))

    def count(self) -> int:
        """Return the sum of the counts."""
        return self._sum.count()

    def unrank(self, rank: int) -> Problem:
        """Return the problem of a rank."""
        problem: Problem = self._sum.unrank(rank)[1]
        return problem

    def rank(self, element: Problem) -> int:
        """Return the rank of a problem."""
        return self._sum.rank((self._places.get(len(element.regions), -1), element))


def _plans(tasks: Sequence[str], yes: bool, found: Sequence[Expression]) -> list[Plan]:
    """Return the plans for some expressions; of many, some that are evenly spread."""
    kept = (
        found
        if len(found) <= MOST_PLANS
        else [found[i * len(found) // MOST_PLANS] for i in range(MOST_PLANS)]
    )
    return [Plan(task, yes, expression) for task in tasks for expression in kept]


@cache
def strata(level: int) -> dict[str, Space[Any]]:
    """Return the named parts of a level."""
    sizes = _SIZES[level]
    found: dict[str, Space[Any]] = {}
    if level == 1:
        for operation in OPERATIONS:
            found[_NAMES[operation]] = Lengths([Plan("list", True, (operation, 0, 1))], sizes)
        found["complement"] = Lengths([Plan("list", True, ("complement", 0))], (*sizes, 11, 12))
        for name, yes in (("element, yes", True), ("element, no", False)):
            found[name] = Lengths(_plans(("member",), yes, expressions(1, False)), sizes)
    else:
        words = {2: "two", 3: "three", 4: "four"}
        plain, mixed = expressions(level, False), expressions(level, True)
        shorter = expressions(level - 1, False) + expressions(level - 1, True)
        found[f"{words[level]} operations"] = Lengths(_plans(("list",), True, plain), sizes)
        found[f"{words[level]} with a complement"] = Lengths(_plans(("list",), True, mixed), sizes)
        for task, name in _COUNTED.items():
            found[name] = Lengths(_plans((task,), True, shorter), sizes)
        for name, yes in (("comparison, yes", True), ("comparison, no", False)):
            found[name] = Lengths(_plans(("subset", "disjoint"), yes, shorter), sizes)
        for name, yes in (("equality, yes", True), ("equality, no", False)):
            found[name] = Lengths(_plans(("equal",), yes, shorter), sizes)
    for things, asked in LEVELS.items():
        kept = [one for one, its in asked.items() if its == level]
        if kept:
            found[f"survey of {things}"] = _surveys(kept, things)
    return found


def _surveys(asked: Sequence[str], things: int) -> Space[Survey]:
    ranges = [Choice(_PEOPLE[things])] * (1 << things)

    def forward(parts: tuple[str, *tuple[int, ...]]) -> Survey:
        return Survey(parts[0], parts[1:])

    def backward(survey: Survey) -> tuple[str, *tuple[int, ...]]:
        return (survey.asked, *survey.regions)

    return Mapped(Product(Choice(asked), *ranges), forward, backward)


def definition() -> str:
    """Return a text that changes when a space does."""
    return " ".join(
        f"{level} {name} {space.count()} {space[0]} {space[space.count() - 1]} {space[space.count() // 3]}"
        for level in _SIZES
        for name, space in strata(level).items()
    )
