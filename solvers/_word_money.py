"""Stories of prices, and of mixtures of things that are sold by the kilogram."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synth.solvers._word_equation import Form, solve
from synth.solvers._word_text import DOLLAR, KG, Look, Tale, Thing, book, joined, subject, thing
from synth.solvers._word_walks import Item, Story


def cost(story: Story, look: Look) -> Tale:
    """Tell a purchase and ask for the total: buys, items."""
    told = _Purchase(look)
    total = told.items(story[1:])
    told.tale.ask("cost", (told.who.name,), total, (DOLLAR.counted(total), told.who.name))
    return told.tale


def change(story: Story, look: Look) -> Tale:
    """Tell a purchase and what is handed over, and ask for the change: buys, items, paid N."""
    told = _Purchase(look)
    total = told.items(story[1:-1])
    tale, paid = told.tale, story[-1][1]
    tale.say("money", "paid", told.subject(), paid)
    rest = paid - total
    tale.step("change", f"{paid} - {total} = {rest}", DOLLAR[rest])
    tale.ask("change", (told.who.name,), rest, (DOLLAR.counted(rest), told.who.name))
    return tale


def left(story: Story, look: Look) -> Tale:
    """Tell what someone earns and spends, and ask for the rest: earns N N, items."""
    told = _Purchase(look)
    tale, who = told.tale, told.who.name
    _, hours, rate = story[0]
    tale.say("money", "earns", told.subject(), hours, rate)
    wages = hours * rate
    tale.step("earns", hours, who, f"{hours} * {rate} = {wages}")
    total = told.items(story[1:])
    rest = wages - total
    tale.step("left", f"{wages} - {total} = {rest}", DOLLAR[rest])
    tale.ask("left", (who,), rest, (DOLLAR.counted(rest), who))
    return tale


def price(story: Story, look: Look) -> Tale:
    """Tell a purchase and its total, and ask for a price: unit N, items, paid N."""
    told = _Purchase(look)
    tale, who = told.tale, told.who.name
    number, total = story[0][1], story[-1][1]
    known = [item[1:] for item in story[1:-1]]
    worth = (total - sum(q * p for q, p in known)) // number
    what = _goods(look, 0, worth)
    tale.say("item", "unit", told.subject(), number, what.many)
    told.bought = 1
    tale.step("unit", what.one)
    tale.step("items", number, what.many, f"{number}*x")
    costs = told.each(story[1:-1])
    tale.say("money", "bill", who, total)
    form = Form(number, sum(costs))
    addends = " + ".join((f"{number}*x", *map(str, costs)))
    tale.step("total", addends if len(costs) == 1 else f"{addends} = {form}")
    tale.step("bill", who, total, f"{form} = {total}")
    solve(tale, form, total)
    tale.ask("price", (what.one,), worth, (DOLLAR.counted(worth), what.one))
    return tale


class _Purchase:
    """What someone buys, item by item."""

    def __init__(self, look: Look) -> None:
        self.tale = Tale(look)
        self.who = look.cast(1)[0]
        self.named = False
        self.bought = 0

    def subject(self) -> str:
        """Return the name the first time, and then the pronoun."""
        named, self.named = self.named, True
        return subject(self.who) if named else self.who.name

    def items(self, items: Sequence[Item]) -> int:
        """Tell each item, and work out what they cost together."""
        costs = self.each(items)
        if len(costs) > 1:
            self.tale.step("total", f"{' + '.join(map(str, costs))} = {sum(costs)}")
        return sum(costs)

    def each(self, items: Sequence[Item]) -> list[int]:
        """Tell each item in some order, and work out its cost."""
        look, costs = self.tale.look, []
        goods = [_goods(look, self.bought + place, p) for place, (_, _, p) in enumerate(items)]
        for place in look.order(len(items)):
            _, q, p = items[place]
            what = goods[place]
            key = "also" if self.bought else "buy"
            self.bought += 1
            self.tale.say("item", key, self.subject(), q, what.many, p, what.a)
            self.tale.step("items", q, what.many, f"{q} * {p} = {q * p}")
            costs.append(q * p)
        return costs


def _goods(look: Look, group: int, price: int) -> Thing:
    """Return something of a group that may have this price."""
    fitting = [
        entry for entry in book()["slots"]["goods"]["groups"][group] if entry["low"] <= price <= entry["high"]
    ]
    return thing(look.pick(fitting))


def label(story: Story, look: Look) -> Tale:
    """Tell how a price changes, and ask for it: label N, changes."""
    tale, what, price = _label(story, look)
    tale.ask("label", (what.one,), price, (DOLLAR.counted(price), what.one))
    return tale


def bill(story: Story, look: Look) -> Tale:
    """Tell how a price changes and how many are bought, and ask for the total: label N, changes, take N."""
    tale, what, price = _label(story[:-1], look)
    number, who = story[-1][1], look.cast(1)[0].name
    tale.say("label", "take", who, number, what.many)
    total = number * price
    tale.step("items", number, what.many, f"{number} * {price} = {total}")
    tale.ask("cost", (who,), total, (DOLLAR.counted(total), who))
    return tale


def _label(story: Story, look: Look) -> tuple[Tale, Thing, int]:
    """Tell a price and its changes; return what has it, and what it comes to."""
    tale = Tale(look)
    what = thing(look.pick(book()["slots"]["dear"]["entries"]))
    price = story[0][1]
    tale.say("label", "price", what.a, price)
    joiner, before, way = "", "", -1
    for place, (word, percent) in enumerate(story[1:]):
        joiner = joined(look, joiner) if place else ""
        way = tale.say("label", word, percent, opening=joiner, besides=way if word == before else -1)
        before = word
        change = price * percent // 100
        tale.step("part", f"{percent} percent", price, f"{price} * {percent} / 100 = {change}")
        new = price + change if word == "up" else price - change
        tale.step("priced", f"{price} {'+' if word == 'up' else '-'} {change} = {new}")
        price = new
    return tale, what, price


def mix(story: Story, look: Look) -> Tale:
    """Tell what goes into a mixture, and ask for its price: mix, kilos."""
    tale = Tale(look)
    who = look.cast(1)[0]
    foods = _foods(look, len(story) - 1)
    costs, weights = [], []
    for turn, place in enumerate(look.order(len(story) - 1)):
        _, weight, rate = story[place + 1]
        name = subject(who) if turn else who.name
        tale.say("kilos", "next" if turn else "first", name, weight, foods[place], rate)
        tale.step("kilos", weight, foods[place], f"{weight} * {rate} = {weight * rate}")
        weights.append(weight)
        costs.append(weight * rate)
    total, whole = sum(costs), sum(weights)
    tale.step("mixed", f"{' + '.join(map(str, costs))} = {total}")
    tale.step("weight", f"{' + '.join(map(str, weights))} = {whole}")
    mean = total // whole
    tale.step("mixture", f"{total} / {whole} = {mean}", DOLLAR[mean])
    tale.ask("mix", (), mean, (DOLLAR.counted(mean),))
    return tale


def blend(story: Story, look: Look) -> Tale:
    """Tell two prices and what a mixture is worth, and ask for the dearer part: blend N N N N."""
    _, low, high, weight, worth = story[0]
    tale = Tale(look)
    who = look.cast(1)[0].name
    dear, cheap = _foods(look, 2)
    sold = (dear, high, cheap, low) if look.below(2) else (cheap, low, dear, high)
    tale.say("kilos", "prices", *sold)
    tale.say("kilos", "worth", who, weight, worth)
    tale.step("blend", dear)
    tale.step("other", f"{weight} - x", cheap)
    form = Form(high - low, low * weight)
    tale.step("value", f"{high}*x + {low}*({weight} - x) = {form}")
    tale.step("worth", f"{weight} * {worth} = {weight * worth}")
    tale.step("equal", f"{form} = {weight * worth}")
    number = solve(tale, form, weight * worth)
    tale.ask("blend", (dear, who), number, (KG.counted(number), who, dear))
    return tale


def _foods(look: Look, count: int) -> list[str]:
    entries: list[Any] = book()["slots"]["food"]["entries"]
    first, stride = look.below(len(entries)), look.pick((1, 3, 5, 7))
    return [entries[(first + place * stride) % len(entries)] for place in range(count)]
