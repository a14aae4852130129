"""A function is recorded under two hash seeds; what cannot be used, as hostile files, has its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.mutate.corpus import read
from synth.mutate.inputs import Maker
from synth.mutate.recording import Boxes, Recording, Unusable, boxes, record
from synth.verify.sandbox import decode


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[Boxes]:
    one, other = boxes()
    with one, other:
        yield one, other


def recorded(folder: Path, text: str, sandboxes: Boxes, name: str = "f") -> Recording:
    (folder / "a.py").write_text(text)
    one = read(folder).files[0].functions[name]
    return record(one, Maker(one.file), sandboxes)


def test_outcomes_are_what_the_function_does(tmp_path: Path, sandboxes: Boxes) -> None:
    text = "def f(n: int):\n    if n < 0: raise ValueError(n)\n    print(n)\n    return [n, n % 2 == 0]\n"
    found = recorded(tmp_path, text, sandboxes)
    assert len(found.records) >= 40
    raising = [one for one in found.records if not one.returned]
    assert 0 < len(raising) <= len(found.records) / 4
    for one in found.records:
        (n,) = one.input.args
        wanted = ["raised", "ValueError", None, ""] if n < 0 else ["value", [n, n % 2 == 0], None, f"{n}\n"]
        assert decode(one.outcome) == wanted
    sizes = [len(one.input.text) for one in found.records]
    assert sizes == sorted(sizes)


def test_changed_arguments_and_instances_are_outcomes(tmp_path: Path, sandboxes: Boxes) -> None:
    text = (
        "class Stack:\n    def __init__(self, items: list[int]):\n        self._items = items\n"
        "    def push(self, item: int):\n        self._items.append(item)\n"
        "def f(xs: list[int]):\n    xs.reverse()\n"
    )
    for one in recorded(tmp_path, text, sandboxes).records:
        (xs,) = one.input.args
        after = None if xs == xs[::-1] else [None, [xs[::-1]], {}]
        assert decode(one.outcome) == ["value", None, after, ""]
    for one in recorded(tmp_path, text, sandboxes, "Stack.push").records:
        if one.returned and one.input.instance and one.input.instance.args:
            stack = ("Stack", [["_items", [*one.input.instance.args[0], *one.input.args]]])
            assert decode(one.outcome[2]) == [stack, list(one.input.args), {}]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("while True:\n    pass\n", "its file takes too many steps to be imported"),
        ("raise SystemExit\n", "its file can't be imported: SystemExit"),
        ("import os\nos._exit(0)\n", "its file ends the process when imported: silent"),
        ("import nowhere_to_be_found\n", "its file can't be imported: ModuleNotFoundError"),
        ("import builtins\nfor n in list(vars(builtins)):\n    delattr(builtins, n)\n", "its file "),
        ("import socket\nsocket.create_connection(('127.0.0.1', 1))\n", "its file "),
        ("open('stolen', 'w')\n", "its file can't be imported: "),
        ("x = 10 ** 10 ** 10\n", "its file ends the process when imported: "),
    ],
)
def test_hostile_files_are_refused(tmp_path: Path, sandboxes: Boxes, text: str, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        recorded(tmp_path, f"def f(x: int):\n    return x\n{text}", sandboxes)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def f(x: int):\n    return list({str(x), 'a', 'b', 'c', 'd'})\n", "it is not deterministic"),
        ("def f(x: int):\n    return str(object())\n", "it is not deterministic"),
        ("def f(x: int):\n    return hash(str(x))\n", "it is not deterministic"),
        ("def f(x: int):\n    return 1\n", "all inputs have one outcome"),
        (
            "def f(x: int):\n    raise ValueError if x else TypeError\n    return x\n",
            "fewer than 10 .*raises",
        ),
        (
            "def f(x: int):\n    while x != 0.5:\n        pass\n    return x\n",
            "fewer than 10 .*too many steps",
        ),
        ("def f(x: int):\n    return type(x), iter, x.real.__add__\n", "fewer than 10 .*compared"),
        ("def f(x: int):\n    return x\nf = len\n", "bound to something else"),
        ("def f(x: int):\n    '''\n    >>> f(3)\n    5\n    '''\n    return x\n", "docstring shows another"),
        (
            "def f(x: int):\n    '''\n    >>> f(3)\n    Traceback (most recent call last):\n    KeyError: 3\n"
            "    '''\n    return x\n",
            "docstring shows another",
        ),
    ],
)
def test_what_cannot_be_used_has_its_reason(tmp_path: Path, sandboxes: Boxes, text: str, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        recorded(tmp_path, text, sandboxes)


def test_a_docstring_that_is_right_agrees(tmp_path: Path, sandboxes: Boxes) -> None:
    text = (
        "def f(x: int):\n    '''\n    >>> f(3)\n    {'b': 3, 'a': 1}\n    '''\n    return {'a': 1, 'b': x}\n"
    )
    assert recorded(tmp_path, text, sandboxes).records


def test_unknown_parameters_take_what_works(tmp_path: Path, sandboxes: Boxes) -> None:
    text = "def f(a, b):\n    return ''.join((a, b))\n"
    found = recorded(tmp_path, text, sandboxes)
    assert sum(one.returned for one in found.records) >= 40
    assert all(type(part) is str for one in found.records if one.returned for part in one.input.args)
