"""The checker of word problems refuses what a story does not say, and accepts what the solver makes of it."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

import pytest
import z3
from planting import refused
from swapping import pairs

from synth.families import find
from synth.line import Line, row_of
from synth.row import Row, base36
from synth.solvers import word_problem as solver
from synth.verify import word_problem as checker
from synth.verify._columns import Fault
from synth.verify._word_account import Account, Form, read_sides, solved
from synth.verify._word_lexicon import HE, SHE

FAMILY = find("word_problem")


@cache
def told(text: str, variant: int = 0) -> Row:
    """Return the row of a story."""
    start = 0
    for level in solver.LEVELS:
        for space in solver.strata(level).values():
            try:
                rank = space.rank(text)
            except Exception:
                start += space.count()
                continue
            return row_of(f"word_problem/{base36(start + rank)}.{base36(variant)}@{FAMILY.fingerprint[:8]}")
    raise AssertionError(text)


def rows(count: int, seed: int) -> Iterator[Row]:
    for level in FAMILY.levels:
        for stratum in FAMILY.strata(level):
            line = Line(FAMILY, level, seed, stratum=stratum)
            for place in range(count):
                yield from line.take(place)
            assert line.tally.faults == []


RUNNING = "has 30 gain 12 loss 5 packs 4 6 grow 2"
PARTS = "has 30 parts 2 5 gain 9"
LAST = "has 30 loss 25 part 5 gain 9"
CHAIN = "first 12 more 5 fewer 4 sum"
KIN = "kin older 10 multiple 2 sum 86"
SHOP = "buys item 2 12 item 4 3 paid 40"
TRIP = "trip leg 2 45 leg 3 60 of 300"
BLEND = "blend 6 9 12 8"
MISSING = "missing 12 16 mean 14"
CHASE = "chase 15 18 2"
AHEAD = "ahead 13 15 16"
LABEL = "label 240 off 30 up 25"
BILL = "label 240 up 25 take 2"
RATIO = "ratio 10 11 6 of 189"
PORTION = "ratio 4 3 given 40"
FAULTS = [
    (CHASE, "question", "second cyclist", "second hiker", "is no second cyclist"),
    (CHASE, "question", "at 18 km", "at 14 km", "is no faster"),
    (CHASE, "question", "2 hours, a second", "9 hours, a second", "on the way for more than"),
    (CHASE, "question", "18 km", "20 km", "gains|comes to"),
    (CHASE, "reasoning", "18*x - 15*x = 3*x", "18*x + 15*x = 33*x", "comes to"),
    (CHASE, "reasoning", "30 km is made up", "36 km is made up", "does not begin"),
    (AHEAD, "question", "front", "middle", "two in one direction"),
    (AHEAD, "question", "16 km ahead", "17 km ahead", "no whole number"),
    (AHEAD, "reasoning", "2*x = 16", "2*x = 18", "does not hold"),
    (LABEL, "question", "30 percent", "31 percent", "no sensible change"),
    (LABEL, "question", "up by 25", "up by 50", "step 3 does not begin"),
    (LABEL, "question", "goes up by", "is reduced by", "comes to 210"),
    (LABEL, "question", "A jacket", "An jacket", "wrong article"),
    (LABEL, "question", "The price is", "Then the price is", "no such change"),
    (LABEL, "question", "does the jacket", "does the coat", "does not ask for the price"),
    (LABEL, "reasoning", "240 - 72 = 168", "240 - 72 = 178", "is wrong"),
    (LABEL, "reasoning", "30 percent of 240", "30 percent of 168", "does not begin"),
    (BILL, "question", "2 jackets", "2 coats", "how many are bought"),
    (BILL, "reasoning", "2 * 300 = 600", "2 * 240 = 480", "comes to 480"),
    (RATIO, "question", "to 6", "to 7", "not shared evenly"),
    (RATIO, "question", "10 to 11 to 6", "10 to 6 to 11", "begin|calls for"),
    (RATIO, "question", "10 to 11 to 6", "10 to 10 to 7", "two equal numbers"),
    (RATIO, "reasoning", "10 + 11 + 6 = 27", "11 + 10 + 6 = 27", "calls for"),
    (PORTION, "question", "in the ratio 4 to 3", "in the ratio 4 to 6", "could be reduced"),
    (PORTION, "question", "gets 40", "gets 41", "not shared evenly"),
    (PORTION, "reasoning", "gets 4 parts", "gets 3 parts", "does not begin"),
    (RUNNING, "question", "buys 12 more", "loses 12", "does not begin"),
    (RUNNING, "question", "buys 12", "buys 13", "does not begin"),
    (RUNNING, "question", "She buys", "He buys", "is not about she"),
    (RUNNING, "question", "She buys", "Ann buys", "is not about she"),
    (RUNNING, "question", "She buys", "Then she buys", "follows nothing"),
    (RUNNING, "question", "She loses 5", "Then she loses 5", "two sentences in a row"),
    (RUNNING, "question", "12 more marbles", "12 more stamps", "is not about marbles"),
    (RUNNING, "question", "bags", "boxes", "no such event"),
    (RUNNING, "question", "She loses 5", "She loses 42", "a quantity of the story is 0"),
    (RUNNING, "question", "She loses 5", "She loses 1", "a number 1"),
    (RUNNING, "question", "buys 12 more marbles", "bakes 12 more marbles", "does not suit"),
    (RUNNING, "question", "have now?", "have?", "no such comparison"),
    (RUNNING, "question", "does Ann", "does Ben", "something else"),
    (RUNNING, "question", "twice", "2 times", "not said so"),
    (RUNNING, "reasoning", "30 + 12 = 42", "30 + 12 = 43", "is wrong"),
    (RUNNING, "reasoning", "30 + 12 = 42", "12 + 30 = 42", "calls for .30"),
    (RUNNING, "reasoning", "30 + 12 = 42", "42", "calls for"),
    (RUNNING, "reasoning", "30 + 12 = 42", "31 + 12 = 43", "comes to 43"),
    (RUNNING, "reasoning", "After buying", "After finding", "does not begin"),
    (RUNNING, "reasoning", "Ann has", "Ben has", "does not begin"),
    (RUNNING, "reasoning", "42 marbles", "42 stamps", "does not end"),
    (RUNNING, "reasoning", "in the 4 bags", "in the 4 boxes", "does not end"),
    (RUNNING, "solution", "now", "in the end", "the solution is not"),
    (RUNNING, "answer", "122", "121", "the answer is '121'"),
    (RUNNING, "canonical", "gain 12", "gain 13", "canonical"),
    (RUNNING, "group", "word_problem:", "word_problem:0", "group"),
    (RUNNING, "payload", "5", "6", "payload"),
    (RUNNING, "language", "en", "de", "language"),
    (PARTS, "question", "2/5", "2/7", "no sensible number"),
    (PARTS, "question", "2/5", "4/10", "no sensible number"),
    (PARTS, "reasoning", "30 / 5 * 2 = 12", "30 / 5 * 2 = 13", "is wrong"),
    (PARTS, "reasoning", "2/5 of 30", "2/5 of 12", "does not begin"),
    (CHAIN, "question", "more marbles than Ann", "fewer marbles than Ann", "comes to 17"),
    (CHAIN, "question", "than Ann", "than Zoe", "does not lead from Ann"),
    (CHAIN, "reasoning", "12 + 17 + 13 = 42", "12 + 17 + 13 = 41", "is wrong"),
    (LAST, "reasoning", "1 marble ", "1 marbles ", "does not begin"),
    (KIN, "question", "86 years", "87 years", "no whole number"),
    (KIN, "question", "older", "younger", "comes to 39"),
    (KIN, "reasoning", "4*x + 30 = 86", "4*x + 30 = 82", "does not hold"),
    (KIN, "reasoning", "x = 14", "2*x = 28", "calls for"),
    (KIN, "reasoning", "x = 14", "x - x = 0", "does not give x"),
    (SHOP, "question", "also buys", "buys", "says also"),
    (SHOP, "question", "with 40 dollars", "with 90 dollars", "nobody hands over"),
    (TRIP, "question", "at 45 km", "at 145 km", "no sensible speed"),
    (TRIP, "question", "300 km", "270 km", "a quantity of the story is 0"),
    (BLEND, "question", "worth 8 dollars", "worth 10 dollars", "between its parts"),
    (BLEND, "question", "worth 8 dollars", "worth 7 dollars", "comes to 96"),
    (MISSING, "question", "all 3 games", "all 4 games", "one more"),
    (MISSING, "reasoning", "(x + 28) / 3", "(x + 28) / 4", "does not hold"),
]


@pytest.mark.parametrize(("story", "column", "old", "new", "fault"), FAULTS)
def test_a_planted_error_earns_its_fault(story: str, column: str, old: str, new: str, fault: str) -> None:
    row = told(story)
    assert checker.check(row).accepted
    assert re.search(fault, refused(row, column, old, new))


def test_no_good_row_is_refused() -> None:
    seen = list(rows(40, seed=21))
    assert len(seen) == 40 * sum(len(FAMILY.strata(level)) for level in FAMILY.levels)
    assert {checks for row in seen for checks in [checker.check(row).checks]} == {checker.CHECKS}


def test_no_word_or_number_can_be_another() -> None:
    """Each word of a row is replaced by another word of it."""
    passed = []
    for row in rows(1, seed=22):
        for column in ("question", "reasoning", "solution"):
            text = getattr(row, column)
            words = list(re.finditer(r"[A-Za-z]+|[0-9]+", text))
            for place, match in enumerate(words):
                other = words[(place * 7 + 3) % len(words)][0]
                if other != match[0]:
                    changed = text[: match.start()] + other + text[match.end() :]
                    if checker.check(replace(row, **{column: changed})).accepted:
                        passed.append(changed)
    assert passed == []


def test_a_name_that_changes_in_the_reasoning_alone_is_refused() -> None:
    for row in rows(2, seed=23):
        for name in set(re.findall("[A-Z][a-z]+", row.reasoning)) & (SHE | HE):
            changed = row.reasoning.replace(name, "Olga" if name != "Olga" else "Vera")
            assert not checker.check(replace(row, reasoning=changed)).accepted


def test_swapped_phrases_of_every_kind_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """One swap in twenty of all; those of the answer's sentences among them."""
    source = files("synth").joinpath("grammars", "word_problem.toml").read_text(encoding="utf-8")
    stories = [row.canonical for row in rows(2, seed=24)]
    plain = {(story, way): _solution(story, way) for story in stories for way in (0, 1)}
    users = [
        module
        for name, module in sys.modules.items()
        if name.startswith("synth.solvers._word_") and hasattr(module, "book")
    ]
    met = 0
    for one, other in list(pairs(source))[::20]:
        assert one != other
        changed = source.replace(f'"{one}"', '"\0"').replace(f'"{other}"', f'"{one}"').replace("\0", other)
        table = tomllib.loads(changed)
        for module in users:
            monkeypatch.setattr(module, "book", lambda table=table: table)
        for (story, way), was in plain.items():
            now = _solution(story, way)
            if now != was:
                met += 1
                row = replace(told(story, 0), question=now[0], reasoning=now[1], solution=now[2])
                assert not checker.check(row).accepted, (one, other, now)
    assert met > 100


