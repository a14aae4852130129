"""What checkers of whole batches share: plain columns, faults as sentences, a look by SymPy at some rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from synth.kernels.read.text import column
from synth.kernels.read.verdict import FAULTS, Texts


def texts_of(batch: pa.RecordBatch) -> Texts:
    """Return the texts of a batch for a kernel."""
    skills = pc.binary_join(batch.column("skills"), ", ")
    named = {name: column(batch.column(name)) for name in Texts._fields if name != "skills"}
    return Texts(**named, skills=column(skills))


def levels_of(batch: pa.RecordBatch) -> NDArray[np.int8]:
    """Return the levels, 0 where there is none."""
    return np.asarray(batch.column("level").fill_null(0).to_numpy(zero_copy_only=False), np.int8)


def with_plain_columns(
    batch: pa.RecordBatch, family: str, faults: NDArray[np.int8], steps: NDArray[np.int32]
) -> pa.StringArray:
    """Return the faults as sentences, those of the columns that say the same in every row first."""
    said = _sentences(faults, steps)
    for name, value in (("family", family), ("domain", "math"), ("language", "en"), ("tests", "")):
        right = pc.fill_null(pc.equal(batch.column(name), value), False)
        if pc.all(right, min_count=0).as_py() is not True:
            fault = f"the {name} is not {value!r}"
            said = [old if fine else fault for old, fine in zip(said, right.to_pylist(), strict=True)]
    return pa.array(said, pa.string())


def _sentences(faults: NDArray[np.int8], steps: NDArray[np.int32]) -> Sequence[str]:
    said = [""] * len(faults)
    for row in np.flatnonzero(faults):
        said[row] = FAULTS[faults[row]].format(steps[row])
    return said


def also(
    batch: pa.RecordBatch,
    faults: pa.StringArray,
    sampled: NDArray[np.bool_],
    answer: Callable[[str], str],
) -> pa.StringArray:
    """Return the faults, and one more for each accepted row of the sample that SymPy answers otherwise."""
    rows = [row for row in np.flatnonzero(sampled).tolist() if not faults[row].as_py()]
    if not rows:
        return faults
    said = faults.to_pylist()
    for row in rows:
        if answer(batch.column("question")[row].as_py()) != batch.column("answer")[row].as_py():
            said[row] = "SymPy finds another answer"
    return pa.array(said, pa.string())
