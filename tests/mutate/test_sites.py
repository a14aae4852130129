"""Sites are in the order of the text, the same every time, and never where nothing is to be mutated."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from synth.mutate.sites import Site, sites, sites_of, splice
from synth.mutate.tree import File, Unreadable

SOURCE = '''"""A module."""
import warnings
from typing import TypeAlias, cast

__all__ = ["a", "b"]
Row: TypeAlias = "list[int]"


@cached(size=128 + 1)
def kept(x: "int" = 3, *, y: list[int] | None = None) -> tuple[int, "str"]:
    """Say 1 and 2."""
    import os.path
    z: dict[str, "Row"] = {}
    """Not 3."""
    if x < 0:
        raise ValueError("no %d below 7" % x, 8) from None
    assert x != 5, "not 5 or %d" % (6 + x)
    warnings.warn("deprecated since 4")
    logger.info("at %d", x + 9)
    row = cast("list[Row]", z)
    match y:
        case [1, *_] | {"key": 2}:
            row = x
    return row
'''
FORBIDDEN = (
    '"""A module."""',
    "import warnings",
    '"a", "b"',
    '"list[int]"',
    "128 + 1",
    'x: "int"',
    "list[int] | None",
    'tuple[int, "str"]',
    "Say 1 and 2",
    "import os.path",
    'dict[str, "Row"]',
    "Not 3",
    '("no %d below 7" % x, 8)',
    '"not 5 or %d" % (6 + x)',
    '"deprecated since 4"',
    '"at %d", x + 9',
    '"list[Row]", z',
    '[1, *_] | {"key": 2}',
)


@pytest.mark.parametrize("text", FORBIDDEN)
def test_what_is_no_code_of_the_function_is_never_mutated(text: str) -> None:
    assert text in SOURCE
    found = sites(SOURCE)
    assert found
    changed = [one for one in found if text not in splice(SOURCE, one)]
    assert all(is_within_a_removed_statement(one, text) for one in changed), [one.edits for one in changed]


def is_within_a_removed_statement(site: Site, text: str) -> bool:
    """Return True if the text went with the statement that holds it, and nothing like it is left."""
    start = SOURCE.index(text)
    return (
        site.start <= start
        and site.end >= start + len(text)
        and "".join(one.text for one in site.edits)
        in (
            "",
            "        pass\n",
            "            pass\n",
        )
    )


def test_defaults_and_the_rest_are_mutated() -> None:
    texts = [splice(SOURCE, one) for one in sites(SOURCE, "kept")]
    assert any('x: "int" = 4' in one for one in texts)
    assert any("if x <= 0" in one for one in texts)
    assert any("raise TypeError(" in one for one in texts)
    assert any("assert x == 5," in one for one in texts)


def test_sites_are_in_the_order_of_the_text_and_apart() -> None:
    found = sites(SOURCE)
    assert found == sorted(found, key=lambda one: (one.start, one.end, one.operator, one.edits[0].text))
    assert len({one.edits for one in found}) == len(found)
    assert len({splice(SOURCE, one) for one in found}) == len(found)
    for one in found:
        assert 0 <= one.start <= one.end <= len(SOURCE)
        assert splice(SOURCE, one).startswith(SOURCE[: one.start])
        assert splice(SOURCE, one).endswith(SOURCE[one.end :])


def test_sites_are_the_same_for_every_hash_seed() -> None:
    program = (
        "import statistics, sys; from pathlib import Path; from synth.mutate.sites import sites;"
        "sys.stdout.write(repr(sites(Path(statistics.__file__).read_text(), 'quantiles')))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1")
    }
    assert len(told) == 1
    assert b"Site(" in told.pop()


def test_functions_are_named_as_python_names_them() -> None:
    source = (
        "def f(x):\n    def g():\n        return 1\n    return g\n"
        "class A:\n    def f(self):\n        return 2\n"
        "    class B:\n        async def f(self):\n            return 3\n"
        "if f:\n    def h():\n        return 4\nelse:\n    def h():\n        return 5\n"
        "try:\n    pass\nexcept E:\n    pass\n"
    )
    assert list(File(source).functions) == ["f", "A.f", "A.B.f", "h", "h#2"]
    assert {one.function for one in sites(source)} == {"f", "A.f", "A.B.f", "h", "h#2"}
    assert "return 6" in "".join(splice(source, one) for one in sites(source, "h#2"))
    with pytest.raises(KeyError):
        sites(source, "A.g")


def test_a_function_within_another_is_mutated_with_it() -> None:
    source = "def f(x):\n    def g(y):\n        return y + 10\n    return g(x)\n"
    assert any("y + 11" in splice(source, one) for one in sites(source, "f"))


@pytest.mark.parametrize("text", ["def f(:\n", "return ]", "def f():\n\treturn 1\n        return 2\n", "\0"])
def test_a_text_that_is_no_python_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^the text is no Python") as caught:
        sites(text)
    assert "\n" not in str(caught.value)


def test_a_text_that_is_nested_too_deeply_is_refused() -> None:
    for depth in (150, 250, 3000):
        source = "def f(x):\n    return " + "x + " * depth + "x\n"
        with contextlib.suppress(Unreadable):
            assert sites(source)
    for opening, closing in (
        "()",
        "[]",
        ("not ", ""),
        ("", ".x"),
        ("", "()"),
        ("lambda: ", ""),
        ("", " ** x"),
    ):
        with pytest.raises(Unreadable):
            sites(f"def f(x):\n    return {opening * 9000}x{closing * 9000}\n")


def test_an_empty_text_and_one_without_functions_have_no_sites() -> None:
    assert sites("") == []
    assert sites("x = 1 + 2\n") == []
    assert sites("def f():\n    pass\n") == []
    assert sites('def f():\n    """Only say so."""\n') == []


def test_places_are_characters_not_bytes() -> None:
    source = 'def f(é):\n    return "→→" + é + "größer"[3:]\n'
    for one in sites(source, "f"):
        for edit in one.edits:
            assert source.isascii() is False
            assert splice(source, one) != source
            assert "→→" in splice(source, one) or "→" in source[edit.start : edit.end]


BETRAYING = (
    " + 1 - 1",
    " - 1 + 1",
    "+1-1",
    "range(0, ",
    "[0:",
    " ** 1)",
    "--",
    "not not ",
    "((",
    " - 0",
    " + 0",
    "-0",
)


@pytest.mark.parametrize("betraying", BETRAYING)
def test_a_mutant_is_written_as_a_programmer_would(betraying: str) -> None:
    source = (
        "def f(xs, i, n):\n"
        "    for k in range(1, n + 1):\n"
        "        i = i + 1\n"
        "        if not i or n - 1 > k - 1:\n"
        "            xs[i - 1] = xs[i + 1] - -k\n"
        "    return xs[1:i - 1], xs[-1], n * (i + 1), f(xs, i - 1, n + 1)\n"
    )
    assert betraying not in source
    assert [splice(source, one) for one in sites(source) if betraying in splice(source, one)] == []


def test_sites_of_a_function_of_25_lines_take_some_milliseconds() -> None:
    """About 5 on one core; the bound is ten times that, and the time is the process's own."""
    file = File(Path(textwrap.__file__).read_text())
    assert file.spans
    lines = sum(
        text.count("\n") + 1 for text in (file.tree(name).text(node) for name, node in file.functions.items())
    )
    start = time.process_time()
    for name in file.functions:
        sites_of(file.tree(name))
    assert (time.process_time() - start) / lines * 25 < 0.05
