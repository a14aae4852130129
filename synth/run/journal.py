"""The journal: which units of a run are done. A line is a commit; what has no line does not exist.

The first line holds the plan's keys, so that a folder is only ever completed by the recipe that began it.
Every line is sealed: one that is not as it was written commits nothing.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from synth.errors import InputError
from synth.run.files import sync_folder
from synth.run.parts import digest_of_part, part_of
from synth.run.seal import opened, sealed
from synth.run.units import Made

NAME = "journal.jsonl"
MANIFEST = "manifest.json"
CARD = "README.md"
PARTS = "parts"
DATA = "data"


class Journal:
    """The journal of a folder, open and locked: one run at a time.

    Opening makes the folder ready: a torn last line is cut, and temporary files and uncommitted parts are
    removed. Raises InputError for a folder of another recipe, of something else, or in use.
    """

    def __init__(self, folder: Path, keys: Mapping[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.parts = folder / PARTS
        self.data = folder / DATA
        self.done: dict[str, Made] = {}
        self._keys = keys
        self._lock = _locked(folder)
        try:
            self._open()
        except BaseException:
            os.close(self._lock)
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._sweep()
        os.close(self._lock)

    @property
    def manifest(self) -> Path:
        """Return where the manifest stands once the run has ended."""
        return self.folder / MANIFEST

    def commit(self, made: Made) -> None:
        """Append a unit's line, durably."""
        self._file.write(_line(made.record()))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.done[made.unit] = made

    def settle(self, order: list[str]) -> None:
        """Write the journal again in the order of the plan: the same bytes whoever finished first."""
        lines = [{"plan": self._keys}, *(self.done[unit].record() for unit in order)]
        replace_file(self.folder / NAME, b"".join(map(_line, lines)))

    def _open(self) -> None:
        path = self.folder / NAME
        if not path.exists():
            self._begin(path)
        first, *lines = _whole_lines(path)
        plan = opened(first)
        if plan is None or not isinstance(plan.get("plan"), dict):
            raise InputError(f"{path}:1: this line is damaged: remove the folder, start again")
        _compare(self.folder, plan["plan"], self._keys)
        finished = self.manifest.exists()
        for line in lines:
            made = Made.read(opened(line))
            if made is not None and (finished or self._has_part(made)):
                self.done[made.unit] = made
        self._clean(finished)
        self._file = path.open("ab")

    def _begin(self, path: Path) -> None:
        """Start a run in an empty folder."""
        strange = sorted(
            entry.name
            for entry in self.folder.iterdir()
            if not entry.name.startswith(".") and not entry.name.endswith(".tmp") and entry.name != PARTS
        )
        if strange:
            raise InputError(
                f"{self.folder} holds {strange[0]!r} and no run of synth: choose a new or empty folder"
            )
        replace_file(path, _line({"plan": self._keys}))

    def _has_part(self, made: Made) -> bool:
        """Return True if the part of a committed unit is there and whole."""
        path = part_of(self.parts, made.unit)
        return path.exists() and digest_of_part(path) == made.xxh3

    def _clean(self, finished: bool) -> None:
        """Remove what no line speaks for: temporary files, uncommitted parts, all parts of an ended run."""
        self._sweep()
        if finished:
            shutil.rmtree(self.parts, ignore_errors=True)
            return
        self.parts.mkdir(exist_ok=True)
        for file in self.parts.iterdir():
            if file.stem not in self.done:
                file.unlink()

    def _sweep(self) -> None:
        """Remove temporary files: nobody writes here now."""
        for folder in (self.folder, self.data, self.parts):
            for file in folder.glob("*.tmp"):
                file.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all."""
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def _locked(folder: Path) -> int:
    """Return a handle that locks the folder until it is closed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise InputError(f"{folder} is in use by another run of synth: wait for it, or stop it") from None
    return handle


def _line(record: Mapping[str, Any]) -> bytes:
    return orjson.dumps(sealed(record)) + b"\n"


def _whole_lines(path: Path) -> list[bytes]:
    """Return the lines of a journal; a torn last one, which a kill leaves, is cut off the file."""
    content = path.read_bytes()
    end = content.rfind(b"\n") + 1
    if end < len(content):
        os.truncate(path, end)
    if not end:
        raise InputError(f"{path} is empty: remove the folder, start again")
    return content[:end].splitlines()


def _compare(folder: Path, there: Mapping[str, Any], here: Mapping[str, Any]) -> None:
    """Raise InputError, naming the first key that differs, unless both plans are one."""
    for key in [*here, *there]:
        if there.get(key) != here.get(key):
            raise InputError(
                f"{folder} holds another run: {key} is {_shown(there, key)} there and {_shown(here, key)} "
                "here; choose another folder"
            )


def _shown(keys: Mapping[str, Any], key: str) -> str:
    return repr(keys[key]) if key in keys else "not given"
