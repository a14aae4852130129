"""Deduction from rules about everyone: the checker. It reads a row by docs/deduction.md and nothing else.

A rule says the same of each person, and no premise ties one person to another. So what follows about somebody
is decided by a truth table of the qualities, person by person, and again by Z3. Each step is an instance of a
rule among the premises, or follows by modus ponens or tollens; a case is checked person by person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from synth.row import Row, Verdict
from synth.verify._columns import Fault, Undecided, check_columns, listed, read_payload
from synth.verify._deduction_reading import (
    Argument,
    Fact,
    Literal,
    Rule,
    clause,
    condition,
    literals,
    make_argument,
    read_fact,
    read_instance,
    read_premise,
    read_question,
)
from synth.verify._deduction_sentence import check_sentence, read_sentence
from synth.verify._problem import check_problem
from synth.verify._score import scored
from synth.verify.proof.entailment import decide
from synth.verify.proof.formula import Formula, Formulas
from synth.verify.proof.table import columns

CHECKS = ("z3", "truth table", "rules")
LEVELS = (1, 2, 3, 4)
RULES = ("universal instantiation", "modus ponens", "modus tollens")

_LINE = re.compile(r"([1-9][0-9]{0,2})\. (.+)\. \[([a-z ]+)(?:: ([0-9, ]+))?\]")
_EDIT = re.compile(
    r'In the twin premise ([1-9][0-9]?) is "([A-Za-z -]+)", and the answer is "(entailed|refuted|unknown)"\.'
)
_CASE_A = re.compile(r"Case A: let (.+) be the only (person|people)\. (.+)")
_CASE_B = re.compile(r"Case B: as case A, but (.+)")
_UNKNOWN = (
    "The conclusion is unknown. Cases A and B make every premise true; "
    "the conclusion is true in case A and false in case B."
)


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "deduction", "logic", LEVELS)
        payload = read_payload(row.payload, {"edit": str})
        argument = read_question(row.question)
        label = _label(argument)
        if row.answer != label:
            raise Fault(f"the answer is {row.answer[:20]!r}, and it should be {label!r}")
        sentence = read_sentence(row.canonical)
        if label == "unknown":
            skills = ["countermodel"]
            solution = _Cases(argument, row.reasoning).solution()
        else:
            derivation = _Derivation(argument, row.reasoning)
            solution, skills = derivation.solution(label), derivation.skills()
            if len(derivation.instances) != len(sentence.steps):
                raise Fault(f"there are {len(derivation.instances)} inferences, unlike the canonical")
        if row.solution != solution:
            raise Fault("the solution does not say what the reasoning shows")
        _check_edit(argument, label, payload["edit"])
        check_sentence(sentence, argument)
        group = sentence.group if payload["edit"] else sentence.text
        check_problem(row, min(4, len(sentence.steps)), skills, sentence.text, group)
    except Fault as fault:
        return Verdict(fault=str(fault))
    except Undecided as limit:
        return Verdict(fault=str(limit), undecided=True)
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's answer, else 0.0."""
    return scored(answer, row)


def _by_table(argument: Argument) -> tuple[bool, bool]:
    """Return whether the conclusion can be true, and false; Fault if the premises contradict one another."""
    places = {word: place for place, word in enumerate(argument.qualities)}
    inside = columns(len(places))
    every = (1 << (1 << len(places))) - 1

    def mask(literal: Literal) -> int:
        column = inside[places[literal[0]]]
        return column if literal[1] else every ^ column

    allowed = every
    for said in argument.premises:
        if isinstance(said, Rule):
            body = every
            for literal in said.body:
                body &= mask(literal)
            allowed &= every ^ body | mask(said.head)
    left = dict.fromkeys(argument.people, allowed)
    for said in argument.premises:
        if isinstance(said, Fact):
            left[said.person] &= mask(said.literal)
    if not all(left.values()):
        raise Fault("the premises contradict one another")
    worlds, wanted = left[argument.conclusion.person], mask(argument.conclusion.literal)
    return bool(worlds & wanted), bool(worlds & ~wanted)


_POOL = Formulas()


@cache
def _atom(place: int) -> Formula:
    return _POOL.atom(f"q{place}")


