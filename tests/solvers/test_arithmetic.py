"""The four operations: their spaces are those of the grammars, and their rows are true for Python."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.families import find
from synth.grammar import load
from synth.grammar.errors import NotInSpace
from synth.line import attempted, checked
from synth.row import Row, base36

SIGNS = {"addition": "+", "subtraction": "-", "multiplication": "*", "division": "/"}
NAMES = list(SIGNS)
DOCS = Path(__file__).parents[2] / "docs"
EDGES = (
    0,
    1,
    2,
    9,
    10,
    11,
    19,
    90,
    99,
    100,
    101,
    505,
    909,
    990,
    999,
    1000,
    1001,
    9999,
    50005,
    100000,
    900009,
)
NUMBERS = (*EDGES, 999990, 999999)
numbers = st.integers(1, 6).flatmap(
    lambda digits: st.integers(10 ** (digits - 1) * (digits > 1), 10**digits - 1)
)


def made(name: str, a: int, b: int, variant: int = 0) -> Row:
    """Return the checked row of a sentence of the grammar."""
    family = find(name)
    row = attempted(family, family.grammar.parse(f"{a} {SIGNS[name]} {b}"), variant)
    assert isinstance(row, Row), row
    row, verdict = checked(row)
    assert verdict.fault == ""
    return row


def answer(name: str, a: int, b: int) -> str:
    if name == "division":
        return str(a // b) if a % b == 0 else f"{a // b} remainder {a % b}"
    return str({"addition": a + b, "subtraction": a - b, "multiplication": a * b}[name])


def small(name: str) -> list[tuple[int, int]]:
    """Return the pairs of numbers up to 99 in the order of the grammar's sentences."""
    grammar = load(f"{name}.lark", terminals={"NUMBER": 2})
    texts = [grammar.unrank(rank).text() for rank in range(grammar.count(0))]
    found = [tuple(map(int, text.split(f" {SIGNS[name]} "))) for text in texts]
    assert len(found) == 10_000
    return found


@pytest.mark.parametrize("name", NAMES)
def test_strata_hold_the_sentences_of_the_grammar_up_to_two_digits(name: str) -> None:
    """Every problem is in one stratum, once: of commuting pairs one, in the order of the sentences."""
    commutes = name in ("addition", "multiplication")
    problems = [(a, b) for a, b in small(name) if b or name != "division"]
    expected = {pair for pair in problems if not commutes or pair[0] >= pair[1]}
    if name == "multiplication":
        expected = {(a, b) for a, b in expected if b > 1 or a < 10}
    if name == "division":
        # Of long divisions, and of longer divisors, those with a quotient of the strata's lengths.
        expected = {(a, b) for a, b in expected if (b > 1 or a < 10) and (a >= b or b < 10)}
    order = {pair: place for place, pair in enumerate(problems)}
    found: list[tuple[int, int]] = []
    for level in find(name).levels:
        for space in find(name).strata(level).values():
            ranks = np.arange(min(space.count(), 50_000))
            a, b = space.pairs(ranks)
            within = (a < 100) & (b < 100)
            held = list(zip(a[within].tolist(), b[within].tolist(), strict=True))
            for rank, pair in list(zip(ranks[within].tolist(), held, strict=True))[::37]:
                assert space[rank] == pair
                assert space.rank(space[rank]) == rank
            if name == "division" or (name, level) == ("subtraction", 4):
                assert held == sorted(held, key=lambda pair: (pair[1], pair[0]))
            else:
                assert held == sorted(held, key=order.__getitem__)
            found += held
    assert len(found) == len(set(found))
    assert set(found) == expected


@pytest.mark.parametrize(
    ("name", "level", "stratum", "pair"),
    [
        ("addition", 2, "2 and 1 digits, carries", (12, 7)),
        ("addition", 2, "2 and 1 digits, no carry", (7, 12)),
        ("addition", 1, "1 and 1 digits", (3, 8)),
        ("subtraction", 2, "2 and 1 digits, borrowing", (13, 5)),
        ("subtraction", 1, "from 10 to 18", (19, 1)),
        ("subtraction", 4, "1 and 1 digits", (8, 3)),
        ("multiplication", 2, "2 and 1 digits", (12, 1)),
        ("division", 1, "exact", (7, 2)),
        ("division", 1, "exact", (7, 0)),
        ("division", 1, "remainder", (8, 2)),
        ("division", 2, "2-digit quotient, exact", (8, 2)),
    ],
)
def test_a_problem_of_another_stratum_has_no_rank(name, level, stratum, pair) -> None:
    space = find(name).space(level, stratum)
    with pytest.raises(NotInSpace, match="are not a problem of this stratum"):
        space.rank(type(space[0])(*pair))


