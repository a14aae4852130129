"""The levels of word problems as counted spaces: each rank is another story, a sentence of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import product
from typing import Any

from synth.grammar import Choice, Mapped, Space
from synth.grammar.errors import NotInSpace
from synth.solvers import _word_parts as parts
from synth.solvers._word_sets import Union
from synth.solvers._word_walks import Story, Walk, before, discounts, events, least, relations, total


def text_of(story: Story) -> str:
    """Return a story as a sentence of the grammar."""
    return " ".join(str(part) for item in story for part in item)


def story_of(text: str) -> Story:
    """Return the items of a sentence: each word with the numbers that follow it."""
    items: list[list[Any]] = []
    for part in text.split():
        if part.isdigit():
            items[-1].append(int(part))
        else:
            items.append([part])
    return tuple(map(tuple, items))


@cache
def strata(level: int) -> Mapping[str, Space[str]]:
    """Return the named parts of a level, in their order."""
    return {name: Mapped(space, text_of, story_of) for name, space in _STRATA[level]().items()}


def place(text: str) -> int:
    """Return the level of a story; raise NotInSpace if it is in none."""
    for level in _STRATA:
        for name, space in strata(level).items():
            if text.split()[0] in _HEADS[name]:
                try:
                    space.rank(text)
                except NotInSpace:
                    continue
                return level
    raise NotInSpace(
        "the story is at no level: it leaves the range of sensible quantities, or repeats itself"
    )


def _running(steps: Sequence[int], words: str, needs: str = "") -> Walk:
    moves = partial(events, words=frozenset(words.split()), most=30, low=2, high=160)
    return Walk("has", range(12, 101), steps, moves, _no_ending, frozenset(needs.split()), varied=True)


def _prices(steps: Sequence[int], *, bought: bool) -> Walk:
    """Return stories of a price that changes; with how many are bought, one step more."""
    taken = [(("take", n),) for n in range(2, 7)] if bought else [()]
    return Walk("label", range(40, 301), steps, partial(discounts, low=30, high=400), lambda _: taken)


def _event(words: str) -> Walk:
    """Return stories of one event, whose numbers may be larger."""
    moves = partial(events, words=frozenset(words.split()), most=99, low=2, high=400)
    return Walk("has", range(12, 201), (1,), moves, _no_ending)


def _recover(steps: Sequence[int]) -> Walk:
    moves = partial(events, words=frozenset(("gain", "loss", "packs", "grow")), most=30, low=2, high=160)
    return Walk("some", range(3, 61), steps, moves, _now, frozenset(("grow",)), before, varied=True)


def _compare(steps: Sequence[int], ending: str, starts: range = range(5, 61), most: int = 25) -> Walk:
    moves = partial(relations, words=("more", "fewer"), most=most, low=2, high=200)
    return Walk("first", starts, steps, moves, lambda _: [((ending,),)])


def _ages(steps: Sequence[int], endings: Sequence[str]) -> Walk:
    moves = partial(relations, words=("older", "younger"), most=30, low=2, high=85)
    return Walk("aged", range(3, 61), steps, moves, partial(_birthdays, endings=endings))


def _birthdays(age: int, endings: Sequence[str]) -> list[Story]:
    found: list[Story] = [((word,),) for word in ("last", "sum") if word in endings]
    if "in" in endings:
        found += [(("in", n),) for n in range(2, min(30, 95 - age) + 1)]
    if "ago" in endings:
        found += [(("ago", n),) for n in range(2, min(30, age - 2) + 1)]
    return found


def _no_ending(_: int) -> list[Story]:
    return [()]


def _now(state: int) -> list[Story]:
    return [(("now", state),)]


class _Shares(Mapped[Story, Story]):
    """Chains that tell their sum in place of their first number."""

    def __init__(
        self, opening: str, words: tuple[str, str], steps: Sequence[int], low: int, high: int
    ) -> None:
        self._opening = opening
        moves = partial(relations, words=words, most=25, low=low, high=high)
        chains = Walk("first", range(low, 41), steps, moves, _no_ending)
        super().__init__(chains, self._told, self._hidden)

    def _told(self, chain: Story) -> Story:
        a, b = total(chain[1:])
        return ((self._opening,), *chain[1:], ("sum", a * chain[0][1] + b))

    def _hidden(self, story: Story) -> Story:
        if story[0] != (self._opening,) or story[-1][0] != "sum":
            raise NotInSpace("the story is no chain with a sum")
        return (("first", least(story)), *story[1:-1])


def _level_1() -> Mapping[str, Space[Story]]:
    moved = [(v, t) for speeds in parts.SPEEDS.values() for v in speeds for t in parts.HOURS[1]]
    return {
        "gain or loss": _event("gain loss"),
        "multiple or share": _event("grow share"),
        "price": parts.pairs([(q, p) for q in range(2, 21) for p in range(2, 41)], 1, "buys", "item"),
        "journey": Union(
            parts.journeys(1),
            parts.flat(Choice([(v * t, v) for v, t in moved]), "hours"),
            parts.flat(Choice([(v * t, t) for v, t in moved]), "speed"),
        ),
        "output": parts.pairs(list(product(range(2, 13), range(12, 121))), 1, "work", "shift"),
        "age": Union(
            parts.flat(Choice([(age, n) for age in range(2, 66) for n in range(2, 31)]), "future"),
            parts.flat(
                Choice([(age, n) for age in range(4, 91) for n in range(2, 31) if age - n > 1]), "past"
            ),
        ),
        "comparison": _compare((1,), "last", range(5, 121), 60),
    }


def _level_2() -> Mapping[str, Space[Story]]:
    return {
        "gains and losses": _running((2, 3, 4), "gain loss packs"),
        "multiples and shares": _running((2, 3, 4), "gain loss packs grow share", "grow share"),
        "shopping": Union(
            *(parts.pairs(parts.ITEMS, k, "buys", "item") for k in (2, 3)),
            *(parts.change(parts.pairs(parts.ITEMS, k, "buys", "item")) for k in (1, 2)),
        ),
        "journey": Union(*map(parts.journeys, (2, 3)), *(parts.rest(parts.journeys(k)) for k in (1, 2))),
        "output": Union(*(parts.pairs(parts.SHIFTS, k, "work", "shift") for k in (2, 3))),
        "ages": Union(_ages((1, 2, 3), ("sum", "in", "ago")), _ages((2, 3), ("last",))),
        "comparison": Union(_compare((1, 2, 3), "sum"), _compare((2, 3), "last")),
        "mean": Union(*(parts.flat(parts.means(k), "mean") for k in (3, 4, 5))),
        "ratio": Union(parts.ratios(2), parts.ratios(3)),
    }


def _level_3() -> Mapping[str, Space[Story]]:
    words = "gain loss packs part parts percent"
    return {
        "unknown start": _recover((2, 3)),
        "fractions": _running((2, 3, 4), words.replace("percent", ""), "part parts"),
        "percentages": _running((2, 3, 4), words.replace("parts", "").replace("part ", ""), "percent"),
        "unknown price": Union(parts.prices(1), parts.prices(2)),
        "discount": Union(_prices((2, 4), bought=False), _prices((2,), bought=True)),
        "catching up": Union(parts.chases(), parts.pursuits()),
        "meeting": parts.meetings("meet", list(parts.SPEEDS.values())),
        "joint output": parts.meetings("team", [range(12, 61)]),
        "unknown share": _Shares("whole", ("more", "fewer"), (1, 2), 3, 120),
        "unknown age": _Shares("kin", ("older", "younger"), (1, 2), 3, 85),
        "overtaking age": parts.gaps(),
        "missing number": Union(*map(parts.missing, (3, 4, 5))),
        "blend": parts.blends(),
    }


def _level_4() -> Mapping[str, Space[Story]]:
    speeds = [parts.SPEEDS["walk"], parts.SPEEDS["ride"], parts.SPEEDS["road"], parts.SPEEDS["rail"]]
    kilos = [(w, p) for w in range(2, 10) for p in range(3, 25)]
    return {
        "long story": _running((5, 6, 7, 8), "gain loss packs grow share", "grow share"),
        "long story with fractions": _running(
            (5, 6, 7, 8), "gain loss packs part parts percent", "part parts percent"
        ),
        "shopping": Union(
            parts.pairs(parts.ITEMS, 4, "buys", "item"),
            *(parts.change(parts.pairs(parts.ITEMS, k, "buys", "item")) for k in (3, 4)),
        ),
        "discount": Union(_prices((6,), bought=False), _prices((4, 6), bought=True)),
        "earnings": Union(*map(parts.earnings, (2, 3))),
        "mean speed": Union(
            *(
                parts.even(list(product(parts.HOURS[k], some)), k, "pace", "leg")
                for some in speeds
                for k in (2, 3)
            )
        ),
        "mixture": Union(*(parts.even(kilos, k, "mix", "kilos") for k in (2, 3))),
        "comparison": Union(_compare((4, 5), "sum"), _compare((5, 6), "last")),
        "ages": Union(_ages((4, 5), ("sum", "in", "ago")), _ages((5, 6), ("last",))),
        "unknown start": _recover((4, 5)),
        "unknown share": _Shares("whole", ("more", "fewer"), (3, 4), 3, 120),
    }


_STRATA: Mapping[int, Callable[[], Mapping[str, Space[Story]]]] = {
    1: _level_1,
    2: _level_2,
    3: _level_3,
    4: _level_4,
}

_HEADS = {
    "gain or loss": ("has",),
    "multiple or share": ("has",),
    "price": ("buys",),
    "journey": ("trip", "hours", "speed"),
    "output": ("work",),
    "age": ("future", "past"),
    "comparison": ("first",),
    "gains and losses": ("has",),
    "multiples and shares": ("has",),
    "shopping": ("buys",),
    "ages": ("aged",),
    "mean": ("mean",),
    "unknown start": ("some",),
    "fractions": ("has",),
    "percentages": ("has",),
    "unknown price": ("unit",),
    "ratio": ("ratio",),
    "discount": ("label",),
    "catching up": ("chase", "ahead"),
    "meeting": ("meet",),
    "joint output": ("team",),
    "unknown share": ("whole",),
    "unknown age": ("kin",),
    "overtaking age": ("gap",),
    "missing number": ("missing",),
    "blend": ("blend",),
    "long story": ("has",),
    "long story with fractions": ("has",),
    "earnings": ("earns",),
    "mean speed": ("pace",),
    "mixture": ("mix",),
}
"""The words that the stories of a stratum open with."""
