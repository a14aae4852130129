"""Polynomials with whole coefficients factored on paper, line by line, by docs/polynomial.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from math import gcd, isqrt

from synth.row import Dropped
from synth.solvers._algebra import joined, power, product, term
from synth.solvers._polynomial_problem import Polynomial, written


class Factoring:
    """The lines that lead from a polynomial to its irreducible factors, and the factors."""

    def __init__(self, values: Polynomial, letter: str, say: Callable[[str], None]) -> None:
        self.letter, self.say = letter, say
        low = next(place for place, value in enumerate(values) if value)
        content = reduce(gcd, values) * (1 if values[-1] > 0 else -1)
        self.common = (content, low)
        rest = tuple(value // content for value in values[low:])
        if len(rest) == 1:
            raise Dropped("a single term is factored already")
        self.front = _front(content, power(letter, low))
        if self.common != (1, 0):
            shared = term(abs(content), power(letter, low))
            known = [f"the greatest common factor of the terms is {shared}"] if shared != "1" else []
            known += ["the first coefficient is negative"] if content < 0 else []
            text = ", and ".join(known)
            say(f"{text[0].upper()}{text[1:]}.")
            taken = f"{self.front}({written(rest, letter)})"
            say(f"Factor out {term(content, power(letter, low))}: {taken}.")
        self.factors = sorted(self._split(rest), key=lambda factor: (len(factor), factor[::-1]))
        if self.common == (1, 0) and len(self.factors) == 1:
            raise Dropped("the polynomial is irreducible")
        for factor in dict.fromkeys(factor for factor in self.factors if len(factor) == 3):
            self._irreducible(factor)

    @property
    def text(self) -> str:
        """Return the product of the factors, each with its power, in their order."""
        return self._whole(self._product(self.factors))

    def _whole(self, text: str) -> str:
        """Return the whole expression, with the common factor in front of the text."""
        return f"{self.front}{text}"

    def _inside(self, text: str) -> str:
        """Return the whole expression, of which a sum is a part."""
        return f"{self.front}({text})" if self.front else text

    def _product(self, factors: Sequence[Polynomial]) -> str:
        ordered = sorted(factors, key=lambda factor: (len(factor), factor[::-1]))
        counts = {factor: ordered.count(factor) for factor in ordered}
        return "".join(power(f"({written(factor, self.letter)})", count) for factor, count in counts.items())

    def _split(self, values: Polynomial) -> list[Polynomial]:
        """Write how a polynomial without common factor is split, and return its irreducible factors."""
        if len(values) == 2:
            return [values]
        if len(values) == 3:
            return self._quadratic(values)
        if len(values) == 4:
            return self._cubic(values)
        if len(values) == 5 and not values[1] and not values[3]:
            return self._quartic(values)
        raise Dropped("no method of this family factors the polynomial")

    def _quadratic(self, values: Polynomial) -> list[Polynomial]:
        c, b, a = values
        discriminant = b * b - 4 * a * c
        if discriminant < 0 or isqrt(discriminant) ** 2 != discriminant:
            return [values]
        root, x = isqrt(discriminant), self.letter
        m, n = (b - root) // 2, (b + root) // 2
        if m == n:
            base: Polynomial = (isqrt(c) if b > 0 else -isqrt(c), isqrt(a))
            self.say(f"The trinomial is a square: {self._whole(self._product([base, base]))}.")
            return [base, base]
        if not b:
            base = (isqrt(-c), isqrt(a))
            text = self._inside(f"{_square_text(base[1], x, 2)} - {base[0]}^2")
            self.say(f"Write it as a difference of squares: {text}.")
            pair: list[Polynomial] = [(-base[0], base[1]), base]
            self.say(f"Factor the difference of squares: {self._whole(self._product(pair))}.")
            return pair
        if a == 1:
            self.say(f"The numbers {m} and {n} have the product {c} and the sum {b}.")
            pair = [(m, 1), (n, 1)]
            self.say(f"Factor the trinomial: {self._whole(self._product(pair))}.")
            return pair
        return self._grouped(a, m, n, c)

    def _grouped(self, a: int, m: int, n: int, c: int) -> list[Polynomial]:
        x = self.letter
        said = f"{product([a, c])} = {a * c}"
        self.say(f"The numbers {m} and {n} have the product {said} and the sum {m + n}.")
        split = joined([term(a, f"{x}^2"), term(m, x), term(n, x), str(c)])
        self.say(f"Split the middle term: {self._inside(split)}.")
        first = gcd(a, m)
        inner: Polynomial = (m // first, a // first)
        second = n // inner[1]
        text = f"({written(inner, x)})"
        self.say(f"Factor each half: {self._inside(joined([term(first, x + text), term(second, text)]))}.")
        pair: list[Polynomial] = [inner, (second, first)]
        self.say(f"Factor out {text[1:-1]}: {self._whole(self._product(pair))}.")
        return pair

    def _cubic(self, values: Polynomial) -> list[Polynomial]:
        """Factor a cubic by grouping, or as a sum or difference of cubes."""
        d, c, b, a = values
        x = self.letter
        if not b and not c:
            p, q = _cube_root(a), _cube_root(abs(d))
            if p**3 != a or q**3 != abs(d):
                raise Dropped("no method of this family factors the polynomial")
            sign, name = (1, "sum") if d > 0 else (-1, "difference")
            shown = f"{_square_text(p, x, 3)} {'+' if d > 0 else '-'} {q}^3"
            self.say(f"Write it as a {name} of cubes: {self._inside(shown)}.")
            parts: list[Polynomial] = [(sign * q, p), (q * q, -sign * p * q, p * p)]
            self.say(f"Factor the {name} of cubes: {self._whole(self._product(parts))}.")
            return parts
        if not b or a * d != b * c:
            raise Dropped("no method of this family factors the polynomial")
        first, second = gcd(a, b), gcd(c, d) * (1 if c > 0 else -1)
        inner: Polynomial = (b // first, a // first)
        text = f"({written(inner, x)})"
        groups = [f"({written((0, 0, b, a), x)})", f"({written((d, c), x)})"]
        self.say(f"Group the terms: {self._inside(' + '.join(groups))}.")
        halves = [term(first, f"{x}^2{text}"), term(second, text)]
        self.say(f"Factor each group: {self._inside(joined(halves))}.")
        outer: Polynomial = (second, 0, first)
        self.say(f"Factor out {text[1:-1]}: {self._whole(self._product([inner, outer]))}.")
        return [inner, *self._last_squares([outer], [inner])]

    def _quartic(self, values: Polynomial) -> list[Polynomial]:
        """Factor a quartic as a quadratic in the square of the letter."""
        c, _, b, _, a = values
        discriminant = b * b - 4 * c
        if a != 1 or not b or discriminant <= 0 or isqrt(discriminant) ** 2 != discriminant:
            raise Dropped("no method of this family factors the polynomial")
        root, x = isqrt(discriminant), self.letter
        m, n = (b - root) // 2, (b + root) // 2
        self.say(f"Write it as a quadratic in {x}^2: {self._inside(_in_square(b, c, x))}.")
        self.say(f"The numbers {m} and {n} have the product {c} and the sum {b}.")
        pair: list[Polynomial] = [(m, 0, 1), (n, 0, 1)]
        self.say(f"Factor the quadratic in {x}^2: {self._whole(self._product(pair))}.")
        return self._last_squares(pair, [])

    def _last_squares(self, open_factors: list[Polynomial], others: list[Polynomial]) -> list[Polynomial]:
        """Write how those of the factors that are differences of squares are split."""
        found: list[Polynomial] = []
        for factor in open_factors:
            c, _, a = factor
            p, q = isqrt(a), isqrt(abs(c))
            if c < 0 and p * p == a and q * q == -c:
                found += [(-q, p), (q, p)]
            else:
                found.append(factor)
        if len(found) > len(open_factors):
            squares = len(found) - len(open_factors)
            name = "difference" if squares == 1 else "differences"
            self.say(f"Factor the {name} of squares: {self._whole(self._product([*others, *found]))}.")
        return found

    def _irreducible(self, factor: Polynomial) -> None:
        c, b, a = factor
        value = b * b - 4 * a * c
        square = f"({b})^2" if b < 0 else f"{b}^2"
        work = f"{square} - {product([4, a, c])} = {value}"
        why = "negative" if value < 0 else "not a square"
        text = written(factor, self.letter)
        self.say(f"The factor {text} is irreducible, because its discriminant {work} is {why}.")


def _front(content: int, unit: str) -> str:
    """Return what stands before the other factors: "3x", "-", ""."""
    if not unit:
        return {1: "", -1: "-"}.get(content, str(content))
    return term(content, unit)


def _square_text(root: int, letter: str, exponent: int) -> str:
    return f"{letter}^{exponent}" if root == 1 else f"({root}{letter})^{exponent}"


def _in_square(b: int, c: int, x: str) -> str:
    return joined([f"({x}^2)^2", term(b, f"{x}^2"), str(c)])


def _cube_root(number: int) -> int:
    root = round(number ** (1 / 3))
    return next((one for one in (root - 1, root, root + 1) if one**3 == number), 0)
