"""Problems on polynomials in one letter, and what a tree of the grammar asks.

A polynomial is its whole coefficients, from the constant on; the last is not 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from synth.grammar import Node, Tree
from synth.row import Dropped
from synth.solvers._algebra import polynomial

Polynomial = tuple[int, ...]

LETTERS = ("x", "y", "z", "t", "n", "w")


@dataclass(frozen=True, slots=True)
class Problem:
    """A task and what it is about.

    The first of `parts` holds one polynomial to evaluate (at `at`) or to factor, two to add, two of which the
    second is subtracted, or factors to expand; the second holds more factors, added or subtracted (`sign`).
    """

    task: str
    parts: tuple[tuple[Polynomial, ...], ...]
    at: Fraction = Fraction(0)
    sign: int = 0


def one(task: str, *polynomials: Polynomial, at: Fraction = Fraction(0)) -> Problem:
    """Return a problem that is no sum of two products."""
    return Problem(task, (polynomials,), at)


def written(values: Sequence[int], letter: str) -> str:
    """Return a polynomial in canonical form."""
    return polynomial(values[::-1], letter) if values else "0"


def times(one: Sequence[int], other: Sequence[int]) -> Polynomial:
    """Return the product of two polynomials."""
    product = [0] * (len(one) + len(other) - 1)
    for power, value in enumerate(one):
        for more, another in enumerate(other):
            product[power + more] += value * another
    return tuple(product)


def plus(one: Sequence[int], other: Sequence[int], sign: int = 1) -> Polynomial:
    """Return one polynomial plus, or minus, another."""
    length = max(len(one), len(other))
    total = [0] * length
    for power, value in enumerate(one):
        total[power] += value
    for power, value in enumerate(other):
        total[power] += sign * value
    while total and not total[-1]:
        total.pop()
    return tuple(total)


def product_text(factors: Sequence[Polynomial], letter: str) -> str:
    """Return factors side by side: a single term comes without parentheses, and two alike are a square."""
    if len(factors) == 2 and factors[0] == factors[1]:
        return f"({written(factors[0], letter)})^2"
    texts = [written(factor, letter) for factor in factors]
    first = texts[0] if is_monomial(factors[0]) else f"({texts[0]})"
    return first + "".join(f"({text})" for text in texts[1:])


def is_monomial(values: Sequence[int]) -> bool:
    """Return True for a single term."""
    return sum(value != 0 for value in values) == 1


def from_tree(tree: Tree) -> Problem:
    """Return the problem of a tree; raise Dropped where it is none of the family."""
    (task,) = tree.node().children
    assert isinstance(task, Node)
    sums = [_sum(child) for child in task.children if isinstance(child, Node) and child.name == "sum"]
    if task.name == "evaluate":
        number = task.children[1]
        assert isinstance(number, Node)
        sign = -1 if number.name == "negative" else 1
        return one("evaluate", sums[0], at=Fraction(sign * int(str(number.children[0]))))
    if task.name == "subtract":
        return one("subtract", sums[1], sums[0])
    if task.name == "square":
        sums *= 2
    if task.name in ("square", "multiply"):
        if is_monomial(sums[1]):
            raise Dropped("the last factor is a single term")
        return one("expand", *sums)
    return one(task.name, *sums)


_POWERS = {"number": 0, "linear": 1, "square": 2, "cube": 3, "fourth": 4}


def _sum(node: Node) -> Polynomial:
    values: dict[int, int] = {}
    for term in node.children:
        assert isinstance(term, Node)
        sign, _, power = term.name.partition("_")
        size = int(str(term.children[0])) if term.children else 1
        values[_POWERS[power]] = size if sign == "plus" else -size
    return tuple(values.get(power, 0) for power in range(max(values) + 1))
