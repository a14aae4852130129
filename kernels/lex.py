"""Tokens from bytes: scanner automata, and words by hash."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, kernel, part

# What a scanner answers besides terminals, as in `accepts`, and for a byte that no automaton reads.
SKIP = -2
UNREAD = -3


@part
def next_token(
    data: NDArray[np.uint8],
    at: Integer,
    end: Integer,
    state: Integer,
    moves: NDArray[np.int16],
    accepts: NDArray[np.int32],
) -> tuple[Integer, Integer]:
    """Return the terminal that a scanner state reads at a place, and the end of what it read.

    The terminal is -1 if there is none, UNREAD if a byte above 127 comes first.
    """
    token = np.int64(-1)
    past = at
    while at < end:
        byte = data[at]
        if byte > 127:
            return np.int64(UNREAD), at
        state = np.int64(moves[state, byte])
        if state == 0:
            break
        at += 1
        if accepts[state] != -1:
            token = np.int64(accepts[state])
            past = at
    return token, past


@part
def _hash(terminal: Integer, data: NDArray[np.uint8], low: Integer, high: Integer) -> Integer:
    value = np.uint64(14695981039346656037) ^ np.uint64(terminal)
    for at in range(low, high):
        value = (value ^ np.uint64(data[at])) * np.uint64(1099511628211)
    return np.int64(value ^ (value >> np.uint64(32))) & np.int64(0x7FFFFFFF)


@kernel
def fill_words(
    slots: NDArray[np.int32],
    terminals: NDArray[np.int32],
    bounds: NDArray[np.int64],
    data: NDArray[np.uint8],
) -> None:
    """Put every word into a table of 2^k slots that holds -1 where free; words are found by their FNV-1a."""
    mask = len(slots) - 1
    for word in range(len(terminals)):
        slot = _hash(terminals[word], data, bounds[word], bounds[word + 1]) & mask
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = word


@part
def find_word(
    slots: NDArray[np.int32],
    starts: NDArray[np.int64],
    terminals: NDArray[np.int32],
    numbers: NDArray[np.int32],
    words: NDArray[np.uint8],
    terminal: Integer,
    data: NDArray[np.uint8],
    low: Integer,
    high: Integer,
) -> Integer:
    """Return the number of a word of a terminal, -1 if it is none."""
    mask = len(slots) - 1
    slot = _hash(terminal, data, low, high) & mask
    while slots[slot] >= 0:
        word = slots[slot]
        begin = starts[word]
        if terminals[word] == terminal and starts[word + 1] - begin == high - low:
            same = True
            for k in range(high - low):
                if words[begin + k] != data[low + k]:
                    same = False
                    break
            if same:
                return np.int64(numbers[word])
        slot = (slot + 1) & mask
    return np.int64(-1)
