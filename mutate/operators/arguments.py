"""The wrong arguments: one missing, one too many, two exchanged, or a keyword that belongs elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change
from synth.mutate.scope import alike
from synth.mutate.tree import Tree

OPTIONAL: dict[str, int] = {
    "round": 1,
    "sum": 1,
    "int": 1,
    "pow": 2,
    "isclose": 2,
    "zip": 1,
    "min": 1,
    "max": 1,
    "next": 1,
    "getattr": 2,
    ".get": 1,
    ".pop": 0,
    ".split": 0,
    ".rsplit": 0,
    ".strip": 0,
    ".lstrip": 0,
    ".rstrip": 0,
    ".replace": 2,
    ".find": 1,
    ".index": 1,
    ".count": 1,
    ".startswith": 1,
    ".endswith": 1,
    ".ljust": 1,
    ".rjust": 1,
    ".center": 1,
    ".setdefault": 1,
    ".splitlines": 0,
    ".most_common": 0,
    ".encode": 0,
    ".union": 1,
    ".update": 1,
    ".bisect": 2,
}
"""Functions and methods of the language, with the number of arguments that they need at least."""
USUAL: dict[str, tuple[int, str, str]] = {
    "round": (1, "1", "The number is rounded to one place, not to a whole."),
    "sum": (1, "1", "The sum starts at 1, not at 0."),
    "sorted": (1, "reverse=True", "The items are sorted from the largest, not from the smallest."),
    "int": (1, "2", "The digits are read as binary."),
    ".split": (0, '" "', "The text is cut at each single space, not at any run of them."),
    ".strip": (0, '" "', "Only spaces are stripped, not tabs and ends of lines."),
    ".sort": (0, "reverse=True", "The items are sorted from the largest, not from the smallest."),
    ".pop": (0, "0", "The first item is taken, not the last."),
}
"""What is written as an argument too many: after how many, what, and what it does."""
SYMMETRIC = frozenset(
    ["min", "max", "gcd", "lcm", "zip", "isclose", "print", "isinstance", "range", "format", "partial"]
)
"""Functions whose arguments are not exchanged: it makes no difference, or has an operator of its own."""


def _called(node: cst.Call) -> str:
    """Return the name of what is called, with a dot before a method's."""
    if isinstance(node.func, cst.Attribute):
        return f".{node.func.attr.value}"
    return node.func.value if isinstance(node.func, cst.Name) else ""


def _signature(tree: Tree, node: cst.Call) -> cst.Parameters | None:
    """Return the parameters of a function of the same file, or of a method that `self` has."""
    functions, func = tree.file.functions, node.func
    if isinstance(func, cst.Name) and func.value in functions and not tree.scope.holds(func.value):
        return functions[func.value].params
    if isinstance(func, cst.Attribute) and isinstance(func.value, cst.Name) and func.value.value == "self":
        name = f"{tree.name.rpartition('.')[0]}.{func.attr.value}"
        if name in functions and functions[name].params.params:
            params = functions[name].params
            return params.with_changes(params=params.params[1:])
    return None


def _needs(tree: Tree, node: cst.Call) -> int | None:
    """Return how many arguments a call needs at least; None for a function that is not known."""
    params = _signature(tree, node)
    if params is not None:
        return sum(one.default is None for one in (*params.posonly_params, *params.params))
    return OPTIONAL.get(_called(node))


def _joined(args: list[cst.Arg]) -> list[cst.Arg]:
    """Return arguments with a comma after each but the last."""
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    given = [one.comma if isinstance(one.comma, cst.Comma) else comma for one in args[:-1]]
    return [
        *(one.with_changes(comma=between) for one, between in zip(args[:-1], given, strict=True)),
        *(one.with_changes(comma=cst.MaybeSentinel.DEFAULT) for one in args[-1:]),
    ]


