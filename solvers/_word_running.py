"""Stories of a quantity that grows and shrinks. Only a part that goes may be 1, so other nouns are plural."""

from __future__ import annotations

from synth.solvers._word_equation import Form, X, solve, times
from synth.solvers._word_text import Look, Person, Tale, Thing, book, fill, joined, people, subject
from synth.solvers._word_text import times as how_often
from synth.solvers._word_walks import Item, Story


def running(story: Story, look: Look) -> Tale:
    """Tell what becomes of a quantity: has N, then events."""
    told = _Running(look)
    told.open(story[0][1])
    for place, item in enumerate(story[1:]):
        told.event(place, item)
    tale, who, what = told.tale, told.who.name, told.what
    number = told.form.b
    tale.ask("now", (what.many, who), number, (what.counted(number), who))
    return tale


def recover(story: Story, look: Look) -> Tale:
    """Tell what became of an unknown quantity, and ask for it: some, events, now N."""
    told = _Running(look)
    tale, who, what = told.tale, told.who.name, told.what
    told.open(0)
    for place, item in enumerate(story[1:-1]):
        told.event(place, item)
    end = story[-1][1]
    tale.say("ending", "now", told.subject(), end, what.many)
    tale.step("close", who, end, what.many, f"{told.form} = {end}")
    number = solve(tale, told.form, end)
    tale.ask("start", (what.many, who), number, (what.counted(number), who))
    return tale


class _Running:
    """A quantity in words: a number, or x and what has become of it."""

    def __init__(self, look: Look) -> None:
        self.tale = Tale(look)
        everyone = look.cast(1)
        self.who = everyone[0]
        self.world, self.what = look.thing()
        self.form = X
        self.other_named = True
        self.joiner: str | None = None

    def subject(self) -> str:
        """Return the pronoun, or the name where the pronoun could be someone else."""
        named, self.other_named = self.other_named, False
        return self.who.name if named else subject(self.who)

    def open(self, number: int) -> None:
        """Say what there is at first; nothing is known if the number is 0."""
        if number:
            self.form = Form(0, number)
            self.tale.say("opening", "has", self.subject(), number, self.what.many)
        else:
            self.tale.say("unknown", "some", self.subject(), self.what.many)
            self.tale.step("start", self.what.many, self.who.name)

    def event(self, place: int, item: Item) -> None:
        """Tell an event and work out what it leads to."""
        tale, what, old = self.tale, self.what, self.form
        opening = ""
        if place and item[0] != "grow":
            opening = self.joiner = joined(tale.look, self.joiner)
        other = _friend(self.who, place).name
        match item:
            case ("gain" | "loss" as word, number):
                key = f"{word}({self.world})"
                way = tale.say("event", key, self.subject(), number, what.many, other, opening=opening)
                self.mention(key, way, number, other)
                self.changed(word == "gain", number, _doing(key, way, number, what, other))
            case ("packs", count, number):
                key = f"packs({self.world})"
                way = tale.say("event", key, self.subject(), count, number, what.many, opening=opening)
                product = f"{count} * {number} = {count * number}"
                tale.step("hold", product, what.many, count, book()["hold"][key][way])
                self.form = old.plus(count * number)
                tale.step("with", self.who.name, self.worked(f"{old} + {count * number}"), what.many)
            case ("grow", k):
                tale.say("event", "grow", self.subject(), how_often(k), what.many)
                self.form = old.scaled(k)
                worked = self.worked(times(k, old) if old.a else f"{k} * {old}")
                tale.step("grown", how_often(k), self.who.name, worked, what.many)
            case ("share", k):
                way = tale.say("event", "share", self.subject(), k, what.many, opening=opening)
                self.form = Form(0, old.b // k)
                held = ("equal " if way == 0 else "") + book()["hold"]["share"][way]
                tale.step("share", k, held, self.worked(f"{old} / {k}"), what.many, self.who.name)
            case _:
                self.taken(place, item, opening)

    def taken(self, place: int, item: Item, opening: str) -> None:
        """Tell of a part of the quantity that goes."""
        tale, what, whole = self.tale, self.what, self.form.b
        other = _friend(self.who, place).name
        match item:
            case ("part", k):
                share, worked, number = f"1/{k}", f"{whole} / {k}", whole // k
            case ("parts", n, k):
                share, worked, number = f"{n}/{k}", f"{whole} / {k} * {n}", whole // k * n
            case (_, percent):
                share, worked = f"{percent} percent", f"{whole} * {percent} / 100"
                number = whole * percent // 100
        way = tale.say("event", "part", self.subject(), share, what.many, other, opening=opening)
        tale.step("part", share, whole, f"{worked} = {number}")
        self.mention("part", way, number, other)
        self.changed(False, number, _doing("part", way, number, what, other))

    def mention(self, key: str, way: int, number: int, other: str) -> None:
        """Note whether someone else was named."""
        self.other_named = _doing(key, way, number, self.what, other).endswith(other)

    def changed(self, up: bool, number: int, doing: str) -> None:
        """Work out the quantity after so many more or fewer."""
        old, sign = self.form, "+" if up else "-"
        self.form = old.plus(number if up else -number)
        worked = self.worked(f"{old} {sign} {number}")
        self.tale.step("after", doing, self.who.name, worked, self.what.many)

    def worked(self, written: str) -> str:
        """Return the expression, and what it comes to where that is something else."""
        return written if written == str(self.form) else f"{written} = {self.form}"


def _doing(key: str, way: int, number: int, what: Thing, other: str) -> str:
    category = "taking" if key == "part" else "doing"
    return fill(book()[category][key][way], (number, what[number], other))


def _friend(who: Person, place: int) -> Person:
    """Return the other person of the event at a place: never the one whom the story is about."""
    everyone = people()
    return everyone[(everyone.index(who) + 5 + 7 * (place % 3)) % len(everyone)]
