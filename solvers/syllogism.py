"""Categorical syllogisms: the solver. What a row says is laid down in docs/syllogism.md.

An element is a valid form with idle premises, which makes two rows, itself and its invalid twin; or two
premises of which all conclusions are asked, with and without the assumption that classes have members; or a
tree of the grammar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from xxhash import xxh3_128_hexdigest

from synth.grammar import Node, Space, Tree, load
from synth.row import Dropped, Solution
from synth.solvers import _syllogism_forms as forms
from synth.solvers._syllogism_forms import KINDS, Element, Form, Leaf
from synth.solvers._syllogism_model import false_cases, model
from synth.solvers._syllogism_proof import Link, Statement, Step, prove, statement
from synth.solvers._syllogism_text import Look, Stage, Voice, phrases
from synth.solvers._text import group, listed

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

REVISION = 2
"""Raised when the code makes another text of an old rank."""
DOMAIN = "logic"
SKILLS = (
    "conversion",
    "subalternation",
    "barbara",
    "celarent",
    "darii",
    "ferio",
    "baroco",
    "bocardo",
    "countermodel",
)
PREREQUISITES: tuple[str, ...] = ()
LEVELS = {
    1: "two premises",
    2: "two premises among idle ones",
    3: "three to five premises in a chain, at most two idle ones",
    4: "three to five premises in a chain among three or four idle ones",
}
MEMBERS = 2
"""A valid argument and its invalid twin; or one question with and without the assumption of members."""

WHICH = "?"


def strata(level: int) -> Mapping[str, Space[Any]]:
    """Return the named parts of a level."""
    return forms.strata(level)


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    text = f"{load('syllogism.lark').fingerprint} {forms.definition()} {phrases()} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Element) -> int:
    """Return the number of variants of a tree of the grammar, or of an element of a level's space."""
    if isinstance(element, Element):
        return _stage(element.form, element.leaves).looks() * MEMBERS
    _, form, leaves = _read(element)
    return _stage(form, leaves).looks()


def solve(element: Tree | Element, variant: int) -> Solution:
    """Return the row of a tree, or of a member of an element."""
    if isinstance(element, Tree):
        members, form, leaves = _read(element)
        key = _canonical(form, leaves, members)
        return _Problem(form, leaves, members, _stage(form, leaves).look(variant)).solution(key, "")
    presentation, member = divmod(variant, MEMBERS)
    look = _look(element, presentation)
    if element.form.kind == WHICH:
        form, members = element.form, not member
        other = _Problem(form, element.leaves, bool(member), look)
        change = "every class has a member" if member else "a class may be empty"
        edit = f'In the twin {change}, and the answer is "{other.answer}".'
        key = f"{_links(form.links)}?"
    else:
        members = element.members
        pair = (element.form, forms.twin(element.form, members, element.leaves))
        form, other_form = pair[member], pair[1 - member]
        place = next(i for i, link in enumerate(form.links) if link != other_form.links[i])
        said = Voice(look.nouns).clause(statement(other_form.links, place))
        number = look.order.index(place) + 1
        edit = f'In the twin premise {number} is "{said}", and the answer is "{_LABELS[1 - member]}".'
        key = _canonical(element.form, element.leaves, members)
    return _Problem(form, element.leaves, members, look).solution(key, edit)


_LABELS = ("valid", "invalid")


def _stage(form: Form, leaves: Sequence[Leaf]) -> Stage:
    premises = len(form.links) + len(leaves)
    return Stage(premises, premises + 1, "which" if form.kind == WHICH else "judge")


@lru_cache(maxsize=4)
def _look(element: Element, presentation: int) -> Look:
    return _stage(element.form, element.leaves).look(presentation)


_NAMES = {"all": "A", "no": "E", "some": "I", "some_not": "O", "which": WHICH}


