"""Rules of sequences: what they are drawn from, and the numbers that they make."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
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
    """A rule with its numbers as in the grammar's sentence, the level whose list it stands in, and how many
    more numbers than the fewest are shown."""

    name: str
    numbers: tuple[int, ...]
    level: int
    more: int = 0

    @property
    def parts(self) -> tuple[str, ...]:
        """Return what is woven, nothing for another rule: add, multiply."""
        return tuple(self.name.split(" ")[1:])

    def numbers_shown(self) -> int:
        """Return how many numbers the question shows."""
        return SHOWN[self.level] + self.more

    def terms(self) -> list[int]:
        """Return the numbers that are shown and the one that follows."""
        count = self.numbers_shown() + 1
        if self.parts:
            odd = _made(self.parts[0], self.numbers[:2], (count + 1) // 2)
            even = _made(self.parts[1], self.numbers[2:], count // 2)
            return [(odd, even)[place % 2][place // 2] for place in range(count)]
        return _made(self.name, self.numbers, count)


def _made(name: str, numbers: tuple[int, ...], count: int) -> list[int]:
    """Return so many numbers of a rule that weaves nothing."""
    made = [numbers[0]]
    rest = numbers[1:]
    while len(made) < count:
        last = made[-1]
        if name == "add":
            made.append(last + rest[0])
        elif name == "multiply":
            made.append(last * rest[0])
        elif name == "scale":
            made.append(last * rest[0] + rest[1])
        elif name == "grow":
            made.append(last + rest[0] + rest[1] * (len(made) - 1))
        elif name == "sum":
            made.append(last + (made[-2] if len(made) > 1 else rest[0] - last))
        else:
            made.append(last * rest[1] if len(made) % 2 == 0 else last + rest[0])
    return made


class Rules(Space[Rule]):
    """Rules of one name in the list of a level, whose numbers are the points of a grid.

    Each stands there with the fewest numbers shown and with one more, whatever the rule: how many there are
    does not tell it.
    """

    def __init__(self, name: str, level: int, points: Space[tuple[int, ...]]) -> None:
        self._name, self._level = name, level
        self._points = points

    def count(self) -> int:
        """Return the number of rules."""
        return 2 * self._points.count()

    def unrank(self, rank: int) -> Rule:
        """Return the rule of a rank."""
        return Rule(self._name, self._points[rank // 2], self._level, rank % 2)

    def rank(self, element: Rule) -> int:
        """Return the rank of a rule; raise NotInSpace if it is not here."""
        if (element.name, element.level) != (self._name, self._level) or element.more not in (0, 1):
            raise NotInSpace(f"{element} is not in this stratum")
        return 2 * self._points.rank(element.numbers) + element.more


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
    """Return the rules that the list of a level names, by what they do: all, so that the level tells none.

    The later the level, the more numbers are shown, and the smaller are the factors: numbers stay short.
    """
    most = {1: 9, 2: 6, 3: 5, 4: 4}[level]
    grids: dict[str, Space[tuple[int, ...]]] = {
        "add": _nonzero(range(-100, 301), range(-60, 61)),
        "multiply": _nonzero(range(-99, 301), _factors(most)),
    }
    if level > 1:
        # A fixed point would stay what it is.
        grids["scale"] = Kept(
            (range(-40, 61), _factors(most), range(-60, 61)),
            lambda a, r, c: (a != 0) & (c != 0) & (a * (r - 1) + c != 0),
        )
        grids["grow"] = _nonzero(range(-50, 101), range(-30, 31), range(-15, 16))
    if level > 2:
        grids["sum"] = _nonzero(range(-20, 151), range(1, 151))
        # What the addition and the multiplication make together may not stay what it is.
        grids["turn"] = Kept(
            (range(1, 101), range(-40, 41), range(2, 5)),
            lambda a, c, r: (c != 0) & (a + c != 0) & (r * (a + c) != a),
        )
    found = {name: Rules(name, level, grid) for name, grid in grids.items()}
    if level > 3:
        lines = {
            "add": _nonzero(range(1, 61), range(-20, 21)),
            "multiply": _nonzero(range(1, 41), range(2, 5)),
        }
        for odd, even in product(lines, lines):
            woven = Woven(lines[odd], lines[even], odd == even)
            found[f"{odd} and {even}"] = Rules(f"weave {odd} {even}", level, woven)
    return found
