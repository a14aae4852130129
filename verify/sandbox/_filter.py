"""The filter of system calls: what a program may ask of the kernel, as the BPF program that seccomp runs.

An allow-list. Whatever is not named fails with EPERM; a call by another machine's numbers (32-bit, x32)
kills. The kernel runs the program over every number once when it is installed, so that a search tree pays.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Final, TypeAlias

from synth.verify.sandbox._calls import AUDIT_ARCH, MACHINE, NUMBERS
from synth.verify.sandbox._system import syscall

# One instruction: code, jump if true, jump if false, constant.
_Code: TypeAlias = list[tuple[int, int, int, int]]

_LOAD, _AND, _RETURN, _JUMP = 0x20, 0x54, 0x06, 0x05
_IF_EQUAL, _IF_AT_LEAST = 0x15, 0x35

_ALLOWED: Final[_Code] = [(_RETURN, 0, 0, 0x7FFF0000)]
_REFUSED: Final[_Code] = [(_RETURN, 0, 0, 0x00050000 | 1)]  # EPERM
_ABSENT: Final[_Code] = [(_RETURN, 0, 0, 0x00050000 | 38)]  # ENOSYS
_KILLED: Final[_Code] = [(_RETURN, 0, 0, 0x80000000)]  # the whole process, by SIGSYS

_SET_MODE_FILTER, _ACTION_AVAILABLE = 1, 2
_OWN_PID: Final = 0x7FFFFFF1  # stands for the pid of the process that will run; no process has it

_ANYHOW: Final = """
    read write readv writev pread64 pwrite64 preadv pwritev lseek close close_range fstat getcwd dup dup2 dup3
    pipe pipe2 poll ppoll select pselect6 epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2
    mmap munmap mremap mprotect madvise brk membarrier pkey_alloc pkey_free pkey_mprotect rt_sigaction
    rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack pause alarm setitimer
    getitimer restart_syscall sched_yield sched_getaffinity sched_getparam sched_getscheduler
    sched_get_priority_max sched_get_priority_min nanosleep clock_nanosleep clock_gettime clock_getres
    gettimeofday time times getrusage getcpu getpid getppid gettid getuid geteuid getgid getegid getresuid
    getresgid getgroups getpgid getpgrp getsid uname sysinfo umask getrandom exit exit_group set_tid_address
    set_robust_list rseq futex futex_waitv wait4 waitid getrlimit recvfrom shutdown getsockopt getsockname
    getpeername
