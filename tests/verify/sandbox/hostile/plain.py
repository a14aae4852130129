"""Become a plain user, who can run this interpreter even where root keeps it in a closed folder.

    python plain.py UID COMMAND...

Where a folder above the interpreter or the checkout is closed to others, a private mount puts an open one in
its place with only what is needed in it; nobody else sees that. Needs root.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_NEW_MOUNTS, _BIND, _RECURSIVE, _PRIVATE = 0x20000, 0x1000, 0x4000, 0x40000
_libc = ctypes.CDLL(None, use_errno=True)


def closed(path: Path) -> Path | None:
    """Return the outermost folder above `path` that others can't enter, if there is one."""
    above = [*reversed(path.parents), path]
    return next((folder for folder in above if not folder.stat().st_mode & 0o001), None)


def main() -> None:
    needed = sorted(
        {Path(os.path.realpath(p)) for p in (sys.base_prefix, sys.prefix, Path(__file__).parents[4])}
    )
    inside = {path: folder for path in needed if (folder := closed(path))}
    if inside:
        check(_libc.unshare(_NEW_MOUNTS), "unshare")
        mount("none", "/", "", _RECURSIVE | _PRIVATE, "")
        held = {path: os.open(path, os.O_PATH) for path in inside}
        for folder in sorted(set(inside.values())):
            mount("tmpfs", str(folder), "tmpfs", 0, "mode=755")
        for path, descriptor in held.items():
            path.mkdir(parents=True, exist_ok=True)
            mount(f"/proc/self/fd/{descriptor}", str(path), "", _BIND | _RECURSIVE, "")
            os.close(descriptor)
    user = int(sys.argv[1])
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    os.execv(sys.argv[2], sys.argv[2:])


def mount(what: str, where: str, kind: str, flags: int, data: str) -> None:
    arguments = (what.encode(), where.encode(), kind.encode(), ctypes.c_ulong(flags), data.encode())
    check(_libc.mount(*arguments), f"mount {where}")


def check(result: int, what: str) -> None:
    if result:
        raise OSError(ctypes.get_errno(), what)


if __name__ == "__main__":
    main()
