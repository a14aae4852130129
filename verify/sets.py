"""Finite sets: the checker. It reads by docs/sets.md, and shares nothing with the solver.

An expression is worked out by operations on sets, and again by asking where each single element belongs; a
survey by a table of sums, and again by the numbers of people in the regions. Every line is written anew.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from synth.row import Row, Verdict
from synth.verify._columns import Fault, check_columns, listed, read_payload
from synth.verify._problem import check_problem
from synth.verify._score import scored
from synth.verify._sets_reading import (
    BINARY,
    PRIME,
    Expression,
    belongs,
    beside,
    names,
    parts,
    read_expression,
    renamed,
    value,
    write,
)
from synth.verify._sets_survey import CONVENTION, check_survey, count_regions, level, read_survey

LISTING = ("sets", "elements", "steps")
SURVEY = ("sums", "regions", "steps")
LEVELS = (1, 2, 3, 4)
MOST_ELEMENTS = 30

_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("list", r"List the elements of (?P<e>.+)\."),
    ("list", r"Find (?P<e>[^a-z].*)\."),
    ("list", r"Which elements does (?P<e>.+) have\?"),
    ("count", r"How many elements does (?P<e>.+) have\?"),
    ("count", r"Find the number of elements of (?P<e>.+)\."),
    ("subsets", r"How many subsets does (?P<e>.+) have\?"),
    ("subsets", r"Find the number of subsets of (?P<e>.+)\."),
    ("member", r"Is (?P<x>[0-9a-z]+) an element of (?P<e>.+)\?"),
    ("member", r"Does (?P<e>.+) contain (?P<x>[0-9a-z]+)\?"),
    ("subset", r"Is (?P<e>.+) a subset of (?P<d>[A-Z])\?"),
    ("subset", r"Is each element of (?P<e>.+) an element of (?P<d>[A-Z])\?"),
    ("equal", r"Is (?P<e>.+) equal to (?P<d>[A-Z])\?"),
    ("equal", r"Are (?P<e>.+) and (?P<d>[A-Z]) the same set\?"),
    ("disjoint", r"Are (?P<e>.+) and (?P<d>[A-Z]) disjoint\?"),
    ("disjoint", r"Is it true that (?P<e>.+) and (?P<d>[A-Z]) have no element in common\?"),
)
_PATTERNS = tuple((task, re.compile(pattern)) for task, pattern in _QUESTIONS)
_MEANINGS = {
    "union": "X union Y contains what is in X or in Y or in both.",
    "intersect": "X intersect Y contains what is in both X and Y.",
    "minus": "X minus Y contains what is in X but not in Y.",
    "symdiff": "X symdiff Y contains what is in exactly one of X and Y.",
    PRIME: "X' contains what is in U but not in X.",
}
_TRAINED = {
    "member": ["membership"],
    "count": ["cardinality"],
    "subsets": ["cardinality", "power set"],
}
_CONVENTIONS = {
    "count": "Give a whole number.",
    "subsets": "The empty set and the set itself count as subsets. Give a whole number.",
}
_WRITTEN = "between braces, such as"
_ORDERS = {
    True: f"Write the elements in increasing order {_WRITTEN} {{1, 2}}; the empty set is {{}}.",
    False: f"Write the elements in alphabetical order {_WRITTEN} {{ant, bee}}; the empty set is {{}}.",
}
_GIVEN = re.compile(r"(?:The universe is U = \{([^{}]*)\}\. )?Let (.+)\.")
_NAMED = re.compile(r"([A-TV-Z]) = \{([^{}]*)\}")
_ELEMENT = re.compile(r"[1-9][0-9]{0,5}|[a-z]{2,12}")


class Question(NamedTuple):
    """What is asked of an expression: the sets with the universe under U, another set, an element."""

    task: str
    expression: Expression
    sets: dict[str, frozenset[str]]
    other: str
    element: str
    numbers: bool


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "sets", "math", LEVELS)
        read_payload(row.payload, {})
        if row.question.startswith("Of "):
            _check_survey(row)
            return Verdict(checks=SURVEY)
        _check_listing(row)
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=LISTING)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's answer, else 0.0."""
    return scored(answer, row)


