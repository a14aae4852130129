"""The audit of word problems: stories of things, people, money, journeys, machines and means."""

from __future__ import annotations

import re

from audits._row import Refused, Row, need, numbered
from audits._word_lines import worked
from audits._word_money import label, mixture, shopping
from audits._word_people import people, ratio
from audits._word_quantities import quantity
from audits._word_rates import chase, journey, machines, means
from audits._word_story import N, Story, Told

STORIES: tuple[Story, ...] = (
    *(quantity, people, ratio, shopping, label, mixture),
    *(journey, chase, means, machines),
)
SINGULAR = {"kg", "hour", "dollar", "is", "from", "to"}  # may stand after a 1


def audit(row: Row) -> None:
    """Play the story with every number that the unknown could be; just one fits.

    Each sentence is read anew. The arithmetic of each line is worked out with the unknown's number in it,
    and the lines come to what the story comes to, in its order.
    """
    told = Told(row.question)
    found = next((played for story in STORIES if (played := story(told))), None)
    if found is None:
        raise Refused("the story is unread")
    value, expected = found
    need(str(value) == row.answer, f"the answer is {value}, not {row.answer}")
    worked(numbered(row), value, expected)
    english(f"{row.question} {row.reasoning} {row.solution}")
    solution = row.solution
    need(
        row.answer in solution and solution.endswith(".") and "\n" not in solution,
        "no sentence with the answer",
    )
    numbers = {*re.findall(r"[0-9]+", row.question), row.answer, "1"}
    need(set(re.findall(r"[0-9]+", solution)) <= numbers, "the solution has a number of its own")
    names = set(re.findall(N, f"{row.reasoning} {solution}"))
    need(names <= set(re.findall(N, row.question)), "someone else is named")


def english(text: str) -> None:
    """Refuse "1 stamps" and the like.

    >>> english("1 more stamps")
    Traceback (most recent call last):
    audits._row.Refused: 1 stamps is no good English
    """
    for number, thing in re.findall(r"(?<![-+*/] )\b([0-9]+) (?:more |fewer )?([a-z]+)", text):
        plural = thing.endswith("s") and thing not in SINGULAR
        need(number != "1" or not plural, f"1 {thing} is no good English")