def _solution(story: str, way: int) -> tuple[str, str, str]:
    count = solver.variants(story)
    made = solver.solve(story, way * 1_000_003 % count)
    return made.question, made.reasoning, made.solution


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1 / (2 - 2)", "divides by what is no number"),
        ("1 / x", "divides by what is no number"),
        ("(1 + 2", "does not close"),
        ("1 + 2)", "where its expression ends"),
        ("1 2", "where its expression ends"),
        ("1234567890", "where a number is due"),
        ("((((((1))))))", "where a number is due"),
        ("", "where a number is due"),
        ("2 ^ 3", "no expression"),
        ("1" * 300, "longer than"),
    ],
)
def test_what_is_no_expression_is_a_fault(text: str, fault: str) -> None:
    with pytest.raises(Fault, match=fault):
        read_sides(text, "step 1")


def test_facts_that_contradict_each_other_or_say_too_little_have_no_solution() -> None:
    account = Account()
    x = account.unknown()
    with pytest.raises(Fault, match="do not fix"):
        solved(account)
    y = account.quantity(Form(2, 0), {-1: 1, x: -2}, 0)
    account.relate({x: 1, y: 1}, 12)
    assert solved(account) == [4, 8]
    account.relate({y: 1}, 9)
    with pytest.raises(Fault, match="contradict"):
        solved(account)


