"""Percent: the checker. It reads a row by docs/percent.md.

Each kind of question is an equation in one unknown, which SymPy's rationals solve; the answer is put into the
equation with `fractions`; and each step has to be the next one, made anew from the numbers of the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from sympy import Rational

from synth.row import Row, Verdict
from synth.verify._columns import Fault
from synth.verify._problem import check_problem
from synth.verify._rational import (
    Steps,
    check_columns,
    check_equations,
    plain,
    spelled,
)
from synth.verify._score import scored

CHECKS = ("steps", "substitution", "sympy")
NUMBER_FORMS = (
    "Give the exact number.",
    "Write the exact result as a number without needless zeros.",
)
PERCENT_FORMS = (
    "Give the exact answer with a percent sign.",
    "Write the exact result as a percentage, such as 7%.",
)
_NUMBER = r"([1-9][0-9]{0,5}(?:\.[0-9]?[1-9])?|0\.[0-9]?[1-9])"
_PERCENT = r"([1-9][0-9]?)"
# The kind, what is asked with N for a number and P for a percentage, and the order of the numbers in it.
_ASKED = (
    ("of", r"What is P% of N\?", (0, 1)),
    ("of", r"Find P% of N\.", (0, 1)),
    ("of", r"Work out P% of N\.", (0, 1)),
    ("share", r"What percent of N is N\?", (1, 0)),
    ("share", r"Express N as a percentage of N\.", (0, 1)),
    ("share", r"Find what percent N is of N\.", (0, 1)),
    ("increase", r"Increase N by P%\.", (0, 1)),
    ("increase", r"What is N increased by P%\?", (0, 1)),
    ("increase", r"Find N plus P% of it\.", (0, 1)),
    ("decrease", r"Decrease N by P%\.", (0, 1)),
    ("decrease", r"What is N decreased by P%\?", (0, 1)),
    ("decrease", r"Find N minus P% of it\.", (0, 1)),
    ("whole", r"P% of a number is N\. What is the number\?", (0, 1)),
    ("whole", r"Find the number of which P% is N\.", (0, 1)),
    ("whole", r"If P% of a number is N, what is the number\?", (0, 1)),
    ("rise", r"A number rises from N to N\. By what percent does it rise\?", (0, 1)),
    ("rise", r"What is the percentage increase from N to N\?", (0, 1)),
    ("fall", r"A number falls from N to N\. By what percent does it fall\?", (0, 1)),
    ("fall", r"What is the percentage decrease from N to N\?", (0, 1)),
    ("before_rise", r"After an increase of P%, a number is N\. What was it before\?", (0, 1)),
    ("before_rise", r"A number has been increased by P% and is now N\. What was it at first\?", (0, 1)),
    ("before_fall", r"After a decrease of P%, a number is N\. What was it before\?", (0, 1)),
    ("before_fall", r"A number has been decreased by P% and is now N\. What was it at first\?", (0, 1)),
    ("total_rise", r"A number rises by P% and then by P%\. By what percent does it rise in all\?", (0, 1)),
    ("total_rise", r"If a number rises by P% and then by P%, by what percent does it rise in all\?", (0, 1)),
    ("total_fall", r"A number falls by P% and then by P%\. By what percent does it fall in all\?", (0, 1)),
    ("total_fall", r"If a number falls by P% and then by P%, by what percent does it fall in all\?", (0, 1)),
    ("rise_rise", r"Increase N by P% and the result by P%\.", (0, 1, 2)),
    ("rise_rise", r"What is N after an increase of P% and then one of P%\?", (0, 1, 2)),
    ("rise_fall", r"Increase N by P% and decrease the result by P%\.", (0, 1, 2)),
    ("rise_fall", r"What is N after an increase of P% and then a decrease of P%\?", (0, 1, 2)),
    ("fall_rise", r"Decrease N by P% and increase the result by P%\.", (0, 1, 2)),
    ("fall_rise", r"What is N after a decrease of P% and then an increase of P%\?", (0, 1, 2)),
    ("fall_fall", r"Decrease N by P% and the result by P%\.", (0, 1, 2)),
    ("fall_fall", r"What is N after a decrease of P% and then one of P%\?", (0, 1, 2)),
)
ASKED = tuple(
    (kind, re.compile(re.sub(r"\b[NP]\b", lambda slot: {"N": _NUMBER, "P": _PERCENT}[slot[0]], text)), order)
    for kind, text, order in _ASKED
)
PERCENTS = ("share", "rise", "fall", "total_rise", "total_fall")
LEVELS = {"of": 1, "share": 2, "increase": 2, "decrease": 2, "whole": 3, "rise": 3, "fall": 3}
LEVELS |= {"before_rise": 3, "before_fall": 3}
_SKILLS = {"of": "percent of a number", "share": "percentages"}
_SKILLS |= dict.fromkeys(("whole", "before_rise", "before_fall"), "reverse percentages")


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not."""
    try:
        check_columns(row, "percent", (1, 2, 3, 4))
        kind, numbers = _read_question(row.question)
        steps = Steps(row.reasoning)
        result, solution = _KINDS[kind](steps, kind, *numbers)
        steps.end()
        _check_value(kind, numbers, result)
        for number, line in enumerate(steps.lines, 1):
            check_equations(line.partition(". ")[2].replace("%", ""), f"step {number}", points=True)
        answer = plain(result) + "%" * (kind in PERCENTS)
        if row.answer != answer:
            raise Fault(f"the answer is {row.answer!r}, not {answer!r}")
        if row.solution != solution:
            raise Fault(f"the solution is not {solution!r}")
        skill = _SKILLS.get(kind, "percentage change")
        check_problem(row, LEVELS.get(kind, 4), [skill], f"{kind} {' '.join(map(plain, numbers))}")
    except Fault as fault:
        return Verdict(fault=str(fault))
    return Verdict(checks=CHECKS)


