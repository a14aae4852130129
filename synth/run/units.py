"""A unit made: its rows, drawn and checked, written as a part that a kill cannot leave half done."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from synth.batch import BATCH_ROWS, BatchLine, is_batched
from synth.families import find
from synth.line import Line
from synth.row import Row, to_batch
from synth.run.files import sync_folder
from synth.run.parts import digest_of_part, part_of, write_part
from synth.run.plan import Stratum, Unit
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
    xxh3: str = ""

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
    line = drawn(stratum)
    problems = Problems(np.load(parts / f"{unit.known}.npy", mmap_mode="r") if unit.known else None)
    if isinstance(line, BatchLine):
        batches = list(_wanted_batches(line, unit, problems))
    else:
        batches = [to_batch(list(_wanted(line, unit, problems)))]
    path = part_of(parts, unit.name)
    temporary = parts / f"{unit.name}.{os.getpid()}.tmp"
    try:
        write_part(temporary, batches)
        size, digest = temporary.stat().st_size, digest_of_part(temporary)
        temporary.replace(path)
        sync_folder(parts)
    finally:
        temporary.unlink(missing_ok=True)
    tally = line.tally
    return Made(
        unit=unit.name,
        rows=sum(map(len, batches)),
        tried=tally.tried,
        dropped=dict(sorted(tally.dropped.items())),
        refused=tally.refused,
        faults=tally.faults,
        undecided=tally.undecided,
        bytes=size,
        xxh3=digest,
    )


def drawn(stratum: Stratum) -> Line | BatchLine:
    """Return the rows of a stratum, in the order of its seed: by the batch if its family can."""
    family = find(stratum.family)
    line = BatchLine if is_batched(family, stratum.level, stratum.label) else Line
    return line(family, stratum.level, stratum.seed, stratum.variants, stratum.label)


def _wanted_batches(line: BatchLine, unit: Unit, problems: Problems) -> Iterator[pa.RecordBatch]:
    """Yield what `_wanted` does, by the batch; the rows of a place have one answer, so the first stay."""
    rows = 0
    for low, high in unit.spans:
        while low < high and rows < unit.rows:
            end = min(high, low - (rows - unit.rows) // line.variants, low + BATCH_ROWS // line.variants)
            batch = line.take(low, end)
            low = end
            admitted = problems.admit_all(batch.column("canonical"), line.variants, line.variants)
            if admitted is not None:
                line.tally.dropped[REPEAT] += int(len(admitted) - admitted.sum())
                batch = batch.filter(pa.array(np.repeat(admitted, line.variants)))
            batch = batch.slice(0, unit.rows - rows)
            rows += len(batch)
            yield batch


def _wanted(line: Line, unit: Unit, problems: Problems) -> Iterator[Row]:
    """Yield the first rows that pass, whole groups, and of the last group what balances the answers."""
    answers: Counter[str] = Counter()
    rows = 0
    for low, high in unit.spans:
        for place in range(low, high):
            if rows == unit.rows:
                return
            group = line.take(place)
            if not problems.admit([row.canonical for row in group], line.variants):
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
