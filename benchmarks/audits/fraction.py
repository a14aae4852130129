"""The audit of fractions: sums, products, quotients, mixed numbers, lowest terms."""

from __future__ import annotations

import re
from fractions import Fraction

from audits._factors import factors
from audits._row import Row, filed, need, numbered
from audits._trees import ASKS, SKILLS, Tree, expressed
from audits._values import RATIO, flows, true, value
from audits._wording import two_parts

MIXED = rf"(?:[1-9][0-9]* )?{RATIO}|[1-9][0-9]*"
LOWEST = ("Simplify {a} as far as possible.", "Write {a} in lowest terms.", "Reduce {a} to lowest terms.")
WHOLES = (
    "Give the answer as a whole number or as a fraction in lowest terms.",
    "Write the result in lowest terms, as a fraction or a whole number.",
    "Give the answer as a whole number, a proper fraction or a mixed number, in lowest terms.",
    "Write the result in lowest terms, as a mixed number if it is not a whole number or a proper fraction.",
)
KINDS = [
    r"(?:\d+ \d+/\d+ = \(\d+ \* \d+ \+ \d+\)/\d+ = \d+/\d+(?: and (?!$)|\.$)){1,2}",
    r"\d+ and \d+ have no common factor, so their least common multiple is \d+ \* \d+ = \d+\.",
    r"(\d+) is a multiple of (\d+): \1 = \2 \* \d+\.",
    r"The least common multiple of (\d+) and (\d+) is (\d+): \3 = \1 \* \d+ = \2 \* \d+\.",
    r"(?:\d+(?:/\d+)? = \(\d+ \* \d+\)/(\d+) = \d+/\1(?: and (?!$)|\.$)){1,2}",
    r"\d+(?:/\d+)? = \d+/\d+\.",
    r"(\d+)/(\d+) ([-+]) (\d+)/\2 = \(\1 \3 \4\)/\2 = -?\d+/\2\.",
    r"Dividing by (\d+(?:/\d+)?) is multiplying by (\d+(?:/\d+)?): (\S+) / \(?\1\)? = \d+(?:/\d+)? \* \2\.",
    r"\d+(?:/\d+)? \* \d+(?:/\d+)? = (?:\(\d+ \* \d+\)|\d+)/(?:\(\d+ \* \d+\)|\d+) = \d+/\d+\.",
    r"0/\d+ = 0\.",
    r"(\d+) = (\d+) \* (\d+), so (-?)\1/\2 = \4\3\.",
    r"A fraction with the numerator (-?1) is in lowest terms: \1/\d+\.",
    r"(?:\d+ = \d+ \* \d+(?: \+ \d+)?, )+so the greatest common divisor of (\d+) and (\d+) is "
    r"(?:\d+|1, and -?\1/\2 is in lowest terms)\.",
    r"(-?)(\d+)/(\d+) = (-?)\((\d+) \* \d+\)/\(\5 \* \d+\) = -?\d+/\d+\.",
    r"What remains is [-+*/()0-9 ]+\.",
    r"(\d+) = (\d+) \* (\d+) \+ (\d+), so (-?)\1/\2 = \5\3 \4/\2\.",
    r"-?\d+ [-+*] \d+ = -?\d+\.",
]


def audit(row: Row) -> None:
    """Value the question in exact fractions, and try every denominator for the answer's lowest terms.

    Every equality is valued, and what a line says of common factors and multiples is tried out.
    """
    question = row.question
    simple = next(
        (names for text in LOWEST if (names := re.fullmatch(text.replace("{a}", f"({RATIO})"), question))),
        None,
    )
    if simple:
        whole = simple[1]
        canonical, level, skills, mixed = f"simplify {whole}", 1, {"simplifying fractions"}, False
        need(value(whole).denominator < int(whole.split("/")[1]), "nothing to simplify")
        same = value(whole)
    else:
        asks, form = two_parts(question, WHOLES)
        tree = expressed(asks, MIXED)
        same, canonical = value(tree.text), tree.canonical()
        parts, signs = tree.numbers(), tree.signs()
        mixed = any(" " in part for part in parts)
        need(mixed == (form > 1), "the answer's form is not told")
        need(tree.above() and all(value(part) > 0 for part in parts), "a number not above zero")
        alike = len({part.split("/")[-1] for part in parts}) == 1
        level = 3 if mixed or same < 0 else 1 if signs == ["*"] or (signs[0] in "+-" and alike) else 2
        level = 4 if len(parts) > 2 else level
        skills = {f"{SKILLS[sign]} fractions" for sign in signs} | ({"mixed numbers"} if mixed else set())
        skills |= {"order of operations"} if len(parts) > 2 else set()
        whole = row.solution.split(" = ")[0]
        need(
            Tree(whole).canonical() == canonical and value(whole) == same,
            "the solution is of another problem",
        )
        need(Tree(whole).numbers() == parts or ASKS.fullmatch(asks) is None, "the solution has another order")
        if found := ASKS.fullmatch(asks):
            need(found[1] == whole, f"the solution begins with {whole}")
    need(row.answer == lowest(same, mixed), f"the answer is {row.answer}, not {lowest(same, mixed)}")
    need(row.solution == f"{whole} = {row.answer}.", f"the solution is {row.solution}")
    lines = numbered(row)
    for line in lines:
        need(any(re.fullmatch(kind, line) for kind in KINDS), f"a line of no known kind: {line}")
        factors(line)
    last = re.findall(r"-?\d+(?: \d+)?(?:/\d+)?", lines[-1])
    ends = lines[-1].rstrip(".").endswith(f" {row.answer}") or f" {row.answer} is in lowest" in lines[-1]
    need(last and ends, f"the steps do not end with the answer: {lines[-1]}")
    if whole in str(lines) or simple is None:
        leaves = [value(line[16:-1]) for line in lines if line.startswith("What remains is ")]
        need(all(one == same for one in leaves), "what remains is of another value")
    flows(row)
    true(row)
    filed(row, canonical, level, skills)


def lowest(number: Fraction, mixed: bool) -> str:
    """Write a number in lowest terms by trying denominators from 1.

    >>> lowest(Fraction(-11, 4), True), lowest(Fraction(11, 4), False), lowest(Fraction(4), True)
    ('-2 3/4', '11/4', '4')
    """
    below = next(below for below in range(1, number.denominator + 1) if (number * below).denominator == 1)
    above = abs(int(number * below))
    sign = "-" if number < 0 else ""
    if below == 1:
        return f"{sign}{above}"
    if mixed and above > below:
        return f"{sign}{above // below} {above % below}/{below}"
    return f"{sign}{above}/{below}"
