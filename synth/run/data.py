"""Data to be checked: the files at a path and the rows in them, some at a time.

A row is named `file:number`, from 1; in JSON lines that is the number of its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from xxhash import xxh3_64_intdigest

from synth.errors import InputError
from synth.row import SCHEMA, Row, from_batch
from synth.run.journal import MANIFEST, NAME
from synth.run.seal import read_manifest

PIECE_ROWS = 500


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
    met: set[str] = set()
    for file in found:
        for piece in _pieces(file, SCHEMA.names):
            if len(suspects):
                repeated = []
                for place, name in enumerate(_ids(piece)):
                    if _is_in(suspects, _key(name)):
                        if name in met:
                            repeated.append(place)
                        met.add(name)
                piece = Piece(piece.file, piece.numbers, piece.rows, frozenset(repeated))
            yield piece


def rows(piece: Piece) -> Iterator[Row]:
    """Yield the rows of a piece; raise InputError, naming the row, for one that is not as the schema says."""
    yield from from_batch(_typed(piece))


def _suspects(found: Sequence[Path]) -> npt.NDArray[np.uint64]:
    """Return the hashes that more than one id has, in order."""
    keys = [
        np.array([_key(name) for name in _ids(piece)], dtype=np.uint64)
        for file in found
        for piece in _pieces(file, ["id"])
    ]
    if not keys:
        return np.array([], dtype=np.uint64)
    values, counts = np.unique(np.concatenate(keys), return_counts=True)
    return values[counts > 1]


def _is_in(keys: npt.NDArray[np.uint64], key: int) -> bool:
    place = int(np.searchsorted(keys, np.uint64(key)))
    return place < len(keys) and int(keys[place]) == key


def _key(name: str) -> int:
    return int(xxh3_64_intdigest(name.encode(errors="surrogatepass")))


def _ids(piece: Piece) -> list[str]:
    """Return the ids of a piece as text, whatever they are: their types are judged with the rows."""
    if isinstance(piece.rows, tuple):
        return [str(record["id"]) for record in _records(piece, ["id"])]
    try:
        return [str(name) for name in piece.rows.column("id").to_pylist()]
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
            if name not in parquet.schema_arrow.names:
                raise InputError(f"{file} has no column {name!r}")
        number = 1
        batches = parquet.iter_batches(PIECE_ROWS, columns=columns)
        while True:
            try:
                batch = next(batches, None)
            except (pa.ArrowException, OSError) as error:
                raise InputError(f"{file} is damaged after row {number - 1}: {error}") from None
            if batch is None:
                return
            yield Piece(str(file), range(number, number + len(batch)), batch)
            number += len(batch)


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


def _typed(piece: Piece) -> pa.RecordBatch:
    """Return the rows with the types of the schema and nothing missing, or raise InputError."""
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
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _parsed(piece: Piece) -> pa.RecordBatch:
    """Return JSON lines as a record batch."""
    records = _records(piece, SCHEMA.names)
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
