"""The checker's reader: every form of docs/logic.md says what the page says, and nothing else is read."""

from __future__ import annotations

import pytest

from synth.verify._logic_clauses import Unreadable, positive, third_person
from synth.verify._logic_language import English, Formal, TooLarge
from synth.verify.proof.formula import Formulas

# A sentence, and its formula; a is "Ann sings", b "it is cold", c "the lamp is on".
SENTENCES = [
    ("Ann sings", "a"),
    ("Ann does not sing", "not a"),
    ("It is cold", "b"),
    ("It is not cold", "not b"),
    ("The lamp is not on", "not c"),
    ("Both Ann sings and it is cold", "a and b"),
    ("Ann sings and it is not cold", "a and not b"),
    ("Either Ann sings or it is cold", "a or b"),
    ("It is cold or the lamp is on", "b or c"),
    ("If Ann sings, then it is cold", "a implies b"),
    ("It is cold if Ann sings", "a implies b"),
    ("Ann sings only if it is cold", "a implies b"),
    ("Whenever Ann does not sing, it is cold", "not a implies b"),
    ("It is cold provided that Ann sings", "a implies b"),
    ("The claims that Ann sings and that it is cold are both true or both false", "a iff b"),
    ("Ann sings if and only if it is cold", "a iff b"),
    ("It is cold exactly when the lamp is not on", "b iff not c"),
    ("It is not the case that both Ann sings and it is cold", "not (a and b)"),
    ("It is not the case that Ann does not sing", "not not a"),
    ("It is false that Ann does not sing", "not not a"),
    ("It is false that either Ann sings or it is cold", "not (a or b)"),
    ("Just one of the claims that Ann sings and that it is cold is true", "not (a iff b)"),
    ("Both either Ann sings or it is cold and the lamp is on", "(a or b) and c"),
    ("Either Ann sings or both it is cold and the lamp is on", "a or (b and c)"),
    (
        "The claim that if Ann sings, then it is cold implies that the lamp is on",
        "(a implies b) implies c",
    ),
    (
        "Each of the claims that both Ann sings and it is cold and that the lamp is on is true",
        "(a and b) and c",
    ),
    (
        "At least one of the claims that either Ann sings or it is cold and that the lamp is on is true",
        "(a or b) or c",
    ),
    ("If Ann sings, then if it is cold, then the lamp is on", "a implies (b implies c)"),
    (
        "If just one of the claims that Ann sings and that it is cold is true, then the lamp is on",
        "not (a iff b) implies c",
    ),
    (
        "The claims that it is not the case that if Ann sings, then it is cold and that "
        "the claims that it is cold and that the lamp is on are both true or both false "
        "are both true or both false",
        "not (a implies b) iff (b iff c)",
    ),
    (
        "Just one of the claims that the claims that Ann sings and that it is cold are both true or both "
        "false and that just one of the claims that it is cold and that the lamp is on is true is true",
        "not ((a iff b) iff not (b iff c))",
    ),
    (
        "The claims that both Ann sings and it is cold and that either it is cold or the lamp is on "
        "are both true or both false",
        "(a and b) iff (b or c)",
    ),
    (
        "Both the claims that Ann sings and that it is cold are both true or both false and the lamp is on",
        "(a iff b) and c",
    ),
    (
        "Either just one of the claims that Ann sings and that it is cold is true or the lamp is on",
        "not (a iff b) or c",
    ),
    (
        "The claim that the claim that if Ann sings, then it is cold implies that the lamp is on "
        "implies that both it is cold and the lamp is on",
        "((a implies b) implies c) implies (b and c)",
    ),
    (
        "Each of the claims that each of the claims that both Ann sings and it is cold and that the lamp "
        "is on is true and that both Ann sings and it is cold is true",
        "((a and b) and c) and (a and b)",
    ),
    (
        "If at least one of the claims that either Ann sings or it is cold and that either it is cold or "
        "the lamp is on is true, then Ann sings",
        "((a or b) or (b or c)) implies a",
    ),
    (
        "It is not the case that it is not the case that "
        "either it is not cold or both Ann sings and it is cold",
        "not not (not b or (a and b))",
    ),
]

