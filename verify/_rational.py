"""Exact numbers as a checker reads them: expressions, chains of equations, numbered steps, plain columns.

Total: what is read is bounded (`LONGEST`, `DEEPEST`, `DIGITS`), and anything else raises `Fault`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from synth.row import Row
from synth.verify._columns import Fault
from synth.verify._columns import check_columns as check_plain_columns

LONGEST = 300  # characters of an expression
DEEPEST = 10  # parentheses inside one another
DIGITS = 12  # of one number
MOST_LINES = 60
MOST_PLACES = 6  # of a decimal
LENGTHS = {"question": 400, "reasoning": 6_000, "solution": 400, "answer": 120, "payload": 120}
_TRAINING = {"+": "adding", "-": "subtracting", "*": "multiplying", "/": "dividing"}
NUMBER = rf"0|[1-9][0-9]{{0,{DIGITS - 1}}}"


class Leaf(NamedTuple):
    """A number as it is written: 7 is 7/1, 2 3/4 has the whole part 2, and 3/4 the whole part 0."""

    whole: int
    top: int
    bottom: int


class Node(NamedTuple):
    """A sum, difference, product or quotient; the sign "neg" has an idle right side."""

    sign: str
    left: Any
    right: Any


_TOKEN = re.compile(rf"({NUMBER})(?![0-9])(?: ({NUMBER})/({NUMBER})(?![0-9]))?| ([-+*/]) |([-()/])")
_POINT = re.compile(rf"((?:{NUMBER})(?:\.[0-9]{{1,8}})?)(?![0-9.])()()| ([-+*/]) |([-()])")


class _Reader:
    """A text read from left to right by recursive descent; with points there are no bars or mixed numbers."""

    def __init__(self, text: str, points: bool) -> None:
        if len(text) > LONGEST:
            raise Fault(f"an expression is longer than {LONGEST} characters")
        self.text, self.at, self.deep = text, 0, 0
        self.points = points

    def _token(self) -> re.Match[str] | None:
        return (_POINT if self.points else _TOKEN).match(self.text, self.at)

    def _sign(self, signs: str) -> str:
        """Take an operator with a space on both sides, if one of these stands here."""
        token = self._token()
        if token is None or not token[4] or token[4] not in signs:
            return ""
        self.at = token.end()
        return token[4]

    def sums(self) -> Any:
        found = self._products()
        while sign := self._sign("+-"):
            found = Node(sign, found, self._products())
        return found

    def _products(self) -> Any:
        found = self._unit()
        while sign := self._sign("*/"):
            found = Node(sign, found, self._unit())
        return found

    def _unit(self) -> Any:
        if self.text[self.at : self.at + 1] == "-":
            self.at += 1
            return Node("neg", self._bar(), None)
        return self._bar()

    def _bar(self) -> Any:
        """Take an atom, or a fraction of two atoms joined by a bar without spaces."""
        above = self._atom()
        if self.points or self.text[self.at : self.at + 1] != "/":
            return above
        self.at += 1
        below = self._atom()
        if isinstance(above, Leaf) and isinstance(below, Leaf) and above.bottom == below.bottom == 1:
            if not below.top:
                raise Fault(f"{self.text!r} divides by zero")
            return Leaf(0, above.top, below.top)
        return Node("/", above, below)

    def _atom(self) -> Any:
        token = self._token()
        if token is None or token[4] or token[5] not in (None, "("):
            raise Fault(f"{self.text!r} cannot be read from place {self.at + 1}")
        if token[1] is not None:
            if self.points:
                self.at = token.end()
                whole, _, part = token[1].partition(".")
                return Leaf(0, int(whole + part), 10 ** len(part))
            if token[2] is None:
                self.at = token.end()
                return Leaf(0, int(token[1]), 1)
            self.at = token.end()
            if int(token[3]) < 2 or not int(token[1]) or not 0 < int(token[2]) < int(token[3]):
                raise Fault(f"{token[0]} is no mixed number")
            return Leaf(int(token[1]), int(token[2]), int(token[3]))
        self.at = token.end()
        self.deep += 1
        if self.deep > DEEPEST:
            raise Fault(f"an expression has more than {DEEPEST} parentheses")
        found = self.sums()
        if self.text[self.at : self.at + 1] != ")":
            raise Fault(f"{self.text!r} lacks a closing parenthesis at place {self.at + 1}")
        self.at += 1
        return found


def read(text: str, *, points: bool = False) -> Any:
    """Return the tree of an expression; raise Fault, with the place, if it is none.

    With `points` numbers are decimals: 2.50 is the leaf 250/100.
    """
    reader = _Reader(text, points)
    tree = reader.sums()
    if reader.at != len(text):
        raise Fault(f"{text!r} cannot be read from place {reader.at + 1}")
    return tree


def read_line(text: str, *, points: bool = False) -> Any:
    """Return the tree of an expression; Fault also where parentheses stand without need, or are missing.

    >>> read_line("(3/4) / 2") == read("3/4 / 2")
    True
    """
    tree = read(text, points=points)
    if _line(tree, points) != text:
        raise Fault(f"{text!r} should be written {_line(tree, points)!r}")
    return tree


def _line(tree: Any, points: bool, above: str = "", second: bool = False) -> str:
    """Return how a tree is written: what is divided, or divides, is in parentheses unless it is whole."""
    if isinstance(tree, Leaf):
        if points:
            return fixed(Fraction(tree.top, tree.bottom), len(str(tree.bottom)) - 1)
        text = f"{tree.whole} " if tree.whole else ""
        text += f"{tree.top}/{tree.bottom}" if tree.bottom > 1 else str(tree.top)
        enclosed = tree.bottom > 1 and (above == "/" or (above == "*" and tree.whole > 0))
        return f"({text})" if enclosed else text
    if tree.sign == "neg":
        raise Fault("an expression has a negative number")
    text = f"{_line(tree.left, points, tree.sign)} {tree.sign} {_line(tree.right, points, tree.sign, True)}"
    weak, strong = tree.sign in "+-", above in ("*", "/")
    return f"({text})" if (weak and strong) or (second and weak != strong) else text


def value(tree: Any, of: Callable[[int, int], Any] = Fraction) -> Any:
    """Return what a tree comes to, in the numbers that `of` makes; raise Fault where it divides by zero."""
    if isinstance(tree, Leaf):
        return of(tree.whole * tree.bottom + tree.top, tree.bottom)
    left = value(tree.left, of)
    if tree.sign == "neg":
        return -left
    right = value(tree.right, of)
    if tree.sign == "+":
        return left + right
    if tree.sign == "-":
        return left - right
    if tree.sign == "*":
        return left * right
    if right == 0:
        raise Fault("the divisor is zero")
    return left / right


def rational(top: int, bottom: int) -> Any:
    """Return a number of SymPy's, which is loaded when it is first needed: that takes longer than a batch."""
    from sympy import Rational

    return Rational(top, bottom)


