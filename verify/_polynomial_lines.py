"""Polynomials: the lines that a solution has to have, from the question alone, by docs/polynomial.md.

Factors are found by SymPy's factorisation over the integers. Each line comes with the expression in it that
has to equal the question's; lines that state something else have none, and are right as they are made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt

from sympy import ZZ
from sympy.polys.factortools import dup_zz_factor

from synth.verify._algebra import Beyond
from synth.verify._algebra_forms import polynomial_text

Whole = tuple[int, ...]
"""A polynomial with whole coefficients, from the constant on; the last is not 0."""

LARGEST = 10**9  # coefficient of a polynomial that is factored


class Lines:
    """Lines in order, without their numbers, each with its expression; the last expression is the answer."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.lines: list[tuple[str, str]] = []
        self.answer = ""

    def state(self, reason: str, expression: str) -> None:
        """Add a line that ends with an expression, which is the answer if no other comes."""
        self.lines.append((f"{reason}: {expression}.", expression))
        self.answer = expression

    def go_on(self, reason: str, expression: str) -> None:
        """Add a line unless it repeats the expression of the line before."""
        if expression != self.answer:
            self.state(reason, expression)

    def remark(self, sentence: str) -> None:
        """Add a line without an expression that equals the question's."""
        self.lines.append((sentence, ""))

    def text(self, values: Sequence[int]) -> str:
        """Return the canonical text of a polynomial."""
        return polynomial_text([Fraction(value) for value in values], self.letter)

    def one(self, value: int, power: int) -> str:
        """Return the canonical text of a term."""
        return self.text([0] * power + [value])


def summed(parts: Sequence[str]) -> str:
    """Return terms as a sum, the minus of one becoming the sign before it."""
    text = parts[0]
    for part in parts[1:]:
        text += f" - {part[1:]}" if part.startswith("-") else f" + {part}"
    return text


def falling(values: Sequence[int]) -> list[tuple[int, int]]:
    """Return powers and coefficients, without those that are 0, the highest power first."""
    return [(power, values[power]) for power in range(len(values) - 1, -1, -1) if values[power]]


def enclosed(number: Fraction | int) -> str:
    """Return a number, in parentheses if it is negative or a fraction."""
    return str(number) if number >= 0 and Fraction(number).denominator == 1 else f"({number})"


# Evaluating, adding, subtracting.


def evaluating(lines: Lines, values: Whole, at: Fraction) -> None:
    """Add the lines that find a polynomial's value."""
    put, worked, each = [], [], []
    for power, value in falling(values):
        raised = at**power
        put.append(_product(value, at, power))
        worked.append(_product(value, raised, min(power, 1)))
        each.append(str(value * raised))
    lines.state(f"Substitute {at} for {lines.letter}", summed(put))
    lines.go_on("Work out the powers", summed(worked))
    lines.go_on("Work out each term", summed(each))
    if len(each) > 1:
        lines.state("Add", str(sum(value * at**power for power, value in falling(values))))


def _product(value: int, base: Fraction, power: int) -> str:
    if not power:
        return str(value)
    if value == 1 and power == 1:
        return str(base)
    raised = enclosed(base) if power == 1 else f"{enclosed(base)}^{power}"
    if abs(value) == 1:
        return raised if value > 0 else f"-{raised}"
    return f"{value} * {raised}"


def adding(lines: Lines, one: Whole, other: Whole) -> None:
    """Add the lines that find a sum."""
    long = max(len(one), len(other))
    first, second = (part + (0,) * (long - len(part)) for part in (one, other))
    groups = []
    for power in range(long - 1, -1, -1):
        a, b = first[power], second[power]
        if a and b:
            unit = lines.one(1, power) if power else ""
            groups.append(f"({summed([str(a), str(b)])}){unit}")
        elif a or b:
            groups.append(lines.one(a + b, power))
    lines.state("Group like terms", summed(groups))
    lines.go_on(
        "Add the coefficients", lines.text(_trimmed([a + b for a, b in zip(first, second, strict=True)]))
    )


def subtracting(lines: Lines, one: Whole, other: Whole) -> None:
    """Add the lines that find a difference."""
    opposite = tuple(-value for value in other)
    terms = [lines.one(value, power) for part in (one, opposite) for power, value in falling(part)]
    lines.state("Change the sign of each term that is subtracted", summed(terms))
    adding(lines, one, opposite)


# Expanding.


def multiplied(one: Sequence[int], other: Sequence[int]) -> Whole:
    """Return the product of two polynomials."""
    found = [0] * (len(one) + len(other) - 1)
    for power, value in falling(one):
        for further, another in falling(other):
            found[power + further] += value * another
    return tuple(found)


