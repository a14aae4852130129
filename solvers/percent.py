"""Percent: the solver. What a row says is laid down in docs/percent.md.

An element is a `Problem`: a constructor of the grammar and its numbers. Where the answer has to come out, the
space holds the answer, and the number of the question is made from it.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Named
from functools import cache
from typing import NamedTuple

from synth.grammar import Choice, Mapped, Product, Space, Tree
from synth.row import Dropped, Solution
from synth.solvers._decimal_problem import Decimal
from synth.solvers._rational import spelled_product
from synth.solvers._text import digest, group, numbered, phrases_of

REVISION = 2
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("percent of a number", "percentages", "percentage change", "reverse percentages")
PREREQUISITES = ("multiplication", "division", "decimal")
LEVELS = {
    1: "a percentage of a number",
    2: "what percent one number is of another, and increasing or decreasing a number",
    3: "the percent of a change, and the number before a change or of which a part is known",
    4: "two changes, one after the other",
}
MEMBERS = 1

_KINDS = {
    1: ("of",),
    2: ("share", "increase", "decrease"),
    3: ("whole", "rise", "fall", "before_rise", "before_fall"),
    4: ("rise_rise", "rise_fall", "fall_rise", "fall_fall", "total_rise", "total_fall"),
}
_LEVEL = {kind: level for level, kinds in _KINDS.items() for kind in kinds}
_SKILL = dict.fromkeys(_LEVEL, SKILLS[2])
_SKILL |= {"of": SKILLS[0], "share": SKILLS[1], "whole": SKILLS[3]}
_SKILL |= {"before_rise": SKILLS[3], "before_fall": SKILLS[3]}
_NAMES = {kind: kind.replace("before_", "before a ").replace("total_", "total ") for kind in _LEVEL}
_NAMES |= {
    kind: kind.replace("_", ", then ") for kind in _LEVEL if kind[:4] in ("rise", "fall") and "_" in kind
}
_NUMBERS, _HUNDREDS, _PERCENTS = range(2, 1000), range(100, 10_000, 100), range(1, 100)
_LONGEST = 100_000_000
"""Numbers of a step stay below this."""


class Problem(NamedTuple):
    """A constructor of the grammar, with its numbers in the grammar's order."""

    kind: str
    numbers: tuple[Decimal, ...]


