"""Programs in JavaScript: what crosses and how, in each engine; and that Node, where it is, says the same."""

from __future__ import annotations

import importlib.util
import math
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synth.verify.sandbox import (
    Call,
    Job,
    Limits,
    NoEngine,
    Outcome,
    Raised,
    Sandbox,
    Value,
    encode,
    marked,
    node,
    same,
)

ENGINES = ("javascript", "v8")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(cpu=1)) as opened:
        yield opened


def job(source: str, *calls: tuple[Any, ...], language: str = "javascript", **rest: Any) -> Job:
    return Job(source, rest.pop("entry", "f"), [Call(args) for args in calls], language, **rest)


def everywhere(sandbox: Sandbox, source: str, *calls: tuple[Any, ...], **rest: Any) -> Outcome:
    """Run in every engine, one of which is Node if it is installed; return what they all say."""
    found = [sandbox.run(job(source, *calls, language=engine, **rest)) for engine in ENGINES]
    found += sandbox.run_batch([job(source, *calls, language=engine, **rest) for engine in ENGINES])
    if shutil.which("node"):
        found += node.run_batch([job(source, *calls, **rest)])
    for one in found[1:]:
        assert one.status == found[0].status, found
        assert repr(one.answers) == repr(found[0].answers)
    return found[0]


def values(outcome: Outcome) -> list[Any]:
    assert outcome.status == "done", outcome
    return [answer.value() if isinstance(answer, Value) else answer for answer in outcome.answers]


KEYS = st.text() | st.just("__proto__")
CROSSING = st.recursive(
    st.sampled_from([None, True, False, (), math.nan, math.inf, -math.inf, -0.0, 2**53, -(2**53)])
    | st.integers(-(2**53), 2**53)
    | st.floats().filter(lambda number: not number.is_integer() or abs(number) > 2**53)
    | st.tuples(st.just("bigint"), st.integers())
    | st.text(st.characters(codec=None, exclude_categories=())),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.tuples(st.just("Map"), st.dictionaries(st.text() | st.booleans(), inner, max_size=3))
        | st.sets(st.text() | st.booleans(), max_size=3)
    ),
    max_leaves=10,
)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_value_goes_in_and_comes_out(sandbox: Sandbox, engine: str) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(CROSSING, min_size=1, max_size=8))
    def crosses(given_values: list[Any]) -> None:
        outcome = sandbox.run(
            job("const f = (x) => x", *[(value,) for value in given_values], language=engine)
        )
        assert outcome.status == "done", outcome
        for value, answer in zip(given_values, outcome.answers, strict=True):
            assert isinstance(answer, Value)
            assert same(encode(value), answer.encoded)

    crosses()


def test_values_are_made_as_the_language_makes_them(sandbox: Sandbox) -> None:
    source = r"""
    const bare = Object.create(null);
    bare.x = [1];
    const f = (k) => [undefined, -0, 0 / 0, 2 ** 53, 2 ** 53 + 2, 0.1 + 0.2, 10n ** 20n, -5n, "a\u0000\ud800",
      [[]], { b: 1, a: [null] }, bare, new Map([[{ k: 1 }, new Set([1, "1"])]])][k];
    """
    wanted = [
        (),
        -0.0,
        math.nan,
        2**53,
        2.0**53 + 2,
        0.1 + 0.2,
        ("bigint", 10**20),
        ("bigint", -5),
        "a\0\ud800",
    ]
    wanted += [[[]], {"b": 1, "a": [None]}, {"x": [1]}]
    answers = everywhere(sandbox, source, *[(k,) for k in range(13)]).answers
    for value, answer in zip(wanted, answers[:12], strict=True):
        assert isinstance(answer, Value)
        assert same(encode(value), answer.encoded)
    assert answers[12] == Value({"t": ["Map", {"d": [[{"d": [["k", 1]]}, {"s": [1, "1"]}]]}]})


FORMLESS = {
    "() => 1": "type function",
    "Symbol('x')": "type symbol",
    "new (class Point { x = 1 })()": "type Point",
    "new (class Row extends Array {})(3)": "type Row",
    "new Date(0)": "type Date",
    "/x/": "type RegExp",
    "new Error('x')": "type Error",
    "[, 1]": "hole",
    "{ get a() { return 1; } }": "getter",
    "{ [Symbol('x')]: 1 }": "key symbol",
    "round": "cycle",
    "deep": "deep",
    "'x'.repeat(2 ** 21)": "large",
    "new Proxy({}, { ownKeys() { throw 1; } })": "unreadable",
    "new WeakMap()": "type WeakMap",
    "new Uint8Array(1)": "type Uint8Array",
    "Object.create(Map.prototype)": "type Map",
    "new Number(1)": "type Number",
}


def test_what_has_no_inert_form_is_marked(sandbox: Sandbox) -> None:
    round_and_deep = """
    const round = []; round.push(round);
    let deep = []; for (let k = 0; k < 60; k++) deep = [deep];
    """
    source = f"{round_and_deep} const f = (k) => [{', '.join(FORMLESS)}][k];"
    answers = everywhere(sandbox, source, *[(k,) for k in range(len(FORMLESS))]).answers
    marks = [marked(answer.encoded) for answer in answers if isinstance(answer, Value)]
    assert marks == list(FORMLESS.values())


