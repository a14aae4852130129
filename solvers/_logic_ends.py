"""Both ends of a branch: the switch that it starts from, and the conclusion that it comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from synth.kernels.make.rules import AND, IFF, IMPLIES, OR
from synth.solvers._logic_formula import Formula
from synth.solvers._logic_pieces import Digits, Draft, clause, conjunctive, disjunctive, signed


@dataclass(frozen=True, slots=True)
class Start:
    """The switch, in both versions, and what a branch starts from in each.

    `build` returns the two versions and for each branch the core that it starts from and its sign.
    `alike` says that the signs are always equal, `opposed` that one branch starts from the negation of
    the other's source. With `decoys` a premise joins each source with the conclusion of the other branch.
    """

    name: str
    premises: int
    atoms: int
    radices: tuple[int, ...]
    build: Callable[[Draft, Digits], tuple[Formula, Formula, tuple[int, int], tuple[int, int]]]
    alike: bool = True
    opposed: bool = False
    decoys: bool = False


Opening: TypeAlias = "tuple[Formula, Formula, tuple[int, int], tuple[int, int]]"


def _fact(draft: Draft, digits: Digits) -> Opening:
    """x, or y in its place."""
    sign, x, y = next(digits), draft.atom(), draft.atom()
    return signed(x, sign), signed(y, sign), (x, sign), (y, sign)


def _negation(draft: Draft, digits: Digits) -> Opening:
    """x, or not x."""
    sign, x = next(digits), draft.atom()
    return signed(x, sign), signed(x, 1 - sign), (x, sign), (x, 1 - sign)


def _through(negated: bool) -> Callable[[Draft, Digits], Opening]:
    def build(draft: Draft, digits: Digits) -> Opening:
        """A link from a fact to x, or to y in its place; or to x, or to not x."""
        given, kind, u, w = (next(digits) for _ in range(4))
        z, x = draft.atom(), draft.atom()
        y = x if negated else draft.atom()
        draft.premises.append(signed(z, given))
        coins = draft.coins
        first, sign = draft.link(kind, z, given, x, (u, w))
        draft.coins = coins
        second, other = draft.link(kind, z, given, y, (u, 1 - w if negated else w))
        return first, second, (x, sign), (y, other)

    return build


def _part(known: bool) -> Callable[[Draft, Digits], Opening]:
    def build(draft: Draft, digits: Digits) -> Opening:
        """x and z, or y and z, of which the branch takes one part; or x or z, where a fact excludes z."""
        shape, sign, other = next(digits), next(digits), next(digits)
        x, y, z = draft.atom(), draft.atom(), draft.atom()
        make = conjunctive if known else disjunctive
        coins = draft.coins
        first, outer = make(draft, shape, x, sign, z, other)
        draft.coins = coins
        second, _ = make(draft, shape, y, sign, z, other)
        if not known:
            draft.premises.append(signed(z, 1 - other))
        return signed(first, outer), signed(second, outer), (x, sign), (y, sign)

    return build


def _direction(draft: Draft, digits: Digits) -> Opening:
    """Beside x or y: x implies y, or y implies x."""
    one, two, shape, coins = next(digits), next(digits), next(digits), draft.coins
    x, y = draft.atom(), draft.atom()
    draft.premises.append(draft.joined(OR, signed(x, one), signed(y, two)))
    draft.coins = coins
    first = clause(draft, shape, signed(x, one), signed(y, two))
    draft.coins = coins
    second = clause(draft, shape, signed(y, two), signed(x, one))
    return first, second, (y, two), (x, one)


STARTS = {
    start.name: start
    for start in (
        Start("fact", 1, 2, (2,), _fact),
        Start("fact among decoys", 3, 2, (2,), _fact, decoys=True),
        Start("negation", 1, 1, (2,), _negation, alike=False, opposed=True),
        Start("through", 2, 3, (2, 4, 2, 2), _through(False)),
        Start("through a negation", 2, 2, (2, 4, 2, 2), _through(True), alike=False, opposed=True),
        Start("part", 1, 3, (4, 2, 2), _part(True)),
        Start("remainder", 2, 3, (4, 2, 2), _part(False)),
        Start("direction", 2, 2, (2, 2, 2), _direction, alike=False),
    )
}


@dataclass(frozen=True, slots=True)
class Finish:
    """How a branch ends: `build` returns the core of its last link, and what its sign lets conclude."""

    name: str
    premises: int
    atoms: int
    radices: tuple[int, ...]
    build: Callable[[Draft, Digits], tuple[Formula, Callable[[int], Formula]]]


Ending: TypeAlias = "tuple[Formula, Callable[[int], Formula]]"


def _literal(draft: Draft, digits: Digits) -> Ending:
    a = draft.atom()
    return a, lambda sign: signed(a, sign)


def _compound(draft: Draft, digits: Digits) -> Ending:
    connective, one, two = next(digits), next(digits), next(digits)
    a, c = draft.atom(), draft.atom()
    core = draft.joined((AND, OR, IMPLIES, IFF)[connective], signed(a, one), signed(c, two))
    return core, lambda sign: signed(core, sign)


def _built(draft: Draft, digits: Digits) -> Ending:
    """A compound of the literal and a fact, which is true or false as the literal is."""
    shape, one, other = next(digits), next(digits), next(digits)
    a, e = draft.atom(), draft.atom()
    draft.premises.append(signed(e, other))
    says = one
    if shape == 0:
        core = draft.joined(AND, signed(a, one), signed(e, other))
    elif shape == 1:
        core = draft.joined(OR, signed(a, one), signed(e, 1 - other))
    elif shape == 2:
        core = (IMPLIES, signed(e, other), signed(a, one))
    elif shape == 3:
        core, says = (IMPLIES, signed(a, one), signed(e, 1 - other)), 1 - one
    else:
        flip = shape - 4
        core, says = draft.joined(IFF, signed(a, one ^ flip), signed(e, other ^ flip)), one
    return a, lambda sign: signed(core, sign ^ says)


_REWRITINGS = tuple((i, j) for i in range(4) for j in range(4) if i != j)


def _rewritten(draft: Draft, digits: Digits) -> Ending:
    """What the last link gives, said with another connective."""
    pair, one, two = next(digits), next(digits), next(digits)
    a, c = draft.atom(), draft.atom()
    core, says = conjunctive(draft, _REWRITINGS[pair][0], a, one, c, two)
    other, says_too = conjunctive(draft, _REWRITINGS[pair][1], a, one, c, two)
    return core, lambda sign: signed(other, sign ^ says ^ says_too)


FINISHES = {
    finish.name: finish
    for finish in (
        Finish("literal", 0, 1, (), _literal),
        Finish("compound", 0, 2, (4, 2, 2), _compound),
        Finish("built", 1, 2, (6, 2, 2), _built),
        Finish("rewritten", 0, 2, (12, 2, 2), _rewritten),
    )
}
