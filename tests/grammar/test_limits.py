# ruff: noqa: E501 (what is said stands here as it is said, on one line)
"""A grammar that would take for ever is refused at once, with its place; one that is merely large is not."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import pytest
from lark import Lark
from lark.common import ParserConf
from lark.parsers.lalr_analysis import LALR_Analyzer

from synth.grammar import load
from synth.grammar.automaton import from_regex
from synth.grammar.crawling import TooLarge
from synth.grammar.errors import GrammarError
from synth.grammar.lalr import Analyzer
from synth.grammar.report import check

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "grammars"


def _options(letters: str) -> str:
    return "start: " + " ".join(f'"{letter}"?' for letter in letters) + "\n"


def _words(letter: str, count: int) -> str:
    return " | ".join(f'"{letter}{number:04d}"' for number in range(count))


# What the file holds, and the first line of what is said of it.
REFUSED = {
    "14 options": (
        _options("abcdefghijklmn"),
        "1:1: start has 16,384 alternatives once its options and choices are written out, and 8,192 are the most; move some of them into rules of their own",
    ),
    "20 choices": (
        "start: a\na: " + '("x"|"y") ' * 20 + "\n",
        "2:1: a has 1,048,576 alternatives once its options and choices are written out, and 8,192 are the most; move some of them into rules of their own",
    ),
    "repeated choices": (
        'start: ("x"|"y")~1..45\n',
        "1:1: start has about 10^13 alternatives once its options and choices are written out, and 8,192 are the most; move some of them into rules of their own",
    ),
    "templates that grow": (
        'start: t{"a"}\nt{x}: x | "(" t{u{x}} ")"\nu{x}: x "b"\n',
        "2:1: the template t needs ever more instances of templates; give what it uses of itself its own parameters, without another template around them",
    ),
    "a repeat of 100,000": (
        "start: X\nX: /a{1,100000}/\n",
        "2:1: X needs an automaton of more than 20,000 states, so its words cannot be counted; list them with --terminal X=@file",
    ),
    "repeats of repeats": (
        "start: X\nX: /((a{1,1000}){1,1000}){1,1000}/\n",
        "2:1: X unfolds to more than 100,000 parts, so its words cannot be counted; list them with --terminal X=@file",
    ),
    "a pattern that re cannot match": (
        "start: X\nX: /(a?){60}a{60}/\n",
        "2:1: X repeats what may be empty 60 times, which `re` tries in 2^60 ways, so its words cannot be counted; list them with --terminal X=@file",
    ),
    "2^25 states": (
        "start: /(.*a.{25})/\n",
        "1:8: /(.*a.{25})/ needs an automaton of more than 20,000 states, so its words cannot be counted; give it a name, as in NAME: /(.*a.{25})/, and list them with --terminal NAME=@file",
    ),
    "choices that overlap": (
        "start: X\nX: /(a|b){0,25}a(a|b){20}/\n",
        "2:1: X needs an automaton of more than 20,000 states, so its words cannot be counted; list them with --terminal X=@file",
    ),
    "a literal that is too long": (
        'start: "' + "a" * 100_001 + '"\n',
        "1:8: a literal has 100,001 characters, and 100,000 are the most",
    ),
    "500 parentheses": (
        "start: " + "(" * 500 + '"a"' + ")" * 500 + "\n",
        "1:108: parentheses nest deeper than 100; name an inner part as a rule of its own",
    ),
    "300 brackets": (
        "start: " + "[" * 300 + '"a"' + "]" * 300 + "\n",
        "1:108: parentheses nest deeper than 100; name an inner part as a rule of its own",
    ),
    "surrogates alone": (
        "start: X\nX: /[\\ud800-\\udfff]/\n",
        "2:1: X has no word that a text can hold",
    ),
    "a surrogate in a literal": (
        'start: "a\\ud800"\n',
        "1:8: a literal has half a character of UTF-16, which no text can hold",
    ),
    "a NUL": ('start: a\na: "x\0y"\n', "2:6: a NUL character cannot stand in a grammar"),
    "a broken escape": (
        'start: "a\\u12"\n',
        "1:8: a literal has an escape that cannot be read; write \\\\ for a \\",
    ),
    "an empty literal": (
        'start: "a" ""\n',
        '1:12: a literal "" has no characters; leave it out, or mark what may be missing with ?',
    ),
    "a repeat backwards": (
        'start: "x"~5..2\n',
        "1:12: ~5..2 repeats nothing: give ~A..B with 0 <= A <= B",
    ),
    "a negative repeat": (
        'start: X\nX: "x"~-1..2\n',
        "2:8: ~-1..2 repeats nothing: give ~A..B with 0 <= A <= B",
    ),
    "a range backwards": (
        'start: "d".."a"\n',
        '1:8: "d".."a" is no range: the first character comes after the last',
    ),
    "a range of words": ('start: "ab".."c"\n', '1:8: "ab".."c" is no range: each end is one character'),
    "too many arguments": (
        'start: t{"a","b"}\nt{x}: x\n',
        "1:8: t takes 1 arguments and is given 2",
    ),
    "too many arguments for a template that is an argument": (
        'start: t{u}\nt{x}: x{"a","b"}\nu{x}: x "c"\n',
        "3:1: u takes 1 arguments and is given 2",
    ),
    "%extend of nothing": ('start: "a"\n%extend foo: "b"\n', "2:9: %extend foo: there is no foo yet"),
    "%override of nothing": ('start: "a"\n%override foo: "b"\n', "2:11: %override foo: there is no foo"),
    "a recursive terminal": (
        'start: A\nA: "a" B\nB: "b" A\n',
        "2:1: A needs itself, and only rules can; write it as a rule, in lower case",
    ),
    "a rule in a terminal": (
        'start: A\nA: b\nb: "x"\n',
        "2:1: A is a terminal and cannot use a rule; write it as a rule, in lower case",
    ),
    "a POSIX class": (
        "start: X\nX: /[[:alpha:]]/\n",
        "2:4: [:alpha:] is no class of Python's patterns; write the characters, such as [A-Za-z]",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_compiled_is_refused_at_its_place(tmp_path: Path, fault: str) -> None:
    text, said = REFUSED[fault]
    path = tmp_path / "bad.lark"
    path.write_text(text)
    before = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(GrammarError) as caught:
            load(str(path))
    assert str(caught.value).splitlines()[0] == f"bad.lark:{said}"
    assert time.process_time() - before < 10


def test_a_circle_of_imports_is_refused_at_the_import_that_opens_it(tmp_path: Path) -> None:
    (tmp_path / "a.lark").write_text('start: x\n%import .b.x\ny: "b"\n')
    (tmp_path / "b.lark").write_text('x: y "b"\n%import .a (y)\n')
    (tmp_path / "own.lark").write_text('start: x\nx: "b"\n%import .own.x -> z\n')
    for name, place in (("a", "2:10: imports go in a circle: a -> b -> a"), ("own", "3:10: imports go in a")):
        with pytest.raises(GrammarError) as caught:
            load(str(tmp_path / f"{name}.lark"))
        assert str(caught.value).startswith(f"{name}.lark:{place}")


LARGE = {
    "5,000 literals": (f"!start: {_words('w', 5000)}\n", 5000),
    "2,000 rules": (
        f"start: {' | '.join(f'r{i}' for i in range(2000))}\n"
        + "".join(f'r{i}: "w{i:04d}"\n' for i in range(2000)),
        2000,
    ),
    "12 choices": ("!start: " + '("a"|"b") ' * 12 + "\n", 4096),
    "11 options": (_options("abcdefghijk"), 2048),
    "a long literal": ('start: "' + "ab" * 50_000 + '"\n', 1),
    "two lists of words side by side": (
        f"start: n v\n!n: {_words('n', 200)}\n!v: {_words('v', 200)}\n" + '%ignore " "\n',
        40_000,
    ),
    "a name beside 1,000 keywords": (
        f"start: NAME | k\n!k: {_words('k', 1000)}\nNAME: /[jk][0-9]{{4}}/\n",
        10_000 + 10_000,
    ),
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_grammar_is_loaded_in_seconds(tmp_path: Path, kind: str) -> None:
    text, count = LARGE[kind]
    path = tmp_path / "large.lark"
    path.write_text(text)
    before = time.process_time()
    grammar = load(str(path))
    assert time.process_time() - before < 10
    assert grammar.count(1) == count
    for rank in (0, count // 2, count - 1):
        tree = grammar.unrank(rank)
        assert grammar.parse(tree.text()) == tree


def test_the_limit_on_an_automaton_holds_only_where_it_is_reached() -> None:
    assert from_regex("(a|b){0,8}a(a|b){8}").words_up_to(10) == 2**8 + 2**9
    assert from_regex("a{1,4000}").longest() == 4000
    with pytest.raises(TooLarge):
        from_regex("(.*a.{20})")
    assert from_regex("(.*a.{3})").count(4) == 95**3


def test_no_word_holds_half_a_character() -> None:
    automaton = from_regex("[\ud7ff-\ue000]")
    assert [automaton.word(rank, 1) for rank in range(automaton.words_up_to(1))] == ["\ud7ff", "\ue000"]


@pytest.mark.parametrize(
    "name", ["reference", "precedence", "lists", "empty", "templates", "json", "optional"]
)
def test_the_analysis_finds_the_relations_that_lark_finds(name: str) -> None:
    path = FIXTURES / f"{name}.lark"
    conf = Lark(path.read_text(), parser="lalr", import_paths=[str(FIXTURES)]).parser.parser_conf
    analyzer = Analyzer(ParserConf(conf.rules, conf.callbacks, conf.start))
    analyzer.compute_lr0_states()
    analyzer.compute_reads_relations()
    found = []
    for kind in (LALR_Analyzer, Analyzer):
        analyzer.includes.clear()
        analyzer.lookback.clear()
        kind.compute_includes_lookback(analyzer)
        found.append(
            [
                {key: set(to) for key, to in table.items() if to}
                for table in (analyzer.includes, analyzer.lookback)
            ]
        )
    assert found[0] == found[1]
    assert found[0][1]


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "marked.lark"
    path.write_bytes(b'\xef\xbb\xbfstart: "a" | "b"\n')
    assert [load(str(path)).unrank(rank).text() for rank in (0, 1)] == ["a", "b"]


def test_the_report_tells_how_upper_and_lower_case_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "cases.lark"
    path.write_text('!start: "ab"i | /cd/i | X | "ef"\nX: /(?i:g)h/\n')
    grammar = load(str(path))
    assert grammar.count(0) == 1 + 4 + 2 + 1
    assert grammar.parse("Ab") == grammar.parse("ab")
    assert grammar.parse("ab").text() == "ab"
    assert sorted(check(grammar).notes) == [
        "'ab'i is written as in the file; other cases parse to the same tree",
        "/cd/i matches upper and lower case, and counts each spelling as a word of its own",
        "X matches upper and lower case, and counts each spelling as a word of its own",
    ]
