"""Recipes: what a run makes, as a TOML file, checked key by key.

name = "small"
seed = 1
rows = 1000                  # in all; or `rows` in every [[family]]

[[family]]                   # none: every family there is
name = "logic"
share = 2.0                  # of the rows, against the other families; default 1
levels = { 1 = 3, 2 = 1 }    # shares; default: every level alike, as far as it goes
variants = 1                 # presentations of one problem; default 1
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from synth.errors import InputError
from synth.families import families, find

BUNDLED = Path(__file__).parent.parent / "recipes"
LARGEST = 2**63 - 1
MOST_VARIANTS = 1000
_KEYS = ("name", "seed", "rows", "family")
_FAMILY_KEYS = ("name", "share", "rows", "levels", "variants")


@dataclass(frozen=True, slots=True)
class Entry:
    """One family of a recipe: its weight against the others and that of its levels; without, all alike."""

    name: str
    weight: Fraction
    levels: Mapping[int, Fraction]
    variants: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run makes."""

    name: str
    seed: int
    rows: int
    entries: tuple[Entry, ...]

    def change(self, rows: int | None, seed: int | None) -> Recipe:
        """Return the recipe with other rows in all, shared out as before, and another seed."""
        return replace(
            self,
            rows=self.rows if rows is None else _number("synth generate", "--rows", rows, 1),
            seed=self.seed if seed is None else _number("synth generate", "--seed", seed, 0),
        )


def read(name: str) -> Recipe:
    """Return the recipe of a bundled name or at a path; raise InputError, naming the key, if it is wrong."""
    path = _path(name)
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}") from None
    return parse(table, path.name)


def single(family: str, level: int | None, rows: int, seed: int) -> Recipe:
    """Return the recipe of one family, at one level or all."""
    shares = {} if level is None else {find(family).known(level): Fraction(1)}
    name = family if level is None else f"{family}-{level}"
    entry = Entry(family, Fraction(1), shares, place=f"--family {family}")
    return Recipe(name, 0, 1, (entry,)).change(rows, seed)


def parse(table: Mapping[str, Any], source: str) -> Recipe:
    """Return the recipe that a table describes; `source` is named in errors.

    >>> parse({"name": "x", "seed": 1, "rows": 10, "famly": []}, "x.toml")
    Traceback (most recent call last):
        ...
    synth.errors.InputError: x.toml: famly is not a key; did you mean 'family'?
    """
    _known(source, "", table, _KEYS)
    for key in ("name", "seed"):
        if key not in table:
            raise InputError(f"{source}: {key} is missing")
    tables = table.get("family", [{"name": family.name} for family in families()])
    if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
        raise InputError(f"{source}: family must be one or more tables, each under [[family]]")
    fixed = [index for index, one in enumerate(tables) if "rows" in one]
    if fixed and len(fixed) < len(tables):
        raise InputError(f"{source}: family[{fixed[0]}].rows: give rows to every family or to none")
    if fixed and "rows" in table:
        raise InputError(f"{source}: rows: the families have rows of their own; remove one or the other")
    if not fixed and "rows" not in table:
        raise InputError(f"{source}: rows is missing")
    entries = tuple(_entry(source, f"family[{index}]", one) for index, one in enumerate(tables))
    names = [entry.name for entry in entries]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise InputError(f"{source}: family[{index}].name: {name!r} stands twice")
    return Recipe(
        name=_label(source, table["name"]),
        seed=_number(source, "seed", table["seed"], 0),
        rows=_number(source, "rows", table.get("rows", sum(one.get("rows", 0) for one in tables)), 1),
        entries=entries,
    )


def _path(name: str) -> Path:
    """Return the file that a name or path means."""
    if name.endswith(".toml") or "/" in name:
        path = Path(name)
        if not path.is_file():
            raise InputError(f"no recipe at {name}")
        return path
    bundled = {file.stem: file for file in BUNDLED.glob("*.toml")}
    if name not in bundled:
        near = get_close_matches(name, bundled, n=1, cutoff=0.5)
        hint = f"the nearest is {near[0]!r}" if near else f"there are: {', '.join(sorted(bundled))}"
        raise InputError(f"no recipe {name!r}; {hint}; a file's name ends in .toml")
    return bundled[name]


def _entry(source: str, place: str, table: Mapping[str, Any]) -> Entry:
    """Return one [[family]] table as an entry."""
    where = f"{source}: {place}"
    place = f"{place}."
    _known(source, place, table, _FAMILY_KEYS)
    if not isinstance(table.get("name"), str):
        raise InputError(f"{source}: {place}name must be the name of a family")
    try:
        family = find(table["name"])
    except InputError as error:
        raise InputError(f"{source}: {place}name: {error}") from None
    if "rows" in table and "share" in table:
        raise InputError(f"{source}: {place}share: the family has rows already; remove one or the other")
    if "rows" in table:
        weight = Fraction(_number(source, f"{place}rows", table["rows"], 1))
    else:
        weight = _share(source, f"{place}share", table.get("share", 1))
    levels = table.get("levels", {})
    if not isinstance(levels, dict) or ("levels" in table and not levels):
        raise InputError(f"{source}: {place}levels must be a table of shares, such as {{ 1 = 3, 2 = 1 }}")
    shares = {}
    for level, share in levels.items():
        if level not in {str(one) for one in family.levels}:
            known = ", ".join(str(one) for one in sorted(family.levels))
            raise InputError(f"{source}: {place}levels.{level}: {family.name!r} has the levels {known}")
        shares[int(level)] = _share(source, f"{place}levels.{level}", share)
    variants = _number(source, f"{place}variants", table.get("variants", 1), 1, MOST_VARIANTS)
    return Entry(family.name, weight, dict(sorted(shares.items())), variants, where)


def _known(source: str, place: str, table: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    """Raise InputError for a key that is none, with the nearest that is one."""
    for key in table:
        if key not in keys:
            near = get_close_matches(key, keys, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(keys)}"
            raise InputError(f"{source}: {place}{key} is not a key; {hint}")


def _number(source: str, key: str, value: Any, least: int, most: int = LARGEST) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(f"{source}: {key} must be a whole number from {least} to {most}, not {value!r}")
    return value


def _share(source: str, key: str, value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LARGEST:
        raise InputError(f"{source}: {key} must be a number above 0 and at most {LARGEST}, not {value!r}")
    return Fraction(str(value))


def _label(source: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value):
        raise InputError(f"{source}: name must be 1 to 64 letters, digits, dots or dashes, not {value!r}")
    return value
