"""Reading stories of journeys, machines and means."""

from __future__ import annotations

from collections.abc import Sequence

from synth.verify._columns import Fault
from synth.verify._word_account import Account, Form, Read, joint, level_of
from synth.verify._word_lexicon import PAIRS, TRAVELLERS, Sentence, connected

LONGEST_DAY = 15  # hours on the way
_FIRST = {
    "a <V> travels for <#> hours at <#> km per hour.": (1, 2),
    "a <V> travels at <#> km per hour for <#> hours.": (2, 1),
}
_ON = {
    "the <V> travels for <#> hours at <#> km per hour.": (1, 2),
    "the <V> travels at <#> km per hour for <#> hours.": (2, 1),
}
_NEXT = {
    "then the <V> travels for <#> hours at <#> km per hour.": (1, 2),
    "after that, the <V> travels at <#> km per hour for <#> hours.": (2, 1),
}
"""Where hours and speed are among the values."""
_WAY = frozenset(("a <V> sets out on a trip of <#> km.", "a <V> has a trip of <#> km ahead."))
_HOURS = {
    "a <V> travels <#> km at <#> km per hour.": (0, 1, 2),
    "at <#> km per hour, a <V> travels <#> km.": (1, 2, 0),
}
_SPEED = {"a <V> travels <#> km in <#> hours.": (0, 1, 2), "in <#> hours, a <V> travels <#> km.": (1, 2, 0)}
"""Where traveller, distance and speed or hours are among the values."""
_TOWNS = {
    "two <W> start at the same time from two towns <#> km apart and travel towards each other.": (0, 1),
    "from two towns <#> km apart, two <W> start at the same time and travel towards each other.": (1, 0),
}
_SPEEDS = frozenset(
    (
        "one travels at <#> km per hour and the other at <#> km per hour.",
        "their speeds are <#> km per hour and <#> km per hour.",
    )
)


_STARTS = frozenset(
    ("a <V> sets out at <#> km per hour.", "a <V> sets out on a long trip at <#> km per hour.")
)
_FOLLOWS = {
    "after <#> hours, a second <V> follows on the same route at <#> km per hour.": (1, 0, 2),
    "a second <V> follows on the same route <#> hours later at <#> km per hour.": (0, 1, 2),
}
_AHEAD = frozenset(
    (
        "two <W> travel in the same direction, and one is <#> km ahead.",
        "one of two <W> that travel in the same direction is <#> km ahead.",
    )
)
_BEHIND = {
    "the one in front travels at <#> km per hour and the one behind at <#> km per hour.": (0, 1),
    "the one behind travels at <#> km per hour and the one in front at <#> km per hour.": (1, 0),
}


class _Journey:
    """The legs of one traveller."""

    def __init__(self, account: Account, who: str) -> None:
        self.account, self.who = account, who
        self.connector = ""
        self.legs: list[tuple[int, int]] = []
        self.places: list[int] = []

    def leg(self, sentence: Sentence, known: dict[str, tuple[int, int]]) -> None:
        """Account for one leg."""
        if sentence.skeleton not in known or sentence.values[0] != self.who:
            raise Fault(f"no such leg of the {self.who} is known: {sentence.text!r}")
        time, speed = (sentence.number(place) for place in known[sentence.skeleton])
        _check_speed(self.who, speed)
        self.legs.append((time, speed))
        if sum(hours for hours, _ in self.legs) > LONGEST_DAY:
            raise Fault(f"the {self.who} is on the way for more than {LONGEST_DAY} hours")
        self.places.append(self.account.quantity(Form(0, time * speed), {-1: 1}, time * speed))
        self.connector, _ = connected(sentence.skeleton, self.connector)
        before = f"In {time} hours at {speed} km per hour, the {self.who} travels "
        self.account.step(before, f"{time} * {speed} = {time * speed}", " km.", self.places[-1])

    def total(self) -> tuple[int, int]:
        """Account for the whole length, if there are several legs; return its place and what it is."""
        lengths = [time * speed for time, speed in self.legs]
        total = sum(lengths)
        if len(lengths) == 1:
            return self.places[0], total
        place = self.account.quantity(Form(0, total), {-1: 1, **dict.fromkeys(self.places, -1)}, 0)
        written = f"{' + '.join(map(str, lengths))} = {total}"
        self.account.step(f"In all, the {self.who} travels ", written, " km.", place)
        return place, total

    def canonical(self) -> str:
        """Return the legs, their order erased."""
        return " ".join(f"leg {time} {speed}" for time, speed in sorted(self.legs))