def _spread(lines: Lines, one: Whole, other: Whole) -> list[str]:
    """Return the terms of a product as they come."""
    return [
        lines.one(value * another, power + further)
        for power, value in falling(one)
        for further, another in falling(other)
    ]


def expanding(lines: Lines, factors: Sequence[Whole]) -> None:
    """Add the lines that multiply two or three factors."""
    one, other = factors[0], factors[1]
    if len(factors) == 3:
        last = f"({lines.text(factors[2])})"
        lines.state("Multiply the first two factors", f"({summed(_spread(lines, one, other))}){last}")
        one = multiplied(one, other)
        lines.go_on("Collect like terms", f"({lines.text(one)}){last}")
        other = factors[2]
    elif one == other:
        lines.state("Write the square as a product", f"({lines.text(one)})({lines.text(one)})")
    reason = "Multiply each term of the first factor by each term of the second"
    if len(falling(one)) == 1:
        reason = f"Multiply each term by {lines.text(one)}"
    lines.state(reason, summed(_spread(lines, one, other)))
    lines.go_on("Collect like terms", lines.text(multiplied(one, other)))


def expanding_both(lines: Lines, products: Sequence[Sequence[Whole]], sign: str) -> None:
    """Add the lines that multiply out a sum or difference of two products."""
    first, second = (_spread(lines, *factors) for factors in products)
    lines.state("Multiply out each product", f"({summed(first)}) {sign} ({summed(second)})")
    if sign == "-":
        second = [part[1:] if part.startswith("-") else f"-{part}" for part in second]
    lines.state("Remove the parentheses", summed([*first, *second]))
    one, other = (multiplied(*factors) for factors in products)
    long = max(len(one), len(other))
    total = [
        a + b * (1 if sign == "+" else -1) for a, b in zip(_long(one, long), _long(other, long), strict=True)
    ]
    lines.go_on("Collect like terms", lines.text(_trimmed(total)))


def _long(values: Whole, length: int) -> Whole:
    return values + (0,) * (length - len(values))


def _trimmed(values: list[int]) -> list[int]:
    while values and not values[-1]:
        values.pop()
    return values


# Factoring.


def irreducible_factors(values: Whole) -> list[tuple[Whole, int]]:
    """Return the irreducible factors of a polynomial without common factor, with exponents, in order."""
    if max(map(abs, values)) > LARGEST:
        raise Beyond(f"a polynomial with coefficients above {LARGEST} is not factored")
    _, found = dup_zz_factor([ZZ(value) for value in reversed(values)], ZZ)
    factors = [(tuple(int(value) for value in reversed(factor)), times) for factor, times in found]
    return sorted(factors, key=lambda factor: (len(factor[0]), factor[0][::-1]))


