"""The audit of knights and knaves: who tells the truth and who lies."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

from audits._lines import cited, cites, listed
from audits._row import Refused, Row, matched, need

World = dict[str, bool]  # who is a knight
Fact = tuple[str, bool]  # who, a knight or not
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
KIND = r"a (knight|knave)"
FACT = rf"([A-Z][a-z]+) is {KIND}"


def audit(row: Row) -> None:
    """Try every way in which people can be knights and knaves; just one fits what they say.

    Each line of the reasoning must be true in every way that fits the lines and the statement that it cites.
    """
    lines = row.question.split("\n")
    opening = re.fullmatch(
        r"(?:Everyone on an island is either a knight, who always tells the truth,"
        r" or a knave, who always lies\."
        r" You meet (.*)\."
        r"|On an island there are only knights, who always tell the truth, and knaves, who always lie\."
        r" You meet (.*), who live there\.)",
        lines[0],
    )
    if not opening:
        raise Refused("the opening is unread")
    people = listed(opening[1] or opening[2])
    need(len(set(people)) == len(people), "somebody is met twice")
    spoken = {}
    tests = {}
    for who, line in zip(people, lines[1:], strict=False):
        spoken[who] = matched(rf'{who} says: "(.*)"', line)[1]
        names = set(re.findall(r"\b[A-Z][a-z]+\b", spoken[who])) - {"If", "Exactly", "At"}
        need(names <= set(people) - {who}, f"{who} speaks of a stranger or by name of themselves")
        tests[who] = says(spoken[who], who)
    rest = lines[1 + len(people) :]
    need(
        rest[0] in {"Who is a knight and who is a knave?", "Which of them are knights and which are knaves?"},
        "the question is unread",
    )
    notes = []
    everything = " ".join(spoken.values())
    if re.search(r"\bor\b", everything):
        notes.append('"Or" includes the case of both.')
    if "If " in everything:
        notes.append('"If X, then Y" is false only if X is true and Y is false.')
    if "of us" in everything:
        word = ["", "", "both", "all three", "all four", "all five"][len(people)]
        notes.append(f'"Of us" refers to {word} of them.')
    notes.append(
        'Answer in the form "X is a knight, Y is a knave", '
        "with everyone in the order in which they were introduced."
    )
    need(rest[1:] == [" ".join(notes)], f"the notes should be: {' '.join(notes)}")
    worlds = [dict(zip(people, kinds, strict=True)) for kinds in product([True, False], repeat=len(people))]
    fits = [world for world in worlds if all(tests[who](world) == world[who] for who in people)]
    need(len(fits) == 1, f"{len(fits)} worlds fit")
    want = ", ".join(f"{who} is a {'knight' if fits[0][who] else 'knave'}" for who in people)
    need(row.answer == want, f"the answer is {want}")
    solved(row, people, worlds, tests, fits[0])


def says(text: str, speaker: str) -> Callable[[World], bool]:
    """Return the test that a statement is; knights are True."""
    name = r"(I|[A-Z][a-z]+)"

    def one(who: str) -> str:
        return speaker if who == "I" else who

    if found := re.fullmatch(rf"{name} is {KIND}\.", text):
        who, kind = one(found[1]), found[2] == "knight"
        return lambda world: world[who] == kind
    if found := re.fullmatch(rf"{name} and {name} are of (the same kind|different kinds)\.", text):
        who, other, same = one(found[1]), one(found[2]), found[3] == "the same kind"
        return lambda world: (world[who] == world[other]) == same
    if found := re.fullmatch(rf"{name} (?:is|am) {KIND} (and|or) {name} (?:is|am) {KIND}\.", text):
        join = all if found[3] == "and" else any
        two = [(one(found[1]), found[2] == "knight"), (one(found[4]), found[5] == "knight")]
        return lambda world: join(world[who] == kind for who, kind in two)
    if found := re.fullmatch(rf"If {name} (?:is|am) {KIND}, then {name} (?:is|am) {KIND}\.", text):
        if_, then = (one(found[1]), found[2] == "knight"), (one(found[3]), found[4] == "knight")
        return lambda world: world[if_[0]] != if_[1] or world[then[0]] == then[1]
    found = re.fullmatch(
        r"(Exactly|At least) (\w+) of us (?:is a (knight|knave)|are (knight|knave)s)\.", text
    )
    if not found:
        raise Refused(f"unread: {text}")
    knights = (found[3] or found[4]) == "knight"
    least = NUMBERS[found[2]]
    need((least == 1) == bool(found[3]), "odd grammar")
    if found[1] == "Exactly":
        return lambda world: sum(value == knights for value in world.values()) == least
    return lambda world: sum(value == knights for value in world.values()) >= least


def solved(
    row: Row,
    people: list[str],
    worlds: list[World],
    tests: dict[str, Callable[[World], bool]],
    fit: World,
) -> None:
    """Refuse a line that does not follow from what it cites, and a supposition that is not closed."""
    facts: dict[int, Fact] = {}
    open_: list[int] = []
    closing = 0
    for at, indent, text in cited(row):
        if found := re.fullmatch(rf"So {FACT}\. \[reductio: ([0-9]+)-([0-9]+)\]", text):
            start = open_.pop()
            need(
                closing == at - 1 and cites(f"{found[3]}, {found[4]}") == [start, closing],
                "a reductio of other lines",
            )
            need(facts[start] == (found[1], found[2] != "knight"), "the reductio turns something else around")
            facts = {one: fact for one, fact in facts.items() if one < start}
            facts[at], closing = (found[1], found[2] == "knight"), 0
            need(indent == 2 * len(open_), f"line {at} is not indented")
            continue
        need(not closing, "a contradiction is not used at once")
        need(indent == 2 * len(open_), f"line {at} is not indented")
        if found := re.fullmatch(rf"Suppose {FACT}\. \[assumption\]", text):
            open_.append(at)
            facts[at] = found[1], found[2] == "knight"
            continue
        body, who, lines = matched(r"(.*)\. \[statement of ([A-Z][a-z]+)(?:: ([0-9, ]+))?\]", text).groups()
        known = [facts[one] for one in cites(lines)] if lines else []
        could = [world for world in worlds if all(world[name] == kind for name, kind in known)]
        left = [world for world in could if tests[who](world) == world[who]]
        if body.endswith(": a contradiction"):
            need(not left and open_, f"line {at}: no contradiction")
            contradicted(body, who, known)
            closing = at
        else:
            facts[at] = reasoned(body, who, known, could, tests[who])
            name, kind = facts[at]
            need(left and all(world[name] == kind for world in left), f"line {at} does not follow")
    need(not open_, "a supposition stays open")
    parts = matched(r"(.*)\.", row.solution)[1].split("; ")
    for who, part in zip(people, parts, strict=True):
        said = matched(rf"{who} is {KIND}, by line ([0-9]+)", part)
        need(facts[int(said[2])] == (who, said[1] == "knight") == (who, fit[who]), f"{part} is wrong")


def contradicted(body: str, who: str, known: list[Fact]) -> None:
    """Refuse a contradiction that is told otherwise than by what is known of its speaker."""
    due = f"{who} can neither tell the truth nor lie"
    if (who, True) in known:
        due = f"{who} tells the truth, but what {who} says is false"
    elif (who, False) in known:
        due = f"{who} lies, but what {who} says is true"
    need(body == f"{due}: a contradiction", f"not {due}: {body}")


def reasoned(
    body: str, who: str, known: list[Fact], could: list[World], test: Callable[[World], bool]
) -> Fact:
    """Return the fact that a line claims; refuse a reason that does not hold in the worlds that could be."""
    found = re.search(rf"(?:^|so |lies, ){FACT}$", body)
    if not found:
        raise Refused(f"unread: {body}")
    name, kind = found[1], found[2] == "knight"
    if said := re.match(rf"{who} (tells the truth|lies), so", body):
        need((who, said[1] != "lies") in known, f"what {who} is, is not cited: {body}")
    elif said := re.match(rf"What {who} says is (true|false), so", body):
        need(
            name == who and {test(world) for world in could} == {said[1] == "true"},
            f"not so in any case: {body}",
        )
        need(kind == (said[1] == "true"), f"the wrong kind: {body}")
    elif said := re.match(
        rf"If {who} were a (knight|knave), what {who} says would be (true|false), so", body
    ):
        knight = said[1] == "knight"
        would = {test(world) for world in could if world[who] == knight}
        need(would == {said[2] == "true"}, f"it would not be so: {body}")
        need(knight == (said[2] == "false") == (not kind), f"nothing follows from it: {body}")
    else:
        need(body.startswith(f"Whether {who} tells the truth or lies, "), f"unread: {body}")
        need(all(one != who for one, _ in known), f"it is known what {who} is: {body}")
    return name, kind
