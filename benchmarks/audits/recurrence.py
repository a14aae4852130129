"""The audit of recurrences: numbers of a sequence nearby, and remainders of far ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audits._row import Refused, Row, need, numbered
from audits._whole import SIGNED, WHOLE, fits, signed, true, worth

ENDS = (
    (
        r"What is a\((?P<place>{w})\)\?",
        r"What is the remainder when a\((?P<place>{w})\) is divided by (?P<m>{w})\?",
    ),
    (
        r"Find a\((?P<place>{w})\)\.",
        r"Find a\((?P<place>{w})\) modulo (?P<m>{w}), a number from 0 to (?P<z>{w})\.",
    ),
    (
        r"Compute a\((?P<place>{w})\)\.",
        r"What does a\((?P<place>{w})\) leave when it is divided by (?P<m>{w})\?",
    ),
)
BEGINS = (
    r"A sequence begins with a\(0\) = (?P<s>{n}) and a\(1\) = (?P<t>{n}), and a\(n\) = (?P<rule>.+) "
    r"for every n from 2 on\. ",
    r"Let a\(0\) = (?P<s>{n}), a\(1\) = (?P<t>{n}) and a\(n\) = (?P<rule>.+) for n >= 2\. ",
    r"The numbers a\(0\), a\(1\), a\(2\), \.\.\. follow the rule a\(n\) = (?P<rule>.+) for n >= 2, "
    r"with a\(0\) = (?P<s>{n}) and a\(1\) = (?P<t>{n})\. ",
)
RULE = re.compile(r"(?:([2-9]) \* )?a\(n - 1\) ([-+]) (?:([2-9]) \* )?a\(n - 2\)", re.ASCII)


def audit(row: Row) -> None:
    """Go through the sequence number by number, modulo the modulus if there is one.

    The lines, near ones a number each and far ones that double the place, are made anew and compared.
    """
    names, p, q = begun(row.question)
    s, t, place, m = (names.get(name, 0) for name in ("s", "t", "place", "m"))
    need(s or t, "both numbers are 0")
    need("z" not in names or names["z"] == m - 1, "the bound is not one below the modulus")
    terms, skills, canonical = [s, t], ["recurrences"], f"{p} {q} {s} {t} at {place}"
    if (p, q, s, t) == (1, 1, 0, 1):
        skills.append("Fibonacci numbers")
    if not m:
        need(2 <= place <= 12, f"place {place} is not near")
        while len(terms) <= place:
            terms.append(p * terms[-1] + q * terms[-2])
        answer, lines = terms[-1], near(p, q, terms)
        level, solution = (1 if p == q == 1 else 2), f"a({place}) = {answer}."
    else:
        need(20 <= place < 10**5 and 10 <= m < 1000 and 0 < q < 10, "a place that is out of bounds")
        need(0 <= s < 10 and 0 <= t < 10, "a beginning that is out of bounds")
        low, high = s % m, t % m
        for _ in range(place - 1):
            low, high = high, (p * high + q * low) % m
        answer, lines = high, far(p, q, names)
        level, canonical = (3 if place < 1000 else 4), f"{canonical} modulo {m}"
        skills += ["repeated doubling", "remainders"]
        solution = f"a({place}) leaves the remainder {answer} when it is divided by {m}."
    for line in [*numbered(row)[4 if m else 0 :], row.solution]:
        true(re.sub(r"a\(\d+\) = ", "", line))
        if found := re.search(r"= (\d+) and v = (?:.* = )?(\d+), which leave (\d+) and (\d+)\.", line):
            for whole, rest in ((found[1], found[3]), (found[2], found[4])):
                need(int(whole) % m == int(rest), f"{whole} does not leave {rest}")
    payload = f'{{"modulus":{m},"place":{place}}}'
    columns = {"canonical": canonical, "payload": payload, "level": level, "skills": skills}
    fits(row, lines, answer=str(answer), solution=solution, **columns)


def begun(question: str) -> tuple[dict[str, int], int, int]:
    """Return the numbers of a question about a recurrence by their names, and its two coefficients."""
    for begin, ends in zip(BEGINS, ENDS, strict=True):
        for end in ends:
            pattern = (begin + end).replace("{w}", WHOLE).replace("{n}", SIGNED)
            if found := re.fullmatch(pattern, question, re.ASCII):
                names = found.groupdict()
                rule = RULE.fullmatch(names.pop("rule"))
                if not rule:
                    raise Refused(f"a rule of no known form: {question}")
                q = int(rule[3] or 1) * (1 if rule[2] == "+" else -1)
                return {name: int(one) for name, one in names.items()}, int(rule[1] or 1), q
    raise Refused(f"a question of no known wording: {question}")


def times(factor: int, what: str) -> str:
    """Return a multiple as it is written: a coefficient 1 is not."""
    return what if factor == 1 else f"{factor} * {what}"


def near(p: int, q: int, terms: list[int]) -> Iterator[str]:
    """Yield a line for each number of a sequence."""
    for n in range(2, len(terms)):
        before = str(terms[n - 1]) if p == 1 else f"{p} * {signed(terms[n - 1])}"
        sign = "-" if q < 0 else "+"
        yield f"a({n}) = {before} {sign} {times(abs(q), signed(terms[n - 2]))} = {terms[n]}."


def far(p: int, q: int, names: dict[str, int]) -> Iterator[str]:
    """Yield the lines that double the place, and add 1 where its binary digits want it."""
    m, place, s, t = (names[name] for name in ("m", "place", "s", "t"))
    first, second, square = times(p, "u"), times(q, "u"), times(q, "u^2")
    yield (
        "Each a(n) is u * a(1) + v * a(0) with whole numbers u and v that depend on n, "
        f"such as a(2) = {times(p, 'a(1)')} + {times(q, 'a(0)')}."
    )
    yield (
        "The rule is the same at every place, so a(n + 1) comes from a(2) and a(1) as a(n) comes from a(1) "
        f"and a(0): a(n + 1) = u * a(2) + v * a(1) = ({first} + v) * a(1) + {second} * a(0)."
    )
    yield (
        "In the same way a(2 * n) comes from a(n + 1) and a(n): "
        f"a(2 * n) = u * a(n + 1) + v * a(n) = u * ({first} + 2 * v) * a(1) + ({square} + v^2) * a(0)."
    )
    yield f"The remainder of a(n) on division by {m} depends only on the remainders of u and v."
    yield "a(1): u = 1 and v = 0."
    a, b, e = 1, 0, 1
    for digit in bin(place)[3:]:
        new_u, new_v = f"{a} * ({times(p, str(a))} + 2 * {b})", f"{times(q, f'{a}^2')} + {b}^2"
        c, d = worth(new_u), worth(new_v)
        e *= 2
        yield f"a({e}): u = {new_u} = {c} and v = {new_v} = {d}{leaving(c, d, m)}."
        a, b = c % m, d % m
        if digit == "1":
            c, d, e = p * a + b, q * a, e + 1
            shown = f"{q} * {a} = {d}" if q > 1 else f"{d}"
            yield f"a({e}): u = {times(p, str(a))} + {b} = {c} and v = {shown}{leaving(c, d, m)}."
            a, b = c % m, d % m
    total = a * t + b * s
    rest = f", which leaves {total % m}" if total >= m else ""
    yield f"a({place}) leaves the same remainder as {a} * {t} + {b} * {s} = {total}{rest}."


def leaving(c: int, d: int, m: int) -> str:
    """Return what two numbers leave, where one of them is not below the modulus."""
    return f", which leave {c % m} and {d % m}" if max(c, d) >= m else ""
