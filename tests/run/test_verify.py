"""Data checked again: good rows pass, spoiled ones are named, and what is no row is said to be none."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from synth import rows
from synth.errors import InputError
from synth.families import find
from synth.line import checked, enumerated
from synth.row import SCHEMA, to_batch, to_record
from synth.run.generate import generate
from synth.run.plan import Plan
from synth.run.verify import verify

HELD = list(islice(rows("parity", 2, seed=9), 40))
WORD = re.search("[01]+", HELD[1].question)[0]
ASKED = (
    f"Is the number of ones in the word {WORD} even or odd?",
    f"Count the ones in the word {WORD}: is their number even or odd?",
)
ANOTHER = next(text for text in ASKED if text != HELD[1].question)


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
            "x.parquet:1: column 'level' is string: ",
        ),
        (
            lambda path: parquet(
                path / "x.parquet", good().set_column(9, "answer", pa.nulls(40, pa.string()))
            ),
            "x.parquet:1: 'answer' is missing",
        ),
        (lambda path: jsonl(path / "x.jsonl", changed("level", "two")), "x.jsonl:2: 'level' is not int8: "),
        (lambda path: jsonl(path / "x.jsonl", changed("level", 300)), "x.jsonl:2: 'level' is not int8: "),
        (lambda path: jsonl(path / "x.jsonl", changed("level", 1.5)), "x.jsonl:2: 'level' holds a fraction"),
        (
            lambda path: jsonl(path / "x.jsonl", changed("provenance", {"seed": 0.5})),
            "x.jsonl:2: 'provenance' holds a fraction",
        ),
        (lambda path: jsonl(path / "x.jsonl", changed("skills", [None])), "x.jsonl:2: 'skills' is missing"),
        (
            lambda path: parquet(path / "x.parquet", good().append_column("id", good()["id"])),
            "x.parquet has two columns 'id'",
        ),
        (lambda path: jsonl(path / "x.jsonl", changed("answer", None)), "x.jsonl:2: 'answer' is missing"),
        (lambda path: jsonl(path / "x.jsonl", changed("id", 7)), "x.jsonl:2: 'id' is not string: "),
        (lambda path: jsonl(path / "x.jsonl", changed("id", None)), "x.jsonl:2: 'id' is missing"),
        (lambda path: jsonl(path / "x.jsonl", []), "x.jsonl holds no rows"),
        (lambda path: parquet(path / "x.parquet", good().slice(0, 0)), "x.parquet holds no rows"),
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


def test_an_id_that_stands_twice_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    records = [to_record(row) for row in HELD]
    jsonl(tmp_path / "a.jsonl", [*records, records[7]])
    parquet(tmp_path / "b.parquet", good().slice(20, 1))
    outcome = verify(tmp_path, 2)
    assert (outcome.accepted, outcome.refused) == (40, 2)
    assert outcome.record()["faults"] == {
        "parity": {"the id stands twice": sorted([HELD[7].id, HELD[20].id])}
    }
    assert outcome.places == {
        HELD[7].id: f"{tmp_path / 'a.jsonl'}:41",
        HELD[20].id: f"{tmp_path / 'b.parquet'}:1",
    }


def test_blank_lines_hold_nothing_and_are_counted_in_places(tmp_path: Path) -> None:
    good_line, bad_line = (orjson.dumps(record) for record in changed("answer", "neither")[:2])
    (tmp_path / "x.jsonl").write_bytes(b"\n" + good_line + b"\n  \n\n" + bad_line)
    outcome = verify(tmp_path / "x.jsonl", 1)
    assert (outcome.accepted, outcome.refused) == (1, 1)
    assert outcome.places == {HELD[1].id: f"{tmp_path / 'x.jsonl'}:5"}


def test_a_row_of_no_family_is_refused_and_the_others_checked(tmp_path: Path) -> None:
    record = verify(jsonl(tmp_path / "x.jsonl", changed("family", "paritty")), 1).record()
    assert (record["accepted"], record["refused"]) == (2, 1)
    assert record["faults"] == {"paritty": {"no family 'paritty'; the nearest is 'parity'": [HELD[1].id]}}


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("id", "parity/1.0", "the id does not read family/rank.variant@fingerprint"),
        ("id", HELD[1].id.replace("/", "/0"), "the id does not read family/rank.variant@fingerprint"),
        ("id", HELD[2].id, "the id is not that of the row's family and provenance"),
        ("id", HELD[1].id.replace("parity", "logic"), "the id is not that of the row's family and"),
        *(
            (
                "provenance",
                {**to_record(HELD[1])["provenance"], key: "0123"},
                "the id is not that of the row's family and provenance",
            )
            for key in ("rank", "variant", "fingerprint")
        ),
    ],
)
def test_an_id_that_is_not_its_row_s_is_refused(
    tmp_path: Path, field: str, value: object, fault: str
) -> None:
    outcome = verify(jsonl(tmp_path / "x.jsonl", changed(field, value)[1:2]), 1)
    (found,) = outcome.faults["parity"]
    assert found.startswith(fault)
    assert outcome.refused == 1


def test_rows_made_again_are_accepted(tmp_path: Path) -> None:
    tree = find("parity").grammar.unrank(77)
    enumerated_row, verdict = checked(enumerated(find("parity"), tree, 1))
    assert verdict.accepted
    rows_of_both = [*HELD[:5], enumerated_row]
    path = jsonl(tmp_path / "x.jsonl", [to_record(row) for row in rows_of_both])
    assert verify(path, 1, remake=True).accepted == 6


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", ANOTHER),
        ("checks", ["hope"]),
        ("provenance", {**to_record(HELD[1])["provenance"], "grammar": "other.lark"}),
    ],
)
def test_a_column_that_does_not_follow_from_the_id_is_found_by_remaking(
    tmp_path: Path, field: str, value: object
) -> None:
    path = jsonl(tmp_path / "x.jsonl", changed(field, value))
    assert verify(path, 1).accepted == 3
    outcome = verify(path, 1, remake=True)
    assert (outcome.accepted, outcome.refused) == (2, 1)
    assert outcome.faults == {"parity": {f"the {field} is not what the id makes": [HELD[1].id]}}


def test_rows_that_cannot_be_made_again_are_undecided_or_refused(tmp_path: Path) -> None:
    old, none = (to_record(row) for row in HELD[:2])
    old["id"] = old["id"].replace(HELD[0].provenance.fingerprint[:8], "01234567")
    old["provenance"]["fingerprint"] = "0123456789"
    none["id"] = none["id"].replace(f"/{HELD[1].provenance.rank}.", "/zzzzzzzzzzzz.")
    none["provenance"]["rank"] = "zzzzzzzzzzzz"
    path = jsonl(tmp_path / "x.jsonl", [old, none])
    assert verify(path, 1).accepted == 2
    assert verify(path, 1, remake=True).record() == {
        "accepted": 0,
        "refused": 1,
        "undecided": 1,
        "faults": {
            "parity": {
                "the id makes no row": [none["id"]],
                "undecided: made by another version of the family, so not made again": [old["id"]],
            }
        },
    }


def test_a_damaged_page_names_the_file(tmp_path: Path) -> None:
    path = parquet(tmp_path / "x.parquet", good())
    content = bytearray(path.read_bytes())
    content[4:40] = bytes(36)
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.parquet is damaged after row 0: "):
        verify(path, 1)


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
