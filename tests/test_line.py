"""The line: rows in the order of a seed, lazily, whole groups, and every one that is left out is counted."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import synth
from synth.errors import InputError
from synth.families import Family, find
from synth.line import Line, Refused, in_turn, remade, row_of, rows
from synth.row import SCHEMA, Dropped, Row, Verdict, base36, to_record


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Family:
    """A family whose checker cannot decide words of 10 bits and refuses those of 9."""
    family = find("parity")
    check = family.check

    def stricter(row: Row) -> Verdict:
        bits = len(row.canonical)
        return (
            Verdict(fault="too short" if bits == 9 else "", undecided=bits == 10) if bits > 8 else check(row)
        )

    monkeypatch.setattr(family, "check", stricter)
    return family


def test_the_public_names_work_without_another_import() -> None:
    row = next(synth.rows("parity", level=2, seed=5))
    assert synth.check(row).accepted
    assert synth.check(to_record(row)).checks == ("steps", "popcount")
    assert synth.score(row.answer, row) == synth.score(row.answer, to_record(row)) == 1.0
    assert synth.space("logic.lark", depth=1).count() > 100
    assert set(synth.__all__) == {"check", "families", "rows", "score", "space"} <= set(dir(synth))
    with pytest.raises(AttributeError, match="has no attribute 'row_of'"):
        synth.row_of  # noqa: B018


@pytest.mark.parametrize("column", SCHEMA.names)
def test_a_record_without_a_column_is_refused_by_its_name(column: str) -> None:
    record = to_record(next(rows("parity", 2, 5)))
    lacking = {name: value for name, value in record.items() if name != column}
    assert synth.check(lacking).fault == f"the column {column!r} is missing"
    with pytest.raises(ValueError, match=f"^the column '{column}' is missing$"):
        synth.score("even", lacking)
    wrong: object
    for wrong in (None, object(), {"a": 1}, b"\xff", [None], [["x"]], 10**30, 1.5, "\ud800"):
        verdict = synth.check({**record, column: wrong})
        assert verdict.fault.startswith(f"the column {column!r} does not hold "), (wrong, verdict)
        assert not verdict.undecided


def test_a_seed_with_a_fraction_is_refused() -> None:
    record = to_record(next(rows("parity", 2, 5)))
    record["provenance"]["seed"] = 5.5
    assert synth.check(record).fault.startswith("the column 'provenance' does not hold ")


def test_a_check_of_anything_else_is_total_or_names_what_is_wanted() -> None:
    row = next(rows("parity", 2, 5))
    assert synth.check({}).fault == "the column 'id' is missing"
    assert synth.check({**to_record(row), "family": "parite"}).fault.startswith("no family 'parite'; the ")
    assert "is a text, not None" in synth.check(replace(row, family=None)).fault
    thing: object
    for thing in (None, [], "row", 7):
        with pytest.raises(TypeError, match=r"^give a row or a mapping with the columns of one, not "):
            synth.check(thing)
        with pytest.raises(TypeError, match=r"^give a row or a mapping with the columns of one, not "):
            synth.score("even", thing)


@pytest.mark.parametrize("answer", [None, 1, True, b"even", ["even"]])
def test_an_answer_that_is_no_text_is_wrong(answer: object) -> None:
    row = next(rows("parity", 2, 5))
    assert synth.score(answer, row) == synth.score(answer, to_record(row)) == 0.0


def test_rows_end_when_the_space_does_and_come_in_another_order_for_another_seed() -> None:
    first, second = [row.id for row in rows("parity", 1, 1)], [row.id for row in rows("parity", 1, 2)]
    assert first != second
    ranks = {name.partition(".")[0] for name in first}
    assert ranks == {name.partition(".")[0] for name in second}
    assert len(ranks) * 2 == len(first) == 2 * find("parity").space(1).count()


def test_rows_made_ahead_by_the_batch_are_those_that_are_made_one_by_one() -> None:
    family = find("remainder")
    lines = [Line(family, 1, 6, stratum=stratum) for stratum in family.strata(1)]
    expected = in_turn([[row for place in range(line.places) for row in line.take(place)] for line in lines])
    assert list(rows("remainder", 1, 6)) == list(expected)


def test_strata_take_turns_until_they_are_exhausted() -> None:
    digits = [len(row.canonical.partition(" ")[0]) for row in rows("remainder", 1, 6)]
    assert digits[:144] == [1, 2] * 72
    assert set(digits[144:]) == {2}
    assert len(digits) == find("remainder").space(1, "1-digit").count() + 720
    turns = [(row.level, len(row.canonical.partition(" ")[0])) for row in islice(rows("remainder"), 8)]
    assert turns == [(1, 1), (2, 3), (1, 2), (2, 4)] * 2


def test_ranks_follow_one_another_by_level_and_stratum() -> None:
    family = find("remainder")
    places = list(family.places())
    assert [(level, stratum) for _, level, stratum in places] == [
        (1, "1-digit"),
        (1, "2-digit"),
        (2, "3-digit"),
        (2, "4-digit"),
    ]
    assert [start for start, *_ in places] == [0, 72, 792, 792 + 900 * 89]
    assert [family.start(level, stratum) for _, level, stratum in places] == [start for start, *_ in places]
    first = row_of(f"remainder/{base36(792)}.0@{family.fingerprint[:8]}")
    assert first.canonical == "100 mod 11"
    with pytest.raises(
        InputError, match=r"^level 1 of 'remainder' has the strata '1-digit', '2-digit', not 'al"
    ):
        family.space(1)


@pytest.mark.parametrize("place", [0, 1, 70, 500])
def test_a_row_refused_in_a_batch_ends_an_iteration_where_it_stands(
    monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    family = find("remainder")
    only = {"2-digit": family.space(1, "2-digit")}
    monkeypatch.setattr(family, "strata", lambda level: only)
    good = [row for one in range(place + 1) for row in Line(family, 1, 6, stratum="2-digit").take(one)]
    check, check_batch = family.check, family.check_batch
    wrong = good[place].canonical

    def by_batch(batch: pa.RecordBatch) -> pa.Array:
        told = zip(batch.column("canonical").to_pylist(), check_batch(batch).to_pylist(), strict=True)
        return pa.array(["wrong" if canonical == wrong else fault for canonical, fault in told])

    monkeypatch.setattr(family, "check_batch", by_batch)
    monkeypatch.setattr(
        family, "check", lambda row: Verdict(fault="wrong") if row.canonical == wrong else check(row)
    )
    found = rows("remainder", 1, 6)
    assert list(islice(found, place)) == good[:place]
    with pytest.raises(Refused, match=f"^{good[place].id}: wrong$"):
        next(found)


def test_levels_take_turns_unless_one_is_asked_for() -> None:
    assert [row.level for row in islice(rows("parity"), 8)] == [1, 1, 2, 2, 3, 3, 1, 1]
    assert max(row.level for row in islice(rows("parity"), 6000)) == 3


def test_a_mistake_is_named_at_the_call() -> None:
    with pytest.raises(InputError, match="no family 'pairty'; the nearest is 'parity'"):
        rows("pairty")
    for level in (4, True, "1", 1.0, [1]):
        fault = re.escape(f"family 'parity' has the levels 1, 2, 3, not {level!r}")
        with pytest.raises(InputError, match=fault):
            rows("parity", level)
    for seed in ("x", True, 1.5, None, -1, 2**63):
        with pytest.raises(InputError, match=rf"^seed must be a whole number from 0 to \d+, not {seed}$"):
            rows("parity", 1, seed)
    for name in (None, 7, ["parity"]):
        with pytest.raises(InputError, match=r"^a family's name is a text, not "):
            rows(name)


@pytest.mark.parametrize("place", ["rank", "variant"])
def test_a_number_of_thousands_of_digits_is_named_in_a_few(place: str) -> None:
    row = next(rows("parity"))
    source = replace(row.provenance, **{place: "z" * 4000})
    name = f"parity/{source.rank}.{source.variant}@{source.fingerprint[:8]}"
    with pytest.raises(InputError, match=r"about 2\^") as error:
        row_of(name)
    assert len(str(error.value)) < 200
    assert remade(replace(row, id=name, provenance=source), Verdict()).fault == "the id makes no row"


def test_a_family_with_an_endless_name_is_named_by_its_start() -> None:
    row = replace(next(rows("parity")), family="x" * 10**6)
    assert synth.check(row).fault.startswith(f"no family '{'x' * 80}'; ")


def test_presentations_differ_between_ranks_and_seeds() -> None:
    chosen = {
        seed: [int(row.provenance.variant, 36) // 2 for row in islice(rows("parity", 2, seed), 0, 200, 2)]
        for seed in (1, 2)
    }
    assert chosen[1] != chosen[2]
    assert all(20 < looks.count(look) < 47 for looks in chosen.values() for look in range(3))


def test_all_presentations_are_distinct_and_no_more_than_there_are() -> None:
    line = Line(find("parity"), 2, 1, variants=5)
    assert sorted(int(row.provenance.variant, 36) for row in line.take(0)) == [0, 1, 2, 3, 4, 5]


def test_what_is_left_out_is_counted_and_takes_its_group_along(strict: Family) -> None:
    line = Line(strict, 1, 1)
    kept = [row for place in range(line.places) for row in line.take(place)]
    assert {len(row.canonical) for row in kept} == {2, 3, 4, 5, 6, 7, 8}
    assert len(kept) == 2**9 - 4
    tally = line.tally
    assert (tally.tried, tally.refused, tally.undecided) == (1022, 256, 512)
    assert len(tally.faults) == 10
    assert {fault for _, fault in tally.faults} == {"too short"}


def test_a_refused_row_ends_an_iteration(strict: Family) -> None:
    with pytest.raises(Refused, match=r"^parity/[0-9a-z]+\.[0-5]@[0-9a-f]{8}: too short$"):
        list(rows("parity", 1))


def test_a_dropped_element_is_counted_by_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    family = find("parity")
    solve = family.solve

    def choosy(element, variant):
        if variant % 2 and element[0].text().endswith("1"):
            raise Dropped("ends in 1")
        return solve(element, variant)

    monkeypatch.setattr(family, "solve", choosy)
    line = Line(family, 1, 1)
    kept = [row for place in range(line.places) for row in line.take(place)]
    assert len(kept) == 1022
    assert line.tally.dropped == {"ends in 1": 511}


def test_an_error_of_a_solver_names_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    family = find("parity")
    monkeypatch.setattr(family, "solve", lambda element, variant: 1 // 0)
    with pytest.raises(ZeroDivisionError) as error:
        next(rows("parity", 1))
    assert error.value.__notes__[0].startswith("while making parity/")


@given(st.integers(0, 2**200))
def test_base_36_reads_back(number: int) -> None:
    assert int(base36(number), 36) == number
    assert base36(number) == base36(number).lower()
