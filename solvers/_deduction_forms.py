"""The construction space of deductions: a chain of inferences about one person, and idle premises.

Each rank makes three problems with one conclusion. The last inference has two rules, for what comes before
and for its opposite, with opposite results: so counting words tells little. In the first problem the chain
comes to the conclusion; in the second its last literal but one is turned around, so it comes to the
opposite; in the third an inference is broken, or the first fact is about another quality. From these one can
tell which chain it was, so no two ranks make the same problem. The first inference is no join: its two facts
could change places.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from xxhash import xxh3_64_intdigest

from synth.grammar import Choice, Mapped, Product, Space
from synth.solvers._spaces import Multisets

Literal = tuple[int, bool]
"""A quality, and whether somebody has it."""


class Step(NamedTuple):
    """An inference (ponens, tollens, join) with the sign of its result; of a join also of its second fact."""

    kind: str
    sign: bool
    side: bool = True


class Rule(NamedTuple):
    """Everyone who is `body` is `head`."""

    body: tuple[Literal, ...]
    head: Literal


class Leaf(NamedTuple):
    """An idle premise: a rule from a quality, a fact about the person, or a fact about another."""

    kind: str
    place: int
    sign: bool
    head: bool


class Element(NamedTuple):
    """A chain and its idle premises."""

    level: int
    first: bool
    steps: tuple[Step, ...]
    leaves: tuple[Leaf, ...]


class Mode(NamedTuple):
    """What becomes of a chain: entailed, refuted, flip, swap or astray, and the inference that is changed."""

    name: str
    place: int = 0


FIRST_STEPS = tuple(Step(kind, sign) for kind in ("ponens", "tollens") for sign in (True, False))
STEPS = (*FIRST_STEPS, *(Step("join", sign, side) for side in (True, False) for sign in (True, False)))
_SHAPES = {1: ((1,), (1, 2, 3)), 2: ((2,), (1, 2, 3)), 3: ((3,), (1, 2, 3)), 4: ((4, 5), (1, 2, 3))}
"""By level: numbers of inferences, and of idle premises."""


def rules(first: bool, steps: Sequence[Step], mode: Mode) -> list[Rule]:
    """Return the rule of each inference, and the last one's other rule.

    Quality i is the result of inference i; qualities of second facts follow.
    """
    found = []
    known: Literal = (0, first)
    side = len(steps)
    for place, step in enumerate(steps, 1):
        result = (place, step.sign)
        needed = known
        if mode.name == "flip" and mode.place == place:
            needed = _opposite(known)
        gained = _opposite(result) if mode.name == "refuted" and place == len(steps) - 1 else result
        side += step.kind == "join"
        rule = _rule(step, needed, side, gained)
        if mode.name == "swap" and mode.place == place:
            rule = Rule((rule.head,), rule.body[0])
        found.append(rule)
        if place == len(steps):
            found.append(_rule(step, _opposite(known), side, _opposite(result)))
        known = result
    return found


def _rule(step: Step, needed: Literal, side: int, gained: Literal) -> Rule:
    """Return the rule by which an inference goes from one literal to the next."""
    if step.kind == "join":
        return Rule((needed, (side, step.side)), gained)
    if step.kind == "ponens":
        return Rule((needed,), gained)
    return Rule((_opposite(gained),), _opposite(needed))


def sides(steps: Sequence[Step]) -> list[Literal]:
    """Return the second facts of the joins."""
    joins = [step for step in steps if step.kind == "join"]
    return [(len(steps) + number, step.side) for number, step in enumerate(joins, 1)]


def _opposite(literal: Literal) -> Literal:
    return literal[0], not literal[1]


def broken(element: Element) -> Mode:
    """Return how the chain is broken: at an inference, not the last, by one of two edits; or at its fact."""
    seed = xxh3_64_intdigest(repr(element[1:]).encode())
    place = seed % len(element.steps)
    if not place:
        return Mode("astray")
    swaps = element.steps[place - 1].kind != "join" and seed >> 32 & 1
    return Mode("swap" if swaps else "flip", place)


def leaf_types(count: int) -> tuple[Leaf, ...]:
    """Return the idle premises that a chain of so many inferences can have, in their order."""
    signs = (True, False)
    return (
        *(Leaf("rule", *digits) for digits in product(range(count + 1), signs, signs)),
        *(Leaf("mine", 0, sign, True) for sign in signs),
        *(Leaf("other", place, sign, True) for place, sign in product(range(count + 1), signs)),
    )


class _Chains(Space[Element]):
    """The chains of a level with so many inferences and so many idle premises."""

    def __init__(self, level: int, count: int, idle: int) -> None:
        types = leaf_types(count)
        places = {leaf: number for number, leaf in enumerate(types)}
        later = [Choice(STEPS)] * (count - 1)
        parts = Product(Choice((True, False)), Choice(FIRST_STEPS), *later, Multisets(len(types), idle))

        def forward(digits: tuple[Any, ...]) -> Element:
            first, *steps, leaves = digits
            return Element(level, first, tuple(steps), tuple(types[number] for number in leaves))

        def backward(element: Element) -> tuple[Any, ...]:
            return element.first, *element.steps, tuple(places[leaf] for leaf in element.leaves)

        self._space = Mapped(parts, forward, backward)

    def count(self) -> int:
        """Return the number of chains."""
        return self._space.count()

    def unrank(self, rank: int) -> Element:
        """Return the chain of a rank."""
        return self._space.unrank(rank)

    def rank(self, element: Element) -> int:
        """Return the rank of a chain."""
        return self._space.rank(element)


@cache
def strata(level: int) -> dict[str, Space[Any]]:
    """Return the named parts of a level: one for each number of inferences and of idle premises."""
    counts, idle = _SHAPES[level]
    return {
        f"{count} step{'s' * (count > 1)}, {number} idle": _Chains(level, count, number)
        for count in counts
        for number in idle
    }


def definition() -> str:
    """Return a text that changes when a space or an edit does."""
    return " ".join(
        f"{level} {name} {space.count()} {space[0]} {space[space.count() - 1]} {broken(space[7])}"
        for level in _SHAPES
        for name, space in strata(level).items()
    )
