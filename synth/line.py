"""The line: an element and a variant, solved, shipped as a row, checked, and kept or counted with a reason.

A row's id is `family/rank.variant@fingerprint`, numbers in base 36: enough to make the row again. The rank
of a generated row is its rank in the sum of the family's strata, level by level; that of an enumerated one
its rank in the grammar. The fingerprint tells which, and changes with all that decides the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

import xxhash

from synth.errors import InputError
from synth.families import WHOLE, Family, find
from synth.grammar.errors import shown
from synth.grammar.permutation import choices
from synth.row import Dropped, Provenance, Row, Verdict, base36, dump_payload, from_batch, read_record

if TYPE_CHECKING:
    from synth.grammar import Tree

VERSION = version("synth-engine")
SHORT = 8
FAULTS_KEPT = 10
MOST_AHEAD = 1024
"""Rows of a batch that are made before they are asked for."""
SEEDS = 2**63
"""Seeds are below."""
NAMED = 80
"""Characters of an id that a message repeats."""
_NUMBER = "(0|[1-9a-z][0-9a-z]{0,3999})"
_ID = re.compile(rf"([a-z][a-z0-9_]*)/{_NUMBER}\.{_NUMBER}@([0-9a-f]{{8}})")

T = TypeVar("T")


class Refused(Exception):
    """The checker refuses a row that the solver made: one of the two is wrong."""


@dataclass
class Tally:
    """What became of the elements tried: ranks tried, ranks dropped by reason, rows refused or undecided."""

    tried: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    undecided: int = 0

    def refuse(self, name: str, fault: str) -> None:
        """Count a refused row; the ids of the first few are kept with their faults."""
        self.refused += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append((name, fault))


class Line:
    """The rows of one stratum in the order that a seed gives; a pure function of its arguments."""

    def __init__(
        self, family: Family, level: int, seed: int, variants: int = 1, stratum: str = WHOLE
    ) -> None:
        self.family = family
        self.seed = seed
        self.variants = variants
        self.space = family.space(level, stratum)
        self.places = self.space.count()
        self.tally = Tally()
        self._start = family.start(level, stratum)
        self._order = key_of(family.name, level, stratum, seed, "order")
        self._look = key_of(family.name, level, stratum, seed, "presentation")

    def take(self, place: int) -> list[Row]:
        """Return the rows of one place in the order, all of them or none.

        All presentations and members of the rank stand or fall together, so that groups are never split.
        """
        self.tally.tried += 1
        rank = self.space.permute(self._order, place)
        element = self.space[rank]
        rows = []
        for variant in self._chosen(element, rank):
            row = _made(self.family, self.family.fingerprint, element, self._start + rank, variant, self.seed)
            if isinstance(row, str):
                self.tally.dropped[row] += 1
                return []
            row, verdict = checked(row)
            if not verdict.accepted:
                if verdict.undecided:
                    self.tally.undecided += 1
                else:
                    self.tally.refuse(row.id, verdict.fault)
                return []
            rows.append(row)
        return rows

    def _chosen(self, element: Any, rank: int) -> Iterator[int]:
        """Yield the variants that this seed gives to a rank, all members of one presentation together."""
        members = self.family.members
        looks = self.family.variants(element) // members
        for look in choices(self._look, rank, looks, self.variants):
            for member in range(members):
                yield look * members + member


def rows(family: str, level: int | None = None, seed: int = 0) -> Iterator[Row]:
    """Yield checked rows of a family, in the order that the seed gives, until its spaces are exhausted.

    The strata of a level take turns; without a level, so do the levels. Raises InputError for an unknown
    family or level, or a seed that is no whole number below 2^63; Refused if the checker refuses what the
    solver made.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < SEEDS:
        raise InputError(f"seed must be a whole number from 0 to {SEEDS - 1}, not {str(seed)[:40]}")
    found = find(family)
    levels = [
        in_turn([_groups(found, one, seed, stratum) for stratum in found.strata(one)])
        for one in (sorted(found.levels) if level is None else [level])
    ]
    return (row for group in in_turn(levels) for row in group)


