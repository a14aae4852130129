"""Reading stories of people who are compared: what each has, or how old each is."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from synth.verify._columns import Fault
from synth.verify._word_account import Account, Form, Read, level_of
from synth.verify._word_lexicon import HE, SHE, THINGS, Sentence

_RELATIONS = {
    "<N> has <#> more <T> than <N>.": 1,
    "<N> has <#> fewer <T> than <N>.": -1,
    "<N> is <#> years older than <N>.": 1,
    "<N> is <#> years younger than <N>.": -1,
}
_MULTIPLES = {
    "<N> has {} as many <T> as <N>.": "T",
    "<N> has {} the number of <T> that <N> has.": "T",
    "<N> is {} as old as <N>.": "",
    "<N> is {} the age of <N>.": "",
}
_TOTALS = {
    "together they have <#> <T>.": "T",
    "in all they have <#> <T>.": "T",
    "the sum of their ages is <#> years.": "",
    "together they are <#> years old.": "",
}
_AGES = frozenset(("<N> is <#> years old.", "the age of <N> is <#> years."))
_WILL = {
    "in <#> years, <N> will be {} as old as <N>.": (1, 0),
    "<N> will be {} as old as <N> in <#> years.": (0, -1),
}
"""Where the name comes, and where the years."""


def having(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read who has how many; the last one's number is asked for, or the sum, or the first one's."""
    what = asked.values[0]
    chain = _Chain(account, what)
    who = asked.values[1] if len(asked.values) > 1 else ""
    if story[0].skeleton == "<N> has <#> <T>.":
        chain.first(story[0], "first")
        chain.relations(story[1:])
        if who:
            return chain.last(who)
        return chain.sum()
    if not who:
        raise Fault("the sum is asked for, and no number is told")
    return chain.hidden(story, who, "whole", f"the number of {what} that {who} has")


