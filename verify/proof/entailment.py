"""A Z3 session for entailment between formulas: low-level calls, one solver, terms kept.

Building terms through Z3's Python classes costs twice the solving; here a decision takes about 50 us.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any

import z3
from z3 import z3core as api

from synth.verify.proof.formula import Formula

LIMIT = 2_000_000  # Z3's rlimit for one question; ten atoms need some thousands
_KEPT = 20_000  # terms kept before the session begins anew
_DECIDED = 20_000  # decisions before it does: Z3 keeps some 200 bytes of each


class Session:
    """One Z3 context, and the terms made in it. A session belongs to one thread."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._owner = z3.Context()
        self._context: Any = self._owner.ref()
        self._holder = z3.SimpleSolver(ctx=self._owner)
        # Z3 would listen to Ctrl-C in place of Python, and answer "unknown" in the middle of a question.
        self._holder.set("ctrl_c", False)
        self._holder.set("rlimit", limit)
        self._solver: Any = self._holder.solver
        self._sort = z3.BoolSort(self._owner)
        self._symbols: list[Any] = []
        self._terms: dict[str, Any] = {}
        self._decided = 0

    def decide(
        self, atoms: Sequence[Formula], premises: Iterable[Formula], goals: Iterable[Formula]
    ) -> tuple[bool | None, ...]:
        """Return for each goal whether it can be true together with all premises; None past the limit.

        `atoms` are all the atoms that occur.
        """
        while len(self._symbols) < len(atoms):
            self._symbols.append(z3.Const(len(self._symbols), self._sort).as_ast())
            api.Z3_inc_ref(self._context, self._symbols[-1])
        names = {atom: str(place) for place, atom in enumerate(atoms)}
        context, solver = self._context, self._solver
        api.Z3_solver_push(context, solver)
        for premise in premises:
            api.Z3_solver_assert(context, solver, self._term(premise, names))
        answers = []
        for goal in goals:
            api.Z3_solver_push(context, solver)
            api.Z3_solver_assert(context, solver, self._term(goal, names))
            answers.append(_POSSIBLE.get(api.Z3_solver_check(context, solver)))
            api.Z3_solver_pop(context, solver, 1)
        api.Z3_solver_pop(context, solver, 1)
        self._decided += 1
        return tuple(answers)

    @property
    def full(self) -> bool:
        """True if the next decision should have a new session."""
        return self._decided >= _DECIDED or len(self._terms) > _KEPT

    def _term(self, formula: Formula, names: dict[Formula, str]) -> Any:
        """Return the term of a formula; terms are kept by the formula's text with places for atoms."""
        if formula.left is None:
            return self._symbols[int(names[formula])]
        key = formula.outline % tuple(names[atom] for atom in formula.places)
        found = self._terms.get(key)
        if found is None:
            left = self._term(formula.left, names)
            if formula.right is None:
                found = api.Z3_mk_not(self._context, left)
            else:
                right = self._term(formula.right, names)
                if formula.connective == "implies":
                    found = api.Z3_mk_implies(self._context, left, right)
                elif formula.connective == "iff":
                    found = api.Z3_mk_iff(self._context, left, right)
                else:
                    make = api.Z3_mk_and if formula.connective == "and" else api.Z3_mk_or
                    found = make(self._context, 2, (api.Ast * 2)(left, right))
            api.Z3_inc_ref(self._context, found)
            self._terms[key] = found
        return found


_POSSIBLE = {1: True, -1: False}
_LOCAL = threading.local()


def decide(
    atoms: Sequence[Formula], premises: Iterable[Formula], goals: Iterable[Formula]
) -> tuple[bool | None, ...]:
    """Return what `Session.decide` returns, in this thread's session.

    >>> from synth.verify.proof.formula import Formulas
    >>> pool = Formulas()
    >>> p, q = pool.atom("p"), pool.atom("q")
    >>> decide([p, q], [p, pool.joined("implies", p, q)], [q, pool.negation(q)])
    (True, False)
    """
    session: Session | None = getattr(_LOCAL, "session", None)
    if session is None or session.full:
        session = _LOCAL.session = Session()
    try:
        return session.decide(atoms, premises, goals)
    except BaseException:  # interrupted between push and pop: the session is of no more use
        del _LOCAL.session
        raise
