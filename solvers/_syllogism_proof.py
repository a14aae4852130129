"""Chains of categorical statements: what follows along a chain, with its derivation.

Term i of a chain is the number i; a statement is a kind (A, E, I or O), a subject and a predicate. Link i
joins the terms i and i+1. A conclusion follows from a chain in one of a few ways: all links lead upwards
(A), two upward runs meet in an exclusion (E), both ends have a common member (I), or a member of the first is
kept out of the last (O).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Statement = tuple[str, int, int]
Link = tuple[str, bool]
"""A kind, and whether the subject is the earlier term."""

UP: Link = ("A", True)
DOWN: Link = ("A", False)


class Step(NamedTuple):
    """A statement, the rule that gives it, and from which statements, the major premise first."""

    statement: Statement
    rule: str
    cites: tuple[Statement, ...]


def statement(links: Sequence[Link], place: int) -> Statement:
    """Return what a link says."""
    kind, forward = links[place]
    return (kind, place, place + 1) if forward else (kind, place + 1, place)


def prove(links: Sequence[Link], kind: str, members: bool) -> list[Step] | None:
    """Return a derivation of a conclusion about the first and the last term; None if it does not follow.

    `members` says that every class has a member.
    """
    return _PROVERS[kind](_Derivation(links, members))


class _Derivation:
    """A derivation in the making, and where the links of a chain turn."""

    def __init__(self, links: Sequence[Link], members: bool) -> None:
        self.links = links
        self.members = members
        self.last = len(links)
        self.steps: list[Step] = []
        self.up = next((place for place, link in enumerate(links) if link != UP), self.last)
        self.down = next((place for place, link in enumerate(links) if link != DOWN), self.last)

    def only(self, link: Link, low: int, high: int) -> bool:
        """Return whether all links from low to below high are this one."""
        return all(self.links[place] == link for place in range(low, high))

    def run(self, place: int) -> int:
        """Return where the upward run that begins at a link ends."""
        while place < self.last and self.links[place] == UP:
            place += 1
        return place

    def add(self, rule: str, said: Statement, *cites: Statement) -> Statement:
        self.steps.append(Step(said, rule, cites))
        return said

    def about(self, said: Statement, subject: int) -> Statement:
        """Return an E or I statement with that subject, converted if need be."""
        if said[1] == subject:
            return said
        return self.add("conversion", (said[0], said[2], said[1]), said)

    def exclusion(self, at: int, start: int, end: int) -> Statement:
        """Carry the exclusion at a link to No start are end."""
        said = statement(self.links, at)
        if at + 1 < end:
            said = self.about(said, at + 1)
            for term in range(at + 2, end + 1):
                said = self.add("Celarent", ("E", term, at), said, ("A", term, term - 1))
        if start < at:
            said = self.about(said, at)
            for term in range(at - 1, start - 1, -1):
                said = self.add("Celarent", ("E", term, end), said, ("A", term, term + 1))
        return self.about(said, start)

    def overlap(self, said: Statement, end: int) -> Statement:
        """Carry what two neighbours have in common to Some first are end."""
        at = min(said[1], said[2])
        if at:
            said = self.about(said, at + 1)
            for term in range(at - 1, -1, -1):
                said = self.add("Darii", ("I", at + 1, term), ("A", term + 1, term), said)
        if at + 1 < end:
            said = self.about(said, 0)
            for term in range(at + 2, end + 1):
                said = self.add("Darii", ("I", 0, term), ("A", term - 1, term), said)
        return self.about(said, 0)

    def outside(self, said: Statement) -> Statement:
        """Carry Some i are not i+1 to Some first are not last."""
        at = said[1]
        for term in range(at - 1, -1, -1):
            said = self.add("Bocardo", ("O", term, at + 1), said, ("A", term + 1, term))
        for term in range(at + 2, self.last + 1):
            said = self.add("Baroco", ("O", 0, term), ("A", term, term - 1), said)
        return said

    def weaken(self, said: Statement) -> Statement:
        """Return the particular statement under a universal one, whose subject has a member."""
        return self.add("subalternation", ("I" if said[0] == "A" else "O", said[1], said[2]), said)

    def common(self, end: int) -> Statement | None:
        """Return Some i are i+1, or the reverse, that leads to Some first are end; None if there is none."""
        links, at = self.links, self.down
        if at < end and links[at][0] == "I" and self.only(UP, at + 1, end):
            return statement(links, at)
        if self.members and self.only(UP, min(at, end), end):
            return self.weaken(statement(links, at) if at < end else ("A", end, end - 1))
        return None


def _universal(proof: _Derivation) -> list[Step] | None:
    if proof.up < proof.last:
        return None
    said: Statement = ("A", 0, 1)
    for term in range(2, proof.last + 1):
        said = proof.add("Barbara", ("A", 0, term), ("A", term - 1, term), said)
    return proof.steps


def _exclusive(proof: _Derivation) -> list[Step] | None:
    at = proof.up
    if at == proof.last or proof.links[at][0] != "E" or not proof.only(DOWN, at + 1, proof.last):
        return None
    proof.exclusion(at, 0, proof.last)
    return proof.steps


def _shared(proof: _Derivation) -> list[Step] | None:
    said = proof.common(proof.last)
    if said is None:
        return None
    proof.overlap(said, proof.last)
    return proof.steps


def _partial(proof: _Derivation) -> list[Step] | None:
    links, at = proof.links, proof.down
    if at == proof.last:
        return None
    kind, forward = links[at]
    if kind == "O" and forward and proof.only(DOWN, at + 1, proof.last):
        proof.outside(statement(links, at))
        return proof.steps
    # The member of the first term comes from a particular link, or is any member of term `at`.
    ends = proof.run(at + 1 if kind == "I" else at)
    if ends == proof.last or links[ends][0] != "E" or not proof.only(DOWN, ends + 1, proof.last):
        return None
    if kind != "I" and not proof.members:
        return None
    if ends == at:
        proof.outside(proof.weaken(proof.about(statement(links, at), at)))
        return proof.steps
    excluded = proof.exclusion(ends, ends, proof.last)
    said = proof.common(ends)
    if said is None:
        return None
    proof.add("Ferio", ("O", 0, proof.last), excluded, proof.overlap(said, ends))
    return proof.steps


_PROVERS = {"A": _universal, "E": _exclusive, "I": _shared, "O": _partial}
