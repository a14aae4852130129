"""How whole batches are checked: what a checker states of its family, and what is done with it.

A checker states what its questions are about, the kernel that judges rows, the faults that it may find beside
those of every family, and how SymPy answers a question. A `Reader` looks at the columns that say the same in
every row, hands the others to the kernel, has SymPy look at one accepted row in a thousand, and says faults
as sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from synth.kernels.read.text import Column, column
from synth.kernels.read.verdict import (
    DOMAIN,
    FAMILY,
    FAULTS,
    LANGUAGE,
    MISSING,
    RIGHT,
    TESTS,
    Faults,
    Rows,
    chosen,
    no_faults,
)

ONE_IN = 1000
"""Of so many rows SymPy answers one more, picked by a keyed hash of its id."""
_KEY = 0x5EED0FA11

Judge = Callable[[Rows, Faults], None]
"""Gives each row that has no fault yet the first one that it finds."""


class Reader:
    """How the rows of a family are read: see the module."""

    def __init__(
        self, family: str, subject: str, judge: Judge, faults: Sequence[str], sympy: Callable[[str], str]
    ) -> None:
        self.family = family
        self.sympy = sympy
        self._subject = subject
        self._judge = judge
        self._sentences = (*FAULTS, *faults)

    def faults(self, batch: pa.RecordBatch) -> pa.StringArray:
        """Return what is wrong with each row of a batch of `synth.row.SCHEMA`, "" where nothing is."""
        rows, found = _rows(batch), no_faults(batch.num_rows)
        self._judge_plain(batch, found)
        self._judge(rows, found)
        said = np.full(batch.num_rows, "", object)
        for row in np.flatnonzero(found.code):
            said[row] = self._sentences[found.code[row]].format(
                family=self.family, subject=self._subject, step=found.step[row], detail=found.detail[row]
            )
        for row in np.flatnonzero(chosen(column(batch.column("id")), _KEY, ONE_IN) & (found.code == RIGHT)):
            answer = batch.column("answer")[row].as_py()
            right = self.sympy(batch.column("question")[row].as_py())
            if answer != right:
                said[row] = f"SymPy finds {right}, not {answer}"
        return pa.array(said, pa.string())

    def _judge_plain(self, batch: pa.RecordBatch, found: Faults) -> None:
        """Note where a text is missing, or a column says something else than it does in every row."""
        for code, name, value in (
            (TESTS, "tests", ""),
            (LANGUAGE, "language", "en"),
            (DOMAIN, "domain", "math"),
            (FAMILY, "family", self.family),
        ):
            right = pc.equal(batch.column(name), value)
            if right.null_count or right.true_count < len(right):
                found.code[~pc.fill_null(right, False).to_numpy(zero_copy_only=False)] = code
        for name in (*Rows._fields, "family", "domain", "language", "tests"):
            if name != "level" and batch.column(name).null_count:
                found.code[batch.column(name).is_null().to_numpy(zero_copy_only=False)] = MISSING


def _rows(batch: pa.RecordBatch) -> Rows:
    """Return the columns of a batch as kernels read them."""
    level = pc.fill_null(batch.column("level"), -1).to_numpy(zero_copy_only=False).astype(np.int64)
    columns = {name: column(batch.column(name)) for name in Rows._fields if name not in ("skills", "level")}
    return Rows(**columns, skills=_joined(batch.column("skills")), level=level)


def _joined(lists: pa.ListArray) -> Column:
    """Return each list of texts as one text, parted by "; "; empty where a text of the list holds that."""
    joined = pc.binary_join(lists, "; ")
    parts = pc.add(pc.count_substring(joined, "; "), 1)
    return column(pc.if_else(pc.equal(pc.list_value_length(lists), parts), joined, ""))


def reading(wordings: Iterable[str]) -> Callable[[str], tuple[int, tuple[int, ...]]]:
    """Return what reads questions with slots {0}, {1}, ...: the place of the wording, and the slots' numbers.

    Of a text that is none of the wordings it is -1, and no numbers.

    >>> reading(["Add {1} to {0}.", "Halve {0}."])("Add 7 to 5.")
    (0, (5, 7))
    """
    known = [
        (
            re.compile(
                re.sub(r"\\\{([0-9])\\\}", r"(?P<n\1>0|[1-9][0-9]{0,8})", re.escape(wording)), re.ASCII
            ),
            sorted(f"n{slot}" for slot in re.findall(r"\{([0-9])\}", wording)),
        )
        for wording in wordings
    ]

    def read(question: str) -> tuple[int, tuple[int, ...]]:
        for place, (pattern, slots) in enumerate(known):
            found = pattern.fullmatch(question)
            if found:
                return place, tuple(int(found[slot]) for slot in slots)
        return -1, ()

    return read
