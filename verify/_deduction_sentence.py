"""The canonical sentence of a deduction: which premises it stands for, by docs/deduction.md.

Qualities and people of a sentence are numbered. It is that of a question if renaming them, one to one, turns
its premises and its conclusion into the question's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from synth.verify._columns import Fault, Undecided
from synth.verify._deduction_reading import Argument, Fact, Literal, Rule

MOST_STEPS = 12
MOST_TRIES = 2_000
"""Premises that are tried in each other's place, at most."""

_STEP = re.compile(r"(ponens|tollens) ([+-])|(join) ([+-]) ([+-])")
_IDLE = re.compile(r"(rule) ([0-9]) ([+-]) ([+-])|(mine) ([+-])|(other) ([0-9]) ([+-])")
_SENTENCE = re.compile(
    r"from ([+-]) ((?:[a-z]+(?: [+-]){1,2}(?:, )?)+) (?:idle ([a-z0-9+, -]+) )?"
    r"(entailed|refuted|astray|(?:flip|swap) [1-9])"
)
_KINDS = {"rule": 0, "mine": 1, "other": 2}


class Step(NamedTuple):
    """An inference: its kind, the sign of its result, and of a join the sign of its second fact."""

    kind: str
    result: bool
    second: bool


class Idle(NamedTuple):
    """An idle premise: its kind, the quality of the chain that it is about, and its signs, "+" first."""

    kind: str
    place: int
    minus: bool
    head_minus: bool


class Sentence(NamedTuple):
    """The parts of a sentence; `ending` tells what becomes of the chain."""

    text: str
    first: bool
    steps: tuple[Step, ...]
    idle: tuple[Idle, ...]
    ending: str

    @property
    def group(self) -> str:
        """Return the sentence of the group's first member, in which the chain proves the conclusion."""
        return f"{self.text.removesuffix(self.ending)}entailed"


def read_sentence(text: object) -> Sentence:
    """Return the parts of a canonical sentence; Fault unless it is one, as docs/deduction.md writes it."""
    match = _SENTENCE.fullmatch(text) if isinstance(text, str) and len(text) < 400 else None
    if match is None:
        raise Fault(f"the canonical {str(text)[:80]!r} is not a sentence of the family")
    steps = tuple(_step(part) for part in match[2].split(", "))
    idle = tuple(_idle(part) for part in match[3].split(", ")) if match[3] else ()
    places = [one.place for one in idle]
    word, _, place = match[4].partition(" ")
    broken = steps[int(place) - 1] if place and int(place) < len(steps) else None
    if (
        len(steps) > MOST_STEPS
        or steps[0].kind == "join"
        or max(places, default=0) > len(steps)
        or list(idle) != sorted(idle, key=lambda one: (_KINDS[one.kind], *one[1:]))
        or (place and broken is None)
        or (broken is not None and word == "swap" and broken.kind == "join")
    ):
        raise Fault(f"the canonical {text!r} does not keep the rules of its sentence")
    return Sentence(match[0], match[1] == "+", steps, idle, match[4])


def _step(text: str) -> Step:
    match = _STEP.fullmatch(text)
    if match is None:
        raise Fault(f"the canonical has {text[:40]!r}, which is no inference")
    if match[3]:
        return Step("join", match[5] == "+", match[4] == "+")
    return Step(match[1], match[2] == "+", True)


def _idle(text: str) -> Idle:
    match = _IDLE.fullmatch(text)
    if match is None:
        raise Fault(f"the canonical has {text[:40]!r}, which is no idle premise")
    if match[1]:
        return Idle("rule", int(match[2]), match[3] == "-", match[4] == "-")
    if match[5]:
        return Idle("mine", 0, match[6] == "-", False)
    return Idle("other", int(match[8]), match[9] == "-", False)


def check_sentence(sentence: Sentence, argument: Argument) -> None:
    """Raise Fault unless the sentence is that of the argument; Undecided at the limit of tries."""
    premises, conclusion = premises_of(sentence)
    if not _Matching(argument).holds(premises, conclusion):
        raise Fault(f"the canonical {sentence.text[:120]!r} is that of another problem")


