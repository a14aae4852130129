"""The third decider of logic: it reads a row by itself and tries every case."""

from __future__ import annotations

from logic_judge import judge

from synth.row import Row


def right(row: Row) -> bool:
    """Return True if nothing is wrong with a row."""
    return not any(judge(row))
