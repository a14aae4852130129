"""The text of a logic row, as docs/logic.md lays it down: question, reasoning, solution.

Two voices say the same things: letters and connectives, or English sentences from grammars/logic.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from synth.grammar.templates import Templates, load_templates
from synth.kernels.make.rules import AND, IFF, IMPLIES, NOT
from synth.solvers._logic_decide import ENTAILED, INCONSISTENT, REFUTED
from synth.solvers._logic_formula import LETTERS, Formula, atoms, opposite, to_node, write
from synth.solvers._logic_prover import Cite, Proof

QUESTIONS = (
    "Does the conclusion follow from the premises?",
    "What do the premises say about the conclusion?",
    "Decide what the premises say about the conclusion.",
)
_FORMAL = (
    'Every statement is either true or false, "or" includes the case of both, "implies" is false only where '
    'its condition is true and its result is false, and "not" covers just the letter or the parentheses '
    "after it."
)
_ENGLISH = (
    'Every statement is either true or false, "or" includes the case of both, '
    'and "if X, then Y" is false only where X is true and Y is false.'
)
_WORDS = (
    '"Y if X", "X only if Y", "Y provided that X", "whenever X, Y" and "the claim that X implies that Y" '
    'mean "if X, then Y", and "exactly when" means "if and only if". With truth values, "implies" is written '
    'for if-then, "iff" for "both true or both false", and "not" before an "iff" for "just one".'
)
_ANSWERS = (
    'If no case makes all premises true, answer "inconsistent". '
    'Otherwise answer "entailed" if the conclusion is true in every case that makes them all true, '
    '"refuted" if it is false in every such case, and "unknown" if neither.'
)
_RESULTS = {
    ENTAILED: "The conclusion is entailed. Line {} states it, proved from {}.",
    REFUTED: "The conclusion is refuted. Line {} contradicts it, proved from {}.",
    INCONSISTENT: "The premises are inconsistent. Line {} is a contradiction, proved from {}.",
}
_MAYBE_SHORTER = " A shorter proof may exist."
OPEN = (
    "The conclusion is unknown. Cases A and B make every premise true; "
    "the conclusion is true in case A and false in case B."
)


class Voice(Protocol):
    """A way to say formulas."""

    surface: str
    conventions: tuple[str, ...]

    def sentence(self, formula: Formula) -> str:
        """Return the formula as a sentence with its full stop."""

    def plain(self, formula: Formula) -> str:
        """Return the formula as a sentence with its full stop that no question needs to state."""

    def clause(self, formula: Formula) -> str:
        """Return the formula as it stands after "Suppose"."""

    def value(self, atom: int, true: bool) -> str:
        """Return the claim that an atom has a truth value."""


class Formal:
    """Letters and connectives."""

    surface = "formal"
    conventions: tuple[str, ...] = (_FORMAL, _ANSWERS)

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = [names.get(atom, "") for atom in range(len(LETTERS))]
        self._known: dict[Formula, str] = {}

    def sentence(self, formula: Formula) -> str:
        """Return the formula with a full stop."""
        return self.clause(formula) + "."

    plain = sentence

    def clause(self, formula: Formula) -> str:
        """Return the formula."""
        text = self._known.get(formula)
        if text is None:
            text = self._known[formula] = write(formula, self._names)
        return text

    def value(self, atom: int, true: bool) -> str:
        """Return "p true" or "p false"."""
        return f"{self._names[atom]} {'true' if true else 'false'}"


@lru_cache(maxsize=1)
def phrases() -> Templates:
    """Return the templates of grammars/logic.toml."""
    return load_templates("logic")


class English:
    """English sentences; `phrasing` says which of how many phrasings a formula gets."""

    surface = "english"
    conventions: tuple[str, ...] = (_ENGLISH, _WORDS, _ANSWERS)

    def __init__(self, names: Mapping[int, int], phrasing: Callable[[Formula, int], int]) -> None:
        self._names = {LETTERS[atom]: entry for atom, entry in names.items()}
        self._phrasing = phrasing
        self._sentences: dict[Formula, str] = {}
        self._clauses: dict[Formula, str] = {}

    def sentence(self, formula: Formula) -> str:
        """Return the sentence that states the formula."""
        text = self._sentences.get(formula)
        if text is None:
            node, count = to_node(formula), phrasings(formula)
            number = self._phrasing(formula, count) if count > 1 else 0
            text = self._sentences[formula] = phrases().text(node, number, self._names, "sentence")
        return text

    def plain(self, formula: Formula) -> str:
        """Return the clause that states the formula as a sentence."""
        text = self.clause(formula)
        return f"{text[0].upper()}{text[1:]}."

    def clause(self, formula: Formula) -> str:
        """Return the clause that states the formula."""
        text = self._clauses.get(formula)
        if text is None:
            text = self._clauses[formula] = phrases().text(to_node(formula), 0, self._names, "clause")
        return text

    def value(self, atom: int, true: bool) -> str:
        """Return "Ann sings" or "Ann does not sing"."""
        return self.clause(atom if true else opposite(atom))


@lru_cache(maxsize=1 << 14)
def phrasings(formula: Formula) -> int:
    """Return how many English sentences state the formula."""
    return phrases().count(to_node(formula), "sentence")


def question(voice: Voice, premises: Sequence[Formula], conclusion: Formula, asked: int) -> str:
    """Return the question in full."""
    lines = ["Premises:"]
    lines += [f"{number}. {voice.sentence(premise)}" for number, premise in enumerate(premises, 1)]
    lines += [
        f"Conclusion: {voice.sentence(conclusion)}",
        QUESTIONS[asked],
        *voice.conventions,
    ]
    return "\n".join(lines)


def reasoning(voice: Voice, proof: Proof, premises: Sequence[Formula], conclusion: Formula) -> str:
    """Return the steps of a proof below its premises."""
    given, asked = len(premises), {*premises, conclusion}
    lines = []
    for number, (formula, rule, cites, depth) in enumerate(proof.steps, given + 1):
        if rule == "assumption":
            assert formula is not None
            lines.append(f"{'  ' * depth}{number}. Suppose {voice.clause(formula)}. [assumption]")
            continue
        if formula is None:
            stated = "Contradiction."
        else:
            stated = voice.sentence(formula) if formula in asked else voice.plain(formula)
        shown = ", ".join(text for _, text in sorted(_cite(cite, given) for cite in cites))
        lines.append(f"{'  ' * depth}{number}. {stated} [{rule}: {shown}]")
    return "\n".join(lines)


def _cite(cite: Cite, given: int) -> tuple[int, str]:
    """Return the first line that a cite names, and how it is printed."""
    if isinstance(cite, tuple):
        first, last = cite[0] + given + 1, cite[1] + given + 1
        return first, f"{first}-{last}"
    number = -cite if cite < 0 else cite + given + 1
    return number, str(number)


def solution(label: str, proof: Proof, given: int) -> str:
    """Return the sentences that end a proof."""
    text = _RESULTS[label].format(given + len(proof.steps), listed([place + 1 for place in proof.premises]))
    return text if proof.shortest else text + _MAYBE_SHORTER


def listed(premises: Sequence[int]) -> str:
    """Name premises by number.

    >>> listed([2]), listed([1, 2, 4]), listed([])
    ('premise 2', 'premises 1, 2 and 4', 'no premises')
    """
    if not premises:
        return "no premises"
    if len(premises) == 1:
        return f"premise {premises[0]}"
    return f"premises {', '.join(map(str, premises[:-1]))} and {premises[-1]}"


def open_reasoning(
    voice: Voice, premises: Sequence[Formula], conclusion: Formula, cases: Sequence[Mapping[int, bool]]
) -> str:
    """Return two cases for an unknown conclusion: all evaluated in A, in B what a change touches."""
    first, second = cases
    stated = [(f"Premise {i}", premise) for i, premise in enumerate(premises, 1)]
    start = len(premises) + 1
    values = ", ".join(voice.value(atom, true) for atom, true in first.items())
    lines = [f"{start}. Case A: {values}. [case]"]
    lines += _evaluated([*stated, ("Conclusion", conclusion)], first, start)
    changed = {atom: true for atom, true in second.items() if true != first[atom]}
    values = ", ".join(voice.value(atom, true) for atom, true in changed.items())
    again = start + len(lines)
    touched = [(what, premise) for what, premise in stated if not changed.keys().isdisjoint(atoms([premise]))]
    lines.append(f"{again}. Case B: as case A, but {values}. [case: {start}]")
    lines += _evaluated([*touched, ("Conclusion", conclusion)], second, again)
    return "\n".join(lines)


def _evaluated(stated: Sequence[tuple[str, Formula]], case: Mapping[int, bool], start: int) -> list[str]:
    """Return the evaluations of formulas in the case that line `start` gives."""
    return [
        f"{number}. {what}: {evaluation(_valued(formula, case))}. [evaluation: {start}]"
        for number, (what, formula) in enumerate(stated, start + 1)
    ]


def _valued(formula: Formula, case: Mapping[int, bool]) -> Formula:
    """Return the formula with 1 for each true atom and 0 for each false one."""
    if isinstance(formula, int):
        return int(case[formula])
    connective, left, right = formula
    return (connective, _valued(left, case), 0 if connective == NOT else _valued(right, case))


@lru_cache(maxsize=1 << 16)
def evaluation(valued: Formula) -> str:
    """Return the stages in which a formula over 0 and 1 is evaluated, innermost connectives first.

    >>> evaluation((IMPLIES, 1, (AND, 0, 1)))
    'true implies (false and true) = true implies false = false'
    """
    stages = [write(valued, ("false", "true"))]
    while not isinstance(valued, int):
        valued = _simplified(valued)
        stages.append(write(valued, ("false", "true")))
    return " = ".join(stages)


def _simplified(valued: Formula) -> Formula:
    if isinstance(valued, int):
        return valued
    connective, left, right = valued
    if not isinstance(left, int) or not isinstance(right, int):
        return (connective, _simplified(left), _simplified(right))
    if connective == NOT:
        return 1 - left
    if connective == AND:
        return left & right
    if connective == IMPLIES:
        return (1 - left) | right
    return int(left == right) if connective == IFF else left | right
