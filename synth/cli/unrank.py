"""`synth unrank`: ranks to sentences."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from synth.cli import loading
from synth.cli.numbers import number
from synth.cli.screen import emit

EXAMPLE = "synth unrank --grammar logic.lark 0 123456789"


def run(
    grammar: loading.GrammarName,
    ranks: Annotated[
        list[str] | None, typer.Argument(metavar="RANK...", help="Ranks; without any, the lines of stdin.")
    ] = None,
    depth: Annotated[int | None, number("With --size or --modulo: how deep at most.")] = None,
    size: loading.Size = None,
    modulo: loading.Modulo = None,
    terminal: loading.Terminals = None,
    repeat: loading.Repeat = loading.REPEAT,
    start: loading.Start = "start",
    as_json: Annotated[bool, typer.Option("--json", help="JSON objects with rank and text.")] = False,
) -> None:
    """Print the sentence of each rank, one a line: the inverse of rank."""
    from synth.grammar import InputError

    loaded = loading.loaded(grammar, terminal, repeat, start)
    space = None if size is None and modulo is None else loading.space_of(loaded, depth, False, size, modulo)
    for given in ranks or (line.strip() for line in sys.stdin):
        if not loading.is_natural(given):
            raise InputError(f"'{given[:80]}' is no rank: ranks are whole numbers from 0")
        rank = int(given)
        text = (loaded.unrank(rank) if space is None else space[rank]).text()
        if as_json:
            emit({"rank": rank, "text": text})
        else:
            sys.stdout.write(f"{text}\n")
