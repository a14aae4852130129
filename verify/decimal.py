"""Arithmetic of decimals: the checker. It reads a row by docs/decimal.md.

The question is read by recursive descent and comes to one value in `fractions` and in Python's `decimal`;
each step has to be the next one, made anew from exact fractions, and each equation in it is evaluated.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any

from synth.row import Row, Verdict
from synth.verify._columns import Fault
from synth.verify._problem import check_problem
from synth.verify._rational import (
    Leaf,
    Node,
    Steps,
    check_columns,
    check_equations,
    fixed,
    operation_skills,
    places_of,
    plain,
    read_line,
    spelled,
    value,
)
from synth.verify._score import scored

CHECKS = ("steps", "fractions", "decimal")
EXACT = (
    "Give the exact result without needless zeros.",
    "Write the exact result, with no needless zeros.",
)
ROUNDING = (
    "Round up if the next digit is 5 or more, and keep zeros at the end.",
    "A next digit of 5 or more rounds up, and zeros at the end of the result stay.",
)
TARGETS = ("the nearest whole number", "1 decimal place", "2 decimal places", "3 decimal places")
UNITS = ("one", "tenth", "hundredth", "thousandth", "ten-thousandth", "hundred-thousandth", "millionth")
PLACES, MOST = 4, 10**7  # of a number of the question: decimal places, digits without the point
_NUMBER = r"((?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?)"
ASKED = tuple(
    (sign, re.compile(pattern.replace("#", _NUMBER)), turned)
    for sign, pattern, turned in (
        ("+", r"Add # and #\.", False),
        ("+", r"What is # plus #\?", False),
        ("+", r"Find the sum of # and #\.", False),
        ("-", r"Subtract # from #\.", True),
        ("-", r"What is # minus #\?", False),
        ("-", r"Take # away from #\.", True),
        ("*", r"Multiply # by #\.", False),
        ("*", r"What is # times #\?", False),
        ("*", r"Find the product of # and #\.", False),
        ("/", r"Divide # by #\.", False),
        ("/", r"What is # divided by #\?", False),
        ("/", r"Find the quotient of # divided by #\.", False),
    )
)
VALUE = re.compile(r"(?:Work out|Calculate|Find the value of) (.+)\.")
_TARGET = f"({'|'.join(TARGETS)})"
ROUND = re.compile(rf"(?:Round {_NUMBER} to {_TARGET}\.|What is {_NUMBER} rounded to {_TARGET}\?)")
ROUNDED = re.compile(
    rf"(?:Work out (.+) and round the result to {_TARGET}\.|Calculate (.+), rounded to {_TARGET}\.)"
)
_COUNTED = re.compile(rf"(-?[0-9]+) ({'|'.join(UNITS[1:])})s?(?![a-z])")


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "decimal", (1, 2, 3, 4))
        tree, keep = _read_question(row.question)
        numbers = _leaves(tree)
        if len(numbers) > 3:
            raise Fault("the question has more than two operations")
        steps = Steps(row.reasoning)
        result = _check_steps(steps, tree) if isinstance(tree, Node) else value(tree)
        answer = _check_rounded(steps, result, keep) if keep >= 0 else plain(result)
        steps.end()
        _check_value(tree, keep, answer)
        for number, line in enumerate(steps.lines, 1):
            _check_equations(line.partition(". ")[2], f"step {number}")
        _check_end(row, tree, keep, answer)
        canonical = _canonical(tree) if keep < 0 else f"round {_canonical(tree)} to {keep}"
        skills = operation_skills(tree, "decimals", ["rounding"] * (keep >= 0))
        check_problem(row, _level(tree, numbers, keep, result), skills, canonical)
        if row.answer != answer:
            raise Fault(f"the answer is {row.answer!r}, not {answer!r}")
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's, in the form that the question asks for, else 0.0."""
    return scored(answer, row)


def _read_question(question: str) -> tuple[Any, int]:
    """Return the expression that a question asks for, and the places to round to or -1."""
    form = next((form for form in EXACT + ROUNDING if question.endswith(f" {form}")), "")
    if not form:
        raise Fault("the question does not say what the answer looks like")
    asked = question[: -len(form) - 1]
    if form in ROUNDING:
        match = ROUND.fullmatch(asked) or ROUNDED.fullmatch(asked)
        if match is None:
            raise Fault("the question does not say what to round")
        text, target = (group for group in match.groups() if group is not None)
        tree = read_line(text, points=True)
        if isinstance(tree, Leaf) != (match.re is ROUND):
            raise Fault("the question has nothing to work out before it is rounded")
        return tree, TARGETS.index(target)
    worked = VALUE.fullmatch(asked)
    if worked:
        tree = read_line(worked[1], points=True)
        if not isinstance(tree, Node):
            raise Fault("the question has nothing to work out")
        return tree, -1
    for sign, pattern, turned in ASKED:
        match = pattern.fullmatch(asked)
        if match:
            first, second = (read_line(text, points=True) for text in match.groups())
            return Node(sign, *((second, first) if turned else (first, second))), -1
    raise Fault("the question is not one about decimals")


