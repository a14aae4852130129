"""Whole batches: the same rows as one by one, whatever is refused, repeated, killed or shared out."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.batch import BatchLine, Malformed, is_batched
from synth.families import Family, find
from synth.line import Line
from synth.row import SCHEMA, SOLUTION_SCHEMA, Verdict, to_batch, to_record
from synth.run import units as made_units
from synth.run.files import shared_out
from synth.run.generate import generate
from synth.run.parts import read_part
from synth.run.plan import Plan, cut, plan
from synth.run.recipe import parse
from synth.run.repeats import Problems
from synth.run.units import make
from synth.run.verify import verify

SYNTH = Path(sys.executable).with_name("synth")
LEVELS = {"1": 1584, "2": 48416}
STRATA = [(level, name) for _, level, name in find("remainder").places()]


def planned(rows: int, **entry: object) -> Plan:
    table = {"name": "x", "seed": 5, "rows": rows, "family": [{"name": "remainder", **entry}]}
    return plan(parse(table, "x.toml"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of several units that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    generate(planned(50_000, variants=2, levels=LEVELS), folder, 2)
    return folder


@pytest.fixture
def spoiled(monkeypatch: pytest.MonkeyPatch) -> Family:
    """The family with a checker that refuses every problem of remainder 3, and the second phrasing of 4."""
    family = find("remainder")
    check, check_batch = family.check, family.check_batch

    def fault(answer: str, question: str) -> str:
        return f"three: {question}" if answer == "3" else "four" * (answer == "4" and question[0] == "D")

    def by_row(row):
        found = fault(row.answer, row.question)
        return Verdict(fault=found) if found else check(row)

    def by_batch(batch):
        answers, questions = (batch.column(name).to_pylist() for name in ("answer", "question"))
        found = [fault(*texts) for texts in zip(answers, questions, strict=True)]
        return pa.array([a or b for a, b in zip(found, check_batch(batch).to_pylist(), strict=True)])

    monkeypatch.setattr(family, "check", by_row)
    monkeypatch.setattr(family, "check_batch", by_batch)
    return family


def one_by_one(line: Line, low: int, high: int) -> list:
    return [row for place in range(low, high) for row in line.take(place)]


@given(st.sampled_from(STRATA), st.integers(0, 2**64), st.integers(1, 4), st.data())
def test_batches_hold_the_rows_that_are_made_one_by_one(stratum, seed: int, variants: int, data) -> None:
    level, name = stratum
    line = Line(find("remainder"), level, seed, variants, name)
    batches = BatchLine(find("remainder"), level, seed, variants, name)
    low = data.draw(st.integers(0, line.places - 1))
    high = data.draw(st.integers(low + 1, min(low + 40, line.places)))
    assert batches.take(low, high).equals(to_batch(one_by_one(line, low, high)))
    assert batches.tally == line.tally


@pytest.mark.parametrize("variants", [1, 2])
def test_what_is_refused_is_counted_alike_and_takes_its_place_along(spoiled: Family, variants: int) -> None:
    line = Line(spoiled, 2, 3, variants, "3-digit")
    batches = BatchLine(spoiled, 2, 3, variants, "3-digit")
    assert batches.take(0, 700).equals(to_batch(one_by_one(line, 0, 700)))
    assert batches.tally == line.tally
    assert line.tally.refused > 20
    assert len(line.tally.faults) == 10


def test_a_unit_is_the_same_by_the_batch_and_row_by_row(
    spoiled: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused places are made up for, over several batches; the last place is cut."""
    monkeypatch.setattr(made_units, "BATCH_ROWS", 300)
    stratum = replace(planned(100, levels={"2": 1}).strata[0], rows=1501, variants=2)
    (unit,) = cut(stratum, stratum.rows, stratum.spans, 0)
    made = make(unit, tmp_path)
    rows = read_part(tmp_path, unit.name)
    assert (len(rows), len(rows.column("id").chunks)) == (made.rows, 7) == (1501, 7)
    assert made.refused > 20
    with monkeypatch.context() as patch:
        patch.setattr(made_units, "is_batched", lambda *stratum: False)
        again = make(unit, tmp_path)
    assert again == replace(made, bytes=again.bytes, xxh3=again.xxh3)
    assert read_part(tmp_path, unit.name).equals(rows)


def test_small_strata_are_exhausted_and_the_rest_is_shared(whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_text())
    told = [(one["stratum"], one["rows"], one["variants"], one["exhausted"]) for one in manifest["strata"]]
    assert told == [
        ("1-digit", 144, 2, True),
        ("2-digit", 1440, 2, True),
        ("3-digit", 24_208, 1, False),
        ("4-digit", 24_208, 1, False),
    ]


