"""Terminals as counted spaces of words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lark.lexer import PatternStr, TerminalDef

from synth.errors import InputError

from .automaton import Automaton, begins, difference, from_token, from_words
from .errors import UnboundedTerminal, UnsafeTokens
from .source import Compiled, Source

LISTED_LIMIT = 100_000


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


def build(
    source: Source, compiled: Compiled, options: Mapping[str, int | tuple[str, ...]], written: set[str]
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
    reads = {term.name: _automaton(term) for term in compiled.lark.terminals}
    rivals = _rivals(compiled, reads)
    built = {}
    for term in compiled.lark.terminals:
        if term.name in written:
            _refuse_covered(source, compiled, term, reads)
            built[term.name] = _terminal(source, compiled, term, options.get(term.name), reads, rivals)
    return built


def _automaton(term: TerminalDef) -> Automaton | None:
    if isinstance(term.pattern, PatternStr) and not term.pattern.flags:
        return from_words([term.pattern.value])
    try:
        return from_token(term.pattern.to_regexp())
    except ValueError:
        return None


def _terminal(
    source: Source,
    compiled: Compiled,
    term: TerminalDef,
    bound: int | tuple[str, ...] | None,
    reads: Mapping[str, Automaton | None],
    rivals: Mapping[str, Sequence[TerminalDef]],
) -> Terminal:
    own = reads[term.name]
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
        kept = tuple(word for word in bound if not _taken(word, own, reads, rivals[term.name], compiled))
        if not kept:
            raise InputError(f"--terminal {term.name}: each of its words is read as another token")
        return _listed(term.name, kept, own)
    shown = _shown(term)
    if own is None:
        message = (
            f"{shown} is not a plain regular expression, so its words cannot be counted; "
            f"list them with --terminal {term.name}=@file"
        )
        raise UnboundedTerminal(source.at_name(message, shown))
    language = own
    for other in compiled.lark.terminals:
        if isinstance(other.pattern, PatternStr) and other.name != term.name:
            language = difference(language, from_words([other.pattern.value]))
    for rival in rivals[term.name]:
        automaton = reads[rival.name]
        if automaton is not None:
            language = difference(language, automaton, prefixes=not isinstance(rival.pattern, PatternStr))
    if language.is_empty():
        raise UnsafeTokens(
            source.at_name(f"{shown} is never read: each of its words is another token", shown)
        )
    longest = language.longest()
    if longest is None and bound is None:
        message = f"{shown} has endlessly many words; bound their length with --terminal {term.name}=MAXLEN"
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


def _listed(name: str, words: tuple[str, ...], reads: Automaton | None) -> Terminal:
    ranks = {word: rank for rank, word in enumerate(words)}
    return Terminal(name, words, from_words(words), max(map(len, words), default=0), reads, ranks)


def _refuse_covered(
    source: Source, compiled: Compiled, term: TerminalDef, reads: Mapping[str, Automaton | None]
) -> None:
    """Raise UnsafeTokens for a literal whose place another token takes where the parser accepts both."""
    if not isinstance(term.pattern, PatternStr):
        return
    literal = term.pattern.value
    for scanned in scan_orders(compiled):
        names = [other.name for other in scanned]
        for before in scanned[: names.index(term.name) if term.name in names else 0]:
            if isinstance(before.pattern, PatternStr):
                covered = literal.startswith(before.pattern.value)
            elif (reader := reads[before.name]) is None:
                continue
            elif reader.accepts(literal):
                # Of one priority Lark takes the literal.
                covered = before.priority != term.priority
            else:
                covered = begins(reader, from_words([literal]))
            if covered:
                name = "NAME" if term.name.startswith("__") else term.name
                message = (
                    f"'{literal}' is never read: {_shown(before)} comes first and takes it; "
                    f'define it with a higher priority, as in {name}.2: "{literal}"'
                )
                raise UnsafeTokens(source.at_name(message, _shown(before)))


def _shown(term: TerminalDef) -> str:
    """Return the name that the file gives a terminal, or the pattern of one without a name."""
    return f"/{term.pattern.value}/" if term.name.startswith("__ANON") else str(term.name)


def _taken(
    word: str,
    own: Automaton | None,
    reads: Mapping[str, Automaton | None],
    rivals: Sequence[TerminalDef],
    compiled: Compiled,
) -> bool:
    if any(isinstance(t.pattern, PatternStr) and t.pattern.value == word for t in compiled.lark.terminals):
        return True
    alone = from_words([word])
    found = [reads[rival.name] for rival in rivals]
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


def _rivals(compiled: Compiled, reads: Mapping[str, Automaton | None]) -> dict[str, list[TerminalDef]]:
    """Return for each terminal those that the lexer tries before it in some state that accepts both."""
    rivals: dict[str, dict[str, TerminalDef]] = {term.name: {} for term in compiled.lark.terminals}
    for scanned in scan_orders(compiled):
        for place, term in enumerate(scanned):
            for before in scanned[:place]:
                rivals[term.name][before.name] = before
    found: dict[str, list[TerminalDef]] = {}
    for term in compiled.lark.terminals:
        own = reads[term.name]
        found[term.name] = []
        for rival in rivals[term.name].values():
            other = reads[rival.name]
            if own is None or other is None:
                continue
            if isinstance(term.pattern, PatternStr):
                continue
            if begins(other, own) or difference(own, other) != own:
                found[term.name].append(rival)
    return found


def scan_orders(compiled: Compiled) -> list[list[TerminalDef]]:
    """Return, for each set of terminals that some parser state accepts, Lark's order of trying them."""
    lexer = compiled.lark.parser.lexer
    lexers = getattr(lexer, "lexers", None)
    each = [lexer] if lexers is None else [lexers[state] for state in sorted(lexers)]
    seen: dict[tuple[str, ...], list[TerminalDef]] = {}
    for one in each:
        names = tuple(term.name for term in one.terminals)
        seen.setdefault(names, list(one.terminals))
    return list(seen.values())
