"""An audit of fractions and decimals; it shares nothing with synth.

A question is read into a tree, and valued with fractions.Fraction. Answers are tried out: a fraction by all
denominators from 1, a rounded number by its two neighbours, what is said of common factors by all divisors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from audit_values import NUMBER, Row, Unread, asked, audited, flows, need, numbered, told, true, value

RATIO = rf"{NUMBER}/[1-9][0-9]*"
PLAIN = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
MIXED = rf"(?:[1-9][0-9]* )?{RATIO}|[1-9][0-9]*"
TERMS = {
    "+": ("Add {a} and {b}.", "What is {a} plus {b}?", "Find the sum of {a} and {b}."),
    "-": ("Subtract {b} from {a}.", "What is {a} minus {b}?", "Take {b} away from {a}."),
    "*": ("Multiply {a} by {b}.", "What is {a} times {b}?", "Find the product of {a} and {b}."),
    "/": (
        "Divide {a} by {b}.",
        "What is {a} divided by {b}?",
        "Find the quotient of {a} divided by {b}.",
    ),
}
LOWEST = ("Simplify {a} as far as possible.", "Write {a} in lowest terms.", "Reduce {a} to lowest terms.")
ASKS = re.compile(r"(?:Work out|Calculate|Find the value of) ([-+*/().0-9 ]+)\.")
SKILLS = {"+": "adding", "-": "subtracting", "*": "multiplying", "/": "dividing"}


class Tree:
    """An expression with its operations: a number's text, or a sign with two sides."""

    def __init__(self, text: str) -> None:
        self.text = text
        value(text)
        inside, depth = "", 0
        places: dict[str, int] = {}
        for letter in text:
            depth += (letter == "(") - (letter == ")")
            inside += letter if depth == 0 else "x"
        for signs in (" + ", " - "), (" * ", " / "):
            places = {sign: inside.rfind(sign) for sign in signs if sign in inside}
            if places:
                break
        self.sign, self.sides = "", []
        if places:
            sign = max(places, key=lambda one: places[one])
            self.sign = sign.strip()
            self.sides = [Tree(text[: places[sign]]), Tree(text[places[sign] + 3 :])]
        elif text.startswith("("):
            inner = Tree(text[1:-1])
            self.sign, self.sides, self.text = inner.sign, inner.sides, inner.text

    def signs(self) -> list[str]:
        """Return all signs."""
        return [self.sign, *self.sides[0].signs(), *self.sides[1].signs()] if self.sign else []

    def numbers(self) -> list[str]:
        """Return the texts of the numbers from the left."""
        return [text for side in self.sides for text in side.numbers()] if self.sign else [self.text]

    def canonical(self) -> str:
        """Return the expression with parentheses, sides of sums and products in the order of their texts."""
        if not self.sign:
            return self.text
        sides = [side.canonical() for side in self.sides]
        return "(" + f" {self.sign} ".join(sorted(sides) if self.sign in "+*" else sides) + ")"

    def above(self) -> bool:
        """Tell whether every result on the way is above zero."""
        return all(not side.sign or (value(side.text) > 0 and side.above()) for side in self.sides)


def told_digest(row: Row, canonical: str, level: int, skills: set[str]) -> None:
    """Check the columns; the group ends in a digest that is not made anew here."""
    told(row, canonical=canonical, level=level, payload="{}")
    need(set(row["skills"]) == skills, f"the skills are {row['skills']}, not {skills}")  # type: ignore[call-overload]
    need(re.fullmatch(rf"{row['family']}:[0-9a-f]{{32}}", str(row["group"])), f"the group is {row['group']}")


def two_parts(question: str, endings: tuple[str, ...]) -> tuple[str, int]:
    """Split a question into what it asks and which of the endings says what the answer looks like.

    >>> two_parts("What is 2% of 5? Give it.", ("Say it.", "Give it."))
    ('What is 2% of 5?', 1)
    """
    for place, ending in enumerate(endings):
        if question.endswith(f" {ending}"):
            return question[: -len(ending) - 1], place
    raise Unread(f"the question does not say what the answer looks like: {question}")


