"""A run from its recipe to its dataset: rounds of units, given to workers, committed one by one."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from synth.batch import BatchLine
from synth.errors import InputError
from synth.row import to_batch
from synth.run.files import File, digest_of, writer
from synth.run.finish import Crew, write, write_card
from synth.run.journal import CARD, Journal
from synth.run.plan import Plan, Span, Stratum, Unit, cut, left_over
from synth.run.repeats import known, repeats
from synth.run.seal import read_manifest
from synth.run.units import drawn, make
from synth.run.workers import Workers

SAMPLE_RANKS = 20
LEAST_RANKS = 4
"""Ranks tried to tell what a level costs, shared over its strata, and those tried of each."""
BATCH_RANKS = 100

Report = Callable[[int, int], None]


def generate(
    plan: Plan, folder: Path, workers: int, report: Report = lambda rows, fresh: None
) -> dict[str, Any]:
    """Make what the plan says in the folder, or what is missing of it, and return the manifest.

    `report` is called after each unit with the rows committed so far and those of this unit. Raises
    InputError for a folder that holds something else.
    """
    with Journal(folder, plan.keys) as journal:
        if journal.manifest.exists():
            return _ended(journal)
        with Workers(partial(_work, parts=journal.parts, data=journal.data), workers) as crew:
            units, removed = _rounds(plan, journal, crew, report)
            return write(plan, journal, crew, units, removed)


def _work(task: Unit | File, parts: Path, data: Path) -> Any:
    """Do a worker's task: make the part of a unit, or write a file."""
    return make(task, parts) if isinstance(task, Unit) else task.write(parts, data)


def _rounds(
    plan: Plan, journal: Journal, crew: Crew, report: Report
) -> tuple[list[Unit], dict[str, frozenset[int]]]:
    """Make units until every stratum has its rows or no places; return all units and the rows to remove."""
    spans: dict[str, tuple[Span, ...]] = {one.name: one.spans for one in plan.strata}
    made: list[Unit] = []
    fresh = plan.units()
    while True:
        _commit(fresh, journal, crew, report)
        made += fresh
        removed = repeats(made, journal.parts)
        for one in plan.strata:
            own = [unit for unit in fresh if unit.stratum == one]
            spans[one.name] = left_over(spans[one.name], own, [journal.done[unit.name].tried for unit in own])
        fresh = [
            unit
            for one in plan.strata
            for unit in cut(
                one, one.rows - _kept(one, made, removed, journal), spans[one.name], fresh[0].round + 1
            )
        ]
        if not fresh:
            return made, removed
        for unit in {unit.known: unit for unit in fresh}.values():
            np.save(journal.parts / f"{unit.known}.npy", known(unit.stratum.family, made, journal.parts))


def _commit(units: Sequence[Unit], journal: Journal, crew: Crew, report: Report) -> None:
    """Make the units that the journal does not have yet."""
    rows = sum(made.rows for made in journal.done.values())
    report(rows, 0)
    for _, made in crew.map([unit for unit in units if unit.name not in journal.done]):
        journal.commit(made)
        rows += made.rows
        report(rows, made.rows)


def _kept(
    stratum: Stratum, units: Sequence[Unit], removed: dict[str, frozenset[int]], journal: Journal
) -> int:
    """Return how many rows of a stratum stay."""
    return sum(
        journal.done[unit.name].rows - len(removed.get(unit.name, ()))
        for unit in units
        if unit.stratum == stratum
    )


def _ended(journal: Journal) -> dict[str, Any]:
    """Return the manifest of a run that has ended, if its files are as it left them; replace a lost card."""
    manifest = read_manifest(journal.manifest)
    for file in manifest["files"]:
        path = journal.folder / file["path"]
        if not path.exists() or digest_of(path) != file["sha256"]:
            raise InputError(
                f"{path} is missing or changed since the run ended: remove {journal.manifest}, and the same "
                "command makes the rows again"
            )
    if not (journal.folder / CARD).exists():
        write_card(journal.folder, manifest)
    return manifest


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a stratum costs, from a few rows made: CPU seconds a row, bytes a row on disk."""

    stratum: Stratum
    seconds: float
    bytes: float


def estimate(plan: Plan, scratch: Path) -> list[Estimate]:
    """Return what each stratum costs; `scratch` is a file to write samples to, removed again."""
    of_level = Counter((stratum.family, stratum.level) for stratum in plan.strata)
    estimates = []
    for stratum in plan.strata:
        _sampled(stratum, 1)
        start = time.process_time()
        batch = _sampled(stratum, max(LEAST_RANKS, SAMPLE_RANKS // of_level[stratum.family, stratum.level]))
        seconds = time.process_time() - start
        try:
            with writer(scratch) as file:
                file.write_batch(batch)
            size = scratch.stat().st_size
        finally:
            scratch.unlink(missing_ok=True)
        estimates.append(Estimate(stratum, seconds / max(1, len(batch)), size / max(1, len(batch))))
    return estimates


def _sampled(stratum: Stratum, ranks: int) -> pa.RecordBatch:
    """Return the rows of the first ranks; as many times more where they are made by the batch."""
    line = drawn(stratum)
    if isinstance(line, BatchLine):
        return line.take(0, min(ranks * BATCH_RANKS, line.places))
    return to_batch([row for place in range(min(ranks, line.places)) for row in line.take(place)])
