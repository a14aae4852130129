"""What solvers of several families make text with: phrases, lists, numbered lines, drawn presentations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any, TypeVar

from xxhash import xxh3_128_hexdigest

from synth.grammar import load

T = TypeVar("T")


@cache
def phrases_of(family: str) -> Any:
    """Return the tables of grammars/N.toml: by category and constructor, one way or several to say it."""
    return loads(files("synth").joinpath("grammars", f"{family}.toml").read_text(encoding="utf-8"))


def digest(family: str, definition: Any, revision: int) -> str:
    """Return the digest of a family's grammar, phrases, spaces' definition and revision."""
    text = f"{load(f'{family}.lark').fingerprint} {phrases_of(family)} {definition} {revision}"
    return xxh3_128_hexdigest(text.encode())


def group(family: str, text: str) -> str:
    """Return the group of a problem that is alone in it, or of problems that have a text in common."""
    return f"{family}:{text}"


def numbered(lines: Sequence[str]) -> str:
    """Return the lines as numbered steps.

    >>> numbered(["2 + 3 = 5.", "5 * 4 = 20."])
    '1. 2 + 3 = 5.\\n2. 5 * 4 = 20.'
    """
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def listed(items: Sequence[object], last: str = "and") -> str:
    """Return the items as a list in a sentence; nothing for none.

    >>> listed(["a"]), listed("ab"), listed([1, 2, 3], "or")
    ('a', 'a and b', '1, 2 or 3')
    """
    texts = [str(item) for item in items]
    return "".join(texts) if len(texts) < 2 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def drawn(number: int, items: Sequence[T], count: int) -> tuple[int, tuple[T, ...]]:
    """Return what is left of a number, and `count` of the items in the order that its digits give.

    >>> drawn(5, "abc", 2)
    (0, ('c', 'b'))
    """
    left = list(items)
    found = []
    for _ in range(count):
        number, digit = divmod(number, len(left))
        found.append(left.pop(digit))
    return number, tuple(found)
