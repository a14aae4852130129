"""The canonical text of a logic row: is it the question, but for names, order and commutation?

It writes each premise and the conclusion in prefix form over the letters a, b, c and on: "~" is not, "&" and,
"|" or, ">" implies, "=" iff. Which letter an atom gets, and which side of a commutative connective comes
first, is the solver's choice; so what is read here is that it says the same problem.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.verify._logic_argument import Argument, Fault
from synth.verify._logic_language import TooLarge
from synth.verify.proof.formula import Formula

SIGNS = {"&": "and", "|": "or", ">": "implies", "=": "iff"}
DEEPEST = 60
MOST_TRIES = 50_000
"""Pairs of formulas that are compared, at most."""

_WORDS = {"not": "~"} | {word: sign for sign, word in SIGNS.items()}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TO_A = str.maketrans(_LETTERS, "a" * len(_LETTERS))

Term = str | tuple["Term", ...]
"""A letter, or a connective and its sides."""
Names = dict[str, Formula]


def check_canonical(argument: Argument, text: object, thoroughly: bool) -> None:
    """Raise Fault unless a canonical text has the sizes of the question's formulas, and its atoms as often.

    Premises stand in the order of their texts, and letters are the alphabet's first. `thoroughly` asks that
    naming the letters, one to one, gives the question; TooLarge is raised at a limit.
    """
    if not isinstance(text, str):
        raise Fault("the canonical is not a text")
    said, _, asked = text.partition(":")
    premises = said.split(",")
    found = [text.count(letter) for letter in _LETTERS[: len(argument.atoms)]]
    places = [atom for one in (*argument.premises, argument.conclusion) for atom in one.places]
    if (
        premises != sorted(premises)
        or sorted(map(len, premises)) != sorted(map(_size, argument.premises))
        or len(asked) != _size(argument.conclusion)
        or sum(found) != len(places)
        or sorted(found) != sorted(map(places.count, argument.atoms))
    ):
        raise Fault(f"the canonical {text[:120]!r} is not made of the question's formulas")
    if thoroughly and not _Matching(argument).holds(premises, asked):
        raise Fault(f"the canonical {text[:120]!r} is that of another problem")


def _size(formula: Formula) -> int:
    """Return the number of a formula's atoms and connectives."""
    return 2 * len(formula.places) - 1 + formula.outline.count("not")


def _read(text: str) -> tuple[Term, str]:
    """Return a formula in prefix form, and its kind: its connectives and atoms, sorted."""
    term, end = _term(text, 0, 0)
    if end < len(text):
        raise Fault(f"the canonical has {text[:80]!r}, which is no formula")
    return term, "".join(sorted(text.translate(_TO_A)))


def _term(text: str, place: int, depth: int) -> tuple[Term, int]:
    if depth > DEEPEST:
        raise TooLarge(f"a formula of the canonical is nested more than {DEEPEST} deep")
    if place == len(text):
        raise Fault(f"the canonical has {text[:80]!r}, which is no formula")
    sign = text[place]
    if sign != "~" and sign not in SIGNS:
        return sign, place + 1
    left, end = _term(text, place + 1, depth + 1)
    if sign == "~":
        return ("not", left), end
    right, end = _term(text, end, depth + 1)
    return (SIGNS[sign], left, right), end


def _kind(outline: str) -> str:
    """Return the kind of a formula, by its outline."""
    words = outline.replace("(", " ").replace(")", " ").split()
    return "".join(sorted(_WORDS.get(word, "a") for word in words))


class _Matching:
    """The tries to name letters by the atoms of an argument."""

    def __init__(self, argument: Argument) -> None:
        self.argument = argument
        self.left: dict[str, list[Formula]] = {}
        for formula in argument.premises:
            self.left.setdefault(_kind(formula.outline), []).append(formula)
        self.tries = 0

    def holds(self, premises: list[str], conclusion: str) -> bool:
        """Return whether some naming of the letters makes formulas the question's."""
        read = [_read(text) for text in premises]
        if sorted(kind for _, kind in read) != sorted(kind for kind, held in self.left.items() for _ in held):
            return False
        read.sort(key=lambda one: len(self.left[one[1]]))
        asked, kind = _read(conclusion)
        if kind != _kind(self.argument.conclusion.outline):
            return False
        return any(self._placed(read, 0, names) for names in self._ways(asked, self.argument.conclusion, {}))

    def _placed(self, premises: list[tuple[Term, str]], place: int, names: Names) -> bool:
        """Return whether the premises from a place on can be those that are left."""
        if place == len(premises):
            return True
        term, kind = premises[place]
        left = self.left[kind]
        tried: set[Formula] = set()
        for number, formula in enumerate(left):
            if formula in tried:
                continue
            tried.add(formula)
            del left[number]
            for grown in self._ways(term, formula, names):
                if self._placed(premises, place + 1, grown):
                    return True
            left.insert(number, formula)
        return False

    def _ways(self, term: Term, formula: Formula, names: Names) -> Iterator[Names]:
        """Yield the namings, grown by what makes a term a formula."""
        self.tries += 1
        if self.tries > MOST_TRIES:
            raise TooLarge(f"the canonical took more than {MOST_TRIES} tries")
        if isinstance(term, str):
            known = names.get(term)
            if known is formula:
                yield names
            elif known is None and formula.left is None and formula not in names.values():
                yield {**names, term: formula}
        elif formula.left is not None and formula.connective == term[0]:
            if formula.right is None:
                yield from self._ways(term[1], formula.left, names)
                return
            for grown in self._ways(term[1], formula.left, names):
                yield from self._ways(term[2], formula.right, grown)
            if term[0] != "implies" and formula.left is not formula.right:
                for grown in self._ways(term[2], formula.left, names):
                    yield from self._ways(term[1], formula.right, grown)
