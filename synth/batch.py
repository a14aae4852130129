"""The line by the batch, for families whose solver and checker work on whole columns.

Its rows are those that `synth.line` makes one by one: the same places, ranks, variants, ids and texts.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from synth.families import WHOLE, Family
from synth.grammar.permutation import SMALL, round_keys, sides
from synth.kernels.columns import buffers, names, repeated, tight
from synth.kernels.permutation import choose, permute
from synth.line import SHORT, VERSION, Tally, key_of
from synth.row import SCHEMA, SOLUTION_SCHEMA

BATCH_ROWS = 20_000
LARGEST = 2**32
"""Above the number of variants that an element of a batch family may have."""

_NUMBER = "(?:0|[1-9a-z][0-9a-z]{0,30})"
_ID = rf"^[a-z][a-z0-9_]*/{_NUMBER}\.{_NUMBER}@[0-9a-f]{{{SHORT}}}$"

Ranks = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


class Malformed(Exception):
    """A solver or checker of batches returned something else than its contract says."""


class BatchLine:
    """The rows of one stratum in the order that a seed gives, as record batches."""

    def __init__(
        self, family: Family, level: int, seed: int, variants: int = 1, stratum: str = WHOLE
    ) -> None:
        self.family = family
        self.level = level
        self.stratum = stratum
        self.seed = seed
        self.places = family.space(level, stratum).count()
        self.looks = family.looks(level, stratum)
        self.variants = min(variants, self.looks)
        self.tally = Tally()
        self._start = family.start(level, stratum)
        self._order = key_of(family.name, level, stratum, seed, "order")
        self._look = key_of(family.name, level, stratum, seed, "presentation")

    def take(self, low: int, high: int) -> pa.RecordBatch:
        """Return the rows of the places low..high-1 in order: all `variants` rows of a place, or none."""
        self.tally.tried += high - low
        ranks = self._ranks(low, high)
        chosen = np.empty((len(ranks), self.variants), np.int64)
        choose(np.uint64(self._look), ranks, self.looks, chosen)
        batch = self._made(np.repeat(ranks, self.variants), chosen.reshape(-1))
        return self._accepted(batch)

    def rows_of(self, ranks: Ranks, variants: Numbers) -> pa.RecordBatch:
        """Return the rows of ranks within the stratum and their variants, as if the checker accepted them."""
        return _with_checks(self._made(ranks, variants), self.family.checks)

    def _ranks(self, low: int, high: int) -> Ranks:
        keys = np.array(round_keys(self._order, self.places), np.uint64)
        ranks = np.empty(high - low, np.uint64)
        permute(low, self.places, *sides(self.places), keys, ranks)
        return ranks

    def _made(self, ranks: Ranks, variants: Numbers) -> pa.RecordBatch:
        """Return the rows as the line ships them, not yet checked."""
        try:
            solved = self.family.solve_batch(self.level, self.stratum, ranks.view(np.int64), variants)
        except Exception as error:
            where = f"{self.family.name} level {self.level}, {self.stratum}"
            error.add_note(f"while making a batch of {where}, ranks {ranks[:3].tolist()} and on")
            raise
        if solved.schema != SOLUTION_SCHEMA or len(solved) != len(ranks):
            raise Malformed(f"solve_batch of {self.family.name!r} returns other columns or another length")
        if any(column.null_count for column in solved.columns):
            raise Malformed(f"solve_batch of {self.family.name!r} leaves a value out")
        rows = len(ranks)
        head, tail = f"{self.family.name}/", f"@{self.family.fingerprint[:SHORT]}"
        ids, rank_texts, variant_texts = names(head, ranks + np.uint64(self._start), variants, tail)
        source = [
            pa.repeat(f"{self.family.name}.lark", rows),
            pa.repeat(self.family.fingerprint, rows),
            rank_texts,
            variant_texts,
            pa.repeat(pa.scalar(self.seed, pa.int64()), rows),
            pa.repeat(VERSION, rows),
        ]
        columns: dict[str, pa.Array] = {name: tight(solved.column(name)) for name in SOLUTION_SCHEMA.names}
        columns |= {
            "id": ids,
            "family": pa.repeat(self.family.name, rows),
            "domain": pa.repeat(self.family.domain, rows),
            "skills": self._skills(columns["skills"]),
            "checks": repeated((), rows),
            "provenance": pa.StructArray.from_arrays(source, fields=list(SCHEMA.field("provenance").type)),
        }
        return pa.RecordBatch.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)

    def _skills(self, skills: pa.ListArray) -> pa.ListArray:
        """Return the skills of the rows: the family's where the solver names none."""
        if len(skills.flatten()):
            return skills
        return repeated(self.family.skills, len(skills))

    def _accepted(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the rows of the places that are right in all their rows; count the others."""
        faults = faults_of(self.family, batch)
        wrong = np.flatnonzero(np.diff(buffers(faults)[0]))
        if len(wrong):
            # The first fault of each place is the one that is told, as when rows are made one by one.
            places, first = np.unique(wrong // self.variants, return_index=True)
            for row in wrong[first]:
                self.tally.refuse(batch.column("id")[row].as_py(), faults[row].as_py())
            kept = np.ones(len(batch), bool)
            kept.reshape(-1, self.variants)[places] = False
            batch = batch.filter(pa.array(kept))
        return _with_checks(batch, self.family.checks)


def is_batched(family: Family, level: int, stratum: str) -> bool:
    """Return True if the rows of a stratum can be made by the batch."""
    if not family.batched:
        return False
    places = family.space(level, stratum).count()
    return family.start(level, stratum) + places < SMALL and family.looks(level, stratum) < LARGEST


def faults_of(family: Family, batch: pa.RecordBatch) -> pa.StringArray:
    """Return what a family's checker finds wrong with each row of a batch; empty for those that are right."""
    faults: Any = family.check_batch(batch)
    if not isinstance(faults, pa.StringArray) or len(faults) != len(batch) or faults.null_count:
        raise Malformed(f"check_batch of {family.name!r} returns something else than a text for each row")
    return faults


def _with_checks(batch: pa.RecordBatch, checks: tuple[str, ...]) -> pa.RecordBatch:
    place = SCHEMA.get_field_index("checks")
    return batch.set_column(place, SCHEMA.field(place), repeated(checks, len(batch)))


def are_named(batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
    """Return which rows surely have the id that `where_from` of the line asks for."""
    source = dict(zip((field.name for field in SCHEMA.field("provenance").type), _source(batch), strict=True))
    short = pc.utf8_slice_codeunits(source["fingerprint"], 0, SHORT)
    parts = (batch.column("family"), "/", source["rank"], ".", source["variant"], "@", short, "")
    named = pc.equal(batch.column("id"), pc.binary_join_element_wise(*parts))
    sound = pc.and_(named, pc.match_substring_regex(batch.column("id"), _ID))
    numbers: npt.NDArray[np.uint8] = sound.cast(pa.uint8()).to_numpy()
    return numbers.view(bool)


def are_remade(family: Family, batch: pa.RecordBatch) -> bool:
    """Return True if each row of a batch of a family is what its id makes; False where batches cannot tell.

    The rows are accepted, and `are_named`.
    """
    if not family.batched:
        return False
    *_, fingerprint, ranks, variants, _, _ = _source(batch)
    if pc.any(pc.not_equal(fingerprint, family.fingerprint)).as_py():
        return False
    made = []
    places = list(family.places())
    starts = [start for start, _, _ in places]
    held = np.array([int(rank, 36) for rank in ranks.to_pylist()], object)
    looks = np.array([int(variant, 36) for variant in variants.to_pylist()], object)
    which = np.array([bisect_right(starts, rank) - 1 for rank in held])
    for place in np.unique(which):
        start, level, stratum = places[place]
        if not is_batched(family, level, stratum):
            return False
        line = BatchLine(family, level, 0, 1, stratum)
        own = np.flatnonzero(which == place)
        if max(held[own]) - start >= line.places or max(looks[own]) >= line.looks:
            return False
        made.append((own, line.rows_of((held[own] - start).astype(np.uint64), looks[own].astype(np.int64))))
    order = np.argsort(np.concatenate([own for own, _ in made]))
    again = pa.Table.from_batches([rows for _, rows in made]).take(pa.array(order)).combine_chunks()
    rows = again.to_batches()[0]
    return all(mine.equals(other) for mine, other in zip(_compared(batch), _compared(rows), strict=True))


def _compared(batch: pa.RecordBatch) -> list[pa.Array]:
    """Return the columns that follow from an id: all but the seed and the version."""
    *source, _, _ = _source(batch)
    return [*(batch.column(name) for name in SCHEMA.names if name != "provenance"), *source]


def _source(batch: pa.RecordBatch) -> list[pa.Array]:
    """Return the fields of the provenance."""
    fields: list[pa.Array] = batch.column("provenance").flatten()
    return fields
