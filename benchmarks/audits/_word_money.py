"""Stories of purchases, wages and mixtures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from audits._row import Refused, need
from audits._word_story import MOST, WHO, N, Told, put, same_person, whole


@dataclass
class Purchase:
    """What somebody buys: how many, at which price or an unknown one, of what; and the money told besides."""

    owner: str = ""
    items: list[tuple[Fraction, Fraction | None, str]] = field(default_factory=list)
    wages: Fraction | None = None
    bill: Fraction | None = None
    paid: Fraction | None = None

    def read(self, say: str) -> bool:
        """Take in a sentence; return whether it is one of a purchase."""
        also: str | None = "-"
        if said := put(say, rf"{WHO} (also )?buys ([0-9]+) ([a-z]+) (?:at|that cost) ([0-9]+) dollars each"):
            who, also, many, thing, price = said
            self.items.append((whole(many), whole(price), singular(thing)))
        elif said := put(
            say, rf"an? ([a-z]+) costs ([0-9]+) dollars, and {WHO} (also )?buys ([0-9]+) of them"
        ):
            thing, price, who, also, many = said
            need(say.split(" ")[0].lower() == ("an" if thing[0] in "aeiou" else "a"), "the article is wrong")
            self.items.append((whole(many), whole(price), thing))
        elif said := put(
            say,
            rf"{WHO} buys ([0-9]+) ([a-z]+) that all have the same price",
            rf"{WHO} buys ([0-9]+) ([a-z]+), each at the same price",
        ):
            (who, many, thing), also = said, None
            need(not self.items, "the unknown price is not first")
            self.items.append((whole(many), None, singular(thing)))
        elif said := put(
            say, rf"in all {WHO} pays ([0-9]+) dollars", rf"the whole purchase costs {N} ([0-9]+) dollars"
        ):
            who, self.bill = said[0], whole(said[1])
        elif said := put(
            say, rf"{WHO} pays with ([0-9]+) dollars", rf"{WHO} gives the cashier ([0-9]+) dollars"
        ):
            who, self.paid = said[0], whole(said[1])
        else:
            return False
        self.owner = self.owner or who
        same_person(who, self.owner)
        need(also == "-" or bool(also) == (len(self.items) > 1), '"also" is missing or too early')
        return True


def shopping(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Add up a purchase; an unknown price is tried."""
    says, one = list(told.says), Purchase()
    if said := put(
        says[0],
        rf"{N} works for ([0-9]+) hours and earns ([0-9]+) dollars per hour",
        rf"{N} earns ([0-9]+) dollars per hour and works for ([0-9]+) hours",
    ):
        one.owner, one.wages = said[0], whole(said[1]) * whole(said[2])
        says.pop(0)
    if not all(one.read(say) for say in says):
        return None
    things = {thing for _, _, thing in one.items}
    need(things and len(things) == len(one.items), "no things, or one thing twice")
    need(set(re.findall(N, told.asks)) <= {one.owner}, "somebody else is asked about")
    if said := put(
        told.asks,
        r"How many dollars does one ([a-z]+) cost",
        r"What is the price of one ([a-z]+) in dollars",
    ):
        _, price, thing = one.items[0]
        if one.bill is None or price is not None or said[0] != thing:
            raise Refused("the price is told, or that of another thing is asked for")
        need(one.wages is None and one.paid is None, "money is told that is not needed")
        fits = [p for p in range(1, MOST) if sum(n * (q or p) for n, q, _ in one.items) == one.bill]
        need(len(fits) == 1, f"{len(fits)} prices fit")
        return Fraction(fits[0]), [*(n * (q or fits[0]) for n, q, _ in one.items), one.bill]
    costs = [many * (price or 0) for many, price, _ in one.items]
    need(all(costs) and one.bill is None, "a price is unknown, or the bill is told")
    total = sum(costs, Fraction(0))
    lines = [*costs, total] if len(costs) > 1 else costs
    if put(told.asks, rf"How many dollars does {N} (?:pay|spend)"):
        need(one.wages is None and one.paid is None, "money is told that is not needed")
        return total, lines
    left = remaining(one, told.asks) - total
    need(left > 0, "the money is not enough")
    return left, [*([one.wages] if one.wages else []), *lines, left]


def remaining(one: Purchase, asks: str) -> Fraction:
    """Return the money from which a question asks what is left."""
    if put(asks, rf"How many dollars does {N} get back", rf"How many dollars of change does {N} get"):
        if one.paid is None or one.wages is not None:
            raise Refused("nothing is handed over")
        return one.paid
    if put(
        asks,
        "How many dollars of the wages are left",
        rf"How many dollars of the wages does {N} have left",
    ):
        if one.wages is None or one.paid is not None:
            raise Refused("there are no wages")
        return one.wages
    raise Refused(f"unread: {asks}")


