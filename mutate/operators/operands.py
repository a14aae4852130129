"""The wrong operand: one left out, two exchanged, or one that is off by one."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change
from synth.mutate.precedence import rank
from synth.mutate.scope import NUMBERS
from synth.mutate.shift import number_of, shifted
from synth.mutate.tree import Tree, written

ORDERED = (cst.Subtract, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power, cst.LeftShift, cst.RightShift)
"""Operators whose operands are never exchanged without effect."""
UNEQUAL = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)
TEXTS = (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)


@operator(
    "operand",
    share=4,
    examples=[
        ("a, b, c", "return (a + b) * c", "return a + b"),
        ("a, b, c", "return (a + b) * c", "return b * c"),
        ("n", "return n * (n + 1) // 2", "return n * (n + 1)"),
    ],
    twins=[("a, b", 'return "%s and %s" % (a, b)'), ("n", "return -n"), ("xs", "return xs[len(xs) - 1]")],
)
def operand_dropped(tree: Tree) -> Iterator[Change]:
    """Leave out one side of a calculation."""
    for node in tree.all(cst.BinaryOperation):
        left, right = node.left, node.right
        if isinstance(left, TEXTS) and isinstance(node.operator, cst.Modulo):
            continue
        if _recurs(tree, node) or (
            isinstance(tree.parent(node), cst.Index) and abs(number_of(right) or 0) == 1
        ):
            continue
        for kept, gone in ((left, right), (right, left)):
            if not isinstance(kept, (cst.Integer, cst.Float, *TEXTS)):
                yield change(node, kept, f"The operand {tree.brief(gone)} is left out.")


def _recurs(tree: Tree, node: cst.BaseExpression) -> bool:
    """Return True for an argument of the function's call of itself, which has an operator of its own."""
    argument = tree.parent(node)
    return isinstance(argument, cst.Arg) and tree.parent(argument) in tree.recursive


@operator(
    "operand",
    share=2,
    examples=[
        ("a, b", "return a - b", "return b - a"),
        ("s: str, t: str", "return s + t", "return t + s"),
        ("a, b, c", "return (a + b) / c", "return c / (a + b)"),
    ],
    twins=[
        ("a: int, b: int", "return a + b"),
        ("a, b", "return a * b"),
        ("a", "return a - a"),
        ("n", "return 10 ** n"),
        ("n", "return n ** 2"),
    ],
)
def swapped_operands(tree: Tree) -> Iterator[Change]:
    """Exchange the sides of a calculation where their order matters."""
    for node in tree.all(cst.BinaryOperation):
        left, right = node.left, node.right
        joins = isinstance(node.operator, cst.Add) and tree.scope.type_of(node) in ("str", "list", "tuple")
        if not joins and not isinstance(node.operator, ORDERED):
            continue
        if isinstance(left, (*TEXTS, cst.Integer)) or left.deep_equals(right):
            continue
        if isinstance(node.operator, cst.Power) and isinstance(right, cst.Integer):
            continue
        new = node.with_changes(left=_side(node, right, 0), right=_side(node, left, 1))
        yield change(node, new, f"The operands {tree.brief(left)} and {tree.brief(right)} are exchanged.")


def _side(node: cst.BinaryOperation, operand: cst.BaseExpression, right: int) -> cst.BaseExpression:
    """Return an operand with parentheses where it stands now, if it would fall apart."""
    needed = rank(node) + right + (2 if isinstance(node.operator, cst.Power) else 0)
    if rank(operand) >= needed or operand.lpar:
        return operand
    return operand.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


@operator(
    "operand",
    share=3,
    examples=[
        ("n: int, k: int", "return n * k", "return (n - 1) * k"),
        ("n, k", "return n - k", "return n - k + 1"),
        ("xs, n", "return len(xs) > n", "return len(xs) > n + 1"),
    ],
    twins=[
        ("s: str, t: str", "return s + t"),
        ("n, k", "while n < k:\n    n -= k"),
        ("n, k", "return n == k"),
        ("n: float", "return n * 1.5"),
    ],
)
def operand_off_by_one(tree: Tree) -> Iterator[Change]:
    """Calculate or compare with one more or one less."""
    for node in tree.all(cst.BinaryOperation):
        if isinstance(node.operator, (cst.Add, cst.Subtract)):
            bound = isinstance(tree.parent(node), (cst.BinaryOperation, cst.Index, cst.Slice))
            if _is_whole(tree, node) and not bound and not _recurs(tree, node):
                for by in (1, -1):
                    yield _moved(tree, node, by)
        elif isinstance(node.operator, (cst.Multiply, cst.FloorDivide, cst.Modulo)):
            by = -1 if isinstance(node.operator, cst.Multiply) else 1
            for side in (node.left, node.right):
                if isinstance(side, (cst.Name, cst.Call)) and _is_whole(tree, side):
                    yield _moved(tree, side, by)
    for part in tree.all(cst.ComparisonTarget):
        limit = part.comparator
        if not isinstance(part.operator, UNEQUAL) or isinstance(tree.statement(part), cst.While):
            continue
        if isinstance(limit, (cst.Name, cst.Call)) and _is_whole(tree, limit):
            for by in (1, -1):
                yield _moved(tree, limit, by)


def _is_whole(tree: Tree, node: cst.BaseExpression) -> bool:
    """Return True for what is a number, as far as its type is known, and is not known to be a fraction."""
    kind = tree.scope.type_of(node)
    return kind in NUMBERS and kind != "float"


def _moved(tree: Tree, node: cst.BaseExpression, by: int) -> Change:
    new = shifted(tree, node, by)
    says = (
        f"{written(new)} is used where {tree.brief(node)} is meant, one too {'large' if by > 0 else 'small'}."
    )
    return change(node, new, says)
