"""The end of a run: the parts become the dataset's files; the manifest last.

The dataset is `data/train-00000-of-N.parquet`, as `datasets.load_dataset(folder)` finds it.
`manifest.json` names its files and counts; readers take the files from there.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import orjson
import pyarrow.compute as pc

from synth.kernels.columns import joined
from synth.run.files import File, shared_out, without
from synth.run.journal import CARD, MANIFEST, Journal, replace_file
from synth.run.parts import read_part
from synth.run.plan import Plan, Stratum, Unit
from synth.run.seal import refuse_strangers, sealed
from synth.run.units import Made
from synth.run.workers import Workers

LABELS = 12

Crew: TypeAlias = Workers[Unit | File, Any]


@dataclass
class Counts:
    """What the dataset holds of one stratum, and what became of the rest."""

    stratum: Stratum
    rows: int = 0
    tried: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    undecided: int = 0
    duplicates: int = 0
    answers: Counter[str] = field(default_factory=Counter)

    def add(self, made: Made, duplicates: int) -> None:
        """Add what became of a unit."""
        self.rows += made.rows - duplicates
        self.tried += made.tried
        self.dropped.update(made.dropped)
        self.refused += made.refused
        self.faults += [(name, fault) for name, fault in made.faults]
        self.undecided += made.undecided
        self.duplicates += duplicates

    def record(self) -> dict[str, Any]:
        """Return the counts as plain values; answers only where they are labels, a handful of values."""
        return {
            "family": self.stratum.family,
            "level": self.stratum.level,
            "stratum": self.stratum.label,
            "problems": self.stratum.places,
            "variants": self.stratum.variants,
            "exhausted": self.stratum.exhausted,
            "asked": self.stratum.rows,
            "rows": self.rows,
            "answers": dict(sorted(self.answers.items())) if len(self.answers) <= LABELS else {},
            "tried": self.tried,
            "dropped": dict(sorted(self.dropped.items())),
            "refused": self.refused,
            "faults": [list(fault) for fault in self.faults],
            "undecided": self.undecided,
            "duplicates": self.duplicates,
        }


def write(
    plan: Plan, journal: Journal, crew: Crew, units: Sequence[Unit], removed: Mapping[str, frozenset[int]]
) -> dict[str, Any]:
    """Write the files, the card, the settled journal and, last, the manifest; return the manifest."""
    counts = {stratum.name: Counts(stratum) for stratum in plan.strata}
    for unit in units:
        counts[unit.stratum.name].add(journal.done[unit.name], len(removed.get(unit.name, ())))
    order = {stratum.name: place for place, stratum in enumerate(plan.strata)}
    ordered = sorted(units, key=lambda unit: order[unit.stratum.name])
    identity = _count(ordered, journal.parts, removed, counts)
    journal.data.mkdir(exist_ok=True)
    files = shared_out([_share(unit, journal, removed) for unit in ordered])
    written = {file.name: entry for file, entry in crew.map(files)}
    manifest = {
        "name": plan.recipe.name,
        "version": plan.keys["version"],
        "seed": plan.recipe.seed,
        "rows": sum(one.rows for one in counts.values()),
        "plan": dict(plan.keys),
        "strata": [one.record() for one in counts.values()],
        "ids": identity,
        "files": [written[file.name] for file in files],
    }
    refuse_strangers(journal.folder, {file["path"] for file in manifest["files"]})
    write_card(journal.folder, manifest)
    journal.settle([unit.name for unit in units])
    content = orjson.dumps(sealed(manifest), option=orjson.OPT_INDENT_2) + b"\n"
    replace_file(journal.folder / MANIFEST, content)
    shutil.rmtree(journal.parts)
    return manifest


def _share(
    unit: Unit, journal: Journal, removed: Mapping[str, frozenset[int]]
) -> tuple[str, int, frozenset[int]]:
    gone = removed.get(unit.name, frozenset())
    return unit.name, journal.done[unit.name].rows - len(gone), gone


def write_card(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the dataset card of a manifest."""
    replace_file(folder / CARD, _card(manifest).encode())


def _count(
    units: Sequence[Unit], parts: Path, removed: Mapping[str, frozenset[int]], counts: Mapping[str, Counts]
) -> str:
    """Count the answers of the rows that stay, and return the SHA-256 of all their ids in order."""
    identity = hashlib.sha256()
    for unit in units:
        table = without(read_part(parts, unit.name, ["id", "answer"]), removed.get(unit.name, frozenset()))
        for ids in table.column("id").chunks:
            identity.update(joined(ids).data)
        answers = counts[unit.stratum.name].answers
        if len(answers) <= LABELS:
            for one in pc.value_counts(table.column("answer")).to_pylist():
                answers[one["values"]] += one["counts"]
    return identity.hexdigest()


def _card(manifest: Mapping[str, Any]) -> str:
    """Return the dataset card: where its files are, and the manifest's counts."""
    lines = [
        "---",
        f"pretty_name: {manifest['name']}",
        "configs:",
        "- config_name: default",
        "  data_files:",
        "  - split: train",
        "    path: data/train-*.parquet",
        "---",
        "",
        f"# {manifest['name']}",
        "",
        f"{manifest['rows']:,} rows made by synth {manifest['version']} with seed {manifest['seed']};",
        "every row was accepted by its family's checker. Make one again with `synth show ID`.",
        "",
        "| family | level | stratum | rows | answers |",
        "|---|---|---|---|---|",
    ]
    for one in manifest["strata"]:
        answers = ", ".join(f"{answer} {count:,}" for answer, count in one["answers"].items())
        rows = f"{one['rows']:,}" + (", which is all" if one["exhausted"] else "")
        lines.append(f"| {one['family']} | {one['level']} | {one['stratum']} | {rows} | {answers} |")
    return "\n".join(lines) + "\n"
