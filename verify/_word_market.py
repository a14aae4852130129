"""Reading stories of prices, and of mixtures that are sold by the kilogram."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from synth.verify._columns import Fault
from synth.verify._word_account import Account, Form, Read, level_of
from synth.verify._word_lexicon import DEAR, GOODS, Sentence, article, connected, pronoun

DEAREST = 60  # dollars for one thing
_BUYING = {
    "{} buys <#> <G> at <#> dollars each.": (1, 2, 3),
    "{} buys <#> <G> that cost <#> dollars each.": (1, 2, 3),
    "{} also buys <#> <G> at <#> dollars each.": (1, 2, 3),
    "{} also buys <#> <G> that cost <#> dollars each.": (1, 2, 3),
    "a <g> costs <#> dollars, and {} buys <#> of them.": (3, 0, 1),
    "an <g> costs <#> dollars, and {} buys <#> of them.": (3, 0, 1),
    "a <g> costs <#> dollars, and {} also buys <#> of them.": (3, 0, 1),
    "an <g> costs <#> dollars, and {} also buys <#> of them.": (3, 0, 1),
}
"""Where the number, the thing and the price are among the values."""
_LABELS = frozenset(
    f"{words.format(an)} <#> dollars."
    for words in ("{} <q> costs", "the price of {} <q> is")
    for an in ("a", "an")
)
_CHANGES = {
    "the price is reduced by <#> percent.": "off",
    "the shop lowers the price by <#> percent.": "off",
    "the price goes up by <#> percent.": "up",
    "the shop raises the price by <#> percent.": "up",
}
_TAKEN = frozenset(("<N> buys <#> <Q> at the new price.", "at the new price, <N> buys <#> <Q>."))
LABELS = range(20, 601)
"""Dollars that a thing costs whose price changes."""
_UNPRICED = frozenset(
    ("<N> buys <#> <G> that all have the same price.", "<N> buys <#> <G>, each at the same price.")
)
_PAID = frozenset(("<P> pays with <#> dollars.", "<P> gives the cashier <#> dollars."))
_BILLED = frozenset(("in all <N> pays <#> dollars.", "the whole purchase costs <N> <#> dollars."))
_EARNS = {
    "<N> works for <#> hours and earns <#> dollars per hour.": (1, 2),
    "<N> earns <#> dollars per hour and works for <#> hours.": (2, 1),
}
_FOODS = {
    "<N> starts a mixture with <#> kg of <D> at <#> dollars per kg.",
    "for a mixture, <N> takes <#> kg of <D> that cost <#> dollars per kg.",
}
_ADDED = {
    "<P> adds <#> kg of <D> at <#> dollars per kg.",
    "<P> adds <#> kg of <D> that cost <#> dollars per kg.",
}
_SOLD = {
    "<D> cost <#> dollars per kg, and <D> cost <#> dollars per kg.",
    "<D> are sold at <#> dollars per kg and <D> at <#> dollars per kg.",
}
_WORTH = {
    "<N> mixes both to get <#> kg worth <#> dollars per kg.",
    "<N> mixes the two so that <#> kg are worth <#> dollars per kg.",
}


def cost(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a purchase whose total is asked for, at prices that are told or that change."""
    if story[0].skeleton in _LABELS:
        return _bill(story, asked, account)
    told = _Purchase(account, asked.values[0])
    account.asked, _ = told.items(story)
    return f"buys {told.canonical()}", level_of(account), {"who": told.who}


