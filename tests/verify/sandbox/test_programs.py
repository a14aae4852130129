from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from synth.verify.sandbox import (
    Call,
    Infrastructure,
    Job,
    Limits,
    NoEngine,
    Outcome,
    Raised,
    Sandbox,
    SandboxFault,
    Unprotected,
    Value,
    encode,
)
from synth.verify.sandbox._calls import NUMBERS

pytestmark = pytest.mark.skipif(not NUMBERS, reason="the sandbox needs Linux on x86_64 or aarch64")


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(Limits(cpu=0.2, wall=2)) as sandbox:
        if not sandbox.tier:
            pytest.skip(" ".join(sandbox.missing))
        yield sandbox


def asked(box: Sandbox, body: str, *calls: Call, **more: Any) -> Outcome:
    return box.run(Job(f"def f(*a, **k):\n    {body}", "f", calls or [Call()], **more))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(2**70),
        0.1,
        -0.0,
        float("inf"),
        1j,
        "",
        "\ud800",
        "\ud83d\ude00",
        "e\u0301\x00",
        b"\x00\xff",
        [],
        (1, [2]),
        {1, (2,)},
        frozenset("ab"),
        {(1, 2): {"x": None}, True: 1.0},
        int("9" * 4000),
    ],
)
def test_a_value_goes_in_and_comes_out(box: Sandbox, value: Any) -> None:
    (answer,) = asked(box, "return a[0], k", Call([value], {"k": value})).answers
    assert isinstance(answer, Value)
    assert answer.encoded == encode((value, {"k": value}))
    assert answer.value() == (value, {"k": value})


def test_each_call_has_its_own_answer(box: Sandbox) -> None:
    outcome = asked(box, "return 1 // a[0]", Call([1]), Call([0]), Call(["x"]), Call([2]))
    assert outcome.status == "done"
    assert outcome.answers[0] == Value(1)
    assert outcome.answers[1] == Raised("ZeroDivisionError", "integer division or modulo by zero")
    assert [answer.type for answer in outcome.answers[1:3] if isinstance(answer, Raised)] == [
        "ZeroDivisionError",
        "TypeError",
    ]
    assert outcome.answers[3] == Value(0)
    assert outcome.cpu > 0
    assert 1 << 20 < outcome.peak < box.limits.memory


def test_the_entry_may_be_within_a_class_and_state_lasts_a_job(box: Sandbox) -> None:
    source = """
class Counter:
    seen = []
    @classmethod
    def add(cls, n):
        cls.seen.append(n)
        return sum(cls.seen)
"""
    outcome = box.run(Job(source, "Counter.add", [Call([1]), Call([2]), Call([4])]))
    assert [answer.value() for answer in outcome.answers if isinstance(answer, Value)] == [1, 3, 7]
    assert box.run(Job(source, "Counter.add", [Call([1])])).answers == (Value(1),)


def test_without_an_entry_each_call_runs_the_script(box: Sandbox) -> None:
    source = """
import sys
assert __name__ == "__main__"
print("ran", sys.argv)
assert "x" not in globals()
x = 1
sys.runs = getattr(sys, "runs", 0) + 1
if sys.runs > 2:
    raise KeyError(2)
"""
    outcome = box.run(Job(source, "", [Call()] * 3, keep=("stdout",)))
    assert outcome.answers[0] == Value(None, printed="ran ['program']\n")
    assert outcome.answers[1] == outcome.answers[0]
    assert outcome.answers[2] == Raised("KeyError", "2", printed="ran ['program']\n")


def test_what_a_call_prints_is_kept_if_asked_for_and_cut(box: Sandbox) -> None:
    body = (
        "print(*a, end=''); import sys; sys.stdout.buffer.write(b'+'); sys.stderr.write('no'); return input"
    )
    outcome = asked(box, body, Call(["\u00e9\ud800"]), Call(["x" * 100_000]), keep=("stdout",))
    assert outcome.answers[0].printed in ("+\u00e9\\ud800", "\u00e9\\ud800+")
    assert len(outcome.answers[1].printed) == 64 << 10
    assert [answer.printed for answer in asked(box, "print(1)").answers] == [""]
    closed = asked(box, "import sys; sys.stdout.close()", Call(), Call(), keep=("stdout",))
    assert closed.answers == (Value(None), Value(None))


def test_changed_arguments_are_reported_if_asked_for(box: Sandbox) -> None:
    calls = [Call([[3, 1]]), Call([[1, 3]]), Call([(2,)]), Call([[2]], {"extra": {"k": [1]}})]
    outcome = asked(box, "a[0].sort(); k and k['extra']['k'].append(True)", *calls, keep=("arguments",))
    assert [answer.arguments for answer in outcome.answers] == [
        [[[1, 3]], {"d": []}],
        None,
        None,
        [[[2]], {"d": [["extra", {"d": [["k", [1, True]]]}]]}],
    ]
    assert outcome.answers[2] == Raised("AttributeError", "'tuple' object has no attribute 'sort'")


