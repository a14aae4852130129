"""Categorical syllogisms: the checker. It reads by docs/syllogism.md, and shares nothing with the solver.

What follows is decided by Z3 and by masks of cells; each step of a derivation is matched against the table of
rules and confirmed by masks; a case is checked person by person against every premise and conclusion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from synth.row import Row, Verdict
from synth.verify._columns import Fault, Undecided, check_columns, listed, read_payload
from synth.verify._problem import check_problem
from synth.verify._score import scored
from synth.verify._syllogism_decision import consistent, denied, follows, step_follows, z3_consistent
from synth.verify._syllogism_reading import (
    Argument,
    Chain,
    Statement,
    canonical,
    read_chain,
    read_question,
    read_statement,
)

CHECKS = ("z3", "cells", "rules")
LEVELS = (1, 2, 3, 4)
RULES: dict[str, tuple[tuple[str, ...], str]] = {
    "Barbara": (("A MP", "A SM"), "A SP"),
    "Celarent": (("E MP", "A SM"), "E SP"),
    "Darii": (("A MP", "I SM"), "I SP"),
    "Ferio": (("E MP", "I SM"), "O SP"),
    "Baroco": (("A PM", "O SM"), "O SP"),
    "Bocardo": (("O MP", "A MS"), "O SP"),
}
"""The rules of two premises, the major one first."""
ONE_PREMISE = {"conversion": {"E": "E", "I": "I"}, "subalternation": {"A": "I", "E": "O"}}
"""What kind follows from a kind: conversion swaps the terms, subalternation needs a member of the subject."""
SKILLS = (*ONE_PREMISE, *map(str.lower, RULES), "countermodel")

_LINE = re.compile(r"([1-9][0-9]{0,3})\. (.+) \[([A-Za-z]+)(?:: ([0-9, ]+))?\]")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_PEOPLE = re.compile(r"Let ((?:[A-Z][a-z]{1,15}(?:, | and )?){1,9}) be the only (person|people)\. (.+)\.")
_WITNESS = re.compile(r"([A-Z][a-z]{1,15}) is (an?) ([a-z]+) (and|but not) (an?) ([a-z]+)\.")
_JUDGED = re.compile(
    r'In the twin premise ([1-9][0-9]?) is "([A-Za-z ]+)", and the answer is "(valid|invalid)"\.'
)
_SCOPED = re.compile(
    r'In the twin (every class has a member|a class may be empty), and the answer is "([a-d and]+|none)"\.'
)


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "syllogism", "logic", LEVELS)
        payload = read_payload(row.payload, {"edit": str})
        argument = read_question(row.question)
        following = _decide(argument)
        answer = _answer(argument, following)
        if row.answer != answer:
            raise Fault(f"the answer is {row.answer[:40]!r}, and it should be {answer!r}")
        reasoning = _Reasoning(argument, following, row.reasoning)
        if row.solution != reasoning.solution():
            raise Fault("the solution does not say what the reasoning shows")
        chain = read_chain(argument)
        first = _check_edit(argument, chain, answer, payload["edit"])
        check_problem(row, _level(chain), reasoning.skills(), canonical(argument, chain), first)
    except Fault as fault:
        return Verdict(fault=str(fault))
    except Undecided as limit:
        return Verdict(fault=str(limit), undecided=True)
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's answer, else 0.0."""
    return scored(answer, row)


def _level(chain: Chain) -> int:
    used, idle = len(chain.used), len(chain.idle)
    if used < 2:
        raise Fault("one premise is about both terms of the conclusion")
    return (2 if idle else 1) if used == 2 else 3 if idle <= 2 else 4


def _decide(argument: Argument) -> list[Statement]:
    """Return the conclusions that follow; Fault if the premises are inconsistent or the deciders disagree."""
    premises, size, members = argument.premises, len(argument.classes), argument.members
    found, open_ones = [], 0
    for goal in argument.conclusions:
        by_cells = follows(premises, goal, size, members)
        if by_cells == z3_consistent((*premises, denied(goal)), size, members):
            raise Fault("Z3 and the masks of cells do not agree on what follows")
        if by_cells:
            found.append(goal)
        else:
            open_ones += 1
    if not open_ones and not (consistent(premises, size, members) and z3_consistent(premises, size, members)):
        raise Fault("the premises contradict one another")
    return found


