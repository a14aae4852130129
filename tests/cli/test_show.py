"""`synth show`: a row from its id, or one sentence that says why there is none."""

from __future__ import annotations

import json

import pytest

from synth import rows
from synth.families import find
from synth.row import base36, to_record

FAMILY = find("parity")
MARK, GRAMMAR = FAMILY.fingerprint[:8], FAMILY.enumeration_fingerprint[:8]


def test_a_row_is_shown_as_it_shipped(synth, screen) -> None:
    row = next(rows("parity", 2, seed=4))
    done = synth("show", row.id, "--seed", 4)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == to_record(row)
    shown = screen("show", row.id)
    for text in (
        row.id,
        row.question,
        *row.reasoning.split("\n"),
        row.solution,
        "Accepted by: steps, popcount",
    ):
        assert text in shown
    assert json.loads(screen("show", row.id, "--json"))["question"] == row.question


@pytest.mark.parametrize("seed", ["-1", str(2**63)])
def test_a_seed_that_no_row_can_hold_is_refused(synth, seed: str) -> None:
    done = synth("show", next(rows("parity", 2)).id, "--seed", seed)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"'{seed}' is not from 0 to {2**63 - 1}" in done.stderr


def test_a_row_of_the_grammar_is_shown_by_the_grammar_s_fingerprint(synth) -> None:
    tree = FAMILY.grammar.unrank(77)
    shown = json.loads(synth("show", f"parity/{base36(77)}.1@{GRAMMAR}").stdout)
    assert f" {tree.text()}" in shown["question"]
    assert shown["checks"] == ["steps", "popcount"]
    assert shown["provenance"]["fingerprint"] == FAMILY.enumeration_fingerprint


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("parity/0.0", "'parity/0.0' is not an id: ids read family/rank.variant@fingerprint"),
        (
            "parity/-1.0@00000000",
            "'parity/-1.0@00000000' is not an id: ids read family/rank.variant@fingerprint",
        ),
        (
            "../etc/0.0@00000000",
            "'../etc/0.0@00000000' is not an id: ids read family/rank.variant@fingerprint",
        ),
        ("parite/0.0@00000000", "no family 'parite'; the nearest is 'parity'"),
        (
            "parity/0.0@00000000",
            f"parity/0.0@00000000 was made by another version of the family: 'parity' is now at {MARK}",
        ),
        (f"parity/0.6@{MARK}", f"parity/0.6@{MARK} names variant 6, and there are 6, from 0"),
        (
            f"parity/{'z' * 30}.0@{MARK}",
            f"rank {36**30 - 1} is outside family 'parity': it has {2**42 - 2} ranks, from 0",
        ),
    ],
)
def test_an_id_of_no_row_is_one_sentence(synth, name: str, sentence: str) -> None:
    done = synth("show", name)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{sentence}\n")
