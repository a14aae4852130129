"""The audit of polynomials: values, sums, products and factors."""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd, isqrt

from audits._row import Row, matched, need, steps
from audits._terms import (
    Terms,
    asked,
    canonical_number,
    chain,
    coefficients,
    number,
    plus,
    product,
    put,
    read,
    value,
)

TASKS = {
    "evaluate": (
        "Evaluate {p} at {v}.",
        "Find the value of {p} for {v}.",
        "What is the value of {p} when {v}?",
    ),
    "add": ("Add {p} and {q}.", "Find the sum of {p} and {q}.", "Simplify ({p}) + ({q})."),
    "subtract": ("Subtract {q} from {p}.", "Find the difference ({p}) - ({q}).", "Simplify ({p}) - ({q})."),
    "expand": (
        "Expand {p}.",
        "Multiply out {p} and collect like terms.",
        "Write {p} without parentheses, as a polynomial in {x}.",
    ),
    "factor": (
        "Factor {p} over the integers.",
        "Factor {p} completely over the integers.",
        "Write {p} as a product of irreducible polynomials in {x} with integer coefficients.",
    ),
}
ENDS = {
    "evaluate": "Give a whole number or a fraction in lowest terms.",
    "add": "Give one polynomial with its terms in falling powers of {x}.",
    "subtract": "Give one polynomial with its terms in falling powers of {x}.",
    "expand": "Give one polynomial with its terms in falling powers of {x}.",
    "factor": "Put a numerical factor, if there is one, and a power of {x} first; "
    "the order of the other factors does not matter.",
}
SAID = {"evaluate": "value", "add": "sum", "subtract": "difference"}
SAID |= {"expand": "expanded form", "factor": "factored form"}


def audit(row: Row) -> None:
    """Multiply everything out; try every fraction that could be a root of a factor.

    Every line must have the value of what is asked for.
    """
    first, end = row.question.split("\n")
    task, told = asked(first, TASKS)
    letter = re.findall("[a-z]", told["p"])[0]
    need(told.get("x", letter) == letter and end == ENDS[task].format(x=letter), "the conventions")
    need(f'"{task}"' in row.payload, "the task in the payload")
    both = f"{told['p']} + {letter}^{max(degree(read(told[one])) for one in 'pq' if one in told)}"
    text = both if task in ("add", "subtract") else told["p"]
    level = level_of(task, text, letter, told.get("v", ""))
    need(row.level == level, f"the level is {level}")
    wanted, answer = read(told["p"]), row.answer
    if task == "evaluate":
        name, at = told["v"].split(" = ")
        need(name == letter and canonical_number(at), "the value")
        wanted = put(wanted, letter, number(value(at)))
        need(canonical_number(answer), "the answer is no number in lowest terms")
    elif task in ("add", "subtract"):
        wanted = plus(wanted, read(told["q"]), 1 if task == "add" else -1)
    if task == "factor":
        factored(answer, letter)
    elif task != "evaluate":
        falling(answer, letter)
    need(read(answer) == wanted, f"{answer} is not what is asked for")
    need(row.solution == f"The {SAID[task]} is {answer}.", "the solution")
    followed(steps(row), told["p"], letter, wanted, answer)


def irreducible(factor: Terms, letter: str) -> bool:
    """Tell whether a primitive polynomial of degree 1 or 2 has no factor, by trying all that could be."""
    a = coefficients(factor, letter, 2)
    need(max(map(abs, a)) < 10**6, "too large a factor to try all")
    if gcd(*map(int, a)) != 1 or any(one.denominator > 1 for one in a):
        return False
    if not a[2]:
        return bool(a[1])
    below = [q for q in range(1, abs(int(a[2])) + 1) if int(a[2]) % q == 0]
    above = [p for p in range(abs(int(a[0])) + 1) if (int(a[0]) % p == 0 if p else not a[0])]
    return all(
        a[0] + a[1] * t + a[2] * t * t
        for q in below
        for p in above
        for t in (Fraction(p, q), Fraction(-p, q))
    )


def falling(text: str, letter: str) -> None:
    """Check that a polynomial is written canonically: falling powers, and no coefficient that is 0 or 1."""
    wanted: list[str] = []
    degrees = sorted(((len(letters), v) for (letters, _), v in read(text).items()), reverse=True)
    for degree, factor in degrees:
        body = letter + (f"^{degree}" if degree > 1 else "") if degree else ""
        size = "" if abs(factor) == 1 and body else str(abs(factor))
        wanted.append(
            ("-" if factor < 0 else "") + size + body
            if not wanted
            else f"{'-' if factor < 0 else '+'} {size}{body}"
        )
    need(text == (" ".join(wanted) or "0"), f"{text} is not in falling powers")


