"""An audit of syllogisms, sets, knights, truth tables and deductions by plain enumeration of cases.

It shares nothing with synth. Answers are found from the question's text alone: every kind of person there can
be, every assignment, every row. Then each line of the reasoning is tested on its own: does it follow from the
lines it cites, does the case make true what it is said to?
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import product

import numpy as np
from numpy.typing import NDArray

Row = dict[str, object]
Mask = NDArray[np.bool_]
NUMBERED = re.compile(r"( *)([1-9][0-9]*)\. (.+)")


class Unread(Exception):
    """Tell what cannot be read or does not hold."""


def need(holds: object, fault: str) -> None:
    """Raise Unread unless the claim holds."""
    if not holds:
        raise Unread(fault)


def texts(row: Row) -> tuple[str, str, str, str]:
    """Return question, reasoning, solution and answer; refuse long or odd ones."""
    four = tuple(str(row[key]) for key in ("question", "reasoning", "solution", "answer"))
    for one in four:
        need(
            one.isascii() and "  " not in one.replace("\n  ", "\n").replace("\n  ", "\n"),
            "odd blanks or letters",
        )
    need(sum(map(len, four)) <= 3_500, f"the row has {sum(map(len, four))} characters")
    question, reasoning, solution, answer = four
    return question, reasoning, solution, answer


def matched(pattern: str, text: str) -> re.Match[str]:
    """Return the match of the whole text, or raise Unread."""
    found = re.fullmatch(pattern, text, re.ASCII)
    if found is None:
        raise Unread(f"unread: {text[:80]}")
    return found


def listed(text: str) -> list[str]:
    """Return the parts of "a, b and c"; "none" has none.

    >>> listed("Ann, Ben and Clara"), listed("none")
    (['Ann', 'Ben', 'Clara'], [])
    """
    return [] if text == "none" else re.split(r", | and ", text)


def cites(text: str) -> list[int]:
    """Return the line numbers of "3, 5"."""
    return [int(one) for one in text.split(", ")]


def article(noun: str) -> str:
    """Return the noun with its article."""
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def audit(check: Callable[[Row], None]) -> Callable[[Row], str]:
    """Turn a check that raises into one that tells."""

    def told(row: Row) -> str:
        try:
            check(row)
        except (Unread, ValueError, KeyError, IndexError) as fault:
            return str(fault) or type(fault).__name__
        return ""

    told.__doc__ = check.__doc__
    return told


# --- syllogism

Claim = tuple[str, str, str]  # kind, subject, predicate
DENIED = {"A": "O", "E": "I", "I": "E", "O": "A"}
FORMS = {
    "A": r"All ([a-z]+s) are ([a-z]+s)",
    "E": r"No ([a-z]+s) are ([a-z]+s)",
    "I": r"Some ([a-z]+s) are ([a-z]+s)",
    "O": r"Some ([a-z]+s) are not ([a-z]+s)",
}
FIGURES = {
    "Barbara": ("AAA", "MP SM"),
    "Celarent": ("EAE", "MP SM"),
    "Darii": ("AII", "MP SM"),
    "Ferio": ("EIO", "MP SM"),
    "Baroco": ("AOO", "PM SM"),
    "Bocardo": ("OAO", "MP MS"),
}


def claim(text: str) -> Claim:
    """Return the kind of a categorical sentence and its classes."""
    for kind, form in FORMS.items():
        if (found := re.fullmatch(form, text, re.ASCII)) and not (kind == "I" and found[2] == "not"):
            need(found[1] != found[2], "a class is compared with itself")
            return kind, found[1], found[2]
    raise Unread(f"unread: {text}")


def possible(claims: Iterable[Claim], classes: list[str], members: bool) -> bool:
    """Return whether all claims can be true together, by all kinds of people that there can be."""
    kinds = np.arange(1 << len(classes))
    bit = {name: (kinds >> place & 1).astype(bool) for place, name in enumerate(classes)}
    allowed = np.ones(len(kinds), dtype=bool)
    claims = list(claims)
    for kind, one, two in claims:
        if kind in "AE":
            allowed &= ~(bit[one] & (~bit[two] if kind == "A" else bit[two]))
    for kind, one, two in claims:
        if kind in "IO" and not (allowed & bit[one] & (bit[two] if kind == "I" else ~bit[two])).any():
            return False
    return not members or all((allowed & bit[name]).any() for name in classes)


def follows(given: list[Claim], last: Claim, classes: list[str], members: bool) -> bool:
    """Return whether the last claim is true wherever the given ones are."""
    return not possible([*given, (DENIED[last[0]], *last[1:])], classes, members)


def check_syllogism(row: Row) -> None:
    """Say what is wrong with a syllogism, or nothing."""
    question, reasoning, solution, answer = texts(row)
    lines = question.split("\n")
    need(lines.pop(0) == "Premises:", "no premises")
    premises: list[Claim] = []
    while found := re.fullmatch(r"([0-9]+)\. (.*)\.", lines[0]):
        need(int(found[1]) == len(premises) + 1, "a premise has a wrong number")
        premises.append(claim(found[2]))
        lines.pop(0)
    need(len(set(premises)) == len(premises), "a premise stands twice")
    options: dict[str, Claim] = {}
    if lines[0].startswith("Conclusion: "):
        options[""] = claim(lines.pop(0)[len("Conclusion: ") : -1])
        asked = (
            "Is this argument valid or invalid?",
            'Does the conclusion follow from the premises? Answer "valid" or "invalid".',
            "Decide whether this argument is valid or invalid.",
        )
        need(lines.pop(0) in asked, "the question is unread")
    else:
        letters = (
            'Which of these conclusions follow from the premises? Answer with their letters, or "none".',
            'Give the letters of the conclusions that follow from the premises, or "none".',
        )
        need(lines.pop(0) in letters, "the question is unread")
        for letter in "abcd":
            options[letter] = claim(matched(rf"\({letter}\) (.*)\.", lines.pop(0))[1])
        need(sorted(kind for kind, _, _ in options.values()) == list("AEIO"), "not the four kinds")
        need(len({pair[1:] for pair in options.values()}) == 1, "the conclusions have other classes")
    need(len(lines) == 1, "lines are left")
    convention = matched(
        r"(?:An argument is valid if its conclusion is true in every case in which all its premises"
        r" are true\."
        r"|A conclusion follows if it is true in every case in which all the premises are true\.)"
        r' "Some" means "at least one"\. (.*)',
        lines[0],
    )[1]
    members = convention == "Assume that every class named here has at least one member."
    need(
        members
        or convention
        == "Do not assume that a class has members: "
        'if there are no X, then "All X are Y" and "No X are Y" are true.',
        "the convention is unread",
    )
    classes = list(dict.fromkeys(name for one in premises for name in one[1:]))
    need(
        all(name in classes for one in options.values() for name in one[1:]),
        "a class is new in the conclusion",
    )
    need(possible(premises, classes, members), "the premises cannot be true together")
    right = {letter for letter, one in options.items() if follows(premises, one, classes, members)}
    if "" in options:
        need(answer == ("valid" if right else "invalid"), "the answer is wrong")
    else:
        want = sorted(right)
        said = "none" if not want else " and ".join(filter(None, [", ".join(want[:-1]), want[-1]]))
        need(answer == said, f"the answer is {said}")
    argued(reasoning, solution, premises, options, right, classes, members)


def argued(
    reasoning: str,
    solution: str,
    premises: list[Claim],
    options: dict[str, Claim],
    right: set[str],
    classes: list[str],
    members: bool,
) -> None:
    """Refuse a derivation or a case that does not show what it should."""
    stated = dict(enumerate(premises, 1))
    cases: dict[int, dict[str, list[str]]] = {}
    seen: dict[int, set[str]] = {}
    denied: dict[str, int] = {}
    for at, line in enumerate(reasoning.split("\n"), len(premises) + 1):
        _, number, text = matched(NUMBERED.pattern, line).groups()
        need(int(number) == at, f"line {number} has a wrong number")
        if found := re.fullmatch(r"(.*)\. \[([A-Za-z]+): ([0-9, ]+)\]", text):
            if found[2] == "evaluation":
                case = cases[int(found[3])]
                seen[int(found[3])].add(evaluated(found[1], case, premises, options, members))
                if hit := re.match(r"(?:The conclusion|Conclusion (.)) is false", found[1]):
                    denied[hit[1] or ""] = at
                    need(
                        "Every class has a member" in seen[int(found[3])] or not members,
                        "members are not shown",
                    )
                    need(
                        len([one for one in seen[int(found[3])] if one.startswith("P")]) == len(premises),
                        "a premise is not shown",
                    )
                continue
            new = claim(found[1])
            given = [stated[one] for one in cites(found[3])]
            need(
                max(cites(found[3])) < at and new not in stated.values(),
                f"line {at} cites what comes later, or repeats",
            )
            need(follows(given, new, classes, members), f"line {at} does not follow")
            named(found[2], given, new)
            stated[at] = new
        else:
            found = matched(r"Let (.*) be the only (?:person|people)\. (.*)\. \[case\]", text)
            people = listed(found[1])
            need(("person" in text) == (len(people) == 1), "person or people")
            given_classes = [matched(r"([A-Z][a-z]+): (.*)", one).groups() for one in found[2].split(". ")]
            cases[at] = {name.lower(): listed(who) for name, who in given_classes}
            seen[at] = set()
            need(list(cases[at]) == classes, "the case has other classes")
            need(
                {who for one in cases[at].values() for who in one} <= set(people), "a stranger is in the case"
            )
    need(set(denied) == set(options) - right, "the cases show something else")
    if "" in options:
        if right:
            used = matched(
                r"The argument is valid\. Line ([0-9]+) is the conclusion, proved from premises? (.*)\.",
                solution,
            )
            need(stated[int(used[1])] == options[""], "the last line is not the conclusion")
            chosen = [premises[int(one) - 1] for one in listed(used[2])]
            need(follows(chosen, options[""], classes, members), "the named premises do not suffice")
        else:
            shown_by = matched(
                r"The argument is invalid\. In the case of line ([0-9]+) all premises are true"
                r" and the conclusion is false\.",
                solution,
            )[1]
            need(int(shown_by) in cases, "that line is no case")
        return
    numbers = [int(one) for one in re.findall(r"\b[0-9]+\b", solution)]
    proved = [at for at in numbers if at in stated]
    need(
        {letter for letter in options if options[letter] in [stated[at] for at in proved]} == right,
        "lines are wrong",
    )
    need(
        [at for at in numbers if at not in stated] == sorted(denied.values()),
        "the solution cites other lines",
    )


def named(rule: str, given: list[Claim], new: Claim) -> None:
    """Refuse a step that does not have the form of its rule."""
    if rule == "conversion":
        (old,) = given
        need(old[0] in "EI" and new == (old[0], old[2], old[1]), "no conversion")
    elif rule == "subalternation":
        (old,) = given
        need(old[0] in "AE" and new == ({"A": "I", "E": "O"}[old[0]], *old[1:]), "no subalternation")
    else:
        kinds, figure = FIGURES[rule]
        major, minor = given
        need(major[0] + minor[0] + new[0] == kinds, f"no {rule}")
        terms: dict[str, str] = {"S": new[1], "P": new[2]}
        for one, letters in zip(given, figure.split(" "), strict=True):
            for name, letter in zip(one[1:], letters, strict=True):
                need(terms.setdefault(letter, name) == name, f"no {rule}")


def evaluated(
    text: str, case: dict[str, list[str]], premises: list[Claim], options: dict[str, Claim], members: bool
) -> str:
    """Refuse a claim about a case that is false or has a false reason; return what it is about."""
    if text == "Every class has a member":
        need(all(case.values()) and members, "a class has no member")
        return text
    which, truth, reason = matched(
        r"(Premise [0-9]+|The conclusion|Conclusion .) is (true|false): (.*)", text
    ).groups()
    if which.startswith("Premise"):
        one = premises[int(which[8:]) - 1]
    else:
        one = options["" if which.startswith("The") else which[-1]]
    kind, subject, predicate = one
    both = [who for who in case[subject] if who in case[predicate]]
    only = [who for who in case[subject] if who not in case[predicate]]
    value = {"A": not only, "E": not both, "I": bool(both), "O": bool(only)}[kind]
    need(
        value == (truth == "true") and value == which.startswith("Premise"), f"{which} is {value} in the case"
    )
    x, y = subject[:-1], predicate[:-1]
    have = case[subject]
    if (kind in "IO") == value:
        who = reason.split(" ")[0]
        good = kind in "AO"
        need(who in (only if good else both), f"{who} is no witness")
        tail = f"but not {article(y)}" if good else f"and {article(y)}"
        need(reason == f"{who} is {article(x)} {tail}", f"the reason is unread: {reason}")
        return which
    inside = kind in "AO"
    if not have:
        want = f"there are no {subject}"
    elif len(have) == 1:
        want = f"the only {x} is {have[0]}, who is {'' if inside else 'not '}{article(y)}"
    else:
        names = f"{', '.join(have[:-1])} and {have[-1]}"
        some = ("both" if inside else "neither") if len(have) == 2 else ("all" if inside else "none")
        tail = f"who are {some} {predicate}" if inside else f"{some} of whom is {article(y)}"
        want = f"the {subject} are {names}, {tail}"
    need(reason == want, f"the reason should be: {want}")
    return which


# --- sets

MEANS = {
    "union": "X union Y contains what is in X or in Y or in both.",
    "intersect": "X intersect Y contains what is in both X and Y.",
    "minus": "X minus Y contains what is in X but not in Y.",
    "symdiff": "X symdiff Y contains what is in exactly one of X and Y.",
    "'": "X' contains what is in U but not in X.",
}
Items = frozenset[str]


def braces(text: str) -> Items:
    """Return the set that stands in braces, in order and each once."""
    inside = matched(r"\{(.*)\}", text)[1]
    items = inside.split(", ") if inside else []
    need(
        items == sorted(set(items), key=lambda one: (int(one), "") if one.isdigit() else (0, one)),
        "the set is not in order",
    )
    need(all(re.fullmatch(r"[1-9][0-9]*|[a-z]+", one, re.ASCII) for one in items), "an odd element")
    return frozenset(items)


def valued(text: str, sets: dict[str, Items]) -> Items:
    """Return the value of an expression of sets, by recursive descent."""
    marks = re.findall(r"[A-Z]|union|intersect|minus|symdiff|[()']|\{[^}]*\}", text)
    need("".join(marks).replace(" ", "") == text.replace(" ", ""), f"unread: {text}")
    value, at = joined(marks, 0, sets)
    need(at == len(marks), f"unread: {text}")
    return value


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
    return "{" + ", ".join(sorted(items, key=lambda one: (int(one), "") if one.isdigit() else (0, one))) + "}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def check_sets(row: Row) -> None:
    """Say what is wrong with a row about sets, or nothing."""
    question, reasoning, solution, answer = texts(row)
    lines = question.split("\n")
    if lines[0].startswith("Of "):
        surveyed(lines, reasoning, solution, answer)
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
    need(answer == right, f"the answer is {right}")
    told_steps(reasoning, task, expression, other, value, sets)
    plain = expression
    yes, no = right.capitalize(), "" if right == "yes" else "not "
    claims = {
        "list": f"{plain} = {right}.",
        "count": f"{plain} has {counted(len(value), 'element')}.",
        "subsets": f"{plain} has {counted(2 ** len(value), 'subset')}.",
        "member": f"{yes}, {other} is {no}an element of {plain}.",
        "subset": f"{yes}, {plain} is {no}a subset of {other}.",
        "equal": f"{yes}, {plain} is {no}equal to {other}.",
        "disjoint": f"{yes}, {plain} and {other} are {no}disjoint.",
    }
    want = claims[task].replace("(", "").replace(")", "")
    need(solution.replace("(", "").replace(")", "") == want, f"the solution should be: {want}")


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


def asked_of_sets(text: str) -> tuple[str, str, str]:
    """Return the task, the expression, and what it is compared with."""
    for task, pattern in ASKED:
        if (found := re.fullmatch(pattern, text, re.ASCII)) and "each element" not in (
            found.groupdict().get("e") or ""
        ):
            parts = found.groupdict()
            return task, parts.get("e") or found[1], parts.get("other") or ""
    raise Unread(f"unread: {text}")


def told_steps(
    reasoning: str, task: str, expression: str, other: str, value: Items, sets: dict[str, Items]
) -> None:
    """Refuse a step that does not hold, and steps that leave an operation out."""
    lines = []
    for at, line in enumerate(reasoning.split("\n"), 1):
        need(line.startswith(f"{at}. ") and line.endswith("."), f"line {at} is no step")
        lines.append(line[len(f"{at}. ") : -1])
    whole = "".join(expression.split())
    done: list[str] = []
    while lines and (found := re.fullmatch(r"([^={}]+) = (.*) = (\{[^}]*\})", lines[0])):
        need(valued(found[1], sets) == braces(found[3]), f"{found[1]} is not {found[3]}")
        need(
            valued(found[2].replace("U minus", "U minus"), sets) == braces(found[3]),
            f"{found[2]} is not {found[3]}",
        )
        need(
            "".join(found[1].split()) in whole and found[1] not in done, f"{found[1]} is not in the question"
        )
        done.append(found[1])
        lines.pop(0)
    operations = re.findall(r"union|intersect|minus|symdiff|'", expression)
    need(len(done) <= len(operations) and done, "there are too many steps")
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
    order = sorted(value | other, key=lambda one: (int(one), "") if one.isdigit() else (0, one))
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


def surveyed(lines: list[str], reasoning: str, solution: str, answer: str) -> None:
    """Put the people of a survey into one group for each combination, and count."""
    need(
        lines[1:] == ["Everyone is counted in each number that applies. Give a whole number."],
        "the convention is unread",
    )
    two = re.fullmatch(
        r"Of ([0-9]+) ([a-z]+), ([0-9]+) ([a-z]+) ([A-Za-z]+), ([0-9]+) [a-z]+ ([A-Za-z]+), "
        r"and ([0-9]+) [a-z]+ (both|neither)\. "
        r"How many \2 (.*)\?",
        lines[0],
        re.ASCII,
    )
    if two:
        everyone, a, b, last = (int(two[place]) for place in (1, 3, 6, 8))
        who, verb, names = two[2], two[4], [two[5], two[7]]
        both = last if two[9] == "both" else a + b - (everyone - last)
        groups: dict[tuple[int, ...], int] = {
            (1, 1): both,
            (1, 0): a - both,
            (0, 1): b - both,
            (0, 0): everyone - a - b + both,
        }
        asked = two[10]
    else:
        three = matched(
            r"Of ([0-9]+) ([a-z]+), ([0-9]+) ([a-z]+) ([A-Za-z]+), ([0-9]+) [a-z]+ ([A-Za-z]+) "
            r"and ([0-9]+) [a-z]+ ([A-Za-z]+)\. Among them, ([0-9]+) [a-z]+ both \5 and \7, "
            r"([0-9]+) [a-z]+ both \5 and \9, ([0-9]+) [a-z]+ both \7 and \9, "
            r"and ([0-9]+) [a-z]+ all three\. How many \2 (.*)\?",
            lines[0],
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
    for number, does in re.findall(
        r"([0-9]+) ([a-z]+) (?!who)", lines[0].split(". How many")[0].split(",", 1)[1]
    ):
        need(does == (one_does(verb) if number == "1" else verb), "odd grammar")
    people = [group for group, number in groups.items() for _ in range(number)]
    phrase = matched(rf"{verb} (.*)", asked)[1]
    number = sum(within(phrase, names, person) for person in people)
    need(answer == str(number), f"the answer is {number}")
    values: list[str] = []
    for at, line in enumerate(reasoning.split("\n"), 1):
        sides, count, noun, does, what = matched(
            rf"{at}\. ([-+0-9 ]+) = ([0-9]+) ([a-z]+) ([a-z]+) (.*)\.", line
        ).groups()
        total = 0
        for sign, digits in re.findall(r"(^|[-+]) ?([0-9]+)", sides):
            total += -int(digits) if sign == "-" else int(digits)
        need(total == int(count), f"{sides} is {total}")
        real = sum(within(what, names, person) for person in people)
        need(real == total, f"{real} {verb} {what}, not {count}")
        one = total == 1
        need(
            does == (one_does(verb) if one else verb) and (noun == who or (one and noun != who)),
            "odd grammar",
        )
        values.append(line.split(" = ")[1])
    need(solution == values[-1], "the solution is not the last line's claim")


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


# --- knights

World = dict[str, bool]
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
KIND = r"a (knight|knave)"


def says(text: str, speaker: str) -> Callable[[World], bool]:
    """Return the test that a statement is; knights are True."""
    name = r"(I|[A-Z][a-z]+)"

    def one(who: str) -> str:
        return speaker if who == "I" else who

    if found := re.fullmatch(rf"{name} is {KIND}\.", text):
        who, kind = one(found[1]), found[2] == "knight"
        return lambda world: world[who] == kind
    if found := re.fullmatch(rf"{name} and {name} are of (the same kind|different kinds)\.", text):
        who, other, same = one(found[1]), one(found[2]), found[3] == "the same kind"
        return lambda world: (world[who] == world[other]) == same
    if found := re.fullmatch(rf"{name} (?:is|am) {KIND} (and|or) {name} (?:is|am) {KIND}\.", text):
        join = all if found[3] == "and" else any
        two = [(one(found[1]), found[2] == "knight"), (one(found[4]), found[5] == "knight")]
        return lambda world: join(world[who] == kind for who, kind in two)
    if found := re.fullmatch(rf"If {name} (?:is|am) {KIND}, then {name} (?:is|am) {KIND}\.", text):
        if_, then = (one(found[1]), found[2] == "knight"), (one(found[3]), found[4] == "knight")
        return lambda world: world[if_[0]] != if_[1] or world[then[0]] == then[1]
    found = re.fullmatch(
        r"(Exactly|At least) (\w+) of us (?:is a (knight|knave)|are (knight|knave)s)\.", text
    )
    if not found:
        raise Unread(f"unread: {text}")
    knights = (found[3] or found[4]) == "knight"
    least = NUMBERS[found[2]]
    need((least == 1) == bool(found[3]), "odd grammar")
    if found[1] == "Exactly":
        return lambda world: sum(value == knights for value in world.values()) == least
    return lambda world: sum(value == knights for value in world.values()) >= least


def check_knights(row: Row) -> None:
    """Say what is wrong with a puzzle of knights and knaves, or nothing."""
    question, reasoning, solution, answer = texts(row)
    lines = question.split("\n")
    opening = re.fullmatch(
        r"(?:Everyone on an island is either a knight, who always tells the truth,"
        r" or a knave, who always lies\."
        r" You meet (.*)\."
        r"|On an island there are only knights, who always tell the truth, and knaves, who always lie\."
        r" You meet (.*), who live there\.)",
        lines[0],
    )
    if not opening:
        raise Unread("the opening is unread")
    people = listed(opening[1] or opening[2])
    need(len(set(people)) == len(people), "somebody is met twice")
    spoken = {}
    tests = {}
    for who, line in zip(people, lines[1:], strict=False):
        spoken[who] = matched(rf'{who} says: "(.*)"', line)[1]
        names = set(re.findall(r"\b[A-Z][a-z]+\b", spoken[who])) - {"If", "Exactly", "At"}
        need(names <= set(people) - {who}, f"{who} speaks of a stranger or by name of themselves")
        tests[who] = says(spoken[who], who)
    rest = lines[1 + len(people) :]
    need(
        rest[0] in {"Who is a knight and who is a knave?", "Which of them are knights and which are knaves?"},
        "the question is unread",
    )
    notes = []
    everything = " ".join(spoken.values())
    if re.search(r"\bor\b", everything):
        notes.append('"Or" includes the case of both.')
    if "If " in everything:
        notes.append('"If X, then Y" is false only if X is true and Y is false.')
    if "of us" in everything:
        word = ["", "", "both", "all three", "all four", "all five"][len(people)]
        notes.append(f'"Of us" refers to {word} of them.')
    notes.append(
        'Answer in the form "X is a knight, Y is a knave", '
        "with everyone in the order in which they were introduced."
    )
    need(rest[1:] == [" ".join(notes)], f"the notes should be: {' '.join(notes)}")
    worlds = [dict(zip(people, kinds, strict=True)) for kinds in product([True, False], repeat=len(people))]
    fits = [world for world in worlds if all(tests[who](world) == world[who] for who in people)]
    need(len(fits) == 1, f"{len(fits)} worlds fit")
    want = ", ".join(f"{who} is a {'knight' if fits[0][who] else 'knave'}" for who in people)
    need(answer == want, f"the answer is {want}")
    solved(reasoning, solution, people, worlds, tests, fits[0])


def solved(
    reasoning: str,
    solution: str,
    people: list[str],
    worlds: list[World],
    tests: dict[str, Callable[[World], bool]],
    fit: World,
) -> None:
    """Refuse a line that does not follow from what it cites."""
    facts: dict[int, tuple[str, bool]] = {}
    open_: list[int] = []
    closing = None
    inside: dict[int, int] = {}
    fact = rf"([A-Z][a-z]+) is {KIND}"
    for at, line in enumerate(reasoning.split("\n"), 1):
        indent, number, text = matched(NUMBERED.pattern, line).groups()
        need(int(number) == at, f"line {at} has a wrong number")
        if found := re.fullmatch(rf"Suppose {fact}\. \[assumption\]", text):
            need(closing is None, "a contradiction is not used at once")
            need(len(indent) == 2 * len(open_), f"line {at} is not indented")
            open_.append(at)
            facts[at] = found[1], found[2] == "knight"
            inside[at] = at
            continue
        if found := re.fullmatch(rf"So {fact}\. \[reductio: ([0-9]+)-([0-9]+)\]", text):
            start = open_.pop()
            need(
                (int(found[3]), int(found[4])) == (start, at - 1) and closing == at - 1,
                "a reductio of other lines",
            )
            need(facts[start] == (found[1], found[2] != "knight"), "the reductio turns something else around")
            for gone in range(start, at):
                facts.pop(gone, None)
            facts[at] = found[1], found[2] == "knight"
            need(len(indent) == 2 * len(open_), f"line {at} is not indented")
            closing = None
            continue
        need(
            closing is None and len(indent) == 2 * len(open_), "a line after a contradiction, or not indented"
        )
        body, who, cited = matched(r"(.*)\. \[statement of ([A-Z][a-z]+)(?:: ([0-9, ]+))?\]", text).groups()
        known = [facts[one] for one in cites(cited)] if cited else []
        left = [world for world in worlds if all(world[name] == kind for name, kind in known)]
        left = [world for world in left if tests[who](world) == world[who]]
        if body.endswith(": a contradiction"):
            need(not left and open_, f"line {at}: no contradiction")
            closing = at
            continue
        claimed = re.search(rf"(?:^|so |lies, ){fact}$", body)
        if not claimed:
            raise Unread(f"unread: {body}")
        name, kind = claimed[1], claimed[2] == "knight"
        need(left and all(world[name] == kind for world in left), f"line {at} does not follow")
        own = (who, True) in known, (who, False) in known
        if found := re.match(rf"{who} (tells the truth|lies), so", body):
            need(own[found[1] == "lies"], f"line {at}: what {who} is, is not cited")
        elif found := re.match(rf"What {who} says is (true|false), so", body):
            told = [world for world in worlds if all(world[n] == k for n, k in known)]
            need(
                name == who and {tests[who](w) for w in told} == {found[1] == "true"},
                f"line {at}: not so in any case",
            )
            need(kind == (found[1] == "true"), f"line {at}: the wrong kind")
        elif found := re.match(
            rf"If {who} were a (knight|knave), what {who} says would be (true|false), so", body
        ):
            supposed = [
                w for w in worlds if all(w[n] == k for n, k in known) and w[who] == (found[1] == "knight")
            ]
            need({tests[who](w) for w in supposed} == {found[2] == "true"}, f"line {at}: it would not be so")
            need(
                (found[1] == "knight") == (found[2] == "false") == (not kind),
                f"line {at}: nothing follows from it",
            )
        else:
            need(
                re.match(rf"Whether {who} tells the truth or lies, ", body) and not any(own),
                f"line {at} is unread",
            )
        facts[at] = name, kind
    need(not open_, "a supposition stays open")
    parts = matched(r"(.*)\.", solution)[1].split("; ")
    for who, part in zip(people, parts, strict=True):
        kind, at_line = matched(rf"{who} is {KIND}, by line ([0-9]+)", part).groups()
        need(
            facts[int(at_line)] == (who, kind == "knight") and fit[who] == (kind == "knight"),
            f"{part} is wrong",
        )


# --- truth_table

TABLE_TASKS = (
    ("table", "Work out the column of the formula in its truth table."),
    ("table", "Build the truth table of the formula and give the formula's column."),
    ("table", "What is the column of the formula in its truth table?"),
    ("classify", "Is the formula a tautology, a contradiction or contingent?"),
    ("classify", "Decide whether the formula is a tautology, a contradiction or contingent."),
    ("classify", "Classify the formula: is it a tautology, a contradiction or contingent?"),
    ("disjunctive", "Write the formula in full disjunctive normal form."),
    ("disjunctive", "Find the full disjunctive normal form of the formula."),
    ("disjunctive", "What is the full disjunctive normal form of the formula?"),
    ("conjunctive", "Write the formula in full conjunctive normal form."),
    ("conjunctive", "Find the full conjunctive normal form of the formula."),
    ("conjunctive", "What is the full conjunctive normal form of the formula?"),
    ("compare", "Are formulas A and B logically equivalent?"),
    ("compare", "Do formulas A and B have the same truth table?"),
    ("compare", "Decide whether formulas A and B are logically equivalent."),
)


def truth(text: str, values: dict[str, bool]) -> bool:
    """Return the value of a formula in one row, by recursive descent.

    >>> truth("p implies (q and not p)", {"p": True, "q": True})
    False
    """
    marks = re.findall(r"[a-z]+|[()]", text)
    need("".join(marks) == text.replace(" ", ""), f"unread: {text}")
    value, at = pair(marks, 0, values)
    need(at == len(marks), f"unread: {text}")
    return value


def pair(marks: list[str], at: int, values: dict[str, bool]) -> tuple[bool, int]:
    """Read a part, or parts joined by connectives of one kind."""
    value, at = part(marks, at, values)
    first = marks[at] if at < len(marks) else ""
    while at < len(marks) and marks[at] == first and first in {"and", "or", "implies", "iff"}:
        other, at = part(marks, at + 1, values)
        value = {
            "and": value and other,
            "or": value or other,
            "implies": not value or other,
            "iff": value == other,
        }[first]
        if first in {"implies", "iff"}:
            break
    return value, at


def part(marks: list[str], at: int, values: dict[str, bool]) -> tuple[bool, int]:
    """Read a letter, a parenthesis, or what "not" denies."""
    if marks[at] == "not":
        value, at = part(marks, at + 1, values)
        return not value, at
    if marks[at] == "(":
        value, at = pair(marks, at + 1, values)
        need(marks[at] == ")", "a parenthesis stays open")
        return value, at + 1
    return values[marks[at]], at + 1


def check_truth_table(row: Row) -> None:
    """Say what is wrong with a row about truth tables, or nothing."""
    question, reasoning, solution, answer = texts(row)
    lines = question.split("\n")
    formulas = []
    while found := re.fullmatch(r"Formula( A| B)?: (.*)", lines[0]):
        formulas.append(found[2])
        lines.pop(0)
    tasks = [task for task, text in TABLE_TASKS if text == lines[0]]
    need(len(tasks) == 1 and len(lines) == 2, "the question is unread")
    (task,) = tasks
    need(len(formulas) == (2 if task == "compare" else 1), "the formulas are not as many as asked for")
    told, shapes = matched(
        r"In the rows of the table, (.*) (?:has|have) the values? (.*), in this order .*", lines[1]
    ).groups()
    letters = listed(told)
    used = re.findall(r"\b[a-z]\b", " ".join(formulas))
    need(set(used) == set(letters), "the letters are others")
    names = ["".join(bits) for bits in product("TF", repeat=len(letters))]
    need(listed(shapes) == names, "the rows are told in another order")
    rows = [dict(zip(letters, [bit == "T" for bit in name], strict=True)) for name in names]

    def column(formula: str) -> str:
        return "".join("T" if truth(formula, values) else "F" for values in rows)

    columns = [column(formula) for formula in formulas]
    first = columns[0]
    if task == "table":
        right = first
    elif task == "classify":
        right = {"T": "tautology", "F": "contradiction"}.get("".join(sorted(set(first))), "contingent")
    elif task == "compare":
        right = "yes" if columns[0] == columns[1] else "no"
    else:
        pick, inner, outer = ("T", " and ", " or ") if task == "disjunctive" else ("F", " or ", " and ")
        parts = []
        for name, value in zip(names, first, strict=True):
            if value == pick:
                words = [
                    letter if bit == pick else f"not {letter}"
                    for letter, bit in zip(letters, name, strict=True)
                ]
                parts.append(inner.join(words))
        right = outer.join(f"({one})" for one in parts)
        need(column(right) == first, "the normal form is another formula")
    need(answer == right, f"the answer is {right}")
    tabled(reasoning, formulas, letters, names, columns, task, column)
    if task in {"table", "classify", "disjunctive", "conjunctive"}:
        need(answer in solution, "the solution does not tell the answer")
    elif right == "no":
        at, a, b = matched(
            r"Formulas A and B are not equivalent: in row ([TF]+) A is ([TF]) and B is ([TF])\.", solution
        ).groups()
        place = names.index(at)
        need((columns[0][place], columns[1][place]) == (a, b) and a != b, "the solution names a wrong row")
    else:
        need(solution == "Formulas A and B are logically equivalent.", "the solution is another")


def tabled(
    reasoning: str,
    formulas: list[str],
    letters: list[str],
    names: list[str],
    columns: list[str],
    task: str,
    column: Callable[[str], str],
) -> None:
    """Refuse a column or a conclusion from columns that is wrong."""
    made: dict[int, tuple[str, str]] = {}
    tail: list[str] = []
    for at, line in enumerate(reasoning.split("\n"), 1):
        _, number, text = matched(NUMBERED.pattern, line).groups()
        need(int(number) == at, f"line {at} has a wrong number")
        if found := re.fullmatch(r"([a-z() ]+): ([TF]+)(?: \[([0-9, ]+)\])?", text):
            need(not tail, "a column after a conclusion")
            need(column(found[1]) == found[2], f"line {at}: the column is {column(found[1])}")
            need(any(found[1] in formula for formula in formulas), f"line {at} is no part")
            need(found[1] not in [one for one, _ in made.values()], f"line {at} repeats")
            cited = [made[one][0] for one in cites(found[3])] if found[3] else []
            need(bool(cited) != (found[1] in letters), f"line {at} cites wrongly")
            wrapped = [(one, f"({one})") for one in cited]
            makes = {f"not {one}" for one in wrapped[0]} if len(cited) == 1 else set()
            for sign in ("and", "or", "implies", "iff") if cited else ():
                makes |= {f"{x} {sign} {y}" for x in wrapped[0] for y in wrapped[-1]}
                makes |= {f"{y} {sign} {x}" for x in wrapped[0] for y in wrapped[-1]}
            need(not cited or (found[1] in makes and len(cited) < 3), f"line {at} is not made of its parts")
            made[at] = found[1], found[2]
        else:
            tail.append(text)
    have = [one for one, _ in made.values()]
    need(all(formula in have for formula in formulas), "a formula has no column")
    places = [next(at for at, (one, _) in made.items() if one == formula) for formula in formulas]
    first = columns[0]
    if task == "table":
        want: list[str] = []
    elif task == "classify":
        spread = {
            "T": "T in every row, so the formula is a tautology",
            "F": "F in every row, so the formula is a contradiction",
        }
        mixed = ""
        if len(set(first)) > 1:
            mixed = f"T in row {names[first.index('T')]} and F in row {names[first.index('F')]}"
            mixed += ", so the formula is contingent"
        want = [f"The column of line {places[0]} is {mixed or spread[first[0]]}."]
    elif task == "compare":
        a, b = sorted(places)
        differ = [name for name, x, y in zip(names, *columns, strict=True) if x != y]
        end = (
            f"differ in row {differ[0]}, so the formulas are not equivalent."
            if differ
            else "are the same, so the formulas are equivalent."
        )
        want = [f"The columns of lines {a} and {b} {end}"]
    else:
        pick, inner = ("T", " and ") if task == "disjunctive" else ("F", " or ")
        hit = [name for name, value in zip(names, first, strict=True) if value == pick]
        want = [
            f"The column of line {places[0]} is {pick} in row{'s' if len(hit) > 1 else ''} {', '.join(hit)}."
        ]
        for name in hit:
            words = [
                letter if bit == pick else f"not {letter}" for letter, bit in zip(letters, name, strict=True)
            ]
            want.append(f"Row {name} is the only one in which {inner.join(words)} is {pick}.")
            need(column(inner.join(words)).count(pick) == 1, "the row is not the only one")
    need(tail == want, f"the last lines should be {want}")


# --- deduction

Literal = tuple[str, bool]
Rule = tuple[tuple[Literal, ...], Literal]  # if all these, then that
Fact = tuple[str, str, bool]  # who, quality, sign
QUALITY = r"([a-z]+(?:-[a-z]+)?)"


def condition(text: str) -> tuple[Literal, ...]:
    """Return the literals of "tall and not busy" and the like."""
    if found := re.fullmatch(rf"neither {QUALITY} nor {QUALITY}", text):
        return (found[1], False), (found[2], False)
    parts = [matched(rf"(not )?{QUALITY}", one) for one in text.split(" and ")]
    need(len(parts) <= 2, f"unread: {text}")
    return tuple((one[2], not one[1]) for one in parts)


def premise(text: str) -> Rule | Fact:
    """Return the rule or the fact that a sentence states."""
    if found := re.fullmatch(rf"(Everyone|No one) who is (.*) is {QUALITY}", text):
        return condition(found[2]), (found[3], found[1] == "Everyone")
    who, sign, quality = matched(rf"([A-Z][a-z]+) is (not )?{QUALITY}", text).groups()
    return who, quality, not sign


def settled(premises: list[Rule | Fact], goal: Fact) -> str:
    """Return what the premises say of a fact, by all the kinds that its person could be."""
    rules = [one for one in premises if len(one) == 2]
    facts = [one for one in premises if len(one) == 3]
    qualities = sorted({q for c, r in rules for q, _ in (*c, r)} | {q for _, q, _ in facts})
    kinds = np.arange(1 << len(qualities))
    bit = {name: (kinds >> place & 1).astype(bool) for place, name in enumerate(qualities)}

    def holds(literal: Literal) -> Mask:
        return bit[literal[0]] if literal[1] else ~bit[literal[0]]

    lawful = np.ones(len(kinds), dtype=bool)
    for conditions, result in rules:
        applies = np.ones(len(kinds), dtype=bool)
        for one in conditions:
            applies &= holds(one)
        lawful &= ~applies | holds(result)
    need(lawful.any(), "the rules contradict one another")
    mine = lawful
    for who in sorted({who for who, _, _ in facts} | {goal[0]}):
        could = lawful.copy()
        for name, quality, sign in facts:
            if name == who:
                could &= holds((quality, sign))
        need(could.any(), f"the premises contradict one another about {who}")
        if who == goal[0]:
            mine = could
    is_true = holds((goal[1], goal[2]))[mine]
    return "entailed" if is_true.all() else "unknown" if is_true.any() else "refuted"


def check_deduction(row: Row) -> None:
    """Say what is wrong with a deduction, or nothing."""
    question, reasoning, solution, answer = texts(row)
    lines = question.split("\n")
    need(lines.pop(0) == "Premises:", "no premises")
    premises: list[Rule | Fact] = []
    while found := re.fullmatch(r"([0-9]+)\. (.*)\.", lines[0]):
        need(int(found[1]) == len(premises) + 1, "a premise has a wrong number")
        premises.append(premise(found[2]))
        lines.pop(0)
    need(len(set(premises)) == len(premises), "a premise stands twice")
    goal = premise(matched(r"Conclusion: (.*)\.", lines.pop(0))[1])
    if len(goal) != 3:
        raise Unread("the conclusion is a rule")
    asked = {
        "Does the conclusion follow from the premises?",
        "What do the premises say about the conclusion?",
        "Decide what the premises say about the conclusion.",
    }
    need(lines.pop(0) in asked, "the question is unread")
    convention = 'Answer "entailed" if the conclusion is true in every case in which all the premises are true, "refuted" if it is false in every such case, and "unknown" if neither.'  # noqa: E501
    need(lines == [convention], "the convention is unread")
    right = settled(premises, goal)
    need(answer == right, f"the answer is {right}")
    if right == "unknown":
        two_cases(reasoning, solution, premises, goal)
    else:
        deduced(reasoning, solution, premises, goal, right)


def deduced(reasoning: str, solution: str, premises: list[Rule | Fact], goal: Fact, right: str) -> None:
    """Refuse a step that does not follow by its rule, or is of no use."""
    stated: dict[int, Rule | Fact] = dict(enumerate(premises, 1))
    whom: dict[int, str] = {}
    used: set[int] = set()
    origin = {at: {at} for at in stated}
    at = len(premises)
    for at, line in enumerate(reasoning.split("\n"), len(premises) + 1):
        _, number, text = matched(NUMBERED.pattern, line).groups()
        need(int(number) == at, f"line {at} has a wrong number")
        body, rule, cited = matched(r"(.*)\. \[([a-z ]+): ([0-9, ]+)\]", text).groups()
        given = cites(cited)
        need(
            all(one in stated for one in given) and len(set(given)) == len(given), f"line {at} cites wrongly"
        )
        used |= set(given)
        origin[at] = set().union(*(origin[one] for one in given))
        if rule == "universal instantiation":
            who, conditions, again, sign, quality = matched(
                rf"If ([A-Z][a-z]+) is (.*), then ([A-Z][a-z]+) is (not )?{QUALITY}", body
            ).groups()
            made = condition(conditions), (quality, not sign)
            need(
                len(given) == 1 and given[0] <= len(premises) and stated[given[0]] == made and who == again,
                f"line {at} is no instance",
            )
            stated[at], whom[at] = made, who
            continue
        new = premise(body)
        *facts, last = given
        conditional = stated[last]
        need(last in whom and len(conditional) == 2 and len(new) == 3, f"line {at} cites no conditional")
        have = {stated[one] for one in facts}
        who = whom[last]
        result, conditions = conditional[1], conditional[0]
        if rule == "modus ponens":
            need(
                have == {(who, *one) for one in conditions} and new == (who, *result),
                f"line {at} does not follow",
            )
        else:
            need(rule == "modus tollens" and len(conditions) == 1, f"line {at} has an odd rule")
            need(have == {(who, result[0], not result[1])}, f"line {at} does not follow")
            need(new == (who, conditions[0][0], not conditions[0][1]), f"line {at} does not follow")
        need(new not in [one for place, one in stated.items() if place not in whom], f"line {at} repeats")
        stated[at] = new
    need(used >= set(range(len(premises) + 1, at)), "a line is of no use")
    want = goal if right == "entailed" else (goal[0], goal[1], not goal[2])
    need(stated[at] == want, "the last line is another fact")
    verb = "states" if right == "entailed" else "contradicts"
    number, proved = matched(
        rf"The conclusion is {right}\. Line ([0-9]+) {verb} it, proved from premises? (.*)\.", solution
    ).groups()
    need(
        int(number) == at and [int(one) for one in listed(proved)] == sorted(origin[at]),
        "the solution cites others",
    )


def two_cases(reasoning: str, solution: str, premises: list[Rule | Fact], goal: Fact) -> None:
    """Refuse cases in which a premise is false, or a claim about a case that is."""
    need(
        solution == "The conclusion is unknown. Cases A and B make every premise true; "
        "the conclusion is true in case A and false in case B.",
        "the solution is another",
    )
    have: dict[str, list[str]] = {}
    people: list[str] = []
    starts: list[int] = []
    seen: set[int] = set()
    changed: set[str] = set()
    closed = 0
    for at, line in enumerate(reasoning.split("\n"), len(premises) + 1):
        _, number, text = matched(NUMBERED.pattern, line).groups()
        need(int(number) == at, f"line {at} has a wrong number")
        if found := re.fullmatch(r"Case A: let (.*) be the only (?:person|people)\. (.*)\. \[case\]", text):
            need(not starts, "case A stands twice")
            starts.append(at)
            people = listed(found[1])
            pairs = [matched(r"([A-Z][a-z-]+): (.*)", one).groups() for one in found[2].split(". ")]
            have = {name.lower(): listed(who) for name, who in pairs}
        elif found := re.fullmatch(r"Case B: as case A, but (.*)\. \[case: ([0-9]+)\]", text):
            need(starts == [int(found[2])] and closed == 1, "case B comes too early")
            need(seen == set(range(1, len(premises) + 1)), "a premise is not shown in case A")
            starts.append(at)
            pairs = [matched(r"([a-z-]+): (.*)", one).groups() for one in found[1].split("; ")]
            changed = {name for name, _ in pairs}
            need(all(set(have[name]) != set(listed(who)) for name, who in pairs), "case B changes nothing")
            have = {**have, **{name: listed(who) for name, who in pairs}}
            seen = set()
        else:
            which, value, reason, case = matched(
                r"(Premise [0-9]+|The conclusion) is (true|false): (.*)\. \[evaluation: ([0-9]+)\]", text
            ).groups()
            need(int(case) == starts[-1], f"line {at} cites another case")
            one = goal if which.startswith("The") else premises[int(which[8:]) - 1]
            real = true_in(one, have, people)
            need(real == (value == "true"), f"{which} is {real} in the case")
            need(reason == why(one, have, people), f"the reason should be: {why(one, have, people)}")
            if which.startswith("The"):
                closed += 1
                need(real == (len(starts) == 1), "the conclusion has the wrong value")
            else:
                need(real, f"{which} is false in the case")
                seen.add(int(which[8:]))
        need({who for names in have.values() for who in names} <= set(people), "a stranger is in the case")
    need(closed == 2 and len(starts) == 2, "there are not two cases")
    touched = {
        place
        for place, one in enumerate(premises, 1)
        if ({one[1]} if len(one) == 3 else {name for name, _ in (*one[0], one[1])}) & changed
    }
    need(seen == touched, "case B evaluates other premises than those that its changes touch")
    need(all(true_in(one, have, people) for one in premises), "a premise is false in case B")


def true_in(one: Rule | Fact, have: dict[str, list[str]], people: list[str]) -> bool:
    """Return whether a fact or a rule is true in a case."""
    if len(one) == 3:
        return (one[0] in have[one[1]]) == one[2] and one[0] in people
    conditions, (quality, sign) = one
    return all(
        (who in have[quality]) == sign
        for who in people
        if all((who in have[name]) == yes for name, yes in conditions)
    )


def why(one: Rule | Fact, have: dict[str, list[str]], people: list[str]) -> str:
    """Return the reason that a case gives for a fact or a rule."""
    if len(one) == 3:
        return f"{one[0]} is {'' if one[0] in have[one[1]] else 'not '}{one[1]}"
    conditions, (quality, sign) = one
    words = " and ".join(f"{'' if yes else 'not '}{name}" for name, yes in conditions)
    if len(conditions) == 2 and not any(yes for _, yes in conditions):
        words = f"neither {conditions[0][0]} nor {conditions[1][0]}"
    those = [who for who in people if all((who in have[name]) == yes for name, yes in conditions)]
    if not those:
        return f"no one is {words}"
    if len(those) == 1:
        return f"only {those[0]} is {words}; {those[0]} is {'' if sign else 'not '}{quality}"
    names = f"{', '.join(those[:-1])} and {those[-1]}"
    if len(those) == 2:
        return f"only {names} are {words}; {'both are' if sign else 'neither is'} {quality}"
    return f"only {names} are {words}; {'all are' if sign else 'none is'} {quality}"


AUDITS: dict[str, Callable[[Row], str]] = {
    "syllogism": audit(check_syllogism),
    "sets": audit(check_sets),
    "knights": audit(check_knights),
    "truth_table": audit(check_truth_table),
    "deduction": audit(check_deduction),
}
