"""Arithmetic of 64-bit numbers: primality, factors, divisors, common divisors.

Each kernel takes and returns machine integers and may be called from other kernels. Numbers are unsigned and
below 2^64 unless a kernel says otherwise. Sources: Miller (1976) and Rabin (1980) with the bases of Jaeschke
(1993) below 2^32 and of Sinclair (2011) below 2^64; Montgomery (1985); Pollard (1975) after Brent (1980).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from synth.kernels.jit import Integer, kernel

MOST_FACTORS = 63
"""No number below 2^64 has more prime factors."""
TRIED = 256
"""Primes below are divided out before anything else is tried."""

Words = NDArray[np.uint64]

_ZERO, _ONE, _TWO = np.uint64(0), np.uint64(1), np.uint64(2)
_SMALL = np.array([p for p in range(2, TRIED) if all(p % d for d in range(2, p))], np.uint64)
_JAESCHKE = np.array([2, 7, 61], np.uint64)
_SINCLAIR = np.array([2, 325, 9375, 28178, 450775, 9780504, 1795265022], np.uint64)
_STRIDE = 128
"""Steps of the rho walk between two greatest common divisors."""


def _multiply_high(typing: Any, a: Any, b: Any) -> Any:
    """Return the upper 64 bits of a product."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(*(builder.zext(one, wide) for one in arguments))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), generate


def _count_zeros(typing: Any, word: Any) -> Any:
    """Return the number of zeros below the lowest one in a word that has one."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), generate


_high: Callable[..., Any] = intrinsic(_multiply_high)
_zeros: Callable[..., Any] = intrinsic(_count_zeros)


@kernel
def is_prime(n: Integer) -> bool:
    """Return True for a prime.

    >>> is_prime(1), is_prime(2), is_prime(3215031751), is_prime(2**61 - 1)
    (False, True, False, True)
    """
    n = np.uint64(n)
    for p in _SMALL:
        if n % p == _ZERO:
            return bool(n == p)
    if n < np.uint64(TRIED * TRIED):
        return bool(n > _ONE)
    inverse, one, square = _montgomery(n)
    shift = _zeros(n - _ONE)
    odd = (n - _ONE) >> shift
    for base in _JAESCHKE if n < np.uint64(1 << 32) else _SINCLAIR:
        x = _product(base % n, square, n, inverse)
        if x == _ZERO:
            continue
        x = _raised(x, odd, one, n, inverse)
        if x == one or x == n - one:
            continue
        for _ in range(np.int64(shift) - 1):
            x = _product(x, x, n, inverse)
            if x == n - one:
                break
        else:
            return False
    return True


@kernel
def gcd(a: Integer, b: Integer) -> Any:
    """Return the greatest common divisor; that of 0 and n is n.

    >>> int(gcd(2**40 * 9, 6**20)) == 2**20 * 9
    True
    """
    a, b = np.uint64(a), np.uint64(b)
    if a == _ZERO or b == _ZERO:
        return a | b
    shift = _zeros(a | b)
    a >>= _zeros(a)
    while b:
        b >>= _zeros(b)
        if a > b:
            a, b = b, a
        b -= a
    return a << shift


@kernel
def factor(n: Integer, factors: Words) -> int:
    """Write the prime factors of n > 0, ascending and each as often as it divides; return how many.

    `factors` has room for MOST_FACTORS. Pollard's rho after Brent splits what has no factor below TRIED.

    >>> found = np.zeros(MOST_FACTORS, np.uint64)
    >>> found[: factor(np.uint64(2**63 + 28), found)].tolist()
    [2, 2, 3, 3, 3, 359, 7005787, 33955849]
    """
    n = np.uint64(n)
    count = 0
    for p in _SMALL:
        if p * p > n:
            break
        while n % p == _ZERO:
            factors[count] = p
            count += 1
            n //= p
    if n == _ONE:
        return count
    # What is left to split stands from `count` to `end`.
    factors[count] = n
    end = count + 1
    done = count
    while done < end:
        m = factors[done]
        if m < np.uint64(TRIED * TRIED) or is_prime(m):
            done += 1
            continue
        divisor = _split(m)
        factors[done] = divisor
        factors[end] = m // divisor
        end += 1
    for place in range(count + 1, end):
        m = factors[place]
        at = place
        while at > count and factors[at - 1] > m:
            factors[at] = factors[at - 1]
            at -= 1
        factors[at] = m
    return end


@kernel
def divisors(factors: Words, count: int, into: Words) -> int:
    """Write the divisors of the number with these prime factors, ascending, and return how many there are.

    The factors are ascending; `into` has room for all divisors.

    >>> into = np.zeros(6, np.uint64)
    >>> into[:divisors(np.array([2, 2, 3], np.uint64), 3, into)].tolist()
    [1, 2, 3, 4, 6, 12]
    """
    into[0] = _ONE
    size = 1
    fresh = 1
    for place in range(count):
        p = factors[place]
        if place == 0 or factors[place - 1] != p:
            fresh = size
        for number in range(fresh):
            into[size + number] = into[size - fresh + number] * p
        size += fresh
    into[:size].sort()
    return size


@kernel
def _montgomery(n: Any) -> tuple[Any, Any, Any]:
    """Return for an odd n its negated inverse mod 2^64, and 2^64 and 2^128 mod n."""
    inverse = n
    for _ in range(5):
        inverse *= _TWO - n * inverse
    one = (_ZERO - n) % n
    square = one
    for _ in range(64):
        square = square - (n - square) if square >= n - square else square + square
    return _ZERO - inverse, one, square


@kernel
def _product(a: Any, b: Any, n: Any, inverse: Any) -> Any:
    """Return a * b / 2^64 mod n, for a and b below n."""
    low = a * b
    high = _high(a, b)
    carried = _high(low * inverse, n)
    if low:
        carried += _ONE
    # high and carried are at most n - 1 and n, so the sum may pass 2^64.
    return high - (n - carried) if high >= n - carried else high + carried


@kernel
def _raised(x: Any, exponent: Any, one: Any, n: Any, inverse: Any) -> Any:
    """Return x^exponent in Montgomery's form."""
    result = one
    while exponent:
        if exponent & _ONE:
            result = _product(result, x, n, inverse)
        x = _product(x, x, n, inverse)
        exponent >>= _ONE
    return result


@kernel
def _split(n: Any) -> Any:
    """Return a divisor of an odd composite n, neither 1 nor n."""
    inverse, one, _ = _montgomery(n)
    step = _ZERO
    while True:
        step += _ONE
        y = one + one if one < n - one else one - (n - one)
        far = 1
        divisor = _ONE
        x = start = y
        while divisor == _ONE:
            x = y
            for _ in range(far):
                y = _walked(y, step, n, inverse)
            done = 0
            while done < far and divisor == _ONE:
                start = y
                product = one
                for _ in range(min(_STRIDE, far - done)):
                    y = _walked(y, step, n, inverse)
                    product = _product(product, x - y if x > y else y - x, n, inverse)
                divisor = gcd(product, n)
                done += _STRIDE
            far *= 2
        if divisor == n:
            divisor = _ONE
            while divisor == _ONE:
                start = _walked(start, step, n, inverse)
                divisor = gcd(x - start if x > start else start - x, n)
        if divisor != n:
            return divisor


@kernel
def _walked(y: Any, step: Any, n: Any, inverse: Any) -> Any:
    """Return the next place of the walk, y^2 + step mod n."""
    y = _product(y, y, n, inverse)
    return y - (n - step) if y >= n - step else y + step