def _read(tree: Tree) -> tuple[bool, Form, tuple[Leaf, ...]]:
    """Return scope, form and idle premises of a tree; raise Dropped for one that makes no row."""
    scope, *parts, conclusion = (child for child in tree.node().children if isinstance(child, Node))
    links: list[Link] = []
    leaves: list[Leaf] = []
    for part in parts:
        kind, way, *place = (child.name for child in part.children if isinstance(child, Node))
        if place:
            leaves.append((int(place[0][1:]), _NAMES[kind], way == "forward"))
        else:
            links.append((_NAMES[kind], way == "forward"))
    form = Form(tuple(links), _NAMES[conclusion.name])
    if any(term > len(links) for term, _, _ in leaves):
        raise Dropped("an idle premise is about a term that the chain does not have")
    if form.kind == WHICH and (len(links) > 2 or leaves):
        raise Dropped("all conclusions are asked of two premises only")
    if leaves != sorted(leaves, key=_leaf_order):
        raise Dropped("idle premises in another order are the same problem")
    members = scope.name == "members"
    if form.kind != WHICH and not members and leaves and prove(form.links, form.kind, False) is None:
        premises = (*_chain(form.links), *_hanging(leaves, len(links)))
        if model((*premises, _denied(form)), len(premises) + 1, False) is None:
            raise Dropped("the conclusion rests on a premise that hangs on the chain")
    return members, form, tuple(leaves)


def _leaf_order(leaf: Leaf) -> tuple[int, int, bool]:
    return leaf[0], KINDS.index(leaf[1]), not leaf[2]


def _denied(form: Form) -> Statement:
    return ({"A": "O", "O": "A", "E": "I", "I": "E"}[form.kind], 0, len(form.links))


def _chain(links: Sequence[Link]) -> list[Statement]:
    return [statement(links, place) for place in range(len(links))]


def _hanging(leaves: Sequence[Leaf], count: int) -> list[Statement]:
    """Return what the idle premises say; their own terms follow those of the chain."""
    return [
        (kind, term, own) if forward else (kind, own, term)
        for own, (term, kind, forward) in enumerate(leaves, count + 1)
    ]


def _links(links: Sequence[Link]) -> str:
    return ", ".join(f"{kind}{'>' if forward else '<'}" for kind, forward in links)


def _canonical(form: Form, leaves: Sequence[Leaf], members: bool) -> str:
    """Return the grammar's sentence of a problem: names and the order of premises are erased."""
    hanging = ", ".join(f"{kind}{'>' if forward else '<'} {term}" for term, kind, forward in leaves)
    idle = f" idle {hanging}" if leaves else ""
    return f"{'members' if members else 'open'} {_links(form.links)}{idle} therefore {form.kind}"


