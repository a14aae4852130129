"""The third decider of knights and knaves: it reads a row by itself and tries everybody as both."""

from __future__ import annotations

import re
from itertools import product

from synth.row import Row

NUMBERS = ("zero", "one", "two", "three", "four", "five")


def right(row: Row) -> bool:
    """Return True if there is one solution, the answer is it, and every line of the reasoning follows."""
    said = dict(re.findall(r'^(\w+) says: "(.*)\."$', row.question, re.M))
    people = list(said)
    met = re.search(r"You meet (.*?)(?:, who live there)?\.", row.question)
    if not met or re.split(", | and ", met[1]) != people:
        return False
    worlds = [dict(zip(people, kinds, strict=True)) for kinds in product((True, False), repeat=len(people))]
    good = [world for world in worlds if all(_fits(said, one, world) for one in people)]
    if len(good) != 1 or row.answer != ", ".join(f"{one} is {_word(good[0][one])}" for one in people):
        return False
    lines = {}
    for number, line in enumerate(row.reasoning.split("\n"), 1):
        match = re.fullmatch(r"( *)([0-9]+)\. (.*) \[(.*)\]", line)
        if match is None or match[2] != str(number):
            return False
        lines[number] = (len(match[1]) // 2, match[3], match[4])
    for one in people:
        told = re.search(rf"\b{one} is (a \w+), by line ([0-9]+)", row.solution)
        if (
            not told
            or lines[int(told[2])][0]
            or not re.search(rf"\b{one} is {told[1]}\.", lines[int(told[2])][1])
        ):
            return False
    return all(_follows(number, lines, said, worlds) for number in lines)


def _word(knight):
    return "a knight" if knight else "a knave"


def _claim(text):
    """Return the fact that a line ends with, or supposes."""
    name, kind = re.findall(r"(\w+) is a (knight|knave)\.", text)[-1]
    return name, kind == "knight"


def _follows(number, lines, said, worlds):
    depth, text, basis = lines[number]
    if basis == "assumption":
        return True
    if basis.startswith("reductio: "):
        start, end = map(int, basis[10:].split("-"))
        name, knight = _claim(lines[start][1])
        inside = all(lines[one][0] > depth for one in range(start + 1, end + 1))
        return (
            inside
            and end == number - 1
            and lines[end][1].endswith("a contradiction.")
            and _claim(text)
            == (
                name,
                not knight,
            )
        )
    speaker, _, cited = basis.removeprefix("statement of ").partition(": ")
    facts = dict(_claim(lines[int(one)][1]) for one in cited.split(", ") if one)
    if any(int(one) >= number for one in cited.split(", ") if one):
        return False
    left = [
        world
        for world in worlds
        if _fits(said, speaker, world) and all(world[one] == kind for one, kind in facts.items())
    ]
    if text.endswith("a contradiction."):
        return not left
    name, knight = _claim(text)
    return all(world[name] == knight for world in left)


def _fits(said, speaker, world):
    return _true(said[speaker], speaker, world) == world[speaker]


def _true(text, speaker, world):
    count = re.fullmatch(r"(Exactly|At least) (\w+) of us (?:is a|are) (knight|knave)s?", text)
    if count:
        found = sum(kind == (count[3] == "knight") for kind in world.values())
        number = NUMBERS.index(count[2])
        return found == number if count[1] == "Exactly" else found >= number
    same = re.fullmatch(r"(\w+) and (\w+) are of (the same|different) kinds?", text)
    if same:
        other = speaker if same[2] == "I" else same[2]
        return (world[same[1]] == world[other]) == (same[3] == "the same")
    parts = [
        world[speaker if name == "I" else name] == (kind == "knight")
        for name, kind in re.findall(r"(\w+) (?:is|am) a (knight|knave)", text)
    ]
    if text.startswith("If "):
        return not parts[0] or parts[1]
    return any(parts) if " or " in text else all(parts)
