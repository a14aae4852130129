"""Exceptions that go wrong: the wrong one raised or caught, one swallowed, or a handler that is missing."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, both, change, instead, suite
from synth.mutate.tree import Tree

TWINS = {
    "ValueError": "TypeError",
    "TypeError": "ValueError",
    "KeyError": "IndexError",
    "IndexError": "KeyError",
    "AttributeError": "TypeError",
    "ZeroDivisionError": "ValueError",
    "OverflowError": "ValueError",
    "StopIteration": "IndexError",
    "FileNotFoundError": "ValueError",
    "NotImplementedError": "ValueError",
    "LookupError": "ValueError",
    "ArithmeticError": "ValueError",
    "RuntimeError": "ValueError",
}
"""Exceptions of the language, and which is easily taken for each."""


@operator(
    "identifier",
    share=1,
    examples=[
        (
            "d, k",
            "try:\n    return d[k]\nexcept KeyError:\n    return 0",
            "try:\n    return d[k]\nexcept IndexError:\n    return 0",
        ),
        ("x", 'raise ValueError(f"no {x}")', 'raise TypeError(f"no {x}")'),
        (
            "x",
            "try:\n    return int(x)\nexcept (ValueError, TypeError):\n    return 0",
            "try:\n    return int(x)\nexcept ValueError:\n    return 0",
        ),
    ],
    twins=[("x", "raise CustomError(x)"), ("x", "try:\n    return x()\nexcept Exception:\n    raise")],
)
def wrong_exception(tree: Tree) -> Iterator[Change]:
    """Raise or catch another exception."""
    for raised in tree.all(cst.Raise):
        name = raised.exc.func if isinstance(raised.exc, cst.Call) else raised.exc
        if isinstance(name, cst.Name) and name.value in TWINS:
            other = TWINS[name.value]
            yield change(
                name, name.with_changes(value=other), f"`{other}` is raised where `{name.value}` is meant."
            )
    for handler in tree.all(cst.ExceptHandler):
        caught = handler.type
        if isinstance(caught, cst.Name) and caught.value in TWINS:
            other = TWINS[caught.value]
            new = caught.with_changes(value=other)
            yield change(caught, new, f"`{other}` is caught where `{caught.value}` is meant.")
        elif isinstance(caught, cst.Tuple) and len(caught.elements) == 2:
            for kept, gone in (caught.elements, caught.elements[::-1]):
                yield change(caught, kept.value, f"{tree.brief(gone.value)} is not caught.")


@operator(
    "statement",
    share=1,
    examples=[
        (
            "x",
            "try:\n    return g(x)\nexcept KeyError:\n    x.log()\n    raise\nreturn 0",
            "try:\n    return g(x)\nexcept KeyError:\n    x.log()\nreturn 0",
        ),
        (
            "x",
            "try:\n    return g(x)\nexcept KeyError:\n    raise ValueError(x) from None\nreturn 0",
            "try:\n    return g(x)\nexcept KeyError:\n    pass\nreturn 0",
        ),
    ],
    twins=[
        ("x", "if x:\n    raise ValueError(x)\nreturn x"),
        ("x", "try:\n    return g(x)\nexcept KeyError:\n    return 0"),
    ],
)
def swallowed_exception(tree: Tree) -> Iterator[Change]:
    """Catch an exception and do not raise it again."""
    for handler in tree.all(cst.ExceptHandler):
        for line in suite(handler.body)[-1:]:
            if (
                isinstance(line, cst.SimpleStatementLine)
                and isinstance(line.body[-1], cst.Raise)
                and len(line.body) == 1
            ):
                swap = instead(tree, line) if line in tree.parents else None
                yield from both(swap, says="The exception is caught, and nobody hears of it.")


@operator(
    "statement",
    share=1,
    examples=[
        (
            "d, k",
            "try:\n    x = d[k]\nexcept KeyError:\n    x = 0\nreturn x",
            "x = d[k]\nreturn x",
        ),
    ],
    twins=[("d", "try:\n    x = d()\nfinally:\n    d.close()\nreturn x"), ("x", "return x")],
)
def handler_missing(tree: Tree) -> Iterator[Change]:
    """Forget that something may fail."""
    for node in tree.all(cst.Try):
        if node.handlers and node.finalbody is None and node.orelse is None:
            body = suite(node.body)
            lines = [*node.leading_lines, *getattr(body[0], "leading_lines", ())]
            first = body[0].with_changes(leading_lines=lines)
            types = [one.type for one in node.handlers]
            what = " or ".join("any exception" if one is None else tree.brief(one) for one in types)
            yield from both(instead(tree, node, first, *body[1:]), says=f"Nothing catches {what}.")
