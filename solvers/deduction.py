"""Deduction from rules about everyone: the solver. What a row says is laid down in docs/deduction.md.

An element is a chain of inferences with idle premises, which makes three rows of one conclusion; or a tree of
the grammar, which is one of such rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from math import factorial, perm
from typing import Any, NamedTuple

from xxhash import xxh3_128_hexdigest

from synth.grammar import Node, Space, Tree, load
from synth.row import Dropped, Solution
from synth.solvers import _deduction_forms as forms
from synth.solvers._cells import cells_of
from synth.solvers._deduction_forms import Element, Leaf, Literal, Mode, Rule, Step, leaf_types
from synth.solvers._text import drawn, group, listed, phrases_of

__all__ = [
    "DOMAIN",
    "LEVELS",
    "MEMBERS",
    "PREREQUISITES",
    "SKILLS",
    "fingerprint",
    "solve",
    "strata",
    "variants",
]

REVISION = 3
"""Raised when the code makes another text of an old rank."""
DOMAIN = "logic"
SKILLS = ("universal instantiation", "modus ponens", "modus tollens", "countermodel")
PREREQUISITES = ("logic",)
LEVELS = {
    1: "one inference among idle premises",
    2: "two inferences among idle premises",
    3: "three inferences among idle premises",
    4: "four or five inferences among idle premises",
}
MEMBERS = 3
"""A chain that proves a conclusion, one that proves the opposite, and one that is broken."""

_TWINS = (1, 0, 0)
"""The twin of each member: they differ in one rule."""
_table = partial(phrases_of, "deduction")


class Fact(NamedTuple):
    """What somebody is or is not; people are numbered, the person of the chain first."""

    person: int
    literal: Literal


Premise = Fact | Rule


def strata(level: int) -> Mapping[str, Space[Any]]:
    """Return the named parts of a level."""
    return forms.strata(level)


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    text = f"{load('deduction.lark').fingerprint} {forms.definition()} {_table()} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Element) -> int:
    """Return the number of variants of a tree of the grammar, or of an element of a level's space."""
    if isinstance(element, Tree):
        return _looks(_read(element)[0])
    return _looks(element) * MEMBERS


def solve(element: Tree | Element, variant: int) -> Solution:
    """Return the row of a tree, or of a member of an element."""
    if isinstance(element, Tree):
        element, mode = _read(element)
        text = _canonical(element, mode)
        return _Problem(element, mode, variant).solution(text, "")
    presentation, member = divmod(variant, MEMBERS)
    modes = (Mode("entailed"), Mode("refuted"), forms.broken(element))
    problem = _problem(element, modes[member], presentation)
    other = _problem(element, modes[_TWINS[member]], presentation)
    place = next(i for i, said in enumerate(problem.premises) if said != other.premises[i])
    said = other.clause(other.premises[place])
    edit = f'In the twin premise {place + 1} is "{said}", and the answer is "{other.label}".'
    return problem.solution(_canonical(element, modes[0]), edit)


def _looks(element: Element) -> int:
    table = _table()
    _, qualities, people, count = _parts(element, Mode("astray"))
    looks = len(table["question"]["asked"]) * factorial(count)
    return (
        looks
        * perm(len(table["qualities"]["words"]), qualities)
        * perm(len(table["people"]["names"]), people)
    )


def _parts(element: Element, mode: Mode) -> tuple[list[Premise], int, int, int]:
    """Return the premises in the order of the chain, and the numbers of qualities, people and premises."""
    turned = mode.name == "refuted" and len(element.steps) == 1
    said: list[Premise] = [Fact(0, (0, element.first != turned))]
    said += [Fact(0, literal) for literal in forms.sides(element.steps)]
    said += forms.rules(element.first, element.steps, mode)
    quality = len(element.steps) + len(forms.sides(element.steps)) + 1
    people = 1
    stray: Literal | None = None
    for leaf in element.leaves:
        if leaf.kind == "other":
            said.append(Fact(people, (leaf.place, leaf.sign)))
            people += 1
            continue
        if leaf.kind == "rule":
            said.append(Rule(((leaf.place, leaf.sign),), (quality, leaf.head)))
            stray = stray or (quality, leaf.head)
        else:
            said.append(Fact(0, (quality, leaf.sign)))
        quality += 1
    if mode.name == "astray":
        # The fact has another quality: the result of an idle rule, from which nothing follows, or a new one.
        said[0] = Fact(0, stray or (quality, element.first))
        quality += stray is None
    return said, quality, people, len(said)


