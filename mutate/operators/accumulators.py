"""What is gathered in a loop: the wrong start, an update that is lost, or a start in every round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change, rebuilt
from synth.mutate.shift import literal, number_of
from synth.mutate.tree import Tree


def _starts(tree: Tree) -> Iterator[tuple[cst.Assign, cst.Name]]:
    """Yield the assignments to names that a loop changes later."""
    changed = {
        one.target.value: tree.index(one)
        for one in reversed(list(tree.all(cst.AugAssign)))
        if isinstance(one.target, cst.Name)
    }
    for other in tree.all(cst.Assign):
        target = other.targets[0].target
        if isinstance(target, cst.Name) and tree.up(other, cst.For, cst.While) is not None:
            changed.setdefault(target.value, tree.index(other))
    for node in tree.all(cst.Assign):
        target = node.targets[0].target
        if (
            len(node.targets) == 1
            and isinstance(target, cst.Name)
            and tree.index(node) < changed.get(target.value, -1)
        ):
            yield node, target


@operator(
    "literal",
    share=2,
    examples=[
        ("xs", "t = 0\nfor x in xs:\n    t += x\nreturn t", "t = 1\nfor x in xs:\n    t += x\nreturn t"),
        ("xs", "p = 1\nfor x in xs:\n    p *= x\nreturn p", "p = 0\nfor x in xs:\n    p *= x\nreturn p"),
        (
            "xs",
            "best = xs[0]\nfor x in xs:\n    if x > best:\n        best = x\nreturn best",
            "best = 0\nfor x in xs:\n    if x > best:\n        best = x\nreturn best",
        ),
        (
            "xs",
            'm = float("-inf")\nfor x in xs:\n    m = max(m, x)\nreturn m',
            "m = 0\nfor x in xs:\n    m = max(m, x)\nreturn m",
        ),
    ],
    twins=[
        ("x", "t = 0\nreturn t + x"),
        ("xs", "t = xs[0]\nreturn t"),
        ("xs", "t = []\nfor x in xs:\n    t += [x]\nreturn t"),
    ],
)
def wrong_start(tree: Tree) -> Iterator[Change]:
    """Start a sum, a product, a count or the search for the best from the wrong value."""
    for node, target in _starts(tree):
        value = node.value
        number = number_of(value)
        if number is not None:
            others: tuple[int, ...] = (1,) if number == 0 else (number - 1, number + 1)
            for other in others:
                yield change(
                    value, literal(other, value), f"`{target.value}` starts at {other}, not at {number}."
                )
        elif _is_first(tree, value) or _is_endless(tree, value):
            yield change(value, literal(0), f"`{target.value}` starts at 0, not at {tree.brief(value)}.")


def _is_first(tree: Tree, node: cst.BaseExpression) -> bool:
    if not isinstance(node, cst.Subscript) or not isinstance(node.slice[0].slice, cst.Index):
        return False
    return number_of(node.slice[0].slice.value) == 0 and tree.scope.type_of(node) != "str"


def _is_endless(tree: Tree, node: cst.BaseExpression) -> bool:
    inner = node.expression if isinstance(node, cst.UnaryOperation) else node
    return tree.text(inner).replace("'", '"') in ('float("inf")', 'float("-inf")', "math.inf", "inf")


@operator(
    "operator",
    share=1,
    examples=[
        ("xs", "t = 0\nfor x in xs:\n    t += x\nreturn t", "t = 0\nfor x in xs:\n    t = x\nreturn t"),
        ("d, k", "d[k] = d.get(k, 0) + 1\nreturn d", "d[k] = 1\nreturn d"),
    ],
    twins=[("x", "y = x + 1\nreturn y"), ("d, k", "d[k] = k + 1\nreturn d")],
)
def overwritten_update(tree: Tree) -> Iterator[Change]:
    """Replace a value that is to be added to."""
    for node in tree.all(cst.AugAssign):
        operator: Any = node.operator
        equal = cst.AssignTarget(
            node.target,
            whitespace_before_equal=operator.whitespace_before,
            whitespace_after_equal=operator.whitespace_after,
        )
        new = cst.Assign([equal], node.value, semicolon=node.semicolon)
        yield change(
            node,
            new,
            f"{tree.brief(node.target)} is replaced by {tree.brief(node.value)}, not changed by it.",
        )
    for other in tree.all(cst.Assign):
        value, target = other.value, other.targets[0].target
        if isinstance(target, cst.Subscript) and isinstance(value, cst.BinaryOperation):
            found = value.left
            if (
                isinstance(found, cst.Call)
                and isinstance(found.func, cst.Attribute)
                and found.func.attr.value == "get"
            ) and tree.text(found.func.value) == tree.text(target.value):
                says = f"{tree.brief(target)} is replaced, and what was there before is lost."
                yield change(value, value.right, says)


@operator(
    "operator",
    share=0.5,
    examples=[
        ("xs, n: int", "for x in xs:\n    n = len(x)\nreturn n", "for x in xs:\n    n += len(x)\nreturn n")
    ],
    twins=[
        ("x: int", "y = 1\nreturn x + y"),
        ("x: int", "x = x + 1\nreturn x"),
        ("x: int, y: str", "x = y\nreturn x"),
    ],
)
def added_for_assigned(tree: Tree) -> Iterator[Change]:
    """Add to a value that is to be replaced."""
    for node in tree.all(cst.Assign):
        target, value = node.targets[0].target, node.value
        if len(node.targets) != 1 or not isinstance(target, cst.Name):
            continue
        known = any(one.text == target.value and one.bound < tree.index(target) for one in tree.scope.names)
        kinds = {tree.scope.type_of_name(target.value), tree.scope.type_of(value)}
        itself = any(one.value == target.value for one in tree.inside(value, cst.Name))
        if known and kinds <= {"int", "float", "number"} and not itself:
            space = node.targets[0]
            plus = cst.AddAssign(space.whitespace_before_equal, space.whitespace_after_equal)
            new = cst.AugAssign(target, plus, value, semicolon=node.semicolon)
            yield change(
                node, new, f"{tree.brief(value)} is added to `{target.value}`, which it is to replace."
            )


@operator(
    "statement",
    share=1,
    examples=[
        ("s", "s = s.replace('a', 'b')\nreturn s", "s.replace('a', 'b')\nreturn s"),
        ("x", "x = g(x)\nreturn x", "g(x)\nreturn x"),
    ],
    twins=[("x", "y = g(x)\nreturn y"), ("x", "x = x + 1\nreturn x")],
)
def lost_update(tree: Tree) -> Iterator[Change]:
    """Calculate a variable's new value and do not keep it."""
    for node in tree.all(cst.Assign):
        target, value = node.targets[0].target, node.value
        if len(node.targets) != 1 or not isinstance(target, cst.Name) or not isinstance(value, cst.Call):
            continue
        if any(one.value == target.value for one in tree.inside(value, cst.Name)):
            says = f"The result of {tree.brief(value)} is not kept in `{target.value}`."
            yield change(node, cst.Expr(value, semicolon=node.semicolon), says)


