"""Tokens that nobody chose: whatever patterns stand side by side, every text is read as what was written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from lark import Lark

from synth.grammar import Grammar, InputError, load

LONGEST = 3
LISTED = 3000

pattern = st.recursive(
    st.sampled_from(["a", "b", "1", "[ab]", "[a1]", "ab", "-", "[^a]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        inner.map(lambda one: f"(?:{one})?"),
        inner.map(lambda one: f"(?:{one})+"),
    ),
    max_leaves=4,
).filter(lambda drawn: not re.fullmatch(drawn, ""))
rules = st.sampled_from(
    [
        "start: A B",
        "start: A B A",
        'start: A "a" | "b" B',
        'start: (A | B)~2 | "ab" B',
        'start: "-" A | B "-"',
        'start: A | "if" A "a"?',
    ]
)


def loaded(text: str) -> Grammar:
    Path("random.lark").write_text(text)
    used = {name: LONGEST for name in "AB" if name in text.splitlines()[0].split("start:")[1]}
    try:
        return load("random.lark", terminals=used)
    except InputError as error:
        event(type(error).__name__)
        assume(False)
        raise


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@settings(
    max_examples=100,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
)
@given(
    rule=rules,
    first=pattern,
    second=pattern,
    ignored=st.sampled_from(["", '%ignore " "', "%ignore /#.*\\n/\n%ignore / +/"]),
    priority=st.sampled_from(["", ".2"]),
)
def test_every_text_is_read_as_the_tokens_that_wrote_it(
    here: None, rule: str, first: str, second: str, ignored: str, priority: str
) -> None:
    lines = [rule] + [
        f"{name}: /{what}/" for name, what in ((f"A{priority}", first), ("B", second)) if name[0] in rule
    ]
    grammar = loaded("\n".join([*lines, ignored, ""]))
    space = grammar.space(0)
    step = max(1, space.count() // LISTED)
    lark = Lark("\n".join([*lines, ignored, ""]), parser="lalr")
    texts = set()
    for rank in range(0, space.count(), step):
        tree = space[rank]
        text = tree.text()
        assert text not in texts
        texts.add(text)
        written = grammar.words(tree.code)
        tokens = list(lark.parse_interactive(text).exhaust_lexer())
        names = [grammar.loaded.terminals[terminal].name for terminal, _ in written]
        assert [(token.type, str(token)) for token in tokens] == [
            (name, word) for name, (_, word) in zip(names, written, strict=True)
        ]
        assert grammar.parse(text) == tree


def test_a_word_that_is_left_out_would_be_read_as_something_else(tmp_path: Any) -> None:
    path = tmp_path / "odd.lark"
    path.write_text('start: ODD | EVEN "x"\nEVEN.2: /[1-3]?[02]/\nODD: /[1-3]?[13]/\n')
    grammar = load(str(path))
    odd = {tree.text() for tree in grammar.space(0)} - {f"{n}x" for n in ("0", "2", *range(10, 33))}
    # The lexer tries EVEN first, and reads 21 and 23 as 2 and what is left.
    assert odd == {"1", "3", "11", "13", "31", "33"}
