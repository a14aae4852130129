"""Expressions as trees: their operations, their numbers, and the sentences that ask for them."""

from __future__ import annotations

import re
from collections.abc import Callable

from audits._values import value
from audits._wording import asked

TERMS = {
    "+": ("Add {a} and {b}.", "What is {a} plus {b}?", "Find the sum of {a} and {b}."),
    "-": ("Subtract {b} from {a}.", "What is {a} minus {b}?", "Take {b} away from {a}."),
    "*": ("Multiply {a} by {b}.", "What is {a} times {b}?", "Find the product of {a} and {b}."),
    "/": (
        "Divide {a} by {b}.",
        "What is {a} divided by {b}?",
        "Find the quotient of {a} divided by {b}.",
    ),
}
ASKS = re.compile(r"(?:Work out|Calculate|Find the value of) ([-+*/().0-9 ]+)\.")
SKILLS = {"+": "adding", "-": "subtracting", "*": "multiplying", "/": "dividing"}


class Tree:
    """An expression with its operations: a number's text, or a sign with two sides."""

    def __init__(self, text: str) -> None:
        self.text = text
        value(text)
        inside, depth = "", 0
        places: dict[str, int] = {}
        for letter in text:
            depth += (letter == "(") - (letter == ")")
            inside += letter if depth == 0 else "x"
        for signs in (" + ", " - "), (" * ", " / "):
            places = {sign: inside.rfind(sign) for sign in signs if sign in inside}
            if places:
                break
        self.sign, self.sides = "", []
        if places:
            sign = max(places, key=lambda one: places[one])
            self.sign = sign.strip()
            self.sides = [Tree(text[: places[sign]]), Tree(text[places[sign] + 3 :])]
        elif text.startswith("("):
            inner = Tree(text[1:-1])
            self.sign, self.sides, self.text = inner.sign, inner.sides, inner.text

    def signs(self) -> list[str]:
        """Return all signs."""
        return [self.sign, *self.sides[0].signs(), *self.sides[1].signs()] if self.sign else []

    def numbers(self) -> list[str]:
        """Return the texts of the numbers from the left."""
        return [text for side in self.sides for text in side.numbers()] if self.sign else [self.text]

    def canonical(self) -> str:
        """Return the expression with parentheses, sides of sums and products in the order of their texts."""
        if not self.sign:
            return self.text
        sides = [side.canonical() for side in self.sides]
        return "(" + f" {self.sign} ".join(sorted(sides) if self.sign in "+*" else sides) + ")"

    def above(self) -> bool:
        """Tell whether every result on the way is above zero."""
        return all(not side.sign or (value(side.text) > 0 and side.above()) for side in self.sides)


def expressed(text: str, number: str, shown: Callable[[str], str] = str) -> Tree:
    """Return the expression that a sentence asks for."""
    if found := ASKS.fullmatch(text):
        return Tree(found[1])
    sign, names = asked(text, TERMS, number)
    return Tree(f"({shown(names['a'])}) {sign} ({shown(names['b'])})")
