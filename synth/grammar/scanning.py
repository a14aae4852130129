"""Lark's scanners as automata that read bytes, with the choices of Python's `re`.

Lark tries the terminals that a parser state accepts as one pattern `A|B|...`, and takes what `re` finds: the
first alternative that matches, each by its own preferences (greedy or lazy, first branch first), which need
not be the longest match. Threads of a nondeterministic automaton kept in order of preference, cut behind the
first that accepts, find the same match in one pass.
Sources: Thompson, "Regular expression search algorithm" (1968); Cox, "Regular expression matching: the
virtual machine approach" (2009), for the order of preference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lark.lexer import TerminalDef

from .automaton import PLAIN

# The parser of `re` itself, which its stubs leave out.
_internals: Any = re
_compiler, _constants, _parser = _internals._compiler, _internals._constants, _internals._parser

SKIP = -2
"""What a scanner answers for an ignored token."""

NONE = -1
ASCII = 128
STATE_LIMIT = 30_000
NODE_LIMIT = 100_000


class Unreadable(Exception):
    """A pattern that is not regular, or not in the subset that is read here; the message names it."""


@dataclass
class Threads:
    """A nondeterministic automaton: a node reads a character, or splits in order, or accepts a terminal."""

    masks: list[int] = field(default_factory=list)
    nexts: list[tuple[int, ...]] = field(default_factory=list)
    accepts: list[int] = field(default_factory=list)
    _sets: dict[tuple[str, int], int] = field(default_factory=dict)

    def _node(self, mask: int, nexts: tuple[int, ...], accepts: int = NONE) -> int:
        if len(self.masks) >= NODE_LIMIT:
            raise Unreadable("its terminals unfold to too many parts")
        self.masks.append(mask)
        self.nexts.append(nexts)
        self.accepts.append(accepts)
        return len(self.masks) - 1

    def add(self, pattern: str, accepts: int) -> int:
        """Add a pattern that accepts this number; return its first node. Raises Unreadable."""
        parsed: Any = _parser.parse(PLAIN.get(pattern, pattern))
        return self._sequence(parsed, parsed.state.flags, self._node(0, (), accepts), pattern)

    def _sequence(self, items: Any, flags: int, after: int, pattern: str) -> int:
        for item in reversed(list(items)):
            after = self._item(item, flags, after, pattern)
        return after

    def _item(self, item: Any, flags: int, after: int, pattern: str) -> int:
        kind, detail = item
        if kind in (_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN):
            return self._node(self._set(item, flags), (after,))
        if kind is _constants.SUBPATTERN:
            _, added, removed, inner = detail
            if added & _parser.TYPE_FLAGS:
                flags &= ~_parser.TYPE_FLAGS
            return self._sequence(inner, (flags | added) & ~removed, after, pattern)
        if kind is _constants.BRANCH:
            ways = tuple(self._sequence(way, flags, after, pattern) for way in detail[1])
            return self._node(0, ways)
        if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            return self._repeat(kind is _constants.MAX_REPEAT, detail, flags, after, pattern)
        raise Unreadable(f"/{pattern}/ is not a plain regular expression")

    def _repeat(self, greedy: bool, detail: Any, flags: int, after: int, pattern: str) -> int:
        least, most, inner = detail
        if most > 1 and inner.getwidth()[0] == 0:
            # Where each engine leaves a loop that reads nothing is its own affair.
            raise Unreadable(f"/{pattern}/ repeats what may be empty")
        if most == _constants.MAXREPEAT:
            loop = self._node(0, ())
            body = self._sequence(inner, flags, loop, pattern)
            self.nexts[loop] = (body, after) if greedy else (after, body)
            after = loop
        else:
            end = after
            for _ in range(most - least):
                body = self._sequence(inner, flags, after, pattern)
                after = self._node(0, (body, end) if greedy else (end, body))
        for _ in range(least):
            after = self._sequence(inner, flags, after, pattern)
        return after

    def _set(self, item: Any, flags: int) -> int:
        """Return the ASCII characters that one item reads, by asking `re` itself."""
        key = (repr(item), flags)
        if key not in self._sets:
            state = _parser.State()
            state.flags = flags
            compiled = _compiler.compile(_parser.SubPattern(state, [item]), flags)
            self._sets[key] = sum(1 << code for code in range(ASCII) if compiled.fullmatch(chr(code)))
        return self._sets[key]

    def closure(self, nodes: Iterable[int], *, cut: bool) -> tuple[int, ...]:
        """Return the reading and accepting nodes behind these, in order; with `cut`, none behind the first
        that accepts.
        """
        found: list[int] = []
        seen: set[int] = set()
        stack = list(nodes)[::-1]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            if self.accepts[node] >= 0:
                found.append(node)
                if cut:
                    break
            elif self.masks[node]:
                found.append(node)
            else:
                stack.extend(reversed(self.nexts[node]))
        return tuple(found)


@dataclass
class Scanners:
    """All scanners of a grammar as one deterministic automaton; state 0 is dead.

    `moves[state]` has the next state of each ASCII code; `accepts[state]` the terminal, SKIP or NONE.
    """

    numbers: dict[str, int]
    ignored: frozenset[str]
    moves: list[list[int]] = field(default_factory=lambda: [[0] * ASCII])
    accepts: list[int] = field(default_factory=lambda: [NONE])
    _starts: dict[int, int] = field(default_factory=dict)

    def start(self, lexer: Any) -> int:
        """Return the first state of a `lark.lexer.BasicLexer`; raise Unreadable."""
        if id(lexer) not in self._starts:
            self._starts[id(lexer)] = self._add(lexer)
        return self._starts[id(lexer)]

    def _add(self, lexer: Any) -> int:
        threads = Threads()
        order: Sequence[TerminalDef] = lexer.scanner.terminals
        heads = [threads.add(term.pattern.to_regexp(), self.numbers[term.name]) for term in order]
        # Lark's callbacks give a name the type of a keyword that spells it.
        keywords = {
            self.numbers[name]: [self.numbers[term.name] for term in callback.scanner.terminals]
            for name, callback in lexer.callback.items()
        }
        spelled = {
            term.name: term.pattern.to_regexp()
            for callback in lexer.callback.values()
            for term in callback.scanner.terminals
        }
        words = [threads.add(pattern, self.numbers[name]) for name, pattern in sorted(spelled.items())]
        skipped = {self.numbers[name] for name in self.ignored}
        classes = _classes(threads.masks)
        first = (threads.closure(heads, cut=True), threads.closure(words, cut=False))
        known = {first: self._state()}
        queue = [first]
        for key in queue:
            main, spelling = key
            state = known[key]
            self.accepts[state] = _verdict(threads, main, spelling, keywords, skipped)
            for codes in classes:
                bit = 1 << codes[0]
                ahead = (
                    threads.closure(_after(threads, main, bit), cut=True),
                    threads.closure(_after(threads, spelling, bit), cut=False),
                )
                if not ahead[0]:
                    continue
                if ahead not in known:
                    known[ahead] = self._state()
                    queue.append(ahead)
                for code in codes:
                    self.moves[state][code] = known[ahead]
        return known[first]

    def _state(self) -> int:
        if len(self.moves) >= STATE_LIMIT:
            raise Unreadable(f"its scanners have more than {STATE_LIMIT:,} states")
        self.moves.append([0] * ASCII)
        self.accepts.append(NONE)
        return len(self.moves) - 1


def _after(threads: Threads, nodes: tuple[int, ...], bit: int) -> list[int]:
    return [nxt for node in nodes if threads.masks[node] & bit for nxt in threads.nexts[node]]


def _verdict(
    threads: Threads,
    main: tuple[int, ...],
    spelling: tuple[int, ...],
    keywords: dict[int, list[int]],
    skipped: set[int],
) -> int:
    found = next((threads.accepts[node] for node in main if threads.accepts[node] >= 0), NONE)
    if found in skipped:
        return SKIP
    if found in keywords:
        whole = {threads.accepts[node] for node in spelling}
        return next((keyword for keyword in keywords[found] if keyword in whole), found)
    return found


def _classes(masks: list[int]) -> list[list[int]]:
    """Return the characters in groups that no mask tells apart."""
    distinct = sorted({mask for mask in masks if mask})
    groups: dict[tuple[int, ...], list[int]] = {}
    for code in range(ASCII):
        key = tuple(i for i, mask in enumerate(distinct) if mask >> code & 1)
        if key:
            groups.setdefault(key, []).append(code)
    return list(groups.values())
