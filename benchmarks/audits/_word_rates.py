"""Stories of journeys, machines and means."""

from __future__ import annotations

import re
from fractions import Fraction

from audits._row import Refused, need
from audits._word_story import MOST, N, Told, put, whole

MOVER = "([a-z]+)"
TOWARDS = "towards each other"
MADE = {
    "fills": "bottles",
    "prints": "leaflets",
    "bakes": "loaves",
    "packs": "parcels",
    "cuts": "lids",
    "wraps": "gifts",
    "paints": "toys",
}
LISTED = {
    "scores": ("points", "game", "in"),
    "reads": ("pages", "day", "on"),
    "sells": ("tickets", "day", "on"),
    "plants": ("trees", "day", "on"),
    "swims": ("lengths", "session", "in"),
    "writes": ("lines", "lesson", "in"),
}


def journey(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Travel: legs, what is left of a way, the mean speed, or one leg with something unknown."""
    if said := put(
        told.says[0],
        r"two ([a-z]+) start at the same time from two towns ([0-9]+) km apart and travel " + TOWARDS,
    ):
        apart = whole(said[1])
    elif said := put(
        told.says[0],
        r"from two towns ([0-9]+) km apart, two ([a-z]+) start at the same time and travel " + TOWARDS,
    ):
        apart = whole(said[0])
    else:
        return legs(told)
    speeds = put(
        told.says[1],
        r"one travels at ([0-9]+) km per hour and the other at ([0-9]+) km per hour",
        r"their speeds are ([0-9]+) km per hour and ([0-9]+) km per hour",
    )
    if (
        speeds is None
        or len(told.says) != 2
        or not put(
            told.asks, "After how many hours do they meet", "How many hours does it take until they meet"
        )
    ):
        raise Refused("the meeting is unread")
    one, two = map(whole, speeds)
    fits = [h for h in range(1, MOST) if one * h + two * h == apart]
    if len(fits) != 1:
        raise Refused(f"{len(fits)} hours fit")
    return Fraction(fits[0]), [apart]


def chase(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Try how long one behind needs to make up a lead in km, or that of some hours."""
    same = "travel in the same direction"
    if said := put(
        told.says[0],
        rf"two ([a-z]+) {same}, and one is ([0-9]+) km ahead",
        rf"one of two ([a-z]+) that {same} is ([0-9]+) km ahead",
    ):
        hours, lead = Fraction(0), whole(said[1])
        front, behind = "the one in front", "the one behind"
        speed = r"at ([0-9]+) km per hour"
        if said := put(told.says[1], f"{front} travels {speed} and {behind} {speed}"):
            slow, fast = map(whole, said)
        elif said := put(told.says[1], f"{behind} travels {speed} and {front} {speed}"):
            fast, slow = map(whole, said)
        else:
            raise Refused("the speeds are unread")
        asked = put(
            told.asks,
            "After how many hours does the one behind catch up",
            "How many hours does the one behind need to catch up",
        )
    elif said := put(told.says[0], rf"an? {MOVER} sets out (?:on a long trip )?at ([0-9]+) km per hour"):
        mover, slow = said[0], whole(said[1])
        if said := put(
            told.says[1],
            rf"after ([0-9]+) hours, a second {mover} follows on the same route at ([0-9]+) km per hour",
        ) or put(
            told.says[1],
            rf"a second {mover} follows on the same route ([0-9]+) hours later at ([0-9]+) km per hour",
        ):
            hours, fast = map(whole, said)
        else:
            raise Refused("the second one is unread")
        lead = hours * slow
        asked = put(
            told.asks,
            f"For how many hours does the second {mover} travel before catching up with the first",
            f"How many hours does the second {mover} need to catch up with the first",
        )
    else:
        return None
    need(asked and len(told.says) == 2, f"unread: {told.asks}")
    fits = [h for h in range(1, MOST) if fast * h == slow * h + lead]
    need(len(fits) == 1, f"{len(fits)} hours fit")
    return Fraction(fits[0]), [lead, lead] if hours else [lead]


def legs(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Follow one traveller."""
    way = None
    done: list[tuple[Fraction, Fraction]] = []  # hours, speed
    movers: list[str] = []
    single: tuple[str, Fraction, Fraction] | None = None
    for say in told.says:
        if said := put(say, rf"(?:an?|the) {MOVER} travels for ([0-9]+) hours at ([0-9]+) km per hour"):
            done.append((whole(said[1]), whole(said[2])))
        elif said := put(say, rf"(?:an?|the) {MOVER} travels at ([0-9]+) km per hour for ([0-9]+) hours"):
            done.append((whole(said[2]), whole(said[1])))
        elif said := put(
            say,
            rf"a {MOVER} sets out on a trip of ([0-9]+) km",
            rf"a {MOVER} has a trip of ([0-9]+) km ahead",
        ):
            way = whole(said[1])
        elif said := put(say, rf"a {MOVER} travels ([0-9]+) km at ([0-9]+) km per hour"):
            single = ("hours", whole(said[1]), whole(said[2]))
        elif found := put(say, rf"at ([0-9]+) km per hour, a {MOVER} travels ([0-9]+) km"):
            said = (found[1],)
            single = ("hours", whole(found[2]), whole(found[0]))
        elif said := put(say, rf"a {MOVER} travels ([0-9]+) km in ([0-9]+) hours"):
            single = ("speed", whole(said[1]), whole(said[2]))
        elif found := put(say, rf"in ([0-9]+) hours, a {MOVER} travels ([0-9]+) km"):
            said = (found[1],)
            single = ("speed", whole(found[2]), whole(found[0]))
        else:
            return None
        movers.append(said[0])
    movers += re.findall(r"\bthe ([a-z]+?) (?:travel|still|over)", told.asks)
    if len(set(movers)) != 1:
        raise Refused("several travellers")
    if single is not None:
        if len(told.says) != 1:
            raise Refused("a leg too many")
        kind, distance, other = single
        if kind == "hours":
            asked = put(
                told.asks, "How many hours does the trip take", rf"For how many hours does the {MOVER} travel"
            )
        else:
            asked = put(
                told.asks,
                rf"How many km does the {MOVER} travel per hour",
                rf"What is the speed of the {MOVER} in km per hour",
            )
        if asked is None:
            raise Refused(f"unread: {told.asks}")
        return distance / other, [distance / other]
    lengths = [hours * speed for hours, speed in done]
    total = sum(lengths, Fraction(0))
    if not done:
        raise Refused("nobody travels")
    lines = [*lengths, total] if len(done) > 1 else lengths
    if put(
        told.asks,
        rf"How many km does the {MOVER} travel(?: in all)?",
        rf"How far does the {MOVER} travel, in km",
        rf"How long is the whole trip of the {MOVER}, in km",
    ):
        if way is not None:
            raise Refused("the way is told")
        return total, lines
    if put(told.asks, "How many km are left", rf"How many km does the {MOVER} still have to travel"):
        if way is None or way <= total:
            raise Refused("nothing is left")
        return way - total, [*lines, way - total]
    if put(
        told.asks,
        rf"What is the mean speed of the {MOVER} over the whole trip, in km per hour",
        rf"How many km per hour does the {MOVER} travel on average",
    ):
        time = sum((hours for hours, _ in done), Fraction(0))
        return total / time, [*lines, time, total / time]
    raise Refused(f"unread: {told.asks}")


def machines(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Run machines for told hours, or try how long two need together."""
    shifts: list[tuple[Fraction, Fraction | None]] = []
    does: set[tuple[str, str]] = set()
    ranks: list[str] = []
    for say in told.says:
        if said := put(
            say,
            r"an? (second |third )?([a-z]+) ([a-z]+) ([0-9]+) ([a-z]+) per hour and runs for ([0-9]+) hours",
        ):
            rank, machine, verb, rate, piece, hours = said
        elif said := put(
            say,
            r"an? (second |third )?([a-z]+) runs for ([0-9]+) hours and ([a-z]+) ([0-9]+) ([a-z]+) per hour",
        ):
            rank, machine, hours, verb, rate, piece = said
        elif said := put(say, r"an? (second |third )?([a-z]+) ([a-z]+) ([0-9]+) ([a-z]+) per hour") or put(
            say, r"each hour, an? (second |third )?([a-z]+) ([a-z]+) ([0-9]+) ([a-z]+)"
        ):
            rank, machine, verb, rate, piece = said
            hours = ""
        else:
            return None
        if MADE.get(verb) != piece:
            return None
        does.add((machine, verb))
        ranks.append(rank or "")
        shifts.append((whole(rate), whole(hours) if hours else None))
    if len(does) != 1 or ranks != ["", "second ", "third "][: len(ranks)]:
        raise Refused("the machines are muddled")
    ((machine, verb),) = does
    verb, piece = verb[:-1], MADE[verb]
    if said := put(
        told.asks,
        rf"How many hours do they need to {verb} ([0-9]+) {piece} together",
        rf"In how many hours do they {verb} ([0-9]+) {piece} together",
    ):
        if len(shifts) < 2 or any(hours is not None for _, hours in shifts):
            raise Refused("the hours are told")
        goal = whole(said[0])
        fits = [h for h in range(1, MOST) if sum(rate * h for rate, _ in shifts) == goal]
        if len(fits) != 1:
            raise Refused(f"{len(fits)} hours fit")
        return Fraction(fits[0]), [goal]
    counts = [rate * (hours or 0) for rate, hours in shifts]
    if not all(counts):
        raise Refused("hours are missing")
    total = sum(counts, Fraction(0))
    if len(counts) == 1 and put(
        told.asks,
        rf"How many {piece} does the {machine} {verb}",
        rf"What is the number of {piece} that the {machine} {verb}s",
    ):
        return total, counts
    if len(counts) > 1 and put(told.asks, rf"How many {piece} do they {verb} (?:in all|together)"):
        return total, [*counts, total]
    raise Refused(f"unread: {told.asks}")


def means(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Work out a mean, or try the missing number."""
    row = r"([0-9]+(?:, [0-9]+)* and [0-9]+)"
    if said := put(told.says[0], rf"{N} ([a-z]+) {row} ([a-z]+) (in|on) (the first )?([0-9]+) ([a-z]+)s"):
        name, does, numbers, thing, at, first, count, time = said
    elif said := put(told.says[0], rf"(in|on) (the first )?([0-9]+) ([a-z]+)s, {N} ([a-z]+) {row} ([a-z]+)"):
        at, first, count, time, name, does, numbers, thing = said
    else:
        return None
    if LISTED.get(does) != (thing, time, at):
        raise Refused("the things do not suit")
    told_numbers = [whole(number) for number in re.split(", | and ", numbers)]
    if whole(count) != len(told_numbers):
        raise Refused("the count of numbers is wrong")
    total = sum(told_numbers, Fraction(0))
    if not first:
        if len(told.says) != 1 or not put(
            told.asks,
            rf"What is the mean number of {thing} per {time}",
            rf"How many {thing} per {time} is that on average",
        ):
            raise Refused("the mean is not asked for")
        return total / len(told_numbers), [total, total / len(told_numbers)]
    said = put(
        told.says[1],
        rf"(?:with|after) one more {time}, the mean of all ([0-9]+) {time}s is ([0-9]+) {thing} per {time}",
    )
    if said is None or len(told.says) != 2 or whole(said[0]) != len(told_numbers) + 1:
        raise Refused("the mean is unread")
    if not put(
        told.asks,
        rf"How many {thing} does {name} {does[:-1]} {at} the last {time}",
        rf"What is the number of {thing} that {name} {does} {at} the last {time}",
    ):
        raise Refused(f"unread: {told.asks}")
    fits = [x for x in range(MOST) if (total + x) == whole(said[1]) * (len(told_numbers) + 1)]
    if len(fits) != 1:
        raise Refused(f"{len(fits)} numbers fit")
    return Fraction(fits[0]), [total]
