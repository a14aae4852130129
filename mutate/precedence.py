"""How tightly expressions hold together, and so where parentheses are needed."""

from __future__ import annotations

import libcst as cst

RANKS: dict[type[cst.CSTNode], int] = {
    cst.Yield: -1,
    cst.Tuple: -1,
    cst.NamedExpr: 0,
    cst.Lambda: 1,
    cst.IfExp: 2,
    cst.Or: 3,
    cst.And: 4,
    cst.Not: 5,
    cst.Comparison: 6,
    cst.BitOr: 7,
    cst.BitXor: 8,
    cst.BitAnd: 9,
    cst.LeftShift: 10,
    cst.RightShift: 10,
    cst.Add: 11,
    cst.Subtract: 11,
    cst.Multiply: 12,
    cst.Divide: 12,
    cst.FloorDivide: 12,
    cst.Modulo: 12,
    cst.MatrixMultiply: 12,
    cst.Minus: 13,
    cst.Plus: 13,
    cst.BitInvert: 13,
    cst.Power: 14,
    cst.Await: 15,
}
"""How tightly expressions hold together, from the table in the language reference, section 6.17."""
ATOM = 16
BRACKETED = (cst.Tuple, cst.GeneratorExp, cst.Yield)
"""Expressions whose own parentheses are not there for the sake of order."""


def rank(node: cst.CSTNode) -> int:
    """Return how tightly an expression holds together, its own parentheses not counted."""
    if isinstance(node, (cst.BinaryOperation, cst.BooleanOperation, cst.UnaryOperation)):
        return RANKS[type(node.operator)]
    return RANKS.get(type(node), ATOM)


def needed(parent: cst.CSTNode | None, field: str) -> int:
    """Return how tightly an expression must hold together in a field of its parent."""
    if isinstance(parent, cst.BinaryOperation):
        own = rank(parent)
        if isinstance(parent.operator, cst.Power):
            return 15 if field == "left" else 13
        return own if field == "left" else own + 1
    if isinstance(parent, cst.BooleanOperation):
        return rank(parent) + (field == "right")
    if isinstance(parent, cst.UnaryOperation):
        return rank(parent)
    return _FIELDS.get((type(parent), field), 1)


_FIELDS: dict[tuple[type[object], str], int] = {
    (cst.Comparison, "left"): 7,
    (cst.ComparisonTarget, "comparator"): 7,
    (cst.IfExp, "body"): 3,
    (cst.IfExp, "test"): 3,
    (cst.Attribute, "value"): ATOM,
    (cst.Subscript, "value"): ATOM,
    (cst.Call, "func"): ATOM,
    (cst.Await, "expression"): ATOM,
    (cst.StarredElement, "value"): 7,
    (cst.CompFor, "iter"): 3,
    (cst.CompIf, "test"): 3,
    (cst.Assign, "value"): -1,
    (cst.AugAssign, "value"): -1,
    (cst.Return, "value"): -1,
    (cst.Expr, "value"): -1,
    (cst.For, "iter"): -1,
    (cst.For, "target"): -1,
    (cst.CompFor, "target"): -1,
    (cst.AssignTarget, "target"): -1,
    (cst.If, "test"): 0,
    (cst.While, "test"): 0,
    (cst.FormattedStringExpression, "expression"): 2,
}


def bare(node: cst.BaseExpression) -> cst.BaseExpression:
    """Return an expression without its own parentheses, unless they are what makes it one."""
    return node.with_changes(lpar=(), rpar=()) if node.lpar and not isinstance(node, BRACKETED) else node