def _answer(argument: Argument, following: Sequence[Statement]) -> str:
    if not argument.which:
        return "valid" if following else "invalid"
    letters = [letter for letter, goal in zip("abcd", argument.conclusions, strict=True) if goal in following]
    return listed(letters) if letters else "none"


class _Reasoning:
    """The lines of a row's reasoning, read and checked one by one."""

    def __init__(self, argument: Argument, following: Sequence[Statement], text: str) -> None:
        self.argument, self.following = argument, following
        self.names = list(argument.classes)
        self.stated = list(argument.premises)
        self.cites: dict[int, tuple[int, ...]] = {}
        self.next = len(argument.premises) + 1
        self.lines = text.split("\n")
        self.place = 0
        self.failures: list[tuple[int, Statement]] = []
        self.cases: list[int] = []
        self.rules: set[str] = set()

    def solution(self) -> str:
        """Check all the lines and return what the solution has to say."""
        self._derivation()
        left = [goal for goal in self.argument.conclusions if goal not in self.following]
        people: set[str] = set()
        while left:
            left = self._case(left, people)
        if self.place < len(self.lines):
            raise Fault(f"line {self.next} is of no use")
        return self._which() if self.argument.which else self._judgement()

    def skills(self) -> list[str]:
        """Return the rules of the lines that were checked, and whether there was a case."""
        used = self.rules | ({"countermodel"} if self.cases else set())
        return [skill for skill in SKILLS if skill in used]

    def _take(self) -> tuple[int, str, str, str]:
        """Return number, text, rule and citations of the next line."""
        if self.place == len(self.lines):
            raise Fault(f"the reasoning ends before line {self.next}")
        match = _LINE.fullmatch(self.lines[self.place])
        if match is None or match[1] != str(self.next):
            raise Fault(f"line {self.next} of the reasoning is not there or not a line")
        self.place += 1
        self.next += 1
        return self.next - 1, match[2], match[3], match[4] or ""

    def _derivation(self) -> None:
        """Check the derived lines: those before the first case."""
        while self.place < len(self.lines) and " [case" not in self.lines[self.place]:
            number, text, rule, cited = self._take()
            if not text.endswith("."):
                raise Fault(f"line {number} has no full stop")
            said = read_statement(text[:-1], self.argument.classes, f"line {number}")
            if said in self.stated:
                raise Fault(f"line {number} says what an earlier line says")
            self._step(number, said, rule, cited)
            self.stated.append(said)
        goals = [self._stated_at(goal) for goal in sorted(self.following)]
        if goals and max(goals) < self.next - 1:
            raise Fault(f"line {self.next - 1} is not a conclusion that follows")
        if goals != sorted(goals):
            raise Fault("the conclusions are not derived in the order all, no, some, some ... not")
        cited_ones = {cite for cites in self.cites.values() for cite in cites}
        for number in self.cites:
            if number not in cited_ones and number not in goals:
                raise Fault(f"line {number} is of no use")

    def _stated_at(self, goal: Statement) -> int:
        """Return the number of the derived line that states a conclusion."""
        for number in self.cites:
            if self.stated[number - 1] == goal:
                return number
        raise Fault("a conclusion that follows is not derived")

    def _step(self, number: int, said: Statement, rule: str, cited: str) -> None:
        numbers = []
        for cite in cited.split(", "):
            if not _NUMBER.fullmatch(cite) or int(cite) >= number:
                raise Fault(f"line {number} does not cite earlier lines")
            numbers.append(int(cite))
        sources = tuple(self.stated[cite - 1] for cite in numbers)
        if not self._matches(rule, sources, said):
            raise Fault(f"line {number} does not follow by {rule} from what it cites")
        if not step_follows(sources, said, self.argument.members):
            raise Fault(f"line {number} does not follow from what it cites")
        self.cites[number] = tuple(numbers)
        self.rules.add(rule.lower())

    def _matches(self, rule: str, sources: tuple[Statement, ...], said: Statement) -> bool:
        """Return whether a rule of the table gives the statement from its sources, in their order."""
        kinds = ONE_PREMISE.get(rule)
        if kinds is not None:
            if len(sources) != 1 or (rule == "subalternation" and not self.argument.members):
                return False
            (source,) = sources
            terms = source[1:] if rule == "subalternation" else source[:0:-1]
            return (kinds.get(source[0]), *terms) == said
        if rule not in RULES or len(sources) != 2:
            return False
        patterns, result = RULES[rule]
        terms_of: dict[str, int] = {}
        for pattern, (kind, *pair) in zip((*patterns, result), (*sources, said), strict=True):
            if pattern[0] != kind:
                return False
            if any(
                terms_of.setdefault(letter, term) != term
                for letter, term in zip(pattern[2:], pair, strict=True)
            ):
                return False
        return len(set(terms_of.values())) == 3

    def _case(self, left: list[Statement], people: set[str]) -> list[Statement]:
        """Check a case, and return the conclusions that it leaves to others."""
        number, text, rule, cited = self._take()
        if rule != "case" or cited:
            raise Fault(f"line {number} is not a case")
        world = self._world(number, text, people)
        self.cases.append(number)
        for place, premise in enumerate(self.argument.premises, 1):
            self._evaluation(number, world, f"Premise {place} is true: ", premise)
        if self.argument.members:
            line, said, rule, cited = self._take()
            if (said, rule, cited) != ("Every class has a member.", "evaluation", str(number)):
                raise Fault(f"line {line} does not say that every class has a member")
            if not all(world.values()):
                raise Fault(f"line {line} is wrong: a class has no member")
        refuted = []
        for goal in left:
            name = "The conclusion"
            if self.argument.which:
                name = f"Conclusion {'abcd'[self.argument.conclusions.index(goal)]}"
            opening = f"{name} is false: "
            if self.place < len(self.lines) and f". {opening}" in self.lines[self.place]:
                self.failures.append((self._evaluation(number, world, opening, denied(goal)), goal))
                refuted.append(goal)
        if not refuted:
            raise Fault(f"the case of line {number} makes no conclusion false")
        return [goal for goal in left if goal not in refuted]

    def _world(self, number: int, text: str, people: set[str]) -> dict[str, list[str]]:
        """Return the members of each class; Fault unless each is listed once, in the question's order."""
        match = _PEOPLE.fullmatch(text)
        if match is None:
            raise Fault(f"line {number} does not say who there is")
        names = re.split(", | and ", match[1])
        if (listed(names), len(names) == 1) != (match[1], match[2] == "person") or len(set(names)) < len(
            names
        ):
            raise Fault(f"line {number} does not list people")
        if people & set(names):
            raise Fault(f"line {number} names people of another case")
        people.update(names)
        world = {}
        lists = match[3].split(". ")
        if len(lists) != len(self.names):
            raise Fault(f"line {number} does not list every class")
        for noun, said in zip(self.names, lists, strict=True):
            opening = f"{noun.capitalize()}: "
            inside = [name for name in names if re.search(rf"\b{name}\b", said[len(opening) :])]
            if said != opening + (listed(inside) if inside else "none"):
                raise Fault(f"line {number} does not say who the {noun} are")
            world[noun] = inside
        return world

    def _evaluation(self, case: int, world: dict[str, list[str]], opening: str, said: Statement) -> int:
        """Check that a line says of a statement why it is true in a case; return the line's number."""
        number, text, rule, cited = self._take()
        if (rule, cited) != ("evaluation", str(case)) or not text.startswith(opening):
            raise Fault(
                f"line {number} does not begin with {opening.strip()!r}, or cites another line than {case}"
            )
        reason = text[len(opening) :]
        kind, *terms = said
        subject, predicate = (self.names[term] for term in terms)
        if kind in "IO":
            match = _WITNESS.fullmatch(reason)
            joint = "and" if kind == "I" else "but not"
            if match is None or match[4] != joint or (match[3] + "s", match[6] + "s") != (subject, predicate):
                raise Fault(f"line {number} does not name one who shows it")
            if (match[2], match[5]) != (_article(subject), _article(predicate)):
                raise Fault(f"line {number} has a wrong article")
            if match[1] not in world[subject] or (match[1] in world[predicate]) != (kind == "I"):
                raise Fault(f"line {number} is wrong about {match[1]}")
            return number
        if any((name in world[predicate]) != (kind == "A") for name in world[subject]):
            raise Fault(f"line {number} is wrong: it is not so in the case of line {case}")
        if reason != _universal(kind, subject, predicate, world[subject]):
            raise Fault(f"line {number} does not say who the {subject} are, and what they are or are not")
        return number

    def _judgement(self) -> str:
        """Return the solution; Fault if the derivation uses more premises than it needs."""
        if not self.following:
            return (
                f"The argument is invalid. In the case of line {self.cases[0]} all premises are true "
                "and the conclusion is false."
            )
        argument = self.argument
        used = sorted({cite for cites in self.cites.values() for cite in cites} - self.cites.keys())
        for spare in used:
            others = [argument.premises[number - 1] for number in used if number != spare]
            if follows(others, self.following[0], len(argument.classes), argument.members):
                raise Fault(f"the derivation does not need premise {spare}")
        numbers = listed([str(number) for number in used])
        return (
            f"The argument is valid. Line {self.next - 1} is the conclusion, proved from premises {numbers}."
        )

    def _which(self) -> str:
        falls = listed([str(number) for number, _ in self.failures])
        letters = [
            letter
            for letter, goal in zip("abcd", self.argument.conclusions, strict=True)
            if goal in self.following
        ]
        if not letters:
            return f"None of the conclusions follows, by lines {falls}."
        lines = listed(
            [str(self._stated_at(goal)) for goal in self.argument.conclusions if goal in self.following]
        )
        if len(letters) == 1:
            opening = f"Conclusion {letters[0]} follows, by line {lines}."
        else:
            opening = f"Conclusions {listed(letters)} follow, by lines {lines}."
        return f"{opening} The others do not, by lines {falls}."


