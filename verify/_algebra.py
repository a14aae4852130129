"""Algebra as a checker reads it: text by docs/algebra.md into small trees that never change.

Total: any text becomes a tree, or `Unreadable` says what is wrong and where, after a bounded number of steps.
What is read is small (`LONGEST`, `DEEPEST`, ...), so that whatever is done with it later stays small too.
`_algebra_rings` and `_algebra_z3` give trees their meaning; they share nothing but this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, isqrt

LONGEST = 400  # characters of one text
DEEPEST = 12  # parentheses inside one another
DIGITS = 24  # of one number
HIGHEST = 20  # exponent
MOST_TERMS = 400  # that multiplying out could give
MOST_DIGITS = 400  # that a number could have in the end
MOST_RELATIONS = 12  # in one chain

SIGNS = ("=", "!=", "<", "<=", ">", ">=")


class Unreadable(ValueError):
    """Raised for a text that is not an expression or relation; the message is a fault, with the place."""


class Undefined(ValueError):
    """Raised for an expression without a value: a division by zero, the root of a negative number."""


class Beyond(ValueError):
    """Raised for an expression that is fine and past what is worked out here; the message names the limit."""


@dataclass(frozen=True, slots=True)
class Number:
    """A natural number."""

    value: int


@dataclass(frozen=True, slots=True)
class Letter:
    """An unknown."""

    name: str


@dataclass(frozen=True, slots=True)
class Root:
    """The square root of an expression, which is not negative."""

    inner: Node


@dataclass(frozen=True, slots=True)
class Power:
    """A base and an exponent from 2 on."""

    base: Node
    exponent: int


@dataclass(frozen=True, slots=True)
class Product:
    """Two factors or more, side by side or joined by a star."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """A term and what it is divided by."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms that are added (1) or subtracted (-1): two or more, or a single one that is subtracted."""

    terms: tuple[tuple[int, Node], ...]


Node = Number | Letter | Root | Power | Product | Quotient | Sum


@dataclass(frozen=True, slots=True)
class Relation:
    """Two expressions and one of `SIGNS` between them."""

    left: Node
    sign: str
    right: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """Expressions with a sign between each and the next; a relation has two, an expression alone one."""

    parts: tuple[Node, ...]
    signs: tuple[str, ...]

    def relations(self) -> tuple[Relation, ...]:
        """Return the relations between neighbours."""
        return tuple(
            Relation(left, sign, right)
            for left, sign, right in zip(self.parts, self.signs, self.parts[1:], strict=False)
        )


def read_expression(text: str) -> Node:
    """Return the tree of an expression.

    >>> read_expression("3x")
    Product(factors=(Number(value=3), Letter(name='x')))
    >>> read_expression("1/2x")
    Traceback (most recent call last):
    synth.verify._algebra.Unreadable: something follows a denominator at character 4 of '1/2x'
    """
    chain = read_chain(text)
    if chain.signs:
        raise Unreadable(f"an expression has no '{chain.signs[0]}', and {text!r} has")
    return chain.parts[0]


def read_relation(text: str) -> Relation:
    """Return an equation or inequality with one sign.

    >>> read_relation("x < 2")
    Relation(left=Letter(name='x'), sign='<', right=Number(value=2))
    """
    chain = read_chain(text)
    if len(chain.signs) != 1:
        raise Unreadable(f"one relation has one sign, and {text!r} has {len(chain.signs)}")
    return chain.relations()[0]


@lru_cache(maxsize=4096)
def read_chain(text: str) -> Chain:
    """Return an expression, a relation or several relations in a row, such as `0 <= x < 2`."""
    if len(text) > LONGEST:
        raise Unreadable(f"an expression has more than {LONGEST} characters")
    reader = _Reader(text)
    parts, signs = [reader.expression(0)], []
    while not reader.ended():
        signs.append(reader.sign())
        parts.append(reader.expression(0))
        if len(signs) > MOST_RELATIONS:
            raise Unreadable(f"a chain has more than {MOST_RELATIONS} signs")
    for part in parts:
        measure(part)
    return Chain(tuple(parts), tuple(signs))


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node, from left to right."""
    if isinstance(node, (Number, Letter)):
        return ()
    if isinstance(node, Root):
        return (node.inner,)
    if isinstance(node, Power):
        return (node.base,)
    if isinstance(node, Product):
        return node.factors
    if isinstance(node, Quotient):
        return (node.top, node.bottom)
    return tuple(part for _, part in node.terms)


def nodes(node: Node) -> Iterator[Node]:
    """Yield a node and all that is in it, each before its parts."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))


def letters(*trees: Node) -> tuple[str, ...]:
    """Return the letters that occur, in the order of the alphabet."""
    return tuple(sorted({one.name for tree in trees for one in nodes(tree) if isinstance(one, Letter)}))


