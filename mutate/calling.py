"""Jobs for the sandbox that run a function of a corpus by the driver, and their answers."""

from __future__ import annotations

import ast
import inspect
import marshal
import warnings
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from synth.mutate import driver
from synth.mutate.corpus import Function, SourceFile
from synth.verify.sandbox import Call, Job

DRIVER: Final = inspect.getsource(driver)
LOADING: Final = 1_000_000  # steps that a file may take to be imported
UNCOUNTED: Final = 1 << 50


@lru_cache(maxsize=16)
def compiled(file: SourceFile, counted: bool) -> bytes:
    """Return a file's code as `marshal` writes it, with a tick in every loop and function if counted."""
    return _compiled(file.text, counted)


@lru_cache(maxsize=64)
def _compiled(text: str, counted: bool) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
        return marshal.dumps(
            compile(driver.counted(tree) if counted else tree, "<corpus>", "exec", dont_inherit=True)
        )


def job(function: Function, calls: Sequence[Call], steps: int, text: str | None = None) -> Job:
    """Return the job that loads the file of a function, or another text of it, and makes calls of the driver.

    `steps` are those that one input may take; 0 keeps the inputs for mutants. `UNCOUNTED` counts none, and
    runs the file as it is.
    """
    counted = steps != UNCOUNTED
    code = compiled(function.file, counted) if text is None else _compiled(text, counted)
    owner = function.name.rpartition(".")[0]
    load = Call(["load", code, owner, function.node.name, function.form, LOADING, steps])
    return Job(DRIVER, "answer", [load, *calls])
