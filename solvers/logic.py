"""Propositional entailment: the solver. What a row says is laid down in docs/logic.md.

An element is a tree of the grammar, or a group of the construction space: six rows over two sets of
premises that differ in one premise (see `_logic_construction.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from tomllib import loads

from xxhash import xxh3_128_hexdigest

from synth.grammar import Space, Tree, load
from synth.kernels.make.rules import NOT
from synth.row import Dropped, Solution, base36
from synth.solvers import _logic_construction as construction
from synth.solvers._logic_canonical import canonical, split_canonical
from synth.solvers._logic_case import SKILLS, Case
from synth.solvers._logic_construction import Element, Group
from synth.solvers._logic_decide import ENTAILED, REFUTED, UNKNOWN
from synth.solvers._logic_formula import Formula, Tables, atoms, opposite, read
from synth.solvers._logic_present import Stage

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

REVISION = 5
"""Raised when the code makes another text of an old rank; tests/solvers/test_logic_revision.py tells when."""
DOMAIN = "logic"
PREREQUISITES: tuple[str, ...] = ()
LEVELS = {
    1: "one inference",
    2: "two to four inferences to a literal",
    3: "compound conclusions, three or four inferences",
    4: "sub-proofs, or five and more inferences, among idle premises",
}
MEMBERS = 6
"""Rows of a group: on each set what it entails, the opposite of that, and what the other set decides."""

_LABELS = (ENTAILED, REFUTED, UNKNOWN)
_STEPS = {1: (1, 1), 2: (2, 4), 3: (3, 4), 4: (5, 12)}
_TWINS = {False: (5, 0, 3, 2, 3, 0), True: (1, 5, 4, 4, 2, 1)}
"""The twin of each member, by whether the unknown rows ask for opposites.

It asks the same of the other set where such a row has another label, else the opposite of the same set.
"""


def strata(level: int) -> Mapping[str, Space[Element]]:
    """Return the groups of a level, all in one stratum."""
    return {"all": construction.space(level)}


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, templates and REVISION."""
    templates = loads(files("synth").joinpath("grammars", "logic.toml").read_text(encoding="utf-8"))
    text = f"{load('logic.lark').fingerprint} {construction.definition()} {templates} {REVISION}"
    return xxh3_128_hexdigest(text.encode())[:16]


def variants(element: Tree | Element) -> int:
    """Return the number of variants of a tree of the grammar, or of an element of a level's space."""
    if isinstance(element, Element):
        return _group_stage(construction.group(element)).count() * MEMBERS
    return _stage(*read(element)).count()


def solve(element: Tree | Element, variant: int) -> Solution:
    """Return the row of a tree or of a member of a group; raise Dropped for a group unlike its level."""
    if isinstance(element, Element):
        presentation, member = divmod(variant, MEMBERS)
        return _scene(element, presentation).solution(member)
    premises, conclusion = read(element)
    shown = _stage(premises, conclusion).present(variant)
    ordered = tuple(premises[place] for place in shown.order)
    case = Case(ordered, Tables(atoms((*ordered, conclusion))))
    text = canonical(premises, conclusion)
    return case.solution(shown, conclusion, case.level(conclusion), text, f"logic:{text}", ("", ""))


def _stage(premises: Sequence[Formula], conclusion: Formula) -> Stage:
    stated = tuple(dict.fromkeys((*premises, conclusion)))
    return Stage(atoms(stated), len(premises), stated)


def _group_stage(group: Group) -> Stage:
    stated = dict.fromkeys((*group.premises, group.a, opposite(group.a), group.b, opposite(group.b)))
    alike = (group.other, group.premises[group.switch])
    return Stage(atoms((*stated, group.other)), len(group.premises), tuple(stated), alike)


class _Scene:
    """A group in one presentation."""

    def __init__(self, element: Element, presentation: int) -> None:
        group = construction.group(element)
        self.level = element.level
        self.first = presentation * MEMBERS
        self.twins = _TWINS[group.negated]
        self.shown = _group_stage(group).present(presentation)
        self.switch = self.shown.order.index(group.switch)
        tables = Tables(atoms((*(group.premises[place] for place in self.shown.order), group.other)))
        self.cases = [
            Case(tuple(premises[place] for place in self.shown.order), tables) for premises in group.sets()
        ]
        own, far = (group.a, group.b), (group.b, group.a)
        if group.negated:
            far = (opposite(group.b), opposite(group.a))
        self.conclusions = [
            conclusion for side in (0, 1) for conclusion in (own[side], opposite(own[side]), far[side])
        ]
        self._examine()
        texts = [[split_canonical(premises, asked) for asked in own] for premises in group.sets()]
        self.texts = [texts[side][side ^ (which == 2)] for side in (0, 1) for which in range(3)]
        cores = (premises.rstrip("~") + core for side in texts for premises, core in side)
        self.group = f"logic:{xxh3_128_hexdigest(' '.join(sorted(cores)).encode())}"

    def _examine(self) -> None:
        """Raise Dropped unless the labels and the lengths of the proofs are what the level says."""
        fewest, most = _STEPS[self.level]
        for member, conclusion in enumerate(self.conclusions):
            side, which = divmod(member, 3)
            found = self.cases[side].label(conclusion)
            if found != _LABELS[which]:
                raise Dropped(f"a conclusion that was to be {_LABELS[which]} is {found}")
            if found == ENTAILED:
                proof, _ = self.cases[side].proof(conclusion)
                if not fewest <= len(proof.steps) <= most or (proof.nested and self.level < 4):
                    nested = ", with a sub-proof" if proof.nested else ""
                    raise Dropped(f"a proof for level {self.level} has {len(proof.steps)} steps{nested}")

    def solution(self, member: int) -> Solution:
        """Return the row of a member."""
        side = member // 3
        conclusion = self.conclusions[member]
        premises, core = self.texts[member]
        negations = 0
        while isinstance(conclusion, tuple) and conclusion[0] == NOT:
            conclusion, negations = conclusion[1], negations + 1
        text = premises.rstrip("~") + "~" * negations + core
        twin = self.twins[member]
        return self.cases[side].solution(
            self.shown,
            self.conclusions[member],
            self.level,
            text,
            self.group,
            (base36(self.first + twin), self._edit(member, twin)),
        )

    def _edit(self, member: int, twin: int) -> str:
        """Say in a sentence how a member's twin differs."""
        label = _LABELS[twin % 3]
        if member // 3 == twin // 3:
            said = self.shown.voice.sentence(self.conclusions[twin])
            return f'In the twin the conclusion is the opposite, "{said[:-1]}", and the answer is "{label}".'
        said = self.shown.voice.sentence(self.cases[twin // 3].premises[self.switch])
        return f'In the twin premise {self.switch + 1} is "{said[:-1]}", and the answer is "{label}".'


@lru_cache(maxsize=8)
def _scene(element: Element, presentation: int) -> _Scene:
    return _Scene(element, presentation)
