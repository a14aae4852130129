"""The row: what ships, and the words that solvers, checkers and the line share.

A solver returns a `Solution`; the line adds where it came from and makes a `Row`; a checker reads the
row and returns a `Verdict`. Nothing here knows how any of them works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import orjson
import pyarrow as pa

DOMAINS = ("math", "logic", "code")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Dropped(Exception):
    """Raised by a solver for an element that makes no row; the message is the reason, counted by the run."""


@dataclass(frozen=True, slots=True)
class Solution:
    """One problem, solved, as a learner sees it; made by `solvers.N.solve`.

    `canonical` is equal for two solutions of the same problem (names, order and phrasing erased), and
    `group` for rows that must stay in one split: the family's name, a colon, and the `canonical` of a row
    that is alone, else what the rows have in common. `payload` holds JSON values under keys that the
    family documents.
    """

    question: str
    reasoning: str
    solution: str
    answer: str
    level: int
    canonical: str
    group: str
    skills: tuple[str, ...] = ()
    language: str = "en"
    tests: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from: enough to make it again."""

    grammar: str
    fingerprint: str
    rank: str
    variant: str
    seed: int
    version: str


@dataclass(frozen=True, slots=True)
class Row:
    """One example as it ships; the fields are the columns of the Parquet file, in order."""

    id: str
    family: str
    domain: str
    level: int
    skills: tuple[str, ...]
    language: str
    question: str
    reasoning: str
    solution: str
    answer: str
    tests: str
    canonical: str
    group: str
    payload: str
    checks: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a checker says of a row.

    `fault` is empty for an accepted row, else one sentence: what is wrong and where. `undecided` marks a
    limit that was hit: such a row is never kept. `checks` names the methods that agreed.

    >>> Verdict(checks=("z3", "truth table")).accepted
    True
    >>> Verdict(fault="line 4 does not follow from lines 1 and 2").accepted
    False
    """

    fault: str = ""
    undecided: bool = False
    checks: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """True if the row may ship."""
        return not self.fault and not self.undecided


SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("family", pa.string()),
        ("domain", pa.string()),
        ("level", pa.int8()),
        ("skills", pa.list_(pa.string())),
        ("language", pa.string()),
        ("question", pa.string()),
        ("reasoning", pa.string()),
        ("solution", pa.string()),
        ("answer", pa.string()),
        ("tests", pa.string()),
        ("canonical", pa.string()),
        ("group", pa.string()),
        ("payload", pa.string()),
        ("checks", pa.list_(pa.string())),
        (
            "provenance",
            pa.struct(
                [
                    ("grammar", pa.string()),
                    ("fingerprint", pa.string()),
                    ("rank", pa.string()),
                    ("variant", pa.string()),
                    ("seed", pa.int64()),
                    ("version", pa.string()),
                ]
            ),
        ),
    ]
)

SOLUTION_SCHEMA = pa.schema([SCHEMA.field(f.name) for f in fields(Solution)])
"""The columns that a solver of batches returns: the fields of a `Solution`, in order."""

_COLUMNS = tuple(f.name for f in fields(Row))
_SOURCE = tuple(f.name for f in fields(Provenance))


def to_batch(rows: Sequence[Row]) -> pa.RecordBatch:
    """Return the rows as one record batch of `SCHEMA`."""
    arrays = [_column(rows, SCHEMA.field(name)) for name in _COLUMNS[:-1]]
    source = SCHEMA.field("provenance").type
    parts = [_column([row.provenance for row in rows], part) for part in source]
    arrays.append(pa.StructArray.from_arrays(parts, fields=list(source)))
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _column(items: Sequence[Any], column: pa.Field) -> pa.Array:
    return pa.array([getattr(item, column.name) for item in items], column.type)


def check_alone(
    row: Row, check_batch: Callable[[pa.RecordBatch], pa.StringArray], checks: tuple[str, ...]
) -> Verdict:
    """Return what a checker of batches says of one row; what fits no batch is refused."""
    try:
        if type(row.level) is not int:
            raise TypeError
        batch = to_batch([row])
    except (pa.ArrowException, TypeError, ValueError, OverflowError, AttributeError):
        return Verdict(fault="a column does not hold what the schema says")
    fault: str = check_batch(batch)[0].as_py()
    return Verdict(fault=fault) if fault else Verdict(checks=checks)


def from_batch(batch: pa.RecordBatch | pa.Table) -> Iterable[Row]:
    """Yield the rows of a batch or table that holds `SCHEMA`'s columns.

    Raises KeyError, naming the column, if one is missing.
    """
    for record in batch.select(_COLUMNS).to_pylist():
        yield from_record(record)


def from_record(record: Mapping[str, Any]) -> Row:
    """Return the row that a mapping of column names to values describes."""
    values = {name: record[name] for name in _COLUMNS}
    values["skills"] = tuple(values["skills"])
    values["checks"] = tuple(values["checks"])
    values["provenance"] = Provenance(**values["provenance"])
    return Row(**values)


def read_record(record: Mapping[str, Any]) -> Row:
    """Return the row that a mapping of anyone's making describes.

    Raises ValueError, naming the column, if one is missing or holds something else than the schema says.
    """
    values: dict[str, Any] = {}
    for column in SCHEMA:
        if column.name not in record:
            raise ValueError(f"the column {column.name!r} is missing")
        try:
            array = pa.array([record[column.name]], column.type)
            parts = [array, *_inside(array)]
            (values[column.name],) = array.to_pylist()
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            raise ValueError(f"the column {column.name!r} does not hold {_KINDS[column.name]}") from None
        if any(part.null_count for part in parts) or column.name == cut_off(record):
            raise ValueError(f"the column {column.name!r} does not hold {_KINDS[column.name]}")
    return from_record(values)


def cut_off(record: Mapping[str, Any]) -> str:
    """Return the column whose whole number has a fraction, which Arrow would cut off; "" if none has.

    >>> cut_off({"level": 1.5})
    'level'
    """
    source = record.get("provenance")
    seed = source.get("seed") if isinstance(source, Mapping) else None
    for name, value in (("level", record.get("level")), ("provenance", seed)):
        if isinstance(value, float) and not value.is_integer():
            return name
    return ""


def _inside(array: pa.Array) -> list[pa.Array]:
    """Return the fields of a struct, the elements of lists."""
    if pa.types.is_struct(array.type):
        return list(array.flatten())
    return [array.flatten()] if pa.types.is_list(array.type) else []


_KINDS = {
    **dict.fromkeys(SCHEMA.names, "a text"),
    "level": "a small whole number",
    "skills": "a list of texts",
    "checks": "a list of texts",
    "provenance": f"the fields {', '.join(_SOURCE)}",
}


def to_record(row: Row) -> dict[str, Any]:
    """Return the row as a mapping of plain values, ready for JSON."""
    record = {name: getattr(row, name) for name in _COLUMNS}
    record["skills"] = list(row.skills)
    record["checks"] = list(row.checks)
    record["provenance"] = {key: getattr(row.provenance, key) for key in _SOURCE}
    return record


def base36(number: int) -> str:
    """Return a natural number in lower-case base 36.

    >>> base36(0), base36(1295)
    ('0', 'zz')
    """
    if number < 36:
        return _DIGITS[number]
    digits = []
    while number:
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    digits.reverse()
    return "".join(digits)


def dump_payload(payload: Mapping[str, Any]) -> str:
    """Return the payload as JSON with sorted keys, so that equal payloads are equal text."""
    return orjson.dumps(payload, option=orjson.OPT_SORT_KEYS).decode()
