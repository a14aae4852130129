"""`synth check`: what loading a grammar found."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.cli import loading
from synth.cli.screen import console, emit, is_screen

if TYPE_CHECKING:
    from synth.grammar.report import Report

EXAMPLE = "synth check logic.lark"
WORD = 63


def run(
    grammar: Annotated[str, typer.Argument(metavar="G", help="A bundled grammar (logic.lark) or a path.")],
    terminal: loading.Terminals = None,
    repeat: loading.Repeat = loading.REPEAT,
    start: loading.Start = "start",
    ambiguous: loading.Ambiguous = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, also on a terminal.")] = False,
) -> None:
    """Report on a grammar: certificate, counts and bits by depth, terminals, separators, things to mend."""
    from synth.grammar.batch import why_not_compiled
    from synth.grammar.report import check

    loaded = loading.loaded(grammar, terminal, repeat, start, ambiguous)
    report, why_slow = check(loaded), why_not_compiled(loaded)
    if as_json or not is_screen():
        emit({**_record(report), "compiled": not why_slow, "why_not_compiled": why_slow})
    else:
        _draw(report)
        console().print(
            f"Many texts are made one by one: {why_slow}." if why_slow else "Many texts are made by a kernel."
        )


def _record(report: Report) -> dict[str, Any]:
    """Return the report with names in place of positions."""
    record = asdict(report)
    record["counts"] = [
        {"depth": depth, "count": count, "bits": count.bit_length(), "last_shell": round(shell, 6)}
        for (depth, count), shell in zip(report.counts, report.last_shells, strict=True)
    ]
    record["least_depths"] = dict(report.least_depths)
    record["terminals"] = [
        {"name": name, "words": words, "bound": bound} for name, words, bound in report.terminals
    ]
    del record["last_shells"]
    return record


def _draw(report: Report) -> None:
    from rich.table import Table

    screen = console()
    certificate = "unambiguous (LALR without conflicts)" if report.unambiguous else "read with --ambiguous"
    screen.print(
        f"{report.name}: {certificate}; {report.symbols} symbols, {report.constructors} constructors"
    )
    screen.print(f"fingerprint {report.fingerprint}", soft_wrap=True)
    counts = Table("depth", "trees at most so deep", "bits", "of them exactly so deep", "counted with")
    for (depth, count), shell in zip(report.counts, report.last_shells, strict=True):
        bits = count.bit_length()
        numbers = "machine integers" if bits <= WORD else "big integers"
        counts.add_row(str(depth), _short(count), str(bits), f"{shell:.2%}", numbers)
    screen.print(counts)
    least = Table("symbol", "least depth")
    for name, depth in report.least_depths:
        least.add_row(name, str(depth))
    screen.print(least)
    terminals = Table("terminal", "words", "bound")
    for name, words, bound in report.terminals:
        terminals.add_row(name, f"{words:,}", bound)
    screen.print(terminals)
    pairs = ", ".join(f"{first} {second}" for first, second in report.separated)
    if report.separator is None:
        screen.print("Nothing is written between tokens: none of them melt.")
    else:
        screen.print(f"{report.separator!r} is written between: {pairs or 'no tokens'}", soft_wrap=True)
    for note in report.notes:
        screen.print(note, soft_wrap=True)


def _short(number: int) -> str:
    return f"{number:,}" if number < 10**24 else f"about 10^{len(str(number)) - 1}"
