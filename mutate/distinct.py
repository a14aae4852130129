"""Mutants whose bytecode is the original's or another mutant's: the cheapest filter of equals."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from types import CodeType

from synth.mutate.sites import Site, parsed
from synth.mutate.splicing import Edit, spliced

Key = tuple[object, ...]


@dataclass(frozen=True)
class Distinct:
    """The mutants that are left, and those that are not, by reason."""

    kept: tuple[Site, ...]
    equal: tuple[Site, ...]
    repeated: tuple[Site, ...]
    refused: tuple[Site, ...]
    """Not compiled by this Python, such as a `return` with a value in a generator of an async function."""


@dataclass(frozen=True)
class Snippet:
    """A function as a text that compiles on its own: its lines, within a class if it is a method."""

    head: str
    start: int
    end: int
    source: str

    def text(self, edits: Iterable[Edit] = ()) -> str:
        """Return the snippet with edits of the file, all of which lie in it."""
        moved = (Edit(one.start - self.start, one.end - self.start, one.text) for one in edits)
        return self.head + spliced(self.source[self.start : self.end], moved)


def snippet(source: str, function: str) -> Snippet:
    """Return a function of a file as a text of its own.

    >>> snippet("import os\\n\\nclass A:\\n    def f(self):\\n        return 1\\n", "A.f").text()
    'class A:\\n    def f(self):\\n        return 1\\n'
    """
    file = parsed(source)
    node = file.functions[function]
    first = file.spans[node.decorators[0] if node.decorators else node].start
    last = file.spans[node]
    start = source.rfind("\n", 0, file.offset(first)) + 1
    end = source.find("\n", file.offset(last.start + last.length)) + 1
    owner = function.rpartition(".")[0].rpartition(".")[2]
    head = f"class {owner}:\n" if owner else ("if True:\n" if source[start].isspace() else "")
    if "from __future__ import annotations" in source:
        head = f"from __future__ import annotations\n{head}"
    return Snippet(head, start, end or len(source), source)


def distinct(source: str, function: str, sites: Iterable[Site]) -> Distinct:
    """Return the mutants of a function whose bytecode differs from the original's and from all before.

    Constants, names and defaults count as bytecode; line numbers do not. Raise Unreadable or KeyError as
    `sites` does, and SyntaxError for a function that this Python does not compile.
    """
    piece = snippet(source, function)
    original = _key(_compiled(piece.text()))
    seen: set[Key] = {original}
    kept: list[Site] = []
    equal: list[Site] = []
    repeated: list[Site] = []
    refused: list[Site] = []
    for site in sites:
        try:
            key = _key(_compiled(piece.text(site.edits)))
        except (SyntaxError, ValueError):
            refused.append(site)
            continue
        (equal if key == original else repeated if key in seen else kept).append(site)
        seen.add(key)
    return Distinct(tuple(kept), tuple(equal), tuple(repeated), tuple(refused))


def _compiled(text: str) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(text, "<mutant>", "exec", dont_inherit=True)


def _key(code: CodeType) -> Key:
    """Return all of a code object but its lines; constants with their types, so that 1 is not True."""
    return (
        code.co_code,
        code.co_exceptiontable,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        code.co_flags,
        code.co_name,
        tuple(_constant(one) for one in code.co_consts),
    )


def _constant(value: object) -> Key:
    if isinstance(value, CodeType):
        return _key(value)
    if isinstance(value, tuple):
        return ("tuple", *(_constant(one) for one in value))
    if isinstance(value, frozenset):
        return ("frozenset", *sorted((_constant(one) for one in value), key=repr))
    return (type(value).__name__, repr(value))
