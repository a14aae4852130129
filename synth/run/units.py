"""A unit made: its rows, drawn and checked, written as a part that a kill cannot leave half done."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from synth.families import find
from synth.line import Line
from synth.row import SCHEMA, Row, to_batch
from synth.run.plan import Unit
from synth.run.repeats import Problems

REPEAT = "a problem that the run has already"


@dataclass(frozen=True)
class Made:
    """What became of a unit: one line of the journal."""

    unit: str
    rows: int
    tried: int
    dropped: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    undecided: int = 0
    bytes: int = 0
    sha256: str = ""

    def record(self) -> dict[str, Any]:
        """Return the line as plain values."""
        return asdict(self)

    @classmethod
    def read(cls, record: Mapping[str, Any] | None) -> Made | None:
        """Return what a line says, or None if it is not one of a unit."""
        if record is None or {*record} != {one.name for one in fields(cls)}:
            return None
        return cls(**record)


def make(unit: Unit, parts: Path) -> Made:
    """Make a unit's rows and its part, and return what became of it; the same bytes at every call."""
    stratum = unit.stratum
    line = Line(find(stratum.family), stratum.level, stratum.seed, stratum.variants)
    known = np.load(parts / f"{unit.known}.npy", mmap_mode="r") if unit.known else None
    path = parts / f"{unit.name}.parquet"
    temporary = parts / f"{unit.name}.{os.getpid()}.tmp"
    rows = list(_wanted(line, unit, Problems(stratum.variants, known)))
    try:
        with writer(temporary) as file:
            file.write_batch(to_batch(rows))
        size, digest = settle(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    tally = line.tally
    return Made(
        unit=unit.name,
        rows=len(rows),
        tried=tally.tried,
        dropped=dict(sorted(tally.dropped.items())),
        refused=tally.refused,
        faults=tally.faults,
        undecided=tally.undecided,
        bytes=size,
        sha256=digest,
    )


def _wanted(line: Line, unit: Unit, problems: Problems) -> Iterator[Row]:
    """Yield the first rows that pass, whole groups, and of the last group what balances the answers."""
    answers: Counter[str] = Counter()
    rows = 0
    for low, high in unit.spans:
        for place in range(low, high):
            if rows == unit.rows:
                return
            group = line.take(place)
            if not problems.admit([row.canonical for row in group]):
                line.tally.dropped[REPEAT] += 1
                continue
            if rows + len(group) > unit.rows:
                group = balanced(group, unit.rows - rows, answers)
            answers.update(row.answer for row in group)
            rows += len(group)
            yield from group


def balanced(group: Sequence[Row], size: int, answers: Counter[str]) -> list[Row]:
    """Return so many rows of a group, each time one whose answer is the rarest so far, in their order."""
    seen = Counter(answers)
    left = list(range(len(group)))
    chosen = []
    for _ in range(size):
        best = min(left, key=lambda index: (seen[group[index].answer], index))
        left.remove(best)
        chosen.append(best)
        seen[group[best].answer] += 1
    return [group[index] for index in sorted(chosen)]


@contextmanager
def writer(path: Path) -> Iterator[pq.ParquetWriter]:
    """Give a writer of rows: zstd 3, dictionaries only for columns of few values.

    An error of the system names the file, which Arrow leaves out.
    """
    try:
        with _parquet(path) as file:
            yield file
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _parquet(path: Path) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        path,
        SCHEMA,
        compression="zstd",
        compression_level=3,
        use_dictionary=[
            "family",
            "domain",
            "level",
            "skills.list.element",
            "language",
            "checks.list.element",
            "provenance.grammar",
            "provenance.fingerprint",
            "provenance.seed",
            "provenance.version",
        ],
    )


def settle(temporary: Path, path: Path) -> tuple[int, str]:
    """Give a finished file its name, durably; return its size and SHA-256."""
    digest = digest_of(temporary)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
        size = os.fstat(file.fileno()).st_size
    temporary.replace(path)
    sync_folder(path.parent)
    return size, digest


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