def _by_z3(argument: Argument) -> tuple[bool, bool]:
    """Return whether the conclusion can be true, and false, by Z3; raise Undecided at its limit."""
    places = {word: place for place, word in enumerate(argument.qualities)}

    def formula(literal: Literal) -> Formula:
        atom = _atom(places[literal[0]])
        return atom if literal[1] else _POOL.negation(atom)

    rules = []
    for said in argument.premises:
        if isinstance(said, Rule):
            body = formula(said.body[0])
            for literal in said.body[1:]:
                body = _POOL.joined("and", body, formula(literal))
            rules.append(_POOL.joined("implies", body, formula(said.head)))
    atoms = [_atom(place) for place in range(len(places))]
    wanted = formula(argument.conclusion.literal)
    goals = {argument.conclusion.person: [wanted, _POOL.opposite(wanted)]}
    told: dict[str, list[Formula]] = {person: [] for person in argument.people}
    for said in argument.premises:
        if isinstance(said, Fact):
            told[said.person].append(formula(said.literal))
    found: tuple[bool, bool] = (False, False)
    for person, facts in told.items():
        asked = goals.get(person, [])
        answers = decide(atoms, [*rules, *facts], asked or [facts[0]])
        if None in answers:
            raise Undecided("Z3 gives up on the premises")
        if not any(answers):
            raise Fault("the premises contradict one another")
        if asked:
            found = (bool(answers[0]), bool(answers[1]))
    return found


def _label(argument: Argument) -> str:
    possible = _by_table(argument)
    if possible != _by_z3(argument):
        raise Fault("Z3 and the truth table do not agree")
    return {(True, True): "unknown", (True, False): "entailed", (False, True): "refuted"}[possible]


class _Lines:
    """The lines of a row's reasoning, taken one by one."""

    def __init__(self, argument: Argument, text: str) -> None:
        self.argument = argument
        self.lines = text.split("\n")
        self.place = 0
        self.first = len(argument.premises) + 1

    def take(self) -> tuple[int, str, str, str]:
        """Return number, text, rule and citations of the next line."""
        number = self.first + self.place
        if self.place == len(self.lines):
            raise Fault(f"the reasoning ends before line {number}")
        match = _LINE.fullmatch(self.lines[self.place])
        if match is None or match[1] != str(number):
            raise Fault(f"line {number} of the reasoning is not there or not a line")
        self.place += 1
        return number, match[2], match[3], match[4] or ""

    def end(self) -> None:
        """Raise Fault unless all lines are taken."""
        if self.place < len(self.lines):
            raise Fault(f"line {self.first + self.place} is of no use")


