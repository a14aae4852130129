"""Linear inequalities in one unknown: the checker. It reads a row by docs/inequality.md, and nothing else.

Each step is followed term by term in exact fractions, and again in SymPy's polynomials, which also say what
the solutions are; Z3 says of each step that it holds for just the numbers that the one before holds for, and
the same of question and answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from synth.row import Row, Verdict, dump_payload
from synth.verify._algebra import Beyond, Relation, Undefined, Unreadable, letters, read_chain
from synth.verify._algebra_rings import Ring, ring_of
from synth.verify._algebra_z3 import follows, opposite, possible
from synth.verify._columns import Fault, Undecided, check_columns
from synth.verify._linear_sides import Misread, Side, is_group, is_nested
from synth.verify._linear_steps import (
    STATEMENT,
    Statement,
    Step,
    Wording,
    check_step,
    factor_of,
    is_number,
    is_unknown,
    numbered,
    read_statement,
    sorted_terms,
)
from synth.verify._problem import check_problem
from synth.verify._score import scored

CHECKS = ("terms", "sympy", "z3")
SKILLS = (
    "inverse operations",
    "reversing an inequality",
    "double inequalities",
    "unknown on both sides",
    "like terms",
    "parentheses",
    "clearing fractions",
    "inequalities without a boundary",
)
_SKILL = {
    "open inside": "parentheses",
    "open": "parentheses",
    "gather inside": "like terms",
    "gather": "like terms",
}
LONGEST = {"question": 4_000, "reasoning": 4_000, "solution": 400, "answer": 400, "payload": 400}

_X = "(?P<letter>[xyznkmptrw])"
_ASKED = tuple(
    re.compile(sentence.format(X=_X, E=STATEMENT))
    for sentence in (
        r"Solve for {X}: {E}\. ",
        r"Solve the inequality {E} for {X}\. ",
        r"Find all numbers {X} such that {E}\. ",
        r"Which numbers {X} satisfy {E}\? ",
        r"For which numbers {X} is {E}\? ",
    )
)
_FORM = {
    1: 'Answer in the form "{} < number", with <, <=, > or >= and a whole number or a fraction '
    "in lowest terms",
    2: 'Answer in the form "number < {} < number", with < or <= for each sign and whole numbers or fractions '
    "in lowest terms",
}
_OPEN = (
    '; if there is no solution, answer "no solution", and if every number is a solution, answer "all numbers"'
)
_READ = "Read it from right to left"
_STEPS = {
    1: Wording("(?:both sides|each side)", _READ, " and reverse the inequality"),
    2: Wording("(?:all three parts|each part)", _READ, " and reverse both inequalities"),
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NUMBER = "(-?[0-9]{1,30}(?:/[0-9]{1,30})?)"
_ONE = re.compile(rf"(?:([a-z]) ?(<=?|>=?) ?{_NUMBER}|{_NUMBER} ?(<=?|>=?) ?([a-z]))")
_TWO = re.compile(rf"{_NUMBER} ?(<=?|>=?) ?([a-z]) ?(<=?|>=?) ?{_NUMBER}")
_WORDS = {"none": "no solution", "all": "all numbers"}
_SOLUTION = {"none": "The inequality has no solution.", "all": "Every number is a solution."}
_END = {
    "none": "is false for every {0}, so there is no solution.",
    "all": "is true for every {0}, so every number is a solution.",
}


class Problem(NamedTuple):
    """What a question asks, and what SymPy finds: "one" set of numbers with an end, "none" or "all"."""

    letter: str
    is_open: bool
    inequality: Statement
    text: str
    ring: Ring
    solutions: str
    answer: str


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "inequality", "math", (1, 2, 3, 4), LONGEST)
        problem = _read_question(row.question)
        level = _level(problem)
        steps = _check_reasoning(problem, row.reasoning)
        _check_answer(problem, row)
        check_problem(row, level, _skills(problem, steps), _canonical(problem))
        _check_payload(problem, row)
        _check_completeness(problem)
    except (Fault, Misread, Unreadable, Undefined) as fault:
        return Verdict(fault=str(fault))
    except (Beyond, Undecided) as limit:
        return Verdict(fault=str(limit), undecided=True)
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's answer, read from either end, with or without blanks, else 0.0."""
    return scored(answer, row, _is_same)


def _is_same(given: str, gold: str) -> bool:
    right = _read_answer(gold)
    return right is not None and _read_answer(given) == right


def _read_answer(text: str) -> tuple[str, ...] | None:
    """Return letter, sign and number, or number, sign, letter, sign, number, from the least on."""
    match = _ONE.fullmatch(text)
    if match:
        letter, sign, number, first, turned, last = match.groups()
        return (letter, sign, number) if letter else (last, _MIRRORED[turned], first)
    match = _TWO.fullmatch(text)
    if match is None:
        return None
    low, one, letter, two, high = match.groups()
    return (
        (low, one, letter, two, high)
        if one[0] == "<"
        else (high, _MIRRORED[two], letter, _MIRRORED[one], low)
    )


