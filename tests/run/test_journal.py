"""The journal: what was damaged or changed since it was written is not believed, and is made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import orjson
import pytest

from synth.errors import InputError
from synth.run.generate import generate
from synth.run.journal import Journal
from synth.run.plan import Plan, plan
from synth.run.recipe import parse
from synth.run.seal import opened, sealed
from synth.run.units import make
from synth.run.verify import verify


def two_units() -> Plan:
    entry = {"name": "parity", "levels": {"2": 1}}
    return plan(parse({"name": "two", "seed": 5, "rows": 1200, "family": [entry]}, "two"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    generate(two_units(), folder, 1)
    return folder


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A run with both units committed, that has not ended."""
    whole_plan = two_units()
    with Journal(tmp_path / "begun", whole_plan.keys) as journal:
        for unit in whole_plan.units():
            journal.commit(make(unit, journal.parts))
    return tmp_path / "begun"


@pytest.fixture
def ended(whole: Path, tmp_path: Path) -> Path:
    """A copy of the run that nothing disturbed."""
    return Path(shutil.copytree(whole, tmp_path / "run"))


def test_a_part_with_one_other_bit_is_made_again(begun: Path, whole: Path, contents) -> None:
    part = sorted((begun / "parts").iterdir())[0]
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    generate(two_units(), begun, 1)
    assert contents(begun) == contents(whole)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line.replace(b'"rows":600', b'"rows":500'),
        lambda line: line.replace(b'"xxh3":"', b'"xxh3":"0'),
        lambda line: line.replace(b'"tried":', b'"tired":'),
        lambda line: orjson.dumps(sealed({"unit": orjson.loads(line)["unit"]})),
        lambda line: b"[]",
        lambda line: b"7",
        lambda line: b"{broken}",
        lambda line: b"",
    ],
)
def test_a_line_that_is_not_as_it_was_commits_nothing(begun: Path, whole: Path, contents, spoil) -> None:
    journal = begun / "journal.jsonl"
    first, second, third = journal.read_bytes().splitlines()
    assert spoil(second) != second
    journal.write_bytes(b"\n".join([first, spoil(second), third]) + b"\n")
    with Journal(begun, two_units().keys) as opened_again:
        assert list(opened_again.done) == [orjson.loads(third)["unit"]]
    generate(two_units(), begun, 1)
    assert contents(begun) == contents(whole)


@pytest.mark.parametrize("spoil", [lambda line: b"[]", lambda line: line.replace(b'"seed":5', b'"seed":6')])
def test_a_damaged_plan_is_named(begun: Path, spoil) -> None:
    journal = begun / "journal.jsonl"
    first, *others = journal.read_bytes().splitlines()
    journal.write_bytes(b"\n".join([spoil(first), *others]) + b"\n")
    with pytest.raises(InputError, match=r"journal\.jsonl:1: this line is damaged"):
        generate(two_units(), begun, 1)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"files": []}'])
def test_a_damaged_manifest_is_one_sentence_and_its_remedy_helps(
    ended: Path, whole: Path, contents, content: bytes
) -> None:
    (ended / "manifest.json").write_bytes(content)
    for use in (lambda: generate(two_units(), ended, 1), lambda: verify(ended, 1)):
        with pytest.raises(InputError, match=r"manifest\.json is damaged or changed: remove it, and the"):
            use()
    (ended / "manifest.json").unlink()
    generate(two_units(), ended, 1)
    assert contents(ended) == contents(whole)


def test_a_manifest_with_another_count_is_not_believed(ended: Path) -> None:
    path = ended / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"1200", b"1300"))
    with pytest.raises(InputError, match="is damaged or changed"):
        generate(two_units(), ended, 1)


def test_rows_that_are_not_of_the_run_are_named(ended: Path, begun: Path) -> None:
    for folder in (ended, begun):
        (folder / "data").mkdir(exist_ok=True)
        stray = folder / "data" / "train-00007-of-00009.parquet"
        stray.write_bytes(b"of another run")
        with pytest.raises(InputError, match=r"train-00007-of-00009\.parquet is no file of this run"):
            generate(two_units(), folder, 1)
        assert stray.read_bytes() == b"of another run"
    with pytest.raises(InputError, match="is no file of this run"):
        verify(ended, 1)


def test_a_lost_card_is_written_again_and_a_changed_one_kept(ended: Path, whole: Path, contents) -> None:
    (ended / "README.md").unlink()
    generate(two_units(), ended, 1)
    assert contents(ended) == contents(whole)
    (ended / "README.md").write_text("my own words")
    generate(two_units(), ended, 1)
    assert (ended / "README.md").read_text() == "my own words"


def test_a_seal_tells_every_change() -> None:
    record = {"rows": 3, "names": ["a", "b"]}
    assert opened(orjson.dumps(sealed(record))) == record
    for other in ({**sealed(record), "rows": 4}, {**sealed(record), "more": 1}, record, [], None):
        assert opened(orjson.dumps(other)) is None
