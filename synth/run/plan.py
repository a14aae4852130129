"""The plan: a recipe cut into strata (one family, one level) and these into units.

A pure function of the recipe and the version. A unit owns a piece of its stratum's places, the permuted
ranks, with slack for ranks that are dropped. What the units of one round leave over feeds the next round,
until a stratum has its rows or its space is exhausted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from synth.errors import InputError
from synth.families import find
from synth.line import VERSION
from synth.run.recipe import Recipe

UNIT_ROWS = 1000
SLACK = 8
LEAST_SLACK = 64
PATIENCE = 1000

Span = tuple[int, int]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Stratum:
    """The rows of one family and level that a run asks for, and the space they come from."""

    family: str
    level: int
    rows: int
    variants: int
    seed: int
    places: int
    members: int

    @property
    def name(self) -> str:
        """Return `family-level`."""
        return f"{self.family}-{self.level}"

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the places to look in: all of a small space, so many for each row of a large one."""
        return ((0, min(self.places, PATIENCE * (self.rows + LEAST_SLACK))),)


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a stratum: the rows wanted and the places that they may come from, in order."""

    stratum: Stratum
    round: int
    index: int
    rows: int
    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        """Return the unit's name, which names its part as well."""
        return f"{self.stratum.name}-{self.round}-{self.index:05}"

    @property
    def known(self) -> str:
        """Return the name under which the problems of the rounds before are kept; empty in the first."""
        return f"{self.stratum.family}-{self.round}-known" if self.round else ""


@dataclass(frozen=True)
class Plan:
    """What a run makes: its strata, and the keys that decide every byte of it."""

    recipe: Recipe
    strata: tuple[Stratum, ...]
    keys: Mapping[str, Any]

    def units(self) -> list[Unit]:
        """Return the first round's units."""
        return [unit for one in self.strata for unit in cut(one, one.rows, one.spans, 0)]


def plan(recipe: Recipe) -> Plan:
    """Return the plan of a recipe; raise InputError if a level cannot have the rows asked of it."""
    strata = []
    shares = apportion(recipe.rows, {entry.name: entry.weight for entry in recipe.entries})
    for entry in recipe.entries:
        family = find(entry.name)
        for level, rows in _levels(shares[entry.name], entry.levels, family.members).items():
            places = family.space(level).count()
            most = places * family.members * entry.variants
            if rows > most:
                raise InputError(
                    f"{entry.place}: {rows} rows are asked of level {level} of "
                    f"{entry.name!r}, and it has {most}: {places} problems, {family.members} rows each"
                    + (f", in {entry.variants} presentations" if entry.variants > 1 else "")
                )
            if rows:
                strata.append(
                    Stratum(entry.name, level, rows, entry.variants, recipe.seed, places, family.members)
                )
    return Plan(recipe, tuple(strata), _keys(recipe, strata))


def cut(stratum: Stratum, rows: int, spans: Sequence[Span], turn: int) -> list[Unit]:
    """Return the units that look for rows in the spans; none if there is nothing to find or to look in.

    Units hold whole groups, the last one what is left. Each may look at several times as many places as
    it needs, more in each round, as far as the spans reach.
    """
    group = stratum.members * stratum.variants
    groups = -(-rows // group)
    total = sum(high - low for low, high in spans)
    if not groups or not total:
        return []
    number = -(-groups // max(1, UNIT_ROWS // group))
    ends = [groups * (i + 1) // number for i in range(number)]
    reach = min(total, groups * SLACK ** (turn + 1) + number * LEAST_SLACK)
    units = []
    start = 0
    for index, end in enumerate(ends):
        wanted = min(rows, end * group) - start * group
        piece = within(spans, reach * start // groups, reach * end // groups)
        units.append(Unit(stratum, turn, index, wanted, piece))
        start = end
    return units


def within(spans: Sequence[Span], low: int, high: int) -> tuple[Span, ...]:
    """Return the places number low..high-1 of the spans laid end to end, as spans.

    >>> within([(0, 5), (10, 20)], 3, 7)
    ((3, 5), (10, 12))
    """
    pieces = []
    for first, last in spans:
        size = last - first
        if low < size and high > 0:
            pieces.append((first + max(low, 0), first + min(high, size)))
        low -= size
        high -= size
    return tuple(pieces)


def left_over(spans: Sequence[Span], units: Sequence[Unit], tried: Sequence[int]) -> tuple[Span, ...]:
    """Return the places of the spans that the units of a round, all of one stratum, did not look at."""
    owned = sum(high - low for unit in units for low, high in unit.spans)
    total = sum(high - low for low, high in spans)
    unused = [
        piece
        for unit, used in zip(units, tried, strict=True)
        for piece in within(unit.spans, used, sum(high - low for low, high in unit.spans))
    ]
    return (*unused, *within(spans, owned, total))


def apportion(total: int, weights: Mapping[Key, Fraction]) -> dict[Key, int]:
    """Return whole numbers in proportion to the weights that sum to the total (largest remainders).

    >>> apportion(10, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)})
    {'a': 4, 'b': 3, 'c': 3}
    """
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    order = sorted(weights, key=lambda key: parts[key] - exact[key])
    for key in order[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def _levels(rows: int, weights: Mapping[int, Fraction], members: int) -> dict[int, int]:
    """Return the rows of each level: whole groups, and what is left over with the heaviest level."""
    groups = apportion(rows // members, weights)
    parts = {level: count * members for level, count in groups.items()}
    heaviest = max(weights, key=lambda level: weights[level])
    parts[heaviest] += rows % members
    return parts


def _keys(recipe: Recipe, strata: Sequence[Stratum]) -> dict[str, Any]:
    """Return what decides the bytes of a run, flat, so that a difference can be named."""
    keys: dict[str, Any] = {"version": VERSION, "name": recipe.name, "seed": recipe.seed, "rows": recipe.rows}
    for entry in recipe.entries:
        keys[f"family.{entry.name}.fingerprint"] = find(entry.name).fingerprint
        keys[f"family.{entry.name}.variants"] = entry.variants
    for stratum in strata:
        keys[f"family.{stratum.family}.levels.{stratum.level}"] = stratum.rows
    return keys
