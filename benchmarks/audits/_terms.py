"""Expressions with letters and roots, read and multiplied out.

>>> same("(x + 1)(x - 1)", "x^2 - 1"), same("sqrt(12)/2", "sqrt(3)"), same("3(x - 1)/2", "x - 1")
(True, True, False)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd

from audits._row import Refused, need

Terms = dict[tuple[str, int], Fraction]
TOKENS = re.compile(r"[0-9]+|sqrt\(|[a-z]|\^| [-+*] |[-/()]", re.ASCII)
RELATION = re.compile(r" (<=|>=|<|>|=) ")


def read(text: str) -> Terms:
    """Return what an expression comes to when all is multiplied out."""
    reader = Reader(text)
    total = reader.sum()
    need(reader.tokens == ["end"], f"{text} goes on after its end")
    return total


def same(left: str, right: str) -> bool:
    """Tell whether two expressions are the same whatever the letters stand for."""
    return read(left) == read(right)


def value(text: str) -> Fraction:
    """Return the number that an expression without letters comes to."""
    return constant(read(text))


def chain(text: str) -> Fraction:
    """Return what expressions joined by = come to, all the same."""
    values = {value(one) for one in text.split(" = ")}
    need(len(values) == 1, f"not true: {text}")
    return values.pop()


def parts(text: str) -> tuple[list[Terms], list[str]]:
    """Return the sides of an equation or inequality, and the signs between them."""
    pieces = RELATION.split(text)
    need(len(pieces) >= 3, f"no relation in {text}")
    return [read(piece) for piece in pieces[::2]], pieces[1::2]


class Reader:
    """An expression read from the left."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, place = text, [""], 0
        self.tokens.clear()
        while place < len(text):
            found = TOKENS.match(text, place)
            if found is None:
                raise Refused(f"{text} cannot be read at place {place}")
            self.tokens.append(found[0])
            place = found.end()
        self.tokens.append("end")

    def taken(self, *wanted: str) -> str:
        """Return and pass the next token if it is one of those wanted, else nothing."""
        return self.tokens.pop(0) if self.tokens[0] in wanted else ""

    def sum(self) -> Terms:
        """Return what terms with + and - between them come to."""
        total = product(number(-1 if self.taken("-") else 1), self.term())
        while sign := self.taken(" + ", " - "):
            total = plus(total, self.term(), 1 if sign == " + " else -1)
        return total

    def term(self) -> Terms:
        """Return a product, over the one thing that stands after a fraction bar."""
        total = self.factors()
        while self.taken(" * "):
            total = product(total, self.factors())
        if self.taken("/"):
            below = constant(self.factor())
            need(below, f"a division by 0 in {self.text}")
            total = product(total, number(1 / below))
        return total

    def factors(self) -> Terms:
        """Return what things side by side come to; a number may stand first only."""
        total = self.factor()
        while self.tokens[0] in ("sqrt(", "(") or re.fullmatch("[a-z]", self.tokens[0]):
            total = product(total, self.factor())
        return total

    def factor(self) -> Terms:
        """Return a number, a letter, a root or a parenthesis, to a power if one is written."""
        token = self.tokens.pop(0)
        if token in ("(", "sqrt("):
            base = self.sum()
            need(self.taken(")"), f"no ) where it is due in {self.text}")
            base = root(constant(base)) if token == "sqrt(" else base
        elif token.isdigit():
            need(
                len(token) < 20 and token == str(int(token)),
                f"a leading zero, or a huge number: {token[:20]}",
            )
            base = number(int(token))
        else:
            need(re.fullmatch("[a-z]", token), f"{self.text} cannot be read before {token}")
            base = {(token, 1): Fraction(1)}
        if not self.taken("^"):
            return base
        exponent = self.tokens.pop(0)
        need(exponent in "23456789", f"no exponent: {exponent}")
        return power(base, int(exponent))


def number(value: Fraction | int) -> Terms:
    """Return a number as terms."""
    return {("", 1): Fraction(value)} if value else {}


def plus(left: Terms, right: Terms, times: Fraction | int = 1) -> Terms:
    """Return left + times * right."""
    total = dict(left)
    for key, value in right.items():
        total[key] = total.get(key, Fraction(0)) + times * value
    return {key: value for key, value in total.items() if value}


def product(left: Terms, right: Terms) -> Terms:
    """Return left times right, with roots put together."""
    total: Terms = {}
    for (some, one), value in left.items():
        for (more, other), factor in right.items():
            shared = gcd(one, other)
            key = ("".join(sorted(some + more)), one * other // shared**2)
            total = plus(total, {key: value * factor * shared})
    return total


def power(base: Terms, exponent: int) -> Terms:
    """Return a power, by multiplying again and again."""
    total = number(1)
    for _ in range(exponent):
        total = product(total, base)
    return total


def root(radicand: Fraction) -> Terms:
    """Return the square root of a number that is not negative."""
    need(0 <= radicand < 10**9, f"a root of {radicand}")
    inner, outer, trial = radicand.numerator * radicand.denominator, 1, 2
    while trial * trial <= inner:
        while inner % trial**2 == 0:
            inner, outer = inner // trial**2, outer * trial
        trial += 1
    return {("", inner): Fraction(outer, radicand.denominator)} if inner else {}


def put(terms: Terms, letter: str, what: Terms) -> Terms:
    """Return terms with something in place of a letter."""
    total: Terms = {}
    for (letters, radicand), factor in terms.items():
        rest = {(letters.replace(letter, ""), radicand): factor}
        total = plus(total, product(rest, power(what, letters.count(letter))))
    return total


def coefficients(terms: Terms, letter: str, degree: int) -> list[Fraction]:
    """Return the factors of the powers of a letter, from the constant on."""
    need(
        all(set(letters) <= {letter} and len(letters) <= degree and r == 1 for letters, r in terms),
        f"more than degree {degree} in {letter}",
    )
    return [terms.get((letter * place, 1), Fraction(0)) for place in range(degree + 1)]


def constant(terms: Terms) -> Fraction:
    """Return the number that terms are."""
    need(set(terms) <= {("", 1)}, "a number was due")
    return terms.get(("", 1), Fraction(0))


def canonical_number(text: str) -> bool:
    """Tell whether a number is written as a whole number or a fraction in lowest terms."""
    return re.fullmatch(r"-?[0-9]+(/[0-9]+)?", text, re.ASCII) is not None and str(value(text)) == text


def asked(text: str, wordings: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, str]]:
    """Return the kind of a question and its parts; the last that fits, as it says most."""
    found: tuple[str, dict[str, str]] | None = None
    for kind, forms in wordings.items():
        for form in forms:
            pattern = re.escape(form)
            for name, wanted in {"e": "E", "p": "E", "q": "E", "v": "[a-z] = E", "x": "[a-z]"}.items():
                inner = wanted.replace("E", r"[-+*/^()0-9a-z= ]+?")
                pattern = pattern.replace(rf"\{{{name}\}}", f"(?P<{name}>{inner})")
            fits = re.fullmatch(pattern, text, re.ASCII)
            if fits and not re.search(r"[a-z]{2}", " ".join(fits.groups())):
                found = kind, fits.groupdict()
    need(found, f"a question of no known wording: {text}")
    return found or ("", {})
