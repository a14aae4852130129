"""Surveys: how many people do what, told by overlapping numbers, solved by inclusion and exclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple


class Survey(NamedTuple):
    """What is asked, and how many people are in each region: bit i is for thing i, region 0 for nothing."""

    asked: str
    regions: tuple[int, ...]


LEVELS = {
    2: {"either": 1, "first": 1, "neither": 2, "one": 2, "both": 2},
    3: {"either": 3, "first": 3, "neither": 3, "one": 4, "two": 4, "several": 4},
}
"""What can be asked of two and of three things, and the level that it has."""


def things(survey: Survey) -> int:
    """Return the number of things that are done: two or three."""
    return 2 if len(survey.regions) == 4 else 3


def number(survey: Survey, *chosen: int) -> int:
    """Return how many people do all the chosen things, whatever else they do."""
    wanted = sum(1 << thing for thing in chosen)
    return sum(people for region, people in enumerate(survey.regions) if region & wanted == wanted)


class Teller:
    """A survey in words: the numbers, the question and the steps."""

    def __init__(
        self, survey: Survey, story: Mapping[str, Any], names: Sequence[str], table: Mapping[str, str]
    ) -> None:
        self.survey, self.names, self.table = survey, names, table
        self.many, self.one = story["many"], story["one"]
        self.count = things(survey)
        self.total = sum(survey.regions)
        self.lines: list[str] = []

    def question(self) -> str:
        """Return the story and what is asked."""
        does, names, told = self.does, self.names, self.survey
        singles = [f"{does(number(told, place))} {name}" for place, name in enumerate(names)]
        opening = f"Of {self.total} {self.many[0]}, "
        if self.count == 2:
            if told.asked == "both":
                last = f"{does(told.regions[0])} neither"
            else:
                last = f"{does(number(told, 0, 1))} both"
            story = f"{opening}{singles[0]}, {singles[1]}, and {last}."
        else:
            pairs = [
                f"{does(number(told, one, other))} both {names[one]} and {names[other]}"
                for one, other in combinations(range(3), 2)
            ]
            story = (
                f"{opening}{singles[0]}, {singles[1]} and {singles[2]}. "
                f"Among them, {', '.join(pairs)}, and {does(number(told, 0, 1, 2))} all three."
            )
        return f"{story} {self._asked()}"

    def does(self, people: int) -> str:
        """Return a number with its verb."""
        return f"{people} {self.one[1] if people == 1 else self.many[1]}"

    def phrase(self, asked: str) -> str:
        """Return what those who are asked for do, after the verb."""
        names = self.names
        if self.count == 2:
            return {
                "either": f"{names[0]} or {names[1]} or both",
                "both": f"both {names[0]} and {names[1]}",
                "first": f"{names[0]} but not {names[1]}",
                "second": f"{names[1]} but not {names[0]}",
                "one": "exactly one of the two",
                "neither": f"neither {names[0]} nor {names[1]}",
            }[asked]
        return {
            "either": "at least one of the three",
            "first": f"{names[0]} but neither {names[1]} nor {names[2]}",
            "one": "exactly one of the three",
            "two": "exactly two of the three",
            "several": "at least two of the three",
            "neither": "none of the three",
        }[asked]

    def _asked(self) -> str:
        return self.table["survey"].format(
            people=self.many[0], verb=self.many[1], what=self.phrase(self.survey.asked)
        )

    def step(self, sums: str, value: int, phrase: str) -> int:
        """Add a line: a calculation and whom its value counts; return the value."""
        noun, verb = self.one if value == 1 else self.many
        self.lines.append(f"{len(self.lines) + 1}. {sums} = {value} {noun} {verb} {phrase}.")
        return value

    def answer(self) -> int:
        """Add the steps and return the number that is asked for."""
        return self._two() if self.count == 2 else self._three()

    def _two(self) -> int:
        told, asked = self.survey, self.survey.asked
        a, b, both = number(told, 0), number(told, 1), number(told, 0, 1)
        either = self.total - told.regions[0]
        if asked in ("either", "neither"):
            self.step(f"{a} + {b} - {both}", either, self.phrase("either"))
            if asked == "either":
                return either
            return self.step(f"{self.total} - {either}", told.regions[0], self.phrase("neither"))
        if asked == "both":
            self.step(f"{self.total} - {told.regions[0]}", either, self.phrase("either"))
            return self.step(f"{a} + {b} - {either}", both, self.phrase("both"))
        first = self.step(f"{a} - {both}", a - both, self.phrase("first"))
        if asked == "first":
            return first
        second = self.step(f"{b} - {both}", b - both, self.phrase("second"))
        return self.step(f"{first} + {second}", first + second, self.phrase("one"))

    def _three(self) -> int:
        told, asked, names = self.survey, self.survey.asked, self.names
        singles = [number(told, thing) for thing in range(3)]
        pairs = {pair: number(told, *pair) for pair in combinations(range(3), 2)}
        everything = told.regions[7]
        if asked in ("either", "neither"):
            sums = " + ".join(map(str, singles)) + "".join(f" - {pair}" for pair in pairs.values())
            either = self.step(f"{sums} + {everything}", self.total - told.regions[0], self.phrase("either"))
            if asked == "either":
                return either
            return self.step(f"{self.total} - {either}", told.regions[0], self.phrase("neither"))
        if asked in ("first", "one"):
            found = []
            for thing in range(1 if asked == "first" else 3):
                one, other = (place for place in range(3) if place != thing)
                with_one, with_other = (
                    pairs[min(thing, one), max(thing, one)],
                    pairs[min(thing, other), max(thing, other)],
                )
                sums = f"{singles[thing]} - {with_one} - {with_other} + {everything}"
                phrase = f"{names[thing]} but neither {names[one]} nor {names[other]}"
                found.append(self.step(sums, told.regions[1 << thing], phrase))
            if asked == "first":
                return found[0]
            return self.step(" + ".join(map(str, found)), sum(found), self.phrase("one"))
        found = []
        for (one, other), people in pairs.items():
            phrase = f"{names[one]} and {names[other]} but not {names[3 - one - other]}"
            found.append(self.step(f"{people} - {everything}", people - everything, phrase))
        if asked == "several":
            found.append(everything)
        return self.step(" + ".join(map(str, found)), sum(found), self.phrase(asked))
