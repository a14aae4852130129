"""Seals: a digest of a record inside it, so that one that was damaged or changed is not believed."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from synth.errors import InputError

KEY = "check"
DIGITS = 16


def sealed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record with its seal as the last key.

    >>> opened(orjson.dumps(sealed({"rows": 3}))), opened(b'{"rows":4,"check":"0"}')
    ({'rows': 3}, None)
    """
    return {**record, KEY: _digest(record)}


def opened(content: bytes) -> dict[str, Any] | None:
    """Return the record that was sealed and written as this JSON, or None if it is not as it was."""
    try:
        record = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(record, dict):
        return None
    seal = record.pop(KEY, None)
    return record if seal == _digest(record) else None


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest at a path; raise InputError if it is damaged, or if its folder holds more rows.

    Readers that take every file of a folder would take rows that the manifest does not know.
    """
    manifest = opened(path.read_bytes())
    if manifest is None:
        raise InputError(
            f"{path} is damaged or changed: remove it, and the same synth generate makes the rows again"
        )
    refuse_strangers(path.parent, {file["path"] for file in manifest["files"]})
    return manifest


def refuse_strangers(folder: Path, files: set[str]) -> None:
    """Raise InputError if a folder holds a file of training rows beside those of its run."""
    for path in sorted((folder / "data").glob("train-*.parquet")):
        if path.relative_to(folder).as_posix() not in files:
            raise InputError(f"{path} is no file of this run, and readers would take it: move it elsewhere")


def _digest(record: Mapping[str, Any]) -> str:
    return sha256(orjson.dumps(record, option=orjson.OPT_SORT_KEYS)).hexdigest()[:DIGITS]
