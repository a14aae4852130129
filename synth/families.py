"""Families, found by name: the stem that `grammars/N.lark`, `solvers/N.py` and `verify/N.py` share.

The one place that imports modules by name. Families of your own need no place in the package: the
variable SYNTH_FAMILIES names folders that hold `grammars`, `solvers` and `verify` as synth itself does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache, cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from synth.grammar import Grammar, Space
    from synth.row import Row, Solution, Verdict

PLACES = "SYNTH_FAMILIES"
WHOLE = "all"
"""The name of the stratum of a level that has but one."""


class Solver(Protocol):
    """What `solvers/N.py` holds.

    A row is made from an element and a variant. `MEMBERS` rows of one element belong together; variant
    `presentation * MEMBERS + member` is one of them. A level is made of strata, kinds of problems of which
    a run takes equally many, as far as there are.
    """

    DOMAIN: str
    SKILLS: tuple[str, ...]
    PREREQUISITES: tuple[str, ...]
    LEVELS: Mapping[int, str]
    MEMBERS: int

    def strata(self, level: int) -> Mapping[str, Space[Any]]:
        """Return what rows of a level are drawn from: spaces by name, in an order that does not change."""

    def fingerprint(self) -> str:
        """Return the hexadecimal digest of all that decides a row's text, the spaces' definition first."""

    def variants(self, element: Any) -> int:
        """Return the number of variants of an element of a stratum or of the grammar's space."""

    def solve(self, element: Any, variant: int) -> Solution:
        """Return the problem and its solution, or raise `synth.row.Dropped`."""


class Checker(Protocol):
    """What `verify/N.py` holds; both functions return for every row, whatever is in it."""

    def check(self, row: Row) -> Verdict:
        """Return what is wrong with a row, if anything."""

    def score(self, answer: str, row: Row) -> float:
        """Return 1.0 for an answer that is right, else 0.0."""


class BatchSolver(Protocol):
    """What `solvers/N.py` holds besides if it solves whole batches; MEMBERS is 1 then."""

    def solve_batch(
        self, level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
    ) -> pa.RecordBatch:
        """Return what `solve` makes of ranks of a stratum and their variants: a batch of SOLUTION_SCHEMA."""

    def variant_count(self, level: int, stratum: str) -> int:
        """Return the number of variants that every element of a stratum has."""


class BatchChecker(Protocol):
    """What `verify/N.py` holds besides if it checks whole batches."""

    CHECKS: tuple[str, ...]

    def check_batch(self, batch: pa.RecordBatch) -> pa.StringArray:
        """Return what is wrong with each row of a batch of SCHEMA; an empty text for one that is right."""


class Family:
    """One family: what it teaches, its spaces, its solver and its checker.

    Each part is imported when it is first asked for, so that a reward function loads no solver.
    """

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self._home = home
        self._strata: dict[int, Mapping[str, Space[Any]]] = {}

    def __repr__(self) -> str:
        return f"Family({self.name!r})"

    @cached_property
    def _solver(self) -> Solver:
        return cast(Solver, self._part("solvers", Solver))

    @cached_property
    def _checker(self) -> Checker:
        return cast(Checker, self._part("verify", Checker))

    def _part(self, folder: str, protocol: type) -> Any:
        module = import_module(f"synth.{folder}.{self.name}")
        for name in _names(protocol):
            if not hasattr(module, name):
                raise _input_error(f"{folder}/{self.name}.py does not define {name}")
        return module

    @property
    def checks_batches(self) -> bool:
        """Return True if the checker judges whole batches."""
        return _holds(self._checker, BatchChecker)

    @cached_property
    def batched(self) -> bool:
        """Return True if rows can be made and checked by the batch; one row is one group then."""
        return self.members == 1 and _holds(self._solver, BatchSolver) and self.checks_batches

    @property
    def checks(self) -> tuple[str, ...]:
        """Return the methods of a checker of batches."""
        return cast(BatchChecker, self._checker).CHECKS

    @property
    def domain(self) -> str:
        """Return math, logic or code."""
        return self._solver.DOMAIN

    @property
    def skills(self) -> tuple[str, ...]:
        """Return what the family teaches."""
        return self._solver.SKILLS

    @property
    def prerequisites(self) -> tuple[str, ...]:
        """Return what a learner should know before."""
        return self._solver.PREREQUISITES

    @property
    def levels(self) -> Mapping[int, str]:
        """Return each level with one line that says what it is."""
        return self._solver.LEVELS

    @property
    def members(self) -> int:
        """Return the number of rows that belong together as one group."""
        return self._solver.MEMBERS

    @cached_property
    def grammar(self) -> Grammar:
        """Return the family's grammar."""
        from synth.grammar import load

        return load(str(self._home / "grammars" / f"{self.name}.lark"))

    @cached_property
    def fingerprint(self) -> str:
        """Return the digest of what rows are generated from."""
        return self._solver.fingerprint()

    @cached_property
    def enumeration_fingerprint(self) -> str:
        """Return the digest of what rows are enumerated from: the grammar, and what words its trees."""
        return sha256(f"{self.grammar.fingerprint} {self.fingerprint}".encode()).hexdigest()

    def strata(self, level: int) -> Mapping[str, Space[Any]]:
        """Return the spaces of a level by name, in order; raise InputError for a level that is not there."""
        if self.known(level) not in self._strata:
            self._strata[level] = self._solver.strata(level)
        return self._strata[level]

    def space(self, level: int, stratum: str = WHOLE) -> Space[Any]:
        """Return the space of a stratum; raise InputError for one that is not there."""
        strata = self.strata(level)
        if stratum not in strata:
            names = ", ".join(map(repr, strata))
            raise _input_error(f"level {level} of {self.name!r} has the strata {names}, not {stratum!r}")
        return strata[stratum]

    def looks(self, level: int, stratum: str = WHOLE) -> int:
        """Return how many presentations a problem of a stratum has, going by the first one."""
        space = self.space(level, stratum)
        if self.batched:
            return cast(BatchSolver, self._solver).variant_count(level, stratum)
        return self.variants(space[0]) // self.members if space.count() else 0

    def places(self) -> Iterator[tuple[int, int, str]]:
        """Yield the first rank, the level and the name of each stratum, in the order of the ranks."""
        start = 0
        for level in sorted(self.levels):
            for name, space in self.strata(level).items():
                yield start, level, name
                start += space.count()

    def known(self, level: int) -> int:
        """Return the level if the family has it, or raise InputError."""
        if isinstance(level, bool) or not isinstance(level, int) or level not in self.levels:
            levels = ", ".join(str(one) for one in sorted(self.levels))
            raise _input_error(f"family {self.name!r} has the levels {levels}, not {level!r}")
        return level

    def start(self, level: int, stratum: str = WHOLE) -> int:
        """Return the first rank of a stratum in the sum of all: levels in order, strata in order."""
        self.space(level, stratum)
        return next(start for start, *place in self.places() if place == [level, stratum])

    def variants(self, element: Any) -> int:
        """Return the number of variants of an element of a stratum or of the grammar's space."""
        return self._solver.variants(element)

    def solve(self, element: Any, variant: int) -> Solution:
        """Return the problem and its solution, or raise `synth.row.Dropped`."""
        return self._solver.solve(element, variant)

    def solve_batch(
        self, level: int, stratum: str, ranks: NDArray[np.int64], variants: NDArray[np.int64]
    ) -> pa.RecordBatch:
        """Return what the solver of batches makes of ranks within a stratum and their variants."""
        return cast(BatchSolver, self._solver).solve_batch(level, stratum, ranks, variants)

    def check_batch(self, batch: pa.RecordBatch) -> pa.StringArray:
        """Return what the checker of batches finds wrong with each row."""
        return cast(BatchChecker, self._checker).check_batch(batch)

    def check(self, row: Row) -> Verdict:
        """Return what the family's checker says of a row."""
        return self._checker.check(row)

    def score(self, answer: str, row: Row) -> float:
        """Return 1.0 for an answer that is right, else 0.0."""
        return self._checker.score(answer, row)


