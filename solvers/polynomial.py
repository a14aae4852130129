"""Polynomials: the solver. What a row says is laid down in docs/polynomial.md.

An element is one of a stratum (see `_polynomial_space.py`) or a tree of the grammar.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from math import gcd

from xxhash import xxh3_128_hexdigest

from synth.grammar import Space, Tree, load
from synth.row import Solution
from synth.solvers import _polynomial_space as spaces
from synth.solvers._polynomial_problem import LETTERS, Problem, from_tree, is_monomial
from synth.solvers._polynomial_space import Element
from synth.solvers._polynomial_steps import Work, asked
from synth.solvers._text import group, phrases_of

REVISION = 3
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("addition of polynomials", "evaluation", "expanding", "factoring", "subtraction of polynomials")
PREREQUISITES = ("expression", "linear")
LEVELS = {
    1: "evaluate a quadratic; add and subtract",
    2: "multiply by one term and two binomials; factor what takes one idea; evaluate a cubic",
    3: "longer products and sums of products; factor by splitting and grouping; evaluate at a fraction",
    4: "three factors; factor in several stages",
}
MEMBERS = 1

_SKILLS = {
    "add": "addition of polynomials",
    "evaluate": "evaluation",
    "expand": "expanding",
    "factor": "factoring",
    "subtract": "subtraction of polynomials",
}
_SOLUTIONS = {
    "add": "The sum is {}.",
    "evaluate": "The value is {}.",
    "expand": "The expanded form is {}.",
    "factor": "The factored form is {}.",
    "subtract": "The difference is {}.",
}
_phrases = partial(phrases_of, "polynomial")


def strata(level: int) -> Mapping[str, Space[Element]]:
    """Return the strata of a level, by task and by what it takes."""
    return spaces.strata(level)


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    text = f"{load('polynomial.lark').fingerprint} {dict(spaces.BOUNDS)} {_phrases()} {LETTERS} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Element) -> int:
    """Return the number of letters, phrasings and, for a sum, orders."""
    problem = _problem(element)
    return len(LETTERS) * len(_phrases()["question"][problem.task]) * (2 if problem.task == "add" else 1)


def solve(element: Tree | Element, variant: int) -> Solution:
    """Return the row of an element; raise Dropped for a tree that makes no problem of this family."""
    problem = _problem(element)
    phrases = _phrases()["question"][problem.task]
    rest, which = divmod(variant, len(LETTERS))
    swapped, phrase = divmod(rest, len(phrases))
    if swapped:
        problem = Problem("add", (problem.parts[0][::-1],))
    letter = LETTERS[which]
    work = Work(problem, letter)
    canonical = _canonical(problem)
    conventions = str(_phrases()["conventions"][problem.task])
    return Solution(
        question=f"{phrases[phrase].format(*asked(problem, letter))}\n{conventions.format(letter)}",
        reasoning="\n".join(work.lines),
        solution=_SOLUTIONS[problem.task].format(work.answer),
        answer=work.answer,
        level=_level(problem),
        canonical=canonical,
        group=group("polynomial", canonical),
        skills=(_SKILLS[problem.task],),
        payload={"task": problem.task},
    )


def _problem(element: Tree | Element) -> Problem:
    return from_tree(element) if isinstance(element, Tree) else spaces.problem(element)


def _canonical(problem: Problem) -> str:
    """Return the problem with x for the letter; what is added stands in the order of the alphabet."""
    first, second = asked(problem, "x")
    if problem.task == "add":
        first, second = sorted((first, second))
    said = {
        "add": f"{first} and {second}",
        "evaluate": f"{first} at {second}",
        "subtract": f"{second} from {first}",
    }
    return f"{problem.task}: {said.get(problem.task, first)}"


def _level(problem: Problem) -> int:
    """Return the level, by docs/polynomial.md."""
    first = problem.parts[0]
    degree = max(len(values) for values in first) - 1
    if problem.task == "evaluate":
        return 3 if problem.at.denominator > 1 else 1 if degree < 3 else 2
    if problem.task in ("add", "subtract"):
        return 1 if degree < 3 else 2
    if problem.task == "expand":
        return _level_of_product(problem)
    values = first[0]
    low = next(place for place, value in enumerate(values) if value)
    shared = low > 0 or _content(values) != 1
    rest = tuple(value // _content(values) for value in values[low:])
    if len(rest) == 2:
        return 2
    if len(rest) == 3:
        is_plain = rest[2] == 1 or not rest[1] or rest[1] ** 2 == 4 * rest[0] * rest[2]
        return 3 if shared or not is_plain else 2
    return 3 if len(rest) == 4 and rest[1] and not shared else 4


def _level_of_product(problem: Problem) -> int:
    first = problem.parts[0]
    if len(first) == 3:
        return 4
    simple = is_monomial(first[0]) or all(len(values) == 2 for values in first)
    return 2 if simple and not problem.sign else 3


def _content(values: tuple[int, ...]) -> int:
    return gcd(*values) * (1 if values[-1] > 0 else -1)
