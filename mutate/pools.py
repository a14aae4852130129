"""Pools: the values of a kind that are tried, its edges first, then what Hypothesis draws.

It draws from bytes of a generator that is seeded by the kind: no database, no clock, and no constants of the
modules that happen to be imported.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from synth.mutate.driver import MADE
from synth.mutate.kinds import ANY, FLOAT, INT, SEQUENCE, STR, Kind
from synth.mutate.observed import Made
from synth.verify.sandbox import Call

ALPHABET: Final = "abcxyzABZ 0129,.-_"
POOL: Final = 60  # values drawn for a kind
_BYTES: Final = 512  # that Hypothesis reads for a value

EDGES: Final[Mapping[str, tuple[Any, ...]]] = {
    "int": (0, 1, -1, 2, 3, 10, 255, 1000),
    "float": (0.0, 1.0, -1.0, 0.5, -0.0, 0.1 + 0.2, 2.5, 1e6),
    "complex": (0j, 1j, 1 + 2j),
    "bool": (False, True),
    "none": (None,),
    "str": ("", "a", "aa", "aB", " ", "a b", "12", "Hello, world", "abcabc", "one two  three\n", "x1y2"),
    "bytes": (b"", b"a", b"\0\xff", b"abc", b"\1\2\3\4"),
    "list": ([],),
    "sequence": ([1, 2, 3], "abc", ["a", "b"], [2, 2], [5, 1, 4, 1, 3]),
}
INT_LIST, WORD_LIST = Kind("list", (INT,)), Kind("list", (STR,))
PROFILES: Final = (INT, STR, INT_LIST, FLOAT, WORD_LIST)  # what a parameter of no known kind may be
NUMBERS: Final = ([1], [2, 2], [1, 2, 3], [3, 2, 1], [-1, 0, 1], [5, 1, 4, 1, 3, 9])
WORDS: Final = (
    ["a"],
    ["b", "b"],
    ["a", "b", "c"],
    ["one\n", "two\n", "three\n"],
    ["one\n", "2\n", "three\n"],
)


class NoInputs(ValueError):
    """No input of a parameter's kind can be made; the message is the reason."""


def strategy(kind: Kind) -> st.SearchStrategy[Any]:
    """Return what draws bounded values of a kind that needs no file; raise NoInputs for a function."""
    plain: dict[str, st.SearchStrategy[Any]] = {
        "int": st.integers(-64, 256),
        "float": st.integers(-8000, 8000).map(lambda one: one / 8) | st.floats(-1000, 1000).map(_short),
        "complex": st.complex_numbers(max_magnitude=100, allow_nan=False),
        "bool": st.booleans(),
        "none": st.none(),
        "str": st.text(ALPHABET, max_size=8),
        "bytes": st.binary(max_size=8),
        "literal": st.sampled_from(kind.values or (None,)),
    }
    if kind.name in plain:
        return plain[kind.name]
    if kind.name == "any":
        return st.one_of(
            [strategy(one) for one in (INT, STR, Kind("list", (INT,)), FLOAT, Kind("list", (STR,)))]
        )
    if kind.name == "sequence":
        return st.one_of([strategy(one) for one in (Kind("list", (INT,)), STR, Kind("list", (STR,)))])
    inner = [strategy(one) for one in kind.of]
    if kind.name in ("list", "tuples"):
        found = st.lists(inner[0], max_size=4 if kind.of[0].name in ("list", "any", "dict") else 6)
        return found.map(tuple) if kind.name == "tuples" else found
    if kind.name == "tuple":
        return st.tuples(*inner)
    if kind.name == "union":
        return st.one_of(inner)
    if kind.name == "dict":
        return st.dictionaries(_hashable(kind.of[0]), inner[1], max_size=4)
    if kind.name in ("set", "frozenset"):
        found_set = st.sets(_hashable(kind.of[0]), max_size=5)
        return found_set.map(frozenset) if kind.name == "frozenset" else found_set
    raise NoInputs(
        "it takes a function as an argument" if kind.name == "function" else f"no values of {kind}"
    )


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def _hashable(kind: Kind) -> st.SearchStrategy[Any]:
    return strategy(INT if kind == ANY else Kind("tuples", kind.of) if kind.name == "list" else kind)


