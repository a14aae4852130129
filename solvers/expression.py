"""Whole-number expressions of several operations: the solver. What a row says is in docs/expression.md.

An element is an expression's text, or a tree of the grammar; rows are made by the batch, see
`kernels/make/expression.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.grammar import Node, Space, Tree
from synth.kernels.columns import repeated
from synth.kernels.make.expression import MOST_TOKENS, write
from synth.kernels.make.text import Literals, column_of, literals, room
from synth.row import Dropped, Solution
from synth.solvers import _expression_space as space
from synth.solvers._batches import batch_of
from synth.solvers._expression_space import Expressions
from synth.solvers._text import digest, phrases_of

REVISION = 1
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("order of operations", "parentheses", "exact division")
PREREQUISITES = ("addition", "subtraction", "multiplication", "division")
LEVELS = {1: "two operations", 2: "three operations", 3: "four operations", 4: "five and six operations"}
MEMBERS = 1

_OPERATIONS = {1: (2,), 2: (3,), 3: (4,), 4: (5, 6)}
_SIGNS = ("+ and -", "with *", "with /")
_LONGEST = 9_999
"""The largest number on the way in an expression of the grammar."""
_ROOM = {"question": 160, "reasoning": 1_000, "solution": 160, "answer": 16, "canonical": 120, "group": 140}
"""Bytes that the text of a row may take, in the order in which the kernel writes the columns."""


@cache
def strata(level: int) -> Mapping[str, Space[str]]:
    """Return the expressions of a level by the number of operations, parentheses and signs."""
    return {
        f"{operations} operations, {kind}, {said}": Expressions(operations, enclosed, signs)
        for operations in _OPERATIONS[level]
        for enclosed, kind in ((False, "no parentheses"), (True, "parentheses"))
        for signs, said in enumerate(_SIGNS)
    }


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text."""
    sizes = (space.MOST, space.ADDENDS, space.FACTORS, space.DIVIDENDS, _OPERATIONS, _SIGNS)
    return digest("expression", sizes, REVISION)


def variants(element: Tree | str) -> int:
    """Return the number of questions that ask for an expression."""
    return len(phrases_of("expression")["question"]["ask"])


def variant_count(level: int, stratum: str) -> int:
    """Return the number of questions that ask for each expression of a stratum."""
    return len(phrases_of("expression")["question"]["ask"])


def solve(element: Tree | str, variant: int) -> Solution:
    """Return the row of one expression; raise Dropped for a tree that makes none."""
    if isinstance(element, Tree):
        _value(element.node())
        element = element.text()
    tokens = space.tokens_of(element)
    operations = sum(code in (-1, -2, -3, -4) for code in tokens)
    if operations > space.MOST_OPERATIONS:
        raise Dropped(f"there are more than {space.MOST_OPERATIONS} operations")
    level = next((level for level, numbers in _OPERATIONS.items() if operations in numbers), 1)
    made = np.zeros((1, MOST_TOKENS), np.int32)
    made[0, : len(tokens)] = tokens
    skills = _skills("(" in element, "/" in element)
    lengths, asked = np.array([len(tokens)], np.int64), np.array([variant], np.int64)
    (record,) = _batch(made, lengths, asked, level, skills).to_pylist()
    return Solution(**{**record, "skills": tuple(record["skills"]), "payload": {}})


def solve_batch(
    level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
) -> pa.RecordBatch:
    """Return the rows of ranks of a stratum, as `synth.row.SOLUTION_SCHEMA` has them."""
    chosen = strata(level)[stratum]
    assert isinstance(chosen, Expressions)
    _, enclosed, signs = chosen.kind
    return _batch(*chosen.tokens(ranks), variants, level, _skills(enclosed, signs == 2))


def _skills(enclosed: bool, divides: bool) -> Sequence[str]:
    return [SKILLS[0], *(SKILLS[1:2] if enclosed else ()), *(SKILLS[2:] if divides else ())]


def _batch(
    tokens: NDArray[np.int32],
    lengths: NDArray[np.int64],
    variants: NDArray[np.int64],
    level: int,
    skills: Sequence[str],
) -> pa.RecordBatch:
    rows = len(lengths)
    texts = _texts()
    outs = {name: room(rows, most) for name, most in _ROOM.items()}
    question, reasoning, solution, answer, canonical, group = outs.values()
    ends = np.zeros((len(outs), rows + 1), np.int32)
    write(
        tokens, lengths, variants, texts.pool, texts.bounds,
        question, reasoning, solution, answer, canonical, group, ends,
    )  # fmt: skip
    columns = {name: column_of(out, end) for (name, out), end in zip(outs.items(), ends, strict=True)}
    columns["payload"] = repeated("{}", rows)
    return batch_of(columns, level, repeated(skills, rows))


@cache
def _texts() -> Literals:
    """Return the texts in the places that the kernel knows."""
    said = phrases_of("expression")
    signs = [
        said["operation"][name].partition("{0}")[2].partition("{1}")[0]
        for name in ("sum", "difference", "product", "quotient")
    ]
    asked = [part for phrase in said["question"]["ask"] for part in phrase.split("{0}")]
    return literals([*signs, ", which leaves ", " = ", ".", "expression:", *asked])


def _value(node: Node) -> int:
    """Return what a tree comes to; raise Dropped where a result is not a whole number within the limits."""
    if node.name == "number":
        return int(str(node.children[0]))
    left, right = (_value(side) for side in node.children if isinstance(side, Node))
    if node.name == "quotient" and left % right:
        raise Dropped("a quotient is not a whole number")
    value = {
        "sum": left + right,
        "difference": left - right,
        "product": left * right,
        "quotient": left // right,
    }[node.name]
    if not 1 <= value <= _LONGEST:
        raise Dropped(f"a result is not between 1 and {_LONGEST}")
    return value