class _Problem:
    """One question in one look."""

    def __init__(self, element: Element, mode: Mode, variant: int) -> None:
        table = _table()
        self.element, self.mode = element, mode
        said, self.qualities, self.people, count = _parts(element, mode)
        variant, asked = divmod(variant, len(table["question"]["asked"]))
        self.asked: str = table["question"]["asked"][asked]
        variant, order = drawn(variant, range(count), count)
        _, most, _, _ = _parts(element, Mode("astray"))
        variant, words = drawn(variant, table["qualities"]["words"], most)
        self.words = words[: self.qualities]
        variant, self.names = drawn(variant, table["people"]["names"], self.people)
        self.premises = [said[place] for place in order]
        self.numbers = {premise: number for number, premise in enumerate(self.premises, 1)}
        self.conclusion: Literal = (len(element.steps), element.steps[-1].sign)
        self.label = {"entailed": "entailed", "refuted": "refuted"}.get(mode.name, "unknown")

    def solution(self, key: str, edit: str) -> Solution:
        """Return the row's text; `key` names the group, `edit` tells of the twin."""
        self.lines: list[str] = []  # Anew each time: a problem is kept for its twin, and may be asked again.
        table = _table()["question"]
        lines = ["Premises:", *(f"{n}. {self.clause(said)}." for n, said in enumerate(self.premises, 1))]
        lines += [f"Conclusion: {self.clause(Fact(0, self.conclusion))}.", self.asked, table["convention"]]
        skills: set[str] = set()
        if self.label == "unknown":
            self._cases()
            skills.add("countermodel")
            said = (
                "The conclusion is unknown. Cases A and B make every premise true; "
                "the conclusion is true in case A and false in case B."
            )
        else:
            used = self._prove(skills)
            last = len(self.premises) + len(self.lines)
            claim = f"states it, proved from premises {used}"
            if self.label == "refuted":
                claim = f"contradicts it, proved from premises {used}"
            said = f"The conclusion is {self.label}. Line {last} {claim}."
        return Solution(
            question="\n".join(lines),
            reasoning="\n".join(self.lines),
            solution=said,
            answer=self.label,
            level=max(1, min(4, len(self.element.steps))),
            canonical=_canonical(self.element, self.mode),
            group=group("deduction", key),
            skills=tuple(skill for skill in SKILLS if skill in skills),
            payload={"edit": edit},
        )

    def clause(self, said: Premise) -> str:
        """Return a premise without its full stop."""
        table = _table()
        if isinstance(said, Fact):
            quality, has = said.literal
            fact: str = table["fact"]["yes" if has else "no"]
            return fact.format(self.names[said.person], self.words[quality])
        rule: str = table["rule"]["yes" if said.head[1] else "no"]
        return rule.format(self._condition(said.body), self.words[said.head[0]])

    def _condition(self, body: Sequence[Literal]) -> str:
        """Return a condition, what is affirmed first: "not" never stands before an "and"."""
        are = [self.words[quality] for quality, has in body if has]
        are_not = [self.words[quality] for quality, has in body if not has]
        if len(are_not) == 2:
            return f"neither {are_not[0]} nor {are_not[1]}"
        return " and ".join((*are, *(f"not {word}" for word in are_not)))

    def _add(self, text: str, rule: str, cites: Sequence[int]) -> int:
        number = len(self.premises) + len(self.lines) + 1
        named = ": " + ", ".join(map(str, sorted(cites))) if cites else ""
        self.lines.append(f"{number}. {text}. [{rule}{named}]")
        return number

    def _prove(self, skills: set[str]) -> str:
        """Add the lines of the chain; return the premises that it uses, as a list."""
        ann = self.names[0]
        known = {
            said.literal: n
            for n, said in enumerate(self.premises, 1)
            if isinstance(said, Fact) and not said.person
        }
        used = []
        *rules, other = forms.rules(self.element.first, self.element.steps, self.mode)
        for rule in (*rules[:-1], rules[-1] if self.label == "entailed" else other):
            head = self.clause(Fact(0, rule.head))
            used.append(self.numbers[rule])
            line = self._add(
                f"If {ann} is {self._condition(rule.body)}, then {head}",
                "universal instantiation",
                [used[-1]],
            )
            if all(literal in known for literal in rule.body):
                name, result, cites = "modus ponens", rule.head, [known[literal] for literal in rule.body]
            else:
                quality, has = rule.body[0]
                name, result = "modus tollens", (quality, not has)
                cites = [known[rule.head[0], not rule.head[1]]]
            used += [cite for cite in cites if cite <= len(self.premises)]
            skills.update(("universal instantiation", name))
            known[result] = self._add(self.clause(Fact(0, result)), name, [*cites, line])
        return listed([str(number) for number in sorted(used)])

    def _cases(self) -> None:
        """Add a case in which the conclusion is true and one in which it is false, with all premises true."""
        inside = cells_of(self.qualities)
        every = (1 << (1 << self.qualities)) - 1

        def mask(literal: Literal) -> int:
            return inside[literal[0]] if literal[1] else every ^ inside[literal[0]]

        allowed = every
        for said in self.premises:
            if isinstance(said, Rule):
                body = every
                for literal in said.body:
                    body &= mask(literal)
                allowed &= every ^ body | mask(said.head)
        left = [allowed] * self.people
        for said in self.premises:
            if isinstance(said, Fact):
                left[said.person] &= mask(said.literal)
        true = left[0] & mask(self.conclusion)
        cells = [_lowest(worlds) for worlds in (true, *left[1:])]
        false = left[0] ^ true
        for quality in range(self.qualities):
            alike = false & mask((quality, bool(cells[0] >> quality & 1)))
            false = alike or false
        order = self._order()
        names = listed(self.names)
        only = "person" if self.people == 1 else "people"
        lists = " ".join(f"{self.words[one].capitalize()}: {self._who(one, cells)}." for one in order)
        first = self._add(f"Case A: let {names} be the only {only}. {lists[:-1]}", "case", [])
        for number, said in enumerate(self.premises, 1):
            self._add(f"Premise {number} is true: {self._reason(said, cells)}", "evaluation", [first])
        ending = Fact(0, self.conclusion)
        self._add(f"The conclusion is true: {self.clause(ending)}", "evaluation", [first])
        other = [_lowest(false), *cells[1:]]
        changed = [quality for quality in order if (cells[0] ^ other[0]) >> quality & 1]
        changes = "; ".join(f"{self.words[quality]}: {self._who(quality, other)}" for quality in changed)
        second = self._add(f"Case B: as case A, but {changes}", "case", [first])
        for number, said in enumerate(self.premises, 1):
            if {literal[0] for literal in _literals(said)} & set(changed):
                self._add(f"Premise {number} is true: {self._reason(said, other)}", "evaluation", [second])
        denied = Fact(0, (self.conclusion[0], not self.conclusion[1]))
        self._add(f"The conclusion is false: {self.clause(denied)}", "evaluation", [second])

    def _order(self) -> list[int]:
        """Return the qualities in the order in which the question names them."""
        named = [literal[0] for said in self.premises for literal in _literals(said)]
        return list(dict.fromkeys(named))

    def _who(self, quality: int, cells: Sequence[int]) -> str:
        return (
            listed([name for name, cell in zip(self.names, cells, strict=True) if cell >> quality & 1])
            or "none"
        )

    def _reason(self, said: Premise, cells: Sequence[int]) -> str:
        """Say by whom a premise is true in a case."""
        if isinstance(said, Fact):
            return self.clause(said)
        names = [
            name
            for name, cell in zip(self.names, cells, strict=True)
            if all(bool(cell >> quality & 1) == has for quality, has in said.body)
        ]
        condition = self._condition(said.body)
        head, has = self.words[said.head[0]], said.head[1]
        if not names:
            return f"no one is {condition}"
        if len(names) == 1:
            return f"only {names[0]} is {condition}; {names[0]} is {'' if has else 'not '}{head}"
        pair = len(names) == 2
        share = ("both are" if pair else "all are") if has else ("neither is" if pair else "none is")
        return f"only {listed(names)} are {condition}; {share} {head}"


