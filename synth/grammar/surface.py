"""The one string of a tree: its tokens, with a separator only where two would otherwise melt.

For each pair of tokens that can stand side by side, automata decide whether some terminal that the lexer
may try there reads past the end of the first into the second (maximal munch; Reps, "Maximal-munch
tokenization in linear time", 1998, states the problem). If so the canonical ignored string is written
between them, and the same proof is made for that string. Two words melt for a reader even where the lexer
could part them ("ptherefore"), so they are separated as well wherever the grammar has a separator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from lark.lexer import TerminalDef

from .abstract import Loaded
from .automaton import Automaton, from_words, goes_on, states_after
from .errors import UnsafeTokens
from .rules import Fixed, Rules, Sub
from .source import Compiled, Source
from .terminals import Readers, Terminal


class Separators:
    """Which pairs of terminals need the separator, and what it is."""

    def __init__(self, source: Source, compiled: Compiled, loaded: Loaded, readers: Readers) -> None:
        self.source = source
        self.loaded = loaded
        self.pairs = adjacent(loaded.rules)
        self._reads = readers.automata
        self.text = _separator(compiled, readers)
        self._scans = [scan.terms for scan in readers.scans]
        self._company = _company(self._scans)
        self._ignored = sorted(compiled.lark.ignore_tokens)
        self._open: dict[str, list[tuple[Automaton, set[int]]] | None] = {}
        self._starts = [_starts_with_word(terminal.language) for terminal in loaded.terminals]
        self._ends = [_ends_in_word(terminal.language) for terminal in loaded.terminals]
        self.needed = frozenset(pair for pair in sorted(self.pairs) if self._melts(*pair))
        self._prove()

    def _melts(self, first: int, second: int) -> bool:
        words = self.text is not None and self._ends[first] and self._starts[second]
        return words or self._read_past(first, self.loaded.terminals[second].language)

    def _read_past(self, first: int, second: Automaton) -> bool:
        """Return whether some terminal that may be tried where the first is reads on into the second."""
        left = self.loaded.terminals[first]
        if left.name not in self._open:
            self._open[left.name] = self._readers_behind(left)
        readers = self._open[left.name]
        return readers is None or any(goes_on(reads, ends, second) for reads, ends in readers)

    def _readers_behind(self, left: Terminal) -> list[tuple[Automaton, set[int]]] | None:
        """Return what can read on behind a word, with its states there; None if one is not known."""
        found = []
        for other in self._company[left.name]:
            reads = self._reads[other]
            if reads is None:
                return None
            ends = {state for state in states_after(reads, left.language) if reads.moves[state]}
            if ends:
                found.append((reads, ends))
        return found

    def _prove(self) -> None:
        """Raise UnsafeTokens unless the separator parts each pair that needs it."""
        if not self.needed:
            return
        first, second = min(self.needed)
        if self.text is None:
            self._refuse(first, second, 'melt when written side by side; add a separator with %ignore " "')
        gap = from_words([self.text])
        past = {left: self._read_past(left, gap) for left in {left for left, _ in self.needed}}
        behind = {right: self._is_past_gap(right, gap) for right in {right for _, right in self.needed}}
        for first, second in sorted(self.needed):
            if past[first] or behind[second]:
                left, right = self.loaded.terminals[first], self.loaded.terminals[second]
                self._refuse(
                    first,
                    second,
                    f"melt even with {self.text!r} between them; {left.name} or {right.name} can hold it",
                )

    def _is_past_gap(self, second: int, gap: Automaton) -> bool:
        """Return whether some terminal reads the separator as the beginning of the second, or for its own."""
        right = self.loaded.terminals[second]
        for other in self._company[right.name]:
            reads = self._reads[other]
            if reads is None or goes_on(reads, states_after(reads, gap), right.language):
                return True
        assert self.text is not None
        return not self._is_skipped(right.name, self.text)

    def _refuse(self, first: int, second: int, fault: str) -> NoReturn:
        left, right = self.loaded.terminals[first], self.loaded.terminals[second]
        message = f"'{left.word(0)}' and '{right.word(0)}' {fault}"
        raise UnsafeTokens(self.source.at_name(message, left.name))

    def _is_skipped(self, name: str, gap: str) -> bool:
        """Return whether the lexer takes the gap for ignored wherever it may try this terminal."""
        starts = [gap[:length] for length in range(1, len(gap) + 1)]
        for scanned in self._scans:
            names = [term.name for term in scanned]
            if name in names:
                taken = next(
                    (n for n in names if (r := self._reads[n]) and any(map(r.accepts, starts))), None
                )
                if taken not in self._ignored:
                    return False
        return True


def adjacent(rules: Rules) -> set[tuple[int, int]]:
    """Return the pairs of terminals that can be neighbours in a sentence."""
    empty, first, last = _edges(rules)
    pairs: set[tuple[int, int]] = set()
    for symbol in rules.symbols:
        for alt in symbol.alternatives:
            for at, left in enumerate(alt.parts):
                ends = last[left.symbol] if isinstance(left, Sub) else {left.terminal}
                for right in alt.parts[at + 1 :]:
                    begins = first[right.symbol] if isinstance(right, Sub) else {right.terminal}
                    pairs.update((a, b) for a in ends for b in begins)
                    if not (isinstance(right, Sub) and right.symbol in empty):
                        break
    return pairs


def _edges(rules: Rules) -> tuple[set[int], list[set[int]], list[set[int]]]:
    """Return the symbols that can be empty, and the first and last terminals of each."""
    empty: set[int] = set()
    first: list[set[int]] = [set() for _ in rules.symbols]
    last: list[set[int]] = [set() for _ in rules.symbols]
    changed = True
    while changed:
        changed = False
        for i, symbol in enumerate(rules.symbols):
            for alt in symbol.alternatives:
                if i not in empty and all(isinstance(p, Sub) and p.symbol in empty for p in alt.parts):
                    empty.add(i)
                    changed = True
                for table, parts in ((first, alt.parts), (last, alt.parts[::-1])):
                    for part in parts:
                        new = table[part.symbol] if isinstance(part, Sub) else {part.terminal}
                        if not new <= table[i]:
                            table[i] |= new
                            changed = True
                        if not (isinstance(part, Sub) and part.symbol in empty):
                            break
    return empty, first, last


def fixed_texts(loaded: Loaded) -> list[str]:
    """Return for each terminal the text that a fixed token of it is written with: its first word."""
    used = {
        p.terminal
        for s in loaded.rules.symbols
        for a in s.alternatives
        for p in a.parts
        if isinstance(p, Fixed)
    }
    return [terminal.word(0) if i in used else "" for i, terminal in enumerate(loaded.terminals)]


def _starts_with_word(language: Automaton) -> bool:
    return bool(language.moves) and any(_in_word(char) for char in language.moves[0])


def _ends_in_word(language: Automaton) -> bool:
    return any(
        _in_word(char) and nxt in language.accepting for move in language.moves for char, nxt in move.items()
    )


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _company(scans: Sequence[Sequence[TerminalDef]]) -> dict[str, list[str]]:
    """Return for each terminal those that the lexer may try where it may try this one."""
    within: dict[str, list[int]] = {}
    for number, scanned in enumerate(scans):
        for term in scanned:
            within.setdefault(term.name, []).append(number)
    # Terminals that are tried in the same places share one list.
    shared: dict[tuple[int, ...], list[str]] = {}
    for numbers in map(tuple, within.values()):
        if numbers not in shared:
            shared[numbers] = sorted({term.name for number in numbers for term in scans[number]})
    return {name: shared[tuple(numbers)] for name, numbers in within.items()}


def _separator(compiled: Compiled, readers: Readers) -> str | None:
    """Return the canonical ignored string: a space if that is ignored, else a new line, else the shortest."""
    ignored = set(compiled.lark.ignore_tokens)
    automata = [a for name, a in readers.automata.items() if name in ignored and a is not None]
    for text in (" ", "\n", "\t"):
        if any(automaton.accepts(text) for automaton in automata):
            return text
    return min(filter(None, map(_shortest, automata)), key=lambda word: (len(word), word), default=None)


def _shortest(automaton: Automaton) -> str:
    length = next((n for n in range(1, 65) if automaton.count(n)), 0)
    return automaton.word(automaton.words_up_to(length - 1), length) if length else ""
