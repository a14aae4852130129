"""The options that name a grammar and a space of its trees, shared by the commands that take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from synth.cli.numbers import number

if TYPE_CHECKING:
    from synth.grammar import Grammar, Space, Tree

GrammarName = Annotated[
    str, typer.Option("--grammar", metavar="G", help="A bundled grammar (logic.lark) or a path.")
]
Terminals = Annotated[
    list[str] | None,
    typer.Option(
        "--terminal",
        metavar="NAME=MAXLEN|NAME=@FILE",
        help="Bound a terminal's length, or list its words, one a line; may be given again.",
    ),
]
Repeat = Annotated[int, number("The most elements that * and + stand for.")]
Start = Annotated[str, typer.Option(help="The rule to start from.")]
Ambiguous = Annotated[
    bool, typer.Option("--ambiguous", help="Take a grammar with LALR conflicts; counts are upper bounds.")
]
Size = Annotated[
    str | None, typer.Option(metavar="A:B", help="Only trees of A to B nodes, in the order of sizes.")
]
Modulo = Annotated[
    str | None,
    typer.Option(metavar="KINDS", help="One of each class: renaming, commutative or renaming,commutative."),
]

REPEAT = 3


def loaded(
    name: str,
    terminals: list[str] | None = None,
    repeat: int = REPEAT,
    start: str = "start",
    ambiguous: bool = False,
) -> Grammar:
    """Return the grammar that the options name; raise InputError."""
    from synth.grammar import InputError, load
    from synth.grammar.terminals import read_option

    bounds: dict[str, int | tuple[str, ...]] = {}
    for option in terminals or ():
        terminal, bound = read_option(option)
        if terminal in bounds:
            raise InputError(f"--terminal {terminal} is given twice; drop one")
        bounds[terminal] = bound
    return load(name, start=start, repeat=repeat, terminals=bounds, ambiguous=ambiguous)


def space_of(
    grammar: Grammar,
    depth: int | None,
    exact: bool = False,
    size: str | None = None,
    modulo: str | None = None,
) -> Space[Tree]:
    """Return the space that the options describe; raise InputError for bounds that do not go together."""
    from synth.grammar import InputError

    if exact and (size is not None or modulo is not None or depth is None):
        raise InputError("--exact goes with --depth alone")
    if size is not None:
        if modulo is not None:
            raise InputError("--size and --modulo do not go together; drop one")
        return grammar.sized(*interval(size), depth)
    if depth is None:
        raise InputError("--depth is missing: how deep the trees may be, 0 or more")
    if modulo is not None:
        return grammar.modulo(tuple(modulo.replace(" ", "").split(",")), depth)
    return grammar.space(depth, exact=exact)


def interval(text: str) -> tuple[int, int]:
    """Return the numbers of `A:B`.

    >>> interval("3:7")
    (3, 7)
    """
    return _numbers(text, ":", f"--size {text} is no interval: give A:B with 0 <= A <= B, such as 1:9")


def part(text: str) -> tuple[int, int]:
    """Return the numbers of `i/n`.

    >>> part("0/4")
    (0, 4)
    """
    return _numbers(text, "/", f"--shard {text} is no part: give i/n with 0 <= i < n, such as 0/4")


def is_natural(text: str) -> bool:
    """Return True if a text is a natural number in the digits 0 to 9.

    >>> is_natural("10"), is_natural("1_0"), is_natural("\uff11")
    (True, False, False)
    """
    return text.isascii() and text.isdecimal()


def _numbers(text: str, sign: str, fault: str) -> tuple[int, int]:
    from synth.grammar import InputError

    left, _, right = text.partition(sign)
    if not (is_natural(left) and is_natural(right)):
        raise InputError(fault)
    return int(left), int(right)
