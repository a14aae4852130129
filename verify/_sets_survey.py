"""Surveys as a checker reads them: overlapping numbers, the regions, and the steps by a table.

A quantity is a number of people, and the regions that it counts. What a step claims is proven in two ways:
its sum is worked out, and as a sum over regions it counts each region of what it claims once, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from synth.verify._columns import Fault

CONVENTION = "Everyone is counted in each number that applies. Give a whole number."
LARGEST = 10_000
NOUNS = {
    "students": ("play", "student", "plays"),
    "guests": ("speak", "guest", "speaks"),
    "visitors": ("drink", "visitor", "drinks"),
    "readers": ("read", "reader", "reads"),
    "children": ("like", "child", "likes"),
    "teachers": ("study", "teacher", "studies"),
}
"""Who is counted: the verb for several, the noun and the verb for one."""

_OPENING = re.compile(r"Of ([0-9]+) ([a-z]+), (.+)\. How many ([a-z]+) ([a-z]+) (.+)\?")
_TWO = re.compile(
    r"([0-9]+) ([a-z]+) ([A-Za-z]+), ([0-9]+) ([a-z]+) ([A-Za-z]+), and ([0-9]+) ([a-z]+) (both|neither)"
)
_THREE = re.compile(
    r"([0-9]+) ([a-z]+) ([A-Za-z]+), ([0-9]+) ([a-z]+) ([A-Za-z]+) "
    r"and ([0-9]+) ([a-z]+) ([A-Za-z]+)\. Among them, "
    r"([0-9]+) ([a-z]+) both ([A-Za-z]+) and ([A-Za-z]+), "
    r"([0-9]+) ([a-z]+) both ([A-Za-z]+) and ([A-Za-z]+), "
    r"([0-9]+) ([a-z]+) both ([A-Za-z]+) and ([A-Za-z]+), and ([0-9]+) ([a-z]+) all three"
)

# The steps to what is asked, each a name and a signed sum of givens and of earlier steps. Givens of two:
# n all the people, a and b, ab both, o neither; of three: a, b, c, ab, ac, bc, abc.
_STEPS = {
    2: {
        "either": (("either", "+a +b -ab"),),
        "neither": (("either", "+a +b -ab"), ("neither", "+n -either")),
        "both": (("either", "+n -o"), ("both", "+a +b -either")),
        "first": (("first", "+a -ab"),),
        "one": (("first", "+a -ab"), ("second", "+b -ab"), ("one", "+first +second")),
    },
    3: {
        "either": (("either", "+a +b +c -ab -ac -bc +abc"),),
        "neither": (("either", "+a +b +c -ab -ac -bc +abc"), ("neither", "+n -either")),
        "first": (("first", "+a -ab -ac +abc"),),
        "one": (
            ("first", "+a -ab -ac +abc"),
            ("second", "+b -ab -bc +abc"),
            ("third", "+c -ac -bc +abc"),
            ("one", "+first +second +third"),
        ),
        "two": (
            ("not c", "+ab -abc"),
            ("not b", "+ac -abc"),
            ("not a", "+bc -abc"),
            ("two", "+not c +not b +not a"),
        ),
        "several": (
            ("not c", "+ab -abc"),
            ("not b", "+ac -abc"),
            ("not a", "+bc -abc"),
            ("several", "+not c +not b +not a +abc"),
        ),
    },
}
_LEVELS = {2: {"either": 1, "first": 1}, 3: {"either": 3, "neither": 3, "first": 3}}


class Told(NamedTuple):
    """A survey: who is counted, what they do, the number of all, the givens by name, and what is asked."""

    noun: str
    things: tuple[str, ...]
    givens: dict[str, int]
    asked: str


@cache
def regions_of(name: str, things: int) -> frozenset[int]:
    """Return the regions that a given or a step counts, each as a set of things in bits."""
    every = range(1 << things)
    tests: dict[str, Callable[[int], bool]] = {
        "n": lambda region: True,
        "o": lambda region: region == 0,
        "either": lambda region: region > 0,
        "neither": lambda region: region == 0,
        "both": lambda region: region == 3,
        "first": lambda region: region == 1,
        "second": lambda region: region == 2,
        "third": lambda region: region == 4,
        "one": lambda region: region.bit_count() == 1,
        "two": lambda region: region.bit_count() == 2,
        "several": lambda region: region.bit_count() > 1,
        "not a": lambda region: region == 6,
        "not b": lambda region: region == 5,
        "not c": lambda region: region == 3,
    }
    test = tests.get(name) or (lambda region: all(region >> "abc".index(letter) & 1 for letter in name))
    return frozenset(region for region in every if test(region))


def phrases(things: Sequence[str]) -> dict[str, str]:
    """Return the words for what can be asked or be a step."""
    if len(things) == 2:
        a, b = things
        return {
            "either": f"{a} or {b} or both",
            "both": f"both {a} and {b}",
            "first": f"{a} but not {b}",
            "second": f"{b} but not {a}",
            "one": "exactly one of the two",
            "neither": f"neither {a} nor {b}",
        }
    a, b, c = things
    return {
        "either": "at least one of the three",
        "neither": "none of the three",
        "first": f"{a} but neither {b} nor {c}",
        "second": f"{b} but neither {a} nor {c}",
        "third": f"{c} but neither {a} nor {b}",
        "one": "exactly one of the three",
        "two": "exactly two of the three",
        "several": "at least two of the three",
        "not c": f"{a} and {b} but not {c}",
        "not b": f"{a} and {c} but not {b}",
        "not a": f"{b} and {c} but not {a}",
    }


def read_survey(text: str) -> Told:
    """Return what a survey tells and asks; Fault if it is not one of docs/sets.md."""
    match = _OPENING.fullmatch(text)
    if match is None or match[2] not in NOUNS or match[4] != match[2] or match[5] != NOUNS[match[2]][0]:
        raise Fault("the question is not a survey")
    noun = match[2]
    verb, _, one_verb = NOUNS[noun]
    two, three = _TWO.fullmatch(match[3]), _THREE.fullmatch(match[3])
    givens = {"n": _number(match[1])}

    def give(name: str, digits: str, used: str) -> None:
        givens[name] = _number(digits)
        if used != (one_verb if givens[name] == 1 else verb):
            raise Fault(f"{digits} does not go with {used!r}")

    if two is not None:
        things: tuple[str, ...] = (two[3], two[6])
        give("a", two[1], two[2])
        give("b", two[4], two[5])
        give("ab" if two[9] == "both" else "o", two[7], two[8])
    elif three is not None:
        things = (three[3], three[6], three[9])
        for place, name in enumerate("abc"):
            give(name, three[3 * place + 1], three[3 * place + 2])
        for place, name in enumerate(("ab", "ac", "bc")):
            at = 10 + 4 * place
            give(name, three[at], three[at + 1])
            if (three[at + 2], three[at + 3]) != tuple(things["abc".index(letter)] for letter in name):
                raise Fault("the pairs of the survey are not in order")
        give("abc", three[22], three[23])
    else:
        raise Fault("the survey's numbers are not told")
    said = phrases(things)
    asked = next((name for name in _STEPS[len(things)] if said[name] == match[6]), "")
    if not asked or len(set(things)) < len(things) or (asked == "both") != ("o" in givens):
        raise Fault("the survey does not ask for what its numbers tell")
    return Told(noun, things, givens, asked)


def _number(digits: str) -> int:
    if len(digits) > 5 or digits[0] == "0" or int(digits) > LARGEST:
        raise Fault(f"{digits[:10]} is not a number of people")
    return int(digits)


def level(told: Told) -> int:
    """Return the level of a survey."""
    count = len(told.things)
    return _LEVELS[count].get(told.asked, 2 if count == 2 else 4)


def count_regions(told: Told) -> list[int]:
    """Return the number of people in each region, the smallest first; Fault if one is negative."""
    size = len(told.things)
    givens = dict(told.givens)
    if "o" in givens:
        givens["ab"] = givens["a"] + givens["b"] - (givens["n"] - givens["o"])
    found = [0] * (1 << size)
    for region in reversed(range(1 << size)):
        name = "".join("abc"[thing] for thing in range(size) if region >> thing & 1) or "n"
        wider = sum(people for other, people in enumerate(found) if other & region == region)
        found[region] = givens[name] - wider
        if found[region] < 0:
            raise Fault("the numbers of the survey cannot be true together")
    return found


@cache
def _terms(sums: str) -> tuple[tuple[str, str], ...]:
    """Return the signs and names of a sum."""
    return tuple((sign, term.strip()) for sign, term in re.findall(r"([+-])([a-z ]+)", sums))


@cache
def counts_once(name: str, sums: str, things: int) -> bool:
    """Return whether a sum counts each region of a quantity once, and no other region."""
    counted = [
        sum((1 if sign == "+" else -1) * (region in regions_of(term, things)) for sign, term in _terms(sums))
        for region in range(1 << things)
    ]
    return counted == [int(region in regions_of(name, things)) for region in range(1 << things)]


def check_survey(told: Told, lines: Sequence[str]) -> tuple[int, str]:
    """Check the steps line by line, and return the answer and the solution."""
    size = len(told.things)
    people = count_regions(told)
    said = phrases(told.things)
    known = dict(told.givens)
    steps = _STEPS[size][told.asked]
    if len(lines) != len(steps):
        raise Fault(f"the reasoning has {len(lines)} lines, and {len(steps)} are needed")
    for number, (line, (name, sums)) in enumerate(zip(lines, steps, strict=True), 1):
        terms = _terms(sums)
        total = sum(known[term] if sign == "+" else -known[term] for sign, term in terms)
        if not counts_once(name, sums, size):
            raise Fault(f"line {number} counts a region that it should not, or not once")
        if total != sum(people[region] for region in regions_of(name, size)):
            raise Fault(f"line {number} does not agree with the numbers of people in the regions")
        text = " ".join(f"{sign} {known[term]}" for sign, term in terms).removeprefix("+ ")
        if line != f"{number}. {text} = {_claim(told, total, said[name])}":
            raise Fault(f"line {number} does not follow by inclusion and exclusion")
        known[name] = total
    return total, _claim(told, total, said[told.asked])


def _claim(told: Told, people: int, phrase: str) -> str:
    verb, one, one_verb = NOUNS[told.noun]
    if people == 1:
        return f"1 {one} {one_verb} {phrase}."
    return f"{people} {told.noun} {verb} {phrase}."
