"""Whole numbers: expressions worked out, equalities checked, divisors found by trying."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audits._row import Row, need, numbered, told

WHOLE = r"(?:0|[1-9][0-9]*)"
SIGNED = r"(?:0|-?[1-9][0-9]*)"
CHAIN = re.compile(r"[-(]*\d[-+*/^() \d]*(?: = [-(]*\d[-+*/^() \d]*)+", re.ASCII)
UNEQUAL = re.compile(r"(-?\d+) is not (-?\d+(?: [-+*] \(?-?\d+\)?)+)[,.]", re.ASCII)


def worth(text: str) -> int:
    """Return what an expression of whole numbers comes to.

    >>> worth("(1 - 5 * (-1)) * 2^3")
    48
    """
    tokens = re.findall(r"\d+|[-+*/^()]", text)
    tokens.reverse()
    total = added(tokens)
    need(not tokens, f"{text} cannot be read")
    return total


def added(tokens: list[str]) -> int:
    """Take terms with + and - between them."""
    total = multiplied(tokens)
    while tokens and tokens[-1] in "+-":
        total += multiplied(tokens) if tokens.pop() == "+" else -multiplied(tokens)
    return total


def multiplied(tokens: list[str]) -> int:
    """Take factors with * and / between them."""
    total = raised(tokens)
    while tokens and tokens[-1] in "*/":
        if tokens.pop() == "*":
            total *= raised(tokens)
        else:
            total, rest = divmod(total, raised(tokens))
            need(not rest, "a division that leaves something")
    return total


def raised(tokens: list[str]) -> int:
    """Take a number, perhaps with a sign or a power, or what stands in parentheses."""
    need(tokens, "an expression that breaks off")
    token = tokens.pop()
    if token == "-":
        return -raised(tokens)
    if token == "(":
        base = added(tokens)
        need(tokens and tokens.pop() == ")", "a parenthesis that stays open")
    else:
        need(token.isdigit(), f"{token} where a number is due")
        base = int(token)
    if tokens and tokens[-1] == "^":
        tokens.pop()
        exponent = raised(tokens)
        need(0 <= exponent < 100, f"an exponent {exponent}")
        base **= exponent
    return base


def true(text: str) -> None:
    """Check every equality, and every "is not", that a text states of whole numbers."""
    for chain in CHAIN.findall(text):
        need(len({worth(part) for part in chain.split(" = ")}) == 1, f"not true: {chain}")
    for left, right in UNEQUAL.findall(text):
        need(worth(left) != worth(right), f"{left} is {right}")


def fits(row: Row, lines: Iterable[str], **columns: object) -> None:
    """Check that the reasoning has these lines, and that the other columns are as told."""
    wanted, found = list(lines), numbered(row)
    for place, (line, due) in enumerate(zip(found, wanted, strict=False), 1):
        need(line == due, f"line {place} is {line!r}, and {due!r} is due")
    need(len(found) == len(wanted), f"{len(found)} lines, and {len(wanted)} are due")
    told(row, **columns)


def squared(base: int, exponent: int, before: int, modulus: int) -> tuple[int, str]:
    """Return a power modulo a number from the power of half the exponent, and the line that says how.

    >>> squared(48, 17, 16, 65)
    (3, '48^17: 16 * 16 = 256 = 3 * 65 + 61; 61 * 48 = 2928 = 45 * 65 + 3.')
    """
    now, said = multiplied_modulo(before, before, modulus)
    if exponent % 2:
        now, more = multiplied_modulo(now, base, modulus)
        said = f"{said}; {more}"
    return now, f"{base}^{exponent}: {said}."


def multiplied_modulo(left: int, right: int, modulus: int) -> tuple[int, str]:
    """Return a product modulo a number, and how it is said."""
    product = left * right
    said = f"{left} * {right} = {product}"
    if product < modulus:
        return product, said
    return product % modulus, f"{said} = {product // modulus} * {modulus} + {product % modulus}"


def listed(items: Iterable[object]) -> str:
    """Return a list with "and" before the last."""
    *most, last = map(str, items)
    return f"{', '.join(most)} and {last}" if most else last


def signed(number: int) -> str:
    """Return a number, in parentheses if it is negative."""
    return str(number) if number >= 0 else f"({number})"


def dividing(n: int) -> list[int]:
    """Return the divisors of a number by trying each up to its root."""
    low = [d for d in range(1, int(n**0.5) + 2) if n % d == 0 and d * d <= n]
    return low + [n // d for d in reversed(low) if d * d != n]
