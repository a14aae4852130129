"""The problems of the family `comparison`: numbers as they are written, and counted spaces of them.

Two numbers that differ are a problem of < and, the other way round, one of >. Whether the larger or the
smaller of two is asked for, and whether a list ascends, is settled by whether some sum is even.

Where the sign is asked for, unlike numbers are made as like ones are: of two decimals one is written with
zeros at its end, and two fractions come from one denominator, each with a factor of its own. So places,
zeros, denominators and common factors tell nothing of the sign.
"""

from __future__ import annotations

from collections.abc import Mapping as Named
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations
from math import gcd
from typing import NamedTuple

from synth.grammar import Choice, Mapped, Product, Space
from synth.grammar.errors import NotInSpace
from synth.solvers._decimal_problem import Decimal, written
from synth.solvers._rational import Below, Subsets, lowest


class Number(NamedTuple):
    """A number as it is written: `top` with a point before the last `places`; of places -1, top/bottom."""

    top: int
    bottom: int
    places: int

    def __str__(self) -> str:
        return f"{self.top}/{self.bottom}" if self.places < 0 else written(self.top, self.places)

    @property
    def value(self) -> Fraction:
        """Return the number itself."""
        return Fraction(self.top, self.bottom)


class Problem(NamedTuple):
    """What is asked of numbers; of a list and of two unequal numbers to choose from, the order is free.

    `padded` says that one of the two numbers, either, is to be written with zeros at its end.
    """

    kind: str
    numbers: tuple[Number, ...]
    padded: bool = False


_MOST_DENOMINATOR, _FEW, _FEWER = 99, 16, 10
"""The largest denominators: of two fractions, of three, of four."""
_WHOLES, _THOUSAND = range(10), 1_000
_ENDING = (2, 4, 5, 8, 20, 25, 40, 50)
"""Denominators of fractions that are decimals of at most three places."""
_NEAR, _APART = 99, 300
"""How far apart two numbers are of which one is chosen: in thousandths; in places among all fractions."""
_STEPS = range(1, 9)
"""How far apart unlike decimals are whose sign is asked, among those of as many places."""
_BELOW, _NUMERATORS = 3, 8
"""Fractions whose sign is asked are below the former; of one denominator there are at least so many.

The first and the last of few would tell that none is smaller or larger.
"""
_LISTED = tuple(count for count in range(1, _THOUSAND) if count % 10 in (0, 3, 5, 8))
"""Thousandths of the decimals in a list, among which enough have one place or two."""


def definition() -> tuple[object, ...]:
    """Return what the spaces are made from, for the fingerprint."""
    return (
        _MOST_DENOMINATOR,
        _FEW,
        _FEWER,
        (_WHOLES.start, _WHOLES.stop),
        _THOUSAND,
        _ENDING,
        _NEAR,
        _APART,
        (_STEPS.start, _STEPS.stop),
        (_BELOW, _NUMERATORS),
        _LISTED,
    )


@cache
def strata(level: int) -> Named[str, Space[Problem]]:
    """Return the kinds of problems of a level, each with its space."""
    if level == 1:
        return {
            "whole numbers": _wholes(),
            "decimals": _decimals(),
            "decimals, <": _near_decimals("<"),
            "decimals, >": _near_decimals(">"),
            "decimals, =": _equal_decimals(),
        }
    if level == 2:
        return {"fractions": _fractions(), **{f"fractions, {sign}": Extended(sign) for sign in "<>="}}
    if level == 3:
        return {
            "fraction and decimal": _both(),
            "three decimals": _decimal_list(3),
            "three fractions": _fraction_list(3, _FEW),
        }
    return {
        "four fractions": _fraction_list(4, _FEWER),
        "five decimals": _decimal_list(5),
        "fractions and decimals": _mixed_list(),
    }


def decimal(digits: int, places: int) -> Number:
    """Return a decimal, or with no places a whole number, as it is to be written."""
    return Number(digits, 10**places, places)


def thousandths(whole: int, count: int) -> Number:
    """Return a whole number and so many thousandths, without zeros at the end."""
    digits, places = Decimal(_THOUSAND * whole + count, 3).lowered()
    return decimal(digits, places)


def _count(number: Number) -> tuple[int, int]:
    """Return the whole part and the thousandths of a decimal."""
    whole, count = divmod(number.value * _THOUSAND, _THOUSAND)
    return int(whole), int(count)


