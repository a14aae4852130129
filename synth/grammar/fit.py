"""Whether a template file fits itself and its grammar: every constructor in words, no atom in two slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from .errors import TemplateError
from .grammar import Grammar
from .phrases import Book, Leaf, Pattern
from .rules import Sub


def check_fit(book: Book, constructors: Mapping[str, set[int]]) -> None:
    """Raise TemplateError unless the file puts these constructors in words, all but the silent ones.

    `constructors` maps each to its numbers of children; the empty set means that any number may be.
    """
    _check_cycles(book)
    _check_atoms(book, constructors)
    _check_phrases(book, constructors)
    _check_complete(book, constructors)


def _check_cycles(book: Book) -> None:
    """Raise TemplateError if a category includes itself, which would give a tree endlessly many phrasings."""
    for start in book.categories:
        seen, todo = set[str](), [start]
        for category in todo:
            for alternative in book.categories[category]:
                if isinstance(alternative.tree, Leaf) and alternative.tree.type in book.categories:
                    if alternative.tree.type == start:
                        raise TemplateError(
                            f"{book.file}:{alternative.line}: {alternative}: the category {start} includes "
                            "itself, so a tree would have endlessly many phrasings; drop one inclusion"
                        )
                    if alternative.tree.type not in seen:
                        seen.add(alternative.tree.type)
                        todo.append(alternative.tree.type)


def _check_atoms(book: Book, constructors: Mapping[str, set[int]]) -> None:
    """Raise TemplateError if an atom has two slots, words of its own, or children."""
    owners: dict[str, str] = {}
    for each in book.slots.values():
        for atom in each.atoms:
            if atom in owners:
                raise TemplateError(f"{book.file}: {atom} is an atom of {owners[atom]} and of {each.name}")
            if constructors.get(atom) != {0}:
                raise TemplateError(
                    f"{book.file}: the atom {atom} of slot {each.name} is no constructor without children"
                )
            owners[atom] = each.name
    for phrase in book.alternatives():
        if isinstance(phrase.tree, Pattern) and phrase.tree.name in owners:
            raise TemplateError(
                f"{book.file}:{phrase.line}: {phrase}: {phrase.tree.name} is an atom of the slot "
                f"{owners[phrase.tree.name]}; give the phrase to the slot"
            )


def _check_phrases(book: Book, constructors: Mapping[str, set[int]]) -> None:
    """Raise TemplateError if a pattern speaks of what the grammar does not have."""
    for phrase in book.alternatives():
        for name, size in _constructors([phrase.tree]):
            where = f"{book.file}:{phrase.line}: {phrase}"
            if name not in constructors:
                close = get_close_matches(name, [*constructors, *book.categories, *book.slots], n=1)
                hint = f"; the nearest is {close[0]}" if close else ""
                raise TemplateError(f"{where}: {name} is no constructor, category or slot{hint}")
            if constructors[name] and size not in constructors[name]:
                known = " or ".join(map(str, sorted(constructors[name])))
                raise TemplateError(f"{where}: {name} has {known} children in the grammar, not {size}")


def _check_complete(book: Book, constructors: Mapping[str, set[int]]) -> None:
    """Raise TemplateError if a constructor is neither said nor silent, or both."""
    said = {phrase.tree.name for phrase in book.alternatives() if isinstance(phrase.tree, Pattern)}
    said.update(atom for each in book.slots.values() for atom in each.atoms)
    for name in constructors:
        if name in book.slots or name in book.categories:
            raise TemplateError(f"{book.file}: {name} is a constructor too; rename the slot or category")
        if name in said and name in book.silent:
            raise TemplateError(f"{book.file}: the constructor {name} has a phrase and is silent; drop one")
        if name not in said and name not in book.silent:
            raise TemplateError(
                f"{book.file}: the constructor {name} has no phrase; add one, or name it in silent = [...]"
            )
    for name in book.silent:
        if name not in constructors:
            raise TemplateError(f"{book.file}: silent names {name!r}, which is no constructor")


def arities(grammar: Grammar) -> dict[str, set[int]]:
    """Return the constructors of a grammar with their numbers of children; an empty set if it varies."""
    symbols, rules = grammar.rules.symbols, grammar.rules.rules
    spliced = {
        i for i, symbol in enumerate(symbols) if any(not rules[alt.rule].name for alt in symbol.alternatives)
    }
    found: dict[str, set[int]] = {}
    varied = set()
    for symbol in symbols:
        for alternative in symbol.alternatives:
            name = str(rules[alternative.rule].name)
            if name:
                kept = sum(isinstance(part, Sub) or part.kept for part in alternative.parts)
                found.setdefault(name, set()).add(kept)
                if not spliced.isdisjoint(alternative.subs()):
                    varied.add(name)
    return {name: set() if name in varied else sizes for name, sizes in found.items()}


def _constructors(trees: list[Pattern | Leaf]) -> Iterator[tuple[str, int]]:
    """Yield the constructors of patterns, each with its number of children."""
    for item in trees:
        if isinstance(item, Pattern):
            yield item.name, len(item.children)
            trees.extend(item.children)
