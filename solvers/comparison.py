"""Comparing and ordering numbers: the solver. What a row says is laid down in docs/comparison.md."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import factorial, lcm

from synth.grammar import Node, Tree
from synth.row import Dropped, Solution
from synth.solvers._comparison_problem import Number, Problem, decimal, definition, strata
from synth.solvers._text import digest, group, numbered, phrases_of

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

REVISION = 3
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = ("comparing whole numbers", "comparing decimals", "comparing fractions", "ordering numbers")
PREREQUISITES = ("multiplication", "decimal", "fraction")
LEVELS = {
    1: "two whole numbers or two decimals",
    2: "two fractions",
    3: "a fraction and a decimal, or three numbers to put in order",
    4: "four or five numbers to put in order",
}
MEMBERS = 1

_UNITS = ("one", "tenth", "hundredth", "thousandth", "ten-thousandth", "hundred-thousandth")
_PLACES = ("ones", "tens", "hundreds", "thousands", "ten-thousands", "hundred-thousands")
_LONGEST = 10_000
"""The largest common denominator of a step."""
_ZEROS = (1, 2)
"""How many zeros stand at the end of one of two decimals whose sign is asked."""


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text."""
    return digest("comparison", definition(), REVISION)


def variants(element: Tree | Problem) -> int:
    """Return the number of wordings, times the orders in which the numbers may be named."""
    if isinstance(element, Tree):
        return len(_looks(element.node().name))
    return len(_looks(element.kind)) * _orders(element)


def solve(element: Tree | Problem, variant: int) -> Solution:
    """Return the problem with its steps; raise Dropped for a tree that makes no row."""
    if isinstance(element, Tree):
        kind, numbers = _read(element)
    else:
        variant, order = divmod(variant, _orders(element))
        kind, numbers = element.kind, _ordered(element, order)
    phrase, form = _looks(kind)[variant]
    if len({str(number) for number in numbers}) < len(numbers):
        raise Dropped("a number is named twice")
    lines: list[str] = []
    keys = _keys(lines, numbers)
    said = [str(number) for number in numbers]
    if kind in ("ascending", "descending"):
        answer, says = _listed(lines, kind, said, keys)
        phrase = phrase.format(f"{', '.join(said[:-1])} and {said[-1]}")
    else:
        answer, says = _chosen(lines, kind, said, keys)
        phrase = phrase.format(*said)
    same = _sorted(numbers)
    shown = numbers if kind == "compare" and len(set(keys)) > 1 else same
    text = f"{kind} {' '.join(_shown(shown))}"
    return Solution(
        question=f"{phrase} {form}",
        reasoning=numbered(lines),
        solution=says,
        answer=answer,
        level=_level(kind, numbers),
        canonical=text,
        group=group("comparison", f"{kind} {' '.join(_shown(same))}"),
        skills=_skills(kind, numbers),
    )


def _keys(lines: list[str], numbers: Sequence[Number]) -> list[int]:
    """Return whole numbers that compare as the numbers do, with the lines that find them."""
    if all(number.places == 0 for number in numbers):
        return _digits(lines, [number.top for number in numbers])
    if all(number.places < 0 for number in numbers):
        return _common(lines, numbers)
    converted = [_converted(number) for number in numbers]
    made = [
        f"{number} = ({number.top} * {same.bottom // number.bottom})/{same.bottom} = {same}"
        for number, same in zip(numbers, converted, strict=True)
        if number.places < 0
    ]
    if made:
        lines.append(f"{_joined(made)}.")
    places = max(number.places for number in converted)
    counts = [number.top * 10 ** (places - number.places) for number in converted]
    units = _UNITS[places]
    named = [
        f"{number} = {count} {units}{'' if count == 1 else 's'}"
        for number, count in zip(converted, counts, strict=True)
    ]
    lines.append(f"{_joined(named)}.")
    return counts


def _digits(lines: list[str], numbers: list[int]) -> list[int]:
    """Return what two whole numbers are told apart by: their lengths, or their first different digits."""
    if len(numbers) > 2:
        raise Dropped("whole numbers alone are compared in pairs")
    first, second = map(str, numbers)
    if len(first) != len(second):
        lengths = [
            f"{number} has {len(number)} digit{'' if len(number) == 1 else 's'}" for number in (first, second)
        ]
        lines.append(f"{' and '.join(lengths)}.")
        return [len(first), len(second)]
    place = next(place for place, (a, b) in enumerate(zip(first, second, strict=True)) if a != b)
    lines.append(f"Both numbers have {len(first)} digit{'' if len(first) == 1 else 's'}.")
    name = _PLACES[len(first) - 1 - place]
    lines.append(
        f"From the left, the first digits that differ are the {name}: {first[place]} and {second[place]}."
    )
    return [int(first[place]), int(second[place])]