def measure(node: Node) -> tuple[int, int]:
    """Return bounds of the number of terms when multiplied out, and of the digits of any number then.

    Raises Beyond if one of them is past its limit.
    """
    if isinstance(node, Number):
        terms, digits = 1, len(str(node.value))
    elif isinstance(node, Letter):
        terms, digits = 1, 1
    elif isinstance(node, Root):
        terms, digits = measure(node.inner)
        digits *= 2
    elif isinstance(node, Power):
        terms, digits = measure(node.base)
        terms, digits = comb(terms + node.exponent - 1, node.exponent), digits * node.exponent + terms
    else:
        terms, digits = (0, 0) if isinstance(node, Sum) else (1, 0)
        for part in children(node):
            more, longer = measure(part)
            terms = terms + more if isinstance(node, Sum) else terms * more
            digits += longer + 1
    if terms > MOST_TERMS or digits > MOST_DIGITS:
        raise Beyond(f"an expression can have more than {MOST_TERMS} terms or {MOST_DIGITS} digits")
    return terms, digits


def value(node: Node, values: Mapping[str, Fraction] | None = None) -> Fraction:
    """Return the exact value of an expression where its letters have these values.

    Raises Undefined for a division by zero, the root of a negative number and a letter without a value, and
    Beyond for a value that is no rational number.

    >>> value(read_expression("2(x - 1)/3"), {"x": Fraction(5, 2)})
    Fraction(1, 1)
    """
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Letter):
        if values is None or node.name not in values:
            raise Undefined(f"the letter {node.name} has no value")
        return values[node.name]
    if isinstance(node, Root):
        return _root(value(node.inner, values))
    if isinstance(node, Power):
        return value(node.base, values) ** node.exponent
    if isinstance(node, Product):
        product = Fraction(1)
        for factor in node.factors:
            product *= value(factor, values)
        return product
    if isinstance(node, Quotient):
        bottom = value(node.bottom, values)
        if not bottom:
            raise Undefined("a number is divided by zero")
        return value(node.top, values) / bottom
    return sum((sign * value(part, values) for sign, part in node.terms), Fraction(0))


def _root(square: Fraction) -> Fraction:
    if square < 0:
        raise Undefined("a negative number has no square root")
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    if root * root != square:
        raise Beyond("a square root is no rational number")
    return root


class _Reader:
    """One text and the place that has been reached in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def ended(self) -> bool:
        return self.place == len(self.text)

    def fault(self, what: str) -> Unreadable:
        return Unreadable(f"{what} at character {self.place + 1} of {self.text!r}")

    def passed(self, mark: str) -> bool:
        """Return True, and go past the mark, if it stands here."""
        found = self.text.startswith(mark, self.place)
        self.place += len(mark) * found
        return found

    def sign(self) -> str:
        match = _SIGN.match(self.text, self.place)
        if match is None:
            raise self.fault("neither an operation nor a relation stands")
        self.place = match.end()
        return match[1]

    def expression(self, depth: int) -> Node:
        terms = [(-1 if self.passed("-") else 1, self.term(depth))]
        while True:
            if self.passed(" + "):
                terms.append((1, self.term(depth)))
            elif self.passed(" - "):
                terms.append((-1, self.term(depth)))
            else:
                break
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else Sum(tuple(terms))

    def term(self, depth: int) -> Node:
        factors = self.factors(depth)
        while self.passed(" * "):
            factors += self.factors(depth)
        top = factors[0] if len(factors) == 1 else Product(tuple(factors))
        if not self.passed("/"):
            return top
        bottom = self.power(depth)
        if not self.ended() and self.text[self.place] not in " )":
            raise self.fault("something follows a denominator")
        if self.text.startswith(" * ", self.place):
            raise self.fault("a product goes on after a denominator")
        return Quotient(top, bottom)

    def factors(self, depth: int) -> list[Node]:
        """Return the factors that stand side by side; only the first may begin with a digit."""
        factors = [self.power(depth)]
        while not self.ended() and (self.text[self.place] == "(" or self.text[self.place] in _LETTERS):
            if len(factors) == 1 and isinstance(factors[0], Power) and isinstance(factors[0].base, Number):
                raise self.fault("a power of a number has something at its side")
            factors.append(self.power(depth))
        return factors

    def power(self, depth: int) -> Node:
        base = self.base(depth)
        if not self.passed("^"):
            return base
        exponent = self.number()
        if not 2 <= exponent <= HIGHEST:
            raise self.fault(f"an exponent is not from 2 to {HIGHEST}")
        return Power(base, exponent)

    def base(self, depth: int) -> Node:
        if self.passed("sqrt("):
            return Root(self.inside(depth))
        if self.passed("("):
            return self.inside(depth)
        if not self.ended() and self.text[self.place] in _LETTERS:
            self.place += 1
            return Letter(self.text[self.place - 1])
        return Number(self.number())

    def inside(self, depth: int) -> Node:
        if depth == DEEPEST:
            raise self.fault(f"parentheses are nested more than {DEEPEST} deep")
        inner = self.expression(depth + 1)
        if not self.passed(")"):
            raise self.fault("a closing parenthesis is missing")
        return inner

    def number(self) -> int:
        match = _NUMBER.match(self.text, self.place)
        if match is None:
            raise self.fault("a number, a letter or a parenthesis is missing")
        if len(match[0]) > DIGITS:
            raise self.fault(f"a number has more than {DIGITS} digits")
        if match[0][0] == "0" and len(match[0]) > 1:
            raise self.fault("a number begins with 0")
        self.place = match.end()
        return int(match[0])


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_NUMBER = re.compile(r"[0-9]+")
_SIGN = re.compile(r" (!=|<=|>=|=|<|>) ")
