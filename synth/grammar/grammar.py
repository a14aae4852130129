"""A loaded grammar: the facade over loading, counting, ranking, writing and parsing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256

from synth.errors import InputError

from .abstract import Builder, Loaded, written_terminals
from .attribute import Attribute, AttributeSpace, Value, by_attribute
from .building import build_code
from .counts import Counts
from .coverage import Coverage, KPaths
from .errors import EmptySpace, LalrConflict, NotInSpace, shown
from .parse import Parser
from .quotient import QuotientSpace, quotient
from .ranking import Code, Ranking
from .rules import Counted, Fixed, Rules
from .sizes import SizedSpace
from .source import Compiled, Source, compile_source, find
from .space import Space
from .surface import Separators, fixed_texts
from .terminals import Readers, build
from .tree import Node, Tree

ORDER_VERSION = 1
REPEAT = 3


class Grammar:
    """A grammar file with its counts, ranks and the one string of each tree; made by `load`."""

    def __init__(
        self,
        source: Source,
        compiled: Compiled,
        loaded: Loaded,
        separators: Separators,
        settings: tuple[tuple[str, str], ...],
        *,
        ambiguous: bool,
    ) -> None:
        self.source = source
        self.compiled = compiled
        self.loaded = loaded
        self.separators = separators
        self.settings = settings
        self.ambiguous = ambiguous
        self.name = source.name
        self.rules: Rules = loaded.rules
        self.counts = Counts(loaded.rules, source.name)
        self.ranking = Ranking(self.counts)
        self._texts = fixed_texts(loaded)

    @cached_property
    def fingerprint(self) -> str:
        """Return 64 hex digits for all that ranks depend on: rules, words, options, the order's version."""
        lines = [
            f"order {ORDER_VERSION}",
            f"start {self.rules.start}",
            *(f"{k}={v}" for k, v in self.settings),
        ]
        lines += [
            f"{t.name} {t.count()} {_digest_of_words(t.words)} {t.longest}" for t in self.loaded.terminals
        ]
        lines += [f"{rule.name} {rule.origin} {rule.shown}" for rule in self.rules.rules]
        lines += [f"{symbol.name} {symbol.alternatives}" for symbol in self.rules.symbols]
        return sha256("\n".join(lines).encode()).hexdigest()

    @cached_property
    def _parser(self) -> Parser:
        return Parser(self.compiled, self.loaded)

    def space(self, depth: int, *, exact: bool = False) -> GrammarSpace:
        """Return the trees of at most this depth, or of exactly it.

        Raises EmptySpace, saying the smallest depth that has members, CountTooLarge or InputError.
        """
        return GrammarSpace(self, depth, exact=exact)

    def sized(self, low: int, high: int, depth: int | None = None) -> SizedSpace:
        """Return the trees of sizes low..high, of at most `depth` if one is given."""
        return SizedSpace(self, low, high, depth)

    def by_attribute(self, attribute: Attribute, depth: int) -> dict[Value, AttributeSpace]:
        """Return the space of each value that an attribute takes up to this depth."""
        return by_attribute(self, attribute, depth)

    def modulo(self, kinds: tuple[str, ...], depth: int) -> QuotientSpace:
        """Return one tree of each class under `renaming`, `commutative` or both, up to this depth."""
        return quotient(self, kinds, depth)

    def paths(self, depth: int, k: int) -> KPaths:
        """Return the k-paths of the trees of at most this depth: goals, coverage and a covering set."""
        return KPaths(self, depth, k)

    def count(self, depth: int) -> int:
        """Return the exact number of trees of at most this depth."""
        return self.counts.count(self.rules.start, depth) if depth >= 0 else 0

    def unrank(self, rank: int) -> Tree:
        """Return the tree of a rank, of whatever depth; raise NotInSpace."""
        if rank < 0:
            raise NotInSpace(f"rank {shown(rank)} is negative: ranks start at 0")
        return Tree(self, self.ranking.unrank(self.rules.start, rank))

    def rank(self, tree: Tree) -> int:
        """Return the rank of a tree."""
        return self.ranking.rank(self.rules.start, tree.code)

    def parse(self, text: str) -> Tree:
        """Return the tree that a text writes; raise NotInSpace with the place of the fault."""
        if self.ambiguous:
            raise LalrConflict(f"{self.name}: texts have no single tree in a grammar read with --ambiguous")
        return Tree(self, self._parser.parse(text))

    def depth(self, code: Code) -> int:
        """Return the depth of a code."""
        return self.ranking.measures(self.rules.start, code)[0]

    def size(self, code: Code) -> int:
        """Return the number of nodes of a code."""
        return self.ranking.measures(self.rules.start, code)[1]

    def words(self, code: Code) -> list[tuple[int, str]]:
        """Return the tokens of a code in order, as (terminal number, text)."""
        found: list[tuple[int, str]] = []
        stack: list[Fixed | Counted | int] = [self.rules.start]
        at = 0
        places, symbols, terminals = self.ranking.places, self.rules.symbols, self.loaded.terminals
        while stack:
            item = stack.pop()
            if isinstance(item, Fixed):
                found.append((item.terminal, self._texts[item.terminal]))
                continue
            number = code[at]
            at += 1
            if isinstance(item, Counted):
                found.append((item.terminal, terminals[item.terminal].word(number)))
                continue
            parts = symbols[item].alternatives[places[item][number]].parts
            stack.extend(
                part if isinstance(part, Fixed | Counted) else part.symbol for part in reversed(parts)
            )
        return found

    def write(self, code: Code) -> str:
        """Return the text of a code."""
        needed, separator = self.separators.needed, self.separators.text or ""
        pieces: list[str] = []
        before = -1
        for terminal, word in self.words(code):
            if (before, terminal) in needed:
                pieces.append(separator)
            pieces.append(word)
            before = terminal
        return "".join(pieces)

    def node(self, code: Code) -> Node:
        """Return a code as nested nodes; parts that make no node are spliced into their parent."""
        done: list[tuple[Node | str, ...]] = []
        for symbol, place, values in reversed(self.ranking.walk(self.rules.start, code)):
            alt = self.rules.symbols[symbol].alternatives[place]
            children: list[Node | str] = []
            taken = iter(values)
            for part in alt.parts:
                if isinstance(part, Fixed):
                    if part.kept:
                        children.append(self._texts[part.terminal])
                elif isinstance(part, Counted):
                    children.append(self.loaded.terminals[part.terminal].word(next(taken)))
                else:
                    children.extend(done.pop())
            name = self.rules.rules[alt.rule].name
            done.append((Node(name, tuple(children)),) if name else tuple(children))
        top = done[0]
        if len(top) != 1 or isinstance(top[0], str):
            return Node(self.rules.symbols[self.rules.start].name, top)
        return top[0]

    def build(self, node: Node) -> Tree:
        """Return the tree of nested nodes, the inverse of `Tree.node`.

        Where two constructors share a shape the first is meant. Raises NotInSpace.
        """
        return Tree(self, build_code(self, node))


