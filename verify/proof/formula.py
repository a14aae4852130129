"""Propositional formulas, each made once: equal formulas of one pool are one object.

So formulas compare by identity, and what is worked out for one (its opposite, its parts) is kept on it.
"""

from __future__ import annotations

from collections.abc import Mapping

JOINED = ("and", "or", "implies", "iff")


class Formula:
    """An atom (`name`), the negation of `left`, or two formulas joined by `connective`; made by `Formulas`.

    `depth` is 0 for an atom. `outline` is the formal text with `%s` for each atom of `places`, in order.
    """

    __slots__ = ("connective", "depth", "left", "name", "opposite_", "outline", "parts_", "places", "right")

    def __init__(self, connective: str, left: Formula | None, right: Formula | None, name: str) -> None:
        self.connective = connective
        self.left = left
        self.right = right
        self.name = name
        self.opposite_: Formula | None = None
        self.parts_: tuple[Formula, ...] = ()
        self.depth = 0
        self.outline = "%s"
        self.places: tuple[Formula, ...] = ()
        if left is None:
            self.places = (self,)
        elif right is None:
            self.depth = left.depth + 1
            self.outline = f"not {_inside(left)}"
            self.places = left.places
        else:
            self.depth = max(left.depth, right.depth) + 1
            self.outline = f"{_inside(left)} {connective} {_inside(right)}"
            self.places = left.places + right.places

    @property
    def parts(self) -> tuple[Formula, ...]:
        """The formula and all its subformulas, each once, parts before wholes."""
        if not self.parts_:
            below = [part for side in (self.left, self.right) if side for part in side.parts]
            self.parts_ = (*dict.fromkeys(below), self)
        return self.parts_

    def __repr__(self) -> str:
        return self.outline % tuple(atom.name for atom in self.places)


class Formulas:
    """A pool of formulas.

    >>> pool = Formulas()
    >>> p = pool.atom("p")
    >>> pool.joined("implies", p, pool.negation(pool.joined("or", p, p)))
    p implies not (p or p)
    >>> pool.opposite(pool.negation(p)) is p
    True
    """

    def __init__(self) -> None:
        self._made: dict[object, Formula] = {}
        self._renamed: dict[str, Formula] = {}

    def __len__(self) -> int:
        return len(self._made) + len(self._renamed)

    def atom(self, name: str) -> Formula:
        """Return the atom of that name."""
        found = self._made.get(name)
        return found or self._made.setdefault(name, Formula("atom", None, None, name))

    def negation(self, formula: Formula) -> Formula:
        """Return `not formula`."""
        found = self._made.get(formula)
        return found or self._made.setdefault(formula, Formula("not", formula, None, ""))

    def joined(self, connective: str, left: Formula, right: Formula) -> Formula:
        """Return the two formulas joined by one of `JOINED`."""
        key = (connective, left, right)
        found = self._made.get(key)
        return found or self._made.setdefault(key, Formula(connective, left, right, ""))

    def opposite(self, formula: Formula) -> Formula:
        """Return the formula without its outer `not`, or with one if it has none."""
        found = formula.opposite_
        if found is None:
            found = formula.left if formula.connective == "not" else self.negation(formula)
            assert found is not None
            formula.opposite_ = found
        return found

    def renamed(self, formula: Formula, atoms: Mapping[Formula, Formula]) -> Formula:
        """Return the formula with other atoms; KeyError for an atom that has no other."""
        key = formula.outline % tuple([atoms[atom].name for atom in formula.places])
        found = self._renamed.get(key)
        if found is None:
            if formula.left is None:
                found = atoms[formula]
            elif formula.right is None:
                found = self.negation(self.renamed(formula.left, atoms))
            else:
                left, right = self.renamed(formula.left, atoms), self.renamed(formula.right, atoms)
                found = self.joined(formula.connective, left, right)
            self._renamed[key] = found
        return found


def _inside(formula: Formula) -> str:
    """Return the outline of a formula as it stands inside another."""
    return f"({formula.outline})" if formula.right is not None else formula.outline
