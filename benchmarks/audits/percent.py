"""The audit of percentages: parts, shares, changes forward and backward."""

from __future__ import annotations

import re
from fractions import Fraction

from audits._row import Refused, Row, filed, need, numbered
from audits._values import flows, short, true, value
from audits._wording import asked, two_parts

N = r"[1-9][0-9]*|[0-9]+\.[0-9]*[1-9]"
NUMBERS = ("Give the exact number.", "Write the exact result as a number without needless zeros.")
PERCENTS = (
    "Give the exact answer with a percent sign.",
    "Write the exact result as a percentage, such as 7%.",
)
CHANGES = {
    "of": ("What is {p}% of {a}?", "Find {p}% of {a}.", "Work out {p}% of {a}."),
    "share": (
        "What percent of {b} is {a}?",
        "Express {a} as a percentage of {b}.",
        "Find what percent {a} is of {b}.",
    ),
    "increase": ("Increase {a} by {p}%.", "What is {a} increased by {p}%?", "Find {a} plus {p}% of it."),
    "decrease": ("Decrease {a} by {p}%.", "What is {a} decreased by {p}%?", "Find {a} minus {p}% of it."),
    "whole": (
        "{p}% of a number is {a}. What is the number?",
        "Find the number of which {p}% is {a}.",
        "If {p}% of a number is {a}, what is the number?",
    ),
    "rise": (
        "A number rises from {a} to {b}. By what percent does it rise?",
        "What is the percentage increase from {a} to {b}?",
    ),
    "fall": (
        "A number falls from {a} to {b}. By what percent does it fall?",
        "What is the percentage decrease from {a} to {b}?",
    ),
    "before_rise": (
        "After an increase of {p}%, a number is {a}. What was it before?",
        "A number has been increased by {p}% and is now {a}. What was it at first?",
    ),
    "before_fall": (
        "After a decrease of {p}%, a number is {a}. What was it before?",
        "A number has been decreased by {p}% and is now {a}. What was it at first?",
    ),
    "rise_rise": (
        "Increase {a} by {p}% and the result by {q}%.",
        "What is {a} after an increase of {p}% and then one of {q}%?",
    ),
    "rise_fall": (
        "Increase {a} by {p}% and decrease the result by {q}%.",
        "What is {a} after an increase of {p}% and then a decrease of {q}%?",
    ),
    "fall_rise": (
        "Decrease {a} by {p}% and increase the result by {q}%.",
        "What is {a} after a decrease of {p}% and then an increase of {q}%?",
    ),
    "fall_fall": (
        "Decrease {a} by {p}% and the result by {q}%.",
        "What is {a} after a decrease of {p}% and then one of {q}%?",
    ),
    "total_rise": (
        "A number rises by {p}% and then by {q}%. By what percent does it rise in all?",
        "If a number rises by {p}% and then by {q}%, by what percent does it rise in all?",
    ),
    "total_fall": (
        "A number falls by {p}% and then by {q}%. By what percent does it fall in all?",
        "If a number falls by {p}% and then by {q}%, by what percent does it fall in all?",
    ),
}
SAYS = {
    "of": "{p}% of {a} is {is}.",
    "whole": "{p}% of {is} is {a}.",
    "share": "{a} is {is} of {b}.",
    "increase": "{a} increased by {p}% is {is}.",
    "decrease": "{a} decreased by {p}% is {is}.",
    "before_rise": "{is} increased by {p}% is {a}.",
    "before_fall": "{is} decreased by {p}% is {a}.",
    "rise": "From {a} to {b} is an increase of {is}.",
    "fall": "From {a} to {b} is a decrease of {is}.",
    "rise_rise": "{a} increased by {p}% and then by {q}% is {is}.",
    "rise_fall": "{a} increased by {p}% and then decreased by {q}% is {is}.",
    "fall_rise": "{a} decreased by {p}% and then increased by {q}% is {is}.",
    "fall_fall": "{a} decreased by {p}% and then by {q}% is {is}.",
    "total_rise": "A rise of {p}% and then of {q}% is a rise of {is} in all.",
    "total_fall": "A fall of {p}% and then of {q}% is a fall of {is} in all.",
}
ORDERS = {
    "of": "pa",
    "share": "ab",
    "whole": "pa",
    "rise": "ab",
    "fall": "ab",
    "increase": "ap",
    "decrease": "ap",
}
ORDERS |= {"before_rise": "pa", "before_fall": "pa", "total_rise": "pq", "total_fall": "pq"}
SHARES = [
    r"(?P<p>\d+)% of (?P<x>\S+) is (?P<of>\d+ \* \S+ / 100)\.",
    r"As a percentage of (?P<whole>\S+), (?P<part>[0-9.]+) is (?P<share>\S+ \* 100 / \S+)\.",
    r"(?P<p>\d+)% of the number is (?P<x>\S+), so the number is (?P<whole_is>\S+ \* 100 / \d+)\.",
    r"The (?:rise|fall) is \S+ - \S+ = \S+\.",
    r"As a percentage of (?P<whole>\S+), that is (?P<part>\S+) \* 100 / (?P<again>\S+)\.",
    r"The number after the change is 100% [-+] \d+% = (?P<p>\d+)% of the number before\.",
    r"So the number before is \S+ \* 100 / \d+\.",
    r"Let the number be 100\. It becomes 100 [-+] \d+ = \d+\.",
    r"So 100 (?:rises|falls) by \S+ - \S+ = \S+ in all\.",
    r"\S+ [-+*/] \S+ = [0-9.*+= ]+\.",
    r"\S+ / \S+ = \d+, because [0-9*+= ]+\.",
]


