"""The words of a syllogism: names for its terms and people, sentences, cases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import factorial, perm
from typing import NamedTuple

from synth.solvers._syllogism_proof import Statement
from synth.solvers._text import drawn, listed, phrases_of

phrases = partial(phrases_of, "syllogism")


class Look(NamedTuple):
    """One way to present a problem."""

    phrasing: int
    order: tuple[int, ...]
    nouns: tuple[str, ...]
    people: tuple[str, ...]
    letters: tuple[int, ...]


class Stage(NamedTuple):
    """What a problem's looks are made of: numbers of premises and terms, and what is asked."""

    premises: int
    terms: int
    asked: str

    def looks(self) -> int:
        """Return the number of looks."""
        table = phrases()
        looks = len(table["question"][self.asked]) * factorial(self.premises)
        looks *= perm(len(table["classes"]["nouns"]), self.terms)
        return looks * (24 if self.asked == "which" else 1)

    def look(self, number: int) -> Look:
        """Return the look of a number below the count, by mixed radix."""
        table = phrases()
        number, phrasing = divmod(number, len(table["question"][self.asked]))
        people = table["people"]["names"]
        first = number % len(people)  # no digit of its own: derivations name nobody
        number, order = drawn(number, range(self.premises), self.premises)
        letters: tuple[int, ...] = ()
        if self.asked == "which":
            number, letters = drawn(number, range(4), 4)
        number, nouns = drawn(number, table["classes"]["nouns"], self.terms)
        return Look(phrasing, order, nouns, (*people[first:], *people[:first]), letters)


class Voice:
    """Sentences about classes that have names, and about people."""

    def __init__(self, nouns: Sequence[str]) -> None:
        self.nouns = nouns
        self._patterns: dict[str, str] = phrases()["statement"]

    def clause(self, said: Statement) -> str:
        """Return a statement without its full stop."""
        kind, subject, predicate = said
        return self._patterns[kind].format(self.nouns[subject], self.nouns[predicate])

    def one(self, term: int) -> str:
        """Return the singular of a class noun with its article."""
        noun = self.nouns[term][:-1]
        return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"

    def case(self, cells: Sequence[int], people: Sequence[str], order: Sequence[int]) -> str:
        """Say who there is and who is in which class."""
        names = people[: len(cells)]
        last = "person" if len(names) == 1 else "people"
        lists = [
            f"{self.nouns[term].capitalize()}: {listed(self._members(cells, names, term)) or 'none'}."
            for term in order
        ]
        return f"Let {listed(names)} be the only {last}. {' '.join(lists)}"

    def reason(self, said: Statement, cells: Sequence[int], people: Sequence[str]) -> str:
        """Say by whom a statement is true in a case."""
        kind, subject, predicate = said
        if kind in "IO":
            joint = "and" if kind == "I" else "but not"
            wanted = int(kind == "I")
            name = next(
                name
                for cell, name in zip(cells, people, strict=False)
                if cell >> subject & 1 and cell >> predicate & 1 == wanted
            )
            return f"{name} is {self.one(subject)} {joint} {self.one(predicate)}."
        found = self._members(cells, people, subject)
        if not found:
            return f"there are no {self.nouns[subject]}."
        if len(found) == 1:
            denial = "" if kind == "A" else "not "
            return f"the only {self.nouns[subject][:-1]} is {found[0]}, who is {denial}{self.one(predicate)}."
        if kind == "A":
            share = f"who are {'both' if len(found) == 2 else 'all'} {self.nouns[predicate]}"
        else:
            share = f"{'neither' if len(found) == 2 else 'none'} of whom is {self.one(predicate)}"
        return f"the {self.nouns[subject]} are {listed(found)}, {share}."

    def _members(self, cells: Sequence[int], people: Sequence[str], term: int) -> list[str]:
        return [name for cell, name in zip(cells, people, strict=False) if cell >> term & 1]
