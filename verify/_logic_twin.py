"""What a logic row says of its twin: one premise replaced, or the conclusion denied, and another answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from synth.verify._logic_argument import Argument, Fault, check_spelling, sentence

_PREMISE = re.compile(r'In the twin premise ([1-9][0-9]?) is "([^"]+)", and the answer is "([a-z]+)"\.')
_OPPOSITE = re.compile(
    r'In the twin the conclusion is the opposite, "([^"]+)", and the answer is "([a-z]+)"\.'
)
_WHERE = "the payload's 'edit'"


class Twin(NamedTuple):
    """The twin's argument, atoms in their order of appearance there, and the answer that the row gives it."""

    argument: Argument
    answer: str


def read_twin(argument: Argument, edit: str) -> Twin:
    """Return the twin to which an edit of the argument leads; Fault if it is no edit.

    A replaced premise may bring atoms that the question does not name.
    """
    pool = argument.desk.pool
    denied = _OPPOSITE.fullmatch(edit)
    if denied is not None:
        opposite = pool.opposite(argument.conclusion)
        if argument.read(_WHERE, f"{denied[1]}.") is not opposite:
            raise Fault(f"{_WHERE} does not state the opposite of the conclusion: {denied[1][:80]!r}")
        return Twin(replace(argument, conclusion=opposite, said={}), denied[2])
    replaced = _PREMISE.fullmatch(edit)
    if replaced is None:
        raise Fault(f"{_WHERE} is not a sentence that leads to a twin: {edit[:80]!r}")
    place = int(replaced[1]) - 1
    reading = sentence(argument.language, _WHERE, f"{replaced[2]}.")
    check_spelling(dict(argument.spelled), _WHERE, reading)
    names = dict(argument.names)
    for atom in reading.formula.places:
        names.setdefault(atom, pool.atom(str(len(names))))
    premise = pool.renamed(reading.formula, names)
    if place >= len(argument.premises) or argument.premises[place] is premise:
        raise Fault(f"{_WHERE} does not replace premise {place + 1} by another")
    premises = (*argument.premises[:place], premise, *argument.premises[place + 1 :])
    formulas = (*premises, argument.conclusion)
    atoms = dict.fromkeys(atom for formula in formulas for atom in formula.places)
    anew = {atom: pool.atom(str(number)) for number, atom in enumerate(atoms)}
    *premises_anew, conclusion = (pool.renamed(formula, anew) for formula in formulas)
    twin = replace(argument, names=anew, premises=tuple(premises_anew), conclusion=conclusion, said={})
    return Twin(twin, replaced[3])