def factored(answer: str, letter: str) -> None:
    """Check that a product is of one number, one power of the letter, and irreducible factors, each once."""
    found = matched(rf"(-?[0-9]*)({letter}(?:\^[0-9]+)?)?((?:\([^()]+\)(?:\^[0-9]+)?)*)", answer)
    need(found[1] not in ("1", "-1") or not (found[2] or found[3]), "a factor 1")
    seen = []
    for inside, _ in re.findall(r"\(([^()]+)\)(?:\^([0-9]+))?", found[3]):
        factor = read(inside)
        falling(inside, letter)
        need(irreducible(factor, letter), f"{inside} can be factored")
        a = coefficients(factor, letter, 2)
        need((a[2] or a[1]) > 0, f"{inside} begins with a minus")
        need(factor not in seen and len(factor) > 1, f"{inside} stands twice, or is one term")
        seen.append(factor)


def primitive(whole: Terms, letter: str) -> list[Fraction]:
    """Return the coefficients, from the constant on, without their common factor; the last is positive."""
    low = min(len(letters) for letters, _ in whole)
    degree = max(len(letters) for letters, _ in whole)
    size = gcd(*(int(v) for v in whole.values())) * (1 if whole[(letter * degree, 1)] > 0 else -1)
    return [whole.get((letter * place, 1), Fraction(0)) / size for place in range(low, degree + 1)]


def level_of(task: str, text: str, letter: str, at: str) -> int:
    """Return the level that the family's page gives a task."""
    whole = read(text)
    high = max(len(letters) for letters, _ in whole)
    if task == "expand":
        inside = [read(one) for one in re.findall(r"\(([^()]+)\)", text)]
        single = not text.startswith("(")
        if single or (len(inside) <= 2 and all(high == 1 for high in map(degree, inside))):
            return 2
        return 4 if len(inside) == 3 else 3
    if task == "factor":
        rest = primitive(whole, letter)
        bare = rest == coefficients(whole, letter, len(rest) - 1) if len(rest) == high + 1 else False
        if len(rest) == 2:
            return 2
        if len(rest) == 3:
            c, b, a = map(int, rest)
            even = b * b == 4 * a * c or (not b and all(isqrt(abs(v)) ** 2 == abs(v) for v in (a, c)))
            return 2 if bare and (a == 1 or even) else 3
        return 3 if bare and len(rest) == 4 and all(rest) else 4
    return 3 if "/" in at else 1 if high <= 2 else 2


def degree(terms: Terms) -> int:
    """Return the highest power of a letter."""
    return max(len(letters) for letters, _ in terms)


def followed(lines: list[str], asked_for: str, letter: str, wanted: Terms, answer: str) -> None:
    """Check that each line that ends in an expression keeps its value, and each other line is true."""
    last, common, whole = "", number(1), read(asked_for)
    for full in lines:
        line = full.removesuffix(", and the first coefficient is negative")
        if line != full or line == "The first coefficient is negative":
            need(whole[max(whole, key=lambda term: len(term[0]))] < 0, full)
        if line == "The first coefficient is negative":
            continue
        if found := re.fullmatch(r"The greatest common factor of the terms is (\S+)", line):
            size = gcd(*(int(v) for v in whole.values()))
            low = min(len(letters) for letters, _ in whole)
            need(read(found[1]) == {(letter * low, 1): size}, line)
            common = read(found[1])
        elif found := re.fullmatch(
            r"The numbers (\S+) and (\S+) have the product (.+) and the sum (\S+)", line
        ):
            m, n, rest = value(found[1]), value(found[2]), chain(found[3])
            need((m * n, m + n) == (rest, value(found[4])), line)
            factors = primitive(whole, letter)
            need((factors[0] * factors[-1], factors[len(factors) // 2]) == (rest, m + n), line)
        elif found := re.fullmatch(
            r"The factor (.+) is irreducible, because its discriminant (.+) is (negative|not a square)", line
        ):
            c, b, a = coefficients(read(found[1]), letter, 2)
            inner = chain(found[2])
            need(inner == b * b - 4 * a * c and f"({found[1]})" in answer, line)
            need(inner < 0 if found[3] == "negative" else inner > 0 and isqrt(int(inner)) ** 2 != inner, line)
        else:
            operation, last = matched(r"([^:]+): (.+)", line).groups()
            need(read(last) == wanted, f"not the same: {line}")
            if name := re.fullmatch(r"Factor out (\S+)", operation):
                front = "-" if name[1] == "-1" else name[1]
                need(last.startswith(f"{front}("), line)
                need(read(name[1]) in (common, product(common, number(-1))) or len(read(name[1])) > 1, line)
    need(last == answer, f"the steps end at {last}")
