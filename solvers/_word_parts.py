"""Stories of parts: purchases, journeys, shifts, mixtures, and others that are numbers under a condition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, permutations, product
from math import gcd
from typing import Any

from synth.grammar import Choice, Mapped, Product, Space
from synth.grammar.errors import NotInSpace
from synth.solvers._word_sets import Dependent, Subsets, Union
from synth.solvers._word_walks import Story

ITEMS = [(q, p) for q in range(2, 13) for p in range(2, 41) if q * p <= 120]
"""How many of a thing at what price in dollars."""
SHIFTS = [(t, r) for t in range(2, 10) for r in range(12, 61)]
"""Hours, and pieces per hour."""
SPEEDS = {"walk": range(3, 7), "ride": range(10, 26), "road": range(30, 91), "rail": range(100, 161)}
"""In km per hour; no two kinds of traveller share a speed."""
HOURS = {1: range(2, 10), 2: range(2, 7), 3: range(2, 5)}
"""Hours of a leg, by the number of legs: nobody is on the way for more than twelve."""


def paid(total: int) -> int:
    """Return what is handed over for a total: whole 10-dollar notes up to 40, whole 50-dollar notes above."""
    note = 10 if total < 40 else 50
    return (total // note + 1) * note


def image(
    space: Space[Any], forward: Callable[[Any], Story], backward: Callable[[Story], Any]
) -> Space[Story]:
    """Return the image of a space whose inverse is checked: what is not in the image is not in the space."""

    def inverse(story: Story) -> Any:
        try:
            element = backward(story)
            same = forward(element) == story
        except (IndexError, TypeError, ValueError, ZeroDivisionError):
            same = False
        if not same:
            raise NotInSpace("the story does not read like those of this space")
        return element

    return Mapped(space, forward, inverse)


def flat(space: Space[Any], *words: str) -> Space[Story]:
    """Return tuples of numbers as items: each word takes the next number, the last word all that are left."""

    def forward(numbers: tuple[int, ...]) -> Story:
        split = len(words) - 1
        return (
            *((word, n) for word, n in zip(words, numbers[:split], strict=False)),
            (words[-1], *numbers[split:]),
        )

    return image(space, forward, lambda story: tuple(n for item in story for n in item[1:]))


def pairs(values: Sequence[tuple[int, int]], k: int, opening: str, word: str) -> Space[Story]:
    return image(
        Subsets(values, k),
        lambda pairs: ((opening,), *((word, *pair) for pair in pairs)),
        lambda story: tuple(item[1:] for item in story[1:]),
    )


def _sum(story: Story) -> int:
    return sum(item[1] * item[2] for item in story if item[0] in ("item", "leg"))


def change(space: Space[Story]) -> Space[Story]:
    return image(space, lambda story: (*story, ("paid", paid(_sum(story)))), lambda story: story[:-1])


def rest(space: Space[Story]) -> Space[Story]:
    """Return journeys of a known length of which less than twice what is told is left."""
    return image(
        Product(space, Choice(range(5, 96, 5))),
        lambda pair: (*pair[0], ("of", _sum(pair[0]) + pair[1])),
        lambda story: (story[:-1], story[-1][1] - _sum(story[:-1])),
    )


def journeys(k: int) -> Space[Story]:
    return Union(*(pairs(list(product(HOURS[k], speeds)), k, "trip", "leg") for speeds in SPEEDS.values()))


def earnings(k: int) -> Space[Story]:
    """Return wages of which a purchase leaves something."""
    wages = [(t, r) for t in range(4, 13) for r in range(9, 31)]
    purchases = [(q, p) for q, p in ITEMS if q * p * k < 35]
    rich = [(q, p) for q, p in ITEMS if q * p * k < 119]
    spaces = []
    for low, high, values in ((36, 120, purchases), (120, 361, rich)):
        earned = [wage for wage in wages if low <= wage[0] * wage[1] < high]
        spaces.append(
            image(
                Product(Choice(earned), Subsets(values, k)),
                lambda pair: (("earns", *pair[0]), *(("item", *one) for one in pair[1])),
                lambda story: (story[0][1:], tuple(item[1:] for item in story[1:])),
            )
        )
    return Union(*spaces)


def prices(k: int) -> Space[Story]:
    unknown = [(q, p) for q, p in ITEMS if q <= 9]
    return image(
        Product(Choice(unknown), Subsets(ITEMS, k)),
        lambda pair: (
            ("unit", pair[0][0]),
            *(("item", *one) for one in pair[1]),
            ("paid", pair[0][0] * pair[0][1] + sum(q * p for q, p in pair[1])),
        ),
        lambda story: (
            (story[0][1], (story[-1][1] - _sum(story)) // story[0][1]),
            tuple(item[1:] for item in story[1:-1]),
        ),
    )


def even(pairs: Sequence[tuple[int, int]], k: int, opening: str, word: str) -> Space[Story]:
    """Return k amounts, each at a rate, whose mean rate is whole."""
    rates: dict[int, list[int]] = {}
    for amount, rate in pairs:
        rates.setdefault(amount, []).append(rate)
    heads = [
        (*some, amount) for some in combinations(pairs, k - 1) for amount in rates if amount >= some[-1][0]
    ]

    def tails(head: tuple[Any, ...]) -> Sequence[int]:
        *some, amount = head
        whole = amount + sum(one for one, _ in some)
        gained = sum(one * rate for one, rate in some)
        step = whole // gcd(whole, amount)
        known = rates[amount]
        low = max(known[0], some[-1][1] + 1) if amount == some[-1][0] else known[0]
        for rate in range(low, min(low + step, known[-1] + 1)):
            if (gained + amount * rate) % whole == 0:
                used = {one for _, one in some}
                return [one for one in range(rate, known[-1] + 1, step) if one not in used]
        return ()

    return image(
        Dependent(heads, tails),
        lambda found: (
            (opening,),
            *((word, *pair) for pair in (*found[:-2], found[-2:])),
        ),
        lambda story: (*(item[1:] for item in story[1:-1]), *story[-1][1:]),
    )


def means(k: int) -> Space[tuple[int, ...]]:
    """Return k different numbers, in ascending order, whose mean is whole."""
    heads = list(combinations(range(3, 31), k - 1))

    def tails(head: tuple[Any, ...]) -> Sequence[int]:
        low = head[-1] + 1
        return range(low + -(sum(head) + low) % k, 41, k)

    return Dependent(heads, tails)


def missing(k: int) -> Space[Story]:
    """Return k - 1 of such numbers, and the mean of all."""

    def forward(pair: tuple[tuple[int, ...], int]) -> Story:
        numbers, out = pair
        return ("missing", *numbers[:out], *numbers[out + 1 :]), ("mean", sum(numbers) // k)

    def backward(story: Story) -> tuple[tuple[int, ...], int]:
        known = story[0][1:]
        out = story[1][1] * k - sum(known)
        numbers = tuple(sorted((*known, out)))
        return numbers, numbers.index(out)

    return image(Product(means(k), Choice(range(k))), forward, backward)


def blends() -> Space[Story]:
    """Return two prices per kg, a mixture's weight and its price, where both parts weigh whole kilograms."""
    heads = [(w, x) for w in range(4, 25) for x in range(2, w - 1)]
    prices = {
        (w, x): [
            (low, high)
            for low in range(2, 21)
            for high in range(low + 1, 31)
            if (high - low) * (w - x) % w == 0
        ]
        for w, x in heads
    }

    def forward(found: tuple[int, int, tuple[int, int]]) -> Story:
        w, x, (low, high) = found
        return (("blend", low, high, w, low + (high - low) * (w - x) // w),)

    def backward(story: Story) -> tuple[int, int, tuple[int, int]]:
        _, low, high, w, price = story[0]
        if low >= high:
            raise NotInSpace("the dearer part comes second")
        return w, w - (price - low) * w // (high - low), (low, high)

    return image(Dependent(heads, lambda head: prices[head]), forward, backward)


def gaps() -> Space[Story]:
    """Return how much older someone is, and when they are so many times as old."""
    triples = [
        ((k - 1) * (x + n), n, k)
        for k in range(2, 8)
        for n in range(2, 21)
        for x in range(2, 41)
        if 10 <= (k - 1) * (x + n) <= 60 and x + (k - 1) * (x + n) + n <= 90
    ]
    return image(
        Choice(triples),
        lambda found: (("gap", found[0]), ("in", found[1]), ("times", found[2])),
        lambda story: tuple(item[1] for item in story),
    )


def chases() -> Space[Story]:
    """Return two speeds, and how many hours before the faster the slower starts."""
    found = [
        (v, w, lead)
        for speeds in SPEEDS.values()
        for v in speeds
        for w in speeds
        for lead in range(2, 7)
        if v < w and v * lead % (w - v) == 0 and 2 <= v * lead // (w - v) <= 12 - lead
    ]
    return flat(Choice(found), "chase")


def pursuits() -> Space[Story]:
    """Return two speeds, those on roads and rails in fives, and how many km the slower is ahead."""
    found = [
        (v, w, t * (w - v))
        for speeds in SPEEDS.values()
        for v in speeds
        for w in speeds
        for t in HOURS[1]
        if v < w and t * (w - v) > 1 and (w < 30 or v % 5 == w % 5 == 0)
    ]
    return flat(Choice(found), "ahead")


def ratios(k: int) -> Space[Story]:
    """Return k different shares without a common factor, and the whole, or the first one's share."""
    parts = [one for one in permutations(range(2, 13), k) if gcd(*one) == 1]
    shared = [(*one, sum(one) * part) for one in parts for part in range(2, 31) if sum(one) * part <= 240]
    given = [(*one, one[0] * part) for one in parts for part in range(2, 31) if max(one) * part <= 120]

    def told(word: str, found: Sequence[tuple[int, ...]]) -> Space[Story]:
        return image(
            Choice(found),
            lambda numbers: (("ratio", *numbers[:-1]), (word, numbers[-1])),
            lambda story: (*story[0][1:], story[1][1]),
        )

    return Union(told("of", shared), told("given", given))


def meetings(opening: str, ranges: Sequence[range]) -> Space[Story]:
    triples = [
        (v, w, t * (v + w)) for speeds in ranges for v in speeds for w in speeds if v < w for t in HOURS[1]
    ]
    return flat(Choice(triples), opening)
