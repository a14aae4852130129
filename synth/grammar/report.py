"""What loading a grammar found: the text of `synth check`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lark.lexer import PatternStr, TerminalDef

from .errors import CountTooLarge
from .rules import Counted, Fixed, Rules

if TYPE_CHECKING:
    from .grammar import Grammar

DEPTHS = 7


@dataclass(frozen=True)
class Report:
    """The findings on one grammar; `notes` are things to mend or to know, one sentence each."""

    name: str
    fingerprint: str
    unambiguous: bool
    symbols: int
    constructors: int
    counts: tuple[tuple[int, int], ...]
    last_shells: tuple[float, ...]
    least_depths: tuple[tuple[str, int], ...]
    terminals: tuple[tuple[str, int, str], ...]
    separator: str | None
    separated: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def check(grammar: Grammar) -> Report:
    """Return what loading this grammar found; counts are of trees of at most each depth."""
    rules = grammar.rules
    counts = _counts(grammar)
    shells = tuple(
        1 - before / now if now else 0.0
        for (_, before), (_, now) in zip([(-1, 0), *counts], counts, strict=False)
    )
    terminals = grammar.loaded.terminals
    return Report(
        name=grammar.name,
        fingerprint=grammar.fingerprint,
        unambiguous=not grammar.ambiguous,
        symbols=len(rules.symbols),
        constructors=sum(bool(rule.name) for rule in rules.rules),
        counts=counts,
        last_shells=shells,
        least_depths=_least_depths(grammar),
        terminals=tuple(
            (t.name, t.count(), "fixed" if t.count() == 1 else f"words of at most {t.longest} characters")
            for t in terminals
        ),
        separator=grammar.separators.text,
        separated=tuple((terminals[a].name, terminals[b].name) for a, b in sorted(grammar.separators.needed)),
        notes=tuple(_notes(grammar)),
    )


def _counts(grammar: Grammar) -> tuple[tuple[int, int], ...]:
    counts = []
    for depth in range(DEPTHS):
        try:
            counts.append((depth, grammar.count(depth)))
        except CountTooLarge:
            break
    return tuple(counts)


def _least_depths(grammar: Grammar) -> tuple[tuple[str, int], ...]:
    found = []
    for number, symbol in enumerate(grammar.rules.symbols):
        height = -1
        # Loading has refused symbols without any tree.
        while not grammar.counts.count(number, height):
            height += 1
        found.append((symbol.name, max(height, 0)))
    return tuple(found)


def _notes(grammar: Grammar) -> list[str]:
    notes = [
        f"redundant wrapping, written only where the tree needs it: {shown}"
        for shown in grammar.loaded.wrappings
    ]
    written = {terminal.name for terminal in grammar.loaded.terminals}
    for term in grammar.compiled.lark.terminals:
        if term.name in written:
            notes.extend(_cases(term))
    for first, second in same_shapes(grammar.rules):
        notes.append(
            f"surface variants: '{first}' and '{second}' make the same shape; "
            "give one an alias, or keep its tokens with !, if they differ in meaning"
        )
    return notes


def _cases(term: TerminalDef) -> Iterator[str]:
    """Yield what a terminal makes of upper and lower case."""
    if isinstance(term.pattern, PatternStr):
        if "i" in term.pattern.flags:
            yield f"'{term.pattern.value}'i is written as in the file; other cases parse to the same tree"
    elif re.match(r"\(\?[a-z]*i", term.pattern.to_regexp()):
        shown = f"/{term.pattern.value}/i" if term.name.startswith("__") else term.name
        yield f"{shown} matches upper and lower case, and counts each spelling as a word of its own"


def same_shapes(rules: Rules) -> list[tuple[str, str]]:
    """Return pairs of rules whose nodes have one name and the same kept children."""
    seen: dict[tuple[object, ...], int] = {}
    found = []
    shown = set()
    for symbol in rules.symbols:
        for alt in symbol.alternatives:
            name = rules.rules[alt.rule].name
            if not name or alt.rule in shown:
                continue
            shown.add(alt.rule)
            kept = tuple(p for p in alt.parts if not isinstance(p, Fixed | Counted) or p.kept)
            other = seen.setdefault((name, kept), alt.rule)
            if other != alt.rule:
                found.append((_text(rules, other), _text(rules, alt.rule)))
    return found


def _text(rules: Rules, rule: int) -> str:
    return f"{rules.rules[rule].origin}: {rules.rules[rule].shown}"
