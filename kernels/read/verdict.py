"""What a kernel that judges whole batches is given, and what it says of each row.

A kernel takes its tables, `Rows` and `Faults`. It passes over the rows that have a fault already, and gives
each of the others the first fault that it finds: a code, the step that is at fault, and a number that the
sentence of the fault mentions.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, inner, kernel
from synth.kernels.read.text import Column

FAULTS = (
    "",
    "a text is missing",
    "the family is not {family}",
    "the domain is not math",
    "the language is not en",
    "the tests are not empty",
    "the question does not read as one about {subject}",
    "the canonical text does not name the question's problem",
    "the group is not that of the question's problem",
    "the payload is not that of the question's problem",
    "the level is not {detail}",
    "the skills are not those that the row exercises",
    "step {step} is missing, or does not begin as step {step}",
    "step {step} does not read as a step of this method",
    "step {step} does not follow",
    "step {step} does not follow: its numbers are not those of the problem",
    "step {step} does not follow: the result is {detail}",
    "the reasoning goes on after step {step}",
    "the solution does not say the result of the steps",
    "the answer is not {detail}",
    "the answer is not the result of the steps",
    "the numbers are not ones for this question",
    "another algorithm finds something else",
)
"""The faults of every family, by their codes; those of a family's own go on after them."""
(
    RIGHT,
    MISSING,
    FAMILY,
    DOMAIN,
    LANGUAGE,
    TESTS,
    QUESTION,
    CANONICAL,
    GROUP,
    PAYLOAD,
    LEVEL,
    SKILLS,
    BEGINNING,
    WORDING,
    STEP,
    NUMBERS,
    RESULT,
    END,
    SOLUTION,
    ANSWER,
    OTHER_ANSWER,
    UNFIT,
    OTHER_RESULT,
) = range(len(FAULTS))


class Rows(NamedTuple):
    """The columns that kernels read; the skills of a row as one text, parted by "; "."""

    question: Column
    reasoning: Column
    solution: Column
    answer: Column
    canonical: Column
    group: Column
    payload: Column
    skills: Column
    level: NDArray[np.int64]


class Faults(NamedTuple):
    """What is wrong with each row; `code` is RIGHT where nothing is."""

    code: NDArray[np.int64]
    step: NDArray[np.int64]
    detail: NDArray[np.int64]


def no_faults(rows: int) -> Faults:
    """Return room for the faults of so many rows."""
    return Faults(*(np.zeros(rows, np.int64) for _ in Faults._fields))


@inner
def ended(
    row: Any, at: Any, reasons: Column, line: Any, s: Any, said: Column, a: Any, told: Column
) -> tuple[Any, Any]:
    """Return the fault, and the step, of a row whose three texts were read up to here."""
    if at < 0:
        return STEP, line
    if at != reasons.starts[row + 1]:
        return END, line
    if s != said.starts[row + 1]:
        return SOLUTION, 0
    return (RIGHT if a == told.starts[row + 1] else OTHER_ANSWER), 0


@kernel
def chosen(ids: Column, key: Integer, one_in: Integer) -> NDArray[np.bool_]:
    """Return which rows a keyed hash of their ids picks, about one in so many.

    FNV-1a over the bytes (Fowler, Noll and Vo, 1991), started from the key, then the mixing of splitmix64.
    """
    ids = bare(ids)
    picked = np.empty(len(ids.starts) - 1, np.bool_)
    for i in range(len(picked)):
        h = np.uint64(key)
        for k in range(ids.starts[i], ids.starts[i + 1]):
            h = (h ^ np.uint64(ids.data[k])) * np.uint64(0x100000001B3)
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        picked[i] = (h ^ (h >> np.uint64(31))) % np.uint64(one_in) == 0
    return picked
