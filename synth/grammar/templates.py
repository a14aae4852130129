"""Templates: trees in words, each phrasing counted and numbered, each text read back to its tree.

A template file (see `phrases.py`) gives the phrases of a grammar's constructors. A tree has in a category a
number of phrasings, the sum over the phrases that fit it of the product over their parts; phrasing k is found
by mixed radix, apart from the tree's rank. Which entry of a slot an atom has is neither: the caller names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .ambiguity import shown
from .errors import NotInSpace, UnknownGrammar
from .fit import arities, check_fit
from .grammar import Grammar, load
from .phrases import Alternative, Blank, Book, Leaf, Pattern, read_book
from .readback import SENTENCE, Reader, as_sentence
from .slots import Slot
from .tree import Node

_SHAPES = 1 << 14
"""How many shapes of trees are remembered before they are forgotten and counted again."""


class Templates:
    """The phrases of one grammar; made by `load_templates`."""

    def __init__(self, book: Book) -> None:
        """Raise TemplateError if two trees would read alike."""
        self.book = book
        self._reader = Reader(book)
        self._categories = {category: i for i, category in enumerate(book.categories)}
        roots = {a.tree.name for a in book.alternatives() if isinstance(a.tree, Pattern)}
        self._rootless = self._relevant("")
        self._by_root = {root: self._relevant(root) for root in roots}
        self._atoms = {atom: each for each in book.slots.values() for atom in each.atoms}
        self._open = tuple(each for each in book.slots.values() if not each.atoms)
        self._shapes: dict[Any, _Shape] = {}

    def count(self, node: Node | str, category: str = SENTENCE) -> int:
        """Return the exact number of phrasings of a tree; 0 if the category cannot say it."""
        plan = self._survey(node)[1][0].plans[self._index(category)]
        return plan.count if plan else 0

    def text(
        self, node: Node | str, phrasing: int, names: Mapping[str, int], category: str = SENTENCE
    ) -> str:
        """Return phrasing number `phrasing` of a tree; as a sentence it has a capital and a full stop.

        `names` maps the atoms of the tree to entries of their slots, no two atoms of a slot to one. Raises
        NotInSpace if the category has no such phrasing, and KeyError for an atom without a name.
        """
        order, shapes, firsts = self._survey(node)
        index = self._index(category)
        plan = shapes[0].plans[index]
        if plan is None or not 0 <= phrasing < plan.count:
            count = plan.count if plan else 0
            raise NotInSpace(
                f"{self.book.file}: {shown(node)} has {count} phrasings as {category}, no number {phrasing}"
            )
        out: list[str] = []
        todo: list[Any] = [(0, index, phrasing)]
        while todo:
            item = todo.pop()
            if item.__class__ is str:
                out.append(item)
                continue
            at, index, number = item
            for option in shapes[at].plans[index].options:
                if number >= option[0]:
                    break
            number -= option[0]
            for part in option[1]:
                if part.__class__ is str:
                    todo.append(part)
                elif part.__class__ is tuple:
                    path, index, radix = part
                    below = at
                    for k in path:
                        below = firsts[below] + k
                    if radix == 1:
                        todo.append((below, index, 0))
                    else:
                        number, digit = divmod(number, radix)
                        todo.append((below, index, digit))
                else:
                    todo.append(part.text(order, firsts, at, names))
        out.reverse()
        said = "".join(out)
        return as_sentence(said) if category == SENTENCE else said

    def parse(self, text: str, names: Mapping[str, int], category: str = SENTENCE) -> Node | str:
        """Return the tree whose text this is, whatever its phrasing.

        Raises NotInSpace if there is none, or if `names` gives one entry of a slot to two atoms.
        """
        inverse: dict[str, dict[int, str]] = {each.name: {} for each in self.book.slots.values()}
        for atom, entry in names.items():
            owner = self._atoms.get(atom)
            if owner is None:
                raise NotInSpace(f"{self.book.file}: {atom} is no atom of a slot")
            if inverse[owner.name].setdefault(entry, atom) != atom:
                raise NotInSpace(
                    f"{inverse[owner.name][entry]} and {atom} have one name, entry {entry} of {owner.name}"
                )
        self._index(category)
        return self._reader.read(text, category, inverse)

    def pool(self, slot: str) -> Sequence[Any]:
        """Return the entries of a slot: tuples of the type of its kind, or the numbers of an int."""
        if slot not in self.book.slots:
            raise NotInSpace(f"{self.book.file}: no slot {slot!r}; there are {', '.join(self.book.slots)}")
        return self.book.slots[slot].entries

    def _index(self, category: str) -> int:
        """Return the number of a category."""
        if category not in self._categories:
            raise NotInSpace(
                f"{self.book.file}: no category {category!r}; there are {', '.join(self._categories)}"
            )
        return self._categories[category]

    def _relevant(self, root: str) -> list[tuple[int, tuple[Alternative, ...]]]:
        """Return the phrases that may say a tree with this root, by category, included categories first."""
        return [
            (
                self._categories[category],
                tuple(
                    a
                    for a in self.book.categories[category]
                    if isinstance(a.tree, Leaf) or a.tree.name == root
                ),
            )
            for category in _inclusion_order(self.book)
        ]

    def _survey(self, node: Node | str) -> tuple[list[Any], list[_Shape], list[int]]:
        """Return the nodes breadth first, the shape of each, and where the children of each begin."""
        order: list[Any] = [node]
        firsts: list[int] = []
        for item in order:
            firsts.append(len(order))
            if item.__class__ is not str and item[1]:
                order.extend(item[1])
        known = self._shapes
        if len(known) > _SHAPES:
            known.clear()
        end = len(order)
        shapes: list[Any] = [None] * end
        for at in range(end - 1, -1, -1):
            item, first = order[at], firsts[at]
            key = (item[0], *shapes[first:end]) if item.__class__ is not str else item
            end = first
            shape = known.get(key)
            if shape is None:
                shape = known[key] = self._shape(item, key)
            shapes[at] = shape
        return order, shapes, firsts

    def _shape(self, item: Node | str, key: Any) -> _Shape:
        """Return the shape for a key: one for all atoms of a slot, one for all tokens of the same slots."""
        if isinstance(item, str):
            slots = frozenset(each.name for each in self._open if each.index(item) >= 0)
            name, children = "", ()
        elif item.name in self._atoms and not item.children:
            slots = frozenset({self._atoms[item.name].name})
            name, children = "", ()
        else:
            slots, name, children = frozenset(), item.name, key[1:]
        if not name and key != (same := ("", slots)):
            if same not in self._shapes:
                self._shapes[same] = self._counted(name, children, slots)
            return self._shapes[same]
        return self._counted(name, children, slots)

    def _counted(self, name: str, children: tuple[_Shape, ...], slots: frozenset[str]) -> _Shape:
        """Return a shape with its phrasings counted in every category."""
        shape = _Shape(name, children, slots, [None] * len(self._categories))
        for index, alternatives in self._by_root.get(name, self._rootless):
            options: list[tuple[int, tuple[Any, ...]]] = []
            count = 0
            for alternative in alternatives:
                for parts, size in self._options(alternative, shape):
                    options.append((count, parts))
                    count += size
            if options:
                shape.plans[index] = _Plan(count, tuple(reversed(options)))
        return shape

    def _options(self, alternative: Alternative, shape: _Shape) -> list[tuple[tuple[Any, ...], int]]:
        """Return the ways in which a phrase says a shape, with the number of phrasings of each."""
        tree = alternative.tree
        if isinstance(tree, Leaf) and tree.type in self._categories:
            plan = shape.plans[self._categories[tree.type]]
            if plan is None:
                return []
            if len(alternative.parts) == 1:
                ends = [plan.count, *(start for start, _ in plan.options)]
                return [(parts, ends[i] - start) for i, (start, parts) in enumerate(plan.options)][::-1]
        if not _fits(tree, shape, self._categories):
            return []
        size = 1
        parts: list[Any] = []
        for part in alternative.parts:
            if isinstance(part, str):
                parts.append(part)
                continue
            leaf = alternative.leaves[part.leaf]
            if leaf.type in self._categories:
                index = self._categories[leaf.type]
                plan = _at(shape, leaf.path).plans[index]
                assert plan is not None
                parts.append((leaf.path, index, plan.count))
                size *= plan.count
            else:
                parts.append(_Fill(self.book, alternative, part))
        return [(tuple(parts), size)]


class _Plan:
    """How a category says a shape: the count, and the phrases, last first, by their first phrasing."""

    __slots__ = ("count", "options")

    def __init__(self, count: int, options: tuple[tuple[int, tuple[Any, ...]], ...]) -> None:
        self.count = count
        self.options = options


class _Shape:
    """A tree without the identity of its atoms and tokens: all that the count depends on."""

    __slots__ = ("children", "name", "plans", "slots")

    def __init__(
        self, name: str, children: tuple[_Shape, ...], slots: frozenset[str], plans: list[_Plan | None]
    ) -> None:
        self.name = name
        self.children = children
        self.slots = slots
        self.plans = plans


class _Fill:
    """A blank that an entry of a slot fills."""

    __slots__ = ("atoms", "form", "forms", "number", "path", "slot")

    def __init__(self, book: Book, alternative: Alternative, blank: Blank) -> None:
        leaf = alternative.leaves[blank.leaf]
        self.path = leaf.path
        self.slot: Slot = book.slots[leaf.type]
        self.atoms = bool(self.slot.atoms)
        self.forms = self.slot.forms
        self.number: _Fill | None = None
        if blank.number >= 0:
            self.number = _Fill(book, alternative, Blank(blank.number, "digits"))
        else:
            self.form = self.forms[blank.form]

    def text(self, order: Sequence[Any], firsts: Sequence[int], at: int, names: Mapping[str, int]) -> str:
        """Return the words of the entry that stands at the blank's place below node `at`."""
        form = (
            self.form
            if self.number is None
            else self.forms[self.number.grammatical(order, firsts, at, names)]
        )
        return form[self.entry(order, firsts, at, names)]

    def entry(self, order: Sequence[Any], firsts: Sequence[int], at: int, names: Mapping[str, int]) -> int:
        """Return the index of that entry."""
        for k in self.path:
            at = firsts[at] + k
        return names[order[at][0]] if self.atoms else self.slot.index(order[at])

    def grammatical(
        self, order: Sequence[Any], firsts: Sequence[int], at: int, names: Mapping[str, int]
    ) -> str:
        """Return the form of a noun that the number at the blank's place calls for."""
        return "singular" if self.slot.entries[self.entry(order, firsts, at, names)] == 1 else "plural"


