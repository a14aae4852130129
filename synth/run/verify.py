"""Data checked again: every row of a file or folder, by its family's checker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from synth.errors import InputError
from synth.families import find
from synth.row import SCHEMA, from_batch
from synth.run.journal import MANIFEST, NAME
from synth.run.workers import Workers

PIECE_ROWS = 500
UNDECIDED = "undecided: a limit was hit"

Report = Callable[[int], None]


@dataclass(frozen=True)
class Piece:
    """Some rows of a file: a record batch, or lines of JSON."""

    file: str
    first: int
    rows: pa.RecordBatch | tuple[bytes, ...]

    @property
    def name(self) -> str:
        """Return where the rows are."""
        return f"{self.file}:{self.first}"


@dataclass
class Outcome:
    """How many rows were accepted, refused, undecided; and the ids by family and fault."""

    accepted: int = 0
    refused: int = 0
    undecided: int = 0
    faults: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def blame(self, family: str, fault: str, name: str) -> None:
        """Keep the id of a row that was not accepted."""
        self.faults.setdefault(family, {}).setdefault(fault, []).append(name)

    def add(self, other: Outcome) -> None:
        """Add the outcome of other rows."""
        self.accepted += other.accepted
        self.refused += other.refused
        self.undecided += other.undecided
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


def verify(path: Path, workers: int, report: Report = lambda rows: None) -> Outcome:
    """Return the outcome for every row at the path; `report` is called with the rows checked so far.

    Raises InputError for data that does not hold rows.
    """
    outcome = Outcome()
    with Workers(judge, workers) as crew:
        for _, part in crew.map(piece for file in files(path) for piece in pieces(file)):
            outcome.add(part)
            report(outcome.accepted + outcome.refused + outcome.undecided)
    return outcome


def files(path: Path) -> list[Path]:
    """Return the data files at a path: those of a manifest, or every Parquet and JSONL file in the folder."""
    if not path.exists():
        raise InputError(f"nothing at {path}")
    if path.is_file():
        return [path]
    if (path / MANIFEST).exists():
        return _listed(path)
    if (path / NAME).exists():
        raise InputError(f"{path} holds a run that has not ended: complete it with the same synth generate")
    found = sorted(file for end in ("*.parquet", "*.jsonl") for file in path.rglob(end))
    if not found:
        raise InputError(f"{path} holds no .parquet or .jsonl file")
    return found


def pieces(file: Path) -> Iterator[Piece]:
    """Yield the rows of a file, some at a time; raise InputError if it has not the columns of rows."""
    if file.suffix == ".jsonl":
        yield from _lines(file)
        return
    try:
        parquet = pq.ParquetFile(file)
    except pa.ArrowInvalid as error:
        raise InputError(f"{file} is not a Parquet file: {error}") from None
    with parquet:
        for name in SCHEMA.names:
            if name not in parquet.schema_arrow.names:
                raise InputError(f"{file} has no column {name!r}")
        first = 0
        for batch in parquet.iter_batches(PIECE_ROWS, columns=SCHEMA.names):
            yield Piece(str(file), first, batch)
            first += len(batch)


def judge(piece: Piece) -> Outcome:
    """Return the outcome for the rows of a piece."""
    outcome = Outcome()
    for row in from_batch(_typed(piece)):
        verdict = find(row.family).check(row)
        if verdict.accepted:
            outcome.accepted += 1
        elif verdict.undecided:
            outcome.undecided += 1
            outcome.blame(row.family, UNDECIDED, row.id)
        else:
            outcome.refused += 1
            outcome.blame(row.family, verdict.fault, row.id)
    return outcome


def _listed(folder: Path) -> list[Path]:
    """Return the files that a manifest names, if they have the rows that it says."""
    manifest: Mapping[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
    found = []
    for file in manifest["files"]:
        path = folder / file["path"]
        if not path.exists():
            raise InputError(f"{path} is missing: the manifest names it")
        try:
            rows = pq.read_metadata(path).num_rows
        except pa.ArrowInvalid as error:
            raise InputError(f"{path} is not a Parquet file: {error}") from None
        if rows != file["rows"]:
            raise InputError(f"{path} has {rows} rows, and the manifest says {file['rows']}")
        found.append(path)
    return found


def _lines(file: Path) -> Iterator[Piece]:
    """Yield the lines of a JSONL file."""
    held: list[bytes] = []
    first = 1
    with file.open("rb") as lines:
        for line in lines:
            held.append(line)
            if len(held) == PIECE_ROWS:
                yield Piece(str(file), first, tuple(held))
                first += len(held)
                held = []
    if held:
        yield Piece(str(file), first, tuple(held))


def _typed(piece: Piece) -> pa.RecordBatch:
    """Return the rows with the types of the schema and nothing missing, or raise InputError."""
    batch = _parsed(piece) if isinstance(piece.rows, tuple) else piece.rows
    columns = []
    for column, want in zip(batch.select(SCHEMA.names).columns, SCHEMA, strict=True):
        try:
            columns.append(column.cast(want.type))
        except pa.ArrowException as error:
            raise InputError(f"{piece.name}: column {want.name!r} is {column.type}: {error}") from None
    for column, want in zip(columns, SCHEMA, strict=True):
        parts = [column, *(column.flatten() if pa.types.is_struct(want.type) else [])]
        if any(part.null_count for part in parts):
            raise InputError(f"{piece.name}: in one of {len(batch)} rows {want.name!r} is missing")
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _parsed(piece: Piece) -> pa.RecordBatch:
    """Return JSON lines as a record batch."""
    records = []
    for number, line in enumerate(piece.rows, piece.first):
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InputError(f"{piece.file}:{number}: not JSON: {error}") from None
        if not isinstance(record, dict):
            raise InputError(f"{piece.file}:{number}: not a row but {str(record)[:40]!r}")
        for name in SCHEMA.names:
            if name not in record:
                raise InputError(f"{piece.file}:{number}: no {name!r}")
        records.append(record)
    try:
        return pa.RecordBatch.from_pylist(records, SCHEMA)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise InputError(
            f"{piece.name}: one of {len(records)} rows is not as the schema says: {error}"
        ) from None
