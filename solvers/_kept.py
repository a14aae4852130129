"""A space of tuples of whole numbers: a grid, of which a condition on whole arrays keeps some points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.grammar import Space
from synth.grammar.errors import NotInSpace

Point = tuple[int, ...]
Axis = NDArray[np.int64]


class Kept(Space[Point]):
    """The points of a grid that a condition keeps, in the order of the grid; the last axis varies fastest.

    The condition gets an array for each axis, shaped so that they spread over the grid.

    >>> pairs = Kept([range(-1, 2), range(3)], lambda x, y: x < y)
    >>> pairs.count(), pairs[0], pairs.rank((0, 2))
    (6, (-1, 0), 4)
    """

    def __init__(self, axes: Sequence[range], keeps: Callable[..., NDArray[np.bool_]]) -> None:
        self._axes = tuple(axes)
        self._shape = tuple(len(axis) for axis in axes)
        open_axes = np.ix_(*(np.array(axis, np.int64) for axis in axes))
        mask = np.broadcast_to(keeps(*open_axes), self._shape)
        self._places: NDArray[np.int64] = np.flatnonzero(mask).astype(np.int64)

    def count(self) -> int:
        """Return the number of kept points."""
        return len(self._places)

    def unrank(self, rank: int) -> Point:
        """Return the kept point at this place."""
        place = int(self._places[rank])
        point = []
        for axis in reversed(self._axes):
            place, digit = divmod(place, len(axis))
            point.append(axis[digit])
        return tuple(reversed(point))

    def rank(self, element: Any) -> int:
        """Return the place of a kept point; raise NotInSpace for any other."""
        place = 0
        if len(element) == len(self._axes) and all(
            value in axis for value, axis in zip(element, self._axes, strict=True)
        ):
            for value, axis in zip(element, self._axes, strict=True):
                place = place * len(axis) + axis.index(value)
            at = int(np.searchsorted(self._places, place))
            if at < len(self._places) and self._places[at] == place:
                return at
        raise NotInSpace(f"{element!r} is not in the space")
