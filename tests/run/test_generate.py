"""Runs: the same bytes from any number of workers and after any kill, and nothing but whole runs."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from synth.errors import InputError
from synth.families import find
from synth.row import SCHEMA
from synth.run.files import groups
from synth.run.generate import estimate, generate
from synth.run.journal import Journal
from synth.run.parts import part_of
from synth.run.plan import plan
from synth.run.recipe import parse
from synth.run.units import balanced, make

SYNTH = Path(sys.executable).with_name("synth")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of `small` that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    generate(small_plan(), folder, 2)
    return folder


def small_plan(**keys):
    entry = {"name": "parity", "levels": {"2": 1, "3": 1}}
    return plan(parse({"name": "small", "seed": 5, "rows": 6001, "family": [entry], **keys}, "small"))


def test_the_rows_are_what_the_recipe_asked_for(whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_text())
    table = pq.read_table(whole / "data", schema=SCHEMA)
    rows = table.to_pylist()
    assert len({row["id"] for row in rows}) == len({row["canonical"] for row in rows}) == 6001
    assert Counter(row["level"] for row in rows) == {2: 3001, 3: 3000}
    assert Counter(len(group) for group in _by_group(rows)) == {2: 3000, 1: 1}
    for one in manifest["strata"]:
        assert abs(one["answers"]["even"] - one["answers"]["odd"]) <= 1
        assert one["tried"] == -(-one["rows"] // 2)
    assert manifest["rows"] == 6001
    ids = hashlib.sha256("".join(f"{row['id']}\n" for row in rows).encode()).hexdigest()
    assert manifest["ids"] == ids
    for file in manifest["files"]:
        content = (whole / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert "6,001 rows" in (whole / "README.md").read_text()
    assert not (whole / "parts").exists()


def _by_group(rows):
    groups: dict[str, list] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(row)
    return groups.values()


@pytest.mark.parametrize("workers", [1, 7])
def test_the_number_of_workers_changes_no_byte(whole: Path, tmp_path: Path, contents, workers: int) -> None:
    generate(small_plan(), tmp_path / "run", workers)
    assert contents(tmp_path / "run") == contents(whole)


def test_a_part_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    unit = small_plan().units()[0]
    first, content = make(unit, tmp_path), part_of(tmp_path, unit.name).read_bytes()
    assert make(unit, tmp_path) == first
    assert part_of(tmp_path, unit.name).read_bytes() == content
    assert [path.suffix for path in tmp_path.iterdir()] == [".arrow"]


def test_a_run_that_has_ended_is_left_alone(whole: Path, contents) -> None:
    before = contents(whole)
    assert generate(small_plan(), whole, 2)["rows"] == 6001
    assert contents(whole) == before


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"seed": 6}, "seed is 5 there and 6 here"),
        ({"rows": 6003}, "rows is 6001 there and 6003 here"),
        ({"name": "large"}, "name is 'small' there and 'large' here"),
        (
            {"family": [{"name": "parity", "levels": {"2": 1, "3": 1}, "variants": 2}]},
            "family.parity.variants is 1 there and 2 here",
        ),
        (
            {"family": [{"name": "parity", "levels": {"2": 1}}]},
            "family.parity.levels.2.all is 3001 there and 6001 here",
        ),
    ],
)
def test_another_recipe_is_refused_with_the_key(whole: Path, contents, change, fault: str) -> None:
    before = contents(whole)
    with pytest.raises(InputError, match=f"holds another run: {fault}; choose another folder"):
        generate(small_plan(**change), whole, 2)
    assert contents(whole) == before


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match=r"holds 'thesis\.txt' and no run of synth"):
        generate(small_plan(), tmp_path, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    with Journal(tmp_path, small_plan().keys), pytest.raises(InputError, match="is in use by another run"):
        generate(small_plan(), tmp_path, 2)


def test_a_changed_file_of_an_ended_run_is_named(whole: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(whole, tmp_path / "run")
    file = next((folder / "data").iterdir())
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(InputError, match=r"train-00000-of-00001\.parquet is missing or changed"):
        generate(small_plan(), folder, 2)


def test_what_a_kill_leaves_behind_is_mended(whole: Path, tmp_path: Path, contents) -> None:
    """One folder with every kind of remains: a part without a line, a line without a part, torn ends."""
    whole_plan = small_plan()
    units = whole_plan.units()
    with Journal(tmp_path, whole_plan.keys) as journal:
        for unit in units[:4]:
            journal.commit(make(unit, journal.parts))
        make(units[4], journal.parts)
    parts = tmp_path / "parts"
    part_of(parts, units[0].name).unlink()
    part_of(parts, units[1].name).write_bytes(b"PAR1")
    part_of(parts, units[5].name).write_bytes(b"")
    (parts / f"{units[6].name}.4711.tmp").write_bytes(b"PAR1")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "train-00000-of-00001.parquet").write_bytes(b"half")
    (tmp_path / "data" / "train-00000-of-00001.parquet.tmp").write_bytes(b"half")
    (tmp_path / "manifest.json.tmp").write_bytes(b"{")
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'{"unit":"parity-2.0-0-00001","ro')
    generate(whole_plan, tmp_path, 2)
    assert contents(tmp_path) == contents(whole)


def test_a_kill_between_the_manifest_and_the_last_removal_is_mended(
    whole: Path, tmp_path: Path, contents
) -> None:
    folder = shutil.copytree(whole, tmp_path / "run")
    (folder / "parts").mkdir()
    (folder / "parts" / "parity-2.0-0-00000.arrow").write_bytes(b"PAR1")
    generate(small_plan(), folder, 2)
    assert contents(folder) == contents(whole)


def test_kills_at_any_time_change_no_byte(whole: Path, tmp_path: Path, contents) -> None:
    """The coordinator is killed after a time that differs each time, until a run gets through."""
    recipe = tmp_path / "small.toml"
    recipe.write_text(
        'name = "small"\nseed = 5\nrows = 6001\n[[family]]\nname = "parity"\nlevels = { 2 = 1, 3 = 1 }\n'
    )
    out = tmp_path / "run"
    command = [SYNTH, "generate", recipe, "--out", out, "--workers", "2"]
    start = time.monotonic()
    subprocess.run([*command[:4], tmp_path / "timed"], check=True, capture_output=True)
    lasts = time.monotonic() - start
    rng = random.Random(1)
    for _ in range(8):
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            run.wait(timeout=lasts * rng.uniform(0.4, 1.0))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
    subprocess.run(command, check=True, capture_output=True)
    assert contents(out) == contents(whole)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
def test_a_killed_worker_costs_nothing_but_time(tmp_path: Path) -> None:
    command = [SYNTH, "generate", "--family", "parity", "--level", "3", "--rows", "20000", "--workers", "2"]
    run = subprocess.Popen([*command, "--out", tmp_path], stdout=subprocess.PIPE)
    while not list(tmp_path.glob("parts/*.arrow")):
        time.sleep(0.01)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    os.kill(int(children[-1]), signal.SIGKILL)
    manifest = json.loads(run.communicate()[0])
    assert run.returncode == 0
    assert manifest["rows"] == 20000


def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path) -> None:
    command = [SYNTH, "generate", "--family", "parity", "--level", "3", "--rows", "50000", "--out", tmp_path]
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not list(tmp_path.glob("parts/*.arrow")):
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate()
    assert (run.returncode, out) == (130, "")
    assert f"stopped; what is done is kept, and the same command goes on: --out {tmp_path}" in err
    assert "Traceback" not in err


def test_presentations_of_a_problem_stay_together(tmp_path: Path) -> None:
    """More rows than problems: as many presentations of each as are needed, and no more."""
    entry = {"name": "parity", "levels": {"1": 1}, "variants": 3}
    for rows, needed in ((2044, 1), (3000, 2), (6132, 3)):
        folder = tmp_path / str(rows)
        manifest = generate(
            plan(parse({"name": "x", "seed": 1, "rows": rows, "family": [entry]}, "x")), folder, 1
        )
        made = pq.read_table(folder / "data").to_pylist()
        assert {len(group) for group in _by_group(made)} == {2 * needed}
        assert len({row["question"] for row in made}) == rows
        assert len({row["canonical"] for row in made}) == rows // needed
        (one,) = manifest["strata"]
        assert (one["variants"], one["problems"], one["exhausted"]) == (needed, 1022, rows == 6132)


def test_an_estimate_is_made_from_rows(tmp_path: Path) -> None:
    for one in estimate(small_plan(), tmp_path / "sample.parquet"):
        assert 0 < one.seconds < 0.1
        assert 100 < one.bytes < 10_000
    assert list(tmp_path.iterdir()) == []


def test_row_groups_keep_all_rows_in_order(whole: Path) -> None:
    table = pq.read_table(whole / "data")
    pieces = [table.slice(start, 700) for start in range(0, len(table), 700)] * 8
    found = list(groups(iter(pieces)))
    assert [len(group) for group in found] == [20_000, 20_000, 6001 * 8 - 40_000]
    ids = [name for group in found for name in group.column("id").to_pylist()]
    assert ids == table.column("id").to_pylist() * 8


def test_a_cut_group_balances_the_answers() -> None:
    from synth.line import Line

    group = Line(find("parity"), 2, 1, variants=3).take(0)
    kept = balanced(group, 3, Counter({"even": 10, "odd": 11}))
    assert Counter(row.answer for row in kept) == {"even": 2, "odd": 1}
    assert kept == [row for row in group if row in kept]