def in_turn(sources: Sequence[Iterable[T]]) -> Iterator[T]:
    """Yield what the sources hold, one of each in turn, until all are empty.

    >>> "".join(in_turn(["ab", "1234", "x"]))
    'a1xb234'
    """
    left = [iter(source) for source in sources]
    while left:
        for source in tuple(left):
            try:
                yield next(source)
            except StopIteration:
                left.remove(source)


def _groups(family: Family, level: int, seed: int, stratum: str) -> Iterator[list[Row]]:
    """Yield the rows of each place in order; raise Refused at the first that the checker refuses."""
    line = Line(family, level, seed, stratum=stratum)
    ahead = _by_the_batch(family, level, seed, stratum) if family.batched else iter(())
    done = 0
    for row in ahead:
        yield [row]
        done += 1
    for place in range(done, line.places):
        yield line.take(place)
        for name, fault in line.tally.faults:
            raise Refused(f"{name}: {fault}")


def _by_the_batch(family: Family, level: int, seed: int, stratum: str) -> Iterator[Row]:
    """Yield the rows of the places in order, made some at a time, as far as all of a batch are accepted."""
    from synth.batch import BatchLine, is_batched

    if not is_batched(family, level, stratum):
        return
    line = BatchLine(family, level, seed, stratum=stratum)
    low, size = 0, 1
    while low < line.places:
        high = min(low + size, line.places)
        batch = line.take(low, high)
        if len(batch) < high - low:
            return
        yield from from_batch(batch)
        low, size = high, min(4 * size, MOST_AHEAD)


def check(row: Row | Mapping[str, Any]) -> Verdict:
    """Return what the family's checker says of a row, or of a record with the columns of one.

    A record that lacks a column, or holds something else in it, is refused with a fault that names the
    column; so is a row of no family. Raises TypeError for what is neither a row nor a mapping.
    """
    try:
        row = _read(row)
        family = find(row.family)
    except (InputError, ValueError) as error:
        return Verdict(fault=str(error))
    return family.check(row)


def score(answer: str, row: Row | Mapping[str, Any]) -> float:
    """Return 1.0 if the answer is right for the row, or for a record with the columns of one; else 0.0.

    An answer that is no text is wrong. A record without the columns of a row is no answer's fault: it
    raises ValueError, naming the column, and TypeError where it is no mapping either.
    """
    row = _read(row)
    return find(row.family).score(answer, row) if isinstance(answer, str) else 0.0


def _read(row: Row | Mapping[str, Any]) -> Row:
    if isinstance(row, Row):
        return row
    if not isinstance(row, Mapping):
        raise TypeError(f"give a row or a mapping with the columns of one, not {type(row).__name__}")
    return read_record(row)


def checked(row: Row) -> tuple[Row, Verdict]:
    """Return the row as it ships, naming the methods that accepted it, and the verdict."""
    verdict = find(row.family).check(row)
    return (replace(row, checks=verdict.checks) if verdict.accepted else row), verdict


def row_of(name: str, seed: int = 0) -> Row:
    """Return the row of an id, made again and not yet checked.

    The seed of the run that drew a row is not in its id; it is written into the row's provenance as given.
    Raises InputError for an id that is no row of this version.
    """
    family, rank, variant, fingerprint = _parsed(name)
    if fingerprint == family.fingerprint[:SHORT]:
        return _row(family, family.fingerprint, _element(family, rank), rank, variant, seed)
    if fingerprint == family.enumeration_fingerprint[:SHORT]:
        return enumerated(family, family.grammar.unrank(rank), variant)
    raise InputError(
        f"{name[:NAMED]} was made by another version of the family: {family.name!r} is now at "
        f"{family.fingerprint[:SHORT]}"
    )


def where_from(row: Row) -> str:
    """Return the fault of an id that is none or not that of the row's provenance; nothing if it is right."""
    source = row.provenance
    if not _ID.fullmatch(row.id):
        return "the id does not read family/rank.variant@fingerprint"
    if row.id != f"{row.family}/{source.rank}.{source.variant}@{source.fingerprint[:SHORT]}":
        return "the id is not that of the row's family and provenance"
    return ""


