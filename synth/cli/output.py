"""Files that are written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from synth.grammar import InputError

GROUP = 8192


def write(path: Path, bundles: Iterable[list[dict[str, Any]]], schema: pa.Schema) -> None:
    """Write bundles of records as Parquet or JSON lines, by the path's ending; a broken run leaves nothing.

    Raises InputError for another ending, or if the file cannot be written.
    """
    ways = {".parquet": _parquet, ".jsonl": _lines}
    if path.suffix not in ways:
        raise InputError(f"--out {path}: give a name that ends in .parquet or .jsonl")
    with _replacing(path) as temporary:
        ways[path.suffix](temporary, bundles, schema)


def _parquet(path: Path, bundles: Iterable[list[dict[str, Any]]], schema: pa.Schema) -> None:
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        held: list[dict[str, Any]] = []
        for bundle in bundles:
            held += bundle
            if len(held) >= GROUP:
                file.write_batch(pa.RecordBatch.from_pylist(held, schema))
                held.clear()
        file.write_batch(pa.RecordBatch.from_pylist(held, schema))


def _lines(path: Path, bundles: Iterable[list[dict[str, Any]]], schema: pa.Schema) -> None:
    with path.open("w", encoding="utf-8") as file:
        for bundle in bundles:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in bundle)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary name beside a path, which becomes the path when all went well and is removed else."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise InputError(f"cannot write {path}: {reason}") from None
    finally:
        temporary.unlink(missing_ok=True)
