"""How often real Python bugs are of each kind: the default distribution of mutants.

Shares are of the single-statement fixes of CTSSB-1M (Richter and Wehrheim 2022) that fit one of its patterns;
weights are rounded so that they add up to 100, with 2 for kinds of several lines, which are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Kind:
    """A kind of real bug: its name, its share of real fixes in per cent (None: not counted), its weight."""

    says: str
    share: float | None
    weight: float


KINDS: Mapping[str, Kind] = {
    "identifier": Kind("wrong identifier", 16.7, 18),
    "literal": Kind("wrong literal or bound", 8.0, 14),
    "operand": Kind("wrong operand", 11.6, 12),
    "function": Kind("wrong function", 9.4, 9),
    "argument": Kind("argument missing", 9.9, 7),
    "weak": Kind("condition too weak", 3.9, 7),
    "call": Kind("call around an expression missing", 7.7, 6),
    "operator": Kind("wrong operator", 2.2, 5),
    "attribute": Kind("wrong attribute or method", 7.3, 4),
    "method": Kind("method call missing", 4.1, 3),
    "order": Kind("wrong order, sign or type", 2.0, 3),
    "element": Kind("element missing", 3.6, 2),
    "bool": Kind("wrong truth value", 3.1, 2),
    "strong": Kind("condition too strong", 1.2, 2),
    "statement": Kind("statement missing or misplaced", None, 2),
    "surplus": Kind("argument too many", 3.4, 1),
    "access": Kind("attribute or index access missing", 2.4, 1),
    "receiver": Kind("method called on the wrong object", 1.9, 1),
    "keyword": Kind("wrong keyword or key", 1.5, 1),
}


class Weighted(Protocol):
    """What has a name, a kind, and a share among the operators of its kind."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def kind(self) -> str:
        """Return the kind."""

    @property
    def share(self) -> float:
        """Return the share, as a ratio to the others of the kind."""


def weights(operators: Iterable[Weighted]) -> dict[str, float]:
    """Return the weight of each operator: its kind's, shared out among the operators of that kind.

    >>> from synth.mutate.sites import OPERATORS
    >>> round(sum(weights(OPERATORS).values()), 6)
    100.0
    """
    every = list(operators)
    totals: dict[str, float] = {}
    for one in every:
        totals[one.kind] = totals.get(one.kind, 0.0) + one.share
    return {one.name: KINDS[one.kind].weight * one.share / totals[one.kind] for one in every}