class _Derivation(_Lines):
    """Instances of rules, and what follows from them."""

    def __init__(self, argument: Argument, text: str) -> None:
        super().__init__(argument, text)
        self.rules: set[str] = set()
        self.facts = {n: said for n, said in enumerate(argument.premises, 1) if isinstance(said, Fact)}
        self.instances: dict[int, tuple[str, Rule]] = {}
        self.cites: dict[int, tuple[int, ...]] = {}

    def solution(self, label: str) -> str:
        """Check all the lines and return what the solution has to say."""
        while self.place < len(self.lines):
            self._step()
        last = self.first + self.place - 1
        person, (word, has) = self.argument.conclusion
        wanted = Fact(person, (word, has == (label == "entailed")))
        if self.facts.get(last) != wanted:
            raise Fault(f"line {last} is not the conclusion or its opposite")
        cited = {cite for cites in self.cites.values() for cite in cites}
        idle = [number for number in self.cites if number not in cited and number != last]
        if idle:
            raise Fault(f"line {idle[0]} is of no use")
        used = listed([str(number) for number in sorted(cited - self.cites.keys())])
        verb = "states" if label == "entailed" else "contradicts"
        return f"The conclusion is {label}. Line {last} {verb} it, proved from premises {used}."

    def skills(self) -> list[str]:
        """Return the rules of the lines that were checked."""
        return [rule for rule in RULES if rule in self.rules]

    def _step(self) -> None:
        number, text, rule, cited = self.take()
        numbers = tuple(int(one) for one in cited.split(", ") if one.isdecimal() and len(one) < 4)
        if ", ".join(map(str, numbers)) != cited or list(numbers) != sorted(set(numbers)) or not numbers:
            raise Fault(f"line {number} does not list what it cites in order")
        if numbers[-1] >= number:
            raise Fault(f"line {number} does not cite earlier lines")
        if rule == "universal instantiation":
            self._instance(number, text, numbers)
        elif rule in RULES:
            self._conclude(number, text, rule, numbers)
        else:
            raise Fault(f"line {number} names no rule of the table")
        self.cites[number] = numbers
        self.rules.add(rule)

    def _instance(self, number: int, text: str, numbers: tuple[int, ...]) -> None:
        """Check that a conditional about one person is what a rule among the premises says of them."""
        found = read_instance(text)
        if found is None or found[0] not in self.argument.people:
            raise Fault(f"line {number} is not a conditional about one of the people")
        if len(numbers) > 1 or numbers[0] >= self.first or self.argument.premises[numbers[0] - 1] != found[1]:
            raise Fault(f"line {number} is not an instance of the rule that it cites")
        if found in self.instances.values():
            raise Fault(f"line {number} says what an earlier line says")
        self.instances[number] = found

    def _conclude(self, number: int, text: str, name: str, numbers: tuple[int, ...]) -> None:
        """Check that a fact follows from the facts and the conditional that a line cites."""
        said = read_fact(text)
        conditional = self.instances.get(numbers[-1])
        facts = [self.facts.get(one) for one in numbers[:-1]]
        if said is None or conditional is None or None in facts:
            raise Fault(f"line {number} does not follow from facts and a conditional")
        if said in self.facts.values():
            raise Fault(f"line {number} says what an earlier line says")
        person, rule = conditional
        given = {fact.literal for fact in facts if fact is not None and fact.person == person}
        word, has = rule.head
        if name == "modus ponens":
            right = (
                given == set(rule.body) and len(facts) == len(rule.body) and said == Fact(person, rule.head)
            )
        else:
            (body, *more) = rule.body
            denied = Fact(person, (body[0], not body[1]))
            right = not more and given == {(word, not has)} and len(facts) == 1 and said == denied
        if not right:
            raise Fault(f"line {number} does not follow by {name} from what it cites")
        self.facts[number] = said


class _Cases(_Lines):
    """Two cases, and why every premise is true in both."""

    people: Sequence[str] = ()

    def solution(self) -> str:
        """Check all the lines and return what the solution has to say."""
        number, text, rule, cited = self.take()
        match = _CASE_A.fullmatch(text)
        people = self.argument.people
        if match is None or (rule, cited) != ("case", ""):
            raise Fault(f"line {number} is not case A")
        names = re.split(", | and ", match[1])
        only = "person" if len(people) == 1 else "people"
        if sorted(names) != sorted(people) or listed(names) != match[1] or match[2] != only:
            raise Fault(f"line {number} does not say who there is")
        if names[0] != self.argument.conclusion.person:
            raise Fault(f"line {number} does not begin with whom the conclusion is about")
        self.people = names
        world = {}
        lists = match[3].split(". ")
        if len(lists) != len(self.argument.qualities):
            raise Fault(f"line {number} does not list who has each quality")
        for word, said in zip(self.argument.qualities, lists, strict=True):
            world[word] = _members(number, said, word.capitalize(), names)
        for place in range(len(self.argument.premises)):
            self._evaluation(number, place, world)
        self._ending(number, world, True)
        second, text, rule, cited = self.take()
        match = _CASE_B.fullmatch(text)
        if match is None or (rule, cited) != ("case", str(number)):
            raise Fault(f"line {second} is not case B")
        changed = dict(world)
        for said in match[1].split("; "):
            word = said.partition(":")[0]
            if word not in world or changed[word] != world[word]:
                raise Fault(f"line {second} changes what is not there, or twice")
            changed[word] = _members(second, said, word, names)
            if changed[word] == world[word]:
                raise Fault(f"line {second} changes nothing about {word}")
        moved = [word for word in world if changed[word] != world[word]]
        if [said.partition(":")[0] for said in match[1].split("; ")] != moved:
            raise Fault(f"line {second} does not keep the order of case A")
        for place, premise in enumerate(self.argument.premises):
            if {word for word, _ in literals(premise)} & set(moved):
                self._evaluation(second, place, changed)
        self._ending(second, changed, False)
        self.end()
        return _UNKNOWN

    def _evaluation(self, case: int, place: int, world: dict[str, list[str]]) -> None:
        """Check that a line says why a premise is true in a case."""
        number, text, rule, cited = self.take()
        said = self.argument.premises[place]
        wanted = f"Premise {place + 1} is true: {_reason(number, said, world, self.people)}"
        if (text, rule, cited) != (wanted, "evaluation", str(case)):
            raise Fault(
                f"line {number} does not say why premise {place + 1} is true in the case of line {case}"
            )

    def _ending(self, case: int, world: dict[str, list[str]], value: bool) -> None:
        """Check the line that says what the conclusion is in a case."""
        number, text, rule, cited = self.take()
        person, (word, has) = self.argument.conclusion
        now = Fact(person, (word, has == value))
        if (person in world[word]) != now.literal[1]:
            raise Fault(f"line {number} is wrong about the conclusion in the case of line {case}")
        if (text, rule, cited) != (
            f"The conclusion is {'true' if value else 'false'}: {clause(now)}",
            "evaluation",
            str(case),
        ):
            raise Fault(f"line {number} does not say what the conclusion is in the case of line {case}")


