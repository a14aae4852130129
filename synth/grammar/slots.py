"""Slots: the typed blanks of a template, and the words that may fill them.

A slot has a kind, entries, and forms: each form writes an entry in one way ("apple", "apples", "an apple").
An entry is named by its index. A slot with `atoms` is filled for these constructors, each of which a row maps
to an entry; a slot without is filled from a kept token, which is an entry's key.

| kind | keys of an entry | forms, the plain one first | key of a token |
|---|---|---|---|
| proposition | text, negation | text, negation | the text |
| noun | singular, plural (adds s), article (a or an by first letter) | singular, plural, a | the singular |
| name | name, pronoun ("she", "he" or "they") | name, subject, object, possessive, genitive | the name |
| int | none: `range = [2, 9]`, both included | digits, words (within 0 to 100) | the digits |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

from .errors import TemplateError

PRONOUNS = {
    "she": ("she", "her", "her"),
    "he": ("he", "him", "his"),
    "they": ("they", "them", "their"),
}
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORD = re.compile(r"[^\s,;:.?!]+|[,;:.?!]")


class Proposition(NamedTuple):
    """A clause and its negation."""

    text: str
    negation: str


class Noun(NamedTuple):
    """A thing that can be counted."""

    singular: str
    plural: str
    article: str


class Name(NamedTuple):
    """Someone, with the pronoun that stands for them."""

    name: str
    pronoun: str


def spaced(words: Sequence[str]) -> str:
    """Return the words as a text: one space before each, none before a punctuation mark.

    >>> spaced(["if", "it", "rains", ",", "then"])
    'if it rains, then'
    """
    return "".join(word if word in ",;:.?!" else " " + word for word in words).lstrip()


def words_of(text: str) -> list[str]:
    """Return the words and punctuation marks of a text, the inverse of `spaced`.

    Raises ValueError if the text is empty or is not spaced in that way.

    >>> words_of("both p and q, then")
    ['both', 'p', 'and', 'q', ',', 'then']
    """
    found = _WORD.findall(text)
    if not found or spaced(found) != text:
        raise ValueError(f"{text!r} is not words with one space between")
    return found


def spelled(number: int) -> str:
    """Return a number from 0 to 100 in words.

    >>> spelled(7), spelled(42), spelled(90), spelled(100)
    ('seven', 'forty-two', 'ninety', 'one hundred')
    """
    if number < 20:
        return _SMALL[number]
    if number == 100:
        return "one hundred"
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")


@dataclass(frozen=True, slots=True)
class Digits(Sequence[str]):
    """The numbers of a range in digits, written only when asked for."""

    numbers: range

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """Return the number at an index, or a part of the range."""
        if isinstance(index, slice):
            return Digits(self.numbers[index])
        return str(self.numbers[index])

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True)
class Slot:
    """A typed blank: its entries, and how each form writes them."""

    name: str
    kind: str
    atoms: tuple[str, ...]
    entries: Sequence[Any]
    forms: Mapping[str, Sequence[str]]
    keys: Mapping[str, int]

    @property
    def plain(self) -> str:
        """The form that is meant where none is named."""
        return next(iter(self.forms))

    def index(self, token: str) -> int:
        """Return the index of the entry whose key is the token, or -1."""
        if self.kind != "int":
            return self.keys.get(token, -1)
        numbers = self.entries
        if (
            not token.isdecimal()
            or not token.isascii()
            or (token[0] == "0" and token != "0")
            or len(token) > 18
        ):
            return -1
        return int(token) - numbers[0] if int(token) in numbers else -1

    def agreeing(self, index: int) -> str:
        """Return the form of a noun that the number at an index calls for."""
        return "singular" if self.entries[index] == 1 else "plural"

    def key(self, index: int) -> str:
        """Return the token that stands for an entry, the inverse of `index`."""
        return str(self.entries[index][0]) if self.kind != "int" else str(self.entries[index])


def slot(name: str, table: Mapping[str, Any]) -> Slot:
    """Return the slot that a `[slots.NAME]` table describes.

    Raises TemplateError, without the file's name, for a wrong key, kind or entry, two entries that read
    alike, or more atoms than entries.
    """
    if not name.isidentifier():
        raise TemplateError(f"the slot {name!r} needs a name of letters")
    kind = table.get("kind", name)
    if kind not in _KEYS:
        raise TemplateError(f"slot {name} has kind {kind!r}; the kinds are {', '.join(_KEYS)}")
    wanted = {"kind", "atoms", "range" if kind == "int" else "entries"}
    for key in table:
        if key not in wanted:
            raise TemplateError(
                f"slot {name} has a key {key!r}; a slot of kind {kind} has {', '.join(sorted(wanted))}"
            )
    named, listed = table.get("atoms", []), table.get("entries", [])
    if not isinstance(named, list) or not all(isinstance(atom, str) for atom in named):
        raise TemplateError(f"slot {name} has atoms {named!r}; they are a list of constructors")
    if not isinstance(listed, list):
        raise TemplateError(f"slot {name} has entries {listed!r}; they are a list")
    atoms = tuple(named)
    if kind == "int":
        numbers = _range(name, table.get("range"))
        forms: dict[str, Sequence[str]] = {"digits": Digits(numbers)}
        if numbers[-1] <= 100:
            forms["words"] = tuple(spelled(number) for number in numbers)
        made = Slot(name, kind, atoms, numbers, forms, {})
    else:
        entries = [_entry(name, kind, entry) for entry in listed]
        if not entries:
            raise TemplateError(f"slot {name} has no entries; give at least one")
        forms = {form: tuple(write(entry) for entry in entries) for form, write in _FORMS[kind].items()}
        _distinct(name, forms, entries)
        made = Slot(
            name, kind, atoms, tuple(entries), forms, {entry[0]: i for i, entry in enumerate(entries)}
        )
    if len(set(atoms)) != len(atoms):
        raise TemplateError(f"slot {name} names an atom twice")
    if len(atoms) > len(made.entries):
        raise TemplateError(f"slot {name} has {len(atoms)} atoms and only {len(made.entries)} entries")
    return made


_KEYS: dict[str, tuple[str, ...]] = {
    "proposition": ("text", "negation"),
    "noun": ("singular", "plural", "article"),
    "name": ("name", "pronoun"),
    "int": (),
}
_FORMS: dict[str, dict[str, Any]] = {
    "proposition": {"text": lambda e: e.text, "negation": lambda e: e.negation},
    "noun": {
        "singular": lambda e: e.singular,
        "plural": lambda e: e.plural,
        "a": lambda e: f"{e.article} {e.singular}",
    },
    "name": {
        "name": lambda e: e.name,
        "subject": lambda e: PRONOUNS[e.pronoun][0],
        "object": lambda e: PRONOUNS[e.pronoun][1],
        "possessive": lambda e: PRONOUNS[e.pronoun][2],
        "genitive": lambda e: f"{e.name}'s",
    },
}


def _range(name: str, value: object) -> range:
    """Return the whole numbers of `range = [low, high]`."""
    match value:
        case [int(low), int(high)] if 0 <= low <= high < 10**18:
            return range(low, high + 1)
    raise TemplateError(f"slot {name} needs range = [low, high] with 0 <= low <= high < 10^18")


def _entry(name: str, kind: str, entry: object) -> Proposition | Noun | Name:
    """Return one entry, with what may be left out filled in."""
    keys = _KEYS[kind]
    fields = {keys[0]: entry} if isinstance(entry, str) else entry
    if not isinstance(fields, dict) or not all(k in keys and isinstance(v, str) for k, v in fields.items()):
        raise TemplateError(
            f"slot {name} has an entry {entry!r}; an entry of kind {kind} has {', '.join(keys)}"
        )
    for value in fields.values():
        try:
            words_of(value)
        except ValueError as error:
            raise TemplateError(f"slot {name}: {error}") from None
    missing = [key for key in keys if key not in fields]
    match kind:
        case "noun" if "singular" in fields:
            singular = fields["singular"]
            article = fields.get("article", "an" if singular[0].lower() in "aeiou" else "a")
            if article not in ("a", "an"):
                raise TemplateError(f"slot {name} has the article {article!r}; it is a or an")
            return Noun(singular, fields.get("plural", singular + "s"), article)
        case "name" if not missing:
            if fields["pronoun"] not in PRONOUNS:
                raise TemplateError(
                    f"slot {name} has the pronoun {fields['pronoun']!r}; it is she, he or they"
                )
            return Name(fields["name"], fields["pronoun"])
        case "proposition" if not missing:
            return Proposition(fields["text"], fields["negation"])
    raise TemplateError(f"slot {name} has an entry {entry!r} without {missing[0]}")


def _distinct(name: str, forms: Mapping[str, Sequence[str]], entries: Sequence[Any]) -> None:
    """Raise TemplateError if two entries share a key, or a clause is another's negation."""
    seen: dict[str, int] = {}
    checked = ("text", "negation") if "negation" in forms else (next(iter(forms)),)
    for form in checked:
        for i, text in enumerate(forms[form]):
            if text in seen:
                first, second = entries[seen[text]][0], entries[i][0]
                raise TemplateError(f"slot {name}: the entries {first!r} and {second!r} both read {text!r}")
            seen[text] = i
