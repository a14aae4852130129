"""Polynomials: what the question of a row asks, by docs/polynomial.md."""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd

from synth.verify._algebra import Beyond
from synth.verify._algebra_forms import Coefficients, coefficients, polynomial_text
from synth.verify._columns import Fault
from synth.verify._polynomial_lines import (
    Factors,
    Lines,
    Whole,
    adding,
    evaluating,
    expanding,
    expanding_both,
    falling,
    subtracting,
)

HIGHEST = 12  # degree

_LETTERS = "[xyztnw]"
_P, _Q = (rf"(?P<{name}>(?:(?![a-z]{{2}})[-+^0-9a-z ]){{1,120}})" for name in "pq")
_E = r"(?P<p>(?:(?![a-z]{2})[-+^0-9a-z ()]){3,200})"
_AT = rf"(?P<letter>{_LETTERS}) = (?P<at>-?[1-9][0-9]{{0,5}}(?:/[1-9][0-9]{{0,5}})?)"
_POWERS = "Give one polynomial with its terms in falling powers of {}."
TASKS = {
    "evaluate": (
        "Give a whole number or a fraction in lowest terms.",
        "The value is {}.",
        (
            rf"Evaluate {_P} at {_AT}\.",
            rf"Find the value of {_P} for {_AT}\.",
            rf"What is the value of {_P} when {_AT}\?",
        ),
    ),
    "add": (
        _POWERS,
        "The sum is {}.",
        (rf"Add {_P} and {_Q}\.", rf"Find the sum of {_P} and {_Q}\.", rf"Simplify \({_P}\) \+ \({_Q}\)\."),
    ),
    "subtract": (
        _POWERS,
        "The difference is {}.",
        (
            rf"Subtract {_Q} from {_P}\.",
            rf"Find the difference \({_P}\) - \({_Q}\)\.",
            rf"Simplify \({_P}\) - \({_Q}\)\.",
        ),
    ),
    "expand": (
        _POWERS,
        "The expanded form is {}.",
        (
            rf"Expand {_E}\.",
            rf"Multiply out {_E} and collect like terms\.",
            rf"Write {_E} without parentheses, as a polynomial in (?P<letter>{_LETTERS})\.",
        ),
    ),
    "factor": (
        "Put a numerical factor, if there is one, and a power of {} first; "
        "the order of the other factors does not matter.",
        "The factored form is {}.",
        (
            rf"Factor {_P} over the integers\.",
            rf"Factor {_P} completely over the integers\.",
            rf"Write {_P} as a product of irreducible polynomials in (?P<letter>{_LETTERS}) "
            r"with integer coefficients\.",
        ),
    ),
}
_SENTENCES = [
    (task, re.compile(sentence, re.ASCII))
    for task, (_, _, sentences) in TASKS.items()
    for sentence in sentences
]
_FACTOR = re.compile(r"\(([^()]{1,80})\)", re.ASCII)
_ONE_PRODUCT = re.compile(
    r"(?P<front>[-0-9a-z^]{0,20})(?P<factors>(?:\([^()]{1,80}\)){1,3})|\((?P<base>[^()]{1,80})\)\^2", re.ASCII
)
_TWO_PRODUCTS = re.compile(
    r"(?P<one>(?:\([^()]{1,80}\)){2}) (?P<sign>[-+]) (?P<two>(?:\([^()]{1,80}\)){2})", re.ASCII
)


