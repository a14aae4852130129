"""Trees up to renaming of names, up to the order of commutative operands, and up to both.

A grammar says in comment lines which of its constructors are names and which are commutative:
`// @renaming p q r s` and `// @commutative and or`. Renaming: a shape with m places for names, times a
restricted growth string of length m (Knuth, TAOCP 7.2.1.5). Commutativity: unordered pairs of ranks. Both:
counted by Burnside's lemma over cycle types, listed by keeping the least tree of each class.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import permutations
from math import factorial, gcd
from typing import TYPE_CHECKING

from synth.errors import InputError

from .counts import Counts
from .errors import EmptySpace, NotInSpace
from .ranking import Code, Ranking
from .rules import Alternative, Counted, Rules, Sub, Symbol
from .sizes import Weighted
from .space import Space
from .tree import Tree

if TYPE_CHECKING:
    from .grammar import Grammar

KINDS = ("renaming", "commutative")


class QuotientSpace(Space[Tree]):
    """One tree of each class; `ranked` says whether places can be jumped to."""

    ranked = True

    def __init__(self, grammar: Grammar, depth: int) -> None:
        self.grammar = grammar
        self.depth = depth

    @abstractmethod
    def representative(self, tree: Tree) -> Tree:
        """Return the tree that stands for the class of a tree."""


def quotient(grammar: Grammar, kinds: tuple[str, ...], depth: int) -> QuotientSpace:
    """Return the classes of the trees of at most this depth under one or both kinds.

    Raises InputError for another kind, or if the grammar declares nothing of that kind.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise InputError(f"--modulo {kind}: the quotients are {' and '.join(KINDS)}")
        declared = grammar.source.pragma(kind)
        if not declared:
            raise InputError(
                f"{grammar.name} does not say what {kind} means: "
                f"add a comment line '// @{kind}' with the constructors' names"
            )
    if not kinds:
        raise InputError("--modulo: give renaming, commutative or both")
    if depth < 0:
        raise InputError(f"depth {depth} is negative: give a whole number from 0")
    space: QuotientSpace
    if set(kinds) == set(KINDS):
        space = _Both(grammar, depth)
    elif kinds[0] == "renaming":
        space = _Renaming(grammar, depth)
    else:
        space = _Commutative(grammar, depth)
    if not space.count():
        raise EmptySpace(f"{grammar.name} has no tree of depth {depth} or less")
    return space


class _Commutative(QuotientSpace):
    """Unordered operands: the first of each class in rank order has the smaller operand first."""

    def __init__(self, grammar: Grammar, depth: int) -> None:
        super().__init__(grammar, depth)
        self._start = grammar.rules.start
        self._counts = Counts(_commutative(grammar), grammar.name)
        self._ranking = Ranking(self._counts)
        self._count = self._counts.count(self._start, depth)

    def count(self) -> int:
        return self._count

    def unrank(self, rank: int) -> Tree:
        return Tree(self.grammar, self._ranking.unrank(self._start, rank))

    def rank(self, element: Tree) -> int:
        rank = self._ranking.rank(self._start, element.code)
        if rank >= self._count:
            raise NotInSpace("the tree is too deep")
        return rank

    def representative(self, tree: Tree) -> Tree:
        return self.unrank(self.rank(tree))


class _Renaming(QuotientSpace):
    """Names introduced in their declared order; ordered by number of names, shape, then names."""

    def __init__(self, grammar: Grammar, depth: int) -> None:
        super().__init__(grammar, depth)
        self._names = _names(grammar)
        self._start = grammar.rules.start
        self._shapes = _with_one_name(grammar, self._names)
        first = self._names[0]
        heaviest = _most_names(self._shapes, first, depth, self._start)
        self._weighted = Weighted(self._shapes, lambda alt: int(alt.rule == first), heaviest, depth)
        self._starts = [0]
        for m in range(heaviest + 1):
            shapes = self._weighted.count(self._start, m)
            self._starts.append(self._starts[-1] + shapes * _growth(m, 0, len(self._names)))
        self._ranking = Ranking(Counts(self._shapes, grammar.name))

    def count(self) -> int:
        return self._starts[-1]

    def unrank(self, rank: int) -> Tree:
        m = next(i for i, end in enumerate(self._starts[1:]) if rank < end)
        shape, name = divmod(rank - self._starts[m], _growth(m, 0, len(self._names)))
        code = self._weighted.unrank(self._start, m, shape)
        pattern = iter(_growth_string(m, len(self._names), name))
        return Tree(self.grammar, self._filled(code, pattern))

    def rank(self, element: Tree) -> int:
        nodes = self.grammar.ranking.walk(self._start, element.code)
        order = {rule: i for i, rule in enumerate(self._names)}
        used = [
            order[rule]
            for symbol, place, _ in nodes
            if (rule := self.grammar.rules.symbols[symbol].alternatives[place].rule) in order
        ]
        shape = self._filled(element.code, iter([0] * len(used)))
        m, rank = self._weighted.rank(self._ranking.walk(self._start, shape))
        return self._starts[m] + rank * _growth(m, 0, len(self._names)) + _growth_rank(used, len(self._names))

    def representative(self, tree: Tree) -> Tree:
        return self.unrank(self.rank(tree))

    def _filled(self, code: Code, names: Iterator[int]) -> Code:
        return _renamed(self.grammar, code, lambda _: self._names[next(names)], frozenset(self._names))


