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
    with replacing(path) as temporary:
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
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary name beside a file, which becomes the file when all went well and is removed else.

    A link is followed: what it points to is replaced. Raises InputError, with the path as it was given, if
    it cannot be written or is something else than a file, such as a folder or a device.
    """
    try:
        file = _target(path)
        # Not longer than the file's own name, which may be as long as the folder allows.
        temporary = file.with_name(f".{os.getpid()}.tmp")
        try:
            yield temporary
            with temporary.open("rb") as written:
                os.fsync(written.fileno())
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise InputError(f"cannot write {path}: {reason}") from None


def _target(path: Path) -> Path:
    """Return the file that a path leads to."""
    try:
        file = path.resolve()
    except RuntimeError:  # of Python 3.11 and 3.12, where a link leads to itself
        raise InputError(f"cannot write {path}: the link leads to itself") from None
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise InputError(f"cannot write {path}: what is there is no file")
    return file


def refuse_inputs(option: str, path: Path, inputs: Iterable[str | Path]) -> None:
    """Raise InputError if the file that an option names is one of those that are read."""
    for name in inputs:
        try:
            same = path.samefile(name)
        except OSError:  # one of the two is not there, so that they are not one
            continue
        if same:
            raise InputError(f"{option} {path} is {name}, which is read: give another name")