@lru_cache(maxsize=8)
def _problem(element: Element, mode: Mode, presentation: int) -> _Problem:
    return _Problem(element, mode, presentation)


def _literals(said: Premise) -> tuple[Literal, ...]:
    """Return what a premise is about, as it is read: what a condition affirms comes first."""
    if isinstance(said, Fact):
        return (said.literal,)
    return (*sorted(said.body, key=lambda literal: not literal[1]), said.head)


def _lowest(worlds: int) -> int:
    return (worlds & -worlds).bit_length() - 1


def _sign(sign: bool) -> str:
    return "+" if sign else "-"


def _canonical(element: Element, mode: Mode) -> str:
    """Return the grammar's sentence of a problem: names, qualities and the order of premises are erased."""
    steps = ", ".join(
        f"join {_sign(step.side)} {_sign(step.sign)}"
        if step.kind == "join"
        else f"{step.kind} {_sign(step.sign)}"
        for step in element.steps
    )
    said = {
        "rule": lambda leaf: f"rule {leaf.place} {_sign(leaf.sign)} {_sign(leaf.head)}",
        "mine": lambda leaf: f"mine {_sign(leaf.sign)}",
        "other": lambda leaf: f"other {leaf.place} {_sign(leaf.sign)}",
    }
    idle = ", ".join(said[leaf.kind](leaf) for leaf in element.leaves)
    ending = f"{mode.name} {mode.place}" if mode.name in ("flip", "swap") else mode.name
    return f"from {_sign(element.first)} {steps} {f'idle {idle} ' if idle else ''}{ending}"


