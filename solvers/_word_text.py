"""Words for stories: the phrases of word_problem.toml, chosen by the digits of a variant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from synth.grammar.slots import PRONOUNS, slot
from synth.solvers._text import phrases_of

_BLANK = re.compile(r"\{([0-9])\}")
STRIDES = (1, 5, 7, 11, 13, 17, 19, 23)
"""Prime to the number of names: people of one story are so many names apart."""


book = partial(phrases_of, "word_problem")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in a story."""

    name: str
    pronoun: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is counted, or bought."""

    one: str
    many: str
    a: str

    def __getitem__(self, number: int) -> str:
        """Return the noun in the number that a count calls for."""
        return self.one if number == 1 else self.many

    def counted(self, number: int) -> str:
        """Return a number with its noun."""
        return f"{number} {self[number]}"


DOLLAR = Thing("dollar", "dollars", "a dollar")
KM = Thing("km", "km", "a km")
KG = Thing("kg", "kg", "a kg")
HOUR = Thing("hour", "hours", "an hour")
YEAR = Thing("year", "years", "a year")


@cache
def people() -> tuple[Person, ...]:
    """Return everyone there is."""
    return tuple(Person(*entry) for entry in slot("name", book()["slots"]["name"]).entries)


@cache
def things(world: str) -> tuple[Thing, ...]:
    """Return the things of a world."""
    entries = slot(world, book()["slots"][world]).entries
    return tuple(Thing(noun.singular, noun.plural, f"{noun.article} {noun.singular}") for noun in entries)


def thing(entry: Mapping[str, Any]) -> Thing:
    """Return the noun of a table's entry."""
    one = entry["singular"]
    return Thing(one, entry.get("plural", f"{one}s"), f"{entry.get('article', 'a')} {one}")


def subject(person: Person) -> str:
    """Return she or he."""
    return PRONOUNS[person.pronoun][0]


def times(k: int) -> str:
    """Return twice, or 3 times."""
    return "twice" if k == 2 else f"{k} times"


def sentence(text: str, end: str = ".") -> str:
    """Return the text with a capital and a mark."""
    return f"{text[:1].upper()}{text[1:]}{end}"


def fill(phrase: str, parts: Sequence[object]) -> str:
    """Return the phrase with its blanks filled; a blank without a part stays empty."""
    return _BLANK.sub(lambda blank: str(parts[int(blank[1])]) if int(blank[1]) < len(parts) else "", phrase)


@dataclass(slots=True)
class Look:
    """A variant, taken apart digit by digit; `count` is the product of the bases so far."""

    rest: int
    count: int = 1

    def below(self, bound: int) -> int:
        """Return the next digit."""
        self.count *= bound
        self.rest, digit = divmod(self.rest, bound)
        return digit

    def pick(self, options: Sequence[Any]) -> Any:
        """Return one of the options."""
        return options[self.below(len(options))]

    def order(self, count: int) -> list[int]:
        """Return an order of so many places."""
        left = list(range(count))
        return [left.pop(self.below(len(left))) for _ in range(count)]

    def cast(self, count: int) -> list[Person]:
        """Return different people."""
        everyone = people()
        first = self.below(len(everyone))
        stride = self.pick(STRIDES) if count > 1 else 7
        return [everyone[(first + place * stride) % len(everyone)] for place in range(count)]

    def thing(self) -> tuple[str, Thing]:
        """Return a thing that people collect, bake or grow, with its world."""
        every = [(world, one) for world in ("collection", "bakery", "garden") for one in things(world)]
        world, one = self.pick(every)
        return world, one


_JOINERS = ("", "then ", "after that, ")


def joined(look: Look, before: str | None) -> str:
    """Return how a sentence joins the one before, by another way than that one joined, if it did."""
    return str(look.pick([one for one in _JOINERS if one != before]))


@dataclass(slots=True)
class Tale:
    """A story being told: its sentences, and the lines of its solution."""

    look: Look
    said: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    asked: str = ""
    told: str = ""
    answer: int = 0

    def say(self, category: str, key: str, *parts: object, opening: str = "", besides: int = -1) -> int:
        """Add a sentence in one of the ways of the phrase but `besides`; return the number of the way."""
        options = book()[category][key]
        way = int(self.look.pick([way for way in range(len(options)) if way != besides]))
        self.said.append(sentence(opening + fill(options[way], parts)))
        return way

    def step(self, key: str, *parts: object) -> None:
        """Add a line of reasoning."""
        text = sentence(fill(book()["step"][key], parts))
        self.lines.append(f"{len(self.lines) + 1}. {text}")

    def ask(self, key: str, parts: Sequence[object], answer: int, told: Sequence[object]) -> None:
        """End with a question and its answer."""
        options = book()["ask"][key]
        way = self.look.below(len(options))
        self.asked = sentence(fill(options[way], parts), "?")
        self.told = sentence(fill(book()["told"][key][way], told))
        self.answer = answer

    def question(self) -> str:
        """Return the whole text."""
        return " ".join((*self.said, self.asked))
