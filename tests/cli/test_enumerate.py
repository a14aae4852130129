"""`synth enumerate`: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from synth.grammar import load
from synth.row import SCHEMA, from_batch

SYNTH = Path(sys.executable).with_name("synth")
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "grammars"
REFERENCE = FIXTURES / "reference.lark"


def grammar(name: str) -> Path:
    return FIXTURES / f"{name}.lark"


@pytest.fixture
def listed(synth):
    """What runs `synth enumerate`, on the reference grammar unless told, and returns its records."""

    def run(*words: object, path: Path = REFERENCE) -> list[dict[str, object]]:
        done = synth("enumerate", "--grammar", path, *words)
        assert (done.returncode, done.stderr) == (0, "")
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--depth", "3"], "268938544"),
        (["--depth", "4"], "216983821615458356"),
        (["--depth", "2", "--exact"], str(9468 - 56)),
        (["--size", "3:4"], "200"),
        (["--size", "3:4", "--depth", "1"], "48"),
        (["--depth", "3", "--modulo", "renaming"], "11675905"),
        (["--depth", "3", "--modulo", "commutative"], "31434524"),
        (["--depth", "3", "--modulo", "renaming,commutative"], "1480301"),
        (["--depth", "1", "--shard", "2/3"], "19"),
    ],
)
def test_count_prints_the_exact_number_and_nothing_else(synth, words: list[str], count: str) -> None:
    done = synth("enumerate", "--grammar", REFERENCE, "--count", *words)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{count}\n", "")


def test_the_count_of_logic_at_depth_4_is_exact(synth) -> None:
    formulas = 10
    for _ in range(4):
        # An atom, a negation, or two formulas under one of four connectives.
        formulas = 10 + formulas + 4 * formulas**2
    done = synth("enumerate", "--grammar", "logic.lark", "--depth", 4, "--count")
    assert done.stdout == f"{sum(formulas**n for n in range(2, 12))}\n"


def test_a_count_may_have_more_digits_than_python_likes_to_print(synth) -> None:
    done = synth("enumerate", "--grammar", REFERENCE, "--depth", 15, "--count")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) > 30_000
    assert done.stdout[-3:] == str(load(str(REFERENCE)).count(15) % 100).zfill(2) + "\n"


def test_lines_are_objects_with_rank_and_text(listed) -> None:
    assert listed("--depth", 2, "--limit", 5) == [
        {"rank": 0, "text": "p"},
        {"rank": 1, "text": "q"},
        {"rank": 2, "text": "r"},
        {"rank": 3, "text": "s"},
        {"rank": 4, "text": "not p"},
    ]


def test_ranks_do_not_depend_on_depth_offset_or_shard(listed) -> None:
    def found(*words: object) -> list[dict[str, object]]:
        return listed("--depth", 2, *words, path=grammar("precedence"))

    whole = found()
    assert [record["rank"] for record in whole] == list(range(786))
    assert listed("--depth", 1, path=grammar("precedence")) == whole[:16]
    assert found("--exact") == whole[16:]
    assert found("--offset", 100, "--limit", 7) == whole[100:107]
    shards = [found("--shard", f"{i}/3") for i in range(3)]
    assert [record for shard in shards for record in shard] == whole
    assert found("--shard", "2/3", "--offset", 5) == shards[2][5:]
    assert found("--offset", 786) == []


def test_a_shuffled_order_holds_the_same_lines_and_its_shards_part_it(listed) -> None:
    def found(seed: int, *words: object) -> list[dict[str, object]]:
        path = grammar("precedence")
        return listed("--depth", 2, "--order", "shuffled", "--seed", seed, *words, path=path)

    shuffled = found(5)
    assert [record["rank"] for record in shuffled] != list(range(786))
    assert sorted(record["rank"] for record in shuffled) == list(range(786))
    shards = [found(5, "--shard", f"{i}/2") for i in range(2)]
    assert [record for shard in shards for record in shard] == shuffled
    assert found(6) != shuffled


@pytest.mark.parametrize("order", ["rank", "shuffled"])
def test_many_lines_from_compiled_code_are_those_of_python(listed, order: str) -> None:
    # Above 20,000 lines kernels make all but the first 2,000.
    many = listed("--depth", 3, "--limit", 21_000, "--order", order)
    few = listed("--depth", 3, "--limit", 3_000, "--order", order, "--offset", 18_000)
    assert many[18_000:] == few
    space = load(str(REFERENCE)).space(3)
    for place, record in list(enumerate(many))[::777]:
        tree = space[place if order == "rank" else space.permute(0, place)]
        assert record == {"rank": tree.rank(), "text": tree.text()}


def test_sizes_are_listed_smallest_first(listed) -> None:
    records = listed("--size", "1:3")
    assert [record["rank"] for record in records] == list(range(4 + 4 + 52))
    sizes = [load(str(REFERENCE)).parse(str(record["text"])).size() for record in records]
    assert sizes == [1] * 4 + [2] * 4 + [3] * 52


def test_modulo_both_keeps_the_raw_ranks(listed) -> None:
    records = listed("--depth", 1, "--modulo", "renaming,commutative")
    assert [record["text"] for record in records] == [
        "p",
        "not p",
        "(p and p)",
        "(p and q)",
        "(p or p)",
        "(p or q)",
        "(p implies p)",
        "(p implies q)",
    ]
    whole = {record["text"]: record["rank"] for record in listed("--depth", 1)}
    assert all(whole[record["text"]] == record["rank"] for record in records)


def test_text_is_the_sentences_alone(synth) -> None:
    done = synth("enumerate", "--grammar", REFERENCE, "--depth", 1, "--text", "--offset", 4, "--limit", 5)
    assert done.stdout == "not p\nnot q\nnot r\nnot s\n(p and p)\n"


def test_terminals_repeat_and_start_are_options(synth, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Mars\nVenus\n")
    done = synth(
        "enumerate", "--grammar", grammar("words"), "--depth", 0, "--count",
        "--terminal", "NAME=1", "--terminal", f"PLACE=@{words}",
    )  # fmt: skip
    assert done.stdout == f"{2 * 28 * 26}\n"
    done = synth("enumerate", "--grammar", grammar("lists"), "--depth", 1, "--count", "--repeat", 2)
    assert done.stdout == "12\n"
    done = synth("enumerate", "--grammar", "logic.lark", "--depth", 0, "--start", "formula", "--text")
    assert done.stdout.split() == list("pqrstuvwxy")


def test_ambiguous_grammars_list_each_sentence_once_and_say_that_counts_are_bounds(
    synth, tmp_path: Path
) -> None:
    path = tmp_path / "sums.lark"
    path.write_text('start: e\n?e: e "+" e -> add | "x" -> x | "y" -> y\n')
    refused = synth("enumerate", "--grammar", path, "--depth", 2)
    assert refused.returncode == 2
    assert "LALR conflict (shift/reduce) in e before PLUS" in refused.stderr
    counted = synth("enumerate", "--grammar", path, "--depth", 3, "--ambiguous", "--count")
    assert counted.returncode == 0
    assert counted.stderr.startswith("at most: ")
    texts = synth("enumerate", "--grammar", path, "--depth", 3, "--ambiguous", "--text").stdout.splitlines()
    # Derivations and sentences of at most three levels of the sum.
    assert (int(counted.stdout), len(texts), len(set(texts))) == (1446, 510, 510)


def test_a_family_gives_its_checked_problems(synth) -> None:
    done = synth("enumerate", "--grammar", "logic.lark", "--depth", 1, "--limit", 20, "--order", "shuffled")
    assert done.returncode == 0
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records
    keys = ["rank", "text", "id", "question", "reasoning", "solution", "answer", "checks"]
    for record in records:
        assert list(record) == keys
        assert record["answer"]
        assert len(record["checks"]) >= 2
        assert load("logic.lark").parse(record["text"]).rank() == record["rank"]


def test_an_id_that_is_printed_can_be_shown(synth) -> None:
    done = synth("enumerate", "--grammar", "logic.lark", "--depth", 1, "--limit", 1)
    problem = json.loads(done.stdout)
    shown = json.loads(synth("show", problem["id"]).stdout)
    assert {key: shown[key] for key in ("id", "question", "answer")} == {
        key: problem[key] for key in ("id", "question", "answer")
    }


@pytest.mark.parametrize(
    "words", [["--offset", "1"], ["--limit", "0"], ["--limit", "3"], ["--text"], ["--out", "x.jsonl"]]
)
def test_a_count_beside_what_shapes_a_list_is_refused(synth, words: list[str]) -> None:
    done = synth("enumerate", "--grammar", REFERENCE, "--depth", 1, "--count", *words)
    fault = f"--count prints the number of sentences alone: drop {words[0]}\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", fault)


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_a_family_is_written_with_the_schema_of_rows(synth, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"rows.{ending}"
    done = synth("enumerate", "--grammar", "logic.lark", "--depth", 1, "--limit", 20, "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    if ending == "parquet":
        table = pq.read_table(out)
        assert table.schema.equals(SCHEMA)
        rows = list(from_batch(table))
        assert rows
        assert all(row.checks and row.id.startswith("logic/") for row in rows)
        assert len({row.id for row in rows}) == len(rows)
    else:
        records = [json.loads(line) for line in out.read_text().splitlines()]
        assert records
        assert all(list(record) == SCHEMA.names for record in records)


SOLVER = """
from synth.grammar import Choice
from synth.row import Dropped, Solution

