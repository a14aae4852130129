"""Stories of several people: what they have, how old they are, and what they share."""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd

from audits._row import Refused, need
from audits._word_story import MEN, MOST, TIMES, WOMEN, N, Told, put, whole


def people(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Spread the first one's number, told or tried, over the chain of people."""
    links: list[tuple[str, Fraction, Fraction, str]] = []  # one, times, plus, other
    known: dict[str, Fraction] = {}
    total: Fraction | None = None
    later: tuple[str, str, Fraction, Fraction] | None = None  # one, other, times, years
    things: set[str] = set()
    ages = False
    for say in told.says:
        if said := put(say, rf"{N} has ([0-9]+) ([a-z]+)"):
            known[said[0]] = whole(said[1])
            things.add(said[2])
        elif said := put(say, rf"{N} is ([0-9]+) years old", rf"the age of {N} is ([0-9]+) years"):
            known[said[0]] = whole(said[1])
            ages = True
        elif said := put(say, rf"{N} has ([0-9]+) (more|fewer) ([a-z]+) than {N}"):
            links.append((said[0], Fraction(1), whole(said[1]) * (1 if said[2] == "more" else -1), said[4]))
            things.add(said[3])
        elif said := put(say, rf"{N} is ([0-9]+) years (older|younger) than {N}"):
            links.append((said[0], Fraction(1), whole(said[1]) * (1 if said[2] == "older" else -1), said[3]))
            ages = True
        elif said := put(
            say,
            rf"{N} has {TIMES} as many ([a-z]+) as {N}",
            rf"{N} has {TIMES} the number of ([a-z]+) that {N} has",
        ):
            links.append((said[0], whole(said[1]), Fraction(0), said[3]))
            things.add(said[2])
        elif said := put(say, rf"{N} is {TIMES} as old as {N}", rf"{N} is {TIMES} the age of {N}"):
            links.append((said[0], whole(said[1]), Fraction(0), said[2]))
            ages = True
        elif said := put(say, r"(?:in all|together) they have ([0-9]+) ([a-z]+)"):
            total = whole(said[0])
            things.add(said[1])
        elif said := put(
            say, r"the sum of their ages is ([0-9]+) years", r"together they are ([0-9]+) years old"
        ):
            total = whole(said[0])
        elif said := put(say, rf"in ([0-9]+) years, {N} will be {TIMES} as old as {N}"):
            later = (said[1], said[3], whole(said[2]), whole(said[0]))
        elif said := put(say, rf"{N} will be {TIMES} as old as {N} in ([0-9]+) years"):
            later = (said[0], said[2], whole(said[1]), whole(said[3]))
        else:
            return None
    if not links and not known:
        return None
    if ages == bool(things) or len(things) > 1:
        raise Refused("ages and things are mixed")
    order = list(known)
    for one, _, _, other in links:
        if one == other:
            raise Refused("someone is compared with themselves")
        order += [name for name in (one, other) if name not in order]
    solutions = []
    if known:
        (root, start), *more = known.items()
        if more:
            raise Refused("two numbers are told")
        solutions = [values for values in [spread(root, start, links)] if values is not None]
    else:
        for tried in range(1, MOST):
            values = spread(order[0], Fraction(tried), links)
            if values is None:
                continue
            if total is not None and sum(values.values()) != total:
                continue
            if later is not None:
                one, other, times, years = later
                if values[one] + years != times * (values[other] + years):
                    continue
            solutions.append(values)
    if len(solutions) != 1:
        raise Refused(f"{len(solutions)} numbers fit the comparisons")
    values = solutions[0]
    if not known and later is None:
        order = walked(told.asks, order, links)
    if set(values) != set(order):
        raise Refused("someone is not tied to the others")
    return asked_of_people(told.asks, values, order, things, known, later)


def ratio(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Share things out in a ratio, trying what one part is."""
    names = rf"{N}(?:, {N})? and {N}"
    said = put(
        told.says[0],
        rf"{names} share ([0-9]+|some) ([a-z]+) in the ratio ([0-9]+(?: to [0-9]+)+)",
        rf"([0-9]+|some) ([a-z]+) are shared (between|among) {names} in the ratio ([0-9]+(?: to [0-9]+)+)",
    )
    if said is None:
        return None
    who = [name for name in said if name in WOMEN | MEN]
    many, thing = (said[3], said[4]) if said[0] in WOMEN | MEN else (said[0], said[1])
    need("between" not in said or len(who) == 2, "between more than two")
    need("among" not in said or len(who) > 2, "among two")
    parts = [whole(part) for part in said[-1].split(" to ")]
    need(len(who) == len(set(who)) == len(parts) == len(set(parts)), "the people and the parts do not fit")
    need(gcd(*map(int, parts)) == 1, "the ratio is not in lowest terms")
    if many == "some":
        told_share = put(
            told.says[1], rf"{N} gets ([0-9]+) ([a-z]+)", rf"the share of {N} is ([0-9]+) ([a-z]+)"
        )
        if told_share is None or len(told.says) != 2:
            raise Refused("no share is told")
        need(told_share[2] == thing, "another thing is shared")
        times, total, first = parts[who.index(told_share[0])], whole(told_share[1]), []
    else:
        need(len(told.says) == 1, "a sentence too many")
        times, total = sum(parts, Fraction(0)), whole(many)
        first = [times]
    fits = [Fraction(one) for one in range(1, MOST) if one * times == total]
    need(len(fits) == 1, f"{len(fits)} numbers fit")
    asked = put(told.asks, rf"How many {thing} does {N} get", rf"What is the number of {thing} that {N} gets")
    if asked is None:
        raise Refused(f"unread: {told.asks}")
    share = fits[0] * parts[who.index(asked[0])]
    return share, [*first, fits[0], share]


def walked(asks: str, order: list[str], links: list[tuple[str, Fraction, Fraction, str]]) -> list[str]:
    """Return everybody in the order of the chain that begins with the one who is asked for."""
    chain = [name for name in re.findall(N, asks) if name in order][:1]
    for one, _, _, other in links:
        chain += [name for name in (one, other) if name not in chain]
    return chain


def spread(
    root: str, start: Fraction, links: list[tuple[str, Fraction, Fraction, str]]
) -> dict[str, Fraction] | None:
    """Return everybody's number, or None if one is not whole and positive or two disagree."""
    values = {root: start}
    for _ in links:
        for one, times, plus, other in links:
            if other in values and one not in values:
                values[one] = times * values[other] + plus
            if one in values and other not in values:
                values[other] = (values[one] - plus) / times
    for one, times, plus, other in links:
        if one in values and other in values and values[one] != times * values[other] + plus:
            return None
    return None if any(v <= 0 or v.denominator != 1 for v in values.values()) else values


def asked_of_people(
    asks: str,
    values: dict[str, Fraction],
    order: list[str],
    things: set[str],
    known: dict[str, Fraction],
    later: tuple[str, str, Fraction, Fraction] | None,
) -> tuple[Fraction, list[Fraction]]:
    """Answer the question about people, and list what the lines come to."""
    chain = [values[name] for name in order]
    total = sum(chain, Fraction(0))
    lines = chain[1:] if known else [*chain[1:], total]
    if later is not None:
        one, other, _, years = later
        lines = [values[other] + years, values[one] + years]
    if said := put(
        asks,
        rf"How many ([a-z]+) does {N} have",
        rf"What is the number of ([a-z]+) that {N} has",
    ):
        if said[0] not in things:
            raise Refused("another thing is asked for")
        return values[said[1]], lines
    if said := put(asks, r"How many ([a-z]+) do they have (?:together|in all)"):
        if said[0] not in things:
            raise Refused("another thing is asked for")
        return total, [*lines, total]
    if things:
        raise Refused("an age is asked for")
    if put(asks, r"What is the sum of their ages in years", r"How many years old are they together"):
        return total, [*lines, total]
    if said := put(
        asks,
        rf"How many years old is {N}(?: now)?",
        rf"What is the age of {N} in years",
        rf"What is the age of {N} now, in years",
    ):
        return values[said[0]], lines
    if said := put(asks, rf"How many years old will {N} be in ([0-9]+) years"):
        answer = values[said[0]] + whole(said[1])
    elif said := put(asks, rf"In ([0-9]+) years, how many years old will {N} be"):
        answer = values[said[1]] + whole(said[0])
    elif said := put(
        asks,
        rf"How many years old was {N} ([0-9]+) years ago",
        rf"What was the age of {N} ([0-9]+) years ago, in years",
    ):
        answer = values[said[0]] - whole(said[1])
    else:
        raise Refused(f"unread: {asks}")
    if answer <= 0:
        raise Refused("nobody is that young")
    return answer, [*lines, answer]
