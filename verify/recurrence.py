"""Numbers that follow from the two before: the checker. It reads rows by docs/recurrence.md.

Every line is computed anew, and the number is found once more by powers of the companion matrix, from the
lowest binary digit of the place up. SymPy does so for one row in fifty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from synth.row import Row, Verdict, dump_payload

CHECKS = ("steps", "matrix powers")

_SAMPLED = 50
_LONGEST = 6_000
_SIGNED = "-?[1-9][0-9]?|0"
_RULE = r"(?P<head>-)?(?:(?P<p>[2-9]) \* )?a\(n - 1\) (?P<sign>[+-]) (?:(?P<q>[2-9]) \* )?a\(n - 2\)"
_FIRST = rf"a\(0\) = (?P<first>{_SIGNED})"
_SECOND = rf"a\(1\) = (?P<second>{_SIGNED})"
_PLACE = r"a\((?P<place>[1-9][0-9]{0,4})\)"
_MODULUS = "(?P<modulus>[1-9][0-9]{1,2})"
_BEGINS = (
    rf"A sequence begins with {_FIRST} and {_SECOND}, and a\(n\) = {_RULE} for every n from 2 on\. ",
    rf"Let {_FIRST}, {_SECOND} and a\(n\) = {_RULE} for n >= 2\. ",
    rf"The numbers a\(0\), a\(1\), a\(2\), \.\.\. follow the rule a\(n\) = {_RULE} for n >= 2, "
    rf"with {_FIRST} and {_SECOND}\. ",
)
_ASKS = (
    (rf"What is {_PLACE}\?", rf"What is the remainder when {_PLACE} is divided by {_MODULUS}\?"),
    (rf"Find {_PLACE}\.", rf"Find {_PLACE} modulo {_MODULUS}, a number from 0 to (?P<most>[0-9]{{1,3}})\."),
    (rf"Compute {_PLACE}\.", rf"What does {_PLACE} leave when it is divided by {_MODULUS}\?"),
)
_QUESTIONS = [re.compile(begins + ask) for begins, asks in zip(_BEGINS, _ASKS, strict=True) for ask in asks]


class Asked(NamedTuple):
    """The coefficients, the two numbers at the beginning, the place, and the modulus or 0."""

    p: int
    q: int
    first: int
    second: int
    place: int
    modulus: int


def check(row: Row) -> Verdict:
    """Accept a row whose steps lead to the number that the recurrence has at the place."""
    fault = _fault(row)
    return Verdict(fault=fault) if fault else Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the number asked for, but for space around it; else 0.0."""
    asked = _read(row.question)
    if asked is None or not isinstance(answer, str):
        return 0.0
    return float(answer.strip() == str(_by_matrix(asked)))


def _fault(row: Row) -> str:
    plain = (("family", "recurrence"), ("domain", "math"), ("language", "en"), ("tests", ""))
    for name, value in plain:
        if getattr(row, name) != value:
            return f"the {name} is not {value!r}"
    asked = _read(row.question)
    if asked is None:
        return "the question is not one about a number of a recurrence"
    if not isinstance(row.reasoning, str) or len(row.reasoning) > _LONGEST:
        return f"the reasoning is longer than {_LONGEST} characters"
    lines, found = _lines(asked)
    if found != _by_matrix(asked):
        return "the steps and the powers of the matrix lead to different numbers"
    written = row.reasoning.split("\n")
    for number, (line, right) in enumerate(zip(written, lines, strict=False), 1):
        if line != f"{number}. {right}":
            return f"step {number} does not follow: it should say {right!r}"
    if len(written) != len(lines):
        return f"the reasoning has {len(written)} steps, and {len(lines)} are needed"
    place, modulus = asked.place, asked.modulus
    solution = f"a({place}) leaves the remainder {found} when it is divided by {modulus}."
    if row.solution != (solution if modulus else f"a({place}) = {found}."):
        return "the solution does not name the number"
    if row.answer != str(found):
        return "the answer is not the number"
    canonical = f"{asked.p} {asked.q} {asked.first} {asked.second} at {place}"
    canonical += f" modulo {modulus}" if modulus else ""
    skills = ["recurrences"]
    skills += ["Fibonacci numbers"] if asked[:4] == (1, 1, 0, 1) else []
    skills += ["repeated squaring", "remainders"] if modulus else []
    rest: tuple[tuple[str, object], ...] = (
        ("level", (3 if place < 1000 else 4) if modulus else 1 if asked[:2] == (1, 1) else 2),
        ("canonical", canonical),
        ("group", f"recurrence: {canonical}"),
        ("payload", dump_payload({"modulus": modulus, "place": place})),
        ("skills", tuple(skills)),
    )
    for column, expected in rest:
        if getattr(row, column) != expected:
            return f"the {column} is not {expected!r}"
    if crc32(canonical.encode()) % _SAMPLED == 0 and _by_sympy(asked) != found:
        return "SymPy finds another number"
    return ""


