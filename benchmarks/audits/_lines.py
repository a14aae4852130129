"""Reasoning that cites its own lines: numbers that run on from the premises, and lists in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audits._row import Row, matched, need


def premises(lines: list[str]) -> list[str]:
    """Take the numbered premises from the front of a question's lines; return them without full stops."""
    need(lines.pop(0) == "Premises:", "no premises")
    found: list[str] = []
    while lines and (said := re.fullmatch(r"([0-9]+)\. (.*)\.", lines[0])):
        found.append(said[2])
        need(int(said[1]) == len(found), "a premise has a wrong number")
        lines.pop(0)
    return found


def cited(row: Row, first: int = 1) -> Iterator[tuple[int, int, str]]:
    """Yield each line's number, which runs on from the first, its indent and its text."""
    for at, line in enumerate(row.reasoning.split("\n"), first):
        indent, number, text = matched(r"( *)([1-9][0-9]*)\. (.+)", line).groups()
        need(int(number) == at, f"line {number} stands at place {at}")
        yield at, len(indent), text


def flush(row: Row, first: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line of a reasoning without indents."""
    for at, indent, text in cited(row, first):
        need(not indent, f"line {at} is indented")
        yield at, text


def listed(text: str) -> list[str]:
    """Return the parts of "a, b and c"; "none" has none.

    >>> listed("Ann, Ben and Clara"), listed("none")
    (['Ann', 'Ben', 'Clara'], [])
    """
    return [] if text == "none" else re.split(r", | and ", text)


def cites(text: str) -> list[int]:
    """Return the line numbers of "3, 5"."""
    return [int(one) for one in text.split(", ")]
