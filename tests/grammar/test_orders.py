"""Samples and shuffled orders: uniform, distinct, and a function of seed and place alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.grammar import Choice
from synth.grammar.permutation import SMALL, draw, permute

# The upper 0.1 % of chi-square with 55 degrees of freedom (Abramowitz and Stegun, table 26.8).
CHI_SQUARE_55 = 93.168


def chi_square(found: Counter[int], places: int) -> float:
    expected = found.total() / places
    return sum((found[place] - expected) ** 2 / expected for place in range(places))


@pytest.mark.parametrize("seed", [0, 1, 2**64, -5])
def test_samples_are_uniform(cases: dict[str, Any], seed: int) -> None:
    space = cases["reference"].grammar.space(1)
    assert chi_square(Counter(space.sample(seed, i) for i in range(20_000)), 56) < CHI_SQUARE_55


@pytest.mark.parametrize("seed", range(3))
def test_samples_of_a_large_space_are_uniform_in_their_leading_and_last_digits(
    cases: dict[str, Any], seed: int
) -> None:
    space = cases["reference"].grammar.space(6)
    drawn = [space.sample(seed, i) for i in range(20_000)]
    assert all(0 <= rank < space.count() for rank in drawn)
    assert chi_square(Counter(rank * 56 // space.count() for rank in drawn), 56) < CHI_SQUARE_55
    assert chi_square(Counter(rank % 56 for rank in drawn), 56) < CHI_SQUARE_55


@pytest.mark.parametrize("seed", range(4))
def test_the_start_of_a_shuffled_order_is_uniform(seed: int) -> None:
    drawn = [permute(seed, i, 56 * 2000) // 2000 for i in range(20_000)]
    assert chi_square(Counter(drawn), 56) < CHI_SQUARE_55


@pytest.mark.parametrize("seed", range(2))
def test_the_start_of_a_large_shuffled_order_is_uniform_in_its_leading_and_last_digits(
    cases: dict[str, Any], seed: int
) -> None:
    count = cases["reference"].grammar.count(6)
    assert count > SMALL
    drawn = [permute(seed, i, count) for i in range(20_000)]
    assert len(set(drawn)) == len(drawn)
    assert chi_square(Counter(rank * 56 // count for rank in drawn), 56) < CHI_SQUARE_55
    assert chi_square(Counter(rank % 56 for rank in drawn), 56) < CHI_SQUARE_55


def test_a_shuffled_order_holds_every_rank_once(case: Any) -> None:
    space = case.grammar.space(case.depth)
    ranks = list(range(space.count()))
    order = [space.permute(3, i) for i in ranks]
    assert sorted(order) == ranks
    assert order != ranks or space.count() < 4


@given(n=st.integers(1, 400), seed=st.integers())
def test_every_permutation_is_one(n: int, seed: int) -> None:
    assert sorted(permute(seed, i, n) for i in range(n)) == list(range(n))


@given(st.integers(SMALL - 50, SMALL * 2**200), st.integers(0, 10), st.data())
def test_a_permutation_of_a_large_space_is_distinct_and_inside(n: int, seed: int, data: Any) -> None:
    places = data.draw(st.sets(st.integers(0, n - 1), max_size=20))
    found = {permute(seed, place, n) for place in places}
    assert len(found) == len(places)
    assert all(0 <= rank < n for rank in found)


def test_other_seeds_give_other_orders_and_other_samples() -> None:
    space = Choice(range(1000))
    orders = {tuple(space.permute(seed, i) for i in range(20)) for seed in range(50)}
    samples = {tuple(space.sample(seed, i) for i in range(20)) for seed in range(50)}
    assert len(orders) == len(samples) == 50


def test_a_place_outside_has_no_rank() -> None:
    for i in (-1, 10):
        with pytest.raises(IndexError):
            permute(1, i, 10)
    with pytest.raises(ValueError, match="nothing to draw from"):
        draw(1, 0, 0)
