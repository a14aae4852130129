"""A linear expression at a number, worked out in rounds: in each, all that can be done at once is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from synth.solvers._linear_side import ONE, Side, Term


@dataclass(frozen=True, slots=True)
class _Product:
    factor: int
    inner: Value


@dataclass(frozen=True, slots=True)
class _Quotient:
    inner: Value
    divisor: int


@dataclass(frozen=True, slots=True)
class _Sum:
    terms: tuple[tuple[int, Value], ...]


Value = Fraction | _Product | _Quotient | _Sum


def evaluation(side: Side, at: Fraction) -> list[str]:
    """Return the texts from the side with the number put in to its value.

    >>> from synth.solvers._linear_side import UNKNOWN, term
    >>> evaluation((term(2, (term(1, UNKNOWN), term(-1))), term(3)), Fraction(5))
    ['2(5 - 1) + 3', '2 * 4 + 3', '8 + 3', '11']
    >>> evaluation((term(-4, UNKNOWN), term(-1)), Fraction(-3))
    ['-4 * (-3) - 1', '12 - 1', '11']
    >>> evaluation((term(-1, UNKNOWN), term(5)), Fraction(0))
    ['0 + 5', '5']
    """
    texts: list[str] = []
    for value in _rounds(_put(side, at)):
        text = str(value) if isinstance(value, Fraction) else _written(value)
        if texts[-1:] != [text]:
            texts.append(text)
    return texts


def _rounds(value: Value) -> Iterator[Value]:
    yield value
    while not isinstance(value, Fraction):
        value = _reduced(value)
        yield value


def _put(side: Side, at: Fraction) -> _Sum:
    return _Sum(tuple((-1 if one.top < 0 else 1, _put_term(one, at)) for one in side))


def _put_term(one: Term, at: Fraction) -> Value:
    """Return a term at a number, without its sign."""
    if one.body == ONE:
        return Fraction(abs(one.top), one.bottom)
    value: Value = _put(one.body, at) if isinstance(one.body, tuple) else at
    if abs(one.top) != 1:
        value = _Product(abs(one.top), value)
    return value if one.bottom == 1 else _quotient(value, one.bottom)


def _quotient(inner: Value, divisor: int) -> Value:
    """Return a quotient, which is a number where nothing can be cancelled."""
    if isinstance(inner, Fraction) and inner.denominator == 1 == gcd(inner.numerator, divisor):
        return Fraction(inner.numerator, divisor)
    return _Quotient(inner, divisor)


def _reduced(value: Value) -> Value:
    if isinstance(value, _Product):
        if isinstance(value.inner, Fraction):
            return value.factor * value.inner
        return _Product(value.factor, _reduced(value.inner))
    if isinstance(value, _Quotient):
        if isinstance(value.inner, Fraction):
            return value.inner / value.divisor
        return _quotient(_reduced(value.inner), value.divisor)
    if isinstance(value, _Sum):
        numbers = [sign * one for sign, one in value.terms if isinstance(one, Fraction)]
        if len(numbers) == len(value.terms):
            return sum(numbers, Fraction(0))
        return _Sum(tuple(_reduced_term(sign, one) for sign, one in value.terms))
    return value


def _reduced_term(sign: int, value: Value) -> tuple[int, Value]:
    """Return a term after a round; a minus that comes of it becomes the term's sign."""
    reduced = _reduced(value)
    if reduced is not value and isinstance(reduced, Fraction) and reduced < 0:
        return -sign, -reduced
    return sign, reduced


def _written(value: Value, *, first: bool = False) -> str:
    """Return a value as text; `first` if a minus may stand at its beginning."""
    if isinstance(value, Fraction):
        return f"({value})" if value < 0 and not first else str(value)
    if isinstance(value, _Product):
        if isinstance(value.inner, _Sum):
            return f"{value.factor}({_written(value.inner)})"
        inner = str(value.inner)
        return f"{value.factor} * ({inner})" if set("-/") & set(inner) else f"{value.factor} * {inner}"
    if isinstance(value, _Quotient):
        inner = _written(value.inner, first=first)
        if isinstance(value.inner, _Sum) or (inner[0] != "(" and "/" in inner and "(" not in inner):
            inner = f"({inner})"
        return f"{inner}/{value.divisor}"
    text = ""
    for sign, one in value.terms:
        part = _written(one, first=not text and sign > 0)
        if isinstance(one, _Sum):
            part = f"({part})"
        mark = ("-" if sign < 0 and one != 0 else "") if not text else " - " if sign < 0 else " + "
        text += mark + part
    return text
