"""Grammars that nobody wrote: what the core makes of a random file is what brute force finds in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from synth.grammar import Grammar, InputError, load
from synth.grammar.errors import LalrConflict, TransparentCycle, UnsafeTokens, UselessSymbol

NAMES = ("start", "first", "_second", "third")
LITERALS = ['"x"', '"y"', '"("', '")"', '"xy"', "WORD", "_MARK"]
TERMINALS = {"WORD": "/[vw]/", "_MARK": '";" | ","'}
SUFFIXES = ["", "", "", "", "?", "*", "+", "~2", "~0..2"]
REPEAT = 2
LISTED = 400

item = st.tuples(st.sampled_from([*LITERALS, *NAMES]), st.sampled_from(SUFFIXES)).map("".join)
group = st.lists(item, min_size=1, max_size=2).map(lambda items: f"({' | '.join(items)})")
sequence = st.lists(st.one_of(item, item, item, group), max_size=3).map(" ".join)
# An alias for about every third alternative; made distinct below.
alternatives = st.lists(st.tuples(sequence, st.sampled_from([False, False, True])), min_size=1, max_size=3)
rule = st.tuples(st.sampled_from(["", "", "?", "!"]), alternatives)


@st.composite
def grammars(draw: st.DrawFn) -> str:
    """Draw the text of a grammar without rules or terminals that nothing uses."""
    rules = {}
    for name in NAMES:
        prefix, bodies = draw(rule)
        hidden = name.startswith("_")
        named = [
            f"{body} -> {name}_{turn}" if alias and not hidden else body
            for turn, (body, alias) in enumerate(bodies)
        ]
        rules[name] = f"{'' if hidden and prefix == '?' else prefix}{name}: {' | '.join(named)}"
    used = ["start"]
    for name in used:
        body = rules[name].partition(":")[2]
        used += [other for other in NAMES if other not in used and re.search(rf"(?<!\w){other}(?!\w)", body)]
    lines = [rules[name] for name in used]
    lines += [f"{name}: {words}" for name, words in TERMINALS.items() if any(name in line for line in lines)]
    return "\n".join([*lines, draw(st.sampled_from(["", '%ignore " "'])), ""])


def loaded(text: str) -> Grammar:
    """Return the grammar; another is drawn if this one is refused for what random files are."""
    Path("random.lark").write_text(text)
    try:
        return load("random.lark", repeat=REPEAT)
    except (LalrConflict, TransparentCycle, UnsafeTokens, UselessSymbol):
        assume(False)
        raise
    except InputError as error:
        # Lark itself refuses rules that are equal.
        assume("defined twice" not in str(error))
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
@given(text=grammars())
def test_a_random_grammar_counts_writes_and_ranks_what_brute_force_finds(
    here: None, naive: Any, text: str
) -> None:
    grammar = loaded(text)
    depth = next((d for d in (2, 1, 0) if sum(everything(grammar, d)) <= LISTED), None)
    assume(depth is not None and grammar.count(depth))
    assert depth is not None
    listed = naive(text, depth, REPEAT, {})
    trees = list(grammar.space(depth))
    texts = [tree.text() for tree in trees]
    assert len(set(texts)) == len(texts) == len(listed.trees)
    for rank, (tree, written) in enumerate(zip(trees, texts, strict=True)):
        found = listed.trees[listed.read(written)]
        assert (tree.depth(), tree.size()) == (max(found.height, 0), found.size)
        assert len(listed.tokens(written)) == len(found.tokens)
        assert tree.rank() == rank
        assert grammar.parse(written) == tree
        assert grammar.build(tree.node()).node() == tree.node()


def everything(grammar: Grammar, depth: int) -> list[int]:
    return [grammar.counts.count(symbol, depth) for symbol in range(len(grammar.rules.symbols))]