def test_kills_and_workers_change_no_byte(whole: Path, tmp_path: Path, contents) -> None:
    generate(planned(50_000, variants=2, levels=LEVELS), tmp_path / "alone", 1)
    assert contents(tmp_path / "alone") == contents(whole)
    recipe = tmp_path / "x.toml"
    recipe.write_text(
        'name = "x"\nseed = 5\nrows = 50000\n[[family]]\nname = "remainder"\nvariants = 2\n'
        "levels = { 1 = 1584, 2 = 48416 }\n"
    )
    command = [SYNTH, "generate", recipe, "--out", tmp_path / "run", "--workers", "2"]
    start = time.monotonic()
    subprocess.run([*command[:4], tmp_path / "timed"], check=True, capture_output=True)
    lasts = time.monotonic() - start
    rng = random.Random(2)
    for _ in range(5):
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            run.wait(timeout=lasts * rng.uniform(0.4, 1.0))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
    subprocess.run(command, check=True, capture_output=True)
    assert contents(tmp_path / "run") == contents(whole)


def test_a_run_is_accepted_and_spoiled_rows_are_named_as_when_checked_one_by_one(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verify(whole, 2).accepted == 50_000
    assert verify(whole, 2, remake=True).accepted == 50_000
    records = pq.read_table(whole / "data").slice(1000, 40).to_pylist()
    records[3]["answer"] = "none"
    records[4]["id"] = records[5]["id"]
    records[6] = dict(records[7])
    records[8]["provenance"]["rank"] = "0"
    records[9]["id"] = records[9]["id"].replace("/", "/0")
    records[10] = to_record(next(iter(Line(find("parity"), 1, 1).take(0))))
    above, below = re.findall("[0-9]+", records[11]["question"])
    asked = (f"What is the remainder when {above} is divided by {below}?",)
    asked += (f"Divide {above} by {below} and give the remainder.",)
    records[11]["question"] = next(text for text in asked if text != records[11]["question"])
    pq.write_table(pa.Table.from_pylist(records, SCHEMA), tmp_path / "x.parquet")
    for remake, refused in ((False, 6), (True, 7)):
        found = verify(tmp_path / "x.parquet", 1, remake=remake)
        assert (found.accepted, found.refused, found.undecided) == (40 - refused, refused, 0)
        with monkeypatch.context() as patch:
            patch.setattr("synth.run.verify.checks_batches", lambda family: False)
            patch.setattr("synth.run.verify.Workers", Alone)
            assert verify(tmp_path / "x.parquet", 1, remake=remake) == found


class Alone:
    """Workers that are this process."""

    def __init__(self, function, number: int) -> None:
        self.function = function

    def __enter__(self):
        return self

    def __exit__(self, *error: object) -> None:
        return

    def map(self, tasks):
        return ((task, self.function(task)) for task in tasks)


def test_an_old_row_is_undecided_by_the_batch_too(whole: Path, tmp_path: Path) -> None:
    records = pq.read_table(whole / "data").slice(0, 3).to_pylist()
    records[1]["id"] = records[1]["id"].replace(records[1]["provenance"]["fingerprint"][:8], "01234567")
    records[1]["provenance"]["fingerprint"] = "0123456789"
    pq.write_table(pa.Table.from_pylist(records, SCHEMA), tmp_path / "x.parquet")
    assert verify(tmp_path / "x.parquet", 1).accepted == 3
    found = verify(tmp_path / "x.parquet", 1, remake=True)
    assert (found.accepted, found.refused, found.undecided) == (2, 0, 1)


problems = st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=2), max_size=12)


@given(st.lists(problems, max_size=4), st.integers(1, 3), st.sets(st.sampled_from("abz")))
def test_repeats_are_found_by_the_batch_as_one_by_one(batches, allowed: int, known) -> None:
    from synth.kernels.columns import hashes

    keys = np.sort(hashes(pa.array(sorted(known), pa.string())))
    one, all_at_once = Problems(keys), Problems(keys)
    for batch in batches:
        flat = pa.array([text for rank in batch for text in rank], pa.string())
        admitted = all_at_once.admit_all(flat, 2, allowed)
        expected = [one.admit(rank, allowed) for rank in batch]
        assert (np.ones(len(batch), bool) if admitted is None else admitted).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=8), st.integers(1, 40))
