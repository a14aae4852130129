"""The problems of the family `decimal`: decimals as digits and places, shapes, and counted spaces."""

from __future__ import annotations

from collections.abc import Mapping as Named
from functools import cache
from typing import NamedTuple

from synth.grammar import Choice, Mapped, Product, Space
from synth.solvers._rational import Below, Subsets, Table


class Decimal(NamedTuple):
    """digits / 10**places; as it is written it has no zero at its end, so the digits do not end in 0."""

    digits: int
    places: int

    def __str__(self) -> str:
        return written(self.digits, self.places)

    def lowered(self) -> Decimal:
        """Return the same number without zeros at the end."""
        digits, places = self
        while places and digits % 10 == 0:
            digits, places = digits // 10, places - 1
        return Decimal(digits, places)


class Operation(NamedTuple):
    """Two parts and what is done with them."""

    sign: str
    left: Expression
    right: Expression


Expression = Decimal | Operation


class Problem(NamedTuple):
    """A shape and the numbers that stand in it, those that may change places in a fixed order; `keep` of -1
    asks for the exact result, else for one rounded to so many places."""

    level: int
    shape: str
    operands: tuple[Decimal, ...]
    keep: int


SHAPES: dict[str, tuple[object, ...] | int] = {
    "rounding": 0,
    "sum": ("+", 0, 1),
    "difference": ("-", 0, 1),
    "product": ("*", 0, 1),
    "quotient": ("/", 0, 1),
    "product, then sum": ("+", ("*", 0, 1), 2),
    "product, then difference": ("-", ("*", 0, 1), 2),
    "sum, then product": ("*", ("+", 0, 1), 2),
    "difference, then product": ("*", ("-", 0, 1), 2),
    "quotient, then sum": ("+", ("/", 0, 1), 2),
}
"""Each shape with the places of its numbers; sums and products may be turned round."""
_ALIKE, _LONG, _SHORT, _WHOLE = 3_000, 1_000, 100, 100
"""Digits of a number stay below: with equal places, with different ones, as factors, and of whole numbers."""


def written(digits: int, places: int) -> str:
    """Return digits with a point before the last `places`.

    >>> written(-5, 2)
    '-0.05'
    """
    text = str(abs(digits)).rjust(places + 1, "0")
    point = f"{text[:-places]}.{text[-places:]}" if places else text
    return "-" * (digits < 0) + point


def definition() -> tuple[object, ...]:
    """Return what the spaces are made from, for the fingerprint."""
    return SHAPES, _ALIKE, _LONG, _SHORT, _WHOLE


@cache
def strata(level: int) -> Named[str, Space[Problem]]:
    """Return the kinds of problems of a level, each with its space."""
    if level == 1:
        return {"sum": _alike("sum"), "difference": _alike("difference"), "rounding": _rounding()}
    if level == 2:
        return {
            "sum": _unlike(2, "sum"),
            "difference": _unlike(2, "difference"),
            "product by a whole number": _by_whole("product"),
            "quotient by a whole number": _by_whole("quotient"),
        }
    if level == 3:
        return {
            "difference below zero": _unlike(3, "difference"),
            "product of decimals": _product(3, "product"),
            "quotient by a decimal": _by_decimal(),
        }
    held = {shape: _triples(shape) for shape in SHAPES if "then" in shape}
    return {**held, "product, then rounding": _product(4, "product")}


def expression_of(problem: Problem, turned: int) -> Expression:
    """Return the expression of a problem; each bit of `turned` turns a sum or product round."""
    return _filled(SHAPES[problem.shape], problem.operands, turned)[0]


def turns(problem: Problem) -> int:
    """Return the number of sums and products of a problem, which may be turned round."""
    return sum(map(str(SHAPES[problem.shape]).count, "+*"))


def larger_first(first: Decimal, second: Decimal) -> bool:
    """Return whether the first number is larger than the second."""
    return bool(first.digits * 10**second.places > second.digits * 10**first.places)


def _filled(shape: object, operands: tuple[Decimal, ...], turned: int) -> tuple[Expression, int]:
    if isinstance(shape, int):
        return operands[shape], turned
    assert isinstance(shape, tuple)
    left, turned = _filled(shape[1], operands, turned)
    right, turned = _filled(shape[2], operands, turned)
    if shape[0] in "+*":
        turned, turn = divmod(turned, 2)
        left, right = (right, left) if turn else (left, right)
    return Operation(shape[0], left, right), turned


@cache
def _table(most: int, places: tuple[int, ...]) -> Table[Decimal]:
    """Return the decimals of fewer than `most` and more than one unit of these places, by places."""
    return Table([Decimal(d, p) for p in places for d in range(2, most) if not p or d % 10])


def _alike(shape: str) -> Space[Problem]:
    """Return the pairs of decimals of as many places, 1 to 3; of a difference the larger comes first."""
    tables = {places: _table(_ALIKE, (places,)) for places in (1, 2, 3)}

    def forward(element: tuple[int, tuple[int, int]]) -> Problem:
        places, (low, high) = element
        pair = (tables[places].values[low - 1], tables[places].values[high - 1])
        return Problem(1, shape, pair if shape == "sum" else pair[::-1], -1)

    def backward(problem: Problem) -> tuple[int, tuple[int, ...]]:
        places = problem.operands[0].places
        return places, tuple(sorted(tables[places].places[number] + 1 for number in problem.operands))

    return Mapped(Product(Choice((1, 2, 3)), Subsets(len(tables[1]), 2)), forward, backward)


