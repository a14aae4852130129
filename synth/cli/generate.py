"""`synth generate`: a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.cli.numbers import number, positive
from synth.cli.screen import console, emit, is_screen, progress, say

if TYPE_CHECKING:
    from synth.run.generate import Report
    from synth.run.plan import Plan
    from synth.run.recipe import Recipe

EXAMPLE = "synth generate mini --out out/mini --workers 2"
SAMPLES = 3


def run(
    recipe: Annotated[str | None, typer.Argument(help="A bundled recipe's name, or a .toml file.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder of the dataset; a run in it is resumed.")
    ] = None,
    rows: Annotated[int | None, number("Rows in all, shared out as the recipe says.")] = None,
    seed: Annotated[int | None, number("Another seed than the recipe's.")] = None,
    family: Annotated[str | None, typer.Option(help="Without a recipe: the family.")] = None,
    level: Annotated[int | None, number("Without a recipe: the level; default all.")] = None,
    workers: Annotated[int | None, number("Processes; default: one a core.", positive)] = None,
    engine: Annotated[str, typer.Option(help="Where units are made: local.")] = "local",
    plan: Annotated[bool, typer.Option("--plan", help="Print what would be made, and stop.")] = False,
) -> None:
    """Make a dataset: every row solved, checked and on disk; a run that was stopped goes on where it was."""
    from synth.errors import InputError
    from synth.run.plan import plan as planned

    if engine != "local":
        raise InputError(
            f"--engine {engine}: this version makes rows on one machine only: leave it at 'local'"
        )
    whole = planned(_recipe(recipe, rows, seed, family, level))
    _tell_empty_levels(whole)
    if plan:
        _preview(whole, _workers(workers))
        return
    if out is None:
        raise InputError("--out is missing: the folder that the dataset is written to")
    _make(whole, out, _workers(workers))


def _recipe(
    name: str | None, rows: int | None, seed: int | None, family: str | None, level: int | None
) -> Recipe:
    from synth.errors import InputError
    from synth.run.recipe import read, single

    if name is not None:
        if family is not None or level is not None:
            raise InputError("give a recipe, or --family with --level and --rows, not both")
        return read(name).change(rows, seed)
    if family is None:
        raise InputError("give a recipe, such as mini, or --family and --rows")
    if rows is None:
        raise InputError("--rows is missing: how many rows of the family")
    return single(family, level, rows, seed or 0)


def _tell_empty_levels(plan: Plan) -> None:
    """Say which levels are left without rows because too few are asked for."""
    from synth.families import find

    made = {(one.family, one.level) for one in plan.strata}
    for entry in plan.recipe.entries:
        asked = entry.levels or sorted(find(entry.name).levels)
        empty = [str(level) for level in asked if (entry.name, level) not in made]
        if empty:
            say(
                f"{entry.name}: no rows at level{'s' * (len(empty) > 1)} {', '.join(empty)}: rows are shared "
                f"out in whole groups of {find(entry.name).members}, and {plan.recipe.rows} are too few"
            )


def _workers(asked: int | None) -> int:
    from synth.run.workers import cores

    return asked or cores()


def _make(plan: Plan, out: Path, workers: int) -> None:
    """Run the plan; say where the rows are, and what is wrong with them if anything is."""
    from synth.run.generate import generate

    try:
        with _progress(plan.recipe.rows) as report:
            manifest = generate(plan, out, workers, report)
    except KeyboardInterrupt:
        say(f"stopped; what is done is kept, and the same command goes on: --out {out}")
        raise
    if is_screen():
        _draw(manifest, out)
    else:
        emit({"out": str(out), **manifest})
    if _complain(manifest):
        raise typer.Exit(1)


@contextmanager
def _progress(total: int) -> Iterator[Report]:
    """Draw rows, rate and time left on stderr, from committed units only."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows {task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with progress(*columns) as drawn:
        task = drawn.add_task("rows", total=total, rate="")

        def report(rows: int, fresh: int) -> None:
            if not fresh:
                drawn.reset(task, completed=rows, rate="")
            speed = drawn.tasks[0].speed
            drawn.update(task, completed=rows, rate=f"{speed:,.0f}/s" if speed else "")

        yield report


