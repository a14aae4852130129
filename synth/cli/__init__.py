"""The command line, from Ctrl-C and closed streams on; the commands are in `commands.py`, one file each.

Data goes to stdout, messages to stderr, both in UTF-8. Exit 0: done; 1: the data failed; 2: wrong input;
130: interrupted. What is imported here is little, so that Ctrl-C is heard at once.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any, NoReturn

INTERRUPTED = 130
AGAIN = 0.1
"""Seconds after which an interrupt that has had no effect is raised again."""


def main() -> NoReturn:
    """Run the command that the arguments name; what the script `synth` calls."""
    if sys.__stdin__ is None or sys.__stdout__ is None or sys.__stderr__ is None:
        _open_standard_streams()
    _write_utf8()
    # Amid an import an interrupt comes out as an error of the import: here it ends the process at once.
    _on_interrupt(lambda *_: os._exit(INTERRUPTED))
    from synth.cli.commands import run

    interrupts = _Interrupts()
    _on_interrupt(interrupts)
    try:
        code = run()
    except BaseException:
        if not interrupts.heard:
            raise
        code = INTERRUPTED
    interrupts.forget()
    _forget_what_cannot_be_written()
    sys.exit(INTERRUPTED if interrupts.heard else code)


def _on_interrupt(handler: Any) -> None:
    """Set what Ctrl-C does, unless whoever started the process has it ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, handler)


class _Interrupts:
    """A handler of Ctrl-C that remembers it: a library may swallow the exception or turn it into another.

    An exception that is raised amid a destructor or a callback from C is reported and dropped. It is raised
    again, ten times a second, until it is being handled; and what is dropped is not reported.
    """

    heard = False

    def __call__(self, *_: Any) -> None:
        if not self.heard:
            self.heard = True
            sys.unraisablehook = lambda _: None
            signal.signal(signal.SIGALRM, self)
            signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
        if not _is_interrupt(sys.exc_info()[1]):
            raise KeyboardInterrupt

    def forget(self) -> None:
        """Hear nothing from here on."""
        _on_interrupt(signal.SIG_IGN)
        if self.heard:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _is_interrupt(error: BaseException | None) -> bool:
    """Return whether an error is an interrupt or came of one."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _open_standard_streams() -> None:
    """Give the standard streams that were closed a place, which no file opened later may take.

    Nothing is read from stdin; writing to stdout fails; messages are lost.
    """
    for handle, name, way in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_WRONLY if handle == 2 else os.O_RDONLY)
            if opened != handle:
                os.dup2(opened, handle)
                os.close(opened)
            os.set_inheritable(handle, True)
            stream = open(handle, way, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _write_utf8() -> None:
    """Read and write UTF-8, whatever the locale says; bytes that are none go through as they came."""
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "surrogateescape"),
        (sys.stderr, "backslashreplace"),
    ):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors=errors)


def _forget_what_cannot_be_written() -> None:
    """Flush the streams, so that nothing is left to fail when the interpreter ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
