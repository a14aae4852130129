"""Template files that are refused: two trees that read alike, and what does not fit a grammar or a slot."""

from __future__ import annotations

import pytest

from synth.errors import InputError
from synth.grammar import Node
from synth.grammar.errors import TemplateError
from synth.grammar.templates import Templates, make_templates

HEAD = """
[slots.fact]
kind = "proposition"
atoms = ["p", "q", "r"]
entries = [
    { text = "it rains", negation = "it does not rain" },
    { text = "Kim sings", negation = "Kim does not sing" },
    { text = "Lee runs", negation = "Lee does not run" },
]
[clause]
fact = "{0}"
"""
CONSTRUCTORS = {"p": {0}, "q": {0}, "r": {0}, "not": {1}, "and": {2}, "or": {2}, "start": set[int]()}
SAID = {"not": '"not(fact)" = "{0.negation}"', "and": '"and(clause, clause)" = "both {0} and {1}"'}


def made(lines: str, *said: str, head: str = HEAD) -> Templates:
    """Templates with these phrases and, for the constructors left, others that fit."""
    silent = [name for name in ("start", "not", "and", "or") if f'"{name}(' not in lines and name not in said]
    source = f"silent = {silent!r}\n{head}" + "".join(f"{SAID[name]}\n" for name in said) + lines
    return make_templates(source, "x.toml", CONSTRUCTORS)


