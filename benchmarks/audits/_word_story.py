"""A story as sentences: names, numbers, and patterns that a sentence may fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from audits._row import Refused, need

Story = Callable[["Told"], tuple[Fraction, list[Fraction]] | None]
WOMEN = {"Ann", "Clara", "Elena", "Grace", "Irene", "Kira", "Maya", "Olga", "Rosa", "Tara", "Vera", "Zoe"}
MEN = {"Ben", "David", "Farid", "Hugo", "Ivan", "Jonas", "Leo", "Noah", "Pablo", "Samir", "Umar", "Walter"}
N = "(" + "|".join(sorted(WOMEN | MEN)) + ")"
WHO = "(" + "|".join(sorted(WOMEN | MEN)) + "|[Ss]he|[Hh]e)"
TIMES = r"(twice|[0-9]+ times)"
MOST = 1_000


class Told:
    """The sentences of a question: all but the last tell, the last one asks."""

    def __init__(self, question: str) -> None:
        parts = question.split(". ")
        need(question.endswith("?"), "no question mark")
        self.says = [re.sub(r"^(?:Then|After that,) ", "", part) for part in parts[:-1]]
        self.asks = parts[-1][:-1]
        later = [re.match("Then |After that, ", part) for part in parts]
        need(not any(a and b and a[0] == b[0] for a, b in pairwise(later)), "two sentences begin alike")
        first = parts[0].split(" ")[0]
        if first in {"Then", "After"} and not parts[0].startswith("After one"):
            raise Refused("the story begins with a later event")


def whole(text: str) -> Fraction:
    """Return the number that digits, "twice" or "3 times" say.

    >>> whole("twice") + whole("3 times")
    Fraction(5, 1)
    """
    if text == "twice":
        return Fraction(2)
    digits = text.split(" ")[0]
    if not re.fullmatch(r"[1-9][0-9]*", digits, re.ASCII):
        raise Refused(f"{text} is no plain number")
    return Fraction(int(digits))


def put(text: str, *patterns: str) -> tuple[str, ...] | None:
    """Return the groups of the first pattern that fits the text or its small-lettered form, else None."""
    for pattern in patterns:
        for one in (text, text[0].lower() + text[1:]):
            if found := re.fullmatch(pattern, one, re.ASCII):
                return found.groups() or (text,)
    return None


def same_person(who: str, owner: str) -> None:
    """Refuse a pronoun or name that is not the owner's."""
    pronoun = "she" if owner in WOMEN else "he"
    if who.lower() != pronoun and who != owner:
        raise Refused(f"{who} is not {owner}")
