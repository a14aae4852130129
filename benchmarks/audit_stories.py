"""An audit of word problems: reads the story anew, tries out the unknown, and follows every step.

It shares nothing with synth. A story becomes a list of sentences, each of which is read below, and the
story is played with every number that the unknown could be. Exactly one number must fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

Row = dict[str, object]
Form = tuple[Fraction, Fraction]  # a*x + b
Story = Callable[["Told"], tuple[Fraction, list[Fraction]] | None]

WOMEN = {"Ann", "Clara", "Elena", "Grace", "Irene", "Kira", "Maya", "Olga", "Rosa", "Tara", "Vera", "Zoe"}
MEN = {"Ben", "David", "Farid", "Hugo", "Ivan", "Jonas", "Leo", "Noah", "Pablo", "Samir", "Umar", "Walter"}
N = "(" + "|".join(sorted(WOMEN | MEN)) + ")"
WHO = "(" + "|".join(sorted(WOMEN | MEN)) + "|[Ss]he|[Hh]e)"
TIMES = r"(twice|[0-9]+ times)"
MOST = 1_000


class Unread(Exception):
    """Tell what cannot be read or does not fit."""


class Told:
    """The sentences of a question: all but the last tell, the last one asks."""

    def __init__(self, question: str) -> None:
        parts = question.split(". ")
        if question != question.strip() or not question.endswith("?") or "  " in question:
            raise Unread("the question has odd blanks or no question mark")
        self.says = [re.sub(r"^(?:Then|After that,) ", "", part) for part in parts[:-1]]
        self.asks = parts[-1][:-1]
        first = parts[0].split(" ")[0]
        if first in {"Then", "After"} and not parts[0].startswith("After one"):
            raise Unread("the story begins with a later event")
        self.trace: list[Fraction] = []


def whole(text: str) -> Fraction:
    """Return the number that digits, "twice" or "3 times" say.

    >>> whole("twice") + whole("3 times")
    Fraction(5, 1)
    """
    if text == "twice":
        return Fraction(2)
    digits = text.split(" ")[0]
    if not re.fullmatch(r"[1-9][0-9]*", digits, re.ASCII):
        raise Unread(f"{text} is no plain number")
    return Fraction(int(digits))


def put(text: str, *patterns: str) -> tuple[str, ...] | None:
    """Return the groups of the first pattern that fits the text or its small-lettered form, else None."""
    for pattern in patterns:
        for one in (text, text[0].lower() + text[1:]):
            if found := re.fullmatch(pattern, one, re.ASCII):
                return found.groups() or (text,)
    return None


def same_person(who: str, owner: str) -> None:
    """Refuse a pronoun or name that is not the owner's."""
    pronoun = "she" if owner in WOMEN else "he"
    if who.lower() != pronoun and who != owner:
        raise Unread(f"{who} is not {owner}")


# --- stories of one quantity

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
    rf"{WHO} divides the ([a-z]+) equally among ([0-9]+) (boxes) and keeps only one box",
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
        raise Unread("another thing or person is asked for")
    if (start == "some") != (when in {"at first", "at the start"}) or (verb == "did") != (start == "some"):
        raise Unread("the question does not fit the opening")
    events = told.says[1:]
    end = None
    if start == "some":
        last = put(events.pop(), rf"(?:now|in the end) {WHO} has ([0-9]+) ([a-z]+)")
        if last is None or last[2] != thing:
            raise Unread("the end is not told")
        same_person(last[0], owner)
        end = whole(last[1])
    if not events:
        raise Unread("nothing happens")
    fits: list[tuple[Fraction, list[Fraction]]] = []
    changes = events_of(events, owner, thing)
    for begin in range(1, MOST) if start == "some" else [int(whole(start))]:
        played = play(changes, Fraction(begin))
        if played is None:
            continue
        if end is None or played[-1] == end:
            fits.append((Fraction(begin) if end is not None else played[-1], played))
    if len(fits) != 1:
        raise Unread(f"{len(fits)} numbers fit the story")
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
                raise Unread("the part is no part")
        else:
            raise Unread(f"unread: {event}")
        same_person(said[0], owner)
        if noun != thing:
            raise Unread(f"{noun} are not {thing}")
        if len(said) > 1 and said[-1] == owner:
            raise Unread("someone gives to or gets from themselves")
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


