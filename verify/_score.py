"""How an answer is scored, in every family by this one rule.

White space around an answer does not count, nor how much of it stands inside, nor capitals, nor one final
full stop, nor commas between groups of three digits (1,234), nor one of the usual openings ("The answer is"),
nor two stars on each side. What is left has to be the row's answer read in the same way, or another form of
it that docs/N.md names. A part of an answer, or an answer among other words, earns nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from synth.row import Row

LONGEST = 1_000
"""Characters of an answer, without the white space around it; a longer one earns nothing."""

_OPENING = re.compile(
    r"(?:the answer is:?|(?:the |final )?answer:|\*\*(?:the |final )?answer(?::\*\*|\*\*:)) (?=.)"
)
_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")


def scored(answer: object, row: Row, same: Callable[[str, str], bool] | None = None) -> float:
    """Return 1.0 for the row's answer, or for what `same` says is another form of it, else 0.0; never raise.

    `same` is given two answers as `read_answer` returns them, the row's last.
    """
    given, gold = read_answer(answer), read_answer(row.answer)
    if not given or not gold:
        return 0.0
    return float(given == gold or (same is not None and same(given, gold)))


def read_answer(answer: object) -> str:
    """Return an answer without what does not count; "" for no text, or none that an answer could be.

    >>> read_answer(" The answer is **1,234.**\\n"), read_answer("X = 12,34"), read_answer("12..")
    ('1234', 'x = 12,34', '12.')
    """
    if not isinstance(answer, str):
        return ""
    text = answer.strip()
    if len(text) > LONGEST or not text.isascii():
        return ""
    text = " ".join(text.lower().split())
    opening = _OPENING.match(text)
    if opening is not None:
        text = text[opening.end() :]
    bare = text.removesuffix(".")
    if len(bare) > 4 and bare.startswith("**") and bare.endswith("**"):
        inside = bare[2:-2]
        bare = inside.removesuffix(".") if bare == text else inside
    return _GROUPED.sub(lambda number: number[0].replace(",", ""), bare)
