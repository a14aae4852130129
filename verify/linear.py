"""Linear equations in one unknown: the checker. It reads a row by docs/linear.md, and shares nothing else.

Each step is followed term by term in exact fractions, and again in SymPy's polynomials, where the solutions
must stay the same from line to line; Z3 says that the answer is a solution and that nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from sympy.polys.rings import PolyElement

from synth.row import Row, Verdict, dump_payload
from synth.verify._algebra import Beyond, Relation, Undefined, Unreadable, read_expression, read_relation
from synth.verify._algebra_rings import Ring, ring_of
from synth.verify._algebra_z3 import opposite, possible
from synth.verify._columns import Fault, check_columns
from synth.verify._linear_sides import Misread, Piece, Side, is_group, is_nested, total
from synth.verify._linear_steps import (
    STATEMENT,
    Statement,
    Step,
    Wording,
    check_step,
    is_number,
    is_unknown,
    numbered,
    read_statement,
    sorted_terms,
)
from synth.verify._linear_values import value_of
from synth.verify._problem import check_problem
from synth.verify._score import scored

CHECKS = ("terms", "sympy", "z3")
SKILLS = (
    "inverse operations",
    "unknown on both sides",
    "like terms",
    "parentheses",
    "clearing fractions",
    "checking a solution",
    "equations without one solution",
)
_SKILL = {
    "multiply": "clearing fractions",
    "open inside": "parentheses",
    "open": "parentheses",
    "gather inside": "like terms",
    "gather": "like terms",
}
LONGEST = {"question": 4_000, "reasoning": 4_000, "solution": 400, "answer": 400, "payload": 400}
_X = "(?P<letter>[xyznkmptrw])"
_ASKED = {
    False: tuple(
        re.compile(sentence.format(X=_X, E=STATEMENT))
        for sentence in (
            r"Solve for {X}: {E}\.",
            r"Solve the equation {E} for {X}\.",
            r"Find {X}: {E}\.",
            r"What is {X} if {E}\?",
            r"Which number {X} satisfies {E}\?",
            r"Find the number {X} for which {E}\.",
        )
    ),
    True: tuple(
        re.compile(sentence.format(X=_X, E=STATEMENT))
        for sentence in (
            r"Solve for {X}: {E}\.",
            r"Solve the equation {E} for {X}\.",
            r"Find every number {X} such that {E}\.",
            r"Which numbers {X} satisfy {E}\?",
            r"Find all numbers {X} for which {E}\.",
            r"Determine all solutions {X} of the equation {E}\.",
        )
    ),
}
_CONVENTIONS = (
    ' Answer in the form "{} = number", with a whole number or a fraction in lowest terms; if there is no '
    'solution, answer "no solution", and if every number is a solution, answer "all numbers".'
)
_STEPS = Wording("(?:both sides|each side)", "Swap the sides")
_CHECK = re.compile(
    r"Check: for (?P<letter>[a-z]) = (?P<root>-?[0-9/]+) the left side is (?P<left>[-+*/()=0-9 ]+)"
    r" and the right side is (?P<right>[-+*/()=0-9 ]+)\."
)
_ANSWER = re.compile(r"(?:(?P<letter>[a-z]) ?= ?)?(?P<root>-?[0-9]{1,30}(?:/[0-9]{1,30})?)")
_WORDS = {"none": "no solution", "all": "all numbers"}


class Problem(NamedTuple):
    """What a question asks: the equation, its letter, and whether there may be any number of solutions."""

    letter: str
    is_open: bool
    equation: Statement
    texts: list[str]
    ring: Ring
    solutions: str
    root: Fraction

    @property
    def relation(self) -> Relation:
        """Return the equation as it was read."""
        return self.equation.read.relations()[0]


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "linear", "math", (1, 2, 3, 4), LONGEST)
        problem = _read_question(row.question)
        level = _level(problem)
        steps = _check_reasoning(problem, row.reasoning)
        _check_answer(problem, row)
        canonical = " = ".join(sorted(sorted_terms(text, problem.letter) for text in problem.texts))
        check_problem(row, level, _skills(problem, steps), canonical)
        _check_payload(problem, row)
        if not _is_complete(problem):
            return Verdict(fault="Z3 reached its limit", undecided=True)
    except (Fault, Misread, Unreadable, Undefined) as fault:
        return Verdict(fault=str(fault))
    except Beyond as limit:
        return Verdict(fault=str(limit), undecided=True)
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's answer, with or without the letter and blanks around the sign, else 0.0."""
    return scored(answer, row, _is_same)


