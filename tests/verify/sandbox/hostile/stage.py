"""What hostile programs are given to attack, and how to see from outside what they did to it.

Everything here is made for the purpose and taken away afterwards: a canary file, a victim process, listeners
at every kind of address. Nothing asks the attacked program or the sandbox how it went.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

VARIABLE = "SYNTH_HOSTILE_SECRET"
PLACES = (".", "~", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/run", os.path.dirname(os.__file__))
_LIBC = ctypes.CDLL(None, use_errno=True)


def adopt_orphans() -> None:
    """Make this process the parent of every descendant that loses its own: nothing can slip away unseen."""
    if _LIBC.prctl(36, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "PR_SET_CHILD_SUBREAPER")


def descendants() -> dict[int, str]:
    """Return the living descendants of this process with their commands; the dead among its children go."""
    parents: dict[int, int] = {}
    names: dict[int, str] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = Path("/proc", entry, "stat").read_text()
            except OSError:
                continue
            name, _, rest = text.partition("(")[2].rpartition(")")
            state, parent = rest.split()[:2]
            if state == "Z" and int(parent) == os.getpid():
                continue
            parents[int(entry)], names[int(entry)] = int(parent), f"{name} ({state})"
    found: dict[int, str] = {}
    waiting = [os.getpid()]
    while waiting:
        above = waiting.pop()
        below = [pid for pid, parent in parents.items() if parent == above]
        found |= {pid: names[pid] for pid in below}
        waiting += below
    return found


class Stage:
    """The canary, the victim and the listeners; `at` tells an attacker where they are."""

    def __init__(self, secret: str, tier: int) -> None:
        self.token = "hostile-" + secrets.token_hex(8)
        self.key = secrets.randbelow(2**30) + 1
        self.folder = Path(tempfile.mkdtemp(prefix="stage-"))
        self.canary = self.folder / "canary"
        self.canary.write_text("the canary sings\n")
        (self.folder / "spare").write_text("spare\n")
        (self.folder / "empty").mkdir()
        self.listeners = {
            "tcp": self._listen(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            "udp": self._listen(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            "unix": self._listen(socket.AF_UNIX, socket.SOCK_STREAM, str(self.folder / "stream")),
            "datagram": self._listen(socket.AF_UNIX, socket.SOCK_DGRAM, str(self.folder / "datagram")),
            "abstract": self._listen(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + self.token),
        }
        # Nobody is kept out by an owner: if a file stays as it is, the sandbox kept it so.
        for path in (self.folder, *self.folder.iterdir()):
            path.chmod(0o777)
        self.victim = subprocess.Popen(["sleep", "900"], cwd=self.folder, env={VARIABLE: secret})
        while not self._about("stat").startswith(f"{self.victim.pid} (sleep) S"):
            time.sleep(0.005)  # until it sleeps
        self.at: dict[str, Any] = {
            "tier": tier,
            "token": self.token,
            "key": self.key,
            "secret": secret,
            "variable": VARIABLE,
            "canary": str(self.canary),
            "spare": str(self.folder / "spare"),
            "empty": str(self.folder / "empty"),
            "folders": [str(self.folder), os.getcwd()],
            "files": [str(Path(__file__).resolve())],
            "top": self.folder.parts[1],
            "victim": self.victim.pid,
            "tcp": self.listeners["tcp"].getsockname()[1],
            "udp": self.listeners["udp"].getsockname()[1],
            "unix": str(self.folder / "stream"),
            "datagram": str(self.folder / "datagram"),
            "abstract": self.token,
        }
        self.before = self._look()

    def _listen(self, family: int, kind: int, address: Any) -> socket.socket:
        made = socket.socket(family, kind)
        made.bind(address)
        made.setblocking(False)
        if kind == socket.SOCK_STREAM:
            made.listen()
        return made

    def _about(self, name: str) -> str:
        return Path(f"/proc/{self.victim.pid}/{name}").read_text()

    def _look(self) -> dict[str, Any]:
        """Return all that must not change, under names that begin a fault."""
        seen: dict[str, Any] = {}
        for path in (self.folder, *sorted(self.folder.iterdir())):
            about = path.lstat()
            seen[f"canary: {path.name}"] = (
                (about.st_mode, about.st_uid, about.st_gid, about.st_ino, about.st_nlink, about.st_mtime_ns),
                os.listxattr(path, follow_symlinks=False),
                path.read_bytes() if path.is_file() else b"",
            )
        if self.victim.poll() is None:
            fields = self._about("stat").rpartition(")")[2].split()
            tracer = next(line for line in self._about("status").splitlines() if line.startswith("TracerPid"))
            limits = {n: resource.prlimit(self.victim.pid, getattr(resource, n)) for n in _LIMITS}
            kept = (os.sched_getaffinity(self.victim.pid), os.getpriority(os.PRIO_PROCESS, self.victim.pid))
            seen["victim: is as it was"] = (fields[0], tracer, limits, kept)
        for name, listener in self.listeners.items():
            try:
                heard = listener.accept() if listener.type == socket.SOCK_STREAM else listener.recv(64)
                seen[f"listener: {name} heard something"] = repr(heard)
            except BlockingIOError:
                pass
        for place in PLACES:
            folder = os.path.expanduser(place)
            for name in os.listdir(folder) if os.access(folder, os.R_OK) else ():
                if self.token in name:
                    seen["shared memory: a file" if place == "/dev/shm" else f"canary: a file in {place}"] = (
                        name
                    )
        _LIBC.shmget.argtypes = [ctypes.c_int, ctypes.c_size_t, ctypes.c_int]
        if _LIBC.shmget(self.key, 0, 0) != -1 or ctypes.get_errno() != errno.ENOENT:
            seen["segment: of System V"] = self.key
        if _LIBC.mq_open(f"/{self.token}".encode(), os.O_RDONLY) != -1:
            seen["queue: of POSIX"] = self.token
        return seen

    def faults(self) -> list[str]:
        """Return what is not as it was, each fault beginning with the kind of thing."""
        after = self._look()
        return sorted({name for name in {*self.before, *after} if self.before.get(name) != after.get(name)})

    def close(self) -> None:
        """Take everything away, also what an attacker left."""
        self.victim.kill()
        self.victim.wait()
        for listener in self.listeners.values():
            listener.close()
        shutil.rmtree(self.folder)
        for place in PLACES:
            folder = os.path.expanduser(place)
            for name in os.listdir(folder) if os.access(folder, os.R_OK) else ():
                if self.token in name:
                    Path(folder, name).unlink()
        _LIBC.mq_unlink(f"/{self.token}".encode())
        segment = _LIBC.shmget(self.key, 0, 0)
        if segment != -1:
            _LIBC.shmctl(segment, 0, None)


def end(pids: list[int]) -> None:
    """Kill processes, which must be descendants of this one, and collect them as they come to it."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    for pid in pids:
        while Path(f"/proc/{pid}").exists():
            with contextlib.suppress(ChildProcessError):  # its parent is about to die
                os.waitpid(pid, os.WNOHANG)
            time.sleep(0.002)


_LIMITS = ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE")
