"""Knights and knaves: the checker. It reads a row by docs/knights.md, and shares nothing with the solver.

That there is one solution is found by trying all assignments, and again by Z3. Each step is tried in all
assignments in which what it cites holds, and has to say in the right words why it follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from synth.row import Row, Verdict
from synth.verify._columns import Fault, Undecided, check_columns, read_payload
from synth.verify._knights_reading import (
    Puzzle,
    World,
    atoms,
    formula,
    is_true,
    opposite,
    read_puzzle,
    solution_formula,
    worlds,
)
from synth.verify._knights_sentence import canonical
from synth.verify._problem import check_problem
from synth.verify._score import scored
from synth.verify.proof.entailment import decide

CHECKS = ("assignments", "z3", "steps")
LEVELS = (1, 2, 3, 4)
MOST_LINES = 200
SPOKEN = {"count": "counting", "if": "conditionals", "or": "disjunction", "and": "conjunction"}
"""What statements of a form train."""

_LINE = re.compile(r"( *)([1-9][0-9]{0,2})\. (.+) \[(.+)\]")
_NAME = "([A-Z][a-z]{1,15})"
_KIND = "(a knight|a knave)"
_SUPPOSE = re.compile(rf"Suppose {_NAME} is {_KIND}\.")
_SO = re.compile(rf"So {_NAME} is {_KIND}\.")
_TOLD = re.compile(rf"What {_NAME} says is (true|false), so {_NAME} is {_KIND}\.")
_WERE = re.compile(
    rf"If {_NAME} were {_KIND}, what {_NAME} says would be (true|false), so {_NAME} is {_KIND}\."
)
_HONEST = re.compile(rf"{_NAME} (tells the truth|lies), so {_NAME} is {_KIND}\.")
_EITHER = re.compile(rf"Whether {_NAME} tells the truth or lies, {_NAME} is {_KIND}\.")
_CLASH = re.compile(
    rf"{_NAME} (tells the truth|lies), but what {_NAME} says is (true|false): a contradiction\."
)
_NEITHER = re.compile(rf"{_NAME} can neither tell the truth nor lie: a contradiction\.")


@dataclass
class Scope:
    """What is known: of each person their kind and the line that tells.

    Of a supposition also its line, what it supposes and the lines used; `closed` is the line of the
    contradiction, once there is one.
    """

    start: int = 0
    supposed: tuple[int, bool] = (0, True)
    facts: dict[int, tuple[bool, int]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    closed: int = 0


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "knights", "logic", LEVELS)
        read_payload(row.payload, {})
        puzzle = read_puzzle(row.question)
        world = _solve(puzzle)
        told = [f"{name} is {_kind(knight)}" for name, knight in zip(puzzle.people, world, strict=True)]
        if row.answer != ", ".join(told):
            raise Fault(f"the answer should be {', '.join(told)!r}")
        proof = _Proof(puzzle, row.reasoning)
        facts = proof.facts()
        solution = "; ".join(f"{one}, by line {facts[seat][1]}" for seat, one in enumerate(told)) + "."
        if row.solution != solution:
            raise Fault("the solution does not say who is what, by which line")
        check_problem(row, len(puzzle.people) - 1, proof.skills(), canonical(puzzle))
    except Fault as fault:
        return Verdict(fault=str(fault))
    except Undecided as limit:
        return Verdict(fault=str(limit), undecided=True)
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's answer, else 0.0."""
    return scored(answer, row)


def _kind(knight: bool) -> str:
    return "a knight" if knight else "a knave"


def _solve(puzzle: Puzzle) -> World:
    """Return the one solution; Fault if there is none or another, or the deciders disagree."""
    count = len(puzzle.people)
    found = [
        world
        for world in worlds(count)
        if all(is_true(claim, world) == knight for claim, knight in zip(puzzle.claims, world, strict=True))
    ]
    premises = [formula(claim, speaker, count) for speaker, claim in enumerate(puzzle.claims)]
    solution = solution_formula(found[0] if found else (True,) * count)
    possible = decide(atoms(count), premises, [solution, opposite(solution)])
    if None in possible:
        raise Undecided("Z3 gives up on the puzzle")
    if possible != (bool(found), len(found) > 1):
        raise Fault("Z3 and the assignments do not agree")
    if len(found) != 1:
        raise Fault(f"the puzzle has {'several solutions' if found else 'no solution'}")
    return found[0]


