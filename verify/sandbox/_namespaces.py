"""Namespaces of one's own: no other process, no network, and a file system of a few read-only folders."""

from __future__ import annotations

import _socket
import os
import stat
import struct
from collections.abc import Iterable, Sequence
from ctypes import addressof, create_string_buffer
from typing import Final

from synth.verify.sandbox import _system
from synth.verify.sandbox._system import syscall

_NEW_MOUNTS, _NEW_USERS = 0x20000, 0x10000000
_NEW: Final = (
    _NEW_MOUNTS | 0x02000000 | 0x04000000 | 0x08000000 | 0x20000000 | 0x40000000
)  # cgroup uts ipc pid net

_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x40000
_DETACH: Final = 2
_READ_ONLY, _NO_SETUID, _NO_DEVICES = 1, 2, 4  # as mount attributes and as flags of mount
_HERE, _ALL_BELOW = -100, 0x8000  # AT_FDCWD, AT_RECURSIVE

# Where the new root is built: any folder serves that nothing shown lies in, since the mount is private.
_PLACES: Final = ("/tmp", "/mnt", "/srv", "/opt", "/run", "/var")
_MERGED: Final = ("/bin", "/lib", "/lib32", "/lib64", "/usr/lib64")  # links on most systems

_NOBODY: Final = 65534
# Numbers that neither users, nor containers, nor services of a system are given.
_UNUSED: Final = 0x70000000


def isolate(shown: Sequence[str], devices: Iterable[str], hidden: Iterable[str]) -> None:
    """Enter namespaces of which the next child will be the first process, with a private root.

    The root holds `shown` and `devices` under their own names, without the folders `hidden`, and can't be
    written to. Raise OSError if something is not allowed; then this process is good for nothing more.
    """
    user, group = os.geteuid(), os.getegid()
    try:
        syscall("unshare", _NEW)
    except OSError:
        syscall("unshare", _NEW | _NEW_USERS)
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    _socket.sethostname("sandbox")
    _mount("none", "/", "", _RECURSIVE | _PRIVATE)
    base = _place([*shown, *devices])
    _mount("tmpfs", base, "tmpfs", _NO_SETUID | _NO_DEVICES, "mode=755,size=256k,nr_inodes=4096")
    for link in _MERGED:
        if os.path.islink(link):
            os.makedirs(base + os.path.dirname(link), exist_ok=True)
            os.symlink(os.path.relpath(os.path.realpath(link), os.path.dirname(link)), base + link)
    for path in shown:
        _show(path, base, _READ_ONLY | _NO_SETUID | _NO_DEVICES)
    for path in devices:
        _show(path, base, _READ_ONLY | _NO_SETUID)
    for path in hidden:
        if os.path.isdir(base + path):
            _mount("tmpfs", base + path, "tmpfs", _READ_ONLY | _NO_SETUID | _NO_DEVICES, "mode=755,size=4k")
    os.chdir(base)
    syscall("pivot_root", b".", b".")
    syscall("umount2", b".", _DETACH)
    os.chdir("/")
    _seal("/", _READ_ONLY | _NO_SETUID | _NO_DEVICES, 0)


def drop_privileges(number: int) -> None:
    """Become a user whom nobody else is (by `number`) if root, and one without capabilities in any case."""
    _system.bound_capabilities()
    if os.geteuid() == 0:
        for unused in (_UNUSED + number, _NOBODY):
            try:
                os.setgroups([])
                os.setresgid(unused, unused, unused)
                os.setresuid(unused, unused, unused)
                break
            except OSError:
                continue
    _system.drop_capabilities()
    _system.prctl(_system.PR_SET_NO_NEW_PRIVS, 1)


def _place(shown: Iterable[str]) -> str:
    for place in _PLACES:
        if os.path.isdir(place) and not any(f"{path}/".startswith(f"{place}/") for path in shown):
            return place
    raise OSError(2, "no folder to build a root in")


def _show(path: str, base: str, attributes: int) -> None:
    """Bind `path` at its name below `base`; one that is not there, or there already, is passed over."""
    target = base + path
    if not os.path.exists(path) or os.path.exists(target):
        return
    if stat.S_ISDIR(os.stat(path).st_mode):
        os.makedirs(target)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))
    _mount(path, target, "", _BIND | _RECURSIVE)
    _seal(target, attributes, _ALL_BELOW)


def _mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    syscall("mount", os.fsencode(source), os.fsencode(target), kind.encode(), flags, data.encode())


def _seal(path: str, attributes: int, flags: int) -> None:
    wanted = create_string_buffer(struct.pack("<QQQQ", attributes, 0, 0, 0), 32)
    syscall("mount_setattr", _HERE, os.fsencode(path), flags, addressof(wanted), 32)
