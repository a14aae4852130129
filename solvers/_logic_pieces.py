"""Pieces that arguments are put together from: how a branch goes on. Its ends are in `_logic_ends.py`.

A branch is a chain of inferences from what the switch gives to a conclusion. All negations in the text of
its premises are free bits; which way an inference runs (modus ponens or modus tollens, say) follows from
them. The last link of a branch runs either way equally often, so that a conclusion stands in its premise
as often with its own sign as with the other, and no count of words tells the labels apart.

A piece reads its bits and choices from `digits`, of which `radices` lists the ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from synth.kernels.make.rules import AND, IFF, IMPLIES, NOT, OR
from synth.solvers._logic_formula import Formula, opposite

Digits: TypeAlias = Iterator[int]

CLASSES = ("implies", "iff", "differ", "exclude")
"""Kinds of links: A implies B; A iff B; not (A iff B); and A or B by turns with not (A and B)."""
EXCLUDE = CLASSES.index("exclude")


def signed(core: Formula, sign: int) -> Formula:
    """Return the core, or with sign 1 its negation."""
    return (NOT, core, 0) if sign else core


@dataclass
class Draft:
    """A half-made argument: its premises so far, the next unused atom, and coins for what is not counted.

    A coin decides the order of sides where the order makes no difference.
    """

    coins: int
    premises: list[Formula] = field(default_factory=list)
    used: int = 0

    def atom(self) -> int:
        """Return a new atom."""
        self.used += 1
        return self.used - 1

    def coin(self) -> int:
        """Return the next coin."""
        self.coins, coin = divmod(self.coins, 2)
        return coin

    def joined(self, connective: int, left: Formula, right: Formula) -> Formula:
        """Return a joined formula; with a commutative connective the sides may be swapped."""
        if connective != IMPLIES and self.coin():
            left, right = right, left
        return (connective, left, right)

    def link(
        self, kind: int, source: Formula, sign: int, target: Formula, bits: tuple[int, int]
    ) -> tuple[Formula, int]:
        """Return a premise that leads from a core to another, and the sign of the other.

        `sign` is the sign with which the source is true; `bits` are the signs with which the two are written.
        """
        u, w = bits
        a, b = signed(source, u), signed(target, w)
        turned = u ^ sign
        if CLASSES[kind] == "implies":
            return ((IMPLIES, b, a), 1 - w) if turned else ((IMPLIES, a, b), w)
        if CLASSES[kind] == "iff":
            return self.joined(IFF, a, b), w ^ turned
        if CLASSES[kind] == "differ":
            return (NOT, self.joined(IFF, a, b), 0), w ^ turned ^ 1
        if turned:
            return self.joined(OR, a, b), w
        return (NOT, self.joined(AND, a, b), 0), 1 - w

    def lead(self, kind: int, source: Formula, sign: int, target: Formula, sign_after: int, u: int) -> None:
        """Add a link that makes the target true with a given sign."""
        for w in (0, 1):
            coins = self.coins
            premise, after = self.link(kind, source, sign, target, (u, w))
            if after == sign_after:
                self.premises.append(premise)
                return
            self.coins = coins
        raise AssertionError("a link can give its target either sign")


OWN = -1
"""The sign of a piece whose core has the sign of the literal that it starts from."""

Build: TypeAlias = "Callable[[Draft, int, int, int, Digits], Formula]"


@dataclass(frozen=True, slots=True)
class Piece:
    """The way of a branch from a true literal to the core from which its last link leads on.

    `build` takes the draft, the literal's atom and sign, the sign with which the core is to be true, and
    the digits. `sign` is that sign where the piece has no choice; None if it is free; OWN if it is the
    literal's own.
    """

    name: str
    premises: int
    atoms: int
    radices: tuple[int, ...]
    build: Build
    sign: int | None = None


def _straight(draft: Draft, atom: int, own: int, sign: int, digits: Digits) -> Formula:
    return atom


def _links(count: int) -> Build:
    def build(draft: Draft, atom: int, own: int, sign: int, digits: Digits) -> Formula:
        for step in range(count):
            kind, u, after = next(digits), next(digits), next(digits) if step < count - 1 else sign
            target = draft.atom()
            draft.lead(kind, atom, own, target, after, u)
            atom, own = target, after
        return atom

    return build


def _split(draft: Draft, atom: int, own: int, sign: int, digits: Digits) -> Formula:
    """A link to a compound that has the core as a part: x implies (m and z)."""
    kind, u, shape, other = (next(digits) for _ in range(4))
    core, z = draft.atom(), draft.atom()
    compound, after = conjunctive(draft, shape, core, sign, z, other)
    draft.lead(kind, atom, own, compound, after, u)
    return core


def conjunctive(draft: Draft, shape: int, core: int, sign: int, z: int, other: int) -> tuple[Formula, int]:
    """Return a compound of two atoms, and the sign with which it says what signs both have."""
    if shape == 0:
        return draft.joined(AND, signed(core, sign), signed(z, other)), 0
    if shape == 1:
        return draft.joined(OR, signed(core, 1 - sign), signed(z, 1 - other)), 1
    if shape == 2:
        return (IMPLIES, signed(core, sign), signed(z, 1 - other)), 1
    return (IMPLIES, signed(z, other), signed(core, 1 - sign)), 1


def disjunctive(draft: Draft, shape: int, core: int, sign: int, z: int, other: int) -> tuple[Formula, int]:
    """Return a compound of two atoms, and the sign with which it says that one of the signs is right."""
    if shape == 0:
        return draft.joined(OR, signed(core, sign), signed(z, other)), 0
    if shape == 1:
        return draft.joined(AND, signed(core, 1 - sign), signed(z, 1 - other)), 1
    if shape == 2:
        return (IMPLIES, signed(core, 1 - sign), signed(z, other)), 0
    return (IMPLIES, signed(z, 1 - other), signed(core, sign)), 0


def _join(draft: Draft, atom: int, own: int, sign: int, digits: Digits) -> Formula:
    """A compound of the literal and a fact: x and s, x iff s, not (x or s), or not (x implies s)."""
    shape, other = next(digits), next(digits)
    s = draft.atom()
    draft.premises.append(signed(s, other))
    if sign or not shape:
        return conjunctive(draft, sign + shape, atom, own, s, other)[0]
    flip = shape - 1
    return draft.joined(IFF, signed(atom, own ^ flip), signed(s, other ^ flip))


def _curry(draft: Draft, atom: int, own: int, sign: int, digits: Digits) -> Formula:
    """A link to a compound that a fact resolves: x implies (s implies m)."""
    kind, u, shape, other = (next(digits) for _ in range(4))
    s, core = draft.atom(), draft.atom()
    draft.premises.append(signed(s, 1 - other))
    compound, after = disjunctive(draft, shape, core, sign, s, other)
    draft.lead(kind, atom, own, compound, after, u)
    return core


def _weaken(sign: int) -> Build:
    def build(draft: Draft, atom: int, own: int, _: int, digits: Digits) -> Formula:
        """A compound that the literal alone makes true or false: x or z."""
        other = next(digits)
        shape = 1 if sign else (0, 2, 3)[next(digits)]
        return disjunctive(draft, shape, atom, own, draft.atom(), other)[0]

    return build


def clause(draft: Draft, shape: int, one: Formula, two: Formula) -> Formula:
    """Return a premise that says: if one, then two."""
    if shape == 0:
        return (IMPLIES, one, two)
    if shape == 1:
        return (IMPLIES, opposite(two), opposite(one))
    if shape == 2:
        return draft.joined(OR, opposite(one), two)
    return (NOT, draft.joined(AND, one, opposite(two)), 0)


def _cases(dilemma: bool) -> Build:
    def build(draft: Draft, atom: int, own: int, sign: int, digits: Digits) -> Formula:
        """A link to a disjunction of which both sides lead on; if by plain conditionals, a dilemma."""
        kind, u, one, two = (next(digits) for _ in range(4))
        first, second = (0, 0) if dilemma else (1 + next(digits), next(digits))
        h, c, core = draft.atom(), draft.atom(), draft.atom()
        draft.lead(kind, atom, own, draft.joined(OR, signed(h, one), signed(c, two)), 0, u)
        draft.premises.append(clause(draft, first, signed(h, one), signed(core, sign)))
        draft.premises.append(clause(draft, second, signed(c, two), signed(core, sign)))
        return core

    return build


def _conditional(draft: Draft, atom: int, own: int, sign: int, digits: Digits) -> Formula:
    """A conditional that a sub-proof gives: h implies c, from (x and h) implies c."""
    shape, one, two = next(digits), next(digits), next(digits)
    h, c = draft.atom(), draft.atom()
    n, first, last = signed(atom, own), signed(h, one), signed(c, two)
    if shape == 0:
        draft.premises.append((IMPLIES, draft.joined(AND, n, first), last))
    elif shape == 1:
        draft.premises.append((IMPLIES, first, (IMPLIES, n, last)))
    elif shape == 2:
        draft.premises.append((IMPLIES, opposite(last), (NOT, draft.joined(AND, n, first), 0)))
    else:
        draft.premises.append((IMPLIES, first, draft.joined(OR, opposite(n), last)))
    return (IMPLIES, first, last)


def _reductio(draft: Draft, atom: int, own: int, sign: int, digits: Digits) -> Formula:
    """A literal refuted by what it implies: h implies c, and (x and h) implies not c."""
    shape, first, two = next(digits), next(digits), next(digits)
    core, c = draft.atom(), draft.atom()
    n, h, middle = signed(atom, own), signed(core, 1 - sign), signed(c, two)
    draft.premises.append(clause(draft, first, h, middle))
    if shape == 0:
        draft.premises.append((IMPLIES, draft.joined(AND, n, h), opposite(middle)))
    elif shape == 1:
        draft.premises.append((IMPLIES, n, (IMPLIES, h, opposite(middle))))
    else:
        draft.premises.append((IMPLIES, n, (NOT, draft.joined(AND, h, middle), 0)))
    return core


PIECES = {
    piece.name: piece
    for piece in (
        Piece("straight", 0, 0, (), _straight, OWN),
        Piece("link", 1, 1, (4, 2), _links(1)),
        Piece("two links", 2, 2, (4, 2, 2, 4, 2), _links(2)),
        Piece("split", 1, 2, (4, 2, 4, 2), _split),
        Piece("join", 1, 1, (3, 2), _join),
        Piece("curry", 2, 2, (4, 2, 4, 2), _curry),
        Piece("weaken", 0, 1, (2, 3), _weaken(0), 0),
        Piece("weaken a negation", 0, 1, (2,), _weaken(1), 1),
        Piece("dilemma", 3, 3, (4, 2, 2, 2), _cases(True)),
        Piece("cases", 3, 3, (4, 2, 2, 2, 3, 4), _cases(False)),
        Piece("conditional", 1, 2, (4, 2, 2), _conditional, 0),
        Piece("reductio", 2, 2, (3, 4, 2), _reductio),
    )
}


def idle(draft: Draft, digits: Digits) -> None:
    """Add a premise about an atom in use and a new one: nothing follows from it but about the new one."""
    anchor, shape, one, two = next(digits), next(digits), next(digits), next(digits)
    k, e = signed(anchor, one), signed(draft.atom(), two)
    if shape < 2:
        premise: Formula = (IMPLIES, k, e) if shape else (IMPLIES, e, k)
    elif shape == 2:
        premise = draft.joined(OR, k, e)
    elif shape == 3:
        premise = (NOT, draft.joined(AND, k, e), 0)
    else:
        premise = draft.joined(IFF, k, e)
        premise = (NOT, premise, 0) if shape == 5 else premise
    draft.premises.append(premise)


def idle_radices(used: int) -> tuple[int, ...]:
    """Return the ranges of the digits of an idle premise where so many atoms are used."""
    return used, 6, 2, 2
