"""Regular languages as counted automata: how many words of each length, and the word of each number.

Words are numbered by length, then by code point. Counting paths of a deterministic automaton counts words
exactly, since each word has one path (Chomsky and Miller, "Finite state languages", 1958).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from re import _constants, _parser
from typing import Any

import interegular

from .crawling import TooLarge, limited

PRINTABLE = "".join(map(chr, range(32, 127)))
STATE_LIMIT = 20_000
PART_LIMIT = 100_000
EMPTY_REPEATS = 20
DIFFERENCE_LIMIT = 200_000

# What Lark's common.lark says by looking behind, said without.
PLAIN = {r'".*?(?<!\\)(\\\\)*?"': r'"(?:[^"\\\n]|\\.)*"'}


@dataclass(frozen=True)
class Automaton:
    """A trimmed deterministic automaton: every state is reachable and leads to a word; 0 is the start.

    `moves[state]` maps a character to the next state. An empty language has no states.
    """

    moves: tuple[dict[str, int], ...]
    accepting: frozenset[int]
    _counts: list[list[int]] = field(default_factory=list, compare=False, repr=False)

    def is_empty(self) -> bool:
        """Return whether no word is accepted."""
        return not self.moves

    def accepts(self, word: str) -> bool:
        """Return whether the word is in the language."""
        state = 0 if self.moves else None
        for char in word:
            if state is None:
                return False
            state = self.moves[state].get(char)
        return state is not None and state in self.accepting

    def longest(self) -> int | None:
        """Return the length of the longest word, -1 if there is none, None if there is no bound."""
        if not self.moves:
            return -1
        best = [0] * len(self.moves)
        colour = [0] * len(self.moves)
        stack = [(0, iter(self.moves[0].values()))]
        colour[0] = 1
        while stack:
            state, following = stack[-1]
            for nxt in following:
                if colour[nxt] == 1:
                    return None
                if colour[nxt] == 0:
                    colour[nxt] = 1
                    stack.append((nxt, iter(self.moves[nxt].values())))
                    break
            else:
                best[state] = max((1 + best[nxt] for nxt in self.moves[state].values()), default=0)
                colour[state] = 2
                stack.pop()
        return best[0]

    def count(self, length: int) -> int:
        """Return the number of words of exactly this length."""
        return self._table(length)[length][0] if self.moves else 0

    def words_up_to(self, length: int) -> int:
        """Return the number of words of at most this length."""
        return sum(self.count(n) for n in range(length + 1))

    def word(self, rank: int, longest: int) -> str:
        """Return the word of this number among those of at most `longest` characters; raise IndexError."""
        for length in range(longest + 1):
            here = self.count(length)
            if rank < here:
                break
            rank -= here
        else:
            raise IndexError(rank)
        table = self._table(length)
        state, word = 0, []
        for left in range(length - 1, -1, -1):
            for char, nxt in self.moves[state].items():
                below = table[left][nxt]
                if rank < below:
                    word.append(char)
                    state = nxt
                    break
                rank -= below
        return "".join(word)

    def rank(self, word: str) -> int:
        """Return the number of an accepted word; raise ValueError for another."""
        if not self.accepts(word):
            raise ValueError(word)
        rank = sum(self.count(n) for n in range(len(word)))
        table = self._table(len(word))
        state = 0
        for place, char in enumerate(word):
            left = len(word) - place - 1
            for other, nxt in self.moves[state].items():
                if other == char:
                    state = nxt
                    break
                rank += table[left][nxt]
        return rank

    def _table(self, length: int) -> list[list[int]]:
        counts = self._counts
        if not counts:
            counts.append([int(state in self.accepting) for state in range(len(self.moves))])
        while len(counts) <= length:
            last = counts[-1]
            counts.append([sum(last[nxt] for nxt in move.values()) for move in self.moves])
        return counts


def from_regex(pattern: str) -> Automaton:
    """Return the automaton of a regular expression over printable ASCII and the characters that it names.

    Raises ValueError, with the reason, for what is not regular or not supported (lookbehind, `\\b`,
    backreferences), and TooLarge for one whose automaton passes the limits; half a character of UTF-16 is in
    no text, so no word holds one.

    >>> from_regex("[ab]{1,2}").words_up_to(2)
    6
    """
    try:
        if _parts(_parser.parse(pattern)) > PART_LIMIT:
            raise TooLarge(f"unfolds to more than {PART_LIMIT:,} parts")
        with limited(STATE_LIMIT):
            fsm = interegular.parse_pattern(pattern).to_fsm()
    except (interegular.InvalidSyntax, interegular.Unsupported, NotImplementedError) as error:
        raise ValueError(str(error) or type(error).__name__) from None
    except RecursionError:
        raise TooLarge("nests too deeply") from None
    named = {
        char
        for char in fsm.alphabet
        if isinstance(char, str) and len(char) == 1 and not "\ud800" <= char <= "\udfff"
    }
    alphabet = sorted(set(PRINTABLE) | named)
    keys = {char: fsm.alphabet[char] for char in alphabet}
    moves: dict[Any, dict[str, Any]] = {
        state: {char: row[key] for char, key in keys.items() if key in (row := fsm.map.get(state, {}))}
        for state in fsm.states
    }
    return trim(fsm.initial, moves, set(fsm.finals))


def from_token(pattern: str) -> Automaton:
    """Return the automaton of the words that the lexer reads by a pattern; raise ValueError as `from_regex`.

    A single lazy repeat between parts of fixed length stops at its first chance, so such a pattern reads
    none of its words that begin with another.

    >>> from_token('".*?"').accepts('"a"'), from_token('".*?"').accepts('"a""')
    (True, False)
    """
    plain = PLAIN.get(pattern, pattern)
    automaton = from_regex(plain)
    if not _stops_early(plain):
        return automaton
    moves = {
        state: {} if state in automaton.accepting else move for state, move in enumerate(automaton.moves)
    }
    return trim(0, moves, set(automaton.accepting)) if moves else automaton


def _parts(items: Any) -> int:
    """Return the number of characters and sets in a parsed pattern with its bounded repeats written out.

    Raises TooLarge for repeats that `re` cannot match in time.
    """
    total = 0
    for kind, detail in items:
        if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            least, most, inner = detail
            if EMPTY_REPEATS < most < _constants.MAXREPEAT and inner.getwidth()[0] == 0:
                raise TooLarge(
                    f"repeats what may be empty {most:,} times, which `re` tries in 2^{most:,} ways"
                )
            total += _parts(inner) * max(least, 1 if most is _constants.MAXREPEAT else most)
        elif kind is _constants.SUBPATTERN:
            total += _parts(detail[-1])
        elif kind is _constants.BRANCH:
            total += sum(map(_parts, detail[1]))
        else:
            total += 1
    return total


def _stops_early(pattern: str) -> bool:
    """Return whether a pattern is a lazy repeat of a part of fixed length between parts of fixed length."""
    parsed: Any = _parser.parse(pattern)
    while len(parsed) == 1 and parsed[0][0] is _constants.SUBPATTERN:
        parsed = parsed[0][1][-1]
    lazy = 0
    for kind, detail in parsed:
        if kind is _constants.MIN_REPEAT:
            lazy += 1
            part = detail[-1]
        else:
            part = _parser.SubPattern(parsed.state, [(kind, detail)])
        least, most = part.getwidth()
        if least != most:
            return False
    return lazy == 1


def from_words(words: Iterable[str]) -> Automaton:
    """Return the automaton of a finite list of words."""
    moves: dict[int, dict[str, int]] = {0: {}}
    finals = set()
    for word in words:
        state = 0
        for char in word:
            nxt = moves[state].setdefault(char, len(moves))
            moves.setdefault(nxt, {})
            state = nxt
        finals.add(state)
    return trim(0, moves, finals)


def trim(initial: int, moves: dict[int, dict[str, int]], finals: set[int]) -> Automaton:
    """Return the automaton with only the states on a path from the start to a word's end."""
    reached = [initial]
    seen = {initial}
    back: dict[int, list[int]] = {}
    for state in reached:
        for nxt in moves[state].values():
            back.setdefault(nxt, []).append(state)
            if nxt not in seen:
                seen.add(nxt)
                reached.append(nxt)
    useful = {state for state in reached if state in finals}
    todo = sorted(useful)
    while todo:
        for before in back.get(todo.pop(), ()):
            if before not in useful:
                useful.add(before)
                todo.append(before)
    if initial not in useful:
        return Automaton((), frozenset())
    number = {state: place for place, state in enumerate(s for s in reached if s in useful)}
    kept = [
        {char: number[nxt] for char, nxt in sorted(moves[state].items()) if nxt in number}
        for state in reached
        if state in useful
    ]
    return Automaton(tuple(kept), frozenset(number[s] for s in finals if s in number))


