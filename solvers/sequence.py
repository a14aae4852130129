"""The next number of a sequence: the solver. What a row says is laid down in docs/sequence.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise

from xxhash import xxh3_128_hexdigest

from synth.grammar import Tree, load
from synth.row import Dropped, Solution
from synth.solvers._sequence_space import KNOWN, RULES, SHOWN, Rule, Rules, spaces
from synth.solvers._text import group, listed, numbered, phrases_of

REVISION = 3
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = (
    "arithmetic sequences",
    "geometric sequences",
    "differences",
    "recurrences",
    "interleaved sequences",
)
PREREQUISITES = ("addition", "multiplication")
LEVELS = {
    1: "one rule of two: an addition or a multiplication each time",
    2: "one rule of four: also both of them each time, or growing differences",
    3: "one rule of six: also sums of the two numbers before, or two operations in turn",
    4: "one rule of seven: also two interleaved sequences",
}
MEMBERS = 1

_TRAINS = {
    "add": ("arithmetic sequences", "differences"),
    "multiply": ("geometric sequences",),
    "scale": ("differences", "recurrences"),
    "grow": ("differences",),
    "sum": ("recurrences",),
    "turn": ("recurrences",),
    "weave": ("interleaved sequences",),
}
_STEPS = range(-99, 100)
_FACTORS = range(2, 10)
_said = partial(phrases_of, "sequence")


@cache
def strata(level: int) -> Mapping[str, Rules]:
    """Return the rules that the list of a level names, by what they do."""
    return spaces(level)


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    counts = [(level, name, space.count()) for level in LEVELS for name, space in strata(level).items()]
    text = f"{load('sequence.lark').fingerprint} {counts} {KNOWN} {SHOWN} {_said()} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Rule) -> int:
    """Return the number of ways to ask."""
    return len(_said()["question"]["next"])


def solve(element: Tree | Rule, variant: int) -> Solution:
    """Return the row of a rule; raise Dropped for one that the question does not allow."""
    rule = _rule(element) if isinstance(element, Tree) else element
    *terms, following = rule.terms()
    said, level = _said(), rule.level
    steps, name, result = _search(terms, KNOWN[level])
    if result != following:
        raise AssertionError(f"{rule} goes on with {following}, and {name} with {result}")
    shown = ", ".join(map(str, terms))
    listed = [said["rule"][one] for one in RULES[: KNOWN[level]]]
    listed[-1] = listed[-1].rstrip(";.") + "."
    where = said["where"]["small" if level == 1 else "large"]
    question = [
        said["question"]["next"][variant].format(shown),
        said["question"]["follows"],
        *listed,
        said["question"]["where"].format(where),
    ]
    canonical = f"{level}: {shown}"
    return Solution(
        question="\n".join(question),
        reasoning=numbered(steps),
        solution=said["solution"]["number"].format(following),
        answer=str(following),
        level=level,
        canonical=canonical,
        group=group("sequence", canonical),
        skills=_TRAINS[name],
        payload={"rule": name},
    )


def _rule(tree: Tree) -> Rule:
    """Return the rule of a sentence; raise Dropped if it is none that the question allows."""
    words = tree.text().split(" ")
    *said, _, known, _, more = words
    numbers = tuple(int(word) for word in said if word.lstrip("-").isdecimal())
    names = " ".join(word for word in said if not word.lstrip("-").isdecimal())
    level = next(level for level, count in KNOWN.items() if count == int(known))
    rule = Rule(names, numbers, level, int(more))
    steps: dict[str, tuple[int, ...]] = {"add": (1,), "scale": (2,), "grow": (1, 2), "turn": (1,)}
    places = steps.get(names, ())
    if rule.parts:
        places = tuple(2 * k + 1 for k, part in enumerate(rule.parts) if part == "add")
    if any(numbers[place] not in _STEPS for place in places):
        raise Dropped("a number to add is not from -99 to 99")
    if len(rule.parts) == 2 and rule.parts[0] == rule.parts[1] and numbers[1] == numbers[3]:
        raise Dropped("the woven sequences take the same step")
    terms = rule.terms()
    if any(a == b == c for a, b, c in zip(terms, terms[1:], terms[2:], strict=False)) or terms[0] == terms[2]:
        raise Dropped("the sequence stands still")
    return rule


def _search(terms: Sequence[int], known: int) -> tuple[list[str], str, int]:
    """Return the steps down the list to the first rule that fits, its name and the next number."""
    steps: list[str] = []
    for name in RULES[:known]:
        found, following = _TRY[name](terms)
        steps += found
        if following is not None:
            return steps, name, following
    raise Dropped("no rule fits")


Tried = tuple[list[str], int | None]


def _add(terms: Sequence[int]) -> Tried:
    differences = _differences(terms)
    step = differences[0]
    if len(set(differences)) > 1:
        return [_fails("add", listed(differences))], None
    return [_fits("add", listed(differences), step), _next(_plus(terms[-1], step), terms[-1] + step)], (
        terms[-1] + step
    )


def _multiply(terms: Sequence[int]) -> Tried:
    ratio = _ratio(terms[0], terms[1])
    if ratio is None:
        return [_fails("multiply", terms[1], terms[0])], None
    equations: list[str] = []
    for a, b in pairwise(terms):
        if b != ratio * a:
            phrase = _said()["fails"]["multiply_later"]
            return [phrase.format(equations=listed(equations), number=b, product=_times(ratio, a))], None
        equations.append(f"{b} = {_times(ratio, a)}")
    following = ratio * terms[-1]
    return [
        _fits("multiply", listed(equations), ratio),
        _next(_times(ratio, terms[-1]), following),
    ], following


def _scale(terms: Sequence[int]) -> Tried:
    differences = _differences(terms)
    ratio = _ratio(differences[0], differences[1])
    if ratio is None:
        return [_fails("scale", differences[1], differences[0])], None
    equations: list[str] = []
    for a, b in pairwise(differences):
        if b != ratio * a:
            phrase = _said()["fails"]["scale_later"]
            held = _held(a)
            said = phrase.format(equations=", ".join(equations), number=b, factor=ratio, difference=held)
            return [said], None
        equations.append(f"{b} = {_times(ratio, a)}")
    step = terms[1] - ratio * terms[0]
    if step not in _STEPS:
        raise Dropped("what would be added each time is not from -99 to 99")
    following = ratio * terms[-1] + step
    fits = _fits(
        "scale", listed(differences), ratio, f"{_minus_times(terms[1], ratio, terms[0])} = {step}", step
    )
    return [fits, _next(_plus_to(_times(ratio, terms[-1]), step), following)], following


def _grow(terms: Sequence[int]) -> Tried:
    differences = _differences(terms)
    second = _differences(differences)
    if len(set(second)) > 1:
        return [_fails("grow", listed(second))], None
    if differences[0] not in _STEPS or second[0] not in _STEPS:
        raise Dropped("what would be added is not from -99 to 99")
    difference = differences[-1] + second[0]
    following = terms[-1] + difference
    return [
        _fits("grow", listed(second), differences[0], second[0]),
        _said()["next"]["difference"].format(_plus(differences[-1], second[0]), difference),
        _next(_plus(terms[-1], difference), following),
    ], following


def _sum(terms: Sequence[int]) -> Tried:
    equations: list[str] = []
    for a, b, c in zip(terms, terms[1:], terms[2:], strict=False):
        if c != a + b:
            return [_fails("sum", c, _plus(a, b))], None
        equations.append(f"{c} = {_plus(a, b)}")
    following = terms[-2] + terms[-1]
    return [_fits("sum", listed(equations)), _next(_plus(terms[-2], terms[-1]), following)], following


def _turn(terms: Sequence[int]) -> Tried:
    step = terms[1] - terms[0]
    ratio = _ratio(terms[1], terms[2])
    if step not in _STEPS or step == 0:
        return [_fails("turn_none", step)], None
    if ratio is None:
        return [_fails("turn", step, terms[2], terms[1])], None
    equations: list[str] = []
    for place, (a, b) in enumerate(pairwise(terms)):
        said, right = (_times(ratio, a), ratio * a) if place % 2 else (_plus(a, step), a + step)
        if b != right:
            phrase = _said()["fails"]["turn_later"]
            return [phrase.format(c=step, r=ratio, number=b, result=said)], None
        equations.append(f"{b} = {said}")
    last = terms[-1]
    fits = _fits("turn", listed(equations), step, ratio)
    if len(terms) % 2:
        return [fits, _said()["next"]["addition"].format(_plus(last, step), last + step)], last + step
    said = _said()["next"]["multiplication"].format(_times(ratio, last), ratio * last)
    return [fits, said], ratio * last


def _weave(terms: Sequence[int]) -> Tried:
    steps = []
    following, said = 0, ""
    for side, place in (("odd", 0), ("even", 1)):
        held = terms[place::2]
        differences = _differences(held)
        if len(set(differences)) == 1:
            steps.append(_fits(f"{side}_add", listed(held), differences[0]))
            reached, equation = held[-1] + differences[0], _plus(held[-1], differences[0])
        else:
            ratio = held[1] // held[0]
            steps.append(_fits(f"{side}_multiply", listed(held), ratio))
            reached, equation = ratio * held[-1], _times(ratio, held[-1])
        if len(terms) % 2 == place:
            following = reached
            said = _said()["next"][side].format(len(terms) + 1, equation, reached)
    return [*steps, said], following


_TRY: Mapping[str, Callable[[Sequence[int]], Tried]] = {
    "add": _add,
    "multiply": _multiply,
    "scale": _scale,
    "grow": _grow,
    "sum": _sum,
    "turn": _turn,
    "weave": _weave,
}


def _fits(name: str, *values: object) -> str:
    return str(_said()["fits"][name].format(*values))


def _fails(name: str, *values: object) -> str:
    return str(_said()["fails"][name].format(*values))


def _next(equation: str, following: int) -> str:
    return str(_said()["next"]["number"].format(equation, following))


def _differences(terms: Sequence[int]) -> list[int]:
    return [b - a for a, b in pairwise(terms)]


def _ratio(a: int, b: int) -> int | None:
    """Return the factor of the list that turns a into b."""
    return b // a if a and b % a == 0 and b // a in _FACTORS else None


def _plus(a: int, b: int) -> str:
    return _plus_to(str(a), b)


def _plus_to(a: str, b: int) -> str:
    return f"{a} - {-b}" if b < 0 else f"{a} + {b}"


def _times(ratio: int, a: int) -> str:
    return f"{ratio} * {_held(a)}"


def _held(a: int) -> str:
    return f"({a})" if a < 0 else str(a)


def _minus_times(a: int, ratio: int, b: int) -> str:
    return f"{a} - {_times(ratio, b)}"
