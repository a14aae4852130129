"""Numbers and expressions moved by one, as a programmer would write them: `i + 1` and one less is `i`."""

from __future__ import annotations

import libcst as cst

from synth.mutate.tree import Tree

SPACELESS = cst.SimpleWhitespace("")


def shifted(tree: Tree, node: cst.BaseExpression, by: int) -> cst.BaseExpression:
    """Return an expression that is greater by a number, folded into a number that it adds or takes away."""
    number = number_of(node)
    if number is not None:
        return literal(number + by, node)
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Add, cst.Subtract)):
        sign = 1 if isinstance(node.operator, cst.Add) else -1
        added = number_of(node.right)
        if added is not None and added >= 0:
            total = sign * added + by
            if total == 0:
                return node.left if node.left.lpar or not node.lpar else _wrapped(node.left, node)
            return node.with_changes(
                operator=_operator(total, node.operator), right=literal(abs(total), node.right)
            )
        first = number_of(node.left)
        if first is not None and first + by > 0:
            return node.with_changes(left=literal(first + by, node.left))
    return cst.BinaryOperation(node, _signed(tree, by), cst.Integer(str(abs(by))))


def _wrapped(inner: cst.BaseExpression, outer: cst.BaseExpression) -> cst.BaseExpression:
    return inner.with_changes(lpar=outer.lpar, rpar=outer.rpar)


def _operator(total: int, old: cst.BaseBinaryOp) -> cst.BaseBinaryOp:
    assert isinstance(old, (cst.Add, cst.Subtract))
    kind = cst.Add if total > 0 else cst.Subtract
    return kind(whitespace_before=old.whitespace_before, whitespace_after=old.whitespace_after)


def _signed(tree: Tree, by: int) -> cst.BaseBinaryOp:
    """Return plus or minus, with the spacing that the function has elsewhere."""
    kind = cst.Add if by > 0 else cst.Subtract
    for node in tree.all(cst.BinaryOperation):
        if isinstance(node.operator, (cst.Add, cst.Subtract)):
            before = node.operator.whitespace_before
            if isinstance(before, cst.SimpleWhitespace) and before.value == "":
                return kind(whitespace_before=SPACELESS, whitespace_after=SPACELESS)
            break
    return kind()


def number_of(node: cst.CSTNode | None) -> int | None:
    """Return the value of a whole number, signed or not, or None."""
    if isinstance(node, cst.Integer):
        return int(node.value.replace("_", ""), 0)
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
        inner = number_of(node.expression)
        return None if inner is None else -inner
    return None


def literal(number: int, like: cst.CSTNode | None = None) -> cst.BaseExpression:
    """Return a whole number as a programmer would write it, in the base of another."""
    written = like.value.lower() if isinstance(like, cst.Integer) else ""
    text = str(abs(number))
    for prefix, form in (("0x", "x"), ("0o", "o"), ("0b", "b")):
        if written.startswith(prefix):
            text = prefix + format(abs(number), form).rjust(len(written) - 2, "0")
    if "_" in written and written.isascii() and not written.startswith(("0x", "0o", "0b")):
        text = f"{abs(number):_}"
    whole = cst.Integer(text)
    return whole if number >= 0 else cst.UnaryOperation(cst.Minus(), whole)