def _read_question(question: str) -> Problem:
    for sentence in _ASKED:
        match = sentence.match(question)
        if match is None:
            continue
        letter, text = match["letter"], match["statement"]
        chain = read_chain(text)
        ring = ring_of(*chain.parts)
        if ring.names != (letter,) or not _is_chain(chain.signs):
            raise Fault(f"the question has no inequality with the unknown {letter}")
        if len(chain.signs) == 2 and letters(chain.parts[0], chain.parts[2]):
            raise Fault("an outer part has the unknown")
        form = question[match.end() :]
        for is_open in (False, True):
            if form == _FORM[len(chain.signs)].format(letter) + (_OPEN if is_open else "") + ".":
                inequality = read_statement(text, letter, ring)
                solutions, answer = _solved(letter, inequality, ring)
                return Problem(letter, is_open, inequality, text, ring, solutions, answer)
        raise Fault("the question does not end with the form of the answer")
    raise Fault("the question is not one of the family's")


def _is_chain(signs: Sequence[str]) -> bool:
    """Return True for one or two signs of inequality in one direction."""
    return (
        len(signs) in (1, 2) and all(sign in _MIRRORED for sign in signs) and len({s[0] for s in signs}) == 1
    )


def _solved(letter: str, inequality: Statement, ring: Ring) -> tuple[str, str]:
    """Return the kind of solutions and the answer, by SymPy's coefficients of left - right."""
    ends = []
    for place, sign in enumerate(inequality.read.signs):
        coefficients = ring.coefficients(inequality.elements[place] - inequality.elements[place + 1], letter)
        if len(coefficients) > 2:
            raise Fault("the inequality is not linear")
        if len(coefficients) < 2:
            if len(inequality.read.signs) > 1:
                raise Fault("the unknown drops out of a double inequality")
            difference = coefficients[0].coeff(1) if coefficients else 0
            holds = {"<": difference < 0, "<=": difference <= 0, ">": difference > 0, ">=": difference >= 0}[
                sign
            ]
            return ("all", _WORDS["all"]) if holds else ("none", _WORDS["none"])
        slope = coefficients[1].coeff(1)
        end = -coefficients[0].coeff(1) / slope
        ends.append(
            (Fraction(int(end.numerator), int(end.denominator)), sign if slope > 0 else _MIRRORED[sign])
        )
    if len(ends) == 1:
        return "one", f"{letter} {ends[0][1]} {ends[0][0]}"
    low, high = sorted(ends)
    if low[0] == high[0] or low[1][0] != ">" or high[1][0] != "<":
        raise Fault("the double inequality does not hold between two numbers")
    return "one", f"{low[0]} {_MIRRORED[low[1]]} {letter} {high[1]} {high[0]}"


def _level(problem: Problem) -> int:
    """Return the level of an inequality; Fault if the question names other outcomes where it should not."""
    sides = problem.inequality.sides
    pieces = [piece for side in sides for piece in side]
    groups = [piece.of for piece in pieces if isinstance(piece.of, tuple)]
    bars = _bars(problem)
    inner = any(one.factor.denominator > 1 and one.of is not None for group in groups for one in group)
    over = any(is_group(piece) and piece.factor.denominator > 1 for piece in pieces)
    if len(sides) == 3:
        right = 3
    elif inner or over or any(map(is_nested, sides)) or problem.solutions != "one":
        right = 4
    elif groups or bars > 1:
        right = 3
    else:
        right = 1 if _is_one_step(sides) else 2
    if problem.is_open != (right > 3):
        raise Fault(f"the question is not worded as at level {right}")
    return right


def _bars(problem: Problem) -> int:
    """Return the number of fraction bars over the unknown, or over parentheses."""
    pieces = [piece for side in problem.inequality.sides for piece in side if piece.of is not None]
    return sum(piece.factor.denominator > 1 for piece in pieces)


def _skills(problem: Problem, steps: Sequence[Step]) -> list[str]:
    """Return what the steps train, and what the inequality does."""
    used = {_SKILL.get(step.name, "inverse operations") for step in steps if step.name != "swap"}
    if any(step.turns for step in steps):
        used.add("reversing an inequality")
    if steps[0].name == "multiply" and _bars(problem):
        used.add("clearing fractions")
    elements = problem.inequality.elements
    if len(elements) == 3:
        used.add("double inequalities")
    elif not any(element.is_ground for element in elements):
        used.add("unknown on both sides")
    if problem.solutions != "one":
        used.add("inequalities without a boundary")
    return [skill for skill in SKILLS if skill in used]


def _is_one_step(sides: Sequence[Side]) -> bool:
    """Return True if the unknown stands once, and is free after one operation."""
    side = next(side for side in sides if not is_number(side))
    unknowns = [piece.factor for piece in side if piece.of is not None]
    return (
        any(map(is_number, sides))
        and len(unknowns) == 1
        and (len(side) == 1 or (len(side) == 2 and unknowns == [1]))
    )


