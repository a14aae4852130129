"""Questions matched with the wordings that a family may use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from audits._row import Refused

Forms = Mapping[str, Sequence[str]]  # the wordings of each kind of question


def asked(question: str, forms: Forms, number: str) -> tuple[str, dict[str, str]]:
    """Return the kind of a question and its numbers by their names.

    >>> asked("Take 3 away from 5.", {"minus": ("Take {b} away from {a}.",)}, "[0-9]+")
    ('minus', {'b': '3', 'a': '5'})
    """
    for kind, texts in forms.items():
        for text in texts:
            parts = re.split(r"\{([a-z])\}", text)
            pattern = "".join(
                f"(?P<{part}>{number})" if place % 2 else re.escape(part) for place, part in enumerate(parts)
            )
            if found := re.fullmatch(pattern, question, re.ASCII):
                return kind, found.groupdict()
    raise Refused(f"a question of no known wording: {question}")


def two_parts(question: str, endings: tuple[str, ...]) -> tuple[str, int]:
    """Split a question into what it asks and which of the endings says what the answer looks like.

    >>> two_parts("What is 2% of 5? Give it.", ("Say it.", "Give it."))
    ('What is 2% of 5?', 1)
    """
    for place, ending in enumerate(endings):
        if question.endswith(f" {ending}"):
            return question[: -len(ending) - 1], place
    raise Refused(f"the question does not say what the answer looks like: {question}")