def _article(plural: str) -> str:
    return "an" if plural[0] in "aeio" else "a"


def _universal(kind: str, subject: str, predicate: str, members: Sequence[str]) -> str:
    """Return the words for all or none of a class being in another, given its members."""
    one = f"{_article(predicate)} {predicate[:-1]}"
    if not members:
        return f"there are no {subject}."
    if len(members) == 1:
        return f"the only {subject[:-1]} is {members[0]}, who is {'' if kind == 'A' else 'not '}{one}."
    if kind == "A":
        tail = f"who are {'both' if len(members) == 2 else 'all'} {predicate}"
    else:
        tail = f"{'neither' if len(members) == 2 else 'none'} of whom is {one}"
    return f"the {subject} are {listed(members)}, {tail}."


def _check_edit(argument: Argument, chain: Chain, answer: str, edit: str) -> str:
    """Return what the row has in common with its twin; "" if it has none, as the payload says.

    Raises Fault unless the payload says how a twin differs, and what its answer is; or says nothing.
    """
    if not edit:
        return ""
    if argument.which:
        match = _SCOPED.fullmatch(edit)
        members = not argument.members
        if match is None or (match[1] == "every class has a member") != members:
            raise Fault("the payload does not say what the twin assumes")
        size = len(argument.classes)
        following = [goal for goal in argument.conclusions if follows(argument.premises, goal, size, members)]
        if match[2] != _answer(argument, following):
            raise Fault("the payload gives the twin a wrong answer")
        return f"{chain.links}?"
    match = _JUDGED.fullmatch(edit)
    if match is None or int(match[1]) > len(argument.premises):
        raise Fault("the payload does not say how the twin differs")
    place = int(match[1]) - 1
    said = read_statement(match[2], argument.classes, "the twin's premise")
    old = argument.premises[place]
    changes = (said[0] != old[0]) + (said[1:] != old[1:])
    if changes != 1 or set(said[1:]) != set(old[1:]):
        raise Fault("the twin's premise is not one edit away from the row's")
    premises = (*argument.premises[:place], said, *argument.premises[place + 1 :])
    valid = follows(premises, argument.conclusions[0], len(argument.classes), argument.members)
    if match[3] != ("valid" if valid else "invalid") or match[3] == answer:
        raise Fault("the payload gives the twin a wrong answer")
    first = replace(argument, premises=premises) if valid else argument
    return canonical(first, read_chain(first) if valid else chain)
