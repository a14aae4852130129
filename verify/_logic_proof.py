"""The proof of a logic row: every step against the rules, the lines that it cites, and the scopes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from synth.verify._logic_argument import Argument, Fault
from synth.verify._logic_clauses import Unreadable
from synth.verify._logic_rules import ASSUMPTION, CLOSING, NAMES, PREMISE, Cited, follows
from synth.verify.proof.formula import Formula

_LINE = re.compile(r"( *)([0-9]{1,4})\. ([^\[\]]+) \[([a-z ]+)(?:: ([0-9, -]+))?\]")
_CITE = re.compile(r"([1-9][0-9]{0,3})(?:-([1-9][0-9]{0,3}))?")
_Range = tuple[int, int]


@dataclass
class _SubProof:
    """An open sub-proof: its assumption's line, its lines so far, and the first half of its cases."""

    first: int
    sibling: _Range | None
    lines: list[int] = field(default_factory=list)


@dataclass
class Proof:
    """A proof as far as it has been read; `states[n]` is the formula of line n, None a contradiction.

    `needs[n]` holds the lines that line n was matched against: for a sub-proof its two ends. `visible` are
    the steps that can be cited; `restated` holds the lines that state a premise again, `texts` what
    lines state, and the sentences that state it.
    """

    argument: Argument
    states: list[Formula | None]
    needs: list[tuple[int, ...]]
    rules: list[str]
    visible: dict[Formula | None, int] = field(default_factory=dict)
    restated: dict[int, Formula] = field(default_factory=dict)
    texts: dict[int, tuple[Formula, str]] = field(default_factory=dict)
    open: list[_SubProof] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)

    @property
    def last(self) -> int:
        """The number of the last line."""
        return len(self.states) - 1

    @property
    def premises(self) -> list[int]:
        """The premises that the proof uses, ascending."""
        return sorted(number for number in self.used if number <= len(self.argument.premises))


def check_proof(argument: Argument, lines: Sequence[str], goal: Formula | None) -> Proof:
    """Return the proof that the lines give of the goal (None: a contradiction); Fault if they give none."""
    count = len(argument.premises)
    given = range(count + 1)
    proof = Proof(
        argument,
        states=[None, *argument.premises],
        needs=[() for _ in given],
        rules=[PREMISE for _ in given],
    )
    for line in lines:
        _step(proof, line)
    if proof.open:
        raise Fault(f"the sub-proof that opens in line {proof.open[-1].first} is not closed")
    if proof.states[-1] is not goal:
        wanted = "a contradiction" if goal is None else "what is to be proved"
        raise Fault(f"the last line, {proof.last}, does not state {wanted}")
    for number in range(count + 1, proof.last):
        if number not in proof.used:
            raise Fault(f"line {number} is not used")
    _check_restatement(proof, goal)
    for number, (formula, text) in proof.texts.items():
        argument.check_words(f"line {number}", formula, text)
    return proof


def _check_restatement(proof: Proof, goal: Formula | None) -> None:
    """Raise Fault unless premises are restated exactly where they should be.

    A goal that is a premise takes one step, unless it is true in every case: then it needs no premise. A
    proof may come upon a premise that it does not use, since its premises are a minimal set.
    """
    argument = proof.argument
    count = len(argument.premises)
    is_premise = goal in argument.premises and _column(argument, goal) != argument.table.every
    if proof.rules[count + 1 :] != [PREMISE] if is_premise else PREMISE in proof.rules[count + 1 :]:
        raise Fault(
            f"the goal is {'a' if is_premise else 'no'} premise: the proof is not the step that restates it"
        )
    for number, formula in proof.restated.items():
        for premise in proof.premises:
            if argument.premises[premise - 1] is formula:
                raise Fault(f"line {number} states again what line {premise} states")


def _step(proof: Proof, line: str) -> None:
    """Read one line, and add it to the proof; Fault if it may not stand there."""
    argument, number = proof.argument, proof.last + 1
    match = _LINE.fullmatch(line)
    if match is None:
        raise Fault(f"line {number} is not a step that I can read: {line[:120]!r}")
    indent, shown, sentence, rule, cites = match.groups()
    if shown != str(number):
        raise Fault(f"line {number} has the number {shown}")
    if rule not in NAMES:
        raise Fault(f"line {number} names no rule of the table: {rule[:40]!r}")
    ended = _scope(proof, number, rule, len(indent))
    formula = _statement(argument, number, sentence, rule)
    if formula is not None and rule != ASSUMPTION:
        proof.texts[number] = formula, sentence
    if formula in argument.premises and formula is not None and rule != PREMISE:
        proof.restated[number] = formula
    if formula in proof.visible:
        raise Fault(f"line {number} states again what line {proof.visible[formula]} states")
    if formula is not None and formula not in argument.closure:
        raise Fault(
            f"line {number} states neither a part of the premises or the conclusion nor the opposite of one"
        )
    if rule == ASSUMPTION:
        if cites is not None:
            raise Fault(f"line {number} is an assumption and cites {cites}")
        needs: tuple[int, ...] = ()
    else:
        needs = _justified(proof, number, rule, cites or "", formula, ended)
    proof.states.append(formula)
    proof.needs.append(needs)
    proof.rules.append(rule)
    proof.visible[formula] = number
    if proof.open:
        proof.open[-1].lines.append(number)


