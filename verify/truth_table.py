"""Truth tables: the checker. It reads a row by docs/truth_table.md, and shares nothing with the solver.

The columns are worked out row by row in words of T and F, and every line must be the one that they give. The
columns of the formulas asked about are then found again as bits, and Z3 proves them, and the normal forms.
"""

from __future__ import annotations

import re

from synth.row import Row, Verdict, dump_payload
from synth.verify._columns import Fault, check_columns, listed
from synth.verify._problem import check_problem
from synth.verify._score import scored
from synth.verify._truth_table_reading import Columns, read_formula
from synth.verify.proof.entailment import decide
from synth.verify.proof.formula import Formula, Formulas
from synth.verify.proof.table import Table

CHECKS = ("truth table", "bits", "z3")
LONGEST = {"question": 1_500, "reasoning": 4_000, "solution": 600, "answer": 500, "payload": 200}
SETS = ("pqr", "xyz", "stu", "kmn", "uvw")
_FULL = 20_000  # formulas kept in one pool

_TASKS = {
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
_SKILLS = {
    "classify": ("classification",),
    "compare": ("equivalence",),
    "conjunctive": ("normal forms",),
    "disjunctive": ("normal forms",),
}
_TASK_OF = {sentence: task for task, sentences in _TASKS.items() for sentence in sentences}
_CONVENTIONS = (
    "In the rows of the table, {} have the values {}, in this order (T is true, F is false). "
    '"not" covers just the letter or the parentheses after it, "or" includes the case of both, '
    '"implies" is F only where its left side is T and its right side is F, and "iff" (if and only if) '
    "is T just where its two sides have the same value. {}"
)
_NORMAL = (
    "For each row in which the formula is {}, in the order of the rows, write in parentheses the letters "
    'joined by "{}", with "not" before those that are {}; join the parentheses by "{}".'
)
_RULES = {
    "table": "Give the values of the formula from the first row to the last as one word of T and F.",
    "classify": 'Answer "tautology" if it is T in every row, "contradiction" if it is F in every row, '
    'and else "contingent".',
    "disjunctive": _NORMAL.format("T", "and", "F", "or"),
    "conjunctive": _NORMAL.format("F", "or", "T", "and"),
    "compare": 'Answer "yes" or "no".',
}
_NAMES = {1: ("Formula",), 2: ("Formula A", "Formula B")}


class Problem:
    """What a row asks: a task, one formula or two, and their columns."""

    def __init__(self, pool: Formulas, question: str) -> None:
        *stated, sentence, conventions = question.split("\n") if question.count("\n") > 1 else ("", "", "")
        self.task = _TASK_OF.get(sentence, "")
        if not self.task:
            raise Fault("the question sentence is none of the family's")
        if len(stated) != (2 if self.task == "compare" else 1):
            raise Fault(f"the question states {len(stated)} formulas")
        self.formulas = []
        for name, line in zip(_NAMES[len(stated)], stated, strict=True):
            if not line.startswith(f"{name}: "):
                raise Fault(f"{line[:80]!r} does not state a formula")
            self.formulas.append(read_formula(pool, line[len(name) + 2 :]))
        self.letters = list(dict.fromkeys(letter for one in self.formulas for letter in one.places))
        names = "".join(letter.name for letter in self.letters)
        if len(names) > 3 or not any(one.startswith(names) for one in SETS):
            raise Fault(f"the letters {names!r} are not those of the family, in order")
        if len(set(self.formulas)) < len(self.formulas):
            raise Fault("the two formulas are the same")
        self.columns = Columns(self.letters)
        rows = self.columns.rows
        rules = _CONVENTIONS.format(listed(list(names)), listed(rows), _RULES[self.task])
        if conventions != rules:
            raise Fault("the conventions are not those of the task and its letters")
        for formula in self.formulas:
            self.columns.add(formula)
        self.words = [self.columns.words[formula] for formula in self.formulas]
        self.numbers = [self.columns.numbers[formula] for formula in self.formulas]

    @property
    def canonical(self) -> str:
        """Return task and formulas with p, q, r for the letters."""
        names = {letter.name: new for letter, new in zip(self.letters, SETS[0], strict=False)}
        texts = [re.sub(r"\b[a-z]\b", lambda match: names[match[0]], repr(one)) for one in self.formulas]
        return f"{self.task}: {' with '.join(texts)}"

    @property
    def level(self) -> int:
        """Return the level of the problem."""
        few = len(self.letters) < 3
        return {"table": (2, 1), "classify": (4, 2), "compare": (4, 3)}.get(self.task, (3, 3))[few]

    def ending(self) -> tuple[list[str], str, str]:
        """Return the lines after the columns, the answer and the solution."""
        if self.task == "table":
            return [], self.words[0], f"The column of the formula is {self.words[0]}."
        if self.task == "classify":
            return self._classified()
        if self.task == "compare":
            return self._compared()
        return self._normal_form()

    def _classified(self) -> tuple[list[str], str, str]:
        word = self.words[0]
        first = {value: self.columns.rows[word.find(value)] for value in "TF"}
        if "F" not in word:
            kind, seen = "a tautology", "is T in every row"
        elif "T" not in word:
            kind, seen = "a contradiction", "is F in every row"
        else:
            kind, seen = "contingent", f"is T in row {first['T']} and F in row {first['F']}"
        line = f"The column of line {self.numbers[0]} {seen}, so the formula is {kind}."
        return [line], kind.split()[-1], f"The formula is {kind}."

    def _compared(self) -> tuple[list[str], str, str]:
        lines = f"The columns of lines {self.numbers[0]} and {self.numbers[1]}"
        for row, one, other in zip(self.columns.rows, *self.words, strict=True):
            if one != other:
                line = f"{lines} differ in row {row}, so the formulas are not equivalent."
                said = f"Formulas A and B are not equivalent: in row {row} A is {one} and B is {other}."
                return [line], "no", said
        line = f"{lines} are the same, so the formulas are equivalent."
        return [line], "yes", "Formulas A and B are logically equivalent."

    def _normal_form(self) -> tuple[list[str], str, str]:
        value, inner, outer = ("T", "and", "or") if self.task == "disjunctive" else ("F", "or", "and")
        chosen = [row for row, seen in zip(self.columns.rows, self.words[0], strict=True) if seen == value]
        if not chosen:
            raise Fault(f"the formula is {value} in no row")
        where = f"row{'s' if len(chosen) > 1 else ''} {listed(chosen)}"
        lines = [f"The column of line {self.numbers[0]} is {value} in {where}."]
        clauses = []
        for row in chosen:
            signs = ["" if seen == value else "not " for seen in row]
            names = [letter.name for letter in self.letters]
            clauses.append(f" {inner} ".join(sign + name for sign, name in zip(signs, names, strict=True)))
            lines.append(f"Row {row} is the only one in which {clauses[-1]} is {value}.")
        answer = f" {outer} ".join(f"({clause})" for clause in clauses)
        return lines, answer, f"The full {self.task} normal form is {answer}."


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not.

    Total: whatever the texts are, it ends, in bounded time, with a verdict.
    """
    global _pool
    if len(_pool) > _FULL:
        _pool = Formulas()
    try:
        check_columns(row, "truth_table", "logic", (1, 2, 3, 4), LONGEST)
        problem = Problem(_pool, row.question)
        lines, answer, solution = problem.ending()
        _check_lines(row.reasoning, [*problem.columns.lines, *lines])
        _check_claims(row, problem, answer, solution)
        if not _proven(_pool, problem, answer):
            return Verdict(fault="Z3 reached its limit", undecided=True)
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


_pool = Formulas()


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's, as docs/truth_table.md lets it be written, else 0.0."""
    return scored(answer, row, _is_same)


def _is_same(given: str, gold: str) -> bool:
    if gold in ("tautology", "contradiction"):
        return given == f"a {gold}"
    return _clauses(given) == _clauses(gold) is not None


def _check_lines(reasoning: str, lines: list[str]) -> None:
    """Raise Fault unless the reasoning has just these lines."""
    given = reasoning.split("\n")
    for number, (line, right) in enumerate(zip(given, lines, strict=False), 1):
        if line != f"{number}. {right}":
            raise Fault(f"step {number} is {line[:120]!r}, and {right!r} is expected")
    if len(given) != len(lines):
        raise Fault(f"there are {len(given)} steps, and {len(lines)} are expected")


def _check_claims(row: Row, problem: Problem, answer: str, solution: str) -> None:
    """Raise Fault unless all that the row says beside its steps is right."""
    if row.answer != answer:
        raise Fault(f"the answer is {row.answer[:60]!r}, not {answer!r}")
    if row.solution != solution:
        raise Fault(f"the solution is not {solution!r}")
    if row.payload != dump_payload({"columns": problem.words, "task": problem.task}):
        raise Fault("the payload does not give the task and the columns")
    check_problem(row, problem.level, [*_SKILLS.get(problem.task, ()), "truth tables"], problem.canonical)


def _proven(pool: Formulas, problem: Problem, answer: str) -> bool:
    """Return whether Z3 decided; raise Fault unless bits and Z3 find the columns and the normal form."""
    table = Table(problem.letters[::-1])
    wanted = [(formula, _described(pool, problem, word)) for formula, word in _pairs(problem)]
    if problem.task in ("disjunctive", "conjunctive"):
        wanted.append((problem.formulas[0], _read_normal_form(pool, answer)))
    for formula, word in _pairs(problem):
        bits = "".join("T" if table.column(formula) >> place & 1 else "F" for place in range(len(word)))
        if bits[::-1] != word:
            raise Fault(f"the column of {formula!r} is not {word}, by bits")
    denials = [pool.negation(pool.joined("iff", formula, other)) for formula, other in wanted]
    found = decide(problem.letters, [], denials)
    if True in found:
        raise Fault("a column or a normal form is not that of the formula, by Z3")
    return None not in found


def _pairs(problem: Problem) -> list[tuple[Formula, str]]:
    return list(zip(problem.formulas, problem.words, strict=True))


def _described(pool: Formulas, problem: Problem, word: str) -> Formula:
    """Return a formula that is true in just the rows of a column: a chain of choices between the letters."""

    def choose(letters: list[Formula], values: str) -> Formula:
        if not letters:
            truth = pool.joined("iff", problem.letters[0], problem.letters[0])
            return truth if values == "T" else pool.negation(truth)
        half = len(values) // 2
        first, rest = letters[0], letters[1:]
        return pool.joined(
            "and",
            pool.joined("implies", first, choose(rest, values[:half])),
            pool.joined("implies", pool.negation(first), choose(rest, values[half:])),
        )

    return choose(problem.letters, word)


def _read_normal_form(pool: Formulas, answer: str) -> Formula:
    """Return the formula that a normal form is, which has the shape that `_clauses` reads."""
    form = _clauses(answer)
    if form is None:
        raise Fault(f"{answer[:60]!r} is not a normal form")
    inner, clauses = form
    parts = [
        _chain(pool, inner, [_literal(pool, literal) for literal in clause])
        for clause in sorted(map(sorted, clauses))
    ]
    return _chain(pool, "or" if inner == "and" else "and", parts)


def _chain(pool: Formulas, connective: str, formulas: list[Formula]) -> Formula:
    whole = formulas[0]
    for formula in formulas[1:]:
        whole = pool.joined(connective, whole, formula)
    return whole


def _literal(pool: Formulas, text: str) -> Formula:
    atom = pool.atom(text[-1])
    return pool.negation(atom) if len(text) > 1 else atom


_LITERAL = r"(?:not )?[a-z]"
_CLAUSE = rf"\({_LITERAL}(?: (?:and|or) {_LITERAL}){{0,2}}\)"
_FORM = re.compile(rf"{_CLAUSE}(?: (?:and|or) {_CLAUSE}){{0,7}}", re.ASCII)


def _clauses(text: str) -> tuple[str, frozenset[frozenset[str]]] | None:
    """Return the inner connective and the sets of literals of a normal form; None for any other text."""
    if _FORM.fullmatch(text) is None:
        return None
    inside: list[str] = re.findall(r"\(([^()]*)\)", text)
    inner = {word for clause in inside for word in clause.split()} & {"and", "or"}
    outer = set(re.sub(r"\([^()]*\)", "", text).split())
    if len(inner) > 1 or len(outer) > 1 or inner & outer:
        return None
    joint = inner.pop() if inner else "or" if outer == {"and"} else "and"
    clauses = [clause.split(f" {joint} ") for clause in inside]
    found = frozenset(frozenset(clause) for clause in clauses)
    if len(found) != len(clauses) or any(len(set(clause)) != len(clause) for clause in clauses):
        return None
    return joint, found
