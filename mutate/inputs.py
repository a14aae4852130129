"""Inputs for a function: those that its docstring shows, small ones, edges of each kind, and drawn ones.

All follow from the file and a seed, and are the same in every process.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any, Final

from synth.mutate.corpus import Function, Parameter, SourceFile
from synth.mutate.kinds import ANY, INT, LIBRARY, SEQUENCE, STR, Kind, kind_of
from synth.mutate.observed import Made, Seen, constants, seen
from synth.mutate.pools import (
    INT_LIST,
    POOL,
    PROFILES,
    WORD_LIST,
    NoInputs,
    digest,
    edges,
    own,
    pool,
    wide,
    wire,
)
from synth.verify.sandbox import Call

TRIED: Final = 90  # ways to make an instance of a class
DEEP: Final = 2  # instances made of instances


@dataclass(frozen=True)
class Input:
    """Arguments of one call, and the instance for a method; `origin` says where they come from.

    `profile` is the place in `PROFILES` of what stands for unknown kinds; `seen` is the call of a docstring
    that they were taken from.
    """

    args: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)
    instance: Made | None = None
    origin: str = "edge"
    profile: int = -1
    seen: Seen | None = None

    @cached_property
    def call(self) -> Call:
        """Return the call of the driver that brings the input."""
        given = [wire(self.instance), [wire(one) for one in self.args], wire(dict(self.named))]
        return Call(["call", given])

    @cached_property
    def text(self) -> str:
        """Return a text that no other input has, the same in every process."""
        found = repr((self.instance, self.args, sorted(self.named.items())))
        return self.call.text if "{" in found else found  # sets have no order of their own


class Maker:
    """Makes inputs for the functions of one file; what it makes depends on the file and the seed alone."""

    def __init__(self, file: SourceFile, seed: int = 0) -> None:
        self.file = file
        self.seed = seed
        self._instances: dict[tuple[str, int], tuple[Any, ...]] = {}

    def inputs(self, function: Function, count: int = 200, profiles: Iterable[int] = ()) -> list[Input]:
        """Return inputs, each once: those seen in docstrings, then small ones, edges, and drawn ones.

        Parameters of no known kind take those of each profile in turn, or of the given ones. Raise NoInputs
        for a parameter that takes a function or an instance that can't be made.
        """
        wanted, small = tuple(profiles), count // 4
        return self._distinct(
            itertools.chain(
                self._seen(function),
                itertools.islice(self._drawn(function, small, "small", self.seed, wanted), small),
                self._drawn(function, count, "edge", self.seed, wanted),
            ),
            count,
        )

    def wider(self, function: Function, known: Sequence[Input], count: int = 80) -> list[Input]:
        """Return more inputs, small and wide ones, for mutants that survive those that are known."""
        profiles = tuple({one.profile for one in known if one.profile >= 0})
        small = count // 2
        found = self._distinct(
            itertools.chain(
                itertools.islice(self._drawn(function, small, "small", self.seed + 1, profiles), small),
                self._drawn(function, count, "wide", self.seed, profiles),
            ),
            count,
        )
        before = {one.text for one in known}
        return [one for one in found if one.text not in before]

    def _distinct(self, made: Iterable[Input], count: int) -> list[Input]:
        found: dict[str, Input] = {}
        for one in made:
            try:
                found.setdefault(one.text, one)
            except ValueError:  # it can't cross
                continue
            if len(found) >= count:
                break
        return list(found.values())

    def _seen(self, function: Function) -> Iterator[Input]:
        """Yield the arguments of the calls that docstrings show."""
        owner = function.owner.name if function.owner else ""
        name = owner if function.node.name in ("__init__", "__new__") else function.node.name
        makes = self._kinds(owner) if owner else ()
        for call in seen(self.file).get(name, ()):
            if not _binds(function, call):
                continue
            if _is_on_instance(function):
                if call.instance is not None and call.instance.kind in makes:
                    yield Input(call.args, call.named, call.instance, "doctest", seen=call)
            elif call.instance is None:
                yield Input(call.args, call.named, None, "doctest", seen=call)

    def _drawn(
        self, function: Function, count: int, origin: str, seed: int, profiles: Sequence[int]
    ) -> Iterator[Input]:
        """Yield inputs in which each argument is drawn from the pool of its kind, at first from its start."""
        known = [_profiled(one, function) for one in PROFILES]
        if all(one == known[0] for one in known):
            chosen: Sequence[int] = (0,)
        else:
            chosen = sorted(profiles) if profiles else range(len(PROFILES))
        tables = [
            [self._column(function, one, known[index][one.name], origin, seed) for one in function.parameters]
            for index in chosen
        ]
        instances: Sequence[Any] = (None,)
        if _is_on_instance(function):
            assert function.owner is not None
            instances = self.instances(function.owner.name)
            if not instances:
                raise NoInputs("its class can't be made")
        rng = Random(digest(f"{function.name}:{tuple(known[0].items())}:{seed}"))
        for index in range(3 * count):
            columns = tables[index % len(tables)]
            place = index // len(tables) if index < count // 4 else -1
            args, named = self._row(function, columns, rng, place)
            instance = instances[place] if 0 <= place < len(instances) else rng.choice(instances)
            yield Input(args, named, instance, origin, chosen[index % len(tables)])

    def _row(
        self, function: Function, columns: Sequence[Sequence[Any]], rng: Random, place: int
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return arguments from a place in their columns, or drawn if it is -1; some defaults are left."""
        args: list[Any] = []
        named: dict[str, Any] = {}
        skipped = False
        for parameter, column in zip(function.parameters, columns, strict=True):
            if parameter.rest:
                if parameter.keyword:
                    named |= {key: rng.choice(column) for key in ("a", "b")[: rng.randrange(3)]}
                elif not skipped:
                    args += [rng.choice(column) for _ in range(rng.randrange(4))]
            elif parameter.default is not None and (not column or rng.random() < 0.5):
                skipped = True
            else:
                if place < 0:
                    value = _related(rng.choice(column), args[-1:], rng)
                else:
                    value = column[(place + 3 * len(args)) % len(column)]
                if parameter.keyword or skipped:
                    named[parameter.name] = value
                else:
                    args.append(value)
        return tuple(args), named

    def _column(
        self, function: Function, parameter: Parameter, kind: Kind, origin: str, seed: int
    ) -> Sequence[Any]:
        """Return the values of a parameter; none for one with a default that can't be made."""
        try:
            return self.values(function, kind, origin, seed)
        except NoInputs:
            if parameter.default is None and not parameter.rest:
                raise
            return () if not parameter.rest else (0, "a")

    def values(self, function: Function, kind: Kind, origin: str = "edge", seed: int = 0) -> Sequence[Any]:
        """Return values of a kind: edges, the function's own constants and their neighbours, the pool."""
        drawn = self._pool(kind, seed)
        constant = list(own(kind, constants(function)))
        if origin == "small":
            return [*range(-2, 13)] if kind == INT else [*drawn[:12], *constant]
        if origin == "wide":
            return [*drawn, *constant, *wide(kind)]
        first = len(list(edges(kind)))
        return [*drawn[:first], *constant, *drawn[first:]] if origin == "edge" else [*drawn, *constant]

    def _pool(self, kind: Kind, seed: int) -> tuple[Any, ...]:
        if kind.name == "object":
            found = self.instances(kind.values[0])
            if not found:
                raise NoInputs("an argument's class can't be made")
            return found
        if any(one.name == "object" for one in kind.of):
            if kind.name == "union":
                return tuple(value for one in kind.of for value in self._pool(one, seed)[:POOL])
            if kind.name in ("list", "tuples"):
                inner = self._pool(kind.of[0], seed)
                rng = Random(digest(f"{kind}:{seed}"))
                rows = [[rng.choice(inner) for _ in range(rng.randrange(5))] for _ in range(POOL)]
                return tuple(rows if kind.name == "list" else map(tuple, rows))
            raise NoInputs(f"no values of {kind}")
        return pool(kind, seed)

    def instances(self, name: str, depth: int = DEEP) -> tuple[Any, ...]:
        """Return instances of a class of the file, or of its subclasses: seen ones first; none at depth 0.

        Whether they can be made shows when they are.
        """
        if (name, depth) in self._instances:
            return self._instances[name, depth]
        if depth == 0:
            return ()
        self._instances[name, depth] = ()  # a class whose constructor takes its own
        kinds = [name] if name in LIBRARY else self._kinds(name)
        rows = itertools.zip_longest(*[self._made(kind, depth) for kind in kinds])
        self._instances[name, depth] = tuple(one for row in rows for one in row if one is not None)
        return self._instances[name, depth]

    def _kinds(self, name: str) -> list[str]:
        """Return a class and those of the file that are made from it."""
        found = [name]
        for one, node in self.file.classes.items():
            if "." not in one and any(getattr(base, "id", "") in found for base in node.bases):
                found.append(one)
        return found

    def _made(self, name: str, depth: int) -> list[Made]:
        if name in LIBRARY and name not in self.file.classes:
            choices = [pool(kind, self.seed)[:8] for kind in LIBRARY[name]]
            return [Made(name, row) for row in itertools.islice(itertools.product(*choices), 24)]
        found = [
            Made(name, one.args, tuple(one.named.items()))
            for one in seen(self.file).get(name, ())
            if one.instance is None
        ]
        init = self._constructor(name)
        if init is None:
            fields = (
                [one for one in self.file.classes[name].body if _is_field(one)]
                if name in self.file.classes
                else []
            )
            return [*found, Made(name)] if not fields else found
        needed = [one for one in init.parameters if one.default is None and not one.rest and not one.keyword]
        if not needed:
            found.insert(0, Made(name))
        optional = [one for one in init.parameters if one.default is not None]
        rng = Random(digest(f"{name}:{self.seed}"))
        try:
            columns = [self.values(init, kind_of(init, one)) for one in needed]
            more = [self._column(init, one, kind_of(init, one), "edge", self.seed) for one in optional]
        except NoInputs:
            return found
        for _ in range(TRIED if needed or optional else 0):
            named: dict[str, Any] = {}
            for one, column in zip(optional, more, strict=True):
                if column and rng.random() < 0.6:
                    named[one.name] = _related(rng.choice(column), list(named.values())[-1:], rng)
            args = [rng.choice(one) for one in columns]
            args[1:] = [_related(one, args[:1], rng) for one in args[1:]]
            found.append(Made(name, tuple(args), tuple(named.items())))
        return found

    def _constructor(self, name: str) -> Function | None:
        """Return what makes instances of a class, its own or that of a base in the file."""
        node = self.file.classes.get(name)
        if node is None:
            return None
        for method in ("__init__", "__new__"):
            if f"{name}.{method}" in self.file.functions:
                return self.file.functions[f"{name}.{method}"]
        for base in node.bases:
            inner = getattr(base, "id", "")
            if inner != name and inner in self.file.classes and (found := self._constructor(inner)):
                return found
        return None


