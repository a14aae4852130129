"""The rules of inference of the logic family as a table, and the matching of a step against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from synth.verify.proof.formula import JOINED, Formula, Formulas

# Name, from what, to what. A, B and C stand for any formula and ~A for the opposite of A (without its
# outer "not" if it has one, else with one). [A .. B] is a sub-proof that opens with A and ends with B.
RULES = (
    ("conjunction", "A; B", "A and B"),
    ("simplification", "A and B", "A"),
    ("simplification", "A and B", "B"),
    ("addition", "A", "A or B"),
    ("addition", "B", "A or B"),
    ("disjunctive syllogism", "A or B; ~A", "B"),
    ("disjunctive syllogism", "A or B; ~B", "A"),
    ("modus ponens", "A implies B; A", "B"),
    ("modus tollens", "A implies B; ~B", "~A"),
    ("biconditional", "A iff B; A", "B"),
    ("biconditional", "A iff B; B", "A"),
    ("biconditional", "A iff B; ~A", "~B"),
    ("biconditional", "A iff B; ~B", "~A"),
    ("equivalence", "A; B", "A iff B"),
    ("equivalence", "~A; ~B", "A iff B"),
    ("not both", "not (A and B); A", "~B"),
    ("not both", "not (A and B); B", "~A"),
    ("not either", "not (A or B)", "~A"),
    ("not either", "not (A or B)", "~B"),
    ("neither", "~A; ~B", "not (A or B)"),
    ("failed part", "~A", "not (A and B)"),
    ("failed part", "~B", "not (A and B)"),
    ("failed conditional", "not (A implies B)", "A"),
    ("failed conditional", "not (A implies B)", "~B"),
    ("counterexample", "A; ~B", "not (A implies B)"),
    ("true consequent", "B", "A implies B"),
    ("false condition", "~A", "A implies B"),
    ("one of two", "not (A iff B); A", "~B"),
    ("one of two", "not (A iff B); B", "~A"),
    ("one of two", "not (A iff B); ~A", "B"),
    ("one of two", "not (A iff B); ~B", "A"),
    ("difference", "A; ~B", "not (A iff B)"),
    ("difference", "~A; B", "not (A iff B)"),
    ("double negation", "not not A", "A"),
    ("double negation", "A", "not not A"),
    ("chain", "A implies B; B implies C", "A implies C"),
    ("dilemma", "A or B; A implies C; B implies C", "C"),
    ("contradiction", "A; ~A", "Contradiction"),
    ("conditional proof", "[A .. B]", "A implies B"),
    ("reductio", "[A .. Contradiction]", "~A"),
    ("cases", "A or B; [A .. C]; [B .. C]", "C"),
)
ASSUMPTION = "assumption"
PREMISE = "premise"
CLOSING = frozenset(name for name, source, _ in RULES if "[" in source)
NAMES = frozenset(name for name, _, _ in RULES) | {ASSUMPTION, PREMISE}


class Pattern(NamedTuple):
    """A formula with metavariables: `head` is "A", "~A", "not", a connective or "Contradiction".

    A sub-proof has the head ".." and its first and last line inside.
    """

    head: str
    inner: tuple[Pattern, ...] = ()

    @property
    def letters(self) -> frozenset[str]:
        """The metavariables in it."""
        own = {self.head[-1]} if self.head[-1] in "ABC" else set()
        return frozenset(own.union(*(part.letters for part in self.inner)))


class Cited(NamedTuple):
    """What a step cites: a line's formula, or with `first` a sub-proof from that formula to another.

    `last` is the formula of the line, or of the sub-proof's last line; None is `Contradiction`.
    """

    last: Formula | None
    first: Formula | None = None


class Form(NamedTuple):
    """One row of the table. `order` lists the sources, and the target as -1: X is bound before ~X."""

    sources: tuple[Pattern, ...]
    target: Pattern
    order: tuple[int, ...]

    @property
    def letters(self) -> frozenset[str]:
        """The metavariables in it."""
        return self.target.letters.union(*(source.letters for source in self.sources))

    @property
    def takes_sub_proofs(self) -> bool:
        """True if a source is a sub-proof."""
        return any(source.head == ".." for source in self.sources)


def read_pattern(text: str) -> Pattern:
    """Return the pattern that a cell of the table writes; ValueError if it writes none."""
    first, _, last = text.strip("[]").rpartition(" .. ")
    if first:
        return Pattern("..", (read_pattern(first), read_pattern(last)))
    words = text.replace("(", "( ").replace(")", " )").split()

    def operand(at: int) -> tuple[Pattern, int]:
        if words[at] == "not":
            inner, at = operand(at + 1)
            return Pattern("not", (inner,)), at
        if words[at] == "(":
            inner, at = joined(at + 1)
            return inner, at + 1
        return Pattern(words[at]), at + 1

    def joined(at: int) -> tuple[Pattern, int]:
        left, at = operand(at)
        if at < len(words) and words[at] in JOINED:
            right, end = operand(at + 1)
            return Pattern(words[at], (left, right)), end
        return left, at

    pattern, end = joined(0)
    if end != len(words):
        raise ValueError(text)
    return pattern


def _form(source: str, target: str) -> Form:
    patterns = [*map(read_pattern, source.split("; ")), read_pattern(target)]
    waiting = list(range(-1, len(patterns) - 1))
    order: list[int] = []
    bound: frozenset[str] = frozenset()
    while waiting:
        # What can be matched without guessing comes first, and of that the most structured.
        ready = [n for n in waiting if "~" not in _heads(patterns[n]) or patterns[n].letters <= bound]
        place = max(ready, key=lambda n: (bool(patterns[n].inner), n >= 0))
        waiting.remove(place)
        order.append(place)
        bound |= patterns[place].letters
    return Form(tuple(patterns[:-1]), patterns[-1], tuple(order))


def _heads(pattern: Pattern) -> str:
    return pattern.head + "".join(map(_heads, pattern.inner))


FORMS: dict[str, tuple[Form, ...]] = {
    name: tuple(_form(source, target) for other, source, target in RULES if other == name)
    for name, _, _ in RULES
}


def follows(pool: Formulas, rule: str, cited: Sequence[Cited], conclusion: Formula | None) -> bool:
    """Return whether some form of the rule leads from the cited lines, all of them, to the conclusion.

    A conclusion of None is `Contradiction`. One line may stand for two sources that are the same formula,
    one sub-proof may not.
    """
    return any(
        matches(pool, form, cited, conclusion)
        for form in FORMS[rule]
        if len(cited) == len(form.sources) or (len(cited) < len(form.sources) and rule not in CLOSING)
    )


def matches(pool: Formulas, form: Form, cited: Sequence[Cited], conclusion: Formula | None) -> bool:
    """Return whether this one form leads from the cited lines, all of them, to the conclusion."""
    return _matches(pool, form, 0, cited, 0, Cited(conclusion), {})


def _matches(
    pool: Formulas,
    form: Form,
    at: int,
    cited: Sequence[Cited],
    used: int,
    target: Cited,
    bound: dict[str, Formula],
) -> bool:
    """Match the form's patterns from `at` on; `used` is the bit mask of the cited lines matched so far."""
    if at == len(form.order):
        return used == (1 << len(cited)) - 1
    place = form.order[at]
    if place < 0:
        trial = _fits(pool, form.target, target, bound)
        return trial is not None and _matches(pool, form, at + 1, cited, used, target, trial)
    for number, candidate in enumerate(cited):
        trial = _fits(pool, form.sources[place], candidate, bound)
        if trial is not None and _matches(pool, form, at + 1, cited, used | 1 << number, target, trial):
            return True
    return False


