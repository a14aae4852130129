"""The third decider of expressions: it makes the steps of a row again with regular expressions."""

from __future__ import annotations

import re

from synth.row import Row

_ASKED = re.compile(
    r"(?:Evaluate|Work out|Calculate|What is|Find the value of|What does) (.+?)(?: come to)?[.?]"
)
_WORK = {"+": int.__add__, "-": int.__sub__, "*": int.__mul__, "/": int.__floordiv__}


def right(row: Row) -> bool:
    """Return whether the reasoning, solution and answer are those of the question's expression."""
    asked = _ASKED.fullmatch(row.question)
    if asked is None or not re.fullmatch(r"[-+*/() 0-9]+", asked[1]):
        return False
    lines, left = [], asked[1]
    while not left.isdigit():
        span = re.search(r"\([^()]*\)", left)
        low, high = span.span() if span else (0, len(left))
        strong, weak = (re.compile(rf"([0-9]+) ([{signs}]) ([0-9]+)") for signs in ("*/", "+-"))
        found = strong.search(left, low, high) or weak.search(left, low, high)
        if found is None:
            return False
        x, sign, y = int(found[1]), found[2], int(found[3])
        if sign == "/" and (not y or x % y):
            return False
        result = _WORK[sign](x, y)
        if result < 1:
            return False
        left = f"{left[: found.start()]}{result}{left[found.end() :]}".replace(f"({result})", f"{result}")
        rest = "" if left.isdigit() else f", which leaves {left}"
        lines.append(f"{len(lines) + 1}. {found[0]} = {result}{rest}.")
    return (row.reasoning, row.solution, row.answer) == ("\n".join(lines), f"{asked[1]} = {left}.", left)
