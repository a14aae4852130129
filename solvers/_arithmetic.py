"""What the solvers of the four operations share: strata of pairs of numbers, and batches of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from xxhash import xxh3_128_hexdigest

from synth.grammar import Space, Tree, load
from synth.grammar.errors import NotInSpace
from synth.kernels.columns import repeated
from synth.kernels.make import arithmetic_spaces as spaces
from synth.kernels.make.arithmetic import LONGEST, Sheet, draw, sheet, write_frame
from synth.kernels.make.text import (
    Literals,
    Phrases,
    column_of,
    literals,
)
from synth.row import Solution
from synth.solvers._batches import Wordings, batch_of
from synth.solvers._text import phrases_of

Numbers = NDArray[np.int64]


class Pair(NamedTuple):
    """The problem "first, sign, second"; of two orders that are one problem, the larger number first."""

    a: int
    b: int


def _as_they_are(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    return x, y


@dataclass(frozen=True)
class Stratum(Space[Pair]):
    """Pairs by their digits: `form` is a row of kernels/make/arithmetic_spaces.py, (x, y) in its order.

    The first `skipped` of them are left out. `problem` turns arrays of x and y into those of the problem's
    numbers, `place` turns a problem back.
    """

    form: tuple[int, int, int, int, int]
    skipped: int = 0
    problem: Callable[[Numbers, Numbers], tuple[Numbers, Numbers]] = _as_they_are
    place: Callable[[int, int], tuple[int, int]] = lambda a, b: (a, b)

    def count(self) -> int:
        """Return the number of pairs."""
        return int(spaces.count(self._form())) - self.skipped

    def pairs(self, ranks: Numbers) -> tuple[Numbers, Numbers]:
        """Return the numbers of the problems of ranks in 0..count()-1."""
        x, y = np.empty_like(ranks), np.empty_like(ranks)
        spaces.unrank(self._form(), ranks + self.skipped, x, y)
        return self.problem(x, y)

    def unrank(self, rank: int) -> Pair:
        """Return the problem of a rank."""
        a, b = self.pairs(np.array([rank], np.int64))
        return Pair(int(a[0]), int(b[0]))

    def rank(self, element: Pair) -> int:
        """Return the rank of a problem; raise NotInSpace if it is not here."""
        rank = int(spaces.rank_of(self._form(), *self.place(*element))) - self.skipped
        if not 0 <= rank < self.count() or self.unrank(rank) != element:
            raise NotInSpace(f"{element[0]} and {element[1]} are not a problem of this stratum")
        return rank

    def _form(self) -> Numbers:
        return np.array(self.form, np.int64)


def span(digits: int) -> tuple[int, int]:
    """Return the least and the greatest number of so many digits.

    >>> span(1), span(3)
    ((0, 9), (100, 999))
    """
    return (0 if digits == 1 else 10 ** (digits - 1)), 10**digits - 1


class Writer(NamedTuple):
    """How an operation writes its rows.

    `fixed` names the phrases that stand before the questions in the table of phrases. `write` puts reasoning,
    of up to `longest` bytes, solution and answer of a and b into sheets, and into its last argument the
    number of the tuple in `exercised` that says what a row trains.
    """

    name: str
    sign: str
    commutes: bool
    longest: int
    fixed: tuple[str, ...]
    exercised: tuple[tuple[str, ...], ...]
    write: Callable[[Numbers, Numbers, Phrases, Literals, Sheet, Sheet, Sheet, NDArray[np.int8]], None]


class Texts(Wordings):
    """The phrases of a family's file, with the names of columns and the marks around numbers."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer.name, writer.fixed)
        self.words = literals(phrases_of(writer.name)["words"])
        self.marks = literals([f" {writer.sign} ", f"{writer.name}:", '{"operands":['])