_CHAIN = re.compile(r"[-(0-9][-0-9+*/() ]*(?: = [-0-9+*/() ]*[0-9)])+")
_POINTED = re.compile(r"[-(0-9][-0-9.+*/() ]*(?: = [-0-9.+*/() ]*[0-9)])+")


def check_equations(text: str, where: str, *, points: bool = False) -> None:
    """Raise Fault unless the sides of every chain of equations in a text have one value.

    >>> check_equations("6/8 = (2 * 3)/(2 * 4) = 3/4.", "step 1")
    """
    if text.count("=") > 30:
        raise Fault(f"{where} has too many equations")
    found = 0
    for chain in (_POINTED if points else _CHAIN).findall(text):
        sides = chain.strip().split(" = ")
        found += len(sides) - 1
        if len({value(read(side, points=points)) for side in sides}) != 1:
            raise Fault(f"{where} says {chain.strip()}, which is false")
    if found != text.count("="):
        raise Fault(f"{where} has an equation that cannot be read")


def places_of(number: Fraction) -> int:
    """Return the least number of places that a number is written with; Fault where there are too many."""
    for places in range(MOST_PLACES + 1):
        if 10**places % number.denominator == 0:
            return places
    raise Fault(f"{number} does not end within {MOST_PLACES} places")


def fixed(number: Fraction, places: int) -> str:
    """Return a number that has at most so many places with just so many."""
    shown = int(number * 10**places)
    whole, part = divmod(abs(shown), 10**places)
    text = f"{whole}.{part:0{places}d}" if places else str(whole)
    return f"-{text}" if shown < 0 else text


def plain(number: Fraction) -> str:
    """Return a number without needless zeros."""
    return fixed(number, places_of(number))


