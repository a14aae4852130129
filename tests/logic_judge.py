"""A third decider for logic rows of both surfaces: brute force, sharing nothing with solver and checker.

It reads a row by docs/logic.md, evaluates formulas in every case, and tells what is untrue in the row from
what only breaks the page's rules. What it does not judge: whether a shorter proof exists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from logic_reading import Formula, Misread, atoms, english, formal, opposite, parts
from logic_uses import CONTRADICTION, Source, is_use
from logic_values import Cases, closed, filled, stages

from synth.row import Row

SURELY_SHORTEST = 8
_PAGE = (Path(__file__).parents[1] / "docs" / "logic.md").read_text()
_FORMAL, _ENGLISH = _PAGE.partition("The conventions")[2].split("```\n")[1:4:2]
_CONVENTIONS = {"formal": _FORMAL.splitlines(), "english": _ENGLISH.splitlines()}
STEP = re.compile(r"( *)([0-9]+)\. (.*)\. \[([a-z ]+)(?:: ([0-9, -]+))?\]")


class Judgement(NamedTuple):
    """What is wrong with a row: what it says that is untrue, and where it only breaks the rules of form."""

    untrue: tuple[str, ...] = ()
    misformed: tuple[str, ...] = ()


class Question(NamedTuple):
    """What is asked, and what brute force finds: the label, and minimal sets of premises for each label."""

    surface: str
    premises: tuple[Formula, ...]
    conclusion: Formula
    cases: Cases
    label: str
    minimal: dict[str, list[tuple[int, ...]]]
    wrong: tuple[str, ...]

    def read(self, sentence: str, whole: bool = True) -> Formula:
        """Return what a sentence without its full stop says."""
        return formal(sentence) if self.surface == "formal" else english(sentence, whole)


def judge(row: Row) -> Judgement:
    """Return what is untrue in a row, and what breaks the form that docs/logic.md gives it."""
    try:
        question = read_question(row.question)
    except Misread as fault:
        return Judgement(misformed=(f"question: {fault}",))
    untrue, misformed = list(question.wrong), list[str]()
    if row.answer != question.label:
        untrue.append(f"the label is {question.label}")
        return Judgement(tuple(untrue))
    for kind, what in _found(question, row):
        (untrue if kind == "untrue" else misformed).append(what)
    return Judgement(tuple(untrue), tuple(misformed))


@lru_cache(maxsize=256)
def read_question(text: str) -> Question:
    """Return the question that a text asks; Misread if it asks none."""
    stated = re.findall(r"^[0-9]+\. (.*)\.$", text, re.MULTILINE)
    (concluded,) = re.findall(r"^Conclusion: (.*)\.$", text, re.MULTILINE) or [""]
    lines = text.split("\n")
    surface = "english" if concluded[:1].isupper() else "formal"
    expected = _CONVENTIONS[surface]
    wrong = () if lines[-len(expected) :] == expected else ("a convention is not what it says",)
    read = formal if surface == "formal" else english
    *premises, conclusion = map(read, [*stated, concluded])
    cases = Cases(list(dict.fromkeys(name for formula in (*premises, conclusion) for name in atoms(formula))))
    minimal = {
        "entailed": _minimal_sets(cases, premises, conclusion),
        "refuted": _minimal_sets(cases, premises, opposite(conclusion)),
    }
    label = {(True, True): "inconsistent", (True, False): "entailed", (False, True): "refuted"}.get(
        (bool(minimal["entailed"]), bool(minimal["refuted"])), "unknown"
    )
    minimal["inconsistent"] = _minimal_sets(cases, premises, CONTRADICTION)
    return Question(surface, tuple(premises), conclusion, cases, label, minimal, wrong)


def _minimal_sets(cases: Cases, premises: Sequence[Formula], goal: Formula) -> list[tuple[int, ...]]:
    """Return the sets of premises, by number, that entail the goal while no smaller part of them does."""
    held = {0: ~cases.values(goal)}  # by bit mask: where the chosen premises are true and the goal is not
    for number, premise in enumerate(premises):
        held |= {chosen | 1 << number: where & cases.values(premise) for chosen, where in held.items()}
    proving = {chosen for chosen, where in held.items() if not where.any()}
    places = range(len(premises))
    return [
        tuple(place + 1 for place in places if chosen >> place & 1)
        for chosen in proving
        if not any(chosen >> place & 1 and chosen ^ 1 << place in proving for place in places)
    ]


def _found(question: Question, row: Row) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row whose label is right, and whether it is "untrue" or "misformed"."""
    lines = row.reasoning.split("\n")
    payload = json.loads(row.payload)
    if payload["surface"] != question.surface:
        yield "untrue", "payload: surface"
    if question.label == "unknown":
        yield from _cases(question, lines)
        claims = {"premises": [], "idle": [], "steps": 0, "shortest": False}
        solution = re.findall(r"`(The conclusion is unknown\. .*?)`", _PAGE)[0]
    else:
        proof = Proof(question, lines)
        yield from proof.found
        used = sorted(number for number in proof.used if number <= len(question.premises))
        claims = {
            "premises": used,
            "idle": idle(question),
            "steps": len(lines),
            "shortest": len(lines) <= SURELY_SHORTEST,
        }
        if tuple(used) not in question.minimal[question.label]:
            yield "untrue", f"premises {used} are not a minimal set"
        solution = _solution(question.label, proof.last, used, len(lines))
    if row.solution != solution:
        yield "untrue", f"the solution should be {solution}"
    for key, value in claims.items():
        if payload[key] != value:
            yield "untrue", f"payload: {key} is {value}"
    if bool(payload["twin"]) != bool(payload["edit"]) or (
        payload["edit"] and not _leads_to_twin(question, row, payload["edit"])
    ):
        yield "untrue", "payload: the edit leads to no such twin"


