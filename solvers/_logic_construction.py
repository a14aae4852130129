"""The construction space: groups of six rows from two premise sets that differ in one premise.

A switch premise in its first version lets one branch run to its conclusion a, and in its second version
another branch to b, while the premises of the branch that stands still look alike and are idle. So each
set of premises has each label once, and every conclusion has each label: a is entailed by the first set
and left open by the second.

A shape says which pieces a group is made of. A level's space is the sum over its shapes of the product of
their digits, of which no more than `CAPS` says are taken, evenly spread, so that no shape drowns the
others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations_with_replacement
from typing import Any, NamedTuple

from xxhash import xxh3_64_intdigest

from synth.grammar import Choice, Mapped, Product, Space, Sum
from synth.solvers._logic_ends import FINISHES, STARTS
from synth.solvers._logic_formula import Formula, opposite
from synth.solvers._logic_pieces import (
    CLASSES,
    EXCLUDE,
    OWN,
    PIECES,
    Draft,
    clause,
    idle,
    idle_radices,
    signed,
)
from synth.solvers._spaces import Spread

CAPS = {1: 1 << 24, 2: 1 << 31, 3: 1 << 31, 4: 1 << 31}
"""The most elements that a shape of a level adds to its space."""
_MOST_PREMISES = {1: 8, 2: 8, 3: 8, 4: 9}
_MOST_ATOMS = 10


class Shape(NamedTuple):
    """What a group is made of: start, kind of both last links, pieces and finishes, idle premises."""

    start: str
    kind: int
    pieces: tuple[str, str]
    finishes: tuple[str, str]
    idle: int


class Element(NamedTuple):
    """An element of a level's space."""

    level: int
    shape: int
    digits: tuple[int, ...]


class Group(NamedTuple):
    """Premises of which the one at `switch` has two versions; the first set entails `a`, the second `b`.

    `negated` says that the unknown rows ask for the opposites of b and a.
    """

    premises: tuple[Formula, ...]
    other: Formula
    switch: int
    a: Formula
    b: Formula
    negated: bool

    def sets(self) -> tuple[tuple[Formula, ...], tuple[Formula, ...]]:
        """Return both sets of premises."""
        second = list(self.premises)
        second[self.switch] = self.other
        return self.premises, tuple(second)


_BRANCHES: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("straight", "literal"),),
    2: tuple(
        (piece, "literal")
        for piece in ("straight", "link", "two links", "join", "curry", "weaken", "weaken a negation")
    ),
    3: (
        ("straight", "built"),
        *(
            (piece, finish)
            for piece in ("link", "split", "join", "curry", "weaken", "weaken a negation", "dilemma")
            for finish in ("compound", "built")
        ),
    ),
    4: tuple(
        (piece, finish)
        for piece in ("conditional", "reductio", "cases")
        for finish in ("literal", "compound", "built")
    )
    + tuple((piece, "rewritten") for piece in ("link", "split", "join", "curry")),
}
_STARTS: dict[int, tuple[str, ...]] = {
    1: ("fact among decoys", "negation"),
    2: ("fact", "negation", "through", "through a negation", "part", "remainder"),
    3: ("fact", "negation", "through", "through a negation", "part", "remainder"),
    4: ("fact", "negation", "through", "part", "remainder"),
}
_DIRECTED = (
    ("straight", "literal"),
    ("straight", "compound"),
    ("straight", "built"),
    ("link", "literal"),
    ("join", "literal"),
)
_IDLE = {1: (1, 2, 3, 4), 2: (0, 1, 2, 3), 3: (0, 1, 2), 4: (1, 2, 3)}


@cache
def shapes(level: int) -> tuple[Shape, ...]:
    """Return the shapes of a level, in their order."""
    found: list[Shape] = []
    for name in _STARTS[level]:
        found += _paired(level, name, _BRANCHES[level])
    if level == 4:
        found += _paired(level, "direction", _DIRECTED)
    return tuple(found)


def _paired(level: int, name: str, branches: tuple[tuple[str, str], ...]) -> Iterator[Shape]:
    for kind in range(len(CLASSES)):
        for (one, end), (two, end_too) in combinations_with_replacement(branches, 2):
            shape = Shape(name, kind, (one, two), (end, end_too), 0)
            if _possible(level, shape):
                for count in _IDLE[level]:
                    fuller = shape._replace(idle=count)
                    if _premises(fuller) <= _MOST_PREMISES[level] and _atoms(fuller) <= _MOST_ATOMS:
                        yield fuller


def _possible(level: int, shape: Shape) -> bool:
    start = STARTS[shape.start]
    straight = [piece == "straight" for piece in shape.pieces]
    at_once = shape.start in ("fact", "negation")
    if level == 2 and (any(straight) if at_once else "two links" in shape.pieces):
        return False
    if level == 3 and at_once and any(map(_in_two_steps, shape.pieces, shape.finishes)):
        return False
    if start.opposed and CLASSES[shape.kind] in ("iff", "differ"):
        # What is false on the branch that stands still would make its conclusion false.
        return False
    signs = {PIECES[piece].sign for piece in shape.pieces} - {None}
    # Of links that exclude, one is an "or" and the other a "not both": their sources have one sign.
    return shape.kind != EXCLUDE or (len(signs) < 2 and (signs != {OWN} or start.alike or not all(straight)))


