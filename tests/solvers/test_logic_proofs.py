"""The decider against brute force; the prover's lines by truth table, its lengths by an exhaustive search."""

from __future__ import annotations

from functools import cache
from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from synth.kernels.make.rules import AND, IFF, IMPLIES, NOT, OR, RULES
from synth.solvers._logic_decide import ENTAILED, INCONSISTENT, UNKNOWN, Argument
from synth.solvers._logic_formula import Tables, atoms, closure, opposite
from synth.solvers._logic_prover import LONGEST, Proof, Prover


def formulas(atoms: int = 4, size: int = 6) -> st.SearchStrategy[Any]:
    """Formulas over so many atoms with at most so many of them in it."""
    return st.recursive(
        st.integers(0, atoms - 1),
        lambda part: st.one_of(
            part.map(lambda f: (NOT, f, 0)), st.tuples(st.sampled_from((AND, OR, IMPLIES, IFF)), part, part)
        ),
        max_leaves=size,
    )


def arguments(
    atoms: int = 4, size: int = 5, premises: int = 4
) -> st.SearchStrategy[tuple[tuple[Any, ...], Any]]:
    """Premises and a conclusion."""
    return st.tuples(st.lists(formulas(atoms, size), max_size=premises).map(tuple), formulas(atoms, size))


def value(formula: Any, case: dict[int, bool]) -> bool:
    """The truth value of a formula, by the definition."""
    if isinstance(formula, int):
        return case[formula]
    connective, left, right = formula
    a = value(left, case)
    if connective == NOT:
        return not a
    b = value(right, case)
    return {AND: a and b, OR: a or b, IMPLIES: b or not a, IFF: a == b}[connective]


Cases = list[dict[int, bool]]


def cases_of(formulas: tuple[Any, ...]) -> Cases:
    names = atoms(formulas)
    return [dict(zip(names, values, strict=True)) for values in product((False, True), repeat=len(names))]


def label_of(premises: tuple[Any, ...], conclusion: Any) -> str:
    values = {
        value(conclusion, case)
        for case in cases_of((*premises, conclusion))
        if all(value(premise, case) for premise in premises)
    }
    return {(): "inconsistent", (True,): "entailed", (False,): "refuted"}.get(tuple(values), "unknown")


def decided(premises: tuple[Any, ...], conclusion: Any) -> tuple[Argument, Tables]:
    tables = Tables(atoms((*premises, conclusion)))
    return Argument([tables.of(premise) for premise in premises], tables.full), tables


@given(arguments())
def test_the_label_is_that_of_brute_force(argument: tuple[Any, Any]) -> None:
    premises, conclusion = argument
    decider, tables = decided(premises, conclusion)
    assert decider.label(tables.of(conclusion)) == label_of(premises, conclusion)


@given(arguments())
def test_minimal_sets_are_all_sets_that_entail_and_hold_no_smaller_one(argument: tuple[Any, Any]) -> None:
    premises, conclusion = argument
    decider, tables = decided(premises, conclusion)
    places = range(len(premises))
    entailing = [
        set(chosen)
        for chosen in chain.from_iterable(combinations(places, size) for size in range(len(premises) + 1))
        if label_of(tuple(premises[i] for i in chosen), conclusion) in ("entailed", "inconsistent")
    ]
    minimal = [each for each in entailing if not any(other < each for other in entailing)]
    found = decider.minimal_sets(tables.of(conclusion))
    assert sorted(found) == sorted(tuple(sorted(each)) for each in minimal)
    assert found == sorted(found, key=lambda chosen: (len(chosen), chosen))


@given(arguments())
def test_two_cases_keep_the_premises_and_differ_least(argument: tuple[Any, Any]) -> None:
    premises, conclusion = argument
    decider, tables = decided(premises, conclusion)
    if decider.label(tables.of(conclusion)) != UNKNOWN:
        with pytest.raises(ValueError, match="two cases"):
            decider.two_cases(tables.of(conclusion))
        return
    with_it, without = (
        {atom: bool(number >> bit & 1) for bit, atom in enumerate(tables.atoms)}
        for number in decider.two_cases(tables.of(conclusion))
    )
    assert value(conclusion, with_it)
    assert not value(conclusion, without)
    assert all(value(premise, case) for premise in premises for case in (with_it, without))
    allowed = [
        case
        for case in cases_of((*premises, conclusion))
        if all(value(premise, case) for premise in premises)
    ]
    least = min(
        sum(one[atom] != two[atom] for atom in one)
        for one in allowed
        for two in allowed
        if value(conclusion, one) and not value(conclusion, two)
    )
    assert sum(with_it[atom] != without[atom] for atom in with_it) == least


P, Q, R, S = range(4)
Goal = Any


def proved(premises: tuple[Any, ...], conclusion: Any) -> tuple[Proof, Goal, Tables]:
    """The proof that a row would show, and what it is of; None is a contradiction."""
    tables = Tables(atoms((*premises, conclusion)))
    decider = Argument([tables.of(premise) for premise in premises], tables.full)
    label = decider.label(tables.of(conclusion))
    if label == UNKNOWN:
        reject()
    goal = None if label == INCONSISTENT else conclusion if label == ENTAILED else opposite(conclusion)
    sets = decider.minimal_sets(0 if goal is None else tables.of(goal))
    proof = Prover(premises, conclusion, tables).prove(goal, sets)
    assert proof.premises in sets
    return proof, goal, tables


