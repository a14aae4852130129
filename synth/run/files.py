"""The files of a dataset: the rows of some parts, written as Parquet.

A file is a task like a unit: what it holds is a pure function of the plan and the parts, whoever writes it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from synth.row import SCHEMA
from synth.run.parts import read_part

FILE_ROWS = 200_000
GROUP_ROWS = 20_000
FEW_VALUES = (
    "family",
    "domain",
    "level",
    "skills.list.element",
    "language",
    "tests",
    "payload",
    "checks.list.element",
    "provenance.grammar",
    "provenance.fingerprint",
    "provenance.seed",
    "provenance.version",
)
"""Columns that are written with a dictionary, and with their least and largest value."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a unit: of those that are not gone, number low to high - 1."""

    unit: str
    low: int
    high: int
    gone: frozenset[int]

    def read(self, parts: Path) -> pa.Table:
        """Return the rows."""
        return without(read_part(parts, self.unit), self.gone).slice(self.low, self.high - self.low)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the dataset and the rows that it holds."""

    name: str
    slices: tuple[Slice, ...]
    wear: ClassVar[int] = 0

    def write(self, parts: Path, data: Path) -> dict[str, Any]:
        """Write the file, and return its name, rows, size and SHA-256."""
        path = data / self.name
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        rows = 0
        try:
            with writer(temporary) as file:
                for group in groups(one.read(parts) for one in self.slices):
                    file.write_table(group, row_group_size=GROUP_ROWS)
                    rows += len(group)
            size, digest = settle(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        return {"path": f"{data.name}/{self.name}", "rows": rows, "bytes": size, "sha256": digest}


def shared_out(units: Sequence[tuple[str, int, frozenset[int]]]) -> list[File]:
    """Return the files for units in order: name, rows that are not gone, and numbers of those that are."""
    total = sum(rows for _, rows, _ in units)
    number = max(1, -(-total // FILE_ROWS))
    slices: list[list[Slice]] = [[] for _ in range(number)]
    start = 0
    for unit, rows, gone in units:
        for index in range(start // FILE_ROWS, -(-(start + rows) // FILE_ROWS)):
            first = max(start, index * FILE_ROWS)
            last = min(start + rows, (index + 1) * FILE_ROWS)
            slices[index].append(Slice(unit, first - start, last - start, gone))
        start += rows
    return [
        File(f"train-{index:05}-of-{number:05}.parquet", tuple(held)) for index, held in enumerate(slices)
    ]


def without(table: pa.Table, gone: frozenset[int]) -> pa.Table:
    """Return the rows of a table without those of some numbers."""
    if not gone:
        return table
    kept = np.ones(len(table), bool)
    kept[sorted(gone)] = False
    return table.filter(pa.array(kept))


def groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
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


@contextmanager
def writer(path: Path) -> Iterator[pq.ParquetWriter]:
    """Give a writer of rows: zstd 1, dictionaries and statistics only for columns of few values.

    On arithmetic, primes and logic zstd 1 comes within six per cent of the size that 3 reaches, in up to two
    fifths less time; lz4 and snappy take a quarter less again, and nearly twice the space.

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
        compression_level=1,
        use_dictionary=list(FEW_VALUES),
        write_statistics=list(FEW_VALUES),
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
