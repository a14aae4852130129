"""Shortest natural deductions over a finite set of formulas, by iterative deepening.

Formulas are numbers 0..n-1: `kind` (ATOM .. IFF), `left`, `right` (-1 where there is none) and
`opposite`. The set holds the subformulas and the opposite of each member, and `table[f]` is the truth
table of formula f in 64-bit words.

The search goes backwards. A line that is not yet justified is a debt; each way to justify it adds the
lines that are missing, in the scope of the line or in one around it, and a branch ends when its lines
pass the limit. Two facts cut it down: a line must follow from the premises and assumptions in force
(truth tables), and a line at distance d needs lines at distances 1..d-1 before it. Where d is the number
of rounds of inference from what is given, and a sub-proof counts as three, no branch that could end
within the limit is lost, so the first limit that succeeds is the least.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from synth.kernels.jit import kernel
from synth.kernels.make.rules import (
    ASSUMPTION,
    CASES,
    CONDITIONAL_PROOF,
    CONTRADICTION,
    IMPLIES,
    INTRODUCTIONS,
    NOT,
    OR,
    PREMISE,
    REDUCTIO,
)

FALSUM = -1
"""The formula number of the line `Contradiction`."""

FOUND, NONE, GAVE_UP = 1, 0, -1
_PAID, _HOPELESS = -1, -2
_EXHAUSTED = -2
_FAR = 1 << 20
_SCOPES = 12
_ROOM = 24
"""Lines beyond the premises that the work space has room for: the limit, and the debts of the last branch."""


@kernel
def search(
    kind: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    opposite: np.ndarray,
    negation: np.ndarray,
    table: np.ndarray,
    uses: np.ndarray,
    premises: np.ndarray,
    goal: int,
    longest: int,
    patience: int,
) -> tuple[int, int, int, np.ndarray]:
    """Return (outcome, steps, branches looked at, lines) of a shortest proof of `goal` from `premises`.

    The outcome is FOUND, NONE (no proof has at most `longest` steps) or GAVE_UP (`patience` branches were
    not enough); no proof is shorter than `steps`. A line is (formula, scope, rule, and up to three lines
    that it rests on, or -1): the premises first, then steps in no special order. A sub-proof is a scope;
    its closing line rests on its assumption and its last line, that of cases on the disjunction and the
    two last lines. `negation[f]` is the number of "not f" or -1.
    """
    n, words, given = len(kind), table.shape[1], len(premises)
    first = np.zeros(n + 1, np.int64)
    for u in range(len(uses)):
        first[uses[u, 0] + 1] += 1
    for f in range(n):
        first[f + 1] += first[f]
    filled = first.copy()
    sorted_uses = np.empty_like(uses)
    for introduces in (False, True):
        for u in range(len(uses)):
            if (uses[u, 1] in INTRODUCTIONS) == introduces:
                sorted_uses[filled[uses[u, 0]]] = uses[u]
                filled[uses[u, 0]] += 1
    lines = np.full((given + _ROOM, 6), -1, np.int64)
    # The last column of `at` and `far` is that of FALSUM.
    at = np.full((_SCOPES, n + 1), -1, np.int64)
    far = np.full((_SCOPES, n + 1), _FAR, np.int64)
    parents = np.full(_SCOPES, -1, np.int64)
    truth = np.zeros((_SCOPES, words), np.uint64)
    truth[0] = table[0] | table[opposite[0]]
    for i in range(given):
        lines[i, 0], lines[i, 1], lines[i, 2] = premises[i], 0, PREMISE
        truth[0] &= table[premises[i]]
        if at[0, premises[i]] < 0:
            at[0, premises[i]] = i
    facts = (kind, left, right, opposite, negation, table, sorted_uses, first)
    state = (lines, at, far, parents, truth)
    work = np.array([0, patience, 0])
    _measure(0, facts, state)
    lines[given, 0], lines[given, 1] = goal, 0
    at[0, goal] = given
    for limit in range(1, longest + 1):
        outcome = _extend(given, given + limit, facts, state, work)
        if outcome != NONE:
            return outcome, limit, work[0], lines[: work[2]].copy()
    return NONE, longest + 1, work[0], lines[:0].copy()


@kernel
def _measure(scope: Any, facts: Any, state: Any) -> Any:
    """Set `far[scope]`: a lower bound on the rounds of inference to a formula, _FAR if it cannot follow."""
    kind, left, right, opposite, negation, table, uses, _ = facts
    lines, at, far, parents, truth = state
    n = len(kind)
    for f in range(n):
        follows = True
        for w in range(table.shape[1]):
            if truth[scope, w] & ~table[f, w]:
                follows = False
                break
        if not follows:
            far[scope, f] = _FAR
        elif kind[f] == IMPLIES and left[f] == right[f]:
            far[scope, f] = 2
        elif kind[f] == IMPLIES or negation[f] >= 0 or (kind[f] == NOT and opposite[left[f]] == f):
            far[scope, f] = 3
        else:
            far[scope, f] = 4
        # Premises and assumptions are given; other lines that stand already count as far as they were.
        inner = scope
        while inner >= 0:
            line = at[inner, f]
            if line >= 0 and (lines[line, 2] == PREMISE or lines[line, 2] == ASSUMPTION):
                far[scope, f] = 0
            inner = parents[inner]
    changed = True
    while changed:
        changed = False
        for u in range(len(uses)):
            distance = 1 + far[scope, uses[u, 2]]
            for k in range(3, 5):
                if uses[u, k] >= 0:
                    distance = max(distance, 1 + far[scope, uses[u, k]])
            if distance < far[scope, uses[u, 0]]:
                far[scope, uses[u, 0]] = distance
                changed = True
    far[scope, FALSUM] = _FAR
    for f in range(n):
        distance = 1 + max(far[scope, f], far[scope, opposite[f]])
        far[scope, FALSUM] = min(far[scope, FALSUM], distance)


@kernel
def _rests_on(line: Any, other: Any, lines: Any) -> Any:
    """Return whether a line rests, through any number of steps, on another."""
    if line == other:
        return True
    seen, todo = 1 << line, 1 << line
    while todo:
        q = 0
        while not todo >> q & 1:
            q += 1
        todo &= ~(1 << q)
        for k in range(3, 6):
            r = lines[q, k]
            if r == other:
                return True
            if r >= 0 and not seen >> r & 1:
                seen |= 1 << r
                todo |= 1 << r
    return False


@kernel
def _extend(given: Any, stop: Any, facts: Any, state: Any, work: Any) -> Any:
    """Justify the line after the premises with at most `stop` lines in all; FOUND, NONE or GAVE_UP.

    A stack of branches in place of recursion, which Numba cannot keep in its cache. A branch has taken
    one debt `p`, stands at one way to justify it (`option`), and at one choice of scopes (`places`) for
    the lines that are missing.
    """
    lines, at, far, parents, _ = state
    depth = stop - given + 2
    ends, scopes = np.empty(depth, np.int64), np.empty(depth, np.int64)
    debts, options, counts = np.empty(depth, np.int64), np.empty(depth, np.int64), np.empty(depth, np.int64)
    missing, places = np.empty((depth, 3), np.int64), np.empty((depth, 3), np.int64)
    level = 0
    ends[0], scopes[0] = given + 1, 1
    entering = True
    while level >= 0:
        end = ends[level]
        if entering:
            work[0] += 1
            if work[0] > work[1]:
                return GAVE_UP
            p = _debt(given, end, stop, far, lines, parents)
            if p == _PAID:
                work[2] = end
                return FOUND
            if p == _HOPELESS:
                level -= 1
                entering = False
                continue
            debts[level], options[level], counts[level] = p, -1, -1
        p, count = debts[level], counts[level]
        f, scope = lines[p, 0], lines[p, 1]
        # The next choice of scopes for the missing lines, else the next way.
        chosen = False
        if count >= 0:
            for k in range(count):
                at[places[level, k], missing[level, k]] = -1
            for k in range(count):
                outer = parents[places[level, k]]
                if outer >= 0 and far[outer, missing[level, k]] < _FAR:
                    places[level, k] = outer
                    chosen = True
                    break
                places[level, k] = scope
        while not chosen:
            options[level] += 1
            way = _way(options[level], f, facts)
            if way[0] == _EXHAUSTED:
                break
            count = -1
            if way[0] >= 0 and scopes[level] + 2 <= _SCOPES:
                count = _link(p, way, end, facts, state, missing[level])
            if count >= 0 and end + count + way[6] <= stop:
                counts[level] = count
                places[level, :] = scope
                chosen = True
        if not chosen:
            lines[p, 2:] = -1
            level -= 1
            entering = False
            continue
        way = _way(options[level], f, facts)
        lines[p, 2] = way[0]
        for k in range(count):
            lines[end + k, :] = -1
            lines[end + k, 0], lines[end + k, 1] = missing[level, k], places[level, k]
            at[places[level, k], missing[level, k]] = end + k
        last, opened = end + count, scopes[level]
        if way[4] >= 0:
            target = FALSUM if way[0] == REDUCTIO else lines[p, 0] if way[0] == CASES else facts[2][f]
            start = last
            last, opened = _open(scope, way[4], target, start, opened, facts, state)
            if way[0] == CASES:
                lines[p, 4] = last - 1
                last, opened = _open(scope, way[5], target, last, opened, facts, state)
                lines[p, 5] = last - 1
            else:
                lines[p, 3], lines[p, 4] = last - 1, start
        level += 1
        ends[level], scopes[level] = last, opened
        entering = True
    return NONE


@kernel
def _debt(given: Any, end: Any, stop: Any, far: Any, lines: Any, parents: Any) -> Any:
    """Return the unjustified line of the greatest distance; _PAID; or _HOPELESS, the limit being too low."""
    found, greatest = _PAID, 0
    for q in range(given, end):
        if lines[q, 2] >= 0:
            continue
        scope = lines[q, 1]
        distance = far[scope, lines[q, 0]]
        if distance >= _FAR:
            return _HOPELESS
        if distance > 1:
            reached = 0
            for r in range(given, end):
                outer = scope
                while outer > lines[r, 1]:
                    outer = parents[outer]
                if outer == lines[r, 1]:
                    reached |= 1 << min(far[scope, lines[r, 0]], 40)
            missing = 0
            for d in range(1, distance):
                if not reached >> d & 1:
                    missing += 1
            if end + missing > stop:
                return _HOPELESS
        if found < 0 or distance > greatest:
            found, greatest = q, distance
    return found


@kernel
def _way(option: Any, f: Any, facts: Any) -> Any:
    """Return a way to justify a formula: (rule, three formulas or -1, two assumptions or -1, lines to add).

    The rule is -1 for a number that is no way, _EXHAUSTED past the last one. The added lines are
    assumptions and what the sub-proofs must end in.
    """
    kind, left, right, opposite, negation, _, uses, first = facts
    n = len(kind)
    if f == FALSUM:
        if option == n:
            return _EXHAUSTED, -1, -1, -1, -1, -1, 0
        g = opposite[option]
        if opposite[g] == option and g < option:
            return -1, -1, -1, -1, -1, -1, 0
        return CONTRADICTION, option, g, -1, -1, -1, 0
    horn = first[f + 1] - first[f]
    if option < horn:
        u = first[f] + option
        return uses[u, 1], uses[u, 2], uses[u, 3], uses[u, 4], -1, -1, 0
    if option == horn:
        if negation[f] >= 0:
            return REDUCTIO, -1, -1, -1, negation[f], -1, 2
    elif option == horn + 1:
        if kind[f] == NOT and opposite[left[f]] == f:
            return REDUCTIO, -1, -1, -1, left[f], -1, 2
    elif option == horn + 2:
        if kind[f] == IMPLIES:
            return CONDITIONAL_PROOF, -1, -1, -1, left[f], -1, 1 if left[f] == right[f] else 2
    elif option < horn + 3 + n:
        d = option - horn - 3
        if kind[d] == OR and d != f:
            return CASES, d, -1, -1, left[d], right[d], 4 - (left[d] == f) - (right[d] == f)
    else:
        return _EXHAUSTED, -1, -1, -1, -1, -1, 0
    return -1, -1, -1, -1, -1, -1, 0


@kernel
def _link(p: Any, way: Any, end: Any, facts: Any, state: Any, missing: Any) -> Any:
    """Point line `p` at the lines that a way needs; return how many are missing, or -1 if the way is closed.

    The missing ones, put into `missing`, will stand from `end` on. A way is closed if it needs what does
    not follow, or what rests on `p`, or if its sub-proof would have to state again a line that stands
    before it.
    """
    lines, at, far, parents, _ = state
    scope = lines[p, 1]
    lines[p, 3:] = -1
    for k in range(4, 6):
        if way[k] >= 0 and _stands(way[k], scope, p, lines, at, parents):
            return -1
    if (
        way[0] == CONDITIONAL_PROOF
        and way[6] == 2
        and _stands(facts[2][lines[p, 0]], scope, p, lines, at, parents)
    ):
        return -1
    count = 0
    wanted = (way[1], way[2], way[3])
    for k in range(3):
        g = wanted[k]
        if g < 0:
            continue
        if far[scope, g] >= _FAR:
            return -1
        outer = scope
        while outer >= 0 and at[outer, g] < 0:
            outer = parents[outer]
        if outer >= 0:
            if _rests_on(at[outer, g], p, lines):
                return -1
            lines[p, 3 + k] = at[outer, g]
        elif k > 0 and wanted[k - 1] == g:
            lines[p, 3 + k] = lines[p, 2 + k]
        else:
            lines[p, 3 + k] = end + count
            missing[count] = g
            count += 1
    return count


@kernel
def _stands(formula: Any, scope: Any, p: Any, lines: Any, at: Any, parents: Any) -> Any:
    """Return whether a formula stands in a scope or around it, on a line that does not rest on line `p`."""
    while scope >= 0:
        if at[scope, formula] >= 0 and not _rests_on(at[scope, formula], p, lines):
            return True
        scope = parents[scope]
    return False


@kernel
def _open(scope: Any, assumed: Any, target: Any, end: Any, scopes: Any, facts: Any, state: Any) -> Any:
    """Open a sub-proof in `scope` that must end in `target`; return the new numbers of lines and scopes."""
    lines, at, _, parents, truth = state
    parents[scopes] = scope
    at[scopes, :] = -1
    truth[scopes] = truth[scope] & facts[5][assumed]
    lines[end, :] = -1
    lines[end, 0], lines[end, 1], lines[end, 2] = assumed, scopes, ASSUMPTION
    at[scopes, assumed] = end
    _measure(scopes, facts, state)
    end += 1
    if target != assumed:
        lines[end, :] = -1
        lines[end, 0], lines[end, 1] = target, scopes
        at[scopes, target] = end
        end += 1
    return end, scopes + 1
