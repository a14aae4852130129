"""Quadratic equations: what the strata of each level hold, and the equation of each element.

An element is a shape's name with the numbers that it needs. No two make the same equation and way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.grammar import Choice, Product, Space, Sum
from synth.solvers._quadratic_equation import Equation, Side, multiplied, summed
from synth.solvers._spaces import Kept, Point

Element = tuple[int, tuple[Any, ...]]
"""The number of the shape in the stratum, and the shape's name with its numbers."""

Bounds = tuple[int, int]

KINDS = ("rational roots", "double root", "irrational roots", "no real roots")
BOUNDS: Mapping[str, Any] = {
    "integer roots": 50,
    "double integer root": 50,
    "opposite roots": 50,
    "root of zero": 50,
    "moved roots": 30,
    "moved terms": ((-12, 12), (-30, 30)),
    "squares": ((2, 9), (-20, 20)),
    "contents": (1, -1, 2, 3),
    "factoring": ((2, 12), (-40, 40), (-60, 60)),
    "square": ((1, 4), (-30, 30), (-90, 90)),
    "formula": ((2, 9), (-30, 30), (-60, 60)),
    "any": ((1, 9), (-30, 30), (-60, 60)),
    "added": ((0, 3), (-9, 9), (-20, 20)),
    "factor": (-9, 9),
}
"""The least and the greatest number of everything; all that the spaces are made of."""


@cache
def strata(level: int) -> Mapping[str, Space[Element]]:
    """Return the strata of a level."""
    if level == 2:
        return {
            "two integer roots": _one("roots", _pairs(BOUNDS["integer roots"])),
            "double root": _one("double", _nonzero(BOUNDS["double integer root"])),
            "opposite roots": _one("opposite", Kept([range(1, BOUNDS["opposite roots"] + 1)], _every)),
            "zero as a root": _one("zero", _nonzero(BOUNDS["root of zero"])),
            "standard form first": _one("moved", _pairs(BOUNDS["moved roots"]), _moved_terms()),
        }
    contents = Choice(BOUNDS["contents"])
    signs = Choice((1, -1))
    found: dict[str, Space[Element]] = {
        "factoring, rational roots": _one("factoring", contents, _of_kind("factoring", "rational roots")),
        "factoring, double root": _one("binomial", Choice(("factoring",)), contents, _squares()),
    }
    for kind in ("rational roots", "irrational roots", "no real roots"):
        found[f"square, {kind}"] = _one("square", _of_kind("square", kind, 0))
        found[f"formula, {kind}"] = _one("formula", signs, _of_kind("formula", kind))
    found["formula, double root"] = _one("binomial", Choice(("formula",)), signs, _squares())
    for kind in KINDS:
        found[f"standard form first, {kind}"] = Sum(
            Product(Choice(("added",)), _of_kind("any", kind), _added_terms()),
            Product(Choice(("product",)), _of_kind("any", kind, 2), _factor_pairs(np.greater_equal)),
            Product(Choice(("product",)), _of_kind("any", kind, 1), _factor_pairs(np.less)),
            Product(Choice(("power",)), _of_kind("any", kind, 1), _nonzero(BOUNDS["factor"][1])),
        )
    return found


def equation(element: Element) -> Equation:
    """Return the equation of an element of a stratum, and the way asked."""
    shape, *numbers = element[1]
    return _SHAPES[shape](*numbers)


def _one(shape: str, *spaces: Space[Any]) -> Space[Element]:
    return Sum(Product(Choice((shape,)), *spaces))