def ageing(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read how old people are; an age is asked for, or the sum of the ages."""
    chain = _Chain(account, "")
    who = asked.values[0] if asked.values else ""
    if story[0].skeleton in _AGES:
        chain.first(story[0], "aged")
        chain.relations(story[1:])
        return chain.last(who) if who else chain.sum()
    if not who:
        raise Fault("the sum is asked for, and no age is told")
    return chain.hidden(story, who, "kin", f"the age of {who} in years")


def birthday(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read how old people are, and someone's age some years on or back."""
    who = next(value for value in asked.values if not value.isdigit())
    years = next(value for value in asked.values if value.isdigit())
    if story[0].skeleton not in _AGES:
        raise Fault(f"the story does not open with an age: {story[0].text!r}")
    chain = _Chain(account, "")
    chain.first(story[0], "aged")
    chain.relations(story[1:])
    if chain.cast[-1] != who:
        raise Fault(f"the question asks for {who}, and the story ends with {chain.cast[-1]}")
    later, n, age = "will" in asked.skeleton, int(years), account.forms[chain.places[-1]].b
    moved = age + n if later else age - n
    place = account.quantity(Form(0, moved), {-1: 1, chain.places[-1]: -1}, n if later else -n)
    before = f"In {n} years, {who} will be " if later else f"{n} years ago, {who} was "
    account.step(before, f"{age} {'+' if later else '-'} {n} = {moved}", " years old.", place)
    account.asked = place
    if len(story) == 1:
        return f"{'future' if later else 'past'} {age} {n}", 1, {"who": who, "years": years}
    canonical = " ".join((*chain.canonical, f"{'in' if later else 'ago'} {n}"))
    return canonical, level_of(account), {"who": who, "years": years}


def gap(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read when someone will be so many times as old as someone else."""
    young = asked.values[0]
    account.asked = account.unknown()
    chain = _Chain(account, "")
    chain.cast, chain.places = [young], [account.asked]
    if len(story) != 2 or story[0].skeleton not in _RELATIONS or "<T>" in story[0].skeleton:
        raise Fault("the story does not tell how much older someone is")
    older, old = chain.related(story[0])
    if older <= 0:
        raise Fault(f"{story[0].text!r} makes {young} the older one")
    skeleton = story[1].skeleton.replace("twice", "{}").replace("<#> times", "{}")
    if skeleton not in _WILL:
        raise Fault(f"the story does not tell how many times as old someone will be: {story[1].text!r}")
    values = story[1].values
    name, at = _WILL[skeleton]
    k = 2 if "twice" in story[1].skeleton else int(values[name + 1])
    often = "twice" if "twice" in story[1].skeleton else f"{k} times"
    years = int(values[at])
    named = [value for value in values if not value.isdigit()]
    if named != [old, young] or (often != "twice" and k < 3):
        raise Fault(f"{story[1].text!r} is not about {old} and {young}")
    now = account.quantity(Form(1, older), {-1: 1, account.asked: -1}, older)
    mine, theirs = Form(1, years), Form(1, older + years)
    one = account.quantity(mine, {-1: 1, account.asked: -1}, years)
    two = account.quantity(theirs, {-1: 1, now: -1}, years)
    account.relate({two: 1, one: -k}, 0)
    right = Form(k, k * years)
    account.ends.append((theirs, right))
    account.say(f"Let x be the age of {young} now, in years.")
    account.step(f"In {years} years, {young} will be ", f"{mine}", " years old.", one)
    account.step(f"In {years} years, {old} will be ", f"x + {older} + {years} = {theirs}", " years old.", two)
    account.equation(f"Then {old} will be {often} as old as {young}, so ", f"{theirs} = {k}*({mine})")
    account.equation("Expand the right side: ", f"{theirs} = {right}")
    account.equation("Subtract x from both sides: ", f"{theirs.b} = {Form(k - 1, right.b)}")
    rest = theirs.b - right.b
    if k == 2:
        account.equation(f"Subtract {right.b} from both sides: ", f"x = {rest}")
    else:
        account.equation(f"Subtract {right.b} from both sides: ", f"{rest} = {k - 1}*x")
        account.equation(f"Divide both sides by {k - 1}: ", f"x = {rest // (k - 1)}")
    return f"gap {older} in {years} times {k}", 3, {"who": young}


_SHARED = {
    "<N> and <N> share <#> <T> in the ratio <#> to <#>.": True,
    "<#> <T> are shared between <N> and <N> in the ratio <#> to <#>.": True,
    "<N> and <N> share some <T> in the ratio <#> to <#>.": False,
    "some <T> are shared between <N> and <N> in the ratio <#> to <#>.": False,
}
"""Whether the whole is told."""
_GETS = frozenset(("<N> gets <#> <T>.", "the share of <N> is <#> <T>."))


class _Chain:
    """People, each related to the one before; `what` is empty for ages."""

    def __init__(self, account: Account, what: str) -> None:
        self.account, self.what = account, what
        self.cast: list[str] = []
        self.places: list[int] = []
        self.canonical: list[str] = []

    def first(self, sentence: Sentence, word: str) -> None:
        """Read the first number."""
        who, number, *what = sentence.values
        if what not in ([self.what], []) or bool(what) != bool(self.what):
            raise Fault(f"{sentence.text!r} is not about {self.what}")
        self.cast.append(who)
        self.places.append(self.account.known(int(number)))
        self.canonical.append(f"{word} {number}")

    def relations(self, sentences: Sequence[Sentence]) -> None:
        """Read how each is given by the one before."""
        for sentence in sentences:
            self.relate(sentence)

    def named(self, sentence: Sentence) -> tuple[str, str]:
        """Return the two people of a sentence; one is the last of the chain, the other is new."""
        one, *_, two = sentence.values
        what = [value for value in sentence.values[1:-1] if not value.isdigit()]
        if what != ([self.what] if self.what else []):
            raise Fault(f"{sentence.text!r} is not about {self.what or 'ages'}")
        if self.cast[-1] not in (one, two) or one == two or {one, two} & set(self.cast[:-1]):
            raise Fault(f"{sentence.text!r} does not lead from {self.cast[-1]} to someone new")
        return one, two

    def related(self, sentence: Sentence) -> tuple[int, str]:
        """Return by how much the new one has more, and the new one."""
        one, two = self.named(sentence)
        more = _RELATIONS[sentence.skeleton] * sentence.number(1)
        return (more, one) if two == self.cast[-1] else (-more, two)

    def relate(self, sentence: Sentence) -> None:
        """Read a relation, and account for the new one's number."""
        account, last = self.account, self.places[-1]
        old = account.forms[last]
        pattern = sentence.skeleton.replace("twice", "{}").replace("<#> times", "{}")
        if sentence.skeleton in _RELATIONS:
            more, new = self.related(sentence)
            form = Form(old.a, old.b + more)
            place = account.quantity(form, {-1: 1, last: -1}, more)
            written = f"{old} {'+' if more > 0 else '-'} {abs(more)}"
            up, down = ("more", "fewer") if self.what else ("older", "younger")
            self.canonical.append(f"{up if more > 0 else down} {abs(more)}")
        elif pattern in _MULTIPLES:
            new, two = self.named(sentence)
            k = 2 if "twice" in sentence.skeleton else sentence.number(1)
            if two != self.cast[-1] or ("twice" not in sentence.skeleton and k < 3):
                raise Fault(f"{sentence.text!r} does not give someone new")
            form = Form(old.a * k, old.b * k)
            place = account.quantity(form, {-1: 1, last: -k}, 0)
            written = f"{k}*{old.inside()}" if old.a else f"{k} * {old}"
            self.canonical.append(f"multiple {k}")
        else:
            raise Fault(f"no such comparison is known: {sentence.text!r}")
        written = written if written == str(form) else f"{written} = {form}"
        if self.what:
            account.step(f"{new} has ", written, f" {self.what}.", place)
        else:
            account.step(f"{new} is ", written, " years old.", place)
        self.cast.append(new)
        self.places.append(place)

    def last(self, who: str) -> Read:
        """Ask for the last one's number."""
        if who != self.cast[-1] or len(self.cast) < 2:
            raise Fault(f"the question asks for {who}, and the story ends with {self.cast[-1]}")
        self.account.asked = self.places[-1]
        canonical = " ".join((*self.canonical, "last"))
        return canonical, level_of(self.account), {"who": who, "what": self.what}

    def total(self) -> int:
        """Account for the sum of all."""
        if len(self.cast) < 2:
            raise Fault("the sum of one number is asked for")
        account = self.account
        forms = [account.forms[place] for place in self.places]
        form = Form(sum(one.a for one in forms), sum(one.b for one in forms))
        place = account.quantity(form, {-1: 1, **dict.fromkeys(self.places, -1)}, 0)
        written = f"{' + '.join(one.inside() for one in forms)} = {form}"
        if self.what:
            account.step("Together they have ", written, f" {self.what}.", place)
        else:
            account.step("The sum of their ages is ", written, " years.", place)
        return place

    def sum(self) -> Read:
        """Ask for the sum."""
        self.account.asked = self.total()
        canonical = " ".join((*self.canonical, "sum"))
        return canonical, level_of(self.account), {"what": self.what}

    def hidden(self, story: Sequence[Sentence], who: str, word: str, named: str) -> Read:
        """Read a chain whose first number is asked for, and its sum."""
        account, end = self.account, story[-1]
        account.asked = account.unknown()
        account.say(f"Let x be {named}.")
        self.cast, self.places, self.canonical = [who], [account.asked], [word]
        self.relations(story[:-1])
        if end.skeleton not in _TOTALS or (_TOTALS[end.skeleton] == "T") != bool(self.what):
            raise Fault(f"the story does not end with a sum: {end.text!r}")
        if self.what and end.values[1] != self.what:
            raise Fault(f"{end.text!r} is not about {self.what}")
        number = end.number(0)
        form = account.forms[place := self.total()]
        account.relate({place: 1}, number)
        before = (
            f"They have {number} {self.what} in all, so " if self.what else f"The sum is {number} years, so "
        )
        account.equation(before, f"{form} = {number}")
        account.solve(form, number)
        canonical = " ".join((*self.canonical, f"sum {number}"))
        return canonical, 3 if len(story) < 4 else 4, {"who": who, "what": self.what}


def sharing(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read of things that are shared in a ratio; the last one's share is asked for."""
    opening = story[0]
    known = _SHARED.get(_names_out(opening.skeleton))
    if known is None or len(story) > 2:
        raise Fault(f"the story does not tell what is shared in which ratio: {opening.text!r}")
    names = [value for value in opening.values if value in SHE | HE]
    what = next(value for value in opening.values if value in THINGS)
    numbers = [int(value) for value in opening.values if value.isdigit()]
    whole = numbers.pop(0) if known else 0
    if len(numbers) != len(names) or len(set(names)) < len(names) or not 2 <= len(names) <= 3:
        raise Fault("the ratio does not have one number for each person")
    if ("among" in opening.text) > (len(names) == 3) or ("between" in opening.text) > (len(names) == 2):
        raise Fault("between is said of two, and among of three")
    if len(set(numbers)) < len(numbers) or gcd(*numbers) > 1:
        raise Fault("the ratio has two equal numbers, or could be reduced")
    if asked.values != (what, names[-1]):
        raise Fault("the question does not ask for the last one's share")
    canonical = f"ratio {' '.join(map(str, numbers))}"
    if whole:
        count = sum(numbers)
        shared, parts = account.known(whole), account.known(count)
        account.step("There are ", f"{' + '.join(map(str, numbers))} = {count}", " equal parts.", parts)
        canonical += f" of {whole}"
        before = "One part is "
    else:
        if len(story) != 2 or story[1].skeleton not in _GETS:
            raise Fault("the story does not tell what the first one gets")
        who, given, thing = story[1].values
        if who != names[0] or thing != what:
            raise Fault(f"{story[1].text!r} is not about the {what} of {names[0]}")
        whole, count = int(given), numbers[0]
        shared = account.known(whole)
        canonical += f" given {whole}"
        before = f"{who} gets {count} parts, so one part is "
    if bool(len(story) == 2) == known or whole % count or whole // count < 2:
        raise Fault(f"{whole} {what} are not shared evenly in {count} parts")
    one = account.quantity(Form(0, whole // count), {-1: count, shared: -1}, 0)
    account.step(before, f"{whole} / {count} = {whole // count}", f" {what}.", one)
    times, each = numbers[-1], whole // count
    last = times * each
    account.asked = account.quantity(Form(0, last), {-1: 1, one: -times}, 0)
    account.step(f"{names[-1]} gets ", f"{times} * {each} = {last}", f" {what}.", account.asked)
    return canonical, level_of(account), {"who": names[-1], "what": what}


def _names_out(skeleton: str) -> str:
    """Return a sentence about a ratio as one of two people."""
    names = "<N> and <N>"
    return (
        skeleton.replace("<N>, <N> and <N>", names)
        .replace("<#> to <#> to <#>", "<#> to <#>")
        .replace("among", "between")
    )
