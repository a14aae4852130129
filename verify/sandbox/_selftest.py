"""Hostile probes, run at the start in a child like any other: if one succeeds, untrusted code is not run."""

from __future__ import annotations

import os
from typing import Final

from synth.verify.sandbox._answers import outcomes
from synth.verify.sandbox._calls import NUMBERS
from synth.verify.sandbox._launch import Template
from synth.verify.sandbox.jobs import Call, Job, Limits, Outcome, Value

_LIMITS: Final = Limits(cpu=5, memory=256 << 20)
_SHORT: Final = Limits(cpu=0.03, wall=10)

# Calls with arguments that would succeed, or fail otherwise than by a filter.
_CALLS: Final = (
    ("socket", 1, 1, 0),
    ("socket", 2, 2, 0),
    ("memfd_create", b"", 0),
    ("unshare", 0x10000000),
    ("ptrace", 16, "parent", 0, 0),
    ("kill", "parent", 0),
    ("prlimit64", "parent", 7, 0, 0),
    ("keyctl", 0, -3, 1),
    ("userfaultfd", 1),
    ("shmget", 0, 4096, 0o1600),
    ("io_uring_setup", 1, 0),
    ("setuid", 0),
    ("perf_event_open", 0, 0, -1, -1, 0),
)

# Each function returns what it got hold of; None, or a refusal by the kernel, is what is wanted.
_REFUSALS: Final = ("PermissionError", "FileNotFoundError", "OSError")
_PROBES: Final = """
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)

def probe(name, *arguments):
    return globals()[name](*arguments)

def ask(name, number, *arguments):
    known = [os.getppid() if argument == "parent" else argument for argument in arguments]
    if libc.syscall(number, *known) >= 0:
        return "was allowed " + name

def fork():
    process = os.fork()
    if process == 0:
        os._exit(0)
    return "had a child"

def read(path):
    with open(path, "rb") as file:
        return "read " + repr(file.read(10))

def write(path):
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    os.unlink(path)
    return "wrote " + path

def find_environment():
    return repr(dict(os.environ)) if os.environ or libc.getenv(b"PATH") or libc.getenv(b"HOME") else None

def find_descriptors():
    found = []
    for number in range(3, 256):
        try:
            os.fstat(number)
            found.append(number)
        except OSError:
            pass
    return "descriptors " + repr(found) if found else None

def fill_memory(size):
    try:
        return "had %d bytes" % len(bytearray(size))
    except MemoryError:
        return None
"""


def fault(template: Template) -> str:
    """Return what a probe reached, "" if none reached anything; raise `Broken` if there is no answer."""
    probes = [("ask", name, NUMBERS[name], *arguments) for name, *arguments in _CALLS if name in NUMBERS]
    probes += [
        ("fork",),
        ("read", "/etc/passwd"),
        ("read", "/proc/self/environ"),
        ("write", f"/tmp/{os.getpid()}.probe"),
        ("find_environment",),
        ("find_descriptors",),
        ("fill_memory", _LIMITS.memory),
    ]
    outcome = _run(template, Job(_PROBES, "probe", [Call(probe) for probe in probes]), _LIMITS)
    if outcome.status != "done":
        return f"the self-test ended as {outcome.status}, {outcome.detail}"
    for probe, answer in zip(probes, outcome.answers, strict=True):
        if isinstance(answer, Value):
            if answer.encoded is not None:
                return f"the self-test {answer.encoded}"
        elif answer.type not in _REFUSALS:
            return f"the self-test {probe[0]} raised {answer.type}"
    endless = _run(template, Job("while True: pass", "", [Call()]), _SHORT)
    return "" if endless.status == "time" else f"the self-test of an endless loop ended as {endless.status}"


def _run(template: Template, job: Job, limits: Limits) -> Outcome:
    text = job.text().encode()
    report, answers = template.ask(limits.cpu, limits.patience, limits.memory, text, limits.output)
    return outcomes([job], limits, report, answers)[0]
