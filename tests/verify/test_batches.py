"""The reader that the checkers of batches share: plain columns, gaps, and the rows that SymPy sees."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from synth.families import find
from synth.line import Line, rows
from synth.row import SCHEMA, Row, to_batch
from synth.verify import addition, division, expression, modular, multiplication, primes, subtraction

CHECKERS: dict[str, Any] = {
    "addition": addition,
    "subtraction": subtraction,
    "multiplication": multiplication,
    "division": division,
    "expression": expression,
    "primes": primes,
    "modular": modular,
}
NAMES = list(CHECKERS)
TEXTS = (
    "question", "reasoning", "solution", "answer", "canonical", "group", "payload",
    "family", "domain", "language", "tests",
)  # fmt: skip


def sample(name: str, seed: int = 0) -> list[Row]:
    """Return a row of each stratum of a family."""
    family = find(name)
    return [
        row
        for level in family.levels
        for stratum in family.strata(level)
        for row in Line(family, level, seed, stratum=stratum).take(0)
    ]


def with_ids(row: Row, ids: list[str]) -> pa.RecordBatch:
    """Return a batch of the row under other ids."""
    batch = to_batch([row]).take(pa.array(np.zeros(len(ids), np.int32)))
    place = SCHEMA.get_field_index("id")
    return batch.set_column(place, SCHEMA.field(place), pa.array(ids, pa.string()))


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_that_name_the_row_are_checked(name: str) -> None:
    row = sample(name)[0]
    for column, value, fault in (
        ("family", "parity", f"the family is not {name}"),
        ("domain", "logic", "the domain is not math"),
        ("language", "python", "the language is not en"),
        ("tests", "[]", "the tests are not empty"),
        ("level", 7, f"the level is not {row.level}"),
        ("level", -1, f"the level is not {row.level}"),
        ("skills", (), "the skills are not those that the row exercises"),
        ("skills", (*row.skills, "carrying"), "the skills are not those that the row exercises"),
        ("canonical", row.canonical + " ", "the canonical text does not name the question's problem"),
        ("group", row.group + "0", "the group is not that of the question's problem"),
        ("payload", row.payload + " ", "the payload is not that of the question's problem"),
        ("solution", row.solution + " ", "the solution does not say the result of the steps"),
    ):
        assert find(name).check(replace(row, **{column: value})).fault == fault
    assert find(name).check(replace(row, question="What now?")).fault.startswith("the question does not read")


@pytest.mark.parametrize("name", NAMES)
def test_two_skills_are_not_one_that_reads_like_both(name: str) -> None:
    row = next(row for row in sample(name) if len(row.skills) == 2)
    joined = replace(row, skills=("; ".join(row.skills),))
    assert find(name).check(joined).fault == "the skills are not those that the row exercises"


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_value_is_a_fault_of_its_row_alone(name: str) -> None:
    held = sample(name)[:3]
    batch = to_batch(held)
    for column in (*TEXTS, "level", "skills"):
        place = SCHEMA.get_field_index(column)
        values = batch.column(column).to_pylist()
        values[1] = None
        spoiled = batch.set_column(place, SCHEMA.field(place), pa.array(values, SCHEMA.field(place).type))
        faults = CHECKERS[name].check_batch(spoiled).to_pylist()
        expected = f"the level is not {held[1].level}" if column == "level" else "a text is missing"
        assert faults == ["", expected, ""], column


@pytest.mark.parametrize("name", NAMES)
def test_sympy_looks_at_the_rows_that_the_key_picks_and_at_no_other(name: str, monkeypatch) -> None:
    module = CHECKERS[name]
    asked = []
    monkeypatch.setattr(
        module._READER, "sympy", lambda question: asked.append(question) or "unheard of", raising=True
    )
    (row,) = islice(rows(name, 2), 1)
    ids = [f"{name}/{place}.0@00000000" for place in range(10_000)]
    faults = module.check_batch(with_ids(row, ids)).to_pylist()
    picked = {place for place, fault in enumerate(faults) if fault}
    assert 0 < len(picked) < 30
    assert {faults[place] for place in picked} == {f"SymPy finds unheard of, not {row.answer}"}
    assert asked == [row.question] * len(picked)
    alone = with_ids(row, [ids[min(picked)]])
    assert module.check_batch(alone).to_pylist() == [faults[min(picked)]]
    refused = with_ids(replace(row, answer="0"), [ids[min(picked)]])
    assert "SymPy" not in module.check_batch(refused)[0].as_py()
    monkeypatch.undo()
    assert set(module.check_batch(with_ids(row, ids)).to_pylist()) == {""}


@pytest.mark.parametrize("name", NAMES)
def test_sympy_agrees_with_every_row(name: str) -> None:
    """Where it looks at every row, no row has a fault."""
    for row in sample(name, 2):
        assert CHECKERS[name]._READER.sympy(row.question) == row.answer
