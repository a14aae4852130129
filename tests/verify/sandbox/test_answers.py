"""Whatever a child writes, the judge reads it without harm, and takes nothing for an answer that is none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.verify.sandbox import STATUSES, Call, Job, Limits, Outcome, Raised, Value, canonical, encode
from synth.verify.sandbox._answers import outcomes
from synth.verify.sandbox._wire import BY_CPU, BY_ITSELF, BY_WALL

LIMITS = Limits(cpu=1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["v", "r", "x", "m", "stdout"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*"tszdifcbu!", "stdout", "arguments"]), inner, max_size=2)
    ),
    max_leaves=10,
)
LINES = st.lists(
    JSON | st.tuples(st.sampled_from("vrxm"), JSON) | st.tuples(st.just("r"), JSON, JSON), max_size=4
)


def read(text: bytes, calls: int = 2, cause: int = BY_ITSELF, wait: int = 0, **more: Any) -> Outcome:
    report = (wait, cause, 1, more.pop("cpu", 0.01), more.pop("peak", 1 << 20))
    (outcome,) = outcomes([Job("", "f", [Call()] * calls, **more)], LIMITS, report, text)
    return outcome


def lines(*written: Any) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in written)


@given(
    st.binary() | LINES.map(lambda found: lines(*found)),
    st.sampled_from([(), ("stdout",), ("stdout", "arguments")]),
)
def test_any_bytes_are_some_outcome(text: bytes, keep: Any) -> None:
    outcome = read(text, keep=keep)
    assert outcome.status in STATUSES
    assert outcome.status != "done" or len(outcome.answers) == 2
    for answer in outcome.answers:
        if isinstance(answer, Value):
            canonical(answer.encoded)
        else:
            assert isinstance(answer, Raised)


@pytest.mark.parametrize(
    "text",
    [
        b'["v",1]',
        b'["v",1],["v",2]\n["v",3]\n',
        b'["v",1.0]\n',
        b'["v",NaN]\n',
        b'["v",9007199254740993]\n',
        b'["v",{"i":"0x1"}]\n',
        b'["v",{}]\n',
        b'["v",{"t":[],"s":[]}]\n',
        b'["v",{"stdout":""}]\n',
        b'["v",1,2]\n',
        b'["v"]\n',
        b'["w",1]\n',
        b'["r","E"]\n',
        b'["r",1,2]\n',
        b'["x"]\n',
        b"[]\n",
        b"1\n",
        b'["v",' + b"9" * 5000 + b"]\n",
        b'["v",' + b"[" * 5000 + b"]" * 5000 + b"]\n",
        b'["v",' + b"[" * 51 + b"]" * 51 + b"]\n",
        b'["v",1]\n["v",1]\n["v",1]\n',
        b'["x","E",""]\n["v",1]\n',
        b'["v","\xff"]\n',
        b'["m"]\n["v",1]\n',
    ],
)
def test_what_is_no_answer_is_garbled(text: bytes) -> None:
    assert read(text).status == "garbled"
    assert read(text).answers == ()


@pytest.mark.parametrize(
    "extras",
    [
        None,
        {},
        {"stdout": 1},
        {"arguments": [[], {}]},
        {"stdout": "", "arguments": 1},
        {"stdout": "", "arguments": [[]]},
        {"stdout": "", "arguments": [1.0, {}]},
        {"stdout": "", "arguments": [[], {"a": 1}]},
    ],
)
def test_extras_have_one_form(extras: Any) -> None:
    keep: Any = ("stdout", "arguments")
    assert read(lines(["v", 1, extras]), 1, keep=keep).status == "garbled"
    assert read(lines(["v", 1, {"stdout": "", "arguments": [[], {}]}]), 1, keep=keep).answers == (Value(1),)


def test_the_kernel_has_the_last_word() -> None:
    done = lines(["v", 1], ["v", 2])
    assert read(done) == Outcome("done", (Value(1), Value(2)))
    assert read(done, cause=BY_CPU).status == "time"
    assert read(done, cause=BY_WALL).detail == "more than 10 s by the clock"
    assert read(done, cpu=1.01).detail == "more than 1 s of CPU"
    assert read(done, wait=9).detail == "SIGKILL"
    assert read(done, wait=9, peak=LIMITS.memory).status == "memory"
    assert read(done, wait=40).detail == "signal 40"
    assert read(done, wait=3 << 8).detail == "exit code 3 after 2 of 2 answers"
    assert read(lines(["v", 1], ["m"])) == Outcome(
        "memory", (Value(1),), "no room to answer in 268435456 bytes"
    )
    assert read(lines(["x", "E", "why"])) == Outcome("refused", (), "E: why")
    assert read(lines(["x", "E", "why"]), wait=11).status == "killed"
    assert read(b"").status == "silent"


def test_long_messages_are_cut() -> None:
    (answer,) = read(lines(["r", "E" * 9999, "m" * 9999]), 1).answers
    assert answer == Raised("E" * 100, "m" * 1000)
    assert len(read(lines(["x", "E", "m" * 9999])).detail) == 1200


def test_a_digit_string_is_still_an_answer() -> None:
    assert read(lines(["v", "1" * 20], ["v", encode(2**60)])).status == "done"
