"""`synth show`: one row made again from its id, and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from synth.cli.numbers import number, whole_seed
from synth.cli.screen import console, emit, is_screen, say

if TYPE_CHECKING:
    from synth.row import Row

EXAMPLE = "synth show $(synth enumerate --grammar logic.lark --depth 1 --limit 1 | jq -r .id)"


def run(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a row: family/rank.variant@fingerprint.")
    ],
    seed: Annotated[int, number("The seed to write into the row's provenance.", whole_seed)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, also on a terminal.")] = False,
) -> None:
    """Make one row again from its id and check it."""
    from synth.line import checked, row_of
    from synth.row import to_record

    row, verdict = checked(row_of(name, seed))
    if as_json or not is_screen():
        emit(to_record(row))
    else:
        draw(row)
    if not verdict.accepted:
        say(
            f"the checker refuses it: {verdict.fault}" if verdict.fault else "the checker could not decide it"
        )
        raise typer.Exit(1)


def draw(row: Row) -> None:
    """Write a row for a reader."""
    from rich.rule import Rule

    screen = console()
    screen.print(Rule(f"{row.id} (level {row.level})"))
    for text in (row.question, row.reasoning, row.solution, row.tests):
        if text:
            screen.print(text, soft_wrap=True)
            screen.print()
    screen.print(f"Answer: {row.answer}", soft_wrap=True)
    if row.checks:
        screen.print(f"Accepted by: {', '.join(row.checks)}")
