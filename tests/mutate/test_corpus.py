"""A folder of Python files is read to the functions that may be usable; all else has its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.mutate.corpus import Corpus, examples, read
from synth.mutate.sites import parsed


def corpus(folder: Path, **files: str) -> Corpus:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return read(folder)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def f():\n    return 1\n", "it has no arguments"),
        ("async def f(x):\n    return x\n", "it is asynchronous"),
        ("def f(x):\n    y = 1\n", "it returns nothing"),
        ("def f(x):\n    'Later.'\n    raise NotImplementedError\n", "it does nothing"),
        ("def f(x):\n    return open(x).read()\n", "it reads or writes files"),
        ("from os import path\ndef f(x):\n    return path.exists(x)\n", "it reads or writes files"),
        ("import urllib.request as u\ndef f(x):\n    return u.urlopen(x)\n", "it uses the network"),
        ("import time\ndef f(x):\n    return time.time() + x\n", "it reads the clock"),
        ("from datetime import date\ndef f(x):\n    return date.today()\n", "it reads the clock"),
        ("from random import choice\ndef f(x):\n    return choice(x)\n", "it draws at random"),
        ("def f(x):\n    return input(x)\n", "it reads standard input"),
        ("def f(x):\n    return eval(x)\n", "it runs text as code"),
        ("import sys\ndef f(x):\n    return sys.argv[x]\n", "it uses the system or processes"),
        ("n = 0\ndef f(x):\n    global n\n    n += x\n    return n\n", "it binds names outside itself"),
        ("def f(g, x):\n    return g(x)\n", "it takes a function as an argument"),
        ("@wrapped\ndef f(x):\n    return x\n", "it has a decorator that may change how it is called"),
        ("def f(x):\n    return x\ndef f(x):\n    return 1\n", "its name is defined more than once"),
    ],
)
def test_what_cannot_be_used_has_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    found = corpus(tmp_path, a=text)
    assert not found.functions
    assert set(found.unusable) == {reason}
    assert found.found == len(parsed(text).functions)


@pytest.mark.parametrize(
    "text",
    [
        "import os\ndef f(x):\n    return os.path.join(x, 'a')\n",
        "import sys\ndef f(x):\n    return x < sys.maxsize\n",
        "def f(open):\n    return open + 1\n",
        "import functools\n@functools.lru_cache(maxsize=None)\ndef f(x):\n    return x\n",
        "def f(xs):\n    xs.append(1)\n",
        "def f(x):\n    yield x\n",
        "def f(x, key=None):\n    return key(x) if key else x\n",
    ],
)
def test_what_only_looks_impure_stays(tmp_path: Path, text: str) -> None:
    assert [one.name for one in corpus(tmp_path, a=text).functions] == ["f"]


def test_a_caller_of_what_reads_files_reads_files(tmp_path: Path) -> None:
    text = "class A:\n    def f(self, x):\n        return self.g(x)\n    def g(self, x): return open(x)\n"
    assert corpus(tmp_path, a=text).unusable == {"it reads or writes files": ("a.py:A.f", "a.py:A.g")}


def test_methods_have_their_form_and_parameters(tmp_path: Path) -> None:
    text = (
        "class A:\n    def m(self, x, *rest, y=1, **more): return x\n"
        "    @staticmethod\n    def s(x): return x\n"
        "    @classmethod\n    def c(cls, x): return x\n    @property\n    def p(self): return 1\n"
    )
    found = {one.name: one for one in corpus(tmp_path, a=text).functions}
    assert {name: one.form for name, one in found.items()} == {
        "A.m": "method",
        "A.s": "staticmethod",
        "A.c": "classmethod",
        "A.p": "property",
    }
    assert [(one.name, one.keyword, one.rest) for one in found["A.m"].parameters] == [
        ("x", False, False),
        ("rest", False, True),
        ("y", True, False),
        ("more", True, True),
    ]


def test_files_that_cannot_be_read_are_counted_and_none_is_changed(tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes(b"x = '\xe9'\n")
    (tmp_path / "declared.py").write_bytes(b"# coding: latin-1\ndef f(x):\n    return x + '\xe9'\n")
    (tmp_path / "broken.py").write_text("def f(:\n")
    (tmp_path / "null.py").write_bytes(b"x = 1\0\n")
    (tmp_path / "deep.py").write_text("x = " + "(" * 3000 + ")" * 3000 + "\n")
    (tmp_path / "link.py").symlink_to("declared.py")
    for folder in (".hidden", "__pycache__", "env"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_text("def f(x):\n    return x\n")
    before = {path: path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*"))}
    found = read(tmp_path)
    assert [(one.file.path, one.file.text[-4:-2]) for one in found.functions] == [("declared.py", "'é")]
    assert found.unread == {
        "the text is no Python of this version": ("broken.py", "deep.py", "null.py"),
        "the text is not in UTF-8 or its declared encoding": ("latin.py",),
    }
    assert {path: path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*"))} == before


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="not a folder of Python files"):
        read(tmp_path / "nowhere")


def test_the_nearest_licence_counts_and_a_named_one_before_it(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("MIT")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "LICENSE-APACHE.txt").write_text("Apache")
    (inner / "b.py").write_text("def f(x):\n    return x\n")
    (inner / "c.py").write_text("# SPDX-License-Identifier: BSD-3-Clause\ndef f(x):\n    return x\n")
    found = corpus(tmp_path, a="def f(x):\n    return x\n")
    assert {one.path: one.licence for one in found.files} == {
        "a.py": "LICENSE",
        "inner/b.py": "inner/LICENSE-APACHE.txt",
        "inner/c.py": "BSD-3-Clause",
    }


def test_examples_keep_what_is_exact() -> None:
    text = ">>> f(1)\n2\n>>> f(2)\n3...\n>>> f('')\nTraceback (most recent call last):\nx.ValueError: no\n"
    assert [(one.want, one.raises) for one in examples(text)] == [("2", ""), (None, ""), (None, "ValueError")]
    assert examples(">>>f(1)") == ()
