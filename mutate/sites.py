"""Sites: every place of a function where an operator applies, as a splice, with the bug in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module  # noqa: TID251 (the folder of operators is their registry)
from pkgutil import iter_modules

from synth.mutate import operators
from synth.mutate.catalogue import Operator
from synth.mutate.change import Change
from synth.mutate.splicing import Edit, fitted, spliced
from synth.mutate.tree import File, Tree, Unreadable


def _listed() -> Iterator[Operator]:
    for found in sorted(iter_modules(operators.__path__), key=lambda one: one.name):
        module = import_module(f"{operators.__name__}.{found.name}")
        yield from (value for value in vars(module).values() if isinstance(value, Operator))


OPERATORS: tuple[Operator, ...] = tuple(_listed())
"""Every operator there is: files by name, and in a file from top to bottom."""


@dataclass(frozen=True)
class Site:
    """One mutant of one function: its operator, the kind of real bug, the edits, the bug in a sentence.

    `parts` are the two sites of a pair, else empty. A pair has the kind of the first and both sentences.
    """

    operator: str
    kind: str
    function: str
    edits: tuple[Edit, ...]
    says: str
    parts: tuple[Site, ...] = ()

    @property
    def start(self) -> int:
        """Return the first character that differs."""
        return self.edits[0].start

    @property
    def end(self) -> int:
        """Return the character after the last that differs."""
        return self.edits[-1].end


@lru_cache(maxsize=4)
def parsed(source: str) -> File:
    """Return the file of a text, parsed once; raise Unreadable."""
    return File(source)


def sites(source: str, function: str | None = None, only: Iterable[Operator] = OPERATORS) -> list[Site]:
    """Return the sites of a function, or of all functions of a file, in the order of the text.

    A function is named as `name` or `Class.method`. Of two operators that make the same text the first has
    it. Raise Unreadable for a text that does not parse, KeyError for a name that the file does not have.

    >>> for site in sites("def last(xs):\\n    return xs[-1]\\n", "last")[:1]:
    ...     print(site.operator, splice("def last(xs):\\n    return xs[-1]\\n", site), site.says, sep="\\n")
    index_dropped
    def last(xs):
        return xs
    <BLANKLINE>
    `xs` is taken as a whole, without the index `-1`.
    """
    file = parsed(source)
    found: list[Site] = []
    for name in file.functions if function is None else (function,):
        found += sites_of(file.tree(name), only)
    return found


def sites_of(tree: Tree, only: Iterable[Operator] = OPERATORS) -> list[Site]:
    """Return the sites of a function that is parsed already; raise Unreadable if it is nested too deeply."""
    found: dict[tuple[Edit, ...], Site] = {}
    try:
        for operator, made, edits in changes(tree, only):
            found.setdefault(edits, Site(operator.name, operator.kind, tree.name, edits, made.says))
    except RecursionError as error:
        raise Unreadable(f"{tree.name} is nested too deeply") from error
    return sorted(found.values(), key=lambda one: (one.start, one.end, one.operator, one.edits[0].text))


def changes(
    tree: Tree, only: Iterable[Operator] = OPERATORS
) -> Iterator[tuple[Operator, Change, tuple[Edit, ...]]]:
    """Yield each change that is valid syntax, as nodes and as edits of the text."""
    for operator in only:
        for wanted in operator.changes(tree):
            made = fitted(tree, wanted)
            if made is not None:
                yield operator, *made


def splice(source: str, site: Site) -> str:
    """Return the text with one site's edits; all else stays as it is, to the byte."""
    return spliced(source, site.edits)
