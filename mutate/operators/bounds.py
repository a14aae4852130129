"""Off by one: ranges, indices, slices and the ends of loops."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change
from synth.mutate.scope import NUMBERS
from synth.mutate.shift import literal, number_of, shifted
from synth.mutate.tree import Tree, written


def _is_range(node: cst.Call) -> bool:
    return isinstance(node.func, cst.Name) and node.func.value == "range" and 1 <= len(node.args) <= 3


@operator(
    "literal",
    share=5,
    examples=[
        ("n", "for i in range(n):\n    print(i)", "for i in range(n - 1):\n    print(i)"),
        ("n", "for i in range(1, n + 1):\n    print(i)", "for i in range(1, n):\n    print(i)"),
        ("n", "return list(range(n))", "return list(range(1, n))"),
        ("n", "return list(range(2, n))", "return list(range(1, n))"),
    ],
    twins=[("n, k", "for i in range(*n):\n    print(i)"), ("n, k", "return len(n)")],
)
def range_bound(tree: Tree) -> Iterator[Change]:
    """Start or stop a range one too early or too late."""
    for node in tree.all(cst.Call):
        if not _is_range(node) or any(one.star or one.keyword for one in node.args):
            continue
        down = len(node.args) == 3 and (number_of(node.args[2].value) or 1) < 0
        last = node.args[0 if len(node.args) == 1 else 1].value
        for by in (-1, 1):
            early = (by < 0) != down
            says = f"The range ends one {'short of' if early else 'past'} the last value that is meant."
            yield change(last, shifted(tree, last, by), says)
        if len(node.args) == 1 and number_of(last) != 1:
            start = cst.Arg(cst.Integer("1"), comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
            yield change(
                node, node.with_changes(args=[start, *node.args]), "The range leaves out its first value, 0."
            )
        elif len(node.args) > 1:
            first = node.args[0].value
            for by in (-1, 1):
                number = number_of(first)
                says = f"The range starts one too {'early' if (by < 0) != down else 'late'}."
                if number == 1 and by < 0 and len(node.args) == 2:
                    yield change(node, node.with_changes(args=node.args[1:]), says)
                elif number is None or number + by >= 0 or down:
                    yield change(first, shifted(tree, first, by), says)


@operator(
    "literal",
    share=4,
    examples=[
        ("xs, i", "return xs[i]", "return xs[i + 1]"),
        ("xs, i", "return xs[i + 1]", "return xs[i]"),
        ("xs", "return xs[-1]", "return xs[-2]"),
        ("xs", "return xs[0]", "return xs[1]"),
    ],
    twins=[("d: dict, k", "return d[k]"), ("xs, i: str", "return xs[i]"), ("d", 'return d["a"]')],
)
def index_off_by_one(tree: Tree) -> Iterator[Change]:
    """Take the item before or after the one that is meant."""
    for node in tree.all(cst.Subscript):
        if len(node.slice) != 1 or not isinstance(node.slice[0].slice, cst.Index):
            continue
        index = node.slice[0].slice.value
        number = number_of(index)
        if tree.scope.type_of(node.value) == "dict" or not (number is not None or _is_index(tree, index)):
            continue
        for by in (-1, 1):
            if number == 0 and by < 0:
                continue
            new = shifted(tree, index, by)
            yield change(index, new, f"The index is {written(new)} where {tree.brief(index)} is meant.")


def _is_index(tree: Tree, node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.BinaryOperation):
        return isinstance(node.operator, (cst.Add, cst.Subtract)) and (
            number_of(node.right) is not None or _is_index(tree, node.left)
        )
    return isinstance(node, (cst.Name, cst.Call)) and tree.scope.type_of(node) in NUMBERS


@operator(
    "literal",
    share=3,
    examples=[
        ("xs", "return xs[1:]", "return xs[2:]"),
        ("xs", "return xs[1:]", "return xs[:]"),
        ("xs, k", "return xs[:k]", "return xs[:k + 1]"),
        ("xs", "return xs[:-1]", "return xs[:]"),
        ("xs, i, j", "return xs[i:j]", "return xs[i + 1:j]"),
    ],
    twins=[
        ("xs", "return xs[:]"),
        ("xs", "return xs[0:]"),
        ("xs", "return xs[::-1]"),
    ],
)
def slice_bound(tree: Tree) -> Iterator[Change]:
    """Cut a slice one too early or too late, or not at all."""
    for part in tree.all(cst.Slice):
        down = (number_of(part.step) or 1) < 0
        for end in ("lower", "upper"):
            bound = getattr(part, end)
            if bound is None:
                continue
            number = number_of(bound)
            place = "starts" if end == "lower" else "ends"
            if number == 0:
                continue
            for by in (-1, 1):
                says = f"The slice {place} one too {'late' if (by > 0) != down else 'early'}."
                if number != -by:
                    yield change(bound, shifted(tree, bound, by), says)
                elif (end == "lower") == (by < 0) and not down:
                    yield change(_subscript(tree, part), _without(tree, part, end), says)


def _subscript(tree: Tree, part: cst.Slice) -> cst.Subscript:
    node = tree.up(part, cst.Subscript)
    assert node is not None
    return node


def _without(tree: Tree, part: cst.Slice, end: str) -> cst.CSTNode:
    return _subscript(tree, part).deep_replace(part, part.with_changes(**{end: None}))


@operator(
    "literal",
    share=2,
    examples=[
        (
            "xs, i: int",
            "while i < len(xs):\n    i += 1\nreturn i",
            "while i < len(xs) - 1:\n    i += 1\nreturn i",
        ),
        ("n", "while n > 1:\n    n //= 2\nreturn n", "while n > 2:\n    n //= 2\nreturn n"),
    ],
    twins=[
        ("xs", "while xs:\n    xs.pop()"),
        ("n", "if n > 1:\n    return n"),
        ("s", 'while s == "":\n    s = "a"'),
    ],
)
def loop_bound(tree: Tree) -> Iterator[Change]:
    """Run a `while` loop one time too few or too many."""
    for loop in tree.all(cst.While):
        for node in tree.inside(loop.test, cst.Comparison):
            part = node.comparisons[-1]
            bound, kind = part.comparator, tree.scope.type_of(part.comparator)
            up = isinstance(part.operator, (cst.LessThan, cst.LessThanEqual))
            if not up and not isinstance(part.operator, (cst.GreaterThan, cst.GreaterThanEqual)):
                continue
            if kind not in NUMBERS or kind == "float":
                continue
            for by in (-1, 1):
                short = (by < 0) == up
                says = f"The loop stops one {'short of' if short else 'past'} the bound {tree.brief(bound)}."
                yield change(bound, shifted(tree, bound, by), says)


@operator(
    "literal",
    share=1,
    examples=[
        (
            "xs",
            "for i, x in enumerate(xs, 1):\n    print(i, x)",
            "for i, x in enumerate(xs):\n    print(i, x)",
        ),
        (
            "xs",
            "for i, x in enumerate(xs):\n    print(i, x)",
            "for i, x in enumerate(xs, 1):\n    print(i, x)",
        ),
    ],
    twins=[("xs", "return len(xs)"), ("xs, n", "for i, x in enumerate(xs, n):\n    print(i, x)")],
)
def enumerate_start(tree: Tree) -> Iterator[Change]:
    """Count from 1 where counting from 0 is meant, or the reverse."""
    for node in tree.all(cst.Call):
        if not isinstance(node.func, cst.Name) or node.func.value != "enumerate":
            continue
        if len(node.args) == 1 and not node.args[0].star:
            comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
            args = [node.args[0].with_changes(comma=comma), cst.Arg(literal(1))]
            yield change(node, node.with_changes(args=args), "The items are counted from 1, not from 0.")
        elif len(node.args) == 2 and number_of(node.args[1].value) == 1:
            args = [node.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)]
            yield change(node, node.with_changes(args=args), "The items are counted from 0, not from 1.")
