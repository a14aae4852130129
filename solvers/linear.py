"""Linear equations in one unknown: the solver. What a row says is laid down in docs/linear.md."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from xxhash import xxh3_128_hexdigest

from synth.grammar import Space, Tree, load
from synth.row import Dropped, Solution
from synth.solvers._form import alike
from synth.solvers._linear_evaluation import evaluation
from synth.solvers._linear_forms import BUILD, FORMS
from synth.solvers._linear_moves import Chain, Move, moves
from synth.solvers._linear_side import UNKNOWN, Side, bars, grouped, nested, value, write
from synth.solvers._linear_tree import sides
from synth.solvers._text import group, numbered, phrases_of

REVISION = 3
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = (
    "inverse operations",
    "unknown on both sides",
    "like terms",
    "parentheses",
    "clearing fractions",
    "checking a solution",
    "equations without one solution",
)
PREREQUISITES = ("expression", "fraction")
LEVELS = {
    1: "one step",
    2: "two steps, like terms, and the unknown on both sides",
    3: "parentheses and fractions, with one, no or every number as the solution",
    4: "nested parentheses and quotients, with one, no or every number as the solution",
}
MEMBERS = 1

_LETTERS = "xyznkmptrw"
_PHRASES = 6
_WORDINGS = 2
_ORDERS = 4
"""Of an element: the sides as they are or swapped, the terms as they are or turned round."""
_SKILL = {
    "multiply": "clearing fractions",
    "inner": "parentheses",
    "expand": "parentheses",
    "inside": "like terms",
    "combine": "like terms",
}

_phrases = partial(phrases_of, "linear")


@cache
def strata(level: int) -> Mapping[str, Space[Any]]:
    """Return the forms of a level, each with the space of its numbers."""
    return {name: alike(level, forms) for name, forms in FORMS[level].items()}


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, forms, phrases and REVISION."""
    forms = [
        (level, name, form.definition())
        for level in LEVELS
        for name, listed in FORMS[level].items()
        for form in listed
    ]
    return xxh3_128_hexdigest(f"{load('linear.lark').fingerprint} {forms} {_phrases()} {REVISION}".encode())


def variants(element: Tree | tuple[Any, ...]) -> int:
    """Return the number of phrasings, letters and wordings, and for an element of a stratum of orders."""
    return _PHRASES * len(_LETTERS) * _WORDINGS * (1 if isinstance(element, Tree) else _ORDERS)


def solve(element: Tree | tuple[Any, ...], variant: int) -> Solution:
    """Return the solved equation; raise Dropped for a tree that has nothing to solve."""
    variant, phrase = divmod(variant, _PHRASES)
    variant, place = divmod(variant, len(_LETTERS))
    order, wording = divmod(variant, _WORDINGS)
    if isinstance(element, Tree):
        chain = Chain(sides(element), ("=",))
    else:
        level, form, *numbers = element
        chain = _ordered(Chain(BUILD[level, form](*numbers), ("=",)), order)
    return _solution(chain, _LETTERS[place], phrase, wording)


def _ordered(chain: Chain, order: int) -> Chain:
    if order & 1:
        chain = chain.mirrored()
    return chain.mapped(_turned) if order & 2 else chain


def _turned(side: Side) -> Side:
    """Return the terms in the opposite order, unless a minus would come first."""
    return side[::-1] if side[-1].top > 0 else side


def _solution(chain: Chain, letter: str, phrase: int, wording: int) -> Solution:
    made = moves(chain)
    if not any(move.name != "swap" for move in made):
        raise Dropped("the equation is solved as it stands")
    last = made[-1].chain
    slopes = [value(side) for side in last.sides]
    result, answer, end = "one", "", ""
    phrases = _phrases()
    if slopes[0][0]:
        root = slopes[1][1]
        answer = f"{letter} = {root}"
        left, right = (" = ".join(evaluation(side, root)) for side in chain.sides)
        end = phrases["end"]["one"].format(letter, root, left, right)
    else:
        result = "all" if slopes[0] == slopes[1] else "none"
        answer = "all numbers" if result == "all" else "no solution"
        end = phrases["end"][result].format(letter, last.text(letter))
    level = _level(chain, made, result)
    lines = [_line(move, letter, wording) for move in made]
    lines.append(end)
    question = phrases["any" if level > 2 else "one"]["ask"][phrase].format(letter, chain.text(letter))
    if level > 2:
        question += " " + phrases["any"]["conventions"].format(letter)
    canonical = _canonical(chain)
    return Solution(
        question=question,
        reasoning=numbered(lines),
        solution=phrases["solution"][result].format(*answer.split(" = ")),
        answer=answer,
        level=level,
        canonical=canonical,
        group=group("linear", canonical),
        skills=_skills(chain, made, result),
        payload={"unknown": letter, "solutions": result, "steps": len(lines)},
    )


def _line(move: Move, letter: str, wording: int) -> str:
    phrases = _phrases()
    text = move.chain.text(letter)
    if move.name in phrases["rewriting"]:
        return str(phrases["rewriting"][move.name].format(text))
    return str(phrases["step"][move.name][wording].format(write(move.operand, letter), text))


def _level(chain: Chain, made: list[Move], result: str) -> int:
    if any(nested(side) or (grouped(side) and _barred(side)) for side in chain.sides):
        return 4
    if result != "one" or any(grouped(side) for side in chain.sides) or sum(map(bars, chain.sides)) > 1:
        return 3
    unknowns = sum(one.body == UNKNOWN for side in chain.sides for one in side)
    return 1 if unknowns == 1 == sum(move.name != "swap" for move in made) else 2


def _barred(side: Side) -> bool:
    """Return True if parentheses have a fraction bar, or one within."""
    return any(one.bottom > 1 or bars(one.body) for one in side if isinstance(one.body, tuple))


def _skills(chain: Chain, made: list[Move], result: str) -> tuple[str, ...]:
    used = {
        "inverse operations" if value(move.operand)[1] == -1 else _SKILL.get(move.name, "inverse operations")
        for move in made
        if move.name != "swap"
    }
    if all(value(side)[0] for side in chain.sides):
        used.add("unknown on both sides")
    used.add("checking a solution" if result == "one" else "equations without one solution")
    return tuple(skill for skill in SKILLS if skill in used)


def _canonical(chain: Chain) -> str:
    """Return the equation without what its presentation decides: letter, order of sides, order of terms."""
    texts = (" ".join(sorted(write((one,), UNKNOWN) for one in side)) for side in chain.sides)
    return " = ".join(sorted(texts))
