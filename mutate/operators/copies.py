"""One object where two are meant: missing copies, shared defaults, lists that change under a loop."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change, rebuilt
from synth.mutate.tree import Tree

CHANGING = frozenset(
    [
        "append",
        "extend",
        "insert",
        "remove",
        "pop",
        "clear",
        "sort",
        "reverse",
        "add",
        "discard",
        "update",
        "popleft",
        "setdefault",
    ]
)
"""Methods that change what they are called on."""


def _copied(tree: Tree, node: cst.CSTNode) -> cst.BaseExpression | None:
    """Return what an expression copies: `xs.copy()`, `xs[:]`, `list(xs)`, `copy.deepcopy(xs)`."""
    if isinstance(node, cst.Subscript) and len(node.slice) == 1:
        part = node.slice[0].slice
        if isinstance(part, cst.Slice) and part.lower is None and part.upper is None and part.step is None:
            return node.value
    if not isinstance(node, cst.Call):
        return None
    name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    assert isinstance(name, cst.CSTNode)
    called = name.value if isinstance(name, cst.Name) else ""
    if isinstance(node.func, cst.Attribute) and called == "copy" and not node.args:
        return node.func.value if tree.text(node.func.value) != "self" else None
    if len(node.args) != 1 or node.args[0].star or node.args[0].keyword:
        return None
    argument = node.args[0].value
    if called in ("copy", "deepcopy"):
        return argument
    if called in ("list", "dict", "set") and isinstance(node.func, cst.Name):
        return argument if tree.scope.type_of(argument) == called else None
    return None


@operator(
    "method",
    share=2,
    examples=[
        ("xs", "ys = xs.copy()\nys.append(1)\nreturn ys", "ys = xs\nys.append(1)\nreturn ys"),
        ("xs", "ys = xs[:]\nys.sort()\nreturn ys", "ys = xs\nys.sort()\nreturn ys"),
        ("xs: list", "ys = list(xs)\nys.pop()\nreturn ys", "ys = xs\nys.pop()\nreturn ys"),
        ("out, path", "out.append(path[:])\nreturn out", "out.append(path)\nreturn out"),
    ],
    twins=[
        ("s: str", "t = s[:]\nreturn t"),
        ("xs: tuple", "ys = list(xs)\nreturn ys"),
        ("xs", "ys = xs[1:]\nreturn ys"),
    ],
)
def missing_copy(tree: Tree) -> Iterator[Change]:
    """Work on the object itself where a copy is meant."""
    for node in tree.all(cst.Call, cst.Subscript):
        copied = _copied(tree, node)
        parent = tree.parent(node)
        if copied is None or tree.is_stored(node) or isinstance(parent, (cst.For, cst.CompFor)):
            continue
        if tree.scope.type_of(copied) not in ("str", "tuple", "int"):
            yield change(node, copied, f"{tree.brief(copied)} itself is used where a copy is meant.")


@operator(
    "method",
    share=1,
    examples=[
        (
            "xs",
            "for x in xs[:]:\n    if x:\n        xs.remove(x)\nreturn xs",
            "for x in xs:\n    if x:\n        xs.remove(x)\nreturn xs",
        ),
        (
            "d",
            "for k in list(d):\n    if k:\n        del d[k]\nreturn d",
            "for k in d:\n    if k:\n        del d[k]\nreturn d",
        ),
    ],
    twins=[("xs", "for x in xs[:]:\n    print(x)"), ("xs", "for x in xs:\n    xs.remove(x)")],
)
def changed_while_iterating(tree: Tree) -> Iterator[Change]:
    """Run over a collection that the loop changes."""
    for loop in tree.all(cst.For):
        node, copied = loop.iter, _copied(tree, loop.iter)
        if (
            isinstance(node, cst.Call)
            and tree.text(node.func) in ("list", "tuple", "sorted")
            and len(node.args) == 1
        ):
            copied = node.args[0].value
        base = (
            copied.func.value
            if isinstance(copied, cst.Call) and isinstance(copied.func, cst.Attribute)
            else copied
        )
        if (
            isinstance(copied, cst.BaseExpression)
            and isinstance(base, cst.Name)
            and _changes(tree, loop, base.value)
        ):
            yield change(node, copied, f"The loop runs over {tree.brief(copied)} while it changes.")


def _changes(tree: Tree, loop: cst.For, name: str) -> bool:
    """Return True if the body of a loop changes a collection."""
    for call in tree.inside(loop.body, cst.Call):
        func = call.func
        if isinstance(func, cst.Attribute) and func.attr.value in CHANGING and tree.text(func.value) == name:
            return True
    places = (one for one in tree.inside(loop.body, cst.Subscript) if tree.is_stored(one))
    return any(tree.text(one.value) == name for one in places)


@operator(
    "statement",
    share=1,
    examples=[
        (
            "",
            "def f(x, out=None):\n    if out is None:\n        out = []\n    out.append(x)\n    return out",
            "def f(x, out=[]):\n    out.append(x)\n    return out",
        ),
    ],
    twins=[
        ("", "def f(x, out=None):\n    if out is None:\n        out = 0\n    return out"),
        ("", "def f(x, out):\n    if out is None:\n        out = []\n    return out"),
    ],
)
def mutable_default(tree: Tree) -> Iterator[Change]:
    """Share one list, dictionary or set among all calls."""
    body = tree.function.body
    if not isinstance(body, cst.IndentedBlock):
        return
    params = tree.function.params
    every = [*params.posonly_params, *params.params, *params.kwonly_params]
    for at, node in enumerate(body.body[:4]):
        if (
            not isinstance(node, cst.If)
            or node.orelse is not None
            or not isinstance(node.body, cst.IndentedBlock)
        ):
            continue
        line = node.body.body[0]
        only = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
        if not isinstance(only, cst.Assign) or len(node.body.body) != 1 or not _is_empty(tree, only.value):
            continue
        name = tree.text(only.targets[0].target)
        param = next((one for one in every if one.name.value == name and one.default is not None), None)
        if param is None or tree.text(node.test) not in (f"{name} is None", f"not {name}"):
            continue
        if param.default is not None and tree.text(param.default) == "None":
            rest = [*body.body[:at], *body.body[at + 1 :]]
            swaps = ((param.default, only.value), rebuilt(body, rest))
            yield Change(swaps, f"All calls without `{name}` share one {tree.brief(only.value)}.")


def _is_empty(tree: Tree, node: cst.BaseExpression) -> bool:
    return tree.text(node) in ("[]", "{}", "set()", "list()", "dict()")


@operator(
    "statement",
    share=1,
    examples=[("n, m", "return [[0] * m for _ in range(n)]", "return [[0] * m] * n")],
    twins=[("n", "return [0 for _ in range(n)]"), ("n", "return [[i] for i in range(n)]")],
)
def shared_rows(tree: Tree) -> Iterator[Change]:
    """Fill a table with one row, many times."""
    for node in tree.all(cst.ListComp):
        over, target = node.for_in.iter, node.for_in.target
        plain = not node.for_in.ifs and node.for_in.inner_for_in is None and isinstance(target, cst.Name)
        if (
            not plain
            or not isinstance(over, cst.Call)
            or tree.text(over.func) != "range"
            or len(over.args) != 1
        ):
            continue
        row = node.elt
        is_row = isinstance(row, (cst.List, cst.ListComp)) or (
            isinstance(row, cst.BinaryOperation) and isinstance(row.left, cst.List)
        )
        assert isinstance(target, cst.Name)
        if is_row and not any(one.value == target.value for one in tree.inside(row, cst.Name)):
            count = over.args[0].value
            if isinstance(count, (cst.Name, cst.Integer, cst.Call, cst.Attribute)):
                new = cst.BinaryOperation(cst.List([cst.Element(row)]), cst.Multiply(), count)
                yield change(node, new, "All rows of the table are one and the same list.")
