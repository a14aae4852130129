"""The filter decides as it says, call by call, on both machines: its program is run here step by step."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from typing import Any

import pytest

ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x50001, 0x50026, 0x80000000
PID = 1234

SHOW = """
import json, platform, sys
platform.machine = lambda: sys.argv[1]
from synth.verify.sandbox import _calls, _filter
text = {name: _filter.program(name == "opens").hex() for name in ("opens", "closed")}
print(json.dumps([text, _calls.NUMBERS, _calls.AUDIT_ARCH, _filter._OWN_PID]))
"""


class Machine:
    def __init__(self, name: str) -> None:
        shown = subprocess.run(
            [sys.executable, "-c", SHOW, name], capture_output=True, text=True, check=True, cwd="/"
        )
        self.programs, self.numbers, self.arch, mark = json.loads(shown.stdout)
        for kind, text in self.programs.items():
            code = [list(step) for step in struct.iter_unpack("<HBBI", bytes.fromhex(text))]
            for step in code:
                if step[0] == 0x15 and step[3] == mark:
                    step[3] = PID
            self.programs[kind] = code

    def ask(self, number: str | int, *arguments: int, kind: str = "opens", arch: int | None = None) -> int:
        """What the kernel would do with a call, by a plain interpreter of the program."""
        number = self.numbers[number] if isinstance(number, str) else number
        data = struct.pack("<IIQ6Q", number, arch or self.arch, 0, *arguments, *[0] * (6 - len(arguments)))
        code, place, register = self.programs[kind], 0, 0
        for _ in range(64):
            what, true, false, value = code[place]
            place += 1
            if what == 0x20:
                (register,) = struct.unpack_from("<I", data, value)
            elif what == 0x54:
                register &= value
            elif what == 0x06:
                return int(value)
            elif what == 0x05:
                place += value
            else:
                test = {0x15: register == value, 0x35: register >= value}[what]
                place += true if test else false
        raise AssertionError("more than 64 steps")


@pytest.fixture(scope="module", params=["x86_64", "aarch64"])
def machine(request: pytest.FixtureRequest) -> Machine:
    return Machine(request.param)


CONDITIONAL = {"clone", "kill", "tgkill", "fcntl", "ioctl", "prctl", "prlimit64", "sendto", "socketpair"}
REFUSED = """
    ptrace process_vm_readv keyctl add_key bpf perf_event_open userfaultfd io_uring_setup setns unshare mount
    umount2 pivot_root mount_setattr capset setuid execve socket memfd_create shmget msgget seccomp
    landlock_create_ruleset landlock_add_rule landlock_restrict_self
""".split()  # noqa: SIM905
FILES = {"open", "openat", "newfstatat", "statx", "stat", "lstat", "access", "faccessat", "faccessat2"}
FILES |= {"readlink", "readlinkat", "getdents64"}


def test_every_number_is_decided_by_its_name(machine: Machine) -> None:
    names = {number: name for name, number in machine.numbers.items()}
    for number in range(1024):
        name = names.get(number, "")
        if name in CONDITIONAL:
            continue
        expected = EPERM if not name or name in REFUSED else ENOSYS if name == "clone3" else ALLOW
        assert machine.ask(number) == expected, name or number
        closed = EPERM if name in FILES else expected
        assert machine.ask(number, kind="closed") == closed, name or number


def test_another_machine_s_calls_kill(machine: Machine) -> None:
    for arch in (0x40000003, 0xC000003E, 0xC00000B7, 0):
        if arch != machine.arch:
            assert machine.ask("getpid", arch=arch or 1) == KILL
    x32 = KILL if "open" in machine.numbers else EPERM
    for number in (0x40000000, 0x40000027, 0x400001FF, 0xFFFFFFFF):
        assert machine.ask(number) == x32


@pytest.mark.parametrize(
    ("name", "arguments", "allowed"),
    [
        ("kill", (PID, 9), True),
        ("kill", (PID + 1, 0), False),
        ("kill", (0, 0), False),
        ("kill", (2**32 - 1, 9), False),
        ("tgkill", (PID, PID + 7, 6), True),
        ("tgkill", (1, 1, 6), False),
        ("clone", (0x3D0F00,), True),
        ("clone", (0x1200011,), False),
        ("clone", (0x4111,), False),
        ("clone", (0x3D0F00 | 0x10000000,), False),
        ("clone", (0x3D0F00 | 0x2000,), False),
        ("socketpair", (1, 1, 0), True),
        ("socketpair", (1, 1 | 0o2000000, 0), True),
        ("socketpair", (1, 2, 0), False),
        ("socketpair", (1, 5, 0), False),
        ("socketpair", (2, 1, 0), False),
        ("sendto", (3, 1, 1, 0, 0, 0), True),
        ("sendto", (3, 1, 1, 0, 4096, 16), False),
        ("sendto", (3, 1, 1, 0, 1 << 32, 16), False),
        ("prlimit64", (0, 7, 0, 4096), True),
        ("prlimit64", (0, 7, 4096, 0), False),
        ("prlimit64", (0, 7, 1 << 32, 0), False),
        ("prlimit64", (1, 7, 0, 4096), False),
        ("fcntl", (3, 4, 0o4000), True),
        ("fcntl", (3, 8, 1), False),
        ("fcntl", (3, 1031, 1 << 20), False),
        ("ioctl", (0, 0x5401, 0), True),
        ("ioctl", (0, 0x5412, 0), False),
        ("prctl", (15, 0), True),
        ("prctl", (1, 9), False),
        ("prctl", (4, 1), False),
        ("openat", (2**32 - 100, 4096, 0o2000000), True),
        ("openat", (2**32 - 100, 4096, 0o1000), False),
        ("openat", (2**32 - 100, 4096, 0o1001), True),
    ],
)
def test_arguments_decide(machine: Machine, name: str, arguments: tuple[Any, ...], allowed: bool) -> None:
    assert machine.ask(name, *arguments) == (ALLOW if allowed else EPERM)
