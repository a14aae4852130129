"""Mutants with the bytecode of the original or of another are put aside; changed defaults are not equal."""

from __future__ import annotations

import pytest

from synth.mutate.distinct import distinct, snippet
from synth.mutate.sites import Site, sites
from synth.mutate.splicing import Edit


def site(source: str, old: str, new: str) -> Site:
    start = source.index(old)
    return Site("by_hand", "literal", "f", (Edit(start, start + len(old), new),), "It is another.")


SOURCE = "def f(x, y=1):\n    z = 2 * 3\n    if x == 1.0:\n        return z\n    return x\n"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("2 * 3", "3 * 2", "equal"),
        ("z = 2", "z  =  2", "equal"),
        ("y=1", "y=2", "kept"),
        ("y=1", "y=True", "kept"),
        ("1.0", "1", "kept"),
        ("x == 1.0", "x == -0.0", "kept"),
        ("return x", "return y", "kept"),
        ("return x", "return x)", "refused"),
        ("return x", "yield x; await x", "refused"),
    ],
)
def test_a_mutant_is_judged_by_its_bytecode(old: str, new: str, where: str) -> None:
    found = distinct(SOURCE, "f", [site(SOURCE, old, new)])
    assert {name: len(getattr(found, name)) for name in ("kept", "equal", "repeated", "refused")} == {
        **dict.fromkeys(("kept", "equal", "repeated", "refused"), 0),
        where: 1,
    }


def test_of_two_mutants_with_one_bytecode_the_first_is_kept() -> None:
    first, second = site(SOURCE, "2 * 3", "2 * 4"), site(SOURCE, "2 * 3", "8")
    found = distinct(SOURCE, "f", [first, second])
    assert (found.kept, found.repeated) == ((first,), (second,))


def test_negative_zero_is_not_zero() -> None:
    source = "def f(x):\n    return x + 0.0\n"
    assert len(distinct(source, "f", [site(source, "0.0", "-0.0")]).kept) == 1


def test_a_method_is_compiled_within_its_class() -> None:
    source = "class A:\n    @property\n    def f(self):\n        return super().f + self.__x\n\ny = 1\n"
    assert snippet(source, "A.f").text().startswith("class A:\n    @property\n    def f(self)")
    found = sites(source, "A.f")
    assert found
    assert len(distinct(source, "A.f", found).kept) == len(found)


def test_a_function_of_a_branch_and_the_last_without_newline_are_compiled() -> None:
    source = "from __future__ import annotations\nif x:\n    def f(a: B):\n        return a - 1"
    assert distinct(source, "f", sites(source, "f")).kept
