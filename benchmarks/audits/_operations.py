"""The four operations on two whole numbers: how they are asked for, and what is said of their digits."""

from __future__ import annotations

from itertools import zip_longest

from audits._row import Row, need, numbered, told
from audits._values import true
from audits._wording import Forms, asked

WHOLE = r"(?:0|[1-9][0-9]*)"
PLACES = ["Ones", "Tens", "Hundreds", "Thousands", "Ten thousands", "Hundred thousands"]


def numbers(row: Row, forms: Forms, sign: str) -> tuple[str, int, int]:
    """Return the kind of question and its two numbers; check what names them elsewhere."""
    kind, names = asked(row.question, forms, WHOLE)
    a, b = names["a"], names["b"]
    need(len(a) <= 6 and len(b) <= 6, "a number has more than six digits")
    first, second = (a, b) if sign in "-/" else sorted((a, b), key=int, reverse=True)
    told(row, canonical=f"{first} {sign} {second}")
    need(row.payload == f'{{"operands":[{a},{b}]}}', f"the payload is {row.payload}")
    return kind, int(a), int(b)


def same(row: Row, lines: list[str], solution: str, answer: str, level: int, skills: set[str]) -> None:
    """Compare a row with what it should say, and check its equalities."""
    need(row.answer == answer, f"the answer is {row.answer}, it should be {answer}")
    for line, wanted in zip_longest(numbered(row), lines):
        need(line == wanted, f"a line says {line}, it should say {wanted}")
    need(row.solution == solution, f"the solution is {row.solution}, it should be {solution}")
    need(row.level == level, f"the level is {row.level}, it should be {level}")
    need(set(row.skills) == skills, f"the skills are {row.skills}, not {skills}")
    true(row)


def digits(number: int) -> list[int]:
    """Return the digits from the right."""
    return [int(digit) for digit in reversed(str(number))]


def task(sign: str, *parts: int | None) -> str:
    """Return the parts that are there with signs between them."""
    return f" {sign} ".join(str(part) for part in parts if part is not None)


def count(start: int, step: int, many: int) -> str:
    """Return what is said when counting."""
    return ", ".join(str(start + step * place) for place in range(1, many + 1))
