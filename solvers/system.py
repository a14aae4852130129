"""Systems of linear equations: the solver. What a row says is laid down in docs/system.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from itertools import permutations
from typing import Any

from xxhash import xxh3_128_hexdigest

from synth.grammar import Node, Space, Tree, load
from synth.row import Solution
from synth.solvers._algebra import number
from synth.solvers._system_equations import ONE, Equation, Side, Term, standard
from synth.solvers._system_forms import Given, build, forms
from synth.solvers._system_solution import Solved, Step
from synth.solvers._system_solution import solve as worked
from synth.solvers._text import group, listed, numbered, phrases_of

REVISION = 3
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("substitution", "elimination", "checking a solution", "systems without one solution")
PREREQUISITES = ("linear",)
LEVELS = {
    1: "two unknowns, the value of one given",
    2: "two unknowns by one substitution, or by one sum or difference",
    3: "two unknowns by elimination, with one, no or infinitely many solutions",
    4: "three unknowns, with one, no or infinitely many solutions",
}
MEMBERS = 1

_LETTERS = {2: ("xy", "ab", "pq", "mn", "uv", "st"), 3: ("xyz", "abc", "pqr", "uvw")}
_ORDERS = {count: tuple(permutations(range(count))) for count in (2, 3)}
_SKILL = {"sum": "elimination", "difference": "elimination", "put": "substitution"}
_ANSWERS = {"none": "no solution", "many": "infinitely many solutions"}

_phrases = partial(phrases_of, "system")


@cache
def strata(level: int) -> Mapping[str, Space[Any]]:
    """Return the forms of a level, each with the space of its numbers."""
    return {form.name: form.space(level) for form in forms(level)}


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, forms, phrases and REVISION."""
    listed_forms = [(level, form.definition()) for level in LEVELS for form in forms(level)]
    text = f"{load('system.lark').fingerprint} {listed_forms} {_phrases()} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | tuple[Any, ...]) -> int:
    """Return the number of phrasings and letters, and for an element of a stratum of orders of both kinds."""
    if isinstance(element, Tree):
        return len(_phrases()["ask"]) * len(_LETTERS[3 if element.node().name == "triple" else 2])
    count = 3 if element[0] == 4 else 2
    return len(_phrases()["ask"]) * len(_LETTERS[count]) * len(_ORDERS[count]) ** 2


def solve(element: Tree | tuple[Any, ...], variant: int) -> Solution:
    """Return the solved system; raise Dropped for a tree of three equations two of which are parallel."""
    variant, phrase = divmod(variant, len(_phrases()["ask"]))
    if isinstance(element, Tree):
        given = Given(tuple(_row(node) for node in element.node().children))
        names, order = _LETTERS[len(given.rows)][variant], tuple(range(len(given.rows)))
    else:
        level, form, *numbers = element
        given = build(level, form, *numbers)
        count = len(given.rows)
        variant, place = divmod(variant, len(_LETTERS[count]))
        turn, swap = divmod(variant, len(_ORDERS[count]))
        names = "".join(_LETTERS[count][place][one] for one in _ORDERS[count][swap])
        order = _ORDERS[count][turn]
    equations = _equations(given, names)
    return _solution([equations[place] for place in order], phrase)


def _row(node: Node | str) -> tuple[tuple[int, ...], int]:
    """Return the factors and the number of an equation of the grammar."""
    assert isinstance(node, Node)
    values = []
    for part in node.children:
        assert isinstance(part, Node)
        kind = part.name.partition("_")[0]
        size = int(str(part.children[0])) if part.children else int(kind != "zero")
        values.append(-size if kind in ("minus", "negative") else size)
    return tuple(values[:-1]), values[-1]


def _equations(given: Given, names: str) -> list[Equation]:
    made = [standard(dict(zip(names, factors, strict=True)), right) for factors, right in given.rows]
    if given.slope is not None:
        constant = given.rows[0][1]
        right = (Term(given.slope, names[0]), Term(constant, ONE))
        made[0] = Equation((Term(1, names[1]),), right)
    return made


def _solution(equations: Sequence[Equation], phrase: int) -> Solution:
    solved = worked(equations)
    phrases = _phrases()
    names = sorted({str(one.body) for equation in equations for side in equation for one in side} - {ONE})
    solutions = "none" if solved.values is None else "one" if solved.values else "many"
    answer = _ANSWERS.get(solutions, "")
    if solved.values:
        answer = ", ".join(f"{name} = {number(solved.values[name])}" for name in names)
    level = _level(equations, solutions)
    both = "both" if len(names) == 2 else "all three"
    form = phrases["form"]["any" if level > 2 else "one"].format(
        ", ".join(f"{name} = number" for name in names)
    )
    question = [phrases["ask"][phrase].format(listed(names), both)]
    question += [f"({place}) {equation.text()}" for place, equation in enumerate(equations, 1)]
    canonical = _canonical(equations, names)
    return Solution(
        question="\n".join([*question, form]),
        reasoning=numbered([_line(step) for step in solved.steps]),
        solution=phrases["solution"][solutions].format(answer),
        answer=answer,
        level=level,
        canonical=canonical,
        group=group("system", canonical),
        skills=_skills(solved, solutions),
        payload={"unknowns": names, "solutions": solutions, "steps": len(solved.steps)},
    )


def _line(step: Step) -> str:
    phrases = _phrases()
    for table in ("step", "rewriting", "end"):
        if step.name in phrases[table]:
            return str(phrases[table][step.name].format(*step.texts))
    raise KeyError(step.name)


def _skills(solved: Solved, solutions: str) -> tuple[str, ...]:
    used = {_SKILL[step.name] for step in solved.steps if step.name in _SKILL}
    used.add("checking a solution" if solutions == "one" else "systems without one solution")
    return tuple(skill for skill in SKILLS if skill in used)


def _level(equations: Sequence[Equation], solutions: str) -> int:
    if len(equations) == 3:
        return 4
    if any(len(one.left) == 1 and one.left[0].factor == 1 for one in equations):
        return 1 if all(len(one.right) == 1 for one in equations) else 2
    (first, second) = ({one.body: abs(one.factor) for one in equation.left} for equation in equations)
    alike = any(first[name] == second[name] for name in first)
    return 2 if alike and solutions == "one" else 3


def _canonical(equations: Sequence[Equation], names: Sequence[str]) -> str:
    """Return the numbers of the system, whatever the order of unknowns and of equations."""
    return min(
        "; ".join(sorted(f"{_numbers(one.left, order)} = {_numbers(one.right, order)}" for one in equations))
        for order in permutations(names)
    )


def _numbers(side: Side, order: Sequence[str]) -> str:
    factors = {one.body: one.factor for one in side}
    return " ".join(number(factors.get(name, 0)) for name in (*order, ONE))
