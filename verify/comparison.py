"""Comparing and ordering numbers: the checker. It reads a row by docs/comparison.md.

The numbers of the question are compared by cross-multiplied whole numbers and by SymPy's rationals; each step
has to be the next one, made anew from exact fractions, and each equation and inequality in it is evaluated.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from sympy import Rational

from synth.row import Row, Verdict
from synth.verify._columns import Fault
from synth.verify._problem import check_problem
from synth.verify._rational import (
    Steps,
    check_columns,
    fixed,
    plain,
    read,
    value,
)
from synth.verify._score import scored

CHECKS = ("steps", "cross products", "sympy")
_WORD = r"([0-9][0-9./]*[0-9]|[0-9])"
_ASKED = (
    ("compare", r"Which of the signs <, > and = belongs between # and #\?"),
    ("compare", r"Compare # and #: which of <, > and = stands between them\?"),
    ("compare", r"Write <, > or = between # and #\."),
    ("larger", r"Which is larger, # or #\?"),
    ("larger", r"Which of # and # is the larger number\?"),
    ("smaller", r"Which is smaller, # or #\?"),
    ("smaller", r"Which of # and # is the smaller number\?"),
    ("ascending", r"Put @ in order, from smallest to largest\."),
    ("ascending", r"Order @ from smallest to largest\."),
    ("descending", r"Put @ in order, from largest to smallest\."),
    ("descending", r"Order @ from largest to smallest\."),
)
ASKED = tuple(
    (kind, re.compile(text.replace("#", _WORD).replace("@", r"([0-9][0-9./, ]* and [0-9./]+)")))
    for kind, text in _ASKED
)
_SIGN = ("Answer with the sign alone.", "The answer is just the sign.")
_ONE = (
    "Answer with that number, as it is written here.",
    "Give that number just as it is written here.",
)
_ALL = (
    "Write them as they are given here, separated by commas.",
    "Keep them as written, with commas between them.",
)
FORMS = {"compare": _SIGN, "larger": _ONE, "smaller": _ONE, "ascending": _ALL, "descending": _ALL}
UNITS = ("one", "tenth", "hundredth", "thousandth", "ten-thousandth", "hundred-thousandth")
PLACES = ("ones", "tens", "hundreds", "thousands", "ten-thousands", "hundred-thousands")
_READ = re.compile(
    r"(?P<whole>[1-9][0-9]{0,5})|(?P<top>[1-9][0-9]?)/(?P<bottom>[1-9][0-9]?)"
    r"|(?P<ones>0|[1-9][0-9]?)\.(?P<part>[0-9]{1,5})"
)
_COUNTED = re.compile(rf"([0-9]+) ({'|'.join(UNITS[1:])})s?(?![a-z])")
_SIDE = r"[(0-9](?:[0-9./()]| \* )*"
_CHAIN = re.compile(rf"{_SIDE}(?: [=<>] {_SIDE})+")


class Number(NamedTuple):
    """A number as it is written: its text, its value, and its decimal places, -1 for a fraction."""

    text: str
    value: Fraction
    places: int


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "comparison", (1, 2, 3, 4))
        kind, numbers = _read_question(row.question)
        steps = Steps(row.reasoning)
        keys = _check_keys(steps, numbers)
        _check_order(numbers, keys)
        answer, solution = (_listed if len(numbers) > 2 else _chosen)(steps, kind, numbers, keys)
        steps.end()
        for number, line in enumerate(steps.lines, 1):
            _check_line(line.partition(". ")[2], f"step {number}")
        if row.answer != answer:
            raise Fault(f"the answer is {row.answer!r}, not {answer!r}")
        if row.solution != solution:
            raise Fault(f"the solution is not {solution!r}")
        check_problem(row, _level(numbers), _skills(numbers), *_canonical(kind, numbers))
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's, in the form that the question asks for, else 0.0."""
    return scored(answer, row)


def _read_question(question: str) -> tuple[str, list[Number]]:
    """Return what a question asks, and of which numbers."""
    for kind, pattern in ASKED:
        for form in FORMS[kind]:
            match = pattern.fullmatch(question.removesuffix(f" {form}"))
            if match is None or not question.endswith(f" {form}"):
                continue
            texts = list(match.groups())
            if len(texts) == 1:
                before, _, last = texts[0].rpartition(" and ")
                texts = [*before.split(", "), last]
                if not 3 <= len(texts) <= 5:
                    raise Fault(f"the question has {len(texts)} numbers to put in order")
            numbers = [_number(text) for text in texts]
            if len(set(texts)) < len(texts):
                raise Fault("the question names a number twice")
            return kind, numbers
    raise Fault("the question is not one about numbers to compare")


