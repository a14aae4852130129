"""The search for a shorter proof finds what a search without any cleverness finds."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from logic_rows import GOOD

from synth.verify._logic_argument import Argument, Desk
from synth.verify._logic_rules import CLOSING, FORMS, Cited, follows
from synth.verify._logic_shortest import Exhausted, Search
from synth.verify.logic import shortest_length
from synth.verify.proof.formula import JOINED, Formula

DESK = Desk()
ATOMS = [DESK.pool.atom(str(number)) for number in range(3)]
LITERALS = st.sampled_from([*ATOMS, *map(DESK.pool.negation, ATOMS)])
JOINTS = st.builds(DESK.pool.joined, st.sampled_from(JOINED), LITERALS, LITERALS)
FORMULAS = LITERALS | JOINTS | st.builds(DESK.pool.negation, LITERALS | JOINTS)


def argument(premises: list[Formula], conclusion: Formula) -> Argument:
    return Argument(DESK, DESK.formal, {atom: atom for atom in ATOMS}, tuple(premises), conclusion, {})


def is_provable(closure: list[Formula], held: list[Formula], goal: Formula | None, lines: int) -> bool:
    """Return whether some proof of at most so many lines states the goal, trying all lines and cites."""
    if goal is not None and goal in held:
        return True
    if lines == 0:
        return False
    for target in [None, *closure]:
        if target is not None and target in held:
            continue
        for cost in range(1, lines + 1):
            if not is_stated(closure, held, target, cost):
                continue
            if target is goal:
                return True
            if target is not None and is_provable(closure, [*held, target], goal, lines - cost):
                return True
            break
    return False


def is_stated(closure: list[Formula], held: list[Formula], target: Formula | None, cost: int) -> bool:
    """Return whether the target is the last of `cost` lines, of which the others are inside sub-proofs."""
    if cost == 1:
        return any(follow(lines, target) for size in (1, 2, 3) for lines in combinations(held, size))
    if target is None:
        return False
    halves = [
        (Cited(last, first), lines + 1)
        for first in closure
        if first not in held
        for last in (None, target, *([target.right] if target.connective == "implies" else []))
        for lines in range(cost - 1)
        if is_provable(closure, [*held, first], last, lines)
    ]
    for half, lines in halves:
        if lines + 1 <= cost and any(
            follows(DESK.pool, rule, [half], target) for rule in ("conditional proof", "reductio")
        ):
            return True
        for other, more in halves:
            if lines + more + 1 <= cost and any(
                follows(DESK.pool, "cases", [Cited(line), half, other], target) for line in held
            ):
                return True
    return False


@cache
def follow(lines: tuple[Formula, ...], target: Formula | None) -> bool:
    """Return whether some rule without sub-proofs leads from all of the lines to the target."""
    cited = [Cited(line) for line in lines]
    return any(follows(DESK.pool, rule, cited, target) for rule in FORMS.keys() - CLOSING)


@settings(max_examples=150)
@given(st.lists(FORMULAS, min_size=1, max_size=2, unique=True), FORMULAS)
def test_the_search_agrees_with_one_that_tries_everything(premises: list[Formula], goal: Formula) -> None:
    question = argument(premises, goal)
    size = len(question.closure)
    assume(size <= 12)
    search = Search(question, 10_000)
    every = (1 << len(premises)) - 1
    for lines in range(1, 5 if size <= 8 else 4):
        expected = is_provable(list(question.closure), premises, goal, lines)
        assert search.reaches(every, goal, lines) is expected
        if expected:
            return


@pytest.mark.parametrize("name", [name for name, row in GOOD.items() if row.answer != "unknown"])
def test_the_proofs_written_by_hand_are_as_short_as_can_be(name: str) -> None:
    steps = GOOD[name].reasoning.count("\n") + 1
    assert shortest_length(GOOD[name], longest=9) == steps
    assert shortest_length(GOOD[name], longest=steps - 1) is None


def test_an_unknown_row_has_no_proof() -> None:
    assert shortest_length(GOOD["unknown"]) is None


def test_the_search_ends_at_its_limit() -> None:
    p, q, r = ATOMS
    premises = [DESK.pool.joined(*parts) for parts in (("or", p, q), ("iff", p, r), ("iff", q, r))]
    assert Search(argument(premises, r), 100).reaches(7, r, 8)
    with pytest.raises(Exhausted):
        Search(argument(premises, r), 5).reaches(7, r, 8)