class Factors:
    """A polynomial with its common factor and its irreducible factors."""

    def __init__(self, lines: Lines, values: Whole) -> None:
        self.lines = lines
        self.low = next(power for power, value in enumerate(values) if value)
        self.content = gcd(*values) * (1 if values[-1] > 0 else -1)
        self.rest: Whole = tuple(value // self.content for value in values[self.low :])
        self.shared = self.content != 1 or self.low > 0
        if len(self.rest) > 5:
            self._refuse()
        self.found = irreducible_factors(self.rest) if len(self.rest) > 1 else []
        taken = lines.one(self.content, self.low)
        self.front = taken if self.low else {"1": "", "-1": "-"}.get(taken, taken)

    def product(self, factors: Sequence[tuple[Whole, int]]) -> str:
        """Return the common factor and some factors, as a product in order."""
        text = self.front
        for values, times in sorted(factors, key=lambda factor: (len(factor[0]), factor[0][::-1])):
            text += f"({self.lines.text(values)})" + (f"^{times}" if times > 1 else "")
        return text

    def inside(self, text: str) -> str:
        """Return a sum behind the common factor."""
        return f"{self.front}({text})" if self.front else text

    def walk(self) -> None:
        """Add the lines that factor the polynomial."""
        lines = self.lines
        if self.shared:
            greatest = lines.one(abs(self.content), self.low)
            if self.content > 0:
                lines.remark(f"The greatest common factor of the terms is {greatest}.")
            elif greatest == "1":
                lines.remark("The first coefficient is negative.")
            else:
                sign = "and the first coefficient is negative"
                lines.remark(f"The greatest common factor of the terms is {greatest}, {sign}.")
            taken = f"{self.front}({lines.text(self.rest)})"
            lines.state(f"Factor out {lines.one(self.content, self.low)}", taken)
        if sum(times for _, times in self.found) > 1:
            {3: self._quadratic, 4: self._cubic, 5: self._quartic}[len(self.rest)]()
        for factor, _ in self.found:
            if len(factor) == 3:
                self._irreducible(factor)
            elif len(factor) > 3:
                self._refuse()

    def _refuse(self) -> None:
        raise Beyond("the polynomial is not one that the family factors")

    def _last(self, reason: str) -> None:
        self.lines.state(reason, self.product(self.found))

    def _quadratic(self) -> None:
        c, b, a = self.rest
        lines, x = self.lines, self.lines.letter
        if len(self.found) == 1:
            self._last("The trinomial is a square")
            return
        (q, p), (s, r) = self.found[0][0], self.found[1][0]
        if not b:
            lines.state("Write it as a difference of squares", self.inside(f"{_power(p, x, 2)} - {abs(q)}^2"))
            self._last("Factor the difference of squares")
            return
        m, n = sorted((p * s, q * r))
        said = f"{c}" if a == 1 else f"{a} * {enclosed(c)} = {a * c}"
        lines.remark(f"The numbers {m} and {n} have the product {said} and the sum {b}.")
        if a == 1:
            self._last("Factor the trinomial")
            return
        split = [lines.one(a, 2), lines.one(m, 1), lines.one(n, 1), str(c)]
        lines.state("Split the middle term", self.inside(summed(split)))
        k = gcd(a, m)
        inner = lines.text((m // k, a // k))
        halves = [f"{lines.one(k, 1)}({inner})", _times(n // (a // k), f"({inner})")]
        lines.state("Factor each half", self.inside(summed(halves)))
        self._last(f"Factor out {inner}")

    def _cubic(self) -> None:
        d, c, b, a = self.rest
        lines, x = self.lines, self.lines.letter
        if not b and not c:
            q, p = self.found[0][0]
            if len(self.found) != 2 or p**3 != a or q**3 != d:
                self._refuse()
            name, sign = ("sum", "+") if d > 0 else ("difference", "-")
            shown = f"{_power(p, x, 3)} {sign} {abs(q)}^3"
            lines.state(f"Write it as a {name} of cubes", self.inside(shown))
            self._last(f"Factor the {name} of cubes")
            return
        if not b or a * d != b * c:
            self._refuse()
        k, j = gcd(a, b), gcd(c, d) * (1 if c > 0 else -1)
        inner = (b // k, a // k)
        lines.state("Group the terms", self.inside(f"({lines.text((0, 0, b, a))}) + ({lines.text((d, c))})"))
        halves = [f"{lines.one(k, 2)}({lines.text(inner)})", _times(j, f"({lines.text(inner)})")]
        lines.state("Factor each group", self.inside(summed(halves)))
        lines.state(f"Factor out {lines.text(inner)}", self.product([(inner, 1), ((j, 0, k), 1)]))
        self._squares(2)

    def _quartic(self) -> None:
        c, third, b, first, a = self.rest
        if a != 1 or first or third or not b:
            self._refuse()
        halves = irreducible_factors((c, b, 1))
        if len(halves) != 2:
            self._refuse()
        lines, x = self.lines, self.lines.letter
        m, n = sorted(values[0] for values, _ in halves)
        lines.state(
            f"Write it as a quadratic in {x}^2", self.inside(summed([f"({x}^2)^2", lines.one(b, 2), str(c)]))
        )
        lines.remark(f"The numbers {m} and {n} have the product {c} and the sum {b}.")
        lines.state(f"Factor the quadratic in {x}^2", self.product([((m, 0, 1), 1), ((n, 0, 1), 1)]))
        self._squares(2)

    def _squares(self, before: int) -> None:
        """Add the line that factors the differences of squares that are left among so many factors."""
        more = sum(times for _, times in self.found) - before
        if more:
            self._last(f"Factor the difference{'s' if more > 1 else ''} of squares")

    def _irreducible(self, factor: Whole) -> None:
        c, b, a = factor
        value = b * b - 4 * a * c
        work = f"{f'({b})' if b < 0 else b}^2 - 4 * {a} * {enclosed(c)} = {value}"
        if value >= 0 and isqrt(value) ** 2 == value:
            self._refuse()
        why = "negative" if value < 0 else "not a square"
        text = self.lines.text(factor)
        self.lines.remark(f"The factor {text} is irreducible, because its discriminant {work} is {why}.")


def _power(root: int, letter: str, exponent: int) -> str:
    return f"{letter}^{exponent}" if root == 1 else f"({root}{letter})^{exponent}"


def _times(value: int, unit: str) -> str:
    return {1: unit, -1: f"-{unit}"}.get(value, f"{value}{unit}")
