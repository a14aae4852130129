"""Quadratic equations: each line of a solution is read and proven, by docs/quadratic.md.

An equation that a line states must come from the one before by what the line names. That is shown with
SymPy's polynomials for what is written, and the text has to be canonical where the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt

from synth.verify._algebra import read_chain, read_expression, value
from synth.verify._algebra_forms import Coefficients, coefficients, polynomial_text
from synth.verify._algebra_rings import ring_of, simple_root
from synth.verify._columns import Fault
from synth.verify._quadratic_roots import is_simple
from synth.verify._quadratic_sides import Sides, added, factor_texts, scaled, signed

_LINE = re.compile(r"([1-9][0-9]?)\. (.+)", re.ASCII)


class Steps:
    """The lines of a reasoning, taken one by one, and the equation that the last of them reached.

    `rearranged` tells whether lines were needed to bring all terms to one side.
    """

    def __init__(self, reasoning: str, asked: Sides, answer: str) -> None:
        self.lines = []
        for number, line in enumerate(reasoning.split("\n"), 1):
            match = _LINE.fullmatch(line)
            if match is None or match[1] != str(number):
                raise Fault(f"line {number} is not step {number}")
            self.lines.append(match[2])
        self.taken = 0
        self.rearranged = False
        self.now = asked
        self.letter = asked.letter
        self.answer = answer

    def walk(self, asked: str) -> str:
        """Return the way gone: factoring, square or formula; raise Fault at a step that is wrong."""
        given = self.now
        self._swap()
        product = factor_texts(self.now.left_text, self.letter)
        if product and self.now.right_text == "0" and asked in ("any", "factoring"):
            self._zero_product(product)
            return self._ended("factoring")
        self._standard()
        self.rearranged = self.now is not given
        way = asked
        if asked == "any":
            root = _rational_root(_discriminant(self.now.left))
            way = "formula" if root is None else "factoring"
        self._divide(monic=way == "square")
        {"factoring": self._factor, "square": self._square, "formula": self._formula}[way]()
        return self._ended(way)

    # What the lines are taken with.

    def _fault(self, what: str) -> Fault:
        return Fault(f"step {self.taken}: {what}")

    def _next(self, opening: str) -> str:
        """Return what follows an opening in the next line, to its full stop."""
        line = self.lines[self.taken] if self.taken < len(self.lines) else ""
        self.taken += 1
        if not line.startswith(opening) or not line.endswith("."):
            raise self._fault(f"{opening.strip()!r} is expected, not {line[:60]!r}")
        return line[len(opening) : -1]

    def _says(self, text: str) -> None:
        """Take a line that has to be just this."""
        line = self.lines[self.taken] if self.taken < len(self.lines) else ""
        self.taken += 1
        if line != text:
            raise self._fault(f"{text!r} is expected, not {line[:160]!r}")

    def _equation(self, opening: str) -> Sides:
        """Return the equation of the next line, which begins with the opening."""
        return Sides(self._next(f"{opening}: "), self.letter)

    def _ended(self, way: str) -> str:
        if self.taken != len(self.lines):
            raise Fault(f"step {self.taken + 1} comes after the end")
        return way

    def _reach(self, then: Sides, left: Coefficients, right: Coefficients) -> None:
        """Go on to an equation; raise Fault unless its sides are these, canonically written."""
        if then.left != left or then.right != right:
            raise self._fault(f"{then.text!r} does not follow from {self.now.text!r}")
        if not (then.is_canonical(True) and then.is_canonical(False)):
            raise self._fault(f"{then.text!r} is not written in canonical form")
        self.now = then

    def _rewrite(self, then: Sides) -> None:
        """Go on to an equation whose left side is another form of the same polynomial."""
        if then.left != self.now.left or then.right_text != self.now.right_text:
            raise self._fault(f"{then.text!r} does not follow from {self.now.text!r}")
        self.now = then

    # To the standard form.

    def _swap(self) -> None:
        if len(self.now.right) <= len(self.now.left):
            return
        then = self._equation("Swap the sides")
        if (then.left_text, then.right_text) != (self.now.right_text, self.now.left_text):
            raise self._fault("the sides are not swapped")
        self.now = then

    def _standard(self) -> None:
        plain = [self.now.is_canonical(left) for left in (True, False)]
        if not all(plain):
            where = "both sides" if not any(plain) else f"the {'right' if plain[0] else 'left'} side"
            self._reach(self._equation(f"Multiply out {where}"), self.now.left, self.now.right)
        right = self.now.right
        if right:
            self._move(right)

    def _move(self, part: Coefficients) -> None:
        """Take the line that subtracts something from both sides."""
        text = polynomial_text(part, self.letter)
        if text.startswith("-"):
            opening = f"Add {polynomial_text(scaled(part, Fraction(-1)), self.letter)} to both sides"
        else:
            opening = f"Subtract {text} from both sides"
        then = self._equation(opening)
        self._reach(then, added(self.now.left, part, -1), added(self.now.right, part, -1))

    def _divide(self, monic: bool) -> None:
        """Take the line that makes the leading coefficient 1, or all of them whole and free of a factor."""
        lead = self.now.left[-1]
        if monic:
            divisor = lead
        else:
            divisor = Fraction(gcd(*(part.numerator for part in self.now.left)))
            divisor = -divisor if lead < 0 else divisor
        if divisor == 1:
            return
        how = "Multiply both sides by -1" if divisor == -1 else f"Divide both sides by {divisor}"
        self._reach(self._equation(how), scaled(self.now.left, 1 / divisor), ())

    # Factoring.

    def _factor(self) -> None:
        c, b, a = (int(part) for part in self.now.left)
        x = self.letter
        if b * b == 4 * a * c:
            base = x
            if b:
                then = self._equation("Write the left side as a square")
                self._rewrite(then)
                factors = factor_texts(then.left_text, x)
                if factors is None or not then.left_text.endswith(f"({factors[0]})^2"):
                    raise self._fault(f"{then.left_text!r} is not the square of a linear expression")
                base = factors[0]
            self._zero_product((base, base))
            return
        if not c:
            self._rewrite(self._equation(f"Factor out {x}"))
        elif not b and c < 0 and isqrt(a) ** 2 == a:
            self._squares(a, -c)
        elif a == 1:
            m, n = self._pair(str(c), c, b)
            self._rewrite(self._equation("Factor the left side"))
            texts = tuple(polynomial_text((Fraction(one), Fraction(1)), x) for one in (m, n))
            if factor_texts(self.now.left_text, x) != texts:
                raise self._fault(f"the factors are not those of {m} and {n}")
        else:
            self._group(a, b, c)
        factors = factor_texts(self.now.left_text, x)
        if factors is None:
            raise self._fault(f"{self.now.left_text!r} is not a product of linear factors")
        self._zero_product(factors)

    def _squares(self, a: int, other: int) -> None:
        """Take the lines that factor a difference of squares."""
        p, q, x = isqrt(a), isqrt(other), self.letter
        first = f"{x}^2" if p == 1 else f"({p}{x})^2"
        then = self._equation("Write the left side as a difference of squares")
        if then.left_text != f"{first} - {q}^2":
            raise self._fault(f"{then.left_text!r} is not the difference of the squares")
        self._rewrite(then)
        self._rewrite(self._equation("Factor it"))

    def _pair(self, said: str, times: int, plus: int) -> tuple[int, int]:
        """Return the two numbers that the next line names, with their product and sum."""
        match = _PAIR.fullmatch(self._next(""))
        if match is None:
            raise self._fault("two numbers with their product and sum are expected")
        m, n = int(match["m"]), int(match["n"])
        if match["product"] != said or m * n != times or match["sum"] != str(plus) or m + n != plus:
            raise self._fault(f"{m} and {n} do not have the product {times} and the sum {plus}")
        return m, n

    def _group(self, a: int, b: int, c: int) -> None:
        """Take the lines that split the middle term, and leave the two factors."""
        x = self.letter
        m, n = self._pair(f"{a} * {signed(c)} = {a * c}", a * c, b)
        then = self._equation("Split the middle term")
        terms = [polynomial_text((Fraction(0), Fraction(one)), x) for one in (m, n)]
        split = polynomial_text((Fraction(0), Fraction(0), Fraction(a)), x)
        for text in (*terms, str(c)):
            split += f" - {text[1:]}" if text[0] == "-" else f" + {text}"
        if then.left_text != split:
            raise self._fault(f"{then.left_text!r} does not split {b}{x} into {terms[0]} and {terms[1]}")
        self._rewrite(then)
        then = self._equation("Factor each half")
        match = _HALVES.fullmatch(then.left_text)
        if match is None or match["one"] != match["two"]:
            raise self._fault("the two halves do not have a factor in common")
        k, j = int(match["k"] or 1), int(match["j"] or 1) * (-1 if match["sign"] == "-" else 1)
        u = coefficients(match["one"], x)
        halves = [times * part for times in (k, j) for part in reversed(u)]
        if halves != [a, m, n, c] or match["x"] != x:
            raise self._fault("the halves are not those of the line before")
        self._rewrite(then)
        self._rewrite(self._equation(f"Factor out {match['one']}"))
        outer = polynomial_text((Fraction(j), Fraction(k)), x)
        if factor_texts(self.now.left_text, x) != (outer, match["one"]):
            raise self._fault(f"the factors are not {outer} and {match['one']}")

    def _zero_product(self, factors: Sequence[str]) -> None:
        """Take the lines from a product that is 0 to the answer."""
        if factors[0] == factors[1]:
            self._square_is_zero(factors[0])
            return
        said = " or ".join(f"{factor} = 0" for factor in factors)
        self._says(f"A product is 0 only if one of its factors is 0: {said}.")
        self._concludes("Solve each equation: ")

    def _square_is_zero(self, base: str) -> None:
        self._says(f"A square is 0 only if its base is 0: {base} = 0.")
        if base != self.letter:
            self._concludes(f"Solve for {self.letter}: ")

    def _concludes(self, opening: str) -> None:
        """Take the line that states the answer, which is proven apart."""
        self._says(f"{opening}{self.answer}.")

    # Completing the square.

    def _square(self) -> None:
        q, p, _ = self.now.left
        if q:
            self._move((q,))
        half = p / 2
        base = polynomial_text((half, Fraction(1)), self.letter)
        if p:
            self._says(f"Half of the coefficient {p} is {half}, and its square is {half * half}.")
            self._move_square(half * half)
            then = self._equation("Write the left side as a square")
            if then.left_text != f"({base})^2":
                raise self._fault(f"{then.left_text!r} is not ({base})^2")
            self._rewrite(then)
        right = self.now.right[0] if self.now.right else Fraction(0)
        if right < 0:
            self._says("A square is never negative, so there is no real solution.")
        elif not right:
            self._square_is_zero(base)
        else:
            self._says(f"Take square roots: {base} = -sqrt({right}) or {base} = sqrt({right}).")
            simplified = self._root(right)
            if half:
                how = f"Subtract {half} from" if half > 0 else f"Add {-half} to"
                self._concludes(f"{how} both sides: ")
            elif simplified:
                self._concludes("So ")

    def _move_square(self, square: Fraction) -> None:
        then = self._equation(f"Add {square} to both sides")
        self._reach(then, added(self.now.left, (square,)), added(self.now.right, (square,)))

    def _root(self, square: Fraction) -> bool:
        """Take the line that simplifies a root; return False if there is nothing to simplify."""
        if square.denominator == 1 and square > 1 and simple_root(square.numerator)[0] == 1:
            return False
        text = self._next(f"The root is sqrt({square}) = ")
        if not is_simple(text):
            raise self._fault(f"{text!r} is not in simplest form")
        node = read_expression(text)
        ring = ring_of(node)
        element = ring.element(node)
        if ring.reduced(element * element) != ring.ring.ground_new(square) or text[0] == "-":
            raise self._fault(f"{text!r} is not the root of {square}")
        return True

    # The formula.

    def _formula(self) -> None:
        c, b, a = (int(part) for part in self.now.left)
        match = _WITH.fullmatch(self._next(""))
        if match is None or (match["a"], match["b"], match["c"]) != (str(a), str(b), str(c)):
            raise self._fault(f"the coefficients are {a}, {b} and {c}")
        chain = match["chain"].split(" = ")
        if len(chain) != 3 or chain[0] != f"{signed(b)}^2 - 4 * {signed(a)} * {signed(c)}":
            raise self._fault(f"b^2 - 4ac is not worked out from {a}, {b} and {c}")
        work = f"{b * b} {'-' if a * c > 0 else '+'} {abs(4 * a * c)}"
        right = _discriminant(self.now.left)
        if any(value(part) != right for part in read_chain(match["chain"]).parts):
            raise self._fault(f"{match['chain']!r} is not right")
        if chain[1:] != [work, str(right)]:
            raise self._fault(f"{match['chain']!r} does not go on with {work} = {right}")
        if right < 0:
            self._says("The discriminant is negative, so there is no real solution.")
            return
        bottom, x = f"(2 * {a})", self.letter
        if not right:
            gives = (
                f"The discriminant is 0, so the quadratic formula gives one solution: {x} = {-b}/{bottom}."
            )
            self._says(gives)
        else:
            tops = [f"({-b} {sign} sqrt({right}))" if b else f"{sign}sqrt({right})" for sign in "-+"]
            said = " or ".join(f"{x} = {top.lstrip('+')}/{bottom}" for top in tops)
            self._says(f"The discriminant is positive, so the quadratic formula gives {said}.")
            self._root(right)
        self._concludes("Simplify: ")


_NUMBER = r"(?:0|-?[1-9][0-9]{0,11})"
_PAIR = re.compile(
    rf"The numbers (?P<m>{_NUMBER}) and (?P<n>{_NUMBER}) have the product (?P<product>[-0-9*() =]{{1,60}}) "
    rf"and the sum (?P<sum>{_NUMBER})",
    re.ASCII,
)
_HALVES = re.compile(
    r"(?P<k>[0-9]{0,9})(?P<x>[a-z])\((?P<one>[^()]{1,60})\) "
    r"(?P<sign>[-+]) (?P<j>[0-9]{0,9})\((?P<two>[^()]{1,60})\)",
    re.ASCII,
)
_WITH = re.compile(
    rf"With a = (?P<a>{_NUMBER}), b = (?P<b>{_NUMBER}) and c = (?P<c>{_NUMBER}), "
    r"the discriminant is b\^2 - 4ac = (?P<chain>[-+*^()0-9 =]{1,150})",
    re.ASCII,
)


def _discriminant(quadratic: Coefficients) -> Fraction:
    c, b, a = quadratic
    return b * b - 4 * a * c


def _rational_root(square: Fraction) -> Fraction | None:
    """Return the root of a number if that is rational."""
    if square < 0:
        return None
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    return root if root * root == square else None
