"""The wrong call: another function, or a call that is missing around an expression."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change
from synth.mutate.tree import Tree

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "min": ("max",),
    "max": ("min",),
    "any": ("all",),
    "all": ("any",),
    "sum": ("max", "len"),
    "len": ("sum",),
    "int": ("round", "float"),
    "round": ("int",),
    "float": ("int",),
    "abs": ("round",),
    "sorted": ("list",),
    "set": ("list",),
    "list": ("set", "sorted"),
    "tuple": ("list",),
    "reversed": ("sorted", "list"),
    "str": ("repr",),
    "repr": ("str",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "sin": ("cos",),
    "cos": ("sin",),
    "sqrt": ("floor",),
    "log": ("log2",),
    "log2": ("log",),
    "gcd": ("lcm",),
    "bisect_left": ("bisect_right",),
    "bisect_right": ("bisect_left",),
    "isinstance": ("issubclass",),
    "zip": ("enumerate",),
    "ord": ("int",),
    "permutations": ("combinations",),
    "combinations": ("permutations",),
    "heappush": ("heappushpop",),
    "bin": ("hex",),
    "hex": ("oct",),
    "insort_left": ("insort_right",),
    "insort_right": ("insort_left",),
}
"""Functions that are easily taken for each other, as far as their arguments allow."""
AROUND = frozenset(
    [
        "abs",
        "int",
        "float",
        "str",
        "round",
        "sorted",
        "set",
        "list",
        "tuple",
        "len",
        "sum",
        "bool",
        "reversed",
        "frozenset",
        "floor",
        "ceil",
    ]
)
"""Calls that are forgotten around an expression."""


def _only(node: cst.Call) -> cst.BaseExpression | None:
    """Return the only argument of a call, if that is what it has."""
    if len(node.args) != 1 or node.args[0].star or node.args[0].keyword:
        return None
    return node.args[0].value


@operator(
    "function",
    share=4,
    examples=[
        ("xs", "return min(xs)", "return max(xs)"),
        ("xs", "return any(x > 0 for x in xs)", "return all(x > 0 for x in xs)"),
        ("x", "import math\nreturn math.floor(x)", "import math\nreturn math.ceil(x)"),
    ],
    twins=[
        ("xs", "return print(xs)"),
        ("min", "return min"),
        ("a: int, b: int", "return list(range(a, b))"),
        ("s", "return int(s, 2)"),
    ],
)
def function_twin(tree: Tree) -> Iterator[Change]:
    """Call a function of the language that is easily taken for the right one."""
    for node in tree.all(cst.Call):
        func = node.func
        name = func.attr if isinstance(func, cst.Attribute) else func
        if not isinstance(name, cst.Name) or name.value not in FUNCTIONS or tree.scope.holds(name.value):
            continue
        if isinstance(func, cst.Attribute) and not (
            isinstance(func.value, cst.Name) and func.value.value == "math"
        ):
            continue
        if isinstance(func, cst.Name) and name.value in tree.file.functions:
            continue
        for other in FUNCTIONS[name.value]:
            if _fits(tree, node, name.value, other):
                yield change(
                    name,
                    name.with_changes(value=other),
                    f"`{other}` is called where `{name.value}` is meant.",
                )


def _fits(tree: Tree, node: cst.Call, name: str, other: str) -> bool:
    """Return True if the twin takes the same arguments and may give something else."""
    if name in ("min", "max"):
        return True
    argument = _only(node)
    if name in ("int", "float", "abs", "round"):
        kind = tree.scope.type_of(argument) if argument is not None else "several"
        return kind not in ("several", "int") and not (kind == "str" and other == "round")
    if argument is None:
        return name.startswith(("bisect", "insort", "heap", "permut", "combin", "gcd"))
    if name in ("list", "tuple", "sorted") and isinstance(argument, cst.Call):
        return not (isinstance(argument.func, cst.Name) and argument.func.value == "range")
    if name == "len":
        return tree.scope.type_of(argument) not in ("str", "dict")
    if name in ("isinstance", "ord", "zip"):
        return False
    return not (name == "sum" and other == "len" and isinstance(argument, cst.GeneratorExp))


@operator(
    "function",
    share=2,
    examples=[
        (
            "",
            "def g(a):\n    return a\ndef h(a):\n    return -a\ndef f(x):\n    return g(x)",
            "def g(a):\n    return a\ndef h(a):\n    return -a\ndef f(x):\n    return h(x)",
        ),
    ],
    twins=[
        ("", "def g(a):\n    return a\ndef h(a, b):\n    return b\ndef f(x, y, z):\n    return g(x)"),
        ("", "def g(a):\n    return a\ndef f(x):\n    return len(x)"),
    ],
)
def wrong_helper(tree: Tree) -> Iterator[Change]:
    """Call another function of the file that takes the same number of arguments."""
    functions = tree.file.functions
    for node in tree.all(cst.Call):
        name = node.func
        if not isinstance(name, cst.Name) or name.value not in functions or tree.scope.holds(name.value):
            continue
        shape = _shape(functions[name.value])
        others = [one for one in functions if "." not in one and "#" not in one and one != name.value]
        alike = [one for one in others if one != tree.name and _shape(functions[one]) == shape]
        for other in alike[:2]:
            yield change(
                name, name.with_changes(value=other), f"`{other}` is called where `{name.value}` is meant."
            )


def _shape(node: cst.FunctionDef) -> tuple[int, bool, bool]:
    params = node.params
    return (
        len(params.params) + len(params.posonly_params),
        bool(params.star_kwarg),
        node.asynchronous is not None,
    )


@operator(
    "call",
    share=4,
    examples=[
        ("x, y", "return abs(x - y)", "return x - y"),
        ("xs", "return sorted(xs)[0]", "return xs[0]"),
        ("x, y", "return 2 * abs(x - y)", "return 2 * (x - y)"),
    ],
    twins=[
        ("x", "return print(x)"),
        ("xs", "return sorted(xs, key=len)"),
        ("xs", "return sum(x for x in xs)"),
        ("n", "return len(range(n))"),
    ],
)
def call_unwrapped(tree: Tree) -> Iterator[Change]:
    """Forget the call around an expression."""
    for node in tree.all(cst.Call):
        name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
        argument = _only(node)
        if not isinstance(name, cst.Name) or name.value not in AROUND or argument is None:
            continue
        if isinstance(argument, cst.GeneratorExp):
            continue
        if isinstance(node.func, cst.Attribute) and tree.text(node.func.value) != "math":
            continue
        is_kind = tree.scope.type_of(argument) == name.value
        if name.value in ("list", "set", "tuple", "dict") and is_kind:
            continue
        if (
            isinstance(argument, cst.Call)
            and isinstance(argument.func, cst.Name)
            and argument.func.value == "range"
        ):
            continue
        if name.value in ("int", "float", "str", "bool") and is_kind:
            continue
        yield change(node, argument, f"The call of `{name.value}` around {tree.brief(argument)} is missing.")


@operator(
    "call",
    share=1,
    examples=[("x", "return max(0, x)", "return x"), ("x, n", "return min(x + 1, n)", "return x + 1")],
    twins=[("xs", "return max(xs)"), ("x", "return max(1, 2)"), ("x, y, z", "return max(x, y, z)")],
)
def limit_dropped(tree: Tree) -> Iterator[Change]:
    """Forget to keep a number within its limit."""
    for node in tree.all(cst.Call):
        if isinstance(node.func, cst.Name) and node.func.value in ("min", "max") and len(node.args) == 2:
            for one, two in (node.args, node.args[::-1]):
                if one.star or two.star or one.keyword or two.keyword:
                    continue
                if not isinstance(one.value, (cst.Integer, cst.Float)):
                    says = f"{tree.brief(one.value)} is not kept within {tree.brief(two.value)}."
                    yield change(node, one.value, says)


@operator(
    "call",
    share=1,
    examples=[("", "async def f(g):\n    return await g()", "async def f(g):\n    return g()")],
    twins=[("g", "return g()")],
)
def missing_await(tree: Tree) -> Iterator[Change]:
    """Forget to wait for a result."""
    for node in tree.all(cst.Await):
        yield change(
            node, node.expression, f"Nothing waits for {tree.brief(node.expression)}: the `await` is missing."
        )
