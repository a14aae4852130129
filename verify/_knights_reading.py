"""Puzzles of knights and knaves as a checker reads them: who says what, and when it is true.

A claim is a tuple: ("is", person, knight), ("same", person, person, whether), ("and", "or" or "if", claim,
claim), or ("count", lowest, highest, knight). People are numbers in the order in which they speak.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Any, NamedTuple

from synth.verify._columns import Fault, listed
from synth.verify.proof.formula import Formula, Formulas

Claim = tuple[Any, ...]
World = tuple[bool, ...]
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}
COUNTS = {2: "both", 3: "all three", 4: "all four", 5: "all five"}

_OPENINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"Everyone on an island is either a knight, who always tells the truth, "
        r"or a knave, who always lies\. You meet (.+)\.",
        r"On an island there are only knights, who always tell the truth, and knaves, who always lie\. "
        r"You meet (.+), who live there\.",
    )
)
_ASKED = frozenset(("Who is a knight and who is a knave?", "Which of them are knights and which are knaves?"))
_FORM = (
    'Answer in the form "X is a knight, Y is a knave", '
    "with everyone in the order in which they were introduced."
)
_OR = '"Or" includes the case of both.'
_IF = '"If X, then Y" is false only if X is true and Y is false.'
_SPEECH = re.compile(r'([A-Z][a-z]{1,15}) says: "(.+)\."')
_ATOM = re.compile(r"(?:([A-Z][a-z]{1,15}) is|I am) a (knight|knave)")
_SAME = re.compile(r"([A-Z][a-z]{1,15}) and ([A-Z][a-z]{1,15}|I) are of (the same kind|different kinds)")
_COUNT = re.compile(
    r"([Ee]xactly|[Aa]t least) (one|two|three|four) of us (is a knight|is a knave|are knights|are knaves)"
)


class Puzzle(NamedTuple):
    """The people, in the order in which they speak, and what they claim."""

    people: tuple[str, ...]
    claims: tuple[Claim, ...]


def read_puzzle(text: str) -> Puzzle:
    """Return the puzzle of a question; Fault if it is none."""
    lines = text.split("\n")
    count = len(lines) - 3
    met = next((match[1] for pattern in _OPENINGS if (match := pattern.fullmatch(lines[0]))), "")
    people = tuple(re.split(", | and ", met))
    if not 2 <= count <= 5 or len(people) != count or len(set(people)) < count or listed(people) != met:
        raise Fault("the question does not introduce two to five people who speak in turn")
    if "I" in people or not all(re.fullmatch("[A-Z][a-z]{1,15}", name) for name in people):
        raise Fault("somebody has no name")
    claims = []
    for seat, line in enumerate(lines[1 : count + 1]):
        match = _SPEECH.fullmatch(line)
        if match is None or match[1] != people[seat]:
            raise Fault(f"{people[seat]} does not speak when it is their turn")
        claims.append(_claim(match[2], people, seat))
    if lines[-2] not in _ASKED:
        raise Fault("the question does not ask who is what")
    spoken = {claim[0] for claim in claims}
    notes = [_OR] * ("or" in spoken) + [_IF] * ("if" in spoken)
    if "count" in spoken:
        notes.append(f'"Of us" refers to {COUNTS[count]} of them.')
    if lines[-1] != " ".join((*notes, _FORM)):
        raise Fault("the question does not say what its words mean")
    return Puzzle(people, tuple(claims))


def _claim(text: str, people: tuple[str, ...], speaker: int) -> Claim:
    """Return what somebody claims; Fault if it cannot be read."""
    where = f"what {people[speaker]} says"
    count = _COUNT.fullmatch(text)
    if count is not None:
        number = NUMBERS[count[2]]
        if (number == 1) != count[3].startswith("is a"):
            raise Fault(f"{where} has a wrong number")
        if count[1][0] not in "EA" or number >= len(people):
            raise Fault(f"{where} cannot be read")
        highest = number if count[1] == "Exactly" else len(people)
        return ("count", number, highest, "knight" in count[3])
    same = _SAME.fullmatch(text)
    if same is not None:
        one = _person(same[1], people, where)
        other = speaker if same[2] == "I" else _person(same[2], people, where)
        if one == other or (speaker in (one, other)) != (same[2] == "I"):
            raise Fault(f"{where} compares somebody in a wrong way")
        return ("same", one, other, same[3] == "the same kind")
    for word, pattern in (("if", r"If (.+), then (.+)"), ("and", "(.+) and (.+)"), ("or", "(.+) or (.+)")):
        joined = re.fullmatch(pattern, text)
        if joined is not None:
            parts = [_atom(joined[place], people, speaker, where) for place in (1, 2)]
            if parts[0][1] == parts[1][1]:
                raise Fault(f"{where} is twice about one person")
            return (word, *parts)
    found = _atom(text, people, speaker, where)
    if found[1] == speaker:
        raise Fault(f"{where} is about the speaker alone")
    return found


def _atom(text: str, people: tuple[str, ...], speaker: int, where: str) -> Claim:
    match = _ATOM.fullmatch(text)
    if match is None:
        raise Fault(f"{where} cannot be read")
    if match[1] is not None and match[1] == people[speaker]:
        raise Fault(f"{where} names the speaker")
    person = speaker if match[1] is None else _person(match[1], people, where)
    return ("is", person, match[2] == "knight")


def _person(name: str, people: tuple[str, ...], where: str) -> int:
    if name not in people:
        raise Fault(f"{where} is about {name}, who is not there")
    return people.index(name)


def is_true(claim: Claim, world: World) -> bool:
    """Return whether a claim is true where these people are knights."""
    word, *parts = claim
    if word == "is":
        return bool(world[parts[0]] == parts[1])
    if word == "same":
        return bool((world[parts[0]] == world[parts[1]]) == parts[2])
    if word == "count":
        return bool(parts[0] <= sum(knight == parts[2] for knight in world) <= parts[1])
    one, other = (is_true(part, world) for part in parts)
    return {"and": one and other, "or": one or other, "if": other or not one}[word]


def worlds(count: int) -> list[World]:
    """Return all the ways in which people can be knights and knaves."""
    return list(product((True, False), repeat=count))


_POOL = Formulas()


def atoms(count: int) -> list[Formula]:
    """Return the formulas that say of each person that they are a knight."""
    return [_POOL.atom(f"k{person}") for person in range(count)]


def formula(claim: Claim, speaker: int, count: int) -> Formula:
    """Return the formula that says that a claim is true just if its speaker is a knight."""
    return _POOL.joined("iff", atoms(count)[speaker], _formula(claim, count))


def _formula(claim: Claim, count: int) -> Formula:
    word: str = claim[0]
    parts = claim[1:]
    knights = atoms(count)
    if word == "is":
        return knights[parts[0]] if parts[1] else _POOL.negation(knights[parts[0]])
    if word == "same":
        equal = _POOL.joined("iff", knights[parts[0]], knights[parts[1]])
        return equal if parts[2] else _POOL.negation(equal)
    if word == "count":
        low, high, kind = parts
        told = [one if kind else _POOL.negation(one) for one in knights]
        least = _at_least(told, low)
        return (
            least if high == count else _POOL.joined("and", least, _POOL.negation(_at_least(told, high + 1)))
        )
    return _POOL.joined(
        {"if": "implies"}.get(word, word), _formula(parts[0], count), _formula(parts[1], count)
    )


def _at_least(told: list[Formula], number: int) -> Formula:
    """Return that at least so many of some formulas are true: with the first of them or without it."""
    if number == len(told):
        found = told[0]
        for other in told[1:]:
            found = _POOL.joined("and", found, other)
        return found
    if number == 1:
        found = told[0]
        for other in told[1:]:
            found = _POOL.joined("or", found, other)
        return found
    with_first = _POOL.joined("and", told[0], _at_least(told[1:], number - 1))
    return _POOL.joined("or", with_first, _at_least(told[1:], number))


def solution_formula(world: World) -> Formula:
    """Return the formula that says who is what."""
    told = [
        one if knight else _POOL.negation(one) for one, knight in zip(atoms(len(world)), world, strict=True)
    ]
    found = told[0]
    for other in told[1:]:
        found = _POOL.joined("and", found, other)
    return found


def opposite(one: Formula) -> Formula:
    """Return the negation of a formula."""
    return _POOL.opposite(one)