def expressed(text: str, number: str, shown: Callable[[str], str] = str) -> Tree:
    """Return the expression that a sentence asks for."""
    if found := ASKS.fullmatch(text):
        return Tree(found[1])
    sign, names = asked(text, TERMS, number)
    return Tree(f"({shown(names['a'])}) {sign} ({shown(names['b'])})")


def lowest(number: Fraction, mixed: bool) -> str:
    """Write a number in lowest terms by trying denominators from 1.

    >>> lowest(Fraction(-11, 4), True), lowest(Fraction(11, 4), False), lowest(Fraction(4), True)
    ('-2 3/4', '11/4', '4')
    """
    below = next(below for below in range(1, number.denominator + 1) if (number * below).denominator == 1)
    above = abs(int(number * below))
    sign = "-" if number < 0 else ""
    if below == 1:
        return f"{sign}{above}"
    if mixed and above > below:
        return f"{sign}{above // below} {above % below}/{below}"
    return f"{sign}{above}/{below}"


WHOLES = (
    "Give the answer as a whole number or as a fraction in lowest terms.",
    "Write the result in lowest terms, as a fraction or a whole number.",
    "Give the answer as a whole number, a proper fraction or a mixed number, in lowest terms.",
    "Write the result in lowest terms, as a mixed number if it is not a whole number or a proper fraction.",
)


def divisors(number: int) -> set[int]:
    """Return the divisors by trial."""
    return {one for one in range(1, number + 1) if number % one == 0}


def factors(line: str) -> None:
    """Check what a line says of common factors and multiples, by trial."""
    if said := re.search(
        r"greatest common divisor of (\d+) and (\d+) is (\d+)(?:, and .* lowest terms)?\.$", line
    ):
        one, other, most = map(int, said.groups())
        common = next(d for d in range(min(one, other), 0, -1) if one % d == 0 == other % d)
        need(common == most, f"the greatest common divisor is {common}: {line}")
        need(("lowest terms" in line) == (most == 1), line)
        chain = [tuple(map(int, re.findall(r"\d+", part))) for part in line.split(", so")[0].split(", ")]
        above, below = max(one, other), min(one, other)
        for step in chain:
            need(len(step) > 2 and step[0] == above and step[1] == below, f"not Euclid's: {line}")
            rest = step[3] if len(step) == 4 else 0
            need(below * step[2] + rest == above and rest < below, f"not Euclid's: {line}")
            above, below = below, rest
        need(below in (0, 1) and (above if below == 0 else 1) == most, f"Euclid does not end: {line}")
    for said in re.finditer(r"(\d+) and (\d+) have no common factor", line):
        one, other = map(int, said.groups())
        need(not divisors(one) & divisors(other) - {1}, f"a common factor: {line}")
    if said := re.search(r"least common multiple of ([\d, and]+) is (\d+)", line):
        parts, least = [int(part) for part in re.findall(r"\d+", said[1])], int(said[2])
        found = next(
            max(parts) * k for k in range(1, least + 1) if not any(max(parts) * k % p for p in parts)
        )
        need(found == least, f"the least common multiple is {found}: {line}")
    if said := re.search(r"least common multiple is (\d+) \* (\d+) = (\d+)\.$", line):
        need(line.startswith(f"{said[1]} and {said[2]} have no common factor"), line)


