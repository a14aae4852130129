"""A grammar compiled for the parsing kernel: Lark's parse table, its scanners and the counts as arrays.

Nothing here comes from the tables that write: a text is judged by Lark's own automata and by the counts.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from lark.grammar import NonTerminal
from lark.grammar import Rule as LarkRule
from lark.parsers.lalr_analysis import Shift

from synth.kernels.lex import fill_words
from synth.kernels.parse import AGAIN, ENTRY, FIRST, LINK, NODE, SKIPPED, WORD, Tables

from .abstract import Loaded
from .counts import Block, Counts
from .rules import Alternative, Counted, Sub
from .scanning import Scanners, Unreadable
from .source import Compiled

LIMIT = (1 << 63) - 1
"""Numbers up to this one are the kernel's."""

CELLS = 20_000_000
"""The most cells of one table."""


class Built(NamedTuple):
    """A tree by its block (rule, height, first deepest child) and its number within that."""

    number: int
    height: int
    deepest: int
    within: int


class ReadTables:
    """The kernel's tables up to a height, and what puts together ranks that do not fit."""

    def __init__(self, compiled: Compiled, loaded: Loaded, counts: Counts, height: int) -> None:
        """Raise Unreadable, saying why, if the kernel cannot read this grammar's texts."""
        self.counts = counts
        self.height = height
        self.rules = loaded.rules
        self._symbols = {symbol.name: i for i, symbol in enumerate(loaded.rules.symbols)}
        self._places = [
            {alternative.rule: place for place, alternative in enumerate(symbol.alternatives)}
            for symbol in loaded.rules.symbols
        ]
        self._homes = {
            number: (i, at) for i, places in enumerate(self._places) for number, at in places.items()
        }
        for terminal in loaded.terminals:
            if terminal.words is None:
                raise Unreadable(f"{terminal.name} has {terminal.count():,} words, too many for a table")
        self.blocks: list[tuple[int, int, int]] = []
        self.widest = max(len(self._alternative(number).parts) for number in self._homes)
        self.arrays = Tables(
            **_parser_arrays(compiled),
            **self._rule_arrays(compiled, loaded),
            **self._count_arrays(),
            **_word_arrays(loaded),
        )

    def _rule_arrays(self, compiled: Compiled, loaded: Loaded) -> dict[str, Any]:
        actions = loaded.actions
        size, left, kind, number, its_list, first_role = ([] for _ in range(6))
        role: list[int] = []
        terminal: list[int] = []
        origins = _origins(compiled)
        lists: dict[str, int] = {}
        list_rows: list[tuple[int, ...]] = []
        list_symbols: list[int] = []
        for rule in compiled.rules:
            name = str(rule.origin.name)
            size.append(len(rule.expansion))
            left.append(origins[name])
            if rule in actions.links:
                kind.append(LINK)
                number.append(-1)
                its_list.append(-1)
                first_role.append(
                    next(i for i, symbol in enumerate(rule.expansion) if isinstance(symbol, NonTerminal))
                )
                continue
            first_role.append(len(role))
            if rule in actions.lists:
                numbers = actions.lists[rule]
                parts = self._alternative(numbers[0]).parts
                assert isinstance(parts[0], Sub)
                if name not in lists:
                    lists[name] = len(list_rows)
                    list_rows.append(numbers)
                    list_symbols.append(parts[0].symbol)
                element = actions.elements[rule]
                kind.append(AGAIN if rule.expansion and rule.expansion[0] == rule.origin else FIRST)
                number.append(-1 if element is None else element)
                its_list.append(lists[name])
                parts = parts[:1] if element is None else self._own(f"{name} element", element)
            else:
                kind.append(NODE)
                number.append(actions.nodes[rule])
                its_list.append(-1)
                parts = self._own(name, actions.nodes[rule])
            for part in parts:
                counted = isinstance(part, Counted)
                role.append(part.symbol if isinstance(part, Sub) else WORD if counted else SKIPPED)
                terminal.append(part.terminal if isinstance(part, Counted) else -1)
        longest = len(list_rows[0]) if list_rows else 1
        return {
            "rule_size": np.array(size, np.int32),
            "rule_left": np.array(left, np.int32),
            "rule_kind": np.array(kind, np.int32),
            "rule_number": np.array(number, np.int32),
            "rule_list": np.array(its_list, np.int32),
            "rule_role": np.array(first_role, np.int32),
            "role": np.array(role or [0], np.int32),
            "role_terminal": np.array(terminal or [0], np.int32),
            "list_number": np.array(list_rows, np.int32).reshape(-1, longest),
            "list_symbol": np.array(list_symbols, np.int32),
        }

    def _own(self, symbol: str, number: int) -> tuple[Any, ...]:
        """Return the parts of a rule as its symbol has it, one for each symbol of its right side."""
        alternatives = self.rules.symbols[self._symbols[symbol]].alternatives
        return next(alternative.parts for alternative in alternatives if alternative.rule == number)

    def _alternative(self, number: int) -> Alternative:
        symbol, place = self._homes[number]
        return self.rules.symbols[symbol].alternatives[place]

    def _count_arrays(self) -> dict[str, Any]:
        counts = self.counts
        counts.grow(self.height)
        rows = len(self.rules.rules)
        symbols = len(self.rules.symbols)
        fitting: list[tuple[int, int, Block]] = []
        for symbol in range(symbols):
            for block in counts.blocks[symbol]:
                if block.height <= self.height and _fits(block):
                    rule = self.rules.symbols[symbol].alternatives[block.alternative].rule
                    fitting.append((rule, symbol, block))
        base = np.full((rows, self.height + 2), -1, np.int32)
        digit_at: list[int] = []
        for number, _, block in fitting:
            if base[number, block.height + 1] < 0:
                base[number, block.height + 1] = len(digit_at)
                children = max(len(self._alternative(number).subs()), 1)
                digit_at += [-1] * children
                self.blocks += [(number, block.height, i) for i in range(children)]
        if symbols * len(digit_at) > CELLS:
            raise Unreadable("it has too many rules and levels for a table")
        place = np.full((symbols, max(len(digit_at), 1)), -1, np.int64)
        digits: list[tuple[int, int]] = []
        cost = np.zeros(rows, np.int32)
        for number, symbol, block in fitting:
            at = int(base[number, block.height + 1]) + block.deepest
            if digit_at[at] < 0:
                digit_at[at] = len(digits)
                digits += block.digits
            place[symbol, at] = block.start
        for number in self._homes:
            cost[number] = self._alternative(number).cost
        return {
            "cost": cost,
            "start": self.rules.start,
            "base": base,
            "place": place,
            "block_digit": np.array(digit_at or [-1], np.int32),
            "radix": np.array([radix for radix, _ in digits] or [1], np.int64),
            "offset": np.array([offset for _, offset in digits] or [0], np.int64),
        }

    def assemble(self, log: list[int], entry: int) -> int:
        """Return the rank of the start symbol that an entry of the kernel's log stands for."""
        done: dict[int, Built] = {}
        stack = [entry]
        while stack:
            at = stack[-1]
            parts = [(log[at + 3 + 2 * k], log[at + 4 + 2 * k]) for k in range(log[at + 2])]
            missing = [number for kind, number in parts if kind == ENTRY and number not in done]
            if missing:
                stack += missing
                continue
            stack.pop()
            found = [
                done[number] if kind == ENTRY else Built(*self.blocks[kind], number) if kind >= 0 else number
                for kind, number in parts
            ]
            if log[at] >= 0:
                done[at] = self._build(log[at], log[at + 1], found)
            else:
                assert isinstance(found[0], Built)
                done[at] = found[0]
        return self._rank(self.rules.start, done[entry])

    def _build(self, number: int, height: int, parts: list[Built | int]) -> Built:
        """Return the node of a rule: its block, and its number by the mixed radix of its parts."""
        self.counts.grow(height)
        symbol, place = self._homes[number]
        below = [part.height for part in parts if isinstance(part, Built)]
        deepest = below.index(max(below)) if below else 0
        symbols = iter(self.rules.symbols[symbol].alternatives[place].subs())
        within = 0
        digits = self.counts.found[symbol][height, place, deepest].digits
        for part, (radix, offset) in zip(parts, digits, strict=True):
            digit = self._rank(next(symbols), part) if isinstance(part, Built) else part
            within = within * radix + digit - offset
        return Built(number, height, deepest, within)

    def _rank(self, symbol: int, built: Built) -> int:
        place = self._places[symbol][built.number]
        return self.counts.found[symbol][built.height, place, built.deepest].start + built.within


