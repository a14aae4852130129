"""The table of rules: each form leads where it should, and nowhere else."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from logic_rows import row
from logic_truth import entails, label, postfix

from synth.row import Row
from synth.verify._logic_language import Formal
from synth.verify._logic_rules import CLOSING, FORMS, NAMES, RULES, Cited, follows, matches
from synth.verify.logic import check, shortest_length
from synth.verify.proof.formula import Formulas

# One use of each form, from docs/logic.md by hand: rule, what is cited, what follows.
USES = [
    ("conjunction", ["p", "not q"], "p and not q"),
    ("conjunction", ["p", "not q"], "not q and p"),
    ("simplification", ["not p and q"], "not p"),
    ("simplification", ["not p and q"], "q"),
    ("addition", ["p iff q"], "(p iff q) or r"),
    ("addition", ["not p"], "r or not p"),
    ("disjunctive syllogism", ["p or q", "not p"], "q"),
    ("disjunctive syllogism", ["p or not q", "q"], "p"),
    ("disjunctive syllogism", ["not p or q", "p"], "q"),
    ("modus ponens", ["(p or q) implies r", "p or q"], "r"),
    ("modus tollens", ["p implies q", "not q"], "not p"),
    ("modus tollens", ["not p implies not q", "q"], "p"),
    ("biconditional", ["p iff q", "p"], "q"),
    ("biconditional", ["p iff q", "q"], "p"),
    ("biconditional", ["p iff not q", "not p"], "q"),
    ("biconditional", ["p iff q", "not q"], "not p"),
    ("equivalence", ["p", "q and r"], "p iff (q and r)"),
    ("equivalence", ["not p", "q"], "p iff not q"),
    ("not both", ["not (p and q)", "p"], "not q"),
    ("not both", ["not (p and not q)", "p"], "q"),
    ("not both", ["not (p and q)", "q"], "not p"),
    ("not either", ["not (p or q)"], "not p"),
    ("not either", ["not (p or not q)"], "q"),
    ("neither", ["not p", "q"], "not (p or not q)"),
    ("failed part", ["not p"], "not (p and q)"),
    ("failed part", ["q"], "not (p and not q)"),
    ("failed conditional", ["not (p implies q)"], "p"),
    ("failed conditional", ["not (p implies not q)"], "q"),
    ("counterexample", ["p", "not q"], "not (p implies q)"),
    ("true consequent", ["q"], "not p implies q"),
    ("false condition", ["not p"], "p implies q"),
    ("false condition", ["p"], "not p implies q"),
    ("one of two", ["not (p iff q)", "p"], "not q"),
    ("one of two", ["not (p iff not q)", "not q"], "not p"),
    ("one of two", ["not (p iff q)", "not p"], "q"),
    ("one of two", ["not (p iff not q)", "q"], "p"),
    ("difference", ["p", "not q"], "not (p iff q)"),
    ("difference", ["not p", "q"], "not (p iff q)"),
    ("double negation", ["not not (p or q)"], "p or q"),
    ("double negation", ["p or q"], "not not (p or q)"),
    ("chain", ["p implies not q", "not q implies r"], "p implies r"),
    ("dilemma", ["p or not q", "p implies r", "not q implies r"], "r"),
    ("contradiction", ["not p", "p"], "Contradiction"),
    ("contradiction", ["not not p", "not p"], "Contradiction"),
]

# Near misses: a rule, what is cited, and what does not follow by it.
MISSES = [
    ("conjunction", ["p", "q"], "p and r"),
    ("addition", ["p"], "q or r"),
    ("disjunctive syllogism", ["p or q", "p"], "q"),
    ("disjunctive syllogism", ["p or q", "q"], "p"),
    ("disjunctive syllogism", ["not p or q", "not p"], "q"),
    ("modus ponens", ["p implies q", "q"], "p"),
    ("modus tollens", ["p implies q", "not p"], "not q"),
    ("modus tollens", ["not p implies q", "not q"], "not not p"),
    ("biconditional", ["p iff q", "p"], "not q"),
    ("equivalence", ["p", "not q"], "p iff q"),
    ("equivalence", ["p implies q", "q implies p"], "p iff q"),
    ("not both", ["not (p and q)", "not p"], "q"),
    ("not either", ["not (p and q)"], "not p"),
    ("neither", ["not p", "not q"], "not p and not q"),
    ("failed part", ["not p"], "not (p or q)"),
    ("failed conditional", ["not (p implies q)"], "not p"),
    ("counterexample", ["not p", "q"], "not (p implies q)"),
    ("true consequent", ["p"], "p implies q"),
    ("false condition", ["not q"], "p implies q"),
    ("one of two", ["not (p iff q)", "p"], "q"),
    ("one of two", ["p iff q", "p"], "q"),
    ("difference", ["p", "q"], "not (p iff q)"),
    ("double negation", ["not p"], "p"),
    ("chain", ["p implies q", "r implies q"], "p implies r"),
    ("chain", ["p implies q", "q implies r"], "r implies p"),
    ("dilemma", ["p or q", "p implies r", "q implies s"], "r"),
    ("contradiction", ["p", "not q"], "Contradiction"),
    ("contradiction", ["p and not p", "q"], "Contradiction"),
]


def used(rule: str, cited: list[str], conclusion: str, cites: str = "", more: int = 0) -> Row:
    """Return the row of one step; `more` premises that are of no use come first."""
    concluded = "r" if conclusion == "Contradiction" else conclusion
    stated = [*("w or x", "x or w", "w")[:more], *cited]
    place = range(more + 1, len(stated) + 1)
    which = {
        1: f"premise {place[0]}",
        2: f"premises {place[0]} and {place[-1]}",
        3: f"premises {place[0]}, {place[0] + 1} and {place[-1]}",
    }[len(place)]
    last = len(stated) + 1
    solution = {
        "entailed": f"The conclusion is entailed. Line {last} states it,",
        "inconsistent": f"The premises are inconsistent. Line {last} is a contradiction,",
    }
    answer = label([postfix(text) for text in cited], postfix(concluded))
    numbered = "\n".join(f"{number}. {text}." for number, text in enumerate(stated, 1))
    return row(
        f"Premises:\n{numbered}\nConclusion: {concluded}.",
        f"{last}. {conclusion}. [{rule}: {cites or ', '.join(map(str, place))}]",
        f"{solution.get(answer)} proved from {which}.",
        answer,
        premises=list(place),
        idle=list(range(1, more + 1)),
        steps=1,
        level=1,
    )


def formulas(pool: Formulas, texts: list[str]) -> list[Cited]:
    language = Formal(pool)
    return [Cited(None if text == "Contradiction" else language.sentence(text).formula) for text in texts]


def test_every_form_but_those_with_sub_proofs_is_used_here() -> None:
    pool = Formulas()
    unused = [
        (name, form)
        for name, forms in FORMS.items()
        for form in forms
        if not form.takes_sub_proofs
        and not any(
            matches(pool, form, formulas(pool, cited), formulas(pool, [conclusion])[0].last)
            for rule, cited, conclusion in USES
            if rule == name
        )
    ]
    assert not unused


def test_the_table_is_the_one_of_the_contract(root: Path) -> None:
    text = (root / "docs" / "logic.md").read_text()
    rows = re.findall(r"^\| ([a-z ]+) \|", text.partition("| rule |")[2].partition("\n\n")[0], re.MULTILINE)
    assert set(rows) == NAMES - {"premise"}
    assert {name for name, _, _ in RULES} == set(rows) - {"assumption"}


@pytest.mark.parametrize(("rule", "cited", "conclusion"), USES)
def test_a_form_is_accepted(rule: str, cited: list[str], conclusion: str) -> None:
    assert check(used(rule, cited, conclusion)).fault == ""
    assert check(used(rule, cited, conclusion, more=2)).fault == ""


@pytest.mark.parametrize(("rule", "cited", "conclusion"), USES)
def test_the_search_for_shorter_proofs_knows_each_form(rule: str, cited: list[str], conclusion: str) -> None:
    assert shortest_length(used(rule, cited, conclusion)) == 1


@pytest.mark.parametrize(("rule", "cited", "conclusion"), USES)
def test_other_cites_are_refused(rule: str, cited: list[str], conclusion: str) -> None:
    right = range(3, 3 + len(cited))
    wrong = {
        ", ".join(map(str, (*kept, other)))
        for kept in combinations(right, len(right) - 1)
        for other in (1, 2)
    }
    wrong |= {", ".join(map(str, kept)) for kept in combinations(right, len(right) - 1)}
    wrong |= {", ".join(map(str, (1, *right)))}
    for cites in wrong - {""}:
        ascending = ", ".join(sorted(cites.split(", "), key=int))
        fault = check(used(rule, cited, conclusion, ascending, more=2)).fault
        assert re.fullmatch(rf"line {right[-1] + 1} does not follow from lines? .* by {rule}", fault), fault


@pytest.mark.parametrize(("rule", "cited", "conclusion"), USES)
def test_another_name_is_refused(rule: str, cited: list[str], conclusion: str) -> None:
    for other in sorted(NAMES - CLOSING - {rule, "assumption", "premise"}):
        assert "does not follow from" in check(used(other, cited, conclusion)).fault, other


@pytest.mark.parametrize(("rule", "cited", "conclusion"), USES)
def test_nothing_follows_that_is_not_entailed(rule: str, cited: list[str], conclusion: str) -> None:
    pool = Formulas()
    lines = formulas(pool, cited)
    parts = {
        part for line in (*lines, *formulas(pool, [conclusion])) if line.last for part in line.last.parts
    }
    candidates = parts | {pool.opposite(part) for part in parts}
    candidates |= {
        pool.joined(c, a, b) for c in ("and", "or", "implies", "iff") for a in parts for b in parts
    }
    candidates |= {pool.negation(candidate) for candidate in candidates}
    reached = {repr(formula) for formula in candidates if follows(pool, rule, lines, formula)}
    assert reached or conclusion == "Contradiction"
    for text in reached:
        assert entails([postfix(one) for one in cited], postfix(text)), text


@pytest.mark.parametrize(("rule", "cited", "conclusion"), MISSES)
def test_a_near_miss_is_refused(rule: str, cited: list[str], conclusion: str) -> None:
    pool = Formulas()
    assert not follows(pool, rule, formulas(pool, cited), formulas(pool, [conclusion])[0].last)


def test_a_sub_proof_stands_for_no_line_and_a_line_for_no_sub_proof() -> None:
    pool = Formulas()
    p, q, both, denied = (one.last for one in formulas(pool, ["p", "q", "p implies q", "not p"]))
    assert follows(pool, "conditional proof", [Cited(q, p)], both)
    assert not follows(pool, "conditional proof", [Cited(p, q)], both)
    assert not follows(pool, "conditional proof", [Cited(q)], both)
    assert not follows(pool, "true consequent", [Cited(q, p)], both)
    assert follows(pool, "reductio", [Cited(None, p)], denied)
    assert not follows(pool, "reductio", [Cited(q, p)], denied)


def test_one_sub_proof_does_not_serve_for_both_cases() -> None:
    pool = Formulas()
    either, p, q = formulas(pool, ["p or p", "p", "q"])
    half = Cited(q.last, p.last)
    assert follows(pool, "cases", [either, half, half], q.last)
    assert not follows(pool, "cases", [either, half], q.last)


def test_no_metavariable_stands_for_a_contradiction() -> None:
    pool = Formulas()
    either, p, q = formulas(pool, ["p or q", "p", "q"])
    assert not follows(pool, "cases", [either, Cited(None, p.last), Cited(None, q.last)], None)
