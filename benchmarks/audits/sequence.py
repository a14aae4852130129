"""The audit of sequences: the next number, by one of up to seven rules."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from audits._row import Row, need, numbered
from audits._whole import SIGNED, fits, listed, signed, true, worth
from audits._wording import asked

FACTORS = range(2, 10)
STEPS = [c for c in range(-99, 100) if c]
RULES = (
    "(a) add c each time",
    "(b) multiply by r each time",
    "(c) multiply by r and add c each time",
    "(d) add c, then c + d, then c + 2 * d, and so on",
    "(e) each number from the third on is the sum of the two before it",
    "(f) add c and multiply by r in turn, beginning with an addition",
    "(g) the numbers at odd places follow (a) or (b), and so do the numbers at even places",
)
NAMES = ("add", "multiply", "scale", "grow", "sum", "turn", "weave")
SKILLS = {
    "add": ["arithmetic sequences", "differences"],
    "multiply": ["geometric sequences"],
    "scale": ["differences", "recurrences"],
    "grow": ["differences"],
    "sum": ["recurrences"],
    "turn": ["recurrences"],
    "weave": ["interleaved sequences"],
}
NEXT = (
    *("Which number comes next: {t}?", "Find the next number of the sequence {t}."),
    "The sequence {t} goes on. What is its next number?",
    "Continue the sequence {t} by one number.",
)
LETTERS = {True: "c is a whole number", False: "c and d are whole numbers"}
LAST = "If more than one rule fits, all of them give the same next number."


def audit(row: Row) -> None:
    """Try every rule that is listed, with every number that it allows; all that fit agree on the next number.

    The lines that refuse a rule, or fit it, are made anew and compared.
    """
    first, _, rest = row.question.partition("\n")
    _, names = asked(first, {"": NEXT}, f"{SIGNED}(?:, {SIGNED})+")
    t = [int(one) for one in names["t"].split(", ")]
    begin, *rules, last = rest.split("\n")
    need(begin == "The sequence follows one of these rules:", f"before the rules stands {begin}")
    count = len(rules)
    need(count in (2, 4, 6, 7), f"{count} rules are listed")
    for place, (rule, due) in enumerate(zip(rules, RULES, strict=False), 1):
        need(rule == due + (";" if place < count else "."), f"a rule of no known wording: {rule}")
    level = 1 + (2, 4, 6, 7).index(count)
    said = f"Here {LETTERS[count == 2]} from -99 to 99 other than 0, and r is a whole number from 2 to 9."
    need(last == f"{said} {LAST}", f"the rules end with {last}")
    need(len(t) in (level + 4, level + 5), f"{len(t)} numbers are shown")
    found = list(followed(t, count))
    need(found, "no rule fits")
    need(len({after for _, after in found}) == 1, f"the rules that fit give {found}")
    name = min((name for name, _ in found), key=NAMES.index)
    after = found[0][1]
    for line in [*numbered(row), row.solution]:
        true(line)
    columns = {"canonical": f"{level}: {names['t']}", "payload": f'{{"rule":"{name}"}}', "level": level}
    solution = f"The next number is {after}."
    fits(row, reasons(t, name, after), skills=SKILLS[name], answer=str(after), solution=solution, **columns)


def simple(t: list[int]) -> Iterator[tuple[str, int]]:
    """Yield each rule (a) and (b), with each number, that the terms follow, and what they give next."""
    for c in STEPS:
        if all(y == x + c for x, y in itertools.pairwise(t)):
            yield "add", t[-1] + c
    for r in FACTORS:
        if all(y == x * r for x, y in itertools.pairwise(t)):
            yield "multiply", t[-1] * r


def followed(t: list[int], rules: int) -> Iterator[tuple[str, int]]:
    """Yield each of the first rules, with each number, that the terms follow, and what they give next."""
    pairs = list(itertools.pairwise(t))
    yield from simple(t)
    for r in FACTORS if rules > 2 else ():
        for c in STEPS:
            if all(y == x * r + c for x, y in pairs):
                yield "scale", t[-1] * r + c
    for c in STEPS if rules > 3 else ():
        for d in STEPS if t[1] == t[0] + c else ():
            if all(y == x + c + k * d for k, (x, y) in enumerate(pairs)):
                yield "grow", t[-1] + c + len(pairs) * d
    if rules > 4 and all(t[k] == t[k - 1] + t[k - 2] for k in range(2, len(t))):
        yield "sum", t[-1] + t[-2]
    for c in STEPS if rules > 5 else ():
        for r in FACTORS:
            if all(y == (x * r if k % 2 else x + c) for k, (x, y) in enumerate(pairs)):
                yield "turn", t[-1] * r if len(pairs) % 2 else t[-1] + c
    if rules > 6:
        for _, odd in simple(t[::2]):
            for _, even in simple(t[1::2]):
                yield "weave", even if len(t) % 2 else odd


def plus(left: int, right: int) -> str:
    """Return a sum as it is written."""
    return f"{left} {'-' if right < 0 else '+'} {abs(right)}"


def ratio(t: list[int]) -> int:
    """Return the factor from 2 to 9 from the first number to the second, or 0."""
    return next((r for r in FACTORS if t[0] and t[1] == r * t[0]), 0)


def powering(t: list[int]) -> tuple[int, list[str], str]:
    """Return the factor of a geometric sequence, the equations that hold, and what is not so at last."""
    r = ratio(t)
    equations: list[str] = []
    if not r:
        return 0, [], f"{t[1]} is not {t[0]} times a whole number from 2 to 9"
    for x, y in itertools.pairwise(t):
        if y != r * x:
            return r, equations, f"{y} is not {r} * {signed(x)}"
        equations.append(f"{y} = {r} * {signed(x)}")
    return r, equations, ""


def differences(t: list[int]) -> list[int]:
    """Return each number less the one before."""
    return [y - x for x, y in itertools.pairwise(t)]


def reasons(t: list[int], name: str, after: int) -> Iterator[str]:
    """Yield the lines that try the rules up to the one that fits."""
    first, last = differences(t), t[-1]
    if name == "add":
        yield f"The differences are {listed(first)}, all equal, so (a) fits with c = {first[0]}."
        yield f"The next number is {plus(last, first[0])} = {after}."
        return
    yield f"The differences are {listed(first)}, not all equal, so (a) does not fit."
    r, equations, wrong = powering(t)
    if name == "multiply":
        yield f"{listed(equations)}, so (b) fits with r = {r}."
        yield f"The next number is {r} * {signed(last)} = {after}."
        return
    yield f"{listed(equations)}, but {wrong}, so (b) does not fit." if r else f"{wrong}, so (b) does not fit."
    r, equations, wrong = powering(first)
    if name == "scale":
        c = t[1] - r * t[0]
        how = f"{t[1]} - {r} * {signed(t[0])} = {c}"
        yield (
            f"The differences are {listed(first)}, each {r} times the one before, and {how}, "
            f"so (c) fits with r = {r} and c = {c}."
        )
        yield f"The next number is {r} * {signed(last)} {'-' if c < 0 else '+'} {abs(c)} = {after}."
        return
    said = f"{', '.join(equations)} and {wrong}" if equations else wrong
    yield f"Under (c) each difference is r times the one before, but {said}, so (c) does not fit."
    second = differences(first)
    begin = f"The differences of the differences are {listed(second)}, "
    if name == "grow":
        yield f"{begin}all equal, so (d) fits with c = {first[0]} and d = {second[0]}."
        yield f"The next difference is {plus(first[-1], second[0])} = {first[-1] + second[0]}."
        yield f"The next number is {plus(last, first[-1] + second[0])} = {after}."
        return
    yield f"{begin}not all equal, so (d) does not fit."
    sums = [(z, plus(x, y), x + y) for x, y, z in zip(t, t[1:], t[2:], strict=False)]
    if name == "sum":
        yield f"{listed(f'{z} = {how}' for z, how, _ in sums)}, so (e) fits."
        yield f"The next number is {plus(t[-2], last)} = {after}."
        return
    yield next(f"{z} is not {how}, so (e) does not fit." for z, how, total in sums if z != total)
    yield from woven(t, name, after)


def woven(t: list[int], name: str, after: int) -> Iterator[str]:
    """Yield the lines that try adding and multiplying in turn, and two sequences in one."""
    c, r, last = t[1] - t[0], ratio(t[1:]), t[-1]
    steps = [
        (y, f"{r} * {signed(x)}" if k % 2 else plus(x, c)) for k, (x, y) in enumerate(itertools.pairwise(t))
    ]
    if name == "turn":
        yield f"{listed(f'{y} = {how}' for y, how in steps)}, so (f) fits with c = {c} and r = {r}."
        if len(t) % 2:
            yield f"An addition comes next: {plus(last, c)} = {after}."
        else:
            yield f"A multiplication comes next: {r} * {signed(last)} = {after}."
        return
    if c not in STEPS:
        yield f"Under (f) c = {c}, which is not allowed, so (f) does not fit."
    elif not r:
        wrong = f"{t[2]} is not {t[1]} times a whole number from 2 to 9"
        yield f"Under (f) c = {c}, but {wrong}, so (f) does not fit."
    else:
        y, how = next((y, how) for y, how in steps if worth(how) != y)
        yield f"Under (f) c = {c} and r = {r}, but {y} is not {how}, so (f) does not fit."
    ends = []
    for place, part in (("odd", t[::2]), ("even", t[1::2])):
        kind, _ = next(simple(part))
        step = part[1] - part[0]
        text, end = f"with the difference {step}: (a) with c = {step}.", plus(part[-1], step)
        if kind == "multiply":
            text = f"each {ratio(part)} times the one before: (b) with r = {ratio(part)}."
            end = f"{ratio(part)} * {signed(part[-1])}"
        ends.append(end)
        so = " So (g) fits." if place == "even" else ""
        yield f"At {place} places stand {listed(part)}, {text}{so}"
    where, which = len(t) % 2, ("odd", "even")[len(t) % 2]
    yield f"The next place, {len(t) + 1}, is {which}, and {ends[where]} = {after} comes there."
