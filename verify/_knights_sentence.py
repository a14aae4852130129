"""The canonical sentence of a puzzle of knights and knaves, by docs/knights.md, from what people claim."""

from __future__ import annotations

from itertools import groupby, permutations, product
from typing import NamedTuple

from synth.verify._knights_reading import Claim, Puzzle

FORMS = (
    "is",
    "same me",
    "differ me",
    "same",
    "differ",
    "and",
    "or",
    "if",
    "me and",
    "me or",
    "if me",
    "then me",
    "exactly",
    "least",
)
_WORDS = {
    "is": "{k} {0}",
    "same me": "same me {0}",
    "differ me": "differ me {0}",
    "same": "same {0} {1}",
    "differ": "differ {0} {1}",
    "and": "{k} {0} and {l} {1}",
    "or": "{k} {0} or {l} {1}",
    "if": "if {k} {0} then {l} {1}",
    "me and": "{k} me and {l} {0}",
    "me or": "{k} me or {l} {0}",
    "if me": "if {k} me then {l} {0}",
    "then me": "if {k} {0} then {l} me",
    "exactly": "exactly {number} {k}",
    "least": "least {number} {k}",
}
_KINDS = ((), (True,), (False,), (True, True), (False, False), (True, False), (False, True))
"""What may be claimed to be a knight, in the order of types of one form."""


class Said(NamedTuple):
    """A claim by its form and kinds, the people that it names beside the speaker, and what it counts to."""

    form: str
    kinds: tuple[bool, ...]
    people: tuple[int, ...]
    number: int = 0


def canonical(puzzle: Puzzle) -> str:
    """Return the sentence, people in the order of the types of their claims.

    Where types are the same, it is the first of the texts that the orders of these people give.
    """
    count = len(puzzle.people)
    claims = [_said(claim, speaker) for speaker, claim in enumerate(puzzle.claims)]
    by_type = sorted(range(count), key=lambda person: _type(claims[person]))
    alike = [list(people) for _, people in groupby(by_type, key=lambda person: _type(claims[person]))]
    texts = []
    for chosen in product(*map(permutations, alike)):
        order = [person for people in chosen for person in people]
        seats = {person: seat for seat, person in enumerate(order)}
        texts.append("; ".join(_worded(claims[person], seats, person) for person in order))
    return min(texts)


def _type(said: Said) -> tuple[int, int]:
    return FORMS.index(said.form), _KINDS.index(said.kinds)


def _said(claim: Claim, speaker: int) -> Said:
    """Return a claim by its form; the order of two people who are alike in it is left open."""
    word, *parts = claim
    if word == "is":
        return Said("is", (parts[1],), (parts[0],))
    if word == "same":
        form = "same" if parts[2] else "differ"
        others = tuple(person for person in parts[:2] if person != speaker)
        return Said(form if len(others) == 2 else f"{form} me", (), others)
    if word == "count":
        lowest, highest, kind = parts
        form = "exactly" if highest == lowest else "least"
        return Said(form, (kind,), (), lowest)
    kinds, people = tuple(kind for _, _, kind in parts), tuple(person for _, person, _ in parts)
    if word == "if":
        form = "if me" if people[0] == speaker else "then me" if people[1] == speaker else "if"
        return Said(form, kinds, tuple(person for person in people if person != speaker))
    if speaker in people:
        mine = people.index(speaker)
        return Said(f"me {word}", (kinds[mine], kinds[1 - mine]), (people[1 - mine],))
    return Said(word, (True, False), people[::-1]) if kinds == (False, True) else Said(word, kinds, people)


def _worded(said: Said, seats: dict[int, int], speaker: int) -> str:
    """Return a claim in words, with each person by how many seats further on they sit."""
    places = [seats[person] for person in said.people]
    if said.form != "if" and len(set(said.kinds)) < 2:
        places.sort()
    further = [(place - seats[speaker]) % len(seats) for place in places]
    kinds = ["knight" if kind else "knave" for kind in said.kinds]
    return _WORDS[said.form].format(*further, number=said.number, **dict(zip("kl", kinds, strict=False)))
