"""What an operator is: its name, its kind of real bug, its share in that kind, examples, its changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import indent

from synth.mutate.change import Change
from synth.mutate.frequencies import KINDS
from synth.mutate.tree import Tree

Maker = Callable[[Tree], Iterator[Change]]


@dataclass(frozen=True)
class Operator:
    """One slip that programmers make.

    `examples` are a function before and after, each made by the operator; in `twins`, which look much the
    same, it must find nothing. Both are whole files.
    """

    name: str
    kind: str
    share: float
    does: str
    examples: tuple[tuple[str, str], ...]
    twins: tuple[str, ...]
    changes: Maker


def operator(
    kind: str,
    *,
    share: float = 1.0,
    examples: Sequence[tuple[str, str, str]],
    twins: Sequence[tuple[str, str]],
) -> Callable[[Maker], Operator]:
    """Make an operator of a function that yields changes; its name and its first line are the operator's.

    Examples are (parameters, body before, body after) and twins (parameters, body) of a function `f`;
    with no parameters given, a body that starts with a definition is the whole file.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of bug is called {kind!r}")

    def made(maker: Maker) -> Operator:
        return Operator(
            name=maker.__name__,
            kind=kind,
            share=share,
            does=(maker.__doc__ or "").strip().split("\n")[0],
            examples=tuple((_file(given, one), _file(given, other)) for given, one, other in examples),
            twins=tuple(_file(given, one) for given, one in twins),
            changes=maker,
        )

    return made


def _file(given: str, body: str) -> str:
    if not given and body.startswith(("def ", "async def ", "class ", "import ", "@", "from ")):
        return body + "\n"
    return f"def f({given}):\n{indent(body, '    ')}\n"
