"""Systems of linear equations: the checker. It reads a row by docs/system.md, and shares nothing else.

Each step is followed term by term in exact fractions and again in SymPy's polynomials. SymPy's rank and row
echelon form say how many solutions there are, and which; Z3 says that there are no others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from typing import Any, NamedTuple

from sympy import QQ
from sympy.polys.matrices import DomainMatrix

from synth.row import Row, Verdict, dump_payload
from synth.verify._algebra import (
    Beyond,
    Relation,
    Undefined,
    Unreadable,
    letters,
    read_expression,
    read_relation,
)
from synth.verify._algebra_rings import Ring, ring_of
from synth.verify._algebra_z3 import opposite, possible
from synth.verify._columns import Fault, check_columns, listed
from synth.verify._linear_sides import Misread, Side
from synth.verify._linear_steps import numbered
from synth.verify._linear_values import value_of
from synth.verify._problem import check_problem
from synth.verify._score import scored
from synth.verify._system_steps import Equation, check_step, is_standard, read_equation, read_step

CHECKS = ("terms", "sympy", "z3")
SKILLS = ("substitution", "elimination", "checking a solution", "systems without one solution")
_SKILL = {"sum": "elimination", "difference": "elimination", "put": "substitution"}
LONGEST = {"question": 6_000, "reasoning": 6_000, "solution": 400, "answer": 400, "payload": 400}

_N = "(?P<names>[a-z](?:, [a-z])? and [a-z])"
_ASKED = tuple(
    re.compile(sentence)
    for sentence in (
        r"Solve the system of equations:",
        rf"Solve for {_N}:",
        rf"Find all numbers {_N} that satisfy (?P<both>both|all three) equations:",
        rf"Find {_N} so that (?P<both>both|all three) equations hold:",
        rf"Which numbers {_N} solve (?P<both>both|all three) equations\?",
    )
)
_FORM = 'Answer in the form "{}", with whole numbers or fractions in lowest terms{}.'
_ELSE = ', or else "no solution" or "infinitely many solutions"'
_GIVEN = re.compile(r"\((?P<label>[123])\) (?P<equation>[^,;:?.]{3,200})")
_CHECK = re.compile(
    r"Check \((?P<label>[123])\): the left side is (?P<left>[-+*/()=0-9 ]+)"
    r" and the right side is (?P<right>[-+*/()=0-9 ]+)\."
)
_ANSWER = re.compile(
    r"[a-z] ?= ?-?[0-9]{1,30}(?:/[0-9]{1,30})?(?:, ?[a-z] ?= ?-?[0-9]{1,30}(?:/[0-9]{1,30})?){0,2}"
)
_REPEATING = ("multiply", "divide", "sum", "difference")  # may make one of two equations that say the same
_WORDS = {"none": "no solution", "many": "infinitely many solutions"}
_SOLUTION = {
    "none": "The system has no solution.",
    "many": "The system has infinitely many solutions.",
}


class Problem(NamedTuple):
    """What a question asks: its unknowns and equations, and what SymPy finds of them."""

    names: tuple[str, ...]
    ring: Ring
    given: Mapping[int, Equation]
    solutions: str
    values: Mapping[str, Fraction]
    is_open: bool

    @property
    def listed(self) -> str:
        """Return the unknowns as a list in words."""
        return listed(self.names)


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "system", "math", (1, 2, 3, 4), LONGEST)
        problem = _read_question(row.question)
        level = _level(problem)
        steps = _check_reasoning(problem, row.reasoning)
        _check_answer(problem, row)
        canonical = min(_ordered(problem, order) for order in permutations(problem.names))
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
    """Return 1.0 for the row's answer, the values in any order and blanks as one likes, else 0.0."""
    return scored(answer, row, _is_same)


def _is_same(given: str, gold: str) -> bool:
    if not _ANSWER.fullmatch(given) or not _ANSWER.fullmatch(gold):
        return False
    parts = [sorted(text.replace(" ", "").split(",")) for text in (given, gold)]
    return parts[0] == parts[1]


