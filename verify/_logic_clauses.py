"""Atomic clauses of English: a third-person sentence, and its negative by "is not" or "does not"."""

from __future__ import annotations

import re


class Unreadable(Exception):
    """Raised for a text that is not a sentence of the contract; the message is the reason."""


_HIDDEN = frozenset({"no", "never", "none", "nobody", "nothing", "nowhere", "cannot"})
SMALL = frozenset(  # words that take no capital letter inside a sentence
    {
        "a",
        "an",
        "the",
        "it",
        "this",
        "these",
        "those",
        "there",
        "every",
        "each",
        "all",
        "some",
        "any",
        "his",
        "her",
        "its",
        "their",
        "my",
        "our",
    }
)
_WORD = re.compile(r"[A-Za-z]+")
_IRREGULAR = {"have": "has", "do": "does", "go": "goes", "be": "is"}


def third_person(verb: str) -> str:
    """Return the third person singular of a verb in the present tense.

    >>> [third_person(verb) for verb in ("sing", "watch", "carry", "play", "go", "have", "moo", "pass")]
    ['sings', 'watches', 'carries', 'plays', 'goes', 'has', 'moos', 'passes']
    """
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    if verb[-1:] in "yo" and verb[-2:-1] not in ("", *"aeiou"):
        return verb[:-1] + "ies" if verb[-1] == "y" else verb + "es"
    return verb + "s"


def positive(clause: str) -> tuple[str, bool]:
    """Return the positive form of a clause, and whether the clause was positive.

    Raises Unreadable for what is no clause, or is negated otherwise than by "is not" and "does not".

    >>> positive("the lamp is not on"), positive("Ann does not carry it"), positive("Ann sings")
    (('the lamp is on', False), ('Ann carries it', False), ('Ann sings', True))
    """
    words = clause.split(" ")
    if not all(map(_WORD.fullmatch, words)):
        raise Unreadable(f"{clause[:60]!r} is not made of words" if clause else "a clause is missing")
    value = True
    if "not" in words:
        at = words.index("not")
        helper = words[at - 1] if at else ""
        if helper == "is":
            words[at : at + 1] = []
        elif helper == "does" and at + 1 < len(words):
            words[at - 1 : at + 2] = [third_person(words[at + 1])]
        else:
            raise Unreadable(f'{clause[:60]!r} is negated otherwise than by "is not" or "does not"')
        value = False
    if "not" in words or not _HIDDEN.isdisjoint(words) or "n't" in clause:
        raise Unreadable(f'{clause[:60]!r} is negated otherwise than by "is not" or "does not"')
    if len(words) < 2 or not any(word.endswith("s") for word in words[1:]):
        raise Unreadable(f"{clause[:60]!r} has no verb in the third person")
    return " ".join(words), value