def change(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a purchase and what is handed over; the change is asked for."""
    told = _Purchase(account, asked.values[0])
    place, total = told.items(story[:-1])
    end = story[-1]
    if end.skeleton not in _PAID or end.values[0] != pronoun(told.who):
        raise Fault(f"the story does not tell what {told.who} hands over: {end.text!r}")
    paid = end.number(1)
    note = 10 if total < 40 else 50
    if paid != note * ceil((total + 1) / note):
        raise Fault(f"nobody hands over {paid} dollars for {total}")
    account.asked = _rest(account, paid, total, place, "The change is ", ".")
    return f"buys {told.canonical()} paid {paid}", level_of(account), {"who": told.who}


def left(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read what someone earns and spends; the rest is asked for."""
    opening = story[0]
    if opening.skeleton not in _EARNS:
        raise Fault(f"the story does not open with what is earned: {opening.text!r}")
    who = opening.values[0]
    if asked.values and asked.values[0] != who:
        raise Fault(f"the question asks for {asked.values[0]}, and the story is about {who}")
    hours, rate = (opening.number(place) for place in _EARNS[opening.skeleton])
    wages = account.quantity(Form(0, hours * rate), {-1: 1}, hours * rate)
    account.step(f"In {hours} hours, {who} earns ", f"{hours} * {rate} = {hours * rate}", " dollars.", wages)
    told = _Purchase(account, who)
    told.named = True
    place, total = told.items(story[1:])
    rest = hours * rate - total
    if rest < 2:
        raise Fault(f"{who} spends {total} of {hours * rate} dollars")
    account.asked = account.quantity(Form(0, rest), {-1: 1, place: 1, wages: -1}, 0)
    account.step("Of the wages, ", f"{hours * rate} - {total} = {rest}", " dollars are left.", account.asked)
    return f"earns {hours} {rate} {told.canonical()}", level_of(account), {"who": who}


def label(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a price and its changes; what it comes to is asked for."""
    canonical, one, account.asked = _label(story, account)
    if asked.values != (one,):
        raise Fault(f"the question does not ask for the price of the {one}")
    return canonical, max(level_of(account), 3), {"what": one}


def _bill(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    canonical, one, place = _label(story[:-1], account)
    end = story[-1]
    if end.skeleton not in _TAKEN or DEAR[end.values[2]] != one:
        raise Fault(f"the story does not end with how many are bought: {end.text!r}")
    who, things, number = end.values[0], end.values[2], end.number(1)
    if asked.values != (who,):
        raise Fault(f"the question is not about {who}")
    each = account.forms[place].b
    account.asked = account.quantity(Form(0, number * each), {-1: 1, place: -number}, 0)
    written = f"{number} * {each} = {number * each}"
    account.step(f"The {number} {things} cost ", written, " dollars.", account.asked)
    return f"{canonical} take {number}", max(level_of(account), 3), {"who": who}


def _label(story: Sequence[Sentence], account: Account) -> tuple[str, str, int]:
    """Account for a price and its changes; return the canonical form, what has the price, and its place."""
    opening, *changes = story
    if opening.skeleton not in _LABELS or not changes:
        raise Fault(f"the story does not tell a price that changes: {opening.text!r}")
    one, price = opening.values[0], opening.number(1)
    if f"{article(one)} " not in opening.text.lower():
        raise Fault(f"{opening.text!r} has the wrong article")
    place, canonical, before = account.known(price), [f"label {price}"], ""
    for turn, sentence in enumerate(changes):
        before, skeleton = connected(sentence.skeleton, before)
        if skeleton not in _CHANGES or (before and not turn):
            raise Fault(f"no such change of a price is known: {sentence.text!r}")
        word, percent = _CHANGES[skeleton], sentence.number(0)
        change, rest = divmod(price * percent, 100)
        if rest or percent >= 100 or price not in LABELS:
            raise Fault(f"{percent} percent of {price} dollars is no sensible change")
        part = account.quantity(Form(0, change), {-1: 100, place: -percent}, 0)
        written = f"{price} * {percent} / 100 = {change}"
        account.step(f"{percent} percent of {price} is ", written, ".", part)
        sign = 1 if word == "up" else -1
        new = price + sign * change
        place = account.quantity(Form(0, new), {-1: 1, place: -1, part: -sign}, 0)
        written = f"{price} {'+' if sign > 0 else '-'} {change} = {new}"
        account.step("The new price is ", written, " dollars.", place)
        price = new
        canonical.append(f"{word} {percent}")
    if price not in LABELS:
        raise Fault(f"{price} dollars is no sensible price of {article(one)}")
    return " ".join(canonical), one, place


def price(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read a purchase with one unknown price, and its total."""
    opening, end = story[0], story[-1]
    if opening.skeleton not in _UNPRICED or len(story) < 3:
        raise Fault(f"the story does not open with things of an unknown price: {opening.text!r}")
    who, _, things = opening.values
    number, one = opening.number(1), GOODS[things]
    if asked.values != (one,):
        raise Fault(f"the question does not ask for the price of one {one}")
    account.asked = account.unknown()
    account.say(f"Let x be the price of one {one} in dollars.")
    first = account.quantity(Form(number, 0), {-1: 1, account.asked: -number}, 0)
    account.step(f"The {number} {things} cost ", f"{number}*x", " dollars.", first)
    told = _Purchase(account, who)
    told.named, told.things = True, [things]
    costs = [told.item(sentence) for sentence in story[1:-1]]
    if end.skeleton not in _BILLED or end.values[0] != who:
        raise Fault(f"the story does not end with the total: {end.text!r}")
    total = end.number(1)
    form = Form(number, sum(account.forms[place].b for place in costs))
    whole = account.quantity(form, {-1: 1, first: -1, **dict.fromkeys(costs, -1)}, 0)
    addends = " + ".join((f"{number}*x", *(str(account.forms[place]) for place in costs)))
    written = addends if len(costs) == 1 else f"{addends} = {form}"
    account.step("Together the things cost ", written, " dollars.", whole)
    account.relate({whole: 1}, total)
    account.equation(f"{who} pays {total} dollars, so ", f"{form} = {total}")
    account.solve(form, total)
    return f"unit {number} {told.canonical()} paid {total}", 3, {"what": one}


def _rest(account: Account, whole: int, total: int, place: int, before: str, after: str) -> int:
    rest = account.quantity(Form(0, whole - total), {-1: 1, place: 1}, whole)
    account.step(before, f"{whole} - {total} = {whole - total}", f" {dollars(whole - total)}{after}", rest)
    return rest


def dollars(number: int) -> str:
    """Return the noun for so many dollars."""
    return "dollar" if number == 1 else "dollars"


class _Purchase:
    """What someone buys."""

    def __init__(self, account: Account, who: str) -> None:
        self.account, self.who = account, who
        self.named = False
        self.things: list[str] = []
        self.pairs: list[tuple[int, int]] = []

    def canonical(self) -> str:
        """Return the items, their order erased."""
        return " ".join(f"item {number} {price}" for number, price in sorted(self.pairs))

    def items(self, sentences: Sequence[Sentence]) -> tuple[int, int]:
        """Account for each item and the total; return the total's place and what it is."""
        places = [self.item(sentence) for sentence in sentences]
        if not places:
            raise Fault("the story has no purchase")
        costs = [self.account.forms[place].b for place in places]
        if len(places) == 1:
            return places[0], costs[0]
        total = sum(costs)
        whole = self.account.quantity(Form(0, total), {-1: 1, **dict.fromkeys(places, -1)}, 0)
        written = f"{' + '.join(map(str, costs))} = {total}"
        self.account.step("Together the things cost ", written, " dollars.", whole)
        return whole, total

    def item(self, sentence: Sentence) -> int:
        """Account for one item."""
        mark, due = ("<P>", pronoun(self.who)) if self.named else ("<N>", self.who)
        skeleton = sentence.skeleton.replace(mark, "{}")
        values = list(sentence.values)
        if skeleton not in _BUYING or due not in values:
            raise Fault(f"no such purchase by {due} is known: {sentence.text!r}")
        if ("also buys" in skeleton) != bool(self.things):
            raise Fault(f"{sentence.text!r} says also of the first thing, or not of a further one")
        places = _BUYING[skeleton]
        number, thing, each = int(values[places[0]]), values[places[1]], int(values[places[2]])
        if thing not in GOODS:
            if article(thing) not in sentence.text.lower():
                raise Fault(f"{sentence.text!r} has the wrong article")
            thing = next(many for many, one in GOODS.items() if one == thing)
        if thing in self.things:
            raise Fault(f"the story has two prices of {thing}")
        if not 1 < each <= DEAREST or number < 2:
            raise Fault(f"{sentence.text!r} has no sensible price or number")
        self.named = True
        self.things.append(thing)
        self.pairs.append((number, each))
        place = self.account.quantity(Form(0, number * each), {-1: 1}, number * each)
        written = f"{number} * {each} = {number * each}"
        self.account.step(f"The {number} {thing} cost ", written, " dollars.", place)
        return place


def mix(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read what goes into a mixture; the price of 1 kg is asked for."""
    if asked.values not in ((), ("1",)):
        raise Fault("the question does not ask for the price of 1 kg")
    who, foods, parts, places = "", [], [], []
    for turn, sentence in enumerate(story):
        if sentence.skeleton not in (_ADDED if turn else _FOODS):
            raise Fault(f"the story does not tell what goes into the mixture: {sentence.text!r}")
        name, _, food, _ = sentence.values
        if turn and name != pronoun(who):
            raise Fault(f"{sentence.text!r} is not about {who}")
        who = who or name
        weight, each = sentence.number(1), sentence.number(3)
        foods.append(food)
        parts.append((weight, each))
        places.append(account.quantity(Form(0, weight * each), {-1: 1}, weight * each))
        written = f"{weight} * {each} = {weight * each}"
        account.step(f"The {weight} kg of {food} cost ", written, " dollars.", places[-1])
    if len(set(foods)) < max(2, len(foods)):
        raise Fault("the mixture is not of several foods")
    costs = [account.forms[place].b for place in places]
    total, whole = sum(costs), sum(weight for weight, _ in parts)
    value = account.quantity(Form(0, total), {-1: 1, **dict.fromkeys(places, -1)}, 0)
    account.step("The whole mixture costs ", f"{' + '.join(map(str, costs))} = {total}", " dollars.", value)
    written = f"{' + '.join(str(weight) for weight, _ in parts)} = {whole}"
    account.step("The mixture weighs ", written, " kg.", account.known(whole))
    if total % whole:
        raise Fault(f"{total} dollars for {whole} kg is no whole price")
    mean = total // whole
    account.asked = account.quantity(Form(0, mean), {-1: whole, value: -1}, 0)
    account.step(
        "1 kg of the mixture costs ", f"{total} / {whole} = {mean}", f" {dollars(mean)}.", account.asked
    )
    canonical = " ".join(f"kilos {weight} {each}" for weight, each in sorted(parts))
    return f"mix {canonical}", 4, {}


def blend(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read two prices, and the weight and price of a mixture; the weight of the dearer part is asked for."""
    if len(story) != 2 or story[0].skeleton not in _SOLD or story[1].skeleton not in _WORTH:
        raise Fault("the story does not tell of two prices and a mixture")
    one, _, two, _ = story[0].values
    prices = {one: story[0].number(1), two: story[0].number(3)}
    who, weight, worth = story[1].values[0], story[1].number(1), story[1].number(2)
    dear, cheap = (one, two) if asked.values[0] == one else (two, one)
    if asked.values[0] != dear or one == two or asked.values[1:] not in ((), (who,)):
        raise Fault("the question does not ask for a part of the mixture")
    high, low = prices[dear], prices[cheap]
    if not low < worth < high:
        raise Fault(
            f"a mixture worth {worth} dollars per kg does not lie between its parts, the dearer asked for"
        )
    account.asked = account.unknown()
    account.say(f"Let x be the number of kg of {dear}.")
    other = account.quantity(Form(-1, weight), {-1: 1, account.asked: 1}, weight)
    account.step("The other ", f"{weight} - x", f" kg are {cheap}.", other)
    form = Form(high - low, low * weight)
    value = account.quantity(form, {-1: 1, account.asked: -high, other: -low}, 0)
    account.step("Together they cost ", f"{high}*x + {low}*({weight} - x) = {form}", " dollars.", value)
    account.relate({value: 1}, weight * worth)
    sold = account.known(weight * worth)
    account.step("The mixture is worth ", f"{weight} * {worth} = {weight * worth}", " dollars.", sold)
    account.equation("The parts cost as much as the mixture is worth, so ", f"{form} = {weight * worth}")
    account.solve(form, weight * worth)
    return f"blend {low} {high} {weight} {worth}", 3, {"who": who, "what": dear}
