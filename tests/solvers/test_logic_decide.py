"""The decider against brute force over cases and subsets."""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given

from synth.solvers._logic_decide import UNKNOWN, Argument
from synth.solvers._logic_formula import Tables, atoms

from .arguments import arguments, value

Cases = list[dict[int, bool]]


def cases_of(formulas: tuple[Any, ...]) -> Cases:
    names = atoms(formulas)
    return [dict(zip(names, values, strict=True)) for values in product((False, True), repeat=len(names))]


def label_of(premises: tuple[Any, ...], conclusion: Any) -> str:
    values = {
        value(conclusion, case)
        for case in cases_of((*premises, conclusion))
        if all(value(premise, case) for premise in premises)
    }
    return {(): "inconsistent", (True,): "entailed", (False,): "refuted"}.get(tuple(values), "unknown")


def decided(premises: tuple[Any, ...], conclusion: Any) -> tuple[Argument, Tables]:
    tables = Tables(atoms((*premises, conclusion)))
    return Argument([tables.of(premise) for premise in premises], tables.full), tables


@given(arguments())
def test_the_label_is_that_of_brute_force(argument: tuple[Any, Any]) -> None:
    premises, conclusion = argument
    decider, tables = decided(premises, conclusion)
    assert decider.label(tables.of(conclusion)) == label_of(premises, conclusion)


@given(arguments())
def test_minimal_sets_are_all_sets_that_entail_and_hold_no_smaller_one(argument: tuple[Any, Any]) -> None:
    premises, conclusion = argument
    decider, tables = decided(premises, conclusion)
    places = range(len(premises))
    entailing = [
        set(chosen)
        for chosen in chain.from_iterable(combinations(places, size) for size in range(len(premises) + 1))
        if label_of(tuple(premises[i] for i in chosen), conclusion) in ("entailed", "inconsistent")
    ]
    minimal = [each for each in entailing if not any(other < each for other in entailing)]
    found = decider.minimal_sets(tables.of(conclusion))
    assert sorted(found) == sorted(tuple(sorted(each)) for each in minimal)
    assert found == sorted(found, key=lambda chosen: (len(chosen), chosen))


@given(arguments())
def test_two_cases_keep_the_premises_and_differ_least(argument: tuple[Any, Any]) -> None:
    premises, conclusion = argument
    decider, tables = decided(premises, conclusion)
    if decider.label(tables.of(conclusion)) != UNKNOWN:
        with pytest.raises(ValueError, match="two cases"):
            decider.two_cases(tables.of(conclusion))
        return
    with_it, without = (
        {atom: bool(number >> bit & 1) for bit, atom in enumerate(tables.atoms)}
        for number in decider.two_cases(tables.of(conclusion))
    )
    assert value(conclusion, with_it)
    assert not value(conclusion, without)
    assert all(value(premise, case) for premise in premises for case in (with_it, without))
    allowed = [
        case
        for case in cases_of((*premises, conclusion))
        if all(value(premise, case) for premise in premises)
    ]
    least = min(
        sum(one[atom] != two[atom] for atom in one)
        for one in allowed
        for two in allowed
        if value(conclusion, one) and not value(conclusion, two)
    )
    assert sum(with_it[atom] != without[atom] for atom in with_it) == least
