"""Syllogisms: valid forms against all worlds, derivations, twins, spaces, and what a row reads like."""

from __future__ import annotations

from itertools import product

import pytest
from deciders.syllogism import follows

from synth.solvers import _syllogism_forms as forms
from synth.solvers import syllogism
from synth.solvers._syllogism_model import false_cases, model
from synth.solvers._syllogism_proof import prove, statement

LINKS = tuple(product("AEIO", (True, False)))
WORDS = {"A": ("All", False), "E": ("No", False), "I": ("Some", False), "O": ("Some", True)}


def words(said):
    kind, subject, predicate = said
    return (*WORDS[kind], str(subject), str(predicate))


@pytest.mark.parametrize("members", [True, False])
@pytest.mark.parametrize("count", [2, 3])
def test_what_is_proved_is_what_is_true_in_all_worlds(count: int, members: bool) -> None:
    for links in product(LINKS, repeat=count):
        premises = [words(statement(links, place)) for place in range(count)]
        for kind in "AEIO":
            expected = follows(premises, words((kind, 0, count)), members)
            assert (prove(links, kind, members) is not None) == expected, (links, kind)


@pytest.mark.parametrize(("members", "valid"), [(True, 24), (False, 15)])
def test_of_the_256_forms_so_many_are_valid(members: bool, valid: int) -> None:
    assert len(forms.valid_forms(2, members)) == valid
    found = [forms.conclusions(links, members) for links in product(LINKS, repeat=2)]
    assert sum(map(len, found)) == valid


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_valid_forms_are_as_many_as_is_known(count: int) -> None:
    terms = count + 1
    assert len(forms.valid_forms(count, True)) == 3 * terms * terms - terms
    assert len(forms.valid_forms(count, False)) == 2 * count * count + 3 * count + 1


@pytest.mark.parametrize("members", [True, False])
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_every_step_of_a_derivation_follows_from_what_it_cites(count: int, members: bool) -> None:
    for form in forms.valid_forms(count, members):
        known = {statement(form.links, place) for place in range(count)}
        steps = prove(form.links, form.kind, members)
        assert steps
        for step in steps:
            assert known.issuperset(step.cites)
            assert step.statement not in known
            assert follows([words(cite) for cite in step.cites], words(step.statement), members)
            known.add(step.statement)
        assert steps[-1].statement == (form.kind, 0, count)
        cited = {cite for step in steps for cite in step.cites}
        assert known - cited == {steps[-1].statement}


@pytest.mark.parametrize("leaves", [(), ((0, "A", True),), ((1, "I", False), (2, "E", True))])
@pytest.mark.parametrize("members", [True, False])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_twins_are_invalid_one_edit_away_and_all_different(count: int, members: bool, leaves) -> None:
    valid = forms.valid_forms(count, members)
    twins = [forms.twin(form, members, leaves) for form in valid]
    assert len(set(twins)) == len(valid)
    for form, twin in zip(valid, twins, strict=True):
        assert prove(twin.links, twin.kind, members) is None
        changes = [(one, other) for one, other in zip(form.links, twin.links, strict=True) if one != other]
        assert len(changes) == 1
        assert sum(a != b for a, b in zip(*changes[0], strict=True)) == 1


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_ranks_and_elements_are_one_to_one(level: int) -> None:
    for space in syllogism.strata(level).values():
        for place in range(min(200, space.count())):
            rank = space.permute(9, place)
            assert space.rank(space[rank]) == rank


def test_the_first_level_asks_of_every_form_under_both_conventions() -> None:
    asked = set()
    for name in ("something follows", "nothing follows"):
        for element in syllogism.strata(1)[name]:
            for member in (0, 1):
                row = syllogism.solve(element, member)
                asked.add(row.canonical)
                assert all(f"({letter}) " in row.question for letter in "abcd")
    assert len(asked) == 128


def test_every_rank_of_a_stratum_makes_its_own_problems() -> None:
    held = [
        syllogism.solve(element, member).canonical
        for level, name in (
            (1, "valid or invalid, no import"),
            (2, "1 idle, import"),
            (2, "1 idle, no import"),
        )
        for element in syllogism.strata(level)[name]
        for member in (0, 1)
    ]
    assert len(set(held)) == len(held)


def test_a_case_makes_the_premises_true_and_what_it_refutes_false() -> None:
    premises = (("A", 0, 1), ("E", 1, 2))
    cases = false_cases(premises, (("I", 0, 2), ("A", 0, 2)), 3, True)
    assert sorted(said for _, refuted in cases for said in refuted) == [("A", 0, 2), ("I", 0, 2)]
    assert model((*premises, ("I", 0, 2)), 3, True) is None


def test_variants_are_different_texts() -> None:
    element = syllogism.strata(1)["valid or invalid, import"][3]
    count = syllogism.variants(element)
    texts = {syllogism.solve(element, variant * 2).question for variant in range(0, count // 2, count // 800)}
    assert len(texts) >= 400
