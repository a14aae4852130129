"""The template's work: make itself ready, then fork, watch and report, one run after the other."""

from __future__ import annotations

import _socket
import contextlib
import gc
import json
import math
import mmap
import os
import resource
import select
import sys
import time
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Final

from synth.verify.sandbox import _landlock, _namespaces, _python, _system, _wire
from synth.verify.sandbox._child import DESCRIPTORS, Bonds, Engine, live
from synth.verify.sandbox._filter import Filter

# What no program needs. Memory that is not in the address space would escape the limit on it.
_NONE: Final = ("CORE", "FSIZE", "MEMLOCK", "MSGQUEUE", "RTPRIO", "NICE")

_THREADS: Final = 256  # of a user of its own; a plain user has other processes, which would count

_DEVICES: Final = ("/dev/null", "/dev/urandom")
_PUBLIC: Final = ("/etc/ld.so.cache", "/usr/share/zoneinfo")
_HIDDEN: Final = ("site-packages", "dist-packages")  # modules that are not the library's own, in its folder


def main(asked: dict[str, Any]) -> None:
    """Serve the judge at the socket `asked["control"]`, confined as `asked["tier"]` says."""
    control = _socket.socket(fileno=os.dup(asked["control"]))  # below the limit on descriptors
    os.close(asked["control"])
    try:
        engine, bonds = _prepare(asked, control.fileno())
    except OSError as fault:
        control.send(json.dumps({"refused": f"{fault.filename or 'setting up'}: {fault.strerror}"}).encode())
        return
    for name in [name for name in sys.modules if name.partition(".")[0] == "synth"]:
        del sys.modules[name]
    sys.modules["__main__"] = ModuleType("__main__")
    sys.argv = ["program"]
    gc.collect()
    gc.freeze()
    control.send(b"{}")
    _serve(control, bonds, engine)


def _prepare(asked: dict[str, Any], control: int) -> tuple[Engine, Bonds]:
    tier, processors = asked["tier"], len(os.sched_getaffinity(0))
    _die_with_the_judge(asked["judge"])
    library = [path for path in sys.path if os.path.isdir(path)]
    closed = tier == 3 or (tier == 2 and os.geteuid() == 0 and not all(map(_is_public, library)))
    warm = f"{_python.WARM} {_python.CLOSED if closed else ''}" if asked["language"] == "python" else ""
    for name in warm.split():
        with contextlib.suppress(ImportError):
            __import__(name)
    _system.forget_environment()
    _system.use_one_arena()
    shared = _libraries(library)
    engine = _engine(asked["language"], asked["folder"])  # after that: its own folder is not shown
    inside = [entry.path for path in library for entry in os.scandir(path) if entry.name not in _HIDDEN]
    if tier == 1:
        hidden = [f"{path}/{name}" for path in library for name in _HIDDEN]
        _namespaces.isolate([*library, *shared, *_PUBLIC], _DEVICES, hidden)
        _step_inside(control)
    root = os.geteuid() == 0
    _namespaces.drop_privileges(asked["number"])
    _system.prctl(_system.PR_SET_PDEATHSIG, _system.SIGKILL)
    _system.prctl(_system.PR_SET_DUMPABLE, 0)
    limits = dict.fromkeys(_NONE, 0) | {"NOFILE": DESCRIPTORS} | ({"NPROC": _THREADS} if root else {})
    for name, limit in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))
    rules = None
    if tier in (1, 2):
        files = _landlock.ruleset([*inside, *shared, *_PUBLIC, "/dev/urandom"], ["/dev/null"])
        rules = files, _landlock.flags()
    calls = Filter(opens=tier != 3) if tier else None
    return engine, Bonds(os.getpid(), control, rules, calls, mmap.mmap(-1, mmap.PAGESIZE), processors)


def _die_with_the_judge(judge: int) -> None:
    _system.prctl(_system.PR_SET_PDEATHSIG, _system.SIGKILL)
    if os.getppid() != judge:
        raise SystemExit("the judge has gone")


