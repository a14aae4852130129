"""Automata count and order what `re` matches."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.grammar.automaton import (
    Automaton,
    begins,
    difference,
    from_regex,
    from_token,
    from_words,
    overruns,
)

ALPHABET = "ab1_"
WORDS = ["".join(word) for length in range(5) for word in product(ALPHABET, repeat=length)]

# Anything else in these patterns is over the alphabet as well, so that brute force sees every word.
patterns = st.recursive(
    st.sampled_from(["a", "b", "1", "_", "[ab]", "[a1]", "ab", "ba"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        inner.map(lambda one: f"(?:{one})?"),
        inner.map(lambda one: f"(?:{one})*"),
        inner.map(lambda one: f"(?:{one})+"),
        inner.map(lambda one: f"(?:{one}){{1,2}}"),
    ),
    max_leaves=6,
)


def listed(automaton: Automaton, longest: int = 4) -> list[str]:
    return [automaton.word(rank, longest) for rank in range(automaton.words_up_to(longest))]


@given(patterns)
def test_the_words_of_a_pattern_are_those_that_re_matches_by_length_then_letter(pattern: str) -> None:
    automaton = from_regex(pattern)
    matched = [word for word in WORDS if re.fullmatch(pattern, word)]
    assert listed(automaton) == sorted(matched, key=lambda word: (len(word), word))
    for length in range(5):
        assert automaton.count(length) == sum(len(word) == length for word in matched)
    for rank, word in enumerate(listed(automaton)):
        assert automaton.rank(word) == rank
    assert all(automaton.accepts(word) == (word in matched) for word in WORDS)


@given(patterns)
def test_the_longest_word_is_none_where_a_loop_is(pattern: str) -> None:
    automaton = from_regex(pattern)
    longest = automaton.longest()
    states = len(automaton.moves)
    if longest is None:
        # The pumping lemma: endless if and only if some word is as long as there are states.
        assert any(automaton.count(length) for length in range(states, 2 * states + 1))
    else:
        assert automaton.count(longest)
        assert not any(automaton.count(length) for length in range(longest + 1, longest + states + 2))


@given(patterns, patterns)
def test_a_difference_leaves_out_words_or_what_begins_with_them(left: str, right: str) -> None:
    def matched(pattern: str, word: str) -> bool:
        return re.fullmatch(pattern, word) is not None

    apart = difference(from_regex(left), from_regex(right))
    assert listed(apart) == sorted(
        (word for word in WORDS if matched(left, word) and not matched(right, word)),
        key=lambda word: (len(word), word),
    )
    free = difference(from_regex(left), from_regex(right), prefixes=True)
    assert listed(free) == sorted(
        (
            word
            for word in WORDS
            if matched(left, word) and not any(matched(right, word[:n]) for n in range(len(word) + 1))
        ),
        key=lambda word: (len(word), word),
    )


@given(patterns, patterns)
def test_begins_tells_of_proper_beginnings(reader: str, word: str) -> None:
    # Words of at most four letters show a beginning only if there is one.
    shown = any(
        re.fullmatch(word, text) and any(re.fullmatch(reader, text[:n]) for n in range(1, len(text)))
        for text in WORDS
    )
    found = begins(from_regex(reader), from_regex(word))
    assert found or not shown


@given(patterns, st.sampled_from(["a", "b", "1", "ab", "_"]), st.sampled_from(["a", "b", "1", "ba"]))
def test_overruns_tells_of_reading_into_the_next_token(reader: str, first: str, second: str) -> None:
    text = first + second
    past = any(re.fullmatch(reader, text[:n]) for n in range(len(first) + 1, len(text) + 1))
    assert overruns(from_regex(reader), from_words([first]), from_words([second])) or not past


@pytest.mark.parametrize(
    ("pattern", "letters", "longest"),
    [
        # ESCAPED_STRING and C_COMMENT of Lark's common.lark, and the string of many tutorials.
        (r'".*?(?<!\\)(\\\\)*?"', '"\\a\n', 7),
        (r"/\*(.|\n)*?\*/", "/*a\n", 7),
        ('".*?"', '"a\n', 7),
        ("(?:a(?:b|1){1,3}?_)", "ab1_", 6),
        # Greedy patterns read all that they can.
        ("a+b?", "ab", 6),
    ],
)
def test_a_token_that_stops_early_holds_no_longer_words(pattern: str, letters: str, longest: int) -> None:
    automaton = from_token(pattern)
    for length in range(longest + 1):
        for letter in product(letters, repeat=length):
            word = "".join(letter)
            found = re.match(pattern, word)
            assert automaton.accepts(word) == bool(found and found.end() == length)


def test_words_make_the_automaton_of_their_list() -> None:
    words = ["let", "le", "in", "", "lex"]
    automaton = from_words(words)
    assert listed(automaton, 3) == ["", "in", "le", "let", "lex"]
    assert automaton.longest() == 3
    assert from_words([]).is_empty()
    assert from_words([]).longest() == -1


def test_names_without_keywords_are_counted_by_difference() -> None:
    names = from_regex("[a-z]+")
    assert names.words_up_to(4) == 475_254
    for word in ("and", "or", "not", "implies", "therefore", "exactly"):
        names = difference(names, from_words([word]))
    assert names.words_up_to(4) == 475_251


@pytest.mark.parametrize("pattern", [r"a(?<=a)b", r"\bab", r"(a)\1"])
def test_what_is_not_regular_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        from_regex(pattern)


@pytest.mark.parametrize(("word", "rank"), [("a" * 40, None), ("b", None)])
def test_a_word_outside_has_no_rank(word: str, rank: None) -> None:
    with pytest.raises(ValueError, match=word):
        from_regex("a{0,39}").rank(word)


def test_a_rank_outside_has_no_word() -> None:
    with pytest.raises(IndexError):
        from_regex("[ab]").word(2, 1)
