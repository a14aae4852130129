"""The next number of a sequence: the checker. It reads rows by docs/sequence.md.

Every rule of the list is tried with every number that the question allows; those that fit must agree on the
next number. Apart from that the rules are solved for their numbers, as the steps of a row do, and both must
find the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from synth.row import Row, Verdict, dump_payload
from synth.verify._columns import Fault, check_columns
from synth.verify._problem import check_problem
from synth.verify._score import scored

CHECKS = ("every rule with every number", "rules solved for their numbers")

_STEPS = [c for c in range(-99, 100) if c]
_FACTORS = range(2, 10)
_LISTED = (
    "(a) add c each time",
    "(b) multiply by r each time",
    "(c) multiply by r and add c each time",
    "(d) add c, then c + d, then c + 2 * d, and so on",
    "(e) each number from the third on is the sum of the two before it",
    "(f) add c and multiply by r in turn, beginning with an addition",
    "(g) the numbers at odd places follow (a) or (b), and so do the numbers at even places",
)
_COUNTS = {2: 1, 4: 2, 6: 3, 7: 4}
"""The level by the number of rules."""
_SHOWN = {1: 5, 2: 6, 3: 7, 4: 8}
_NUMBER = "-?[1-9][0-9]{0,11}|0"
_TERMS = f"((?:{_NUMBER})(?:, (?:{_NUMBER})){{4,8}})"
_ASKED = re.compile(
    rf"Which number comes next: {_TERMS}\?|Find the next number of the sequence {_TERMS}\."
    rf"|The sequence {_TERMS} goes on\. What is its next number\?"
    rf"|Continue the sequence {_TERMS} by one number\."
)
_SKILLS = {
    "add": ("arithmetic sequences", "differences"),
    "multiply": ("geometric sequences",),
    "scale": ("differences", "recurrences"),
    "grow": ("differences",),
    "sum": ("recurrences",),
    "turn": ("recurrences",),
    "weave": ("interleaved sequences",),
}
LONGEST = {"question": 2_000, "reasoning": 4_000, "solution": 100}

Terms = Sequence[int]


def check(row: Row) -> Verdict:
    """Accept a row that finds the first rule of the list that fits, if its next number is the only one."""
    try:
        _check(row)
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the next number, else 0.0."""
    return scored(answer, row)


def _check(row: Row) -> None:
    """Raise Fault for the first thing that is wrong."""
    check_columns(row, "sequence", "math", (1, 2, 3, 4), LONGEST)
    level, terms = _read(row.question)
    if not level:
        raise Fault("the question is not one about the next number of a sequence")
    fitting = _exhausted(terms, level)
    if len({following for _, following in fitting}) != 1:
        raise Fault("the rules that fit the numbers do not give one next number")
    lines, name, following = _solved(terms, level)
    if (name, following) not in fitting or name != fitting[0][0]:
        raise Fault(f"trying every number and solving for them do not agree on rule {name!r}")
    written = row.reasoning.split("\n")
    for number, (line, right) in enumerate(zip(written, lines, strict=False), 1):
        if line != f"{number}. {right}":
            raise Fault(f"step {number} does not follow: it should say that {right[0].lower()}{right[1:]}")
    if len(written) != len(lines):
        raise Fault(f"the reasoning has {len(written)} steps, and {len(lines)} are needed")
    if row.solution != f"The next number is {following}.":
        raise Fault("the solution does not name the next number")
    if row.answer != str(following):
        raise Fault("the answer is not the next number")
    canonical = f"{level}: {', '.join(map(str, terms))}"
    check_problem(row, level, _SKILLS[name], canonical)
    if row.payload != dump_payload({"rule": name}):
        raise Fault("the payload does not name the rule")


def _read(question: str) -> tuple[int, Terms]:
    """Return the level and the numbers of a question, level 0 if it is none of this family."""
    lines = question.split("\n")
    level = _COUNTS.get(len(lines) - 3, 0)
    asked = _ASKED.fullmatch(lines[0]) if level else None
    if asked is None:
        return 0, ()
    known = len(lines) - 3
    right = ["The sequence follows one of these rules:", *(f"{rule};" for rule in _LISTED[:known])]
    right[-1] = f"{_LISTED[known - 1]}."
    letters = "c is a whole number" if level == 1 else "c and d are whole numbers"
    where = f"Here {letters} from -99 to 99 other than 0, and r is a whole number from 2 to 9."
    right.append(f"{where} If more than one rule fits, all of them give the same next number.")
    terms = [int(number) for number in next(filter(None, asked.groups())).split(", ")]
    more = len(terms) - _SHOWN[level]
    return (level, terms) if lines[1:] == right and more in (0, 1) else (0, ())


