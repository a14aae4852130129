"""The third decider of sets: it reads a row by itself, and counts one element or person after another."""

from __future__ import annotations

import re

from synth.row import Row

WORDS = {"union": "|", "intersect": "&", "minus": "-", "symdiff": "^"}


def right(row: Row) -> bool:
    """Return True if the answer is right and every line of the reasoning is true."""
    lines = row.reasoning.split("\n")
    if any(not line.startswith(f"{number}. ") for number, line in enumerate(lines, 1)):
        return False
    lines = [line.split(". ", 1)[1] for line in lines]
    if row.question.startswith("Of "):
        return _survey(row, lines)
    return _listing(row, lines)


def _survey(row, lines):
    """Build a crowd with the numbers told, and count in it what the question and each line say."""
    story = row.question.split("\n")[0].partition(" How many ")
    asked = story[2].split(" ", 2)[2].rstrip("?")
    tail = re.search(r" and [0-9]+ \w+ (both|neither|all three)\.$", story[0])
    numbers = [int(number) for number in re.findall(r"[0-9]+", story[0])]
    things = re.findall(r"[0-9]+ [a-z]+ (?!both|all|neither)([A-Za-z]+)", story[0])
    n, *told = numbers
    if len(told) == 3:
        a, b, c = told
        both = a + b - (n - c) if tail[1] == "neither" else c
        crowd = {(1, 1): both, (1, 0): a - both, (0, 1): b - both}
    else:
        a, b, c, ab, ac, bc, abc = told
        crowd = {
            (1, 1, 1): abc,
            (1, 1, 0): ab - abc,
            (1, 0, 1): ac - abc,
            (0, 1, 1): bc - abc,
            (1, 0, 0): a - ab - ac + abc,
            (0, 1, 0): b - ab - bc + abc,
            (0, 0, 1): c - ac - bc + abc,
        }
    crowd[(0,) * len(things)] = n - sum(crowd.values())
    if min(crowd.values()) < 0:
        return False

    def people(phrase):
        return sum(count for does, count in crowd.items() if _fits(phrase, things, does))

    for line in lines:
        sums, _, claim = line.rstrip(".").partition(" = ")
        number, _, _, phrase = claim.split(" ", 3)
        if _sum(sums) != int(number) or people(phrase) != int(number):
            return False
    return row.answer == str(people(asked))


def _sum(text):
    return sum(int(term.replace(" ", "")) for term in re.findall(r"[+-]? ?[0-9]+", text))


def _fits(phrase, things, does):
    """Return whether one who does some of the things is among those that a phrase tells of."""
    counts = {
        "exactly one of": lambda: sum(does) == 1,
        "exactly two of": lambda: sum(does) == 2,
        "at least two of": lambda: sum(does) > 1,
        "at least one of": lambda: sum(does) > 0,
        "none of": lambda: sum(does) == 0,
    }
    for start, holds in counts.items():
        if phrase.startswith(start):
            return holds()
    if phrase.endswith(" or both"):
        return sum(does) > 0
    wanted, _, unwanted = (
        phrase.partition("neither ") if "neither" in phrase else phrase.partition("but not ")
    )
    return all(
        does[place] == (thing in re.findall(r"[A-Za-z]+", wanted))
        for place, thing in enumerate(things)
        if thing in re.findall(r"[A-Za-z]+", wanted + unwanted)
    )


def _listing(row, lines):
    given, asked, _ = row.question.split("\n")
    lists = re.findall(r"([A-Z]) = \{(.*?)\}", given)
    sets = {name: set(filter(None, inside.split(", "))) for name, inside in lists}
    universe = sets.get("U", set().union(*sets.values()))
    words = re.findall(r"[A-Z](?![a-z])|\b(?:union|intersect|minus|symdiff)\b|[()']", asked)

    def inside(tokens):
        return {one for one in universe if _holds([*tokens], one, sets)}

    compared = re.match(r"Are |Is it true|Is each |Is .* (a subset of|equal to) [A-Z]", asked)
    name = words.pop() if compared else None
    found = inside(words)
    element = re.search(r"^Is ([0-9a-z]+) an element|contain ([0-9a-z]+)\?", asked)
    if element:
        right_one = "yes" if (element[1] or element[2]) in found else "no"
    elif name:
        other = sets[name]
        disjoint = "disjoint" in asked or "in common" in asked
        same = "equal" in asked or "same set" in asked
        holds = not found & other if disjoint else found == other if same else found <= other
        right_one = "yes" if holds else "no"
    elif "subsets" in asked:
        right_one = str(2 ** len(found))
    elif "number of" in asked or "How many" in asked:
        right_one = str(len(found))
    else:
        order = sorted(found, key=int) if all(map(str.isdecimal, found)) else sorted(found)
        right_one = f"{{{', '.join(order)}}}"
    return row.answer == right_one and all(_line(line, inside, universe) for line in lines)


def _line(line, inside, universe):
    """Return whether an equation, or a sentence with a list in it, is true."""
    sides = line.rstrip(".").split(" = ")
    if len(sides) == 3:
        left = inside(re.findall(r"[A-Z]|[a-z]+|[()']", sides[0]))
        value = set(filter(None, sides[2].strip("{}").split(", ")))
        lists = [set(filter(None, one.split(", "))) for one in re.findall(r"\{(.*?)\}", sides[1])]
        if sides[1].startswith("U minus"):
            lists.insert(0, universe)
        operation = next(word for word in WORDS if f" {word} " in f" {sides[1]} ")
        one, other = lists
        worked = {
            "union": one | other,
            "intersect": one & other,
            "minus": one - other,
            "symdiff": one ^ other,
        }
        return left == value == worked[operation]
    if line.startswith("A set of "):
        return sides[1].split()[0] == str(2 ** int(line.split()[3]))
    number = re.fullmatch(r"\{(.*)\} has ([0-9]+) elements?\.", line)
    return number is None or len(list(filter(None, number[1].split(", ")))) == int(number[2])


def _holds(tokens, one, sets):
    """Return whether an element is in the expression of some tokens."""

    def unit():
        token = tokens.pop(0)
        if token == "(":
            value = joined()
            tokens.pop(0)
        else:
            value = one in sets[token]
        while tokens and tokens[0] == "'":
            tokens.pop(0)
            value = not value
        return value

    def joined():
        left = unit()
        if not tokens or tokens[0] not in WORDS:
            return left
        word = tokens.pop(0)
        other = unit()
        return {"union": left or other, "intersect": left and other, "minus": left and not other}.get(
            word, left != other
        )

    return joined()
