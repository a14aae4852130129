"""Reading stories of a quantity that goes through events: "She buys 12 more stamps." """

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from synth.verify._columns import Fault
from synth.verify._word_account import Account, Form, Read, level_of
from synth.verify._word_lexicon import THINGS, Sentence, connected, pronoun

_OPENINGS = frozenset(("<N> has <#> <T>.", "<N> starts with <#> <T>.", "at first <N> has <#> <T>."))
_UNKNOWN = frozenset(("<N> has some <T>.", "<N> starts with some <T>.", "at first <N> has some <T>."))
_CLOSINGS = frozenset(("now <S> has <#> <T>.", "in the end <S> has <#> <T>."))

_CHANGES = {
    "<S> buys <#> more <T>.": ("gain", "kept", "buying {n} more {what}"),
    "<S> finds <#> more <T>.": ("gain", "kept", "finding {n} more {what}"),
    "<S> bakes <#> more <T>.": ("gain", "baked", "baking {n} more {what}"),
    "<S> makes <#> more <T>.": ("gain", "baked", "making {n} more {what}"),
    "<S> harvests <#> more <T>.": ("gain", "grown", "harvesting {n} more {what}"),
    "<S> gathers <#> more <T>.": ("gain", "grown", "gathering {n} more {what}"),
    "<S> gets <#> <T> from <N>.": ("gain", "", "getting {n} {what} from {other}"),
    "<S> loses <#> <T>.": ("loss", "kept", "losing {n} {what}"),
    "<S> uses up <#> <T>.": ("loss", "grown", "using up {n} {what}"),
    "<S> gives away <#> <T>.": ("loss", "baked", "giving away {n} {what}"),
    "<S> sells <#> <T>.": ("loss", "", "selling {n} {what}"),
    "<S> gives <#> <T> to <N>.": ("loss", "", "giving {n} {what} to {other}"),
    "<S> brings <#> <T> to <N>.": ("loss", "baked", "bringing {n} {what} to {other}"),
}
"""What happens: more or less of it, where such things come from, and the words of its step."""
_PACKS = {
    "<S> buys <#> bags of <#> <T>.": ("kept", "bags"),
    "<S> wins <#> boxes with <#> <T> each.": ("kept", "boxes"),
    "<S> bakes <#> trays of <#> <T>.": ("baked", "trays"),
    "<S> makes <#> batches with <#> <T> each.": ("baked", "batches"),
    "<S> brings in <#> baskets of <#> <T>.": ("grown", "baskets"),
    "<S> buys <#> crates with <#> <T> each.": ("grown", "crates"),
}
_GROWTH = frozenset(
    ("soon <S> has {} as many <T> as before.", "by the next week <S> has {} as many <T> as before.")
)
_SHARES = {
    "<S> puts the <T> into <#> equal piles and keeps only one pile.": "equal piles",
    "<S> packs the <T> equally into <#> boxes and keeps only one box.": "boxes",
}
_PARTS = {
    "<S> gives {} of the <T> to <N>.": "giving {n} {what} to {other}",
    "<S> sells {} of the <T>.": "selling {n} {what}",
    "<S> gives away {} of the <T>.": "giving away {n} {what}",
}


