"""What commands write: data on stdout, for a reader or for a program; messages on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, ProgressColumn


def is_screen() -> bool:
    """Return True if a person reads stdout."""
    return sys.stdout.isatty()


def say(message: str) -> None:
    """Write a message to stderr; where nobody can hear, the exit code has to do."""
    with suppress(OSError):
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()


def emit(record: Mapping[str, Any]) -> None:
    """Write one JSON object as a line to stdout; whole numbers are exact, however large."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def console() -> Console:
    """Return what draws on stdout; texts are drawn as they are, without markup."""
    from rich.console import Console

    return Console(markup=False, highlight=False)


def progress(*columns: ProgressColumn) -> Progress:
    """Return what draws progress on stderr, if a person reads it, and leaves nothing behind."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True, markup=False, highlight=False)
    return Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