def _fits(block: Block) -> bool:
    size = 1
    for radix, _ in block.digits:
        size *= radix
    highest = max((radix + offset for radix, offset in block.digits), default=0)
    return max(block.start + size, highest) <= LIMIT


def _origins(compiled: Compiled) -> dict[str, int]:
    """Return a number for each nonterminal of the parse table."""
    names = dict.fromkeys(str(rule.origin.name) for rule in compiled.rules)
    return {name: i for i, name in enumerate(names)}


def _parser_arrays(compiled: Compiled) -> dict[str, Any]:
    """Return Lark's parse table and its scanners."""
    frontend: Any = compiled.lark.parser
    table: Any = frontend.parser.parser.parse_table
    start: str = frontend.parser_conf.start[0]
    rules: dict[LarkRule, int] = {rule: i for i, rule in enumerate(compiled.rules)}
    origins = _origins(compiled)
    terminals = {term.name: i for i, term in enumerate(compiled.lark.terminals)}
    end = terminals["$END"] = len(terminals)
    states = len(table.states)
    if states * max(len(terminals), len(origins)) > CELLS:
        raise Unreadable("its parse table is too large")
    action = np.zeros((states, len(terminals)), np.int32)
    goto = np.zeros((states, len(origins)), np.int32)
    scanner = np.zeros(states, np.int32)
    scanners = Scanners(terminals, frozenset(compiled.lark.ignore_tokens))
    lexers = getattr(frontend.lexer, "lexers", None)
    for state, row in table.states.items():
        for name, (kind, argument) in row.items():
            if name in origins:
                goto[state, origins[name]] = argument
            elif name in terminals:
                action[state, terminals[name]] = argument + 1 if kind is Shift else -rules[argument] - 1
        scanner[state] = scanners.start(frontend.lexer if lexers is None else lexers[state])
    return {
        "action": action,
        "goto": goto,
        "begin": table.start_states[start],
        "finish": table.end_states[start],
        "end_token": end,
        "scanner": scanner,
        "moves": np.array(scanners.moves, np.int16),
        "accepts": np.array(scanners.accepts, np.int32),
    }


def _word_arrays(loaded: Loaded) -> dict[str, Any]:
    """Return the words of the terminals that have several, in a hash table."""
    words = [
        (number, rank, word.encode())
        for number, terminal in enumerate(loaded.terminals)
        if terminal.count() > 1
        for rank, word in enumerate(terminal.words or ())
    ]
    data = np.frombuffer(b"".join(word for _, _, word in words) + b"\0", np.uint8)
    bounds = np.concatenate(([0], np.cumsum([len(word) for _, _, word in words]))).astype(np.int64)
    terminals = np.array([number for number, _, _ in words], np.int32)
    slots = np.full(1 << (2 * len(words) + 1).bit_length(), -1, np.int32)
    fill_words(slots, terminals, bounds, data)
    return {
        "word_slots": slots,
        "word_at": bounds,
        "word_terminal": terminals,
        "word_number": np.array([rank for _, rank, _ in words], np.int32),
        "word_bytes": data,
    }
