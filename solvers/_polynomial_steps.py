"""Tasks on polynomials worked out on paper, line by line, by docs/polynomial.md."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from synth.solvers._algebra import Rational, joined, power, term
from synth.solvers._polynomial_factors import Factoring
from synth.solvers._polynomial_problem import (
    Polynomial,
    Problem,
    is_monomial,
    plus,
    product_text,
    times,
    written,
)

EACH = "Multiply each term of the first factor by each term of the second"
COLLECT = "Collect like terms"


class Work:
    """The lines of one solution, and its answer."""

    def __init__(self, problem: Problem, letter: str) -> None:
        self.letter = letter
        self.lines: list[str] = []
        first = problem.parts[0]
        if problem.task == "evaluate":
            self.answer = self._evaluate(first[0], problem.at)
        elif problem.task == "add":
            self.answer = self._add(first[0], first[1])
        elif problem.task == "subtract":
            negative = tuple(-value for value in first[1])
            changed = joined([*self._terms(first[0]), *self._terms(negative)])
            self._say(f"Change the sign of each term that is subtracted: {changed}.")
            self.answer = self._add(first[0], negative)
        elif problem.task == "factor":
            self.answer = Factoring(first[0], letter, self._say).text
        elif problem.sign:
            self.answer = self._expand_both(problem)
        else:
            self.answer = self._expand(first)

    def _say(self, text: str) -> None:
        self.lines.append(f"{len(self.lines) + 1}. {text}")

    def _terms(self, values: Sequence[int]) -> list[str]:
        """Return the terms of a polynomial, the highest power first."""
        return [
            term(value, power(self.letter, place))
            for place, value in reversed(list(enumerate(values)))
            if value
        ]

    def _evaluate(self, values: Polynomial, at: Fraction) -> str:
        used = [(value, place) for place, value in _falling(values)]
        put = [_times(value, at, place) for value, place in used]
        worked = [_times(value, at**place, 1 if place else 0) for value, place in used]
        each = [str(value * at**place) for value, place in used]
        self._say(f"Substitute {at} for {self.letter}: {joined(put)}.")
        if worked != put:
            self._say(f"Work out the powers: {joined(worked)}.")
        if joined(each) != joined(worked):
            self._say(f"Work out each term: {joined(each)}.")
        total = str(sum(value * at**place for value, place in used))
        if len(used) > 1:
            self._say(f"Add: {total}.")
        return total

    def _add(self, one: Polynomial, other: Polynomial) -> str:
        groups = []
        for place in range(max(len(one), len(other)) - 1, -1, -1):
            values = [part[place] for part in (one, other) if place < len(part) and part[place]]
            unit = power(self.letter, place)
            if len(values) == 2:
                groups.append(f"({joined(map(str, values))}){unit}")
            elif values:
                groups.append(term(values[0], unit))
        self._say(f"Group like terms: {joined(groups)}.")
        total = written(plus(one, other), self.letter)
        if total != joined(groups):
            self._say(f"Add the coefficients: {total}.")
        return total

    def _each(self, one: Polynomial, other: Polynomial) -> list[str]:
        """Return the terms of a product before like ones are collected."""
        return [
            term(value * another, power(self.letter, place + further))
            for place, value in _falling(one)
            for further, another in _falling(other)
        ]

    def _multiply(self, one: Polynomial, other: Polynomial, how: str, after: str = "") -> Polynomial:
        """Write how two factors are multiplied; `after` is what stands behind them."""
        whole = times(one, other)
        each, result = joined(self._each(one, other)), written(whole, self.letter)
        self._say(f"{how}: {_before(each, after)}.")
        if each != result:
            self._say(f"{COLLECT}: {_before(result, after)}.")
        return whole

    def _expand(self, factors: Sequence[Polynomial]) -> str:
        if len(factors) == 3:
            last = f"({written(factors[2], self.letter)})"
            factors = (
                self._multiply(factors[0], factors[1], "Multiply the first two factors", last),
                factors[2],
            )
        elif factors[0] == factors[1]:
            text = f"({written(factors[0], self.letter)})"
            self._say(f"Write the square as a product: {text}{text}.")
        single = is_monomial(factors[0])
        how = f"Multiply each term by {written(factors[0], self.letter)}" if single else EACH
        return written(self._multiply(factors[0], factors[1], how), self.letter)

    def _expand_both(self, problem: Problem) -> str:
        (one, other), (third, fourth) = problem.parts
        first, second = self._each(one, other), self._each(third, fourth)
        sign = "+" if problem.sign > 0 else "-"
        self._say(f"Multiply out each product: ({joined(first)}) {sign} ({joined(second)}).")
        if problem.sign < 0:
            second = [text[1:] if text[0] == "-" else f"-{text}" for text in second]
        self._say(f"Remove the parentheses: {joined([*first, *second])}.")
        result = written(plus(times(one, other), times(third, fourth), problem.sign), self.letter)
        self._say(f"{COLLECT}: {result}.")
        return result


def asked(problem: Problem, letter: str) -> tuple[str, str]:
    """Return what the phrases of a task speak of, as grammars/polynomial.toml says."""
    first = problem.parts[0]
    if problem.task == "expand":
        texts = [product_text(factors, letter) for factors in problem.parts]
        return (" + " if problem.sign > 0 else " - ").join(texts), letter
    text = written(first[0], letter)
    if problem.task == "evaluate":
        return text, f"{letter} = {problem.at}"
    return text, written(first[1], letter) if len(first) > 1 else letter


def _falling(values: Sequence[int]) -> list[tuple[int, int]]:
    """Return powers and coefficients other than 0, the highest power first."""
    return [(place, value) for place, value in reversed(list(enumerate(values))) if value]


def _before(text: str, after: str) -> str:
    return f"({text}){after}" if after else text


def _times(value: int, at: Rational, exponent: int) -> str:
    """Return a coefficient times a power of a number, not worked out; the coefficient for the exponent 0."""
    if not exponent:
        return str(value)
    whole = at >= 0 and Fraction(at).denominator == 1
    base = str(at) if whole else f"({at})"
    raised = base if exponent == 1 else f"{base}^{exponent}"
    if value == 1:
        return str(at) if exponent == 1 else raised
    return f"-{raised}" if value == -1 else f"{value} * {raised}"
