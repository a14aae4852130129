"""What can go wrong with the sandbox itself; a program's own failures are outcomes, never exceptions.

SandboxFault
  NoEngine         nothing here runs the language
  Unprotected      this machine can't confine the program: nothing was run
  Infrastructure   the sandbox broke down, twice in a row: nothing is known about the program
Garbled            (a ValueError) text that is not an encoded value
"""

from __future__ import annotations


class SandboxFault(Exception):
    """The sandbox could not do its work; the message is a sentence for the user."""


class NoEngine(SandboxFault):
    """Nothing that is installed runs the language."""


class Unprotected(SandboxFault):
    """The layers that untrusted code needs are missing, and it was not run."""


class Infrastructure(SandboxFault):
    """The sandbox broke down; this says nothing about the program."""


class Garbled(ValueError):
    """A text or tree that no encoder of ours writes."""
