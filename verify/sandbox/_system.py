"""The kernel's calls that Python has no function for, by ctypes."""

from __future__ import annotations

import contextlib
import ctypes
import os
from typing import Final

from synth.verify.sandbox._calls import NUMBERS

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_CAPBSET_DROP: Final = 24
PR_SET_NO_NEW_PRIVS: Final = 38
SIGKILL: Final = 9

_M_ARENA_MAX: Final = -8  # of mallopt
_CAPABILITY_VERSION: Final = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)
_call = _libc.syscall
_call.restype = ctypes.c_long
_call.argtypes = [ctypes.c_long] * 7
_ZEROS: Final = (0,) * 6

# The C library's own fork, with the interpreter's lock held: the template has one thread and no hooks worth
# their page faults, and `os.fork` costs a quarter more.
fork = ctypes.PyDLL(None).fork


def syscall(name: str, *arguments: int | bytes) -> int:
    """Make the call; raise OSError, which names it, if it fails. Bytes are passed by their address."""
    number = NUMBERS.get(name)
    if number is None:
        raise OSError(38, "no such call on this machine", name)
    texts = [ctypes.create_string_buffer(a) for a in arguments if isinstance(a, bytes)]
    places = map(ctypes.addressof, texts)
    made = [next(places) if isinstance(a, bytes) else a for a in arguments]
    result: int = _call(number, *made, *_ZEROS[len(made) :])
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), name)
    return result


def prctl(option: int, value: int = 0) -> None:
    """Set something of this process; raise OSError if refused."""
    syscall("prctl", option, value)


def bound_capabilities() -> None:
    """Give up what set-uid files would give; without a capability for that, there is nothing to give up."""
    with contextlib.suppress(OSError):  # the last one is passed, or none may be dropped
        for capability in range(64):
            prctl(PR_CAPBSET_DROP, capability)


def drop_capabilities() -> None:
    """Give up all capabilities that this process has."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    nothing = (ctypes.c_uint32 * 6)()
    syscall("capset", ctypes.addressof(header), ctypes.addressof(nothing))


def forget_environment() -> None:
    """Overwrite the environment where the kernel put it, on the stack, and empty it for Python and C."""
    environ = ctypes.POINTER(ctypes.c_void_p).in_dll(_libc, "environ")
    place = 0
    while environ and (entry := environ[place]):
        ctypes.memset(entry, 0, len(ctypes.string_at(entry)))
        place += 1
    _libc.clearenv()
    os.environ.clear()


def use_one_arena() -> None:
    """Make all threads share one heap: each of their own would reserve 64 MB of the address space."""
    if hasattr(_libc, "mallopt"):  # musl has one heap anyway
        _libc.mallopt(_M_ARENA_MAX, 1)
