"""`synth cover`: a small set of sentences that shows every chain of k constructors."""

from __future__ import annotations

from typing import Annotated

import typer

from synth.cli import loading
from synth.cli.numbers import number
from synth.cli.screen import emit, is_screen, say

EXAMPLE = "synth cover --grammar logic.lark --depth 4 --k 3"


def run(
    grammar: loading.GrammarName,
    depth: Annotated[int, number("The depth that trees have at most.")],
    k: Annotated[int, number("The number of nodes in a chain.")] = 3,
    seed: Annotated[int, number("Another seed, another set.")] = 0,
    text: Annotated[bool, typer.Option("--text", help="The sentences alone, one a line.")] = False,
    terminal: loading.Terminals = None,
    repeat: loading.Repeat = loading.REPEAT,
    start: loading.Start = "start",
) -> None:
    """List a covering set: every chain of k nodes, each with its place in its parent, is in a sentence."""
    paths = loading.loaded(grammar, terminal, repeat, start).paths(depth, k)
    trees = 0
    for tree in paths.cover(seed):
        trees += 1
        if text:
            print(tree.text())
        elif is_screen():
            print(f"{tree.rank():>20}  {tree.text()}")
        else:
            emit({"rank": tree.rank(), "text": tree.text()})
    say(
        f"{trees} sentences cover all {len(paths.goals)} paths of {k} nodes "
        f"(rule, place in the parent, rule, ...) up to depth {depth}"
    )
