"""Programs in JavaScript, inside the child: `javascript` is QuickJS, quick to start; `v8` is Node's engine.

Values cross as the Python values closest to them; what has no Python form of its own is a tuple, of which
JavaScript has none.

    undefined        ()                 5n                 ("bigint", 5)
    3, up to 2**53   3                  new Map([[1, 2]])  ("Map", {1: 2})
    2.5, -0, NaN     2.5, -0.0, nan     new Set([1])       {1}
    [1]              [1]                {a: 1}             {"a": 1}

Functions, symbols, instances of classes, getters and holes are markers. Each job has a fresh engine with the
language and `console` in it, nothing of a host; `Math.random` is seeded by the job. A promise is waited for;
one that nothing keeps ends the program without an answer.
"""

from __future__ import annotations

import itertools
import json
import re
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from synth.verify.sandbox import _wire
from synth.verify.sandbox._child import Engine, Write
from synth.verify.sandbox._realm import REALM
from synth.verify.sandbox.values import DEPTH, SIZE, decode, encode

# The smallest RLIMIT_DATA that V8 starts with is between 512 and 768 MB; it reserves far more address space.
_V8_MEMORY: Final = 768 << 20

_STACK: Final = 4 << 20  # bytes that QuickJS may use, of a stack of 8 MB
_PRINTED: Final = 64 << 10  # characters kept of what a call prints
_ENTRY: Final = re.compile(r"(?:([A-Za-z_$][\w$.]*)\.)?([A-Za-z_$][\w$]*)", re.ASCII)
_FULL: Final = ("InternalError", "out of memory")  # of QuickJS
_THROWN: Final = re.compile(r"(\w*Error)(?:: (.*))?")

# A fresh engine: what makes the realm's function of its arguments, what runs a text as a script, and what
# lets promises go on.
_Parts: TypeAlias = tuple[Callable[..., Any], Callable[[str], Any], Callable[[], None]]
_Fresh: TypeAlias = Callable[[], AbstractContextManager[_Parts]]


def load(language: str, folder: str) -> Engine | None:
    """Return the engine that is installed in `folder`, ready to be forked; None if it is not there."""
    sys.path.append(folder)
    try:
        return {"javascript": _quickjs, "v8": _v8}[language]()
    except ImportError:
        return None
    finally:
        sys.path.remove(folder)


def _quickjs() -> Engine:
    import _quickjs as quickjs  # the package around it starts a thread, and a template must have none

    def made() -> tuple[Any, Any]:
        context = quickjs.Context()
        context.set_max_stack_size(_STACK)
        return context, context.eval(REALM)

    # By the template, for the first job of each child, which never frees it: that would copy all its pages.
    first = made()
    jobs = itertools.count()

    @contextmanager
    def fresh() -> Iterator[_Parts]:
        context, start = made() if next(jobs) else first

        def settle() -> None:
            while context.execute_pending_job():
                pass

        yield start, context.eval, settle

    return Engine(lambda job, write: _answer(job, write, fresh))


def _v8() -> Engine:
    import asyncio

    from py_mini_racer import init_mini_racer, mini_racer

    # By its package's flags V8 has one thread: it can be made ready before the fork, as long as files open.
    init_mini_racer()

    @contextmanager
    def fresh() -> Iterator[_Parts]:
        with mini_racer(asyncio.get_running_loop()) as racer:
            yield lambda *given: racer.eval(realm(*given)), racer.eval, lambda: None

    async def inside(job: list[Any], write: Write) -> None:
        _answer(job, write, fresh)

    # Inside a loop the package asks V8 directly, and needs no thread of its own to do so. The loop is made by
    # the child: it has descriptors.
    loops: list[asyncio.AbstractEventLoop] = []

    def answer(job: list[Any], write: Write) -> None:
        if not loops:
            loops.append(asyncio.new_event_loop())
        loops[0].run_until_complete(inside(job, write))

    return Engine(answer, resource.RLIMIT_DATA, _V8_MEMORY)


def _answer(job: list[Any], write: Write, fresh: _Fresh) -> None:
    """Run the program of a job, and write a line for each call; fewer if a promise stays open."""
    try:
        made = scripts(job)
    except ValueError as fault:
        write([_wire.REFUSED, "TypeError", str(fault)])
        return
    for script in made:
        with fresh() as engine:
            found = _lines(script, *engine)
        for line in found:
            write(line)
        if not found or found[-1][0] == _wire.REFUSED:
            return


