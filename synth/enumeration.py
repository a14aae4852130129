"""What `synth enumerate` lists: the elements of a space of trees in an order, as sentences or as problems.

Every sentence is parsed back, and every problem is checked, before it is handed out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

import xxhash
from lark.exceptions import UnexpectedInput

from synth.grammar import Grammar, GrammarSpace, InputError, Space, Tree
from synth.grammar.errors import shown
from synth.grammar.quotient import QuotientSpace

if TYPE_CHECKING:
    from synth.families import Family
    from synth.row import Row

ORDERS = ("rank", "shuffled")
BUNDLE = 1024
# Compiled code takes about as long to load as Python takes for so many sentences.
MANY = 20_000
FEW = 2_000


class Unfaithful(Exception):
    """A sentence is read back as another tree, or a row is refused by its checker: a fault of ours."""


class Listing:
    """An interval of a space in an order; `places` is how many there are, `high - low` how many are listed.

    `top` is above every rank. Ranks of trees up to a depth are the grammar's, which no bound changes; those
    of trees by size and of classes modulo one symmetry count within the space; modulo both they are the raw
    ranks of the grammar.
    """

    def __init__(
        self,
        grammar: Grammar,
        space: Space[Tree],
        *,
        order: str = "rank",
        seed: int = 0,
        shard: tuple[int, int] | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> None:
        if order not in ORDERS:
            raise InputError(f"--order {order} is not known: give rank or shuffled")
        if offset < 0 or (limit is not None and limit < 0):
            raise InputError("--offset and --limit are whole numbers from 0")
        self.grammar, self.space = grammar, space
        self._shuffled, self._seed = order == "shuffled", seed
        self._first = space.first if isinstance(space, GrammarSpace) else 0
        self._ranked = True
        self.top = self._first + space.count()
        if isinstance(space, QuotientSpace) and not space.ranked:
            self._ranked = False
            self.top = grammar.count(space.depth)
        self._refuse_jumps(self._shuffled, bool(shard), bool(offset))
        low, high = (0, space.count()) if shard is None else space.shard(*shard)
        self.places = high - low
        if offset > self.places:
            raise InputError(f"--offset {shown(offset)} is past the end: there are {shown(self.places)}")
        self.low = low + offset
        self.high = high if limit is None else min(high, self.low + limit)
        self.dropped: Counter[str] = Counter()
        self.undecided = 0

    def _refuse_jumps(self, shuffled: bool, shard: bool, offset: bool) -> None:
        jumps = {"--order shuffled": shuffled, "--shard": shard, "--offset": offset}
        asked = [name for name, wanted in jumps.items() if wanted]
        if asked and not self._ranked:
            raise InputError(
                f"{asked[0]} needs ranks to jump to, and classes modulo renaming and commutativity "
                "together have none; drop it, or one of the two kinds"
            )
        asked = [name for name in asked if name != "--order shuffled"]
        if asked and self.grammar.ambiguous:
            raise InputError(
                f"{asked[0]} does not go with --ambiguous: a sentence with two derivations has two places"
            )

    def bundles(self) -> Iterator[tuple[list[int], list[str]]]:
        """Yield ranks and texts, the first at once, then more and more together.

        In an ambiguous grammar each text comes once. Raises Unfaithful if one is not read back as its tree.
        """
        ranks: list[int] = []
        texts: list[str] = []
        size = 1
        compiled = self._compiled_from()
        for rank, _, text in self._sentences(self.low, compiled):
            ranks.append(rank)
            texts.append(text)
            if len(ranks) == size:
                yield ranks, texts
                ranks, texts = [], []
                size = min(2 * size, BUNDLE)
        yield ranks, texts
        if compiled < self.high:
            yield from self._compiled(compiled)

    def _compiled_from(self) -> int:
        """Return the place from which kernels make the list: after the first few, if there are many."""
        if self.high - self.low <= MANY or self.grammar.ambiguous or not isinstance(self.space, GrammarSpace):
            return self.high
        from synth.grammar.batch import why_not_compiled

        return self.high if why_not_compiled(self.grammar) else self.low + FEW

    def _compiled(self, low: int) -> Iterator[tuple[list[int], list[str]]]:
        from synth.grammar.batch import stream, verify_batch

        order = "shuffled" if self._shuffled else "rank"
        for batch in stream(self.space, low, self.high, order, self._seed):
            ranks = [int(rank) for rank in batch["rank"].to_pylist()]
            same = verify_batch(self.grammar, batch["text"], ranks)
            if not same.all():
                at = int(same.argmin())
                raise Unfaithful(_not_read_back(ranks[at], str(batch["text"][at])))
            yield ranks, batch["text"].to_pylist()

    def _trees(self, low: int, high: int) -> Iterator[tuple[int, Tree]]:
        """Yield each tree of an interval of places with its rank."""
        if self._shuffled:
            place = low
            while place < high:
                rank = self.space.permute(self._seed, place)
                yield self._first + rank, self.space.unrank(rank)
                place += 1
            return
        for place, tree in enumerate(self.space.iterate(low, high), low):
            yield (self._first + place if self._ranked else tree.rank()), tree

    def _sentences(self, low: int, high: int) -> Iterator[tuple[int, Tree, str]]:
        """Yield rank, tree and text of an interval of places."""
        written: set[bytes] = set()
        for rank, tree in self._trees(low, high):
            text = tree.text()
            if self.grammar.ambiguous:
                key = xxhash.xxh3_128_digest(text.encode())
                if key in written:
                    continue
                written.add(key)
            if not _is_read_back(tree, text):
                raise Unfaithful(_not_read_back(rank, text))
            yield rank, tree, text

    def rows(self, family: Family) -> Iterator[tuple[int, str, Row]]:
        """Yield rank, text and checked row of each tree that makes one; count the others.

        Raises Unfaithful if the checker refuses a row.
        """
        from synth.line import attempted, checked

        for rank, tree, text in self._sentences(self.low, self.high):
            row = attempted(family, tree, 0)
            if isinstance(row, str):
                self.dropped[row] += 1
                continue
            row, verdict = checked(row)
            if verdict.undecided:
                self.undecided += 1
                continue
            if not verdict.accepted:
                raise Unfaithful(f"{row.id}: the checker refuses what the solver made: {verdict.fault}")
            yield rank, text, row


def family_of(grammar: Grammar) -> Family | None:
    """Return the family whose grammar this is, as it stands and with its options; None if there is none."""
    from synth.families import families

    for family in families():
        if family.name == PurePath(grammar.name).stem and family.grammar.fingerprint == grammar.fingerprint:
            return family
    return None


def _not_read_back(rank: int, text: str) -> str:
    return f"rank {rank}: {text!r} is not read back as the tree that wrote it"


def _is_read_back(tree: Tree, text: str) -> bool:
    """Return whether the text is read as its tree, or in an ambiguous grammar as any."""
    grammar = tree.grammar
    try:
        if grammar.ambiguous:
            grammar.compiled.lark.parse(text)
            return True
        return grammar.parse(text) == tree
    except (InputError, UnexpectedInput):
        return False
