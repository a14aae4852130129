"""Arithmetic of fractions and mixed numbers: the checker. It reads a row by docs/fraction.md.

The question is read by recursive descent and comes to one value in `fractions` and in SymPy's rationals; each
step has to be the next one, with the numbers worked out anew, and each equation in it is evaluated by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
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
    check_euclid,
    operation_skills,
    rational,
    read,
    read_line,
    value,
)
from synth.verify._score import scored

CHECKS = ("steps", "fractions", "sympy")
PLAIN = (
    "Give the answer as a whole number or as a fraction in lowest terms.",
    "Write the result in lowest terms, as a fraction or a whole number.",
)
MIXED = (
    "Give the answer as a whole number, a proper fraction or a mixed number, in lowest terms.",
    "Write the result in lowest terms, as a mixed number if it is not a whole number or a proper fraction.",
)
SIMPLIFY = re.compile(
    r"(?:Simplify (\S+) as far as possible|Write (\S+) in lowest terms|Reduce (\S+) to lowest terms)\."
)
_NUMBER = r"((?:[1-9] )?[1-9][0-9]*/[1-9][0-9]*)"
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


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "fraction", (1, 2, 3, 4))
        steps = Steps(row.reasoning)
        simplified = SIMPLIFY.fullmatch(row.question)
        if simplified is not None:
            answer = _check_simplified(row, steps, read(simplified[simplified.lastindex or 1]))
        else:
            answer = _check_worked(row, steps)
        steps.end()
        for number, line in enumerate(steps.lines, 1):
            check_equations(line.partition(". ")[2], f"step {number}")
        if row.answer != answer:
            raise Fault(f"the answer is {row.answer!r}, not {answer!r}")
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's, in the form that the question asks for, else 0.0."""
    return scored(answer, row)


def _check_simplified(row: Row, steps: Steps, given: Any) -> str:
    """Return the answer of a row that asks for lowest terms; Fault unless it is right but for the answer."""
    if not isinstance(given, Leaf) or given.whole or given.bottom == 1 or not given.top:
        raise Fault("the question has no fraction to simplify")
    if gcd(given.top, given.bottom) in (1, given.bottom):
        raise Fault("the fraction of the question is in lowest terms, or a whole number")
    result = _check_lowered(steps, given.top, given.bottom)
    answer = f"{result.numerator}/{result.denominator}"
    _check_value(given, result)
    _check_end(row, given, answer, f"simplify {given.top}/{given.bottom}", 1, ["simplifying fractions"])
    return answer


def _check_worked(row: Row, steps: Steps) -> str:
    """Return the answer of a row that asks for a result; Fault unless it is right but for the answer."""
    tree, mixed = _read_question(row.question)
    numbers = _leaves(tree)
    if len(numbers) > 3:
        raise Fault("the question has more than two operations")
    for number in numbers:
        if number.bottom == 1 or not number.top:
            raise Fault("the question has a number that is not a fraction or a mixed number")
    if mixed != any(number.whole for number in numbers):
        raise Fault("the question asks for another form of the answer than its numbers have")
    result = _check_steps(steps, tree)
    _check_value(tree, result)
    whole, rest = divmod(abs(result.numerator), result.denominator)
    answer = str(result)
    if mixed and whole and rest:
        answer = f"{'-' * (result < 0)}{whole} {rest}/{result.denominator}"
        steps.take(
            "the mixed number",
            f"# = # * # + #, so #/# = {'-' * (result < 0)}# #/#.",
            abs(result.numerator),
            result.denominator,
            whole,
            rest,
            result.numerator,
            result.denominator,
            whole,
            rest,
            result.denominator,
        )
    skills = operation_skills(tree, "fractions", ["mixed numbers"] * mixed)
    _check_end(row, tree, answer, _canonical(tree), _level(tree, result), skills)
    return answer


def _read_question(question: str) -> tuple[Any, bool]:
    """Return the expression that a question asks for, and whether it asks for mixed numbers."""
    form = next((form for form in PLAIN + MIXED if question.endswith(f" {form}")), "")
    if not form:
        raise Fault("the question does not say what the answer looks like")
    asked = question[: -len(form) - 1]
    worked = VALUE.fullmatch(asked)
    if worked:
        tree = read_line(worked[1])
        if not isinstance(tree, Node):
            raise Fault("the question has nothing to work out")
        return tree, form in MIXED
    for sign, pattern, turned in ASKED:
        match = pattern.fullmatch(asked)
        if match:
            first, second = read_line(match[1]), read_line(match[2])
            return Node(sign, *((second, first) if turned else (first, second))), form in MIXED
    raise Fault("the question is not one about fractions")


