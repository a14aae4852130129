"""The audit of decimals: the four operations, and rounding."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from audits._row import Row, filed, need, numbered
from audits._trees import ASKS, SKILLS, Tree, expressed
from audits._values import DECIMAL, placed, short, true, value, written
from audits._wording import two_parts

HALVES = (
    "Round up if the next digit is 5 or more, and keep zeros at the end.",
    "A next digit of 5 or more rounds up, and zeros at the end of the result stay.",
)
EXACT = (
    "Give the exact result without needless zeros.",
    "Write the exact result, with no needless zeros.",
)
TO = "the nearest whole number", "1 decimal place", "2 decimal places", "3 decimal places"
ROUNDS = re.compile(
    r"(?:Round (?P<a>[0-9.]+) to (?P<p>[^.]+)\.|What is (?P<b>[0-9.]+) rounded to (?P<q>[^?]+)\?"
    r"|Work out (?P<c>[-+*/().0-9 ]+) and round the result to (?P<r>[^.]+)\."
    r"|Calculate (?P<d>[-+*/().0-9 ]+), rounded to (?P<s>[^.]+)\.)"
)
KINDS = [
    r"(\S+) = (\d+) ([a-z-]+) and (\S+) = (\d+) \3\.",
    r"\d+ [-+] \d+ = -?\d+\.",
    r"-?\d+ [a-z-]+ = -?[0-9.]+(?: = -?[0-9.]+)?\.",
    r"Without the points, \d+ \* \d+ = [0-9*+= ]+\.",
    r"\S+ has \d decimal places?, and so has the product: \S+(?: = \S+)?\.",
    r"\S+ has \d decimal places? and \S+ has \d, so the product has \d \+ \d = \d: \S+(?: = \S+)?\.",
    r"Multiply both numbers by 10+, so that the divisor is whole: \S+ / \S+ = \S+ / \d+\.",
    r"(?:\S+ = \d+ [a-z-]+, and )?(\d+) / (\d+) = (\d+), because \2 \* \3 = [0-9*+= ]+\.",
    r"What remains is [-+*/().0-9 ]+\.",
    r"Up to the [a-z-]+, \S+ reads \S+, and the next digit is \d\.",
    r"\d is (?:less than|at least) 5, so the result is .+\.",
    r"(?:\S+) [-+*/] (?:\S+) = \S+\.",
]


def audit(row: Row) -> None:
    """Value the question in exact fractions; round by trying both neighbours.

    Every equality is valued, and what a line says of places and of the next digit is read off the number.
    """
    question = row.question
    if found := ROUNDS.match(question):
        asks, _ = two_parts(question, HALVES)
        names = [text for text in found.groups() if text]
        need(asks == found[0] and names[1] in TO, f"a question of no known wording: {question}")
        tree, places = Tree(names[0]), TO.index(names[1])
        answer = rounded(value(names[0]), places)
        need(not placed(short(value(names[0]))) <= places, "nothing to round")
        canonical, rounds = f"round {tree.canonical()} to {places}", {"rounding"}
        solution = f"{names[0]} rounded to {names[1]} is {answer}."
    else:
        asks, _ = two_parts(question, EXACT)
        tree, rounds = expressed(asks, DECIMAL), set()
        answer = short(value(tree.text))
        canonical = tree.canonical()
        whole = row.solution.split(" = ")[0]
        solution = f"{whole} = {answer}."
        spoken = ASKS.fullmatch(asks)
        need(spoken is None or spoken[1] == whole, f"the solution is {row.solution}")
        need(
            Tree(whole).canonical() == canonical and Tree(whole).numbers() == tree.numbers(),
            "another problem",
        )
    need(row.answer == answer, f"the answer is {row.answer}, it should be {answer}")
    need(row.solution == solution, f"the solution is {row.solution}, it should be {solution}")
    parts, signs = tree.numbers(), tree.signs()
    need(
        all(short(value(part)) == part and value(part) > 0 and placed(part) <= 4 for part in parts),
        "odd numbers",
    )
    need(tree.above(), "a result on the way that is not above zero")
    few = [placed(part) for part in parts]
    if len(parts) + len(rounds) > 2:
        level = 4
    elif rounds:
        level = 1
    elif signs[0] in "+-":
        level = 3 if value(tree.text) < 0 else 1 if len(set(few)) == 1 else 2
    else:
        level = 2 if few[-1] == 0 or (signs == ["*"] and 0 in few) else 3
    lines = numbered(row)
    for line in lines:
        need(any(re.fullmatch(kind, line) for kind in KINDS), f"a line of no known kind: {line}")
        points(line)
        if line.startswith("What remains is "):
            need(value(line[16:-1]) == value(tree.text), f"of another value: {line}")
    ends = lines[-1].rstrip(".").endswith(f" {answer}") or f" = {answer}, because" in lines[-1]
    need(ends, f"the steps do not end with the answer: {lines[-1]}")
    need(all(line != after for line, after in pairwise(lines)), "a line is said twice")
    true(row)
    skills = {f"{SKILLS[sign]} decimals" for sign in signs} | rounds
    filed(row, canonical, level, skills | ({"order of operations"} if len(parts) > 2 else set()))


def rounded(number: Fraction, places: int) -> str:
    """Try the two neighbours; the upper one is right from the half on."""
    unit = Fraction(1, 10**places)
    below = Fraction(0)
    for step in range(12, -1, -1):
        while below + unit * 10**step <= number:
            below += unit * 10**step
    return written(below if number - below < unit / 2 else below + unit, places)


def points(line: str) -> None:
    """Check what a line says of decimal places and of rounding."""
    if said := re.match(r"(\S+) has (\d) decimal (places?)(?: and (\S+) has (\d))?", line):
        need(placed(said[1]) == int(said[2]) and (said[3] == "place") == (said[2] == "1"), line)
        need(not said[4] or placed(said[4]) == int(said[5]), line)
        shown = line.split(": ")[1].rstrip(".").split(" = ")[0]
        need(placed(shown) == int(said[2]) + int(said[5] or 0), line)
    if said := re.match(r"Up to the ([a-z-]+), (\S+) reads (\S+), and the next digit is (\d)", line):
        names = ["ones", "tenths", "hundredths", "thousandths"]
        digits = said[2].replace(".", "")
        need(placed(said[3]) == names.index(said[1]), line)
        need(digits.startswith(said[3].replace(".", "") + said[4]), line)
    if said := re.match(r"(\d) is (less than|at least) 5, so", line):
        need((int(said[1]) < 5) == (said[2] == "less than"), line)
