"""Inputs follow from the signature and a seed: of the right kinds, with edges, constants, what was seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from synth.mutate.corpus import Function, read
from synth.mutate.inputs import Input, Maker
from synth.mutate.kinds import INT, STR, Kind, kind_of
from synth.mutate.observed import Made, constants, seen
from synth.mutate.pools import NoInputs, pool


def function(folder: Path, text: str, name: str = "f") -> Function:
    (folder / "a.py").write_text(text)
    return read(folder).files[0].functions[name]


@pytest.mark.parametrize(
    ("signature", "body", "kind"),
    [
        ("x: int", "return x", "int"),
        ("x: 'Optional[int]'", "return x", "union[int, none]"),
        ("x: list[str] | None", "return x", "union[list[str], none]"),
        ("x: typing.Mapping[str, typing.Sequence[float]]", "return x", "dict[str, list[float]]"),
        ("x: tuple[int, ...]", "return x", "tuples[int]"),
        ("x: tuple[int, str]", "return x", "tuple[int, str]"),
        ("x: Literal['a', 'b']", "return x", "literal['a', 'b']"),
        ("x: Callable[[int], int]", "return x", "function"),
        ("x: A", "return x", "object['A']"),
        ("x=1", "return x", "int"),
        ("x=None", "return x", "none"),
        ("x", "return x.strip()", "str"),
        ("x", "return x[0] + len(x)", "sequence"),
        ("x", "return x[0] + x.strip()", "str"),
        ("x", "return x + 1", "int"),
        ("x", "return x / 2.5", "float"),
        ("x", "return range(x)", "int"),
        ("x", "return g(x)", "str"),
        ("x", "return isinstance(x, (int, str))", "union[int, str]"),
        ("x", "return [y.upper() for y in x]", "list[str]"),
        ("x", "return x['a']", "dict[str, int]"),
        ("x", "return x", "any"),
    ],
)
def test_kinds_come_from_annotations_defaults_and_uses(
    tmp_path: Path, signature: str, body: str, kind: str
) -> None:
    text = f"class A: pass\ndef g(y: str): return y\ndef f({signature}):\n    {body}\n"
    one = function(tmp_path, text)
    assert str(kind_of(one, one.parameters[0])) == kind


def test_pools_hold_the_edges_and_no_value_twice() -> None:
    found = pool(Kind("list", (INT,)), 0)
    assert found[:2] == ([], [1])
    assert len(set(map(repr, found))) == len(found) > 50
    assert all(-64 <= one <= 256 for row in found for one in row)
    assert pool(STR, 0) != pool(STR, 1)
    assert max(map(len, pool(STR, 0))) >= 8


def test_inputs_are_the_same_in_every_process(tmp_path: Path) -> None:
    text = "def f(x: set[str], y, z: dict[str, int] = {}):\n    return sorted(x) + [y, z]\n"
    here = [one.text for one in Maker(function(tmp_path, text).file).inputs(function(tmp_path, text))]
    program = (
        "import sys; from synth.mutate.corpus import read; from synth.mutate.inputs import Maker\n"
        "f = read(sys.argv[1]).functions[0]\n"
        "print('\\n'.join(one.text for one in Maker(f.file).inputs(f)))"
    )
    for seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert there.stdout.splitlines() == here


def test_calls_that_docstrings_show_come_first(tmp_path: Path) -> None:
    text = '''
class Point:
    """A point, as Point(3, y=4)."""
    def __init__(self, x: int, y: int = 0):
        self.x = x
    def scaled(self, by: int):
        """
        >>> p = Point(1, 2)
        >>> p.scaled(5)
        5
        """
        return self.x * by

def f(xs, n: int):
    """
    >>> f([1, 2] * 2, n=-3)
    7
    >>> f(unknown, 1)
    """
    return len(xs) + n
'''
    one = function(tmp_path, text)
    maker = Maker(one.file)
    first = maker.inputs(one)[0]
    assert (first.args, first.named, first.origin) == (([1, 2, 1, 2],), {"n": -3}, "doctest")
    assert first.seen is not None
    assert first.seen.example is not None
    assert first.seen.example.want == "7"
    method = maker.inputs(one.file.functions["Point.scaled"])[0]
    assert (method.instance, method.args) == (Made("Point", (1, 2)), (5,))
    assert [(call.args, dict(call.named)) for call in seen(one.file)["Point"]] == [
        ((1, 2), {}),
        ((3,), {"y": 4}),
    ]


def test_a_functions_constants_and_their_neighbours_are_tried(tmp_path: Path) -> None:
    one = function(tmp_path, "MOST = 7777\ndef f(n: int, s: str):\n    return n > MOST or s == 'magic'\n")
    assert constants(one) == (7777, "magic")
    tried = Maker(one.file).inputs(one)
    assert {7776, 7777, 7778} <= {row.args[0] for row in tried}
    assert "magic" in {row.args[1] for row in tried}


def test_wider_inputs_are_new(tmp_path: Path) -> None:
    one = function(tmp_path, "def f(n: int):\n    return n\n")
    maker = Maker(one.file)
    known = maker.inputs(one)
    more = maker.wider(one, known)
    assert more
    assert not {row.text for row in more} & {row.text for row in known}
    assert 10**9 + 7 in {row.args[0] for row in more}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def f(g: Callable):\n    return g\n", "it takes a function as an argument"),
        ("class A:\n    x: int\ndef f(a: A):\n    return a\n", "an argument's class can't be made"),
    ],
)
def test_what_cannot_be_made_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    one = function(tmp_path, text)
    with pytest.raises(NoInputs, match=reason):
        Maker(one.file).inputs(one)


def test_equal_inputs_have_one_text() -> None:
    assert Input(({"a", "b"},)).text == Input(({"b", "a"},)).text
    assert Input((1,)).text != Input((True,)).text
