"""The reasoning of an unknown row: two cases, every formula evaluated in both, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from synth.verify._logic_argument import Argument, Fault
from synth.verify._logic_clauses import Unreadable
from synth.verify.proof.formula import Formula

_Stage: TypeAlias = "bool | tuple[str, tuple[_Stage, ...]]"  # a value, or a connective over stages
_ROOM = 20_000  # evaluations kept


def check_cases(argument: Argument, lines: Sequence[str]) -> None:
    """Raise Fault unless the lines are case A and case B, evaluated as docs/logic.md says.

    Both make every premise true; the conclusion is true in A and false in B. Case B names only the atoms
    whose value is another, and only what holds one of them is evaluated again.
    """
    count = len(argument.premises)
    premises = [(f"Premise {i}", formula, True) for i, formula in enumerate(argument.premises, 1)]
    if len(lines) < count + 4:
        raise Fault(f"two cases with {count} premises take at least {count + 4} lines, not {len(lines)}")
    start, again = count + 1, 2 * count + 3
    first = _values(argument, lines[0], f"{start}. Case A: ", ". [case]", start)
    for written, atom in argument.names.items():
        if atom not in first:
            raise Fault(f"line {start} gives {written.name!r} no value")
    _evaluated(argument, lines, start, start, [*premises, ("Conclusion", argument.conclusion, True)], first)
    changed = _values(
        argument, lines[count + 2], f"{again}. Case B: as case A, but ", f". [case: {start}]", again
    )
    for written, atom in argument.names.items():
        if changed.get(atom) is first[atom]:
            raise Fault(f"line {again} gives {written.name!r} the value that it has in case A")
    touched = [each for each in premises if not changed.keys().isdisjoint(each[1].places)]
    right = count + 4 + len(touched)
    if len(lines) != right:
        raise Fault(f"case B touches {len(touched)} premises: two cases take {right} lines, not {len(lines)}")
    stated = [*touched, ("Conclusion", argument.conclusion, False)]
    _evaluated(argument, lines, start, again, stated, {**first, **changed})


def _evaluated(
    argument: Argument,
    lines: Sequence[str],
    start: int,
    case: int,
    stated: Sequence[tuple[str, Formula, bool]],
    values: Mapping[Formula, bool],
) -> None:
    """Raise Fault unless the lines after line `case` evaluate the formulas to the truth values wanted."""
    for number, (label, formula, truth) in enumerate(stated, case + 1):
        head, tail = f"{number}. {label}: ", f". [evaluation: {case}]"
        stages = evaluation(formula, values)
        line = lines[number - start]
        if line != head + stages + tail:
            raise Fault(_difference(number, line, head, stages, tail))
        if (argument.table.column(formula) >> _row(argument, values) & 1) != truth:
            name = "A" if case == start else "B"
            raise Fault(f"{label.lower()} is {_word(not truth)} in case {name} (line {number})")


def evaluation(formula: Formula, values: Mapping[Formula, bool]) -> str:
    """Return the formula's evaluation: each stage simplifies all innermost connectives at once.

    >>> from synth.verify.proof.formula import Formulas
    >>> pool = Formulas()
    >>> p, q = pool.atom("p"), pool.atom("q")
    >>> evaluation(pool.joined("implies", p, pool.joined("or", q, pool.negation(p))), {p: True, q: False})
    'true implies (false or not true) = true implies (false or false) = true implies false = false'
    """
    first = formula.outline % tuple("true" if values[atom] else "false" for atom in formula.places)
    found = _KNOWN.get(first)
    if found is None:
        stage = _filled(formula, values)
        texts = [_written(stage, False)]
        while not isinstance(stage, bool):
            stage = _simplified(stage)
            texts.append(_written(stage, False))
        if len(_KNOWN) >= _ROOM:
            _KNOWN.clear()
        found = _KNOWN[first] = " = ".join(texts)
    return found


_KNOWN: dict[str, str] = {}


def _values(argument: Argument, line: str, head: str, tail: str, number: int) -> dict[Formula, bool]:
    """Return the values that a case line gives, each atom once and in the question's order; else Fault."""
    if not line.startswith(head) or not line.endswith(tail) or len(line) < len(head) + len(tail):
        raise Fault(f'line {number} is not "{head}... {tail[2:]}": {line[:80]!r}')
    try:
        named = argument.language.case(line[len(head) : -len(tail)])
    except Unreadable as reason:
        raise Fault(f"line {number} is not a case that I can read, {reason}: {line[:120]!r}") from None
    values: dict[Formula, bool] = {}
    for reading, value in named:
        atom = argument.heard(f"line {number}", reading)
        if atom in values:
            raise Fault(f"line {number} gives {reading.formula.name!r} a value twice")
        values[atom] = value
    if list(values) != [atom for atom in argument.atoms if atom in values]:
        raise Fault(f"line {number} does not name the atoms in the order of the question")
    return values


def _row(argument: Argument, values: Mapping[Formula, bool]) -> int:
    """Return the number of the truth table's row that holds these values."""
    return sum(values[atom] << place for place, atom in enumerate(argument.atoms))


def _difference(number: int, line: str, head: str, stages: str, tail: str) -> str:
    """Return the fault of a line that is not the right one: the first stage that differs."""
    if not line.startswith(head) or not line.endswith(tail) or len(line) < len(head) + len(tail):
        return f'line {number} is not "{head}... {tail[2:]}": {line[:80]!r}'
    found, right = line[len(head) : -len(tail)].split(" = "), stages.split(" = ")
    for at, (one, other) in enumerate(zip(found, right, strict=False), 1):
        if one != other:
            return f"line {number} reads {one[:80]!r} where stage {at} of the evaluation is {other!r}"
    return f"line {number} has {len(found)} stages, the evaluation {len(right)}"


def _word(value: bool) -> str:
    return "true" if value else "false"


def _filled(formula: Formula, values: Mapping[Formula, bool]) -> _Stage:
    if formula.left is None:
        return values[formula]
    if formula.right is None:
        return "not", (_filled(formula.left, values),)
    return formula.connective, (_filled(formula.left, values), _filled(formula.right, values))


def _simplified(stage: _Stage) -> _Stage:
    if isinstance(stage, bool):
        return stage
    connective, sides = stage
    first, last = sides[0], sides[-1]
    if not (isinstance(first, bool) and isinstance(last, bool)):
        return connective, tuple(map(_simplified, sides))
    if connective == "not":
        return not first
    if connective == "and":
        return first and last
    if connective == "or":
        return first or last
    if connective == "implies":
        return not first or last
    return first is last


def _written(stage: _Stage, inside: bool) -> str:
    if isinstance(stage, bool):
        return _word(stage)
    connective, sides = stage
    if connective == "not":
        return f"not {_written(sides[0], True)}"
    text = f"{_written(sides[0], True)} {connective} {_written(sides[1], True)}"
    return f"({text})" if inside else text