def _related(value: Any, before: Sequence[Any], rng: Random) -> Any:
    """Return a value, or at times what is like the one before it: the same, or without one of its items."""
    if not before or type(value) is not type(before[0]) or rng.random() < 0.7:
        return value
    other: Any = before[0]
    if type(other) in (str, list, tuple) and len(other) > 1 and rng.random() < 0.7:
        place = rng.randrange(len(other))
        return other[:place] + other[place + 1 :]
    return other


def _profiled(profile: Kind, function: Function) -> dict[str, Kind]:
    """Return the kinds of a function's parameters, with one for all of those that are unknown."""
    found = {one.name: kind_of(function, one) for one in function.parameters}
    parts = {SEQUENCE: profile if profile in (STR, WORD_LIST) else INT_LIST, ANY: profile}
    return {name: parts.get(kind, kind) for name, kind in found.items()}


def _binds(function: Function, call: Seen) -> bool:
    """Return whether the arguments of a call fit the parameters of a function."""
    places = [one for one in function.parameters if not one.keyword and not one.rest]
    rest = any(one.rest and not one.keyword for one in function.parameters)
    others = {one.name for one in function.parameters if not one.rest}
    more = any(one.rest and one.keyword for one in function.parameters)
    if (len(call.args) > len(places) and not rest) or (not more and not set(call.named) <= others):
        return False
    given = {one.name for one in places[: len(call.args)]} | set(call.named)
    return all(one.name in given for one in function.parameters if one.default is None and not one.rest)


def _is_on_instance(function: Function) -> bool:
    """Return whether a call needs an instance; the constructor makes it."""
    return function.form in ("method", "property") and function.node.name != "__init__"


def _is_field(node: Any) -> bool:
    return type(node).__name__ == "AnnAssign" and node.value is None