def _engine(language: str, folder: str) -> Engine:
    if language == "python":
        return Engine(_python.answer)
    from synth.verify.sandbox import _javascript

    engine = _javascript.load(language, folder)
    if engine is None:
        raise OSError(2, "not installed", language)
    return engine


def _step_inside(control: int) -> None:
    """Go on as the first process of the new namespaces; this one only waits for its end."""
    inner = _system.fork()
    if inner < 0:
        raise OSError(11, "no process to be had", "fork")
    if inner:
        os.close(control)
        _namespaces.drop_privileges(0)
        _system.prctl(_system.PR_SET_PDEATHSIG, _system.SIGKILL)
        os.waitpid(inner, 0)
        os._exit(0)


def _is_public(path: str) -> bool:
    """Return whether any user may read the folder."""
    while True:
        if not os.stat(path).st_mode & 0o001:
            return False
        if path == "/":
            return True
        path = os.path.dirname(path)


def _libraries(library: Sequence[str]) -> list[str]:
    """Return where the shared libraries are that this process and the library's modules load.

    A folder that holds the Python library as well is not shown: then only the files in use are.
    """
    with open("/proc/self/maps") as maps:
        mapped = {line.split(maxsplit=5)[5].strip() for line in maps if ".so" in line}
    found: dict[str, None] = {}
    for file in sorted(mapped):
        folder = os.path.dirname(file)
        if any(f"{folder}/".startswith(f"{path}/") for path in map(os.path.realpath, library)):
            continue
        holds = any(f"{os.path.realpath(path)}/".startswith(f"{folder}/") for path in library)
        found[file if holds else folder] = None
    return list(found)


def _serve(control: _socket.socket, bonds: Bonds, engine: Engine) -> None:
    space = _socket.CMSG_SPACE(4)
    while True:
        message, ancillary, _, _ = control.recvmsg(_wire.REQUEST.size, space)
        if not message:
            return
        descriptor = int.from_bytes(ancillary[0][2], sys.byteorder)
        request = _wire.REQUEST.unpack(message)
        bonds.bound[0] = 0
        child = _system.fork()
        if child == 0:
            live(bonds, descriptor, request, engine)
        os.close(descriptor)
        if child < 0:
            control.send(_wire.REPORT.pack(0, _wire.NO_CHILD, 0, 0.0, 0))
            continue
        cause = _watched(child, request[0], request[1], control.fileno(), bonds.processors)
        used = _cpu_seconds(child)
        _, status, usage = os.wait4(child, 0)
        control.send(_wire.REPORT.pack(status, cause, bonds.bound[0], used, usage.ru_maxrss << 10))


def _watched(child: int, cpu: float, wall: float, control: int, processors: int) -> int:
    """Return why the child has ended, by itself or by us; it is not yet reaped."""
    began, used = time.monotonic(), 0.0
    end = os.pidfd_open(child)
    try:
        poll = select.poll()
        poll.register(end, select.POLLIN)
        poll.register(control, 0)  # tells when the judge goes away
        while True:
            left = min((cpu - used) / processors, wall - (time.monotonic() - began))
            for descriptor, _ in poll.poll(math.ceil(left * 1000) + 1):
                if descriptor == end:
                    return _wire.BY_ITSELF
                os.kill(child, _system.SIGKILL)
                raise SystemExit
            used = _cpu_seconds(child)
            cause = _wire.BY_CPU if used > cpu else _wire.BY_WALL if time.monotonic() - began > wall else 0
            if cause:
                os.kill(child, _system.SIGKILL)
                poll.unregister(control)
                poll.poll()
                return cause
    finally:
        os.close(end)


def _cpu_seconds(process: int) -> float:
    """Read the CPU clock of another process; its number is the kernel's `make_process_cpuclock`."""
    return time.clock_gettime(~process << 3 | 2)