# --- people compared


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
        elif said := put(say, r"(?:all of them )?together(?: they)? have ([0-9]+) ([a-z]+)"):
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
        raise Unread("ages and things are mixed")
    order = list(known)
    for one, _, _, other in links:
        if one == other:
            raise Unread("someone is compared with themselves")
        order += [name for name in (one, other) if name not in order]
    solutions = []
    if known:
        (root, start), *more = known.items()
        if more:
            raise Unread("two numbers are told")
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
        raise Unread(f"{len(solutions)} numbers fit the comparisons")
    values = solutions[0]
    if not known and later is None:
        order = walked(told.asks, order, links)
    if set(values) != set(order):
        raise Unread("someone is not tied to the others")
    return asked_of_people(told.asks, values, order, things, known, later)


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
            raise Unread("another thing is asked for")
        return values[said[1]], lines
    if said := put(asks, r"How many ([a-z]+) do they have (?:together|in all)"):
        if said[0] not in things:
            raise Unread("another thing is asked for")
        return total, [*lines, total]
    if things:
        raise Unread("an age is asked for")
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
        raise Unread(f"unread: {asks}")
    if answer <= 0:
        raise Unread("nobody is that young")
    return answer, [*lines, answer]


# --- money


def singular(plural: str) -> str:
    """Return the singular of a thing on sale.

    >>> singular("atlases"), singular("scarves"), singular("pens")
    ('atlas', 'scarf', 'pen')
    """
    return {"atlases": "atlas", "scarves": "scarf", "loaves": "loaf"}.get(plural, plural[:-1])


