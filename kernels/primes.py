"""Primes of an interval, counted or listed: a segmented sieve on the wheel of 30, in bounded memory.

Byte k stands for the numbers 30k+1, 30k+7, ..., 30k+29, the eight that 2, 3 and 5 leave of thirty, a bit for
each. A window of bytes is filled from patterns that leave out the multiples of 7 to 97, and the multiples of
every larger prime p are cut out as eight sequences of bytes p apart, each at one bit.
Source: Eratosthenes, segmented after Bays and Hudson (1977).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from math import isqrt
from typing import Any, TypeVar

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from synth.kernels.jit import bare, kernel

LIMIT = 1 << 60
"""Intervals end at most here."""
WHEEL = 30
BLOCK = 1 << 15
"""Bytes that small primes are cut out of at a time: they stay in the nearest cache."""
WINDOW = 1 << 19
"""Bytes of a window: they stay in the second cache."""
WIDE = 1 << 21
"""Bytes of a window where larger primes are to be cut out, from FAR on."""
WIDEST = 1 << 24
"""Bytes of a window where there are more of them than are kept: 500 million numbers."""
FAR = 1 << 34
SMALL = 1 << 11
"""Primes below are cut out block by block."""
MANY = 1 << 20
"""Primes up to here are kept; larger ones are made anew for every window."""
STRIP = 1 << 10
"""Bytes that the patterns fill at a time."""
VECTOR = 64

_GROUPS = (
    (7, 11, 13), (17, 19, 23), (29, 31), (37, 41), (43, 47), (53, 59), (61, 67), (71, 73), (79, 83), (89, 97),
)  # fmt: skip
_FIRST = 101
"""The smallest prime that is in no pattern."""

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Window = tuple[int, int, int, int]
"""First byte, byte after the last, and the bounds of the interval."""
T = TypeVar("T")

_RESIDUES = np.array([n for n in range(WHEEL) if n % 2 and n % 3 and n % 5], np.int64)
_KEPT = np.array(
    [
        [255 - np.equal(_RESIDUES, r * s % WHEEL) @ (1 << np.arange(8)) for s in _RESIDUES]
        for r in range(WHEEL)
    ],
    np.uint8,
)
"""By residue of a prime and place of the other factor's residue: every bit but that of the product."""
_LEAST = np.packbits(
    [
        [n > 1 and all(n % d for d in range(2, n)) for n in row]
        for row in WHEEL * np.arange(4)[:, None] + _RESIDUES
    ],
    axis=1,
    bitorder="little",
).ravel()
"""The primes below 120, which the patterns leave out."""
_VALUES = np.array([WHEEL * (bit // 8) + _RESIDUES[bit % 8] for bit in range(64)], np.int64)
"""What the bits of eight bytes stand for."""


def count(low: int, high: int, threads: int = 1) -> int:
    """Return the number of primes p with low <= p < high; memory grows with the threads alone.

    >>> count(0, 1_000_000)
    78498
    >>> count(10**12, 10**12 + 1000, threads=2)
    37
    """
    return _outside(low, high).size + sum(_worked(_count, low, high, threads))


def listed(low: int, high: int, threads: int = 1) -> Numbers:
    """Return the primes p with low <= p < high, ascending.

    >>> listed(90, 110).tolist()
    [97, 101, 103, 107, 109]
    """
    return np.concatenate([_outside(low, high), *_worked(_list, low, high, threads)])


def segments(low: int, high: int) -> Iterator[Numbers]:
    """Yield the primes p with low <= p < high in ascending arrays, of one window each.

    >>> sum(part.size for part in segments(0, 10**7))
    664579
    """
    yield _outside(low, high)
    yield from map(_list, _windows(low, high))


def packed(bound: int) -> NDArray[np.uint64]:
    """Return the sieve itself from 0 up to a bound: bit k of the words is what the wheel has at place k.

    A bit is set for a prime; place 8 * i + j stands for 30 * i plus the j-th of 1, 7, 11, 13, 17, 19, 23, 29.
    """
    _outside(0, bound)
    words = np.zeros(-(-bound // (8 * WHEEL)), np.uint64)
    for window in _windows(0, bound):
        begin = window[0] // 8
        part = _sieved(window)[: len(words) - begin]
        words[begin : begin + len(part)] = part
    return words


def pi(n: int) -> int:
    """Return the number of primes up to n, for an n below 2^48, without finding them.

    Takes time as n^(3/4) and memory as 16 sqrt(n): for counts from 0 on it is far faster than `count`. The
    sieve of Eratosthenes is run on the counts of what it leaves (Legendre; in this form Lucy, 2012).

    >>> pi(10**6)
    78498
    """
    if not 0 <= n < 1 << 48:
        raise ValueError(f"primes are counted up to a natural number below 2^48, not {n}")
    return int(_pi(n, isqrt(n))) if n > 1 else 0


def _outside(low: int, high: int) -> Numbers:
    """Return the primes of the interval that the wheel leaves out; raise ValueError unless it is one."""
    if not 0 <= low <= high <= LIMIT:
        raise ValueError(f"primes are sieved for 0 <= low <= high <= 2^60, not for {low} and {high}")
    return np.array([p for p in (2, 3, 5) if low <= p < high], np.int64)


def _windows(low: int, high: int) -> Iterator[Window]:
    size = WINDOW if high <= FAR else WIDE if high <= MANY * MANY else WIDEST
    last = -(-high // WHEEL)
    for begin in range(low // WHEEL, last, size):
        yield begin, min(begin + size, last), low, high


def _worked(work: Callable[[Window], T], low: int, high: int, threads: int) -> Iterator[T]:
    """Yield what the work makes of every window, in order."""
    windows = _windows(low, high)
    if threads < 2:
        yield from map(work, windows)
        return
    _patterns()
    _base()
    with ThreadPoolExecutor(threads) as pool:
        while some := list(islice(windows, 64 * threads)):
            yield from pool.map(work, some)


def _count(window: Window) -> int:
    return int(_ones(_sieved(window)))


def _list(window: Window) -> Numbers:
    words = _sieved(window)
    found = np.empty(int(_ones(words)), np.int64)
    _write(words, window[0] * WHEEL, found)
    return found


def _sieved(window: Window) -> NDArray[np.uint64]:
    """Return the window's bits, eight bytes a word: a bit is set where a prime of the interval stands."""
    begin, end, low, high = window
    size = end - begin
    words = np.empty(-(-size // STRIP) * STRIP // 8, np.uint64)
    bits = words.view(np.uint8)
    root = isqrt(end * WHEEL)
    _sieve(bits, begin, size, *_patterns(), _base(), root)
    if root > MANY:
        for primes in segments(MANY, root + 1):
            _cut(bits, begin, primes, 0, len(primes), 0, size)
    _trim(bits, begin, size, low, high)
    return words


@cache
def _base() -> Numbers:
    """Return the primes from _FIRST to MANY, by the plain sieve."""
    marks = np.ones(MANY + 1, np.bool_)
    for p in range(2, isqrt(MANY) + 1):
        if marks[p]:
            marks[p * p :: p] = False
    marks[:_FIRST] = False
    return np.flatnonzero(marks)


@cache
def _patterns() -> tuple[Bytes, Numbers]:
    """Return what each group leaves of its period and a strip more, and where each begins and ends."""
    parts = []
    for group in _GROUPS:
        period = int(np.prod(group))
        numbers = WHEEL * np.arange(period)[:, None] + _RESIDUES
        left = np.all([numbers % p != 0 for p in group], axis=0)
        bits: Bytes = np.packbits(left, axis=1, bitorder="little").ravel()
        parts.append(np.resize(bits, period + STRIP))
    return np.concatenate(parts), np.cumsum([0, *map(len, parts)])


def _meet_bytes(typing: Any, array: Any, at: Any, source: Any, begin: Any) -> Any:
    """Keep of VECTOR bytes from array[at] what source[begin:] keeps, without a bounds check."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = ir.VectorType(ir.IntType(8), VECTOR).as_pointer()
        held, other = (
            builder.bitcast(
                builder.gep(context.make_array(kind)(context, builder, one).data, [place]), vector
            )
            for kind, one, place in zip(signature.args[::2], arguments[::2], arguments[1::2], strict=True)
        )
        both = builder.and_(builder.load(held, align=1), builder.load(other, align=1))
        builder.store(both, held, align=1)
        return context.get_dummy_value()

    return types.void(array, types.intp, source, types.intp), generate


def _clear_bits(typing: Any, array: Any, at: Any, kept: Any) -> Any:
    """Keep of the byte array[at] what the mask keeps, without a bounds check."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        place = builder.gep(data, [arguments[1]])
        builder.store(builder.and_(builder.load(place), arguments[2]), place)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.uint8), generate


def _count_ones(typing: Any, word: Any) -> Any:
    """Return the number of ones in a word."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), generate


def _find_one(typing: Any, word: Any) -> Any:
    """Return the place of the lowest one in a word that has one."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


_meet: Callable[..., None] = intrinsic(_meet_bytes)
_clear: Callable[..., None] = intrinsic(_clear_bits)
population: Callable[..., int] = intrinsic(_count_ones)
lowest: Callable[..., int] = intrinsic(_find_one)


@kernel
def _cut(bits: Bytes, begin: int, primes: Numbers, first: int, last: int, low: int, high: int) -> None:
    """Cut the multiples of primes[first:last], each from its square on, out of bits[low:high].

    The first of the bits is that of byte `begin`.
    """
    bits = bare(bits)
    for number in range(first, last):
        p = primes[number]
        residue = p % 30
        passed = (begin + low) % p
        square = p * (p // 30) - begin
        for place in range(8):
            other = _RESIDUES[place]
            offset = p * other // 30
            at = low + offset - passed
            if offset < passed:
                at += p
            own = square + offset
            if other < residue:
                own += p
            at = max(at, own)
            kept = _KEPT[residue, place]
            while at < high - 3 * p:
                _clear(bits, at, kept)
                _clear(bits, at + p, kept)
                _clear(bits, at + 2 * p, kept)
                _clear(bits, at + 3 * p, kept)
                at += 4 * p
            while at < high:
                _clear(bits, at, kept)
                at += p


@kernel
def _pi(n: int, root: int) -> int:
    """Return the number of primes up to n, whose square root is given."""
    # What is left of 2..k when the multiples of primes so far are struck out, k being i or n // i.
    small = np.arange(-1, root, dtype=np.int64)
    large = np.empty(root + 1, np.int64)
    for i in range(1, root + 1):
        large[i] = n // i - 1
    for p in range(2, root + 1):
        if p * p > n:
            break
        before = small[p - 1]
        if small[p] == before:
            continue
        last = min(root, n // (p * p))
        both = min(last, root // p)
        for i in range(1, both + 1):
            large[i] -= large[i * p] - before
        rest = n // p
        for i in range(both + 1, last + 1):
            large[i] -= small[rest // i] - before
        for i in range(root, p * p - 1, -1):
            small[i] -= small[i // p] - before
    return int(large[1])


@kernel
def _sieve(
    bits: Bytes, begin: int, size: int, patterns: Bytes, ends: Numbers, primes: Numbers, root: int
) -> None:
    """Leave in bits[:size] the numbers that no pattern has and no prime up to the root divides."""
    few = int(np.searchsorted(primes, min(SMALL, root + 1)))
    many = int(np.searchsorted(primes, root + 1))
    bits[:] = 255
    for low in range(0, size, BLOCK):
        high = min(low + BLOCK, size)
        for at in range(low, high, STRIP):
            for group in range(len(ends) - 1):
                source = ends[group] + (begin + at) % (ends[group + 1] - ends[group] - STRIP)
                for step in range(0, STRIP, VECTOR):
                    _meet(bits, at + step, patterns, source + step)
        _cut(bits, begin, primes, 0, few, low, high)
    _cut(bits, begin, primes, few, many, 0, size)


@kernel
def _trim(bits: Bytes, begin: int, size: int, low: int, high: int) -> None:
    """Put the primes of the patterns back; leave out what is outside the interval or behind the window."""
    for place in range(max(0, len(_LEAST) - begin)):
        bits[place] = _LEAST[begin + place]
    bits[size:] = 0
    for bit in range(8):
        if 30 * begin + _RESIDUES[bit] < low:
            bits[0] &= 255 - (1 << bit)
        if 30 * (begin + size - 1) + _RESIDUES[bit] >= high:
            bits[size - 1] &= 255 - (1 << bit)


@kernel
def _ones(words: NDArray[np.uint64]) -> int:
    """Return the number of ones."""
    found = 0
    for word in words:
        found += population(word)
    return found


@kernel
def _write(words: NDArray[np.uint64], start: int, found: Numbers) -> None:
    """Write the numbers that the ones stand for, ascending; the first byte stands for those from `start`."""
    at = 0
    for place in range(len(words)):
        word = words[place]
        while word:
            found[at] = start + 240 * place + _VALUES[lowest(word)]
            at += 1
            word &= word - np.uint64(1)
