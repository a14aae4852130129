"""The construction space of syllogisms: what is valid, its invalid twin, and idle premises that hang on both.

A valid form and the idle premises decide the twin: it differs in the kind or the order of one premise. For
given idle premises no two valid forms have the same twin, so each rank makes two problems of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from xxhash import xxh3_64_intdigest

from synth.grammar import Choice, Mapped, Product, Space, Sum
from synth.grammar.permutation import permute
from synth.solvers._spaces import Multisets
from synth.solvers._syllogism_proof import DOWN, UP, Link, prove

MATCHINGS = 16
"""How many ways there are to give each valid form a twin; the idle premises choose one."""
KINDS = "AEIO"
WAYS = (True, False)

Leaf = tuple[int, str, bool]
"""An idle premise: the term of the chain that it is about, a kind, and whether that term is the subject."""


class Form(NamedTuple):
    """A chain and the kind of its conclusion."""

    links: tuple[Link, ...]
    kind: str


class Element(NamedTuple):
    """A valid form, which comes with its twin; or kind "?": two premises and all four conclusions."""

    level: int
    members: bool
    form: Form
    leaves: tuple[Leaf, ...]


@cache
def valid_forms(count: int, members: bool) -> tuple[Form, ...]:
    """Return the valid forms of a chain of so many links, in a fixed order."""
    found = [
        Form(links, kind)
        for kind in KINDS
        for links in _candidates(count)
        if prove(links, kind, members) is not None
    ]
    return tuple(dict.fromkeys(found))


def _candidates(count: int) -> Iterator[tuple[Link, ...]]:
    """Yield chains that hold those from which anything follows: runs of A, with at most two other links.

    Particular links and exclusions stand between runs; a run leads down before, up after, and down again.
    """
    turns: list[Link] = [link for link in product(KINDS, WAYS) if link[0] != "A"]
    for cut in range(count + 1):
        for first, later in product((UP, DOWN), repeat=2):
            yield (first,) * cut + (later,) * (count - cut)
    for one in range(count):
        for turn in turns:
            for first, later in product((UP, DOWN), repeat=2):
                yield (first,) * one + (turn,) + (later,) * (count - one - 1)
    for low in range(count):
        for high in range(low, count):
            for turn in turns:
                yield (DOWN,) * low + (UP,) * (high - low) + (turn,) + (DOWN,) * (count - high - 1)
            for turn, other in product(turns, repeat=2) if low < high else ():
                yield (
                    (DOWN,) * low
                    + (turn,)
                    + (UP,) * (high - low - 1)
                    + (other,)
                    + (DOWN,) * (count - high - 1)
                )


def twin(form: Form, members: bool, leaves: Sequence[Leaf]) -> Form:
    """Return the invalid form that differs from a valid one in one premise, as the idle premises choose it.

    Where a class may be empty, an idle premise that says of a class that it is not could make a form valid:
    then the twin is one that is invalid even if every class has a member.
    """
    firm = members or any(kind in "IO" for _, kind, _ in leaves)
    which = xxh3_64_intdigest(repr(leaves).encode()) % MATCHINGS if leaves else 0
    return _twins(len(form.links), members, firm, which)[form]


@cache
def _twins(count: int, members: bool, firm: bool, which: int) -> Mapping[Form, Form]:
    """Return a one-to-one map of the valid forms to invalid ones, by augmenting paths.

    Where it can be, terms change places and the quantifiers stay, so that counting these tells little.
    """
    valid = valid_forms(count, members)
    edits = {}
    for number, form in enumerate(valid):
        found = _edits(form, members or firm)
        mixed = [found[place] for place in draw_order(which * len(valid) + number, len(found))]
        kept = _quantifiers(form)
        swapped = [edit for edit in mixed if _quantifiers(edit) == kept]
        edits[form] = swapped + [edit for edit in mixed if _quantifiers(edit) != kept]
    owner: dict[Form, Form] = {}

    def place(form: Form, seen: set[Form]) -> bool:
        for edit in edits[form]:
            if edit not in seen:
                seen.add(edit)
                if edit not in owner or place(owner[edit], seen):
                    owner[edit] = form
                    return True
        return False

    for form in valid:
        if not place(form, set()):
            raise AssertionError(f"no twin is left for {form}")
    return {form: edit for edit, form in owner.items()}


@cache
def _edits(form: Form, members: bool) -> tuple[Form, ...]:
    """Return the invalid forms one edit away."""
    edits = []
    for place, (kind, forward) in enumerate(form.links):
        others = [(other, forward) for other in KINDS if other != kind]
        if kind in "AO":
            others.append((kind, not forward))
        for link in others:
            links = (*form.links[:place], link, *form.links[place + 1 :])
            if prove(links, form.kind, members) is None:
                edits.append(Form(links, form.kind))
    return tuple(edits)


def _quantifiers(form: Form) -> list[str]:
    return [kind for kind, _ in form.links]


def conclusions(links: tuple[Link, ...], members: bool) -> str:
    """Return the kinds of the conclusions that follow from a chain."""
    return "".join(kind for kind in KINDS if prove(links, kind, members) is not None)


def draw_order(seed: int, count: int) -> list[int]:
    """Return the numbers below the count in an order that the seed gives."""
    return [permute(seed, place, count) for place in range(count)]


def _pairs(level: int, members: bool, count: int, idle: int) -> Space[Element]:
    """Return the valid forms of a length with every choice of so many idle premises."""
    kinds = tuple(product(range(count + 1), KINDS, WAYS))
    places = {leaf: number for number, leaf in enumerate(kinds)}
    inner = Product(Choice(valid_forms(count, members)), Multisets(len(kinds), idle))

    def forward(digits: tuple[Form, tuple[int, ...]]) -> Element:
        return Element(level, members, digits[0], tuple(kinds[number] for number in digits[1]))

    def backward(element: Element) -> tuple[Form, tuple[int, ...]]:
        return element.form, tuple(places[leaf] for leaf in element.leaves)

    return Mapped(inner, forward, backward)


def _asked(follows: bool) -> Space[Element]:
    """Return the pairs of premises from which something, or nothing, follows if classes have members."""
    chains = [
        Element(1, True, Form(links, "?"), ())
        for links in product(product(KINDS, WAYS), repeat=2)
        if bool(conclusions(links, True)) == follows
    ]
    return Choice(chains)


class _Joined(Space[Element]):
    """Pairs of several lengths, or of several numbers of idle premises, one after another."""

    def __init__(self, parts: Sequence[Space[Element]], which: Callable[[Element], int]) -> None:
        self._sum = Sum(*parts)
        self._which = which

    def count(self) -> int:
        """Return the sum of the counts."""
        return self._sum.count()

    def unrank(self, rank: int) -> Element:
        """Return the element of a rank."""
        element: Element = self._sum.unrank(rank)[1]
        return element

    def rank(self, element: Element) -> int:
        """Return the rank of an element."""
        return self._sum.rank((self._which(element), element))


_SCOPES = {"import": True, "no import": False}


@cache
def strata(level: int) -> dict[str, Space[Any]]:
    """Return the named parts of a level."""
    found: dict[str, Space[Any]] = {}
    for scope, members in _SCOPES.items():
        if level == 1:
            found[f"valid or invalid, {scope}"] = _pairs(1, members, 2, 0)
        elif level == 2:
            for idle in (1, 2, 3):
                found[f"{idle} idle, {scope}"] = _pairs(2, members, 2, idle)
        elif level == 3:
            for count in (3, 4, 5):
                parts = [_pairs(3, members, count, idle) for idle in (0, 1, 2)]
                found[f"{count} in a chain, {scope}"] = _Joined(parts, lambda element: len(element.leaves))
        else:
            for idle in (3, 4):
                parts = [_pairs(4, members, count, idle) for count in (3, 4, 5)]
                found[f"{idle} idle, {scope}"] = _Joined(parts, lambda element: len(element.form.links) - 3)
    if level == 1:
        found["something follows"] = _asked(True)
        found["nothing follows"] = _asked(False)
    return found


def definition() -> str:
    """Return a text that changes when a space or a twin does."""
    parts = [
        f"{level} {name} {space.count()} {space[0]} {space[space.count() - 1]}"
        for level in (1, 2, 3, 4)
        for name, space in strata(level).items()
    ]
    for count in (2, 3, 4, 5):
        for members, firm in ((True, True), (False, True), (False, False)):
            parts.append(repr(sorted(_twins(count, members, firm, 0).items())))
    return " ".join(parts)
