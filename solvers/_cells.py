"""Cells, the sets of classes that somebody may be in, as bits of whole numbers."""

from __future__ import annotations

from functools import cache


@cache
def cells_of(classes: int) -> tuple[int, ...]:
    """Return for each class the mask of the cells that are in it; cell c is in class k if bit k of c is set.

    >>> [bin(mask) for mask in cells_of(2)]
    ['0b1010', '0b1100']
    """
    every = (1 << (1 << classes)) - 1
    return tuple(every // ((1 << (1 << place)) + 1) << (1 << place) for place in range(classes))
