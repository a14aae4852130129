"""The problems of the family `fraction`: numbers as they are written, shapes, and counted spaces."""

from __future__ import annotations

from collections.abc import Mapping as Named
from functools import cache
from typing import NamedTuple

from synth.grammar import Choice, Mapped, Product, Space
from synth.solvers._rational import Below, Subsets, Table, euclid, lowest


class Written(NamedTuple):
    """A number as it is written: a whole part (0 if there is none) and a fraction, or a denominator of 1."""

    whole: int
    numerator: int
    denominator: int

    def __str__(self) -> str:
        if self.denominator == 1:
            return str(self.numerator)
        return f"{self.whole} " * bool(self.whole) + f"{self.numerator}/{self.denominator}"


class Operation(NamedTuple):
    """Two parts and what is done with them."""

    sign: str
    left: Expression
    right: Expression


Expression = Written | Operation


class Problem(NamedTuple):
    """A shape, and the operands that stand in it, those that may change places in a fixed order."""

    level: int
    shape: str
    operands: tuple[Written, ...]


SHAPES: dict[str, tuple[object, ...]] = {
    "sum": ("+", 0, 1),
    "difference": ("-", 0, 1),
    "product": ("*", 0, 1),
    "quotient": ("/", 0, 1),
    "product, then sum": ("+", ("*", 0, 1), 2),
    "product, then difference": ("-", 2, ("*", 0, 1)),
    "quotient, then sum": ("+", ("/", 0, 1), 2),
    "sum, then product": ("*", ("+", 0, 1), 2),
    "sum, then difference": ("-", ("+", 0, 1), 2),
    "difference, then quotient": ("/", ("-", 0, 1), 2),
}
"""Each shape with the places of its operands; sums and products may be turned round."""
_PLAIN, _LIKE, _SMALL, _MIXED, _SIMPLE = 40, 100, 20, 20, 60
"""The largest denominators: of two fractions, of equal ones, of three, of mixed numbers, of lowest terms."""
_FACTORS = tuple(range(2, 17))


def definition() -> tuple[object, ...]:
    """Return what the spaces are made from, for the fingerprint."""
    return SHAPES, _PLAIN, _LIKE, _SMALL, _MIXED, _SIMPLE, _FACTORS


@cache
def strata(level: int) -> Named[str, Space[Problem]]:
    """Return the kinds of problems of a level, each with its space."""
    if level == 1:
        return {
            "simplify": _simplify(),
            "sum of equal denominators": _like("sum"),
            "difference of equal denominators": _like("difference"),
            "product": _pairs(1, "product", _plain(), unlike=False),
        }
    if level == 2:
        return {
            "sum": _pairs(2, "sum", _plain(), unlike=True),
            "difference": _pairs(2, "difference", _plain(), unlike=True),
            "quotient": _ordered(2, "quotient", _plain()),
        }
    if level == 3:
        return {
            "sum": _pairs(3, "sum", _mixed(), unlike=False),
            "difference": _ordered(3, "difference", _mixed()),
            "product": _pairs(3, "product", _mixed(), unlike=False),
            "quotient": _ordered(3, "quotient", _mixed()),
        }
    return {shape: _triples(shape) for shape in SHAPES if "then" in shape}


def improper(number: Written) -> Written:
    return Written(0, number.whole * number.denominator + number.numerator, number.denominator)


def expression_of(problem: Problem, turned: int) -> Expression:
    """Return the expression of a problem; each bit of `turned` turns a sum or product round."""
    if problem.shape == "simplify":
        return problem.operands[0]
    return _filled(SHAPES[problem.shape], problem.operands, turned)[0]


def _filled(shape: object, operands: tuple[Written, ...], turned: int) -> tuple[Expression, int]:
    if isinstance(shape, int):
        return operands[shape], turned
    assert isinstance(shape, tuple)
    left, turned = _filled(shape[1], operands, turned)
    right, turned = _filled(shape[2], operands, turned)
    if shape[0] in "+*":
        turned, turn = divmod(turned, 2)
        left, right = (right, left) if turn else (left, right)
    return Operation(shape[0], left, right), turned


def turns(problem: Problem) -> int:
    """Return the number of sums and products of a problem, which may be turned round."""
    return sum(map(str(SHAPES.get(problem.shape, "")).count, "+*"))


