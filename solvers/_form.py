"""A form of problems: what builds them from whole numbers, and the space of those numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from synth.grammar import Choice, Mapped, Product, Space, Sum
from synth.solvers._spaces import Spread

T = TypeVar("T")


class Form(NamedTuple, Generic[T]):
    """A name, the function that builds a problem, and the values of each of its arguments."""

    name: str
    build: Callable[..., T]
    values: tuple[tuple[Any, ...], ...]

    def space(self, level: int) -> Space[Any]:
        """Return the elements (level, name, the arguments)."""
        return Product(Choice((level,)), Choice((self.name,)), *(Choice(values) for values in self.values))

    def definition(self) -> str:
        """Return a text that tells this form's space from others."""
        return f"{self.name} {self.values}"


def alike(level: int, forms: Sequence[Form[Any]]) -> Space[Any]:
    """Return the elements of several forms, of each as many as of the smallest."""
    spaces = [form.space(level) for form in forms]
    if len(spaces) == 1:
        return spaces[0]
    names = [form.name for form in forms]
    least = min(space.count() for space in spaces)
    every = Sum(*(Spread(space, least) for space in spaces))
    return Mapped(every, lambda found: found[1], lambda element: (names.index(element[1]), element))


def between(low: int, high: int) -> tuple[int, ...]:
    """Return the whole numbers from low to high, both included."""
    return tuple(range(low, high + 1))


def sizes(low: int, high: int) -> tuple[int, ...]:
    """Return the whole numbers of these sizes, of either sign.

    >>> sizes(2, 3)
    (-3, -2, 2, 3)
    """
    return tuple(number for number in range(-high, high + 1) if abs(number) >= low)
