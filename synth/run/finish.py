"""The end of a run: the parts become the dataset's files; the manifest last.

The dataset is `data/train-00000-of-N.parquet`, as `datasets.load_dataset(folder)` finds it.
`manifest.json` names its files and counts; readers take the files from there.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from synth.row import SCHEMA
from synth.run.journal import CARD, MANIFEST, Journal, replace_file
from synth.run.plan import Plan, Stratum, Unit
from synth.run.seal import refuse_strangers, sealed
from synth.run.units import Made, settle, writer

FILE_ROWS = 200_000
GROUP_ROWS = 20_000
LABELS = 12


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
    plan: Plan, journal: Journal, units: Sequence[Unit], removed: Mapping[str, frozenset[int]]
) -> dict[str, Any]:
    """Write the files, the card, the settled journal and, last, the manifest; return the manifest."""
    counts = {stratum.name: Counts(stratum) for stratum in plan.strata}
    for unit in units:
        counts[unit.stratum.name].add(journal.done[unit.name], len(removed.get(unit.name, ())))
    ordered = sorted(units, key=lambda unit: plan.strata.index(unit.stratum))
    total = sum(one.rows for one in counts.values())
    identity = hashlib.sha256()
    files = _files(_tables(ordered, journal.parts, removed, counts, identity), total, journal.data)
    manifest = {
        "name": plan.recipe.name,
        "version": plan.keys["version"],
        "seed": plan.recipe.seed,
        "rows": total,
        "plan": dict(plan.keys),
        "strata": [one.record() for one in counts.values()],
        "ids": identity.hexdigest(),
        "files": files,
    }
    refuse_strangers(journal.folder, {file["path"] for file in files})
    write_card(journal.folder, manifest)
    journal.settle([unit.name for unit in units])
    content = orjson.dumps(sealed(manifest), option=orjson.OPT_INDENT_2) + b"\n"
    replace_file(journal.folder / MANIFEST, content)
    shutil.rmtree(journal.parts)
    return manifest


def write_card(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the dataset card of a manifest."""
    replace_file(folder / CARD, _card(manifest).encode())


def _tables(
    units: Sequence[Unit],
    parts: Path,
    removed: Mapping[str, frozenset[int]],
    counts: Mapping[str, Counts],
    identity: Any,
) -> Iterator[pa.Table]:
    """Yield the rows of the units in order, without those removed, counted and digested on the way."""
    for unit in units:
        table = pq.read_table(parts / f"{unit.name}.parquet", schema=SCHEMA)
        if gone := removed.get(unit.name):
            table = table.filter(pa.array([number not in gone for number in range(len(table))]))
        for name in table.column("id").to_pylist():
            identity.update(name.encode() + b"\n")
        answers = counts[unit.stratum.name].answers
        if len(answers) <= LABELS:
            answers.update(table.column("answer").to_pylist())
        yield table


def _files(tables: Iterable[pa.Table], total: int, data: Path) -> list[dict[str, Any]]:
    """Write the tables into files of FILE_ROWS rows and return their names, sizes and digests."""
    data.mkdir(exist_ok=True)
    number = max(1, -(-total // FILE_ROWS))
    groups = _groups(tables)
    files = []
    for index in range(number):
        path = data / f"train-{index:05}-of-{number:05}.parquet"
        temporary = path.with_name(f"{path.name}.tmp")
        rows = 0
        with writer(temporary) as file:
            while rows < FILE_ROWS and (group := next(groups, None)) is not None:
                file.write_table(group, row_group_size=GROUP_ROWS)
                rows += len(group)
        size, digest = settle(temporary, path)
        files.append({"path": f"{data.name}/{path.name}", "rows": rows, "bytes": size, "sha256": digest})
    return files


def _groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the rows of the tables again in tables of GROUP_ROWS rows; the last one may be shorter."""
    held: list[pa.Table] = []
    rows = 0
    for table in tables:
        held.append(table)
        rows += len(table)
        while rows >= GROUP_ROWS:
            whole = pa.concat_tables(held)
            yield whole.slice(0, GROUP_ROWS)
            held = [whole.slice(GROUP_ROWS)]
            rows -= GROUP_ROWS
    if rows:
        yield pa.concat_tables(held)


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
        "| family | level | rows | answers |",
        "|---|---|---|---|",
    ]
    for one in manifest["strata"]:
        answers = ", ".join(f"{answer} {count:,}" for answer, count in one["answers"].items())
        lines.append(f"| {one['family']} | {one['level']} | {one['rows']:,} | {answers} |")
    return "\n".join(lines) + "\n"
