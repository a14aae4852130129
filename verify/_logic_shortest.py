"""The shortest proof within the rule table: an exhaustive search that a claim of shortness is held against.

It knows the table and the closure and nothing of the solver. Sets of lines are bit masks over the closure;
the search adds one line, or one whole sub-proof, at a time, and remembers from which set a goal cannot be
reached with so many lines. What is false in some row where the set is true is never tried.
"""

from __future__ import annotations

from synth.verify._logic_argument import Argument
from synth.verify.proof.formula import Formula

_MOST_KEPT = 8


class Exhausted(Exception):
    """Raised when the search has tried as many sets of lines as it may."""


class Search:
    """All proofs within the table and the closure of an argument, by their length.

    `limit` bounds the sets of lines tried, over all calls.
    """

    def __init__(self, argument: Argument, limit: int) -> None:
        self.argument = argument
        self.limit = limit
        self.pool = argument.desk.pool
        self.formulas = tuple(argument.closure)
        self.place: dict[Formula | None, int] = {formula: n for n, formula in enumerate(self.formulas)}
        self.contradiction = self.place[None] = len(self.formulas)
        self.columns = [*map(argument.table.column, self.formulas), 0]
        self.disjunctions = [
            (1 << n, formula) for n, formula in enumerate(self.formulas) if formula.connective == "or"
        ]
        self.reflexive = any(
            formula.connective in ("implies", "or") and formula.left is formula.right
            for formula in self.formulas
        )
        self.leading: list[list[int]] = [[] for _ in self.columns]  # by what a rule leads to, what it needs
        self.using: list[list[tuple[int, int]]] = [[] for _ in self.columns]  # by each need, needs and result
        self._collect()
        self.failed: dict[tuple[int, int], int] = {}
        self.following: dict[int, int] = {0: 0}
        self.known: dict[tuple[object, ...], bool] = {}

    def forget(self) -> None:
        """Forget what was tried, so that what is found next depends on nothing before."""
        self.failed = {}
        self.following = {0: 0}

    def reaches(self, premises: int, goal: Formula | None, lines: int) -> bool:
        """Return whether a proof of so many steps leads from a bit mask of premises to the goal.

        A goal of None is a contradiction. Raises Exhausted at the limit.
        """
        held, rows = 0, self.argument.table.every
        for number, premise in enumerate(self.argument.premises):
            if premises >> number & 1:
                held = self._with(held, self.place[premise])
                rows &= self.columns[self.place[premise]]
        if held >> self.place[goal] & 1:
            return lines > 0  # one line restates it
        return self._reaches(held, rows, self.place[goal], lines)

    def _collect(self) -> None:
        """Fill `leading` and `using` with each use of a rule without sub-proofs inside the closure."""
        place, ways = self.place, self.argument.desk.ways
        uses = [use for formula in self.formulas for use in ways.through(formula)]
        uses += ways.across(self.formulas)
        for result, needed in uses:
            needs = 0
            try:
                target = place[result]
                for need in needed:
                    needs |= 1 << place[need]
            except KeyError:
                continue  # it leaves the closure
            self.leading[target].append(needs)
            for need in needed:
                self.using[place[need]].append((needs, target))

    def _with(self, held: int, place: int) -> int:
        """Return the set with one line more, and note what follows from it by one rule."""
        more = held | 1 << place
        if more not in self.following:
            if len(self.following) > self.limit:
                raise Exhausted
            results = self.following[held]
            for needs, target in self.using[place]:
                if needs & more == needs:
                    results |= 1 << target
            self.following[more] = results & ~more
        return more

    def _reaches(self, held: int, rows: int, goal: int, lines: int) -> bool:
        """Return whether so many more lines can state the goal, where `held` can be cited.

        `rows` are the rows of the truth table in which all that is held is true.
        """
        if held >> goal & 1:
            return True
        if lines <= 0 or rows & ~self.columns[goal]:
            return False
        following = self.following[held]
        if following >> goal & 1:
            return True
        if lines == 1 or self.failed.get((held, goal), 0) >= lines:
            return False
        if self._reaches_later(held, rows, goal, lines, following):
            return True
        self.failed[held, goal] = lines
        return False

    def _reaches_later(self, held: int, rows: int, goal: int, lines: int, following: int) -> bool:
        if self._closes(held, rows, goal, lines):
            return True
        if lines == 2:
            # The line between is the only thing that a use of a rule lacks.
            return any(
                not (lacking := needs & ~held) & lacking - 1 and lacking & following
                for needs in self.leading[goal]
            )
        rest = following & ~(1 << self.contradiction)
        while rest:
            low = rest & -rest
            rest ^= low
            if self._reaches(self._with(held, low.bit_length() - 1), rows, goal, lines - 1):
                return True
        if lines == 3 and not self.reflexive:
            return False  # a sub-proof takes three lines, unless it proves A implies A
        known = held | following
        for place in range(self.contradiction):
            if known >> place & 1 or rows & ~self.columns[place]:
                continue
            for cost in range(2, lines):
                if self._closes(held, rows, place, cost):
                    if self._reaches(self._with(held, place), rows, goal, lines - cost):
                        return True
                    break
        return False

    def _closes(self, held: int, rows: int, goal: int, lines: int) -> bool:
        """Return whether so many lines, of which the last closes a sub-proof, can state the goal."""
        if goal == self.contradiction:
            return False
        formula = self.formulas[goal]
        if formula.connective == "implies" and self._inside(
            held, rows, formula.left, self.place[formula.right], lines - 2
        ):
            return True
        if lines < 3:  # an assumption, a contradiction, the end; or two assumptions and the end of cases
            return False
        for opposed in dict.fromkeys((self.pool.negation(formula), self.pool.opposite(formula))):
            if self.pool.opposite(opposed) is formula and self._inside(
                held, rows, opposed, self.contradiction, lines - 2
            ):
                return True
        for bit, either in self.disjunctions:
            if bit & held:
                for first in range(lines - 2):
                    if self._inside(held, rows, either.left, goal, first) and self._inside(
                        held, rows, either.right, goal, lines - 3 - first
                    ):
                        return True
        return False

    def _inside(self, held: int, rows: int, assumed: Formula | None, goal: int, lines: int) -> bool:
        """Return whether a sub-proof with so many lines after its assumption can state the goal."""
        place = self.place.get(assumed)
        if lines < 0 or place is None or held >> place & 1:
            return False
        return self._reaches(self._with(held, place), rows & self.columns[place], goal, lines)


def is_reached(argument: Argument, minimal: list[int], goal: Formula | None, lines: int, limit: int) -> bool:
    """Return whether so many lines lead from one of some sets of premises to a goal; raise Exhausted.

    The rows of a group share premises and goals: what is worked out for one is kept for those that follow. It
    is the same as if each came alone.
    """
    kept = argument.desk.searches
    key = (argument.premises, len(argument.names), frozenset(argument.closure))
    search = kept.get(key)
    if search is None:
        if len(kept) == _MOST_KEPT:
            kept.pop(next(iter(kept)))
        search = kept[key] = Search(argument, limit)
    asked = (tuple(minimal), goal, lines)
    if asked not in search.known:
        search.forget()
        search.known[asked] = any(search.reaches(chosen, goal, lines) for chosen in minimal)
    return search.known[asked]
