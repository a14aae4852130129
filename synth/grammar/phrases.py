"""Phrases: a template file, read and checked, before any text is made.

A template file (`grammars/N.toml`) says how the constructors of `grammars/N.lark` are put in words.

    silent = ["start"]                       # constructors that have no words, on purpose
    [slots.proposition]                      # a typed blank, see `slots.py`
    atoms = ["p", "q"]
    entries = [{ text = "the lamp is on", negation = "the lamp is not on" }, ...]
    [literal]                                # a category: the ways to say a tree in one grammatical position
    proposition = "{0}"
    "not(proposition)" = "{0.negation}"
    [sentence]
    clause = "{0}"                           # whatever can be said as a clause is also a sentence
    "implies(literal, literal)" = ["{1} if {0}", "whenever {0}, {1}"]

A key is a pattern: a constructor, with a category, a slot or another pattern for each child. Its leaves are
numbered from left to right, or labelled, as in `have(who: person, n: count, item: fruit)`. In a phrase, `{1}`
is leaf 1 in its category or in its slot's plain form, `{item.plural}` is leaf `item` in the form `plural`,
and `{item.n}` is the noun `item` in the number that leaf `n` calls for: "1 apple", "3 apples". A category
leaf stands in a phrase once; a slot leaf as often as wanted, once at least in a form that tells its entries
apart. The category `sentence` is written with a capital and a full stop.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import TemplateError
from .slots import Slot, slot, words_of
from .tree import Node

_PATTERN = re.compile(r"\s*([A-Za-z_]\w*|[(),:]|\S)")
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place of a pattern that anything of a category, or any entry of a slot, may take."""

    path: tuple[int, ...]
    type: str
    label: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A constructor with a pattern or a leaf for each child."""

    name: str
    children: tuple[Pattern | Leaf, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank of a phrase: a leaf of the pattern, its form, and the leaf that gives its number or -1."""

    leaf: int
    form: str
    number: int = -1


@dataclass(frozen=True, slots=True)
class Alternative:
    """One phrase of a category: what it says and how."""

    category: str
    pattern: str
    tree: Pattern | Leaf
    leaves: tuple[Leaf, ...]
    parts: tuple[str | Blank, ...]
    phrase: str
    line: int

    def __str__(self) -> str:
        return f"{self.category} {self.pattern} = {self.phrase!r}"

    def build(self, values: Mapping[tuple[int, ...], Node | str]) -> Node | str:
        """Return the tree of the pattern, its leaves given by their paths."""
        return _build(self.tree, values)


@dataclass(frozen=True, slots=True)
class Book:
    """A template file: its slots, its categories and their phrases, in the order of the file."""

    file: str
    silent: tuple[str, ...]
    slots: Mapping[str, Slot]
    categories: Mapping[str, tuple[Alternative, ...]]

    def alternatives(self) -> Iterator[Alternative]:
        """Yield every phrase."""
        for group in self.categories.values():
            yield from group


