"""Polynomials: the checker. It reads a row by docs/polynomial.md, and shares nothing with the solver.

The lines that a solution has to have are put together from the question (`_polynomial_lines.py`, with SymPy's
factorisation). Then every expression that the row states is read, and has to equal the question's: as an
element of a SymPy polynomial ring, and in its exact values at more numbers than its degree.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from synth.row import Row, Verdict, dump_payload
from synth.verify._algebra import (
    Beyond,
    Letter,
    Node,
    Power,
    Product,
    Sum,
    Undefined,
    Unreadable,
    children,
    read_expression,
    value,
)
from synth.verify._algebra_forms import Coefficients, coefficients, polynomial_text
from synth.verify._columns import Fault, check_columns
from synth.verify._polynomial_lines import Lines, falling
from synth.verify._polynomial_question import HIGHEST, TASKS, Question, polynomial_of
from synth.verify._problem import check_problem
from synth.verify._score import scored

CHECKS = ("sympy", "values", "steps")
_SKILLS = {
    "add": "addition of polynomials",
    "evaluate": "evaluation",
    "expand": "expanding",
    "factor": "factoring",
    "subtract": "subtraction of polynomials",
}
LONGEST = {"question": 500, "reasoning": 3_000, "solution": 300, "answer": 200, "payload": 100}


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not.

    Total: whatever the texts are, it ends, in bounded time, with a verdict.
    """
    try:
        check_columns(row, "polynomial", "math", (1, 2, 3, 4), LONGEST)
        question = Question(row.question)
        lines = question.lines()
        _check_lines(row.reasoning, lines)
        _check_claims(row, question, lines)
        _prove(question, [expression for _, expression in lines.lines if expression])
    except (Fault, Unreadable, Undefined, Beyond) as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def _check_lines(reasoning: str, lines: Lines) -> None:
    """Raise Fault unless the reasoning has just these lines."""
    given = reasoning.split("\n")
    wanted = [f"{number}. {text}" for number, (text, _) in enumerate(lines.lines, 1)]
    for line, right in zip(given, wanted, strict=False):
        if line != right:
            raise Fault(f"step {right!r} is expected, not {line[:160]!r}")
    if len(given) != len(wanted):
        raise Fault(f"there are {len(given)} steps, and {len(wanted)} are expected")


def _check_claims(row: Row, question: Question, lines: Lines) -> None:
    """Raise Fault unless all that the row says beside its steps is right."""
    if row.answer != lines.answer:
        raise Fault(f"the answer is {row.answer[:60]!r}, not {lines.answer!r}")
    solution = TASKS[question.task][1].format(row.answer)
    if row.solution != solution:
        raise Fault(f"the solution is not {solution!r}")
    if row.payload != dump_payload({"task": question.task}):
        raise Fault(f"the payload does not say just that the task is {question.task!r}")
    check_problem(row, question.level, [_SKILLS[question.task]], question.canonical)


def _prove(question: Question, expressions: list[str]) -> None:
    """Raise Fault unless all expressions equal the question's, by SymPy and by their values."""
    asked = read_expression(question.expression)
    trees = [read_expression(expression) for expression in expressions]
    known = polynomial_of(question.expression, question.letter)
    if question.task == "evaluate":
        total = Fraction(0)
        for part in reversed(known):
            total = total * question.at + part
        places = [question.at]
        known = (total,) if total else ()
    else:
        degree = max(_degree(tree) for tree in (asked, *trees))
        if degree > HIGHEST:
            raise Beyond(f"a degree above {HIGHEST} is not worked with")
        places = [Fraction(number) for number in range(-(degree // 2), degree - degree // 2 + 1)]
    wanted = [value(asked, {question.letter: place}) for place in places]
    for text, tree in zip(expressions, trees, strict=True):
        if polynomial_of(text, question.letter) != known:
            raise Fault(f"{text!r} does not equal what is asked, by SymPy")
        if [value(tree, {question.letter: place}) for place in places] != wanted:
            raise Fault(f"{text!r} does not equal what is asked, by its values")


def _degree(node: Node) -> int:
    """Return a bound of the degree of an expression."""
    parts = [_degree(part) for part in children(node)]
    if isinstance(node, Letter):
        return 1
    if isinstance(node, Power):
        return parts[0] * node.exponent
    return sum(parts) if isinstance(node, Product) else max(parts, default=0)


# Scores.

_FORM = re.compile(
    r"(?P<sign>-?)(?P<number>[0-9]{0,20})(?:(?P<letter>[a-z])(?:\^(?P<power>[0-9]{1,2}))?)?"
    r"(?P<factors>(?:\([^()]{1,80}\)(?:\^[2-9])?){1,12})",
    re.ASCII,
)
_POWERED = re.compile(r"\(([^()]{1,80})\)(?:\^([2-9]))?", re.ASCII)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's, as docs/polynomial.md lets it be written, else 0.0."""
    return scored(answer, row, _is_same)


def _is_same(given: str, gold: str) -> bool:
    try:
        return max(len(given), len(gold)) <= LONGEST["answer"] and _form(given) == _form(gold) is not None
    except (Unreadable, Undefined, Beyond):
        return False


def _form(text: str) -> object:
    """Return what is the same for all ways to write an answer that score; None for any other text."""
    match = _FORM.fullmatch(text)
    if match is not None:
        return _factored_form(match)
    letters = {letter for letter in text if letter.isalpha()}
    if len(letters) != 1 or "(" in text:
        return None
    letter = letters.pop()
    found = _sum_form(text, letter)
    return None if found is None else (letter, found)


def _sum_form(text: str, letter: str) -> Coefficients | None:
    """Return the polynomial that a sum of terms of different powers is, each in canonical form."""
    node = read_expression(text)
    terms = node.terms if isinstance(node, Sum) else ((1, node),)
    parts = text.removeprefix("-").replace(" - ", " + ").split(" + ")
    found = [coefficients(part, letter) for part in parts]
    alone = all(polynomial_text(one, letter) == part for one, part in zip(found, parts, strict=True))
    powers = {len(one) for one in found if len(falling([int(bool(part)) for part in one])) == 1}
    if not alone or len(powers) != len(parts) or len(parts) != len(terms):
        return None
    return polynomial_of(text, letter)


def _factored_form(match: re.Match[str]) -> object:
    """Return letter, number, power and irreducible factors, each factor and the number up to a sign."""
    letters = {letter for letter in match[0] if letter.isalpha()}
    if len(letters) != 1 or match["number"] in ("0", "1") or match["number"].startswith("0"):
        return None
    if match["power"] in ("0", "1") or (match["power"] or "").startswith("0"):
        return None
    letter = letters.pop()
    number = int(match["number"] or 1) * (-1 if match["sign"] else 1)
    factors: Counter[Coefficients] = Counter()
    for text, times in _POWERED.findall(match["factors"]):
        found = _sum_form(text, letter)
        if found is None or len(found) < 2:
            return None
        if found[-1] < 0:
            found = tuple(-part for part in found)
            number *= (-1) ** int(times or 1)
        factors[found] += int(times or 1)
    power = int(match["power"] or 1) if match["letter"] else 0
    return letter, number, power, frozenset(factors.items())