@operator(
    "argument",
    share=3,
    examples=[
        ("x", "return round(x, 2)", "return round(x)"),
        ("s", 'return s.split(",")', "return s.split()"),
        (
            "",
            "def g(x, base=2):\n    return x % base\ndef f(x):\n    return g(x, 10)",
            "def g(x, base=2):\n    return x % base\ndef f(x):\n    return g(x)",
        ),
        ("a, b, c", "return max(a, b, c)", "return max(a, c)"),
    ],
    twins=[
        ("x", "return abs(x)"),
        ("a, b", "return max(a, b)"),
        ("", "def g(x, y):\n    return x\ndef f(x):\n    return g(x, 1)"),
    ],
)
def argument_dropped(tree: Tree) -> Iterator[Change]:
    """Forget an argument that the function can do without."""
    for node in tree.all(cst.Call):
        least = _needs(tree, node)
        plain = [one for one in node.args if one.keyword is None and not one.star]
        if least is None or len(plain) != len(node.args) or _called(node) == "next" or len(plain) <= least:
            continue
        many = _called(node) in ("min", "max", "zip")
        if many and len(plain) < 3:
            continue
        for gone in plain if many else plain[-1:]:
            args = _joined([one for one in node.args if one is not gone])
            if _called(node) == ".get" and tree.text(gone) == "None":
                continue
            says = f"The argument {tree.brief(gone.value)} of {tree.brief(node.func)} is missing."
            yield change(node, node.with_changes(args=args), says)


@operator(
    "argument",
    share=3,
    examples=[
        ("xs", "return sorted(xs, key=len)", "return sorted(xs)"),
        ("xs", "return max(xs, default=0)", "return max(xs)"),
        (
            "",
            "def g(x, up=False):\n    return x\ndef f(x):\n    return g(x, up=True)",
            "def g(x, up=False):\n    return x\ndef f(x):\n    return g(x)",
        ),
    ],
    twins=[
        ("xs", "return sorted(xs)"),
        ("", "def g(x, up):\n    return x\ndef f(x):\n    return g(x, up=True)"),
        ("k", "return dict(a=k)"),
    ],
)
def keyword_dropped(tree: Tree) -> Iterator[Change]:
    """Forget an argument that is given by its name."""
    for node in tree.all(cst.Call):
        params = _signature(tree, node)
        needed = (
            {one.name.value for one in (*params.params, *params.kwonly_params) if one.default is None}
            if params
            else set()
        )
        if _called(node) in ("dict", "isclose", ".format", ".update"):
            continue
        for gone in node.args:
            if gone.keyword is not None and gone.keyword.value not in needed:
                args = _joined([one for one in node.args if one is not gone])
                says = f"The argument `{gone.keyword.value}` of {tree.brief(node.func)} is missing."
                yield change(node, node.with_changes(args=args), says)


@operator(
    "order",
    share=2,
    examples=[
        (
            "",
            "def g(a, b):\n    return a - b\ndef f(x, y):\n    return g(x, y)",
            "def g(a, b):\n    return a - b\ndef f(x, y):\n    return g(y, x)",
        ),
        ("s", 'return s.replace("a", "b")', 'return s.replace("b", "a")'),
        ("a, b", "return divmod(a, b)", "return divmod(b, a)"),
    ],
    twins=[
        ("a, b", "return min(a, b)"),
        ("a: int, b: str", "return g(a, b)"),
        ("a", "return g(a, a)"),
        ("a, b", "return g(a)"),
    ],
)
def arguments_swapped(tree: Tree) -> Iterator[Change]:
    """Give two arguments in the wrong order."""
    for node in tree.all(cst.Call):
        name = _called(node)
        if name.lstrip(".") in SYMMETRIC:
            continue
        for one, two in zip(node.args, node.args[1:], strict=False):
            if one.keyword or two.keyword or one.star or two.star or one.value.deep_equals(two.value):
                continue
            apart = alike(tree.scope.type_of(one.value), tree.scope.type_of(two.value))
            if apart is None or isinstance(one.value, cst.GeneratorExp | cst.Lambda):
                continue
            swapped = {one: one.with_changes(value=two.value), two: two.with_changes(value=one.value)}
            args = [swapped.get(arg, arg) for arg in node.args]
            says = f"The arguments {tree.brief(one.value)} and {tree.brief(two.value)} are exchanged."
            yield change(node, node.with_changes(args=args), says)


