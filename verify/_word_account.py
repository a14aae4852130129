"""What a story implies: quantities with their equations, and the steps that lead from one to the next.

The equations are solved by SymPy, all at once and whatever is unknown in them. Beside them stands, for
each quantity, how it comes from x by forward arithmetic; the two must agree. A step is words around an
expression; both are compared with what the story calls for, and the expression is worked out by SymPy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sympy import QQ
from sympy.polys.matrices.sdm import sdm_irref
from sympy.polys.rings import ring

from synth.verify._columns import Fault

_RING, _X = ring("x", QQ)
_TOKENS = re.compile(r"[0-9]+|[x+*/()=-]| +")
LARGEST = 10**7
LONGEST_EXPRESSION = 200


@dataclass(frozen=True, slots=True)
class Form:
    """The number a * x + b."""

    a: int
    b: int

    def __str__(self) -> str:
        if self.a == 0:
            return f"{self.b}"
        front = "x" if self.a == 1 else f"{self.a}*x"
        if self.b == 0:
            return front
        return f"{front} + {self.b}" if self.b > 0 else f"{front} - {-self.b}"

    def inside(self) -> str:
        """Return the form as it stands inside a product or a sum."""
        return f"({self})" if self.a and self.b else f"{self}"


@dataclass(frozen=True, slots=True)
class Step:
    """One line: words, an expression or equation, words; the quantity that it gives, or -1."""

    before: str
    written: str
    after: str
    gives: int = -1
    solves: bool = False
    """True for an equation, which holds for one x; False for what holds whatever x is."""


@dataclass(slots=True)
class Account:
    """The quantities of one story, in the order in which they are worked out."""

    forms: list[Form] = field(default_factory=list)
    rows: list[Mapping[int, int]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    asked: int = -1
    told: str = ""
    ends: list[tuple[Form, Form]] = field(default_factory=list)
    """Pairs of forms that x makes equal."""

    def quantity(self, form: Form, row: Mapping[int, int], constant: int) -> int:
        """Add a quantity that is `form`.

        It (at -1) and others, each times its factor in the row, have the sum `constant`.
        """
        place = len(self.forms)
        self.forms.append(form)
        self.relate({(place if other < 0 else other): factor for other, factor in row.items()}, constant)
        return place

    def unknown(self) -> int:
        """Add x."""
        self.forms.append(Form(1, 0))
        return len(self.forms) - 1

    def known(self, number: int) -> int:
        """Add a quantity that the story tells."""
        return self.quantity(Form(0, number), {-1: 1}, number)

    def relate(self, row: Mapping[int, int], constant: int) -> None:
        """Add an equation between quantities."""
        self.rows.append({**row, _CONSTANT: constant})

    def step(self, before: str, written: str, after: str, gives: int = -1) -> None:
        """Add a step that works a quantity out."""
        self.steps.append(Step(before, written, after, gives))

    def equation(self, before: str, written: str, after: str = ".") -> None:
        """Add a step that states an equation for x."""
        self.steps.append(Step(before, written, after, solves=True))

    def say(self, text: str) -> None:
        """Add a step without an expression."""
        self.steps.append(Step(text, "", ""))

    def solve(self, left: Form, right: int) -> None:
        """Add the steps that solve left = right, and note that they are equal."""
        self.ends.append((left, Form(0, right)))
        if left.b > 0:
            left, right = Form(left.a, 0), right - left.b
            self.equation(f"Subtract {self.ends[-1][0].b} from both sides: ", f"{left} = {right}")
        elif left.b < 0:
            left, right = Form(left.a, 0), right - left.b
            self.equation(f"Add {-self.ends[-1][0].b} to both sides: ", f"{left} = {right}")
        if left.a != 1:
            self.equation(f"Divide both sides by {left.a}: ", f"x = {Fraction(right, left.a)}")


_CONSTANT = 1 << 30
Read = tuple[str, int, dict[str, str]]
"""What a reader returns: canonical form, level, and the words of the answer's sentence."""


def level_of(account: Account) -> int:
    """Return the level of a story without an unknown: 1 for one step, 4 for five and more."""
    steps = len(account.steps)
    return 1 if steps == 1 else 2 if steps < 5 else 4


def joint(account: Account, rates: tuple[int, int], words: tuple[str, str], end: tuple[str, int]) -> None:
    """Account for two who do something at their rates for x hours, until it comes to a number."""
    one, two = rates
    account.asked = account.unknown()
    form = Form(one + two, 0)
    first = account.quantity(Form(one, 0), {-1: 1, account.asked: -one}, 0)
    second = account.quantity(Form(two, 0), {-1: 1, account.asked: -two}, 0)
    both = account.quantity(form, {-1: 1, first: -1, second: -1}, 0)
    account.step(words[0], f"{one}*x + {two}*x = {form}", words[1], both)
    account.relate({both: 1}, end[1])
    account.equation(end[0], f"{form} = {end[1]}")
    account.solve(form, end[1])


def solved(account: Account) -> list[Any]:
    """Return the one solution of the equations, by SymPy's row reduction; raise Fault if there is none."""
    rows: dict[int, dict[int, Any]] = {}
    for place, row in enumerate(account.rows):
        held = {at: QQ(factor) for at, factor in row.items() if factor}
        if held:
            rows[place] = held
    count = len(account.forms)
    reduced, pivots, _ = sdm_irref(rows)
    if _CONSTANT in pivots:
        raise Fault("the facts of the story contradict each other")
    if pivots != list(range(count)):
        raise Fault("the facts of the story do not fix every quantity")
    return [reduced[place].get(_CONSTANT, QQ(0)) for place in range(count)]


