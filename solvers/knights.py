"""Knights and knaves: the solver. What a row says is laid down in docs/knights.md.

An element is a puzzle with one solution, of statements of different types, or a tree of the grammar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import permutations, product
from math import factorial, perm
from typing import Any

from xxhash import xxh3_128_hexdigest

from synth.grammar import Node, Space, Tree, load
from synth.row import Dropped, Solution
from synth.solvers._knights_proof import Fact, Line, Prover, Step
from synth.solvers._knights_space import Puzzle, puzzles
from synth.solvers._knights_statements import COUNTS, KNIGHT, ORDERED, PLACES, TYPES, Statement, fitting
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
"""Raised when the code makes another text of an old rank, or another space."""
DOMAIN = "logic"
SKILLS = (
    "truth and lies",
    "case analysis",
    "reductio",
    "nested suppositions",
    "counting",
    "conditionals",
    "disjunction",
    "conjunction",
)
PREREQUISITES: tuple[str, ...] = ()
LEVELS = {1: "two people", 2: "three people", 3: "four people", 4: "five people"}
MEMBERS = 1

_TAUGHT = {
    "exactly": "counting",
    "least": "counting",
    "implies": "conditionals",
    "implies_me": "conditionals",
    "implied_me": "conditionals",
    "either": "disjunction",
    "either_me": "disjunction",
    "both": "conjunction",
    "both_me": "conjunction",
}
_NUMBERS = ("none", "one", "two", "three", "four", "five")
_ALL = {2: "both", 3: "all three", 4: "all four", 5: "all five"}

_table = partial(phrases_of, "knights")


def strata(level: int) -> Mapping[str, Space[Any]]:
    """Return the puzzles of a level with a statement that is a start, and those without."""
    return {"with a start": puzzles(level + 1, True), "by supposing": puzzles(level + 1, False)}


@cache
def fingerprint() -> str:
    """Return the digest of what decides a row's text: grammar, types, phrases and REVISION."""
    text = f"{load('knights.lark').fingerprint} {TYPES} {_table()} {REVISION}"
    return xxh3_128_hexdigest(text.encode())


def variants(element: Tree | Puzzle) -> int:
    """Return the number of variants of a puzzle or of a tree of the grammar."""
    count = len(_read(element) if isinstance(element, Tree) else element)
    table = _table()
    question = table["question"]
    looks = len(question["opening"]) * len(question["asked"]) * factorial(count)
    return looks * perm(len(table["people"]["names"]), count)


def solve(element: Tree | Puzzle, variant: int) -> Solution:
    """Return the row of a puzzle, or of a tree of the grammar."""
    if isinstance(element, Tree):
        element = _read(element)
    return _Shown(element, variant).solution()