def spelled(a: int, b: int) -> str:
    """Return a * b as a row says it, with the parts that the digits of b give."""
    shares = [int(digit + "0" * (len(str(b)) - 1 - i)) for i, digit in enumerate(str(b)) if digit != "0"]
    chain = [f"{a} * {b}", str(a * b)]
    if len(shares) > 1:
        chain[1:1] = [" + ".join(f"{a} * {n}" for n in shares), " + ".join(str(a * n) for n in shares)]
    return " = ".join(chain)


class Steps:
    """The lines of a row's reasoning, taken one after the other."""

    def __init__(self, reasoning: str) -> None:
        self.lines = reasoning.split("\n")
        if len(self.lines) > MOST_LINES:
            raise Fault(f"the reasoning has more than {MOST_LINES} steps")
        self.number = 0

    def line(self, due: str) -> str:
        """Return the next line without its number; `due` says what it should be."""
        if self.number == len(self.lines):
            raise Fault(f"the reasoning ends after step {self.number}, before {due}")
        self.number += 1
        head = f"{self.number}. "
        line = self.lines[self.number - 1]
        if not line.startswith(head):
            raise Fault(f"line {self.number} of the reasoning does not begin with {head!r}")
        return line[len(head) :]

    def take(self, due: str, shape: str, *numbers: int) -> None:
        """Raise Fault unless the next line reads like `shape`, with these numbers in place of each #."""
        line = self.line(due)
        match = _compiled(shape).fullmatch(line)
        if match is None:
            raise Fault(f"step {self.number} is not {due}")
        found = tuple(map(int, match.groups()))
        if found != numbers:
            wrong = next(i for i, (a, b) in enumerate(zip(found, numbers, strict=True)) if a != b)
            raise Fault(f"step {self.number} has {found[wrong]} where {numbers[wrong]} is due in {due}")

    def say(self, due: str, text: str) -> None:
        """Raise Fault unless the next line is this text."""
        if self.line(due) != text:
            raise Fault(f"step {self.number} is not {due}, which reads {text!r}")

    def end(self) -> None:
        """Raise Fault unless every line has been taken."""
        if self.number != len(self.lines):
            raise Fault(f"the reasoning goes on after step {self.number}, where nothing is left to do")


@lru_cache(maxsize=256)
def _compiled(shape: str) -> re.Pattern[str]:
    number = rf"(0|-?[1-9][0-9]{{0,{DIGITS - 1}}})"
    return re.compile(number.join(map(re.escape, shape.split("#"))))


_DIVISION = re.compile(rf"({NUMBER}) = ({NUMBER}) \* ({NUMBER})(?: \+ ({NUMBER}))?")


def check_euclid(text: str, a: int, b: int, where: str) -> int:
    """Return the greatest common divisor that a chain of divisions of two numbers finds, or raise Fault.

    The numbers are at least 2. Each division has the divisor and the rest of the one before;
    the last leaves 0 or 1.
    """
    a, b = max(a, b), min(a, b)
    for division in text.split(", "):
        match = _DIVISION.fullmatch(division)
        if match is None:
            raise Fault(f"{where} has {division!r}, which is no division")
        if b < 2:
            raise Fault(f"{where} goes on after the last division")
        read_a, read_b, quotient = int(match[1]), int(match[2]), int(match[3])
        rest = int(match[4] or 0)
        if (read_a, read_b) != (a, b) or (rest == 0 and match[4] is not None):
            raise Fault(f"{where} does not divide {a} by {b} next")
        if b * quotient + rest != a or not 0 <= rest < b:
            raise Fault(f"{where} says {division}, which is false")
        a, b = b, rest
    if b > 1:
        raise Fault(f"{where} ends before a division leaves 0 or 1")
    return b or a


def check_columns(row: Row, family: str, levels: Sequence[int]) -> None:
    """Raise Fault unless the plain columns are what such a row has, and the payload is empty."""
    check_plain_columns(row, family, "math", levels, LENGTHS)
    if row.payload != "{}":
        raise Fault(f"the payload is {row.payload!r}, not '{{}}'")


def operation_skills(tree: Any, kind: str, other: Sequence[str]) -> list[str]:
    """Return what an expression trains: operations in the order of their signs, other skills, and order.

    `kind` is what its numbers are, such as "decimals".
    """
    signs = _signs(tree)
    operations = [f"{_TRAINING[sign]} {kind}" for sign in dict.fromkeys(signs)]
    return [*operations, *other, *["order of operations"] * (len(signs) > 1)]


def _signs(tree: Any) -> list[str]:
    return [] if isinstance(tree, Leaf) else [*_signs(tree.left), tree.sign, *_signs(tree.right)]
