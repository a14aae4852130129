"""Natural deductions of a conclusion or a contradiction from premises: shortest, or by a complete search.

Every line is a subformula of a premise or of the conclusion, or the opposite of one. Up to `_REACH`
steps the kernel finds a shortest proof. Beyond, a refutation by bivalence on such formulas (the calculus
KE of D'Agostino and Mondadori, 1994, written as reductio) always ends in a proof, from which unused lines
are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from synth.kernels.make import rules
from synth.kernels.make.deduction import FALSUM, FOUND, search
from synth.solvers._logic_formula import Formula, Tables, closure, negate, opposite
from synth.solvers._logic_refute import refutation

LONGEST = 8
"""Steps up to which a row claims that its proof is the shortest."""
_REACH = 10
"""Steps up to which a shortest proof is looked for."""
PATIENCE = 20_000
"""Branches that the search for a shortest proof may look at, over all minimal sets of a row.

That is for up to `_USUAL` formulas: a branch costs more the more there are, and fewer are looked at.
"""
_OBSTINACY = 1_000_000
"""The same where a proof of at most LONGEST steps is known and might not be the shortest."""
_USUAL = 64
_TRIED = 4
"""Minimal sets that the complete search tries."""


Cite: TypeAlias = "int | tuple[int, int]"


class Step(NamedTuple):
    """One line of a proof; `formula` is None for a contradiction.

    A cite is the number of a step from 0, or -1-i for premise i, or (first, last) for a sub-proof. `depth` is
    the number of open assumptions.
    """

    formula: Formula | None
    rule: str
    cites: tuple[Cite, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Proof:
    """Steps from the premises at the places `premises`; the last one is what was to be proved."""

    premises: tuple[int, ...]
    steps: tuple[Step, ...]
    shortest: bool

    @property
    def nested(self) -> bool:
        """True if there is a sub-proof."""
        return any(step.depth for step in self.steps)


class Prover:
    """The formulas and uses of rules that belong to one argument."""

    def __init__(self, premises: Sequence[Formula], conclusion: Formula, tables: Tables) -> None:
        self.premises = tuple(premises)
        numbers = closure((*self.premises, conclusion))
        self.numbers = numbers
        self.formulas = list(numbers)
        kind, left, right, opposites, negations = [], [], [], [], []
        for formula in self.formulas:
            if isinstance(formula, int):
                kind.append(rules.ATOM)
                left.append(-1)
                right.append(-1)
            else:
                kind.append(formula[0])
                left.append(numbers[formula[1]])
                right.append(-1 if formula[0] == rules.NOT else numbers[formula[2]])
            opposites.append(numbers[opposite(formula)])
            negations.append(numbers.get(negate(formula), -1))
        self._shape: tuple[np.ndarray, ...] = tuple(
            np.array((kind, left, right, opposites, negations), np.int64)
        )
        self._tables = tables
        self._words: np.ndarray | None = None
        kinds, lefts, rights, others, _ = self._shape
        self.uses: np.ndarray = rules.instances(kinds, lefts, rights, others)

    def prove(self, goal: Formula | None, sets: Sequence[tuple[int, ...]]) -> Proof:
        """Return a proof of the goal, or with None of a contradiction, from a minimal set of premises.

        The set is the one with the shortest proof, and among equals the first by places.
        """
        ordered = sorted(sets)
        for chosen in ordered:
            if goal is not None and [self.premises[i] for i in chosen] == [goal]:
                return Proof(chosen, (Step(goal, "premise", (-1 - chosen[0],), 0),), True)
        best, least = self._shortest(goal, ordered, _REACH, PATIENCE)
        if best is None:
            found = [self._refute(goal, chosen) for chosen in ordered[:_TRIED]]
            best = min(found, key=lambda proof: len(proof.steps))
        if least < len(best.steps) <= LONGEST:
            shorter, least = self._shortest(goal, ordered, len(best.steps) - 1, _OBSTINACY)
            best = shorter or best
        return Proof(best.premises, best.steps, len(best.steps) <= min(least, LONGEST))

    def _shortest(
        self, goal: Formula | None, sets: Sequence[tuple[int, ...]], longest: int, patience: int
    ) -> tuple[Proof | None, int]:
        """Return a proof of at most so many steps if found, and a length that no proof falls short of."""
        best, least = None, longest + 1
        patience = patience * _USUAL // max(_USUAL, len(self.formulas))
        for chosen in sets:
            limit = len(best.steps) - 1 if best else longest
            if limit:
                outcome, steps, work, lines = self._search(goal, chosen, limit, patience)
                patience -= work
                if outcome == FOUND:
                    best = self._proof(lines.tolist(), chosen, None)
                least = min(least, steps)
        return best, least

    def _search(
        self, goal: Formula | None, chosen: Sequence[int], longest: int, patience: int
    ) -> tuple[int, int, int, np.ndarray]:
        if self._words is None:
            size = max(1, self._tables.cases // 64)
            packed = b"".join(self._tables.of(f).to_bytes(8 * size, "little") for f in self.formulas)
            self._words = np.frombuffer(packed, np.uint64).reshape(len(self.formulas), size)
        kinds, lefts, rights, others, negations = self._shape
        given = np.array([self.numbers[self.premises[i]] for i in chosen], np.int64)
        target = FALSUM if goal is None else self.numbers[goal]
        found: tuple[int, int, int, np.ndarray] = search(
            kinds, lefts, rights, others, negations, self._words, self.uses, given, target, longest, patience
        )
        return found

    def _refute(self, goal: Formula | None, chosen: tuple[int, ...]) -> Proof:
        premises = [self.numbers[self.premises[i]] for i in chosen]
        target = FALSUM if goal is None else self.numbers[goal]
        kinds, lefts, _, others, _ = (row.tolist() for row in self._shape)
        lines, order = refutation(kinds, lefts, others, self.uses.tolist(), premises, target)
        return self._proof(lines, chosen, order)

    def _proof(
        self, lines: Sequence[Sequence[int]], chosen: tuple[int, ...], order: Sequence[int] | None
    ) -> Proof:
        """Return the proof that lines make, in the given order or in that of a reader."""
        if order is None:
            lines = _hoisted(lines)
        closed = [_closes(line, lines) for line in lines]
        opening = {line[1]: i for i, line in enumerate(lines) if line[2] == rules.ASSUMPTION}
        depth = {0: 0}
        for scope, around in sorted(
            (inner, lines[i][1]) for i, scopes in enumerate(closed) for inner in scopes
        ):
            depth[scope] = depth[around] + 1
        steps: list[Step] = []
        place: dict[int, int] = {i: -1 - premise for i, premise in enumerate(chosen)}
        for line in order or _reading_order(len(chosen), lines, closed, opening):
            number, scope, rule, *needs = lines[line]
            cites: list[Cite] = []
            if closed[line]:
                ends = needs[-2:] if rule == rules.CASES else needs[:1]
                if rule == rules.CASES:
                    cites.append(place[needs[0]])
                for inner, end in zip(closed[line], ends, strict=True):
                    cites.append((place[opening[inner]], place[end]))
            else:
                cites.extend(dict.fromkeys(place[needed] for needed in needs if needed >= 0))
            place[line] = len(steps)
            formula = None if number == FALSUM else self.formulas[number]
            steps.append(Step(formula, rules.RULES[rule], tuple(cites), depth[scope]))
        return Proof(chosen, tuple(steps), True)


def _hoisted(lines: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the lines with each in the outermost scope that it can stand in.

    What rests on no assumption is better read before the sub-proof than in it. Lines that close or end a
    sub-proof stay.
    """
    moved = [list(line) for line in lines]
    around: dict[int, int] = {}
    fixed: set[int] = set()
    for number, line in enumerate(lines):
        closed = _closes(line, lines)
        if closed:
            around.update(dict.fromkeys(closed, line[1]))
            fixed.update((number, *line[3:]))
    settled: set[int] = set()

    def depth(scope: int) -> int:
        levels = 0
        while scope:
            scope, levels = around[scope], levels + 1
        return levels

    def settle(number: int) -> None:
        if number in settled:
            return
        settled.add(number)
        line = moved[number]
        needs = [needed for needed in line[3:] if needed >= 0]
        for needed in needs:
            settle(needed)
        if line[1] and line[2] != rules.ASSUMPTION and number not in fixed:
            line[1] = max((moved[needed][1] for needed in needs), key=depth, default=0)

    for number in range(len(lines)):
        settle(number)
    return moved


