"""Parts: the rows of a unit on disk until the run ends, as Arrow holds them in memory.

Nothing is compressed or encoded twice: reading one is mapping it, and Parquet is written once.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import xxhash

from synth.row import SCHEMA

SUFFIX = ".arrow"


def part_of(parts: Path, unit: str) -> Path:
    """Return where the rows of a unit stand."""
    return parts / f"{unit}{SUFFIX}"


def write_part(path: Path, batches: Sequence[pa.RecordBatch]) -> None:
    """Write the batches, durably; an error of the system names the file, which Arrow leaves out."""
    try:
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, SCHEMA) as writer:
            for batch in batches:
                writer.write_batch(batch)
        with path.open("rb") as written:
            os.fsync(written.fileno())
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def read_part(parts: Path, unit: str, columns: Sequence[str] = ()) -> pa.Table:
    """Return the rows of a unit, mapped from its part: these columns, or all."""
    places = sorted(SCHEMA.get_field_index(name) for name in columns)
    options = pa.ipc.IpcReadOptions(included_fields=places or None)
    with pa.memory_map(str(part_of(parts, unit))) as file:
        return pa.ipc.open_file(file, options=options).read_all()


def digest_of_part(path: Path) -> str:
    """Return 128 bits of XXH3 in hexadecimal: damage is noticed, and seldom waited for."""
    digest = xxhash.xxh3_128()
    with path.open("rb", buffering=0) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
