"""What is asked of the sandbox, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from synth.verify.sandbox import values

Status: TypeAlias = Literal["done", "time", "memory", "killed", "silent", "garbled", "refused"]
STATUSES: Final[tuple[Status, ...]] = ("done", "time", "memory", "killed", "silent", "garbled", "refused")

_text = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True)
class Limits:
    """What one program may use: CPU and wall seconds, bytes of memory, bytes of answers.

    `cpu` is measured on the program's own clock, so that it means the same on a busy machine. `wall` is for a
    program that sleeps: None is ten times `cpu`.
    """

    cpu: float = 2.0
    wall: float | None = None
    memory: int = 256 << 20
    output: int = 1 << 20

    def __post_init__(self) -> None:
        for name, least in (("cpu", 0.01), ("memory", 64 << 20), ("output", 1 << 10)):
            if not getattr(self, name) >= least:
                raise ValueError(f"{name} is {getattr(self, name)}; the least is {least}")
        if not self.patience >= self.cpu:
            raise ValueError(f"wall is {self.wall}, below cpu, {self.cpu}")

    @property
    def patience(self) -> float:
        """The seconds by the wall clock after which a program is ended, whatever it did."""
        return 10 * self.cpu if self.wall is None else self.wall


@dataclass(frozen=True)
class Call:
    """Arguments of one call, encoded here and now: changing them later changes nothing.

    Raise ValueError for an argument that can't cross.
    """

    args: Sequence[Any] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        positional, named = (
            [*map(values.encode, self.args)],
            {k: values.encode(v) for k, v in self.kwargs.items()},
        )
        if found := values.marked([*positional, *named.values()]):
            raise ValueError(f"an argument can't cross: {found}")
        object.__setattr__(self, "text", _text([positional, named]))


@dataclass(frozen=True)
class Job:
    """A program and the calls made to its function `entry`, in order, in one process.

    `entry` may be dotted (`Stack.depth`). Empty, each call runs the source anew as a script, and its value is
    None. `seed` seeds `random`. `keep` asks for what each call printed ("stdout") and for its arguments
    afterwards ("arguments"). `language` is `python`, `javascript` (QuickJS) or `v8`.
    """

    source: str
    entry: str
    calls: Sequence[Call]
    language: str = "python"
    seed: int = 0
    keep: tuple[Literal["stdout", "arguments"], ...] = ()

    def text(self) -> str:
        """Return what the child reads."""
        head = _text([self.source, self.entry, self.seed, list(self.keep)])
        return f"[{head},[{','.join([call.text for call in self.calls])}]]"


@dataclass(frozen=True)
class Value:
    """A call returned; compare `encoded` by `values.same`.

    `printed` is what it wrote to stdout, cut at 64 KiB. `arguments` are those after the call, None if not
    asked for or unchanged: encoded, as the list of the positional ones and the dictionary of the others.
    """

    encoded: Any
    printed: str = ""
    arguments: Any = None

    def value(self) -> Any:
        """Return the plain value; raise `Garbled` if it did not cross whole."""
        return values.decode(self.encoded)


@dataclass(frozen=True)
class Raised:
    """A call raised an exception of this type name."""

    type: str
    message: str
    printed: str = ""
    arguments: Any = None


Answer: TypeAlias = Value | Raised


@dataclass(frozen=True)
class Outcome:
    """What became of a program, from the kernel and the frame of its answers alone; no status means "passed".

    done     every call was answered, and the process ended by itself
    time     the CPU limit was reached, or the wall limit twice
    memory   the memory limit left no room for an answer
    killed   a signal ended it; `detail` names the signal
    silent   it ended without an answer to each call
    garbled  it wrote what is no answer
    refused  the source does not compile, raises or has no such entry; `detail` begins with the exception

    `answers` are those of the first calls; all of them only if `done`. `cpu` (seconds) and `peak` (bytes) are
    the kernel's own figures, of the whole batch for a job run in one.
    """

    status: Status
    answers: tuple[Answer, ...] = ()
    detail: str = ""
    cpu: float = field(default=0.0, compare=False)
    peak: int = field(default=0, compare=False)
