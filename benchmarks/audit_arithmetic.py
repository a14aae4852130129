"""An audit of the four operations on whole numbers and of expressions; AUDITS joins fractions and percent.

It shares nothing with synth. The answer is found by counting, digit by digit on lists of digits, or by the
repeated subtraction of a long division; each line of the reasoning is followed as a pupil would follow it.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from audit_fractions import AUDITS as FRACTIONS
from audit_percent import AUDITS as PERCENTS
from audit_values import Row, Unread, asked, audited, need, numbered, told, true, value

WHOLE = r"(?:0|[1-9][0-9]*)"
PLACES = ["Ones", "Tens", "Hundreds", "Thousands", "Ten thousands", "Hundred thousands"]
SUMS = {
    "": (
        *("What is {a} + {b}?", "Work out {a} + {b}.", "Calculate {a} + {b}.", "What is {a} plus {b}?"),
        *("How much is {a} plus {b}?", "Add {a} and {b}.", "Add {b} to {a}.", "Find the sum of {a} and {b}."),
        *("What is the sum of {a} and {b}?", "What do {a} and {b} add up to?"),
        *("What do you get when you add {a} and {b}?", "Which number is {b} more than {a}?"),
    )
}
DIFFERENCES = {
    "": (
        *("What is {a} - {b}?", "Work out {a} - {b}.", "Calculate {a} - {b}.", "What is {a} minus {b}?"),
        *("How much is {a} minus {b}?", "Subtract {b} from {a}.", "Which number is {b} less than {a}?"),
        *("What do you get when you subtract {b} from {a}?", "What must be added to {b} to get {a}?"),
    ),
    "above": (
        "Take {b} away from {a}.",
        "What is left when {b} is taken away from {a}?",
        "Find the difference between {a} and {b}.",
    ),
}
PRODUCTS = {
    "": (
        *("What is {a} * {b}?", "Work out {a} * {b}.", "Calculate {a} * {b}.", "What is {a} times {b}?"),
        *("How much is {a} times {b}?", "What is {a} multiplied by {b}?", "Multiply {a} by {b}."),
        *("Multiply {a} and {b}.", "Find the product of {a} and {b}.", "What is the product of {a} and {b}?"),
        "What do you get when you multiply {a} by {b}?",
    )
}
QUOTIENTS = {
    "exact": (
        *("What is {a} / {b}?", "Work out {a} / {b}.", "Calculate {a} / {b}.", "What is {a} divided by {b}?"),
        *("How much is {a} divided by {b}?", "Divide {a} by {b}.", "How many times does {b} go into {a}?"),
        *("What is the quotient of {a} and {b}?", "Find the quotient of {a} and {b}."),
        "What do you get when you divide {a} by {b}?",
    ),
    "rest": (
        "What is {a} / {b}? Give the quotient and the remainder.",
        "Work out {a} / {b} with a remainder.",
        "Calculate the quotient and the remainder of {a} / {b}.",
        "What is {a} divided by {b}, as a whole number and a remainder?",
        "Divide {a} by {b}. Give the quotient and the remainder.",
        "How many times does {b} go into {a}, and what is the remainder?",
        "What are the quotient and the remainder when {a} is divided by {b}?",
        "Find the quotient and the remainder when {a} is divided by {b}.",
        "What do you get when you divide {a} by {b} with a remainder?",
    ),
}
VALUES = {
    "": (
        *("Evaluate {e}.", "Work out {e}.", "Calculate {e}.", "What is {e}?", "Find the value of {e}."),
        "What does {e} come to?",
    )
}


def numbers(row: Row, forms: dict[str, tuple[str, ...]], sign: str) -> tuple[str, int, int]:
    """Return the kind of question and its two numbers; check what names them elsewhere."""
    kind, names = asked(str(row["question"]), forms, WHOLE)
    a, b = names["a"], names["b"]
    need(len(a) <= 6 and len(b) <= 6, "a number has more than six digits")
    first, second = (a, b) if sign in "-/" else sorted((a, b), key=int, reverse=True)
    told(row, canonical=f"{first} {sign} {second}", group=f"{row['family']}:{first} {sign} {second}")
    need(row["payload"] == f'{{"operands":[{a},{b}]}}', f"the payload is {row['payload']}")
    return kind, int(a), int(b)


def same(row: Row, lines: list[str], solution: str, answer: str, level: int, skills: set[str]) -> None:
    """Compare a row with what it should say, and check its equalities."""
    need(row["answer"] == answer, f"the answer is {row['answer']}, it should be {answer}")
    for line, wanted in zip_longest(numbered(row), lines):
        need(line == wanted, f"a line says {line}, it should say {wanted}")
    need(row["solution"] == solution, f"the solution is {row['solution']}, it should be {solution}")
    need(row["level"] == level, f"the level is {row['level']}, it should be {level}")
    need(set(row["skills"]) == skills, f"the skills are {row['skills']}, not {skills}")  # type: ignore[call-overload]
    true(row)


def count(start: int, step: int, many: int) -> str:
    """Return what is said when counting."""
    return ", ".join(str(start + step * place) for place in range(1, many + 1))


def digits(number: int) -> list[int]:
    """Return the digits from the right."""
    return [int(digit) for digit in reversed(str(number))]


def task(sign: str, *parts: int | None) -> str:
    """Return the parts that are there with signs between them."""
    return f" {sign} ".join(str(part) for part in parts if part is not None)


def addition(row: Row) -> None:
    """Count on, or add in columns from the right, as with counters on a table."""
    _, a, b = numbers(row, SUMS, "+")
    high, low = max(a, b), min(a, b)
    if high < 10:
        total = sum(1 for _ in range(high)) + sum(1 for _ in range(low))
        lines = [f"Count on {low} from {high}: {count(high, 1, low)}."]
        if low == 0:
            lines = [f"One of the numbers is 0, so the sum is the other, {high}."]
        elif total > 10:
            gap = 10 - high
            lines = [f"To make ten with {high}, split {low}: {low} = {gap} + {low - gap}."]
            lines += [f"{high} + {gap} = 10.", f"10 + {low - gap} = {total}."]
        return same(row, lines, f"So {a} + {b} = {total}.", str(total), 1, {"addition facts"})
    lines, written, carried, skills = [], "", 0, {"column addition"}
    width = len(str(high))
    for place, (x, y) in enumerate(zip_longest(digits(a), digits(b))):
        if (x is None or y is None) and not carried:
            rest = str(high)[: width - place]
            lines.append(f"Bring down {rest}.")
            written = rest + written
            break
        result = (x or 0) + (y or 0) + carried
        lines.append(f"{PLACES[place]}: {task('+', x, y, carried or None)} = {result}")
        carried = int(result > 9)
        skills |= {"carrying"} if carried else set()
        last = place == width - 1
        lines[-1] += f", write {result - 10}, carry 1." if carried and not last else "."
        written = (str(result) if last else str(result)[-1]) + written
    solution = f"Together the digits read {written}, so {a} + {b} = {written}."
    return same(row, lines, solution, written, 2 if high < 1_000 else 3, skills)


def subtraction(row: Row) -> None:
    """Count back, or subtract in columns; the difference added to the smaller gives the larger."""
    kind, a, b = numbers(row, DIFFERENCES, "-")
    need(a >= b or kind != "above", "this wording is for a number from a larger one")
    high, low = max(a, b), min(a, b)
    skills = {"negative differences"} if a < b else set()
    lines = [f"{a} is less than {b}, so {a} - {b} = -({b} - {a})."] if a < b else []
    if low < 10 and high - low < 10:
        gap = sum(1 for _ in range(low, high))
        skills.add("subtraction facts")
        if low == 0:
            lines.append(f"Taking away 0 changes nothing, so the difference is {high}.")
        elif gap == 0:
            lines.append("A number minus itself is 0.")
        elif high > 10:
            lines.append(f"To reach ten from {high}, split {low}: {low} = {high - 10} + {low - high + 10}.")
            lines += [f"{high} - {high - 10} = 10.", f"10 - {low - high + 10} = {gap}."]
        elif gap == 1 and low > 1:
            lines.append(f"{high} comes right after {low}, so the difference is 1.")
        elif low <= gap:
            lines.append(f"Count back {low} from {high}: {count(high, -1, low)}.")
        else:
            lines.append(f"Count on from {low} to {high}: {count(low, 1, gap)}. That is {gap} steps.")
        end = f", and {a} - {b} = -{gap}." if a < b else "."
        return same(
            row,
            lines,
            f"So {high} - {low} = {gap}{end}",
            f"-{gap}" if a < b else str(gap),
            4 if a < b else 1,
            skills,
        )
    written, borrowed, width = "", 0, len(str(high))
    skills.add("column subtraction")
    for place, (x, y) in enumerate(zip_longest(digits(high), digits(low))):
        if y is None and not borrowed:
            rest = str(high)[: width - place]
            lines.append(f"Bring down {rest}.")
            written = rest + written
            break
        left = x - (y or 0) - borrowed
        line = f"{PLACES[place]}: {task('-', x, y, borrowed or None)}"
        if left < 0:
            left += 10
            line += f" is below 0, so borrow 1: {task('-', x + 10, y, borrowed or None)}"
            skills.add("borrowing")
        borrowed = int(x - (y or 0) - borrowed < 0)
        lines.append(f"{line} = {left}.")
        written = str(left) + written
    need(int(written) + low == high, "the audit subtracts wrongly")
    one = f"{high} - {low} = {int(written)}"
    end = f" and {a} - {b} = -{int(written)}." if a < b else "."
    answer = f"-{int(written)}" if a < b else str(int(written))
    level = 4 if a < b else 2 if a < 1_000 else 3
    return same(row, lines, f"Together the digits read {written}, so {one}{end}", answer, level, skills)


def multiplication(row: Row) -> None:
    """Add up equal numbers, or the products of all pairs of digits."""
    _, a, b = numbers(row, PRODUCTS, "*")
    high, low = max(a, b), min(a, b)
    product = 0
    for place, digit in enumerate(digits(low)):
        product += sum(high * 10**place for _ in range(digit))
    end = f"{a} * {b} = {product}."
    if high < 10 or low < 2:
        if low < 2:
            other = f"itself, so the product is {high}" if low else "0"
            lines = [f"Any number times {low} is {other}."]
        elif low == 2:
            lines = [f"Double {high}: {high} + {high} = {product}."]
        else:
            lines = [f"Count in steps of {high}, {low} times: {count(0, high, low)}."]
        return same(row, lines, f"So {end}", str(product), 1, {"multiplication facts"})
    if low < 10:
        lines, written, carried, skills = [], "", 0, {"column multiplication"}
        for place, x in enumerate(digits(high)):
            result = x * low + carried
            line = f"{PLACES[place]}: {x} * {low}{f' + {carried}' if carried else ''} = {result}"
            carried, digit = divmod(result, 10)
            skills |= {"carrying"} if carried else set()
            last = place == len(str(high)) - 1
            lines.append(line + (f", write {digit}, carry {carried}." if carried and not last else "."))
            written = (str(result) if last else str(digit)) + written
        return same(row, lines, f"Together the digits read {written}, so {end}", str(product), 2, skills)
    split, kept = (a, b) if len(str(a)) < len(str(b)) else (b, a)
    parts = [digit * 10**place for place, digit in enumerate(digits(split)) if digit][::-1]
    lines = [f"Split {split}: {' + '.join(map(str, parts)).join((f'{split} = ', '.'))}"] if parts[1:] else []
    for part in parts:
        terms = [digit * 10**place * part for place, digit in enumerate(digits(kept)) if digit][::-1]
        alone = str(part)[0] == "1" or len(terms) == 1
        middle = "" if alone else " + ".join(map(str, terms)) + " = "
        lines.append(f"{kept} * {part} = {middle}{sum(terms)}.")
    reached = kept * parts[0]
    for part in parts[1:]:
        lines.append(f"{reached} + {kept * part} = {reached + kept * part}.")
        reached += kept * part
    level = 3 if len(str(split)) == 2 else 4
    return same(row, lines, f"So {end}", str(product), level, {"partial products"})


def division(row: Row) -> None:
    """Take the divisor away as often as it goes, digit by digit."""
    kind, a, b = numbers(row, QUOTIENTS, "/")
    need(b, "a division by 0")
    quotient, rest, lines = "", 0, []
    for at, digit in enumerate(str(a), 1):
        before, rest, times = rest, int(f"{rest}{digit}"), 0
        taken = rest
        while rest >= b:
            rest, times = rest - b, times + 1
        if not quotient and not times and at < len(str(a)):
            continue
        line = f"Bring down {digit} to make {taken}: " if quotient else f"Take {taken}: "
        left = f"{taken} - {times * b} = {rest} is left" if rest else "nothing is left"
        line += f"{times} * {b} = {times * b}, and {left}." if times else f"it is less than {b}."
        lines.append(f"{line} Write {times}.")
        quotient += str(times)
        need(before < b, "the audit divides wrongly")
    need(int(quotient) * b + rest == a and 0 <= rest < b, "the audit divides wrongly")
    need((kind == "rest") == (rest > 0), "the wording is for another kind of division")
    answer = f"{quotient} remainder {rest}" if rest else quotient
    left = f", and {rest} is left" if rest else ""
    start = f"Together the digits read {quotient}{left}, so"
    if b == 1 or len(quotient) == 1:
        start, near = "So", int(quotient) * b
        fits = f"{quotient} * {b} = {near}"
        lines = (
            ["0 divided by any number but 0 is 0."] * (a == 0)
            + ["Any number divided by 1 is itself."] * (b == 1)
            + ["Any number but 0 divided by itself is 1."] * (a == b)
            + [f"{a} is less than {b}, so the quotient is 0 and {a} is left."] * (a < b)
            + [f"{fits}, so {b} goes into {a} exactly {quotient} times."] * (rest == 0)
            + [f"{fits} fits into {a}; {a} - {near} = {rest} is left, which is less than {b}."]
        )[:1]
    level = (
        1 if b == 1 or quotient == "0" or max(a, b) < 10 or (b < 10 and int(quotient) < 10) else 3 - (b < 10)
    )
    fact = b == 1 or (b < 10 and len(quotient) == 1)
    skills = {"division facts" if fact else "long division"} | ({"remainders"} if rest else set())
    return same(row, lines, f"{start} {a} / {b} = {answer}.", answer, level, skills)


def reductions(text: str) -> set[str]:
    """Return what an expression can be after one of its operations is carried out and its value kept.

    >>> sorted(reductions("2 * (3 + 4) + 1"))
    ['2 * (7) + 1', '2 * 7 + 1']
    """
    found = set()
    for place in range(len(text)):
        for pattern in (r"\((\d+ [-+*/] \d+)\)", r"(\d+ [-+*/] \d+)(?!\d)"):
            one = re.match(pattern, text[place:])
            if one and not text[:place][-1:].isdigit():
                try:
                    after = f"{text[:place]}{value(one[1])}{text[place + one.end() :]}"
                    found |= (
                        {after}
                        if "/" not in after.replace(" / ", "") and value(after) == value(text)
                        else set()
                    )
                except Unread:
                    continue
    return found


def expression(row: Row) -> None:
    """Value the expression, and find each step among all reductions that keep the value."""
    question = str(row["question"])
    texts = VALUES[""]
    found = [re.fullmatch(re.escape(text).replace(r"\{e\}", r"([-+*/()0-9 ]+)"), question) for text in texts]
    rest = [one[1] for one in found if one]
    need(len(rest) == 1, f"a question of no known wording: {question}")
    first = left = rest[0]
    total = value(first)
    need(row["answer"] == str(total), f"the answer is {row['answer']}, it should be {total}")
    need(not re.search(r"\b0|\((\d+|\([^()]*\))\)", first), f"odd numbers or parentheses: {first}")
    lines = numbered(row)
    for place, line in enumerate(lines, 1):
        one = re.fullmatch(r"(?P<one>\d+ [-+*/] \d+) = (?P<is>\d+)(?:, which leaves (?P<left>.+))?\.", line)
        if not one:
            raise Unread(f"no step: {line}")
        need(value(one["one"]) == int(one["is"]) > 0, f"not true: {line}")
        reached = one["is"] if place == len(lines) else one["left"]
        need(reached in reductions(left), f"{reached} does not come of {left}")
        inner = left if "(" not in left else re.findall(r"\([^()]*\)", left)[0].strip("()")
        need(next_operation(inner) == one["one"], f"{one['one']} is not what comes next in {left}")
        left = reached
    need(left == row["answer"], f"the steps end with {left}")
    need(row["solution"] == f"{first} = {total}.", f"the solution is {row['solution']}")
    operations = len(re.findall(r" [-+*/] ", first))
    level = max(1, min(4, operations - 1))
    told(row, level=level, canonical=first, group=f"expression:{first}", payload="{}")
    skills = {"order of operations"} | ({"parentheses"} if "(" in first else set())
    skills |= {"exact division"} if "/" in first else set()
    need(set(row["skills"]) == skills, f"the skills are {row['skills']}")  # type: ignore[call-overload]


def next_operation(text: str) -> str:
    """Return the first product or quotient of a text without parentheses, or else its first operation."""
    parts = text.split(" ")
    signs = [place for place in range(1, len(parts), 2) if parts[place] in "*/"] or [1]
    return " ".join(parts[signs[0] - 1 : signs[0] + 2])


AUDITS = {
    "addition": audited(addition),
    "subtraction": audited(subtraction),
    "multiplication": audited(multiplication),
    "division": audited(division),
    "expression": audited(expression),
    **FRACTIONS,
    **PERCENTS,
}
