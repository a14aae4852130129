"""Rules of sequences: what they are drawn from, and the numbers that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from synth.grammar import Space
from synth.grammar.errors import NotInSpace
from synth.solvers._spaces import Kept

RULES = ("add", "multiply", "scale", "grow", "sum", "turn", "weave")
"""The rules in the order of their letters."""
KNOWN = {1: 2, 2: 4, 3: 6, 4: 7}
"""By level, how many of them the question lists."""
SHOWN = {1: 5, 2: 6, 3: 7, 4: 8}
"""By level, how many numbers it shows, or one more.

So many that two rules of the list that agree on them agree for ever: both are linear recurrences, and the
degree of the common multiple of their characteristic polynomials is no larger.
"""


class Rule(NamedTuple):
    """A rule with its numbers as in the grammar's sentence; `more` is how many more numbers are shown."""

    name: str
    numbers: tuple[int, ...]
    more: int = 0

    @property
    def parts(self) -> tuple[str, ...]:
        """Return what is woven, nothing for another rule: add, multiply."""
        return tuple(self.name.split(" ")[1:])

    @property
    def level(self) -> int:
        """Return the first level that lists the rule."""
        place = RULES.index(self.name.split(" ")[0])
        return next(level for level, known in KNOWN.items() if place < known)

    def numbers_shown(self) -> int:
        """Return how many numbers the question shows."""
        return SHOWN[self.level] + self.more

    def terms(self) -> list[int]:
        """Return the numbers that are shown and the one that follows."""
        count = self.numbers_shown() + 1
        if self.parts:
            odd = Rule(self.parts[0], self.numbers[:2])._made((count + 1) // 2)
            even = Rule(self.parts[1], self.numbers[2:])._made(count // 2)
            return [(odd, even)[place % 2][place // 2] for place in range(count)]
        return self._made(count)

    def _made(self, count: int) -> list[int]:
        made = [self.numbers[0]]
        rest = self.numbers[1:]
        while len(made) < count:
            last = made[-1]
            if self.name == "add":
                made.append(last + rest[0])
            elif self.name == "multiply":
                made.append(last * rest[0])
            elif self.name == "scale":
                made.append(last * rest[0] + rest[1])
            elif self.name == "grow":
                made.append(last + rest[0] + rest[1] * (len(made) - 1))
            elif self.name == "sum":
                made.append(last + (made[-2] if len(made) > 1 else rest[0] - last))
            else:
                made.append(last * rest[1] if len(made) % 2 == 0 else last + rest[0])
        return made


class Rules(Space[Rule]):
    """Rules of one name whose numbers are the points of a grid, with each of some numbers more shown."""

    def __init__(self, name: str, points: Space[tuple[int, ...]], mores: Sequence[int] = (0,)) -> None:
        self._name = name
        self._points = points
        self._mores = tuple(mores)

    def count(self) -> int:
        """Return the number of rules."""
        return self._points.count() * len(self._mores)

    def unrank(self, rank: int) -> Rule:
        """Return the rule of a rank."""
        place, more = divmod(rank, len(self._mores))
        return Rule(self._name, self._points[place], self._mores[more])

    def rank(self, element: Rule) -> int:
        """Return the rank of a rule; raise NotInSpace if it is not here."""
        if element.name != self._name or element.more not in self._mores:
            raise NotInSpace(f"{element} is not in this stratum")
        return self._points.rank(element.numbers) * len(self._mores) + self._mores.index(element.more)


class Woven(Space[tuple[int, ...]]):
    """Two lines, each a start and a step; two steps of one kind are different."""

    def __init__(self, odd: Kept, even: Kept, alike: bool) -> None:
        self._odd, self._even, self._alike = odd, even, alike
        self._starts = len({point[0] for point in even})
        self._steps = even.count() // self._starts

    def count(self) -> int:
        """Return the number of pairs."""
        return self._odd.count() * self._starts * (self._steps - self._alike)

    def unrank(self, rank: int) -> tuple[int, ...]:
        """Return the numbers of the first line and of the second."""
        rank, step = divmod(rank, self._steps - self._alike)
        odd, start = divmod(rank, self._starts)
        if self._alike and step >= odd % self._steps:
            step += 1
        return (*self._odd[odd], *self._even[start * self._steps + step])

    def rank(self, element: tuple[int, ...]) -> int:
        """Return the rank of two lines; raise NotInSpace if they are not here."""
        odd = self._odd.rank(element[:2])
        start, step = divmod(self._even.rank(element[2:]), self._steps)
        if self._alike:
            if step == odd % self._steps:
                raise NotInSpace(f"{element} has the same step twice")
            step -= step > odd % self._steps
        return (odd * self._starts + start) * (self._steps - self._alike) + step


def _nonzero(*numbers: range) -> Kept:
    """Return the points of a grid without a zero."""

    def keeps(*axes):  # type: ignore[no-untyped-def]
        kept = axes[0] != 0
        for axis in axes[1:]:
            kept = kept & (axis != 0)
        return kept

    return Kept(numbers, keeps)


def _factors(most: int) -> range:
    return range(2, most + 1)


def spaces(level: int) -> Mapping[str, Rules]:
    """Return the rules of a level by what they do."""
    if level == 1:
        return {
            "add": Rules("add", _nonzero(range(-100, 301), range(-60, 61))),
            "multiply": Rules("multiply", _nonzero(range(-60, 61), _factors(9))),
        }
    if level == 2:
        # A fixed point would stay what it is.
        scale = Kept(
            (range(-40, 61), _factors(5), range(-60, 61)),
            lambda a, r, c: (a != 0) & (c != 0) & (a * (r - 1) + c != 0),
        )
        grow = _nonzero(range(-50, 101), range(-30, 31), range(-15, 16))
        return {"scale": Rules("scale", scale), "grow": Rules("grow", grow)}
    if level == 3:
        # Neither the sum nor what the addition and the multiplication make together may stay what it is.
        turn = Kept(
            (range(1, 101), range(-40, 41), range(2, 5)),
            lambda a, c, r: (c != 0) & (a + c != 0) & (r * (a + c) != a),
        )
        return {
            "sum": Rules("sum", _nonzero(range(-20, 151), range(1, 151))),
            "turn": Rules("turn", turn, (0, 1)),
        }
    add = _nonzero(range(1, 61), range(-20, 21))
    multiply = _nonzero(range(1, 41), range(2, 5))
    lines = {"add": add, "multiply": multiply}
    return {
        f"{odd} and {even}": Rules(f"weave {odd} {even}", Woven(lines[odd], lines[even], odd == even), (0, 1))
        for odd in lines
        for even in lines
    }