def _unlike(level: int, shape: str) -> Space[Problem]:
    """Return the pairs of different places, 0 to 3; of a difference the larger comes first but at level 3."""
    table = _table(_LONG, (0, 1, 2, 3))
    limits = [0] * len(table)
    for place in range(1, len(table)):
        same = table.values[place].places == table.values[place - 1].places
        limits[place] = limits[place - 1] if same else place

    def forward(pair: tuple[int, int]) -> Problem:
        low, high = (table.values[place] for place in pair)
        if shape == "difference" and larger_first(low, high) != (level == 2):
            low, high = high, low
        return Problem(level, shape, (low, high), -1)

    def backward(problem: Problem) -> tuple[int, int]:
        low, high = sorted(table.places[number] for number in problem.operands)
        return low, high

    return Mapped(Below(limits), forward, backward)


def _by_whole(shape: str) -> Space[Problem]:
    """Return decimals times whole numbers, and what comes of it divided by the whole number again."""
    table, wholes = _table(_LONG, (1, 2, 3)), _table(_WHOLE, (0,))

    def forward(element: tuple[Decimal, Decimal]) -> Problem:
        number, whole = element
        if shape == "quotient":
            number = Decimal(number.digits * whole.digits, number.places).lowered()
        return Problem(2, shape, (number, whole), -1)

    def backward(problem: Problem) -> tuple[Decimal, Decimal]:
        number, whole = problem.operands
        if shape == "quotient":
            number = Decimal(number.digits * 1_000 // whole.digits, number.places + 3).lowered()
        return number, whole

    return Mapped(Product(Choice(table.values), Choice(wholes.values)), forward, backward)


def _by_decimal() -> Space[Problem]:
    """Return what comes of two numbers that are multiplied, divided by the second of them, a decimal."""
    results, divisors = _table(_LONG, (0, 1, 2)), _table(_SHORT, (1, 2))

    def forward(element: tuple[Decimal, Decimal]) -> Problem:
        result, divisor = element
        number = Decimal(result.digits * divisor.digits, result.places + divisor.places).lowered()
        return Problem(3, "quotient", (number, divisor), -1)

    def backward(problem: Problem) -> tuple[Decimal, Decimal]:
        number, divisor = problem.operands
        digits = number.digits * 10 ** (divisor.places + 2) // divisor.digits
        return Decimal(digits, number.places + 2).lowered(), divisor

    return Mapped(Product(Choice(results.values), Choice(divisors.values)), forward, backward)


def _product(level: int, shape: str) -> Space[Problem]:
    """Return the unordered pairs of two decimals, at level 4 each with a number of places to round to.

    There no number's digits are a multiple of 5, so that the product keeps all its places, two at least.
    """
    table = _table(_LONG, (1, 2))
    keeps = (-1,) if level == 3 else (0, 1)
    if level == 4:
        table = Table([number for number in table.values if number.digits % 5])

    def forward(element: tuple[tuple[int, int], int]) -> Problem:
        (low, high), keep = element
        return Problem(level, shape, (table.values[low], table.values[high]), keep)

    def backward(problem: Problem) -> tuple[tuple[int, int], int]:
        low, high = (table.places[number] for number in problem.operands)
        return (low, high), problem.keep

    return Mapped(Product(Below(range(1, len(table) + 1)), Choice(keeps)), forward, backward)


def _rounding() -> Space[Problem]:
    """Return decimals of 2 to 4 places with fewer places to round to."""
    kinds = Choice([(places, keep) for places in (2, 3, 4) for keep in range(places)])

    def forward(element: tuple[tuple[int, int], int]) -> Problem:
        (places, keep), k = element
        # The k-th number that does not end in 0.
        return Problem(1, "rounding", (Decimal(k + k // 9 + 1, places),), keep)

    def backward(problem: Problem) -> tuple[tuple[int, int], int]:
        ((digits, places),) = problem.operands
        return (places, problem.keep), digits - digits // 10 - 1

    return Mapped(Product(kinds, Choice(range(9_000))), forward, backward)


def _triples(shape: str) -> Space[Problem]:
    """Return the numbers of two operations; a quotient is made from its result."""
    first, third = _table(_SHORT, (1, 2)), _table(_SHORT, (1,))
    if shape.startswith("quotient"):
        pairs: Space[tuple[Decimal, Decimal]] = _quotients(first)
    else:
        pairs = _pairs(first, larger=shape.startswith("difference"))

    def forward(element: tuple[tuple[Decimal, Decimal], Decimal]) -> Problem:
        pair, other = element
        return Problem(4, shape, (*pair, other), -1)

    def backward(problem: Problem) -> tuple[tuple[Decimal, Decimal], Decimal]:
        left, right, other = problem.operands
        return (left, right), other

    return Mapped(Product(pairs, Choice(third.values)), forward, backward)


def _pairs(table: Table[Decimal], larger: bool) -> Space[tuple[Decimal, Decimal]]:
    """Return the pairs of different numbers of a table, in its order or the larger first."""

    def forward(pair: tuple[int, int]) -> tuple[Decimal, Decimal]:
        low, high = (table.values[place] for place in pair)
        return (high, low) if larger and not larger_first(low, high) else (low, high)

    def backward(numbers: tuple[Decimal, Decimal]) -> tuple[int, int]:
        low, high = sorted(table.places[number] for number in numbers)
        return low, high

    return Mapped(Below(range(len(table))), forward, backward)


def _quotients(table: Table[Decimal]) -> Space[tuple[Decimal, Decimal]]:
    """Return what comes of a number of a table times a digit from 2 to 9, and the digit."""
    digits = [Decimal(digit, 0) for digit in range(2, 10)]

    def forward(element: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
        number, digit = element
        return Decimal(number.digits * digit.digits, number.places).lowered(), digit

    def backward(numbers: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
        number, digit = numbers
        return Decimal(number.digits * 100 // digit.digits, number.places + 2).lowered(), digit

    return Mapped(Product(Choice(table.values), Choice(digits)), forward, backward)
