"""Truth tables and Z3 agree with each other and with brute force."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.verify.proof import entailment
from synth.verify.proof.entailment import Session, decide
from synth.verify.proof.formula import JOINED, Formula, Formulas
from synth.verify.proof.table import Table, columns, minimal_sets

POOL = Formulas()
ATOMS = [POOL.atom(name) for name in "pqrst"]


def formulas(leaves: int) -> st.SearchStrategy[Formula]:
    return st.recursive(
        st.sampled_from(ATOMS),
        lambda inner: (
            st.builds(POOL.negation, inner) | st.builds(POOL.joined, st.sampled_from(JOINED), inner, inner)
        ),
        max_leaves=leaves,
    )


def value(formula: Formula, case: dict[Formula, bool]) -> bool:
    """Return the formula's value by recursion, case by case."""
    if formula.left is None:
        return case[formula]
    left = value(formula.left, case)
    if formula.right is None:
        return not left
    right = value(formula.right, case)
    return {
        "and": left and right,
        "or": left or right,
        "implies": right or not left,
        "iff": left == right,
    }[formula.connective]


@given(st.lists(formulas(6), min_size=1, max_size=5), formulas(4))
def test_z3_and_the_table_agree_with_brute_force(premises: list[Formula], conclusion: Formula) -> None:
    cases = [dict(zip(ATOMS, values, strict=True)) for values in product([True, False], repeat=len(ATOMS))]
    held = [case for case in cases if all(value(premise, case) for premise in premises)]
    possible = any(value(conclusion, case) for case in held)
    deniable = any(not value(conclusion, case) for case in held)
    table = Table(ATOMS)
    rows = table.conjunction(premises)
    assert (bool(rows & table.column(conclusion)), bool(rows & ~table.column(conclusion))) == (
        possible,
        deniable,
    )
    assert table.entails(premises, conclusion) is not deniable
    assert decide(ATOMS, premises, (conclusion, POOL.opposite(conclusion))) == (possible, deniable)


@given(st.lists(formulas(4), max_size=5), formulas(3))
def test_minimal_sets_are_those_without_a_smaller_one(premises: list[Formula], goal: Formula) -> None:
    table = Table(ATOMS)
    every = [set(s) for size in range(len(premises) + 1) for s in combinations(range(len(premises)), size)]
    enough = [s for s in every if table.entails([premises[n] for n in s], goal)]
    minimal = [s for s in enough if not any(other < s for other in enough)]
    found = minimal_sets([table.column(premise) for premise in premises], table.every ^ table.column(goal))
    assert found == sorted(sum(1 << n for n in s) for s in minimal)


def test_the_columns_of_ten_atoms_hold_each_case_once() -> None:
    rows = list(zip(*(f"{column:01024b}" for column in columns(10)), strict=True))
    assert len(set(rows)) == 1024


def test_z3_says_nothing_past_its_limit() -> None:
    pigeons = [[POOL.atom(f"{pigeon} in {hole}") for hole in range(7)] for pigeon in range(8)]

    def any_of(literals: list[Formula]) -> Formula:
        joined = literals[0]
        for literal in literals[1:]:
            joined = POOL.joined("or", joined, literal)
        return joined

    premises = [any_of(holes) for holes in pigeons] + [
        POOL.negation(POOL.joined("and", one[hole], other[hole]))
        for one, other in combinations(pigeons, 2)
        for hole in range(7)
    ]
    atoms = [atom for holes in pigeons for atom in holes]
    assert Session(limit=1000).decide(atoms, premises, [atoms[0]]) == (None,)


@pytest.mark.parametrize("limit", ["_KEPT", "_DECIDED"])
def test_a_session_begins_anew_when_it_is_full(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entailment, limit, 3)
    monkeypatch.setattr(entailment, "_LOCAL", threading.local())
    p, q = ATOMS[:2]
    sessions = []
    for connective in JOINED * 2:
        goal = POOL.joined(connective, p, q)
        assert decide([p, q], [p, q], [goal, POOL.negation(goal)]) == (True, False)
        sessions.append(entailment._LOCAL.session)
    assert 1 < len(set(map(id, sessions))) < len(sessions)


def test_threads_have_sessions_of_their_own() -> None:
    p, q = ATOMS[:2]
    goals = [POOL.joined(connective, p, q) for connective in JOINED]

    def work(_: int) -> set[tuple[bool | None, ...]]:
        return {decide([p, q], [p, POOL.negation(q)], goals) for _ in range(50)}

    with ThreadPoolExecutor(4) as pool:
        assert set().union(*pool.map(work, range(8))) == {(False, True, False, False)}


def test_equal_formulas_are_one_object() -> None:
    p, q = ATOMS[:2]
    assert POOL.joined("and", p, q) is POOL.joined("and", p, q)
    assert POOL.joined("and", p, q) is not POOL.joined("and", q, p)
    assert POOL.opposite(POOL.negation(POOL.negation(p))) is POOL.negation(p)
    assert POOL.renamed(POOL.joined("or", p, POOL.negation(q)), {p: q, q: p}) is POOL.joined(
        "or", q, POOL.negation(p)
    )