def _leaves(tree: Any) -> list[Leaf]:
    """Return the numbers of the question; Fault for one that is 0, negative, or ends in a needless zero."""
    if isinstance(tree, Leaf):
        if not tree.top or (tree.bottom > 1 and tree.top % 10 == 0):
            raise Fault("the question has the number 0, or a needless zero")
        if tree.top >= MOST or tree.bottom > 10**PLACES:
            raise Fault(f"the question has a number of more than {PLACES} places, or too long a one")
        return [tree]
    if tree.sign == "neg":
        raise Fault("the question has a negative number")
    return _leaves(tree.left) + _leaves(tree.right)


def _check_value(tree: Any, keep: int, answer: str) -> None:
    """Raise Fault unless Python's decimals find the answer, by their own rounding."""
    context = Context(prec=40)
    found = value(tree, lambda top, bottom: context.divide(Decimal(top), Decimal(bottom)))
    if keep >= 0:
        found = found.quantize(Decimal(1).scaleb(-keep), rounding=ROUND_HALF_UP)
        if str(found) != answer:
            raise Fault(f"the steps lead to {answer}, but decimal finds {found}")
    elif found != Decimal(answer):
        raise Fault(f"the steps lead to {answer}, but decimal finds {found}")
    elif value(tree) != Fraction(answer):
        raise Fault(f"the steps lead to {answer}, but fractions find {value(tree)}")


def _check_equations(text: str, where: str) -> None:
    """Raise Fault unless the equations in a line are true, with counts of tenths and so on as decimals."""

    def counted(match: re.Match[str]) -> str:
        return fixed(Fraction(int(match[1]), 10 ** UNITS.index(match[2])), UNITS.index(match[2]))

    check_equations(_COUNTED.sub(counted, text), where, points=True)


def _check_end(row: Row, tree: Any, keep: int, answer: str) -> None:
    """Raise Fault unless the solution is that of the expression and its answer."""
    mark = " = " if keep < 0 else f" rounded to {TARGETS[keep]} is "
    asked, found, rest = row.solution.partition(mark)
    if not found or rest != f"{answer}.":
        raise Fault(f"the solution does not end with '{mark[1:]}{answer}.'")
    if read_line(asked, points=True) != tree:
        raise Fault("the solution is of another problem than the question")


def _canonical(tree: Any) -> str:
    if isinstance(tree, Leaf):
        return plain(value(tree))
    parts = [_canonical(tree.left), _canonical(tree.right)]
    if tree.sign in "+*":
        parts.sort()
    return f"({parts[0]} {tree.sign} {parts[1]})"


def _level(tree: Any, numbers: list[Leaf], keep: int, result: Fraction) -> int:
    if all(number.bottom == 1 for number in numbers) and result.denominator == 1:
        raise Fault("the question has no decimal")
    if len(numbers) > 2 or (keep >= 0 and len(numbers) > 1):
        return 4
    if keep >= 0:
        return 1
    left, right = numbers
    if tree.sign in "+-":
        if result < 0:
            return 3
        return 1 if left.bottom == right.bottom else 2
    return 2 if right.bottom == 1 or (tree.sign == "*" and left.bottom == 1) else 3


def _check_steps(steps: Steps, tree: Node) -> Fraction:
    """Return what the steps lead to; Fault unless each is the next operation's next line."""
    while True:
        operation = tree
        while inner := next((part for part in operation[1:] if isinstance(part, Node)), None):
            operation = inner
        result = _check_operation(steps, operation)
        if operation is tree:
            return result
        if result <= 0:
            raise Fault(f"step {steps.number} leaves {result}, and a result on the way is above zero")
        left = Leaf(0, int(result * 10 ** places_of(result)), 10 ** places_of(result))
        tree = _put(tree, operation, left)
        said = steps.line("what remains")
        if not (said.startswith("What remains is ") and said.endswith(".")):
            raise Fault(f"step {steps.number} does not say what remains")
        if read_line(said[16:-1], points=True) != tree:
            raise Fault(f"step {steps.number} says that something else remains")


