"""The audit of truth tables: columns, classes, normal forms and equivalence of formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from audits._lines import cites, flush
from audits._row import Row, matched, need

TASKS: dict[str, tuple[str, ...]] = {
    "table": (
        "Work out the column of the formula in its truth table.",
        "Build the truth table of the formula and give the formula's column.",
        "What is the column of the formula in its truth table?",
    ),
    "classify": (
        "Is the formula a tautology, a contradiction or contingent?",
        "Decide whether the formula is a tautology, a contradiction or contingent.",
        "Classify the formula: is it a tautology, a contradiction or contingent?",
    ),
    "disjunctive": (
        "Write the formula in full disjunctive normal form.",
        "Find the full disjunctive normal form of the formula.",
        "What is the full disjunctive normal form of the formula?",
    ),
    "conjunctive": (
        "Write the formula in full conjunctive normal form.",
        "Find the full conjunctive normal form of the formula.",
        "What is the full conjunctive normal form of the formula?",
    ),
    "compare": (
        "Are formulas A and B logically equivalent?",
        "Do formulas A and B have the same truth table?",
        "Decide whether formulas A and B are logically equivalent.",
    ),
}
MEANINGS = (
    ', in this order (T is true, F is false). "not" covers just the letter or the parentheses after it, "or" '
    'includes the case of both, "implies" is F only where its left side is T and its right side is F, and '
    '"iff" (if and only if) is T just where its two sides have the same value.'
)
NORMAL = (
    "For each row in which the formula is {0}, in the order of the rows, write in parentheses the letters "
    'joined by "{1}", with "not" before those that are {2}; join the parentheses by "{3}".'
)
ENDINGS = {
    "table": "Give the values of the formula from the first row to the last as one word of T and F.",
    "classify": 'Answer "tautology" if it is T in every row, "contradiction" if it is F in every row, '
    'and else "contingent".',
    "disjunctive": NORMAL.format("T", "and", "F", "or"),
    "conjunctive": NORMAL.format("F", "or", "T", "and"),
    "compare": 'Answer "yes" or "no".',
}
SOLUTIONS = {
    "table": "The column of the formula is {}.",
    "classify": "The formula is {}.",
    "disjunctive": "The full disjunctive normal form is {}.",
    "conjunctive": "The full conjunctive normal form is {}.",
}


@dataclass(frozen=True)
class Table:
    """The formulas of a question, their letters, and the columns of their truth table."""

    task: str
    formulas: list[str]
    letters: list[str]

    @property
    def names(self) -> list[str]:
        """Return the rows by their values, from TT to FF."""
        return ["".join(bits) for bits in product("TF", repeat=len(self.letters))]

    def column(self, formula: str) -> str:
        """Return the values of a formula, a row at a time."""
        rows = (dict(zip(self.letters, (bit == "T" for bit in name), strict=True)) for name in self.names)
        return "".join("T" if truth(formula, values) else "F" for values in rows)

    def clause(self, name: str) -> str:
        """Return what a normal form says of a row: what is true in it alone, or false in it alone."""
        pick, join = ("T", " and ") if self.task == "disjunctive" else ("F", " or ")
        words = (
            letter if bit == pick else f"not {letter}" for letter, bit in zip(self.letters, name, strict=True)
        )
        return join.join(words)

    def picked(self) -> list[str]:
        """Return the rows that a normal form speaks of."""
        pick = "T" if self.task == "disjunctive" else "F"
        return [
            name for name, bit in zip(self.names, self.column(self.formulas[0]), strict=True) if bit == pick
        ]


def audit(row: Row) -> None:
    """Work out every formula and every part of one in every row of its table.

    A normal form is written anew from the rows, and has the formula's column.
    """
    table = asked(row.question)
    columns = [table.column(formula) for formula in table.formulas]
    right = answered(table, columns)
    need(row.answer == right, f"the answer is {right}")
    places, tail = tabled(row, table)
    wanted = list(concluded(table, columns, places))
    need(tail == wanted, f"the last lines should be {wanted}")
    if table.task != "compare":
        said = f"a {right}" if right in ("tautology", "contradiction") else right
        need(row.solution == SOLUTIONS[table.task].format(said), "the solution does not tell the answer")
    elif right == "yes":
        need(row.solution == "Formulas A and B are logically equivalent.", "the solution is another")
    else:
        name, a, b = matched(
            r"Formulas A and B are not equivalent: in row ([TF]+) A is ([TF]) and B is ([TF])\.", row.solution
        ).groups()
        place = table.names.index(name)
        need((columns[0][place], columns[1][place]) == (a, b) and a != b, "the solution names a wrong row")


def asked(question: str) -> Table:
    """Return the task, the formulas and the letters of a question; check its conventions."""
    *first, sentence, conventions = question.split("\n")
    task = next((task for task, sentences in TASKS.items() if sentence in sentences), "")
    need(task, f"a question of no known wording: {sentence}")
    titles = ["Formula A: ", "Formula B: "] if task == "compare" else ["Formula: "]
    formulas = []
    for title, line in zip(titles, first, strict=True):
        need(line.startswith(title), f"{title}is due before {line}")
        formulas.append(line.removeprefix(title))
    table = Table(task, formulas, list(dict.fromkeys(re.findall(r"\b[a-z]\b", " ".join(formulas)))))
    need(len(set(formulas)) == len(formulas), "the formulas are the same")
    letters, names = listed_anew(table.letters), listed_anew(table.names)
    has = "has" if len(table.letters) == 1 else "have"
    wanted = f"In the rows of the table, {letters} {has} the values {names}{MEANINGS} {ENDINGS[task]}"
    need(conventions == wanted, "the conventions are others")
    return table


def listed_anew(items: list[str]) -> str:
    """Return a list with "and" before the last."""
    return " and ".join(part for part in (", ".join(items[:-1]), items[-1]) if part)


def answered(table: Table, columns: list[str]) -> str:
    """Return the answer to a question."""
    if table.task == "table":
        return columns[0]
    if table.task == "classify":
        return {"T": "tautology", "F": "contradiction"}.get("".join(sorted(set(columns[0]))), "contingent")
    if table.task == "compare":
        return "yes" if columns[0] == columns[1] else "no"
    join = " or " if table.task == "disjunctive" else " and "
    form = join.join(f"({table.clause(name)})" for name in table.picked())
    need(table.column(form) == columns[0], "the normal form is another formula")
    return form


def truth(text: str, values: dict[str, bool]) -> bool:
    """Return the value of a formula in one row, by recursive descent.

    >>> truth("p implies (q and not p)", {"p": True, "q": True})
    False
    """
    marks = re.findall(r"[a-z]+|[()]", text)
    need("".join(marks) == text.replace(" ", ""), f"unread: {text}")
    value, at = pair(marks, 0, values)
    need(at == len(marks), f"unread: {text}")
    return value


def pair(marks: list[str], at: int, values: dict[str, bool]) -> tuple[bool, int]:
    """Read a part, or parts joined by connectives of one kind."""
    value, at = part(marks, at, values)
    first = marks[at] if at < len(marks) else ""
    while at < len(marks) and marks[at] == first and first in {"and", "or", "implies", "iff"}:
        other, at = part(marks, at + 1, values)
        value = {
            "and": value and other,
            "or": value or other,
            "implies": not value or other,
            "iff": value == other,
        }[first]
        if first in {"implies", "iff"}:
            break
    return value, at


def part(marks: list[str], at: int, values: dict[str, bool]) -> tuple[bool, int]:
    """Read a letter, a parenthesis, or what "not" denies."""
    if marks[at] == "not":
        value, at = part(marks, at + 1, values)
        return not value, at
    if marks[at] == "(":
        value, at = pair(marks, at + 1, values)
        need(marks[at] == ")", "a parenthesis stays open")
        return value, at + 1
    return values[marks[at]], at + 1


def tabled(row: Row, table: Table) -> tuple[list[int], list[str]]:
    """Check every column; return the lines of the formulas' columns, and the lines after the columns."""
    made: dict[int, str] = {}
    tail: list[str] = []
    for at, text in flush(row):
        found = re.fullmatch(r"([a-z() ]+): ([TF]+)(?: \[([0-9, ]+)\])?", text)
        if not found:
            tail.append(text)
            continue
        formula, column = found[1], found[2]
        need(not tail, "a column after a conclusion")
        need(table.column(formula) == column, f"line {at}: the column is {table.column(formula)}")
        need(any(formula in whole for whole in table.formulas), f"line {at} is no part")
        need(formula not in made.values(), f"line {at} repeats")
        if found[3]:
            need(
                formula in joined([made[one] for one in cites(found[3])]),
                f"line {at} is not made of its parts",
            )
        need(bool(found[3]) != (formula in table.letters), f"line {at} cites wrongly")
        made[at] = formula
    places = [at for formula in table.formulas for at, one in made.items() if one == formula]
    need(len(places) == len(table.formulas), "a formula has no column")
    return places, tail


