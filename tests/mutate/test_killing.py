"""Mutants are judged in one process, and each verdict that is used is had again from the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.mutate.corpus import read
from synth.mutate.inputs import Maker
from synth.mutate.killing import Trial, Verdict, confirm, judge
from synth.mutate.recording import Boxes, boxes, record
from synth.mutate.sites import Site, sites
from synth.mutate.splicing import Edit
from synth.verify.sandbox import decode


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[Boxes]:
    one, other = boxes()
    with one, other:
        yield one, other


def site(text: str, old: str, new: str, name: str) -> Site:
    start = text.index(old)
    return Site("by_hand", "literal", name, (Edit(start, start + len(old), new),), "It is another.")


def tried(folder: Path, sandboxes: Boxes, text: str, *changes: tuple[str, str], name: str = "f") -> Trial:
    (folder / "a.py").write_text(text)
    one = read(folder).files[0].functions[name]
    maker = Maker(one.file)
    found = [site(text, old, new, name) for old, new in changes] or sites(text, name)
    return judge(record(one, maker, sandboxes), found, maker, sandboxes[0])


LOOP = "def f(n: int):\n    total = 0\n    for i in range(n):\n        total += i\n    return total\n"
CLASS = """
class Base:
    def shown(self):
        return "base"
class Point(Base):
    LIMIT = 5
    def __init__(self, x: int):
        self.x = self.__bound(x)
    def __bound(self, x, most=LIMIT):
        return min(x, most)
    def shown(self):
        return super().shown() + str(self.x + 1)
    @property
    def twice(self):
        return self.x * 2
    @staticmethod
    def half(x: int):
        return x // 2
    @classmethod
    def of(cls, x: int):
        return cls(x - 1)
"""


@pytest.mark.parametrize(
    ("text", "old", "new", "how"),
    [
        (LOOP, "total += i", "total -= i", "value"),
        (LOOP, "range(n)", "range(0, n)", "survived"),
        (LOOP, "return total", "return total[0]", "exception"),
        (LOOP, "range(n)", "iter(int, 1)", "steps"),
        (LOOP, "n: int", "n: int = missing", "definition"),
        (LOOP, "return total", "return True if total == 1 else total", "value"),
        (LOOP, "return total", "return float(total)", "value"),
        (LOOP, "return total", "print(n); return total", "effect"),
        (LOOP, "return total", "import os; os._exit(0)", "process"),
        (LOOP, "return total", "import sys; sys.exit()", "exception"),
        (LOOP, "return total", "return all(iter(lambda: 1, 0))", "time"),
        ("def f(n: int):\n    return n if n < 2 else n * f(n - 1)\n", "f(n - 1)", "f(n)", "steps"),
        ("def f(n: int):\n    return n if n < 2 else n * f(n - 1)\n", "n < 2", "n < 3", "survived"),
        ("def f(xs: list[int]):\n    xs.sort()\n    return len(xs)\n", "xs.sort()", "pass", "effect"),
        ("def f(s: str):\n    return {c for c in s}\n", "c for", "c.lower() for", "value"),
        ("def f(s: str):\n    return set(s)\n", "set(s)", "set(reversed(s))", "survived"),
        (
            "def f(x: int):\n    if x < 0:\n        raise KeyError\n    return x\n",
            "KeyError",
            "IndexError",
            "value",
        ),
        ("def f(n: int):\n    for i in range(n):\n        yield i\n", "yield i", "yield -i", "value"),
    ],
)
def test_a_mutant_is_judged_by_what_it_does(
    tmp_path: Path, sandboxes: Boxes, text: str, old: str, new: str, how: str
) -> None:
    trial = tried(tmp_path, sandboxes, text, (old, new))
    assert trial.verdicts[0].how == how
    confirmed = confirm(trial, 0, sandboxes)
    assert (confirmed is not None) == (how in ("value", "exception", "effect", "steps"))
    if confirmed is not None and confirmed.before is not None:
        assert decode(confirmed.before) != decode(confirmed.after) or how == "value"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Point.__init__", "self.__bound(x)", "self._Point__bound(-x)"),
        ("Point.__bound", "min(x, most)", "max(x, most)"),
        ("Point.shown", "self.x + 1", "self.x + 2"),
        ("Point.twice", "* 2", "* 3"),
        ("Point.half", "// 2", "// 3"),
        ("Point.of", "x - 1", "x - 2"),
    ],
)
def test_methods_are_mutated_in_their_class(
    tmp_path: Path, sandboxes: Boxes, name: str, old: str, new: str
) -> None:
    trial = tried(tmp_path, sandboxes, CLASS, (old, new), name=name)
    assert trial.verdicts[0].how == "value"
    assert confirm(trial, 0, sandboxes) is not None


def test_one_bad_mutant_spoils_no_other(tmp_path: Path, sandboxes: Boxes) -> None:
    trial = tried(
        tmp_path,
        sandboxes,
        LOOP,
        ("total += i", "total -= i"),
        ("return total", "import os; os._exit(0)"),
        ("return total", "return total + 1"),
        ("return total", "import builtins; del builtins.range; return total"),
        ("return total", "return total - 1"),
        ("range(n)", "range(0, n)"),
    )
    hows = [one.how for one in trial.verdicts]
    assert hows == ["value", "process", "value", "exception", "value", "survived"]
    assert [confirm(trial, place, sandboxes) is not None for place in (0, 2, 4)] == [True] * 3


def test_a_reference_that_dies_of_other_inputs_keeps_the_recorded_ones(
    tmp_path: Path, sandboxes: Boxes
) -> None:
    text = "import os\ndef f(n: int):\n    if n > 10**8:\n        os._exit(0)\n    return n + 1\n"
    (tmp_path / "a.py").write_text(text)
    one = read(tmp_path).files[0].functions["f"]
    maker = Maker(one.file)
    changes = [site(text, "n + 1", "n + 2", "f"), site(text, "n + 1", "1 + n", "f")]
    trial = judge(record(one, maker, sandboxes), changes, maker, sandboxes[0])
    assert [verdict.how for verdict in trial.verdicts] == ["value", "survived"]


def test_a_verdict_that_is_not_true_is_not_confirmed(tmp_path: Path, sandboxes: Boxes) -> None:
    trial = tried(tmp_path, sandboxes, LOOP, ("range(n)", "range(0, n)"))
    forged = Trial(trial.recording, trial.sites, trial.inputs, (Verdict("value", 3),))
    assert confirm(forged, 0, sandboxes) is None
    slow = Trial(trial.recording, trial.sites, trial.inputs, (Verdict("steps", 3),))
    assert confirm(slow, 0, sandboxes) is None


def test_most_mutants_die_and_all_that_die_are_confirmed(tmp_path: Path, sandboxes: Boxes) -> None:
    text = (
        "def f(xs: list[int], k: int = 2):\n    if not xs:\n        return None\n    best = xs[0]\n"
        "    for x in xs[1:]:\n        if x % k == 0 and x > best:\n            best = x\n    return best\n"
    )
    trial = tried(tmp_path, sandboxes, text)
    killed = [place for place, one in enumerate(trial.verdicts) if one.killed]
    assert len(killed) > 0.8 * len(trial.sites) > 20
    assert all(confirm(trial, place, sandboxes) for place in killed[::5])
    again = tried(tmp_path, sandboxes, text)
    assert again.verdicts == trial.verdicts
