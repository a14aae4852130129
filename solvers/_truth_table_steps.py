"""Truth tables worked out on paper, line by line, by docs/truth_table.md."""

from __future__ import annotations

from collections.abc import Sequence

from synth.row import Dropped
from synth.solvers._text import listed
from synth.solvers._truth_table_formula import (
    Formula,
    column,
    letters_of,
    parts,
    row_names,
    text,
    word,
)

MOST_LINES = 30


class Work:
    """The lines of one solution, its answer and its last sentence."""

    def __init__(self, task: str, formulas: Sequence[Formula], letters: str, row_says: str = "") -> None:
        """Work out a task; `row_says` is the phrase of the lines of a normal form."""
        self.letters, self._row_says = letters, row_says
        self.count = len(letters_of(*formulas))
        self.rows = row_names(self.count)
        self.lines: list[str] = []
        self._numbers: dict[Formula, int] = {}
        for formula in (*range(self.count), *(part for one in formulas for part in parts(one))):
            if formula not in self._numbers:
                self._write(formula)
        if len(self.lines) > MOST_LINES:
            raise Dropped(f"the table has more than {MOST_LINES} columns")
        self.places = [self._numbers[formula] for formula in formulas]
        self.columns = [self._word(formula) for formula in formulas]
        self.answer, self.solution = {
            "table": self._table,
            "classify": self._classify,
            "compare": self._compare,
            "disjunctive": self._disjunctive,
            "conjunctive": self._conjunctive,
        }[task]()

    def _say(self, line: str) -> None:
        self.lines.append(f"{len(self.lines) + 1}. {line}")

    def _word(self, formula: Formula) -> str:
        return word(column(formula, self.count), len(self.rows))

    def _write(self, formula: Formula) -> None:
        """Write the column of a formula whose parts are written."""
        line = f"{text(formula, self.letters)}: {self._word(formula)}"
        if isinstance(formula, tuple):
            cited = sorted({self._numbers[part] for part in formula[1:] if not isinstance(part, str)})
            line += f" [{', '.join(map(str, cited))}]"
        self._say(line)
        self._numbers[formula] = len(self.lines)

    def _table(self) -> tuple[str, str]:
        return self.columns[0], f"The column of the formula is {self.columns[0]}."

    def _classify(self) -> tuple[str, str]:
        found = set(self.columns[0])
        if len(found) == 2:
            true, false = (self.rows[self.columns[0].index(value)] for value in "TF")
            kind, seen = "contingent", f"is T in row {true} and F in row {false}"
        else:
            kind = "a tautology" if found == {"T"} else "a contradiction"
            seen = f"is {found.pop()} in every row"
        self._say(f"The column of line {self.places[0]} {seen}, so the formula is {kind}.")
        return kind.removeprefix("a "), f"The formula is {kind}."

    def _compare(self) -> tuple[str, str]:
        first, second = self.columns
        lines = f"lines {self.places[0]} and {self.places[1]}"
        if first == second:
            self._say(f"The columns of {lines} are the same, so the formulas are equivalent.")
            return "yes", "Formulas A and B are logically equivalent."
        place = next(place for place, value in enumerate(first) if value != second[place])
        row = self.rows[place]
        self._say(f"The columns of {lines} differ in row {row}, so the formulas are not equivalent.")
        values = f"A is {first[place]} and B is {second[place]}"
        return "no", f"Formulas A and B are not equivalent: in row {row} {values}."

    def _disjunctive(self) -> tuple[str, str]:
        return self._normal("T", "and", "or", "disjunctive")

    def _conjunctive(self) -> tuple[str, str]:
        return self._normal("F", "or", "and", "conjunctive")

    def _normal(self, value: str, inner: str, outer: str, name: str) -> tuple[str, str]:
        chosen = [row for row, seen in zip(self.rows, self.columns[0], strict=True) if seen == value]
        if not chosen:
            raise Dropped(f"the formula is {value} in no row and has no full {name} normal form")
        plural = "rows" if len(chosen) > 1 else "row"
        self._say(f"The column of line {self.places[0]} is {value} in {plural} {listed(chosen)}.")
        clauses = []
        for row in chosen:
            literals = [
                letter if seen == value else f"not {letter}"
                for letter, seen in zip(self.letters, row, strict=False)
            ]
            clauses.append(f" {inner} ".join(literals))
            self._say(self._row_says.format(row, clauses[-1]))
        answer = f" {outer} ".join(f"({clause})" for clause in clauses)
        return answer, f"The full {name} normal form is {answer}."
