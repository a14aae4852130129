"""What a function touches besides its arguments, by static rules: files, network, clock, chance, input.

The rules only spare time: what they overlook shows when the function is recorded twice, in a sandbox.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_FILES, _NET, _CLOCK = "it reads or writes files", "it uses the network", "it reads the clock"
_CHANCE, _SYSTEM, _TEXT = "it draws at random", "it uses the system or processes", "it runs text as code"
_INPUT, _GLOBAL, _CALLS = (
    "it reads standard input",
    "it binds names outside itself",
    "it takes a function as an argument",
)

# Modules and names in them by dotted prefix, the longest first where one lies in the other; "" allows.
MODULES: Final[Mapping[str, str]] = {
    **dict.fromkeys(["os.path", "sys.maxsize", "sys.float_info", "sys.intern", "sys.version_info"], ""),
    **dict.fromkeys(["sys.byteorder", "sys.maxunicode", "sys.hash_info", "sys.getrecursionlimit"], ""),
    **dict.fromkeys(["os.path.exists", "os.path.isfile", "os.path.isdir", "os.path.getsize"], _FILES),
    **dict.fromkeys(["os.path.abspath", "os.path.realpath", "os.path.expanduser"], _FILES),
    **dict.fromkeys(
        ["io.open", "shutil", "tempfile", "glob", "fileinput", "pathlib.Path", "codecs.open"], _FILES
    ),
    **dict.fromkeys(
        ["sqlite3", "zipfile", "tarfile", "mmap", "linecache", "pickle", "shelve", "dbm"], _FILES
    ),
    **dict.fromkeys(["socket", "ssl", "http", "urllib.request", "requests", "smtplib", "ftplib"], _NET),
    **dict.fromkeys(["httpx", "aiohttp", "urllib3", "socketserver", "xmlrpc", "webbrowser"], _NET),
    **dict.fromkeys(
        ["time.time", "time.monotonic", "time.perf_counter", "time.sleep", "time.localtime"], _CLOCK
    ),
    **dict.fromkeys(["time.process_time", "time.ctime", "time.gmtime", "time.time_ns", "timeit"], _CLOCK),
    **dict.fromkeys(["random", "secrets", "uuid", "numpy.random", "os.urandom"], _CHANCE),
    **dict.fromkeys(["sys.stdin", "getpass"], _INPUT),
    **dict.fromkeys(["os", "sys", "subprocess", "threading", "multiprocessing", "signal", "ctypes"], _SYSTEM),
    **dict.fromkeys(
        ["asyncio", "concurrent", "logging", "locale", "platform", "gc", "atexit", "sched"], _SYSTEM
    ),
    **dict.fromkeys(["importlib", "inspect", "code", "runpy", "weakref"], _SYSTEM),
}
BUILTINS: Final[Mapping[str, str]] = {
    "open": _FILES,
    "input": _INPUT,
    **dict.fromkeys(["exec", "eval", "compile", "__import__"], _TEXT),
    **dict.fromkeys(["exit", "quit", "breakpoint", "globals", "id"], _SYSTEM),
}
NOW: Final = frozenset(["now", "today", "utcnow"])


def impurities(
    tree: ast.Module, functions: Mapping[str, tuple[Definition, ast.ClassDef | None]]
) -> Mapping[str, str]:
    """Return the reason against each function that has one: its own, else that of a function it names."""
    imported = dict(_imports(tree))
    found = {}
    named: dict[str, set[str]] = {}
    for name, (node, owner) in functions.items():
        reason = _own(node, imported)
        if reason:
            found[name] = reason
        named[name] = _named(node, owner, functions)
    changed = True
    while changed:
        changed = False
        for name in functions:
            reason = next((found[one] for one in sorted(named[name]) if one in found), "")
            if reason and name not in found and reason != _CALLS:
                found[name] = reason
                changed = True
    return found


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the names that imports bind, with the dotted name of what they are bound to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield (one.asname, one.name) if one.asname else (one.name.split(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for one in node.names:
                yield one.asname or one.name, f"{node.module}.{one.name}"


def _own(node: Definition, imported: Mapping[str, str]) -> str:
    """Return the first reason in the function's own text."""
    given = node.args
    defaulted = given.args[len(given.args) - len(given.defaults) :]
    bare = {one.arg for one in (*given.posonlyargs, *given.args) if one not in defaulted}
    local = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    local |= {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    for one in ast.walk(node):
        if isinstance(one, ast.Global):
            return _GLOBAL
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in bare:
            if one.func.id not in ("cls", "self"):
                return _CALLS
        elif isinstance(one, ast.Attribute) and one.attr in NOW:
            return _CLOCK
        if isinstance(one, (ast.Name, ast.Attribute)):
            dotted = _dotted(one)
            head, dot, rest = dotted.partition(".")
            if head in local or not dotted:
                continue
            if head in imported:
                reason = _module(imported[head] + dot + rest)
            else:
                reason = "" if dot else BUILTINS.get(head, "")
            if reason and not (isinstance(one, ast.Name) and _is_longer(one, imported)):
                return reason
    return ""


def _is_longer(node: ast.Name, imported: Mapping[str, str]) -> bool:
    """Return whether the name is a module of which a part may be harmless, judged with its attribute."""
    return any(known.startswith(imported.get(node.id, "?") + ".") for known in MODULES)


def _module(dotted: str) -> str:
    parts = dotted.split(".")
    for size in range(len(parts), 0, -1):
        reason = MODULES.get(".".join(parts[:size]))
        if reason is not None:
            return reason
    return ""


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _named(node: Definition, owner: ast.ClassDef | None, functions: Mapping[str, object]) -> set[str]:
    """Return the functions of the file that a function names, also as `self.name` or `Class.name`."""
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id in functions:
            found.add(one.id)
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            holder = owner.name if owner and one.value.id in ("self", "cls") else one.value.id
            if f"{holder}.{one.attr}" in functions:
                found.add(f"{holder}.{one.attr}")
    return found
