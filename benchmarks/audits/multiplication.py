"""The audit of multiplication: facts, columns by one digit, and partial products."""

from __future__ import annotations

from audits._operations import PLACES, count, digits, numbers, same
from audits._row import Row

PRODUCTS = {
    "": (
        *("What is {a} * {b}?", "Work out {a} * {b}.", "Calculate {a} * {b}.", "What is {a} times {b}?"),
        *("How much is {a} times {b}?", "What is {a} multiplied by {b}?", "Multiply {a} by {b}."),
        *("Multiply {a} and {b}.", "Find the product of {a} and {b}.", "What is the product of {a} and {b}?"),
        "What do you get when you multiply {a} by {b}?",
    )
}


def audit(row: Row) -> None:
    """Add one number up as often as the other says, a place at a time.

    Every line, digit, carry and partial product must be the one that follows.
    """
    _, a, b = numbers(row, PRODUCTS, "*")
    high, low = max(a, b), min(a, b)
    product = 0
    for place, digit in enumerate(digits(low)):
        product += sum(high * 10**place for _ in range(digit))
    end = f"{a} * {b} = {product}."
    if high < 10 or low < 2:
        if low < 2:
            other = f"itself, so the product is {high}" if low else "0"
            lines = [f"Any number times {low} is {other}."]
        elif low == 2:
            lines = [f"Double {high}: {high} + {high} = {product}."]
        else:
            lines = [f"Count in steps of {high}, {low} times: {count(0, high, low)}."]
        return same(row, lines, f"So {end}", str(product), 1, {"multiplication facts"})
    if low < 10:
        lines, written, carried, skills = [], "", 0, {"column multiplication"}
        for place, x in enumerate(digits(high)):
            result = x * low + carried
            line = f"{PLACES[place]}: {x} * {low}{f' + {carried}' if carried else ''} = {result}"
            carried, digit = divmod(result, 10)
            skills |= {"carrying"} if carried else set()
            last = place == len(str(high)) - 1
            lines.append(line + (f", write {digit}, carry {carried}." if carried and not last else "."))
            written = (str(result) if last else str(digit)) + written
        return same(row, lines, f"Together the digits read {written}, so {end}", str(product), 2, skills)
    split, kept = (a, b) if len(str(a)) < len(str(b)) else (b, a)
    parts = [digit * 10**place for place, digit in enumerate(digits(split)) if digit][::-1]
    lines = [f"Split {split}: {' + '.join(map(str, parts)).join((f'{split} = ', '.'))}"] if parts[1:] else []
    for part in parts:
        terms = [digit * 10**place * part for place, digit in enumerate(digits(kept)) if digit][::-1]
        alone = str(part)[0] == "1" or len(terms) == 1
        middle = "" if alone else " + ".join(map(str, terms)) + " = "
        lines.append(f"{kept} * {part} = {middle}{sum(terms)}.")
    reached = kept * parts[0]
    for part in parts[1:]:
        lines.append(f"{reached} + {kept * part} = {reached + kept * part}.")
        reached += kept * part
    level = 3 if len(str(split)) == 2 else 4
    return same(row, lines, f"So {end}", str(product), level, {"partial products"})
