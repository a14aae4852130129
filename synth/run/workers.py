"""Workers: spawned processes that call one function on many tasks.

A worker dies with its parent, whatever ends the parent, and never hears Ctrl-C, which is the parent's to
handle. A task whose worker dies is given to a new one; the third death ends the run.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from synth.errors import InputError

Task = TypeVar("Task")
Result = TypeVar("Result")

DEATHS = 3
PATIENCE = 5_000
"""Objects that a worker makes between two searches for garbage: few, so that no row waits long for one."""
SHIFT = 50
"""Tasks of a worker, then a new one takes its place: what libraries keep of a row cannot add up.

A task may say by its `wear` for how many it counts.
"""


class Failed(Exception):
    """The function raised, which it should not: the message is the worker's traceback."""


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers(Generic[Task, Result]):
    """So many processes that call a function; started when there is work for them."""

    def __init__(self, function: Callable[[Task], Result], number: int) -> None:
        self._function = function
        self._number = number
        self._context = multiprocessing.get_context("spawn")
        self._processes: dict[Connection, BaseProcess] = {}
        self._served: defaultdict[Connection, float] = defaultdict(float)

    def __enter__(self) -> Workers[Task, Result]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe, process in self._processes.items():
            pipe.close()
            if kind is not None:
                process.kill()
        for process in self._processes.values():
            process.join()

    def map(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """Yield each task with its result as it is done; what the function raises is raised here."""
        waiting = iter(tasks)
        idle = list(self._processes)
        busy: dict[Connection, tuple[Task, int]] = {}
        lost: list[tuple[Task, int]] = []

        def employ() -> None:
            while len(busy) < self._number:
                job = lost.pop() if lost else _first(waiting)
                if job is None:
                    return
                pipe = idle.pop() if idle else self._start()
                busy[pipe] = job
                _send(pipe, job[0])

        employ()
        while busy:
            for pipe in wait(list(busy)):
                assert isinstance(pipe, Connection)
                task, deaths = busy.pop(pipe)
                try:
                    done, result = pipe.recv()
                except (EOFError, ConnectionError):
                    lost.append((task, self._bury(pipe, task, deaths + 1)))
                    employ()
                    continue
                if not done:
                    raise result
                self._served[pipe] += getattr(task, "wear", 1)
                if self._served[pipe] < SHIFT:
                    idle.append(pipe)
                else:
                    self._retire(pipe)
                employ()
                yield task, result

    def _start(self) -> Connection:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(self._function, theirs), daemon=True)
        # What is blocked here is blocked in the new process until it is ready to ignore it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        self._processes[ours] = process
        return ours

    def _retire(self, pipe: Connection) -> None:
        """Let a worker that has nothing to do end."""
        pipe.close()
        self._processes.pop(pipe).join()
        self._served.pop(pipe, None)

    def _bury(self, pipe: Connection, task: Task, deaths: int) -> int:
        """Forget a dead worker and return how many have died of its task."""
        process = self._processes.pop(pipe)
        process.join()
        pipe.close()
        self._served.pop(pipe, None)
        if deaths == DEATHS:
            raise InputError(
                f"{deaths} workers ended with code {process.exitcode} at {getattr(task, 'name', 'a task')}: "
                "if memory ran out, give fewer --workers"
            )
        return deaths


def _first(waiting: Iterator[Task]) -> tuple[Task, int] | None:
    for task in waiting:
        return task, 0
    return None


def _send(pipe: Connection, task: Any) -> None:
    """Send a task; a worker that is already dead is noticed when its answer is awaited."""
    try:
        pipe.send(task)
    except ConnectionError:
        return


def _work(function: Callable[[Any], Any], pipe: Connection) -> None:
    """Answer tasks until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_die_with_parent, daemon=True).start()
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send((True, function(task)))
        except (InputError, OSError) as error:
            pipe.send((False, error))
        except Exception:
            pipe.send((False, Failed(traceback.format_exc())))
        if not gc.get_freeze_count():
            # What the first task has loaded stays; to search it for garbage over and over is wasted.
            gc.collect()
            gc.freeze()
            gc.set_threshold(PATIENCE)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