@operator(
    "surplus",
    examples=[
        ("s", "return s.split()", 'return s.split(" ")'),
        ("xs", "return sorted(xs)", "return sorted(xs, reverse=True)"),
        ("xs", "return sum(xs)", "return sum(xs, 1)"),
        ("xs", "return xs.pop()", "return xs.pop(0)"),
    ],
    twins=[
        ("s", 'return s.split(",")'),
        ("xs", "return sum(xs, 3)"),
        ("xs", "return len(xs)"),
        ("d: dict", "return d.pop()"),
    ],
)
def argument_added(tree: Tree) -> Iterator[Change]:
    """Give an argument that is not meant."""
    for node in tree.all(cst.Call):
        usual = USUAL.get(_called(node))
        if usual is None or len(node.args) != usual[0] or any(one.keyword or one.star for one in node.args):
            continue
        if isinstance(node.func, cst.Attribute) and tree.scope.type_of(node.func.value) in ("dict", "set"):
            continue
        if any(isinstance(one.value, cst.GeneratorExp) for one in node.args):
            continue
        if _called(node) == "int" and tree.scope.type_of(node.args[0].value) != "str":
            continue
        keyword, _, value = usual[1].rpartition("=")
        equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        given = cst.Arg(cst.parse_expression(value))
        if keyword:
            given = given.with_changes(keyword=cst.Name(keyword), equal=equal)
        yield change(node, node.with_changes(args=_joined([*node.args, given])), usual[2])


@operator(
    "keyword",
    examples=[
        (
            "",
            "def g(low=0, high=9):\n    return low\ndef f(x):\n    return g(low=x)",
            "def g(low=0, high=9):\n    return low\ndef f(x):\n    return g(high=x)",
        ),
        ("a, b", "return g(low=a, high=b)", "return g(low=b, high=a)"),
    ],
    twins=[
        ("", "def g(low=0):\n    return low\ndef f(x):\n    return g(low=x)"),
        ("a", "return g(low=a, high=a)"),
        ("a", "return dict(low=a)"),
    ],
)
def wrong_keyword(tree: Tree) -> Iterator[Change]:
    """Give an argument by the name of another parameter."""
    for node in tree.all(cst.Call):
        named = [one for one in node.args if one.keyword is not None]
        for one, two in itertools.pairwise(named):
            apart = alike(tree.scope.type_of(one.value), tree.scope.type_of(two.value))
            if apart is None or one.value.deep_equals(two.value) or _called(node) == ".format":
                continue
            swapped = {one: one.with_changes(value=two.value), two: two.with_changes(value=one.value)}
            assert one.keyword is not None
            assert two.keyword is not None
            says = f"The arguments for `{one.keyword.value}` and `{two.keyword.value}` are exchanged."
            yield change(node, node.with_changes(args=[swapped.get(arg, arg) for arg in node.args]), says)
        params = _signature(tree, node)
        if params is None:
            continue
        given = {one.keyword.value for one in named if one.keyword is not None}
        free = [
            one.name.value
            for one in (*params.params[len(node.args) - len(named) :], *params.kwonly_params)
            if one.default is not None and one.name.value not in given
        ]
        for one in named:
            assert one.keyword is not None
            if free and any(
                p.name.value == one.keyword.value and p.default
                for p in (*params.params, *params.kwonly_params)
            ):
                new = one.with_changes(keyword=cst.Name(free[0]))
                args = [new if arg is one else arg for arg in node.args]
                says = f"The argument for `{one.keyword.value}` is given for `{free[0]}`."
                yield change(node, node.with_changes(args=args), says)