def assert_sound(
    premises: tuple[Any, ...], conclusion: Any, proof: Proof, goal: Goal, tables: Tables
) -> None:
    """Check every line by truth table, scopes, that lines are used, and that they are in the closure."""
    allowed = closure((*premises, conclusion))
    given_cases = tables.full
    for place in proof.premises:
        given_cases &= tables.of(premises[place])
    open_: list[tuple[int, int]] = []
    visible: list[int] = []
    cited: set[int] = set()
    for number, (formula, rule, cites, depth) in enumerate(proof.steps):
        if rule == "assumption":
            open_ = [*open_[: depth - 1], (number, tables.of(formula))]
            visible = [line for line in visible if proof.steps[line].depth < depth]
        else:
            closing = open_[depth:]
            open_ = open_[:depth]
            if closing:
                assert rule in ("conditional proof", "reductio", "cases")
            visible = [line for line in visible if proof.steps[line].depth <= depth]
        assert len(open_) == depth
        for cite in cites:
            if isinstance(cite, tuple):
                cited.update(cite)
                assert proof.steps[cite[0]].rule == "assumption"
            elif cite >= 0:
                assert cite in visible
                cited.add(cite)
            else:
                assert -1 - cite in proof.premises
                cited.add(cite)
        assert formula is None or formula in allowed
        stated = 0 if formula is None else tables.of(formula)
        cases = given_cases
        for _, assumed in open_:
            cases &= assumed
        assert not cases & ~stated
        assert rule in RULES
        visible.append(number)
    assert proof.steps[-1].formula == goal
    assert proof.steps[-1].depth == 0
    assert set(range(len(proof.steps) - 1)) <= cited
    assert {-1 - place for place in proof.premises} <= cited


@given(arguments(atoms=4, size=5, premises=4))
@settings(max_examples=400)
def test_every_line_of_every_proof_follows(argument: tuple[Any, Any]) -> None:
    proof, goal, tables = proved(*argument)
    assert_sound(*argument, proof, goal, tables)
    assert not proof.shortest or len(proof.steps) <= LONGEST


@given(arguments(atoms=5, size=14, premises=3))
@settings(max_examples=60)
def test_deep_arguments_are_proved_too(argument: tuple[Any, Any]) -> None:
    proof, goal, tables = proved(*argument)
    assert_sound(*argument, proof, goal, tables)


NO_P = (NOT, P, 0)


@pytest.mark.parametrize(
    ("premises", "conclusion", "rules"),
    [
        (((IMPLIES, P, Q), P), Q, ["modus ponens"]),
        (((IMPLIES, P, Q), (NOT, Q, 0)), P, ["modus tollens"]),
        (((OR, P, Q), NO_P), Q, ["disjunctive syllogism"]),
        (((NOT, (AND, P, Q), 0), P), Q, ["not both"]),
        (((IMPLIES, P, Q), (IMPLIES, Q, R)), (IMPLIES, P, R), ["chain"]),
        (((OR, P, Q), (IMPLIES, P, R), (IMPLIES, Q, R)), R, ["dilemma"]),
        (((NOT, (IFF, P, Q), 0), P), Q, ["one of two"]),
        ((P, NO_P), Q, ["contradiction"]),
        ((P, Q), P, ["premise"]),
        ((), (IMPLIES, P, P), ["assumption", "conditional proof"]),
        ((P,), (NOT, NO_P, 0), ["double negation"]),
        (
            ((IMPLIES, (AND, P, Q), R), P),
            (IMPLIES, Q, R),
            ["assumption", "conjunction", "modus ponens", "conditional proof"],
        ),
        (
            ((IMPLIES, P, Q), (IMPLIES, P, (NOT, Q, 0))),
            NO_P,
            ["assumption", "modus ponens", "modus ponens", "contradiction", "reductio"],
        ),
    ],
)
def test_textbook_proofs_come_out_as_in_the_textbook(
    premises: Any, conclusion: Any, rules: list[str]
) -> None:
    proof, _, _ = proved(premises, conclusion)
    assert [step.rule for step in proof.steps] == rules
    assert proof.shortest


def test_cases_are_used_where_they_are_shortest() -> None:
    premises = ((OR, P, Q), (OR, (NOT, P, 0), R), (IMPLIES, Q, R))
    proof, _, _ = proved(premises, R)
    assert len(proof.steps) == 5
    assert proof.steps[-1].rule in ("cases", "reductio")


def test_of_two_minimal_sets_the_one_with_the_shorter_proof_is_used() -> None:
    premises = ((IMPLIES, P, Q), (IMPLIES, Q, R), P, (IMPLIES, S, R), S)
    proof, _, _ = proved(premises, R)
    assert proof.premises == (3, 4)