def _put(tree: Any, operation: Node, number: Leaf) -> Any:
    if tree is operation:
        return number
    if isinstance(tree, Leaf):
        return tree
    return Node(tree.sign, _put(tree.left, operation, number), _put(tree.right, operation, number))


def _check_operation(steps: Steps, operation: Node) -> Fraction:
    """Return the result of one operation on two numbers; Fault unless its lines are right."""
    left, right = value(operation.left), value(operation.right)
    result: Fraction = value(Node(operation.sign, operation.left, operation.right))
    if operation.sign == "/":
        _check_divided(steps, left, right, result)
    elif left.denominator == right.denominator == 1:
        steps.say("the result", f"{left} {operation.sign} {right} = {result}.")
    elif operation.sign == "*":
        _check_multiplied(steps, left, right)
    else:
        places = max(places_of(left), places_of(right))
        a, b = (int(number * 10**places) for number in (left, right))
        steps.say(
            "both numbers in one unit",
            f"{plain(left)} = {_units(a, places)} and {plain(right)} = {_units(b, places)}.",
        )
        steps.say("the result in that unit", f"{a} {operation.sign} {b} = {int(result * 10**places)}.")
        _check_named(steps, result, places)
    return result


def _units(count: int, places: int) -> str:
    return f"{count} {UNITS[places]}" + ("s" if count not in (1, -1) else "")


def _shortened(number: Fraction, places: int) -> str:
    """Return a number with so many places, and without needless zeros if that is another text."""
    full, short = fixed(number, places), plain(number)
    return full if full == short else f"{full} = {short}"


def _check_named(steps: Steps, number: Fraction, places: int) -> None:
    counted = _units(int(number * 10**places), places)
    steps.say("the result as a decimal", f"{counted} = {_shortened(number, places)}.")


def _check_multiplied(steps: Steps, left: Fraction, right: Fraction) -> None:
    p, q = places_of(left), places_of(right)
    a, b = int(left * 10**p), int(right * 10**q)
    steps.say("the product without the points", f"Without the points, {spelled(a, b)}.")
    shown = _shortened(left * right, p + q)
    noun = "decimal place" if (p if p and q else p + q) == 1 else "decimal places"
    if p and q:
        said = f"{plain(left)} has {p} {noun} and {plain(right)} has {q}"
        said += f", so the product has {p} + {q} = {p + q}"
    else:
        said = f"{plain(left if p else right)} has {p + q} {noun}, and so has the product"
    steps.say("the place of the point", f"{said}: {shown}.")


def _check_divided(steps: Steps, left: Fraction, right: Fraction, result: Fraction) -> None:
    shift = 10 ** places_of(right)
    if shift > 1:
        said = f"Multiply both numbers by {shift}, so that the divisor is whole: "
        said += f"{plain(left)} / {plain(right)} = {plain(left * shift)} / {right * shift}."
        steps.say("the division by a whole number", said)
    a, b = left * shift, int(right * shift)
    places = max(places_of(a), places_of(result))
    units, quotient = int(a * 10**places), int(result * 10**places)
    because = f"{units} / {b} = {quotient}, because {spelled(b, quotient)}."
    if not places:
        steps.say("the quotient", because)
        return
    steps.say("the quotient in a unit", f"{plain(a)} = {_units(units, places)}, and {because}")
    _check_named(steps, result, places)


def _check_rounded(steps: Steps, number: Fraction, keep: int) -> str:
    """Return a number rounded to so many places; Fault unless its two lines are right."""
    if number <= 0 or places_of(number) <= keep:
        raise Fault("the question has nothing to round")
    scaled = number * 10**keep
    kept = scaled.numerator // scaled.denominator
    digit = int((scaled - kept) * 10)
    cut = fixed(Fraction(kept, 10**keep), keep)
    steps.say(
        "where the number is cut",
        f"Up to the {UNITS[keep]}s, {plain(number)} reads {cut}, and the next digit is {digit}.",
    )
    if digit < 5:
        steps.say("the rounding down", f"{digit} is less than 5, so the result is {cut}.")
        return cut
    up = fixed(Fraction(kept + 1, 10**keep), keep)
    unit = fixed(Fraction(1, 10**keep), keep)
    steps.say("the rounding up", f"{digit} is at least 5, so the result is {cut} + {unit} = {up}.")
    return up
