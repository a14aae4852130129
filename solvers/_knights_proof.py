"""Proofs about knights and knaves: what follows from a statement and what is known, what cannot be supposed.

A fact is a person and whether they are a knight. A step uses one statement and as few known facts as it can.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from synth.solvers._knights_statements import columns

Fact = tuple[int, bool]


class Step(NamedTuple):
    """A fact, or None for a contradiction, from the statement of a speaker and some facts."""

    fact: Fact | None
    speaker: int
    cites: tuple[Fact, ...]


class Refutation(NamedTuple):
    """A supposed fact and the lines from it to a contradiction: the opposite is a fact."""

    supposed: Fact
    lines: tuple[Step | Refutation, ...]


Line = Step | Refutation


class Prover:
    """Proves things of some people from the masks of the worlds that their statements fit."""

    def __init__(self, masks: Sequence[int]) -> None:
        self.masks = masks
        self.people = range(len(masks))
        self.every = (1 << (1 << len(masks))) - 1
        self.columns = columns(len(masks))

    def prove(self) -> list[Line]:
        """Return the lines that tell of everybody what they are; there has to be one solution."""
        lines, _ = self._run((), len(self.masks))
        return lines

    def mask(self, facts: Sequence[Fact]) -> int:
        """Return the worlds in which the facts hold."""
        worlds = self.every
        for person, knight in facts:
            worlds &= self.columns[person] if knight else ~self.columns[person]
        return worlds

    def _run(self, known: tuple[Fact, ...], depth: int) -> tuple[list[Line], bool]:
        """Return what can be shown with nested suppositions to a depth, and whether it is a contradiction."""
        lines: list[Line] = []
        while True:
            step = self._step(known)
            if step is not None:
                lines.append(step)
                if step.fact is None:
                    return lines, True
                known += (step.fact,)
                continue
            refutation = self._refutation(known, depth) if len(known) < len(self.masks) else None
            if refutation is None:
                return lines, False
            lines.append(refutation)
            known += (_opposite(refutation.supposed),)

    def _step(self, known: tuple[Fact, ...]) -> Step | None:
        """Return a contradiction that one statement makes with what is known, or else a new fact."""
        worlds = self.mask(known)
        told = {person for person, _ in known}
        for speaker in self.people:
            if not self.masks[speaker] & worlds:
                return Step(None, speaker, self._needed(speaker, known, 0))
        for speaker in self.people:
            left = self.masks[speaker] & worlds
            for person in self.people:
                if person not in told:
                    for knight in (True, False):
                        against = self.mask(((person, not knight),))
                        if not left & against:
                            return Step((person, knight), speaker, self._needed(speaker, known, against))
        return None

    def _needed(self, speaker: int, known: tuple[Fact, ...], against: int) -> tuple[Fact, ...]:
        """Return facts that with a statement exclude what speaks against its result.

        None of them is idle, except that what the speaker is, if known, is always among them.
        """
        worlds = self.masks[speaker] & (against or self.every)
        kept = known
        for fact in known:
            if fact[0] == speaker:
                continue
            fewer = tuple(other for other in kept if other != fact)
            if not worlds & self.mask(fewer):
                kept = fewer
        return kept

    def _refutation(self, known: tuple[Fact, ...], depth: int) -> Refutation | None:
        """Return the shortest refutation of something supposed, with as little nesting as there can be."""
        told = {person for person, _ in known}
        for below in range(depth):
            found = []
            for person in self.people:
                for knight in (True, False):
                    if person not in told:
                        lines, closed = self._run((*known, (person, knight)), below)
                        if closed:
                            found.append(Refutation((person, knight), tuple(_pruned(lines))))
            if found:
                return min(found, key=length)
        return None


def length(line: Line) -> int:
    """Return the number of written lines: a refutation has its supposition and its conclusion besides."""
    return 1 if isinstance(line, Step) else 2 + sum(map(length, line.lines))


def _opposite(fact: Fact) -> Fact:
    return fact[0], not fact[1]


def _cites(line: Line) -> Iterator[Fact]:
    """Yield what a line cites; of a refutation, what is cited within it."""
    if isinstance(line, Step):
        yield from line.cites
    else:
        for inner in line.lines:
            yield from _cites(inner)


def _pruned(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that the last one rests on."""
    kept = [lines[-1]]
    needed = set(_cites(lines[-1]))
    for line in reversed(lines[:-1]):
        fact = line.fact if isinstance(line, Step) else _opposite(line.supposed)
        if fact in needed:
            kept.append(line)
            needed.update(_cites(line))
    kept.reverse()
    return kept