@cache
def strata(level: int) -> Named[str, Space[Problem]]:
    """Return the kinds of problems of a level, each with its space."""
    return {_NAMES[kind]: _space(kind) for kind in _KINDS[level]}


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text."""
    sizes = [(numbers.start, numbers.stop, numbers.step) for numbers in (_NUMBERS, _HUNDREDS, _PERCENTS)]
    return digest("percent", (_KINDS, _NAMES, sizes), REVISION)


def variants(element: Tree | Problem) -> int:
    """Return the number of wordings of a problem."""
    return len(_looks(element.kind if isinstance(element, Problem) else element.node().name))


def solve(element: Tree | Problem, variant: int) -> Solution:
    """Return the problem with its steps; raise Dropped for a tree that makes no row."""
    kind, numbers = _read(element) if isinstance(element, Tree) else element
    phrase, form = _looks(kind)[variant]
    lines: list[str] = []
    answer, says = _WORK[kind](lines, kind, *numbers)
    text = f"{kind} {' '.join(map(str, numbers))}"
    return Solution(
        question=f"{phrase.format(*numbers)} {form}",
        reasoning=numbered(lines),
        solution=says,
        answer=answer,
        level=_LEVEL[kind],
        canonical=text,
        group=group("percent", text),
        skills=(_SKILL[kind],),
    )


def _space(kind: str) -> Space[Problem]:
    """Return the problems of a kind: the numbers of its question by two or three free ones."""
    percents = Choice(_PERCENTS)
    numbers = {4: Choice(_HUNDREDS)}.get(_LEVEL[kind], Choice(_NUMBERS))
    if kind.startswith("total"):
        return Mapped(Product(percents, percents), lambda free: _plain(kind, free), _free)
    if kind in ("of", "increase", "decrease"):
        order = (percents, numbers) if kind == "of" else (numbers, percents)
        return Mapped(Product(*order), lambda free: _plain(kind, free), _free)
    if _LEVEL[kind] == 4:
        return Mapped(Product(numbers, percents, percents), lambda free: _plain(kind, free), _free)
    return Mapped(Product(percents, numbers), lambda free: _made(kind, *free), _known)


def _plain(kind: str, free: tuple[int, ...]) -> Problem:
    return Problem(kind, tuple(Decimal(number, 0) for number in free))


def _free(problem: Problem) -> tuple[int, ...]:
    return tuple(number.digits for number in problem.numbers)


def _made(kind: str, percent: int, number: int) -> Problem:
    """Return the problem in which a percentage of the number, or the number changed by it, is known."""
    known = {"rise": 100 + percent, "fall": 100 - percent}.get(kind.removeprefix("before_"), percent)
    part = Decimal(known * number, 2).lowered()
    first = Decimal(number, 0) if kind in ("rise", "fall") else Decimal(percent, 0)
    if kind == "share":
        return Problem(kind, (part, Decimal(number, 0)))
    return Problem(kind, (first, part))


def _known(problem: Problem) -> tuple[int, int]:
    """Return the percentage and the number that a problem was made from."""
    first, second = problem.numbers
    if problem.kind in ("rise", "fall", "share"):
        part, number = (first, second.digits) if problem.kind == "share" else (second, first.digits)
        known = part.digits * 10 ** (2 - part.places) // number
        return {"rise": known - 100, "fall": 100 - known}.get(problem.kind, known), number
    percent = first.digits
    known = {"before_rise": 100 + percent, "before_fall": 100 - percent}.get(problem.kind, percent)
    return percent, second.digits * 10 ** (2 - second.places) // known


def _looks(kind: str) -> list[tuple[str, str]]:
    """Return the wordings of a question: a phrase, and what the answer is to look like."""
    said = phrases_of("percent")
    ways = {**said["question"], **said["changes"]}[kind]
    form = "percent" if kind in ("share", "rise", "fall", "total_rise", "total_fall") else "number"
    return [(way, look) for way in ways for look in said["form"][form]]


def _read(tree: Tree) -> tuple[str, tuple[Decimal, ...]]:
    node = tree.node()
    numbers = []
    for child in node.children:
        whole, _, part = str(child).partition(".")
        numbers.append(Decimal(int(whole + part), len(part)))
    return node.name, tuple(numbers)


def _percent(number: Decimal) -> int:
    if number.places or number.digits > 99:
        raise Dropped("a percentage is not a whole number below 100")
    return number.digits


def _whole(number: Decimal) -> int:
    if number.places:
        raise Dropped("a number to divide by, or to take a percentage of, is not whole")
    return number.digits


def _part(lines: list[str], percent: int, number: int) -> Decimal:
    """Return so many percent of a number, with the lines that lead there."""
    product = percent * number
    lines.append(f"{percent}% of {number} is {percent} * {number} / 100.")
    lines.append(f"{spelled_product(percent, number)}.")
    found = Decimal(product, 2).lowered()
    lines.append(f"{product} / 100 = {found}.")
    return found


def _changed(lines: list[str], number: int, percent: int, rises: bool) -> Decimal:
    """Return a number increased or decreased by so many percent, with the lines that lead there."""
    part = _part(lines, percent, number)
    scale = 10**part.places
    digits = number * scale + (part.digits if rises else -part.digits)
    found = Decimal(digits, part.places)
    lines.append(f"{number} {'+' if rises else '-'} {part} = {found}.")
    return found


def _hundredfold(lines: list[str], part: Decimal, by: int) -> int:
    """Return part * 100 / by, which must be whole, with the lines that lead there."""
    if part.places > 2:
        raise Dropped("a number has more than two places")
    hundredfold = part.digits * 10 ** (2 - part.places)
    quotient, rest = divmod(hundredfold, by)
    if rest or hundredfold >= _LONGEST:
        raise Dropped("the answer is not a whole number")
    lines.append(f"{part} * 100 = {hundredfold}.")
    lines.append(f"{hundredfold} / {by} = {quotient}, because {spelled_product(by, quotient)}.")
    return int(quotient)


def _solve_of(lines: list[str], kind: str, percent: Decimal, number: Decimal) -> tuple[str, str]:
    answer = str(_part(lines, _percent(percent), _whole(number)))
    return answer, f"{percent}% of {number} is {answer}."


def _solve_share(lines: list[str], kind: str, part: Decimal, number: Decimal) -> tuple[str, str]:
    lines.append(f"As a percentage of {number}, {part} is {part} * 100 / {number}.")
    answer = f"{_hundredfold(lines, part, _whole(number))}%"
    return answer, f"{part} is {answer} of {number}."


def _solve_change(lines: list[str], kind: str, number: Decimal, percent: Decimal) -> tuple[str, str]:
    answer = str(_changed(lines, _whole(number), _percent(percent), kind == "increase"))
    return answer, f"{number} {kind}d by {percent}% is {answer}."


def _solve_whole(lines: list[str], kind: str, percent: Decimal, part: Decimal) -> tuple[str, str]:
    lines.append(f"{percent}% of the number is {part}, so the number is {part} * 100 / {percent}.")
    answer = str(_hundredfold(lines, part, _percent(percent)))
    return answer, f"{percent}% of {answer} is {part}."


def _solve_difference(lines: list[str], kind: str, first: Decimal, second: Decimal) -> tuple[str, str]:
    places = max(first.places, second.places)
    a, b = (number.digits * 10 ** (places - number.places) for number in (first, second))
    large, small = (second, first) if kind == "rise" else (first, second)
    if (b - a if kind == "rise" else a - b) <= 0:
        raise Dropped("the number does not change that way")
    part = Decimal(abs(b - a), places).lowered()
    lines.append(f"The {kind} is {large} - {small} = {part}.")
    lines.append(f"As a percentage of {first}, that is {part} * 100 / {first}.")
    answer = f"{_hundredfold(lines, part, _whole(first))}%"
    return (
        answer,
        f"From {first} to {second} is {'an increase' if kind == 'rise' else 'a decrease'} of {answer}.",
    )


def _solve_before(lines: list[str], kind: str, percent: Decimal, after: Decimal) -> tuple[str, str]:
    rises = kind == "before_rise"
    left = 100 + _percent(percent) if rises else 100 - _percent(percent)
    sign = "+" if rises else "-"
    lines.append(f"The number after the change is 100% {sign} {percent}% = {left}% of the number before.")
    lines.append(f"So the number before is {after} * 100 / {left}.")
    answer = str(_hundredfold(lines, after, left))
    return answer, f"{answer} {'increased' if rises else 'decreased'} by {percent}% is {after}."


def _solve_two(lines: list[str], kind: str, number: Decimal, *percents: Decimal) -> tuple[str, str]:
    found = number
    words: list[str] = []
    for way, percent in zip(kind.split("_"), percents, strict=True):
        found = _changed(lines, _whole(found), _percent(percent), way == "rise")
        said = "increased" if way == "rise" else "decreased"
        words.append(f"by {percent}%" if kind == f"{way}_{way}" and words else f"{said} by {percent}%")
    return str(found), f"{number} {words[0]} and then {words[1]} is {found}."


def _solve_total(lines: list[str], kind: str, first: Decimal, second: Decimal) -> tuple[str, str]:
    rises = kind == "total_rise"
    sign, way = ("+", "rise") if rises else ("-", "fall")
    middle = 100 + _percent(first) if rises else 100 - _percent(first)
    lines.append(f"Let the number be 100. It becomes 100 {sign} {first} = {middle}.")
    last = _changed(lines, middle, _percent(second), rises)
    scale = 10**last.places
    change = Decimal(abs(last.digits - 100 * scale), last.places).lowered()
    large, small = (last, 100) if rises else (100, last)
    lines.append(f"So 100 {way}s by {large} - {small} = {change} in all.")
    return f"{change}%", f"A {way} of {first}% and then of {second}% is a {way} of {change}% in all."


_WORK: dict[str, Callable[..., tuple[str, str]]] = {
    "of": _solve_of,
    "share": _solve_share,
    "increase": _solve_change,
    "decrease": _solve_change,
    "whole": _solve_whole,
    "rise": _solve_difference,
    "fall": _solve_difference,
    "before_rise": _solve_before,
    "before_fall": _solve_before,
    "total_rise": _solve_total,
    "total_fall": _solve_total,
    **dict.fromkeys(("rise_rise", "rise_fall", "fall_rise", "fall_fall"), _solve_two),
}
