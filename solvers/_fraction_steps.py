"""The steps of the family `fraction`: one operation after the other, each over its own lines."""

from __future__ import annotations

from synth.row import Dropped
from synth.solvers._fraction_problem import Expression, Operation, Written, improper
from synth.solvers._rational import euclid

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_LONGEST = 100_000
"""The largest denominator of a step, so that rows stay short."""


class Work:
    """The lines of a calculation as they come."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def value(self, expression: Operation) -> tuple[int, int]:
        """Return what an expression of one or two operations comes to."""
        sign, left, right = expression
        inner = left if isinstance(left, Operation) else right
        if isinstance(inner, Operation):
            if isinstance(left, Operation) and isinstance(right, Operation):
                raise Dropped("there are more than two operations")
            if isinstance(inner.left, Operation) or isinstance(inner.right, Operation):
                raise Dropped("there are more than two operations")
            found = self.value(inner)
            if found[0] <= 0:
                raise Dropped("a result on the way is zero or negative")
            rest = Written(0, *found)
            left, right = (rest, right) if inner is left else (left, rest)
            self.lines.append(f"What remains is {line_of(Operation(sign, left, right))}.")
        if isinstance(left, Operation) or isinstance(right, Operation):
            raise Dropped("there are more than two operations")
        return self._operation(sign, left, right)

    def _operation(self, sign: str, left: Written, right: Written) -> tuple[int, int]:
        parts = (left, right)
        made = [
            f"{part} = ({whole} * {bottom} + {top})/{bottom} = {improper(part)}"
            for part, (whole, top, bottom) in ((part, part) for part in dict.fromkeys(parts) if part.whole)
        ]
        if made:
            self.lines.append(" and ".join(made) + ".")
        left, right = (improper(part) for part in parts)
        if sign in "+-":
            return self._added(sign, left, right)
        if sign == "/":
            turned = Written(0, right.denominator, right.numerator)
            self.lines.append(
                f"Dividing by {right} is multiplying by {turned}: "
                f"{line_of(Operation('/', left, right))} = {left} * {turned}."
            )
            right = turned
        top, bottom = left.numerator * right.numerator, left.denominator * right.denominator
        if bottom == 1:
            self.lines.append(f"{left} * {right} = {top}.")
            return top, 1
        above = f"({left.numerator} * {right.numerator})"
        below = f"({left.denominator} * {right.denominator})"
        if 1 in (left.denominator, right.denominator):
            below = str(bottom)
        self.lines.append(f"{left} * {right} = {above}/{below} = {top}/{bottom}.")
        return self.lowered(top, bottom)

    def _added(self, sign: str, left: Written, right: Written) -> tuple[int, int]:
        """Add or subtract over the least common multiple of the denominators."""
        common = left.denominator
        if left.denominator != right.denominator:
            common = self._common(left.denominator, right.denominator)
            made = []
            for part in (left, right):
                if part.denominator != common:
                    factor = common // part.denominator
                    top = part.numerator
                    made.append(f"{part} = ({top} * {factor})/{common} = {top * factor}/{common}")
            self.lines.append(" and ".join(made) + ".")
        a, b = (part.numerator * (common // part.denominator) for part in (left, right))
        top = a + b if sign == "+" else a - b
        self.lines.append(f"{a}/{common} {sign} {b}/{common} = ({a} {sign} {b})/{common} = {top}/{common}.")
        return self.lowered(top, common)

    def _common(self, a: int, b: int) -> int:
        """Return the least common multiple of two denominators, said in a line unless one of them is 1."""
        common = a * b // euclid(a, b)[1]
        if common > _LONGEST:
            raise Dropped("the numbers become too long")
        if 1 in (a, b):
            return common
        small = min(a, b)
        if common in (a, b):
            self.lines.append(f"{common} is a multiple of {small}: {common} = {small} * {common // small}.")
        elif common == a * b:
            self.lines.append(
                f"{a} and {b} have no common factor, so their least common multiple is {a} * {b} = {common}."
            )
        else:
            self.lines.append(
                f"The least common multiple of {a} and {b} is {common}: "
                f"{common} = {a} * {common // a} = {b} * {common // b}."
            )
        return common

    def lowered(self, top: int, bottom: int) -> tuple[int, int]:
        """Return a fraction in lowest terms, with the lines that lead there."""
        if bottom > _LONGEST:
            raise Dropped("the numbers become too long")
        size = abs(top)
        if top == 0:
            self.lines.append(f"0/{bottom} = 0.")
            return 0, 1
        if size % bottom == 0:
            self.lines.append(f"{size} = {bottom} * {size // bottom}, so {top}/{bottom} = {top // bottom}.")
            return top // bottom, 1
        if size == 1:
            self.lines.append(f"A fraction with the numerator {top} is in lowest terms: {top}/{bottom}.")
            return top, bottom
        divisions, common = euclid(size, bottom)
        if common == 1:
            self.lines.append(
                f"{divisions}, so the greatest common divisor of {size} and {bottom} is 1, "
                f"and {top}/{bottom} is in lowest terms."
            )
            return top, bottom
        self.lines.append(f"{divisions}, so the greatest common divisor of {size} and {bottom} is {common}.")
        up, down = size // common, bottom // common
        sign = "-" if top < 0 else ""
        self.lines.append(
            f"{top}/{bottom} = {sign}({common} * {up})/({common} * {down}) = {sign}{up}/{down}."
        )
        return top // common, down

    def mixed(self, value: tuple[int, int]) -> str:
        """Return a value as a mixed number where it is one, with the line that says so."""
        top, bottom = value
        whole, rest = divmod(abs(top), bottom)
        if not whole or not rest:
            return text_of(value)
        text = f"{'-' * (top < 0)}{whole} {rest}/{bottom}"
        self.lines.append(f"{abs(top)} = {bottom} * {whole} + {rest}, so {text_of(value)} = {text}.")
        return text


def text_of(value: tuple[int, int]) -> str:
    return str(value[0]) if value[1] == 1 else f"{value[0]}/{value[1]}"


def line_of(expression: Expression, above: str = "", second: bool = False) -> str:
    """Return an expression in one line; what is divided, or divides, is in parentheses unless it is whole."""
    if isinstance(expression, Written):
        enclosed = expression.denominator > 1 and (above == "/" or (above == "*" and expression.whole > 0))
        text = str(expression)
    else:
        sign, left, right = expression
        text = f"{line_of(left, sign)} {sign} {line_of(right, sign, True)}"
        enclosed = bool(above) and (
            _STRENGTH[sign] < _STRENGTH[above] or (second and _STRENGTH[sign] == _STRENGTH[above])
        )
    return f"({text})" if enclosed else text