def label(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Change a price by percentages, one after the other, and perhaps buy at the last price."""
    said = put(
        told.says[0],
        r"(an?) ([a-z]+) costs ([0-9]+) dollars",
        r"the price of (an?) ([a-z]+) is ([0-9]+) dollars",
    )
    if said is None:
        return None
    article, thing, price = said[0].lower(), said[1], whole(said[2])
    need(article == ("an" if thing[0] in "aeiou" else "a"), "the article is wrong")
    says: list[str] = told.says[1:]
    lines: list[Fraction] = []
    need(says, "the price stays what it is")
    last = put(
        says[-1],
        rf"{N} buys ([0-9]+) ([a-z]+) at the new price",
        rf"at the new price, {N} buys ([0-9]+) ([a-z]+)",
    )
    for say in says[:-1] if last else says:
        if percent := put(
            say, r"the price is reduced by ([0-9]+) percent", r"the shop lowers the price by ([0-9]+) percent"
        ):
            sign = -1
        elif percent := put(
            say, r"the price goes up by ([0-9]+) percent", r"the shop raises the price by ([0-9]+) percent"
        ):
            sign = 1
        else:
            return None
        change = price * whole(percent[0]) / 100
        price += sign * change
        need(change.denominator == 1 and price > 0, "a price that is not whole, or nothing")
        lines += [change, price]
    need(lines, "the price does not change")
    if not last:
        asked = put(
            told.asks,
            f"How many dollars does the {thing} cost now",
            f"What is the price of the {thing} now, in dollars",
        )
        need(asked, f"unread: {told.asks}")
        return price, lines
    buyer, many = last[0], whole(last[1])
    need(singular(last[2]) == thing, "another thing is bought")
    need(put(told.asks, f"How many dollars does {buyer} (?:pay|spend)"), f"unread: {told.asks}")
    return many * price, [*lines, many * price]


def mixture(told: Told) -> tuple[Fraction, list[Fraction]] | None:
    """Weigh and price a mixture; an unknown weight is tried."""
    prices = put(
        told.says[0],
        r"([A-Za-z]+) cost ([0-9]+) dollars per kg, and ([a-z]+) cost ([0-9]+) dollars per kg",
        r"([A-Za-z]+) are sold at ([0-9]+) dollars per kg and ([a-z]+) at ([0-9]+) dollars per kg",
    )
    if prices and len(told.says) == 2:
        one, two = (prices[0].lower(), whole(prices[1])), (prices[2], whole(prices[3]))
        said = put(
            told.says[1],
            rf"{N} mixes both to get ([0-9]+) kg worth ([0-9]+) dollars per kg",
            rf"{N} mixes the two so that ([0-9]+) kg are worth ([0-9]+) dollars per kg",
        )
        asked = put(
            told.asks, rf"How many kg of ([a-z]+) does {N} use", r"How many kg of ([a-z]+) are in the mixture"
        )
        if said is None or asked is None or one[0] == two[0]:
            raise Refused("the mixture is unread")
        if len(asked) > 1 and asked[1] != said[0]:
            raise Refused("somebody else is asked about")
        mine, other = (one, two) if asked[0] == one[0] else (two, one)
        if mine[0] != asked[0]:
            raise Refused("another part is asked for")
        weight, price = whole(said[1]), whole(said[2])
        fits = [x for x in range(1, int(weight)) if x * mine[1] + (weight - x) * other[1] == weight * price]
        if len(fits) != 1:
            raise Refused(f"{len(fits)} weights fit")
        return Fraction(fits[0]), [weight - fits[0], weight * price, weight * price]
    kilos: list[tuple[Fraction, Fraction, str]] = []
    owner = ""
    for say in told.says:
        said = put(
            say,
            rf"{WHO} (adds) ([0-9]+) kg of ([a-z]+) (?:at|that cost) ([0-9]+) dollars per kg",
            rf"{WHO} (starts a mixture with) ([0-9]+) kg of ([a-z]+) at ([0-9]+) dollars per kg",
            rf"for a mixture, {WHO} (takes) ([0-9]+) kg of ([a-z]+) that cost ([0-9]+) dollars per kg",
        )
        if said is None:
            return None
        owner = owner or said[0]
        same_person(said[0], owner)
        if (said[1] == "adds") != bool(kilos):
            raise Refused("the parts come in a strange order")
        kilos.append((whole(said[2]), whole(said[4]), said[3]))
    if len(kilos) < 2 or len({name for _, _, name in kilos}) != len(kilos):
        raise Refused("there are not two different parts")
    if not put(
        told.asks,
        "How many dollars does 1 kg of the mixture cost",
        "What is the price of the mixture in dollars per kg",
    ):
        raise Refused(f"unread: {told.asks}")
    costs = [many * price for many, price, _ in kilos]
    cost, weight = sum(costs, Fraction(0)), sum((many for many, _, _ in kilos), Fraction(0))
    return cost / weight, [*costs, cost, weight, cost / weight]


def singular(plural: str) -> str:
    """Return the singular of a thing on sale.

    >>> singular("atlases"), singular("scarves"), singular("pens")
    ('atlas', 'scarf', 'pen')
    """
    return {"atlases": "atlas", "scarves": "scarf", "loaves": "loaf"}.get(plural, plural[:-1])
