"""`synth verify`: every row of a dataset checked again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.cli.numbers import number, positive
from synth.cli.screen import console, emit, is_screen, progress, say

if TYPE_CHECKING:
    from synth.run.verify import Outcome

EXAMPLE = "synth verify out/mini --report report.json"
FAULTS_SHOWN = 10
IDS_SHOWN = 3


def run(
    path: Annotated[Path | None, typer.Argument(help="A Parquet or JSONL file, or a folder of them.")] = None,
    workers: Annotated[int | None, number("Processes; default: one a core.", positive)] = None,
    report: Annotated[Path | None, typer.Option(help="Write counts and faults to this JSON file.")] = None,
    remake: Annotated[
        bool,
        typer.Option(
            "--remake",
            help="Make each row again from its id, and compare every column but the seed and the version.",
        ),
    ] = False,
    properties: Annotated[bool, typer.Option(help="Run the property suites of the checkers.")] = False,
) -> None:
    """Check every row again with its family's checker; exit 1 unless all are accepted.

    Without --remake this proves what a row says: question, reasoning,
    solution, answer, tests, payload, level, skills, canonical and group, that
    no id stands twice, and that each id agrees with its provenance. It does
    not prove checks and grammar, nor that a row is what its id makes: --remake
    compares them. The page of a family says where a group or a canonical is
    not proved in full (logic).
    """
    from synth.cli.output import refuse_inputs
    from synth.errors import InputError

    if path is None and not properties:
        raise InputError("give a file or folder of rows, or --properties")
    sound = _properties() if properties else True
    if path is not None:
        if report is not None:
            refuse_inputs("--report", report, [path, *path.rglob("*")])
        outcome = _outcome(path, workers, remake)
        if report is not None:
            _write(report, outcome.record())
        _print(outcome)
        sound = sound and not outcome.refused and not outcome.undecided
    if not sound:
        raise typer.Exit(1)


def _outcome(path: Path, workers: int | None, remake: bool) -> Outcome:
    from rich.progress import MofNCompleteColumn, TextColumn

    from synth.run.verify import verify
    from synth.run.workers import cores

    columns = (MofNCompleteColumn(), TextColumn("rows checked"))
    with progress(*columns) as drawn:
        task = drawn.add_task("rows", total=None)
        return verify(
            path, workers or cores(), lambda rows: drawn.update(task, completed=rows), remake=remake
        )


def _write(path: Path, record: dict[str, Any]) -> None:
    import orjson

    from synth.cli.output import replacing

    with replacing(path) as temporary:
        temporary.write_bytes(orjson.dumps(record, option=orjson.OPT_INDENT_2) + b"\n")


def _print(outcome: Outcome) -> None:
    """Print the counts; the first faults are messages."""
    counts = {key: getattr(outcome, key) for key in ("accepted", "refused", "undecided")}
    if is_screen():
        for key, count in counts.items():
            console().print(f"{key} {count:,}")
    else:
        emit(counts)
    faults = [
        f"{family}: {fault}: {_named(names, outcome.places)}"
        for family, of_family in outcome.record()["faults"].items()
        for fault, names in of_family.items()
    ]
    for fault in faults[:FAULTS_SHOWN]:
        say(fault)
    if len(faults) > FAULTS_SHOWN:
        say(f"and {len(faults) - FAULTS_SHOWN} more kinds of fault: --report names them all")


def _named(names: list[str], places: dict[str, str]) -> str:
    """Return the first ids with the places of their rows, and how many more there are."""
    shown = ", ".join(f"{name} ({places[name]})" for name in names[:IDS_SHOWN])
    return f"{shown} and {len(names) - IDS_SHOWN} more" if len(names) > IDS_SHOWN else shown


def _properties() -> bool:
    """Run the property suites of all families; print each property and return True if all hold."""
    from synth.families import families
    from synth.properties import suite

    sound = True
    for family in families():
        for name, broken in suite(family):
            sound = sound and not broken
            if is_screen():
                console().print(f"{family.name}: {name}: {broken or 'holds'}", soft_wrap=True)
            else:
                emit({"family": family.name, "property": name, "holds": not broken, "why": broken})
    return sound