def _read(question: str) -> Asked | None:
    """Return what a question asks, None if it is none of this family."""
    if not isinstance(question, str) or len(question) > _LONGEST:
        return None
    found = next(filter(None, (pattern.fullmatch(question) for pattern in _QUESTIONS)), None)
    if found is None:
        return None
    held = found.groupdict()
    p = int(held["p"] or 1) * (-1 if held["head"] else 1)
    q = int(held["q"] or 1) * (-1 if held["sign"] == "-" else 1)
    asked = Asked(
        p, q, int(held["first"]), int(held["second"]), int(held["place"]), int(held.get("modulus") or 0)
    )
    if held.get("most") is not None and held["most"] != str(asked.modulus - 1):
        return None
    near = 2 <= asked.place <= 12
    far = (
        asked.place >= 20 and min(asked[:4]) >= 0 and p > 0 and q > 0 and max(asked.first, asked.second) < 10
    )
    return asked if (far if asked.modulus else near) and (asked.first or asked.second) else None


def _lines(asked: Asked) -> tuple[list[str], int]:
    """Return the lines without their numbers, and the number found."""
    p, q, first, second, place, m = asked
    if not m:
        held = [first, second]
        said = []
        for n in range(2, place + 1):
            x, y = held[-1], held[-2]
            held.append(p * x + q * y)
            head = str(x) if p == 1 else f"{_coefficient(p)}{_inner(x)}"
            tail = f"{'-' if q < 0 else '+'} {_coefficient(abs(q))}{_inner(y)}"
            said.append(f"a({n}) = {head} {tail} = {held[-1]}.")
        return said, held[-1]
    by_p, by_q = _coefficient(p), _coefficient(q)
    said = [
        f"Let x^2 = {by_p}x + {q}. "
        "Then x^n = u * x + v with whole numbers u and v, and a(n) = u * a(1) + v * a(0).",
        f"The square of u * x + v has u * ({by_p}u + 2 * v) in place of u, "
        f"and {by_q}u^2 + v^2 in place of v.",
        f"Multiplied by x, u * x + v has {by_p}u + v in place of u, and {by_q}u in place of v.",
        f"Only the remainders of u and v on division by {m} matter.",
        "x^1: u = 1 and v = 0.",
    ]
    u, v = 1, 0
    for exponent, doubled in _powers(place):
        if doubled:
            new = u * (p * u + 2 * v), q * u**2 + v**2
            how = f"{u} * ({by_p}{u} + 2 * {v}) = {new[0]}", f"{by_q}{u}^2 + {v}^2 = {new[1]}"
        else:
            new = p * u + v, q * u
            how = f"{by_p}{u} + {v} = {new[0]}", str(u) if q == 1 else f"{by_q}{u} = {new[1]}"
        line = f"x^{exponent}: u = {how[0]} and v = {how[1]}"
        u, v = new[0] % m, new[1] % m
        said.append(f"{line}." if new == (u, v) else f"{line}, which leave {u} and {v}.")
    end = u * second + v * first
    line = f"a({place}) leaves the same remainder as {u} * {second} + {v} * {first} = {end}"
    said.append(f"{line}." if end < m else f"{line}, which leaves {end % m}.")
    return said, end % m


def _powers(place: int) -> Iterator[tuple[int, bool]]:
    """Yield the exponents on the way from 1 to a place, and whether each is the double of the one before."""
    reached = 1
    for digit in f"{place:b}"[1:]:
        reached *= 2
        yield reached, True
        if digit == "1":
            reached += 1
            yield reached, False


def _by_matrix(asked: Asked) -> int:
    """Return the number asked for by powers of the companion matrix."""
    p, q, first, second, place, m = asked
    power, result = (p, q, 1, 0), (1, 0, 0, 1)
    rest = place
    while rest:
        if rest % 2:
            result = _product(result, power, m)
        power = _product(power, power, m)
        rest //= 2
    found = result[2] * second + result[3] * first
    return found % m if m else found


Matrix = tuple[int, int, int, int]


def _product(x: Matrix, y: Matrix, m: int) -> Matrix:
    a, b, c, d = x
    e, f, g, h = y
    made = (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)
    return (made[0] % m, made[1] % m, made[2] % m, made[3] % m) if m else made


def _by_sympy(asked: Asked) -> int:
    """Return the number asked for as SymPy has it, without reducing on the way."""
    from sympy.discrete.recurrences import linrec

    found = int(linrec([asked.p, asked.q], [asked.first, asked.second], asked.place))
    return found % asked.modulus if asked.modulus else found


def _coefficient(factor: int) -> str:
    """Return what stands before what is multiplied: nothing for 1, a sign for -1."""
    return {1: "", -1: "-"}.get(factor, f"{factor} * ")


def _inner(number: int) -> str:
    return str(number) if number >= 0 else f"({number})"