def difference(left: Automaton, right: Automaton, *, prefixes: bool = False) -> Automaton:
    """Return the words of `left` that `right` does not accept; with `prefixes`, nor a beginning of them."""
    if left.is_empty() or right.is_empty():
        return left
    start = (0, 0)
    numbers: dict[tuple[int, int], int] = {start: 0}
    queue = [start]
    moves: dict[int, dict[str, int]] = {}
    finals = set()
    for a, b in queue:
        here = numbers[a, b]
        barred = b in right.accepting
        row = moves.setdefault(here, {})
        if prefixes and barred:
            continue
        if a in left.accepting and not barred:
            finals.add(here)
        for char, nxt in left.moves[a].items():
            other = right.moves[b].get(char, -1) if b >= 0 else -1
            pair = (nxt, other)
            if pair not in numbers:
                if len(numbers) > DIFFERENCE_LIMIT:
                    raise TooLarge(f"needs more than {DIFFERENCE_LIMIT:,} states beside other tokens")
                numbers[pair] = len(numbers)
                queue.append(pair)
            row[char] = numbers[pair]
    return trim(0, moves, finals)


def overruns(reader: Automaton, first: Automaton, second: Automaton) -> bool:
    """Return whether `reader` can match past a word of `first` into a word of `second` written after it.

    Also true if it can swallow a whole word of `second` and wait for more: a third token might complete it.
    """
    return goes_on(reader, states_after(reader, first), second)


