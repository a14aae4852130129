"""From Lark's compiled rules to the abstract grammar that is counted.

A rule that makes a node costs one level. Nothing is charged for what makes none: `?rule` with one child,
`_rule`, repeats, templates, and the start rule. A costless rule with a single subtree and punctuation
(`"(" formula ")"`) is a link: each symbol takes over the rules behind its links, through the cheapest
chain, so that a tree has one string, with the fewest tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NoReturn

from lark.grammar import NonTerminal
from lark.grammar import Rule as LarkRule
from lark.grammar import Terminal as LarkTerminal

from .errors import TransparentCycle, UselessSymbol
from .rules import Alternative, Counted, Fixed, Part, Rule, Rules, Sub, Symbol, order_of_free_parts
from .source import Compiled, Source, own_name
from .terminals import Terminal

Tokens = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """A costless alternative with one subtree: the fixed tokens before and after it."""

    before: Tokens
    symbol: int
    after: Tokens


@dataclass
class Actions:
    """What each of Lark's rules does when the parser reduces by it: the bridge from a parse to a code.

    A `link` hands its subtree on; a `node` starts a code with its rule's number; a `list` gathers repeated
    elements, whose number of elements chooses the rule in `lists`.
    """

    links: set[LarkRule] = field(default_factory=set)
    nodes: dict[LarkRule, int] = field(default_factory=dict)
    lists: dict[LarkRule, tuple[int, ...]] = field(default_factory=dict)
    elements: dict[LarkRule, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """The abstract grammar, its terminals in order, the parser's actions and the notes for the report."""

    rules: Rules
    terminals: tuple[Terminal, ...]
    actions: Actions
    wrappings: tuple[str, ...]


