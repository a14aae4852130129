"""Data checked again: good rows pass, spoiled ones are named, and what is no row is said to be none."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from synth import rows
from synth.errors import InputError
from synth.row import SCHEMA, to_batch, to_record
from synth.run.generate import generate
from synth.run.plan import Plan
from synth.run.verify import verify

HELD = list(islice(rows("parity", 2, seed=9), 40))


def parquet(path: Path, table: pa.Table) -> Path:
    pq.write_table(table, path)
    return path


def good() -> pa.Table:
    return pa.table(to_batch(HELD))


def spoiled() -> list[dict]:
    records = [to_record(row) for row in HELD]
    records[3]["answer"] = "neither"
    records[4]["reasoning"] = records[4]["reasoning"].replace("Bit 1", "Bit 2")
    records[5]["reasoning"] = records[5]["reasoning"].replace("Bit 1", "Bit 2")
    return records


def jsonl(path: Path, records: list) -> Path:
    path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    return path


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_faults_are_counted_and_named_by_family(tmp_path: Path, kind: str) -> None:
    if kind == "parquet":
        path = parquet(tmp_path / "x.parquet", pa.Table.from_pylist(spoiled(), SCHEMA))
    else:
        path = jsonl(tmp_path / "x.jsonl", spoiled())
    record = verify(path, 1).record()
    assert record == {
        "accepted": 37,
        "refused": 3,
        "undecided": 0,
        "faults": {
            "parity": {
                "step 1 does not follow": sorted([HELD[4].id, HELD[5].id]),
                "the answer is not the parity of the word": [HELD[3].id],
            }
        },
    }


def test_a_run_and_its_files_elsewhere_are_accepted(tmp_path: Path, small: Plan) -> None:
    generate(small, tmp_path / "run", 2)
    seen: list[int] = []
    assert verify(tmp_path / "run", 2, seen.append).accepted == 6001
    assert seen == sorted(seen)
    assert seen[-1] == 6001
    assert verify(tmp_path / "run" / "data", 2).accepted == 6001


def test_a_file_that_lost_rows_is_named(tmp_path: Path, small: Plan) -> None:
    generate(small, tmp_path, 2)
    (file,) = (tmp_path / "data").iterdir()
    parquet(file, pq.read_table(file).slice(1))
    with pytest.raises(InputError, match="has 6000 rows, and the manifest says 6001"):
        verify(tmp_path, 1)
    file.unlink()
    with pytest.raises(InputError, match="is missing: the manifest names it"):
        verify(tmp_path, 1)


def test_columns_of_other_types_that_hold_the_same_are_read(tmp_path: Path) -> None:
    table = good()
    for name, kind in (
        ("level", pa.int64()),
        ("question", pa.large_string()),
        ("skills", pa.large_list(pa.string())),
    ):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table.column(name).cast(kind))
    place = table.schema.get_field_index("family")
    table = table.set_column(place, "family", table.column("family").dictionary_encode())
    table = table.append_column("extra", pa.array(range(len(table))))
    assert verify(parquet(tmp_path / "x.parquet", table), 1).accepted == 40


def changed(field: str, value: object) -> list[dict]:
    records = [to_record(row) for row in HELD[:3]]
    records[1][field] = value
    return records


@pytest.mark.parametrize(
    ("write", "fault"),
    [
        (lambda path: parquet(path / "x.parquet", good().drop_columns(["answer"])), "has no column 'answer'"),
        (
            lambda path: parquet(path / "x.parquet", good().set_column(3, "level", pa.array(["two"] * 40))),
            "x.parquet:0: column 'level' is string: ",
        ),
        (
            lambda path: parquet(
                path / "x.parquet", good().set_column(9, "answer", pa.nulls(40, pa.string()))
            ),
            "x.parquet:0: in one of 40 rows 'answer' is missing",
        ),
        (
            lambda path: jsonl(path / "x.jsonl", changed("family", "parties")),
            "no family 'parties'; the nearest is",
        ),
        (
            lambda path: jsonl(path / "x.jsonl", changed("level", "two")),
            "x.jsonl:1: one of 3 rows is not as the",
        ),
        (
            lambda path: jsonl(path / "x.jsonl", changed("level", 300)),
            "x.jsonl:1: one of 3 rows is not as the",
        ),
        (
            lambda path: jsonl(path / "x.jsonl", changed("answer", None)),
            "x.jsonl:1: in one of 3 rows 'answer' is",
        ),
        (lambda path: jsonl(path / "x.jsonl", changed("provenance", {})), "'provenance' is missing"),
        (lambda path: jsonl(path / "x.jsonl", [{}]), "x.jsonl:1: no 'id'"),
        (lambda path: jsonl(path / "x.jsonl", [[1]]), "x.jsonl:1: not a row but '[1]'"),
        (lambda path: path / "nothing", "nothing at "),
        (lambda path: path, "holds no .parquet or .jsonl file"),
    ],
)
def test_what_holds_no_rows_is_refused(tmp_path: Path, write, fault: str) -> None:
    with pytest.raises(InputError) as error:
        verify(write(tmp_path), 1)
    assert fault in str(error.value)


def test_files_of_another_kind_are_refused(tmp_path: Path) -> None:
    for name, content in (("x.parquet", b"PAR1 but not really"), ("y.parquet", b""), ("z.txt", b"words")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=f"{name} is not a Parquet file"):
            verify(tmp_path / name, 1)
    (tmp_path / "x.jsonl").write_bytes(b'{"id": \n')
    with pytest.raises(InputError, match=r"x\.jsonl:1: not JSON"):
        verify(tmp_path / "x.jsonl", 1)


def test_a_run_that_has_not_ended_is_not_data(tmp_path: Path, small: Plan) -> None:
    (tmp_path / "journal.jsonl").write_text("{}\n")
    with pytest.raises(InputError, match="holds a run that has not ended"):
        verify(tmp_path, 1)