def _reading_order(
    last: int, lines: Sequence[Sequence[int]], closed: Sequence[tuple[int, ...]], opening: dict[int, int]
) -> list[int]:
    """Return the lines that the last one needs, itself at the end, without the premises before it.

    What a line rests on stands before it, in the order of its rule; lines of outer scopes that a sub-proof
    needs stand before it opens.
    """
    order: list[int] = []
    placed = set(range(last))

    def put(line: int) -> None:
        if line in placed:
            return
        placed.add(line)
        needs = [needed for needed in lines[line][3:] if needed >= 0]
        if not closed[line]:
            for needed in needs:
                put(needed)
        else:
            ends = needs[-2:] if lines[line][2] == rules.CASES else needs[:1]
            if lines[line][2] == rules.CASES:
                put(needs[0])
            for needed in _outside(ends, set(closed[line]), lines, closed):
                put(needed)
            for inner, end in zip(closed[line], ends, strict=True):
                put(opening[inner])
                put(end)
        order.append(line)

    put(last)
    return order


def _closes(line: Sequence[int], lines: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return the scopes of the sub-proofs that a line closes."""
    if line[2] == rules.CASES:
        return lines[line[4]][1], lines[line[5]][1]
    if line[2] in (rules.REDUCTIO, rules.CONDITIONAL_PROOF):
        return (lines[line[3]][1],)
    return ()


def _outside(
    ends: Sequence[int], block: set[int], lines: Sequence[Sequence[int]], closed: Sequence[tuple[int, ...]]
) -> list[int]:
    """Return the lines outside a block of scopes that the lines inside, from its ends back, rest on."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    todo = list(reversed(ends))
    while todo:
        line = todo.pop()
        if line in seen:
            continue
        seen.add(line)
        if lines[line][1] not in block:
            found[line] = None
            continue
        block.update(closed[line])
        todo.extend(needed for needed in reversed(lines[line][3:]) if needed >= 0)
    return list(found)