def _preview(plan: Plan, workers: int) -> None:
    """Print what a plan makes, with time and disk from a few rows of each level."""
    from tempfile import TemporaryDirectory

    from synth.run.generate import estimate

    with TemporaryDirectory() as folder:
        estimates = estimate(plan, Path(folder) / "sample.parquet")
    seconds = sum(one.seconds * one.stratum.rows for one in estimates) / workers
    size = sum(one.bytes * one.stratum.rows for one in estimates)
    rows = sum(one.stratum.rows for one in estimates)
    units = len(plan.units())
    if not is_screen():
        strata = [
            {
                "family": one.stratum.family,
                "level": one.stratum.level,
                "stratum": one.stratum.label,
                "rows": one.stratum.rows,
                "problems": one.stratum.places,
                "variants": one.stratum.variants,
                "exhausted": one.stratum.exhausted,
                "cpu_seconds": round(one.seconds * one.stratum.rows, 1),
                "bytes": round(one.bytes * one.stratum.rows),
            }
            for one in estimates
        ]
        emit(
            {
                "name": plan.recipe.name,
                "units": units,
                "rows": rows,
                "seconds": round(seconds, 1),
                "bytes": round(size),
                "strata": strata,
            }
        )
        return
    from rich.table import Table

    table = Table("family", "level", "stratum", "rows", "CPU seconds", "MB")
    for one in estimates:
        cost = one.seconds * one.stratum.rows, one.bytes * one.stratum.rows / 1e6
        table.add_row(
            one.stratum.family,
            str(one.stratum.level),
            one.stratum.label,
            f"{one.stratum.rows:,}" + (" (all)" if one.stratum.exhausted else ""),
            *(f"{part:,.1f}" for part in cost),
        )
    console().print(table)
    console().print(
        f"{rows:,} rows in {units} units: about {seconds:,.0f} s with {workers} workers, {size / 1e6:,.1f} MB"
    )


def _draw(manifest: dict[str, Any], out: Path) -> None:
    """Write the counts, where the rows are and a few of them."""
    import pyarrow.parquet as pq
    from rich.table import Table

    from synth.cli.show import draw
    from synth.row import from_batch

    table = Table("family", "level", "stratum", "rows", "answers", "dropped")
    for one in manifest["strata"]:
        dropped = [f"{reason} {count:,}" for reason, count in one["dropped"].items()]
        dropped += [f"{key} {one[key]:,}" for key in ("refused", "undecided", "duplicates") if one[key]]
        answers = ", ".join(f"{answer} {count:,}" for answer, count in one["answers"].items())
        rows = f"{one['rows']:,}" + (" (all)" if one["exhausted"] else "")
        table.add_row(one["family"], str(one["level"]), one["stratum"], rows, answers, ", ".join(dropped))
    with pq.ParquetFile(out / manifest["files"][0]["path"]) as file:
        held = file.read_row_group(0) if file.num_row_groups else file.read()
    for turn in range(min(SAMPLES, len(held))):
        # One place further each time: members of a group stand at regular places.
        for row in from_batch(held.slice(turn * len(held) // SAMPLES + turn, 1)):
            draw(row)
    console().print(table)
    console().print(f"{manifest['rows']:,} rows in {out / 'data'}", soft_wrap=True)


def _complain(manifest: dict[str, Any]) -> bool:
    """Say what is wrong with a run that has ended; return True if anything is."""
    from synth.families import WHOLE

    wrong = False
    for one in manifest["strata"]:
        where = f"{one['family']} level {one['level']}"
        if one["stratum"] != WHOLE:
            where = f"{where}, {one['stratum']}"
        if one["refused"]:
            name, fault = one["faults"][0]
            say(f"{where}: {one['refused']} rows refused, so solver or checker is wrong; {name}: {fault}")
            wrong = True
        if one["rows"] < one["asked"]:
            say(f"{where}: {one['rows']} of {one['asked']} rows: after {one['tried']} problems none is left")
            wrong = True
    return wrong
