"""The question of a logic row, read into premises and a conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from synth.verify._logic_clauses import Unreadable
from synth.verify._logic_language import English, Formal, Reading
from synth.verify._logic_ways import Ways
from synth.verify.proof.formula import Formula, Formulas
from synth.verify.proof.table import Table

if TYPE_CHECKING:
    from synth.verify._logic_shortest import Search

ASKED = frozenset(
    {
        "Does the conclusion follow from the premises?",
        "What do the premises say about the conclusion?",
        "Decide what the premises say about the conclusion.",
    }
)
MEANING = {
    "formal": (
        'Every statement is either true or false, "or" includes the case of both, "implies" is false only '
        'where its condition is true and its result is false, and "not" covers just the letter or the '
        "parentheses after it."
    ),
    "english": (
        'Every statement is either true or false, "or" includes the case of both, and "if X, then Y" is '
        "false only where X is true and Y is false."
    ),
}
WORDS = (
    '"Y if X", "X only if Y", "Y provided that X", "whenever X, Y" and "the claim that X implies that Y" '
    'mean "if X, then Y", and "exactly when" means "if and only if". With truth values, "implies" is written '
    'for if-then, "iff" for "both true or both false", and "not" before an "iff" for "just one".'
)
ANSWERS = (
    'If no case makes all premises true, answer "inconsistent". Otherwise answer "entailed" if the '
    'conclusion is true in every case that makes them all true, "refuted" if it is false in every such '
    'case, and "unknown" if neither.'
)
CONVENTIONS = {
    "formal": (MEANING["formal"], ANSWERS),
    "english": (MEANING["english"], WORDS, ANSWERS),
}


class Fault(Exception):
    """Raised for the first thing that is wrong with a row; the message is the verdict's fault."""


class Desk:
    """Both readers over one pool of formulas; thrown away when it has read too much."""

    _ROOM = 30_000

    def __init__(self) -> None:
        self.pool = Formulas()
        self.formal = Formal(self.pool)
        self.english = English(self.pool)
        self.ways = Ways(self.pool)
        self.searches: dict[tuple[object, ...], Search] = {}
        self._tables: dict[int, Table] = {}

    @property
    def full(self) -> bool:
        """True if the next row should have a new desk."""
        return len(self.pool) + len(self.formal) + len(self.english) > self._ROOM

    def table(self, count: int) -> Table:
        """Return the truth table over the atoms "0", "1", ..., which keeps the columns of all that it saw."""
        if count not in self._tables:
            self._tables[count] = Table([self.pool.atom(str(place)) for place in range(count)])
        return self._tables[count]


@dataclass(frozen=True)
class Argument:
    """What the question says, and what every part of the check needs of it.

    Its formulas are over the atoms "0", "1", ... in order of appearance, so that what is worked out for a
    formula serves the next rows too; `names` leads there from the atoms as they are written. `said` holds
    the sentences of the question by what they state.
    """

    desk: Desk
    language: Formal | English
    names: dict[Formula, Formula]
    premises: tuple[Formula, ...]
    conclusion: Formula
    spelled: dict[str, str]
    said: Mapping[Formula, str] = field(default_factory=dict)

    def read(self, where: str, text: str) -> Formula:
        """Return the formula that a sentence with its full stop states; Fault if it states none."""
        return self.heard(where, sentence(self.language, where, text))

    def heard(self, where: str, reading: Reading) -> Formula:
        """Return the reading's formula; Fault if it spells an atom anew or the question does not name it."""
        check_spelling(self.spelled, where, reading)
        try:
            return self.desk.pool.renamed(reading.formula, self.names)
        except KeyError as unknown:
            raise Fault(f"{where} names {unknown.args[0].name!r}, which the question does not") from None

    def check_words(self, where: str, formula: Formula, text: str) -> None:
        """Raise Fault unless a sentence that was read is in the question's words, or is a clause."""
        words = self.said.get(formula)
        if words is None:
            if not self.language.sentence(text[:-1]).plain:
                raise Fault(
                    f"{where} does not say in a clause what the question does not state: {text[:120]!r}"
                )
        elif words != text:
            raise Fault(f"{where} says in other words what the question says: {text[:120]!r}")

    @cached_property
    def atoms(self) -> tuple[Formula, ...]:
        """The atoms of the premises and the conclusion, in order of appearance."""
        return tuple(self.names.values())

    @cached_property
    def table(self) -> Table:
        """The truth table over the atoms."""
        return self.desk.table(len(self.names))

    @cached_property
    def closure(self) -> dict[Formula, None]:
        """All subformulas of the premises and the conclusion, and their opposites, in order."""
        parts = dict.fromkeys(part for formula in (*self.premises, self.conclusion) for part in formula.parts)
        return parts | dict.fromkeys(map(self.desk.pool.opposite, parts))


