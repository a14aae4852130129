"""What a function does with its inputs, recorded twice under different orders of sets.

The first run counts steps, so that inputs that take too long fall out by a number and not by a clock. The
second runs the file as it is, under another hash seed. Both must agree, with each other and with the
docstring. What can't be used is raised as a reason.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from synth.mutate.calling import UNCOUNTED, job
from synth.mutate.corpus import Function
from synth.mutate.inputs import Input, Maker
from synth.mutate.pools import NoInputs
from synth.verify.sandbox import Answer, Outcome, Raised, Sandbox, Status, Value, encode, marked, same

STEPS: Final = 20_000  # of one call
RETURNING: Final = 10  # inputs that a usable function returns on, at the least
OUTCOMES: Final = 2  # that differ, at the least
KEPT: Final = 60  # inputs of a recording, besides those that raise
RAISING: Final = 4  # one in as many may raise
_DEATHS: Final = 3  # inputs that may end the process
_OWN_LIMITS: Final = frozenset(["RecursionError", "MemoryError"])

Boxes: TypeAlias = tuple[Sandbox, Sandbox]
"""Two sandboxes of different hash seeds."""


class Unusable(Exception):
    """A function that can't be tried; the message is the reason."""


class Ended(Unusable):
    """The process of a function ended before it had answered, by a status of the sandbox."""

    def __init__(self, status: Status) -> None:
        super().__init__(f"its process ends by {status}")
        self.status = status


@dataclass(frozen=True)
class Record:
    """What happened on one input: the encoded outcome of the driver, and the steps that it took.

    The outcome is a list of four: "value" and the value or "raised" and the type, the arguments and the
    instance afterwards (None if they are plain and unchanged), and what was printed.
    """

    input: Input
    outcome: Any
    steps: int

    @property
    def returned(self) -> bool:
        """Return whether the call returned."""
        return bool(self.outcome[0] == "value")


@dataclass(frozen=True, eq=False)
class Recording:
    """A usable function with its inputs, sorted by size, and what it does with them.

    `dropped` counts inputs that were tried and not kept, by reason.
    """

    function: Function
    records: tuple[Record, ...]
    dropped: Mapping[str, int]


def boxes() -> Boxes:
    """Return sandboxes for `record`, to be entered in a `with`."""
    return Sandbox(hash_seed=0), Sandbox(hash_seed=1)


def record(function: Function, maker: Maker, sandboxes: Boxes, count: int = 200) -> Recording:
    """Return the function's recording; raise Unusable with the reason."""
    try:
        tried = maker.inputs(function, count)
    except NoInputs as fault:
        raise Unusable(str(fault)) from None
    dropped: Counter[str] = Counter()
    counted = _counted(function, tried, sandboxes[0], dropped)
    returned = Counter(one.input.profile for one in counted if one.returned and one.input.profile >= 0)
    if sum(returned.values()) < KEPT and len({one.profile for one in tried} - {-1}) > 1:
        # Of what unknown parameters may be, more of what works best.
        best = min(returned, key=lambda one: (-returned[one], one), default=0)
        before = {one.text for one in tried}
        more = [one for one in maker.inputs(function, count, [best]) if one.text not in before]
        counted += _counted(function, more, sandboxes[0], dropped)
    kept = sorted(_chosen(counted, dropped), key=lambda one: (len(one.input.text), one.input.text))
    _check_enough(kept, dropped)
    found = played(function, [one.input for one in kept], sandboxes[1])
    if not all(same(one.outcome, outcome) for one, outcome in zip(kept, found, strict=True)):
        raise Unusable("it is not deterministic")
    _check_examples(kept)
    return Recording(function, tuple(kept), dict(dropped))


def played(
    function: Function, inputs: Sequence[Input], sandbox: Sandbox, text: str | None = None
) -> list[Any]:
    """Return the encoded outcomes of the file as it is, or of another text of it, in a process of its own.

    Raise Unusable, `Ended` if the process does not answer for each input.
    """
    outcome = sandbox.run(job(function, [one.call for one in inputs], UNCOUNTED, text))
    answers = outcome.answers[1:]
    _check_loaded(outcome)
    if outcome.status != "done":
        raise Ended(outcome.status)
    return [_pair(one)[0] for one in answers]


