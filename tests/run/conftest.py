from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synth import families
from synth.families import _found, _homes
from synth.run.plan import Plan, plan
from synth.run.recipe import parse


@pytest.fixture
def repeating(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a family that drops elements and whose problems repeat, found as long as the test runs."""
    monkeypatch.setenv("SYNTH_FAMILIES", str(root / "tests" / "fixtures" / "repeating"))
    _found.cache_clear()
    _homes.cache_clear()
    assert "majority" in {family.name for family in families()}
    yield "majority"
    monkeypatch.undo()
    _found.cache_clear()
    _homes.cache_clear()


@pytest.fixture
def small() -> Plan:
    """The plan of a run of seven units at two levels, the last one with a group cut."""
    entry = {"name": "parity", "levels": {"2": 1, "3": 1}}
    return plan(parse({"name": "small", "seed": 5, "rows": 6001, "family": [entry]}, "small"))


@pytest.fixture(scope="session")
def contents() -> Callable[[Path], dict[str, bytes]]:
    """What returns every file below a folder with its bytes."""

    def read(folder: Path) -> dict[str, bytes]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    return read
