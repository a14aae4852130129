"""Spaces of pairs by their digits, against lists made by looking at every pair."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.kernels.make import arithmetic_spaces as spaces


def span(digits: int) -> tuple[int, int]:
    return (0 if digits == 1 else 10 ** (digits - 1)), 10**digits - 1


def columns(a: int, b: int) -> list[tuple[int, int]]:
    return list(zip(map(int, f"{a:06}"), map(int, f"{b:06}"), strict=True))


def carries(a: int, b: int) -> bool:
    return any(x + y > 9 for x, y in columns(a, b))


def borrows(a: int, b: int) -> bool:
    return any(x < y for x, y in columns(a, b))


WITHIN = {
    spaces.RECTANGLE: lambda a, b: True,
    spaces.TRIANGLE: lambda a, b: b <= a,
    spaces.STRICT: lambda a, b: b < a,
    spaces.CARRY_FREE: lambda a, b: b <= a and not carries(a, b),
    spaces.CARRYING: lambda a, b: b <= a and carries(a, b),
    spaces.BORROW_FREE: lambda a, b: b <= a and not borrows(a, b),
    spaces.BORROWING: lambda a, b: b <= a and borrows(a, b),
    spaces.CORNER: lambda a, b: a - b <= 9,
}
BY_COLUMNS = (spaces.CARRY_FREE, spaces.CARRYING, spaces.BORROW_FREE, spaces.BORROWING)
FORMS = [
    *((kind, *span(a), *span(b)) for kind in BY_COLUMNS for a, b in ((2, 1), (2, 2), (3, 1), (3, 2), (3, 3))),
    (spaces.RECTANGLE, 10, 99, 2, 9),
    (spaces.TRIANGLE, 0, 9, 0, 9),
    (spaces.TRIANGLE, 100, 999, 100, 999),
    (spaces.STRICT, 0, 9, 0, 9),
    (spaces.STRICT, 10, 99, 10, 99),
    (spaces.CORNER, 10, 18, 1, 9),
]


def pairs(form: tuple[int, ...], ranks: list[int]) -> list[tuple[int, int]]:
    a, b = np.empty(len(ranks), np.int64), np.empty(len(ranks), np.int64)
    spaces.unrank(np.array(form), np.array(ranks, np.int64), a, b)
    return list(zip(a.tolist(), b.tolist(), strict=True))


@pytest.mark.parametrize("form", FORMS)
def test_a_space_holds_what_its_kind_says_in_order(form: tuple[int, ...]) -> None:
    kind, a_low, a_high, b_low, b_high = form
    every = product(range(a_low, a_high + 1), range(b_low, b_high + 1))
    within = [pair for pair in every if WITHIN[kind](*pair)]
    assert spaces.count(np.array(form)) == len(within)
    assert pairs(form, list(range(len(within)))) == within
    for rank in range(0, len(within), 1 + len(within) // 200):
        assert spaces.rank_of(np.array(form), *within[rank]) == rank


@pytest.mark.parametrize("form", [(2, 9, 0, 9), (2, 9, 10, 99), (10, 40, 1, 9), (10, 12, 10, 99)])
def test_remainders_are_all_but_the_multiples(form: tuple[int, ...]) -> None:
    low, high, q_low, q_high = form
    within = [(d, n) for d in range(low, high + 1) for n in range(q_low * d, (q_high + 1) * d) if n % d]
    form = (spaces.REMAINDERS, *form)
    assert spaces.count(np.array(form)) == len(within)
    assert pairs(form, list(range(len(within)))) == within
    assert [spaces.rank_of(np.array(form), *pair) for pair in within] == list(range(len(within)))


LARGE = [
    *((kind, *span(a), *span(b)) for kind in BY_COLUMNS for a, b in ((4, 2), (6, 1), (6, 5), (6, 6))),
    (spaces.TRIANGLE, *span(6), *span(6)),
    (spaces.STRICT, *span(6), *span(6)),
    (spaces.REMAINDERS, *span(3), *span(3)),
]


@given(st.sampled_from(LARGE), st.data())
def test_large_spaces_rank_what_they_unrank_and_keep_the_order(form: tuple[int, ...], data) -> None:
    count = spaces.count(np.array(form))
    rank = data.draw(st.integers(0, count - 2))
    (pair, after) = pairs(form, [rank, rank + 1])
    assert pair < after
    assert spaces.rank_of(np.array(form), *pair) == rank
    if form[0] in WITHIN:
        assert WITHIN[form[0]](*pair)
        between = [(pair[0], b) for b in range(pair[1] + 1, after[1])] if pair[0] == after[0] else []
        assert not any(WITHIN[form[0]](*one) for one in between[:1000])


def test_carrying_and_carry_free_pairs_are_all_there_are() -> None:
    for a, b in ((6, 6), (6, 3), (5, 1)):
        for kinds in ((spaces.CARRY_FREE, spaces.CARRYING), (spaces.BORROW_FREE, spaces.BORROWING)):
            both = sum(spaces.count(np.array((kind, *span(a), *span(b)))) for kind in kinds)
            kind = spaces.TRIANGLE if a == b else spaces.RECTANGLE
            assert both == spaces.count(np.array((kind, *span(a), *span(b))))
