"""`synth generate` and `synth verify` as a user sees them."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def limited() -> None:
    """Let no file grow past 20 kB, as if the disk were full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_run_is_reported_as_one_object_and_verified(synth, tmp_path: Path) -> None:
    out = tmp_path / "run"
    done = synth("generate", "--family", "parity", "--rows", "300", "--seed", "3", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["out"] == str(out)
    assert [(one["level"], one["rows"]) for one in report["strata"]] == [(1, 100), (2, 100), (3, 100)]
    done = synth("verify", out, "--report", tmp_path / "report.json")
    assert (done.returncode, done.stderr) == (0, "")
    counts = {"accepted": 300, "refused": 0, "undecided": 0}
    assert json.loads(done.stdout) == counts
    assert json.loads((tmp_path / "report.json").read_text()) == {**counts, "faults": {}}


def test_a_reader_sees_counts_samples_and_where_the_rows_are(screen, tmp_path: Path) -> None:
    out = tmp_path / "run"
    shown = screen("generate", "--family", "parity", "--level", "1", "--rows", "300", "--out", out)
    assert "even 150, odd 150" in shown
    assert f"300 rows in {out / 'data'}" in shown
    assert shown.count("Accepted by: steps, popcount") == 3
    assert "accepted 300\nrefused 0\nundecided 0\n" in screen("verify", out)


def test_rows_in_all_are_shared_out_as_the_recipe_says(synth, tmp_path: Path) -> None:
    recipe = tmp_path / "own.toml"
    recipe.write_text(
        'name = "own"\nseed = 1\n[[family]]\nname = "parity"\nrows = 9\nlevels = { 1 = 3, 2 = 1 }\n'
    )
    done = synth("generate", recipe, "--rows", "800", "--out", tmp_path / "run")
    assert [(one["level"], one["rows"]) for one in json.loads(done.stdout)["strata"]] == [(1, 600), (2, 200)]


def test_a_plan_is_printed_and_nothing_made(synth, screen, tmp_path: Path) -> None:
    done = synth(
        "generate", "--family", "parity", "--level", "3", "--rows", "5000", "--plan", "--out", tmp_path / "x"
    )
    plan = json.loads(done.stdout)
    assert (plan["rows"], plan["units"]) == (5000, 5)
    assert plan["seconds"] > 0
    assert plan["bytes"] > 500_000
    assert list(tmp_path.iterdir()) == []
    assert "5,000 rows in 5 units" in screen(
        "generate", "--family", "parity", "--level", "3", "--rows", "5000", "--plan"
    )


def test_strata_are_told_with_their_rows_and_those_exhausted_marked(synth, screen, tmp_path: Path) -> None:
    words = ("generate", "--family", "remainder", "--level", "1", "--rows", "700")
    expected = [("1-digit", 72, 72, 1, True), ("2-digit", 628, 720, 1, False)]
    keys = ("stratum", "rows", "problems", "variants", "exhausted")
    for more in (["--plan"], ["--out", tmp_path]):
        told = json.loads(synth(*words, *more).stdout)["strata"]
        assert [tuple(one[key] for key in keys) for one in told] == expected
    card = (tmp_path / "README.md").read_text()
    assert "| remainder | 1 | 1-digit | 72, which is all | " in card
    assert "| remainder | 1 | 2-digit | 628 | " in card
    for more in (["--plan"], ["--out", tmp_path]):
        shown = " ".join(screen(*words, *more).split())
        assert "│ 1-digit │ 72 (all) │" in shown
        assert "│ 2-digit │ 628 │" in shown
    shown = " ".join(screen("families", "remainder").split())
    assert "│ 1 │ divisors of one digit │ 1-digit │ 72 │ │ │ │ 2-digit │ 720 │" in shown
    assert "│ 4-digit │ 801,000 │" in shown
    assert "methods: identity, digits" in shown
    assert [json.loads(line)["name"] for line in synth("families", "remainder").stdout.splitlines()] == [
        "remainder"
    ]


def test_refused_rows_are_named_and_exit_1(synth, tmp_path: Path) -> None:
    synth("generate", "--family", "parity", "--level", "1", "--rows", "30", "--out", tmp_path / "run")
    table = pq.read_table(tmp_path / "run" / "data")
    answers = ["perhaps", *table.column("answer").to_pylist()[1:]]
    place = table.schema.get_field_index("answer")
    pq.write_table(table.set_column(place, "answer", pa.array(answers)), tmp_path / "x.parquet")
    done = synth("verify", tmp_path / "x.parquet")
    name = table.column("id")[0].as_py()
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"accepted": 29, "refused": 1, "undecided": 0}
    place = f"{tmp_path / 'x.parquet'}:1"
    assert done.stderr == f"parity: the answer is not the parity of the word: {name} ({place})\n"


