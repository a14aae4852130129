"""Word problems: the checker. It reads a row by docs/word_problem.md, and shares nothing with the solver.

The story is read into facts by tables of sentences. The facts as equations have one solution, by SymPy's
row reduction; forward arithmetic on whole numbers gives the same quantities; and each step has to be the one
that the story calls for, with the names, things and numbers of the story, and right as a polynomial in SymPy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from synth.row import Row, Verdict, dump_payload
from synth.verify import _word_making as making
from synth.verify import _word_market as market
from synth.verify import _word_people as people
from synth.verify import _word_running as running
from synth.verify import _word_travel as travel
from synth.verify._columns import Fault, check_columns
from synth.verify._problem import check_problem
from synth.verify._score import scored
from synth.verify._word_account import Account, Read, check_quantities, check_steps, solved
from synth.verify._word_lexicon import Sentence, read_sentences

CHECKS = ("sympy", "forward arithmetic", "steps")
LONGEST = {"question": 2_000, "reasoning": 4_000, "solution": 300, "payload": 100}
MOST_SENTENCES = 12

Reader = Callable[[Sequence[Sentence], Sentence, Account], Read]

_ASKED: Mapping[str, tuple[Reader, str]] = {
    "how many <T> does <N> have now?": (running.running, "{who} has {n} {what} now."),
    "how many <T> does <N> have in the end?": (running.running, "{who} has {n} {what} in the end."),
    "how many <T> did <N> have at first?": (running.recover, "{who} had {n} {what} at first."),
    "how many <T> did <N> have at the start?": (running.recover, "{who} had {n} {what} at the start."),
    "how many <T> does <N> have?": (people.having, "{who} has {n} {what}."),
    "what is the number of <T> that <N> has?": (people.having, "The number of {what} that {who} has is {n}."),
    "how many <T> do they have together?": (people.having, "They have {n} {what} together."),
    "how many <T> do they have in all?": (people.having, "They have {n} {what} in all."),
    "how many years old is <N>?": (people.ageing, "{who} is {n} years old."),
    "what is the age of <N> in years?": (people.ageing, "The age of {who} is {n} years."),
    "what is the sum of their ages in years?": (people.ageing, "The sum of their ages is {n} years."),
    "how many years old are they together?": (people.ageing, "Together they are {n} years old."),
    "how many years old will <N> be in <#> years?": (
        people.birthday,
        "{who} will be {n} years old in {years} years.",
    ),
    "in <#> years, how many years old will <N> be?": (
        people.birthday,
        "In {years} years, {who} will be {n} years old.",
    ),
    "how many years old was <N> <#> years ago?": (
        people.birthday,
        "{who} was {n} years old {years} years ago.",
    ),
    "what was the age of <N> <#> years ago, in years?": (
        people.birthday,
        "The age of {who} {years} years ago was {n} years.",
    ),
    "how many years old is <N> now?": (people.gap, "{who} is {n} years old now."),
    "what is the age of <N> now, in years?": (people.gap, "The age of {who} now is {n} years."),
    "how many dollars does <N> pay?": (market.cost, "{who} pays {n} {dollars}."),
    "how many dollars does <N> spend?": (market.cost, "{who} spends {n} {dollars}."),
    "how many dollars does <N> get back?": (market.change, "{who} gets back {n} {dollars}."),
    "how many dollars of change does <N> get?": (market.change, "{who} gets {n} {dollars} of change."),
    "how many dollars of the wages are left?": (market.left, "{n} {dollars} of the wages are left."),
    "how many dollars of the wages does <N> have left?": (
        market.left,
        "{who} has {n} {dollars} of the wages left.",
    ),
    "how many dollars does one <g> cost?": (market.price, "One {what} costs {n} {dollars}."),
    "what is the price of one <g> in dollars?": (market.price, "The price of one {what} is {n} {dollars}."),
    "how many dollars does <#> kg of the mixture cost?": (
        market.mix,
        "1 kg of the mixture costs {n} {dollars}.",
    ),
    "what is the price of the mixture in dollars per kg?": (
        market.mix,
        "The price of the mixture is {n} {dollars} per kg.",
    ),
    "how many kg of <D> does <N> use?": (market.blend, "{who} uses {n} kg of {what}."),
    "how many kg of <D> are in the mixture?": (market.blend, "{n} kg of {what} are in the mixture."),
    "how many km does the <V> travel?": (travel.trip, "The {who} travels {n} km."),
    "how far does the <V> travel, in km?": (travel.trip, "The {who} travels a distance of {n} km."),
    "how many km does the <V> travel in all?": (travel.trip, "The {who} travels {n} km in all."),
    "how long is the whole trip of the <V>, in km?": (
        travel.trip,
        "The whole trip of the {who} is {n} km long.",
    ),
    "how many km are left?": (travel.rest, "{n} km are left."),
    "how many km does the <V> still have to travel?": (travel.rest, "The {who} still has to travel {n} km."),
    "how many hours does the trip take?": (travel.hours, "The trip takes {n} hours."),
    "for how many hours does the <V> travel?": (travel.hours, "The {who} travels for {n} hours."),
    "how many km does the <V> travel per hour?": (travel.speed, "The {who} travels {n} km per hour."),
    "what is the speed of the <V> in km per hour?": (
        travel.speed,
        "The speed of the {who} is {n} km per hour.",
    ),
    "what is the mean speed of the <V> over the whole trip, in km per hour?": (
        travel.pace,
        "The mean speed of the {who} over the whole trip is {n} km per hour.",
    ),
    "how many km per hour does the <V> travel on average?": (
        travel.pace,
        "The {who} travels {n} km per hour on average.",
    ),
    "after how many hours do they meet?": (travel.meet, "They meet after {n} hours."),
    "how many hours does it take until they meet?": (travel.meet, "It takes {n} hours until they meet."),
    "for how many hours does the second <V> travel before catching up with the first?": (
        travel.chase,
        "The second {who} travels for {n} hours before catching up with the first.",
    ),
    "how many hours does the second <V> need to catch up with the first?": (
        travel.chase,
        "The second {who} needs {n} hours to catch up with the first.",
    ),
    "after how many hours does the one behind catch up?": (
        travel.ahead,
        "The one behind catches up after {n} hours.",
    ),
    "how many hours does the one behind need to catch up?": (
        travel.ahead,
        "The one behind needs {n} hours to catch up.",
    ),
    "how many dollars does the <q> cost now?": (market.label, "The {what} costs {n} {dollars} now."),
    "what is the price of the <q> now, in dollars?": (
        market.label,
        "The price of the {what} now is {n} {dollars}.",
    ),
    "how many <T> does <N> get?": (people.sharing, "{who} gets {n} {what}."),
    "what is the number of <T> that <N> gets?": (
        people.sharing,
        "The number of {what} that {who} gets is {n}.",
    ),
}
"""What each question asks for, and how its answer reads."""
_MADE: Mapping[str, Reader] = {
    "how many hours do they need to ": making.team,
    "in how many hours do they ": making.team,
    "what is the mean number of <R> ": making.mean,
    "how many <R> per <U> ": making.mean,
    "how many <R> does <N> ": making.missing,
    "what is the number of <R> that <N> ": making.missing,
    "how many <R> do": making.work,
    "what is the number of <R> that the ": making.work,
}
"""How questions begin whose verb depends on the story; the reader compares the rest."""
_SKILLS: Mapping[str, tuple[str, ...]] = {
    "has": ("quantities",),
    "some": ("quantities", "equations"),
    "first": ("comparison",),
    "whole": ("comparison", "equations"),
    "aged": ("ages",),
    "kin": ("ages", "equations"),
    "future": ("ages",),
    "past": ("ages",),
    "gap": ("ages", "equations"),
    "buys": ("prices",),
    "earns": ("prices", "rates"),
    "unit": ("prices", "equations"),
    "trip": ("rates",),
    "pace": ("rates", "means"),
    "hours": ("rates",),
    "speed": ("rates",),
    "meet": ("rates", "equations"),
    "chase": ("rates", "equations"),
    "ahead": ("rates", "equations"),
    "label": ("prices", "percentages"),
    "ratio": ("ratios",),
    "work": ("rates",),
    "team": ("rates", "equations"),
    "mean": ("means",),
    "missing": ("means", "equations"),
    "mix": ("prices", "means"),
    "blend": ("prices", "equations"),
}
"""What a story trains, by the first word of its canonical form."""
_PARTS = {"part": "fractions", "parts": "fractions", "percent": "percentages"}


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not.

    Total: whatever the texts are, it ends, in bounded time, with a verdict.
    """
    try:
        check_columns(row, "word_problem", "math", (1, 2, 3, 4), LONGEST)
        canonical, level, told, account = _read(row.question)
        values = solved(account)
        answer = check_quantities(account, values)
        check_steps(account, row.reasoning, values)
        if row.answer != str(answer):
            raise Fault(f"the answer is {row.answer!r}, and the story gives {answer}")
        told = told.replace("{n}", str(answer)).replace("{dollars}", market.dollars(answer))
        if row.solution != told:
            raise Fault(f"the solution is not {told!r}")
        check_problem(row, level, _skills(canonical), canonical)
        if row.payload != dump_payload({"steps": len(account.steps)}):
            raise Fault("the payload does not tell the number of steps, and nothing else")
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's number, else 0.0."""
    return scored(answer, row)