def check_quantities(account: Account, values: Sequence[Any]) -> int:
    """Return the answer; raise Fault unless forward arithmetic agrees, and all is whole and positive."""
    unknown = next((place for place, form in enumerate(account.forms) if form.a), -1)
    x = _whole(values[unknown]) if unknown >= 0 else 0
    for place, form in enumerate(account.forms):
        number = form.a * x + form.b
        if number != _whole(values[place]):
            raise Fault(f"forward arithmetic gives {number} where the equations give {values[place]}")
        if not 0 < number <= LARGEST:
            raise Fault(f"a quantity of the story is {number}")
    for left, right in account.ends:
        if left.a * x + left.b != right.a * x + right.b:
            raise Fault(f"{left} = {right} does not hold for x = {x}")
    return _whole(values[account.asked])


def _whole(value: Any) -> int:
    if value.denominator != 1:
        raise Fault(f"a quantity of the story is {value}, which is no whole number")
    return int(value.numerator)


def check_steps(account: Account, reasoning: str, values: Sequence[Any]) -> None:
    """Raise Fault unless the lines are the steps that the story calls for, and each is right by SymPy."""
    lines = reasoning.split("\n")
    unknown = next((place for place, form in enumerate(account.forms) if form.a), -1)
    for number, (line, step) in enumerate(zip(lines, account.steps, strict=False), 1):
        head = f"{number}. {step.before}"
        if not line.startswith(head):
            raise Fault(f"step {number} does not begin {head!r}")
        if not line.endswith(step.after) or len(line) < len(head) + len(step.after):
            raise Fault(f"step {number} does not end {step.after!r}")
        written = line[len(head) : len(line) - len(step.after)]
        if step.written:
            _check_written(number, written, step, values, unknown)
        elif written:
            raise Fault(f"step {number} goes on after its end")
    if len(lines) != len(account.steps):
        raise Fault(f"the reasoning has {len(lines)} steps, and the story calls for {len(account.steps)}")


def _check_written(number: int, written: str, step: Step, values: Sequence[Any], unknown: int) -> None:
    sides = read_sides(written, f"step {number}")
    if step.solves:
        if len(sides) != 2:
            raise Fault(f"step {number} states no equation")
        difference = sides[0] - sides[1]
        if difference.degree() != 1:
            raise Fault(f"step {number} states an equation that does not give x")
        if difference.evaluate(0, values[unknown]) != 0:
            raise Fault(f"step {number}: {written} does not hold for x = {values[unknown]}")
    else:
        for side in sides[1:]:
            if side != sides[0]:
                raise Fault(f"step {number}: {written} is wrong")
        if step.gives >= 0:
            value = sides[-1].evaluate(0, values[unknown] if unknown >= 0 else QQ(0))
            if value != values[step.gives]:
                raise Fault(f"step {number} comes to {value}, and the story to {values[step.gives]}")
    if written != step.written:
        raise Fault(f"step {number} has {written!r}, and the story calls for {step.written!r}")


def read_sides(text: str, where: str) -> list[Any]:
    """Return the sides of an equation as polynomials in x; raise Fault for what is none."""
    if len(text) > LONGEST_EXPRESSION:
        raise Fault(f"{where} has an expression longer than {LONGEST_EXPRESSION} characters")
    tokens = _TOKENS.findall(text)
    if "".join(tokens) != text:
        raise Fault(f"{where} has no expression where one is due")
    return _Reader([token for token in tokens if token.strip()], where).sides()


class _Reader:
    """Sums, products and quotients of numbers and x, read from left to right."""

    def __init__(self, tokens: list[str], where: str) -> None:
        self.tokens = [*tokens, ""]
        self.where = where
        self.at = 0
        self.open = 0

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def sides(self) -> list[Any]:
        found = [self.sum()]
        while self.tokens[self.at] == "=":
            self.at += 1
            found.append(self.sum())
        if self.tokens[self.at]:
            raise Fault(f"{self.where} has {self.tokens[self.at]!r} where its expression ends")
        return found

    def sum(self) -> Any:
        total = self.product()
        while self.tokens[self.at] in ("+", "-"):
            if self.take() == "+":
                total += self.product()
            else:
                total -= self.product()
        return total

    def product(self) -> Any:
        total = self.factor()
        while self.tokens[self.at] in ("*", "/"):
            if self.take() == "*":
                total *= self.factor()
            else:
                divisor = self.factor()
                if not divisor.is_ground or not divisor:
                    raise Fault(f"{self.where} divides by what is no number")
                total = total.mul_ground(QQ(1) / divisor.LC)
        return total

    def factor(self) -> Any:
        token = self.take()
        if token == "x":
            return _X
        if token == "(" and self.open < 5:
            self.open += 1
            inside = self.sum()
            self.open -= 1
            if self.take() != ")":
                raise Fault(f"{self.where} has a parenthesis that does not close")
            return inside
        if not token.isdigit() or len(token) > 9:
            raise Fault(f"{self.where} has {token[:20]!r} where a number is due")
        return _RING(int(token))
