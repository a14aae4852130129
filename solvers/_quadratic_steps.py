"""Quadratic equations solved on paper, line by line, by docs/quadratic.md."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt

from synth.solvers._algebra import joined, number, polynomial, product, term
from synth.solvers._quadratic_equation import (
    Equation,
    Linear,
    Roots,
    factored,
    roots,
    square_free,
    surd,
)

SKILLS = ("completing the square", "factoring", "quadratic formula", "radicals", "standard form")


class Work:
    """The lines of one solution, and the skills that they use."""

    def __init__(self, equation: Equation, letter: str, swapped: bool) -> None:
        self.letter = letter
        self.lines: list[str] = []
        self.skills: list[str] = []
        self.found: Roots = roots(equation.standard)
        self.way = self._way(equation)
        if self._is_product(equation):
            if swapped:
                self._say(f"Swap the sides: {equation.text(letter)}.")
            assert equation.left.factors is not None
            self._zero_product(equation.left.factors)
        else:
            self._reach_standard(equation, swapped)
            a, b, c = equation.standard
            if self.way == "square":
                self._complete_square(a, b, c)
            else:
                common = gcd(a, b, c) if a > 0 else -gcd(a, b, c)
                if common != 1:
                    a, b, c = a // common, b // common, c // common
                    self._divide(common, [a, b, c])
                (self._factor if self.way == "factoring" else self._use_formula)(a, b, c)
        if self.found.m > 1:
            self.skills.append("radicals")

    def _way(self, equation: Equation) -> str:
        """Return the way to go: what is asked, else by factoring where that leads to the roots."""
        if equation.way != "any":
            return equation.way
        discriminant = self.found.discriminant
        return "factoring" if discriminant >= 0 and isqrt(discriminant) ** 2 == discriminant else "formula"

    def _is_product(self, equation: Equation) -> bool:
        """Return True if the equation says already that a product is 0."""
        return self.way == "factoring" and equation.left.factors is not None and not any(equation.right.sum)

    def _say(self, text: str) -> None:
        self.lines.append(f"{len(self.lines) + 1}. {text}")

    def _polynomial(self, coefficients: Sequence[int | Fraction]) -> str:
        return polynomial(coefficients, self.letter)

    def _reach_standard(self, equation: Equation, swapped: bool) -> None:
        """Write what brings all terms to the left."""
        letter = self.letter
        if swapped or equation.left.factors or any(equation.right.sum):
            self.skills.append("standard form")
        if swapped:
            self._say(f"Swap the sides: {equation.text(letter)}.")
        sides = [name for name, side in (("left", equation.left), ("right", equation.right)) if side.factors]
        left, right = self._polynomial(equation.left.sum), self._polynomial(equation.right.sum)
        if sides:
            where = "both sides" if len(sides) == 2 else f"the {sides[0]} side"
            self._say(f"Multiply out {where}: {left} = {right}.")
        if any(equation.right.sum):
            if right[0] == "-":
                moved = f"Add {self._polynomial([-value for value in equation.right.sum])} to both sides"
            else:
                moved = f"Subtract {right} from both sides"
            self._say(f"{moved}: {self._polynomial(equation.standard)} = 0.")

    def _divide(self, divisor: int, coefficients: Sequence[int | Fraction]) -> None:
        how = "Multiply both sides by -1" if divisor == -1 else f"Divide both sides by {divisor}"
        self._say(f"{how}: {self._polynomial(coefficients)} = 0.")

    def _zero_product(self, factors: tuple[Linear, Linear]) -> None:
        """Write what follows where a product of linear factors is 0."""
        self.skills.append("factoring")
        letter, first = self.letter, factors[0]
        if factors[0] == factors[1]:
            base = f"A square is 0 only if its base is 0: {self._polynomial(first)} = 0."
            self._say(base)
            if first != (1, 0):
                self._say(f"Solve for {letter}: {self.answer}.")
            return
        ordered = sorted(factors, key=lambda factor: factor[1] != 0)
        equations = " or ".join(f"{self._polynomial(factor)} = 0" for factor in ordered)
        self._say(f"A product is 0 only if one of its factors is 0: {equations}.")
        self._say(f"Solve each equation: {self.answer}.")

    def _factor(self, a: int, b: int, c: int) -> None:
        """Write how a quadratic without common factor, which has rational roots, is factored."""
        x, root = self.letter, isqrt(b * b - 4 * a * c)
        m, n = (b - root) // 2, (b + root) // 2
        if m == n:
            base = (isqrt(a), isqrt(c) if b > 0 else -isqrt(c))
            if (b, c) != (0, 0):
                self._say(f"Write the left side as a square: {factored((base, base), x)} = 0.")
            self._zero_product((base, base))
            return
        if not c:
            factors: tuple[Linear, Linear] = ((1, 0), (a, b))
            self._say(f"Factor out {x}: {factored(factors, x)} = 0.")
        elif not b and isqrt(a) ** 2 == a:
            p, q = isqrt(a), isqrt(-c)
            square = f"{x}^2" if p == 1 else f"({p}{x})^2"
            self._say(f"Write the left side as a difference of squares: {square} - {q}^2 = 0.")
            factors = ((p, -q), (p, q))
            self._say(f"Factor it: {factored(factors, x)} = 0.")
        elif a == 1:
            self._say(f"The numbers {m} and {n} have the product {c} and the sum {b}.")
            factors = ((1, m), (1, n))
            self._say(f"Factor the left side: {factored(factors, x)} = 0.")
        else:
            factors = self._group(a, m, n, c)
        self._zero_product(factors)

    def _group(self, a: int, m: int, n: int, c: int) -> tuple[Linear, Linear]:
        """Write how the middle term is split, and return the factors."""
        x = self.letter
        self._say(
            f"The numbers {m} and {n} have the product {product([a, c])} = {a * c} and the sum {m + n}."
        )
        split = joined([term(a, f"{x}^2"), term(m, x), term(n, x), str(c)])
        self._say(f"Split the middle term: {split} = 0.")
        first = gcd(a, m)
        inner = (a // first, m // first)
        second = n // inner[0]
        text = self._polynomial(inner)
        self._say(
            f"Factor each half: {joined([term(first, f'{x}({text})'), term(second, f'({text})')])} = 0."
        )
        factors = ((first, second), inner)
        self._say(f"Factor out {text}: {factored(factors, x)} = 0.")
        return factors

    def _complete_square(self, a: int, b: int, c: int) -> None:
        """Write how the square is completed."""
        self.skills.append("completing the square")
        x, half, constant = self.letter, Fraction(b, 2 * a), Fraction(c, a)
        if a != 1:
            self._divide(a, [1, 2 * half, constant])
        if c:
            how = f"Subtract {constant} from" if c * a > 0 else f"Add {-constant} to"
            self._say(f"{how} both sides: {self._polynomial([1, 2 * half, 0])} = {number(-constant)}.")
        right = half * half - constant
        if half:
            self._say(f"Half of the coefficient {2 * half} is {half}, and its square is {half * half}.")
            self._say(
                f"Add {half * half} to both sides: {self._polynomial([1, 2 * half, half * half])} = {right}."
            )
            self._say(f"Write the left side as a square: ({self._polynomial([1, half])})^2 = {right}.")
        base = self._polynomial([1, half])
        if right < 0:
            self._say("A square is never negative, so there is no real solution.")
        elif not right:
            self._say(f"A square is 0 only if its base is 0: {base} = 0.")
            if half:
                self._say(f"Solve for {x}: {self.answer}.")
        else:
            said = " or ".join(f"{base} = {sign}sqrt({right})" for sign in ("-", ""))
            self._say(f"Take square roots: {said}.")
            simplified = self._simplify_root(right)
            if half:
                how = f"Subtract {half} from" if half > 0 else f"Add {-half} to"
                self._say(f"{how} both sides: {self.answer}.")
            elif simplified:
                self._say(f"So {self.answer}.")

    def _use_formula(self, a: int, b: int, c: int) -> None:
        """Write how the formula is used."""
        self.skills.append("quadratic formula")
        value = b * b - 4 * a * c
        square = f"({b})^2" if b < 0 else f"{b}^2"
        put = f"{square} - {product([4, a, c])} = {joined([str(b * b), str(-4 * a * c)])} = {value}"
        self._say(f"With a = {a}, b = {b} and c = {c}, the discriminant is b^2 - 4ac = {put}.")
        if value < 0:
            self._say("The discriminant is negative, so there is no real solution.")
            return
        bottom, x = product([2, a]), self.letter
        if not value:
            self._say(
                f"The discriminant is 0, so the quadratic formula gives one solution: {x} = {-b}/({bottom})."
            )
        else:
            head = [str(-b)] if b else []
            tops = [joined([*head, f"{sign}sqrt({value})"]) for sign in ("-", "")]
            said = " or ".join(
                f"{x} = ({top})/({bottom})" if b else f"{x} = {top}/({bottom})" for top in tops
            )
            self._say(f"The discriminant is positive, so the quadratic formula gives {said}.")
            self._simplify_root(Fraction(value))
        self._say(f"Simplify: {self.answer}.")

    def _simplify_root(self, square: Fraction) -> bool:
        """Write what a root is in simplest form; return False, with no line, if it is so already."""
        (above, over), (below, under) = square_free(square.numerator), square_free(square.denominator)
        simple = surd(0, above, over * under, below * under)
        if simple == f"sqrt({square})":
            return False
        self._say(f"The root is sqrt({square}) = {simple}.")
        return True

    @property
    def answer(self) -> str:
        """Return the solutions as the answer gives them."""
        return " or ".join(f"{self.letter} = {text}" for text in self.found.texts()) or "no real solution"

    @property
    def solution(self) -> str:
        """Return the sentence that ends the row."""
        texts = self.found.texts()
        if not texts:
            return "The equation has no real solution."
        if len(texts) == 1:
            return f"The only real solution is {self.answer}."
        return f"The real solutions are {self.answer.replace(' or ', ' and ')}."