def joined(parts: list[str]) -> set[str]:
    """Return the formulas that one or two parts make.

    >>> sorted(joined(["p or q"]))[:2]
    ['(p or q) and (p or q)', '(p or q) and p or q']
    """
    need(len(parts) < 3, "more than two parts")
    wrapped = [(part, f"({part})") for part in parts]
    makes = {f"not {part}" for part in wrapped[0]} if len(parts) == 1 else set()
    for left, right in ((wrapped[0], wrapped[-1]), (wrapped[-1], wrapped[0])):
        makes |= {f"{x} {sign} {y}" for sign in ("and", "or", "implies", "iff") for x in left for y in right}
    return makes


def concluded(table: Table, columns: list[str], places: list[int]) -> Iterator[str]:
    """Yield the lines that follow from the columns, which stand at these places."""
    if table.task == "classify":
        if len(set(columns[0])) == 1:
            word = "tautology" if columns[0][0] == "T" else "contradiction"
            said = f"{columns[0][0]} in every row, so the formula is a {word}"
        else:
            true, false = (table.names[columns[0].index(bit)] for bit in "TF")
            said = f"T in row {true} and F in row {false}, so the formula is contingent"
        yield f"The column of line {places[0]} is {said}."
    elif table.task == "compare":
        a, b = sorted(places)
        differ = [name for name, x, y in zip(table.names, *columns, strict=True) if x != y]
        said = (
            f"differ in row {differ[0]}, so the formulas are not"
            if differ
            else "are the same, so the formulas are"
        )
        yield f"The columns of lines {a} and {b} {said} equivalent."
    elif table.task != "table":
        pick, names = "T" if table.task == "disjunctive" else "F", table.picked()
        yield f"The column of line {places[0]} is {pick} in row{'s' * (len(names) > 1)} {', '.join(names)}."
        for name in names:
            clause = table.clause(name)
            need(table.column(clause).count(pick) == 1, "the row is not the only one")
            yield f"Row {name} is the only one in which {clause} is {pick}."
