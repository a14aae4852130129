"""`synth check`, `rank`, `unrank` and `cover`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synth.grammar import load

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "grammars"
REFERENCE = FIXTURES / "reference.lark"


def test_ranks_and_sentences_go_through_a_pipe_and_back(synth) -> None:
    texts = synth(
        "enumerate", "--grammar", REFERENCE, "--depth", 5, "--order", "shuffled", "--limit", 50, "--text"
    ).stdout
    ranks = synth("rank", "--grammar", REFERENCE, input=texts)
    assert (ranks.returncode, ranks.stderr) == (0, "")
    grammar = load(str(REFERENCE))
    space = grammar.space(5)
    assert [int(line) for line in ranks.stdout.split()] == [space.permute(0, place) for place in range(50)]
    assert synth("unrank", "--grammar", REFERENCE, input=ranks.stdout).stdout == texts


def test_ranks_and_sentences_are_arguments_too_and_objects_if_asked(synth) -> None:
    assert synth("rank", "--grammar", REFERENCE, "not p", "( p and  q )").stdout == "4\n9\n"
    assert synth("unrank", "--grammar", REFERENCE, 4, 9, "--json").stdout == (
        '{"rank": 4, "text": "not p"}\n{"rank": 9, "text": "(p and q)"}\n'
    )


@pytest.mark.parametrize(
    "bounds",
    [
        ["--size", "2:5"],
        ["--depth", "3", "--modulo", "renaming"],
        ["--depth", "3", "--modulo", "commutative"],
    ],
)
def test_ranks_within_a_space_are_those_that_enumerate_prints(synth, bounds: list[str]) -> None:
    words = ["--grammar", REFERENCE, *bounds]
    listed = synth("enumerate", *words, "--order", "shuffled", "--limit", 20).stdout.splitlines()
    records = [json.loads(line) for line in listed]
    ranks = [record["rank"] for record in records]
    texts = [record["text"] for record in records]
    assert synth("rank", *words, *texts).stdout.split() == [str(rank) for rank in ranks]
    assert synth("unrank", *words, *ranks).stdout.splitlines() == texts


def test_a_covering_set_covers_what_it_says(synth) -> None:
    done = synth("cover", "--grammar", REFERENCE, "--depth", 4, "--k", 3)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    grammar = load(str(REFERENCE))
    trees = [grammar.parse(record["text"]) for record in records]
    assert [tree.rank() for tree in trees] == [record["rank"] for record in records]
    coverage = grammar.paths(4, 3).coverage(trees)
    assert (coverage.covered, coverage.goals) == (392, 392)
    assert done.stderr.startswith(f"{len(records)} sentences cover all 392 paths of 3 nodes")


def test_check_reports_what_loading_found(synth) -> None:
    report = json.loads(synth("check", FIXTURES / "precedence.lark").stdout)
    assert report["unambiguous"] is True
    assert report["fingerprint"] == load(str(FIXTURES / "precedence.lark")).fingerprint
    assert [entry["count"] for entry in report["counts"][:4]] == [2, 16, 786, 1_854_176]
    assert [entry["bits"] for entry in report["counts"][:3]] == [2, 5, 10]
    assert report["counts"][1]["last_shell"] == 0.875
    assert [entry["depth"] for entry in report["counts"]] == list(range(7))
    assert any("redundant wrapping" in note and "LPAR implication RPAR" in note for note in report["notes"])


def test_check_names_least_depths_terminals_separators_and_surface_variants(synth) -> None:
    finite = json.loads(synth("check", FIXTURES / "finite.lark").stdout)
    assert finite["least_depths"]["inner"] == 0
    assert finite["least_depths"]["middle"] == 1
    assert finite["least_depths"]["outer"] == 2
    kept = json.loads(synth("check", FIXTURES / "kept.lark").stdout)
    assert kept["separator"] == " "
    assert any("surface variants" in note for note in kept["notes"])
    words = json.loads(
        synth("check", FIXTURES / "words.lark", "--terminal", "NAME=1", "--terminal", "PLACE=1").stdout
    )
    counted = {entry["name"]: entry["words"] for entry in words["terminals"]}
    assert (counted["NAME"], counted["PLACE"], counted["HEX"]) == (26, 52, 28)
    # A place or a name ends in a letter and a word begins with one.
    assert ["SET", "PLACE"] in words["separated"]


def test_check_is_a_page_for_a_reader(screen) -> None:
    shown = screen("check", REFERENCE)
    assert "unambiguous (LALR without conflicts)" in shown
    assert "268,938,544" in shown
    assert "fingerprint" in shown
