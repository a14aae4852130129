"""Numbers that follow from the two before: the checker. It reads rows by docs/recurrence.md.

Every line is computed anew, and the number is found once more by powers of the companion matrix, from the
lowest binary digit of the place up. SymPy does so for one row in fifty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple
from zlib import crc32

from synth.row import Row, Verdict, dump_payload
from synth.verify._columns import Fault, check_columns
from synth.verify._problem import check_problem
from synth.verify._rational import read, value
from synth.verify._score import scored

CHECKS = ("steps", "matrix powers")

_SAMPLED = 50
LONGEST = {"question": 300, "reasoning": 6_000, "solution": 100, "payload": 60}
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
    try:
        _check(row)
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the number asked for, else 0.0."""
    return scored(answer, row)


def _check(row: Row) -> None:
    """Raise Fault for the first thing that is wrong."""
    check_columns(row, "recurrence", "math", (1, 2, 3, 4), LONGEST)
    asked = _read(row.question)
    if asked is None:
        raise Fault("the question is not one about a number of a recurrence")
    lines, found = _lines(asked)
    if found != _by_matrix(asked):
        raise Fault("the steps and the powers of the matrix lead to different numbers")
    written = row.reasoning.split("\n")
    for number, (line, right) in enumerate(zip(written, lines, strict=False), 1):
        if line != f"{number}. {right}":
            raise Fault(f"step {number} does not follow: it should say {right!r}")
    if len(written) != len(lines):
        raise Fault(f"the reasoning has {len(written)} steps, and {len(lines)} are needed")
    place, modulus = asked.place, asked.modulus
    solution = f"a({place}) leaves the remainder {found} when it is divided by {modulus}."
    if row.solution != (solution if modulus else f"a({place}) = {found}."):
        raise Fault("the solution does not name the number")
    if row.answer != str(found):
        raise Fault("the answer is not the number")
    canonical = f"{asked.p} {asked.q} {asked.first} {asked.second} at {place}"
    canonical += f" modulo {modulus}" if modulus else ""
    skills = ["recurrences"]
    skills += ["Fibonacci numbers"] if asked[:4] == (1, 1, 0, 1) else []
    skills += ["repeated doubling", "remainders"] if modulus else []
    level = (3 if place < 1000 else 4) if modulus else 1 if asked[:2] == (1, 1) else 2
    check_problem(row, level, skills, canonical)
    if row.payload != dump_payload({"modulus": modulus, "place": place}):
        raise Fault("the payload does not give place and modulus")
    if crc32(canonical.encode()) % _SAMPLED == 0 and _by_sympy(asked) != found:
        raise Fault("SymPy finds another number")


def _read(question: str) -> Asked | None:
    """Return what a question asks, None if it is none of this family."""
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
        *_formulas(p, q),
        f"The remainder of a(n) on division by {m} depends only on the remainders of u and v.",
    ]
    said.append("a(1): u = 1 and v = 0.")
    u, v = 1, 0
    for reached, doubled in _powers(place):
        if doubled:
            new = u * (p * u + 2 * v), q * u**2 + v**2
            how = f"{u} * ({by_p}{u} + 2 * {v}) = {new[0]}", f"{by_q}{u}^2 + {v}^2 = {new[1]}"
        else:
            new = p * u + v, q * u
            how = f"{by_p}{u} + {v} = {new[0]}", str(u) if q == 1 else f"{by_q}{u} = {new[1]}"
        line = f"a({reached}): u = {how[0]} and v = {how[1]}"
        u, v = new[0] % m, new[1] % m
        said.append(f"{line}." if new == (u, v) else f"{line}, which leave {u} and {v}.")
    end = u * second + v * first
    line = f"a({place}) leaves the same remainder as {u} * {second} + {v} * {first} = {end}"
    said.append(f"{line}." if end < m else f"{line}, which leaves {end % m}.")
    return said, end % m


def _filled(text: str, known: Mapping[str, int]) -> str:
    """Return an expression with numbers for its names."""
    return re.sub(r"a\([^)]*\)|[uv]\^2|[uv]", lambda name: str(known[name[0]]), text)


@cache
def _formulas(p: int, q: int) -> tuple[str, str, str]:
    """Return the lines that tell how u and v of a place lead to those of others; Fault if one is not so.

    The sides are of degree 2 at most in u and in v, and linear in a(1) and a(0): they are equal everywhere if
    they are for u and v from 0 to 2 and for 1, 0 and 0, 1.
    """
    by_p, by_q = _coefficient(p), _coefficient(q)
    after = f"a(n + 1) = u * a(2) + v * a(1) = ({by_p}u + v) * a(1) + {by_q}u * a(0)"
    double = f"a(2 * n) = u * a(n + 1) + v * a(n) = u * ({by_p}u + 2 * v) * a(1) + ({by_q}u^2 + v^2) * a(0)"
    for u, v, (x, y) in product(range(3), range(3), ((1, 0), (0, 1))):
        a = {"a(0)": y, "a(1)": x, "a(2)": p * x + q * y, "a(n)": u * x + v * y}
        a["a(n + 1)"] = u * a["a(2)"] + v * a["a(1)"]
        a["a(2 * n)"] = u * a["a(n + 1)"] + v * a["a(n)"]
        known = {**a, "u^2": u * u, "v^2": v * v, "u": u, "v": v}
        for equation in (after, double):
            if len({value(read(_filled(side, known))) for side in equation.split(" = ")}) > 1:
                raise Fault(f"the equation {equation} does not hold")
    return (
        "Each a(n) is u * a(1) + v * a(0) with whole numbers u and v that depend on n, "
        f"such as a(2) = {by_p}a(1) + {by_q}a(0).",
        "The rule is the same at every place, so a(n + 1) comes from a(2) and a(1) "
        f"as a(n) comes from a(1) and a(0): {after}.",
        f"In the same way a(2 * n) comes from a(n + 1) and a(n): {double}.",
    )


def _powers(place: int) -> Iterator[tuple[int, bool]]:
    """Yield the places on the way from 1 to the last, and whether each is the double of the one before."""
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
