"""The judge's end of a template: start it, ask it for a run, end it."""

from __future__ import annotations

import array
import itertools
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from synth.verify.sandbox import _wire

_TEMPLATE: Final = str(Path(__file__).with_name("_template.py"))
_START: Final = 60.0  # seconds until a template has said what it can do
_GRACE: Final = 60.0  # seconds beyond the wall limit, which the template keeps
_numbers = itertools.count(os.getpid() % 30_000 * 1000)


class Refused(Exception):
    """The machine does not allow the tier; the message says what was refused."""


class Broken(Exception):
    """The template is not there any more, or does not answer."""


class Template:
    """A running template of one tier."""

    def __init__(self, tier: int, hash_seed: int, language: str = "python", folder: str = "") -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        asked = {
            "control": theirs.fileno(),
            "judge": os.getpid(),
            "number": next(_numbers),
            "tier": tier,
            "language": language,
            "folder": folder,
        }
        # As `-I` isolates, except that it would not hear of the seed of hashes in the environment made here.
        command = [sys.executable, "-s", "-P", "-S", "-X", "utf8", _TEMPLATE, json.dumps(asked)]
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd="/",
                env={"PYTHONHASHSEED": str(hash_seed), "TZ": "UTC0"},
                start_new_session=True,  # Ctrl-C is for the judge
            )
        self._socket = ours
        self.runs = 0
        try:
            ours.settimeout(_START)
            said: dict[str, Any] = json.loads(self._received(4096))
        except BaseException:
            self.end()
            raise
        if "refused" in said:
            self.end()
            raise Refused(said["refused"])

    @property
    def pid(self) -> int:
        """The process that was started; in namespaces, the one that serves is its child."""
        return self._process.pid

    def ask(
        self, cpu: float, wall: float, memory: int, jobs: bytes, room: int
    ) -> tuple[tuple[Any, ...], bytes]:
        """Return the report on a child that ran `jobs`, and what it answered; raise `Broken`."""
        self.runs += 1
        size = _wire.START + len(jobs) + room
        file = os.memfd_create("job", os.MFD_CLOEXEC)
        try:
            request = _wire.REQUEST.pack(cpu, wall, memory, len(jobs), size)
            passed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file]))]
            try:
                os.truncate(file, size)
                os.pwrite(file, jobs, _wire.START)
                self._socket.settimeout(wall + _GRACE)
                self._socket.sendmsg([request], passed)
            except OSError as fault:
                raise Broken(str(fault)) from None
            report = _wire.REPORT.unpack(self._received(_wire.REPORT.size))
            (written,) = _wire.COUNT.unpack(os.pread(file, _wire.COUNT.size, 0))
            return report, os.pread(file, min(written, room), _wire.START + len(jobs))
        finally:
            os.close(file)

    def end(self) -> None:
        """End the template and all that it has started, and wait until they are gone."""
        self._socket.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _received(self, size: int) -> bytes:
        try:
            message = self._socket.recv(size)
        except OSError as fault:
            raise Broken(str(fault)) from None
        if not message:
            raise Broken("it ended without a word")
        return message
