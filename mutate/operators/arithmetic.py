"""The wrong operator in a calculation: another sign, another division, or parentheses that are missing."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change, spelled
from synth.mutate.precedence import RANKS, bare, needed, rank
from synth.mutate.tree import Tree

SWAPS: dict[type[cst.CSTNode], tuple[type[cst.CSTNode], ...]] = {
    cst.Add: (cst.Subtract, cst.Multiply),
    cst.Subtract: (cst.Add,),
    cst.Multiply: (cst.Add,),
    cst.Divide: (cst.Multiply,),
    cst.FloorDivide: (cst.Modulo, cst.Multiply),
    cst.Modulo: (cst.FloorDivide,),
    cst.Power: (cst.Multiply,),
    cst.LeftShift: (cst.RightShift,),
    cst.RightShift: (cst.LeftShift,),
    cst.BitAnd: (cst.BitOr, cst.BitXor),
    cst.BitOr: (cst.BitAnd, cst.BitXor),
    cst.BitXor: (cst.BitOr,),
}
"""What is easily written for an operator; never a power, whose result may fill the memory in one step."""
DIVISIONS: dict[type[cst.CSTNode], type[cst.CSTNode]] = {
    cst.Divide: cst.FloorDivide,
    cst.FloorDivide: cst.Divide,
    cst.DivideAssign: cst.FloorDivideAssign,
    cst.FloorDivideAssign: cst.DivideAssign,
}
AUGMENTED: dict[type[cst.CSTNode], type[cst.CSTNode]] = {
    cst.AddAssign: cst.SubtractAssign,
    cst.SubtractAssign: cst.AddAssign,
    cst.MultiplyAssign: cst.AddAssign,
    cst.DivideAssign: cst.MultiplyAssign,
    cst.FloorDivideAssign: cst.ModuloAssign,
    cst.ModuloAssign: cst.FloorDivideAssign,
    cst.LeftShiftAssign: cst.RightShiftAssign,
    cst.RightShiftAssign: cst.LeftShiftAssign,
    cst.BitAndAssign: cst.BitOrAssign,
    cst.BitOrAssign: cst.BitAndAssign,
    cst.BitXorAssign: cst.BitOrAssign,
}
TEXTS = (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)
Infix = cst.BinaryOperation | cst.BooleanOperation
Operation = cst.BinaryOperation | cst.BooleanOperation | cst.UnaryOperation
FREE = (cst.Add, cst.Multiply, cst.And, cst.Or, cst.BitAnd, cst.BitOr, cst.BitXor)
"""Operators of which it is all one which of two comes first."""
JOINED = ("str", "list", "tuple", "set", "dict")
"""Types that some operators join; other operators would only crash."""


def _regrouped(tree: Tree, node: cst.BinaryOperation, kind: type[cst.CSTNode]) -> bool:
    """Return True if the other operator would tie its operands to other neighbours."""
    new, old, parent = RANKS[kind], rank(node), tree.parent(node)
    if new == old:
        return False
    for side in (node.left, node.right):
        if not side.lpar and rank(side) <= max(new, old) + 1:
            return True
    return isinstance(parent, (cst.BinaryOperation, cst.UnaryOperation)) and not node.lpar


@operator(
    "operator",
    share=3,
    examples=[
        ("a, b", "return a + b", "return a - b"),
        ("a, b", "return a*b", "return a+b"),
        ("a, b", "return a % b", "return a // b"),
        ("a, b", "return a & b", "return a | b"),
    ],
    twins=[
        ("s: str, t: str", "return s + t"),
        ("x", 'return "%d" % x'),
        ("xs", "return [0] + xs"),
        ("a, b", "return a < b"),
    ],
)
def wrong_arithmetic(tree: Tree) -> Iterator[Change]:
    """Calculate with another operator."""
    for node in tree.all(cst.BinaryOperation):
        if _is_joined(tree, node):
            continue
        for kind in SWAPS.get(type(node.operator), ()):
            if not _regrouped(tree, node, kind):
                yield change(node.operator, spelled(node.operator, kind), _says(node.operator, kind))


def _is_joined(tree: Tree, node: cst.BinaryOperation) -> bool:
    if isinstance(node.left, TEXTS) or isinstance(node.right, TEXTS):
        return True
    kinds = {tree.scope.type_of(one) for one in (node, node.left, node.right)}
    return bool(kinds.intersection(JOINED)) and not isinstance(
        node.operator, (cst.BitAnd, cst.BitOr, cst.BitXor)
    )


def _says(old: cst.CSTNode, kind: type[cst.CSTNode]) -> str:
    empty = cst.Module([])
    return (
        f"The operator is `{empty.code_for_node(kind()).strip()}`, not `{empty.code_for_node(old).strip()}`."
    )


@operator(
    "operator",
    share=1,
    examples=[
        (
            "xs",
            "total = 1\nfor x in xs:\n    total += x\nreturn total",
            "total = 1\nfor x in xs:\n    total -= x\nreturn total",
        ),
        ("n", "n //= 10\nreturn n", "n %= 10\nreturn n"),
    ],
    twins=[("s: str", 's += "a"\nreturn s'), ("n", "n = n + 1\nreturn n")],
)
def wrong_augmented(tree: Tree) -> Iterator[Change]:
    """Change a variable by another operator."""
    for node in tree.all(cst.AugAssign):
        kind = AUGMENTED.get(type(node.operator))
        joined = tree.scope.type_of(node.value) in JOINED or tree.scope.type_of(node.target) in JOINED
        if kind is not None and not joined:
            yield change(node.operator, spelled(node.operator, kind), _says(node.operator, kind))


@operator(
    "operator",
    share=1.5,
    examples=[
        ("xs", "return sum(xs) / len(xs)", "return sum(xs) // len(xs)"),
        ("n", "n //= 2\nreturn n", "n /= 2\nreturn n"),
        ("a, b", "return (a + b) // 2", "return (a + b) / 2"),
    ],
    twins=[("a, b", "return a % b"), ("a, b", "return divmod(a, b)")],
)
def wrong_division(tree: Tree) -> Iterator[Change]:
    """Divide with a fraction where a whole number is meant, or the reverse."""
    for node in tree.all(cst.BinaryOperation, cst.AugAssign):
        kind = DIVISIONS.get(type(node.operator))
        if kind is not None:
            lost = kind in (cst.FloorDivide, cst.FloorDivideAssign)
            says = (
                "The division drops the fraction."
                if lost
                else "The division keeps a fraction that is to be dropped."
            )
            yield change(node.operator, spelled(node.operator, kind), says)


@operator(
    "operator",
    share=1.5,
    examples=[
        ("a, b, c", "return (a + b) * c", "return a + b * c"),
        ("a, b, c", "return a - (b - c)", "return a - b - c"),
        ("a, b, c", "return a // (b * c)", "return a // b * c"),
        ("a, b, c", "return (a or b) and c", "return a or b and c"),
        ("a, b", "return not (a and b)", "return not a and b"),
    ],
    twins=[
        ("a, b, c", "return (a * b) + c"),
        ("a, b, c", "return a + (b + c)"),
        ("a, b", "return (a + b)"),
        ("a, b, c", "return (a and b) or c"),
    ],
)
def lost_parentheses(tree: Tree) -> Iterator[Change]:
    """Leave out parentheses that decide what is calculated first."""
    for node in tree.all(cst.BinaryOperation, cst.BooleanOperation):
        for side in ("left", "right"):
            inner = getattr(node, side)
            if isinstance(inner, type(node)) and inner.lpar and _matters(node, inner, side):
                new = _left(bare(inner), node) if side == "left" else _right(node, bare(inner))
                yield from _opened(tree, node, inner, new)
    for negated in tree.all(cst.UnaryOperation):
        inner = negated.expression
        if isinstance(inner, (cst.BinaryOperation, cst.BooleanOperation)) and inner.lpar:
            apart = tree.text(negated)[3:4] == " " or not isinstance(negated.operator, cst.Not)
            if (
                apart
                and rank(inner) < rank(negated)
                and (rank(inner.left) >= rank(negated) or inner.left.lpar)
            ):
                first = negated.with_changes(expression=inner.left, lpar=(), rpar=())
                yield from _opened(tree, negated, inner, bare(inner).with_changes(left=first))


def _opened(
    tree: Tree, node: Operation, inner: cst.BaseExpression, new: cst.BaseExpression
) -> Iterator[Change]:
    """Yield the change to an expression without its inner parentheses, unless others would replace them."""
    fits = node.lpar or rank(new) >= needed(tree.parent(node), tree.field(node))
    if fits and "\n" not in tree.text(inner):
        says = f"The parentheses around {tree.brief(inner)} are missing, so that something else comes first."
        yield change(node, new.with_changes(lpar=node.lpar, rpar=node.rpar), says)


def _matters(node: Infix, inner: Infix, side: str) -> bool:
    """Return True unless what is in parentheses comes first anyhow, or the order is all one."""
    if rank(inner) != rank(node):
        return rank(inner) < rank(node)
    if isinstance(node.operator, cst.Power):
        return side == "left"
    return side == "right" and not (
        type(inner.operator) is type(node.operator) and isinstance(node.operator, FREE)
    )


def _left(inner: cst.BaseExpression, node: Infix) -> cst.BaseExpression:
    """Return what `inner op right` means without the parentheses around inner."""
    looser = rank(inner) < rank(node) or isinstance(node.operator, cst.Power)
    if isinstance(inner, (cst.BinaryOperation, cst.BooleanOperation)) and not inner.lpar and looser:
        return inner.with_changes(right=_left(inner.right, node))
    if isinstance(inner, cst.UnaryOperation) and not inner.lpar and looser:
        return inner.with_changes(expression=_left(inner.expression, node))
    return node.with_changes(left=inner, lpar=(), rpar=())


def _right(node: Infix, inner: cst.BaseExpression) -> cst.BaseExpression:
    """Return what `left op inner` means without the parentheses around inner."""
    if (
        isinstance(inner, (cst.BinaryOperation, cst.BooleanOperation))
        and not inner.lpar
        and rank(inner) <= rank(node)
    ):
        return inner.with_changes(left=_right(node, inner.left))
    return node.with_changes(right=inner, lpar=(), rpar=())
