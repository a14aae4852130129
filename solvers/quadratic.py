"""Quadratic equations: the solver. What a row says is laid down in docs/quadratic.md.

An element is one of a stratum (see `_quadratic_space.py`) or a tree of the grammar: an equation and the way
that is asked to solve it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

from xxhash import xxh3_128_hexdigest

from synth.grammar import Space, Tree, load
from synth.row import Solution
from synth.solvers import _quadratic_space as spaces
from synth.solvers._quadratic_equation import LETTERS, Equation, from_tree
from synth.solvers._quadratic_space import Element
from synth.solvers._quadratic_steps import SKILLS, Work
from synth.solvers._text import group, phrases_of

__all__ = [
    "DOMAIN",
    "LEVELS",
    "MEMBERS",
    "PREREQUISITES",
    "SKILLS",
    "fingerprint",
    "solve",
    "strata",
    "variants",
]

REVISION = 2
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
PREREQUISITES = ("linear",)
LEVELS = {
    2: "factoring: leading coefficient 1, whole roots",
    3: "any quadratic, by factoring, completing the square or the formula; no, one or two real roots",
}
MEMBERS = 1
_phrases = partial(phrases_of, "quadratic")


def strata(level: int) -> Mapping[str, Space[Element]]:
    """Return the strata of a level, by kind of roots and way asked."""
    return spaces.strata(level)


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    text = f"{load('quadratic.lark').fingerprint} {dict(spaces.BOUNDS)} {_phrases()} {LETTERS} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Element) -> int:
    """Return the number of letters, phrasings and orders of the sides."""
    equation = _equation(element)
    return len(LETTERS) * len(_phrases()["question"][equation.way]) * (1 + _can_be_swapped(equation))


def solve(element: Tree | Element, variant: int) -> Solution:
    """Return the row of an element; raise Dropped for a tree that is no quadratic equation."""
    equation = _equation(element)
    phrases = _phrases()["question"][equation.way]
    rest, which = divmod(variant, len(LETTERS))
    swapped, phrase = divmod(rest, len(phrases))
    letter = LETTERS[which]
    work = Work(equation, letter, bool(swapped))
    asked = phrases[phrase].format(equation.text(letter, bool(swapped)), letter)
    canonical = f"{equation.way}: {equation.text('x')}"
    return Solution(
        question=f"{asked}\n{_phrases()['conventions']['answer']}",
        reasoning="\n".join(work.lines),
        solution=work.solution,
        answer=work.answer,
        level=_level(equation),
        canonical=canonical,
        group=group("quadratic", canonical),
        skills=tuple(sorted(work.skills)),
        payload={"asked": equation.way, "kind": work.found.kind, "way": work.way},
    )


def _equation(element: Tree | Element) -> Equation:
    return from_tree(element) if isinstance(element, Tree) else spaces.equation(element)


def _can_be_swapped(equation: Equation) -> bool:
    """Return True if the quadratic side can stand on the right too: the other is not 0 and of less degree."""
    return any(equation.right.sum) and equation.right.degree < equation.left.degree


def _level(equation: Equation) -> int:
    """Return 2 for factoring with leading coefficient 1 and no product to multiply out, else 3."""
    plain = equation.left.factors is None and equation.right.factors is None
    return 2 if equation.way == "factoring" and plain and equation.standard[0] == 1 else 3