class _Both(QuotientSpace):
    """Counted by Burnside's lemma; no unranking: iteration keeps the least tree of each class."""

    ranked = False

    def __init__(self, grammar: Grammar, depth: int) -> None:
        super().__init__(grammar, depth)
        self._names = _names(grammar)
        self._pairs = _Commutative(grammar, depth)
        self._count = _burnside(_commutative(grammar), frozenset(self._names), len(self._names), depth)

    def count(self) -> int:
        return self._count

    def unrank(self, rank: int) -> Tree:
        raise InputError(
            "modulo both quotients there is no jump to a rank: list from the start, in rank order"
        )

    def rank(self, element: Tree) -> int:
        raise InputError("modulo both quotients classes have no rank; use the representative's raw rank")

    def iterate(self, low: int, high: int) -> Iterator[Tree]:
        """Yield the representatives in the order of their ranks; only from the start."""
        if low:
            self.unrank(low)
        found = 0
        for rank in range(self._pairs.count()):
            if found == high:
                return
            tree = self._pairs.unrank(rank)
            if self._least(tree) == rank:
                found += 1
                yield tree

    def representative(self, tree: Tree) -> Tree:
        return self._pairs.unrank(self._least(tree))

    def _least(self, tree: Tree) -> int:
        """Return the least rank modulo order among the renamings; the first names are enough for it."""
        used = list(dict.fromkeys(rule for rule in self._rules(tree) if rule in set(self._names)))
        best = None
        for target in permutations(self._names[: len(used)]):
            table = dict(zip(used, target, strict=True))
            code = _renamed(self.grammar, tree.code, table.__getitem__, frozenset(self._names))
            rank = self._pairs.rank(Tree(self.grammar, code))
            best = rank if best is None else min(best, rank)
        assert best is not None
        return best

    def _rules(self, tree: Tree) -> list[int]:
        rules = self.grammar.rules
        nodes = self.grammar.ranking.walk(rules.start, tree.code)
        return [rules.symbols[symbol].alternatives[place].rule for symbol, place, _ in nodes]


def _names(grammar: Grammar) -> tuple[int, ...]:
    """Return the rules of the declared names; each must be a leaf, and stand wherever the others stand."""
    by_name = {rule.name: i for i, rule in enumerate(grammar.rules.rules)}
    rules = []
    for name in grammar.source.pragma("renaming"):
        if name not in by_name:
            raise InputError(f"{grammar.name}: @renaming names '{name}', which is no constructor")
        rules.append(by_name[name])
    for symbol in grammar.rules.symbols:
        found = [alt for alt in symbol.alternatives if alt.rule in set(rules)]
        if found and len(found) != len(rules):
            raise InputError(f"{grammar.name}: the names of @renaming do not all stand wherever one stands")
        if any(alt.subs() or any(isinstance(p, Counted) for p in alt.parts) for alt in found):
            raise InputError(f"{grammar.name}: a name of @renaming must be a constructor without parts")
    return tuple(rules)


def _commutative(grammar: Grammar) -> Rules:
    """Return the rules with the declared constructors marked; each must have two subtrees of one symbol."""
    declared = set(grammar.source.pragma("commutative"))
    known = {rule.name for rule in grammar.rules.rules}
    if missing := sorted(declared - known):
        raise InputError(f"{grammar.name}: @commutative names '{missing[0]}', which is no constructor")
    symbols = []
    for symbol in grammar.rules.symbols:
        alternatives = []
        for alt in symbol.alternatives:
            name = grammar.rules.rules[alt.rule].name
            if name in declared:
                subs = alt.subs()
                if len(subs) != 2 or subs[0] != subs[1] or any(isinstance(p, Counted) for p in alt.parts):
                    raise InputError(f"{grammar.name}: '{name}' of @commutative must have two like subtrees")
                alt = replace(alt, commutative=True)
            alternatives.append(alt)
        symbols.append(Symbol(symbol.name, tuple(alternatives)))
    return replace(grammar.rules, symbols=tuple(symbols))


def _with_one_name(grammar: Grammar, names: tuple[int, ...]) -> Rules:
    dropped = set(names[1:])
    symbols = tuple(
        Symbol(symbol.name, tuple(alt for alt in symbol.alternatives if alt.rule not in dropped))
        for symbol in grammar.rules.symbols
    )
    return replace(grammar.rules, symbols=symbols)