def _wholes() -> Space[Problem]:
    """Return pairs of a common beginning, two different digits, and free digits after them."""
    pairs = Subsets(10, 2)

    def tails(length: int, beginnings: int) -> Space[Problem]:
        size = 10**length
        free = Choice(range(size))

        def forward(element: tuple[int, tuple[int, int], int, int]) -> Problem:
            beginning, (low, high), after_low, after_high = element
            small = (beginning * 10 + low - 1) * size + after_low
            large = (beginning * 10 + high - 1) * size + after_high
            kind = "smaller" if (small + large) % 2 else "larger"
            return Problem(kind, (decimal(small, 0), decimal(large, 0)))

        def backward(problem: Problem) -> tuple[int, tuple[int, int], int, int]:
            small, large = (number.top for number in problem.numbers)
            digits = (small // size % 10 + 1, large // size % 10 + 1)
            return small // size // 10, digits, small % size, large % size

        return Mapped(Product(Choice(range(1, beginnings)), pairs, free, free), forward, backward)

    return _Joined((tails(0, 10_000), tails(1, 1_000), tails(2, 100)))


class _Joined(Space[Problem]):
    """Spaces of pairs of whole numbers, one after the other, by the digits after those that differ."""

    def __init__(self, spaces: tuple[Space[Problem], ...]) -> None:
        self._spaces = spaces

    def count(self) -> int:
        """Return the sum of the counts."""
        return sum(space.count() for space in self._spaces)

    def unrank(self, rank: int) -> Problem:
        """Return the element of the space that holds the rank."""
        for space in self._spaces[:-1]:
            if rank < space.count():
                return space.unrank(rank)
            rank -= space.count()
        return self._spaces[-1].unrank(rank)

    def rank(self, element: Problem) -> int:
        """Return the rank of a pair, in the space of its digits."""
        small, large = (number.top for number in element.numbers)
        after = 0
        while small // 10 != large // 10:
            small, large, after = small // 10, large // 10, after + 1
        return sum(space.count() for space in self._spaces[:after]) + self._spaces[after].rank(element)


def _decimals() -> Space[Problem]:
    """Return hundredths beside thousandths that are less than a tenth away, one of which is to be chosen."""
    short = Choice(range(10, 90))
    away = Choice([count for count in range(-_NEAR, _NEAR + 1) if count % 10])

    def forward(element: tuple[int, int, int]) -> Problem:
        whole, hundredths, count = element
        pair = (thousandths(whole, 10 * hundredths), thousandths(whole, 10 * hundredths + count))
        return Problem("smaller" if count % 2 else "larger", pair)

    def backward(problem: Problem) -> tuple[int, int, int]:
        (whole, one), (_, other) = map(_count, problem.numbers)
        hundredths, count = (other, one) if one % 10 else (one, other)
        return whole, hundredths // 10, count - hundredths

    return Mapped(Product(Choice(_WHOLES), short, away), forward, backward)


def _near_decimals(sign: str) -> Space[Problem]:
    """Return pairs of decimals of as many places, few apart, in the order of a sign."""
    pairs = []
    for places in (1, 2, 3):
        held = [count * 10 ** (3 - places) for count in range(1, 10**places) if count % 10]
        pairs += [(one, other) for step in _STEPS for one, other in zip(held, held[step:], strict=False)]

    def forward(element: tuple[int, tuple[int, int]]) -> Problem:
        whole, (one, other) = element
        pair = (thousandths(whole, one), thousandths(whole, other))
        return Problem("compare", pair[::-1] if sign == ">" else pair, padded=True)

    def backward(problem: Problem) -> tuple[int, tuple[int, int]]:
        (whole, one), (_, other) = sorted(map(_count, problem.numbers))
        return whole, (one, other)

    return Mapped(Product(Choice(_WHOLES), Choice(pairs)), forward, backward)


def _equal_decimals() -> Space[Problem]:
    """Return decimals of one to three places, each beside itself with a zero or two more."""

    def forward(element: tuple[int, int, int]) -> Problem:
        whole, count, zeros = element
        number = thousandths(whole, count)
        return Problem("compare", (number, decimal(number.top * 10**zeros, number.places + zeros)))

    def backward(problem: Problem) -> tuple[int, int, int]:
        number, longer = problem.numbers
        return (*_count(number), longer.places - number.places)

    return Mapped(Product(Choice(_WHOLES), Choice(range(1, _THOUSAND)), Choice((1, 2))), forward, backward)


@cache
def _by_value() -> tuple[list[Number], list[int]]:
    """Return all fractions below 1 by value and then denominator, and where each one's equals begin."""
    every = [Number(n, d, -1) for d in range(2, _MOST_DENOMINATOR + 1) for n in range(1, d)]
    every.sort(key=lambda number: (number.value, number.bottom))
    begins = [0] * len(every)
    for place in range(1, len(every)):
        same = every[place].value == every[place - 1].value
        begins[place] = begins[place - 1] if same else place
    return every, begins


def _fractions() -> Space[Problem]:
    """Return the pairs of unlike fractions, in lowest terms or not and few apart, one of which is chosen."""
    every, begins = _by_value()
    places = {number: place for place, number in enumerate(every)}
    firsts = [max(0, begin - _APART) for begin in begins]
    limits = [begin - first for begin, first in zip(begins, firsts, strict=True)]

    def forward(element: tuple[int, int]) -> Problem:
        k, j = element
        return Problem("smaller" if k % 2 else "larger", (every[firsts[j] + k], every[j]))

    def backward(problem: Problem) -> tuple[int, int]:
        i, j = sorted(places[number] for number in problem.numbers)
        return i - firsts[j], j

    return Mapped(Below(limits), forward, backward)


class Extended(Space[Problem]):
    """Pairs of fractions, in lowest terms of one denominator q, each extended by a factor of its own.

    Of each q and two factors there are as many pairs of every sign, unlike ones of near neighbours; equal
    fractions count once for both orders of the factors, as the order in which they are named is free.
    """

    def __init__(self, sign: str) -> None:
        self._pairs: list[tuple[Number, Number]] = []
        for q in range(2, _MOST_DENOMINATOR // 2 + 1):
            most = _MOST_DENOMINATOR // q
            for k, m in permutations(range(1, most + 1), 2):
                limit = min(_BELOW * q, _MOST_DENOMINATOR // max(k, m) + 1)
                tops = [top for top in range(1, limit) if gcd(top, q) == 1]
                near = sorted(combinations(range(len(tops)), 2), key=lambda pair: (pair[1] - pair[0], pair))
                if len(tops) < _NUMERATORS or (sign == "=" and k > m):
                    continue
                chosen = [(i, i) for i in range(len(tops))] if sign == "=" else near[: len(tops)]
                for i, j in chosen:
                    pair = (Number(k * tops[i], k * q, -1), Number(m * tops[j], m * q, -1))
                    self._pairs.append(pair[::-1] if sign == ">" else pair)
        self._places = {pair: place for place, pair in enumerate(self._pairs)}

    def count(self) -> int:
        """Return the number of pairs."""
        return len(self._pairs)

    def unrank(self, rank: int) -> Problem:
        """Return the pair at this place."""
        return Problem("compare", self._pairs[rank])

    def rank(self, element: Problem) -> int:
        """Return the place of a pair; raise NotInSpace if it is not here."""
        if element != Problem("compare", element.numbers) or element.numbers not in self._places:
            raise NotInSpace(f"{element} is not in this stratum")
        return self._places[element.numbers]


def _both() -> Space[Problem]:
    """Return a fraction that ends as a decimal, beside each decimal of up to three places but its own."""
    fractions = [Number(n, d, -1) for n, d in lowest(1, max(_ENDING)) if d in _ENDING]

    def forward(element: tuple[Number, int]) -> Problem:
        fraction, k = element
        own = int(fraction.value * _THOUSAND)
        count = k + (k >= own)
        return Problem("smaller" if count % 2 else "larger", (fraction, thousandths(0, count)))

    def backward(problem: Problem) -> tuple[Number, int]:
        fraction, number = problem.numbers
        _, count = _count(number)
        return fraction, count - (count > int(fraction.value * _THOUSAND))

    return Mapped(Product(Choice(fractions), Choice(range(1, _THOUSAND - 1))), forward, backward)


def _kind(total: int) -> str:
    return "descending" if total % 2 else "ascending"


def _decimal_list(length: int) -> Space[Problem]:
    """Return sets of decimals of up to three places with one whole part."""
    places = {count: place for place, count in enumerate(_LISTED, 1)}

    def forward(element: tuple[int, tuple[int, ...]]) -> Problem:
        whole, chosen = element
        held = tuple(thousandths(whole, _LISTED[place - 1]) for place in chosen)
        return Problem(_kind(sum(chosen)), held)

    def backward(problem: Problem) -> tuple[int, tuple[int, ...]]:
        pairs = [_count(number) for number in problem.numbers]
        return pairs[0][0], tuple(places[count] for _, count in pairs)

    return Mapped(Product(Choice(_WHOLES), Subsets(len(_LISTED), length)), forward, backward)


def _fraction_list(length: int, most: int) -> Space[Problem]:
    """Return sets of fractions in lowest terms."""
    fractions = [Number(n, d, -1) for n, d in lowest(1, most)]
    places = {number: place for place, number in enumerate(fractions, 1)}

    def forward(chosen: tuple[int, ...]) -> Problem:
        return Problem(_kind(sum(chosen)), tuple(fractions[place - 1] for place in chosen))

    def backward(problem: Problem) -> tuple[int, ...]:
        return tuple(places[number] for number in problem.numbers)

    return Mapped(Subsets(len(fractions), length), forward, backward)


def _mixed_list() -> Space[Problem]:
    """Return sets of two fractions that end as decimals, and two decimals of two places that they are not."""
    fractions = [Number(n, d, -1) for n, d in lowest(1, max(_ENDING)) if d in _ENDING]
    places = {number: place for place, number in enumerate(fractions, 1)}
    # Decimals of three digits whose last is 1, 3, 7 or 9 are no fraction of these denominators but of 1000.
    counts = [count for count in range(1, _THOUSAND) if count % 2 and count % 5]
    numbers = {count: place for place, count in enumerate(counts, 1)}

    def forward(element: tuple[tuple[int, ...], tuple[int, ...]]) -> Problem:
        first, second = element
        held = [fractions[place - 1] for place in first]
        held += [thousandths(0, counts[place - 1]) for place in second]
        return Problem(_kind(sum(first) + sum(second)), tuple(held))

    def backward(problem: Problem) -> tuple[tuple[int, ...], tuple[int, ...]]:
        first = tuple(places[number] for number in problem.numbers[:2])
        return first, tuple(numbers[_count(number)[1]] for number in problem.numbers[2:])

    return Mapped(Product(Subsets(len(fractions), 2), Subsets(len(counts), 2)), forward, backward)
