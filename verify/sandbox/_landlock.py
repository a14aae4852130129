"""Landlock: the files that a program may read, and nothing else of the file system or the network.

See Documentation/userspace-api/landlock.rst of the kernel for the bits.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from typing import Final

from synth.verify.sandbox._system import syscall

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_TRUNCATE: Final = 1 << 14
_VERSION, _PATH_BENEATH, _UNLOGGED = 1, 1, 1
# By version: how many of the rights over files there are (the low bits), over the network, and scopes.
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
_LATER_FILE_RIGHTS: Final = 16


def version() -> int:
    """Return the version that the kernel offers; raise OSError if none."""
    return syscall("landlock_create_ruleset", 0, 0, _VERSION)


def ruleset(readable: Iterable[str], writable: Iterable[str]) -> int:
    """Return a descriptor of rules: `readable` files and folders, `writable` devices, and nothing more.

    Paths that are not there are passed over. Raise OSError where the kernel has no Landlock.
    """
    known = version()
    files = (1 << _FILE_RIGHTS.get(known, _LATER_FILE_RIGHTS)) - 1
    # Bind and connect of TCP; abstract sockets and signals. A size that an older kernel does not know is
    # refused.
    attributes = struct.pack("<QQQ", files, 3 if known >= 4 else 0, 3 if known >= 6 else 0)
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    buffer = ctypes.create_string_buffer(attributes, 24)
    rules = syscall("landlock_create_ruleset", ctypes.addressof(buffer), size, 0)
    for path in readable:
        _allow(rules, path, _READ_FILE | _READ_DIR)
    for path in writable:
        _allow(rules, path, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & files)
    return rules


def flags() -> int:
    """Return what keeps a program's refused attempts out of the system's log, where the kernel knows that."""
    return _UNLOGGED if version() >= 7 else 0


def restrict(rules: int, flags: int) -> None:
    """Bind this process and its threads to be, for good."""
    syscall("landlock_restrict_self", rules, flags)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not there, or out of reach of this user: then also of the program
    try:
        if not stat.S_ISDIR(os.fstat(parent).st_mode):
            rights &= ~_READ_DIR
        attributes = ctypes.create_string_buffer(struct.pack("<Qi", rights, parent), 12)
        syscall("landlock_add_rule", rules, _PATH_BENEATH, ctypes.addressof(attributes), 0)
    finally:
        os.close(parent)
