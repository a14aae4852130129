"""Errors to plant in a good row of any family.

A planted row may by chance still be right: a third decider has to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import xxhash

from synth.families import find
from synth.row import Row

T = TypeVar("T")
KINDS = (
    "digit",
    "step dropped",
    "steps swapped",
    "answer",
    "question word",
    "solution sentence",
    "noise",
)
COLUMNS = ("level", "skills", "canonical", "group")
"""The columns that say which problem a row is; an error in one of them is always wrong."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 .,()-"


def plant(row: Row, kind: str, seed: int, answers: Sequence[str] = ()) -> Row | None:
    """Return the row with one error of a kind of `KINDS`; None where the row has no place for it.

    A pure function of its arguments. `answers` are those of other rows: "answer" needs one that is another.
    """
    draw = Draw(f"{row.id} {kind} {seed}")
    planted = {
        "digit": _digit,
        "step dropped": _step_dropped,
        "steps swapped": _steps_swapped,
        "question word": _question_word,
        "solution sentence": _solution_sentence,
        "noise": _noise,
    }
    if kind == "answer":
        others = sorted({answer for answer in answers if answer != row.answer})
        return replace(row, answer=others[draw.below(len(others))]) if others else None
    changed = planted[kind](row, draw)
    return None if changed == row else changed


def spoiled(row: Row, column: str, others: Sequence[Row]) -> list[Row]:
    """Return the row with errors in a column of `COLUMNS`: what other rows say there, and slips."""
    held = getattr(row, column)
    wrong = [getattr(other, column) for other in others] + [None]
    if column == "level":
        wrong += [0, 1, 2, 3, 4, 5, 127, -1]
    elif column == "skills":
        wrong += [(), held[:-1], (*held, held[0]), (*held, "juggling"), ("juggling",), "skills"]
    else:
        wrong += [f"{held} ", f" {held}", held[:-1], held[1:], held.upper() + ".", held + held[-1], "", 7]
        wrong += [f"{row.family}:", held.replace(":", ": ", 1), f"{row.family} {held}"]
    kept = {repr(value): value for value in wrong if value != held}
    return [replace(row, **{column: value}) for value in kept.values()]


def refused(row: Row, column: str, old: str, new: str) -> str:
    """Return the fault that a row earns with one text in a column changed; it has to earn one."""
    text = getattr(row, column)
    assert old in text
    verdict = find(row.family).check(replace(row, **{column: text.replace(old, new, 1)}))
    assert not verdict.accepted
    assert verdict.fault
    return verdict.fault


class Draw:
    """Numbers that depend on nothing but a name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.drawn = 0

    def below(self, bound: int) -> int:
        """Return a number from 0 to below the bound."""
        self.drawn += 1
        return xxhash.xxh3_64_intdigest(f"{self.name} {self.drawn}".encode()) % bound

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]


def _digit(row: Row, draw: Draw) -> Row:
    """Change one digit of the reasoning to another."""
    places = [match.start() for match in re.finditer(r"[0-9]", row.reasoning)]
    if not places:
        return row
    at = places[draw.below(len(places))]
    digit = str((int(row.reasoning[at]) + 1 + draw.below(9)) % 10)
    return replace(row, reasoning=row.reasoning[:at] + digit + row.reasoning[at + 1 :])


def _step_dropped(row: Row, draw: Draw) -> Row:
    """Drop one line of the reasoning, and number the others, and what names them, as if it had not been."""
    lines = row.reasoning.split("\n")
    numbered = [re.match(r" *([0-9]+)\.", line) for line in lines]
    if len(lines) < 2 or not all(numbered):
        return row
    at = draw.below(len(lines))
    gone = int(numbered[at][1])  # type: ignore[index]

    def lowered(match: re.Match[str]) -> str:
        return str(int(match[0]) - (int(match[0]) > gone))

    kept = []
    for line in lines[:at] + lines[at + 1 :]:
        line = re.sub(r"(?<=\[)[^\]]*(?=\])", lambda cites: re.sub(r"[0-9]+", lowered, cites[0]), line)
        kept.append(re.sub(r"[0-9]+", lowered, line, count=1))
    solution = re.sub(r"(?<=[Ll]ine )[0-9]+", lowered, row.solution)
    return replace(row, reasoning="\n".join(kept), solution=solution)


def _steps_swapped(row: Row, draw: Draw) -> Row:
    """Swap two neighbouring lines of the reasoning, and leave the numbers where they are."""
    lines = row.reasoning.split("\n")
    parts = [re.match(r"( *[0-9]+\.)(.*)", line) for line in lines]
    if len(lines) < 2 or not all(parts):
        return row
    at = draw.below(len(lines) - 1)
    first, second = parts[at], parts[at + 1]
    lines[at : at + 2] = [first[1] + second[2], second[1] + first[2]]  # type: ignore[index]
    return replace(row, reasoning="\n".join(lines))


def _question_word(row: Row, draw: Draw) -> Row:
    """Swap two words of the question that differ."""
    words = [(match.start(), match.end()) for match in re.finditer(r"[A-Za-z0-9]+", row.question)]
    if len(words) < 2:
        return row
    (a, b), (c, d) = sorted((words[draw.below(len(words))], words[draw.below(len(words))]))
    if b > c:
        return row
    text = row.question
    return replace(row, question=text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:])


def _solution_sentence(row: Row, draw: Draw) -> Row:
    """Drop one sentence, or the one line, of the solution."""
    sentences = re.split(r"(?<=\.)(?:\s)", row.solution)
    at = draw.below(len(sentences))
    return replace(row, solution=" ".join(sentences[:at] + sentences[at + 1 :]))


def _noise(row: Row, draw: Draw) -> Row:
    """Change one character of the question, the reasoning or the solution."""
    name = ("question", "reasoning", "solution")[draw.below(3)]
    text = getattr(row, name)
    if not text:
        return row
    at = draw.below(len(text))
    changed = text[:at] + _LETTERS[draw.below(len(_LETTERS))] + text[at + 1 :]
    return replace(row, **{name: changed})