KINDS = [
    r"(?:\d+ \d+/\d+ = \(\d+ \* \d+ \+ \d+\)/\d+ = \d+/\d+(?: and (?!$)|\.$)){1,2}",
    r"\d+ and \d+ have no common factor, so their least common multiple is \d+ \* \d+ = \d+\.",
    r"(\d+) is a multiple of (\d+): \1 = \2 \* \d+\.",
    r"The least common multiple of (\d+) and (\d+) is (\d+): \3 = \1 \* \d+ = \2 \* \d+\.",
    r"(?:\d+(?:/\d+)? = \(\d+ \* \d+\)/(\d+) = \d+/\1(?: and (?!$)|\.$)){1,2}",
    r"\d+(?:/\d+)? = \d+/\d+\.",
    r"(\d+)/(\d+) ([-+]) (\d+)/\2 = \(\1 \3 \4\)/\2 = -?\d+/\2\.",
    r"Dividing by (\d+(?:/\d+)?) is multiplying by (\d+(?:/\d+)?): (\S+) / \(?\1\)? = \d+(?:/\d+)? \* \2\.",
    r"\d+(?:/\d+)? \* \d+(?:/\d+)? = (?:\(\d+ \* \d+\)|\d+)/(?:\(\d+ \* \d+\)|\d+) = \d+/\d+\.",
    r"0/\d+ = 0\.",
    r"(\d+) = (\d+) \* (\d+), so (-?)\1/\2 = \4\3\.",
    r"A fraction with the numerator (-?1) is in lowest terms: \1/\d+\.",
    r"(?:\d+ = \d+ \* \d+(?: \+ \d+)?, )+so the greatest common divisor of (\d+) and (\d+) is "
    r"(?:\d+|1, and -?\1/\2 is in lowest terms)\.",
    r"(-?)(\d+)/(\d+) = (-?)\((\d+) \* \d+\)/\(\5 \* \d+\) = -?\d+/\d+\.",
    r"What remains is [-+*/()0-9 ]+\.",
    r"(\d+) = (\d+) \* (\d+) \+ (\d+), so (-?)\1/\2 = \5\3 \4/\2\.",
    r"-?\d+ [-+*] \d+ = -?\d+\.",
]


def fraction(row: Row) -> None:
    """Value the question in fractions; try the answer's terms; try what is said of common factors."""
    question = str(row["question"])
    simple = next(
        (names for text in LOWEST if (names := re.fullmatch(text.replace("{a}", f"({RATIO})"), question))),
        None,
    )
    if simple:
        whole = simple[1]
        canonical, level, skills, mixed = f"simplify {whole}", 1, {"simplifying fractions"}, False
        need(value(whole).denominator < int(whole.split("/")[1]), "nothing to simplify")
        same = value(whole)
    else:
        asks, form = two_parts(question, WHOLES)
        tree = expressed(asks, MIXED)
        same, canonical = value(tree.text), tree.canonical()
        parts, signs = tree.numbers(), tree.signs()
        mixed = any(" " in part for part in parts)
        need(mixed == (form > 1), "the answer's form is not told")
        need(tree.above() and all(value(part) > 0 for part in parts), "a number not above zero")
        alike = len({part.split("/")[-1] for part in parts}) == 1
        level = 3 if mixed or same < 0 else 1 if signs == ["*"] or (signs[0] in "+-" and alike) else 2
        level = 4 if len(parts) > 2 else level
        skills = {f"{SKILLS[sign]} fractions" for sign in signs} | ({"mixed numbers"} if mixed else set())
        skills |= {"order of operations"} if len(parts) > 2 else set()
        whole = str(row["solution"]).split(" = ")[0]
        need(
            Tree(whole).canonical() == canonical and value(whole) == same,
            "the solution is of another problem",
        )
        need(Tree(whole).numbers() == parts or ASKS.fullmatch(asks) is None, "the solution has another order")
        if found := ASKS.fullmatch(asks):
            need(found[1] == whole, f"the solution begins with {whole}")
    need(row["answer"] == lowest(same, mixed), f"the answer is {row['answer']}, not {lowest(same, mixed)}")
    need(row["solution"] == f"{whole} = {row['answer']}.", f"the solution is {row['solution']}")
    lines = numbered(row)
    for line in lines:
        need(any(re.fullmatch(kind, line) for kind in KINDS), f"a line of no known kind: {line}")
        factors(line)
    last = re.findall(r"-?\d+(?: \d+)?(?:/\d+)?", lines[-1])
    ends = (
        lines[-1].rstrip(".").endswith(f" {row['answer']}") or f" {row['answer']} is in lowest" in lines[-1]
    )
    need(last and ends, f"the steps do not end with the answer: {lines[-1]}")
    if whole in str(lines) or simple is None:
        leaves = [value(line[16:-1]) for line in lines if line.startswith("What remains is ")]
        need(all(one == same for one in leaves), "what remains is of another value")
    flows(row)
    true(row)
    told_digest(row, canonical, level, skills)


