"""The table of rules, filled in: what leads to a formula by one rule, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from synth.verify._logic_rules import FORMS, Pattern, bind, filled
from synth.verify.proof.formula import Formula, Formulas

Use = tuple[Formula | None, tuple[Formula, ...]]  # what follows (None: a contradiction), and from what

# Each form is filled in from the pattern that names all that it speaks of: a structured source ("A implies B"
# of modus ponens), else the target ("A and B" of conjunction). Where none does ("chain"), from its sources.
_PLAIN = [
    (form, [part for part in (*form.sources, form.target) if part.inner and part.letters >= form.letters])
    for forms in FORMS.values()
    for form in forms
    if not form.takes_sub_proofs
]
_FROM_ONE = [(form, whole[0]) for form, whole in _PLAIN if whole]
_FROM_MANY = [form for form, whole in _PLAIN if not whole and form.target.head != "Contradiction"]


class Ways:
    """The uses of the rules without sub-proofs, kept for as long as their pool."""

    def __init__(self, pool: Formulas) -> None:
        self.pool = pool
        self._uses: dict[Formula, tuple[Use, ...]] = {}

    def through(self, formula: Formula) -> tuple[Use, ...]:
        """Return the uses of rules that the formula, as a source or as what follows, determines.

        Together with `across`, every use among some formulas comes up for one of them.
        """
        found = self._uses.get(formula)
        if found is None:
            uses: list[Use] = []
            for form, pattern in _FROM_ONE:
                bound = bind(self.pool, pattern, formula, {})
                if bound is not None:
                    needed = tuple(filled(self.pool, source, bound) for source in form.sources)
                    uses.append((filled(self.pool, form.target, bound), needed))
            uses.append((None, (formula, self.pool.opposite(formula))))
            found = self._uses[formula] = tuple(use for use in uses if use[0] not in use[1])
        return found

    def across(self, lines: Collection[Formula]) -> Iterator[Use]:
        """Yield the uses, among some formulas, of rules of which no source names all the rest."""
        by_head: dict[object, list[Formula]] = {}
        for line in lines:
            if line.right is not None:
                by_head.setdefault(line.connective, []).append(line)
                by_head.setdefault((line.connective, line.left), []).append(line)
        for form in _FROM_MANY:
            partial: list[tuple[dict[str, Formula], tuple[Formula, ...]]] = [({}, ())]
            for source in form.sources:
                partial = [
                    (more, (*chosen, line))
                    for bound, chosen in partial
                    for line in by_head.get(_key(source, bound), ())
                    if (more := bind(self.pool, source, line, bound)) is not None
                ]
            for bound, chosen in partial:
                yield filled(self.pool, form.target, bound), chosen


def _key(source: Pattern, bound: Mapping[str, Formula]) -> object:
    """Return the connective of what fits the pattern, with its left side where that is bound."""
    left = bound.get(source.inner[0].head)
    return source.head if left is None else (source.head, left)
