"""Why a template file is refused: the two phrases that read alike, and a text that shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice, product

from lark.grammar import Rule

from .errors import TemplateError
from .phrases import Alternative, Book
from .slots import Slot
from .tree import Node


def alike(book: Book, first: Alternative, second: Alternative) -> TemplateError:
    """Return the error for two phrases of one category that are the same words and blanks."""
    where = f"{book.file}:{second.line}"
    if first.pattern == second.pattern and first.phrase == second.phrase:
        return TemplateError(f"{where}: {second} is there twice; drop one")
    return TemplateError(
        f"{where}: {second} reads like {first} (line {first.line}); reword one, lest two trees read alike"
    )


def undecided(
    book: Book, word: str, rules: Sequence[Rule], owners: Mapping[Rule, Alternative]
) -> TemplateError:
    """Return the error for a parser that does not know before a word which of some rules goes on.

    A small text with two derivations is shown if there is one; else the file is refused as uncertified.
    """
    entries = {
        " ".join(symbol.name.strip() for symbol in rule.expansion) for rule in rules if rule not in owners
    }
    for first, second, text, one, two in _read_twice(book, entries):
        if first.line > second.line:
            first, second, one, two = second, first, two, one
        phrases = f"{first} (line {first.line}) and {second}" if first is not second else f"{second}"
        if one != two:
            return TemplateError(
                f"{book.file}:{second.line}: {one} and {two} would both read {text!r}, by {phrases}; "
                "mark with words where a part begins and ends"
            )
        return TemplateError(
            f"{book.file}:{second.line}: {one} reads {text!r} in two ways, by {phrases}; drop one"
        )
    known = sorted({_said(rule, owners) for rule in rules})
    return TemplateError(
        f"{book.file}: two trees might read alike: before {word} it is open which of these ends or goes on: "
        f"{'; '.join(known)}; reword one"
    )


def _said(rule: Rule, owners: Mapping[Rule, Alternative]) -> str:
    """Return the phrase or the entry that a rule stands for."""
    if rule in owners:
        return f"{owners[rule]} (line {owners[rule].line})"
    return f"the entry {' '.join(symbol.name.strip() for symbol in rule.expansion)!r} of {rule.origin.name}"


def shown(node: Node | str, depth: int = 5) -> str:
    """Return a tree as its constructors and tokens, for messages; of a deep tree the top.

    >>> shown(Node("and", (Node("p"), Node("not", (Node("q"),)))))
    'and(p, not(q))'
    """
    if isinstance(node, str):
        return node
    if not node.children:
        return node.name
    inside = ", ".join(shown(child, depth - 1) for child in node.children) if depth else "..."
    return f"{node.name}({inside})"


def _read_twice(
    book: Book, entries: Collection[str]
) -> Iterator[tuple[Alternative, Alternative, str, str, str]]:
    """Yield small texts with two derivations in one category: the phrases, the text, and the two trees.

    `entries` are the texts of entries to try besides the first of each slot.
    """
    tried = {name: _few(of, entries) for name, of in book.slots.items()}
    seen: dict[str, dict[str, tuple[Alternative, Node | str]]] = {
        category: {} for category in book.categories
    }
    for _ in range(3):
        pool = {category: _sample(group, seen[category]) for category, group in book.categories.items()}
        for alternative in book.alternatives():
            fills: list[Sequence[str | int]] = [
                pool[leaf.type] if leaf.type in pool else tried[leaf.type] for leaf in alternative.leaves
            ]
            combinations: Iterator[tuple[str | int, ...]] = product(*fills)
            for values in islice(combinations, 3000):
                trees: dict[tuple[int, ...], Node | str] = {}
                for leaf, value in zip(alternative.leaves, values, strict=True):
                    if isinstance(value, str):
                        trees[leaf.path] = seen[leaf.type][value][1]
                    else:
                        of = book.slots[leaf.type]
                        atom = tried[leaf.type].index(value)
                        trees[leaf.path] = Node(of.atoms[atom]) if of.atoms else of.key(value)
                text = _written(book, alternative, values)
                node = alternative.build(trees)
                other, tree = seen[alternative.category].setdefault(text, (alternative, node))
                if other is not alternative or tree != node:
                    yield other, alternative, text, shown(tree), shown(node)


def _sample(group: Sequence[Alternative], texts: Mapping[str, tuple[Alternative, Node | str]]) -> list[str]:
    """Return the first four texts of each phrase."""
    return [
        text
        for phrase in group
        for text in islice((text for text, (owner, _) in texts.items() if owner is phrase), 4)
    ]


def _few(of: Slot, entries: Collection[str]) -> list[int]:
    """Return up to four entries of a slot, those of the texts first, no more than it has atoms."""
    wanted = [
        i for form in of.forms.values() if of.kind != "int" for i, text in enumerate(form) if text in entries
    ]
    return list(dict.fromkeys([*wanted, *range(min(3, len(of.entries)))]))[: min(4, len(of.atoms) or 4)]


def _written(book: Book, alternative: Alternative, values: Sequence[str | int]) -> str:
    """Return a phrase with texts for its categories and entries for its slots."""
    pieces = []
    for part in alternative.parts:
        value = part if isinstance(part, str) else values[part.leaf]
        if isinstance(part, str) or isinstance(value, str):
            pieces.append(str(value))
            continue
        form = part.form
        if part.number >= 0:
            of = book.slots[alternative.leaves[part.number].type]
            form = of.agreeing(int(values[part.number]))
        pieces.append(book.slots[alternative.leaves[part.leaf].type].forms[form][value])
    return "".join(pieces)
