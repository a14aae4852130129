"""Spaces: finite sequences with an exact count, where every element has a rank and every rank an element.

`GrammarSpace` (synth/grammar/grammar.py) holds the trees of a grammar; here are the parts that spaces
are put together from: choices, sums, products, restrictions, images.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Generic, TypeVar

from synth.errors import InputError

from .errors import NotInSpace, shown
from .permutation import draw, permute

T = TypeVar("T")
U = TypeVar("U")
H = TypeVar("H", bound=Hashable)

RESTRICTION_LIMIT = 1 << 22


class Space(ABC, Generic[T]):
    """A finite sequence of distinct elements, numbered from 0 by rank."""

    @abstractmethod
    def count(self) -> int:
        """Return the number of elements, exactly; it may pass what `len` can hold."""

    @abstractmethod
    def unrank(self, rank: int) -> T:
        """Return the element of a rank in 0..count()-1; the caller has checked the range."""

    @abstractmethod
    def rank(self, element: T) -> int:
        """Return the rank of an element; raise NotInSpace if it is not here."""

    def __getitem__(self, rank: int) -> T:
        if not 0 <= rank < self.count():
            raise NotInSpace(
                f"rank {shown(rank)} is outside the space: it has {shown(self.count())} elements, from 0"
            )
        return self.unrank(rank)

    def __iter__(self) -> Iterator[T]:
        return self.iterate(0, self.count())

    def iterate(self, low: int, high: int) -> Iterator[T]:
        """Yield the elements of ranks low..high-1 in order."""
        if not 0 <= low <= high <= self.count():
            raise NotInSpace(f"the interval {shown(low)}:{shown(high)} is not within 0:{shown(self.count())}")
        rank = low
        while rank < high:
            yield self.unrank(rank)
            rank += 1

    def shard(self, i: int, n: int) -> tuple[int, int]:
        """Return the interval [low, high) of ranks that is part i of n; the parts differ by one at most."""
        if n < 1 or not 0 <= i < n:
            raise InputError(f"shard {i}/{n} does not exist: give i/n with 0 <= i < n")
        return self.count() * i // n, self.count() * (i + 1) // n

    def sample(self, seed: int, i: int) -> int:
        """Return the rank of draw i, uniform and with replacement; it depends on seed and i alone."""
        return draw(seed, i, self.count())

    def permute(self, seed: int, i: int) -> int:
        """Return the rank at place i of the order that `seed` gives: distinct for distinct i."""
        return permute(seed, i, self.count())


class Choice(Space[H]):
    """The given values, in their order.

    >>> Choice(("p", "q"))[1]
    'q'
    """

    def __init__(self, values: Sequence[H]) -> None:
        self._values = tuple(values)
        self._ranks = {value: rank for rank, value in enumerate(self._values)}
        if len(self._ranks) != len(self._values):
            raise ValueError("the values of a choice must be distinct")

    def count(self) -> int:
        """Return the number of values."""
        return len(self._values)

    def unrank(self, rank: int) -> H:
        """Return the value at this place."""
        return self._values[rank]

    def rank(self, element: H) -> int:
        """Return the place of a value."""
        try:
            return self._ranks[element]
        except KeyError:
            raise NotInSpace(f"{element!r} is not one of the {len(self._values)} values") from None


class Product(Space[tuple[Any, ...]]):
    """Tuples with one element of each space; the last varies fastest.

    >>> Product(Choice("ab"), Choice("xyz"))[4]
    ('b', 'y')
    """

    def __init__(self, *spaces: Space[Any]) -> None:
        self._spaces = spaces
        self._counts = tuple(space.count() for space in spaces)
        total = 1
        for count in self._counts:
            total *= count
        self._count = total

    def count(self) -> int:
        """Return the product of the counts."""
        return self._count

    def unrank(self, rank: int) -> tuple[Any, ...]:
        """Return the tuple whose mixed-radix digits the rank holds."""
        element = []
        for space, count in zip(reversed(self._spaces), reversed(self._counts), strict=True):
            rank, digit = divmod(rank, count)
            element.append(space.unrank(digit))
        element.reverse()
        return tuple(element)

    def rank(self, element: tuple[Any, ...]) -> int:
        """Return the mixed-radix number of the parts' ranks."""
        if len(element) != len(self._spaces):
            raise NotInSpace(f"{len(element)} parts do not make an element of {len(self._spaces)}")
        rank = 0
        for space, count, part in zip(self._spaces, self._counts, element, strict=True):
            rank = rank * count + space.rank(part)
        return rank


