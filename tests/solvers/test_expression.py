"""Expressions: the counted spaces hold what trying everything finds, and batches say what single rows do."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from deciders.expression import right

from synth.families import find
from synth.line import attempted
from synth.row import Row
from synth.solvers import expression
from synth.solvers._expression_space import ADDENDS, DIVIDENDS, FACTORS, MOST, Expressions

STRATA = [(level, name) for level in expression.LEVELS for name in expression.strata(level)]


def leaves(sign: str, left: bool) -> range:
    low, high = ADDENDS if sign in "+-" else DIVIDENDS if sign == "/" and left else FACTORS
    return range(low, high + 1)


def done(x: int, sign: str, y: int) -> int | None:
    """Return x sign y, or None where no expression has such an operation."""
    if sign in "*/" and (x < 2 or y < 2):
        return None
    if sign == "/" and (x % y or x == y):
        return None
    value = {"+": x + y, "-": x - y, "*": x * y, "/": x // y}[sign]
    return value if 1 <= value <= MOST else None


def tried() -> dict[tuple[bool, int], set[str]]:
    """Return every expression of two operations, by parentheses and signs."""
    found: dict[tuple[bool, int], set[str]] = defaultdict(set)
    for inner, outer in product("+-*/", repeat=2):
        weak, strong = inner in "+-", outer in "*/"
        kind = 2 if "/" in (inner, outer) else int("*" in (inner, outer))
        for a, b in product(leaves(inner, True), leaves(inner, False)):
            value = done(a, inner, b)
            if value is None:
                continue
            for c in leaves(outer, False):
                if done(value, outer, c) is not None:
                    enclosed = weak and strong
                    text = f"({a} {inner} {b}) {outer} {c}" if enclosed else f"{a} {inner} {b} {outer} {c}"
                    found[enclosed, kind].add(text)
            for c in leaves(outer, True):
                if done(c, outer, value) is not None:
                    enclosed = strong or weak
                    text = f"{c} {outer} ({a} {inner} {b})" if enclosed else f"{c} {outer} {a} {inner} {b}"
                    found[enclosed, kind].add(text)
    return found


def test_the_spaces_of_two_operations_hold_what_trying_everything_finds() -> None:
    found = tried()
    assert len(found) == 6
    for (enclosed, kind), texts in found.items():
        space = Expressions(2, enclosed, kind)
        assert space.count() == len(texts)
        made = expression.solve_batch(
            1,
            f"2 operations, {'parentheses' if enclosed else 'no parentheses'}, {expression._SIGNS[kind]}",
            np.arange(space.count()),
            np.zeros(space.count(), np.int64),
        )
        assert set(made["canonical"].to_pylist()) == texts


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_rank_is_one_expression_and_an_expression_one_rank(level: int, name: str) -> None:
    space = expression.strata(level)[name]
    ranks = [0, space.count() - 1, *(space.permute(5, place) for place in range(60))]
    texts = [space[rank] for rank in ranks]
    assert [space.rank(text) for text in texts] == ranks
    grammar = find("expression").grammar
    for text in texts:
        assert grammar.parse(text).text().replace(" ", "") == text.replace(" ", "")
        operations = sum(map(text.count, "+-*/"))
        assert operations == int(name.split()[0])
        assert ("(" in text) == (", parentheses" in name)
        assert [sign in text for sign in "*/"] != [False, False] or name.endswith("+ and -")
        assert ("/" in text) == name.endswith("/")


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_the_batch_writes_what_one_row_says(level: int, name: str) -> None:
    space = expression.strata(level)[name]
    count = expression.variant_count(level, name)
    ranks = np.array([space.permute(6, place) for place in range(count)], np.int64)
    batch = expression.solve_batch(level, name, ranks, np.arange(count)).to_pylist()
    assert len({record["question"].replace(record["canonical"], "") for record in batch}) == count
    for variant, (rank, record) in enumerate(zip(ranks.tolist(), batch, strict=True)):
        solution = expression.solve(space[rank], variant)
        assert record.pop("payload") == "{}"
        assert record == {
            field: list(value) if field == "skills" else value
            for field in record
            for value in [getattr(solution, field)]
        }


def test_shuffled_trees_of_the_grammar_make_right_rows_or_say_why_not() -> None:
    family = find("expression")
    made, reasons = 0, set()
    for depth in (0, 1, 2):
        space = family.grammar.space(depth)
        for i in range(300):
            row = attempted(family, space[space.sample(4, i)], i % 6)
            if isinstance(row, Row):
                assert family.check(row).fault == ""
                assert right(row)
                made += 1
            else:
                reasons.add(row)
    assert made > 100
    assert reasons == {"a quotient is not a whole number", "a result is not between 1 and 9999"}


def test_a_tree_of_seven_operations_makes_no_row() -> None:
    family = find("expression")
    tree = family.grammar.parse("1+1+1+1+1+1+1+1")
    assert attempted(family, tree, 0) == "there are more than 6 operations"
