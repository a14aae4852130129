"""Sets: the spaces against enumeration, expressions against their regions, and surveys."""

from __future__ import annotations

from itertools import product

import pytest
from deciders.sets import right

from synth.families import find
from synth.line import Line
from synth.solvers import sets
from synth.solvers._sets_expression import (
    RELATIONS,
    Plan,
    Problem,
    Words,
    broken,
    complemented,
    expressions,
    holds,
    leaves,
    operations,
    problems,
)
from synth.solvers._sets_survey import Survey, number


def test_words_are_all_words_once() -> None:
    words = Words("ab", 4, "xy")
    expected = {
        (*rest[:place], special, *rest[place:])
        for rest in product("ab", repeat=3)
        for place in range(4)
        for special in "xy"
    }
    assert set(words) == expected
    assert words.count() == len(expected) == 64
    assert [words.rank(word) for word in words] == list(range(64))
    assert set(Words(range(3), 2)) == set(product(range(3), repeat=2))


@pytest.mark.parametrize("task", RELATIONS)
@pytest.mark.parametrize("yes", [True, False])
def test_a_comparison_holds_or_fails_at_one_element(task: str, yes: bool) -> None:
    for expression in expressions(1, False) + expressions(2, True):
        plan = Plan(task, yes, expression)
        space = problems(plan, 3)
        found = list(space)
        named = max(leaves(expression)) + 1
        regions = range(not complemented(expression), 1 << (named + 1))
        expected = {
            word for word in product(regions, repeat=3) if sum(broken(plan, one) for one in word) == (not yes)
        }
        assert {problem.regions for problem in found} == expected
        assert len(found) == len(expected)


@pytest.mark.parametrize("yes", [True, False])
def test_an_element_is_or_is_not_in_the_expression(yes: bool) -> None:
    for expression in expressions(1, False):
        plan = Plan("member", yes, expression)
        expected = {
            Problem(plan, word, place)
            for word in product(range(1, 4), repeat=4)
            for place in range(4)
            if holds(expression, word[place]) == yes
        }
        assert set(problems(plan, 4)) == expected
        assert problems(plan, 4).count() == len(expected)


@pytest.mark.parametrize(("count", "complement"), [(1, False), (2, False), (2, True), (3, False), (3, True)])
def test_expressions_are_different_and_no_operation_is_idle(count: int, complement: bool) -> None:
    found = expressions(count, complement)
    assert len(set(found)) == len(found)
    for expression in found:
        assert list(dict.fromkeys(leaves(expression))) == list(range(max(leaves(expression)) + 1))
        assert complemented(expression) == complement
        assert len(operations(expression)) <= count
        for part in operations(expression):
            if len(part) == 3:
                values = [tuple(holds(side, region) for region in range(16)) for side in (part, *part[1:])]
                assert values[0] not in values[1:]
                assert any(values[0])


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_every_rank_makes_its_own_problem(level: int) -> None:
    for name, space in sets.strata(level).items():
        held = set()
        for place in range(120):
            rank = space.permute(5, place)
            element = space[rank]
            assert space.rank(element) == rank
            row = sets.solve(element, place % sets.variants(element))
            assert row.level == level, name
            held.add(row.canonical)
        assert len(held) == 120


def test_a_small_stratum_has_no_two_equal_problems() -> None:
    space = sets.strata(1)["complement"]
    assert len({sets.solve(element, 0).canonical for element in space}) == space.count()


def test_variants_are_different_texts() -> None:
    element = sets.strata(2)["two operations"][77]
    count = sets.variants(element)
    texts = {sets.solve(element, variant).question for variant in range(0, count, count // 300)}
    assert len(texts) >= 300


def test_numbers_of_a_survey_overlap() -> None:
    survey = Survey("one", (9, 1, 2, 3, 4, 5, 6, 7))
    assert number(survey, 0) == 1 + 3 + 5 + 7
    assert number(survey, 0, 2) == 5 + 7
    row = sets.solve(survey, 0)
    assert row.answer == "7"
    assert row.reasoning.split("\n")[-1] == "4. 1 + 2 + 4 = 7 students play exactly one of the three."


def test_one_person_plays() -> None:
    row = sets.solve(Survey("first", (3, 1, 4, 1)), 0)
    assert row.question.startswith("Of 9 students, 2 play chess, 5 play tennis, and 1 plays both.")
    assert row.solution == "1 student plays chess but not tennis."


def test_the_third_decider_finds_every_row_right() -> None:
    family = find("sets")
    for level in family.levels:
        for stratum in family.strata(level):
            line = Line(family, level, 31, stratum=stratum)
            assert all(right(row) for place in range(25) for row in line.take(place))
            assert line.tally.faults == []