def running(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a story whose end is asked for; return its canonical form, level and the words of its answer."""
    told = _Running(story[0], _OPENINGS, account)
    start = story[0].number(1)
    told.at = account.known(start)
    told.canonical.append(f"has {start}")
    for place, sentence in enumerate(story[1:]):
        told.event(sentence, place)
    if asked.values != (told.what, told.who):
        raise Fault("the question asks for something else than the story tells")
    account.asked = told.at
    level = level_of(account)
    return (
        " ".join(told.canonical),
        max(level, 3) if told.parted else level,
        {"who": told.who, "what": told.what},
    )


def recover(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a story whose beginning is asked for."""
    told = _Running(story[0], _UNKNOWN, account)
    told.at = account.asked = account.unknown()
    told.canonical.append("some")
    account.say(f"Let x be the number of {told.what} that {told.who} has at first.")
    if len(story) < 3:
        raise Fault("the story has no events")
    for place, sentence in enumerate(story[1:-1]):
        told.event(sentence, place)
    skeleton, values = told.subject(story[-1])
    if skeleton not in _CLOSINGS or values[2] != told.what:
        raise Fault(f"the story does not end with what there is: {story[-1].text!r}")
    end = int(values[1])
    account.relate({told.at: 1}, end)
    form = account.forms[told.at]
    level = 3 if len(account.steps) <= 4 else 4
    account.equation(f"In the end {told.who} has {end} {told.what}, so ", f"{form} = {end}")
    account.solve(form, end)
    if asked.values != (told.what, told.who):
        raise Fault("the question asks for something else than the story tells")
    told.canonical.append(f"now {end}")
    return " ".join(told.canonical), level, {"who": told.who, "what": told.what}


class _Running:
    """Whose quantity it is, of what, and where the account stands."""

    def __init__(self, opening: Sentence, openings: frozenset[str], account: Account) -> None:
        if opening.skeleton not in openings:
            raise Fault(f"the story does not open with what there is: {opening.text!r}")
        self.who, self.what = opening.values[0], opening.values[-1]
        self.account = account
        self.at = -1
        self.named = False
        self.parted = False
        self.connector = ""
        self.canonical: list[str] = []

    def subject(self, sentence: Sentence) -> tuple[str, tuple[str, ...]]:
        """Return the sentence with <S> for whom it is about.

        Raise Fault unless that is a pronoun, or the name right after someone else was named.
        """
        due = self.who if self.named else pronoun(self.who)
        if not sentence.values or sentence.values[0] != due:
            raise Fault(f"{sentence.text!r} is not about {due}")
        mark = "<N>" if self.named else "<P>"
        self.named = sentence.values[-1] != due and sentence.skeleton.endswith(" <N>.")
        if self.named and sentence.values[-1] == self.who:
            raise Fault(f"{sentence.text!r} has {self.who} deal with {self.who}")
        return sentence.skeleton.replace(mark, "<S>", 1), sentence.values

    def event(self, sentence: Sentence, place: int) -> None:
        """Read an event, and account for it."""
        skeleton, values = self.subject(sentence)
        connector, skeleton = connected(skeleton, self.connector)
        if connector and not place:
            raise Fault(f"{sentence.text!r} follows nothing")
        self.connector = connector
        if self.what not in values:
            raise Fault(f"{sentence.text!r} is not about {self.what}")
        world = THINGS[self.what]
        words = {"what": self.what, "other": values[-1]}
        if skeleton in _CHANGES:
            word, where, doing = _CHANGES[skeleton]
            _suits(sentence, where, world)
            number = int(values[1])
            self.change(word == "gain", number, doing.format(n=number, **words))
            self.canonical.append(f"{word} {number}")
        elif skeleton in _PACKS:
            where, held = _PACKS[skeleton]
            _suits(sentence, where, world)
            self.packs(int(values[1]), int(values[2]), held)
        elif skeleton in _SHARES:
            self.share(int(values[2]), _SHARES[skeleton])
        elif skeleton.replace("twice", "{}").replace("<#> times", "{}") in _GROWTH and not connector:
            self.grow(2 if "twice" in skeleton else int(values[1]), "twice" in skeleton)
        else:
            self.part(sentence, skeleton, values)

    def packs(self, count: int, each: int, held: str) -> None:
        """Account for so many packs of so many."""
        account, old = self.account, self.account.forms[self.at]
        product = account.quantity(Form(0, count * each), {-1: 1}, count * each)
        written = f"{count} * {each} = {count * each}"
        account.step("There are ", written, f" {self.what} in the {count} {held}.", product)
        new = Form(old.a, old.b + count * each)
        place = account.quantity(new, {-1: 1, self.at: -1, product: -1}, 0)
        written = _worked(f"{old} + {count * each}", new)
        account.step(f"With these, {self.who} has ", written, f" {self.what}.", place)
        self.at = place
        self.canonical.append(f"packs {count} {each}")

    def share(self, k: int, held: str) -> None:
        """Account for one of k equal shares."""
        account, old = self.account, self.account.forms[self.at]
        if old.a or old.b % k:
            raise Fault(f"{old} {self.what} cannot be shared into {k} equal parts")
        place = account.quantity(Form(0, old.b // k), {-1: k, self.at: -1}, 0)
        after = f" {self.what}, and {self.who} keeps only one."
        account.step(f"Each of the {k} {held} has ", f"{old} / {k} = {old.b // k}", after, place)
        self.at = place
        self.canonical.append(f"share {k}")

    def grow(self, k: int, twice: bool) -> None:
        """Account for k times as many."""
        account, old = self.account, self.account.forms[self.at]
        if not twice and k < 3:
            raise Fault(f"{k} times as many is not said so")
        new = Form(old.a * k, old.b * k)
        written = _worked(f"{k}*{old.inside()}" if old.a else f"{k} * {old}", new)
        place = account.quantity(new, {-1: 1, self.at: -k}, 0)
        often = "twice" if twice else f"{k} times"
        account.step(f"With {often} as many as before, {self.who} has ", written, f" {self.what}.", place)
        self.at = place
        self.canonical.append(f"grow {k}")

    def part(self, sentence: Sentence, skeleton: str, values: tuple[str, ...]) -> None:
        """Account for a fraction or percentage that goes, or raise Fault."""
        pattern = skeleton.replace("</>", "{}").replace("<#> percent", "{}")
        if pattern not in _PARTS:
            raise Fault(f"no such event is known: {sentence.text!r}")
        account, old = self.account, self.account.forms[self.at]
        share = values[1] if "/" in values[1] else f"{values[1]} percent"
        n, k = (int(one) for one in (values[1].split("/") if "/" in share else (values[1], "100")))
        if n >= k or old.a or old.b * n % k or ("/" in share and gcd(n, k) > 1):
            raise Fault(f"{share} of {old} {self.what} is no sensible number of them")
        number = old.b * n // k
        if "/" not in share:
            written, name = f"{old} * {n} / 100", f"percent {n}"
        elif n == 1:
            written, name = f"{old} / {k}", f"part {k}"
        else:
            written, name = f"{old} / {k} * {n}", f"parts {n} {k}"
        place = account.quantity(Form(0, number), {-1: k, self.at: -n}, 0)
        account.step(f"{share} of {old} is ", f"{written} = {number}", ".", place)
        what = self.what if number > 1 else self.what.removesuffix("s")
        doing = _PARTS[pattern].format(n=number, what=what, other=values[-1])
        self.change(False, number, doing, place)
        self.canonical.append(name)
        self.parted = True

    def change(self, up: bool, number: int, doing: str, by: int = -1) -> None:
        """Account for so many more or fewer: a number that is told, or a quantity that is worked out."""
        account, old = self.account, self.account.forms[self.at]
        new = Form(old.a, old.b + number if up else old.b - number)
        row = {-1: 1, self.at: -1, **({by: 1} if by >= 0 else {})}
        place = account.quantity(new, row, 0 if by >= 0 else number if up else -number)
        written = _worked(f"{old} {'+' if up else '-'} {number}", new)
        account.step(f"After {doing}, {self.who} has ", written, f" {self.what}.", place)
        self.at = place


def _suits(sentence: Sentence, where: str, world: str) -> None:
    if where not in ("", world):
        raise Fault(f"{sentence.text!r} does not suit things that are {world}")


def _worked(written: str, form: Form) -> str:
    return written if written == str(form) else f"{written} = {form}"
