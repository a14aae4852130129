"""Expressions over sets: how they are built, what they hold, where an element may lie.

Sets are numbers in the order in which the expression names them; a region is the set of the sets that an
element is in, as bits. So an expression has a value in each region, and problems are words over regions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from synth.grammar import Choice, Mapped, Product, Space, Sum
from synth.grammar.errors import NotInSpace
from synth.solvers._spaces import Spread

OPERATIONS = ("union", "intersect", "minus", "symdiff")
COMPLEMENT = "complement"
RELATIONS = ("subset", "equal", "disjoint")

Expression = int | tuple[Any, ...]
"""The number of a set; or an operation and its operands."""


class Plan(NamedTuple):
    """What is asked of an expression; for a question of yes or no also which is right."""

    task: str
    yes: bool
    expression: Expression


class Problem(NamedTuple):
    """A plan, the region of each element in increasing order, and the place of the one asked about, or -1."""

    plan: Plan
    regions: tuple[int, ...]
    place: int


def holds(expression: Expression, region: int) -> bool:
    """Return whether the elements of a region are in an expression."""
    if isinstance(expression, int):
        return bool(region >> expression & 1)
    operation, *parts = expression
    left, *right = (holds(part, region) for part in parts)
    if operation == COMPLEMENT:
        return not left
    return {
        "union": left or right[0],
        "intersect": left and right[0],
        "minus": left and not right[0],
        "symdiff": left != right[0],
    }[operation]


def leaves(expression: Expression) -> list[int]:
    """Return the sets that an expression names, as often and in the order in which it does."""
    if isinstance(expression, int):
        return [expression]
    return [leaf for part in expression[1:] for leaf in leaves(part)]


def operations(expression: Expression) -> list[tuple[Any, ...]]:
    """Return the parts that are no names, each once and after its own parts, from left to right."""
    if isinstance(expression, int):
        return []
    below = [part for side in expression[1:] for part in operations(side)]
    return list(dict.fromkeys((*below, expression)))


def complemented(expression: Expression) -> bool:
    """Return whether a complement is taken: then there is a universe."""
    return any(part[0] == COMPLEMENT for part in operations(expression))


@cache
def expressions(count: int, complement: bool) -> tuple[Expression, ...]:
    """Return the expressions of so many operations, one of them the complement if one is asked for.

    They name their sets in order, four at most, and four if they have five names. No operation is of no use:
    none has a side's value, or none, whatever the sets are.
    """
    binary = count - complement
    plain = [expression for expression, _, named in _grown(binary, 0) if binary < 4 or named == 4]
    if not complement:
        return tuple(plain)
    return tuple(changed for one in plain for changed in _complements(one) if _useful(changed))


def _mask(expression: Expression) -> int:
    """Return the mask of the regions, of four sets, whose elements are in an expression."""
    if isinstance(expression, int):
        return _COLUMNS[expression]
    operation, one, *rest = (expression[0], *map(_mask, expression[1:]))
    if operation == COMPLEMENT:
        return 0xFFFF & ~one
    (other,) = rest
    return {"union": one | other, "intersect": one & other, "minus": one & ~other, "symdiff": one ^ other}[
        operation
    ]


def _useful(expression: Expression) -> bool:
    """Return whether no operation gives a side of it, or nothing, or everything, whatever the sets are."""
    return all(
        _mask(part) not in (0, 0xFFFF, _mask(part[1]), _mask(part[-1])) for part in operations(expression)
    )


_COLUMNS = (0xAAAA, 0xCCCC, 0xF0F0, 0xFF00)


def _grown(count: int, named: int) -> Iterator[tuple[Expression, int, int]]:
    """Yield expressions of so many operations, each with its mask of regions and how many sets are named.

    `named` sets are named before it; a new one is the next.
    """
    if not count:
        for name in range(min(named + 1, 4)):
            yield name, _COLUMNS[name], max(named, name + 1)
        return
    for below in range(count):
        for left, one, before in _grown(below, named):
            for right, other, after in _grown(count - 1 - below, before):
                values = (one | other, one & other, one & ~other, one ^ other)
                for operation, mask in zip(OPERATIONS, values, strict=True):
                    if mask not in (one, other, 0):
                        yield (operation, left, right), mask, after


def _complements(expression: Expression) -> Iterator[Expression]:
    """Yield the expression with the complement taken of each of its parts in turn."""
    yield (COMPLEMENT, expression)
    if not isinstance(expression, int):
        operation, left, right = expression
        for changed in _complements(left):
            yield (operation, changed, right)
        for changed in _complements(right):
            yield (operation, left, changed)


class Words(Space[tuple[int, ...]]):
    """Words of a length over an alphabet; if another is given, just one letter comes from that, at any place.

    >>> list(Words("ab", 1, "x"))
    [('x',)]
    """

    def __init__(self, letters: Sequence[Any], length: int, special: Sequence[Any] = ()) -> None:
        self._letters, self._special = tuple(letters), tuple(special)
        self._length = length
        self._places = {letter: place for place, letter in enumerate(self._letters)}
        self._specials = {letter: place for place, letter in enumerate(self._special)}

    def count(self) -> int:
        """Return the number of words."""
        plain = self._length - bool(self._special)
        words = 1
        for _ in range(plain):
            words *= len(self._letters)
        return words * self._length * len(self._special) if self._special else words

    def unrank(self, rank: int) -> tuple[Any, ...]:
        """Return the word of a rank: the digits of the plain letters, then the special one and its place."""
        special = None
        if self._special:
            rank, digit = divmod(rank, len(self._special))
            rank, place = divmod(rank, self._length)
            special = self._special[digit]
        word = []
        for _ in range(self._length - (special is not None)):
            rank, digit = divmod(rank, len(self._letters))
            word.append(self._letters[digit])
        if special is not None:
            word.insert(place, special)
        return tuple(word)

    def rank(self, element: tuple[Any, ...]) -> int:
        """Return the rank of a word."""
        word = list(element)
        at = [place for place, letter in enumerate(word) if letter in self._specials]
        if len(word) != self._length or len(at) != bool(self._special):
            raise NotInSpace(f"{element} has not one letter of {self._special}")
        tail = 0
        if at:
            tail = at[0] * len(self._special) + self._specials[word.pop(at[0])]
        rank = 0
        for letter in reversed(word):
            rank = rank * len(self._letters) + self._places[letter]
        return rank * (self._length * len(self._special) if at else 1) + tail


def problems(plan: Plan, length: int) -> Space[Problem]:
    """Return the problems of a plan with so many elements.

    An element in no set is seen only where there is a universe. A relation that fails does so at one element.
    """
    expression = plan.expression
    named = max(leaves(expression)) + 1
    universe = complemented(expression)
    regions = range(not universe, 1 << (named + (plan.task in RELATIONS)))
    if plan.task == "member":
        wanted = [region for region in regions if holds(expression, region) == plan.yes]
        inner = Product(Choice(range(length)), Choice(wanted), Words(regions, length - 1))

        def insert(parts: tuple[int, int, tuple[int, ...]]) -> Problem:
            place, region, word = parts
            return Problem(plan, (*word[:place], region, *word[place:]), place)

        def remove(problem: Problem) -> tuple[int, int, tuple[int, ...]]:
            place, word = problem.place, problem.regions
            return place, word[place], (*word[:place], *word[place + 1 :])

        return Mapped(inner, insert, remove)
    letters: Sequence[int] = regions
    special: Sequence[int] = ()
    if plan.task in RELATIONS:
        letters = [region for region in regions if not broken(plan, region)]
        special = [] if plan.yes else [region for region in regions if broken(plan, region)]
    return Mapped(
        Words(letters, length, special),
        lambda word: Problem(plan, word, -1),
        lambda problem: problem.regions,
    )


def broken(plan: Plan, region: int) -> bool:
    """Return whether an element of a region breaks a relation between the expression and the next set."""
    left = holds(plan.expression, region)
    right = bool(region >> (max(leaves(plan.expression)) + 1) & 1)
    return {"subset": left and not right, "equal": left != right, "disjoint": left and right}[plan.task]


def matched(plan: Plan, length: int) -> Space[Problem]:
    """Return the problems of a plan, no more than have the other answer: so no expression tells it."""
    space = problems(plan, length)
    if plan.task != "member" and plan.task not in RELATIONS:
        return space
    other = problems(plan._replace(yes=not plan.yes), length).count()
    return Spread(space, other) if space.count() else space


class Problems(Space[Problem]):
    """The problems of several plans with so many elements; a plan that has no problem is not there."""

    def __init__(self, plans: Sequence[Plan], length: int) -> None:
        spaces = [matched(plan, length) for plan in plans]
        kept = [(plan, space) for plan, space in zip(plans, spaces, strict=True) if space.count()]
        self._numbers = {plan: number for number, (plan, _) in enumerate(kept)}
        self._sum = Sum(*(space for _, space in kept))

    def count(self) -> int:
        """Return the sum of the counts."""
        return self._sum.count()

    def unrank(self, rank: int) -> Problem:
        """Return the problem of a rank."""
        problem: Problem = self._sum.unrank(rank)[1]
        return problem

    def rank(self, element: Problem) -> int:
        """Return the rank of a problem."""
        if element.plan not in self._numbers:
            raise NotInSpace("the problem's plan is not one of these")
        return self._sum.rank((self._numbers[element.plan], element))
