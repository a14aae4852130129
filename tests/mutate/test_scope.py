"""Types are guessed from annotations, values and uses, and decide which other names are plausible."""

from __future__ import annotations

import libcst as cst
import pytest

from synth.mutate.scope import alike
from synth.mutate.shift import number_of, shifted
from synth.mutate.tree import File, Tree


def tree(body: str, given: str = "a, b") -> Tree:
    return File(f"def f({given}):\n" + "".join(f"    {line}\n" for line in body.split("\n"))).tree("f")


@pytest.mark.parametrize(
    ("given", "body", "kind"),
    [
        ("a: int", "return a", "int"),
        ("a: list[int]", "return a", "list"),
        ("a: Sequence[int]", "return a", "list"),
        ("a: Thing", "return a", "Thing"),
        ("a=0.5", "return a", "float"),
        ("b", "a = len(b)\nreturn a", "int"),
        ("b", "a = b.strip()\nreturn a", "str"),
        ("b", "a, c = 1, 'x'\nreturn a", "int"),
        ("b", "for a in range(b):\n    print(a)", "int"),
        ("b", "for a, c in enumerate(b):\n    print(a)", "int"),
        ("b", "a = [c for c in b]\nreturn a", "list"),
        ("b", "a = b == 1\nreturn a", "bool"),
        ("b", "a = 1\na = 'x'\nreturn a", ""),
        ("b", "a = 1\na = a / 2\nreturn a", ""),
        ("a", "return a.lower()", "str"),
        ("a", "return a - 1", "number"),
        ("a, b", "return len(b) < a", "number"),
        ("a, b", "return b[a]", "number"),
        ("a, b: dict", "return b[a]", ""),
        ("a", "return a[0]", "sequence"),
        ("a", "return a", ""),
    ],
)
def test_a_type_is_guessed(given: str, body: str, kind: str) -> None:
    assert tree(body, given).scope.type_of_name("a") == kind


@pytest.mark.parametrize(
    ("given", "body", "others"),
    [
        ("a: int, b: int, c: str", "return a", ["b"]),
        ("a: int, b: float, c: str", "return a", ["b"]),
        ("a: int, b, c: str", "return a", ["b"]),
        ("a: int", "b = a\nreturn b", []),
        ("self, a, cls, _", "return a", []),
        ("a, b, c, d", "return a", ["d", "c"]),
        ("a", "b = [c for c in range(3)]\nreturn a", ["b"]),
    ],
)
def test_only_names_that_are_bound_before_and_of_its_type_stand_for_a_name(
    given: str, body: str, others: list[str]
) -> None:
    found = tree(body, given)
    node = next(one for one in found.all(cst.Name) if one.value == "a" and found.scope.reads(one))
    assert found.scope.others(node) == others


def test_types_are_near_if_one_can_stand_for_the_other() -> None:
    assert [alike("int", one) for one in ("int", "float", "", "str", "sequence")] == [0, 1, 2, None, None]
    assert [alike("sequence", one) for one in ("list", "dict", "")] == [1, None, 2]
    assert alike("", "") == 2


@pytest.mark.parametrize(
    ("before", "by", "after"),
    [
        ("a", 1, "a + 1"),
        ("a", -1, "a - 1"),
        ("a + 1", -1, "a"),
        ("a - 1", 1, "a"),
        ("a + 1", 1, "a + 2"),
        ("a - 1", -1, "a - 2"),
        ("a + 1", -2, "a - 1"),
        ("a-3", 1, "a-2"),
        ("1 + a", 1, "2 + a"),
        ("7", 1, "8"),
        ("-1", 1, "0"),
        ("0", -1, "-1"),
        ("0xff", 1, "0x100"),
        ("0b011", 1, "0b100"),
        ("1_000", -1, "999"),
        ("9_999", 1, "10_000"),
        ("len(a)", -1, "len(a) - 1"),
        ("a + b", 1, "a + b + 1"),
    ],
)
def test_an_expression_moves_by_one_as_a_programmer_writes_it(before: str, by: int, after: str) -> None:
    found = tree(f"return {before}")
    returned = next(iter(found.all(cst.Return)))
    assert returned.value is not None
    assert cst.Module([]).code_for_node(shifted(found, returned.value, by)) == after


def test_a_function_without_space_around_its_signs_stays_so() -> None:
    found = tree("return a+b, a")
    node = next(iter(found.all(cst.Tuple))).elements[1].value
    assert cst.Module([]).code_for_node(shifted(found, node, 1)) == "a+1"


def test_a_number_is_read_in_every_base() -> None:
    texts = ["0x10", "0o17", "0b11", "1_000", "-3", "a", "1.5"]
    assert [number_of(cst.parse_expression(one)) for one in texts] == [16, 15, 3, 1000, -3, None, None]
