"""The audit of subtraction: facts by counting, columns, and differences below zero."""

from __future__ import annotations

from itertools import zip_longest

from audits._operations import PLACES, count, digits, numbers, same, task
from audits._row import Row, need

DIFFERENCES = {
    "": (
        *("What is {a} - {b}?", "Work out {a} - {b}.", "Calculate {a} - {b}.", "What is {a} minus {b}?"),
        *("How much is {a} minus {b}?", "Subtract {b} from {a}.", "Which number is {b} less than {a}?"),
        *("What do you get when you subtract {b} from {a}?", "What must be added to {b} to get {a}?"),
    ),
    "above": (
        "Take {b} away from {a}.",
        "What is left when {b} is taken away from {a}?",
        "Find the difference between {a} and {b}.",
    ),
}


def audit(row: Row) -> None:
    """Count back, or subtract in columns; the difference added to the smaller gives the larger.

    Every line, digit and loan must be the one that this makes.
    """
    kind, a, b = numbers(row, DIFFERENCES, "-")
    need(a >= b or kind != "above", "this wording is for a number from a larger one")
    high, low = max(a, b), min(a, b)
    skills = {"negative differences"} if a < b else set()
    lines = [f"{a} is less than {b}, so {a} - {b} = -({b} - {a})."] if a < b else []
    if low < 10 and high - low < 10:
        gap = sum(1 for _ in range(low, high))
        skills.add("subtraction facts")
        if low == 0:
            lines.append(f"Taking away 0 changes nothing, so the difference is {high}.")
        elif gap == 0:
            lines.append("A number minus itself is 0.")
        elif high > 10:
            lines.append(f"To reach ten from {high}, split {low}: {low} = {high - 10} + {low - high + 10}.")
            lines += [f"{high} - {high - 10} = 10.", f"10 - {low - high + 10} = {gap}."]
        elif gap == 1 and low > 1:
            lines.append(f"{high} comes right after {low}, so the difference is 1.")
        elif low <= gap:
            lines.append(f"Count back {low} from {high}: {count(high, -1, low)}.")
        else:
            lines.append(f"Count on from {low} to {high}: {count(low, 1, gap)}. That is {gap} steps.")
        end = f", and {a} - {b} = -{gap}." if a < b else "."
        return same(
            row,
            lines,
            f"So {high} - {low} = {gap}{end}",
            f"-{gap}" if a < b else str(gap),
            4 if a < b else 1,
            skills,
        )
    written, borrowed, width = "", 0, len(str(high))
    skills.add("column subtraction")
    for place, (x, y) in enumerate(zip_longest(digits(high), digits(low))):
        if y is None and not borrowed:
            rest = str(high)[: width - place]
            lines.append(f"Bring down {rest}.")
            written = rest + written
            break
        left = x - (y or 0) - borrowed
        line = f"{PLACES[place]}: {task('-', x, y, borrowed or None)}"
        if left < 0:
            left += 10
            line += f" is below 0, so borrow 1: {task('-', x + 10, y, borrowed or None)}"
            skills.add("borrowing")
        borrowed = int(x - (y or 0) - borrowed < 0)
        lines.append(f"{line} = {left}.")
        written = str(left) + written
    need(int(written) + low == high, "the audit subtracts wrongly")
    one = f"{high} - {low} = {int(written)}"
    end = f" and {a} - {b} = -{int(written)}." if a < b else "."
    answer = f"-{int(written)}" if a < b else str(int(written))
    level = 4 if a < b else 2 if a < 1_000 else 3
    return same(row, lines, f"Together the digits read {written}, so {one}{end}", answer, level, skills)
