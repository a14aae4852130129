"""A splice is what LibCST's own edit of the tree gives, compiles, and leaves all else to the byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib import import_module  # noqa: TID251 (the corpus is a list of names)
from pathlib import Path

import libcst as cst
import pytest

from synth.mutate.catalogue import Operator
from synth.mutate.change import Change, applied, change
from synth.mutate.sites import OPERATORS, changes
from synth.mutate.splicing import Edit, fitted, spliced
from synth.mutate.tree import File, Tree

CORPUS = (
    *("statistics", "textwrap", "bisect", "heapq", "colorsys", "fractions", "calendar", "string", "shlex"),
    *("difflib", "ipaddress", "copy", "graphlib"),
)
"""Pure modules of the standard library."""
EVERY = 17
"""One in so many mutants of the corpus is judged; benchmarks/mutants.py judges all."""


def alone(module: str) -> Iterator[Tree]:
    """Yield the functions and methods of a module, each as a file of its own, with comments and layout."""
    file = File(Path(import_module(module).__file__ or "").read_text())
    for node in file.functions.values():
        small = File(file.module.code_for_node(node))
        yield small.tree(next(iter(small.functions)))


def faults(tree: Tree, made: Change, edits: tuple[Edit, ...]) -> Iterator[str]:
    """Yield what is wrong with a mutant, if anything."""
    before = tree.file.text
    after = spliced(before, edits)
    if after == before:
        yield "nothing differs"
    try:
        compile(after, "<mutant>", "exec", dont_inherit=True)
    except SyntaxError as error:
        yield f"does not compile: {error}"
        return
    wanted = applied(tree, made)
    if wanted.code != after:
        yield "the text of LibCST's edit is another"
    if not cst.parse_module(after).deep_equals(wanted):
        yield "the tree is another"


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("module", CORPUS)
def test_mutants_of_the_corpus_are_what_libcst_makes(module: str) -> None:
    count = 0
    for tree in alone(module):
        for one, made, edits in changes(tree):
            count += 1
            assert made.says
            if count % EVERY == 0:
                assert list(faults(tree, made, edits)) == [], (one.name, tree.text(tree.function), edits)
    assert count


def test_mutants_of_a_whole_file_leave_its_other_functions_alone() -> None:
    file = File(Path(import_module("copy").__file__ or "").read_text())
    seen: Counter[str] = Counter()
    for tree in map(file.tree, file.functions):
        start, end = tree.span(tree.function)
        for one, made, edits in changes(tree):
            assert all(start <= edit.start <= edit.end <= end + 1 for edit in edits)
            seen[one.name] += 1
            if seen[one.name] % EVERY == 1:
                assert list(faults(tree, made, edits)) == [], (one.name, edits)
    assert seen["wrong_helper"]


@pytest.mark.parametrize("one", OPERATORS, ids=lambda one: one.name)
def test_mutants_of_the_examples_are_what_libcst_makes(one: Operator) -> None:
    for before, _ in one.examples:
        file = File(before)
        for tree in map(file.tree, file.functions):
            for _, made, edits in changes(tree, [one]):
                assert list(faults(tree, made, edits)) == [], (before, edits)


def rebuilt(tree: Tree) -> Counter[str]:
    """Return how many changes of a tree have each fault."""
    return Counter(fault for _, made, edits in changes(tree) for fault in faults(tree, made, edits))


LAYOUTS = {
    "tabs": ("def f(xs, n):\n\tif n > 0 and xs:\n\t\tn += 1 # one\n\t\txs.append(n)\n\treturn xs[n:]\n"),
    "no newline at the end": ("def f(x, y):\n    if x:\n        y = x\n    return x - y"),
    "carriage returns": (
        "def f(x, y):\r\n    if x and y:\r\n        y -= 1\r\n        x = y\r\n    return x\r\n"
    ),
    "letters of several bytes": (
        'def f(größe, é):\n    """Ünïcode."""\n    s = "→" + größe\n    return s[é + 1:], é # ←\n'
    ),
    "semicolons": ("def f(x): x += 1; y = x * 2; return x - y\n"),
    "a line for each part": (
        "def f(a, b, c):\n    return (\n        a  # first\n        + b * 2\n        - c\n    )\n"
    ),
    "backslashes": (
        "def f(a, b):\n    if a and \\\n            b:\n        return a + \\\n            b\n    return 0\n"
    ),
    "words without space": ("def f(a, b):\n    if(a)and(b):return(-a)\n    return not(a)or(b)\n"),
    "decorators": ("@cached(size=3)\n@other\ndef f(a, b):\n    # why\n    return a - b\n"),
    "nested functions": (
        "def f(xs):\n    def g(x, y):\n        return x - y\n    return [g(x, 1) for x in xs]\n"
    ),
    "match": (
        "def f(x, y):\n"
        "    match x:\n"
        "        case [a, b] if a > b:\n"
        "            return a - b\n"
        "        case _:\n"
        "            return y + 1\n"
    ),
    "async": ("async def f(g, n):\n    async for x in g(n):\n        n += await g(x - 1)\n    return n\n"),
    "walrus": (
        "def f(xs):\n"
        "    if (n := len(xs)) > 3:\n"
        "        return [y for x in xs if (y := x - n) > 0]\n"
        "    return n\n"
    ),
    "format strings": ("def f(a, b):\n    return f\"{a - b:>{a + 1}} {a['k']!r} {max(a, b)}\"\n"),
    "comments between": (
        "def f(x, y):\n    x += 1\n    # then\n\n    y -= x\n    # last\n    return x, y\n    # foot\n"
    ),
    "else and finally": (
        "def f(x):\n"
        "    try:\n"
        "        y = x[0]\n"
        "    except (KeyError, IndexError) as e:\n"
        "        raise ValueError(e)\n"
        "    else:\n"
        "        y += 1\n"
        "    finally:\n"
        "        x.clear()\n"
        "    return y\n"
    ),
    "branches": (
        "def f(x):\n"
        "    if x > 1:  # big\n"
        "        y = 1\n"
        "    # small\n"
        "    elif x > 0:\n"
        "        y = 2\n"
        "    # none\n"
        "    else:\n"
        "        y = 3\n"
        "    return y\n"
    ),
    "powers": ("def f(a, b):\n    return -a ** -b ** 2 + (a * -b) ** (a - 1) - (a if b else -a)\n"),
    "lambdas and stars": (
        "def f(*xs, k=1, **d):\n    return sorted(xs, key=lambda x: -x * k), [*xs, k], dict(d, **d)\n"
    ),
    "loops with else": (
        "def f(xs, t):\n"
        "    for i, x in enumerate(xs):\n"
        "        if x == t:\n"
        "            break\n"
        "    else:\n"
        "        i = -1\n"
        "    return i\n"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_mutants_keep_the_layout(layout: str) -> None:
    file = File(LAYOUTS[layout])
    trees = [file.tree(name) for name in file.functions]
    assert sum(1 for tree in trees for _ in changes(tree)) > 3
    assert [dict(rebuilt(tree)) for tree in trees] == [{} for _ in trees]


PARENTHESES = [
    ("a * b", "a * (b + 1)", "right", "b + 1"),
    ("a ** b", "(-a) ** b", "left", "-a"),
    ("a ** b", "a ** -b", "right", "-b"),
    ("a - b", "a - (b - c)", "right", "b - c"),
    ("a - b", "b - c - b", "left", "b - c"),
    ("a * b", "a * c", "right", "(c)"),
    ("a * b", "(x if y else z) * b", "left", "x if y else z"),
    ("a and b", "a and (b or c)", "right", "b or c"),
    ("a and b", "a and not b", "right", "not b"),
    ("a.x", "(1).x", "value", "1"),
    ("a.x", "(-a).x", "value", "-a"),
    ("a[b]", "(a + b)[b]", "value", "a + b"),
    ("not a", "not (a or b)", "expression", "a or b"),
    ("not(a)", "not(b)", "expression", "b"),
    ("-a", "-(a + b)", "expression", "a + b"),
    ("await a", "await (a + b)", "expression", "a + b"),
]


@pytest.mark.parametrize(("before", "after", "field", "new"), PARENTHESES)
def test_parentheses_stand_where_they_are_needed_and_nowhere_else(
    before: str, after: str, field: str, new: str
) -> None:
    source = f"async def f(a, b, c, x, y, z):\n    return {before}\n"
    tree = File(source).tree("f")
    returned = next(iter(tree.all(cst.Return)))
    assert returned.value is not None
    made = fitted(tree, change(getattr(returned.value, field), cst.parse_expression(new), "It is another."))
    assert made is not None
    assert spliced(source, made[1]) == source.replace(f"return {before}", f"return {after}")
    assert list(faults(tree, *made)) == []


def test_a_splice_that_means_something_else_is_noticed() -> None:
    """What the corpus is judged by can fail: here without the parentheses, there with a word too many."""
    tree = File("def f(a, b):\n    return a * b\n").tree("f")
    node = next(iter(tree.all(cst.BinaryOperation)))
    made = Change(((node.right, cst.parse_expression("(b + 1)")),), "It is another.")
    start, end = tree.span(node.right)
    assert list(faults(tree, made, (Edit(start, end, "(b + 1)"),))) == []
    assert "the tree is another" in list(faults(tree, made, (Edit(start, end, "b + 1"),)))
    assert next(faults(tree, made, (Edit(start, end, "b c"),))).startswith("does not compile")
    assert "nothing differs" in list(faults(tree, made, ()))


def test_nothing_is_written_as_itself() -> None:
    tree = File("def f(x):\n    x = g(x)\n    return x\n").tree("f")
    call = next(iter(tree.all(cst.Call)))
    assert fitted(tree, change(call, cst.Name("x"), "It is another.")) is None
    assert fitted(tree, change(call, call, "It is the same.")) is None
