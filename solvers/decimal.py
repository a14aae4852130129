"""Arithmetic of decimals: the solver. What a row says is laid down in docs/decimal.md."""

from __future__ import annotations

from functools import cache

from synth.grammar import Node, Tree
from synth.row import Dropped, Solution
from synth.solvers._decimal_problem import (
    Decimal,
    Expression,
    Operation,
    Problem,
    definition,
    expression_of,
    strata,
    turns,
    written,
)
from synth.solvers._rational import spelled_product
from synth.solvers._text import digest, group, numbered, phrases_of

__all__ = [
    "DOMAIN",
    "LEVELS",
    "MEMBERS",
    "PREREQUISITES",
    "SKILLS",
    "fingerprint",
    "solve",
    "strata",
    "variants",
]

REVISION = 2
"""Raised when the code makes another text of an old rank."""
DOMAIN = "math"
SKILLS = (
    "adding decimals",
    "subtracting decimals",
    "multiplying decimals",
    "dividing decimals",
    "rounding",
    "order of operations",
)
PREREQUISITES = ("addition", "subtraction", "multiplication", "division")
LEVELS = {
    1: "two decimals of as many places to add or subtract, or one to round",
    2: "different numbers of places, or one whole number to multiply or divide by",
    3: "products and quotients of two decimals, and differences below zero",
    4: "two operations, or a product to round",
}
MEMBERS = 1