class Question:
    """What a row asks: its task, its letter, and the polynomials that it names."""

    def __init__(self, text: str) -> None:
        sentence, _, conventions = text.partition("\n")
        self.task, found = _read_sentence(sentence)
        self.first, self.second = found["p"] or "", found.get("q") or ""
        letters = {letter for letter in self.first + self.second if letter.isalpha()}
        self.letter = min(letters, default="")
        if len(letters) != 1 or not re.fullmatch(_LETTERS, self.letter):
            raise Fault("the question does not have one letter of the family's")
        if found.get("letter") not in (None, self.letter):
            raise Fault("the question names another letter than that of its polynomial")
        if conventions != TASKS[self.task][0].format(self.letter):
            raise Fault("the conventions are not those of the task")
        at = found.get("at") or "0"
        if str(Fraction(at)) != at:
            raise Fault(f"{at} is not in lowest terms")
        self.at = Fraction(at)
        self.sign = ""
        self.products: list[list[Whole]] = []
        self.values: Whole = ()
        if self.task == "expand":
            self._read_products()
        else:
            self.values = self._whole(self.first)

    def _whole(self, text: str) -> Whole:
        """Return a polynomial that stands in canonical form, with whole coefficients."""
        found = polynomial_of(text, self.letter)
        if polynomial_text(found, self.letter) != text or any(part.denominator > 1 for part in found):
            raise Fault(f"{text!r} is not a polynomial in canonical form")
        if len(found) < 2:
            raise Fault(f"{text!r} is a number")
        return tuple(int(part) for part in found)

    def _read_products(self) -> None:
        both = _TWO_PRODUCTS.fullmatch(self.first)
        if both is not None:
            self.sign = both["sign"]
            self.products = [self._factors("", both[name]) for name in ("one", "two")]
            return
        match = _ONE_PRODUCT.fullmatch(self.first)
        if match is None:
            raise Fault(f"{self.first!r} is not a product to expand")
        if match["base"]:
            self.products = [[self._whole(match["base"])] * 2]
            return
        self.products = [self._factors(match["front"], match["factors"])]
        if not 2 <= len(self.products[0]) <= 3 or (match["front"] and len(self.products[0]) == 3):
            raise Fault(f"{self.first!r} does not have two or three factors")

    def _factors(self, front: str, texts: str) -> list[Whole]:
        factors = [self._whole(text) for text in ([front] if front else []) + _FACTOR.findall(texts)]
        single = [len(falling(factor)) == 1 for factor in factors]
        if any(single[1:]) or single[0] != bool(front) or (len(factors) == 2 and factors[0] == factors[1]):
            raise Fault(f"{front + texts!r} is not written as the family writes products")
        return factors

    def lines(self) -> Lines:
        """Return the lines that a solution has to have."""
        lines = Lines(self.letter)
        if self.task == "evaluate":
            evaluating(lines, self.values, self.at)
        elif self.task == "add":
            adding(lines, self.values, self._whole(self.second))
        elif self.task == "subtract":
            subtracting(lines, self.values, self._whole(self.second))
        elif self.task == "factor":
            Factors(lines, self.values).walk()
        elif self.sign:
            expanding_both(lines, self.products, self.sign)
        else:
            expanding(lines, self.products[0])
        if not lines.answer:
            raise Fault("the polynomial is irreducible or factored already")
        return lines

    @property
    def expression(self) -> str:
        """Return the one expression that everything in a solution has to equal."""
        if self.task == "add":
            return f"({self.first}) + ({self.second})"
        return f"({self.first}) - ({self.second})" if self.task == "subtract" else self.first

    @property
    def canonical(self) -> str:
        """Return the problem with x for the letter."""
        first, second = (text.replace(self.letter, "x") for text in (self.first, self.second))
        if self.task == "add":
            first, second = sorted((first, second))
        said = {"add": f"{first} and {second}", "evaluate": f"{first} at x = {self.at}"}
        said["subtract"] = f"{second} from {first}"
        return f"{self.task}: {said.get(self.task, first)}"

    @property
    def level(self) -> int:
        """Return the level of the problem."""
        degree = len(self.values) - 1
        if self.task == "evaluate":
            return 3 if self.at.denominator > 1 else 1 if degree < 3 else 2
        if self.task in ("add", "subtract"):
            return 1 if max(degree, len(self._whole(self.second)) - 1) < 3 else 2
        if self.task == "expand":
            factors = self.products[0]
            if len(factors) == 3:
                return 4
            linear = all(len(factor) == 2 for factor in factors)
            return 2 if not self.sign and (linear or len(falling(factors[0])) == 1) else 3
        return _level_of_factoring(self.values)


def _read_sentence(sentence: str) -> tuple[str, dict[str, str | None]]:
    """Return the task of a question sentence, and what the sentence names."""
    for task, pattern in _SENTENCES:
        match = pattern.fullmatch(sentence)
        if match is not None:
            return task, match.groupdict()
    raise Fault("the question is none of the family's")


def _level_of_factoring(values: Whole) -> int:
    low = next(power for power, part in enumerate(values) if part)
    content = gcd(*values) * (1 if values[-1] > 0 else -1)
    rest = [part // content for part in values[low:]]
    shared = low > 0 or content != 1
    if len(rest) == 3:
        c, b, a = rest
        return 2 if not shared and (a == 1 or not b or b * b == 4 * a * c) else 3
    return 2 if len(rest) == 2 else 3 if len(rest) == 4 and rest[2] and not shared else 4


def polynomial_of(text: str, letter: str) -> Coefficients:
    """Return the coefficients of a text, of a degree of at most `HIGHEST`."""
    found = coefficients(text, letter)
    if len(found) > HIGHEST + 1:
        raise Beyond(f"a degree above {HIGHEST} is not worked with")
    return found