class Sum(Space[tuple[int, Any]]):
    """Pairs of a space's number and an element of it; the spaces follow one another.

    >>> Sum(Choice("ab"), Choice("xyz"))[3]
    (1, 'y')
    """

    def __init__(self, *spaces: Space[Any]) -> None:
        self._spaces = spaces
        self._starts = tuple(accumulate((space.count() for space in spaces), initial=0))

    def count(self) -> int:
        """Return the sum of the counts."""
        return self._starts[-1]

    def unrank(self, rank: int) -> tuple[int, Any]:
        """Return (number of the space, its element)."""
        which = bisect_right(self._starts, rank) - 1
        return which, self._spaces[which].unrank(rank - self._starts[which])

    def rank(self, element: tuple[int, Any]) -> int:
        """Return the rank of a tagged element."""
        which, part = element
        if not 0 <= which < len(self._spaces):
            raise NotInSpace(f"the sum has no space number {which}")
        return self._starts[which] + self._spaces[which].rank(part)

    def start(self, which: int) -> int:
        """Return the first rank of space number `which`; of one past the last, the count."""
        return self._starts[which]


class Interval(Space[T]):
    """The elements of ranks low..high-1 of a space, numbered from 0."""

    def __init__(self, space: Space[T], low: int, high: int) -> None:
        if not 0 <= low <= high <= space.count():
            raise NotInSpace(
                f"the interval {shown(low)}:{shown(high)} is not within 0:{shown(space.count())}"
            )
        self._space, self._low, self._high = space, low, high

    def count(self) -> int:
        """Return high - low."""
        return self._high - self._low

    def unrank(self, rank: int) -> T:
        """Return the element at low + rank."""
        return self._space.unrank(self._low + rank)

    def rank(self, element: T) -> int:
        """Return the place within the interval."""
        rank = self._space.rank(element)
        if not self._low <= rank < self._high:
            raise NotInSpace(f"rank {shown(rank)} is outside {shown(self._low)}:{shown(self._high)}")
        return rank - self._low


class Restriction(Space[T]):
    """The elements that a predicate keeps, counted by looking at each once.

    Exact and so bounded: raises InputError for a space above RESTRICTION_LIMIT. A condition that is a
    finite attribute of trees is counted without looking, by `Grammar.by_attribute`.
    """

    def __init__(self, space: Space[T], keeps: Callable[[T], bool]) -> None:
        if space.count() > RESTRICTION_LIMIT:
            raise InputError(
                f"a restriction looks at every element, and {shown(space.count())} are more than "
                f"{RESTRICTION_LIMIT}: restrict the parts, or use an attribute"
            )
        self._space = space
        self._kept = [rank for rank, element in enumerate(space) if keeps(element)]

    def count(self) -> int:
        """Return the number of kept elements."""
        return len(self._kept)

    def unrank(self, rank: int) -> T:
        """Return the kept element at this place."""
        return self._space.unrank(self._kept[rank])

    def rank(self, element: T) -> int:
        """Return the place among the kept elements."""
        raw = self._space.rank(element)
        place = bisect_left(self._kept, raw)
        if place == len(self._kept) or self._kept[place] != raw:
            raise NotInSpace("the restriction leaves this element out")
        return place


class Mapped(Space[U], Generic[T, U]):
    """The image of a space under a one-to-one function, with the function's inverse."""

    def __init__(self, space: Space[T], forward: Callable[[T], U], backward: Callable[[U], T]) -> None:
        self._space, self._forward, self._backward = space, forward, backward

    def count(self) -> int:
        """Return the count of the space behind."""
        return self._space.count()

    def unrank(self, rank: int) -> U:
        """Return the image of the element of this rank."""
        return self._forward(self._space.unrank(rank))

    def rank(self, element: U) -> int:
        """Return the rank of the element that this is the image of."""
        return self._space.rank(self._backward(element))
