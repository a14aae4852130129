"""A batch says what its jobs would say alone."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from synth.verify.sandbox import Call, Job, Limits, Outcome, Sandbox, Value, box
from synth.verify.sandbox._calls import NUMBERS

pytestmark = pytest.mark.skipif(not NUMBERS, reason="the sandbox needs Linux on x86_64 or aarch64")

GOOD = [
    Job(f"def f(n): return n {operator} {n}", "f", [Call([m]) for m in range(-2, 3)])
    for n, operator in enumerate(["+", "*", "//", "%", "<", "**", "and", "is not", ">>", "@"] * 8)
]
ODD = {
    "a loop": Job("def f(n):\n  while n: pass\n  return n", "f", [Call([0]), Call([1]), Call([0])]),
    "an exit": Job("import os\ndef f(): os._exit(0)", "f", [Call()]),
    "a crash": Job("import ctypes\ndef f(): ctypes.string_at(0)", "f", [Call()]),
    "a sleep": Job("import time\ndef f(): time.sleep(99)", "f", [Call()]),
    "much memory": Job("def f(): return [0] * 10 ** 9", "f", [Call()]),
    "a long answer": Job("def f(): return 'x' * 10 ** 6 * 2", "f", [Call()]),
    "no builtins": Job("import builtins\nfor n in dir(builtins): delattr(builtins, n)", "f", [Call()]),
}
PLAIN = {
    "no syntax": Job("def f(:", "f", [Call()]),
    "an exception": Job("def f(): raise KeyError(1)", "f", [Call()]),
    "a seed": Job("import random\ndef f(): return random.random()", "f", [Call()], seed=3),
    "a print": Job("def f(): print('said')", "f", [Call()], keep=("stdout",)),
    "no calls": Job("x = 1", "", []),
    "a deep recursion": Job("import sys; sys.setrecursionlimit(50)\ndef f(): pass", "f", [Call()]),
    "a closed stdout": Job("import sys\ndef f(): sys.stdout.close()", "f", [Call()], keep=("stdout",)),
    "more print": Job("def f(): print('more')", "f", [Call()]),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(cpu=0.15, wall=1.5)) as opened:
        if not opened.tier:
            pytest.skip(" ".join(opened.missing))
        yield opened


@pytest.fixture(scope="module")
def alone(sandbox: Sandbox) -> dict[str, Outcome]:
    return {job.source: sandbox.run(job) for job in [*GOOD, *ODD.values(), *PLAIN.values()]}


@pytest.fixture
def runs(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many jobs each process ran."""
    counted: list[int] = []
    ran = sandbox._ran

    def counting(jobs: list[Job]) -> tuple[list[Outcome], bool]:
        counted.append(len(jobs))
        return ran(jobs)

    monkeypatch.setattr(sandbox, "_ran", counting)
    return counted


def test_good_programs_share_processes(sandbox: Sandbox, alone: dict[str, Outcome], runs: list[int]) -> None:
    jobs = [*GOOD, *PLAIN.values()]
    random.Random(0).shuffle(jobs)
    assert sandbox.run_batch(jobs) == [alone[job.source] for job in jobs]
    assert runs == [box.BATCH, len(jobs) - box.BATCH]
    assert sandbox.run_batch([]) == []


@pytest.mark.parametrize("name", ODD)
def test_an_odd_one_among_them_changes_nothing_for_the_others(
    name: str, sandbox: Sandbox, alone: dict[str, Outcome], runs: list[int]
) -> None:
    jobs = [*GOOD[:3], ODD[name], *GOOD[3:6]]
    assert sandbox.run_batch(jobs) == [alone[job.source] for job in jobs]
    if name == "no builtins":
        assert runs == [3, 1, 3]
    elif name == "a sleep":
        assert runs == [7, 1, 1, 1, 1, 1, 1, 1, 1]
    else:
        assert runs == [7, 1, 1, 1, 1, 1, 1, 1]


def test_what_sleeps_is_tried_once_more_and_what_loops_is_not(sandbox: Sandbox, runs: list[int]) -> None:
    assert sandbox.run(ODD["a loop"]).detail == "more than 0.15 s of CPU"
    assert runs == [1]
    assert sandbox.run(ODD["a loop"]).answers == (Value(0),)
    assert sandbox.run(ODD["a sleep"]).detail == "more than 1.5 s by the clock"
    assert runs == [1, 1, 1, 1]


def test_languages_do_not_mix(sandbox: Sandbox, runs: list[int]) -> None:
    pytest.importorskip("_quickjs")
    script = Job("function f(n) { return n + 1; }", "f", [Call([1])], language="javascript")
    outcomes = sandbox.run_batch([GOOD[0], GOOD[1], script, script, GOOD[2]])
    assert runs == [2, 2, 1]
    assert outcomes[2].answers == outcomes[3].answers == (Value(2),)
    assert outcomes[2].status == "done"