def _counted(
    function: Function, tried: Sequence[Input], sandbox: Sandbox, dropped: Counter[str]
) -> list[Record]:
    """Return what happened on each input in a run that counts steps, without those that end the process."""
    left = list(tried)
    for _ in range(_DEATHS):
        outcome = sandbox.run(job(function, [one.call for one in left], STEPS))
        _check_loaded(outcome)
        answers = outcome.answers[1:]
        if outcome.status == "done":
            return [Record(one, *_pair(answer)) for one, answer in zip(left, answers, strict=True)]
        dropped[f"it ends the process: {outcome.status}"] += 1
        del left[len(answers)]
    raise Unusable("inputs end its process")


def _check_loaded(outcome: Outcome) -> None:
    """Raise Unusable unless the file was imported and the function found."""
    if outcome.answers and isinstance(outcome.answers[0], Value):
        return
    if not outcome.answers:
        raise Unusable(f"its file ends the process when imported: {outcome.status}")
    refused = outcome.answers[0]
    assert isinstance(refused, Raised)
    if refused.type == "LookupError":
        raise Unusable("its name is bound to something else in the end")
    if refused.type == "Exhausted":
        raise Unusable("its file takes too many steps to be imported")
    raise Unusable(f"its file can't be imported: {refused.type}")


def _pair(answer: Answer) -> tuple[Any, int]:
    """Return outcome and steps of an answer of the driver; what is none becomes what equals nothing."""
    if isinstance(answer, Value) and isinstance(answer.encoded, list) and len(answer.encoded) == 2:
        outcome, steps = answer.encoded
        if isinstance(outcome, list) and len(outcome) == 4 and isinstance(steps, int):
            return outcome, steps
    return ["lost", {"!": "no outcome"}, None, ""], 0


def _chosen(counted: Sequence[Record], dropped: Counter[str]) -> list[Record]:
    """Return at most sixty inputs that return, and a third as many that raise."""
    returning: list[Record] = []
    raising: list[Record] = []
    for one in counted:
        kind = one.outcome[0]
        if kind == "unmade":
            dropped["its instance or arguments can't be made"] += 1
        elif kind == "steps":
            dropped["it takes too many steps"] += 1
        elif kind == "raised" and one.outcome[1] in _OWN_LIMITS:
            dropped["it reaches a limit of the interpreter"] += 1
        elif kind == "lost" or not same(one.outcome, one.outcome):
            dropped["what it returns can't be compared"] += 1
        elif kind == "value":
            returning.append(one)
        else:
            raising.append(one)
    kept = returning[:KEPT]
    room = len(kept) // (RAISING - 1)
    dropped["more than needed"] += len(returning) - len(kept)
    dropped["it raises"] += max(0, len(raising) - room)
    return kept + raising[:room]


def _check_enough(kept: Sequence[Record], dropped: Counter[str]) -> None:
    returning = sum(one.returned for one in kept)
    if returning < RETURNING:
        fault, number = max(dropped.items(), key=lambda one: (one[1], one[0]), default=("", 0))
        why = f" ({fault})" if number > returning else ""
        raise Unusable(f"fewer than {RETURNING} inputs return{why}")
    first = kept[0].outcome
    if all(same(one.outcome, first) for one in kept):
        raise Unusable("all inputs have one outcome")


def _check_examples(kept: Sequence[Record]) -> None:
    """Raise Unusable if the docstring shows another result for an input than the function has."""
    for one in kept:
        shown = one.input.seen.example if one.input.seen else None
        if shown is None:
            continue
        if shown.raises:
            if one.outcome[:2] != ["raised", shown.raises]:
                raise Unusable("its docstring shows another result")
        elif shown.want:
            try:
                wanted = encode(ast.literal_eval(shown.want))
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue  # it shows what is no plain value
            if marked(wanted) == "" and not one.outcome[3] and not same(one.outcome[1], wanted):
                raise Unusable("its docstring shows another result")
