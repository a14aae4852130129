"""Peers on the reference grammar: fully parenthesised formulas over p, q, r, s.

    formula: atom | "not" formula
           | "(" formula "and" formula ")" | "(" formula "or" formula ")" | "(" formula "implies" formula ")"
    atom: "p" | "q" | "r" | "s"

Each function takes a setting, prepares its engine and returns what makes a stream of batches of strings,
endless or not; only the stream is timed. Depth settings are
translated so that the deepest formula has the depth asked for, where the engine bounds depth at all.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice, repeat
from pathlib import Path
from typing import Any

Batch = Sequence[str]
Stream = Callable[[], Iterable[Batch]]
Peer = tuple[str, str, Callable[[], Stream]]

ATOMS = ("p", "q", "r", "s")
CONNECTIVES = ("and", "or", "implies")


def in_lists(strings: Callable[[], Iterable[str]]) -> Stream:
    """Return the stream of an engine that makes one string at a time, in lists of 256."""

    def stream() -> Iterator[Batch]:
        iterator = iter(strings())
        while batch := list(islice(iterator, 256)):
            yield batch

    return stream


def grammarinator(depth: int) -> Stream:
    """Its Python generator class, made from an ANTLR grammar, with the default model."""
    from grammarinator.runtime import DefaultModel, RuleSize
    from grammarinator.tool.processor import ProcessorTool

    formula = ["atom", "'not ' formula", *(f"'(' formula ' {word} ' formula ')'" for word in CONNECTIVES)]
    atom = (f"'{name}'" for name in ATOMS)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "Logic.g4")
        rules = f"start: formula EOF;\nformula: {' | '.join(formula)};\natom: {' | '.join(atom)};\n"
        source.write_text(f"grammar Logic;\n{rules}")
        ProcessorTool("py", folder).process([str(source)])
        sys.path.insert(0, folder)
        from LogicGenerator import LogicGenerator

    random.seed(0)
    # `start`, the innermost formula, its atom and the atom's token are levels as well.
    limit = RuleSize(depth=depth + 4, tokens=float("inf"))

    def strings() -> Iterator[str]:
        while True:
            yield str(LogicGenerator(model=DefaultModel(), limit=limit).start())

    return in_lists(strings)


def gramforge(depth: int, mode: str) -> Stream:
    """One call of `generate` a string, as its documentation shows; each call seeds the generator anew."""
    from gramforge import generate, init_grammar

    rule = init_grammar(["text"])
    rule("start(formula)", "0")
    rule("formula(atom)", "0")
    for name in ATOMS:
        rule("atom", name)
    rule("formula(formula)", "not 0")
    for word in CONNECTIVES:
        rule("formula(formula,formula)", f"(0 {word} 1)")

    def strings() -> Iterator[str]:
        while True:
            yield generate(rule, depth=depth + 2, mode=mode) @ "text"

    return in_lists(strings)


def fandango(nodes: int) -> Stream:
    """Its grammar fuzzer, without evolution; `nodes` is a soft budget."""
    language = _fandango_language()

    def strings() -> Iterator[str]:
        while True:
            yield str(language.grammar.fuzz("<start>", max_nodes=nodes))

    return in_lists(strings)


def fandango_evolution(wanted: int) -> Stream:
    """Its evolution, which aims at distinct and diverse solutions."""
    language = _fandango_language()
    return lambda: [[str(tree) for tree in language.fuzz(desired_solutions=wanted)]]


def _fandango_language() -> Any:
    from fandango import Fandango

    formula = ["<atom>", '"not " <formula>']
    formula += [f'"(" <formula> " {word} " <formula> ")"' for word in CONNECTIVES]
    atom = (f'"{name}"' for name in ATOMS)
    random.seed(0)
    return Fandango(
        f"<start> ::= <formula>\n<formula> ::= {' | '.join(formula)}\n<atom> ::= {' | '.join(atom)}\n"
    )


def hypothesis(examples: int) -> Stream:
    """Its `from_lark` strategy inside one test of so many examples; the depth is its own choice.

    The atoms stand in `formula` itself: with one alternative in five that ends, it grows without end.
    """
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.extra.lark import from_lark
    from lark import Lark

    formula = [*(f'"{name}"' for name in ATOMS), '"not " formula']
    formula += [f'"(" formula " {word} " formula ")"' for word in CONNECTIVES]
    strategy = from_lark(Lark(f"start: formula\nformula: {' | '.join(formula)}"))

    def stream() -> list[Batch]:
        found: list[str] = []

        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def collect(text: str) -> None:
            found.append(text)

        collect()
        return [found]

    return stream


def nltk(depth: int, limit: int) -> Stream:
    """The first sentences of `generate`, in its order; its bound of a million steps is lifted.

    The atoms stand in the formula itself, which doubles its speed and changes no sentence.
    """
    import nltk.parse.generate as generation
    from nltk import CFG

    generation.MAX_GENERATE_OPERATIONS = sys.maxsize
    formula = [*(f"'{name}'" for name in ATOMS), "'not ' F"]
    formula += [f"'(' F ' {word} ' F ')'" for word in CONNECTIVES]
    grammar = CFG.fromstring(f"F -> {' | '.join(formula)}")
    return in_lists(lambda: map("".join, generation.generate(grammar, depth=depth + 2, n=limit)))


def exrex(depth: int, limit: int | None) -> Stream:
    """The first strings of the regex unrolled to that depth, or with no limit one random string a call."""
    from exrex import generate, getone

    pattern = atoms = f"({'|'.join(ATOMS)})"
    for _ in range(depth):
        pattern = rf"({atoms}|not {pattern}|\({pattern} ({'|'.join(CONNECTIVES)}) {pattern}\))"
    if limit is None:
        random.seed(0)
        return in_lists(lambda: map(getone, repeat(pattern)))
    return in_lists(lambda: islice(generate(pattern), limit))


PEERS: list[Peer] = [
    ("grammarinator", "max depth 4", partial(grammarinator, 4)),
    ("grammarinator", "max depth 6", partial(grammarinator, 6)),
    ("gramforge", "sequential, max depth 4", partial(gramforge, 4, "sequential")),
    ("gramforge", "sequential, max depth 6", partial(gramforge, 6, "sequential")),
    ("gramforge", "experimental, max depth 4", partial(gramforge, 4, "experimental")),
    ("gramforge", "recursive (ignores the depth)", partial(gramforge, 4, "recursive")),
    ("fandango-fuzzer", "grammar.fuzz, 30 nodes", partial(fandango, 30)),
    ("fandango-fuzzer", "grammar.fuzz, 100 nodes", partial(fandango, 100)),
    ("fandango-fuzzer", "evolution, 500 wanted", partial(fandango_evolution, 500)),
    ("hypothesis", "from_lark, 2,000 examples", partial(hypothesis, 2000)),
    ("nltk", "generate, first 100,000 of depth 4", partial(nltk, 4, 100_000)),
    ("exrex", "generate, first 20,000 of depth 4", partial(exrex, 4, 20_000)),
    ("exrex", "getone, depth 4", partial(exrex, 4, None)),
]
