"""The rules of inference of natural deduction by name, and the uses of those that close no sub-proof.

Formulas are numbers 0..n-1: `kind` (ATOM .. IFF), `left`, `right` (-1 where there is none) and
`opposite`. The set holds the subformulas and the opposite of each member.
"""

from __future__ import annotations

import numpy as np

from synth.kernels.jit import kernel

ATOM, NOT, AND, OR, IMPLIES, IFF = range(6)

RULES = (
    "conjunction",
    "simplification",
    "addition",
    "disjunctive syllogism",
    "modus ponens",
    "modus tollens",
    "biconditional",
    "equivalence",
    "not both",
    "not either",
    "neither",
    "failed part",
    "failed conditional",
    "counterexample",
    "true consequent",
    "false condition",
    "one of two",
    "difference",
    "double negation",
    "chain",
    "dilemma",
    "assumption",
    "contradiction",
    "conditional proof",
    "reductio",
    "cases",
    "premise",
)
(
    _CONJUNCTION,
    _SIMPLIFICATION,
    _ADDITION,
    _SYLLOGISM,
    _PONENS,
    _TOLLENS,
    _BICONDITIONAL,
    _EQUIVALENCE,
    _NOT_BOTH,
    _NOT_EITHER,
    _NEITHER,
    _FAILED_PART,
    _FAILED_CONDITIONAL,
    _COUNTEREXAMPLE,
    _TRUE_CONSEQUENT,
    _FALSE_CONDITION,
    _ONE_OF_TWO,
    _DIFFERENCE,
    _DOUBLE_NEGATION,
    _CHAIN,
    _DILEMMA,
    ASSUMPTION,
    CONTRADICTION,
    CONDITIONAL_PROOF,
    REDUCTIO,
    CASES,
    PREMISE,
) = range(len(RULES))

INTRODUCTIONS = (
    _CONJUNCTION,
    _ADDITION,
    _EQUIVALENCE,
    _NEITHER,
    _FAILED_PART,
    _COUNTEREXAMPLE,
    _TRUE_CONSEQUENT,
    _FALSE_CONDITION,
    _DIFFERENCE,
)
"""Rules that put formulas together; where lengths are equal, the others come first."""


@kernel
def instances(kind: np.ndarray, left: np.ndarray, right: np.ndarray, opposite: np.ndarray) -> np.ndarray:
    """Return all uses of the rules: rows of (conclusion, rule, and up to three antecedents or -1)."""
    n = len(kind)
    out = np.empty((64 + 12 * n + n * n, 5), np.int64)
    m = 0
    # First those of one formula: a table of (rule, conclusion, antecedents) by the formula's shape.
    rows = np.empty((8, 5), np.int64)
    for i in range(n):
        k = 0
        rows[:, :] = -1
        negative = kind[i] == NOT
        core = left[i] if negative else i
        a, b = left[core], right[core]
        if kind[core] == ATOM:
            continue
        not_a = opposite[a]
        if negative and kind[core] == NOT:
            rows[0, :3] = (a, _DOUBLE_NEGATION, i)
            rows[1, :3] = (i, _DOUBLE_NEGATION, a)
            k = 2
        elif kind[core] == NOT:
            continue
        else:
            not_b = opposite[b]
            if kind[core] == AND and not negative:
                rows[0, :4] = (i, _CONJUNCTION, a, b)
                rows[1, :3] = (a, _SIMPLIFICATION, i)
                rows[2, :3] = (b, _SIMPLIFICATION, i)
                k = 3
            elif kind[core] == OR and not negative:
                rows[0, :3] = (i, _ADDITION, a)
                rows[1, :3] = (i, _ADDITION, b)
                rows[2, :4] = (b, _SYLLOGISM, i, not_a)
                rows[3, :4] = (a, _SYLLOGISM, i, not_b)
                k = 4
            elif kind[core] == IMPLIES and not negative:
                rows[0, :4] = (b, _PONENS, i, a)
                rows[1, :4] = (not_a, _TOLLENS, i, not_b)
                rows[2, :3] = (i, _TRUE_CONSEQUENT, b)
                rows[3, :3] = (i, _FALSE_CONDITION, not_a)
                k = 4
            elif kind[core] == IFF and not negative:
                rows[0, :4] = (b, _BICONDITIONAL, i, a)
                rows[1, :4] = (a, _BICONDITIONAL, i, b)
                rows[2, :4] = (not_b, _BICONDITIONAL, i, not_a)
                rows[3, :4] = (not_a, _BICONDITIONAL, i, not_b)
                rows[4, :4] = (i, _EQUIVALENCE, a, b)
                rows[5, :4] = (i, _EQUIVALENCE, not_a, not_b)
                k = 6
            elif kind[core] == AND:
                rows[0, :4] = (not_b, _NOT_BOTH, i, a)
                rows[1, :4] = (not_a, _NOT_BOTH, i, b)
                rows[2, :3] = (i, _FAILED_PART, not_a)
                rows[3, :3] = (i, _FAILED_PART, not_b)
                k = 4
            elif kind[core] == OR:
                rows[0, :3] = (not_a, _NOT_EITHER, i)
                rows[1, :3] = (not_b, _NOT_EITHER, i)
                rows[2, :4] = (i, _NEITHER, not_a, not_b)
                k = 3
            elif kind[core] == IMPLIES:
                rows[0, :3] = (a, _FAILED_CONDITIONAL, i)
                rows[1, :3] = (not_b, _FAILED_CONDITIONAL, i)
                rows[2, :4] = (i, _COUNTEREXAMPLE, a, not_b)
                k = 3
            else:
                rows[0, :4] = (not_b, _ONE_OF_TWO, i, a)
                rows[1, :4] = (not_a, _ONE_OF_TWO, i, b)
                rows[2, :4] = (b, _ONE_OF_TWO, i, not_a)
                rows[3, :4] = (a, _ONE_OF_TWO, i, not_b)
                rows[4, :4] = (i, _DIFFERENCE, a, not_b)
                rows[5, :4] = (i, _DIFFERENCE, not_a, b)
                k = 6
        for row in range(k):
            conclusion = rows[row, 0]
            if conclusion not in rows[row, 2:]:
                out[m] = rows[row]
                m += 1
    # Then those that join several conditionals.
    for i in range(n):
        if kind[i] != IMPLIES:
            continue
        for j in range(n):
            if kind[j] != IMPLIES:
                continue
            if right[i] == left[j] and i != j:
                for k in range(n):
                    if (
                        kind[k] == IMPLIES
                        and left[k] == left[i]
                        and right[k] == right[j]
                        and k != i
                        and k != j
                    ):
                        if m == len(out):
                            out = np.concatenate((out, np.empty_like(out)))
                        out[m] = (k, _CHAIN, i, j, -1)
                        m += 1
            if right[i] == right[j]:
                for k in range(n):
                    if kind[k] == OR and left[k] == left[i] and right[k] == left[j] and right[i] != k:
                        if m == len(out):
                            out = np.concatenate((out, np.empty_like(out)))
                        out[m] = (right[i], _DILEMMA, k, i, j)
                        m += 1
    return out[:m].copy()
