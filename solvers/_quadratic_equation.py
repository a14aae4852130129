"""Quadratic equations: their sides, what a tree of the grammar says, and their exact roots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import gcd, isqrt

from synth.grammar import Node, Tree
from synth.row import Dropped
from synth.solvers._algebra import joined, polynomial, term

Linear = tuple[int, int]
Coefficients = tuple[int, int, int]

LETTERS = ("x", "y", "z", "t", "n", "w")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: a sum by its coefficients, or a product of two linear factors as well."""

    sum: Coefficients
    factors: tuple[Linear, Linear] | None = None

    def text(self, letter: str) -> str:
        """Return the side as it is asked."""
        if self.factors is None:
            return polynomial(self.sum, letter)
        return factored(self.factors, letter)

    @property
    def degree(self) -> int:
        """Return the highest power; 0 for a number."""
        return 2 if self.sum[0] else 1 if self.sum[1] else 0


@dataclass(frozen=True, slots=True)
class Equation:
    """A quadratic equation and the way asked: any, factoring, square or formula."""

    way: str
    left: Side
    right: Side

    def text(self, letter: str, swapped: bool = False) -> str:
        """Return the equation as it is asked, or with its sides swapped."""
        left, right = self.left.text(letter), self.right.text(letter)
        return f"{right} = {left}" if swapped else f"{left} = {right}"

    @property
    def standard(self) -> Coefficients:
        """Return the coefficients once the right side is 0."""
        a, b, c = (one - other for one, other in zip(self.left.sum, self.right.sum, strict=True))
        return a, b, c


def summed(*coefficients: int) -> Side:
    """Return a sum from its coefficients, the highest power first."""
    a, b, c = (0,) * (3 - len(coefficients)) + coefficients
    return Side((a, b, c))


def multiplied(first: Linear, second: Linear) -> Side:
    """Return the product of two linear factors."""
    (p, q), (r, s) = first, second
    return Side((p * r, p * s + q * r, q * s), (first, second))


def factored(factors: tuple[Linear, Linear], letter: str) -> str:
    """Return a product of linear factors, a monomial first, a square as one."""
    first, second = sorted(factors, key=lambda factor: factor[1] != 0)
    texts = [polynomial(factor, letter) for factor in (first, second)]
    if first == second:
        return f"{texts[0]}^2" if texts[0] == letter else f"({texts[0]})^2"
    return "".join(text if number == 0 and not first[1] else f"({text})" for number, text in enumerate(texts))


def from_tree(tree: Tree) -> Equation:
    """Return the equation of a tree; raise Dropped where it is no quadratic one."""
    way, left, right = tree.node().children
    assert isinstance(way, Node)
    sides = sorted((_side(left), _side(right)), key=lambda side: -side.degree)
    equation = Equation({"completing": "square"}.get(way.name, way.name), *sides)
    if not equation.standard[0]:
        raise Dropped("the equation is not quadratic")
    if equation.way == "factoring" and roots(equation.standard).kind in ("irrational roots", "no real roots"):
        raise Dropped("the left side has no factors with whole numbers")
    return equation


def _side(node: Node | str) -> Side:
    assert isinstance(node, Node)
    if node.name == "zero":
        return summed(0)
    if node.name == "sum":
        terms = dict(_term(child) for child in node.children if isinstance(child, Node))
        return summed(terms.get(2, 0), terms.get(1, 0), terms.get(0, 0))
    parts = [_term(child)[1] for child in node.children if isinstance(child, Node)]
    if node.name == "square":
        return multiplied((parts[0], parts[1]), (parts[0], parts[1]))
    if node.name == "multiple":
        return multiplied((parts[0], 0), (parts[1], parts[2]))
    return multiplied((parts[0], parts[1]), (parts[2], parts[3]))


def _term(node: Node) -> tuple[int, int]:
    """Return a term's power and coefficient."""
    sign, _, unit = node.name.partition("_")
    power = {"square": 2, "squares": 2, "unknown": 1, "unknowns": 1, "": 0}[unit]
    value = 1
    for child in node.children:
        if isinstance(child, Node):
            value = int(str(child.children[0])) if child.children else 1
        else:
            value = int(child)
    return power, value if sign == "plus" else -value


@dataclass(frozen=True, slots=True)
class Roots:
    """The real roots of a quadratic: (p + k * sqrt(m))/d for k from `ks`, ascending; m is square-free."""

    discriminant: int
    p: int
    ks: tuple[int, ...]
    m: int
    d: int

    @property
    def kind(self) -> str:
        """Return the name of the kind of roots."""
        if self.discriminant < 0:
            return "no real roots"
        if self.discriminant == 0:
            return "double root"
        if self.m > 1:
            return "irrational roots"
        return "integer roots" if all((self.p + k) % self.d == 0 for k in self.ks) else "rational roots"

    def texts(self) -> list[str]:
        """Return the roots in simplest form, from the smallest to the largest."""
        return [surd(self.p, k, self.m, self.d) for k in self.ks]


def roots(coefficients: Coefficients) -> Roots:
    """Return the roots of a quadratic with whole coefficients."""
    a, b, c = coefficients if coefficients[0] > 0 else tuple(-value for value in coefficients)
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return Roots(discriminant, -b, (), 1, 2 * a)
    outside, inside = square_free(discriminant)
    return Roots(discriminant, -b, (-outside, outside) if discriminant else (0,), inside, 2 * a)


@lru_cache(maxsize=4096)
def square_free(number: int) -> tuple[int, int]:
    """Return k and m with number = k * k * m and m square-free; 0 gives 0 and 1.

    >>> square_free(48), square_free(49), square_free(0)
    ((4, 3), (7, 1), (0, 1))
    """
    if not number:
        return 0, 1
    outside, inside, rest, divisor = 1, 1, number, 2
    while divisor**3 <= rest:
        while rest % divisor**2 == 0:
            outside, rest = outside * divisor, rest // divisor**2
        if rest % divisor == 0:
            inside, rest = inside * divisor, rest // divisor
        divisor += 1
    root = isqrt(rest)
    return (outside * root, inside) if root * root == rest else (outside, inside * rest)


def surd(p: int, k: int, m: int, d: int) -> str:
    """Return (p + k * sqrt(m))/d in simplest form; d is positive.

    >>> surd(6, -2, 5, 4), surd(0, 2, 3, 2), surd(3, 5, 1, 4)
    ('(3 - sqrt(5))/2', 'sqrt(3)', '2')
    """
    if m == 1:
        p, k = p + k, 0
    common = gcd(p, k, d)
    p, k, d = p // common, k // common, d // common
    if not k:
        return str(p) if d == 1 else f"{p}/{d}"
    root = term(k, f"sqrt({m})")
    if not p:
        return root if d == 1 else f"{root}/{d}"
    text = joined([str(p), root])
    return text if d == 1 else f"({text})/{d}"
