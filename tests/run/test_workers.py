"""Workers: they do all the work, survive each other, and never survive their parent."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from operator import methodcaller
from pathlib import Path
from types import SimpleNamespace

import pytest

from synth.errors import InputError
from synth.run.workers import SHIFT, Failed, Workers

PARENT = "import time; from synth.run.workers import Workers; list(Workers(time.sleep, 2).map([60, 60]))"


def test_every_task_is_done_once_and_a_crew_works_twice() -> None:
    with Workers(math.isqrt, 2) as crew:
        assert sorted(crew.map(range(50))) == [(n, math.isqrt(n)) for n in range(50)]
        assert list(crew.map([81])) == [(81, 9)]


def test_what_a_function_raises_ends_the_run_with_its_traceback() -> None:
    with Workers(math.isqrt, 1) as crew, pytest.raises(Failed, match="must be nonnegative"):
        list(crew.map([4, -4]))


def test_an_error_of_the_system_stays_one() -> None:
    with Workers(os.listdir, 1) as crew, pytest.raises(FileNotFoundError):
        list(crew.map(["/no/such/folder"]))


def test_a_task_that_kills_its_workers_ends_the_run() -> None:
    with Workers(os._exit, 2) as crew, pytest.raises(InputError, match="3 workers ended with code 7"):
        list(crew.map([7]))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_workers_die_with_their_parent(end: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT])
    try:
        children = until(lambda: two_of(parent.pid))
    finally:
        parent.send_signal(end)
        parent.wait()
    until(lambda: not any(is_alive(child) for child in children))


def two_of(pid: int) -> list[int]:
    """Return the children of a process once they are two and at work."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    asleep = [child for child in children if "resource_tracker" not in command(child)]
    return asleep if len(asleep) == 2 else []


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def until(holds):
    """Return what becomes true within ten seconds."""
    for _ in range(200):
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen within ten seconds")


def test_a_worker_stays_for_tasks_that_leave_nothing_behind() -> None:
    task = SimpleNamespace(wear=0, number=os.getpid)
    with Workers(methodcaller("number"), 1) as crew:
        assert len({number for _, number in crew.map([task] * (SHIFT + 9))}) == 1


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a process finds its number in /proc")
def test_a_worker_is_replaced_after_its_shift() -> None:
    with Workers(os.readlink, 1) as crew:
        numbers = [number for _, number in crew.map(["/proc/self"] * (2 * SHIFT + 1))]
    assert [numbers.count(number) for number in dict.fromkeys(numbers)] == [SHIFT, SHIFT, 1]
