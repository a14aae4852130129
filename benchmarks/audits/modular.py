"""The audit of common divisors and multiples, powers and inverses modulo a number."""

from __future__ import annotations

from collections.abc import Iterator

from audits._row import Row, need, numbered
from audits._whole import WHOLE, dividing, fits, signed, squared, true
from audits._wording import asked

MODULAR: dict[str, tuple[str, ...]] = {
    "gcd": (
        "What is the greatest common divisor of {a} and {b}?",
        "Find the greatest common divisor of {b} and {a}.",
        "What is the largest whole number that divides both {a} and {b}?",
        "Use Euclid's algorithm to find the greatest common divisor of {a} and {b}.",
    ),
    "lcm": (
        "What is the least common multiple of {a} and {b}?",
        "Find the least common multiple of {b} and {a}.",
        "What is the smallest positive whole number that both {a} and {b} divide?",
        "Which is the smallest positive whole number that is a multiple of both {b} and {a}?",
    ),
    "power": (
        "What is the remainder when {a}^{b} is divided by {m}?",
        "Find the remainder of {a}^{b} on division by {m}.",
        "What is {a}^{b} modulo {m}? Give a number from 0 to {z}.",
        "Reduce {a}^{b} modulo {m} to a number from 0 to {z}.",
    ),
    "inverse": (
        "Find the inverse of {a} modulo {m}, a number from 1 to {z}.",
        "What is the multiplicative inverse of {a} modulo {m}? Give a number from 1 to {z}.",
        "For which x from 1 to {z} does {a} * x leave the remainder 1 when it is divided by {m}?",
        "Find the number x from 1 to {z} for which {a} * x is 1 modulo {m}.",
    ),
}


def audit(row: Row) -> None:
    """Try divisors, count multiples, multiply step by step, try every inverse.

    The lines of Euclid's algorithm and of repeated squaring are made anew and compared.
    """
    kind, names = asked(row.question, MODULAR, WHOLE)
    a, b, m = (int(names.get(name, 0)) for name in "abm")
    need("z" not in names or int(names["z"]) == m - 1, "the bound is not one below the modulus")
    numbers = [n for n in (a, b, m) if n]
    need(max(numbers) < 10**9, "a number has more than nine digits")
    top, skill = max(numbers), ["Euclid's algorithm"]
    if kind in ("gcd", "lcm"):
        need(1 < b < a and a % b, f"{a} and {b} are no pair to ask about")
        common = max(d for d in dividing(b) if a % d == 0)
        level = 1 if top < 100 else 2 if top < 100_000 else 3
        lines = list(euclid(a, b))
        answer, long = common, "greatest common divisor"
        if kind == "lcm":
            answer, long = a, "least common multiple"
            while answer % b:
                answer += a
            product = "the least common multiple is the product of the numbers divided by it"
            lines.append(f"The greatest common divisor is {common}, and {product}.")
            lines += [f"{a} / {common} = {a // common}."] if common > 1 else []
            lines.append(f"{a // common} * {b} = {answer}.")
        solution = f"The {long} of {a} and {b} is {answer}."
        skill.append(long)
    elif kind == "power":
        need(1 < a < m and 1 < b < 10_000, "a power that is out of bounds")
        level, lines, skill, answer = (2 if m < 1000 else 4), list(powered(a, b, m)), ["modular powers"], 1
        for _ in range(b):
            answer = answer * a % m
        solution = f"{a}^{b} leaves the remainder {answer} when it is divided by {m}."
    else:
        need(1 < a < m, "an inverse that is out of bounds")
        answers = [(k * m + 1) // a for k in range(a) if (k * m + 1) % a == 0]
        need(len(answers) == 1, f"{a} has {len(answers)} inverses modulo {m}")
        answer, level = answers[0], 2 if m < 1000 else 3
        need(m > 1000 or [x for x in range(1, m) if a * x % m == 1] == answers, "another inverse")
        lines = list(inverted(a, m, answer))
        solution = f"The inverse of {a} modulo {m} is {answer}."
        skill.append("modular inverses")
    for line in [*numbered(row), row.solution]:
        true(line)
    said = ",".join(map(str, numbers))
    columns = {"canonical": " ".join(map(str, [kind, *numbers])), "payload": f'{{"numbers":[{said}]}}'}
    fits(row, lines, level=level, skills=skill, answer=str(answer), solution=solution, **columns)


def euclid(a: int, b: int) -> Iterator[str]:
    """Yield the lines of Euclid's algorithm."""
    while b:
        yield f"{a} = {a // b} * {b}{f' + {a % b}' if a % b else ''}."
        a, b = b, a % b


def powered(a: int, e: int, m: int) -> Iterator[str]:
    """Yield the lines of repeated squaring."""
    yield f"Modulo {m}, each power is the square of the one before, times {a} where the exponent is odd."
    now = a
    for places in reversed(range(e.bit_length() - 1)):
        now, line = squared(a, e >> places, now, m)
        yield line


def inverted(a: int, m: int, x: int) -> Iterator[str]:
    """Yield the lines of Euclid's algorithm with each remainder as a multiple of a."""
    (high, more), (low, times) = (m, 0), (a, 1)
    while low > 1:
        quotient, rest = divmod(high, low)
        due = more - quotient * times
        how = f"({more} - {quotient} * {signed(times)}) * {a} = " if high != m else ""
        yield f"{high} = {quotient} * {low} + {rest}, so modulo {m}, {rest} is {how}{due} * {a}."
        (high, more), (low, times) = (low, times), (rest, due)
    if times < 0:
        yield f"{times} is {x} modulo {m}."
    yield f"{x} * {a} = {x * a} = {x * a // m} * {m} + 1."
