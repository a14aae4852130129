"""Finite sets: the solver. What a row says is laid down in docs/sets.md.

An element is a problem about an expression, with a region for each element of the sets; or a survey, with the
number of people in each region; or a tree of the grammar, which is one of the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from math import comb, perm
from typing import Any

from xxhash import xxh3_128_hexdigest

from synth.grammar import Node, Space, Tree, load
from synth.row import Dropped, Solution
from synth.solvers import _sets_space as construction
from synth.solvers._sets_expression import (
    COMPLEMENT,
    OPERATIONS,
    RELATIONS,
    Expression,
    Plan,
    Problem,
    broken,
    complemented,
    holds,
    leaves,
    operations,
)
from synth.solvers._sets_survey import LEVELS as ASKED
from synth.solvers._sets_survey import Survey, Teller, things
from synth.solvers._text import group, listed, phrases_of

__all__ = [
    "DOMAIN",
    "LEVELS",
    "MEMBERS",
    "PREREQUISITES",
    "SKILLS",
    "fingerprint",
    "solve",
    "strata",
    "variants",
]

REVISION = 2
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = (
    *OPERATIONS,
    COMPLEMENT,
    "membership",
    "cardinality",
    "power set",
    *RELATIONS,
    "inclusion and exclusion",
)
PREREQUISITES: tuple[str, ...] = ()
LEVELS = {
    1: "one operation",
    2: "two operations, comparisons and cardinalities, surveys of two things",
    3: "three operations with universes, comparisons, surveys of three things",
    4: "four operations on up to four sets, surveys that ask for several regions",
}
MEMBERS = 1
NUMBERS = 30
"""Elements that are numbers are at most this."""

_table = partial(phrases_of, "sets")


def strata(level: int) -> Mapping[str, Space[Any]]:
    """Return the named parts of a level."""
    return construction.strata(level)


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    text = f"{load('sets.lark').fingerprint} {construction.definition()} {_table()} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Problem | Survey) -> int:
    """Return the number of variants of an element or of a tree of the grammar."""
    if isinstance(element, Tree):
        element = _read(element)
    table = _table()
    if isinstance(element, Survey):
        stories = table["survey"]["stories"]
        return sum(perm(len(story["things"]), things(element)) for story in stories)
    labels = comb(NUMBERS, len(element.regions)) + comb(len(table["elements"]["words"]), len(element.regions))
    return labels * len(table["names"]["sets"]) * len(table["question"][element.plan.task])


def solve(element: Tree | Problem | Survey, variant: int) -> Solution:
    """Return the row of an element, or of a tree of the grammar."""
    if isinstance(element, Tree):
        element = _read(element)
    return _survey(element, variant) if isinstance(element, Survey) else _Listing(element, variant).solution()


def _survey(survey: Survey, variant: int) -> Solution:
    table = _table()
    count = things(survey)
    for story in table["survey"]["stories"]:
        looks = perm(len(story["things"]), count)
        if variant < looks:
            break
        variant -= looks
    left = list(story["things"])
    names = []
    for _ in range(count):
        variant, digit = divmod(variant, len(left))
        names.append(left.pop(digit))
    teller = Teller(survey, story, names, table["asked"])
    question = teller.question()
    answer = teller.answer()
    noun, verb = teller.one if answer == 1 else teller.many
    text = f"survey {survey.asked} : {' '.join(map(str, (*survey.regions[1:], survey.regions[0])))}"
    return Solution(
        question=f"{question}\n{table['convention']['survey']}",
        reasoning="\n".join(teller.lines),
        solution=f"{answer} {noun} {verb} {teller.phrase(survey.asked)}.",
        answer=str(answer),
        level=ASKED[count][survey.asked],
        canonical=text,
        group=group("sets", text),
        skills=("inclusion and exclusion",),
    )


class _Listing:
    """One problem about an expression in one look."""

    def __init__(self, problem: Problem, variant: int) -> None:
        table = _table()
        self.problem, self.plan = problem, problem.plan
        self.expression = problem.plan.expression
        phrasings = table["question"][self.plan.task]
        variant, phrasing = divmod(variant, len(phrasings))
        variant, names = divmod(variant, len(table["names"]["sets"]))
        self.asked: str = phrasings[phrasing]
        self.names: list[str] = table["names"]["sets"][names].split()
        self.labels, self.numbers = _labels(variant, len(problem.regions))
        self.universe = complemented(self.expression)
        self.sets = max(leaves(self.expression)) + 1 + (self.plan.task in RELATIONS)
        self.other = self.names[self.sets - 1]
        self.lines: list[str] = []

    def solution(self) -> Solution:
        """Return the row's text."""
        table = _table()
        parts = operations(self.expression)
        for part in parts:
            sides = [self._braces(side) for side in part[1:]]
            middle = f"U minus {sides[0]}"
            if part[0] != COMPLEMENT:
                middle = table["operation"][part[0]].format(*sides)
            self._add(f"{self._text(part)} = {middle} = {self._braces(part)}.")
        answer, said = self._end()
        used = [name for name in (*OPERATIONS, COMPLEMENT) if any(part[0] == name for part in parts)]
        asked = self.asked.format(
            self._unit(self.expression)
            if self.plan.task in ("equal", "disjoint")
            else self._text(self.expression),
            self.other,
            self.labels[self.problem.place] if self.problem.place >= 0 else "",
        )
        meanings = " ".join(table["meaning"][name] for name in used)
        text = _canonical(self.problem)
        return Solution(
            question=f"{self._given()}\n{asked}\n{meanings} {self._convention()}",
            reasoning="\n".join(self.lines),
            solution=said,
            answer=answer,
            level=_level(self.plan),
            canonical=text,
            group=group("sets", text),
            skills=tuple(
                name for name in SKILLS if name in (*used, *_TAUGHT.get(self.plan.task, ()), self.plan.task)
            ),
        )

    def _given(self) -> str:
        """Return the sentence that lists the sets, and the universe if there is one."""
        lists = [f"{self.names[one]} = {self._braces(one)}" for one in range(self.sets)]
        universe = f"The universe is U = {_set(self.labels)}. " if self.universe else ""
        return f"{universe}Let {listed(lists)}."

    def _convention(self) -> str:
        convention: dict[str, str] = _table()["convention"]
        task = self.plan.task
        if task == "list":
            order = ("increasing", "{1, 2}") if self.numbers else ("alphabetical", "{ant, bee}")
            return convention["list"].format(*order)
        return convention[task] if task in convention else convention["judge"]

    def _add(self, text: str) -> None:
        self.lines.append(f"{len(self.lines) + 1}. {text}")

    def _text(self, expression: Expression) -> str:
        if isinstance(expression, int):
            return self.names[expression]
        text: str = _table()["operation"][expression[0]].format(*map(self._unit, expression[1:]))
        return text

    def _unit(self, expression: Expression) -> str:
        """Return an expression as it stands beside other words: in parentheses if it joins two."""
        text = self._text(expression)
        return text if isinstance(expression, int) or expression[0] == COMPLEMENT else f"({text})"

    def _inside(self, expression: Expression) -> list[str]:
        pairs = zip(self.labels, self.problem.regions, strict=True)
        return [label for label, region in pairs if holds(expression, region)]

    def _braces(self, expression: Expression) -> str:
        return _set(self._inside(expression))

    def _end(self) -> tuple[str, str]:
        """Add what follows the operations; return the answer and the solution."""
        name, value = self._text(self.expression), self._braces(self.expression)
        task, answer = self.plan.task, "yes" if self.plan.yes else "no"
        size = len(self._inside(self.expression))
        if task == "list":
            return value, f"{name} = {value}."
        if task in ("count", "subsets"):
            self._add(f"{value} has {_counted(size, 'element')}.")
            if task == "count":
                return str(size), f"{name} has {_counted(size, 'element')}."
            self._add(f"A set of {_counted(size, 'element')} has 2^{size} = {_counted(1 << size, 'subset')}.")
            return str(1 << size), f"{name} has {_counted(1 << size, 'subset')}."
        if task == "member":
            label = self.labels[self.problem.place]
            denial = "" if self.plan.yes else "not "
            self._add(f"{label} is {denial}in {value}.")
            return answer, f"{answer.capitalize()}, {label} is {denial}an element of {name}."
        self._add(self._compared(value, size))
        if task != "subset":
            name = self._unit(self.expression)
        return answer, f"{answer.capitalize()}, {_relation(task, self.plan.yes).format(name, self.other)}."

    def _compared(self, value: str, size: int) -> str:
        """Return why a relation holds, or by which element it fails."""
        task, other = self.plan.task, self.other
        if not self.plan.yes:
            place = next(i for i, region in enumerate(self.problem.regions) if broken(self.plan, region))
            label = self.labels[place]
            if task == "disjoint":
                return f"{label} is in {value} and in {other}."
            if holds(self.expression, self.problem.regions[place]):
                return f"{label} is in {value} but not in {other}."
            return f"{label} is in {other} but not in {value}."
        if task == "equal":
            return f"{value} has the same elements as {other}."
        if not size:
            return f"{value} has no element{' outside' if task == 'subset' else ' in'} {other}."
        return f"{'Each' if task == 'subset' else 'No'} element of {value} is in {other}."