HALVES = (
    "Round up if the next digit is 5 or more, and keep zeros at the end.",
    "A next digit of 5 or more rounds up, and zeros at the end of the result stay.",
)
EXACT = (
    "Give the exact result without needless zeros.",
    "Write the exact result, with no needless zeros.",
)
TO = "the nearest whole number", "1 decimal place", "2 decimal places", "3 decimal places"
ROUNDS = re.compile(
    r"(?:Round (?P<a>[0-9.]+) to (?P<p>[^.]+)\.|What is (?P<b>[0-9.]+) rounded to (?P<q>[^?]+)\?"
    r"|Work out (?P<c>[-+*/().0-9 ]+) and round the result to (?P<r>[^.]+)\."
    r"|Calculate (?P<d>[-+*/().0-9 ]+), rounded to (?P<s>[^.]+)\.)"
)


def written(number: Fraction, places: int) -> str:
    """Write a number with just so many decimal places, digit by digit.

    >>> written(Fraction(-1, 8), 4), written(Fraction(7), 0)
    ('-0.1250', '7')
    """
    digits = str(abs(number) * 10**places)
    need(digits.isdecimal(), f"{number} has more than {places} places")
    digits = digits.rjust(places + 1, "0")
    whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{whole}" if number < 0 else whole


def short(number: Fraction) -> str:
    """Write a number as a decimal without needless zeros, trying places from 0."""
    places = next((places for places in range(9) if (number * 10**places).denominator == 1), None)
    if places is None:
        raise Unread(f"{number} is no short decimal")
    return written(number, places)


def placed(text: str) -> int:
    """Return the number of decimal places of a text."""
    return len(text.partition(".")[2])


def rounded(number: Fraction, places: int) -> str:
    """Try the two neighbours; the upper one is right from the half on."""
    unit = Fraction(1, 10**places)
    below = Fraction(0)
    for step in range(12, -1, -1):
        while below + unit * 10**step <= number:
            below += unit * 10**step
    return written(below if number - below < unit / 2 else below + unit, places)


DECIMALS = [
    r"(\S+) = (\d+) ([a-z-]+) and (\S+) = (\d+) \3\.",
    r"\d+ [-+] \d+ = -?\d+\.",
    r"-?\d+ [a-z-]+ = -?[0-9.]+(?: = -?[0-9.]+)?\.",
    r"Without the points, \d+ \* \d+ = [0-9*+= ]+\.",
    r"\S+ has \d decimal places?, and so has the product: \S+(?: = \S+)?\.",
    r"\S+ has \d decimal places? and \S+ has \d, so the product has \d \+ \d = \d: \S+(?: = \S+)?\.",
    r"Multiply both numbers by 10+, so that the divisor is whole: \S+ / \S+ = \S+ / \d+\.",
    r"(?:\S+ = \d+ [a-z-]+, and )?(\d+) / (\d+) = (\d+), because \2 \* \3 = [0-9*+= ]+\.",
    r"What remains is [-+*/().0-9 ]+\.",
    r"Up to the [a-z-]+, \S+ reads \S+, and the next digit is \d\.",
    r"\d is (?:less than|at least) 5, so the result is .+\.",
    r"(?:\S+) [-+*/] (?:\S+) = \S+\.",
]