def _is_same(given: str, gold: str) -> bool:
    match, right = _ANSWER.fullmatch(given), _ANSWER.fullmatch(gold)
    if match is None or right is None or match["root"] != right["root"]:
        return False
    return match["letter"] in (None, right["letter"])


def _read_question(question: str) -> Problem:
    for is_open in (False, True):
        for sentence in _ASKED[is_open]:
            match = sentence.match(question)
            if match and question[match.end() :] == (_CONVENTIONS.format(match["letter"]) if is_open else ""):
                return _problem(match["letter"], match["statement"], is_open)
    raise Fault("the question is not one of the family's")


def _problem(letter: str, text: str, is_open: bool) -> Problem:
    relation = read_relation(text)
    ring = ring_of(relation.left, relation.right)
    equation = read_statement(text, letter, ring)
    if relation.sign != "=" or ring.names != (letter,):
        raise Fault(f"the question has no equation with the unknown {letter}")
    count, root = _solved(ring, equation, letter)
    return Problem(letter, is_open, equation, text.split(" = "), ring, count, root)


def _solved(ring: Ring, equation: Statement, letter: str) -> tuple[str, Fraction]:
    """Return how many solutions there are, and the one, by SymPy's coefficients of left - right."""
    coefficients = ring.coefficients(_difference(equation), letter)
    if not coefficients:
        return "all", Fraction(0)
    if len(coefficients) > 2:
        raise Fault("the equation is not linear")
    if len(coefficients) == 1:
        return "none", Fraction(0)
    root = -coefficients[0].coeff(1) / coefficients[1].coeff(1)
    return "one", Fraction(int(root.numerator), int(root.denominator))


def _level(problem: Problem) -> int:
    """Return the level of an equation; Fault if the question names the other outcomes where it should not."""
    sides = problem.equation.sides
    pieces = [piece for side in sides for piece in side]
    groups = [piece.of for piece in pieces if isinstance(piece.of, tuple)]
    bars = sum(piece.factor.denominator > 1 for piece in pieces if piece.of is not None)
    inner = any(one.factor.denominator > 1 and one.of is not None for group in groups for one in group)
    if (
        inner
        or any(map(is_nested, sides))
        or any(is_group(piece) and piece.factor.denominator > 1 for piece in pieces)
    ):
        right = 4
    elif groups or bars > 1 or problem.solutions != "one":
        right = 3
    else:
        right = 1 if _is_one_step(sides) else 2
    if problem.is_open != (right > 2):
        raise Fault(f"the question is not worded as at level {right}")
    return right


def _is_one_step(sides: tuple[Side, ...]) -> bool:
    """Return True if the unknown stands once, and is free after one operation."""
    numbers = [len(side) == 1 and side[0].of is None for side in sides]
    if sum(numbers) != 1:
        return False
    side = sides[0] if numbers[1] else sides[1]
    kinds = [piece.of is None for piece in side]
    return kinds == [False] or (
        sorted(kinds) == [False, True] and all(piece.factor == 1 for piece in side if piece.of is not None)
    )


def _skills(problem: Problem, steps: Sequence[Step]) -> list[str]:
    """Return what the steps train, and what the equation does."""
    used = {
        "inverse operations" if step.operand == "-1" else _SKILL.get(step.name, "inverse operations")
        for step in steps
        if step.name != "swap"
    }
    if not any(element.is_ground for element in problem.equation.elements):
        used.add("unknown on both sides")
    used.add("checking a solution" if problem.solutions == "one" else "equations without one solution")
    return [skill for skill in SKILLS if skill in used]


