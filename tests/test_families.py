"""The contract: what every family that is found must keep, level by level and stratum by stratum."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module  # noqa: TID251 (deciders are found by name)
from pathlib import Path

import pytest
import swapping
from planting import COLUMNS, KINDS, plant, spoiled
from swapping import pairs, swapped

import synth
from synth import families
from synth.batch import BatchLine
from synth.families import find
from synth.line import Line, attempted, checked, row_of
from synth.properties import PROPERTIES, sample
from synth.row import DOMAINS, Row, Verdict, base36, from_record, to_batch, to_record

RANKS = 30
LEAST = 3
NAME = re.compile(r"[a-z0-9][a-z0-9 ,.+*/^=()<>-]{0,39}")
SWAPS = 5
PLANTED = 5
"""Of so many groups one has errors planted in what says which problem it is."""
UNPROVED = {("logic", "canonical"), ("logic", "group")}
"""Columns of which the checker proves the form in every row, and the rest as the family's page says."""
SHARED = {"comparison"}
"""Families of one member in which problems share a group; a family's page says which."""
TEXTS = ("family", "domain", "language", "question", "reasoning", "solution", "answer", "tests")
TEMPLATES = Path(synth.__file__).parent / "grammars"
NAMES = [family.name for family in families()]
LEVELS = [(family.name, level) for family in families() for level in sorted(family.levels)]
DECIDERS = Path(__file__).parent / "deciders"

DIGEST = """
import hashlib, orjson, synth
from synth.line import Line
from synth.row import to_record
for family in synth.families():
    for level in sorted(family.levels):
        rows = []
        for stratum in family.strata(level):
            line = Line(family, level, 8, stratum=stratum)
            rows += [to_record(row) for place in range(min(3, line.places)) for row in line.take(place)]
        print(family.name, level, len(rows), hashlib.sha256(orjson.dumps(rows)).hexdigest())
"""


@cache
def groups(name: str, level: int, seed: int = 0) -> list[list[Row]]:
    """Return the rows of the first ranks of each stratum in the order of a seed, rank by rank."""
    taken = []
    for stratum in find(name).strata(level):
        line = Line(find(name), level, seed, stratum=stratum)
        found = [line.take(place) for place in range(min(ranks(name, level), line.places))]
        assert line.tally.faults == []
        assert any(found)
        taken += [group for group in found if group]
    return taken