def audit(row: Row) -> None:
    """Play the question's change forward with the answer, which just one number fits.

    Every equality is valued, and each line must say of its numbers what the change makes of them.
    """
    question, answer = row.question, row.answer
    sign = "%" if question.endswith(PERCENTS) else ""
    asks, _ = two_parts(question, PERCENTS if sign else NUMBERS)
    kind, names = asked(asks, CHANGES, N)
    need(
        bool(sign) == (kind in ("share", "rise", "fall", "total_rise", "total_fall")),
        "another form of answer",
    )
    need(answer.endswith("%") == bool(sign), f"the answer is {answer}")
    number = value(answer.rstrip("%"))
    need(answer == short(number) + sign and number > 0, f"the answer is {answer}")
    need(played(kind, {name: value(text) for name, text in names.items()}, number), f"{answer} does not fit")
    need(all(1 <= int(names[name]) <= 99 for name in "pq" if name in names), "an odd percentage")
    solution = SAYS[kind].format(**{"is": answer, **names})
    need(row.solution == solution, f"the solution is {row.solution}, it should be {solution}")
    lines = numbered(row)
    for line in lines:
        said = next((found for text in SHARES if (found := re.fullmatch(text, line))), None)
        if not said:
            raise Refused(f"a line of no known kind: {line}")
        of = said.groupdict()
        for name, wanted in (("of", ("p", "x")), ("share", ("part", "whole")), ("whole_is", ("x", "p"))):
            if name in of:
                one, other = (value(of[each]) for each in wanted)
                need(value(of[name]) == (one * other / 100 if name == "of" else one * 100 / other), line)
        need("again" not in of or of["again"] == of["whole"], line)
    need(
        re.search(rf"= {re.escape(answer.rstrip('%'))}(?:\.|, because| in all)", lines[-1]),
        f"ends: {lines[-1]}",
    )
    flows(row)
    true(row)
    level = {"of": 1, "share": 2, "increase": 2, "decrease": 2}.get(kind, 4 if "q" in names else 3)
    skill = "reverse percentages" if kind == "whole" or kind.startswith("before") else "percentage change"
    skill = {"of": "percent of a number", "share": "percentages"}.get(kind, skill)
    canonical = " ".join([kind, *(names[name] for name in ORDERS.get(kind, "apq"))])
    filed(row, canonical, level, {skill})


def played(kind: str, names: dict[str, Fraction], answer: Fraction) -> bool:
    """Play the change forward with the answer; a story rises or falls with it, so that just one fits."""
    a, b, p, q = (names.get(name, Fraction(0)) for name in "abpq")

    def part(percent: Fraction, number: Fraction) -> Fraction:
        return number / 100 * percent

    def after(number: Fraction, *changes: tuple[str, Fraction]) -> Fraction:
        for way, percent in changes:
            number += part(percent, number) if way == "rise" else -part(percent, number)
        return number

    ways = kind.replace("total_rise", "rise_rise").replace("total_fall", "fall_fall").split("_")
    if kind == "of":
        return part(p, a) == answer
    if kind == "whole":
        return part(p, answer) == a
    if kind == "share":
        return part(answer, b) == a
    if kind in ("increase", "decrease"):
        return after(a, ("rise" if kind == "increase" else "fall", p)) == answer
    if kind in ("rise", "fall"):
        return after(a, (kind, answer)) == b
    if kind.startswith("before"):
        return after(answer, (ways[1], p)) == a
    end = after(Fraction(100) if kind.startswith("total") else a, (ways[0], p), (ways[1], q))
    return end == (after(Fraction(100), (ways[0], answer)) if kind.startswith("total") else answer)
