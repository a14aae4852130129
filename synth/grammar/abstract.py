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

from lark.grammar import NonTerminal
from lark.grammar import Rule as LarkRule
from lark.grammar import Terminal as LarkTerminal

from .errors import TransparentCycle, UselessSymbol
from .rules import Alternative, Counted, Fixed, Part, Rule, Rules, Sub, Symbol, order_of_free_parts
from .source import Compiled, Source, own_name
from .terminals import Terminal

Tokens = tuple[Part, ...]


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
        self.own: list[list[Alternative]] = []
        self.links: list[list[tuple[Tokens, int, Tokens]]] = []
        self.index: dict[str, int] = {}
        self.actions = Actions()
        self.wrappings: list[str] = []

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
        symbols = tuple(Symbol(name, tuple(self._closed(i))) for i, name in enumerate(self.names))
        order = order_of_free_parts(symbols)
        if isinstance(order, list):
            path = " -> ".join(self.names[i] for i in [*order, order[0]])
            message = (
                f"{path} repeats without making a node, so one depth holds endlessly many trees; "
                "write the repetition as * or +, or drop the ? or _ that hides the node"
            )
            raise TransparentCycle(self.source.at_name(message, own_name(self.names[order[0]])))
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
        self.links.append([])
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
            self.links[own].append((parts[:at], target.symbol, parts[at + 1 :]))
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
        return 0 if free and not self._recursive(origin) else 1

    def _recursive(self, name: str) -> bool:
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
        alternatives: list[Alternative] = []
        best: dict[int, bool] = {}
        heap: list[tuple[int, tuple[int, ...], int, Tokens, Tokens]] = [(0, (), start, (), ())]
        while heap:
            tokens, path, symbol, before, after = heappop(heap)
            if symbol in best:
                continue
            best[symbol] = True
            alternatives.extend(
                Alternative(alt.rule, before + alt.parts + after, alt.cost) for alt in self.own[symbol]
            )
            for turn, (left, target, right) in enumerate(self.links[symbol]):
                more = tokens + len(left) + len(right)
                heappush(heap, (more, (*path, turn), target, before + left, right + after))
        return sorted(alternatives, key=lambda alt: alt.rule)

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
        for i, symbol in enumerate(symbols):
            if i not in done:
                name = own_name(symbol.name)
                message = f"{name} never ends: each of its alternatives needs {name} or another endless rule"
                raise UselessSymbol(self.source.at_name(message, name))


def _shown(rule: LarkRule) -> str:
    """Return the rule's right side as the file writes it, as far as Lark kept it."""
    words = [symbol.name for symbol in rule.expansion]
    return " ".join(words) + (f" -> {rule.alias}" if rule.alias else "") or "(nothing)"


def written_terminals(compiled: Compiled) -> set[str]:
    """Return the names of the terminals that some rule writes."""
    return {s.name for rule in compiled.rules for s in rule.expansion if not isinstance(s, NonTerminal)}
