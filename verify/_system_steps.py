"""One step in the solution of a system: which equations it takes, and whether it makes the one that it says.

An equation's terms are followed one by one in Python's fractions; that its sides are what the operation makes
of the sides it takes is decided anew in SymPy's polynomials.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from sympy.polys.rings import PolyElement

from synth.verify._algebra import Relation, letters, read_expression, read_relation
from synth.verify._algebra_rings import Ring
from synth.verify._linear_sides import Misread, Piece, Rational, Side, is_group, opened, side_of

_E = r"\((?P<new>[1-9][0-9]?)\) (?P<equation>[^,;:?.]{3,200})\."
_I, _J = r"\((?P<first>[1-9][0-9]?)\)", r"\((?P<second>[1-9][0-9]?)\)"
_T = r"(?P<operand>-?[0-9/]{1,40})"
_STEPS = tuple(
    (name, re.compile(f"{sentence}: {_E}"))
    for name, sentence in (
        ("multiply", f"Multiply {_I} by {_T}"),
        ("divide", f"Divide {_I} by {_T}"),
        ("sum", f"Add {_I} and {_J}"),
        ("difference", f"Subtract {_J} from {_I}"),
        ("add", f"Add {_T} to both sides of {_I}"),
        ("subtract", f"Subtract {_T} from both sides of {_I}"),
        ("put", f"Put (?P<sources>[^:]{{8,200}}) into {_I}"),
        ("open", f"Multiply out the parentheses in {_I}"),
        ("gather", f"Combine like terms in {_I}"),
    )
)
_SOURCE = re.compile(r"(?P<letter>[a-z]) = (?P<value>[^()=]{1,80}) from \((?P<label>[1-9][0-9]?)\)")
_LETTER = re.compile("[a-z]")
_IDLE = re.compile(r"\*|-0\b|\(\(|\(-?[0-9a-z/]*\)|(?:^|= )\([^()]*\)(?:$| =)")


class Equation(NamedTuple):
    """An equation as it was read, its sides term by term, and as SymPy's polynomials."""

    text: str
    relation: Relation
    sides: tuple[Side, Side]
    elements: tuple[PolyElement[Any], PolyElement[Any]]

    def value(self) -> tuple[str, Rational] | None:
        """Return the unknown and its value, if this is what the equation says."""
        left, right = self.sides
        if len(left) == len(right) == 1 and left[0].factor == 1 and isinstance(left[0].of, str):
            return (left[0].of, right[0].factor) if right[0].of is None else None
        return None


class Step(NamedTuple):
    """What a line does: the operation, the equations that it names, what else it takes, and what it makes."""

    name: str
    cites: tuple[int, ...]
    operand: str
    sources: Mapping[str, int]
    new: int
    equation: Equation


def read_equation(text: str, ring: Ring) -> Equation:
    """Return the equation of a text, which has no letters but the ring's."""
    relation = read_relation(text)
    if relation.sign != "=" or not set(_LETTER.findall(text)) <= set(ring.names):
        raise Misread(f"{text[:60]!r} is no equation in {', '.join(ring.names)}")
    if _IDLE.search(text):
        raise Misread(f"{text[:60]!r} has a sign or parentheses that nothing needs")
    sides = side_of(relation.left), side_of(relation.right)
    return Equation(text, relation, sides, (ring.element(relation.left), ring.element(relation.right)))


def read_step(text: str, equations: Mapping[int, Equation], ring: Ring) -> Step:
    """Return the step that a line states, which names only equations that there are."""
    for name, sentence in _STEPS:
        match = sentence.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        cites = tuple(int(parts[key]) for key in ("first", "second") if parts.get(key))
        sources = _sources(parts["sources"], equations) if name == "put" else {}
        named = (*cites, *sources.values())
        if not all(label in equations for label in named) or len(set(named)) < len(named):
            raise Misread("an equation is named that there is not, or one is named twice")
        if name == "sum" and cites[0] > cites[1]:
            raise Misread("equations are added in another order than that of their numbers")
        equation = read_equation(parts["equation"], ring)
        return Step(name, cites, parts.get("operand") or "", sources, int(parts["new"]), equation)
    raise Misread(f"{text[:60]!r} names no operation")


def _sources(text: str, equations: Mapping[int, Equation]) -> dict[str, int]:
    """Return the equation that says what each unknown is, as the line copies it."""
    sources = {}
    for part in text.split(" and "):
        match = _SOURCE.fullmatch(part)
        if match is None:
            raise Misread(f"{part[:60]!r} does not say what is put in, and where it is from")
        label = int(match["label"])
        if label not in equations or equations[label].text != f"{match['letter']} = {match['value']}":
            raise Misread(f"equation ({label}) does not say {match['letter']} = {match['value']}")
        if any(piece.of == match["letter"] for piece in equations[label].sides[1]):
            raise Misread(f"equation ({label}) has {match['letter']} on both sides")
        sources[match["letter"]] = label
    return sources