def read_book(source: str, file: str) -> Book:
    """Return the template file whose text is given.

    Raises TemplateError with file, line and the nearest remedy for whatever is wrong in it by itself.
    """
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{file}: not TOML: {error}") from None
    silent = data.pop("silent", [])
    tables = data.pop("slots", {})
    if not isinstance(silent, list) or not all(isinstance(name, str) for name in silent):
        raise TemplateError(f"{file}: silent is a list of constructors, not {silent!r}")
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise TemplateError(f"{file}: slots are tables [slots.NAME]")
    slots = {}
    for name, table in tables.items():
        try:
            slots[name] = slot(name, table)
        except TemplateError as error:
            raise TemplateError(f"{file}:{_line(source, f'slots.{name}')}: {error}") from None
    for name, table in data.items():
        if not isinstance(table, dict):
            raise TemplateError(
                f"{file}: {name} is neither a category (a table of phrases), slots nor silent"
            )
        if name in slots:
            raise TemplateError(f"{file}:{_line(source, name)}: {name} is both a slot and a category")
    scope = _Scope(source, file, slots, frozenset(data))
    categories = {name: tuple(scope.phrases(name, table)) for name, table in data.items()}
    return Book(file, tuple(silent), slots, categories)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a phrase can refer to."""

    source: str
    file: str
    slots: Mapping[str, Slot]
    categories: frozenset[str]

    def phrases(self, category: str, table: Mapping[str, Any]) -> Iterator[Alternative]:
        """Yield the phrases of one category."""
        if not table:
            raise TemplateError(
                f"{self.file}:{_line(self.source, category)}: the category {category} has no phrase"
            )
        for pattern, phrases in table.items():
            line = _line(self.source, category, pattern)
            tree, leaves = self.parsed(pattern, f"{self.file}:{line}")
            listed = [phrases] if isinstance(phrases, str) else phrases
            if (
                not isinstance(listed, list)
                or not listed
                or not all(isinstance(each, str) for each in listed)
            ):
                raise TemplateError(
                    f"{self.file}:{line}: {category} {pattern} needs a phrase or a list, not {phrases!r}"
                )
            for phrase in listed:
                at = _line(self.source, category, pattern, phrase)
                parts = self.parts(phrase, leaves, f"{self.file}:{at}: {category} {pattern} = {phrase!r}")
                yield Alternative(category, pattern, tree, tuple(leaves), tuple(parts), phrase, at)

    def parsed(self, text: str, where: str) -> tuple[Pattern | Leaf, list[Leaf]]:
        """Return the pattern that a key describes, and its leaves from left to right."""
        tokens = [*_PATTERN.findall(text), ""]
        leaves: list[Leaf] = []
        position = 0

        def expect(token: str) -> None:
            nonlocal position
            if tokens[position] != token:
                raise TemplateError(
                    f"{where}: the pattern {text!r} needs {token!r} before {tokens[position]!r}"
                )
            position += 1

        def item(path: tuple[int, ...]) -> Pattern | Leaf:
            nonlocal position
            label = ""
            if tokens[position + 1 : position + 2] == [":"]:
                label, position = tokens[position], position + 2
            name = tokens[position]
            if not name.isidentifier():
                raise TemplateError(f"{where}: the pattern {text!r} needs a name before {name!r}")
            position += 1
            if tokens[position] == "(":
                position += 1
                children = [item((*path, 0))]
                while tokens[position] == ",":
                    position += 1
                    children.append(item((*path, len(children))))
                expect(")")
                return Pattern(name, tuple(children))
            if name in self.slots or name in self.categories:
                leaves.append(Leaf(path, name, label))
                return leaves[-1]
            return Pattern(name, ())

        tree = item(())
        if position != len(tokens) - 1:
            raise TemplateError(f"{where}: the pattern {text!r} goes on after its end: {tokens[position]!r}")
        labels = [leaf.label for leaf in leaves if leaf.label]
        if len(set(labels)) != len(labels) or not all(map(str.isidentifier, labels)):
            raise TemplateError(f"{where}: the pattern {text!r} needs labels that are distinct names")
        return tree, leaves

    def parts(self, phrase: str, leaves: list[Leaf], where: str) -> list[str | Blank]:
        """Return the phrase as literal text and blanks, in order."""
        try:
            words_of(_BLANK.sub("blank", phrase))
        except ValueError:
            raise TemplateError(f"{where}: a phrase is words and blanks with one space between") from None
        if any("{}" in word and word != "{}" for word in words_of(_BLANK.sub("{}", phrase))):
            raise TemplateError(f"{where}: a blank stands by itself, between spaces or punctuation marks")
        names = {str(i): i for i in range(len(leaves))} | {
            leaf.label: i for i, leaf in enumerate(leaves) if leaf.label
        }
        pieces = _BLANK.split(phrase)
        parts: list[str | Blank] = []
        for i, piece in enumerate(pieces):
            if i % 2:
                parts.append(self.blank(piece, leaves, names, where))
            elif "{" in piece or "}" in piece:
                raise TemplateError(f"{where}: a brace without its partner")
            elif piece:
                parts.append(piece)
        self.check(parts, leaves, where)
        return parts

    def blank(self, text: str, leaves: list[Leaf], names: Mapping[str, int], where: str) -> Blank:
        """Return the blank that the text between braces describes."""
        name, dot, form = text.partition(".")
        if name not in names:
            there = ", ".join(f"{{{known}}}" for known in names) or "none"
            raise TemplateError(f"{where}: no leaf {{{name}}} in the pattern; there are: {there}")
        index = names[name]
        leaf = leaves[index]
        if leaf.type not in self.slots:
            if dot:
                raise TemplateError(
                    f"{where}: {{{text}}} asks for a form of the category {leaf.type}; only slots have forms"
                )
            return Blank(index, "")
        of = self.slots[leaf.type]
        if not dot:
            return Blank(index, of.plain)
        if form in of.forms:
            return Blank(index, form)
        if form in names and of.kind == "noun" and self.kind(leaves[names[form]]) == "int":
            return Blank(index, "", names[form])
        raise TemplateError(
            f"{where}: {{{text}}} asks for an unknown form of {leaf.type}; there are {', '.join(of.forms)}"
        )

    def kind(self, leaf: Leaf) -> str:
        """Return the kind of the leaf's slot, empty for a category."""
        return self.slots[leaf.type].kind if leaf.type in self.slots else ""

    def check(self, parts: list[str | Blank], leaves: list[Leaf], where: str) -> None:
        """Raise TemplateError if a leaf is not said, said twice, or cannot be told from the words."""
        blanks = [part for part in parts if isinstance(part, Blank)]
        for i, leaf in enumerate(leaves):
            uses = [blank for blank in blanks if blank.leaf == i]
            shown = f"{{{leaf.label or i}}}"
            if not uses:
                raise TemplateError(f"{where}: {shown} is not in the phrase, so two trees would read alike")
            if leaf.type not in self.slots:
                if len(uses) > 1:
                    raise TemplateError(
                        f"{where}: {shown} is in the phrase twice; a category leaf is said once"
                    )
            elif not any(tells(self.slots[leaf.type], blank) for blank in uses):
                raise TemplateError(
                    f"{where}: {shown} is only in forms that entries share, so two trees would read alike"
                )


