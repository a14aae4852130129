"""The abstract grammar: what is counted.

Lark's compiled rules, with transparent chains folded into the one cheapest chain and repeats made into
lists of bounded length. A symbol has alternatives; an alternative is one rule (one constructor) with its
parts in order: fixed tokens, counted tokens, subtrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Fixed:
    """A token with one text."""

    terminal: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A token with several values; which one is part of the tree."""

    terminal: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Sub:
    """A subtree of a symbol."""

    symbol: int


Part: TypeAlias = Fixed | Counted | Sub


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to make a tree of a symbol; `cost` is 1 if it is a level of depth, else 0.

    `commutative` marks two subtrees of one symbol whose order a quotient ignores.
    """

    rule: int
    parts: tuple[Part, ...]
    cost: int
    commutative: bool = False

    def subs(self) -> tuple[int, ...]:
        """Return the symbols of the subtrees in order."""
        return tuple(part.symbol for part in self.parts if isinstance(part, Sub))


@dataclass(frozen=True, slots=True)
class Symbol:
    """A nonterminal: its name and its alternatives in the order of their rules."""

    name: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule number means: the node's name ("" if it makes none) and how the file writes it."""

    name: str
    origin: str
    shown: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole abstract grammar; `order` lists the symbols so that free parts come before their users."""

    symbols: tuple[Symbol, ...]
    rules: tuple[Rule, ...]
    sizes: tuple[int, ...]
    start: int
    order: tuple[int, ...]


def order_of_free_parts(symbols: tuple[Symbol, ...]) -> tuple[int, ...] | list[int]:
    """Return the symbols ordered along costless alternatives, or a list of symbols that form a cycle."""
    state = [0] * len(symbols)
    order: list[int] = []
    for root in range(len(symbols)):
        if state[root]:
            continue
        stack = [(root, iter(_free_subs(symbols[root])))]
        state[root] = 1
        while stack:
            here, following = stack[-1]
            for nxt in following:
                if state[nxt] == 1:
                    path = [symbol for symbol, _ in stack]
                    return path[path.index(nxt) :]
                if state[nxt] == 0:
                    state[nxt] = 1
                    stack.append((nxt, iter(_free_subs(symbols[nxt]))))
                    break
            else:
                state[here] = 2
                order.append(here)
                stack.pop()
    return tuple(order)


def _free_subs(symbol: Symbol) -> list[int]:
    return [sub for alt in symbol.alternatives if not alt.cost for sub in alt.subs()]
