"""The audit of deductions: what rules and facts about people say of one more fact."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from audits._lines import cites, flush, listed, premises
from audits._row import Refused, Row, matched, need

Mask = NDArray[np.bool_]
Literal = tuple[str, bool]
Rule = tuple[tuple[Literal, ...], Literal]  # if all these, then that
Fact = tuple[str, str, bool]  # who, quality, sign
QUALITY = r"([a-z]+(?:-[a-z]+)?)"
ASKED = (
    "Does the conclusion follow from the premises?",
    "What do the premises say about the conclusion?",
    "Decide what the premises say about the conclusion.",
)
CONVENTION = (
    'Answer "entailed" if the conclusion is true in every case in which all the premises are true, '
    '"refuted" if it is false in every such case, and "unknown" if neither.'
)


def audit(row: Row) -> None:
    """Try every kind of person that the rules allow.

    The conclusion is entailed, refuted or unknown as it holds for all, none or some of them. Each inference
    must have the form of its rule and be of use; the cases of an unknown one are evaluated person by person.
    """
    lines = row.question.split("\n")
    given = [premise(text) for text in premises(lines)]
    need(len(set(given)) == len(given), "a premise stands twice")
    goal = premise(matched(r"Conclusion: (.*)\.", lines.pop(0))[1])
    if len(goal) != 3:
        raise Refused("the conclusion is a rule")
    need(lines.pop(0) in ASKED, "the question is unread")
    need(lines == [CONVENTION], "the convention is unread")
    right = settled(given, goal)
    need(row.answer == right, f"the answer is {right}")
    if right == "unknown":
        two_cases(row, given, goal)
    else:
        deduced(row, given, goal, right)


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


def deduced(row: Row, premises: list[Rule | Fact], goal: Fact, right: str) -> None:
    """Refuse a step that does not follow by its rule, or is of no use."""
    stated: dict[int, Rule | Fact] = dict(enumerate(premises, 1))
    whom: dict[int, str] = {}
    used: set[int] = set()
    origin = {at: {at} for at in stated}
    at = len(premises)
    for at, text in flush(row, len(premises) + 1):
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
        rf"The conclusion is {right}\. Line ([0-9]+) {verb} it, proved from premises? (.*)\.", row.solution
    ).groups()
    need(
        int(number) == at and [int(one) for one in listed(proved)] == sorted(origin[at]),
        "the solution cites others",
    )


def two_cases(row: Row, premises: list[Rule | Fact], goal: Fact) -> None:
    """Refuse cases in which a premise is false, or a claim about a case that is."""
    need(
        row.solution == "The conclusion is unknown. Cases A and B make every premise true; "
        "the conclusion is true in case A and false in case B.",
        "the solution is another",
    )
    have: dict[str, list[str]] = {}
    people: list[str] = []
    starts: list[int] = []
    seen: set[int] = set()
    changed: set[str] = set()
    closed = 0
    for at, text in flush(row, len(premises) + 1):
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
