"""The rules of docs/logic.md for the third decider: tried with all formulas near by, never matched.

A rule is a function of the formulas A, B, C to its forms: from what, to what. A sub-proof is the pair of the
formulas it begins and ends with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from logic_reading import Formula, opposite, sides

Source = Formula | tuple[Formula, Formula]
Form = tuple[tuple[Source, ...], Formula]
CONTRADICTION: Formula = ("false",)


def _no(a: Formula) -> Formula:
    return (*a, "not")


def _and(a: Formula, b: Formula) -> Formula:
    return (*a, *b, "and")


def _or(a: Formula, b: Formula) -> Formula:
    return (*a, *b, "or")


def _if(a: Formula, b: Formula) -> Formula:
    return (*a, *b, "implies")


def _iff(a: Formula, b: Formula) -> Formula:
    return (*a, *b, "iff")


_o = opposite
RULES: dict[str, Callable[..., list[Form]]] = {
    "conjunction": lambda a, b: [((a, b), _and(a, b))],
    "simplification": lambda a, b: [((_and(a, b),), a), ((_and(a, b),), b)],
    "addition": lambda a, b: [((a,), _or(a, b)), ((b,), _or(a, b))],
    "disjunctive syllogism": lambda a, b: [((_or(a, b), _o(a)), b), ((_or(a, b), _o(b)), a)],
    "modus ponens": lambda a, b: [((_if(a, b), a), b)],
    "modus tollens": lambda a, b: [((_if(a, b), _o(b)), _o(a))],
    "biconditional": lambda a, b: [
        ((_iff(a, b), one), other) for x, y in ((a, b), (_o(a), _o(b))) for one, other in ((x, y), (y, x))
    ],
    "equivalence": lambda a, b: [((a, b), _iff(a, b)), ((_o(a), _o(b)), _iff(a, b))],
    "not both": lambda a, b: [((_no(_and(a, b)), a), _o(b)), ((_no(_and(a, b)), b), _o(a))],
    "not either": lambda a, b: [((_no(_or(a, b)),), _o(a)), ((_no(_or(a, b)),), _o(b))],
    "neither": lambda a, b: [((_o(a), _o(b)), _no(_or(a, b)))],
    "failed part": lambda a, b: [((_o(a),), _no(_and(a, b))), ((_o(b),), _no(_and(a, b)))],
    "failed conditional": lambda a, b: [((_no(_if(a, b)),), a), ((_no(_if(a, b)),), _o(b))],
    "counterexample": lambda a, b: [((a, _o(b)), _no(_if(a, b)))],
    "true consequent": lambda a, b: [((b,), _if(a, b))],
    "false condition": lambda a, b: [((_o(a),), _if(a, b))],
    "one of two": lambda a, b: [
        ((_no(_iff(a, b)), one), other)
        for x, y in ((a, _o(b)), (_o(a), b))
        for one, other in ((x, y), (y, x))
    ],
    "difference": lambda a, b: [((a, _o(b)), _no(_iff(a, b))), ((_o(a), b), _no(_iff(a, b)))],
    "double negation": lambda a: [((_no(_no(a)),), a), ((a,), _no(_no(a)))],
    "chain": lambda a, b, c: [((_if(a, b), _if(b, c)), _if(a, c))],
    "dilemma": lambda a, b, c: [((_or(a, b), _if(a, c), _if(b, c)), c)],
    "contradiction": lambda a: [((a, _o(a)), CONTRADICTION)],
    "conditional proof": lambda a, b: [(((a, b),), _if(a, b))],
    "reductio": lambda a: [(((a, CONTRADICTION),), _o(a))],
    "cases": lambda a, b, c: [((_or(a, b), (a, c), (b, c)), c)],
}


def is_use(rule: str, sources: Sequence[Source], stated: Formula) -> bool:
    """Return whether the rule, with some formulas for A, B, C, leads from all the sources to what is stated.

    >>> is_use("modus ponens", [("p", "q", "implies"), ("p",)], ("q",))
    True
    >>> is_use("modus ponens", [("p", "q", "implies"), ("q",)], ("p",))
    False
    """
    if rule not in RULES:
        return False
    count = RULES[rule].__code__.co_argcount
    near: set[Formula] = set()
    for source in (*sources, stated):
        for formula in source if isinstance(source[0], tuple) else (source,):
            inner = sides(formula)
            near |= {formula, *inner}.union(*map(sides, inner))
    if count < 3:
        near |= {opposite(formula) for formula in near}
    wanted = set(sources)
    return any(
        made == stated and set(needed) == wanted and len(sources) <= len(needed)
        for chosen in product(near, repeat=count)
        for needed, made in RULES[rule](*chosen)
    )