@lru_cache(maxsize=512)
def pool(kind: Kind, seed: int, size: int = POOL) -> tuple[Any, ...]:
    """Return values of a kind, each once, the edges and small ones first; they are shared, never changed."""
    found: list[Any] = []

    @settings(database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy(kind))
    def keep(value: Any) -> None:
        found.append(value)

    rng = Random(digest(f"{kind}:{seed}"))
    for _ in range(size):
        keep.hypothesis.fuzz_one_input(rng.randbytes(_BYTES))  # type: ignore[attr-defined]
    first = {_key(one): one for one in edges(kind)}
    drawn = {_key(one): one for one in found}
    return (
        *first.values(),
        *(drawn[key] for key in sorted(drawn, key=lambda k: (len(k), k)) if key not in first),
    )


def edges(kind: Kind) -> Iterator[Any]:
    """Yield the edge classes of a kind."""
    yield from EDGES.get(kind.name, ())
    if kind.name == "any":
        yield from itertools.chain(
            *itertools.zip_longest((0, 1, 5), ("a", "a b", "12"), ([1, 2], ["a", "b"], [0.5]))
        )
    elif kind.name == "list":
        inner = kind.of[0]
        if inner in (INT, ANY, FLOAT):
            yield from (NUMBERS if inner != FLOAT else [[float(one) for one in row] for row in NUMBERS])
        if inner in (STR, ANY):
            yield from WORDS
    elif kind.name == "literal":
        yield from kind.values
    elif kind.name == "union":
        for one in kind.of:
            yield from edges(one)
    elif kind.name in ("dict", "set", "frozenset", "tuples"):
        yield {"dict": {}, "set": set(), "frozenset": frozenset(), "tuples": ()}[kind.name]


def _key(value: Any) -> str:
    return Call([wire(value)]).text


def digest(text: str) -> int:
    """Return a number to seed a generator by a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def own(kind: Kind, found: Sequence[Any]) -> Iterator[Any]:
    """Yield a function's constants and their neighbours as values of a kind."""
    wanted = {kind.name, *(one.name for one in kind.of if kind.name == "union")}
    if kind in (ANY, SEQUENCE):
        wanted |= {"str"} | ({"int"} if kind == ANY else set())
    for one in found:
        if type(one) is int and "int" in wanted:
            yield from (one - 1, one, one + 1)
        elif type(one) in (int, float) and "float" in wanted:
            yield from (float(one), one + 0.5, one - 0.5)
        elif type(one) is str and "str" in wanted:
            yield from (one, f"a{one}b", f"{one}a{one}", f"1{one}2")
        elif type(one) is int and kind.name == "list" and kind.of[0].name in ("int", "any"):
            yield [one, one + 1, 0]
        elif type(one) is str and kind.name == "list" and kind.of[0].name in ("str", "any"):
            yield ["a", one, f"{one}b"]


def wide(kind: Kind) -> Iterator[Any]:
    """Yield large values of a kind."""
    for one in (kind, *kind.of) if kind.name == "union" else (kind,):
        if one.name in ("int", "any"):
            yield from (-1000, 999, 4096, 65535, 10**6, 10**9 + 7)
        elif one.name == "float":
            yield from (-1e-9, 1e-3, 12345.678, -99999.5, 1e12)
        elif one.name in ("str", "sequence"):
            yield from (
                "The quick brown fox jumps over the lazy dog",
                "a" * 40,
                "A-b_C.d,e",
                "\tq\n\nr ",
                "é ß 漢",
            )
        elif one.name == "list" and one.of[0] in (INT, ANY, FLOAT):
            yield from (list(range(20)), list(range(20, 0, -1)), [7] * 12, [1, -1] * 6)
        elif one.name == "list" and one.of[0] == STR:
            yield from (["alpha", "beta", "gamma", "delta"] * 3, ["", "a", ""])


def wire(value: Any) -> Any:
    """Return a value as the driver reads it, with instances as what makes them."""
    if isinstance(value, Made):
        return (MADE, value.kind, [wire(one) for one in value.args], wire(dict(value.named)))
    if isinstance(value, (list, tuple, set, frozenset)):
        return type(value)(map(wire, value))
    if isinstance(value, dict):
        return {key: wire(one) for key, one in value.items()}
    return value
