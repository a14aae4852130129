"""What an operator says: put these nodes in the place of those, and what is wrong then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import libcst as cst

from synth.mutate.tree import Tree


@dataclass(frozen=True, eq=False)
class Change:
    """Nodes that take the place of others, and one sentence that says what is wrong now.

    Nodes are expressions, operators, small statements or blocks. A new expression needs no parentheses:
    they are added where it would fall apart without, and left out where nobody would write them.
    """

    swaps: tuple[tuple[cst.CSTNode, cst.CSTNode], ...]
    says: str


def change(old: cst.CSTNode, new: cst.CSTNode, says: str) -> Change:
    """Return the change of one node."""
    return Change(((old, new),), says)


def applied(tree: Tree, made: Change) -> cst.Module:
    """Return the file's tree with a change made by LibCST itself; the tests compare it with the splice."""
    module = tree.file.module.visit(_Swap(dict(made.swaps)))
    assert isinstance(module, cst.Module)
    return module


class _Swap(cst.CSTTransformer):
    def __init__(self, swaps: dict[cst.CSTNode, cst.CSTNode]) -> None:
        super().__init__()
        self.swaps = swaps

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node not in self.swaps

    def on_leave(self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT) -> cst.CSTNode:  # type: ignore[override]
        return self.swaps.get(original_node, updated_node)


def both(*swaps: tuple[cst.CSTNode, cst.CSTNode] | None, says: str) -> Iterator[Change]:
    """Yield the change that makes all swaps at once, if there are all."""
    present = tuple(one for one in swaps if one is not None)
    if len(present) == len(swaps):
        yield Change(present, says)


def spelled(old: Any, kind: type[Any]) -> Any:
    """Return an operator of another class with the space around it that an old one has."""
    return kind(whitespace_before=old.whitespace_before, whitespace_after=old.whitespace_after)


def instead(
    tree: Tree, statement: cst.CSTNode, *new: cst.BaseStatement
) -> tuple[cst.CSTNode, cst.CSTNode] | None:
    """Return the swap that puts statements in the place of one; `pass` if nothing would be left of a block.

    None for a statement that shares its line with others or stands after a colon.
    """
    block = tree.parent(statement)
    if not isinstance(block, cst.IndentedBlock):
        return None
    at = next(index for index, one in enumerate(block.body) if one is statement)
    return rebuilt(block, [*block.body[:at], *new, *block.body[at + 1 :]])


def rebuilt(block: cst.IndentedBlock, body: Sequence[cst.BaseStatement]) -> tuple[cst.CSTNode, cst.CSTNode]:
    """Return the swap that gives a block other statements."""
    if not any(not is_docstring(one) for one in body):
        body = [*body, cst.SimpleStatementLine([cst.Pass()])]
    return block, block.with_changes(body=body)


def is_docstring(node: cst.CSTNode) -> bool:
    """Return True for a line that is nothing but a string."""
    if not isinstance(node, cst.SimpleStatementLine) or len(node.body) != 1:
        return False
    only = node.body[0]
    return isinstance(only, cst.Expr) and isinstance(only.value, (cst.SimpleString, cst.ConcatenatedString))


def whole(
    tree: Tree, branch: cst.If, new: cst.If | cst.Else | None
) -> tuple[cst.CSTNode, cst.CSTNode] | None:
    """Return the swap that puts another branch, or none, in the place of an `if` or `elif`.

    LibCST keeps `elif` within the `if` before it, so that the statement as a whole is built anew.
    """
    parent = tree.parent(branch)
    while isinstance(parent, cst.If) and tree.field(branch) == "orelse":
        branch, new = parent, parent.with_changes(orelse=new)
        parent = tree.parent(branch)
    return instead(tree, branch, new) if isinstance(new, cst.If) else None


def suite(body: cst.BaseSuite) -> list[cst.BaseStatement]:
    """Return the statements of a block, or of what stands after a colon on the same line."""
    if isinstance(body, cst.IndentedBlock):
        return list(body.body)
    assert isinstance(body, cst.SimpleStatementSuite)
    return [cst.SimpleStatementLine(body.body)]
