"""Scanners: on any text they find what Lark's own find, token by token."""

from __future__ import annotations

from typing import Any

import pytest
from lark import Lark
from lark.exceptions import UnexpectedCharacters
from lark.lexer import LexerState, TextSlice

from synth.grammar.permutation import draw
from synth.grammar.scanning import NONE, SKIP, Scanners, Unreadable

SETS = {
    "the first branch, not the longest": ("A: /a|ab/\nB: /b+?c?/\nC: /(a|b|c)*?cc/", "abc"),
    "lazy and bounded repeats": ("A: /a{2,4}?b?/\nB: /(?:ab){1,3}/\nC: /b??a/", "ab"),
    "keywords against names": ('A: /[a-c]+/\nB: "ab"\nC: "abc"\nD: /b[abc]?/', "abc"),
    "keywords in any case": ('A: /[a-c]+/i\nB: "ab"i\nC: "Abc"\nD: "c"', "abcABC"),
    "a keyword that only lower case spells": ('A: /[a-c]+/\nB: "ab"i', "abcAB"),
    "priorities": ('A.2: /a+/\nB: /aab/\nC: "aa"\nD.-1: "ab"', "ab"),
    "classes, negated, dotted and with flags": (
        "A: /[^ab]/\nB: /a./s\nC: /\\w\\d/\nD: /(?i:k)\\s/",
        "ab1 k\nK_",
    ),
    "overlapping words": ('A: "a"\nB: "aba"\nC: "abab"\nD: "b"', "ab"),
    "a comment and spaces to skip": ('A: /a+/\nB: "b"\nX: /#[^c]*c/\n%ignore X\n%ignore " "', "abc #"),
    "two names, each with keywords": ('A: /[ab]+/\nB: /[bc]+/\nC: "bb"\nD: "cc"\nE: "ab"', "abc"),
}


@pytest.mark.parametrize("name", SETS)
def test_scanners_find_what_lark_finds(name: str) -> None:
    terminals, alphabet = SETS[name]
    names = [line.split(":")[0].split(".")[0] for line in terminals.splitlines() if ":" in line]
    written = [each for each in names if f"%ignore {each}" not in terminals]
    lark = Lark(f"start: ({' | '.join(written)})+\n{terminals}\n", parser="lalr", lexer="basic")
    lexer: Any = lark.parser.lexer
    numbers = {term.name: i for i, term in enumerate(lark.terminals)}
    scanners = Scanners(numbers, frozenset(lark.ignore_tokens))
    start = scanners.start(lexer)
    kinds = set()
    for i in range(3000):
        text = "".join(alphabet[draw(1, 64 * i + k, len(alphabet))] for k in range(1 + draw(2, i, 8)))
        token, end = read(scanners, start, text)
        wanted = first_token(lexer, text)
        if token == SKIP:
            assert wanted is None or wanted[1] != 0
            continue
        assert (token, end) == ((NONE, 0) if wanted is None else (numbers[wanted[0]], wanted[2])), text
        kinds.add(token)
    assert len(kinds) > 1


def read(scanners: Scanners, state: int, text: str) -> tuple[int, int]:
    found = NONE, 0
    for at, char in enumerate(text):
        state = scanners.moves[state][ord(char)]
        if not state:
            break
        if scanners.accepts[state] != NONE:
            found = scanners.accepts[state], at + 1
    return found


def first_token(lexer: Any, text: str) -> tuple[str, int, int] | None:
    """Return Lark's first token with its bounds, None if it finds none."""
    try:
        token = lexer.next_token(LexerState(TextSlice.cast_from(text)), None)
    except (UnexpectedCharacters, EOFError):
        return None
    return token.type, token.start_pos, token.end_pos


@pytest.mark.parametrize(
    "pattern", [r"a(?=b)", r"(?<!a)b", r"\bab", r"(?P<x>a)(?P=x)", r"(a*)*", r"(?>a+)b", r"^a"]
)
def test_what_is_not_read_is_refused(pattern: str) -> None:
    lark = Lark(f"start: A\nA: /x{pattern}/\n", parser="lalr", lexer="basic")
    scanners = Scanners({"A": 0}, frozenset())
    with pytest.raises(Unreadable, match=r"regular expression|may be empty"):
        scanners.start(lark.parser.lexer)
