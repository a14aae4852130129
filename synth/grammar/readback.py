"""Read texts back to trees: the template file as a grammar over words.

Every phrase is a rule, and so is every entry of a slot. Where Lark's LALR(1) analysis of these rules finds
no conflict, no text has two derivations: no two trees read alike, and no tree has two phrasings of one text.
That certifies the file whatever names its atoms are given; a file with a conflict is refused.
Source: DeRemer and Pennello, Efficient computation of LALR(1) look-ahead sets (1982), as in `lark.parsers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lark.common import ParserConf
from lark.grammar import NonTerminal, Rule, Symbol, Terminal
from lark.parsers.lalr_analysis import LALR_Analyzer, Shift

from .ambiguity import alike, undecided
from .errors import NotInSpace, TemplateError
from .phrases import Alternative, Blank, Book, Leaf, tells
from .slots import Slot, spaced, words_of
from .tree import Node

SENTENCE = "sentence"
_NUMBER = Terminal("0")
_STOPS = "?!"

Inverse = Mapping[str, Mapping[int, str]]
"""Slot -> entry -> the atom that has it."""


def as_sentence(text: str) -> str:
    """Return the text with a capital, and a full stop unless it ends with a question or exclamation mark."""
    return text[0].upper() + text[1:] + ("" if text[-1] in _STOPS else ".")


class Reader:
    """The parser of a template file; making it is the check that no two trees read alike."""

    def __init__(self, book: Book) -> None:
        """Raise TemplateError if two trees, or two phrasings of one, read alike."""
        self.book = book
        self._numerals: set[str] = set()
        self._owners: dict[Rule, Alternative] = {}
        analyzer: Any = LALR_Analyzer(ParserConf(list(self._rules()), {}, list(book.categories)))
        analyzer.compute_lr0_states()
        analyzer.compute_reads_relations()
        analyzer.compute_includes_lookback()
        analyzer.compute_lookaheads()
        self._certify(analyzer)
        analyzer.compute_lalr1_states()
        self._table = analyzer.parse_table
        self._reduce = {rule: self._reducer(owner) for rule, owner in self._owners.items()}
        self._openings = self._capitals(analyzer) if SENTENCE in book.categories else {}

    def read(self, text: str, category: str, inverse: Inverse) -> Node | str:
        """Return the tree whose text in the category this is.

        Raises NotInSpace if there is none, naming the word where reading stops.
        """
        words = self._words(text, category)
        table, ends = self._table.states, self._table.end_states
        states, values = [self._table.start_states[category]], list[Any]()
        for at, word in enumerate([*words, ""]):
            name = self._terminal(word)
            while True:
                action, target = table[states[-1]].get(name, (None, None))
                if action is None:
                    raise NotInSpace(self._stuck(text, words, at, table[states[-1]]))
                if action is Shift:
                    states.append(target)
                    values.append(word)
                    break
                size = len(target.expansion)
                children = values[-size:]
                del states[-size:], values[-size:]
                reduce = self._reduce.get(target)
                try:
                    values.append(reduce(children, inverse) if reduce else spaced(children))
                except NotInSpace as error:
                    raise NotInSpace(f"cannot read {text!r}: {error}") from None
                states.append(table[states[-1]][target.origin.name][1])
                if not word and states[-1] == ends[category]:
                    made: Node | str = values[-1]
                    return made
        raise AssertionError("the end of the text is always reduced or refused")

    def _terminal(self, word: str) -> str:
        """Return the name of a word's terminal; numbers that no phrase holds have one, "" is the end."""
        if word.isdecimal() and word not in self._numerals:
            return _NUMBER.name
        return " " + word if word else "$END"

    def _words(self, text: str, category: str) -> list[str]:
        """Return the words of a text, without the capital and full stop of a sentence."""
        body = text
        if category == SENTENCE and text[-1:] not in _STOPS:
            body = text.removesuffix(".")
            if body == text:
                raise NotInSpace(f"cannot read {text!r}: a sentence ends with a full stop")
        try:
            words = words_of(body)
        except ValueError:
            raise NotInSpace(f"cannot read {text!r}: it is not words with one space between") from None
        if category == SENTENCE:
            first = self._terminal(words[0])[1:]
            if first not in self._openings:
                raise NotInSpace(f"cannot read {text!r}: no sentence opens with {words[0]!r}")
            words[0] = self._openings[first] or words[0]
        return words

    def _stuck(self, text: str, words: Sequence[str], at: int, row: Mapping[str, Any]) -> str:
        """Return the sentence that says where reading stops, and what may stand there."""
        there = repr(words[at]) if at < len(words) else "the end"
        known = sorted(_named(name) for name in row if name[0] in " 0$")
        shown = ", ".join(known if len(known) < 6 else [*known[:4], f"or one of {len(known) - 4} others"])
        return f"cannot read {text!r}: word {at + 1} is {there}, expected {shown}"

    # The certificate

    def _certify(self, analyzer: Any) -> None:
        """Raise TemplateError if the parser does not know at some word what to do."""
        conflicts = []
        for state in analyzer.lr0_itemsets:
            for word, ending in state.lookaheads.items():
                rules = [*ending, *(i.rule for i in state.closure if not i.is_satisfied and i.next == word)]
                if len(rules) > 1:
                    conflicts.append((_named(word.name), sorted(rules, key=repr)))
        if conflicts:
            word, rules = min(conflicts, key=repr)
            raise undecided(self.book, word, rules, self._owners)

    def _capitals(self, analyzer: Any) -> dict[str, str]:
        """Return the words that open a sentence, by how they look with a capital; "" stands for numbers."""
        openings: dict[str, str] = {}
        for word in sorted(terminal.name[1:] for terminal in analyzer.FIRST[NonTerminal(SENTENCE)]):
            capital = word[:1].upper() + word[1:]
            if capital in openings:
                raise TemplateError(
                    f"{self.book.file}: sentences may open with {openings[capital]!r} and with {word!r}, "
                    "which look the same with a capital; reword one"
                )
            openings[capital] = word
        return openings

    # The rules

    def _rules(self) -> Iterator[Rule]:
        """Yield the rules: of the numbers, of the slots' forms in use, and of the phrases."""
        book = self.book
        literals = [part for each in book.alternatives() for part in each.parts if isinstance(part, str)]
        texts = [t for s in book.slots.values() if s.kind != "int" for form in s.forms.values() for t in form]
        self._numerals = {w for t in (*literals, *texts) for w in t.split() if w.isdecimal()}
        done: set[str] = set()
        for alternative in book.alternatives():
            for blank in (part for part in alternative.parts if isinstance(part, Blank)):
                leaf = alternative.leaves[blank.leaf]
                if leaf.type in book.slots and (name := self._nonterminal(leaf, blank).name) not in done:
                    done.add(name)
                    yield from self._form(name, book.slots[leaf.type], blank)
        written: dict[tuple[str, tuple[Symbol, ...]], Alternative] = {}
        for order, alternative in enumerate(book.alternatives()):
            symbols = tuple(self._symbols(alternative))
            first = written.setdefault((alternative.category, symbols), alternative)
            if first is not alternative:
                raise alike(self.book, first, alternative)
            rule = Rule(NonTerminal(alternative.category), list(symbols), order)
            self._owners[rule] = alternative
            yield rule

    def _symbols(self, alternative: Alternative) -> Iterator[Symbol]:
        """Yield what a phrase is made of."""
        for part in alternative.parts:
            if isinstance(part, Blank):
                yield self._nonterminal(alternative.leaves[part.leaf], part)
            else:
                yield from _terminals(part)

    def _nonterminal(self, leaf: Leaf, blank: Blank) -> NonTerminal:
        """Return the name of what may stand in a blank."""
        if leaf.type not in self.book.slots:
            return NonTerminal(leaf.type)
        return NonTerminal(f"{leaf.type}.{'number' if blank.number >= 0 else blank.form}")

    def _form(self, name: str, of: Slot, blank: Blank) -> Iterator[Rule]:
        """Yield the rules of one form of a slot: each text once."""
        origin = NonTerminal(name)
        if of.kind == "int" and blank.form == "digits":
            yield Rule(origin, [_NUMBER], 0)
            yield from (
                Rule(origin, [Terminal(" " + n)], 1) for n in sorted(self._numerals) if of.index(n) >= 0
            )
            return
        forms = ("singular", "plural") if blank.number >= 0 else (blank.form,)
        for order, text in enumerate(dict.fromkeys(text for form in forms for text in of.forms[form])):
            yield Rule(origin, list(_terminals(text)), order)

    # What a derivation means

    def _reducer(self, alternative: Alternative) -> Callable[[list[Any], Inverse], Node | str]:
        """Return the function from what a phrase's blanks read to its tree."""
        symbols = list(self._symbols(alternative))
        at = [i for i, symbol in enumerate(symbols) if not symbol.is_term]
        blanks = [part for part in alternative.parts if isinstance(part, Blank)]
        tests = [self._recogniser(alternative, blank) for blank in blanks]
        order = sorted(
            range(len(blanks)), key=lambda i: (blanks[i].number >= 0, not self._tells(alternative, blanks[i]))
        )
        slots = self.book.slots

        def reduce(children: list[Any], inverse: Inverse) -> Node | str:
            found: dict[int, Any] = {}
            for i in order:
                tests[i](children[at[i]], found)
            values = {
                leaf.path: _atom(slots[leaf.type], found[i], inverse) if leaf.type in slots else found[i]
                for i, leaf in enumerate(alternative.leaves)
            }
            return alternative.build(values)

        return reduce

    def _tells(self, alternative: Alternative, blank: Blank) -> bool:
        """Tell whether the blank by itself says what its leaf is."""
        leaf = alternative.leaves[blank.leaf]
        return leaf.type not in self.book.slots or tells(self.book.slots[leaf.type], blank)

    def _recogniser(self, alternative: Alternative, blank: Blank) -> Callable[[Any, dict[int, Any]], None]:
        """Return the function that puts what a blank read in the leaves found, or refuses it."""
        leaf = alternative.leaves[blank.leaf]
        if leaf.type not in self.book.slots:
            return lambda value, found: found.__setitem__(blank.leaf, value)
        of = self.book.slots[leaf.type]
        counter = self.book.slots[alternative.leaves[blank.number].type] if blank.number >= 0 else None
        index: dict[str, int] = {}
        if self._tells(alternative, blank) and blank.form != "digits":
            forms = ("singular", "plural") if blank.number >= 0 else (blank.form,)
            index = {text: i for form in forms for i, text in enumerate(of.forms[form])}

        def test(text: str, found: dict[int, Any]) -> None:
            if blank.leaf not in found:
                entry = of.index(text) if blank.form == "digits" else index.get(text, -1)
                if entry < 0:
                    raise NotInSpace(f"{text!r} is not in the range of {of.name}")
                found[blank.leaf] = entry
            form = counter.agreeing(found[blank.number]) if counter else blank.form
            wanted = of.forms[form][found[blank.leaf]]
            if text != wanted:
                raise NotInSpace(f"{text!r} stands where {wanted!r} belongs")

        return test


def _terminals(text: str) -> Iterator[Terminal]:
    """Yield a terminal for each word; its leading space keeps it apart from `$END` and the numbers."""
    return (Terminal(" " + word) for word in (words_of(text.strip()) if text != " " else ()))


def _named(terminal: str) -> str:
    """Return a terminal as messages show it; other symbols than these three kinds stand for no word."""
    return {"$END": "the end", _NUMBER.name: "a number"}.get(terminal) or repr(terminal[1:])


def _atom(of: Slot, entry: int, inverse: Inverse) -> Node | str:
    """Return the subtree that says the slot's entry."""
    if not of.atoms:
        return of.key(entry)
    try:
        return Node(inverse[of.name][entry])
    except KeyError:
        raise NotInSpace(f"no atom has the name {of.forms[of.plain][entry]!r}") from None
