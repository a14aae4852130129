"""Rows written with two phrases of a family's templates swapped, and what the checker says of them.

Run as a program, with a copy of the package on PYTHONPATH, it prints a line of JSON for each row: its rank
and variant, the row, and the fault that the checker finds.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

RANKS = 8
LEAST = 2
VARIANTS = 5


def pairs(template: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of phrases with the same blanks that say different constructors in one category.

    Phrases of two blanks and more, unless there is no such pair.
    """
    found = list(_pairs(template))
    several = [pair for pair in found if len(_blanks(pair[0])) > 1]
    yield from several or found


def _pairs(template: str) -> Iterator[tuple[str, str]]:
    for name, category in tomllib.loads(template).items():
        if not isinstance(category, dict) or name == "slots":
            continue
        phrases = [
            (key.partition("(")[0], phrase)
            for key, said in category.items()
            for phrase in (said if isinstance(said, list) else [said])
            if isinstance(phrase, str) and _blanks(phrase)
        ]
        for (root, phrase), (other, another) in combinations(phrases, 2):
            if root != other and _blanks(phrase) == _blanks(another):
                yield phrase, another


def _blanks(phrase: str) -> set[str]:
    return set(re.findall(r"\{[^{}]*\}", phrase))


def swapped(package: Path, folder: Path, family: str, phrase: str, another: str) -> Path:
    """Return a folder to put on PYTHONPATH: a copy of the package with two phrases swapped."""
    # With what is compiled, which takes longer than all the rest.
    shutil.copytree(package, folder / "synth")
    exchange(folder / "synth" / "grammars" / f"{family}.toml", phrase, another)
    return folder


def exchange(file: Path, phrase: str, another: str) -> None:
    """Write each of two phrases where the other stands."""
    text = file.read_text()
    if f'"{phrase}"' not in text:
        raise ValueError(f"{file.name} has no phrase {phrase!r}")
    text = text.replace(f'"{phrase}"', '"\0"').replace(f'"{another}"', f'"{phrase}"')
    file.write_text(text.replace("\0", another))


def verdicts(name: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield some rows of every stratum as records, each with rank and variant and the fault found in it."""
    from synth.errors import InputError
    from synth.families import find
    from synth.line import checked, row_of
    from synth.row import base36, to_record

    family = find(name)
    for start, level, stratum in family.places():
        space = family.space(level, stratum)
        for place in range(min(max(LEAST, RANKS // len(family.strata(level))), space.count())):
            rank = space.permute(3, place)
            count = family.variants(space[rank])
            for turn in range(VARIANTS):
                variant = space.permute(turn, place) % count
                place_of = f"{base36(start + rank)}.{base36(variant)}"
                try:
                    row, verdict = checked(row_of(f"{name}/{place_of}@{family.fingerprint[:8]}"))
                except InputError:
                    continue
                yield place_of, to_record(row), verdict.fault


if __name__ == "__main__":
    for verdict in verdicts(sys.argv[1]):
        print(json.dumps(verdict))
