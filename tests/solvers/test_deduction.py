"""Deduction: chains and their twins, spaces, and what a row reads like."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from deciders.deduction import right

from synth.families import find
from synth.line import Line
from synth.row import Solution
from synth.solvers import deduction
from synth.solvers._deduction_forms import Element, Leaf, Mode, Rule, Step, broken, leaf_types, rules, strata

CHAIN = (Step("ponens", False), Step("join", True, False), Step("tollens", True))


def members(element: Element, look: int = 0) -> list[Solution]:
    return [deduction.solve(element, look * 3 + member) for member in range(3)]


def test_a_problem_solved_again_reads_the_same() -> None:
    element = Element(1, True, (Step("ponens", True),), (Leaf("mine", 0, True, True),))
    assert members(element) == members(element)


def test_rules_lead_from_a_quality_to_the_next() -> None:
    assert rules(True, CHAIN, Mode("entailed")) == [
        Rule(((0, True),), (1, False)),
        Rule(((1, False), (4, False)), (2, True)),
        Rule(((3, False),), (2, False)),
        Rule(((3, True),), (2, True)),
    ]


def test_the_edit_of_a_single_inference_is_in_its_fact() -> None:
    element = Element(1, True, (Step("ponens", True),), (Leaf("mine", 0, True, True),))
    said = [row.payload["edit"] for row in members(element)]
    assert said[0] == 'In the twin premise 1 is "Ann is not ambitious", and the answer is "refuted".'
    assert said[1] == 'In the twin premise 1 is "Ann is ambitious", and the answer is "entailed".'
    assert said[2] == 'In the twin premise 1 is "Ann is ambitious", and the answer is "entailed".'
    assert "1. Ann is bilingual." in members(element)[2].question


def test_twins_differ_in_one_rule() -> None:
    plain = rules(True, CHAIN, Mode("entailed"))
    for mode, place, expected in (
        (Mode("refuted"), 1, Rule(((1, False), (4, False)), (2, False))),
        (Mode("flip", 2), 1, Rule(((1, True), (4, False)), (2, True))),
        (Mode("swap", 1), 0, Rule(((1, False),), (0, True))),
    ):
        changed = rules(True, CHAIN, mode)
        assert changed[place] == expected
        assert [one for one, other in zip(plain, changed, strict=True) if one != other] == [plain[place]]


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_ranks_are_chains_that_make_three_problems_of_their_own(level: int) -> None:
    held = []
    for space in strata(level).values():
        for place in range(min(40, space.count())):
            rank = space.permute(2, place)
            element = space[rank]
            assert space.rank(element) == rank
            rows = members(element, place)
            assert [row.answer for row in rows] == ["entailed", "refuted", "unknown"]
            assert len({row.question.split("Conclusion: ")[1].split("\n")[0] for row in rows}) == 1
            assert {row.level for row in rows} == {level}
            held += [row.canonical for row in rows]
    assert len(set(held)) == len(held)


def test_a_whole_stratum_has_no_two_equal_problems() -> None:
    for name in ("1 step, 1 idle", "1 step, 2 idle"):
        space = strata(1)[name]
        texts = [row.canonical for element in space for row in members(element)]
        assert len(set(texts)) == 3 * space.count()


def test_problems_are_different_up_to_renaming() -> None:
    """Every problem of a stratum is another, whatever its words and people are called."""
    space = strata(1)["1 step, 1 idle"]
    rows = [row for element in space for row in members(element)]
    assert len({_shape(row.question) for row in rows}) == len(rows)


def _shape(question: str) -> tuple[str, ...]:
    """Return the first of the texts, premises in order, that some naming of words and people gives."""
    lines = [line.split(". ", 1)[-1] for line in question.split("\n")[1:-2]]
    text = "\n".join(lines)
    common = {"Everyone", "No", "one", "who", "is", "not", "and", "neither", "nor", "Conclusion"}
    words = sorted(set(re.findall(r"[A-Za-z-]+", text)) - common)
    texts = []
    for names in permutations([f"w{number}" for number in range(len(words))]):
        told = dict(zip(words, names, strict=True))
        named = re.sub(r"[A-Za-z-]+", lambda match: told.get(match[0], match[0]), text)  # noqa: B023
        texts.append(tuple(sorted(named.split("\n"))))
    return min(texts)


def test_a_broken_chain_is_broken_at_a_rule_that_can_be() -> None:
    for place in range(300):
        element = strata(4)["4 steps, 2 idle"][place * 7001]
        mode = broken(element)
        assert mode.place < 4
        assert mode.name != "swap" or element.steps[mode.place - 1].kind != "join"
    assert {broken(strata(2)["2 steps, 1 idle"][rank]) for rank in range(300)} == {
        Mode("flip", 1),
        Mode("swap", 1),
        Mode("astray"),
    }
    assert {broken(element) for element in strata(1)["1 step, 1 idle"]} == {Mode("astray")}


def test_not_never_stands_before_an_and() -> None:
    for first, side in ((True, True), (True, False), (False, True), (False, False)):
        chain = (Step("ponens", first), Step("join", True, side))
        for row in members(Element(2, True, chain, (Leaf("mine", 0, True, True),))):
            conditions = [line for line in row.question.split("\n") if " who is " in line]
            assert not any(" not " in line.split(" and ")[0] for line in conditions if " and " in line)


def test_leaves_are_rules_and_facts() -> None:
    assert len(leaf_types(3)) == 6 * 4 + 2


def test_the_third_decider_finds_every_row_right() -> None:
    family = find("deduction")
    for level in (1, 2):
        for stratum in family.strata(level):
            line = Line(family, level, 41, stratum=stratum)
            assert all(right(row) for place in range(6) for row in line.take(place))
            assert line.tally.faults == []