def _read_question(question: str) -> Problem:
    if "\n" not in question:
        raise Fault("the question does not have two or three equations")
    asked, *lines, form = question.split("\n")
    texts = []
    for number, line in enumerate(lines, 1):
        match = _GIVEN.fullmatch(line)
        if match is None or match["label"] != str(number):
            raise Fault(f"line {number + 1} of the question is not equation ({number})")
        texts.append(match["equation"])
    if len(texts) not in (2, 3):
        raise Fault("the question does not have two or three equations")
    relations = [read_relation(text) for text in texts]
    ring = ring_of(*(side for relation in relations for side in (relation.left, relation.right)))
    given = {label: read_equation(text, ring) for label, text in enumerate(texts, 1)}
    if len(ring.names) != len(given) or not all(map(_is_of_the_family, given.values())):
        raise Fault(
            "there are not as many unknowns as equations, or an equation is not of the forms of the page"
        )
    solutions, values = _solved(ring, [_numbers(ring, one) for one in given.values()])
    for is_open in (False, True):
        if form == _FORM.format(
            ", ".join(f"{name} = number" for name in ring.names), _ELSE if is_open else ""
        ):
            problem = Problem(ring.names, ring, given, solutions, values, is_open)
            _check_sentence(problem, asked)
            return problem
    raise Fault("the question does not end with the form of the answer")


def _check_sentence(problem: Problem, asked: str) -> None:
    both = "both" if len(problem.names) == 2 else "all three"
    for sentence in _ASKED:
        match = sentence.fullmatch(asked)
        if match:
            said = match.groupdict()
            if said.get("names", problem.listed) == problem.listed and said.get("both", both) == both:
                return
    raise Fault("the question's first line is not one of the family's")


def _is_of_the_family(equation: Equation) -> bool:
    """Return True for standard form with whole numbers, or for an unknown by another."""
    pieces = [piece for side in equation.sides for piece in side]
    if not all(piece.factor.denominator == 1 and not isinstance(piece.of, tuple) for piece in pieces):
        return False
    left, right = equation.sides
    if is_standard(equation.sides):
        return isinstance(left[0].of, str)
    given = len(left) == 1 and left[0].factor == 1 and isinstance(left[0].of, str)
    kinds = [piece.of is None for piece in right]
    return given and kinds in ([False], [False, True]) and right[0].of != left[0].of


def _numbers(ring: Ring, equation: Equation) -> list[Any]:
    """Return the factors of left - right, and the number that they equal, as SymPy has them."""
    difference = equation.elements[0] - equation.elements[1]
    if any(sum(exponents) > 1 for exponents in difference):
        raise Fault("an equation is not linear")
    return [*(difference.coeff(generator) for generator in ring.ring.gens), -difference.coeff(1)]


def _echelon(rows: Sequence[Sequence[Any]]) -> tuple[DomainMatrix, tuple[int, ...]]:
    matrix = DomainMatrix([list(row) for row in rows], (len(rows), len(rows[0])), QQ)
    reduced, pivots = matrix.rref()
    return reduced, tuple(pivots)


def _solved(ring: Ring, rows: Sequence[Sequence[Any]]) -> tuple[str, dict[str, Fraction]]:
    """Return how many solutions there are, and the one, by SymPy's row echelon form."""
    reduced, pivots = _echelon(rows)
    count = len(ring.names)
    if count in pivots:
        return "none", {}
    if len(pivots) < count:
        return "many", {}
    last = [reduced[row, count].element for row in range(count)]
    values = (Fraction(int(value.numerator), int(value.denominator)) for value in last)
    return "one", dict(zip(ring.names, values, strict=True))


def _level(problem: Problem) -> int:
    """Return the level of a system; Fault if the question names the other outcomes where it should not."""
    given = list(problem.given.values())
    if len(given) == 3:
        right = 4
    elif any(one.value() for one in given):
        right = 1
    elif not all(is_standard(one.sides) for one in given) or (
        problem.solutions == "one" and _is_simple(given[0].sides[0], given[1].sides[0])
    ):
        right = 2
    else:
        right = 3
    if problem.is_open != (right > 2):
        raise Fault(f"the question is not worded as at level {right}")
    return right


