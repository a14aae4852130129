"""Numbers as arithmetic writes them: what an expression comes to, and every equality that a text states.

>>> value("2 3/4 - (1 + 0.5) / 3")
Fraction(9, 4)
>>> unequal("So 2 + 3 = 5, and 3/4 = 75% < 0.7.")
'3/4 = 75% < 0.7'
"""

from __future__ import annotations

import re
from fractions import Fraction

from audits._row import Refused, Row, need, numbered

NUMBER = r"(?:0|[1-9][0-9]*)"
DECIMAL = rf"{NUMBER}(?:\.[0-9]+)?"
RATIO = rf"{NUMBER}/[1-9][0-9]*"
PLACES = ["one", "tenth", "hundredth", "thousandth", "ten-thousandth", "hundred-thousandth", "millionth"]
UNITS = {unit + s: Fraction(1, 10**places) for places, unit in enumerate(PLACES) for s in ("", "s")}
WORDS = re.compile(
    r"[0-9]+(?:\.[0-9]+)?|[-+*/()=<>%]| +|(?:[a-z]+-)?[a-z]*(?:th|one)s?\b|[A-Za-z][A-Za-z'-]*|."
)


def value(text: str) -> Fraction:
    """Return what an expression comes to."""
    reader = Reader(text)
    total = reader.sum()
    need(reader.place == len(text), f"{text} goes on after its end")
    return total


def statements(text: str) -> list[str]:
    """Return the longest stretches of numbers and signs with =, < or > in them."""
    found, run = [], ""
    for token in [*WORDS.findall(text), "\n"]:
        if re.fullmatch(rf"[0-9.]+|[-+*/()=<>%]| +|{'|'.join(UNITS)}", token) and token != ".":
            run += token
        else:
            found.append(run.strip())
            run = ""
    return [one for one in found if re.search("[=<>]", one)]


def unequal(text: str) -> str:
    """Return the first statement of a text that is not true, or nothing."""
    for above, below, times, rest in re.findall(r"(\d+) / (\d+) = (\d+) remainder (\d+)", text):
        if int(below) * int(times) + int(rest) != int(above) or int(rest) >= int(below):
            return f"{above} / {below} = {times} remainder {rest}"
    for one in statements(re.sub(r"\d+ / \d+ = \d+ remainder \d+", "", text)):
        parts = re.split(r" ([=<>]) ", one)
        values = [value(part) for part in parts[::2]]
        for left, sign, right in zip(values, parts[1::2], values[1:], strict=False):
            if sign != ("=" if left == right else "<" if left < right else ">"):
                return one
    return ""


def true(row: Row) -> None:
    """Check each equality that the reasoning and the solution state."""
    for text in [*numbered(row), row.solution]:
        need(text.endswith("."), f"no full stop: {text}")
        if fault := unequal(text):
            raise Refused(f"not true: {fault}")


def flows(row: Row) -> None:
    """Check that each line begins with a number known from what stands before, and is no repetition."""
    known, before = {"0", "1", "100", *re.findall(DECIMAL, row.question)}, ""
    for line in numbered(row):
        first = re.search(DECIMAL, line)
        need(first and first[0] in known, f"a number out of nowhere: {line}")
        need(line != before, f"said twice: {line}")
        known.update(re.findall(DECIMAL, line))
        before = line


class Reader:
    """An expression read from the left: sums of products of signed numbers, fractions and parentheses."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def next(self, *wanted: str) -> str:
        """Return and pass what comes next if it is one of those wanted, else nothing."""
        for sign in wanted:
            if self.text.startswith(sign, self.place):
                self.place += len(sign)
                return sign
        return ""

    def sum(self) -> Fraction:
        """Return the value of terms with + and - between them, from the left."""
        total = self.product()
        while sign := self.next(" + ", " - "):
            total += self.product() if sign == " + " else -self.product()
        return total

    def product(self) -> Fraction:
        """Return the value of factors with * and / between them, from the left."""
        total = self.bar()
        while sign := self.next(" * ", " / "):
            factor = self.bar()
            total = total * factor if sign == " * " else over(total, factor)
        return total

    def bar(self) -> Fraction:
        """Return the value of a number, perhaps with a fraction bar, which has no blanks beside it."""
        if self.next("-"):
            return -self.bar()
        mixed = re.compile(rf"({NUMBER}) (?={NUMBER}/{NUMBER})").match(self.text, self.place)
        if mixed:
            self.place = mixed.end()
            return Fraction(mixed[1]) + self.bar()
        above = self.single()
        return over(above, self.single()) if self.next("/") else above

    def single(self) -> Fraction:
        """Return the value of one number, with its unit or percent sign, or of what stands in parentheses."""
        if self.next("("):
            inner = self.sum()
            need(self.next(")"), f"no ) where it is due in {self.text}")
            return inner
        number = re.compile(DECIMAL, re.ASCII).match(self.text, self.place)
        if not number:
            raise Refused(f"no number at place {self.place} of {self.text}")
        self.place = number.end()
        unit = re.compile(r" ([a-z-]+)").match(self.text, self.place)
        if unit and unit[1] in UNITS:
            self.place = unit.end()
            need(unit[1].endswith("s") != (number[0] == "1"), f"{number[0]} {unit[1]} is no English")
            return Fraction(number[0]) * UNITS[unit[1]]
        return Fraction(number[0]) / (100 if self.next("%") else 1)


def over(above: Fraction, below: Fraction) -> Fraction:
    """Return a quotient."""
    need(below, "a division by 0")
    return above / below


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
        raise Refused(f"{number} is no short decimal")
    return written(number, places)


def placed(text: str) -> int:
    """Return the number of decimal places of a text."""
    return len(text.partition(".")[2])
