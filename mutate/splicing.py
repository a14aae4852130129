"""Changes as splices: parentheses where they are needed, lines at their depth, all else untouched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import libcst as cst

from synth.mutate.change import Change
from synth.mutate.precedence import ATOM, BRACKETED, bare, needed, rank
from synth.mutate.tree import Tree

EMPTY = cst.Module([])
OPERATORS = (cst.BaseBinaryOp, cst.BaseBooleanOp, cst.BaseCompOp, cst.BaseAugOp)


@dataclass(frozen=True)
class Edit:
    """A piece of the text, by its first character and the one after its last, and what replaces it."""

    start: int
    end: int
    text: str


def fitted(tree: Tree, wanted: Change) -> tuple[Change, tuple[Edit, ...]] | None:
    """Return a change with its parentheses and its splices, or None if it would not leave valid syntax."""
    swaps: list[tuple[cst.CSTNode, cst.CSTNode]] = []
    edits: list[Edit] = []
    for old, new in wanted.swaps:
        if isinstance(old, cst.IndentedBlock) and isinstance(new, cst.IndentedBlock):
            edits.append(_block(tree, old, new))
            swaps.append((old, new))
            continue
        if isinstance(old, cst.BaseExpression) and isinstance(new, cst.BaseExpression):
            found = _expression(tree, old, new)
        else:
            found = new, _small(tree, old, new)
        if found is None or _assigns_itself(tree, old, found[1]):
            return None
        start, end = tree.span(old)
        swaps.append((old, found[0]))
        edits.append(_lines(tree.file.text, Edit(start, end, found[1])))
    edits.sort(key=lambda one: one.start)
    if any(one.end > other.start for one, other in pairwise(edits)):
        return None
    if all(one.text == tree.file.text[one.start : one.end] for one in edits):
        return None
    return Change(tuple(swaps), wanted.says), tuple(edits)


def _assigns_itself(tree: Tree, old: cst.CSTNode, text: str) -> bool:
    """Return True if the change would leave `x = x`, which nobody writes."""
    assigned = tree.up(old, cst.Assign)
    if assigned is None:
        return False
    if old is assigned.value:
        return any(tree.text(one.target) == text for one in assigned.targets)
    return isinstance(tree.parent(old), cst.AssignTarget) and tree.text(assigned.value) == text


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with its edits, which are in order and apart from each other."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += text[at : edit.start], edit.text
        at = edit.end
    return "".join((*parts, text[at:]))


def _expression(
    tree: Tree, old: cst.BaseExpression, new: cst.BaseExpression
) -> tuple[cst.CSTNode, str] | None:
    """Return an expression with the parentheses that it needs, and its text."""
    text = EMPTY.code_for_node(new)
    if "\n" in text:
        text = _indented(tree, old, new)
    edge = _touches(tree, old, text)
    if isinstance(new, BRACKETED) and (new.lpar or isinstance(new, cst.GeneratorExp)):
        return (new, text) if new.lpar and not edge else None
    own = rank(new)
    needs = needed(tree.parent(old), tree.field(old)) > own or (
        isinstance(new, (cst.Integer, cst.Float)) and isinstance(tree.parent(old), cst.Attribute)
    )
    inner = bare(new)
    wants = needs or bool(old.lpar and own < ATOM) or (bool(new.lpar) and "\n" in text)
    wants = wants or ("\n" in text and own < ATOM and type(new) is not type(old))
    if not wants and not new.lpar and not edge:
        return new, text
    for parenthesised in (wants, True):
        if parenthesised:
            given = new if new.lpar else (old if old.lpar else _PARENTHESES)
            fitted = inner.with_changes(lpar=given.lpar, rpar=given.rpar)
        else:
            fitted = inner
        text = EMPTY.code_for_node(fitted)
        if "\n" in text:
            text = _indented(tree, old, fitted)
        if not _touches(tree, old, text):
            return fitted, text
    return None


_PARENTHESES = cst.Name("_", lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _touches(tree: Tree, old: cst.CSTNode, text: str) -> bool:
    """Return True if a text would melt with the word before it or after it."""
    start, end = tree.span(old)
    whole = tree.file.text
    before, after = whole[start - 1 : start], whole[end : end + 1]
    joins = _is_word(before) and (_is_word(text[:1]) or text[:1] in "'\"")
    return joins or (_is_word(text[-1:]) and _is_word(after))


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _small(tree: Tree, old: cst.CSTNode, new: cst.CSTNode) -> str:
    """Return the text of an operator or a small statement, without the space and the semicolon around it."""
    if isinstance(new, OPERATORS):
        return _token(type(new))
    if isinstance(new, cst.BaseSmallStatement):
        new = new.with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
        return _indented(tree, old, new) if "\n" in EMPTY.code_for_node(new) else EMPTY.code_for_node(new)
    return EMPTY.code_for_node(new)


@cache
def _token(kind: type[cst.CSTNode]) -> str:
    return EMPTY.code_for_node(kind()).strip()


def _indented(tree: Tree, old: cst.CSTNode, new: cst.BaseExpression | cst.BaseSmallStatement) -> str:
    """Return the text of a piece of several lines at the depth at which it stands."""
    statement = tree.statement(old)
    line = cst.SimpleStatementLine([cst.Expr(new) if isinstance(new, cst.BaseExpression) else new])
    depth = indentation(tree, statement) if statement is not None else ""
    return _written(tree, [line], depth).removeprefix(depth).removesuffix(tree.file.module.default_newline)


def _written(tree: Tree, statements: Sequence[cst.BaseStatement], depth: str) -> str:
    """Return the lines of statements at a depth."""
    if not statements:
        return ""
    if not depth:
        return "".join(tree.file.module.code_for_node(one) for one in statements)
    block = cst.IndentedBlock(statements, indent=depth)
    text = tree.file.module.code_for_node(cst.If(cst.Name("_"), block))
    return text.partition(tree.file.module.default_newline)[2]


def indentation(tree: Tree, statement: cst.CSTNode) -> str:
    """Return the space before a statement."""
    text, start = tree.file.text, tree.span(statement)[0]
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return line[: len(line) - len(line.lstrip())]


def _block(tree: Tree, old: cst.IndentedBlock, new: cst.IndentedBlock) -> Edit:
    """Return the edit that makes the statements of a block others; those that stay are not touched."""
    before, after = list(old.body), list(new.body)
    head = 0
    while head < min(len(before), len(after)) and before[head] is after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] is after[-1 - tail]:
        tail += 1
    gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
    depth = indentation(tree, before[0])
    if gone:
        start, end = _first_line(tree, gone[0]), _after(tree, gone[-1])
    else:
        start = end = _first_line(tree, before[head]) if tail else _after(tree, before[-1])
    text = _written(tree, come, depth)
    source = tree.file.text
    if end == len(source) and not source.endswith("\n"):
        text = text.removesuffix(tree.file.module.default_newline)
        start -= len(tree.file.module.default_newline) if not text else 0
    return _lines(source, Edit(start, end, text))


def _first_line(tree: Tree, statement: cst.CSTNode) -> int:
    """Return where a statement's first line starts, with the comments and empty lines before it."""
    text = tree.file.text
    at = text.rfind("\n", 0, tree.span(statement)[0]) + 1
    for _ in getattr(statement, "leading_lines", ()):
        at = text.rfind("\n", 0, at - 1) + 1
    return at


