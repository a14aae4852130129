"""Data to be checked: the files at a path and the rows in them, some at a time.

A row is named `file:number`, from 1; in JSON lines that is the number of its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from synth.batch import BATCH_ROWS
from synth.errors import InputError
from synth.families import find
from synth.kernels.columns import hashes
from synth.row import SCHEMA, cut_off
from synth.run.journal import MANIFEST, NAME
from synth.run.repeats import often
from synth.run.seal import read_manifest

PIECE_ROWS = 500
"""Rows that a worker is given at a time; of a family that checks whole batches, one batch."""


@dataclass(frozen=True)
class Piece:
    """Some rows of a file: a record batch, or lines of JSON; `repeated` are places of ids met before."""

    file: str
    numbers: Sequence[int]
    rows: pa.RecordBatch | tuple[bytes, ...]
    repeated: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """Return where the rows are."""
        return f"{self.file}:{self.numbers[0]}"


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


def pieces(found: Sequence[Path]) -> Iterator[Piece]:
    """Yield the rows of the files, some at a time, with the places of ids that were met before.

    Raises InputError for a file that has not the columns of rows. Memory: 8 bytes a row, and the repeats.
    """
    suspects = _suspects(found)
    met: set[bytes] = set()
    for file in found:
        for piece in _pieces(file, SCHEMA.names):
            if not len(suspects):
                yield piece
                continue
            ids = _ids(piece)
            repeated = []
            for place in np.flatnonzero(np.isin(hashes(ids), suspects)).tolist():
                name = ids[place].as_py()
                if name in met:
                    repeated.append(place)
                met.add(name)
            yield replace(piece, repeated=frozenset(repeated))


def typed(piece: Piece) -> pa.RecordBatch:
    """Return the rows of a piece with the types of the schema and nothing missing.

    Raises InputError, naming the row where there is one, for what is not as the schema says.
    """
    batch = _parsed(piece) if isinstance(piece.rows, tuple) else piece.rows
    columns = []
    for column, want in zip(batch.select(SCHEMA.names).columns, SCHEMA, strict=True):
        try:
            column.validate(full=True)
            columns.append(column.cast(want.type))
        except pa.ArrowException as error:
            raise InputError(f"{piece.name}: column {want.name!r} is {column.type}: {error}") from None
    for column, want in zip(columns, SCHEMA, strict=True):
        for part in [column, *(column.flatten() if pa.types.is_struct(want.type) else [])]:
            if part.null_count:
                number = piece.numbers[part.is_null().index(True).as_py()]
                raise InputError(f"{piece.file}:{number}: {want.name!r} is missing, or a part of it")
        if pa.types.is_list(want.type) and (held := column.flatten()).null_count:
            place = pc.list_parent_indices(column)[held.is_null().index(True).as_py()].as_py()
            raise InputError(
                f"{piece.file}:{piece.numbers[place]}: {want.name!r} is missing, or a part of it"
            )
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def runs(families: pa.Array) -> Iterator[tuple[int, int, str]]:
    """Yield where runs of equal texts begin and end in a column, with the text."""
    ends = pc.run_end_encode(families)
    low = 0
    for high, name in zip(ends.run_ends.to_pylist(), ends.values.to_pylist(), strict=True):
        yield low, high, name
        low = high


def checks_batches(family: str) -> bool:
    """Return True if there is a family of this name whose checker judges whole batches."""
    try:
        return find(family).checks_batches
    except InputError:
        return False


def _suspects(found: Sequence[Path]) -> npt.NDArray[np.uint64]:
    """Return the hashes that more than one id has, in order."""
    keys = [hashes(_ids(piece)) for file in found for piece in _pieces(file, ["id"])]
    return often(np.concatenate([np.empty(0, np.uint64), *keys]), 1)


def _ids(piece: Piece) -> pa.Array:
    """Return the ids of a piece as bytes, whatever they are: their types are judged with the rows."""
    if isinstance(piece.rows, tuple):
        names = [str(record["id"]) for record in _records(piece, ["id"])]
        return pa.array([name.encode(errors="surrogatepass") for name in names], pa.binary())
    column = piece.rows.column("id")
    if pa.types.is_string(column.type) and not column.null_count:
        return column.cast(pa.binary())
    try:
        return pa.array([str(name).encode() for name in column.to_pylist()], pa.binary())
    except UnicodeDecodeError as error:
        raise InputError(f"{piece.name}: an id there is not UTF-8: {error.reason}") from None


def _listed(folder: Path) -> list[Path]:
    """Return the files that a manifest names, if they have the rows that it says."""
    manifest = read_manifest(folder / MANIFEST)
    found = []
    for file in manifest["files"]:
        path = folder / file["path"]
        if not path.exists():
            raise InputError(f"{path} is missing: the manifest names it")
        try:
            rows = pq.read_metadata(path).num_rows
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{path} is not a Parquet file: {error}") from None
        if rows != file["rows"]:
            raise InputError(f"{path} has {rows} rows, and the manifest says {file['rows']}")
        found.append(path)
    return found


def _pieces(file: Path, columns: list[str]) -> Iterator[Piece]:
    """Yield the rows of a file, of Parquet these columns alone."""
    return _lines(file) if file.suffix == ".jsonl" else _batches(file, columns)


def _batches(file: Path, columns: list[str]) -> Iterator[Piece]:
    """Yield the record batches of a Parquet file."""
    try:
        parquet = pq.ParquetFile(file)
    except PermissionError:
        raise
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{file} is not a Parquet file: {error}") from None
    with parquet:
        for name in columns:
            if (times := parquet.schema_arrow.names.count(name)) != 1:
                raise InputError(f"{file} has {'two columns' if times else 'no column'} {name!r}")
        number = 1
        batches = parquet.iter_batches(BATCH_ROWS, columns=columns)
        while True:
            try:
                batch = next(batches, None)
            except (pa.ArrowException, OSError) as error:
                raise InputError(f"{file} is damaged after row {number - 1}: {error}") from None
            if batch is None:
                return
            for low, high in _cut(batch):
                yield Piece(str(file), range(number + low, number + high), batch.slice(low, high - low))
            number += len(batch)


def _cut(batch: pa.RecordBatch) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a batch begin and end: small ones where rows are checked one by one."""
    if "family" not in batch.schema.names:
        yield 0, len(batch)
        return
    low = 0
    for high, name in _families(batch.column("family")):
        size = high - low if checks_batches(name) else PIECE_ROWS
        yield from ((start, min(start + size, high)) for start in range(low, high, size))
        low = high