def _fits(
    pool: Formulas, pattern: Pattern, cited: Cited, bound: dict[str, Formula]
) -> dict[str, Formula] | None:
    """Return the bindings with those of one cited thing added; None if it does not fit the pattern."""
    if pattern.head == "..":
        first, last = pattern.inner
        trial = None if cited.first is None else bind(pool, first, cited.first, bound)
        return None if trial is None else bind(pool, last, cited.last, trial)
    return None if cited.first is not None else bind(pool, pattern, cited.last, bound)


def bind(
    pool: Formulas, pattern: Pattern, formula: Formula | None, bound: dict[str, Formula]
) -> dict[str, Formula] | None:
    """Return the bindings with those added that make the pattern the formula; None if none do.

    KeyError for ~X where X is not bound yet.
    """
    trial = dict(bound)
    return trial if _binds(pool, pattern, formula, trial) else None


def _binds(pool: Formulas, pattern: Pattern, formula: Formula | None, bound: dict[str, Formula]) -> bool:
    """Bind in place; what was bound before a failure stays bound."""
    head = pattern.head
    if formula is None or head == "Contradiction":
        return formula is None and head == "Contradiction"
    if head in ("A", "B", "C"):
        return bound.setdefault(head, formula) is formula
    if head[0] == "~":
        return pool.opposite(bound[head[1]]) is formula
    if formula.connective != head or formula.left is None:
        return False
    if not _binds(pool, pattern.inner[0], formula.left, bound):
        return False
    return formula.right is None or _binds(pool, pattern.inner[1], formula.right, bound)


def filled(pool: Formulas, pattern: Pattern, bound: Mapping[str, Formula]) -> Formula:
    """Return the formula that the pattern is with its metavariables bound; KeyError if one is not."""
    head = pattern.head
    if head in ("A", "B", "C"):
        return bound[head]
    if head[0] == "~":
        return pool.opposite(bound[head[1]])
    sides = [filled(pool, part, bound) for part in pattern.inner]
    return pool.negation(sides[0]) if head == "not" else pool.joined(head, sides[0], sides[1])