def _after(tree: Tree, statement: cst.CSTNode) -> int:
    """Return where the line after a statement starts, with the comments at the end of its blocks."""
    text = tree.file.text
    last, footers = _deepest(statement)
    at = text.find("\n", tree.span(last)[1])
    for _ in range(footers):
        at = text.find("\n", at + 1)
    return len(text) if at < 0 else at + 1


def _deepest(node: cst.CSTNode) -> tuple[cst.CSTNode, int]:
    """Return the last line of a statement and the number of lines of comment after it in its blocks."""
    for field in ("finalbody", "orelse", "handlers", "cases", "body"):
        part = getattr(node, field, None)
        if isinstance(part, cst.CSTNode):
            return _deepest(part) if not isinstance(part, cst.IndentedBlock) else _last(part)
        if isinstance(part, Sequence) and part and isinstance(node, (cst.Try, cst.TryStar, cst.Match)):
            last, lines = _deepest(part[-1])
            return last, lines + len(getattr(node, "footer", ()))
    return node, 0


def _last(block: cst.IndentedBlock) -> tuple[cst.CSTNode, int]:
    last, lines = _deepest(block.body[-1])
    return last, lines + len(block.footer)


def _lines(text: str, edit: Edit) -> Edit:
    """Return an edit without the lines that it leaves as they are at its start and its end."""
    if "\n" not in edit.text and "\n" not in text[edit.start : edit.end]:
        return edit
    old, new = text[edit.start : edit.end].splitlines(True), edit.text.splitlines(True)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start = edit.start + sum(map(len, old[:head]))
    end = edit.end - sum(map(len, old[len(old) - tail :]))
    return Edit(start, end, "".join(new[head : len(new) - tail]))