class _Shown:
    """A puzzle in one look."""

    def __init__(self, puzzle: Puzzle, variant: int) -> None:
        table = _table()
        question = table["question"]
        self.puzzle = puzzle
        variant, opening = divmod(variant, len(question["opening"]))
        variant, asked = divmod(variant, len(question["asked"]))
        self.opening, self.asked = question["opening"][opening], question["asked"][asked]
        variant, self.order = drawn(variant, range(len(puzzle)), len(puzzle))
        variant, names = drawn(variant, table["people"]["names"], len(puzzle))
        self.names = dict(zip(self.order, names, strict=True))
        self.lines: list[str] = []
        self.rules = {"truth and lies", *(_TAUGHT[said.form] for said in puzzle if said.form in _TAUGHT)}

    @cached_property
    def masks(self) -> list[int]:
        """The worlds that each statement fits, in the order in which people speak."""
        seats = {person: seat for seat, person in enumerate(self.order)}
        count = len(self.puzzle)
        seated = [renamed(self.puzzle[person], seats) for person in self.order]
        return [fitting(said, seat, count) for seat, said in enumerate(seated)]

    def solution(self) -> Solution:
        """Return the row's text."""
        prover = Prover(self.masks)
        known: dict[Fact, int] = {}
        self._write(prover, prover.prove(), known, 0)
        people = [self.names[person] for person in self.order]
        told = sorted(known)
        facts = ", ".join(f"{people[seat]} is {_kind(knight)}" for seat, knight in told)
        text = canonical(self.puzzle)
        return Solution(
            question=self._question(people),
            reasoning="\n".join(self.lines),
            solution="; ".join(
                f"{people[seat]} is {_kind(knight)}, by line {known[seat, knight]}" for seat, knight in told
            )
            + ".",
            answer=facts,
            level=len(self.puzzle) - 1,
            canonical=text,
            group=group("knights", text),
            skills=tuple(skill for skill in SKILLS if skill in self.rules),
        )

    def _question(self, people: Sequence[str]) -> str:
        question = _table()["question"]
        lines = [self.opening.format(people=listed(people))]
        for person in self.order:
            said = self._said(self.puzzle[person])
            lines.append(f'{self.names[person]} says: "{said[0].upper()}{said[1:]}."')
        lines.append(self.asked)
        words = " ".join(self._said(said) for said in self.puzzle)
        notes = []
        if " or " in words:
            notes.append(question["or"])
        if "if " in words:
            notes.append(question["if"])
        if "of us" in words:
            notes.append(question["us"].format(all=_ALL[len(people)]))
        notes.append(question["form"].format(example="X is a knight, Y is a knave"))
        lines.append(" ".join(notes))
        return "\n".join(lines)

    def _said(self, said: Statement) -> str:
        """Return what a statement says, without its full stop."""
        phrase: str = _table()["statement"][said.form]
        if said.form in COUNTS:
            number = phrase.format(number=_NUMBERS[said.number])
            noun = "knight" if said.kinds[0] == KNIGHT else "knave"
            return f"{number} of us {f'is a {noun}' if said.number == 1 else f'are {noun}s'}"
        kinds = [_kind(kind) for kind in said.kinds]
        names = [self.names[person] for person in said.people]
        return phrase.format(*names, **dict(zip("kl", kinds, strict=False)))

    def _add(self, depth: int, text: str) -> int:
        number = len(self.lines) + 1
        self.lines.append(f"{'  ' * depth}{number}. {text}")
        return number

    def _write(self, prover: Prover, lines: Sequence[Line], known: dict[Fact, int], depth: int) -> int:
        """Add lines, and to what is known the facts that they show; return the number of the last line."""
        number = 0
        for line in lines:
            if isinstance(line, Step):
                number = self._add(depth, self._reason(prover, line, known))
                if line.fact is not None:
                    known[line.fact] = number
                continue
            person, knight = line.supposed
            self.rules |= {"reductio"} | ({"nested suppositions"} if depth else {"case analysis"})
            start = self._add(depth, f"Suppose {self._name(person)} is {_kind(knight)}. [assumption]")
            end = self._write(prover, line.lines, {**known, line.supposed: start}, depth + 1)
            number = self._add(
                depth, f"So {self._name(person)} is {_kind(not knight)}. [reductio: {start}-{end}]"
            )
            known[person, not knight] = number
        return number

    def _name(self, seat: int) -> str:
        name: str = self.names[self.order[seat]]
        return name

    def _reason(self, prover: Prover, step: Step, known: Mapping[Fact, int]) -> str:
        """Say what a step shows and why."""
        speaker = self._name(step.speaker)
        told = dict(step.cites)
        numbers = ", ".join(str(number) for number in sorted(known[fact] for fact in step.cites))
        cites = f"[statement of {speaker}{': ' if numbers else ''}{numbers}]"
        if step.fact is None:
            if step.speaker not in told:
                return f"{speaker} can neither tell the truth nor lie: a contradiction. {cites}"
            honest, value = ("tells the truth", "false") if told[step.speaker] else ("lies", "true")
            return f"{speaker} {honest}, but what {speaker} says is {value}: a contradiction. {cites}"
        person, knight = step.fact
        result = f"{self._name(person)} is {_kind(knight)}. {cites}"
        if person == step.speaker:
            value = "true" if knight else "false"
            column = prover.columns[person]
            fits = prover.masks[person]
            truth = (fits & column) | ~(fits | column)  # the worlds in which the statement is true
            against = prover.mask(step.cites) & (~truth if knight else truth)
            if against:
                supposed = f"{speaker} were {_kind(not knight)}"
                return f"If {supposed}, what {speaker} says would be {value}, so {result}"
            return f"What {speaker} says is {value}, so {result}"
        if step.speaker in told:
            return f"{speaker} {'tells the truth' if told[step.speaker] else 'lies'}, so {result}"
        return f"Whether {speaker} tells the truth or lies, {result}"


