"""A complete search for a natural deduction, where no short one was found: bivalence by reductio.

What the rules without sub-proofs give is added until a contradiction is met. If none is, some subformula
is supposed: where that leads to a contradiction its opposite stands, and the search goes on. With every
subformula of the premises decided the rules give a contradiction or the goal, so the search ends (the
calculus KE).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from synth.kernels.make.deduction import FALSUM
from synth.kernels.make.rules import ASSUMPTION, ATOM, CONTRADICTION, NOT, PREMISE, REDUCTIO


def refutation(
    kind: Sequence[int],
    left: Sequence[int],
    opposite: Sequence[int],
    uses: Sequence[Sequence[int]],
    premises: Sequence[int],
    goal: int,
) -> tuple[list[list[int]], list[int]]:
    """Return lines as the kernel writes them, premises first, and the numbers of those needed.

    The premises must entail the goal; raises ValueError if they do not.
    """
    search = _Search(kind, left, opposite, uses)
    last = search.run(premises, goal)
    needed = {last}
    for number in range(last, -1, -1):
        if number in needed:
            needed.update(each for each in search.lines[number][3:] if each >= 0)
    return search.lines, sorted(number for number in needed if number >= len(premises))


class _Search:
    def __init__(
        self,
        kind: Sequence[int],
        left: Sequence[int],
        opposite: Sequence[int],
        uses: Sequence[Sequence[int]],
    ) -> None:
        self.kind, self.left, self.opposite = kind, left, opposite
        self.uses = [(use[0], use[1], [g for g in dict.fromkeys(use[2:]) if g >= 0]) for use in uses]
        self.feeds: list[list[int]] = [[] for _ in kind]
        for number, (_, _, needs) in enumerate(self.uses):
            for g in needs:
                self.feeds[g].append(number)
        self.short = [len(needs) for _, _, needs in self.uses]
        self.line: list[int] = [-1] * len(kind)
        self.trail: list[int] = []
        self.lines: list[list[int]] = []
        self.scopes = 1

    def run(self, premises: Sequence[int], goal: int) -> int:
        """Return the number of the line that states the goal."""
        self.lines = [[f, 0, PREMISE, -1, -1, -1] for f in premises]
        clash = self._learn(list(zip(premises, range(len(premises)), strict=True)), 0)
        if goal == FALSUM:
            return self._contradiction(clash or self._refute(0), 0)
        if self.line[goal] < 0:
            core = goal
            while self.kind[core] == NOT and self.kind[self.left[core]] == NOT:
                core = self.left[self.left[core]]
            if self.line[core] < 0:
                self._reductio(self.opposite[core], 0)
        return self.line[goal]

    def _learn(self, known: Sequence[tuple[int, int]], scope: int) -> tuple[int, int] | None:
        """Take in formulas, and all that follows without sub-proofs; return two lines that clash, or None."""
        clash = None
        for formula, line in known:
            clash = self._enter(formula, line) or clash
        queue = deque(formula for formula, _ in known)
        while queue and clash is None:
            for number in self.feeds[queue.popleft()]:
                if self.short[number]:
                    continue
                conclusion, rule, needs = self.uses[number]
                if self.line[conclusion] >= 0:
                    continue
                cited = [self.line[g] for g in needs]
                self.lines.append([conclusion, scope, rule, *cited, *[-1] * (3 - len(cited))])
                clash = self._enter(conclusion, len(self.lines) - 1)
                queue.append(conclusion)
                if clash:
                    break
        return clash

    def _enter(self, formula: int, line: int) -> tuple[int, int] | None:
        self.line[formula] = line
        self.trail.append(formula)
        for number in self.feeds[formula]:
            self.short[number] -= 1
        other = self.line[self.opposite[formula]]
        return (line, other) if other >= 0 else None

    def _forget(self, mark: int) -> None:
        """Undo all that was learnt since the trail was this long."""
        while len(self.trail) > mark:
            formula = self.trail.pop()
            self.line[formula] = -1
            for number in self.feeds[formula]:
                self.short[number] += 1

    def _contradiction(self, clash: tuple[int, int], scope: int) -> int:
        self.lines.append([FALSUM, scope, CONTRADICTION, *clash, -1])
        return len(self.lines) - 1

    def _reductio(self, assumed: int, scope: int) -> tuple[int, int] | None:
        """Suppose a formula, refute it, and take its opposite in; return two lines that clash, or None."""
        inner, self.scopes = self.scopes, self.scopes + 1
        mark = len(self.trail)
        self.lines.append([assumed, inner, ASSUMPTION, -1, -1, -1])
        start = len(self.lines) - 1
        clash = self._learn([(assumed, start)], inner) or self._refute(inner)
        last = self._contradiction(clash, inner)
        self._forget(mark)
        result = self.opposite[assumed]
        self.lines.append([result, scope, REDUCTIO, last, start, -1])
        return self._learn([(result, len(self.lines) - 1)], scope)

    def _refute(self, scope: int) -> tuple[int, int]:
        """Return two lines of the scope that clash, after as many suppositions as that takes."""
        while True:
            clash = self._reductio(self._choose(), scope)
            if clash:
                return clash

    def _choose(self) -> int:
        """Return an undecided formula to suppose: one that clashes at once, else an atom that tells most."""
        best, most = None, -1
        for f, kind in enumerate(self.kind):
            negation = self.opposite[f]
            if kind == NOT or self.line[f] >= 0 or self.line[negation] >= 0:
                continue
            for supposed in (f, negation):
                mark, end = len(self.trail), len(self.lines)
                clash = self._learn([(supposed, end)], 0)
                gain = len(self.trail) - mark
                self._forget(mark)
                del self.lines[end:]
                if clash:
                    return supposed
                if kind == ATOM and gain > most:
                    best, most = supposed, gain
        if best is None:
            raise ValueError("the premises do not entail the goal")
        return best
