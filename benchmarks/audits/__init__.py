"""Audits of rows, by code that shares nothing with synth: a row's columns in, its fault or nothing out.

Each module reads a family's questions anew, finds the answer by the plainest method there is, and follows
the reasoning line by line; the docstring of its `audit` says how. Modules with an underscore serve several
families, or are pieces of one. Nothing here is quick: what solvers and checkers compute is tried out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from audits import (
    addition,
    comparison,
    decimal,
    deduction,
    division,
    expression,
    fraction,
    inequality,
    knights,
    linear,
    modular,
    multiplication,
    percent,
    polynomial,
    primes,
    quadratic,
    recurrence,
    sequence,
    sets,
    subtraction,
    syllogism,
    system,
    truth_table,
    word_problem,
)
from audits._row import audited

AUDITS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    name: audited(module.audit)
    for name, module in {
        "addition": addition,
        "subtraction": subtraction,
        "multiplication": multiplication,
        "division": division,
        "expression": expression,
        "fraction": fraction,
        "decimal": decimal,
        "percent": percent,
        "comparison": comparison,
        "linear": linear,
        "inequality": inequality,
        "system": system,
        "quadratic": quadratic,
        "polynomial": polynomial,
        "word_problem": word_problem,
        "primes": primes,
        "modular": modular,
        "sequence": sequence,
        "recurrence": recurrence,
        "sets": sets,
        "truth_table": truth_table,
        "knights": knights,
        "deduction": deduction,
        "syllogism": syllogism,
    }.items()
}