_SKILL = dict(zip("+-*/", SKILLS, strict=False))
_NAMES = {"sum": "+", "difference": "-", "product": "*", "quotient": "/"}
_WORDS = {sign: name for name, sign in _NAMES.items()}
_UNITS = ("one", "tenth", "hundredth", "thousandth", "ten-thousandth", "hundred-thousandth", "millionth")
_LONGEST = 10_000_000
"""Digits of a number of a step stay below this."""


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text."""
    return digest("decimal", definition(), REVISION)


def variants(element: Tree | Problem) -> int:
    """Return the number of wordings, times two for each operation of a problem that may be turned round."""
    if isinstance(element, Tree):
        return len(_looks(*_read(element)))
    return len(_looks(expression_of(element, 0), element.keep)) << turns(element)


def solve(element: Tree | Problem, variant: int) -> Solution:
    """Return the problem with its steps; raise Dropped for a tree that makes no row."""
    if isinstance(element, Tree):
        expression, keep = _read(element)
    else:
        variant, turned = divmod(variant, 1 << turns(element))
        expression, keep = expression_of(element, turned), element.keep
    phrase, form = _looks(expression, keep)[variant]
    work = _Work()
    result = work.value(expression) if isinstance(expression, Operation) else expression
    level = _level(expression, keep, result)
    line, answer = _line(expression), str(result)
    text, says = _canonical(expression), f"{line} = {answer}."
    said = [str(part) for part in expression[1:]] if isinstance(expression, Operation) else []
    if keep >= 0:
        answer = work.rounded(result, keep)
        place = phrases_of("decimal")["places"][str(keep)]
        text, says, said = f"round {text} to {keep}", f"{line} rounded to {place} is {answer}.", [line, place]
    elif "{1}" not in phrase:
        said = [line]
    signs = _signs(expression)
    skills = [_SKILL[sign] for sign in dict.fromkeys(signs)] + ["rounding"] * (keep >= 0)
    return Solution(
        question=f"{phrase.format(*said)} {form}",
        reasoning=numbered(work.lines),
        solution=says,
        answer=answer,
        level=level,
        canonical=text,
        group=group("decimal", text),
        skills=tuple(skills + ["order of operations"] * (len(signs) > 1)),
    )


class _Work:
    """The lines of a calculation as they come."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def value(self, expression: Operation) -> Decimal:
        """Return what an expression of one or two operations comes to."""
        sign, left, right = expression
        sides = []
        for side, other in ((left, right), (right, left)):
            if isinstance(side, Operation):
                parts = (other, side.left, side.right)
                if any(isinstance(part, Operation) for part in parts):
                    raise Dropped("there are more than two operations")
                side = self.value(side)
                if side.digits <= 0:
                    raise Dropped("a result on the way is zero or negative")
            sides.append(side)
        if sides != [left, right]:
            self.lines.append(f"What remains is {_line(Operation(sign, *sides))}.")
        return self._operation(sign, *sides)

    def _operation(self, sign: str, left: Decimal, right: Decimal) -> Decimal:
        if not left.places and not right.places:
            return self._whole(sign, left.digits, right.digits)
        if sign in "+-":
            return self._added(sign, left, right)
        return self._multiplied(left, right) if sign == "*" else self._divided(left, right)

    def _whole(self, sign: str, left: int, right: int) -> Decimal:
        if sign == "/":
            return self._divided(Decimal(left, 0), Decimal(right, 0))
        result = {"+": left + right, "-": left - right, "*": left * right}[sign]
        self.lines.append(f"{left} {sign} {right} = {result}.")
        return Decimal(result, 0)

    def _added(self, sign: str, left: Decimal, right: Decimal) -> Decimal:
        places = max(left.places, right.places)
        a, b = (number.digits * 10 ** (places - number.places) for number in (left, right))
        result = a + b if sign == "+" else a - b
        _bounded(result, places)
        self.lines.append(f"{left} = {_units(a, places)} and {right} = {_units(b, places)}.")
        self.lines.append(f"{a} {sign} {b} = {result}.")
        return self._named(result, places)

    def _named(self, digits: int, places: int) -> Decimal:
        """Return a number of tenths, hundredths, ... as a decimal, with the line that says so."""
        found = Decimal(digits, places).lowered()
        shown = written(digits, places)
        shorter = f" = {found}" if found.places < places else ""
        self.lines.append(f"{_units(digits, places)} = {shown}{shorter}.")
        return found

    def _multiplied(self, left: Decimal, right: Decimal) -> Decimal:
        a, b = left.digits, right.digits
        places = left.places + right.places
        _bounded(a * b, places)
        self.lines.append(f"Without the points, {spelled_product(a, b)}.")
        found = Decimal(a * b, places).lowered()
        shown = written(a * b, places) + (f" = {found}" if found.places < places else "")
        if left.places and right.places:
            has = f"{left} has {_places(left.places)} and {right} has {right.places}"
            self.lines.append(
                f"{has}, so the product has {left.places} + {right.places} = {places}: {shown}."
            )
        else:
            number = left if left.places else right
            self.lines.append(f"{number} has {_places(places)}, and so has the product: {shown}.")
        return found

    def _divided(self, left: Decimal, right: Decimal) -> Decimal:
        a, b = left, right
        if b.places:
            a = Decimal(a.digits * 10**b.places, a.places).lowered()
            b = Decimal(b.digits, 0)
            whole = f"Multiply both numbers by {10**right.places}, so that the divisor is whole"
            self.lines.append(f"{whole}: {left} / {right} = {a} / {b}.")
        places = a.places
        while a.digits * 10 ** (places - a.places) % b.digits:
            places += 1
            if places > 4:
                raise Dropped("a quotient does not end within four places")
        units = a.digits * 10 ** (places - a.places)
        _bounded(units, places)
        quotient = units // b.digits
        because = f"{units} / {b} = {quotient}, because {spelled_product(b.digits, quotient)}."
        if not places:
            self.lines.append(because)
            return Decimal(quotient, 0)
        self.lines.append(f"{a} = {_units(units, places)}, and {because}")
        return self._named(quotient, places)

    def rounded(self, number: Decimal, keep: int) -> str:
        """Return a number rounded to so many places, with the lines that lead there."""
        if number.places <= keep or number.digits < 0:
            raise Dropped("there is nothing to round, or a number below zero")
        kept, rest = divmod(number.digits, 10 ** (number.places - keep))
        following = rest // 10 ** (number.places - keep - 1)
        place = f"{_UNITS[keep]}s"
        cut = written(kept, keep)
        self.lines.append(f"Up to the {place}, {number} reads {cut}, and the next digit is {following}.")
        if following < 5:
            self.lines.append(f"{following} is less than 5, so the result is {cut}.")
            return cut
        up = written(kept + 1, keep)
        self.lines.append(f"{following} is at least 5, so the result is {cut} + {written(1, keep)} = {up}.")
        return up


