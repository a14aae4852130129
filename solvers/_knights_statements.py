"""What knights and knaves can say, and in which worlds it fits the speaker.

A world is a whole number whose bit i tells whether person i is a knight; a mask of worlds has a bit for each.
A statement fits the worlds in which it is true and its speaker a knight, or false and its speaker a knave.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations
from typing import NamedTuple

KNIGHT, KNAVE = True, False


class Statement(NamedTuple):
    """A form with its kinds (a type), the people beside the speaker that it names, and what it counts to."""

    form: str
    kinds: tuple[bool, ...]
    people: tuple[int, ...]
    number: int = 0


_PAIRS = ((KNIGHT, KNIGHT), (KNAVE, KNAVE), (KNIGHT, KNAVE), (KNAVE, KNIGHT))
TYPES: tuple[tuple[str, tuple[bool, ...]], ...] = (
    ("is", (KNIGHT,)),
    ("is", (KNAVE,)),
    ("same_me", ()),
    ("differ_me", ()),
    ("same", ()),
    ("differ", ()),
    *(("both", kinds) for kinds in _PAIRS[:3]),
    *(("either", kinds) for kinds in _PAIRS[:3]),
    *(("implies", kinds) for kinds in _PAIRS),
    *(("both_me", kinds) for kinds in _PAIRS),
    *(("either_me", kinds) for kinds in _PAIRS),
    *(("implies_me", kinds) for kinds in _PAIRS),
    *(("implied_me", kinds) for kinds in _PAIRS),
    ("exactly", (KNIGHT,)),
    ("least", (KNIGHT,)),
    ("least", (KNAVE,)),
)
"""The forms of statements with their kinds; people are put in this order."""
PLACES = {type_: place for place, type_ in enumerate(TYPES)}
ORDERED = {"implies"}
SINGLE = {"is", "same_me", "differ_me", "both_me", "either_me", "implies_me", "implied_me"}
COUNTS = {"exactly", "least"}


def is_true(statement: Statement, speaker: int, world: int) -> bool:
    """Return whether a statement is true in a world."""
    form, kinds, people = statement[:3]
    knights = [bool(world >> person & 1) for person in people]
    me = bool(world >> speaker & 1)
    if form in ("same", "differ", "same_me", "differ_me"):
        one, other = (me, *knights) if form.endswith("_me") else knights
        return (one == other) == form.startswith("same")
    if form == "is":
        return knights[0] == kinds[0]
    if form == "implied_me":
        knights.append(me)
    elif form.endswith("_me"):
        knights.insert(0, me)
    first, second = (knight == kind for knight, kind in zip(knights, kinds, strict=True))
    if form.startswith("both"):
        return first and second
    return first or second if form.startswith("either") else not first or second


@cache
def fitting(statement: Statement, speaker: int, count: int) -> int:
    """Return the mask of the worlds of so many people that a statement fits."""
    mask = 0
    for world in range(1 << count):
        if statement.form in COUNTS:
            found = [bool(world >> person & 1) for person in range(count)].count(statement.kinds[0])
            truth = found == statement.number if statement.form == "exactly" else found >= statement.number
        else:
            truth = is_true(statement, speaker, world)
        mask |= (truth == bool(world >> speaker & 1)) << world
    return mask


def is_start(statement: Statement, speaker: int, count: int) -> bool:
    """Return whether a statement tells by itself what somebody is."""
    fits = fitting(statement, speaker, count)
    return any(not fits & column or not fits & ~column for column in columns(count))


@cache
def statements(speaker: int, count: int) -> tuple[Statement, ...]:
    """Return what one of so many people can say that is neither idle nor impossible, type by type."""
    others = [person for person in range(count) if person != speaker]
    found = []
    for form, kinds in TYPES:
        if form in COUNTS:
            found += [Statement(form, kinds, (), number) for number in range(1, count)]
        elif form in SINGLE:
            found += [Statement(form, kinds, (person,)) for person in others]
        elif form in ORDERED or len(set(kinds)) == 2:
            found += [Statement(form, kinds, pair) for pair in permutations(others, 2)]
        else:
            found += [Statement(form, kinds, pair) for pair in combinations(others, 2)]
    every = (1 << (1 << count)) - 1
    return tuple(one for one in found if fitting(one, speaker, count) not in (0, every))


@cache
def columns(count: int) -> tuple[int, ...]:
    """Return for each of so many people the mask of the worlds in which they are a knight."""
    worlds = range(1 << count)
    return tuple(sum(1 << world for world in worlds if world >> person & 1) for person in range(count))