def _check_reasoning(problem: Problem, reasoning: str) -> list[Step]:
    """Return the steps; raise Fault unless each is right, and the last line as well."""
    *steps, end = numbered(reasoning)
    letter, equation = problem.letter, problem.equation
    seen = [equation.sides]
    made = []
    for number, text in enumerate(steps, 1):
        if _is_final(equation, letter):
            raise Fault(f"line {number} is a step, and there is nothing left to do")
        try:
            step = _STEPS.read(text, letter, problem.ring)
            check_step(step, equation, letter, problem.ring)
        except Misread as fault:
            raise Fault(f"line {number}: {fault}") from None
        equation = step.statement
        if equation.read.signs != ("=",) or equation.sides in seen:
            raise Fault(f"line {number} states no equation, or one that stood before")
        if not _is_multiple(_difference(equation), _difference(problem.equation)):
            raise Fault(f"line {number} has other solutions than the question, says SymPy")
        seen.append(equation.sides)
        made.append(step)
    if len(steps) < 1 or not _is_final(equation, letter):
        raise Fault(f"line {len(steps)} neither frees the unknown nor is without it")
    _check_end(problem, equation, end)
    return made


def _is_final(equation: Statement, letter: str) -> bool:
    left, right = equation.sides
    return is_number(right) and (is_number(left) or is_unknown(left, letter))


def _difference(equation: Statement) -> PolyElement[Any]:
    return equation.elements[0] - equation.elements[1]


def _is_multiple(one: PolyElement[Any], other: PolyElement[Any]) -> bool:
    """Return True if two polynomials of degree 1 at most have the same roots."""
    if one.is_ground or other.is_ground:
        return bool(one.is_ground and other.is_ground and bool(one) == bool(other))
    return bool(one.monic() == other.monic())


def _check_end(problem: Problem, equation: Statement, text: str) -> None:
    """Refuse a last line that is not what the last equation asks for."""
    if problem.solutions != "one":
        first, second = (total(side)[1] for side in equation.sides)
        said = {
            "none": f"is false for every {problem.letter}, so there is no solution.",
            "all": f"is true for every {problem.letter}, so every number is a solution.",
        }[problem.solutions]
        if text != f"The statement {first} = {second} {said}":
            raise Fault("the last line does not say what the last equation means")
        return
    match = _CHECK.fullmatch(text)
    root = str(problem.root)
    if match is None or (match["letter"], match["root"]) != (problem.letter, root):
        raise Fault("the last line does not put the solution in the question's equation")
    relation = problem.relation
    left, right = (
        value_of(match[name], node, {problem.letter: problem.root})
        for name, node in (("left", relation.left), ("right", relation.right))
    )
    if left != right or equation.sides[1] != (Piece(problem.root, None),):
        raise Fault("the last line finds two values where there should be one")


def _check_answer(problem: Problem, row: Row) -> None:
    """Refuse another answer than SymPy's, and a solution that says it in other words."""
    if problem.solutions == "one":
        answer = f"{problem.letter} = {problem.root}"
        solution = f"The solution is {answer}."
    else:
        answer = _WORDS[problem.solutions]
        solution = {"none": "The equation has no solution.", "all": "Every number is a solution."}[
            problem.solutions
        ]
    if row.answer != answer:
        raise Fault(f"the answer is {row.answer[:60]!r}, not {answer!r}")
    if row.solution != solution:
        raise Fault("the solution does not state the answer")


def _is_complete(problem: Problem) -> bool:
    """Return True if Z3 finds nothing but the answer, False past its limit; raise Fault if it does."""
    relation = problem.relation
    if problem.solutions == "one":
        root = Relation(read_expression(problem.letter), "=", read_expression(str(problem.root)))
        found = possible([relation, opposite(root)]), possible([relation, root])
        right: tuple[bool, ...] = (False, True)
    else:
        found = (possible([relation]), possible([opposite(relation)]))
        right = (False, True) if problem.solutions == "none" else (True, False)
    if None in found:
        return False
    if found != right:
        raise Fault("Z3 finds other solutions than the answer")
    return True


def _check_payload(problem: Problem, row: Row) -> None:
    kept = {
        "solutions": problem.solutions,
        "steps": row.reasoning.count("\n") + 1,
        "unknown": problem.letter,
    }
    if row.payload != dump_payload(kept):
        raise Fault("the payload does not fit the row")