def score(answer: str, row: Row) -> float:
    """Return 1.0 if the answer is the row's, in the form that the question asks for, else 0.0."""
    return scored(answer, row)


def _read_question(question: str) -> tuple[str, tuple[Fraction, ...]]:
    """Return the kind of a question and its numbers, in the order of the kind."""
    form = next((form for form in NUMBER_FORMS + PERCENT_FORMS if question.endswith(f" {form}")), "")
    asked = question[: -len(form) - 1] if form else ""
    for kind, pattern, order in ASKED:
        match = pattern.fullmatch(asked)
        if match is None:
            continue
        if (form in PERCENT_FORMS) != (kind in PERCENTS):
            raise Fault("the question asks for another form of the answer than it has")
        found = [Fraction(text) for text in match.groups()]
        return kind, tuple(found[place] for place in order)
    raise Fault("the question is not one about percent")


def _check_value(kind: str, numbers: tuple[Fraction, ...], result: Fraction) -> None:
    """Raise Fault unless the result solves the question's equation, in fractions, and SymPy finds it."""
    a, b, *rest = numbers
    c = rest[0] if rest else Fraction(0)
    first = 1 if kind.startswith("rise") else -1
    second = 1 if kind.endswith("rise") else -1
    # Two sides that agree where x is the result; both are linear in x.
    sides: dict[str, Callable[[Fraction], tuple[Fraction, Fraction]]] = {
        "of": lambda x: (100 * x, a * b),
        "share": lambda x: (x * b, 100 * a),
        "increase": lambda x: (100 * x, a * (100 + b)),
        "decrease": lambda x: (100 * x, a * (100 - b)),
        "whole": lambda x: (a * x, 100 * b),
        "rise": lambda x: (a * (100 + x), 100 * b),
        "fall": lambda x: (a * (100 - x), 100 * b),
        "before_rise": lambda x: (x * (100 + a), 100 * b),
        "before_fall": lambda x: (x * (100 - a), 100 * b),
        "total_rise": lambda x: (100 * (100 + x), (100 + a) * (100 + b)),
        "total_fall": lambda x: (100 * (100 - x), (100 - a) * (100 - b)),
    }
    two = kind not in sides
    left, right = (
        (10_000 * result, a * (100 + first * b) * (100 + second * c)) if two else sides[kind](result)
    )
    if left != right:
        raise Fault(f"the steps lead to {plain(result)}, which does not solve the question")
    p, q, r = (Rational(number.numerator, number.denominator) for number in (a, b, c))
    found = {
        "of": p * q / 100,
        "share": 100 * p / q,
        "increase": p + p * q / 100,
        "decrease": p - p * q / 100,
        "whole": 100 * q / p,
        "rise": 100 * q / p - 100,
        "fall": 100 - 100 * q / p,
        "before_rise": q / (1 + p / 100),
        "before_fall": q / (1 - p / 100),
        "total_rise": p + q + p * q / 100,
        "total_fall": p + q - p * q / 100,
    }.get(kind, p * (1 + first * q / 100) * (1 + second * r / 100))
    if (int(found.p), int(found.q)) != (result.numerator, result.denominator):
        raise Fault(f"the steps lead to {plain(result)}, but sympy finds {found}")


def _whole(number: Fraction) -> int:
    if number.denominator != 1:
        raise Fault("the question has a number that should be whole")
    return number.numerator


def _part(steps: Steps, percent: int, number: int) -> Fraction:
    """Return so many percent of a number; Fault unless its three lines are right."""
    steps.say("the percentage as a product", f"{percent}% of {number} is {percent} * {number} / 100.")
    steps.say("the product", f"{spelled(percent, number)}.")
    steps.say("the hundredth part", f"{percent * number} / 100 = {plain(Fraction(percent * number, 100))}.")
    return Fraction(percent * number, 100)


def _changed(steps: Steps, number: int, percent: int, sign: str) -> Fraction:
    """Return a number after a change; Fault unless its lines are right."""
    part = _part(steps, percent, number)
    found = number + part if sign == "+" else number - part
    steps.say("the changed number", f"{number} {sign} {plain(part)} = {plain(found)}.")
    return found


