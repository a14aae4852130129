"""Word problems: the solver. What a row says is laid down in docs/word_problem.md.

An element is a story without its words: a sentence of the grammar, which is the row's canonical form as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from xxhash import xxh3_64_intdigest, xxh3_128_hexdigest

from synth.grammar import Space, Tree, load
from synth.grammar.errors import NotInSpace
from synth.row import Dropped, Solution
from synth.solvers import _word_chains as chains
from synth.solvers import _word_money as money
from synth.solvers import _word_rates as rates
from synth.solvers import _word_running as running
from synth.solvers import _word_strata as spaces
from synth.solvers._text import group
from synth.solvers._word_text import Look, Tale
from synth.solvers._word_walks import Story

REVISION = 3
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = (
    "quantities",
    "comparison",
    "ages",
    "prices",
    "rates",
    "means",
    "ratios",
    "fractions",
    "percentages",
    "equations",
)
PREREQUISITES = ("addition", "subtraction", "multiplication", "division", "linear")
LEVELS = {
    1: "one step",
    2: "two to four steps",
    3: "fractions, or an unknown that an equation gives",
    4: "five to eight steps, or longer equations",
}
MEMBERS = 1

_TELLERS: Mapping[str, tuple[Callable[[Story, Look], Tale], tuple[str, ...]]] = {
    "has": (running.running, ("quantities",)),
    "some": (running.recover, ("quantities", "equations")),
    "first": (chains.compare, ("comparison",)),
    "whole": (chains.split, ("comparison", "equations")),
    "aged": (chains.ages, ("ages",)),
    "kin": (chains.family, ("ages", "equations")),
    "future": (chains.birthday, ("ages",)),
    "past": (chains.birthday, ("ages",)),
    "gap": (chains.gap, ("ages", "equations")),
    "buys": (money.cost, ("prices",)),
    "earns": (money.left, ("prices", "rates")),
    "unit": (money.price, ("prices", "equations")),
    "trip": (rates.trip, ("rates",)),
    "pace": (rates.pace, ("rates", "means")),
    "hours": (rates.hours, ("rates",)),
    "speed": (rates.speed, ("rates",)),
    "meet": (rates.meet, ("rates", "equations")),
    "chase": (rates.chase, ("rates", "equations")),
    "ahead": (rates.ahead, ("rates", "equations")),
    "label": (money.label, ("prices", "percentages")),
    "ratio": (chains.ratio, ("ratios",)),
    "work": (rates.work, ("rates",)),
    "team": (rates.team, ("rates", "equations")),
    "mean": (rates.mean, ("means",)),
    "missing": (rates.missing, ("means", "equations")),
    "mix": (money.mix, ("prices", "means")),
    "blend": (money.blend, ("prices", "equations")),
}
_ENDINGS = {
    ("buys", "paid"): money.change,
    ("trip", "of"): rates.rest,
    ("label", "take"): money.bill,
    ("ratio", "given"): chains.portion,
}
_PARTS = {"part": "fractions", "parts": "fractions", "percent": "percentages"}


def strata(level: int) -> Mapping[str, Space[str]]:
    """Return the parts of a level, each a space of stories."""
    return spaces.strata(level)


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases, samples and REVISION."""
    template = files("synth").joinpath("grammars", "word_problem.toml").read_text(encoding="utf-8")
    spaces = [(level, name, space) for level in LEVELS for name, space in strata(level).items()]
    definitions = [
        (level, name, space.count(), *map(_sample, _spread(space))) for level, name, space in spaces
    ]
    return xxh3_128_hexdigest(
        f"{load('word_problem.lark').fingerprint} {definitions} {template} {REVISION}".encode()
    )


def _spread(space: Space[str]) -> list[str]:
    """Return a few stories of a space, from the first to the last."""
    last = space.count() - 1
    return [space[last * place // 4] for place in range(5)]


def _sample(text: str) -> tuple[str, ...]:
    """Return a story, and how it is told and solved one time."""
    solution = solve(text, xxh3_64_intdigest(text.encode()) % variants(text))
    return text, solution.question, solution.reasoning, solution.solution


def variants(element: Tree | str) -> int:
    """Return the number of ways to tell a story."""
    try:
        tale, _ = _told(_text(element), 0)
    except Dropped:
        return 1
    return tale.look.count


def solve(element: Tree | str, variant: int) -> Solution:
    """Return a story told and solved; raise Dropped for a tree that is no sensible story."""
    text = _text(element)
    tale, skills = _told(text, variant)
    return Solution(
        question=tale.question(),
        reasoning="\n".join(tale.lines),
        solution=tale.told,
        answer=str(tale.answer),
        level=_level(text),
        canonical=text,
        group=group("word_problem", text),
        skills=skills,
        payload={"steps": len(tale.lines)},
    )


def _text(element: Tree | str) -> str:
    return element if isinstance(element, str) else element.text()


@lru_cache(maxsize=64)
def _level(text: str) -> int:
    try:
        return spaces.place(text)
    except NotInSpace as error:
        raise Dropped(str(error)) from None


def _told(text: str, variant: int) -> tuple[Tale, tuple[str, ...]]:
    _level(text)
    story = spaces.story_of(text)
    teller, skills = _TELLERS[story[0][0]]
    teller = _ENDINGS.get((story[0][0], story[-1][0]), teller)
    skills = tuple(dict.fromkeys((*skills, *(_PARTS[item[0]] for item in story if item[0] in _PARTS))))
    return teller(story, Look(variant)), skills