def _read(tree: Tree) -> tuple[Element, Mode]:
    """Return the chain of a tree and what becomes of it; raise Dropped for a tree that makes no row."""
    first, *rest = (child for child in tree.node().children if isinstance(child, Node))
    *parts, ending = rest
    steps: list[Step] = []
    leaves: list[Leaf] = []
    for part in parts:
        names = [child.name for child in part.children if isinstance(child, Node)]
        signs = [name == "plus" for name in names if name in ("plus", "minus")]
        place = next((int(name[1:]) for name in names if name not in ("plus", "minus")), 0)
        if part.name in ("rule", "mine", "other"):
            leaves.append(Leaf(part.name, place, signs[0], signs[1] if len(signs) > 1 else True))
        else:
            steps.append(Step(part.name, signs[-1], signs[0] if part.name == "join" else True))
    types = leaf_types(len(steps))
    if any(leaf not in types for leaf in leaves):
        raise Dropped("an idle premise is about a quality that the chain does not have")
    if leaves != sorted(leaves, key=types.index):
        raise Dropped("idle premises in another order are the same problem")
    numbers = [int(child.name[1:]) for child in ending.children if isinstance(child, Node)]
    if steps[0].kind == "join":
        raise Dropped("the two facts of a join at the start could change places")
    mode = Mode(ending.name, numbers[0] if numbers else 0)
    if numbers and not 1 <= mode.place < len(steps):
        raise Dropped("there is no such inference to break, or it is the last, which has two rules")
    if mode.name == "swap" and steps[mode.place - 1].kind == "join":
        raise Dropped("a rule with two conditions has no single one to change places with")
    return Element(max(1, min(4, len(steps))), first.name == "plus", tuple(steps), tuple(leaves)), mode