def _at(shape: _Shape, path: Sequence[int]) -> _Shape:
    """Return the part of a shape at a path."""
    for k in path:
        shape = shape.children[k]
    return shape


def _fits(tree: Pattern | Leaf, shape: _Shape, categories: Mapping[str, int]) -> bool:
    """Tell whether a pattern describes a shape; as deep as the pattern is."""
    if isinstance(tree, Leaf):
        return (
            shape.plans[categories[tree.type]] is not None
            if tree.type in categories
            else tree.type in shape.slots
        )
    return (
        tree.name == shape.name
        and len(tree.children) == len(shape.children)
        and all(
            _fits(part, below, categories) for part, below in zip(tree.children, shape.children, strict=True)
        )
    )


def _inclusion_order(book: Book) -> list[str]:
    """Return the categories, each after those that it includes."""
    order: list[str] = []
    while len(order) < len(book.categories):
        for category, group in book.categories.items():
            included = {a.tree.type for a in group if isinstance(a.tree, Leaf)} & book.categories.keys()
            if category not in order and included <= set(order):
                order.append(category)
    return order


def load_templates(grammar: Grammar | str) -> Templates:
    """Return the templates of a grammar, its path or its bundled name: those of `N.toml` beside `N.lark`.

    Raises UnknownGrammar if there is no such file, and TemplateError with file and line if it is wrong in
    itself, if it does not put just the grammar's constructors in words, or if two trees would read alike.

    >>> templates = load_templates("logic")
    >>> names = {"p": 0, "q": 1}
    >>> templates.text(Node("or", (Node("p"), Node("q"))), 1, names)
    'The lamp is on or Ann sings.'
    >>> templates.parse("Either the lamp is on or Ann sings.", names)
    Node(name='or', children=(Node(name='p', children=()), Node(name='q', children=())))
    """
    loaded = load(grammar) if isinstance(grammar, str) else grammar
    if loaded.source.path is None:
        raise UnknownGrammar(f"the grammar '{loaded.name}' is not a file, so it has no templates beside it")
    path = loaded.source.path.with_suffix(".toml")
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnknownGrammar(f"cannot read the templates '{path.name}': {error}") from None
    return make_templates(source, path.name, arities(loaded))


def make_templates(source: str, file: str, constructors: Mapping[str, set[int]]) -> Templates:
    """Return the templates that a TOML text describes for constructors with these numbers of children.

    `file` is the name to show in errors, which are those of `load_templates`.
    """
    book = read_book(source, file)
    check_fit(book, constructors)
    return Templates(book)
