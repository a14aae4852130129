"""Phrases with numbers and short texts in their slots, written by a kernel that is compiled once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel
from synth.kernels.make.text import Phrases, put, put_number

Bytes = NDArray[np.uint8]


@kernel
def bare_phrases(texts: Phrases) -> Phrases:
    """Return phrases whose arrays count no references."""
    return Phrases(bare(texts.pool), bare(texts.bounds), bare(texts.slot), bare(texts.first))


@kernel
def say(out: Bytes, at: Integer, texts: Phrases, phrase: Integer, numbers: Any) -> Any:
    """Write a phrase whose slots are numbers, and return the place behind it."""
    for k in range(texts.first[phrase], texts.first[phrase + 1]):
        at = put(out, at, texts.pool, texts.bounds, k)
        if texts.slot[k] >= 0:
            at = put_number(out, at, numbers[texts.slot[k]])
    return at