def test_a_call_keeps_the_arguments_that_it_was_made_with(box: Sandbox) -> None:
    values = [1]
    call = Call([values])
    values.append(2)
    assert asked(box, "return a[0]", call).answers == (Value([1]),)
    for foreign in (object(), [values, {1: len}]):
        with pytest.raises(ValueError, match="an argument can't cross: type "):
            Call([foreign])


@pytest.mark.parametrize(
    ("source", "detail"),
    [
        ("def f(:\n pass", "SyntaxError: "),
        ("x = '\ud800'", "UnicodeEncodeError: "),
        ("x = 1\0", "SyntaxError: "),
        ("(" * 100_000, "SyntaxError: "),
        ("-" * 300_000 + "1", ("MemoryError: ", "RecursionError: ")),
        ("import nothing_of_that_name", "ModuleNotFoundError: "),
        ("import numpy", "ModuleNotFoundError: "),
        ("import synth", "ModuleNotFoundError: "),
        ("g = 1", "AttributeError: "),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("class E(Exception):\n def __str__(self): raise self\nraise E", "E: "),
        ("def f(): 1 +", "SyntaxError: "),
    ],
)
def test_a_source_that_does_not_come_up_is_refused(
    box: Sandbox, source: str, detail: str | tuple[str, ...]
) -> None:
    outcome = box.run(Job(source, "f", [Call()]))
    assert (outcome.status, outcome.answers) == ("refused", ())
    assert outcome.detail.startswith(detail)


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        ("while True: pass", "time", "more than 0.2 s of CPU"),
        ("return 10 ** 10 ** 8", "time", "more than 0.2 s of CPU"),
        ("import re; re.match('(a+)+$', 'a' * 60 + 'b')", "time", "more than 0.2 s of CPU"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "time", "more than 2 s by the clock"),
        ("import os; os.abort()", "killed", "SIGABRT"),
        ("import os; os.kill(os.getpid(), 9)", "killed", "SIGKILL"),
        ("import ctypes; ctypes.string_at(0)", "killed", "SIGSEGV"),
        ("import os; os._exit(0)", "silent", "exit code 0 after 1 of 3 answers"),
        ("import os; os._exit(3)", "silent", "exit code 3 after 1 of 3 answers"),
        ("import builtins\n    for n in dir(builtins): delattr(builtins, n)", "silent", "exit code 1"),
    ],
)
def test_a_program_that_breaks_off_keeps_the_answers_before(
    box: Sandbox, body: str, status: str, detail: str
) -> None:
    outcome = asked(box, f"if a[0] == 0: return 'first'\n    {body}", *[Call([n]) for n in range(3)])
    assert (outcome.status, outcome.answers) == (status, (Value("first"),))
    assert outcome.detail.startswith(detail)


@pytest.mark.parametrize(
    "body",
    [
        "return bytearray(1 << 30)",
        "x = []\n    while True: x.append(bytes(1 << 20))",
        "return 'x' * (1 << 29)",
    ],
)
def test_memory_is_bounded(box: Sandbox, body: str) -> None:
    outcome = asked(box, body, Call(), Call())
    assert outcome.peak < box.limits.memory
    assert outcome.status == "done"
    assert [answer.type for answer in outcome.answers if isinstance(answer, Raised)] == ["MemoryError"] * 2


def test_no_room_for_an_answer_is_a_status_of_its_own(box: Sandbox) -> None:
    source = """
import mmap
kept = []
def f():
    answer = [[str(n)] * 3 for n in range(20_000)]
    for size in (1 << 20, 1 << 12):
        try:
            while True:
                kept.append(mmap.mmap(-1, size))
        except OSError:
            pass
    return answer
"""
    assert box.run(Job(source, "f", [Call()])).status == "memory"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("return 'x' * (1 << 21)", {"!": "large"}),
        ("x = []; x.append(x); return x", [{"!": "cycle"}]),
        ("return lambda: 1", {"!": "type function"}),
        ("return type('A', (int,), {'__eq__': lambda s, o: True})(5)", {"!": "type A"}),
        ("return type('\u00e9', (), {})()", {"!": "type \\xe9"}),
    ],
)
def test_what_can_not_cross_is_a_marker(box: Sandbox, body: str, shown: Any) -> None:
    assert asked(box, body).answers == (Value(shown),)


def test_an_answer_beyond_the_limit_on_output_is_cut() -> None:
    with Sandbox(Limits(cpu=1, output=1024)) as small:
        calls = [Call([400])] * 4
        outcome = small.run(Job("def f(n): return 'x' * n", "f", calls))
        assert outcome.status == "done"
        assert [answer.encoded for answer in outcome.answers if isinstance(answer, Value)] == [
            "x" * 400,
            "x" * 400,
            {"!": "large"},
            {"!": "large"},
        ]
        assert small.run(Job("def f(n): return 'x' * n", "f", [Call([400])] * 60)).status == "silent"


