"""Programs in Python, inside the child."""

from __future__ import annotations

import contextlib
import io
import random
import site
import sys
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any, Final

from synth.verify.sandbox import _wire
from synth.verify.sandbox._child import Write
from synth.verify.sandbox.values import decode, encode, name_of

# What programs import most, ready before the fork: importing a module costs a child a hundred times its use.
WARM: Final = """
    abc array bisect calendar cmath collections collections.abc contextlib copy dataclasses datetime decimal
    enum fractions functools heapq itertools json keyword math numbers operator queue random re statistics
    string textwrap threading time types typing warnings
"""

# What has to be there as well where nothing can be opened afterwards; some builds lack some of it.
CLOSED: Final = """
    _strptime argparse ast asyncio base64 binascii bz2 cProfile codecs colorsys concurrent.futures.thread
    configparser contextvars copyreg csv difflib dis doctest email.message encodings.ascii encodings.cp1252
    encodings.idna encodings.latin_1 encodings.utf_16 encodings.utf_32 fnmatch gc getopt gettext glob
    graphlib gzip hashlib hmac html html.parser inspect ipaddress linecache locale logging lzma optparse
    os pathlib pickle platform pprint profile pstats reprlib sched secrets selectors shlex shutil signal
    socket stat stringprep struct subprocess symtable tempfile timeit token tokenize tomllib trace
    traceback tracemalloc unicodedata unittest unittest.mock urllib.parse uuid weakref
    xml.etree.ElementTree zipfile zlib zoneinfo
"""

_PRINTED: Final = 64 << 10  # bytes of stdout kept for a call
_MESSAGE: Final = 1000  # characters of an exception's message

_recursion: Final = sys.getrecursionlimit()
_stdout: Final = sys.stdout
site.setquit()  # `exit` and `quit` are there in an interpreter that imports site


def answer(job: list[Any], write: Write) -> None:
    """Run the program of a job, and write a line for each call."""
    (source, entry, seed, keep), calls = job
    random.seed(seed)
    sys.setrecursionlimit(_recursion)
    sys.stdout = _stdout
    try:
        code = compile(source, "<program>", "exec", dont_inherit=True)
        function = _named(_run("program", code), entry) if entry else _script(code)
    except BaseException as fault:
        write([_wire.REFUSED, *_described(fault)])
        return
    printed = _Printed() if _wire.PRINTED in keep else None
    for positional, named in calls:
        args = [decode(part) for part in positional]
        kwargs = {name: decode(part) for name, part in named.items()}
        if printed is not None:
            sys.stdout = printed.fresh()
        line: list[Any]
        try:
            result = function(*args, **kwargs)
        except BaseException as fault:
            line = [_wire.RAISED, *_described(fault)]
        else:
            line = [_wire.VALUE, encode(result)]
        if keep:
            extras: dict[str, Any] = {}
            if printed is not None:
                extras[_wire.PRINTED] = printed.text()
            if _wire.ARGUMENTS in keep:
                extras[_wire.ARGUMENTS] = [encode(args), encode(kwargs)]
            line.append(extras)
        write(line)


def _run(name: str, code: CodeType) -> ModuleType:
    """Run a program as a new module of that name."""
    module = sys.modules[name] = ModuleType(name)
    exec(code, module.__dict__)  # noqa: S102 - this is the process made for it
    return module


def _script(code: CodeType) -> Callable[[], None]:
    def run() -> None:
        _run("__main__", code)

    return run


def _named(module: ModuleType, entry: str) -> Any:
    found: Any = module
    for name in entry.split("."):
        found = getattr(found, name)
    return found


def _described(fault: BaseException) -> tuple[str, str]:
    """Return type and message; `str` may run code of the program, which can do no more than before."""
    try:
        message = str.__getitem__(str(fault), slice(_MESSAGE))
    except BaseException:
        message = ""
    return name_of(type(fault)), message


class _Printed:
    """Standard output that keeps the first bytes of what is written."""

    def __init__(self) -> None:
        self._kept = _Kept()

    def fresh(self) -> io.TextIOWrapper:
        self._kept = _Kept()
        self._file = io.TextIOWrapper(
            io.BufferedWriter(self._kept), encoding="utf-8", errors="backslashreplace", newline=""
        )
        return self._file

    def text(self) -> str:
        with contextlib.suppress(ValueError):  # the program closed it
            self._file.flush()
        return bytes(self._kept.bytes).decode(errors="replace")


class _Kept(io.RawIOBase):
    def __init__(self) -> None:
        self.bytes = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, text: Any, /) -> int:
        with memoryview(text) as seen:
            self.bytes += seen[: _PRINTED - len(self.bytes)]
            return seen.nbytes
