"""Families, found by name: the stem that `grammars/N.lark`, `solvers/N.py` and `verify/N.py` share.

The one place that imports modules by name. Families of your own need no place in the package: the
variable SYNTH_FAMILIES names folders that hold `grammars`, `solvers` and `verify` as synth itself does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from synth.grammar import Grammar, Space
    from synth.row import Row, Solution, Verdict

PLACES = "SYNTH_FAMILIES"


class Solver(Protocol):
    """What `solvers/N.py` holds.

    A row is made from an element and a variant. `MEMBERS` rows of one element belong together; variant
    `presentation * MEMBERS + member` is one of them.
    """

    DOMAIN: str
    SKILLS: tuple[str, ...]
    PREREQUISITES: tuple[str, ...]
    LEVELS: Mapping[int, str]
    MEMBERS: int

    def space(self, level: int) -> Space[Any]:
        """Return what rows of a level are drawn from."""

    def fingerprint(self) -> str:
        """Return the hexadecimal digest of all that decides a row's text, the spaces' definition first."""

    def variants(self, element: Any) -> int:
        """Return the number of variants of an element of a level's space or of the grammar's."""

    def solve(self, element: Any, variant: int) -> Solution:
        """Return the problem and its solution, or raise `synth.row.Dropped`."""


class Checker(Protocol):
    """What `verify/N.py` holds; both functions return for every row, whatever is in it."""

    def check(self, row: Row) -> Verdict:
        """Return what is wrong with a row, if anything."""

    def score(self, answer: str, row: Row) -> float:
        """Return 1.0 for an answer that is right, else 0.0."""


class Family:
    """One family: what it teaches, its spaces, its solver and its checker.

    Each part is imported when it is first asked for, so that a reward function loads no solver.
    """

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self._home = home
        self._spaces: dict[int, Space[Any]] = {}

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
        names = (*getattr(protocol, "__annotations__", ()), *vars(protocol))
        for name in names:
            if not name.startswith("_") and not hasattr(module, name):
                raise _input_error(f"{folder}/{self.name}.py does not define {name}")
        return module

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

    def space(self, level: int) -> Space[Any]:
        """Return what rows of a level are drawn from; raise InputError for a level that is not there."""
        if self.known(level) not in self._spaces:
            self._spaces[level] = self._solver.space(level)
        return self._spaces[level]

    def known(self, level: int) -> int:
        """Return the level if the family has it, or raise InputError."""
        if isinstance(level, bool) or not isinstance(level, int) or level not in self.levels:
            levels = ", ".join(str(one) for one in sorted(self.levels))
            raise _input_error(f"family {self.name!r} has the levels {levels}, not {level!r}")
        return level

    def start(self, level: int) -> int:
        """Return the first rank of a level in the sum of all levels' spaces, in their order."""
        return sum(self.space(lower).count() for lower in self.levels if lower < level)

    def variants(self, element: Any) -> int:
        """Return the number of variants of an element of a level's space or of the grammar's."""
        return self._solver.variants(element)

    def solve(self, element: Any, variant: int) -> Solution:
        """Return the problem and its solution, or raise `synth.row.Dropped`."""
        return self._solver.solve(element, variant)

    def check(self, row: Row) -> Verdict:
        """Return what the family's checker says of a row."""
        return self._checker.check(row)

    def score(self, answer: str, row: Row) -> float:
        """Return 1.0 for an answer that is right, else 0.0."""
        return self._checker.score(answer, row)


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
        raise _input_error(f"no family {name!r}; {hint}")
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