DOMAIN, SKILLS, PREREQUISITES, LEVELS, MEMBERS = "math", (), (), {1: "digits"}, 1


def strata(level):
    return {"all": Choice(())}


def fingerprint():
    return "0" * 64


def variants(element):
    return 1


def solve(element, variant):
    digit = element.text()
    if digit == "3":
        raise Dropped("three makes no problem")
    return Solution(digit, "", "", digit, 1, digit, digit)
"""
CHECKER = """
from synth.row import Verdict


def check(row):
    if row.answer == "7":
        return Verdict(fault="seven is wrong")
    return Verdict(undecided=True) if row.answer == "5" else Verdict(checks=("one", "two"))


def score(answer, row):
    return 1.0
"""


def test_a_row_that_is_dropped_undecided_or_refused_is_not_printed(synth, tmp_path: Path) -> None:
    files = {
        "grammars/digit.lark": "start: /[0-9]/\n",
        "solvers/digit.py": SOLVER,
        "verify/digit.py": CHECKER,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    words = ["enumerate", "--grammar", tmp_path / "grammars" / "digit.lark", "--depth", 0]
    env = {**os.environ, "SYNTH_FAMILIES": str(tmp_path)}
    done = synth(*words, "--limit", 7, env=env)
    assert [json.loads(line)["answer"] for line in done.stdout.splitlines()] == list("01246")
    assert (done.returncode, done.stderr) == (
        0,
        "1 left out: three makes no problem\n1 left out: undecided within the checker's limits\n",
    )
    fault = "digit/7.0@"
    done = synth(*words, env=env)
    assert [json.loads(line)["answer"] for line in done.stdout.splitlines()] == list("01246")
    assert done.returncode == 1
    assert done.stderr.startswith(fault)
    assert done.stderr.endswith(": the checker refuses what the solver made: seven is wrong\n")
    out = tmp_path / "rows.parquet"
    done = synth(*words, "--out", out, env=env)
    assert done.returncode == 1
    assert done.stderr.startswith(fault)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["grammars", "solvers", "verify"]


@pytest.mark.parametrize(("depth", "kind"), [(3, int), (5, str)])
def test_a_plain_grammar_is_written_as_rank_and_text(synth, tmp_path: Path, depth: int, kind: type) -> None:
    space = load(str(REFERENCE)).space(depth)
    expected = []
    for place in range(100):
        tree = space[space.permute(1, place)]
        expected.append({"rank": kind(tree.rank()), "text": tree.text()})
    words = ["--depth", depth, "--order", "shuffled", "--seed", 1, "--limit", 100]
    for ending in ("parquet", "jsonl"):
        out = tmp_path / f"texts.{ending}"
        assert synth("enumerate", "--grammar", REFERENCE, *words, "--out", out).returncode == 0
        written = (
            pq.read_table(out).to_pylist()
            if ending == "parquet"
            else [json.loads(line) for line in out.read_text().splitlines()]
        )
        assert written == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["texts.jsonl", "texts.parquet"]


def test_a_terminal_shows_ranks_beside_sentences(screen) -> None:
    shown = screen("enumerate", "--grammar", REFERENCE, "--depth", 1, "--limit", 5)
    assert shown == "rank  text\n   0  p\n   1  q\n   2  r\n   3  s\n   4  not p\n"


def test_the_first_line_is_there_at_once_and_a_closed_pipe_ends_quietly() -> None:
    words = [str(SYNTH), "enumerate", "--grammar", str(REFERENCE), "--depth", "6", "--order", "shuffled"]
    began = time.monotonic()
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["text"]
        assert time.monotonic() - began < 20
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() == 0


@pytest.mark.parametrize("out", [None, "x.parquet", "x.jsonl"])
def test_ctrl_c_exits_130_and_leaves_nothing_half_written(tmp_path: Path, out: str | None) -> None:
    words = [str(SYNTH), "enumerate", "--grammar", str(REFERENCE), "--depth", "6"]
    words += [] if out is None else ["--out", str(tmp_path / out)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stderr
    if out is None:
        process.stdout.readline()
    else:
        while not list(tmp_path.iterdir()):
            time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def small_disk() -> None:
    """Let no file grow above 200 kB: what a full disk does, by another word."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_a_file_that_cannot_be_written_to_its_end_leaves_the_old_one(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"texts.{ending}"
    out.write_text("the old one")
    words = [str(SYNTH), "enumerate", "--grammar", str(REFERENCE), "--depth", "4", "--order", "shuffled"]
    done = subprocess.run(
        [*words, "--out", str(out)], capture_output=True, text=True, check=False, preexec_fn=small_disk
    )
    assert (done.returncode, done.stderr) == (2, f"cannot write {out}: File too large\n")
    assert out.read_text() == "the old one"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("words", [["--count"], ["--text"]])
def test_a_full_output_is_one_sentence(words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        command = [str(SYNTH), "enumerate", "--grammar", str(REFERENCE), "--depth", "3", *words]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "No space left on device\n")


def test_the_output_is_the_same_for_every_hash_seed() -> None:
    words = [str(SYNTH), "enumerate", "--depth", "2", "--order", "shuffled", "--limit", "200", "--grammar"]
    for name in ("precedence", "kept", "keywords"):
        shown = {
            subprocess.run(
                [*words, str(grammar(name))],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("0", "77")
        }
        assert len(shown) == 1
