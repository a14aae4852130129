"""Sets: what the checker refuses, and by which fault."""

# ruff: noqa: E501 (rows and faults are written as they are)

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from deciders.sets import right

from synth.families import find
from synth.line import Line
from synth.row import Row
from synth.verify._sets_survey import _STEPS, counts_once

LISTING = """The universe is U = {1, 4, 6, 9, 12}. Let A = {1, 4}, B = {4, 9} and C = {6}.
List the elements of (A union B)' minus C.
X union Y contains what is in X or in Y or in both. X minus Y contains what is in X but not in Y. X' contains what is in U but not in X. Write the elements in increasing order between braces, such as {1, 2}; the empty set is {}."""
STEPS = """1. A union B = {1, 4} union {4, 9} = {1, 4, 9}.
2. (A union B)' = U minus {1, 4, 9} = {6, 12}.
3. (A union B)' minus C = {6, 12} minus {6} = {12}."""
SURVEY = """Of 40 students, 18 play chess, 15 play tennis, and 7 play both. How many students play exactly one of the two?
Everyone is counted in each number that applies. Give a whole number."""
SUMS = """1. 18 - 7 = 11 students play chess but not tennis.
2. 15 - 7 = 8 students play tennis but not chess.
3. 11 + 8 = 19 students play exactly one of the two."""


@cache
def model_row() -> Row:
    return Line(find("sets"), 1, 0, stratum="union").take(0)[0]