class Builder:
    """Builds the abstract grammar of one compiled file."""

    def __init__(
        self, source: Source, compiled: Compiled, terminals: Mapping[str, Terminal], start: str, repeat: int
    ):
        self.source = source
        self.compiled = compiled
        self.start = start
        self.repeat = repeat
        self.terminals = tuple(terminals[name] for name in sorted(terminals))
        self.numbers = {terminal.name: i for i, terminal in enumerate(self.terminals)}
        self.by_origin: dict[str, list[LarkRule]] = {}
        for rule in compiled.rules:
            self.by_origin.setdefault(rule.origin.name, []).append(rule)
        self.rules: list[Rule] = []
        self.names: list[str] = []
        # Alternatives and links of each symbol, in one list in the order of the file.
        self.own: list[list[Alternative | _Link]] = []
        self.index: dict[str, int] = {}
        self.actions = Actions()
        self.wrappings: list[str] = []
        self._recursive: dict[str, bool] = {}

    def build(self) -> Loaded:
        """Return the abstract grammar; raise TransparentCycle or UselessSymbol."""
        for name in self.by_origin:
            self._symbol(name)
        for name, rules in self.by_origin.items():
            if self._is_list(name, rules):
                self._add_list(name, rules)
            else:
                for rule in rules:
                    self._add_rule(rule)
        self._refuse_hidden_cycle()
        symbols = tuple(Symbol(name, tuple(self._closed(i))) for i, name in enumerate(self.names))
        order = order_of_free_parts(symbols)
        if isinstance(order, list):
            self._refuse_cycle(order)
        self._refuse_unproductive(symbols)
        abstract = Rules(
            symbols,
            tuple(self.rules),
            tuple(terminal.count() for terminal in self.terminals),
            self.index[self.start],
            order,
        )
        return Loaded(abstract, self.terminals, self.actions, tuple(self.wrappings))

    def _symbol(self, name: str) -> int:
        self.index[name] = len(self.names)
        self.names.append(str(name))
        self.own.append([])
        return self.index[name]

    def _rule(self, name: str, origin: str, shown: str) -> int:
        self.rules.append(Rule(name, origin, shown))
        return len(self.rules) - 1

    def _parts(self, rule: LarkRule) -> tuple[Part, ...]:
        keep_all = bool(rule.options and rule.options.keep_all_tokens)
        parts: list[Part] = []
        for symbol in rule.expansion:
            if isinstance(symbol, NonTerminal):
                parts.append(Sub(self.index[symbol.name]))
                continue
            number = self.numbers[symbol.name]
            assert isinstance(symbol, LarkTerminal)
            kept = keep_all or not symbol.filter_out
            # A dropped token is not part of the tree, so one of its words stands for all.
            counted = kept and self.terminals[number].count() > 1
            parts.append(Counted(number, kept) if counted else Fixed(number, kept))
        return tuple(parts)

    def _add_rule(self, rule: LarkRule) -> None:
        origin = str(rule.origin.name)
        own = self.index[origin]
        parts = self._parts(rule)
        subs = [i for i, part in enumerate(parts) if isinstance(part, Sub)]
        kept = sum(not isinstance(part, Sub) and part.kept for part in parts)
        expands = bool(rule.options and rule.options.expand1) and not rule.alias
        hidden = origin.startswith("_")
        single = len(subs) == 1 and not kept
        if single and (hidden or (expands and not self._spliced(rule.expansion[subs[0]].name))):
            at = subs[0]
            target = parts[at]
            assert isinstance(target, Sub)
            self.own[own].append(_Link(parts[:at], target.symbol, parts[at + 1 :]))
            self.actions.links.add(rule)
            if len(parts) > 1 and not origin.startswith("__"):
                self.wrappings.append(_shown(rule))
            return
        name = str(rule.alias or (rule.options and rule.options.template_source) or origin)
        if expands and not subs and kept == 1:
            name = next(self.terminals[p.terminal].name for p in parts if not isinstance(p, Sub) and p.kept)
        number = self._rule("" if hidden else name, origin, _shown(rule))
        self.own[own].append(Alternative(number, parts, self._cost(origin)))
        self.actions.nodes[rule] = number

    def _cost(self, origin: str) -> int:
        if origin.startswith("_"):
            return 0
        free = origin == self.start or "{" in origin
        return 0 if free and not self._is_recursive(origin) else 1

    def _is_recursive(self, name: str) -> bool:
        if name not in self._recursive:
            self._recursive[name] = self._reaches_itself(name)
        return self._recursive[name]

    def _reaches_itself(self, name: str) -> bool:
        todo, seen = [name], set()
        while todo:
            for rule in self.by_origin[todo.pop()]:
                for symbol in rule.expansion:
                    if isinstance(symbol, NonTerminal):
                        if symbol.name == name:
                            return True
                        if symbol.name not in seen:
                            seen.add(symbol.name)
                            todo.append(symbol.name)
        return False

    def _spliced(self, name: str) -> bool:
        return name.startswith("_")

    def _is_list(self, name: str, rules: list[LarkRule]) -> bool:
        return name.startswith("__") and any(r.expansion and r.expansion[0] == r.origin for r in rules)

    def _add_list(self, name: str, rules: list[LarkRule]) -> None:
        """Turn Lark's `x: e | x e` into lists of one to `repeat` elements."""
        own = self.index[name]
        bases = [rule for rule in rules if not (rule.expansion and rule.expansion[0] == rule.origin)]
        again = {tuple(rule.expansion[1:]): rule for rule in rules if rule not in bases}
        alternatives = []
        for rule in bases:
            parts = self._parts(rule)
            direct = len(bases) == 1 and len(parts) == 1 and isinstance(parts[0], Sub)
            number = None if direct else self._rule("", name, _shown(rule))
            alternatives.append((number, parts))
            for each in (rule, again[tuple(rule.expansion)]):
                self.actions.elements[each] = number
        if alternatives[0][0] is None:
            element = alternatives[0][1][0]
            assert isinstance(element, Sub)
            target = element.symbol
        else:
            target = self._symbol(f"{name} element")
            for number, parts in alternatives:
                assert number is not None
                self.own[target].append(Alternative(number, parts, 0))
        shown = " | ".join(_shown(rule) for rule in bases)
        lists = tuple(self._rule("", name, f"({shown}) ~ {k}") for k in range(1, self.repeat + 1))
        for k, number in enumerate(lists, 1):
            self.own[own].append(Alternative(number, (Sub(target),) * k, 0))
        for rule in rules:
            self.actions.lists[rule] = lists

    def _closed(self, start: int) -> list[Alternative]:
        """Return the alternatives of a symbol with those behind its links, each by its cheapest chain."""
        found: list[tuple[tuple[int, ...], Alternative]] = []
        seen: set[int] = set()
        heap: list[tuple[int, tuple[int, ...], int, Tokens, Tokens]] = [(0, (), start, (), ())]
        while heap:
            tokens, path, symbol, before, after = heappop(heap)
            if symbol in seen:
                continue
            seen.add(symbol)
            for turn, item in enumerate(self.own[symbol]):
                here = (*path, turn)
                if isinstance(item, Alternative):
                    found.append((here, Alternative(item.rule, before + item.parts + after, item.cost)))
                else:
                    more = tokens + len(item.before) + len(item.after)
                    heappush(heap, (more, here, item.symbol, before + item.before, item.after + after))
        found.sort(key=lambda each: each[0])
        return [alt for _, alt in found]

    def _refuse_hidden_cycle(self) -> None:
        """Raise TransparentCycle for hidden rules that repeat themselves around one subtree.

        Lark gives `_l: item | _l "," item` one tree for every length, so they would count as one.
        """
        hidden = {
            number: {item.symbol for item in self.own[number] if isinstance(item, _Link)}
            for number, name in enumerate(self.names)
            if name.startswith("_")
        }
        for number in hidden:
            todo, seen = [number], set[int]()
            while todo:
                for target in hidden.get(todo.pop(), ()):
                    if target == number:
                        self._refuse_cycle([number])
                    if target not in seen:
                        seen.add(target)
                        todo.append(target)

    def _refuse_cycle(self, cycle: list[int]) -> NoReturn:
        path = " -> ".join(own_name(self.names[i]) for i in [*cycle, cycle[0]])
        message = (
            f"{path} repeats without making a node, so one depth holds endlessly many trees; "
            "write the repetition as * or +, or drop the ? or _ that hides the node"
        )
        raise TransparentCycle(self.source.at_name(message, own_name(self.names[cycle[0]])))

    def _refuse_unproductive(self, symbols: tuple[Symbol, ...]) -> None:
        done: set[int] = set()
        while True:
            more = {
                i
                for i, symbol in enumerate(symbols)
                if i not in done and any(all(s in done for s in alt.subs()) for alt in symbol.alternatives)
            }
            if not more:
                break
            done |= more
        if len(done) == len(symbols):
            return
        # The rule to blame is one that needs itself, not one that merely uses it.
        endless = next(i for i in range(len(symbols)) if i not in done)
        seen: set[int] = set()
        while endless not in seen:
            seen.add(endless)
            subs = (s for alt in symbols[endless].alternatives for s in alt.subs())
            endless = next((s for s in subs if s not in done), endless)
        name = own_name(symbols[endless].name)
        message = f"{name} never ends: each of its alternatives needs {name} or another endless rule"
        raise UselessSymbol(self.source.at_name(message, name))


def _shown(rule: LarkRule) -> str:
    """Return the rule's right side as the file writes it, as far as Lark kept it."""
    words = [symbol.name for symbol in rule.expansion]
    return " ".join(words) + (f" -> {rule.alias}" if rule.alias else "") or "(nothing)"


def written_terminals(compiled: Compiled) -> set[str]:
    """Return the names of the terminals that some rule writes."""
    return {s.name for rule in compiled.rules for s in rule.expansion if not isinstance(s, NonTerminal)}
