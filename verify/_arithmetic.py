"""What the checkers of the four operations share: batches, faults as sentences, SymPy now and then."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from synth.kernels.read.arithmetic import (
    FAULTS,
    Asked,
    Faults,
    Frame,
    Told,
    chosen,
    no_faults,
    nothing_asked,
    read_frame,
)
from synth.kernels.read.text import Column, Patterns, column, patterns

ONE_IN = 1000
"""Of so many rows SymPy decides one more, picked by a keyed hash of its id."""

_KEY = 0x5EED0FA11
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}", re.ASCII)

Steps = Callable[[Told, Column, Patterns, Asked, Faults], None]


class Reader:
    """How the rows of one operation are read.

    `wordings` are its questions with {0} and {1} for its numbers; `steps` is the kernel that reads what comes
    after the question, with its clauses and the faults it adds. `decide` has SymPy say the answer. The
    questions of `natural` are right only where the first number is not below the second.
    """

    def __init__(
        self,
        name: str,
        sign: str,
        commutes: bool,
        wordings: Sequence[str],
        steps: Steps,
        clauses: Sequence[str],
        step_faults: Sequence[str],
        decide: Callable[[int, int], str],
        natural: Sequence[str] = (),
    ) -> None:
        wordings = (*wordings, *natural)
        self._anywhere = len(wordings) - len(natural)
        self.name = name
        self._commutes = commutes
        self._steps = steps
        self._clauses = patterns(clauses)
        problem = f"{{0}} {sign} {{1}}"
        self._marks = patterns([name, "math", "en", problem, f"{name}:{problem}", '{"operands":[{0},{1}]}'])
        self._wordings = patterns(wordings)
        self._patterns = [_pattern(wording) for wording in wordings]
        self._sentences = [*FAULTS, *step_faults]
        self._decide = decide

    def faults(self, batch: pa.RecordBatch) -> pa.StringArray:
        """Return what is wrong with each row of a batch of `synth.row.SCHEMA`, "" where nothing is."""
        rows = batch.num_rows
        asked, faults = nothing_asked(rows), no_faults(rows)
        frame = Frame(*(column(batch.column(name)) for name in Frame._fields))
        skills = column(_joined(batch.column("skills")))
        level = pc.fill_null(batch.column("level"), -1).to_numpy(zero_copy_only=False).astype(np.int64)
        reasoning, solution, answer = (column(batch.column(name)) for name in Told._fields[:3])
        told = Told(reasoning, solution, answer, skills, level)
        read_frame(frame, self._commutes, self._marks, self._wordings, self._anywhere, asked, faults)
        self._steps(told, frame.question, self._clauses, asked, faults)
        sentences = np.full(rows, "", object)
        for row in np.flatnonzero(faults.code):
            sentences[row] = self._sentences[faults.code[row]].format(
                family=self.name, step=faults.step[row], detail=faults.detail[row]
            )
        for row in np.flatnonzero(chosen(column(batch.column("id")), _KEY, ONE_IN)):
            if not sentences[row]:
                answer, right = (
                    batch.column("answer")[row].as_py(),
                    self._by_sympy(batch.column("question")[row]),
                )
                if answer != right:
                    sentences[row] = f"SymPy finds {right}, not {answer}"
        return pa.array(sentences, pa.string())

    def _by_sympy(self, question: pa.StringScalar) -> str:
        """Return what SymPy answers an accepted question, whose numbers are read anew."""
        for wording in self._patterns:
            match = wording.fullmatch(question.as_py())
            if match:
                return self._decide(int(match["a"]), int(match["b"]))
        return "nothing"


def _joined(lists: pa.ListArray) -> pa.StringArray:
    """Return each list of texts as one text, parted by "; "; empty where a text of the list holds that."""
    joined = pc.binary_join(lists, "; ")
    parts = pc.add(pc.count_substring(joined, "; "), 1)
    return pc.if_else(pc.equal(pc.list_value_length(lists), parts), joined, "")


def same_number(given: str, right: str) -> float:
    """Return 1.0 if two texts are one whole number, else 0.0.

    White space around and commas between groups of three digits do not count.

    >>> same_number(" 1,234 ", "1234"), same_number("01234", "1234"), same_number("12,34", "1234")
    (1.0, 0.0, 0.0)
    """
    if not isinstance(given, str) or not isinstance(right, str):
        return 0.0
    number = _canonical(given)
    return float(number != "" and number == _canonical(right))


def _pattern(wording: str) -> re.Pattern[str]:
    before = re.escape(wording)
    for slot, name in (("0", "a"), ("1", "b")):
        before = before.replace(rf"\{{{slot}\}}", f"(?P<{name}>[0-9]{{1,6}})")
    return re.compile(before)


def _canonical(text: str) -> str:
    text = text.strip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return text if _PLAIN.fullmatch(text) and text != "-0" else ""