def renamed(said: Statement, names: Mapping[int, int]) -> Statement:
    """Return a statement about other people, the pair in order where the order means nothing."""
    people = tuple(names[person] for person in said.people)
    if len(people) == 2 and said.form not in ORDERED and len(set(said.kinds)) < 2:
        people = tuple(sorted(people))
    return said._replace(people=people)


def canonical(puzzle: Puzzle) -> str:
    """Return the grammar's sentence of a puzzle, people in the order of the types of what they say.

    Where types are the same, the first sentence that an order of these people gives.
    """
    places = [PLACES[said.form, said.kinds] for said in puzzle]
    kinds = sorted(set(places))
    alike = [[person for person, place in enumerate(places) if place == kind] for kind in kinds]
    texts = []
    for chosen in product(*(permutations(people) for people in alike)):
        order = [person for people in chosen for person in people]
        seats = {person: seat for seat, person in enumerate(order)}
        texts.append(
            "; ".join(_formal(renamed(puzzle[person], seats), seats[person], len(puzzle)) for person in order)
        )
    return min(texts)


_FORMAL = {
    "is": "{k} {0}",
    "same": "same {0} {1}",
    "differ": "differ {0} {1}",
    "same_me": "same me {0}",
    "differ_me": "differ me {0}",
    "both": "{k} {0} and {l} {1}",
    "either": "{k} {0} or {l} {1}",
    "implies": "if {k} {0} then {l} {1}",
    "both_me": "{k} me and {l} {0}",
    "either_me": "{k} me or {l} {0}",
    "implies_me": "if {k} me then {l} {0}",
    "implied_me": "if {k} {0} then {l} me",
    "exactly": "exactly {number} {k}",
    "least": "least {number} {k}",
}


def _formal(said: Statement, speaker: int, count: int) -> str:
    kinds = ["knight" if kind == KNIGHT else "knave" for kind in said.kinds]
    offsets = [(person - speaker) % count for person in said.people]
    return _FORMAL[said.form].format(*offsets, number=said.number, **dict(zip("kl", kinds, strict=False)))


def _kind(knight: bool) -> str:
    return "a knight" if knight else "a knave"


def _read(tree: Tree) -> Puzzle:
    """Return the puzzle of a tree; raise Dropped for one that makes no row."""
    said = [child for child in tree.node().children if isinstance(child, Node)]
    count = len(said)
    puzzle = tuple(_statement(one, speaker, count) for speaker, one in enumerate(said))
    worlds = (1 << (1 << count)) - 1
    for speaker, one in enumerate(puzzle):
        worlds &= fitting(one, speaker, count)
    if not worlds:
        raise Dropped("the puzzle has no solution")
    if worlds & (worlds - 1):
        raise Dropped("the puzzle has several solutions")
    return puzzle


def _statement(node: Node, speaker: int, count: int) -> Statement:
    parts = [child.name for child in node.children if isinstance(child, Node)]
    kinds = tuple(part == "knight" for part in parts if part in ("knight", "knave"))
    offsets = [int(part[1:]) for part in parts if part[0] == "p"]
    number = next((int(part[1:]) for part in parts if part[0] == "n"), 0)
    if max([number, *offsets]) >= count:
        raise Dropped("a statement is about more people than there are")
    if (node.name, kinds) == ("exactly", (False,)):
        raise Dropped("how many are knaves exactly is told by how many are knights")
    if len(set(offsets)) < len(offsets):
        raise Dropped("a statement names somebody twice")
    people = tuple((speaker + offset) % count for offset in offsets)
    if node.name in ("both", "either") and kinds == (False, True):
        kinds, people = (True, False), people[::-1]
    same = {person: person for person in people}
    return renamed(Statement(node.name, kinds, people, number), same)