def _check_speed(who: str, speed: int) -> None:
    low, high = TRAVELLERS[who]
    if not low <= speed <= high:
        raise Fault(f"{speed} km per hour is no sensible speed of a {who}")


def _is_about(asked: Sentence, who: str) -> None:
    if asked.values not in ((), (who,)):
        raise Fault(f"the question is not about the {who}")


def trip(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a journey whose length is asked for."""
    told = _Journey(account, story[0].values[0])
    _is_about(asked, told.who)
    for turn, sentence in enumerate(story):
        told.leg(sentence, _NEXT if turn else _FIRST)
    account.asked, _ = told.total()
    if ("whole" in asked.skeleton or "in all" in asked.skeleton) != (len(story) > 1):
        raise Fault("the question asks for the whole of one leg, or for one of several")
    return f"trip {told.canonical()}", level_of(account), {"who": told.who}


def rest(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a journey of a known length; what is left of it is asked for."""
    if story[0].skeleton not in _WAY:
        raise Fault(f"the story does not open with the length of a trip: {story[0].text!r}")
    told = _Journey(account, story[0].values[0])
    _is_about(asked, told.who)
    way = story[0].number(1)
    for turn, sentence in enumerate(story[1:]):
        told.leg(sentence, _NEXT if turn else _ON)
    if not told.legs:
        raise Fault("the story has no leg")
    place, total = told.total()
    account.asked = account.quantity(Form(0, way - total), {-1: 1, place: 1}, way)
    account.step("That leaves ", f"{way} - {total} = {way - total}", " km.", account.asked)
    return f"trip {told.canonical()} of {way}", level_of(account), {"who": told.who}


def pace(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a journey whose mean speed is asked for."""
    told = _Journey(account, story[0].values[0])
    _is_about(asked, told.who)
    for turn, sentence in enumerate(story):
        told.leg(sentence, _NEXT if turn else _FIRST)
    if len(told.legs) < 2:
        raise Fault("the mean speed of one leg is asked for")
    place, total = told.total()
    times = [time for time, _ in told.legs]
    whole = sum(times)
    account.step(
        "The whole trip takes ", f"{' + '.join(map(str, times))} = {whole}", " hours.", account.known(whole)
    )
    if total % whole:
        raise Fault(f"{total} km in {whole} hours is no whole speed")
    account.asked = account.quantity(Form(0, total // whole), {-1: whole, place: -1}, 0)
    account.step(
        "The mean speed is ", f"{total} / {whole} = {total // whole}", " km per hour.", account.asked
    )
    return f"pace {told.canonical()}", level_of(account), {"who": told.who}


def hours(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a distance and a speed; the time is asked for."""
    who, way, speed = _single(story, asked, _HOURS)
    _check_speed(who, speed)
    if way % speed:
        raise Fault(f"{way} km at {speed} km per hour take no whole hours")
    account.asked = account.quantity(Form(0, way // speed), {-1: speed}, way)
    before = f"At {speed} km per hour, {way} km take "
    account.step(before, f"{way} / {speed} = {way // speed}", " hours.", account.asked)
    return f"hours {way} {speed}", 1, {"who": who}


def speed(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a distance and a time; the speed is asked for."""
    who, way, time = _single(story, asked, _SPEED)
    if way % time:
        raise Fault(f"{way} km in {time} hours is no whole speed")
    _check_speed(who, way // time)
    account.asked = account.quantity(Form(0, way // time), {-1: time}, way)
    account.step(f"In 1 hour, the {who} travels ", f"{way} / {time} = {way // time}", " km.", account.asked)
    return f"speed {way} {time}", 1, {"who": who}


def _single(
    story: Sequence[Sentence], asked: Sentence, known: dict[str, tuple[int, int, int]]
) -> tuple[str, int, int]:
    if len(story) != 1 or story[0].skeleton not in known:
        raise Fault("the story is not the one sentence that the question is about")
    who, way, other = (story[0].values[place] for place in known[story[0].skeleton])
    _is_about(asked, who)
    return who, int(way), int(other)


def meet(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read of two who travel towards each other; when they meet is asked for."""
    if len(story) != 2 or story[0].skeleton not in _TOWNS or story[1].skeleton not in _SPEEDS:
        raise Fault("the story does not tell of two who travel towards each other")
    who, way = (story[0].values[place] for place in _TOWNS[story[0].skeleton])
    one, two = story[1].number(0), story[1].number(1)
    for rate in (one, two):
        _check_speed(PAIRS[who], rate)
    account.say("Let x be the number of hours until they meet.")
    before = "In x hours, they travel ", " km together."
    joint(account, (one, two), before, (f"They meet when this is {way} km, so ", int(way)))
    low, high = sorted((one, two))
    return f"meet {low} {high} {way}", 3, {}


def chase(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read of one who follows another some hours later; how long it takes to catch up is asked for."""
    if len(story) != 2 or story[0].skeleton not in _STARTS or story[1].skeleton not in _FOLLOWS:
        raise Fault("the story does not tell of one who follows another")
    who, slow = story[0].values[0], story[0].number(1)
    second, hours, fast = (story[1].values[place] for place in _FOLLOWS[story[1].skeleton])
    _is_about(asked, who)
    if second != who:
        raise Fault(f"a {second} is no second {who}")
    lead = int(hours)
    account.asked = account.unknown()
    account.say(f"Let x be the number of hours that the second {who} needs.")
    way = account.quantity(Form(0, lead * slow), {-1: 1}, lead * slow)
    before = f"In the {lead} hours before, the first {who} travels "
    account.step(before, f"{lead} * {slow} = {lead * slow}", " km.", way)
    words = f"In x hours, the second {who} gains ", " km on the first."
    _gain(account, who, (slow, int(fast)), words, way)
    _check_day(account, lead)
    return f"chase {slow} {fast} {lead}", 3, {"who": who}


def ahead(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read of two in one direction, one ahead; how long the other takes to catch up is asked for."""
    if len(story) != 2 or story[0].skeleton not in _AHEAD or story[1].skeleton not in _BEHIND:
        raise Fault("the story does not tell of two in one direction")
    who, way = PAIRS[story[0].values[0]], story[0].number(1)
    slow, fast = (story[1].number(place) for place in _BEHIND[story[1].skeleton])
    account.asked = account.unknown()
    account.say("Let x be the number of hours that the one behind needs.")
    words = "In x hours, the one behind gains ", " km."
    _gain(account, who, (slow, fast), words, account.known(way))
    _check_day(account, 0)
    return f"ahead {slow} {fast} {way}", 3, {}


def _gain(account: Account, who: str, speeds: tuple[int, int], words: tuple[str, str], lead: int) -> None:
    """Account for what one gains on another in x hours, until that is the lead."""
    slow, fast = speeds
    for speed in speeds:
        _check_speed(who, speed)
    if not slow < fast:
        raise Fault("the one who follows is no faster")
    form = Form(fast - slow, 0)
    one = account.quantity(Form(fast, 0), {-1: 1, account.asked: -fast}, 0)
    two = account.quantity(Form(slow, 0), {-1: 1, account.asked: -slow}, 0)
    gain = account.quantity(form, {-1: 1, one: -1, two: 1}, 0)
    account.step(words[0], f"{fast}*x - {slow}*x = {form}", words[1], gain)
    way = account.forms[lead].b
    account.relate({gain: 1, lead: -1}, 0)
    account.equation(f"The lead of {way} km is made up when ", f"{form} = {way}")
    account.solve(form, way)


def _check_day(account: Account, before: int) -> None:
    """Raise Fault if whoever is caught up with is on the way for too long."""
    (form, way) = account.ends[-1]
    if before + way.b // form.a > LONGEST_DAY:
        raise Fault(f"the first is on the way for more than {LONGEST_DAY} hours")
