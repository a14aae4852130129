"""The wrong constant: numbers, truth values and texts that are not messages."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, change
from synth.mutate.shift import literal, number_of
from synth.mutate.tree import Tree

ENDS = frozenset({"range", "enumerate"})
"""Calls whose numbers are bounds, which have operators of their own."""
SEPARATORS = {
    " ": "",
    ", ": ",",
    ",": ", ",
    "\n": " ",
    "": " ",
    "_": "-",
    "-": "_",
    ".": ",",
    "/": "//",
    ":": ";",
}
"""Texts that stand between others, and what is easily written in their stead."""


@operator(
    "literal",
    share=6,
    examples=[
        ("n", "return n * 10", "return n * 9"),
        ("n", "return n % 0x0f", "return n % 0x10"),
        ("", "def f(n, base=2):\n    return n ** base", "def f(n, base=3):\n    return n ** base"),
    ],
    twins=[
        ("xs", "return xs[3]"),
        ("n", "return range(n, 7)"),
        ("n", "total = 0\nfor i in n:\n    total += i\nreturn total"),
        ("n", 'raise ValueError("at least", 3)'),
        ("n", "while n > 7:\n    pass"),
    ],
)
def wrong_integer(tree: Tree) -> Iterator[Change]:
    """Write a whole number that is one too small or too large."""
    for node in tree.all(cst.Integer):
        parent = tree.parent(node)
        if isinstance(parent, cst.UnaryOperation):
            parent = tree.parent(parent)
        if isinstance(parent, (cst.Index, cst.Slice)) or _is_end(tree, parent) or _is_start(tree, node):
            continue
        number = number_of(node)
        assert number is not None
        for by in (-1, 1):
            lowest = int(isinstance(tree.parent(node), cst.UnaryOperation))
            if number + by >= lowest and not _is_idle(tree, node, number + by):
                new = literal(number + by, node)
                assert isinstance(new, cst.Integer)
                yield change(
                    node,
                    node.with_changes(value=new.value),
                    f"The number {new.value} is written where {node.value} is meant.",
                )


def _is_idle(tree: Tree, node: cst.Integer, number: int) -> bool:
    """Return True for a number that nobody adds, multiplies by or divides by: `x + 0`, `x * 1`, `x // 0`."""
    parent = tree.parent(node)
    if not isinstance(parent, (cst.BinaryOperation, cst.AugAssign)):
        return False
    added = (cst.Add, cst.Subtract, cst.AddAssign, cst.SubtractAssign, cst.LeftShift, cst.RightShift)
    return number == 0 if isinstance(parent.operator, added) else number < 2


def _is_end(tree: Tree, parent: cst.CSTNode | None) -> bool:
    """Return True for the bounds of ranges and of loops."""
    if isinstance(parent, cst.Arg):
        call = tree.parent(parent)
        return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value in ENDS
    if isinstance(parent, cst.BinaryOperation) and isinstance(parent.operator, (cst.Add, cst.Subtract)):
        return isinstance(tree.parent(parent), (cst.Index, cst.Slice)) or _is_end(tree, tree.parent(parent))
    return isinstance(parent, cst.ComparisonTarget) and isinstance(tree.statement(parent), cst.While)


def _is_start(tree: Tree, node: cst.Integer) -> bool:
    """Return True for the first value of what is counted up or multiplied in a loop."""
    assigned = tree.parent(node)
    if not isinstance(assigned, cst.Assign) or not isinstance(assigned.targets[0].target, cst.Name):
        return False
    name = assigned.targets[0].target.value
    return any(
        isinstance(one.target, cst.Name) and one.target.value == name for one in tree.all(cst.AugAssign)
    )


@operator(
    "literal",
    share=2,
    examples=[("x", "return x * 0.5", "return x * 1.5"), ("x", "return x < 1e-9", "return x < 1e-6")],
    twins=[
        ("x: float", "return x * 2"),
        ("x", 'raise ValueError("below", 0.5)'),
        ("x", "return x * 3.14159265358979"),
    ],
)
def wrong_float(tree: Tree) -> Iterator[Change]:
    """Write a number with a fraction that is another by one, or by a thousand if it is tiny."""
    for node in tree.all(cst.Float):
        if len(node.value) > 12:
            continue
        value = float(node.value.replace("_", ""))
        if value == 0:
            texts = ["1.0"]
        elif abs(value) < 1e-3:
            texts = [_written(value * 1000), _written(value / 1000)]
        else:
            texts = [_written(value + 1), *([_written(value - 1)] if value > 1 else [])]
        for text in texts:
            if text != node.value:
                yield change(
                    node,
                    node.with_changes(value=text),
                    f"The number {text} is written where {node.value} is meant.",
                )


def _written(value: float) -> str:
    """Return a number with as few digits as tell it apart."""
    text = f"{value:.12g}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e")
    return text if "." in text or "e" in text else f"{text}.0"


@operator(
    "bool",
    examples=[
        (
            "xs",
            "for x in xs:\n    if x:\n        return True\nreturn False",
            "for x in xs:\n    if x:\n        return False\nreturn False",
        ),
        ("", "def f(x, y=True):\n    return x if y else 0", "def f(x, y=False):\n    return x if y else 0"),
    ],
    twins=[
        ("x", "return None"),
        ("x", 'raise ValueError("is", True)'),
        ("x", "while True:\n    return x"),
    ],
)
def flipped_bool(tree: Tree) -> Iterator[Change]:
    """Write True for False or False for True."""
    for node in tree.all(cst.Name):
        endless = isinstance(tree.parent(node), cst.While)
        if node.value in ("True", "False") and not tree.is_stored(node) and not endless:
            other = "False" if node.value == "True" else "True"
            yield change(
                node, node.with_changes(value=other), f"`{other}` is written where `{node.value}` is meant."
            )


@operator(
    "literal",
    share=2,
    examples=[
        ("xs", 'return ", ".join(xs)', 'return ",".join(xs)'),
        ("s", 'return s == "Yes"', 'return s == "yes"'),
        ("s", 'return s in "aeiou"', 'return s in "aeio"'),
    ],
    twins=[
        ("d", 'return d["key"]'),
        ("x", '"""Say nothing."""\nreturn x'),
        ("x", 'raise ValueError("no such x")'),
        ("x", 'assert x, "no x"\nreturn x'),
        ("x", 'return f"{x}"'),
    ],
)
def wrong_string(tree: Tree) -> Iterator[Change]:
    """Write a text with another separator, another case, or without its last character."""
    for node in tree.all(cst.SimpleString):
        parent = tree.parent(node)
        if isinstance(parent, (cst.Index, cst.DictElement, cst.ConcatenatedString, cst.Expr)) or _is_printed(
            tree, node
        ):
            continue
        if len(node.quote) != 1 or node.prefix not in ("", "b"):
            continue
        text = node.value[len(node.prefix) + 1 : -1]
        if text == "" and not _is_separator(tree, node):
            continue
        plain = text.replace("\\n", "\n") if text == "\\n" else text
        if plain in SEPARATORS:
            other = SEPARATORS[plain]
        elif "\\" in text or "{" in text or "%" in text:
            continue
        elif text[0].isupper() and text[1:].islower():
            other = text.lower()
        elif len(text) > 1:
            other = text[:-1]
        elif text.isalpha() and text.swapcase() != text and len(text.swapcase()) == 1:
            other = text.swapcase()
        else:
            continue
        written = f"{node.prefix}{node.quote}{other}{node.quote}"
        yield change(
            node,
            node.with_changes(value=written),
            f"The text {written} is written where {node.value} is meant.",
        )


def _is_separator(tree: Tree, node: cst.SimpleString) -> bool:
    parent = tree.parent(node)
    return isinstance(parent, cst.Attribute) and parent.attr.value == "join"


def _is_printed(tree: Tree, node: cst.CSTNode) -> bool:
    call = tree.up(node, cst.Call)
    return call is not None and isinstance(call.func, cst.Name) and call.func.value == "print"


@operator(
    "order",
    share=1,
    examples=[("s", 'return s == "0"', "return s == 0"), ("n", "return n == 10", 'return n == "10"')],
    twins=[("s", 'return s == "a"'), ("n", "return n < 10"), ("d", 'return d["0"]')],
)
def string_for_number(tree: Tree) -> Iterator[Change]:
    """Compare with a text where a number is meant, or with a number where a text is."""
    for part in tree.all(cst.ComparisonTarget):
        node = part.comparator
        if not isinstance(part.operator, (cst.Equal, cst.NotEqual)):
            continue
        if isinstance(node, cst.Integer):
            new: cst.BaseExpression = cst.SimpleString(f'"{node.value}"')
            yield change(
                node, new, f"A number is compared with the text {tree.text(node)!r}, which it never equals."
            )
        elif isinstance(node, cst.SimpleString) and node.quote in ("'", '"') and node.prefix == "":
            text = node.value[1:-1]
            if text.isascii() and text.isdigit() and str(int(text)) == text:
                says = f"A text is compared with the number {text}, which it never equals."
                yield change(node, cst.Integer(text), says)