def test_the_phrases_that_the_refused_ones_are_made_from_are_accepted() -> None:
    templates = made('"or(clause, clause)" = "either {0} or {1}"', "not", "and")
    f = Node("or", (Node("and", (Node("p"), Node("not", (Node("q"),)))), Node("r")))
    text = "either both it rains and Kim does not sing or Lee runs"
    assert templates.text(f, 0, {"p": 0, "q": 1, "r": 2}, "clause") == text
    assert templates.parse(text, {"p": 0, "q": 1, "r": 2}, "clause") == f


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        # Two trees read alike.
        (
            '"and(clause, clause)" = "both {0} and {1}"\n"or(clause, clause)" = "both {0} and {1}"',
            "x.toml:14: clause or(clause, clause) = 'both {0} and {1}' reads like clause and(clause, "
            "clause) = "
            "'both {0} and {1}' (line 13); reword one, lest two trees read alike",
        ),
        (
            '"and(clause, clause)" = [\n  "both {0} and {1}",\n  "both {1} and {0}",\n]',
            "x.toml:15: clause and(clause, clause) = 'both {1} and {0}' reads like clause and(clause, "
            "clause) = "
            "'both {0} and {1}' (line 14); reword one, lest two trees read alike",
        ),
        (
            '"and(clause, clause)" = "{0} and {1}"',
            "x.toml:13: and(p, and(p, p)) and and(and(p, p), p) would both read 'it rains and it rains "
            "and it "
            "rains', by clause and(clause, clause) = '{0} and {1}'; mark with words where a part begins "
            "and ends",
        ),
        (
            '"not(clause)" = "it is false that {0}"\n"and(clause, clause)" = "{0} and {1}"',
            "x.toml:14: not(and(p, p)) and and(not(p), p) would both read 'it is false that it rains and "
            "it rains', "
            "by clause not(clause) = 'it is false that {0}' (line 13) and clause and(clause, clause) = "
            "'{0} and {1}'; mark with words where a part begins and ends",
        ),
        (
            '"not(fact)" = ["{0.negation}", "{0.negation}"]',
            "x.toml:13: clause not(fact) = '{0.negation}' is there twice; drop one",
        ),
        (
            '"not(fact)" = "{0.negation}"\n[sentence]\nclause = "{0}"\n"not(fact)" = "{0.negation}"',
            "x.toml:16: not(p) reads 'it does not rain' in two ways, by sentence clause = '{0}' (line "
            "15) and "
            "sentence not(fact) = '{0.negation}'; drop one",
        ),
        (
            '"not(fact)" = "it is wrong"',
            "x.toml:13: clause not(fact) = 'it is wrong': {0} is not in the phrase, so two trees would "
            "read alike",
        ),
        # A phrase is wrong in itself.
        (
            '"and(clause, clause)" = "both {0} and {2}"',
            "x.toml:13: clause and(clause, clause) = 'both {0} and {2}': no leaf {2} in the pattern; "
            "there are: {0}, {1}",
        ),
        (
            '"not(fact)" = "{0.denial}"',
            "x.toml:13: clause not(fact) = '{0.denial}': {0.denial} asks for an unknown form of fact; "
            "there are text, negation",
        ),
        (
            '"not(clause)" = "not {0.negation}"',
            "x.toml:13: clause not(clause) = 'not {0.negation}': {0.negation} asks for a form of the "
            "category "
            "clause; only slots have forms",
        ),
        (
            '"and(clause, clause)" = "both {0} and {0} and {1}"',
            "x.toml:13: clause and(clause, clause) = 'both {0} and {0} and {1}': {0} is in the phrase twice; "
            "a category leaf is said once",
        ),
        (
            '"not(clause)" = "non-{0}"',
            "x.toml:13: clause not(clause) = 'non-{0}': a blank stands by itself, between spaces or "
            "punctuation marks",
        ),
        (
            '"not(clause)" = "not  {0}"',
            "x.toml:13: clause not(clause) = 'not  {0}': a phrase is words and blanks with one space between",
        ),
        (
            '"not(clause)" = "not {0"',
            "x.toml:13: clause not(clause) = 'not {0': a brace without its partner",
        ),
        (
            '"not(clause)" = 3',
            "x.toml:13: clause not(clause) needs a phrase or a list, not 3",
        ),
        # A pattern does not fit the grammar.
        (
            '"nott(clause)" = "not {0}"',
            "x.toml:13: clause nott(clause) = 'not {0}': nott is no constructor, category or slot; the "
            "nearest is not",
        ),
        (
            '"and(clause, claus)" = "both {0} and {0}"',
            "x.toml:13: clause and(clause, claus) = 'both {0} and {0}': {0} is in the phrase twice; a "
            "category leaf "
            "is said once",
        ),
        (
            '"and(clause, claus)" = "both {0} and that"',
            "x.toml:13: clause and(clause, claus) = 'both {0} and that': claus is no constructor, "
            "category or slot; "
            "the nearest is clause",
        ),
        (
            '"not(clause, clause)" = "not {0} but {1}"',
            "x.toml:13: clause not(clause, clause) = 'not {0} but {1}': not has 1 children in the "
            "grammar, not 2",
        ),
        (
            '"and(clause, clause" = "both {0} and {1}"',
            "x.toml:13: the pattern 'and(clause, clause' needs ')' before ''",
        ),
        (
            '"and(a: clause, a: clause)" = "both {a} and {a}"',
            "x.toml:13: the pattern 'and(a: clause, a: clause)' needs labels that are distinct names",
        ),
        (
            'p = "it pours"',
            "x.toml:13: clause p = 'it pours': p is an atom of the slot fact; give the phrase to the slot",
        ),
        (
            'sentence = "{0}"\n[sentence]\nclause = "{0}"',
            "x.toml:15: sentence clause = '{0}': the category clause includes itself, so a tree would have "
            "endlessly many phrasings; drop one inclusion",
        ),
        ("[fact]\n", "x.toml:13: fact is both a slot and a category"),
        ("[sentence]\n", "x.toml:13: the category sentence has no phrase"),
        (
            '[sentence]\n"not(fact)" = ["The best is that {0}", "the rest is that {0}"]',
            "x.toml: sentences may open with 'The' and with 'the', which look the same with a capital; "
            "reword one",
        ),
    ],
)  # fmt: skip
def test_a_phrase_is_refused_by_its_fault(lines: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        made(lines)
    assert str(caught.value) == message
    assert isinstance(caught.value, InputError)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"Lee runs"',
            '"Kim does not sing"',
            "x.toml:3: slot fact: the entries 'Kim does not sing' and 'Kim sings' both read 'Kim does "
            "not sing'",
        ),
        (
            '"Lee runs"', '"it rains"',
            "x.toml:3: slot fact: the entries 'it rains' and 'it rains' both read 'it rains'",
        ),
        (
            '"Lee runs"',
            '"Kim sings or it rains"',
            "x.toml: two trees might read alike: before 'or' it is open which of these ends or goes on: "
            "the entry 'Kim sings or it rains' of fact.text; the entry 'Kim sings' of fact.text; reword one",
        ),
        (
            '"Lee runs"',
            '"either Kim sings or Lee runs"',
            "x.toml: two trees might read alike: before 'or' it is open which of these ends or goes on: "
            "the entry 'Kim sings' of fact.text; the entry 'either Kim sings or Lee runs' of fact.text; "
            "reword one",
        ),
        ('"Lee runs"', '"Lee  runs"', "x.toml:3: slot fact: 'Lee  runs' is not words with one space between"),
        (
            ', negation = "Lee does not run"',
            "",
            "x.toml:3: slot fact has an entry {'text': 'Lee runs'} without negation",
        ),
        (
            '"r"]',
            '"r", "s"]',
            "x.toml:3: slot fact has 4 atoms and only 3 entries",
        ),
        ('"r"]', '"z"]', "x.toml: the atom z of slot fact is no constructor without children"),
        ('"r"]', '"q"]', "x.toml:3: slot fact names an atom twice"),
        (
            '"proposition"', '"verb"',
            "x.toml:3: slot fact has kind 'verb'; the kinds are proposition, noun, name, int",
        ),
        (
            'kind = "proposition"',
            'kind = "int"',
            "x.toml:3: slot fact has a key 'entries'; a slot of kind int has atoms, kind, range",
        ),
        ('kind = "proposition"', "kind = ", "x.toml: not TOML: Invalid value (at line 4, column 8)"),
    ],
)  # fmt: skip
def test_a_slot_is_refused_by_its_fault(old: str, new: str, message: str) -> None:
    assert old in HEAD
    with pytest.raises(TemplateError) as caught:
        made('"or(clause, clause)" = "either {0} or {1}"', "not", head=HEAD.replace(old, new))
    assert str(caught.value) == message