class _Proof:
    """The lines of a row's reasoning, read and checked one by one."""

    def __init__(self, puzzle: Puzzle, text: str) -> None:
        self.puzzle = puzzle
        self.every = worlds(len(puzzle.people))
        self.lines = text.split("\n")
        self.scopes = [Scope()]
        self.deepest = 0

    def facts(self) -> dict[int, tuple[bool, int]]:
        """Check all lines and return what is known in the end of everybody."""
        if len(self.lines) > MOST_LINES:
            raise Fault(f"the reasoning has more than {MOST_LINES} lines")
        for number, line in enumerate(self.lines, 1):
            self._line(number, line)
        if len(self.scopes) > 1:
            raise Fault(f"the supposition of line {self.scopes[-1].start} is left open")
        facts = self.scopes[0].facts
        for seat, name in enumerate(self.puzzle.people):
            if seat not in facts:
                raise Fault(f"the reasoning does not say what {name} is")
        return facts

    def skills(self) -> list[str]:
        """Return what the lines that were checked train, and the statements."""
        supposing = ["case analysis", "reductio", "nested suppositions"][: self.deepest and self.deepest + 1]
        spoken = {claim[0] for claim in self.puzzle.claims}
        return ["truth and lies", *supposing] + [skill for word, skill in SPOKEN.items() if word in spoken]

    def _line(self, number: int, line: str) -> None:
        match = _LINE.fullmatch(line)
        if match is None or match[2] != str(number):
            raise Fault(f"line {number} of the reasoning is not a line")
        depth, text, basis = len(match[1]), match[3], match[4]
        scope = self.scopes[-1]
        if scope.closed:
            if depth != 2 * (len(self.scopes) - 2):
                raise Fault(f"line {number} is not indented as its suppositions ask")
            self._close(number, text, basis)
            return
        if depth != 2 * (len(self.scopes) - 1):
            raise Fault(f"line {number} is not indented as its suppositions ask")
        supposed = _SUPPOSE.fullmatch(text)
        if supposed is None:
            self._step(number, text, basis)
            return
        person = self._seat(number, supposed[1])
        if person in scope.facts or basis != "assumption":
            raise Fault(f"line {number} supposes what is known, or is not called an assumption")
        fact = (person, supposed[2] == "a knight")
        self.deepest = max(self.deepest, len(self.scopes))
        self.scopes.append(Scope(number, fact, {**scope.facts, person: (fact[1], number)}))

    def _close(self, number: int, text: str, basis: str) -> None:
        """Check the line that draws the conclusion from a supposition's contradiction."""
        inner = self.scopes.pop()
        outer = self.scopes[-1]
        match = _SO.fullmatch(text)
        person, knight = inner.supposed
        if match is None or basis != f"reductio: {inner.start}-{inner.closed}":
            raise Fault(f"line {number} does not conclude from the contradiction of line {inner.closed}")
        if (self._seat(number, match[1]), match[2]) != (person, _kind(not knight)):
            raise Fault(f"line {number} is not the opposite of what line {inner.start} supposes")
        own = {line for _, line in inner.facts.values() if line >= inner.start}
        if own - inner.used:
            raise Fault(f"line {min(own - inner.used)} is of no use")
        outer.used |= {line for line in inner.used if line < inner.start}
        outer.facts[person] = (not knight, number)

    def _seat(self, number: int, name: str) -> int:
        if name not in self.puzzle.people:
            raise Fault(f"line {number} is about {name}, who is not there")
        return self.puzzle.people.index(name)

    def _step(self, number: int, text: str, basis: str) -> None:
        """Check a line that follows from one statement and what is known."""
        scope = self.scopes[-1]
        match = re.fullmatch(rf"statement of {_NAME}(?:: ([0-9, ]+))?", basis)
        if match is None:
            raise Fault(f"line {number} does not name a statement")
        speaker = self._seat(number, match[1])
        cited = self._cited(number, match[2])
        claim = self.puzzle.claims[speaker]

        def left(facts: dict[int, bool]) -> list[World]:
            """Return the assignments in which these facts hold."""
            return [world for world in self.every if all(world[one] == kind for one, kind in facts.items())]

        def fitting(facts: dict[int, bool]) -> list[World]:
            """Return those of them in which the speaker says what such a person would."""
            return [world for world in left(facts) if is_true(claim, world) == world[speaker]]

        def always(facts: dict[int, bool], value: bool) -> bool:
            return all(is_true(claim, world) == value for world in left(facts))

        wanted = self._result(number, text, speaker, cited, always)
        if wanted is None:
            follows: Callable[[dict[int, bool]], bool] = lambda facts: not fitting(facts)  # noqa: E731
        else:
            person, knight = wanted
            if person in scope.facts:
                raise Fault(f"line {number} tells what is known of {self.puzzle.people[person]}")
            follows = lambda facts: all(world[person] == knight for world in fitting(facts))  # noqa: E731
        if not follows(cited):
            raise Fault(f"line {number} does not follow from what it cites")
        for one in cited:
            if one != speaker and follows({other: kind for other, kind in cited.items() if other != one}):
                raise Fault(f"line {number} cites line {scope.facts[one][1]} without need")
        if wanted is None:
            if len(self.scopes) == 1:
                raise Fault(f"line {number} is a contradiction of what is known")
            scope.closed = number
        else:
            scope.facts[wanted[0]] = (wanted[1], number)

    def _cited(self, number: int, text: str | None) -> dict[int, bool]:
        """Return the facts of the lines that a line cites."""
        scope = self.scopes[-1]
        lines = {line: (person, knight) for person, (knight, line) in scope.facts.items()}
        numbers = (
            []
            if text is None
            else [int(one) if one.isdecimal() and len(one) < 5 else 0 for one in text.split(", ")]
        )
        if numbers != sorted(set(numbers)) or any(one not in lines for one in numbers):
            raise Fault(f"line {number} does not cite lines that hold where it stands")
        if text is not None and text != ", ".join(map(str, numbers)):
            raise Fault(f"line {number} does not list what it cites")
        scope.used.update(numbers)
        return dict(lines[one] for one in numbers)

    def _result(
        self,
        number: int,
        text: str,
        speaker: int,
        cited: dict[int, bool],
        always: Callable[[dict[int, bool], bool], bool],
    ) -> tuple[int, bool] | None:
        """Return the fact that a line tells, None for a contradiction; Fault if its words do not say why."""
        name = self.puzzle.people[speaker]
        told, were, either = _TOLD.fullmatch(text), _WERE.fullmatch(text), _EITHER.fullmatch(text)
        if told is not None:
            value = told[2] == "true"
            if told[1] != name or told[3] != name or told[4] != _kind(value) or not always(cited, value):
                raise Fault(f"line {number} is wrong about what {name} says")
            return speaker, value
        if were is not None:
            knight, value = were[2] == "a knight", were[4] == "true"
            right = {were[1], were[3], were[5]} == {name} and knight != value and were[6] == _kind(not knight)
            if not right or speaker in cited or not always({**cited, speaker: knight}, value):
                raise Fault(f"line {number} is wrong about what {name} would say")
            if always(cited, value):
                raise Fault(f"line {number} supposes something of {name} without need")
            return speaker, not knight
        if either is not None:
            if either[1] != name or either[2] == name or speaker in self.scopes[-1].facts:
                raise Fault(f"line {number} leaves open what {name} is, or is about {name}")
            return self._seat(number, either[2]), either[3] == "a knight"
        honest, clash, neither = _HONEST.fullmatch(text), _CLASH.fullmatch(text), _NEITHER.fullmatch(text)
        if honest is not None:
            if (
                honest[1] != name
                or honest[3] == name
                or cited.get(speaker) != (honest[2] == "tells the truth")
            ):
                raise Fault(f"line {number} does not cite what {name} is")
            return self._seat(number, honest[3]), honest[4] == "a knight"
        if clash is not None:
            knight, value = clash[2] == "tells the truth", clash[4] == "true"
            if {clash[1], clash[3]} != {name} or cited.get(speaker) != knight or knight == value:
                raise Fault(f"line {number} does not cite what {name} is")
            return None
        if neither is None or neither[1] != name or speaker in self.scopes[-1].facts:
            raise Fault(f"line {number} cannot be read, or is about somebody else")
        return None