def test_a_score_needs_just_the_number() -> None:
    row = told(RUNNING)
    assert row.answer == "122"
    given = {
        "122": 1.0,
        " 122\n": 1.0,
        "122 marbles": 0.0,
        "0122": 0.0,
        "122.0": 0.0,
        "12": 0.0,
        "": 0.0,
        "+122": 0.0,
    }
    assert {answer: checker.score(answer, row) for answer in given} == given
    assert checker.score("122", replace(row, answer="x")) == 0.0


@pytest.mark.parametrize("column", ["question", "reasoning", "solution", "answer", "payload", "canonical"])
def test_texts_of_any_length_and_numbers_of_any_size_end_with_a_fault(column: str) -> None:
    row = told(KIN)
    for text in (
        "",
        "?",
        ".",
        "9" * 5000,
        "1" * 5000 + "?",
        "\x00",
        "She has 9" + "9" * 900 + " apples. How many?",
        "x" * 10**6,
    ):
        verdict = checker.check(replace(row, **{column: text}))
        assert verdict.fault


def test_z3_finds_no_other_answer_that_the_facts_allow() -> None:
    for row in rows(2, seed=25):
        *_, account = checker._read(row.question)
        quantities = [z3.Int(f"q{place}") for place in range(len(account.forms))]
        solver = z3.Solver()
        for facts in account.rows:
            constant = next(factor for place, factor in facts.items() if place >= len(quantities))
            held = [factor * quantities[place] for place, factor in facts.items() if place < len(quantities)]
            solver.add(z3.Sum(held) == constant)
        assert solver.check() == z3.sat
        solver.add(quantities[account.asked] != int(row.answer))
        assert solver.check() == z3.unsat
