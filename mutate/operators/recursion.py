"""Recursion that goes wrong: the case that ends it is missing, or it goes on with the wrong argument."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, both, change, instead, suite
from synth.mutate.shift import shifted
from synth.mutate.tree import Tree, written


@operator(
    "weak",
    share=1,
    examples=[("n", "if n < 2:\n    return 1\nreturn n * f(n - 1)", "return n * f(n - 1)")],
    twins=[("n", "if n < 2:\n    return 1\nreturn n"), ("n", "if n > 1:\n    return n * f(n - 1)\nreturn 1")],
)
def missing_base_case(tree: Tree) -> Iterator[Change]:
    """Forget the case that ends the recursion."""
    for node in base_cases(tree):
        says = f"The case {tree.brief(node.test)}, which ends the recursion, is missing."
        yield from both(instead(tree, node), says=says)


def base_cases(tree: Tree) -> list[cst.If]:
    """Return the checks of a recursive function that return without calling it."""
    if not tree.recursive:
        return []
    calls = {id(one) for one in tree.recursive}
    return [
        node
        for node in tree.all(cst.If)
        if node.orelse is None
        and tree.field(node) == "body"
        and _returns(node)
        and not any(id(one) in calls for one in tree.inside(node, cst.Call))
    ]


def _returns(node: cst.If) -> bool:
    last = suite(node.body)[-1]
    return isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Return)


@operator(
    "operand",
    share=2,
    examples=[
        ("n", "if n < 2:\n    return 1\nreturn n * f(n - 1)", "if n < 2:\n    return 1\nreturn n * f(n - 2)"),
        (
            "xs",
            "if not xs:\n    return 0\nreturn xs[0] + f(xs[1:])",
            "if not xs:\n    return 0\nreturn xs[0] + f(xs)",
        ),
        ("n", "if n < 2:\n    return 1\nreturn n * f(n // 2)", "if n < 2:\n    return 1\nreturn n * f(n)"),
    ],
    twins=[("n", "return g(n - 1)"), ("n", "return n * (n - 1)")],
)
def wrong_recursion_argument(tree: Tree) -> Iterator[Change]:
    """Go on with the same argument, or with one that is off by one."""
    for call in tree.recursive:
        for value in (one.value for one in call.args if not one.star):
            if isinstance(value, cst.BinaryOperation):
                yield change(
                    value, value.left, f"The recursion goes on with {tree.brief(value.left)} as it is."
                )
                if isinstance(value.operator, (cst.Subtract, cst.Add)):
                    for by in (-1, 1):
                        new = shifted(tree, value, by)
                        says = f"The recursion goes on with {written(new)}, not with {tree.brief(value)}."
                        yield change(value, new, says)
            elif isinstance(value, cst.Subscript) and isinstance(value.slice[0].slice, cst.Slice):
                yield change(
                    value, value.value, f"The recursion goes on with the whole of {tree.brief(value.value)}."
                )