class _Problem:
    """One argument in one look."""

    def __init__(self, form: Form, leaves: Sequence[Leaf], members: bool, look: Look) -> None:
        self.form, self.leaves, self.members, self.look = form, leaves, members, look
        self.voice = Voice(look.nouns)
        self.last = len(form.links)
        said = [*_chain(form.links), *_hanging(leaves, self.last)]
        self.premises = tuple(said[place] for place in look.order)
        asked = tuple(KINDS[letter] for letter in look.letters) or form.kind
        self.asked = tuple((kind, 0, self.last) for kind in asked)
        self.proofs = {kind: prove(form.links, kind, members) for kind in asked}
        self.following = [said for said in self.asked if self.proofs[said[0]] is not None]
        self.lines: list[str] = []
        self.numbers = {said: number for number, said in enumerate(self.premises, 1)}
        self.rules: list[str] = []

    @property
    def answer(self) -> str:
        """The label, or the letters of the conclusions that follow."""
        if self.form.kind == WHICH:
            return (
                listed([self._letter(said) for said in sorted(self.following, key=self.asked.index)])
                or "none"
            )
        return _LABELS[not self.following]

    def solution(self, key: str, edit: str) -> Solution:
        """Return the row's text; `key` names the group, `edit` tells of the twin."""
        for said in sorted(self.following, key=lambda said: KINDS.index(said[0])):
            self._derive(said)
        cases = self._cases()
        used = [self.numbers[said] for said in _chain(self.form.links)]
        return Solution(
            question=self._question(),
            reasoning="\n".join(self.lines),
            solution=self._which(cases) if self.form.kind == WHICH else self._judgement(used, cases),
            answer=self.answer,
            level=self._level(),
            canonical=_canonical(self.form, self.leaves, self.members),
            group=group("syllogism", key),
            skills=tuple(skill for skill in SKILLS if skill in self.rules),
            payload={"edit": edit},
        )

    def _level(self) -> int:
        if self.last == 2:
            return 2 if self.leaves else 1
        return 3 if len(self.leaves) <= 2 else 4

    def _letter(self, said: Statement) -> str:
        return "abcd"[self.asked.index(said)]

    def _question(self) -> str:
        table = phrases()
        asked = "which" if self.form.kind == WHICH else "judge"
        convention = table["convention"]
        sentence = self.voice.clause
        lines = ["Premises:", *(f"{n}. {sentence(said)}." for n, said in enumerate(self.premises, 1))]
        if asked == "judge":
            lines.append(f"Conclusion: {sentence(self.asked[0])}.")
        lines.append(table["question"][asked][self.look.phrasing])
        if asked == "which":
            lines += [f"({self._letter(said)}) {sentence(said)}." for said in self.asked]
        scope = convention["members" if self.members else "open"]
        lines.append(f"{convention[asked]} {convention['some']} {scope}")
        return "\n".join(lines)

    def _add(self, text: str, rule: str, cites: Sequence[int]) -> int:
        number = len(self.premises) + len(self.lines) + 1
        named = ": " + ", ".join(map(str, cites)) if cites else ""
        self.lines.append(f"{number}. {text} [{rule}{named}]")
        return number

    def _derive(self, goal: Statement) -> None:
        """Add the lines of a derivation that are not there yet."""
        kind, subject, predicate = goal
        above = {"I": "A", "O": "E"}.get(kind)
        steps = self.proofs[kind] or []
        if self.form.kind == WHICH and above and self.proofs[above] is not None:
            steps = [Step(goal, "subalternation", ((above, subject, predicate),))]
        for said, rule, cites in steps:
            if said not in self.numbers:
                self.rules.append(rule.lower())
                self.numbers[said] = self._add(
                    f"{self.voice.clause(said)}.", rule, [self.numbers[cite] for cite in cites]
                )

    def _cases(self) -> list[tuple[int, list[int]]]:
        """Add cases in which what does not follow is false; return the lines of each and of its failures."""
        failing = tuple(said for said in self.asked if said not in self.following)
        order = list(dict.fromkeys(term for said in (*self.premises, *self.asked) for term in said[1:]))
        people = list(self.look.people)
        found = []
        for cells, refuted in false_cases(self.premises, failing, len(order), self.members):
            self.rules.append("countermodel")
            line = self._add(self.voice.case(cells, people, order), "case", ())
            for number, said in enumerate(self.premises, 1):
                reason = self.voice.reason(said, cells, people)
                self._add(f"Premise {number} is true: {reason}", "evaluation", [line])
            if self.members:
                self._add("Every class has a member.", "evaluation", [line])
            falls = []
            for kind, subject, predicate in refuted:
                denial = ({"A": "O", "O": "A", "E": "I", "I": "E"}[kind], subject, predicate)
                name = "The conclusion"
                if self.form.kind == WHICH:
                    name = f"Conclusion {self._letter((kind, subject, predicate))}"
                falls.append(
                    self._add(
                        f"{name} is false: {self.voice.reason(denial, cells, people)}", "evaluation", [line]
                    )
                )
            found.append((line, falls))
            people = people[len(cells) :]
        return found

    def _judgement(self, used: list[int], cases: list[tuple[int, list[int]]]) -> str:
        if self.following:
            line = self.numbers[self.following[0]]
            numbers = listed([str(number) for number in sorted(used)])
            return f"The argument is valid. Line {line} is the conclusion, proved from premises {numbers}."
        return (
            f"The argument is invalid. In the case of line {cases[0][0]} all premises are true "
            "and the conclusion is false."
        )

    def _which(self, cases: list[tuple[int, list[int]]]) -> str:
        follow = sorted(self.following, key=self.asked.index)
        text = []
        if follow:
            verb = ("Conclusion", "follows") if len(follow) == 1 else ("Conclusions", "follow")
            lines = listed([str(self.numbers[said]) for said in follow])
            by = "line" if len(follow) == 1 else "lines"
            text.append(f"{verb[0]} {listed([self._letter(s) for s in follow])} {verb[1]}, by {by} {lines}.")
        falls = listed([str(line) for _, failures in cases for line in failures])
        if follow:
            text.append(f"The others do not, by lines {falls}.")
        else:
            text.append(f"None of the conclusions follows, by lines {falls}.")
        return " ".join(text)
