"""The wrong comparison: at the boundary, negated, shortened, or of identity."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change, spelled
from synth.mutate.shift import number_of
from synth.mutate.tree import Tree

BOUNDARY: dict[type[cst.CSTNode], type[cst.CSTNode]] = {
    cst.LessThan: cst.LessThanEqual,
    cst.LessThanEqual: cst.LessThan,
    cst.GreaterThan: cst.GreaterThanEqual,
    cst.GreaterThanEqual: cst.GreaterThan,
}
NEGATED: dict[type[cst.CSTNode], type[cst.CSTNode]] = {
    cst.LessThan: cst.GreaterThanEqual,
    cst.LessThanEqual: cst.GreaterThan,
    cst.GreaterThan: cst.LessThanEqual,
    cst.GreaterThanEqual: cst.LessThan,
    cst.Equal: cst.NotEqual,
    cst.NotEqual: cst.Equal,
    cst.In: cst.NotIn,
    cst.NotIn: cst.In,
    cst.Is: cst.IsNot,
    cst.IsNot: cst.Is,
}
TURNED: dict[type[cst.CSTNode], type[cst.CSTNode]] = {
    cst.LessThan: cst.GreaterThan,
    cst.LessThanEqual: cst.GreaterThanEqual,
    cst.GreaterThan: cst.LessThan,
    cst.GreaterThanEqual: cst.LessThanEqual,
    cst.Equal: cst.GreaterThanEqual,
    cst.NotEqual: cst.LessThan,
}
SYMBOLS = {
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
}


def _other(tree: Tree, old: cst.BaseCompOp, kind: type[cst.CSTNode]) -> Change:
    new = spelled(old, kind)
    return change(old, new, f"The comparison is `{SYMBOLS[kind]}`, not `{SYMBOLS[type(old)]}`.")


def _parts(tree: Tree) -> Iterator[tuple[cst.BaseExpression, cst.ComparisonTarget]]:
    """Yield each comparison of two values: what is compared, and the operator with what it is compared to."""
    for node in tree.all(cst.Comparison):
        left = node.left
        for part in node.comparisons:
            yield left, part
            left = part.comparator


def _is_size(tree: Tree, node: cst.BaseExpression) -> bool:
    """Return True for what is never below zero: a length, or a remainder by a positive number."""
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value in ("len", "abs")
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Modulo):
        return (number_of(node.right) or 0) > 0
    return False


@operator(
    "operator",
    share=4,
    examples=[("a, b", "return a < b", "return a <= b"), ("a, b", "return a >= b", "return a > b")],
    twins=[
        ("a, b", "return a == b"),
        ("xs", "return len(xs) >= 0"),
        ("xs", "return len(xs) <= 0"),
        ("a", "return a < a"),
    ],
)
def boundary_comparison(tree: Tree) -> Iterator[Change]:
    """Leave out, or take in, the case in which both sides are equal."""
    for left, part in _parts(tree):
        kind = BOUNDARY.get(type(part.operator))
        if kind is None or left.deep_equals(part.comparator):
            continue
        if _is_size(tree, left) and number_of(part.comparator) == 0:
            continue
        yield _other(tree, part.operator, kind)


@operator(
    "operator",
    share=2,
    examples=[
        ("a, b", "return a < b", "return a >= b"),
        ("x, xs", "return x in xs", "return x not in xs"),
        ("x", "return x is None", "return x is not None"),
        ("a, b", "return a == b", "return a != b"),
    ],
    twins=[("a, b", "return a + b"), ("x, xs", "for x in xs:\n    print(x)")],
)
def negated_comparison(tree: Tree) -> Iterator[Change]:
    """Ask the opposite."""
    for _, part in _parts(tree):
        kind = NEGATED.get(type(part.operator))
        if kind is not None:
            yield _other(tree, part.operator, kind)


@operator(
    "operator",
    share=2,
    examples=[("a, b", "return a < b", "return a > b"), ("a, b", "return a == b", "return a >= b")],
    twins=[
        ("n", "return n % 2 == 1"),
        ("xs", "return len(xs) == 0"),
        ("s: str", 'return s == "a"'),
        ("x", "return x is None"),
    ],
)
def turned_comparison(tree: Tree) -> Iterator[Change]:
    """Look for the greater where the smaller is meant, or take equality for order."""
    for left, part in _parts(tree):
        kind = TURNED.get(type(part.operator))
        if kind is None:
            continue
        if isinstance(part.operator, (cst.Equal, cst.NotEqual)):
            kinds = {tree.scope.type_of(left), tree.scope.type_of(part.comparator)}
            if kinds - {"int", "float", "number", ""} or _is_edge(tree, left, part.comparator):
                continue
        yield _other(tree, part.operator, kind)


def _is_edge(tree: Tree, left: cst.BaseExpression, right: cst.BaseExpression) -> bool:
    """Return True for a comparison that cannot be told from one of order: `n % 2 == 1`, `len(xs) == 0`."""
    number = number_of(right)
    if number is None:
        return isinstance(right, cst.Name) and right.value in ("None", "True", "False")
    if not _is_size(tree, left):
        return False
    divisor = number_of(left.right) if isinstance(left, cst.BinaryOperation) else None
    return number == 0 or (divisor is not None and number == divisor - 1)


@operator(
    "weak",
    share=1,
    examples=[
        ("a, x, b", "return a <= x < b", "return a <= x"),
        ("a, x, b", "return a <= x < b", "return x < b"),
    ],
    twins=[("a, b", "return a < b"), ("a, b, c", "return a < b and b < c")],
)
def chain_shortened(tree: Tree) -> Iterator[Change]:
    """Leave out one end of a chain of comparisons."""
    for node in tree.all(cst.Comparison):
        if len(node.comparisons) < 2:
            continue
        first, *rest = node.comparisons
        last = node.comparisons[-1]
        shorter = node.with_changes(comparisons=node.comparisons[:-1])
        yield change(node, shorter, f"Nothing is compared with {tree.brief(last.comparator)}.")
        shorter = node.with_changes(left=first.comparator, comparisons=rest)
        yield change(node, shorter, f"Nothing is compared with {tree.brief(node.left)}.")


@operator(
    "operator",
    share=0.5,
    examples=[
        ("a: list, b", "return a == b", "return a is b"),
        ("a, b", "return a != sorted(b)", "return a is not sorted(b)"),
    ],
    twins=[
        ("a", "return a == 1"),
        ("a, b", "return a == b"),
        ("a: str, b: str", "return a == b"),
        ("a: list", "return a == []"),
    ],
)
def identity_for_equality(tree: Tree) -> Iterator[Change]:
    """Ask whether two lists, sets or dictionaries are one object where it matters that they are equal."""
    for left, part in _parts(tree):
        if not isinstance(part.operator, (cst.Equal, cst.NotEqual)):
            continue
        sides = (left, part.comparator)
        named = all(isinstance(one, (cst.Name, cst.Attribute, cst.Subscript, cst.Call)) for one in sides)
        if named and {tree.scope.type_of(one) for one in sides} & {"list", "dict", "set"}:
            yield _other(tree, part.operator, cst.Is if isinstance(part.operator, cst.Equal) else cst.IsNot)
