"""Repeats: problems that a run holds more often than its recipe allows.

A unit leaves out what it has itself, and from the second round on what the rounds before have. What the
units of one round have in common is found when the round is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from xxhash import xxh3_64_intdigest

from synth.run.plan import Unit

Keys = npt.NDArray[np.uint64]


class Problems:
    """The problems met so far, and how often; `known` are hashes of those that are met already."""

    def __init__(self, allowed: int, known: Keys | None = None) -> None:
        self._allowed = allowed
        self._known = known
        self._seen: Counter[str] = Counter()

    def admit(self, problems: Sequence[str]) -> bool:
        """Count the problems of a rank and return True, or return False if one of them is there too often."""
        times = Counter(problems)
        for problem, count in times.items():
            if self._seen[problem] + count > self._allowed or self._is_known(problem):
                return False
        self._seen.update(times)
        return True

    def _is_known(self, problem: str) -> bool:
        if self._known is None:
            return False
        key = np.uint64(_key(problem))
        place = int(np.searchsorted(self._known, key))
        return place < len(self._known) and bool(self._known[place] == key)


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
    """Return the rows to remove for the units of one family: hashes say where to look, texts decide."""
    allowed = units[0].stratum.variants
    keys = [_keys(unit, parts) for unit in units]
    values, counts = np.unique(np.concatenate(keys), return_counts=True)
    suspects = values[counts > allowed]
    removed = {}
    problems = Problems(allowed)
    for unit, own in zip(units, keys, strict=True):
        numbers = np.flatnonzero(np.isin(own, suspects)).tolist()
        if not numbers:
            continue
        table = _columns(unit, parts, "id", "canonical")
        ranks = [name.partition(".")[0] for name in table.column("id").to_pylist()]
        texts = table.column("canonical").to_pylist()
        gone = {
            rank
            for rank, group in groupby(numbers, ranks.__getitem__)
            if not problems.admit([texts[number] for number in group])
        }
        if gone:
            removed[unit.name] = frozenset(number for number, rank in enumerate(ranks) if rank in gone)
    return removed


def _keys(unit: Unit, parts: Path) -> Keys:
    texts = _columns(unit, parts, "canonical").column("canonical").to_pylist()
    return np.array([_key(text) for text in texts], dtype=np.uint64)


def _key(problem: str) -> int:
    return int(xxh3_64_intdigest(problem.encode()))


def _columns(unit: Unit, parts: Path, *names: str) -> pa.Table:
    return pq.read_table(parts / f"{unit.name}.parquet", columns=list(names))
