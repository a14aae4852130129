"""A reader of the logic family's sentences for the third decider: written from docs/logic.md, by itself.

A formula is a tuple in reverse Polish notation, as in `logic_truth`. An English clause is known by the stems
of its words without the negation, so that neither a lexicon nor the checker's morphology is needed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from logic_truth import postfix

Formula = tuple[str, ...]
JOINED = ("and", "or", "implies", "iff")
_PHRASES = (
    "at least one of the claims that",
    "just one of the claims that",
    "each of the claims that",
    "the claims that",
    "the claim that",
    "implies that",
    "are both true or both false",
    "and that",
    "is true",
    "it is not the case that",
    "it is false that",
    "if and only if",
    "exactly when",
    "provided that",
    "only if",
    "whenever",
    "either",
    "both",
    "then",
    "and",
    "or",
    "if",
)
_SPLIT = re.compile(rf" ?((?<![a-z])(?:{'|'.join(_PHRASES)})(?![a-z])|,) ?")
_AFTER_FIRST = {
    "and": "and",
    "or": "or",
    "if and only if": "iff",
    "exactly when": "iff",
    "only if": "implies",
}


class Misread(Exception):
    """Raised for a text that docs/logic.md has no form for."""


def opposite(formula: Formula) -> Formula:
    """Return the formula without its outer negation, or with one."""
    return formula[:-1] if formula[-1] == "not" else (*formula, "not")


def sides(formula: Formula) -> tuple[Formula, ...]:
    """Return the two sides of a joined formula, what is negated in a negation, nothing of an atom."""
    if formula[-1] == "not":
        return (formula[:-1],)
    if formula[-1] not in JOINED:
        return ()
    missing, at = 1, len(formula) - 1  # walk back over one whole formula: the right side
    while missing:
        at -= 1
        token = formula[at]
        missing += 1 if token in JOINED else 0 if token == "not" else -1
    return formula[:at], formula[at:-1]


def parts(formula: Formula) -> set[Formula]:
    """Return the formula and all formulas in it."""
    return {formula}.union(*map(parts, sides(formula)))


def atoms(formula: Formula) -> list[str]:
    """Return the atoms in the formula, from left to right."""
    return [token for token in formula if token not in JOINED and token != "not"]


@lru_cache(maxsize=1 << 16)
def formal(text: str) -> Formula:
    """Return what a formal sentence without its full stop says; Misread for none."""
    depth = 0
    try:
        formula = tuple(postfix(text))
    except IndexError:
        raise Misread(text) from None
    for token in formula:
        depth += 0 if token == "not" else -1 if token in JOINED else 1
        if depth < 1 or not re.fullmatch(r"[p-y]|not|and|or|implies|iff", token):
            raise Misread(text)
    if depth != 1:
        raise Misread(text)
    return formula


@lru_cache(maxsize=1 << 16)
def english(text: str, whole: bool = True) -> Formula:
    """Return what a sentence without its full stop, or a clause, says; Misread for none."""
    tokens = [token for token in _SPLIT.split(text.lower()) if token.strip()]
    try:
        formula, rest = _sentence(tokens) if whole else _clause(tokens)
    except IndexError:
        raise Misread(text) from None
    if rest:
        raise Misread(text)
    return formula


def literal(clause: str) -> Formula:
    """Return the literal that an English clause is.

    >>> literal("Ann sings"), literal("Ann does not sing")
    (('ann sing',), ('ann sing', 'not'))
    """
    if clause == "," or clause in _PHRASES or len(clause.split()) < 2:
        raise Misread(clause)
    words = clause.lower().replace(" does not ", " ").split()
    negative = " not " in f" {clause.lower()} "
    stems = [re.sub(r"(ies|ys|es|s|y|e)$", "", word) for word in words if word != "not"]
    return (" ".join(stems), *(["not"] * negative))


def _sentence(tokens: list[str]) -> tuple[Formula, list[str]]:
    if tokens[0] == "whenever":
        if len(tokens) != 4 or tokens[2] != ",":
            raise Misread(tokens)
        return (*literal(tokens[1]), *literal(tokens[3]), "implies"), []
    if tokens[0] == "it is false that":
        return _clause([_NOT, *tokens[1:]])
    first, rest = _clause(tokens)
    if len(rest) != 2 or tokens[0] in _PHRASES:
        return first, rest
    second = literal(rest[1])
    if rest[0] in ("if", "provided that"):
        return (*second, *first, "implies"), []
    if rest[0] not in _AFTER_FIRST:
        raise Misread(tokens)
    return (*first, *second, _AFTER_FIRST[rest[0]]), []


_NOT = "it is not the case that"
_ONE = "just one of the claims that"
# What the clause joins, how its parts go on and end, and whether its first part joins by the same connective.
_FRAMES: dict[str, tuple[str, list[str], list[str], bool | None]] = {
    "both": ("and", ["and"], [], False),
    "each of the claims that": ("and", ["and that"], ["is true"], True),
    "either": ("or", ["or"], [], False),
    "at least one of the claims that": ("or", ["and that"], ["is true"], True),
    "if": ("implies", [",", "then"], [], False),
    "the claim that": ("implies", ["implies that"], [], True),
    "the claims that": ("iff", ["and that"], ["are both true or both false"], None),
    _ONE: ("iff", ["and that"], ["is true"], None),
}


def _clause(tokens: list[str]) -> tuple[Formula, list[str]]:
    if tokens[0] == _NOT:
        inner, rest = _clause(tokens[1:])
        if len(inner) == 1 or inner[-1] == "iff":
            raise Misread(tokens)  # these have negatives of their own
        return (*inner, "not"), rest
    if tokens[0] not in _FRAMES:
        return literal(tokens[0]), tokens[1:]
    connective, between, end, alike = _FRAMES[tokens[0]]
    left, rest = _clause(tokens[1:])
    if rest[: len(between)] != between or alike not in (None, left[-1] == connective):
        raise Misread(tokens)
    right, rest = _clause(rest[len(between) :])
    if rest[: len(end)] != end:
        raise Misread(tokens)
    return (*left, *right, connective, *(["not"] if tokens[0] == _ONE else [])), rest[len(end) :]
