"""The audit of expressions of whole numbers, with parentheses and all four operations."""

from __future__ import annotations

import re

from audits._row import Refused, Row, filed, need, numbered
from audits._values import value

VALUES = {
    "": (
        *("Evaluate {e}.", "Work out {e}.", "Calculate {e}.", "What is {e}?", "Find the value of {e}."),
        "What does {e} come to?",
    )
}


def audit(row: Row) -> None:
    """Value the expression exactly, and find each step among all reductions that keep the value.

    A step must carry out the operation that comes next: inside the first parentheses, products first.
    """
    question = row.question
    texts = VALUES[""]
    found = [re.fullmatch(re.escape(text).replace(r"\{e\}", r"([-+*/()0-9 ]+)"), question) for text in texts]
    rest = [one[1] for one in found if one]
    need(len(rest) == 1, f"a question of no known wording: {question}")
    first = left = rest[0]
    total = value(first)
    need(row.answer == str(total), f"the answer is {row.answer}, it should be {total}")
    need(not re.search(r"\b0|\((\d+|\([^()]*\))\)", first), f"odd numbers or parentheses: {first}")
    lines = numbered(row)
    for place, line in enumerate(lines, 1):
        one = re.fullmatch(r"(?P<one>\d+ [-+*/] \d+) = (?P<is>\d+)(?:, which leaves (?P<left>.+))?\.", line)
        if not one:
            raise Refused(f"no step: {line}")
        need(value(one["one"]) == int(one["is"]) > 0, f"not true: {line}")
        reached = one["is"] if place == len(lines) else one["left"]
        need(reached in reductions(left), f"{reached} does not come of {left}")
        inner = left if "(" not in left else re.findall(r"\([^()]*\)", left)[0].strip("()")
        need(next_operation(inner) == one["one"], f"{one['one']} is not what comes next in {left}")
        left = reached
    need(left == row.answer, f"the steps end with {left}")
    need(row.solution == f"{first} = {total}.", f"the solution is {row.solution}")
    operations = len(re.findall(r" [-+*/] ", first))
    level = max(1, min(4, operations - 1))
    skills = {"order of operations"} | ({"parentheses"} if "(" in first else set())
    skills |= {"exact division"} if "/" in first else set()
    filed(row, first, level, skills)


def reductions(text: str) -> set[str]:
    """Return what an expression can be after one of its operations is carried out and its value kept.

    >>> sorted(reductions("2 * (3 + 4) + 1"))
    ['2 * (7) + 1', '2 * 7 + 1']
    """
    found = set()
    for place in range(len(text)):
        for pattern in (r"\((\d+ [-+*/] \d+)\)", r"(\d+ [-+*/] \d+)(?!\d)"):
            one = re.match(pattern, text[place:])
            if one and not text[:place][-1:].isdigit():
                try:
                    after = f"{text[:place]}{value(one[1])}{text[place + one.end() :]}"
                    found |= (
                        {after}
                        if "/" not in after.replace(" / ", "") and value(after) == value(text)
                        else set()
                    )
                except Refused:
                    continue
    return found


def next_operation(text: str) -> str:
    """Return the first product or quotient of a text without parentheses, or else its first operation."""
    parts = text.split(" ")
    signs = [place for place in range(1, len(parts), 2) if parts[place] in "*/"] or [1]
    return " ".join(parts[signs[0] - 1 : signs[0] + 2])
