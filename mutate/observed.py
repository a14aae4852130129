"""Calls that a file's docstrings show with arguments written out: the inputs that its author had in mind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from synth.mutate.corpus import Example, Function, SourceFile, examples
from synth.mutate.kinds import LIBRARY

LARGE: Final = 10**12  # no number written out is larger
LONG: Final = 1000  # nor any sequence longer
_BUILTINS: Final = frozenset(["range", "bytearray", "frozenset", "set", "complex", "bytes"])
_CALLED: Final = re.compile(r"\b([A-Za-z_]\w*)\(")


@dataclass(frozen=True)
class Made:
    """An instance, as the class and the arguments that make it."""

    kind: str
    args: tuple[Any, ...] = ()
    named: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Seen:
    """A call that a docstring shows, and the prompt if the call is all that is asked in it."""

    args: tuple[Any, ...]
    named: Mapping[str, Any] = field(default_factory=dict)
    instance: Made | None = None
    example: Example | None = None


class _Unknown(Exception):
    """An expression whose value is not written out."""


@lru_cache(maxsize=64)
def seen(file: SourceFile) -> Mapping[str, tuple[Seen, ...]]:
    """Return the calls that the file's docstrings show, by the last part of the function's or class's name.

    Prompts are read in order, with the names that they bind; in other text a call counts as it is written.
    """
    found: dict[str, list[Seen]] = {}
    texts = [file.docstrings, *(one.docstring for one in file.functions.values() if one.examples)]
    for text in texts:
        known: dict[str, Any] = {}
        for example in examples(text):
            for name, call in _prompted(example, known, file):
                found.setdefault(name, []).append(call)
    for name, call in _written(file):
        found.setdefault(name, []).append(call)
    return {name: _once(calls) for name, calls in found.items()}


def _once(calls: Sequence[Seen]) -> tuple[Seen, ...]:
    first: dict[str, Seen] = {}
    for one in calls:
        first.setdefault(repr((one.args, one.named, one.instance)), one)
    return tuple(first.values())


def _prompted(example: Example, known: dict[str, Any], file: SourceFile) -> Iterator[tuple[str, Seen]]:
    try:
        tree = ast.parse(example.source)
    except (SyntaxError, ValueError, RecursionError):
        return
    for statement in tree.body:
        alone = statement.value if isinstance(statement, ast.Expr) and len(tree.body) == 1 else None
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                yield from _call(node, known, file, example if node is alone else None)
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                known.pop(target.id, None)
                try:
                    known[target.id] = value(statement.value, known, file)
                except _Unknown:
                    continue


def _written(file: SourceFile) -> Iterator[tuple[str, Seen]]:
    text = file.docstrings
    for match in _CALLED.finditer(text):
        name = match.group(1)
        if name not in file.classes and name not in file.functions:
            continue
        depth = 0
        for place in range(match.end() - 1, min(match.end() + 200, len(text))):
            depth += {"(": 1, ")": -1}.get(text[place], 0)
            if depth == 0:
                try:
                    node = ast.parse(text[match.start() : place + 1], mode="eval").body
                except (SyntaxError, ValueError, RecursionError):
                    break
                if isinstance(node, ast.Call):
                    yield from _call(node, {}, file, None)
                break


def _call(
    node: ast.Call, known: Mapping[str, Any], file: SourceFile, example: Example | None
) -> Iterator[tuple[str, Seen]]:
    try:
        args = tuple(value(one, known, file) for one in node.args)
        named = {one.arg: value(one.value, known, file) for one in node.keywords if one.arg}
        if len(named) < len(node.keywords):
            return
        if isinstance(node.func, ast.Name):
            yield node.func.id, Seen(args, named, None, example)
        elif isinstance(node.func, ast.Attribute):
            try:
                holder = value(node.func.value, known, file)
            except _Unknown:
                holder = None
            made = holder if isinstance(holder, Made) else None
            yield node.func.attr, Seen(args, named, made, example if made or holder is None else None)
    except _Unknown:
        return


def value(node: ast.expr, known: Mapping[str, Any], file: SourceFile) -> Any:
    """Return the value that an expression writes out, a call of a class as `Made`; raise `_Unknown`."""
    if isinstance(node, ast.Constant) and node.value is not ...:
        return _bounded(node.value)
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id]
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        parts = [value(one, known, file) for one in node.elts]
        kinds: Mapping[type, Any] = {ast.List: list, ast.Tuple: tuple, ast.Set: set}
        return _hashed(kinds[type(node)], parts)
    if isinstance(node, ast.Dict) and all(node.keys):
        keys = [value(one, known, file) for one in node.keys if one is not None]
        return _hashed(dict, list(zip(keys, [value(one, known, file) for one in node.values], strict=True)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        inner = value(node.operand, known, file)
        if isinstance(inner, (int, float)):
            return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        return _combined(node.op, value(node.left, known, file), value(node.right, known, file))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        name = node.func.id
        if (name in file.classes or name in LIBRARY or name in _BUILTINS) and all(
            one.arg for one in node.keywords
        ):
            named = tuple((str(one.arg), value(one.value, known, file)) for one in node.keywords)
            return Made(name, tuple(value(one, known, file) for one in node.args), named)
    raise _Unknown


def _hashed(kind: Any, parts: Sequence[Any]) -> Any:
    try:
        return kind(parts)
    except TypeError:
        raise _Unknown from None


def _combined(op: ast.operator, left: Any, right: Any) -> Any:
    numbers = type(left) in (int, float) and type(right) in (int, float)
    if isinstance(op, ast.Add) and (
        numbers or (type(left) is type(right) and type(left) in (list, str, tuple))
    ):
        return _bounded(left + right)
    if isinstance(op, ast.Sub) and numbers:
        return _bounded(left - right)
    if isinstance(op, ast.Mult) and (
        numbers or (type(left) in (list, str, tuple) and type(right) is int and len(left) * right <= LONG)
    ):
        return _bounded(left * right)
    if isinstance(op, ast.Pow) and type(left) is type(right) is int and abs(left) <= 10 and 0 <= right <= 12:
        return left**right
    raise _Unknown


def _bounded(found: Any) -> Any:
    if isinstance(found, (int, float)) and not abs(found) <= LARGE:
        raise _Unknown
    if isinstance(found, (str, bytes, list, tuple)) and len(found) > LONG:
        raise _Unknown
    return found


@lru_cache(maxsize=256)
def constants(function: Function) -> tuple[Any, ...]:
    """Return the numbers and short texts that a function's code writes out, but for its docstring.

    Those that it reads by the name of a constant, of its class or of the module, are among them.
    """
    found: dict[tuple[str, str], Any] = {}
    lines = (one.value for one in ast.walk(function.node) if isinstance(one, ast.Expr))
    silent = {id(one) for one in lines if isinstance(one, ast.Constant)}
    named = _named(function.file.tree.body) | _named(function.owner.body if function.owner else ())
    for node in ast.walk(function.node):
        if isinstance(node, (ast.Name, ast.Attribute)):
            node = named.get(node.id if isinstance(node, ast.Name) else node.attr, node)
        if isinstance(node, ast.Constant) and id(node) not in silent:
            given = node.value
            if (type(given) is str and 0 < len(given) <= 12) or (
                (type(given) is int or type(given) is float) and abs(given) <= 10**6
            ):
                found[type(given).__name__, repr(given)] = given
    return tuple(found.values())


def _named(body: Sequence[ast.stmt]) -> dict[str, ast.Constant]:
    """Return the constants of a class or module by name."""
    return {
        target.id: one.value
        for one in body
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
