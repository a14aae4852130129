"""Typed templates: exact counts, every phrasing read back, ambiguous files refused."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.grammar import Node, load
from synth.grammar.errors import NotInSpace, UnknownGrammar
from synth.grammar.fit import arities
from synth.grammar.slots import spelled
from synth.grammar.templates import Templates, load_templates, make_templates

ATOMS = "pqrstuvwxy"
LOGIC = load_templates("logic")
SHOP = Path(__file__).resolve().parents[1] / "fixtures" / "templates" / "shop.lark"
RESERVED = {
    "both",
    "and",
    "either",
    "or",
    "neither",
    "nor",
    "if",
    "then",
    "only",
    "unless",
    "exactly",
    "when",
    "whenever",
    "case",
    "false",
    "suppose",
    "that",
    "provided",
}


def no(formula: Node) -> Node:
    return Node("not", (formula,))


def two(name: str, left: Node, right: Node) -> Node:
    return Node(name, (left, right))


P, Q, R = Node("p"), Node("q"), Node("r")
NAMES = {"p": 0, "q": 1, "r": 2}

formulas = st.recursive(
    st.sampled_from([Node(atom) for atom in ATOMS]),
    lambda inner: st.one_of(
        inner.map(no),
        st.builds(two, st.sampled_from(["and", "or", "implies", "iff"]), inner, inner),
    ),
    max_leaves=8,
)
namings = st.permutations(range(len(LOGIC.pool("proposition")))).map(
    lambda order: dict(zip(ATOMS, order, strict=False))
)


def small(depth: int) -> list[Node]:
    """All formulas over p and q up to a depth."""
    found = [P, Q]
    for _ in range(depth):
        joined = [
            two(name, a, b) for name in ("and", "or", "implies", "iff") for a, b in product(found, repeat=2)
        ]
        found = [P, Q, *map(no, found), *joined]
    return found


def is_literal(f: Node) -> bool:
    return f.name in ATOMS or (f.name == "not" and is_literal_atom(f.children[0]))


def is_literal_atom(f: Node | str) -> bool:
    return isinstance(f, Node) and f.name in ATOMS


def clauses(f: Node) -> int:
    """The number of clauses that the table of docs/logic.md allows for a formula."""
    inside = [clauses(child) for child in f.children if isinstance(child, Node)]
    if f.name == "not":
        return inside[0]
    return inside[0] * inside[1] if inside else 1


def sentences(f: Node) -> int:
    """The number of sentences that the table of docs/logic.md allows for a formula."""
    children = [child for child in f.children if isinstance(child, Node)]
    if f.name == "not":
        return clauses(f) + (not is_literal_atom(children[0]) and children[0].name != "iff")
    more = {"and": 1, "or": 1, "implies": 4, "iff": 2}.get(f.name, 0)
    return clauses(f) + (more if all(map(is_literal, children)) else 0)


# The logic family's phrases


@settings(max_examples=300)
@given(formulas, namings, st.sampled_from(["sentence", "clause"]))
def test_every_phrasing_is_counted_distinct_and_read_back(
    f: Node, names: dict[str, int], category: str
) -> None:
    count = LOGIC.count(f, category)
    assert count == (sentences(f) if category == "sentence" else clauses(f))
    texts = [LOGIC.text(f, i, names, category) for i in range(min(count, 40))]
    assert len(set(texts)) == len(texts)
    assert all(LOGIC.parse(text, names, category) == f for text in texts)
    with pytest.raises(NotInSpace, match=f"has {count} phrasings as {category}, no number {count}$"):
        LOGIC.text(f, count, names, category)


def test_no_two_small_formulas_share_a_text() -> None:
    readings: dict[str, Node] = {}
    for f in small(2):
        texts = {LOGIC.text(f, i, NAMES) for i in range(LOGIC.count(f))}
        assert len(texts) == sentences(f)
        for text in texts:
            assert readings.setdefault(text, f) == f
    assert len(readings) > 1_500


def test_the_sentences_are_those_of_the_table() -> None:
    def said(f: Node) -> list[str]:
        return [LOGIC.text(f, i, NAMES) for i in range(LOGIC.count(f))]

    assert said(two("and", P, no(Q))) == [
        "Both the lamp is on and Ann does not sing.",
        "The lamp is on and Ann does not sing.",
    ]
    assert said(two("or", Q, P)) == ["Either Ann sings or the lamp is on.", "Ann sings or the lamp is on."]
    assert said(two("implies", P, Q)) == [
        "If the lamp is on, then Ann sings.",
        "Ann sings if the lamp is on.",
        "The lamp is on only if Ann sings.",
        "Whenever the lamp is on, Ann sings.",
        "Ann sings provided that the lamp is on.",
    ]
    assert said(two("iff", no(P), Q)) == [
        "The claims that the lamp is not on and that Ann sings are both true or both false.",
        "The lamp is not on if and only if Ann sings.",
        "The lamp is not on exactly when Ann sings.",
    ]
    assert said(no(two("iff", P, no(Q)))) == [
        "Just one of the claims that the lamp is on and that Ann does not sing is true.",
    ]
    assert said(two("and", two("and", P, Q), R)) == [
        "Each of the claims that both the lamp is on and Ann sings and that the door is open is true.",
    ]
    assert said(two("or", two("or", P, Q), R)) == [
        "At least one of the claims that either the lamp is on or Ann sings and that the door is open "
        "is true.",
    ]
    assert said(two("implies", two("implies", P, Q), R)) == [
        "The claim that if the lamp is on, then Ann sings implies that the door is open.",
    ]
    assert said(two("and", P, two("and", Q, R))) == [
        "Both the lamp is on and both Ann sings and the door is open.",
    ]
    assert said(two("iff", no(two("iff", P, Q)), R)) == [
        "The claims that just one of the claims that the lamp is on and that Ann sings is true and that "
        "the door is open are both true or both false.",
    ]
    assert said(no(P)) == ["The lamp is not on."]
    assert said(no(no(P))) == [
        "It is not the case that the lamp is not on.",
        "It is false that the lamp is not on.",
    ]
    assert said(no(two("or", no(P), Q))) == [
        "It is not the case that either the lamp is not on or Ann sings.",
        "It is false that either the lamp is not on or Ann sings.",
    ]
    assert said(two("implies", two("and", P, Q), two("iff", Q, R))) == [
        "If both the lamp is on and Ann sings, then the claims that Ann sings and that the door is open "
        "are both true or both false."
    ]


def test_a_grammar_s_own_trees_are_put_in_words() -> None:
    space = load("logic.lark").space(depth=3)
    names = {atom: 7 * i for i, atom in enumerate(ATOMS)}
    for i in range(30):
        argument = space[space.sample(5, i)].node()
        assert argument.name == "start"
        for f in argument.children:
            count = LOGIC.count(f)
            assert LOGIC.parse(LOGIC.text(f, count - 1, names), names) == f


def test_deep_formulas_do_not_recurse() -> None:
    for side in range(2):
        f = P
        for i in range(5_000):
            pair = (f, Q) if side else (Q, f)
            f = Node("and", pair) if i % 2 else no(f)
        text = LOGIC.text(f, 0, NAMES)
        again = LOGIC.parse(text, NAMES)
        assert LOGIC.text(again, 0, NAMES) == text


def test_phrasings_are_counted_beyond_machine_words() -> None:
    plain = files("synth").joinpath("grammars", "logic.toml").read_text()
    said = '"it is not the case that {0}"'
    assert said in plain
    richer = make_templates(
        plain.replace(said, f'[{said}, "it is untrue that {{0}}"]'), "logic.toml", arities(load("logic.lark"))
    )
    wide = no(two("or", P, Q))
    for _ in range(200):
        wide = two("implies", wide, no(two("or", P, Q)))
    assert richer.count(wide) == 2**201
    last = richer.text(wide, 2**201 - 1, NAMES)
    assert last.count("it is untrue that") == 201
    assert richer.parse(last, NAMES) == wide


def test_the_pool_is_plain_and_its_clauses_are_independent() -> None:
    pool = LOGIC.pool("proposition")
    assert len(pool) >= 60
    clauses_ = [text.split() for entry in pool for text in entry]
    assert not RESERVED & {word.lower() for words in clauses_ for word in words}
    for one, other in product(clauses_, repeat=2):
        assert one is other or other[: len(one)] != one
    subjects = [text.split(" is ")[0] if " is " in text else _subject(text) for text, _ in pool]
    assert len(set(subjects)) == len(subjects)
    predicates = [text.removeprefix(subject) for (text, _), subject in zip(pool, subjects, strict=True)]
    assert len(set(predicates)) == len(predicates)
    for text, negation in pool:
        if " is " in text:
            assert negation == text.replace(" is ", " is not ")
        else:
            verb = text.removeprefix(_subject(text)).split()[0]
            assert verb.endswith("s")
            assert negation == text.replace(f" {verb}", f" does not {verb[:-1]}")


def _subject(text: str) -> str:
    return " ".join(text.split()[: 2 if text.startswith("the ") else 1])


# Each kind of slot


@pytest.fixture(scope="module")
def shop() -> Templates:
    return load_templates(str(SHOP))


def test_every_tree_of_a_grammar_with_tokens_is_read_back_in_every_phrasing(shop: Templates) -> None:
    grammar = load(str(SHOP))
    names = {"p": 2, "q": 0}
    readings: dict[str, Node] = {}
    for tree in grammar.space(depth=3):
        node = tree.node()
        count = shop.count(node)
        assert count
        for i in range(count):
            text = shop.text(node, i, names)
            assert readings.setdefault(text, node) == node
            assert shop.parse(text, names) == node
        assert grammar.build(node) == tree
    assert len(readings) > 200


@pytest.mark.parametrize(
    ("tree", "texts"),
    [
        (("have", "Ann", "1", "apple"), ["Ann has 1 apple.", "Ann has one apple to carry."]),
        (("have", "Ben", "42", "cherry"), ["Ben has 42 cherries.", "Ben has forty-two cherries to carry."]),
        (("have", "Ben", "0", "sheep"), ["Ben has 0 sheep.", "Ben has zero sheep to carry."]),
        (("give", "Ann", "Ben", "apple"), ["Ann gives Ben an apple, for he asked her."]),
        (("give", "Sam", "Ann", "yam"), ["Sam gives Ann a yam, for she asked them."]),
        (
            ("age", "Sam", "7"),
            ["Sam's age is seven.", "Sam counts the years in their diary and finds 7."],
        ),
        (("age", "Ben", "99"), ["Ben counts the years in his diary and finds 99."]),
        (("have", "Ann", "100", "apple"), []),
        (("have", "Ann", "01", "apple"), []),
        (("have", "Ann", "3", "pear"), []),
        (("have", "Eve", "3", "apple"), []),
    ],
)
def test_slots_write_articles_plurals_pronouns_and_numbers(
    shop: Templates, tree: tuple[str, ...], texts: list[str]
) -> None:
    node = Node(tree[0], tree[1:])
    assert [shop.text(node, i, {}) for i in range(shop.count(node))] == texts
    assert all(shop.parse(text, {}) == node for text in texts)


def test_a_question_keeps_its_mark_and_a_proposition_has_its_negation(shop: Templates) -> None:
    names = {"p": 2, "q": 1}
    holding = Node("have", ("Ann", "2", "banana"))
    assert shop.text(Node("ask", (holding,)), 0, names) == "Is it true that Ann has 2 bananas?"
    denied = Node("deny", (P,))
    assert [shop.text(denied, i, names) for i in range(2)] == [
        "Kim does not sing.",
        "It is wrong that Kim sings.",
    ]
    assert shop.text(denied, 0, names | {"p": 0}) == "It does not rain."
    assert shop.text(holding, 0, {}, "holding") == "Ann has 2 bananas"
    assert shop.pool("fruit")[2] == ("cherry", "cherries", "a")
    assert shop.pool("person")[2] == ("Sam", "they")
    assert shop.pool("count") == range(100)


def test_numbers_are_spelled() -> None:
    assert [spelled(n) for n in (0, 13, 20, 21, 99, 100)] == [
        "zero", "thirteen", "twenty", "twenty-one", "ninety-nine", "one hundred",
    ]  # fmt: skip
    assert len({spelled(n) for n in range(101)}) == 101


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Ann has 1 apples.", "'apples' stands where 'apple' belongs"),
        ("Ann has 2 apple.", "'apple' stands where 'apples' belongs"),
        ("Ann has 100 apples.", "'100' is not in the range of count"),
        ("Ann has 03 apples.", "'03' is not in the range of count"),
        ("Ann gives Ben an apple, for she asked her.", "'she' stands where 'he' belongs"),
        (
            "Ann gives Ben a apple, for he asked her.",
            "word 5 is 'apple', expected 'banana', 'cherry', 'sheep', 'yam'",
        ),
        (
            "Ann has 2.",
            "word 4 is the end, expected 'apple', 'apples', 'banana', 'bananas', or one of 5 others",
        ),
        ("Ann has 2  apples.", "it is not words with one space between"),
        ("Ann has 2 apples", "a sentence ends with a full stop"),
        ("ann has 2 apples.", "no sentence opens with 'ann'"),
        ("2 apples.", "no sentence opens with '2'"),
        ("Kim sings.", "no atom has the name 'Kim sings'"),
        ("Is it true that Ann has 2 apples.", "word 9 is the end, expected '?'"),
        ("", "it is not words with one space between"),
    ],
)  # fmt: skip
def test_a_text_that_no_tree_has_is_refused_where_it_goes_wrong(
    shop: Templates, text: str, fault: str
) -> None:
    with pytest.raises(NotInSpace, match=f"^cannot read {re.escape(repr(text))}: {re.escape(fault)}"):
        shop.parse(text, {"p": 0, "q": 1})


# Names and files


def test_two_atoms_of_one_name_are_refused() -> None:
    with pytest.raises(NotInSpace, match=r"^p and q have one name, entry 3 of proposition$"):
        LOGIC.parse("The lamp is on.", {"p": 3, "q": 3})
    with pytest.raises(NotInSpace, match=r"^logic\.toml: z is no atom of a slot$"):
        LOGIC.parse("The lamp is on.", {"z": 3})
    with pytest.raises(NotInSpace, match=r"^cannot read 'Ann sings\.': no atom has the name 'Ann sings'$"):
        LOGIC.parse("Ann sings.", {"p": 0})
    with pytest.raises(KeyError):
        LOGIC.text(P, 0, {"q": 0})


def test_what_a_category_cannot_say_has_no_phrasing() -> None:
    f = two("and", P, Q)
    assert LOGIC.count(f, "literal") == 0
    with pytest.raises(
        NotInSpace, match=r"^logic.toml: and\(p, q\) has 0 phrasings as literal, no number 0$"
    ):
        LOGIC.text(f, 0, NAMES, "literal")
    assert LOGIC.count(Node("start", (P,))) == 0
    with pytest.raises(
        NotInSpace,
        match=r"^logic\.toml: no category 'phrase'; there are literal, conjunction, .*, clause, sentence$",
    ):
        LOGIC.count(f, "phrase")
    with pytest.raises(NotInSpace, match=r"^logic\.toml: no slot 'noun'; there are proposition$"):
        LOGIC.pool("noun")


def test_a_grammar_without_templates_is_named(tmp_path: Path) -> None:
    bare = tmp_path / "bare.lark"
    bare.write_text('start: "a" -> a\n')
    with pytest.raises(UnknownGrammar, match=r"^cannot read the templates 'bare.toml': "):
        load_templates(str(bare))
    with pytest.raises(UnknownGrammar, match=r"^no grammar file 'logik'"):
        load_templates("logik")


def test_the_numbers_of_children_are_read_off_the_grammar() -> None:
    found = arities(load("logic.lark"))
    assert found["start"] == set()
    assert (found["not"], found["and"], found["p"]) == ({1}, {2}, {0})
    assert arities(load(str(SHOP)))["have"] == {3}
