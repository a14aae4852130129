from __future__ import annotations

import contextlib
import json
import math
import struct
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synth.verify.sandbox import Garbled, canonical, decode, encode, marked, same
from synth.verify.sandbox.values import DEPTH, SIZE

ANY_TEXT = st.text(st.characters(codec=None)) | st.text("\ud83d\ude00a", max_size=4)
HASHABLE_ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(2**53 - 2, 2**53 + 2)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | ANY_TEXT
    | st.binary()
)
HASHABLE = st.recursive(
    HASHABLE_ATOMS,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=6,
)
VALUES = st.recursive(
    HASHABLE | st.floats() | st.complex_numbers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.sets(HASHABLE, max_size=4)
        | st.dictionaries(HASHABLE, inner, max_size=4)
    ),
    max_leaves=12,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*"tszdifcbu!x"]), inner, max_size=2)
        | st.lists(st.lists(inner, min_size=2, max_size=2), max_size=2).map(lambda pairs: {"d": pairs})
    ),
    max_leaves=8,
)


def strict(value: Any) -> Any:
    """A key that is equal for values that are one, types and all: another account of what `same` says."""
    kind = type(value).__name__
    if isinstance(value, float):
        return kind, "nan" if math.isnan(value) else struct.pack("d", value)
    if isinstance(value, complex):
        return kind, strict(value.real), strict(value.imag)
    if isinstance(value, (list, tuple)):
        return kind, tuple(map(strict, value))
    if isinstance(value, (set, frozenset)):
        return kind, frozenset(map(strict, value))
    if isinstance(value, dict):
        return kind, frozenset((strict(key), strict(part)) for key, part in value.items())
    return kind, value


def crossed(value: Any) -> Any:
    return json.loads(json.dumps(encode(value), allow_nan=False))


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert strict(decode(crossed(value))) == strict(value)
    assert same(crossed(value), encode(value))
    assert marked(encode(value)) == ""


@given(VALUES, VALUES)
@example(1, True)
@example(1, 1.0)
@example(0.0, -0.0)
@example([1], (1,))
@example({1}, frozenset([1]))
@example({"a": 1, "b": 2}, {"b": 2, "a": 1})
@example({1: {1, 2**60}}, {1: {2**60, 1}})
@example("\ud83d\ude00", "\U0001f600")
@example(b"a", "a")
def test_encoded_values_are_one_if_the_values_are(left: Any, right: Any) -> None:
    assert same(encode(left), encode(right)) == (strict(left) == strict(right))
    assert (canonical(encode(left)) == canonical(encode(right))) == (strict(left) == strict(right))


@given(JSON)
def test_what_no_encoder_writes_is_garbled_and_nothing_worse(tree: Any) -> None:
    try:
        text = canonical(tree)
    except Garbled:
        with pytest.raises(Garbled):
            decode(tree)
        return
    if any(tag in text for tag in ('"s"', '"z"', '"d"', '"!"')):
        with contextlib.suppress(Garbled):  # a marker, or a list for a key; or a key is there twice
            decode(tree)
    else:
        assert canonical(encode(decode(tree))) == text


@pytest.mark.parametrize(
    "tree",
    [
        1.5,
        2**53 + 1,
        {},
        {"i": "0x5"},
        {"i": "12"},
        {"f": "1.5"},
        {"f": 1},
        {"u": "61"},
        {"b": "A0"},
        {"b": "a"},
        {"c": ["0x0.0p+0"]},
        {"t": 1},
        {"d": [[1]]},
        {"x": 1},
        {"t": [], "s": []},
        {"f": "0x1p+99999"},
    ],
)
def test_a_form_that_is_not_ours_is_garbled(tree: Any) -> None:
    for read in (canonical, decode):
        with pytest.raises(Garbled):
            read(tree)


class Number(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class Liar:
    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return int

    def __eq__(self, other: object) -> bool:
        return True

    def __reduce__(self) -> str:
        raise AssertionError("never asked")

    __hash__ = None  # type: ignore[assignment]


class Metal(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise AssertionError("never asked")


@pytest.mark.parametrize(
    "foreign",
    [object(), Number(1), Liar(), Metal("Steel", (), {})(), int, len, range(3)],
    ids=["object", "subclass", "liar", "metaclass", "class", "function", "range"],
)
def test_what_has_no_exact_type_of_ours_equals_nothing(foreign: object) -> None:
    for value in (foreign, [foreign], {1: foreign}, (foreign,)):
        encoded = encode(value)
        assert marked(encoded).startswith("type ")
        assert not same(encoded, encoded)
        with pytest.raises(Garbled):
            decode(encoded)


def test_a_value_in_itself_ends_in_a_marker() -> None:
    ring: list[Any] = [1]
    ring.append(ring)
    assert encode(ring) == [1, {"!": "cycle"}]
    knot: dict[str, Any] = {}
    knot["a"] = (knot,)
    assert marked(encode(knot)) == "cycle"
    shared = [1]
    assert encode([shared, shared]) == [[1], [1]]


def test_depth_and_size_are_bounded() -> None:
    deep: Any = 0
    for _ in range(DEPTH):
        deep = [deep]
    assert decode(encode(deep)) == deep
    assert marked(encode([deep])) == "deep"
    for _ in range(100_000):
        deep = (deep,)
    assert marked(encode(deep)) == "deep"
    for large in (
        "x" * (SIZE + 1),
        "\u00e9" * (SIZE // 5),
        b"x" * SIZE,
        1 << (8 * SIZE),
        [0] * SIZE,
        [["ab"] * 99] * 9999,
    ):
        assert encode(large) == {"!": "large"}
    doubled: Any = []
    for _ in range(DEPTH - 1):
        doubled = [doubled, doubled]
    assert encode(doubled) == {"!": "large"}
