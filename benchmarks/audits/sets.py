"""The audit of sets: expressions of sets, comparisons, and surveys of people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from audits._row import Refused, Row, matched, need, steps

MEANS = {
    "union": "X union Y contains what is in X or in Y or in both.",
    "intersect": "X intersect Y contains what is in both X and Y.",
    "minus": "X minus Y contains what is in X but not in Y.",
    "symdiff": "X symdiff Y contains what is in exactly one of X and Y.",
    "'": "X' contains what is in U but not in X.",
}
Items = frozenset[str]
MARKS = re.compile(r"[A-Z]|union|intersect|minus|symdiff|[()']|\{[^}]*\}")
COMPARE = {"subset", "equal", "disjoint"}
ASKED = (
    ("list", r"(?:List the elements of|Find) (?!the number)(.*)\."),
    ("list", r"Which elements does (.*) have\?"),
    ("count", r"How many elements does (.*) have\?"),
    ("count", r"Find the number of elements of (.*)\."),
    ("subsets", r"How many subsets does (.*) have\?"),
    ("subsets", r"Find the number of subsets of (.*)\."),
    ("member", r"Is (?P<other>[0-9]+|[a-z]+) an element of (?P<e>.*)\?"),
    ("member", r"Does (?P<e>.*) contain (?P<other>[0-9]+|[a-z]+)\?"),
    ("subset", r"Is (?P<e>.*) a subset of (?P<other>[A-Z])\?"),
    ("subset", r"Is each element of (?P<e>.*) an element of (?P<other>[A-Z])\?"),
    ("equal", r"Is (?P<e>.*) equal to (?P<other>[A-Z])\?"),
    ("equal", r"Are (?P<e>.*) and (?P<other>[A-Z]) the same set\?"),
    ("disjoint", r"Are (?P<e>.*) and (?P<other>[A-Z]) disjoint\?"),
    ("disjoint", r"Is it true that (?P<e>.*) and (?P<other>[A-Z]) have no element in common\?"),
)


def audit(row: Row) -> None:
    """Work the expression out on Python's sets, or put the people of a survey into groups and count them.

    Each step is worked out anew, and the comparison that follows is tried element by element.
    """
    lines = row.question.split("\n")
    if lines[0].startswith("Of "):
        surveyed(row, lines)
        return
    need(len(lines) == 3, "there are not three lines")
    first = lines[0]
    sets: dict[str, Items] = {}
    if found := re.fullmatch(r"The universe is U = (\{[^}]*\})\. (.*)", first):
        sets["U"], first = braces(found[1]), found[2]
    need(re.fullmatch(r"Let (?:[A-Z] = \{[^}]*\}(?:, | and |\.))+", first), "the sets are unread")
    for name, items in re.findall(r"([A-Z]) = (\{[^}]*\})", first):
        need(name not in sets, "a set is told twice")
        sets[name] = braces(items)
        need("U" not in sets or sets[name] <= sets["U"], "a set is not in the universe")
    task, expression, other = asked_of_sets(lines[1])
    value = valued(expression, sets)
    used = [name for name in MEANS if name in re.findall(r"[a-z]+|'", lines[1])]
    ending = {
        "count": "Give a whole number.",
        "subsets": "The empty set and the set itself count as subsets. Give a whole number.",
    }.get(task, 'Answer "yes" or "no".')
    if task == "list":
        words = not any(one.isdigit() for items in sets.values() for one in items)
        order, example = ("alphabetical", "{ant, bee}") if words else ("increasing", "{1, 2}")
        ending = (
            f"Write the elements in {order} order between braces, such as {example}; the empty set is {{}}."
        )
    need(
        lines[2] == " ".join([*(MEANS[name] for name in used), ending]),
        "the conventions are not those needed",
    )
    need(("U" in sets) == ("'" in used), "the universe is missing or idle")
    named_sets = set(re.findall(r"\b[A-Z]\b", f"{expression} {other if task in COMPARE else ''}")) | {
        "U"
    } & set(sets)
    need(named_sets == set(sets), "a set is idle or missing")
    rights: dict[str, Callable[[], str]] = {
        "list": lambda: shown(value),
        "count": lambda: str(len(value)),
        "subsets": lambda: str(2 ** len(value)),
        "member": lambda: "yes" if other in value else "no",
        "subset": lambda: "yes" if value <= sets[other] else "no",
        "equal": lambda: "yes" if value == sets[other] else "no",
        "disjoint": lambda: "no" if value & sets[other] else "yes",
    }
    right = rights[task]()
    need(row.answer == right, f"the answer is {right}")
    worked(steps(row), task, expression, other, value, sets)
    yes, no = right.capitalize(), "" if right == "yes" else "not "
    claims = {
        "list": f"{expression} = {right}.",
        "count": f"{expression} has {counted(len(value), 'element')}.",
        "subsets": f"{expression} has {counted(2 ** len(value), 'subset')}.",
        "member": f"{yes}, {other} is {no}an element of {expression}.",
        "subset": f"{yes}, {expression} is {no}a subset of {other}.",
        "equal": f"{yes}, {expression} is {no}equal to {other}.",
        "disjoint": f"{yes}, {expression} and {other} are {no}disjoint.",
    }
    want = claims[task].replace("(", "").replace(")", "")
    need(row.solution.replace("(", "").replace(")", "") == want, f"the solution should be: {want}")


def asked_of_sets(text: str) -> tuple[str, str, str]:
    """Return the task, the expression, and what it is compared with."""
    for task, pattern in ASKED:
        if (found := re.fullmatch(pattern, text, re.ASCII)) and "each element" not in (
            found.groupdict().get("e") or ""
        ):
            parts = found.groupdict()
            return task, parts.get("e") or found[1], parts.get("other") or ""
    raise Refused(f"unread: {text}")


def worked(
    lines: list[str], task: str, expression: str, other: str, value: Items, sets: dict[str, Items]
) -> None:
    """Refuse a step that does not hold, and steps that leave an operation out."""
    whole = "".join(expression.split())
    done: list[str] = []
    while lines and (found := re.fullmatch(r"([^={}]+) = (.*) = (\{[^}]*\})", lines[0])):
        need(valued(found[1], sets) == braces(found[3]), f"{found[1]} is not {found[3]}")
        need(found[2] == spelled(found[1], sets), f"{found[1]} is not {found[2]}")
        need(
            "".join(found[1].split()) in whole and found[1] not in done, f"{found[1]} is not in the question"
        )
        done.append(found[1])
        lines.pop(0)
    operations = re.findall(r"union|intersect|minus|symdiff|'", expression)
    need(done and len(done) <= len(operations), "there are too many steps")
    need(valued(done[-1], sets) == value, "the steps do not reach the whole")
    claims: list[str] = []
    if task in {"count", "subsets"}:
        claims.append(f"{shown(value)} has {counted(len(value), 'element')}")
    if task == "subsets":
        n = len(value)
        claims.append(f"A set of {counted(n, 'element')} has 2^{n} = {counted(2**n, 'subset')}")
    if task == "member":
        claims.append(f"{other} is {'' if other in value else 'not '}in {shown(value)}")
    if task in COMPARE:
        claims.append(compared(task, value, sets[other], other))
    need(lines == claims, f"the last lines should be {claims}")


def compared(task: str, value: Items, other: Items, name: str) -> str:
    """Return the line that a comparison ends with."""
    order = sorted(value | other, key=place)
    if task == "disjoint":
        shared = [one for one in order if one in value and one in other]
        if shared:
            return f"{shared[0]} is in {shown(value)} and in {name}"
        return f"No element of {shown(value)} is in {name}" if value else f"{{}} has no element in {name}"
    for one in order:
        if one in value and one not in other:
            return f"{one} is in {shown(value)} but not in {name}"
        if task == "equal" and one in other and one not in value:
            return f"{one} is in {name} but not in {shown(value)}"
    if task == "equal":
        return f"{shown(value)} has the same elements as {name}"
    return f"Each element of {shown(value)} is in {name}" if value else f"{{}} has no element outside {name}"


def braces(text: str) -> Items:
    """Return the set that stands in braces, in order and each once."""
    inside = matched(r"\{(.*)\}", text)[1]
    items = inside.split(", ") if inside else []
    need(items == sorted(set(items), key=place), "the set is not in order")
    need(all(re.fullmatch(r"[1-9][0-9]*|[a-z]+", one, re.ASCII) for one in items), "an odd element")
    return frozenset(items)


def valued(text: str, sets: dict[str, Items]) -> Items:
    """Return the value of an expression of sets, by recursive descent."""
    marks = MARKS.findall(text)
    need("".join(marks).replace(" ", "") == text.replace(" ", ""), f"unread: {text}")
    value, at = joined(marks, 0, sets)
    need(at == len(marks), f"unread: {text}")
    return value


def spelled(text: str, sets: dict[str, Items]) -> str:
    """Return the last operation of an expression with the elements of its sides.

    >>> spelled("(A union B) minus {1}", {"A": frozenset("1"), "B": frozenset("2")})
    '{1, 2} minus {1}'
    """
    marks = MARKS.findall(text)
    left, at = primed(marks, 0, sets)
    if at < len(marks):
        right, _ = primed(marks, at + 1, sets)
        return f"{shown(left)} {marks[at]} {shown(right)}"
    need(marks[-1] == "'", f"{text} has no operation")
    return f"U minus {shown(valued(text[:-1], sets))}"


def joined(marks: list[str], at: int, sets: dict[str, Items]) -> tuple[Items, int]:
    """Read at most one operation between two parts."""
    value, at = primed(marks, at, sets)
    if at < len(marks) and marks[at] in MEANS:
        sign = marks[at]
        other, at = primed(marks, at + 1, sets)
        value = {
            "union": value | other,
            "intersect": value & other,
            "minus": value - other,
            "symdiff": value ^ other,
        }[sign]
    return value, at


def primed(marks: list[str], at: int, sets: dict[str, Items]) -> tuple[Items, int]:
    """Read a letter, a set in braces or a parenthesis, and its primes."""
    if marks[at] == "(":
        value, at = joined(marks, at + 1, sets)
        need(marks[at] == ")", "a parenthesis stays open")
    elif marks[at].startswith("{"):
        value = braces(marks[at])
    else:
        value = sets[marks[at]]
    at += 1
    while at < len(marks) and marks[at] == "'":
        value, at = sets["U"] - value, at + 1
    return value, at


def shown(items: Items) -> str:
    """Return a set in braces."""
    return "{" + ", ".join(sorted(items, key=place)) + "}"


def place(item: str) -> tuple[int, str]:
    """Return what numbers are sorted by as numbers, and words as words."""
    return (int(item), "") if item.isdigit() else (0, item)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Survey:
    """People who do or do not do two or three things: one tuple of 0 and 1 for each of them."""

    who: str
    verb: str
    names: list[str]
    people: list[tuple[int, ...]]
    asked: str

    def count(self, phrase: str) -> int:
        """Return of how many people a phrase is true."""
        return sum(within(phrase, self.names, person) for person in self.people)


def survey(text: str) -> Survey:
    """Return the survey that a question tells, with its people in one group for each combination."""
    two = re.fullmatch(
        r"Of ([0-9]+) ([a-z]+), ([0-9]+) ([a-z]+) ([A-Za-z]+), ([0-9]+) [a-z]+ ([A-Za-z]+), "
        r"and ([0-9]+) [a-z]+ (both|neither)\. "
        r"How many \2 \4 (.*)\?",
        text,
        re.ASCII,
    )
    groups: dict[tuple[int, ...], int]
    if two:
        everyone, a, b, last = (int(two[place]) for place in (1, 3, 6, 8))
        who, verb, names, asked = two[2], two[4], [two[5], two[7]], two[10]
        both = last if two[9] == "both" else a + b - (everyone - last)
        groups = {(1, 1): both, (1, 0): a - both, (0, 1): b - both, (0, 0): everyone - a - b + both}
    else:
        three = matched(
            r"Of ([0-9]+) ([a-z]+), ([0-9]+) ([a-z]+) ([A-Za-z]+), ([0-9]+) [a-z]+ ([A-Za-z]+) "
            r"and ([0-9]+) [a-z]+ ([A-Za-z]+)\. Among them, ([0-9]+) [a-z]+ both \5 and \7, "
            r"([0-9]+) [a-z]+ both \5 and \9, ([0-9]+) [a-z]+ both \7 and \9, "
            r"and ([0-9]+) [a-z]+ all three\. How many \2 \4 (.*)\?",
            text,
        )
        everyone, a, b, c, ab, ac, bc, abc = (int(three[place]) for place in (1, 3, 6, 8, 10, 11, 12, 13))
        who, verb, names, asked = three[2], three[4], [three[5], three[7], three[9]], three[14]
        groups = {
            (1, 1, 1): abc,
            (1, 1, 0): ab - abc,
            (1, 0, 1): ac - abc,
            (0, 1, 1): bc - abc,
            (1, 0, 0): a - ab - ac + abc,
            (0, 1, 0): b - ab - bc + abc,
            (0, 0, 1): c - ac - bc + abc,
        }
        groups[0, 0, 0] = everyone - sum(groups.values())
    need(len(set(names)) == len(names) and min(groups.values()) >= 0, "the numbers do not fit")
    return Survey(who, verb, names, [group for group, number in groups.items() for _ in range(number)], asked)


def surveyed(row: Row, lines: list[str]) -> None:
    """Count the people of a survey that the answer, and each line, speak of."""
    told, *rest = lines
    need(
        rest == ["Everyone is counted in each number that applies. Give a whole number."],
        "the convention is unread",
    )
    one = survey(told)
    does = {True: one_does(one.verb), False: one.verb}
    for number, verb in re.findall(r"([0-9]+) ([a-z]+)", told.split(". How many")[0].split(",", 1)[1]):
        need(verb == does[number == "1"], f"odd grammar: {number} {verb}")
    number = one.count(one.asked)
    need(row.answer == str(number), f"the answer is {number}")
    claims: list[str] = []
    for line in steps(row):
        sides, claim = matched(r"([-+0-9 ]+) = (.*)", line).groups()
        count, noun, verb, what = matched(r"([0-9]+) ([a-z]+) ([a-z]+) (.*)", claim).groups()
        total = sum(int(f"{sign}{digits}") for sign, digits in re.findall(r"(^|[-+]) ?([0-9]+)", sides))
        need(total == int(count) == one.count(what), f"{one.count(what)} {one.verb} {what}: {line}")
        need(verb == does[total == 1] and (noun != one.who) == (total == 1), f"odd grammar: {line}")
        claims.append(f"{claim}.")
    need(row.solution == claims[-1], "the solution is not the last line's claim")


def one_does(verb: str) -> str:
    """Return the verb for one person."""
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


def within(phrase: str, names: list[str], person: tuple[int, ...]) -> bool:
    """Return whether a phrase such as "chess but not tennis" is true of a person."""
    does = dict(zip(names, person, strict=True))
    count = sum(person)
    fixed = {
        "exactly one of the two": count == 1,
        "exactly one of the three": count == 1,
        "exactly two of the three": count == 2,
        "at least two of the three": count >= 2,
        "at least one of the three": count >= 1,
        "none of the three": count == 0,
        "all three": count == 3,
    }
    if phrase in fixed:
        return fixed[phrase]
    if found := re.fullmatch(r"neither (\w+) nor (\w+)", phrase):
        return not does[found[1]] and not does[found[2]]
    if found := re.fullmatch(r"(\w+) or (\w+) or both", phrase):
        return bool(does[found[1]] or does[found[2]])
    if found := re.fullmatch(r"both (\w+) and (\w+)", phrase):
        return bool(does[found[1]] and does[found[2]])
    if found := re.fullmatch(r"(\w+) and (\w+) but not (\w+)", phrase):
        return bool(does[found[1]] and does[found[2]] and not does[found[3]])
    if found := re.fullmatch(r"(\w+) but neither (\w+) nor (\w+)", phrase):
        return bool(does[found[1]] and not does[found[2]] and not does[found[3]])
    found = matched(r"(\w+) but not (\w+)", phrase)
    return bool(does[found[1]] and not does[found[2]])
