"""Logic rows taken apart, and sentences written anew, for planting errors in them."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from logic_judge import STEP
from logic_reading import JOINED, Formula, english, formal, literal
from logic_values import written
from planting import Draw

from synth.row import Row

LEXICON = Path(__file__).parents[1] / "grammars" / "logic.toml"


class Step(NamedTuple):
    """A line of the reasoning, taken apart; `cites` as they stand there."""

    indent: str
    number: int
    sentence: str
    rule: str
    cites: tuple[str, ...]

    @property
    def ends(self) -> set[int]:
        """The numbers that the cites name."""
        return {int(number) for cite in self.cites for number in cite.split("-")}

    def text(self) -> str:
        """Return the line."""
        cites = f": {', '.join(self.cites)}" if self.cites else ""
        return f"{self.indent}{self.number}. {self.sentence}. [{self.rule}{cites}]"


def steps(row: Row) -> list[Step]:
    """Return the lines of a row's reasoning."""
    found = [STEP.fullmatch(line) for line in row.reasoning.split("\n")]
    return [
        Step(
            match[1],
            int(match[2]),
            match[3],
            match[4],
            tuple((match[5] or "").split(", ")) if match[5] else (),
        )
        for match in found
        if match
    ]


def surface(row: Row) -> str:
    """Return "formal" or "english"."""
    return str(json.loads(row.payload)["surface"])


def proof_steps(row: Row) -> list[Step]:
    """Return the lines of a proof; none for an unknown conclusion."""
    return [] if row.answer == "unknown" else steps(row)


def stated(row: Row) -> list[str]:
    """Return the premises' sentences without their full stops."""
    return re.findall(r"^[0-9]+\. (.*)\.$", row.question, re.MULTILINE)


@cache
def _lexicon() -> dict[str, tuple[str, str]]:
    entries = tomllib.loads(LEXICON.read_text())["slots"]["proposition"]["entries"]
    return {literal(entry["text"])[0]: (entry["text"], entry["negation"]) for entry in entries}


def read(row: Row, sentence: str, whole: bool = True) -> Formula:
    """Return what a sentence, or a clause, of the row says."""
    return formal(sentence) if surface(row) == "formal" else english(sentence, whole)


def say(row: Row, formula: Formula, whole: bool = True) -> str:
    """Return a sentence, or a clause, in the row's surface."""
    if surface(row) == "formal":
        return written(formula)
    said = clause(formula)
    return said[0].upper() + said[1:] if whole else said


_JOINING = {
    "and": "both {} and {}",
    "or": "either {} or {}",
    "implies": "if {}, then {}",
    "iff": "the claims that {} and that {} are both true or both false",
}
_NESTED = {
    "and": "each of the claims that {} and that {} is true",
    "or": "at least one of the claims that {} and that {} is true",
    "implies": "the claim that {} implies that {}",
    "iff": _JOINING["iff"],
}


def clause(formula: Formula) -> str:
    """Return the English clause of a formula, by the first column of docs/logic.md."""
    stack: list[tuple[str, str, str]] = []  # the clause, that of its negation, and what it joins by
    for token in formula:
        if token == "not":
            said, negated, _ = stack.pop()
            stack.append((negated, f"it is not the case that {negated}", token))
        elif token in JOINED:
            (right, _, _), (left, _, joined) = stack.pop(), stack.pop()
            said = (_NESTED if joined == token else _JOINING)[token].format(left, right)
            negated = f"it is not the case that {said}"
            if token == "iff":
                negated = f"just one of the claims that {left} and that {right} is true"
            stack.append((said, negated, token))
        else:
            stack.append((*_lexicon()[token], token))
    return stack.pop()[0]


def atoms_of(row: Row) -> list[str]:
    """Return the atoms that the question names, in order."""
    said = [*stated(row), *re.findall(r"^Conclusion: (.*)\.$", row.question, re.MULTILINE)]
    tokens = [token for sentence in said for token in read(row, sentence)]
    return [token for token in dict.fromkeys(tokens) if token != "not" and token not in JOINED]


def with_premise(row: Row, number: int, sentence: str) -> Row:
    """Return the row with another premise of that number."""
    start = rf"(?m)^{number}\. .*$"
    return replace(row, question=re.sub(start, lambda _: f"{number}. {sentence}.", row.question, count=1))


def other_atom(formula: Formula, draw: Draw, atoms: list[str]) -> Formula | None:
    """Return the formula with another of the atoms in one place; None if there is none."""
    at = draw.pick([at for at, token in enumerate(formula) if token in atoms])
    others = [atom for atom in atoms if atom != formula[at]]
    return (*formula[:at], draw.pick(others), *formula[at + 1 :]) if others else None


def other_connective(formula: Formula, draw: Draw) -> Formula | None:
    """Return the formula with another connective in one place; None if it has none."""
    places = [at for at, token in enumerate(formula) if token in JOINED]
    if not places:
        return None
    at = draw.pick(places)
    return (*formula[:at], draw.pick([one for one in JOINED if one != formula[at]]), *formula[at + 1 :])


def other_sign(formula: Formula, draw: Draw) -> Formula:
    """Return the formula with a negation dropped or added in one place."""
    at = draw.below(len(formula))
    return (
        formula[:at] + formula[at + 1 :]
        if formula[at] == "not"
        else (*formula[: at + 1], "not", *formula[at + 1 :])
    )
