"""Linear inequalities in one unknown: the solver. What a row says is laid down in docs/inequality.md."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from xxhash import xxh3_128_hexdigest

from synth.grammar import Space, Tree, load
from synth.row import Dropped, Solution
from synth.solvers._form import alike
from synth.solvers._inequality_forms import BUILD, FORMS, HOLDS
from synth.solvers._linear_moves import Chain, Move, moves
from synth.solvers._linear_side import UNKNOWN, Side, bars, grouped, nested, value, write
from synth.solvers._linear_tree import has_unknown, side
from synth.solvers._text import group, numbered, phrases_of

REVISION = 3
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = (
    "inverse operations",
    "reversing an inequality",
    "double inequalities",
    "unknown on both sides",
    "like terms",
    "parentheses",
    "clearing fractions",
    "inequalities without a boundary",
)
PREREQUISITES = ("linear",)
LEVELS = {
    1: "one step",
    2: "two steps, like terms, and the unknown on both sides",
    3: "parentheses, fractions and double inequalities",
    4: "nested parentheses and quotients, and inequalities that hold for no or for every number",
}
MEMBERS = 1

_LETTERS = "xyznkmptrw"
_WORDINGS = 2
_ORDERS = 4
"""Of an element: read from the left or from the right, the terms as they are or turned round."""
_TREES = {"less": "<", "most": "<=", "greater": ">", "least": ">=", "between": "<", "within": "<="}
_SKILL = {
    "inner": "parentheses",
    "expand": "parentheses",
    "inside": "like terms",
    "combine": "like terms",
}

_phrases = partial(phrases_of, "inequality")


@cache
def strata(level: int) -> Mapping[str, Space[Any]]:
    """Return the forms of a level, each with the space of its numbers and signs."""
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
    text = f"{load('inequality.lark').fingerprint} {forms} {_phrases()} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | tuple[Any, ...]) -> int:
    """Return the number of phrasings, letters and wordings, and for an element of a stratum of orders."""
    count = len(_phrases()["question"]["ask"]) * len(_LETTERS) * _WORDINGS
    return count * (1 if isinstance(element, Tree) else _ORDERS)


def solve(element: Tree | tuple[Any, ...], variant: int) -> Solution:
    """Return the solved inequality; raise Dropped for a tree that has nothing to solve."""
    variant, phrase = divmod(variant, len(_phrases()["question"]["ask"]))
    variant, place = divmod(variant, len(_LETTERS))
    order, wording = divmod(variant, _WORDINGS)
    if isinstance(element, Tree):
        chain = _chain(element)
    else:
        level, form, *numbers = element
        chain = BUILD[level, form](*numbers)
        if order & 1:
            chain = chain.mirrored()
        if order & 2:
            chain = chain.mapped(_turned)
    return _solution(chain, _LETTERS[place], phrase, wording)


def _chain(tree: Tree) -> Chain:
    node = tree.node()
    sides = tuple(side(part) for part in node.children)
    if len(sides) == 3 and any(has_unknown(one) or len(one) > 1 for one in sides[::2]):
        raise Dropped("an outer part is no number")
    if not any(map(has_unknown, sides)):
        raise Dropped("there is no unknown")
    return Chain(sides, (_TREES[node.name],) * (len(sides) - 1))


def _turned(one: Side) -> Side:
    """Return the terms in the opposite order, unless a minus would come first."""
    return one[::-1] if one[-1].top > 0 else one


def _solution(chain: Chain, letter: str, phrase: int, wording: int) -> Solution:
    made = moves(chain)
    if not any(move.name != "swap" for move in made):
        raise Dropped("the inequality is solved as it stands")
    last = made[-1].chain
    result = "one"
    phrases = _phrases()
    lines = [_line(move, letter, wording) for move in made]
    text = last.text(letter)
    if not any(map(has_unknown, last.sides)):
        if len(last.sides) == 3:
            raise Dropped("the unknown drops out of a double inequality")
        first, second = (value(one)[1] for one in last.sides)
        result = "all" if HOLDS[last.signs[0]](first, second) else "none"
        lines.append(phrases["end"][result].format(letter, text))
    elif len(last.sides) == 3 and value(last.sides[0])[1] >= value(last.sides[2])[1]:
        raise Dropped("a double inequality has no solutions, or one at most")
    answer = {"one": text, "none": "no solution", "all": "all numbers"}[result]
    level = _level(chain, made, result)
    form = phrases["form"]["two" if len(chain.sides) == 2 else "three"] + phrases["form"]["any"] * (level > 3)
    asked = phrases["question"]["ask"][phrase].format(letter, chain.text(letter))
    canonical = _canonical(chain)
    return Solution(
        question=f"{asked} {form.format(letter)}.",
        reasoning=numbered(lines),
        solution=phrases["solution"][result].format(letter, answer),
        answer=answer,
        level=level,
        canonical=canonical,
        group=group("inequality", canonical),
        skills=_skills(chain, made, result),
        payload={"unknown": letter, "solutions": result, "steps": len(lines)},
    )


def _line(move: Move, letter: str, wording: int) -> str:
    phrases = _phrases()
    text = move.chain.text(letter)
    if move.name in phrases["rewriting"]:
        return str(phrases["rewriting"][move.name].format(text))
    table = phrases["step" if len(move.chain.sides) == 2 else "parts"]
    return str(table[move.name][wording].format(write(move.operand, letter), text))


def _level(chain: Chain, made: list[Move], result: str) -> int:
    groups = [one for part in chain.sides for one in part if isinstance(one.body, tuple)]
    barred = any(one.bottom > 1 or (isinstance(one.body, tuple) and bars(one.body)) for one in groups)
    if len(chain.sides) == 3:
        return 3
    if result != "one" or barred or any(map(nested, chain.sides)):
        return 4
    if any(map(grouped, chain.sides)) or _bars(chain) > 1:
        return 3
    unknowns = sum(one.body == UNKNOWN for part in chain.sides for one in part)
    return 1 if unknowns == 1 == sum(move.name != "swap" for move in made) else 2


def _bars(chain: Chain) -> int:
    return sum(bars(one) for one in chain.sides)


def _skills(chain: Chain, made: list[Move], result: str) -> tuple[str, ...]:
    used = {_SKILL.get(move.name, "inverse operations") for move in made if move.name != "swap"}
    if any(move.name.endswith("turn") for move in made):
        used.add("reversing an inequality")
    if made[0].name.startswith("multiply") and _bars(chain):
        used.add("clearing fractions")
    if len(chain.sides) == 3:
        used.add("double inequalities")
    elif all(value(one)[0] for one in chain.sides):
        used.add("unknown on both sides")
    if result != "one":
        used.add("inequalities without a boundary")
    return tuple(skill for skill in SKILLS if skill in used)


def _canonical(chain: Chain) -> str:
    """Return the inequality without what its presentation decides: letter, direction, order of terms."""

    def text(chain: Chain) -> str:
        sides = [" ".join(sorted(write((one,), UNKNOWN) for one in part)) for part in chain.sides]
        return sides[0] + "".join(f" {sign} {one}" for sign, one in zip(chain.signs, sides[1:], strict=True))

    return min(text(chain), text(chain.mirrored()))
