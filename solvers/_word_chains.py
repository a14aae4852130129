"""Stories of people who are compared: how many things each has, or how old each is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from synth.solvers._text import listed
from synth.solvers._word_equation import Form, X, solve, times
from synth.solvers._word_text import YEAR, Look, Person, Tale, Thing
from synth.solvers._word_text import times as how_often
from synth.solvers._word_walks import Item, Story


def compare(story: Story, look: Look) -> Tale:
    """Tell how many things people have: first N, relations, last or sum."""
    told = _Things(look, len(story) - 1)
    told.tale.say("relation", "first", told.cast[0].name, story[0][1], told.what.many)
    told.forms.append(Form(0, story[0][1]))
    told.chain(story[1:-1])
    tale, what = told.tale, told.what
    if story[-1] == ("last",):
        number, who = told.forms[-1].b, told.cast[-1].name
        tale.ask("last", (what.many, who), number, (what.counted(number), who, what.many, number))
    else:
        number = told.total().b
        tale.ask("sum", (what.many,), number, (what.counted(number),))
    return tale


def split(story: Story, look: Look) -> Tale:
    """Tell what people have in all, and ask what the first has: whole, relations, sum N."""
    told = _Things(look, len(story) - 1)
    tale, what, who = told.tale, told.what, told.cast[0].name
    tale.step("whole", what.many, who)
    told.forms.append(X)
    told.chain(story[1:-1])
    number = told.known(story[-1][1])
    tale.ask("last", (what.many, who), number, (what.counted(number), who, what.many, number))
    return tale


def ages(story: Story, look: Look) -> Tale:
    """Tell how old people are: aged N, relations, and last, sum, in N or ago N."""
    told = _Ages(look, len(story) - 1)
    tale = told.tale
    told.aged(story[0][1])
    told.chain(story[1:-1])
    who, age = told.cast[-1].name, told.forms[-1].b
    match story[-1]:
        case ("last",):
            tale.ask("age", (who,), age, (YEAR.counted(age), who))
        case ("sum",):
            whole = told.total().b
            tale.ask("ages", (), whole, (YEAR.counted(whole),))
        case (word, n):
            told.moved(who, age, n if word == "in" else -n)
    return tale


def family(story: Story, look: Look) -> Tale:
    """Tell the sum of ages, and ask how old the first is: kin, relations, sum N."""
    told = _Ages(look, len(story) - 1)
    tale, who = told.tale, told.cast[0].name
    tale.step("kin", who)
    told.forms.append(X)
    told.chain(story[1:-1])
    age = told.known(story[-1][1])
    tale.ask("age", (who,), age, (YEAR.counted(age), who))
    return tale


def birthday(story: Story, look: Look) -> Tale:
    """Tell an age, and ask for it some years on or back: future N N or past N N."""
    told = _Ages(look, 1)
    word, age, n = story[0]
    told.aged(age)
    told.moved(told.cast[0].name, age, n if word == "future" else -n)
    return told.tale


def gap(story: Story, look: Look) -> Tale:
    """Tell when someone is so many times as old as someone else: gap N in N times N."""
    (_, older), (_, years), (_, k) = story
    told = _Ages(look, 2)
    tale = told.tale
    young, old = (person.name for person in told.cast)
    tale.say("kinship", "older", old, older, young)
    tale.say("kinship", "will", old, years, how_often(k), young)
    tale.step("present", young)
    mine, theirs = X.plus(years), X.plus(older + years)
    tale.step("later", years, young, mine)
    tale.step("later", years, old, f"x + {older} + {years} = {theirs}")
    tale.step("then", old, how_often(k), young, f"{theirs} = {times(k, mine)}")
    right = mine.scaled(k)
    tale.step("expand", f"{theirs} = {right}")
    right = Form(k - 1, right.b)
    tale.step("subtract", "x", f"{theirs.b} = {right}")
    number = theirs.b - right.b
    left = Form(k - 1, 0)
    tale.step("subtract", right.b, f"{number} = {left}" if k > 2 else f"x = {number}")
    if k > 2:
        tale.step("divide", k - 1, f"x = {number // (k - 1)}")
    age = number // (k - 1)
    tale.ask("present", (young,), age, (YEAR.counted(age), young))
    return tale


def ratio(story: Story, look: Look) -> Tale:
    """Tell what is shared, and ask for the last share: ratio N N, of N."""
    told, parts, whole = _Sharing(look, len(story[0]) - 1), story[0][1:], story[1][1]
    told.share(parts, whole)
    count = sum(parts)
    told.tale.step("ratio", f"{' + '.join(map(str, parts))} = {count}")
    told.tale.step("part of", f"{whole} / {count} = {whole // count}", told.what.many)
    return told.last(parts[-1], whole // count)


def portion(story: Story, look: Look) -> Tale:
    """Tell a ratio and the first share, and ask for the last: ratio N N, given N."""
    told, parts, first = _Sharing(look, len(story[0]) - 1), story[0][1:], story[1][1]
    told.share(parts, "some")
    told.tale.say("ratio", "gets", told.cast[0].name, first, told.what.many)
    worked = f"{first} / {parts[0]} = {first // parts[0]}"
    told.tale.step("parts of", worked, told.what.many, told.cast[0].name, parts[0])
    return told.last(parts[-1], first // parts[0])


class _Sharing:
    """People who share things."""

    def __init__(self, look: Look, people: int) -> None:
        self.tale = Tale(look)
        self.cast: list[Person] = look.cast(people)
        self.what: Thing = look.thing()[1]

    def share(self, parts: Sequence[int], whole: int | str) -> None:
        """Tell who shares what in which ratio."""
        names = listed([person.name for person in self.cast])
        between = "between" if len(parts) == 2 else "among"
        self.tale.say("ratio", "share", names, whole, self.what.many, " to ".join(map(str, parts)), between)

    def last(self, parts: int, one: int) -> Tale:
        """Work out the last share, and ask for it."""
        tale, who, what = self.tale, self.cast[-1].name, self.what.many
        number = parts * one
        tale.step("portion", who, f"{parts} * {one} = {number}", what)
        tale.ask("ratio", (what, who), number, (f"{number} {what}", who, what, number))
        return tale


class _Chain(ABC):
    """People, each given by the one before, as numbers or as forms in x."""

    def __init__(self, look: Look, people: int) -> None:
        self.tale = Tale(look)
        self.cast: list[Person] = look.cast(people)
        self.forms: list[Form] = []

    def chain(self, relations: Story) -> None:
        """Tell each relation and work out what it gives."""
        for place, item in enumerate(relations, 1):
            self.relate(item, self.cast[place].name, self.cast[place - 1].name)
            old = self.forms[-1]
            word, number = item
            if word == "multiple":
                new = old.scaled(number)
                written = times(number, old) if old.a else f"{number} * {old}"
            else:
                sign = "+" if word in ("more", "older") else "-"
                new = old.plus(number if sign == "+" else -number)
                written = f"{old} {sign} {number}"
            self.forms.append(new)
            self.have(self.cast[place].name, written if written == str(new) else f"{written} = {new}")

    def total(self) -> Form:
        """Work out the sum."""
        whole = Form(sum(form.a for form in self.forms), sum(form.b for form in self.forms))
        self.together(f"{' + '.join(form.grouped() for form in self.forms)} = {whole}")
        return whole

    def known(self, number: int) -> int:
        """Tell the sum, and solve for x."""
        self.sum(number)
        whole = self.total()
        self.close(number, f"{whole} = {number}")
        return solve(self.tale, whole, number)

    @abstractmethod
    def relate(self, item: Item, who: str, other: str) -> None:
        """Tell a relation."""

    @abstractmethod
    def have(self, who: str, worked: str) -> None:
        """Add the line with what someone's number is."""

    @abstractmethod
    def together(self, worked: str) -> None:
        """Add the line with the sum."""

    @abstractmethod
    def sum(self, number: int) -> None:
        """Tell the sum."""

    @abstractmethod
    def close(self, number: int, equation: str) -> None:
        """Add the line with the equation."""


