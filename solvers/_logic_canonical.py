"""The canonical text of an argument: equal exactly where only names, order and commutation differ.

Atoms are coloured by where they occur until the colours settle (colour refinement); what is left equal is
told apart by trying each, and the least text wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from synth.kernels.make.rules import AND, IFF, IMPLIES, NOT, OR
from synth.solvers._logic_formula import Formula, atoms

_SIGNS = {AND: "&", OR: "|", IMPLIES: ">", IFF: "="}


def canonical(premises: Sequence[Formula], conclusion: Formula) -> str:
    """Return the argument's text with atoms numbered in an order that only its structure decides.

    Equal for two arguments if and only if renaming atoms one to one, reordering premises, and swapping
    the sides of "and", "or" and "iff" turns one into the other. The texts for a conclusion and its
    negation differ in a "~" alone.
    """
    said, core = split_canonical(premises, conclusion)
    return said + core


def split_canonical(premises: Sequence[Formula], conclusion: Formula) -> tuple[str, str]:
    """Return `canonical` in two parts: premises with the conclusion's outer negations, and its rest."""
    negations = ""
    while isinstance(conclusion, tuple) and conclusion[0] == NOT:
        negations += "~"
        conclusion = conclusion[1]
    colours = dict.fromkeys(atoms((*premises, conclusion)), "?")
    said, _, core = _least(premises, conclusion, colours, 1).rpartition(":")
    return f"{said}:{negations}", core


def _least(premises: Sequence[Formula], conclusion: Formula, colours: dict[int, str], classes: int) -> str:
    """Return the least text among those of the orders that the colours allow."""
    while classes < len(colours):
        finer = _refined(premises, conclusion, colours)
        count = len(set(finer.values()))
        colours = finer
        if count == classes:
            break
        classes = count
    if classes == len(colours):
        order = sorted(colours, key=colours.__getitem__)
        return _text(premises, conclusion, {atom: chr(97 + place) for place, atom in enumerate(order)})
    groups: dict[str, list[int]] = {}
    for atom, colour in colours.items():
        groups.setdefault(colour, []).append(atom)
    tied = min(group for group in groups.items() if len(group[1]) > 1)[1]
    return min(_least(premises, conclusion, {**colours, atom: colours[atom] + "!"}, 0) for atom in tied)


def _text(premises: Sequence[Formula], conclusion: Formula, colours: Mapping[int, str]) -> str:
    said = sorted(_said(premise, colours) for premise in premises)
    return f"{','.join(said)}:{_said(conclusion, colours)}"


def _said(formula: Formula, colours: Mapping[int, str]) -> str:
    """Return a formula in prefix form over colours, the sides of a commutative connective in order."""
    if isinstance(formula, int):
        return colours[formula]
    connective, left, right = formula
    if connective == NOT:
        return "~" + _said(left, colours)
    a, b = _said(left, colours), _said(right, colours)
    if connective != IMPLIES and b < a:
        a, b = b, a
    return f"{_SIGNS[connective]}{a}{b}"


def _refined(premises: Sequence[Formula], conclusion: Formula, colours: Mapping[int, str]) -> dict[int, str]:
    """Return new colours: short texts for what each atom sees around itself, in an order of structure."""
    seen: dict[int, list[str]] = {atom: [] for atom in colours}
    for premise in premises:
        _look(premise, "", colours, seen)
    _look(conclusion, ":", colours, seen)
    views = {atom: (colours[atom], sorted(paths)) for atom, paths in seen.items()}
    ranks = {str(view): place for place, view in enumerate(sorted(views.values(), key=str))}
    return {atom: f"{ranks[str(view)]:02d}" for atom, view in views.items()}


def _look(formula: Formula, path: str, colours: Mapping[int, str], seen: dict[int, list[str]]) -> None:
    """Add to each atom its path from the root, with what stands beside it."""
    if isinstance(formula, int):
        seen[formula].append(path)
        return
    connective, left, right = formula
    if connective == NOT:
        _look(left, path + "~", colours, seen)
        return
    sign = _SIGNS[connective]
    a, b = _said(left, colours), _said(right, colours)
    one, two = (sign + "1", sign + "2") if connective == IMPLIES else (sign, sign)
    _look(left, f"{path}{one}({b})", colours, seen)
    _look(right, f"{path}{two}({a})", colours, seen)
