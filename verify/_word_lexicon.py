"""The words that the checker of word problems knows, and sentences as skeletons of them.

"She buys 12 more stamps." is the skeleton "<P> buys <#> more <T>." with the values she, 12, stamps. Known
words become their class: N a name, P she or he, # a number, / a fraction, T things that people have, G goods
and g one of them, Q and q dear ones, D food, V a traveller and W two of them, M a machine, R pieces, U a
time and u several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from synth.verify._columns import Fault

SHE = frozenset(
    ("Ann", "Clara", "Elena", "Grace", "Irene", "Kira", "Maya", "Olga", "Rosa", "Tara", "Vera", "Zoe")
)
HE = frozenset(
    ("Ben", "David", "Farid", "Hugo", "Ivan", "Jonas", "Leo", "Noah", "Pablo", "Samir", "Umar", "Walter")
)

THINGS = {
    **dict.fromkeys(
        (
            "marbles",
            "stamps",
            "stickers",
            "shells",
            "coins",
            "beads",
            "buttons",
            "postcards",
            "badges",
            "cards",
        ),
        "kept",
    ),
    **dict.fromkeys(
        ("rolls", "muffins", "buns", "cookies", "pretzels", "bagels", "waffles", "pancakes"), "baked"
    ),
    **dict.fromkeys(("apples", "pears", "plums", "lemons", "carrots", "onions", "turnips", "leeks"), "grown"),
}
"""Where the things come from: some are kept, some baked, some grown."""

GOODS = {
    **{
        f"{one}s": one
        for one in (
            "pen",
            "notebook",
            "poster",
            "puzzle",
            "book",
            "globe",
            "mug",
            "plate",
            "towel",
            "lamp",
            "pillow",
            "candle",
            "cap",
            "belt",
            "ribbon",
            "umbrella",
            "comb",
            "ball",
            "kite",
            "whistle",
            "racket",
            "drum",
            "puppet",
        )
    },
    "atlases": "atlas",
    "scarves": "scarf",
}
DEAR = {
    f"{one}s": one
    for one in (
        "jacket",
        "coat",
        "tent",
        "desk",
        "radio",
        "camera",
        "guitar",
        "bicycle",
        "carpet",
        "armchair",
    )
}
FOODS = frozenset(("cashews", "raisins", "walnuts", "dates", "figs", "almonds", "peanuts", "apricots"))
TRAVELLERS = {
    "hiker": (2, 7),
    "walker": (2, 7),
    "cyclist": (8, 30),
    "scooter": (8, 40),
    "tractor": (8, 40),
    "bus": (25, 100),
    "car": (25, 130),
    "van": (25, 110),
    "truck": (25, 100),
    "train": (60, 200),
}
"""The speeds that are sensible, in km per hour."""
PAIRS = {
    "hikers": "hiker",
    "walkers": "walker",
    "cyclists": "cyclist",
    "scooters": "scooter",
    "tractors": "tractor",
    "buses": "bus",
    "cars": "car",
    "vans": "van",
    "trucks": "truck",
    "trains": "train",
}
MACHINES = {
    "fills": ("machine", "fill", "bottles"),
    "prints": ("printer", "print", "leaflets"),
    "bakes": ("oven", "bake", "loaves"),
    "packs": ("robot", "pack", "parcels"),
    "cuts": ("press", "cut", "lids"),
    "wraps": ("machine", "wrap", "gifts"),
    "paints": ("robot", "paint", "toys"),
}
"""What a machine does: who does it, the plain verb, the pieces."""
PASTIMES = {
    "scores": ("score", "points", "game", "in"),
    "reads": ("read", "pages", "day", "on"),
    "sells": ("sell", "tickets", "day", "on"),
    "plants": ("plant", "trees", "day", "on"),
    "swims": ("swim", "lengths", "session", "in"),
    "writes": ("write", "lines", "lesson", "in"),
}
"""What someone does: the plain verb, of what, in or on what."""

VOWELS = "aeiou"
_CLASSES: dict[str, str] = {
    **dict.fromkeys(SHE | HE, "N"),
    **dict.fromkeys(("she", "he"), "P"),
    **dict.fromkeys(THINGS, "T"),
    **dict.fromkeys(GOODS, "G"),
    **dict.fromkeys(GOODS.values(), "g"),
    **dict.fromkeys(DEAR, "Q"),
    **dict.fromkeys(DEAR.values(), "q"),
    **dict.fromkeys(FOODS, "D"),
    **dict.fromkeys(TRAVELLERS, "V"),
    **dict.fromkeys(PAIRS, "W"),
    **{maker: "M" for maker, _, _ in MACHINES.values()},
    **{pieces: "R" for _, _, pieces in MACHINES.values()},
    **{pieces: "R" for _, pieces, _, _ in PASTIMES.values()},
    **{time: "U" for _, _, time, _ in PASTIMES.values()},
    **{f"{time}s": "u" for _, _, time, _ in PASTIMES.values()},
}
_TOKEN = re.compile(r"[0-9]+(?:/[0-9]+)?|[A-Za-z]+")
_SENTENCE = re.compile(r"[^.?]+[.?]")
LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its skeleton, the words that are not in it, and the text."""

    skeleton: str
    values: tuple[str, ...]
    text: str

    def number(self, place: int) -> int:
        """Return the value at a place, which is a number."""
        return int(self.values[place])


def read_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text; raise Fault if it is not sentences with one space between."""
    parts = _SENTENCE.findall(text)
    sentences = [part[1:] if place else part for place, part in enumerate(parts)]
    if " ".join(sentences) != text:
        raise Fault("the question is not sentences with one space between")
    return [_sentence(one) for one in sentences]


def _sentence(text: str) -> Sentence:
    if not text[0].isupper() and not text[0].isdigit():
        raise Fault(f"a sentence of the question begins without a capital: {text[:60]!r}")
    values: list[str] = []

    def named(match: re.Match[str]) -> str:
        word = match[0]
        if word[0].isdigit():
            if len(word) > LONGEST_NUMBER:
                raise Fault(f"the number {word[:20]} is longer than {LONGEST_NUMBER} digits")
            if word[0] == "0" or "/0" in word:
                raise Fault(f"the question has the number {word}")
            values.append(word)
            return "</>" if "/" in word else "<#>"
        if word not in _CLASSES:
            return word
        values.append(word)
        return f"<{_CLASSES[word]}>"

    first = _TOKEN.match(text)
    if first is None:
        raise Fault(f"a sentence of the question begins without a word: {text[:60]!r}")
    lowered = text if first[0] in _CLASSES and _CLASSES[first[0]] == "N" else text[0].lower() + text[1:]
    return Sentence(_TOKEN.sub(named, lowered), tuple(values), text)


CONNECTORS = ("then ", "after that, ")


def connected(skeleton: str, before: str) -> tuple[str, str]:
    """Return what a sentence joins the one before by, and the rest; raise Fault if that one did the same."""
    connector = next((one for one in CONNECTORS if skeleton.startswith(one)), "")
    if connector and connector == before:
        raise Fault(f"two sentences in a row begin {connector.strip()!r}")
    return connector, skeleton[len(connector) :]


def pronoun(name: str) -> str:
    """Return the pronoun of a name."""
    return "she" if name in SHE else "he"


def article(noun: str) -> str:
    """Return a noun with a or an."""
    return f"an {noun}" if noun[0] in VOWELS else f"a {noun}"