def _is_simple(first: Side, second: Side) -> bool:
    """Return True if an unknown has equal or opposite factors."""
    return any(abs(one.factor) == abs(two.factor) for one in first for two in second if one.of == two.of)


def _skills(problem: Problem, steps: Sequence[str]) -> list[str]:
    """Return what the steps train, and how the system ends."""
    used = {_SKILL[name] for name in steps if name in _SKILL}
    used.add("checking a solution" if problem.solutions == "one" else "systems without one solution")
    return [skill for skill in SKILLS if skill in used]


def _check_reasoning(problem: Problem, reasoning: str) -> list[str]:
    """Return the names of the steps; raise Fault unless each is right, and the last lines as well."""
    names: list[str] = []
    texts = numbered(reasoning)
    equations = dict(problem.given)
    cited: set[int] = set()
    seen = {one.text for one in equations.values()}
    place = 0
    while place < len(texts) and not texts[place].startswith(("Check ", "Equation ")):
        try:
            step = read_step(texts[place], equations, problem.ring)
            check_step(step, equations, problem.ring)
        except Misread as fault:
            raise Fault(f"line {place + 1}: {fault}") from None
        if step.new != len(equations) + 1:
            raise Fault(f"line {place + 1} does not give its equation the next number")
        source = step.cites[0] - len(problem.given) - 1
        undone = step.name == "divide" and source >= 0 and names[source] == "multiply"
        if (step.name not in _REPEATING or undone) and step.equation.text in seen:
            raise Fault(f"line {place + 1} makes an equation that stood before")
        seen.add(step.equation.text)
        equations[step.new] = step.equation
        cited.update(step.cites, step.sources.values())
        names.append(step.name)
        place += 1
    ends = texts[place:]
    cited |= (
        _check_values(problem, equations, ends) if problem.values else _check_end(problem, equations, ends)
    )
    idle = sorted(set(equations) - set(problem.given) - cited)
    if idle:
        raise Fault(f"equation ({idle[0]}) is not used")
    return names


def _check_values(problem: Problem, equations: Mapping[int, Equation], ends: Sequence[str]) -> set[int]:
    """Return the equations that state the values; refuse other ends than the checks of the question's."""
    stated = {label: equation.value() for label, equation in equations.items()}
    values = {label: value for label, value in stated.items() if value}
    if sorted(values.values()) != sorted(problem.values.items()):
        raise Fault("the steps do not end with just one value for each unknown, and the right one")
    asked = [label for label in problem.given if label not in values]
    if len(ends) != len(asked):
        raise Fault("the last lines are not a check of each equation of the question")
    for label, text in zip(asked, ends, strict=True):
        match = _CHECK.fullmatch(text)
        if match is None or match["label"] != str(label):
            raise Fault(f"a line is not the check of equation ({label})")
        relation = problem.given[label].relation
        left = value_of(match["left"], relation.left, problem.values)
        right = value_of(match["right"], relation.right, problem.values)
        if left != right:
            raise Fault(f"the check of equation ({label}) finds two values")
    return set(values)


def _check_end(problem: Problem, equations: Mapping[int, Equation], ends: Sequence[str]) -> set[int]:
    """Return the equations that the last line names; refuse it if it does not follow."""
    (text,) = ends if len(ends) == 1 else ("",)
    last = len(equations)
    said = (
        f"Equation ({last}) is {'true' if problem.solutions == 'many' else 'false'} for all {problem.listed}"
    )
    left, right = equations[last].sides
    if any(len(side) != 1 or side[0].of is not None for side in (left, right)):
        raise Fault(f"equation ({last}) has an unknown, and the steps end there")
    if problem.solutions == "none":
        if text != f"{said}, so the system has no solution." or left == right:
            raise Fault("the last line does not say what the last equation means")
        return {last}
    kept = _kept(problem, equations)
    if text != f"{said}. {_left_over(problem, [equations[label] for label in kept], kept)}" or left != right:
        raise Fault("the last line does not say how the equations that are left give the unknowns")
    return {last, *kept}