def _skills(canonical: str) -> list[str]:
    """Return what a story trains: by its kind, and by the fractions and percentages in it."""
    kind, *words = canonical.split()
    parts = [_PARTS[word] for word in words if word in _PARTS]
    return list(dict.fromkeys((*_SKILLS[kind], *parts)))


def _read(question: str) -> tuple[str, int, str, Account]:
    """Return canonical form, level, the answer's sentence but for its number, and the account of a story."""
    sentences = read_sentences(question)
    if not 1 < len(sentences) <= MOST_SENTENCES:
        raise Fault(f"the question has {len(sentences)} sentences, not 2 to {MOST_SENTENCES}")
    *story, asked = sentences
    if asked.text[-1] != "?" or any(sentence.text[-1] != "." for sentence in story):
        raise Fault("the question is not a story that ends with one question")
    if any(value == "1" for sentence in story for value in sentence.values):
        raise Fault("the story has a number 1 where it speaks of several")
    account = Account()
    reader, told = _reader(asked)
    try:
        canonical, level, words = reader(story, asked, account)
    except (IndexError, KeyError, ValueError):
        raise Fault("the sentences of the question do not fit together") from None
    told = words.get("told", told)
    for key in ("who", "what", "years"):
        told = told.replace(f"{{{key}}}", words.get(key, ""))
    return canonical, level, told, account


def _reader(asked: Sentence) -> tuple[Reader, str]:
    """Return what reads a story with such a question, and the answer's sentence unless the reader says it."""
    skeleton = asked.skeleton
    if skeleton in _ASKED:
        return _ASKED[skeleton]
    for beginning, reader in _MADE.items():
        if skeleton.startswith(beginning):
            return reader, ""
    raise Fault(f"no such question is known: {asked.text!r}")
