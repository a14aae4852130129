"""Options that are whole numbers, in the digits 0 to 9."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer


def whole(value: str | int) -> int:
    """Return the number that an option is given; raise typer's error, with the value, if it is none.

    >>> whole("-10")
    -10
    """
    if isinstance(value, str) and not re.fullmatch("-?[0-9]+", value):
        raise typer.BadParameter(f"{value[:80]!r} is no whole number")
    return int(value)


def positive(value: str | int) -> int:
    """Return the number that an option is given; raise typer's error, with the value, if it is below 1."""
    found = whole(value)
    if found < 1:
        raise typer.BadParameter(f"'{found}' is below 1")
    return found


def whole_seed(value: str | int) -> int:
    """Return the seed that an option is given; raise typer's error, with the value, if it is none."""
    found = whole(value)
    if not 0 <= found < 2**63:
        raise typer.BadParameter(f"'{found}' is not from 0 to {2**63 - 1}")
    return found


def number(explanation: str, read: Callable[[str], int] = whole) -> Any:
    """Return an option that takes a whole number."""
    return typer.Option(parser=read, metavar="N", help=explanation)