def _scope(proof: Proof, number: int, rule: str, indent: int) -> tuple[_Range, ...]:
    """Open and close sub-proofs for a step; return the sub-proofs that it may cite."""
    depth = len(proof.open)
    ended: tuple[_Range, ...] = ()
    if rule == ASSUMPTION:
        if depth and indent == 2 * depth:
            proof.open.append(_SubProof(number, _close(proof)[-1]))
        elif indent == 2 * depth + 2:
            proof.open.append(_SubProof(number, None))
        else:
            raise Fault(f"line {number} is indented by {indent} spaces, not by {2 * depth + 2}")
        return ended
    if rule in CLOSING:
        if not depth:
            raise Fault(f"line {number} closes a sub-proof where none is open")
        ended = _close(proof)
        depth -= 1
    if indent != 2 * depth:
        raise Fault(f"line {number} is indented by {indent} spaces, not by {2 * depth}")
    return ended


def _close(proof: Proof) -> tuple[_Range, ...]:
    """Close the innermost sub-proof; return it, and before it the first half of its cases if it has one."""
    ended = proof.open.pop()
    proof.closed.update(ended.lines)
    for number in ended.lines:
        del proof.visible[proof.states[number]]
    whole = (ended.first, proof.last)
    return (whole,) if ended.sibling is None else (ended.sibling, whole)


def _statement(argument: Argument, number: int, sentence: str, rule: str) -> Formula | None:
    """Return the formula that a line states, None for a contradiction."""
    if rule != ASSUMPTION:
        return None if sentence == "Contradiction." else argument.read(f"line {number}", sentence)
    if not sentence.startswith("Suppose ") or not sentence.endswith("."):
        raise Fault(f'line {number} does not read "Suppose ...": {sentence[:80]!r}')
    try:
        return argument.heard(f"line {number}", argument.language.clause(sentence[8:-1]))
    except Unreadable as reason:
        raise Fault(
            f"line {number} is not a sentence that I can read, {reason}: {sentence[:120]!r}"
        ) from None


def _justified(
    proof: Proof, number: int, rule: str, cites: str, formula: Formula | None, ended: tuple[_Range, ...]
) -> tuple[int, ...]:
    """Return the lines that the step rests on; Fault unless its rule leads from its cites to the formula."""
    argument, table = proof.argument, proof.argument.table
    cited: list[Cited] = []
    needs: list[int] = []
    rows = table.every
    for cite in cites.split(", "):
        match = _CITE.fullmatch(cite)
        if match is None:
            raise Fault(f"line {number} cites {cite[:20]!r}, which is no line")
        first, last = int(match[1]), int(match[2] or match[1])
        if needs and first <= needs[-1]:
            raise Fault(f"line {number} does not cite its lines in ascending order")
        if match[2] is None:
            if first >= number:
                raise Fault(f"line {number} cites line {first}, which does not come before it")
            if first in proof.closed:
                raise Fault(f"line {number} cites line {first}, which is inside a closed sub-proof")
            cited.append(Cited(proof.states[first]))
            needs.append(first)
            rows &= _column(argument, proof.states[first])
        else:
            if (first, last) not in ended:
                raise Fault(f"line {number} cites {cite}, which is not a sub-proof that it may close")
            cited.append(Cited(proof.states[last], proof.states[first]))
            needs += (first, last) if last > first else (first,)
            rows &= table.every ^ _column(argument, proof.states[first]) | _column(
                argument, proof.states[last]
            )
    if rule == PREMISE:
        if len(needs) != 1 or needs[0] > len(argument.premises) or proof.states[needs[0]] is not formula:
            raise Fault(f"line {number} does not restate a premise that it cites")
    elif not follows(argument.desk.pool, rule, cited, formula):
        raise Fault(f"line {number} does not follow from {listed('line', cites.split(', '))} by {rule}")
    column = _column(argument, formula)
    if rows & ~column:
        raise Fault(f"line {number} is not entailed by {listed('line', cites.split(', '))}")
    held = table.conjunction(argument.premises)
    for sub_proof in proof.open:
        held &= _column(argument, proof.states[sub_proof.first])
    if held & ~column:
        raise Fault(f"line {number} is not entailed by the premises and the open assumptions")
    proof.used.update(needs)
    return tuple(needs)


def _column(argument: Argument, formula: Formula | None) -> int:
    return 0 if formula is None else argument.table.column(formula)


def listed(noun: str, items: Sequence[object]) -> str:
    """Return the items as English lists them.

    >>> listed("premise", [2]), listed("premise", [1, 2, 4]), listed("premise", [])
    ('premise 2', 'premises 1, 2 and 4', 'no premises')
    """
    if not items:
        return f"no {noun}s"
    if len(items) == 1:
        return f"{noun} {items[0]}"
    return f"{noun}s {', '.join(map(str, items[:-1]))} and {items[-1]}"