def remade(row: Row, verdict: Verdict) -> Verdict:
    """Return the verdict on an accepted row, compared column by column with what its id makes.

    A row of another version of its family is undecided. The seed of a generated row and the engine's
    version are taken as the row says: no other column follows from them.
    """
    family, _, _, fingerprint = _parsed(row.id)
    if fingerprint not in (family.fingerprint[:SHORT], family.enumeration_fingerprint[:SHORT]):
        return Verdict(fault="made by another version of the family, so not made again", undecided=True)
    try:
        again = row_of(row.id, row.provenance.seed)
    except InputError:
        return Verdict(fault="the id makes no row")
    provenance = replace(again.provenance, version=row.provenance.version)
    again = replace(again, checks=verdict.checks, provenance=provenance)
    for column in fields(Row):
        if getattr(row, column.name) != getattr(again, column.name):
            return Verdict(fault=f"the {column.name} is not what the id makes")
    return verdict


def enumerated(family: Family, tree: Tree, variant: int) -> Row:
    """Return the row of a tree of the family's grammar, not yet checked.

    Raises InputError if the tree has no such variant, or if it makes no row.
    """
    return _row(family, family.enumeration_fingerprint, tree, tree.rank(), variant, 0)


def attempted(family: Family, tree: Tree, variant: int) -> Row | str:
    """Return the row of a tree of the family's grammar, not yet checked, or the reason why it makes none."""
    return _made(family, family.enumeration_fingerprint, tree, tree.rank(), variant, 0)


def _row(family: Family, fingerprint: str, element: Any, rank: int, variant: int, seed: int) -> Row:
    """Return the row of an element; raise InputError if there is none."""
    variants = family.variants(element)
    if variant >= variants:
        fault = f"names variant {shown(variant)}, and there are {variants}, from 0"
    else:
        row = _made(family, fingerprint, element, rank, variant, seed)
        if isinstance(row, Row):
            return row
        fault = f"makes no row: {row}"
    name = f"{family.name}/{base36(rank)}.{base36(variant)}@{fingerprint[:SHORT]}"
    raise InputError(f"{name[:NAMED]} {fault}")


def _element(family: Family, rank: int) -> Any:
    """Return the element at a rank of the sum of the family's strata."""
    end = 0
    for start, level, stratum in family.places():
        space = family.space(level, stratum)
        end = start + space.count()
        if rank < end:
            return space[rank - start]
    raise InputError(f"rank {shown(rank)} is outside family {family.name!r}: it has {end} ranks, from 0")


def _made(family: Family, fingerprint: str, element: Any, rank: int, variant: int, seed: int) -> Row | str:
    """Return the row of an element and a variant, or the reason why it makes none."""
    high, low = base36(rank), base36(variant)
    name = f"{family.name}/{high}.{low}@{fingerprint[:SHORT]}"
    try:
        solution = family.solve(element, variant)
    except Dropped as reason:
        return str(reason)
    except Exception as error:
        error.add_note(f"while making {name}")
        raise
    return Row(
        id=name,
        family=family.name,
        domain=family.domain,
        level=solution.level,
        skills=solution.skills or family.skills,
        language=solution.language,
        question=solution.question,
        reasoning=solution.reasoning,
        solution=solution.solution,
        answer=solution.answer,
        tests=solution.tests,
        canonical=solution.canonical,
        group=solution.group,
        payload=dump_payload(solution.payload),
        checks=(),
        provenance=Provenance(f"{family.name}.lark", fingerprint, high, low, seed, VERSION),
    )


def _parsed(name: str) -> tuple[Family, int, int, str]:
    """Return family, rank, variant and fingerprint of an id."""
    match = _ID.fullmatch(name)
    if match is None:
        raise InputError(f"{name[:NAMED]!r} is not an id: ids read family/rank.variant@fingerprint")
    family, rank, variant, fingerprint = match.groups()
    return find(family), int(rank, 36), int(variant, 36), fingerprint


def key_of(family: str, level: int, stratum: str, seed: int, purpose: str) -> int:
    """Return the 64 bits that a purpose of a stratum's line is keyed with."""
    return xxhash.xxh3_64_intdigest(f"{family}/{level}/{stratum}/{seed}/{purpose}".encode())
