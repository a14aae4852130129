"""Terminals as counted spaces of words.

A literal is one word however it is flagged: `"ab"i` is written as the file has it, and a text in other cases
parses to the same tree, since case is presentation. A pattern is the words that it matches: `/ab/i` is four.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from lark.lexer import PatternStr, TerminalDef

from synth.errors import InputError

from .automaton import Automaton, begins, difference, from_token, from_words
from .crawling import TooLarge
from .errors import UnboundedTerminal, UnsafeTokens
from .source import Compiled, Source

LISTED_LIMIT = 100_000
Option: TypeAlias = "int | tuple[str, ...]"


@dataclass(frozen=True)
class Terminal:
    """One terminal: the words it may stand for, numbered, and the automaton that reads it.

    `words` is set for a finite list; else the words are those of `language` up to `longest` characters.
    `reads` is the automaton of the lexer's pattern, None if the pattern has none.
    """

    name: str
    words: tuple[str, ...] | None
    language: Automaton
    longest: int
    reads: Automaton | None
    _ranks: Mapping[str, int]

    def count(self) -> int:
        """Return the number of words."""
        return self.language.words_up_to(self.longest) if self.words is None else len(self.words)

    def word(self, rank: int) -> str:
        """Return the word of a number; raise IndexError."""
        return self.language.word(rank, self.longest) if self.words is None else self.words[rank]

    def rank(self, word: str) -> int | None:
        """Return the number of a word, None if it is not one of them."""
        if self.words is not None:
            return self._ranks.get(word)
        if len(word) > self.longest or not self.language.accepts(word):
            return None
        return self.language.rank(word)


def read_option(option: str) -> tuple[str, int | tuple[str, ...]]:
    """Return the name and bound that `NAME=MAXLEN` or `NAME=@file` gives; the file has one word a line.

    Raises InputError for another shape, an unreadable file, an empty or repeated word.
    """
    name, sign, value = option.partition("=")
    if not sign or not name:
        raise InputError(f"--terminal {option}: give NAME=MAXLEN or NAME=@file")
    if not value.startswith("@"):
        if not value.isdecimal() or int(value) < 1:
            raise InputError(f"--terminal {option}: the longest length must be a whole number from 1")
        return name, int(value)
    try:
        words = tuple(Path(value[1:]).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise InputError(f"--terminal {option}: cannot read the file: {reason}") from None
    if not words or "" in words or len(set(words)) != len(words):
        raise InputError(f"--terminal {option}: the file must hold distinct words, one a line, none empty")
    return name, words


class Readers:
    """How the lexer reads each terminal, as automata, and in which orders it tries them."""

    def __init__(self, compiled: Compiled, options: Mapping[str, Option]) -> None:
        self.terms: tuple[TerminalDef, ...] = tuple(compiled.lark.terminals)
        self.literals = {t.pattern.value: t for t in self.terms if isinstance(t.pattern, PatternStr)}
        self.scans = [_Scan(tuple(terms), self) for terms in _scan_orders(compiled)]
        self.automata: dict[str, Automaton | None] = {}
        self.faults: dict[str, str] = {}
        for term in self.terms:
            listed = options.get(term.name) if term.name in compiled.declared else None
            self.automata[term.name] = self._automaton(term, listed)

    def _automaton(self, term: TerminalDef, listed: Option | None) -> Automaton | None:
        if isinstance(term.pattern, PatternStr) and not term.pattern.flags:
            return from_words([term.pattern.value])
        if isinstance(listed, tuple):
            return from_words(listed)
        try:
            return from_token(term.pattern.to_regexp())
        except TooLarge as error:
            self.faults[term.name] = str(error)
        except ValueError:
            self.faults[term.name] = "is not a plain regular expression"
        return None

    @cached_property
    def rivals(self) -> dict[str, list[TerminalDef]]:
        """Return for each pattern the terminals that the lexer tries before it and that hold some of its
        words or beginnings of them.
        """
        before: dict[str, dict[str, TerminalDef]] = {}
        for scan in self.scans:
            for place, term in enumerate(scan.terms):
                if not isinstance(term.pattern, PatternStr):
                    before.setdefault(term.name, {}).update((t.name, t) for t in scan.terms[:place])
        return {
            name: [rival for rival in found.values() if self._shares(self.automata[name], rival)]
            for name, found in before.items()
        }

    def _shares(self, own: Automaton | None, rival: TerminalDef) -> bool:
        other = self.automata[rival.name]
        if own is None or other is None:
            return False
        if isinstance(rival.pattern, PatternStr) and not rival.pattern.flags:
            return own.accepts(rival.pattern.value) or begins(other, own)
        return begins(other, own) or difference(own, other) != own


class _Scan:
    """The terminals that the lexer tries in one state of the parser, in order."""

    def __init__(self, terms: tuple[TerminalDef, ...], readers: Readers) -> None:
        self.terms = terms
        self.names = {term.name: place for place, term in enumerate(terms)}
        self._readers = readers
        self._literals: dict[str, int] = {}
        self._patterns: list[int] = []
        for place, term in enumerate(terms):
            if isinstance(term.pattern, PatternStr):
                self._literals.setdefault(term.pattern.value, place)
            else:
                self._patterns.append(place)
        self._lengths = sorted({len(literal) for literal in self._literals})

    def covers(self, term: TerminalDef) -> TerminalDef | None:
        """Return the first terminal before a literal that takes its place, None if there is none."""
        limit = self.names.get(term.name, 0)
        literal = term.pattern.value
        starts = (literal[:length] for length in self._lengths if length <= len(literal))
        places = [self._literals[start] for start in starts if start in self._literals]
        for place in self._patterns:
            if place >= limit:
                break
            reader = self._readers.automata[self.terms[place].name]
            if reader is None:
                continue
            if reader.accepts(literal):
                # Of one priority Lark takes the literal.
                covered = self.terms[place].priority != term.priority
            else:
                covered = begins(reader, from_words([literal]))
            if covered:
                places.append(place)
                break
        first = min(places, default=limit)
        return self.terms[first] if first < limit else None


def build(
    source: Source, compiled: Compiled, options: Mapping[str, Option], readers: Readers, written: set[str]
) -> dict[str, Terminal]:
    """Return the terminals that rules write (`written`) and those that the lexer skips, by name.

    Words that the lexer would read as another token (keywords, a terminal that comes first) are left out
    of the counts. Raises UnboundedTerminal, UnsafeTokens or InputError.
    """
    unknown = sorted(set(options) - {term.name for term in compiled.lark.terminals} - set(compiled.declared))
    if unknown:
        known = ", ".join(sorted(term.name for term in compiled.lark.terminals))
        raise InputError(f"--terminal {unknown[0]}: {source.name} has no such terminal; it has {known}")
    for name in compiled.declared:
        if name in written and not isinstance(options.get(name), tuple):
            message = f"{name} is declared without a pattern; list its words with --terminal {name}=@file"
            raise UnboundedTerminal(source.at_name(message, name))
    built = {}
    for term in compiled.lark.terminals:
        if term.name in written:
            _refuse_covered(source, term, readers)
            built[term.name] = _terminal(source, term, options.get(term.name), readers)
    return built


def _terminal(source: Source, term: TerminalDef, bound: Option | None, readers: Readers) -> Terminal:
    own = readers.automata[term.name]
    if isinstance(term.pattern, PatternStr):
        if bound is not None:
            raise InputError(
                f"--terminal {term.name}: it is one word, '{term.pattern.value}', without a bound"
            )
        return _listed(term.name, (term.pattern.value,), own)
    pattern = re.compile(term.pattern.to_regexp())
    if isinstance(bound, tuple):
        for word in bound:
            if not pattern.fullmatch(word):
                raise InputError(f"--terminal {term.name}: '{word}' does not match {pattern.pattern}")
        kept = tuple(word for word in bound if not _taken(word, term.name, readers))
        if not kept:
            raise InputError(f"--terminal {term.name}: each of its words is read as another token")
        return _listed(term.name, kept, own)
    shown = _shown(term)
    option, naming = f"--terminal {term.name}", ""
    if term.name.startswith("__"):
        option, naming = "--terminal NAME", f"give it a name, as in NAME: {shown}, and "
    if own is None:
        message = (
            f"{shown} {readers.faults[term.name]}, so its words cannot be counted; "
            f"{naming}list them with {option}=@file"
        )
        raise UnboundedTerminal(source.at_name(message, shown))
    if own.is_empty():
        raise UnboundedTerminal(source.at_name(f"{shown} has no word that a text can hold", shown))
    try:
        language = _without_rivals(term, own, readers)
    except TooLarge as error:
        message = f"{shown} {error}, so its words cannot be counted; {naming}list them with {option}=@file"
        raise UnboundedTerminal(source.at_name(message, shown)) from None
    if language.is_empty():
        raise UnsafeTokens(
            source.at_name(f"{shown} is never read: each of its words is another token", shown)
        )
    longest = language.longest()
    if longest is None and bound is None:
        message = f"{shown} has endlessly many words; {naming}bound their length with {option}=MAXLEN"
        raise UnboundedTerminal(source.at_name(message, shown))
    longest = bound if longest is None else longest if bound is None else min(longest, bound)
    assert longest is not None
    total = language.words_up_to(longest)
    if not total:
        raise UnboundedTerminal(source.at_name(f"{shown} has no word of at most {longest} characters", shown))
    if total <= LISTED_LIMIT:
        words = tuple(language.word(i, longest) for i in range(total))
        alone = tuple(word for word in words if (found := pattern.match(word)) and found.end() == len(word))
        if not alone:
            message = f"{shown} reads none of its words alone; a pattern that looks ahead cannot be counted"
            raise UnsafeTokens(source.at_name(message, shown))
        return _listed(term.name, alone, own)
    _confirm(source, term, pattern, language, longest, total)
    return Terminal(term.name, None, language, longest, own, {})


def _without_rivals(term: TerminalDef, own: Automaton, readers: Readers) -> Automaton:
    """Return the words that the lexer reads by a pattern and by no token that it prefers; raise TooLarge."""
    language = difference(own, from_words(filter(own.accepts, readers.literals)))
    for rival in readers.rivals[term.name]:
        automaton = readers.automata[rival.name]
        if automaton is not None:
            language = difference(language, automaton, prefixes=not isinstance(rival.pattern, PatternStr))
    return language


def _listed(name: str, words: tuple[str, ...], reads: Automaton | None) -> Terminal:
    ranks = {word: rank for rank, word in enumerate(words)}
    return Terminal(name, words, from_words(words), max(map(len, words), default=0), reads, ranks)


def _refuse_covered(source: Source, term: TerminalDef, readers: Readers) -> None:
    """Raise UnsafeTokens for a literal whose place another token takes where the parser accepts both."""
    if not isinstance(term.pattern, PatternStr):
        return
    for scan in readers.scans:
        if before := scan.covers(term):
            literal = term.pattern.value
            name = "NAME" if term.name.startswith("__") else term.name
            message = (
                f"'{literal}' is never read: {_shown(before)} comes first and takes it; "
                f'define it with a higher priority, as in {name}.2: "{literal}"'
            )
            raise UnsafeTokens(source.at_name(message, _shown(before)))


def _shown(term: TerminalDef) -> str:
    """Return the name that the file gives a terminal, or the pattern of one without a name."""
    return f"/{term.pattern.value}/" if term.name.startswith("__ANON") else str(term.name)


def _taken(word: str, name: str, readers: Readers) -> bool:
    """Return whether the lexer reads a word of a pattern, or a beginning of it, as another token."""
    if word in readers.literals:
        return True
    alone = from_words([word])
    found = [readers.automata[rival.name] for rival in readers.rivals[name]]
    return any(a is not None and (a.accepts(word) or begins(a, alone)) for a in found)


def _confirm(
    source: Source, term: TerminalDef, pattern: re.Pattern[str], language: Automaton, longest: int, total: int
) -> None:
    """Lex a spread of words: Python's first match must be the automaton's longest."""
    for i in range(1000):
        word = language.word(i * (total - 1) // 999, longest)
        match = pattern.match(word)
        if not match or match.end() != len(word):
            message = (
                f"{term.name} does not read its own word '{word}' to the end; put its longer choices first"
            )
            raise UnsafeTokens(source.at_name(message, term.name))


def _scan_orders(compiled: Compiled) -> list[list[TerminalDef]]:
    """Return, for each set of terminals that some parser state accepts, Lark's order of trying them."""
    lexer = compiled.lark.parser.lexer
    lexers = getattr(lexer, "lexers", None)
    each = [lexer] if lexers is None else [lexers[state] for state in sorted(lexers)]
    seen: dict[tuple[str, ...], list[TerminalDef]] = {}
    # States that accept the same share one lexer.
    for one in {id(one): one for one in each}.values():
        names = tuple(term.name for term in one.terminals)
        seen.setdefault(names, list(one.terminals))
    return list(seen.values())
