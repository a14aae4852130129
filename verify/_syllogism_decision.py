"""What follows from categorical statements, decided twice: by masks of cells, and by Z3.

A cell is a set of classes that a person may be in. Universal statements exclude cells; particular ones, and
the assumption of members, ask for a person in one of some cells, each for itself. So statements are
consistent if each of these requests can be met. The masks look at all cells at once; Z3 searches for a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from synth.verify._columns import Undecided
from synth.verify._syllogism_reading import Statement
from synth.verify.proof.entailment import decide
from synth.verify.proof.formula import Formula, Formulas
from synth.verify.proof.table import columns

DENIAL = {"A": "O", "E": "I", "I": "E", "O": "A"}


def denied(said: Statement) -> Statement:
    """Return the statement that is true just where this one is false."""
    return (DENIAL[said[0]], said[1], said[2])


def consistent(statements: Iterable[Statement], classes: int, members: bool) -> bool:
    """Return whether all the statements can be true together, by masks of cells."""
    allowed, requests = _masks(statements, classes, members)
    return all(allowed & mask for mask, _ in requests)


def _masks(
    statements: Iterable[Statement], classes: int, members: bool
) -> tuple[int, list[tuple[int, Statement | int]]]:
    """Return the cells that are not excluded, and each request with the cells that meet it.

    A request is a particular statement, or a class that has to have a member.
    """
    inside = columns(classes)
    allowed = -1
    requests: list[tuple[int, Statement | int]] = []
    for said in statements:
        kind, subject, predicate = said
        both = inside[subject] & inside[predicate]
        if kind == "E":
            allowed &= ~both
        elif kind == "A":
            allowed &= ~(inside[subject] ^ both)
        else:
            requests.append((both if kind == "I" else inside[subject] ^ both, said))
    if members:
        requests += zip(inside, range(classes), strict=True)
    return allowed, requests


def follows(statements: Sequence[Statement], goal: Statement, classes: int, members: bool) -> bool:
    """Return whether the goal is true wherever all the statements are, by masks of cells."""
    return not consistent((*statements, denied(goal)), classes, members)


@lru_cache(maxsize=4096)
def step_follows(cited: tuple[Statement, ...], goal: Statement, members: bool) -> bool:
    """Return whether a step follows from the few statements that it cites."""
    numbers: dict[int, int] = {}
    for _, subject, predicate in (*cited, goal):
        numbers.setdefault(subject, len(numbers))
        numbers.setdefault(predicate, len(numbers))
    renumbered = [(kind, numbers[a], numbers[b]) for kind, a, b in (*cited, goal)]
    return follows(renumbered[:-1], renumbered[-1], len(numbers), members)


_POOL = Formulas()


@cache
def _class(number: int) -> Formula:
    return _POOL.atom(f"c{number}")


@cache
def _formula(said: Statement) -> Formula:
    """Return what a universal statement says of a person, or which person a particular one asks for."""
    kind, subject, predicate = said
    other = _class(predicate)
    if kind in "EO":
        other = _POOL.negation(other)
    return _POOL.joined("implies" if kind in "AE" else "and", _class(subject), other)


def z3_consistent(statements: Sequence[Statement], classes: int, members: bool) -> bool:
    """Return whether all the statements can be true together, by Z3; raise Undecided at its limit.

    Where the masks find one cell for several requests, Z3 is asked for all of them at once; a request for
    which they find none comes first, by itself. This saves questions: the answer rests on Z3 alone.
    """
    rules = [_formula(said) for said in statements if said[0] in "AE"]
    atoms = [_class(number) for number in range(classes)]
    for group in _grouped(*_masks(statements, classes, members)):
        *first, last = (_class(one) if isinstance(one, int) else _formula(one) for one in group)
        (possible,) = decide(atoms, [*rules, *first], [last])
        if possible is None:
            raise Undecided("Z3 gives up on the premises")
        if not possible:
            return False
    return True


def _grouped(allowed: int, requests: list[tuple[int, Statement | int]]) -> Iterator[list[Statement | int]]:
    for mask, request in requests:
        if not allowed & mask:
            yield [request]
    left = [pair for pair in requests if allowed & pair[0]]
    while left:
        cells, group, later = allowed, [], []
        for mask, request in left:
            if cells & mask:
                cells &= mask
                group.append(request)
            else:
                later.append((mask, request))
        yield group
        left = later
