"""The judge of programs: what it takes for right, what it refuses, and why."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.verify._judge import MOST, Test, Tests, read_tests
from synth.verify.sandbox import STATUSES, Call, Garbled, Outcome, Raised, Value, encode

FOREIGN = {"!": "type object"}


def judged(answer: Value | Raised, **test: Any) -> str:
    """Return the fault that one test finds with an answer."""
    (one,) = read_tests(json.dumps({"entry": "f", "tests": [{"args": [], **test}]})).tests
    return one.fault(answer)


def returned(value: Any, **test: Any) -> str:
    return judged(Value(encode(value)), **test)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
        | st.frozensets(st.integers() | st.text(), max_size=4)
    ),
    max_leaves=12,
)


def equal(left: Any, right: Any) -> bool:
    """Equality as the judge means it, from plain values: by type all the way down, with one NaN."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        same = left == right and math.copysign(1, left) == math.copysign(1, right)
        return same or (math.isnan(left) and math.isnan(right))
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    if isinstance(left, complex):
        return equal(left.real, right.real) and equal(left.imag, right.imag)
    return bool(left == right)


@given(VALUES, VALUES)
def test_exact_is_equality_by_type(left: Any, right: Any) -> None:
    assert returned(left, exact=encode(left)) == ""
    assert (returned(right, exact=encode(left)) == "") == equal(left, right)


@given(st.dictionaries(st.text(), st.integers()), st.randoms(use_true_random=False))
def test_dictionaries_have_no_order(value: dict[str, int], rng: Any) -> None:
    pairs = list(value.items())
    rng.shuffle(pairs)
    assert returned(dict(pairs), exact=encode(value)) == ""


@given(st.lists(VALUES, max_size=6), st.randoms(use_true_random=False))
def test_unordered_takes_every_order_and_no_other_items(items: list[Any], rng: Any) -> None:
    other = list(items)
    rng.shuffle(other)
    assert returned(other, unordered=encode(items)) == ""
    assert returned([*other, 0], unordered=encode(items)) != ""
    assert returned(tuple(other), unordered=encode(items)) != ""


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=5), st.floats(1e-9, 0.1))
def test_near_takes_what_is_off_by_less_than_the_share(numbers: list[float], share: float) -> None:
    near = [number * (1 + share / 2) for number in numbers]
    if all(map(math.isfinite, near)):
        assert returned({"x": near}, near=encode({"x": numbers}), relative=share, absolute=1e-300) == ""


@pytest.mark.parametrize(
    ("found", "test", "fault"),
    [
        (True, {"exact": 1}, "returned True, not 1"),
        (1, {"exact": True}, "returned 1, not True"),
        (1.0, {"exact": 1}, "returned 1.0, not 1"),
        (1, {"exact": encode(1.0)}, "returned 1, not 1.0"),
        (-0.0, {"exact": encode(0.0)}, "returned -0.0, not 0.0"),
        (0, {"exact": False}, "returned 0, not False"),
        (None, {"exact": 0}, "returned None, not 0"),
        ((1, 2), {"exact": [1, 2]}, "returned (1, 2), not [1, 2]"),
        ([1], {"exact": encode((1,))}, "returned [1], not (1,)"),
        (b"a", {"exact": "a"}, "returned b'a', not 'a'"),
        ({1}, {"exact": encode(frozenset({1}))}, "returned {1}, not frozenset({1})"),
        (set(), {"exact": encode({})}, "returned set(), not {}"),
        ({"a": 1}, {"exact": encode({"a": True})}, "returned {'a': 1}, not {'a': True}"),
        ({1: "a"}, {"exact": encode({True: "a"})}, "returned {1: 'a'}, not {True: 'a'}"),
        (2**60, {"exact": encode(2**60 + 1)}, "returned 0x1000000000000000, not 0x1000000000000001"),
        ("\ud800", {"exact": "?"}, r"returned '\ud800', not '?'"),
        ([1, 1, 2], {"unordered": [1, 2, 2]}, "returned [1, 1, 2], not [1, 2, 2]"),
        ([1, True], {"unordered": [1, 1]}, "returned [1, True], not [1, 1]"),
        ({1, 2}, {"unordered": [1, 2]}, "returned {1, 2}, not [1, 2]"),
        (1.1, {"near": encode(1.0), "relative": 0.01}, "returned 1.1, not 1.0"),
        (math.nan, {"near": encode(1.0), "relative": 0.01}, "returned nan, not 1.0"),
        (math.inf, {"near": encode(1e308), "relative": 0.99}, "returned inf, not 1e+308"),
        (1e308, {"near": encode(math.inf), "relative": 0.99}, "returned 1e+308, not inf"),
        (True, {"near": encode(1.0), "relative": 0.01}, "returned True, not 1.0"),
        ("1.0", {"near": encode(1.0), "relative": 0.01}, "returned '1.0', not 1.0"),
        (3, {"near": 2, "absolute": 5.0}, "returned 3, not 2"),
        ([1.0], {"near": encode([1.0, 2.0]), "absolute": 5.0}, "returned [1.0], not [1.0, 2.0]"),
        ([1.0], {"near": encode((1.0,)), "absolute": 5.0}, "returned [1.0], not (1.0,)"),
        ({1.5: 1.0}, {"near": encode({1.25: 1.0}), "absolute": 5.0}, "returned {1.5: 1.0}, not {1.25: 1.0}"),
        (1j, {"near": encode(3j), "absolute": 1.0}, "returned 1j, not 3j"),
        (1.0, {"raises": "ValueError"}, "returned 1.0, not ValueError"),
        (1, {"prints": "1\n"}, "printed '', not '1\\n'"),
    ],
)
def test_a_wrong_value_is_refused_by_its_fault(found: Any, test: dict[str, Any], fault: str) -> None:
    assert returned(found, **test) == fault


