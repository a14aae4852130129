"""The wrong elements: one missing from a collection, two in the wrong order, or the wrong key."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change
from synth.mutate.tree import Tree


@operator(
    "element",
    share=2,
    examples=[
        ("x", "return x in (1, 2, 3)", "return x in (1, 2)"),
        ("x", "return [x, x + 1]", "return [x + 1]"),
        ("x", 'return {"a": 1, "b": x}', 'return {"a": 1}'),
    ],
    twins=[("x", "return [x]"), ("x, y", "return x, y"), ("x", "a, b = x\nreturn a")],
)
def element_dropped(tree: Tree) -> Iterator[Change]:
    """Leave out the first or the last element of a collection."""
    for node in tree.all(cst.List, cst.Set, cst.Dict, cst.Tuple):
        if tree.is_stored(node) or len(node.elements) < 2:
            continue
        if isinstance(node, cst.Tuple) and not (len(node.elements) > 2 and _is_searched(tree, node)):
            continue
        for kept, gone in ((node.elements[:-1], node.elements[-1]), (node.elements[1:], node.elements[0])):
            last = kept[-1]
            if kept[0] is node.elements[0]:
                last = last.with_changes(comma=gone.comma)
            new = node.with_changes(elements=[*kept[:-1], last])
            yield change(node, new, f"The element {_said(tree, gone)} is missing.")


def _is_searched(tree: Tree, node: cst.Tuple) -> bool:
    part = tree.parent(node)
    return isinstance(part, cst.ComparisonTarget) and isinstance(part.operator, (cst.In, cst.NotIn))


def _said(tree: Tree, element: cst.CSTNode) -> str:
    if isinstance(element, cst.DictElement):
        return f"for the key {tree.brief(element.key)}"
    value = getattr(element, "value", element)
    return tree.brief(value) if isinstance(value, cst.CSTNode) else ""


@operator(
    "order",
    share=2,
    examples=[
        ("a, b", "return a, b", "return b, a"),
        ("xs, x, y", "xs.append((x, y))", "xs.append((y, x))"),
        ("a, b", "a, b = b, a + b\nreturn a", "a, b = a + b, b\nreturn a"),
    ],
    twins=[
        ("a", "return a, a"),
        ("a, b", 'return "%s%s" % (a, b)'),
        ("x, a, b", "return x in (a, b)"),
        ("a, b", "return a + b"),
    ],
)
def tuple_order(tree: Tree) -> Iterator[Change]:
    """Put the first two values of a tuple in the wrong order."""
    for node in tree.all(cst.Tuple):
        if tree.is_stored(node) or len(node.elements) < 2 or _is_searched(tree, node):
            continue
        one, two, *rest = node.elements
        parent = tree.parent(node)
        formats = isinstance(parent, cst.BinaryOperation) and isinstance(parent.operator, cst.Modulo)
        classes = isinstance(parent, cst.Arg) and _calls_isinstance(tree, parent)
        starred = isinstance(one, cst.StarredElement) or isinstance(two, cst.StarredElement)
        if formats or classes or starred or one.value.deep_equals(two.value):
            continue
        elements = [one.with_changes(value=two.value), two.with_changes(value=one.value), *rest]
        says = f"{tree.brief(one.value)} and {tree.brief(two.value)} are in the wrong order."
        yield change(node, node.with_changes(elements=elements), says)


def _calls_isinstance(tree: Tree, node: cst.Arg) -> bool:
    call = tree.parent(node)
    return isinstance(call, cst.Call) and tree.text(call.func) in ("isinstance", "issubclass")


@operator(
    "order",
    share=1,
    examples=[("p", "x, y = p\nreturn x - y", "y, x = p\nreturn x - y")],
    twins=[("p", "x, *y = p\nreturn x"), ("p", "x, _ = p\nreturn x"), ("p", "x = p\nreturn x")],
)
def unpack_order(tree: Tree) -> Iterator[Change]:
    """Unpack two values into the wrong names."""
    for assigned in tree.all(cst.Assign):
        for target in (one.target for one in assigned.targets):
            if (
                not isinstance(target, cst.Tuple)
                or len(target.elements) != 2
                or isinstance(assigned.value, cst.Tuple)
            ):
                continue
            one, two = target.elements
            names = [tree.text(one.value), tree.text(two.value)]
            if (
                isinstance(one, cst.Element)
                and isinstance(two, cst.Element)
                and "_" not in names
                and names[0] != names[1]
            ):
                new = [one.with_changes(value=two.value), two.with_changes(value=one.value)]
                says = f"`{names[0]}` and `{names[1]}` are unpacked in the wrong order."
                yield change(target, target.with_changes(elements=new), says)


@operator(
    "keyword",
    share=1,
    examples=[
        ("d", 'return d["a"] + d["b"]', 'return d["b"] + d["b"]'),
        ("d", 'return d.get("a") or d["b"]', 'return d.get("b") or d["b"]'),
    ],
    twins=[("d", 'return d["a"]'), ("d", "return d[0] + d[1]"), ("d", 'd["a"] = 1\nreturn d["a"]')],
)
def wrong_key(tree: Tree) -> Iterator[Change]:
    """Look up another key that the function uses."""
    keys = [*_keys(tree)]
    names = list(dict.fromkeys(one.value for one in keys))
    for node in keys:
        other = next((one for one in names if one != node.value), None)
        if other is not None:
            yield change(
                node, node.with_changes(value=other), f"The key {other} is used where {node.value} is meant."
            )


def _keys(tree: Tree) -> Iterator[cst.SimpleString]:
    for node in tree.all(cst.Subscript):
        part = node.slice[0].slice
        if isinstance(part, cst.Index) and isinstance(part.value, cst.SimpleString):
            yield part.value
    for call in tree.all(cst.Call):
        if (
            isinstance(call.func, cst.Attribute)
            and call.func.attr.value in ("get", "pop", "setdefault")
            and call.args
        ):
            first = call.args[0].value
            if isinstance(first, cst.SimpleString):
                yield first
