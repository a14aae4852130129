"""`synth families`: what there is, with levels and space sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.cli.screen import console, emit, is_screen

if TYPE_CHECKING:
    from synth.families import Family

EXAMPLE = "synth families --json | jq .name"


def run(
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, also on a terminal.")] = False,
) -> None:
    """List the families: levels, how many problems each holds in which strata, skills, methods of proof."""
    from synth.families import families

    records = (_record(family) for family in families())
    if as_json or not is_screen():
        for record in records:
            emit(record)
        return
    _draw(list(records))


def _record(family: Family) -> dict[str, Any]:
    """Return what there is to say of a family; the methods are those that accept its first rows."""
    from synth.line import rows

    methods: dict[str, None] = {}
    levels = []
    for level, what in sorted(family.levels.items()):
        strata = {name: space.count() for name, space in family.strata(level).items()}
        levels.append({"level": level, "problems": sum(strata.values()), "what": what, "strata": strata})
        for row in rows(family.name, level):
            methods |= dict.fromkeys(row.checks)
            break
    return {
        "name": family.name,
        "domain": family.domain,
        "levels": levels,
        "members": family.members,
        "skills": list(family.skills),
        "prerequisites": list(family.prerequisites),
        "methods": list(methods),
    }


def _draw(records: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table("family", "domain", "level", "problems", "what", "skills", "checked by")
    for record in records:
        for number, level in enumerate(record["levels"]):
            first = number == 0
            table.add_row(
                record["name"] if first else "",
                record["domain"] if first else "",
                str(level["level"]),
                _short(level["problems"]),
                "\n".join([level["what"], *_told(level["strata"])]),
                ", ".join(record["skills"]) if first else "",
                ", ".join(record["methods"]) if first else "",
            )
    console().print(table)


def _told(strata: Mapping[str, int]) -> list[str]:
    """Return a line for each stratum, if there are several."""
    return [f"- {name}: {_short(count)}" for name, count in strata.items()] if len(strata) > 1 else []


def _short(number: int) -> str:
    """Return a number as a reader likes it: exact up to a billion, then its magnitude."""
    if number < 10**9:
        return f"{number:,}"
    digits = str(number)
    return f"{digits[0]}.{digits[1:3]}e{len(digits) - 1}"
