"""Mutants judged: all of a function in one process by the driver, and any one again from its text alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from synth.mutate.calling import job
from synth.mutate.distinct import snippet
from synth.mutate.inputs import Input, Maker
from synth.mutate.recording import STEPS, Boxes, Ended, Recording, Unusable, played
from synth.mutate.sites import Site, splice
from synth.verify.sandbox import Call, Raised, Sandbox, Value, same

FACTOR: Final = 20  # times the steps of the reference that a mutant may take on an input
LEAST: Final = 200  # steps besides
SECONDS: Final = 0.1  # of CPU for a mutant that takes few steps; what takes more is never kept
KEEP: Final = 0  # steps of an input that is kept for mutants

How: TypeAlias = Literal["survived", "value", "exception", "effect", "steps", "definition", "time", "process"]
"""How a mutant differs from the reference, if it does.

value       another value is returned, or an exception where none was or of another type
exception   it raises where the reference returns
effect      the same is returned or raised, but arguments are changed otherwise, or other text is printed
steps       it takes more than the allowed steps
definition  it raises when it is defined
time        it takes too many CPU seconds in few steps: not decided, since machines differ
process     it ends the process
"""


@dataclass(frozen=True)
class Verdict:
    """How a mutant was told from the reference, and by which of the trial's inputs; -1 if by none."""

    how: How
    input: int = -1

    @property
    def killed(self) -> bool:
        """Return whether an input tells it from the reference."""
        return self.input >= 0


@dataclass(frozen=True, eq=False)
class Trial:
    """The verdicts on a function's mutants, in their order; `inputs` are the recorded ones, then more.

    A verdict is a hint until `confirm` has had it from the texts: mutants share a process with the driver.
    """

    recording: Recording
    sites: tuple[Site, ...]
    inputs: tuple[Input, ...]
    verdicts: tuple[Verdict, ...]

    def share(self, how: How) -> float:
        """Return the share of the mutants with a verdict."""
        return sum(one.how == how for one in self.verdicts) / max(1, len(self.verdicts))


@dataclass(frozen=True)
class Confirmed:
    """Before and after on one input, each from its text in a process of its own.

    `before` is the encoded outcome of the mutant, or None if it did not end within the CPU limit.
    """

    input: Input
    before: Any
    after: Any


def judge(recording: Recording, sites: Sequence[Site], maker: Maker, sandbox: Sandbox) -> Trial:
    """Return the verdict on each mutant: on the recorded inputs, and for what survives them on more."""
    function = recording.function
    known = [one.input for one in recording.records]
    inputs = (*known, *maker.wider(function, known))
    piece = snippet(function.file.text, function.name)
    texts = [piece.text(site.edits) for site in sites]
    verdicts, clean = _judged(recording, inputs, texts, sandbox)
    if not clean:
        # Mutants left something behind in the module: each in a process of its own.
        verdicts = [_judged(recording, inputs, [text], sandbox)[0][0] for text in texts]
    return Trial(recording, tuple(sites), inputs, tuple(verdicts))


def confirm(trial: Trial, index: int, sandboxes: Boxes) -> Confirmed | None:
    """Return what a mutant and the reference do on the input that killed it, None if they do the same.

    All run from the text of their whole file, in a process each, the reference under both hash seeds; the
    outcomes are compared here.
    """
    verdict, site = trial.verdicts[index], trial.sites[index]
    if not verdict.killed:
        return None
    function, given = trial.recording.function, trial.inputs[verdict.input]
    try:
        after, again = (played(function, [given], one)[0] for one in sandboxes)
    except Unusable:
        return None
    if not same(after, again) or after[0] not in ("value", "raised"):
        return None
    recorded = trial.recording.records[verdict.input : verdict.input + 1]
    if not all(same(after, one.outcome) for one in recorded):
        return None
    try:
        (before,) = played(function, [given], sandboxes[0], splice(function.file.text, site))
    except Ended as fault:
        endless = fault.status == "time" and verdict.how == "steps"
        return Confirmed(given, None, after) if endless else None
    except Unusable:
        return None
    return None if same(before, after) else Confirmed(given, before, after)


def _judged(
    recording: Recording, inputs: Sequence[Input], texts: Sequence[str], sandbox: Sandbox
) -> tuple[list[Verdict], bool]:
    """Return verdicts, and whether the reference still answers as it did after all mutants.

    A mutant that ends the process is judged by that once it has done so as the first of a process.
    """
    found: list[Verdict] = []
    clean = True
    known = [one.call for one in inputs]
    again = Call(["again", FACTOR, LEAST])
    while len(found) < len(texts):
        left = texts[len(found) :]
        calls = [*known, Call(["references", STEPS])]
        mutants = [Call(["mutant", text, FACTOR, LEAST, SECONDS]) for text in left]
        outcome = sandbox.run(job(recording.function, [*calls, *mutants, again], KEEP))
        answers = outcome.answers[1 + len(calls) :]
        found += [_verdict(one, len(inputs)) for one in answers[: len(left)]]
        if outcome.status == "done":
            clean = clean and isinstance(answers[-1], Value) and answers[-1].encoded is True
        elif len(answers) >= len(left):
            clean = False
        elif len(outcome.answers) <= len(calls):
            # The reference itself does not get through, on an input that was not recorded.
            if len(known) == len(recording.records):
                return [*found, *[Verdict("process")] * len(left)], clean
            known = known[: len(recording.records)]
        elif not answers:
            found.append(Verdict("time" if outcome.status == "time" else "process"))
    return found, clean


def _verdict(answer: Value | Raised, inputs: int) -> Verdict:
    """Return what the driver says of a mutant; what is no such answer is a process that the mutant spoilt."""
    said = answer.encoded if isinstance(answer, Value) else None
    if said == ["survived"]:
        return Verdict("survived")
    if said == ["time"] or (isinstance(answer, Raised) and answer.type == "Exhausted"):
        return Verdict("time")
    if isinstance(said, list) and len(said) == 2:
        how, where = said
        if how == "definition":
            return Verdict("definition")
        if how in ("value", "exception", "effect", "steps") and type(where) is int and 0 <= where < inputs:
            return Verdict(how, where)
    return Verdict("process")
