"""What algebra means, by SymPy's polynomial rings: identities, values and coefficients, exactly.

A tree becomes an element of QQ[letters, square roots of primes], where each root's square is put back to the
prime at once. Products of roots of different primes are independent over the rational numbers, so two trees
without denominators in letters are equal exactly where their elements are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import prod
from typing import Any

from sympy import QQ
from sympy.polys.rings import PolyElement, PolyRing

from synth.verify._algebra import (
    Beyond,
    Letter,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Undefined,
    letters,
    nodes,
)

LARGEST_RADICAND = 10**10
MOST_PRIMES = 6  # under the roots of one expression
MOST_LETTERS = 8

Values = Mapping[str, PolyElement[Any]]


class Ring:
    """The polynomials in some letters, with the square roots of some primes."""

    def __init__(self, names: tuple[str, ...], primes: tuple[int, ...]) -> None:
        if len(names) > MOST_LETTERS or len(primes) > MOST_PRIMES:
            raise Beyond(f"more than {MOST_LETTERS} letters, or {MOST_PRIMES} primes under roots")
        self.names, self.primes = names, primes
        self.ring = PolyRing([*names, *(f"sqrt{prime}" for prime in primes)], QQ)
        self.zero: PolyElement[Any] = self.ring.zero
        self.one: PolyElement[Any] = self.ring.one
        self._number = lru_cache(maxsize=1024)(lambda value: self.ring.ground_new(QQ(value)))
        self._letters = dict(zip(names, self.ring.gens, strict=False))
        self._roots = dict(zip(primes, self.ring.gens[len(names) :], strict=True))

    def element(self, node: Node, values: Values | None = None) -> PolyElement[Any]:
        """Return what a tree is; `values` stand in for letters.

        Raises Undefined for a division by zero or the root of a negative number, Beyond for a division by
        letters and for the root of something that is no rational number.
        """
        if isinstance(node, Number):
            return self._number(node.value)
        if isinstance(node, Letter):
            if values and node.name in values:
                return values[node.name]
            if node.name not in self._letters:
                raise Beyond(f"the letter {node.name} is not one of those that are worked with")
            return self._letters[node.name]
        if isinstance(node, Root):
            return self.root(self.element(node.inner, values))
        if isinstance(node, Power):
            base = self.element(node.base, values)
            return base**node.exponent if not self.primes else self._power(base, node.exponent)
        if isinstance(node, Product):
            product = self.element(node.factors[0], values)
            for factor in node.factors[1:]:
                product = product * self.element(factor, values)
                if self.primes:
                    product = self.reduced(product)
            return product
        if isinstance(node, Quotient):
            return self.quotient(self.element(node.top, values), self.element(node.bottom, values))
        total = self.zero
        for sign, part in node.terms:
            total = total + self.element(part, values) if sign > 0 else total - self.element(part, values)
        return total

    def root(self, element: PolyElement[Any]) -> PolyElement[Any]:
        """Return the square root of a rational number that is not negative."""
        if not element.is_ground:
            raise Beyond("a root of something that is no rational number is not worked out")
        value = element.coeff(1) if element else QQ(0)
        if value < 0:
            raise Undefined("a negative number has no square root")
        above, over = simple_root(int(value.numerator))
        below, under = simple_root(int(value.denominator))
        root = self.ring.ground_new(QQ(above, below * prod(under)))
        for prime in (*over, *under):
            if prime not in self._roots:
                raise Beyond(f"the root of {prime} is not one of those that are worked with")
            root *= self._roots[prime]
        return root

    def quotient(self, top: PolyElement[Any], bottom: PolyElement[Any]) -> PolyElement[Any]:
        """Return the quotient by a number; one with roots is multiplied by its conjugates first."""
        if not bottom:
            raise Undefined("a number is divided by zero")
        for prime in self.primes:
            turned = self._conjugate(bottom, prime)
            if turned != bottom:
                top, bottom = self.reduced(top * turned), self.reduced(bottom * turned)
        if not bottom.is_ground:
            raise Beyond("a division by letters is not worked out")
        return top.quo_ground(bottom.coeff(1))

    def reduced(self, element: PolyElement[Any]) -> PolyElement[Any]:
        """Return the element with no root to a power above 1."""
        first = len(self.names)
        if all(power < 2 for exponents in element for power in exponents[first:]):
            return element
        reduced: dict[tuple[int, ...], Any] = {}
        for exponents, coefficient in element.items():
            for prime, power in zip(self.primes, exponents[first:], strict=True):
                coefficient *= QQ(prime) ** (power // 2)
            low = (*exponents[:first], *(power % 2 for power in exponents[first:]))
            reduced[low] = reduced.get(low, QQ(0)) + coefficient
        return self.ring.from_dict({key: value for key, value in reduced.items() if value})

    def coefficients(self, element: PolyElement[Any], name: str) -> list[PolyElement[Any]]:
        """Return the coefficients of a letter's powers, from the constant on; [] for zero.

        The coefficients have no such letter.
        """
        place = self.names.index(name)
        parts: list[dict[tuple[int, ...], Any]] = []
        for exponents, coefficient in element.items():
            power = exponents[place]
            parts.extend({} for _ in range(power + 1 - len(parts)))
            parts[power][(*exponents[:place], 0, *exponents[place + 1 :])] = coefficient
        return [self.ring.from_dict(part) for part in parts]

    def _conjugate(self, element: PolyElement[Any], prime: int) -> PolyElement[Any]:
        """Return the element with the root of a prime turned to its opposite."""
        place = len(self.names) + self.primes.index(prime)
        turned = {key: -value if key[place] % 2 else value for key, value in element.items()}
        return self.ring.from_dict(turned)

    def _power(self, base: PolyElement[Any], exponent: int) -> PolyElement[Any]:
        power = base
        for _ in range(exponent - 1):
            power = self.reduced(power * base)
        return power


def ring_of(*trees: Node) -> Ring:
    """Return a ring for all letters and roots of some trees."""
    primes: set[int] = set()
    for tree in trees:
        for node in nodes(tree):
            if isinstance(node, Root):
                primes.update(_primes_below(node.inner))
    return _ring(letters(*trees), tuple(sorted(primes)))


def ring_in(*names: str) -> Ring:
    """Return the ring of some letters, without roots."""
    return _ring(names, ())


@lru_cache(maxsize=4096)
def simple_root(radicand: int) -> tuple[int, tuple[int, ...]]:
    """Return the natural number before, and the primes under, the root of a natural number.

    >>> simple_root(360)
    (6, (2, 5))
    """
    if radicand > LARGEST_RADICAND:
        raise Beyond(f"the root of a number above {LARGEST_RADICAND} is not worked out")
    outside, primes, rest, divisor = 1, [], radicand, 2
    if not radicand:
        return 0, ()
    while divisor * divisor <= rest:
        if rest % (divisor * divisor) == 0:
            outside, rest = outside * divisor, rest // (divisor * divisor)
        elif rest % divisor == 0:
            primes.append(divisor)
            rest //= divisor
        else:
            divisor += 1
    return outside, (*primes, rest) if rest > 1 else tuple(primes)


def _primes_below(inner: Node) -> tuple[int, ...]:
    """Return the primes that the root of an expression needs, by its value, which has no letters."""
    if any(isinstance(node, (Letter, Root)) for node in nodes(inner)):
        raise Beyond("a root of letters or of another root is not worked out")
    value = ring_in().element(inner)
    if not value:
        return ()
    number = value.coeff(1)
    return simple_root(abs(int(number.numerator)))[1] + simple_root(int(number.denominator))[1]


@lru_cache(maxsize=256)
def _ring(names: tuple[str, ...], primes: tuple[int, ...]) -> Ring:
    return Ring(names, primes)