def shopping(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Add up a purchase; an unknown price is tried."""
    says = list(told.says)
    owner, wages = "", None
    if said := put(
        says[0],
        rf"{N} works for ([0-9]+) hours and earns ([0-9]+) dollars per hour",
        rf"{N} earns ([0-9]+) dollars per hour and works for ([0-9]+) hours",
    ):
        owner, wages = said[0], whole(said[1]) * whole(said[2])
    if wages is not None:
        says.pop(0)
    items: list[tuple[Fraction, Fraction | None, str]] = []
    bill = paid = None
    for say in says:
        if said := put(say, rf"{WHO} (also )?buys ([0-9]+) ([a-z]+) (?:at|that cost) ([0-9]+) dollars each"):
            who, also, many, thing, price = said
            items.append((whole(many), whole(price), singular(thing)))
        elif said := put(
            say, rf"an? ([a-z]+) costs ([0-9]+) dollars, and {WHO} (also )?buys ([0-9]+) of them"
        ):
            thing, price, who, also, many = said
            if say.split(" ")[0].lower() != ("an" if thing[0] in "aeiou" else "a"):
                raise Unread("the article is wrong")
            items.append((whole(many), whole(price), thing))
        elif said := put(
            say,
            rf"{WHO} buys ([0-9]+) ([a-z]+) that all have the same price",
            rf"{WHO} buys ([0-9]+) ([a-z]+), each at the same price",
        ):
            who, many, thing = said
            also = None
            if items:
                raise Unread("the unknown price is not first")
            items.append((whole(many), None, singular(thing)))
        elif said := put(
            say, rf"in all {WHO} pays ([0-9]+) dollars", rf"the whole purchase costs {N} ([0-9]+) dollars"
        ):
            who, also, bill = said[0], "-", whole(said[1])
        elif said := put(
            say, rf"{WHO} pays with ([0-9]+) dollars", rf"{WHO} gives the cashier ([0-9]+) dollars"
        ):
            who, also, paid = said[0], "-", whole(said[1])
        else:
            return None
        owner = owner or who
        same_person(who, owner)
        if also != "-" and bool(also) != (len(items) > 1):
            raise Unread('"also" is missing or too early')
    if not items or len({thing for _, _, thing in items}) != len(items):
        raise Unread("no things, or one thing twice")
    if said := put(
        told.asks,
        r"How many dollars does one ([a-z]+) cost",
        r"What is the price of one ([a-z]+) in dollars",
    ):
        if bill is None or items[0][1] is not None or said[0] != items[0][2]:
            raise Unread("the price is told, or that of another thing is asked for")
        fits = [p for p in range(1, MOST) if sum(n * (q or p) for n, q, _ in items) == bill]
        if len(fits) != 1:
            raise Unread(f"{len(fits)} prices fit")
        return Fraction(fits[0]), [*(n * (q or fits[0]) for n, q, _ in items), bill]
    costs = [many * (price or 0) for many, price, _ in items]
    if not all(costs) or bill is not None:
        raise Unread("a price is unknown, or the bill is told")
    total = sum(costs, Fraction(0))
    lines = [*costs, total] if len(costs) > 1 else costs
    if wages is not None:
        lines = [wages, *lines]
    if put(told.asks, rf"How many dollars does {N} (?:pay|spend)"):
        if wages is not None or paid is not None:
            raise Unread("money is told that is not needed")
        answer = total
    elif put(told.asks, rf"How many dollars does {N} get back", rf"How many dollars of change does {N} get"):
        if paid is None or wages is not None:
            raise Unread("nothing is handed over")
        answer = paid - total
        lines = [*lines, answer]
    elif put(
        told.asks,
        "How many dollars of the wages are left",
        rf"How many dollars of the wages does {N} have left",
    ):
        if wages is None or paid is not None:
            raise Unread("there are no wages")
        answer = wages - total
        lines = [*lines, answer]
    else:
        raise Unread(f"unread: {told.asks}")
    if any(name != owner for name in re.findall(N, told.asks)):
        raise Unread("somebody else is asked about")
    if answer <= 0:
        raise Unread("the money is not enough")
    return answer, lines


def mixture(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Weigh and price a mixture; an unknown weight is tried."""
    prices = put(
        told.says[0],
        r"([A-Za-z]+) cost ([0-9]+) dollars per kg, and ([a-z]+) cost ([0-9]+) dollars per kg",
        r"([A-Za-z]+) are sold at ([0-9]+) dollars per kg and ([a-z]+) at ([0-9]+) dollars per kg",
    )
    if prices and len(told.says) == 2:
        one, two = (prices[0].lower(), whole(prices[1])), (prices[2], whole(prices[3]))
        said = put(
            told.says[1],
            rf"{N} mixes both to get ([0-9]+) kg worth ([0-9]+) dollars per kg",
            rf"{N} mixes the two so that ([0-9]+) kg are worth ([0-9]+) dollars per kg",
        )
        asked = put(
            told.asks, rf"How many kg of ([a-z]+) does {N} use", r"How many kg of ([a-z]+) are in the mixture"
        )
        if said is None or asked is None or one[0] == two[0]:
            raise Unread("the mixture is unread")
        if len(asked) > 1 and asked[1] != said[0]:
            raise Unread("somebody else is asked about")
        mine, other = (one, two) if asked[0] == one[0] else (two, one)
        if mine[0] != asked[0]:
            raise Unread("another part is asked for")
        weight, price = whole(said[1]), whole(said[2])
        fits = [x for x in range(1, int(weight)) if x * mine[1] + (weight - x) * other[1] == weight * price]
        if len(fits) != 1:
            raise Unread(f"{len(fits)} weights fit")
        return Fraction(fits[0]), [weight - fits[0], weight * price, weight * price]
    kilos: list[tuple[Fraction, Fraction, str]] = []
    owner = ""
    for say in told.says:
        said = put(
            say,
            rf"{WHO} (adds) ([0-9]+) kg of ([a-z]+) (?:at|that cost) ([0-9]+) dollars per kg",
            rf"{WHO} (starts a mixture with) ([0-9]+) kg of ([a-z]+) at ([0-9]+) dollars per kg",
            rf"for a mixture, {WHO} (takes) ([0-9]+) kg of ([a-z]+) that cost ([0-9]+) dollars per kg",
        )
        if said is None:
            return None
        owner = owner or said[0]
        same_person(said[0], owner)
        if (said[1] == "adds") != bool(kilos):
            raise Unread("the parts come in a strange order")
        kilos.append((whole(said[2]), whole(said[4]), said[3]))
    if len(kilos) < 2 or len({name for _, _, name in kilos}) != len(kilos):
        raise Unread("there are not two different parts")
    if not put(
        told.asks,
        "How many dollars does 1 kg of the mixture cost",
        "What is the price of the mixture in dollars per kg",
    ):
        raise Unread(f"unread: {told.asks}")
    costs = [many * price for many, price, _ in kilos]
    cost, weight = sum(costs, Fraction(0)), sum((many for many, _, _ in kilos), Fraction(0))
    return cost / weight, [*costs, cost, weight, cost / weight]


# --- rates

MOVER = "([a-z]+)"
TOWARDS = "towards each other"


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
        raise Unread("the meeting is unread")
    one, two = map(whole, speeds)
    fits = [h for h in range(1, MOST) if one * h + two * h == apart]
    if len(fits) != 1:
        raise Unread(f"{len(fits)} hours fit")
    return Fraction(fits[0]), [apart]


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
        raise Unread("several travellers")
    if single is not None:
        if len(told.says) != 1:
            raise Unread("a leg too many")
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
            raise Unread(f"unread: {told.asks}")
        return distance / other, [distance / other]
    lengths = [hours * speed for hours, speed in done]
    total = sum(lengths, Fraction(0))
    if not done:
        raise Unread("nobody travels")
    lines = [*lengths, total] if len(done) > 1 else lengths
    if put(
        told.asks,
        rf"How many km does the {MOVER} travel(?: in all)?",
        rf"How far does the {MOVER} travel, in km",
        rf"How long is the whole trip of the {MOVER}, in km",
    ):
        if way is not None:
            raise Unread("the way is told")
        return total, lines
    if put(told.asks, "How many km are left", rf"How many km does the {MOVER} still have to travel"):
        if way is None or way <= total:
            raise Unread("nothing is left")
        return way - total, [*lines, way - total]
    if put(
        told.asks,
        rf"What is the mean speed of the {MOVER} over the whole trip, in km per hour",
        rf"How many km per hour does the {MOVER} travel on average",
    ):
        time = sum((hours for hours, _ in done), Fraction(0))
        return total / time, [*lines, time, total / time]
    raise Unread(f"unread: {told.asks}")


MADE = {
    "fills": "bottles",
    "prints": "leaflets",
    "bakes": "loaves",
    "packs": "parcels",
    "cuts": "lids",
    "wraps": "gifts",
    "paints": "toys",
}


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
        raise Unread("the machines are muddled")
    ((machine, verb),) = does
    verb, piece = verb[:-1], MADE[verb]
    if said := put(
        told.asks,
        rf"How many hours do they need to {verb} ([0-9]+) {piece} together",
        rf"In how many hours do they {verb} ([0-9]+) {piece} together",
    ):
        if len(shifts) < 2 or any(hours is not None for _, hours in shifts):
            raise Unread("the hours are told")
        goal = whole(said[0])
        fits = [h for h in range(1, MOST) if sum(rate * h for rate, _ in shifts) == goal]
        if len(fits) != 1:
            raise Unread(f"{len(fits)} hours fit")
        return Fraction(fits[0]), [goal]
    counts = [rate * (hours or 0) for rate, hours in shifts]
    if not all(counts):
        raise Unread("hours are missing")
    total = sum(counts, Fraction(0))
    if len(counts) == 1 and put(
        told.asks,
        rf"How many {piece} does the {machine} {verb}",
        rf"What is the number of {piece} that the {machine} {verb}s",
    ):
        return total, counts
    if len(counts) > 1 and put(told.asks, rf"How many {piece} do they {verb} (?:in all|together)"):
        return total, [*counts, total]
    raise Unread(f"unread: {told.asks}")


LISTED = {
    "scores": ("points", "game", "in"),
    "reads": ("pages", "day", "on"),
    "sells": ("tickets", "day", "on"),
    "plants": ("trees", "day", "on"),
    "swims": ("lengths", "session", "in"),
    "writes": ("lines", "lesson", "in"),
}


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
        raise Unread("the things do not suit")
    told_numbers = [whole(number) for number in re.split(", | and ", numbers)]
    if whole(count) != len(told_numbers):
        raise Unread("the count of numbers is wrong")
    total = sum(told_numbers, Fraction(0))
    if not first:
        if len(told.says) != 1 or not put(
            told.asks,
            rf"What is the mean number of {thing} per {time}",
            rf"How many {thing} per {time} is that on average",
        ):
            raise Unread("the mean is not asked for")
        return total / len(told_numbers), [total, total / len(told_numbers)]
    said = put(
        told.says[1],
        rf"(?:with|after) one more {time}, the mean of all ([0-9]+) {time}s is ([0-9]+) {thing} per {time}",
    )
    if said is None or len(told.says) != 2 or whole(said[0]) != len(told_numbers) + 1:
        raise Unread("the mean is unread")
    if not put(
        told.asks,
        rf"How many {thing} does {name} {does[:-1]} {at} the last {time}",
        rf"What is the number of {thing} that {name} {does} {at} the last {time}",
    ):
        raise Unread(f"unread: {told.asks}")
    fits = [x for x in range(MOST) if (total + x) == whole(said[1]) * (len(told_numbers) + 1)]
    if len(fits) != 1:
        raise Unread(f"{len(fits)} numbers fit")
    return Fraction(fits[0]), [total]


STORIES: list[Story] = [quantity, people, shopping, mixture, journey, means, machines]


# --- arithmetic in the lines


def tokens(text: str) -> list[str]:
    """Return numbers, x and signs."""
    return re.findall(r"[0-9]+|[-+*/()x]", text, re.ASCII)


def form(text: str) -> Form:
    """Return a*x + b for an expression, by recursive descent.

    >>> form("3*(x - 25) + 4 / 2")
    (Fraction(3, 1), Fraction(-73, 1))
    """
    parts = tokens(text)
    value, end = added(parts, 0)
    if end != len(parts) or re.sub(r"[-+*/()x0-9 ]", "", text):
        raise Unread(f"no expression: {text}")
    return value


def added(parts: list[str], at: int) -> tuple[Form, int]:
    """Read a sum from a place on."""
    (a, b), at = multiplied(parts, at)
    while at < len(parts) and parts[at] in "+-":
        sign = 1 if parts[at] == "+" else -1
        (c, d), at = multiplied(parts, at + 1)
        a, b = a + sign * c, b + sign * d
    return (a, b), at


def multiplied(parts: list[str], at: int) -> tuple[Form, int]:
    """Read a product from a place on."""
    (a, b), at = atom(parts, at)
    while at < len(parts) and parts[at] in "*/":
        sign = parts[at]
        (c, d), at = atom(parts, at + 1)
        if sign == "/":
            if c or not d:
                raise Unread("a division by x or 0")
            a, b = a / d, b / d
        elif a and c:
            raise Unread("x times x")
        else:
            a, b = a * d + b * c, b * d
    return (a, b), at


def atom(parts: list[str], at: int) -> tuple[Form, int]:
    """Read a number, x or a parenthesis from a place on."""
    if at >= len(parts):
        raise Unread("an expression breaks off")
    if parts[at] == "(":
        value, at = added(parts, at + 1)
        if at >= len(parts) or parts[at] != ")":
            raise Unread("a parenthesis stays open")
        return value, at + 1
    if parts[at] == "x":
        return (Fraction(1), Fraction(0)), at + 1
    if not parts[at].isdigit() or (len(parts[at]) > 1 and parts[at][0] == "0"):
        raise Unread("no number where one is due")
    return (Fraction(0), Fraction(int(parts[at]))), at + 1


EQUAL = re.compile(r"[-+*/()x0-9 ]*[x0-9)] = [-+*/()x0-9 ]*[x0-9)]")
SIDES = re.compile(r"(Add|Subtract|Multiply|Divide|Expand)\b.*: (.*)\.")


def lines(reasoning: str) -> Iterator[str]:
    """Return the lines without their numbers, which count from 1."""
    for number, line in enumerate(reasoning.split("\n"), 1):
        if not line.startswith(f"{number}. ") or not line.endswith("."):
            raise Unread(f"line {number} is not numbered or has no full stop")
        yield line[len(f"{number}. ") :]


def worked(reasoning: str, x: Fraction, expected: list[Fraction]) -> None:
    """Refuse a line whose arithmetic is wrong, or values other than the story's."""
    found: list[Fraction] = []
    last: str | None = None
    unknown = reasoning.startswith("1. Let x be ")
    for line in lines(reasoning):
        if line.startswith("Let x be"):
            continue
        equation = None
        chain = line
        if move := SIDES.fullmatch(line):
            equation, chain = move[2], ""
        elif ", so " in line:
            equation, chain = line.split(", so ")[1].rstrip("."), ""
        if equation is not None:
            left, right = map(form, equation.split(" = "))
            if left[0] * x + left[1] != right[0] * x + right[1] or left[0] == right[0]:
                raise Unread(f"{equation} is not solved by {x}")
            last = equation
            continue
        if hit := re.search(EQUAL, chain):
            left, right = map(form, hit[0].strip().split(" = "))
            if left != right:
                raise Unread(f"{hit[0].strip()} is wrong")
            value = right
        elif hit := re.search(r"[0-9]+ - x|(?:[0-9]+\*)?\bx\b(?: [-+] [0-9]+)*", chain):
            value = form(hit[0])
        else:
            raise Unread(f"no arithmetic in: {line}")
        found.append(value[0] * x + value[1])
    if unknown and last not in {f"x = {x}", f"{x} = x"}:
        raise Unread("the last equation does not give x")
    if found != expected:
        raise Unread(
            f"the lines come to {[int(v) for v in found]}, the story to {[str(v) for v in expected]}"
        )


def word_problem(row: Row) -> str:
    """Return what is wrong with a word problem, or nothing.

    >>> question = "Ann has 3 stamps. She buys 2 more stamps. How many stamps does Ann have now?"
    >>> reasoning = "1. After buying 2 more stamps, Ann has 3 + 2 = 6 stamps."
    >>> word_problem({"question": question, "reasoning": reasoning, "solution": "", "answer": "5"})
    '3 + 2 = 6 is wrong'
    """
    question, answer = str(row["question"]), str(row["answer"])
    reasoning, solution = str(row["reasoning"]), str(row["solution"])
    try:
        found = next((read for story in STORIES if (read := story(Told(question)))), None)
        if found is None:
            return "the story is unread"
        value, expected = found
        if str(value) != answer:
            return f"the answer is {value}, not {answer}"
        worked(reasoning, value, expected)
    except Unread as fault:
        return str(fault)
    for number, thing in re.findall(
        r"(?<![-+*/] )\b([0-9]+) (?:more |fewer )?([a-z]+)", f"{question} {reasoning} {solution}"
    ):
        if (
            number == "1"
            and thing.endswith("s")
            and thing not in {"kg", "hour", "dollar", "is", "from", "to"}
        ):
            return f"1 {thing} is no good English"
    if solution.count(answer) < 1 or not solution.endswith(".") or "\n" in solution:
        return "the solution does not tell the answer in a sentence"
    told = set(re.findall(r"[0-9]+", question)) | {answer, "1"}
    if not set(re.findall(r"[0-9]+", solution)) <= told:
        return "the solution has a number of its own"
    if not set(re.findall(N, solution)) <= set(re.findall(N, question)):
        return "the solution names someone else"
    if (
        max(map(len, (question, reasoning, solution))) > 3_500
        or not (question + reasoning + solution).isascii()
    ):
        return "the row is too long or not ASCII"
    return ""


AUDITS = {"word_problem": word_problem}