def _check_value(tree: Any, result: Fraction) -> None:
    """Raise Fault unless the question's expression comes to the result, by two kinds of numbers."""
    if value(tree) != result:
        raise Fault(f"the steps lead to {result}, but fractions find {value(tree)}")
    other = value(tree, rational)
    if (int(other.p), int(other.q)) != (result.numerator, result.denominator):
        raise Fault(f"the steps lead to {result}, but sympy finds {other}")


def _check_end(row: Row, tree: Any, answer: str, canonical: str, level: int, skills: Sequence[str]) -> None:
    """Raise Fault unless solution, canonical, level and skills are those of the expression and its answer."""
    asked, equals, found = row.solution.partition(" = ")
    if not equals or found != f"{answer}.":
        raise Fault(f"the solution does not end with '= {answer}.'")
    if read_line(asked) != tree:
        raise Fault("the solution is of another problem than the question")
    check_problem(row, level, skills, canonical)


def _leaves(tree: Any) -> list[Leaf]:
    if isinstance(tree, Leaf):
        return [tree]
    if tree.sign == "neg":
        raise Fault("the question has a negative number")
    return _leaves(tree.left) + _leaves(tree.right)


def _level(tree: Node, result: Fraction) -> int:
    numbers = _leaves(tree)
    if len(numbers) > 2:
        return 4
    if result < 0 or any(number.whole for number in numbers):
        return 3
    alike = numbers[0].bottom == numbers[1].bottom
    return 1 if tree.sign == "*" or (alike and tree.sign != "/") else 2


def _canonical(tree: Any) -> str:
    if isinstance(tree, Leaf):
        return f"{tree.whole} {tree.top}/{tree.bottom}" if tree.whole else f"{tree.top}/{tree.bottom}"
    parts = [_canonical(tree.left), _canonical(tree.right)]
    if tree.sign in "+*":
        parts.sort()
    return f"({parts[0]} {tree.sign} {parts[1]})"


def _check_steps(steps: Steps, tree: Any) -> Fraction:
    """Return what the steps lead to; Fault unless each is the next operation's next line."""
    while True:
        operation = _next(tree)
        result = _check_operation(steps, operation)
        if operation is tree:
            return result
        if result <= 0:
            raise Fault(f"step {steps.number} leaves {result}, and a result on the way is above zero")
        tree = _put(tree, operation, Leaf(0, result.numerator, result.denominator))
        said = steps.line("what remains")
        if not said.startswith("What remains is ") or read_line(said[16:].removesuffix(".")) != tree:
            raise Fault(f"step {steps.number} does not say what remains")
        if not said.endswith("."):
            raise Fault(f"step {steps.number} does not end with a full stop")


def _next(tree: Node) -> Node:
    """Return the first operation, from the left, on two numbers."""
    for part in (tree.left, tree.right):
        if isinstance(part, Node):
            return _next(part)
    return tree


def _put(tree: Any, operation: Node, number: Leaf) -> Any:
    """Return the tree with a number in the place of an operation."""
    if tree is operation:
        return number
    if isinstance(tree, Leaf):
        return tree
    return Node(tree.sign, _put(tree.left, operation, number), _put(tree.right, operation, number))


def _check_operation(steps: Steps, operation: Node) -> Fraction:
    """Return the result of one operation on two numbers; Fault unless its lines are right."""
    sign, left, right = operation
    mixed = [number for number in dict.fromkeys((left, right)) if number.whole]
    if mixed:
        one = "# #/# = (# * # + #)/# = #/#"
        numbers: list[int] = []
        for whole, top, bottom in mixed:
            numbers += [whole, top, bottom, whole, bottom, top, bottom, whole * bottom + top, bottom]
        steps.take("the mixed numbers as fractions", " and ".join([one] * len(mixed)) + ".", *numbers)
    (a, b), (c, d) = ((number.whole * number.bottom + number.top, number.bottom) for number in (left, right))
    if sign in "+-":
        return _check_added(steps, sign, (a, b), (c, d))
    if sign == "/":
        shape = f"Dividing by {_shape(d)} is multiplying by {_shape(c)}: "
        shape += f"{_enclosed(b)} / {_enclosed(d)} = {_shape(b)} * {_shape(c)}."
        numbers = [*_said(c, d), *_said(d, c), *_said(a, b), *_said(c, d), *_said(a, b), *_said(d, c)]
        steps.take("the division as a product", shape, *numbers)
        c, d = d, c
    if b == d == 1:
        steps.take("the product", "# * # = #.", a, c, a * c)
        return Fraction(a * c)
    below = "#" if 1 in (b, d) else "(# * #)"
    beneath = [b * d] if 1 in (b, d) else [b, d]
    steps.take(
        "the product",
        f"{_shape(b)} * {_shape(d)} = (# * #)/{below} = #/#.",
        *_said(a, b),
        *_said(c, d),
        a,
        c,
        *beneath,
        a * c,
        b * d,
    )
    return _check_lowered(steps, a * c, b * d)