def _renamed(grammar: Grammar, code: Code, table: Callable[[int], int], names: frozenset[int]) -> Code:
    """Return the code with each name's rule replaced by `table(rule)`; values of tokens stay."""
    rules = grammar.rules
    out: list[int] = []
    stack: list[Counted | int] = [rules.start]
    for number in code:
        item = stack.pop()
        if isinstance(item, Counted):
            out.append(number)
            continue
        out.append(table(number) if number in names else number)
        alt = rules.symbols[item].alternatives[grammar.ranking.places[item][number]]
        for part in reversed(alt.parts):
            if isinstance(part, Counted):
                stack.append(part)
            elif isinstance(part, Sub):
                stack.append(part.symbol)
    return tuple(out)


def _most_names(rules: Rules, name: int, depth: int, start: int) -> int:
    """Return the largest number of names in a tree of at most this depth."""
    none = -1
    best = [none] * len(rules.symbols)
    for _ in range(depth + 2):
        before = list(best)
        for symbol in rules.order:
            for alt in rules.symbols[symbol].alternatives:
                table = before if alt.cost else best
                parts = [table[s] for s in alt.subs()]
                if none not in parts:
                    best[symbol] = max(best[symbol], int(alt.rule == name) + sum(parts))
    return max(best[start], 0)


@cache
def _growth(left: int, used: int, most: int) -> int:
    """Return the number of restricted growth strings of `left` more letters with `used` of `most` in use."""
    row = [1] * (most + 1)
    for _ in range(left):
        row = [j * row[j] + (row[j + 1] if j < most else 0) for j in range(most + 1)]
    return row[used]


def _growth_string(length: int, most: int, rank: int) -> list[int]:
    string, used = [], 0
    for place in range(length):
        below = _growth(length - place - 1, used, most)
        letter = min(rank // below, used) if below else used
        rank -= letter * below
        string.append(letter)
        used += letter == used
    return string


def _growth_rank(letters: list[int], most: int) -> int:
    rank, seen = 0, dict[int, int]()
    for place, letter in enumerate(letters):
        below = _growth(len(letters) - place - 1, len(seen), most)
        rank += seen.setdefault(letter, len(seen)) * below
    return rank


def _burnside(rules: Rules, names: frozenset[int], degree: int, depth: int) -> int:
    total = sum(size * _fixed(rules, names, cycles, depth) for cycles, size in _cycle_types(degree))
    return total // factorial(degree)


def _fixed(rules: Rules, names: frozenset[int], cycles: tuple[int, ...], depth: int) -> int:
    """Return the number of trees modulo order that a renaming with these cycles maps to themselves.

    An unordered pair is fixed if both operands are, or if they swap: the first is then fixed by the square.
    """
    order = _order(cycles)
    powers = [_power(cycles, 1 << i) for i in range(order.bit_length() + 1)]
    kinds = list(dict.fromkeys(powers))
    square = {kind: _power(kind, 2) for kind in kinds}
    table = {kind: [0] * len(rules.symbols) for kind in kinds}
    for height in range(-1, depth + 1):
        before = {kind: list(row) for kind, row in table.items()}
        for symbol in rules.order:
            for kind in kinds:
                alternatives = [a for a in rules.symbols[symbol].alternatives if height >= 0 or not a.cost]
                table[kind][symbol] = sum(
                    _fixed_of(rules, alt, kind, square[kind], before if alt.cost else table)
                    for alt in alternatives
                    if alt.rule not in names
                )
                if any(alt.rule in names for alt in alternatives):
                    table[kind][symbol] += kind.count(1)
    return table[cycles][rules.start]


def _fixed_of(
    rules: Rules,
    alt: Alternative,
    kind: tuple[int, ...],
    squared: tuple[int, ...],
    table: dict[tuple[int, ...], list[int]],
) -> int:
    subs = alt.subs()
    if alt.commutative:
        own, other = table[kind][subs[0]], table[squared][subs[0]]
        return (own * own + other) // 2
    ways = 1
    for part in alt.parts:
        if isinstance(part, Counted):
            ways *= rules.sizes[part.terminal]
    for sub in subs:
        ways *= table[kind][sub]
    return ways


def _cycle_types(degree: int) -> list[tuple[tuple[int, ...], int]]:
    """Return each cycle type of the symmetric group, longest cycle first, with the size of its class."""
    found = []

    def extend(left: int, most: int, cycles: tuple[int, ...]) -> None:
        if not left:
            centre = 1
            for length in set(cycles):
                times = cycles.count(length)
                centre *= length**times * factorial(times)
            found.append((cycles, factorial(degree) // centre))
        for length in range(min(left, most), 0, -1):
            extend(left - length, length, (*cycles, length))

    extend(degree, degree, ())
    return found


def _power(cycles: tuple[int, ...], exponent: int) -> tuple[int, ...]:
    parts: list[int] = []
    for length in cycles:
        pieces = gcd(length, exponent)
        parts.extend([length // pieces] * pieces)
    return tuple(sorted(parts, reverse=True))


def _order(cycles: tuple[int, ...]) -> int:
    order = 1
    for length in cycles:
        order = order * length // gcd(order, length)
    return order