def _common(lines: list[str], numbers: Sequence[Number]) -> list[int]:
    """Return the numerators over the least common denominator."""
    bottoms = list(dict.fromkeys(number.bottom for number in numbers))
    common = lcm(*bottoms)
    if common > _LONGEST:
        raise Dropped("the common denominator becomes too large")
    if len(bottoms) == 1:
        every = "Both fractions" if len(numbers) == 2 else "All the fractions"
        lines.append(f"{every} have the denominator {common}.")
        return [number.top for number in numbers]
    named = _joined([str(bottom) for bottom in bottoms])
    lines.append(f"The least common multiple of {named} is {common}.")
    keys = [number.top * common // number.bottom for number in numbers]
    made = [
        f"{number} = ({number.top} * {common // number.bottom})/{common} = {key}/{common}"
        for number, key in zip(numbers, keys, strict=True)
        if number.bottom != common
    ]
    lines.append(f"{_joined(made)}.")
    return keys


def _converted(number: Number) -> Number:
    """Return a fraction as the shortest decimal; a decimal as it is."""
    if number.places >= 0:
        return number
    for places in range(1, len(_UNITS)):
        if not 10**places % number.bottom:
            return decimal(number.top * 10**places // number.bottom, places)
    raise Dropped("a fraction has no decimal of five places")


def _chosen(lines: list[str], kind: str, said: list[str], keys: list[int]) -> tuple[str, str]:
    """Return answer and solution of a question about two numbers."""
    (first, second), (a, b) = said, keys
    sign = "=" if a == b else "<" if a < b else ">"
    lines.append(f"{a} {sign} {b}, so {first} {sign} {second}.")
    if kind == "compare":
        return sign, f"{first} {sign} {second}."
    if sign == "=":
        raise Dropped("two numbers are equal")
    chosen, other = (first, second) if (sign == ">") == (kind == "larger") else (second, first)
    return chosen, f"{chosen} is {kind} than {other}."


def _listed(lines: list[str], kind: str, said: list[str], keys: list[int]) -> tuple[str, str]:
    """Return answer and solution of a question for an order."""
    if len(set(keys)) < len(keys):
        raise Dropped("two numbers are equal")
    sign, ends = ("<", "smallest to largest") if kind == "ascending" else (">", "largest to smallest")
    order = sorted(range(len(keys)), key=lambda place: keys[place], reverse=kind == "descending")
    chain = f" {sign} ".join(str(keys[place]) for place in order)
    lines.append(f"{chain}, so {f' {sign} '.join(said[place] for place in order)}.")
    answer = ", ".join(said[place] for place in order)
    return answer, f"From {ends}: {answer}."


def _joined(items: Sequence[str]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else items[0]


def _sorted(numbers: Sequence[Number]) -> list[Number]:
    return sorted(numbers, key=lambda number: (number.value, str(number)))


def _shown(numbers: Sequence[Number]) -> list[str]:
    """Return the numbers as texts, decimals without zeros at the end unless two numbers are equal."""
    if len({number.value for number in numbers}) < len(numbers):
        return [str(number) for number in numbers]
    return [str(_shortest(number)) for number in numbers]


def _shortest(number: Number) -> Number:
    """Return a decimal without zeros at the end."""
    top, places = number.top, number.places
    while places > 0 and top % 10 == 0:
        top, places = top // 10, places - 1
    return number if places < 0 else decimal(top, places)


def _level(kind: str, numbers: Sequence[Number]) -> int:
    """Return the level of a problem, as docs/comparison.md defines it."""
    fractions = sum(number.places < 0 for number in numbers)
    if len(numbers) == 2:
        return 1 if not fractions else 2 if fractions == 2 else 3
    return 3 if len(numbers) == 3 and fractions in (0, 3) else 4


def _skills(kind: str, numbers: Sequence[Number]) -> tuple[str, ...]:
    if all(number.places == 0 for number in numbers):
        return (SKILLS[0],)
    held = [SKILLS[1]] if any(number.places >= 0 for number in numbers) else []
    held += [SKILLS[2]] if any(number.places < 0 for number in numbers) else []
    return (*held, *(SKILLS[3:] if len(numbers) > 2 else ()))


def _looks(kind: str) -> list[tuple[str, str]]:
    """Return the wordings of a question: a phrase, and what the answer is to look like."""
    said = phrases_of("comparison")
    ways = {**said["question"], **said["list"]}[kind]
    form = {"compare": "sign", "larger": "number", "smaller": "number"}.get(kind, "list")
    return [(way, look) for way in ways for look in said["form"][form]]


def _orders(problem: Problem) -> int:
    """Return how many ways there are to name a problem's numbers, without another answer."""
    if problem.kind != "compare":
        return factorial(len(problem.numbers))
    first, second = problem.numbers
    return 2 * len(_ZEROS) if problem.padded else 2 if first.value == second.value else 1


def _ordered(problem: Problem, order: int) -> tuple[Number, ...]:
    """Return the numbers of a problem in one of the ways to name them."""
    if problem.padded:
        zeros, place = divmod(order, 2)
        longer = _lengthened(problem.numbers[place], _ZEROS[zeros])
        return tuple(longer if number is problem.numbers[place] else number for number in problem.numbers)
    left = list(problem.numbers)
    found = []
    for size in range(len(left), 0, -1):
        order, place = divmod(order, size)
        found.append(left.pop(place))
    return tuple(found)


def _lengthened(number: Number, zeros: int) -> Number:
    """Return a decimal written with so many zeros at its end."""
    return decimal(number.top * 10**zeros, number.places + zeros)


def _read(tree: Tree) -> tuple[str, tuple[Number, ...]]:
    """Return what a tree asks, and of which numbers."""
    node = tree.node()
    return node.name, tuple(_number(child) for child in node.children if isinstance(child, Node))


def _number(node: Node) -> Number:
    text = str(node.children[0])
    if node.name == "fraction":
        top, _, bottom = text.partition("/")
        return Number(int(top), int(bottom), -1)
    whole, _, part = text.partition(".")
    if not int(whole + part):
        raise Dropped("a number is 0")
    return decimal(int(whole + part), len(part))