def _kept(problem: Problem, equations: Mapping[int, Equation]) -> list[int]:
    """Return the equations that are left: the first, and of three the first that lacks an unknown."""
    if len(problem.names) == 2:
        return [1]
    for label, one in equations.items():
        if 0 < len(letters(one.relation.left, one.relation.right)) < len(problem.names):
            return [1, label]
    raise Fault("there is no equation from which an unknown is gone")


def _left_over(problem: Problem, kept: Sequence[Equation], labels: Sequence[int]) -> str:
    """Return what has to be said of the equations that are left, which must imply all of the question's."""
    rows = [_numbers(problem.ring, one) for one in kept]
    everything = [_numbers(problem.ring, one) for one in problem.given.values()]
    if not len(_echelon(rows)[1]) == len(rows) == len(_echelon([*rows, *everything])[1]):
        raise Fault("the equations that are left do not imply the others")
    inside = [letters(one.relation.left, one.relation.right) for one in kept]
    for last, middle, free in permutations((*problem.names, "")[:3]):
        if last not in inside[0]:
            continue
        if len(kept) == 1 and not free:
            said = f"is left, which gives {last} for every number {middle}"
            return f"Only ({labels[0]}) {said}, so there are infinitely many solutions."
        if len(kept) == 2 and last not in inside[1] and middle in inside[1]:
            first, second = (f"({label})" for label in labels)
            said = f"for every number {free}, {second} gives {middle}, and {first} then gives {last}"
            return f"Only {first} and {second} are left: {said}, so there are infinitely many solutions."
    raise Fault("the equations that are left do not give one unknown after the other")


def _check_answer(problem: Problem, row: Row) -> None:
    """Refuse another answer than SymPy's, and a solution that says it in other words."""
    answer = _WORDS.get(
        problem.solutions, ", ".join(f"{name} = {problem.values[name]}" for name in problem.values)
    )
    if row.answer != answer:
        raise Fault(f"the answer is {row.answer[:60]!r}, not {answer!r}")
    if row.solution != _SOLUTION.get(problem.solutions, f"The solution is {answer}."):
        raise Fault("the solution does not state the answer")


def _is_complete(problem: Problem) -> bool:
    """Return True if Z3 finds nothing but the answer, False past its limit; raise Fault if it does."""
    relations = [one.relation for one in problem.given.values()]
    values = [
        Relation(read_expression(name), "=", read_expression(str(value)))
        for name, value in problem.values.items()
    ]
    if problem.solutions == "one":
        found = possible([*relations, [opposite(one) for one in values]]), possible([*relations, *values])
        right = (False, True)
    elif problem.solutions == "none":
        found, right = (possible(relations), possible(relations[:1])), (False, True)
    else:
        found, right = _several(problem, relations), (True, True)
    if None in found:
        return False
    if found != right:
        raise Fault("Z3 finds other solutions than the answer")
    return True


def _several(problem: Problem, relations: Sequence[Relation]) -> tuple[bool | None, bool | None]:
    """Return whether Z3 finds a solution, and two that differ, and so a line of them."""
    others = [name for name in "abcdefghijklmnopqrstuvwxyz" if name not in problem.names]
    again = str.maketrans(dict(zip(problem.names, others, strict=False)))
    second = [read_relation(one.text.translate(again)) for one in problem.given.values()]
    differ = [
        Relation(read_expression(name), "!=", read_expression(name.translate(again)))
        for name in problem.names
    ]
    return possible(relations), possible([*relations, *second, differ])


def _check_payload(problem: Problem, row: Row) -> None:
    kept = {
        "solutions": problem.solutions,
        "steps": row.reasoning.count("\n") + 1,
        "unknowns": list(problem.names),
    }
    if row.payload != dump_payload(kept):
        raise Fault("the payload does not fit the row")


def _ordered(problem: Problem, order: Sequence[str]) -> str:
    """Return the numbers of the equations, with the unknowns in an order."""
    texts = []
    for equation in problem.given.values():
        sides = []
        for side in equation.sides:
            factors = {piece.of: piece.factor for piece in side}
            sides.append(" ".join(str(factors.get(name, 0)) for name in (*order, None)))
        texts.append(" = ".join(sides))
    return "; ".join(sorted(texts))