def test_a_space_that_falls_short_says_so_and_exits_1(synth, root: Path, tmp_path: Path) -> None:
    env = {"SYNTH_FAMILIES": str(root / "tests" / "fixtures" / "repeating")}
    words = ("generate", "--family", "majority", "--level", "1", "--rows", "500", "--out", tmp_path / "run")
    done = synth(*words, env=env)
    assert done.returncode == 1
    assert done.stderr == "majority level 1: 50 of 500 rows: after 1022 problems none is left\n"
    assert json.loads(done.stdout)["rows"] == 50


def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_written(synth, tmp_path: Path) -> None:
    words = ("generate", "--family", "parity", "--level", "3", "--rows", "3000", "--out", tmp_path / "run")
    done = synth(*words, preexec_fn=limited)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith(".tmp: File too large\n")
    assert [file.name for file in (tmp_path / "run" / "parts").iterdir()] == []
    assert synth(*words).returncode == 0


def test_properties_hold_for_every_family(synth) -> None:
    done = synth("verify", "--properties")
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one for one in results if not one["holds"]] == []
    assert done.returncode == 0
    assert len({one["property"] for one in results}) == 8


def test_a_report_that_cannot_be_written_is_one_sentence(synth, tmp_path: Path) -> None:
    synth("generate", "--family", "parity", "--level", "1", "--rows", "10", "--out", tmp_path / "run")
    done = synth("verify", tmp_path / "run", "--report", "/no/such/folder/report.json")
    assert done.returncode == 2
    assert done.stderr == "cannot write /no/such/folder/report.json: No such file or directory\n"
    data = next((tmp_path / "run" / "data").iterdir())
    before = data.read_bytes()
    done = synth("verify", tmp_path / "run", "--report", data)
    assert (done.returncode, done.stderr) == (
        2,
        f"--report {data} is {data}, which is read: give another name\n",
    )
    assert data.read_bytes() == before


def test_mini_is_every_family_there_is(synth, tmp_path: Path) -> None:
    done = synth("generate", "mini", "--out", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    names = {json.loads(line)["name"] for line in synth("families").stdout.splitlines()}
    assert {one["family"] for one in json.loads(done.stdout)["strata"]} == names


def test_levels_without_rows_are_named(synth) -> None:
    done = synth("generate", "--family", "parity", "--rows", "5", "--plan")
    assert [one["rows"] for one in json.loads(done.stdout)["strata"]] == [3, 2]
    assert done.stderr == (
        "parity: no rows at level 3: rows are shared out in whole groups of 2, and 5 are too few\n"
    )
    assert synth("generate", "--family", "parity", "--rows", "6", "--plan").stderr == ""


def test_remaking_is_an_option_and_its_help_says_what_is_proved_without_it(synth, tmp_path: Path) -> None:
    synth("generate", "--family", "parity", "--level", "1", "--rows", "30", "--out", tmp_path / "run")
    table = pq.read_table(tmp_path / "run" / "data")
    checks = [["hope"], *table.column("checks").to_pylist()[1:]]
    place = table.schema.get_field_index("checks")
    pq.write_table(table.set_column(place, "checks", pa.array(checks)), tmp_path / "x.parquet")
    assert synth("verify", tmp_path / "x.parquet").returncode == 0
    done = synth("verify", tmp_path / "x.parquet", "--remake")
    assert done.returncode == 1
    assert done.stderr.startswith("parity: the checks is not what the id makes: parity/")
    told = " ".join(synth("verify", "--help").stdout.split())
    assert "Without --remake this proves what a row says" in told
    assert "It does not prove checks and grammar, nor that a row is what its id makes" in told
