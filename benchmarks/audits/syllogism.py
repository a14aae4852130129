"""The audit of syllogisms: valid or invalid arguments, and which of four conclusions follow."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from audits._lines import cites, flush, listed, premises
from audits._row import Refused, Row, matched, need

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


def audit(row: Row) -> None:
    """Try every set of kinds of people that there can be.

    A conclusion follows unless some set makes the premises true and it false. Each derived line is decided
    likewise from the lines it cites, and must have the form of its rule; cases are gone through by person.
    """
    lines = row.question.split("\n")
    given = [claim(text) for text in premises(lines)]
    need(len(set(given)) == len(given), "a premise stands twice")
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
    classes = list(dict.fromkeys(name for one in given for name in one[1:]))
    need(
        all(name in classes for one in options.values() for name in one[1:]),
        "a class is new in the conclusion",
    )
    need(possible(given, classes, members), "the premises cannot be true together")
    right = {letter for letter, one in options.items() if follows(given, one, classes, members)}
    if "" in options:
        need(row.answer == ("valid" if right else "invalid"), "the answer is wrong")
    else:
        want = sorted(right)
        said = "none" if not want else " and ".join(filter(None, [", ".join(want[:-1]), want[-1]]))
        need(row.answer == said, f"the answer is {said}")
    argued(row, given, options, right, classes, members)


def claim(text: str) -> Claim:
    """Return the kind of a categorical sentence and its classes."""
    for kind, form in FORMS.items():
        if (found := re.fullmatch(form, text, re.ASCII)) and not (kind == "I" and found[2] == "not"):
            need(found[1] != found[2], "a class is compared with itself")
            return kind, found[1], found[2]
    raise Refused(f"unread: {text}")


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


def argued(
    row: Row,
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
    for at, text in flush(row, len(premises) + 1):
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
    if "" not in options:
        concluded(row.solution, options, right, stated, denied)
    elif right:
        used = matched(
            r"The argument is valid\. Line ([0-9]+) is the conclusion, proved from premises? (.*)\.",
            row.solution,
        )
        need(stated[int(used[1])] == options[""], "the last line is not the conclusion")
        chosen = [premises[int(one) - 1] for one in listed(used[2])]
        need(follows(chosen, options[""], classes, members), "the named premises do not suffice")
    else:
        shown_by = matched(
            r"The argument is invalid\. In the case of line ([0-9]+) all premises are true"
            r" and the conclusion is false\.",
            row.solution,
        )[1]
        need(int(shown_by) in cases, "that line is no case")


def concluded(
    solution: str,
    options: dict[str, Claim],
    right: set[str],
    stated: dict[int, Claim],
    denied: dict[str, int],
) -> None:
    """Refuse a solution that names other lines than those that prove or deny the options."""
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


def article(noun: str) -> str:
    """Return the noun with its article."""
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