def _number(text: str) -> Number:
    match = _READ.fullmatch(text)
    if match is None:
        raise Fault(f"{text[:30]!r} is not a number of the question")
    if match["whole"]:
        return Number(text, Fraction(int(text)), 0)
    if match["top"]:
        if int(match["bottom"]) < 2:
            raise Fault(f"{text} has a denominator below 2")
        return Number(text, Fraction(int(match["top"]), int(match["bottom"])), -1)
    worth = Fraction(int(match["ones"] + match["part"]), 10 ** len(match["part"]))
    if not worth:
        raise Fault("the question has the number 0")
    return Number(text, worth, len(match["part"]))


def _terms(number: Number) -> tuple[int, int]:
    """Return numerator and denominator as they are written."""
    if number.places < 0:
        top, _, bottom = number.text.partition("/")
        return int(top), int(bottom)
    return int(number.text.replace(".", "")), 10**number.places


def _cross(left: Number, right: Number) -> int:
    """Return the sign of the difference of two numbers, by their cross products."""
    (a, b), (c, d) = _terms(left), _terms(right)
    return (a * d > c * b) - (a * d < c * b)


def _check_order(numbers: list[Number], keys: list[int]) -> None:
    """Raise Fault unless the numbers compare as the keys that the steps found, by both methods."""
    exact = [Rational(*_terms(number)) for number in numbers]
    for i, number in enumerate(numbers):
        for j in range(i):
            sign = (keys[i] > keys[j]) - (keys[i] < keys[j])
            if _cross(number, numbers[j]) != sign:
                raise Fault(f"{number.text} and {numbers[j].text} compare otherwise by cross products")
            if bool(exact[i] > exact[j]) - bool(exact[i] < exact[j]) != sign:
                raise Fault(f"{number.text} and {numbers[j].text} compare otherwise by sympy")


