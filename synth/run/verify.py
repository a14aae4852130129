"""Data checked again: every row of a file or folder, by its family's checker, its id, and on demand anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from synth.batch import are_named, are_remade, faults_of
from synth.errors import InputError
from synth.families import find
from synth.kernels.columns import buffers
from synth.line import check, remade, where_from
from synth.row import Row, Verdict, from_batch
from synth.run.data import Piece, checks_batches, files, pieces, runs, typed
from synth.run.workers import Workers

REPEATED = "the id stands twice"

Report = Callable[[int], None]


@dataclass
class Outcome:
    """How many rows were accepted, refused, undecided; and the ids by family and fault."""

    accepted: int = 0
    refused: int = 0
    undecided: int = 0
    faults: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Return how many rows were judged."""
        return self.accepted + self.refused + self.undecided

    def count(self, row: Row, verdict: Verdict, place: str) -> None:
        """Count a row; of one that was not accepted keep the id, and where it stands."""
        if verdict.accepted:
            self.accepted += 1
            return
        if verdict.undecided:
            self.undecided += 1
        else:
            self.refused += 1
        fault = verdict.fault
        if verdict.undecided:
            fault = f"undecided: {fault or 'a limit was hit'}"
        self.faults.setdefault(row.family, {}).setdefault(fault, []).append(row.id)
        self.places[row.id] = place

    def add(self, other: Outcome) -> None:
        """Add the outcome of other rows."""
        self.accepted += other.accepted
        self.refused += other.refused
        self.undecided += other.undecided
        self.places |= other.places
        for family, faults in other.faults.items():
            for fault, names in faults.items():
                self.faults.setdefault(family, {}).setdefault(fault, []).extend(names)

    def record(self) -> dict[str, Any]:
        """Return the outcome as plain values, the same whatever order the rows were checked in."""
        return {
            "accepted": self.accepted,
            "refused": self.refused,
            "undecided": self.undecided,
            "faults": {
                family: {fault: sorted(names) for fault, names in sorted(faults.items())}
                for family, faults in sorted(self.faults.items())
            },
        }


def verify(path: Path, workers: int, report: Report = lambda rows: None, *, remake: bool = False) -> Outcome:
    """Return the outcome for every row at the path; `report` is called with the rows checked so far.

    With `remake` each row is made again from its id and every column compared. Raises InputError for data
    that does not hold rows.
    """
    outcome = Outcome()
    with Workers(partial(judge, remake=remake), workers) as crew:
        for _, part in crew.map(pieces(files(path))):
            outcome.add(part)
            report(outcome.rows)
    if not outcome.rows:
        raise InputError(f"{path} holds no rows")
    return outcome


def judge(piece: Piece, remake: bool = False) -> Outcome:
    """Return the outcome for the rows of a piece."""
    outcome = Outcome()
    batch = typed(piece)
    for low, high, name in runs(batch.column("family")):
        part = batch.slice(low, high - low)
        given = faults_of(find(name), part) if checks_batches(name) else None
        if given is not None:
            sure = _surely_right(name, part, given, remake)
            sure[[place - low for place in piece.repeated if low <= place < high]] = False
            outcome.accepted += int(sure.sum())
            unsure = np.flatnonzero(~sure).tolist()
        else:
            unsure = list(range(len(part)))
        for place, row in zip(unsure, from_batch(part.take(pa.array(unsure, pa.int64()))), strict=True):
            verdict = check(row) if given is None else _verdict(name, given[place].as_py())
            if verdict.accepted:
                verdict = _traced(row, verdict, low + place in piece.repeated, remake)
            outcome.count(row, verdict, f"{piece.file}:{piece.numbers[low + place]}")
    return outcome


def _verdict(name: str, fault: str) -> Verdict:
    return Verdict(fault=fault) if fault else Verdict(checks=find(name).checks)


def _surely_right(
    name: str, part: pa.RecordBatch, faults: pa.StringArray, remake: bool
) -> npt.NDArray[np.bool_]:
    """Return which rows are accepted for sure, by looking at all of them at once."""
    sure: npt.NDArray[np.bool_] = (np.diff(buffers(faults)[0]) == 0) & are_named(part)
    if remake and not (sure.all() and are_remade(find(name), part)):
        sure[:] = False
    return sure


def _traced(row: Row, verdict: Verdict, is_repeated: bool, remake: bool) -> Verdict:
    """Return the verdict on a row that its checker accepts, once it is known where it comes from."""
    fault = where_from(row) or (REPEATED if is_repeated else "")
    if fault:
        return Verdict(fault=fault)
    return remade(row, verdict) if remake else verdict