class Operation:
    """One of the four families: its strata by level, and the rows of them.

    `asks` names the table of questions that a problem takes its wording from; a stratum takes them from one.
    """

    def __init__(
        self, writer: Writer, strata: Mapping[int, Mapping[str, Stratum]], asks: Callable[[int, int], str]
    ) -> None:
        self.writer = writer
        self.strata = strata
        self._asks = asks

    @property
    def texts(self) -> Texts:
        """Return the phrases of the family's file, which is read when they are first asked for."""
        return _texts(self.writer)

    def fingerprint(self, revision: int) -> str:
        """Return the digest of all that decides a row's text."""
        forms = [
            (level, name, stratum.form, stratum.skipped)
            for level, strata in self.strata.items()
            for name, stratum in strata.items()
        ]
        text = f"{load(f'{self.writer.name}.lark').fingerprint} {forms} {self.texts.digest} {revision}"
        return xxh3_128_hexdigest(text.encode())[:16]

    def variants(self, a: int, b: int) -> int:
        """Return the number of questions that ask for a problem."""
        return self.texts.many[self._asks(a, b)]

    def batch(self, level: int, name: str, ranks: Numbers, variants: Numbers) -> pa.RecordBatch:
        """Return the rows of ranks of a stratum, as `synth.row.SOLUTION_SCHEMA` has them."""
        a, b = self.strata[level][name].pairs(ranks)
        kind = self._asks(int(a[0]), int(b[0])) if len(a) else next(iter(self.texts.first))
        return self._rows(*self._ordered(a, b, variants), kind, level, variants)

    def solution(self, a: int, b: int, level: int, variant: int, *, ordered: bool) -> Solution:
        """Return one row; `ordered` if a and b are to stand as given, else as the variant says."""
        x, y = np.array([a], np.int64), np.array([b], np.int64)
        variants = np.array([variant], np.int64)
        if not ordered:
            x, y = self._ordered(x, y, variants)
        row = self._rows(x, y, self._asks(a, b), level, variants).to_pylist()[0]
        operands = (int(x[0]), int(y[0]))
        return Solution(**{**row, "skills": tuple(row["skills"]), "payload": {"operands": operands}})

    def _ordered(self, a: Numbers, b: Numbers, variants: Numbers) -> tuple[Numbers, Numbers]:
        """Return the numbers in the order in which the question names them."""
        if not self.writer.commutes:
            return a, b
        swapped = draw(a, b, variants)
        return np.where(swapped, b, a), np.where(swapped, a, b)

    def _rows(self, a: Numbers, b: Numbers, kind: str, level: int, variants: Numbers) -> pa.RecordBatch:
        rows = len(a)
        texts = self.texts
        sheets = {name: sheet(rows, most) for name, most in LONGEST.items()}
        sheets["reasoning"] = sheet(rows, self.writer.longest)
        frame = [sheets[name] for name in ("question", "canonical", "group", "payload")]
        asked = variants + texts.first[kind]
        write_frame(a, b, self.writer.commutes, asked, texts.phrases, texts.marks, *frame)
        exercised = np.empty(rows, np.int8)
        reasoning, solution, answer = (sheets[name] for name in ("reasoning", "solution", "answer"))
        self.writer.write(a, b, texts.phrases, texts.words, reasoning, solution, answer, exercised)
        return batch_of(
            {name: column_of(*one) for name, one in sheets.items()},
            level,
            _lists(self.writer.exercised, exercised),
        )


@cache
def _texts(writer: Writer) -> Texts:
    return Texts(writer)


def _lists(values: Sequence[Sequence[str]], chosen: NDArray[np.int8]) -> pa.ListArray:
    """Return a column of lists, of which there are a few different ones."""
    if len(chosen) and (chosen == chosen[0]).all():
        return repeated(values[int(chosen[0])], len(chosen))
    return pa.array([list(one) for one in values], pa.list_(pa.string())).take(pa.array(chosen))


def operands(tree: Tree, sign: str) -> tuple[int, int]:
    """Return the two numbers of a sentence of the grammar."""
    a, _, b = tree.text().partition(f" {sign} ")
    return int(a), int(b)