def _build(item: Pattern | Leaf, values: Mapping[tuple[int, ...], Node | str]) -> Node | str:
    """Return the tree of a pattern; as deep as the pattern is."""
    if isinstance(item, Leaf):
        return values[item.path]
    return Node(item.name, tuple(_build(child, values) for child in item.children))


def tells(of: Slot, blank: Blank) -> bool:
    """Tell whether the blank's words name one entry of the slot."""
    if of.kind == "int":
        return True
    if blank.number < 0:
        return len(set(of.forms[blank.form])) == len(of.entries)
    both = [{e.singular, e.plural} for e in of.entries]
    return sum(map(len, both)) == len(set().union(*both))


def _line(source: str, table: str, *marks: str) -> int:
    """Return the line of a table's header, of a key below it, or of a text below that; 1 if unknown."""
    lines = source.splitlines()
    at = next(
        (i for i, line in enumerate(lines) if re.match(rf"\s*\[\s*{re.escape(table)}\s*\]", line)), None
    )
    if at is None:
        return 1
    for i, mark in enumerate(marks):
        begin = at + 1 if i == 0 else at
        key = re.compile(rf"\s*[\"']?{re.escape(mark)}[\"']?\s*=") if i == 0 else re.compile(re.escape(mark))
        at = next(
            (j for j in range(begin, len(lines)) if (key.match if i == 0 else key.search)(lines[j])), at
        )
    return at + 1
