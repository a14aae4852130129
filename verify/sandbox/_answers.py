"""Read what a child wrote, and say what became of its program. Nothing in it is believed but its form."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from synth.verify.sandbox import _wire, values
from synth.verify.sandbox.faults import Garbled
from synth.verify.sandbox.jobs import Answer, Call, Job, Limits, Outcome, Raised, Status, Value

_NEAR = 0.75  # of the memory limit: what dies there by a signal died of it


def outcomes(jobs: Sequence[Job], limits: Limits, report: tuple[Any, ...], text: bytes) -> list[Outcome]:
    """Return what became of each job; of several in one process, all share how it ended."""
    wait, cause, _, cpu, peak = report
    try:
        lines, checked = _lines(text, any(job.keep for job in jobs))
        answered, full = _shared(jobs, lines, checked)
    except (ValueError, RecursionError) as fault:
        return [Outcome("garbled", (), str(fault)[:200], cpu, peak) for _ in jobs]
    found = []
    for job, (answers, refusal) in zip(jobs, answered, strict=True):
        status: Status
        if cause == _wire.BY_CPU or cpu > limits.cpu:
            status, detail = "time", f"more than {limits.cpu:g} s of CPU"
        elif cause == _wire.BY_WALL:
            status, detail = "time", f"more than {limits.patience:g} s by the clock"
        elif full:
            status, detail = "memory", f"no room to answer in {limits.memory} bytes"
        elif os.WIFSIGNALED(wait):
            name = _signal(os.WTERMSIG(wait))
            status, detail = ("memory" if peak > _NEAR * limits.memory else "killed"), name
        elif refusal:
            status, detail = "refused", refusal
        elif os.WEXITSTATUS(wait) or len(answers) < len(job.calls):
            status = "silent"
            detail = f"exit code {os.WEXITSTATUS(wait)} after {len(answers)} of {len(job.calls)} answers"
        else:
            status, detail = "done", ""
        found.append(Outcome(status, tuple(answers), detail, cpu, peak))
    return found


def is_ordinary(outcome: Outcome) -> bool:
    """Return whether this outcome of a batch is what the job would have had alone."""
    return outcome.status in ("done", "refused") and not any(
        answer.type == "MemoryError" if isinstance(answer, Raised) else answer.encoded == {"!": "large"}
        for answer in outcome.answers
    )


def _refuse(text: str) -> NoReturn:
    raise Garbled("a number that no encoder of ours writes")


def _value(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) != 1:
        raise Garbled("an object that is no value")
    values.check_tag(*pairs[0])
    return dict(pairs)


def _value_or_extras(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return dict(pairs) if all(key in _EXTRAS for key, _ in pairs) else _value(pairs)


_EXTRAS: Final = (_wire.PRINTED, _wire.ARGUMENTS)
_parse, _parse_with_extras = (
    json.JSONDecoder(object_pairs_hook=hook, parse_float=_refuse, parse_constant=_refuse).decode
    for hook in (_value, _value_or_extras)
)
# Integers that may be beyond those that stand for themselves; a digit string looks like one, at no harm.
_LONG: Final = re.compile(r"\d{16}")


def _lines(text: bytes, extras: bool) -> tuple[list[Any], bool]:
    """Return the lines, and whether the values in them need another look: tags have been checked."""
    if text and not text.endswith(b"\n"):
        raise Garbled("an unfinished line")
    written = text[:-1].decode()
    lines: list[Any] = (_parse_with_extras if extras else _parse)("[" + written.replace("\n", ",") + "]")
    if any(type(line) is not list or not line or type(line[0]) is not str for line in lines):
        raise Garbled("a line that is no answer")
    return lines, extras or _LONG.search(written) is not None


def _shared(
    jobs: Sequence[Job], lines: list[Any], checked: bool
) -> tuple[list[tuple[list[Answer], str]], bool]:
    """Return the answers of each job and why it was refused if it was; and whether memory ran out."""
    full = bool(lines) and lines[-1] == [_wire.FULL]
    if full:
        lines.pop()
    lines.reverse()
    found: list[tuple[list[Answer], str]] = []
    for job in jobs:
        if lines and lines[-1][0] == _wire.REFUSED:
            found.append(([], _refusal(lines.pop())))
            continue
        answers = []
        for call in job.calls:
            if not lines:
                break
            answers.append(_answer(lines.pop(), call, job.keep, checked))
        found.append((answers, ""))
    if lines:
        raise Garbled("more answers than calls")
    return found, full


def _refusal(line: list[Any]) -> str:
    if len(line) != 3 or not all(type(part) is str for part in line):
        raise Garbled("a refusal of another form")
    return f"{line[1]}: {line[2]}"[:1200]


def _answer(line: list[Any], call: Call, keep: Sequence[str], checked: bool) -> Answer:
    printed, arguments = "", None
    if keep:
        printed, arguments = _extras(line.pop(), call, keep)
    if line[0] == _wire.VALUE and len(line) == 2:
        if checked or (type(line[1]) in (list, dict) and str(line[1]).count("[") > values.DEPTH):
            values.canonical(line[1])
        return Value(line[1], printed, arguments)
    if line[0] == _wire.RAISED and len(line) == 3 and type(line[1]) is str and type(line[2]) is str:
        return Raised(line[1][:100], line[2][:1000], printed, arguments)
    raise Garbled("an answer of another form")


def _extras(extras: Any, call: Call, keep: Sequence[str]) -> tuple[str, Any]:
    if type(extras) is not dict or set(extras) != set(keep):
        raise Garbled("extras of another form")
    printed, arguments = extras.get(_wire.PRINTED, ""), extras.get(_wire.ARGUMENTS)
    if type(printed) is not str:
        raise Garbled("extras of another form")
    if arguments is None:
        return printed, None
    if type(arguments) is not list or len(arguments) != 2:
        raise Garbled("arguments of another form")
    positional, named = json.loads(call.text)
    before = [positional, {"d": list(map(list, named.items()))}]
    arguments[1] = arguments[1] or {"d": []}
    return printed, None if values.canonical(arguments) == values.canonical(before) else arguments


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
