"""The words of logic rows against docs/logic.md, by the readers and the truth values of the third decider."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

import pytest
from logic_lines import atoms_of, clause, read, steps, surface
from logic_reading import Formula, literal
from logic_rows import ENGLISH, FORMAL, QUESTIONS
from logic_values import closed, filled, stages

import synth
from synth.row import Row

EACH = 120
LEVELS = [1, 2, 3, 4]


@cache
def rows(level: int) -> tuple[Row, ...]:
    return tuple(islice(synth.rows("logic", level, 5), EACH))


def sentences(row: Row) -> list[str]:
    """The premises and the conclusion as they are stated."""
    return re.findall(r"^(?:[0-9]+\.|Conclusion:) (.*)\.$", row.question, re.MULTILINE)


def valued(row: Row, text: str) -> dict[str, bool]:
    """The values that a case's line gives, in its order."""
    if surface(row) == "english":
        return {said[0]: len(said) == 1 for said in map(literal, text.split(", "))}
    return {part[0]: part[1:] == " true" for part in text.split(", ")}


@pytest.mark.parametrize("level", LEVELS)
def test_the_question_ends_with_its_sentence_and_the_conventions(level: int) -> None:
    asked = set()
    for row in rows(level):
        conventions = {"formal": FORMAL, "english": ENGLISH}[surface(row)]
        before = row.question.removesuffix(f"\n{conventions}")
        assert before != row.question
        assert before.split("\n")[-2].startswith("Conclusion: ")
        asked.add(before.split("\n")[-1])
    assert asked == set(QUESTIONS)


@pytest.mark.parametrize("level", LEVELS)
def test_case_b_gives_and_evaluates_only_what_changes(level: int) -> None:
    unknown = [row for row in rows(level) if row.answer == "unknown"]
    assert {surface(row) for row in unknown} == {"formal", "english"}
    shorter = 0
    for row in unknown:
        formulas = [read(row, sentence) for sentence in sentences(row)]
        labels = [*(f"Premise {place}" for place in range(1, len(formulas))), "Conclusion"]
        start = len(formulas)
        lines = row.reasoning.split("\n")
        given = re.fullmatch(rf"{start}\. Case A: (.*)\. \[case\]", lines[0])
        assert given
        first = valued(row, given[1])
        assert list(first) == atoms_of(row)
        again = start + 1 + len(formulas)
        given = re.fullmatch(
            rf"{again}\. Case B: as case A, but (.*)\. \[case: {start}\]", lines[again - start]
        )
        assert given
        changed = valued(row, given[1])
        assert list(changed) == [atom for atom in first if atom in changed]
        assert all(first[atom] is not value for atom, value in changed.items())
        second = first | changed
        expected = [(label, formula, first, start) for label, formula in zip(labels, formulas, strict=True)]
        touched = [
            (label, formula, second, again)
            for label, formula in zip(labels, formulas, strict=True)
            if label == "Conclusion" or not changed.keys().isdisjoint(formula)
        ]
        shorter += len(touched) < len(formulas)
        assert lines[1 : again - start] == evaluated(expected)
        assert lines[again - start + 1 :] == evaluated(touched)
        for premise in formulas[:-1]:
            assert closed(filled(premise, first))
            assert closed(filled(premise, second))
        assert closed(filled(formulas[-1], first))
        assert not closed(filled(formulas[-1], second))
    assert shorter


def evaluated(stated: list[tuple[str, Formula, dict[str, bool], int]]) -> list[str]:
    """The lines that evaluate formulas below the case's line."""
    return [
        f"{number}. {label}: {' = '.join(stages(filled(formula, case)))}. [evaluation: {line}]"
        for label, formula, case, line in stated
        for number in [line + 1 + [each[0] for each in stated].index(label)]
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_what_the_question_states_recurs_in_its_words_and_all_else_is_a_clause(level: int) -> None:
    recurring = clauses = 0
    for row in rows(level):
        if row.answer == "unknown" or surface(row) == "formal":
            continue
        said = {read(row, sentence): sentence for sentence in sentences(row)}
        for step in steps(row):
            if step.sentence == "Contradiction":
                continue
            supposed = step.sentence.removeprefix("Suppose ")
            if supposed != step.sentence:
                assert supposed == clause(read(row, supposed, whole=False))
                continue
            formula = read(row, step.sentence)
            plain = clause(formula)
            recurring += formula in said
            clauses += formula not in said
            assert step.sentence == said.get(formula, plain[0].upper() + plain[1:])
    assert recurring > 5
    assert clauses > 5
