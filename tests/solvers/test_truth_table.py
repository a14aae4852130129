"""Truth tables: strata hold what they name, each problem once, counted; trees are solved or say why not."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from synth.grammar import load
from synth.row import Dropped
from synth.solvers import truth_table
from synth.solvers._truth_table_formula import Formula, column, letters_of, text, word
from synth.solvers._truth_table_space import Compared, formulas, numbered

STRATA = [(level, name) for level in truth_table.LEVELS for name in truth_table.strata(level)]


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_stratum_holds_what_it_names_and_each_problem_once(level: int, name: str) -> None:
    space = truth_table.strata(level)[name]
    seen = set()
    for place in range(min(300, space.count())):
        rank = space.permute(4, place)
        element = space[rank]
        assert space.rank(element) == rank
        solution = truth_table.solve(element, 0)
        assert solution.level == level
        seen.add(solution.canonical)
        labels = {"equivalent": "yes", "not equivalent": "no"}
        if name in ("tautology", "contradiction", "contingent", *labels):
            assert solution.answer == labels.get(name, name)
    assert len(seen) == min(300, space.count())


def test_the_columns_of_all_formulas_are_those_of_each() -> None:
    for places, letters, first in ((2, 2, True), (3, 3, True), (4, 2, False), (5, 3, True)):
        those = numbered(places, letters, first)
        for number in range(0, len(those.columns), max(1, len(those.columns) // 300)):
            formula = those.formula(number)
            assert column(formula, letters) == those.columns[number]
            assert len(letters_of(formula)) == letters
            if first:
                assert letters_of(formula) == sorted(letters_of(formula))


def test_formulas_of_a_size_are_counted_by_hand_and_differ() -> None:
    those = numbered(3, 2, True)
    written = {text(those.formula(number), "pq") for number in range(len(those.columns))}
    # 2 shapes, 4 * 4 connectives, 3 ways to name, 1 + 4 + 6 ways to negate inside, 2 for the whole.
    assert len(written) == len(those.columns) == 2 * 16 * 3 * 11 * 2


@pytest.mark.parametrize("level", [2, 4])
def test_labels_look_alike_as_often(level: int) -> None:
    """Connectives, letters in order, a leading `not` and the number of others say nothing about the label."""
    counts = []
    for name in ("tautology", "contradiction", "contingent"):
        space = truth_table.strata(level)[name]
        assert space.count() > 5_000
        held = [formulas(element)[0] for element in space]
        assert letters_of(held[0]) == list(range(len(letters_of(held[0]))))
        counts.append(Counter(glance(formula) for formula in held))
    assert counts[0] == counts[1] == counts[2]


def glance(formula: Formula) -> tuple[str, str, bool, int, int]:
    """The connectives from the outermost in, the letters in order, and how `not` is used."""
    signs: list[str] = []

    def walk(one: object) -> None:
        if isinstance(one, tuple):
            signs.extend(one[:1] if one[0] != "not" else ())
            for part in one[1:]:
                walk(part)

    walk(formula)
    said = text(formula, "pqr")
    letters = "".join(re.findall(r"\b[pqr]\b", said))
    whole = isinstance(formula, tuple) and formula[0] == "not"
    return " ".join(signs), letters, whole, said.count("not ("), len(re.findall(r"not [pqr]\b", said))


def test_pairs_are_counted_by_brute_force() -> None:
    ones, others = numbered(3, 2, True), numbered(4, 2, False)
    many = [[0] * 16, [0] * 16]
    for those, counts in zip((ones, others), many, strict=True):
        for value, plain in zip(those.columns.tolist(), those.plain.tolist(), strict=True):
            counts[value] += plain
    assert Compared(2, (0,)).count() == sum(a * b for a, b in zip(*many, strict=True))
    assert Compared(2, (1, 2, 4, 8)).count() == sum(
        many[0][value] * many[1][value ^ 1 << row] for value in range(16) for row in range(4)
    )


def test_no_literal_is_joined_with_itself() -> None:
    space = truth_table.strata(1)["two letters"]
    said = [text(formulas(space[rank])[0], "pq") for rank in range(space.count())]
    twice = re.compile(r"(?<!not )(?<!\w)((?:not )?[pq]) (?:and|or|implies|iff) \1\b")
    assert not [one for one in said if twice.search(one)]


@pytest.mark.parametrize(
    ("tree", "answer"),
    [
        ("table p", "TF"),
        ("table q implies p", "TFTT"),
        ("classify p or not p", "tautology"),
        ("classify p and not p", "contradiction"),
        ("disjunctive p", "(p)"),
        ("disjunctive p iff q", "(p and q) or (not p and not q)"),
        ("conjunctive p iff q", "(not p or q) and (p or not q)"),
        ("compare p implies q with not q implies not p", "yes"),
        ("compare p with q", "no"),
    ],
)
def test_a_tree_of_the_grammar_is_solved(tree: str, answer: str) -> None:
    assert truth_table.solve(load("truth_table.lark").parse(tree), 0).answer == answer


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        ("compare p with p", "the two formulas are the same"),
        ("disjunctive p and not p", "is T in no row"),
        ("conjunctive p or not p", "is F in no row"),
    ],
)
def test_a_tree_that_makes_no_row_says_why(tree: str, reason: str) -> None:
    with pytest.raises(Dropped, match=reason):
        truth_table.solve(load("truth_table.lark").parse(tree), 0)


def test_a_column_is_written_from_the_first_row() -> None:
    assert word(column(("implies", 0, 1), 2), 4) == "TFTT"
