"""The audit of addition: facts by counting, and columns of up to six digits."""

from __future__ import annotations

from itertools import zip_longest

from audits._operations import PLACES, count, digits, numbers, same, task
from audits._row import Row

SUMS = {
    "": (
        *("What is {a} + {b}?", "Work out {a} + {b}.", "Calculate {a} + {b}.", "What is {a} plus {b}?"),
        *("How much is {a} plus {b}?", "Add {a} and {b}.", "Add {b} to {a}.", "Find the sum of {a} and {b}."),
        *("What is the sum of {a} and {b}?", "What do {a} and {b} add up to?"),
        *("What do you get when you add {a} and {b}?", "Which number is {b} more than {a}?"),
    )
}


def audit(row: Row) -> None:
    """Count on, or add in columns from the right, as with counters on a table.

    Every line, digit and carry must be the one that this makes.
    """
    _, a, b = numbers(row, SUMS, "+")
    high, low = max(a, b), min(a, b)
    if high < 10:
        total = sum(1 for _ in range(high)) + sum(1 for _ in range(low))
        lines = [f"Count on {low} from {high}: {count(high, 1, low)}."]
        if low == 0:
            lines = [f"One of the numbers is 0, so the sum is the other, {high}."]
        elif total > 10:
            gap = 10 - high
            lines = [f"To make ten with {high}, split {low}: {low} = {gap} + {low - gap}."]
            lines += [f"{high} + {gap} = 10.", f"10 + {low - gap} = {total}."]
        return same(row, lines, f"So {a} + {b} = {total}.", str(total), 1, {"addition facts"})
    lines, written, carried, skills = [], "", 0, {"column addition"}
    width = len(str(high))
    for place, (x, y) in enumerate(zip_longest(digits(a), digits(b))):
        if (x is None or y is None) and not carried:
            rest = str(high)[: width - place]
            lines.append(f"Bring down {rest}.")
            written = rest + written
            break
        result = (x or 0) + (y or 0) + carried
        lines.append(f"{PLACES[place]}: {task('+', x, y, carried or None)} = {result}")
        carried = int(result > 9)
        skills |= {"carrying"} if carried else set()
        last = place == width - 1
        lines[-1] += f", write {result - 10}, carry 1." if carried and not last else "."
        written = (str(result) if last else str(result)[-1]) + written
    solution = f"Together the digits read {written}, so {a} + {b} = {written}."
    return same(row, lines, solution, written, 2 if high < 1_000 else 3, skills)