@pytest.mark.parametrize(
    ("found", "test"),
    [
        (math.nan, {"exact": encode(math.nan)}),
        ([2, 1], {"unordered": [1, 2]}),
        ((2, 1), {"unordered": encode((1, 2))}),
        (1.009, {"near": encode(1.0), "relative": 0.01}),
        (1, {"near": encode(1.0), "relative": 0.01}),
        (math.nan, {"near": encode(math.nan), "relative": 0.01}),
        (-math.inf, {"near": encode(-math.inf), "relative": 0.01}),
        ({"b": 2.0, "a": 1.0}, {"near": encode({"a": 1.001, "b": 2.0}), "absolute": 0.01}),
        (1 + 2.001j, {"near": encode(1 + 2j), "absolute": 0.01}),
        ([1, "x", None], {"near": [1, "x", None], "absolute": 0.01}),
    ],
)
def test_a_right_value_is_accepted(found: Any, test: dict[str, Any]) -> None:
    assert returned(found, **test) == ""


@pytest.mark.parametrize("way", ["exact", "near", "unordered"])
@pytest.mark.parametrize("held", [lambda mark: mark, lambda mark: [mark], lambda mark: {"d": [["a", mark]]}])
def test_what_did_not_cross_equals_nothing(way: str, held: Any) -> None:
    share = {"relative": 0.1} if way == "near" else {}
    expected = encode([1]) if way == "unordered" else held(1)
    assert "<type object>" in judged(Value(held(FOREIGN)), **{way: expected}, **share)
    with pytest.raises(Garbled):
        read_tests(json.dumps({"entry": "f", "tests": [{"args": [], way: [held(FOREIGN)], **share}]}))


def test_an_exception_is_known_by_its_name_alone() -> None:
    assert judged(Raised("ValueError", "any text"), raises="ValueError") == ""
    assert judged(Raised("KeyError", ""), raises="ValueError") == "raised KeyError, not ValueError"
    assert judged(Raised("ValueError", ""), exact=1) == "raised ValueError, not 1"
    assert judged(Raised("ValueError", "", "said\n"), prints="said\n") == "raised ValueError, not 'said\\n'"


def test_what_is_printed_is_compared_to_the_character() -> None:
    assert judged(Value(None, "a\nb\n"), prints="a\nb\n") == ""
    assert judged(Value(None, "a\nb"), prints="a\nb\n") == "printed 'a\\nb', not 'a\\nb\\n'"


def test_what_a_call_leaves_behind_is_compared() -> None:
    test = {"args": [[2, 1]], "exact": None, "leaves": [[1, 2]]}
    assert judged(Value(None, "", [[[1, 2]], {}]), **test) == ""
    assert judged(Value(None, "", [[[2, 1]], {}]), **test) == "left its arguments as [[2, 1]], not [[1, 2]]"
    assert judged(Value(None), **test) == "left its arguments as [[2, 1]], not [[1, 2]]"
    assert judged(Value(None), args=[[2, 1]], exact=None, leaves=[[2, 1]]) == ""
    assert (
        judged(Raised("ValueError", "", "", [[[9]], {}]), args=[[2]], raises="ValueError", leaves=[[2]]) != ""
    )


def test_garbled_answers_are_faults() -> None:
    for encoded in ({"f": "x"}, {"q": 1}, {"i": "0b1"}, {}, {"s": 1}, 2**60, 1.5):
        assert judged(Value(encoded), exact=1).startswith("answered what is no value"), encoded
        assert judged(Value([encoded]), near=[1], absolute=0.5).startswith("answered what is no value")
        assert judged(Value([encoded]), unordered=[1]).startswith("answered what is no value")


