"""`synth enumerate`: the sentences of a grammar in rank order; of a family, its checked problems."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.cli import loading
from synth.cli.numbers import number, whole_seed
from synth.cli.screen import is_screen, progress, say

if TYPE_CHECKING:
    from synth.enumeration import Listing
    from synth.families import Family

EXAMPLE = "synth enumerate --grammar logic.lark --depth 4 --limit 3"
WORD = 1 << 64


def run(
    grammar: loading.GrammarName,
    depth: Annotated[int | None, number("The depth that trees have at most.")] = None,
    count: Annotated[bool, typer.Option("--count", help="Print only the exact number.")] = False,
    exact: Annotated[bool, typer.Option("--exact", help="Only trees of exactly this depth.")] = False,
    size: loading.Size = None,
    offset: Annotated[int, number("How many to leave out at the start.")] = 0,
    limit: Annotated[int | None, number("How many to list; default all.")] = None,
    order: Annotated[str, typer.Option(metavar="rank|shuffled", help="The order of the list.")] = "rank",
    seed: Annotated[int, number("Which of the shuffled orders.", whole_seed)] = 0,
    shard: Annotated[str | None, typer.Option(metavar="I/N", help="Part I of N, from 0.")] = None,
    modulo: loading.Modulo = None,
    text: Annotated[bool, typer.Option("--text", help="The sentences alone, one a line.")] = False,
    terminal: loading.Terminals = None,
    repeat: loading.Repeat = loading.REPEAT,
    start: loading.Start = "start",
    ambiguous: loading.Ambiguous = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write F.parquet or F.jsonl instead of printing.")
    ] = None,
) -> None:
    """List sentences in rank order, one JSON object a line: rank, text, and of a family the problem."""
    from synth.enumeration import Listing, Unfaithful, family_of

    if count:
        _refuse_beside_count({"--offset": offset, "--limit": limit, "--text": text, "--out": out})
    if out is not None:
        _refuse_inputs(out, grammar, terminal or [])
    loaded = loading.loaded(grammar, terminal, repeat, start, ambiguous)
    family = None if count or text or ambiguous else family_of(loaded)
    if family is not None:
        loaded = family.grammar
    listing = Listing(
        loaded,
        loading.space_of(loaded, depth, exact, size, modulo),
        order=order,
        seed=seed,
        shard=None if shard is None else loading.part(shard),
        offset=offset,
        limit=limit,
    )
    try:
        if count:
            _count(listing)
        elif out is not None:
            _write(listing, family, out)
        else:
            _print(listing, family, text)
    except Unfaithful as fault:
        say(str(fault))
        raise typer.Exit(1) from None
    _complain(listing)


def _refuse_beside_count(options: dict[str, Any]) -> None:
    """Raise InputError for an option that says what of the list is written, and where."""
    from synth.errors import InputError

    for name, value in options.items():
        if value or (value == 0 and name == "--limit"):
            raise InputError(f"--count prints the number of sentences alone: drop {name}")


def _refuse_inputs(out: Path, grammar: str, terminals: list[str]) -> None:
    """Raise InputError if the file to be written is the grammar's, or a list of a terminal's words."""
    from synth.cli.output import refuse_inputs
    from synth.grammar.source import find

    words = [option.partition("=@")[2] for option in terminals if "=@" in option]
    refuse_inputs("--out", out, [*filter(None, [find(grammar).path]), *words])


def _count(listing: Listing) -> None:
    sys.stdout.write(f"{listing.places}\n")
    if listing.grammar.ambiguous:
        say("at most: with --ambiguous a sentence counts once for each of its derivations")


def _print(listing: Listing, family: Family | None, text: bool) -> None:
    """Print sentences, JSON objects, or on a terminal ranks beside sentences; each bundle at once."""
    if text:
        for _, texts in listing.bundles():
            _put(texts)
        return
    line = _table(listing, family) if is_screen() else _json
    for records in _records(listing, family):
        _put([line(record) for record in records])


def _put(lines: list[str]) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))
    sys.stdout.flush()


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _table(listing: Listing, family: Family | None) -> Callable[[dict[str, Any]], str]:
    """Write the head of a table and return what makes its lines: rank, sentence, a problem's answer."""
    width = max(4, min(24, len(str(listing.top - 1))))
    _put([f"{'rank':>{width}}  text" + (" => answer" if family else "")])

    def line(record: dict[str, Any]) -> str:
        answer = f" => {record['answer']}" if family else ""
        return f"{record['rank']:>{width}}  {record['text']}{answer}"

    return line


def _records(listing: Listing, family: Family | None) -> Iterator[list[dict[str, Any]]]:
    """Yield bundles of records as they are printed."""
    if family is None:
        for ranks, texts in listing.bundles():
            yield [{"rank": rank, "text": text} for rank, text in zip(ranks, texts, strict=True)]
        return
    for rank, text, row in listing.rows(family):
        solved = {"question": row.question, "reasoning": row.reasoning, "solution": row.solution}
        named = {"rank": rank, "text": text, "id": row.id}
        yield [{**named, **solved, "answer": row.answer, "checks": list(row.checks)}]


def _write(listing: Listing, family: Family | None, out: Path) -> None:
    """Write the list to a file: the rows of a family, else rank and text."""
    import pyarrow as pa

    from synth.cli.output import write
    from synth.row import SCHEMA, to_record

    if family is not None:
        rows = ([to_record(row)] for _, _, row in listing.rows(family))
        write(out, _shown(rows, listing), SCHEMA)
        return
    # Parquet has no integer above 64 bits: larger ranks are decimal text.
    kind = int if listing.top <= WORD else str
    records = (
        [{"rank": kind(rank), "text": text} for rank, text in zip(ranks, texts, strict=True)]
        for ranks, texts in listing.bundles()
    )
    schema = pa.schema([("rank", pa.uint64() if kind is int else pa.string()), ("text", pa.string())])
    write(out, _shown(records, listing), schema)


def _shown(bundles: Iterable[list[dict[str, Any]]], listing: Listing) -> Iterator[list[dict[str, Any]]]:
    """Yield the bundles while a progress bar on stderr tells how many records there are."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    total = listing.high - listing.low
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("listed"), TimeRemainingColumn())
    with progress(*columns) as drawn:
        task = drawn.add_task("rows", total=total if total < WORD else None)
        for records in bundles:
            yield records
            drawn.advance(task, len(records))


def _complain(listing: Listing) -> None:
    """Say which trees made no row, and why."""
    for reason, times in sorted(listing.dropped.items()):
        say(f"{times} left out: {reason}")
    if listing.undecided:
        say(f"{listing.undecided} left out: undecided within the checker's limits")
