"""Truth tables: the solver. What a row says is laid down in docs/truth_table.md.

An element, of a stratum (see `_truth_table_space.py`) or a tree of the grammar, is a task and its formulas.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

from xxhash import xxh3_128_hexdigest

from synth.grammar import Space, Tree, load
from synth.row import Dropped, Solution
from synth.solvers import _truth_table_space as spaces
from synth.solvers._text import group, listed, phrases_of
from synth.solvers._truth_table_formula import LETTERS, Formula, from_tree, letters_of, row_names, text
from synth.solvers._truth_table_space import Element
from synth.solvers._truth_table_steps import Work

REVISION = 2
"""Raised when the code makes another text of an old rank."""
DOMAIN = "logic"
SKILLS = ("classification", "equivalence", "normal forms", "truth tables")
PREREQUISITES: tuple[str, ...] = ()
LEVELS = {
    1: "the column of a formula with two letters",
    2: "the column of a formula with three letters; tautology, contradiction or contingent with two",
    3: "equivalence of formulas with two letters; full normal forms with three",
    4: "tautology, contradiction or contingent, and equivalence, with three letters",
}
MEMBERS = 1

_SKILLS = {
    "classify": ("classification", "truth tables"),
    "compare": ("equivalence", "truth tables"),
    "conjunctive": ("normal forms", "truth tables"),
    "disjunctive": ("normal forms", "truth tables"),
    "table": ("truth tables",),
}
_phrases = partial(phrases_of, "truth_table")


def strata(level: int) -> Mapping[str, Space[Element]]:
    """Return the strata of a level; where answers are labels, one for each label."""
    return spaces.strata(level)


@cache
def fingerprint() -> str:
    """Return the digest of all that decides a row's text: grammar, spaces, phrases and REVISION."""
    sizes = (spaces.SIZES, spaces.MOST_NEGATIONS, spaces.MOST_ROWS)
    text_of_all = f"{load('truth_table.lark').fingerprint} {sizes} {_phrases()} {LETTERS} {REVISION}"
    return xxh3_128_hexdigest(text_of_all.encode())


def variants(element: Tree | Element) -> int:
    """Return the number of sets of letters and phrasings."""
    return len(LETTERS) * len(_phrases()["question"][_problem(element)[0]])


def solve(element: Tree | Element, variant: int) -> Solution:
    """Return the row of an element; raise Dropped for a tree that makes no problem of this family."""
    task, formulas = _problem(element)
    if len(set(formulas)) < len(formulas):
        raise Dropped("the two formulas are the same")
    phrase, which = divmod(variant, len(LETTERS))
    count = len(letters_of(*formulas))
    letters = LETTERS[which][:count]
    work = Work(task, formulas, letters, str(_phrases()["line"].get(task, "")))
    canonical = f"{task}: {' with '.join(text(formula, LETTERS[0]) for formula in formulas)}"
    sentence = _phrases()["question"][task][phrase]
    return Solution(
        question="\n".join([*_stated(formulas, letters), sentence, _rules(task, letters)]),
        reasoning="\n".join(work.lines),
        solution=work.solution,
        answer=work.answer,
        level=_level(task, count),
        canonical=canonical,
        group=group("truth_table", canonical),
        skills=_SKILLS[task],
        payload={"columns": work.columns, "task": task},
    )


def _problem(element: Tree | Element) -> tuple[str, tuple[Formula, ...]]:
    return from_tree(element) if isinstance(element, Tree) else (element[0], spaces.formulas(element))


def _stated(formulas: tuple[Formula, ...], letters: str) -> list[str]:
    names = ["Formula"] if len(formulas) == 1 else ["Formula A", "Formula B"]
    return [f"{name}: {text(formula, letters)}" for name, formula in zip(names, formulas, strict=True)]


def _rules(task: str, letters: str) -> str:
    """Return the conventions of a task."""
    conventions = _phrases()["conventions"]
    named = listed(letters, "and")
    rows = listed(row_names(len(letters)), "and")
    return f"{str(conventions['all']).format(letters=named, rows=rows)} {conventions[task]}"


def _level(task: str, letters: int) -> int:
    """Return the level, by docs/truth_table.md."""
    few = letters <= 2
    return {"table": 1 if few else 2, "classify": 2 if few else 4, "compare": 3 if few else 4}.get(task, 3)
