"""Premises, what they say of a conclusion, and the row that comes of it."""

from __future__ import annotations

from typing import Any

from synth.kernels.make.rules import NOT
from synth.row import Solution
from synth.solvers import _logic_render as render
from synth.solvers._logic_decide import ENTAILED, INCONSISTENT, REFUTED, UNKNOWN, Argument
from synth.solvers._logic_formula import Formula, Tables, atoms, opposite
from synth.solvers._logic_present import Presentation
from synth.solvers._logic_prover import Proof, Prover

SKILLS = ("entailment", "natural deduction", "countermodels")


class Case:
    """Premises in the order that they are shown in, and what they say of conclusions."""

    def __init__(self, premises: tuple[Formula, ...], tables: Tables) -> None:
        self.premises = premises
        self.tables = tables
        self.argument = Argument([tables.of(premise) for premise in premises], tables.full)
        self._proofs: dict[Formula | None, tuple[Proof, list[int]]] = {}

    def label(self, conclusion: Formula) -> str:
        """Return what the premises say of a conclusion."""
        return self.argument.label(self.tables.of(conclusion))

    def proof(self, conclusion: Formula) -> tuple[Proof, list[int]]:
        """Return the proof for a conclusion that is not unknown, and the numbers of the idle premises."""
        label = self.label(conclusion)
        goal = {ENTAILED: conclusion, REFUTED: opposite(conclusion), INCONSISTENT: None}[label]
        known = self._proofs.get(goal)
        if known is None:
            sets = self.argument.minimal_sets(0 if goal is None else self.tables.of(goal))
            proof = Prover(self.premises, conclusion, self.tables).prove(goal, sets)
            if goal is None:
                table = self.tables.of(conclusion)
                sets = [
                    *self.argument.minimal_sets(table),
                    *self.argument.minimal_sets(self.tables.full ^ table),
                ]
            at_work = {place for chosen in sets for place in chosen}
            idle = [place + 1 for place in range(len(self.premises)) if place not in at_work]
            known = self._proofs[goal] = proof, idle
        return known

    def level(self, conclusion: Formula) -> int:
        """Return the level of a row: by its proof, or for an unknown conclusion by its size."""
        if self.label(conclusion) == UNKNOWN:
            deepest = max(_depth(formula) for formula in (*self.premises, conclusion))
            return 1 if not deepest else min(4, deepest + 1 + (deepest == 1 and len(self.premises) > 4))
        proof, _ = self.proof(conclusion)
        if len(proof.steps) == 1:
            return 1
        if proof.nested or len(proof.steps) > 4:
            return 4
        return 3 if _depth(conclusion) else 2

    def solution(
        self,
        shown: Presentation,
        conclusion: Formula,
        level: int,
        text: str,
        key: str,
        twin: tuple[str, str],
    ) -> Solution:
        """Return the row; `twin` is the twin's variant and how it differs."""
        label = self.label(conclusion)
        given = len(self.premises)
        payload: dict[str, Any] = {"surface": shown.voice.surface, "twin": twin[0], "edit": twin[1]}
        if label == UNKNOWN:
            named = atoms((*self.premises, conclusion))
            bits = {atom: bit for bit, atom in enumerate(self.tables.atoms)}
            cases = [
                {atom: bool(case >> bits[atom] & 1) for atom in named}
                for case in self.argument.two_cases(self.tables.of(conclusion))
            ]
            reasoning = render.open_reasoning(shown.voice, self.premises, conclusion, cases)
            solution = render.OPEN
            payload |= {"premises": [], "idle": [], "steps": 0, "shortest": False}
        else:
            proof, idle = self.proof(conclusion)
            reasoning = render.reasoning(shown.voice, proof, self.premises, conclusion)
            solution = render.solution(label, proof, given)
            payload |= {
                "premises": [place + 1 for place in proof.premises],
                "idle": idle,
                "steps": len(proof.steps),
                "shortest": proof.shortest,
            }
        return Solution(
            question=render.question(shown.voice, self.premises, conclusion, shown.asked),
            reasoning=reasoning,
            solution=solution,
            answer=label,
            level=level,
            canonical=text,
            group=key,
            skills=SKILLS[::2] if label == UNKNOWN else SKILLS[:2],
            payload=payload,
        )


def _depth(formula: Formula) -> int:
    """Return the depth of connectives, where a "not" does not count."""
    if isinstance(formula, int):
        return 0
    connective, left, right = formula
    return _depth(left) if connective == NOT else 1 + max(_depth(left), _depth(right))