def goes_on(reader: Automaton, ends: set[int], second: Automaton) -> bool:
    """Return whether `reader` overruns into `second` from the states where it has read a first word."""
    if not ends or second.is_empty():
        return False
    queue = [(state, 0) for state in sorted(ends)]
    seen = set(queue)
    for state, other in queue:
        for char, nxt in second.moves[other].items():
            reached = reader.moves[state].get(char)
            if reached is None:
                continue
            if reached in reader.accepting or (nxt in second.accepting and reader.moves[reached]):
                return True
            if (reached, nxt) not in seen:
                seen.add((reached, nxt))
                queue.append((reached, nxt))
    return False


def begins(reader: Automaton, word: Automaton) -> bool:
    """Return whether `reader` accepts a proper beginning of some accepted word of `word`."""
    if reader.is_empty() or word.is_empty():
        return False
    queue = [(0, 0)]
    seen = {(0, 0)}
    for state, other in queue:
        for char, nxt in word.moves[other].items():
            reached = reader.moves[state].get(char)
            if reached is None or (reached, nxt) in seen:
                continue
            if reached in reader.accepting and word.moves[nxt]:
                return True
            seen.add((reached, nxt))
            queue.append((reached, nxt))
    return False


def states_after(reader: Automaton, words: Automaton) -> set[int]:
    """Return the states in which `reader` can be when it has read a whole word of `words`."""
    if reader.is_empty() or words.is_empty():
        return set()
    queue = [(0, 0)]
    seen = {(0, 0)}
    ends = set()
    for state, other in queue:
        if other in words.accepting:
            ends.add(state)
        for char, nxt in words.moves[other].items():
            reached = reader.moves[state].get(char)
            if reached is not None and (reached, nxt) not in seen:
                seen.add((reached, nxt))
                queue.append((reached, nxt))
    return ends
