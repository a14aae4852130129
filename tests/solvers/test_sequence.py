"""Rules and their numbers, and spaces against plain definitions."""

from __future__ import annotations

import pytest

from synth.grammar import load
from synth.grammar.errors import NotInSpace
from synth.row import Dropped
from synth.solvers._sequence_space import KNOWN, RULES, Rule
from synth.solvers.sequence import LEVELS, solve, strata

STRATA = [(level, name) for level in LEVELS for name in strata(level)]


@pytest.mark.parametrize(
    ("rule", "terms"),
    [
        (Rule("add", (3, -2), 1), [3, 1, -1, -3, -5, -7]),
        (Rule("multiply", (3, 2), 1), [3, 6, 12, 24, 48, 96]),
        (Rule("multiply", (3, 2), 2, 1), [3, 6, 12, 24, 48, 96, 192, 384]),
        (Rule("scale", (1, 2, 3), 2), [1, 5, 13, 29, 61, 125, 253]),
        (Rule("grow", (1, 2, 3), 2), [1, 3, 8, 16, 27, 41, 58]),
        (Rule("sum", (2, 1), 3), [2, 1, 3, 4, 7, 11, 18, 29]),
        (Rule("turn", (1, 2, 3), 3), [1, 3, 9, 11, 33, 35, 105, 107]),
        (Rule("weave add multiply", (1, 1, 10, 2), 4, 1), [1, 10, 2, 20, 3, 40, 4, 80, 5, 160]),
    ],
)
def test_a_rule_makes_its_numbers(rule: Rule, terms: list[int]) -> None:
    assert rule.terms() == terms
    assert solve(rule, 0).answer == str(terms[-1])


@pytest.mark.parametrize("level", LEVELS)
def test_the_level_does_not_tell_the_rule_nor_do_the_numbers_shown(level: int) -> None:
    """Every rule of the list has a stratum, and each is shown with as many numbers, equally often."""
    found = {
        space[rank].name.split(" ")[0]: {space[rank + more].more for more in (0, 1)}
        for space in strata(level).values()
        for rank in (0,)
    }
    assert list(found) == list(RULES[: KNOWN[level]])
    assert all(mores == {0, 1} for mores in found.values())
    for space in strata(level).values():
        assert [space[rank].more for rank in range(10)] == [0, 1] * 5


@pytest.mark.parametrize("level", LEVELS)
def test_the_rule_of_a_stratum_is_the_first_that_fits(level: int) -> None:
    for space in strata(level).values():
        for place in range(100):
            rule = space[space.permute(7, place)]
            assert solve(rule, 0).payload == {"rule": rule.name.split(" ")[0]}


@pytest.mark.parametrize(("level", "stratum"), STRATA)
def test_ranks_and_rules_are_each_others_inverse(level: int, stratum: str) -> None:
    space = strata(level)[stratum]
    for rank in (0, space.count() - 1, *(space.permute(4, place) for place in range(100))):
        assert space.rank(space[rank]) == rank
        assert space[rank].level == level
    with pytest.raises(NotInSpace):
        space.rank(Rule("add", (0, 0), level))


def test_woven_lines_of_one_kind_take_different_steps() -> None:
    space = strata(4)["multiply and multiply"]
    held = {space[rank] for rank in range(space.count())}
    expected = {
        Rule("weave multiply multiply", (a, r, b, s), 4, more)
        for a in range(1, 41)
        for b in range(1, 41)
        for r in (2, 3, 4)
        for s in (2, 3, 4)
        for more in (0, 1)
        if r != s
    }
    assert held == expected
    assert len(held) == space.count()


@pytest.mark.parametrize(("level", "stratum"), STRATA)
def test_problems_of_a_stratum_are_distinct(level: int, stratum: str) -> None:
    space = strata(level)[stratum]
    held = [solve(space[space.permute(6, place)], 0) for place in range(min(600, space.count()))]
    assert len({solution.canonical for solution in held}) == len(held)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("add 5 100 of 2 more 0", "-99 to 99"),
        ("scale 1 2 -1 of 4 more 0", "stands still"),
        ("turn 4 -2 2 of 6 more 0", "stands still"),
        ("weave add 1 2 add 5 2 of 7 more 0", "the same step"),
    ],
)
def test_a_sentence_that_makes_no_row_says_why(sentence: str, reason: str) -> None:
    with pytest.raises(Dropped, match=reason):
        solve(load("sequence.lark").parse(sentence), 0)