def _exhausted(terms: Terms, level: int) -> list[tuple[str, int]]:
    """Return each rule of the level's list that fits, with its next number, found by trying all there are."""
    found: list[tuple[str, int]] = []
    a, b, c = terms[:3]
    found += [("add", end) for n in _STEPS for end in _end(terms, (1, n), (1, n))]
    found += [("multiply", end) for r in _FACTORS for end in _end(terms, (r, 0), (r, 0))]
    if level > 1:
        found += [("scale", end) for r in _FACTORS for n in _STEPS for end in _end(terms, (r, n), (r, n))]
        for n in _STEPS:
            for d in _STEPS if a + n == b else ():
                if all(y - x == n + k * d for k, (x, y) in enumerate(pairwise(terms))):
                    found.append(("grow", terms[-1] + n + (len(terms) - 1) * d))
    if level > 2:
        if a + b == c and all(x + y == z for x, y, z in zip(terms, terms[1:], terms[2:], strict=False)):
            found.append(("sum", terms[-2] + terms[-1]))
        found += [("turn", end) for r in _FACTORS for n in _STEPS for end in _end(terms, (1, n), (r, 0))]
    if level > 3:
        sides = [_lines(terms[::2]), _lines(terms[1::2])]
        if all(sides):
            found += [("weave", following) for following in sides[len(terms) % 2]]
    return found


def _end(terms: Terms, odd: tuple[int, int], even: tuple[int, int]) -> list[int]:
    """Return what follows if x becomes m * x + n, by the place of x; nothing if it does not."""
    if odd[0] * terms[0] + odd[1] != terms[1]:
        return []
    rules = [odd if place % 2 == 0 else even for place in range(len(terms))]
    if any(m * x + n != y for (m, n), (x, y) in zip(rules, pairwise(terms), strict=False)):
        return []
    return [rules[-1][0] * terms[-1] + rules[-1][1]]


def _lines(terms: Terms) -> list[int]:
    """Return the next numbers by (a) and (b) that fit."""
    added = [terms[-1] + n for n in _STEPS if all(x + n == y for x, y in pairwise(terms))]
    return added + [terms[-1] * r for r in _FACTORS if all(x * r == y for x, y in pairwise(terms))]


def _solved(terms: Terms, level: int) -> tuple[list[str], str, int]:
    """Return what the steps say, the rule that fits and the next number; no rule where none does."""
    said: list[str] = []
    for name in list(_SOLVE)[: next(count for count, known in _COUNTS.items() if known == level)]:
        lines, following = _SOLVE[name](terms)
        said += lines
        if following is not None:
            return said, name, following
    return said, "none", 0


Solved = tuple[list[str], int | None]


def _add(terms: Terms) -> Solved:
    steps = _steps(terms)
    said = f"The differences are {_and(steps)}"
    if steps.count(steps[0]) < len(steps):
        return [f"{said}, not all equal, so (a) does not fit."], None
    n, last = steps[0], terms[-1]
    return [
        f"{said}, all equal, so (a) fits with c = {n}.",
        _comes(f"{last}{_signed(n)}", last + n),
    ], last + n


def _multiply(terms: Terms) -> Solved:
    a, b = terms[:2]
    r = _factor(a, b)
    if not r:
        return [f"{b} is not {a} times a whole number from 2 to 9, so (b) does not fit."], None
    right = [x * r == y for x, y in pairwise(terms)]
    said = [f"{y} = {r} * {_held(x)}" for x, y in pairwise(terms)]
    if not all(right):
        k = right.index(False)
        return [
            f"{_and(said[:k])}, but {terms[k + 1]} is not {r} * {_held(terms[k])}, so (b) does not fit."
        ], None
    following = r * terms[-1]
    return [
        f"{_and(said)}, so (b) fits with r = {r}.",
        _comes(f"{r} * {_held(terms[-1])}", following),
    ], following


def _scale(terms: Terms) -> Solved:
    steps = _steps(terms)
    r = _factor(steps[0], steps[1])
    under = "Under (c) each difference is r times the one before, but "
    if not r:
        what = f"{steps[1]} is not {steps[0]} times a whole number from 2 to 9"
        return [f"{under}{what}, so (c) does not fit."], None
    right = [x * r == y for x, y in pairwise(steps)]
    if not all(right):
        k = right.index(False)
        said = [f"{y} = {r} * {_held(x)}" for x, y in pairwise(steps[: k + 1])]
        said.append(f"{steps[k + 1]} is not {r} * {_held(steps[k])}")
        return [f"{under}{_and(said)}, so (c) does not fit."], None
    n = terms[1] - r * terms[0]
    following = r * terms[-1] + n
    fits = f"each {r} times the one before, and {terms[1]} - {r} * {_held(terms[0])} = {n}"
    return [
        f"The differences are {_and(steps)}, {fits}, so (c) fits with r = {r} and c = {n}.",
        _comes(f"{r} * {_held(terms[-1])}{_signed(n)}", following),
    ], following