def test_files_hold_every_row_that_is_left_once_and_in_order(units, size: int) -> None:
    shares = [(str(number), rows, frozenset(range(gone))) for number, (rows, gone) in enumerate(units)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synth.run.files.FILE_ROWS", size)
        files = shared_out(shares)
    rows = [[(one.unit, row) for one in file.slices for row in range(one.low, one.high)] for file in files]
    assert [row for held in rows for row in held] == [
        (name, row) for name, count, _ in shares for row in range(count)
    ]
    assert all(len(held) == size for held in rows[:-1])
    assert len(files) == max(1, -(-sum(count for _, count, _ in shares) // size))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda batch: batch.slice(1),
        lambda batch: batch.drop_columns(["answer"]),
        lambda batch: batch.set_column(3, "answer", pa.nulls(len(batch), pa.string())),
        lambda batch: batch.set_column(4, "level", pa.repeat(1, len(batch))),
    ],
)
def test_a_solver_that_returns_something_else_is_stopped(monkeypatch: pytest.MonkeyPatch, spoil) -> None:
    family = find("remainder")
    solve_batch = family.solve_batch
    monkeypatch.setattr(family, "solve_batch", lambda *given: spoil(solve_batch(*given)))
    with pytest.raises(Malformed, match=r"^solve_batch of 'remainder' "):
        BatchLine(family, 2, 1, 1, "3-digit").take(0, 10)


@pytest.mark.parametrize("spoil", [lambda faults: faults.slice(1), lambda faults: pa.nulls(10, pa.string())])
def test_a_checker_that_returns_something_else_is_stopped(monkeypatch: pytest.MonkeyPatch, spoil) -> None:
    family = find("remainder")
    check_batch = family.check_batch
    monkeypatch.setattr(family, "check_batch", lambda batch: spoil(check_batch(batch)))
    with pytest.raises(Malformed, match=r"^check_batch of 'remainder' "):
        BatchLine(family, 2, 1, 1, "3-digit").take(0, 10)


def test_an_error_of_a_solver_names_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    family = find("remainder")
    monkeypatch.setattr(family, "solve_batch", lambda *given: 1 // 0)
    with pytest.raises(ZeroDivisionError) as error:
        BatchLine(family, 2, 1, 1, "3-digit").take(0, 10)
    assert error.value.__notes__[0].startswith("while making a batch of remainder level 2, 3-digit, ranks [")


def test_skills_that_a_solver_leaves_out_are_the_family_s(monkeypatch: pytest.MonkeyPatch) -> None:
    family = find("remainder")
    solve, solve_batch = family.solve, family.solve_batch
    place = SOLUTION_SCHEMA.get_field_index("skills")

    def without(*given):
        batch = solve_batch(*given)
        empty = pa.array([[]] * len(batch), SOLUTION_SCHEMA.field(place).type)
        return batch.set_column(place, SOLUTION_SCHEMA.field(place), empty)

    monkeypatch.setattr(family, "solve_batch", without)
    monkeypatch.setattr(family, "solve", lambda *given: replace(solve(*given), skills=()))
    line = Line(family, 2, 1, 1, "3-digit")
    assert BatchLine(family, 2, 1, 1, "3-digit").take(0, 9).equals(to_batch(one_by_one(line, 0, 9)))


def test_idle_bytes_of_a_solver_s_buffers_reach_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    family, (unit,) = find("remainder"), planned(50, levels={"2": 1}).units()[:1]
    solve_batch = family.solve_batch
    contents = set()
    for idle in (b"1" * 100, b"2" * 100, b""):

        def padded(*given, idle: bytes = idle):
            batch = solve_batch(*given)
            column = batch.column("question")
            _, offsets, data = column.buffers()
            content = data.to_pybytes()[: np.frombuffer(offsets, np.int32)[len(column)]]
            longer = pa.StringArray.from_buffers(len(column), offsets, pa.py_buffer(content + idle))
            return batch.set_column(0, "question", longer)

        monkeypatch.setattr(family, "solve_batch", padded)
        make(unit, tmp_path)
        contents.add((tmp_path / f"{unit.name}.arrow").read_bytes())
    assert len(contents) == 1


def test_a_family_without_its_batches_is_made_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_batched(find("remainder"), 2, "3-digit")
    assert not is_batched(find("parity"), 2, "all")
    assert not find("parity").checks_batches
    monkeypatch.setattr(find("remainder"), "looks", lambda level, stratum: 2**32)
    assert not is_batched(find("remainder"), 2, "3-digit")


def test_answers_are_counted_where_they_are_few(whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_text())
    rows = pq.read_table(whole / "data", columns=["answer", "level", "canonical"]).to_pylist()
    first = manifest["strata"][0]["answers"]
    assert first == Counter(row["answer"] for row in rows if row["level"] == 1 and row["canonical"][1] == " ")
    assert manifest["strata"][3]["answers"] == {}
