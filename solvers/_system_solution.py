"""How a system of linear equations is solved: by substitution if an unknown is given, else by elimination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from synth.row import Dropped
from synth.solvers._algebra import Rational, number
from synth.solvers._system_equations import (
    ONE,
    Equation,
    Side,
    Term,
    combination,
    combined,
    common_factor,
    divided,
    evaluation,
    expanded,
    factors,
    least_factors,
    put,
    scaled,
    size,
    whole,
)
from synth.solvers._system_equations import number as right_of
from synth.solvers._text import listed


class Step(NamedTuple):
    """A line: its name among the phrases, and the texts that it is about."""

    name: str
    texts: tuple[str, ...]


class Solved(NamedTuple):
    """The steps, and the value of each unknown: None for no solution, empty for infinitely many."""

    steps: list[Step]
    values: Mapping[str, Rational] | None


def solve(equations: Sequence[Equation]) -> Solved:
    """Return the steps to the solution, or to an equation without unknowns, and what follows from it.

    Raises Dropped for three equations two of which say the same.
    """
    return _Work(equations).solve()


class _Work:
    """The equations that there are, by number, and the steps that made them."""

    def __init__(self, equations: Sequence[Equation]) -> None:
        self.given = range(1, len(equations) + 1)
        self.equations = dict(zip(self.given, equations, strict=True))
        names = {one.body for equation in equations for side in equation for one in side}
        self.names = sorted(name for name in names if isinstance(name, str) and name)
        self.steps: list[Step] = []
        self.pivot = 0  # the equation of three that an unknown is taken out with
        self.values: dict[str, int] = {}  # the number of the equation that says what an unknown is

    def make(self, name: str, equation: Equation, *texts: str) -> int:
        """Write a step down, and return the number of its equation."""
        new = len(self.equations) + 1
        self.equations[new] = equation
        self.steps.append(Step(name, (*texts, f"({new}) {equation.text()}")))
        return new

    def solve(self) -> Solved:
        for label, equation in self.equations.items():
            if len(equation.left) == 1 and equation.left[0].factor == 1 and equation.left[0].body != ONE:
                if equation.right[-1].body == ONE and len(equation.right) == 1:
                    return self.known(label)
                return self.substitute(label)
        if len(self.names) == 2:
            return self.two(1, 2)
        return self.three()

    def value(self, name: str) -> Rational:
        """Return the value of an unknown that has been found."""
        return right_of(self.equations[self.values[name]])

    def known(self, label: int) -> Solved:
        """Go on from an equation that is an unknown's value."""
        self.values[str(self.equations[label].left[0].body)] = label
        other = next(one for one in self.given if one != label)
        self.isolate(self.replaced(other))
        return self.checked()

    def substitute(self, label: int) -> Solved:
        """Put what one equation says of an unknown into the other."""
        name = str(self.equations[label].left[0].body)
        other = next(one for one in self.given if one != label)
        source = f"{self.equations[label].text()} from ({label})"
        new = self.make(
            "put", put(self.equations[other], {name: self.equations[label].right}), f"({other})", source
        )
        for change, step in ((expanded, "expand"), (combined, "combine")):
            changed = Equation(*(change(side) for side in self.equations[new]))
            if changed != self.equations[new]:
                new = self.make(step, changed, f"({new})")
        self.isolate(new)
        self.isolate(self.replaced(label))
        return self.checked()

    def replaced(self, label: int) -> int:
        """Put all values found so far into an equation."""
        inside = {one.body for side in self.equations[label] for one in side}
        found = {name: source for name, source in self.values.items() if name in inside}
        sources = [f"{self.equations[source].text()} from ({source})" for source in found.values()]
        values: dict[str, Side] = {name: (Term(self.value(name), ONE),) for name in found}
        return self.make("put", put(self.equations[label], values), f"({label})", " and ".join(sources))

    def isolate(self, label: int) -> None:
        """Go on from an equation with one unknown, on the left, to its value."""
        changed = Equation(*(combined(side) for side in self.equations[label]))
        if changed != self.equations[label]:
            label = self.make("combine", changed, f"({label})")
        left, right = self.equations[label]
        shift = sum((Fraction(one.factor) for one in left if one.body == ONE), Fraction(0))
        if shift:
            rest = tuple(one for one in left if one.body != ONE)
            moved = Equation(rest, (Term(whole(right[0].factor - shift), ONE),))
            name = "subtract" if shift > 0 else "add"
            label = self.make(name, moved, f"({label})", number(abs(shift)))
        self.divide(label)

    def divide(self, label: int) -> None:
        """Go on from a multiple of an unknown to its value."""
        ((name, factor),) = factors(self.equations[label]).items()
        if factor != 1:
            changed = scaled(self.equations[label], Fraction(1) / factor)
            step = "multiply" if factor == -1 else "divide"
            label = self.make(step, changed, f"({label})", number(factor))
        self.values[name] = label

    def eliminated(self, first: int, second: int, name: str) -> int:
        """Return the equation that is left of two when an unknown is taken out."""
        labels = []
        pair = (first, second)
        one, other = (factors(self.equations[label])[name] for label in pair)
        for label, by in zip(pair, least_factors(one, other), strict=True):
            equation = self.equations[label]
            labels.append(
                label if by == 1 else self.make("multiply", scaled(equation, by), f"({label})", str(by))
            )
        left, right = labels
        if (one > 0) != (other > 0):
            made = combination(self.equations[left], self.equations[right], 1)
            return self.make("sum", made, f"({min(labels)})", f"({max(labels)})")
        made = combination(self.equations[left], self.equations[right], -1)
        if made.left[0].factor < 0:
            left, right = right, left
            made = combination(self.equations[left], self.equations[right], -1)
        return self.make("difference", made, f"({left})", f"({right})")

    def cheapest(self, first: Equation, second: Equation) -> tuple[int, str]:
        """Return the unknown that is least work to take out, after that work; ties go to the alphabet."""
        sizes = [factors(one) for one in (first, second)]
        shared = [name for name in self.names if all(name in one for one in sizes)]
        return min((sum(least_factors(sizes[0][name], sizes[1][name])), name) for name in shared)

    def divided(self, first: int, second: int) -> tuple[int, int]:
        """Return two equations divided by their common factors, as far as that saves work."""
        pair = (first, second)
        ways = [(False, False), (True, False), (False, True), (True, True)]
        small = [divided(self.equations[label]) for label in pair]

        def work(way: tuple[bool, bool]) -> int:
            one, other = (small[place] if way[place] else self.equations[pair[place]] for place in (0, 1))
            return self.cheapest(one, other)[0]

        way = min(ways, key=lambda way: (work(way), sum(way)))
        return tuple(  # type: ignore[return-value]
            self.make("divide", small[place], f"({label})", str(common_factor(self.equations[label])))
            if way[place]
            else label
            for place, label in enumerate(pair)
        )

    def two(self, first: int, second: int) -> Solved:
        """Solve two equations in two unknowns, or less."""
        inside = [factors(self.equations[label]) for label in (first, second)]
        single = [label for label, one in zip((first, second), inside, strict=True) if len(one) == 1]
        if single and not (len(single) == 2 and inside[0].keys() == inside[1].keys()):
            self.divide(single[0])
            rest = second if single[0] == first else first
            if len(single) == 2:
                self.divide(rest)
            else:
                self.isolate(self.replaced(rest))
            return self.back()
        first, second = self.divided(first, second)
        name = self.cheapest(self.equations[first], self.equations[second])[1]
        left = self.eliminated(first, second, name)
        if not factors(self.equations[left]):
            return self.without_unknowns(left)
        self.divide(left)
        self.isolate(self.replaced(self.smaller(first, second)))
        return self.back()

    def smaller(self, first: int, second: int) -> int:
        """Return the equation that is left with the smaller factor when the values found are put in."""

        def largest(label: int) -> Rational:
            inside = factors(self.equations[label])
            return max(size(inside[name]) for name in inside if name not in self.values)

        return min((first, second), key=largest)

    def three(self) -> Solved:
        """Take one unknown out of two pairs of equations, and solve what is left."""
        rows = {label: factors(self.equations[label]) for label in self.given}

        def cost(choice: tuple[int, str]) -> int:
            pivot, name = choice
            others = (row[name] for label, row in rows.items() if label != pivot)
            return sum(sum(least_factors(rows[pivot][name], other)) for other in others)

        pivot, name = min(((label, name) for name in self.names for label in self.given), key=cost)
        self.pivot = pivot
        others = [label for label in self.given if label != pivot]
        left = [self.eliminated(min(pivot, one), max(pivot, one), name) for one in others]
        if not all(factors(self.equations[label]) for label in left):
            raise Dropped("two of the three equations have equal or parallel left sides")
        self.pivot = pivot
        return self.two(left[0], left[1])

    def without_unknowns(self, label: int) -> Solved:
        """End at an equation between two numbers, and say which equations are left if it is true."""
        names = listed(self.names)
        if right_of(self.equations[label]):
            self.steps.append(Step("none", (f"({label})", names)))
            return Solved(self.steps, None)
        if len(self.names) == 2:
            self.steps.append(Step("line", (f"({label})", names, "(1)", *self.names)))
            return Solved(self.steps, {})
        inside = {one: factors(self.equations[one]) for one in self.equations}
        kept = next(one for one in inside if 0 < len(inside[one]) < len(self.names))
        last = next(name for name in self.names if name not in inside[kept])
        first = next(name for name in self.names if name in inside[kept])
        (free,) = set(self.names) - {first, last}
        self.steps.append(Step("space", (f"({label})", names, "(1)", last, free, f"({kept})", first)))
        return Solved(self.steps, {})

    def back(self) -> Solved:
        """Find the unknown that was taken out first, if one is left, and check."""
        if len(self.values) < len(self.names):
            self.isolate(self.replaced(self.pivot))
        return self.checked()

    def checked(self) -> Solved:
        """Put all values in each equation of the question that is not itself one of them."""
        values = {name: self.value(name) for name in self.names}
        for label in self.given:
            if label not in self.values.values():
                sides = (" = ".join(evaluation(side, values)) for side in self.equations[label])
                self.steps.append(Step("check", (f"({label})", *sides)))
        return Solved(self.steps, values)