def _check_survey(row: Row) -> None:
    text, _, convention = row.question.partition("\n")
    if convention != CONVENTION:
        raise Fault("the conventions are not those of a survey")
    told = read_survey(text)
    answer, solution = check_survey(told, row.reasoning.split("\n"))
    _expect(row, str(answer), solution)
    none, *others = count_regions(told)
    canonical = f"survey {told.asked} : {' '.join(map(str, (*others, none)))}"
    check_problem(row, level(told), ["inclusion and exclusion"], canonical)


def _check_listing(row: Row) -> None:
    asked = read_question(row.question)
    everything: list[Expression] = [*asked.sets, *parts(asked.expression)]
    found = {part: value(part, asked.sets) for part in everything}
    for part, inside in found.items():
        if inside != {element for element in asked.sets["U"] if belongs(element, part, asked.sets)}:
            raise Fault(f"sets and elements do not agree on {write(part)}")
    lines = [_operation(asked, part, found) for part in parts(asked.expression)]
    last, answer, solution = _end(asked, found[asked.expression])
    lines += last
    given = row.reasoning.split("\n")
    for number, line in enumerate(lines, 1):
        if len(given) < number or given[number - 1] != f"{number}. {line}":
            raise Fault(f"line {number} does not follow; it should be {line!r}")
    if len(given) > len(lines):
        raise Fault(f"line {len(lines) + 1} is of no use")
    extra = asked.task not in ("list", "member")
    _expect(row, answer, solution)
    right_level = min(4, len(parts(asked.expression)) + extra)
    check_problem(row, right_level, _skills(asked), _canonical(asked))


def _skills(asked: Question) -> list[str]:
    """Return the operations of a question, and what its task trains."""
    used = {part[0] for part in parts(asked.expression)}
    operations = [name for name in BINARY if name in used] + ["complement"] * (PRIME in used)
    return operations + _TRAINED.get(asked.task, [asked.task] * (asked.task != "list"))


def _canonical(asked: Question) -> str:
    """Return task and expression, its sets A, B and on, and in which of the sets each element is."""
    sets = [inside for name, inside in asked.sets.items() if name != "U"]
    elements = _ordered(asked.sets["U"], asked.numbers)
    spots = [
        "".join(letter for letter, inside in zip("abcde", sets, strict=False) if element in inside) or "-"
        for element in elements
    ]
    place = f" {elements.index(asked.element) + 1}" if asked.task == "member" else ""
    expression = write(renamed(asked.expression, dict(zip(asked.sets, "ABCDE", strict=False))))
    return f"{asked.task}{place} {expression} : {' '.join(spots)}"


def _expect(row: Row, answer: str, solution: str) -> None:
    if row.answer != answer:
        raise Fault(f"the answer is {row.answer[:60]!r}, and it should be {answer!r}")
    if row.solution != solution:
        raise Fault(f"the solution should be {solution!r}")


def read_question(text: str) -> Question:
    """Return what a question asks of an expression; Fault if it is not one of docs/sets.md."""
    lines = text.split("\n")
    given = _GIVEN.fullmatch(lines[0])
    if len(lines) != 3 or given is None:
        raise Fault("the question does not give its sets, then ask, then say what words mean")
    lists = [(match[1], match[2]) for match in _NAMED.finditer(given[2])]
    if given[2] != listed([f"{name} = {{{inside}}}" for name, inside in lists] or ["no set"]):
        raise Fault("the sets are not given one by one")
    if given[1] is not None:
        lists.append(("U", given[1]))
    rows = {name: inside.split(", ") if inside else [] for name, inside in lists}
    if len(rows) < len(lists):
        raise Fault("a set is given twice")
    everything = {element for row in rows.values() for element in row}
    numbers = all(element.isdecimal() for element in everything)
    if len(everything) > MOST_ELEMENTS or not all(map(_ELEMENT.fullmatch, everything)):
        raise Fault("an element is not a number or a word, or there are too many")
    if not numbers and any(element.isdecimal() for element in everything):
        raise Fault("numbers and words are mixed")
    for name, row in rows.items():
        if row != _ordered(set(row), numbers):
            raise Fault(f"the elements of {name} are not in order, or not all different")
    universe = frozenset(rows.pop("U", ()))
    if given[1] is not None and universe != everything:
        raise Fault("an element is outside the universe")
    task, match = next(
        ((task, found) for task, pattern in _PATTERNS if (found := pattern.fullmatch(lines[1]))), ("", None)
    )
    if match is None:
        raise Fault("the question asks nothing that is known")
    groups = match.groupdict()
    wrapped = groups["e"]
    if task in ("equal", "disjoint") and wrapped.startswith("(") and wrapped.endswith(")"):
        wrapped = wrapped[1:-1]
    expression = read_expression(wrapped)
    shown = beside(expression) if task in ("equal", "disjoint") else write(expression)
    operations = [part[0] for part in parts(expression)]
    other = groups.get("d") or ""
    if shown != groups["e"] or not operations or [*names(expression), *other] != list(rows):
        raise Fault("the question is not about the sets that are given, in their order")
    if (PRIME in operations) != (given[1] is not None):
        raise Fault("a universe is given without need, or missing")
    element = groups.get("x") or ""
    if task == "member" and element not in everything:
        raise Fault(f"{element[:20]!r} is in no set")
    meanings = [_MEANINGS[name] for name in (*BINARY, PRIME) if name in operations]
    convention = _ORDERS[numbers] if task == "list" else _CONVENTIONS.get(task, 'Answer "yes" or "no".')
    if lines[2] != " ".join((*meanings, convention)):
        raise Fault("the question does not say what its words mean")
    sets = {name: frozenset(row) for name, row in rows.items()} | {"U": frozenset(everything)}
    return Question(task, expression, sets, other, element, numbers)