def _bounded(digits: int, places: int) -> None:
    if abs(digits) >= _LONGEST or places >= len(_UNITS):
        raise Dropped("the numbers become too long")


def _units(count: int, places: int) -> str:
    return f"{count} {_UNITS[places]}{'' if abs(count) == 1 else 's'}"


def _places(places: int) -> str:
    return "1 decimal place" if places == 1 else f"{places} decimal places"


def _line(expression: Expression, above: str = "", second: bool = False) -> str:
    """Return an expression in one line, with the parentheses that it needs."""
    if isinstance(expression, Decimal):
        return str(expression)
    sign, left, right = expression
    text = f"{_line(left, sign)} {sign} {_line(right, sign, True)}"
    weaker = sign in "+-" and above in ("*", "/")
    return f"({text})" if weaker or (second and (sign in "+-") == (above in "+-")) else text


def _canonical(expression: Expression) -> str:
    """Return the expression with the parts of each sum and product in the order of their texts."""
    if isinstance(expression, Decimal):
        return str(expression)
    left, right = (_canonical(part) for part in expression[1:])
    if expression.sign in "+*":
        left, right = sorted((left, right))
    return f"({left} {expression.sign} {right})"


def _signs(expression: Expression) -> str:
    if isinstance(expression, Decimal):
        return ""
    return _signs(expression.left) + expression.sign + _signs(expression.right)


def _leaves(expression: Expression) -> list[Decimal]:
    if isinstance(expression, Decimal):
        return [expression]
    return _leaves(expression.left) + _leaves(expression.right)


def _level(expression: Expression, keep: int, result: Decimal) -> int:
    """Return the level of a problem, as docs/decimal.md defines it."""
    numbers = _leaves(expression)
    if not any(number.places for number in (*numbers, result)):
        raise Dropped("no number has a point")
    if len(numbers) + (keep >= 0) > 2:
        return 4
    if keep >= 0:
        return 1
    first, second = numbers
    sign = _signs(expression)
    if sign in "+-":
        return 3 if result.digits < 0 else 1 if first.places == second.places else 2
    return 2 if not second.places or (sign == "*" and not first.places) else 3


def _looks(expression: Expression, keep: int) -> list[tuple[str, str]]:
    """Return the wordings of a question: a phrase, and what the answer is to look like."""
    said = phrases_of("decimal")
    if keep >= 0:
        ways = said["question"]["round" if isinstance(expression, Decimal) else "rounded"]
        return [(way, form) for way in ways for form in said["form"]["places"]]
    assert isinstance(expression, Operation)
    ways = list(said["expression"]["value"])
    if isinstance(expression.left, Decimal) and isinstance(expression.right, Decimal):
        ways += said["question"][_WORDS[expression.sign]]
    return [(way, form) for way in ways for form in said["form"]["exact"]]


def _read(tree: Tree) -> tuple[Expression, int]:
    """Return the expression of a tree of the grammar, and the places to round to or -1."""
    node = tree.node()
    if node.name != "round":
        return _built(node), -1
    expression, places = node.children
    assert isinstance(expression, Node)
    return _built(expression), int(str(places))


def _built(node: Node) -> Expression:
    if node.name == "number":
        whole, _, part = str(node.children[0]).partition(".")
        return Decimal(int(whole + part), len(part))
    left, right = (_built(child) for child in node.children if isinstance(child, Node))
    return Operation(_NAMES[node.name], left, right)