_TAUGHT = {"member": ("membership",), "count": ("cardinality",), "subsets": ("cardinality", "power set")}


def _relation(task: str, yes: bool) -> str:
    denial = "" if yes else "not "
    return {
        "subset": f"{{}} is {denial}a subset of {{}}",
        "equal": f"{{}} is {denial}equal to {{}}",
        "disjoint": f"{{}} and {{}} are {denial}disjoint",
    }[task]


def _labels(variant: int, size: int) -> tuple[list[str], bool]:
    """Return so many elements in order, numbers or words, and whether they are numbers."""
    words: Sequence[str] = _table()["elements"]["words"]
    numbers = comb(NUMBERS, size)
    if variant < numbers:
        return [str(place + 1) for place in _combination(variant, NUMBERS, size)], True
    return [words[place] for place in _combination(variant - numbers, len(words), size)], False


def _combination(rank: int, count: int, size: int) -> list[int]:
    """Return the numbers below a count, in order, that are the combination of a rank."""
    found = []
    for left in range(size, 0, -1):
        count -= 1
        while comb(count, left) > rank:
            count -= 1
        found.append(count)
        rank -= comb(count, left)
    found.reverse()
    return found


def _set(elements: Sequence[str]) -> str:
    return f"{{{', '.join(elements)}}}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _level(plan: Plan) -> int:
    extra = plan.task not in ("list", "member")
    return min(4, len(operations(plan.expression)) + extra)


