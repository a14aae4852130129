"""Presentations of an argument: the surface, the names of the atoms, the order of the premises, the phrasing.

A presentation is a number. Even ones are formal, odd ones English; half of it is the number within the
surface, in mixed radix. English has far more, so its numbers are spread over all of them by a keyed
permutation, and both surfaces get an equal share. Presentation 0 is formal, with the argument's own order
and, for the atoms p q r .., its own letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial, perm

from synth.grammar.permutation import permute
from synth.solvers._logic_formula import LETTERS, Formula
from synth.solvers._logic_render import QUESTIONS, English, Formal, Voice, phrases, phrasings
from synth.solvers._text import drawn

_SEED = 1


@dataclass(frozen=True, slots=True)
class Presentation:
    """How an argument is presented; `order[i]` is the place of the premise that is shown as number i+1."""

    voice: Voice
    order: tuple[int, ...]
    asked: int


@dataclass(frozen=True, slots=True)
class Stage:
    """What presentations depend on: the atoms, the number of premises, the formulas that the questions state.

    `alike` names a formula that is said as another one is, if it can be: the other version of a premise.
    """

    atoms: tuple[int, ...]
    premises: int
    stated: tuple[Formula, ...]
    alike: tuple[Formula, Formula] | None = None

    def count(self) -> int:
        """Return the number of presentations."""
        return 2 * min(self._formal(), self._english())

    def _shared(self) -> int:
        return factorial(self.premises) * len(QUESTIONS)

    def _formal(self) -> int:
        return self._shared() * perm(len(LETTERS), len(self.atoms))

    def _english(self) -> int:
        count = self._shared() * perm(len(phrases().pool("proposition")), len(self.atoms))
        for formula in self.stated:
            count *= phrasings(formula)
        return count

    def present(self, number: int) -> Presentation:
        """Return a presentation by its number, below `count()`."""
        number, english = divmod(number, 2)
        if not english:
            number, asked = divmod(number, len(QUESTIONS))
            number, order = drawn(number, range(self.premises), self.premises)
            own = [LETTERS[atom] for atom in self.atoms]
            letters = own + [letter for letter in LETTERS if letter not in own]
            _, chosen = drawn(number, letters, len(self.atoms))
            return Presentation(Formal(dict(zip(self.atoms, chosen, strict=True))), order, asked)
        number = permute(_SEED, number, self._english())
        number, asked = divmod(number, len(QUESTIONS))
        number, order = drawn(number, range(self.premises), self.premises)
        number, entries = drawn(number, range(len(phrases().pool("proposition"))), len(self.atoms))
        said: dict[Formula, int] = {}
        for formula in self.stated:
            number, said[formula] = divmod(number, phrasings(formula))
        if self.alike:
            other, model = self.alike
            said.setdefault(other, min(said[model], phrasings(other) - 1))
        names = dict(zip(self.atoms, entries, strict=True))

        def phrasing(formula: Formula, count: int) -> int:
            """Return a digit of the number if the question states the formula, else the plain clause."""
            return said.get(formula, 0)

        return Presentation(English(names, phrasing), order, asked)