"""

# Only where Landlock says which files: they look at names.
_FILES: Final = "newfstatat statx stat lstat access faccessat faccessat2 readlink readlinkat getdents64"

_FCNTL: Final = (
    0,
    1,
    2,
    3,
    4,
    1030,
)  # duplicate, flags of descriptor and file: no owner, lock, pipe size, seal
_IOCTL: Final = (
    0x5401,
    0x5413,
    0x541B,
    0x5421,
    0x5450,
    0x5451,
)  # is a terminal, bytes to read, blocking, close on exec
_PRCTL: Final = (15, 16, 0x53564D41)  # name of a thread, name of a mapping

_CLONE_THREAD: Final = 0x10000 | 0x100 | 0x800  # a thread, in this memory, with these signal handlers
_CLONE_OTHER: Final = (
    0x7E020000 | 0x80 | 0x2000 | 0x4000 | 0x8000 | 0x800000
)  # namespaces, tracing, another parent
_TRUNCATE, _ACCESS = 0o1000, 0o3  # flags of open


def program(opens: bool) -> bytes:
    """Return the filter for this machine; with `opens`, files may be opened as Landlock allows."""
    rules = dict.fromkeys((NUMBERS[name] for name in _ANYHOW.split() if name in NUMBERS), _ALLOWED)
    special = {
        "clone3": _ABSENT,  # its flags are in memory, out of a filter's sight; the C library then uses clone
        "clone": _clone(),
        "kill": _one_of(0, (_OWN_PID,)),
        "tgkill": _one_of(0, (_OWN_PID,)),
        "fcntl": _one_of(1, _FCNTL),
        "ioctl": _one_of(1, _IOCTL),
        "prctl": _one_of(0, _PRCTL),
        "prlimit64": _all_zero((0, "low"), (2, "low"), (2, "high")),  # read one's own
        "sendto": _all_zero((4, "low"), (4, "high")),  # without an address
        "socketpair": _stream_pair(),
    }
    if opens:
        special |= {"open": _open(1), "openat": _open(2)} | dict.fromkeys(_FILES.split(), _ALLOWED)
    rules |= {NUMBERS[name]: code for name, code in special.items() if name in NUMBERS}
    if MACHINE == "x86_64":
        rules[0x40000000] = _KILLED  # and all above: x32
    code: _Code = [(_LOAD, 0, 0, 4), (_IF_EQUAL, 1, 0, AUDIT_ARCH), *_KILLED, (_LOAD, 0, 0, 0)]
    return b"".join(struct.pack("<HBBI", *step) for step in code + _tree(_segments(rules)))


class Filter:
    """A program kept ready to be installed by a child, which puts in its own pid; OSError without seccomp."""

    def __init__(self, opens: bool) -> None:
        wanted = ctypes.create_string_buffer(struct.pack("<I", _KILLED[0][3]), 4)
        syscall("seccomp", _ACTION_AVAILABLE, 0, ctypes.addressof(wanted))
        raw = program(opens)
        self._code = ctypes.create_string_buffer(raw, len(raw))
        mark = struct.pack("<I", _OWN_PID)
        self._pids = [place for place in range(4, len(raw), 8) if raw[place : place + 4] == mark]
        header = struct.pack("<HxxxxxxQ", len(raw) // 8, ctypes.addressof(self._code))
        self._header = ctypes.create_string_buffer(header, len(header))

    def install(self, pid: int) -> None:
        """Bind this process, for good; raise OSError if refused."""
        for place in self._pids:
            struct.pack_into("<I", self._code, place, pid)
        syscall("seccomp", _SET_MODE_FILTER, 0, ctypes.addressof(self._header))


def _segments(rules: dict[int, _Code]) -> list[tuple[int, _Code]]:
    """Return the first number of each run of equal code, and the code."""
    found: list[tuple[int, _Code]] = [(0, rules.get(0, _REFUSED))]
    for number in sorted({n for rule in rules for n in (rule, rule + 1)} - {0}):
        code = rules.get(number, _KILLED if number > 0x40000000 else _REFUSED)
        if code is not found[-1][1]:
            found.append((number, code))
    return found


def _tree(segments: list[tuple[int, _Code]]) -> _Code:
    if len(segments) == 1:
        return segments[0][1]
    middle = len(segments) // 2
    below, above = _tree(segments[:middle]), _tree(segments[middle:])
    if len(below) < 256:
        return [(_IF_AT_LEAST, len(below), 0, segments[middle][0]), *below, *above]
    return [(_IF_AT_LEAST, 0, 1, segments[middle][0]), (_JUMP, 0, 0, len(below)), *below, *above]


def _argument(place: int, half: str = "low") -> tuple[int, int, int, int]:
    return (_LOAD, 0, 0, 16 + 8 * place + (4 if half == "high" else 0))


def _one_of(place: int, known: tuple[int, ...]) -> _Code:
    tests = [(_IF_EQUAL, len(known) - i, 0, value) for i, value in enumerate(known)]
    return [_argument(place), *tests, *_REFUSED, *_ALLOWED]


def _all_zero(*halves: tuple[int, str]) -> _Code:
    code: _Code = []
    for i, (place, half) in enumerate(halves):
        code += [_argument(place, half), (_IF_EQUAL, 0, 2 * (len(halves) - 1 - i) + 1, 0)]
    return [*code, *_ALLOWED, *_REFUSED]


def _clone() -> _Code:
    mask = _CLONE_THREAD | _CLONE_OTHER
    return [_argument(0), (_AND, 0, 0, mask), (_IF_EQUAL, 0, 1, _CLONE_THREAD), *_ALLOWED, *_REFUSED]


def _stream_pair() -> _Code:
    """Local pairs of connected streams: through a datagram socket a path could be addressed."""
    steps: _Code = [_argument(0), (_IF_EQUAL, 0, 4, 1), _argument(1), (_AND, 0, 0, 0xF), (_IF_EQUAL, 0, 1, 1)]
    return [*steps, *_ALLOWED, *_REFUSED]


def _open(place: int) -> _Code:
    """All but opening to read and cutting off at once, which the first Landlock lets pass."""
    mask = _TRUNCATE | _ACCESS
    return [_argument(place), (_AND, 0, 0, mask), (_IF_EQUAL, 1, 0, _TRUNCATE), *_ALLOWED, *_REFUSED]