def _names(protocol: type) -> list[str]:
    """Return what a protocol asks for."""
    names = (*getattr(protocol, "__annotations__", ()), *vars(protocol))
    return [name for name in names if not name.startswith("_")]


def _holds(module: object, protocol: type) -> bool:
    return all(hasattr(module, name) for name in _names(protocol))


def families() -> tuple[Family, ...]:
    """Return every family there is, by name."""
    return tuple(find(name) for name in sorted(_homes()))


def find(name: str) -> Family:
    """Return the family of a name; raise InputError, with the nearest name, if there is none."""
    if not isinstance(name, str):
        raise _input_error(f"a family's name is a text, not {name!r}")
    return _found(name)


@cache
def _found(name: str) -> Family:
    homes = _homes()
    if name not in homes:
        near = get_close_matches(name, homes, n=1, cutoff=0.5)
        hint = f"the nearest is {near[0]!r}" if near else f"there are: {', '.join(sorted(homes)) or 'none'}"
        raise _input_error(f"no family {name[:80]!r}; {hint}")
    return Family(name, homes[name])


@cache
def _homes() -> dict[str, Path]:
    """Return the folder of each family: the package, or one that SYNTH_FAMILIES names."""
    package = Path(__file__).parent
    named = [Path(place).absolute() for place in os.environ.get(PLACES, "").split(os.pathsep) if place]
    homes: dict[str, Path] = {}
    for home in [package, *named]:
        if home is not package:
            _join(home)
        for name in _stems(home):
            if name in homes:
                raise _input_error(f"family {name!r} is in {homes[name]} and in {home}: rename one of them")
            homes[name] = home
    return homes


def _stems(home: Path) -> list[str]:
    """Return the names that stand in all three folders, in order; a private module is no family."""
    solvers = {file.stem for file in (home / "solvers").glob("*.py")}
    checkers = {file.stem for file in (home / "verify").glob("*.py")}
    grammars = {file.stem for file in (home / "grammars").glob("*.lark")}
    return sorted(name for name in solvers & checkers & grammars if not name.startswith("_"))


def _join(home: Path) -> None:
    """Let `synth.solvers.N` and `synth.verify.N` be found in another folder too."""
    if not home.is_dir():
        raise _input_error(f"{PLACES} names {home}, which is not a folder")
    for folder in ("solvers", "verify"):
        package = import_module(f"synth.{folder}")
        place = str(home / folder)
        if place not in package.__path__:
            package.__path__.append(place)


def _input_error(message: str) -> Exception:
    """Return an InputError; imported here, so that `import synth` loads no grammar code."""
    from synth.errors import InputError

    return InputError(message)
