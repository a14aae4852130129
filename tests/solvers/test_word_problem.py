"""Stories: counted once each, told in as many ways as they say, and answered as a plain reckoning answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from math import comb

import pytest

from synth.grammar import Interval, load
from synth.grammar.errors import NotInSpace
from synth.row import Dropped
from synth.solvers import _word_running as running
from synth.solvers import word_problem
from synth.solvers._word_sets import Dependent, Subsets, Union
from synth.solvers._word_strata import place, story_of, text_of
from synth.solvers._word_text import book
from synth.solvers._word_walks import Story, Walk, cost, events

STRATA = [(level, name) for level in word_problem.LEVELS for name in word_problem.strata(level)]
NUMBER = re.compile(r"[0-9]+")


def some(level: int, name: str, count: int, seed: int = 4) -> list[str]:
    space = word_problem.strata(level)[name]
    return [space[space.permute(seed, i)] for i in range(min(count, space.count()))]


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_a_rank_is_one_sentence_of_the_grammar_at_one_level(level: int, name: str) -> None:
    space, grammar = word_problem.strata(level)[name], load("word_problem.lark")
    for text in some(level, name, 12):
        assert space[space.rank(text)] == text
        assert grammar.parse(text).text() == text
        assert place(text) == level
        holding = []
        for other, stratum in STRATA:
            try:
                word_problem.strata(other)[stratum].rank(text)
                holding.append((other, stratum))
            except NotInSpace:
                pass
        assert holding == [(level, name)]


@pytest.mark.parametrize(
    "text",
    [
        "label 50 off 15",
        "ratio 4 6 of 50",
        "chase 30 20 2",
        "future 2 99",
        "buys item 5 3 item 4 2",
        "has 30 gain 9 gain 9",
        "mean 3 4 6",
        "gap 2 in 2 times 2",
    ],
)
def test_a_tree_that_is_no_sensible_story_is_dropped_with_a_reason(text: str) -> None:
    tree = load("word_problem.lark").parse(text)
    assert word_problem.variants(tree) == 1
    with pytest.raises(Dropped, match="no level"):
        word_problem.solve(tree, 0)


def test_walks_are_counted_as_brute_force_counts_them() -> None:
    def moves(state: int) -> list[tuple[tuple[object, ...], int]]:
        return events(state, frozenset(("gain", "packs", "share", "part")), most=4, low=2, high=20)

    def ways(state: int, steps: int, told: Story) -> Iterator[Story]:
        if steps == 0:
            yield told
        for item, after in moves(state) if steps > 0 else ():
            if item[0] != told[-1][0]:
                yield from ways(after, steps - cost(item), (*told, item))

    found = [
        told
        for steps in (2, 3)
        for state in range(4, 15)
        for told in ways(state, steps, (("has", state),))
        if any(item[0] == "share" for item in told)
    ]
    walk = Walk("has", range(4, 15), (2, 3), moves, lambda _: [()], frozenset(("share",)), varied=True)
    assert list(walk) == found
    assert len(found) > 100
    assert [walk.rank(told) for told in found] == list(range(len(found)))
    for other in ((("has", 4), ("gain", 2)), (("has", 4), ("gain", 2), ("gain", 2), ("share", 2))):
        with pytest.raises(NotInSpace):
            walk.rank(other)


def test_sets_are_numbered_as_they_are_listed() -> None:
    sets = Subsets(range(7), 3)
    assert sets.count() == comb(7, 3)
    assert sorted(sets) == list(combinations(range(7), 3))
    assert [sets.rank(one) for one in sets] == list(range(35))
    pairs = Dependent([(n,) for n in range(5)], lambda head: range(head[0]))
    assert list(pairs) == [(n, k) for n in range(5) for k in range(n)]
    both = Union(sets, pairs)
    assert [both.rank(one) for one in both] == list(range(45))
    for space, wrong in ((sets, (2, 1, 3)), (sets, (1, 2)), (pairs, (2, 2)), (both, (9, 9))):
        with pytest.raises(NotInSpace):
            space.rank(wrong)


@pytest.mark.parametrize("name", ["overtaking age", "blend", "meeting", "catching up"])
def test_a_small_stratum_has_no_story_twice(name: str) -> None:
    space = word_problem.strata(3)[name]
    assert len(set(space)) == space.count()


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_variants_are_as_many_as_said_and_all_differ(level: int, name: str) -> None:
    text = min(some(level, name, 20), key=word_problem.variants)
    count = word_problem.variants(text)
    told = range(0, count, max(1, count // 150))
    assert len({word_problem.solve(text, variant).question for variant in told}) == len(told)
    for variant in told:
        assert word_problem._told(text, variant)[0].look.count == count
        assert word_problem._told(text, variant)[0].look.rest == 0


def test_ways_to_say_a_thing_are_as_many_in_every_world() -> None:
    for category in ("event", "doing", "hold"):
        sizes: dict[str, set[int]] = {}
        for key, phrases in book()[category].items():
            sizes.setdefault(key.partition("(")[0], set()).add(len(phrases))
        assert all(len(size) == 1 for size in sizes.values()), sizes
    for key, phrases in book()["event"].items():
        for other in ("doing", "hold", "taking"):
            assert len(book()[other].get(key, phrases)) == len(phrases)
    assert {key: len(ways) for key, ways in book()["ask"].items()} == {
        key: len(ways) for key, ways in book()["told"].items()
    }


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_the_answer_is_what_plain_reckoning_gives(level: int, name: str) -> None:
    for text in some(level, name, 60, seed=9):
        assert int(word_problem.solve(text, 0).answer) == reckoned(text), text


@pytest.mark.parametrize(("level", "name"), STRATA)
def test_numbers_agree_with_their_nouns(level: int, name: str) -> None:
    for variant, text in enumerate(some(level, name, 25)):
        row = word_problem.solve(text, variant * 7919 % word_problem.variants(text))
        whole = f"{row.question} {row.reasoning} {row.solution}"
        assert not re.search(r"(?<![-+] )\b1 (?!kg|hour\b|dollar\b|to\b|from\b)[a-z]+", whole), whole
        assert not re.search(r"\b[2-9][0-9]* (dollar|hour|year)\b", whole), whole
        assert not re.search(r"\ba [aeiou]|\ban [^aeiou]|  |\b0\b", whole), whole
        assert len(whole) < 1500


def test_another_wording_or_another_space_of_one_size_is_another_fingerprint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    digest = word_problem.fingerprint.__wrapped__
    made = [digest()]
    assert made == [word_problem.fingerprint()]
    with monkeypatch.context() as patch:
        patch.setattr(running, "how_often", lambda k: f"{k} times")
        made.append(digest())
    prices = word_problem.strata(1)["price"]
    for low in (0, 1):
        part = Interval(prices, low, prices.count() - 1 + low)
        with monkeypatch.context() as patch:
            patch.setattr(
                word_problem, "strata", lambda level, part=part: {"price": part} if level == 1 else {}
            )
            made.append(digest())
    assert len(set(made)) == len(made)


def test_no_two_sentences_in_a_row_join_alike() -> None:
    for level, name in STRATA:
        for variant, text in enumerate(some(level, name, 15)):
            row = word_problem.solve(text, variant * 104_729 % word_problem.variants(text))
            heads = [one.split(" ")[0] for one in row.question.split(". ")]
            assert not [pair for pair in pairwise(heads) if pair in (("Then", "Then"), ("After", "After"))], (
                row
            )


def test_the_text_of_a_story_is_its_items_again() -> None:
    assert story_of("has 30 gain 12 packs 4 6 sum") == (("has", 30), ("gain", 12), ("packs", 4, 6), ("sum",))
    assert text_of(story_of("trip leg 3 60 of 200")) == "trip leg 3 60 of 200"


def reckoned(text: str) -> Fraction:
    """Return the answer to a story, with unknowns found by trying."""
    story = story_of(text)
    head, *rest = story
    pairs = [item[1:] for item in rest if len(item) == 3]
    spent = sum(a * b for a, b in pairs)
    match head:
        case ("has" | "first" | "aged", start):
            return _walked(start, rest)
        case ("some",):
            return _tried(lambda x: _walked(x, rest[:-1]) == rest[-1][1])
        case ("whole" | "kin",):
            return _tried(lambda x: _walked(x, [*rest[:-1], ("sum",)]) == rest[-1][1])
        case ("future", age, years):
            return Fraction(age + years)
        case ("past", age, years):
            return Fraction(age - years)
        case ("gap", older):
            years, k = rest[0][1], rest[1][1]
            return _tried(lambda x: x + older + years == k * (x + years))
        case ("buys",):
            return Fraction(rest[-1][1] - spent if rest[-1][0] == "paid" else spent)
        case ("earns", hours, rate):
            return Fraction(hours * rate - spent)
        case ("unit", number):
            return Fraction(rest[-1][1] - spent, number)
        case ("trip",):
            return Fraction(rest[-1][1] - spent if rest[-1][0] == "of" else spent)
        case ("work",):
            return Fraction(spent)
        case ("pace" | "mix",):
            return Fraction(spent, sum(a for a, _ in pairs))
        case ("hours" | "speed", way, other):
            return Fraction(way, other)
        case ("meet" | "team", one, two, whole):
            return _tried(lambda x: one * x + two * x == whole)
        case ("chase", slow, fast, lead):
            return _tried(lambda x: slow * (lead + x) == fast * x)
        case ("ahead", slow, fast, way):
            return _tried(lambda x: way + slow * x == fast * x)
        case ("label", price):
            return _walked(price, rest)
        case ("ratio", *parts):
            word, number = rest[0]
            return Fraction(number * parts[-1], sum(parts) if word == "of" else parts[0])
        case ("mean", *numbers):
            return Fraction(sum(numbers), len(numbers))
        case ("missing", *numbers):
            return _tried(lambda x: Fraction(sum(numbers) + x, len(numbers) + 1) == rest[0][1])
        case ("blend", low, high, weight, worth):
            return _tried(lambda x: high * x + low * (weight - x) == weight * worth)
    raise AssertionError(text)


def _walked(start: int, items: list[tuple[object, ...]]) -> Fraction:
    """Return where a quantity gets to, or the sum of all that a chain names."""
    passed = [Fraction(start)]
    for word, *numbers in items:
        n, now = Fraction(numbers[0]) if numbers else Fraction(0), passed[-1]  # type: ignore[arg-type]
        reached = {
            "gain": now + n,
            "more": now + n,
            "older": now + n,
            "in": now + n,
            "loss": now - n,
            "fewer": now - n,
            "younger": now - n,
            "ago": now - n,
            "grow": now * n,
            "multiple": now * n,
            "percent": now * (100 - n) / 100,
            "off": now * (100 - n) / 100,
            "up": now * (100 + n) / 100,
            "take": now * n,
            "last": now,
            "sum": sum(passed, Fraction(0)),
        }
        if word in ("share", "part"):
            reached |= {"share": now / n, "part": now - now / n}
        if len(numbers) == 2:
            m = Fraction(numbers[1])  # type: ignore[arg-type]
            reached |= {"packs": now + n * m, "parts": now - now * n / m}
        passed.append(reached[str(word)])
    return passed[-1]


def _tried(holds) -> Fraction:
    (found,) = [x for x in range(1, 300) if holds(x)]
    return Fraction(found)