def points(line: str) -> None:
    """Check what a line says of decimal places and of rounding."""
    if said := re.match(r"(\S+) has (\d) decimal (places?)(?: and (\S+) has (\d))?", line):
        need(placed(said[1]) == int(said[2]) and (said[3] == "place") == (said[2] == "1"), line)
        need(not said[4] or placed(said[4]) == int(said[5]), line)
        shown = line.split(": ")[1].rstrip(".").split(" = ")[0]
        need(placed(shown) == int(said[2]) + int(said[5] or 0), line)
    if said := re.match(r"Up to the ([a-z-]+), (\S+) reads (\S+), and the next digit is (\d)", line):
        names = ["ones", "tenths", "hundredths", "thousandths"]
        digits = said[2].replace(".", "")
        need(placed(said[3]) == names.index(said[1]), line)
        need(digits.startswith(said[3].replace(".", "") + said[4]), line)
    if said := re.match(r"(\d) is (less than|at least) 5, so", line):
        need((int(said[1]) < 5) == (said[2] == "less than"), line)


def decimal(row: Row) -> None:
    """Value the question in fractions; round by trying both neighbours."""
    question = str(row["question"])
    if found := ROUNDS.match(question):
        asks, _ = two_parts(question, HALVES)
        names = [text for text in found.groups() if text]
        need(asks == found[0] and names[1] in TO, f"a question of no known wording: {question}")
        tree, places = Tree(names[0]), TO.index(names[1])
        answer = rounded(value(names[0]), places)
        need(not placed(short(value(names[0]))) <= places, "nothing to round")
        canonical, rounds = f"round {tree.canonical()} to {places}", {"rounding"}
        solution = f"{names[0]} rounded to {names[1]} is {answer}."
    else:
        asks, _ = two_parts(question, EXACT)
        tree, rounds = expressed(asks, PLAIN), set()
        answer = short(value(tree.text))
        canonical = tree.canonical()
        whole = str(row["solution"]).split(" = ")[0]
        solution = f"{whole} = {answer}."
        spoken = ASKS.fullmatch(asks)
        need(spoken is None or spoken[1] == whole, f"the solution is {row['solution']}")
        need(
            Tree(whole).canonical() == canonical and Tree(whole).numbers() == tree.numbers(),
            "another problem",
        )
    need(row["answer"] == answer, f"the answer is {row['answer']}, it should be {answer}")
    need(row["solution"] == solution, f"the solution is {row['solution']}, it should be {solution}")
    parts, signs = tree.numbers(), tree.signs()
    need(
        all(short(value(part)) == part and value(part) > 0 and placed(part) <= 4 for part in parts),
        "odd numbers",
    )
    need(tree.above(), "a result on the way that is not above zero")
    few = [placed(part) for part in parts]
    if len(parts) + len(rounds) > 2:
        level = 4
    elif rounds:
        level = 1
    elif signs[0] in "+-":
        level = 3 if value(tree.text) < 0 else 1 if len(set(few)) == 1 else 2
    else:
        level = 2 if few[-1] == 0 or (signs == ["*"] and 0 in few) else 3
    lines = numbered(row)
    for line in lines:
        need(any(re.fullmatch(kind, line) for kind in DECIMALS), f"a line of no known kind: {line}")
        points(line)
        if line.startswith("What remains is "):
            need(value(line[16:-1]) == value(tree.text), f"of another value: {line}")
    ends = lines[-1].rstrip(".").endswith(f" {answer}") or f" = {answer}, because" in lines[-1]
    need(ends, f"the steps do not end with the answer: {lines[-1]}")
    need(all(line != after for line, after in pairwise(lines)), "a line is said twice")
    true(row)
    skills = {f"{SKILLS[sign]} decimals" for sign in signs} | rounds
    told_digest(row, canonical, level, skills | ({"order of operations"} if len(parts) > 2 else set()))


AUDITS = {"fraction": audited(fraction), "decimal": audited(decimal)}
