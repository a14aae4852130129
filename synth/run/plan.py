"""The plan: a recipe cut into strata (one family, one level, one kind of problem) and these into units.

The rows of a level are shared equally over its strata. One that is too small gives all that it has, and the
rest is shared among the others; where problems are too few, a recipe may allow several presentations of one.

A pure function of the recipe and the version. A unit owns a piece of its stratum's places, the permuted
ranks, with slack for ranks that are dropped. What the units of one round leave over feeds the next round,
until a stratum has its rows or its space is exhausted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from synth.batch import BATCH_ROWS
from synth.errors import InputError
from synth.families import find
from synth.line import VERSION
from synth.run.recipe import Entry, Recipe

UNIT_ROWS = 1000
"""Rows of a unit; of a family that makes whole batches, one batch."""
SLACK = 8
LEAST_SLACK = 64
PATIENCE = 1000
MOST_ROWS = 10**9
"""Rows of a run, at most: its units are held in memory, half a gigabyte for so many."""

Span = tuple[int, int]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Stratum:
    """The rows of one stratum of a level that a run asks for, and the space they come from.

    `variants` presentations of each problem are taken; `most` is how many rows it could give, and `unit` how
    many rows are made at a time.
    """

    family: str
    level: int
    label: str
    number: int
    rows: int
    most: int
    variants: int
    seed: int
    places: int
    members: int
    unit: int = UNIT_ROWS

    @property
    def name(self) -> str:
        """Return `family-level.number`, the number being the stratum's place in its level."""
        return f"{self.family}-{self.level}.{self.number}"

    @property
    def exhausted(self) -> bool:
        """Return True if all that the stratum could give is asked of it."""
        return self.rows == self.most

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
    def wear(self) -> float:
        """Return what a worker remembers of the rows, 1 for a full unit; whole batches leave nothing."""
        return self.rows / UNIT_ROWS if self.stratum.unit == UNIT_ROWS else 0.0

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
    """Return the plan of a recipe; raise InputError if a level or a run cannot have the rows asked of it."""
    strata: list[Stratum] = []
    shares = apportion(recipe.rows, {entry.name: entry.weight for entry in recipe.entries})
    for entry in recipe.entries:
        for level, rows in _levels(entry, shares[entry.name]).items():
            strata += _strata(entry, level, rows, recipe.seed)
    if recipe.rows > MOST_ROWS:
        raise InputError(f"rows: {recipe.rows} are asked, and a run has at most {MOST_ROWS}: ask for fewer")
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
    number = -(-groups // max(1, stratum.unit // group))
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


def fill(total: int, most: Mapping[Key, int]) -> dict[Key, int]:
    """Return whole numbers that sum to the total, as equal as can be when none is above its most.

    Raises ValueError if the total is more than all together.

    >>> fill(10, {"a": 2, "b": 9, "c": 9})
    {'a': 2, 'b': 4, 'c': 4}
    """
    if total > sum(most.values()):
        raise ValueError(f"{total} are more than {sum(most.values())}")
    parts = dict.fromkeys(most, 0)
    left = total
    for turn, key in enumerate(sorted(most, key=lambda key: most[key])):
        parts[key] = min(most[key], left // (len(most) - turn))
        left -= parts[key]
    return parts


def _strata(entry: Entry, level: int, rows: int, seed: int) -> list[Stratum]:
    """Return the strata of a level with their rows; raise InputError if together they have too few.

    Groups are whole but for the last of the largest stratum, which holds what is left.
    """
    family = find(entry.name)
    places = {label: space.count() for label, space in family.strata(level).items()}
    most = _most(entry, level)
    if rows > sum(most.values()) * family.members:
        raise InputError(_too_many(entry, rows, f"level {level} of {entry.name!r}", [level]))
    groups = fill(-(-rows // family.members), most)
    wanted = {label: count * family.members for label, count in groups.items() if count}
    if wanted:
        wanted[max(wanted, key=lambda label: wanted[label])] -= -rows % family.members
    return [
        Stratum(
            family=entry.name,
            level=level,
            label=label,
            number=number,
            rows=wanted[label],
            most=most[label] * family.members,
            variants=-(-groups[label] // places[label]),
            seed=seed,
            places=places[label],
            members=family.members,
            unit=BATCH_ROWS if family.batched else UNIT_ROWS,
        )
        for number, label in enumerate(places)
        if label in wanted
    ]


def _levels(entry: Entry, rows: int) -> dict[int, int]:
    """Return the rows of each level: whole groups, and what is left over with the heaviest level.

    Levels without shares of their own are alike, and one that is too small leaves its rows to the others.
    Raises InputError if all of them have too few.
    """
    family = find(entry.name)
    members = family.members
    weights = entry.levels or dict.fromkeys(sorted(family.levels), Fraction(1))
    groups = apportion(rows // members, weights)
    heaviest = max(weights, key=lambda level: weights[level])
    if not entry.levels:
        most = {level: sum(_most(entry, level).values()) for level in weights}
        if -(-rows // members) > sum(most.values()):
            raise InputError(_too_many(entry, rows, f"{entry.name!r}", list(weights)))
        if any(groups[level] > most[level] for level in weights):
            groups = fill(rows // members, most)
        if groups[heaviest] == most[heaviest]:
            heaviest = max(weights, key=lambda level: most[level])
    parts = {level: count * members for level, count in groups.items()}
    parts[heaviest] += rows % members
    return parts


def _most(entry: Entry, level: int) -> dict[str, int]:
    """Return how many groups each stratum of a level can give."""
    family = find(entry.name)
    return {
        label: space.count() * (min(entry.variants, family.looks(level, label)) if entry.variants > 1 else 1)
        for label, space in family.strata(level).items()
    }


def _too_many(entry: Entry, rows: int, what: str, levels: Sequence[int]) -> str:
    """Return the sentence that says what there is of some levels, of which too many rows are asked."""
    family = find(entry.name)
    most = sum(sum(_most(entry, level).values()) for level in levels) * family.members
    problems = sum(space.count() for level in levels for space in family.strata(level).values())
    each = "one row" if family.members == 1 else f"{family.members} rows"
    return (
        f"{entry.place}: {rows} rows are asked of {what}, and it has {most}: {problems} problems, {each} each"
        + (f", in at most {entry.variants} presentations" if entry.variants > 1 else "")
    )


def _keys(recipe: Recipe, strata: Sequence[Stratum]) -> dict[str, Any]:
    """Return what decides the bytes of a run, flat, so that a difference can be named."""
    keys: dict[str, Any] = {"version": VERSION, "name": recipe.name, "seed": recipe.seed, "rows": recipe.rows}
    for entry in recipe.entries:
        keys[f"family.{entry.name}.fingerprint"] = find(entry.name).fingerprint
        keys[f"family.{entry.name}.variants"] = entry.variants
    for stratum in strata:
        keys[f"family.{stratum.family}.levels.{stratum.level}.{stratum.label}"] = stratum.rows
    return keys