def test_threads_and_loops_work(box: Sandbox) -> None:
    source = """
import asyncio
from concurrent.futures import ThreadPoolExecutor
async def twice(n):
    await asyncio.sleep(0.001)
    return await asyncio.to_thread(lambda: 2 * n)
def f(n):
    with ThreadPoolExecutor(3) as pool:
        return asyncio.run(twice(n)), list(pool.map(str, range(n)))
"""
    assert box.run(Job(source, "f", [Call([2])])).answers == (Value({"t": [4, ["0", "1"]]}),)


def test_a_program_may_recurse_as_deep_as_it_allows_itself(box: Sandbox) -> None:
    source = "import sys\nsys.setrecursionlimit(9000)\ndef f(n): return n and 1 + f(n - 1)"
    outcome = box.run(Job(source, "f", [Call([5000]), Call([5000])]))
    assert outcome.answers == (Value(5000), Value(5000))
    assert isinstance(asked(box, "return a[0] and f(a[0] - 1)", Call([5000])).answers[0], Raised)


def test_chance_follows_from_the_job(box: Sandbox) -> None:
    job = Job("import random\ndef f(): return random.random()", "f", [Call(), Call()], seed=7)
    rng = random.Random(7)
    assert [answer.value() for answer in box.run(job).answers if isinstance(answer, Value)] == [
        rng.random(),
        rng.random(),
    ]
    assert box.run(job) == box.run(job)
    assert box.run(Job(job.source, "f", [Call()], seed=8)).answers[0] != box.run(job).answers[0]


def test_the_order_of_hashes_is_the_sandbox_s() -> None:
    job = Job("def f(): return [*{chr(97 + n) for n in range(20)}]", "f", [Call()])

    def order(hash_seed: int) -> str:
        with Sandbox(hash_seed=hash_seed) as box:
            return json.dumps(
                [answer.value() for answer in box.run(job).answers if isinstance(answer, Value)]
            )

    assert order(0) == order(0) != order(1)


def test_a_language_without_an_engine_is_named(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoEngine, match="no language cobol; there are python, javascript, v8"):
        box.run(Job("", "", [Call()], language="cobol"))
    monkeypatch.setattr("synth.verify.sandbox.box._ENGINES", {"javascript": "no_such_module"})
    with (
        Sandbox() as fresh,
        pytest.raises(NoEngine, match="no engine for javascript: pip install "),
    ):
        fresh.run(Job("1", "", [Call()], language="javascript"))


def test_limits_are_sane() -> None:
    assert Limits(cpu=0.5).patience == 5
    for wrong in (
        {"cpu": 0.0},
        {"cpu": float("nan")},
        {"memory": 1},
        {"output": 0},
        {"cpu": 2.0, "wall": 1.0},
    ):
        with pytest.raises(ValueError, match="is"):
            Limits(**wrong)
    with pytest.raises(ValueError, match="no tier 4"):
        Sandbox(tier=4)
    assert issubclass(Unprotected, SandboxFault)
    assert issubclass(Infrastructure, SandboxFault)


def test_the_host_does_not_show_through(box: Sandbox) -> None:
    source = """
import os, sys, time
def f():
    return time.tzname, time.localtime(0).tm_hour, dict(os.environ), os.getcwd(), sys.argv
"""
    shown = ("UTC", "UTC"), 0, {}, "/", ["program"]
    assert box.run(Job(source, "f", [Call()])).answers == (Value(encode(shown)),)
    if box.tier == 1:
        body = "import os; return os.uname().nodename, os.getppid()"
        assert asked(box, body).answers == (Value(encode(("sandbox", 1))),)


@pytest.mark.parametrize(
    ("attack", "statuses"),
    [
        ("room[:] = b'\\xff' * len(room); globals_['_write_count'] = print", {"garbled"}),
        ("room[:8] = b'\\xff' * 8; globals_['_write_count'] = print", {"garbled"}),
        ("room[:8] = bytes(8); globals_['_write_count'] = print", {"silent"}),
        ("globals_['_exit'] = print", {"silent"}),
        ("globals_['_exit'] = lambda code: time.sleep(99)", {"time"}),
        ("globals_['_text'] = lambda line: '[\"v\", 1]\\n' * 9", {"garbled"}),
        ("bonds.bound[0] = 0", {"done"}),
        ("bonds.filter.install(1)", {"done"}),
        ("room.resize(1 << 30)", {"done"}),
    ],
)
def test_a_program_that_reaches_the_harness_spoils_its_own_answers(
    box: Sandbox, attack: str, statuses: set[str]
) -> None:
    source = f"""
import sys, time
frame = sys._getframe()
known = {{}}
while frame:
    known.update(frame.f_locals)
    if "_write_count" in frame.f_globals:
        globals_ = frame.f_globals
    frame = frame.f_back
room, bonds = known["room"], known["bonds"]
def f():
    {attack}
    return 1
"""
    outcome = box.run(Job(source, "f", [Call()]))
    assert outcome.status in statuses
    if outcome.status == "done":
        assert isinstance(outcome.answers[0], Raised)
    assert asked(box, "return 2").answers == (Value(2),)