UNREADABLE = [
    "",
    "If if Ann sings, then it is cold, then the lamp is on",
    "Both both Ann sings and it is cold and the lamp is on",
    "Either either Ann sings or it is cold or the lamp is on",
    "The claim that Ann sings implies that it is cold",
    "Each of the claims that Ann sings and that it is cold is true",
    "At least one of the claims that Ann sings and that it is cold is true",
    "Each of the claims that both Ann sings and it is cold and that the lamp is on",
    "Each of the claims that both Ann sings and it is cold and that the lamp is on are true",
    "Each of the claims that both Ann sings and it is cold and the lamp is on is true",
    "Each of the claims that either Ann sings or it is cold and that the lamp is on is true",
    "At least one of the claims that either Ann sings or it is cold or that the lamp is on is true",
    "At least one of the claims that either Ann sings or it is cold and that the lamp is on",
    "At least one of the claims that both Ann sings and it is cold and that the lamp is on is true",
    "The claim that if Ann sings, then it is cold implies the lamp is on",
    "The claim that if Ann sings, then it is cold and that the lamp is on",
    "The claim that if Ann sings, then it is cold",
    "The claim that both Ann sings and it is cold implies that the lamp is on",
    "If Ann sings implies that it is cold, then the lamp is on",
    "Ann sings implies that it is cold",
    "ann sings",
    "Ann sing",
    "Ann",
    "Ann  sings",
    " Ann sings",
    "Ann sings ",
    "Ann sings,",
    "Ann, sings",
    "Ann not sings",
    "Ann does not",
    "Ann does sing not",
    "Ann doesn't sing",
    "Ann never sings",
    "Nobody sings",
    "The lamp is not not on",
    "Ann does not does not sing",
    "Ann sings and",
    "And Ann sings",
    "Ann sings and it is cold and the lamp is on",
    "Both Ann sings",
    "Both Ann sings or it is cold",
    "Both Ann sings, and it is cold",
    "Either Ann sings and it is cold",
    "Either Ann sings or The lamp is on",
    "Just one of the claims that Ann sings and it is cold is true",
    "Just one of the claims that Ann sings and that it is cold",
    "Just one of the claims that Ann sings and that it is cold are true",
    "Just one of the claims that Ann sings or that it is cold is true",
    "Just one of the claims that Ann sings is true",
    "Just one of the claims that Ann sings and that it is cold is true is true",
    "Just one of these claims is true",
    "One of the claims that Ann sings and that it is cold is true",
    "The claims that Ann sings and that it is cold are both true",
    "The claims that Ann sings and that it is cold",
    "The claims that Ann sings and that it is cold are both true or false",
    "The claims that Ann sings and that it is cold are both false or both true",
    "The claims that Ann sings and it is cold are both true or both false",
    "The claims that Ann sings and that it is cold is true",
    "The claims that Ann sings are both true or both false",
    "The claims that Ann sings and that the claims that it is cold and that the lamp is on "
    "are both true or both false",
    "The claims that just one of the claims that Ann sings and that it is cold and that the lamp is on "
    "are both true or both false",
    "The claims that Ann sings and that it is cold are both true or both false and the lamp is on",
    "The claims that Ann sings and that It is cold are both true or both false",
    "the claims that Ann sings and that it is cold are both true or both false",
    "Neither Ann sings nor it is cold",
    "If Ann sings then it is cold",
    "If Ann sings, it is cold",
    "If Ann sings , then it is cold",
    "If Ann sings, then it is cold and the lamp is on",
    "Whenever Ann sings, then it is cold",
    "Whenever both Ann sings and it is cold, the lamp is on",
    "It is cold unless Ann sings",
    "It is cold when Ann sings",
    "It is cold provided Ann sings",
    "It is cold only if both Ann sings and the lamp is on",
    "It is the case that Ann sings",
    "It is the case that Ann sings exactly when it is cold",
    "It is the case that Ann sings if and only if it is cold",
    "Exactly one of these is true: Ann sings or it is cold",
    "It is not the case that Ann sings",
    "It is false that Ann sings",
    "If it is false that Ann does not sing, then it is cold",
    "Both if Ann sings, then it is cold and the lamp is on or it is cold",
    "It is not the case that the claims that Ann sings and that it is cold are both true or both false",
    "It is false that the claims that Ann sings and that it is cold are both true or both false",
    "It is not the case that Ann sings exactly when it is cold",
    "Whenever the claims that Ann sings and that it is cold are both true or both false, the lamp is on",
    "It is true that Ann sings",
    "Suppose Ann sings",
    "Contradiction",
    "p implies q",
]

FORMULAS = ["p", "not p", "not not p", "p implies (q and not r)", "not (p or q)", "(p iff q) iff (r iff s)"]
NOT_FORMULAS = [
    "",
    "P",
    "a",
    "z",
    "(p)",
    "(p and q)",
    "not(p)",
    "not (p)",
    "(not p)",
    "p and q and r",
    "p  and q",
    " p",
    "p ",
    "p and",
    "and p",
    "p q",
    "p -> q",
    "(p and q",
    "p and q)",
    "p and (q)",
    "not",
    "Not p",
    "p, q",
    "((p and q) or r)",
]


@pytest.fixture
def english() -> English:
    return English(Formulas())


@pytest.fixture
def formal() -> Formal:
    return Formal(Formulas())


def written(formula: object) -> str:
    """Return a formula with letters for its clauses."""
    text = repr(formula)
    for clause, letter in (("ann sings", "a"), ("it is cold", "b"), ("the lamp is on", "c")):
        text = text.replace(clause, letter)
    return text


@pytest.mark.parametrize(("sentence", "formula"), SENTENCES)
def test_a_sentence_says_what_the_contract_says(english: English, sentence: str, formula: str) -> None:
    assert written(english.sentence(sentence).formula) == formula
    assert english.sentence(sentence) is english.sentence(sentence)


