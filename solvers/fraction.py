"""Arithmetic of fractions and mixed numbers: the solver. What a row says is laid down in docs/fraction.md.

An element is a tree of the grammar or a `Problem`: operands from a table of fractions, and a shape that
says what is done with them.
"""

from __future__ import annotations

from functools import cache

from synth.grammar import Node, Tree
from synth.row import Dropped, Solution
from synth.solvers._fraction_problem import (
    Expression,
    Operation,
    Problem,
    Written,
    definition,
    expression_of,
    strata,
    turns,
)
from synth.solvers._fraction_steps import Work, line_of, text_of
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
    "simplifying fractions",
    "adding fractions",
    "subtracting fractions",
    "multiplying fractions",
    "dividing fractions",
    "mixed numbers",
    "order of operations",
)
PREREQUISITES = ("addition", "subtraction", "multiplication", "division")
LEVELS = {
    1: "one fraction to simplify, two of one denominator to add or subtract, or two to multiply",
    2: "two fractions of different denominators to add or subtract, or two to divide",
    3: "mixed numbers, and results below zero",
    4: "two operations on three fractions",
}
MEMBERS = 1

_SKILL = {"simplify": SKILLS[0], "+": SKILLS[1], "-": SKILLS[2], "*": SKILLS[3], "/": SKILLS[4]}
_NAMES = {"sum": "+", "difference": "-", "product": "*", "quotient": "/"}
_WORDS = {sign: name for name, sign in _NAMES.items()}


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text."""
    return digest("fraction", definition(), REVISION)


def variants(element: Tree | Problem) -> int:
    """Return the number of wordings, times two for each operation of a problem that may be turned round."""
    if isinstance(element, Tree):
        return len(_looks(_read(element)))
    return len(_looks(expression_of(element, 0))) << turns(element)


def solve(element: Tree | Problem, variant: int) -> Solution:
    """Return the problem with its steps; raise Dropped for a tree that makes no row."""
    if isinstance(element, Tree):
        expression = _read(element)
        if any(number.whole and number.numerator >= number.denominator for number in _leaves(expression)):
            raise Dropped("the fraction of a mixed number is not below 1")
    else:
        variant, turned = divmod(variant, 1 << turns(element))
        expression = expression_of(element, turned)
    phrase, form = _looks(expression)[variant]
    if isinstance(expression, Written):
        return _simplified(expression, phrase)
    work = Work()
    result = work.value(expression)
    mixed = any(number.whole for number in _leaves(expression))
    answer = work.mixed(result) if mixed else text_of(result)
    text = _canonical(expression)
    operands = [str(part) for part in expression[1:]] if "{1}" in phrase else [line_of(expression)]
    signs = _signs(expression)
    skills = [_SKILL[sign] for sign in dict.fromkeys(signs)]
    skills += ["mixed numbers"] * mixed + ["order of operations"] * (len(signs) > 1)
    return Solution(
        question=f"{phrase.format(*operands)} {form}",
        reasoning=numbered(work.lines),
        solution=f"{line_of(expression)} = {answer}.",
        answer=answer,
        level=_level(expression, result),
        canonical=text,
        group=group("fraction", text),
        skills=tuple(skills),
    )


def _simplified(given: Written, phrase: str) -> Solution:
    """Return the row that asks for a fraction in lowest terms."""
    work = Work()
    result = work.lowered(given.numerator, given.denominator)
    if result == (given.numerator, given.denominator) or result[1] == 1:
        raise Dropped("the fraction is in lowest terms, or a whole number")
    text = f"simplify {given}"
    return Solution(
        question=phrase.format(given),
        reasoning=numbered(work.lines),
        solution=f"{given} = {text_of(result)}.",
        answer=text_of(result),
        level=1,
        canonical=text,
        group=group("fraction", text),
        skills=(_SKILL["simplify"],),
    )


def _canonical(expression: Expression) -> str:
    """Return the expression with the parts of each sum and product in the order of their texts."""
    if isinstance(expression, Written):
        return str(expression)
    left, right = (_canonical(part) for part in expression[1:])
    if expression.sign in "+*":
        left, right = sorted((left, right))
    return f"({left} {expression.sign} {right})"


def _leaves(expression: Expression) -> list[Written]:
    if isinstance(expression, Written):
        return [expression]
    return _leaves(expression.left) + _leaves(expression.right)


def _signs(expression: Expression) -> str:
    if isinstance(expression, Written):
        return ""
    return _signs(expression.left) + expression.sign + _signs(expression.right)


def _level(expression: Operation, result: tuple[int, int]) -> int:
    """Return the level of a problem, as docs/fraction.md defines it."""
    numbers = _leaves(expression)
    if len(numbers) > 2:
        return 4
    if result[0] < 0 or any(number.whole for number in numbers):
        return 3
    same = numbers[0].denominator == numbers[1].denominator
    return 1 if expression.sign == "*" or (same and expression.sign in "+-") else 2


def _looks(expression: Expression) -> list[tuple[str, str]]:
    """Return the wordings of a question: a phrase, and what the answer is to look like."""
    said = phrases_of("fraction")
    if isinstance(expression, Written):
        return [(phrase, "") for phrase in said["expression"]["simplify"]]
    ways = list(said["expression"]["value"])
    if isinstance(expression.left, Written) and isinstance(expression.right, Written):
        ways += said["question"][_WORDS[expression.sign]]
    mixed = any(number.whole for number in _leaves(expression))
    return [(way, form) for way in ways for form in said["form"]["mixed" if mixed else "plain"]]


def _read(tree: Tree) -> Expression:
    """Return the expression of a tree of the grammar."""
    return _built(tree.node())


def _built(node: Node) -> Expression:
    name = node.name
    if name in ("fraction", "mixed"):
        whole, _, fraction = str(node.children[0]).rpartition(" ")
        numerator, denominator = map(int, fraction.split("/"))
        return Written(int(whole or 0), numerator, denominator)
    parts = [_built(child) for child in node.children if isinstance(child, Node)]
    return parts[0] if name in ("simplify", "start") else Operation(_NAMES[name], parts[0], parts[1])