def _families(column: pa.Array) -> list[tuple[int, str]]:
    """Return the ends of runs of one family; what is no column of texts is one run of no family."""
    try:
        return [(high, name or "") for _, high, name in runs(column.cast(pa.string()))]
    except pa.ArrowException:
        return [(len(column), "")]


def _lines(file: Path) -> Iterator[Piece]:
    """Yield the lines of a JSONL file; blank ones hold nothing."""
    numbers: list[int] = []
    held: list[bytes] = []
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            numbers.append(number)
            held.append(line)
            if len(held) == PIECE_ROWS:
                yield Piece(str(file), numbers, tuple(held))
                numbers, held = [], []
    if held:
        yield Piece(str(file), numbers, tuple(held))


def _parsed(piece: Piece) -> pa.RecordBatch:
    """Return JSON lines as a record batch."""
    records = _records(piece, SCHEMA.names)
    for number, record in zip(piece.numbers, records, strict=True):
        if name := cut_off(record):
            raise InputError(f"{piece.file}:{number}: {name!r} holds a fraction where a whole number stands")
    try:
        return pa.RecordBatch.from_pylist(records, SCHEMA)
    except _UNFIT:
        for number, record in zip(piece.numbers, records, strict=True):
            _fit(record, f"{piece.file}:{number}")
        raise


_UNFIT = (pa.ArrowException, TypeError, ValueError, OverflowError)


def _fit(record: dict[str, Any], name: str) -> None:
    """Raise InputError, naming the column, unless a record is as the schema says."""
    for column in SCHEMA:
        try:
            pa.array([record[column.name]], column.type)
        except _UNFIT as error:
            raise InputError(f"{name}: {column.name!r} is not {column.type}: {error}") from None


def _records(piece: Piece, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Return the objects of JSON lines, if they have the columns."""
    assert isinstance(piece.rows, tuple)
    records = []
    for number, line in zip(piece.numbers, piece.rows, strict=True):
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InputError(f"{piece.file}:{number}: not JSON: {error}") from None
        if not isinstance(record, dict):
            raise InputError(f"{piece.file}:{number}: not a row but {str(record)[:40]!r}")
        for name in columns:
            if name not in record:
                raise InputError(f"{piece.file}:{number}: no {name!r}")
        records.append(record)
    return records