def test_a_clause_that_goes_on_like_a_phrase_is_shown_with_its_text() -> None:
    head = HEAD.replace('"Lee runs"', '"Kim sings well"')
    with pytest.raises(
        TemplateError, match=r"^x.toml:13: \w and not\(\w\) would both read 'Kim sings well', by"
    ):
        made('"not(clause)" = "{0} well"', head=head)


@pytest.mark.parametrize(
    ("silent", "message"),
    [
        ('["and"]', "x.toml: the constructor or has no phrase; add one, or name it in silent = [...]"),
        ('["and", "or", "not"]', "x.toml: the constructor not has a phrase and is silent; drop one"),
        ('["and", "or", "xor"]', "x.toml: silent names 'xor', which is no constructor"),
        ('"and"', "x.toml: silent is a list of constructors, not 'and'"),
    ],
)
def test_each_constructor_is_said_or_silent(silent: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        make_templates(
            f"silent = {silent}\n{HEAD}{SAID['not']}",
            "x.toml",
            {k: v for k, v in CONSTRUCTORS.items() if k != "start"},
        )
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("slot", "message"),
    [
        ('kind = "int"', "slot x needs range = [low, high] with 0 <= low <= high < 10^18"),
        ('kind = "int"\nrange = [5, 2]', "slot x needs range = [low, high] with 0 <= low <= high < 10^18"),
        ('kind = "noun"\nentries = []', "slot x has no entries; give at least one"),
        (
            'kind = "noun"\nentries = [{ plural = "oxen" }]',
            "slot x has an entry {'plural': 'oxen'} without singular",
        ),
        (
            'kind = "noun"\nentries = [{ singular = "ox", article = "the" }]',
            "slot x has the article 'the'; it is a or an",
        ),
        ('kind = "name"\nentries = ["Ann"]', "slot x has an entry 'Ann' without pronoun"),
        (
            'kind = "name"\nentries = [{ name = "Ann", pronoun = "her" }]',
            "slot x has the pronoun 'her'; it is she, he or they",
        ),
        (
            'kind = "name"\nentries = [{ name = "Ann", age = "3" }]',
            "slot x has an entry {'name': 'Ann', 'age': '3'}; an entry of kind name has name, pronoun",
        ),
    ],
)  # fmt: skip
def test_a_kind_of_slot_asks_for_its_keys(slot: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        make_templates(f"[slots.x]\n{slot}\n", "x.toml", {})
    assert str(caught.value) == f"x.toml:1: {message}"


def test_a_pronoun_alone_does_not_say_who() -> None:
    people = 'kind = "name"\nentries = [{ name = "Ann", pronoun = "she" }, { name = "Eve", pronoun = "she" }]'
    source = f'[slots.who]\n{people}\n[sentence]\n"sings(who)" = "{{0.subject}} sings"\n'
    with pytest.raises(
        TemplateError, match=r"\{0\} is only in forms that entries share, so two trees would read alike$"
    ):
        make_templates(source, "x.toml", {"sings": {1}})


def test_a_number_in_a_phrase_is_told_from_a_number_in_a_slot() -> None:
    source = '[slots.n]\nkind = "int"\nrange = [0, 9]\n[sentence]\n"num(n)" = "{0} is less than 10"\n'
    templates = make_templates(source, "x.toml", {"num": {1}})
    assert templates.text(Node("num", ("7",)), 0, {}) == "7 is less than 10."
    assert templates.parse("7 is less than 10.", {}) == Node("num", ("7",))
    with pytest.raises(
        TemplateError, match=r"^x.toml:6: num\(2\) and zero would both read '2 is less than 10'"
    ):
        make_templates(source + 'zero = "2 is less than 10"\n', "x.toml", {"num": {1}, "zero": {0}})