def listing(**changes: object) -> Row:
    row = replace(
        model_row(),
        level=3,
        question=LISTING,
        reasoning=STEPS,
        solution="(A union B)' minus C = {12}.",
        answer="{12}",
        skills=("union", "minus", "complement"),
        canonical="list (A union B)' minus C : a ab c b -",
        group="sets:list (A union B)' minus C : a ab c b -",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def survey(**changes: object) -> Row:
    row = replace(
        model_row(),
        level=2,
        question=SURVEY,
        reasoning=SUMS,
        solution="19 students play exactly one of the two.",
        answer="19",
        skills=("inclusion and exclusion",),
        canonical="survey one : 11 8 7 14",
        group="sets:survey one : 11 8 7 14",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def fault(row: Row) -> str:
    verdict = find("sets").check(row)
    assert not verdict.accepted
    return verdict.fault


def test_rows_written_by_hand_are_accepted() -> None:
    assert find("sets").check(listing()).checks == ("sets", "elements", "steps")
    assert find("sets").check(survey()).checks == ("sums", "regions", "steps")
    assert right(listing())
    assert right(survey())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "= {1, 4, 9}.",
            "= {1, 4}.",
            "line 1 does not follow; it should be 'A union B = {1, 4} union {4, 9} = {1, 4, 9}.'",
        ),
        (
            "{4, 9} =",
            "{9, 4} =",
            "line 1 does not follow; it should be 'A union B = {1, 4} union {4, 9} = {1, 4, 9}.'",
        ),
        (
            "= {12}.",
            "= {6}.",
            'line 3 does not follow; it should be "(A union B)\' minus C = {6, 12} minus {6} = {12}."',
        ),
        ("= {12}.", "= {12}.\n4. {12} has 1 element.", "line 4 is of no use"),
    ],
)
def test_a_wrong_step_is_refused_by_its_fault(old: str, new: str, expected: str) -> None:
    assert old in STEPS
    assert fault(listing(reasoning=STEPS.replace(old, new))) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{4, 9}", "{9, 4}", "the elements of B are not in order, or not all different"),
        ("{4, 9}", "{4, 4}", "the elements of B are not in order, or not all different"),
        ("{4, 9}", "{4, 10}", "an element is outside the universe"),
        ("{4, 9}", "{4, fig}", "numbers and words are mixed"),
        ("{4, 9}", "{4, 0}", "an element is not a number or a word, or there are too many"),
        ("B = ", "A = ", "a set is given twice"),
        ("B = ", "D = ", "the question is not about the sets that are given, in their order"),
        ("The universe is U = {1, 4, 6, 9, 12}. ", "", "a universe is given without need, or missing"),
        ("(A union B)' minus C", "A union B minus C", "'A union B minus C' is not an expression"),
        ("(A union B)' minus C", "((A union B))' minus C", '"((A union B))\' minus C" is not an expression'),
        ("(A union B)' minus C", "(A union B)' minus", "an expression ends too early"),
        ("(A union B)' minus C", "(A union B' minus C", "a parenthesis is not closed"),
        ("List the elements", "Name the elements", "the question asks nothing that is known"),
        ("increasing order", "decreasing order", "the question does not say what its words mean"),
        ("X' contains what is in U but not in X. ", "", "the question does not say what its words mean"),
        (" and C = {6}", " and C = {6} ", "the sets are not given one by one"),
    ],
)
def test_a_question_that_says_something_else_is_refused_by_its_fault(
    old: str, new: str, expected: str
) -> None:
    assert old in LISTING
    assert fault(listing(question=LISTING.replace(old, new, 1))) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("18 - 7", "18 - 8", "line 1 does not follow by inclusion and exclusion"),
        ("11 + 8", "8 + 11", "line 3 does not follow by inclusion and exclusion"),
        ("but not tennis", "and not tennis", "line 1 does not follow by inclusion and exclusion"),
        (
            "\n3. 11 + 8 = 19 students play exactly one of the two.",
            "",
            "the reasoning has 2 lines, and 3 are needed",
        ),
    ],
)
def test_a_wrong_sum_is_refused_by_its_fault(old: str, new: str, expected: str) -> None:
    assert old in SUMS
    assert fault(survey(reasoning=SUMS.replace(old, new))) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("7 play both", "17 play both", "the numbers of the survey cannot be true together"),
        ("40 students", "20 students", "the numbers of the survey cannot be true together"),
        ("7 play both", "7 plays both", "7 does not go with 'plays'"),
        (
            "exactly one of the two",
            "exactly two of the two",
            "the survey does not ask for what its numbers tell",
        ),
        (
            "exactly one of the two",
            "both chess and tennis",
            "the survey does not ask for what its numbers tell",
        ),
        ("many students", "many guests", "the question is not a survey"),
        ("15 play tennis", "15 play chess", "the survey does not ask for what its numbers tell"),
        ("Of 40", "Of 040", "040 is not a number of people"),
        ("Give a whole", "Give the whole", "the conventions are not those of a survey"),
    ],
)
def test_a_survey_that_says_something_else_is_refused_by_its_fault(old: str, new: str, expected: str) -> None:
    assert old in SURVEY
    assert fault(survey(question=SURVEY.replace(old, new, 1))) == expected


def test_answers_solutions_and_levels_are_checked() -> None:
    assert fault(listing(answer="{6}")) == "the answer is '{6}', and it should be '{12}'"
    assert fault(listing(solution="(A union B)' minus C = {12}")).startswith("the solution should be")
    assert fault(listing(level=2)) == "the level is 2, not 3"
    assert fault(survey(level=1)) == "the level is 1, not 2"
    assert fault(listing(payload='{"x":1}')) == "the payload is not an object with the keys of none"


def test_every_sum_of_the_table_counts_each_region_once() -> None:
    for things, table in _STEPS.items():
        for steps in table.values():
            assert all(counts_once(name, sums, things) for name, sums in steps)
    assert not counts_once("either", "+a +b", 2)
    assert not counts_once("either", "+a +b +c -ab -ac -bc", 3)


@pytest.mark.parametrize(
    "text", ["(" * 50 + "A", "A" + "'" * 300, "A union " * 40, "Find A union", "", "\n\n"]
)
def test_no_expression_makes_the_checker_raise(text: str) -> None:
    assert fault(listing(question=LISTING.replace("(A union B)' minus C", text)))
