"""The simplest form of a number with one square root, by docs/quadratic.md."""

from __future__ import annotations

import re
from math import gcd

from synth.verify._algebra_rings import LARGEST_RADICAND, simple_root

_WHOLE = "(?:0|-?[1-9][0-9]{0,19})"
_TIMES = "(?:[1-9][0-9]{0,19})?"
_ROOT = r"sqrt\((?P<inside>[1-9][0-9]{0,9})\)"
_TERMS = rf"(?P<number>{_WHOLE}) (?P<sign>[-+]) (?P<times>{_TIMES}){_ROOT}"
_BOTTOM = "(?:/(?P<bottom>[1-9][0-9]{0,19}))?"
_TWO = re.compile(_TERMS, re.ASCII)
_TWO_OVER = re.compile(rf"\({_TERMS}\){_BOTTOM}", re.ASCII)
_ONE = re.compile(rf"-?(?P<times>{_TIMES}){_ROOT}{_BOTTOM}", re.ASCII)
_NUMBER = re.compile(rf"(?P<number>{_WHOLE}){_BOTTOM}", re.ASCII)


def is_simple(text: str) -> bool:
    """Return True for a number, with a root or without, in simplest form.

    >>> is_simple("(1 + sqrt(5))/2"), is_simple("3/4"), is_simple("-2sqrt(3)")
    (True, True, True)
    >>> is_simple("(2 + 2sqrt(5))/4"), is_simple("sqrt(12)"), is_simple("6/4"), is_simple("1sqrt(2)")
    (False, False, False, False)
    """
    if two_terms(text) is not None:
        return True
    match = _NUMBER.fullmatch(text)
    if match is not None:
        return match["bottom"] != "1" and gcd(int(match["number"]), int(match["bottom"] or 1)) == 1
    match = _ONE.fullmatch(text)
    if match is None or "1" in (match["times"], match["bottom"]) or not _is_square_free(int(match["inside"])):
        return False
    return gcd(int(match["times"] or 1), int(match["bottom"] or 1)) == 1


def two_terms(text: str) -> tuple[int, int, int, int] | None:
    """Return p, q, m, d of `(p + qsqrt(m))/d` in simplest form, None for anything else.

    >>> two_terms("(2 - 3sqrt(5))/6"), two_terms("1 + sqrt(2)"), two_terms("(1 + sqrt(2))")
    ((2, -3, 5, 6), (1, 1, 2, 1), None)
    """
    match = _TWO.fullmatch(text) or _TWO_OVER.fullmatch(text)
    if match is None:
        return None
    over = match.groupdict().get("bottom", "")
    if over is None or "1" in (over, match["times"]) or not _is_square_free(int(match["inside"])):
        return None
    p, q, d = int(match["number"]), int(match["times"] or 1), int(over or 1)
    if not p or gcd(p, q, d) != 1:
        return None
    return p, -q if match["sign"] == "-" else q, int(match["inside"]), d


def _is_square_free(number: int) -> bool:
    return 1 < number <= LARGEST_RADICAND and simple_root(number)[0] == 1
