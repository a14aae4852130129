"""The process of one program, from the fork to its end: bind itself, read the job, answer, exit."""

from __future__ import annotations

import json
import mmap
import os
import resource
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeAlias

from synth.verify.sandbox import _landlock, _system, _wire
from synth.verify.sandbox._filter import Filter

# Writes one line of answers.
Write: TypeAlias = Callable[[list[Any]], None]


@dataclass(frozen=True)
class Engine:
    """What runs a language: `answer` gets a job as it was read, and writes a line for each call.

    `memory` is what is limited for it: the address space, unless the engine reserves more than it uses; and
    `least` is the lowest limit in bytes that it works with.
    """

    answer: Callable[[list[Any], Write], None]
    memory: int = resource.RLIMIT_AS
    least: int = 0


@dataclass(frozen=True)
class Bonds:
    """What the template made ready to bind its children with."""

    template: int  # its pid
    control: int  # its descriptor to the judge
    rules: tuple[int, int] | None  # of Landlock: the descriptor, and flags
    filter: Filter | None
    bound: mmap.mmap  # a byte shared with the template: set when bound, and then out of reach
    processors: int


DESCRIPTORS: Final = 64  # that may be open
UNBOUND: Final = 71  # exit code of a child that could not bind itself, and ran nothing
_CUT: Final = b'["v",{"!":"large"}]\n'

_exit = os._exit
_text = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_write_count = _wire.COUNT.pack_into


def live(bonds: Bonds, descriptor: int, request: tuple[Any, ...], engine: Engine) -> NoReturn:
    """Be the child: whatever happens, the process ends here, and never in the template's loop."""
    code = UNBOUND
    try:
        room = _bind(bonds, descriptor, request, engine)
        code = 1
        _run(room, request[3], engine)
        code = 0
    finally:
        _exit(code)


def _bind(bonds: Bonds, descriptor: int, request: tuple[Any, ...], engine: Engine) -> mmap.mmap:
    _system.prctl(_system.PR_SET_PDEATHSIG, _system.SIGKILL)
    if os.getppid() != bonds.template:
        _exit(UNBOUND)
    room = mmap.mmap(descriptor, request[4])
    behind = int(request[0]) + 2  # the template watches the clock; this is for a template that is held up
    resource.setrlimit(resource.RLIMIT_CPU, (behind, behind))
    memory = max(request[2], engine.least)
    resource.setrlimit(engine.memory, (memory, memory))
    if bonds.rules is not None:
        _landlock.restrict(*bonds.rules)
    os.closerange(3, DESCRIPTORS)  # the judge's socket, the rules, the file: it is mapped
    if bonds.filter is not None:
        bonds.filter.install(os.getpid())
    bonds.bound[0] = 1
    bonds.bound.close()
    return room


def _run(room: mmap.mmap, length: int, engine: Engine) -> None:
    start = _wire.START + length
    end = start

    def write(line: list[Any]) -> None:
        nonlocal end
        text = _text(line).encode() + b"\n"
        if end + len(text) > len(room):
            text = _CUT  # IndexError if even this has no room: the program then ends without an answer
        room[end : end + len(text)] = text
        end += len(text)
        _write_count(room, 0, end - start)

    try:
        for job in room[_wire.START : start].split(b"\n"):
            engine.answer(json.loads(job), write)
    except MemoryError:
        write([_wire.FULL])