def _hundredfold(steps: Steps, part: Fraction, by: int) -> Fraction:
    """Return part * 100 / by; Fault unless it is whole and its lines are right."""
    hundredfold, quotient = part * 100, part * 100 / by
    steps.say("the hundredfold", f"{plain(part)} * 100 = {_whole(hundredfold)}.")
    because = f"because {spelled(by, _whole(quotient))}."
    steps.say("the quotient", f"{hundredfold} / {by} = {quotient}, {because}")
    return quotient


def _of(steps: Steps, kind: str, percent: Fraction, number: Fraction) -> tuple[Fraction, str]:
    result = _part(steps, _whole(percent), _whole(number))
    return result, f"{percent}% of {number} is {plain(result)}."


def _share(steps: Steps, kind: str, part: Fraction, number: Fraction) -> tuple[Fraction, str]:
    steps.say(
        "the share", f"As a percentage of {_whole(number)}, {plain(part)} is {plain(part)} * 100 / {number}."
    )
    result = _hundredfold(steps, part, _whole(number))
    return result, f"{plain(part)} is {result}% of {number}."


def _change(steps: Steps, kind: str, number: Fraction, percent: Fraction) -> tuple[Fraction, str]:
    result = _changed(steps, _whole(number), _whole(percent), "+" if kind == "increase" else "-")
    return result, f"{number} {kind}d by {percent}% is {plain(result)}."


def _reverse(steps: Steps, kind: str, percent: Fraction, part: Fraction) -> tuple[Fraction, str]:
    said = f"{percent}% of the number is {plain(part)}, so the number is {plain(part)} * 100 / {percent}."
    steps.say("the number as a quotient", said)
    result = _hundredfold(steps, part, _whole(percent))
    return result, f"{percent}% of {result} is {plain(part)}."


def _difference(steps: Steps, kind: str, first: Fraction, second: Fraction) -> tuple[Fraction, str]:
    large, small = (second, first) if kind == "rise" else (first, second)
    part = large - small
    if part <= 0:
        raise Fault("the number of the question does not change that way")
    steps.say(f"the {kind}", f"The {kind} is {plain(large)} - {plain(small)} = {plain(part)}.")
    said = f"As a percentage of {_whole(first)}, that is {plain(part)} * 100 / {first}."
    steps.say("the share", said)
    result = _hundredfold(steps, part, _whole(first))
    named = "an increase" if kind == "rise" else "a decrease"
    return result, f"From {first} to {plain(second)} is {named} of {result}%."


def _before(steps: Steps, kind: str, percent: Fraction, after: Fraction) -> tuple[Fraction, str]:
    sign, word = ("+", "increased") if kind == "before_rise" else ("-", "decreased")
    left = 100 + _whole(percent) if sign == "+" else 100 - _whole(percent)
    said = f"The number after the change is 100% {sign} {percent}% = {left}% of the number before."
    steps.say("what is left of 100%", said)
    steps.say("the number as a quotient", f"So the number before is {plain(after)} * 100 / {left}.")
    result = _hundredfold(steps, after, left)
    return result, f"{result} {word} by {percent}% is {plain(after)}."


def _two(
    steps: Steps, kind: str, number: Fraction, first: Fraction, second: Fraction
) -> tuple[Fraction, str]:
    one, other = kind.split("_")
    words = {"rise": "increased", "fall": "decreased"}
    signs = {"rise": "+", "fall": "-"}
    middle = _changed(steps, _whole(number), _whole(first), signs[one])
    result = _changed(steps, _whole(middle), _whole(second), signs[other])
    then = "" if one == other else f"{words[other]} "
    return result, f"{number} {words[one]} by {first}% and then {then}by {second}% is {plain(result)}."


def _total(steps: Steps, kind: str, first: Fraction, second: Fraction) -> tuple[Fraction, str]:
    sign, way = ("+", "rise") if kind == "total_rise" else ("-", "fall")
    middle = 100 + _whole(first) if sign == "+" else 100 - _whole(first)
    steps.say("the first change of 100", f"Let the number be 100. It becomes 100 {sign} {first} = {middle}.")
    last = _changed(steps, middle, _whole(second), sign)
    large, small = (last, Fraction(100)) if sign == "+" else (Fraction(100), last)
    result = large - small
    said = f"So 100 {way}s by {plain(large)} - {plain(small)} = {plain(result)} in all."
    steps.say("the change in all", said)
    return result, f"A {way} of {first}% and then of {second}% is a {way} of {plain(result)}% in all."


_KINDS: dict[str, Callable[..., tuple[Fraction, str]]] = {
    "of": _of,
    "share": _share,
    "increase": _change,
    "decrease": _change,
    "whole": _reverse,
    "rise": _difference,
    "fall": _difference,
    "before_rise": _before,
    "before_fall": _before,
    "total_rise": _total,
    "total_fall": _total,
    **dict.fromkeys(("rise_rise", "rise_fall", "fall_rise", "fall_fall"), _two),
}