def _members(number: int, text: str, opening: str, people: Sequence[str]) -> list[str]:
    """Return who is listed after an opening; Fault if it is not a list of people in order."""
    inside = [name for name in people if re.search(rf"\b{name}\b", text)]
    if text != f"{opening}: {listed(inside) if inside else 'none'}":
        raise Fault(f"line {number} does not say who is {opening.lower()[:20]}")
    return inside


def _has(person: str, said: Iterable[Literal], world: dict[str, list[str]]) -> bool:
    return all((person in world[word]) == has for word, has in said)


def _reason(number: int, said: Fact | Rule, world: dict[str, list[str]], people: Sequence[str]) -> str:
    """Return the words for why a premise is true; Fault if it is not."""
    if isinstance(said, Fact):
        if not _has(said.person, (said.literal,), world):
            raise Fault(f"line {number} is wrong: the fact is not so in the case")
        return clause(said)
    inside = [person for person in people if _has(person, said.body, world)]
    if not all(_has(person, (said.head,), world) for person in inside):
        raise Fault(f"line {number} is wrong: the rule is broken in the case")
    word, has = said.head
    if not inside:
        return f"no one is {condition(said.body)}"
    if len(inside) == 1:
        return f"only {inside[0]} is {condition(said.body)}; {clause(Fact(inside[0], said.head))}"
    share = {(True, 2): "both are", (False, 2): "neither is"}.get(
        (has, len(inside)), "all are" if has else "none is"
    )
    return f"only {listed(inside)} are {condition(said.body)}; {share} {word}"


def _check_edit(argument: Argument, label: str, edit: str) -> None:
    """Raise Fault unless the payload says how a twin differs, and what its answer is; or says nothing."""
    if not edit:
        return
    match = _EDIT.fullmatch(edit)
    if match is None or int(match[1]) > len(argument.premises):
        raise Fault("the payload does not say how the twin differs")
    place = int(match[1]) - 1
    said, old = read_premise(match[2]), argument.premises[place]
    if said is None or type(said) is not type(old) or said == old:
        raise Fault("the twin's premise is not another rule or fact")
    if isinstance(said, Fact) and isinstance(old, Fact):
        if said.person != old.person:
            raise Fault("the twin's premise is about somebody else")
    elif sorted(word for word, _ in literals(said)) != sorted(word for word, _ in literals(old)):
        raise Fault("the twin's premise is about other qualities")
    premises = (*argument.premises[:place], said, *argument.premises[place + 1 :])
    if _label(make_argument(premises, argument.conclusion)) != match[3] or match[3] == label:
        raise Fault("the payload gives the twin a wrong answer")