def premises_of(sentence: Sentence) -> tuple[list[Fact | Rule], Fact]:
    """Return the premises of a sentence, and its conclusion.

    >>> premises, conclusion = premises_of(read_sentence("from + ponens - entailed"))
    >>> premises[-1], conclusion
    (Rule(body=(('0', True),), head=('1', False)), Fact(person='0', literal=('1', False)))
    """
    steps, ending = sentence.steps, sentence.ending
    last = len(steps)
    found: list[Fact | Rule] = []
    known: Literal = ("0", sentence.first != (ending == "refuted" and last == 1))
    facts = [Fact("0", known)]
    known = ("0", sentence.first)
    quality = last
    for place, step in enumerate(steps, 1):
        result = (str(place), step.result)
        more: tuple[Literal, ...] = ()
        if step.kind == "join":
            quality += 1
            more = ((str(quality), step.second),)
            facts.append(Fact("0", more[0]))
        needed = _turned(known) if ending == f"flip {place}" else known
        gained = _turned(result) if ending == "refuted" and place == last - 1 else result
        rule = _rule(step, needed, more, gained)
        if ending == f"swap {place}":
            rule = Rule((rule.head,), rule.body[0])
        found.append(rule)
        if place == last:
            found.append(_rule(step, _turned(known), more, _turned(result)))
        known = result
    stray: Literal | None = None
    others = 0
    for idle in sentence.idle:
        if idle.kind == "other":
            others += 1
            facts.append(Fact(str(others), (str(idle.place), not idle.minus)))
            continue
        quality += 1
        if idle.kind == "mine":
            facts.append(Fact("0", (str(quality), not idle.minus)))
            continue
        head = (str(quality), not idle.head_minus)
        found.append(Rule(((str(idle.place), not idle.minus),), head))
        stray = stray or head
    if ending == "astray":
        facts[0] = Fact("0", stray or (str(quality + 1), sentence.first))
    # From the conclusion backwards, so that what is matched is mostly known already.
    return [*facts[:1], *found[::-1], *facts[1:]], Fact("0", known)


def _rule(step: Step, needed: Literal, more: tuple[Literal, ...], gained: Literal) -> Rule:
    """Return the rule by which an inference goes from what it needs to what it gains."""
    if step.kind == "tollens":
        return Rule((_turned(gained),), _turned(needed))
    return Rule((needed, *more), gained)


def _turned(literal: Literal) -> Literal:
    return literal[0], not literal[1]


class _Matching:
    """Numbers of a sentence, and what they are in a question."""

    def __init__(self, argument: Argument) -> None:
        self.argument = argument
        self.people = {"0": argument.conclusion.person}
        self.qualities: dict[str, str] = {}
        self.left: dict[tuple[bool, ...], list[Fact | Rule]] = {}
        for said in argument.premises:
            self.left.setdefault(_shape(said), []).append(said)
        self.tries = 0

    def holds(self, premises: list[Fact | Rule], conclusion: Fact) -> bool:
        """Return whether some renaming turns the premises and the conclusion into the question's."""
        right = self.argument.conclusion.literal
        if len(premises) != len(self.argument.premises) or conclusion.literal[1] != right[1]:
            return False
        self.qualities = {conclusion.literal[0]: right[0]}
        return self._placed(premises, 0)

    def _placed(self, premises: list[Fact | Rule], place: int) -> bool:
        """Return whether the premises from a place on can be those that are left."""
        if place == len(premises):
            return True
        one = premises[place]
        people, qualities = self.people, self.qualities
        left = self.left.get(_shape(one), [])
        for number, other in enumerate(left):
            for pairs in _ways(one, other):
                self.tries += 1
                if self.tries > MOST_TRIES:
                    raise Undecided(f"the canonical took more than {MOST_TRIES} tries")
                grown = _grown(qualities, pairs)
                if grown is None:
                    continue
                if isinstance(one, Fact) and isinstance(other, Fact):
                    known = _grown(people, [(one.person, other.person)])
                    if known is None:
                        continue
                    self.people = known
                self.qualities = grown
                del left[number]
                if self._placed(premises, place + 1):
                    return True
                left.insert(number, other)
                self.people, self.qualities = people, qualities
        return False


def _shape(said: Fact | Rule) -> tuple[bool, ...]:
    """Return the signs of a premise, of what a condition affirms first; a rule has two and more."""
    if isinstance(said, Fact):
        return (said.literal[1],)
    return (*sorted((has for _, has in said.body), reverse=True), said.head[1])


def _ways(one: Fact | Rule, other: Fact | Rule) -> Iterator[list[tuple[str, str]]]:
    """Yield the pairs of qualities that make two premises of one shape the same."""
    if isinstance(one, Rule) and isinstance(other, Rule):
        head = (one.head[0], other.head[0])
        for body in (one.body, one.body[::-1])[: len(one.body)]:
            if all(mine[1] == two[1] for mine, two in zip(body, other.body, strict=True)):
                yield [head, *((mine[0], two[0]) for mine, two in zip(body, other.body, strict=True))]
    elif isinstance(one, Fact) and isinstance(other, Fact):
        yield [(one.literal[0], other.literal[0])]


def _grown(known: dict[str, str], pairs: list[tuple[str, str]]) -> dict[str, str] | None:
    """Return a renaming grown by some pairs, None if it would not be one to one."""
    grown = known
    for mine, other in pairs:
        if grown.get(mine, other) != other:
            return None
        if mine not in grown:
            if other in grown.values():
                return None
            grown = {**grown, mine: other}
    return grown
