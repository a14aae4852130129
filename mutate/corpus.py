"""A corpus: a folder of Python files, read and never written, and the functions in it that can be tried.

What can't be used is counted by its reason, and that is decided here and in `recording`, before any mutant is
made.
"""

from __future__ import annotations

import ast
import doctest
import hashlib
import io
import os
import re
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias

from synth.mutate.purity import impurities

Form: TypeAlias = Literal["function", "method", "classmethod", "staticmethod", "property"]

LONGEST: Final = 1 << 20  # bytes of a file
SKIPPED: Final = frozenset(
    ["__pycache__", "node_modules", "site-packages", "dist-packages", "venv", "env", "build", "dist"]
)
LICENCES: Final = ("LICENSE", "LICENCE", "COPYING", "UNLICENSE")
_SPDX: Final = re.compile(r"SPDX-License-Identifier:\s*([\w.+() -]+)")
# Decorators under which a function is still called with its own arguments.
DECORATORS: Final[Mapping[str, Form]] = {
    "staticmethod": "staticmethod",
    "classmethod": "classmethod",
    "property": "property",
    "cached_property": "property",
    "functools.cached_property": "property",
    "cache": "function",
    "functools.cache": "function",
    "lru_cache": "function",
    "functools.lru_cache": "function",
    "override": "function",
    "typing.override": "function",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter; `rest` takes what is left, as `*args` and `**kwargs` do."""

    name: str
    annotation: ast.expr | None
    default: ast.expr | None
    keyword: bool = False
    rest: bool = False


@dataclass(frozen=True)
class Example:
    """One prompt of a doctest; `want` is "" if nothing is printed, and None where the text is not exact."""

    source: str
    want: str | None
    raises: str


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A file that parses: its path in the corpus, text, SHA-256, licence, tree.

    `licence` is an SPDX name from the file's head, else the path of the nearest licence file, else "".
    """

    path: str
    text: str
    digest: str
    licence: str
    tree: ast.Module

    @cached_property
    def classes(self) -> Mapping[str, ast.ClassDef]:
        """Return the classes of the file that stand in no function, by dotted name."""
        return {name: node for name, _, node in _defined(self.tree.body) if isinstance(node, ast.ClassDef)}

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """Return the functions and methods that stand in no function, named as `mutate.sites` names them."""
        seen: Counter[str] = Counter()
        found: dict[str, Function] = {}
        for name, owner, node in _defined(self.tree.body):
            if isinstance(node, ast.ClassDef):
                continue
            seen[name] += 1
            key = name if seen[name] == 1 else f"{name}#{seen[name]}"
            found[key] = Function(self, key, node, owner)
        return found

    @cached_property
    def docstrings(self) -> str:
        """Return all docstrings of the file, its own first."""
        nodes = [node for _, _, node in _defined(self.tree.body)]
        return "\n".join(filter(None, (ast.get_docstring(node) for node in (self.tree, *nodes))))

    @cached_property
    def impure(self) -> Mapping[str, str]:
        """Return why functions can't be tried, by name, with the reasons of those that they call."""
        return impurities(self.tree, {name: (one.node, one.owner) for name, one in self.functions.items()})


@dataclass(frozen=True, eq=False)
class Function:
    """A function or method of a file; `name` is dotted, and ends with `#2` where it is defined again."""

    file: SourceFile
    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    owner: ast.ClassDef | None

    @cached_property
    def form(self) -> Form:
        """Return how it is called."""
        if self.owner is None:
            return "function"
        forms = [DECORATORS.get(_dotted(one), "function") for one in self.node.decorator_list]
        if self.node.name in ("__new__", "__init_subclass__", "__class_getitem__"):
            return "classmethod"
        return next((form for form in forms if form != "function"), "method")

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters in order, without the instance or class."""
        given = self.node.args
        places = [*given.posonlyargs, *given.args]
        defaults = [None] * (len(places) - len(given.defaults)) + list(given.defaults)
        found = [Parameter(p.arg, p.annotation, d) for p, d in zip(places, defaults, strict=True)]
        if self.form not in ("function", "staticmethod"):
            found = found[1:]
        if given.vararg:
            found.append(Parameter(given.vararg.arg, given.vararg.annotation, None, rest=True))
        for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            found.append(Parameter(one.arg, one.annotation, default, keyword=True))
        if given.kwarg:
            found.append(Parameter(given.kwarg.arg, given.kwarg.annotation, None, keyword=True, rest=True))
        return tuple(found)

    @cached_property
    def docstring(self) -> str:
        """Return the docstring, "" if there is none."""
        return ast.get_docstring(self.node) or ""

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Return the prompts of the docstring."""
        return examples(self.docstring)


def examples(docstring: str) -> tuple[Example, ...]:
    """Return the prompts of a docstring; none if `doctest` can't read it."""
    try:
        found = doctest.DocTestParser().get_examples(docstring)
    except ValueError:
        return ()
    return tuple(
        Example(
            one.source,
            None
            if one.options or one.exc_msg or "..." in one.want or "<BLANKLINE>" in one.want
            else one.want.strip(),
            (one.exc_msg or "").partition(":")[0].rpartition(".")[2].strip(),
        )
        for one in found
    )


@dataclass(frozen=True)
class Corpus:
    """What a folder holds: files that parse, functions that may be usable, and the rest by reason.

    `found` counts all functions and methods, those of `functions` and those of `unusable`.
    """

    files: tuple[SourceFile, ...]
    functions: tuple[Function, ...]
    unusable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def found(self) -> int:
        """Return how many functions and methods there are."""
        return len(self.functions) + sum(map(len, self.unusable.values()))


def read(folder: Path | str) -> Corpus:
    """Read the Python files of a folder, by sorted path; raise NotADirectoryError if it is none.

    Hidden folders, caches, environments, installed packages and links are passed over.
    """
    root = Path(folder)
    if not root.is_dir():
        raise NotADirectoryError(f"{folder}: not a folder of Python files")
    files: list[SourceFile] = []
    functions: list[Function] = []
    unusable: dict[str, list[str]] = {}
    unread: dict[str, list[str]] = {}
    for path in _paths(root):
        name = path.relative_to(root).as_posix()
        try:
            file = _file(path, name, root)
        except _Unread as fault:
            unread.setdefault(str(fault), []).append(name)
            continue
        files.append(file)
        for one in file.functions.values():
            if reason := _reason(one):
                unusable.setdefault(reason, []).append(f"{name}:{one.name}")
            else:
                functions.append(one)
    return Corpus(tuple(files), tuple(functions), _counted(unusable), _counted(unread))


def _counted(found: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    """Return the reasons, the most frequent first."""
    return {why: tuple(found[why]) for why in sorted(found, key=lambda one: (-len(found[one]), one))}


class _Unread(Exception):
    """A file that can't be used; the message is the reason."""


def _paths(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in SKIPPED and not (here / name / "pyvenv.cfg").exists()
        )
        for name in sorted(names):
            path = here / name
            if name.endswith(".py") and not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _file(path: Path, name: str, root: Path) -> SourceFile:
    try:
        if path.stat().st_size > LONGEST:
            raise _Unread("the file is longer than a mebibyte")
        raw = path.read_bytes()
    except OSError:
        raise _Unread("the file can't be read") from None
    try:
        text = raw.decode(tokenize.detect_encoding(io.BytesIO(raw).readline)[0])
    except (SyntaxError, UnicodeError, LookupError):
        raise _Unread("the text is not in UTF-8 or its declared encoding") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            compile(tree, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _Unread("the text is no Python of this version") from None
    return SourceFile(name, text, hashlib.sha256(raw).hexdigest(), _licence(path, text, root), tree)


def _licence(path: Path, text: str, root: Path) -> str:
    named = _SPDX.search("\n".join(text.split("\n", 30)[:30]))
    if named:
        return named.group(1).strip()
    for folder in path.parents:
        for one in sorted(folder.iterdir()):
            if one.name.upper().split(".")[0].split("-")[0] in LICENCES and one.is_file():
                return one.relative_to(root).as_posix()
        if folder == root:
            break
    return ""


def _defined(
    body: Sequence[ast.stmt], prefix: str = "", owner: ast.ClassDef | None = None
) -> Iterator[tuple[str, ast.ClassDef | None, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield name, class and node of what is defined outside functions, in the order of `mutate.tree`."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield prefix + node.name, owner, node
        elif isinstance(node, ast.ClassDef):
            yield prefix + node.name, owner, node
            yield from _defined(node.body, f"{prefix}{node.name}.", node)
        elif isinstance(node, (ast.If, ast.Try)):
            yield from _defined([*node.body, *node.orelse], prefix, owner)


def _dotted(node: ast.expr) -> str:
    """Return a decorator's name, without its arguments; "" if it has none."""
    if isinstance(node, ast.Call):
        node = node.func
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def _reason(function: Function) -> str:
    """Return why a function can't be tried, "" if it may be."""
    node = function.node
    if isinstance(node, ast.AsyncFunctionDef):
        return "it is asynchronous"
    if f"{function.name}#2" in function.file.functions or "#" in function.name:
        return "its name is defined more than once"
    if any(_dotted(one) not in DECORATORS for one in node.decorator_list):
        return "it has a decorator that may change how it is called"
    if function.owner is None and not function.parameters:
        return "it has no arguments"
    if function.form in ("classmethod", "staticmethod") and not function.parameters:
        return "it has no arguments"
    if function.name.count(".") > 1:
        return "it stands in a class within a class"
    body = [one for one in node.body if not _is_silent(one)]
    if not body or all(isinstance(one, ast.Raise) for one in body):
        return "it does nothing"
    if not _gives(function):
        return "it returns nothing"
    return function.file.impure.get(function.name, "")


def _is_silent(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _gives(function: Function) -> bool:
    """Return whether the function returns or yields a value, prints, or may change what it was given."""
    if function.name.endswith("__init__"):
        return True
    given = {one.arg for one in (*function.node.args.posonlyargs, *function.node.args.args)}
    for node in ast.walk(function.node):
        if isinstance(node, ast.Return):
            if node.value is not None and not (
                isinstance(node.value, ast.Constant) and node.value.value is None
            ):
                return True
        elif isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        elif isinstance(node, (ast.Subscript, ast.Attribute)):
            inner: ast.expr = node
            while isinstance(inner, (ast.Subscript, ast.Attribute)):
                inner = inner.value
            if isinstance(inner, ast.Name) and inner.id in given:
                return True
        elif isinstance(node, ast.Call):
            passed = {one.id for one in node.args if isinstance(one, ast.Name)}
            if passed & given or (isinstance(node.func, ast.Name) and node.func.id == "print"):
                return True
    return False