TWO = '{"entry":"f","tests":[{"args":[1],"exact":2},{"args":[],"kwargs":{"x":true},"raises":"KeyError"}]}'


def test_only_a_finished_run_with_all_answers_passes() -> None:
    tests = read_tests(TWO)
    right = (Value(2), Raised("KeyError", "x"))
    assert tests.fault(Outcome("done", right)) == ""
    assert {tests.fault(Outcome(status, right)) for status in STATUSES if status != "done"}.isdisjoint({""})
    assert tests.fault(Outcome("done", right[:1])) == "1 answers to 2 calls"
    assert tests.fault(Outcome("done", (*right, Value(2)))) == "3 answers to 2 calls"
    assert tests.fault(Outcome("done", right[::-1])) == "call 1 of f raised KeyError, not 2"
    assert tests.fault(Outcome("killed", right, "SIGSEGV")) == "the program ended as killed: SIGSEGV"


def test_a_job_holds_the_calls_and_nothing_that_is_expected() -> None:
    first = '{"args":["asked"],"exact":"expected-1","leaves":["left-2"]}'
    text = f'{{"entry":"f","tests":[{first},{{"args":[],"prints":"out-3"}}]}}'
    job = read_tests(text).job("def f(): pass")
    assert [call.args for call in job.calls] == [["asked"], []]
    assert set(job.keep) == {"stdout", "arguments"}
    assert not any(word in job.text() for word in ("expected-1", "left-2", "out-3"))
    assert read_tests(TWO).job("").keep == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 10_000,
        '{"entry":"f"}',
        '{"entry":"f","tests":[]}',
        '{"entry":1,"tests":[{"args":[],"exact":1}]}',
        '{"entry":"f","tests":[1]}',
        '{"entry":"f","tests":[{"args":[]}]}',
        '{"entry":"f","tests":[{"exact":1}]}',
        '{"entry":"f","tests":[{"args":[],"exact":1,"raises":"E"}]}',
        '{"entry":"f","tests":[{"args":[],"exact":1,"mode":"exact"}]}',
        '{"entry":"f","tests":[{"args":[],"exact":1,"relative":0.5}]}',
        '{"entry":"f","tests":[{"args":[],"near":1}]}',
        '{"entry":"f","tests":[{"args":[],"near":1,"relative":-0.5}]}',
        '{"entry":"f","tests":[{"args":[],"near":1,"relative":NaN}]}',
        '{"entry":"f","tests":[{"args":[],"near":1,"relative":Infinity}]}',
        '{"entry":"f","tests":[{"args":[],"near":1,"relative":1}]}',
        '{"entry":"f","tests":[{"args":[],"raises":1}]}',
        '{"entry":"f","tests":[{"args":[],"prints":null}]}',
        '{"entry":"f","tests":[{"args":[],"unordered":{"s":[1]}}]}',
        '{"entry":"f","tests":[{"args":[],"exact":{"q":1}}]}',
        '{"entry":"f","tests":[{"args":[],"exact":1.5}]}',
        '{"entry":"f","tests":[{"args":[{"!":"deep"}],"exact":1}]}',
        '{"entry":"f","tests":[{"args":[{"s":[[1]]}],"exact":1}]}',
        '{"entry":"f","tests":[{"args":[],"kwargs":[],"exact":1}]}',
        '{"entry":"f","tests":[{"args":[],"leaves":1,"exact":1}]}',
        '{"entry":"f","tests":[{"args":[],"leaves":null,"exact":1}]}',
    ],
)
def test_a_text_that_is_no_tests_is_refused(text: str) -> None:
    with pytest.raises(Garbled):
        read_tests(text)


NAMES = st.sampled_from([*"fsdtiu!", "entry", "tests", "args", "kwargs", "exact", "near", "leaves", "raises"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
)


@given(st.text() | JSON.map(json.dumps))
def test_reading_raises_nothing_else(text: str) -> None:
    with contextlib.suppress(Garbled):
        read_tests(text)


def test_too_many_tests_are_refused() -> None:
    test = '{"args":[],"exact":1}'
    read_tests(f'{{"entry":"f","tests":[{",".join([test] * MOST)}]}}')
    with pytest.raises(Garbled, match="at most"):
        read_tests(f'{{"entry":"f","tests":[{",".join([test] * (MOST + 1))}]}}')


def test_a_test_can_be_made_without_text() -> None:
    tests = Tests("f", (Test(Call([1]), "exact", 2),))
    assert tests.fault(Outcome("done", (Value(2),))) == ""
