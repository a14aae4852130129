"""The audit of division: facts and long division, exact or with a remainder."""

from __future__ import annotations

from audits._operations import numbers, same
from audits._row import Row, need

QUOTIENTS = {
    "exact": (
        *("What is {a} / {b}?", "Work out {a} / {b}.", "Calculate {a} / {b}.", "What is {a} divided by {b}?"),
        *("How much is {a} divided by {b}?", "Divide {a} by {b}.", "How many times does {b} go into {a}?"),
        *("What is the quotient of {a} and {b}?", "Find the quotient of {a} and {b}."),
        "What do you get when you divide {a} by {b}?",
    ),
    "rest": (
        "What is {a} / {b}? Give the quotient and the remainder.",
        "Work out {a} / {b} with a remainder.",
        "Calculate the quotient and the remainder of {a} / {b}.",
        "What is {a} divided by {b}, as a whole number and a remainder?",
        "Divide {a} by {b}. Give the quotient and the remainder.",
        "How many times does {b} go into {a}, and what is the remainder?",
        "What are the quotient and the remainder when {a} is divided by {b}?",
        "Find the quotient and the remainder when {a} is divided by {b}.",
        "What do you get when you divide {a} by {b} with a remainder?",
    ),
}


def audit(row: Row) -> None:
    """Take the divisor away as often as it goes, digit by digit.

    Quotient times divisor plus remainder gives the number back; every line must be the one that this makes.
    """
    kind, a, b = numbers(row, QUOTIENTS, "/")
    need(b, "a division by 0")
    quotient, rest, lines = "", 0, []
    for at, digit in enumerate(str(a), 1):
        before, rest, times = rest, int(f"{rest}{digit}"), 0
        taken = rest
        while rest >= b:
            rest, times = rest - b, times + 1
        if not quotient and not times and at < len(str(a)):
            continue
        line = f"Bring down {digit} to make {taken}: " if quotient else f"Take {taken}: "
        left = f"{taken} - {times * b} = {rest} is left" if rest else "nothing is left"
        line += f"{times} * {b} = {times * b}, and {left}." if times else f"it is less than {b}."
        lines.append(f"{line} Write {times}.")
        quotient += str(times)
        need(before < b, "the audit divides wrongly")
    need(int(quotient) * b + rest == a and 0 <= rest < b, "the audit divides wrongly")
    need((kind == "rest") == (rest > 0), "the wording is for another kind of division")
    answer = f"{quotient} remainder {rest}" if rest else quotient
    left = f", and {rest} is left" if rest else ""
    start = f"Together the digits read {quotient}{left}, so"
    if b == 1 or len(quotient) == 1:
        start, near = "So", int(quotient) * b
        fits = f"{quotient} * {b} = {near}"
        lines = (
            ["0 divided by any number but 0 is 0."] * (a == 0)
            + ["Any number divided by 1 is itself."] * (b == 1)
            + ["Any number but 0 divided by itself is 1."] * (a == b)
            + [f"{a} is less than {b}, so the quotient is 0 and {a} is left."] * (a < b)
            + [f"{fits}, so {b} goes into {a} exactly {quotient} times."] * (rest == 0)
            + [f"{fits} fits into {a}; {a} - {near} = {rest} is left, which is less than {b}."]
        )[:1]
    level = (
        1 if b == 1 or quotient == "0" or max(a, b) < 10 or (b < 10 and int(quotient) < 10) else 3 - (b < 10)
    )
    fact = b == 1 or (b < 10 and len(quotient) == 1)
    skills = {"division facts" if fact else "long division"} | ({"remainders"} if rest else set())
    return same(row, lines, f"{start} {a} / {b} = {answer}.", answer, level, skills)