@pytest.mark.parametrize("name", NAMES)
def test_edges_are_right(name: str) -> None:
    for a, b in product(NUMBERS, repeat=2):
        if name == "division" and b == 0:
            continue
        assert made(name, a, b).answer == answer(name, a, b)


@pytest.mark.parametrize("name", NAMES)
def test_dividing_by_zero_alone_makes_no_row(name: str) -> None:
    family = find(name)
    row = attempted(family, family.grammar.parse(f"5 {SIGNS[name]} 0"), 0)
    assert isinstance(row, Row) != (name == "division")
    if name == "division":
        assert row == "division by 0 has no result"


def value(expression: str) -> int:
    """Return what a sum of signed products is, by Python's own numbers."""
    total = 0
    for sign, term in re.findall(r"(^|[+-]) *([0-9]+(?: \* [0-9]+)*)", expression):
        factors = [int(factor) for factor in term.split(" * ")]
        total += int(np.prod(factors)) * (-1 if sign == "-" else 1)
    return total


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=150)
@given(st.data())
def test_every_equation_that_a_row_states_is_true(name: str, data) -> None:
    a, b = data.draw(numbers), data.draw(numbers.filter(lambda b: b or name != "division"))
    row = made(name, a, b, data.draw(st.integers(0, 8)))
    assert row.answer == answer(name, a, b)
    stated = 0
    for line in row.reasoning.split("\n"):
        body = line.partition(". ")[2]
        for chain in re.findall(r"[0-9]+(?: [-+*] [0-9]+)*(?: = [0-9]+(?: [-+*] [0-9]+)*)+", body):
            stated += 1
            assert len({value(side) for side in chain.split(" = ")}) == 1, line
    assert stated or row.level == 1 or a == b or max(a, b) < 20
    assert len(row.question + row.reasoning + row.solution) < 1500


@pytest.mark.parametrize("name", NAMES)
def test_every_question_asks_for_the_same_problem(name: str) -> None:
    table = tomllib.loads(files("synth").joinpath("grammars", f"{name}.toml").read_text())["question"]
    for a, b in ((14, 7), (7, 14), (385, 12), (12, 385)):
        family = find(name)
        tree = family.grammar.parse(f"{a} {SIGNS[name]} {b}")
        rows = [made(name, a, b, variant) for variant in range(family.variants(tree))]
        assert len({row.question for row in rows}) == len(rows)
        assert len({(row.canonical, row.group, row.answer, row.reasoning) for row in rows}) == 1
        asked = {row.question for row in rows}
        assert any(asked == {phrase.format(a, b) for phrase in said} for said in table.values())


@pytest.mark.parametrize("name", NAMES)
def test_ranks_are_distinct_problems(name: str) -> None:
    family = find(name)
    for level in family.levels:
        seen: set[str] = set()
        rows = 0
        for stratum, space in family.strata(level).items():
            ranks = np.array([space.permute(5, place) for place in range(min(300, space.count()))], np.int64)
            variants = ranks % family.looks(level, stratum)
            batch = family.solve_batch(level, stratum, ranks, variants)
            seen.update(batch.column("canonical").to_pylist())
            rows += len(ranks)
            assert family.looks(level, stratum) >= 9
        assert len(seen) == rows


@pytest.mark.parametrize("name", ["addition", "multiplication"])
def test_both_orders_are_asked_and_are_one_problem(name: str) -> None:
    family = find(name)
    stratum = next(iter(family.strata(3)))
    ranks = np.arange(2000)
    first = family.solve_batch(3, stratum, ranks, ranks * 0)
    second = family.solve_batch(3, stratum, ranks, ranks * 0 + 1)
    assert first.column("canonical").equals(second.column("canonical"))
    larger_first = sum(
        payload.startswith(f'{{"operands":[{canonical.split(" ")[0]},')
        for payload, canonical in zip(
            first.column("payload").to_pylist(), first.column("canonical").to_pylist(), strict=True
        )
    )
    assert 900 < larger_first < 1100
    assert first.column("payload") != second.column("payload")


def test_the_documented_counts_are_those_of_the_spaces() -> None:
    for name in NAMES:
        page = (DOCS / f"{name}.md").read_text()
        table = page.partition("## Spaces")[2].partition("## ")[0]
        told = {
            int(level): count for level, count in re.findall(r"^\| ([1-4]) \|.*\| ([0-9,]+) \|$", table, re.M)
        }
        counted = {
            level: f"{sum(space.count() for space in find(name).strata(level).values()):,}"
            for level in find(name).levels
        }
        assert told == counted


def test_an_id_of_a_batch_family_shows_its_place() -> None:
    row = made("addition", 47, 385)
    assert row.id.startswith(f"addition/{base36(47 * 10**6 + 385)}.0@")
