"""Stories of one quantity that grows and shrinks."""

from __future__ import annotations

from fractions import Fraction

from audits._row import Refused
from audits._word_story import MOST, TIMES, WHO, N, Told, put, same_person, whole

GAINS = (
    rf"{WHO} (?:buys|finds|bakes|makes|harvests|gathers) ([0-9]+) more ([a-z]+)",
    rf"{WHO} gets ([0-9]+) ([a-z]+) from {N}",
)
LOSSES = (
    rf"{WHO} (?:loses|sells|gives away|uses up) ([0-9]+) ([a-z]+)",
    rf"{WHO} (?:gives|brings) ([0-9]+) ([a-z]+) to {N}",
)
PACKS = (
    rf"{WHO} (?:buys|bakes|brings in) ([0-9]+) (bags|trays|baskets) of ([0-9]+) ([a-z]+)",
    rf"{WHO} (?:wins|makes|buys) ([0-9]+) (boxes|batches|crates) with ([0-9]+) ([a-z]+) each",
)
GROWS = (rf"(?:soon|by the next week) {WHO} has {TIMES} as many ([a-z]+) as before",)
SHARES = (
    rf"{WHO} puts the ([a-z]+) into ([0-9]+) equal (piles) and keeps only one pile",
    rf"{WHO} packs the ([a-z]+) equally into ([0-9]+) (boxes) and keeps only one box",
)
PARTS = (
    rf"{WHO} (?:sells|gives away) ([0-9]+/[0-9]+|[0-9]+ percent) of the ([a-z]+)",
    rf"{WHO} gives ([0-9]+/[0-9]+|[0-9]+ percent) of the ([a-z]+) to {N}",
)


def quantity(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Play a story of gains and losses; the start is told or tried."""
    opening = put(
        told.says[0],
        rf"{N} has ([0-9]+|some) ([a-z]+)",
        rf"{N} starts with ([0-9]+|some) ([a-z]+)",
        rf"at first {N} has ([0-9]+|some) ([a-z]+)",
    )
    after = put(
        told.asks,
        rf"How many ([a-z]+) (does|did) {N} have (now|in the end|at first|at the start)",
    )
    if opening is None or after is None:
        return None
    owner, start, thing = opening
    asked, verb, about, when = after
    if (asked, about) != (thing, owner):
        raise Refused("another thing or person is asked for")
    if (start == "some") != (when in {"at first", "at the start"}) or (verb == "did") != (start == "some"):
        raise Refused("the question does not fit the opening")
    events = told.says[1:]
    end = None
    if start == "some":
        last = put(events.pop(), rf"(?:now|in the end) {WHO} has ([0-9]+) ([a-z]+)")
        if last is None or last[2] != thing:
            raise Refused("the end is not told")
        same_person(last[0], owner)
        end = whole(last[1])
    if not events:
        raise Refused("nothing happens")
    fits: list[tuple[Fraction, list[Fraction]]] = []
    changes = events_of(events, owner, thing)
    for begin in range(1, MOST) if start == "some" else [int(whole(start))]:
        played = play(changes, Fraction(begin))
        if played is None:
            continue
        if end is None or played[-1] == end:
            fits.append((Fraction(begin) if end is not None else played[-1], played))
    if len(fits) != 1:
        raise Refused(f"{len(fits)} numbers fit the story")
    return fits[0]


def events_of(events: list[str], owner: str, thing: str) -> list[tuple[str, Fraction, Fraction]]:
    """Return each event as a word and its numbers."""
    read: list[tuple[str, Fraction, Fraction]] = []
    for event in events:
        if said := put(event, *GAINS):
            noun, change = said[2], ("plus", whole(said[1]), Fraction(0))
        elif said := put(event, *LOSSES):
            noun, change = said[2], ("plus", -whole(said[1]), Fraction(0))
        elif said := put(event, *PACKS):
            noun, change = said[4], ("packs", whole(said[1]), whole(said[3]))
        elif said := put(event, *GROWS):
            noun, change = said[2], ("times", whole(said[1]), Fraction(0))
        elif said := put(event, *SHARES):
            noun, change = said[1], ("times", 1 / whole(said[2]), Fraction(0))
        elif said := put(event, *PARTS):
            top, bottom = said[1].split("/") if "/" in said[1] else (said[1].split(" ")[0], "100")
            noun, change = said[2], ("part", whole(top) / whole(bottom), Fraction(0))
            if change[1] >= 1:
                raise Refused("the part is no part")
        else:
            raise Refused(f"unread: {event}")
        same_person(said[0], owner)
        if noun != thing:
            raise Refused(f"{noun} are not {thing}")
        if len(said) > 1 and said[-1] == owner:
            raise Refused("someone gives to or gets from themselves")
        read.append(change)
    return read


def play(events: list[tuple[str, Fraction, Fraction]], have: Fraction) -> list[Fraction] | None:
    """Return what the lines come to, in order; None if it is ever not whole or not positive."""
    values: list[Fraction] = []
    for kind, first, second in events:
        if kind == "plus":
            have += first
        elif kind == "times":
            have *= first
        elif kind == "packs":
            values.append(first * second)
            have += values[-1]
        else:
            values.append(have * first)
            have -= values[-1]
        values.append(have)
        if any(value <= 0 or value.denominator != 1 for value in values[-2:]):
            return None
    return values