def _every(values: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.ones_like(values, bool)


def _nonzero(bound: int) -> Kept:
    return Kept([range(-bound, bound + 1)], lambda root: root != 0)


def _pairs(bound: int) -> Kept:
    """Return the pairs of roots, neither 0 nor opposite, the smaller first."""
    both = range(-bound, bound + 1)
    return Kept([both, both], lambda p, q: (p < q) & (p != 0) & (q != 0) & (p + q != 0))


def _range(bounds: Bounds) -> range:
    return range(bounds[0], bounds[1] + 1)


def _moved_terms() -> Kept:
    return Kept([_range(bounds) for bounds in BOUNDS["moved terms"]], lambda d, e: (d != 0) | (e != 0))


def _added_terms() -> Kept:
    axes = [_range(bounds) for bounds in BOUNDS["added"]]
    return Kept(axes, lambda f, d, e: (f != 0) | (d != 0) | (e != 0))


def _factor_pairs(keeps: Callable[..., NDArray[np.bool_]]) -> Kept:
    """Return the constants q and s of two factors; s is not 0, and with `less` q is the smaller one."""
    both = _range(BOUNDS["factor"])
    if keeps is np.less:
        return Kept([both, both], lambda q, s: (q < s) & (q != 0) & (s != 0))
    return Kept([both, both], lambda q, s: (s != 0) & (q == q))


def _squares() -> Kept:
    axes = [_range(bounds) for bounds in BOUNDS["squares"]]
    return Kept(axes, lambda m, n: (n != 0) & (np.gcd(m, n) == 1))


@cache
def _of_kind(name: str, kind: str, leading: int | None = None) -> Kept:
    """Return the coefficients with roots of a kind, b and c not 0.

    They have no common factor, or are as they come where `leading` is 0. With 1 the leading coefficient is 1,
    with 2 it is above 1.
    """
    axes = [_range(bounds) for bounds in BOUNDS[name]]

    def keeps(a: NDArray[np.int64], b: NDArray[np.int64], c: NDArray[np.int64]) -> NDArray[np.bool_]:
        value = b * b - 4 * a * c
        root = np.floor(np.sqrt(np.maximum(value, 0))).astype(np.int64)
        square = root * root == value
        kinds = {
            "rational roots": square & (value > 0),
            "double root": value == 0,
            "irrational roots": ~square & (value > 0),
            "no real roots": value < 0,
        }
        kept: NDArray[np.bool_] = kinds[kind] & (b != 0) & (c != 0)
        if leading != 0:
            kept &= np.gcd(np.gcd(a, b), c) == 1
        if leading:
            kept &= (a == 1) if leading == 1 else (a > 1)
        return kept

    return Kept(axes, keeps)


def _zero_right(way: str, content: int, *coefficients: int) -> Equation:
    return Equation(way, summed(*(content * value for value in coefficients)), summed(0))


def _between(left: Side, standard: Point) -> Equation:
    """Return the equation with this left side that comes to this standard form; no way is asked."""
    right = [one - other for one, other in zip(left.sum, standard, strict=True)]
    return Equation("any", left, summed(*right))


def _moved(roots: Point, terms: Point) -> Equation:
    (p, q), (d, e) = roots, terms
    return Equation("factoring", summed(1, d - p - q, e + p * q), summed(d, e))


def _added(standard: Point, terms: Point) -> Equation:
    left = [one + other for one, other in zip(standard, terms, strict=True)]
    return _between(summed(*left), standard)


_SHAPES: Mapping[str, Callable[..., Equation]] = {
    "roots": lambda roots: _zero_right("factoring", 1, 1, -roots[0] - roots[1], roots[0] * roots[1]),
    "double": lambda root: _zero_right("factoring", 1, 1, -2 * root[0], root[0] ** 2),
    "opposite": lambda root: _zero_right("factoring", 1, 1, 0, -(root[0] ** 2)),
    "zero": lambda root: _zero_right("factoring", 1, 1, -root[0], 0),
    "moved": _moved,
    "factoring": lambda content, standard: _zero_right("factoring", content, *standard),
    "binomial": lambda way, content, base: _zero_right(
        way, content, base[0] ** 2, 2 * base[0] * base[1], base[1] ** 2
    ),
    "square": lambda standard: _zero_right("square", 1, *standard),
    "formula": lambda content, standard: _zero_right("formula", content, *standard),
    "added": _added,
    "product": lambda standard, numbers: _between(
        multiplied((1, numbers[0]), (standard[0], numbers[1])), standard
    ),
    "power": lambda standard, number: _between(multiplied((1, number[0]), (1, number[0])), standard),
}