def _in_two_steps(piece: str, finish: str) -> bool:
    """Return whether a branch that starts from a premise comes to its conclusion in two inferences."""
    if piece == "straight":
        return finish == "built"
    return finish == "compound" and piece in ("link", "join", "weaken", "weaken a negation")


def _premises(shape: Shape) -> int:
    own = STARTS[shape.start].premises + 2 + shape.idle
    return (
        own
        + sum(PIECES[p].premises for p in shape.pieces)
        + sum(FINISHES[f].premises for f in shape.finishes)
    )


def _atoms(shape: Shape) -> int:
    own = STARTS[shape.start].atoms + shape.idle
    return own + sum(PIECES[p].atoms for p in shape.pieces) + sum(FINISHES[f].atoms for f in shape.finishes)


def _radices(shape: Shape) -> list[int]:
    """Return the ranges of the digits of a shape, in the order in which `group` reads them."""
    signs = [PIECES[piece].sign for piece in shape.pieces]
    free = signs.count(None)
    radices = list(STARTS[shape.start].radices)
    radices += [2] * (
        min(free, 1) if shape.kind == EXCLUDE and free == 2 else 0 if shape.kind == EXCLUDE else free
    )
    for piece in shape.pieces:
        radices += PIECES[piece].radices
    radices += [2, 2, 2]
    for finish in shape.finishes:
        radices += FINISHES[finish].radices
    if STARTS[shape.start].decoys:
        radices += [2, 2]
    used = _atoms(shape) - shape.idle
    for count in range(shape.idle):
        radices += idle_radices(used + count)
    return radices


@lru_cache(maxsize=8)
def group(element: Element) -> Group:
    """Return the group of six rows that an element is."""
    shape = shapes(element.level)[element.shape]
    mixed = xxh3_64_intdigest(repr(element).encode())
    draft = Draft(mixed >> 1)
    digits = iter(element.digits)
    first, second, *origins = STARTS[shape.start].build(draft, digits)
    wanted = [PIECES[piece].sign for piece in shape.pieces]
    wanted = [own if sign == OWN else sign for sign, (_, own) in zip(wanted, origins, strict=True)]
    if shape.kind == EXCLUDE:
        common = next((sign for sign in wanted if sign is not None), None)
        common = next(digits) if common is None else common
        signs = [common, common]
    else:
        signs = [next(digits) if sign is None else sign for sign in wanted]
    sources = [
        PIECES[piece].build(draft, core, own, sign, digits)
        for piece, (core, own), sign in zip(shape.pieces, origins, signs, strict=True)
    ]
    u, *written = next(digits), next(digits), next(digits)
    conclusions = []
    for place, finish in enumerate(shape.finishes):
        target, concluded = FINISHES[finish].build(draft, digits)
        # The two last links write their sources with opposite signs: their number of negations says nothing.
        premise, sign = draft.link(
            shape.kind, sources[place], signs[place], target, (u ^ place, written[place])
        )
        draft.premises.append(premise)
        conclusions.append(concluded(sign))
    if STARTS[shape.start].decoys:
        draft.premises += _decoys(draft, origins, conclusions, written, digits)
    for _ in range(shape.idle):
        idle(draft, digits)
    return Group((first, *draft.premises), second, 0, conclusions[0], conclusions[1], bool(mixed & 1))


def _decoys(
    draft: Draft,
    origins: Sequence[tuple[int, int]],
    conclusions: Sequence[Formula],
    written: Sequence[int],
    digits: Iterator[int],
) -> Iterator[Formula]:
    """Yield for each source a premise that it makes true, joined with the conclusion of the other branch.

    Else a premise that joins a fact with the conclusion would mean that something follows. The forms are
    such that turning the last links round leaves the number of negations as it is.
    """
    junction, form = next(digits), next(digits)
    forms = (form, form ^ written[0] ^ written[1])
    for (core, own), conclusion, turned in zip(origins, reversed(conclusions), forms, strict=True):
        yield clause(draft, 2 * junction + turned, opposite(signed(core, own)), conclusion)


def definition() -> str:
    """Return a text that changes when a space does: all shapes and the ranges of their digits."""
    kept = [(level, shape, _radices(shape)) for level in _STARTS for shape in shapes(level)]
    return f"{CAPS} {xxh3_64_intdigest(repr(kept).encode()):x}"


@cache
def _digit(radix: int) -> Choice[int]:
    return Choice(range(radix))


@cache
def space(level: int) -> Space[Element]:
    """Return the space of a level."""
    parts = Sum(*(Spread(Product(*map(_digit, _radices(shape))), CAPS[level]) for shape in shapes(level)))

    def forward(tagged: tuple[int, Any]) -> Element:
        return Element(level, *tagged)

    def backward(element: Element) -> tuple[int, Any]:
        return element.shape, element.digits

    return Mapped(parts, forward, backward)
