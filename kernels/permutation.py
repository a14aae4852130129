"""Keyed permutations of 0..n-1 for n below 2^62, and keyed choices, by the batch.

A Feistel network with cycle walking. Computes what `permute` and `choices` of the grammar's
`permutation.py` do. Source: Black and Rogaway, "Ciphers with arbitrary finite domains" (2002); the round
function is splitmix64 (Steele, Lea and Flood, 2014).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part


@part
def mix(x: Integer) -> Integer:
    """Return the splitmix64 finaliser of 64 bits."""
    z = x + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@part
def _round(key: Integer, x: Integer, modulus: Integer) -> Integer:
    return ((mix(key ^ x) >> np.uint64(32)) * modulus) >> np.uint64(32)


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


@kernel
def choose(key: Integer, ranks: NDArray[np.uint64], n: Integer, into: NDArray[np.int64]) -> None:
    """Put the choices that a key gives to each rank out of 0..n-1, n below 2^32, into the rows of an array.

    Each row holds at most n.
    """
    ranks, into = bare(ranks), bare(into)
    n = np.uint64(n)
    for row in range(len(ranks)):
        drawn = mix(np.uint64(key) ^ ranks[row])
        choice = ((drawn >> np.uint64(32)) * n) >> np.uint64(32)
        step = np.uint64(1) + (((drawn & np.uint64(0xFFFFFFFF)) * n) >> np.uint64(32))
        if into.shape[1] > 1:
            step = _coprime(step, n)
        for turn in range(into.shape[1]):
            into[row, turn] = choice
            choice = (choice + step) % n


@part
def _coprime(step: Integer, n: Integer) -> Integer:
    """Return the first number from a step on that has no divisor in common with n."""
    while True:
        a, b = step, n
        while b:
            a, b = b, a % b
        if a == np.uint64(1):
            return step
        step += np.uint64(1)