def _shape(bottom: int) -> str:
    return "#" if bottom == 1 else "#/#"


def _enclosed(bottom: int) -> str:
    return "#" if bottom == 1 else "(#/#)"


def _said(top: int, bottom: int) -> list[int]:
    return [top] if bottom == 1 else [top, bottom]


def _check_added(steps: Steps, sign: str, left: tuple[int, int], right: tuple[int, int]) -> Fraction:
    """Return a sum or difference; Fault unless it is found over the least common denominator."""
    b, d = left[1], right[1]
    common = lcm(b, d)
    if b != d:
        if common in (b, d) and min(b, d) > 1:
            small = min(b, d)
            multiple = (common, small, common, small, common // small)
            steps.take("the common denominator", "# is a multiple of #: # = # * #.", *multiple)
        elif common == b * d and min(b, d) > 1:
            steps.take(
                "the common denominator",
                "# and # have no common factor, so their least common multiple is # * # = #.",
                *(b, d, b, d, common),
            )
        elif min(b, d) > 1:
            numbers = (b, d, common, common, b, common // b, d, common // d)
            shape = "The least common multiple of # and # is #: # = # * # = # * #."
            steps.take("the common denominator", shape, *numbers)
        shapes, changed = [], []
        for top, bottom in (left, right):
            if bottom != common:
                factor = common // bottom
                shapes.append(f"{_shape(bottom)} = (# * #)/# = #/#")
                changed += [*_said(top, bottom), top, factor, common, top * factor, common]
        steps.take("the fractions over the common denominator", " and ".join(shapes) + ".", *changed)
    a, c = left[0] * (common // b), right[0] * (common // d)
    top = a + c if sign == "+" else a - c
    steps.take(
        "the sum" if sign == "+" else "the difference",
        f"#/# {sign} #/# = (# {sign} #)/# = #/#.",
        *(a, common, c, common, a, c, common, top, common),
    )
    return _check_lowered(steps, top, common)


def _check_lowered(steps: Steps, top: int, bottom: int) -> Fraction:
    """Return a fraction; Fault unless the next lines bring it to lowest terms, or show that it is."""
    result = Fraction(top, bottom)
    size = abs(top)
    if top == 0:
        steps.take("the value of a fraction of nothing", "0/# = 0.", bottom)
    elif size % bottom == 0:
        numbers = (size, bottom, size // bottom, top, bottom, top // bottom)
        steps.take("the whole number", "# = # * #, so #/# = #.", *numbers)
    elif size == 1:
        shape = "A fraction with the numerator # is in lowest terms: #/#."
        steps.take("that the fraction is in lowest terms", shape, top, top, bottom)
    else:
        _check_divisor(steps, top, bottom)
    return result


def _check_divisor(steps: Steps, top: int, bottom: int) -> None:
    """Raise Fault unless the next lines find the greatest common divisor and divide by it."""
    size = abs(top)
    line = steps.line("the greatest common divisor")
    where = f"step {steps.number}"
    divisions, so, found = line.partition(f", so the greatest common divisor of {size} and {bottom} is ")
    if not so:
        raise Fault(f"{where} does not find the greatest common divisor of {size} and {bottom}")
    common = check_euclid(divisions, size, bottom, where)
    if common != gcd(size, bottom):
        raise Fault(f"{where} does not find {gcd(size, bottom)}")
    if common == 1:
        if found != f"1, and {top}/{bottom} is in lowest terms.":
            raise Fault(f"{where} does not say that {top}/{bottom} is in lowest terms")
        return
    if found != f"{common}.":
        raise Fault(f"{where} does not name the divisor {common}")
    sign = "-" if top < 0 else ""
    steps.take(
        "the fraction in lowest terms",
        f"#/# = {sign}(# * #)/(# * #) = {sign}#/#.",
        *(top, bottom, common, size // common, common, bottom // common, size // common, bottom // common),
    )
