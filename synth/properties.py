"""What every checker must keep: properties that Hypothesis tries to break, on rows of the family itself.

`synth verify --properties` runs them and so do the tests. A property takes a family and good rows of it and
raises AssertionError, with the row and what was done to it, where the checker falls short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synth.families import Family
from synth.line import rows as drawn
from synth.row import Row, Verdict, from_batch, to_batch

ROWS = 24
TRIES = 200
TEXTS = ("question", "reasoning", "solution", "answer", "tests", "payload", "language", "canonical", "group")

Property = Callable[[Family, Sequence[Row]], None]


def suite(family: Family) -> Iterator[tuple[str, str]]:
    """Yield each property's name with what breaks it; empty if nothing was found."""
    held = sample(family)
    for holds in PROPERTIES:
        name = holds.__name__.replace("_", " ")
        try:
            holds(family, held)
        except AssertionError as error:
            yield name, " ".join(str(error).split())
        else:
            yield name, ""


def sample(family: Family, level: int | None = None, seed: int = 0) -> list[Row]:
    """Return a few rows, of every level or one, and of every stratum."""
    levels = sorted(family.levels) if level is None else [level]
    held: list[Row] = []
    for one in levels:
        size = max(-(-ROWS // len(levels)), len(family.strata(one)) * family.members)
        held += islice(drawn(family.name, one, seed), size)
    return held


def good_rows_are_accepted_after_a_trip_through_arrow(family: Family, rows: Sequence[Row]) -> None:
    """Every row passes, by two methods that are named, from what a file gives back."""
    for row, back in zip(rows, from_batch(to_batch(rows)), strict=True):
        assert back == row, f"{row.id} comes back as another row"
        verdict = family.check(back)
        assert verdict.accepted, f"{row.id} is refused: {verdict.fault or 'undecided'}"
        assert len(set(verdict.checks)) > 1, (
            f"{row.id} is accepted by {verdict.checks}, and two methods must agree"
        )


def gold_scores_one_and_a_part_of_it_nothing(family: Family, rows: Sequence[Row]) -> None:
    """The answer scores 1; nothing, and the answer inside more text, score 0."""
    for row in rows:
        assert family.score(row.answer, row) == 1.0, f"the answer {row.answer!r} of {row.id} does not score"
        for wrong in (
            "",
            " ",
            f"not {row.answer}",
            f"{row.answer}{row.answer}",
            f"maybe {row.answer}, or not",
        ):
            assert family.score(wrong, row) == 0.0, (
                f"{wrong!r} scores for {row.id}, whose answer is {row.answer!r}"
            )


def junk_scores_nothing(family: Family, rows: Sequence[Row]) -> None:
    """Text that has nothing to do with the answer scores 0."""

    @_tried
    @given(st.sampled_from(rows), st.text(max_size=20))
    def holds(row: Row, junk: str) -> None:
        if not _alike(junk, row.answer):
            assert family.score(junk, row) == 0.0, f"{junk!r} scores for {row.id}"

    holds()


def answers_of_other_rows_score_only_if_they_mean_the_same(family: Family, rows: Sequence[Row]) -> None:
    """Where another row's answer scores, this row's answer scores there too."""
    for row in rows:
        for other in rows:
            there, back = family.score(other.answer, row), family.score(row.answer, other)
            assert there == back, f"{other.answer!r} scores {there} for {row.id}, the other way round {back}"
            assert there in (0.0, 1.0), f"{other.answer!r} scores {there} for {row.id}"


def nothing_makes_a_checker_raise(family: Family, rows: Sequence[Row]) -> None:
    """Whatever a text is replaced by or grows into, there is a verdict and a score."""

    @_tried
    @given(st.sampled_from(rows), st.sampled_from(TEXTS), st.data())
    def holds(row: Row, field: str, data: st.DataObject) -> None:
        text: str = getattr(row, field)
        cut = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(cut, min(len(text), cut + 5)))
        change: dict[str, Any] = {field: text[:cut] + data.draw(st.text(max_size=30)) + text[end:]}
        changed = replace(row, **change)
        try:
            verdict, score = family.check(changed), family.score(changed.answer, changed)
        except Exception as error:
            raise AssertionError(
                f"{error!r} for {row.id} with {field} {getattr(changed, field)!r}"
            ) from error
        assert isinstance(verdict, Verdict)
        assert score in (0.0, 1.0)

    holds()


def a_wrong_answer_is_refused(family: Family, rows: Sequence[Row]) -> None:
    """An answer that does not score is refused, wherever it comes from."""
    for row in rows:
        for wrong in {other.answer: None for other in rows} | dict.fromkeys(("", "0", "unknowable")):
            if family.score(wrong, row) == 0.0:
                _refuse(family, replace(row, answer=wrong), f"the answer {wrong!r}")


def a_missing_or_displaced_step_is_refused(family: Family, rows: Sequence[Row]) -> None:
    """Reasoning with a line left out, doubled, or changed with its neighbour does not pass."""
    for row in rows:
        lines = row.reasoning.split("\n")
        _refuse(family, replace(row, reasoning=""), "no reasoning")
        for place in range(len(lines)):
            without = lines[:place] + lines[place + 1 :]
            _refuse(
                family, replace(row, reasoning="\n".join(without)), f"no line {place + 1} of the reasoning"
            )
            twice = lines[: place + 1] + lines[place:]
            _refuse(
                family, replace(row, reasoning="\n".join(twice)), f"line {place + 1} of the reasoning twice"
            )
            if place and lines[place] != lines[place - 1]:
                swapped = [*lines[: place - 1], lines[place], lines[place - 1], *lines[place + 1 :]]
                _refuse(
                    family,
                    replace(row, reasoning="\n".join(swapped)),
                    f"lines {place} and {place + 1} swapped",
                )


def a_wrong_digit_in_the_solution_is_refused(family: Family, rows: Sequence[Row]) -> None:
    """A solution with one digit changed does not pass."""
    for row in rows:
        for place, letter in enumerate(row.solution):
            if letter.isdecimal():
                digit = str((int(letter) + 1) % 10)
                wrong = row.solution[:place] + digit + row.solution[place + 1 :]
                _refuse(family, replace(row, solution=wrong), f"the solution {wrong!r}")


PROPERTIES: tuple[Property, ...] = (
    good_rows_are_accepted_after_a_trip_through_arrow,
    gold_scores_one_and_a_part_of_it_nothing,
    junk_scores_nothing,
    answers_of_other_rows_score_only_if_they_mean_the_same,
    nothing_makes_a_checker_raise,
    a_wrong_answer_is_refused,
    a_missing_or_displaced_step_is_refused,
    a_wrong_digit_in_the_solution_is_refused,
)

_tried = settings(
    max_examples=TRIES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


def _refuse(family: Family, row: Row, what: str) -> None:
    """Raise AssertionError if the checker accepts a row that was spoiled."""
    verdict = family.check(row)
    assert not verdict.accepted, f"{row.id} is accepted with {what}"


def _alike(text: str, answer: str) -> bool:
    """Return True if the texts are the same but for space and case."""
    return text.strip().casefold() == answer.strip().casefold()
