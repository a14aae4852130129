"""`synth families`: what there is, with levels and space sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.cli.screen import console, emit, is_screen

if TYPE_CHECKING:
    from synth.families import Family

EXAMPLE = "synth families --json | jq .name"


def run(
    name: Annotated[
        str | None, typer.Argument(help="Only this family, with the strata of its levels.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, also on a terminal.")] = False,
) -> None:
    """List the families: levels, how many problems each holds in which strata, skills, methods of proof."""
    from synth.families import families, find

    records = (_record(family) for family in (families() if name is None else (find(name),)))
    if as_json or not is_screen():
        for record in records:
            emit(record)
        return
    if name is None:
        _draw(list(records))
    else:
        _draw_strata(*records)


def _record(family: Family) -> dict[str, Any]:
    """Return what there is to say of a family; the methods are those that accept its first rows.

    A family made in batches names them, so that listing compiles none of its kernels.
    """
    from synth.line import rows

    methods: dict[str, None] = dict.fromkeys(family.checks if family.batched else ())
    levels = []
    for level, what in sorted(family.levels.items()):
        strata = {name: space.count() for name, space in family.strata(level).items()}
        levels.append({"level": level, "problems": sum(strata.values()), "what": what, "strata": strata})
        if not family.batched:
            methods |= dict.fromkeys(next(rows(family.name, level)).checks)
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

    table = Table("family", "domain", "level", "strata", "problems", "what", "skills", "checked by")
    for record in records:
        for number, level in enumerate(record["levels"]):
            first = number == 0
            table.add_row(
                record["name"] if first else "",
                record["domain"] if first else "",
                str(level["level"]),
                str(len(level["strata"])),
                _short(level["problems"]),
                level["what"],
                ", ".join(record["skills"]) if first else "",
                ", ".join(record["methods"]) if first else "",
            )
    console().print(table)


def _draw_strata(record: dict[str, Any]) -> None:
    """Write the strata of each level of a family."""
    from rich.table import Table

    table = Table("level", "what", "stratum", "problems")
    for level in record["levels"]:
        for number, (name, count) in enumerate(level["strata"].items()):
            opening = ("", "") if number else (str(level["level"]), level["what"])
            table.add_row(*opening, name, _short(count))
    console().print(table)
    for key in ("skills", "prerequisites", "methods"):
        console().print(f"{key}: {', '.join(record[key]) or 'none'}")


def _short(number: int) -> str:
    """Return a number as a reader likes it: exact up to a billion, then its magnitude."""
    if number < 10**9:
        return f"{number:,}"
    digits = str(number)
    return f"{digits[0]}.{digits[1:3]}e{len(digits) - 1}"
