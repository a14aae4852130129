"""Algebra by Z3: whether some relations between real numbers can hold together. One solver, used again.

A tree becomes a real term as it stands; a root becomes a real number r with r * r = n and r >= 0. Calls are
low-level, terms are kept, and a session ends after some questions, because Z3 keeps a little of each.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import z3
from z3 import z3core as api

from synth.verify._algebra import (
    Beyond,
    Letter,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Undefined,
    nodes,
    value,
)

LIMIT = 1_000_000  # Z3's rlimit for one question; two roots of a quadratic need some thousands
_DECIDED = 5_000  # questions to one session
_KEPT = 20_000  # terms of one session

Clause = Relation | Sequence[Relation]
"""A relation, or several of which one has to hold at least."""

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def opposite(relation: Relation) -> Relation:
    """Return the relation that holds for just the other numbers."""
    return Relation(relation.left, _OPPOSITE[relation.sign], relation.right)


def possible(clauses: Iterable[Clause]) -> bool | None:
    """Return True if real numbers satisfy all clauses, False if none do, None past Z3's limit.

    Raises Undefined for the root of a negative number and for a division by zero, to which Z3 would give a
    meaning, and Beyond for a division by something with letters or roots, or the root of such.

    >>> from synth.verify._algebra import read_relation as read
    >>> possible([read("x^2 - 3x + 2 = 0"), read("x != 1")])
    True
    >>> possible([read("x^2 - 3x + 2 = 0"), read("x != 1"), read("x != 2")])
    False
    """
    session: Session | None = getattr(_LOCAL, "session", None)
    if session is None or session.full:
        session = _LOCAL.session = Session()
    try:
        return session.possible(clauses)
    except (Beyond, Undefined):
        raise
    except BaseException:  # interrupted between push and pop: the session is of no more use
        del _LOCAL.session
        raise


def follows(premises: Sequence[Clause], conclusion: Relation) -> bool | None:
    """Return whether the conclusion holds wherever the premises do; None past Z3's limit."""
    found = possible([*premises, opposite(conclusion)])
    return None if found is None else not found


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
        self._sort: Any = z3.RealSort(self._owner).ast
        self._terms: dict[Node, Any] = {}
        self._passing: list[Any] = []  # terms that only the question at hand needs
        self._zero = api.Z3_mk_numeral(self._context, "0", self._sort)
        api.Z3_inc_ref(self._context, self._zero)
        self._decided = 0

    @property
    def full(self) -> bool:
        """True if the next question should have a new session."""
        return self._decided >= _DECIDED or len(self._terms) > _KEPT

    def possible(self, clauses: Iterable[Clause]) -> bool | None:
        """Return what the function `possible` returns."""
        context, solver = self._context, self._solver
        wanted = [(clause,) if isinstance(clause, Relation) else tuple(clause) for clause in clauses]
        roots = dict.fromkeys(
            node
            for clause in wanted
            for relation in clause
            for side in (relation.left, relation.right)
            for node in nodes(side)
            if isinstance(node, Root)
        )
        self._decided += 1
        try:
            facts = [fact for root in roots for fact in self._facts(root)]
            facts += [self._clause(clause) for clause in wanted]
            api.Z3_solver_push(context, solver)
            for fact in facts:
                api.Z3_solver_assert(context, solver, fact)
            found = api.Z3_solver_check(context, solver)
            api.Z3_solver_pop(context, solver, 1)
        finally:
            while self._passing:
                api.Z3_dec_ref(context, self._passing.pop())
        return _POSSIBLE.get(found)

    def _facts(self, root: Root) -> tuple[Any, Any]:
        """Return what makes a real number the root of something."""
        term = self._term(root)
        square = self._product([term, term])
        return (
            self._held(api.Z3_mk_eq(self._context, square, self._term(root.inner))),
            self._held(api.Z3_mk_ge(self._context, term, self._zero)),
        )

    def _clause(self, clause: tuple[Relation, ...]) -> Any:
        parts = [self._relation(relation) for relation in clause]
        if len(parts) == 1:
            return parts[0]
        return self._held(api.Z3_mk_or(self._context, len(parts), (api.Ast * len(parts))(*parts)))

    def _relation(self, relation: Relation) -> Any:
        make, denied = _MAKE[relation.sign]
        fact = self._held(make(self._context, self._term(relation.left), self._term(relation.right)))
        return self._held(api.Z3_mk_not(self._context, fact)) if denied else fact

    def _term(self, node: Node) -> Any:
        found = self._terms.get(node)
        if found is None:
            found = self._terms[node] = self._made(node)
            api.Z3_inc_ref(self._context, found)
        return found

    def _made(self, node: Node) -> Any:
        context = self._context
        if isinstance(node, Number):
            return self._held(api.Z3_mk_numeral(context, str(node.value), self._sort))
        if isinstance(node, (Letter, Root)):
            if isinstance(node, Root) and _constant(node.inner) < 0:
                raise Undefined("a negative number has no square root")
            name = node.name if isinstance(node, Letter) else f"root{len(self._terms)}"
            symbol = api.Z3_mk_string_symbol(context, name)
            return self._held(api.Z3_mk_const(context, symbol, self._sort))
        if isinstance(node, Power):
            return self._product([self._term(node.base)] * node.exponent)
        if isinstance(node, Product):
            return self._product([self._term(factor) for factor in node.factors])
        if isinstance(node, Quotient):
            if not _constant(node.bottom):
                raise Undefined("a number is divided by zero")
            return self._held(api.Z3_mk_div(context, self._term(node.top), self._term(node.bottom)))
        parts = []
        for sign, part in node.terms:
            term = self._term(part)
            parts.append(term if sign > 0 else self._held(api.Z3_mk_unary_minus(context, term)))
        return self._held(api.Z3_mk_add(context, len(parts), (api.Ast * len(parts))(*parts)))

    def _product(self, factors: Sequence[Any]) -> Any:
        return self._held(api.Z3_mk_mul(self._context, len(factors), (api.Ast * len(factors))(*factors)))

    def _held(self, term: Any) -> Any:
        """Return a new term, which is kept to the end of the question, and longer by what refers to it."""
        api.Z3_inc_ref(self._context, term)
        self._passing.append(term)
        return term


def _constant(node: Node) -> Fraction:
    """Return the value of an expression without letters or roots."""
    if any(isinstance(one, (Letter, Root)) for one in nodes(node)):
        raise Beyond("a division by letters or roots, and a root of such, is not worked out")
    return value(node)


_MAKE = {
    "=": (api.Z3_mk_eq, False),
    "!=": (api.Z3_mk_eq, True),
    "<": (api.Z3_mk_lt, False),
    "<=": (api.Z3_mk_le, False),
    ">": (api.Z3_mk_gt, False),
    ">=": (api.Z3_mk_ge, False),
}
_POSSIBLE = {1: True, -1: False}
_LOCAL = threading.local()