def _joined(items: list[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else items[0]


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _check_keys(steps: Steps, numbers: list[Number]) -> list[int]:
    """Return whole numbers that compare as the numbers do; Fault unless their lines are right."""
    fractions = [number for number in numbers if number.places < 0]
    if len(fractions) == len(numbers):
        return _check_common(steps, numbers)
    if not any(number.places for number in numbers):
        return _check_digits(steps, [number.text for number in numbers])
    shown = {number.text: _decimal(number) for number in numbers}
    if fractions:
        made = []
        for number in fractions:
            top, bottom = _terms(number)
            whole = 10 ** len(shown[number.text].partition(".")[2])
            made.append(f"{number.text} = ({top} * {whole // bottom})/{whole} = {shown[number.text]}")
        steps.say("the fractions as decimals", f"{_joined(made)}.")
    places = max(len(text.partition(".")[2]) for text in shown.values())
    keys = [int(number.value * 10**places) for number in numbers]
    named = [
        f"{shown[number.text]} = {_plural(key, UNITS[places])}"
        for number, key in zip(numbers, keys, strict=True)
    ]
    steps.say("the numbers in one unit", f"{_joined(named)}.")
    return keys


def _decimal(number: Number) -> str:
    """Return a decimal as it is written, a fraction in the largest unit that its denominator divides."""
    if number.places >= 0:
        return number.text
    _, bottom = _terms(number)
    for places in range(1, len(UNITS)):
        if 10**places % bottom == 0:
            return fixed(number.value, places)
    raise Fault(f"{number.text} is no decimal of at most {len(UNITS) - 1} places")


def _check_digits(steps: Steps, texts: list[str]) -> list[int]:
    """Return what tells two whole numbers apart; Fault unless the two lines that find it are right."""
    if len(texts) != 2:
        raise Fault("the question has whole numbers alone to put in order")
    first, second = texts
    if len(first) != len(second):
        said = [f"{text} has {_plural(len(text), 'digit')}" for text in texts]
        steps.say("the numbers of digits", f"{' and '.join(said)}.")
        return [len(first), len(second)]
    steps.say("the number of digits", f"Both numbers have {_plural(len(first), 'digit')}.")
    at = 0
    while first[at] == second[at]:
        at += 1
    place = PLACES[len(first) - at - 1]
    said_digits = (
        f"From the left, the first digits that differ are the {place}: {first[at]} and {second[at]}."
    )
    steps.say("the first digits that differ", said_digits)
    return [int(first[at]), int(second[at])]


def _check_common(steps: Steps, numbers: list[Number]) -> list[int]:
    """Return the numerators over the common denominator; Fault unless the lines that find it are right."""
    terms = [_terms(number) for number in numbers]
    bottoms = list(dict.fromkeys(bottom for _, bottom in terms))
    common = lcm(*bottoms)
    if len(bottoms) == 1:
        every = "Both fractions" if len(numbers) == 2 else "All the fractions"
        steps.say("the common denominator", f"{every} have the denominator {common}.")
        return [top for top, _ in terms]
    named = _joined([str(bottom) for bottom in bottoms])
    steps.say("the common denominator", f"The least common multiple of {named} is {common}.")
    keys = [common // bottom * top for top, bottom in terms]
    made = [
        f"{number.text} = ({top} * {common // bottom})/{common} = {key}/{common}"
        for number, (top, bottom), key in zip(numbers, terms, keys, strict=True)
        if bottom != common
    ]
    steps.say("the fractions over the common denominator", f"{_joined(made)}.")
    return keys


def _sign(difference: int) -> str:
    return "<=>"[difference + 1]


def _chosen(steps: Steps, kind: str, numbers: list[Number], keys: list[int]) -> tuple[str, str]:
    """Return answer and solution of a question about two numbers; Fault unless its last line is right."""
    left, right = numbers
    sign = _sign(_cross(left, right))
    steps.say("the comparison", f"{keys[0]} {sign} {keys[1]}, so {left.text} {sign} {right.text}.")
    if kind == "compare":
        return sign, f"{left.text} {sign} {right.text}."
    if sign == "=":
        raise Fault("the question asks for one of two equal numbers")
    large, small = (left, right) if sign == ">" else (right, left)
    found, other = (large, small) if kind == "larger" else (small, large)
    return found.text, f"{found.text} is {kind} than {other.text}."


def _listed(steps: Steps, kind: str, numbers: list[Number], keys: list[int]) -> tuple[str, str]:
    """Return answer and solution of a question for an order; Fault unless its last line is right."""
    rising = kind == "ascending"
    held = sorted(numbers, key=cmp_to_key(_cross), reverse=not rising)
    if any(not _cross(one, other) for one, other in pairwise(held)):
        raise Fault("the question asks for the order of equal numbers")
    sign = " < " if rising else " > "
    texts = [number.text for number in held]
    found = [str(keys[numbers.index(number)]) for number in held]
    steps.say("the order", f"{sign.join(found)}, so {sign.join(texts)}.")
    ends = "smallest to largest" if rising else "largest to smallest"
    return ", ".join(texts), f"From {ends}: {', '.join(texts)}."


def _check_line(text: str, where: str) -> None:
    """Raise Fault unless every chain of equations and inequalities in a line is true."""
    counted = _COUNTED.sub(lambda match: fixed(Fraction(int(match[1]), 10 ** UNITS.index(match[2])), 5), text)
    for chain in _CHAIN.findall(counted.removesuffix(".")):
        sides = re.split(r" ([=<>]) ", chain)
        worths = [Fraction(side) if "." in side else value(read(side)) for side in sides[::2]]
        for sign, (left, right) in zip(sides[1::2], pairwise(worths), strict=True):
            if _sign((left > right) - (left < right)) != sign:
                raise Fault(f"{where} says {chain}, which is false")


def _canonical(kind: str, numbers: list[Number]) -> tuple[str, str]:
    """Return the kind and the numbers, as asked where two unlike ones are compared, and by value."""
    unlike = len({number.value for number in numbers}) == len(numbers)
    texts = {number.text: number.text for number in numbers}
    if unlike:
        texts = {n.text: plain(n.value) if n.places >= 0 else n.text for n in numbers}
    ordered = sorted(numbers, key=lambda number: (number.value, number.text))
    shown = numbers if kind == "compare" and unlike else ordered
    found, grouped = (f"{kind} {' '.join(texts[n.text] for n in held)}" for held in (shown, ordered))
    return found, grouped


def _skills(numbers: list[Number]) -> list[str]:
    """Return what the numbers of a question train: whole numbers among others are decimals of no places."""
    kinds = {
        "whole numbers" if number.places == 0 else "decimals" if number.places > 0 else "fractions"
        for number in numbers
    }
    if kinds != {"whole numbers"}:
        kinds = {"decimals" if kind == "whole numbers" else kind for kind in kinds}
    return [f"comparing {kind}" for kind in sorted(kinds)] + ["ordering numbers"] * (len(numbers) > 2)


def _level(numbers: list[Number]) -> int:
    fractions = [number.places < 0 for number in numbers]
    if len(numbers) > 2:
        return 3 if len(numbers) == 3 and len(set(fractions)) == 1 else 4
    return {0: 1, 1: 3, 2: 2}[sum(fractions)]