@operator(
    "statement",
    share=1,
    examples=[
        (
            "xs",
            "t = 0\nfor x in xs:\n    t += x\nreturn t",
            "for x in xs:\n    t = 0\n    t += x\nreturn t",
        ),
    ],
    twins=[
        ("xs", "t = 0\nfor x in xs:\n    print(x)\nreturn t"),
        ("xs", "t = 0\nu = 1\nfor x in xs:\n    t += x\nreturn t"),
    ],
)
def start_in_loop(tree: Tree) -> Iterator[Change]:
    """Start anew in every round what is to be gathered over all."""
    starts = {id(tree.parent(node)): target for node, target in _starts(tree)}
    for block in tree.all(cst.IndentedBlock):
        for at, (line, loop) in enumerate(zip(block.body, block.body[1:], strict=False)):
            target = starts.get(id(line))
            if (
                target is None
                or not isinstance(loop, cst.For)
                or not isinstance(loop.body, cst.IndentedBlock)
            ):
                continue
            names = (one for one in tree.inside(loop.body, cst.Name) if tree.is_stored(one))
            if not isinstance(line, cst.SimpleStatementLine) or not any(
                one.value == target.value for one in names
            ):
                continue
            body = loop.body.with_changes(body=[line.with_changes(leading_lines=()), *loop.body.body])
            lines = [*line.leading_lines, *loop.leading_lines]
            new = loop.with_changes(body=body, leading_lines=lines)
            says = f"`{target.value}` starts anew in every round of the loop."
            yield Change((rebuilt(block, [*block.body[:at], new, *block.body[at + 2 :]]),), says)
