"""Repeats: a problem is there as often as the recipe allows, and no space is given up early."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from synth.families import find
from synth.line import Line
from synth.run.generate import generate
from synth.run.plan import plan
from synth.run.recipe import parse
from synth.run.repeats import Problems


def made(folder: Path, rows: int, variants: int, level: int = 1, seed: int = 3):
    entry = {"name": "majority", "levels": {str(level): 1}, "variants": variants}
    recipe = parse({"name": "x", "seed": seed, "rows": rows, "family": [entry]}, "x.toml")
    manifest = generate(plan(recipe), folder, 2)
    return manifest, pq.read_table(folder / "data").to_pylist()


def problems_of(level: int) -> set[str]:
    line = Line(find("majority"), level, 1)
    return {row.canonical for place in range(line.places) for row in line.take(place)}


def test_a_space_is_exhausted_before_a_run_falls_short(repeating: str, tmp_path: Path) -> None:
    everything = problems_of(1)
    manifest, rows = made(tmp_path, 200, 1)
    (counts,) = manifest["strata"]
    assert {row["canonical"] for row in rows} == everything
    assert counts["rows"] == len(rows) == len(everything) < counts["asked"] == 200
    assert counts["tried"] == 1022
    assert sum(counts["dropped"].values()) + counts["duplicates"] + counts["rows"] == 1022
    assert counts["dropped"]["as many zeros as ones"] == 2 + 6 + 20 + 70


@pytest.mark.parametrize(("size", "variants"), [(40, 1), (40, 2), (1200, 2)])
def test_no_problem_is_there_more_often_than_allowed(
    repeating: str, tmp_path: Path, size: int, variants: int
) -> None:
    manifest, rows = made(tmp_path, size, variants)
    needed = 1 if size < 1022 else 2
    assert manifest["strata"][0]["variants"] == needed
    assert max(Counter(row["canonical"] for row in rows).values()) == needed
    assert len({row["id"] for row in rows}) == len(rows) == min(size, 50 * needed)


def test_units_that_repeat_each_other_are_told_apart(repeating: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("synth.run.plan.UNIT_ROWS", 5)
    manifest, rows = made(tmp_path, 40, 1)
    assert manifest["strata"][0]["duplicates"] > 0
    assert len({row["canonical"] for row in rows}) == len(rows) == 40


def test_a_rank_is_admitted_as_a_whole_or_not_at_all() -> None:
    problems = Problems()
    assert problems.admit(["a", "b"], 2)
    assert problems.admit(["a", "c"], 2)
    assert not problems.admit(["a", "d"], 2)
    assert not problems.admit(["d", "d"], 1)
    assert problems.admit(["d", "d"], 2)
    assert not problems.admit(["e", "e", "e"], 2)
    assert problems.admit([], 1)