def test_a_long_proof_says_that_it_may_not_be_the_shortest() -> None:
    chain = tuple((IMPLIES, i, i + 1) for i in range(9))
    premises = tuple((OR, (NOT, a, 0), b) for _, a, b in chain)
    proof, goal, tables = proved((*premises, 0), 9)
    assert len(proof.steps) == 9
    assert not proof.shortest
    assert_sound((*premises, 0), 9, proof, goal, tables)


class Exhaustive:
    """The least number of lines by trying everything; its own table of rules, for small closures."""

    def __init__(self, formulas: tuple[Any, ...]) -> None:
        self.closure = list(closure(formulas))
        self.uses = [
            (frozenset(needs), target)
            for needs, target in self._all_uses()
            if target not in needs and target in closure(formulas)
        ]
        self.least = cache(self._reachable)

    def _all_uses(self) -> Any:
        n = opposite
        for f in self.closure:
            yield (f, n(f)), None
            if isinstance(f, int):
                continue
            op, a, b = f
            if op == NOT and isinstance(a, tuple):
                inner, c, d = a
                if inner == NOT:
                    yield from (((f,), c), ((c,), f))
                elif inner == AND:
                    yield from (((f, c), n(d)), ((f, d), n(c)), ((n(c),), f), ((n(d),), f))
                elif inner == OR:
                    yield from (((f,), n(c)), ((f,), n(d)), ((n(c), n(d)), f))
                elif inner == IMPLIES:
                    yield from (((f,), c), ((f,), n(d)), ((c, n(d)), f))
                else:
                    for x, y in ((c, d), (d, c)):
                        yield from (((f, x), n(y)), ((f, n(x)), y), ((x, n(y)), f))
            elif op == AND:
                yield from (((a, b), f), ((f,), a), ((f,), b))
            elif op == OR:
                yield from (((a,), f), ((b,), f), ((f, n(a)), b), ((f, n(b)), a))
                for c in self.closure:
                    if (IMPLIES, a, c) in self.closure and (IMPLIES, b, c) in self.closure:
                        yield (f, (IMPLIES, a, c), (IMPLIES, b, c)), c
            elif op == IMPLIES:
                yield from (((f, a), b), ((f, n(b)), n(a)), ((b,), f), ((n(a),), f))
                for c in self.closure:
                    if (IMPLIES, b, c) in self.closure and (IMPLIES, a, c) in self.closure:
                        yield (f, (IMPLIES, b, c)), (IMPLIES, a, c)
            elif op == IFF:
                for x, y in ((a, b), (b, a)):
                    yield from (((f, x), y), ((f, n(x)), n(y)))
                yield from (((a, b), f), ((n(a), n(b)), f))

    def length(self, premises: tuple[Any, ...], goal: Goal, limit: int) -> int | None:
        held = frozenset(premises)
        return next((k for k in range(1, limit + 1) if self.least(held, goal, k)), None)

    def _reachable(self, held: frozenset[Any], goal: Goal, lines: int) -> bool:
        if goal in held:
            return True
        if lines < 1:
            return False
        direct = {target for needs, target in self.uses if needs <= held} - held
        direct |= {None} if any(opposite(f) in held for f in held if f is not None) else set()
        if goal in direct:
            return True
        for target in direct - {None}:
            if self.least(held | {target}, goal, lines - 1):
                return True
        for target in self.closure:
            if target in held:
                continue
            for cost in range(2, lines + 1):
                if self._closes(held, target, cost) and (
                    target == goal or self.least(held | {target}, goal, lines - cost)
                ):
                    return True
        return False

    def _closes(self, held: frozenset[Any], target: Any, cost: int) -> bool:
        """Whether a sub-proof can be closed with `target`, in so many lines with the closing one."""
        conditional = isinstance(target, tuple) and target[0] == IMPLIES and target[1] not in held
        if conditional and self.least(held | {target[1]}, target[2], cost - 2):
            return True
        if any(
            opposite(assumed) == target and self.least(held | {assumed}, None, cost - 2)
            for assumed in self.closure
            if assumed not in held
        ):
            return True
        for either in held:
            if isinstance(either, tuple) and either[0] == OR and not {either[1], either[2]} & held:
                for first, second in product(range(cost - 2), repeat=2):
                    if first + second == cost - 3 and all(
                        self.least(held | {side}, target, most)
                        for side, most in ((either[1], first), (either[2], second))
                    ):
                        return True
        return False


@given(arguments(atoms=3, size=3, premises=3))
@settings(max_examples=150)
def test_shortest_is_what_an_exhaustive_search_finds(argument: tuple[Any, Any]) -> None:
    premises, conclusion = argument
    assume(len(closure((*premises, conclusion))) <= 14)
    proof, goal, _ = proved(premises, conclusion)
    assume(proof.steps[0].rule != "premise")
    limit = min(len(proof.steps), 5)
    chosen = tuple(premises[place] for place in proof.premises)
    found = Exhaustive((*premises, conclusion)).length(chosen, goal, limit)
    assert found == (len(proof.steps) if len(proof.steps) <= 5 else None)
