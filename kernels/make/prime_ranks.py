"""Numbers by rank in a packed sieve: primes, or composite numbers without a divisor 2, 3 or 5."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import bare, kernel
from synth.kernels.primes import lowest, population

STRIDE = 8
"""Words between two entries of the counts."""

Words = NDArray[np.uint64]
Numbers = NDArray[np.int64]

_RESIDUES = np.array([1, 7, 11, 13, 17, 19, 23, 29], np.int64)


@kernel
def tallied(words: Words) -> Numbers:
    """Return the number of ones before each STRIDE-th word."""
    counts = np.empty(len(words) // STRIDE + 1, np.int64)
    found = np.int64(0)
    for k in range(len(words)):
        if k % STRIDE == 0:
            counts[k // STRIDE] = found
        found += population(words[k])
    if len(words) % STRIDE == 0:
        counts[-1] = found
    return counts


@kernel
def select(words: Words, counts: Numbers, ranks: Numbers, ones: bool) -> Numbers:
    """Return the numbers at places `ranks` among the ones, or among the zeros, of a sieve that has them."""
    words, counts, ranks = bare(words), bare(counts), bare(ranks)
    numbers = np.empty(len(ranks), np.int64)
    for i in range(len(ranks)):
        left = ranks[i]
        low, high = 0, len(counts)
        while high - low > 1:
            middle = (low + high) // 2
            before = counts[middle] if ones else 64 * STRIDE * middle - counts[middle]
            if before <= left:
                low = middle
            else:
                high = middle
        left -= counts[low] if ones else 64 * STRIDE * low - counts[low]
        place = STRIDE * low
        word = words[place] if ones else ~words[place]
        while population(word) <= left:
            left -= population(word)
            place += 1
            word = words[place] if ones else ~words[place]
        for _ in range(left):
            word &= word - np.uint64(1)
        bit = 64 * place + lowest(word)
        numbers[i] = 30 * (bit // 8) + _RESIDUES[bit % 8]
    return numbers


@kernel
def before(words: Words, counts: Numbers, number: int) -> int:
    """Return how many ones stand for numbers below one that the sieve reaches."""
    bit = wheel(number)
    place = bit // 64
    found = counts[place // STRIDE]
    for k in range(place // STRIDE * STRIDE, place):
        found += population(words[k])
    if bit % 64:
        found += population(words[place] << np.uint64(64 - bit % 64))
    return int(found)


@kernel
def wheel(number: int) -> int:
    """Return how many natural numbers below have no divisor 2, 3 or 5."""
    bit = number // 30 * 8
    for residue in _RESIDUES:
        if residue < number % 30:
            bit += 1
    return bit