def sentence(language: Formal | English, where: str, text: str) -> Reading:
    """Return what a sentence with its full stop says; Fault if it says nothing."""
    if text[-1:] != ".":
        raise Fault(f"{where} does not end with a full stop: {text[-40:]!r}")
    try:
        return language.sentence(text[:-1])
    except Unreadable as reason:
        raise Fault(f"{where} is not a sentence that I can read, {reason}: {text[:120]!r}") from None


def check_spelling(spelled: dict[str, str], where: str, reading: Reading) -> None:
    """Raise Fault if the reading spells an atom otherwise than before."""
    for name, spelling in reading.spellings:
        known = spelled.setdefault(name, spelling)
        if known != spelling:
            raise Fault(f"{where} spells {known!r} as {spelling!r}")


def read_question(desk: Desk, question: str) -> Argument:
    """Return the argument that a question states; Fault if it is not exactly of the contract."""
    lines = question.split("\n")
    if len(lines) < 6:
        raise Fault("the question is too short to be one of logic")
    is_formal = lines[-3] in ASKED or lines[-2] == MEANING["formal"]
    language: Formal | English = desk.formal if is_formal else desk.english
    right = CONVENTIONS[language.name]
    for number, (line, convention) in enumerate(zip(lines[-len(right) :], right, strict=True), 1):
        if line != convention:
            raise Fault(f"the question's convention {number} is not the contract's: {line[:120]!r}")
    *stated, concluded, asked = lines[: -len(right)]
    if len(stated) < 2:
        raise Fault("the question is too short to be one of logic")
    if asked not in ASKED:
        raise Fault(f"the question asks none of the contract's questions: {asked[:120]!r}")
    if stated[0] != "Premises:":
        raise Fault(f'the question does not begin with "Premises:": {stated[0][:40]!r}')
    texts = {}
    for number, line in enumerate(stated[1:], 1):
        if not line.startswith(f"{number}. "):
            raise Fault(f"premise {number} does not begin with its number: {line[:40]!r}")
        texts[f"premise {number}"] = line[len(f"{number}. ") :]
    if not texts:
        raise Fault("the question states no premises")
    if not concluded.startswith("Conclusion: "):
        raise Fault(f"the conclusion does not follow the premises: {concluded[:40]!r}")
    texts["the conclusion"] = concluded[len("Conclusion: ") :]
    spelled: dict[str, str] = {}
    formulas = []
    for where, text in texts.items():
        reading = sentence(language, where, text)
        check_spelling(spelled, where, reading)
        formulas.append(reading.formula)
    atoms = dict.fromkeys(atom for formula in formulas for atom in formula.places)
    names = {atom: desk.pool.atom(str(place)) for place, atom in enumerate(atoms)}
    *premises, conclusion = (desk.pool.renamed(formula, names) for formula in formulas)
    said: dict[Formula, str] = {}
    for (where, text), formula in zip(texts.items(), (*premises, conclusion), strict=True):
        if said.setdefault(formula, text) != text:
            raise Fault(f"{where} says in other words what the question says before: {text[:120]!r}")
    return Argument(desk, language, names, tuple(premises), conclusion, spelled, said)
