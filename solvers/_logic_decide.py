"""Decide an argument by truth tables: label, minimal sets of premises, two cases that leave it open."""

from __future__ import annotations

from collections.abc import Sequence

ENTAILED, REFUTED, UNKNOWN, INCONSISTENT = "entailed", "refuted", "unknown", "inconsistent"


class Argument:
    """The truth tables of some premises, and what every subset of them leaves possible."""

    def __init__(self, premises: Sequence[int], full: int) -> None:
        self.premises = tuple(premises)
        self.full = full
        together = full
        for table in self.premises:
            together &= table
        self.possible = together
        self._subsets: list[int] = []

    def label(self, conclusion: int) -> str:
        """Return what the premises say of a conclusion's table."""
        if not self.possible:
            return INCONSISTENT
        if not self.possible & ~conclusion:
            return ENTAILED
        return REFUTED if not self.possible & conclusion else UNKNOWN

    def minimal_sets(self, conclusion: int) -> list[tuple[int, ...]]:
        """Return the minimal sets of premises (by place) that entail a table, small ones first.

        With the table 0 these are the minimal inconsistent sets.
        """
        if not self._subsets:
            self._subsets = [self.full]
            for table in self.premises:
                self._subsets += [subset & table for subset in self._subsets]
        against = self.full ^ conclusion
        enough = [subset for subset, possible in enumerate(self._subsets) if not possible & against]
        enough.sort(key=int.bit_count)
        minimal: list[int] = []
        for subset in enough:
            if all(subset & smaller != smaller for smaller in minimal):
                minimal.append(subset)
        places = range(len(self.premises))
        sets = [tuple(i for i in places if subset >> i & 1) for subset in minimal]
        return sorted(sets, key=lambda chosen: (len(chosen), chosen))

    def two_cases(self, conclusion: int) -> tuple[int, int]:
        """Return a case with the conclusion true and one with it false that differ in as few atoms as can be.

        Both make every premise true. Raises ValueError if the conclusion is not unknown.
        """
        with_it, without = self.possible & conclusion, self.possible & ~conclusion
        if not with_it or not without:
            raise ValueError("only an unknown conclusion has two cases")
        cases = self.full.bit_length()
        atoms = cases.bit_length() - 1
        # Grow the cases around those with the conclusion, one changed atom at a time, until one without
        # is met.
        ball, radius = with_it, 0
        while not ball & without:
            ball = _neighbours(ball, atoms, self.full)
            radius += 1
        second = _lowest(ball & without)
        ball = 1 << second
        for _ in range(radius):
            ball = _neighbours(ball, atoms, self.full)
        return _lowest(ball & with_it), second


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _neighbours(cases: int, atoms: int, full: int) -> int:
    """Return the cases and all that differ from one of them in one atom."""
    grown = cases
    for i in range(atoms):
        step = 1 << i
        # A case without atom i stands `step` places below the one with it.
        low = full // ((1 << step) + 1)
        grown |= (cases & low) << step | (cases >> step) & low
    return grown
