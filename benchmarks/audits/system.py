"""The audit of systems of two and three linear equations."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

from audits._relations import LETTER, NONE, checked
from audits._row import Row, matched, need, steps
from audits._terms import Terms, constant, number, parts, plus, product, put, read, value

MANY = "infinitely many solutions"
Equations = dict[str, list[Terms]]
SENTENCES = (
    "Solve the system of equations:",
    "Solve for {0}:",
    "Find all numbers {0} that satisfy {1} equations:",
    "Find {0} so that {1} equations hold:",
    "Which numbers {0} solve {1} equations?",
)


def audit(row: Row) -> None:
    """Solve the system by determinants; count the solutions by ranks.

    Every equation must be what its operation makes of those it names, and no line is idle.
    """
    first, *texts, form = row.question.split("\n")
    letters = sorted(set("".join(re.findall(LETTER, " ".join(texts)))))
    names = f"{', '.join(letters[:-1])} and {letters[-1]}"
    both = "both" if len(letters) == 2 else "all three"
    need(first in [one.format(names, both) for one in SENTENCES], "a question of no known wording")
    stated = [matched(r"\(([1-9])\) (.+)", text) for text in texts]
    need(
        [one[1] for one in stated] == [str(place + 1) for place in range(len(letters))],
        "the equations' numbers",
    )
    need(all(parts(one[2])[1] == ["="] for one in stated), "an equation is due")
    equations = {one[1]: parts(one[2])[0] for one in stated}
    rows = []
    for left, right in equations.values():
        rows.append(factors([left, right], letters))
        need(all(len(some) < 2 and r == 1 for some, r in [*left, *right]), "not linear")
    whole = determinant([row[:-1] for row in rows])
    found = {}
    if whole:
        for place, letter in enumerate(letters):
            above = determinant([[*row[:place], row[-1], *row[place + 1 : -1]] for row in rows])
            found[letter] = above / whole
        wanted = ", ".join(f"{letter} = {at}" for letter, at in found.items())
        told = f"The solution is {wanted}."
    else:
        wanted = MANY if rank(rows) == rank([row[:-1] for row in rows]) else NONE
        told = f"The system has {wanted}."
    need(row.answer == wanted and row.solution == told, f"the answer is {wanted}, not {row.answer}")
    pattern = ", ".join(f"{letter} = number" for letter in letters)
    more = f', or else "{NONE}" or "{MANY}"' if row.level > 2 else ""
    wanted_form = f'Answer in the form "{pattern}", with whole numbers or fractions in lowest terms{more}.'
    need(form == wanted_form, "the conventions")
    known = any(
        len(left) == 1 and constant_only(right) and set(left.values()) == {1}
        for left, right in equations.values()
    )
    level = 4 if len(letters) == 3 else 1 if known else 2 if easy(equations, rows) and whole else 3
    need(row.level == level, f"the level is {level}")
    followed(steps(row), equations, found, letters, row.answer)


def determinant(rows: list[list[Fraction]]) -> Fraction:
    """Return a determinant, by the first row."""
    if not rows:
        return Fraction(1)
    return sum(
        (
            (-1) ** place * factor * determinant([row[:place] + row[place + 1 :] for row in rows[1:]])
            for place, factor in enumerate(rows[0])
        ),
        Fraction(0),
    )


def rank(rows: list[list[Fraction]]) -> int:
    """Return the size of the largest square part whose determinant is not 0."""
    for size in range(min(len(rows), len(rows[0])), 0, -1):
        for some in itertools.combinations(rows, size):
            for columns in itertools.combinations(range(len(rows[0])), size):
                if determinant([[row[place] for place in columns] for row in some]):
                    return size
    return 0


def made(operation: str, known: Equations) -> tuple[list[Terms], list[str]]:
    """Return the sides that an operation on known equations makes, and the equations that it names."""
    used = re.findall(r"\(([0-9]+)\)", operation)
    need(all(name in known for name in used), f"{operation} names what is not there")
    first = known[used[0]]
    if found := re.fullmatch(r"(Multiply|Divide) \([0-9]+\) by (-?[0-9]+)", operation):
        factor = value(found[2])
        factor = factor if found[1] == "Multiply" else 1 / factor
        return [product(side, number(factor)) for side in first], used
    if re.fullmatch(r"Add \([0-9]+\) and \([0-9]+\)", operation):
        return [plus(a, b) for a, b in zip(first, known[used[1]], strict=True)], used
    if re.fullmatch(r"Subtract \([0-9]+\) from \([0-9]+\)", operation):
        return [plus(a, b, -1) for a, b in zip(known[used[1]], first, strict=True)], used
    if found := re.fullmatch(r"(Add|Subtract) (.+) (?:to|from) both sides of \([0-9]+\)", operation):
        need((" to " in operation) == (found[1] == "Add"), operation)
        return [plus(side, read(found[2]), 1 if found[1] == "Add" else -1) for side in first], used
    if found := re.fullmatch(r"Put (.+) into \([0-9]+\)", operation):
        sides = known[used[-1]]
        for text in found[1].split(" and "):
            one = matched(r"([a-z]) = (.+) from \(([0-9]+)\)", text)
            need([read(one[1]), read(one[2])] == known[one[3]], f"{text}: not what is there")
            sides = [put(side, one[1], read(one[2])) for side in sides]
        return sides, used
    matched(r"(Multiply out the parentheses|Combine like terms) in \([0-9]+\)", operation)
    return first, used


def factors(sides: list[Terms], letters: list[str]) -> list[Fraction]:
    """Return the factors of the unknowns, and the number on the right, with all unknowns on the left."""
    difference = plus(sides[0], sides[1], -1)
    row = [difference.get((letter, 1), Fraction(0)) for letter in letters]
    return [*row, -difference.get(("", 1), Fraction(0))]


def followed(
    lines: list[str], known: Equations, found: dict[str, Fraction], letters: list[str], answer: str
) -> None:
    """Follow every line: each equation is what its operation makes, and the last lines prove the answer."""
    asked, named = list(known), set()
    rows = [factors(known[name], letters) for name in asked]
    names = f"{', '.join(letters[:-1])} and {letters[-1]}"
    while lines and not lines[0].startswith(("Check", "Equation")):
        step = matched(r"([^:]+): \(([0-9]+)\) (.+)", lines.pop(0))
        wanted, used = made(step[1], known)
        sides, signs = parts(step[3])
        need(signs == ["="] and sides == wanted, f"not what {step[1]} makes: {step[3]}")
        need(step[2] == str(len(known) + 1), f"the number of {step[3]}")
        known[step[2]] = sides
        named |= set(used)
    name, last = list(known.items())[-1]
    if found:
        for letter, at in found.items():
            need([read(letter), number(at)] in known.values(), f"no line gives {letter}")
        left = [
            one for one in asked if not any(known[one] == [read(x), number(at)] for x, at in found.items())
        ]
        need(len(lines) == len(left), "a check for each equation is due")
        for line, one in zip(lines, left, strict=True):
            checked(line, rf"Check \({one}\):", known[one], found)
        named |= {
            one
            for one, sides in known.items()
            if any(sides == [read(x), number(v)] for x, v in found.items())
        }
    else:
        need(len(lines) == 1, "one last line is due")
        holds = constant(last[0]) == constant(last[1])
        if answer == NONE:
            end = f"Equation ({name}) is false for all {names}, so the system has no solution"
            need(not holds and lines[0] == end, f"the last line: {lines[0]}")
        else:
            ended(lines[0], f"Equation ({name}) is true for all {names}. ", known, letters, rows)
            need(holds, f"equation ({name}) is not true")
        named |= {name, *re.findall(r"\(([0-9]+)\)", lines[0])}
    need(set(known) - set(asked) <= named, f"lines for nothing: {sorted(set(known) - set(asked) - named)}")


def ended(line: str, start: str, known: Equations, letters: list[str], rows: list[list[Fraction]]) -> None:
    """Check the line that says which unknowns follow from which equations, and which is free."""
    need(line.startswith(start), f"the last line: {line}")
    if len(letters) == 2:
        told = matched(
            r"Only \(([0-9]+)\) is left, which gives ([a-z]) for every number ([a-z]), "
            f"so there are {MANY}",
            line.removeprefix(start),
        )
        kept, order = [told[1]], [told[2], told[3]]
    else:
        told = matched(
            r"Only \(([0-9]+)\) and \(([0-9]+)\) are left: for every number ([a-z]), \(\2\) gives ([a-z]), "
            rf"and \(\1\) then gives ([a-z]), so there are {MANY}",
            line.removeprefix(start),
        )
        kept, order = [told[1], told[2]], [told[5], told[4], told[3]]
    need(sorted(order) == letters, "the unknowns")
    left = [factors(known[one], order) for one in kept]
    for place, row in enumerate(left):
        need(row[place] and not any(row[:place]), f"({kept[place]}) does not give {order[place]}")
    again = [factors(known[one], letters) for one in kept]
    need(rank(again) == len(again) == rank([*again, *rows]), "what is left is not the system")


def constant_only(terms: Terms) -> bool:
    """Tell whether terms are a number."""
    return all(not letters for letters, _ in terms)


def easy(equations: Equations, rows: list[list[Fraction]]) -> bool:
    """Tell whether an equation gives an unknown, or two have equal or opposite factors of one."""
    gives = any(not constant_only(right) for _, right in equations.values())
    return gives or any(abs(rows[0][place]) == abs(rows[1][place]) != 0 for place in (0, 1))