def test_errors_are_named(sandbox: Sandbox) -> None:
    source = """
    class Mine extends Error { name = "Mine"; }
    function f(k) {
      if (k === 0) throw new RangeError("far");
      if (k === 1) throw new Mine("own");
      if (k === 2) throw "text";
      if (k === 3) return null.x;
      if (k === 4) return Promise.reject(new SyntaxError("late"));
      return f(k);
    }"""
    answers = everywhere(sandbox, source, *[(k,) for k in range(6) if k != 3]).answers
    named = [(answer.type, answer.message) for answer in answers if isinstance(answer, Raised)]
    assert named[:4] == [("RangeError", "far"), ("Mine", "own"), ("string", "text"), ("SyntaxError", "late")]
    assert named[4] == ("RangeError", "Maximum call stack size exceeded")
    outcome = sandbox.run(job(source, (3,)))
    assert isinstance(outcome.answers[0], Raised)
    assert outcome.answers[0].type == "TypeError"


def test_promises_are_waited_for_one_after_the_other(sandbox: Sandbox) -> None:
    source = """
    let calls = 0;
    async function f(k) {
      const mine = ++calls;
      for (let i = 0; i < k; i++) await null;
      return [mine, calls];
    }"""
    assert values(everywhere(sandbox, source, (5,), (0,), (2,))) == [[1, 1], [2, 2], [3, 3]]
    assert everywhere(sandbox, "const f = () => new Promise(() => {})", (), ()).status == "silent"


def test_entries_may_be_dotted_and_keep_their_owner(sandbox: Sandbox) -> None:
    source = "class S { static k = 5; static add(x) { return this.k + x; } } const o = { s: S };"
    assert values(everywhere(sandbox, source, (2,), entry="o.s.add")) == [7]


def test_printing_and_arguments_are_kept_if_asked_for(sandbox: Sandbox) -> None:
    source = """
    function f(xs) {
      xs.sort();
      console.log("sorted", xs.length, -0, 5n, null, undefined, true);
      return xs[0];
    }"""
    outcome = everywhere(sandbox, source, (["b", "a"],), (["a"],), keep=("stdout", "arguments"))
    first, second = outcome.answers
    assert first.printed == "sorted 2 -0 5n null undefined true\n"
    assert first.arguments == [[["a", "b"]], {"d": []}]
    assert second.arguments is None


def test_without_an_entry_each_call_runs_the_script_anew(sandbox: Sandbox) -> None:
    source = "var n = (globalThis.n ?? 0) + 1; console.log(n); if (n > 1) throw new Error('seen');"
    outcome = everywhere(sandbox, source, (), (), entry="", keep=("stdout",))
    assert [answer.printed for answer in outcome.answers] == ["1\n", "1\n"]


def test_random_numbers_follow_from_the_seed(sandbox: Sandbox) -> None:
    source = "const f = () => [Math.random(), Math.random()]"
    one, other = (values(everywhere(sandbox, source, (), seed=seed))[0] for seed in (1, 2))
    assert one != other
    assert all(0 <= number < 1 for number in one + other)


@pytest.mark.parametrize(
    ("source", "entry", "detail"),
    [
        ("function f(", "f", "SyntaxError"),
        ("throw new TypeError('at load')", "f", "TypeError: at load"),
        ("const g = 1", "f", "ReferenceError"),
        ("const f = 1", "f", "TypeError: the entry is not a function"),
        ("", "f()", "TypeError: the entry is not a name"),
    ],
)
def test_what_can_not_be_called_is_refused(sandbox: Sandbox, source: str, entry: str, detail: str) -> None:
    for engine in ENGINES:
        outcome = sandbox.run(job(source, (), entry=entry, language=engine))
        assert outcome.status == "refused"
        assert outcome.detail.startswith(detail)


def test_arguments_that_it_does_not_have_are_refused(sandbox: Sandbox) -> None:
    for call in (Call([2**60]), Call([(1, 2)]), Call([b"x"]), Call([{1: 2}]), Call([], {"x": 1})):
        outcome = sandbox.run(Job("const f = (x) => x", "f", [call], "javascript"))
        assert (outcome.status, outcome.detail[:10]) == ("refused", "TypeError:")


def test_a_changed_method_does_not_change_the_answer(sandbox: Sandbox) -> None:
    source = """
    for (const name of ["map", "join", "forEach", "concat"]) Array.prototype[name] = () => "x";
    String.prototype.concat = JSON.stringify = () => "x";
    Object.prototype.tag = 1;
    const f = () => [1, { a: new Map([[1, "y"]]) }];
    """
    assert values(everywhere(sandbox, source, ())) == [[1, {"a": ("Map", {1: "y"})}]]


def test_an_answer_of_many_parts_arrives_whole(sandbox: Sandbox) -> None:
    outcome = everywhere(
        sandbox, "const f = (n) => Array.from({ length: n }, (_, k) => 'item ' + k)", (20_000,)
    )
    assert values(outcome) == [[f"item {k}" for k in range(20_000)]]


def test_a_missing_engine_is_named_with_its_remedy(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with Sandbox() as fresh:
        for engine in ENGINES:
            with pytest.raises(
                NoEngine, match=r"no engine for \w+: pip install 'synth-engine\[javascript\]'"
            ):
                fresh.run(job("const f = () => 1", (), language=engine))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NoEngine, match="no Node"):
        node.run_batch([job("const f = () => 1", ())])


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_node_ends_what_does_not_end_and_answers_the_rest() -> None:
    good, bad = job("const f = () => 1", ()), job("const f = () => { for (;;); }", ())
    outcomes = node.run_batch([good, bad, good], Limits(cpu=0.1))
    assert [outcome.status for outcome in outcomes] == ["done", "time", "done"]
    assert node.version().startswith("v")
