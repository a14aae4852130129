"""Keyed permutations of 0..n-1 for n below 2^62, by the batch: a Feistel network with cycle walking.

Computes what `permute` of the grammar's `permutation.py` does. Source: Black and Rogaway, "Ciphers with
arbitrary finite domains" (2002); the round function is splitmix64 (Steele, Lea and Flood, 2014).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part


@part
def _round(key: Integer, x: Integer, modulus: Integer) -> Integer:
    z = (key ^ x) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return ((z >> np.uint64(32)) * modulus) >> np.uint64(32)


@kernel
def permute(
    low: Integer, n: Integer, a: Integer, b: Integer, keys: NDArray[np.uint64], into: NDArray[np.uint64]
) -> None:
    """Put the points low, low + 1, ... of the order that the keys give to 0..n-1 into an array.

    The network works on Z_a x Z_b with a * b >= n; an even number of rounds, two for each pair of keys.
    """
    into, keys = bare(into), bare(keys)
    n, a, b = np.uint64(n), np.uint64(a), np.uint64(b)
    for k in range(len(into)):
        i = np.uint64(low) + np.uint64(k)
        while True:
            left = i // b
            right = i - left * b
            for turn in range(0, len(keys), 2):
                left += _round(keys[turn], right, a)
                if left >= a:
                    left -= a
                right += _round(keys[turn + 1], left, b)
                if right >= b:
                    right -= b
            i = left * b + right
            if i < n:
                break
        into[k] = i