def _lines(
    script: Script, start: Callable[..., Any], evaluate: Callable[[str], Any], settle: Callable[[], None]
) -> list[list[Any]]:
    harness = start(*script.given)
    try:
        evaluate(script.source)
        text = harness(*script.entry)
    except Exception as fault:  # the engine's own types, which are those of its package
        thrown = _THROWN.search(str(fault))
        return [[_wire.REFUSED, *(thrown.groups("") if thrown else ("object", ""))]]
    if text is None:
        settle()
        text = harness()
    return lines(text)


def realm(*given: Any) -> str:
    """Return the expression that makes the realm's function of these arguments."""
    return f"{REALM}({','.join(map(json.dumps, given))})"


@dataclass(frozen=True)
class Script:
    """What a fresh engine gets: the realm's arguments, then the program, then the entry for its function."""

    given: tuple[Any, ...]
    source: str
    entry: tuple[str | None, ...]


def scripts(job: list[Any]) -> list[Script]:
    """Return the script of a job, or one for each call if it has no entry.

    Raise ValueError for arguments or an entry that JavaScript does not have.
    """
    (source, entry, seed, keep), calls = job
    if any(by_name for _, by_name in calls):
        raise ValueError("JavaScript has no arguments by name")
    named = _ENTRY.fullmatch(entry)
    if entry and not named:
        raise ValueError("the entry is not a name")
    bounds = (seed, _wire.PRINTED in keep, _wire.ARGUMENTS in keep, DEPTH, SIZE, _PRINTED)
    if named:
        arguments = ",".join([literal(args) for args, _ in calls])
        return [Script((f"[{arguments}]", *bounds), f"{source}\n;void 0", named.groups())]
    return [Script(("[[]]", *bounds), "", (None, "", source))] * len(calls)


def lines(text: str | None) -> list[list[Any]]:
    """Return the lines of what the realm's function said."""
    if text is None:
        return []
    if not text.startswith("["):
        return [[_wire.REFUSED, "TypeError", text]]
    return [_crossed_line(*line) for line in json.loads(text)]


def literal(encoded: Any) -> str:
    """Return an encoded value as an expression; raise ValueError for one that JavaScript does not have."""
    kind = type(encoded)
    if kind is not dict:
        return f"[{','.join(map(literal, encoded))}]" if kind is list else json.dumps(encoded)
    ((tag, body),) = encoded.items()
    if tag == "f":
        return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(body) or repr(float.fromhex(body))
    if tag == "u":
        return json.dumps(decode(encoded))
    if tag == "s":
        return f"new Set([{','.join(map(literal, body))}])"
    if tag == "d" and all(type(decode(key)) is str for key, _ in body):
        return f"{{{','.join(f'[{literal(key)}]:{literal(value)}' for key, value in body)}}}"
    if tag == "t" and not body:
        return "undefined"
    if tag == "t" and len(body) == 2 and body[0] == "bigint":
        return f"({hex(decode(body[1]))}n)"
    if tag == "t" and len(body) == 2 and body[0] == "Map" and type(body[1]) is dict and "d" in body[1]:
        return f"new Map([{','.join(f'[{literal(key)},{literal(value)}]' for key, value in body[1]['d'])}])"
    raise ValueError(f"JavaScript has no value like {tag} {body}"[:200])


def _crossed_line(kind: str, *rest: Any) -> list[Any]:
    """Return a line of the realm's as one of ours."""
    last = 1 if kind == _wire.VALUE else 2
    if rest[:2] == _FULL:
        raise MemoryError
    line = [kind, *(map(_crossed, rest[:1]) if kind == _wire.VALUE else rest[:2])]
    for extras in rest[last:]:
        if _wire.ARGUMENTS in extras:
            args, by_name = extras[_wire.ARGUMENTS]
            extras[_wire.ARGUMENTS] = [_crossed(args), by_name]
        line.append(extras)
    return line


def _crossed(written: Any) -> Any:
    """Return what the realm wrote as `values.encode` writes it, which has floats in hexadecimal."""
    kind = type(written)
    if kind is str:
        return encode(written)
    if kind is list:
        return [_crossed(part) for part in written]
    if kind is not dict:
        return written
    ((tag, body),) = written.items()
    if tag == "f":
        return encode(float(body))
    if tag == "i":
        return encode(int(body, 16))
    return {tag: body if tag == "!" else _crossed(body)}
