"""What the rows of the four operations have alike, read: the question and the columns that name the problem.

A kernel returns for each row a code of `FAULTS` (or of an operation's own list, which goes on after it), the
step and a number that the sentence of the fault mentions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part
from synth.kernels.read.text import SLOTS, Column, Patterns, match_byte, read_pattern

Values = NDArray[np.int64]
"""What `read_pattern` reads, and where: 2 * SLOTS numbers."""

TOO_LARGE = 10**6
"""No question names a number of more than six digits."""

FAULTS = (
    "",
    "a text is missing",
    "the family is not {family}",
    "the domain is not math",
    "the language is not en",
    "the tests are not empty",
    "the question does not read as one about two numbers of one to six digits",
    "the canonical text does not name the question's problem",
    "the group is not that of the question's problem",
    "the payload does not hold the question's numbers",
    "the level is not {detail}",
    "the skills are not those that the row exercises",
    "step {step} is missing, or does not begin as step {step}",
    "step {step} does not read as a step of this method",
    "the reasoning goes on after step {step}",
    "the answer is not {detail}",
    "the solution does not say the result of the steps",
    "step {step} does not follow: its numbers are not those of the problem",
    "step {step} does not follow: the result is {detail}",
)
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
    END,
    ANSWER,
    SOLUTION,
    NUMBERS,
    RESULT,
) = range(len(FAULTS))


class Frame(NamedTuple):
    """The columns that `read_frame` reads."""

    family: Column
    domain: Column
    language: Column
    tests: Column
    question: Column
    canonical: Column
    group: Column
    payload: Column


class Told(NamedTuple):
    """The columns that the kernel of an operation reads; the skills of a row as one text, parted by "; "."""

    reasoning: Column
    solution: Column
    answer: Column
    skills: Column
    level: NDArray[np.int64]


class Asked(NamedTuple):
    """The numbers {0} and {1} of questions.

    The last digit of a number stands just before `a_end` or `b_end` in the data of the column of questions.
    `wording` is the number of the question's wording, `values` room to read into.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    a_end: NDArray[np.int64]
    b_end: NDArray[np.int64]
    wording: NDArray[np.int64]
    values: Values


class Faults(NamedTuple):
    """What is wrong with each row, first fault first; `code` is RIGHT where nothing is."""

    code: NDArray[np.int64]
    step: NDArray[np.int64]
    detail: NDArray[np.int64]


def nothing_asked(rows: int) -> Asked:
    """Return room for the problems of so many rows."""
    a, b, a_end, b_end, wording = (np.zeros(rows, np.int64) for _ in range(5))
    return Asked(a, b, a_end, b_end, wording, np.zeros(2 * SLOTS, np.int64))


def no_faults(rows: int) -> Faults:
    """Return room for the faults of so many rows."""
    return Faults(*(np.zeros(rows, np.int64) for _ in Faults._fields))


@part
def size_of(number: Integer) -> Integer:
    """Return how many digits a natural number has."""
    size = 1
    while number > 9:
        number //= 10
        size += 1
    return size


@part
def next_line(data: NDArray[np.uint8], at: Integer, end: Integer, step: Integer) -> Integer:
    """Return where a step begins: behind a line break, unless it is the first; MISS if there is none."""
    if step == 1:
        return at
    return match_byte(data, at, end, 10)


@part
def says(
    data: NDArray[np.uint8],
    starts: NDArray[np.int32],
    row: Integer,
    pool: NDArray[np.uint8],
    pieces: NDArray[np.int64],
    piece: Integer,
    a: Integer,
    b: Integer,
    values: Values,
) -> bool:
    """Return whether a text is a clause and no more; a and b are its numbers {0} and {1}, if it has them."""
    values[0], values[1] = a, b
    end = np.int64(starts[row + 1])
    at = read_pattern(data, np.int64(starts[row]), end, pool, pieces, piece, values)
    return bool(at == end and values[0] == a and values[1] == b)