@pytest.mark.parametrize("sentence", UNREADABLE)
def test_what_is_not_of_the_contract_is_not_read(english: English, sentence: str) -> None:
    for _ in range(2):  # the second time from memory, if there were any
        with pytest.raises(Unreadable):
            english.sentence(sentence)


@pytest.mark.parametrize(
    "text", ["p" * 6000, "not " * 100 + "p", "(" * 50 + "p" + ")" * 50, "p and (" * 60 + "p" + ")" * 60]
)
def test_a_formula_beyond_the_limits_is_too_large(formal: Formal, text: str) -> None:
    with pytest.raises(TooLarge):
        formal.sentence(text)


@pytest.mark.parametrize(
    "text",
    ["Ann sings " * 600, "It is not the case that " + "it is not the case that " * 60 + "Ann does not sing"],
)
def test_a_sentence_beyond_the_limits_is_too_large(english: English, text: str) -> None:
    with pytest.raises(TooLarge):
        english.sentence(text)


def test_a_clause_is_read_without_a_capital_letter_of_its_own(english: English) -> None:
    assert written(english.clause("both Ann sings and it is cold").formula) == "a and b"
    for text in (
        "Both Ann sings and it is cold",
        "Ann sings and it is cold",
        "It is cold",
        "whenever Ann sings",
    ):
        with pytest.raises(Unreadable):
            english.clause(text)
    with pytest.raises(Unreadable):
        english.sentence("both Ann sings and it is cold")


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("Ann does not sing", True),
        ("Both Ann sings and it is cold", True),
        ("If Ann sings, then it is cold", True),
        ("The claims that Ann sings and that it is cold are both true or both false", True),
        ("It is not the case that Ann does not sing", True),
        ("It is false that Ann does not sing", False),
        ("Ann sings and it is cold", False),
        ("Ann sings exactly when it is cold", False),
        ("Ann sings provided that it is cold", False),
        ("Whenever Ann sings, it is cold", False),
    ],
)
def test_a_clause_is_told_from_the_other_sentences(english: English, sentence: str, plain: bool) -> None:
    assert english.sentence(sentence).plain is plain


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_read(formal: Formal, text: str) -> None:
    assert repr(formal.sentence(text).formula) == text


@pytest.mark.parametrize("text", NOT_FORMULAS)
def test_what_is_not_a_formula_is_not_read(formal: Formal, text: str) -> None:
    with pytest.raises(Unreadable):
        formal.sentence(text)


@pytest.mark.parametrize(
    ("clause", "atom"),
    [
        ("Ann does not watch a film", "Ann watches a film"),
        ("Ann does not carry the box", "Ann carries the box"),
        ("Ann does not play", "Ann plays"),
        ("Ann does not go home", "Ann goes home"),
        ("Ann does not have a cold", "Ann has a cold"),
        ("Ann does not do the dishes", "Ann does the dishes"),
        ("the bell does not buzz", "the bell buzzes"),
        ("the sky is not grey", "the sky is grey"),
        ("Ann is not who Bob is", "Ann is who Bob is"),
    ],
)
def test_a_negative_clause_denies_the_positive_one(clause: str, atom: str) -> None:
    assert positive(clause) == (atom, False)
    assert positive(atom) == (atom, True)


VERBS = {
    "try": "tries",
    "fly": "flies",
    "buy": "buys",
    "fix": "fixes",
    "wash": "washes",
    "hiss": "hisses",
    "echo": "echoes",
    "radio": "radios",
    "obey": "obeys",
    "teach": "teaches",
    "hope": "hopes",
    "be": "is",
}


@pytest.mark.parametrize(("verb", "form"), VERBS.items())
def test_a_verb_takes_the_ending_of_the_third_person(verb: str, form: str) -> None:
    assert third_person(verb) == form


def test_cases_name_atoms_and_values(english: English, formal: Formal) -> None:
    named = english.case("Ann sings, it is not cold")
    assert [(written(reading.formula), value) for reading, value in named] == [("a", True), ("b", False)]
    assert [reading.spellings for reading, _ in named] == [
        (("ann sings", "Ann sings"),),
        (("it is cold",) * 2,),
    ]
    assert [(repr(r.formula), v) for r, v in formal.case("p true, q false")] == [("p", True), ("q", False)]
    for text in (
        "",
        "it is true that Ann sings",
        "it is false that it is cold",
        "it is not the case that it is cold",
        "it is not the case that it is not cold",
        "both Ann sings and it is cold",
        "Ann sings and it is cold",
        "The lamp is on",
        "Ann sings,",
        "Ann sings, ",
        "Ann sings,it is cold",
        "p true",
    ):
        with pytest.raises(Unreadable):
            english.case(text)
    for text in ("", "p", "p maybe", "p true,q false", "p true, ", "not p true"):
        with pytest.raises(Unreadable):
            formal.case(text)
