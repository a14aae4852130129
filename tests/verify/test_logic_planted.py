"""What benchmarks/planted.py does at full scale, kind by kind on a few rows, and the third decider itself."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import islice

import pytest
from logic_judge import judge
from logic_lines import LEXICON, clause, read, say, stated
from logic_planting import FORM, KINDS, Planted
from logic_reading import Misread, english, literal
from logic_rows import GOOD
from planting import Draw

import synth
from synth.row import Row

EACH = 48


@cache
def rows() -> tuple[Row, ...]:
    """Return fresh rows of every level."""
    return tuple(row for level in (1, 2, 3, 4) for row in islice(synth.rows("logic", level, 11), EACH))


def planted(kind: str) -> list[Planted]:
    made = [KINDS[kind](row, Draw(f"{row.id} {kind}")) for row in rows()]
    return [one for one, row in zip(made, rows(), strict=True) if one is not None and one.row != row]


def test_the_decider_finds_nothing_wrong_with_good_rows() -> None:
    for row in (*rows(), *GOOD.values()):
        assert judge(row) == ((), ()), row.id


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_decider_finds_wrong_is_refused_with_the_right_fault(kind: str) -> None:
    made = planted(kind)
    assert len(made) >= 10
    wrong = 0
    for row, faults in made:
        fault = synth.check(row).fault
        if any(judge(row)):
            wrong += 1
            assert re.match(faults, fault), (row.id, faults, fault)
        else:
            assert not fault or re.match(FORM, fault), (row.id, fault)
    assert wrong > len(made) / 2


def test_the_decider_reads_each_clause_of_the_lexicon_as_one_atom_and_its_negation() -> None:
    entries = tomllib.loads(LEXICON.read_text())["slots"]["proposition"]["entries"]
    atoms = {literal(entry["text"]) for entry in entries}
    assert len(atoms) == len(entries)
    for entry in entries:
        assert literal(entry["negation"]) == (*literal(entry["text"]), "not")


def test_what_is_written_for_planting_is_what_was_read() -> None:
    for row in rows():
        for sentence in stated(row):
            formula = read(row, sentence)
            assert read(row, say(row, formula)) == formula


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("Ann sings if Ben swims", "ben swim, ann sing, implies"),
        ("Ann sings only if Ben swims", "ann sing, ben swim, implies"),
        ("Whenever Ann sings, Ben does not swim", "ann sing, ben swim, not, implies"),
        ("Ann sings exactly when Ben swims", "ann sing, ben swim, iff"),
        ("It is false that Ann does not sing", "ann sing, not, not"),
        ("Just one of the claims that Ann sings and that Ben swims is true", "ann sing, ben swim, iff, not"),
        (
            "The claims that both Ann sings and Ben swims and that Ann sings are both true or both false",
            "ann sing, ben swim, and, ann sing, iff",
        ),
        ("If either Ann sings or Ben swims, then Ann sings", "ann sing, ben swim, or, ann sing, implies"),
    ],
)
def test_the_decider_reads_english(sentence: str, says: str) -> None:
    assert english(sentence) == tuple(says.split(", "))
    assert english(clause(english("The lamp is on"))) == english("The lamp is on")


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not the case that Ann sings",
        "Both Ann sings or Ben swims",
        "Ann sings and Ben swims and Ann sings",
        "If Ann sings, Ben swims",
        "",
        "Either",
    ],
)
def test_the_decider_reads_nothing_else(sentence: str) -> None:
    with pytest.raises(Misread):
        english(sentence)
