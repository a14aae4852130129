"""Quadratic equations: the checker. It reads a row by docs/quadratic.md, and shares nothing with the solver.

Every line is read and proven (`_quadratic_steps.py`). The roots are put into the equation as it is asked, in
SymPy's polynomial rings; the discriminant says how many there are; Z3 finds no others that satisfy it.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt
from typing import Any

import orjson

from synth.row import Row, Verdict, dump_payload
from synth.verify._algebra import (
    Beyond,
    Letter,
    Node,
    Number,
    Product,
    Relation,
    Sum,
    Undefined,
    Unreadable,
    read_expression,
    read_relation,
)
from synth.verify._algebra_forms import Coefficients
from synth.verify._algebra_rings import Ring, ring_of
from synth.verify._algebra_z3 import possible
from synth.verify._columns import Fault, check_columns
from synth.verify._problem import check_problem
from synth.verify._quadratic_roots import is_simple, two_terms
from synth.verify._quadratic_sides import Sides, factor_texts
from synth.verify._quadratic_steps import Steps
from synth.verify._score import scored

NONE = "no real solution"
CHECKS = ("sympy", "z3", "steps")
_WAYS = {"factoring": "factoring", "square": "completing the square", "formula": "quadratic formula"}
LONGEST = {"question": 400, "reasoning": 4_000, "solution": 400, "answer": 200, "payload": 200}

_CONVENTIONS = (
    'Give the real solutions in simplest exact form, from smallest to largest, joined by "or"; '
    'if there are none, answer "no real solution".'
)
_EQUATION = r"(?P<equation>(?:(?![a-z]{2})[-+^()=a-z0-9 ]){5,150})"
_LETTER = r"(?P<letter>[a-z])"
_QUESTIONS = tuple(
    (way, re.compile(sentence.replace("EQUATION", _EQUATION).replace("LETTER", _LETTER), re.ASCII))
    for way, sentences in {
        "any": (
            r"Solve EQUATION\.",
            r"Find all real solutions of EQUATION\.",
            r"Which real numbers LETTER satisfy EQUATION\?",
            r"Solve the equation EQUATION over the real numbers\.",
        ),
        "factoring": (
            r"Solve EQUATION by factoring\.",
            r"Find all real solutions of EQUATION by factoring\.",
            r"By factoring, find the real numbers LETTER that satisfy EQUATION\.",
            r"Use factoring to solve the equation EQUATION\.",
        ),
        "square": (
            r"Solve EQUATION by completing the square\.",
            r"Find all real solutions of EQUATION by completing the square\.",
            r"By completing the square, find the real numbers LETTER that satisfy EQUATION\.",
            r"Complete the square to solve the equation EQUATION\.",
        ),
        "formula": (
            r"Solve EQUATION with the quadratic formula\.",
            r"Find all real solutions of EQUATION with the quadratic formula\.",
            r"With the quadratic formula, find the real numbers LETTER that satisfy EQUATION\.",
            r"Use the quadratic formula to solve the equation EQUATION\.",
        ),
    }.items()
    for sentence in sentences
)
_LETTERS = frozenset("xyztnw")


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not.

    Total: whatever the texts are, it ends, in bounded time, with a verdict.
    """
    try:
        check_columns(row, "quadratic", "math", (1, 2, 3, 4), LONGEST)
        way, asked = _read_question(row.question)
        roots = _roots(asked, row.answer)
        steps = Steps(row.reasoning, asked, row.answer)
        gone = steps.walk(way)
        _check_claims(row, way, gone, asked, roots)
        check_problem(row, _level(way, asked), _skills(gone, steps, asked), _canonical(way, asked))
        if not _nothing_else(asked, roots):
            return Verdict(fault="Z3 did not decide whether there is another solution", undecided=True)
    except (Fault, Unreadable, Undefined, Beyond) as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer gives the roots of the row's answer, else 0.0.

    The order of the roots does not count. A root in two terms may have them in the other order, and may be
    written as two fractions.
    """
    return scored(answer, row, _is_same)


def _is_same(given: str, gold: str) -> bool:
    roots, right = given.split(" or "), gold.split(" or ")
    if len(roots) != len(right) or len(right) > 2:
        return False
    return any(all(map(_is_way, roots, order)) for order in (right, right[::-1]))


def _is_way(given: str, gold: str) -> bool:
    """Return True for a solution, or one written in another way that scores."""
    return given == gold or (given[:4] == gold[:4] and given[4:] in _ways(gold[4:]))


def _ways(root: str) -> set[str]:
    """Return the other ways to write a root of two terms in simplest form that score.

    >>> sorted(_ways("(2 - 3sqrt(5))/6"))
    ['(-3sqrt(5) + 2)/6', '-sqrt(5)/2 + 1/3', '1/3 - sqrt(5)/2']
    """
    parts = two_terms(root)
    if parts is None:
        return set()
    number, times, inside, bottom = parts
    below = f"/{bottom}" if bottom > 1 else ""
    ways = {_turned(str(number), times, inside, "")}
    if below:
        share = Fraction(times, bottom)
        under = f"/{share.denominator}" if share.denominator > 1 else ""
        first = str(Fraction(number, bottom))
        ways = {f"({way}){below}" for way in ways}
        ways.add(_turned(first, share.numerator, inside, under))
        sign = "-" if share < 0 else "+"
        ways.add(f"{first} {sign} {_radical(abs(share.numerator), inside)}{under}")
    return ways


def _turned(number: str, times: int, inside: int, under: str) -> str:
    """Return a multiple of a root, and then a number added to it."""
    sign, size = ("-", number[1:]) if number[0] == "-" else ("+", number)
    return f"{'-' if times < 0 else ''}{_radical(abs(times), inside)}{under} {sign} {size}"


def _radical(times: int, inside: int) -> str:
    return f"{'' if times == 1 else times}sqrt({inside})"


def _read_question(question: str) -> tuple[str, Sides]:
    """Return the way asked and the equation."""
    sentence, _, conventions = question.partition("\n")
    if conventions != _CONVENTIONS:
        raise Fault("the conventions are not those of the family")
    for way, pattern in _QUESTIONS:
        match = pattern.fullmatch(sentence)
        if match is not None:
            return way, _asked(match["equation"], match.groupdict().get("letter"))
    raise Fault("the question is none of the family's")


def _asked(equation: str, named: str | None) -> Sides:
    """Return the equation of a question; raise Fault unless it is a quadratic one as the family writes it."""
    found = {character for character in equation if character.isalpha()}
    if len(found) != 1 or not found <= _LETTERS or named not in (None, *found):
        raise Fault("the question does not have one unknown of the family's")
    asked = Sides(equation, found.pop())
    if len(asked.difference) != 3:
        raise Fault("the equation is not quadratic")
    for left, text in ((True, asked.left_text), (False, asked.right_text)):
        if not asked.is_canonical(left) and factor_texts(text, asked.letter) is None:
            raise Fault(f"{text!r} is neither a canonical polynomial nor a product")
    if any(part.denominator != 1 for part in (*asked.left, *asked.right)):
        raise Fault("the equation has fractions")
    return asked


def _roots(asked: Sides, answer: str) -> list[Node]:
    """Return the roots that the answer gives; raise Fault unless they are just the real roots, in order."""
    c, b, a = asked.difference
    discriminant = b * b - 4 * a * c
    texts = [] if answer == NONE else answer.split(" or ")
    wanted = 0 if discriminant < 0 else 2 if discriminant else 1
    if len(texts) != wanted:
        raise Fault(f"the discriminant is {discriminant}, and the answer has {len(texts)} solutions")
    roots = []
    for text in texts:
        if not text.startswith(f"{asked.letter} = ") or not is_simple(text[4:]):
            raise Fault(f"{text[:60]!r} is not a solution in simplest form")
        roots.append(read_expression(text[4:]))
    ring = ring_of(*roots)
    values = [ring.element(root) for root in roots]
    for text, one in zip(texts, values, strict=True):
        if _at(ring, asked.difference, one):
            raise Fault(f"{text} does not satisfy the equation")
    if wanted == 2:
        _check_order(asked.difference, ring, values)
    return roots


def _at(ring: Ring, quadratic: Coefficients, root: Any) -> Any:
    """Return the value of a quadratic at an element of a ring."""
    c, b, a = (ring.ring.ground_new(ring.ring.domain(part.numerator, part.denominator)) for part in quadratic)
    return ring.reduced((a * root + b) * root + c)


def _check_order(quadratic: Coefficients, ring: Ring, values: list[Any]) -> None:
    """Raise Fault unless two roots ascend: their difference is the root of the discriminant over |a|."""
    c, b, a = quadratic
    node = read_expression(f"sqrt({b * b - 4 * a * c})/{abs(a)}")
    if values[1] - values[0] != ring.element(node):
        raise Fault("the solutions are not two, from the smaller to the larger")


def _nothing_else(asked: Sides, roots: list[Node]) -> bool:
    """Return True if Z3 finds that no other number satisfies the equation; raise Fault if there is one.

    That a number differs from both roots is said as (x - r)(x - s) != 0, which Z3 decides twice as fast.
    """
    unknown = Letter(asked.letter)
    others = tuple(Sum(((1, unknown), (-1, root))) for root in roots)
    clauses = [read_relation(asked.text)]
    if others:
        product = Product(others) if len(others) > 1 else others[0]
        clauses.append(Relation(product, "!=", Number(0)))
    found = possible(clauses)
    if found:
        raise Fault("there is a solution that the answer does not give")
    return found is False


def _check_claims(row: Row, way: str, gone: str, asked: Sides, roots: list[Node]) -> None:
    """Raise Fault unless solution and payload are those of the row."""
    solution = "The equation has no real solution."
    if roots:
        said = row.answer.replace(" or ", " and ")
        solution = (
            f"The only real solution is {said}." if len(roots) == 1 else f"The real solutions are {said}."
        )
    if row.solution != solution:
        raise Fault(f"the solution is not {solution!r}")
    payload = {"asked": way, "kind": _kind(asked.difference), "way": gone}
    if row.payload != dump_payload(payload):
        raise Fault(f"the payload is not {orjson.dumps(payload).decode()}")


def _skills(gone: str, steps: Steps, asked: Sides) -> list[str]:
    """Return what the steps train, in the order of the alphabet."""
    skills = [_WAYS[gone]]
    skills += ["radicals"] * (_kind(asked.difference) == "irrational roots")
    return sorted(skills + ["standard form"] * steps.rearranged)


def _canonical(way: str, asked: Sides) -> str:
    """Return way and equation in x, the side of higher degree on the left."""
    texts = [asked.left_text, asked.right_text]
    if len(asked.right) > len(asked.left):
        texts.reverse()
    return f"{way}: {' = '.join(texts).replace(asked.letter, 'x')}"


def _level(way: str, asked: Sides) -> int:
    lead = asked.difference[2] if len(asked.right) <= len(asked.left) else -asked.difference[2]
    plain = asked.is_canonical(True) and asked.is_canonical(False)
    return 2 if way == "factoring" and plain and lead == 1 else 3


def _kind(quadratic: Coefficients) -> str:
    """Return what the roots are, from the coefficients."""
    c, b, a = (int(part) for part in quadratic)
    square = b * b - 4 * a * c
    if square < 0:
        return "no real roots"
    if not square:
        return "double root"
    root = isqrt(square)
    if root * root != square:
        return "irrational roots"
    whole = all(Fraction(-b + sign * root, 2 * a).denominator == 1 for sign in (-1, 1))
    return "integer roots" if whole else "rational roots"
