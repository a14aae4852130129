"""How a linear equation or inequality is solved: the moves, one after the other, each with what it makes.

The method is the one of schoolbooks: clear denominators, multiply out from the inside, combine like terms,
bring the unknown to one side, then the numbers to the other, and divide.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from synth.row import Dropped
from synth.solvers._linear_side import (
    Side,
    bars,
    combined,
    denominator,
    expanded,
    grouped,
    inside,
    nested,
    plain,
    scaled,
    value,
    write,
)

MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Chain(NamedTuple):
    """Two sides with a sign between them, or three with two."""

    sides: tuple[Side, ...]
    signs: tuple[str, ...]

    def text(self, letter: str) -> str:
        """Return the chain as text."""
        text = write(self.sides[0], letter)
        for sign, side in zip(self.signs, self.sides[1:], strict=True):
            text += f" {sign} {write(side, letter)}"
        return text

    def mapped(self, change: Callable[[Side], Side]) -> Chain:
        """Return the chain with each side changed."""
        return Chain(tuple(change(side) for side in self.sides), self.signs)

    def mirrored(self) -> Chain:
        """Return the chain read from right to left."""
        return Chain(self.sides[::-1], tuple(MIRRORED[sign] for sign in reversed(self.signs)))


class Move(NamedTuple):
    """One step: its name among the phrases, what it takes, and what comes of it."""

    name: str
    operand: Side
    chain: Chain


def moves(chain: Chain) -> list[Move]:
    """Return the moves to `x = number`, or to a statement about numbers if the unknown drops out.

    Raises Dropped where parentheses would be left with a single term in them.
    """
    made: list[Move] = []

    def make(name: str, chain: Chain, operand: Side = ()) -> Chain:
        made.append(Move(name, operand, chain))
        return chain

    if sum(map(bars, chain.sides)) > 1 or any(grouped(side) and bars(side) for side in chain.sides):
        factor = denominator(tuple(term for side in chain.sides for term in side))
        chain = make("multiply", chain.mapped(lambda side: scaled(side, factor)), plain(0, factor))
    while any(grouped(side) for side in chain.sides):
        if any(nested(side) for side in chain.sides):
            chain = make("inner", chain.mapped(lambda side: inside(side, expanded)))
            gathered = chain.mapped(lambda side: inside(side, combined))
            if gathered != chain:
                if any(
                    isinstance(one.body, tuple) and len(one.body) < 2
                    for side in gathered.sides
                    for one in side
                ):
                    raise Dropped("like terms leave one term in the parentheses")
                chain = make("inside", gathered)
        else:
            chain = make("expand", chain.mapped(expanded))
    gathered = chain.mapped(combined)
    if gathered != chain:
        chain = make("combine", gathered)
    return _isolate(chain, made, make)


def _isolate(chain: Chain, made: list[Move], make: Callable[..., Chain]) -> list[Move]:
    """Add the moves for sides that have at most one term of each kind."""

    def shifted(slope: Fraction, constant: Fraction) -> Chain:
        """Take a term away from all sides, by adding or subtracting what has no sign of its own."""
        size = slope or constant
        operand = plain(abs(slope), abs(constant)) if slope else plain(0, abs(constant))
        changed = chain.mapped(lambda side: plain(*_minus(value(side), (slope, constant))))
        return make("subtract" if size > 0 else "add", changed, operand)

    zero = Fraction(0)
    slopes = [value(side)[0] for side in chain.sides]
    if sum(map(bool, slopes)) > 1:
        chain = shifted(min(slopes), zero)
        slopes = [value(side)[0] for side in chain.sides]
    if not any(slopes):
        return made
    place = next(place for place, slope in enumerate(slopes) if slope)
    slope, constant = value(chain.sides[place])
    if constant:
        chain = shifted(zero, constant)
    if slope != 1:
        whole = abs(slope.numerator) > 1 and slope.denominator == 1
        factor = slope if whole else 1 / slope
        changed = chain.mapped(lambda side: scaled(side, 1 / slope))
        if factor < 0:
            changed = Chain(changed.sides, tuple(MIRRORED[sign] for sign in changed.signs))
        turned = " and turn" if factor < 0 and chain.signs[0] != "=" else ""
        chain = make(("divide" if whole else "multiply") + turned, changed, plain(0, factor))
    if (len(chain.sides) == 2 and place == 1) or (len(chain.sides) == 3 and chain.signs[0][0] == ">"):
        make("swap", chain.mirrored())
    return made


def _minus(pair: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    return pair[0] - other[0], pair[1] - other[1]