def _ordered(elements: set[str] | frozenset[str], numbers: bool) -> list[str]:
    return sorted(elements, key=int) if numbers else sorted(elements)


def _braces(elements: frozenset[str], numbers: bool) -> str:
    return f"{{{', '.join(_ordered(elements, numbers))}}}"


def _operation(asked: Question, part: tuple[Any, ...], found: dict[Expression, frozenset[str]]) -> str:
    """Return the line that works out one operation."""
    operation, *sides = part
    shown = [_braces(found[side], asked.numbers) for side in sides]
    middle = f"U minus {shown[0]}" if operation == PRIME else f"{shown[0]} {operation} {shown[1]}"
    return f"{write(part)} = {middle} = {_braces(found[part], asked.numbers)}."


def _end(asked: Question, inside: frozenset[str]) -> tuple[list[str], str, str]:
    """Return the lines after the operations, the answer and the solution."""
    name, shown = write(asked.expression), _braces(inside, asked.numbers)
    if asked.task == "list":
        return [], shown, f"{name} = {shown}."
    if asked.task in ("count", "subsets"):
        size = _many(len(inside), "element")
        lines = [f"{shown} has {size}."]
        if asked.task == "count":
            return lines, str(len(inside)), f"{name} has {size}."
        subsets = _many(2 ** len(inside), "subset")
        lines.append(f"A set of {size} has 2^{len(inside)} = {subsets}.")
        return lines, str(2 ** len(inside)), f"{name} has {subsets}."
    if asked.task == "member":
        denial, answer = ("", "yes") if asked.element in inside else ("not ", "no")
        solution = f"{answer.capitalize()}, {asked.element} is {denial}an element of {name}."
        return [f"{asked.element} is {denial}in {shown}."], answer, solution
    return _comparison(asked, inside, shown)


def _comparison(asked: Question, inside: frozenset[str], shown: str) -> tuple[list[str], str, str]:
    other, set_other = asked.other, asked.sets[asked.other]
    name = write(asked.expression) if asked.task == "subset" else beside(asked.expression)
    if asked.task == "subset":
        witnesses = inside - set_other
        holds = (
            f"Each element of {shown} is in {other}."
            if inside
            else f"{shown} has no element outside {other}."
        )
        relation = f"{name} is {{}}a subset of {other}."
    elif asked.task == "disjoint":
        witnesses = inside & set_other
        holds = f"No element of {shown} is in {other}." if inside else f"{shown} has no element in {other}."
        relation = f"{name} and {other} are {{}}disjoint."
    else:
        witnesses = inside ^ set_other
        holds = f"{shown} has the same elements as {other}."
        relation = f"{name} is {{}}equal to {other}."
    if not witnesses:
        return [holds], "yes", "Yes, " + relation.format("")
    first = _ordered(witnesses, asked.numbers)[0]
    if asked.task == "disjoint":
        line = f"{first} is in {shown} and in {other}."
    elif first in inside:
        line = f"{first} is in {shown} but not in {other}."
    else:
        line = f"{first} is in {other} but not in {shown}."
    return [line], "no", "No, " + relation.format("not ")


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
