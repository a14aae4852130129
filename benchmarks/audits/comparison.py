"""The audit of comparisons: whole numbers, decimals and fractions, in pairs and in order."""

from __future__ import annotations

import re
from itertools import pairwise

from audits._factors import factors
from audits._row import Refused, Row, filed, need, numbered, told
from audits._values import DECIMAL, RATIO, true, value
from audits._wording import asked, two_parts

SIGNS = ("Answer with the sign alone.", "The answer is just the sign.")
GIVEN = ("Answer with that number, as it is written here.", "Give that number just as it is written here.")
LISTED = (
    "Write them as they are given here, separated by commas.",
    "Keep them as written, with commas between them.",
)
PICKS = {
    "compare": (
        "Which of the signs <, > and = belongs between {a} and {b}?",
        "Compare {a} and {b}: which of <, > and = stands between them?",
        "Write <, > or = between {a} and {b}.",
    ),
    "larger": ("Which is larger, {a} or {b}?", "Which of {a} and {b} is the larger number?"),
    "smaller": ("Which is smaller, {a} or {b}?", "Which of {a} and {b} is the smaller number?"),
}
LISTS = re.compile(
    r"(?:Put (.+) and (\S+) in order,|Order (.+) and (\S+))"
    r" from (smallest|largest) to (smallest|largest)\."
)
ANY = rf"{RATIO}|{DECIMAL}"
KEYS = [
    r"Both numbers have (?P<many>\d+) digits?\.",
    r"From the left, the first digits that differ are the (?P<place>[a-z ]+): (?P<x>\d) and (?P<y>\d)\.",
    r"(?P<one>\d+) has (?P<m>\d+) digits? and (?P<other>\d+) has (?P<n>\d+) digits?\.",
    r"(?:\S+ = \d+ [a-z-]+(?:,| and|\.$) ?)+",
    r"The least common multiple of (?:\d+(?:, | and )?)+ is \d+\.",
    r"(?:\d+/\d+ = \(\d+ \* \d+\)/\d+ = \d+/\d+(?:,| and|\.$) ?)+",
    r"(?:\d+/\d+ = \(\d+ \* \d+\)/\d+ = [0-9.]+(?:,| and|\.$) ?)+",
    r"(?:Both|All the) fractions have the denominator (?P<below>\d+)\.",
    r"\d+(?: [<>] \d+)+, so \S+(?: [<>] \S+)+\.",
    r"\d+ = \d+, so \S+ = \S+\.",
]
TENS = ["ones", "tens", "hundreds", "thousands", "ten thousands", "hundred thousands", "millions"]


def audit(row: Row) -> None:
    """Compare exact fractions, neighbour by neighbour.

    Every equality and inequality is valued; what is said of digits and denominators is read off the numbers.
    """
    question, answer = row.question, row.answer
    if found := LISTS.match(question):
        asks, _ = two_parts(question, LISTED)
        texts = [text for text in found.groups()[:4] if text]
        given = [*texts[0].split(", "), texts[1]]
        need(asks == found[0] and found[5] != found[6] and 3 <= len(given) <= 5, f"an odd list: {question}")
        kind = "ascending" if found[5] == "smallest" else "descending"
        need(all(re.fullmatch(ANY, text) for text in given), f"an odd number: {question}")
        order = answer.split(", ")
        need(sorted(order) == sorted(given), f"{answer} are not the numbers of the question")
        for first, second in pairwise(order):
            rises = value(first) < value(second)
            need(
                rises == (kind == "ascending") and value(first) != value(second),
                f"{first}, {second}: wrong order",
            )
        head = f"From {found[5]} to {found[6]}: "
        solution, last = f"{head}{answer}.", (" < " if kind == "ascending" else " > ").join(order)
    else:
        asks, _ = two_parts(question, SIGNS if question.endswith(SIGNS) else GIVEN)
        kind, names = asked(asks, PICKS, ANY)
        need((kind == "compare") == question.endswith(SIGNS), f"another form of answer: {question}")
        given = [names["a"], names["b"]]
        one, other = value(given[0]), value(given[1])
        sign = "<" if one < other else ">" if one > other else "="
        last = f"{given[0]} {sign} {given[1]}"
        need(kind == "compare" or sign != "=", "equal numbers")
        best = given[(sign == "<") == (kind == "larger")]
        rest = given[1 - given.index(best)]
        need(answer == (sign if kind == "compare" else best), f"the answer is {answer}")
        solution = f"{last}." if kind == "compare" else f"{best} is {kind} than {rest}."
    need(row.solution == solution, f"the solution is {row.solution}, it should be {solution}")
    need(
        len(set(given)) == len(given) and all(value(text) > 0 for text in given),
        "numbers that are alike, or 0",
    )
    lines = numbered(row)
    for line in lines:
        said = next((match for text in KEYS if (match := re.fullmatch(text, line))), None)
        if not said:
            raise Refused(f"a line of no known kind: {line}")
        factors(line)
        digit_claims(said.groupdict(), given, line)
    need(lines[-1].endswith(f", so {last}."), f"the last line says {lines[-1]}")
    known = re.findall(DECIMAL, " ".join([question, *lines[:-1]]))
    need(set(re.findall(DECIMAL, lines[-1])) <= set(known), f"a number out of nowhere: {lines[-1]}")
    need(all(line != after for line, after in pairwise(lines)), "a line is said twice")
    true(row)
    ratios = sum("/" in text for text in given)
    level = {2: {0: 1, 1: 3, 2: 2}}.get(len(given), {}).get(
        ratios, 3 if len(given) == 3 and ratios in (0, 3) else 4
    )
    skills = {"ordering numbers"} if len(given) > 2 else set()
    skills |= {"comparing fractions"} if ratios else set()
    decimals = ["." in text for text in given]
    skills |= (
        {"comparing decimals"} if any(decimals) else {"comparing whole numbers"} if not ratios else set()
    )
    shown = [re.sub(r"(\.[0-9]*?)0+$", r"\1", text).rstrip(".") if "." in text else text for text in given]
    if kind != "compare":
        shown.sort(key=value)
    elif value(given[0]) == value(given[1]):
        shown = sorted(given)
    filed(row, f"{kind} {' '.join(shown)}", level, skills)
    told(row, group=f"comparison:{kind} {' '.join(sorted(shown, key=value))}")


def digit_claims(said: dict[str, str], given: list[str], line: str) -> None:
    """Check what a line says of the digits of the numbers, or of their denominators."""
    if "many" in said:
        need(all(len(text) == int(said["many"]) for text in given), line)
    if "place" in said:
        pairs = list(zip(*given, strict=True))
        first = next(place for place, (x, y) in enumerate(pairs) if x != y)
        need(pairs[first] == (said["x"], said["y"]), line)
        need(TENS[len(pairs) - first - 1] == said["place"], line)
    if "one" in said:
        need([said["one"], said["other"]] == given, line)
        need((len(given[0]), len(given[1])) == (int(said["m"]), int(said["n"])), line)
    if "below" in said:
        need({text.split("/")[-1] for text in given} == {said["below"]}, line)
