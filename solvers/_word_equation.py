"""Linear forms a*x + b as they are written, and the lines that solve an equation between them."""

from __future__ import annotations

from dataclasses import dataclass

from synth.solvers._word_text import Tale


@dataclass(frozen=True, slots=True)
class Form:
    """The form a*x + b; a number where a is 0."""

    a: int
    b: int

    def __str__(self) -> str:
        if not self.a:
            return str(self.b)
        term = "x" if self.a == 1 else f"{self.a}*x"
        if not self.b:
            return term
        return f"{term} {'+' if self.b > 0 else '-'} {abs(self.b)}"

    def grouped(self) -> str:
        """Return the form as a factor or an addend among others: in parentheses if it has two terms."""
        return f"({self})" if self.a and self.b else str(self)

    def plus(self, number: int) -> Form:
        """Return the form with a number added."""
        return Form(self.a, self.b + number)

    def scaled(self, k: int) -> Form:
        """Return k times the form."""
        return Form(self.a * k, self.b * k)


X = Form(1, 0)


def times(k: int, form: Form) -> str:
    """Return the product as it is written before it is worked out."""
    return f"{k}*{form.grouped()}"


def solve(tale: Tale, left: Form, right: int) -> int:
    """Add the lines that solve left = right; return the solution."""
    if left.b:
        word, number = ("subtract", left.b) if left.b > 0 else ("add", -left.b)
        left, right = Form(left.a, 0), right - left.b
        tale.step(word, number, f"{left} = {right}")
    if left.a > 1:
        tale.step("divide", left.a, f"x = {right // left.a}")
    return right // left.a
