"""The algebra of spaces: whatever is put together from spaces counts, ranks and unranks as they do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.errors import InputError
from synth.grammar import Choice, Interval, Mapped, Product, Restriction, Space, Sum
from synth.grammar.errors import NotInSpace


def keeps(element: Any) -> bool:
    """Keep about two thirds, whatever an element is."""
    return len(repr(element)) % 3 != 0


def wrap(element: Any) -> Any:
    return ("image", element)


def unwrap(image: Any) -> Any:
    return image[1]


def combined(spaces: st.SearchStrategy[tuple[Space[Any], list[Any]]]) -> Any:
    """Draw a space made of smaller ones, with the list of its elements by their definition."""

    def product(parts: list[tuple[Space[Any], list[Any]]]) -> tuple[Space[Any], list[Any]]:
        elements: list[Any] = [()]
        for _, choices in parts:
            elements = [(*before, choice) for before in elements for choice in choices]
        return Product(*(space for space, _ in parts)), elements

    def total(parts: list[tuple[Space[Any], list[Any]]]) -> tuple[Space[Any], list[Any]]:
        tagged = [(which, element) for which, (_, elements) in enumerate(parts) for element in elements]
        return Sum(*(space for space, _ in parts)), tagged

    def restricted(part: tuple[Space[Any], list[Any]]) -> tuple[Space[Any], list[Any]]:
        return Restriction(part[0], keeps), [element for element in part[1] if keeps(element)]

    def mapped(part: tuple[Space[Any], list[Any]]) -> tuple[Space[Any], list[Any]]:
        return Mapped(part[0], wrap, unwrap), [wrap(element) for element in part[1]]

    def interval(drawn: tuple[tuple[Space[Any], list[Any]], int, int]) -> tuple[Space[Any], list[Any]]:
        (space, elements), one, other = drawn
        low, high = sorted(end % (len(elements) + 1) for end in (one, other))
        return Interval(space, low, high), elements[low:high]

    ends = st.integers(0, 1000)
    return st.one_of(
        st.lists(spaces, max_size=3).map(product),
        st.lists(spaces, max_size=3).map(total),
        spaces.map(restricted),
        spaces.map(mapped),
        st.tuples(spaces, ends, ends).map(interval),
    )


leaves = st.lists(st.integers(0, 9), unique=True, max_size=3).map(
    lambda values: (Choice(values), list(values))
)
spaces = st.recursive(leaves, combined, max_leaves=5).filter(lambda pair: len(pair[1]) < 300)


@given(spaces)
def test_a_space_is_the_list_of_its_elements(pair: tuple[Space[Any], list[Any]]) -> None:
    space, elements = pair
    assert space.count() == len(elements)
    assert list(space) == elements
    assert [space[rank] for rank in range(space.count())] == elements
    assert [space.rank(element) for element in elements] == list(range(len(elements)))


@given(spaces, st.integers(1, 6))
def test_shards_and_shuffles_of_any_space_hold_each_element_once(
    pair: tuple[Space[Any], list[Any]], n: int
) -> None:
    space, elements = pair
    parts: Iterable[Any] = (space.iterate(*space.shard(i, n)) for i in range(n))
    assert [element for part in parts for element in part] == elements
    order = [space[space.permute(1, i)] for i in range(space.count())]
    assert sorted(map(repr, order)) == sorted(map(repr, elements))


@given(spaces)
def test_what_is_outside_has_no_rank(pair: tuple[Space[Any], list[Any]]) -> None:
    space, _ = pair
    for rank in (-1, space.count()):
        with pytest.raises(NotInSpace):
            space[rank]
    with pytest.raises(NotInSpace):
        space.iterate(0, space.count() + 1).__next__()


@pytest.mark.parametrize(
    ("space", "element"),
    [
        (Choice("ab"), "c"),
        (Product(Choice("ab"), Choice("xy")), ("a",)),
        (Product(Choice("ab"), Choice("xy")), ("a", "b")),
        (Sum(Choice("ab"), Choice("xy")), (2, "a")),
        (Sum(Choice("ab"), Choice("xy")), (1, "a")),
        (Interval(Choice("abc"), 1, 2), "a"),
        (Restriction(Choice("abc"), lambda letter: letter != "b"), "b"),
    ],
)
def test_a_foreign_element_is_refused(space: Space[Any], element: Any) -> None:
    with pytest.raises(NotInSpace):
        space.rank(element)


def test_counts_of_products_and_sums_are_exact_beyond_any_word() -> None:
    thousand = Choice(range(1000))
    space = Sum(Product(*[thousand] * 30), Product(*[thousand] * 20))
    assert space.count() == 10**90 + 10**60
    rank = 10**90 + 123_456_789
    assert space.rank(space[rank]) == rank
    assert space[rank][1][-3:] == (123, 456, 789)
    assert (space.start(0), space.start(1), space.start(2)) == (0, 10**90, 10**90 + 10**60)


def test_a_restriction_of_what_cannot_be_looked_through_is_refused() -> None:
    many = Product(*[Choice(range(1000))] * 3)
    with pytest.raises(InputError, match="a restriction looks at every element, and 1000000000 are more"):
        Restriction(many, bool)
