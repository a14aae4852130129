"""A row as an audit reads it, and how an audit says what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

LOGIC = {"syllogism", "knights", "truth_table", "deduction"}
SHARED = {"comparison", "deduction", "syllogism"}  # several problems may share a group
LONGEST = 3_500  # characters of a text, as a row has at most 2,048 tokens


class Refused(Exception):
    """Tell what is wrong with a row, or cannot be read."""


@dataclass(frozen=True)
class Row:
    """What a learner reads of a row, and the columns that say what it is about."""

    family: str
    domain: str
    level: int
    skills: list[str]
    language: str
    question: str
    reasoning: str
    solution: str
    answer: str
    tests: str
    canonical: str
    group: str
    payload: str


NAMES = [field.name for field in fields(Row)]


def audited(audit: Callable[[Row], None]) -> Callable[[Mapping[str, Any]], str]:
    """Turn an audit that raises into one that takes a row's columns and returns its fault, or nothing.

    A text that an audit breaks on, such as one with too few lines, is a fault as well.
    """

    def fault(columns: Mapping[str, Any]) -> str:
        row = Row(**{name: columns[name] for name in NAMES})
        try:
            plain(row)
            audit(row)
        except Refused as one:
            return str(one)
        except (ArithmeticError, LookupError, ValueError) as one:
            return f"unread: {type(one).__name__}: {one}"
        return ""

    fault.__doc__ = audit.__doc__
    return fault


def need(holds: object, fault: str) -> None:
    """Refuse the row with the fault unless the claim holds."""
    if not holds:
        raise Refused(fault)


def plain(row: Row) -> None:
    """Check what holds in every family: texts of plain letters without odd blanks, and the fixed columns."""
    for name in ("question", "reasoning", "solution", "answer"):
        text = getattr(row, name)
        odd = text != text.strip() or re.search(r"\S  | $|[\t\r]", text, re.MULTILINE)
        need(text and text.isascii() and not odd, f"odd blanks or letters in {name}")
        need(len(text) <= LONGEST, f"{name} has {len(text)} characters")
    told(row, tests="", language="en", domain="logic" if row.family in LOGIC else "math")
    family, _, text = row.group.partition(":")
    alone = text.removeprefix(" ") == row.canonical
    need(family == row.family and (alone or family in SHARED), f"the group is {row.group}")


def told(row: Row, **columns: object) -> None:
    """Check that columns say what they should."""
    for name, wanted in columns.items():
        said = getattr(row, name)
        need(said == wanted, f"{name} is {said}, not {wanted}")


def filed(row: Row, canonical: str, level: int, skills: set[str], payload: str = "{}") -> None:
    """Check what a row is filed under."""
    told(row, canonical=canonical, level=level, payload=payload)
    need(set(row.skills) == skills, f"the skills are {row.skills}, not {skills}")


def matched(pattern: str, text: str) -> re.Match[str]:
    """Return the match of a whole text."""
    found = re.fullmatch(pattern, text, re.ASCII)
    if found is None:
        raise Refused(f"not of the form that is due: {text[:80]}")
    return found


def numbered(row: Row) -> list[str]:
    """Return the lines of the reasoning without their numbers, which run from 1; each ends in a full stop."""
    lines = row.reasoning.split("\n")
    for place, line in enumerate(lines, 1):
        need(line.startswith(f"{place}. ") and line == line.strip(), f"line {place} is not numbered {place}")
        need(line.endswith("."), f"line {place} has no full stop")
    return [line.split(". ", 1)[1] for line in lines]


def steps(row: Row) -> list[str]:
    """Return the lines of the reasoning without numbers and full stops; none stands twice."""
    lines = [line[:-1] for line in numbered(row)]
    need(len(set(lines)) == len(lines), "a line stands twice")
    return lines