def _check_reasoning(problem: Problem, reasoning: str) -> list[Step]:
    """Return the steps; raise Fault unless each is right, and the last line as well."""
    made = []
    texts = numbered(reasoning)
    steps, end = (texts, "") if problem.solutions == "one" else (texts[:-1], texts[-1])
    letter, now = problem.letter, problem.inequality
    seen = {problem.text}
    for number, text in enumerate(steps, 1):
        if _is_final(now, letter):
            raise Fault(f"line {number} is a step, and there is nothing left to do")
        try:
            step = _STEPS[len(now.read.signs)].read(text, letter, problem.ring)
            if len(step.statement.sides) != len(now.sides):
                raise Misread("an inequality has another number of parts")
            check_step(step, now, letter, problem.ring)
            _check_signs(step, now)
        except Misread as fault:
            raise Fault(f"line {number}: {fault}") from None
        said = text.partition(": ")[2].removesuffix(".")
        if said in seen:
            raise Fault(f"line {number} states an inequality that stood before")
        seen.add(said)
        if not _is_equivalent(now.read.relations(), step.statement.read.relations()):
            raise Fault(f"line {number} holds for other numbers than the line before, says Z3")
        now = step.statement
        made.append(step)
    if not steps or not _is_final(now, letter):
        raise Fault("the last step neither frees the unknown nor is without it")
    if problem.solutions == "one":
        if said != problem.answer:
            raise Fault(f"the last step does not state the answer, {problem.answer!r}")
    elif end != f"The statement {said} {_END[problem.solutions].format(letter)}":
        raise Fault("the last line does not say what the last inequality means")
    return made


def _is_final(now: Statement, letter: str) -> bool:
    """Return True for the unknown alone on the left or between two numbers, or for two numbers."""
    sides = now.sides
    if len(sides) == 2:
        return is_number(sides[1]) and (is_number(sides[0]) or is_unknown(sides[0], letter))
    outside = is_number(sides[0]) and is_number(sides[2])
    return outside and is_unknown(sides[1], letter) and now.read.signs[0][0] == "<"


def _check_signs(step: Step, before: Statement) -> None:
    """Refuse signs that do not turn just where they have to."""
    signs = before.read.signs
    turned = tuple(_MIRRORED[sign] for sign in signs)
    negative = step.name in ("multiply", "divide") and factor_of(step.operand) < 0
    if step.turns != negative:
        raise Misread("an inequality is reversed without need, or is not where it has to be")
    expected = turned if negative else turned[::-1] if step.name == "swap" else signs
    if step.statement.read.signs != expected:
        raise Misread("the signs are not those that the operation makes")


def _is_equivalent(first: Sequence[Relation], second: Sequence[Relation]) -> bool:
    """Return True if Z3 says that the relations hold together for just the same numbers."""
    for premises, conclusions in ((first, second), (second, first)):
        for conclusion in conclusions:
            found = follows(premises, conclusion)
            if found is None:
                raise Undecided("Z3 reached its limit")
            if not found:
                return False
    return True


def _check_answer(problem: Problem, row: Row) -> None:
    if row.answer != problem.answer:
        raise Fault(f"the answer is {row.answer[:60]!r}, not {problem.answer!r}")
    solution = f"The solutions are all numbers {problem.letter} with {problem.answer}."
    if row.solution != _SOLUTION.get(problem.solutions, solution):
        raise Fault("the solution does not state the answer")


def _check_completeness(problem: Problem) -> None:
    """Refuse an answer that Z3 does not find to hold for just the numbers that the question holds for."""
    asked = problem.inequality.read.relations()
    if problem.solutions == "one":
        right: bool | None = _is_equivalent(asked, read_chain(problem.answer).relations())
    else:
        found = possible(asked) if problem.solutions == "none" else possible([opposite(asked[0])])
        right = None if found is None else not found
    if right is None:
        raise Undecided("Z3 reached its limit")
    if not right:
        raise Fault("Z3 finds other solutions than the answer")


def _canonical(problem: Problem) -> str:
    """Return the question's terms in the order of their texts, read from the end that comes first."""
    signs = problem.inequality.read.signs
    sides = [sorted_terms(text, problem.letter) for text in re.split(" (?:<=?|>=?) ", problem.text)]
    turned = [_MIRRORED[sign] for sign in reversed(signs)]
    return min(_joined(sides, signs), _joined(sides[::-1], turned))


def _check_payload(problem: Problem, row: Row) -> None:
    kept = {
        "solutions": problem.solutions,
        "steps": row.reasoning.count("\n") + 1,
        "unknown": problem.letter,
    }
    if row.payload != dump_payload(kept):
        raise Fault("the payload does not fit the row")


def _joined(sides: Sequence[str], signs: Sequence[str]) -> str:
    return sides[0] + "".join(f" {sign} {side}" for sign, side in zip(signs, sides[1:], strict=True))
