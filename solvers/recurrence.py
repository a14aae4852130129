"""Numbers that follow from the two before: the solver. What a row says is laid down in docs/recurrence.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from xxhash import xxh3_128_hexdigest

from synth.grammar import Choice, Mapped, Product, Space, Tree, load
from synth.row import Dropped, Solution
from synth.solvers._text import group, numbered, phrases_of

REVISION = 2
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("recurrences", "Fibonacci numbers", "repeated doubling", "remainders")
PREREQUISITES = ("sequence", "modular")
LEVELS = {
    1: "sums of the two numbers before, a few steps",
    2: "multiples of the two numbers before, a few steps",
    3: "the remainder of a far number, two or three digits in its place",
    4: "the remainder of a very far number, four or five digits in its place",
}
MEMBERS = 1
_said = partial(phrases_of, "recurrence")


class Asked(NamedTuple):
    """a(n) = p * a(n - 1) + q * a(n - 2), the place asked for, and the modulus: 0 for the number itself."""

    p: int
    q: int
    first: int
    second: int
    place: int
    modulus: int = 0

    @property
    def level(self) -> int:
        """Return the level."""
        if self.modulus:
            return 3 if self.place < 1000 else 4
        return 1 if self.p == self.q == 1 else 2


_FIBONACCI = (Choice((1,)), Choice((1,)), Choice((0,)), Choice((1,)))


@cache
def strata(level: int) -> Mapping[str, Space[Any]]:
    """Return the questions of a level; of far Fibonacci numbers there are as many as of any others."""
    if level == 1:
        return {"near": _space(Choice((1,)), Choice((1,)), _range(-20, 60), _range(1, 60), _range(4, 8))}
    if level == 2:
        spread = (_range(-10, 20), _range(1, 20), _range(4, 8))
        return {
            "first multiplied": _space(_range(2, 5), Choice((*range(-5, 0), *range(1, 6))), *spread),
            "first alone": _space(Choice((1,)), Choice((*range(-5, 0), *range(2, 6))), *spread),
        }
    places, moduli = (
        (_range(20, 999), _range(10, 99)) if level == 3 else (_range(1000, 99_999), _range(100, 999))
    )
    return {
        "fibonacci": _space(*_FIBONACCI, places, moduli),
        "any": _space(_range(1, 5), _range(2, 5), _range(0, 9), _range(1, 9), places, moduli),
    }


def _range(low: int, high: int) -> Choice[int]:
    return Choice(range(low, high + 1))


def _space(*parts: Choice[int]) -> Space[Any]:
    return Mapped(Product(*parts), lambda numbers: Asked(*numbers), lambda asked: asked[: len(parts)])


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    counts = [(level, name, space.count()) for level in LEVELS for name, space in strata(level).items()]
    text = f"{load('recurrence.lark').fingerprint} {counts} {_said()} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Asked) -> int:
    """Return the number of ways to ask."""
    asked = _asked(element) if isinstance(element, Tree) else element
    return len(_said()["question"]["far" if asked.modulus else "near"])


def solve(element: Tree | Asked, variant: int) -> Solution:
    """Return the row of a question; raise Dropped where every number is 0."""
    asked = _asked(element) if isinstance(element, Tree) else element
    if asked.first == asked.second == 0:
        raise Dropped("every number of the sequence is 0")
    kind = "far" if asked.modulus else "near"
    steps, answer = _far(asked) if asked.modulus else _near(asked)
    question = _said()["question"][kind][variant].format(
        rule=_sum(asked.p, "a(n - 1)", asked.q, "a(n - 2)"),
        first=asked.first,
        second=asked.second,
        place=asked.place,
        modulus=asked.modulus,
        most=asked.modulus - 1,
    )
    canonical = f"{asked.p} {asked.q} {asked.first} {asked.second} at {asked.place}"
    if asked.modulus:
        canonical += f" modulo {asked.modulus}"
    fibonacci = ("Fibonacci numbers",) if asked[:4] == (1, 1, 0, 1) else ()
    return Solution(
        question=question,
        reasoning=numbered(steps),
        solution=_said()["solution"][kind].format(asked.place, answer, asked.modulus),
        answer=str(answer),
        level=asked.level,
        canonical=canonical,
        group=group("recurrence", canonical),
        skills=("recurrences", *fibonacci, *(("repeated doubling", "remainders") if asked.modulus else ())),
        payload={"modulus": asked.modulus, "place": asked.place},
    )


def _asked(tree: Tree) -> Asked:
    words = tree.text().split(" ")
    return Asked(*(int(word) for word in words if word.lstrip("-").isdecimal()))


def _near(asked: Asked) -> tuple[list[str], int]:
    """Return the steps from one number to the next, and the last."""
    phrase = _said()["step"]["near"]
    before, last = asked.first, asked.second
    steps = []
    for place in range(2, asked.place + 1):
        equation = _sum(asked.p, _held(last, asked.p == 1), asked.q, _held(before))
        before, last = last, asked.p * last + asked.q * before
        steps.append(phrase.format(place, equation, last))
    return steps, last


def _far(asked: Asked) -> tuple[list[str], int]:
    """Return the steps that find u and v of ever larger places, modulo m, and the remainder."""
    rule, phrases = _said()["rule"], _said()["step"]
    p, q, m = asked.p, asked.q, asked.modulus
    steps = [
        rule["idea"].format(two=_sum(p, "a(1)", q, "a(0)")),
        rule["next"].format(first=_times(p, "u"), second=_times(q, "u")),
        rule["double"].format(first=_times(p, "u"), square=_times(q, "u^2")),
        rule["reduced"].format(modulus=m),
        phrases["begin"],
    ]
    u, v = 1, 0
    for place, doubled in _places(asked.place):
        if doubled:
            said = f"{u} * ({_times(p, u)} + 2 * {v})", f"{_times(q, f'{u}^2')} + {v}^2"
            u, v = u * (p * u + 2 * v), q * u * u + v * v
        else:
            said = f"{_times(p, u)} + {v}", _times(q, u)
            u, v = p * u + v, q * u
        first, second = (
            f"{equation} = {value}" if equation != str(value) else equation
            for equation, value in zip(said, (u, v), strict=True)
        )
        plain = u < m and v < m
        phrase = phrases["plain" if plain else "divided"]
        u, v = u % m, v % m
        steps.append(phrase.format(place, first, second, u, v))
    end = u * asked.second + v * asked.first
    phrase = phrases["end" if end < m else "remainder"]
    equation = f"{u} * {asked.second} + {v} * {asked.first}"
    return [*steps, phrase.format(asked.place, equation, end, end % m)], end % m


def _places(last: int) -> Iterator[tuple[int, bool]]:
    """Yield the places that doubling and adding 1 lead to, and whether by doubling."""
    for shift in range(last.bit_length() - 2, -1, -1):
        place = last >> shift
        yield place & ~1, True
        if place & 1:
            yield place, False


def _times(factor: int, what: object) -> str:
    """Return a positive multiple; the factor 1 is not written."""
    return str(what) if factor == 1 else f"{factor} * {what}"


def _sum(p: int, first: str, q: int, second: str) -> str:
    """Return p times one thing and q times another, p positive or not."""
    head = _times(p, first) if p > 0 else f"-{_times(-p, first)}"
    return f"{head} {'+' if q > 0 else '-'} {_times(abs(q), second)}"


def _held(number: int, leads: bool = False) -> str:
    """Return a number as it stands in a sum: a negative one in parentheses unless it leads."""
    return f"({number})" if number < 0 and not leads else str(number)
