"""Data checked again: every row of a file or folder, by its family's checker, its id, and on demand anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from synth.errors import InputError
from synth.line import check, remade, where_from
from synth.row import Row, Verdict
from synth.run.data import Piece, files, pieces, rows
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
    for place, row in enumerate(rows(piece)):
        verdict = check(row)
        if verdict.accepted:
            fault = where_from(row)
            if not fault and place in piece.repeated:
                fault = REPEATED
            if fault:
                verdict = Verdict(fault=fault)
            elif remake:
                verdict = remade(row, verdict)
        outcome.count(row, verdict, f"{piece.file}:{piece.numbers[place]}")
    return outcome
