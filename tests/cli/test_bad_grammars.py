# ruff: noqa: E501 (what is said stands here as it is said, on one line)
"""Every mistake in a grammar or a request is one sentence, with its place, and exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "grammars"
REFERENCE = FIXTURES / "reference.lark"

# What the file holds, and all that is said of it.
GRAMMARS = {
    "not Lark": (
        'start: a\na: "x" |\n  ] b\n',
        """bad.lark:3:3: this is not Lark syntax: unexpected ']'
      ] b
      ^
""",
    ),
    "an open string": (
        'start: "a\n',
        """bad.lark:1:8: this is not Lark syntax: unexpected input
    start: "a
           ^
""",
    ),
    "an undefined rule": (
        'start: equation\nequation: coef "x"\n',
        """bad.lark:2:11: coef is never defined
    equation: coef "x"
              ^
""",
    ),
    "an undefined terminal": (
        'start: "a" TOK\n',
        """bad.lark:1:12: TOK is never defined
    start: "a" TOK
               ^
""",
    ),
    "a rule defined twice": (
        'start: a\na: "x"\na: "y"\n',
        """bad.lark:3:1: a is defined more than once
    a: "y"
    ^
""",
    ),
    "a useless rule": (
        'start: a\na: "x"\n?spare: "y" // never a\n',
        """bad.lark:3:2: spare is never used in a sentence of start
    ?spare: "y" // never a
     ^
""",
    ),
    "a useless terminal": (
        'start: "a"\nSPARE: /b+/\n',
        """bad.lark:2:1: SPARE is never used in a sentence of start
    SPARE: /b+/
    ^
""",
    ),
    "a rule without an end": (
        'start: "x" | endless\nendless: "(" endless ")"\n',
        """bad.lark:2:1: endless never ends: each of its alternatives needs endless or another endless rule
    endless: "(" endless ")"
    ^
""",
    ),
    "an unbounded terminal": (
        "start: NAME\nNAME: /[a-z]+/\n",
        """bad.lark:2:1: NAME has endlessly many words; bound their length with --terminal NAME=MAXLEN
    NAME: /[a-z]+/
    ^
""",
    ),
    "an unbounded pattern without a name": (
        'start: "a" /x+/\n',
        """bad.lark:1:12: /x+/ has endlessly many words; give it a name, as in NAME: /x+/, and bound their length with --terminal NAME=MAXLEN
    start: "a" /x+/
               ^
""",
    ),
    "a pattern that is not regular": (
        'start: "a" X\nX: /(?<=a)b/\n',
        """bad.lark:2:1: X is not a plain regular expression, so its words cannot be counted; list them with --terminal X=@file
    X: /(?<=a)b/
    ^
