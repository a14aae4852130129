"""Formulas as the checker of truth tables reads them, with their columns and the lines that work them out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from synth.verify._columns import Fault
from synth.verify.proof.formula import JOINED, Formula, Formulas

DEEPEST = 12  # formulas inside one another
MOST_LINES = 30

_TOKEN = re.compile(r"[a-z]+|[()]| ", re.ASCII)


def read_formula(pool: Formulas, text: str) -> Formula:
    """Return the formula of a text; raise Fault unless it is written as docs/truth_table.md says.

    >>> read_formula(Formulas(), "p implies (q and not r)")
    p implies (q and not r)
    """
    reader = _Reader(pool, text)
    formula = reader.formula(0)
    if reader.place != len(reader.tokens):
        raise Fault(f"{text[:80]!r} goes on after a formula")
    return formula


class _Reader:
    """The words of one text, and the place that has been reached."""

    def __init__(self, pool: Formulas, text: str) -> None:
        self.pool, self.text = pool, text
        self.tokens = _TOKEN.findall(text)
        self.place = 0
        if "".join(self.tokens) != text:
            raise Fault(f"{text[:80]!r} is not a formula")

    def next(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1] if self.place <= len(self.tokens) else ""

    def expect(self, mark: str) -> None:
        if self.next() != mark:
            raise Fault(f"{self.text[:80]!r} is not a formula")

    def formula(self, depth: int) -> Formula:
        left = self.unit(depth)
        if self.place == len(self.tokens) or self.tokens[self.place] == ")":
            return left
        self.expect(" ")
        connective = self.next()
        if connective not in JOINED:
            raise Fault(f"{connective!r} in {self.text[:80]!r} is no connective")
        self.expect(" ")
        return self.pool.joined(connective, left, self.unit(depth))

    def unit(self, depth: int) -> Formula:
        if depth == DEEPEST:
            raise Fault(f"a formula is nested more than {DEEPEST} deep")
        token = self.next()
        if token == "not":
            self.expect(" ")
            return self.pool.negation(self.unit(depth + 1))
        if token == "(":
            inner = self.formula(depth + 1)
            self.expect(")")
            if inner.right is None:
                raise Fault(f"{self.text[:80]!r} has parentheses where none are needed")
            return inner
        if len(token) != 1 or not token.isalpha():
            raise Fault(f"{token!r} in {self.text[:80]!r} is no letter")
        return self.pool.atom(token)


@dataclass
class Columns:
    """The columns of some formulas and their parts, as words of T and F, in the order of a solution."""

    letters: list[Formula]
    rows: list[str] = field(init=False)
    lines: list[str] = field(default_factory=list)
    numbers: dict[Formula, int] = field(default_factory=dict)
    words: dict[Formula, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        many = len(self.letters)
        self.rows = [
            "".join("F" if row >> many - 1 - place & 1 else "T" for place in range(many))
            for row in range(1 << many)
        ]
        for place, letter in enumerate(self.letters):
            self._add(letter, "".join(row[place] for row in self.rows), ())

    def add(self, formula: Formula) -> None:
        """Add the lines of a formula's parts and of itself; raise Fault if they become too many."""
        if formula in self.numbers:
            return
        parts = [part for part in (formula.left, formula.right) if part is not None]
        for part in parts:
            self.add(part)
        values = [self.words[part] for part in parts]
        word = "".join("T" if _VALUES[formula.connective](*row) else "F" for row in zip(*values, strict=True))
        self._add(formula, word, sorted({self.numbers[part] for part in parts}))

    def _add(self, formula: Formula, word: str, cited: tuple[int, ...] | list[int]) -> None:
        if len(self.lines) == MOST_LINES:
            raise Fault(f"the table has more than {MOST_LINES} columns")
        cites = f" [{', '.join(map(str, cited))}]" if cited else ""
        self.lines.append(f"{formula!r}: {word}{cites}")
        self.numbers[formula] = len(self.lines)
        self.words[formula] = word


_VALUES: dict[str, Callable[..., bool]] = {
    "not": lambda value: value == "F",
    "and": lambda left, right: left == right == "T",
    "or": lambda left, right: "T" in (left, right),
    "implies": lambda left, right: (left, right) != ("T", "F"),
    "iff": lambda left, right: left == right,
}
