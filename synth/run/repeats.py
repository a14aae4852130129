"""Repeats: problems that a run holds more often than its recipe allows.

A unit leaves out what it has itself, and from the second round on what the rounds before have. What the
units of one round have in common is found when the round is over. Hashes say where to look, texts decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from synth.kernels.columns import hashes
from synth.run.parts import read_part
from synth.run.plan import Unit

Keys = npt.NDArray[np.uint64]


class Problems:
    """The problems met so far, and how often; `known` are hashes, in order, of those that are met already."""

    def __init__(self, known: Keys | None = None) -> None:
        self._known = known
        self._seen: Counter[str] = Counter()
        self._columns: list[tuple[Keys, pa.Array]] = []

    def admit(self, problems: Sequence[str], allowed: int) -> bool:
        """Count the problems of a rank and return True, or return False if one would be there too often."""
        times = Counter(problems)
        for problem, count in times.items():
            if self._seen[problem] + count > allowed or self._is_known(problem):
                return False
        self._seen.update(times)
        return True

    def admit_all(self, problems: pa.StringArray, size: int, allowed: int) -> npt.NDArray[np.bool_] | None:
        """Return which ranks, of so many rows each, `admit` would take one after the other; None for all."""
        keys = hashes(problems)
        suspects = often(np.concatenate([keys, *(own for own, _ in self._columns)]), allowed)
        doubtful = np.isin(keys, suspects) if len(suspects) else np.zeros(len(keys), bool)
        if self._known is not None:
            doubtful |= is_in(self._known, keys)
        admitted = np.ones(len(keys) // size, bool)
        if doubtful.any():
            self._seen = Counter()
            for own, column in self._columns:
                self._seen.update(column.take(pa.array(np.flatnonzero(np.isin(own, suspects)))).to_pylist())
            for rank in np.unique(np.flatnonzero(doubtful) // size).tolist():
                admitted[rank] = self.admit(problems.slice(rank * size, size).to_pylist(), allowed)
        if admitted.all():
            self._columns.append((keys, problems))
            return None
        kept = np.repeat(admitted, size)
        self._columns.append((keys[kept], problems.filter(pa.array(kept))))
        return admitted

    def _is_known(self, problem: str) -> bool:
        return self._known is not None and bool(is_in(self._known, hashes(pa.array([problem])))[0])


def repeats(units: Sequence[Unit], parts: Path) -> dict[str, frozenset[int]]:
    """Return for each unit the numbers of its rows that repeat a problem more often than the recipe allows.

    The first in the order of the units stays. A rank goes as a whole, so that no group is split. Memory: 16
    bytes a row of the largest family, and the repeats.
    """
    removed: dict[str, frozenset[int]] = {}
    for family in {unit.stratum.family: None for unit in units}:
        removed |= _of_family([unit for unit in units if unit.stratum.family == family], parts)
    return removed


def known(family: str, units: Sequence[Unit], parts: Path) -> Keys:
    """Return the hashes of all problems in the units of a family, in order."""
    return np.unique(np.concatenate([_keys(unit, parts) for unit in units if unit.stratum.family == family]))


def _of_family(units: Sequence[Unit], parts: Path) -> dict[str, frozenset[int]]:
    """Return the rows to remove for the units of one family."""
    keys = [_keys(unit, parts) for unit in units]
    suspects = often(np.concatenate(keys), min(unit.stratum.variants for unit in units))
    removed = {}
    problems = Problems()
    for unit, own in zip(units, keys, strict=True) if len(suspects) else ():
        numbers = np.flatnonzero(np.isin(own, suspects)).tolist()
        if not numbers:
            continue
        table = read_part(parts, unit.name, ["id", "canonical"])
        ranks = [name.partition(".")[0] for name in table.column("id").to_pylist()]
        texts = table.column("canonical").to_pylist()
        gone = {
            rank
            for rank, group in groupby(numbers, ranks.__getitem__)
            if not problems.admit([texts[number] for number in group], unit.stratum.variants)
        }
        if gone:
            removed[unit.name] = frozenset(number for number, rank in enumerate(ranks) if rank in gone)
    return removed


def often(keys: Keys, allowed: int) -> Keys:
    """Return the keys that are there more often than allowed, in order."""
    ordered = np.sort(keys)
    often: Keys = np.unique(ordered[allowed:][ordered[allowed:] == ordered[:-allowed]])
    return often


def is_in(ordered: Keys, keys: Keys) -> npt.NDArray[np.bool_]:
    """Return which keys are among others that stand in order."""
    if not len(ordered):
        return np.zeros(len(keys), bool)
    places = np.searchsorted(ordered, keys)
    found: npt.NDArray[np.bool_] = ordered.take(np.minimum(places, len(ordered) - 1)) == keys
    return found


def _keys(unit: Unit, parts: Path) -> Keys:
    column = read_part(parts, unit.name, ["canonical"]).column("canonical")
    return np.concatenate([np.empty(0, np.uint64), *(hashes(chunk) for chunk in column.chunks)])