def _grow(terms: Terms) -> Solved:
    steps = _steps(terms)
    second = _steps(steps)
    said = f"The differences of the differences are {_and(second)}"
    if second.count(second[0]) < len(second):
        return [f"{said}, not all equal, so (d) does not fit."], None
    d, last = second[0], steps[-1]
    following = terms[-1] + last + d
    return [
        f"{said}, all equal, so (d) fits with c = {steps[0]} and d = {d}.",
        f"The next difference is {last}{_signed(d)} = {last + d}.",
        _comes(f"{terms[-1]}{_signed(last + d)}", following),
    ], following


def _sum(terms: Terms) -> Solved:
    said: list[str] = []
    for k in range(2, len(terms)):
        pair = f"{terms[k - 2]}{_signed(terms[k - 1])}"
        if terms[k - 2] + terms[k - 1] != terms[k]:
            return [f"{terms[k]} is not {pair}, so (e) does not fit."], None
        said.append(f"{terms[k]} = {pair}")
    following = terms[-2] + terms[-1]
    return [f"{_and(said)}, so (e) fits.", _comes(f"{terms[-2]}{_signed(terms[-1])}", following)], following


def _turn(terms: Terms) -> Solved:
    n = terms[1] - terms[0]
    r = _factor(terms[1], terms[2])
    if n not in _STEPS:
        return [f"Under (f) c = {n}, which is not allowed, so (f) does not fit."], None
    if not r:
        what = f"{terms[2]} is not {terms[1]} times a whole number from 2 to 9"
        return [f"Under (f) c = {n}, but {what}, so (f) does not fit."], None
    said: list[str] = []
    for k, x in enumerate(terms):
        equation = f"{r} * {_held(x)}" if k % 2 else f"{x}{_signed(n)}"
        following = r * x if k % 2 else x + n
        if k + 1 == len(terms):
            kind = "A multiplication" if k % 2 else "An addition"
            return [
                f"{_and(said)}, so (f) fits with c = {n} and r = {r}.",
                f"{kind} comes next: {equation} = {following}.",
            ], following
        if terms[k + 1] != following:
            what = f"{terms[k + 1]} is not {equation}"
            return [f"Under (f) c = {n} and r = {r}, but {what}, so (f) does not fit."], None
        said.append(f"{terms[k + 1]} = {equation}")
    return [], None


def _weave(terms: Terms) -> Solved:
    said: list[str] = []
    ends: list[tuple[str, int]] = []
    for side, held, end in (("odd", terms[::2], ""), ("even", terms[1::2], " So (g) fits.")):
        steps = _steps(held)
        r = _factor(held[0], held[1])
        stand = f"At {side} places stand {_and(held)}"
        if steps.count(steps[0]) == len(steps):
            said.append(f"{stand}, with the difference {steps[0]}: (a) with c = {steps[0]}.{end}")
            ends.append((f"{held[-1]}{_signed(steps[0])}", held[-1] + steps[0]))
        elif r and all(x * r == y for x, y in pairwise(held)):
            said.append(f"{stand}, each {r} times the one before: (b) with r = {r}.{end}")
            ends.append((f"{r} * {_held(held[-1])}", r * held[-1]))
        else:
            return said, None
    place = len(terms) + 1
    equation, following = ends[1 - place % 2]
    parity = "odd" if place % 2 else "even"
    return [
        *said,
        f"The next place, {place}, is {parity}, and {equation} = {following} comes there.",
    ], following


_SOLVE: Mapping[str, Callable[[Terms], Solved]] = {
    "add": _add,
    "multiply": _multiply,
    "scale": _scale,
    "grow": _grow,
    "sum": _sum,
    "turn": _turn,
    "weave": _weave,
}


def _comes(equation: str, following: int) -> str:
    return f"The next number is {equation} = {following}."


def _steps(terms: Terms) -> list[int]:
    return [y - x for x, y in pairwise(terms)]


def _factor(a: int, b: int) -> int:
    """Return the r from 2 to 9 with r * a = b, 0 if there is none."""
    return next((r for r in _FACTORS if r * a == b and a), 0)


def _signed(n: int) -> str:
    return f" + {n}" if n >= 0 else f" - {abs(n)}"


def _held(n: int) -> str:
    return str(n) if n >= 0 else f"({n})"


def _and(items: Sequence[object]) -> str:
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
