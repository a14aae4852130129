"""The wrong name: another variable of the same scope and type is read, bound or called on."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change
from synth.mutate.tree import Tree

OPERATIONS = (
    cst.BinaryOperation,
    cst.UnaryOperation,
    cst.BooleanOperation,
    cst.Comparison,
    cst.ComparisonTarget,
)


def _role(tree: Tree, node: cst.Name) -> str:
    """Return what a name is read for: as operand, index, receiver, callee or anything else."""
    parent, field = tree.parents.get(node, (None, ""))
    if isinstance(parent, OPERATIONS) or (isinstance(parent, cst.AugAssign) and field == "value"):
        return "operand"
    if isinstance(parent, (cst.Index, cst.Slice)):
        return "index"
    if isinstance(parent, cst.Call) and field == "func":
        return "callee"
    if isinstance(parent, cst.Attribute):
        call = tree.parent(parent)
        return "receiver" if isinstance(call, cst.Call) and call.func is parent else "plain"
    return "plain"


def _replaced(tree: Tree, role: str) -> Iterator[Change]:
    for node in tree.all(cst.Name):
        if _role(tree, node) == role and tree.scope.reads(node) and not _is_partner(tree, node):
            for other in tree.scope.others(node, farthest=1 if role in ("index", "receiver") else 2):
                yield change(
                    node, node.with_changes(value=other), f"`{other}` is used where `{node.value}` is meant."
                )


def _is_partner(tree: Tree, node: cst.Name) -> bool:
    """Return True in `isinstance(x, T)`, whose outcome the types of the names decide alone."""
    call = tree.up(node, cst.Call)
    return call is not None and isinstance(call.func, cst.Name) and call.func.value in ("isinstance", "type")


@operator(
    "identifier",
    share=5,
    examples=[
        ("width, height", "return max(width, height)", "return max(width, width)"),
        ("xs", "ys = sorted(xs)\nreturn ys", "ys = sorted(xs)\nreturn xs"),
    ],
    twins=[
        ("width", "return max(width)"),
        ("n: int, name: str", "return len(name)"),
        ("a: int, b: int", "return len"),
    ],
)
def wrong_variable(tree: Tree) -> Iterator[Change]:
    """Read another variable of the same scope and type."""
    yield from _replaced(tree, "plain")


@operator(
    "operand",
    share=3,
    examples=[("low, high", "return low * 2 + high * 3", "return high * 2 + high * 3")],
    twins=[("low, high: str", "return low * 2"), ("low, high", "return max(low, high)")],
)
def wrong_operand(tree: Tree) -> Iterator[Change]:
    """Calculate or compare with another variable of the same scope and type."""
    yield from _replaced(tree, "operand")


@operator(
    "identifier",
    share=2,
    examples=[
        ("m, i, j", "return m[i][j]", "return m[j][j]"),
        ("xs, low, high", "return xs[low:high]", "return xs[high:high]"),
    ],
    twins=[("m, i", "return m[i]"), ("xs: list, i: int, name: str", "return xs[i]")],
)
def wrong_index_variable(tree: Tree) -> Iterator[Change]:
    """Index or slice with another variable."""
    yield from _replaced(tree, "index")


@operator(
    "receiver",
    examples=[("xs: list, ys: list", "xs.append(1)\nreturn ys", "ys.append(1)\nreturn ys")],
    twins=[("xs: list, name: str", "xs.append(1)\nreturn name"), ("self, xs", "return self.size()")],
)
def wrong_receiver(tree: Tree) -> Iterator[Change]:
    """Call a method on another object of the same type."""
    yield from _replaced(tree, "receiver")


@operator(
    "identifier",
    examples=[
        ("low: int, high: int", "low = high + 1\nreturn low, high", "high = high + 1\nreturn low, high"),
        ("a: int, b: int", "a += 1\nreturn a, b", "b += 1\nreturn a, b"),
    ],
    twins=[("low: int, name: str", "low = 1\nreturn low"), ("a: int", "b = a\nreturn b")],
)
def wrong_target(tree: Tree) -> Iterator[Change]:
    """Assign to another variable that is bound already."""
    for assigned in tree.all(cst.Assign):
        if len(assigned.targets) == 1 and isinstance(assigned.targets[0].target, cst.Name):
            yield from _retargeted(tree, assigned.targets[0].target)
    for changed in tree.all(cst.AugAssign):
        if isinstance(changed.target, cst.Name):
            yield from _retargeted(tree, changed.target)


def _retargeted(tree: Tree, target: cst.Name) -> Iterator[Change]:
    if any(one.text == target.value and one.bound < tree.index(target) for one in tree.scope.names):
        for other in tree.scope.others(target, 1):
            says = f"`{other}` is assigned where `{target.value}` is meant."
            yield change(target, target.with_changes(value=other), says)


@operator(
    "identifier",
    examples=[
        ("xs", "for i, x in enumerate(xs):\n    print(i, x)", "for x, i in enumerate(xs):\n    print(i, x)"),
        ("d", "return [k for k, v in d.items() if v]", "return [k for v, k in d.items() if v]"),
    ],
    twins=[("xs", "for i, (x, y) in xs:\n    print(i)"), ("d", "for _, _ in d:\n    print(d)")],
)
def swapped_loop_variables(tree: Tree) -> Iterator[Change]:
    """Unpack what a loop runs over in the wrong order."""
    for loop in tree.all(cst.For, cst.CompFor):
        target = loop.target
        if not isinstance(target, cst.Tuple) or len(target.elements) != 2:
            continue
        first, second = (one.value for one in target.elements)
        if isinstance(first, cst.Name) and isinstance(second, cst.Name) and first.value != second.value:
            one, two = target.elements
            new = target.with_changes(
                elements=[one.with_changes(value=second), two.with_changes(value=first)]
            )
            yield change(
                target, new, f"The loop takes `{first.value}` and `{second.value}` in the wrong order."
            )


@operator(
    "identifier",
    examples=[
        (
            "n, m",
            "for i in range(n):\n    for j in range(m):\n        print(j)\n    print(i)",
            "for i in range(n):\n    for i in range(m):\n        print(i)\n    print(i)",
        ),
        ("xs, k", "return [x * k for x in xs]", "return [k * k for k in xs]"),
    ],
    twins=[
        ("n, m", "for i in range(n):\n    print(i)\n    for j in range(m):\n        print(j)"),
        ("xs, k", "return [x * 2 for x in xs]"),
    ],
)
def shadowed_name(tree: Tree) -> Iterator[Change]:
    """Give a loop or comprehension the name of a variable that is still needed."""
    for loop in tree.all(cst.For):
        outer = tree.up(loop, cst.For)
        if outer is not None and isinstance(loop.target, cst.Name) and isinstance(outer.target, cst.Name):
            name = outer.target.value
            needed = any(
                one.value == name and tree.index(one) > tree.index(loop.body)
                for one in tree.inside(outer.body, cst.Name)
            )
            if needed and name != loop.target.value:
                yield _renamed(tree, loop, loop.target.value, name)
    for made in tree.all(cst.ListComp, cst.SetComp, cst.GeneratorExp):
        target = made.for_in.target
        plain = made.for_in.inner_for_in is None and not any(tree.inside(made, cst.NamedExpr))
        if isinstance(target, cst.Name) and plain:
            for name in dict.fromkeys(one.value for one in tree.inside(made.elt, cst.Name)):
                if name not in (target.value, "self", "cls") and tree.scope.holds(name):
                    yield _renamed(tree, made, target.value, name)


def _renamed(tree: Tree, node: cst.CSTNode, old: str, new: str) -> Change:
    """Return the change of every `old` within a node to `new`."""
    swaps = tuple(
        (one, one.with_changes(value=new)) for one in tree.inside(node, cst.Name) if one.value == old
    )
    return Change(swaps, f"The inner variable `{new}` hides the outer one, which is still needed.")
