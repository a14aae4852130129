"""Syllogisms as a checker reads them: statements about classes, and the question around them.

A statement is a kind (A, E, I, O) and two classes, numbered as they come up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from synth.verify._columns import Fault

Statement = tuple[str, int, int]
MOST_PREMISES = 12

_STATEMENT = re.compile(r"(All|No|Some) ([a-z]{3,20}s) are (not )?([a-z]{3,20}s)")
_KINDS = {("All", False): "A", ("No", False): "E", ("Some", False): "I", ("Some", True): "O"}
_JUDGE = frozenset(
    (
        "Is this argument valid or invalid?",
        'Does the conclusion follow from the premises? Answer "valid" or "invalid".',
        "Decide whether this argument is valid or invalid.",
    )
)
_WHICH = frozenset(
    (
        'Which of these conclusions follow from the premises? Answer with their letters, or "none".',
        'Give the letters of the conclusions that follow from the premises, or "none".',
    )
)
_VALID = "An argument is valid if its conclusion is true in every case in which all its premises are true."
_FOLLOWS = "A conclusion follows if it is true in every case in which all the premises are true."
_SCOPES = {
    ' "Some" means "at least one". Assume that every class named here has at least one member.': True,
    ' "Some" means "at least one". Do not assume that a class has members: if there are no X, then '
    '"All X are Y" and "No X are Y" are true.': False,
}


@dataclass(frozen=True, slots=True)
class Argument:
    """A question: premises, the conclusions asked about, whether every class has a member, and the classes.

    `which` says that all four conclusions are asked about, by letters.
    """

    premises: tuple[Statement, ...]
    conclusions: tuple[Statement, ...]
    which: bool
    members: bool
    classes: dict[str, int]


@lru_cache(maxsize=8192)
def _clause(text: str) -> tuple[str, str, str] | None:
    """Return kind, subject and predicate of a clause."""
    match = _STATEMENT.fullmatch(text)
    if match is None:
        return None
    kind = _KINDS.get((match[1], bool(match[3])))
    return (kind, match[2], match[4]) if kind and match[2] != match[4] else None


def read_statement(text: str, classes: dict[str, int], where: str, grow: bool = False) -> Statement:
    """Return what a clause without its full stop says; Fault, naming where it stands, if it is none."""
    found = _clause(text)
    if found is None:
        raise Fault(f"{where} is not a categorical statement")
    kind, *nouns = found
    for noun in nouns:
        if noun not in classes:
            if not grow:
                raise Fault(f"{where} names the class {noun!r}, which the question does not")
            classes[noun] = len(classes)
    return kind, classes[nouns[0]], classes[nouns[1]]


def _sentence(text: str, classes: dict[str, int], where: str) -> Statement:
    if not text.endswith("."):
        raise Fault(f"{where} has no full stop")
    return read_statement(text[:-1], classes, where, grow=True)


def read_question(text: str) -> Argument:
    """Return what the question asks; Fault if it is not one of docs/syllogism.md."""
    lines = text.split("\n")
    classes: dict[str, int] = {}
    premises: list[Statement] = []
    place = 1
    while place < len(lines) and lines[place].startswith(f"{place}. "):
        said = _sentence(lines[place][len(f"{place}. ") :], classes, f"premise {place}")
        if said in premises:
            raise Fault(f"premise {place} is there twice")
        premises.append(said)
        place += 1
    rest = lines[place:]
    if lines[0] != "Premises:" or not 2 <= len(premises) <= MOST_PREMISES or len(rest) not in (3, 6):
        raise Fault("the question is not a numbered list of premises with what is asked of them")
    if len(rest) == 3:
        if not rest[0].startswith("Conclusion: ") or rest[1] not in _JUDGE:
            raise Fault("the question does not ask whether a conclusion follows")
        conclusions = [_sentence(rest[0][len("Conclusion: ") :], classes, "the conclusion")]
    else:
        if rest[0] not in _WHICH:
            raise Fault("the question does not ask which conclusions follow")
        conclusions = []
        for letter, line in zip("abcd", rest[1:5], strict=True):
            if not line.startswith(f"({letter}) "):
                raise Fault(f"conclusion {letter} is not where it should be")
            conclusions.append(_sentence(line[4:], classes, f"conclusion {letter}"))
        kinds = {kind for kind, _, _ in conclusions}
        if len(kinds) < 4 or len({said[1:] for said in conclusions}) > 1:
            raise Fault("the conclusions are not the four about one subject and predicate")
    opening = _VALID if len(rest) == 3 else _FOLLOWS
    members = _SCOPES.get(rest[-1].removeprefix(opening))
    if members is None or not rest[-1].startswith(opening):
        raise Fault("the conventions are not those of a syllogism")
    return Argument(tuple(premises), tuple(conclusions), len(rest) == 6, members, classes)


class Chain(NamedTuple):
    """The premises that lead from the conclusion's subject to its predicate, in this order, and the others.

    `terms` are the classes on the way.
    """

    used: tuple[Statement, ...]
    idle: tuple[Statement, ...]
    terms: tuple[int, ...]

    @property
    def links(self) -> str:
        """Return the kind of each premise of the chain, and whether it leads on or back."""
        pairs = zip(self.used, self.terms, strict=False)
        return ", ".join(f"{kind}{'>' if subject == term else '<'}" for (kind, subject, _), term in pairs)


def read_chain(argument: Argument) -> Chain:
    """Return the chain of an argument; Fault unless there is one way and idle premises hang on it.

    An idle premise is about one class of the chain and another that is named nowhere else.
    """
    _, term, end = argument.conclusions[0]
    named = [0] * len(argument.classes)
    for _, one, other in argument.premises:
        named[one] += 1
        named[other] += 1
    named[term] = named[end] = 2
    left = [said for said in argument.premises if named[said[1]] > 1 and named[said[2]] > 1]
    idle = tuple(said for said in argument.premises if named[said[1]] == 1 or named[said[2]] == 1)
    used, terms = [], [term]
    while left and term != end:
        on = [said for said in left if term in said[1:]]
        if len(on) != 1:
            break
        left.remove(on[0])
        used.append(on[0])
        term = on[0][2] if on[0][1] == term else on[0][1]
        terms.append(term)
    if left or term != end:
        raise Fault("the premises do not lead one way from the subject of the conclusion to its predicate")
    if any((one in terms) == (other in terms) for _, one, other in idle):
        raise Fault("an idle premise is not about just one class of the chain")
    return Chain(tuple(used), idle, tuple(terms))


def canonical(argument: Argument, chain: Chain) -> str:
    """Return the text of a problem by docs/syllogism.md: convention, links, idle premises, conclusion."""
    hanging = []
    for kind, one, other in chain.idle:
        forward = one in chain.terms
        place = chain.terms.index(one if forward else other)
        hanging.append((place, "AEIO".index(kind), "<>"[forward], kind))
    hanging.sort(key=lambda one: (one[0], one[1], one[2] == "<"))
    idle = ", ".join(f"{kind}{way} {place}" for place, _, way, kind in hanging)
    asked = "?" if argument.which else argument.conclusions[0][0]
    scope = "members" if argument.members else "open"
    return f"{scope} {chain.links}{f' idle {idle}' if idle else ''} therefore {asked}"
