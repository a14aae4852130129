"""Quadratic equations: good rows pass, and planted errors earn their faults."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from itertools import islice

import pytest
from planting import refused

from synth.line import rows
from synth.row import Provenance, Row, dump_payload
from synth.verify import quadratic

CONVENTIONS = (
    'Give the real solutions in simplest exact form, from smallest to largest, joined by "or"; '
    'if there are none, answer "no real solution".'
)


def written(way: str, question: str, lines: list[str], answer: str, solution: str, **more: str) -> Row:
    """Return a row written by hand."""
    return Row(
        id="quadratic/0.0@00000000", family="quadratic", domain="math", level=3,
        skills=tuple(more["skills"].split(", ")),
        language="en", question=f"{question}\n{CONVENTIONS}",
        reasoning="\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)),
        solution=solution, answer=answer, tests="", canonical=more["canonical"],
        group=f"quadratic:{more['canonical']}",
        payload=dump_payload({"asked": more["asked"], "kind": more["kind"], "way": way}), checks=(),
        provenance=Provenance("", "", "", "", 0, ""),
    )  # fmt: skip


GROUPED = written(
    "factoring",
    "Solve 2x^2 - 3x - 40 = 4.",
    [
        "Subtract 4 from both sides: 2x^2 - 3x - 44 = 0.",
        "The numbers -11 and 8 have the product 2 * (-44) = -88 and the sum -3.",
        "Split the middle term: 2x^2 - 11x + 8x - 44 = 0.",
        "Factor each half: x(2x - 11) + 4(2x - 11) = 0.",
        "Factor out 2x - 11: (x + 4)(2x - 11) = 0.",
        "A product is 0 only if one of its factors is 0: x + 4 = 0 or 2x - 11 = 0.",
        "Solve each equation: x = -4 or x = 11/2.",
    ],
    "x = -4 or x = 11/2",
    "The real solutions are x = -4 and x = 11/2.",
    canonical="any: 2x^2 - 3x - 40 = 4",
    skills="factoring, standard form",
    asked="any",
    kind="rational roots",
)
SQUARE = written(
    "square",
    "Complete the square to solve the equation 2t^2 + 6t - 5 = 0.",
    [
        "Divide both sides by 2: t^2 + 3t - 5/2 = 0.",
        "Add 5/2 to both sides: t^2 + 3t = 5/2.",
        "Half of the coefficient 3 is 3/2, and its square is 9/4.",
        "Add 9/4 to both sides: t^2 + 3t + 9/4 = 19/4.",
        "Write the left side as a square: (t + 3/2)^2 = 19/4.",
        "Take square roots: t + 3/2 = -sqrt(19/4) or t + 3/2 = sqrt(19/4).",
        "The root is sqrt(19/4) = sqrt(19)/2.",
        "Subtract 3/2 from both sides: t = (-3 - sqrt(19))/2 or t = (-3 + sqrt(19))/2.",
    ],
    "t = (-3 - sqrt(19))/2 or t = (-3 + sqrt(19))/2",
    "The real solutions are t = (-3 - sqrt(19))/2 and t = (-3 + sqrt(19))/2.",
    canonical="square: 2x^2 + 6x - 5 = 0",
    skills="completing the square, radicals",
    asked="square",
    kind="irrational roots",
)
FORMULA = written(
    "formula",
    "Solve (x - 1)^2 = 3x + 4.",
    [
        "Multiply out the left side: x^2 - 2x + 1 = 3x + 4.",
        "Subtract 3x + 4 from both sides: x^2 - 5x - 3 = 0.",
        "With a = 1, b = -5 and c = -3, the discriminant is "
        "b^2 - 4ac = (-5)^2 - 4 * 1 * (-3) = 25 + 12 = 37.",
        "The discriminant is positive, so the quadratic formula gives "
        "x = (5 - sqrt(37))/(2 * 1) or x = (5 + sqrt(37))/(2 * 1).",
        "Simplify: x = (5 - sqrt(37))/2 or x = (5 + sqrt(37))/2.",
    ],
    "x = (5 - sqrt(37))/2 or x = (5 + sqrt(37))/2",
    "The real solutions are x = (5 - sqrt(37))/2 and x = (5 + sqrt(37))/2.",
    canonical="any: (x - 1)^2 = 3x + 4",
    skills="quadratic formula, radicals, standard form",
    asked="any",
    kind="irrational roots",
)
NONE = written(
    "formula",
    "Use the quadratic formula to solve the equation -n^2 + n - 1 = 0.",
    [
        "Multiply both sides by -1: n^2 - n + 1 = 0.",
        "With a = 1, b = -1 and c = 1, the discriminant is b^2 - 4ac = (-1)^2 - 4 * 1 * 1 = 1 - 4 = -3.",
        "The discriminant is negative, so there is no real solution.",
    ],
    "no real solution",
    "The equation has no real solution.",
    canonical="formula: -x^2 + x - 1 = 0",
    skills="quadratic formula",
    asked="formula",
    kind="no real roots",
)
ROWS = {"grouped": GROUPED, "square": SQUARE, "formula": FORMULA, "none": NONE}


@pytest.mark.parametrize("name", ROWS)
def test_rows_written_by_hand_are_accepted(name: str) -> None:
    verdict = quadratic.check(ROWS[name])
    assert verdict.fault == ""
    assert verdict.checks == ("sympy", "z3", "steps")


@pytest.mark.parametrize(
    ("name", "column", "old", "new", "fault"),
    [
        ("grouped", "question", "Solve 2x", "Solve 3x", "x = -4 does not satisfy the equation"),
        ("grouped", "question", "= 4.", "= 4 by factoring.", "the payload is not"),
        ("grouped", "question", "= 4.", "= 5.", "does not satisfy the equation"),
        ("grouped", "question", "40 = 4", "40 = 2x^2", "the equation is not quadratic"),
        ("grouped", "question", "x^2 - 3x", "y^2 - 3x", "does not have one unknown"),
        ("grouped", "question", "smallest to largest", "largest to smallest", "the conventions are not"),
        ("grouped", "reasoning", "3x - 44 = 0", "3x - 36 = 0", "step 1: .* does not follow"),
        ("grouped", "reasoning", "-11 and 8 have", "-8 and 11 have", "do not have the product -88"),
        ("grouped", "reasoning", "-11 and 8 have", "-11 and 08 have", "two numbers with their product"),
        ("grouped", "reasoning", "- 11x + 8x", "+ 8x - 11x", "does not split -3x"),
        ("grouped", "reasoning", "+ 4(2x - 11)", "- 4(2x - 11)", "the halves are not those"),
        ("grouped", "reasoning", "(x + 4)(2x - 11)", "(2x - 11)(x + 4)", "the factors are not x . 4"),
        ("grouped", "reasoning", "x + 4 = 0 or", "x - 4 = 0 or", "step 6: .* is expected"),
        ("grouped", "reasoning", "7. Solve each equation", "7. Therefore", "step 7: .* is expected"),
        ("grouped", "reasoning", "2. The", "3. The", "line 2 is not step 2"),
        ("grouped", "answer", "x = -4 or x = 11/2", "x = 11/2 or x = -4", "from the smaller to the larger"),
        ("grouped", "answer", "x = -4 or x = 11/2", "x = -4", "the discriminant is 361"),
        ("grouped", "answer", "11/2", "22/4", "not a solution in simplest form"),
        ("grouped", "answer", "x = -4 or x = 11/2", "x = -4 or x = -4", "from the smaller to the larger"),
        ("grouped", "answer", "x = -4 or", "y = -4 or", "not a solution"),
        ("grouped", "solution", "solutions are", "solutions of it are", "the solution is not"),
        ("grouped", "payload", "rational", "integer", "the payload is not"),
        ("grouped", "canonical", "any", "square", "the canonical is"),
        ("square", "reasoning", "by 2: t", "by 3: t", "step 1: 'Divide both sides by 2:' is expected"),
        ("square", "reasoning", "3t - 5/2 = 0", "3t - 3/2 = 0", "step 1: .* does not follow"),
        ("square", "reasoning", "its square is 9/4", "its square is 9/2", "step 3"),
        ("square", "reasoning", "(t + 3/2)^2", "(t - 3/2)^2", "step 5"),
        ("square", "reasoning", "= -sqrt(19/4) or", "= sqrt(19/4) or", "step 6"),
        ("square", "reasoning", "4) = sqrt(19)/2", "4) = sqrt(19)/4", "is not the root of 19/4"),
        ("square", "reasoning", "Subtract 3/2 from", "Add 3/2 to", "step 8"),
        ("formula", "reasoning", "x^2 - 2x + 1", "x^2 + 2x + 1", "step 1: .* does not follow"),
        ("formula", "reasoning", "Subtract 3x + 4 from", "Add 3x + 4 to", "step 2"),
        ("formula", "reasoning", "b = -5", "b = 5", "the coefficients are 1, -5 and -3"),
        ("formula", "reasoning", "25 + 12 = 37", "25 - 12 = 13", "is not right"),
        ("formula", "reasoning", "25 + 12 = 37", "24 + 13 = 37", "does not go on with 25 . 12"),
        ("formula", "reasoning", "is positive", "is negative", "step 4"),
        ("formula", "reasoning", "x = (5 - sqrt(37))/(2", "x = (-5 - sqrt(37))/(2", "step 4"),
        ("formula", "question", "Solve (", "Solve the equation (", "none of the family's"),
        ("none", "reasoning", "by -1: n", "by 1: n", "step 1"),
        ("none", "reasoning", "is negative", "is positive", "step 3"),
        ("none", "answer", "no real solution", "n = 1", "the discriminant is -3"),
        ("none", "question", "-n^2 + n - 1 = 0", "n^2 + 4 = 0", "step 1"),
    ],
)  # fmt: skip
def test_a_planted_error_earns_its_fault(name: str, column: str, old: str, new: str, fault: str) -> None:
    assert re.search(fault, refused(ROWS[name], column, old, new))


@pytest.mark.parametrize("equation", ["x^2 + 4 = 0", "x^2 + 1 = 0", "x^2 = 0", "4x^2 + 9 = 0", "x^2 + x = 1"])
def test_what_cannot_be_factored_is_refused_with_a_fault(equation: str) -> None:
    question = f"Solve {equation} by factoring.\n{CONVENTIONS}"
    row = replace(NONE, question=question, solution="The equation has no real solution.")
    assert quadratic.check(row).fault


def test_a_level_that_is_not_the_problem_s_is_refused() -> None:
    assert quadratic.check(replace(GROUPED, level=2)).fault == "the level is 2, not 3"


@pytest.mark.parametrize(
    ("answer", "row", "right"),
    [
        ("x = 11/2 or x = -4", GROUPED, 1.0),
        (" x = -4 or x = 11/2\n", GROUPED, 1.0),
        ("x = -4", GROUPED, 0.0),
        ("x = -4 or x = 5.5", GROUPED, 0.0),
        ("x = -4 or x = -4", GROUPED, 0.0),
        ("x = -4 and x = 11/2", GROUPED, 0.0),
        ("t = -4 or t = 11/2", GROUPED, 0.0),
        ("t = (-sqrt(19) - 3)/2 or t = -3/2 + sqrt(19)/2", SQUARE, 1.0),
        ("t = sqrt(19)/2 - 3/2 or t = -3/2 - sqrt(19)/2", SQUARE, 1.0),
        ("t = (-3 - sqrt(19))/2 or t = (3 + sqrt(19))/2", SQUARE, 0.0),
        ("t = -3/2 - sqrt(19)/2", SQUARE, 0.0),
        ("no real solution", NONE, 1.0),
        ("no solution", NONE, 0.0),
        ("no real solution", SQUARE, 0.0),
    ],
)
def test_an_answer_scores_for_the_same_roots(answer: str, row: Row, right: float) -> None:
    assert quadratic.score(answer, row) == right


def test_roots_put_into_the_equation_give_nearly_zero() -> None:
    """A third way, in floating point, by a reader of the test's own."""
    for level in (2, 3):
        for row in islice(rows("quadratic", level, 11), 150):
            left, right = row.canonical.partition(": ")[2].split(" = ")
            roots = row.answer.replace("no real solution", "").split(" or ")
            for at in (number(root[4:]) for root in roots if root):
                assert number(left, at) == pytest.approx(number(right, at), rel=1e-9, abs=1e-6)
            if not roots[0]:
                signs = {number(left, at / 4) > number(right, at / 4) for at in range(-60, 60)}
                assert len(signs) == 1


def number(text: str, x: float = 0.0) -> float:
    """Return the value of an expression in x, by turning it into a Python expression tree of arithmetic."""
    text = text.replace("sqrt", "@").replace("^", "**").replace("@(", "@*(")
    text = re.sub(r"(?<=[0-9x)])\s*(?=[(x@])", "*", text)
    text = re.sub(r"@\*\(([0-9/]+)\)", r"((\1)**(1/2))", text)
    return evaluated(ast.parse(text, mode="eval").body, x)


def evaluated(node: ast.expr, x: float) -> float:
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        return x
    if isinstance(node, ast.UnaryOp):
        return -evaluated(node.operand, x)
    assert isinstance(node, ast.BinOp)
    left, right = evaluated(node.left, x), evaluated(node.right, x)
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right
    return left / right if isinstance(node.op, ast.Div) else left**right