def ranks(name: str, level: int) -> int:
    """Return how many ranks of each stratum are looked at."""
    return max(LEAST, -(-RANKS // len(find(name).strata(level))))


def rows(name: str, level: int) -> list[Row]:
    return [row for group in groups(name, level) for row in group]


def test_a_family_outside_the_package_is_found_by_its_three_files() -> None:
    assert "parity" in NAMES


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_every_property_holds(name: str, holds) -> None:
    holds(find(name), sample(find(name)))


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_a_row_says_what_it_is(name: str, level: int) -> None:
    family = find(name)
    assert rows(name, level)
    for row in rows(name, level):
        assert (row.family, row.domain, row.level) == (name, family.domain, level)
        assert row.domain in DOMAINS
        assert row.skills
        assert set(row.skills) <= set(family.skills)
        assert isinstance(json.loads(row.payload), dict)
        for text in (row.question, row.reasoning, row.solution, row.answer, row.canonical, row.group):
            assert text.strip()
            assert [line for line in text.split("\n") if line != line.rstrip() or not line] == []
        assert from_record(json.loads(json.dumps(to_record(row)))) == row


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_an_id_makes_the_row_again(name: str, level: int) -> None:
    for row in rows(name, level)[::7]:
        again, verdict = checked(row_of(row.id))
        assert verdict.accepted
        assert again == row
        assert replace(row_of(row.id), checks=row.checks) == row, "the second time it is another"


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_a_level_is_made_of_spaces_whose_elements_have_members_and_looks(name: str, level: int) -> None:
    family = find(name)
    assert family.strata(level)
    for stratum, space in family.strata(level).items():
        assert NAME.fullmatch(stratum)
        assert space.count() > 0
        for place in range(min(ranks(name, level), space.count())):
            rank = space.permute(level, place)
            assert space.rank(space[rank]) == rank
            assert family.variants(space[rank]) % family.members == 0
        assert family.looks(level, stratum) >= 1


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_members_are_one_group_and_ranks_are_several(name: str, level: int) -> None:
    taken = groups(name, level)
    for group in taken:
        assert len(group) == find(name).members
        assert len({row.group for row in group}) == 1
    assert len({group[0].group for group in taken}) == len(taken)


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_rows_are_distinct_problems_and_labels_are_balanced(name: str, level: int) -> None:
    held = rows(name, level)
    for field in ("id", "question", "canonical"):
        assert len({getattr(row, field) for row in held}) == len(held)
    answers = Counter(row.answer for row in held)
    if len(answers) <= 5:
        share = len(held) / len(answers)
        assert all(abs(count - share) <= 0.01 * len(held) for count in answers.values()), answers


@pytest.mark.parametrize(("name", "level"), [(name, level) for name, level in LEVELS if find(name).batched])
def test_whole_batches_say_what_single_rows_say(name: str, level: int) -> None:
    """Solver and checker make and judge many rows at once as they do one by one, right or wrong."""
    family = find(name)
    for stratum in family.strata(level):
        line, batches = (kind(family, level, 0, 2, stratum) for kind in (Line, BatchLine))
        places = min(ranks(name, level), line.places)
        held = [row for place in range(places) for row in line.take(place)]
        assert batches.take(0, places).equals(to_batch(held))
        assert family.looks(level, stratum) == family.variants(line.space[line.places - 1])
        answers = sorted({row.answer for row in held})
        mixed = [one for row in held for one in (row, *_spoiled(row, answers))]
        said = [family.check(row).fault for row in mixed]
        assert family.check_batch(to_batch(mixed)).to_pylist() == said
        assert said.count("") < len(said)


def _spoiled(row: Row, answers: list[str]) -> list[Row]:
    planted = [plant(row, kind, 3, answers) for kind in KINDS]
    return [spoiled for spoiled in planted if spoiled is not None]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_planted_errors_are_refused_with_a_fault(name: str, level: int, kind: str) -> None:
    family = find(name)
    held = rows(name, level)
    answers = sorted({row.answer for row in held})
    planted = [(row, plant(row, kind, seed, answers)) for row in held for seed in (1, 2)]
    wrong = [
        spoiled
        for row, spoiled in planted
        if spoiled is not None and (kind != "answer" or family.score(spoiled.answer, row) == 0.0)
    ]
    if kind in ("step dropped", "steps swapped") and not any("\n" in row.reasoning for row in held):
        assert not wrong
        return
    assert wrong
    refuses_all_but_the_sound(name, wrong)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_an_error_in_what_says_which_problem_a_row_is_is_refused(name: str, level: int, column: str) -> None:
    """Level, skills, canonical and group are worked out anew: what other rows say there is wrong."""
    others = [group[0] for other in find(name).levels for group in groups(name, other)][::PLANTED]
    if (name, column) in UNPROVED:
        others = []
    for row in [row for group in groups(name, level)[::PLANTED] for row in group]:
        for wrong in spoiled(row, column, others):
            verdict = find(name).check(wrong)
            assert not verdict.accepted, (row.id, column, getattr(wrong, column))
            assert verdict.fault


@pytest.mark.parametrize(("name", "level"), LEVELS)
def test_a_row_alone_in_its_group_is_named_by_its_canonical(name: str, level: int) -> None:
    """`group` is the family, a colon, and the canonical, or what the rows of the group have in common."""
    for row in rows(name, level):
        family, colon, what = row.group.partition(":")
        assert (family, colon) == (name, ":")
        assert what.strip() == what != ""
    if find(name).members == 1 and name not in SHARED:
        assert all(row.group == f"{name}:{row.canonical}" for row in rows(name, level))


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_scores_however_it_is_dressed(name: str) -> None:
    """What does not count is the same in every family; verify/_score.py says it."""
    family = find(name)
    for row in sample(family):
        gold = row.answer
        for dressed in (
            gold,
            f"  {gold}\n",
            f"{gold}.",
            gold.upper(),
            f"**{gold}**",
            f"**{gold}.**",
            f"The answer is {gold}.",
            f"Answer: {gold}",
            f"**Final answer:** {gold}",
            gold.replace(" ", "  "),
        ):
            assert family.score(dressed, row) == 1.0, (row.id, dressed)
        if re.fullmatch("-?[0-9]{4,}", gold):
            assert family.score(f"{int(gold):,}", row) == 1.0
        for wrong in (
            f"{gold}..",
            f"{gold}!",
            f"{gold} and more",
            f"so {gold}",
            f"I think the answer is {gold}",
            f"the answer is not {gold}",
            f"**{gold}",
            f"{gold}, {gold}",
            gold[1:],
            f"{gold}\u00a0x",
            gold * 2_000,
        ):
            assert family.score(wrong, row) == 0.0, (row.id, wrong)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("thing", [None, 7, 1.0, True, b"7", ["7"], {"answer": "7"}, object()])
def test_what_is_no_text_scores_nothing_and_raises_nothing(name: str, thing: object) -> None:
    family = find(name)
    row = rows(name, min(family.levels))[0]
    assert family.score(thing, row) == 0.0
    for column in ("question", "answer", "payload"):
        spoiled_row = replace(row, **{column: thing})
        assert family.score(thing, spoiled_row) == 0.0
        assert family.score(row.answer, spoiled_row) in (0.0, 1.0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("column", TEXTS)
def test_a_column_that_holds_something_else_is_refused(name: str, column: str) -> None:
    row = rows(name, min(find(name).levels))[0]
    for value in ("something else", None, 7):
        assert not find(name).check(replace(row, **{column: value})).accepted


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_lacks_a_column_gets_a_verdict(name: str) -> None:
    row = rows(name, min(find(name).levels))[0]
    for column in ("level", "skills", "canonical", "group", "payload"):
        assert isinstance(find(name).check(replace(row, **{column: None})), Verdict)
    assert not find(name).check(replace(row, level=float(row.level))).accepted


@pytest.mark.parametrize("name", [name for name in NAMES if (TEMPLATES / f"{name}.toml").exists()])
def test_a_phrase_that_says_something_else_is_refused(name: str, tmp_path: Path) -> None:
    """Rows that read differently once two phrases are swapped do not pass; the others do as before."""
    plain = written(name, TEMPLATES.parents[1])
    assert {fault for _, fault in plain.values()} == {""}
    found = list(pairs((TEMPLATES / f"{name}.toml").read_text()))
    assert found
    for number, pair in enumerate(found[:: -(-len(found) // SWAPS)]):
        changed = written(name, swapped(TEMPLATES.parent, tmp_path / str(number), name, *pair))
        assert changed.keys() == plain.keys()
        different = {key for key, (row, _) in changed.items() if _said(row) != _said(plain[key][0])}
        assert different, pair
        assert {changed[key][1] for key in changed.keys() - different} <= {""}, pair
        assert any(changed[key][1] for key in different), pair
        refuses_all_but_the_sound(name, [changed[key][0] for key in different])


def refuses_all_but_the_sound(name: str, spoiled: list[Row]) -> None:
    """Fail unless each row is refused with a fault, or is right after all, as a third decider says.

    An error may hit what nothing depends on: a distractor, two steps whose order is free. A family without
    a third decider has to refuse all.
    """
    decider = _decider(name)
    passed = []
    for row in spoiled:
        verdict = find(name).check(row)
        assert verdict.accepted or verdict.fault
        if verdict.accepted:
            passed.append(row)
    assert [row for row in passed if decider is None or not decider(row)] == []


def _decider(name: str) -> Callable[[Row], bool] | None:
    """Return what `tests/deciders/N.py` says of a row, if there is one."""
    if not (DECIDERS / f"{name}.py").exists():
        return None
    right: Callable[[Row], bool] = import_module(f"deciders.{name}").right
    return right


def written(name: str, folder: Path) -> dict[str, tuple[Row, str]]:
    """Return row and fault by rank and variant, as the package in a folder writes and checks them."""
    env = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, swapping.__file__, name]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {key: (from_record(row), fault) for key, row, fault in map(json.loads, done.stdout.splitlines())}


def _said(row: Row) -> tuple[str, str, str, str]:
    return row.question, row.reasoning, row.solution, row.payload


@pytest.mark.parametrize("name", NAMES)
def test_the_first_trees_of_the_grammar_make_rows_or_say_why_not(name: str) -> None:
    family = find(name)
    made = 0
    for rank in range(min(150, family.grammar.count(3))):
        row = attempted(family, family.grammar.unrank(rank), 0)
        if isinstance(row, str):
            assert row
            continue
        row, verdict = checked(row)
        assert verdict.accepted, (row.id, verdict.fault)
        assert row.id == f"{name}/{base36(rank)}.0@{family.enumeration_fingerprint[:8]}"
        made += 1
        if made % 10 == 0:
            assert checked(row_of(row.id))[0] == row
    assert made


def test_rows_are_the_same_whatever_the_hash_seed() -> None:
    results = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(results) == 1
    assert len(next(iter(results)).splitlines()) == len(LEVELS)