def _canonical(problem: Problem) -> str:
    """Return the grammar's sentence of a problem: names of sets and elements are erased."""

    def text(expression: Expression) -> str:
        if isinstance(expression, int):
            return "ABCD"[expression]
        joined = [not isinstance(side, int) and side[0] != COMPLEMENT for side in expression[1:]]
        sides = [
            f"({text(side)})" if both else text(side)
            for side, both in zip(expression[1:], joined, strict=True)
        ]
        return f"{sides[0]}'" if len(sides) == 1 else f"{sides[0]} {expression[0]} {sides[1]}"

    regions = [
        "".join("abcde"[one] for one in range(5) if region >> one & 1) or "-" for region in problem.regions
    ]
    place = f" {problem.place + 1}" if problem.place >= 0 else ""
    return f"{problem.plan.task}{place} {text(problem.plan.expression)} : {' '.join(regions)}"


def _read(tree: Tree) -> Problem | Survey:
    """Return the problem of a tree; raise Dropped for one that makes no row."""
    (top,) = (child for child in tree.node().children if isinstance(child, Node))
    if top.name == "survey":
        asked, *rest = (child for child in top.children if isinstance(child, Node))
        people = tuple(int(str(child.children[0])) for child in rest)
        regions = (people[-1], *people[:-1])
        if asked.name not in ASKED[2 if len(people) == 4 else 3]:
            raise Dropped(f"{asked.name!r} is not asked of so many things")
        return Survey(asked.name, regions)
    task, body, *spots = (child for child in top.children if isinstance(child, Node))
    expression = _expression(body)
    named = list(dict.fromkeys(leaves(expression)))
    if named != list(range(len(named))):
        raise Dropped("sets that are not named in order are the same problem under other names")
    count = len(named) + (task.name in RELATIONS)
    universe = complemented(expression)
    regions = tuple(_region(str(spot.children[0])) for spot in spots)
    if max(regions) >> count:
        raise Dropped("an element is in a set that is not asked about")
    if not universe and 0 in regions:
        raise Dropped("an element is in no set, and there is no universe")
    place = int(str(task.children[0])) - 1 if task.name == "member" else -1
    if place >= len(regions):
        raise Dropped("the element that is asked about is not there")
    plan = Plan(task.name, True, expression)
    if task.name == "member":
        plan = plan._replace(yes=holds(expression, regions[place]))
    elif task.name in RELATIONS:
        plan = plan._replace(yes=not any(broken(plan, region) for region in regions))
    return Problem(plan, regions, place)


def _region(name: str) -> int:
    return 0 if name == "-" else sum(1 << "abcde".index(letter) for letter in name)


def _expression(node: Node) -> Expression:
    if node.name == "set":
        return "ABCD".index(str(node.children[0]))
    return (node.name, *(_expression(child) for child in node.children if isinstance(child, Node)))
