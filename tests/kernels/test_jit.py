"""Compiling: kernels are kept on disk where that can be, and work where it cannot."""

from __future__ import annotations

from types import FunctionType

import numpy as np
import pytest
from numba import types

from synth.kernels.jit import BLOCK, bare, inner, kernel, move


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


@inner
def _doubled(number: int) -> int:
    return 2 * number


@kernel
def _six(pairs: tuple[tuple[object, object], int]) -> int:
    (numbers, _), more = bare(pairs)
    return _doubled(1) + _doubled(2) + numbers[0] + more - _doubled(numbers[1])


def test_tuples_of_arrays_are_made_bare() -> None:
    numbers = np.array([3, 2])
    assert _six(((numbers, numbers), 1)) == 6


def test_a_literal_makes_no_other_function() -> None:
    for number in (types.literal(1), types.literal(2), types.int64):
        _doubled.get_call_template((number,), {})  # type: ignore[attr-defined]
    assert list(_doubled.overloads) == [(types.int64,)]  # type: ignore[attr-defined]


def test_what_kernels_alone_may_call_says_so() -> None:
    with pytest.raises(TypeError, match="_doubled is called by kernels alone"):
        _doubled(2)
