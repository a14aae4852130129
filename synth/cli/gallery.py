"""`synth gallery`: a page of rows of every family, as they ship; docs/gallery.md is made by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from synth.cli.numbers import number, positive, whole_seed

if TYPE_CHECKING:
    from synth.families import Family
    from synth.row import Row

EXAMPLE = "synth gallery --family logic > gallery.md"


def run(
    family: Annotated[
        list[str] | None, typer.Option("--family", metavar="F", help="A family; may be given again.")
    ] = None,
    rows: Annotated[int, number("Rows of each level.", positive)] = 3,
    seed: Annotated[int, number("The seed that chooses the rows.", whole_seed)] = 0,
) -> None:
    """Write a page of Markdown with a few rows of each family and level, made and checked on the spot."""
    from synth.families import families, find

    chosen = [find(name) for name in family] if family else families()
    typer.echo(
        "# Gallery\n\nA few rows of each family and level, as they ship. `synth gallery` makes this page."
    )
    for one in chosen:
        for line in _page(one, rows, seed):
            typer.echo(line)


def _page(family: Family, number_of_rows: int, seed: int) -> Iterator[str]:
    """Yield the lines of a family's part of the page."""
    yield f"\n## {family.name}\n\nTeaches {', '.join(family.skills)}."
    for level, what in sorted(family.levels.items()):
        yield f"\n### {family.name}, level {level}: {what}"
        for row in _various(family, level, number_of_rows, seed):
            yield f"\n`{row.id}`\n\n```text"
            yield "\n\n".join((row.question, row.reasoning, row.solution, f"Answer: {row.answer}"))
            yield f"```\n\nAccepted by {', '.join(row.checks)}."


def _various(family: Family, level: int, number_of_rows: int, seed: int) -> Iterator[Row]:
    """Yield rows of strata that are spread over the level, another member of a group each time."""
    from synth.line import Line

    strata = list(family.strata(level))
    for turn in range(number_of_rows):
        # With fewer strata than rows they take turns.
        at = turn * len(strata) // number_of_rows if number_of_rows < len(strata) else turn % len(strata)
        line = Line(family, level, seed, stratum=strata[at])
        place = turn // len(strata)
        while place < line.places:
            if group := line.take(place):
                yield group[turn % len(group)]
                break
            place += 1