@cache
def _plain() -> Table[Written]:
    return Table([Written(0, *fraction) for fraction in lowest(1, _PLAIN)])


@cache
def _small() -> Table[Written]:
    return Table([Written(0, *fraction) for fraction in lowest(1, _SMALL)])


@cache
def _mixed() -> Table[Written]:
    return Table([Written(whole, n, d) for n, d in lowest(1, _MIXED) for whole in range(1, 10)])


def _simplify() -> Space[Problem]:
    """Return the fractions n/d in lowest terms, below 2, times a factor."""
    table = Table(lowest(2, _SIMPLE))

    def forward(pair: tuple[tuple[int, int], int]) -> Problem:
        (n, d), factor = pair
        return Problem(1, "simplify", (Written(0, n * factor, d * factor),))

    def backward(problem: Problem) -> tuple[tuple[int, int], int]:
        _, n, d = problem.operands[0]
        factor = euclid(n, d)[1]
        return (n // factor, d // factor), factor

    return Mapped(Product(Choice(table.values), Choice(_FACTORS)), forward, backward)


def _like(shape: str) -> Space[Problem]:
    """Return the pairs of fractions of one denominator, which need not be in lowest terms.

    Of a difference the larger comes first.
    """

    def forward(chosen: tuple[int, ...]) -> Problem:
        small, large, d = chosen
        pair = (Written(0, small, d), Written(0, large, d))
        return Problem(1, shape, pair if shape == "sum" else pair[::-1])

    def backward(problem: Problem) -> tuple[int, ...]:
        small, large = sorted(number.numerator for number in problem.operands)
        return small, large, problem.operands[0].denominator

    return Mapped(Subsets(_LIKE, 3), forward, backward)


def _below(table: Table[Written], unlike: bool) -> Below:
    """Return the pairs of places in a table sorted by denominators, which are to differ if `unlike`."""
    limits = list(range(len(table)))
    if unlike:
        for place in range(1, len(table)):
            if table.values[place].denominator == table.values[place - 1].denominator:
                limits[place] = limits[place - 1]
    return Below(limits)


def _pairs(level: int, shape: str, table: Table[Written], *, unlike: bool) -> Space[Problem]:
    """Return the unordered pairs of a table; of a difference the larger comes first."""

    def forward(pair: tuple[int, int]) -> Problem:
        numbers = tuple(table.values[place] for place in pair)
        return Problem(level, shape, _descending(numbers) if shape == "difference" else numbers)

    def backward(problem: Problem) -> tuple[int, int]:
        low, high = sorted(table.places[number] for number in problem.operands)
        return low, high

    return Mapped(_below(table, unlike), forward, backward)


def _ordered(level: int, shape: str, table: Table[Written]) -> Space[Problem]:
    """Return the ordered pairs of two numbers of a table."""

    def forward(element: tuple[tuple[int, int], int]) -> Problem:
        (low, high), turned = element
        places = (high, low) if turned else (low, high)
        return Problem(level, shape, tuple(table.values[place] for place in places))

    def backward(problem: Problem) -> tuple[tuple[int, int], int]:
        left, right = (table.places[number] for number in problem.operands)
        return (min(left, right), max(left, right)), int(left > right)

    return Mapped(Product(_below(table, False), Choice((0, 1))), forward, backward)


def _triples(shape: str) -> Space[Problem]:
    """Return pairs of different denominators for the first operation, each with a number for the second."""
    table = _small()
    ordered = shape.startswith("quotient")

    def forward(element: tuple[tuple[int, int], int, int]) -> Problem:
        pair, turned, third = element
        numbers = tuple(table.values[place] for place in (pair[::-1] if turned else pair))
        if shape.startswith("difference"):
            numbers = _descending(numbers)
        return Problem(4, shape, (*numbers, table.values[third]))

    def backward(problem: Problem) -> tuple[tuple[int, int], int, int]:
        left, right, third = (table.places[number] for number in problem.operands)
        return (min(left, right), max(left, right)), int(ordered and left > right), third

    thirds = Choice(range(len(table)))
    return Mapped(
        Product(_below(table, True), Choice((0, 1) if ordered else (0,)), thirds), forward, backward
    )


def _descending(numbers: tuple[Written, ...]) -> tuple[Written, ...]:
    first, second = (improper(number) for number in numbers)
    larger = first.numerator * second.denominator > second.numerator * first.denominator
    return numbers if larger else numbers[::-1]
