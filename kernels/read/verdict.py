"""What a checker of batches says of a row, as a number that its kernel can return."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from synth.kernels.jit import kernel
from synth.kernels.read.sentences import bare_column
from synth.kernels.read.text import Column

FAULTS = (
    "",
    "a column is not a text",
    "the question is not one that this family asks",
    "the level is not that of the question",
    "the canonical text is not that of the question",
    "the group is not that of the question",
    "the payload is not that of the question",
    "the skills are not those of the question",
    "step {} does not follow",
    "the reasoning goes on behind step {}",
    "the solution does not say what the reasoning finds",
    "the answer is not what the reasoning finds",
    "the numbers are not ones for this question",
    "another algorithm finds something else",
)
"""What a row may be refused for; {} is the step."""
(
    FINE,
    NO_TEXT,
    QUESTION,
    LEVEL,
    CANONICAL,
    GROUP,
    PAYLOAD,
    SKILLS,
    STEP,
    MORE,
    SOLUTION,
    ANSWER,
    UNFIT,
    OTHER,
) = range(len(FAULTS))


class Texts(NamedTuple):
    """The columns of a batch that hold texts; the skills are joined by commas."""

    question: Column
    reasoning: Column
    solution: Column
    answer: Column
    canonical: Column
    group: Column
    payload: Column
    skills: Column


SAMPLED = 1000
"""One row of so many is shown to SymPy."""
_KEY = np.uint64(0x9E3779B97F4A7C15)


@kernel
def bare_texts(texts: Texts) -> Texts:
    """Return columns whose arrays count no references."""
    return Texts(
        bare_column(texts.question),
        bare_column(texts.reasoning),
        bare_column(texts.solution),
        bare_column(texts.answer),
        bare_column(texts.canonical),
        bare_column(texts.group),
        bare_column(texts.payload),
        bare_column(texts.skills),
    )


@kernel
def held(texts: Texts, row: Any) -> Any:
    """Return whether every column has a text in a row."""
    first = texts.question.held[row] and texts.reasoning.held[row] and texts.solution.held[row]
    second = texts.answer.held[row] and texts.canonical.held[row] and texts.group.held[row]
    return first and second and texts.payload.held[row] and texts.skills.held[row]


@kernel
def is_sampled(n: Any) -> Any:
    """Return whether SymPy is to see a row with this number."""
    return (np.uint64(n) * _KEY >> np.uint64(32)) % np.uint64(SAMPLED) == np.uint64(0)


@kernel
def ended(
    row: Any, at: Any, reasons: Column, line: Any, s: Any, said: Column, a: Any, told: Column
) -> tuple[Any, Any]:
    """Return the fault of a row whose three texts were read up to here."""
    if at < 0:
        return STEP, line
    if at != reasons.starts[row + 1]:
        return MORE, line
    if s != said.starts[row + 1]:
        return SOLUTION, 0
    return (FINE if a == told.starts[row + 1] else ANSWER), 0