class GrammarSpace(Space[Tree]):
    """The trees of a grammar up to a depth (or of exactly that depth), by depth-stable rank.

    With `exact` the ranks still count from the first tree of that depth as 0; `first` is its stable rank.
    """

    def __init__(self, grammar: Grammar, depth: int, *, exact: bool = False) -> None:
        if depth < 0:
            raise InputError(f"depth {depth} is negative: give a whole number from 0")
        self.grammar = grammar
        self.bound = depth
        self.exact = exact
        self.first = grammar.count(depth - 1) if exact else 0
        self._count = grammar.count(depth) - self.first
        if not self._count:
            raise EmptySpace(_why_empty(grammar, depth, exact))

    def count(self) -> int:
        """Return the exact number of trees."""
        return self._count

    def unrank(self, rank: int) -> Tree:
        """Return the tree of this place."""
        return self.grammar.unrank(self.first + rank)

    def rank(self, element: Tree) -> int:
        """Return the place of a tree; raise NotInSpace if it is too deep or too flat."""
        place = self.grammar.rank(element) - self.first
        if not 0 <= place < self._count:
            kind = "exactly" if self.exact else "at most"
            raise NotInSpace(f"the tree has depth {element.depth()}, the space holds {kind} {self.bound}")
        return place

    def coverage(self, trees: Iterable[Tree], k: int) -> Coverage:
        """Return how many of the k-paths of trees of at most this depth the given trees cover."""
        return self.grammar.paths(self.bound, k).coverage(trees)

    def cover(self, k: int, seed: int = 0) -> Iterator[Tree]:
        """Yield a small set of trees that covers every k-path of trees of at most this depth."""
        return self.grammar.paths(self.bound, k).cover(seed)


def _why_empty(grammar: Grammar, depth: int, exact: bool) -> str:
    start, counts = grammar.rules.start, grammar.counts
    least = 0
    # The start rule has a tree, of at most as many levels as the grammar has symbols.
    while not counts.count(start, least):
        least += 1
    if depth < least:
        return f"{grammar.name} has no tree of depth {depth}: the smallest depth that has members is {least}"
    kind = "exactly" if exact else "at most"
    deepest = least
    while counts.count(start, deepest) < counts.count(start, depth):
        deepest += 1
    return f"{grammar.name} has no tree of {kind} depth {depth}: its depths go from {least} to {deepest}"


def load(
    grammar: str,
    *,
    start: str = "start",
    repeat: int = REPEAT,
    terminals: Mapping[str, int | tuple[str, ...]] | None = None,
    ambiguous: bool = False,
) -> Grammar:
    """Return the grammar of a path or a bundled name.

    `repeat` bounds `*` and `+`; `terminals` bounds patterns by a longest length, or lists their words.
    Raises a GrammarError that names the file, the line and the column, or UnknownGrammar.
    """
    if repeat < 1:
        raise InputError(f"repeat {repeat} is too small: give a whole number from 1")
    source = find(grammar)
    options = dict(terminals or {})
    provided = {name: words for name, words in options.items() if isinstance(words, tuple)}
    compiled = compile_source(source, start, provided, ambiguous=ambiguous)
    readers = Readers(compiled, options)
    built = build(source, compiled, options, readers, written_terminals(compiled))
    loaded = Builder(source, compiled, built, start, repeat).build()
    separators = Separators(source, compiled, loaded, readers)
    settings = (("repeat", str(repeat)), ("ambiguous", str(ambiguous)))
    return Grammar(source, compiled, loaded, separators, settings, ambiguous=ambiguous)


def _digest_of_words(words: tuple[str, ...] | None) -> str:
    return "" if words is None else sha256("\0".join(words).encode()).hexdigest()