class _Things(_Chain):
    def __init__(self, look: Look, people: int) -> None:
        super().__init__(look, people)
        self.what: Thing = look.thing()[1]

    def relate(self, item: Item, who: str, other: str) -> None:
        word, number = item
        said = how_often(number) if word == "multiple" else number
        self.tale.say("relation", word, who, said, self.what.many, other)

    def have(self, who: str, worked: str) -> None:
        self.tale.step("have", who, worked, self.what.many)

    def together(self, worked: str) -> None:
        self.tale.step("together", worked, self.what.many)

    def sum(self, number: int) -> None:
        self.tale.say("sums", "sum", number, self.what.many)

    def close(self, number: int, equation: str) -> None:
        self.tale.step("owned", number, self.what.many, equation)


class _Ages(_Chain):
    def aged(self, age: int) -> None:
        """Tell the age of the first."""
        self.tale.say("kinship", "aged", self.cast[0].name, age)
        self.forms.append(Form(0, age))

    def moved(self, who: str, age: int, years: int) -> None:
        """Work out an age some years on, or back, and ask for it."""
        word, n = ("later", years) if years > 0 else ("earlier", -years)
        self.tale.step(word, n, who, f"{age} {'+' if years > 0 else '-'} {n} = {age + years}")
        self.tale.ask(word, (who, n), age + years, (YEAR.counted(age + years), who, n))

    def relate(self, item: Item, who: str, other: str) -> None:
        word, number = item
        self.tale.say("kinship", word, who, how_often(number) if word == "multiple" else number, other)

    def have(self, who: str, worked: str) -> None:
        self.tale.step("aged", who, worked)

    def together(self, worked: str) -> None:
        self.tale.step("ages", worked)

    def sum(self, number: int) -> None:
        self.tale.say("sums", "ages", number)

    def close(self, number: int, equation: str) -> None:
        self.tale.step("summed", number, equation)