@kernel
def read_frame(
    frame: Frame,
    commutes: bool,
    marks: Patterns,
    wordings: Patterns,
    anywhere: Integer,
    asked: Asked,
    faults: Faults,
) -> None:
    """Read the questions, and check all but the steps, the solution and the answer.

    Wordings from number `anywhere` on need a first number that is not below the second.
    """
    values = bare(asked.values)
    families, family_starts = bare(frame.family.data), bare(frame.family.starts)
    domains, domain_starts = bare(frame.domain.data), bare(frame.domain.starts)
    languages, language_starts = bare(frame.language.data), bare(frame.language.starts)
    test_starts = bare(frame.tests.starts)
    questions, starts = bare(frame.question.data), bare(frame.question.starts)
    canonicals, canonical_starts = bare(frame.canonical.data), bare(frame.canonical.starts)
    groups, group_starts = bare(frame.group.data), bare(frame.group.starts)
    payloads, payload_starts = bare(frame.payload.data), bare(frame.payload.starts)
    held = (
        frame.family.held
        & frame.domain.held
        & frame.language.held
        & frame.tests.held
        & frame.question.held
        & frame.canonical.held
        & frame.group.held
        & frame.payload.held
    )
    mark_pool, mark_pieces, mark = bare(marks.pool), bare(marks.pieces), bare(marks.first)
    pool, pieces, first = bare(wordings.pool), bare(wordings.pieces), bare(wordings.first)
    numbers, others, code = bare(asked.a), bare(asked.b), bare(faults.code)
    ends, other_ends, chosen_wording = bare(asked.a_end), bare(asked.b_end), bare(asked.wording)
    for i in range(len(code)):
        if not held[i]:
            code[i] = MISSING
            continue
        end = np.int64(starts[i + 1])
        code[i] = QUESTION
        for k in range(len(first)):
            if starts[i] == end or questions[starts[i]] != pool[pieces[3 * first[k]]]:
                continue
            at = read_pattern(questions, np.int64(starts[i]), end, pool, pieces, first[k], values)
            if k >= anywhere and values[0] < values[1]:
                continue
            if at == end and values[0] < TOO_LARGE and values[1] < TOO_LARGE:
                numbers[i], others[i] = values[0], values[1]
                ends[i], other_ends[i], chosen_wording[i] = values[SLOTS], values[SLOTS + 1], k
                code[i] = RIGHT
                break
        if code[i] != RIGHT:
            continue
        a, b = numbers[i], others[i]
        high, low = (b, a) if commutes and a < b else (a, b)
        if not says(families, family_starts, i, mark_pool, mark_pieces, mark[0], 0, 0, values):
            code[i] = FAMILY
        elif not says(domains, domain_starts, i, mark_pool, mark_pieces, mark[1], 0, 0, values):
            code[i] = DOMAIN
        elif not says(languages, language_starts, i, mark_pool, mark_pieces, mark[2], 0, 0, values):
            code[i] = LANGUAGE
        elif test_starts[i] != test_starts[i + 1]:
            code[i] = TESTS
        elif not says(canonicals, canonical_starts, i, mark_pool, mark_pieces, mark[3], high, low, values):
            code[i] = CANONICAL
        elif not says(groups, group_starts, i, mark_pool, mark_pieces, mark[4], high, low, values):
            code[i] = GROUP
        elif not says(payloads, payload_starts, i, mark_pool, mark_pieces, mark[5], a, b, values):
            code[i] = PAYLOAD


@kernel
def chosen(ids: Column, key: Integer, one_in: Integer) -> NDArray[np.bool_]:
    """Return which rows a keyed hash of their ids picks, about one in so many.

    FNV-1a over the bytes (Fowler, Noll and Vo, 1991), started from the key, then the mixing of splitmix64.
    """
    data, starts = bare(ids.data), bare(ids.starts)
    picked = np.empty(len(starts) - 1, np.bool_)
    for i in range(len(picked)):
        h = np.uint64(key)
        for k in range(starts[i], starts[i + 1]):
            h = (h ^ np.uint64(data[k])) * np.uint64(0x100000001B3)
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        picked[i] = (h ^ (h >> np.uint64(31))) % np.uint64(one_in) == 0
    return picked
