"""What solvers of whole batches share: a file's phrases for kernels, and the batch of what these wrote."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pyarrow as pa
from xxhash import xxh3_128_hexdigest

from synth.kernels.columns import repeated
from synth.kernels.make.text import phrases
from synth.row import SOLUTION_SCHEMA
from synth.solvers._text import phrases_of


class Wordings:
    """The phrases of a family's file, for kernels.

    First the fixed ones, named as `category.key`, then all that a question may read: those of a kind are
    `many[kind]` from number `first[kind]` on. `digest` changes with any of the file.
    """

    def __init__(self, family: str, fixed: tuple[str, ...]) -> None:
        table = phrases_of(family)
        said = [table[category][key] for category, _, key in (name.partition(".") for name in fixed)]
        self.digest = xxh3_128_hexdigest(repr(table).encode())
        self.first: dict[str, int] = {}
        self.many: dict[str, int] = {}
        for kind, ways in table["question"].items():
            self.first[kind], self.many[kind] = len(said), len(ways)
            said += ways
        self.phrases = phrases(said)


@cache
def wordings(family: str, fixed: tuple[str, ...]) -> Wordings:
    """Return the phrases of a family's file, which is read when they are first asked for."""
    return Wordings(family, fixed)


def batch_of(texts: Mapping[str, pa.StringArray], level: int, skills: pa.ListArray) -> pa.RecordBatch:
    """Return rows of one level, given their texts, as `synth.row.SOLUTION_SCHEMA` has them."""
    rows = len(skills)
    columns: dict[str, pa.Array] = dict(texts)
    columns["level"] = pa.array(np.full(rows, level, np.int8))
    columns["skills"] = skills
    columns["language"] = repeated("en", rows)
    columns["tests"] = repeated("", rows)
    return pa.RecordBatch.from_arrays(
        [columns[name] for name in SOLUTION_SCHEMA.names], schema=SOLUTION_SCHEMA
    )
