"""`synth rank`: sentences to ranks."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from synth.cli import loading
from synth.cli.numbers import number
from synth.cli.screen import emit

EXAMPLE = 'synth rank --grammar logic.lark "p therefore p"'


def run(
    grammar: loading.GrammarName,
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT...", help="Sentences; without any, the lines of stdin."),
    ] = None,
    depth: Annotated[int | None, number("With --size or --modulo: how deep at most.")] = None,
    size: loading.Size = None,
    modulo: loading.Modulo = None,
    terminal: loading.Terminals = None,
    repeat: loading.Repeat = loading.REPEAT,
    start: loading.Start = "start",
    as_json: Annotated[bool, typer.Option("--json", help="JSON objects with rank and text.")] = False,
) -> None:
    """Print the rank of each sentence, one a line: the inverse of unrank."""
    from synth.grammar import InputError

    loaded = loading.loaded(grammar, terminal, repeat, start)
    space = None if size is None and modulo is None else loading.space_of(loaded, depth, False, size, modulo)
    for place, text in enumerate(texts or (line.rstrip("\n") for line in sys.stdin), 1):
        try:
            tree = loaded.parse(text)
            rank = tree.rank() if space is None else space.rank(tree)
        except InputError as error:
            raise InputError(f"text {place}: {error}") from None
        if as_json:
            emit({"rank": rank, "text": text})
        else:
            sys.stdout.write(f"{rank}\n")
