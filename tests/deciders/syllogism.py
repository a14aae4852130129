"""The third decider of syllogisms: it reads a row by itself and tries all kinds of people."""

from __future__ import annotations

import re
from itertools import product

from synth.row import Row

SENTENCE = re.compile(r"(All|No|Some) (\w+) are (not )?(\w+)\.?")


def right(row: Row) -> bool:
    """Return True if the answer is right, each line follows and each case is as it says."""
    lines = row.question.split("\n")
    premises = [_read(line.partition(". ")[2]) for line in lines if re.match(r"[0-9]+\. ", line)]
    members = "Assume that every class" in lines[-1]
    asked = {line[1]: _read(line[4:]) for line in lines if re.match(r"\([a-d]\) ", line)}
    if asked:
        found = [letter for letter, said in asked.items() if follows(premises, said, members)]
        answer = " and ".join(found) or "none"
    else:
        asked = {"": _read(next(line for line in lines if line.startswith("Conclusion: "))[12:])}
        answer = "valid" if follows(premises, asked[""], members) else "invalid"
    if None in premises or None in asked.values() or row.answer != answer:
        return False
    return _steps(row.reasoning.split("\n"), premises, asked, members)


def _read(text):
    match = SENTENCE.fullmatch(text)
    return match and (match[1], bool(match[3]), match[2], match[4])


def _true(said, world):
    """Return whether a statement is true in a world: a list of sets of classes, one for each person."""
    quantity, denied, subject, predicate = said
    inside = [(predicate in person) != denied for person in world if subject in person]
    return {"All": all(inside), "No": not any(inside), "Some": any(inside)}[quantity]


def follows(premises, goal, members):
    """Return whether the goal is true in all worlds of the premises.

    If there is a world in which the goal is false, it can be widened to all people who break no universal
    statement among the premises and the goal's denial: so that world is the only one to look at.
    """
    classes = sorted({name for said in (*premises, goal) for name in said[2:]})
    people = [
        {name for name, bit in zip(classes, bits, strict=True) if bit}
        for bits in product((0, 1), repeat=len(classes))
    ]
    rules = [said for said in premises if said[0] in ("All", "No")]
    others = [said for said in premises if said[0] == "Some"]
    if goal[0] == "Some":
        rules.append(("All" if goal[1] else "No", False, *goal[2:]))
    else:
        others.append(("Some", goal[0] == "All", *goal[2:]))
    world = [person for person in people if all(_true(rule, [person]) for rule in rules)]
    if not all(_true(other, world) for other in others):
        return True
    return members and not all(any(name in person for person in world) for name in classes)


def _steps(lines, premises, asked, members):
    stated = dict(enumerate(premises, 1))
    world = {}
    refuted = []
    for number, line in enumerate(lines, len(premises) + 1):
        match = re.fullmatch(rf"{number}\. (.*) \[(\w+)(?:: ([0-9, ]+))?\]", line)
        if not match:
            return False
        text, rule, cites = match[1], match[2], [int(one) for one in (match[3] or "").split(", ") if one]
        if rule == "case":
            lists = re.findall(r"([A-Z]\w+): ([^.]+)\.", text)
            people = re.findall(r"[A-Z]\w+", text.partition(" be the only ")[0].removeprefix("Let "))
            world = {one: {name.lower() for name, inside in lists if one in inside} for one in people}
        elif rule == "evaluation":
            if not _evaluated(text, world, stated, asked, refuted):
                return False
        else:
            said = _read(text)
            if said is None or not all(cite in stated and cite < number for cite in cites):
                return False
            if not follows([stated[cite] for cite in cites], said, members):
                return False
            stated[number] = said
    derived = [said for said in asked.values() if said in list(stated.values())[len(premises) :]]
    return len(derived) + len(refuted) == len(asked)


def _evaluated(text, world, stated, asked, refuted):
    people = list(world.values())
    premise = re.match(r"Premise ([0-9]+) is true: ", text)
    if premise:
        return _true(stated[int(premise[1])], people)
    goal = re.match(r"(?:The conclusion|Conclusion ([a-d])) is false: ", text)
    if goal:
        refuted.append(goal[1])
        return not _true(asked[goal[1] or ""], people)
    return text == "Every class has a member."
