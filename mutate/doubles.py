"""Two bugs at once: sites of one function that do not touch each other, joined into one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import xxhash

from synth.mutate.sites import Site
from synth.mutate.splicing import Edit

APART = 2
"""Lines between two bugs at least, counted from one to the other, so that each is found on its own."""


def doubles(source: str, sites: Sequence[Site], limit: int, seed: int = 0) -> list[Site]:
    """Return at most `limit` pairs of sites of one function, in an order that the seed and the source decide.

    The two are of different kinds and stand on different lines. That both edits are needed is not known
    before tests have run: `halves` gives the two mutants that must fail still.
    """
    found: list[Site] = []
    taken: set[tuple[Edit, ...]] = set()
    for first, second in _drawn(source, sites, seed):
        if len(found) >= limit:
            break
        one, two = sorted((first, second), key=lambda site: site.start)
        edits = (*one.edits, *two.edits)
        if one.kind == two.kind or not _is_apart(source, one, two) or edits in taken:
            continue
        taken.add(edits)
        found.append(
            Site(
                f"{one.operator}+{two.operator}",
                one.kind,
                one.function,
                edits,
                f"{one.says} {two.says}",
                (one, two),
            )
        )
    return found


def halves(site: Site) -> tuple[Site, Site]:
    """Return the two bugs of a pair, each on its own; raise ValueError for a site that is none."""
    if len(site.parts) != 2:
        raise ValueError(f"the site at character {site.start} is one bug, not two")
    return site.parts[0], site.parts[1]


def _drawn(source: str, sites: Sequence[Site], seed: int) -> Iterator[tuple[Site, Site]]:
    """Yield pairs drawn with replacement, eight for each site: there are too many to list them all."""
    digest = xxhash.xxh3_64_intdigest(source.encode())
    for draw in range(8 * len(sites) if len(sites) > 1 else 0):
        number = xxhash.xxh3_64_intdigest(f"{digest} {seed} {draw}".encode())
        first, second = number % len(sites), number // len(sites) % len(sites)
        if sites[first].function == sites[second].function and first != second:
            yield sites[first], sites[second]


def _is_apart(source: str, one: Site, two: Site) -> bool:
    return one.end <= two.start and source.count("\n", one.end, two.start) >= APART