def _leads_to_twin(question: Question, row: Row, edit: str) -> bool:
    """Return whether the edit, made in the question, gives it the answer that the edit tells."""
    told = re.fullmatch(
        r'In the twin (?:premise (\d+)|the conclusion) is (?:the .*, )?"(.*)", and .* "(\w+)"\.', edit
    )
    if told is None or told[3] == row.answer:
        return False
    start = f"{told[1]}. " if told[1] else "Conclusion: "
    text = re.sub(rf"(?m)^{re.escape(start)}.*$", lambda _: f"{start}{told[2]}.", row.question, count=1)
    try:
        twin = read_question(text)
    except Misread:
        return False
    denied = told[1] or twin.conclusion == opposite(question.conclusion)
    return bool(denied) and text != row.question and twin.label == told[3]


def idle(question: Question) -> list[int]:
    """Return the premises that no minimal set for the conclusion or its opposite has."""
    active = {n for label in ("entailed", "refuted") for chosen in question.minimal[label] for n in chosen}
    return [number for number in range(1, len(question.premises) + 1) if number not in active]


def _solution(label: str, last: int, used: list[int], steps: int) -> str:
    """Return the page's solution with its numbers."""
    pattern = re.findall(rf"^\| {label} \|.*`(.*?)` \|$", _PAGE, re.MULTILINE)[0]
    *before, end = map(str, used or [0])
    named = (
        f"premises {', '.join(before)} and {end}" if before else f"premise {end}" if used else "no premises"
    )
    text = re.sub(r"Line \d+", f"Line {last}", re.sub(r"premises \d.*\d", named, pattern))
    return text + (" A shorter proof may exist." if steps > SURELY_SHORTEST else "")


