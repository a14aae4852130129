"""Tasks on polynomials: what the strata of each level hold, and the problem of each element.

An element is a shape's name with its numbers. No two make the same task, but for the order of what is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from math import isqrt
from typing import Any

import numpy as np

from synth.grammar import Choice, Product, Space
from synth.grammar.errors import NotInSpace
from synth.solvers._polynomial_problem import Polynomial, Problem, one, times
from synth.solvers._spaces import Kept, Point

Element = tuple[Any, ...]

BOUNDS: Mapping[str, int] = {
    "quadratic": 9,
    "cubic": 6,
    "number": 9,
    "small number": 4,
    "denominator": 5,
    "binomial": 9,
    "small binomial": 3,
    "constant": 9,
    "root": 30,
    "small root": 15,
    "content": 9,
    "square": 9,
    "group": 9,
    "in the square": 25,
    "cube": 6,
    "sharing": 12,
}
"""The greatest size of everything; all that the spaces are made of."""


class Pairs(Space[tuple[Any, Any]]):
    """Two different elements of a space, the one of lower rank first."""

    def __init__(self, space: Space[Any]) -> None:
        self._space = space

    def count(self) -> int:
        """Return the number of pairs, n * (n - 1)/2."""
        many = self._space.count()
        return many * (many - 1) // 2

    def unrank(self, rank: int) -> tuple[Any, Any]:
        """Return the pair at this place: those with a second element of low rank come first."""
        second = (1 + isqrt(1 + 8 * rank)) // 2
        return self._space.unrank(rank - second * (second - 1) // 2), self._space.unrank(second)

    def rank(self, element: tuple[Any, Any]) -> int:
        """Return the place of a pair."""
        first, second = (self._space.rank(part) for part in element)
        if first >= second:
            raise NotInSpace(f"{element!r} is not a pair in the order of its space")
        return second * (second - 1) // 2 + first


@cache
def strata(level: int) -> Mapping[str, Space[Element]]:
    """Return the strata of a level."""
    return {name: Product(Choice((shape,)), *spaces) for name, (shape, *spaces) in _levels()[level].items()}


def problem(element: Element) -> Problem:
    """Return the problem of an element of a stratum."""
    shape, *numbers = element
    return _SHAPES[shape](*numbers)


def _levels() -> dict[int, dict[str, tuple[Any, ...]]]:
    quadratics, binomials = _quadratics(), _binomials("binomial", -1)
    small = _binomials("small binomial", 1)
    products = Pairs(small)
    signs = Choice((1, -1))
    return {
        1: {
            "evaluate a quadratic": ("evaluate", quadratics, _sizes("number")),
            "add": ("add", Pairs(quadratics)),
            "subtract": ("subtract", Pairs(quadratics), signs),
        },
        2: {
            "evaluate a cubic": ("evaluate", _cubics(), _sizes("small number")),
            "multiply by a single term": ("single", _sizes("content", 2), _powers(1, 3), quadratics),
            "multiply two binomials": ("product", Pairs(binomials)),
            "square of a binomial": ("square", binomials),
            "factor out a single term": (
                "shared",
                _sharing(),
                _powers(1, 3),
                _primitive("square"),
            ),
            "factor a quadratic": ("roots", _pairs_of_roots("root")),
            "factor a difference of squares": ("squares", _primitive("square", 1)),
            "factor a square": ("power", _primitive("square")),
        },
        3: {
            "evaluate at a fraction": ("evaluate", quadratics, _fractions()),
            "multiply a binomial and a trinomial": ("long", binomials, quadratics),
            "expand a sum of products": ("sum", Pairs(products)),
            "expand a difference of products": ("difference", Pairs(products), signs),
            "factor a quadratic": ("product of two", _two_factors()),
            "factor with a common factor": ("roots", _pairs_of_roots("small root"), _common()),
            "factor by grouping": ("group", _primitive("group"), _outer()),
        },
        4: {
            "multiply three binomials": ("three", _triples(small.count())),
            "factor by grouping": ("group", _primitive("group"), _outer(), _common()),
            "factor a quadratic in the square": ("quartic", _pairs_of_roots("in the square"), _all_common()),
            "factor a sum or difference of cubes": ("cubes", _primitive("cube"), _all_common()),
        },
    }


def _around(bound: int) -> range:
    return range(-bound, bound + 1)


@cache
def _quadratics() -> Kept:
    """Return c, b and a, with two terms at least."""
    axes = [_around(BOUNDS["quadratic"])] * 3
    return Kept(axes, lambda c, b, a: (a != 0) & ((b != 0) | (c != 0)))


def _cubics() -> Kept:
    axes = [_around(BOUNDS["cubic"])] * 4
    return Kept(axes, lambda d, c, b, a: (a != 0) & ((b != 0) | (c != 0)))


def _sizes(name: str, least: int = 1) -> Kept:
    return Kept([_around(BOUNDS[name])], lambda number: np.abs(number) >= least)


def _sharing() -> Kept:
    return Kept([range(2, BOUNDS["sharing"] + 1)], lambda number: number > 1)


def _powers(low: int, high: int) -> Choice[int]:
    return Choice(tuple(range(low, high + 1)))


def _fractions() -> Kept:
    """Return numerator and denominator of numbers that are not whole, of a size of at most 3."""
    axes = [_around(BOUNDS["number"]), range(2, BOUNDS["denominator"] + 1)]
    return Kept(axes, lambda top, bottom: (np.gcd(top, bottom) == 1) & (np.abs(top) <= 3 * bottom))


def _binomials(name: str, sign: int) -> Kept:
    """Return constant and coefficient of linear binomials; the coefficient is positive for the sign 1."""
    axes = [_around(BOUNDS["constant"]), range(1 if sign > 0 else -BOUNDS[name], BOUNDS[name] + 1)]
    return Kept(axes, lambda b, a: (a != 0) & (b != 0))


def _primitive(name: str, sign: int = -1) -> Kept:
    """Return constant and positive coefficient of linear binomials without common factor."""
    axes = [range(1 if sign > 0 else -BOUNDS[name], BOUNDS[name] + 1), range(1, BOUNDS[name] + 1)]
    return Kept(axes, lambda b, a: (b != 0) & (np.gcd(a, b) == 1))


def _pairs_of_roots(name: str) -> Kept:
    both = _around(BOUNDS[name])
    return Kept([both, both], lambda p, q: (p < q) & (p != 0) & (q != 0) & (p + q != 0))


def _two_factors() -> Kept:
    """Return q, p, s, r of (px + q)(rx + s), in order, without common factors; not both p and r are 1."""
    size = range(1, BOUNDS["cube"] + 1)
    both = _around(BOUNDS["constant"])
    return Kept(
        [size, both, size, both],
        lambda p, q, r, s: (
            (q != 0)
            & (s != 0)
            & (np.gcd(p, q) == 1)
            & (np.gcd(r, s) == 1)
            & (p * r > 1)
            & ((p < r) | ((p == r) & (q < s)))
            & (p * s + q * r != 0)
        ),
    )


def _outer() -> Kept:
    """Return c and a of ax^2 + c without common factor."""
    axes = [_around(BOUNDS["constant"]), range(1, BOUNDS["small number"] + 1)]
    return Kept(axes, lambda c, a: (c != 0) & (np.gcd(a, c) == 1))


def _common() -> Kept:
    """Return coefficient and power of a common factor other than 1."""
    axes = [_around(BOUNDS["content"]), range(3)]
    return Kept(axes, lambda content, low: (content != 0) & ((content != 1) | (low != 0)))


def _all_common() -> Kept:
    return Kept([_around(BOUNDS["content"]), range(3)], lambda content, low: (content != 0) & (low == low))


def _triples(many: int) -> Kept:
    """Return the ranks of three different binomials, ascending."""
    ranks = range(many)
    return Kept([ranks] * 3, lambda i, j, k: (i < j) & (j < k))


def _shifted(values: Polynomial, common: Point = (1, 0)) -> Polynomial:
    content, low = common
    return (*([0] * low), *(content * value for value in values))


def _factor(values: Polynomial, common: Point = (1, 0)) -> Problem:
    return one("factor", _shifted(values, common))


def _evaluate(values: Polynomial, at: Point) -> Problem:
    return one("evaluate", values, at=Fraction(*at))


def _difference(pair: tuple[Any, Any], direction: int) -> Problem:
    first, second = pair[::direction]
    return Problem("expand", (first, second), sign=-1)


def _three(ranks: Point) -> Problem:
    binomials = _binomials("small binomial", 1)
    return one("expand", *(binomials.unrank(rank) for rank in ranks))


_SHAPES: Mapping[str, Callable[..., Problem]] = {
    "evaluate": _evaluate,
    "add": lambda pair: one("add", *pair),
    "subtract": lambda pair, direction: one("subtract", *pair[::direction]),
    "single": lambda size, low, values: one("expand", _shifted(size, (1, low)), values),
    "product": lambda pair: one("expand", *pair),
    "square": lambda binomial: one("expand", binomial, binomial),
    "long": lambda binomial, values: one("expand", binomial, values),
    "sum": lambda pair: Problem("expand", pair, sign=1),
    "difference": _difference,
    "three": _three,
    "shared": lambda size, low, values: _factor(values, (size[0], low)),
    "roots": lambda roots, common=(1, 0): _factor((roots[0] * roots[1], -roots[0] - roots[1], 1), common),
    "squares": lambda base: _factor((-(base[0] ** 2), 0, base[1] ** 2)),
    "power": lambda base: _factor(times(base, base)),
    "product of two": lambda numbers: _factor(times(numbers[1::-1], numbers[:1:-1])),
    "group": lambda inner, outer, common=(1, 0): _factor(times(inner, (outer[0], 0, outer[1])), common),
    "quartic": lambda roots, common: _factor((roots[0] * roots[1], 0, -roots[0] - roots[1], 0, 1), common),
    "cubes": lambda base, common: _factor((base[0] ** 3, 0, 0, base[1] ** 3), common),
}
