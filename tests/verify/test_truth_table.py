"""Truth tables: rows written by hand pass, planted errors earn their faults, and another evaluator agrees."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, product

import pytest
from planting import refused

from synth.line import rows
from synth.row import Provenance, Row, dump_payload
from synth.verify import truth_table

RULES = (
    "In the rows of the table, p and q have the values TT, TF, FT and FF, in this order "
    "(T is true, F is false). "
    '"not" covers just the letter or the parentheses after it, "or" includes the case of both, '
    '"implies" is F only where its left side is T and its right side is F, and "iff" (if and only if) '
    "is T just where its two sides have the same value. "
)
SKILLS = {
    "table": (),
    "classify": ("classification",),
    "compare": ("equivalence",),
    "disjunctive": ("normal forms",),
}


def written(
    task: str, level: int, question: str, lines: str, answer: str, solution: str, **more: object
) -> Row:
    """Return a row written by hand."""
    numbered = "\n".join(f"{number}. {line}" for number, line in enumerate(lines.strip().split("\n"), 1))
    return Row(
        id="truth_table/0.0@00000000", family="truth_table", domain="logic", level=level,
        skills=(*SKILLS[task], "truth tables"), language="en", question=question, reasoning=numbered,
        solution=solution, answer=answer, tests="", canonical=f"{task}: {more['canonical']}",
        group=f"truth_table:{task}: {more['canonical']}",
        payload=dump_payload({"columns": more["columns"], "task": task}), checks=(),
        provenance=Provenance("", "", "", "", 0, ""),
    )  # fmt: skip


ROWS = {
    "table": written(
        "table", 1,
        "Formula: p and not q\nWhat is the column of the formula in its truth table?\n"
        f"{RULES}Give the values of the formula from the first row to the last as one word of T and F.",
        "p: TTFF\nq: TFTF\nnot q: FTFT [2]\np and not q: FTFF [1, 3]",
        "FTFF", "The column of the formula is FTFF.", canonical="p and not q", columns=["FTFF"],
    ),
    "classify": written(
        "classify", 2,
        "Formula: p implies (q implies p)\nIs the formula a tautology, a contradiction or contingent?\n"
        f'{RULES}Answer "tautology" if it is T in every row, "contradiction" if it is F in every row, '
        'and else "contingent".',
        "p: TTFF\nq: TFTF\nq implies p: TTFT [1, 2]\np implies (q implies p): TTTT [1, 3]\n"
        "The column of line 4 is T in every row, so the formula is a tautology.",
        "tautology", "The formula is a tautology.", canonical="p implies (q implies p)", columns=["TTTT"],
    ),
    "compare": written(
        "compare", 3,
        "Formula A: p implies q\nFormula B: q implies p\nAre formulas A and B logically equivalent?\n"
        f'{RULES}Answer "yes" or "no".',
        "p: TTFF\nq: TFTF\np implies q: TFTT [1, 2]\nq implies p: TTFT [1, 2]\n"
        "The columns of lines 3 and 4 differ in row TF, so the formulas are not equivalent.",
        "no", "Formulas A and B are not equivalent: in row TF A is F and B is T.",
        canonical="p implies q with q implies p", columns=["TFTT", "TTFT"],
    ),
    "normal": written(
        "disjunctive", 3,
        "Formula: p iff q\nWrite the formula in full disjunctive normal form.\n"
        f"{RULES}For each row in which the formula is T, in the order of the rows, write in parentheses the "
        'letters joined by "and", with "not" before those that are F; join the parentheses by "or".',
        "p: TTFF\nq: TFTF\np iff q: TFFT [1, 2]\nThe column of line 3 is T in rows TT and FF.\n"
        "Row TT is the only one in which p and q is T.\n"
        "Row FF is the only one in which not p and not q is T.",
        "(p and q) or (not p and not q)",
        "The full disjunctive normal form is (p and q) or (not p and not q).",
        canonical="p iff q", columns=["TFFT"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_rows_written_by_hand_are_accepted(name: str) -> None:
    verdict = truth_table.check(ROWS[name])
    assert verdict.fault == ""
    assert verdict.checks == ("truth table", "bits", "z3")


@pytest.mark.parametrize(
    ("name", "column", "old", "new", "fault"),
    [
        ("table", "question", "p and not q", "p or not q", "step 4 is 'p and|step 4 is '4. p and not q"),
        ("table", "question", "p and not q", "p and (not q)", "parentheses where none are needed"),
        ("table", "question", "p and not q", "p and not q or p", "goes on after a formula"),
        ("table", "question", "p and not q", "q and not p", "the letters 'qp'"),
        ("table", "question", "p and not q", "p xor not q", "'xor' in 'p xor not q' is no connective"),
        ("table", "question", "TT, TF, FT", "TT, FT, TF", "the conventions are not"),
        ("table", "question", "its right side is F", "its right side is T", "the conventions are not"),
        ("table", "question", "What is the", "Give the", "the question sentence"),
        ("table", "reasoning", "not q: FTFT", "not q: FTFF", "step 3 is"),
        ("table", "reasoning", "[1, 3]", "[1, 2]", "step 4 is"),
        ("table", "answer", "FTFF", "TTFF", "the answer is 'TTFF'"),
        ("table", "payload", "FTFF", "FTTF", "the payload"),
        ("classify", "reasoning", "T in every row", "F in every row", "step 5 is"),
        ("classify", "reasoning", "of line 4", "of line 3", "step 5 is"),
        ("classify", "answer", "tautology", "contingent", "the answer is 'contingent'"),
        ("compare", "question", "Formula B: q implies p", "Formula B: p implies q", "formulas are the same"),
        ("compare", "question", "Formula B: ", "Formula C: ", "does not state a formula"),
        ("compare", "reasoning", "in row TF", "in row FT", "step 5 is"),
        ("compare", "solution", "A is F and B is T", "A is T and B is F", "the solution is not"),
        ("normal", "reasoning", "rows TT and FF", "rows TT and FT", "step 4 is"),
        ("normal", "reasoning", "not p and not q is T", "not p and q is T", "step 6 is"),
        ("normal", "answer", "(not p and not q)", "(not p and q)", "the answer is"),
        ("normal", "question", "full disjunctive", "full conjunctive", "the conventions are not"),
        ("normal", "canonical", "iff", "implies", "the canonical is"),
    ],
)  # fmt: skip
def test_a_planted_error_earns_its_fault(name: str, column: str, old: str, new: str, fault: str) -> None:
    assert re.search(fault, refused(ROWS[name], column, old, new))


def test_a_level_that_is_not_the_problem_s_is_refused() -> None:
    assert truth_table.check(replace(ROWS["table"], level=2)).fault == "the level is 2, not 1"


def test_a_formula_that_is_too_deep_is_refused() -> None:
    deep = "not " * 40 + "p"
    row = replace(ROWS["table"], question=ROWS["table"].question.replace("p and not q", deep))
    assert truth_table.check(row).fault == "a formula is nested more than 12 deep"


@pytest.mark.parametrize(
    ("answer", "name", "right"),
    [
        ("ftff", "table", 1.0),
        ("F T F F", "table", 0.0),
        ("A tautology.", "classify", 1.0),
        ("contradiction", "classify", 0.0),
        ("No.", "compare", 1.0),
        ("yes", "compare", 0.0),
        ("(not q and not p) or (q and p)", "normal", 1.0),
        ("(p and q) or (not p and q)", "normal", 0.0),
        ("(p or q) and (not p or not q)", "normal", 0.0),
        ("(p and q)", "normal", 0.0),
        ("(p and p) or (not p and not q)", "normal", 0.0),
    ],
)
def test_an_answer_scores_in_any_order(answer: str, name: str, right: float) -> None:
    assert truth_table.score(answer, ROWS[name]) == right


def test_another_evaluator_finds_the_answers() -> None:
    for level in (1, 2, 3, 4):
        for row in islice(rows("truth_table", level, 5), 150):
            task, _, about = row.canonical.partition(": ")
            words = ["".join(values(formula, about)) for formula in about.split(" with ")]
            if task == "table":
                assert row.answer == words[0]
            elif task == "classify":
                kinds = {"T": "tautology", "F": "contradiction"}
                assert row.answer == kinds.get("".join(set(words[0])), "contingent")
            elif task == "compare":
                assert row.answer == ("yes" if words[0] == words[1] else "no")
            else:
                names = dict(zip(sorted(atoms(row.answer)), "pqr", strict=False))
                renamed = re.sub(r"\b[a-z]\b", lambda found, names=names: names[found[0]], row.answer)
                assert "".join(values(renamed, about)) == words[0]


def atoms(text: str) -> set[str]:
    """Return the letters of a formula."""
    return set(re.findall(r"\b[a-z]\b", text))


def values(formula: str, about: str) -> list[str]:
    """Return the values of a formula in all rows, by rewriting its text until a value is left."""
    names = sorted(atoms(about))
    found = []
    for row in product("TF", repeat=len(names)):
        text = re.sub(r"\b[a-z]\b", lambda match, row=row: row[names.index(match[0])], formula)
        while len(text) > 1:
            before = text
            text = text.replace("(T)", "T").replace("(F)", "F").replace("not T", "F").replace("not F", "T")
            text = re.sub(
                r"(?<!not )([TF]) (and|or|implies|iff) ([TF])(?=\)|$| (?:and|or) )", joined, text, count=1
            )
            assert text != before
        found.append(text)
    return found


def joined(match: re.Match[str]) -> str:
    left, sign, right = match[1] == "T", match[2], match[3] == "T"
    true = {"and": left and right, "or": left or right, "implies": not left or right, "iff": left is right}
    return "T" if true[sign] else "F"