def check_step(step: Step, equations: Mapping[int, Equation], ring: Ring) -> None:
    """Raise Misread, with the fault, unless the step makes just the equation that it states."""
    if step.equation.sides != _terms(step, equations):
        raise Misread("the terms are not those that the operation makes")
    if not _is_identity(step, equations, ring):
        raise Misread("the sides are not those that the operation makes, says SymPy")


def _terms(step: Step, equations: Mapping[int, Equation]) -> tuple[Side, ...]:
    """Return the sides that a step makes, by exact fractions."""
    cited = [equations[label].sides for label in step.cites]
    sides = cited[0]
    if step.name in ("multiply", "divide"):
        factor = _number(step.operand)
        if factor.denominator > 1 or factor in (0, 1) or (step.name == "divide" and factor == -1):
            raise Misread("an equation is multiplied by a fraction, 0 or 1, or divided by such or by -1")
        by = factor if step.name == "multiply" else Fraction(1) / factor
        if any(is_group(piece) for side in sides for piece in side):
            raise Misread("an equation with parentheses is multiplied or divided")
        return tuple(tuple(Piece(piece.factor * by, piece.of) for piece in side) for side in sides)
    if step.name in ("sum", "difference"):
        if not all(map(is_standard, cited)):
            raise Misread("one of the equations is not in standard form")
        sign = 1 if step.name == "sum" else -1
        return tuple(_arranged((*one, *_times(other, sign))) for one, other in zip(*cited, strict=True))
    if step.name in ("add", "subtract"):
        number = _number(step.operand)
        if number <= 0 or any(gathered(side) != side for side in sides):
            raise Misread("what is moved is not positive, or like terms are not combined before")
        moved = Piece(number if step.name == "add" else -number, None)
        return tuple(_arranged((*side, moved)) for side in sides)
    if step.name == "put":
        return tuple(_replaced(side, step.sources, equations) for side in sides)
    return tuple((opened if step.name == "open" else gathered)(side) for side in sides)


def _number(operand: str) -> Rational:
    (piece,) = side_of(read_expression(operand))
    return piece.factor


def _times(side: Side, sign: int) -> Side:
    return tuple(Piece(sign * piece.factor, piece.of) for piece in side)


def is_standard(sides: tuple[Side, ...]) -> bool:
    """Return True for unknowns in order, or 0, on the left, and a number on the right."""
    left, right = sides
    names = [piece.of for piece in left if isinstance(piece.of, str)]
    numbers = len(right) == 1 and right[0].of is None
    if not names:
        return numbers and left == (Piece(0, None),)
    return numbers and len(names) == len(left) and names == sorted(set(names))


def gathered(side: Side) -> Side:
    """Return the side with like terms put together, if there are any, unknowns first; else as it is."""
    if any(map(is_group, side)) or len({piece.of for piece in side}) == len(side):
        return side
    return _arranged(side)


def _arranged(side: Side) -> Side:
    """Return the unknowns that are left, in the order of the alphabet, then the number; or 0."""
    totals: dict[str, Rational] = {}
    for piece in side:
        if isinstance(piece.of, tuple):
            raise Misread("like terms are combined before parentheses are multiplied out")
        name = piece.of or ""
        totals[name] = totals.get(name, 0) + piece.factor
    names = [name for name in sorted(totals) if name and totals[name]]
    found = [Piece(totals[name], name) for name in names]
    if totals.get("") or not found:
        found.append(Piece(totals.get("", 0), None))
    return tuple(found)


def _replaced(side: Side, sources: Mapping[str, int], equations: Mapping[int, Equation]) -> Side:
    """Return the side with unknowns replaced in place by what the equations say of them."""
    found: list[Piece] = []
    for piece in side:
        if not isinstance(piece.of, str) or piece.of not in sources:
            found.append(piece)
            continue
        value = equations[sources[piece.of]].sides[1]
        if len(value) == 1 and value[0].of is None:
            found.append(Piece(piece.factor * value[0].factor, None))
        elif piece.factor == 1:
            found.extend(value)
        else:
            found.append(Piece(piece.factor, value))
    return tuple(piece for piece in found if piece.factor) or (Piece(0, None),)


def _is_identity(step: Step, equations: Mapping[int, Equation], ring: Ring) -> bool:
    """Return True if both sides are what the step makes of those that it takes, as polynomials."""
    new = step.equation.elements
    first, *others = (equations[label] for label in step.cites)
    old = first.elements
    if step.name == "put":
        values = {name: equations[label].elements[1] for name, label in step.sources.items()}
        if not all(name in letters(first.relation.left, first.relation.right) for name in values):
            return False
        sides = (first.relation.left, first.relation.right)
        return new == tuple(ring.element(side, values) for side in sides)
    if step.name in ("sum", "difference"):
        other = others[0].elements
        if step.name == "sum":
            return new == (old[0] + other[0], old[1] + other[1])
        return new == (old[0] - other[0], old[1] - other[1])
    if not step.operand:
        return new == old
    by = ring.element(read_expression(step.operand))
    made = {
        "multiply": (old[0] * by, old[1] * by),
        "add": (old[0] + by, old[1] + by),
        "subtract": (old[0] - by, old[1] - by),
    }
    return (new[0] * by, new[1] * by) == old if step.name == "divide" else new == made[step.name]
