"""The wrong method, attribute or item: another one, or one that is missing after an expression."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change
from synth.mutate.tree import Tree

METHODS: dict[str, tuple[str, ...]] = {
    "lower": ("upper",),
    "upper": ("lower",),
    "strip": ("lstrip", "rstrip"),
    "lstrip": ("rstrip", "strip"),
    "rstrip": ("lstrip", "strip"),
    "find": ("rfind",),
    "rfind": ("find",),
    "index": ("rindex",),
    "startswith": ("endswith",),
    "endswith": ("startswith",),
    "split": ("rsplit",),
    "rsplit": ("split",),
    "append": ("extend",),
    "extend": ("append",),
    "add": ("discard",),
    "discard": ("add",),
    "keys": ("values",),
    "values": ("keys",),
    "items": ("keys",),
    "union": ("intersection",),
    "intersection": ("union",),
    "difference": ("symmetric_difference",),
    "issubset": ("issuperset",),
    "issuperset": ("issubset",),
    "isdigit": ("isalpha",),
    "isalpha": ("isalnum",),
    "isalnum": ("isalpha",),
    "isupper": ("islower",),
    "islower": ("isupper",),
    "ljust": ("rjust",),
    "rjust": ("ljust",),
    "capitalize": ("title",),
    "title": ("capitalize",),
    "popleft": ("pop",),
    "appendleft": ("append",),
    "partition": ("rpartition",),
    "rpartition": ("partition",),
    "remove": ("discard",),
    "get": ("setdefault",),
    "swapcase": ("upper",),
    "isspace": ("isalnum",),
    "isdecimal": ("isalpha",),
    "bit_length": ("bit_count",),
}
AFTER = frozenset(
    [
        "strip",
        "lstrip",
        "rstrip",
        "lower",
        "upper",
        "casefold",
        "split",
        "splitlines",
        "title",
        "capitalize",
        "items",
        "keys",
        "values",
        "decode",
        "encode",
        "replace",
        "group",
    ]
)
"""Method calls that are forgotten after an expression."""


@operator(
    "attribute",
    share=3,
    examples=[
        ("s", "return s.lower()", "return s.upper()"),
        ("s", 'return s.find("a")', 'return s.rfind("a")'),
    ],
    twins=[
        ("d: dict", 'return d.get("a")'),
        ("s", "return s.lower"),
        ("xs", 'xs.append("a")'),
        ("s", 'return s.split(",")'),
    ],
)
def method_twin(tree: Tree) -> Iterator[Change]:
    """Call a method that is easily taken for the right one."""
    for node in tree.all(cst.Call):
        func = node.func
        if not isinstance(func, cst.Attribute) or func.attr.value not in METHODS:
            continue
        if tree.text(func.value) == "self" or _is_same(node, func.attr.value):
            continue
        kind = tree.scope.type_of(func.value)
        for other in METHODS[func.attr.value]:
            if not _is_foreign(func.attr.value, other, kind):
                says = f"`.{other}` is called where `.{func.attr.value}` is meant."
                yield change(func.attr, func.attr.with_changes(value=other), says)


def _is_same(node: cst.Call, name: str) -> bool:
    """Return True where the twin would do the same: for one character, or without a count or a default."""
    if name in ("get", "split", "rsplit"):
        return len(node.args) < 2
    only = node.args[0].value if len(node.args) == 1 else None
    return name == "append" and isinstance(only, cst.SimpleString) and len(only.raw_value) == 1


def _is_foreign(name: str, other: str, kind: str) -> bool:
    """Return True if a type does not have the other method."""
    if name == "index":
        return kind != "str"
    if name == "remove":
        return kind != "set"
    return name == "add" and other == "discard" and kind not in ("set", "")


@operator(
    "attribute",
    share=1,
    examples=[("p, q", "p.x = q.y\nreturn p.x", "p.x = q.y\nreturn p.y")],
    twins=[("p", "return p.x"), ("p", "return p.x() + p.y()")],
)
def wrong_attribute(tree: Tree) -> Iterator[Change]:
    """Read another attribute that the function uses."""
    called = {node.func for node in tree.all(cst.Call)}
    every = [one for one in tree.all(cst.Attribute) if one not in called and isinstance(one.value, cst.Name)]
    names = list(dict.fromkeys(one.attr.value for one in every))
    for node in every:
        others = [
            one for one in names if one != node.attr.value and one.isupper() == node.attr.value.isupper()
        ]
        if not tree.is_stored(node) and others and tree.scope.holds(tree.text(node.value)):
            says = f"`.{others[0]}` is read where `.{node.attr.value}` is meant."
            yield change(node.attr, node.attr.with_changes(value=others[0]), says)


@operator(
    "method",
    share=3,
    examples=[
        ("s", "return s.strip().lower()", "return s.strip()"),
        ("s", "return s.strip().lower()", "return s.lower()"),
        ("s", 'return s.replace("-", "").upper()', "return s.upper()"),
    ],
    twins=[("s", "return s.strip"), ("self", "return self.copy()"), ("xs", "xs.sort()\nreturn xs")],
)
def method_dropped(tree: Tree) -> Iterator[Change]:
    """Forget a method call after an expression."""
    for node in tree.all(cst.Call):
        func = node.func
        if not isinstance(func, cst.Attribute) or func.attr.value not in AFTER:
            continue
        if tree.text(func.value) != "self" and not isinstance(tree.parent(node), cst.Expr):
            says = f"The call of `.{func.attr.value}` after {tree.brief(func.value)} is missing."
            yield change(node, func.value, says)


@operator(
    "access",
    share=1,
    examples=[("p, q", "return p.size + q", "return p + q")],
    twins=[("p", "return p.size()"), ("p", "p.size = 1"), ("x", "import math\nreturn math.pi * x")],
)
def attribute_dropped(tree: Tree) -> Iterator[Change]:
    """Use an object where one of its attributes is meant."""
    called = {node.func for node in tree.all(cst.Call)}
    for node in tree.all(cst.Attribute):
        if node in called or tree.is_stored(node) or isinstance(tree.parent(node), cst.Attribute):
            continue
        if node.attr.value in METHODS:
            continue
        if (
            isinstance(node.value, cst.Name)
            and node.value.value != "self"
            and tree.scope.holds(node.value.value)
        ):
            yield change(node, node.value, f"{tree.brief(node.value)} is used, not its `.{node.attr.value}`.")


@operator(
    "access",
    share=2,
    examples=[("xs, y", "return xs[0] + y", "return xs + y"), ("m, i, j", "return m[i][j]", "return m[i]")],
    twins=[("xs", "xs[0] = 1"), ("xs", "return xs[1:]"), ("xs", "del xs[0]")],
)
def index_dropped(tree: Tree) -> Iterator[Change]:
    """Use a whole row where one of its items is meant."""
    for node in tree.all(cst.Subscript):
        if tree.is_stored(node) or not isinstance(node.slice[0].slice, cst.Index):
            continue
        if not isinstance(tree.parent(node), cst.Attribute):
            item = tree.brief(node.slice[0].slice.value)
            yield change(
                node, node.value, f"{tree.brief(node.value)} is taken as a whole, without the index {item}."
            )