def _cases(question: Question, lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the two cases of an unknown conclusion."""
    count = len(question.premises)
    formulas = dict(enumerate((*question.premises, question.conclusion), 1))
    start, again = count + 1, 2 * count + 3
    first = re.fullmatch(rf"{start}\. Case A: (.*)\. \[case\]", lines[0])
    second = re.fullmatch(
        rf"{again}\. Case B: as case A, but (.*)\. \[case: {start}\]", "".join(lines[count + 2 : count + 3])
    )
    if first is None or second is None:
        yield "misformed", "there are not two cases"
        return
    try:
        case, other = _case(question, first[1]), _case(question, second[1])
    except Misread:
        yield "misformed", "a case gives not every atom one value"
        return
    if case.keys() != question.cases.columns.keys() - {"false"}:
        yield "misformed", "case A does not name every atom"
        return
    if any(case[atom] == value for atom, value in other.items()):
        yield "misformed", "case B names a value of case A"
    touched = {place: formula for place, formula in formulas.items() if other.keys() & set(formula)}
    touched[count + 1] = question.conclusion
    yield from _evaluated(lines[1 : count + 2], start, start, formulas, case, True)
    yield from _evaluated(lines[count + 3 :], again, again, touched, {**case, **other}, False)


def _evaluated(
    block: list[str],
    number: int,
    start: int,
    formulas: dict[int, Formula],
    case: dict[str, bool],
    wanted: bool,
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the evaluations below a case; the last formula is the conclusion."""
    if len(block) != len(formulas):
        yield "misformed", "the case does not have a line for each formula"
        return
    last = max(formulas)
    for line, (place, formula) in zip(block, formulas.items(), strict=True):
        number += 1
        what = f"Premise {place}" if place < last else "Conclusion"
        said = re.fullmatch(rf"{number}\. {what}: (.*)\. \[evaluation: {start}\]", line)
        if said is None:
            yield "misformed", f"line {number} is no evaluation of {what.lower()}"
        elif said[1].split(" = ") != list(stages(filled(formula, case))):
            yield "untrue", f"line {number} does not evaluate {what.lower()}"
        if closed(filled(formula, case)) is not (wanted if place == last else True):
            yield "untrue", f"{what.lower()} has the wrong value in line {number}"


def _case(question: Question, text: str) -> dict[str, bool]:
    """Return the values that a case gives to atoms; Misread unless each has one, in the question's order."""
    values: dict[str, bool] = {}
    for claim in text.split(", "):
        if question.surface == "english":
            atom, *sign = question.read(claim, whole=False)
            value = str(not sign).lower()
        else:
            clause, _, value = claim.partition(" ")
            atom, *sign = question.read(clause)
        if len(sign) > (question.surface == "english") or atom in values or value not in ("true", "false"):
            raise Misread(claim)
        values[atom] = value == "true"
    if list(values) != [atom for atom in question.cases.columns if atom in values]:
        raise Misread(text)
    return values


class Proof:
    """A proof, read line by line; `found` is what is wrong with it, `used` the lines that others cite."""

    def __init__(self, question: Question, lines: Sequence[str]) -> None:
        self.question = question
        self.cases = question.cases
        self.states: dict[int, Formula] = dict(enumerate(question.premises, 1))
        self.visible = set(self.states)
        self.open: list[tuple[int, tuple[str, ...]]] = []  # an assumption's line, and the half before it
        self.used: set[int] = set()
        self.found: list[tuple[str, str]] = []
        whole = {part for formula in (*question.premises, question.conclusion) for part in parts(formula)}
        self.closure = whole | {opposite(part) for part in whole}
        self.last = len(question.premises)
        for line in lines:
            self.last += 1
            try:
                self._step(self.last, line)
            except Misread as reason:
                self._wrong("misformed", self.last, str(reason))
                return
        self._end()

    def _wrong(self, kind: str, number: int, what: str) -> None:
        self.found.append((kind, f"line {number}: {what}"))

    def _step(self, number: int, line: str) -> None:
        match = STEP.fullmatch(line)
        if match is None or int(match[2]) != number:
            raise Misread("no step of that number")
        depth, rule = len(match[1]) // 2, match[4]
        ended = self._scope(depth, number, rule)
        if rule == "assumption":
            if not match[3].startswith("Suppose ") or match[5]:
                raise Misread("no assumption")
            stated = self.question.read(match[3][8:], whole=False)
        else:
            stated = CONTRADICTION if match[3] == "Contradiction" else self.question.read(match[3])
        for before in self.visible - set(range(1, len(self.question.premises) + 1)):
            if self.states[before] == stated:
                self._wrong("misformed", number, f"states line {before} again")
        if stated != CONTRADICTION and stated not in self.closure:
            self._wrong("misformed", number, "states no part of the question")
        self.cases.values(stated)
        if rule != "assumption":
            self._justify(number, rule, stated, (match[5] or "").split(", "), ended)
        self.states[number] = stated
        self.visible.add(number)

    def _scope(self, depth: int, number: int, rule: str) -> tuple[str, ...]:
        """Open or close a sub-proof; return the ones that end here, as they are cited."""
        ended: tuple[str, ...] = ()
        closing = rule in ("conditional proof", "reductio", "cases")
        if closing or (rule == "assumption" and depth == len(self.open)):
            if not self.open:
                raise Misread("no sub-proof is open")
            first, half = self.open.pop()
            ended = (*half, f"{first}-{number - 1}")
            self.visible -= set(range(first, number))
        if rule == "assumption":
            self.open.append((number, ended[-1:]))
        if depth != len(self.open):
            raise Misread("the indent is not that of its scope")
        return ended

    def _justify(
        self, number: int, rule: str, stated: Formula, cites: list[str], ended: tuple[str, ...]
    ) -> None:
        sources: list[Source] = []
        facts: list[Formula] = []
        for cite in cites:
            first, _, last = (int(end) if end.isdigit() else 0 for end in cite.partition("-"))
            if first not in self.states or (last and last not in self.states):
                raise Misread(f"cites {cite}")
            self.used |= {first, last or first}
            if not last:
                if first not in self.visible:
                    self._wrong("misformed", number, f"cites {first} from outside its sub-proof")
                sources.append(self.states[first])
                facts.append(self.states[first])
                continue
            if cite not in ended:
                self._wrong("misformed", number, f"may not close {cite}")
            sources.append((self.states[first], self.states[last]))
            facts.append((*self.states[first], *self.states[last], "implies"))
        starts = [int(cite.partition("-")[0]) for cite in cites]
        if starts != sorted(set(starts)):
            self._wrong("misformed", number, "cites out of order")
        if not self.cases.entails(facts, stated):
            self._wrong("untrue", number, "is not entailed by the lines it cites")
        given = [*self.question.premises, *(self.states[first] for first, _ in self.open)]
        if not self.cases.entails(given, stated):
            self._wrong("untrue", number, "is not entailed by premises and assumptions")
        if rule == "premise":
            if len(cites) != 1 or starts[0] > len(self.question.premises) or sources != [stated]:
                self._wrong("misformed", number, "restates no premise")
        elif not is_use(rule, sources, stated):
            self._wrong("misformed", number, f"is no use of {rule}")

    def _end(self) -> None:
        """Note what is wrong with the proof as a whole."""
        question, last = self.question, self.last
        goal = {"entailed": question.conclusion, "refuted": opposite(question.conclusion)}.get(question.label)
        if self.open:
            self._wrong("misformed", last, "a sub-proof is open")
        if self.states[last] != (goal or CONTRADICTION):
            self._wrong("untrue", last, "is not what is to be proved")
        for number in range(len(question.premises) + 1, last):
            if number not in self.used:
                self._wrong("misformed", number, "is not used")
