"""The third decider of deduction: it reads a row by itself and tries every kind of person."""

from __future__ import annotations

import re
from itertools import product

from synth.row import Row


def right(row: Row) -> bool:
    """Return True if the answer is right, every inference follows, and both cases are as they say."""
    lines = row.question.split("\n")
    premises = [_read(line.split(". ", 1)[1].rstrip(".")) for line in lines if re.match(r"[0-9]+\. ", line)]
    goal = _read(next(line for line in lines if line.startswith("Conclusion: "))[12:].rstrip("."))
    words = sorted({word for said in premises for word, _ in (*said[1], said[2])})
    if None in premises or goal is None:
        return False
    if row.answer != _answer(premises, goal, words):
        return False
    steps = [
        re.fullmatch(r"([0-9]+)\. (.*)\. \[([a-z ]+)(?:: ([0-9, ]+))?\]", line)
        for line in row.reasoning.split("\n")
    ]
    if None in steps or [int(step[1]) for step in steps] != list(
        range(len(premises) + 1, len(premises) + len(steps) + 1)
    ):
        return False
    if row.answer == "unknown":
        return _cases(steps, premises, goal)
    return _derived(steps, premises, goal, words, row.answer == "entailed")


def _read(text):
    """Return whom a sentence is about ("" for everyone), its conditions and its result."""
    rule = re.fullmatch(r"(Everyone|No one) who is (.*) is ([\w-]+)", text)
    if rule:
        return "", _condition(rule[2]), (rule[3], rule[1] == "Everyone")
    instance = re.fullmatch(r"If (\w+) is (.*), then \1 is (not )?([\w-]+)", text)
    if instance:
        return instance[1], _condition(instance[2]), (instance[4], not instance[3])
    fact = re.fullmatch(r"(\w+) is (not )?([\w-]+)", text)
    return fact and (fact[1], (), (fact[3], not fact[2]))


def _condition(text):
    if text.startswith("neither "):
        return tuple((word, False) for word in text.removeprefix("neither ").split(" nor "))
    return tuple((part.removeprefix("not "), not part.startswith("not ")) for part in text.split(" and "))


def _true(said, person, has):
    """Return whether what is said is true of a person who has these qualities."""
    whom, conditions, (word, value) = said
    if whom not in ("", person):
        return True
    return has[word] == value or not all(has[one] == wanted for one, wanted in conditions)


def _kinds(premises, person, words):
    kinds = (dict(zip(words, values, strict=True)) for values in product((True, False), repeat=len(words)))
    return [has for has in kinds if all(_true(said, person, has) for said in premises)]


def _answer(premises, goal, words):
    if goal[2][0] not in words:
        return ""
    people = {said[0] for said in premises if said[0]}
    if not all(_kinds(premises, person, words) for person in people):
        return ""
    values = {_true(goal, goal[0], has) for has in _kinds(premises, goal[0], words)}
    return {(True,): "entailed", (False,): "refuted"}.get(tuple(values), "unknown")


def _derived(steps, premises, goal, words, value):
    stated = dict(enumerate(premises, 1))
    for step in steps:
        number, said = int(step[1]), _read(step[2])
        cites = [int(one) for one in (step[4] or "").split(", ") if one]
        if said is None or not cites or max(cites) >= number:
            return False
        used = {word for cite in cites for word, _ in (*stated[cite][1], stated[cite][2])}
        if not {word for word, _ in (*said[1], said[2])} <= used:
            return False
        sources = [stated[cite] for cite in cites]
        if not all(_true(said, said[0], has) for has in _kinds(sources, said[0], sorted(used))):
            return False
        stated[number] = said
    word, has = goal[2]
    return stated[number] == (goal[0], (), (word, has == value))


def _cases(steps, premises, goal):
    worlds = []
    for step in steps:
        if step[3] != "case":
            continue
        lists = re.findall(
            r"([\w-]+): ([^.;]+)", step[2].split("people. ")[-1].split("person. ")[-1].split("but ")[-1]
        )
        world = dict(worlds[-1]) if worlds else {}
        world.update({word.lower(): re.findall(r"[A-Z]\w+", names) for word, names in lists})
        worlds.append(world)
    people = {said[0] for said in premises if said[0]}
    for world, value in zip(worlds, (True, False), strict=True):
        for person in people:
            has = {word: person in names for word, names in world.items()}
            if not all(_true(said, person, has) for said in premises):
                return False
        if _true(goal, goal[0], {word: goal[0] in names for word, names in world.items()}) != value:
            return False
    return True