""",
    ),
    "a broken pattern": (
        "start: /(/\n",
        """bad.lark:1:8: /(/ is no regular expression
    start: /(/
           ^
""",
    ),
    "a pattern that can be empty": (
        "start: X\nX: /a*/\n",
        """bad.lark:2:1: X can be empty, and a token cannot
    X: /a*/
    ^
""",
    ),
    "a pattern that looks ahead": (
        'start: X "b"\nX: /a(?=b)/\n',
        """bad.lark:2:1: X reads none of its words alone; a pattern that looks ahead cannot be counted
    X: /a(?=b)/
    ^
""",
    ),
    "a declared terminal": (
        "start: X\n%declare X\n",
        """bad.lark:1:8: X is declared without a pattern; list its words with --terminal X=@file
    start: X
           ^
""",
    ),
    "a transparent cycle": (
        'start: _list\n_list: x | x _list\nx: "x"\n',
        """bad.lark:2:1: _list -> _list repeats without making a node, so one depth holds endlessly many trees; write the repetition as * or +, or drop the ? or _ that hides the node
    _list: x | x _list
    ^
""",
    ),
    "a shift/reduce conflict": (
        'start: sum\nsum: sum "+" sum | "x"\n',
        """bad.lark:2:1: LALR conflict (shift/reduce) in sum before PLUS: some sentence may have two readings; make the rules unambiguous, or give --ambiguous to enumerate derivations
    sum: sum "+" sum | "x"
    ^
""",
    ),
    "a reduce/reduce conflict": (
        'start: a | b\na: "x"\nb: "x"\n',
        """bad.lark:2:1: LALR conflict (reduce/reduce) in a, b before the end: some sentence may have two readings; make the rules unambiguous, or give --ambiguous to enumerate derivations
    a: "x"
    ^
""",
    ),
    "a conflict that priorities hide": (
        'start: a | b\na.2: "x"\nb.1: "x"\n',
        """bad.lark:2:1: LALR conflict (reduce/reduce) in a, b before the end: some sentence may have two readings; make the rules unambiguous, or give --ambiguous to enumerate derivations
    a.2: "x"
    ^
""",
    ),
    "two tokens that melt": (
        'start: A B\nA: /a|aa/\nB: "ab"\n',
        """bad.lark:2:1: 'a' and 'ab' melt when written side by side; add a separator with %ignore " "
    A: /a|aa/
    ^
""",
    ),
    "a token that another hides": (
        'start: A | B\nA: "x"\nB: "x"\n',
        """bad.lark:2:1: 'x' is never read: A comes first and takes it; define it with a higher priority, as in B.2: "x"
    A: "x"
    ^
""",
    ),
    "an import of no file": (
        "start: x\n%import .none (x)\n",
        """bad.lark:2:10: cannot import from 'none': no such file
    %import .none (x)
             ^
""",
    ),
    "an empty literal": (
        'start: "a" ""\n',
        """bad.lark:1:12: a literal "" has no characters; leave it out, or mark what may be missing with ?
    start: "a" ""
               ^
""",
    ),
    "a NUL": (
        'start: "a\0b"\n',
        """bad.lark:1:10: a NUL character cannot stand in a grammar
    start: "a\ufffdb"
             ^
""",
    ),
    "a POSIX class": (
        "start: X\nX: /[[:alpha:]]/\n",
        """bad.lark:2:4: [:alpha:] is no class of Python's patterns; write the characters, such as [A-Za-z]
    X: /[[:alpha:]]/
       ^
""",
    ),
    "a file that imports itself": (
        "start: x\n%import .bad.x\n",
        """bad.lark:2:10: imports go in a circle: bad -> bad
    %import .bad.x
             ^
""",
    ),
    "no start rule": (
        'begin: "a"\n',
        "bad.lark:1: there is no rule 'start' to start from; --start names another: begin\n",
    ),
    "nothing": ("", "bad.lark:1: there is no rule 'start' to start from\n"),
}


@pytest.mark.parametrize("fault", GRAMMARS)
def test_a_bad_grammar_is_told_where_and_why(synth, tmp_path: Path, fault: str) -> None:
    text, said = GRAMMARS[fault]
    path = tmp_path / "bad.lark"
    path.write_text(text)
    done = synth("enumerate", "--grammar", path, "--depth", 2)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


# Words after `synth enumerate --grammar reference.lark`, and all that is said of them.
REQUESTS = [
    (["--depth", "-1"], "depth -1 is negative: give a whole number from 0"),
    (
        ["--depth", "40"],
        "reference.lark: at depth 19 the counts pass 1,000,000 bits; the deepest bound that can be counted is 18",
    ),
    ([], "--depth is missing: how deep the trees may be, 0 or more"),
    (["--exact", "--size", "1:2"], "--exact goes with --depth alone"),
    (["--depth", "1", "--size", "5"], "--size 5 is no interval: give A:B with 0 <= A <= B, such as 1:9"),
    (["--depth", "1", "--size", "a:3"], "--size a:3 is no interval: give A:B with 0 <= A <= B, such as 1:9"),
    (["--depth", "1", "--size", "5:3"], "size 5:3 is no interval: give low:high with 0 <= low <= high"),
    (["--depth", "1", "--size", "9:9"], "reference.lark has no tree of size 9:9 and depth at most 1"),
    (["--depth", "1", "--shard", "3/3"], "shard 3/3 does not exist: give i/n with 0 <= i < n"),
    (["--depth", "1", "--shard", "0/0"], "shard 0/0 does not exist: give i/n with 0 <= i < n"),
    (["--depth", "1", "--shard", "-1/3"], "--shard -1/3 is no part: give i/n with 0 <= i < n, such as 0/4"),
    (["--depth", "1", "--offset", "57"], "--offset 57 is past the end: there are 56"),
    (["--depth", "1", "--offset", "-1"], "--offset and --limit are whole numbers from 0"),
    (["--depth", "1", "--limit", "-1"], "--offset and --limit are whole numbers from 0"),
    (["--depth", "1", "--order", "random"], "--order random is not known: give rank or shuffled"),
    (["--depth", "1", "--modulo", "colour"], "--modulo colour: the quotients are renaming and commutative"),
    (["--size", "1:3", "--modulo", "renaming"], "--size and --modulo do not go together; drop one"),
    (
        ["--depth", "1", "--modulo", "renaming,commutative", "--shard", "0/2"],
        "--shard needs ranks to jump to, and classes modulo renaming and commutativity together have none; "
        "drop it, or one of the two kinds",
    ),
    (
        ["--depth", "1", "--modulo", "renaming,commutative", "--order", "shuffled"],
        "--order shuffled needs ranks to jump to, and classes modulo renaming and commutativity together have "
        "none; drop it, or one of the two kinds",
    ),
    (
        ["--depth", "1", "--terminal", "NAME=3"],
        "--terminal NAME: reference.lark has no such terminal; "
        "it has AND, IMPLIES, LPAR, NOT, OR, P, Q, R, RPAR, S, __IGNORE_0",
    ),
    (["--depth", "1", "--terminal", "P=3"], "--terminal P: it is one word, 'p', without a bound"),
    (["--depth", "1", "--terminal", "P"], "--terminal P: give NAME=MAXLEN or NAME=@file"),
    (
        ["--depth", "1", "--terminal", "P=0"],
        "--terminal P=0: the longest length must be a whole number from 1",
    ),
    (
        ["--depth", "1", "--terminal", "P=@/none"],
        "--terminal P=@/none: cannot read the file: No such file or directory",
    ),
    (["--depth", "1", "--terminal", "P=1", "--terminal", "P=2"], "--terminal P is given twice; drop one"),
    (["--depth", "1", "--repeat", "0"], "repeat 0 is too small: give a whole number from 1"),
    (
        ["--depth", "1", "--start", "nope"],
        "reference.lark:1: there is no rule 'nope' to start from; --start names another: formula, start",
    ),
    (["--depth", "1", "--out", "/none/x.parquet"], "cannot write /none/x.parquet: No such file or directory"),
    (["--depth", "1", "--out", "x.txt"], "--out x.txt: give a name that ends in .parquet or .jsonl"),
]


@pytest.mark.parametrize(
    ("words", "said"), REQUESTS, ids=lambda value: " ".join(value) if isinstance(value, list) else "said"
)
def test_a_bad_request_is_told_why(synth, words: list[str], said: str) -> None:
    done = synth("enumerate", "--grammar", REFERENCE, *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{said}\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["enumerate", "--grammar", "logik.lark", "--depth", "1"],
            "no grammar file 'logik.lark'; the nearest bundled grammar is 'logic.lark'",
        ),
        (
            ["enumerate", "--grammar", FIXTURES / "finite.lark", "--depth", "1"],
            "finite.lark has no tree of depth 1: the smallest depth that has members is 2",
        ),
        (
            ["enumerate", "--grammar", FIXTURES / "finite.lark", "--depth", "5", "--exact"],
            "finite.lark has no tree of exactly depth 5: its depths go from 2 to 2",
        ),
        (
            ["check", FIXTURES / "words.lark"],
            "words.lark:10:1: NAME has endlessly many words; bound their length with --terminal NAME=MAXLEN\n"
            "    NAME: /[a-z]+/\n"
            "    ^",
        ),
        (
            ["rank", "--grammar", REFERENCE, "p", "(p and or)"],
            "text 2: line 1, column 8: unexpected 'or'; expected '(', 'not', 'p', 'q', 'r', 's'\n"
            "    (p and or)\n"
            "           ^",
        ),
        (
            ["rank", "--grammar", REFERENCE, "(p and q"],
            "text 1: the text ends too early; it could go on with ')'",
        ),
        (["unrank", "--grammar", REFERENCE, "x"], "'x' is no rank: ranks are whole numbers from 0"),
        (
            ["unrank", "--grammar", FIXTURES / "finite.lark", "6"],
            "rank 6 is outside: there are 6 trees in all",
        ),
        (["cover", "--grammar", REFERENCE, "--depth", "2", "--k", "0"], "k = 0: a path has 1 to 12 nodes"),
    ],
    ids=lambda value: Path(value[2]).name if isinstance(value, list) and len(value) > 2 else "said",
)
def test_the_other_commands_tell_as_well(synth, words: list[object], said: str) -> None:
    done = synth(*words)
    assert done.returncode == 2
    assert done.stderr == f"{said}\n"


def test_a_file_that_is_no_text_is_told(synth, tmp_path: Path) -> None:
    path = tmp_path / "bad.lark"
    path.write_bytes(b"\xff\xfe\x00")
    done = synth("check", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"cannot read the grammar file '{path}': it is not UTF-8 text\n"
