"""The plain columns of a row: what they must hold before its text is read; lists as the columns say them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import orjson

from synth.row import Row, dump_payload

LONGEST = {"question": 6_000, "reasoning": 12_000, "solution": 1_000, "answer": 400, "payload": 2_000}
_TEXTS = ("family", "domain", "language", "question", "reasoning", "solution", "answer", "tests", "payload")


class Fault(Exception):
    """What is wrong with a row, in one sentence."""


class Undecided(Exception):
    """A limit was hit; the message names it."""


def check_columns(
    row: Row, family: str, domain: str, levels: Collection[int], longest: Mapping[str, int] = LONGEST
) -> None:
    """Raise Fault unless the columns are texts of a family, in printable ASCII, of bounded length.

    `longest` bounds them in characters; 60 where it names no bound.
    """
    for name in _TEXTS:
        text = getattr(row, name)
        if not isinstance(text, str):
            raise Fault(f"the {name} is not a text")
        if len(text) > longest.get(name, 60):
            raise Fault(f"the {name} is longer than {longest.get(name, 60)} characters")
        if not text.isascii() or not text.replace("\n", " ").isprintable():
            raise Fault(f"the {name} has a character that is not printable ASCII")
    for name, value in (("family", family), ("domain", domain), ("language", "en"), ("tests", "")):
        if getattr(row, name) != value:
            raise Fault(f"the {name} is {getattr(row, name)!r}, not {value!r}")
    if type(row.level) is not int or row.level not in levels:
        raise Fault(f"the level is not one of {', '.join(map(str, sorted(levels)))}")


def read_payload(text: str, keys: Mapping[str, type]) -> dict[str, Any]:
    """Return the payload; Fault unless it has exactly these keys with values of these types."""
    try:
        payload = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Fault("the payload is not JSON") from None
    if not isinstance(payload, dict) or payload.keys() != keys.keys():
        raise Fault(f"the payload is not an object with the keys {', '.join(sorted(keys)) or 'of none'}")
    for key, kind in keys.items():
        if type(payload[key]) is not kind:
            raise Fault(f"the payload's {key!r} is not of the type {kind.__name__}")
    if dump_payload(payload) != text:
        raise Fault("the payload is not written with sorted keys and without spaces")
    return payload


def listed(items: Collection[str]) -> str:
    """Return items as a list in a sentence: commas, and "and" before the last."""
    *most, last = items or ("",)
    return f"{', '.join(most)} and {last}" if most else last
