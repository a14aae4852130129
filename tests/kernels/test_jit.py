"""Compiling: kernels are kept on disk where that can be, and work where it cannot."""

from __future__ import annotations

from types import FunctionType

import numpy as np

from synth.kernels.jit import BLOCK, bare, kernel, move


def _added(a: int, b: int) -> int:
    return a + b


@kernel
def _copied(target: object, at: int, source: object, begin: int) -> None:
    move(bare(target), at, bare(source), begin)


def test_a_kernel_without_a_file_to_keep_it_beside_still_works() -> None:
    code = _added.__code__.replace(co_filename="/nowhere/at/all.py")
    assert kernel(FunctionType(code, {}))(2, 3) == 5


def test_a_block_is_copied_from_any_place_to_any_place() -> None:
    source = np.arange(3 * BLOCK, dtype=np.uint8)
    for begin in (0, 1, 7, 2 * BLOCK):
        for at in (0, 3, 2 * BLOCK):
            target = np.zeros(3 * BLOCK, np.uint8)
            _copied(target, at, source, begin)
            assert (target[at : at + BLOCK] == source[begin : begin + BLOCK]).all()
            assert not target[:at].any()
            assert not target[at + BLOCK :].any()
