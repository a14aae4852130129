"""The error that a user can mend; the kinds that grammars raise are in `synth/grammar/errors.py`."""

from __future__ import annotations


class InputError(Exception):
    """A user's mistake; the message is the whole of what is shown, and the exit code is 2."""
