"""Keyed permutations of 0..n-1 with random access: the shuffled order of a space.

A generalised Feistel network on Z_a x Z_b with a*b just above n, and cycle walking for the few points
outside (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002). Below 2^62 the round function
is splitmix64, so that a kernel can compute the same order; above, XXH3 with the round's key as its seed.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import shake_128
from math import gcd, isqrt

from xxhash import xxh3_128_intdigest

ROUNDS = 6
_MASK = (1 << 64) - 1
SMALL = 1 << 62


def mix64(x: int) -> int:
    """Return the splitmix64 finaliser of x (Steele, Lea and Flood, 2014), below 2^64."""
    x = (x + 0x9E3779B97F4A7C15) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


@lru_cache(maxsize=256)
def sides(n: int) -> tuple[int, int]:
    """Return a, b with a*b >= n, as near to n as a square allows."""
    a = isqrt(n - 1) + 1
    return a, -(-n // a)


@lru_cache(maxsize=256)
def round_keys(seed: int, n: int) -> tuple[int, ...]:
    """Return the 64-bit keys of the rounds for one permutation of n points."""
    digest = shake_128(f"permute {seed} {n}".encode()).digest(8 * ROUNDS)
    return tuple(int.from_bytes(digest[8 * i : 8 * i + 8], "little") for i in range(ROUNDS))


def permute(seed: int, i: int, n: int) -> int:
    """Return the i-th point of the order that `seed` gives to 0..n-1.

    Raises IndexError unless 0 <= i < n: outside, cycle walking need not end.

    >>> sorted(permute(7, i, 10) for i in range(10))
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    if not 0 <= i < n:
        raise IndexError(f"{i} is not in 0..{n - 1}")
    a, b = sides(n)
    keys = round_keys(seed, n)
    step = _small_round if n < SMALL else _large_round
    while True:
        left, right = divmod(i, b)
        for turn in range(0, ROUNDS, 2):
            left = (left + step(keys[turn], right, a)) % a
            right = (right + step(keys[turn + 1], left, b)) % b
        i = left * b + right
        if i < n:
            return i


def choices(key: int, rank: int, n: int, count: int) -> list[int]:
    """Return the distinct choices, so many and n at most, that a key gives to a rank out of 0..n-1.

    For ranks below 2^64 and n below 2^32 a kernel computes the same.

    >>> sorted(choices(7, 3, 10, 99))
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    drawn = key
    for shift in range(0, max(1, rank.bit_length()), 64):
        drawn = mix64(drawn ^ (rank >> shift & _MASK))
    if n < 1 << 32:
        choice, step = (drawn >> 32) * n >> 32, (drawn & 0xFFFFFFFF) * n >> 32
    else:
        choice, step = draw(drawn, 0, n), draw(drawn, 1, n) if count > 1 else 0
    step += 1
    while count > 1 and gcd(step, n) > 1:
        step += 1
    return [(choice + turn * step) % n for turn in range(min(count, n))]


def draw(seed: int, i: int, n: int) -> int:
    """Return the i-th independent uniform draw from 0..n-1 for this seed, exactly uniform.

    Raises ValueError if n is not positive.
    """
    if n <= 0:
        raise ValueError("nothing to draw from")
    bits = (n - 1).bit_length()
    size = -(-bits // 8)
    turn = 0
    while True:
        digest = shake_128(f"draw {seed} {i} {turn}".encode()).digest(size)
        value = int.from_bytes(digest, "little") & ((1 << bits) - 1)
        if value < n:
            return value
        turn += 1


def _small_round(key: int, x: int, modulus: int) -> int:
    return ((mix64(key ^ x) >> 32) * modulus) >> 32


def _large_round(key: int, x: int, modulus: int) -> int:
    data = x.to_bytes((x.bit_length() + 7) // 8, "little")
    value = 0
    # 64 bits more than the modulus has, so that the remainder is even to within 2^-64.
    for turn in range((modulus.bit_length() + 64) // 128 + 1):
        value = value << 128 | xxh3_128_intdigest(data, key + turn & _MASK)
    return value % modulus
